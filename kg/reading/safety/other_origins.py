"""Effects that a text does not lay at the product's door: a unit and an effect go in, whether it is of another origin comes out.

What a study measures, what a patient had before, what is to be ruled out, what befell those who did not get the product, and the
signs of a syndrome are named like effects and are none.
"""

from __future__ import annotations

import re

from kg.reading.clauses import is_unlike
from kg.reading.known_effects import end_of_label
from kg.reading.page import Page, Term, Unit
from kg.reading.safety.foreign_effects import is_foreign
from kg.reading.safety.manifestations import is_sign_of_effect
from kg.reading.safety.own_illness import is_of_own_illness
from kg.reading.safety.prior_states import REPORTS, is_prior
from kg.reading.words import stem

__all__ = ["is_absent", "is_after_procedure", "is_going_on", "is_of_comparator", "is_of_other_origin", "is_of_responders"]


def is_of_comparator(unit: Unit) -> bool:
    """Tell a line of results whose label names another treatment alone: "Placebo: headache 2/48 (4%)"."""
    if unit.label_last is None:
        return False
    labels = [agent for agent in unit.agents if agent.last <= unit.label_last]
    return bool(labels) and all(agent.concept is None for agent in labels) and not unit.products


def is_of_other_origin(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether the sentence says that the effect is measured, was there before, is ruled out or befell others."""
    return (
        is_unlike(page.tokens.folds, term.first)  # "Unlike viral meningitis, it clears by itself"
        or (";" in unit.folds and _is_of_other_clause(unit, page, term))
        or (term.concept == _DEATH and page.tokens.folds[term.first - 1] in _PERHAPS)  # "a potentially fatal reaction": how grave it is
        or _is_outcome(unit, page, term)
        or _is_excluded(unit, page, term)
        or _is_left_open(unit, page)
        or _is_of_person(unit, page, term)
        or _is_history(unit, page, term)
        or _befell_others(unit, page, term)
        or is_after_procedure(unit, page, term)
        or ("(" in unit.folds and _is_of_other_arm(unit, page, term))
        or is_sign_of_effect(unit, page, term)
        or _stays(unit, page, term)
        or is_going_on(unit, page, term)
        or is_of_responders(unit, page, term)
        or is_absent(unit, page, term)
        or _is_harmless(unit, page)
        or _is_relieved(unit, page, term)
        or _became_rarer(unit, page, term)
        or ("rang" in unit.stems and _is_of_range(unit, page, term))
        or any(cue.phrase.kind == "ineffective" and cue.last == term.first for cue in unit.relations)  # "No effect was seen on A"
        or _is_occasion(unit, page, term)
        or _is_told_apart(unit, page, term)
        or _is_of_attack(unit, page, term)
        or _is_sequel_of_disease(unit, page, term)
        or (_COMORBID in unit.stems and _COMORBID in page.tokens.stems[unit.first : term.first])
        or _is_told_of_relative(unit, page, term)
        or not _STORING.isdisjoint(unit.folds)
        or (unit.is_item and _is_explained(unit, page))
        or is_foreign(unit, page, term)
        or is_prior(unit, page, term)
        or is_of_own_illness(unit, page, term)
    )


_DEATH, _PERHAPS = "death", frozenset(("potentially", "possibly", "sometimes", "occasionally", "rarely"))


def _is_of_other_clause(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG risks include A; plasma exchange needs a catheter and carries B": behind the semicolon another treatment is spoken of."""
    semicolon = next((i for i in range(term.first - 1, unit.first, -1) if page.tokens.surfaces[i] == ";"), None)
    if semicolon is None or any(semicolon < agent.first < term.first for agent in unit.products):
        return False
    return any(t.first - semicolon in {1, 2} and t.last <= term.first and t.has("Management", "Medication") for t in unit.terms)


def _is_explained(unit: Unit, page: Page) -> bool:
    """ "you get hives and wheeze. This could be A", an item of a list of when to call: the next sentence says what its signs are signs of."""
    after = page.following(unit)
    if after is None or after.block != unit.block or not after.has("AdverseEffect") or unit.intro is None or "if" not in unit.intro.folds:
        return False
    opening = page.tokens.folds[after.first : min(after.last, after.first + _EXPLAINING)]
    if opening[0] in _TAKING_UP:
        return not _MEANING.isdisjoint(opening)
    first = after.opening()
    return first is not None and "AdverseEffect" in first.classes and any(t.concept == "adverse-event-root" for t in after.terms)


#: Words that take up the signs of the sentence before, and those that say what they mean among so many tokens.
_TAKING_UP = frozenset(("this", "these", "it", "they", "such"))
_MEANING = frozenset(("mean", "means", "sign", "be", "symptom", "suggest", "point", "signal"))
_EXPLAINING = 5


_MEASURED = "origin-measured"
_BEING = "origin-being"
#: Words between "endpoints" and the verb: "endpoints of the extension were".
_REACH = 5


def _is_outcome(unit: Unit, page: Page, term: Term) -> bool:
    """ "Safety endpoints included thrombosis", "Outcome measures: headache": what a study counts, whether it happened or not."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    label = end_of_label(unit, page)
    if label is not None and label < term.first:
        return False
    if _is_count_of_befallen(unit, page, term) or _is_of_special_interest(unit, page):
        return False
    heading = page.heading_over(unit)
    if heading is not None and heading is not unit and not page.lists[_MEASURED].isdisjoint(heading.folds):
        return heading.last - heading.first <= _SHORT and (unit.is_item or not unit.cues("frequency"))
    if page.lists[_MEASURED].isdisjoint(unit.folds) and "end" not in unit.folds:
        return False
    for index in range(unit.first, term.first):
        is_point = folds[index] in {"point", "points"} and folds[index - 1] == "end"
        if folds[index] not in page.lists[_MEASURED] and not is_point:
            continue
        after = {word.lower() for word in surfaces[index + 1 : index + 1 + _REACH]}
        is_title = ":" in surfaces[index + 1 : index + 3]
        if (is_title or not page.lists[_BEING].isdisjoint(after)) and ";" not in surfaces[index : term.first]:
            return True
    return False


_SHORT = 6


def _is_count_of_befallen(unit: Unit, page: Page, term: Term) -> bool:
    """ "In the pilot seven had A after IVIG, two had B and one developed C": people counted who had it, whatever the heading."""
    if not unit.products or unit.rivals or unit.cues("negation"):
        return False
    folds = page.tokens.folds
    verb = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_HAD) - 1, -1) if folds[i] in _HAVING), None)
    if verb is None or {",", ";", "if", "who", "whether"} & set(folds[verb : term.first]):
        return False
    before = folds[max(unit.first, verb - _TO_COUNT) : verb]
    return any(word in page.lists[_NUMERALS] or word.isdigit() for word in before) and not {"if", "whether"} & set(folds[unit.first : verb])


#: Verbs by which people have an effect, the tokens from one to it, and those before one that hold the count.
_HAVING = frozenset(("had", "developed", "experienced", "suffered", "reported", "got"))
_TO_HAD = 4
_TO_COUNT = 4
_NUMERALS = "subject-numbers"


def _is_of_special_interest(unit: Unit, page: Page) -> bool:
    """ "Adverse events of special interest are A and B": what a product is known for, though the study only counts it."""
    folds = page.tokens.folds
    return "special" in unit.folds and any(folds[i] == "special" and folds[i + 1] == "interest" for i in range(unit.first, unit.last - 1))


_EXCLUDING = frozenset(("rule", "ruling", "ruled", "exclude", "excluding", "excluded"))
_ABSENCE = frozenset(("absence", "lack", "negative"))
_TELLING = frozenset(("indicate", "mean", "exclude", "prove", "guarantee", "preclude", "imply"))


def _is_left_open(unit: Unit, page: Page) -> bool:
    """ "Absence of these signs does not mean that A cannot occur": neither told nor denied."""
    if _ABSENCE.isdisjoint(unit.folds) or "not" not in unit.folds:
        return False
    folds = page.tokens.folds[unit.first : unit.last]
    return any(folds[i] == "not" and not _TELLING.isdisjoint(folds[i + 1 : i + 3]) for i in range(len(folds)))


def _is_excluded(unit: Unit, page: Page, term: Term) -> bool:
    """ "to rule out other causes of meningitis", "bacterial meningitis was excluded"; what "cannot be excluded" is possible."""
    if _EXCLUDING.isdisjoint(unit.folds):
        return False
    words = [word.lower() for word in page.tokens.surfaces[unit.first : unit.last]]
    start, end = term.first - unit.first, term.last - unit.first
    before, after = words[max(0, start - 7) : start], words[end : end + 12]
    for index, word in enumerate(before):
        if word in {"rule", "ruling", "ruled"} and before[index + 1 : index + 2] == ["out"]:
            return not {"cannot", "not"} & set(before[:index])
        if word in {"exclude", "excluding"} and not {"cannot", "not"} & set(before[:index]):
            return True
    for index, word in enumerate(after):
        if word in {";", ".", "but"}:
            return False
        is_out = word == "ruled" and after[index + 1 : index + 2] == ["out"]
        if (is_out or word == "excluded") and {"was", "were", "must", "should"} & set(after[:index]):
            return not {"cannot", "not", "never"} & set(after[:index])
    return False


_PERSONS = "origin-persons"
_THEN = "origin-then"


def _is_of_person(unit: Unit, page: Page, term: Term) -> bool:
    """ "A man with diabetes and hypertension suffered a stroke": the one person whom a report is about, as described before."""
    if "with" not in unit.folds:
        return False
    folds, surfaces, persons = page.tokens.folds, page.tokens.surfaces, page.lists[_PERSONS]
    opens = next((i for i in range(unit.first + 1, term.first) if folds[i] == "with" and surfaces[i - 1].lower() in persons), None)
    if opens is None or _ARTICLES.isdisjoint([word.lower() for word in surfaces[max(unit.first, opens - 7) : opens]]):
        return False
    verb = next((i for i in range(opens, unit.last) if surfaces[i].lower() in page.lists[_THEN]), None)
    return verb is not None and term.first < verb


_ARTICLES = frozenset(("a", "an", "the", "this", "one", "another"))


_COURSE = "origin-course"


def _is_history(unit: Unit, page: Page, term: Term) -> bool:
    """ "She had hypertension and a BMI of 36" in a paragraph that gives the product only later."""
    if unit.agents or unit.place.kind not in REPORTS:
        return False
    if "had" not in unit.folds and "has" not in unit.folds:
        return False
    words = [word.lower() for word in page.tokens.surfaces[unit.first : term.first]]
    had = next((i for i, word in enumerate(words) if word in {"had", "has"}), None)
    if had is None or had > _REACH or not page.lists[_COURSE].isdisjoint(unit.folds):
        return False
    if not {"she", "he", "patient", "they", "who", "father", "mother", *page.lists[_PERSONS]} & set(words[:had]):
        return False
    told = [bool(other.products) for other in page.units if other.block == unit.block and other.index < unit.index]
    ahead = (other for other in page.units[unit.index + 1 :] if other.block == unit.block)
    return not any(told) and any(agent.concept for other in ahead for agent in other.agents)


_OTHERS = "origin-others"
_COMPARED = "origin-compared"


def _befell_others(unit: Unit, page: Page, term: Term) -> bool:
    """ "Haemorrhage occurred in a child who had received neither drug", "faintness is what donors complain of"."""
    if page.lists[_OTHERS].isdisjoint(unit.folds) and _LEFT_OUT.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    end = next((i for i in range(term.last, unit.last) if page.tokens.surfaces[i] in {";", ","}), unit.last)
    after = folds[term.last : end]
    if not page.lists[_COMPARED].isdisjoint(after):
        return False
    if not page.lists[_OTHERS].isdisjoint(after):
        return True
    opening = folds[unit.first : min(term.first, unit.first + 3)]
    return "untreated" in opening or opening[:2] == ["donor", ":"] or opening[:2] == ["without", "treatment"]


def is_after_procedure(unit: Unit, page: Page, term: Term) -> bool:
    """ "Death occurred in 6 of 30 fetuses who underwent transfusion": those who had something else done, in a sentence that names no product."""
    if _PROCEDURES.isdisjoint(unit.folds) or unit.products or unit.place.kind in _SAFETY or page.is_label:
        return False
    folds = page.tokens.folds
    who = next((i for i in range(term.last, min(unit.last, term.last + _TO_WHO)) if folds[i] in {"who", "that", "undergoing", "receiving"}), None)
    if who is None or not {",", ";"}.isdisjoint(folds[term.last : who]) or "in" not in folds[term.last : who]:
        return False
    behind = folds[who : min(unit.last, who + _TO_PROCEDURE)]
    return not _UNDERGOING.isdisjoint(behind) and not _PROCEDURES.isdisjoint(behind)


_PROCEDURES = frozenset(
    ("transfusion", "transfusions", "surgery", "dialysis", "operation", "splenectomy", "biopsy", "chemotherapy", "amniocentesis", "catheterization")
)
_UNDERGOING = frozenset(("underwent", "undergo", "undergone", "had", "have", "received", "got", "undergoing", "receiving"))
#: Tokens from an effect to those whom it befell, and from there to what was done.
_TO_WHO, _TO_PROCEDURE = 12, 6
#: What opens a sentence on those who did not get the product.
_LEFT_OUT = frozenset(("untreated", "donor", "without"))
_STAYING = frozenset(("persist", "recur", "remain", "continu", "return", "recrudesc", "relaps", "back"))
#: Tokens from a symptom to "after": "recurred seven months after".
_TO_AFTER = 5


#: "0 / 2", "0% vs. 10%": nobody on the product, which is named first, had it.
_NOBODY_HAD = re.compile(
    r"\s*(?:(?:occurred|was|were|seen|reported|observed)\s+){0,2}(?:in\s+)?[,:(]?\s*0(?:\.0+)?\s*%?\s*(?:\(\s*0(?:\.0+)?\s*%?\s*\)\s*)?"
    r"(?:/|vs\.?(?!\w)|versus\b|against\b|compared\b)"
)


def is_absent(unit: Unit, page: Page, term: Term) -> bool:
    """Tell an effect that nobody on the product had, by the two shares behind it."""
    surfaces = page.tokens.surfaces
    if "0" not in surfaces[term.last : term.last + _TO_NOUGHT]:
        return False
    own = next((a for a in unit.products if a.first == term.last + 1 and surfaces[term.last] == ":"), None)
    if own is not None and surfaces[own.last : own.last + 2] in (["0", "/"], ["0", "of"], ["0", "("], ["0", "%"]):
        return True  # "Appendicitis: Panzyga 0/26, placebo 1/26"
    return _NOBODY_HAD.match(page.normal.text, page.tokens.ends[term.last - 1], page.tokens.ends[unit.last - 1]) is not None


#: Tokens from an effect to its share.
_TO_NOUGHT = 6


def _stays(unit: Unit, page: Page, term: Term) -> bool:
    """ "Fever that persists after IVIG", "A came back after a second course": a symptom of the disease that the product did not take away."""
    if _STAYING.isdisjoint(unit.stems):
        return False
    stems = page.tokens.stems[term.last : min(unit.last, term.last + 3)]
    return not _STAYING.isdisjoint(stems) and not {"after", "despite"}.isdisjoint(page.tokens.folds[term.last : term.last + _TO_AFTER])


def is_going_on(unit: Unit, page: Page, term: Term) -> bool:
    """ "children with persistent or recrudescent fever after the first infusion": the fever of a disease that did not yield."""
    if term.concept != "fever" or page.tokens.folds[term.last : term.last + 1] not in (["after"], ["following"], ["despite"]):
        return False
    return not _GOING_ON.isdisjoint(page.tokens.folds[max(unit.first, term.first - _TO_FEVER) : term.first])


def is_of_responders(unit: Unit, page: Page, term: Term) -> bool:
    """ "Responders were younger and had distal weakness", "Predictors of non-response to X are A": how those who were helped differ from the others."""
    if not _FORETELLING.isdisjoint(unit.stems) and (not _FAILING.isdisjoint(unit.folds) or {"non", "response"} <= unit.folds):
        before = page.tokens.folds[unit.first : term.first]
        return not _FAILING.isdisjoint(before) or "response" in before
    return not _RESPONDERS.isdisjoint(unit.folds) and not _RESPONDERS.isdisjoint(page.tokens.folds[unit.first : term.first])


_RESPONDERS = frozenset(("responder", "nonresponder"))
#: Words for what foretells, and for a treatment that does not help.
_FORETELLING = frozenset(("predictor", "factor", "marker", "predict"))
_FAILING = frozenset(("resistance", "nonresponse", "unresponsiveness", "nonresponsiveness", "refractoriness"))


_GOING_ON = frozenset(("persistent", "persisting", "recrudescent", "ongoing", "continued", "continuing", "refractory"))
#: Tokens from such a word to the fever: "persistent or recrudescent".
_TO_FEVER = 3


_SAFETY = frozenset(("adverse", "boxed", "warnings", "postmarketing"))
_VANISHING = "origin-vanishing"
#: Stems of what is done when an effect of the product comes.
_STOPPING = "origin-stopping"


def _is_of_other_arm(unit: Unit, page: Page, term: Term) -> bool:
    """ "headache (X 9%, placebo 4%), hepatomegaly (placebo 2)": the bracket behind an effect counts those on another treatment alone."""
    surfaces = page.tokens.surfaces
    if surfaces[term.last : term.last + 1] != ["("] or not unit.rivals:
        return False
    close = next((i for i in range(term.last, unit.last) if surfaces[i] == ")"), unit.last)
    arms = [agent for agent in unit.agents if term.last < agent.first < close]
    counted = any(surfaces[i].isdigit() for i in range(term.last, close))
    return bool(arms) and counted and all(agent.concept is None for agent in arms) and arms[0].first == term.last + 1


def _is_relieved(unit: Unit, page: Page, term: Term) -> bool:
    """ "The tics vanished after two infusions", "Cramps eased on IVIG", "IVIG brings the fever down", "in decreased pain": what it takes away."""
    if (term.first > unit.first and page.tokens.folds[term.first - 1] in _DECREASED) or _has_fallen(unit, page, term):
        return True
    stems = page.tokens.stems
    eased = next((i for i in range(term.last, min(unit.last, term.last + _TO_EASED)) if stems[i] in _EASED), None)
    if eased is not None and page.tokens.folds[eased + 1 : eased + 2] in _UNDER and any(0 < a.first - eased <= _TO_PRODUCT for a in unit.products):
        return True
    if page.lists[_VANISHING].isdisjoint(unit.stems) and "down" not in unit.stems:
        return False
    if unit.place.kind in _SAFETY and not unit.agents and page.topic is None:
        return False
    if not page.lists[_STOPPING].isdisjoint(unit.stems):
        return False
    after = stems[term.last : min(unit.last, term.last + 3)]
    before = stems[max(unit.first, term.first - 3) : term.first]
    brought = not {"bring", "brought"}.isdisjoint(before) and after[:1] == ["down"]
    return brought or not page.lists[_VANISHING].isdisjoint(after)


#: Verbs of what gets better, what leads from one to the product, and the tokens from the effect to the verb and on to the product.
_EASED = frozenset(map(stem, ("eased", "lessened", "improved", "abated", "subsided", "diminished", "receded", "waned")))
_UNDER = (["during"], ["on"], ["with"], ["under"], ["after"], ["while"])
_TO_EASED = 3
_TO_PRODUCT = 4


def _has_fallen(unit: Unit, page: Page, term: Term) -> bool:
    """ "Seizure frequency fell by half", "the number of seizures dropped": how an illness went on, unless a slower infusion is the reason.

    So do "deaths from measles", which need no count.
    """
    folds, stems = page.tokens.folds, page.tokens.stems
    is_counted = term.last < unit.last and folds[term.last] in _COUNTED
    if term.concept == "death" and folds[term.last : term.last + 1] in _DYING_OF:
        return not _FALLING.isdisjoint(stems[term.last : min(unit.last, term.last + 2 * _TO_FALLING)])
    is_counted = is_counted or (folds[max(0, term.first - 1)] == "of" and folds[max(0, term.first - 2)] in _COUNTED)
    if not is_counted or unit.place.kind in _SAFETY or not _SLOWER.isdisjoint(unit.stems):
        return False
    return not _FALLING.isdisjoint(stems[term.last : min(unit.last, term.last + _TO_FALLING)])


_COUNTED = frozenset(("frequency", "rate", "number", "severity", "burden"))
_FALLING = frozenset(map(stem, ("fell", "dropped", "declined", "decreased", "halved", "diminished", "reduced", "improved", "lower", "fallen", "fall")))
_DYING_OF = (["from"], ["of"], ["due"], ["by"])
_SLOWER = frozenset(map(stem, ("slower", "slow", "slowing", "rate", "premedication", "subcutaneous", "switch")))
_TO_FALLING = 4
_DECREASED = frozenset(("decreased", "diminished", "improved", "lessened", "reduced"))


def _is_occasion(unit: Unit, page: Page, term: Term) -> bool:
    """ "The relapse came after influenza and a dental abscess": what something follows is none of its effects."""
    if _CAME.isdisjoint(unit.folds) or unit.place.kind in _SAFETY or not ("after" in unit.folds or "following" in unit.folds):
        return False
    folds = page.tokens.folds
    first = term.first
    while first > unit.first and (folds[first - 1] in _JOINED or any(t.last == first and t.has("AdverseEffect", "Condition") for t in unit.terms)):
        first = next((t.first for t in unit.terms if t.last == first and t.has("AdverseEffect", "Condition")), first - 1)
    if first == unit.first or folds[first - 1] not in {"after", "following"}:
        return False
    return first - 1 > unit.first and folds[first - 2] in _CAME


_JOINED = frozenset(("a", "an", "the", "and", "or", ","))
_CAME = frozenset(("came", "occurred", "happened", "arose", "began", "started", "relapsed", "worsened", "week", "weeks", "day", "days", "month"))


def _is_of_attack(unit: Unit, page: Page, term: Term) -> bool:
    """ "A, in which the body attacks its own platelets, so that people bleed": a clause on how the disease comes about.

    Or the next sentence: "Her antibodies attack the baby's blood. This can lead to A".
    """
    before = unit.previous
    if before is not None and before.block == unit.block and page.tokens.folds[unit.first] in _TAKING_UP and _tells_of_attack(before, page):
        return not unit.products
    if unit.folds.isdisjoint(_WHEREIN) or not unit.has("Condition", "Immunodeficiency"):
        return False
    folds = page.tokens.folds
    for index in range(unit.first, term.first - 1):
        if folds[index] not in _WHEREIN or (folds[index] == "which" and folds[index - 1] != "in"):
            continue
        behind = range(index + 1, min(index + _ATTACKERS, term.first))
        if any(folds[i] in _ATTACKED for i in behind) and not any(agent.first > index for agent in unit.products):
            return not {";", "but"} & set(folds[index : term.first])
    return False


def _tells_of_attack(unit: Unit, page: Page) -> bool:
    named = [agent for agent in unit.products if page.tokens.folds[agent.first] != "antibody"]
    return not named and not unit.stems.isdisjoint(_ATTACKS) and not unit.folds.isdisjoint(_ATTACKED | {"antibody"})


_ATTACKS = frozenset(("attack", "destroy"))
_WHEREIN = frozenset(("which", "where"))
#: Words from "in which" to what attacks or is attacked.
_ATTACKERS = 6
_ATTACKED = frozenset(("body", "immune", "defence", "defense", "defences", "defenses", "autoantibody"))


def _is_sequel_of_disease(unit: Unit, page: Page, term: Term) -> bool:
    """ "Complications of measles are pneumonia and otitis": what a disease brings that is no effect itself."""
    if unit.stems.isdisjoint(_SEQUELS):
        return False
    tokens = page.tokens
    for disease in unit.terms:
        if disease.last > term.first or not disease.has("Condition", "Immunodeficiency") or "AdverseEffect" in disease.classes:
            continue
        if disease.concept == "serious-illness":
            continue  # "signs of a serious condition called A"
        before = tokens.stems[max(unit.first, disease.first - 3) : disease.first]
        if "of" in before and not _SEQUELS.isdisjoint(before) and not unit.products:
            return not {";", "but"} & set(tokens.folds[disease.last : term.first])
    return False


_SEQUELS = frozenset(("complication", "complic", "sequela", "sequelae", "consequenc", "symptom", "sign", "featur", "manifestation", "hallmark"))


def _is_told_apart(unit: Unit, page: Page, term: Term) -> bool:
    """ "It can be confused with conditions such as A and B", "the differential diagnosis includes A"."""
    if unit.folds.isdisjoint(_MIXING):
        return False
    folds = page.tokens.folds
    at = next((i for i in range(unit.first, term.first) if folds[i] in _MIXING), None)
    if at is None or (folds[at] == "differential" and folds[at + 1] not in {"diagnosis", "diagnose"}):
        return False
    return not {";", "but", "while", "whereas"} & set(folds[at : term.first])


#: "Comorbidities were hypertension and gout".
_COMORBID = "comorbiditi"
_MIXING = frozenset(("confused", "mistaken", "misdiagnosed", "differential", "mimicked", "mimic", "resemble"))


def _is_told_of_relative(unit: Unit, page: Page, term: Term) -> bool:
    """ "the infant, who had reflux and eczema, thrived": what a clause between commas says of somebody who did not get the product."""
    if "who" not in unit.folds:
        return False
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _ASIDE), -1) if folds[i] == "who"), None)
    if at is None or folds[at - 1] != "," or folds[at + 1] not in {"had", "has", "suffered", "suffer"}:
        return False
    return not _KIN.isdisjoint(folds[max(unit.first, at - 4) : at]) and not any(at < a.first for a in unit.products)


#: Words from "who" to what somebody had.
_ASIDE = 8
_KIN = frozenset(("infant", "baby", "mother", "father", "son", "daughter", "brother", "sister", "husband", "wife", "twin", "donor", "child"))


#: What is done to a product on its shelf: "a high temperature harms the proteins; store at room temperature".
_STORING = frozenset(("store", "stored", "storage", "refrigerator", "fridge", "freezer"))
_RARER = frozenset(("rarer", "fewer", "milder", "less", "better"))
_BECOMING = frozenset(("became", "become", "becoming", "grew", "got", "were", "was"))
#: Words between "became rarer" and the product: "once the children were on".
_ONCE = 9
_ONWARD = frozenset(("slow", "slower", "slowly", "rate", "switch", "switching", "switched", "premedication", "lower", "brand", "product"))


def _is_of_range(unit: Unit, page: Page, term: Term) -> bool:
    """ "Headache, ranging from mild discomfort to pain": how bad the effect before is, not "reactions range from A to B"."""
    stems, folds = page.tokens.stems, page.tokens.folds
    at = next((i for i in range(unit.first, term.first) if stems[i] == "rang"), None)
    if at is None or folds[at + 1 : at + 2] != ["from"]:
        return False
    return any(t.has("AdverseEffect") and t.last <= at and t.concept != "adverse-event-root" for t in unit.terms)


def _became_rarer(unit: Unit, page: Page, term: Term) -> bool:
    """ "Cough and sinusitis became rarer once the children were on IVIG": what the product makes less, unless a slower rate does."""
    if _RARER.isdisjoint(unit.folds) or not _ONWARD.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    at = next((i for i in range(term.last, unit.last) if folds[i] in _RARER), None)
    if at is None or folds[at + 1 : at + 3] == ["common", "than"] or "than" in folds[at : at + 3]:
        return False
    if _BECOMING.isdisjoint(folds[max(term.last, at - 3) : at]) or not {";", "but"}.isdisjoint(folds[term.last : at]):
        return False
    once = next((i for i in range(at, min(at + 5, unit.last)) if folds[i] in {"once", "since", "after", "when", "on", "under", "with"}), None)
    return once is not None and any(once < agent.first <= once + _ONCE for agent in unit.products)


_FEARLESS = (("nothing", "to", "fear"), ("nothing", "to", "worry"), ("no", "reason", "to"), ("no", "need", "to", "worry"))


def _is_harmless(unit: Unit, page: Page) -> bool:
    """ "Women with heavy periods have nothing to fear from it"."""
    if "nothing" not in unit.folds and "no" not in unit.folds:
        return False
    folds = page.tokens.folds[unit.first : unit.last]
    opening = [i for i, word in enumerate(folds) if word in {"nothing", "no"}]
    return any(tuple(folds[i : i + len(words)]) == words for words in _FEARLESS for i in opening)
