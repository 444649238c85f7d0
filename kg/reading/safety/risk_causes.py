"""Constituents and ways of giving as causes: a sentence goes in, what it says that they bring about comes out as statements of risk."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kg.reading.cues import Cue, Phrase
from kg.reading.page import Page, Term, Unit
from kg.reading.safety.precautions import is_before_use
from kg.reading.safety.risk_factors import GROUPS, MAYBE, ROOT, RiskStatement, effect_before, factors_in, first_effect, heading_effect
from kg.reading.words import stem
from kg.records import Polarity

__all__ = [
    "BARRED_WAY",
    "BEFALLEN",
    "CAUSING",
    "FRONTING",
    "WAYS_OF_GIVING",
    "find_barred_way",
    "find_befalling",
    "find_blamed_constituents",
    "find_borne",
    "find_bracketed_factors",
    "find_causing_factors",
    "find_checked",
    "find_conditional",
    "find_fronted_factors",
    "find_in_such_cases",
    "find_in_whom",
    "find_inserted_factors",
    "find_oftener",
    "find_pierced",
    "find_proportional",
    "find_relative_factors",
    "find_traced",
    "find_weighed",
]


def find_causing_factors(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "Isoagglutinins cause haemolysis", "rapid infusion brings on headache": a constituent or the way of giving brings the effect about."""
    for term in unit.terms:
        if "Constituent" not in term.classes and term.concept not in WAYS_OF_GIVING and term.concept != BARRED_WAY:
            continue
        for cue in unit.relations:
            if cue.phrase.kind not in _BRINGING or not 0 <= cue.first - term.last <= _NEAR:
                continue
            effect = first_effect(unit, cue.last, unit.last)
            between = page.tokens.surfaces[term.last : cue.first]
            if effect is None or effect.concept == ROOT or effect.first - cue.last > _NEAR or not _APART.isdisjoint(between):
                continue
            if not _DENYING.isdisjoint(page.tokens.folds[max(unit.first, term.first - 2) : cue.last]):
                continue  # "contains no sucrose", "sucrose did not cause"
            yield RiskStatement(((unit, term, term.concept),), effect.concept, cue, unit)
            break


#: Relations that make what stands before them bring about what stands behind.
_BRINGING = frozenset(("adverse", "adverse-weak", "blame"))
#: The classes of what may bring an effect about: constituents, and the ways of giving, which are factors of risk.
CAUSING = frozenset(("Constituent", "RiskFactor"))
_DENYING = frozenset(("no", "not", "without", "never", "nor"))
#: Factors that lie in how the product is given.
WAYS_OF_GIVING = frozenset(("high-infusion-rate", "high-dose", "first-infusion", "product-switch", "long-break-in-treatment"))


#: Cues of effects that a group told at the front of the sentence meets with.
_ARISING = frozenset(("adverse-left", "adverse"))


def find_fronted_factors(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "In patients with very low IgA, allergic reactions may occur", "In A, it can cause B": whom the effect befalls, before a comma."""
    if unit.cues("negation"):
        return
    comma = next((i for i in range(unit.first, unit.last) if page.tokens.surfaces[i] == ","), unit.last)
    patients = next((cue for cue in unit.cues("patients") if cue.last < comma), None)
    cue = next((c for c in unit.relations if c.phrase.kind in _ARISING and c.first > comma), None)
    if patients is None or cue is None:
        return
    before = [t for t in unit.terms if patients.first <= t.first and t.last <= comma]
    factors = [t for t in before if t.concept in GROUPS or ("RiskFactor" in t.classes and "AdverseEffect" not in t.classes)]
    effect = first_effect(unit, comma, cue.first) if cue.phrase.kind == "adverse-left" else first_effect(unit, cue.last, unit.last)
    if factors and effect is not None and effect.concept != ROOT:
        yield RiskStatement(tuple((unit, t, GROUPS.get(t.concept, t.concept)) for t in factors), effect.concept, cue, unit)


def find_inserted_factors(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "may cause chills and, in people with kidney disease, kidney damage": whom an effect of the list befalls, between commas."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    cue = next((c for c in unit.relations if c.phrase.kind == "adverse"), None)
    if cue is None or unit.cues("negation") or (unit.rivals and not unit.products):
        return
    for opened in range(cue.last, unit.last - 2):
        if surfaces[opened] != "," or folds[opened + 1] not in FRONTING:
            continue
        closed = next((i for i in range(opened + 2, unit.last) if surfaces[i] in {",", ";", "("}), None)
        if closed is None or surfaces[closed] != ",":
            continue
        effect = next((t for t in unit.terms if 0 < t.first - closed <= _INSERTED and "AdverseEffect" in t.classes and t.concept != ROOT), None)
        if effect is None:
            continue
        factors = [f for f in factors_in(unit, page, opened + 2, closed, effect) if f[1].has("RiskFactor") or f[2] != f[1].concept]
        if factors:
            yield RiskStatement(tuple(factors), effect.concept, cue, unit)


#: Tokens from the comma to the effect: "a stroke", "even severe kidney damage".
_INSERTED = 3
#: Words that open a sentence with those whom an effect befalls.
FRONTING = frozenset(("in", "among", "with"))


def find_in_whom(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "Take care in those who lack IgA, and in people with haemophilia, in whom the shot can cause a bruise": whom, and what may befall them."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    warns = any(cue.phrase.kind == "caution" for cue in unit.safety)
    if unit.rivals and not unit.products:
        return
    for at in (i for i in range(unit.first + 2, unit.last - 2) if folds[i] == "in" and folds[i + 1] == "whom"):
        end = next((i for i in range(at, unit.last) if surfaces[i] == ";"), unit.last)
        cue = next((c for c in unit.relations if c.phrase.kind in _BEFALLS and at < c.first < end), None)
        effect = None if cue is None else first_effect(unit, at, cue.first) if cue.phrase.kind == "adverse-left" else first_effect(unit, cue.last, end)
        patients = next((c for c in reversed(unit.cues("patients")) if c.first < at), None)
        if cue is None or effect is None or effect.concept == ROOT or patients is None or not _DENYING.isdisjoint(folds[at:end]):
            continue
        told = factors_in(unit, page, patients.first, at, effect)
        factors = [f for f in told if _is_raising(f) or f[1].concept in _BLEEDERS or (warns and f[1].has("Condition", "Category"))]
        if factors:
            yield RiskStatement(tuple(factors), effect.concept, cue, unit)


#: Relations by which something befalls those of a clause "in whom ...".
_BEFALLS = frozenset(("adverse", "adverse-weak", "adverse-left"))


def find_in_such_cases(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "Tell us if you smoke or are over 65. In these cases clots are more likely.": those whom the sentence before asks for."""
    before, folds = unit.previous, page.tokens.folds
    if before is None or before.block != unit.block or unit.agents or unit.cues("negation") or before.cues("negation"):
        return
    if is_before_use(before, page):
        return  # an item of what is to be told, which has its effect from here
    at = next((i for i in range(unit.first + 2, min(unit.last, unit.first + _TO_CASES)) if folds[i] in _CASES), None)
    if at is None or folds[unit.first] not in {"in", "for", "with"} or folds[unit.first + 1] not in {"these", "such", "this", "those"}:
        return
    more = next((i for i in range(at, unit.last - 1) if folds[i] in _MORE or folds[i] in {"higher", "greater"}), None)
    effect = first_effect(unit, at, unit.last)
    if more is None or effect is None or effect.concept == ROOT or not _FIGURED.isdisjoint(folds[more : unit.last]):
        return
    factors = [f for f in factors_in(before, page, before.first, before.last, effect) if _is_raising(f) or f[1].concept in _ILL]
    if factors and not factors_in(unit, page, unit.first, unit.last, effect):
        yield RiskStatement(tuple(factors), effect.concept, Cue(more, more + 1, Phrase("rise")), unit)


#: Nouns for those of the sentence before, the tokens to one, and what is no more than others.
_CASES = frozenset(("case", "cases", "patients", "patient", "people", "person", "situation", "circumstance"))
_TO_CASES = 4
_FIGURED = frozenset(("than", "%"))
#: Complaints that the reader may have before the treatment, by the names of what they are as effects.
_ILL = frozenset(("kidney-complication", "heart-complication", "thrombocytopenia", "migraine"))


def find_checked(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "Check the kidneys first in patients with diabetes or gout": whom a label has checked, without a word on what may befall them."""
    patients = next(iter(unit.cues("patients")), None)
    if patients is None or unit.place.kind not in _ON_CARE or unit.cues("negation") or (unit.rivals and not unit.products):
        return
    if first_effect(unit, unit.first, patients.first) is not None:
        return  # "Monitor for haemolysis in patients with"
    factors = [f for f in factors_in(unit, page, patients.first, unit.last, None) if _is_raising(f)]
    if factors and not any(cue.phrase.kind in {"prone", "factors", "raise", "rise"} for cue in unit.safety):
        yield RiskStatement(tuple(factors), heading_effect(unit, page) or "", Cue(unit.first, unit.first + 1, Phrase("caution")), unit, _HELD_OUT)


#: Sections that ask for care.
_ON_CARE = frozenset(("warnings", "boxed"))


def find_bracketed_factors(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "A stroke (in smokers)", "Kidney failure (products with sucrose, diabetics)": in a list of effects, the bracket says whom each befalls."""
    if unit.place.kind not in _ON_EFFECTS or unit.cues("negation", "advice") or unit.rivals:
        return
    surfaces = page.tokens.surfaces
    for opened in (i for i in range(unit.first + 1, unit.last - 1) if surfaces[i] == "("):
        effect = next((t for t in unit.terms if t.last == opened and "AdverseEffect" in t.classes and t.concept != ROOT), None)
        closed = next((i for i in range(opened, unit.last) if surfaces[i] == ")"), None)
        if effect is None or closed is None or any(surfaces[i] == "%" or surfaces[i] in _FIGURES for i in range(opened, closed)):
            continue
        factors = factors_in(unit, page, opened + 1, closed, effect)
        is_opened = page.tokens.folds[opened + 1] in _IN_WHOM or any(f[1].has("Constituent") and f[1].first == opened + 1 for f in factors)
        if factors and is_opened and all(_is_raising(factor) for factor in factors):
            yield RiskStatement(tuple(factors), effect.concept, Cue(opened, opened + 1, Phrase("rise")), unit)


def _is_raising(factor: tuple[Unit, Term, str]) -> bool:
    return factor[1].has("RiskFactor", "Constituent") or factor[2] != factor[1].concept


#: Sections that list effects, words that open such a bracket, and signs of figures.
_ON_EFFECTS = frozenset(("adverse", "boxed", "warnings", "postmarketing"))
_IN_WHOM = frozenset(("in", "with", "if", "especially", "particularly", "mostly", "mainly", "chiefly", "usually", "after", "among", "when"))
_FIGURES = frozenset(("=", "/"))


def find_relative_factors(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "fluid overload, to which people with heart failure are prone", "clots, for which smoking is a risk factor": the effect stands first."""
    folds = page.tokens.folds
    for at in range(unit.first + 1, unit.last - 1):
        if folds[at + 1] != "which" or folds[at] not in {"to", "for"}:
            continue
        effect = next((t for t in reversed(unit.terms) if "AdverseEffect" in t.classes and 0 <= at - t.last <= 1), None)
        end = next((i for i in range(at, min(unit.last, at + _RELATIVE)) if folds[i] in _PRONE or folds[i : i + 2] == ["risk", "factor"]), None)
        if effect is None or effect.concept == ROOT or end is None or not _DENYING.isdisjoint(folds[at:end]):
            continue
        factors = tuple(factors_in(unit, page, at + 2, end, effect))
        if factors:
            yield RiskStatement(factors, effect.concept, Cue(end, end + 1, Phrase("prone")), unit)


#: Tokens of such a clause up to its last word, and these words.
_RELATIVE = 20
_PRONE = frozenset(("prone", "liable", "susceptible", "predisposed", "predispose", "predisposes", "vulnerable"))


def find_befalling(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "If you have a disease of the kidneys, you may suffer kidney failure": what the reader has, and what may come of it."""
    folds = page.tokens.folds
    comma = next((i for i in range(unit.first, unit.last) if page.tokens.surfaces[i] == ","), unit.last)
    verb = next((i for i in range(comma, min(unit.last, comma + _CLAUSE)) if folds[i] in _BEFALLING), unit.last)
    if "you" not in folds[comma:verb] or MAYBE.isdisjoint(folds[comma:verb]) or _HAVING.isdisjoint(folds[unit.first : comma]):
        return
    effect = first_effect(unit, verb, min(unit.last, verb + _NEAR))
    if effect is None or effect.concept == ROOT:
        return
    cue = Cue(comma, verb + 1, Phrase("prone"))
    factors = tuple(f for f in factors_in(unit, page, unit.first, comma, None) if f[1].has("RiskFactor", "Category") or f[2] != f[1].concept)
    if factors:
        yield RiskStatement(factors, effect.concept, cue, unit)


def find_oftener(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "Smokers on X have strokes more often", "Obese people given X had clots twice as often as others": whom the product harms oftener."""
    folds = page.tokens.folds
    more = next((i for i in range(unit.first, unit.last - 1) if folds[i] in {"more", "as"} and folds[i + 1] in _OFTEN), None)
    if more is None or unit.cues("negation") or unit.rivals:
        return
    effect = next((t for t in reversed(unit.terms) if t.last <= more and "AdverseEffect" in t.classes and t.concept != ROOT), None)
    if effect is None or more - effect.last > _TO_OFTEN or not {",", ";", "than"}.isdisjoint(folds[effect.last : more]):
        return
    verb = next((i for i in range(effect.first - 1, max(unit.first, effect.first - _TO_OBJECT) - 1, -1) if folds[i] in _BEFALLING | _BEFELL), None)
    if verb is None or any(agent.first > more for agent in unit.products):
        return  # "more often with one brand than with another"
    factors = [f for f in factors_in(unit, page, unit.first, verb, effect) if _is_raising(f)]
    if factors and factors[0][1].first - unit.first <= 1:
        yield RiskStatement(tuple(factors), effect.concept, Cue(more, more + 2, Phrase("prone")), unit)


_OFTEN = frozenset(("often", "frequently", "commonly"))
_BEFELL = frozenset(("suffered", "got", "had", "developed", "experienced"))
#: Tokens from the effect to "more often", with the product or "three times" between, and from the verb to its object.
_TO_OFTEN = 6
_TO_OBJECT = 3


def find_proportional(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "The faster X is infused, the more headaches there are", "The higher the dose, the greater the risk of A": what goes with what."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    comma = next((i for i in range(unit.first, unit.last) if surfaces[i] == ","), None)
    if comma is None or comma + 2 >= unit.last or (unit.rivals and not unit.products):
        return
    if folds[comma + 1] != "the" or folds[comma + 2] not in _GREATER:
        return
    said = folds[unit.first + 1 : comma]
    effect = first_effect(unit, comma, unit.last)
    if not said or effect is None or unit.cues("negation"):
        return
    if said[0] in _FASTER or (said[0] in _HIGHER and not _RATES.isdisjoint(said)):
        concept = "high-infusion-rate"
    elif said[0] in _HIGHER and not _DOSES.isdisjoint(said):
        concept = "high-dose"
    else:
        return
    term = Term(unit.first, unit.first + 2, concept, frozenset(("RiskFactor",)), 0.85, "cue")
    yield RiskStatement(((unit, term, concept),), effect.concept, Cue(comma + 1, comma + 3, Phrase("rise")), unit)


_FASTER = frozenset(("faster", "quicker", "fast"))
_HIGHER = frozenset(("higher", "larger", "bigger", "greater"))
_GREATER = _HIGHER | {"more", "likelier", "commoner", "worse"}
_RATES = frozenset(("rate", "speed"))
_DOSES = frozenset(("dose", "doses", "dosage"))


def find_conditional(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "If you switch brands, reactions may be more frequent", "When the drip runs too fast, headaches are likelier": what raises an effect."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    comma = next((i for i in range(unit.last - 1, unit.first, -1) if surfaces[i] == ","), None)
    if comma is None or unit.cues("negation", "advice") or (not unit.products and any(agent.first > comma for agent in unit.rivals)):
        return
    more = next((i for i in range(comma + 2, min(unit.last, comma + _TO_MORE)) if folds[i] in _MORE), None)
    if more is None:
        yield from _endangered(unit, page, comma)
    if more is None or (folds[more] == "more" and folds[more + 1 : more + 2] not in _LIKELY):
        return
    effect = first_effect(unit, comma, more)
    concept = effect.concept if effect is not None else ROOT if not _REACTIONS.isdisjoint(folds[comma:more]) else None
    factors = [f for f in factors_in(unit, page, unit.first, comma, effect) if _is_raising(f)]
    if concept is not None and factors:
        yield RiskStatement(tuple(factors), concept, Cue(more, more + 1, Phrase("rise")), unit)


def _endangered(unit: Unit, page: Page, comma: int) -> Iterator[RiskStatement]:
    """ "If you smoke or take the pill, there is a small risk of clots", "..., the risk of a clot is greater": a danger under a condition."""
    folds = page.tokens.folds
    risk = next((i for i in range(comma + 1, min(unit.last, comma + _TO_MORE)) if folds[i] in _DANGER), None)
    if risk is None or folds[risk + 1 : risk + 2] != ["of"]:
        return
    effect = first_effect(unit, risk, min(unit.last, risk + _NEAR))
    if effect is None or effect.concept == ROOT:
        return
    is_there = folds[comma + 1] == "there"
    if not is_there and _GROWN.isdisjoint(folds[effect.last : min(unit.last, effect.last + _NEAR)]):
        return
    factors = tuple(f for f in factors_in(unit, page, unit.first, comma, effect) if f[1].has("RiskFactor", "Category") or f[2] != f[1].concept)
    if factors:
        yield RiskStatement(factors, effect.concept, Cue(risk, risk + 1, Phrase("prone")), unit)


_DANGER = frozenset(("risk", "chance", "danger", "hazard", "likelihood"))
_GROWN = _HIGHER | {"increased", "raised", "elevated", "rise", "grow"}
#: Words for what is more frequent, and the tokens from the comma to them: "reactions such as a headache may be more frequent".
_MORE = frozenset(("more", "likelier", "commoner"))
_LIKELY = (["frequent"], ["common"], ["likely"], ["often"], ["probable"])
_REACTIONS = frozenset(("reaction", "reactions", "effect", "event", "complication", "problem"))
_TO_MORE = 10


def find_pierced(unit: Unit, page: Page) -> list[RiskStatement]:
    """ "If your blood clots poorly, a shot into the muscle can cause a bruise": those who bleed easily, and what the needle may do."""
    comma = next((i for i in range(unit.first, unit.last) if page.tokens.surfaces[i] == ","), None)
    way = next((t for t in unit.terms if t.concept in _PIERCING and t.first >= (unit.first if comma is None else comma)), None)
    if comma is None:  # "In people on A the injection can cause a bruise"
        comma = unit.last if way is None or page.tokens.folds[way.first - 1] not in _ARTICLES else way.first
    bled = next((t for t in unit.terms if t.concept in _BLED and way is not None and t.first >= way.last), None)
    if way is not None and bled is None:  # "In haemophilia, bleeding may follow the injection"
        follows = next((c for c in unit.relations if c.phrase.kind == "adverse-left" and c.first >= comma and way.first - c.last <= _TO_WAY), None)
        bled = next((t for t in unit.terms if follows is not None and t.concept in _BLED and comma <= t.first and t.last <= follows.first), None)
    if way is None or bled is None or unit.cues("negation"):
        return []
    named = [t for t in unit.terms if t.last <= comma and (t.concept in _BLEEDERS or t.has("RiskFactor"))]
    factors = tuple((unit, t, t.concept) for t in named)
    return [RiskStatement(factors, bled.concept, Cue(way.first, way.last, Phrase("prone")), unit)] if factors else []


_ARTICLES = frozenset(("the", "an", "a", "each", "any", "this"))
#: Tokens from "may occur after" to the way of giving.
_TO_WAY = 2
#: Ways of giving that need a needle in the flesh.
_PIERCING = frozenset(("intramuscular-injection", "injection"))


def find_borne(unit: Unit, page: Page, known_effects: Collection[str]) -> Iterator[RiskStatement]:
    """ "Clots followed 3 of 80 courses. All three were over 70, two smoked": what those had whom the effect of the sentence before befell.

    What all of them had is stated as a factor, what some had is held out as one.
    """
    before, folds, surfaces = unit.previous, page.tokens.folds, page.tokens.surfaces
    if before is None or before.block != unit.block or unit.agents or unit.cues("negation") or before.cues("negation"):
        return
    if any("AdverseEffect" in t.classes and "RiskFactor" not in t.classes for t in unit.terms):
        return
    told = [t for t in before.terms if "AdverseEffect" in t.classes and t.concept != ROOT]
    verb = next((i for i in range(unit.first + 1, min(unit.last, unit.first + _TO_HAVING)) if folds[i] in _HAVING_HAD), None)
    if len({t.concept for t in told}) != 1 or told[0].concept not in known_effects or verb is None:
        return
    first = next((i for i in range(verb, unit.last) if surfaces[i] in {",", ";"} or folds[i] == "and"), unit.last)
    factors = [f for f in factors_in(unit, page, verb, unit.last, None) if _is_raising(f)]
    cue = Cue(unit.first, verb + 1, Phrase("rise"))
    by_all = tuple(f for f in factors if f[1].first < first)
    by_some = tuple(f for f in factors if f[1].first >= first)
    for group, polarity in ((by_all, _STATED), (by_some, _HELD_OUT)):
        if group:
            yield RiskStatement(group, told[0].concept, cue, unit, polarity)


def find_clustered(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "Two strokes occurred, both in smokers with A": what all those had whom an effect befell, held out as a factor."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    cue = next((c for c in unit.relations if c.phrase.kind == "adverse-left"), None)
    effect = first_effect(unit, unit.first, cue.first) if cue is not None else None
    if cue is None or effect is None or effect.concept == ROOT or unit.cues("negation") or unit.rivals or "unrelated" in unit.folds:
        return
    at = next((i for i in range(cue.last, unit.last - 2) if folds[i] in BEFALLEN and surfaces[i - 1] in {",", "(", "-", "\u2014"}), None)
    if at is None or folds[at + 1] not in FRONTING:
        return
    told = factors_in(unit, page, at + 1, unit.last, effect)
    factors = tuple(f for f in told if _is_raising(f) or f[1].has("AdverseEffect"))  # not "both in patients with CIDP", who got the product for it
    if factors:
        yield RiskStatement(factors, effect.concept, Cue(at, at + 1, Phrase("rise")), unit, _HELD_OUT)


#: Words that take up those whom an effect befell, what they had, and the tokens to it: "all of these three patients were".
BEFALLEN = frozenset(("all", "both", "each"))
_HAVING_HAD = frozenset(("had", "were", "was", "received", "got", "carried", "took", "smoked"))
_TO_HAVING = 6
_STATED: Polarity = "affirmed"
_HELD_OUT: Polarity = "hedged"


def find_weighed(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "In patients with haemophilia, give X only if its benefits outweigh the risk of bleeding": those in whom a danger is weighed."""
    folds = page.tokens.folds
    weighed = next(i for i in range(unit.first, unit.last) if folds[i] == "outweigh")
    if not _BENEFITS.isdisjoint(folds[weighed:unit.last]) or _BENEFITS.isdisjoint(folds[unit.first : weighed]) or (unit.rivals and not unit.products):
        return
    only = next((i for i in range(weighed - 1, unit.first, -1) if folds[i] in _ONLY_IF and folds[i - 1] in {"only", "unless"} | _ONLY_IF), None)
    patients = next((i for i in range(unit.first, weighed) if folds[i] in FRONTING and i + 1 < weighed), None)
    if only is None or patients is None or patients > only:
        return
    effect = next((t for t in unit.terms if t.first > weighed and "AdverseEffect" in t.classes and t.concept != ROOT), None)
    risked = next((_RISKED[t.concept] for t in unit.terms if t.first > weighed and t.concept in _RISKED), None)
    concept = effect.concept if effect is not None else risked or heading_effect(unit, page) or ROOT
    end = next((i for i in range(patients, only) if page.tokens.surfaces[i] == "," and patients == unit.first and _gives(page, i, only)), only)
    factors = [f for f in factors_in(unit, page, patients, end, effect) if f[1].concept != "pregnancy"]
    if factors and not any(agent.first < f[1].last and f[1].first < agent.last for agent in unit.agents for f in factors):
        yield RiskStatement(tuple(factors), concept, Cue(weighed, weighed + 1, Phrase("prone")), unit)


def _gives(page: Page, comma: int, last: int) -> bool:
    """Tell the comma that closes the patients from one of a list of illnesses: what is to be given stands behind it."""
    return not _TO_GIVE.isdisjoint(page.tokens.stems[comma + 1 : min(last, comma + 1 + _TO_PRODUCT)])


_BENEFITS = frozenset(("benefit", "benefits", "advantage", "advantages", "gain", "gains"))
_ONLY_IF = frozenset(("if", "when", "where", "unless"))
#: Verbs of giving, and the tokens from the comma to them: ", X should be given".
_TO_GIVE = frozenset(map(stem, ("use", "give", "given", "administer", "inject", "consider", "treat", "infuse", "prescribe")))
_TO_PRODUCT = 8
#: Names of risks, and what is risked.
_RISKED = {"bleeding-risk": "hemorrhage"}


def find_barred_way(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "must never be injected into a vein, because shock could follow": the way that is barred, and what it may bring."""
    folds = page.tokens.folds
    way = next((t for t in unit.terms if t.concept in _INTO_VESSELS), None)
    if way is None or _BARRING.isdisjoint(folds[max(unit.first, way.first - _BARRED) : way.first + 1]):
        return
    reason = next((i for i in range(way.last, min(unit.last, way.last + _NEAR)) if folds[i] in _REASON), None)
    effect = first_effect(unit, reason, unit.last) if reason is not None else None
    if reason is None or effect is None or effect.concept == ROOT or MAYBE.isdisjoint(folds[reason : unit.last]):
        return
    yield RiskStatement(((unit, way, BARRED_WAY),), effect.concept, Cue(reason, reason + 1, Phrase("raise")), unit)


BARRED_WAY = "intravascular-administration"
_INTO_VESSELS = frozenset((BARRED_WAY, "intravenous-route", "intravenous-injection", "intravenous-infusion"))
_BARRING = frozenset(("not", "never"))
#: Tokens from "never" to the vessel.
_BARRED = 8
_REASON = frozenset(("because", "since", "as", "otherwise", "or"))
#: What a needle does to those who bleed easily, and who these are.
_BLED = frozenset(("hematoma", "contusion", "hemorrhage", "injection-site-bruising"))
_BLEEDERS = frozenset(("thrombocytopenia", "hemophilia", "coagulation-disorder", "von-willebrand-disease", "immune-thrombocytopenia"))
#: Tokens from the comma to the verb.
_CLAUSE = 6
_BEFALLING = frozenset(("suffer", "get", "have", "develop", "experience"))
_HAVING = frozenset(("have", "had", "suffer", "are"))


def find_blamed_constituents(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "Haemolysis is attributed to isoagglutinins", "has been linked to maltose": the effect stands before what brings it about."""
    for cue in unit.relations:
        is_linked = cue.phrase.kind == "adverse-weak" and page.tokens.folds[cue.last - 1] in _LINKING
        if cue.phrase.kind != "cause" and not is_linked:
            continue
        effect = _blamed_for(unit, page, cue)
        cause = next((t for t in unit.terms if "Constituent" in t.classes and t.first >= cue.last and _is_blamed(page, cue, t)), None)
        if not effect or cause is None or effect == ROOT or any(cue.first < cause.first for cue in unit.cues("negation")):
            continue
        if _APART.isdisjoint(page.tokens.surfaces[cue.last : cause.first]):
            yield RiskStatement(((unit, cause, cause.concept),), effect, cue, unit)


def find_traced(unit: Unit, page: Page) -> list[RiskStatement]:
    """ "Renal failure after X was traced to dehydration, sucrose and kidney disease": of a harm of the product all that stands behind is a cause."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    at = next((i for i in range(unit.first + 2, unit.last - 2) if folds[i] in TRACING and folds[i + 1] == "to" and folds[i - 1] in _TRACED), None)
    if at is None or any(cue.first <= at for cue in unit.cues("negation")):
        return []
    effect = next((t for t in unit.terms if "AdverseEffect" in t.classes and t.concept != ROOT and t.last <= at), None)
    if effect is None or effect.first - unit.first > _NEAR or not any(effect.last <= agent.first < at for agent in unit.products):
        return []
    if any(agent.first < at for agent in unit.rivals):
        return []
    end = next((i for i in range(at + 2, unit.last) if surfaces[i] == ";" or folds[i] in _GOING_ON), unit.last)
    factors = tuple(factors_in(unit, page, at + 2, end, effect))
    return [RiskStatement(factors, effect.concept, Cue(at, at + 2, Phrase("cause")), unit)] if any(map(_is_raising, factors)) else []


#: Verbs that lead from a harm to its causes, words before them, and words behind which no more causes stand.
TRACING = frozenset(("linked", "related", "attributed", "ascribed", "traced"))
_TRACED = frozenset(("been", "is", "was", "were", "are", "be", "often", "mostly", "mainly", "usually"))
_GOING_ON = frozenset(("but", "which", "that", "led", "whereas", "while", "although", "who"))


def _blamed_for(unit: Unit, page: Page, cue: Cue) -> str | None:
    """ "Haemolysis is due to A", "Haemolysis after IVIG is due to A", "It is due to A": the effect that a cause is given of."""
    effects = [t for t in unit.terms if "AdverseEffect" in t.classes and t.last <= cue.first]
    if effects:
        opened = page.tokens.surfaces[effects[-1].last] == "("  # "Thrombosis (1-5%) has been linked to A"
        closed = next((i + 1 for i in range(effects[-1].last, cue.first) if opened and page.tokens.surfaces[i] == ")"), effects[-1].last)
        between = range(closed, cue.first)
        own = sum(not any(agent.first <= i < agent.last for agent in unit.products) for i in between)
        return effects[-1].concept if own <= _APART_AT_MOST else None
    if page.tokens.folds[unit.first] in {"it", "this", "they", "these"} and cue.first - unit.first <= _APART_AT_MOST:
        return effect_before(unit)
    return None


def _is_blamed(page: Page, cue: Cue, term: Term) -> bool:
    """ "due to A", "ascribed to a rise of B and, in the past, to A": what stands behind the cue, or behind a second "to"."""
    if term.first - cue.last <= _NEAR:
        return True
    folds = page.tokens.folds
    again = folds[cue.last - 1]
    at = next((i for i in range(term.first - 1, max(cue.last, term.first - _AGAIN) - 1, -1) if folds[i] == again), None)
    return at is not None and not {"and", "or"}.isdisjoint(folds[cue.last : at])


#: Words behind which what an effect is linked to stands.
_LINKING = frozenset(("to", "with"))
#: Tokens from a repeated "to" to what is blamed.
_AGAIN = 3
#: Words between an effect and "is attributed to".
_APART_AT_MOST = 4
_APART = frozenset(("|", ";", ".", "which", "that"))
#: Words between a constituent, the verb and its effect.
_NEAR = 6
