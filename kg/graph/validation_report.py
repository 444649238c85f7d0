"""What a validation found, as records; as lines for a person; as RDF in the SHACL results vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from kg.identifiers import PREFIXES, hashed_iri, term_iri, to_curie

__all__ = ["SHAPES", "Severity", "Term", "ValidationReport", "ValidationResult", "name_of", "to_rdf"]

#: Namespace of our shapes.
SHAPES = "https://w3id.org/igkg/shapes#"

Severity = Literal["Violation", "Warning", "Info"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One node that fails one shape."""

    severity: Severity
    shape: str
    label: str
    focus: Term
    path: str
    value: Term | None
    message: str
    repair: str

    def __str__(self) -> str:
        value = f", value {name_of(self.value)}" if self.value is not None and self.value != self.focus else ""
        return f"{self.severity} of {self.label}: {name_of(self.focus)}{value}: {self.message} Repair: {self.repair}"


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a validation found; `visited` counts, for each shape, the nodes that its targets select.

    `results` are sorted by severity, shape, focus node, path and value. `unvisited` names the shapes that saw no node at all;
    it stays empty where the caller says that the graph is partial.
    """

    results: tuple[ValidationResult, ...]
    visited: Mapping[str, int]
    unvisited: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Tell whether there is no violation and no shape that saw nothing."""
        return not self.unvisited and not any(result.severity == "Violation" for result in self.results)

    def of_severity(self, severity: Severity) -> tuple[ValidationResult, ...]:
        """Return the results of one severity."""
        return tuple(result for result in self.results if result.severity == severity)

    def lines(self) -> Iterator[str]:
        """Give the report as lines for a person, shapes that saw nothing first."""
        yield from map(str, (*map(_unvisited_result, self.unvisited), *self.results))


def to_rdf(report: ValidationReport) -> Iterator[ox.Triple]:
    """Write the report in the SHACL results vocabulary; the IRIs are hashes of the content.

    A shape that saw no node becomes a result whose focus node is the shape.
    """
    root = ox.NamedNode(hashed_iri("validation", *report.lines(), *(f"{shape} {count}" for shape, count in report.visited.items())))
    yield ox.Triple(root, _TYPE, _sh("ValidationReport"))
    yield ox.Triple(root, _sh("conforms"), ox.Literal(report.conforms))
    for result in (*map(_unvisited_result, report.unvisited), *report.results):
        key = (result.shape, str(result.focus), result.path, str(result.value), result.message)
        node = ox.NamedNode(hashed_iri("validation-result", *key))
        yield ox.Triple(root, _sh("result"), node)
        yield ox.Triple(node, _TYPE, _sh("ValidationResult"))
        yield ox.Triple(node, _sh("resultSeverity"), _sh(result.severity))
        yield ox.Triple(node, _sh("sourceShape"), ox.NamedNode(result.shape))
        yield ox.Triple(node, _sh("focusNode"), result.focus)
        yield ox.Triple(node, _sh("resultMessage"), ox.Literal(result.message, language="en"))
        yield ox.Triple(node, _ig("suggestedRepair"), ox.Literal(result.repair))
        if result.value is not None:
            yield ox.Triple(node, _sh("value"), result.value)


def name_of(term: Term) -> str:
    """Name a term for a person: the local name of a shape, a CURIE, the label of a blank node, or the words of a literal.

    >>> name_of(ox.NamedNode("https://w3id.org/igkg/id/headache")), name_of(ox.Literal("often"))
    ('igr:headache', "'often'")
    """
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(SHAPES) if term.value.startswith(SHAPES) else to_curie(term.value) or f"<{term.value}>"
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else repr(term.value)


def _unvisited_result(shape: str) -> ValidationResult:
    node = ox.NamedNode(shape)
    message, repair = "Unvisited: the target of this shape selects no node.", "Correct its target, or remove the shape."
    return ValidationResult("Violation", shape, "the shapes", node, "", None, message, repair)


def _sh(local: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sh"] + local)


def _ig(local: str) -> ox.NamedNode:
    return ox.NamedNode(term_iri(local))
