"""Tables with a head: the rows of a page go in, drafts of what their columns say of each row's product come out.

The words of the head (data/cues/table_heads.tsv) give each column a role: product, indication, side effects, contraindications,
route ... A row is about the product of its own cell, else of its heading, else of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from kg.errors import ResourceError
from kg.reading.cues import CueBook, Phrase, Stream, read_rows
from kg.reading.drafts import Draft
from kg.reading.page import CLASS, Agent, Page, Term, Unit, is_part
from kg.reading.remarks import find_remarks
from kg.reading.safety.bands import frequency_band
from kg.reading.safety.frequencies import column_of
from kg.reading.table_rows import USES, Head, Row, begins_table, is_second_head, named_arms
from kg.records import Frequency, Severity

__all__ = ["TableReader", "load_table_heads"]

_ROLES = frozenset(
    (
        *USES, "product", "denied", "fails", "prevents", "category", "contraindicated", "adverse", "risk", "route", "interacts", "monitor",
        "mitigate", "mechanism", "source", "status", "frequency", "severity", "other", "disease",
    )
)  # fmt: skip
#: Roles of which one makes a table worth reading by its columns.
_TELLING = frozenset(
    (
        "treats",
        "approved",
        "off-label",
        "investigational",
        "denied",
        "fails",
        "prevents",
        "contraindicated",
        "adverse",
        "risk",
        "route",
        "interacts",
    )
)


def load_table_heads(folder: Path) -> CueBook:
    """Read table_heads.tsv; raises ResourceError for an unknown role."""
    path = folder / "table_heads.tsv"
    rows = read_rows(path, ("words", "role"))
    for number, (_, role) in enumerate(rows, start=2):
        if role not in _ROLES:
            raise ResourceError(path, f"role is {role!r}, expected one of {', '.join(sorted(_ROLES))}", line=number)
    return CueBook((words, Phrase(role)) for words, role in rows)


#: Tokens between the word for the class and the closer name of a product in its cell.
_CLOSER = 4
#: Words of a title or head by which the product of a row prevents the disease of the row.
_PREVENTING = frozenset(("immunization", "immunisation", "prophylaxis", "immunoprophylaxis", "post-exposure", "postexposure"))


class TableReader:
    """Reads the rows of one page, which come in their order."""

    __slots__ = ("_book", "_carried", "_classes", "_has_products", "_head", "_is_of_diseases", "_last", "_page", "_rule")

    def __init__(self, page: Page, book: CueBook, classes: Mapping[str, str]) -> None:
        """Take the page, the words of heads, and the adjectives and fields that name a class ("autoimmune", "neurology")."""
        self._page = page
        self._book = book
        self._classes = classes
        self._head: Head | None = None
        self._is_of_diseases = False
        self._carried: Frequency = "unspecified"
        #: A row before this one named its product in the column for it.
        self._has_products = False
        self._last: Unit | None = None
        #: The block of a line such as "---|---" that stands for no row.
        self._rule = -1

    def reads(self, unit: Unit) -> bool:
        """Tell whether the unit is a row of a table whose head says what its columns are, the head itself included."""
        if not unit.is_row:
            if unit.last - unit.first == 1 and self._page.tokens.surfaces[unit.first] == "|":
                self._rule = unit.block
            return False
        last, self._last = self._last, unit
        goes_on = last is not None and last.is_row and self._rule == last.block + 1 == unit.block - 1
        if begins_table(unit, last, self._page) and not goes_on:
            self._head = self._read_head(unit)
            self._has_products = False
            self._carried = "unspecified"
        elif self._head is not None and is_second_head(unit, self._page):
            self._head = None  # products side by side
        unit.is_tabled = self._head is not None or self._is_of_diseases
        return self._head is not None

    def drafts(self, unit: Unit) -> Iterator[Draft]:
        """Give what a row says."""
        head = self._head
        if head is None:
            return
        if not unit.terms:
            self._carried = Row(unit, self._page, head, {}, "", None, self._carried).frequency()
            return
        columns = {id(term): self._column(unit, term.first) for term in unit.terms}
        subject, span = self._subject(unit, columns)
        if subject is None:
            return
        row = Row(unit, self._page, head, columns, subject, span, self._carried)
        self._carried = row.frequency()
        row = replace(row, carried=self._carried)
        if "route" in head.roles.values():
            yield from row.routes()
        rows = [row, *(replace(row, subject=other.concept or "", span=(other.first, other.last)) for other in self._or_else(unit, subject))]
        for term in unit.terms:
            role = head.roles.get(columns[id(term)], "")
            if not is_part(unit, term) and not term.is_product:
                for product in rows if role in USES or role == "prevents" else rows[:1]:
                    yield from product.read(term, role)
        if "adverse" in head.roles.values():
            yield from row.factors()
        if "category" in head.roles.values():
            yield from row.classes(self._classes)

    def _or_else(self, unit: Unit, subject: str) -> Iterator[Agent]:
        """ "Immunoglobulin or IVIG": a second product in the cell of the first."""
        roles = self._head.roles if self._head is not None else {}
        for agent in unit.agents:
            other = agent.concept is not None and agent.concept != subject
            if other and self._page.tokens.folds[agent.first - 1] == "or" and roles.get(self._column(unit, agent.first)) == "product":
                yield agent

    def remarks(self, unit: Unit) -> Iterator[Unit]:
        """Give the sentences of the row's cells of remarks, where the row names its product."""
        head = self._head
        if head is None or not unit.terms:
            return
        subject, span = self._subject(unit, {})
        if subject is None or span is None:
            return
        cells: dict[int, list[int]] = {}
        for index in range(unit.first, unit.last):
            if self._page.tokens.surfaces[index] != "|":
                cells.setdefault(self._column(unit, index), []).append(index)
        for column, inside in cells.items():
            if head.roles.get(column, "status") == "status":
                yield from find_remarks(unit, self._page, (inside[0], inside[-1] + 1), Agent(*span, subject))

    def _read_head(self, unit: Unit) -> Head | None:
        page = self._page
        if any(t.has("Condition", "ImmunoglobulinProduct", "Immunodeficiency") and t.concept != CLASS and not self._is_asked_of(t) for t in unit.terms):
            self._is_of_diseases = False
            return None  # a row of data
        if len(named_arms(page, unit)) > 1:
            return None  # products side by side
        roles: dict[int, str] = {}
        for cue in self._book.find(Stream([(unit.first, unit.last)], page.tokens.stems)):
            column = self._column(unit, cue.first)
            if column not in roles or roles[column] in {"product", "condition", "status", "other"}:
                roles[column] = cue.phrase.kind
        if self._is_of_prevention(unit):
            roles = {column: "prevents" if role in {"condition", "treats"} else role for column, role in roles.items()}
        first = min(self._columns(unit), default=0)
        if roles.get(first) == "status" and "frequency" in roles.values() and self._tells_effects(unit):
            roles[first] = "adverse"  # "Effect | How often" over "fever | common"
        if set(roles.values()) == {"frequency"} and self._tells_effects(unit):
            # "How often | What" over "uncommon | fever and chills".
            roles.update((column, "adverse") for column in self._columns(unit) if column not in roles)
        told = set(roles.values())
        self._is_of_diseases = "disease" in told
        percent = self._percent(unit)
        if (len(roles) < 2 and not (told == {"adverse"} and percent is not None)) or "disease" in told:
            return None
        if not told & _TELLING and not ("condition" in told and told & {"status", "product"}):
            return None
        frequencies = {self._column(unit, c.first): cast("Frequency", c.phrase.value) for c in unit.cues("frequency")}
        severities = {self._column(unit, c.first): cast("Severity", c.phrase.value) for c in unit.cues("severity")}
        return Head(roles, frequencies, severities, percent)

    def _is_asked_of(self, term: Term) -> bool:
        """ "Role of IVIG", "Response to IVIG", "Where IVIG stands": a column on the product of all rows."""
        return term.is_product and self._page.tokens.folds[term.first - 1] in {"of", "to", "with", "where"}

    def _is_of_prevention(self, unit: Unit) -> bool:
        """ "Table 2. Passive immunization" over "Disease | What to give"."""
        heading = self._page.heading_over(unit)
        folds = self._page.tokens.folds
        words = [*folds[unit.first : unit.last], *(folds[heading.first : heading.last] if heading is not None else ())]
        title = self._page.units[0]
        if _PREVENTING.isdisjoint(words) and title.is_heading and title is not heading:
            words.extend(folds[title.first : title.last])
        return not _PREVENTING.isdisjoint(words) and "treatment" not in words

    def _percent(self, unit: Unit) -> int | None:
        """The column whose head speaks of a percentage, of patients rather than of infusions."""
        text = self._page.normal.text
        cells = [(start, text[start:end].lower()) for start, end in self._page.layout.blocks[unit.block].cells]
        shares = [(start, words) for start, words in cells if "%" in words and "reaction" not in words]
        best = next((start for start, words in shares if any(who in words for who in ("subject", "patient", "participant"))), None)
        if best is None:
            best = next((start for start, words in shares if "infusion" not in words), None)
        return column_of(self._page, unit, best) if best is not None else None

    def _tells_effects(self, unit: Unit) -> bool:
        below = self._page.following(unit)
        if below is None or not below.is_row or not below.has("AdverseEffect"):
            return False
        starts, ends = self._page.tokens.starts, self._page.tokens.ends
        return bool(below.cues("frequency")) or frequency_band(self._page.normal.text[starts[below.first] : ends[below.last - 1]]) is not None

    def _columns(self, unit: Unit) -> set[int]:
        return {self._column(unit, i) for i in range(unit.first, unit.last) if self._page.tokens.surfaces[i] != "|"}

    def _column(self, unit: Unit, token: int) -> int:
        return column_of(self._page, unit, self._page.tokens.starts[token])

    def _subject(self, unit: Unit, columns: Mapping[int, int]) -> tuple[str | None, tuple[int, int] | None]:
        """The product of the product column or of the row; another treatment in that column makes the row none of ours."""
        assert self._head is not None
        roles = self._head.roles
        in_cell = [agent for agent in unit.agents if roles.get(self._column(unit, agent.first)) == "product"]
        if in_cell:
            self._has_products = True
            agent = in_cell[0]
            if agent.concept == CLASS:
                # "Immune globulin, intravenous (IVIG)": the closer name.
                folds = self._page.tokens.folds
                closer = (a for a in in_cell if a.concept not in {None, CLASS} and folds[a.first - 1] != "or")
                agent = next((a for a in closer if a.first - agent.last <= _CLOSER), agent)
            return agent.concept, (agent.first, agent.last) if agent.concept else None
        if "product" in roles.values() and self._page.topic is None:
            return None, None
        if "product" in roles.values() and (self._has_products or not any(role == "condition" for role in roles.values())):
            return None, None  # a product that is not known
        product = next(iter(unit.products), None)
        if product is not None:
            return product.concept, (product.first, product.last)
        heading = self._page.heading_over(unit)
        named = next((a.concept for a in heading.agents if a.concept), None) if heading is not None else None
        del columns
        return named or self._page.topic, None
