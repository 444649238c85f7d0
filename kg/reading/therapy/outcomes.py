"""Treatments whose condition is understood or stands in a field: sentences go in, drafts of treats come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from kg.reading.cues import Cue
from kg.reading.drafts import OUTCOME, Draft, draft_of
from kg.reading.governors import Governor
from kg.reading.openings import is_noun_phrase
from kg.reading.page import DISEASES, Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import PRONOUNS, is_equalled, is_excluded, resolve_subject
from kg.reading.table_rows import KINDS_OF_TREATMENT
from kg.reading.therapy.advice import gives_advice
from kg.reading.therapy.brought_about import is_brought_about
from kg.reading.therapy.bystanders import is_bystander, is_had_safely, is_named_beside, is_survived
from kg.reading.therapy.disease_pages import is_averted_in_title, treated_disease
from kg.reading.therapy.scope import NOT_THERAPY, UNSPECIFIC
from kg.reading.therapy.status import mentions_study
from kg.reading.words import stem
from kg.records import Predicate, Status

__all__ = ["UNDERSTOOD", "WAYS_OF_WORKING", "find_offered", "find_outcomes", "find_registered", "find_uses_by_way"]


def find_registered(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read the conditions that a trial registration names in a field: "Condition: A", "Conditions" over a list, "A Drug: IVIG Phase 3"."""
    if not page.is_trial or not unit.has(*DISEASES):
        return
    first, last = unit.first, unit.last
    if unit.label_last is not None and _is_field(unit, page, unit.label_last):
        first = unit.label_last
    elif any(c.phrase.kind == "registered" and c.first == unit.first and page.tokens.surfaces[c.last - 1] == ":" for c in unit.relations):
        pass  # "Study type: interventional. Condition: A. Arm 1: ..."
    elif not KINDS_OF_TREATMENT.isdisjoint(unit.folds):
        last = next((i for i in range(first, last - 1) if page.tokens.folds[i] in KINDS_OF_TREATMENT and page.tokens.surfaces[i + 1] == ":"), first)
    elif not _is_below_field(unit, page) and not _is_listed(unit, page):
        return
    subject = page.topic or _registered_product(page)
    if subject is None:
        return
    for term in unit.terms:
        if term.concept == "prematurity":
            continue  # whom, not what
        if first <= term.first < last and term.has(*DISEASES) and not is_part(unit, term):
            averted = is_averted_in_title(page, term) or _is_inborn(term.concept, subject)
            predicate: Predicate = "prevents" if averted and not term.has("AcquiredCause") else "treats"
            yield draft_of(subject, predicate, term, "field of a registration", 0.8, unit.index, status="investigational")


def _is_inborn(condition: str, product: str) -> bool:
    """A congenital infection that the product is named for can only be prevented."""
    return condition.startswith("congenital-") and product.partition("-")[0] in condition


def _registered_product(page: Page) -> str | None:
    """The product behind "Drug:", where the text speaks of several."""
    for unit in page.units:
        for agent in unit.products:
            if page.tokens.surfaces[agent.first - 1] == ":" and page.tokens.folds[agent.first - 2] in KINDS_OF_TREATMENT:
                return agent.concept
    return None


def _is_below_field(unit: Unit, page: Page) -> bool:
    owner = unit.intro or page.heading_over(unit)
    if owner is None or owner is unit or not _is_field(owner, page, owner.last) or unit.place_in_block:
        return False
    return unit.is_item or unit.is_row or is_noun_phrase(unit, page, unit.last)


def _is_listed(unit: Unit, page: Page) -> bool:
    """A short line below the line "Conditions", with nothing but such lines between."""
    line: Unit | None = unit
    for _ in range(_LONGEST_FIELD):
        if line is None or line.last - line.first > _LINE or line.relations or line.products or line.place_in_block:
            return False
        name = " ".join(page.tokens.folds[line.first : line.last])
        if name in _CONDITION_FIELDS:
            return line is not unit
        if name in _OTHER_FIELDS or ":" in page.tokens.surfaces[line.first : line.last]:
            return False
        line = line.previous
    return False


#: Lines of a field, and tokens of one.
_LONGEST_FIELD, _LINE = 12, 9
_CONDITION_FIELDS = frozenset(
    ("condition", "conditions", "condition studied", "health condition", "medical condition", "disease or condition", "target disease")
)
_OTHER_FIELDS = frozenset(
    ("intervention", "treatment", "study type", "statu", "status", "phase", "sponsor", "keyword", "keywords", "location", "locations", "eligibility")
)


def _is_field(unit: Unit, page: Page, last: int) -> bool:
    cue = next((c for c in unit.relations if c.phrase.kind == "registered" and c.first == unit.first), None)
    return cue is not None and all(not page.tokens.surfaces[i][0].isalnum() for i in range(cue.last, last))


#: Cues of a treatment whose condition is understood.
UNDERSTOOD = frozenset(("treats-outcome", "treats-understood"))
#: How far back the condition of a sentence such as "IVIG is effective" may have been named.
_DISCOURSE = 8


def find_outcomes(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read treats where the condition is understood: "The standard treatment is immune globulin", "IVIG is effective"."""
    cues = [cue for cue in unit.relations if cue.phrase.kind in UNDERSTOOD]
    if not cues or (unit.place.kind in NOT_THERAPY and not unit.place.is_title) or unit.is_heading:
        return
    if all(is_excluded(agent, page) for agent in unit.products) and not _takes_product_up(unit, page, cues[0]):
        return
    if any(cue.phrase.kind == "caution" for cue in unit.safety):
        return  # "caution is required in A"
    if any(cue.phrase.value == "not-recommended" for cue in unit.relations):
        return  # "In A it is no longer recommended because more effective therapies are available"
    for cue in cues:
        if cue.phrase.kind == "treats-outcome":
            condition, owner = _understood_condition(unit, page, cue.first)
        else:
            condition, owner = _led_to(unit, page, cue)
            if condition is None:
                condition, owner = _fronted(unit, page, cue)
            if condition is None:
                condition, owner = _titled_condition(unit, page)
        if condition is None or owner is None or condition.concept in UNSPECIFIC | {"pregnancy"} or _is_averted(owner, condition):
            continue
        if owner is not unit and is_brought_about(owner, page, condition):
            continue
        if is_had_safely(owner, page, condition):
            continue
        governor = Governor("treats-outcome", cue.phrase.value, cue, "cue", unit.index)
        subject = resolve_subject(unit, page, governor, condition)
        if subject is None or any(c.phrase.kind == "compare" and c.first >= cue.first for c in unit.relations):
            continue
        if subject.span is not None and _is_of_another(unit, cue, subject.span[0]):
            continue
        if _is_done_with_another(unit, page, cue):
            continue
        if any(cue.first < agent.last and agent.first < cue.last for agent in unit.rivals):
            continue  # "If IVIG does not help, immunosuppressive treatment may be considered"
        is_case = page.tokens.folds[cue.last - 1] in _CASES  # "is given when steroids have failed" denies nothing of the product
        said = [q for q in unit.qualifiers if (not is_case or q.first < cue.last) and not _is_of_those_before(unit, page, q, cue)]
        polarity = polarity_of(said, page.tokens, (unit.first, unit.last), cue.last - 1, cue.last, cue_first=cue.first)
        is_study = page.is_trial and mentions_study(unit, page)
        status = cast("Status", "investigational" if is_study else _standing(unit, page, cue, condition))
        yield draft_of(
            subject.concept,
            "treats",
            condition,
            OUTCOME,
            0.75,
            unit.index,
            status=status,
            polarity=polarity,
            subject_span=subject.span,
            cue_span=(cue.first, cue.last),
        )
        return


def _is_of_those_before(unit: Unit, page: Page, said: Cue, cue: Cue) -> bool:
    """ "IVIG in patients who did not respond to the first treatment improved the outcome": a failure of what was tried before the product."""
    folds = page.tokens.folds
    if said.phrase.kind != "negation" or said.last >= cue.first or _RESPONDING.isdisjoint(page.tokens.stems[said.last : cue.first]):
        return False
    opened = next((i for i in range(said.first - 1, max(unit.first, said.first - _TO_WHO), -1) if folds[i] in {"who", "whose"}), None)
    return opened is not None and any(agent.last <= opened for agent in unit.products) and not any(opened < a.first < cue.first for a in unit.products)


_RESPONDING = frozenset(map(stem, ("respond", "improve", "recover", "benefit", "tolerate", "remit", "improved", "better")))
#: Tokens from "who" to a denial: "who had".
_TO_WHO = 4


def _is_done_with_another(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "It does not help in A, which must be treated with antibiotics": another treatment alone stands right behind the words."""
    if page.tokens.folds[cue.last - 1] not in {"with", "by"}:
        return False
    return any(0 <= agent.first - cue.last <= 1 for agent in unit.rivals) and not any(agent.first >= cue.last for agent in unit.products)


def _takes_product_up(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "In A, by contrast, it is as good as plasma exchange and remains a standard treatment": a pronoun stands for the product.

    So it does in "In A, it is given when steroids are not enough", where the other treatment stands in the case.
    """
    is_case = page.tokens.folds[cue.last - 1] in _CASES
    others = (agent for agent in unit.rivals if not (is_case and agent.first >= cue.last))
    if unit.products or "treat" in page.tokens.stems[cue.first : cue.last - 1] or not all(is_equalled(agent, page) for agent in others):
        return False
    return not PRONOUNS.isdisjoint(page.tokens.folds[unit.first : cue.first])


#: Words at the end of a cue that lead to the case in which a product is given.
_CASES = frozenset(("when", "if", "as"))


def _standing(unit: Unit, page: Page, cue: Cue, condition: Term) -> str:
    """ "IVIG should be considered as first-line treatment": of a condition named elsewhere all that the sentence says holds."""
    if cue.phrase.value != "used" or unit.first <= condition.first < unit.last:
        return cue.phrase.value
    praised = any(other.phrase.kind in UNDERSTOOD and other.phrase.value == "recommended" for other in unit.relations)
    return "recommended" if praised or gives_advice(unit, page) else "used"


def _is_averted(unit: Unit, condition: Term) -> bool:
    """ "more effective in preventing aneurysms": what is prevented is not what is treated."""
    return any(cue.phrase.kind == "prevents" and 0 <= condition.first - cue.last <= 2 for cue in unit.relations)


#: Tokens of an item before the product that it names.
_ITEM_OPENING = 3
#: Tokens between the introduction's words on treating and the condition.
_OFFERED = 6


def find_offered(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Therapies for A include:", with the item "Intravenous immunoglobulin when ...": the introduction names what the item treats."""
    intro = unit.intro
    if intro is None or not unit.is_item or unit.place_in_block or any(t.has("Condition", "Immunodeficiency") for t in unit.terms):
        return
    product = next((agent for agent in unit.agents if agent.first - unit.first <= _ITEM_OPENING), None)
    if product is None or product.concept is None or intro.products:
        return
    cues = [cue for cue in intro.relations if cue.phrase.kind == "treats" and cue.phrase.value not in {"not-recommended", "used-hedged"}]
    for term in intro.terms:
        near = next((cue for cue in reversed(cues) if 0 <= term.first - cue.last <= _OFFERED), None)
        if near is None or not term.has("Condition", "Immunodeficiency") or is_part(intro, term) or term.concept in UNSPECIFIC:
            continue
        if any(cue.first < term.first for cue in intro.cues("negation")):
            return  # a denial before a list holds however far it stands from the condition
        value = next((c.phrase.value for c in cues if c.phrase.value != "used"), "used")
        later = next(
            (c.phrase.value for c in intro.relations if c.phrase.kind in {"status", "status-after"} and c.first >= term.last), value
        )
        yield draft_of(
            product.concept,
            "treats",
            term,
            "item offered for a condition",
            0.75,
            intro.index,
            status=cast("Status", later),
            subject_span=(product.first, product.last),
            cue_span=(near.first, near.last),
        )
        return


def find_uses_by_way(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Replacement: A; B", "Immunomodulation: C, D" in a text about a product: the label says in what way it is used for what follows."""
    label = unit.label_last
    if label is None or page.topic is None or unit.agents or unit.place.kind in NOT_THERAPY or not is_noun_phrase(unit, page, label):
        return
    words = [word for word in page.tokens.folds[unit.first : label] if word[0].isalpha()]
    if not words or words[0] not in WAYS_OF_WORKING or not _PURPOSE.issuperset(words[1:]) or unit.cues("negation"):
        return
    status: Status = "approved" if page.is_label and unit.place.kind == "indications" else "used"
    for term in unit.terms:
        is_named = term.first >= label and term.has("Condition", "Immunodeficiency") and not is_part(unit, term) and term.concept not in UNSPECIFIC
        if is_named and page.tokens.folds[term.first - 1] not in _CIRCUMSTANCE:
            yield draft_of(page.topic, "treats", term, "label of a way of working", 0.75, unit.index, status=status)


#: How a product works, as the label of a list of uses, and words behind.
WAYS_OF_WORKING = frozenset(("replacement", "substitution", "immunomodulation", "immunomodulatory", "immunomodulating", "immunosuppression"))
_PURPOSE = frozenset(("therapy", "treatment", "use", "indication", "dose", "dosing", "dosage", "purpose", "for", "in"))
#: What opens a circumstance of the condition before: "low antibodies in A".
_CIRCUMSTANCE = frozenset(("in", "after", "with", "due", "to", "from", "following"))


def _is_of_another(unit: Unit, cue: Cue, product: int) -> bool:
    """ "A is treated with steroids, B with IVIG": another treatment and another condition stand between."""
    other = next((agent for agent in unit.rivals if cue.last <= agent.first < product), None)
    return other is not None and any(t.has("Condition") and other.last <= t.first < product for t in unit.terms)


_CARE = frozenset(("caution", "care", "carefulli", "carefully", "cautious", "monitor", "not"))
#: Words between "is often given" and its condition ("before surgery or in A").
_LED = 7


def _led_to(unit: Unit, page: Page, cue: Cue) -> tuple[Term | None, Unit | None]:
    """The condition that follows the cue with "in", "for" or "during"."""
    for term in unit.terms:
        if is_part(unit, term):
            continue
        if term.has("Condition", "Immunodeficiency") and 0 <= term.first - cue.last <= _LED and term.concept != "pregnancy":
            between = page.tokens.folds[cue.last : term.first]
            if {"in", "for", "during"}.intersection(between[-3:]) and _CARE.isdisjoint(between):
                return term, unit
    return None, None


def _fronted(unit: Unit, page: Page, cue: Cue) -> tuple[Term | None, Unit | None]:
    """ "In A, it is given when steroids are not enough": the condition opens the sentence, and the product or its pronoun stands before the cue."""
    folds = page.tokens.folds
    term = next((t for t in unit.terms if t.has("Condition", "Immunodeficiency") and not is_part(unit, t)), None)
    if folds[unit.first] not in {"in", "for"} or term is None or term.first - unit.first > _FRONT or term.concept == "pregnancy":
        return None, None
    between = folds[term.last : cue.first]
    if "," not in between or len(between) > _TO_CUE or not _CARE.isdisjoint(between):
        return None, None
    taken_up = not PRONOUNS.isdisjoint(between) or any(term.last <= agent.first < cue.first for agent in unit.products)
    return (term, unit) if taken_up and not any(term.last <= agent.first < cue.first for agent in unit.rivals) else (None, None)


#: Tokens from the opening of a sentence to its condition, and from there to the cue: "(its acronym), it".
_FRONT, _TO_CUE = 3, 8


def _titled_condition(unit: Unit, page: Page) -> tuple[Term | None, Unit | None]:
    """The one condition that a page on a disease names in its title, for a sentence of its part on treatment."""
    if unit.place.kind not in {"treatment", "indications", ""} or any(t.has("Condition", "Immunodeficiency") for t in unit.terms):
        return None, None
    heading = page.heading_over(unit)
    title = page.units[0] if page.units else None
    for owner in (heading, title):
        if owner is not None and owner is not unit and (owner is heading or page.tokens.surfaces[owner.last - 1] not in _ENDING_SENTENCE):
            conditions = [t for t in owner.terms if t.has("Condition", "Immunodeficiency") and (owner.is_heading or not _is_forerunner(owner, page, t))]
            if len({t.concept for t in conditions}) == 1:
                return (None, None) if is_survived(owner, page, conditions[0]) else (conditions[0], owner)
    if title is not None and not title.is_heading and title.block == unit.block and unit.first - title.first > 0:
        return _defined_condition(title)
    return None, None


#: What a title does not end with.
_ENDING_SENTENCE = frozenset((".", "!", ";"))


def _defined_condition(unit: Unit) -> tuple[Term | None, Unit | None]:
    """ "A is an autoimmune disease ...": what the first sentence of a text without a title defines."""
    first = next((t for t in unit.terms if t.has("Condition", "Immunodeficiency")), None)
    defines = first is not None and any(cue.phrase.kind == "isa" and 0 <= cue.first - first.last <= _ACRONYM for cue in unit.relations)
    return (first, unit) if first is not None and defines and first.first - unit.first <= 1 else (None, None)


#: Tokens of an acronym in brackets behind a name.
_ACRONYM = 4


def _understood_condition(unit: Unit, page: Page, limit: int) -> tuple[Term | None, Unit | None]:
    """The condition last spoken of: in the sentence, in those before under the same heading, in the headings, in the title."""
    here = [
        t
        for t in unit.terms
        if t.last <= limit
        and t.concept not in UNSPECIFIC
        and t.has("Condition", "Immunodeficiency")
        and not t.has("AdverseEffect")
        and not _is_cause(unit, t)
    ]
    aim = next((t for t in unit.terms if _is_aim(page, t, limit)), None) if here else None
    if aim is not None and not aim.has("AdverseEffect"):
        return aim, unit
    here = [t for t in here if not is_bystander(unit, page, t)]
    if here:
        return here[-1], unit
    later = [t for t in unit.terms if t.first >= limit and t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect")]
    if later:
        before = page.tokens.folds[max(unit.first, later[0].first - 3) : later[0].first]
        led = {"with", "in", "of", "for"} & set(before) and before[-2:] != ["those", "with"]
        return (later[0], unit) if led else (None, None)
    previous = unit.previous
    fallback: tuple[Term | None, Unit | None] = (None, None)
    for _ in range(_DISCOURSE):
        if previous is None or (previous.place.kind in NOT_THERAPY and not previous.place.is_title):
            break
        conditions = [
            t
            for t in previous.terms
            if t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect") and not is_named_beside(previous, page, t)
            and not _is_forerunner(previous, page, t)
        ]
        conditions = [t for t in conditions if page.tokens.folds[t.first - 2 : t.first] != ["those", "with"]]  # "preferred for those with A"
        if page.tokens.folds[previous.first] in {"if", "when", "once"} and not previous.products:
            conditions = [t for t in conditions if t.first - previous.first > _IN_CASE]  # "If a tumour is found, it is removed"
        if previous.is_item:
            conditions = [t for t in conditions if not t.has("RiskFactor")]  # "- there is a bleeding disorder", when another way is chosen
        for condition in conditions:
            treated = any(c.phrase.kind == "treats" and c.last <= condition.first for c in previous.relations)
            if previous.is_heading or treated or condition.first - previous.first <= 3:
                return condition, previous
        if conditions and fallback[0] is None:
            fallback = (conditions[0], previous)
        if previous.is_heading and fallback[0] is None:
            titled = treated_disease(page)  # on a page about one disease a section goes back to it, not to what the section before names
            if titled is not None:
                return titled, page.units[0]
        previous = previous.previous
    return fallback


#: Tokens from "if" to what may be found beside the disease that is treated.
_IN_CASE = 4
#: Tokens from the cue to the aim: "was treated with IVIG 2 g/kg for A".
_AIM = 9


def _is_aim(page: Page, term: Term, cue: int) -> bool:
    """ "... was treated with IVIG for A": what the words behind the cue name with "for"."""
    folds = page.tokens.folds
    if not term.has("Condition", "Immunodeficiency") or not 0 < term.first - cue <= _AIM:
        return False
    return "for" in folds[max(cue, term.first - 3) : term.first] and {",", ";"}.isdisjoint(folds[cue : term.first])


def _is_forerunner(unit: Unit, page: Page, term: Term) -> bool:
    """ "weakness that began after A": an infection before the illness that is spoken of."""
    return page.tokens.folds[term.last - 1] == "infection" and _is_cause(unit, term)


def _is_cause(unit: Unit, term: Term) -> bool:
    return any(c.phrase.kind in {"cause", "follow"} and 0 <= term.first - c.last <= 4 for c in unit.relations)
