"""Rows of tables: a row whose columns have roles goes in, drafts of what its cells say of its product come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import cast

from kg.reading.cues import Cue
from kg.reading.drafts import Draft, draft_of
from kg.reading.page import DISEASES, Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.safety.bands import frequency_band, frequency_of_percent
from kg.reading.safety.frequencies import column_of
from kg.reading.safety.manifestations import is_sign_of_effect
from kg.reading.safety.risk_factors import factors_in
from kg.reading.safety.severities import severity_of
from kg.reading.therapy.indications import is_origin
from kg.reading.therapy.prevention import is_prevented
from kg.reading.therapy.status import ADVISED_AGAINST, DOUBTED, DOUBTFUL
from kg.records import Frequency, Polarity, Predicate, Severity, Status

__all__ = ["ARMS", "KINDS_OF_TREATMENT", "OCCASIONS", "USES", "Head", "Row", "begins_table", "is_second_head", "named_arms"]

USES = {"treats": "used", "approved": "approved", "off-label": "used", "investigational": "investigational", "condition": "used"}
#: The predicate of a role whose cells simply name its objects, and the classes that these have.
_PLAIN: Mapping[str, tuple[Predicate, tuple[str, ...]]] = {
    "contraindicated": ("contraindicated_in", (*DISEASES, "RiskFactor", "Population")),
    "interacts": ("interacts_with", ("Vaccine", "LaboratoryTest", "Medication")),
    "monitor": ("monitored_by", ("LaboratoryTest",)),
    "mechanism": ("acts_via", ("Mechanism",)),
    "source": ("derived_from", ("Source", "Plasma", "CellCulture")),
    "route": ("given_by_route", ("Route",)),
}
#: What the letters in a column of routes mean.
ROUTE_OF_LETTERS = {
    "iv": "intravenous-route", "ivig": "intravenous-route", "sc": "subcutaneous-route", "sq": "subcutaneous-route",
    "subq": "subcutaneous-route", "scig": "subcutaneous-route", "subcut": "subcutaneous-route", "im": "intramuscular-route",
}  # fmt: skip
_ROOT = "adverse-event-root"
#: Conditions that are no more than the occasion of an exposure.
OCCASIONS = frozenset(("wound", "tetanus-prone-wound", "needlestick-injury", "animal-bite"))
#: Words of a row on people who were exposed.
_EXPOSURES = frozenset(("contact", "exposur", "expos", "postexposur", "bit", "bitten", "needlestick", "wound", "household", "susceptibl"))
_BRACKETED = re.compile(r"\(\s*[<≥>~]?\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*\)")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%?")
#: What a registration sets before the name of what is given.
KINDS_OF_TREATMENT = frozenset(("drug", "biological"))
_YES = frozenset(("yes", "x", "✓", "✔", "+"))
_NO = frozenset(("no", "-", "✗", "✘"))
#: What a cell on the role of a product says where it has none.
_NOTHING = frozenset(("none", "nil"))
_FAILED = frozenset(("failed", "negative", "unsuccessful", "disappointing"))
_STUDIES = frozenset(("trial", "study", "phase", "rct"))
#: How a cell on the evidence begins that says that the product does not help.
_OF_NO_USE = frozenset(
    (first, second)
    for first, seconds in {"not": ("effective", "useful", "helpful", "beneficial"), "no": ("benefit", "effect", "use", "value")}.items()
    for second in seconds
)


def named_arms(page: Page, unit: Unit) -> list[tuple[int, tuple[str, str]]]:
    """List where a unit names groups of a trial: ("arm", "a") of "Arm A"."""
    if ARMS.isdisjoint(unit.folds):
        return []
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    places = (index for index in range(unit.first, unit.last - 1) if folds[index] in ARMS)
    return [(index, (folds[index], surfaces[index + 1].lower())) for index in places if _ARM_NAME.fullmatch(surfaces[index + 1])]


#: Words for a group of a trial, which a letter or number names.
ARMS = frozenset(("arm", "group", "cohort"))
_ARM_NAME = re.compile(r"[A-F]|[1-6]|I{1,3}|IV")


def begins_table(unit: Unit, last: Unit | None, page: Page) -> bool:
    """Tell whether a row belongs to another table than the row that was met last."""
    if last is not None and last.is_row and _is_over_group(unit, last, page):
        return False
    if last is None or not last.is_row or unit.block - last.block > 1 or unit.place.heading != last.place.heading:
        return True
    return _is_head_behind_gap(unit, page)


def is_second_head(unit: Unit, page: Page) -> bool:
    """Tell the lower line of a head of two: "Effect | Patients (%) | Patients (%)" above "Effect | IVIG | Placebo"."""
    above = page.units[unit.index - 1] if unit.index else unit
    if not above.is_row or unit.block - above.block != 1 or any(t.has(*DISEASES, "AdverseEffect") and t.concept != _ROOT for t in unit.terms):
        return False
    cells = page.layout.blocks[unit.block].cells
    if len(cells) < _CELLS_OF_HEAD or not unit.products or len(unit.agents) < _SIDE_BY_SIDE:
        return False
    text = page.normal.text
    own, over = (text[slice(*page.layout.blocks[each.block].cells[0])].strip() for each in (unit, above))
    if own and own != over:
        return False
    return not above.products and not (above.index and page.units[above.index - 1].is_row)


def _is_over_group(unit: Unit, last: Unit, page: Page) -> bool:
    """ "Delayed | | " between two rows of a table: a line within it that names a group of rows, in whose line all other cells are empty."""
    blocks = page.layout.blocks
    if unit.block - last.block != _OVER_A_LINE or len(blocks[unit.block].cells) != len(blocks[last.block].cells):
        return False
    text = page.normal.text
    start, end = blocks[last.block].end, blocks[unit.block].start
    lines = [line for line in text[start:end].split("\n") if line.strip(" |\t")]
    return len(lines) == 1 and _GROUP.fullmatch(lines[0].strip()) is not None and _EMPTY.search(text, start, end) is None


#: Blocks from a row to the next one behind a line of their table, and a line with one cell that is not empty.
_OVER_A_LINE = 2
_GROUP = re.compile(r"\|?[^|]*[^|\s][^|]*\|(?:\s*\|)*|[^\t|]+\t+")
#: Products and other treatments that stand side by side.
_SIDE_BY_SIDE = 2


def _is_head_behind_gap(unit: Unit, page: Page) -> bool:
    """A row below an empty line and right above another row, with no finding in it: the head of a further table."""
    block, following = page.layout.blocks[unit.block], page.layout.blocks[unit.block + 1 : unit.block + 2]
    if not following or following[0].kind != "row" or len(block.cells) < _CELLS_OF_HEAD:
        return False
    if any(t.has(*DISEASES, "AdverseEffect") and t.concept != _ROOT for t in unit.terms):
        return False
    before = page.layout.blocks[unit.block - 1]
    return _has_empty_line(page, before.end, block.start) and not _has_empty_line(page, block.end, following[0].start)


def _has_empty_line(page: Page, start: int, end: int) -> bool:
    return _EMPTY.search(page.normal.text, start, end) is not None


_EMPTY = re.compile(r"\n[ \t]*\n")
#: Fewer cells make a row that names a group, not a head.
_CELLS_OF_HEAD = 2


@dataclass(frozen=True, slots=True)
class Head:
    """The roles of a table's columns, and what its head says of the effects of a column."""

    roles: Mapping[int, str]
    frequencies: Mapping[int, Frequency]
    severities: Mapping[int, Severity]
    #: The column that gives the share of patients.
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its subject."""

    unit: Unit
    page: Page
    head: Head
    columns: Mapping[int, int]
    subject: str
    span: tuple[int, int] | None
    #: What the column of frequencies says of the rows above, for a row that leaves its cell empty.
    carried: Frequency = "unspecified"

    def routes(self) -> Iterator[Draft]:
        """Read the abbreviations in the columns of routes, which say nothing outside of them: "IV, SC"."""
        tokens = self.page.tokens
        for index in range(self.unit.first, self.unit.last):
            route = ROUTE_OF_LETTERS.get(tokens.surfaces[index].lower())
            if route is None or self.head.roles.get(column_of(self.page, self.unit, tokens.starts[index])) != "route":
                continue
            if not any(term.first <= index < term.last for term in self.unit.terms):
                yield Draft(
                    self.subject, "given_by_route", route, index, index + 1, "table column", 0.75, self.unit.index, subject_span=self.span
                )  # fmt: skip

    def read(self, term: Term, role: str) -> Iterator[Draft]:
        """Read a term by the role of its column."""
        unit = self.unit
        if role in USES or role in {"denied", "fails", "prevents"}:
            if term.has(*DISEASES) or term.stands_for:
                yield from self._use(term, role)
            return
        bounds = self._cell(term)
        qualifiers = [cue for cue in unit.qualifiers if bounds[0] <= cue.first < bounds[1]]
        polarity = polarity_of(qualifiers, self.page.tokens, bounds, term.first, term.last)
        if role == "adverse" and "AdverseEffect" in term.classes and term.concept != _ROOT:
            if self._is_sign(term, bounds) or is_sign_of_effect(unit, self.page, term):
                return
            yield self._draft(term, "has_adverse_effect", polarity=polarity, effect=True)
        elif role == "risk" and term.has("RiskFactor", "Condition", "Immunodeficiency", "Constituent"):
            raised = next((t for t in unit.terms if "AdverseEffect" in t.classes and self.columns[id(t)] != self.columns[id(term)]), None)
            draft = self._draft(term, "has_risk_factor", polarity="affirmed")
            yield _with_effect(draft, raised.concept if raised is not None else "")
        elif role == "category" and "Category" in term.classes:
            members = (t for t in unit.terms if t.has("Condition", "Immunodeficiency") and self.columns[id(t)] != self.columns[id(term)])
            member = next(members, None)
            if member is not None and member.concept != term.concept and not self._is_effect(member):
                yield draft_of(
                    member.concept, "in_category", term, "table column", 0.75, unit.index, subject_span=(member.first, member.last)
                )
        elif role == "mitigate" and term.has("Management", "Medication"):
            yield self._draft(term, "mitigated_by")
        elif role == "status" and "adverse" in self.head.roles.values() and self._is_care(term, bounds):
            yield self._draft(term, "mitigated_by")  # "headache | common | slow the infusion"
        elif role == "product" and "Route" in term.classes and "route" not in self.head.roles.values() and polarity != "negated":
            yield self._draft(term, "given_by_route")
        elif role in _PLAIN:
            predicate, classes = _PLAIN[role]
            if term.has(*classes) and (role == "interacts" or polarity != "negated"):
                yield self._draft(term, predicate, polarity=polarity)

    def _is_care(self, term: Term, bounds: tuple[int, int]) -> bool:
        """ "slow the infusion", "give paracetamol" open a cell; not "from the premedication", "hydration was of no help"."""
        said = self.page.tokens.folds[bounds[0] : bounds[1]]
        return term.has("Management") and term.first - bounds[0] <= 1 and _NO_CARE.isdisjoint(said)

    def _is_effect(self, term: Term) -> bool:
        """ "Nervous system disorders | headache | common": what a table of side effects files under an organ is no kind of illness."""
        return self.head.roles.get(self.columns[id(term)]) == "adverse"

    def classes(self, classes: Mapping[str, str]) -> Iterator[Draft]:
        """ "A | Autoimmune | first line", "B | Neurology, inherited": a cell for the class that holds nothing but adjectives or fields."""
        unit, tokens = self.unit, self.page.tokens
        member = next((t for t in unit.terms if t.has("Condition", "Immunodeficiency") and not self._is_effect(t)), None)
        for column in [column for column, role in self.head.roles.items() if role == "category" and member is not None]:
            cell = self._tokens_of(column)
            named = {i for term in unit.terms if term.has("Category") for i in range(term.first, term.last)}
            known = [i for i in cell if tokens.folds[i] in classes and i not in named]
            if member is None or member.first in cell or not _OF_CLASS.issuperset(tokens.folds[i] for i in {*cell}.difference(known, named)):
                continue
            for i in known:
                category = Term(i, i + 1, classes[tokens.folds[i]], frozenset(("Category",)), 0.9, "adjective")
                span = (member.first, member.last)
                yield draft_of(member.concept, "in_category", category, "table column", 0.75, unit.index, subject_span=span)

    def factors(self) -> Iterator[Draft]:
        """ "Thrombosis | rare | risk higher with A, B", "Kidney failure | rare | A, B": what a column of remarks sets beside an effect."""
        unit, page = self.unit, self.page
        effect = next((t for t in unit.terms if "AdverseEffect" in t.classes and self._is_effect(t)), None)
        if effect is None or effect.concept == _ROOT:
            return
        for column in [column for column, role in self.head.roles.items() if role == "status"]:
            cell = self._tokens_of(column)
            last = next((i for i in cell if page.tokens.surfaces[i] in {";", "."}), cell[-1] + 1) if cell else 0
            found = factors_in(unit, page, cell[0], last, effect) if cell else []
            if found and _are_named_as_factors(page, found, cell[0], last):
                for _, term, concept in found:
                    yield _with_effect(self._draft(term, "has_risk_factor", concept=concept), effect.concept)

    def _is_sign(self, term: Term, bounds: tuple[int, int]) -> bool:
        """ "A; B and C are its first signs": what the cell calls signs."""
        cue = next((c for c in self.unit.relations if c.phrase.kind == "sign-left" and term.last <= c.first < bounds[1]), None)
        return cue is not None and ";" not in self.page.tokens.surfaces[term.last : cue.first]

    def _use(self, term: Term, role: str) -> Iterator[Draft]:
        unit = self.unit
        bounds = self._cell(term)
        here = [cue for cue in unit.relations if bounds[0] <= cue.first < bounds[1]]
        told = any(
            c.phrase.kind == "prevents"
            and (c.first - term.last <= 1 if c.last > term.first else ";" not in self.page.tokens.surfaces[c.last : term.first])
            for c in here
        )
        told = told or is_prevented(unit, self.page, term) or (role == "condition" and self._of_exposed())
        beside = role != "condition" and ("condition" in self.head.roles.values() or term.concept == "needlestick-injury")
        if role in {"condition", "treats"} and is_origin(unit, self.page, term):
            return  # "Low IgG after A | approved": what is treated stands before
        if term.concept in OCCASIONS and (role == "prevents" or told or beside):
            return  # "Tetanus | immunoglobulin | dirty wounds": when, not what
        # "Treatment of botulism" under "Passive immunization": the cell itself says what is meant.
        prevents = told or (role == "prevents" and not any(c.phrase.kind == "treats" and c.last <= term.first for c in here))
        prevents = prevents and "Immunodeficiency" not in term.classes  # which no product keeps off
        if any(c.phrase.kind.startswith("contraindicated") and c.last <= term.first for c in here) or term.concept == "pregnancy":
            return
        if any(c.phrase.kind == "treats-prevents" and c.last <= term.first for c in here):
            # "Prophylaxis and treatment of bacterial infections, Kawasaki disease": of the two only infections are prevented.
            if "infection" in term.concept:
                yield self._draft(term, "prevents", status=self._status(term, role))
            prevents = False
        if any(other == "status" and not _NOTHING.isdisjoint(self._words(column)[:1]) for column, other in self.head.roles.items()):
            return  # "A | None": the column on the role of the product
        status: Status = "not-recommended" if role == "denied" else self._status(term, role)
        failing = role == "fails" or any(c.phrase.kind.startswith("ineffective") for c in self._told(term)) or self._is_of_no_use()
        concept = term.concept if term.has(*DISEASES) or not term.stands_for else term.stands_for
        if failing:
            yield self._draft(term, "not_effective_for", concept=concept)
            if status != "not-recommended":
                return
        polarity: Polarity = "hedged" if status == "used" and self._is_doubted() else "affirmed"
        if status == "not-recommended":
            status, polarity = ADVISED_AGAINST
        yield self._draft(term, "prevents" if prevents else "treats", concept=concept, status=status, polarity=polarity)

    def _of_exposed(self) -> bool:
        """ "Measles | immunoglobulin | contacts under one year": a row on those who met the disease, not on the ill."""
        unit = self.unit
        return not _EXPOSURES.isdisjoint(self.page.tokens.stems[unit.first : unit.last]) and not any(
            cue.phrase.kind == "treats" and "treat" in self.page.tokens.stems[cue.first : cue.last] for cue in unit.relations
        )

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
        if self.page.is_trial and not KINDS_OF_TREATMENT.isdisjoint(self.unit.folds) and ":" in self.page.tokens.surfaces[term.last : self.unit.last]:
            return "investigational"  # "A | Drug: IVIG | Phase 2" of a registration
        return cast("Status", USES.get(role, "used"))

    def _is_doubted(self) -> bool:
        """ "A | Doubtful", "A | Controversial", "A | No good evidence": how the cell on the evidence begins."""
        cells = [self._words(column) for column, role in self.head.roles.items() if role == "status"]
        return any(
            (not DOUBTFUL.isdisjoint(words[:1]) and DOUBTED.issuperset(words[1:2]))
            or (not _SCANT.isdisjoint(words[:1]) and not _EVIDENCE.isdisjoint(words[1:_TO_EVIDENCE]))
            for words in cells
        )

    def _is_of_no_use(self) -> bool:
        """ "A | Not effective (Level A)", "A | No benefit": how the cell on the evidence begins; "A | Phase 3 trial failed"."""
        cells = [self._words(column) for column, role in self.head.roles.items() if role == "status"]
        if any(words[:3] == ["no", "evidence", "of"] and not _GAIN.isdisjoint(words[3:4]) for words in cells):
            return True
        return any(tuple(words[:2]) in _OF_NO_USE or not (_FAILED.isdisjoint(words) or _STUDIES.isdisjoint(words)) for words in cells)

    def _tokens_of(self, column: int) -> list[int]:
        tokens = self.page.tokens
        return [
            i
            for i in range(self.unit.first, self.unit.last)
            if column_of(self.page, self.unit, tokens.starts[i]) == column and tokens.surfaces[i] != "|"
        ]

    def _words(self, column: int) -> list[str]:
        return [self.page.tokens.folds[i] for i in self._tokens_of(column)]

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
                severity = severity_of(self.unit.qualifiers, self.page.tokens, self._cell(term), term.first, term.last)
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
        return self.carried

    def frequency(self) -> Frequency:
        """Give what the row's own cell for frequencies says, or what those above say where it is empty."""
        column = next((column for column, role in self.head.roles.items() if role == "frequency"), None)
        words = self._words(column) if column is not None else []
        if not words:
            return self.carried
        text = self.page.normal.text[self.page.tokens.starts[self.unit.first] : self.page.tokens.ends[self.unit.last - 1]]
        told = [c for c in self.unit.cues("frequency") if column_of(self.page, self.unit, self.page.tokens.starts[c.first]) == column]
        return cast("Frequency", told[-1].phrase.value) if told else frequency_band(text) or self.carried

    def _share(self) -> float | None:
        """The percentage of patients that the row gives in the column for it: "26 (42)", "12.5 %"."""
        text = self.page.normal.text
        for start, end in self.page.layout.blocks[self.unit.block].cells:
            if self.head.percent is not None and column_of(self.page, self.unit, start) == self.head.percent:
                match = _BRACKETED.search(text, start, end) or _NUMBER.search(text, start, end)
                if match is not None and float(match[1]) <= 100:
                    return float(match[1])
        return None


#: What may stand beside an adjective for a class.
_OF_CLASS = frozenset((",", ";", "and", "or", "disease", "disorder", "condition", "illness", "rare"))


def _are_named_as_factors(page: Page, found: Sequence[tuple[Unit, Term, str]], first: int, last: int) -> bool:
    """Tell a remark on those at risk, or one of nothing but factors of risk, from one that names such things otherwise."""
    before = page.tokens.folds[first : found[0][1].first]
    if not _LOWERED.isdisjoint(before):
        return False  # "risk not raised in A", "risk lower with A"
    opening = list(takewhile(_OF_RISK.__contains__, before))
    if not _RISKY.isdisjoint(opening):
        return True
    named = {i for _, term, _ in found for i in range(term.first, term.last)}
    rest = [page.tokens.folds[i] for i in range(first, last) if i not in named]
    are_factors = all(concept != term.concept or term.has("RiskFactor", "Constituent") for _, term, concept in found)
    return are_factors and (_OF_RISK | page.lists["list"]).issuperset(rest)


_NO_CARE = frozenset(("not", "no", "never", "from", "by", "caused", "due", "after", "useless", "despite"))
_LOWERED = frozenset(("not", "no", "lower", "lowered", "less", "reduced", "fewer", "unaffected", "without", "unchanged"))
#: Words before the factors of a remark, and those of them that make it one on risk.
_RISKY = frozenset(("risk", "likely", "likelier", "commoner", "higher", "greater"))
_OF_RISK = _RISKY | frozenset(
    (
        "more", "common", "frequent", "often", "increased", "raised", "elevated", "with", "in", "if", "for", "by", "of", "is", "are", "the", "people",
        "patient", "those", "who", "have", "especially", "mainly", "particularly", "mostly", "factor", ":", "at", "and", "at-risk",
    )
)  # fmt: skip


def _with_effect(draft: Draft, effect: str) -> Draft:
    return Draft(
        draft.subject, draft.predicate, draft.object, draft.first, draft.last, draft.method, draft.score, draft.unit,
        polarity=draft.polarity, subject_span=draft.subject_span, effect=effect,
    )  # fmt: skip


#: What there is no evidence of: "No evidence of benefit".
_GAIN = frozenset(("benefit", "efficacy", "effectiveness", "effect"))
#: How little evidence there is, words for it, and the words up to one: "Not much good evidence".
_SCANT = frozenset(("no", "not", "little", "weak", "limited", "scant", "poor", "insufficient", "sparse", "conflicting", "thin"))
_EVIDENCE = frozenset(("evidence", "data", "proof"))
_TO_EVIDENCE = 4
