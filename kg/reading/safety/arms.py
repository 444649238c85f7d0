"""How often an effect was seen in each arm of a trial told in prose: a sentence and a term go in, the shares of both arms come out.

"IVIG / placebo, %: fever 9 / 3; rash 2 / 5" names the arms once; "fever in 12% on IVIG and 4% on placebo" names each behind its share.
What was no more frequent with the product than with a placebo is no effect of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from kg.reading.page import Agent, Page, Term, Unit
from kg.reading.safety.bands import frequency_of_percent
from kg.records import Frequency

__all__ = ["frequency_in_arm", "is_no_more_frequent", "is_not_raised"]


@dataclass(frozen=True, slots=True)
class _Shares:
    """The percentages of an effect in the product's arm and in that of the comparator."""

    treated: float
    comparator: float


def is_no_more_frequent(unit: Unit, page: Page, term: Term) -> bool:
    """ "rash 2 / 5", "rash in 3% on IVIG and 3% on placebo": as many or more had it without the product."""
    if is_not_raised(unit, page, term) or _is_by_chance(unit, page, term):
        return True
    shares = _shares(unit, page, term)
    return shares is not None and shares.treated <= shares.comparator


def is_not_raised(unit: Unit, page: Page, term: Term) -> bool:
    """ "A is common in B and is not raised by IVIG": what the disease brings, and the product does not make more of."""
    if "not" not in unit.folds or "by" not in unit.folds or not unit.products:
        return False
    folds = page.tokens.folds
    for agent in unit.products:
        at = next((i for i in range(agent.first - 1, max(term.last, agent.first - _TO_NOT), -1) if folds[i] == "not"), None)
        if at is None or "by" not in folds[agent.first - 2 : agent.first] or _MORE.isdisjoint(folds[at : agent.first]):
            continue
        if not {"and", "but", ",", ";", "though", "although"}.isdisjoint(folds[term.last : at]):
            return True
    return False


def _is_by_chance(unit: Unit, page: Page, term: Term) -> bool:
    """ "A in 5% of IVIG recipients and 2% of controls; the difference was not significant": what may be chance, in this sentence or the next."""
    if unit.folds.isdisjoint(_OTHERS) or "%" not in page.tokens.folds[term.last : unit.last]:
        return False
    following = page.following(unit)
    for told in (unit, following):
        if told is None or told.block != unit.block or _SIGNIFICANT.isdisjoint(told.folds):
            continue
        words = page.tokens.folds[told.first : told.last]
        at = next(i for i, word in enumerate(words) if word in _SIGNIFICANT)
        is_denied = "insignificant" in words or not {"not", "none", "no", "neither"}.isdisjoint(words[max(0, at - _TO_DENIAL) : at])
        if not _is_of_shares(words, at):
            continue
        if is_denied and (told is unit or not {"difference", "differences", "these", "none", "neither"}.isdisjoint(told.folds)):
            return True
    return False


def _is_of_shares(words: Sequence[str], at: int) -> bool:
    """ "the difference was not significant", "did not differ significantly"; not "no significant harm", "the difference in relapses was not ..."."""
    told = next((i for i in range(max(0, at - _TO_DIFFERENCE), min(len(words), at + 3)) if words[i] in _DIFFERING), None)
    if told is None:
        return words[at] != "significantly" and (at + 1 == len(words) or words[at + 1] in _ENDS)
    return words[told + 1 : told + 2] not in (["in"], ["of"]) or words[told + 2] in _RATES


_DIFFERING = frozenset(("difference", "differences", "differ", "differed", "differing", "different", "more", "higher", "greater", "increase", "excess"))
_TO_DIFFERENCE = 8
_RATES = frozenset((
    "the", "this", "these", "both", "either", "frequency", "rate", "rates", "incidence", "side", "adverse", "reactions", "effects", "events", "safety",
    "reaction", "effect", "event",
))  # fmt: skip
_ENDS = frozenset((".", ",", ";", ")", ":"))
#: Tokens from "not" to the product, and words for what did not become more.
_TO_NOT = 8
_MORE = frozenset(("raised", "increased", "worse", "worsened", "aggravated"))
_OTHERS = frozenset(("controls", "control", "placebo"))
_SIGNIFICANT = frozenset(("significant", "significantly", "insignificant"))
_TO_DENIAL = 6


def frequency_in_arm(unit: Unit, page: Page, term: Term) -> Frequency | None:
    """Grade the share of the product's arm where the arms are named once: "IVIG / placebo, %: fever 9 / 3"."""
    shares = _of_order(unit, page, term) if _may_compare(unit, page) else None
    return None if shares is None else frequency_of_percent(shares.treated)


def _may_compare(unit: Unit, page: Page) -> bool:
    return bool(unit.products and unit.rivals) and not unit.is_row and not unit.folds.isdisjoint(page.lists[_COMPARATORS])


def _shares(unit: Unit, page: Page, term: Term) -> _Shares | None:
    return (_of_order(unit, page, term) or _of_names(unit, page, term)) if _may_compare(unit, page) else None


def _of_order(unit: Unit, page: Page, term: Term) -> _Shares | None:
    """ "IVIG / albumin / placebo, %: ... fever 9 / 4 / 3": the numbers behind an effect in the order of the arms named before."""
    comparator = next((a for a in reversed(unit.rivals) if a.last <= term.first and page.tokens.folds[a.first] in page.lists[_COMPARATORS]), None)
    if comparator is None or unit.products[0].last > term.first:
        return None
    first, last = sorted((unit.products[0], comparator), key=_PLACE)
    parted = [i for i in range(first.last, last.first) if page.tokens.folds[i] in _PARTING]
    if not parted or last.first - first.last > len(parted) * (_LONGEST_ARM + 1):
        return None
    behind = page.normal.text[page.tokens.ends[term.last - 1] : page.tokens.ends[unit.last - 1]]
    match = _IN_ORDER.match(behind)
    numbers = [float(number) for number in _NUMBER.findall(match[1])] if match is not None else []
    if len(numbers) != len(parted) + 1 or max(numbers) > _ALL:
        return None
    return _Shares(numbers[0], numbers[-1]) if last is comparator else _Shares(numbers[-1], numbers[0])


def _of_names(unit: Unit, page: Page, term: Term) -> _Shares | None:
    """ "fever was seen in 12% of infants on IVIG and 4% on placebo": two shares behind an effect, each with the arm behind it."""
    behind = [agent for agent in unit.agents if agent.first >= term.last]
    comparator = next((a for a in behind if a.concept is None and page.tokens.folds[a.first] in page.lists[_COMPARATORS]), None)
    product = next((a for a in behind if a.concept is not None), None)
    if comparator is None or product is None or any(t.has("AdverseEffect") and term.last <= t.first < comparator.first for t in unit.terms):
        return None
    first, second = sorted((product, comparator), key=_PLACE)
    start = page.tokens.ends[term.last - 1]
    shares = [_share_before(page, start, first), _share_before(page, page.tokens.ends[first.last - 1], second)]
    if shares[0] is None or shares[1] is None:
        return None
    return _Shares(shares[0], shares[1]) if first is product else _Shares(shares[1], shares[0])


def _share_before(page: Page, start: int, arm: Agent) -> float | None:
    """The one percentage between a place in the text and the name of an arm."""
    found = _PERCENT.findall(page.normal.text, start, page.tokens.starts[arm.first])
    return float(found[0]) if len(found) == 1 else None


_PLACE = attrgetter("first")
_COMPARATORS = "occasion-comparators"
#: What parts the names of arms, the tokens of such a name between two of them, and the whole in percent.
_PARTING = frozenset(("/", "vs", "versus", "v"))
_LONGEST_ARM = 3
_ALL = 100
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ONE = r"\d{1,3}(?:\.\d+)?\s?%?"
#: "during infusion 3.3 / 2.8 / 0.5", "12% vs 3%": up to four words, and the numbers of the arms.
_IN_ORDER = re.compile(rf"(?:\s[a-z]+){{0,4}}\s*[,:(]?\s*({_ONE}(?:\s?(?:/|vs\.?|versus)\s?{_ONE}){{1,3}})(?![\d/])")
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?%")
