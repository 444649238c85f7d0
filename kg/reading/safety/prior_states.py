"""States that were there before: a unit and an effect go in, whether the sentence speaks of what a person had already comes out.

A trial excuses or forbids it, it was there when the product was given, it was the reason for giving it, the reader is asked about it,
or it is a sign of the disease.
"""

from __future__ import annotations

from kg.reading.cues import Cue
from kg.reading.page import Page, Term, Unit

__all__ = ["REPORTS", "is_infection", "is_prior", "is_proneness"]

#: Words without which no sentence tells a state of before.
_TELLING = "prior-telling"


def is_prior(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether the sentence says that the effect was there without the product."""
    if unit.place.kind in REPORTS and not unit.is_item and _is_presented(unit, page):
        return True
    if "already" in unit.folds and _is_there_already(unit, page, term):
        return True
    if "no" in unit.folds and not _FORMER.isdisjoint(unit.folds) and _has_tolerated(unit, page, term):
        return True
    if unit.safety and is_infection(term) and any(is_proneness(unit, cue) and cue.last <= term.first for cue in unit.safety):
        return True
    if page.lists[_TELLING].isdisjoint(unit.folds):
        return False
    return (
        _is_criterion(unit, page)
        or _is_at_baseline(unit, page, term)
        or _was_before(unit, page, term)
        or _was_reason(unit, page, term)
        or _is_asked(unit, page, term)
        or _is_of_disease(unit, term)
        or _is_counted_against(unit, page, term)
    )


def _is_there_already(unit: Unit, page: Page, term: Term) -> bool:
    """ "Patients on IVIG may already have hypertension"."""
    folds = page.tokens.folds
    at = next((i for i in range(unit.first, term.first - 1) if folds[i] == "already" and folds[i + 1] in {"have", "has", "had", "ha"}), None)
    return at is not None and not {",", ";"}.intersection(page.tokens.surfaces[at : term.first])


def _has_tolerated(unit: Unit, page: Page, term: Term) -> bool:
    """ "even when the patient has shown no hypersensitivity to earlier doses", "those who had no reaction to previous infusions"."""
    folds = page.tokens.folds
    if "no" not in folds[max(unit.first, term.first - _TO_NONE) : term.first]:
        return False
    if _FORMER.isdisjoint(folds[term.last - 1 : min(unit.last, term.last + _TO_FORMER)]):
        return False
    before = folds[unit.first : term.first]
    return not _CONCEDING.isdisjoint(before) or "who" in before


#: Words for treatments that went before, tokens to them, and from "no" to the reaction; words that open a concession.
_FORMER = frozenset(("previous", "earlier", "prior", "former", "past"))
_TO_FORMER = 4
_TO_NONE = 3
_CONCEDING = frozenset(("even", "although", "though", "despite"))


_JOINING_TRIAL = "prior-trial"
_TAKING_PART = frozenset(("take", "took", "join", "joined", "participate", "participated", "enrol", "enroll", "enter"))
_EXCUSING = frozenset(("even", "despite", "provided", "although"))


def _is_criterion(unit: Unit, page: Page) -> bool:
    """ "A past headache is no reason for exclusion", "those with a rash remained eligible": what a trial admits or does not."""
    folds = page.tokens.folds
    for index in range(unit.first, unit.last):
        word = folds[index]
        if word in page.lists[_JOINING_TRIAL]:
            return True
        if word == "eligible" and index > unit.first and folds[index - 1] in page.lists[_STATE]:
            return True
        if word in _TAKING_PART and not _EXCUSING.isdisjoint(folds[index : unit.last]) and folds[index + 1 : index + 2] != ["after"]:
            return True
    return False


#: Sections in which a case is told.
REPORTS = frozenset(("", "results", "disease", "introduction", "methods", "studies", "treatment"))
_AGED = frozenset(("year", "month", "week", "yr"))
#: Sentences from the one that introduces a patient.
_STORY = 6
#: Words by which a later sentence says that the product came first: "She had received IVIG two days before".
_EARLIER_GIVING = frozenset(("had", "earlier", "previously", "before", "prior", "ago"))


def _is_presented(unit: Unit, page: Page) -> bool:
    """ "A 57-year-old woman came with weakness. She had developed myalgia.": the story of a patient up to the first word of a product."""
    opened: Unit | None = unit
    for _ in range(_STORY):
        if opened is None or opened.products or opened.place.heading != unit.place.heading or opened.is_item:
            return False
        if not page.lists[_GIVINGS].isdisjoint(opened.folds):
            return False  # "died hours after a rapid infusion"
        if _introduces_patient(opened, page):
            break
        opened = opened.previous
    else:
        return False
    if opened is not unit and _ITS_PATIENT.isdisjoint(unit.folds):
        return False  # back from the one to the many
    for later in page.units[unit.index + 1 : unit.index + 3]:
        if later.products:
            product = next(agent for agent in later.agents if agent.concept)
            return _EARLIER_GIVING.isdisjoint(page.tokens.folds[max(later.first, product.first - 4) : min(later.last, product.last + 5)])
    return True


def _introduces_patient(unit: Unit, page: Page) -> bool:
    """ "A 34-year-old woman", "a boy aged 7": an age and a person."""
    if unit.folds.isdisjoint(_AGED) and "aged" not in unit.folds:
        return False
    folds = page.tokens.folds[unit.first : unit.last]
    old = any(
        (word in _AGED and folds[i + 1 : i + 2] == ["old"] and i > 0) or (word == "aged" and folds[i + 1 : i + 2] and folds[i + 1].isdigit())
        for i, word in enumerate(folds)
    )
    return old and not _PERSONS.isdisjoint(folds)


_ITS_PATIENT = frozenset(("he", "she", "his", "her", "patient", "him", "examination", "exam", "symptom", "symptoms", "course", "clinical"))
_PERSONS = frozenset(("man", "woman", "boy", "girl", "male", "female", "patient", "infant", "child", "gentleman", "lady", "he", "she"))


def _is_at_baseline(unit: Unit, page: Page, term: Term) -> bool:
    """ "At baseline, 60 % complained of headache", "at screening nine had fever": what was found before the product was given."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    for index in range(unit.first, unit.last - 1):
        if folds[index] != "at" or folds[index + 1] not in _STARTS:
            continue
        if index - unit.first <= _NEAR and term.first > index:
            return not {";", "but", "while", "whereas", "compared"} & set(folds[index : term.first]) and _LATER.isdisjoint(
                folds[index : term.first]
            )
        if term.last <= index <= term.last + _EARLIER and not {",", ";"} & set(surfaces[term.last : index]):
            return folds[index - 1] not in {"than", "with", "as", "to"}
    return False


_STARTS = frozenset(("baseline", "screening", "enrolment", "enrollment", "entry", "presentation", "admission", "diagnosis"))
_LATER = frozenset(("after", "following", "during", "week", "later", "developed"))


#: Verbs of being and staying.
_STATE = "prior-state"
#: Words for the giving of the product that a text is about.
_GIVINGS = "occasion-givings"
#: Words that lead a sentence on from what was before.
_ONWARD = "prior-onward"
#: Words between "before" and the product, and between an effect and "before".
_NEAR = 3
_EARLIER = 6


def _was_before(unit: Unit, page: Page, term: Term) -> bool:
    """ "Before IVIG she had fever", "falls and pain before the first infusion": what was there when the product was given."""
    folds = page.tokens.folds
    start = unit.first + 2 if page.tokens.surfaces[unit.first + 1 : unit.first + 2] == [":"] else unit.first  # "Results: ..."
    for index in range(unit.first, unit.last - 1):
        if folds[index] != "before" and folds[index : index + 2] != ["prior", "to"]:
            continue
        end = _end_of_giving(unit, page, index + 1)
        if end is None or (end < unit.last and folds[end] in page.lists[_UNFINISHED]):
            continue
        if index - unit.first < _NEAR and term.first >= end:
            return page.lists[_ONWARD].isdisjoint(folds[end : term.first])
        if term.last <= index and index - term.last <= _EARLIER:
            between = page.tokens.surfaces[term.last : index]
            return not {",", ";", "("} & set(between) and page.lists[_CAUSING].isdisjoint(folds[start:index])
    return False


#: Words behind "before the infusion" that make it one that has begun: "before the infusion ends", "before and after".
_UNFINISHED = "prior-unfinished"


def _end_of_giving(unit: Unit, page: Page, first: int) -> int | None:
    """Where the product or its giving ends that is named right behind a word such as "before"."""
    for index in range(first, min(first + _NEAR, unit.last)):
        agent = next((a for a in unit.products if a.first == index), None)
        if agent is not None:
            return agent.last
        if page.tokens.folds[index] in _MEANT and not _BEGINNING.isdisjoint(page.tokens.folds[index + 1 : index + 4]):
            return index + 1  # "before it arrived", "before treatment could be given"
        if index == first and page.tokens.folds[index] in _MEANT - {"it", "they"}:
            return index + 1  # "pneumonia in 12 before replacement"
        if page.tokens.folds[index] in page.lists[_GIVINGS]:
            of_product = next((a.last for a in unit.products if 0 < a.first - index <= _NEAR), None)
            return of_product if of_product is not None else index + 1
    return None


_MEANT = frozenset(("it", "treatment", "therapy", "they", "replacement"))
_BEGINNING = frozenset(("arrived", "given", "began", "begun", "started", "came", "available"))
_GIVEN = frozenset(("started", "given", "begun", "commenced", "initiated", "prescribed", "administered", "restarted", "resumed"))
#: Verbs by which something brings an effect about; they end the reason: "was given for CIDP and caused headache".
_CAUSING = "foreign-causing"


def _was_reason(unit: Unit, page: Page, term: Term) -> bool:
    """ "The infusion was started for worsening dyspnoea and weakness"."""
    folds = page.tokens.folds
    given = next((i for i in range(unit.first, term.first) if folds[i] in _GIVEN), None)
    if given is None or folds[given + 1 : given + 2] not in (["for"], ["because"], ["due"]):
        return False
    named = {i for other in unit.terms for i in range(other.first, other.last)}
    between = [word for i, word in enumerate(folds[given + 2 : term.first], given + 2) if i not in named]
    return len(between) <= _EARLIER and page.lists[_CAUSING].isdisjoint(between) and not any(word.isdigit() for word in between)


def _is_asked(unit: Unit, page: Page, term: Term) -> bool:
    """ "Tell your doctor before treatment if you have had a clot, kidney problems or migraine"."""
    folds = page.tokens.folds
    asked = next((i for i in range(unit.first, term.first) if folds[i] in {"if", "whether"}), None)
    if asked is None or not unit.cues("advice"):
        return False
    return "before" in folds[unit.first : asked] or folds[asked + 1 : asked + 4] in (["you", "have", "had"], ["you", "have", "ever"])


#: Infections that a replacement is given against.
_INFECTIONS = frozenset(("pneumonia", "sinusitis", "bronchitis", "sepsis", "bacteremia", "meningitis", "otitis-media", "osteomyelitis"))


def is_infection(term: Term) -> bool:
    """Tell an infection, of which people who lack antibodies fall ill."""
    return term.concept in _INFECTIONS or "infection" in term.concept


def is_proneness(unit: Unit, cue: Cue) -> bool:
    """ "People prone to sinus infections feel better on IVIG": what they fall ill with is why they get the product."""
    if cue.phrase.kind != "prone":
        return False
    named = next((term for term in unit.terms if 0 <= term.first - cue.last <= _TO_ILLNESS and term.has("Condition", "AdverseEffect")), None)
    return named is not None and is_infection(named)


#: Tokens from "prone to" to the illness: "chronic or".
_TO_ILLNESS = 3


def _is_counted_against(unit: Unit, page: Page, term: Term) -> bool:
    """ "one serious bacterial infection (pneumonia), 0.04 per patient-year", "two colds per year": a failure of the replacement, no harm that it does."""
    if not is_infection(term):
        return False
    folds = page.tokens.folds
    return any(
        folds[i : i + 3] == ["serious", "bacterial", "infection"] or folds[i : i + 2] in (["patient", "year"], ["person", "year"], ["per", "year"])
        for i in range(unit.first, unit.last)
    )


#: Words between "symptoms of" and the disease.
_SIGN_REACH = 3


def _is_of_disease(unit: Unit, term: Term) -> bool:
    """ "Symptoms of ITP, such as bruising, should improve"."""
    for cue in unit.relations:
        if cue.phrase.kind == "sign" and cue.last <= term.first:
            disease = next((t for t in unit.terms if 0 <= t.first - cue.last <= _SIGN_REACH), None)
            if (
                disease is not None
                and disease is not term
                and not disease.has("AdverseEffect", "RiskFactor")
                and disease.last <= term.first
            ):
                return disease.has("Condition", "Immunodeficiency")
    return False
