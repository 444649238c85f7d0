"""A document under reading: its normalised text, tokens, sentences, mentions and cues, gathered for the rules.

Nothing is decided here; a `Unit` is one sentence, list item, row or heading with everything that stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from kg.reading.characters import NormalText
from kg.reading.cues import Cue
from kg.reading.layout import Layout
from kg.reading.sections import Place
from kg.reading.words import Tokens
from kg.records import Document

__all__ = ["CONDITIONS", "DISEASES", "Agent", "Page", "Term", "Unit", "bracket_between", "is_part", "kin_before", "names_cause", "open_bracket"]

#: The classes of a term that names a condition, and those of one that names a condition or a class of them.
CONDITIONS = frozenset(("Condition", "Immunodeficiency"))
DISEASES = CONDITIONS | {"Category"}


@dataclass(slots=True, eq=False)
class Term:
    """A grounded mention at tokens [first, last)."""

    first: int
    last: int
    concept: str
    classes: frozenset[str]
    score: float
    method: str
    reasons: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    #: For an agent of infection: the condition that it causes.
    stands_for: str = ""
    #: The concept is an immunoglobulin product.
    is_product: bool = False

    def has(self, *names: str) -> bool:
        """Tell whether the concept is of one of the classes."""
        return not self.classes.isdisjoint(names)


_CLASSES = attrgetter("classes")


@dataclass(slots=True, unsafe_hash=True)
class Agent:
    """What acts in a sentence: a product (its slug) or another treatment (None), at tokens [first, last)."""

    first: int
    last: int
    concept: str | None


@dataclass(slots=True, eq=False)
class Unit:
    """One sentence with what stands in it; cues and terms are in the order of the text."""

    index: int
    first: int
    last: int
    block: int
    #: Place of the sentence in its block.
    place_in_block: int
    place: Place
    is_item: bool
    is_heading: bool
    is_row: bool
    #: Token after the label that opens the block ("Autoimmune diseases: ..."), or None.
    label_last: int | None
    #: The unit that introduces this list item.
    intro: Unit | None = None
    terms: list[Term] = field(default_factory=list)
    relations: list[Cue] = field(default_factory=list)
    qualifiers: list[Cue] = field(default_factory=list)
    #: Cues of risk, interaction and care.
    safety: list[Cue] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    #: Those of the agents that are products, and those that are other treatments.
    products: Sequence[Agent] = ()
    rivals: Sequence[Agent] = ()
    #: The kinds of its relation cues.
    kinds: frozenset[str] = frozenset()
    previous: Unit | None = None
    #: A row that was read by its table's head, or one of a table on diseases: what it does not say of a product is not to be guessed.
    is_tabled: bool = False
    #: What rules ask for again and again, kept from the first time on.
    by_kind: dict[tuple[str, ...], list[Cue]] = field(default_factory=dict)
    diseases: list[Term] | None = None
    given: list[Term] | None = None
    #: The folds and the stems of its tokens, to tell at once that a word is not among them.
    folds: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    classes: frozenset[str] | None = None

    def has(self, *names: str) -> bool:
        """Tell whether a term of the unit is of one of the classes; asked when all terms have theirs."""
        return not self.named().isdisjoint(names)

    def opening(self) -> Term | None:
        """Give the term that the unit begins with, but for an article."""
        return self.terms[0] if self.terms and self.terms[0].first - self.first <= 1 else None

    def named(self) -> frozenset[str]:
        """Give the classes of all terms of the unit, when these have theirs."""
        if self.classes is None:
            self.classes = frozenset().union(*map(_CLASSES, self.terms))
        return self.classes

    def cues(self, *kinds: str) -> list[Cue]:
        """List the qualifier cues of some kinds; the list is kept and not to be changed."""
        if not self.qualifiers:
            return self.qualifiers
        found = self.by_kind.get(kinds)
        if found is None:
            found = self.by_kind[kinds] = [cue for cue in self.qualifiers if cue.phrase.kind in kinds]
        return found


#: The concept of immunoglobulin as such, of which every product is one.
CLASS = "immunoglobulin"


@dataclass(slots=True, eq=False)
class Page:
    """All that the rules may look at."""

    document: Document
    normal: NormalText
    layout: Layout
    tokens: Tokens
    units: list[Unit]
    #: The product that the document is about, or None.
    topic: str | None
    topic_share: float
    is_label: bool
    is_trial: bool
    is_spun: bool
    #: The heading units by their block.
    headings: Mapping[int, Unit] = field(default_factory=dict)
    #: The words of data/cues/word_lists.tsv by the name of their list.
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: The tokens that look like a medical term or the head of one.
    telling: Sequence[int] = ()
    #: The product that a heading names over a unit, by the unit's index, where it is not the one that the text is about.
    headed: Mapping[int, str] = field(default_factory=dict)
    #: Those of the records that name it: "Name: X" above "Route: ...".
    records: Mapping[int, str] = field(default_factory=dict)
    #: Without a product a text, as most of the literature, says nothing but what conditions are and where they come from.
    names_product: bool = False
    #: What the section on uses names, kept from the first time on.
    uses: frozenset[str] | None = None

    def heading_over(self, unit: Unit) -> Unit | None:
        """Give the heading of the section in which a unit stands."""
        return self.headings.get(unit.place.heading) if unit.place.heading is not None else None

    def is_headed_by(self, unit: Unit, stems: frozenset[str], but: frozenset[str]) -> bool:
        """Tell whether the heading over a unit has one of some stems and none of others."""
        heading = self.heading_over(unit)
        return heading is not None and not stems.isdisjoint(heading.stems) and but.isdisjoint(heading.stems)

    def opening_of_block(self, unit: Unit) -> Unit:
        """Give the first sentence of the paragraph, item or row that a unit stands in, which may be the unit itself."""
        return self.units[unit.index - unit.place_in_block]

    def following(self, unit: Unit) -> Unit | None:
        """Give the unit behind another one, whatever its paragraph."""
        return self.units[unit.index + 1] if unit.index + 1 < len(self.units) else None

    def question_before(self, unit: Unit) -> Unit | None:
        """Give the sentence before a unit, if it is a question."""
        before = unit.previous
        is_question = before is not None and before.first < before.last and self.tokens.surfaces[before.last - 1] == "?"
        return before if is_question else None

    def names(self, concepts: frozenset[str]) -> bool:
        """Tell whether some unit names one of the concepts."""
        return not concepts.isdisjoint([term.concept for unit in self.units for term in unit.terms])

    def named_in_uses(self) -> frozenset[str]:
        """Give the concepts that the section on indications names, when the terms have theirs."""
        if self.uses is None:
            self.uses = frozenset([term.concept for unit in self.units if unit.place.kind == "indications" for term in unit.terms])
        return self.uses

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Give the original offsets of tokens [first, last)."""
        return self.normal.original(self.tokens.starts[first], self.tokens.ends[last - 1])


_NAMING = frozenset(("Condition", "Immunodeficiency", "Category", "AdverseEffect"))


#: Tokens from a relative to what she has.
_OF_KIN = 4


def kin_before(unit: Unit, term: Term) -> list[Cue]:
    """Give the words for a relative right before a term: "a grandmother with A"."""
    return [cue for cue in unit.cues("family") if cue.last <= term.first <= cue.last + _OF_KIN]


def open_bracket(unit: Unit, page: Page, term: Term) -> int | None:
    """Give the bracket that a term stands in: the last one before it, unless that closes."""
    return bracket_between(page, unit.first + 1, term.first)


def bracket_between(page: Page, first: int, index: int) -> int | None:
    """Give the bracket from a token on that is open at another: the last one before it, unless that closes."""
    surfaces = page.tokens.surfaces
    at = next((i for i in range(index - 1, first - 1, -1) if surfaces[i] in "()"), None)
    return at if at is not None and surfaces[at] == "(" else None


def names_cause(unit: Unit, page: Page, term: Term) -> bool:
    """ "a low platelet count because of immune thrombocytopenia": the complaint stands before its cause, whose name holds it."""
    cause = next((t for t in unit.terms if t.first > term.last), None)
    if cause is None or cause.first - term.last > _TO_CAUSE or not cause.concept.endswith(f"-{term.concept}"):
        return False
    return not BECAUSE.isdisjoint(page.tokens.folds[term.last : term.last + 1])


#: Words that lead from a complaint to its cause, and the tokens between the two: "because of".
BECAUSE = frozenset(("due", "because", "owing", "resulting", "caused", "from", "through"))
_TO_CAUSE = 2


def is_part(unit: Unit, term: Term) -> bool:
    """Tell whether a longer term that names a condition or effect too stands over the term or part of it."""
    length = term.last - term.first
    for other in unit.terms:
        if (
            other.last - other.first > length
            and other.first < term.last
            and term.first < other.last
            and not other.classes.isdisjoint(_NAMING)
        ):
            return True
    return False
