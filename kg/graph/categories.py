"""Our categories against those of MONDO: a store goes in, each condition that one of the two puts in a category comes out, with both reasons.

Compared are conditions and categories with an exact match to a class of the imported MONDO. Ours says why by claim, curator or axiom, MONDO by its
path of subclasses. Neither is taken for right: where they differ, one of them may be mended, or the two mean different things.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import KgError
from kg.graph.inferences import Record, find_record
from kg.graph.rows import to_text
from kg.graph.store import Store
from kg.identifiers import PREFIXES, graph_iri, term_iri, to_iri

__all__ = ["CategoryFinding", "compare_categories"]

Verdict = OneOf["agree", "only ours", "only MONDO"]

_MONDO = PREFIXES["MONDO"]
_IN_CATEGORY, _CATEGORY, _CONDITION = (NamedNode(term_iri(name)) for name in ("inCategory", "Category", "Condition"))
_TYPE, _BELOW, _LABEL = (NamedNode(to_iri(curie)) for curie in ("rdf:type", "rdfs:subClassOf", "rdfs:label"))
_EXACT, _NAME = NamedNode(to_iri("skos:exactMatch")), NamedNode(to_iri("skos:prefLabel"))
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(to_iri(f"rdf:{name}")) for name in ("subject", "predicate", "object"))
_POLARITY = NamedNode(term_iri("polarity"))
_EVIDENCE, _SOURCE, _IDENTIFIER = (NamedNode(to_iri(c)) for c in ("ig:hasEvidence", "prov:wasDerivedFrom", "dcterms:identifier"))


@dataclass(frozen=True, slots=True)
class CategoryFinding:
    """Whether ours and MONDO put a condition in a category; each reason is in words."""

    condition: str
    category: str
    verdict: Verdict
    ours: str
    mondo: str


def compare_categories(store: Store) -> list[CategoryFinding]:
    """Compare the two by condition and category, in the order of verdict, category and condition.

    Raises KgError where the store holds no MONDO.
    """
    tree = _Tree(quad.triple for quad in store.quads("imports-mondo"))
    if not tree.above:
        raise KgError(f"the build holds no {graph_iri('imports-mondo')}; `kg import mondo.owl --as mondo` brings it")
    names = {t.subject: t.object.value for t in store.triples(None, _NAME) if isinstance(t.object, Literal)}
    matched = _matched(store, tree)
    categories = {node: mondo for node, mondo in matched.items() if _is_a(store, node, _CATEGORY)}
    conditions = {node: mondo for node, mondo in matched.items() if _is_a(store, node, _CONDITION)}
    found = []
    for condition, theirs in conditions.items():
        ours = {t.object for t in store.triples(condition, _IN_CATEGORY)}
        for category, top in categories.items():
            path = tree.path(theirs, top)
            if category not in ours and path is None:
                continue
            verdict: Verdict = "only MONDO" if category not in ours else "only ours" if path is None else "agree"
            found.append(
                CategoryFinding(
                    names.get(condition, condition.value),
                    names.get(category, category.value),
                    verdict,
                    _our_reason(store, condition, category, names) if category in ours else _our_doubt(ours, names),
                    " < ".join(map(tree.name, path)) if path is not None else tree.doubt(theirs),
                )
            )
    rank = {"only ours": 0, "only MONDO": 1, "agree": 2}
    return sorted(found, key=lambda row: (rank[row.verdict], row.category.casefold(), row.condition.casefold()))


class _Tree:
    """The classes of MONDO with their names and the classes above them."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.above: dict[str, list[str]] = defaultdict(list)
        self._names: dict[str, str] = {}
        for t in triples:
            if isinstance(t.subject, NamedNode):
                if t.predicate == _BELOW and isinstance(t.object, NamedNode):
                    self.above[t.subject.value].append(t.object.value)
                elif t.predicate == _LABEL and isinstance(t.object, Literal):
                    self._names[t.subject.value] = t.object.value

    def name(self, iri: str) -> str:
        return self._names.get(iri, to_text(NamedNode(iri)))

    def holds(self, iri: str) -> bool:
        return iri in self._names

    def path(self, bottom: str, top: str) -> list[str] | None:
        """Give a shortest path of subclasses, ends included; the first by name where several are as short."""
        came_from: dict[str, str] = {bottom: ""}
        waiting = deque([bottom])
        while waiting:
            node = waiting.popleft()
            if node == top:
                return list(reversed(_back(node, came_from)))
            for higher in sorted(self.above.get(node, ()), key=self.name):
                if higher not in came_from:
                    came_from[higher] = node
                    waiting.append(higher)
        return None

    def doubt(self, iri: str) -> str:
        parents = sorted(map(self.name, self.above.get(iri, ())))
        return f"{self.name(iri)} stands under {', '.join(parents) or 'nothing'}"


def _back(node: str, came_from: Mapping[str, str]) -> list[str]:
    path = []
    while node:
        path.append(node)
        node = came_from[node]
    return path


def _matched(store: Store, tree: _Tree) -> dict[NamedNode, str]:
    """Give the concepts with an exact match to a class that the import holds, in the order of their IRIs."""
    pairs = [
        (t.subject, t.object.value)
        for t in store.triples(None, _EXACT)
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode) and t.object.value.startswith(_MONDO)
    ]
    return dict(sorted(((node, iri) for node, iri in pairs if tree.holds(iri)), key=lambda pair: pair[0].value))


def _is_a(store: Store, node: NamedNode, kind: NamedNode) -> bool:
    return any(True for _ in store.triples(node, _TYPE, kind))


def _our_reason(store: Store, condition: NamedNode, category: NamedNode, names: Mapping[Any, str]) -> str:
    triple = Triple(condition, _IN_CATEGORY, category)
    reasons = []
    if store.has(triple, "concepts"):
        reasons.append("curated")
    if store.has(triple, "facts"):
        reasons.append(f"stated by {', '.join(sorted(_documents(store, triple))) or 'documents'}")
    record = find_record(store, triple)
    if record is not None and not reasons:
        reasons.append(_derived(record, names))
    return "; ".join(reasons) or "inferred"


def _derived(record: Record, names: Mapping[Any, str]) -> str:
    said = [" ".join(names.get(term) or to_text(term) for term in (t.subject, t.predicate, t.object)) for t in record.premises]
    return f"derived by {', '.join(record.axioms)}: {'; '.join(said)}".replace("ig:", "").replace("rdf:type", "is a")


def _our_doubt(ours: Iterable[object], names: Mapping[Any, str]) -> str:
    others = sorted(names.get(category, str(category)) for category in ours)
    return f"neither curated, stated nor derived; it is in {', '.join(others) or 'no category'}"


def _documents(store: Store, triple: Triple) -> Iterator[str]:
    for stated in store.triples(None, _SUBJECT, triple.subject):
        claim = stated.subject
        if [t.object for t in store.triples(claim, _PREDICATE)] != [triple.predicate]:
            continue
        if [t.object for t in store.triples(claim, _OBJECT)] != [triple.object]:
            continue
        if [t.object for t in store.triples(claim, _POLARITY)] != [Literal("affirmed")]:
            continue
        for evidence in store.triples(claim, _EVIDENCE):
            for document in store.triples(evidence.object, _SOURCE):
                yield from (t.object.value for t in store.triples(document.object, _IDENTIFIER) if isinstance(t.object, Literal))
