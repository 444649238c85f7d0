"""Tables with a head: the rows of a page go in, drafts of what their columns say of each row's product come out.

The words of the head (data/cues/table_heads.tsv) give each column a role: product, indication, side effects, contraindications,
route ... A row is about the product of its own cell, else of its heading, else of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kg.errors import ResourceError
from kg.reading.cues import Cue, CueBook, Phrase, Stream, read_rows
from kg.reading.drafts import Draft
from kg.reading.frequencies import column_of, frequency_of_percent
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.qualifiers import frequency_band, polarity_of
from kg.records import Frequency, Polarity, Predicate, Severity, Status

__all__ = ["TableReader", "load_table_heads"]

_USES = {"treats": "used", "approved": "approved", "off-label": "used", "investigational": "investigational", "condition": "used"}
_ROLES = frozenset(
    (
        *_USES, "product", "denied", "fails", "prevents", "category", "contraindicated", "adverse", "risk", "route", "interacts", "monitor",
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
_DISEASES = ("Condition", "Immunodeficiency", "Category")
#: The predicate of a role whose cells simply name its objects, and the classes that these have.
_PLAIN: Mapping[str, tuple[Predicate, tuple[str, ...]]] = {
    "contraindicated": ("contraindicated_in", (*_DISEASES, "RiskFactor")),
    "interacts": ("interacts_with", ("Vaccine", "LaboratoryTest", "Medication")),
    "monitor": ("monitored_by", ("LaboratoryTest",)),
    "mechanism": ("acts_via", ("Mechanism",)),
    "source": ("derived_from", ("Source", "Plasma", "CellCulture")),
    "route": ("given_by_route", ("Route",)),
}
_ROOT = "adverse-event-root"
_BRACKETED = re.compile(r"\(\s*[<≥>~]?\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*\)")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%?")
_YES = frozenset(("yes", "x", "✓", "✔", "+"))
_NO = frozenset(("no", "-", "✗", "✘"))


def load_table_heads(folder: Path) -> CueBook:
    """Read table_heads.tsv; raises ResourceError for an unknown role."""
    path = folder / "table_heads.tsv"
    rows = read_rows(path, ("words", "role"))
    for number, (_, role) in enumerate(rows, start=2):
        if role not in _ROLES:
            raise ResourceError(path, f"role is {role!r}, expected one of {', '.join(sorted(_ROLES))}", line=number)
    return CueBook((words, Phrase(role)) for words, role in rows)


@dataclass(frozen=True, slots=True)
class _Head:
    """The roles of a table's columns, and what its head says of the effects of a column."""

    roles: Mapping[int, str]
    frequencies: Mapping[int, Frequency]
    severities: Mapping[int, Severity]
    #: The column that gives the share of patients.
    percent: int | None = None


class TableReader:
    """Reads the rows of one page, which come in their order."""

    __slots__ = ("_book", "_head", "_last", "_page")

    def __init__(self, page: Page, book: CueBook) -> None:
        """Take the page and the words of heads."""
        self._page = page
        self._book = book
        self._head: _Head | None = None
        self._last: Unit | None = None

    def reads(self, unit: Unit) -> bool:
        """Tell whether the unit is a row of a table whose head says what its columns are, the head itself included."""
        if not unit.is_row:
            return False
        last, self._last = self._last, unit
        if last is None or not last.is_row or unit.block - last.block > 1 or unit.place.heading != last.place.heading:
            self._head = self._read_head(unit)
        return self._head is not None

    def drafts(self, unit: Unit) -> Iterator[Draft]:
        """Give what a row says."""
        head = self._head
        if head is None or not unit.terms:
            return
        columns = {id(term): self._column(unit, term.first) for term in unit.terms}
        subject, span = self._subject(unit, columns)
        if subject is None:
            return
        others = {term.concept for term in unit.terms if term.has("MonoclonalAntibody")}
        row = _Row(unit, self._page, head, columns, subject, span)
        for term in unit.terms:
            role = head.roles.get(columns[id(term)], "")
            if not is_part(unit, term) and not term.is_product and subject not in others:
                yield from row.read(term, role)

    def _read_head(self, unit: Unit) -> _Head | None:
        page = self._page
        if any(t.has("Condition", "ImmunoglobulinProduct", "Immunodeficiency") and t.concept != "immunoglobulin" for t in unit.terms):
            return None  # a row of data
        roles: dict[int, str] = {}
        for cue in self._book.find(Stream([(unit.first, unit.last)], page.tokens.stems)):
            column = self._column(unit, cue.first)
            if column not in roles or roles[column] in {"product", "condition", "status", "other"}:
                roles[column] = cue.phrase.kind
        told = set(roles.values())
        percent = self._percent(unit)
        if (len(roles) < 2 and not (told == {"adverse"} and percent is not None)) or "disease" in told:
            return None
        if not told & _TELLING and not ("condition" in told and told & {"status", "product"}):
            return None
        frequencies = {self._column(unit, c.first): cast("Frequency", c.phrase.value) for c in unit.cues("frequency")}
        severities = {self._column(unit, c.first): cast("Severity", c.phrase.value) for c in unit.cues("severity")}
        return _Head(roles, frequencies, severities, percent)

    def _percent(self, unit: Unit) -> int | None:
        """The column whose head speaks of a percentage, of patients rather than of infusions."""
        text = self._page.normal.text
        cells = [(start, text[start:end].lower()) for start, end in self._page.layout.blocks[unit.block].cells]
        shares = [(start, words) for start, words in cells if "%" in words and "reaction" not in words]
        best = next((start for start, words in shares if any(who in words for who in ("subject", "patient", "participant"))), None)
        if best is None:
            best = next((start for start, words in shares if "infusion" not in words), None)
        return column_of(self._page, unit, best) if best is not None else None

    def _column(self, unit: Unit, token: int) -> int:
        return column_of(self._page, unit, self._page.tokens.starts[token])

    def _subject(self, unit: Unit, columns: Mapping[int, int]) -> tuple[str | None, tuple[int, int] | None]:
        """The product of the product column or of the row; another treatment in that column makes the row none of ours."""
        assert self._head is not None
        roles = self._head.roles
        for agent in unit.agents:
            if roles.get(self._column(unit, agent.first)) == "product":
                return agent.concept, (agent.first, agent.last) if agent.concept else None
        if "product" in roles.values() and self._page.topic is None:
            return None, None
        if "product" in roles.values() and not any(role == "condition" for role in roles.values()):
            return None, None  # a product that is not known
        product = next((a for a in unit.agents if a.concept), None)
        if product is not None:
            return product.concept, (product.first, product.last)
        heading = self._page.headings.get(unit.place.heading) if unit.place.heading is not None else None
        named = next((a.concept for a in heading.agents if a.concept), None) if heading is not None else None
        del columns
        return named or self._page.topic, None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its subject."""

    unit: Unit
    page: Page
    head: _Head
    columns: Mapping[int, int]
    subject: str
    span: tuple[int, int] | None

    def read(self, term: Term, role: str) -> Iterator[Draft]:
        """Read a term by the role of its column."""
        unit = self.unit
        if role in _USES or role in {"denied", "fails", "prevents"}:
            if term.has(*_DISEASES) or term.stands_for:
                yield from self._use(term, role)
            return
        bounds = self._cell(term)
        qualifiers = [cue for cue in unit.qualifiers if bounds[0] <= cue.first < bounds[1]]
        polarity = polarity_of(qualifiers, self.page.tokens, bounds, term.first, term.last)
        if role == "adverse" and term.has("AdverseEffect") and term.concept != _ROOT:
            yield self._draft(term, "has_adverse_effect", polarity=polarity, effect=True)
        elif role == "risk" and term.has("RiskFactor", "Condition", "Immunodeficiency", "Constituent"):
            raised = next((t for t in unit.terms if t.has("AdverseEffect") and self.columns[id(t)] != self.columns[id(term)]), None)
            draft = self._draft(term, "has_risk_factor", polarity="affirmed")
            yield _with_effect(draft, raised.concept if raised is not None else "")
        elif role == "category" and term.has("Category"):
            members = (t for t in unit.terms if t.has("Condition", "Immunodeficiency") and self.columns[id(t)] != self.columns[id(term)])
            member = next(members, None)
            if member is not None and member.concept != term.concept:
                yield Draft(
                    member.concept, "in_category", term.concept, term.first, term.last, "table column", round(0.75 * term.score, 3), unit.index,
                    subject_span=(member.first, member.last),
                )  # fmt: skip
        elif role == "mitigate" and term.has("Management", "Medication"):
            yield self._draft(term, "mitigated_by")
        elif role in _PLAIN:
            predicate, classes = _PLAIN[role]
            if term.has(*classes) and (role == "interacts" or polarity != "negated"):
                yield self._draft(term, predicate, polarity=polarity)

    def _use(self, term: Term, role: str) -> Iterator[Draft]:
        unit = self.unit
        bounds = self._cell(term)
        here = [cue for cue in unit.relations if bounds[0] <= cue.first < bounds[1]]
        prevents = role == "prevents" or any(
            c.phrase.kind == "prevents" and (c.last <= term.first or c.first - term.last <= 1) for c in here
        )
        if any(c.phrase.kind.startswith("contraindicated") and c.last <= term.first for c in here):
            return
        status: Status = "not-recommended" if role == "denied" else self._status(term, role)
        failing = role == "fails" or any(c.phrase.kind.startswith("ineffective") for c in self._told(term))
        failing = failing and status != "not-recommended"
        concept = term.concept if term.has(*_DISEASES) or not term.stands_for else term.stands_for
        if failing:
            yield self._draft(term, "not_effective_for", concept=concept)
            return
        polarity: Polarity = "negated" if prevents and status == "not-recommended" else "affirmed"
        yield self._draft(term, "prevents" if prevents else "treats", concept=concept, status=status, polarity=polarity)

    def _told(self, term: Term) -> list[Cue]:
        """The cues of the term's own cell and of the cells on status."""
        mine = self.columns[id(term)]
        return [
            cue
            for cue in self.unit.relations
            if (column := column_of(self.page, self.unit, self.page.tokens.starts[cue.first])) == mine
            or self.head.roles.get(column) == "status"
        ]

    def _status(self, term: Term, role: str) -> Status:
        told = [cue for cue in self._told(term) if cue.phrase.kind in {"status-after", "status"} and cue.phrase.value]
        told += [cue for cue in self._told(term) if cue.phrase.kind == "treats" and cue.phrase.value not in {"used", "", "used-hedged"}]
        denied = [cue for cue in told if cue.phrase.value == "not-recommended"]
        if denied:
            return "not-recommended"
        if told:
            return cast("Status", told[0].phrase.value)
        for column, other in self.head.roles.items():
            if other in {"approved", "off-label"} and column != self.columns[id(term)]:
                words = set(self._words(column))
                if not words.isdisjoint(_YES):
                    return "approved" if other == "approved" else "used"
                if not words.isdisjoint(_NO) and other == "off-label":
                    return "approved"
        place = self.unit.place.kind
        if place == "denied":
            return "not-recommended"
        if role == "treats" and self.page.is_label:
            return "approved"
        return cast("Status", _USES.get(role, "used"))

    def _words(self, column: int) -> list[str]:
        tokens = self.page.tokens
        return [
            tokens.folds[i]
            for i in range(self.unit.first, self.unit.last)
            if column_of(self.page, self.unit, tokens.starts[i]) == column and tokens.surfaces[i] != "|"
        ]

    def _cell(self, term: Term) -> tuple[int, int]:
        tokens = self.page.tokens
        first, last = term.first, term.last
        while first > self.unit.first and tokens.surfaces[first - 1] != "|":
            first -= 1
        while last < self.unit.last and tokens.surfaces[last] != "|":
            last += 1
        return first, last

    def _draft(
        self,
        term: Term,
        predicate: Predicate,
        *,
        concept: str = "",
        status: Status = "",
        polarity: Polarity = "affirmed",
        effect: bool = False,
    ) -> Draft:
        severity: Severity = ""
        frequency: Frequency = ""
        if effect:
            column = self.columns[id(term)]
            severity = self.head.severities.get(column, "unspecified")
            frequency = self.head.frequencies.get(column) or self._frequency(term)
            if severity == "unspecified":
                severity = next(
                    (cast("Severity", cue.phrase.value) for cue in self.unit.cues("severity") if cue.phrase.value == "serious"),
                    "unspecified",
                )
        return Draft(
            self.subject, predicate, concept or term.concept, term.first, term.last, "table column", round(0.8 * term.score, 3), self.unit.index,
            status=status, polarity=polarity, severity=severity, frequency=frequency, subject_span=self.span,
        )  # fmt: skip

    def _frequency(self, term: Term) -> Frequency:
        tokens = self.page.tokens
        first, last = self._cell(term)
        share = self._share()
        if share is not None:
            return frequency_of_percent(share)
        band = frequency_band(self.page.normal.text[tokens.starts[self.unit.first] : tokens.ends[self.unit.last - 1]])
        if band is not None:
            return band
        own = [cue for cue in self.unit.cues("frequency") if first <= cue.first < last and cue.last <= term.first]
        if own:
            return cast("Frequency", own[-1].phrase.value)
        for cue in self.unit.cues("frequency"):
            if self.head.roles.get(column_of(self.page, self.unit, tokens.starts[cue.first])) == "frequency":
                return cast("Frequency", cue.phrase.value)
        return "unspecified"

    def _share(self) -> float | None:
        """The percentage of patients that the row gives in the column for it: "26 (42)", "12.5 %"."""
        text = self.page.normal.text
        for start, end in self.page.layout.blocks[self.unit.block].cells:
            if self.head.percent is not None and column_of(self.page, self.unit, start) == self.head.percent:
                match = _BRACKETED.search(text, start, end) or _NUMBER.search(text, start, end)
                if match is not None and float(match[1]) <= 100:
                    return float(match[1])
        return None


def _with_effect(draft: Draft, effect: str) -> Draft:
    return Draft(
        draft.subject, draft.predicate, draft.object, draft.first, draft.last, draft.method, draft.score, draft.unit,
        polarity=draft.polarity, subject_span=draft.subject_span, effect=effect,
    )  # fmt: skip
