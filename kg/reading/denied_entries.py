"""Entries of lists and tables that their head, label or cell denies: drafts go in, the same with what is denied denied come out.

The rules read what an entry names by the section or list it stands in; that the line over it says "unlikely to be beneficial", that the cell
beside it says "No" or the line below it "not effective", is looked up here, once for all rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.reading.drafts import USES, WEAK_METHODS, Draft
from kg.reading.page import DISEASES, Page, Unit
from kg.reading.therapy.status import ADVISED_AGAINST

__all__ = ["said_of_use", "with_denials"]

#: Claims that an entry may make by where it stands.
_DENIABLE = USES | {"contraindicated_in", "has_adverse_effect"}
#: What words around an entry may say of it.
_FUTILE, _AGAINST, _DOUBTED, _UNAPPROVED, _UNSEEN, _ALLOWED, _NONE = "futile", "against", "doubted", "unapproved", "unseen", "allowed", "none"
#: Tokens of the longest line, head and verdict, and words up to what a verdict denies.
_LONGEST_ENTRY, _LONGEST_HEAD, _LONGEST_VERDICT = 24, 16, 10
_COLUMN = "table column"
_METHOD = "entry that is denied"


def with_denials(drafts: Sequence[Draft], page: Page) -> list[Draft]:
    """Turn or leave out the claims of entries that are denied where they stand."""
    entries = _Entries(page)
    result: list[Draft] = []
    for draft in drafts:
        if draft.predicate not in _DENIABLE or draft.polarity == "negated":
            result.append(draft)
        else:
            result.extend(_as_said(draft, entries.verdict_on(draft)))
    return _without_denied_headings(result, page)


def _as_said(draft: Draft, said: str) -> Iterator[Draft]:
    is_use = draft.predicate in USES
    if not said or (said == _UNAPPROVED and draft.status != "approved" and draft.method not in {*WEAK_METHODS, _COLUMN}):
        yield draft  # what is not approved may be used all the same
    elif is_use and said == _FUTILE:
        yield replace(draft, predicate="not_effective_for", status="", method=_METHOD)
    elif is_use and said == _AGAINST:
        yield replace(draft, status=ADVISED_AGAINST[0], polarity=ADVISED_AGAINST[1])
    elif is_use and said == _DOUBTED:
        yield replace(draft, polarity="hedged")
    elif said == _UNSEEN:
        yield replace(draft, polarity="negated", frequency="unspecified", severity="unspecified")
    elif said == _ALLOWED or (said == _UNAPPROVED and draft.status == "approved"):
        yield replace(draft, polarity="negated")


@dataclass(slots=True)
class _Entries:
    """The lists and tables of a page."""

    page: Page
    #: The words of the cells of a line, as they came: the marks for yes and no are not among the words of the page.
    lines: dict[int, list[str]] = field(default_factory=dict)
    heads: dict[int, list[str]] = field(default_factory=dict)
    #: What stands over an item's list.
    over: dict[int, Unit | None] = field(default_factory=dict)
    #: The first row of the table of a row.
    tables: dict[int, Unit] = field(default_factory=dict)

    def verdict_on(self, draft: Draft) -> str:
        """Tell what the words around an entry say of its claim; nothing for most."""
        unit = self.page.units[draft.unit]
        if unit.is_row:
            return self._of_row(unit, draft) if unit.last - unit.first <= _LONGEST_ROW else ""
        if unit.last - unit.first > _LONGEST_ENTRY:
            return ""
        return next(filter(None, (_judged(text, draft) for text in self._texts(unit, draft))), "") or self._behind(unit, draft)

    def _texts(self, unit: Unit, draft: Draft) -> Iterator[str]:
        """The label before an entry, the head of its list, and for an effect the heading over it."""
        page = self.page
        folds = page.tokens.folds
        colon = next((i for i in range(draft.first - 1, unit.first - 1, -1) if folds[i] in _PARTING), None)
        if colon is not None and folds[colon] == ":":
            opened = next((i + 1 for i in range(colon - 1, unit.first - 1, -1) if folds[i] in _PARTING), unit.first)
            yield " ".join(folds[opened:colon])
        if unit.products or (colon is not None and folds[colon] == ":"):
            return
        head = self._head_of(unit)
        if head is not None:
            yield self._said_over(head, draft)
        if draft.predicate == "has_adverse_effect":
            heading, before = page.heading_over(unit), unit.previous
            for each in (heading, before if before is not None and before.block == unit.block - 1 else None):
                if each is not None and each not in {head, unit} and each.last - each.first <= _LONGEST_HEAD and not each.is_item:
                    yield self._said_over(each, draft)

    def _said_over(self, unit: Unit, draft: Draft) -> str:
        """The words of a line over an entry, but for the product that the claim is of; nothing where they are on another treatment."""
        if any(agent.concept != draft.subject for agent in unit.agents) and draft.predicate != "contraindicated_in":
            return "" if any(agent.concept is not None for agent in unit.agents) or draft.predicate in USES else self._text(unit)
        product = {i for agent in unit.products for i in range(agent.first, agent.last)}
        return " ".join(self.page.tokens.folds[i] for i in range(unit.first, unit.last) if i not in product)

    def _text(self, unit: Unit) -> str:
        return " ".join(self.page.tokens.folds[unit.first : unit.last])

    def _head_of(self, unit: Unit) -> Unit | None:
        """The line over a list."""
        head: Unit | None = unit
        passed: list[int] = []
        while head is not None and head.is_item:
            if head.index in self.over:
                head = self.over[head.index]
                break
            passed.append(head.index)
            head = head.intro or (self.page.units[head.index - 1] if head.index else None)
        self.over.update(dict.fromkeys(passed, head))  # a long list is gone through once
        surfaces = self.page.tokens.surfaces
        if head is unit:
            head = self.page.units[unit.index - 1] if unit.index else None
            if head is None or head.first == head.last or surfaces[head.last - 1] != ":":
                return None
        is_line = head is not None and 0 < head.last - head.first <= _LONGEST_HEAD and surfaces[head.last - 1] != "."
        return head if is_line else None

    def _behind(self, unit: Unit, draft: Draft) -> str:
        """ "Sepsis: no benefit", "Sarcoidosis – not indicated", and a line of its own: "Multiple sclerosis / IVIG is not effective."."""
        page, last = self.page, draft.last
        surfaces = page.tokens.surfaces
        if draft.predicate == "contraindicated_in" or draft.first - unit.first > 1:
            return ""
        if surfaces[last : last + 1] == ["("]:
            last = next((i + 1 for i in range(last, unit.last) if surfaces[i] == ")"), last)
        if draft.predicate == "has_adverse_effect":
            is_parted = last < unit.last - 1 and surfaces[last] in _DASHES
            return _judged(" ".join(page.tokens.folds[last + 1 : unit.last]).rstrip(" ."), draft) if is_parted else ""  # "Gout: not reported"
        if last < unit.last - 1 and surfaces[last] in _DASHES:
            return self._verdict(unit, last + 1)
        after = page.following(unit)
        if after is None or last < unit.last or after.block != unit.block + 1 or after.first == after.last or after.is_row:
            return ""
        below = page.following(after)
        heads_list = after.is_heading or surfaces[after.last - 1] == ":" or (below is not None and below.is_item and not after.is_item)
        is_of_list = unit.is_item and after.is_item
        return "" if heads_list or is_of_list else self._verdict(after, after.first)

    def _verdict(self, unit: Unit, first: int) -> str:
        """What words say that begin at a token and take up the rest of the line."""
        tokens = self.page.tokens
        is_other = any(t.first >= first and t.has(*DISEASES) for t in unit.terms) or any(agent.first >= first for agent in unit.rivals)
        if is_other or unit.last - first > _LONGEST_VERDICT:
            return ""
        product = {i for agent in unit.products for i in range(agent.first, agent.last)}
        return said_of_use(" ".join(tokens.folds[i] for i in range(first, unit.last) if i not in product))

    # --- tables ------------------------------------------------------------------------------------------------------------

    def _of_row(self, unit: Unit, draft: Draft) -> str:
        cells = self._cells(unit)
        own = self._column_of(unit, draft.first)
        if len(cells) < _LEAST_CELLS or own >= len(cells):
            return ""
        if draft.predicate in USES:
            for column, cell in enumerate(cells):
                if column < own and (said := said_of_use(cell)):
                    return said
        heads = self._head_cells(unit)
        columns = [column for column in range(len(cells)) if column != own and column < len(heads)]
        of_product = [column for column in columns if draft.subject in self._products_of(unit, column)]
        answers = {column: cells[column] for column in of_product or columns}
        foreign = {self._column_of(head, agent.first) for head in [self._head(unit)] for agent in head.rivals}
        kinds = {column: self._asks(unit, heads[column], draft) if column not in foreign else "" for column in answers}
        if any(_YES.match(cell) for column, cell in answers.items() if kinds[column]):
            return ""
        if draft.predicate in USES:
            told = [said for column, cell in answers.items() if kinds[column] and (said := said_of_use(cell))]
            if told:
                return told[0]
        refused = [column for column, cell in answers.items() if kinds[column] and _NO.match(cell)]
        if not refused:
            return ""
        if kinds[refused[0]] == _UNAPPROVED and draft.status != "approved" and any(not kinds[c] and not _OF_PRODUCTS.match(heads[c]) for c in answers):
            return ""  # "Evidence: B | US label: no", "Approved: no | Off-label: yes": a use without a licence
        return kinds[refused[0]] if not _NONE_AT_ALL.match(cells[refused[0]]) else _NONE

    def _asks(self, unit: Unit, head: str, draft: Draft) -> str:
        """What a "No" below a head means: "Recommended?", "Approved", "IVIG", or "US" under a title on approved uses."""
        if draft.predicate == "contraindicated_in":
            return _ALLOWED if "contraindicat" in head else ""
        if draft.predicate == "has_adverse_effect":
            return _UNSEEN if _OF_SIGHT.search(head) else ""
        title = self.page.heading_over(unit)
        over = self._text(title) if title is not None and (not head or _PLACES.search(head)) else ""
        for said in (head, over):
            kind = next((kind for kind, pattern in _QUESTIONS.items() if pattern.search(said)), "")
            if kind:
                return _UNAPPROVED if kind == _NONE and said is over and head else kind  # "US", "EU" under "Indications of IVIG"
        return _NONE if over or any(name in head for name in _NAMES) else ""

    def _products_of(self, unit: Unit, column: int) -> set[str]:
        head = self._head(unit)
        return {agent.concept for agent in head.agents if agent.concept and self._column_of(head, agent.first) == column}

    def _head(self, unit: Unit) -> Unit:
        """The first row of the table that a row stands in."""
        head = unit
        while head.index and head.index not in self.tables:
            above = self.page.units[head.index - 1]
            is_group = not above.is_row and above.index and self.page.units[above.index - 1].is_row and "|" in self._line(above)
            if head.block - above.block > 1 or not (above.is_row or is_group):
                break
            head = above
        head = self.tables[unit.index] = self.tables.get(head.index, head)
        return head

    def _head_cells(self, unit: Unit) -> list[str]:
        """The words over the columns, of two lines where the second names nothing that a row would: "Approved | Approved" over "US | EU"."""
        head = self._head(unit)
        if head.index not in self.heads:
            cells = list(self._cells(head))
            below = self.page.following(head)
            if below is not None and below.is_row and below.index < unit.index and not below.has(*DISEASES, "AdverseEffect"):
                second = self._cells(below)
                cells = [f"{cell} {second[i] if i < len(second) else ''}".strip() for i, cell in enumerate(cells)]
            self.heads[head.index] = cells
        return self.heads[head.index]

    def _cells(self, unit: Unit) -> list[str]:
        if unit.index not in self.lines:
            line = self._line(unit)
            parts = line.split("|") if "|" in line else _GAP.split(line)
            self.lines[unit.index] = [" ".join(part.lower().split()) for part in parts]
        return self.lines[unit.index]

    def _column_of(self, unit: Unit, token: int) -> int:
        line_start, _ = self._span(unit)
        before = self.page.document.text[line_start : self.page.span(token, token + 1)[0]]
        return before.count("|") if "|" in self._line(unit) else len(_GAP.findall(before))

    def _line(self, unit: Unit) -> str:
        start, end = self._span(unit)
        return self.page.document.text[start:end]

    def _span(self, unit: Unit) -> tuple[int, int]:
        """The line of the text that a row stands in."""
        text, (start, end) = self.page.document.text, self.page.span(unit.first, unit.last)
        stop = text.find("\n", end)
        return text.rfind("\n", 0, start) + 1, stop if stop >= 0 else len(text)


def _judged(text: str, draft: Draft) -> str:
    """What the label or head of an entry says of it."""
    if not text or len(text.split()) > _LONGEST_HEAD or _PARTLY.search(text) is not None:
        return ""
    if draft.predicate == "has_adverse_effect":
        if _OF_MEASURES.search(text) is not None:
            return ""
        return _UNSEEN if _NOT_SEEN.search(text) else _NONE if _ELSEWHERE.search(text) else ""
    if draft.predicate == "contraindicated_in":
        return _ALLOWED if _NO_BAN.search(text) else ""
    return _FUTILE if _NO_GAIN.search(text) else _AGAINST if _ADVICE.search(text) else ""


def said_of_use(text: str) -> str:
    """What a cell or the words behind a name say of its use.

    >>> said_of_use("not effective ."), said_of_use("is not indicated"), said_of_use("insufficient evidence"), said_of_use("not effective alone")
    ('futile', 'against', 'doubted', '')
    """
    text = _OPENING.sub("", text)
    if _PARTLY.search(text) is not None or len(text.split()) > _LONGEST_VERDICT:
        return ""
    return next((said for said, pattern in ((_FUTILE, _NO_GAIN), (_AGAINST, _ADVICE), (_DOUBTED, _DOUBT)) if pattern.match(text)), "")


def _without_denied_headings(drafts: Sequence[Draft], page: Page) -> list[Draft]:
    """ "1.4 Rubella / The use in rubella cannot be justified.": the heading claims no use that its text denies, and what is prevented it prevents."""
    claimed = [d for d in drafts if d.predicate in USES and d.polarity != "negated" and _heads_text(page.units[d.unit], d)]
    if not claimed:
        return list(drafts)
    told: dict[tuple[int, str], set[str]] = {}
    for draft in drafts:
        unit = page.units[draft.unit]
        if draft.predicate in _TELLING:
            said = "denied" if draft.polarity == "negated" or draft.predicate not in USES else draft.predicate
            for block in {unit.place.heading, unit.block - 1} - {None, unit.block}:
                told.setdefault((block or 0, draft.object), set()).add(said)
    dropped: set[int] = set()
    prevented: set[int] = set()
    for draft in claimed:
        said_of = told.get((page.units[draft.unit].block, draft.object), set())
        if said_of == {"denied"}:
            dropped.add(id(draft))
        elif draft.predicate == "treats" and "prevents" in said_of and "treats" not in said_of:
            prevented.add(id(draft))
    return [replace(d, predicate="prevents") if id(d) in prevented else d for d in drafts if id(d) not in dropped]


def _heads_text(unit: Unit, draft: Draft) -> bool:
    """A heading, or a line of nothing but the name, over the text on it."""
    return unit.is_heading or (not unit.is_item and not unit.is_row and draft.last - draft.first == unit.last - unit.first)


_TELLING = USES | {"not_effective_for", "contraindicated_in"}
#: Cells of the smallest table, and tokens of the longest row that is looked at.
_LEAST_CELLS = 2
_LONGEST_ROW = 400
_GAP = re.compile(r"\t| {2,}")
_PARTING = frozenset((":", ";", "."))
_DASHES = frozenset((":", "-", "–", "—"))
#: Words that deny but a part, or that turn.
_PARTLY = re.compile(
    r"\b(?:alone|always|all|every|unless|except|until|as|if|when|while|but|although|though|than|over|versus|vs|compared|monotherapy"
    r"|only (?!placebo|with|in|on)|yet|previously|may not|might not|could not|not only|first|without|after|before|and not|or not)\b|/ not\b"
)
_NO_GAIN = re.compile(
    r"\b(?:unlikely to (?:be )?(?:beneficial|effective|helpful|of (?:benefit|use|value|help)|help|benefit|work)|ineffective"
    r"|not (?:been )?(?:found |shown |proven |proved |likely )?(?:to )?(?:be )?"
    r"(?:effective|beneficial|helpful|useful|of (?:benefit|use|value|help)|help|benefit|work)"
    r"|no (?:proven |clear |clinical |demonstrated )?(?:benefit|efficacy|effect|value|use)(?! on| of)|of no (?:proven )?(?:benefit|use|value|help))\b"
)
_ADVICE = re.compile(
    r"\b(?:not (?:be |been )?(?:recommended|indicated|advised|advisable|justified)|should not be (?:used|given)"
    r"|recommend\w* against|advi[sc]e\w* against)\b"
)
_DOUBT = re.compile(r"(?:insufficient|inadequate|conflicting|limited|scant|unclear|little) (?:evidence|data|benefit)\b")
#: What may open a verdict.
_OPENING = re.compile(r"^(?:(?:it|this|treatment|therapy|use|is|was|are|were|has|have|had|been|generally|does|doe|did|do|[-–—:]) )+(?=\w)")
#: Words on what is measured of an effect, which need not be known: "Frequency not reported".
_OF_MEASURES = re.compile(r"\b(?:frequency|incidence|rate|severity|causality|percentage|number|prevalence|duration|onset)\b")
_NOT_SEEN = re.compile(
    r"\b(?:not|never) (?:been )?(?:observed|reported|seen|noted|recorded|detected|described)(?: so far| to date)?(?: (?:with|after|on|in|by|for))?"
    r"(?: [:?])?$|^no (?:reports?|cases?)(?: of)?(?: :)?$"
)
_ELSEWHERE = re.compile(
    r"\b(?:with|on|after|under|receiving|given|of|in|from|by) (?:the )?placebo(?: (?:only|alone|group|arm|recipient|patient|treated))*(?: :)?$"
    r"|\bonly (?:with|in|on|after|under) (?:the )?placebo\b|\b(?:of|with|from|to|after) other (?:product|medicine|drug|brand)s?(?: \( .* \))?(?: :)?$"
)
_NO_BAN = re.compile(r"^(?:(?:is|are) )?(?:not|no(?: longer)?) (?:a )?contraindicat|\bnot contraindicat\w*(?: in| for)?(?: :)?$")
#: Answers in cells.
_YES = re.compile(r"(?:yes|y|x|[✓✔✅☑•+]+)(?:\W|$)|(?:effective|recommended|approved|licensed|indicated|beneficial|first)\b")
_NO = re.compile(r"(?:no|n|none|nil|never|[✗✘×❌])(?:\W*$| ?[,;(.])")
_NONE_AT_ALL = re.compile(r"(?:none|nil)\b")
#: What a column asks, by what its "No" means.
_QUESTIONS = {
    _UNAPPROVED: re.compile(r"\b(?:approv|label|licen[cs]|authori[sz]|registered|on-label|fda\b|ema\b)"),
    _AGAINST: re.compile(r"\b(?:recommend|indicated|advis|appropriate)"),
    _FUTILE: re.compile(r"\b(?:effective|efficac|benefit|works?\b|helps?\b)"),
    _NONE: re.compile(r"\b(?:treat|use[ds]?\b|given|indications?\b)"),
}
_OF_PRODUCTS = re.compile(r"$|(?:drug|product|brand|agent|treatment|immunoglobulin)\b")
_PLACES = re.compile(r"^(?:us|usa|eu|uk|europe|japan|canada|australia|fda|ema|germany|france|adults?|children|who|nice)\b")
_NAMES = ("ivig", "scig", "immunoglobulin", "immune globulin", "ig")
_OF_SIGHT = re.compile(r"\b(?:seen|reported|observed|occurs?|occurred|caused|causes|found)\b|^(?:ivig|scig|immunoglobulin)\b")
