"""Approvals that are sought, awaited, refused or withdrawn: drafts of uses go in, those whose approval does not stand come out as what they are."""

from __future__ import annotations

from dataclasses import replace

from kg.reading.clauses import stretch_around
from kg.reading.drafts import USES, Draft
from kg.reading.page import Page, Unit
from kg.reading.words import stem
from kg.records import Polarity, Status

__all__ = ["with_approval"]


def with_approval(draft: Draft, page: Page) -> Draft:
    """Deny an approval that was refused or withdrawn, and make a use investigational whose approval is sought or awaited.

    "The agency revoked approval of X for A", "X awaits approval for A", "A ruling on approval of X in A is expected".
    """
    if draft.predicate not in USES or draft.polarity == "negated":
        return draft
    unit = page.units[draft.unit]
    if not unit.first <= draft.first < unit.last or unit.stems.isdisjoint(_TELLING):
        return draft
    first, last = stretch_around(page.tokens.folds, (unit.first, unit.last), (draft.first, draft.last), _PARTING)
    last = next((i for i in range(draft.last, last) if page.tokens.folds[i : i + 2] == [",", "and"]), last)
    told = _told(draft, unit, page, first, last)
    return draft if told is None else replace(draft, status=told[0], polarity=told[1])


def _told(draft: Draft, unit: Unit, page: Page, first: int, last: int) -> tuple[Status, Polarity] | None:
    """What the clause [first, last) tells of the approval of a use."""
    folds, stems = page.tokens.folds, page.tokens.stems
    for at in range(first, last):
        if not _NOT.isdisjoint(folds[max(first, at - _TO_NOT) : at]):
            continue
        if stems[at] in _ENDING or stems[at] in _REFUSING:
            if _is_of_approval(draft, page, at, first, last) or (stems[at] in _REFUSING and _is_of_agency(draft, unit, page, first, at)):
                return _DENIED
        elif folds[at] == "negative" and folds[at + 1] in _VERDICTS and at < draft.first:
            return _DENIED  # "gave a negative opinion on X for A"
        elif folds[at] in _UNTIL and folds[at + 1][:1].isdigit() and at >= draft.last and _was_approved(draft, page, first, at):
            return _DENIED  # "was licensed for A until 2012"
        elif stems[at] in _SEEKING:
            if _BY_DOCTORS.isdisjoint(unit.folds) and _is_of_approval(draft, page, at, first, last):
                return _SOUGHT
        elif folds[at] == "review" and folds[at - 1] in _REVIEWING and "under" in folds[max(first, at - _TO_UNDER) : at]:
            return _SOUGHT  # "is under FDA review for A"
        elif folds[at] in _APPROVING and at < draft.first and _is_to_come(unit, page, first, at):
            return _SOUGHT
    return None


def _is_of_approval(draft: Draft, page: Page, at: int, first: int, last: int) -> bool:
    """ "withdrew its approval of X for A", "approval of X for A was withdrawn", "an application for approval of X in A was filed"."""
    folds = page.tokens.folds
    if at < draft.first:
        noun = next((i for i in range(at + 1, min(draft.first, at + _TO_APPROVAL)) if folds[i] in _APPROVALS), None)
        return noun is not None and _GRANTED.isdisjoint(folds[noun + 1 : draft.first]) and _NO_OBJECT.isdisjoint(folds[at:noun])
    before = range(draft.first - 1, first - 1, -1)
    noun = next((i for i in before if folds[i] in _APPROVALS and (folds[i] not in _APPROVING or folds[i - 1] in _ARTICLES)), None)
    if noun is None or at >= last or not _GRANTED.isdisjoint(folds[noun + 1 : draft.first]) or not _CLAUSES.isdisjoint(folds[draft.last : at]):
        return False
    others = (agent for agent in page.units[draft.unit].agents if draft.last <= agent.first < at)
    return not any(others) and not _BEING.isdisjoint(folds[draft.last : at])


def _is_of_agency(draft: Draft, unit: Unit, page: Page, first: int, at: int) -> bool:
    """ "The EMA refused X for A", "The CHMP recommended the refusal of X in A": an agency right before what it turned down."""
    folds = page.tokens.folds
    if not any(at < agent.first < draft.first and agent.concept for agent in unit.agents) or _NO_OBJECT.intersection(folds[at : draft.first]):
        return False
    return not _AGENCIES.isdisjoint(folds[max(first, at - _TO_REFUSING) : at])


def _was_approved(draft: Draft, page: Page, first: int, at: int) -> bool:
    folds = page.tokens.folds
    verb = next((i for i in range(draft.first - 1, first, -1) if folds[i] in _GRANTED), None)
    return verb is not None and not _WERE.isdisjoint(folds[max(first, verb - 2) : verb]) and at - draft.last <= _TO_UNTIL


def _is_to_come(unit: Unit, page: Page, first: int, at: int) -> bool:
    """ "The FDA may approve X for A", "is expected to license": what an agency has not done yet."""
    folds = page.tokens.folds
    before = folds[max(first, at - _TO_COMING) : at]
    is_chance = bool(before) and (before[-1] in _MODALS or (before[-1] == "to" and not _EXPECTED.isdisjoint(before)))
    return is_chance and not _AGENCIES.isdisjoint(folds[first:at])


_DENIED: tuple[Status, Polarity] = ("approved", "negated")
_SOUGHT: tuple[Status, Polarity] = ("investigational", "affirmed")
_PARTING = frozenset((";", ":", "but", "although", "though", "while", "whereas", "however"))
#: Verbs that take an approval back, those that never give it, and those that tell that it is not there yet.
_ENDING = frozenset(map(stem, ("withdraw", "withdrew", "withdrawn", "revoke", "revoked", "rescind", "rescinded", "lapsed", "expired", "suspended")))
_REFUSING = frozenset(map(stem, ("refuse", "refused", "refusal", "reject", "rejected", "decline", "declined", "denied", "deny")))
_SEEKING = frozenset(
    map(
        stem,
        (
            "seek", "seeks", "sought", "await", "awaits", "awaited", "awaiting", "pending", "expected", "anticipated", "applied", "applies",
            "application", "filed", "submitted", "requested", "pursuing", "pursues",
        ),
    )
)  # fmt: skip
_UNTIL = frozenset(("until", "till"))
_APPROVING = frozenset(("approve", "license", "licence", "authorise", "authorize"))
_TELLING = _ENDING | _REFUSING | _SEEKING | frozenset(map(stem, ("until", "till", "negative", "review", *_APPROVING)))
#: What is sought or withdrawn, and what makes a noun of a verb among these words.
_APPROVALS = _APPROVING | {"approval", "licensure", "authorization", "authorisation", "registration", "indication", "clearance"}
_ARTICLES = frozenset(("a", "the", "its", "this", "their"))
_GRANTED = frozenset(("approved", "licensed", "authorised", "authorized", "indicated"))
#: Who gives approvals, what they say, and whose review is one.
_AGENCIES = frozenset(("fda", "ema", "chmp", "mhra", "tga", "pmda", "emea", "agency", "regulator", "regulators", "authority", "authorities", "commission"))
_VERDICTS = frozenset(("opinion", "recommendation", "vote"))
_REVIEWING = _AGENCIES | {"regulatory", "priority"}
#: Those who ask a panel or an insurer case by case.
_BY_DOCTORS = frozenset(
    (
        "must", "should", "need", "required", "panel", "insurer", "insurers", "doctor", "clinician", "physician", "hospital", "committee", "prior",
        "request", "ethic",
    )
)  # fmt: skip
#: What stands between a verb and another object: "rejected the claim that", "sought to learn whether approval".
_NO_OBJECT = frozenset(("claim", "that", "whether", "because", "after", ";", "hypothesis", "if"))
_CLAUSES = frozenset(("who", "which", "because", "after", "when", "if", "before", "since", "whether"))
_BEING = frozenset(("is", "was", "were", "are", "been", "be", "has"))
_WERE = frozenset(("was", "were"))
_NOT = frozenset(("not", "never", "no", "cannot"))
_MODALS = frozenset(("may", "might", "could", "will"))
_EXPECTED = frozenset(("expected", "set", "likely", "due", "planned", "plans", "about", "poised"))
#: Tokens from a verb back to its denial, on to the approval, from an agency to its refusal, back to "under", to a chance, and from A to "until".
_TO_NOT, _TO_APPROVAL, _TO_REFUSING, _TO_UNDER, _TO_COMING, _TO_UNTIL = 2, 8, 4, 4, 4, 3
