"""Uses of a product that is given with another treatment: "IVIG is used together with steroids for A" goes in, drafts of treats come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import CONDITIONS, Agent, Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import is_excluded
from kg.reading.therapy.advice import gives_advice
from kg.reading.therapy.scope import NOT_THERAPY, UNSPECIFIC
from kg.records import Status

__all__ = ["find_used_with"]


def find_used_with(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "IVIG is used together with steroids for A", "IVIG is given along with aspirin in children with A": the companion stands between verb and aim."""
    if not unit.rivals or _GIVEN.isdisjoint(unit.folds) or unit.is_heading or unit.place.kind in NOT_THERAPY:
        return
    folds = page.tokens.folds
    for agent in unit.products:
        at = next((i for i in range(agent.last, min(unit.last, agent.last + _TO_VERB)) if folds[i] in _GIVEN), None)
        begin = _companions_of(unit, page, agent, at) if at is not None else None
        if at is None or begin is None or agent.concept is None or is_excluded(agent, page):
            continue
        end = _end_of_companions(unit, page, begin)
        if end is None or folds[end] not in _AIMS:
            continue
        term = next((t for t in unit.terms if t.first > end and t.has(*CONDITIONS)), None)
        if term is None or is_part(unit, term) or term.has("AdverseEffect") or term.concept in UNSPECIFIC | {"pregnancy"}:
            continue
        if not _LEADING.issuperset(folds[end + 1 : term.first]):
            continue
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=at)
        if polarity == "negated":
            continue  # the two together are not used, which denies neither
        status: Status = "recommended" if gives_advice(unit, page) else "used"
        for named in _with_fellows(unit, page, term):
            yield draft_of(
                agent.concept, "treats", named, "given beside another treatment", 0.75, unit.index,
                status=status, polarity=polarity, subject_span=(agent.first, agent.last), cue_span=(at, at + 1),
            )  # fmt: skip


def _companions_of(unit: Unit, page: Page, agent: Agent, at: int) -> int | None:
    """The token behind "is used (together) with"."""
    folds = page.tokens.folds
    if not _BEING.intersection(folds[agent.last : at]) or any(agent.last <= other.first < at for other in unit.agents):
        return None
    joined = next((i for i in range(at + 1, min(unit.last, at + _TO_WITH)) if folds[i] in _WITH), None)
    if joined is None or not _TOGETHER.issuperset(folds[at + 1 : joined]):
        return None
    return joined + 1


def _end_of_companions(unit: Unit, page: Page, begin: int) -> int | None:
    """The token behind the other treatments that stand from a token on, joined with one another."""
    end = begin
    for rival in unit.rivals:
        if rival.first < begin:
            continue
        if not _JOINING.issuperset(page.tokens.folds[end : rival.first]):
            break
        end = rival.last
    if end > begin and end + 1 < unit.last and page.tokens.folds[end] in _HEADS:
        end += 1  # "steroid treatment"
    return end if begin < end < unit.last else None


def _with_fellows(unit: Unit, page: Page, term: Term) -> list[Term]:
    """The condition and those that are joined to it."""
    named = [term]
    for other in unit.terms:
        if other.first < named[-1].last or not other.has(*CONDITIONS) or is_part(unit, other):
            continue
        if not {",", "and", "or"}.issuperset(page.tokens.folds[named[-1].last : other.first]):
            break
        named.append(other)
    return named


_GIVEN = frozenset(("used", "given", "administered", "combined", "prescribed"))
_BEING = frozenset(("is", "are", "was", "were", "be", "been"))
#: Tokens from a product to the verb, and from that to "with".
_TO_VERB, _TO_WITH = 6, 4
_WITH = frozenset(("with", "alongside"))
_TOGETHER = frozenset(("together", "along", "concomitantly", "concurrently", "simultaneously", "jointly", "often", "usually", "either"))
_JOINING = frozenset(
    (",", "and", "or", "/", "high", "low", "dose", "-", "oral", "intravenous", "systemic", "other", "a", "an", "the", "both", "either", "plus", "regular")
)
_HEADS = frozenset(("treatment", "therapy", "drug", "tablet"))
#: What leads to the aim, and the words between that and the condition.
_AIMS = frozenset(("for", "in"))
_LEADING = frozenset(
    ("the", "a", "an", "of", "treatment", "management", "therapy", "patient", "people", "child", "children", "adult", "infant", "those", "with",
     "acute", "severe", "chronic", "refractory", "active", "some", "most", "case", "many", "all", "resistant", "who", "have")
)  # fmt: skip
