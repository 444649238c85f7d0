"""A second voice beside the rules: typed terms that no rule spoke of go in, drafts of what they most probably are to the product come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg.reading.classes.memberships import SAFETY_SECTIONS
from kg.reading.clauses import is_unlike, stretch_around, stretch_start
from kg.reading.drafts import AND_OTHERS, ROLE_MODEL, USES, Draft
from kg.reading.governors import Governor, Subject
from kg.reading.openings import is_noun_phrase, is_requirement, is_sorted, names_obstacles
from kg.reading.page import Page, Term, Unit, is_part, open_bracket
from kg.reading.qualifiers import polarity_of
from kg.reading.relations import comes_first, is_company
from kg.reading.role_features import group_of, role_places
from kg.reading.role_model import ASKED, ROLE_CLASSES, ROLES, Place, RoleModel, probability_of
from kg.reading.safety.accounts import gets_better, is_taken_back
from kg.reading.safety.arms import is_no_more_frequent
from kg.reading.safety.care import is_found_on
from kg.reading.safety.effect_grades import SafetyDefaults, effect_draft
from kg.reading.safety.effect_lists import NO_EFFECTS, is_any_reaction, is_of_share
from kg.reading.safety.effect_subjects import is_about_disease_before, is_of_illness
from kg.reading.safety.effects import is_measure
from kg.reading.safety.interactions import INTERACTION_CUES, is_barred_by_illness, is_of_one_place, is_own_vaccine, is_unknown
from kg.reading.safety.other_origins import is_absent, is_after_procedure, is_going_on, is_of_responders
from kg.reading.safety.other_subjects import has_other_subject, is_complication, is_looked_for, is_of_everybody, is_said_of_disease
from kg.reading.safety.own_arms import effects_of_arms
from kg.reading.safety.precautions import is_of_before
from kg.reading.safety.risk_factors import GROUPS
from kg.reading.safety.signs import (
    is_indication,
    is_list_of_signs,
    is_no_effect,
    is_organ_class,
    is_sign_of_labelled,
    is_time_of_onset,
    suggests_effect,
)
from kg.reading.silences import is_aside
from kg.reading.subjects import is_about_other, is_excluded, is_in_clause, is_outdone, is_under_rival, says_this_medicine
from kg.reading.therapy.brought_about import is_brought_about
from kg.reading.therapy.bullets import is_guarded
from kg.reading.therapy.bystanders import (
    head_of,
    is_bystander,
    is_counted_infection,
    is_had_before,
    is_had_safely,
    is_likened,
    is_misguided,
    is_of_animals,
    tells_of_patient,
    tells_of_vaccine,
)
from kg.reading.therapy.disease_pages import is_hoped_by_studies, page_disease, treated_disease
from kg.reading.therapy.prophylaxis import is_said_to_treat
from kg.reading.therapy.scope import (
    SECOND_TIME,
    UNSPECIFIC,
    explains,
    heads_guarding,
    is_feature,
    is_in_apposition,
    is_renamed,
    is_shut_out,
    is_to_be_studied,
    is_told_of_first,
    is_unsettled,
    is_wondered,
)
from kg.reading.therapy.short_names import BESIDE_KAWASAKI
from kg.reading.therapy.status import status_of
from kg.reading.therapy.studied_conditions import is_advised
from kg.reading.topics import opens_with_disease
from kg.reading.words import stem
from kg.records import Polarity, Predicate, Status

__all__ = ["find_roles", "open_roles"]

_SILENT_SECTIONS = frozenset(("references", "storage"))


def find_roles(
    page: Page,
    drafts: Sequence[Draft],
    model: RoleModel,
    defaults: SafetyDefaults | None = None,
    guarded: Mapping[str, str] | None = None,
) -> Iterator[Draft]:
    """Give what the model believes of terms that no rule claimed in that role anywhere in the document.

    Of the mentions of a concept the most probable one is the evidence; a term whose words a rule has read plays no further role. What
    a hyperimmune product is made against it prevents (`guarded`, condition by product) where the model knows of no more than a use.
    """
    unclaimed = [
        (group_of(unit, term), unit, term, roles)
        for unit, told in _unclaimed(page, drafts)
        if (unit.intro is not None or any(roles for _, roles in told)) and not is_aside(unit, page)  # of a list all members count
        for term, roles in told
    ]
    is_on_infections = any(draft.predicate in _OF_AVERTING and _names_infection(draft.object) for draft in drafts)
    touched = {group for group, _, _, roles in unclaimed if roles}
    kept = [(unit, term, roles) for group, unit, term, roles in unclaimed if group in touched]
    places = role_places(page, [(unit, term) for unit, term, _ in kept])
    best: dict[tuple[Predicate, str], tuple[float, Place]] = {}
    for place, (unit, term, roles), log_odds in zip(places, kept, model.log_odds(places), strict=True):
        likely = [
            (probability_of(value), role)
            for role, value, bar in zip(ROLES, log_odds, model.bars, strict=True)
            if value >= bar and role in roles and not _is_barred(role, unit, page, term)
        ]
        if likely:
            probability, role = max(likely)
            if (role, term.concept) not in best or best[role, term.concept][0] < probability:
                best[role, term.concept] = (probability, place)
    for (role, _), (probability, place) in best.items():
        subject = find_subject(place.unit, page)
        if subject is None:
            continue
        if role == "has_adverse_effect" and defaults is None:
            defaults = SafetyDefaults(page)
        if (subject.how == "topic" or not place.unit.agents) and role in _DONE and is_under_rival(place.unit, page):
            continue
        if role == "has_adverse_effect" and is_on_infections and _names_infection(place.term.concept) and _compares_arms(place.unit):
            continue  # "Bacteremia occurred in 6% of the patients on X and in 9% of the controls": what X was to prevent
        if subject.how == "topic" and role == "treats" and _is_of_other_means(place.unit, page):
            continue
        draft = _draft(place, page, role, subject, defaults)
        if draft is None or (subject.how == "topic" and _is_finding(draft, place.unit)) or _stays_away(draft, place.unit, page):
            continue
        is_guarded = role == "treats" and guarded is not None and guarded.get(subject.concept) == draft.object
        is_guarded = is_guarded and not is_said_to_treat(place.unit, page, place.term.first)
        if is_guarded:
            draft.predicate = "prevents"
        draft.method = ROLE_MODEL
        draft.score = round(TRUST * probability * place.term.score, 3)
        yield draft


def _is_of_other_means(unit: Unit, page: Page) -> bool:
    """ "Treatment of anemia" over a section that gives transfusions and iron for it, and names neither the product nor a word for it."""
    heading = page.heading_over(unit)
    if heading is None or heading.index == 0 or heading.agents or not heading.has(*_DISEASES) or page.lists["treating"].isdisjoint(heading.stems):
        return False
    gives_others = False
    for near in page.units[heading.index + 1 : heading.index + _OF_SECTION]:
        if near.place.heading != unit.place.heading:
            break
        if near.products or page.tokens.folds[near.first] == "it" or not _OF_PRODUCT.isdisjoint(near.folds):
            return False
        if says_this_medicine(page.tokens.folds[near.first : near.last]):
            return False
        is_other = bool(near.rivals) or near.has("Medication", "Management")
        is_given = not _GIVING_KINDS.isdisjoint(near.kinds) or not _RECEIVING.isdisjoint(near.folds)
        gives_others = gives_others or (is_other and is_given)
    return gives_others


#: Cues of a treatment that is given, and the sentences of a section that are looked at.
_GIVING_KINDS = frozenset(("treats", "treats-left", "treats-understood", "given"))
_OF_SECTION = 60
#: Words that a page on a product need not explain: "The infusions are given monthly".
_OF_PRODUCT = frozenset(("infusion", "injection", "globulin"))


def _is_finding(draft: Draft, unit: Unit) -> bool:
    """ "There were no blisters", "She had no other rashes": what a patient did not have when seen, in a sentence that tells of no course."""
    is_denied = draft.predicate == "has_adverse_effect" and draft.polarity == "negated"
    return is_denied and unit.place.kind not in SAFETY_SECTIONS and _HAPPENING.isdisjoint(unit.stems)


_HAPPENING = frozenset(
    (
        "occur", "report", "observ", "see", "seen", "note", "notic", "experienc", "develop", "caus", "cause", "lead", "find", "detect", "ensu", "ensue",
        "event", "effect", "reaction", "frequent", "infus", "infusion", "therapi", "therapy", "treatment", "dos",
    )
)  # fmt: skip


def _stays_away(draft: Draft, unit: Unit, page: Page) -> bool:
    """ "After six months of IVIG he had no further chest infections", "If there is no headache, raise the rate" deny no effect."""
    is_denied = draft.predicate == "has_adverse_effect" and draft.polarity == "negated"
    if is_denied and not _PROVISOS.isdisjoint(page.tokens.folds[unit.first : unit.first + 1]):
        return True
    if is_denied and page.tokens.folds[unit.first : unit.first + 4] == ["in", "the", "absence", "of"]:
        return True
    return is_denied and not _PERSON.isdisjoint(unit.folds) and _names_infection(draft.object) and unit.place.kind not in SAFETY_SECTIONS


_PROVISOS = frozenset(("if", "when", "once", "provided", "unless", "as"))
_PERSON = frozenset(("she", "he", "her", "his", "i", "my"))
_OF_AVERTING = frozenset(("prevents", "not_effective_for"))


def _names_infection(concept: str) -> bool:
    return any(name in concept for name in ("infection", "sepsis", "pneumonia", "sinusitis", "bronchitis", "otitis"))


def _compares_arms(unit: Unit) -> bool:
    return bool(unit.products) and not _ARMS.isdisjoint(unit.folds)


_ARMS = frozenset(("control", "placebo", "untreated"))


#: What a section below the name of another treatment says of that one.
_DONE = frozenset(("has_adverse_effect", "treats"))
#: The model's probabilities count less than a rule's.
TRUST = 0.8


def _draft(place: Place, page: Page, role: Predicate, subject: Subject, defaults: SafetyDefaults | None) -> Draft | None:
    unit, term = place.unit, place.term
    if role == "has_adverse_effect" and any(cue.phrase.kind == "raise" for cue in unit.safety) and {"no", "evidence"} <= unit.folds:
        return None  # "no evidence that age increases the risk of A"
    if role == "has_adverse_effect" and page.tokens.folds[unit.first] == "neither" and any(cue.phrase.kind in {"raise", "sway"} for cue in unit.safety):
        return None  # "Neither age nor weight raised the risk of A"
    if role == "has_adverse_effect" and defaults is not None:
        if unit.is_tabled or is_no_effect(unit, page, term) or has_other_subject(unit, page, term):
            return None
        if is_said_of_disease(unit, page) or is_complication(unit, page):
            return None
        return effect_draft(unit, page, term, Governor("adverse", "", None, "section", unit.index), subject, defaults)
    polarity: Polarity
    status: Status = ""
    if role == "treats" and unit.is_tabled:
        return None  # "Diphtheria | Antitoxin": what the columns of a table do not say is not to be guessed
    if role == "treats" and term.has("Condition") and is_guarded(unit, page):
        role = "prevents"  # "Measles: give immunoglobulin within six days" below "Post-exposure prophylaxis"
    if role in {"treats", "prevents"}:
        status, polarity = status_of(unit, page, term, Governor("treats", "used", None, "section", unit.index))
        if polarity == "affirmed" and any(term.last <= agent.first and is_hoped_by_studies(unit, page, agent) for agent in unit.products):
            polarity = "hedged"  # "In A, small studies suggest that X may help"
    else:
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
    if role == "interacts_with":
        first, last = stretch_around(page.tokens.surfaces, (unit.first, unit.last), (term.first, term.last), {";"})
        polarity = "negated" if any(cue.phrase.kind == "unaffected" and first <= cue.first < last for cue in unit.safety) else "affirmed"
    elif polarity == "negated":
        return None  # what is denied is seldom a statement of its own: a missing effect, a measure that is not needed
    if role == "has_risk_factor" and polarity == "affirmed" and not _WARY.isdisjoint(unit.folds) and not unit.has("AdverseEffect"):
        polarity = "hedged"  # "We think twice if you had a clot": a caution that names no effect
    # The factor is what makes a group of patients one: "patients with diabetes".
    concept = GROUPS.get(term.concept, term.concept) if role == "has_risk_factor" else term.concept
    return Draft(
        subject.concept, role, concept, term.first, term.last, "", 0.0, unit.index,
        status=status, polarity=polarity, subject_span=subject.span,
    )  # fmt: skip


_WARY = frozenset(("twice", "hesitate", "wary", "reluctant", "cautious", "carefully"))


def open_roles(page: Page, drafts: Sequence[Draft]) -> list[tuple[Unit, Term, frozenset[Predicate]]]:
    """List the terms that may play a role in the text with the roles that are open to each: none claimed, none barred."""
    return [
        (unit, term, frozenset(role for role in roles if not _is_barred(role, unit, page, term)))
        for unit, told in _unclaimed(page, drafts)
        if not is_aside(unit, page)
        for term, roles in told
    ]


def _unclaimed(page: Page, drafts: Sequence[Draft]) -> Iterator[tuple[Unit, list[tuple[Term, tuple[Predicate, ...]]]]]:
    """Give the same by unit, with the roles that no draft claims.

    Whether the unit is an aside, and whether words of it bar a role, is dear to ask: that is left for what may be told.
    """
    claimed = {(draft.predicate, draft.object) for draft in drafts}
    read = {draft.first for draft in drafts if draft.predicate not in _OF_CONDITIONS}
    elsewhere = {draft.object for draft in drafts if draft.predicate in _AGAINST_USE}
    used = {draft.object for draft in drafts if draft.predicate in USES and draft.polarity == "affirmed"}  # what it is given for it hardly brings about
    groups = {draft.first for draft in drafts if draft.predicate == "in_category"}
    rest = {draft.first for draft in drafts if draft.method == AND_OTHERS}  # "for A, B or other antibody deficiencies": what is given for all
    lists = _lists_of_uses(page, drafts)
    titled = page_disease(page)  # of it the rules for pages about one disease speak, from the sentences on treatment
    for unit in page.units:
        if not unit.terms or unit.place.kind in _SILENT_SECTIONS or page.tokens.surfaces[unit.last - 1] == "?":
            continue
        terms = [t for t in unit.terms if not (t.is_product or ASKED.isdisjoint(t.classes) or t.concept in NO_EFFECTS or is_part(unit, t))]
        if not terms:
            continue
        told = []
        is_criterion = unit.place.kind == "exclusion" or _CRITERION.issubset(unit.folds) or _are_excluded(unit) or is_requirement(unit)
        is_about: bool | None = None
        for term in terms:
            roles: tuple[Predicate, ...] = ()
            if term.first not in read and not (is_criterion and term.has("Condition", "Immunodeficiency", "AdverseEffect", "RiskFactor")):
                if is_about is None:
                    is_about = find_subject(unit, page) is not None
                if is_about:
                    told_of_whom = term.concept == "prematurity" or term.concept.startswith("hypersensitivity-to-")
                    apart = term is titled or term.concept in elsewhere or told_of_whom
                    apart = apart or (term.first in groups and not (term.first in rest and term.has("Immunodeficiency")))
                    is_listed = unit.is_item and unit.place.heading in lists and (not unit.relations or term.first - unit.first <= 1)
                    is_use = term.concept in used or is_listed
                    barred = "treats" if apart else "has_adverse_effect" if is_use else ""
                    roles = tuple([r for r in _roles_of(term.classes) if (r, term.concept) not in claimed and r != barred])
            told.append((term, roles))
        yield unit, told


def _lists_of_uses(page: Page, drafts: Sequence[Draft]) -> set[int]:
    """The headings over items that name uses, in no section on safety: what the other items below name is hardly an effect."""
    uses = {draft.unit for draft in drafts if draft.predicate == "treats"}
    effects = {draft.unit for draft in drafts if draft.predicate == "has_adverse_effect"}
    over = [{page.units[unit].place.heading for unit in told if page.units[unit].is_item} for told in (uses, effects)]
    return {heading for heading in over[0] - over[1] if heading is not None}


def _is_of_other_arm(unit: Unit, page: Page, term: Term) -> bool:
    """ "One child on placebo had a rash; IVIG was well tolerated": the clause before the semicolon names the comparator alone."""
    end = next((i for i in range(term.last, unit.last) if page.tokens.surfaces[i] == ";"), None)
    if end is None or any(agent.first < end for agent in unit.products):
        return False
    return any(unit.first <= i < end and page.tokens.folds[i] in {"placebo", "control", "controls"} for i in range(unit.first, end))


def _is_barred(role: Predicate, unit: Unit, page: Page, term: Term) -> bool:
    """Whether words of the sentence keep the term from a role."""
    match role:
        case "has_adverse_effect":
            return (
                term.concept == "pregnancy"
                or _heads_illnesses(unit, page)
                or _is_before_product(unit, page)
                or _is_of_own_past(unit, page)
                or _is_listed_of_disease(unit, page, term)
                or is_of_everybody(unit, page)
                or _is_no_effect(unit, page, term)
                or _is_rivals(unit, page, term)
                or _is_of_other_arm(unit, page, term)
                or term.first in effects_of_arms(unit, page)
                or _is_infection_at_large(unit, page, term)
                or is_measure(page, term)
                or names_obstacles(unit, page, term.first)
                or "adjustment" in unit.folds  # "no dose adjustment for people with A"
            )
        case "treats":
            # "live vaccines may fail; for measles allow a year", "inactivated A vaccine may be given": the vaccine against it
            is_vaccine = "Vaccine" in unit.named() and any(t.concept == f"{term.concept}-vaccine" for t in unit.terms)
            is_vaccine = is_vaccine or tells_of_vaccine(unit, page, term)
            is_harm = term.has("AdverseEffect") and any(cue.phrase.kind == "adverse-left" and term.last <= cue.first for cue in unit.relations)
            is_listed = unit.intro is not None and not unit.intro.is_heading and unit.place.kind in _NOT_USED  # "Diseases that mimic A: B"
            is_listed = is_listed or (unit.is_heading and term.has("AcquiredCause") and heads_guarding(unit, page))
            return is_vaccine or is_harm or is_listed or names_obstacles(unit, page, term.first) or _is_untreated(unit, page, term)
        case "has_risk_factor":
            folds = page.tokens.folds
            is_occasion = unit.is_item and folds[unit.first] in {"after", "following"}  # "You will be given it: after an injury"
            is_occasion = is_occasion or _is_given_after(unit, page, term) or any(cue.phrase.kind == "permitted" for cue in unit.safety)
            is_occasion = is_occasion or any(is_advised(unit, page, agent) for agent in unit.products)
            is_occasion = is_occasion or (folds[term.last : term.last + 1] == ["of"] and "vaccine" in folds[term.last : term.last + _TO_DOSE])
            is_occasion = is_occasion or (term.concept.endswith("-risk-factor") and page.tokens.stems[term.last] in _NAMING_THEM)
            is_occasion = is_occasion or (term.concept == "first-infusion" and "before" in folds[max(unit.first, term.first - 2) : term.first])
            is_occasion = is_occasion or folds[term.first] == "at"  # "for patients at risk of A, give X slowly"
            is_occasion = is_occasion or not _AGED.isdisjoint(folds[max(unit.first, term.first - 2) : term.first])  # "a 57-year-old female"
            is_occasion = is_occasion or folds[term.first - 1].isdigit()  # "12 patients, 9 females"
            around = (*folds[max(unit.first, term.first - 2) : term.first], *folds[term.last : term.last + 2])
            is_occasion = is_occasion or not _OTHER_SEX.isdisjoint(around)
            is_occasion = is_occasion or (term.concept == "female-sex" and _is_of_whom_it_strikes(unit))
            is_occasion = is_occasion or _is_of_one_patient(unit, page, term)
            is_occasion = is_occasion or _is_amount(unit, page, term) or folds[term.first - 1] == "non"
            before = folds[max(unit.first, term.first - _TO_RISEN) : term.first]
            is_occasion = is_occasion or any(before[i : i + 2] in (["no", "more"], ["not", "more"]) for i in range(len(before)))
            is_occasion = is_occasion or _is_to_be_raised(unit, page, term) or _is_made_likelier(unit, term)
            is_occasion = is_occasion or (not unit.products and is_of_everybody(unit, page))
            return is_occasion or _is_before_product(unit, page) or _foretells_other(unit, page, term) or _is_dose_of_other(unit, term)
        case "interacts_with":
            if term.has("Management"):
                return True  # "Renal function": what is watched
            if term.has("LaboratoryTest") and _is_left_out(page, term):
                return True
            if term.has("LaboratoryTest") and page.tokens.folds[max(unit.first, term.first - _TO_GROUNDS) : term.first][:2] in _BY_TEST:
                return True  # "susceptible as shown by A testing"
            if term.has("Vaccine") and (_is_beside_vaccine(unit, page, term) or is_barred_by_illness(unit, page, term)):
                return True
            if term.has("Vaccine") and (is_unknown(unit, page, term) or is_of_one_place(unit, page)):
                return True
            return is_found_on(unit, page, term) or _is_only_measured(unit, page, term)
        case _:
            return False


#: What says that somebody was found to be something by a test, and its tokens with the name of what is tested.
_BY_TEST = (["based", "on"], ["shown", "by"], ["determined", "by"], ["identified", "by"], ["confirmed", "by"], ["according", "to"], ["assessed", "by"])
_TO_GROUNDS = 3


def _is_left_out(page: Page, term: Term) -> bool:
    """ "X needs no routine A", "A should not be done before X": a test that nobody has to make."""
    before = page.tokens.folds[max(0, term.first - _TO_NEED) : term.first]
    if "no" in before and not _NEEDING.isdisjoint(before):
        return True
    return page.tokens.folds[term.last : term.last + _TO_NEED] in _NOT_DONE


_TO_NEED = 4
_NEEDING = frozenset(("need", "needs", "needed", "require", "requires"))
_NOT_DONE = (["should", "not", "be", "performed"], ["should", "not", "be", "done"], ["need", "not", "be", "done"], ["need", "not", "be", "performed"])


def _is_given_after(unit: Unit, page: Page, term: Term) -> bool:
    """ "It is also given after miscarriage, an abortion or abdominal trauma": the last of the events that call for the product."""
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, unit.first, -1) if folds[i] in {"after", "following"}), None)
    return at is not None and folds[at - 1] in _GIVEN and {";", "if", "when", "who", "because"}.isdisjoint(folds[at : term.first])


#: Verbs behind "risk factors for A" that say which they are.
_NAMING_THEM = frozenset(map(stem, ("include", "includes", "comprise", "be", "are")))
#: Tokens behind "the first dose" to what is given: "of the rabies vaccine".
_TO_DOSE = 5
_GIVEN = frozenset(("given", "needed", "offered", "recommended", "used", "injected", "administered", "advised", "required"))


def _is_of_whom_it_strikes(unit: Unit) -> bool:
    """ "Females are more commonly affected than males": of an illness, in a sentence without an effect or the product."""
    return "affected" in unit.folds and not unit.products and not unit.has("AdverseEffect")


#: "It affects both males and females": whom an illness strikes.
_OTHER_SEX = frozenset(("male", "males", "men", "boys", "boy", "man"))


def _is_of_one_patient(unit: Unit, page: Page, term: Term) -> bool:
    """ "One subject with A withdrew": what somebody who is told of had."""
    before = page.tokens.folds[max(unit.first, term.first - _TO_ONE) : term.first]
    at = next((i for i, word in enumerate(before) if word in {"one", "single"}), None)
    return at is not None and before[at + 1 : at + 2] in _PERSONS and before[at + 2 : at + 3] == ["with"]


#: Tokens from "one" to what the patient has: "one subject with a".
_TO_ONE = 5
_PERSONS = (["subject"], ["patient"], ["participant"], ["man"], ["woman"], ["child"], ["recipient"])


def _is_amount(unit: Unit, page: Page, term: Term) -> bool:
    """ "The first dose is usually 10 g": how much is given, in a sentence that names no effect."""
    if term.concept != "first-infusion" or unit.place.kind not in {"dosage", "treatment", ""} or unit.has("AdverseEffect"):
        return False
    behind = page.tokens.folds[term.last : min(unit.last, term.last + _TO_AMOUNT)]
    verb = next((i for i, word in enumerate(behind) if word in {"be", "is", "are", "was", ":"}), None)
    amount = page.tokens.folds[term.last : min(unit.last, term.last + 2 * _TO_AMOUNT)]
    return verb is not None and any(word[0].isdigit() for word in amount[verb + 1 :])


#: Tokens from "the first dose" to its amount: "is usually set at 10 g".
_TO_AMOUNT = 6


def _is_made_likelier(unit: Unit, term: Term) -> bool:
    """ "A lack of water makes A and B more likely": what may befall people, no reason why."""
    made = [cue.last for cue in unit.safety if cue.phrase.kind == "make" and cue.last <= term.first]
    return bool(made) and any(cue.phrase.kind == "more" and 0 <= cue.first - term.last <= _TO_MORE for cue in unit.safety)


#: Tokens from an effect to "more likely", another effect between counted.
_TO_MORE = 5


def _is_to_be_raised(unit: Unit, page: Page, term: Term) -> bool:
    """ "The infusion rate can then be increased step by step": how to give the product."""
    folds = page.tokens.folds
    verb = next((i for i in range(term.last, min(unit.last, term.last + _TO_VERB_OF_ORDER)) if folds[i] in _STEPPED_UP), None)
    return verb is not None and "be" in folds[term.last : verb] and not _ORDERING.isdisjoint(folds[term.last : verb])


_STEPPED_UP = frozenset(("increased", "raised", "doubled", "adjusted", "titrated", "stepped", "escalated", "individualised", "individualized"))
_ORDERING = frozenset(("may", "can", "should", "might", "could", "must", "to"))
_TO_VERB_OF_ORDER = 6


def _heads_illnesses(unit: Unit, page: Page) -> bool:
    """ "4.5 Urticaria and lupus" over their treatment: an effect beside an illness that is none."""
    if not unit.is_heading or page.is_label or unit.place.kind in SAFETY_SECTIONS or "adverse" in unit.kinds:
        return False
    return any(t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect") for t in unit.terms)


def _is_dose_of_other(unit: Unit, term: Term) -> bool:
    """ "high-dose intravenous methylprednisolone": the dose of another medicine."""
    return term.concept == "high-dose" and any(0 <= agent.first - term.last <= _TO_DOSED for agent in unit.rivals)


_TO_DOSED = 2
_AGED = frozenset(("old", "aged", "year"))
_CRITERION = frozenset(("exclusion", "criterion"))


def _are_excluded(unit: Unit) -> bool:
    """ "Patients with A were excluded from the trial"; what "cannot be excluded" is possible."""
    left_out = "excluded" in unit.folds or "ineligible" in unit.folds
    if left_out and any(cue.phrase.kind == "prone" for cue in unit.safety):
        return False  # "Studies excluded patients with A, who are more prone to B"
    if "eligible" in unit.folds and "not" in unit.folds:
        return True
    return left_out and _POSSIBLE.isdisjoint(unit.folds) and not _ADMITTED.isdisjoint(unit.folds)


_POSSIBLE = frozenset(("cannot", "not", "never"))
_ADMITTED = frozenset(("trial", "study", "studies", "trials", "were", "was"))


def _is_beside_vaccine(unit: Unit, page: Page, term: Term) -> bool:
    """ "given together with the hepatitis B vaccine"; "vaccine" alone in a text that names some."""
    if any(cue.phrase.kind == "together" for cue in unit.safety):
        return True
    is_said = any(cue.phrase.kind in INTERACTION_CUES and page.tokens.folds[cue.last - 1] != "positive" for cue in unit.safety)
    is_damped = is_said or not (_DAMPING - _LOWERING).isdisjoint(unit.stems)
    if is_own_vaccine(unit, page, term) and not is_damped:
        return True  # "inject HRIG and start the rabies vaccine"
    if not _OF_COURSE.isdisjoint(page.tokens.stems[max(unit.first, term.first - _TO_VACCINE) : term.first]):
        return True  # "donors immunised with the vaccine", "a full series of rabies vaccine"
    if page.tokens.folds[term.first - 2 : term.first] == ["response", "to"] and not _TESTED.isdisjoint(unit.folds):
        return True  # "the response to the vaccine ought to be tested before the first dose"
    before = next((agent for agent in reversed(unit.products) if agent.last <= term.first), None)
    if before is not None and _JOINING.issuperset(page.tokens.folds[before.last : term.first]):
        return True  # "includes rabies immunoglobulin (RIG), and rabies vaccination"
    after = next((agent for agent in unit.products if agent.first >= term.last), None)
    if after is not None and page.tokens.folds[term.last : after.first] in _ADDED_TO:
        return True  # "hepatitis A vaccine plus immune globulin"
    if not _TOGETHER.isdisjoint(page.tokens.folds[max(unit.first, term.first - _TO_VACCINE) : term.first]):
        return True  # "both rabies vaccine and immunoglobulin are advised", "the combination of vaccine and ..."
    behind = page.tokens.folds[term.last : min(unit.last, term.last + _TO_IMMUNITY)]
    if behind[:1] and page.tokens.stems[term.last] in _YIELDING and not _IMMUNITY.isdisjoint(behind) and _DAMPING.isdisjoint(unit.stems):
        return True  # "X protects at once; A vaccine gives lasting immunity"
    return term.concept == "vaccine" and any(t.has("Vaccine") and t.concept != "vaccine" for unit in page.units for t in unit.terms)


#: What a vaccine does by itself, and the tokens to its object: "creates durable active immunity".
_YIELDING = frozenset(map(stem, ("gives", "provides", "builds", "induces", "creates", "produces", "stimulates", "offers", "confers", "generates")))
_IMMUNITY = frozenset(("immunity", "protection", "antibody"))
_TO_IMMUNITY = 6
#: Stems of verbs for what a product does to a vaccine.
_DAMPING = frozenset(map(stem, ("suppress", "impair", "blunt", "weaken", "inhibit", "reduce", "diminish", "interfere", "attenuate")))
#: What is said as well of the risk that both lower.
_LOWERING = frozenset(map(stem, ("reduce", "diminish")))
_TESTED = frozenset(("tested", "measured", "assessed", "checked", "test", "measure", "assess", "check"))
_OF_COURSE = frozenset(("donor", "hyperimmuniz", "immuniz", "vaccinat", "series", "cours", "regimen"))
_ADDED_TO = (["plus"], ["with"], ["together", "with"], ["along", "with"], ["alongside"])
_TOGETHER = frozenset(("both", "combination", "alongside"))
#: Tokens from such a word to the vaccine: "full courses of".
_TO_VACCINE = 3


def _is_only_measured(unit: Unit, page: Page, term: Term) -> bool:
    """ "platelet counts increased", "more even IgG levels": a value that was measured, not a test that is disturbed."""
    if "LaboratoryTest" not in term.classes:
        return False
    raised = any(t.has("Mechanism") and t.first <= term.first and term.last <= t.last for t in unit.terms)  # "lifts the platelet count"
    is_even = not _EVEN.isdisjoint(page.tokens.folds[max(unit.first, term.first - _TO_LEVEL) : term.first])
    if _is_done_first(unit) and _FALSIFYING.isdisjoint(unit.stems):
        return True
    if raised or is_even or not _DISTURBING.isdisjoint(unit.stems):
        return raised or is_even
    return not _VALUES.isdisjoint(unit.stems)


#: Words for how a level is or goes, and the tokens from one to it: "changes in blood counts".
_EVEN = frozenset(("consistent", "stable", "steady", "steadier", "even", "constant", "change", "changes"))
_TO_LEVEL = 3
_VALUES = frozenset(
    (
        stem("rise"), stem("rose"), "increas", "decreas", "lower", "rise", "rose", "fell", "improv", "evaluat", "declin", "reach", "baselin", "baseline",
        "mean", "median", "day", "week",
    )
)  # fmt: skip
_FALSIFYING = frozenset(
    (
        "interfer", "interact", "fals", "falseli", "false", "mislead", "misleading", "affect", "distort", "passiv", "passive", "passiveli",
        "transmit", "misinterpret", "posit", "positiv", "confound", "antibodi", "antibody", "unreliabl", "uninterpretabl",
    )
)  # fmt: skip
_DISTURBING = _FALSIFYING | {"serolog", "serologi", "result", "test"}


_JOINING = frozenset((",", "and", "plus", "&", "a", "full", "(", ")", "anti"))


@cache
def _roles_of(classes: frozenset[str]) -> tuple[Predicate, ...]:
    """The roles that a term of some classes may play."""
    return tuple(role for role, asked in ROLE_CLASSES.items() if not asked.isdisjoint(classes))


def find_subject(unit: Unit, page: Page) -> Subject | None:
    """Find the product that a unit speaks of, or None: it must be near unless the text is about one."""
    for near in (unit, unit.intro, unit.previous):
        if near is None or (near is unit.previous and (near.block != unit.block and near.place.title != unit.place.title)):
            continue
        if not near.agents:
            continue
        if near is not unit and is_about_other(near, page):
            return None
        for agent in near.agents:
            passed_by = is_outdone(agent, page) or is_excluded(agent, page) or (near is unit.previous and is_in_clause(agent, near, page))
            if agent.concept and not passed_by:
                return Subject(agent.concept, (agent.first, agent.last), "sentence")
        return None  # another treatment
    topic = page.headed.get(unit.index, page.topic) if page.topic else None
    return Subject(topic, None, "topic") if topic else None


def _is_before_product(unit: Unit, page: Page) -> bool:
    """ "A is a disease of nerves. It starts with weakness. ... X is given": what a text on a disease says before it names a product is of the disease."""
    if page.is_label or unit.products or unit.place.kind in SAFETY_SECTIONS or not opens_with_disease(page):
        return False
    first = next((near.index for near in page.units if near.products), unit.index)
    return unit.index < first and not page.units[0].is_heading


def _is_of_own_past(unit: Unit, page: Page) -> bool:
    """ "I had pain and numb hands. My doctor recommended IVIG": what the teller had before, where no sentence near before speaks of the product."""
    if unit.products or _OWN.isdisjoint(unit.folds) or not _GIVINGS.isdisjoint(unit.folds) or unit.place.kind in SAFETY_SECTIONS or page.is_label:
        return False
    near = page.units[max(0, unit.index - _NEAR_UNITS) : unit.index]
    if any(before.products or not (before.rivals or _GIVINGS.isdisjoint(before.folds)) for before in near):
        return False
    after = next((later for later in page.units[unit.index + 1 :] if later.products), None)
    told = after is not None and not _PRESCRIBING.isdisjoint(after.folds) and "adverse" not in after.kinds
    return told if unit.index <= _NEAR_UNITS else told or not _ONSETS.isdisjoint(unit.folds)


#: Words of somebody who tells of himself, for what is given, by which a product is chosen, and for how an illness began.
_OWN = frozenset(("i", "my", "we", "our"))
_GIVINGS = frozenset(("infusion", "infusions", "treatment", "treatments", "dose", "drip", "therapy", "medicine", "medication", "effect", "infused"))
_PRESCRIBING = frozenset(
    (
        "recommended", "recommend", "prescribed", "suggested", "offered", "ordered", "got", "started", "put", "approved", "tried", "try", "began",
        "helped", "given", "received", "need", "needed",
    )
)  # fmt: skip
_ONSETS = frozenset(("caught", "developed", "started", "began", "diagnosed", "symptom"))
#: Sentences before that would speak of the product.
_NEAR_UNITS = 2


def _is_listed_of_disease(unit: Unit, page: Page, term: Term) -> bool:
    """ "Symptoms: A, B" on a page that names an illness, "Measles (A, B, C)", "Criteria: A and four of B": how the illness shows.

    But "Symptoms to report: A, B".
    """
    if unit.products or unit.place.kind in SAFETY_SECTIONS or page.is_label or "%" in unit.folds:
        return False
    folds = page.tokens.folds
    if "criterion" in unit.folds and _OF_HARM.isdisjoint(unit.folds):
        return True
    label = unit.label_last
    if label is None or term.first < label or not _OF_HARM.isdisjoint(folds[unit.first : label]):
        return False
    named = [t for t in unit.terms if t.last <= label and t.has("Condition", "Immunodeficiency")]
    if named and all(not t.has("AdverseEffect") for t in named):
        return True
    if any(t.last <= label and t.has("AdverseEffect") for t in unit.terms):
        return False  # "Flu-like symptoms: fever, chills"
    return not _SHOWING_IT.isdisjoint(folds[unit.first : label]) and _names_disease(page, unit.index)


def _names_disease(page: Page, last: int) -> bool:
    """Whether the text has named an illness that is no effect up to a sentence, or names it in the next."""
    return any(t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect") for near in page.units[: last + 2] for t in near.terms)


#: Words for signs in a label, and those of a label on harms.
_SHOWING_IT = frozenset(("symptom", "symptoms", "sign", "signs", "mnemonic", "presentation", "feature"))
_OF_HARM = frozenset(
    ("side", "adverse", "report", "effect", "reaction", "reactions", "toxicity", "call", "watch", "tell", "hemolysis", "infusion", "during", "after")
)
#: Predicates about the condition itself, beside which a term may well play a role.
_OF_CONDITIONS = frozenset(("in_category", "caused_by", "has_pathology"))
#: What a list may be of that names no uses.
_NOT_USED = frozenset(("disease", "warnings", "interactions"))
_AGAINST_USE = frozenset(("prevents", "contraindicated_in", "has_risk_factor", "not_effective_for", "worsens"))
_ILLNESS = frozenset(("disease", "disorder", "illness"))
_DISEASES = ROLE_CLASSES["treats"]


def _is_untreated(unit: Unit, page: Page, term: Term) -> bool:
    """Whether words of the sentence keep the term from being what is treated."""
    return (
        is_sorted(unit)
        or is_to_be_studied(unit, page, term)
        or is_wondered(unit, page)
        or term.first in effects_of_arms(unit, page)
        or is_bystander(unit, page, term)
        or is_likened(unit, page, term)
        or is_unlike(page.tokens.folds, term.first)
        or (is_organ_class(unit, page, term) and all(t.has("AdverseEffect") for t in unit.terms if t.first >= term.last))
        or is_absent(unit, page, term)
        or is_after_procedure(unit, page, term)
        or is_shut_out(unit, page, term)
        or any(cue.last == term.first and is_company(unit, page, cue) for cue in unit.relations)
        or _may_die(unit, page, term)
        or bool(unit.cues("undecided"))
        or _is_needless(unit, page, term)
        or _is_of_another_disease(unit, page, term)
        or _is_dissuaded(unit, page)
        or _is_of_whom(unit, term)
        or BESIDE_KAWASAKI in term.reasons  # which are kept from coming about
        or _is_kept_from_other(unit, page, term)
        or _is_seen_with(unit, page, term)
        or any(cue.phrase.kind == "treats-left" and term.last <= cue.first and is_had_before(unit, page, term, cue) for cue in unit.relations)
        or _is_in_vain(unit, page, term)
        or _is_beside_malignancy(unit, page, term)
        or _is_beside(unit, page, term)
        or (unit.is_item and is_told_of_first(unit, page, term))
        or is_brought_about(unit, page, term)
        or _is_sign(unit, page, term)
        or _is_cause(unit, page, term)
        or _is_given_besides(unit, page, term)
        or _is_to_be_tested(unit, page, term)
        or _is_sold_otherwise(unit)
        or _is_second_course(unit, page)
        or _is_barred_from(unit, page, term)
        or _is_of_contacts(unit, page, term)
        or _is_managed_otherwise(unit, page, term)
        or any(cue.phrase.kind in _TREATS and term.last <= cue.first and comes_first(unit, page, cue) for cue in unit.relations)
        or (term.has("AcquiredCause") and any(cue.phrase.kind == "prone" for cue in unit.safety))  # what makes people prone to infection
    )


_TREATS = frozenset(("treats", "treats-left"))


def _is_to_be_tested(unit: Unit, page: Page, term: Term) -> bool:
    """ "patients with A should be tested for antibodies before IVIG": what is done with them is no treatment of A."""
    stems = page.tokens.stems
    near = range(max(unit.first, term.first), min(unit.last - 1, term.last + _TO_TESTED))
    return any(stems[i] == "be" and stems[i + 1] in _TESTING for i in near)


def _is_sold_otherwise(unit: Unit) -> bool:
    """ "The company also sells drugs for A": another product of its maker."""
    return not unit.agents and not _SELLING.isdisjoint(unit.stems)


def _is_second_course(unit: Unit, page: Page) -> bool:
    """ "We suggest against a second course in A": the first one stands."""
    folds = page.tokens.folds
    at = next((i for i in range(unit.first, unit.last - 1) if folds[i] in SECOND_TIME and folds[i + 1] in _COURSES), None)
    return at is not None and not _DISSUADING.isdisjoint(folds[unit.first : at])


def _is_barred_from(unit: Unit, page: Page, term: Term) -> bool:
    """ "If you have A, do not use it", "Those with A must not have it until it is warm": people who must not get the product, or not so."""
    if any(kind.startswith("treats") for kind in unit.kinds):
        return False
    bans = [cue for cue in unit.relations if cue.phrase.kind.startswith("contraindicated") and term.last <= cue.first]
    return bool(bans) and {";", "but"}.isdisjoint(page.tokens.folds[term.last : bans[0].first])


_COURSES = frozenset(("course", "dose", "infusion", "cycle", "treatment", "round"))
_DISSUADING = frozenset(("against", "not", "discouraged", "no"))
def _is_of_contacts(unit: Unit, page: Page, term: Term) -> bool:
    """ "is offered to contacts over 60 or with A": those who have met another illness."""
    before = page.tokens.folds[max(unit.first, term.first - _TO_CONTACTS) : term.first]
    return "contact" in before and "with" in before[before.index("contact") :] and before[-1] != "to"


_TO_CONTACTS = 8
_TO_TESTED = 5
_TESTING = frozenset(map(stem, ("tested", "screened", "checked", "vaccinated", "monitored", "examined", "asked")))
_SELLING = frozenset(map(stem, ("sell", "sells", "sold", "market", "markets")))


def _is_of_another_disease(unit: Unit, page: Page, term: Term) -> bool:
    """ "For those with B, treatment of B comes first" on a page about A: no product is named, and no pronoun stands for one."""
    disease = treated_disease(page)
    if disease is None or disease.concept == term.concept or unit.agents or unit.is_item or unit.is_row or unit.is_heading:
        return False
    return "it" not in unit.folds and not _OTHER_TREATMENT.isdisjoint(unit.folds)


_OTHER_TREATMENT = frozenset(("treatment", "treating", "therapy", "therapies"))


def _is_needless(unit: Unit, page: Page, term: Term) -> bool:
    """ "A rarely needs it", "For A the treatment is of little use": what hardly any one with the illness needs, or what fails."""
    folds = page.tokens.folds
    return any(
        (cue.phrase.kind == "nothing" and term.last <= cue.first and not _SELDOM.isdisjoint(folds[cue.first : cue.last]))
        or (cue.phrase.kind == "ineffective-left" and term.last <= cue.first)
        for cue in unit.relations
    )


_SELDOM = frozenset(("rarely", "seldom", "hardly", "scarcely", "never"))


def _is_given_besides(unit: Unit, page: Page, term: Term) -> bool:
    """ "In patients with A and severe B, steroids in addition to IVIG may be needed": the other treatment is what B calls for."""
    folds = page.tokens.folds
    for agent in unit.rivals:
        product = next((other for other in unit.products if other.first >= agent.last), None)
        if term.last <= agent.first and product is not None and folds[agent.last : product.first] in _BESIDES:
            return any(t.last < term.first and t.has("Condition", "Immunodeficiency") for t in unit.terms)
    return False


_BESIDES = (["in", "addition", "to"], ["besides"], ["beside"], ["as", "well", "as"], ["on", "top", "of"], ["alongside"], ["along", "with"])


def _is_managed_otherwise(unit: Unit, page: Page, term: Term) -> bool:
    """ "A should be managed by treating infections": in a sentence that names no product."""
    folds = page.tokens.folds
    at = next((i for i in range(term.last, min(unit.last - 1, term.last + _TO_ADVICE)) if folds[i] in {"managed", "treated"}), None)
    return at is not None and folds[at + 1] in {"by", "with"} and not unit.products


def _may_die(unit: Unit, page: Page, term: Term) -> bool:
    """ "may increase mortality in patients with A": harm, no use."""
    folds = page.tokens.folds
    at = next((i for i in range(unit.first + 1, term.first) if folds[i] in {"mortality", "death"}), None)
    return at is not None and not _RAISING.isdisjoint(page.tokens.stems[max(unit.first, at - 3) : at])


_RAISING = frozenset(("increas", "rais", "raise", "higher", "excess"))


def _is_rivals(unit: Unit, page: Page, term: Term) -> bool:
    """ "Side effects of plasma exchange include A": in its clause another treatment stands before the term, and no product."""
    start = stretch_start(page.tokens.folds, unit.first, term.first, _TURNS)
    before = [a for a in unit.agents if start <= a.first and a.last <= term.first and not is_excluded(a, page)]
    return bool(before) and all(a.concept is None for a in before) and "of" in page.tokens.folds[before[-1].first - 1 : before[-1].first]


_TURNS = frozenset((";", "whereas", "while", "but"))


def _is_infection_at_large(unit: Unit, page: Page, term: Term) -> bool:
    """ "Without antibodies children get ear, sinus and chest infections": a sentence on no product, in no section on harms, tells of the illness."""
    if unit.place.kind in SAFETY_SECTIONS or "infection" not in unit.folds:
        return False
    if is_counted_infection(unit, page, term):
        return True
    if unit.products:
        return False
    behind = page.tokens.folds[term.first : min(unit.last, term.last + _TO_INFECTION)]
    if "infection" not in behind:
        return False
    between = page.tokens.surfaces[term.last : term.first + behind.index("infection")]
    return all(word.isalpha() or word in _PARTS for word in between)


#: Tokens of a list that shares the word "infections", and its marks.
_TO_INFECTION = 8
_PARTS = frozenset((",", "/", "-"))


def _is_dissuaded(unit: Unit, page: Page) -> bool:
    """ "gave modest improvement, and is not routinely recommended": advice against the use in the same sentence."""
    folds = page.tokens.folds
    advised = (i for i in range(unit.first, unit.last) if folds[i] in {"recommended", "advised", "advizable"})
    return any("not" in folds[max(unit.first, i - _TO_ADVICE) : i] for i in advised)


#: Tokens from "not" to what is not advised: "not routinely recommended".
_TO_ADVICE = 3


def _is_seen_with(unit: Unit, page: Page, term: Term) -> bool:
    """ "Illnesses such as A and B have been seen with IVIG": what the sentence opens with came with the product."""
    folds = page.tokens.folds
    head, tail = head_of(unit, page, term)
    cue = next((cue for cue in unit.relations if cue.phrase.kind == "adverse-left" and 0 <= cue.first - tail <= 1), None)
    if cue is None or folds[cue.last : cue.last + 1] not in (["with"], ["after"], ["on"], ["following"], ["during"]):
        return False
    near = any(0 < agent.first - cue.last <= _TO_SEEN for agent in unit.products)
    return near and _OUTCOME_OF.isdisjoint(folds[max(unit.first, head - 1) : head])


#: Tokens from "seen" to the product, and words by which something else than the illness was seen: "a gain in A".
_TO_SEEN = 4
_OUTCOME_OF = frozenset(("in", "of", "for", "with", "to", "from"))


def _is_in_vain(unit: Unit, page: Page, term: Term) -> bool:
    """ "A is given IVIG in vain", "needlessly treated": a use that the sentence calls a mistake."""
    folds = page.tokens.folds
    if "vain" in folds[term.last : unit.last]:
        return True
    return any(is_misguided(unit, page, cue) for cue in unit.relations if cue.phrase.kind in _TREATS)


def _is_beside_malignancy(unit: Unit, page: Page, term: Term) -> bool:
    """ "a woman with lymphoma and A was treated": of a patient's illnesses it is not the tumour that the product is given for."""
    if not term.has("AcquiredCause") or term.last >= unit.last or page.tokens.folds[term.last] not in _GOING_ON:
        return False
    if any("infection" in t.concept or t.has("Immunodeficiency") for t in unit.terms):
        return False  # "a man with A and recurrent infections": for these its want of antibodies is treated
    others = (t for t in unit.terms if t.first > term.last and t.has("Condition") and not t.has("AcquiredCause"))
    return "with" in page.tokens.folds[max(unit.first, term.first - 2) : term.first] and any(others) and tells_of_patient(unit, page, term)


#: Words behind one illness of a patient that lead to the next.
_GOING_ON = frozenset(("and", "who", "presenting", "presented", "developed"))


def _is_kept_from_other(unit: Unit, page: Page, term: Term) -> bool:
    """ "prophylaxis after exposure in patients with A": those who are kept from another illness, whom A endangers."""
    folds = page.tokens.folds
    if folds[term.first - 1] != "with" or not any(cue.phrase.kind == "prevents" and cue.last <= term.first for cue in unit.relations):
        return False
    at = next((i for i in range(term.first - 2, max(unit.first, term.first - _TO_WHOM), -1) if folds[i] in {"in", "for", "among"}), None)
    if at is None or page.lists["subject-patients"].isdisjoint(page.tokens.stems[at : term.first]):
        return False
    return any(word in {"exposure", "postexposure"} for word in folds[unit.first : at])


#: Tokens from "in" to what patients have: "in adult patients with chronic".
_TO_WHOM = 6


def _is_of_whom(unit: Unit, term: Term) -> bool:
    """ "to prevent infections in patients with A", "for A in those who have B": whom a statement is about, behind its object."""
    patients = [cue for cue in unit.cues("patients") if cue.last <= term.first]
    return any(other.has(*_DISEASES) and other.last <= patients[-1].first for other in unit.terms) if patients else False


def _is_beside(unit: Unit, page: Page, term: Term) -> bool:
    """What stands beside the treated: "A with shock", "too few platelets (A)", "A after B", "tested for A", pregnancy."""
    follows = page.tokens.folds[term.first - 1] in {"after", "following", "post"} if term.first > unit.first else False
    head = head_of(unit, page, term)[0]
    before = page.tokens.stems[max(unit.first, head - 6) : head]
    is_tested = ("for" in before and not {"test", "screen", "check"}.isdisjoint(before)) or _names_test(unit, page, term)
    nothing = term.concept in {"pregnancy", "needlestick-injury"} or term.concept in UNSPECIFIC
    nothing = nothing or any(t.first == term.last and t.has("Condition") and t.concept != term.concept for t in unit.terms)  # "A B-like syndrome"
    is_said_again = is_renamed(unit, page, term) or explains(unit, page, term)
    nothing = nothing or any(cue.phrase.kind == "nothing" and 0 <= term.first - cue.last <= 1 for cue in unit.relations)  # "not a cure for A"
    return nothing or follows or is_tested or is_feature(unit, page, term) or is_said_again or is_in_apposition(unit, page, term)


def _names_test(unit: Unit, page: Page, term: Term) -> bool:
    """ "syphilis screening", "syphilis and HIV tests": what is looked for in the blood."""
    folds = page.tokens.folds
    if folds[term.last : term.last + 2] in _MEASURED:
        return True  # "the measles antibody level"
    if _is_done_first(unit):
        return True
    at = next((i for i in range(term.last, min(unit.last, term.last + _TO_TEST)) if folds[i] in _TESTS), None)
    if at is None:
        return False
    named = {i for t in unit.terms for i in range(t.first, t.last)}
    return all(i in named or folds[i] in _AND for i in range(term.last, at))


def _is_done_first(unit: Unit) -> bool:
    """ "Check hepatitis B and C before IVIG", "Baseline tests before IVIG: A, B": what is tested before anything is given."""
    return not _FIRST_OF_ALL.isdisjoint(unit.folds) and not _CHECKING.isdisjoint(unit.folds)


_FIRST_OF_ALL = frozenset(("before", "baseline", "prior"))
_CHECKING = frozenset(("check", "test", "tests", "tested", "serology", "serologie", "screen", "screened", "screening", "status", "testing", "checked"))
_MEASURED = tuple(["antibody", word] for word in ("level", "levels", "titer", "titers", "titre", "titres", "concentration", "serum", "test"))
_TESTS = frozenset(("screening", "serology", "testing"))
_AND = frozenset((",", "and", "or", "/"))
#: Tokens from an illness to the test for it: "and HIV".
_TO_TEST = 5


def _is_cause(unit: Unit, page: Page, term: Term) -> bool:
    """ "A and B are common causes", "low antibodies that go along with A": what makes people need the product is not what it treats."""
    if not term.has("AcquiredCause"):
        return False
    if any(stem in {"caus", "cause"} for stem in page.tokens.stems[term.last : unit.last]):
        return True
    if _weakens_immunity(unit, page, term):
        return True
    folds = page.tokens.folds
    before = next((t for t in reversed(unit.terms) if t.last < term.first), None)
    if before is not None and before.has("AcquiredCause") and folds[before.last : term.first] in _JOINED:
        return _is_cause(unit, page, before)  # "because of A or B"
    lack = next((t for t in reversed(unit.terms) if t.has("Immunodeficiency") and 0 < term.first - t.last <= _TO_CAUSE), None)
    between = page.tokens.folds[lack.last : term.first] if lack is not None else []
    return bool(between) and not _OF_CAUSE.isdisjoint(between) and _NAMING.isdisjoint(between)


def _weakens_immunity(unit: Unit, page: Page, term: Term) -> bool:
    """ "A and its treatment can weaken the immune system", "a weak immune system, for example because of A": A is why the product is needed."""
    folds = page.tokens.folds
    at = next((i for i in range(term.last, unit.last) if page.tokens.stems[i] in _WEAKENING), None)
    if at is not None and not _IMMUNE.isdisjoint(folds[at + 1 : at + _TO_IMMUNE]):
        return not any(agent.first < at for agent in unit.products)
    reason = folds[max(unit.first, term.first - 2) : term.first] in (["because", "of"], ["due", "to"], ["caused", "by"])
    return reason and not _IMMUNE.isdisjoint(folds[max(unit.first, term.first - _TO_LACK) : term.first])


#: Verbs of harm to the defence, words for it, and tokens from one to the other and from there to its cause.
_WEAKENING = frozenset(map(stem, ("weaken", "impair", "suppress", "damage", "compromise", "lower", "reduce")))
_IMMUNE = frozenset(("immune", "immunity", "antibody", "defence", "defense", "immunoglobulin"))
_TO_IMMUNE, _TO_LACK = 5, 10
_JOINED = (["or"], ["and"], [","], [",", "or"], [",", "and"], ["and", "/", "or"])
_OF_CAUSE = frozenset(("of", "in", "with", "from", "by", "after"))
_NAMING = frozenset((",", "such", "like", "(", "or", "and", "including", ":", ";"))


def _foretells_other(unit: Unit, page: Page, term: Term) -> bool:
    """ "A was associated with a longer stay", "with a lower risk", "A is a risk factor for B": a finding that raises no effect."""
    for cue in unit.safety:
        if cue.phrase.kind == "raise" and cue.first >= term.last:
            named = next((o for o in unit.terms if 0 <= o.first - cue.last <= 1), None)
            if named is not None and named.has("Condition") and not named.has("AdverseEffect"):
                return True
            if not _LOWER.isdisjoint(page.tokens.folds[cue.last : cue.last + 3]):
                return True
    lowered = next((i for i in range(term.last, unit.last - 1) if page.tokens.folds[i] in _LOWER and page.tokens.folds[i + 1] == "risk"), None)
    if lowered is not None:
        return True  # "patients who had high doses had a lower risk of death"
    found = not _FORETELLING.isdisjoint(page.tokens.stems[term.last : min(unit.last, term.last + _TO_FINDING)])
    return found and not any(other.first >= term.last and other.has("AdverseEffect") for other in unit.terms)


_LOWER = frozenset(("lower", "reduced", "decreased", "less", "smaller"))
_FORETELLING = frozenset(("associat", "predict", "correlat", "link"))
#: Tokens from a factor to the verb of what it foretells: "was independently associated".
_TO_FINDING = 4


def _is_state_of_treated(unit: Unit, page: Page, term: Term) -> bool:
    """ "A brand without sugar is preferred in A", "X can be given to patients with A": in whom a product is given, which it has not brought about."""
    folds = page.tokens.folds
    before = folds[max(unit.first, term.first - _TO_STATE) : term.first]
    is_given_to = before[-1:] == ["with"] and "to" in before and not _IN_NEED.isdisjoint(before)
    is_chosen_in = before[-1:] == ["in"] and not _CHOSEN.isdisjoint(before)
    return (is_given_to or is_chosen_in) and _ONCE.isdisjoint(folds[term.last : min(unit.last, term.last + _TO_STATE)])


#: Tokens from "given to" or "preferred" to the state, those who are treated, words by which a product is chosen, and words for a time.
_TO_STATE = 4
_IN_NEED = frozenset(("patient", "people", "those", "individual", "adult", "child", "person", "anyone", "woman"))
_CHOSEN = frozenset(("preferred", "chosen", "advised", "advizable", "safer", "preferable"))
_ONCE = frozenset(("after", "following", "during"))


def _is_had_by_the_ill(unit: Unit, page: Page, term: Term) -> bool:
    """ "the weakness, fatigue and pain experienced by patients with A", in a sentence without the product: complaints of A."""
    folds = page.tokens.folds
    if unit.products or _FELT.isdisjoint(unit.folds):
        return False
    at = next((i for i in range(term.last, unit.last - 2) if folds[i] in _FELT and folds[i + 1] in {"by", "in"}), None)
    if at is None or not {",", ";"}.isdisjoint(folds[max(term.last, at - 1) : at]):
        return False
    ill = next((t for t in unit.terms if at < t.first <= at + _TO_ILL and t.has("Condition", "Immunodeficiency")), None)
    return ill is not None and "with" in folds[at : ill.first]


#: Words by which a complaint is somebody's, and tokens from there to the illness.
_FELT = frozenset(("experienced", "felt", "suffered", "seen", "reported"))
_TO_ILL = 6


def _is_no_effect(unit: Unit, page: Page, term: Term) -> bool:
    """Whether words of the sentence keep the term from being an effect."""
    return (
        _is_sign(unit, page, term)
        or _is_whatever_is_given(unit, page)
        or is_time_of_onset(unit, page, term)
        or is_sign_of_labelled(unit, page, term)
        or _is_forerunner(unit, page, term)
        or page.tokens.folds[max(unit.first, term.first - 2) : term.first] == ["pre", "existing"]
        or page.tokens.folds[term.first - 1] == "preexisting"
        or _is_state_of_treated(unit, page, term)
        or is_any_reaction(page, term)
        or page.tokens.folds[max(unit.first, term.first - 1)] in {"fewer", "less"}  # "SCIG may have fewer systemic reactions", "feel less tired"
        or (unit.index == 0 and unit.is_heading and not unit.agents)  # "Migraine": what the page is about
        or _is_to_be_reported(unit, page)
        or is_of_share(unit, page, term)
        or page.tokens.folds[unit.first] in _RECORDING
        or _is_lessened(unit, page, term)
        or _is_mended(unit, page, term)
        or (unit.is_item and (is_taken_back(unit, page) or gets_better(unit, page, term)))
        or is_no_more_frequent(unit, page, term)
        or ("of" in unit.folds and any(cue.phrase.kind == "adverse-left" and is_of_illness(page, cue) for cue in unit.relations))
        or _is_to_be_called_for(unit, page, term)
        or _is_unsought(unit, page, term)
        or is_of_before(unit, page, term)
        or _is_of_cause(unit, page, term)
        or is_of_animals(unit, page, term)
        or _is_occasion(unit, page, term)
        or is_about_disease_before(unit, page)
        or _is_sign_of_allergy(unit, page, term)
        or any(cue.phrase.kind == "allowed" and 0 <= cue.first - term.last <= 1 for cue in unit.safety)  # "A is no contraindication"
        or is_shut_out(unit, page, term)
        or _is_had_by_the_ill(unit, page, term)
        or is_indication(page, term)
        or (term.concept == "inflammation" and ("Mechanism" in unit.named() or page.tokens.stems[term.first - 1] in _FUELLING))
        or _is_denied_of_past(unit, page, term)
        or (not unit.is_item and not _PATIENTS.isdisjoint(page.tokens.folds[unit.first : term.first]))  # "Characteristics of the cohort: A 12 (24%)"
        or _is_of_cohort(unit, page, term)
        or is_of_responders(unit, page, term)
        or (term.concept == "fall" and not unit.products and unit.place.kind not in SAFETY_SECTIONS)  # "At home she had a fall"
        or is_going_on(unit, page, term)
        or is_looked_for(unit, page)
        or any(cue.phrase.kind == "no-factor" and 0 <= term.first - cue.last <= _TO_RISKED for cue in unit.safety)  # read by rule
        or _is_examined(unit, page, term)
        or is_had_safely(unit, page, term)
        or ("whether" in page.tokens.folds[unit.first : term.first] and is_unsettled(unit, page))  # "It is not known whether X can cause A"
        or (unit.place.kind == "disease" and not unit.agents)  # "Signs: A, B"
    )


def _is_forerunner(unit: Unit, page: Page, term: Term) -> bool:
    """ "Weakness followed a bout of A; IVIG was begun": what came before the illness for which the product is given."""
    cue = next((c for c in unit.relations if c.phrase.kind == "follow" and 0 <= term.first - c.last <= _TO_FORERUNNER), None)
    if cue is None or page.tokens.folds[cue.last - 1] != "followed" or page.tokens.folds[cue.last] == "by":
        return False
    return bool(unit.products) and all(agent.first >= term.last for agent in unit.products)


#: Tokens from "followed" to what was there before: "a bout of".
_TO_FORERUNNER = 4


def _is_whatever_is_given(unit: Unit, page: Page) -> bool:
    """ "Seizures or shock call for intensive care whether or not X was given": the course of the illness, which the product has no part in."""
    if _WHATEVER.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    for i in range(unit.first + 1, unit.last - 2):
        said = folds[i : i + 2] in (["regardless", "of"], ["irrespective", "of"], ["independent", "of"], ["independently", "of"])
        said = said or folds[i : i + 3] == ["whether", "or", "not"]
        if said and any(i < agent.first <= i + _TO_GIVEN for agent in unit.products) and not any(agent.first < i for agent in unit.products):
            return True
    return False


#: Words that open it.
_WHATEVER = frozenset(("regardless", "irrespective", "independent", "independently", "whether"))
#: Tokens from "regardless of" to the product: "any earlier dose of X".
_TO_GIVEN = 7


#: Tokens from "does not raise the risk" to what is risked, and from "no more common in" to those who are no worse off.
_TO_RISKED = 3
_TO_RISEN = 5


def _is_to_be_called_for(unit: Unit, page: Page, term: Term) -> bool:
    """ "Ring the ward if you have: dark urine, a painful calf": signs for which one is to call, behind a colon."""
    cue = next((cue for cue in unit.cues("if-you") if cue.last <= term.first), None)
    return cue is not None and not _CALLING.isdisjoint(page.tokens.folds[unit.first : cue.first]) and ":" in page.tokens.surfaces[cue.first : term.first]


_CALLING = frozenset(("call", "ring", "phone", "telephone", "contact"))


def _is_unsought(unit: Unit, page: Page, term: Term) -> bool:
    """ "Haemolysis was not looked for", "Falls and rashes will be recorded": nobody knows whether it came."""
    folds = page.tokens.folds
    after = folds[term.last : min(unit.last, term.last + _TO_SOUGHT)]
    if "not" in after and not _SEEKING.isdisjoint(after[after.index("not") + 1 :][:2]):
        return True
    return "will" in unit.folds and any(folds[i : i + 2] == ["will", "be"] and folds[i + 2] in _SEEKING for i in range(term.last, unit.last - 2))


_SEEKING = frozenset(("looked", "sought", "searched", "assessed", "measured", "recorded", "examined", "studied", "documented", "monitored", "compared"))
_TO_SOUGHT = 5


def _is_mended(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG corrected the anaemia in 9 of 10", "SCIG normalised A": what the product puts right was there before."""
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_MENDED), -1) if page.tokens.stems[i] in _MENDING), None)
    return at is not None and any(0 <= at - agent.last <= _TO_MENDED for agent in unit.products)


_MENDING = frozenset(map(stem, ("correct", "normalise", "reverse", "abolish", "cure", "resolve", "clear", "overcome", "overcame", "halt")))
#: Tokens from the product to such a verb, and from it to what is put right.
_TO_MENDED = 4


def _is_examined(unit: Unit, page: Page, term: Term) -> bool:
    """ "Clinical examination still showed A", "An ultrasound scan revealed A": how the patient was found, where nothing is told to follow the product."""
    if unit.products or unit.place.kind in SAFETY_SECTIONS or page.is_label or _EXAMINED.isdisjoint(unit.stems):
        return False
    stems = page.tokens.stems
    at = next((i for i in range(unit.first, min(unit.first + _TO_EXAM, unit.last)) if stems[i] in _EXAMINED), None)
    shown = next((i for i in range(at, min(at + _TO_FOUND, term.first)) if stems[i] in _SHOWING), None) if at is not None else None
    return shown is not None and _AFTER.isdisjoint(page.tokens.folds[unit.first : unit.last])


#: Stems of what looks at a patient and of what it does, and tokens from the start of the sentence and from the one to the other.
_EXAMINED = frozenset(
    map(stem, ("examination", "exam", "scan", "ultrasound", "echocardiogram", "echocardiography", "imaging", "radiograph", "biopsy", "auscultation"))
)
_SHOWING = frozenset(map(stem, ("show", "showed", "reveal", "demonstrate", "find", "found", "detect", "disclose", "note", "noted", "confirm", "display")))
_AFTER = frozenset(("new", "infusion", "infusions", "induced", "adverse", "side", "caused"))
_TO_EXAM = 6
_TO_FOUND = 8


def _is_of_cohort(unit: Unit, page: Page, term: Term) -> bool:
    """ "There were 20 deaths in our cohort", where mortality was the outcome."""
    if term.concept != "death" or unit.products or unit.place.kind in SAFETY_SECTIONS:
        return False
    return any("mortality" in near.folds for near in page.units)


_PATIENTS = frozenset(("characteristic", "demographic", "comorbidity"))


def _is_denied_of_past(unit: Unit, page: Page, term: Term) -> bool:
    """ "There was no history of IVIG treatment, eczema or allergies": what a patient never had."""
    if "history" not in unit.folds:
        return False
    return any(page.tokens.folds[i - 1 : i + 2] == ["no", "history", "of"] for i in range(unit.first + 1, term.first))


#: Verbs of what drives an inflammation that a mechanism quenches: "a molecule that promotes inflammation".
_FUELLING = frozenset(("promot", "promote", "fuel", "driv", "drive", "mediat"))


#: Orders to those who give the product, which open a sentence on what the patient is or has: "Record allergies", "Ensure that nobody is ...".
_RECORDING = frozenset(("record", "ensure", "verify", "confirm", "document", "establish"))


def _is_occasion(unit: Unit, page: Page, term: Term) -> bool:
    """ "You will be offered X if you have any bleeding": when the product is given."""
    if "if" not in unit.folds or not unit.products:
        return False
    folds = page.tokens.folds
    product = unit.products[0]
    at = next((i for i in range(term.first - 1, product.last - 1, -1) if folds[i] == "if"), None)
    if at is None:
        return False
    return not _OFFERING.isdisjoint(page.tokens.stems[unit.first : at]) or _will_get(folds[max(unit.first, product.first - _TO_PRODUCT) : product.first])


def _will_get(before: Sequence[str]) -> bool:
    """ "You may also receive X", "mothers will get the X": words before a product that say that it will be given."""
    verb = next((i for i in range(1, len(before)) if before[i] in _RECEIVING), None)
    return verb is not None and not _COMING.isdisjoint(before[:verb]) and _STOPPING.isdisjoint(before)


#: Verbs of those who are given a product, what says that they will be, and tokens from there to the product.
_RECEIVING = frozenset(("receive", "get", "have"))
_COMING = frozenset(("may", "will", "can", "might", "should", "must", "also"))
_STOPPING = frozenset(("not", "stop", "before", "after", "when", "if"))
_TO_PRODUCT = 6


_OFFERING = frozenset(("recommend", "offer", "need", "advis", "advise", "give"))


def _is_sign_of_allergy(unit: Unit, page: Page, term: Term) -> bool:
    """ "Do not use it if you had an allergic reaction (e.g. rash)": how the reaction in front of the bracket shows."""
    opened = open_bracket(unit, page, term) if "(" in unit.folds else None
    return opened is not None and any(t.concept in _ALLERGIES and 0 <= opened - t.last <= _TO_BRACKET for t in unit.terms)


_ALLERGIES = frozenset(("allergic-reaction", "previous-hypersensitivity-reaction"))
#: Tokens between a reaction and the bracket with its signs: "an allergic reaction to it (hives)".
_TO_BRACKET = 4


def _is_to_be_reported(unit: Unit, page: Page) -> bool:
    """An item below "Report the following signs and symptoms:": how effects show, which other sections name."""
    for owner in (unit.intro, page.heading_over(unit)):
        if owner is not None and owner is not unit and {"sign", "symptom"} <= owner.folds and not _REPORTING.isdisjoint(owner.stems):
            return unit.is_item
    before = unit.previous
    for _ in range(_LINES_TO_REPORT):
        if before is None or before.place.heading != unit.place.heading or unit.products:
            return False
        if {"sign", "symptom", "following"} <= before.folds and not _REPORTING.isdisjoint(before.stems):
            folds, surfaces = page.tokens.folds, page.tokens.surfaces
            pointed = (i for i in range(unit.first, unit.last - 1) if surfaces[i] == "(" and folds[i + 1] == "see")
            return is_noun_phrase(unit, page, next(pointed, unit.last))  # lines below it that lost their marks
        before = before.previous
    return False


#: Lines below "Report the following signs and symptoms:" that may list them.
_LINES_TO_REPORT = 6
_REPORTING = frozenset(("report", "tell", "notifi", "notify", "contact"))


def _is_of_cause(unit: Unit, page: Page, term: Term) -> bool:
    """ "A can occur as a result of B": something else than the product brings it about."""
    folds = page.tokens.folds
    at = next((i for i in range(term.last, min(unit.last, term.last + _TO_CAUSE)) if folds[i] in _LEADING_BACK), None)
    return at is not None and not any(agent.first > at for agent in unit.agents) and any(other.first > at for other in unit.terms)


_LEADING_BACK = frozenset(("result", "due", "caused", "secondary", "owing"))
#: Tokens between an effect and "as a result of".
_TO_CAUSE = 6


def _is_lessened(unit: Unit, page: Page, term: Term) -> bool:
    """Whether something makes the term less, by the last cue before it or the verb behind it: "helps to reduce fever", "fever subsided"."""
    if term.last < unit.last and page.tokens.stems[term.last] in _SUBSIDING:
        return True
    if unit.place.kind not in SAFETY_SECTIONS and _dwindles(unit, page, term):
        return True
    of = term.first - 1 - (page.tokens.folds[term.first - 1] in _ARTICLES)
    if of > unit.first and page.tokens.folds[of] == "of" and page.tokens.stems[of - 1] in _RESOLVING:
        return True  # "amelioration of the rash"
    if of > unit.first and page.tokens.stems[of] in _SLOWING:
        return True  # "slows the breakdown of red cells"
    if _is_less_behind(unit, page, term):
        return True
    before = [cue for cue in (*unit.relations, *unit.safety) if cue.last <= term.first]
    last = max((cue.last for cue in before), default=0)
    kinds = {cue.phrase.kind for cue in before if cue.last == last}
    return "lessen" in kinds and kinds <= {"lessen", "prevents", "ineffective"}


def _dwindles(unit: Unit, page: Page, term: Term) -> bool:
    """ "Rash and itch also diminished": symptoms that a verb behind the last of them says grew less."""
    named = {i for other in unit.terms for i in range(other.first, other.last)}
    at = term.last
    while at < unit.last and (at in named or page.tokens.folds[at] in _ON_TO_VERB):
        at += 1
    return at < unit.last and page.tokens.stems[at] in _DWINDLING and _OF_DRIP.isdisjoint(page.tokens.folds[at : unit.last])


_ON_TO_VERB = frozenset(("and", ",", "or", "also", "both", "all", "then", "soon", "quickly", "gradually", "markedly", "too", "have", "had", "has"))
_OF_DRIP = frozenset(("rate", "drip", "infusion", "slowed", "slower", "slowing", "speed", "paracetamol"))
_DWINDLING = frozenset(map(stem, ("diminished", "lessened", "receded", "regressed", "faded", "waned", "eased", "subsided", "abated", "remitted")))
_SLOWING = frozenset(map(stem, ("slow", "halt", "stop", "delay", "curb")))


def _is_less_behind(unit: Unit, page: Page, term: Term) -> bool:
    """ "pain at 26 weeks was lower with X": what is said of the term."""
    stems = page.tokens.stems
    be = next((i for i in range(term.last, min(unit.last - 1, term.last + _TO_FINDING)) if stems[i] == "be"), None)
    return be is not None and not _LESS_THAN.isdisjoint(stems[be + 1 : be + 3])


_LESS_THAN = frozenset(("lower", "reduc", "improv", "shorter", "milder", "decreas"))
_ARTICLES = frozenset(("the", "his", "her", "their", "this", "these"))
_RESOLVING = frozenset((
    "resolut", "resolution", "improv", "improvement", "disappear", "disappearanc", "relief", "subsid", *map(stem, ("amelioration", "alleviation")),
))  # fmt: skip
_SUBSIDING = frozenset(("subsid", "abat", "defervesc", "vanish", "disappear", "persist"))


def _is_sign(unit: Unit, page: Page, term: Term) -> bool:
    """Whether the term is said to be a sign of something else, or what a disease causes."""
    nearest = None
    if is_list_of_signs(unit, page) or suggests_effect(unit, page, term):
        return True
    for cue in unit.relations:
        if cue.phrase.kind == "sign-left" and cue.first >= term.last:
            return True
        if cue.last <= term.first:
            nearest = cue
    if nearest is None or nearest.phrase.kind == "sign":
        return nearest is not None
    # "Kawasaki disease causes fever", "it is given because the disease may cause fever": a disease stands as the verb's subject.
    if nearest.phrase.kind not in {"adverse", "cause", "causes"}:
        return False
    start = max((agent.last for agent in unit.agents if agent.concept and agent.last <= nearest.first), default=unit.first)
    named = any(o.has("Condition", "Agent") and not o.has("AdverseEffect") and start <= o.first and o.last <= nearest.first for o in unit.terms)
    return named or not _ILLNESS.isdisjoint(page.tokens.folds[start : nearest.first])
