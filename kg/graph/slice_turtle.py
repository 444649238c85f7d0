"""Slices of ontologies as Turtle: the terms that an import keeps go in, one file comes out, the same bytes for the same slice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kg.graph.slices import Slice
from kg.graph.statements import Header, OntologyTerm
from kg.identifiers import PREFIXES, graph_iri, to_slug

__all__ = ["write_slice"]

_OBO = "http://purl.obolibrary.org/obo/"
_IN_OWL = "http://www.geneontology.org/formats/oboInOwl#"
_SYNONYMS = {
    "exact": "hasExactSynonym",
    "broad": "hasBroadSynonym",
    "narrow": "hasNarrowSynonym",
    "related": "hasRelatedSynonym",
    "synonym": "hasSynonym",
}
_WRITTEN_PREFIXES = {"obo": _OBO, "oboInOwl": _IN_OWL, **{p: PREFIXES[p] for p in ("dcterms", "owl", "rdfs", "vann", "xsd")}}


def write_slice(target: Path, name: str, part: Slice, *, header: Header, sha256: str, today: date) -> None:
    """Write a slice as Turtle, sorted by IRI: the same slice gives the same bytes."""
    with target.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(_turtle(name, part, header, sha256, today))


def _turtle(name: str, part: Slice, header: Header, sha256: str, today: date) -> Iterator[str]:
    for prefix, iri in sorted(_WRITTEN_PREFIXES.items()):
        yield f"@prefix {prefix}: <{iri}> .\n"
    graph = graph_iri(f"imports-{name}")
    origin = header.version_iri or header.ontology
    about = [
        ("a", "owl:Ontology"),
        ("dcterms:created", f'"{today.isoformat()}"^^xsd:date'),
        ("dcterms:description", _text(f"{len(part.terms)} of {part.classes} classes: names and hierarchy, without definitions.")),
        ("dcterms:identifier", _text(f"sha256:{sha256}")),
        ("dcterms:license", _reference(header.licence)),
        ("dcterms:rights", _text(header.rights) if header.rights else ""),
        ("dcterms:source", _reference(origin)),
        ("dcterms:title", _text(f"Slice of {header.title or part.prefix or name}")),
        ("owl:versionIRI", f"<{graph}/{to_slug(header.version) or sha256[:16]}>"),
        ("owl:versionInfo", _text(header.version) if header.version else ""),
        ("vann:preferredNamespacePrefix", _text(part.prefix) if part.prefix else ""),
    ]
    yield f"\n<{graph}> " + " ;\n    ".join(f"{p} {o}" for p, o in about if o) + " .\n\n"
    for annotation in sorted({_SYNONYMS[scope] for term in part.terms.values() for scope, _ in term.synonyms}):
        yield f"oboInOwl:{annotation} a owl:AnnotationProperty .\n"
    if any(term.replaced_by for term in part.terms.values()):
        yield "obo:IAO_0100001 a owl:AnnotationProperty .\n"
    for relation in sorted({relation for term in part.terms.values() for relation, _ in term.relations}):
        yield f"{_name(relation)} a owl:ObjectProperty .\n"
    fillers = {filler for term in part.terms.values() for _, filler in term.relations}
    for iri in sorted({*part.dangling, *fillers} - part.terms.keys()):
        yield f"{_name(iri)} a owl:Class .\n"
    for term in part.terms.values():
        yield _described(term)


def _described(term: OntologyTerm) -> str:
    lines = ["a owl:Class"]
    if term.label:
        lines.append(f"rdfs:label {_text(term.label)}")
    by_scope: dict[str, list[str]] = defaultdict(list)
    for scope, text in term.synonyms:
        by_scope[_SYNONYMS[scope]].append(_text(text))
    lines += [f"oboInOwl:{scope} {', '.join(texts)}" for scope, texts in sorted(by_scope.items())]
    parents = [_name(parent) for parent in term.parents]
    parents += [f"[ a owl:Restriction ; owl:onProperty {_name(p)} ; owl:someValuesFrom {_name(o)} ]" for p, o in term.relations]
    if parents:
        lines.append(f"rdfs:subClassOf {', '.join(parents)}")
    if term.deprecated:
        lines.append("owl:deprecated true")
    if term.replaced_by:
        lines.append(f"obo:IAO_0100001 {', '.join(map(_name, term.replaced_by))}")
    return f"\n{_name(term.iri)} " + " ;\n    ".join(lines) + " .\n"


def _name(iri: str) -> str:
    local = iri.removeprefix(_OBO)
    return f"obo:{local}" if local != iri and local.replace("_", "").isalnum() and local.isascii() else f"<{iri}>"


def _text(text: str) -> str:
    return str(ox.Literal("".join(c if c.isprintable() else " " for c in text)))


def _reference(text: str) -> str:
    if not text:
        return ""
    return f"<{text}>" if "://" in text and not set(text) & set(" <>\"{}|\\^`") else _text(text)
