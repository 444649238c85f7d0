"""The ontology as others take it up: the graphs of a build go in; the products base, full and simple come out as triples.

`base` is the ontology alone, `full` adds the concepts with their mappings and what was imported of other ontologies, and `simple` keeps
names and hierarchies: classes and properties with their labels, `rdfs:subClassOf` and `rdfs:subPropertyOf` between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.identifiers import ONTOLOGY, PREFIXES, to_iri

__all__ = ["Product", "products"]

#: IRI of the ontology itself, which is also that of its base product.
IRI = ONTOLOGY.removesuffix("#")

_OWL = PREFIXES["owl"]
_TYPE, _LABEL = ox.NamedNode(to_iri("rdf:type")), ox.NamedNode(to_iri("rdfs:label"))
_ONTOLOGY, _CLASS, _ANNOTATION = (ox.NamedNode(_OWL + n) for n in ("Ontology", "Class", "AnnotationProperty"))
_INDIVIDUAL = ox.NamedNode(_OWL + "NamedIndividual")
_VERSION_IRI, _VERSION = (ox.NamedNode(_OWL + n) for n in ("versionIRI", "versionInfo"))
_ISSUED = ox.NamedNode(to_iri("dcterms:issued"))
_HIERARCHY = frozenset(ox.NamedNode(to_iri(n)) for n in ("rdfs:subClassOf", "rdfs:subPropertyOf"))
_ENTITIES = frozenset(ox.NamedNode(_OWL + n) for n in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
_BUILT_IN = tuple(PREFIXES[p] for p in ("rdf", "rdfs", "owl", "xsd"))
#: OWL 2 has no xsd:date in its datatype map, so the header states the date as text.
_HEADER_KEPT = frozenset(to_iri(n) for n in ("dcterms:title", "dcterms:description", "dcterms:license", "dcterms:creator"))

#: What the licences of imported ontologies want to be kept.
_CREDITED = frozenset(ox.NamedNode(to_iri(n)) for n in ("dcterms:source", "dcterms:rights"))


@dataclass(frozen=True, slots=True)
class Product:
    """An ontology file to be: its name, its IRI and its triples with header and declarations."""

    name: str
    iri: str
    triples: tuple[ox.Triple, ...]


def products(
    ontology: Iterable[ox.Triple],
    concepts: Iterable[ox.Triple],
    mappings: Iterable[ox.Triple],
    imports: Mapping[str, Iterable[ox.Triple]],
    *,
    version: str,
    date: str,
) -> tuple[Product, ...]:
    """Make the three products, each with its own version IRI; of an import its axioms stay, and of its header the credit."""
    schema = list(ontology)
    header = [t for t in schema if _is(t.subject, IRI)]
    body = [t for t in schema if not _is(t.subject, IRI)]
    imported = [t for name in sorted(imports) for t in _without_header(imports[name], name)]
    matches = [t for t in mappings if t.predicate.value.startswith(PREFIXES["skos"])]
    full = [*body, *concepts, *matches, *imported]
    return tuple(
        Product(name, iri, tuple(_declared([*_header(header, iri, version, date), *credited, *triples])))
        for name, iri, triples, credited in (
            ("base", IRI, body, []),
            ("full", f"{IRI}/full", full, list(_credits(imports, f"{IRI}/full"))),
            ("simple", f"{IRI}/simple", list(_simple(body)), []),
        )
    )


def _is(term: object, iri: str) -> bool:
    return isinstance(term, ox.NamedNode) and term.value == iri


def _header(header: Iterable[ox.Triple], iri: str, version: str, date: str) -> Iterator[ox.Triple]:
    node = ox.NamedNode(iri)
    replaced = {_VERSION_IRI, _VERSION, _ISSUED}
    for triple in header:
        if triple.predicate not in replaced and (iri == IRI or triple.predicate == _TYPE or triple.predicate.value in _HEADER_KEPT):
            yield ox.Triple(node, triple.predicate, triple.object)
    yield ox.Triple(node, _VERSION_IRI, ox.NamedNode(f"{IRI}/{version}{iri.removeprefix(IRI)}"))
    yield ox.Triple(node, _VERSION, ox.Literal(version))
    yield ox.Triple(node, _ISSUED, ox.Literal(date))


def _without_header(triples: Iterable[ox.Triple], name: str) -> Iterator[ox.Triple]:
    """Leave out what describes the import itself, and keep blank nodes of several files apart."""
    found = list(triples)
    headers = {t.subject for t in found if t.predicate == _TYPE and t.object == _ONTOLOGY}
    for triple in found:
        if triple.subject not in headers:
            yield ox.Triple(_apart(triple.subject, name), triple.predicate, _apart(triple.object, name))


def _credits(imports: Mapping[str, Iterable[ox.Triple]], iri: str) -> Iterator[ox.Triple]:
    """Say in the header of the whole where its parts come from and whose they are."""
    for name in sorted(imports):
        found = list(imports[name])
        headers = {t.subject for t in found if t.predicate == _TYPE and t.object == _ONTOLOGY}
        yield from (ox.Triple(ox.NamedNode(iri), t.predicate, t.object) for t in found if t.subject in headers and t.predicate in _CREDITED)


def _apart(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, name: str) -> ox.NamedNode:
    # The type says less than what is returned: pyoxigraph's Triple takes any of them.
    return ox.BlankNode(f"{name}-{term.value}") if isinstance(term, ox.BlankNode) else term  # type: ignore[return-value]


def _declared(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Add the declarations that OWL 2 DL asks for: individuals, classes that type them, and annotation properties."""
    found = list(dict.fromkeys(triples))
    declared = {t.subject for t in found if t.predicate == _TYPE and isinstance(t.object, ox.NamedNode) and t.object.value.startswith(_OWL)}
    yield from found
    added: dict[ox.Triple, None] = {ox.Triple(_ISSUED, _TYPE, _ANNOTATION): None}
    for triple in found:
        if triple.predicate not in declared and not triple.predicate.value.startswith(_BUILT_IN):
            added[ox.Triple(triple.predicate, _TYPE, _ANNOTATION)] = None
        kind = triple.object
        if triple.predicate != _TYPE or not isinstance(kind, ox.NamedNode) or kind.value.startswith(_BUILT_IN):
            continue
        if kind not in declared:
            added[ox.Triple(kind, _TYPE, _CLASS)] = None
        if isinstance(triple.subject, ox.NamedNode) and triple.subject not in declared:
            added[ox.Triple(triple.subject, _TYPE, _INDIVIDUAL)] = None
    yield from added


def _simple(body: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    found = list(body)
    named = {t.subject for t in found if isinstance(t.subject, ox.NamedNode) and t.predicate == _TYPE and t.object in _ENTITIES}
    for triple in found:
        is_label = triple.predicate == _LABEL and triple.subject in named
        is_declaration = triple.predicate == _TYPE and triple.object in _ENTITIES and triple.subject in named
        if is_label or is_declaration or (triple.predicate in _HIERARCHY and {triple.subject, triple.object} <= named):
            yield triple
