"""Differences: two builds go in; what changed in documents, concepts, axioms, claims and answers comes out, each with its cause.

Graphs are compared triple by triple against the other store, so that only what differs is held; the order of the result depends on
the builds alone.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, get_args

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.queries import LIST_SEPARATOR, SavedQuery, load_queries, run_query
from kg.graph.rows import Rows, Term, to_text
from kg.graph.store import Store
from kg.identifiers import ID, PREFIXES, term_iri, to_curie, to_iri
from kg.settings import Settings

__all__ = ["CHANGE_COLUMNS", "Change", "Part", "change_rows", "compare_builds", "release_notes", "summary", "to_json", "to_markdown"]

Part = Literal["document", "concept", "mapping", "axiom", "claim", "fact", "answer"]
PARTS: tuple[Part, ...] = get_args(Part)
CHANGE_COLUMNS = ["part", "kind", "what", "before", "after", "cause"]
_CLAIM = f"{ID}claim-"
_TYPE, _LABEL = to_iri("rdf:type"), to_iri("rdfs:label")
_PREF = ox.NamedNode(to_iri("skos:prefLabel"))
_ENDS = tuple(ox.NamedNode(to_iri(curie)) for curie in ("rdf:subject", "rdf:predicate", "rdf:object"))
_EVIDENCE, _REFUTED, _BELIEF, _REVIEW = (term_iri(name) for name in ("hasEvidence", "refutedBy", "belief", "reviewStatus"))
_DERIVED, _USED, _REVISION = (ox.NamedNode(to_iri(f"prov:{name}")) for name in ("wasDerivedFrom", "used", "wasRevisionOf"))
_TITLES: Mapping[Part, str] = {
    "document": "Documents", "concept": "Concepts", "mapping": "Mappings", "axiom": "Axioms", "claim": "Claims", "fact": "Facts",
    "answer": "Answers of saved queries",
}  # fmt: skip
_Row = tuple[Term | None, ...]
#: How many causes of one row are named; the rest is counted.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `kind` is added, withdrawn or changed; claims are also re-graded or restated."""

    part: Part
    kind: str
    #: What changed, in words; for answers the name of the query.
    what: str
    before: str = ""
    after: str = ""
    cause: str = ""
    #: The IRI of what changed, empty for axioms and rows.
    iri: str = ""


@dataclass(slots=True)
class _Side:
    """One of the two builds."""

    store: Store
    labels: dict[str, str] = field(default_factory=dict)
    #: IRIs by label in lower case, to find what a cell that holds a name speaks of.
    named: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, build: Path) -> _Side:
        place = build / "store" if (build / "store").is_dir() else build
        if not place.is_dir():
            raise KgError(f"{build}: no build there; run `kg build --out {build}` first")
        side = cls(Store.open(place))
        for predicate in (ox.NamedNode(_LABEL), _PREF):
            for triple in side.store.triples(None, predicate):
                if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal):
                    side.labels[triple.subject.value] = triple.object.value
                    if predicate == _PREF:
                        side.named[triple.object.value.casefold()] = triple.subject.value
        return side

    def word(self, iri: str) -> str:
        return self.labels.get(iri) or to_curie(iri) or iri


@dataclass(frozen=True, slots=True)
class _ClaimChange:
    """What is needed to trace a row to a claim."""

    change: Change
    #: IRIs of the claim, its subject and its object.
    about: frozenset[str]
    relation: str
    documents: tuple[str, ...]


def compare_builds(old: Path, new: Path, settings: Settings | None = None) -> Iterator[Change]:
    """Compare two builds, part by part: documents, concepts, mappings, axioms, claims, facts, answers; each part sorted.

    The saved queries of `settings` are asked with their defaults (or examples); those that call other endpoints are left out. Raises
    KgError where a build is missing.
    """
    before, after = _Side.of(Path(old)), _Side.of(Path(new))
    documents = list(_documents(before, after))
    yield from documents
    concepts = list(_subjects("concept", "concepts", before, after))
    yield from concepts
    mappings = list(_plain("mapping", "mappings", before, after))
    yield from mappings
    axioms = list(_axioms(before, after))
    yield from axioms
    claims = _claims(before, after, {change.iri for change in documents})
    yield from (claim.change for claim in claims)
    tracer = _Tracer(claims, [*concepts, *mappings], documents, axioms, before, after)
    yield from _plain("fact", "facts", before, after, tracer)
    queries = load_queries((settings or Settings.default()).queries)
    for query in queries.values():
        if not getattr(query, "services", ()):
            yield from _answers(query, before, after, tracer)


def release_notes(old: Path, new: Path, settings: Settings | None = None, *, limit: int = 50) -> str:
    """Write the differences of two builds as Markdown for a release, at most `limit` rows a part."""
    changes = list(compare_builds(old, new, settings))
    return f"# What changed\n\n{summary(changes)}.\n{''.join(to_markdown(changes, limit=limit))}"


def change_rows(changes: Iterable[Change]) -> list[list[str]]:
    """Give changes as rows of CHANGE_COLUMNS."""
    return [[c.part, c.kind, c.what, c.before, c.after, c.cause] for c in changes]


def to_json(changes: Iterable[Change]) -> Iterator[str]:
    """Write changes as a JSON array, piece by piece, one change a line."""
    yield "[\n"
    for number, change in enumerate(changes):
        yield (",\n" if number else "") + " " + json.dumps(asdict(change), ensure_ascii=False)
    yield "\n]\n"


def to_markdown(changes: Iterable[Change], *, limit: int | None = None) -> Iterator[str]:
    """Write changes as Markdown for release notes: a heading a part, a table of at most `limit` rows, and what was left off."""
    part, count, left = "", 0, 0

    def rest() -> str:
        return f"\n… and {left} more.\n" if left else ""

    found = False
    for change in changes:
        found = True
        if change.part != part:
            yield rest()
            yield f"\n## {_TITLES[change.part]}\n\n| change | what | before | after | cause |\n|---|---|---|---|---|\n"
            part, count, left = change.part, 0, 0
        count += 1
        if limit is not None and count > limit:
            left += 1
            continue
        cells = (change.kind, change.what, change.before, change.after, change.cause)
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |\n"
    yield rest()
    if not found:
        yield "The two builds say the same.\n"


def summary(changes: Iterable[Change]) -> str:
    """Count changes by part and kind in one line."""
    counts = Counter((change.part, change.kind) for change in changes)
    parts = [f"{_TITLES[part].lower()}: {', '.join(f'{n} {kind}' for (p, kind), n in sorted(counts.items()) if p == part)}"
             for part in PARTS if any(p == part for p, _ in counts)]  # fmt: skip
    return "; ".join(parts) or "no difference"


def _documents(before: _Side, after: _Side) -> Iterator[Change]:
    kinds = ((before, after, "withdrawn"), (after, before, "added"))
    document = ox.NamedNode(term_iri("Document"))
    found = []
    for side, other, kind in kinds:
        for triple in side.store.triples(None, ox.NamedNode(_TYPE), document):
            node = triple.subject
            if isinstance(node, ox.NamedNode) and not _holds(other.store, node, document):
                found.append(Change("document", kind, side.word(node.value), iri=node.value))
    yield from sorted(found, key=lambda c: (c.what, c.iri))


def _holds(store: Store, subject: ox.NamedNode, kind: ox.NamedNode) -> bool:
    return next(store.triples(subject, ox.NamedNode(_TYPE), kind), None) is not None


def _only_in(side: _Side, other: _Side, graph: str) -> Iterator[ox.Triple]:
    """Give the triples of a graph that the other build has not in it."""
    return (quad.triple for quad in side.store.quads(graph) if not other.store.has(quad.triple, graph))


def _by_subject(triples: Iterable[ox.Triple]) -> dict[str, list[ox.Triple]]:
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            found[triple.subject.value].append(triple)
    return found


def _subjects(part: Part, graph: str, before: _Side, after: _Side) -> Iterator[Change]:
    """Compare the things that a graph describes."""
    gone, come = _by_subject(_only_in(before, after, graph)), _by_subject(_only_in(after, before, graph))
    for iri in sorted({*gone, *come}):
        node = ox.NamedNode(iri)
        there = [any(True for _ in side.store.triples(node)) for side in (before, after)]
        if not there[0] or not there[1]:
            side, kind = (after, "added") if there[1] else (before, "withdrawn")
            yield Change(part, kind, side.word(iri), iri=iri)
        else:
            yield Change(part, "changed", after.word(iri), _said(gone.get(iri, ()), before), _said(come.get(iri, ()), after), iri=iri)


def _said(triples: Iterable[ox.Triple], side: _Side) -> str:
    return "; ".join(sorted(f"{_short(t.predicate)} {_text(t.object, side)}" for t in triples))


def _plain(part: Part, graph: str, before: _Side, after: _Side, tracer: _Tracer | None = None) -> Iterator[Change]:
    """Compare a graph of plain triples, one change a triple."""
    found = []
    for side, other, kind in ((before, after, "withdrawn"), (after, before, "added")):
        for t in _only_in(side, other, graph):
            what = f"{_text(t.subject, side)} {_short(t.predicate)} {_text(t.object, side)}"
            cause = tracer.cause((t.subject, t.object), frozenset()) if tracer else ""
            found.append(Change(part, kind, what, cause=cause, iri=t.subject.value if isinstance(t.subject, ox.NamedNode) else ""))
    yield from sorted(found, key=lambda c: (c.what, c.kind))


def _axioms(before: _Side, after: _Side) -> Iterator[Change]:
    """Compare the ontology with blank nodes written out, so that their labels do not matter."""
    old, new = (_written_axioms(side) for side in (before, after))
    for text in sorted(old ^ new):
        yield Change("axiom", "withdrawn" if text in old else "added", text)


def _written_axioms(side: _Side) -> set[str]:
    below: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
    triples = [quad.triple for quad in side.store.quads("ontology")]
    owned = {t.object for t in triples if isinstance(t.object, ox.BlankNode)}
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            below[triple.subject].append(triple)

    def written(term: object, trail: tuple[ox.BlankNode, ...] = ()) -> str:
        if not isinstance(term, ox.BlankNode):
            return _short(term) if isinstance(term, ox.NamedNode) else str(term)
        if term in trail:
            return "[…]"
        inside = sorted(f"{_short(t.predicate)} {written(t.object, (*trail, term))}" for t in below[term])
        return f"[ {' ; '.join(inside)} ]"

    found = {f"{_short(t.subject)} {_short(t.predicate)} {written(t.object)}" for t in triples if isinstance(t.subject, ox.NamedNode)}
    return found | {written(node) for node in below if node not in owned}


def _claims(before: _Side, after: _Side, documents: set[str]) -> list[_ClaimChange]:
    """Compare the claims: added, withdrawn, restated (another claim on the same subject and object took its place), re-graded."""
    gone, come = _by_subject(_only_in(before, after, "claims")), _by_subject(_only_in(after, before, "claims"))
    names = sorted(iri for iri in {*gone, *come} if iri.startswith(_CLAIM))
    kinds: dict[str, str] = {}
    for iri in names:
        there = [next(side.store.triples(ox.NamedNode(iri), ox.NamedNode(_TYPE)), None) is not None for side in (before, after)]
        kinds[iri] = "re-graded" if all(there) else "added" if there[1] else "withdrawn"
    pairs: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for iri, kind in kinds.items():
        if kind != "re-graded":
            subject, _, target = _ends(before if kind == "withdrawn" else after, iri)
            pairs[(subject, target)][kind].append(iri)
    heirs = {kinds_of["withdrawn"][0]: kinds_of["added"][0] for kinds_of in pairs.values()
             if len(kinds_of["withdrawn"]) == len(kinds_of["added"]) == 1}  # fmt: skip
    result = []
    for iri in names:
        if iri in heirs.values():
            continue
        kind = kinds[iri]
        heir = heirs.get(iri)
        side = before if kind == "withdrawn" else after
        about = {iri, *(_ends(side, iri)[::2])} | ({heir} if heir else set())
        if heir is not None:
            states, cause = (_state(before, iri), _state(after, heir)), _reason(after, heir, documents)
            change = Change("claim", "restated", after.word(heir), *states, cause, heir)
        elif kind == "re-graded":
            grades = [_grades(mine, gone.get(iri, ()) if mine is before else come.get(iri, ())) for mine in (before, after)]
            cause = _regrading(gone.get(iri, ()), come.get(iri, ()), before, after, iri)
            change = Change("claim", kind, after.word(iri), grades[0], grades[1], cause, iri)
        else:
            state = _state(side, iri)
            cause = _reason(side, iri, documents)
            change = Change("claim", kind, side.word(iri), *((state, "") if kind == "withdrawn" else ("", state)), cause, iri)
        documents_here = _documents_of(after if heir else side, heir or iri)
        result.append(_ClaimChange(change, frozenset(about), _ends(side, iri)[1], documents_here))
    return sorted(result, key=lambda c: (c.change.what, c.change.kind, c.change.iri))


def _ends(side: _Side, iri: str) -> tuple[str, str, str]:
    values = [next(side.store.triples(ox.NamedNode(iri), predicate), None) for predicate in _ENDS]
    subject, relation, target = (t.object.value if t and isinstance(t.object, ox.NamedNode) else "" for t in values)
    return subject, relation, target


def _state(side: _Side, iri: str) -> str:
    """Describe a claim: its relation and its attributes."""
    triples = side.store.triples(ox.NamedNode(iri))
    shown = ("status", "polarity", "severity", "frequency", "population", "reviewStatus", "belief")
    values = {t.predicate.value: to_text(t.object) for t in triples if isinstance(t.object, ox.Literal)}
    return ", ".join(f"{name} {values[term_iri(name)]}" for name in shown if term_iri(name) in values)


def _grades(side: _Side, triples: Iterable[ox.Triple]) -> str:
    """Say what differs of a claim that both builds have, as one of them has it."""
    words = Counter[str]()
    for triple in triples:
        name = triple.predicate.value
        if name == _EVIDENCE:
            words[f"{', '.join(_document_names(side, triple.object)) or 'unknown'} supports"] += 1
        elif name == _REFUTED:
            words[f"{', '.join(_document_names(side, triple.object)) or 'unknown'} refutes"] += 1
        else:
            words[f"{_short(triple.predicate).removeprefix('ig:')} {_text(triple.object, side)}"] += 1
    return "; ".join(sorted(f"{word}{f' ({count} places)' if count > 1 else ''}" for word, count in words.items()))


def _regrading(gone: Iterable[ox.Triple], come: Iterable[ox.Triple], before: _Side, after: _Side, iri: str) -> str:
    changed = {t.predicate.value for t in (*gone, *come)}
    causes = []
    if _REVIEW in changed:
        causes += _curators(after, iri) or ["a curator's decision was taken back"]
    sources = {name for side, triples in ((before, gone), (after, come)) for t in triples if t.predicate.value in (_EVIDENCE, _REFUTED)
               for name in _document_names(side, t.object)}  # fmt: skip
    if sources:
        causes.append(f"evidence of {', '.join(sorted(sources))}")
    if not causes and _BELIEF in changed:
        causes.append("evidence of a related claim, a document's flags or tier, or the parameters of belief changed")
    return "; ".join(causes)


def _reason(side: _Side, iri: str, changed: set[str]) -> str:
    """Say where a claim that is new or gone comes from."""
    if next(side.store.triples(ox.NamedNode(iri), _REVISION), None) is not None:
        return "; ".join(_curators(side, iri, made=True)) or "amended by a curator"
    documents = _documents_of(side, iri)
    moved = [side.word(document) for document in documents if document in changed]
    if moved and len(moved) == len(documents):
        return f"document {', '.join(moved)}"
    names = ", ".join(side.word(document) for document in documents)
    return f"read otherwise in {names}" if names else ""


def _curators(side: _Side, iri: str, *, made: bool = False) -> list[str]:
    """Name the decisions about a claim, or those that made it."""
    node = ox.NamedNode(iri)
    if made:
        activities = [t.object for t in side.store.triples(node, ox.NamedNode(to_iri("prov:wasGeneratedBy")))]
    else:
        activities = [t.subject for t in side.store.triples(None, _USED, node)]
    words = []
    for activity in activities:
        said = {t.predicate.value: t.object for t in side.store.triples(activity)} if isinstance(activity, ox.NamedNode) else {}
        if term_iri("decision") in said:
            who, when, why = (to_text(said.get(to_iri(c))) for c in ("prov:wasAssociatedWith", "dcterms:date", "dcterms:description"))
            words.append(f"{to_text(said[term_iri('decision')])} by {who} on {when}: {why}")
    return sorted(words)


def _documents_of(side: _Side, iri: str) -> tuple[str, ...]:
    evidence = (t.object for t in side.store.triples(ox.NamedNode(iri), ox.NamedNode(_EVIDENCE)))
    return tuple(sorted({d for e in evidence for d in _sources(side, e)}))


def _sources(side: _Side, evidence: object) -> list[str]:
    if not isinstance(evidence, ox.NamedNode):
        return []
    return [t.object.value for t in side.store.triples(evidence, _DERIVED) if isinstance(t.object, ox.NamedNode)]


def _document_names(side: _Side, evidence: object) -> list[str]:
    return sorted(side.word(iri) for iri in _sources(side, evidence))


def _answers(query: SavedQuery, before: _Side, after: _Side, tracer: _Tracer) -> Iterator[Change]:
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


class _Tracer:
    """Finds what lies behind a row that differs: claims first, then concepts and mappings, then documents."""

    def __init__(
        self, claims: Sequence[_ClaimChange], concepts: Sequence[Change], documents: Sequence[Change], axioms: Sequence[Change],
        before: _Side, after: _Side,
    ) -> None:  # fmt: skip
        self._claims, self._axioms = claims, axioms
        self._by_iri: dict[str, list[_ClaimChange]] = defaultdict(list)
        self._loosely: dict[str, list[_ClaimChange]] = defaultdict(list)
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
        both = [c for c in near.values() if {i for i in c.about if not i.startswith(_CLAIM)} <= here | parameters]
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

    def _listed(self, claims: Sequence[_ClaimChange], how: str) -> str:
        order = sorted(claims, key=lambda c: (c.change.what, c.change.iri))
        words = []
        for claim in order[:_NAMED]:
            sources = ", ".join(self._word(d) for d in claim.documents)
            words.append(f"{_short(ox.NamedNode(claim.change.iri))} {claim.change.kind} ({claim.change.cause or sources})")
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


def _row_text(columns: Sequence[str], row: _Row, side: _Side, places: Iterable[int] | None = None) -> str:
    chosen = range(len(columns)) if places is None else places
    return "; ".join(f"{columns[place]} {_text(row[place], side)}" for place in chosen if row[place] is not None)


def _text(term: object, side: _Side) -> str:
    if isinstance(term, ox.NamedNode):
        return side.labels.get(term.value, "") if not term.value.startswith(_CLAIM) and term.value in side.labels else _short(term)
    return term.value if isinstance(term, ox.Literal) else "" if term is None else str(term)


def _short(term: object) -> str:
    return (to_curie(term.value) or term.value) if isinstance(term, ox.NamedNode) else str(term)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())
