"""Bullets, labels and table rows that say without a verb what a product is used for: memberships go in, drafts of treats come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.reading.classes.memberships import Membership
from kg.reading.cues import Cue
from kg.reading.drafts import Draft, draft_of
from kg.reading.governors import Governor
from kg.reading.openings import is_noun_phrase, is_sorted
from kg.reading.page import CONDITIONS, Page, Term, Unit
from kg.reading.therapy.refutations import FAILS
from kg.reading.therapy.scope import is_of_rival
from kg.reading.therapy.status import ADVISED_AGAINST, DOUBTED, DOUBTFUL, labelled_status
from kg.reading.words import stem
from kg.records import Polarity, Predicate, Status

__all__ = ["find_label_claims", "is_guarded"]


def find_label_claims(
    unit: Unit, page: Page, memberships: Sequence[Membership], therapy: Sequence[Draft], trailing: Mapping[int, Governor | None]
) -> Iterator[Draft]:
    """Bullets labelled with conditions in a text about a product ("Autoimmune diseases: ..."), and the members that they list.

    The label counts where the section or the list's introduction speaks of uses, or where the bullet itself names the product.
    """
    if page.topic is None or (unit.label_last is None and not memberships) or unit.is_heading or is_sorted(unit):
        return
    treated: dict[str, Status] = {d.object: d.status for d in therapy if d.predicate == "treats" and d.polarity != "negated"}
    denied = {d.object for d in therapy if d.polarity == "negated" or d.predicate in {"not_effective_for", "contraindicated_in"}}
    if (
        unit.label_last is not None
        and (unit.is_item or _speaks_of_use(unit, page))
        and not unit.place_in_block
        and unit.place.kind not in _NOT_USES
        and is_noun_phrase(unit, page, unit.label_last)
        and not (unit.cues("undecided") or is_of_rival(unit, page))
        and not _warns(unit, page, unit.label_last)
        and _GONE.isdisjoint(unit.folds)  # "RSV: palivizumab has replaced the immunoglobulin"
    ):
        inherited = trailing.get(unit.intro.index) if unit.intro is not None else None
        in_uses = unit.place.kind == "indications" or (inherited is not None and inherited.relation == "treats")
        names_product = any(
            agent.concept for other in page.units[unit.index : unit.index + 4] if other.block == unit.block for agent in other.agents
        )
        is_doubted = _is_doubted(unit, page)
        against = _advice_against(unit)
        is_denied = against is not None and _is_of_whole_use(unit, page, against)
        tells = is_doubted or is_denied or _tells_standing(unit, page) or _tells_of_evidence(unit, page)
        if (in_uses or names_product or tells or not unit.is_item or _speaks_of_use(unit, page)) and (is_denied or against is None):
            apposed = {m.category.first for m in memberships if m.rule in {"apposition", "is a"} and m.member.last <= m.category.first}
            for term in unit.terms:
                if (
                    term.last <= unit.label_last
                    and term.first not in apposed  # "A, a C of childhood: ..."
                    and (unit.is_item or term.first - unit.first <= _TO_NAME)
                    and not (_is_of_effects(unit, term) or _is_told_apart(unit, term))
                    and term.has("Condition", "Immunodeficiency", "Category")
                    and term.concept not in {*treated, *denied, "pregnancy"}
                ):
                    status: Status = "approved" if page.is_label and in_uses else "investigational" if page.is_trial else "used"
                    if status == "used":
                        status = labelled_status(unit, page, term) or status
                    treated[term.concept] = status
                    guards = is_guarded(unit, page) and not term.has("Immunodeficiency")
                    predicate: Predicate = "prevents" if guards else "treats"
                    product = next((agent.concept for agent in unit.agents if agent.concept), page.topic) if guards else page.topic
                    polarity: Polarity = "hedged" if is_doubted and status == "used" else "affirmed"
                    if is_denied:
                        status, polarity = ADVISED_AGAINST
                    yield draft_of(product, predicate, term, "label of a bullet", 0.75, unit.index, status=status, polarity=polarity)
    is_table = any(m.rule == "table row" for m in memberships)
    in_uses = unit.place.kind == "indications" or (is_table and _treated_header(unit, page))
    for m in memberships:
        if m.member.concept in treated or m.member.concept in denied or (m.rule == "specialty with list" and _is_told_apart(unit, m.member)):
            continue
        if m.category.concept in treated and m.rule in {"examples", "label with list", "introduced list"} and m.category_unit == unit.index:
            status = treated[m.category.concept]
        elif is_table and in_uses and m.rule == "table row":
            status = "approved" if page.is_label else "used"
        elif m.rule == "specialty's uses" or (m.rule == "specialty with list" and (in_uses or _treated_header(unit, page))):
            status = "approved" if page.is_label and in_uses else "used"
        else:
            continue
        treated[m.member.concept] = status
        yield draft_of(page.topic, "treats", m.member, f"{m.rule} of a treated category", 0.8, unit.index, status=status)
    if is_table and in_uses:
        for m in memberships:
            if m.rule == "table row" and m.category.concept not in treated:
                treated[m.category.concept] = "used"
                yield draft_of(page.topic, "treats", m.category, "table row", 0.7, unit.index, status="used")


def _warns(unit: Unit, page: Page, label: int) -> bool:
    """ "Anaphylaxis: stop IVIG", "Heart failure: use IVIG with caution": what is to be done where the label is met, no use."""
    said = page.tokens.folds[label + 1 : min(unit.last, label + 1 + _TO_CARE)]
    if said[:1] in _STOPPING and any(0 <= agent.first - label - 2 <= 1 for agent in unit.products):
        return True
    end = next((i for i, word in enumerate(said) if word in {";", ".", ","}), len(said))
    return "with" in said[:end] and said[said.index("with") + 1 : said.index("with") + 2] == ["caution"]


#: Words that open such an order, and tokens from the label to "with caution".
_STOPPING = (["stop"], ["avoid"], ["withhold"], ["discontinue"], ["interrupt"], ["pause"], ["slow"], ["halt"])
_TO_CARE = 10
_GONE = frozenset(("replaced", "superseded", "discontinued", "withdrawn"))
#: Tokens before the name in a label that stands in a line of its own.
_TO_NAME = 2


def _is_of_effects(unit: Unit, term: Term) -> bool:
    """ "Cardiac disorders: palpitations", "Hemolysis: delayed anaemia can develop": a label over effects, not over what is treated."""
    told = [t for t in unit.terms if unit.label_last is not None and t.first >= unit.label_last and not t.is_product]
    effects = bool(told) and all(t.has("AdverseEffect") for t in told)
    return effects and (term.has("Category", "AdverseEffect") or not term.has("Condition"))


def _is_doubted(unit: Unit, page: Page) -> bool:
    """ "A: disputed", "B: case reports only; C is preferred": what an item with a label says first is a doubt."""
    label = unit.label_last
    if label is None:
        return False
    said = page.tokens.folds[label + 1 : min(label + 3, unit.last)]
    if not DOUBTFUL.isdisjoint(said[:1]) and DOUBTED.issuperset(said[1:]):
        return True
    doubt = next((cue.first for cue in unit.cues("hedge") if cue.first >= label), None)
    return doubt is not None and not any(label <= t.first < doubt and t.has(*CONDITIONS) for t in unit.terms)


def _advice_against(unit: Unit) -> Cue | None:
    """ "A: not recommended", "B: X alone is not recommended": the words behind a label that advise against a use, or a part of it."""
    label = unit.label_last or unit.first
    return next((c for c in unit.relations if c.phrase.kind == "status-after" and c.phrase.value == "not-recommended" and c.first > label), None)


def _is_of_whole_use(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A: not recommended", "B: steroids come first; IVIG has no place": what the item says of the use that its label names."""
    label = unit.label_last or unit.first
    said_of = next((agent for agent in reversed(unit.agents) if label <= agent.first < cue.first), None)
    is_ours = said_of.concept is not None if said_of is not None else cue.first - label == 1
    partly = not _PART_OF_USE.isdisjoint(page.tokens.folds[label : cue.first])
    return is_ours and not partly and page.tokens.folds[cue.last : cue.last + 1] not in _IN_SOME_WAY


#: What is said of one way or place of using it: "not recommended as the only treatment", "not recommended in A".
_IN_SOME_WAY = (
    ["as"], ["in"], ["for"], ["outside"], ["with"], ["if"], ["when"], ["unless"], ["before"], ["after"], ["during"], ["long"],
    ["routinely"], ["beyond"], ["above"], ["alone"],
)  # fmt: skip
_PART_OF_USE = frozenset(("monotherapy", "alone", "second", "third", "repeat", "repeated", "course", "dose"))


def _tells_standing(unit: Unit, page: Page) -> bool:
    """ "A: considered first line", "B: promising, but off-label": what an item with a label says at once is how well the use is established."""
    label = unit.label_last
    if label is None or unit.rivals:
        return False
    near = (cue for cue in unit.relations if 0 <= cue.first - label <= _TO_STANDING)
    told = (cue for cue in near if cue.phrase.value in _STANDING.get(cue.phrase.kind, ()))
    return any(cue.last >= unit.last or page.tokens.folds[cue.last] in _ENDING for cue in told)  # "A: recommended diet" is of something else


_ENDING = frozenset((",", ";", ".", "(", ")", ":", "for", "in", "with", "but", "and", "since", "by", "as", "after", "when", "if", "only"))
_STANDING = {
    **dict.fromkeys(("status", "treats", "treats-left", "treats-outcome"), ("recommended", "approved")),
    "status-after": ("recommended", "approved", "used"),
}
#: Tokens from a label to the word for the standing of the use: "A: considered the first line".
_TO_STANDING = 4


def _is_told_apart(unit: Unit, term: Term) -> bool:
    """ "A, B: IVIG is of no use in A; in B, data are few": of what a label of several names the body takes up, the body says all."""
    label = unit.label_last or unit.first
    here = {t.concept for t in unit.terms if t.last <= label and t.has("Condition", "Immunodeficiency", "Category")}
    return len(here) > 1 and any(t.first >= label and t.concept == term.concept for t in unit.terms)


def is_guarded(unit: Unit, page: Page) -> bool:
    """An item below "Protection after exposure", or one that speaks of contacts: what is prevented, not treated."""
    heading = page.heading_over(unit)
    headed = heading is not None and not _GUARDING.isdisjoint(heading.stems) and not _GUARDING_ALSO.intersection(heading.stems)
    return headed or "contact" in unit.stems


_GUARDING = frozenset(("protect", "exposur", "exposure", "prophylaxi", "prophylaxis", "prevent", "prevention"))
_GUARDING_ALSO = frozenset(("treat", "treatment"))
_NOT_USES = frozenset(
    ("adverse", "boxed", "warnings", "contraindications", "interactions", "postmarketing", "disease", "exclusion", "eligibility", "dosage")
)


def _speaks_of_use(unit: Unit, page: Page) -> bool:
    """ "Myasthenia gravis: used during a crisis", "CIDP: IVIG is a first-line therapy": a line without a mark that goes on about a use."""
    if unit.place.kind not in {"", "indications", "treatment"} or unit.label_last is None:
        return False
    if not any(t.last <= unit.label_last and t.has("Condition", "Immunodeficiency") and t.first - unit.first <= 1 for t in unit.terms):
        return False
    body = list(enumerate(page.tokens.stems[unit.label_last + 1 : min(unit.last, unit.label_last + 5)], unit.label_last + 1))
    verb, said = next(((i, word) for i, word in body if word not in _OFTEN), (unit.last, ""))
    if any(cue.first <= verb or said not in _USING for cue in unit.cues("negation")):
        return False
    return said in _USING or any(agent.first >= unit.label_last for agent in unit.products)


_USING = frozenset(("use", "give", "given", "help", "treat", "prescrib", "infus", "improv", "speed", "shorten"))


_OFTEN = frozenset(
    map(
        stem,
        (
            "commonly", "often", "usually", "sometimes", "widely", "frequently", "mainly", "mostly", "occasionally", "typically", "may", "can", "be",
            "is", "once", "also",
        ),
    )
)  # fmt: skip


def _tells_of_evidence(unit: Unit, page: Page) -> bool:
    """ "CIDP: two trials were positive", "MOGAD: case series hint at fewer relapses": an item that tells what was found of the use."""
    if unit.place.kind not in {"", "treatment"} or unit.label_last is None or not unit.kinds.isdisjoint(FAILS):
        return False
    folds = page.tokens.folds
    found = next((i for i in range(unit.label_last, unit.last) if folds[i] in _POSITIVE), None)
    if found is None or any(cue.first < found for cue in unit.cues("negation")):
        return False
    return not _STUDIES.isdisjoint(folds[unit.label_last : unit.last])


#: What is found of a use, and how it is found.
_STUDIES = frozenset(("trial", "study", "series", "data", "evidence", "report", "review", "guideline", "analysis", "meta-analysis"))
_POSITIVE = frozenset(
    (
        "positive", "support", "supportive", "promizing", "benefit", "beneficial", "improve", "improved", "improvement", "helped", "fewer", "better",
        "encouraging", "favourable", "favorable", "effective", "responded", "response", "strong", "good",
    )
)  # fmt: skip


def _treated_header(unit: Unit, page: Page) -> bool:
    """A header line above the rows that says "treated", "indication" or "use"."""
    for other in page.units[max(0, unit.index - 8) : unit.index]:
        if any(page.tokens.stems[i] in {"treat", "indication", "use", "indicat"} for i in range(other.first, other.last)):
            return True
    return False
