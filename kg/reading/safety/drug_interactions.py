"""What a product and another drug do to each other's level or effect: a sentence that names both goes in, drafts of interacts_with come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import CLASS, Agent, Page, Term, Unit
from kg.reading.words import stem
from kg.records import Polarity

__all__ = ["CHANGING", "find_drug_interactions"]


def find_drug_interactions(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read interacts_with where one of two drugs changes the other: "IVIG lowers the level of A", "A lowers IVIG levels", "either weakens the other"."""
    mutual = _mutual(unit, page)
    if mutual is not None:
        owner = page.units[mutual[0]]
        product = next(iter(owner.products), None)
        for term in owner.terms if product is not None else ():
            if product is not None and _is_drug(term) and (owner is not unit or term.last <= mutual[1]):
                yield _draft(product, term, owner, "affirmed")
        return
    stems = page.tokens.stems
    for at in range(unit.first + 1, unit.last - 1):
        if stems[at] not in _LOWERING and stems[at] not in _RAISING:
            continue
        before = [agent for agent in unit.products if agent.last <= at]
        drugs = [term for term in unit.terms if _is_drug(term)]
        ahead = next((term for term in reversed(drugs) if term.last <= at), None)
        acting = _direct_subject(unit, page, at)
        polarity: Polarity = "negated" if not _DENIALS.isdisjoint(page.tokens.folds[max(unit.first, at - _TO_DENIAL) : at]) else "affirmed"
        if before and ahead is not None and before[-1].last <= ahead.first and _is_close(unit, page, ahead) and at - ahead.last <= _TO_VERB:
            if stems[at] in _LOWERING:
                yield _draft(before[-1], ahead, unit, polarity)  # "IVIG given close to A can reduce its effect"
        elif before and before[-1].last == acting:
            behind = next((term for term in drugs if term.first > at and _is_changed(page, at, term.first, term.last)), None)
            if behind is not None:
                yield _draft(before[-1], behind, unit, polarity)
        elif ahead is not None and ahead.last == acting:
            product = next((agent for agent in unit.products if agent.first > at and _is_changed(page, at, agent.first, agent.last)), None)
            if product is not None and product.concept != CLASS and "igg" not in page.tokens.folds[product.first : product.last]:
                yield _draft(product, ahead, unit, polarity)  # but "A lowers the IgG level": that of the patient's own


def _is_drug(term: Term) -> bool:
    return term.has("Medication", "MonoclonalAntibody") and not term.is_product and term.concept not in _NO_DRUGS


def _draft(product: Agent, term: Term, unit: Unit, polarity: Polarity) -> Draft:
    return draft_of(
        product.concept or CLASS, "interacts_with", term, "change of a drug", 0.8, unit.index,
        subject_span=(product.first, product.last), polarity=polarity,
    )  # fmt: skip


def _mutual(unit: Unit, page: Page) -> tuple[int, int] | None:
    """ "Either increases the effects of the other": the unit that names the two, which is the one before if the words open theirs, and their token."""
    if "other" not in unit.folds or _ONE_OF_TWO.isdisjoint(unit.folds):
        return None
    folds, stems = page.tokens.folds, page.tokens.stems
    for at in range(unit.first, unit.last - 2):
        if folds[at] in _ONE_OF_TWO and (stems[at + 1] in _LOWERING or stems[at + 1] in _RAISING):
            behind = folds[at + 2 : min(unit.last, at + _TO_OTHER)]
            if "other" in behind and not _CHANGED.isdisjoint(behind):
                if at > unit.first:
                    return unit.index, at
                return (unit.previous.index, at) if unit.previous is not None and unit.previous.block == unit.block else None
    return None


def _direct_subject(unit: Unit, page: Page, at: int) -> int:
    """Give the token behind the subject of a verb: back over "can", "may also", "does not" and brackets."""
    folds = page.tokens.folds
    first = at
    while first > unit.first and folds[first - 1] in _BEFORE_VERB:
        first -= 1
    return first


def _is_close(unit: Unit, page: Page, drug: Term) -> bool:
    """ "given close to A", "too soon after A": a time between two drugs that is too short."""
    before = page.tokens.folds[max(unit.first, drug.first - _TO_CLOSE) : drug.first]
    return not _CLOSE.isdisjoint(before)


def _is_changed(page: Page, verb: int, first: int, last: int) -> bool:
    """ "lowers the level of A", "lowers A levels": it is the drug's level or effect that the verb changes; none is raised but level or clearance."""
    folds = page.tokens.folds
    behind = folds[last : last + 1]
    between = folds[verb + 1 : first]
    if not between or _ARTICLES.issuperset(between):
        noun = behind[0] if behind else ""
    elif between[-1] == "of" or between[-2:] == ["of", "the"]:
        words = between[: between.index("of")]
        noun = words[-1] if words and _ARTICLES.issuperset(words[:-1]) else ""
    else:
        return False
    return noun in _CHANGED and (noun in _AMOUNTS or page.tokens.stems[verb] in _LOWERING)


#: What of a drug another one changes, and that of it which may be raised.
_CHANGED = frozenset(("level", "concentration", "effect", "efficacy", "effectiveness", "clearance", "activity"))
_AMOUNTS = frozenset(("level", "concentration", "clearance"))
_LOWERING = frozenset(
    map(stem, ("lower", "reduce", "decrease", "diminish", "weaken", "blunt", "impair", "block", "abolish", "shorten", "lessen", "counteract", "cut"))
)
_RAISING = frozenset(map(stem, ("increase", "raise", "speed", "accelerate", "enhance", "augment")))
#: Words between the subject and its verb, those between the verb and what it changes, and denials with the tokens up to them.
_BEFORE_VERB = frozenset(
    ("can", "may", "could", "might", "will", "would", "does", "do", "not", "also", "therapy", "treatment", "infusion", "rapidly", "never")
)
_ARTICLES = frozenset(("the", "serum", "plasma", "blood", "trough", "clinical", "therapeutic", "peak", "circulating"))
_DENIALS = frozenset(("not", "never"))
_TO_DENIAL = 2
#: Words for a short time between, the tokens to them, and those from the drug to the verb.
_CLOSE = frozenset(("close", "soon", "shortly"))
_TO_CLOSE = 3
#: Words without which no sentence tells of such a change.
CHANGING = _CHANGED | _CLOSE
_TO_VERB = 3
_ONE_OF_TWO = frozenset(("either", "each", "both"))
#: Tokens from "either" to "the other": "either increases the toxic effects of the".
_TO_OTHER = 9
_NO_DRUGS = frozenset(("placebo", "saline", "immunosuppressant", "dextrose-solution"))
