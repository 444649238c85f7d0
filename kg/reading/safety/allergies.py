"""Earlier reactions to the product: a page's terms go in, "anaphylaxis to this medicine" becomes hypersensitivity to immunoglobulin.

Where a text forbids the product, a reaction that somebody once had is no effect but what forbids it: the hypersensitivity behind it,
or the earlier reaction itself where it was one to something akin ("a plasma product").
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.reading.cues import Cue, Phrase
from kg.reading.page import CLASS, Page, Term, Unit

__all__ = ["fit_allergies", "part_allergies"]

#: What an earlier reaction is called.
_REACTIONS = frozenset(
    ("anaphylaxis", "allergic-reaction", "systemic-reaction", "infusion-related-reaction", "previous-hypersensitivity-reaction")
)
_HYPERSENSITIVITY = ("hypersensitivity-to-immunoglobulin", frozenset(("AdverseEffect", "Condition")))
_EARLIER = ("previous-hypersensitivity-reaction", frozenset(("RiskFactor",)))
#: Words by which a reaction belongs to the past of a person.
_PAST = "allergy-past"
_TO = "allergy-to"
#: Words for the product behind "to", and for its kin.
_PRODUCT = "allergy-product"
_KIN = "allergy-kin"
_CONSEQUENCE = "allergy-consequence"
_REACH = 6


def part_allergies(page: Page, classes: Mapping[str, frozenset[str]]) -> None:
    """ "Allergic reactions to immunoglobulin are very rare": how often it comes is told of an effect and the product, which are two names."""
    folds = page.tokens.folds
    for unit in page.units:
        if not {"allergy", "adverse-left"} <= unit.kinds or unit.cues("history", "if-you"):
            continue
        term = next((t for t in unit.terms if t.concept == _HYPERSENSITIVITY[0]), None)
        if term is None or not any(cue.first == term.last and cue.phrase.kind == "adverse-left" for cue in unit.relations):
            continue
        to = next((i for i in range(term.first, term.last) if folds[i] == "to"), None)
        if any(t.concept != term.concept and t.first < term.last and term.first < t.last for t in unit.terms):
            continue  # "Systemic reactions to immunoglobulin", where the first two words are a name of their own
        if to is None or to == term.first or not _EARLIER_ONES.isdisjoint(folds[unit.first : to]):
            continue
        product = Term(to + 1, term.last, CLASS, classes[CLASS], term.score, term.method, is_product=True)
        unit.terms = [t for t in unit.terms if t is term or t.concept != _HYPERSENSITIVITY[0]]
        unit.terms.insert(unit.terms.index(term) + 1, product)
        term.concept = "anaphylaxis" if any(word.startswith("anaphyla") for word in folds[term.first : to]) else "allergic-reaction"
        term.classes, term.last = classes[term.concept], to


#: Words that make such a reaction one of the past, or a reason to keep off the product.
_EARLIER_ONES = frozenset(("previous", "prior", "known", "earlier", "past", "former", "history", "had", "if"))


def fit_allergies(page: Page) -> None:
    """Make the earlier reactions by which a text forbids its product the hypersensitivity to it."""
    _fit_shock(page)
    _bridge_brackets(page)
    _fit_givers(page)
    if not page.names(_REACTIONS):
        return
    for unit in page.units:
        if not _forbids(unit):
            continue
        for term in unit.terms:
            meant = _meant(unit, page, term) if term.concept in _REACTIONS else None
            if meant is not None:
                term.reasons = (*term.reasons, "an earlier reaction that forbids the product")
                term.concept, term.classes = meant
                if page.topic not in {None, CLASS} and meant is _HYPERSENSITIVITY:
                    _leave_to_topic(unit, term)


def _bridge_brackets(page: Page) -> None:
    """ "allergic (hypersensitive) to A or B": the word said again in brackets parts no cue."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    for unit in page.units:
        if "(" not in unit.folds or not any(word.startswith(_ALLERGIC) for word in unit.folds):
            continue
        for index in range(unit.first, unit.last - 4):
            is_bridged = surfaces[index + 1] == "(" and surfaces[index + 3] == ")" and folds[index + 4] == "to"
            if is_bridged and folds[index].startswith(_ALLERGIC) and folds[index + 2].startswith(_ALLERGIC):
                unit.relations = sorted([*unit.relations, Cue(index, index + 5, Phrase("allergy"))], key=lambda cue: cue.first)
                unit.kinds |= {"allergy"}


def _fit_givers(page: Page) -> None:
    """ "Do not use it if maltose has ever given you an allergy": what stands before is what the allergy is to."""
    folds = page.tokens.folds
    for unit in page.units:
        if not _forbids(unit) or _GIVERS.isdisjoint(unit.folds) or not unit.terms:
            continue
        for index in range(unit.first + 2, unit.last - 1):
            if folds[index] not in _GIVERS or not any(word.startswith(_ALLERGIC) for word in folds[index + 1 : index + _TO_ALLERGY]):
                continue
            opened = next((i for i in range(index, unit.first - 1, -1) if folds[i] == "if"), None)
            if opened is not None and opened + 1 < index:
                unit.relations = sorted([*unit.relations, Cue(opened, opened + 1, Phrase("allergy"))], key=lambda cue: cue.first)
                unit.kinds |= {"allergy"}
                for term in unit.terms:
                    if opened < term.first < index and term.concept == CLASS and page.topic not in {None, CLASS}:
                        term.concept, term.classes = _HYPERSENSITIVITY
                        unit.agents = [agent for agent in unit.agents if agent.first != term.first]
                        unit.products = [agent for agent in unit.agents if agent.concept]
            break


_GIVERS = frozenset(("given", "gave", "caused"))
#: Tokens from such a verb to the allergy: "given you an".
_TO_ALLERGY = 4
_ALLERGIC = ("allerg", "hypersensitiv", "intoleran", "sensitiv")


def _fit_shock(page: Page) -> None:
    """ "Hypersensitivity is rare. In case of shock ...": where a sentence on allergy stands before, shock is that of an allergy.

    So it is in one who has "gone into shock after an infusion".
    """
    for unit in page.units:
        for term in unit.terms:
            if term.concept != _SHOCK or page.tokens.folds[term.first : term.last] != [_SHOCK]:
                continue
            went = page.tokens.folds[term.first - 2] in _GONE and page.tokens.folds[term.first - 1] == "into"
            if went and not page.lists[_TO].isdisjoint(page.tokens.folds[term.last : term.last + 1]):
                term.concept, term.classes = "anaphylaxis", _HYPERSENSITIVITY[1]
                continue
            near = [unit] if unit.previous is None or unit.previous.place.title != unit.place.title else [unit, unit.previous]
            if any(word.startswith(_OF_ALLERGY) for each in near for word in each.folds):
                term.concept, term.classes = "anaphylaxis", _HYPERSENSITIVITY[1]


_SHOCK = "shock"
_GONE = frozenset(("gone", "went", "go", "going"))
_OF_ALLERGY = ("hypersensitiv", "allerg", "anaphyla")


def _leave_to_topic(unit: Unit, term: Term) -> None:
    """ "a severe reaction, such as anaphylaxis, to human immunoglobulin": what the reaction was to is not what is forbidden."""
    unit.agents = [agent for agent in unit.agents if not term.last <= agent.first < term.last + _REACH * 2 or agent.concept != CLASS]
    unit.products = [agent for agent in unit.agents if agent.concept]


def _forbids(unit: Unit) -> bool:
    owners = (unit, unit.intro) if unit.intro is not None else (unit,)
    return unit.place.kind == "contraindications" or any(
        kind.startswith("contraindicated") for owner in owners for kind in owner.kinds
    )


def _meant(unit: Unit, page: Page, term: Term) -> tuple[str, frozenset[str]] | None:
    """The hypersensitivity or the earlier reaction that the term stands for; nothing for what would follow or for another cause."""
    folds = page.tokens.folds
    before = folds[max(unit.first, term.first - _REACH) : term.first]
    if not page.lists[_CONSEQUENCE].isdisjoint(before[-4:]) and before[-2:] != ["such", "as"]:
        return None
    behind = _behind_examples(unit, page, term.last)
    after = folds[behind : min(unit.last, behind + _REACH)]
    is_directed = bool(after) and after[0] in page.lists[_TO]
    if is_directed and not page.lists[_KIN].isdisjoint(after[1:]):
        return _EARLIER
    if is_directed and not page.lists[_PRODUCT].isdisjoint(after[1:]):
        return _HYPERSENSITIVITY
    if after[:1] == ["to"]:
        return None  # "a reaction to hyaluronidase" forbids for another reason
    is_past = term.concept == _EARLIER[0] or not page.lists[_PAST].isdisjoint(before)
    return _EARLIER if is_past else None


def _behind_examples(unit: Unit, page: Page, last: int) -> int:
    """ "severe reactions, such as anaphylaxis, to ...": the token at which goes on what examples interrupt; else the one given."""
    surfaces, folds = page.tokens.surfaces, page.tokens.folds
    closing = {",": ",", "(": ")"}.get(surfaces[last]) if last < unit.last else None
    if closing == "," and folds[last + 1 : last + 2] == ["to"]:
        return last + 1
    if closing is None or _EXAMPLES.isdisjoint(folds[last + 1 : last + 2]):
        return last
    return next((i + 1 for i in range(last + 2, min(unit.last, last + _REACH + 2)) if surfaces[i] == closing), last)


#: What opens examples between commas.
_EXAMPLES = frozenset(("such", "including", "like", "e", "e.g", "e.g."))
