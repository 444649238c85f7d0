"""Infections that become fewer with a product, as trials and reviews tell their outcomes: units go in, drafts of prevents come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.concepts import Concept
from kg.reading.classes.memberships import is_below
from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.therapy.scope import NOT_THERAPY
from kg.reading.therapy.status import mentions_study
from kg.reading.words import stem
from kg.records import Status

__all__ = ["REDUCING", "find_reduced", "find_reduced_by_it", "speaks_of_treatment"]

#: Stems of words by which something becomes less.
REDUCING = frozenset(("reduc", "reduct", "reduction", "decreas", "declin", "lower", "diminish"))
_COMPARATORS = frozenset(("placebo", "control", "saline", "albumin", "sham", "nothing"))
#: What may stand between the word of less and the infection, or between the infection and that word.
_MEASURES = frozenset(
    (
        "in", "of", "the", "a", "an", "any", "all", "both", "number", "rate", "incidence", "frequency", "risk", "severity", "occurrence", "burden",
        "episode", "case", "and", "or", "annual", "annualised", "annualized", "overall", "total", "mean", "serious", "severe", "acute", "new", "such",
        "recurrent", "invasive", "subsequent", "significantly", "substantially", "markedly", "respiratory", "bacterial", "viral", "late", "onset",
        "yearly",
        "culture", "proven", "documented", "validated", "major", "hospital", "acquired", "early", ",", "as", "including", "especially", "particularly",
    )
)  # fmt: skip
_NUMBERED = frozenset(("number", "rate", "incidence", "frequency", "risk", "occurrence", "episode", "burden"))
_BEING = frozenset(("be", "been", "have", "has", "had", "was", "were", "is", "are", "wa", "significantly", "substantially", "markedly", "greatly", "also"))
_ELSEWHERE = NOT_THERAPY | {"transmission", "description", "storage"}
#: The product as the occasion: "fell with X", "since the introduction of X".
_OCCASIONS = frozenset(("with", "on", "during", "after", "under", "since", "of", "by", "following", "using", "receiving", "through"))
#: Words for how germs get into a product or a person, and for what makers do about it.
_PASSING = frozenset(("transmiss", "transmission", "transmit", "inactiv", "donor", "donat", "screen", "viru-inactiv", "steril"))
#: "A mortality", "A-related deaths", and the tokens of it.
_DEATHS, _TO_DEATHS = frozenset(map(stem, ("mortality", "death", "fatality", "lethality"))), 2
#: Tokens from "the incidence of" to the infection.
_COUNT = 4
#: Tokens that are looked through for the word of less.
_REACH = 10


def find_reduced(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """ "X reduced the number and severity of infections", "a reduction in sepsis was noted with X", "infection rates were lower on X"."""
    if unit.is_heading or unit.place.kind in _ELSEWHERE or not _PASSING.isdisjoint(unit.stems) or unit.cues("negation"):
        return
    acting = [agent for agent in unit.agents if not (agent.concept is None and page.tokens.folds[agent.last - 1] in _COMPARATORS)]
    if any(agent.concept is None for agent in acting) or len({agent.concept for agent in acting}) != 1 or acting[0].concept is None:
        return
    for term in unit.terms:
        if not _DEATHS.isdisjoint(page.tokens.stems[term.last : term.last + _TO_DEATHS]):
            continue  # "a role in reducing A mortality": how many die of it
        if is_part(unit, term) or not _is_infection(term, concepts) or any(a.first <= term.first < a.last for a in unit.agents):
            continue
        at = _word_before(unit, page, term) or _word_behind(unit, page, term)
        if at is None or not _is_brought_by(unit, page, acting[0].first, acting[0].last, at):
            continue
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
        status: Status = "investigational" if page.is_trial and mentions_study(unit, page) else "used"
        if polarity != "negated":
            yield draft_of(
                acting[0].concept, "prevents", term, "fewer infections", 0.7, unit.index,
                status=status, polarity=polarity, subject_span=(acting[0].first, acting[0].last), cue_span=(at, at + 1),
            )  # fmt: skip


def find_reduced_by_it(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """ "IVIG is given monthly. It reduces infections but does not cure A.": the pronoun that opens the sentence is the product before it.

    So is "regular treatment", where nothing else is given.
    """
    if unit.agents or unit.is_heading or unit.place.kind in _ELSEWHERE or not (page.tokens.folds[unit.first] in _IT or speaks_of_treatment(unit, page)):
        return
    before = unit.previous
    named = {agent.concept for agent in before.agents} if before is not None and before.block == unit.block else set()
    product = page.topic if not named else next(iter(named)) if len(named) == 1 else None
    if product is None:
        return
    for term in unit.terms:
        at = _word_before(unit, page, term) if _is_infection(term, concepts) and not is_part(unit, term) else None
        if at is None or at - unit.first > _TO_VERB or any(cue.first < term.first for cue in unit.cues("negation")):
            continue
        if _DEATHS.isdisjoint(page.tokens.stems[term.last : term.last + _TO_DEATHS]):
            yield draft_of(product, "prevents", term, "fewer infections", 0.65, unit.index, status="used", cue_span=(at, at + 1))


#: How a sentence opens on the treatment that the text is about, and tokens of that.
_GOING_ON = frozenset(("regular", "long", "long-term", "lifelong", "continued", "ongoing", "monthly", "weekly", "prophylactic", "maintenance"))
_TREATMENT = frozenset(("treatment", "therapy", "infusion", "replacement"))
_TO_NOUN = 5
#: Pronouns for the product, and the tokens from one to the verb.
_IT = frozenset(("it", "this"))
_TO_VERB = 4


def speaks_of_treatment(unit: Unit, page: Page) -> bool:
    """ "Regular treatment", "Long-term replacement": words that open a sentence on the product that the text is about."""
    opening = page.tokens.folds[unit.first : min(unit.last, unit.first + _TO_NOUN)]
    return page.topic is not None and not _GOING_ON.isdisjoint(opening[:1]) and not _TREATMENT.isdisjoint(opening[1:])


def _is_infection(term: Term, concepts: Mapping[str, Concept]) -> bool:
    """An infection, or what befalls a graft: "reduced early rejection"."""
    if term.concept == "infection" or term.concept.startswith("infection-after-") or term.concept.endswith("-rejection"):
        return True
    return term.has("Condition", "Category") and is_below(concepts, term.concept, "infection")


def _word_before(unit: Unit, page: Page, term: Term) -> int | None:
    """ "reduced the number of A", "a reduction in the incidence of A and B"."""
    named = {i for t in unit.terms for i in range(t.first, t.last)}
    for index in range(term.first - 1, max(unit.first, term.first - _REACH) - 1, -1):
        if page.tokens.stems[index] in REDUCING:
            return index
        if index not in named and page.tokens.folds[index] not in _MEASURES:
            return None
    return None


def _word_behind(unit: Unit, page: Page, term: Term) -> int | None:
    """ "the incidence of A has been reduced", "A rates were lower"."""
    folds = page.tokens.folds
    if _NUMBERED.isdisjoint((*folds[max(unit.first, term.first - _COUNT) : term.first], *folds[term.last : term.last + 1])):
        return None
    seen = False
    named = {i for t in unit.terms for i in range(t.first, t.last)}
    for index in range(term.last, min(unit.last, term.last + _REACH)):
        if page.tokens.stems[index] in REDUCING:
            return index if seen else None
        seen = seen or folds[index] in _BEING
        if index not in named and folds[index] not in _BEING | _MEASURES | {"such", "as"}:
            return None
    return None


def _is_brought_by(unit: Unit, page: Page, first: int, last: int, at: int) -> bool:
    """The product stands before the word of less as what acts or as the occasion, or behind it as the occasion."""
    folds = page.tokens.folds
    if ";" in page.tokens.surfaces[min(last, at) : max(first, at)]:
        return False
    if last <= at:
        return folds[first - 1] not in {"than", "over", "without"} or first == unit.first
    return not _OCCASIONS.isdisjoint(folds[max(unit.first, first - 4) : first]) and "than" not in folds[at:first]
