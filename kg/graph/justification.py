"""Why a graph contradicts itself: a contradiction goes in, a smallest set of asserted triples and axioms that has it comes out.

What stands together as one axiom is one unit; units are taken away, many at a time and then one by one, as long as the contradiction stays. What
is left is minimal: without any one of it the contradiction is gone. Rules judge in milliseconds, HermiT where rules do not reach.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import ReasoningError
from kg.graph.axioms import to_manchester
from kg.graph.hermit import check_with_hermit, logical_part
from kg.graph.materialisation import Materialisation
from kg.graph.reasoning import Closure, Contradiction, reason
from kg.graph.rules import Rule, Schema
from kg.identifiers import ID, PREFIXES

__all__ = ["Cause", "asserted_premises", "find_cause", "find_cause_of_unsatisfiable", "find_cause_with_hermit", "shrink"]

_RDF, _RDFS, _OWL = (PREFIXES[p] for p in ("rdf", "rdfs", "owl"))
_TYPE = NamedNode(_RDF + "type")
_LISTS = frozenset(NamedNode(_RDF + name) for name in ("first", "rest"))
_DECLARED = frozenset(
    NamedNode(_OWL + name)
    for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual", "Ontology", "Restriction")
)
_RDFS_AXIOMS = frozenset(NamedNode(_RDFS + name) for name in ("subClassOf", "subPropertyOf", "domain", "range"))
#: Names after owl: of what the rules know nothing of, or a part only.
_RARE = frozenset([
    "oneOf", "hasSelf", "sameAs", "differentFrom", "distinctMembers", "members", "complementOf", "cardinality", "minCardinality", "maxCardinality",
    "qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality", "sourceIndividual",
])  # fmt: skip
#: An individual that is nobody else: whether a class can have members is asked by giving it one.
_WITNESS = NamedNode(f"{ID}witness")

#: So many parts of a cause are written where it is not minimal.
_SHOWN = 12

_Unit = tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """A set of asserted triples about individuals and of axioms that contradict each other; `minimal` tells whether nothing can be spared."""

    facts: tuple[Triple, ...]
    axioms: tuple[str, ...]
    minimal: bool = True

    def to_text(self, tell: Callable[[Triple], str]) -> str:
        """Write it in a line; `tell` writes a triple."""
        parts = [*map(tell, self.facts), *(f"axiom {axiom}" for axiom in self.axioms)]
        if self.minimal:
            return "; ".join(parts)
        return f"{'; '.join(parts[:_SHOWN])} (the time was up with {len(parts)} left, not all of them needed)"


def find_cause(closure: Closure, contradiction: Contradiction, triples: Sequence[Triple], rules: Sequence[Rule]) -> Cause:
    """Find a smallest cause of a contradiction that the rules found: facts first, then axioms, each without which it is gone."""
    who = contradiction.about
    assert closure.schema is not None
    ground = closure.schema.ground_rules

    def of_facts(facts: Sequence[_Unit]) -> bool:
        return any(name == who for name, _ in Materialisation(_flat(facts), ground).contradictions())

    kept, _ = shrink([(triple,) for triple in asserted_premises(closure, contradiction)], of_facts)
    facts = _flat(kept)
    units, background = _units(triples, individuals=False)

    def of_axioms(axioms: Sequence[_Unit]) -> bool:
        schema = Schema([*background, *_flat(axioms)], rules)
        return any(name == who for name, _ in Materialisation(facts, schema.ground_rules).contradictions())

    needed, minimal = shrink(units, of_axioms)
    return Cause(tuple(facts), tuple(_in_words(needed)), minimal)


def find_cause_of_unsatisfiable(name: NamedNode, ontology: Sequence[Triple], rules: Sequence[Rule], *, seconds: float = 60.0) -> Cause | None:
    """Find the smallest set of axioms by which nothing can belong to a class; None if it can, or where HermiT is needed and no Java is there."""
    member = Triple(_WITNESS, _TYPE, name)
    closure = reason([*ontology, member], rules)
    for contradiction in closure.contradictions:
        cause = find_cause(closure, contradiction, [*ontology, member], rules)
        return Cause((), cause.axioms, cause.minimal)
    found = find_cause_with_hermit([*ontology, member], about=[name], needed=[member], seconds=seconds)
    return Cause((), found.axioms, found.minimal) if found else None


def find_cause_with_hermit(
    triples: Sequence[Triple], *, about: Iterable[NamedNode] = (), needed: Iterable[Triple] = (), seconds: float = 60.0
) -> Cause | None:
    """Find a small cause of an inconsistency with HermiT, the nearest axioms to some terms first; None if there is none or no Java.

    It takes half a second a trial or more: after `seconds` the answer is what is left by then, marked as not minimal.
    """
    units, background = _units(logical_part(triples))
    fixed = [*background, *needed]
    end = time.monotonic() + seconds

    def inconsistent(chosen: Sequence[_Unit]) -> bool:
        try:
            report = check_with_hermit([*fixed, *_flat(chosen)], infer=False)
        except ReasoningError:  # a part of an ontology need not be in OWL 2 DL, and HermiT has its own faults
            return False
        return report is not None and not report.consistent

    ordered = _nearest_first(units, [*about] or _beyond_rules(units))
    count = min(25, len(ordered))
    while not inconsistent(ordered[:count]):
        if count == len(ordered):
            return None
        count = min(4 * count, len(ordered))
    kept, minimal = shrink(ordered[:count], inconsistent, lambda: time.monotonic() > end)
    facts = [unit[0] for unit in kept if _is_fact(unit[0]) and unit[0] not in set(needed)]
    return Cause(tuple(facts), tuple(_in_words([unit for unit in kept if not _is_fact(unit[0])])), minimal)


def shrink(
    units: Sequence[_Unit], is_contradictory: Callable[[Sequence[_Unit]], bool], is_late: Callable[[], bool] = lambda: False
) -> tuple[list[_Unit], bool]:
    """Take units away while what is left contradicts itself: in halves, quarters and so on, at last one by one.

    Gives what is left and whether it is minimal; it is not where `is_late` said so before the end.
    """
    kept = list(units)
    size = max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept):
            if is_late():
                return kept, False
            fewer = kept[:at] + kept[at + size :]
            if is_contradictory(fewer):
                kept = fewer
            else:
                at += size
        if size == 1:
            return kept, True
        size //= 2


def asserted_premises(closure: Closure, contradiction: Contradiction) -> tuple[Triple, ...]:
    """Follow the proof of a contradiction down to what is asserted about individuals."""
    found: dict[Triple, None] = {}
    seen: set[Triple] = set()
    waiting = list(contradiction.support.premises)
    while waiting:
        triple = waiting.pop()
        if triple in seen:
            continue
        seen.add(triple)
        support = closure.support(triple)
        if support is None:
            found[triple] = None
        else:
            waiting += support.premises
    return tuple(sorted(found, key=str))


def _units(triples: Iterable[Triple], *, individuals: bool = True) -> tuple[list[_Unit], list[Triple]]:
    """Part triples into axioms and facts, each with the blank nodes that belong to it, and the declarations that all need."""
    below: dict[BlankNode, list[Triple]] = defaultdict(list)
    owned: set[BlankNode] = set()
    roots: list[Triple] = []
    declarations: list[Triple] = []
    for triple in dict.fromkeys(triples):
        if isinstance(triple.object, BlankNode):
            owned.add(triple.object)
        if isinstance(triple.subject, BlankNode):
            below[triple.subject].append(triple)
        elif triple.predicate == _TYPE and triple.object in _DECLARED:
            declarations.append(triple)
        elif _is_axiom(triple) or (individuals and isinstance(triple.object, NamedNode)):
            roots.append(triple)
    units: list[_Unit] = [(triple, *_belonging(triple.object, below)) for triple in roots]
    units += [tuple(_belonging(node, below)) for node in below if node not in owned]
    return units, declarations


def _belonging(node: object, below: Mapping[BlankNode, Sequence[Triple]]) -> Iterator[Triple]:
    if isinstance(node, BlankNode):
        for triple in below.get(node, ()):
            yield triple
            yield from _belonging(triple.object, below)


def _is_axiom(triple: Triple) -> bool:
    if triple.predicate == _TYPE:
        return isinstance(triple.object, NamedNode) and triple.object.value.startswith(_OWL)
    return triple.predicate in _RDFS_AXIOMS or triple.predicate.value.startswith(_OWL)


def _is_fact(triple: Triple) -> bool:
    return not _is_axiom(triple) and triple.predicate not in _LISTS and isinstance(triple.subject, NamedNode)


def _beyond_rules(units: Sequence[_Unit]) -> list[NamedNode]:
    """Give the terms of axioms that no rule reads: what only HermiT finds begins there."""
    rare = [unit for unit in units if any(t.predicate.value.removeprefix(_OWL) in _RARE for t in unit)]
    terms = {term for unit in rare for t in unit for term in (t.subject, t.object) if isinstance(term, NamedNode)}
    return sorted((term for term in terms if not term.value.startswith((_OWL, _RDF))), key=str)


def _nearest_first(units: Sequence[_Unit], about: Iterable[NamedNode]) -> list[_Unit]:
    """Order units by the number of steps that lead from some terms to one of theirs; those that nothing leads to come last."""
    terms = [{term for triple in unit for term in (triple.subject, triple.object) if isinstance(term, NamedNode)} for unit in units]
    using: dict[NamedNode, list[int]] = defaultdict(list)
    for place, names in enumerate(terms):
        for name in names:
            using[name].append(place)
    order: dict[int, None] = {}
    edge = list(about)
    while edge:
        reached = sorted({place for name in edge for place in using.pop(name, ())} - order.keys())
        order.update(dict.fromkeys(reached))
        edge = sorted({name for place in reached for name in terms[place]} & using.keys(), key=str)
    order.update(dict.fromkeys(range(len(units))))
    return [units[place] for place in order]


def _in_words(units: Sequence[_Unit]) -> Iterator[str]:
    store = ox.Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for unit in units for t in unit)
    for unit in units:
        known_by = next((t for t in unit if t.predicate == _TYPE and isinstance(t.subject, BlankNode)), unit[0])
        yield to_manchester(unit[0] if isinstance(unit[0].subject, NamedNode) else known_by, store)


def _flat(units: Iterable[_Unit]) -> list[Triple]:
    return [triple for unit in units for triple in unit]
