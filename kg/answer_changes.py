"""Changes of answers: a saved query and two builds go in; rows that differ, each with the claim or document behind it, come out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.changes import Change
from kg.claim_changes import ClaimChange
from kg.compared_build import CLAIM, ComparedBuild, short_name, to_words
from kg.errors import KgError
from kg.graph.queries import LIST_SEPARATOR, SavedQuery, run_query
from kg.graph.rows import Rows, Term
from kg.identifiers import PREFIXES, to_iri

__all__ = ["Tracer", "answer_changes"]

_Row = tuple[Term | None, ...]
#: How many causes of one row are named; the rest is counted.
_NAMED = 3


def answer_changes(query: SavedQuery, before: ComparedBuild, after: ComparedBuild, tracer: Tracer) -> Iterator[Change]:
    """Compare the answers to a query row by row; rows with the same things in them are one changed row."""
    examples = {p.name: list(p.default) if p.many else p.default[0] for p in query.params if p.required}
    answers: list[Rows] = []
    refusals: list[tuple[int, str]] = []
    for place, side in enumerate((before, after)):
        try:
            answers.append(run_query(side.store, query, examples))
        except KgError as error:
            refusals.append((place, str(error)))
    if refusals:
        # A build that does not know what the query asks about by default has no answer; if neither does, there is nothing to compare.
        if len(refusals) == 1:
            place, reason = refusals[0]
            yield Change("answer", "changed", query.name, *(("", "no answer") if place else ("no answer", "")), reason)
        return
    columns = answers[1].columns
    counts = [Counter(rows.rows) for rows in answers]
    keys: dict[tuple[str, ...], tuple[list[_Row], list[_Row]]] = defaultdict(lambda: ([], []))
    for place, only in enumerate((counts[0] - counts[1], counts[1] - counts[0])):
        for row in only.elements():
            keys[_things(row)][place].append(row)
    parameters = frozenset(_parameter_iris(query))
    changes = []
    for key, (old, new) in keys.items():
        if key and len(old) == len(new) == 1:
            same = [place for place, (a, b) in enumerate(zip(old[0], new[0], strict=True)) if a == b]
            other = [place for place in range(len(columns)) if place not in same]
            kept = _row_text(columns, new[0], after, same)
            what = f"{query.name}: {kept}" if kept else query.name
            cells = (_row_text(columns, old[0], before, other), _row_text(columns, new[0], after, other))
            changes.append(Change("answer", "changed", what, *cells, tracer.cause((*old[0], *new[0]), parameters)))
            continue
        for row in old:
            text = _row_text(columns, row, before)
            changes.append(Change("answer", "withdrawn", query.name, text, "", tracer.cause(row, parameters)))
        for row in new:
            text = _row_text(columns, row, after)
            changes.append(Change("answer", "added", query.name, "", text, tracer.cause(row, parameters)))
    yield from sorted(changes, key=lambda c: (c.what, c.kind, c.before, c.after))


class Tracer:
    """Finds what lies behind a row that differs: claims first, then concepts and mappings, then documents."""

    def __init__(
        self, claims: Sequence[ClaimChange], concepts: Sequence[Change], documents: Sequence[Change], axioms: Sequence[Change],
        before: ComparedBuild, after: ComparedBuild,
    ) -> None:  # fmt: skip
        self._claims, self._axioms = claims, axioms
        self._by_iri: dict[str, list[ClaimChange]] = defaultdict(list)
        self._loosely: dict[str, list[ClaimChange]] = defaultdict(list)
        for claim in claims:
            for iri in claim.about:
                self._by_iri[iri].append(claim)
            for iri in (claim.relation, *claim.documents):
                self._loosely[iri].append(claim)
        self._things = {change.iri: change for change in (*concepts, *documents) if change.iri}
        self._sides = (before, after)

    def cause(self, row: Iterable[object], parameters: frozenset[str]) -> str:
        """Name the changes that a row speaks of, the closest first, and how they were found."""
        here = frozenset(iri for cell in row for iri in self._iris(cell))
        near = {id(claim): claim for iri in here for claim in self._by_iri.get(iri, ())}
        named = [c for c in near.values() if c.change.iri in here]
        both = [c for c in near.values() if {i for i in c.about if not i.startswith(CLAIM)} <= here | parameters]
        for found, how in ((named, "in the row"), (both, "about the same things"), (list(near.values()), "about one of them")):
            if found:
                return self._listed(found, how)
        things = sorted({self._things[iri].what: self._things[iri] for iri in here if iri in self._things}.items())
        if things:
            return "; ".join(f"{change.part} {what} {change.kind}" for what, change in things[:_NAMED])
        loosely = list({id(claim): claim for iri in here for claim in self._loosely.get(iri, ())}.values())
        if loosely:
            return self._listed(loosely, "with that relation or from that document")
        through = [claim for iri in sorted(parameters) for claim in self._by_iri.get(iri, ())]
        if through:
            return self._listed(through, "about what the query asks for")
        counts = Counter(claim.change.kind for claim in self._claims)
        if counts:
            return f"no single claim; in all {', '.join(f'{n} {kind}' for kind, n in sorted(counts.items()))}"
        return f"{len(self._axioms)} axioms differ" if self._axioms else "not traced"

    def _listed(self, claims: Sequence[ClaimChange], how: str) -> str:
        order = sorted(claims, key=lambda c: (c.change.what, c.change.iri))
        words = []
        for claim in order[:_NAMED]:
            sources = ", ".join(self._word(d) for d in claim.documents)
            words.append(f"{short_name(ox.NamedNode(claim.change.iri))} {claim.change.kind} ({claim.change.cause or sources})")
        more = f" and {len(order) - _NAMED} more" if len(order) > _NAMED else ""
        return f"claim{'s' if len(order) > 1 else ''} {how}: {'; '.join(words)}{more}"

    def _word(self, iri: str) -> str:
        return self._sides[1].labels.get(iri) or self._sides[0].word(iri)

    def _iris(self, cell: object) -> Iterator[str]:
        if isinstance(cell, ox.NamedNode):
            yield cell.value
        elif isinstance(cell, ox.Literal):
            for name in cell.value.split(LIST_SEPARATOR):
                for side in self._sides:
                    if (iri := side.named.get(name.casefold())) is not None:
                        yield iri


def _parameter_iris(query: SavedQuery) -> Iterator[str]:
    for parameter in query.params:
        for value in parameter.default:
            if parameter.type == "concept" and value.partition(":")[0] in PREFIXES:
                yield to_iri(value)


def _things(row: Iterable[object]) -> tuple[str, ...]:
    """Give the IRIs of a row, by which two rows are known to speak of the same."""
    return tuple(cell.value for cell in row if isinstance(cell, ox.NamedNode))


def _row_text(columns: Sequence[str], row: _Row, side: ComparedBuild, places: Iterable[int] | None = None) -> str:
    chosen = range(len(columns)) if places is None else places
    return "; ".join(f"{columns[place]} {to_words(row[place], side)}" for place in chosen if row[place] is not None)
