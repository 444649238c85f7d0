"""Effects that a question asks about and its answer grants or denies: "Will I get a headache? About 1 in 10 people do.", "... No."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.reading.drafts import Draft
from kg.reading.governors import Subject
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.safety.bands import frequency_band
from kg.reading.safety.effect_grades import SafetyDefaults, effect_draft, frequency_of_unit, severity_of_unit
from kg.reading.safety.effect_lists import EFFECT, LISTED, ROOT
from kg.records import Polarity

__all__ = ["find_answered"]

#: Verbs that open a question for what may happen, and those of getting it.
_MAY = frozenset(("can", "could", "will", "would", "may", "might", "does", "do", "i", "are"))  # "i" is what the folding leaves of "is"
_GETTING = frozenset(("get", "have", "develop", "experience", "suffer", "feel", "catch", "notice", "cause", "trigger", "give", "bring", "lead", "expect"))
#: Tokens of the longest such question, and from its verb to the effect: "cause me to lose my hair".
_LONGEST = 16
_TO_EFFECT = 5
#: Words behind which a question names the case, no effect: "Can I get IVIG if I have migraine?".
_IN_CASE = frozenset(("if", "when", "while", "despite", "without", "after", "before"))
#: Openings that grant what was asked, that deny it, and tokens in which a sentence says how often.
_GRANTING = frozenset(("yes", "rarely", "sometimes", "occasionally", "often", "usually", "frequently", "possibly", "unfortunately", "certainly", "seldom"))
_GRANTED = (["it", "can"], ["it", "may"], ["it", "does"], ["they", "can"], ["they", "may"], ["this", "can"], ["this", "may"])
_COUNTING = frozenset(("some", "many", "most", "few", "several"))
_DOING = frozenset(("do", "does", "can", "may", "will", "get", "gets", "have", "feel", "notice", "report", "develop", "experience"))
_DENYING = frozenset(("no", "never", "nope"))
_STOPS = frozenset((".", ",", ";", "-", "!", "\u2014", "\u2013"))
_OPENING = 6


def find_answered(question: Unit, page: Page, defaults: SafetyDefaults) -> Iterator[Draft]:
    """Read has_adverse_effect off a question for an effect of the product and the sentence that answers it."""
    answer = page.following(question)
    if answer is None or answer.first >= answer.last or question.last - question.first > _LONGEST or question.rivals:
        return
    folds = page.tokens.folds
    if folds[question.first] not in _MAY or folds[question.first : question.first + 2] == ["do", "you"] or not _IN_CASE.isdisjoint(question.folds):
        return
    product = next((agent.concept for agent in question.products if agent.concept), page.topic if not question.agents else None)
    if product is None or any(cue.phrase.kind.startswith(("treats", "prevents", "ineffective")) for cue in question.relations):
        return
    polarity = _answer(answer, page)
    if polarity is None:
        return
    causes = "cause" in question.folds  # "Can it cause leukaemia?"
    for term in question.terms:
        may_be = EFFECT in term.classes or (causes and "Condition" in term.classes)
        if term.concept == ROOT or not may_be or is_part(question, term) or not _is_asked(question, page, term):
            continue
        draft = effect_draft(question, page, term, LISTED, Subject(product, None, "topic"), defaults)
        if polarity == "negated":
            yield replace(draft, polarity="negated", severity="unspecified", frequency="unspecified")
        elif "but" in answer.folds or any(EFFECT in other.classes and other.concept not in {ROOT, term.concept} for other in answer.terms):
            yield draft
        else:
            yield replace(draft, severity=severity_of_unit(answer), frequency=frequency_of_unit(answer, page))


def _is_asked(question: Unit, page: Page, term: Term) -> bool:
    """ "cause A", "get A", "Is A a side effect of it?"."""
    first = max((question.first, term.first - _TO_EFFECT, *(agent.last for agent in question.agents if agent.last <= term.first)))
    if not _GETTING.isdisjoint(page.tokens.folds[first : term.first]):
        return True
    return term.first - question.first <= 2 and any(cue.first >= term.last and cue.phrase.kind.startswith("adverse") for cue in question.relations)


def _answer(answer: Unit, page: Page) -> Polarity | None:
    """Whether a sentence grants or denies what was asked: "Rarely", "About 1 in 10 people do", "No.", "There is no evidence that it does"."""
    folds = page.tokens.folds[answer.first : answer.first + _OPENING]
    surfaces = page.tokens.surfaces
    if folds[0] in _DENYING:
        is_whole = len(folds) == 1 or surfaces[answer.first + 1] in _STOPS
        return "negated" if is_whole or (folds[0] == "no" and folds[1] in {"evidence", "proof", "case"}) else None
    if "no" in folds and not {"evidence", "proof", "case", "cases", "link", "indication"}.isdisjoint(folds):
        return "negated"
    if answer.cues("negation"):
        return None
    if folds[0] in _GRANTING or folds[:2] in _GRANTED:
        return "affirmed"
    if any(cue.first - answer.first <= 2 for cue in answer.cues("frequency")):
        return "affirmed"
    counted = not _COUNTING.isdisjoint(folds[:2])
    text = page.normal.text[page.tokens.starts[answer.first] : page.tokens.ends[answer.last - 1]]
    counted = counted or frequency_band(text) is not None or "%" in page.tokens.surfaces[answer.first : answer.last]
    return "affirmed" if counted and not _DOING.isdisjoint(page.tokens.folds[answer.first + 1 : answer.last]) else None
