"""Care: a sentence's measures, tests and supporting medicines go in, drafts of monitored_by and mitigated_by come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.reading.cues import Cue, read_roles
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit, open_bracket
from kg.reading.therapy.reductions import REDUCING
from kg.reading.words import stem
from kg.records import Predicate

__all__ = ["MEASURES", "CareRoles", "find_care", "is_found_on"]

_ROOT = "adverse-event-root"
MEASURES = frozenset(("Management", "LaboratoryTest", "Medication"))
_MONITORING = ("monitor", "measur", "observ", "level", "test", "assess")
_SUPERVISION = ("supervis", "consult", "trained-personnel", "specialist-centre")
#: Sections that say how to give a product safely.
_SECTIONS = frozenset(
    [
        "adverse",
        "boxed",
        "warnings",
        "postmarketing",
        "transmission",
        "driving",
        "pregnancy",
        "dosage",
        "contents",
        "interactions",
        "counselling",
    ]
)
_SILENT_SECTIONS = frozenset(("exclusion", "eligibility", "references", "disease", "indications", "mechanism"))
#: Words for what the care is meant to lessen.
_HARM = frozenset(("risk", "reaction", "react", "complication", "complic", "side", "advers", "danger", "hazard"))
_ADVICE = frozenset(("ensur", "should", "advis", "must", "recommend", "stai", "stay", "drink", "remain", "encourag", "take", "need"))
#: Stems of a name that is itself a word of monitoring.
_WATCHING = frozenset(("monitor", "measur", "observ", "assess", "test", "check", "watch", "supervis", "follow"))
#: Availability of a medicine as a measure of its own.
_AVAILABILITY = {"epinephrine": "epinephrine-availability"}
_GIVING = frozenset(("infus", "infusion", "inject", "injection", "drip", "dos", "dose", "treatment", "therapi", "nurs", "nurse"))


@dataclass(frozen=True, slots=True)
class CareRoles:
    """What the measures of data/cues/care.tsv are, by their concept."""

    #: What is given against effects; other medicines of a text treat the disease.
    support: frozenset[str]
    #: Measures that may as well be the treatment of a disease.
    treatments: frozenset[str]
    #: Measures told by everyday words ("stop", "end"), which a spun text has for many others.
    everyday: frozenset[str]
    #: What is done with donors for the safety of the product; the rest is for their own.
    donors: frozenset[str]
    #: Measures that are also named by what is measured alone ("pulse").
    signs: frozenset[str]

    @classmethod
    def load(cls, folder: Path, known: Collection[str]) -> CareRoles:
        """Read care.tsv; raises ResourceError for a concept that has no row in concepts.tsv and for an unknown role."""
        return cls(*read_roles(folder / "care.tsv", ("support", "treatment", "everyday", "donors", "sign"), known).values())


def _explains_effect(unit: Unit, page: Page, term: Term) -> bool:
    """ "raised creatinine (a test of how the kidneys work)": a bracket that says what the effect before it is."""
    opened = open_bracket(unit, page, term)
    if opened is None or page.tokens.folds[opened + 1] not in {"a", "an", "the"}:
        return False
    return any(other.last == opened and other.has("AdverseEffect") for other in unit.terms)


def _is_finding(page: Page, term: Term) -> bool:
    """ "hemolysis was observed in 32 of 99 infusions": what was seen, not what is to be watched for."""
    words = page.tokens.folds[term.first : term.last]
    if words[0] in _STAYING and page.tokens.folds[term.first - 1] in {"who", "that", "which", "and"} and words[1:2] != ["under"]:
        return page.tokens.folds[term.first + 1] not in {"in", "for", "at", "seated"}  # "children who remain febrile after the infusion"
    return words[-1:] == ["observed"] and not {"was", "were", "wa"}.isdisjoint(words) and page.tokens.folds[term.last] in _FOUND


def is_found_on(unit: Unit, page: Page, term: Term) -> bool:
    """ "became positive on Coombs testing", "vertigo, changes in blood tests": what a test found, neither watched for nor disturbed."""
    before = page.tokens.folds[max(unit.first, term.first - _FOUND_ON) : term.first]
    if term.has("LaboratoryTest") and unit.place.kind == "adverse" and not unit.agents and not _CHANGED.isdisjoint(before):
        return sum(t.has("AdverseEffect") for t in unit.terms) > 1  # in a list of effects
    if not term.has("LaboratoryTest"):
        return False
    by = next((i for i in range(term.first - 1, max(unit.first, term.first - _FOUND_ON) - 1, -1) if page.tokens.folds[i] == "by"), None)
    if by is not None and not _IMMUNE.isdisjoint(page.tokens.folds[max(unit.first, by - _AS_SHOWN) : by]):
        return True  # "women already immunised, as shown by a screen", "sensitised by standard screening tests"
    return any(word in _FINDINGS and after in {"on", "by"} for word, after in pairwise(before))


#: What a person was found to be by a test, and the tokens from it to "by": "immunised as shown".
_IMMUNE = frozenset(("immunized", "sensitized", "isoimmunized", "alloimmunized"))
_AS_SHOWN = 3
#: Verbs of which another treatment is the subject: "plasma exchange requires a catheter".
_HAS = (["require"], ["carry"], ["cause"], ["has"], ["have"], ["need"])
#: What parts another treatment from what is done for the effect.
_CONTRASTING = frozenset(("while", "whereas", "whilst"))
#: Words for what became of a value.
_CHANGED = frozenset(("change", "changed", "alteration", "altered", "abnormal", "abnormality"))
#: What a test was, and the tokens from it to the test.
_FINDINGS = frozenset(("positive", "negative"))
_FOUND_ON = 5
_STAYING = frozenset(("remain", "remains", "remained", "stay", "stayed"))
_FOUND = frozenset(("in", "after", "among", "with", "during", "following"))
#: Tokens from the amount of a dose to how it is parted.
_REGIMEN = 8
_WASHING = frozenset(map(stem, ("soap", "cleaned", "wound", "washed", "rinsed", "flushed", "wash")))
#: Tokens from "despite" to the measure: "despite premedication with A".
_DESPITE = 4


def _did_not_help(unit: Unit, page: Page, term: Term) -> bool:
    """ "Slow infusion did not prevent headache": a measure without effect."""
    folds = page.tokens.folds
    return "not" in unit.folds and any(
        folds[i] == "not" and not _HELPING.isdisjoint(page.tokens.stems[i + 1 : min(i + 4, unit.last)])
        for i in range(term.last, min(term.last + 3, unit.last - 1))
    )


_HELPING = frozenset(("prevent", "help", "reduc", "avoid", "reliev", "lower", "affect", "chang"))


def find_care(unit: Unit, page: Page, known_effects: Collection[str], roles: CareRoles) -> Iterator[Draft]:
    """Read monitored_by and mitigated_by: what is done about a product's effects, and about a named effect."""
    if unit.is_heading or unit.place.kind in _SILENT_SECTIONS:
        return
    agent = next(iter(unit.products), None)
    concept = agent.concept if agent else page.topic or _spoken_of(unit)
    if concept is None:
        return
    in_care = unit.place.kind in _SECTIONS
    stems = page.tokens.stems
    speaks_of_harm = not _HARM.isdisjoint(unit.stems)
    lessening = [cue for cue in unit.safety if cue.phrase.kind == "lessen"]
    watching = [cue for cue in unit.safety if cue.phrase.kind == "monitor"]
    about = agent is not None or in_care or not _GIVING.isdisjoint(unit.stems) or _goes_on(unit)
    covered = {i for a in unit.agents if a.concept is None for i in range(a.first, a.last)}
    span = (agent.first, agent.last) if agent else None
    is_of_donors = "donor" in unit.stems
    over = unit.intro or page.heading_over(unit)
    for term in unit.terms:
        if MEASURES.isdisjoint(term.classes) or _is_inside(unit, term) or _is_named_inside(unit, term):
            continue
        slug = term.concept
        if any(word in slug for word in _SUPERVISION):
            continue
        if _is_finding(page, term) or _explains_effect(unit, page, term):
            continue
        is_bare = "LaboratoryTest" in term.classes or slug in roles.signs
        own = term.method == "frame" or not is_bare or not _WATCHING.isdisjoint(stems[term.first : term.last])
        is_monitoring = "LaboratoryTest" in term.classes or any(word in slug for word in _MONITORING)
        if not is_monitoring and "Medication" in term.classes and slug not in roles.support:
            continue  # which treats the disease
        if page.is_spun and term.method == "paraphrase" and slug in roles.everyday:
            continue
        if is_of_donors and slug not in roles.donors:
            continue
        if slug != "hydration" and (_is_needless(unit, page, term) or _is_waiting(unit, page, term)):
            continue
        if agent is not None and "Medication" in term.classes and term.last <= agent.first and page.tokens.folds[agent.first - 1] in _COMPARING:
            continue  # "steroids have fewer side effects than IVIG": another treatment
        if "Medication" in term.classes and _is_compared_or_spared(unit, page, term):
            continue
        joined = page.tokens.folds[term.first - 1] in {"and", "or"} and any(other.last == term.first - 1 for other in unit.products)
        if joined and slug in roles.treatments:
            continue  # "IVIG and plasma exchange are effective"
        if not is_monitoring and (_is_other_arm(unit, page, term) or page.tokens.folds[term.first - 1] in _CONTRASTING):
            continue  # "while plasma exchange is preferred in A"
        if slug == "rotate-injection-sites" and "Vaccine" in unit.named():
            continue  # "X and the vaccine go into different sites"
        if is_found_on(unit, page, term) or (slug in roles.treatments and page.tokens.folds[term.last : term.last + 1] in _HAS):
            continue
        is_watched = any(cue.last <= term.first or cue.first >= term.last for cue in watching)
        if unit.place.kind == "interactions" and "LaboratoryTest" in term.classes and not is_watched:
            continue  # an item "Blood glucose tests" below "Interactions": what is disturbed
        if term.method == "frame" and is_monitoring and page.tokens.folds[term.last - 1] == "observed":
            continue  # "Side effects of IVIG were not observed"
        if term.method == "frame" and is_monitoring and not _MAY.isdisjoint(page.tokens.folds[term.first : term.last]):
            continue  # "raised temperatures may be observed": an effect
        if "despite" in page.tokens.folds[max(unit.first, term.first - _DESPITE) : term.first]:
            continue  # "shock despite fluids": what was done against the illness
        if page.tokens.folds[term.first - 2 : term.first - 1] == ["even"] or _did_not_help(unit, page, term):
            continue  # "even at slow rates"
        if slug == "hydration" and (page.tokens.folds[term.last : term.last + 1] in _PILLS or not _WASHING.isdisjoint(stems[term.first : term.last])):
            continue  # "do not take water tablets", "given after the wound is cleaned with soap and water"
        if _is_rate_of_events(unit, page, term) or page.tokens.folds[term.first - 2 : term.first] in _SO_DOES:
            continue  # "lowers the rate of A", "First infusions bring most reactions; so does a switch"
        if slug in _CHANGES and any(
            "Medication" in o.classes and not o.is_product and term.first < o.first <= term.last + _OF for o in unit.terms
        ):
            continue  # "discontinuation of diuretics", "the dose of aspirin is reduced": another medicine
        if slug == "dose-fractionation" and "whether" in page.tokens.folds[max(unit.first, term.first - _REGIMEN) : term.first]:
            continue  # "high doses, whether given at once or divided over days"
        if slug == "dose-fractionation" and not (speaks_of_harm or lessening) and "kg" in page.tokens.folds[max(0, term.first - _REGIMEN) : term.first]:
            continue  # "2 g/kg in divided doses": how the dose is given in any case
        cue: Cue | None = None
        if is_monitoring:
            is_watched = (own and "Management" in term.classes) or _is_watched(page, term, watching)
            if not about or not is_watched or (_is_interfered(unit) and "Management" not in term.classes):
                continue
            predicate: Predicate = "monitored_by"
        else:
            predicate = "mitigated_by"
            effects = _effects(unit, page, term, lessening, known_effects) if lessening else []
            if slug not in roles.support and covered.issuperset(range(term.first, term.last)):
                continue
            if slug in roles.support:
                is_about_product = in_care or agent is not None or _is_of_giving(unit, page)
                if any(c.phrase.kind == "ready" for c in unit.safety) or _must_be_kept(unit, page, term):
                    slug = _AVAILABILITY.get(slug, slug)
                elif not (_is_premedication(unit, over, is_about_product) or effects or (in_care and _helps(unit, term, page))):
                    continue
            elif (
                (slug in roles.treatments or page.is_trial or page.topic is None)
                and (page.is_trial or not in_care)
                and not (effects or speaks_of_harm or _is_advised(unit, page, term))
            ):
                continue  # an intervention of a study or another treatment
        yield Draft(
            concept,
            predicate,
            slug,
            term.first,
            term.last,
            "care",
            round(0.75 * term.score, 3),
            unit.index,
            subject_span=span,
        )
        if is_monitoring:
            continue
        for effect, cue in effects:
            if effect.concept == _ROOT:
                continue
            yield Draft(
                effect.concept,
                "mitigated_by",
                slug,
                term.first,
                term.last,
                "care of the effect",
                round(0.75 * term.score, 3),
                unit.index,
                subject_span=(effect.first, effect.last),
                cue_span=(cue.first, cue.last),
            )


def _is_compared_or_spared(unit: Unit, page: Page, term: Term) -> bool:
    """ "dear compared with prednisone", "lowers the amount of steroids": what the product is held against, or saves."""
    folds = page.tokens.folds
    if folds[term.first - 1] in _COMPARING or folds[max(0, term.first - 2) : term.first] in (["compared", "with"], ["compared", "to"]):
        return True
    before = folds[max(unit.first, term.first - _SPARED) : term.first]
    return not _AMOUNTS.isdisjoint(before) and not page.lists["lowering"].isdisjoint(page.tokens.stems[max(unit.first, term.first - _SPARED) : term.first])


#: Tokens from "decreasing the amount of" to the medicine, and such amounts.
_SPARED = 6
_AMOUNTS = frozenset(("amount", "use", "need", "dose", "doses", "requirement", "dependence", "reliance", "exposure"))


def _is_other_arm(unit: Unit, page: Page, term: Term) -> bool:
    """ "studies comparing IVIG and supportive care": what the product is held against."""
    at = next((i for i in range(unit.first, term.first) if page.tokens.stems[i] == "compar"), None)
    if at is None or page.tokens.folds[term.first - 1] not in _AGAINST:
        return False
    return any(at < agent.first and 0 <= term.first - agent.last <= _OF for agent in unit.products)


_AGAINST = frozenset(("and", "with", "to", "versus", "vs", "or"))


def _is_rate_of_events(unit: Unit, page: Page, term: Term) -> bool:
    """ "X lowers the rate of A": how often something happens, not how fast the infusion runs."""
    if term.concept == "slow-infusion-rate" and _tells_no_running(page, term):
        return True
    if page.tokens.folds[term.last - 1 : term.last + 2] == ["rate", "at", "which"]:
        return True  # "decreases the rate at which cells are destroyed"
    if page.tokens.folds[term.last - 1 : term.last + 1] != ["rate", "of"]:
        return False
    if not _HAPPENINGS.isdisjoint(page.tokens.stems[term.last + 1 : min(unit.last, term.last + 1 + _NAME)]):
        return True
    return any(t.has("Condition", "AdverseEffect") and 0 < t.first - term.last <= _NAME for t in unit.terms)


def _tells_no_running(page: Page, term: Term) -> bool:
    """ "reduce the rate and severity of infections", "the rate of serious infections": behind the rate no word for an infusion follows."""
    words = page.tokens.folds[term.first : term.last + _TO_EVENTS]
    at = next((i for i in range(len(words) - 1) if words[i] == "rate" and words[i + 1] in {"of", "and", "or"}), None)
    if at is None or (words[at + 1] != "of" and _EXTENT.isdisjoint(words[at + 2 : at + 3])):
        return False
    return _RUNNING.isdisjoint(words[at:])


#: Tokens behind the words for a rate that tell of what it is.
_TO_EVENTS = 4
_EXTENT = frozenset(("severity", "number", "frequency", "duration", "length"))
_RUNNING = frozenset(("infusion", "administration", "flow", "drip", "delivery", "injection"))
_PILLS = (["tablet"], ["pill"], ["tablets"], ["pills"])
_SO_DOES = (["so", "does"], ["so", "do"], ["so", "can"], ["so", "may"])
#: Tokens from "rate" to the name of what happens at that rate: "of severe".
_NAME = 3
_HAPPENINGS = frozenset(map(stem, ("complication", "complications", "event", "relapse", "death", "mortality", "infection", "failure", "recurrence")))
_MAY = frozenset(("may", "might", "can", "could"))
_COMPARING = frozenset(("than", "versus", "vs"))
_CHANGES = frozenset(("discontinuation", "stop-infusion", "dose-adjustment", "dose-reduction"))
#: Tokens between "stopping" and what is stopped.
_OF = 2
_REACTIONS = frozenset((_ROOT, "infusion-related-reaction"))


def _spoken_of(unit: Unit) -> str | None:
    """The product that the sentences before speak of, in a text that is about something else."""
    before = unit.previous
    is_given = not unit.stems.isdisjoint(("infus", "infusion", "drip"))
    for _ in range(8):
        if before is None or before.place.heading != unit.place.heading:
            return None
        product = next((agent.concept for agent in before.agents if agent.concept), None)
        if product is not None or (before.agents and not is_given):
            return product
        before = before.previous
    return None


def _is_needless(unit: Unit, page: Page, term: Term) -> bool:
    """ "No dose adjustment is needed", "premedication is not required", "reduces the need for ventilation"."""
    before = page.tokens.folds[max(unit.first, term.first - _DENIAL) : term.first]
    if before[-2:] == ["need", "for"] and not REDUCING.isdisjoint(page.tokens.stems[unit.first : term.first]):
        return True
    after = page.tokens.folds[term.last : min(unit.last, term.last + _NEAR)]
    behind = page.tokens.folds[term.last : min(unit.last, term.last + _DENIAL)]
    if any(behind[i : i + 3] in _OF_NO_USE for i in range(len(behind))):
        return True  # "skin tests with it are of no use"
    return not {"no", "not", "without", "nor"}.isdisjoint(before) or ("not" in after and not _NEED.isdisjoint(after))


def _is_waiting(unit: Unit, page: Page, term: Term) -> bool:
    """ "only careful observation may be needed", "steroids are avoided": what is done in place of a treatment, and what is not done."""
    after = page.tokens.folds[term.last : min(unit.last, term.last + _NEAR)]
    return page.tokens.folds[max(unit.first, term.first - 1)] in {"only", "just"} or "avoided" in after


#: How far before a measure its denial stands: "no evidence is available to require a dose adjustment".
_DENIAL = 8
_NEAR = 5
_NEED = frozenset(("required", "necessary", "needed", "recommended", "need", "require", "performed", "done", "undertaken"))
_OF_NO_USE = (["of", "no", "use"], ["of", "no", "value"], ["of", "little", "use"], ["of", "little", "value"])


def _goes_on(unit: Unit) -> bool:
    """ "IVIG is given monthly. Renal function should be monitored.": a rule right behind a sentence on the product."""
    near = unit.previous
    if near is None or near.block != unit.block or unit.agents or _RULING.isdisjoint(unit.folds):
        return False
    return bool(near.agents) and all(agent.concept for agent in near.agents)


#: What is to be done is told in the present: "should be monitored", "is checked".
_RULING = frozenset(("should", "must", "need", "needs", "is", "are", "be"))


def _is_watched(page: Page, term: Term, watching: list[Cue]) -> bool:
    """A word of monitoring before or behind the thing, in its list: "check creatinine and urine output", "haemoglobin is measured"."""
    for cue in watching:
        if term.first <= cue.first and cue.last <= term.last:
            return True
        between = range(cue.last, term.first) if cue.last <= term.first else range(term.last, cue.first)
        if len(between) <= _REACH and not any(page.tokens.surfaces[i] in {";", ":"} for i in between):
            return True
    return False


#: How far a list of measured things reaches.
_REACH = 22


def _effects(unit: Unit, page: Page, term: Term, lessening: list[Cue], known_effects: Collection[str]) -> list[tuple[Term, Cue]]:
    """The effects that a measure is said to lessen: "premedication reduces headache", "headache can be treated with paracetamol"."""
    result: list[tuple[Term, Cue]] = []
    for effect in unit.terms:
        if "AdverseEffect" not in effect.classes or (effect.first < term.last and term.first < effect.last):
            continue
        if not (effect.concept in known_effects or effect.concept in _REACTIONS or unit.place.kind in _SECTIONS):
            continue  # a symptom of the disease
        for cue in lessening:
            forward = term.last <= cue.first and cue.last <= effect.first
            backward = effect.last <= cue.first and cue.last <= term.first
            apart = range(term.last, effect.first) if forward else range(effect.last, term.first)
            if (forward or backward) and not any(page.tokens.surfaces[i] == ";" for i in apart):
                result.append((effect, cue))
                break
    return result


def _is_of_giving(unit: Unit, page: Page) -> bool:
    """In a text about a product the sentence, or the one before it in its paragraph, speaks of giving it."""
    if page.topic is None:
        return False
    before = unit.previous if unit.previous is not None and unit.previous.block == unit.block else unit
    return not _GIVING.isdisjoint(unit.stems) or not _GIVING.isdisjoint(before.stems)


def _is_premedication(unit: Unit, heading: Unit | None, is_about_product: bool) -> bool:
    """A word of what is given before, in the sentence or over its list."""
    is_before = is_about_product and any(cue.phrase.kind == "before" for cue in unit.safety)
    if is_before or any(t.concept == "premedication" for t in unit.terms):
        return True
    return unit.is_item and heading is not None and heading is not unit and any(t.concept == "premedication" for t in heading.terms)


def _helps(unit: Unit, term: Term, page: Page) -> bool:
    """ "Paracetamol can help", "aspirin takes care of these": a word of relief without the effect's name; "given for rashes"."""
    relief = any(cue.phrase.kind == "lessen" and cue.first >= term.last for cue in unit.safety)
    follows = next((i for i in range(term.last, min(term.last + 5, unit.last)) if page.tokens.folds[i] in {"for", "against"}), None)
    treats = follows is not None and any("AdverseEffect" in t.classes and t.first > follows for t in unit.terms)
    return relief or treats


def _must_be_kept(unit: Unit, page: Page, term: Term) -> bool:
    """ "Keep epinephrine at hand", "adrenaline is always on the unit"."""
    return "keep" in page.tokens.stems[max(unit.first, term.first - 3) : term.first]


def _is_advised(unit: Unit, page: Page, term: Term) -> bool:
    """ "Patients should stay well hydrated": a word of advice before the care."""
    return not _ADVICE.isdisjoint(page.tokens.stems[max(unit.first, term.first - 8) : term.last])


def _is_interfered(unit: Unit) -> bool:
    """A test that goes wrong is no test that watches over the patient."""
    return any(cue.phrase.kind == "impair" for cue in unit.safety)


def _is_inside(unit: Unit, term: Term) -> bool:
    return any(
        other is not term
        and other.first <= term.first
        and term.last <= other.last
        and other.last - other.first > term.last - term.first
        and other.has("Management", "LaboratoryTest", "AdverseEffect")
        and not (other.method == "frame" and term.method != "frame")
        for other in unit.terms
    )


def _is_named_inside(unit: Unit, term: Term) -> bool:
    """A measure told by verb and object over words that name a measure themselves."""
    return term.method == "frame" and any(
        other is not term and term.first <= other.first and other.last <= term.last and "Management" in other.classes and other.method != "frame"
        for other in unit.terms
    )
