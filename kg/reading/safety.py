"""Adverse effects with their severity and frequency: governed terms go in, drafts of has_adverse_effect come out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.frequencies import TableFrequencies, percent_after
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.qualifiers import frequency_band, polarity_of, severity_of
from kg.reading.relations import Governor, Subject, is_noun_phrase, resolve_subject
from kg.reading.risks import RiskStatement
from kg.records import Frequency, Severity

__all__ = ["SafetyDefaults", "effect_draft", "find_safety", "is_list_of_signs", "is_no_effect"]

_EFFECTS = ("AdverseEffect",)
_SAFETY_SECTIONS = frozenset(("adverse", "boxed", "warnings", "postmarketing", "transmission", "driving", "pregnancy"))
_ROOT = "adverse-event-root"
#: Cues that name effects of a treatment as such, so that no agent is needed in a text about a product.
_EFFECT_NOUNS = frozenset(
    [
        "side",
        "adverse",
        "advers",
        "undesir",
        "reaction",
        "complication",
        "complic",
        "risk",
        "react",
        "effect",
        "harm",
        "hazard",
        "danger",
        "warn",
    ]
)


def find_safety(
    unit: Unit, page: Page, governors: Sequence[Sequence[Governor]], defaults: SafetyDefaults, risks: Sequence[RiskStatement] = ()
) -> Iterator[Draft]:
    """Read has_adverse_effect with severity and frequency; factors of risk are no effects."""
    is_advice = bool(unit.cues("advice"))
    if is_list_of_signs(unit, page) or _addresses_reader(unit, page):
        return
    terms = [(term, ruling) for term, ruling in zip(unit.terms, governors, strict=True) if term.has(*_EFFECTS) or term.has("Condition")]
    accepted: list[tuple[Term, Governor, Subject]] = []
    goes_on = defaults.goes_on(unit)
    label = _list_label(unit, page, goes_on=goes_on)
    for term, ruling in terms:
        if any(risk.covers(term) for risk in risks) or _is_population(unit, page, term):
            continue
        governor = next((g for g in ruling if g.relation.startswith("adverse")), None)
        if governor is None and label is not None and term.first >= label and not _is_ruled_out(ruling, unit):
            governor = _LISTED
            ruling = (governor,)
        if page.is_label and _is_label_of_warning(unit, page, term):
            governor = _LISTED
            ruling = (governor,)
        if governor is None and _is_notice_list(unit, page) and ruling and ruling[0].source == "intro":
            governor = _LISTED
            ruling = (governor,)
        if governor is None and (_stands_alone(unit, page, term, ruling) or _is_told_of(unit, page, term, ruling)):
            governor = _LISTED
            ruling = (governor,)
        blocking = ruling[0].relation if ruling else ""
        if governor is None and blocking == "sign-left":
            continue
        if governor is None:
            governor = _signified(unit, page, term, ruling)
            if governor is None:
                continue
        elif blocking in {"sign-left", "contraindicated", "treats", "prevents"} and ruling[0].source != "section":
            continue
        if term.concept in _ROOTS or is_part(unit, term) or _is_organ_class(unit, page, term):
            continue
        if (
            governor.relation == "adverse-weak"
            and governor.cue is not None
            and governor.unit == unit.index
            and _is_lowered(page, governor.cue)
        ):
            continue
        if not term.has(*_EFFECTS) and term.has("RiskFactor") and governor.source != "cue":
            continue  # diabetes, obesity
        if not term.has(*_EFFECTS) and governor.relation != "adverse" and unit.place.kind not in _SAFETY_SECTIONS:
            continue
        opens = page.tokens.folds[unit.first] in {"if", "when", "should"} and unit.place.kind != "transmission"
        if governor.relation == "adverse-left" and opens and governor.source == "left":
            continue  # "If a reaction occurs, stop the infusion"
        if governor.cue is not None and governor.unit == unit.index and _is_conditional(page, governor.cue):
            continue
        is_safety = unit.place.kind in _SAFETY_SECTIONS or _names_effects(governor, page)
        if not term.has(*_EFFECTS) and governor.source == "cue" and not is_safety:
            continue  # "the antibodies that cause myasthenia gravis"
        if governor.source == "cue" and governor.relation == "adverse-weak" and (unit.cues("if-you") or _is_met(unit, page)):
            continue  # "If you notice chest pain, ..."
        if is_advice and governor.source != "intro" and not _names_effects(governor, page):
            continue
        if _is_gloss(unit, page, term) or _is_transmitted(unit, page, term):
            continue
        if _is_description(unit, page, term, governor) or _is_manifestation(unit, page, term):
            continue
        subject = _subject(unit, page, term, governor, goes_on=goes_on)
        if subject is None and governor.relation == "adverse-weak" and _is_told_of(unit, page, term, (governor,)):
            agent = next((a for a in unit.agents if a.concept), None)
            if agent is not None and agent.concept:
                governor, subject = _LISTED, Subject(agent.concept, (agent.first, agent.last), "sentence")
        if subject is None and goes_on and not unit.agents and governor.relation != "adverse-weak":
            subject = defaults.subject_before(unit)
        if subject is not None:
            defaults.note(unit, subject)
            accepted.append((term, governor, subject))
    accepted += _raised(unit, page, risks, {id(term) for term, _, _ in accepted})
    for term, governor, subject in accepted:
        yield effect_draft(unit, page, term, governor, subject, defaults)


_ROOTS = frozenset((_ROOT, "serious-illness"))


def is_list_of_signs(unit: Unit, page: Page) -> bool:
    """ "Stiff neck, fever, vomiting. These could be signs of meningitis.": what the next sentence calls signs are no effects."""
    following = page.units[unit.index + 1] if unit.index + 1 < len(page.units) else None
    if following is None or following.block != unit.block or following.first >= following.last or not unit.terms:
        return False
    cue = next((c for c in following.relations if c.phrase.kind == "sign-left"), None)
    return (
        cue is not None
        and cue.first - following.first <= 2
        and page.tokens.folds[following.first] in {"these", "this", "they", "it", "such", "all"}
    )


_LOWERING = frozenset(("lower", "reduc", "cut", "decreas", "lessen", "minim", "minimis", "minimiz", "halv", "diminish", "prevent", "limit"))


def _is_lowered(page: Page, cue: Cue) -> bool:
    """ "lowers their risk of pneumonia": the risk is the less for the product."""
    return not _LOWERING.isdisjoint(page.tokens.stems[max(0, cue.first - 3) : cue.last])


def _addresses_reader(unit: Unit, page: Page) -> bool:
    """An item such as "you are overweight, have high blood pressure or ...": what the reader has before the treatment."""
    if not unit.is_item or page.tokens.folds[unit.first] not in {"you", "if"}:
        return False
    return any(
        page.tokens.folds[i] in {"are", "have", "suffer", "take", "receive", "had"}
        for i in range(unit.first, min(unit.first + 4, unit.last))
    )


def _raised(unit: Unit, page: Page, risks: Sequence[RiskStatement], known: Collection[int]) -> list[tuple[Term, Governor, Subject]]:
    """The effect that a statement of risk in a section on safety is about: "older people are more prone to blood clots"."""
    names_product = any(agent.concept for agent in unit.agents)
    if not names_product and (page.topic is None or unit.place.kind not in {"adverse", "boxed", "warnings", "postmarketing"}):
        return []
    result: list[tuple[Term, Governor, Subject]] = []
    for risk in risks:
        if risk.owner is not unit or risk.polarity != "affirmed":
            continue
        first = next((t for t in unit.terms if t.concept == risk.effect and t.has(*_EFFECTS) and not risk.covers(t)), None)
        if first is None or first.concept == _ROOT or is_part(unit, first):
            continue
        for term in _with_its_like(unit, page, first, risk):
            subject = resolve_subject(unit, page, _LISTED, term, default=True) if id(term) not in known else None
            if subject is not None:
                result.append((term, _LISTED, subject))
    return result


def _with_its_like(unit: Unit, page: Page, first: Term, risk: RiskStatement) -> Iterator[Term]:
    """The effect and those that a coordination joins to it: "the danger of a heart attack, stroke or clot in the lung"."""
    yield first
    position = first.last
    for term in unit.terms:
        if term.first < position:
            continue
        if not {",", "and", "or", "a", "an", "the", "of"}.issuperset(page.tokens.folds[position : term.first]) or term.first == position:
            return
        if not term.has(*_EFFECTS) or term.concept == _ROOT or risk.covers(term):
            return
        if not is_part(unit, term):
            yield term
        position = term.last


def is_no_effect(unit: Unit, page: Page, term: Term) -> bool:
    """Tell a term that its place keeps from being an effect: an organ class, a gloss, a sign of another effect, patients, an agent."""
    return (
        _is_organ_class(unit, page, term)
        or _is_gloss(unit, page, term)
        or _is_manifestation(unit, page, term)
        or _is_population(unit, page, term)
        or _is_transmitted(unit, page, term)
    )


#: What the label of a list in a section on safety says of its members.
_LISTED = Governor("adverse", "", None, "section", -1)
_STUDIES = frozenset(("trial", "study", "studi", "patient", "subject", "group", "population"))


def _is_conditional(page: Page, cue: Cue) -> bool:
    """ "In case of kidney problems ...": what is to be done if; not "in isolated cases of"."""
    words = page.tokens.folds[max(0, cue.first - 1) : cue.last]
    return words[:2] == ["in", "case"] and page.tokens.surfaces[cue.first].lower() == "case"


def _list_label(unit: Unit, page: Page, *, goes_on: bool) -> int | None:
    """Give the token of the colon that opens a list of effects: "Rare (up to 1 in 1,000): ...", "Serious problems can happen: ..."."""
    if page.topic is None or unit.is_heading or not (goes_on or unit.place.kind in {"adverse", "boxed", "postmarketing"}):
        return None
    for colon in range(unit.first, unit.last - 1):
        if page.tokens.surfaces[colon] != ":":
            continue
        if any(cue.first < colon for cue in unit.cues("advice", "if-you")):
            return None
        names_effects = any(cue.first < colon and cue.phrase.kind.startswith("adverse") for cue in unit.relations)
        graded = any(cue.first < colon for cue in unit.cues("frequency", "severity"))
        if names_effects or graded or frequency_band(page.normal.text[page.tokens.starts[unit.first] : page.tokens.ends[colon]]):
            return colon
    return None


def _is_bare(unit: Unit, page: Page) -> bool:
    """A sentence that is nothing but the name of an effect: "Transfusion-Related Acute Lung Injury (TRALI)." """
    named = {i for t in unit.terms if t.has(*_EFFECTS) for i in range(t.first, t.last)}
    rest = [i for i in range(unit.first, unit.last) if i not in named]
    return all(page.tokens.folds[i] in {"(", ")", ".", "and", ",", "/", "syndrome", "event", "reaction"} for i in rest)


def _is_label_of_warning(unit: Unit, page: Page, term: Term) -> bool:
    """ "Hemolysis: monitor for ..." among the warnings of a label, which names the effect and goes on about its care."""
    if unit.place.kind not in {"warnings", "boxed"} or not term.has(*_EFFECTS):
        return False
    if unit.label_last is None:
        return not unit.is_heading and unit.last - unit.first <= _LONGEST_LABEL and _is_bare(unit, page)
    if unit.cues("if-you") or any(cue.phrase.kind == "prone" for cue in unit.safety):
        return False  # "Kidney problems: if you are diabetic ..., you are at greater risk of kidney failure"
    return term.last <= unit.label_last and unit.label_last - unit.first <= _LONGEST_LABEL and not unit.cues("negation")


_LONGEST_LABEL = 9


def _is_gloss(unit: Unit, page: Page, term: Term) -> bool:
    """ "infusion site erythema (redness)": the bracket says the same in plain words."""
    tokens = page.tokens
    if _repeats(unit, page, term):
        return True
    if term.first <= unit.first or tokens.surfaces[term.first - 1] != "(" or term.last >= unit.last or tokens.surfaces[term.last] != ")":
        return False
    return any(other.last == term.first - 1 and "-site-" in other.concept for other in unit.terms)


def _repeats(unit: Unit, page: Page, term: Term) -> bool:
    """ "abdominal pain (including pain in the upper abdomen)": in the bracket the last word of the effect before it again."""
    tokens = page.tokens
    opened = next((i for i in range(term.first - 1, max(unit.first, term.first - 4), -1) if tokens.surfaces[i] == "("), None)
    if opened is None or opened == unit.first or term.last - term.first > 1:
        return False
    return any(t.last == opened and t.has(*_EFFECTS) and tokens.stems[t.last - 1] == tokens.stems[term.first] for t in unit.terms)


def _is_transmitted(unit: Unit, page: Page, term: Term) -> bool:
    """ "transmitting agents such as the one of Creutzfeldt-Jakob disease": what may be transmitted is no effect of its own."""
    before = page.tokens.folds[max(unit.first, term.first - 4) : term.first]
    if "transmission" in before and "of" in before[before.index("transmission") :]:
        return True
    if term.has(*_EFFECTS) and "infection" not in term.concept:
        return False
    return any(other.concept == _TRANSMISSION and other.last <= term.first for other in unit.terms)


_TRANSMISSION = "transmission-of-infectious-agents"


def _stands_alone(unit: Unit, page: Page, term: Term, ruling: Sequence[Governor]) -> bool:
    """An effect in a sentence on side effects that nothing rules: "Headache and fever usually pass within a day"."""
    if page.topic is None or unit.place.kind not in {"adverse", "postmarketing"} or unit.is_heading or ruling or not term.has(*_EFFECTS):
        return False
    if unit.cues("advice", "if-you", "patients", "history") or any(agent.concept is None for agent in unit.agents):
        return False
    if any(cue.phrase.kind.startswith(("sign", "cause", "treats", "risk", "lessen", "complication")) for cue in unit.relations):
        return False
    before = page.tokens.folds[max(unit.first, term.first - 4) : term.first]
    return _ASIDE.isdisjoint(before) and page.tokens.folds[unit.first] not in {"if", "when", "in", "for"} and not unit.intro


def _is_told_of(unit: Unit, page: Page, term: Term, ruling: Sequence[Governor]) -> bool:
    """ "Headache is frequent with IVIG", "he developed a rash after the infusion": an effect, and the product as its occasion."""
    if not term.has(*_EFFECTS) or unit.is_heading or unit.place.kind in _SILENT:
        return False
    if ruling and ruling[0].relation not in _SLIGHT:
        return False
    folds, stems = page.tokens.folds, page.tokens.stems
    rivals = [a for a in unit.agents if a.concept is None and folds[a.last - 1] not in _COMPARATORS]
    if rivals or unit.cues("advice", "if-you", "history", "family") or folds[unit.first] in {"if", "should", "for"}:
        return False
    if any(c.phrase.kind.startswith(_OTHER_STATEMENTS) for c in unit.relations) or any(c.phrase.kind in _CARE for c in unit.safety):
        return False
    words = set(stems[unit.first : unit.last])
    if _is_met(unit, page) or not _LESS.isdisjoint(folds[max(unit.first, term.first - 3) : term.first]):
        return False
    if not _BETTER.isdisjoint(words) or not _ASIDE.isdisjoint(folds[max(unit.first, term.first - 2) : term.first]):
        return False
    spots = [agent.first for agent in unit.agents if agent.concept]
    if not spots and page.topic is not None and not unit.agents:
        spots = [i for i in range(unit.first, unit.last) if folds[i] in _GIVINGS]
    before = {word for spot in spots for word in folds[max(unit.first, spot - 3) : spot]}
    if not before.isdisjoint(_AFTER):
        return True
    return not before.isdisjoint(_OCCASIONS) and (bool(unit.cues("frequency")) or not _SEEN.isdisjoint(words))


_LESS = frozenset(("less", "fewer", "lower", "milder", "reduced", "no", "without", "decreased", "weaker"))


def _is_met(unit: Unit, page: Page) -> bool:
    """ "Infusions will be stopped in any participant who develops chest pain": what is to be done if."""
    folds = page.tokens.folds
    at = next((i for i in range(unit.first, unit.last) if folds[i] in {"who", "if", "should"}), None)
    if at is None:
        return False
    return any(folds[i] in {"any", "every", "anyone", "if", "should"} for i in range(max(unit.first, at - 3), at + 1)) or (
        any(folds[i] in {"will", "must", "should"} for i in range(unit.first, at))
    )


#: Words for the giving of the product that a text is about.
_GIVINGS = frozenset(("infusion", "injection", "drip", "dose", "administration"))
#: Words that make the product the occasion of what the sentence tells.
_AFTER = frozenset(("after", "following", "during", "due", "upon", "from", "on"))
_SILENT = frozenset(
    ("disease", "eligibility", "exclusion", "mechanism", "storage", "references", "indications", "contraindications", "methods")
)
#: Relations too slight to say that an effect is something else.
_SLIGHT = frozenset(("sign-weak", "called", "treats-outcome", "adverse-weak", "follow"))
_OTHER_STATEMENTS = ("lessen", "contraindicated", "ineffective", "worsen", "interfere", "sign-left")
_CARE = frozenset(("lessen", "monitor"))
#: Comparators beside which the product's effects are counted.
_COMPARATORS = frozenset(("placebo", "sham", "saline", "control", "albumin"))
_OCCASIONS = frozenset(("at", "with", "after", "during", "following", "in", "on", "from", "by", "to", "of", "under"))
#: Stems of words by which something is said to have been seen.
_SEEN = frozenset(
    [
        "report", "observ", "see", "seen", "describ", "note", "occur", "develop", "experienc", "complain", "appear", "aris", "record",
        "notic", "happen", "get", "have", "suffer", "link", "attribut", "ascrib", "blame", "relat", "complic", "implic", "result", "expect", "feel",
        "plagu", "bother", "troubl", "affect", "strike", "struck", "hit", "common", "rare", "frequent", "usual", "known", "possibl", "typic",
    ]
)  # fmt: skip
#: Stems of words that make an illness one that got better, was watched for, or was there before.
_BETTER = frozenset(
    [
        "improv", "resolv", "reduc", "prevent", "reliev", "remiss", "remission", "respond", "benefit", "recov", "success", "diagnos", "diagnosi",
        "underli", "whether", "efficaci", "effectiv", "endpoint", "persist", "recur", "despit", "resist", "refractori", "return", "still",
        "continu", "remain", "cure", "control", "indic", "candid", "trial", "primari", "need", "requir",
    ]
)  # fmt: skip


#: Words before what is no effect of its own: "pain with", "to prevent", "because of".
_ASIDE = frozenset(("with", "for", "of", "against", "prevent", "avoid", "treat", "reduce", "because", "no", "not", "without", "if", "when"))


def _is_ruled_out(ruling: Sequence[Governor], unit: Unit) -> bool:
    return bool(ruling) and ruling[0].source == "cue" and ruling[0].relation in _OTHER_MATTERS and not _is_in_name(ruling[0], unit)


def _is_in_name(governor: Governor, unit: Unit) -> bool:
    """ "meningitis that is not caused by a germ": the cue is part of a name."""
    cue = governor.cue
    return cue is not None and any(t.first < cue.first and cue.last < t.last for t in unit.terms)


_OTHER_MATTERS = frozenset(("sign", "sign-left", "treats", "prevents", "cause", "lessen", "contraindicated", "interfere"))


def _is_notice_list(unit: Unit, page: Page) -> bool:
    """An item below "Tell your doctor at once if you notice any of the following": what one is to notice is an effect."""
    intro = unit.intro
    if intro is None or unit.place.kind not in {"adverse", "boxed", "warnings"} or page.topic is None:
        return False
    if page.tokens.surfaces[intro.last - 1] != ":" or not (intro.cues("advice") or intro.cues("if-you")):
        return False
    if not intro.cues("if-you") and unit.place.kind != "adverse":
        return False
    return not any(page.tokens.folds[i] in {"before", "ever", "already"} for i in range(intro.first, intro.last))


def _is_population(unit: Unit, page: Page, term: Term) -> bool:
    """ "In the ITP trial", "patients with CIDP": whom a report is about."""
    if term.last < unit.last and page.tokens.stems[term.last] in _STUDIES:
        return True
    return not term.has(*_EFFECTS) and any(
        0 <= term.first - cue.last <= _NEAR and not {",", ";", ":"} & set(page.tokens.surfaces[cue.last : term.first])
        for cue in unit.cues("patients")
    )


#: Words between "patients with" and the disease that they have.
_NEAR = 4


def _subject(unit: Unit, page: Page, term: Term, governor: Governor, *, goes_on: bool) -> Subject | None:
    in_section = page.topic is not None and (unit.place.kind in _SAFETY_SECTIONS or goes_on)
    named = _names_effects(governor, page) or (governor.relation == "adverse-left" and _speaks_of_giving(unit, page))
    if not in_section and not unit.agents and _goes_on_about_other(unit):
        return None
    named = named or (governor.relation == "adverse-weak" and _counts_patients(unit, page))
    subject = resolve_subject(
        unit, page, governor, term, default=page.topic is not None and (in_section or named) and not _other_agent(unit, governor)
    )
    if subject is None:
        return None
    if (
        governor.relation == "adverse-weak"
        and subject.how not in {"sentence", "pronoun"}
        and not in_section
        and not _counts_patients(unit, page)
    ):
        return None
    if governor.relation == "adverse-left" and subject.how == "sentence" and not in_section and not _is_about(unit, page, governor):
        return None
    if governor.relation in {"adverse", "adverse-weak"} and not named and not in_section and governor.cue is not None:
        # "cause", "lead to": the product itself must be what causes.
        if governor.unit == unit.index and _is_of_disease(unit, page, governor.cue):
            return None
        first = subject.span[0] if subject.span else -1
        if subject.how == "sentence" and first > governor.cue.first:
            return None
        if subject.how == "sentence" and _has_subject_between(unit, page, subject, governor.cue):
            return None
    return subject


def _counts_patients(unit: Unit, page: Page) -> bool:
    """ "Seven patients reported headache", "fever in 4 (9%)" right after a sentence on the product: what was seen under it."""
    before = unit.previous
    if before is None or before.block != unit.block or unit.agents or not any(agent.concept for agent in before.agents):
        return False
    if any(agent.concept is None for agent in before.agents) or unit.place.kind in _SILENT:
        return False
    folds = page.tokens.folds[unit.first : min(unit.first + 4, unit.last)]
    counts = any(word in _NUMBERS or word.isdigit() for word in folds)
    return counts and not _PATIENTS.isdisjoint(page.tokens.stems[unit.first : unit.last])


_NUMBERS = frozenset(
    (
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "some",
        "several",
        "a",
        "about",
        "most",
    )
)
_PATIENTS = frozenset(
    ("patient", "subject", "participant", "recipient", "child", "people", "infant", "woman", "man", "girl", "boy", "person")
)


def _goes_on_about_other(unit: Unit) -> bool:
    """The sentence before, in the same paragraph, speaks of another treatment alone: "... exchange transfusion. Complications include"."""
    before = unit.previous
    for _ in range(2):
        if before is None or before.block != unit.block:
            return False
        if before.agents:
            return before.agents[-1].concept is None
        before = before.previous
    return False


def _speaks_of_giving(unit: Unit, page: Page) -> bool:
    """ "... are common during the infusion": the giving of the product that the text is about."""
    return any(page.tokens.folds[i] in {"infusion", "injection", "dose"} for i in range(unit.first, unit.last))


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


def _is_about(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "X may occur with / after / during IVIG": the product stands after the cue, or before it as the owner of the effect."""
    return any(agent.concept for agent in unit.agents)


def _other_agent(unit: Unit, governor: Governor) -> bool:
    return governor.cue is not None and any(agent.concept is None and agent.last <= governor.cue.first for agent in unit.agents)


def _names_effects(governor: Governor, page: Page) -> bool:
    if governor.cue is None:
        return governor.source == "section"
    return not _EFFECT_NOUNS.isdisjoint(page.tokens.stems[governor.cue.first : governor.cue.last]) and governor.relation != "adverse-weak"


def _signified(unit: Unit, page: Page, term: Term, ruling: Sequence[Governor]) -> Governor | None:
    """ "... could be signs of a blood clot": in a section on safety the thing signified is an effect."""
    if unit.place.kind not in {"adverse", "boxed", "warnings"} or page.topic is None:
        return None
    cue = next((c for c in unit.relations if c.phrase.kind == "sign-left" and c.last <= term.first), None)
    if (
        cue is None
        or unit.cues("advice")
        or (ruling and ruling[0].relation in {"treats", "prevents", "contraindicated", "cause", "lessen"})
    ):
        return None
    if any(cue.last <= other.first < term.first and other.has(*_EFFECTS) and other.concept != term.concept for other in unit.terms):
        return None  # what follows describes the thing signified
    return Governor("adverse", "", cue, "cue", unit.index)


def _is_description(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """A parenthesis after an effect that says how it feels: "(e.g. you may feel dizzy)"; its words are signs of the effect."""
    if governor.cue is None or governor.source != "cue":
        return False
    opened = [i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == "("]
    closed = [i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == ")"]
    return (
        len(opened) > len(closed)
        and governor.cue.first > opened[-1]
        and any(other.last <= opened[-1] and other.has(*_EFFECTS) for other in unit.terms)
    )


_SHOWING = frozenset(("with", "which", "that", ":", "causing", "showing"))


def _is_manifestation(unit: Unit, page: Page, term: Term) -> bool:
    """ "heart attack, with pain in the chest", "aseptic meningitis: headache, stiff neck": an item that says how its effect is noticed."""
    if not _is_notice_list(unit, page):
        return False
    first = next((other for other in unit.terms if other.has(*_EFFECTS) and other.concept not in _VAGUE), None)
    if first is None or term.first <= first.first or (unit.label_last is not None and first.last > unit.label_last):
        return False
    between = page.tokens.folds[first.last : term.first]
    return not _SHOWING.isdisjoint(between)


#: Words too wide to be what an item is about: "inflammation of the membranes of the brain (meningitis)".
_VAGUE = frozenset((_ROOT, "inflammation", "pain", "edema", "infection"))


#: What opens the reports after approval in a section whose sub-headings lost their lines.
_MARKETED = re.compile(
    r"\b[Pp]ost-?\s?[Mm]arketing (?:[Ee]xperience|[Uu]se|[Ss]urveillance|[Rr]eports?|[Aa]dverse)|not (?:always )?possible to (?:reliably )?estimate"
    r"|\b(?:reported|identified|observed|seen) (?:voluntarily )?(?:after approval|after marketing|since marketing|during post-?\s?approval use)"
)
_TITLE_UNITS = 3
#: Sentences that may stand between two on effects of the product.
_GOES_ON = 2
_OTHER_SECTIONS = frozenset(
    ("indications", "disease", "exclusion", "eligibility", "references", "mechanism", "storage", "methods", "description", "treatment")
)


class SafetyDefaults:
    """What earlier sentences said of the effects to come: "most reactions are mild", a list's band, "go to a hospital"."""

    __slots__ = ("_is_safety_text", "_last", "_postmarketing", "_serious_units", "_subject", "severity", "tables")

    def __init__(self, page: Page) -> None:
        """Read the statements on all effects of a section."""
        self.tables = TableFrequencies(page)
        #: The last unit that named an effect of the product.
        self._last: Unit | None = None
        self._subject = ""
        title = next((unit for unit in page.units if unit.is_heading), None)
        self._is_safety_text = title is not None and title.index < _TITLE_UNITS and title.place.kind == "adverse"
        self.severity: dict[int, Severity] = {}
        self._serious_units: set[int] = set()
        self._postmarketing: set[int] = set()
        current: Severity = "unspecified"
        section = None
        marketed = False
        text = page.normal.text
        for unit in page.units:
            if unit.place.title != section:
                current, section, marketed = "unspecified", unit.place.title, unit.place.kind == "postmarketing"
            if unit.first < unit.last and unit.place.kind in _SAFETY_SECTIONS:
                marketed = marketed or bool(_MARKETED.search(text, page.tokens.starts[unit.first], page.tokens.ends[unit.last - 1]))
                if marketed:
                    self._postmarketing.add(unit.index)
            for cue in unit.cues("severity-default"):
                current = cue.phrase.value  # type: ignore[assignment]
            if any(c.phrase.value == "serious" for c in unit.cues("severity")) and not unit.is_item:
                current = "unspecified"
            self.severity[unit.index] = current
            if unit.cues("severity-section"):
                before = unit.previous
                for _ in range(4):
                    if before is None or before.place.title != unit.place.title or before.is_item:
                        break
                    self._serious_units.add(before.index)
                    before = before.previous
                self._serious_units.add(unit.index)

    def is_postmarketing(self, unit: Unit) -> bool:
        """Tell whether the unit lists what was reported after approval, whose frequency cannot be estimated."""
        return unit.index in self._postmarketing

    def note(self, unit: Unit, subject: Subject) -> None:
        """Remember that the unit names effects of the product."""
        self._last = unit
        self._subject = subject.concept

    def subject_before(self, unit: Unit) -> Subject | None:
        """Give the product whose effects the sentence right before tells, in a text about something else."""
        last = self._last
        if last is None or last.block != unit.block or unit.index - last.index > 1 or last is unit:
            return None
        return Subject(self._subject, None, "pronoun")

    def goes_on(self, unit: Unit) -> bool:
        """Tell whether the unit goes on about effects: in a text on safety, or right after a sentence on them."""
        if unit.place.kind in _OTHER_SECTIONS:
            return False
        last = self._last
        return self._is_safety_text or (last is not None and last.place.title == unit.place.title and unit.index - last.index <= _GOES_ON)

    def of(self, unit: Unit) -> Severity:
        """Give the severity that effects of the unit have where it says nothing itself."""
        return "serious" if unit.index in self._serious_units else self.severity.get(unit.index, "unspecified")


def effect_draft(
    unit: Unit,
    page: Page,
    term: Term,
    governor: Governor,
    subject: Subject,
    defaults: SafetyDefaults,
) -> Draft:
    """Give the claim of an effect with its polarity, severity and frequency."""
    bounds = (unit.first, unit.last)
    cue_first = governor.cue.first if governor.cue and governor.unit == unit.index else None
    polarity = polarity_of(unit.qualifiers, page.tokens, bounds, term.first, term.last, cue_first=cue_first)
    own = severity_of(unit.qualifiers, page.tokens, bounds, term.first, term.last)
    severity = own
    if own == "unspecified" and unit.intro is not None:
        severity = severity_of(
            unit.intro.qualifiers, page.tokens, (unit.intro.first, unit.intro.last), unit.intro.last, unit.intro.last + 1
        )
    if severity == "unspecified" and unit.intro is not None and unit.intro.cues("severity-list"):
        severity = "serious"
    if severity == "unspecified" and unit.place.kind == "adverse" and unit.place.title.lower().startswith(_SERIOUS):
        severity = "serious"
    if severity == "unspecified":
        severity = "serious" if unit.place.kind == "boxed" else defaults.of(unit)
    frequency = frequency_for(unit, page, term, defaults)
    if governor.source == "intro" and unit.intro is None and 0 <= governor.unit < unit.index:
        # "Serious side effects are rare. They include ..."
        owner = page.units[governor.unit]
        if frequency == "unspecified":
            frequency = _of_unit(owner, page)
        if severity == "unspecified":
            severity = severity_of(owner.qualifiers, page.tokens, (owner.first, owner.last), owner.last, owner.last + 1)
    confidence = {"cue": 0.88, "left": 0.85, "intro": 0.9, "section": 0.8}[governor.source]
    return Draft(
        subject.concept,
        "has_adverse_effect",
        term.concept,
        term.first,
        term.last,
        f"{governor.relation} {governor.source}",
        round(confidence * term.score, 3),
        unit.index,
        polarity=polarity,
        severity=severity,
        frequency=frequency,
        subject_span=subject.span,
        cue_span=(governor.cue.first, governor.cue.last) if governor.cue else None,
    )


#: Headings over lists of serious effects.
_SERIOUS = ("serious", "severe", "life-threatening", "rare but serious", "dangerous", "more serious")


def frequency_for(unit: Unit, page: Page, term: Term, defaults: SafetyDefaults) -> Frequency:
    """Judge the frequency of an effect: its table, the band or word of its sentence, its list's introduction, its heading."""
    text = page.normal.text
    start, end = page.tokens.starts[unit.first], page.tokens.ends[unit.last - 1]
    if unit.is_item and unit.intro is not None:
        introduced = _of_unit(unit.intro, page)
        if introduced != "unspecified" and frequency_band(text[start:end]) is None:
            return introduced
    tabled = defaults.tables.of(unit, page, term)
    if tabled is not None:
        return tabled
    if unit.is_row or unit.is_item:
        band = frequency_band(text[start:end])
        if band is not None:
            return band
    if unit.is_row and unit.cues("frequency"):
        return unit.cues("frequency")[0].phrase.value  # type: ignore[return-value]
    in_table = unit.is_row or is_noun_phrase(unit, page, unit.last)
    percent = percent_after(text, page.tokens.ends[term.last - 1], (start, end), in_table=in_table)
    if percent is not None:
        return percent
    cue = _frequency_cue(unit, page, term)
    if cue is not None:
        return cue.phrase.value  # type: ignore[return-value]
    band = frequency_band(text[start:end])
    if band is not None:
        return band
    if unit.label_last is not None and term.first >= unit.label_last:
        named = _of_words(text[start : page.tokens.starts[unit.label_last]])
        if named != "unspecified":
            return named
    if unit.intro is not None:
        found = _of_unit(unit.intro, page)
        if found != "unspecified":
            return found
    if unit.is_item or unit.is_row or unit.place.kind == "postmarketing" or in_table:
        heading = unit.place.title
        named = frequency_band(heading) or _of_words(heading)
        if named != "unspecified":
            return named
    return "unknown" if defaults.is_postmarketing(unit) else "unspecified"


def _frequency_cue(unit: Unit, page: Page, term: Term) -> Cue | None:
    """The frequency word of an effect.

    A predicate after it ("... are common", "... in rare instances") holds for the effects before it back to a change of
    severity or a semicolon; else the nearest word before it, up to a semicolon or a turn, holds.
    """
    tokens = page.tokens
    barriers = [cue.first for cue in unit.cues("severity") if cue.phrase.direction == "right"]
    hard = [i for i in range(unit.first, unit.last) if tokens.surfaces[i] == ";"]
    frequencies = unit.cues("frequency")
    for cue in frequencies:
        is_verb = tokens.stems[cue.first - 1] in {"be", "occur", "report", "observ", "see", "happen"}
        closing = hard if is_verb else (*barriers, *hard)
        if cue.first < term.last or any(term.last <= barrier < cue.first for barrier in closing):
            continue
        if any(
            cue.last <= other.first <= cue.last + 3 and other.has(*_EFFECTS) and ";" not in tokens.surfaces[cue.last : other.first]
            for other in unit.terms
        ):
            continue  # "..., and in isolated cases shock": it speaks of what follows
        is_predicate = is_verb or tokens.folds[cue.first] in {"in", "nearly", "almost"} or cue.last >= unit.last - 1
        if is_predicate:
            return cue
    for cue in reversed(frequencies):
        if cue.last <= term.first and not any(cue.last <= barrier < term.first for barrier in hard):
            return cue
    return None


def _is_organ_class(unit: Unit, page: Page, term: Term) -> bool:
    """The first cell of a row names a system organ class ("Skin disorders") when other cells name the effects."""
    if not unit.is_row:
        whole = unit.first == term.first and (unit.last - term.last <= 1 or page.tokens.surfaces[term.last] == ":")
        return whole and page.tokens.stems[term.last - 1] == "disorder" and (not term.has(*_EFFECTS) or unit.last - term.last > 1)
    cells = page.layout.blocks[unit.block].cells
    if not cells or page.tokens.ends[term.last - 1] > cells[0][1]:
        return False
    return any(other.has(*_EFFECTS) and page.tokens.starts[other.first] >= cells[1][0] for other in unit.terms)


def _of_unit(unit: Unit, page: Page) -> Frequency:
    text = page.normal.text[page.tokens.starts[unit.first] : page.tokens.ends[unit.last - 1]]
    band = frequency_band(text)
    if band is not None:
        return band
    words = [cue for cue in unit.qualifiers if cue.phrase.kind == "frequency"]
    return words[-1].phrase.value if words else "unspecified"  # type: ignore[return-value]


def _of_words(heading: str) -> Frequency:
    lower = heading.lower()
    for words, value in _HEADING_WORDS:
        if lower.startswith(words):
            return value
    return "unspecified"


_HEADING_WORDS: tuple[tuple[str, Frequency], ...] = (
    ("very common", "very_common"),
    ("uncommon", "uncommon"),
    ("common", "common"),
    ("very rare", "very_rare"),
    ("rare", "rare"),
    ("not known", "unknown"),
    ("frequency not known", "unknown"),
    ("unknown", "unknown"),
    ("post-marketing", "unknown"),
    ("postmarketing", "unknown"),
)
