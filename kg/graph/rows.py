"""The answer to a query: terms go in, rows come out that can be read as terms, Python values, CURIEs or labels."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, cast

import pyoxigraph as ox

from kg.errors import KgError
from kg.identifiers import PREFIXES, to_curie

if TYPE_CHECKING:
    import pandas
    import rdflib

__all__ = ["Form", "Rows", "Term", "Value", "canonical_decimal", "from_rdflib_term", "sort_key", "to_rdflib_term", "to_text", "to_value"]

Form = Literal["SELECT", "ASK", "CONSTRUCT"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | float | bool | Decimal | datetime.date | None

_XSD = PREFIXES["xsd"]
_INTEGERS = frozenset({
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
})  # fmt: skip
_TRIPLE_COLUMNS = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query, as named columns of RDF terms; an unbound cell is None.

    ASK gives one row with the column `answer`, CONSTRUCT and DESCRIBE sorted rows of subject, predicate and object.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    form: Form = "SELECT"
    #: True where a limit cut the answer.
    truncated: bool = False
    #: Parts that the answer lacks, each with the reason: endpoints that did not answer.
    missing: tuple[str, ...] = ()

    @classmethod
    def from_solutions(cls, columns: Iterable[str], rows: Iterable[tuple[Term | None, ...]], limit: int | None = None) -> Rows:
        """Take solutions in their order, at most `limit` of them."""
        kept, truncated = _cut(rows, limit)
        return cls(tuple(columns), kept, truncated=truncated)

    @classmethod
    def from_answer(cls, answer: bool) -> Rows:
        """Take the answer of an ASK query."""
        return cls(("answer",), ((ox.Literal(answer),),), form="ASK")

    @classmethod
    def from_triples(cls, triples: Iterable[ox.Triple], limit: int | None = None) -> Rows:
        """Take the triples of a CONSTRUCT query, each once, sorted."""
        distinct = {(t.subject, t.predicate, t.object) for t in triples}
        kept, truncated = _cut(sorted(distinct, key=lambda row: tuple(map(sort_key, row))), limit)
        return cls(_TRIPLE_COLUMNS, kept, form="CONSTRUCT", truncated=truncated)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        """Tell whether there is an answer: any row, or yes."""
        return self.rows != ((ox.Literal(False),),) if self.form == "ASK" else bool(self.rows)

    def column(self, name: str) -> tuple[Term | None, ...]:
        """Give the terms of one column; raises ValueError for a column that is not there."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def to_values(self) -> tuple[tuple[Value, ...], ...]:
        """Give each cell as a Python value: IRIs and strings as str, numbers, booleans and dates by their datatype."""
        return tuple(tuple(map(to_value, row)) for row in self.rows)

    def to_texts(self, labels: Callable[[str], str | None] | None = None) -> tuple[tuple[str, ...], ...]:
        """Give each cell as text for a person: an IRI by its label where `labels` knows it, else as CURIE, else in full."""
        return tuple(tuple(to_text(cell, labels) for cell in row) for row in self.rows)

    def to_full_texts(self) -> tuple[tuple[str, ...], ...]:
        """Give each cell as text for a program: IRIs in full, literals by their lexical form."""
        return tuple(tuple(_full_text(cell) for cell in row) for row in self.rows)

    def to_records(self) -> list[dict[str, Value]]:
        """Give the rows as dictionaries of Python values, as pandas and JSON take them."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.to_values()]

    def to_pandas(self) -> pandas.DataFrame:
        """Give the rows as a pandas DataFrame; raises KgError where pandas is not installed."""
        try:
            import pandas
        except ImportError as error:
            raise KgError("pandas is not installed; pip install 'igkg[pandas]' brings it") from error
        return pandas.DataFrame(self.to_values(), columns=list(self.columns))

    def to_triples(self) -> tuple[ox.Triple, ...]:
        """Give the triples of a CONSTRUCT answer."""
        if self.form != "CONSTRUCT":
            raise ValueError(f"the answer of a {self.form} query has no triples")
        return tuple(ox.Triple(cast("ox.NamedNode", s), cast("ox.NamedNode", p), cast("ox.Literal", o)) for s, p, o in self.rows)


def to_value(term: Term | None) -> Value:
    """Give a term as a Python value; a literal that its datatype does not allow stays text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    kind = term.datatype.value.removeprefix(_XSD)
    try:
        if kind in _INTEGERS:
            return int(term.value)
        if kind == "decimal":
            return Decimal(term.value)
        if kind in ("double", "float"):
            return float(term.value)
        if kind == "date":
            return datetime.date.fromisoformat(term.value)
        if kind == "dateTime":
            return datetime.datetime.fromisoformat(term.value)
    except (ValueError, ArithmeticError):
        return term.value
    return term.value in ("true", "1") if kind == "boolean" else term.value


def to_text(term: Term | None, labels: Callable[[str], str | None] | None = None) -> str:
    """Give a term as text for a person; an unbound cell is empty."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return (labels(term.value) if labels else None) or to_curie(term.value) or term.value
    return term.value if isinstance(term, ox.Literal) else str(term)


def _full_text(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.Triple) else term.value


def sort_key(term: Term | None) -> tuple[int, str, str, str]:
    """Order terms: unbound, blank nodes, IRIs, literals; each by its text."""
    if term is None:
        return (0, "", "", "")
    if isinstance(term, ox.Literal):
        return (3, term.value, term.datatype.value, term.language or "")
    return (1 if isinstance(term, ox.BlankNode) else 2, term.value if not isinstance(term, ox.Triple) else str(term), "", "")


def to_rdflib_term(term: Term) -> Any:
    """Give the term of rdflib for a term of Oxigraph, its lexical form unchanged."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = None if term.datatype.value == _XSD + "string" else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise ValueError(f"rdflib has no triple terms: {term}")


def from_rdflib_term(term: rdflib.term.Node | None) -> Term | None:
    """Give the term of Oxigraph for a term of rdflib, numbers in the canonical form that Oxigraph keeps."""
    import rdflib

    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        raise ValueError(f"no RDF term: {term!r}")
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = str(term.datatype) if term.datatype else _XSD + "string"
    text = str(term)
    if datatype.removeprefix(_XSD) in _INTEGERS:
        datatype = _XSD + "integer"
    if datatype == _XSD + "decimal":
        text = canonical_decimal(text)
    return ox.Literal(text, datatype=ox.NamedNode(datatype))


def canonical_decimal(text: str) -> str:
    """Write a decimal as Oxigraph keeps it: no exponent, no trailing zeros; other text stays as it is."""
    try:
        number = format(Decimal(text), "f")
    except ArithmeticError:
        return text
    return (number.rstrip("0").rstrip(".") or "0") if "." in number else number


def _cut(rows: Iterable[tuple[Term | None, ...]], limit: int | None) -> tuple[tuple[tuple[Term | None, ...], ...], bool]:
    if limit is None:
        return tuple(rows), False
    kept = tuple(islice(rows, limit + 1))
    return kept[:limit], len(kept) > limit
