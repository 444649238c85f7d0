"""Tables that set products side by side: their rows go in, drafts of what a row says of the product of each column come out.

The head names the products ("| | IVIG | SCIG |"), or one with what its column counts ("| Reaction | SCIG, n (%) |"); the first cell of
a row names an effect, whose frequency the other cells give, or says what they hold ("Route", "Used for", "Side effects").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from kg.reading.cues import CueBook, Stream
from kg.reading.denied_entries import said_of_use
from kg.reading.drafts import Draft
from kg.reading.page import CONDITIONS, Agent, Page, Term, Unit, is_part
from kg.reading.safety.bands import frequency_band, frequency_of_percent
from kg.reading.safety.frequencies import column_of
from kg.reading.safety.severities import severity_of
from kg.reading.table_rows import ARMS, begins_table, is_second_head, named_arms
from kg.reading.therapy.status import ADVISED_AGAINST
from kg.records import Frequency, Predicate, Severity, Status

__all__ = ["ComparisonReader"]

_ROOT = "adverse-event-root"
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
_SHARE = re.compile(r"\d{1,4}\s*\(\s*(\d{1,3}(?:\.\d+)?)\s*\)")
_COUNT = re.compile(r"(\d{1,4})(?:\s*/\s*\d{1,4})?")
#: What is below a bound, held against the bound.
_BELOW = 0.99
_BARE = re.compile(r"\d{1,2}(?:\.\d+)?|100")
_SIZE = re.compile(r"\b[nN]\s*=\s*(\d{1,4})\b")
#: What has rooms for infusions: "infusion centre".
_HOUSES = (["center"], ["centre"], ["clinic"], ["unit"], ["suite"], ["room"], ["chair"], ["ward"])
#: Blocks from a row to the next one behind a line of their table.
_OVER_A_LINE = 2
#: Words by which a line tells of what is not serious, and tokens before that word.
_DENYING = frozenset(("not", "non", "no", "other", "excluding", "except", "without", "nonserious"))
_DENYING_REACH = 3
#: As many sentences at its head may say what a text is about.
_TITLE_UNITS = 5
#: What stands behind the name of an arm of a trial where the arm is described.
_TELLING_ARM = frozenset((":", "(", "-", "–", "received", "receives", "gets", "got", "="))
#: Tokens of the shortest such description, without a product that is known.
_ARM_WORDS = 5
#: Signs of shares in a head, words for other measures, and the list of what a product is held against.
_PERCENTS = frozenset(("%", "percent", "percentage"))
_OTHER_MEASURES = frozenset(("n", "number", "no", "change", "mean", "median", "score", "improvement", "reduction", "response", "outcome"))
_COMPARATORS = "occasion-comparators"
_BASELINE = frozenset(("baseline", "demographic", "comorbidity"))
#: Cells that say that an effect comes, or that it does not.
_PRESENT = frozenset(("yes", "x", "✓", "✔", "•", "+", "++", "+++", "possible", "seen", "reported", "known", "occurs", "present"))
_ABSENT = frozenset(("no", "none", "never", "-", "–", "—", "absent", "0", "not", "n/a", "?", "nil", "without"))
#: Cells that say that a product is given, the sections whose tables say so, and heads of the column of what it is given for.
_GIVEN = frozenset(("effective", "recommended", "indicated", "approved", "licensed", "first-line", "first", "second-line"))
_PLACES_OF_USES = frozenset(("indications", "treatment"))
_ILLNESSES = frozenset(("condition", "disease", "diseas", "indication", "indicat", "disorder", "illness", "diagnosi", "diagnosis"))
#: What the cells of a row hold, by the role of its first cell.
_HELD: Mapping[str, tuple[Predicate, tuple[str, ...], Status]] = {
    "adverse": ("has_adverse_effect", ("AdverseEffect",), ""),
    "route": ("given_by_route", ("Route",), ""),
    "treats": ("treats", ("Condition", "Immunodeficiency", "Category"), "used"),
    "approved": ("treats", ("Condition", "Immunodeficiency", "Category"), "approved"),
    "off-label": ("treats", ("Condition", "Immunodeficiency", "Category"), "used"),
    "contraindicated": ("contraindicated_in", ("Condition", "Immunodeficiency", "RiskFactor"), ""),
    "interacts": ("interacts_with", ("Vaccine", "LaboratoryTest", "Medication"), ""),
    "source": ("derived_from", ("Source", "Plasma", "CellCulture"), ""),
}


class ComparisonReader:
    """Reads the rows of one page, which come in their order."""

    __slots__ = ("_book", "_head", "_holds_percents", "_is_baseline", "_last", "_page", "_products", "_severity", "_sizes")

    def __init__(self, page: Page, book: CueBook) -> None:
        """Take the page and the words of heads, which first cells use too."""
        self._page = page
        self._book = book
        self._products: Mapping[int, Agent] = {}
        self._head: Unit | None = None
        #: How many got the product of a column: "IVIG (n = 21)".
        self._sizes: dict[int, int] = {}
        self._last: Unit | None = None
        #: Whether the table tells of the patients before the treatment: "Baseline characteristics".
        self._is_baseline = False
        #: Whether bare numbers are shares: "Adverse reactions, % of infusions".
        self._holds_percents = False
        #: "Serious adverse events", as the head or a line within the table says of the rows below it.
        self._severity: Severity = "unspecified"

    def reads(self, unit: Unit) -> bool:
        """Tell whether the unit is a row of a table whose head sets products side by side, the head itself included."""
        if not unit.is_row:
            return False
        last, self._last = self._last, unit
        if self._goes_on(unit, last):
            self._severity = self._severity_of(self._page.units[unit.index - 1])
        elif begins_table(unit, last, self._page) or (not self._products and is_second_head(unit, self._page)):
            self._products, self._head = self._read_head(unit), unit
            self._severity = self._severity_of(unit)
            self._sizes = self._read_sizes(unit) if self._products else {}
            self._is_baseline = bool(self._products) and self._tells_of_patients(unit)
            self._holds_percents = bool(self._products) and self._tells_of_percents(unit)
        elif self._products and not any(self._cell(unit, column)[0] for column in self._products):
            self._severity = self._severity_of(unit)
        unit.is_tabled = unit.is_tabled or bool(self._products)
        return bool(self._products)

    def _goes_on(self, unit: Unit, last: Unit | None) -> bool:
        """Tell a row of counts behind "Serious adverse events", a line within the table, from the head of another table."""
        if last is None or not self._products or unit.block - last.block != _OVER_A_LINE:
            return False
        texts = [self._cell(unit, column)[0] for column in self._products]
        return all(_COUNT.match(text) is not None for text in texts)

    def _severity_of(self, line: Unit) -> Severity:
        """ "Serious adverse events", and "Other (not including serious) adverse events"."""
        told = [cue for cue in line.cues("severity") if cue.phrase.value == "serious"]
        before = self._page.tokens.folds[max(line.first, told[0].first - _DENYING_REACH) : told[0].first] if told else []
        return "serious" if told and _DENYING.isdisjoint(before) else "unspecified"

    def drafts(self, unit: Unit) -> Iterator[Draft]:
        """Give what a row says of each product."""
        page = self._page
        if any(agent in self._products.values() for agent in unit.agents):
            return  # the head
        self._sizes = self._sizes or self._read_sizes(unit)  # "(n = 50)" in a line of its own
        label = self._label_column(unit)
        columns = {id(term): self._column(unit, term.first) for term in unit.terms}
        named = [
            t for t in unit.terms if columns[id(t)] == label and "AdverseEffect" in t.classes and t.concept != _ROOT and not is_part(unit, t)
        ]
        treated = [t for t in unit.terms if columns[id(t)] == label and t.has(*CONDITIONS) and not is_part(unit, t)] if self._tells_uses(unit) else []
        roles = [
            cue.phrase.kind
            for cue in self._book.find(Stream([(unit.first, unit.last)], page.tokens.stems))
            if self._column(unit, cue.first) == label
        ]
        for column, agent in self._products.items():
            if agent.concept is None:
                continue
            if treated:
                yield from self._uses(unit, column, agent, treated)
                continue
            frequency = self._frequency(unit, column)
            if named:
                for term in named:
                    if frequency is not None and not self._is_baseline:
                        yield self._draft(unit, agent, term, "has_adverse_effect", frequency=frequency)
                continue
            held = next((_HELD[role] for role in roles if role in _HELD), None)
            if held is None:
                continue
            predicate, classes, status = held
            frequency = frequency or self._graded_by_label(unit, label)
            is_serious = any(c.phrase.value == "serious" and self._column(unit, c.first) == label for c in unit.cues("severity"))
            for term in unit.terms:
                if columns[id(term)] != column or not term.has(*classes) or term.concept == _ROOT or is_part(unit, term):
                    continue
                if predicate == "given_by_route" and not self._is_way(term):
                    continue
                draft = self._draft(unit, agent, term, predicate, status=status, frequency=frequency or "unspecified")
                if is_serious and predicate == "has_adverse_effect":
                    draft.severity = "serious"
                yield draft
            if predicate == "given_by_route":
                yield from self._bare_vein(unit, agent, column)

    def _tells_uses(self, unit: Unit) -> bool:
        """A table below "Indications" with conditions as its rows: "Condition | IVIG | SCIG" over "CIDP | yes | no"."""
        head = self._head
        if head is None or unit.place.kind not in _PLACES_OF_USES:
            return False
        first = head.first + 1 if self._page.tokens.surfaces[head.first] == "|" else head.first
        return self._page.tokens.stems[first] in _ILLNESSES

    def _uses(self, unit: Unit, column: int, agent: Agent, treated: Sequence[Term]) -> Iterator[Draft]:
        """What the cell of a product says of the condition of its row: "yes", "not recommended", "not effective"."""
        _, inside = self._cell(unit, column)
        words = {self._page.tokens.surfaces[i].lower() for i in inside}
        said = said_of_use(" ".join(self._page.tokens.folds[i] for i in inside))
        is_used = not said and (not words.isdisjoint(_GIVEN) or (bool(words) and not words.isdisjoint(_PRESENT) and words.isdisjoint(_ABSENT)))
        for term in treated:
            predicate: Predicate = "not_effective_for" if said == "futile" else "treats"
            if is_used or said in {"futile", "against"}:
                draft = self._draft(unit, agent, term, predicate)
                if predicate == "treats":
                    draft.status, draft.polarity = ADVISED_AGAINST if said else ("approved" if self._page.is_label else "used", "affirmed")
                yield draft

    def _is_way(self, term: Term) -> bool:
        """Tell a way within one cell from "infusion centre | under the skin" and from the house that has the chairs."""
        page = self._page
        return "|" not in page.tokens.surfaces[term.first : term.last] and page.tokens.folds[term.last : term.last + 1] not in _HOUSES

    def _bare_vein(self, unit: Unit, agent: Agent, column: int) -> Iterator[Draft]:
        """ "Where | vein | under the skin": the place alone is the way."""
        folds = self._page.tokens.folds
        _, inside = self._cell(unit, column)
        named = {i for t in unit.terms if t.has("Route") and self._is_way(t) for i in range(t.first, t.last)}
        vein = next((i for i in inside if folds[i] == "vein"), None)
        if vein is not None and named.isdisjoint(inside):
            term = Term(vein, vein + 1, "intravenous-route", frozenset(("Route",)), 0.9, "cell")
            yield self._draft(unit, agent, term, "given_by_route")

    def _graded_by_label(self, unit: Unit, label: int) -> Frequency | None:
        """ "Common side effects | headache | redness", "Serious but rare": how often what the cells name comes, by the first cell."""
        told = [cue for cue in unit.cues("frequency") if self._column(unit, cue.first) == label]
        return cast("Frequency", told[-1].phrase.value) if told else None

    def _tells_of_patients(self, head: Unit) -> bool:
        """The head of a table, or the line above it, says that its rows are what the patients were like."""
        above = self._page.units[head.index - 1] if head.index else head
        told = head.folds | above.folds
        return not _BASELINE.isdisjoint(told) or ("characteristic" in told and bool(self._sizes))

    def _tells_of_percents(self, head: Unit) -> bool:
        """The head of a table, or the line above it, has a sign of per cent, and none of counts or other measures: "n (%)", "change, %"."""
        lines = (self._page.units[head.index - 1], head) if head.index else (head,)
        folds, surfaces = self._page.tokens.folds, self._page.tokens.surfaces
        said = [i for line in lines for i in range(line.first, line.last) if folds[i] in _PERCENTS and not surfaces[i - 1][0].isdigit()]  # "IVIG 10%"
        return bool(said) and all(line.folds.isdisjoint(_OTHER_MEASURES) for line in lines)

    def _read_head(self, unit: Unit) -> Mapping[int, Agent]:
        label = self._label_column(unit)
        # "Serious adverse events | IVIG | Placebo"
        of_effects = {self._column(unit, term.first) for term in unit.terms if term.concept == _ROOT} & {label}
        findings = (term for term in unit.terms if term.has("Condition", "Immunodeficiency", "AdverseEffect") and term.concept != _ROOT)
        if any(self._column(unit, term.first) not in of_effects for term in findings):
            return {}
        found: dict[int, Agent] = {}
        for agent in unit.agents:
            column = self._column(unit, agent.first)
            if column == label:
                return {}
            if column not in found or found[column].concept is None:
                found[column] = agent
        for index, name in named_arms(self._page, unit):
            arm = self._arms().get(name)
            if arm is not None and self._column(unit, index) != label:
                found.setdefault(self._column(unit, index), Agent(index, index + 2, arm.concept))
        if found and not any(agent.concept for agent in found.values()):
            found.update(self._of_title(unit, label))
        is_table = len(found) > 1 or any(self._counts(unit, column) for column in found)
        return found if is_table and any(agent.concept for agent in found.values()) else {}

    def _arms(self) -> Mapping[tuple[str, str], Agent]:
        """ "Arm A: SCIG weekly", "Group 2 (n = 20) received placebo": who got what, told above the table."""
        page = self._page
        arms: dict[tuple[str, str], Agent] = {}
        for unit in page.units:
            if ARMS.isdisjoint(unit.folds) or unit.is_row:
                continue
            named = named_arms(page, unit)
            ends = [*(index for index, _ in named[1:]), unit.last]
            for (index, name), end in zip(named, ends, strict=False):
                given = next((agent for agent in unit.agents if index < agent.first < end), None)
                is_told = end > index + _ARM_WORDS and page.tokens.surfaces[index + 2] in _TELLING_ARM
                if given is not None or (is_told and page.topic is not None and not unit.rivals):
                    arms.setdefault(name, given or Agent(index, index + 2, page.topic))
        return arms

    def _of_title(self, head: Unit, label: int) -> Iterator[tuple[int, Agent]]:
        """ "BRAND | Placebo" in a text that opens with "BRAND (rabies immune globulin)": the column of what it is about, whatever its name."""
        page = self._page
        if page.topic is None:
            return
        titled = {word for unit in page.units[:_TITLE_UNITS] if unit.products for word in unit.folds}
        for index in range(head.first, head.last):
            surface, column = page.tokens.surfaces[index], self._column(head, index)
            if column != label and surface[0].isupper() and page.tokens.folds[index] in titled and not any(t.first <= index < t.last for t in head.terms):
                yield column, Agent(index, index + 1, page.topic)

    def _counts(self, unit: Unit, column: int) -> bool:
        """ "SCIG, n (%)", "IVIG (n = 40)": the one column of a product says how many had what the rows name."""
        text, _ = self._cell(unit, column)
        return "%" in text or _SIZE.search(text) is not None

    def _read_sizes(self, unit: Unit) -> dict[int, int]:
        sizes: dict[int, int] = {}
        for column in self._products:
            match = _SIZE.search(self._cell(unit, column)[0])
            if match is not None:
                sizes[column] = int(match[1])
        return sizes

    def _cell(self, unit: Unit, column: int) -> tuple[str, list[int]]:
        """Give the text of a cell and its tokens."""
        page = self._page
        inside = [i for i in range(unit.first, unit.last) if self._column(unit, i) == column and page.tokens.surfaces[i] != "|"]
        if not inside:
            return "", inside
        return page.normal.text[page.tokens.starts[inside[0]] : page.tokens.ends[inside[-1]]], inside

    def _label_column(self, unit: Unit) -> int:
        block = self._page.layout.blocks[unit.block]
        line = self._page.normal.text[block.start : block.end].strip()
        return 1 if line[:1] == line[-1:] == "|" else 0

    def _column(self, unit: Unit, token: int) -> int:
        return column_of(self._page, unit, self._page.tokens.starts[token])

    def _on_placebo(self, unit: Unit) -> float:
        """The share of a row in the column of a placebo; 0 where there is none."""
        folds, placebos = self._page.tokens.folds, self._page.lists[_COMPARATORS]
        columns = [column for column, agent in self._products.items() if agent.concept is None and folds[agent.first] in placebos]
        texts = [self._cell(unit, column)[0] for column in columns]
        return max((float(text) for text in texts if _BARE.fullmatch(text)), default=0.0)

    def _frequency(self, unit: Unit, column: int) -> Frequency | None:
        """How often, by the cell of the product; nothing where the cell says that the effect does not come, or something else."""
        page = self._page
        text, inside = self._cell(unit, column)
        if not inside:
            return None
        percent = _PERCENT.search(text) or _SHARE.fullmatch(text)
        if percent is not None and float(percent[1]) <= 100:
            is_below = text[: percent.start(1)].rstrip().endswith(("<", "≤", "less than", "fewer than", "below"))  # "<1%"
            return frequency_of_percent(float(percent[1]) * (_BELOW if is_below else 1)) if float(percent[1]) else None
        if self._holds_percents and _BARE.fullmatch(text) is not None:
            share = float(text)
            return frequency_of_percent(share) if share > self._on_placebo(unit) else None
        count = _COUNT.fullmatch(text)
        if count is not None:
            size = self._sizes.get(column, 0)
            if int(count[1]) == 0 or not size or int(count[1]) > size:
                return None if int(count[1]) == 0 else "unspecified"
            return frequency_of_percent(100 * int(count[1]) / size)
        band = frequency_band(text)
        if band is not None:
            return band
        words = {page.tokens.surfaces[i].lower() for i in inside}
        told = [cue for cue in unit.cues("frequency") if inside[0] <= cue.first <= inside[-1]]
        if told:
            return cast("Frequency", told[-1].phrase.value)
        if not words.isdisjoint(_ABSENT):
            return None
        return "unspecified" if not words.isdisjoint(_PRESENT) else None

    def _draft(
        self, unit: Unit, agent: Agent, term: Term, predicate: Predicate, *, status: Status = "", frequency: Frequency = "unspecified"
    ) -> Draft:
        is_effect, bounds = predicate == "has_adverse_effect", (unit.first, unit.last)
        return Draft(
            agent.concept or "",
            predicate,
            term.concept,
            term.first,
            term.last,
            "comparison of products",
            round(0.75 * term.score, 3),
            unit.index,
            status=status,
            severity=severity_of(unit.qualifiers, self._page.tokens, bounds, term.first, term.last, self._severity) if is_effect else "",
            frequency=frequency if is_effect else "",
            subject_span=(agent.first, agent.last),
        )
