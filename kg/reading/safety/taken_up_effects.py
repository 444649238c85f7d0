"""Effects that one sentence explains and the next lays at the product: "TRALI is a lung injury. It may occur after IVIG."; drafts come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Term, Unit
from kg.reading.safety.effect_grades import frequency_of_unit, severity_of_unit
from kg.reading.safety.effect_lists import EFFECT, ROOT
from kg.reading.safety.occasions import SILENT
from kg.records import Polarity

__all__ = ["find_taken_up_effects"]


def find_taken_up_effects(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Haemolysis is the breakdown of red cells. This may occur after IVIG": what the sentence before explains, by the pronoun that takes it up."""
    folds = page.tokens.folds
    before = unit.previous
    if folds[unit.first] not in _TAKING_UP or before is None or before.block != unit.block or unit.rivals or page.is_trial:
        return
    if before.agents or before.first >= before.last or unit.place.kind in SILENT or unit.cues("history", "family", "if-you"):
        return
    happened = next((cue for cue in unit.relations if cue.phrase.kind == "adverse-left"), None)
    if happened is None or not _LEADING.issuperset(folds[unit.first + 1 : happened.first]):
        return
    product = next((agent for agent in unit.products if 0 < agent.first - happened.last <= _TO_PRODUCT), None)
    if product is None or product.concept is None or not _OCCASIONAL.issuperset(folds[happened.last : product.first]):
        return
    effect = before.opening()
    if effect is None or not _is_explained(before, page, effect) or any(EFFECT in term.classes for term in unit.terms):
        return
    polarity: Polarity = "negated" if unit.cues("negation") else "affirmed"
    draft = draft_of(
        product.concept, "has_adverse_effect", effect, "effect explained before", 0.75, unit.index,
        polarity=polarity, subject_span=(product.first, product.last), cue_span=(happened.first, happened.last),
    )  # fmt: skip
    if polarity == "negated":
        yield replace(draft, severity="unspecified", frequency="unspecified")
    else:
        severity = severity_of_unit(unit)
        yield replace(draft, severity=severity, frequency=frequency_of_unit(unit, page))


def _is_explained(before: Unit, page: Page, effect: Term) -> bool:
    """ "TRALI is an acute syndrome with A", "Aseptic meningitis (AMS) presents with B": behind its name the sentence says what the effect is or shows."""
    if EFFECT not in effect.classes or effect.concept == ROOT or before.cues("negation") or page.tokens.surfaces[before.last - 1] == "?":
        return False
    if any(term.has("Condition", "Immunodeficiency") and EFFECT not in term.classes for term in before.terms):
        return False  # "A is common in lupus", "A is typical of B"
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    at = effect.last
    if surfaces[at] == "(":
        at = next((i + 1 for i in range(at, before.last) if surfaces[i] == ")"), before.last)
    if at >= before.last - 1 or folds[at] not in _EXPLAINING:
        return False
    return folds[at] not in _BEING or folds[at + 1] in _AS_WHAT


#: Words that take up what stands before, and words up to the verb: "This complication has also ...".
_TAKING_UP = frozenset(("it", "this", "these", "they", "such"))
_LEADING = frozenset((
    "can", "may", "might", "could", "has", "have", "also", "rarely", "occasionally", "sometimes", "complication", "reaction", "reactions", "event",
    "events", "effect", "is", "was", "are", "been", "usually", "often", "typically", "syndrome", "not", "condition",
))  # fmt: skip
#: Tokens from the verb to the product, and what stands there.
_TO_PRODUCT = 9
_OCCASIONAL = frozenset((
    "after", "with", "during", "following", "in", "patients", "patient", "people", "those", "receiving", "given", "treated", "on", "taking", "high",
    "dose", "doses", "of", "the", "a", "an", "infusion", "infusions", "treatment", "therapy", "administration", "rarely", "occasionally", "within",
    "hours", "day", "6", "24", "48", "hour", "rapid", "first", "child", "recipient", "who", "receive", "large", "and", "use",
))  # fmt: skip
#: Verbs behind the name of what a sentence explains, and words that say what it is.
_BEING = frozenset(("is", "are", "be"))
_EXPLAINING = _BEING | frozenset((
    "presents", "present", "mean", "refer", "describe", "manifest", "involve", "cause", "consist", "typically", "usually",
))  # fmt: skip
_AS_WHAT = frozenset(("a", "an", "the", "characterized", "defined", "when", "caused", "marked", "one", "inflammation", "destruction", "swelling"))
