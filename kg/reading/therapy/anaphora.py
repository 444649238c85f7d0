"""Treatments of "it", "both" or "this disease": a cue and the conditions named before go in, drafts of treats come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.cues import Cue, Phrase
from kg.reading.drafts import Draft, draft_of
from kg.reading.governors import Governor
from kg.reading.page import Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import is_excluded, resolve_subject, subject_of_paragraph
from kg.reading.therapy.scope import NOT_THERAPY, illnesses
from kg.reading.therapy.status import ADVISED_AGAINST, status_of
from kg.reading.words import stem
from kg.records import Status

__all__ = ["PRONOUNS", "find_asked", "find_here", "find_named_after", "find_pronominal"]

_SEVERAL = frozenset(("both", "them", "these", "all"))
PRONOUNS = _SEVERAL | {"it", "this"}
#: Nouns by which a pronoun names a disease.
_NOUNS = frozenset(("disease", "disorder", "condition", "illness", "syndrome", "diagnosis", "indication"))
_LEADS = frozenset(("in", "for"))
#: Tokens from "it" to its verb: "It can now usually be treated".
_TO_VERB = 6
#: A sentence is about the condition that stands among its first tokens.
_OPENING = 3


def find_pronominal(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read treats whose object is a pronoun: "A is a vasculitis; IVIG is used for it", "in both, immunoglobulin is the first choice"."""
    if unit.is_heading or unit.place.kind in NOT_THERAPY or page.tokens.surfaces[unit.last - 1] == "?":
        return
    found = next(_objects(unit, page), None)
    if found is None:
        return
    cue, pronoun = found
    for term in _antecedents(unit, page, pronoun):
        governor = Governor("treats", cue.phrase.value if cue.phrase.kind == "treats" else "used", cue, "cue", unit.index)
        subject = resolve_subject(unit, page, governor, term)
        if subject is None:
            return
        status, polarity = status_of(unit, page, term, governor)
        if (status, polarity) != ADVISED_AGAINST:
            polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), cue.last - 1, cue.last, cue_first=cue.first)
            if polarity == "negated":
                return
        yield draft_of(
            subject.concept,
            "treats",
            term,
            "treatment of a pronoun",
            0.7,
            unit.index,
            status=status,
            polarity=polarity,
            subject_span=subject.span,
            cue_span=(cue.first, cue.last),
        )


def find_named_after(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "You may need IVIG if your body makes too few antibodies. This is called A.": the name of the reason that the sentence before gives."""
    before = unit.previous
    if before is None or before.block != unit.block or unit.agents or before.rivals or (before.cues("negation") and _is_refused(before, page)):
        return
    opening = [word.lower() for word in page.tokens.surfaces[unit.first : min(unit.last, unit.first + _TO_NAME)]]
    behind = next((len(words) for words in _NAMING if tuple(opening[: len(words)]) == words), None)
    products = {agent.concept for agent in before.products}
    if behind is None or len(products) != 1:
        return
    case = next((i for i in range(before.first + 1, before.last) if page.tokens.folds[i] in _IN_CASE), None)
    told = [c for c in before.relations if c.phrase.kind in _TELLING_USE and c.phrase.value != "not-recommended"]
    if case is None or not any(c.first < case for c in told) or any(c.phrase.kind.startswith("contra") for c in before.relations):
        return
    name = next((t for t in unit.terms if 0 <= t.first - unit.first - behind <= 1), None)
    if name is None or not name.has("Condition", "Immunodeficiency") or any(t.has("Condition", "Immunodeficiency") for t in before.terms):
        return
    for concept in products:
        if concept is not None:
            yield draft_of(concept, "treats", name, "name of the reason before", 0.7, unit.index, status="used")


def _is_refused(unit: Unit, page: Page) -> bool:
    """ "You should not have IVIG if": a denial before the case."""
    case = next((i for i in range(unit.first + 1, unit.last) if page.tokens.folds[i] in _IN_CASE), unit.last)
    return any(cue.first < case for cue in unit.cues("negation"))


#: How a sentence opens that names what the one before described, and the tokens of that.
_NAMING = (
    ("this", "is", "called"), ("this", "is", "known", "as"), ("this", "condition", "is", "called"), ("this", "condition", "is", "known", "as"),
    ("another", "name", "for", "this", "is"), ("the", "name", "for", "this", "is"), ("the", "medical", "name", "for", "this", "is"),
    ("doctors", "call", "this"),
)  # fmt: skip
_TO_NAME = 6
#: What opens the case in which a product is given, and the relations of cues by which one is.
_IN_CASE = frozenset(("if", "when", "because"))
_TELLING_USE = frozenset(("treats", "treats-left", "treats-understood"))


def find_here(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Things are different in A and in B: here it is the standard treatment", "In A it is another matter; there IVIG is given first"."""
    folds = page.tokens.folds
    if _PLACED.isdisjoint(unit.folds) or unit.is_heading or unit.place.kind in NOT_THERAPY:
        return
    at = next((i for i in range(unit.first + 1, unit.last - 3) if folds[i] in _PLACES and page.tokens.surfaces[i - 1] in {",", ";", ":", "—"}), None)
    if at is None or _PLACED.isdisjoint(folds[unit.first : at]):
        return
    product = next((agent for agent in unit.agents if at < agent.first), None)
    if folds[at + 1] != "it" and (product is None or product.concept is None or product.first - at > _TO_PRODUCT):
        return
    verb = at + 2 if folds[at + 1] == "it" else product.last if product is not None else at
    said = page.tokens.stems[verb : min(unit.last, verb + _CHOSEN)]
    if said[:1] not in (["be"], ["remain"]) or _STANDING.isdisjoint(said) or "not" in folds[at : min(unit.last, verb + _CHOSEN)]:
        return
    named = product.concept if product is not None else None
    concept = _focus_of(unit, page) if folds[at + 1] == "it" else named
    if concept is None or any(agent.last <= at for agent in unit.rivals):
        return
    status: Status = "used" if _BEST.isdisjoint(said) else "recommended"
    for term in illnesses(unit):
        if term.last <= at and not (term.has("AdverseEffect") and not term.has("Condition")):
            yield draft_of(concept, "treats", term, "treatment of what is named before", 0.75, unit.index, status=status)


def _focus_of(unit: Unit, page: Page) -> str | None:
    """The product that "it" stands for: the one spoken of last in the section, or the one that the text is about."""
    before = subject_of_paragraph(unit, page)
    if before is not None:
        return before.concept
    told = unit.previous
    while told is not None and told.block == unit.block:
        if told.rivals and not told.products:
            return None
        told = told.previous
    return page.topic


#: Words for a condition just named, words by which a sentence places it, and tokens to a product behind them.
_PLACES = frozenset(("here", "there", "where"))
_PLACED = frozenset(("different", "differently", "matter", "otherwise", "exception", "exceptions"))
_TO_PRODUCT = 2


def find_asked(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "For A? Doctors still reach for IVIG", "What about A? IVIG is the standard": an answer that names the product chosen."""
    asked = page.question_before(unit)
    if asked is None or asked.last - asked.first > _QUESTION:
        return
    named = [term for term in asked.terms if not term.has("AdverseEffect") or term.has("Condition")]
    if len({term.concept for term in named}) != 1 or asked.agents or not illnesses(asked) or page.tokens.folds[asked.first] not in _ASKING:
        return
    inside = {i for term in named for i in range(term.first, term.last)}
    if not _OF_QUESTION.issuperset(page.tokens.folds[i] for i in range(asked.first, asked.last - 1) if i not in inside):
        return
    product = unit.products[0] if unit.products else None
    if product is None or product.concept is None or unit.agents[0] is not product or is_excluded(product, page) or illnesses(unit):
        return
    stems = page.tokens.stems
    before = stems[max(unit.first, product.first - _CHOSEN) : product.first]
    behind = stems[product.last : min(unit.last, product.last + _CHOSEN)]
    chosen = not _CHOOSING.isdisjoint(before) or (behind[:1] in (["be"], ["remain"], ["stay"]) and not _STANDING.isdisjoint(behind))
    if not chosen or unit.cues("negation") or not _PROVISO.isdisjoint(unit.folds) or "?" in page.tokens.surfaces[unit.first : unit.last]:
        return
    status: Status = "used" if _BEST.isdisjoint([*before, *behind]) else "recommended"
    yield draft_of(
        product.concept, "treats", illnesses(asked)[0], "answer on a condition", 0.7, unit.index, status=status,
        subject_span=(product.first, product.last),
    )  # fmt: skip


#: Tokens of a question that is no more than a condition, its first word and its other words.
_QUESTION = 10
_ASKING = frozenset(("for", "in", "with", "and", "what", "how"))
_OF_QUESTION = _ASKING | {"about", "of", "but", "if", "you", "have", "it", "is"}
#: Tokens between the product and the words by which it is chosen, and these words.
_CHOSEN = 7
_BEST = frozenset(map(stem, ("prefer", "preferred", "standard", "mainstay", "choice", "favour", "favor", "recommend", "recommended", "first", "best")))
_CHOOSING = frozenset(
    map(stem, ("reach", "turn", "choose", "pick", "use", "give", "lean", "rely", "stick", "opt", "prefer", "favour", "favor", "recommend"))
)
_PROVISO = frozenset(("only", "trial", "unless", "if", "study", "rarely", "seldom"))
_STANDING = frozenset(
    map(stem, ("standard", "mainstay", "choice", "go-to", "workhorse", "used", "given", "preferred", "recommended", "favourite", "favorite"))
)


def _objects(unit: Unit, page: Page) -> Iterator[tuple[Cue, int]]:
    """The cue of a treatment and the pronoun that it treats, behind it or fronted."""
    if PRONOUNS.isdisjoint(unit.folds):
        return
    folds = page.tokens.folds
    if folds[unit.first] in {"it", "this"} and unit.products:
        # "It is treated with IVIG", "This condition responds to IVIG"
        treated = next((cue for cue in unit.relations if cue.phrase.kind == "treats-left" and cue.first - unit.first <= _TO_VERB), None)
        says_disease = folds[unit.first] == "it" or folds[unit.first + 1] in _NOUNS
        if treated is not None and says_disease and not {",", ";", "if", "when"}.intersection(folds[unit.first : treated.first]):
            yield treated, unit.first
    cues = [cue for cue in unit.relations if cue.phrase.kind in {"treats", "treats-outcome"}]
    for cue in cues:
        for index in range(cue.last, min(unit.last, cue.last + 3)):
            if folds[index] in PRONOUNS and _is_object(unit, page, index) and (index == cue.last or folds[index - 1] in _LEADS):
                yield cue, index
    for agent in unit.agents:
        index = agent.last + 1
        leads = agent.concept and index < unit.last and folds[agent.last] in _LEADS and folds[index] in PRONOUNS
        if leads and _is_object(unit, page, index):
            yield Cue(agent.last, index, Phrase("treats", "used")), index
    for index in [i for i, word in enumerate(folds[unit.first : max(unit.first, unit.last - 3)], unit.first) if word in _LEADS]:
        leads = folds[index + 1] in PRONOUNS and _is_object(unit, page, index + 1)
        opens = index == unit.first or page.tokens.surfaces[index - 1] in {";", ",", ":"}
        product = next((a for a in unit.products if 0 < a.first - index <= 8), None) if leads and opens else None
        if product is not None:
            said = next((c for c in unit.relations if c.phrase.kind.startswith("treats") and c.first >= product.last), None)
            if said is not None:
                yield said, index + 1


def _is_object(unit: Unit, page: Page, index: int) -> bool:
    following = page.tokens.folds[index + 1] if index + 1 < unit.last else "."
    return (
        following in page.lists["after-pronoun"]
        or following in _NOUNS
        or page.tokens.surfaces[min(index + 1, unit.last - 1)] in {".", ",", ";"}
    )


def _antecedents(unit: Unit, page: Page, pronoun: int) -> list[Term]:
    """The condition or conditions that a pronoun stands for: those before it in the sentence, else those that open the one before."""
    owner = unit
    terms = [term for term in illnesses(unit) if term.last <= pronoun]
    if not terms and unit.previous is not None and unit.previous.place.heading == unit.place.heading:
        owner = unit.previous
        terms = [term for term in illnesses(owner) if term.last <= owner.last]
    if page.tokens.folds[pronoun] in _SEVERAL:
        distinct = list({t.concept: t for t in terms}.values())
        return distinct if len(distinct) > 1 and (page.tokens.folds[pronoun] != "both" or len(distinct) == 2) else []
    if not terms or (terms[0].first - owner.first > _OPENING and (owner is not unit or len({t.concept for t in terms}) > 1)):
        return []
    return terms[:1]
