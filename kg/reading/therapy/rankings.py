"""Criteria of a guideline that rank its uses: lines such as "Category A (established role)" go in, drafts of treats with that status come out.

Below a line that says how well uses are supported, each entry that opens with a condition is a use with that status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from kg.reading.drafts import Draft, draft_of
from kg.reading.openings import grading_cues
from kg.reading.page import DISEASES, Page, Term, Unit, is_part
from kg.reading.therapy.prevention import is_prevented
from kg.reading.therapy.scope import NOT_THERAPY
from kg.reading.therapy.status import ADVISED_AGAINST
from kg.reading.therapy.use_records import find_recorded
from kg.reading.words import stem
from kg.records import Polarity, Status

__all__ = ["find_ranked"]

#: The longest line that ranks what stands below it, in tokens.
_LONGEST_RANK = 16
#: The longest of those that end with a colon, "Still being studied:", and the tokens behind what it says.
_SHORT_RANK = 6
_CLOSING = 2
#: Entries below one such line.
_LONGEST_LIST = 40
#: Number or code of an entry: "A1", "2.3", "(b)".
_CODE = re.compile(r"[A-Za-z]{0,2}\d{0,3}|[ivx]+|[().:•*\-]|recommendation|criterion|indication")
_OPENING = 6
#: "Severe asthma": a degree is no entry.
_DEGREES = frozenset(("serious-illness", "rare-disease", "childhood-disease"))
_AFFIRMED: Polarity = "affirmed"
_STATUSES = frozenset(("approved", "recommended", "used", "investigational", "not-recommended"))


def find_ranked(page: Page) -> Mapping[int, list[Draft]]:
    """Give for each unit the uses that it names below a line of a guideline that ranks them; labels rank nothing."""
    found: dict[int, list[Draft]] = {}
    if page.topic is None or page.is_label:
        return found
    status, left, is_list = "", 0, False
    headed: str | None = None
    recorded = find_recorded(page)
    found.update(recorded)
    for unit in page.units:
        if unit.first >= unit.last or unit.index in recorded:
            continue
        if unit.is_heading and unit.last - unit.first <= _LONGEST_RANK:
            named = {agent.concept for agent in unit.agents}
            headed = named.pop() if len(named) == 1 else headed
        rank = _rank(unit, page)
        labelled = _labelled(unit, page) if not rank else None
        if labelled is not None:
            standing, entry = labelled
            found[unit.index] = _uses(unit, page, entry, standing, headed or page.topic)
            continue
        told = _told_rank(unit, page) if not rank and not left else None
        if told is not None:
            found[unit.index] = _uses(unit, page, told[1], told[0], headed or page.topic)
            continue
        if unit.is_heading and is_list:
            left = 0  # a heading behind a list with marks
        entry = _entry(unit, page) if left and not rank else []
        if rank and _answers_name(unit, page):
            left = 0
        elif rank:
            status, left, is_list = rank, _LONGEST_LIST, False
        elif left == _LONGEST_LIST and not unit.terms and not unit.relations and page.tokens.surfaces[unit.last - 1] == ":":
            continue  # "Panel approval needed", "Evidence is weak, yet patients may gain:": it says more of what the rank lists
        elif (unit.is_heading and not entry) or page.tokens.surfaces[unit.last - 1] == ":":
            left = 0  # another section, or words that introduce a list of their own
        elif entry:
            left, is_list = left - 1, unit.is_item
            found[unit.index] = _uses(unit, page, entry, status, headed or page.topic)
    return found


def _answers_name(unit: Unit, page: Page) -> bool:
    """ "First-line" as the one item below "GBS", a heading of its own: what is said of that name, no head of the names below."""
    before = page.units[unit.index - 1] if unit.index else unit
    if not unit.is_item or not before.is_heading or page.tokens.surfaces[unit.last - 1] == ":":
        return False
    named = {i for term in before.terms if term.has(*DISEASES) for i in range(term.first, term.last)}
    return bool(named) and named.issuperset(range(before.first, before.last))


def _uses(unit: Unit, page: Page, entry: Sequence[Term], status: str, product: str) -> list[Draft]:
    """The uses of an entry with the status of its rank; a product that the entry itself names is the one that is meant."""
    standing, polarity = _standing_of(status)
    named = next((agent.concept for agent in unit.agents if agent.concept), None) or product
    return [
        draft_of(
            named, "prevents" if is_prevented(unit, page, term) else "treats", term, "entry of ranked uses", 0.8, unit.index,
            status=standing, polarity=polarity,
        )
        for term in entry
    ]  # fmt: skip


def _standing_of(status: str) -> tuple[Status, Polarity]:
    """The status and polarity of a rank; what is not approved, used or studied is denied."""
    if status == "not-recommended":
        return ADVISED_AGAINST
    told = status.removeprefix("not-")
    return cast("Status", told), _AFFIRMED if told == status else "negated"


def _told_rank(unit: Unit, page: Page) -> tuple[str, list[Term]] | None:
    """ "At the top of the list stand A and B", "C comes in the middle", "At the bottom: D, for which it should not be given": ranks told in prose."""
    if _PLACES.isdisjoint(unit.folds) or unit.is_heading or unit.place.kind in NOT_THERAPY or not _speaks_of_ranking(unit, page):
        return None
    folds = page.tokens.folds[unit.first : unit.last]
    opening = _OPENING_RANK.match(" ".join(folds[:_LONGEST_RANK]))
    closing = _CLOSING_RANK.search(" ".join(folds)) if opening is None else None
    found = opening or closing
    if found is None:
        return None
    limit = unit.first + " ".join(folds)[: closing.start()].count(" ") + 1 if closing is not None else unit.last
    start = unit.first + opening.group().count(" ") if opening is not None else unit.first
    uses = [t for t in unit.terms if start <= t.first and t.has("Condition", "Immunodeficiency") and not is_part(unit, t)]
    behind = [i for i in range(start, unit.last) if page.tokens.folds[i] in _ENDING_LIST]
    end = min(limit, next((i for i in behind if any(t.first < i for t in uses)), unit.last))
    named = [t for t in uses if t.first < end and t.concept not in _DEGREES and t.concept != "pregnancy"]
    status = next(value for name, value in _RANKS.items() if found.group(name))
    if not named or (status == "not-recommended" and not _is_refused(unit, page)):
        return None
    return status, named


def _speaks_of_ranking(unit: Unit, page: Page) -> bool:
    """Tell whether the sentence, or one of the few before it in its section, says that uses are ranked."""
    near: Unit | None = unit
    for _ in range(_BACK):
        if near is None:
            return False
        if not _RANKING.isdisjoint(near.stems) and (near is unit or not near.rivals):
            return True
        near = near.previous
    return False


def _is_refused(unit: Unit, page: Page) -> bool:
    """ "..., for which it should not be given": what stands last in a ranking is refused where the sentence or the next says so."""
    after = page.following(unit)
    said = [unit] if after is None or after.block != unit.block or after.has("Condition", "Immunodeficiency") else [unit, after]
    return any(
        cue.phrase.value == "not-recommended" or cue.phrase.kind.startswith("contraindicated") for each in said for cue in each.relations
    ) or any(_REFUSED.search(" ".join(page.tokens.folds[each.first : each.last])) for each in said)


_REFUSED = re.compile(r"\b(should|must|will) (not|no longer) be \w+|\badvi[sz]\w* against\b|\bnot (be )?(advised|funded|covered|recommended|justified)\b")
#: Words that every such sentence has one of, and stems of those by which a text speaks of a ranking, so many sentences back.
_PLACES = frozenset(("top", "middle", "bottom", "priority", "tier", "line", "rung", "last", "next", "group", "head"))
_RANKING = frozenset(map(stem, ("ranked", "ranking", "ranks", "priority", "priorities", "tier", "tiers", "triage", "ration", "rationed", "rationing")))
_BACK = 4
#: What ends the list behind the rank.
_ENDING_LIST = frozenset(("though", "although", "but", "where", "which", ";", "while", "because", "since", "whom", "as", "with"))
_RANKS = {"top": "recommended", "middle": "used", "bottom": "not-recommended"}
_OF_LIST = r"(?: (?:of|in) (?:the|this|that|its|their) (?:list|ranking|ladder|scale|order|pile|table|queue))?"
_STANDS = r" (?::|,|stand|stands|are|is|come|comes|sit|sits|rank|ranks|we find|one finds|goe to|goes to|go to|go)(?: |$)"
_OPENING_RANK = re.compile(
    r"(?:(?P<top>(?:(?:at|on|in) the (?:very )?(?:top|head|first|highest)(?: tier| rung| group)?|first in line|(?:highest|top|first) priority))"
    r"|(?P<middle>(?:(?:in|on) the (?:middle|second|next)(?: tier| rung| group)?|(?:second|next) in line|next))"
    r"|(?P<bottom>(?:(?:at|on|in) the (?:very )?(?:bottom|foot|end|last|lowest)(?: tier| rung| group)?|last in line|last|lowest priority)))"
    + _OF_LIST + _STANDS
)  # fmt: skip
_CLOSING_RANK = re.compile(
    r" (?:come|comes|sit|sits|fall|falls|rank|ranks|stand|stands|land|lands|are|is|were|was placed|were placed) (?:(?:at|in|on|into|near) the "
    r"(?:very )?(?:(?P<top>top|first tier|highest tier|top tier|first group)|(?P<middle>middle|second tier|middle tier|second group)"
    r"|(?P<bottom>bottom|last tier|lowest tier|bottom tier|last group)))"
    + _OF_LIST + r" (?:\.|,|;)"
)  # fmt: skip


def _labelled(unit: Unit, page: Page) -> tuple[str, list[Term]] | None:
    """ "Recommended: A, B (...)", "May be considered: C": a rank and what stands behind its colon."""
    if ":" not in unit.folds:
        return None
    first = next((i for i in range(unit.first, unit.last) if page.tokens.surfaces[i] != "*"), unit.first)
    opening = page.tokens.surfaces[first + 1 : min(unit.last, first + _LABEL)]
    if ":" not in opening or unit.place.kind in NOT_THERAPY:
        return None
    colon = first + 1 + opening.index(":")
    cue = next((c for c in grading_cues(unit, first) if c.last <= colon), None)
    status = cue.phrase.value if cue is not None else ""
    while colon + 1 < unit.last and page.tokens.surfaces[colon + 1] == "*":
        colon += 1
    diseases = [t for t in unit.terms if t.first > colon and t.has("Condition", "Immunodeficiency") and not is_part(unit, t)]
    if cue is None or status not in _STATUSES or not diseases or diseases[0].first - colon > _OPENING // 2:
        return None
    if page.tokens.folds[cue.first - 1] == "not" and cue.first > first:
        status = "not-" + status  # "Not approved: A, B"
    return status, _listed(page, diseases)


#: Tokens of such a label with its colon.
_LABEL = 6


def _rank(unit: Unit, page: Page) -> str:
    """The status that a line gives to the uses listed below it."""
    if unit.last - unit.first > _LONGEST_RANK or unit.place.kind in NOT_THERAPY or not _opens_line(unit, page):
        return ""
    if not unit.is_heading and page.tokens.surfaces[unit.last - 1] in {".", "?", "!", ","}:
        return ""
    if any(term.has(*DISEASES) for term in unit.terms) or unit.rivals:
        return ""
    ranks = [cue for cue in unit.relations if cue.phrase.kind == "rank"]
    if ranks and (
        page.tokens.folds[ranks[0].first - 1] in {"and", "or", "/"}
        or any(cue.first >= ranks[0].last and cue.phrase.value != ranks[0].phrase.value for cue in ranks)
    ):
        return ""  # "Covered and non-covered indications": a title over both
    if ranks:
        return ranks[0].phrase.value
    if page.tokens.surfaces[unit.last - 1] == ":":
        if "we" in unit.folds:
            return ""  # "We recommend:", over sentences on who is to be given what
        named = [cue for cue in unit.relations if cue.phrase.kind == "status-after" and unit.last - cue.last <= _CLOSING]
        return named[0].phrase.value if named and unit.last - unit.first <= _SHORT_RANK and named[0].phrase.value in _STATUSES else ""
    for cue in unit.relations:
        if cue.phrase.kind == "status-after" or (cue.phrase.kind == "treats" and cue.phrase.value not in {"used", "used-hedged"}):
            return cue.phrase.value if cue.phrase.value in _STATUSES else ""
    return ""


def _entry(unit: Unit, page: Page) -> list[Term]:
    """The conditions that an entry opens with, after its number."""
    if unit.place.kind in NOT_THERAPY or not _opens_line(unit, page):
        return []
    diseases = [t for t in unit.terms if t.has("Condition", "Immunodeficiency") and not is_part(unit, t) and t.concept not in _DEGREES]
    if not diseases or diseases[0].first - unit.first > _OPENING or diseases[0].concept == "pregnancy":
        return []
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    if not all(folds[i] in page.lists["entry"] or _CODE.fullmatch(surfaces[i]) for i in range(unit.first, diseases[0].first)):
        return []
    return _listed(page, diseases)


def _listed(page: Page, diseases: Sequence[Term]) -> list[Term]:
    """The first condition and those that a list joins to it."""
    entry = list(diseases[:1])
    for term in diseases[1:]:
        if not _JOINING.issuperset(page.tokens.folds[entry[-1].last : term.first]) or term.has("AdverseEffect"):
            break
        entry.append(term)
    return entry


_JOINING = frozenset((",", "and", "or", "/", "&", ";", "chronic", "acute", "severe"))


def _opens_line(unit: Unit, page: Page) -> bool:
    """Tell whether nothing but a mark or a number stands before the sentence in its line."""
    start = page.tokens.starts[unit.first]
    line = page.normal.text[max(0, start - _MARK) : start].rpartition("\n")
    return unit.is_item or unit.is_row or unit.is_heading or not line[2].strip(" \t-•*0123456789.()")


#: Characters before an entry that are looked through for its line's beginning.
_MARK = 12
