"""What a release says of itself: its description goes in; VoID, DCAT and schema.org triples, an RO-Crate and CITATION.cff come out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.serialisation import describe, jsonld, turtle
from kg.identifiers import GRAPH, ID, ONTOLOGY, PREFIXES, graph_iri, to_iri

__all__ = [
    "DATASET",
    "RELEASES",
    "Distribution",
    "ReleaseDescription",
    "citation",
    "metadata_jsonld",
    "metadata_triples",
    "metadata_turtle",
    "ro_crate",
]

DATASET = graph_iri("dataset")
RELEASES = "https://w3id.org/igkg/release/"
TITLE = "igkg: the knowledge graph of immunoglobulin therapy"
#: schema.org wants 50 to 5,000 characters here.
DESCRIPTION = (
    "A knowledge graph of immunoglobulin therapy: what products are approved, recommended, used or studied for, how they act and what harm "
    "they may do. Every fact keeps the claims behind it, each with its document, its place in the text, and how far it can be believed."
)
KEYWORDS = (
    "immunoglobulin", "IVIG", "knowledge graph", "ontology", "provenance", "adverse effects", "autoimmune diseases", "immunodeficiency",
)  # fmt: skip
AUTHORS = "igkg authors"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_SCHEMA = "https://schema.org/"
_CRATE = "https://w3id.org/ro/crate/1.1"
#: Of the media types of IANA; TSV of SSSOM and KGX is text/tab-separated-values.
_MEDIA = {
    ".ttl": "text/turtle", ".trig": "application/trig", ".gz": "application/gzip", ".jsonld": "application/ld+json",
    ".owl": "application/rdf+xml", ".json": "application/json", ".jsonl": "application/jsonl",
    ".tsv": "text/tab-separated-values", ".cff": "application/yaml", ".md": "text/markdown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file of a release: its path in the release's folder, what it is, its size in bytes and its SHA-256."""

    path: str
    title: str
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        """Media type by the ending."""
        return _MEDIA.get(self.path[self.path.rfind(".") :], "text/plain")


@dataclass(frozen=True, slots=True)
class ReleaseDescription:
    """What is published: version, date (2026-11-30), files, and the graphs with their quads."""

    version: str
    date: str
    files: tuple[Distribution, ...] = ()

    @property
    def iri(self) -> str:
        """The IRI of this release, below which its files lie."""
        return f"{RELEASES}{self.version}/"


def metadata_triples(release: ReleaseDescription, quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """Describe a release as void:Dataset, dcat:Dataset and schema:Dataset, with its named graphs, classes, properties and files."""
    return sorted({*_dataset(release), *_statistics(quads), *_distributions(release)}, key=str)


def metadata_turtle(triples: Sequence[ox.Triple]) -> Iterator[str]:
    """Write the description as Turtle."""
    return turtle(describe(triples, _order(triples)))


def metadata_jsonld(triples: Sequence[ox.Triple]) -> Iterator[str]:
    """Write the description as JSON-LD."""
    return jsonld(describe(triples, _order(triples)))


def ro_crate(release: ReleaseDescription) -> str:
    """Write ro-crate-metadata.json after RO-Crate 1.1 (https://w3id.org/ro/crate/1.1)."""
    files = [
        {"@id": f.path, "@type": "File", "name": f.title, "encodingFormat": f.media_type, "contentSize": str(f.size)} for f in release.files
    ]
    root = {
        "@id": "./", "@type": "Dataset", "name": TITLE, "description": DESCRIPTION, "version": release.version, "identifier": release.iri,
        "datePublished": release.date, "license": {"@id": LICENCE}, "author": {"@id": f"{ID}igkg-authors"}, "keywords": ", ".join(KEYWORDS),
        "hasPart": [{"@id": f.path} for f in release.files],
    }  # fmt: skip
    descriptor = {
        "@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": {"@id": _CRATE}, "about": {"@id": "./"},
    }  # fmt: skip
    context: list[object] = [
        descriptor, root, *files,
        {"@id": f"{ID}igkg-authors", "@type": "Organization", "name": AUTHORS},
        {"@id": LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International"},
    ]  # fmt: skip
    return json.dumps({"@context": f"{_CRATE}/context", "@graph": context}, indent=1, ensure_ascii=False) + "\n"


def citation(version: str, date: str) -> str:
    """Write CITATION.cff after the Citation File Format 1.2.0."""
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use igkg, its graph or its ontology, please cite this version of it."',
        "type: dataset",
        f"title: {json.dumps(TITLE)}",
        f"abstract: {json.dumps(DESCRIPTION)}",
        "authors:",
        f"  - name: {json.dumps(AUTHORS)}",
        f"version: {json.dumps(version)}",
        f"date-released: {json.dumps(date)}",
        f"url: {json.dumps(RELEASES.removesuffix('release/'))}",
        "license:",
        "  - CC-BY-4.0",
        "  - Apache-2.0",
        "keywords:",
        *(f"  - {json.dumps(word)}" for word in KEYWORDS),
    ]
    return "\n".join(lines) + "\n"


def _dataset(release: ReleaseDescription) -> Iterator[ox.Triple]:
    kinds = (to_iri("void:Dataset"), to_iri("dcat:Dataset"), f"{_SCHEMA}Dataset")
    yield from (_triple(DATASET, "rdf:type", ox.NamedNode(kind)) for kind in kinds)
    day = ox.Literal(release.date, datatype=ox.NamedNode(to_iri("xsd:date")))
    authors, version = ox.NamedNode(f"{ID}igkg-authors"), ox.NamedNode(release.iri)
    for names, value in (
        (("dcterms:title", f"{_SCHEMA}name"), _english(TITLE)),
        (("dcterms:description", f"{_SCHEMA}description"), _english(DESCRIPTION)),
        (("dcterms:license", f"{_SCHEMA}license"), ox.NamedNode(LICENCE)),
        (("dcterms:issued", f"{_SCHEMA}datePublished"), day),
        (("dcterms:creator", "dcterms:publisher", f"{_SCHEMA}creator", f"{_SCHEMA}publisher"), authors),
        (("dcat:version", "owl:versionInfo", f"{_SCHEMA}version"), ox.Literal(release.version)),
        (("dcterms:hasVersion", f"{_SCHEMA}sameAs"), version),
        (("dcterms:language", f"{_SCHEMA}inLanguage"), ox.Literal("en")),
        (("void:uriSpace",), ox.Literal(ID)),
        (("void:vocabulary",), ox.NamedNode(ONTOLOGY.removesuffix("#"))),
        (("void:exampleResource",), ox.NamedNode(f"{ID}intravenous-immunoglobulin")),
    ):
        yield from (_triple(DATASET, name, value) for name in names)
    for word in KEYWORDS:
        yield _triple(DATASET, "dcat:keyword", _english(word))
        yield _triple(DATASET, f"{_SCHEMA}keywords", _english(word))
    yield _triple(authors.value, "rdf:type", ox.NamedNode(f"{_SCHEMA}Organization"))
    yield _triple(authors.value, "rdf:type", ox.NamedNode(to_iri("foaf:Organization")))
    yield _triple(authors.value, "foaf:name", ox.Literal(AUTHORS))
    yield _triple(authors.value, f"{_SCHEMA}name", ox.Literal(AUTHORS))


def _statistics(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Count the triples of the union and of each named graph, its classes, properties and links to other datasets."""
    graphs: Counter[str] = Counter()
    classes: dict[str, set[object]] = {}
    properties: Counter[str] = Counter()
    links: Counter[tuple[str, str]] = Counter()
    union: set[ox.Triple] = set()
    for quad in quads:
        graphs[quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else DATASET] += 1
        if quad.triple in union:
            continue
        union.add(quad.triple)
        properties[quad.predicate.value] += 1
        if quad.predicate.value == to_iri("rdf:type") and isinstance(quad.object, ox.NamedNode):
            classes.setdefault(quad.object.value, set()).add(quad.subject)
        if quad.predicate.value.startswith(f"{PREFIXES['skos']}") and isinstance(quad.object, ox.NamedNode):
            space = next((s for s in _OTHERS if quad.object.value.startswith(s)), None)
            if space is not None and str(quad.subject).startswith(f"<{ID}"):
                links[quad.predicate.value, space] += 1
    yield _triple(DATASET, "void:triples", _count(len(union)))
    yield _triple(DATASET, "void:distinctSubjects", _count(len({t.subject for t in union})))
    yield _triple(DATASET, "void:distinctObjects", _count(len({t.object for t in union})))
    for graph, count in graphs.items():
        node = f"{GRAPH}part/{graph.removeprefix(GRAPH)}"
        yield from _part(node, "void:subset", {"rdfs:seeAlso": ox.NamedNode(graph)}, "void:triples", count)
    for name, members in classes.items():
        yield from _part(_below("class", name), "void:classPartition", {"void:class": ox.NamedNode(name)}, "void:entities", len(members))
    for name, count in properties.items():
        yield from _part(_below("property", name), "void:propertyPartition", {"void:property": ox.NamedNode(name)}, "void:triples", count)
    for (predicate, space), count in links.items():
        node = _below("links", f"{predicate}|{space}")
        yield _triple(node, "rdf:type", ox.NamedNode(to_iri("void:Linkset")))
        yield from _part(
            node, "void:subset", {"void:linkPredicate": ox.NamedNode(predicate), "void:uriSpace": ox.Literal(space)}, "void:triples", count
        )


#: IRI spaces of other ontologies, the longest first.
_OTHERS = sorted(
    (iri for iri in PREFIXES.values() if iri not in {ID, ONTOLOGY, GRAPH} and not iri.startswith("http://www.w3.org")),
    key=lambda space: (-len(space), space),
)


def _distributions(release: ReleaseDescription) -> Iterator[ox.Triple]:
    spdx = "http://spdx.org/rdf/terms#"
    for each in release.files:
        node, checksum = f"{release.iri}{each.path}", f"{release.iri}{each.path}#sha256"
        media = ox.NamedNode(f"https://www.iana.org/assignments/media-types/{each.media_type}")
        yield _triple(DATASET, "dcat:distribution", ox.NamedNode(node))
        yield _triple(DATASET, f"{_SCHEMA}distribution", ox.NamedNode(node))
        if each.path.startswith("graph/"):
            yield _triple(DATASET, "void:dataDump", ox.NamedNode(node))
        for name, value in (
            ("rdf:type", ox.NamedNode(to_iri("dcat:Distribution"))),
            ("rdf:type", ox.NamedNode(f"{_SCHEMA}DataDownload")),
            ("dcterms:title", _english(each.title)),
            (f"{_SCHEMA}name", _english(each.title)),
            ("dcat:downloadURL", ox.NamedNode(node)),
            (f"{_SCHEMA}contentUrl", ox.NamedNode(node)),
            ("dcat:mediaType", media),
            (f"{_SCHEMA}encodingFormat", ox.Literal(each.media_type)),
            ("dcat:byteSize", _count(each.size)),
            (f"{_SCHEMA}contentSize", ox.Literal(str(each.size))),
            (f"{_SCHEMA}sha256", ox.Literal(each.sha256)),
            (f"{spdx}checksum", ox.NamedNode(checksum)),
        ):
            yield _triple(node, name, value)
        yield _triple(checksum, "rdf:type", ox.NamedNode(f"{spdx}Checksum"))
        yield _triple(checksum, f"{spdx}algorithm", ox.NamedNode(f"{spdx}checksumAlgorithm_sha256"))
        yield _triple(checksum, f"{spdx}checksumValue", ox.Literal(each.sha256, datatype=ox.NamedNode(to_iri("xsd:hexBinary"))))


def _part(node: str, link: str, described_by: Mapping[str, ox.NamedNode | ox.Literal], counted: str, count: int) -> Iterator[ox.Triple]:
    yield _triple(DATASET, link, ox.NamedNode(node))
    yield from (_triple(node, name, value) for name, value in described_by.items())
    yield _triple(node, counted, _count(count))


def _below(kind: str, iri: str) -> str:
    """Give a part of the description an IRI: the CURIE of what it is about, with no character that an IRI may not hold."""
    return f"{GRAPH}part/{kind}/" + "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in iri.split("://", 1)[-1])


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _triple(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(name if name.startswith("http") else to_iri(name)), value)


def _count(value: int) -> ox.Literal:
    return ox.Literal(value)


def _order(triples: Sequence[ox.Triple]) -> list[ox.NamedNode | ox.BlankNode]:
    """The dataset first, then what it consists of by IRI."""
    subjects = {t.subject for t in triples if isinstance(t.subject, ox.NamedNode)}
    return sorted(subjects, key=lambda s: (s.value != DATASET, s.value))
