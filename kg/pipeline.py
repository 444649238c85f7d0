"""The whole flow: documents go in; a validated, reasoned, queryable graph and a report of every step come out.

`build` is meant to be read from top to bottom: read, extract, populate, validate, reason, store.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

import kg
from kg.concepts import Concept, concepts_by_slug, read_concepts
from kg.curation import read_decisions
from kg.errors import ReasoningError, ResourceError
from kg.extraction import Corpus, read_corpus, refuse_nothing
from kg.graph.belief import BeliefModel, beliefs_of
from kg.graph.build_exports import BuildExports, write_early
from kg.graph.bulk import begin_store, n_quads
from kg.graph.contradictions import axiom_broken, labels_of, tell_conflict, tell_contradictions, tell_inconsistency, tell_unsatisfiable
from kg.graph.curation import Curated, apply_decisions, curation_triples
from kg.graph.imports import import_paths, read_imports
from kg.graph.inferences import claims_by_statement, inference_triples
from kg.graph.justification import asserted_premises
from kg.graph.mappings import Mapping as TermMapping
from kg.graph.mappings import MappingSet, mapping_triples, read_mapping_sets
from kg.graph.ontology import concept_triples, read_ontology
from kg.graph.population import ClaimNode, claim_nodes, claim_triples, document_triples, evidence_triples, fact_triples, run_triples
from kg.graph.quarantine import quarantine
from kg.graph.reasoning import INSTALL, Closure, HermitReport, check_with_hermit, find_java
from kg.graph.reasoning import reason as close
from kg.graph.sssom import record_triples
from kg.graph.validation_report import ValidationReport, ValidationResult, to_rdf
from kg.identifiers import graph_iri, to_iri
from kg.lexicon_packs import found_concepts, found_set, with_packs
from kg.outputs import check_folder, staged_folder
from kg.processes import Aside
from kg.records import Document, Ungrounded
from kg.settings import Settings

__all__ = ["BuildReport", "Step", "build"]

#: What a build writes; everything else in the output folder is left alone.
OUTPUTS = frozenset({"igkg.ttl", "igkg.trig", "igkg.owl", "store", "report.json", "ungrounded.tsv", "texts"})
#: The name of a document's text in the folder `texts` of a build.
_TEXT = re.compile(r"[0-9a-f]{64}\.txt")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a build: what went in and came out, as counts, and how long it took."""

    name: str
    counts: Mapping[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `to_json` is build/report.json."""

    version: str
    conforms: bool
    consistent: bool | None
    steps: tuple[Step, ...]
    documents: tuple[Mapping[str, Any], ...]
    skipped: tuple[Mapping[str, str], ...]
    validation: Mapping[str, Any]
    reasoning: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    #: Files of which a part is missing in their documents, and why.
    read_in_part: tuple[Mapping[str, str], ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """All counts of all steps by `step.name`."""
        return {f"{step.name}.{name}": value for step in self.steps for name, value in step.counts.items()}

    def to_json(self) -> str:
        """Write the report as JSON for people and programs."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, default=str) + "\n"


def build(
    documents: Sequence[Path | str] = (),
    out: Path | str = "build",
    *,
    reason: bool = True,
    settings: Settings | None = None,
    on_step: Callable[[Step], None] | None = None,
) -> BuildReport:
    """Build the graph from the given folders or files, from our own documents and from the committed extraction.

    Writes igkg.ttl, igkg.trig, igkg.owl, store/, report.json and ungrounded.tsv to `out`, all at once when everything is done.
    With `reason=False` neither rules nor HermiT run. `on_step(step)` is called after each step. Raises ResourceError for a broken
    file of ours, DocumentError if documents were given and none could be read, ReasoningError if the graph contradicts itself, and
    KgError, before anything is read, where `out` holds one of the documents or under the name of an output what no build wrote.
    """
    check_folder(Path(out), inputs=documents, strangers=_strangers(Path(out)))
    settings = with_packs(settings or Settings.default(), Path(out))
    clock = _Clock(on_step)

    with clock.step("resources") as counts:
        concepts = read_concepts(settings.ontology / "concepts.tsv")
        by_slug = concepts_by_slug(concepts)
        rows_set_aside: list[ResourceError] = []
        mapping_sets = read_mapping_sets(settings.ontology / "mappings", concepts=by_slug, set_aside=rows_set_aside)
        mappings = [mapping for each in mapping_sets for mapping in each.mappings]
        decisions = read_decisions(settings.decisions, concepts=by_slug, set_aside=rows_set_aside)
        ontology = list(read_ontology(settings.ontology / "igkg.ttl"))
        imports = read_imports(import_paths(settings, Path(out)))
        counts.update(concepts=len(concepts), mappings=len(mappings), ontology_triples=len(ontology), rows_set_aside=len(rows_set_aside))
        counts.update(imported_triples=sum(map(len, imports.values())))
        # What no document changes, but for the ontology, as a report may name its blank nodes. Where there are packs, what a document
        # names of them becomes a concept.
        known = imports if settings.packs else {**imports, **_curated_graphs(concepts, mappings, mapping_sets)}
        early = None if settings.packs else {"ontology": ontology, "concepts": known["concepts"]}

    # Two processes work while the documents are read: one loads the shapes, the other stores what is known.
    with (
        staged_folder(Path(out), owned=OUTPUTS) as folder,
        Aside(lambda: _judge(settings.ontology / "shapes", known)) as shacl,
        Aside(lambda: _store(known, early, folder)) as store,
    ):
        exports = BuildExports(folder, early)
        with clock.step("read") as counts:
            corpus = read_corpus(documents, settings, texts=folder / "texts")
            counts.update(corpus.counts)
        if documents:
            refuse_nothing(documents, corpus.counts["documents_given"], corpus.skipped)

        with clock.step("populate") as counts:
            # What was read of the packs becomes concepts, each with the exact match to its term.
            found, found_mappings = found_concepts(corpus.claims, settings)
            concepts, mappings = (*concepts, *found), [*mappings, *found_mappings]
            if found_mappings:
                mapping_sets = (*mapping_sets, found_set(found_mappings, imports))
            by_slug = concepts_by_slug(concepts)
            curated = apply_decisions(claim_nodes(corpus.claims, corpus.documents), decisions)
            nodes = curated.nodes
            beliefs = beliefs_of(nodes, BeliefModel.load(settings.data / "belief.toml"), corpus.groups)
            described = list(corpus.documents.values())
            run, run_description = run_triples(kg.__version__, _resource_hashes(settings), described)
            curation = _curated_graphs(concepts, mappings, mapping_sets) if settings.packs else known
            graphs: dict[str, list[Triple]] = {
                "ontology": ontology,
                "concepts": curation["concepts"],
                "mappings": curation["mappings"],
                "claims": list(claim_triples(nodes, beliefs, by_slug)),
                "provenance": [*evidence_triples(nodes, run), *document_triples(described), *run_description, *curation_triples(curated)],
                "facts": list(fact_triples(nodes)),
            }
            counts.update(decisions=len(curated.applied), decisions_without_claim=len(curated.vanished))
            counts.update(_stances(nodes), claims=len(nodes), evidences=sum(len(n.supporting) for n in nodes), facts=len(graphs["facts"]))

        # HermiT is a process of its own: it starts now, and its answer is asked for when the rules are through.
        with _Hermit(graphs if reason else None) as hermit:
            with clock.step("validate") as counts:
                shacl.ask(serialize(_judged(_without(known, graphs)), format=RdfFormat.N_TRIPLES) or b"")
                # Written while the shapes are judged; what changes afterwards is written again.
                exports.write({**graphs, **imports})
                report = shacl.answer()
                withdrawn = _set_aside(graphs, report, nodes)
                counts.update(_severities(report), shapes=len(report.visited), quarantined=len(withdrawn))

            with clock.step("rules") as counts:
                rules = settings.ontology / "rules"
                closure = close(_logic(graphs), rules) if reason else Closure((), ())
                faults: list[str] = []
                notes: list[str] = []
                while closure.contradictions:
                    findings = _contradiction_report(closure, nodes, withdrawn, labels_of([*graphs["ontology"], *graphs["concepts"]]))
                    if not findings.results:
                        break
                    faults += (result.message for result in findings.results)
                    withdrawn |= _set_aside(graphs, findings, nodes, withdrawn)
                    closure = close(_logic(graphs), rules)
                notes += [f"set aside, for it contradicts the graph: {message}" for message in dict.fromkeys(faults)]
                graphs["inferred"] = [inference.triple for inference in closure.inferences]
                graphs["explanations"] = list(inference_triples(closure, claims_by_statement(graphs["claims"])))
                counts.update(inferred=len(closure.inferences), contradictions=len(closure.contradictions), quarantined=len(withdrawn))
                if closure.contradictions:
                    raise ReasoningError(
                        f"the graph contradicts itself; the last build stays: {tell_contradictions(closure, graphs, rules)}"
                    )

            # What is written says that it is consistent; HermiT may still object, and then it is never moved into place.
            with clock.step("store") as counts:
                graphs["metadata"] = [*_metadata(_conforms(report, withdrawn), hermit.is_asked), *to_rdf(report), *curation["metadata"]]
                published = {**graphs, **imports}
                with tempfile.TemporaryDirectory(prefix=".rest.", dir=folder) as place:
                    rest = Path(place) / "rest.nq"
                    with rest.open("wb") as stream:
                        stream.writelines(n_quads(_without(known, published)))
                    store.ask(rest)
                    exports.write(published)
                    _write_ungrounded(corpus.ungrounded, folder / "ungrounded.tsv")
                    store.answer()
                exports.finish()
                counts.update(quads=sum(len(set(triples)) for triples in published.values()))

            with clock.step("HermiT") as counts:
                verdict = hermit.report()
                if verdict is not None and not verdict.consistent and withdrawn:
                    # It judged what has since been set aside; what is published is judged alone.
                    verdict = check_with_hermit(_logic(graphs))
                if verdict is not None:
                    counts.update(entailed=len(verdict.inferred), unsatisfiable_classes=len(verdict.unsatisfiable))
                    notes += tell_unsatisfiable(verdict.unsatisfiable, graphs["ontology"], rules)
            if verdict is not None and not verdict.consistent:
                raise ReasoningError(f"the graph contradicts itself; the last build stays: {tell_inconsistency(graphs, rules)}")

        result = BuildReport(
            version=kg.__version__,
            conforms=_conforms(report, withdrawn),
            consistent=verdict.consistent if verdict else None,
            steps=tuple(clock.steps),
            documents=tuple(_document_summary(d, corpus) for d in described),
            skipped=tuple({"path": s.path, "reason": s.reason} for s in corpus.skipped if not s.is_part),
            read_in_part=tuple({"path": s.path, "reason": s.reason} for s in corpus.skipped if s.is_part),
            validation=_validation_summary(report, withdrawn),
            reasoning=_reasoning_summary(verdict, closure, faults, reason),
            notes=(*_notes(corpus, verdict, reason), *notes, *_curation_notes(curated, rows_set_aside)),
        )
        (folder / "report.json").write_text(result.to_json(), encoding="utf-8")
    return result


def _strangers(out: Path) -> Iterator[Path]:
    """Find what has the name of an output and is none: all of it where no build left its report, else texts that no build named."""
    if not _is_report(out / "report.json"):
        yield from (path for path in (out / name for name in sorted(OUTPUTS)) if path.exists())
    elif (out / "texts").is_dir():
        names = (path.name for path in sorted((out / "texts").iterdir()))
        yield from (out / "texts" / name for name in names if not _TEXT.fullmatch(name) and name != ".DS_Store")


def _is_report(path: Path) -> bool:
    """Tell whether a file is the report that every build leaves, of this version or an older one."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(report, dict) and {"version", "conforms", "steps", "documents"} <= report.keys()


def _judge(shapes: Path, known: Mapping[str, Iterable[Triple]]) -> Callable[[bytes], ValidationReport]:
    """Load the shapes, and give what judges N-Triples, together with the graphs that are known, by them."""
    # Imported here, where they are needed: pySHACL and rdflib take as long to load as the rest of this package.
    from kg.graph.validation import Judge

    judge = Judge(shapes, _judged(known))
    return lambda triples: judge.judge(quad.triple for quad in parse(triples, format=RdfFormat.N_TRIPLES))


def _store(known: Mapping[str, Sequence[Triple]], early: Mapping[str, Sequence[Triple]] | None, folder: Path) -> Callable[[Path], None]:
    """Store what is known, write the export that needs no more, and give what stores the rest."""
    rest = begin_store(known, folder / "store")
    if early is not None:
        write_early(early, folder)
    return rest


def _curated_graphs(concepts: Iterable[Concept], mappings: Sequence[TermMapping], mapping_sets: Iterable[MappingSet]) -> dict[str, list[Triple]]:
    """Make the graphs of what curators wrote, the records of the mapping sets among the metadata."""
    return {
        "concepts": list(concept_triples(concepts, mappings)),
        "mappings": list(mapping_triples(mappings)),
        "metadata": list(record_triples(mapping_sets)),
    }


class _Hermit:
    """HermiT beside the other steps: asked for at the start, waited for at the end."""

    def __init__(self, graphs: Mapping[str, Sequence[Triple]] | None) -> None:
        self._threads = ThreadPoolExecutor(max_workers=1)
        java = find_java() if graphs is not None else None
        self._report = self._threads.submit(check_with_hermit, _logic(graphs), java=java) if graphs is not None and java else None

    def __enter__(self) -> _Hermit:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    @property
    def is_asked(self) -> bool:
        """Tell whether there will be an answer."""
        return self._report is not None

    def report(self) -> HermitReport | None:
        """Wait for what HermiT found; None if it was not asked or no Java is there."""
        return self._report.result() if self._report is not None else None


class _Clock:
    """Times the steps and hands each finished one on."""

    def __init__(self, on_step: Callable[[Step], None] | None) -> None:
        self.steps: list[Step] = []
        self._on_step = on_step

    @contextmanager
    def step(self, name: str) -> Iterator[Counter[str]]:
        counts: Counter[str] = Counter()
        start = time.perf_counter()
        yield counts
        done = Step(name, dict(counts), round(time.perf_counter() - start, 3))
        self.steps.append(done)
        if self._on_step is not None:
            self._on_step(done)


def _stances(nodes: Iterable[ClaimNode]) -> Counter[str]:
    return Counter(node.polarity for node in nodes)


def _severities(report: ValidationReport) -> Counter[str]:
    return Counter(f"{result.severity.lower()}s" for result in report.results)


def _resource_hashes(settings: Settings) -> list[str]:
    """Hash what decides an extraction, so that a run can be told from one with other resources."""
    files = [settings.ontology / "concepts.tsv", *sorted(p for p in (settings.data / "cues").iterdir() if p.is_file())]
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]


def _metadata(conforms: bool, consistent: bool) -> Iterator[Triple]:
    """Describe the graph itself as a void:Dataset."""
    dataset = NamedNode(graph_iri("dataset"))

    def about(curie: str, value: Literal | NamedNode) -> Triple:
        return Triple(dataset, NamedNode(to_iri(curie)), value)

    yield about("rdf:type", NamedNode(to_iri("void:Dataset")))
    yield about("dcterms:title", Literal("igkg: the knowledge graph of immunoglobulin therapy", language="en"))
    yield about("dcterms:license", NamedNode("https://creativecommons.org/licenses/by/4.0/"))
    yield about("dcterms:hasVersion", Literal(kg.__version__))
    yield about("ig:conforms", Literal(conforms))
    if consistent:
        yield about("ig:consistent", Literal(True))


def _logic(graphs: Mapping[str, Sequence[Triple]]) -> list[Triple]:
    """Give what reasoning sees: ontology, concepts and the plain facts."""
    return [triple for name in ("ontology", "concepts", "facts") for triple in graphs[name]]


def _set_aside(
    graphs: dict[str, list[Triple]], report: ValidationReport, nodes: Sequence[ClaimNode], before: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Move the claims that a violation names to the quarantine, and give their IRIs."""
    if not report.of_severity("Violation"):
        return frozenset()
    parts = quarantine(report, graphs["claims"], graphs["provenance"], graphs["facts"])
    graphs["claims"], graphs["provenance"] = list(parts.claims), list(parts.provenance)
    graphs["quarantine"] = [*graphs.get("quarantine", ()), *parts.quarantined]
    graphs["facts"] = list(fact_triples(nodes, before | parts.claim_iris))
    return parts.claim_iris


def _contradiction_report(
    closure: Closure, nodes: Sequence[ClaimNode], withdrawn: frozenset[str], labels: Mapping[str, str]
) -> ValidationReport:
    """Name the claims that a contradiction rests on, in the form of a validation report."""
    results: dict[tuple[str, str], ValidationResult] = {}
    standing = [(node, set(fact_triples([node]))) for node in nodes if node.iri not in withdrawn]
    for contradiction in closure.contradictions:
        stated = set(asserted_premises(closure, contradiction))
        axiom = axiom_broken(closure, contradiction)
        who = contradiction.about
        for node, own in standing:
            if not stated.isdisjoint(own):
                results[node.iri, axiom] = ValidationResult(
                    severity="Violation",
                    shape=graph_iri("inferred"),
                    label="consistency",
                    focus=NamedNode(node.iri),
                    path="",
                    value=who if isinstance(who, NamedNode) else None,
                    message=tell_conflict(closure, contradiction, own, labels),
                    repair="Check the subject and object of the claim against the text, or mend the concept's row in concepts.tsv.",
                )
    return ValidationReport(tuple(results.values()), {})


def _conforms(report: ValidationReport, withdrawn: frozenset[str]) -> bool:
    """Tell whether the published graph conforms: no shape without a node, and every violation set aside with its claim."""
    return not report.unvisited and all(_names(result, withdrawn) for result in report.of_severity("Violation"))


def _names(result: ValidationResult, withdrawn: frozenset[str]) -> bool:
    return any(isinstance(term, NamedNode) and term.value in withdrawn for term in (result.focus, result.value))


def _judged(graphs: Mapping[str, Iterable[Triple]]) -> Iterator[Triple]:
    """Give the triples that the shapes judge; other ontologies are asked, not judged: neither shapes nor reasoner run over them."""
    return (triple for name, triples in graphs.items() if name in _JUDGED for triple in triples)


#: Graphs that the shapes judge.
_JUDGED = frozenset(("ontology", "concepts", "mappings", "claims", "provenance", "facts"))


def _without(known: Mapping[str, Sequence[Triple]], graphs: Mapping[str, Sequence[Triple]]) -> dict[str, Sequence[Triple]]:
    """Give what graphs hold beyond what is known of them."""
    left: dict[str, Sequence[Triple]] = {}
    for name, triples in graphs.items():
        if triples is not known.get(name):
            before = frozenset(known.get(name, ()))
            left[name] = [triple for triple in triples if triple not in before]
    return left


def _write_ungrounded(rows: Iterable[Ungrounded], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write("document\tstart\tend\tsurface\texpected\tcontext\n")
        for row in rows:
            cells = (row.document, row.start, row.end, row.surface, row.expected, row.context)
            handle.write("\t".join(" ".join(str(cell).split()) for cell in cells) + "\n")


def _document_summary(document: Document, corpus: Corpus) -> dict[str, Any]:
    return {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "format": document.format,
        **{name: value for name in ("publisher", "date", "licence", "source") if (value := getattr(document, name))},
        # What else the format states, such as pmid, doi, set-id, version.
        "stated": {name: value for name, value in document.metadata.items() if name != "characters"},
        "sha256": document.sha256,
        "kind": document.kind,
        "tier": document.tier,
        "flags": list(document.flags),
        # The first of the documents that are near-duplicates of each other; itself where there is no other.
        "group": corpus.groups.get(document.id, document.id),
        "claims": sum(claim.document == document.id for claim in corpus.claims),
    }


def _validation_summary(report: ValidationReport, quarantined: Iterable[str]) -> dict[str, Any]:
    return {
        "visited": dict(report.visited),
        "unvisited": list(report.unvisited),
        "results": [
            {name: str(getattr(r, name)) for name in ("severity", "shape", "focus", "path", "message", "repair")} for r in report.results
        ],
        "quarantined": sorted(quarantined),
    }


def _reasoning_summary(verdict: HermitReport | None, closure: Closure, faults: Sequence[str], asked: bool) -> dict[str, Any]:
    if not asked:
        return {"asked": False}
    by_rule = Counter(inference.rule for inference in closure.inferences)
    summary: dict[str, Any] = {"asked": True, "by_rule": dict(sorted(by_rule.items())), "set_aside": list(faults)}
    if verdict is not None:
        found = {inference.triple for inference in closure.inferences}
        summary["hermit"] = {
            "consistent": verdict.consistent,
            "unsatisfiable": list(verdict.unsatisfiable),
            "entailed": len(verdict.inferred),
            "entailed_but_not_by_rules": sorted(str(triple) for triple in set(verdict.inferred) - found)[:50],
            "seconds": round(verdict.seconds, 3),
        }
    return summary


def _notes(corpus: Corpus, hermit: HermitReport | None, reason: bool) -> tuple[str, ...]:
    notes = list(map(str, corpus.skipped))
    notes += [f"read once: {path} holds the same bytes as {first}" for path, first in corpus.repeated]
    if reason and hermit is None:
        notes.append(f"DL reasoning was left out: no Java runtime was found; {INSTALL} brings one")
    return tuple(notes)


def _curation_notes(curated: Curated, rows_set_aside: Iterable[ResourceError]) -> Iterator[str]:
    """Name what of our curated rows could not be used; all of it stays in its file."""
    for error in rows_set_aside:
        yield f"row set aside: {error}"
    for decision in curated.vanished:
        yield (
            f"curation: no document makes claim {decision.claim} any more; "
            f"the decision of {decision.curator} on {decision.date} ({decision.verdict}) is kept"
        )
    yield from (f"curation: {note}" for note in curated.notes)
