"""Releases: a build goes in; a folder that others can take up as it is comes out, the same bytes for the same build, version and date.

`release` is meant to be read from top to bottom: prove the build, then write ontology, graph, KGX, mappings, nanopublications and what
describes them.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.answers import open_build
from kg.difference import release_notes
from kg.errors import ConformanceError, KgError, ParameterError
from kg.graph.biolink import read_biolink
from kg.graph.contradictions import tell_cause, tell_unsatisfiable
from kg.graph.dataset_metadata import (
    DATASET,
    Distribution,
    ReleaseDescription,
    citation,
    metadata_jsonld,
    metadata_triples,
    metadata_turtle,
    ro_crate,
)
from kg.graph.export import FORMATS, canonical_quads
from kg.graph.kgx import write_kgx
from kg.graph.mappings import read_mapping_sets
from kg.graph.nanopublications import nanopublications, to_trig
from kg.graph.obographs import obo_graph
from kg.graph.ontology import check_dl, read_ontology
from kg.graph.products import Product, products
from kg.graph.reasoning import INSTALL, check_with_hermit
from kg.graph.sssom import from_triples, write_mapping_set
from kg.graph.store import Store
from kg.graph.validation import validate
from kg.identifiers import ID, graph_iri, to_iri
from kg.outputs import check_folder, staged_folder
from kg.settings import Settings

__all__ = ["Release", "release"]

#: Semantic Versioning 2.0.0 without build metadata, which a path in an IRI could not hold.
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SUMS = "SHA256SUMS"
#: What a file is, by its path without the ending; the endings of one path are forms of one thing.
_TITLES = {
    "ontology/igkg-base": "The ontology alone",
    "ontology/igkg-full": "The ontology with concepts, mappings and imports",
    "ontology/igkg-simple": "Names and hierarchies of the ontology",
    "graph/igkg": "The graph",
    "graph/igkg.context": "Context of the graph's JSON-LD",
    "kgx/igkg_nodes": "Nodes for Biolink and KGX",
    "kgx/igkg_edges": "Edges for Biolink and KGX",
    "nanopublications/igkg": "Nanopublications of claims",
    "nanopublications/index": "Which claim is published as which nanopublication",
    "metadata": "Description in VoID, DCAT and schema.org",
    "ro-crate-metadata": "Description as RO-Crate",
    "CITATION": "How to cite this release",
    "NOTES": "What is new since the previous release",
}
_OWNED = frozenset({
    "ontology", "graph", "kgx", "mappings", "nanopublications", "metadata.ttl", "metadata.jsonld", "ro-crate-metadata.json", "CITATION.cff",
    "NOTES.md", _SUMS,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Release:
    """What was published: version, date, its files with sizes and hashes, counts, and what a reader should know."""

    version: str
    date: str
    files: tuple[Distribution, ...]
    counts: Mapping[str, int]
    notes: tuple[str, ...] = ()


def release(
    version: str,
    build: Path | str = "build",
    out: Path | str | None = None,
    *,
    date: str | None = None,
    previous: Path | None = None,
    everything: bool = False,
    settings: Settings | None = None,
) -> Release:
    """Publish a build as a folder, `release/<version>` if none is given; it appears whole or not at all.

    `date` (2026-11-30) is the newest date of a document if not given, never the clock. With `everything` all affirmed claims become
    nanopublications, not only the accepted ones. `previous` is an older build that the release notes compare with. Raises ConformanceError
    for a build that contradicts itself, violates a shape or leaves OWL 2 DL, ParameterError for a version or date that is none, and
    KgError, before anything is judged, for a folder that holds what no release wrote under the name of what one writes.
    """
    settings = settings or Settings.default()
    if not _VERSION.fullmatch(version):
        raise ParameterError(f"{version!r} is no version such as 1.0.0 or 1.1.0-rc.1 (https://semver.org)")
    target = Path(out) if out is not None else Path("release") / version
    check_folder(target, strangers=_strangers(target))
    store = open_build(build)
    date = _date(date, store)
    graphs = {name: [quad.triple for quad in store.quads(name)] for name in map(_local, store.graphs())}
    _prove(build, graphs, settings)

    ontology, concepts, mappings = (graphs.get(name, ()) for name in ("ontology", "concepts", "mappings"))
    made = products(ontology, concepts, mappings, _imports(graphs, settings), version=version, date=date)
    for product in made:
        _prove_profile(product)
    quads = _published(graphs, made[0])
    notes = []

    with staged_folder(target, owned=_OWNED) as folder:
        for name in ("ontology", "graph", "kgx", "mappings", "nanopublications"):
            (folder / name).mkdir()
        for product in made:
            _write_product(product, folder / "ontology")
        description = ReleaseDescription(version, date)
        about = metadata_triples(description, quads)
        described = [*quads, *(Quad(t.subject, t.predicate, t.object, NamedNode(graph_iri("metadata"))) for t in about)]
        _write_graph(described, folder / "graph")
        rows = write_kgx(quads, folder / "kgx", "igkg", read_biolink(settings.ontology / "biolink"))
        mapped = _write_mappings(graphs.get("metadata", ()), settings, folder / "mappings")
        published = nanopublications(quads, date=date, everything=everything)
        _write(folder / "nanopublications" / "igkg.trig", to_trig(published))
        index = [f"{each.claim}\t{each.iri}\n" for each in published]
        _write(folder / "nanopublications" / "index.tsv", ["claim\tnanopublication\n", *index])
        if not published:
            notes.append("no claim is accepted yet, so there is no nanopublication; --all publishes every affirmed claim")
        _write_notes(previous, Path(build), folder)
        _write(folder / "CITATION.cff", [citation(version, date)])
        _write_descriptions(description, quads, folder)
        files = tuple(_distributions(folder))
        _write(folder / _SUMS, [f"{each.sha256}  {each.path}\n" for each in files])

    counts = {
        "triples": len({q.triple for q in quads}), "nodes": len(rows.nodes), "edges": len(rows.edges), "mappings": mapped,
        "nanopublications": len(published), "files": len(files) + 1,
    }  # fmt: skip
    return Release(version, date, files, counts, tuple(notes))


def _strangers(out: Path) -> Iterator[Path]:
    """Find the files that have the name of an output and that no release listed in its sums."""
    try:
        listed = {line.partition("  ")[2] for line in (out / _SUMS).read_text(encoding="utf-8").splitlines()}
    except (OSError, ValueError):
        listed = set()
    # Sums of other things are no release.
    known = {_SUMS, *listed} if "ro-crate-metadata.json" in listed else set()
    for path in (out / name for name in sorted(_OWNED)):
        files = sorted(each for each in path.rglob("*") if not each.is_dir()) if path.is_dir() else [path]
        yield from (each for each in files if each.exists() and each.relative_to(out).as_posix() not in known and each.name != ".DS_Store")


def _local(iri: str) -> str:
    return iri.removeprefix(graph_iri(""))


def _date(date: str | None, store: Store) -> str:
    """Give the date of the release: what was asked for, else the newest full date that a document states."""
    if date is not None:
        if not _DATE.fullmatch(date):
            raise ParameterError(f"{date!r} is no date such as 2026-11-30")
        return date
    stated = {t.object.value for t in store.triples(None, NamedNode(to_iri("dcterms:date"))) if isinstance(t.object, Literal)}
    known = sorted(text for text in stated if _DATE.fullmatch(text))
    if not known:
        raise ParameterError("no document states its date; give one with --date 2026-11-30")
    return known[-1]


def _prove(build: Path | str, graphs: Mapping[str, Sequence[Triple]], settings: Settings) -> None:
    """Refuse what may not be published: the build is judged again, because its report may be older than its store."""
    told = _told(Path(build))
    if told.get("conforms") is False or told.get("consistent") is False:
        what = "does not conform to the shapes" if told.get("conforms") is False else "contradicts itself"
        raise ConformanceError(f"{build}: the build {what}, see report.json; it is not published")
    judged = [triple for name, triples in graphs.items() if name not in ("inferred", "explanations", "metadata") for triple in triples]
    report = validate(judged, settings.ontology / "shapes")
    if not report.conforms:
        raise ConformanceError(f"{build}: the graph violates its shapes ({next(report.lines(), '')}); it is not published")
    verdict = check_with_hermit(t for name in ("ontology", "concepts", "facts") for t in graphs.get(name, ()))
    if verdict is None and told.get("consistent") is not True:
        raise KgError(f"nothing shows that the build is consistent: no Java runtime was found for DL reasoning; {INSTALL} brings one")
    if verdict is not None and (not verdict.consistent or verdict.unsatisfiable):
        what = f"nothing can belong to {verdict.unsatisfiable[0]}" if verdict.unsatisfiable else "it contradicts itself"
        rules = settings.ontology / "rules"
        causes = tell_unsatisfiable(verdict.unsatisfiable, graphs["ontology"], rules) if verdict.unsatisfiable else [tell_cause(graphs, rules)]
        raise ConformanceError("\n".join([f"{build}: {what}, says HermiT; it is not published", *causes]))


def _told(build: Path) -> Mapping[str, object]:
    path = build / "report.json"
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KgError(f"{path}: cannot be read ({error}); a release is made from the folder that `kg build` wrote") from error
    return report if isinstance(report, dict) else {}


def _prove_profile(product: Product) -> None:
    violations = check_dl(product.triples)
    if violations:
        first = violations[0]
        raise ConformanceError(
            f"the ontology product {product.name} is not in OWL 2 DL ({len(violations)} violations): {first.entity} {first.message}"
        )


def _imports(graphs: Mapping[str, Sequence[Triple]], settings: Settings) -> dict[str, Sequence[Triple]]:
    """Give the imports of other ontologies: those that the build holds, else the shipped files; there may be none."""
    held = {name.removeprefix("imports-"): triples for name, triples in graphs.items() if name.startswith("imports-")}
    return held or {path.stem: read_ontology(path) for path in sorted((settings.ontology / "imports").glob("*.ttl"))}


def _published(graphs: Mapping[str, Sequence[Triple]], base: Product) -> list[Quad]:
    """Give the quads of the release: the ontology under its new version; what the build says of itself is said anew."""
    kept = [triple for triple in graphs.get("metadata", ()) if not _is_about_build(triple)]
    content = {name: triples for name, triples in graphs.items() if name != "quarantine"} | {"ontology": base.triples, "metadata": kept}
    return [Quad(t.subject, t.predicate, t.object, NamedNode(graph_iri(n))) for n, triples in sorted(content.items()) for t in triples]


def _is_about_build(triple: Triple) -> bool:
    """Tell whether a triple belongs to the validation report or to the old description of the dataset; mapping records do not."""
    subject = triple.subject
    return isinstance(subject, NamedNode) and (subject.value == DATASET or subject.value.startswith(f"{ID}validation-"))


def _write_product(product: Product, folder: Path) -> None:
    # The formats without named graphs merge the graph of concepts with others; here it holds the whole product.
    whole = [Quad(t.subject, t.predicate, t.object, NamedNode(graph_iri("concepts"))) for t in product.triples]
    canonical = canonical_quads(whole)
    for format, ending in (("ttl", "ttl"), ("rdfxml", "owl")):
        _write(folder / f"igkg-{product.name}.{ending}", FORMATS[format](canonical))
    _write(folder / f"igkg-{product.name}.json", obo_graph(product.triples, product.iri))


def _write_graph(quads: Sequence[Quad], folder: Path) -> None:
    canonical = canonical_quads(quads)
    for format in ("ttl", "trig"):
        _write(folder / f"igkg.{format}", FORMATS[format](canonical))
    zipped = io.BytesIO()
    # Name and time in the head of a gzip file would differ from run to run.
    with gzip.GzipFile(filename="", fileobj=zipped, mode="wb", mtime=0) as stream:
        stream.write("".join(FORMATS["nq"](canonical)).encode("utf-8"))
    (folder / "igkg.nq.gz").write_bytes(zipped.getvalue())
    document = json.loads("".join(FORMATS["jsonld"](canonical)))
    _write(folder / "igkg.context.jsonld", [json.dumps({"@context": document["@context"]}, indent=1, ensure_ascii=False), "\n"])
    nodes = ",\n  ".join(json.dumps(node, ensure_ascii=False) for node in document["@graph"])
    _write(folder / "igkg.jsonld", ['{\n "@context": "igkg.context.jsonld",\n "@graph": [\n  ', nodes, "\n ]\n}\n"])


def _write_mappings(metadata: Iterable[Triple], settings: Settings, folder: Path) -> int:
    """Write the mapping sets that the build holds, or, of a build without any, the open shipped ones; gives the number of mappings."""
    sets = from_triples(metadata) or read_mapping_sets(settings.ontology / "mappings")
    for each in sets:
        write_mapping_set(each, folder / each.path.name)
    return sum(len(each.rows) for each in sets)


def _write_notes(previous: Path | None, build: Path, folder: Path) -> None:
    """Write what differs from an older build."""
    if previous is None:
        return
    _write(folder / "NOTES.md", [release_notes(previous, build)])


def _write_descriptions(description: ReleaseDescription, quads: Sequence[Quad], folder: Path) -> None:
    """Describe the files: first the data, then with them what describes the data, so that no description must hash itself."""
    complete = ReleaseDescription(description.version, description.date, tuple(_distributions(folder)))
    about = metadata_triples(complete, quads)
    _write(folder / "metadata.ttl", metadata_turtle(about))
    _write(folder / "metadata.jsonld", metadata_jsonld(about))
    crated = ReleaseDescription(description.version, description.date, tuple(_distributions(folder)))
    _write(folder / "ro-crate-metadata.json", [ro_crate(crated)])


def _distributions(folder: Path) -> Iterator[Distribution]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        yield Distribution(name, _title(name), len(data), hashlib.sha256(data).hexdigest())


def _title(name: str) -> str:
    if name.startswith("mappings/"):
        return f"Mappings in SSSOM: {name.removeprefix('mappings/').split('.')[0]}"
    stem = max((stem for stem in _TITLES if name.startswith(f"{stem}.")), key=len)
    return _TITLES[stem]


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(pieces)
