"""Risk factors: a sentence's cues of risk and its terms go in, drafts of has_risk_factor with the effect that is raised come out.

A statement joins factors to an effect. Some cues have the factors before them ("obesity and old age raise the risk of clots"), some
behind ("clots are more common in obese patients"); a list may stand below its introduction, or above the sentence that judges it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kg.reading.clauses import CONFINING, UNWANTED, stretch_start
from kg.reading.cues import Cue, Phrase
from kg.reading.drafts import Draft
from kg.reading.openings import first_word, is_noun_phrase
from kg.reading.page import CLASS, Page, Term, Unit, is_part
from kg.reading.safety.asked_states import asked_before_use
from kg.reading.safety.histories import HISTORIES
from kg.reading.safety.other_subjects import is_of_everybody
from kg.reading.safety.prior_states import is_proneness
from kg.reading.safety.risk_causes import (
    BARRED_WAY,
    BEFALLEN,
    CAUSING,
    FRONTING,
    TRACING,
    find_barred_way,
    find_befalling,
    find_blamed_constituents,
    find_borne,
    find_bracketed_factors,
    find_causing_factors,
    find_checked,
    find_clustered,
    find_conditional,
    find_fronted_factors,
    find_in_such_cases,
    find_in_whom,
    find_inserted_factors,
    find_oftener,
    find_pierced,
    find_proportional,
    find_relative_factors,
    find_traced,
    find_weighed,
)
from kg.reading.safety.risk_factors import (
    ALLERGIES,
    EARLIER,
    EFFECT_OF,
    GROUPS,
    LEFT,
    ROOT,
    RiskStatement,
    effect_before,
    effect_before_cue,
    factors_in,
    first_effect,
    heading_effect,
    own_effect,
)
from kg.reading.subjects import is_excluded
from kg.reading.therapy.exposure import mentions_exposure
from kg.reading.words import stem
from kg.records import Polarity

__all__ = ["find_risk_statement", "risk_drafts"]

_KINDS = frozenset(("raise", "prone", "rise", "factors", "caution", "more"))
_SAFETY_SECTIONS = frozenset(
    ["warnings", "adverse", "boxed", "interactions", "contents", "postmarketing", "pregnancy", "dosage", "counselling"]
)
_SILENT_SECTIONS = frozenset(
    ["exclusion", "eligibility", "references", "studies", "disease", "methods", "storage", "indications", "transmission"]
)
#: Words by which an item of exclusion says why.
_REASONS = frozenset(("since", "because"))
#: Words that speak of effects as such.
_EFFECT_WORDS = frozenset(("reaction", "react", "complication", "complic", "effect", "event", "problem"))
_CLAUSES = frozenset(("because", "since", "but", "however", "although", "whereas", "therefore", "while", "so"))
_BACK = frozenset(("these", "this", "such", "they", "those", "all", "both"))
_WITH_REGARD = (["regard"], ["respect"], ["regards"])
_SEEMING = frozenset(("seem", "seems", "seemed", "appear", "appears", "appeared"))
_DOUBT = frozenset(("may", "might", "could", "possibly", "perhaps", "seem", "seems", "seemed", "appear", "appears", "appeared"))


def find_risk_statement(unit: Unit, page: Page, known_effects: Collection[str]) -> list[RiskStatement]:
    """Find what the unit says of risk factors; `known_effects` are those that the text has named before."""
    if page.topic is None and not unit.products:
        return []
    if not unit.products and is_of_everybody(unit, page):
        return []  # "Smoking raises the risk of a clot in the general population"
    if "donor" in unit.folds and not unit.products:
        return []  # who may give plasma, not who may get the product
    gives_reason = unit.place.kind == "exclusion" and not _REASONS.isdisjoint(unit.folds)  # "smokers, since clots are likelier in them"
    if unit.place.kind in _SILENT_SECTIONS and not gives_reason and not (_is_headed(unit, page) and page.topic_share >= _TOPIC_SHARE):
        return []
    result: list[RiskStatement] = []
    labelled = _labelled(unit, page) if unit.label_last is not None else None
    if labelled is None and (unit.is_item or unit.is_row):
        labelled = _below_heading(unit, page)
    labelled = labelled or _answered(unit, page)
    if labelled is not None:
        return [labelled]
    if unit.intro is not None and unit.place_in_block == 0:
        listed = _listed(unit, page, known_effects)
        if listed is not None:
            return [listed]
    asked = _asked_of(unit, page) or (asked_before_use(unit, page) if "if" in unit.folds else None)
    if asked is not None:
        return [asked]
    told_before = _of_those_before(unit, page) if page.tokens.folds[unit.first] in _THOSE else None
    if told_before is not None:
        return [told_before]
    named = unit.named()
    if "RiskFactor" in named:
        announced = _announced(unit, page)
        if announced is not None:
            return [announced]
    if not _REASONS.isdisjoint(unit.folds):
        reasoned = _reasoned(unit, page) or _reasoned_of_those_named(unit, page)
        if reasoned is not None:
            return [reasoned]
    listed_within = _bracketed(unit, page) or _judged_behind(unit, page)
    if listed_within is not None:
        return [listed_within]
    cues = _cues(unit, page) if unit.safety else []
    for number, cue in enumerate(cues):
        if _is_denied(unit, page, cue) or _is_of_infection(unit, page, cue) or _is_of_what_is_prevented(unit, page, cue):
            continue
        if _befalls_predisposed(unit, page, cue) or _is_of_dose(unit, page, cue) or _is_of_those_exposed(unit, page, cue):
            continue
        if _heads_effects(unit, page, cue) or _opens_with_whom(unit, page, cue) or _is_of_success(page, cue):
            continue
        if page.tokens.folds[cue.last : cue.last + 1] in _WITH_REGARD:
            continue  # "is good in particular with regard to A"
        if _tells_sequel(unit, page, cue) or _says_who_is_barred(unit, page, cue):
            continue
        statement = _statement(unit, page, cue, cues[number + 1 :], known_effects)
        if statement is not None:
            result.append(statement)
    grown = _of_growing_risk(unit, page, known_effects) if not result and not _ODDS.isdisjoint(unit.folds) else None
    if grown is not None:
        result.append(grown)
    if not named.isdisjoint(CAUSING):
        result.extend(find_causing_factors(unit, page))
        traced = find_traced(unit, page) if unit.products and not TRACING.isdisjoint(unit.folds) else []
        result.extend(traced or find_blamed_constituents(unit, page))
    if not result and "adverse" in unit.kinds and "," in unit.folds and not FRONTING.isdisjoint(unit.folds):
        result.extend(find_inserted_factors(unit, page))
    if not result and "(" in unit.folds and unit.has("AdverseEffect"):
        result.extend(find_bracketed_factors(unit, page))
    if "which" in unit.folds and unit.has("AdverseEffect"):
        result.extend(find_relative_factors(unit, page))
    if "whom" in unit.folds and unit.has("AdverseEffect"):
        result.extend(find_in_whom(unit, page))
    if "Route" in named:
        result.extend(find_barred_way(unit, page))
    if not result and "outweigh" in unit.folds:
        result.extend(find_weighed(unit, page))
    opener = page.tokens.folds[unit.first]
    if not result and opener in BEFALLEN:
        result.extend(find_borne(unit, page, known_effects))
    if not result and not BEFALLEN.isdisjoint(unit.folds) and (unit.products or unit.place.kind in _SAFETY_SECTIONS):
        result.extend(find_clustered(unit, page))
    if not result and "often" in unit.folds and unit.products:
        result.extend(find_oftener(unit, page))
    if opener == "the" and not result:
        result.extend(find_proportional(unit, page))
    if opener in {"if", "when"} and not result:
        result.extend(find_conditional(unit, page))
    if opener in _CHECKS and not result:
        result.extend(find_checked(unit, page))
    if opener in FRONTING and not result:
        result.extend(find_in_such_cases(unit, page))
    if opener == "if":
        result.extend(find_pierced(unit, page) or find_befalling(unit, page))
    elif not result and "if" in unit.folds and unit.cues("advice", "if-you"):
        result.extend(find_pierced(unit, page))  # "Tell us if you bleed easily, since injections into a muscle can cause bruises"
    elif not result and opener in FRONTING:
        result.extend(find_pierced(unit, page) or find_fronted_factors(unit, page))
    return result


#: Verbs by which a label has something checked.
_CHECKS = frozenset(("check", "assess", "measure", "test", "determine", "consider", "evaluate"))


def _of_those_before(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Use it with care in A. They may be more prone to B", "If you have A, take care. You could have more B": of whom a pronoun speaks."""
    before, folds = unit.previous, page.tokens.folds
    if before is None or before.block != unit.block or before.first >= before.last or unit.rivals or unit.cues("negation"):
        return None
    addressed = folds[unit.first] == "you"
    if not addressed and unit.cues("patients") == [] and not before.agents and before.cues("history", "negation") == []:
        run = next((cue for cue in unit.safety if cue.phrase.kind == "prone" and not cue.phrase.value and cue.first - unit.first <= 1), None)
        if run is not None and folds[unit.first] == "they":
            return _of_people_before(unit, page, run)
    warns = any(cue.phrase.kind == "caution" for cue in before.safety)
    if (addressed and folds[before.first] != "if") or not (addressed or warns) or before.cues("negation"):
        return None
    if unit.agents:
        return None
    effect = first_effect(unit, unit.first, unit.last)
    more = next((i for i in range(unit.first + 1, min(unit.last, unit.first + _TO_MORE)) if folds[i] in _MORE_THAN_OTHERS), None)
    if effect is None or more is None or effect.first < more or factors_in(unit, page, unit.first, unit.last, effect):
        return None
    factors = factors_in(before, page, before.first, before.last, None)
    return RiskStatement(tuple(factors), effect.concept, Cue(more, more + 1, Phrase("prone")), unit) if factors else None


def _of_people_before(unit: Unit, page: Page, cue: Cue) -> RiskStatement | None:
    """ "Some people smoke. They run a higher risk of A with X": those of the sentence before, and the product that is told of them."""
    before = unit.previous
    effect = first_effect(unit, cue.last, unit.last)
    if before is None or effect is None or effect.concept == ROOT or not (unit.products or page.topic is not None):
        return None
    if not any(page.tokens.stems[i] in _PEOPLE for i in range(before.first, before.last)):
        return None
    factors = [f for f in factors_in(before, page, before.first, before.last, None) if f[1].has("RiskFactor") or f[2] != f[1].concept]
    told = bool(unit.products) or unit.place.kind in _SAFETY_SECTIONS
    return RiskStatement(tuple(factors), effect.concept, cue, unit) if factors and told else None


#: Pronouns for those of the sentence before, and the tokens from one to "more".
_THOSE = frozenset(("they", "these", "such", "you"))
_TO_MORE = 6


def _reasoned(unit: Unit, page: Page) -> RiskStatement | None:
    """ "diabetes or a stroke, since A is more frequent in such patients": the reason says what befalls those who were named before it."""
    folds = page.tokens.folds
    at = next(i for i in range(unit.first, unit.last) if folds[i] in _REASONS)
    end = next((i for i in range(at + 2, unit.last - 1) if folds[i] in {"in", "for"} and folds[i + 1] in _NAMED_BEFORE), None)
    if end is None and unit.cues("advice") and folds[unit.last - 2] == "then":  # "Diabetes? Tell us, because A is likelier then"
        end = unit.last - 2
    if end is None or _MORE_THAN_OTHERS.isdisjoint(folds[at:end]) or unit.cues("negation"):
        return None
    effect = next((t for t in unit.terms if at < t.first < end and "AdverseEffect" in t.classes and t.concept != ROOT), None)
    named = [t for t in unit.terms if t.last <= at and t.has("Condition", "RiskFactor") and not is_part(unit, t)]
    if effect is None or not named:
        return None
    factors = factors_in(unit, page, unit.first, at, effect) or [(unit, t, t.concept) for t in named if t.concept != effect.concept]
    return RiskStatement(tuple(factors), effect.concept, Cue(at, at + 1, Phrase("rise")), unit) if factors else None


def _reasoned_of_those_named(unit: Unit, page: Page) -> RiskStatement | None:
    """ "a stroke within a year, because it raises the clotting hazard of IVIG": the reason says what those named before it raise."""
    folds = page.tokens.folds
    at = next(i for i in range(unit.first, unit.last) if folds[i] in _REASONS)
    verb = next((i for i in range(at + 1, min(unit.last, at + _TO_RAISING)) if page.tokens.stems[i] in _RAISES), None)
    if verb is None or _NAMED_AS.isdisjoint(folds[at:verb]) or unit.cues("negation") or unit.rivals:
        return None
    danger = next((i for i in range(verb, min(unit.last, verb + _TO_DANGER)) if folds[i] in _DANGERS), None)
    if danger is None or not (any(agent.first > verb for agent in unit.products) or (page.topic is not None and not unit.agents)):
        return None
    named = next((t for t in unit.terms if verb < t.first and _is_effect(t)), None)
    effect = named.concept if named is not None else next((EFFECT_OF[folds[i]] for i in range(verb, danger) if folds[i] in EFFECT_OF), None)
    is_past = not _PAST.isdisjoint(folds[unit.first : at])
    factors = [(owner, term, HISTORIES.get(slug, slug) if is_past else slug) for owner, term, slug in factors_in(unit, page, unit.first, at, named)]
    return RiskStatement(tuple(factors), effect, Cue(verb, danger + 1, Phrase("raise")), unit) if factors and effect is not None else None


#: Stems of verbs that raise a risk, words for those named before, and the tokens between.
_RAISES = frozenset(map(stem, ("raise", "increase", "add", "heighten", "double", "multiply", "elevate")))
_NAMED_AS = frozenset(("it", "they", "both", "this", "these", "either", "each", "all"))
_PAST = frozenset(("within", "past", "last", "previous", "previously", "prior", "recent", "earlier", "history", "ago", "preceding", "before"))
_TO_RAISING = 4
_TO_DANGER = 6


def _bracketed(unit: Unit, page: Page) -> RiskStatement | None:
    """ "You are at risk of clots (smoking, bed rest, the pill)": the bracket behind an effect that one is at risk of lists what raises it."""
    surfaces, folds = page.tokens.surfaces, page.tokens.folds
    if "(" not in unit.folds or _DANGERS.isdisjoint(unit.folds) or unit.cues("negation"):
        return None
    if any(cue.phrase.kind == "lessen" for cue in (*unit.safety, *unit.relations)):
        return None
    for opened in (i for i in range(unit.first, unit.last) if surfaces[i] == "("):
        effect = next((t for t in unit.terms if 0 <= opened - t.last <= _TO_BRACKET and (_is_effect(t) or t.concept in _KIDNEYS)), None)
        closed = next((i for i in range(opened, unit.last) if surfaces[i] == ")"), None)
        if effect is None or closed is None or _DANGERS.isdisjoint(folds[max(unit.first, effect.first - _TO_BRACKET) : opened]):
            continue
        if {",", ";"} & set(surfaces[effect.last : opened]):
            continue
        factors = factors_in(unit, page, opened + 1, closed, effect)
        raising = [factor for factor in factors if factor[1].has("RiskFactor") or factor[2] != factor[1].concept]
        told = unit.place.kind in _SAFETY_SECTIONS or bool(unit.products)
        if told and len(raising) >= _FEWEST_LISTED and len(raising) * 2 > len(factors):
            raised = _KIDNEY_FAILURE if effect.concept in _KIDNEYS else effect.concept
            return RiskStatement(tuple(factors), raised, Cue(effect.first, effect.last, Phrase("factors")), unit)
    return None


def _is_effect(term: Term) -> bool:
    return "AdverseEffect" in term.classes and term.concept != ROOT


#: What kidney trouble is before a treatment, and what it is that one is at risk of.
_KIDNEYS = frozenset(("renal-insufficiency", "kidney-complication"))
_KIDNEY_FAILURE = "acute-kidney-injury"

#: Words for a risk, the tokens from an effect to the bracket and from the word for a risk to the effect, and the factors of a list.
_DANGERS = frozenset(("risk", "risks", "danger", "chance", "hazard", "likelihood"))
_TO_BRACKET = 4
_FEWEST_LISTED = 2


def _judged_behind(unit: Unit, page: Page) -> RiskStatement | None:
    """ "You switch brands, or your last dose was long ago: side effects are likelier": what the list before a colon makes more frequent."""
    surfaces, folds = page.tokens.surfaces, page.tokens.folds
    if ":" not in unit.folds or unit.place.kind not in _SAFETY_SECTIONS or unit.cues("negation"):
        return None
    colon = next((i for i in range(unit.last - 1, unit.first, -1) if surfaces[i] == ":"), None)
    if colon is None:
        return None
    judged = next((i for i in range(colon + 1, unit.last) if folds[i] in _MORE_THAN_OTHERS), None)
    effect = first_effect(unit, colon + 1, judged) if judged is not None else None
    if judged is None or effect is None or effect.first - colon > _TO_EFFECT or unit.last - judged > _TO_END:
        return None
    factors = factors_in(unit, page, unit.first, colon, effect)
    if not any(factor[1].has("RiskFactor") for factor in factors) or factors_in(unit, page, colon + 1, unit.last, effect):
        return None
    return RiskStatement(tuple(factors), effect.concept, Cue(judged, judged + 1, Phrase("rise")), unit)


#: Tokens from the colon to the effect, and from the judgement to the end: "likelier", "more likely then".
_TO_EFFECT = 4
_TO_END = 5


#: Words for those who were named before a reason, and for what befalls them more than others.
_NAMED_BEFORE = frozenset(("such", "them", "these"))
_MORE_THAN_OTHERS = frozenset(("more", "likelier", "commoner", "higher", "greater"))


def _heads_effects(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Most common in A (at least 5%): headache, fever": for what illness the product was given when the effects behind the colon were counted."""
    if cue.phrase.kind != "rise" or cue.first != unit.first:
        return False
    colon = next((i for i in range(cue.last, unit.last) if page.tokens.surfaces[i] == ":"), None)
    if colon is None:
        return False
    named = [term for term in unit.terms if cue.first <= term.first and term.last <= colon and term.has("Condition", "Immunodeficiency")]
    return bool(named) and not any(term.has("RiskFactor") for term in named)


def _opens_with_whom(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "In predisposed patients, A has followed": whom it befalls; what comes behind the comma are no factors."""
    if cue.phrase.kind != "factors" or page.tokens.folds[unit.first] != "in" or cue.first - unit.first > 1:
        return False
    return page.tokens.surfaces[cue.last : cue.last + 1] == [","]


def _goes_on_with(page: Page, cue: Cue, term: Term) -> bool:
    """Tell an effect behind the comma that closes the phrase in which a cue names the factors."""
    return term.has("AdverseEffect") and not term.has("RiskFactor") and "," in page.tokens.surfaces[cue.last : term.first]


def _befalls_predisposed(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Predisposed patients have developed A": whom it befell; what comes behind the verb are no factors."""
    behind = page.tokens.folds[cue.last : cue.last + 2]
    opens = cue.phrase.kind == "factors" and cue.first - unit.first <= 1
    return opens and (behind[:1] in _BEFELL or (behind[:1] in _HAVING and behind[1:] in _BEFELL))


_HAVING = (["have"], ["has"], ["may"], ["can"])
_BEFELL = (["developed"], ["develop"], ["had"], ["suffered"], ["suffer"], ["experienced"], ["experience"], ["died"])


def _says_who_is_barred(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "is contraindicated in those who have had A, and in people with B": whom the product is kept from, no factor of A."""
    if cue.phrase.kind == "prone" and unit.is_item and unit.place.kind == "contraindications" and page.tokens.folds[cue.first - 1] in _WHO:
        return True  # an item "A, and those with B or at high risk of C" below "is contraindicated in:"
    if cue.phrase.kind != "prone" or cue.phrase.value != "strict":
        return False
    return any(ban.phrase.kind.startswith("contraindicated") and ban.first < cue.first for ban in unit.relations)


#: What stands before "at high risk of" where it says who.
_WHO = frozenset(("or", "and", "those", "patient", "patients", "people", "anyone", "are", "is"))
#: A text that names its product this often means its own risks by "risk factors".
_TOPIC_SHARE = 0.15


def _is_headed(unit: Unit, page: Page) -> bool:
    """The heading, or the one above it, says that risk factors follow."""
    return _heading_of_factors(unit, page) is not None


def _heading_of_factors(unit: Unit, page: Page) -> tuple[Unit, Cue] | None:
    for block in (unit.place.heading, unit.place.parent):
        heading = page.headings.get(block) if block is not None else None
        if heading is None or heading is unit:
            continue
        asks_what = page.tokens.folds[first_word(heading, page)] == "what"  # "What raises the risk of clots?"
        for cue in heading.safety:
            if cue.phrase.kind == "factors" or (asks_what and cue.phrase.kind == "raise"):
                return heading, cue
        if _asks_who(heading, page):
            return heading, Cue(heading.first, heading.last, Phrase("factors"))
    return None


def _asks_who(unit: Unit, page: Page) -> bool:
    """ "Who is at risk?", but not "Who is at risk of rabies?", which asks for those who fall ill."""
    if "risk" not in unit.folds or page.tokens.folds[first_word(unit, page)] != "who" or unit.cues("negation"):
        return False
    return not any(term.has("Condition") and not term.has("AdverseEffect") for term in unit.terms)


def _below_heading(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Kidney failure", an item "Dehydration" below it, all below "Risk factors": the nearest heading names the effect."""
    headed = _heading_of_factors(unit, page)
    if headed is None or unit.is_heading:
        return None
    heading, cue = headed
    named = heading_effect(unit, page)
    generic = ROOT if not _EFFECT_WORDS.isdisjoint(page.tokens.stems[heading.first : heading.last]) else ""
    factors = [factor for factor in factors_in(unit, page, unit.first, unit.last, None) if not _is_feared(page, factor[1])]
    return RiskStatement(tuple(factors), named or generic, cue, unit) if factors else None


def _is_feared(page: Page, term: Term) -> bool:
    """ "Migraine (a higher chance of meningitis)": what the factor may bring."""
    before = page.tokens.folds[max(0, term.first - _OF_RISK) : term.first]
    return "of" in before and not {"risk", "chance", "danger", "likelihood"}.isdisjoint(before)


#: Tokens of "risk of a".
_OF_RISK = 3


def _answered(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Who is more likely to get a clot? Smokers, people over 65 and women on the pill.": the answer lists the factors."""
    asked = page.question_before(unit) or (_heading_of_care(unit, page) if unit.is_item else None)
    if asked is None:
        return None
    if page.tokens.folds[first_word(asked, page)] not in {"who", "what"}:
        return None
    cue = next((c for c in asked.safety if c.phrase.kind in {"prone", "raise", "factors", "more"}), None)
    effect = first_effect(asked, asked.first, asked.last)
    if _asks_who(asked, page):
        cue = Cue(asked.first, asked.last, Phrase("factors"))
    elif effect is None and page.tokens.folds[first_word(asked, page)] == "who" and not _CAREFUL.isdisjoint(asked.folds) and not asked.cues("negation"):
        cue = Cue(asked.first, asked.last, Phrase("caution"))  # "Who should be careful with it?"
    elif effect is None:
        return None
    is_care = cue is not None and cue.phrase.kind == "caution"
    if cue is None or not (is_noun_phrase(unit, page, unit.last) or (is_care and unit.is_item)):
        return None
    factors = factors_in(unit, page, unit.first, unit.last, None)
    if is_care and len(factors) > 1:
        factors = [factor for factor in factors if factor[2] != "female-sex"]  # "women taking oestrogen"
    if is_care and any("AdverseEffect" in term.classes and "RiskFactor" not in term.classes for term in unit.terms):
        return None  # "Clots favour older people"
    polarity: Polarity = "hedged" if is_care else "affirmed"
    return RiskStatement(tuple(factors), effect.concept if effect is not None else ROOT, cue, unit, polarity) if factors else None


def _heading_of_care(unit: Unit, page: Page) -> Unit | None:
    """ "Who should be careful?" over a list."""
    heading = page.heading_over(unit)
    is_question = heading is not None and heading is not unit and page.tokens.surfaces[heading.last - 1] == "?"
    return heading if is_question and heading is not None and not _CAREFUL.isdisjoint(heading.folds) else None


_CAREFUL = frozenset(("careful", "care", "caution", "cautious", "cautiously"))


def _asked_of(unit: Unit, page: Page) -> RiskStatement | None:
    """ "On blood thinners? Tell us: they make bruises likelier", "Over 65? Your odds of a clot go up": a question that is a factor, and its effect."""
    asked = page.question_before(unit)
    if asked is None or asked.last - asked.first > _QUESTION:
        return None
    cue = next((c for c in unit.safety if c.phrase.kind in {"prone", "raise", "more"}), None)
    if cue is None and not _ODDS.isdisjoint(unit.folds) and not _GOING_UP.isdisjoint(unit.folds):
        cue = Cue(unit.first, unit.first + 1, Phrase("rise"))
    effect = first_effect(unit, unit.first, unit.last)
    if cue is None or effect is None or unit.cues("negation") or asked.products or asked.block != unit.block:
        return None
    factors = factors_in(asked, page, asked.first, asked.last, None)
    named = {i for _, term, _ in factors for i in range(term.first, term.last)}
    rest = [page.tokens.folds[i] for i in range(asked.first, asked.last - 1) if i not in named]
    if not factors or not _OF_QUESTION.issuperset(rest) or factors_in(unit, page, unit.first, unit.last, effect):
        return None
    return RiskStatement(tuple(factors), effect.concept, cue, unit)


_ODDS = frozenset(("odds", "odd", "chance", "chances", "risk", "risks", "likelihood", "danger", "hazard", "peril"))
_GOING_UP = frozenset(("up", "higher", "rise", "rises", "greater", "increase", "increases", "climb", "climbs", "grow", "bigger", "raised"))
#: Tokens of a question that is no more than a factor, and its words beside the factor.
_QUESTION = 10
_OF_QUESTION = frozenset(
    (
        "been", "more", "than", "being", "is", "your", "for", "long", "time", "recently",
        "on", "over", "taking", "take", "using", "have", "got", "had", "do", "you", "are", "a", "an", "or", ",", "and", "ever", "already", "prone", "to",
        "living", "with", "any",
    )
)  # fmt: skip


def _labelled(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Thrombosis: age over 65, immobility, ..." below "Risk factors": the label names the effect, the list its factors."""
    if unit.label_last is None or not _is_headed(unit, page):
        return None
    effect = first_effect(unit, unit.first, unit.label_last)
    headed = _heading_of_factors(unit, page)
    factors = factors_in(unit, page, unit.label_last, unit.last, effect)
    if effect is None or headed is None or not factors:
        return None
    return RiskStatement(tuple(factors), effect.concept, headed[1], unit)


def risk_drafts(unit: Unit, page: Page, statements: Sequence[RiskStatement]) -> Iterator[Draft]:
    """Give a draft for each factor."""
    for statement in statements:
        agents = [agent for agent in statement.owner.products if not is_excluded(agent, page)]
        agent = agents[0] if agents else None
        subject = (agent.concept if agent else page.topic) or CLASS
        for owner, term, concept in statement.factors:
            yield Draft(
                subject,
                "has_risk_factor",
                concept,
                term.first,
                term.last,
                f"risk {statement.cue.phrase.kind}",
                round(0.8 * term.score, 3),
                owner.index,
                subject_span=(agent.first, agent.last) if agent else None,
                cue_span=(statement.cue.first, statement.cue.last),
                polarity="negated" if _is_exempt(page, term) and concept != BARRED_WAY else statement.polarity,
                effect=statement.effect,
            )


def _is_exempt(page: Page, term: Term) -> bool:
    """ "was raised by A and B, but not by C": the factor that a list takes out."""
    before = page.tokens.folds[max(0, term.first - 3) : term.first]
    return "not" in before and before[-1] in {"by", "in", "with", "for", "not"} and not {"if", "who", "when"}.intersection(before)


def _cues(unit: Unit, page: Page) -> list[Cue]:
    """The cues of risk, of overlapping ones the longest."""
    found = [cue for cue in unit.safety if cue.phrase.kind in _KINDS]
    if not found:
        return []
    named = [t for t in unit.terms if "RiskFactor" in t.classes]
    found = [
        cue
        for cue in found
        if not any(t.first <= cue.first and cue.last <= t.last and t.last - t.first > cue.last - cue.first for t in named)
    ]
    found = [
        cue
        for cue in found
        if not any(
            other.first <= cue.first and cue.last <= other.last and other.last - other.first > cue.last - cue.first for other in found
        )
    ]
    makes = [cue.first for cue in unit.safety if cue.phrase.kind == "make"]
    if unit.cues("advice"):
        found = [cue for cue in found if cue.phrase.kind != "prone" or cue.phrase.value != "strict"]  # "Tell us if you have, or have had, a rash"
    # "used a pill, which may have contributed", "someone using it may get them: A, B"
    folds = page.tokens.folds
    found = [cue for cue in found if cue.phrase.value != "strict" or not (folds[cue.first - 1] in _OF_THINGS or folds[cue.last] in _EFFECTS_BEFORE)]
    return [cue for cue in found if cue.phrase.kind != "more" or any(0 < cue.first - make <= 9 for make in makes)]


#: Pronouns of things, which have no risk of their own.
_OF_THINGS = frozenset(("which", "that", "it", "this"))
#: Pronouns of effects that were named before.
_EFFECTS_BEFORE = frozenset(("them", "these"))
_CONCEDING = frozenset(("although", "though", "while", "whereas"))
_CATCHING = frozenset(("exposure", "contracting", "catching", "acquiring", "infection", "contact", "bia"))


def _is_of_infection(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "individuals at risk of exposure to the virus", "prone to pneumonia": a risk that the product is given against; or "of bias"."""
    caught = not _CATCHING.isdisjoint(page.tokens.folds[cue.last : cue.last + 2])
    return (cue.phrase.kind == "prone" and caught) or is_proneness(unit, cue)


def _is_of_dose(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "The dose depends on weight, kidney function and A": what is measured out by it, no effect; "the frequency of B depends on A" is one."""
    if cue.phrase.kind != "rise" or page.tokens.stems[cue.first] not in _DEPENDING or unit.cues("negation"):
        return False
    start = stretch_start(page.tokens.folds, unit.first, cue.first, {";", ",", "but", "while", "whereas"})
    subject = range(max(start, cue.first - _TO_DEPENDING), cue.first)
    return any(page.tokens.folds[i] in _DOSES for i in subject) and first_effect(unit, subject.start, subject.stop) is None


#: Stems of verbs by which one thing goes by another, words for what is measured out, and tokens from these to the verb.
_DEPENDING = frozenset(map(stem, ("depend", "depends", "depending", "dependent", "vary", "varies")))
_DOSES = frozenset(("dose", "doses", "dosage", "dosages", "dosing", "posology", "schedule", "regimen", "interval", "amount", "volume", "duration"))
_TO_DEPENDING = 12


def _is_of_those_exposed(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "given to contacts of A who are at risk of complications", "given to people at high risk such as": of the illness that they may catch."""
    is_given = any(c.phrase.kind in _OF_USES and c.last <= cue.first for c in unit.relations)
    if cue.phrase.kind == "factors" and is_given and page.tokens.folds[cue.first - 1] in _GIVEN_TO:
        return not any(c.phrase.kind in {"caution", "raise", "rise"} for c in unit.safety) and first_effect(unit, unit.first, cue.first) is None
    if cue.phrase.kind != "prone" or page.tokens.folds[cue.last - 1] not in {"of", "for"}:
        return False
    is_against = any(c.phrase.kind in _AGAINST and c.last <= cue.first for c in unit.relations)  # "reduces the severity of A in people at risk"
    if not is_against and not mentions_exposure(page, unit.first, cue.first):
        return False
    behind = page.tokens.folds[cue.last : cue.last + _TO_COMPLICATIONS]
    return not _COURSE_OF_ILLNESS.isdisjoint(behind) and not any(agent.first > cue.last for agent in unit.products)


#: Relations of a cue of use, those of one that names an illness, and words that lead from it to those whom the product is given.
_OF_USES = frozenset(("treats", "treats-prevents", "prevents", "treats-outcome", "treats-understood", "given", "lessen"))
_AGAINST = frozenset(("treats", "treats-prevents", "prevents", "lessen"))
_GIVEN_TO = frozenset(("for", "in", "to", "of", "among", "the", "all"))
_COURSE_OF_ILLNESS = frozenset(("complication", "complications", "disease", "illness", "infection", "course"))


def _is_of_what_is_prevented(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "those at high risk of severe chickenpox": of an illness that is no effect, against which the product may be given."""
    if cue.phrase.kind == "raise":  # "predisposes to A, which IVIG prevents"
        folds = page.tokens.folds
        return any(c.phrase.kind == "prevents" and c.first > cue.last and {"which", "that"} & set(folds[cue.last : c.first]) for c in unit.relations)
    if cue.phrase.kind == "prone" and page.tokens.folds[cue.first - 1] == "who" and page.tokens.folds[cue.last - 1] in {"have", "has"}:
        return True  # "the elderly, who more often have A": what people have anyway
    if cue.phrase.kind != "prone" or page.tokens.folds[cue.last - 1] not in {"for", "of", "to"}:
        return False
    if page.tokens.folds[cue.last - 1] == "to" and unit.products:
        return False  # "on IVIG, pregnant women are more prone to A"
    named = next((t for t in unit.terms if 0 <= t.first - cue.last <= 1), None)
    return named is not None and named.has("Condition", "Immunodeficiency") and not named.has("AdverseEffect", "RiskFactor")


def _is_of_success(page: Page, cue: Cue) -> bool:
    """ "can increase the rate of successful pregnancy": what is raised is what is hoped for; "the effect of X was confined to A"."""
    if cue.phrase.kind == "rise" and not CONFINING.isdisjoint(page.tokens.folds[cue.first : cue.last]):
        at = next((i for i in range(cue.first - 1, max(0, cue.first - _TO_GAIN) - 1, -1) if page.tokens.folds[i] in _GAINS), None)
        return at is not None and page.tokens.folds[at - 1] not in UNWANTED
    if cue.phrase.kind == "rise" and page.tokens.stems[cue.first] in _GROWING:
        before = page.tokens.folds[max(0, cue.first - _TO_BENEFIT) : cue.first]
        return not _BENEFITS.isdisjoint(before) and UNWANTED.isdisjoint(before)  # "The protection grows with the dose"
    return cue.phrase.kind == "raise" and not _HOPED.isdisjoint(page.tokens.stems[cue.last : cue.last + 2])


#: Words for what a treatment does, and the tokens from them to the limit of it.
_GAINS = frozenset((
    "effect", "benefit", "benefits", "efficacy", "gain", "improvement", "response", "responses", "use", "uses", "indication", "indications", "approval",
    "licence", "license", "treatment",
))  # fmt: skip
_TO_GAIN = 7
#: Words for what a treatment is given for, and the tokens from one to the verb: "protection from severe infections".
_BENEFITS = frozenset(("protection", "benefit", "benefits", "efficacy", "effectiveness"))
_TO_BENEFIT = 6
_HOPED = frozenset(("success", "liv", "surviv", "survival", "respons", "response", "remiss", "remission", "recoveri", "recovery", "pregnanc", "cur"))
#: Names that speak of factors as such, and the effect that they are of.
_ANNOUNCING = {"thrombosis-risk-factor": "thromboembolism"}
_ANNOUNCED_BY = frozenset(("be", "are", "is", "were", "include", "comprise", ":"))
#: Words from such a name to its verb: "risk factors for thrombosis with IVIG are".
_TO_VERB = 7


def _announced(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Risk factors for thrombosis with IVIG are old age, immobility, ...": the name of factors as such, and a verb that lists them."""
    name = next((t for t in unit.terms if t.concept in _ANNOUNCING), None)
    if name is None or unit.cues("negation"):
        return None
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    verb = next((i for i in range(name.last, min(name.last + _TO_VERB, unit.last)) if folds[i] in _ANNOUNCED_BY or surfaces[i] == ":"), None)
    if verb is None or not {",", ";"}.isdisjoint(surfaces[name.last : verb]):
        return None
    factors = [f for f in factors_in(unit, page, verb + 1, unit.last, None) if f[1].has(*_FACTORS)]
    if not factors or factors[0][1].first - verb > _TO_VERB or not _is_about_product(unit, page, _ANNOUNCING[name.concept], (), is_telling=True):
        return None
    return RiskStatement(tuple(factors), _ANNOUNCING[name.concept], Cue(name.first, name.last, Phrase("factors")), unit)


#: What a list of factors may name.
_FACTORS = ("RiskFactor", "Condition", "Immunodeficiency", "Category", "Constituent")
_EXCLUDED = frozenset(("excluded", "exclusion", "excluding"))
_LESS = frozenset(("decreased", "lower", "lowered", "reduced", "less", "fewer", "smaller"))


def _tells_sequel(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "was more often followed by A", "excluded, as they are likelier to have", "is associated with a lower risk": no factors of the product's risks."""
    if not _EXCLUDED.isdisjoint(page.tokens.folds[unit.first : cue.first]):
        return True
    if cue.phrase.value == "effect" and not _LESS.isdisjoint(page.tokens.folds[cue.last : cue.last + 3]):
        return True
    return cue.phrase.kind == "rise" and page.tokens.surfaces[cue.last - 1].lower() == "followed"


def _is_denied(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "even where no risk factor is known", "in the absence of known risk factors", "do not increase the risk"."""
    named = {i for term in unit.terms for i in range(term.first, term.last)}
    before = [page.tokens.folds[i] for i in range(max(unit.first, cue.first - 4), cue.first) if i not in named]
    return not {"no", "without", "absence", "not", "nor", "neither"}.isdisjoint(before) and "only" not in before


def _says_when_begun(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "IVIG works best, particularly when started early in A": of a treatment, where no effect stands before."""
    folds = page.tokens.folds
    if folds[cue.first] not in {"especially", "particularly"} or _BEGUN.isdisjoint(folds[cue.last : cue.last + 2]):
        return False
    return not any(term.has("AdverseEffect") and term.last <= cue.first for term in unit.terms)


_BEGUN = frozenset(("started", "initiated", "given", "used", "administered", "begun", "commenced", "prescribed", "received"))


def _is_care_with(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "X should be used with caution in A", "Tell your doctor if you have A before you get X": outside a section on safety.

    What a heading such as "What happens before the infusion?" asks to be told is of the product that the text is about.
    """
    if unit.rivals or unit.cues("negation"):
        return False
    if _is_asked_before(unit, page):
        return True
    if not unit.products:
        return False
    if cue.phrase.value == "left" or unit.cues("advice"):
        return "before" in unit.folds
    return not _CARE.isdisjoint(page.tokens.folds[cue.first : cue.last])


def _is_asked_before(unit: Unit, page: Page) -> bool:
    """ "Tell your doctor if you have A" below "What happens before the infusion?", in a text about a product."""
    heading = page.heading_over(unit)
    return heading is not None and "before" in heading.folds and page.topic is not None and _asks_reader(unit)


def _asks_reader(unit: Unit) -> bool:
    return bool(unit.cues("advice") and unit.cues("if-you"))


_CARE = frozenset(("caution", "cautiously", "care", "careful", "cautious"))


def _statement(unit: Unit, page: Page, cue: Cue, later: Sequence[Cue], known_effects: Collection[str]) -> RiskStatement | None:
    kind = cue.phrase.kind
    start, end = _clause(unit, page, cue)
    named_back = _points_back(unit, page, start, cue.last)
    effect: str | None
    turned = _turned(unit, page, cue, start, end) if cue.phrase.value == "effect" else None
    if turned is not None:
        effect, factors = turned
    elif cue.phrase.value == "left":
        reason_for = _feared_behind(unit, page, cue, end)
        effect = reason_for.concept if reason_for is not None else None
        factors = factors_in(unit, page, start, cue.first, reason_for)
    elif kind in LEFT or kind == "more":
        after = first_effect(unit, cue.last, end) or (first_effect(unit, cue.first, cue.last) if cue.phrase.value == "effect" else None)
        told = next((_ANNOUNCING[t.concept] for t in unit.terms if t.concept in _ANNOUNCING and t.first < cue.last <= t.last), None)
        before_end = cue.first if kind != "more" else max(c.first for c in unit.safety if c.phrase.kind == "make" and c.first < cue.first)
        effect = after.concept if after is not None else told
        if kind == "more":
            after = made = first_effect(unit, before_end, cue.first)
            effect = made.concept if made is not None else None
        if cue.phrase.value == "effect" and after is None:
            after = effect_before_cue(unit, unit.first, cue.first)
            after = None if after is not None and after.has("RiskFactor") and kind == "raise" else after  # "those with thick blood are at risk"
            effect = after.concept if after is not None else None
        effect = effect or _VERBS_OF_EFFECTS.get(page.tokens.folds[cue.first])
        if effect is None and kind == "raise":  # "heighten the thrombotic hazard of X", "A follows X; smoking is what brings many of them on"
            earlier = effect_before_cue(unit, unit.first, start) if start > unit.first else None
            said = next((EFFECT_OF[page.tokens.folds[i]] for i in range(cue.first, cue.last) if page.tokens.folds[i] in EFFECT_OF), None)
            effect = said or (earlier.concept if earlier is not None else None)
        factors = factors_in(unit, page, start, before_end, after)
        if factors and _is_told_elsewhere(page, factors[-1][1].last, before_end):
            factors = []
        folds_at = page.tokens.folds
        behind = next((i for i in range(cue.last, end) if _opens_factors(page, i) or (kind == "prone" and _enumerates(page, i))), None)
        is_act = not _APT.isdisjoint(folds_at[cue.first : cue.last])
        if behind is None and is_act and kind == "prone" and after is not None and any(0 <= cue.first - agent.last <= 1 for agent in unit.products):
            behind = next((i + 1 for i in range(after.last, end) if folds_at[i] in _AMONG), None)  # "X is likelier to cause A in people with B"
        if behind is None and kind == "raise":
            behind = _found_in(page, cue, end)
            if behind is None and cue.phrase.value == "found":
                return None
        if behind is not None:
            factors = factors + factors_in(unit, page, behind, end, after)
        if not factors and start > unit.first and page.tokens.surfaces[start - 1] == ";" and page.tokens.folds[start] in _BACK:
            factors = factors_in(unit, page, unit.first, start - 1, after)  # "in patients with A, B or C; all are thought to predispose to D"
        if (not factors or unit.is_item) and _points_back(unit, page, start, cue.first):
            back = _pointed_at(unit)
            factors = [item for owner in back for item in factors_in(owner, page, owner.first, own_effect(owner, page)[0], None)] + factors
            if effect is None and back:
                effect = heading_effect(unit, page)
    else:
        joins = {"for", "of", "to"}
        named = page.tokens.folds[cue.last - 1] in joins or (cue.last < end and page.tokens.folds[cue.last] in joins)
        named = named and page.tokens.folds[cue.last - 2] not in _OWED  # "at risk because of A": what puts them there
        direct = first_effect(unit, cue.last, min(end, cue.last + 5)) if named and kind == "factors" else None
        if named and kind == "factors" and direct is None and _is_of_illness(unit, cue):
            return None  # "risk factors for coronary aneurysms in Kawasaki disease"
        before = (effect_before_cue(unit, start, cue.first) or effect_before_cue(unit, unit.first, cue.first)) if direct is None else None
        chosen = direct or before
        limit = next((c.first for c in later if c.phrase.kind in {"rise", "factors", "raise", "prone"} and c.phrase.value != "strict"), end)
        folds = page.tokens.folds
        turns = (i for i in range(cue.last, end) if folds[i] in _CLAUSES and folds[i : i + 2] != ["but", "not"])
        stop = next((i for i in turns if not _is_doing(page, i)), end)
        begin = cue.last - 1 if kind == "rise" else cue.last  # "more likely after a switch": the word that joins belongs to both
        begin = cue.first if cue.phrase.value == "self" else begin
        if page.tokens.folds[cue.last - 1] == "with":  # "greater in people with diabetes": the words that join belong to the name
            joined = (t.first for t in unit.terms if cue.first < t.first < begin < t.last and ("RiskFactor" in t.classes or t.concept in GROUPS))
            begin = next(joined, begin)
        if direct is None and named and (kind == "factors" or page.tokens.folds[cue.last - 1] in {"of", "for"}):
            reach = cue.last + (_TO_COMPLICATED if "complication" in folds[cue.last : cue.last + _TO_COMPLICATIONS] else 2)  # "complications from A"
            feared = (t for t in unit.terms if cue.last <= t.first <= reach and not (kind == "rise" and _are_bearers(t)))
            begin = next((t.last for t in feared), begin)  # what one is at risk of, not "greater for older people"
        if kind == "caution":
            whom = next((i for i in range(begin, stop) if folds[i] == "whom"), stop)  # "with care in A, in whom a shot can cause B"
            why = next((i for i in range(begin, stop) if folds[i] in _GIVING_REASON and folds[i + 1] in _THAT_PRODUCT), stop)
            stop = min(limit, whom, why, stop)  # "with care in A, as it can lead to B"
        factors = factors_in(unit, page, begin, stop, direct)
        if kind == "rise" and cue.first == unit.first:  # "Especially if you smoke, clots may form": what the comma parts from the factors befalls them
            befalling = next((t for t in unit.terms if _goes_on_with(page, cue, t) and t.first >= cue.last), None)
            if befalling is not None:
                factors = [factor for factor in factors if factor[1].last <= befalling.first]
                chosen = first_effect(unit, befalling.first, end)
        if page.tokens.surfaces[cue.first - 1] == ",":  # "haemolysis, mostly in those with A, and meningitis": the list goes on behind the comma
            factors = [factor for factor in factors if not _goes_on_with(page, cue, factor[1])]
        is_noun = kind == "factors" and "factor" in page.tokens.folds[cue.first : cue.last]
        if is_noun and factors and not _are_listed(page, cue.last, factors[0][1].first):
            return None
        if chosen is None:
            reason = next((c for c in later if c.phrase.kind in LEFT or c.phrase.kind == "factors"), None)
            reach = end if reason is None or reason.phrase.kind in LEFT else min(end, reason.last + 4)
            chosen = first_effect(unit, reason.last, reach) if reason is not None else _at_risk(unit, page, cue.last, end)
        effect = chosen.concept if chosen is not None else None
        if direct is not None and page.tokens.folds[cue.last - 1] in joins:
            factors = _without_its_like(unit, page, direct, factors)
    if unit.label_last is not None and any(t.first >= unit.label_last for _, t, _ in factors):
        # "Kidney problems: if you are diabetic ...": the label names the effect.
        factors = [factor for factor in factors if factor[1].first >= unit.label_last]
    if page.tokens.folds[unit.first] in _CONCEDING:  # "Although A is rare, those with B have a higher risk"
        comma = next((i for i in range(unit.first, cue.first) if page.tokens.surfaces[i] == ","), unit.first)
        factors = [factor for factor in factors if factor[0] is not unit or factor[1].first >= comma]
    if not factors and kind != "caution":
        return None
    if kind == "rise" and _says_when_begun(unit, page, cue):
        return None
    is_explicit = effect is not None
    if kind == "rise" and not is_explicit and unit.products and not _OF_MEANS.isdisjoint(unit.folds):
        # "For A, particularly in severe A, the drugs used are B and X": for whom the treatment is
        factors = [factor for factor in factors if factor[1].has("RiskFactor", "Constituent") or factor[2] != factor[1].concept]
    is_earlier = any(owner is not unit for owner, _, _ in factors)  # "if you have had a blood clot": the same again
    if effect is None:
        generic = not _EFFECT_WORDS.isdisjoint(unit.stems) or _speaks_on_of_effects(unit, page)
        effect = (ROOT if generic else None) or heading_effect(unit, page) or effect_before(unit)
    warns = unit.place.kind in _SAFETY_SECTIONS or (kind == "caution" and unit.place.kind == "contraindications")
    if effect is None and not warns:
        is_of_use = kind == "rise" and any(c.phrase.kind.startswith("treats") and c.first < cue.first for c in unit.relations)
        if (kind == "caution" and not _is_care_with(unit, page, cue)) or (kind in LEFT and not named_back) or is_of_use:
            return None  # "is given for A, especially in B"
    if cue.phrase.value == "effect" and turned is None:
        raising = [factor for factor in factors if factor[1].has("RiskFactor") or (kind == "prone" and _are_ill(unit, page, factor[1], cue))]
        for factor in (*factors, *reversed(factors)):
            if factor not in raising and raising and _is_listed_with(page, factor[1], raising):
                raising.append(factor)
        factors = raising if any(not factor[1].has("AdverseEffect") for factor in raising) else []
        if not factors or not is_explicit or effect == ROOT:
            return None
    if cue.phrase.value == "strict":
        by_class = _RAISING if kind == "rise" else _RAISING[:1]
        raising = [factor for factor in factors if factor[1].has(*by_class) or factor[2] != factor[1].concept]
        # "the elderly with hypertension": beside a factor, what may be an effect as well as an illness is not what is treated.
        factors = [factor for factor in factors if factor in raising or (raising and {"AdverseEffect", "Condition"} <= factor[1].classes)]
        if kind == "prone" and (effect is None or not _are_patients(unit, page, cue)):
            return None
        if kind == "prone" and not is_explicit and page.tokens.folds[cue.last : cue.last + 1] == ["it"]:
            return None  # "Pregnant women may have it"
        if not factors:
            return None
    if kind == "caution":
        asked = effect is not None and bool(unit.cues("advice")) and not (unit.is_item or unit.place.kind in _OF_USE)
        if asked:
            colon = next((i for i in range(cue.last, end) if page.tokens.surfaces[i] == ":"), end)
            factors = [factor for factor in factors if factor[1].last <= colon]
        is_asked = asked or _asks_reader(unit)
        factors = [
            factor
            for factor in factors
            if _is_asked_about(factor[1], asked=is_asked or _is_of_patients(unit, cue, factor[1])) or factor[2] != factor[1].concept
        ]
        if unit.cues("advice"):
            factors += [(unit, t, EARLIER) for t in unit.terms if cue.last <= t.first and t.concept == _ALLERGY and not is_part(unit, t)]
        is_known = bool(unit.products) and (bool(unit.cues("patients")) or any(factor[1].has("RiskFactor") for factor in factors))
        is_known = is_known or _is_asked_before(unit, page)
        if not factors or not (warns or is_explicit or asked or is_known):
            return None
    if _is_of_other_illness(unit, page, cue):
        return None
    # A factor that only a safety text names, and an effect: enough in a text about a product, whatever the section.
    telling = is_explicit and unit.place.kind != "treatment" and any(t.has("RiskFactor", "Constituent") or t.concept in GROUPS for _, t, _ in factors)
    telling = telling or (is_explicit and cue.phrase.value == "left" and not unit.rivals)
    telling = telling or (kind == "caution" and _is_asked_before(unit, page))
    telling = telling or (is_explicit and kind == "caution" and bool(unit.cues("patients")) and not unit.rivals and unit.place.kind != "treatment")
    if not is_earlier:
        factors = [factor for factor in factors if factor[2] != effect]
    if kind == "raise":
        factors = [factor for factor in factors if not _is_treated(unit, page, factor[1], cue)]
    factors = [factor for factor in factors if not _are_those_treated(unit, page, factor[1])]
    told_before = kind == "factors" and _is_told_before(unit, effect)
    if not factors or not (told_before or _is_about_product(unit, page, effect, known_effects, is_telling=telling)):
        return None
    doubtful = (kind == "more" or cue.phrase.value == "effect") and not _DOUBT.isdisjoint(
        page.tokens.folds[max(unit.first, cue.first - 5) : cue.first]
    )
    seeming = not _SEEMING.isdisjoint(page.tokens.folds[max(unit.first, cue.first - 3) : cue.first])
    reasoned = _is_reasoned(unit, page, cue.last, end) or (cue.phrase.value == "left" and is_explicit)
    warned = kind == "caution" and not later and not reasoned
    polarity: Polarity = "hedged" if doubtful or seeming or warned else "affirmed"
    return RiskStatement(tuple(factors), effect or "", cue, unit, polarity)


_OF_MEANS = frozenset(("drug", "drugs", "medicine", "medicines", "therapy", "therapies", "treatment", "treatments", "option", "agent", "used"))
_OWED = frozenset(("because", "owing", "due", "account", "reason"))
_APT = frozenset(("likely", "likelier", "apt", "liable", "prone"))
#: Tokens from "at risk for" to "complications", and to what brings them: "developing serious complications from".
_TO_COMPLICATIONS, _TO_COMPLICATED = 4, 6
#: The classes of what raises a risk; a constituent does where an effect is met with it.
_RAISING = ("RiskFactor", "Constituent")
#: Verbs that say the effect themselves: "smokers clot more readily".
_VERBS_OF_EFFECTS = {"clot": "thromboembolism", "clots": "thromboembolism"}


def _are_ill(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "Cancer patients have a threefold risk of A when given X": an illness that the product meets, named as the people who have it."""
    if not term.has("Condition", "Category") or term.has("AdverseEffect") or not term.last < cue.first or page.tokens.stems[term.last] not in _PEOPLE:
        return False
    product = next((agent for agent in unit.products if agent.first > cue.last), None)
    return product is not None and not {"when", "if", "on", "under", "with", "while"}.isdisjoint(page.tokens.folds[cue.last : product.first])


def _are_bearers(term: Term) -> bool:
    """ "is greater for older people": those who bear a risk, not what is at risk of happening."""
    return term.concept in GROUPS or (term.has("RiskFactor") and not term.has("AdverseEffect"))


def _found_in(page: Page, cue: Cue, end: int) -> int | None:
    """ "An increased risk of A was observed in B and C": where a cohort says in whom it found the risk."""
    folds = page.tokens.folds
    if page.tokens.surfaces[cue.first].lower() not in _COMPARATIVES:
        return None
    at = next((i for i in range(cue.last, end - 1) if folds[i] in _FOUND), None)
    if at is None or folds[at - 1] not in _BEEN or folds[at + 1] not in _AMONG:
        return None
    denied = any(folds[i] in _NOT and not _GIVEN.isdisjoint(page.tokens.stems[i + 1 : min(end, i + 4)]) for i in range(at, end))
    return None if denied or "untreated" in folds[at:end] else at + 1  # "in those who had not received it"


_COMPARATIVES = frozenset(("increased", "higher", "greater", "elevated", "raised"))
_FOUND = frozenset(("observed", "seen", "found", "noted", "reported", "recorded", "identified", "detected"))
_BEEN = frozenset(("was", "were", "been", "is", "wa"))
_NOT = frozenset(("not", "no", "without", "neither"))
_GIVEN = frozenset(("receiv", "given", "give", "get", "treat", "treatment"))
_AMONG = frozenset(("in", "among", "for", "with"))


def _is_doing(page: Page, index: int) -> bool:
    """ "more likely during bed rest, while using the pill": what people do in the meantime, no turn of the sentence."""
    return page.tokens.folds[index] == "while" and page.tokens.surfaces[index + 1 : index + 2] != [] and page.tokens.surfaces[index + 1].endswith("ing")


def _without_its_like(unit: Unit, page: Page, effect: Term, factors: list[tuple[Unit, Term, str]]) -> list[tuple[Unit, Term, str]]:
    """ "patients at risk of thrombosis, renal dysfunction or kidney failure": what is joined to the effect is one too."""
    position = effect.last
    joined = set()
    for term in unit.terms:
        if term.first >= position and term.has("AdverseEffect") and {",", "or", "and"}.issuperset(page.tokens.folds[position : term.first]):
            position = term.last
            joined.add(term.first)
    return [factor for factor in factors if factor[0] is not unit or factor[1].first not in joined]


def _feared_behind(unit: Unit, page: Page, cue: Cue, end: int) -> Term | None:
    """ "Gout calls for caution, as kidney failure has been described in gouty people": the effect of the reason behind a caution."""
    reason = next((i for i in range(cue.last, min(end, cue.last + _TO_REASON)) if page.tokens.folds[i] in _REASONS_OF_CARE), None)
    feared = first_effect(unit, reason, end) if reason is not None else None
    if feared is None or feared.concept == ROOT or unit.cues("negation"):
        return None
    return feared


#: Words that open the reason of a caution, and the tokens from the caution to one.
_REASONS_OF_CARE = frozenset(("because", "since", "as", "for"))
_TO_REASON = 4


def _is_reasoned(unit: Unit, page: Page, first: int, last: int) -> bool:
    """ "Tell your doctor if you have A, because B has occurred in such patients": the caution says what it fears."""
    at = next((i for i in range(first, last) if page.tokens.folds[i] in {"because", "since"}), None)
    return at is not None and first_effect(unit, at, last) is not None


def _is_asked_about(term: Term, *, asked: bool) -> bool:
    """What a caution names that raises a risk: "X may cause clots. Tell your doctor if you have high blood pressure" asks for any illness."""
    if term.concept == "pregnancy":
        return False
    return term.has("RiskFactor", "Constituent") or (asked and term.has("Condition", "Category") and term.concept not in ALLERGIES)


def _is_of_patients(unit: Unit, cue: Cue, term: Term) -> bool:
    """ "Caution in patients with thrombocytopenia": whom the caution is for."""
    return not _is_of_risk(unit, cue) and any(cue.first <= said.first and 0 <= term.first - said.last <= _LIST_OF_STATES for said in unit.cues("patients"))


def _is_of_risk(unit: Unit, cue: Cue) -> bool:
    """ "in patients at risk of A": A is what is feared."""
    return any(said.first < cue.last and cue.first < said.last for said in unit.safety if said.phrase.kind in {"prone", "factors"})


#: Tokens from "patients with" to the last illness of a list.
_LIST_OF_STATES = 8


_ALLERGY = "hypersensitivity-to-immunoglobulin"
#: Sections that say what the product is for.
_OF_USE = frozenset(("treatment", "studies"))


def _are_listed(page: Page, behind: int, first: int) -> bool:
    """Something leads from "risk factors" to their names; "risk factors for thrombosis in patients with A" only says in whom."""
    return not _LISTING.isdisjoint(page.tokens.folds[behind - 1 : first])


_LISTING = frozenset(
    ("is", "are", "was", "were", "be", "include", "including", "comprise", ":", "(", "like", "such", "as", ",", "-", "eg", "e.g", "of", "|", "i", "wa")
)


def _turned(unit: Unit, page: Page, cue: Cue, start: int, end: int) -> tuple[str, list[tuple[Unit, Term, str]]] | None:
    """ "Thrombosis after IVIG was associated with old age and immobility": the effect first, its factors behind "with"."""
    if page.tokens.folds[cue.last - 1] != "with":
        return None
    effect = effect_before_cue(unit, start, cue.first)
    factors = factors_in(unit, page, cue.last, end, effect)
    if effect is None or not any(factor[1].has("RiskFactor") and not factor[1].has("AdverseEffect") for factor in factors):
        return None
    first = next((t for t in unit.terms if t.first >= cue.last and t.has("RiskFactor", "AdverseEffect")), None)
    if first is None or not first.has("RiskFactor"):
        return None  # "Headache and old age were associated with stroke"
    return effect.concept, factors


def _is_told_elsewhere(page: Page, last: int, cue: int) -> bool:
    """ "..., as A shows in a series of cases, and certain signs raise this risk": another clause stands between the factors and their verb."""
    return cue - last > _SUBJECT and "," in page.tokens.surfaces[last:cue]


#: Tokens between the last factor and its verb: "obesity, if it is severe or if it came early, may raise".
_SUBJECT = 9


def _is_of_illness(unit: Unit, cue: Cue) -> bool:
    named = next((t for t in unit.terms if 0 <= t.first - cue.last <= 1), None)
    return named is not None and named.has("Condition", "Immunodeficiency") and not named.has("AdverseEffect", "RiskFactor")


def _is_of_other_illness(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "...; obesity is a risk factor for diabetes": a clause without the product, on an illness that is none of its effects."""
    if ";" not in unit.folds or cue.phrase.kind != "raise":
        return False
    named = next((t for t in unit.terms if 0 <= t.first - cue.last <= 1), None)
    if named is None or "Condition" not in named.classes or "AdverseEffect" in named.classes:
        return False
    first, last = _clause(unit, page, cue)
    return not any(first <= agent.first < last for agent in unit.products)


def _speaks_on_of_effects(unit: Unit, page: Page) -> bool:
    """ "Most side effects are mild. They often show up when ...": the pronoun stands for effects as such."""
    before = unit.previous
    if before is None or before.block != unit.block or page.tokens.folds[unit.first] not in {"they", "these"}:
        return False
    return any(t.concept == ROOT for t in before.terms)


def _at_risk(unit: Unit, page: Page, first: int, last: int) -> Term | None:
    """ "... because of the risk of thrombosis": the effect that a caution is about."""
    at = next((i for i in range(first, last - 1) if page.tokens.folds[i] == "risk" and page.tokens.folds[i + 1] == "of"), None)
    return first_effect(unit, at, last) if at is not None else None


def _are_patients(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "IgA-deficient patients may develop anaphylaxis": people are what the cue is said of."""
    return any(page.tokens.stems[i] in _PEOPLE for i in range(max(unit.first, cue.first - 12), cue.first))


_PEOPLE = frozenset(("patient", "people", "person", "those", "anyon", "individual", "recipient", "woman", "child", "adult", "rol"))


def _enumerates(page: Page, index: int) -> bool:
    """ "Those at a raised risk of kidney damage include people with A": a finite verb, not "effects including A"."""
    return page.tokens.surfaces[index].lower() in {"include", "includes", "comprise"}


def _opens_factors(page: Page, index: int) -> bool:
    """ "... are more prone to clots: obesity, ...", "... at risk of kidney failure because of diabetes", "... if you smoke"."""
    tokens = page.tokens
    following = tokens.folds[index + 1] if index + 1 < len(tokens) else ""
    return (
        tokens.surfaces[index] == ":"
        or tokens.folds[index] in {"if", "when", "especially", "particularly"}
        or (tokens.folds[index], following) in {("because", "of"), ("due", "to"), ("owing", "to"), ("such", "as")}
    )


def _is_listed_with(page: Page, term: Term, factors: Sequence[tuple[Unit, Term, str]]) -> bool:
    """ "Old age, hypertension and smoking favour A": an illness that may be an effect, too, right beside a factor."""
    if not {"AdverseEffect", "Condition"} <= term.classes:
        return False
    gaps = [(term.last, other.first) if term.first < other.first else (other.last, term.first) for _, other, _ in factors]
    return any(first < last and _COMMAS.issuperset(page.tokens.folds[first:last]) for first, last in gaps)


_COMMAS = frozenset((",", "and", "or"))
_GIVING_REASON = frozenset(("as", "because", "since"))
_THAT_PRODUCT = frozenset(("it", "they", "this", "these", "ivig", "scig", "immunoglobulin", "infusion", "infusions"))


def _listed(unit: Unit, page: Page, known_effects: Collection[str]) -> RiskStatement | None:
    """An item below "Certain side effects may occur more often:" or "Risk factors for clots include:"."""
    intro = unit.intro
    if intro is None or page.tokens.surfaces[intro.last - 1] in {".", "!", "?"}:
        return None
    cues = [cue for cue in intro.safety if cue.phrase.kind in _KINDS | {"more"}] or _of_grown_danger(intro)
    cues = [cue for cue in cues if cue.phrase.value != "strict" or page.tokens.folds[cue.last] not in _EFFECTS_BEFORE]
    if not cues or any(_is_denied(intro, page, cue) for cue in cues):
        return None
    cue = max(cues, key=lambda c: (c.last - c.first, c.last))
    if cue.phrase.kind == "caution" and not any(c.phrase.kind in LEFT or c.phrase.kind in {"more", "rise", "factors"} for c in cues):
        return None
    effect = first_effect(intro, intro.first, intro.last)
    generic = ROOT if not _EFFECT_WORDS.isdisjoint(page.tokens.stems[intro.first : intro.last]) else ""
    grown = effect_before(intro) if cues[0].phrase.value == _GROWN else None
    concept = effect.concept if effect is not None else grown or generic or heading_effect(unit, page) or ""
    last, raised = own_effect(unit, page)
    concept = raised.concept if raised is not None else concept
    factors = factors_in(unit, page, unit.first, last, None)
    if not factors or not _is_about_product(intro, page, concept, known_effects):
        return None
    return RiskStatement(tuple(factors), concept, cue, intro)


def _of_growing_risk(unit: Unit, page: Page, known_effects: Collection[str]) -> RiskStatement | None:
    """ "The risk of A grows in smokers, in the old and in those who drink too little": in whom the risk of an effect is greater."""
    folds, stems = page.tokens.folds, page.tokens.stems
    if unit.cues("negation") or any(cue.phrase.kind == "lessen" for cue in unit.relations):
        return None
    for at in (i for i in range(unit.first, unit.last - 1) if folds[i] in _ODDS and folds[i + 1] in {"of", "for"}):
        effect = next((t for t in unit.terms if 0 < t.first - at <= _TO_RISKED and _is_effect(t)), None)
        verb = next((i for i in range(effect.last, min(unit.last, effect.last + _TO_GROWING)) if stems[i] in _GROWING), None) if effect else None
        joined = next((i for i in range(verb + 1, min(unit.last, verb + _TO_GROWING)) if folds[i] in _IN_THOSE), None) if verb is not None else None
        if effect is None or joined is None:
            continue
        end = next((i for i in range(joined, unit.last) if page.tokens.surfaces[i] == ";" or folds[i] in _CLAUSES), unit.last)
        told = factors_in(unit, page, joined, end, effect)
        factors = tuple(f for f in told if f[1].has("RiskFactor", "Constituent") or f[2] != f[1].concept)
        if factors and _is_about_product(unit, page, effect.concept, known_effects, is_telling=True):
            return RiskStatement(factors, effect.concept, Cue(at, joined + 1, Phrase("rise")), unit)
    return None


#: Tokens from "risk" to the effect, from there to the verb and from it to those meant; stems of verbs for what grows, and words that join those.
_TO_RISKED, _TO_GROWING = 4, 4
_GROWING = frozenset(map(stem, ("grow", "grows", "rise", "rises", "rose", "climb", "climbs", "mount", "mounts", "increase", "increases", "go", "goes")))
_IN_THOSE = frozenset(("in", "among", "for", "with", "if", "when", "during", "after", "while"))


def _of_grown_danger(intro: Unit) -> list[Cue]:
    """ "Clots have been seen. The hazard is higher:": the danger of what the sentence before names."""
    if intro.last - intro.first > _QUESTION or _ODDS.isdisjoint(intro.folds) or _GOING_UP.isdisjoint(intro.folds) or intro.cues("negation", "history"):
        return []
    return [] if any("AdverseEffect" in term.classes for term in intro.terms) else [Cue(intro.first, intro.last, Phrase("rise", _GROWN))]


#: The value of such a cue.
_GROWN = "grown"


def _is_treated(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "the use of IVIG in newborns with A was a risk factor for B": what raises the risk is the product, and A is what it was given for."""
    if term.has("RiskFactor", "Constituent", "Feature") or not term.first < cue.first:
        return False
    product = next((agent for agent in unit.products if agent.last <= term.first), None)
    return product is not None and not _IN_WHOM.isdisjoint(page.tokens.folds[product.last : term.first])


def _are_those_treated(unit: Unit, page: Page, term: Term) -> bool:
    """ "A patients treated with X are more prone to B if they are old": what X is given for."""
    if term.has("RiskFactor", "Constituent", "Feature"):
        return False
    if any(0 <= term.first - agent.last <= _TO_AIM for agent in unit.products) and page.tokens.folds[term.first - 1] == "for":
        return True  # "clots were seen mainly in smokers who got X for A"
    given = next((cue for cue in unit.relations if cue.phrase.kind == "treats-left" and 0 <= cue.first - term.last <= 1), None)
    return given is not None and any(0 <= agent.first - given.last <= 1 for agent in unit.products)


#: Tokens from the product to what it was given for.
_TO_AIM = 2
_IN_WHOM = frozenset(("in", "for", "of", "to", "among"))


def _is_told_before(unit: Unit, effect: str | None) -> bool:
    """ "A complicates 1% of courses of IVIG. Our patient had three risk factors: ...": a sentence shortly before has the product and the effect."""
    before = unit.previous
    for _ in range(_SHORTLY):
        if before is None or before.place.heading != unit.place.heading:
            return False
        if before.products and any(term.concept == effect for term in before.terms):
            return True
        before = before.previous
    return False


#: Sentences that are looked back.
_SHORTLY = 3


def _is_about_product(unit: Unit, page: Page, effect: str | None, known_effects: Collection[str], *, is_telling: bool = False) -> bool:
    if unit.rivals and not unit.products:
        factors = [t for t in unit.terms if "RiskFactor" in t.classes]
        others = [a for a in unit.agents if not any(t.first < a.last and a.first < t.last for t in factors)]
        if others and not is_telling and unit.place.kind not in _SAFETY_SECTIONS:
            return False
    if unit.place.kind in _SAFETY_SECTIONS or unit.products:
        return True
    if page.topic is None:
        return False
    if effect is not None and unit.place.kind == "treatment" and _goes_on_of_effects(unit):
        return True
    return effect == ROOT or effect in known_effects or is_telling or (effect is not None and effect == heading_effect(unit, page))


def _goes_on_of_effects(unit: Unit) -> bool:
    """ "Headache is common. Clots are rare; they are likelier in smokers": a paragraph on a treatment that has come to its effects."""
    before = unit.previous
    near = [unit, before] if before is not None and before.block == unit.block else [unit]
    told = [owner for owner in near if any(cue.phrase.kind in {"adverse", "adverse-left"} for cue in owner.relations)]
    return any("AdverseEffect" in term.classes for owner in told for term in owner.terms)


def _clause(unit: Unit, page: Page, cue: Cue) -> tuple[int, int]:
    start = stretch_start(page.tokens.surfaces, unit.first, cue.first, _BOUNDS)
    end = next((i for i in range(cue.last, unit.last) if page.tokens.surfaces[i] == ";"), unit.last)
    return start, _closing(page, cue, end)


def _closing(page: Page, cue: Cue, end: int) -> int:
    """ "A [more often with high doses], B": where the bracket closes that the cue stands in, else the end."""
    surfaces = page.tokens.surfaces
    depth = 0
    for index in range(cue.last, end):
        depth += (surfaces[index] in _OPEN) - (surfaces[index] in _CLOSED)
        if depth < 0:
            return index
    return end


_OPEN = frozenset("([")
_CLOSED = frozenset(")]")
#: What a statement of risk does not reach over to the left: a dash opens it in a list of effects.
_BOUNDS = frozenset((";", "-", "\u2014"))


def _points_back(unit: Unit, page: Page, first: int, last: int) -> bool:
    folds = page.tokens.folds
    if folds[last - 1] in {"those", "people", "patient"} and folds[last : last + 1] == ["at"]:
        return False  # "may be considered for those at high risk of B"
    if unit.is_item and unit.place.kind == "contraindications" and _IN_LIST.isdisjoint(folds[first:last]):
        return False  # an item "A, and those with B or at high risk of C" adds to those above it
    back = [i for i in range(first, last) if folds[i] in _BACK]
    return any(folds[i] != "those" or folds[i + 1 : i + 2] not in _WHO_ARE for i in back)  # not "those who smoke"


_WHO_ARE = (["who"], ["whose"], ["of"], ["over"], ["aged"], ["taking"], ["using"])
#: Words that go back to what is listed above.
_IN_LIST = frozenset(("these", "such", "they", "them"))


def _pointed_at(unit: Unit) -> list[Unit]:
    """The items right above, or the sentence before."""
    result: list[Unit] = []
    before = unit.previous
    while before is not None and before.is_item and len(result) < 12:
        result.append(before)
        before = before.previous
    if not result and before is not None and before.place.title == unit.place.title:
        result.append(before)
    return result[::-1]
