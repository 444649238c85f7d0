"""Differences: two builds go in; what changed in documents, concepts, axioms, claims and answers comes out, each with its cause.

Graphs are compared triple by triple against the other store, so that only what differs is held; the order of the result depends on
the builds alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.answer_changes import Tracer, answer_changes
from kg.changes import Change, Part, summary, to_markdown
from kg.claim_changes import claim_changes
from kg.compared_build import ComparedBuild, by_subject, only_in, short_name, to_words
from kg.graph.queries import load_queries
from kg.graph.store import Store
from kg.identifiers import term_iri, to_iri
from kg.settings import Settings

__all__ = ["compare_builds", "release_notes"]

_TYPE = ox.NamedNode(to_iri("rdf:type"))


def compare_builds(old: Path, new: Path, settings: Settings | None = None) -> Iterator[Change]:
    """Compare two builds, part by part: documents, concepts, mappings, axioms, claims, facts, answers; each part sorted.

    The saved queries of `settings` are asked with their defaults (or examples); those that call other endpoints are left out. Raises
    KgError where a build is missing.
    """
    before, after = ComparedBuild.of(Path(old)), ComparedBuild.of(Path(new))
    documents = list(_documents(before, after))
    yield from documents
    concepts = list(_subjects("concept", "concepts", before, after))
    yield from concepts
    mappings = list(_plain("mapping", "mappings", before, after))
    yield from mappings
    axioms = list(_axioms(before, after))
    yield from axioms
    claims = claim_changes(before, after, {change.iri for change in documents})
    yield from (claim.change for claim in claims)
    tracer = Tracer(claims, [*concepts, *mappings], documents, axioms, before, after)
    yield from _plain("fact", "facts", before, after, tracer)
    queries = load_queries((settings or Settings.default()).queries)
    for query in queries.values():
        if not getattr(query, "services", ()):
            yield from answer_changes(query, before, after, tracer)


def release_notes(old: Path, new: Path, settings: Settings | None = None, *, limit: int = 50) -> str:
    """Write the differences of two builds as Markdown for a release, at most `limit` rows a part."""
    changes = list(compare_builds(old, new, settings))
    return f"# What changed\n\n{summary(changes)}.\n{''.join(to_markdown(changes, limit=limit))}"


def _documents(before: ComparedBuild, after: ComparedBuild) -> Iterator[Change]:
    kinds = ((before, after, "withdrawn"), (after, before, "added"))
    document = ox.NamedNode(term_iri("Document"))
    found = []
    for side, other, kind in kinds:
        for triple in side.store.triples(None, _TYPE, document):
            node = triple.subject
            if isinstance(node, ox.NamedNode) and not _holds(other.store, node, document):
                found.append(Change("document", kind, side.word(node.value), iri=node.value))
    yield from sorted(found, key=lambda c: (c.what, c.iri))


def _holds(store: Store, subject: ox.NamedNode, kind: ox.NamedNode) -> bool:
    return next(store.triples(subject, _TYPE, kind), None) is not None


def _subjects(part: Part, graph: str, before: ComparedBuild, after: ComparedBuild) -> Iterator[Change]:
    """Compare the things that a graph describes."""
    gone, come = by_subject(only_in(before, after, graph)), by_subject(only_in(after, before, graph))
    for iri in sorted({*gone, *come}):
        node = ox.NamedNode(iri)
        there = [any(True for _ in side.store.triples(node)) for side in (before, after)]
        if not there[0] or not there[1]:
            side, kind = (after, "added") if there[1] else (before, "withdrawn")
            yield Change(part, kind, side.word(iri), iri=iri)
        else:
            yield Change(part, "changed", after.word(iri), _said(gone.get(iri, ()), before), _said(come.get(iri, ()), after), iri=iri)


def _said(triples: Iterable[ox.Triple], side: ComparedBuild) -> str:
    return "; ".join(sorted(f"{short_name(t.predicate)} {to_words(t.object, side)}" for t in triples))


def _plain(part: Part, graph: str, before: ComparedBuild, after: ComparedBuild, tracer: Tracer | None = None) -> Iterator[Change]:
    """Compare a graph of plain triples, one change a triple."""
    found = []
    for side, other, kind in ((before, after, "withdrawn"), (after, before, "added")):
        for t in only_in(side, other, graph):
            what = f"{to_words(t.subject, side)} {short_name(t.predicate)} {to_words(t.object, side)}"
            cause = tracer.cause((t.subject, t.object), frozenset()) if tracer else ""
            found.append(Change(part, kind, what, cause=cause, iri=t.subject.value if isinstance(t.subject, ox.NamedNode) else ""))
    yield from sorted(found, key=lambda c: (c.what, c.kind))


def _axioms(before: ComparedBuild, after: ComparedBuild) -> Iterator[Change]:
    """Compare the ontology with blank nodes written out, so that their labels do not matter."""
    old, new = (_written_axioms(side) for side in (before, after))
    for text in sorted(old ^ new):
        yield Change("axiom", "withdrawn" if text in old else "added", text)


def _written_axioms(side: ComparedBuild) -> set[str]:
    below: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
    triples = [quad.triple for quad in side.store.quads("ontology")]
    owned = {t.object for t in triples if isinstance(t.object, ox.BlankNode)}
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            below[triple.subject].append(triple)

    def written(term: object, trail: tuple[ox.BlankNode, ...] = ()) -> str:
        if not isinstance(term, ox.BlankNode):
            return short_name(term) if isinstance(term, ox.NamedNode) else str(term)
        if term in trail:
            return "[…]"
        inside = sorted(f"{short_name(t.predicate)} {written(t.object, (*trail, term))}" for t in below[term])
        return f"[ {' ; '.join(inside)} ]"

    found = {f"{short_name(t.subject)} {short_name(t.predicate)} {written(t.object)}" for t in triples if isinstance(t.subject, ox.NamedNode)}
    return found | {written(node) for node in below if node not in owned}
