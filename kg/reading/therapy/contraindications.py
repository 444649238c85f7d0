"""Conditions in which a product must not be given: governed terms go in, drafts of contraindicated_in come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.reading.clauses import is_limit, stretch_start
from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.governors import Governor, Subject
from kg.reading.openings import is_called_ban, is_noun_phrase, is_order
from kg.reading.page import CONDITIONS, DISEASES, Page, Term, Unit, kin_before, open_bracket
from kg.reading.routes import is_instead
from kg.reading.safety.harmless import is_freed
from kg.reading.safety.interactions import INTERACTION_CUES
from kg.reading.subjects import resolve_subject, says_this_medicine
from kg.reading.therapy.drafts import cue_tokens, therapy_draft
from kg.reading.therapy.refutations import is_behind_another, is_of_combination, is_with_another
from kg.reading.therapy.scope import UNSPECIFIC
from kg.reading.therapy.status import ADVISED_AGAINST
from kg.reading.words import stem
from kg.records import Polarity

__all__ = ["allergies", "contraindicated"]


def allergies(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """ "allergic to A, B or C" under a contraindication: the hypersensitivity to each constituent."""
    forbids = unit.place.kind == "contraindications" or any(c.phrase.kind.startswith("contraindicated") for c in unit.relations)
    forbids = forbids or is_called_ban(unit, page)
    if (not forbids and not is_order(unit, page)) or is_freed(unit, page, term):
        return
    if _is_said_of_named(unit, page, term):
        return
    is_allergy = term.concept.startswith("hypersensitivity-") or term.concept.endswith("-allergy")
    condition = term.concept if is_allergy else term.stands_for
    if not condition and not unit.cues("advice"):
        yield from _beside_allergy(unit, page, term, governor)
    if unit.cues("advice") or not condition:
        return
    subject = resolve_subject(unit, page, Governor("contraindicated", "", None, "section", unit.index), term, default=True)
    if subject is None and page.topic:
        subject = Subject(page.topic, None, "topic")
    if subject is None:
        return
    yield Draft(
        subject.concept,
        "contraindicated_in",
        condition,
        term.first,
        term.last,
        "allergy to a constituent",
        round(0.8 * term.score, 3),
        unit.index,
        cue_span=cue_tokens(governor),
    )


def _is_said_of_named(unit: Unit, page: Page, term: Term) -> bool:
    """ "allergic to proline, the only other ingredient": behind the comma it is said what the constituent before it is."""
    folds = page.tokens.folds
    if term.concept != _EXCIPIENT:
        return False
    comma = next((i for i in range(term.first, max(unit.first, term.first - _TO_COMMA), -1) if folds[i] == ","), None)
    if comma is None or folds[comma + 1] not in {"the", "which", "its"} or page.tokens.surfaces[term.last - 1].endswith("s"):
        return False
    return any(t.last == comma and (t.stands_for or t.concept).startswith("hypersensitivity-") for t in unit.terms)


_TRANSMISSION = "transmission-of-infectious-agents"
#: The allergy to what a product is made up with, and tokens from it back to the comma: ", the only other ingredient".
_EXCIPIENT = "hypersensitivity-to-excipient"
_TO_COMMA = 4


def _beside_allergy(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """ "if you are allergic to X, or if you have A": what a ban names behind an allergy is no allergy, but forbidden too."""
    folds = page.tokens.folds
    if governor.cue is None or governor.unit != unit.index or not term.has("Immunodeficiency", "RiskFactor", "Condition"):
        return
    joint = next((i for i in range(term.first - 1, governor.cue.last - 1, -1) if folds[i] in _JOINTS), None)
    if joint is None or not (page.lists["people"] | _LEADING).issuperset(folds[joint + 1 : term.first]):
        return
    if not _OUTCOME.isdisjoint(folds[governor.cue.last : term.first]):
        return
    if term.has("AdverseEffect") and _HAVING.isdisjoint(folds[joint + 1 : term.first]):
        return  # "allergic reactions to X, with rash or wheezing"
    ban = next((c for c in unit.relations if c.phrase.kind == "contraindicated" and c.last <= governor.cue.first), None)
    if ban is not None:
        yield from contraindicated(unit, page, term, Governor("contraindicated", "", ban, "cue", unit.index))
    elif unit.place.kind == "contraindications" or is_order(unit, page) or is_called_ban(unit, page):
        yield from contraindicated(unit, page, term, Governor("contraindicated", "", None, "section", unit.index))


_JOINTS = frozenset(("or", "and", ",", ";", "nor"))
#: Words between such a joint and what is forbidden.
_LEADING = frozenset(
    (
        "if", "you", "your", "had", "has", "known", "a", "an", "also", "severe", "is", "are", "be", "been", "already", "other", "with",
        "particularly", "especially", "notably", "mainly",
    )
)  # fmt: skip
_HAVING = frozenset(("have", "had", "has", "with", "in", "if"))
#: Words before what a reaction would lead to: "due to the risk of A".
_OUTCOME = frozenset(("due", "because", "since", "so", "which", "lead", "causing", "cause", "risk"))


#: Words for what has to be treated at once, and tokens up to them.
_URGENCY = frozenset(("emergency", "emergencies", "urgent"))
_TO_URGENCY = 3


def _is_how(page: Page, behind: int, term: Term) -> bool:
    """ "..., as it is injected into a muscle": a way of giving that is the reason, not what is forbidden."""
    folds = page.tokens.folds
    if not term.has("Route"):
        return False
    return any(folds[i] == "as" and folds[i + 1] in {"it", "they", "this", "these"} for i in range(behind, term.first))


def _is_of_amount(unit: Unit, page: Page, ban: Cue) -> bool:
    """ "not used for A, because the large volume cannot be given into a muscle": too much for the way, which is open to less."""
    before = page.tokens.folds[max(unit.first, ban.first - _TO_REASON) : ban.first]
    at = next((i for i, word in enumerate(before) if word in _REASONS or word == "as"), None)
    return at is not None and not _AMOUNTS.isdisjoint(before[at:])


def _goes_on_behind(unit: Unit, page: Page, ban: Cue) -> bool:
    """ "When X cannot be given so, ...": a comma behind the ban, no earlier one, and another clause."""
    folds = page.tokens.folds
    comma = next((i for i in range(unit.first, unit.last) if folds[i] == ","), None)
    return "cannot" in folds[ban.first : ban.last] and comma is not None and ban.last <= comma < unit.last - 2


_AMOUNTS = frozenset(("dose", "doses", "volume", "volumes", "amount", "amounts", "quantity", "quantities"))
#: Tokens from the word that opens the reason to the ban.
_TO_REASON = 8


def _is_sequel(page: Page, behind: int, term: Term) -> bool:
    """ "must never enter a vein, as A may result", "do not inject it into a vessel, or A may occur", "..., as A is feared": what would come of it."""
    folds = page.tokens.folds
    opened = next((i for i in range(behind, term.first) if folds[i] in {"as", "or", "otherwise", "for", "lest"} and folds[i - 1] in {",", ";"}), None)
    if opened is None:
        return False
    is_reason = folds[opened] in {"as", "for", "lest"} and {"if", "when", "such"}.isdisjoint(folds[opened : term.first])
    return not (_MAYBE | _FEARING if is_reason else _MAYBE).isdisjoint(folds[term.last : term.last + _TO_FEARING])


_MAYBE = frozenset(("may", "might", "can", "could", "will", "would"))
#: Verbs that say of a reaction that it is to be reckoned with, and tokens up to them.
_FEARING = frozenset(("is", "are", "was", "were", "be", "has", "have", "ha", "feared", "threatens", "threaten", "follows", "follow", "occurs"))
_TO_FEARING = 2
_HAPPENS = frozenset(("happen", "occur"))
_INTO_VESSELS = frozenset(("intravenous-route", "intravenous-infusion", "intravenous-injection"))
_PLACES = frozenset(("area", "site", "skin", "region", "limb", "spot", "place"))


def contraindicated(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """Claim that the product must not be given to those with a condition."""
    if unit.safety and is_freed(unit, page, term):
        return
    if term.has("Condition") and _is_guarded_against(unit, page, term):
        return
    if governor.source == "cue" and unit.place.kind == "exclusion" and not (unit.products or is_called_ban(unit, page)):
        return  # "contraindication to a lumbar puncture, e.g. A"
    if page.tokens.folds[term.last : term.last + 2] == ["indication", ")"]:
        return  # "haemolytic anemia (A indication)": those who get it for A
    if _is_of_all_treated(unit, page, term):
        return
    beside = [cue.phrase.kind for cue in unit.safety if cue.last <= term.first or ";" not in page.tokens.surfaces[term.last : cue.first]]
    if governor.source in {"section", "intro"} and "permitted" in beside:
        return  # "Nursing mothers may have it"
    if governor.source == "section" and not unit.is_item and not INTERACTION_CUES.isdisjoint(beside):
        return  # "Live vaccines are weakened", "Tests for A may read falsely positive" among those who must not have it
    if governor.source != "cue" and page.tokens.folds[unit.first] == "this" and not _HAPPENS.isdisjoint(page.tokens.stems[unit.first : unit.first + 4]):
        return  # "you have antibodies against IgA. This can happen if you lack IgA"
    if governor.source == "cue" and governor.cue is not None:
        if _is_in_reason(page, governor.cue.last, term):
            return
        if term.has("AdverseEffect") and _is_sequel(page, governor.cue.last, term):
            return
        if not _MAY_NOBODY.isdisjoint(page.tokens.folds[governor.cue.first : governor.cue.first + 1]) and not _is_kept_from_all(unit, page, term):
            return  # "nobody with A was enrolled"
        if any(cue.phrase.kind == "treats-understood" and governor.cue.last <= cue.first < term.first for cue in unit.relations):
            return  # "must not be given in A. It may be given in B"
        if not _URGENCY.isdisjoint(page.tokens.folds[governor.cue.last : governor.cue.last + _TO_URGENCY]):
            return  # "is not suitable for emergencies, such as A": too slow, not forbidden
        if _is_how(page, governor.cue.last, term):
            return  # "must not have it if you bleed easily, as it is injected into a muscle"
        if term.has("Route") and (_is_of_amount(unit, page, governor.cue) or is_instead(unit, page, term)):
            return
        if term.has("Route") and not _IN_CASE.isdisjoint(page.tokens.folds[governor.cue.last : term.first]):
            return  # "must not be given under the skin when a vein can be used"
        if term.has("Route") and page.tokens.folds[unit.first] in _IN_CASE and _goes_on_behind(unit, page, governor.cue):
            return  # "If it cannot be given into a vein, it is given under the skin": what may be the case
    ban = governor.cue if governor.cue is not None and governor.unit == unit.index else None
    labels = range(ban.first, ban.last) if ban is not None else range(0)
    kin = [cue for cue in kin_before(unit, term) if cue.first not in labels and not _is_herself(unit, page, cue)]
    if any(page.tokens.surfaces[cue.last : cue.last + 1] != [":"] for cue in kin):
        return  # "a grandmother with A"; not "Relative contraindications:", "RELATIVE: A"
    if not _PLACES.isdisjoint(page.tokens.folds[term.last - 1 : term.last + 1]):
        return  # "do not infuse into a swollen area"
    if governor.source != "cue" and (unit.cues("advice") or _is_allowed(unit, page, term)):
        return
    if term.concept == _ANTI_IGA or (term.concept in _LACKING_IGA and _has_antibodies(unit, page, term)):
        term = replace(term, concept="iga-deficiency-with-anti-iga-antibodies", classes=frozenset(("Immunodeficiency", "RiskFactor")))
    elif term.concept == "kidney-complication":
        term = replace(term, concept="renal-insufficiency", classes=frozenset(("Condition", "RiskFactor")))  # there before the treatment
    elif term.concept in _LACKING_IGA:
        term = replace(term, concept="selective-iga-deficiency", classes=frozenset(("Immunodeficiency", "RiskFactor")))
    behind = page.tokens.folds[term.last : min(unit.last, term.last + _FREED)]
    if not {"contraindication", "contraindicated"}.isdisjoint(behind) and not {"no", "not"}.isdisjoint(behind):
        return  # "...; A alone is no contraindication"
    if term.concept in _INTO_VESSELS:
        if page.tokens.folds[term.last : term.last + 1] in (["that"], ["which"]):
            return  # "into a vein that is inflamed"
        term = replace(term, concept="intravascular-administration")  # "never into a vein"
    states = governor.source == "section" and not unit.is_item and page.tokens.folds[unit.first] not in {"if", "when", "in"}
    if governor.source == "section" and (_names_none(page, unit) or _is_caution(unit, page, term)):
        return
    if governor.source == "section" and unit.label_last is not None and "risk" in page.tokens.folds[unit.first : unit.label_last]:
        return  # "Higher risk of clots: A, B" among what is forbidden
    if states and any(cue.phrase.kind in _WEIGHING and page.tokens.stems[cue.first] != "have" for cue in unit.safety):
        return  # "those who lack IgA may form antibodies; weigh the benefit against the risk"
    if ban is not None and (is_with_another(unit, page, term) or is_behind_another(unit, page, term, ban.last)):
        return  # "should not be given for A together with plasma exchange", "after plasma exchange in A"
    if ban is not None and _is_of_purpose(unit, page, term, ban):
        subject = resolve_subject(unit, page, governor, term, default=True) if _is_illness(term) and not page.is_label else None
        if subject is not None:
            yield therapy_draft(unit, page, subject, "treats", term, governor, *ADVISED_AGAINST, 0.75)
        return
    if ban is not None and (
        _is_of_vaccines(unit, page, ban)
        or _is_of_another(unit, page, ban)
        or _is_told(page, ban)
        or not _says_who_and_what(unit, page, term, governor)
        or _is_shut_out_otherwise(unit, page, governor)
        or _is_label(unit, page, term, governor)
        or _is_of_case(unit, page, term, governor)
    ):
        return
    if ban is not None and _is_denied(page, unit, ban):
        yield from _not_forbidden(unit, page, term, ban)
        return
    if governor.relation == "contraindicated-left" and governor.cue is not None and is_limit(page.tokens.folds, governor.cue, unit.last):
        return
    if (
        governor.relation == "contraindicated-left"
        and governor.cue is not None
        and not _OF_OTHERS.isdisjoint(page.tokens.folds[term.last : governor.cue.first])
    ):
        return  # "A in those for whom other treatments are contraindicated"
    if not term.has(*DISEASES, "RiskFactor", "Route", "AdverseEffect", "Population", "AcquiredCause") or term.concept in UNSPECIFIC:
        return
    if term.concept == _TRANSMISSION:
        return  # below such a heading: "the products carry no risk of passing A on"
    if term.classes == {"RiskFactor"} and not _WHEN.isdisjoint(page.tokens.folds[max(unit.first, term.first - 2) : term.first]):
        return  # "exclude A before the first infusion": when it is done
    subject = _forbidden(unit, page, governor) or resolve_subject(unit, page, governor, term, default=True)
    if subject is None or (ban is not None and _is_of_route(unit, page, term, ban)):
        return
    bracket = page.tokens.surfaces[term.last : term.last + 1] == ["("]  # "into a vein (it is meant for the skin only)"
    if term.has("Route") and governor.source != "cue" and not is_noun_phrase(unit, page, term.last if bracket else unit.last):
        return
    is_group = term.has("Population") and term.concept not in _STATES
    if is_group and term.last < unit.last and page.tokens.folds[term.last] in {"who", "with", "whose"}:
        return  # "must not be given to children who ...": what follows is the contraindication
    if term.has("Population") and not _CONDITIONS_OF_BAN.isdisjoint(page.tokens.folds[term.last : unit.last]):
        return  # "Your child should not have it if he or she has had A"
    if term.has("Population") and not _CONDITIONS_OF_BAN.isdisjoint(page.tokens.folds[max(unit.first, term.first - 2) : term.first]):
        return  # "when a child cannot digest A"
    if term.has("Population") and page.tokens.folds[term.first - 1] == "your" and page.tokens.folds[term.last : term.last + 1] in _OF_CHILD:
        return  # "Not if your child has had A"
    if term.has("Population") and page.tokens.folds[term.first - 1] == "your" and any(t.has(*DISEASES, "RiskFactor") for t in unit.terms):
        return  # "If you or your child have A, you or your child must not have it"
    if term.has("Route") and ban is not None and ban.last <= term.first and _is_to_some(unit, page, term):
        return  # "Do not give it into a muscle to patients with A"
    if term.has("Route") and term.last < unit.last and page.tokens.folds[term.last] in _SEATED:
        return  # "the intramuscular products", "people with scarred subcutaneous tissue"
    if term.has("Route") and any(agent.first <= term.last <= agent.first + 1 and term.first < agent.first for agent in unit.products):
        return  # "the IM TIG"
    if ban is not None and "exclud" in page.tokens.stems[ban.first : ban.last] and not _DATA.isdisjoint(unit.folds):
        return  # "Patients with A were excluded from the trial"
    if term.has("Route") and "contraindicate" in page.tokens.folds[max(unit.first, term.first - 2) : term.first]:
        return  # "any disorder that would contraindicate intramuscular injections"
    if term.has("Route") and term.last - term.first == 1 and page.tokens.folds[term.first] in {"injection", "infusion"}:
        return  # "do not have the injection if ..."
    if _is_reason_in_bracket(unit, page, term, ban):
        return
    inside = open_bracket(unit, page, term) is not None
    is_listed = governor.source in {"section", "intro"}
    if inside and is_listed and term.concept.startswith("anaphyla") and page.tokens.folds[term.first - 1] == "(":
        return  # "IgA deficiency (anaphylaxis)": what is feared
    if inside and ((is_listed and term.has("Category")) or _is_sign_of_reaction(unit, page, term)):
        return
    if term.has("Category") and not term.has("Condition"):
        return
    if governor.source == "intro" and governor.cue is not None and term.has("Condition") and not term.has("RiskFactor") and _is_for(page, governor):
        # "should not be prescribed for:" over a list of illnesses: advice against uses
        yield therapy_draft(unit, page, subject, "treats", term, governor, *ADVISED_AGAINST, 0.75)
        return
    if ban is not None and "recommended" in page.tokens.folds[ban.first : ban.last]:
        if is_of_combination(unit, page, ban.first):
            return  # "Plasma exchange and then IVIG is not recommended for those with A"
        if not page.is_label and _is_illness(term):
            yield therapy_draft(unit, page, subject, "treats", term, governor, *ADVISED_AGAINST, 0.75)
            return
    if page.tokens.folds[term.last : term.last + 1] in _GETTING_WELL:
        return  # "We will not give it if those with A improve"
    if ban is not None and not page.is_label and _is_refused_use(page, term, ban):
        yield therapy_draft(unit, page, subject, "treats", term, governor, *ADVISED_AGAINST, 0.75)
        return
    yield therapy_draft(unit, page, subject, "contraindicated_in", term, governor, "", _firmness(unit, page, governor), 0.85)


def _is_of_all_treated(unit: Unit, page: Page, term: Term) -> bool:
    """ "ITP patients with A", "those with ITP who have A", "splenectomised patients with ITP": what all have who are given it, of whom some are meant."""
    if not term.classes <= DISEASES or term.concept in _HARMED or _PEOPLE.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    others = [t for t in unit.terms if t.concept != term.concept and (t.concept in _STATES or t.has(*CONDITIONS, "RiskFactor", "AcquiredCause"))]
    is_led = folds[term.first - 1] == "with" and term.first - 2 > unit.first
    if folds[term.last] in _PEOPLE:
        named = any(t.first == term.last and not _BEARING.isdisjoint(folds[t.first : t.last]) for t in unit.terms)
        if named or any(t.last == term.first and t.has("RiskFactor") for t in others):
            return True  # "in ITP [patients with IgA deficiency]", "in splenectomised ITP patients"
        begin = term.last + 1
    elif is_led and folds[term.last] == "who" and folds[term.first - 2] in _PEOPLE:
        begin = term.last
    else:
        begin = unit.last
    if begin < unit.last and folds[begin] in _BEARING:
        narrower = next((t for t in others if begin - 1 <= t.first <= begin + _TO_NARROWER), None)
        return narrower is not None and _BEARING.isdisjoint(folds[begin + 1 : narrower.first]) and not _JOINED.intersection(folds[begin : narrower.first])
    heads = [t for t in others if t.concept in _STATES or t.has("RiskFactor")]
    if is_led:
        return folds[term.first - 2] in _PEOPLE and any(t.last in {term.first - 1, term.first - 2} for t in heads)
    return folds[term.first - 1] == "for" and folds[term.last] == "in" and any(t.first == term.last + 1 for t in heads)


def _has_state(unit: Unit, first: int) -> bool:
    """Tell whether a state of patients is named soon behind a token."""
    return any(first <= t.first <= first + _TO_STATE and t.has(*DISEASES, "RiskFactor", "AdverseEffect", "Population") for t in unit.terms)


#: Tokens from the word that leads to a state to the state: "have had a recent".
_TO_STATE = 4
#: Groups that are a state of their patients, and words for patients.
_STATES = frozenset(("rh-negative-patients",))
_PEOPLE = frozenset(("patient", "people", "person", "adult", "child", "individual", "woman", "those", "recipient", "infant"))
#: Words behind them that lead to what some of them have, tokens to that, and words that join another of its kind instead.
_BEARING = frozenset(("with", "who", "whose", "having"))
_TO_NARROWER = 5
_JOINED = frozenset(("or", ",", ";", "and", "nor", "not", "no"))


def _is_guarded_against(unit: Unit, page: Page, term: Term) -> bool:
    """ "those who have had full A vaccination", "who have high A antibody titres", "who are immune to A": the defence against A, not A itself."""
    if _DEFENCE.isdisjoint(unit.stems):
        return False
    stems, folds = page.tokens.stems, page.tokens.folds
    behind = range(term.last, min(unit.last, term.last + _TO_DEFENCE))
    named = next((i for i in behind if stems[i] in _DEFENCE), None)
    if named is not None and {"or", "and", ","}.isdisjoint(folds[term.last : named]):
        return True
    before = range(term.first - 1, max(unit.first, term.first - _TO_DEFENCE) - 1, -1)
    led = next((i for i in before if folds[i] in {"against", "to", "for"}), None)
    return led is not None and not _DEFENCE.isdisjoint(stems[max(unit.first, led - _TO_LEAD) : led])


#: Words for what guards against an infection, tokens from its name to one or to what leads to it, and from there back: "vaccine against".
_DEFENCE = frozenset(map(stem, ("vaccination", "vaccine", "vaccinated", "immunised", "immunized", "immune", "titre", "titer", "pep", "antibody")))
_TO_DEFENCE = 2
_TO_LEAD = 3


def _is_in_reason(page: Page, first: int, term: Term) -> bool:
    """ "must not receive it under the skin, since A could form"; not "because of its sugar, A", where the list goes on."""
    folds = page.tokens.folds
    at = next((i for i in range(first, term.first) if folds[i] in _REASONS), None)
    is_harm = term.has("AdverseEffect") and not term.concept.startswith("hypersensitivity-")
    return at is not None and not (folds[at + 1] == "of" and "," in folds[at : term.first] and not is_harm)


_REASONS = frozenset(("since", "because"))


def _is_herself(unit: Unit, page: Page, kin: Cue) -> bool:
    """ "Mothers who have had A", "Parents with B": at the head of a line those who would get the product, not the kin of a patient."""
    is_many = page.tokens.surfaces[kin.last - 1].lower() in _PARENTS
    return is_many and kin.first == unit.first and page.tokens.folds[kin.last : kin.last + 1] in (["who"], ["with"])


_PARENTS = frozenset(("mothers", "fathers", "parents"))


def _is_of_route(unit: Unit, page: Page, term: Term, ban: Cue) -> bool:
    """ "Do not give it under the skin to patients with A", "Do not administer SC to those with A": another way is open to them.

    In a section on contraindications it stands as one.
    """
    if term.has("Route") or term.first < ban.last or unit.place.kind == "contraindications":
        return False
    near = min(ban.last + _TO_ROUTE, term.first)
    ways = (t for t in unit.terms if t.has("Route") and ban.last <= t.first < near)
    # "the intramuscular products" are called by their way
    named = any(page.tokens.folds[t.last : t.last + 1] not in (["product"], ["products"], ["preparation"], ["preparations"]) for t in ways)
    return named or not _WAYS.isdisjoint(page.tokens.folds[ban.last : near])


#: Tokens from a ban to the way that it is of: "give this product".
_TO_ROUTE = 3
_WAYS = frozenset(("sc", "iv", "im", "subcutaneously", "intravenously", "intramuscularly"))


def _is_to_some(unit: Unit, page: Page, term: Term) -> bool:
    """ "... into a muscle to patients with A", "intramuscularly in people who have A": a way that is closed to some only."""
    folds = page.tokens.folds[term.last : min(unit.last, term.last + _TO_WHOM)]
    return folds[:1] in (["to"], ["in"]) and not {"with", "who", "whose"}.isdisjoint(folds) and _has_state(unit, term.last + 2)


#: Tokens from a way to what those have whom it is closed to: "to any patient with".
_TO_WHOM = 5


def _is_illness(term: Term) -> bool:
    """What a product may be thought of for: no risk, no effect of it, and nothing that one of its constituents harms."""
    concept = term.stands_for or term.concept
    return term.classes <= {"Condition"} and concept not in _HARMED and not concept.startswith("hypersensitivity-")


def _is_refused_use(page: Page, term: Term, ban: Cue) -> bool:
    """ "It will not be given to patients with A", "It should not be used in A": an illness that it might be for.

    "We will not give it if you have A" is a ban.
    """
    folds = page.tokens.folds
    cue = folds[ban.first : ban.last]
    is_told = not _WILL.isdisjoint(folds[ban.first - 1 : ban.first + 1]) and "not" in cue
    is_of_use = cue[:1] == ["should"] and cue[-1:] == ["in"] and page.lists["people"].isdisjoint(folds[ban.last : term.first])
    return (is_told or is_of_use) and {"if", "you"}.isdisjoint(folds[ban.first : term.first]) and _is_illness(term)


_GETTING_WELL = (["improve"], ["improves"], ["improved"], ["recover"], ["recovers"], ["respond"], ["responds"], ["remit"], ["resolves"])
_WILL = frozenset(("will", "would", "shall"))
_HARMED = frozenset(("pregnancy", "hyperprolinemia", "hereditary-fructose-intolerance", "corn-allergy", "hemophilia"))


_OF_CHILD = (["has"], ["had"], ["have"], ["is"], ["ha"], ["i"], ["suffers"], ["lacks"])
_CONDITIONS_OF_BAN = frozenset(("if", "when", "unless"))
_WHEN = frozenset(("before", "until", "during", "at"))


def _is_for(page: Page, governor: Governor) -> bool:
    cue = governor.cue
    if cue is None:
        return False
    last = cue.last - 1 if page.tokens.folds[cue.last - 1] == "for" else cue.last
    return page.tokens.folds[last : last + 2] == ["for", ":"] and not page.tokens.stems[cue.first].startswith("contraindic")


def _forbidden(unit: Unit, page: Page, governor: Governor) -> Subject | None:
    """ "An earlier reaction to any immunoglobulin prohibits further IVIG": the product that the cue itself names."""
    cue = governor.cue
    if cue is not None and governor.unit == unit.index and page.tokens.surfaces[cue.last - 1] == ":" and page.topic is not None:
        labelled = any(agent.first < cue.last for agent in unit.products)
        return None if labelled else Subject(page.topic, None, "topic")  # "Contraindications: allergy to gamma globulin"
    if governor.relation != "contraindicated-left" or cue is None:
        return None
    if page.topic is not None and "its" in page.tokens.folds[cue.first : cue.last]:
        return Subject(page.topic, None, "topic")  # "hypersensitivity to gamma globulin prohibits its use"
    named = next((a for a in unit.products if cue.first < a.last and a.first <= cue.last), None)
    return Subject(named.concept, (named.first, named.last), "object") if named is not None and named.concept else None


def _firmness(unit: Unit, page: Page, governor: Governor) -> Polarity:
    """A "relative" contraindication leaves the choice to the doctor, and what "may be contraindicated" is not said to be.

    What is "not recommended for want of data" is not known to do harm.
    """
    cue = governor.cue
    if cue is None:
        return "affirmed"
    folds = page.tokens.folds
    relative = "relative" in folds[max(0, cue.first - 1) : cue.last]
    possible = page.tokens.stems[cue.last - 1].startswith("contraindic") and not _POSSIBLY.isdisjoint(folds[max(0, cue.first - 3) : cue.last])
    unknown = governor.unit == unit.index and "recommended" in folds[cue.first : cue.last] and _wants_data(page, cue.last, unit.last)
    return "hedged" if relative or possible or unknown else "affirmed"


def _wants_data(page: Page, first: int, last: int) -> bool:
    """ "because of a lack of safety data", "as there is no experience": what nobody has looked at."""
    folds = page.tokens.folds
    return any(folds[i] in _WANT and not _DATA.isdisjoint(folds[i + 1 : min(last, i + _TO_DATA)]) for i in range(first, last))


_WANT = frozenset(("lack", "absence", "insufficient", "no", "limited", "scarce", "without", "inadequate"))
_DATA = frozenset(("data", "evidence", "experience", "information", "study", "studies", "trial", "trials"))
_TO_DATA = 7
_POSSIBLY = frozenset(("may", "might", "could", "theoretically", "possibly", "potentially"))


def _is_told(page: Page, cue: Cue) -> bool:
    """ "IVIG was withheld in one man with A", "We did not use it in A": a tale, no rule; nor is "was never withheld in A"."""
    if page.tokens.surfaces[cue.first].lower() == "did":
        return True
    before = page.tokens.folds[max(0, cue.first - 2) : cue.first]
    return page.tokens.folds[cue.first] == "withheld" and not {"was", "were", "been", "not", "never"}.isdisjoint(before)


def _is_of_purpose(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "Do not use it for A prophylaxis": what it is no means for, not whom it is forbidden to."""
    folds = page.tokens.folds
    at = next((i for i in range(cue.last, min(unit.last, cue.last + 3)) if folds[i] == "for"), None)
    if at is None or page.tokens.stems[cue.last - 1].startswith(("contraindic", "suitab", "unsuit")):
        return False
    listed = {i for t in unit.terms if at < t.first < term.first for i in range(t.first, t.last)}
    if listed and all(i in listed or folds[i] in _LISTED for i in range(at + 1, term.first)):
        return True  # "Do not use it for A, B or C"
    if 0 < term.first - at <= _TO_AIM and page.lists["people"].isdisjoint(folds[at + 1 : term.first]) and _HAVING.isdisjoint(folds[at + 1 : term.first]):
        return True  # "Do not use it for mild A"
    return not _AIMS.isdisjoint(folds[term.last : term.last + 3])


_LISTED = frozenset((",", "and", "or", "nor"))
#: Tokens from "for" to what a product is no means for: "mild", "acute attacks of".
_TO_AIM = 3
_AIMS = frozenset(("prophylaxis", "treatment", "prevention", "exposure"))


def _says_who_and_what(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "People with A must not use X": before such a verb stand those who have the condition, behind it the product."""
    cue = governor.cue
    if governor.relation != "contraindicated-left" or cue is None or page.tokens.stems[cue.last - 1] not in _USING:
        return True
    if page.tokens.folds[cue.first] not in _MUST and page.tokens.folds[cue.last - 1] not in {"for", "from"}:
        return True  # "prohibits its use"
    opened = next((agent.first - 1 for agent in unit.products if agent.last == cue.first), None)
    if opened is not None and page.tokens.surfaces[opened] == "(" and page.tokens.folds[cue.last - 2] == "be":
        return True  # "A (X must not be given because of its sugar)"
    behind = page.tokens.folds[cue.last : min(unit.last, cue.last + 2)]
    takes_up = behind[:1] == ["it"] or says_this_medicine(behind)
    what = takes_up or any(0 <= agent.first - cue.last <= 2 for agent in unit.products)
    if term.has("Population") and what:
        rest = [word for word in page.tokens.folds[term.last : cue.first] if not word.isdigit()]
        return _OF_AGE.issuperset(rest) or rest in (["itself"], ["himself"], ["themselves"])
    return what and not _WHO.isdisjoint(page.tokens.folds[max(unit.first, term.first - 5) : term.first])


def _is_shut_out_otherwise(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "pneumonia was ruled out": a finding; "in those with A the use of X is ruled out" forbids it."""
    cue = governor.cue
    if governor.relation != "contraindicated-left" or cue is None or page.tokens.folds[cue.last - 1] not in _SHUTTING:
        return False
    if page.tokens.stems[cue.first] != "be":
        return False
    start = stretch_start(page.tokens.folds, unit.first, cue.first, {",", ";", ":", "(", ")"})
    named = {i for agent in unit.products for i in range(agent.first, agent.last)}
    rest = [page.tokens.folds[i] for i in range(start, cue.first) if i not in named]
    return not _USE.issuperset(rest) or (named.isdisjoint(range(start, cue.first)) and _OF_IT.isdisjoint(rest))


_SHUTTING = frozenset(("out", "inadmissible", "prohibited", "forbidden", "barred", "taboo"))
_OF_IT = frozenset(("use", "it", "its", "treatment", "therapy", "administration", "infusion", "infusions", "injection"))
_USE = _OF_IT | {",", ";", ":", "the", "of", "with", "any", "further", "and", "so", "that", "therefore", "this", "product", "medicine", "preparation"}


#: Verbs of those who use a product, and words that lead from people to what they have.
_MUST = frozenset(("must", "cannot", "can", "should", "may"))
_USING = frozenset(("use", "take", "have", "get", "give", "given", "on", "with", "for", "from"))
_WHO = frozenset(("with", "who", "have", "has", "having", "had", "whose", "if", "by"))
#: "under 2 years of age", "aged below six months".
_OF_AGE = frozenset(
    ("under", "below", "younger", "than", "up", "to", "over", "above", "older", "aged", "age", "of", "the", "year", "month", "week", "old")
)


def _is_caution(unit: Unit, page: Page, term: Term) -> bool:
    """ "Renal failure: slow the infusion" under "Contraindications and cautions": an item that tells what to do forbids nothing."""
    if unit.label_last is None or term.last > unit.label_last:
        return False
    heading = page.heading_over(unit)
    if heading is None or _CAUTIONS.isdisjoint(heading.stems) or unit.label_last >= unit.last - 2:
        return False
    return not any(cue.phrase.kind.startswith("contraindicated") for cue in unit.relations)


_CAUTIONS = frozenset(("caution", "precaut", "precaution", "warn", "warning"))


def _is_label(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "Danger of A: it is contraindicated in B": the label tells the reason, the words behind the cue who is meant."""
    cue = governor.cue
    if governor.relation != "contraindicated-left" or cue is None or cue.last >= unit.last:
        return False
    named = {i for agent in unit.agents if agent.concept for i in range(agent.first, agent.last)}
    if page.tokens.surfaces[cue.first] == ":" and any(i not in named for i in range(cue.last, unit.last - 1)):
        return True  # "Spread of A: do not infuse into ..."
    label = unit.label_last is not None and term.last <= unit.label_last
    return label and page.tokens.folds[cue.last] in {"in", "if", "for", "to", "with", "when"}


def _is_of_case(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "X for A where Y is contraindicated", "A, if the injection is contraindicated": a case in which another product is used, and A is what for.

    "a disease where X is contraindicated" and "those with A, in whom X is contraindicated" speak of A.
    """
    cue, folds = governor.cue, page.tokens.folds
    if governor.relation != "contraindicated-left" or cue is None:
        return False
    at = next((i for i in range(cue.first - 1, term.last - 1, -1) if folds[i] in _IN_CASE), None)
    if at is None or folds[at - 1] in _CASES or (folds[at] in {"where", "whom"} and "," in page.tokens.surfaces[at - 2 : at]):
        return False
    return any(at < agent.first < cue.first for agent in unit.agents)


_IN_CASE = frozenset(("where", "if", "when", "unless", "whom"))
_CASES = frozenset(("disease", "condition", "disorder", "state", "situation", "case", "circumstance"))


#: Nouns before which an adjective for a way says where something lies, or of which product it is.
_SEATED = frozenset(("product", "preparation", "immunoglobulin", "tissue", "fat", "layer", "space", "bleeding", "catheter", "line"))


def _is_reason_in_bracket(unit: Unit, page: Page, term: Term, ban: Cue | None) -> bool:
    """ "A (sucrose-containing X: risk of B; use one without; consider C)": why A forbids the product, what may come of it and what to do."""
    opened = open_bracket(unit, page, term)
    if opened is None or (ban is not None and ban.first > opened):
        return False
    closed = next((i for i in range(term.last, unit.last) if page.tokens.surfaces[i] == ")"), unit.last)
    if not _ORDERED.isdisjoint(page.tokens.folds[max(opened + 1, term.first - 2) : term.first]):
        return True
    holds = any(opened < agent.first < closed for agent in unit.products) or not _HOLDING.isdisjoint(page.tokens.folds[opened + 1 : term.first])
    is_outcome = page.tokens.folds[term.last : term.last + 1] == ["risk"] or page.tokens.folds[term.first - 2 : term.first] == ["risk", "of"]
    if term.has("AdverseEffect") and not is_outcome:
        # "A (which may end in B)", "A (B is possible)", "A (because of B)"
        is_outcome = not _BEFORE_OUTCOME.isdisjoint(page.tokens.folds[opened + 1 : term.first])
        is_outcome = is_outcome or not _BEHIND_OUTCOME.isdisjoint(page.tokens.folds[term.last : min(closed, term.last + _TO_CHANCE)])
    return (holds or is_outcome) and page.tokens.folds[opened + 1] not in {"if", "including", "such"}


#: Words of a bracket before what may come of it, behind it, and the tokens up to these.
_BEFORE_OUTCOME = frozenset(("may", "might", "could", "cause", "causing", "because", "danger", "fear", "lest", "trigger", "provoke"))
_BEHIND_OUTCOME = frozenset(("may", "might", "can", "could", "possible", "likely", "threaten", "feared"))
_TO_CHANCE = 3
_HOLDING = frozenset(("contain", "contains", "containing", "sucrose", "maltose", "sorbitol", "load"))
_ORDERED = frozenset(("consider", "use", "give", "try", "add"))


def _is_sign_of_reaction(unit: Unit, page: Page, term: Term) -> bool:
    """ "an allergic reaction (rash, breathlessness) to X": what the bracket names is how the reaction shows."""
    if not term.has("AdverseEffect"):
        return False
    opening = next((i for i in range(term.first - 1, unit.first, -1) if page.tokens.surfaces[i] == "("), None)
    return opening is not None and not _REACTIONS.isdisjoint(page.tokens.stems[max(unit.first, opening - 3) : opening])


_REACTIONS = frozenset(("allergic", "allergi", "allergy", "hypersensitiv", "hypersensitiviti", "reaction", "react"))


def _has_antibodies(unit: Unit, page: Page, term: Term) -> bool:
    """ "no IgA and have made antibodies to it": the deficiency that forbids the product is the one with antibodies."""
    stems = page.tokens.stems[term.last : unit.last]
    at = next((i for i, stem in enumerate(stems) if stem == "antibodi" or stem == "antibody"), None)
    return at is not None and at <= _ANTIBODIES and not {";", "."}.intersection(page.tokens.surfaces[term.last : term.last + at])


#: Antibodies that, where a text forbids the product, stand for the deficiency of those who have them.
_ANTI_IGA = "anti-iga-antibody"
#: Words between a condition and what frees it.
_FREED = 6
#: Words between the deficiency and the antibodies.
_ANTIBODIES = 16
_WEIGHING = frozenset(("prone", "raise", "rise", "monitor", "caution", "more"))


def _is_kept_from_all(unit: Unit, page: Page, term: Term) -> bool:
    """ "Nobody with A should take it", "no one who has had A may receive IVIG": whom the product is forbidden to."""
    folds = page.tokens.folds[term.last : unit.last]
    at = next((i for i, fold in enumerate(folds) if fold in _MAY), None)
    if at is None or {"not", ";"}.intersection(folds[: at + 2]):
        return False
    may = term.last + at
    verb = next((i for i in range(may + 1, min(unit.last, may + 5)) if page.tokens.stems[i] in _TAKING), None)
    if verb is None:
        return False
    behind = page.tokens.folds[verb + 1 : unit.last]
    is_product = behind[:1] in ([], ["."], ["it"], ["this"]) or any(0 <= agent.first - verb <= 2 for agent in unit.products)
    return is_product and _SO_FAR.isdisjoint(behind)


_MAY_NOBODY = frozenset(("nobody", "no"))
_MAY = frozenset(("should", "may", "must", "can", "ought", "could"))
_SO_FAR = frozenset(("at", "without", "by", "above", "before", "more", "unless", "until", "alone", "as", "again"))
_TAKING = frozenset(map(stem, ("take", "receive", "given", "give", "get", "use", "start", "treated")))


def _is_denied(page: Page, unit: Unit, cue: Cue) -> bool:
    """ "IVIG is not contraindicated in pregnancy", "diabetes is no contraindication": the product may be given."""
    ahead = page.tokens.folds[max(unit.first, cue.first - 5) : cue.first]
    if page.tokens.stems[cue.first].startswith("contraind") and not _FORMERLY.isdisjoint(ahead):
        return True  # "was long seen as a contraindication"
    if any(word.startswith("contraind") for word in page.tokens.stems[cue.first : cue.last]):
        is_past = ahead[-2:] == ["used", "to"] or ahead[-3:] == ["used", "to", "be"]
        if is_past or (page.tokens.folds[unit.first] in _FORMERLY and _has_no_more(unit, page, cue.last)):
            return True  # "Formerly X was contraindicated in A; this is no longer so", "used to be contraindicated in A"
    before = [word.lower() for word in page.tokens.surfaces[max(unit.first, cue.first - 2) : cue.last]]
    stems = page.tokens.stems[cue.first : cue.last]
    is_word = any(word.startswith(_BANS) for word in stems)
    return is_word and not {"not", "no", "never", "neither", "nor", "without"}.isdisjoint(before)


def _has_no_more(unit: Unit, page: Page, first: int) -> bool:
    """ "Historically, X was contraindicated in A; this is no longer so": what is said behind a token tells that it is over."""
    folds = page.tokens.folds
    return any(folds[i : i + 2] in _NO_MORE for i in range(first, unit.last - 1))


_NO_MORE = (["no", "longer"], ["not", "any"], ["no", "more"])


def _not_forbidden(unit: Unit, page: Page, term: Term, cue: Cue) -> Iterator[Draft]:
    """ "X is not contraindicated in A or B", "Neither A nor B is a contraindication to X": states in which the product may be given."""
    folds = page.tokens.folds
    if not page.tokens.stems[cue.last - 1 - (folds[cue.last - 1] in _LED_BY)].startswith("contraindic") or term.has("Route", "AdverseEffect"):
        return
    if term.is_product:
        return  # "A is not a contraindication for X"
    named = {i for t in unit.terms for i in range(t.first, t.last)}
    if cue.phrase.kind == "contraindicated":
        product = next((agent.concept for agent in unit.products if cue.first - agent.last <= _TO_BAN), None)
        is_listed = folds[cue.last - 1] in {"in", "for"} and all(i in named or folds[i] in _LISTING for i in range(cue.last, term.first))
    else:
        product = next((agent.concept for agent in unit.products), page.topic)
        is_listed = folds[unit.first] == "neither" and all(i in named or folds[i] in _LISTING for i in range(unit.first, cue.first))
    if product is not None and is_listed and folds[cue.first - 1] != "absolutely":
        yield Draft(
            product, "contraindicated_in", term.concept, term.first, term.last, "ban denied", round(0.75 * term.score, 3), unit.index,
            polarity="negated", cue_span=(cue.first, cue.last),
        )  # fmt: skip


_LED_BY = frozenset(("in", "for", "to", "a", "as"))
_TO_BAN = 4
#: Words of a list of what forbids nothing.
_LISTING = frozenset((",", "and", "or", "nor", "neither", "during", "in", "people", "patient", "with", "woman", "the", "a", "an", "mild"))
#: How words begin that say of a product that it is not to be given.
_BANS = ("contraind", "forbid", "prohibit", "bar", "ban", "disallow", "preclud", "exclud", "taboo")
_FORMERLY = frozenset(("long", "once", "formerly", "previously", "traditionally", "historically"))
_LACKING_IGA = frozenset(("lack-of-iga", "selective-iga-deficiency", "iga-deficient-patients"))
_OF_OTHERS = frozenset(("other", "another", "conventional", "alternative", "standard", "steroid", "corticosteroid"))


def _is_allowed(unit: Unit, page: Page, term: Term) -> bool:
    """ "Mild A is no contraindication": what a section on contraindications says of what is none."""
    behind = range(term.last, min(unit.last, term.last + _SAID))
    at = next((i for i in behind if page.tokens.stems[i].startswith("contraind")), None)
    return at is not None and not {"not", "no", "neither", "never"}.isdisjoint(page.tokens.folds[term.last : at])


#: Words between a condition and what is said of it.
_SAID = 8


def _is_of_another(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Contraindications to plasma exchange include A": what is forbidden is named behind the word, and it is another treatment."""
    if "contraindicated" in page.tokens.folds[cue.first : cue.last]:
        return False  # "is contraindicated after splenectomy, and in A"
    named = next((agent for agent in unit.agents if cue.first < agent.last and 0 <= agent.first - cue.last <= 3), None)
    if named is not None and page.tokens.folds[named.first - 1] in {"after", "following"}:
        return False  # "must not be given after splenectomy"
    return named is not None and named.concept is None


def _names_none(page: Page, unit: Unit) -> bool:
    """ "There are no known contraindications in exposed persons"."""
    at = next((i for i in range(unit.first, unit.last) if page.tokens.stems[i].startswith("contraind")), None)
    return at is not None and not {"no", "none", "without"}.isdisjoint(page.tokens.folds[max(unit.first, at - 4) : at])


def _is_of_vaccines(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Live vaccines are not given to people with A", "Children should not have the measles vaccine": it is they that are not."""
    if page.tokens.stems[cue.last - 1] in _HAVING_IT or page.tokens.folds[cue.last - 1] == "the":
        object_ = next((t for t in unit.terms if t.first >= cue.last), None)
        if object_ is not None and object_.has("Vaccine") and object_.first - cue.last <= _TO_OBJECT:
            return True
    before = [t for t in unit.terms if (t.has("Vaccine") or t.concept == "active-immunisation") and t.last <= cue.first]
    products = [agent for agent in unit.products if page.tokens.folds[agent.first - 1] not in {"on", "receiving", "taking"}]
    return bool(before) and not any(before[-1].last <= agent.first < cue.last for agent in products)


#: Verbs of those who get something, and tokens from one to what they get.
_HAVING_IT = frozenset(map(stem, ("have", "receive", "get", "be", "given", "take")))
_TO_OBJECT = 3
