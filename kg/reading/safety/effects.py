"""Adverse effects with their severity and frequency: governed terms go in, drafts of has_adverse_effect come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.governors import Governor, Subject
from kg.reading.page import CLASS, Page, Term, Unit, is_part
from kg.reading.safety.accounts import is_taken_back
from kg.reading.safety.arms import is_no_more_frequent
from kg.reading.safety.effect_grades import SafetyDefaults, effect_draft
from kg.reading.safety.effect_lists import (
    EFFECT,
    LISTED,
    NO_EFFECTS,
    ROOT,
    SAFETY_SECTIONS,
    is_any_reaction,
    is_label_of_warning,
    is_notice_list,
    is_noticed,
    is_of_share,
    is_ruled_out,
    is_share_row,
    label_of_list,
    stands_alone,
)
from kg.reading.safety.effect_subjects import names_effects, subject_of
from kg.reading.safety.occasions import is_told_of
from kg.reading.safety.other_origins import is_of_comparator, is_of_other_origin
from kg.reading.safety.other_subjects import is_complication, is_looked_for, is_of_everybody, is_said_of_disease
from kg.reading.safety.precautions import is_of_before
from kg.reading.safety.risk_causes import WAYS_OF_GIVING
from kg.reading.safety.risk_factors import RiskStatement, names_effect
from kg.reading.safety.signs import (
    addresses_reader,
    is_answer,
    is_conditional,
    is_description,
    is_gloss,
    is_indication,
    is_list_of_signs,
    is_lowered,
    is_manifestation,
    is_met,
    is_organ_class,
    is_population,
    is_transmitted,
    signified_effect,
    suggests_effect,
)
from kg.reading.safety.sites import AT_NEEDLE
from kg.reading.subjects import resolve_subject
from kg.reading.therapy.bystanders import is_unstudied

__all__ = ["HARMS", "find_safety", "is_measure"]

#: What may be an effect.
HARMS = frozenset((EFFECT, "Condition"))


_PAST = frozenset(("previous", "previously", "prior", "earlier", "past", "former", "history", "known"))


_STATING = (["were"], ["was"], ["are"], ["included"], ["include"])
#: Sections that explain how an illness comes about, or how a product acts.
_EXPLAINING = frozenset(("disease", "mechanism"))


def _is_whom(unit: Unit, page: Page, term: Term) -> bool:
    """ "In CIDP: fever, chills": in whom the effects were seen; asked where "in" or "for" opens the sentence."""
    return term.first == unit.first + 1 and page.tokens.surfaces[term.last : term.last + 1] == [":"]


def find_safety(
    unit: Unit,
    page: Page,
    governors: Sequence[Sequence[Governor]],
    defaults: SafetyDefaults,
    risks: Sequence[RiskStatement] = (),
    *,
    is_on_product: bool = False,
) -> Iterator[Draft]:
    """Read has_adverse_effect with severity and frequency; factors of risk are no effects.

    `is_on_product`: the paragraph goes on about a product, though the page is about something else.
    """
    if is_list_of_signs(unit, page) or addresses_reader(unit, page) or is_of_comparator(unit) or is_complication(unit, page) or is_looked_for(unit, page):
        return
    if (unit.is_item and is_taken_back(unit, page)) or is_of_everybody(unit, page):
        return
    is_advice = bool(unit.cues("advice"))
    opens_with_whom = page.tokens.folds[unit.first] in {"in", "for"}
    accepted: list[tuple[Term, Governor, Subject]] = []
    goes_on = defaults.goes_on(unit) or is_on_product
    told_before = defaults.subject_before(unit) if goes_on and not unit.agents else None  # asked before the unit is noted itself
    label = label_of_list(unit, page, goes_on=goes_on)
    for term, ruling in zip(unit.terms, governors, strict=True):
        is_effect = EFFECT in term.classes
        if HARMS.isdisjoint(term.classes) or term.concept == "pregnancy" or (opens_with_whom and _is_whom(unit, page, term)):
            continue
        governor = None
        for each in ruling:
            if each.relation.startswith("adverse"):
                governor = each
                break
        if governor is None and label is not None and term.first >= label and not is_ruled_out(ruling, unit):
            governor = LISTED
            ruling = (governor,)
        if page.is_label and is_label_of_warning(unit, page, term):
            governor = LISTED
            ruling = (governor,)
        if governor is None and ruling and ruling[0].source == "intro" and is_notice_list(unit, page):
            governor = LISTED
            ruling = (governor,)
        if governor is None and (_is_told(unit, page, term, ruling) if is_effect else is_share_row(unit, page, term)):
            governor = LISTED
            ruling = (governor,)
        blocking = ruling[0].relation if ruling else ""
        if governor is None:
            governor = signified_effect(unit, page, term, ruling) if blocking != "sign-left" else None
            if governor is None:
                continue
        elif blocking in {"sign-left", "contraindicated", "treats", "prevents"} and ruling[0].source != "section":
            continue
        if any(risk.covers(term) for risk in risks) or is_population(unit, page, term):
            continue
        if term.concept in NO_EFFECTS or is_part(unit, term) or is_organ_class(unit, page, term) or is_any_reaction(page, term):
            continue
        if term.concept == "hypersensitivity-to-immunoglobulin" and (
            unit.place.kind == "contraindications" or not _PAST.isdisjoint(page.tokens.folds[max(unit.first, term.first - 2) : term.last])
        ):
            continue  # "an earlier reaction to immunoglobulin"
        if is_unstudied(unit, page, term) or is_measure(page, term):
            continue  # "Its safety in A has not been established"; "feels like the flu"
        if page.tokens.folds[max(unit.first, term.first - 1)] == "in" and page.tokens.folds[term.last : term.last + 1] in _STATING:
            continue  # "Serious reactions in ITP were headache and vomiting"
        if governor.source == "section" and is_of_before(unit, page, term):
            continue  # what the reader is to tell before the treatment was there before it
        if (
            governor.relation == "adverse-weak"
            and governor.cue is not None
            and governor.unit == unit.index
            and is_lowered(page, governor.cue)
        ):
            continue
        if not is_effect and (("RiskFactor" in term.classes and governor.source != "cue") or is_indication(page, term)):
            continue  # diabetes, obesity; "Adverse reactions, ITP (n = 20)" in a label on ITP
        if governor.source != "cue" and is_of_share(unit, page, term):
            continue
        if not is_effect and governor.relation != "adverse" and unit.place.kind not in SAFETY_SECTIONS:
            continue
        if not is_effect and governor.cue is not None and _is_of_use(unit, page, term, governor.cue):
            continue
        is_left = governor.relation == "adverse-left" and governor.source == "left" and unit.place.kind != "transmission"
        if is_left and page.tokens.folds[unit.first] in {"if", "when", "should"}:
            continue  # "If a reaction occurs, stop the infusion"
        if governor.cue is not None and governor.unit == unit.index and is_conditional(page, governor.cue):
            continue
        is_verb = not is_effect and governor.source == "cue" and unit.place.kind not in SAFETY_SECTIONS
        if is_verb and not names_effects(governor, page):
            continue  # "the antibodies that cause myasthenia gravis"
        if governor.source == "intro" and unit.place.kind in _EXPLAINING and not page.units[governor.unit].products and not names_effects(governor, page):
            continue  # "The antibodies block an enzyme. This results in:"
        if governor.source == "cue" and governor.relation == "adverse-weak" and (unit.cues("if-you") or is_met(unit, page)):
            continue  # "If you notice chest pain, ..."
        if is_advice and governor.source != "intro" and not names_effects(governor, page):
            continue
        ruler, subject = governor, subject_of(unit, page, term, governor, goes_on=goes_on)
        if subject is None and governor.relation == "adverse-weak" and is_told_of(unit, page, term, (governor,)):
            agent = next(iter(unit.products), None)
            if agent is not None and agent.concept:
                ruler, subject = LISTED, Subject(agent.concept, (agent.first, agent.last), "sentence")
            elif page.topic is not None and not unit.agents:
                ruler, subject = LISTED, Subject(page.topic, None, "topic")
        is_weak = governor.relation == "adverse-weak"
        is_of_text = subject.how == "topic" if subject is not None else not is_weak
        if told_before is not None and is_of_text and (subject is None or told_before.concept != CLASS):
            subject = told_before  # the sentence right before tells of another product than the text
        if subject is None:
            continue  # the same for all that follows, which costs more
        subject = _of_way(unit, subject)
        if subject.how != "sentence" and governor.source == "cue" and not names_effects(governor, page) and is_said_of_disease(unit, page):
            continue
        if governor.source == "cue" and subject.how != "sentence" and _is_of_illness_itself(unit, page, governor):
            continue
        if is_gloss(unit, page, term) or is_transmitted(unit, page, term) or is_of_other_origin(unit, page, term):
            continue
        if is_no_more_frequent(unit, page, term):
            continue
        if is_answer(unit, page, term) or is_description(unit, page, term, governor):
            continue
        if is_manifestation(unit, page, term) or suggests_effect(unit, page, term):
            continue
        defaults.note(unit, subject)
        accepted.append((term, ruler, subject))
    if accepted and not unit.products:
        accepted += list(_leading(unit, page, accepted))
    if risks:
        accepted += _raised(unit, page, risks, {id(term) for term, _, _ in accepted})
    for term, governor, subject in accepted:
        yield effect_draft(unit, page, term, governor, subject, defaults)


def _is_of_illness_itself(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "The disease itself makes people tired": what brings the complaint about stands as the subject of its verb."""
    cue = governor.cue
    if cue is None or governor.unit != unit.index or unit.agents:
        return False
    before = page.tokens.folds[unit.first : cue.first]
    at = next((i for i in range(len(before) - 1, -1, -1) if before[i] in _ILLNESSES), None)
    return at is not None and len(before) - at <= _TO_DOING and _ITSELF.issuperset(before[:at] + before[at + 1 :])


#: Words for an illness as such, what may stand around them as the subject of a verb, and the tokens to the verb.
_ILLNESSES = frozenset(("disease", "illness", "disorder", "condition", "infection", "virus"))
_ITSELF = frozenset(("the", "this", "your", "their", "underlying", "itself", "alone", "too", "also", "can", "may", "often", "will", "does", "and"))
_TO_DOING = 4


def _of_way(unit: Unit, subject: Subject) -> Subject:
    """ "The subcutaneous form leaves lumps" on a page about IVIG: of two ways of giving the one that the sentence names."""
    if subject.concept != _BY_VEIN or subject.how not in {"topic", "pronoun"} or unit.products:
        return subject
    ways = {term.concept.partition("-")[0] for term in unit.terms if term.has("Route")}
    return Subject(_UNDER_SKIN, subject.span, subject.how) if "subcutaneous" in ways and "intravenous" not in ways else subject


def is_measure(page: Page, term: Term) -> bool:
    """ "fatigue similar to getting a flu", "feels like having influenza": an illness of its own, to which what is felt is likened.

    Nor is the pain of "a pain score of 7" or "pain relief" an effect, or the fatigue of "fatigue scores".
    """
    behind = page.tokens.folds[term.last : term.last + 1]
    if behind in _SCALES or (term.concept == "pain" and behind in _SCORES):
        return True
    if term.concept not in {"influenza", "meningitis"}:
        return False
    before = page.tokens.folds[max(0, term.first - _TO_LIKE) : term.first]
    at = next((i for i, word in enumerate(before) if word in _LIKE), None)
    if at is not None and before[at] == "like" and term.concept == "meningitis" and before[max(0, at - 1)] not in _SEEMING:
        return False  # "side effects like meningitis"
    return at is not None and _HAVING_IT.issuperset(before[at + 1 :])


#: What any complaint is measured by, what a pain is measured or treated by, and verbs that liken.
_SCALES = (["score"], ["scores"], ["scale"])
_SCORES = tuple([word] for word in ("score", "scores", "rate", "rating", "scale", "level", "intensity", "relief", "reliever", "relievers", "medication"))
_SEEMING = frozenset(("present", "presents", "presenting", "look", "looks", "feel", "feels", "seem", "seems", "behave"))
_LIKE = frozenset(("similar", "like", "resembling", "resemble", "resembles", "mimicking", "mimic"))
_HAVING_IT = frozenset(("to", "those", "of", "a", "an", "the", "getting", "having", "mild", "bad", "you", "have", "had", "with", "symptoms", "in"))
#: Tokens from such a word to the illness.
_TO_LIKE = 6
_BY_VEIN, _UNDER_SKIN = "intravenous-immunoglobulin", "subcutaneous-immunoglobulin"


def _is_of_use(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "What are the side effects of X for A?", "the risks of X in A": for what the product is given."""
    if page.tokens.folds[term.first - 1] not in {"for", "in"} or term.first <= cue.last:
        return False
    return any(cue.last <= agent.first and agent.last <= term.first for agent in unit.products)


def _is_told(unit: Unit, page: Page, term: Term, ruling: Sequence[Governor]) -> bool:
    """Tell whether a section, an occasion, a call for help or a share says of an effect that it is one of the product."""
    return (
        stands_alone(unit, page, term, ruling)
        or _is_at_needle(unit, page, term)
        or _is_beside_local(unit, page, ruling)
        or is_told_of(unit, page, term, ruling)
        or is_noticed(unit, page, term)
        or is_share_row(unit, page, term)
    )


def _is_at_needle(unit: Unit, page: Page, term: Term) -> bool:
    """ "With the subcutaneous route the skin often becomes sore where the needles go in": nothing but the product's needle brings it about."""
    if AT_NEEDLE not in term.reasons or unit.is_heading or unit.rivals or unit.place.kind not in _TOLD_IN or page.is_trial:
        return False
    return not unit.cues("negation", "advice", "if-you", "history") and _ASKING.isdisjoint(unit.folds)


def _is_beside_local(unit: Unit, page: Page, ruling: Sequence[Governor]) -> bool:
    """ "Local pain and low fever are common": what is told of the place of a needle, and of others in one breath, is the product's."""
    if not ruling or ruling[0].relation != "adverse-left" or page.topic is None or unit.agents or unit.place.kind not in _TOLD_IN or page.is_trial:
        return False
    return any(term.concept.startswith(_AT_SITE) for term in unit.terms) and not unit.cues("negation", "advice", "if-you", "history")


#: Kinds of sections that may tell it beside those on safety, and words of care for such a place.
_TOLD_IN = frozenset(("", "treatment", "dosage", "introduction", "conclusion", "mechanism"))
_ASKING = frozenset(("if", "before", "check", "avoid", "reduce", "prevent", "less", "fewer", "numb", "cream"))


def _leading(unit: Unit, page: Page, accepted: Sequence[tuple[Term, Governor, Subject]]) -> Iterator[tuple[Term, Governor, Subject]]:
    """ "In a few, haemolysis led to kidney failure": what leads to an effect of the product, where the sentence names none, is one too."""
    _, governor, subject = accepted[0]
    cue = governor.cue
    if cue is None or governor.unit != unit.index or governor.relation != "adverse" or _LED.isdisjoint(page.tokens.stems[cue.first : cue.last]):
        return
    before = [term for term in unit.terms if term.last <= cue.first and not is_part(unit, term)]
    if not before or EFFECT not in before[-1].classes or any(before[-1] is term for term, _, _ in accepted):
        return
    if cue.first - before[-1].last <= _TO_VERB and "," not in page.tokens.surfaces[before[-1].last : cue.first]:
        yield before[-1], LISTED, subject


_LED = frozenset(("lead", "led", "result", "end", "progress"))
#: Tokens between what leads to an effect and its verb.
_TO_VERB = 5


def _raised(unit: Unit, page: Page, risks: Sequence[RiskStatement], known: Collection[int]) -> list[tuple[Term, Governor, Subject]]:
    """The effect that a statement of risk in a section on safety is about: "older people are more prone to blood clots"."""
    names_product = bool(unit.products)
    if not names_product and page.topic is None:
        return []
    told = names_product or unit.place.kind in {"adverse", "boxed", "warnings", "postmarketing"}
    alone = not unit.agents and (unit.previous is None or all(agent.concept == page.topic for agent in unit.previous.agents))
    result: list[tuple[Term, Governor, Subject]] = []
    for risk in risks:
        causes = alone and risk.cue.phrase.kind.startswith("adverse")  # "Rapid infusion may cause dizziness"
        by_way = causes and any(factor.concept in WAYS_OF_GIVING for _, factor, _ in risk.factors)
        at_site = not unit.agents and risk.effect.startswith(_AT_SITE)
        cautioned = not unit.agents and risk.cue.phrase.value == "left"  # "A calls for caution, as B has been described"
        if risk.owner is not unit or risk.polarity != "affirmed" or not (told or by_way or at_site or cautioned):
            continue
        first = next((t for t in unit.terms if t.concept == risk.effect and EFFECT in t.classes and not risk.covers(t)), None)
        if first is None and names_product and names_effect(unit, page, risk):
            first = Term(risk.cue.first, risk.cue.last, risk.effect, frozenset((EFFECT,)), 0.85, "cue")  # "the thrombotic hazard of X"
        if first is None or first.concept == ROOT or is_part(unit, first):
            continue
        for term in _with_its_like(unit, page, first, risk):
            subject = resolve_subject(unit, page, LISTED, term, default=True) if id(term) not in known else None
            if subject is None and at_site and page.topic is not None and id(term) not in known:
                subject = Subject(page.topic, None, "topic")
            if subject is not None:
                result.append((term, LISTED, subject))
    return result


#: Effects that a bracket behind them may name more narrowly.
_WIDE = frozenset(("allergic-reaction", "thromboembolism", "hypersensitivity-reaction"))
#: How the names of effects begin that nothing but the needle of the product brings about.
_AT_SITE = ("injection-site-", "infusion-site-")


def _with_its_like(unit: Unit, page: Page, first: Term, risk: RiskStatement) -> Iterator[Term]:
    """The effect and those that a coordination joins to it: "the danger of a heart attack, stroke or clot in the lung"."""
    yield first
    position = first.last
    for term in unit.terms:
        if term.first < position:
            continue
        bracketed = page.tokens.surfaces[position : term.first] == ["("] and page.tokens.surfaces[term.last : term.last + 1] == [")"]
        bracketed = bracketed and first.concept in _WIDE
        joined = {",", "and", "or", "a", "an", "the", "of"}.issuperset(page.tokens.folds[position : term.first]) and term.first > position
        if not (joined or bracketed):  # "an allergic reaction (anaphylaxis)"
            return
        if EFFECT not in term.classes or term.concept == ROOT or risk.covers(term):
            return
        if not is_part(unit, term):
            yield term
        position = term.last
