"""The ontology and its individuals: igkg.ttl and the curated concepts go in; triples, findings of the checks and a picture come out.

`read_ontology` gives the schema, `concept_triples` the individuals made from concepts.tsv, `check_ontology` what is wrong with
either, and `draw_model` an SVG of the main classes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf
from typing import Protocol

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.concepts import Concept, read_concepts
from kg.errors import OntologyError
from kg.graph.picture import draw_classes
from kg.graph.profile import Violation, find_violations
from kg.identifiers import PREFIXES, concept_iri, content_hash, term_iri, to_curie, to_iri
from kg.settings import Settings
from kg.vocabulary import LINK_PROPERTIES

__all__ = [
    "TYPED_BY",
    "Check",
    "ConceptMapping",
    "Finding",
    "Level",
    "check_dl",
    "check_ontology",
    "concept_triples",
    "draw_model",
    "find_problems",
    "read_checks",
    "read_ontology",
    "read_rdf",
]

Level = OneOf["ERROR", "WARN"]

#: Ontologies whose classes also become types of an individual that matches one of them exactly.
TYPED_BY = frozenset({"MONDO", "DOID", "HP", "GO", "OAE", "MAXO", "CHEBI", "UBERON", "CL", "VO", "OBI"})

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_CLASS = NamedNode(PREFIXES["owl"] + "Class")
_CONCEPT = NamedNode(PREFIXES["skos"] + "Concept")
_DEFINITION = NamedNode(PREFIXES["skos"] + "definition")
_EXACT_MATCH = "skos:exactMatch"
#: Column of concepts.tsv to the SKOS property of its names.
_NAMES = {"prefLabel": "label", "altLabel": "synonyms", "hiddenLabel": "hidden"}


class ConceptMapping(Protocol):
    """A mapping of a concept: its slug, a CURIE of skos, and the CURIE of a term elsewhere."""

    @property
    def subject(self) -> str:
        """Slug of our concept."""

    @property
    def predicate(self) -> str:
        """CURIE of the SKOS match."""

    @property
    def object(self) -> str:
        """CURIE of the term elsewhere."""


@dataclass(frozen=True, slots=True)
class Check:
    """A query of ontology/checks that returns offenders as ?entity, with what offends as ?value."""

    name: str
    level: Level
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """An offender that a check found; `str(finding)` is one line for a person."""

    check: str
    level: Level
    entity: str
    value: str
    title: str

    def __str__(self) -> str:
        return f"{self.level} {self.check}: {self.entity}: {self.title}" + (f" ({self.value})" if self.value else "")


def read_ontology(path: Path) -> list[Triple]:
    """Read a Turtle file, in the order of the file, with blank nodes labelled by their order of appearance.

    Raises OntologyError with file and line where it does not parse.
    """
    return _read(path, ox.RdfFormat.TURTLE, "ontology")


def read_rdf(path: Path) -> list[Triple]:
    """Read an RDF file of any format that its ending names, graph names left out; errors as in `read_ontology`."""
    format = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format is None:
        raise OntologyError(path, "the ending names no RDF format; known are ttl, trig, nt, nq, rdf, owl, jsonld")
    return _read(path, format, f"file{content_hash(str(path))}n")


def _read(path: Path, format: ox.RdfFormat, label: str) -> list[Triple]:
    try:
        quads = list(ox.parse(path=str(path), format=format))
    except SyntaxError as error:
        raise OntologyError(path, f"{error.msg}; expected {format.name}", line=error.lineno) from error
    except OSError as error:
        raise OntologyError(path, f"cannot be read ({error})") from error
    labels: dict[BlankNode, BlankNode] = {}
    for term in (term for quad in quads for term in (quad.subject, quad.object)):
        if isinstance(term, BlankNode):
            labels.setdefault(term, BlankNode(f"{label}{len(labels)}"))
    return [
        Triple(
            labels[quad.subject] if isinstance(quad.subject, BlankNode) else quad.subject,
            quad.predicate,
            labels[quad.object] if isinstance(quad.object, BlankNode) else quad.object,
        )
        for quad in quads
    ]


def concept_triples(concepts: Iterable[Concept], mappings: Iterable[ConceptMapping] = ()) -> Iterator[Triple]:
    """Make the individuals: classes, names, definition and links of each concept, in the order of the concepts.

    A concept that matches just one class of an OBO ontology exactly is also typed with that class, so that the tree of an imported slice
    classifies it. A category is not: it is a heading, and the class has the conditions as members.
    """
    matches: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for mapping in mappings:
        prefix = mapping.object.partition(":")[0]
        if mapping.predicate == _EXACT_MATCH and prefix in TYPED_BY:
            matches[mapping.subject][prefix].add(mapping.object)
    declared: set[str] = set()
    for concept in concepts:
        node = NamedNode(concept_iri(concept.slug))
        yield Triple(node, _TYPE, _CONCEPT)
        for name in concept.classes:
            yield Triple(node, _TYPE, NamedNode(term_iri(name)))
        for property_name, column in _NAMES.items():
            names = getattr(concept, column)
            for text in (names,) if isinstance(names, str) else names:
                yield Triple(node, NamedNode(PREFIXES["skos"] + property_name), Literal(text, language="en"))
        if concept.definition:
            yield Triple(node, _DEFINITION, Literal(concept.definition, language="en"))
        for column, property_name in LINK_PROPERTIES.items():
            for slug in getattr(concept, column):
                yield Triple(node, NamedNode(term_iri(property_name)), NamedNode(concept_iri(slug)))
        for _, terms in sorted(matches[concept.slug].items()) if "Category" not in concept.classes else ():
            if len(terms) > 1:
                continue
            iri = to_iri(next(iter(terms)))
            if iri not in declared:
                declared.add(iri)
                yield Triple(NamedNode(iri), _TYPE, _CLASS)
            yield Triple(node, _TYPE, NamedNode(iri))


def read_checks(folder: Path) -> tuple[Check, ...]:
    """Read the checks of a folder, sorted by name; the comment head of each states its level and title."""
    checks = []
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        head = dict(re.findall(r"^# (\w+): (.+?)\s*$", text, re.MULTILINE))
        level, title = head.get("level"), head.get("title")
        if level not in ("ERROR", "WARN") or not title:
            raise OntologyError(path, "the head must state `# level: ERROR` or `# level: WARN` and a `# title:`", line=1)
        checks.append(Check(path.stem, "ERROR" if level == "ERROR" else "WARN", title, text))
    if not checks:
        raise OntologyError(folder, "holds no check (*.rq)")
    return tuple(checks)


def find_problems(triples: Iterable[Triple], checks: Iterable[Check]) -> list[Finding]:
    """Run checks over the triples; findings are sorted by check, entity and value, errors first."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    findings = set()
    for check in checks:
        try:
            rows = store.query(check.text)
        except SyntaxError as error:
            raise OntologyError(f"{check.name}.rq", f"does not parse as SPARQL ({error})") from error
        if not isinstance(rows, ox.QuerySolutions) or {v.value for v in rows.variables} != {"entity", "value"}:
            raise OntologyError(f"{check.name}.rq", "must SELECT ?entity ?value")
        for row in rows:
            findings.add(Finding(check.name, check.level, _named(row["entity"]), _named(row["value"]), check.title))
    return sorted(findings, key=lambda f: (f.level, f.check, f.entity, f.value))


def check_ontology(settings: Settings, mappings: Iterable[ConceptMapping] = ()) -> list[Finding]:
    """Check igkg.ttl, concepts.tsv and mappings together: the queries of ontology/checks, then the OWL 2 DL profile."""
    schema = read_ontology(settings.ontology / "igkg.ttl")
    concepts = read_concepts(settings.ontology / "concepts.tsv")
    mappings = tuple(mappings)
    individuals = list(concept_triples(concepts, mappings))
    matches = [Triple(NamedNode(concept_iri(m.subject)), NamedNode(to_iri(m.predicate)), NamedNode(to_iri(m.object))) for m in mappings]
    findings = find_problems([*schema, *individuals, *matches], read_checks(settings.ontology / "checks"))
    findings += [Finding(f"dl-{v.rule}", "ERROR", _short(v.entity), "", v.message) for v in check_dl([*schema, *individuals, *matches])]
    return findings


def check_dl(triples: Iterable[Triple]) -> list[Violation]:
    """Find what takes the triples out of OWL 2 DL, as far as `kg.graph.profile` looks."""
    return find_violations(triples)


def draw_model(path: Path) -> str:
    """Draw the main classes of an ontology file and the properties between them as SVG; the same file gives the same bytes."""
    return draw_classes(read_ontology(path))


def _named(term: object) -> str:
    match term:
        case None:
            return ""
        case NamedNode(value=iri):
            return _short(iri)
        case Literal(value=text):
            return text
        case _:
            return str(term)


def _short(iri: str) -> str:
    return to_curie(iri) or iri
