"""Whose effect it is: a governed effect goes in, the product that the statement is about comes out, or nothing for another cause."""

from __future__ import annotations

from kg.reading.cues import Cue
from kg.reading.governors import Governor, Subject
from kg.reading.page import Page, Term, Unit
from kg.reading.safety.effect_lists import ROOT, SAFETY_SECTIONS
from kg.reading.safety.occasions import SILENT
from kg.reading.subjects import is_companion, is_held_off, resolve_subject, speaks_of_version, subject_of_paragraph
from kg.reading.topics import is_titled
from kg.reading.words import stem

__all__ = ["is_about_disease_before", "is_of_illness", "names_effects", "subject_of"]

#: Cues that name effects of a treatment as such, so that no agent is needed in a text about a product.
_EFFECT_NOUNS = "subject-effect-nouns"


def subject_of(unit: Unit, page: Page, term: Term, governor: Governor, *, goes_on: bool) -> Subject | None:
    """Find the product whose effect a governed term is, or nothing where something else brings it about."""
    is_own = governor.cue is not None and governor.unit == unit.index
    # "The trial of IVIG in A was stopped early because of B": what is stopped is no illness
    is_stopped = is_own and governor.cue is not None and not _STOPPED.isdisjoint(page.tokens.folds[governor.cue.first : governor.cue.last])
    if governor.cue is not None and is_own and not is_stopped and _follows_disease(unit, page, governor):
        return None
    if governor.relation == "adverse-left" and governor.cue is not None and is_own and is_of_illness(page, governor.cue):
        return None
    if governor.relation in {"adverse", "adverse-weak"} and is_own and is_about_disease_before(unit, page):
        return None
    in_section = page.topic is not None and (unit.place.kind in SAFETY_SECTIONS or goes_on)
    named = names_effects(governor, page) or is_stopped or (governor.relation == "adverse-left" and _speaks_of_giving(unit))
    if not in_section and not unit.agents and _goes_on_about_other(unit, page):
        return None
    if governor.relation == "adverse-left" and governor.cue is not None and not unit.agents:
        named = named or _has_named_effects(unit, governor.cue) or _is_one_of_those(unit, page, governor.cue)
    named = named or (governor.relation == "adverse-weak" and (_counts_patients(unit, page) or _goes_on_about_effects(unit)))
    subject = resolve_subject(
        unit, page, governor, term, default=page.topic is not None and (in_section or named) and not _other_agent(unit, governor)
    )
    if subject is None and page.topic is None and not unit.agents and _opens_with_effects(unit):
        subject = subject_of_paragraph(unit, page)
    if subject is None:
        return None
    is_announced = governor.source == "intro" and names_effects(governor, page)  # "Its side effects are:" below its uses
    if unit.place.kind == "indications" and subject.how != "sentence" and not is_announced:
        return None  # what the disease does is told where the use is: "platelets are few, which may cause bruising"
    if subject.span is not None and is_held_off(*subject.span, page) and unit.previous is not None and unit.previous.rivals and not unit.previous.products:
        return None  # "Prednisone is used in A. Unlike IVIG, it may cause B"
    subject = _not_compared(unit, page, subject)
    if (
        governor.relation == "adverse-weak"
        and subject.how not in {"sentence", "pronoun"}
        and not in_section
        and not _counts_patients(unit, page)
        and not _goes_on_about_effects(unit)
        and not speaks_of_version(unit, page)
    ):
        return None
    # "X may occur with / after / during IVIG": the product stands after the cue, or before it as the owner of the effect.
    names_product = bool(unit.products)
    if governor.relation == "adverse-left" and subject.how == "sentence" and not in_section and not names_product:
        return None
    if governor.relation in {"adverse", "adverse-weak"} and not named and not in_section and governor.cue is not None:
        # "cause", "lead to": the product itself must be what causes.
        if governor.unit == unit.index and _is_of_disease(unit, page, governor.cue):
            return None
        first = subject.span[0] if subject.span else -1
        if subject.how == "sentence" and first > governor.cue.first and not _is_told_after(page, term, governor.cue, first):
            return None
        if subject.how == "sentence" and _has_subject_between(unit, page, subject, governor.cue):
            return None
    return subject


_STOPPED = frozenset(("stopped", "halted", "terminated", "abandoned", "discontinued", "suspended", "interrupted", "withdrawn", "closed", "ended"))


def is_of_illness(page: Page, cue: Cue) -> bool:
    """ "Stroke is a rare complication of the disease"."""
    behind = page.tokens.folds[cue.last : cue.last + 3]
    return behind[:1] == ["of"] and behind[-1] in _ILLNESS and behind[1] in {"the", "this", "his", "her", "their", "your"}


_ILLNESS = frozenset(("disease", "illness", "condition", "disorder", "syndrome"))


def _is_told_after(page: Page, term: Term, cue: Cue, product: int) -> bool:
    """ "You may feel A after X", "There are reports of A with X": the reader is told what comes of the product behind the effect."""
    folds = page.tokens.folds
    if not (folds[cue.first] == "you" or "report" in page.tokens.stems[cue.first : cue.last]) or not term.last < product <= term.last + _TO_PRODUCT:
        return False
    between = folds[term.last : product]
    return not _AFTER.isdisjoint(between) and _APART.isdisjoint(between)


_AFTER = frozenset(("after", "during", "with", "on", "from", "following"))
_APART = frozenset((",", ";", "if", "when", "before", "and", "or", "not", "without"))
#: Tokens from the effect to the product: "for a day or so after your infusion of".
_TO_PRODUCT = 8


def _has_named_effects(unit: Unit, cue: Cue) -> bool:
    """ "A is its most common side effect; B is rare": the sentence has spoken of effects as such."""
    return any(term.concept == ROOT and term.last <= cue.first for term in unit.terms)


def _is_one_of_those(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Side effects are few. A is the main one": the cue takes up the effects of which the sentence before speaks."""
    before = unit.previous
    if page.tokens.folds[cue.last - 1] != "one" or before is None or before.block != unit.block or before.rivals:
        return False
    return any(term.concept == ROOT for term in before.terms)


def _opens_with_effects(unit: Unit) -> bool:
    """ "Side effects are mild: A, B": of the treatment that the paragraph speaks of."""
    return bool(unit.terms) and unit.terms[0].concept == ROOT and unit.terms[0].first - unit.first <= 1


_COMPARING = frozenset(("unlike", "than"))
_HELD_AGAINST = (["compared", "with"], ["compared", "to"], ["contrast", "to"], ["contrast", "with"])


def _not_compared(unit: Unit, page: Page, subject: Subject) -> Subject:
    """ "Unlike IVIG, SCIG seldom ...", "commoner with IVIG than with SCIG", "rarer than with IVIG": which is not the measure."""

    def is_measure(first: int) -> bool:
        before = page.tokens.folds[max(unit.first, first - 3) : first]
        return not _COMPARING.isdisjoint(before) or before[-2:] in _HELD_AGAINST

    if subject.span is not None and page.tokens.folds[subject.span[0] - 1] == "other":  # "A, seen with other globulins, was not met with X"
        own = next((a for a in unit.products if a.first > subject.span[1] and page.tokens.folds[a.first - 1] != "other"), None)
        return Subject(own.concept, (own.first, own.last), "sentence") if own is not None and own.concept is not None else subject
    if subject.span is None or not is_measure(subject.span[0]):
        return subject
    other = next((a for a in unit.products if not is_measure(a.first)), None)
    if other is not None and other.concept is not None:
        return Subject(other.concept, (other.first, other.last), "sentence")
    return Subject(page.topic, None, "topic") if page.topic is not None else subject


def _follows_disease(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "ITP can make you bruise": a disease that is no effect stands right before the verb and brings it about."""
    cue = governor.cue
    if cue is None or governor.relation not in {"adverse", "adverse-weak"}:
        return False
    return any(
        term.last <= cue.first
        and term.has("Condition", "Immunodeficiency", "Agent")
        and not term.has("AdverseEffect", "RiskFactor")
        and _BEFORE_VERB.issuperset(page.tokens.folds[term.last : cue.first])
        for term in unit.terms
    )


_BEFORE_VERB = frozenset(("which", "that", "can", "may", "could", "might", "will", "often", "also", "usually", "sometimes", "itself", "alone"))


def is_about_disease_before(unit: Unit, page: Page) -> bool:
    """ "Chickenpox is mostly mild. It can lead to A": the sentence before opens with a disease, and names no product."""
    before = unit.previous
    opener = page.tokens.folds[unit.first]
    if before is not None and opener in _THE_ILL and not unit.agents and not before.rivals and _MAY.isdisjoint(before.folds) and _defines(before, page):
        return unit.folds.isdisjoint(_GIVEN_TO)  # "A is a disease of nerves. Patients may have B"
    if before is None or opener not in {"it", "they", "this", "these"}:
        return False
    if before.agents or before.place.heading != unit.place.heading:
        return False
    if page.tokens.folds[unit.first] in {"this", "these"} and page.lists[_ACTORS].isdisjoint(before.folds):
        return False  # "In ITP, autoantibodies mark the platelets. This leads to A": what the body's own antibodies do
    opening = before.opening()
    return opening is not None and opening.has("Condition", "Immunodeficiency", "Agent") and not opening.has("AdverseEffect")


def _defines(unit: Unit, page: Page) -> bool:
    """ "Myasthenia gravis (MG) is an autoimmune disease": a sentence that says what kind of illness it opens with is."""
    opening = unit.opening()
    if opening is None or unit.products or not opening.has("Condition", "Immunodeficiency") or opening.has("AdverseEffect"):
        return False
    return any(cue.phrase.kind == "isa" and cue.first >= opening.last for cue in unit.relations)


_THE_ILL = frozenset(("patients", "patient", "people", "sufferers", "children", "those"))
_GIVEN_TO = frozenset(("infusion", "treatment", "therapy", "treated", "given", "drip", "dose", "side", "adverse"))
#: What brings an illness about by itself: antibodies of the patient's own, germs, a disease.
_ACTORS = "foreign-actors"


def _goes_on_about_effects(unit: Unit) -> bool:
    """ "Side effects are mostly mild. During treatment patients may develop A": the sentence before speaks of effects as such."""
    before = unit.previous
    if before is None or before.block != unit.block or before.rivals or unit.rivals or unit.cues("negation"):
        return False
    return any(term.concept == "adverse-event-root" for term in before.terms) and not unit.folds.isdisjoint(_MAY)


_MAY = frozenset(("may", "can", "could", "might", "sometimes"))


def _counts_patients(unit: Unit, page: Page) -> bool:
    """ "Seven patients reported headache", "fever in 4 (9%)" right after a sentence on the product: what was seen under it."""
    before = unit.previous
    if before is None or unit.agents or before.rivals or unit.place.kind in SILENT:
        return False
    headed = page.topic is not None and page.units[0].is_heading and is_titled(page, {page.topic})
    if not headed and not (before.block == unit.block and before.products):
        return False
    folds = page.tokens.folds[unit.first : min(unit.first + 4, unit.last)]
    counts = [word in page.lists[_NUMBERS] or word.isdigit() for word in folds]
    if counts[0] and page.tokens.stems[unit.first + 1] in _SUFFERING:
        return True  # "Three developed A"
    return any(counts) and not page.lists[_PATIENTS].isdisjoint(unit.stems)


_SUFFERING = frozenset(map(stem, ("developed", "experienced", "suffered", "reported")))


_NUMBERS = "subject-numbers"
_PATIENTS = "subject-patients"


def _goes_on_about_other(unit: Unit, page: Page) -> bool:
    """The sentence before, in the same paragraph, ends on another treatment: "... exchange transfusion. Complications include"; not "with A"."""
    before = unit.previous
    for _ in range(2):
        if before is None or before.block != unit.block:
            return False
        if before.agents:
            last = before.agents[-1]
            goes_back = page.tokens.folds[unit.first] == "it" and is_companion(before, page, last)
            return last.concept is None and not goes_back and not (before.products and page.tokens.folds[last.first - 1] in _ADDED)
        before = before.previous
    return False


#: What leads to a treatment that is given beside the product: "IVIG, sometimes with A".
_ADDED = frozenset(("with", "plus", "alongside"))


def _speaks_of_giving(unit: Unit) -> bool:
    """ "... are common during the infusion": the giving of the product that the text is about."""
    return not unit.folds.isdisjoint(("infusion", "injection", "dose"))


def _is_of_disease(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Kawasaki disease, a disease that causes inflammation": the relative clause tells of the disease."""
    if cue.first == unit.first or page.tokens.folds[cue.first - 1] not in {"that", "which"}:
        return False
    return any(t.has("Condition", "Immunodeficiency", "Category") and t.last <= cue.first for t in unit.terms)


def _has_subject_between(unit: Unit, page: Page, subject: Subject, cue: Cue) -> bool:
    """Another noun took over as subject: "IVIG is given because the disease may cause ..."."""
    if subject.span is None:
        return False
    between = range(subject.span[1], cue.first)
    named = any(other.has("Condition", "Category") and subject.span[1] <= other.first and other.last <= cue.first for other in unit.terms)
    generic = any(page.tokens.folds[i] in {"disease", "disorder", "condition", "illness", "infection", "patient"} for i in between)
    clause = any(page.tokens.folds[i] in {"who", "which", "that", "because", "when", "if", "since", "as"} for i in between)
    return (named or generic) and clause


def _other_agent(unit: Unit, governor: Governor) -> bool:
    return governor.cue is not None and any(agent.last <= governor.cue.first for agent in unit.rivals)


def names_effects(governor: Governor, page: Page) -> bool:
    """Tell whether the cue itself speaks of effects of a treatment: "side effects", "reactions", "complications"."""
    if governor.cue is None:
        return governor.source == "section"
    return (
        not page.lists[_EFFECT_NOUNS].isdisjoint(page.tokens.stems[governor.cue.first : governor.cue.last])
        and governor.relation != "adverse-weak"
    )
