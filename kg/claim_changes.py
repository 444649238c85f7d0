"""Changes of claims: two builds go in; which claims were added, withdrawn, restated or re-graded, and why, comes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.changes import Change
from kg.compared_build import CLAIM, ComparedBuild, by_subject, decisions_about, document_names, documents_of, only_in, short_name, to_words
from kg.graph.rows import to_text
from kg.identifiers import term_iri, to_iri

__all__ = ["ClaimChange", "claim_changes"]

_TYPE = ox.NamedNode(to_iri("rdf:type"))
_ENDS = tuple(ox.NamedNode(to_iri(curie)) for curie in ("rdf:subject", "rdf:predicate", "rdf:object"))
_EVIDENCE, _REFUTED, _BELIEF, _REVIEW = (term_iri(name) for name in ("hasEvidence", "refutedBy", "belief", "reviewStatus"))
_REVISION = ox.NamedNode(to_iri("prov:wasRevisionOf"))


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What is needed to trace a row to a claim."""

    change: Change
    #: IRIs of the claim, its subject and its object.
    about: frozenset[str]
    relation: str
    documents: tuple[str, ...]


def claim_changes(before: ComparedBuild, after: ComparedBuild, documents: set[str]) -> list[ClaimChange]:
    """Compare the claims: added, withdrawn, restated (another claim on the same subject and object took its place), re-graded."""
    gone, come = by_subject(only_in(before, after, "claims")), by_subject(only_in(after, before, "claims"))
    names = sorted(iri for iri in {*gone, *come} if iri.startswith(CLAIM))
    kinds: dict[str, str] = {}
    for iri in names:
        there = [next(side.store.triples(ox.NamedNode(iri), _TYPE), None) is not None for side in (before, after)]
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
            cause = _reason(side, iri, documents, gone=kind == "withdrawn")
            change = Change("claim", kind, side.word(iri), *((state, "") if kind == "withdrawn" else ("", state)), cause, iri)
        documents_here = documents_of(after if heir else side, heir or iri)
        result.append(ClaimChange(change, frozenset(about), _ends(side, iri)[1], documents_here))
    return sorted(result, key=lambda c: (c.change.what, c.change.kind, c.change.iri))


def _ends(side: ComparedBuild, iri: str) -> tuple[str, str, str]:
    values = [next(side.store.triples(ox.NamedNode(iri), predicate), None) for predicate in _ENDS]
    subject, relation, target = (t.object.value if t and isinstance(t.object, ox.NamedNode) else "" for t in values)
    return subject, relation, target


def _state(side: ComparedBuild, iri: str) -> str:
    """Describe a claim: its relation and its attributes."""
    triples = side.store.triples(ox.NamedNode(iri))
    shown = ("status", "polarity", "severity", "frequency", "population", "reviewStatus", "belief")
    values = {t.predicate.value: to_text(t.object) for t in triples if isinstance(t.object, ox.Literal)}
    return ", ".join(f"{name} {values[term_iri(name)]}" for name in shown if term_iri(name) in values)


def _grades(side: ComparedBuild, triples: Iterable[ox.Triple]) -> str:
    """Say what differs of a claim that both builds have, as one of them has it."""
    words = Counter[str]()
    for triple in triples:
        name = triple.predicate.value
        if name == _EVIDENCE:
            words[f"{', '.join(document_names(side, triple.object)) or 'unknown'} supports"] += 1
        elif name == _REFUTED:
            words[f"{', '.join(document_names(side, triple.object)) or 'unknown'} refutes"] += 1
        else:
            words[f"{short_name(triple.predicate).removeprefix('ig:')} {to_words(triple.object, side)}"] += 1
    return "; ".join(sorted(f"{word}{f' ({count} places)' if count > 1 else ''}" for word, count in words.items()))


def _regrading(gone: Iterable[ox.Triple], come: Iterable[ox.Triple], before: ComparedBuild, after: ComparedBuild, iri: str) -> str:
    changed = {t.predicate.value for t in (*gone, *come)}
    causes = []
    if _REVIEW in changed:
        then, now = decisions_about(before, iri), decisions_about(after, iri)
        causes += [decision for decision in now if decision not in then]
        causes += [f"taken back: {decision}" for decision in then if decision not in now]
    sources = {name for side, triples in ((before, gone), (after, come)) for t in triples if t.predicate.value in (_EVIDENCE, _REFUTED)
               for name in document_names(side, t.object)}  # fmt: skip
    if sources:
        causes.append(f"evidence of {', '.join(sorted(sources))}")
    if not causes and _BELIEF in changed:
        causes.append("evidence of a related claim, a document's flags or tier, or the parameters of belief changed")
    return "; ".join(causes)


def _reason(side: ComparedBuild, iri: str, changed: set[str], *, gone: bool = False) -> str:
    """Say where a claim that is new or gone comes from."""
    if next(side.store.triples(ox.NamedNode(iri), _REVISION), None) is not None:
        return f"{'taken back: ' if gone else ''}{'; '.join(decisions_about(side, iri)) or 'amended by a curator'}"
    documents = documents_of(side, iri)
    moved = [side.word(document) for document in documents if document in changed]
    if moved and len(moved) == len(documents):
        return f"document {', '.join(moved)}"
    names = ", ".join(side.word(document) for document in documents)
    return f"read otherwise in {names}" if names else ""
