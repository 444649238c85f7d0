"""Indications, prophylaxis, contraindications, missing effect: governed terms go in, drafts of claims come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.relations import Governor, Subject, is_noun_phrase, resolve_subject
from kg.records import Polarity, Predicate, Status

__all__ = ["find_denied", "find_outcomes", "find_registered", "find_therapy", "status_of"]

_DISEASES = ("Condition", "Immunodeficiency", "Category")
_TREATS = frozenset(("treats", "treats-left", "treats-prevents"))
_FAILS = frozenset(("ineffective", "ineffective-left"))
_WORSENS = frozenset(("worsen", "worsen-left"))
_PREVENTS = frozenset(("prevents", "prevents-left", "treats-prevents"))
#: Concepts that a text treats only in a manner of speaking.
_UNSPECIFIC = frozenset(("adverse-event-root", "serious-illness", "wound"))


def find_therapy(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read treats, prevents, contraindicated_in, not_effective_for and worsens."""
    if any(page.tokens.surfaces[i] == "=" for i in range(unit.first, min(unit.first + 4, unit.last))):
        return  # a footnote that explains an abbreviation
    for term, ruling in zip(unit.terms, governors, strict=True):
        if is_part(unit, term) or page.tokens.folds[term.first - 1] == "post":
            continue  # "post-COVID fatigue" is not COVID
        if not ruling:
            if _is_treated_by_mechanism(unit, page, term):
                yield from _by_mechanism(unit, page, term)
            elif _is_aim(unit, page, term):
                yield from _by_study(unit, page, term)
            elif _is_fronted(unit, page, term):
                yield from _by_mechanism(unit, page, term, "fronted condition")
            elif _is_fronted_failure(unit, page, term):
                yield from _by_failure(unit, page, term)
            elif _is_studied(unit, page, term):
                yield from _by_study(unit, page, term)
            continue
        governor = _therapeutic(ruling)
        if governor.relation == "allergy":
            yield from _allergies(unit, page, term, governor)
            continue
        kinds = {g.relation for g in ruling}
        if (
            not (term.has(*_DISEASES) or term.stands_for or (term.has("AdverseEffect") and governor.source == "cue"))
            or term.concept in _UNSPECIFIC
        ) and "contraindicated" not in kinds:
            continue
        if governor.relation in _TREATS:
            yield from _treats(unit, page, term, governor)
        if governor.relation in _PREVENTS:
            yield from _prevents(unit, page, term, governor)
        if governor.relation in {"contraindicated", "contraindicated-left"}:
            yield from _contraindicated(unit, page, term, governor)
        if governor.relation in _FAILS | _WORSENS and term.has("Condition", "Immunodeficiency", "Category"):
            if governor.relation == "ineffective" and not _follows_preposition(unit, page, term, governor):
                continue
            if governor.relation == "worsen-left" and not unit.agents:
                continue  # "the disease gets worse slowly"
            backs = governor.relation == "worsen-left" or (bool(page.topic) and not unit.agents)
            subject = resolve_subject(unit, page, governor, term, default=backs)
            if subject is not None:
                predicate: Predicate = "not_effective_for" if governor.relation in _FAILS else "worsens"
                yield Draft(
                    subject.concept,
                    predicate,
                    term.concept,
                    term.first,
                    term.last,
                    f"{governor.relation} cue",
                    0.7 * term.score,
                    unit.index,
                    subject_span=subject.span,
                    cue_span=_span(governor),
                    polarity="affirmed",
                )


def _therapeutic(ruling: Sequence[Governor]) -> Governor:
    """Of two readings of one phrase ("is treated with") take the one that speaks of a treatment."""
    first = ruling[0]
    if first.cue is None or not first.relation.startswith("lessen"):
        return first
    same = (g for g in ruling if g.cue is not None and g.cue.first == first.cue.first and g.relation in _TREATS | _PREVENTS)
    return next(same, first)


_EFFECTS = (
    "role",
    "place",
    "evidence",
    "effectiv",
    "efficac",
    "benefi",
    "work",
    "help",
    "success",
    "useful",
    "improv",
    "reliev",
    "shorten",
    "reduc",
    "hasten",
)


def _denies_effect(page: Page, governor: Governor, polarity: Polarity) -> bool:
    """ "no evidence that it is effective in A": a word for an effect, denied, says that the product does not work."""
    cue = governor.cue
    if polarity != "negated" or cue is None or governor.value not in {"used", ""}:
        return False
    words = page.tokens.stems[cue.first : cue.last]
    return any(word.startswith(_EFFECTS) for word in words)


def _treats(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    if term.has("AdverseEffect") and not term.has(*_DISEASES) and governor.source != "cue":
        return
    if _is_asked(unit, page) or _is_of_earlier_treatment(unit, page, governor):
        return
    if (
        _leads_to_deficiency(unit, page, term)
        or (governor.source != "cue" and _is_gloss(unit, page, term))
        or _explains(unit, page, term)
        or _is_renamed(unit, page, term)
        or _is_background(unit, page, term, governor)
    ):
        return
    if unit.place.kind in _NOT_THERAPY and not unit.place.is_title and (governor.cue is None or _names_no_therapy(governor, page)):
        return
    if term.concept == "pregnancy" or _is_laboratory_test(page, governor):
        return
    if governor.relation == "treats-left" and term.has("AcquiredCause"):
        return  # "cancer patients may need IVIG": for the infections, not for the cancer
    default = (
        governor.source in {"section", "intro"}
        or (unit.is_item and unit.place.kind == "indications")
        or governor.value in {"approved", "investigational"}
        or _is_fragment_of_label(unit, page)
    )
    subject = resolve_subject(unit, page, governor, term, default=default and page.topic is not None)
    if subject is None:
        return
    status, polarity = status_of(unit, page, term, governor)
    if _denies_effect(page, governor, polarity) or (polarity != "negated" and _is_refuted(unit, page, term, governor)):
        yield _draft(unit, page, subject, "not_effective_for", term, governor, "", "affirmed", 0.75)
        return
    if status == "investigational" and polarity == "negated":
        return  # "has not been studied in A"
    if status == "not-recommended":
        yield _draft(unit, page, subject, "treats", term, governor, status, "affirmed", 0.75)
        return
    yield _draft(
        unit,
        page,
        subject,
        "treats",
        term,
        governor,
        status,
        polarity,
        {"cue": 0.9, "left": 0.85, "intro": 0.85, "section": 0.75}[governor.source],
    )


def _is_asked(unit: Unit, page: Page) -> bool:
    """A question that the next sentence does not answer with yes: "Does IVIG help in A? No." """
    if unit.is_heading or page.tokens.surfaces[unit.last - 1] != "?":
        return False
    following = page.units[unit.index + 1] if unit.index + 1 < len(page.units) else None
    return (
        following is None or following.first >= following.last or page.tokens.folds[following.first] not in {"yes", "indeed", "certainly"}
    )


_EARLIER = frozenset(
    ("after", "following", "during", "despite", "undergoing", "previous", "prior", "earlier", "before", "receiving", "without")
)


def _is_of_earlier_treatment(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "low levels after treatment for A": another treatment, which came first."""
    cue = governor.cue
    if cue is None or governor.unit != unit.index or not page.tokens.stems[cue.first].startswith(("treat", "therap")):
        return False
    return cue.first > unit.first and page.tokens.folds[cue.first - 1] in _EARLIER


_TURNING = frozenset(("but", "yet", "however", "although", "though", "nevertheless", "unfortunately"))
_FUTILE = frozenset(
    (
        "help", "slow", "work", "improv", "benefit", "effect", "effectiv", "better", "chang", "reliev", "succeed", "success", "advantag",
        "advantage", "use", "differ", "differenc", "difference", "efficaci", "gain", "superior", "respons", "response", "support", "value", "valu",
    )
)  # fmt: skip
_DENYING = frozenset(("no", "not", "without", "little", "nothing", "never", "neither", "none", "hardly", "cannot", "n't"))
_FAILING = frozenset(("fail", "disappoint", "disappointing", "futile", "ineffect", "ineffective", "unsuccess", "unsuccessful", "negative"))
#: Words between the members of a list.
_LIST = 12
#: Words between a denial and the word for the effect that it denies.
_DENIAL = 4


def _is_refuted(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "It has been tried in A, but large studies showed that it does not help": what a turn takes back, here or in the next sentence."""
    if governor.source == "section" or governor.value not in {"used", "investigational", ""}:
        return False
    tokens = page.tokens
    turn = next((i for i in range(term.last, unit.last) if tokens.folds[i] in _TURNING or tokens.surfaces[i] in {";", ":"}), None)
    without = next((i for i in range(term.last, unit.last if turn is None else turn) if tokens.folds[i] in {"without", "vain"}), None)
    near = min(term.last + 4, unit.last if turn is None else turn)
    if not _FAILING.isdisjoint(tokens.stems[term.last : near]) and _WHEN.isdisjoint(tokens.folds[term.last : near]):
        return True
    if without is not None:
        fails = tokens.folds[without] == "vain" or not _FUTILE.isdisjoint(tokens.stems[without + 1 : without + 4])
        if fails and not any(t.has(*_DISEASES) and t.first < without and t.first - term.last > _LIST for t in unit.terms):
            return True
    here = turn is not None and not any(t.has(*_DISEASES) and t.first > turn for t in unit.terms)
    if turn is not None and here and _says_futile(page, turn, unit.last):
        return True
    following = page.units[unit.index + 1] if unit.index + 1 < len(page.units) else None
    if turn is not None or following is None or following.block != unit.block or following.first >= following.last:
        return False
    opens = tokens.folds[following.first] in _TURNING or tokens.folds[following.first : following.first + 2] in (
        ["so", "far"],
        ["in", "fact"],
    )
    return opens and not any(t.has(*_DISEASES) for t in following.terms) and _says_futile(page, following.first, following.last)


def _says_futile(page: Page, first: int, last: int) -> bool:
    tokens = page.tokens
    for index in range(first, last):
        stem = tokens.stems[index]
        if stem in _FAILING:
            return True
        if stem in _FUTILE and not _DENYING.isdisjoint(tokens.folds[max(first, index - _DENIAL) : index]):
            return True
    return False


def _is_laboratory_test(page: Page, governor: Governor) -> bool:
    """ "tests for hepatitis B" are no studies of a treatment."""
    cue = governor.cue
    at = next((i for i in range(cue.first, cue.last) if page.tokens.stems[i].startswith("test")), None) if cue is not None else None
    if cue is None or at is None or cue.last - at > 2:
        return False
    return page.tokens.surfaces[at].lower() in {"test", "tests"} or not _SAMPLES.isdisjoint(page.tokens.folds[max(0, at - 5) : at])


#: What is tested for infections.
_SAMPLES = frozenset(("donation", "plasma", "blood", "donor", "unit", "sample", "serum", "pool", "patient", "product"))


#: Words that lead from a missing effect to the condition.
_TOWARDS = frozenset(
    ("in", "for", "of", "on", "with", "against", "to", "treat", "help", "cure", "improve", "benefit", "and", "or", ",", "from")
)


def _follows_preposition(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "no benefit of IVIG over placebo in A": the condition is led to by a preposition, or follows the cue at once."""
    cue = governor.cue
    if cue is None or governor.unit != unit.index or term.first == cue.last:
        return True
    if not _WHEN.isdisjoint(page.tokens.folds[cue.last : term.first]):
        return False  # "not effective once A has begun"
    if term.first - cue.last <= 2:
        return True
    return not _TOWARDS.isdisjoint(page.tokens.folds[max(cue.last, term.first - 5) : term.first])


_NOT_THERAPY = frozenset(
    (
        "adverse",
        "boxed",
        "warnings",
        "contraindications",
        "interactions",
        "postmarketing",
        "pregnancy",
        "transmission",
        "exclusion",
        "dosage",
        "overdose",
    )
)


def _names_no_therapy(governor: Governor, page: Page) -> bool:
    """ "used in", "given to" say nothing of an indication in a section on risks; "treatment of" does."""
    cue = governor.cue
    return cue is None or not {"treat", "treatment", "therapi", "indicat", "approv", "indication"} & set(
        page.tokens.stems[cue.first : cue.last]
    )


def _leads_to_deficiency(unit: Unit, page: Page, term: Term) -> bool:
    """ "a blood cancer (A) that leads to a lack of antibodies": A is the cause of what is treated."""
    if not term.has("AcquiredCause"):
        return False
    after = [c for c in unit.relations if c.phrase.kind == "adverse" and 0 <= c.first - term.last <= 4]
    return any({"lead", "caus", "cause", "result"} & set(page.tokens.stems[c.first : c.last]) for c in after)


def _is_gloss(unit: Unit, page: Page, term: Term) -> bool:
    """An item that describes a condition and names it in brackets: "low levels and infections (common variable immunodeficiency)"."""
    tokens = page.tokens
    bracketed = [
        t
        for t in unit.terms
        if t.has(*_DISEASES)
        and t.first > unit.first
        and tokens.surfaces[t.first - 1] == "("
        and t.last < unit.last
        and tokens.surfaces[t.last] == ")"
    ]
    if not bracketed or any(t.concept == term.concept for t in bracketed):
        return False
    return not any(other.concept == b.concept for b in bracketed for other in unit.terms if other is not b and other.last <= b.first)


def _is_renamed(unit: Unit, page: Page, term: Term) -> bool:
    """ "a virus infection (hepatitis B)", "low platelet counts (ITP)": the name in the brackets is the condition meant."""
    after = term.last
    if after + 1 >= unit.last or page.tokens.surfaces[after] != "(":
        return False
    named = next((t for t in unit.terms if t.first == after + 1 and t.has("Condition", "Immunodeficiency")), None)
    if named is None or named.concept == term.concept or named.last >= unit.last:
        return False
    return page.tokens.surfaces[named.last] == ")"


def _explains(unit: Unit, page: Page, term: Term) -> bool:
    """A category in the brackets that explain a condition: "Kawasaki disease (a vasculitis of childhood)" """
    if not term.has("Category"):
        return False
    opened = [i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == "("]
    closed = [i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == ")"]
    if len(opened) <= len(closed):
        return False
    return any(other.has("Condition", "Immunodeficiency") and 0 <= opened[-1] - other.last <= 1 for other in unit.terms)


def _is_background(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "to prevent infections in patients with X", "for A in those with B": whom the statement is about, after its object."""
    begin = governor.cue.last if governor.cue is not None and governor.unit == unit.index else unit.first
    if _is_cause_of_deficiency(unit, page, term, begin):
        return True
    patients = [c for c in unit.cues("patients") if begin <= c.first and c.last <= term.first]
    if not patients:
        return False
    last = patients[-1]
    objects = [o for o in unit.terms if begin <= o.first and o.last <= last.first and o.has(*_DISEASES)]
    if not objects or any(page.tokens.folds[i] in {",", ";", "and", "or"} for i in range(objects[-1].last, last.first)):
        return False
    return page.tokens.folds[last.first - 1] in {"in", "among", "for", "of"}


def _is_cause_of_deficiency(unit: Unit, page: Page, term: Term, begin: int) -> bool:
    """ "hypogammaglobulinaemia and infections in multiple myeloma (MM) patients": what is treated stands before the "in"."""
    if not term.has("AcquiredCause"):
        return False
    before = [
        o for o in unit.terms if begin <= o.first and o.last <= term.first and (o.has("Immunodeficiency") or "infection" in o.concept)
    ]
    return any({"in", "of", "with"}.intersection(page.tokens.folds[o.last : term.first]) for o in before if o.concept != term.concept)


def _allergies(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """ "allergic to A, B or C" under a contraindication: the hypersensitivity to each constituent."""
    if unit.place.kind != "contraindications" and not any(c.phrase.kind.startswith("contraindicated") for c in unit.relations):
        return
    condition = term.concept if term.concept.startswith("hypersensitivity-") else term.stands_for
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
        cue_span=_span(governor),
    )


def status_of(unit: Unit, page: Page, term: Term, governor: Governor) -> tuple[Status, Polarity]:
    """Judge with which status a governor speaks of a use of the product, and whether it denies it."""
    value = governor.value
    cue_first = governor.cue.first if governor.cue and governor.unit == unit.index else None
    owner = page.units[governor.unit]
    qualifiers = [q for q in unit.qualifiers if not (q.phrase.kind == "negation" and _is_circumstance(page, term, q))]
    polarity = polarity_of(qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=cue_first)
    if governor.unit != unit.index and governor.cue is not None and polarity == "affirmed":
        polarity = polarity_of(
            owner.qualifiers, page.tokens, (owner.first, owner.last), owner.last, owner.last + 1, cue_first=governor.cue.first
        )
    if governor.source in {"section", "intro"} and value in {"used", "approved", ""}:
        value = _status_after(unit, page, term) or value
    if value == "used" and governor.unit == unit.index and governor.cue is not None:
        value = _stated_status(unit, page, governor.cue) or value
    if value == "used-hedged":
        return "used", "hedged" if polarity == "affirmed" else polarity
    off_label = _is_off_label(page, governor)
    if value == "used" and page.is_label and unit.place.kind == "indications" and not off_label:
        value = "approved"
    if (
        value == "used"
        and not off_label
        and page.is_trial
        and unit.place.kind not in {"introduction", "discussion"}
        and (unit.is_heading or _mentions_study(unit, page))
    ):
        value = "investigational"
    if value == "used" and unit.place.kind == "research":
        value = "investigational"
    return value or "used", polarity  # type: ignore[return-value]


_OFF_LABEL = frozenset(("label", "licence", "license", "unlicensed", "unapproved", "labelled"))


def _is_off_label(page: Page, governor: Governor) -> bool:
    """The governing words say that the use is not an approved one."""
    cue = governor.cue
    if cue is None:
        return False
    words = page.tokens.folds[cue.first : cue.last]
    return ("off" in words or "unlicensed" in words or "unapproved" in words) and not _OFF_LABEL.isdisjoint(words)


_WHEN = frozenset(("when", "if", "after", "once", "where", "unless", "who", "that", "which", "because", "although"))


def _is_circumstance(page: Page, term: Term, negation: Cue) -> bool:
    """ "for A when steroids have failed": the denial belongs to a clause on the circumstances.

    So does that of a description whose name follows in brackets: "patients who do not have enough platelets (A)".
    """
    if negation.last <= term.first and "(" in page.tokens.surfaces[negation.last : term.first]:
        return not {"who", "that", "which", "whose"}.isdisjoint(page.tokens.folds[max(0, negation.first - 3) : negation.first])
    return negation.first >= term.last and not _WHEN.isdisjoint(page.tokens.folds[term.last : negation.first])


#: How far before the cue of a use the word for its status may stand: "The FDA has approved IVIG to treat A".
_STATUS_REACH = 8


def _status_after(unit: Unit, page: Page, term: Term) -> str:
    """ "A (off-label)", "A | first line": a word for the status that follows the condition in its item or row."""
    others = [t.first for t in unit.terms if t.first >= term.last and t.has("Condition", "Immunodeficiency") and t.concept != term.concept]
    last = min(others, default=unit.last)
    found = next((c for c in unit.relations if c.phrase.kind == "status-after" and term.last <= c.first < last), None)
    if found is None or (page.tokens.surfaces[found.first - 1] not in {"(", "|", ",", ":", "-"} and not unit.is_row):
        return ""
    return found.phrase.value


def _stated_status(unit: Unit, page: Page, cue: Cue) -> str:
    asked = [c for c in unit.relations if c.phrase.kind == "treats" and c.phrase.value == "investigational" and c.last <= cue.first]
    if any(page.tokens.folds[c.last - 1] in {"whether", "if"} for c in asked):
        return "investigational"
    before = [c for c in unit.relations if c.phrase.kind == "status" and c.last <= cue.first and cue.first - c.last <= _STATUS_REACH]
    if not before or any(page.tokens.folds[i] in {";", ":", "but", "not", ","} for i in range(before[-1].last, cue.first)):
        return ""
    if any(t.has(*_DISEASES) for t in unit.terms if before[-1].last <= t.first < cue.first):
        return ""
    return before[-1].phrase.value


_STUDY = frozenset(["studi", "study", "trial", "random", "randomiz", "comparison", "compar", "investigat", "evaluat", "prospectiv"])


def _mentions_study(unit: Unit, page: Page) -> bool:
    return any(page.tokens.stems[i] in _STUDY for i in range(unit.first, unit.last))


def _prevents(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    if (not term.has("Condition", "Category", "Immunodeficiency") and not term.stands_for) or term.concept in _UNSPECIFIC:
        return
    if (
        _is_background(unit, page, term, governor)
        or _is_renamed(unit, page, term)
        or unit.place.kind in {"transmission", "interactions", "contraindications", "overdose"}
    ):
        return
    if term.has("Immunodeficiency") or term.concept in {"pregnancy", "immunodeficiency", "autoimmune-disease", "inflammatory-disease"}:
        return
    in_uses = unit.place.kind == "indications" and not any(agent.concept is None for agent in unit.agents)
    default = (
        governor.source == "intro" or in_uses or (page.topic is not None and not unit.agents and _speaks_of_antibodies(unit, page, term))
    )
    subject = resolve_subject(unit, page, governor, term, default=default)
    if subject is None:
        return
    cue_first = governor.cue.first if governor.cue and governor.unit == unit.index else None
    if cue_first is not None and governor.cue is not None and _is_setting(unit, page, term, governor.cue):
        yield _draft(unit, page, subject, "treats", term, governor, *status_of(unit, page, term, governor), 0.7)
        return
    polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=cue_first)
    if any(page.tokens.stems[i] == "vaccin" for i in range(term.last, min(term.last + 2, unit.last))):
        return
    is_study = page.is_trial and (unit.is_heading or _mentions_study(unit, page))
    status: Status = (
        "investigational" if governor.value == "investigational" or is_study else "approved" if governor.value == "approved" else "used"
    )
    if status == "used" and page.is_label and unit.place.kind == "indications":
        status = "approved"
    yield _draft(unit, page, subject, "prevents", term, governor, status, polarity, 0.85)


def _is_setting(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "prevents aneurysms in A": what is prevented stands between; A is the disease in which it is."""
    if not term.has("Condition", "Immunodeficiency") or term.first - cue.last < 2 or page.tokens.folds[cue.last - 1] == "in":
        return False
    between = page.tokens.folds[cue.last : term.first]
    at = next((i for i, word in enumerate(between) if word == "in"), None)
    return (
        at is not None
        and at > 0
        and len(between) - at <= 3
        and not {",", ";", "and", "or", "patient", "people", "child"}.intersection(between)
    )


def _speaks_of_antibodies(unit: Unit, page: Page, term: Term) -> bool:
    """ "the donor antibodies protect them against ...": in a text about a product its antibodies act for it."""
    return any(page.tokens.folds[i] == "antibody" for i in range(unit.first, term.first))


def _contraindicated(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    if unit.cues("advice") and governor.source != "cue":
        return
    if term.concept == _ANTI_IGA or (term.concept == "selective-iga-deficiency" and _has_antibodies(unit, page, term)):
        term = replace(term, concept="iga-deficiency-with-anti-iga-antibodies", classes=frozenset(("Immunodeficiency", "RiskFactor")))
    states = governor.source == "section" and not unit.is_item and page.tokens.folds[unit.first] not in {"if", "when", "in"}
    if states and any(cue.phrase.kind in _WEIGHING for cue in unit.safety):
        return  # "those who lack IgA may form antibodies; weigh the benefit against the risk"
    if governor.cue is not None and governor.unit == unit.index and _is_of_vaccines(unit, governor.cue):
        return
    if not term.has(*_DISEASES, "RiskFactor", "Route", "AdverseEffect", "Population") or term.concept in _UNSPECIFIC:
        return
    subject = resolve_subject(unit, page, governor, term, default=True)
    if subject is None:
        return
    if term.has("Route") and governor.source != "cue" and not is_noun_phrase(unit, page, unit.last):
        return
    if term.has("Population") and term.last < unit.last and page.tokens.folds[term.last] in {"who", "with", "whose"}:
        return  # "must not be given to children who ...": what follows is the contraindication
    if term.has("Route") and term.last < unit.last and page.tokens.folds[term.last] in {"product", "preparation", "immunoglobulin"}:
        return  # "the intramuscular products"
    if term.has("Route") and term.last - term.first == 1 and page.tokens.folds[term.first] in {"injection", "infusion"}:
        return  # "do not have the injection if ..."
    inside = _opened_bracket(page, unit, term)
    if inside and governor.source in {"section", "intro"} and term.has("Category"):
        return
    if term.has("Category") and not term.has("Condition"):
        return
    yield _draft(unit, page, subject, "contraindicated_in", term, governor, "", "affirmed", 0.85)


def _has_antibodies(unit: Unit, page: Page, term: Term) -> bool:
    """ "no IgA and have made antibodies to it": the deficiency that forbids the product is the one with antibodies."""
    stems = page.tokens.stems[term.last : unit.last]
    at = next((i for i, stem in enumerate(stems) if stem == "antibodi" or stem == "antibody"), None)
    return at is not None and at <= _ANTIBODIES and not {";", "."}.intersection(page.tokens.surfaces[term.last : term.last + at])


#: Antibodies that, where a text forbids the product, stand for the deficiency of those who have them.
_ANTI_IGA = "anti-iga-antibody"
#: Words between the deficiency and the antibodies.
_ANTIBODIES = 16
_WEIGHING = frozenset(("prone", "raise", "rise", "monitor", "caution"))


def _is_of_vaccines(unit: Unit, cue: Cue) -> bool:
    """ "Live vaccines are not given to people with A": it is they that are not given."""
    before = [t for t in unit.terms if t.has("Vaccine") and t.last <= cue.first]
    return bool(before) and not any(agent.concept and before[-1].last <= agent.first < cue.last for agent in unit.agents)


def _is_treated_by_mechanism(unit: Unit, page: Page, term: Term) -> bool:
    """ "... modulates the immune response in patients with X": a mechanism of the product and, right after `in`, a condition."""
    if not term.has(*_DISEASES) or term.concept in _UNSPECIFIC or (page.topic is None and not unit.agents):
        return False
    mechanisms = [other for other in unit.terms if other.has("Mechanism")]
    if not mechanisms or any(agent.concept is None for agent in unit.agents):
        return False
    if not any(agent.concept for agent in unit.agents) and not (page.topic and (unit.is_heading or _has_pronoun(unit, page))):
        return False
    if any(m.first <= term.first and term.last <= m.last for m in mechanisms):
        return False
    patients = [cue for cue in unit.cues("patients") if cue.last <= term.first and term.first - cue.last <= 3]
    before = page.tokens.folds[max(unit.first, term.first - 3) : term.first]
    return bool(patients) or "in" in before or (bool(before) and before[-1] in {"and", "/", ","} and _previous_is_treated(unit, page, term))


def _previous_is_treated(unit: Unit, page: Page, term: Term) -> bool:
    position = unit.terms.index(term)
    return (
        position > 0 and term.first - unit.terms[position - 1].last <= 2 and _is_treated_by_mechanism(unit, page, unit.terms[position - 1])
    )


def _has_pronoun(unit: Unit, page: Page) -> bool:
    return any(page.tokens.folds[i] in {"it", "they", "this", "these"} for i in range(unit.first, min(unit.first + 6, unit.last)))


#: Cues of a benefit that a fronted condition shares in.
_BENEFITS = frozenset(("prevents", "lessen", "treats-outcome", "treats-prevents", "treats"))
_FRONTING = frozenset(("in", "for", "with", "among"))
_FRONT_WORDS = frozenset(
    [
        "patient",
        "people",
        "child",
        "adult",
        "infant",
        "those",
        "with",
        "some",
        "many",
        "severe",
        "acute",
        "chronic",
        "active",
        "newly",
        "diagnosed",
    ]
)


def _is_fronted(unit: Unit, page: Page, term: Term) -> bool:
    """ "In A, IVIG prevents aneurysms", "For patients with A, IVIG is the only proven treatment"."""
    folds = page.tokens.folds
    if not term.has("Condition", "Immunodeficiency") or term.concept in _UNSPECIFIC or folds[unit.first] not in _FRONTING:
        return False
    if unit.place.kind in _NOT_THERAPY or any(t.has(*_DISEASES) and t.last <= term.first for t in unit.terms):
        return False
    if not _FRONT_WORDS.issuperset(folds[unit.first + 1 : term.first]):
        return False
    agent = next((a for a in unit.agents if a.first >= term.last), None)
    if agent is None or agent.concept is None or "," not in folds[term.last : agent.first] or agent.first - term.last > 8:
        return False
    return any(c.phrase.kind in _BENEFITS and c.first >= agent.last for c in unit.relations)


def _is_fronted_failure(unit: Unit, page: Page, term: Term) -> bool:
    """ "In A, IVIG was no better than placebo", "not every idea succeeded: in A the therapy brought no benefit"."""
    folds = page.tokens.folds
    if not term.has("Condition", "Immunodeficiency") or term.concept in _UNSPECIFIC or unit.place.kind in _NOT_THERAPY:
        return False
    start = next((i for i in range(term.first - 1, max(unit.first - 1, term.first - 5), -1) if folds[i] in _FRONTING), None)
    if start is None or (
        start > unit.first and page.tokens.surfaces[start - 1] not in {":", ";", ","} and folds[start - 1] not in {"and", "but"}
    ):
        return False
    rest = range(term.last, unit.last)
    speaks = any(a.concept and a.first >= term.last for a in unit.agents) or (
        page.topic is not None and any(folds[i] in {"therapy", "treatment", "it", "product", "drug"} for i in rest) and not unit.agents
    )
    end = next((i for i in rest if page.tokens.surfaces[i] == ";" or folds[i] in _TURNING), unit.last)
    later = any(t.has(*_DISEASES) and term.last < t.first < end and not t.has("AdverseEffect") for t in unit.terms)
    return speaks and not later and _says_futile(page, term.last, end)


def _by_failure(unit: Unit, page: Page, term: Term) -> Iterator[Draft]:
    agent = next((a for a in unit.agents if a.concept), None)
    concept = agent.concept if agent is not None else page.topic
    if concept is not None:
        yield Draft(
            concept,
            "not_effective_for",
            term.concept,
            term.first,
            term.last,
            "fronted condition, no effect",
            round(0.65 * term.score, 3),
            unit.index,
            subject_span=(agent.first, agent.last) if agent is not None else None,
        )


def _by_mechanism(unit: Unit, page: Page, term: Term, method: str = "mechanism in patients with") -> Iterator[Draft]:
    agent = next((agent for agent in unit.agents if agent.concept), None)
    concept = agent.concept if agent else page.topic
    if concept is None:
        return
    subject = Subject(concept, (agent.first, agent.last) if agent else None, "sentence" if agent else "topic")
    polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
    if polarity == "negated":
        return
    yield Draft(
        subject.concept,
        "treats",
        term.concept,
        term.first,
        term.last,
        method,
        round(0.7 * term.score, 3),
        unit.index,
        status="used",
        polarity=polarity,
        subject_span=subject.span,
    )


_THESE = frozenset(("these", "those", "them"))


def find_denied(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read not_effective_for where a pronoun stands for the conditions just listed ("no benefit in these")."""
    previous = unit.previous
    if previous is not None and previous.block == unit.block and page.tokens.surfaces[unit.last - 1] != "?":
        yield from _answered(unit, previous, page)
    cue = next((c for c in unit.relations if c.phrase.kind in _FAILS), None)
    if cue is None or previous is None or not page.topic or any(t.has(*_DISEASES) for t in unit.terms if t.first >= cue.first):
        return
    if previous.block != unit.block and not (previous.is_item and unit.intro is None):
        return
    if _THESE.isdisjoint(page.tokens.folds[cue.first : unit.last]):
        return
    product = next((agent.concept for agent in (*unit.agents, *previous.agents) if agent.concept), page.topic)
    for term in previous.terms:
        if term.has("Condition", "Immunodeficiency") and not is_part(previous, term):
            yield _futile(product, term, "ineffective, pronoun", unit, (cue.first, cue.last))


def _answered(unit: Unit, question: Unit, page: Page) -> Iterator[Draft]:
    """ "Does it help in A? No.", "... Trials found no effect": the answer denies what was asked."""
    tokens = page.tokens
    if question.first >= question.last or tokens.surfaces[question.last - 1] != "?" or unit.first >= unit.last:
        return
    asks = any(c.phrase.kind.startswith("treats") or c.phrase.kind.startswith("ineffective") for c in question.relations)
    product = next((agent.concept for agent in (*question.agents, *unit.agents) if agent.concept), page.topic)
    denied = tokens.folds[unit.first] == "no" and tokens.surfaces[min(unit.first + 1, unit.last - 1)] in {".", ",", ";", "-"}
    if not asks or product is None or any(t.has(*_DISEASES) for t in unit.terms) or any(a.concept is None for a in question.agents):
        return
    if not denied and not _says_futile(page, unit.first, unit.last):
        return
    for term in question.terms:
        if term.has("Condition", "Immunodeficiency", "Category") and not is_part(question, term):
            yield _futile(product, term, "question denied", question)


def _futile(product: str, term: Term, method: str, unit: Unit, cue_span: tuple[int, int] | None = None) -> Draft:
    """Claim that the product does not help in a condition that was named a sentence before."""
    score = round(0.65 * term.score, 3)
    return Draft(product, "not_effective_for", term.concept, term.first, term.last, method, score, unit.index, cue_span=cue_span)


def find_registered(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read the conditions that a trial registration names in a field ("Condition: dermatomyositis")."""
    if not page.is_trial or page.topic is None:
        return
    first = unit.first
    if unit.label_last is not None and _is_field(unit, page, unit.label_last):
        first = unit.label_last
    else:
        owner = unit.intro if unit.intro is not None else page.headings.get(unit.place.heading) if unit.place.heading is not None else None
        if owner is None or owner is unit or not _is_field(owner, page, owner.last) or unit.place_in_block:
            return
        if not (unit.is_item or unit.is_row or is_noun_phrase(unit, page, unit.last)):
            return
    for term in unit.terms:
        if term.first >= first and term.has("Condition", "Immunodeficiency") and not is_part(unit, term):
            yield Draft(
                page.topic,
                "treats",
                term.concept,
                term.first,
                term.last,
                "field of a registration",
                round(0.8 * term.score, 3),
                unit.index,
                status="investigational",
            )


def _is_field(unit: Unit, page: Page, last: int) -> bool:
    cue = next((c for c in unit.relations if c.phrase.kind == "registered" and c.first == unit.first), None)
    return cue is not None and all(not page.tokens.surfaces[i][0].isalnum() for i in range(cue.last, last))


#: How far back the condition of a sentence such as "IVIG is effective" may have been named.
_DISCOURSE = 8


def find_outcomes(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read treats where the condition is understood: "The standard treatment is immune globulin", "IVIG is effective"."""
    products = [agent for agent in unit.agents if agent.concept]
    if not products or (unit.place.kind in _NOT_THERAPY and not unit.place.is_title) or unit.is_heading:
        return
    if any(cue.phrase.kind == "caution" for cue in unit.safety):
        return  # "caution is required in A"
    for cue in unit.relations:
        if cue.phrase.kind not in {"treats-outcome", "treats-understood"}:
            continue
        if cue.phrase.kind == "treats-outcome":
            condition, owner = _understood_condition(unit, page, cue.first)
        else:
            condition, owner = _led_to(unit, page, cue)
            if condition is None:
                condition, owner = _titled_condition(unit, page)
        if condition is None or owner is None or condition.concept in _UNSPECIFIC:
            continue
        governor = Governor("treats-outcome", cue.phrase.value, cue, "cue", unit.index)
        subject = resolve_subject(unit, page, governor, condition)
        if subject is None or any(c.phrase.kind == "compare" and c.first >= cue.first for c in unit.relations):
            continue
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), cue.last - 1, cue.last, cue_first=cue.first)
        is_study = page.is_trial and _mentions_study(unit, page)
        status = cast("Status", "investigational" if is_study else cue.phrase.value)
        yield Draft(
            subject.concept,
            "treats",
            condition.concept,
            condition.first,
            condition.last,
            "outcome of an understood condition",
            round(0.75 * condition.score, 3),
            unit.index,
            status=status,
            polarity=polarity,
            subject_span=subject.span,
            cue_span=(cue.first, cue.last),
        )
        return


_CARE = frozenset(("caution", "care", "carefulli", "carefully", "cautious", "monitor", "not"))
#: Words between "is often given" and its condition ("before surgery or in A").
_LED = 7


def _led_to(unit: Unit, page: Page, cue: Cue) -> tuple[Term | None, Unit | None]:
    """The condition that follows the cue with "in", "for" or "during"."""
    for term in unit.terms:
        if term.has("Condition", "Immunodeficiency") and 0 <= term.first - cue.last <= _LED and term.concept != "pregnancy":
            between = page.tokens.folds[cue.last : term.first]
            if {"in", "for", "during"}.intersection(between[-3:]) and _CARE.isdisjoint(between):
                return term, unit
    return None, None


def _titled_condition(unit: Unit, page: Page) -> tuple[Term | None, Unit | None]:
    """The one condition that a page on a disease names in its title, for a sentence of its part on treatment."""
    if unit.place.kind not in {"treatment", "indications", ""} or any(t.has("Condition", "Immunodeficiency") for t in unit.terms):
        return None, None
    heading = page.headings.get(unit.place.heading) if unit.place.heading is not None else None
    title = page.units[0] if page.units else None
    for owner in (heading, title):
        if owner is not None and owner is not unit:
            conditions = [t for t in owner.terms if t.has("Condition", "Immunodeficiency")]
            if len({t.concept for t in conditions}) == 1:
                return conditions[0], owner
    return None, None


def _understood_condition(unit: Unit, page: Page, limit: int) -> tuple[Term | None, Unit | None]:
    """The condition last spoken of: in the sentence, in those before under the same heading, in the headings, in the title."""
    here = [
        t
        for t in unit.terms
        if t.last <= limit
        and t.concept not in _UNSPECIFIC
        and t.has("Condition", "Immunodeficiency")
        and not t.has("AdverseEffect")
        and not _is_cause(unit, t)
    ]
    if here:
        return here[-1], unit
    later = [t for t in unit.terms if t.first >= limit and t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect")]
    if later:
        before = page.tokens.folds[max(unit.first, later[0].first - 3) : later[0].first]
        return (later[0], unit) if {"with", "in", "of", "for"} & set(before) else (None, None)
    previous = unit.previous
    fallback: tuple[Term | None, Unit | None] = (None, None)
    for _ in range(_DISCOURSE):
        if previous is None or (previous.place.kind in _NOT_THERAPY and not previous.place.is_title):
            break
        conditions = [t for t in previous.terms if t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect")]
        for condition in conditions:
            treated = any(c.phrase.kind == "treats" and c.last <= condition.first for c in previous.relations)
            if previous.is_heading or treated or condition.first - previous.first <= 3:
                return condition, previous
        if conditions and fallback[0] is None:
            fallback = (conditions[0], previous)
        previous = previous.previous
    return fallback


def _is_cause(unit: Unit, term: Term) -> bool:
    return any(c.phrase.kind in {"cause", "follow"} and 0 <= term.first - c.last <= 4 for c in unit.relations)


#: Words between a product and the "in" that leads to its condition ("IVIG versus plasma exchange in ...").
_STUDY_REACH = 14


def _is_studied(unit: Unit, page: Page, term: Term) -> bool:
    """A title or a sentence on a study: "... of IVIG in patients with X"; the condition follows "in" or "for" directly."""
    if not term.has("Condition", "Immunodeficiency") or term.concept == "pregnancy" or not (unit.is_heading or _mentions_study(unit, page)):
        return False
    if unit.place.kind in _NOT_THERAPY and not unit.place.is_title and not unit.is_heading:
        return False
    product = next((a for a in reversed(unit.agents) if a.concept and a.last <= term.first), None)
    if product is None or term.first - product.last > _STUDY_REACH or page.tokens.folds[product.first - 1] in {"than", "over"}:
        return False
    between = page.tokens.folds[product.last : term.first]
    link = max((i for i, word in enumerate(between) if word in {"in", "for"}), default=None)
    if link is None or {";", ".", ":"} & set(between):
        return False
    after = set(between[link + 1 :])
    return (len(between) - link <= 6 and not after & {"patient", "child", "adult", "people", "subject", "infant"}) or "with" in after


def _is_aim(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG for A", "IVIG for severe A": the condition follows the product and "for" at once."""
    if (
        not term.has("Condition", "Immunodeficiency")
        or term.concept in _UNSPECIFIC
        or term.concept == "pregnancy"
        or unit.place.kind in _NOT_THERAPY
    ):
        return False
    product = next((a for a in reversed(unit.agents) if a.concept and a.last <= term.first), None)
    if product is None or term.first - product.last > 4 or page.tokens.folds[product.first - 1] in {"than", "over"}:
        return False
    between = page.tokens.folds[product.last : term.first]
    if not {"for", "in"} & set(between) or {"risk", "negative", "positive", "except", ",", ";", "("} & set(between):
        return False
    if any(cue.phrase.kind == "negation" or cue.phrase.kind == "measured" for cue in unit.qualifiers if cue.last <= term.first):
        return False
    if "for" not in between and (
        not _ONE_PATIENT.isdisjoint(between)
        or term.has("RiskFactor", "AcquiredCause", "AdverseEffect")
        or any(cue.phrase.kind.startswith(_HARMS) for cue in unit.relations)
    ):
        return False  # "thrombosis after IVIG in diabetes"
    if not {"little", "disappointing", "disappoint", "fail"}.isdisjoint(page.tokens.folds[unit.first : unit.last]):
        return False
    return not _WATCHING & {page.tokens.stems[i] for i in range(unit.first, term.first)}


_ONE_PATIENT = frozenset(("a", "man", "woman", "girl", "boy", "patient"))
_HARMS = ("adverse", "risk", "contraindicated", "interfere")
_WATCHING = frozenset(("watch", "monitor", "check", "observ", "screen", "test", "look", "examin"))


def _by_study(unit: Unit, page: Page, term: Term) -> Iterator[Draft]:
    product = next(a for a in reversed(unit.agents) if a.concept and a.last <= term.first)
    status: Status = "investigational" if page.is_trial or _mentions_study(unit, page) else "used"
    polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
    if polarity == "negated" or product.concept is None:
        return
    yield Draft(
        product.concept,
        "treats",
        term.concept,
        term.first,
        term.last,
        "product studied in a condition",
        round(0.65 * term.score, 3),
        unit.index,
        status=status,
        polarity=polarity,
        subject_span=(product.first, product.last),
    )


def _opened_bracket(page: Page, unit: Unit, term: Term) -> bool:
    depth = 0
    for index in range(unit.first, term.first):
        depth += {"(": 1, ")": -1}.get(page.tokens.surfaces[index], 0)
    return depth > 0


def _is_fragment_of_label(unit: Unit, page: Page) -> bool:
    return page.is_label and unit.place.kind == "indications"


def _span(governor: Governor) -> tuple[int, int] | None:
    return (governor.cue.first, governor.cue.last) if governor.cue else None


def _draft(
    unit: Unit,
    page: Page,
    subject: Subject,
    predicate: Predicate,
    term: Term,
    governor: Governor,
    status: Status,
    polarity: Polarity,
    confidence: float,
) -> Draft:
    if subject.how in {"topic", "pronoun"}:
        confidence -= 0.05
    return Draft(
        subject.concept,
        predicate,
        term.concept if term.has(*_DISEASES) or not term.stands_for else term.stands_for,
        term.first,
        term.last,
        f"{governor.relation} {governor.source}",
        round(confidence * term.score, 3),
        unit.index,
        status=status,
        polarity=polarity,
        population=_population(unit, page, term),
        subject_span=subject.span,
        cue_span=_span(governor),
    )


def _population(unit: Unit, page: Page, term: Term) -> str:
    values = [cue.phrase.value for cue in unit.cues("population")]
    if not values and unit.intro is not None:
        values = [cue.phrase.value for cue in unit.intro.cues("population")]
    return " and ".join(dict.fromkeys(values))
