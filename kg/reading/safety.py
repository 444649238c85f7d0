# MESSAGE OF THE LEAD TO THE READING ENGINEER: read /tmp/igkg/TO_READING.md now, then delete this line.
"""Adverse effects, risk factors, interactions, mitigation and monitoring: governed terms go in, drafts of claims come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.qualifiers import frequency_band, polarity_of, severity_of
from kg.reading.relations import Governor, Subject, resolve_subject
from kg.records import Frequency, Predicate, Severity

__all__ = ["find_interactions", "find_management", "find_risk_factors", "find_safety"]

_EFFECTS = ("AdverseEffect",)
_SAFETY_SECTIONS = frozenset(("adverse", "boxed", "warnings", "postmarketing", "transmission", "driving", "pregnancy"))
_ROOT = "adverse-event-root"
#: Cues that name effects of a treatment as such, so that no agent is needed in a text about a product.
_EFFECT_NOUNS = frozenset(["side", "adverse", "undesir", "reaction", "complication", "complic", "risk", "react", "effect"])


def find_safety(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]], defaults: SafetyDefaults) -> Iterator[Draft]:
    """Read has_adverse_effect with severity and frequency."""
    is_advice = bool(unit.cues("advice"))
    terms = [(term, ruling) for term, ruling in zip(unit.terms, governors, strict=True) if term.has(*_EFFECTS) or term.has("Condition")]
    accepted: list[tuple[Term, Governor, Subject]] = []
    for term, ruling in terms:
        governor = next((g for g in ruling if g.relation.startswith("adverse")), None)
        blocking = ruling[0].relation if ruling else ""
        if governor is None and blocking == "sign-left":
            continue
        if governor is None:
            governor = _signified(unit, page, term, ruling)
            if governor is None:
                continue
        elif blocking in {"sign-left", "contraindicated", "treats", "prevents"} and ruling[0].source != "section":
            continue
        if term.concept == _ROOT or is_part(unit, term) or _is_organ_class(unit, page, term):
            continue
        if not term.has(*_EFFECTS) and not (governor.relation in {"adverse", "adverse-left"} or unit.place.kind in _SAFETY_SECTIONS):
            continue
        if governor.relation == "adverse-left" and page.tokens.folds[unit.first] in {"if", "when", "should"} and governor.source == "left":
            continue  # "If a reaction occurs, stop the infusion"
        if is_advice and governor.source != "intro" and not _names_effects(governor, page):
            continue
        if _is_description(unit, page, term, governor):
            continue
        subject = _subject(unit, page, term, governor)
        if subject is not None:
            accepted.append((term, governor, subject))
    for number, (term, governor, subject) in enumerate(accepted):
        following = accepted[number + 1][0] if number + 1 < len(accepted) else None
        yield _effect(unit, page, term, governor, subject, defaults, [t for t, _, _ in accepted], following)


def _subject(unit: Unit, page: Page, term: Term, governor: Governor) -> Subject | None:
    in_section = page.topic is not None and unit.place.kind in _SAFETY_SECTIONS
    named = _names_effects(governor, page) or (governor.relation == "adverse-left" and _speaks_of_giving(unit, page))
    subject = resolve_subject(
        unit, page, governor, term, default=page.topic is not None and (in_section or named) and not _other_agent(unit, governor)
    )
    if subject is None:
        return None
    if governor.relation == "adverse-weak" and subject.how not in {"sentence", "pronoun"} and not in_section:
        return None
    if governor.relation == "adverse-left" and subject.how == "sentence" and not in_section and not _is_about(unit, page, governor):
        return None
    if governor.relation in {"adverse", "adverse-weak"} and not named and not in_section and governor.cue is not None:
        # "cause", "lead to": the product itself must be what causes.
        first = subject.span[0] if subject.span else -1
        if subject.how == "sentence" and first > governor.cue.first:
            return None
        if subject.how == "sentence" and _has_subject_between(unit, page, subject, governor.cue):
            return None
    return subject


def _speaks_of_giving(unit: Unit, page: Page) -> bool:
    """ "... are common during the infusion": the giving of the product that the text is about."""
    return any(page.tokens.folds[i] in {"infusion", "injection", "dose"} for i in range(unit.first, unit.last))


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


class SafetyDefaults:
    """What earlier sentences said of the effects to come: "most reactions are mild", a list's band, "go to a hospital"."""

    __slots__ = ("_serious_units", "severity")

    def __init__(self, page: Page) -> None:
        """Read the statements on all effects of a section."""
        self.severity: dict[int, Severity] = {}
        self._serious_units: set[int] = set()
        current: Severity = "unspecified"
        title = None
        for unit in page.units:
            if unit.place.title != title:
                current, title = "unspecified", unit.place.title
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

    def of(self, unit: Unit) -> Severity:
        """Give the severity that effects of the unit have where it says nothing itself."""
        return "serious" if unit.index in self._serious_units else self.severity.get(unit.index, "unspecified")


def _effect(
    unit: Unit,
    page: Page,
    term: Term,
    governor: Governor,
    subject: Subject,
    defaults: SafetyDefaults,
    effects: Sequence[Term],
    following: Term | None,
) -> Draft:
    bounds = (unit.first, unit.last)
    cue_first = governor.cue.first if governor.cue and governor.unit == unit.index else None
    polarity = polarity_of(unit.qualifiers, page.tokens, bounds, term.first, term.last, cue_first=cue_first)
    own = severity_of(unit.qualifiers, page.tokens, bounds, term.first, term.last)
    severity = own
    if own == "unspecified" and unit.intro is not None:
        severity = severity_of(
            unit.intro.qualifiers, page.tokens, (unit.intro.first, unit.intro.last), unit.intro.last, unit.intro.last + 1
        )
    if severity == "unspecified":
        severity = "serious" if unit.place.kind == "boxed" else defaults.of(unit)
    frequency = frequency_for(unit, page, term, effects, following)
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


def frequency_for(unit: Unit, page: Page, term: Term, effects: Sequence[Term], following: Term | None) -> Frequency:
    """Judge the frequency of an effect: band or word of its sentence, its list's introduction, its heading."""
    del following
    text = page.normal.text
    start, end = page.tokens.starts[unit.first], page.tokens.ends[unit.last - 1]
    if unit.is_row or unit.is_item:
        band = frequency_band(text[start:end])
        if band is not None:
            return band
    if unit.is_row and unit.cues("frequency"):
        return unit.cues("frequency")[0].phrase.value  # type: ignore[return-value]
    cue = _frequency_cue(unit, page, term)
    if cue is not None:
        return cue.phrase.value  # type: ignore[return-value]
    del effects
    band = frequency_band(text[start:end])
    if band is not None:
        return band
    if unit.intro is not None:
        found = _of_unit(unit.intro, page)
        if found != "unspecified":
            return found
    if unit.is_item or unit.is_row or unit.place.kind == "postmarketing":
        heading = unit.place.title
        return frequency_band(heading) or _of_words(heading)
    return "unspecified"


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
        is_verb = tokens.stems[cue.first - 1] == "be"
        closing = hard if is_verb else (*barriers, *hard)
        if cue.first < term.last or any(term.last <= barrier < cue.first for barrier in closing):
            continue
        if any(cue.last <= other.first <= cue.last + 3 and other.has(*_EFFECTS) for other in unit.terms):
            continue  # "..., and in isolated cases shock": it speaks of what follows
        is_predicate = is_verb or tokens.folds[cue.first] == "in" or cue.last >= unit.last - 1
        if is_predicate:
            return cue
    for cue in reversed(frequencies):
        if cue.last <= term.first and not any(cue.last <= barrier < term.first for barrier in hard):
            return cue
    return None


def _is_organ_class(unit: Unit, page: Page, term: Term) -> bool:
    """The first cell of a row names a system organ class ("Skin disorders") when other cells name the effects."""
    if not unit.is_row:
        return False
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


# --- risk factors ---------------------------------------------------------------------------------------------------------

_FACTORS = ("RiskFactor", "Condition", "Medication", "Population", "Constituent", "AdverseEffect", "Immunodeficiency", "Category")


def find_risk_factors(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read has_risk_factor: the factor is the object, the effect that it raises an attribute."""
    if page.topic is None and not any(agent.concept for agent in unit.agents):
        return
    raising = next((cue for cue in unit.relations if cue.phrase.kind == "risk"), None)
    in_safety = unit.place.kind in {"warnings", "adverse", "boxed", "interactions", "contents", "postmarketing"}
    if raising is not None and in_safety:
        effect = next((t for t in unit.terms if t.first >= raising.last and t.has(*_EFFECTS)), None)
        if effect is not None or in_safety:
            factors = [t for t in unit.terms if t.last <= raising.first and t.has(*_FACTORS) and t.concept != _ROOT]
            source = unit
            if not factors and _points_back(unit, page, raising) and unit.previous is not None:
                source = unit.previous
                factors = [t for t in source.terms if t.has(*_FACTORS) and t.concept != _ROOT]
            for factor in factors:
                if effect is None or factor.concept != effect.concept or source is not unit:
                    yield _risk(unit, page, factor, source, raising, effect, 0.8)
    for term, ruling in zip(unit.terms, governors, strict=True):
        if not ruling or ruling[0].relation != "risk-right" or not term.has(*_FACTORS) or term.concept == _ROOT:
            continue
        cue = ruling[0].cue
        if cue is None or not in_safety:
            continue
        effect = _effect_of_cue(unit, page, cue) or _effect_before(unit, page, cue)
        if effect is term or (effect is not None and effect.first == term.first):
            continue
        if effect is not None and effect.concept != term.concept:
            yield _risk(unit, page, term, unit, cue, effect, 0.75)


def _points_back(unit: Unit, page: Page, cue: Cue) -> bool:
    return any(page.tokens.folds[i] in {"these", "this", "such", "they"} for i in range(unit.first, cue.first))


def _effect_of_cue(unit: Unit, page: Page, cue: Cue) -> Term | None:
    """ "risk factors for thrombosis include ...", "predisposed to renal failure include ...": the effect right after the cue."""
    if page.tokens.folds[cue.last - 1] not in {"for", "to"} and not (cue.last < unit.last and page.tokens.folds[cue.last] in {"for", "of"}):
        return None
    return next((t for t in unit.terms if cue.last <= t.first <= cue.last + 3 and t.has(*_EFFECTS)), None)


def _effect_before(unit: Unit, page: Page, cue: Cue) -> Term | None:
    current: Unit | None = unit
    for step in range(4):
        if current is None:
            return None
        effects = [t for t in current.terms if t.has(*_EFFECTS) and t.concept != _ROOT and (current is not unit or t.last <= cue.first)]
        if effects:
            return effects[-1] if step == 0 else effects[0]
        current = current.intro or current.previous
    return None


def _risk(unit: Unit, page: Page, factor: Term, source: Unit, cue: Cue, effect: Term | None, confidence: float) -> Draft:
    agent = next((a for a in unit.agents if a.concept), None)
    concept = agent.concept if agent else page.topic
    return Draft(
        concept or "immunoglobulin",
        "has_risk_factor",
        factor.concept,
        factor.first,
        factor.last,
        "risk cue",
        round(confidence * factor.score, 3),
        unit.index,
        subject_span=(agent.first, agent.last) if agent else None,
        cue_span=(cue.first, cue.last),
        effect=effect.concept if effect else "",
    )


# --- interactions ---------------------------------------------------------------------------------------------------------

_INTERACTING = ("Vaccine", "LaboratoryTest", "Medication")


def find_interactions(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read interacts_with: vaccines and tests that the product impairs, drugs named as interacting."""
    del governors
    cue = next((cue for cue in unit.relations if cue.phrase.kind == "interfere"), None)
    in_section = unit.place.kind == "interactions" and page.topic is not None
    if cue is None and not (in_section and (unit.is_item or unit.is_row)):
        return
    agents = [agent for agent in unit.agents if agent.concept]
    concept = agents[0].concept if agents else None
    how = "sentence"
    if concept is None:
        before = unit.previous
        if before is not None and before.place.title == unit.place.title:
            concept = next((agent.concept for agent in before.agents if agent.concept), None)
            how = "sentence before"
    if concept is None and page.topic is not None and (in_section or unit.place.kind in {"warnings", "adverse", "contents", ""}):
        concept, how = page.topic, "topic"
    if concept is None:
        return
    for term in unit.terms:
        if not term.has(*_INTERACTING):
            continue
        if term.has("Medication") and not (cue is not None and page.tokens.stems[cue.first] == "interact") and not in_section:
            continue
        if term.has("Medication") and unit.cues("advice"):
            continue
        if term.concept == "vaccine" and page.tokens.folds[term.first - 1] in {"those", "these", "the", "any", "such", "a"}:
            continue
        yield Draft(
            concept,
            "interacts_with",
            term.concept,
            term.first,
            term.last,
            f"interference {how}",
            round(0.85 * term.score, 3),
            unit.index,
            subject_span=(agents[0].first, agents[0].last) if agents else None,
            cue_span=(cue.first, cue.last) if cue else None,
            polarity=polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=cue.first)
            if cue and page.tokens.stems[cue.first] == "interact"
            else "affirmed",
        )


# --- mitigation and monitoring --------------------------------------------------------------------------------------------

_MONITORING = ("monitor", "measur", "observ", "level", "test", "assess")
_SUPERVISION = ("supervis", "consult")


#: Sections that say how to give a product safely.
_CARE_SECTIONS = _SAFETY_SECTIONS | {"dosage", "contents", "interactions", "counselling"}
#: Words for what the care is meant to lessen.
_HARM = frozenset(("risk", "reaction", "complication", "side", "advers", "danger", "hazard"))
_ADVICE = frozenset(("ensur", "should", "advis", "must", "recommend", "stai", "stay", "drink", "remain", "encourag"))


def _is_advised(unit: Unit, page: Page, term: Term) -> bool:
    """ "Patients should stay well hydrated": a word of advice before the care."""
    return any(page.tokens.stems[i] in _ADVICE for i in range(max(unit.first, term.first - 8), term.last))


def find_management(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read monitored_by and mitigated_by: what is done about a product's effects, and about a named effect."""
    del governors
    if page.topic is None and not any(agent.concept for agent in unit.agents):
        return
    agent = next((a for a in unit.agents if a.concept), None)
    concept = agent.concept if agent else page.topic
    if concept is None or unit.is_heading:
        return
    in_care = unit.place.kind in _CARE_SECTIONS and not page.is_trial
    speaks_of_harm = any(page.tokens.stems[i] in _HARM for i in range(unit.first, unit.last))
    lessening = [cue for cue in unit.relations if cue.phrase.kind in {"lessen", "lessen-left"}]
    for term in unit.terms:
        if any(a.concept is None and a.first < term.last and term.first < a.last for a in unit.agents):
            continue  # another treatment, not care for this one's effects
        if not term.has("Management") or unit.cues("advice") or unit.cues("if-you"):
            continue
        slug = term.concept
        if any(word in slug for word in _SUPERVISION):
            continue
        is_monitoring = any(word in slug for word in _MONITORING)
        if not is_monitoring and not (in_care or lessening or speaks_of_harm or _is_advised(unit, page, term)):
            continue  # an intervention of a study or another treatment
        predicate: Predicate = "monitored_by" if is_monitoring else "mitigated_by"
        yield Draft(
            concept,
            predicate,
            slug,
            term.first,
            term.last,
            "management of the product",
            round(0.75 * term.score, 3),
            unit.index,
            subject_span=(agent.first, agent.last) if agent else None,
        )
        if is_monitoring:
            continue
        for cue in lessening:
            if cue.first < term.last:
                continue
            for effect in unit.terms:
                if effect.has(*_EFFECTS) and effect.first >= cue.last and effect.concept != _ROOT:
                    yield Draft(
                        effect.concept,
                        "mitigated_by",
                        slug,
                        term.first,
                        term.last,
                        "management of the effect",
                        round(0.75 * term.score, 3),
                        unit.index,
                        subject_span=(effect.first, effect.last),
                        cue_span=(cue.first, cue.last),
                    )
