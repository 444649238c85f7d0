"""What a sentence says of a use beside its first statement: drafts of uses go in, those of fellow products and of later clauses come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.reading.drafts import USES, Draft, draft_of
from kg.reading.page import CLASS, CONDITIONS, Agent, Page, Unit, is_part
from kg.reading.subjects import is_equalled
from kg.reading.therapy.refutations import TURNING
from kg.records import Status

__all__ = ["find_unapproved", "find_unapproved_answer", "further_uses"]


def further_uses(unit: Unit, page: Page, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Read the uses that a sentence tells of a second product ("IVIG or SCIG") and behind a denied approval ("but it is widely used")."""
    claimed = {(draft.subject, draft.predicate, draft.object, draft.status, draft.polarity) for draft in drafts}
    for draft in drafts:
        if draft.predicate not in USES:
            continue
        for further in (*_of_fellows(unit, page, draft), *_behind_denial(unit, page, draft)):
            key = (further.subject, further.predicate, further.object, further.status, further.polarity)
            if key not in claimed:
                claimed.add(key)
                yield further


def _of_fellows(unit: Unit, page: Page, draft: Draft) -> Iterator[Draft]:
    """ "A is treated with IVIG or SCIG": each of the products that stand joined."""
    own = next((a for a in unit.agents if draft.subject_span == (a.first, a.last) and a.concept == draft.subject), None)
    if own is None or draft.subject == CLASS:
        return
    if (is_equalled(own, page) or _is_replaced(own, page)) and not unit.rivals:
        # "SCIG is as good as IVIG in A", "SCIG is an alternative to IVIG in A": what is said of the one, is said of the other
        first = next((a for a in unit.products if a.concept not in {draft.subject, CLASS} and a.last < own.first), None)
        if first is not None and first.concept and "not" not in page.tokens.folds[first.last : own.first]:
            yield replace(draft, subject=first.concept, subject_span=(first.first, first.last))
    for other in unit.agents:
        if other.concept and other.concept not in {draft.subject, CLASS} and _are_joined(unit, page, own, other):
            yield replace(draft, subject=other.concept, subject_span=(other.first, other.last))


def _is_replaced(agent: Agent, page: Page) -> bool:
    """ "an alternative to X", "non-inferior to X", "instead of X", "has replaced X": what another product stands in the place of."""
    before = page.tokens.folds[max(0, agent.first - _TO_PLACE) : agent.first]
    if _NOT_THE_SAME.intersection(before):
        return False
    return before[-2:] in _IN_PLACE_OF or before[-1:] in _REPLACING or before[-3:] == ["non", "inferior", "to"]


_IN_PLACE_OF = (["alternative", "to"], ["noninferior", "to"], ["equivalent", "to"], ["comparable", "to"], ["instead", "of"])
_REPLACING = (["replaced"], ["replaces"], ["replacing"], ["replace"])
#: Tokens from words of the kind to the product, and what denies them.
_TO_PLACE = 5
_NOT_THE_SAME = frozenset(("not", "no", "never", "cannot", "than"))


def _are_joined(unit: Unit, page: Page, one: Agent, other: Agent) -> bool:
    first, second = (one, other) if one.first < other.first else (other, one)
    named = {i for a in unit.agents if a.concept in {one.concept, other.concept} for i in range(a.first, a.last)}
    between = [page.tokens.folds[i] for i in range(first.last, second.first) if i not in named]
    return not _JOINTS.isdisjoint(between) and _JOINTS.union(("(", ")", ",", "both", "either")).issuperset(between)


_JOINTS = frozenset(("and", "or"))


def _behind_denial(unit: Unit, page: Page, draft: Draft) -> Iterator[Draft]:
    """ "is not approved for A, but it is widely used": what a turn says of the same use."""
    if (draft.status, draft.polarity) != ("approved", "negated"):
        return
    folds = page.tokens.folds
    begin = draft.cue_span[1] if draft.cue_span else unit.first
    if any(folds[i : i + 3] == ["but", "not", "in"] for i in range(begin, draft.first)):
        yield replace(draft, polarity="affirmed")  # "is approved in Europe but not in the United States for A"
        return
    turn = next((i for i in range(draft.last, unit.last) if folds[i] in TURNING), None)
    if turn is None and folds[unit.first] in _CONCEDING and not any(agent.first >= draft.last for agent in unit.rivals):
        turn = next((i for i in range(draft.last, unit.last) if folds[i] == ","), None)  # "Although it is not approved for A, it is widely used"
    if turn is None or any(t.first > turn and t.has(*CONDITIONS) and t.concept != draft.object for t in unit.terms):
        return
    status = _told_status(unit, page, turn)
    if status:
        yield replace(draft, status=status, polarity="affirmed")


def _told_status(unit: Unit, page: Page, first: int) -> Status:
    folds = page.tokens.folds[first : unit.last]
    if not _DENIALS.isdisjoint(folds):
        return ""
    values = {cue.phrase.value for cue in unit.relations if cue.first > first}
    if "recommended" in values:
        return "recommended"
    if "investigational" in values or not _STUDIED.isdisjoint(folds):
        return "investigational"
    return "used" if not _USED.isdisjoint(folds) else ""


_CONCEDING = frozenset(("although", "though", "while", "even", "whilst"))
_DENIALS = frozenset(("not", "no", "never", "rarely", "neither"))
_STUDIED = frozenset(("studied", "tested", "trial", "trials", "study", "studies", "investigated", "ongoing", "underway"))
_USED = frozenset(("used", "use", "given", "prescribed", "administered", "offered", "tried"))


def find_unapproved(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "IVIG is tried in A. It has not been approved for this indication.": the approval denied of what the sentence before names."""
    folds, before = unit.folds, unit.previous
    if before is None or before.block != unit.block or "this" not in folds or _USE.isdisjoint(folds) or folds.isdisjoint(("not", "never")):
        return
    if not any(cue.phrase.value == "approved" for cue in unit.relations) or any(t.has(*CONDITIONS) for t in unit.terms):
        return
    product = next((agent for owner in (unit, before) for agent in owner.agents if agent.concept), None)
    conditions = [t for t in before.terms if t.has(*CONDITIONS)]
    if product is not None and product.concept and len({t.concept for t in conditions}) == 1:
        yield draft_of(
            product.concept, "treats", conditions[0], "approval denied in the next sentence", 0.75, before.index,
            status="approved", polarity="negated", subject_span=(product.first, product.last),
        )  # fmt: skip


_USE = frozenset(("use", "indication", "purpose"))


def find_unapproved_answer(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Is IVIG licensed for A? No, but it is often given.": the approval that the answer denies, and what it says beside."""
    asked, folds = page.question_before(unit), page.tokens.folds
    first = unit.first + 2 if folds[unit.first + 1 : unit.first + 2] == [":"] else unit.first  # "A: No, ..."
    if asked is None or first >= unit.last or folds[first] not in _DENYING or any(t.has(*CONDITIONS) for t in unit.terms) or asked.rivals:
        return
    approval = next((cue for cue in asked.relations if cue.phrase.value == "approved" and cue.phrase.kind.startswith("treats")), None)
    product = next((agent for agent in asked.products if agent.concept), None)
    concept = product.concept if product is not None else page.topic
    if approval is None or concept is None or asked.cues("negation"):
        return
    span = (product.first, product.last) if product is not None else None
    turn = next((i for i in range(first, unit.last) if folds[i] in TURNING), None)
    told = _told_status(unit, page, turn) if turn is not None else ""
    for term in asked.terms:
        if term.first >= approval.last and term.has(*CONDITIONS) and not is_part(asked, term):
            yield draft_of(
                concept, "treats", term, "approval denied in an answer", 0.75, asked.index, status="approved", polarity="negated", subject_span=span
            )
            if told:
                yield draft_of(concept, "treats", term, "use granted in an answer", 0.7, asked.index, status=told, subject_span=span)


_DENYING = frozenset(("no", "not", "never"))
