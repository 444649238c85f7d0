"""What a sentence without a product is about: a unit goes in, whether a disease or a thing of no product opens it comes out.

Only guesses ask for this: a rule that reads an effect has found whose effect it is.
"""

from __future__ import annotations

from itertools import pairwise

from kg.reading.classes.memberships import SAFETY_SECTIONS
from kg.reading.clauses import stretch_start
from kg.reading.page import Page, Term, Unit
from kg.reading.safety.foreign_effects import causing_cue
from kg.reading.therapy.disease_pages import page_disease
from kg.reading.words import stem

__all__ = ["has_other_subject", "is_complication", "is_looked_for", "is_of_everybody", "is_said_of_disease"]


def is_said_of_disease(unit: Unit, page: Page) -> bool:
    """Tell a sentence of a passage on a disease in which no product acts: "A affects nerves. It can cause death. Symptoms include seizures"."""
    if page.is_label:
        return False
    said: Unit | None = unit
    for _ in range(_PASSAGE):
        if said is None or said.block != unit.block or said.agents or said.is_item:
            return False
        if _opens_with_disease(said, page):
            return True
        said = said.previous
    return False


#: Sentences of a passage that is about what its first one opens with.
_PASSAGE = 40


def _opens_with_disease(unit: Unit, page: Page) -> bool:
    """ "IgA deficiency is linked to allergies and recurrent sinusitis"."""
    if not unit.terms:
        return False
    if not _PRESENTING.isdisjoint(page.tokens.folds[unit.first : unit.first + _OPENING]) and unit.place.kind not in SAFETY_SECTIONS:
        return True  # "The clinical presentation can include jaundice"
    opening = unit.opening()
    if opening is None or not opening.has("Condition", "Immunodeficiency") or "AdverseEffect" in opening.classes:
        return False
    said = opening.last
    if page.tokens.surfaces[said : said + 1] == ["("]:  # "Myasthenia gravis (MG) is ..."
        said = next((i + 1 for i in range(said, min(unit.last, said + _ACRONYM)) if page.tokens.surfaces[i] == ")"), said)
    return said < unit.last and page.tokens.folds[said] in page.lists[_SAYING]


#: Tokens of another name in brackets.
_ACRONYM = 8
#: Words for how an illness shows, and the tokens that open a sentence.
_PRESENTING = frozenset(("presentation", "presenting", "manifestations", "manifestation"))
_OPENING = 4


def is_complication(unit: Unit, page: Page) -> bool:
    """Tell what a page on a disease says below "Possible complications", "Outlook" or "Living with A" without a word of the product."""
    heading = page.heading_over(unit)
    if heading is None or heading is unit or heading.stems.isdisjoint(_COURSE) or unit.agents or heading.agents:
        return False
    if not _TREATED.isdisjoint(heading.stems):
        return False
    return page_disease(page) is not None or any(term.has("Condition", "Immunodeficiency") for term in heading.terms)  # "Complications of A"


def is_of_everybody(unit: Unit, page: Page) -> bool:
    """ "The background risk of A in the general population is 3%": what befalls people whatever they get; not "more often than in ..."."""
    if _AT_LARGE.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds[unit.first : unit.last]
    at = next((i for i, pair in enumerate(pairwise(folds)) if pair in _RATES_AT_LARGE), None)
    if at is None or not _BEYOND.isdisjoint(folds[max(0, at - _TO_THAN) : at]):
        return False
    met_with = (page.tokens.folds[agent.first - 1] for agent in unit.products if agent.first > unit.first)
    return bool(unit.cues("negation", "hedge")) or _MET_WITH.isdisjoint(met_with)


#: Words of which one stands in such a sentence, how it names rates at large, and what holds something against them with the tokens up to them.
_AT_LARGE = frozenset(("background", "general"))
_RATES_AT_LARGE = frozenset(
    (("general", "population"), *(("background", noun) for noun in ("risk", "rate", "incidence", "prevalence", "frequency")))
)
_BEYOND, _TO_THAN = frozenset(("than", "with", "to", "over", "above", "exceed", "exceeds", "exceeded", "beyond")), 4
#: Words before the product that say with what an effect was met: "... while among users of IVIG it occurs in 2%".
_MET_WITH = frozenset(("with", "after", "among", "on", "following", "given", "receiving", "under"))


def is_looked_for(unit: Unit, page: Page) -> bool:
    """Tell what a study looked for, not what it found: "Data on local and systemic reactions were recorded", "Safety endpoints will be: A; B"."""
    if not _ENDPOINTS.isdisjoint(unit.folds) and _NUMERAL.isdisjoint(unit.folds) and _plans(unit, page):
        return True
    if not _GOALS.isdisjoint(unit.folds) and _is_wished(unit, page):
        return True
    if _LOOKED_FOR.isdisjoint(unit.stems) or unit.folds.isdisjoint(("data", "outcome", "endpoint")) or not _NUMERAL.isdisjoint(unit.folds):
        return False
    return any(page.tokens.stems[i] in _LOOKED_FOR and page.tokens.stems[i - 1] == "be" for i in range(unit.first + 1, unit.last))


def _is_wished(unit: Unit, page: Page) -> bool:
    """ "Goals: no clots, no kidney injury", "The aim is no relapse": what is not to happen, which nobody has found yet."""
    folds = page.tokens.folds
    at = next((i for i in range(unit.first, min(unit.last, unit.first + _OPENING)) if folds[i] in _GOALS), None)
    return at is not None and "no" in folds[at : at + 2 * _OPENING] and _FOUND.isdisjoint(folds[at : unit.last])


def _plans(unit: Unit, page: Page) -> bool:
    """Whether a sentence that opens with what is to be measured speaks of a plan, or announces a list behind "to assess safety"."""
    opening = page.tokens.folds[unit.first : unit.first + _OPENING]
    at = next((i for i, word in enumerate(opening) if word in _ENDPOINTS), None)
    if at is None:
        return False
    behind = page.tokens.folds[unit.first + at : unit.last]
    is_aim = any(behind[i] == "to" and behind[i + 1] in _MEASURING for i in range(min(_TO_AIM, len(behind) - 1)))
    return "will" in behind[:_TO_PLAN] or (is_aim and not _FOUND.intersection(behind[:_TO_PLAN]))


#: Nouns for what a study measures, verbs of measuring, and tokens from the noun to "used to assess" and to "will".
_ENDPOINTS = frozenset(("variable", "endpoint", "end-point", "outcome", "parameter", "measure", "assessment", "criterion"))
_GOALS = frozenset(("goal", "goals", "aim", "aims", "target", "targets"))
_MEASURING = frozenset(("assess", "evaluate", "measure", "determine", "judge", "monitor"))
_FOUND = frozenset(("showed", "revealed", "met", "reached", "achieved", "found", "worsened", "fell", "rose"))
_TO_AIM = 6
_TO_PLAN = 10


_LOOKED_FOR = frozenset(("record", "collect", "assess", "evaluat", "document", "monitor", "includ"))
_NUMERAL = frozenset(("%", "patient", "/"))


_COURSE = frozenset(("complic", "complication", "outlook", "prognosi", "prognosis", stem("living")))
_TREATED = frozenset(("treatment", "treat", "therapi", "therapy", "infusion", "infus"))
#: Verbs by which a sentence says something of the disease that opens it.
_SAYING = "foreign-saying"


def has_other_subject(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether what stands before a verb of causing is nothing of the product: "Alcohol and sleeping pills can cause drowsiness"."""
    if _is_cause(unit, page, term):
        return True
    cue = causing_cue(unit, page, term)
    if cue is None or unit.is_item or any(agent.first < cue.first for agent in unit.products):
        return False
    start = stretch_start(page.tokens.surfaces, unit.first, cue.first, {";", ":"})
    if any(t.has("Constituent", "RiskFactor") and start <= t.first < cue.first for t in unit.terms):
        return False  # "aggregates and traces of factor XIa provoke thrombosis"
    subject = page.tokens.folds[start : cue.first]
    return bool(subject) and page.lists[_OF_PRODUCT].isdisjoint(subject)


def _is_cause(unit: Unit, page: Page, term: Term) -> bool:
    """ "fever, which was due to a urinary tract infection": what brought the effect about."""
    folds = page.tokens.folds
    at = term.first - 1 if folds[term.first - 1] not in {"a", "an", "the", "her", "his"} else term.first - 2
    return folds[at - 1 : at + 1] in (["due", "to"], ["attributed", "to"], ["ascribed", "to"]) and any(
        "AdverseEffect" in t.classes and t.last < at for t in unit.terms
    )


#: Words by which a text goes on speaking of its product or of how it is given, and those that open a clause about it.
_OF_PRODUCT = "foreign-of-product"
