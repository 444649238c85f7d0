"""Conflicts among mappings: mappings, our hierarchy and the terms that they lead to go in; what cannot all be true comes out."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.concepts import Concept
from kg.graph.mappings import EXACT_MATCH
from kg.graph.mappings import Mapping as ConceptMapping
from kg.graph.registry import Registered, curie_fault
from kg.graph.terms import Term

__all__ = ["Conflict", "find_conflicts"]

_BROAD, _NARROW = "skos:broadMatch", "skos:narrowMatch"


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """What is wrong with a mapping: `level` is ERROR for what cannot be true, WARN for what a curator should look at."""

    level: str
    kind: str
    subject: str
    object: str
    message: str


def find_conflicts(
    mappings: Iterable[ConceptMapping],
    *,
    concepts: Mapping[str, Concept] | None = None,
    terms: Mapping[str, Term] | None = None,
    registry: Mapping[str, Registered] | None = None,
) -> tuple[Conflict, ...]:
    """Find conflicts, sorted, errors first.

    `terms` are the terms of imported ontologies by CURIE. A mapped term that they lack is a warning, because what is imported may be a
    part that is older than the mapping. With `registry` identifiers are checked against the Bioregistry.
    """
    everything = list(mappings)
    stated = [mapping for mapping in everything if not mapping.negated]
    found: set[Conflict] = set()
    found |= _identifiers(everything, registry or {}) if registry is not None else set()
    found |= _contradictions(everything)
    found |= _exact_matches(stated)
    found |= _cycles(stated, concepts or {}, terms or {})
    found |= _fates(everything, terms or {})
    return tuple(sorted(found))


def _identifiers(mappings: Iterable[ConceptMapping], registry: Mapping[str, Registered]) -> set[Conflict]:
    return {
        Conflict("ERROR", "identifier", mapping.subject, mapping.object, fault)
        for mapping in mappings
        if (fault := curie_fault(mapping.object, registry)) is not None
    }


def _contradictions(mappings: Iterable[ConceptMapping]) -> set[Conflict]:
    by_pair: dict[tuple[str, str], list[ConceptMapping]] = defaultdict(list)
    for mapping in mappings:
        by_pair[(mapping.subject, mapping.object)].append(mapping)
    found = set()
    for (subject, target), group in by_pair.items():
        denied = {mapping.predicate for mapping in group if mapping.negated}
        said = {mapping.predicate for mapping in group if not mapping.negated}
        for predicate in sorted(denied & said):
            found.add(Conflict("ERROR", "contradiction", subject, target, f"{predicate} is both stated and denied"))
        if len(said) > 1:
            found.add(Conflict("ERROR", "two strengths", subject, target, f"is mapped as {' and as '.join(sorted(said))}; keep one"))
    return found


def _exact_matches(mappings: Iterable[ConceptMapping]) -> set[Conflict]:
    targets: dict[tuple[str, str], set[str]] = defaultdict(set)
    owners: dict[str, set[str]] = defaultdict(set)
    for mapping in mappings:
        if mapping.predicate == EXACT_MATCH:
            targets[(mapping.subject, mapping.prefix)].add(mapping.object)
            owners[mapping.object].add(mapping.subject)
    found = set()
    for (subject, prefix), objects in targets.items():
        if len(objects) > 1:
            first, *others = sorted(objects)
            message = f"matches {first} exactly too: two terms of {prefix} would be the same"
            found |= {Conflict("ERROR", "two exact matches", subject, other, message) for other in others}
    for target, subjects in owners.items():
        if len(subjects) > 1:
            first, *others = sorted(subjects)
            message = f"is the exact match of {first} too: the two concepts would be the same"
            found |= {Conflict("ERROR", "shared exact match", other, target, message) for other in others}
    return found


def _cycles(mappings: Sequence[ConceptMapping], concepts: Mapping[str, Concept], terms: Mapping[str, Term]) -> set[Conflict]:
    """Find each broad or narrow match that lies on a cycle of "is narrower than", where exact matches count as the same."""
    same = _Union()
    for mapping in mappings:
        if mapping.predicate == EXACT_MATCH:
            same.join(f"igr:{mapping.subject}", mapping.object)
    above: dict[str, dict[str, str]] = defaultdict(dict)

    def state(lower: str, upper: str, why: str) -> None:
        above[same.root(lower)].setdefault(same.root(upper), why)

    strict = []
    for mapping in mappings:
        ends = (f"igr:{mapping.subject}", mapping.object)
        if mapping.predicate in (_BROAD, _NARROW):
            lower, upper = ends if mapping.predicate == _BROAD else (ends[1], ends[0])
            state(lower, upper, f"igr:{mapping.subject} {mapping.predicate} {mapping.object}")
            strict.append((mapping, lower, upper))
    for concept in concepts.values():
        for slug in concept.broader:
            state(f"igr:{concept.slug}", f"igr:{slug}", f"igr:{concept.slug} ig:broader igr:{slug}")
    for term in terms.values():
        for parent in term.parents:
            state(term.curie, parent, f"{term.curie} rdfs:subClassOf {parent}")
    found = set()
    for mapping, lower, upper in strict:
        path = _path(above, same.root(upper), same.root(lower))
        if path is not None:
            because = "; ".join(path) if path else f"the two are matched exactly, directly or by way of {same.root(lower)}"
            message = f"{mapping.predicate} closes a cycle of broader and narrower: {because}"
            found.add(Conflict("ERROR", "cycle", mapping.subject, mapping.object, message))
    return found


def _path(above: Mapping[str, Mapping[str, str]], start: str, goal: str) -> tuple[str, ...] | None:
    """Give the statements of a shortest way up from `start` to `goal`; empty if they are one, None if there is no way."""
    queue: deque[tuple[str, tuple[str, ...]]] = deque([(start, ())])
    seen = {start}
    while queue:
        node, trail = queue.popleft()
        if node == goal:
            return trail
        for upper, why in sorted(above.get(node, {}).items()):
            if upper not in seen:
                seen.add(upper)
                queue.append((upper, (*trail, why)))
    return None


def _fates(mappings: Iterable[ConceptMapping], terms: Mapping[str, Term]) -> set[Conflict]:
    found = set()
    sizes = Counter(curie.partition(":")[0] for curie in terms)
    for mapping in mappings:
        term = terms.get(mapping.object)
        if term is None:
            if mapping.prefix in sizes:
                message = f"is not among the {sizes[mapping.prefix]} terms of {mapping.prefix} that were read"
                found.add(Conflict("WARN", "absent term", mapping.subject, mapping.object, message))
        elif term.deprecated:
            instead = f"; {term.replaced_by} replaces it" if term.replaced_by else "; it names no replacement"
            found.add(Conflict("ERROR", "deprecated term", mapping.subject, mapping.object, f"is deprecated{instead}"))
        elif mapping.label and term.label and mapping.label.casefold() != term.label.casefold():
            message = f"is now called {term.label!r}, here {mapping.label!r}"
            found.add(Conflict("WARN", "relabelled term", mapping.subject, mapping.object, message))
    return found


class _Union:
    """Terms that exact matches make one, by a representative."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        while (up := self._parent.get(name, name)) != name:
            name = up
        return name

    def join(self, one: str, other: str) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._parent[high] = low
