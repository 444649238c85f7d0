"""What stands behind an answer: the things that its rows name go in, the claims that connect them, each with its evidence, come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.graph.rows import Term, to_value
from kg.graph.store import Store
from kg.identifiers import to_curie, to_iri

__all__ = ["CLAIMS", "CLAIMS_OF_ROW", "EVIDENCES", "Behind", "behind_rows", "claims_about", "told_claim"]

#: Claims that an answer tells in full, claims that one row names, and evidences that are told of one claim; the rest is counted.
CLAIMS, CLAIMS_OF_ROW, EVIDENCES = 1_000, 3, 3
#: Claims about one thing that are looked through.
_LOOKED_AT = 5_000


def _node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(to_iri(curie))


_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (_node(f"rdf:{name}") for name in ("type", "subject", "predicate", "object"))
_CLAIM, _BELIEF, _SUPPORTED, _REFUTED = (_node(f"ig:{name}") for name in ("Claim", "belief", "hasEvidence", "refutedBy"))
_SOURCE, _TARGET, _SELECTOR = _node("prov:wasDerivedFrom"), _node("oa:hasTarget"), _node("oa:hasSelector")
#: What is said of a claim, of an evidence, of a place in a text and of a document, by the names that an answer uses.
_OF_CLAIM = {name: _node(f"ig:{name}") for name in ("polarity", "status", "severity", "frequency", "population", "reviewStatus")}
_OF_EVIDENCE = {"section": _node("ig:section"), "method": _node("ig:extractionMethod"), "score": _node("ig:score")}
_OF_PLACE = {"start": _node("oa:start"), "end": _node("oa:end"), "quote": _node("oa:exact")}
_OF_DOCUMENT = {"document": _node("dcterms:identifier"), "title": _node("dcterms:title"), "tier": _node("ig:tier")}
_FLAG = _node("ig:integrityFlag")


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind one row: claims, the most believed first, and inferences of the reasoner."""

    claims: tuple[ox.NamedNode, ...]
    inferences: tuple[ox.NamedNode, ...] = ()


def behind_rows(store: Store, rows: Sequence[Sequence[Term | None]], given: Sequence[Term | None]) -> tuple[list[Behind], bool]:
    """Find for each row the claims that it names, or else the claims and inferences that connect two of its things.

    `given` are the things that the question was about, which a row need not repeat. Where a row names a relation, only claims of
    that relation count. Also tells whether a thing has more claims than were looked through.
    """
    finder = _Finder(store)
    about = [term for term in given if isinstance(term, ox.NamedNode)]
    return [finder.of_row([term for term in row if isinstance(term, ox.NamedNode)], about) for row in rows], finder.cut


def claims_about(store: Store, thing: ox.NamedNode) -> tuple[list[ox.NamedNode], bool]:
    """Find the claims that have a thing as subject or object, the most believed first, and whether there are more than were looked at."""
    finder = _Finder(store)
    found = dict.fromkeys((*finder.statements(_SUBJECT, thing), *finder.statements(_OBJECT, thing)))
    return finder.ordered(filter(finder.is_claim, found)), finder.cut


def told_claim(store: Store, claim: ox.NamedNode) -> dict[str, Any]:
    """Tell a claim: what it states, its stance and belief, and where which document says so or the opposite."""
    evidences = sorted(
        (_told_evidence(store, node, direction) for node, direction in _evidences(store, claim)),
        key=lambda e: (e["direction"] != "supports", e["document"] or "", e["start"] or 0, e["evidence"]),
    )
    return {
        **_named(store, claim),
        "subject": _named(store, _one(store, claim, _SUBJECT)),
        "relation": _named(store, _one(store, claim, _PREDICATE)),
        "object": _named(store, _one(store, claim, _OBJECT)),
        **{name: _value(store, claim, property_) for name, property_ in _OF_CLAIM.items()},
        "belief": _believed(store, claim),
        "evidence_total": len(evidences),
        "evidence": evidences[:EVIDENCES],
    }


class _Finder:
    """Claims and inferences by the things that they speak of, each looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._statements: dict[tuple[ox.NamedNode, ox.NamedNode], tuple[ox.NamedNode, ...]] = {}
        self._are_claims: dict[ox.NamedNode, bool] = {}
        self._subjects: dict[ox.NamedNode, Term | None] = {}
        self._beliefs: dict[ox.NamedNode, float] = {}
        self.cut = False

    def of_row(self, things: Sequence[ox.NamedNode], given: Sequence[ox.NamedNode]) -> Behind:
        named = [claim for thing in (*things, *given) for claim in self._named_by(thing)]
        if named:
            return Behind(tuple(self.ordered(dict.fromkeys(named))))
        own, everything = set(things), {*things, *given}
        found: dict[ox.NamedNode, None] = {}
        for thing in everything:
            for statement in self.statements(_OBJECT, thing):
                subject = self._subject(statement)
                # A pair that the question gave stands behind no row in particular.
                if subject in everything and subject != thing and (thing in own or subject in own):
                    found[statement] = None
        chosen = [statement for statement in found if _one(self._store, statement, _PREDICATE) in own] or list(found)
        inferred = sorted((node for node in chosen if not self.is_claim(node)), key=str)
        return Behind(tuple(self.ordered(filter(self.is_claim, chosen))), tuple(inferred))

    def statements(self, role: ox.NamedNode, thing: ox.NamedNode) -> tuple[ox.NamedNode, ...]:
        """Give the claims and inferences in which a thing has a role."""
        if (role, thing) not in self._statements:
            found = list(islice((t.subject for t in self._store.triples(None, role, thing)), _LOOKED_AT + 1))
            self.cut |= len(found) > _LOOKED_AT
            self._statements[role, thing] = tuple(node for node in found[:_LOOKED_AT] if isinstance(node, ox.NamedNode))
        return self._statements[role, thing]

    def is_claim(self, node: ox.NamedNode) -> bool:
        """Tell a claim of documents from an inference."""
        if node not in self._are_claims:
            self._are_claims[node] = any(True for _ in self._store.triples(node, _TYPE, _CLAIM))
        return self._are_claims[node]

    def ordered(self, claims: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
        """Order claims by belief."""
        return sorted(claims, key=lambda claim: (-self._belief(claim), claim.value))

    def _named_by(self, thing: ox.NamedNode) -> list[ox.NamedNode]:
        """Give a thing that is a claim, or the claim of a thing that is an evidence."""
        if self.is_claim(thing):
            return [thing]
        return [claim for role in (_SUPPORTED, _REFUTED) for claim in self.statements(role, thing)]

    def _subject(self, claim: ox.NamedNode) -> Term | None:
        if claim not in self._subjects:
            self._subjects[claim] = _one(self._store, claim, _SUBJECT)
        return self._subjects[claim]

    def _belief(self, claim: ox.NamedNode) -> float:
        if claim not in self._beliefs:
            self._beliefs[claim] = _believed(self._store, claim) or 0.0
        return self._beliefs[claim]


def _evidences(store: Store, claim: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, str]]:
    for role, direction in ((_SUPPORTED, "supports"), (_REFUTED, "refutes")):
        for triple in store.triples(claim, role):
            if isinstance(triple.object, ox.NamedNode):
                yield triple.object, direction


def _told_evidence(store: Store, evidence: ox.NamedNode, direction: str) -> dict[str, Any]:
    source, target = _one(store, evidence, _SOURCE), _one(store, evidence, _TARGET)
    place = _one(store, target, _SELECTOR)
    flags = sorted(t.object.value for t in store.triples(source, _FLAG) if isinstance(t.object, ox.Literal)) if source is not None else []
    return {
        "evidence": evidence.value,
        "direction": direction,
        "document_iri": source.value if isinstance(source, ox.NamedNode) else None,
        **{name: _value(store, source, property_) for name, property_ in _OF_DOCUMENT.items()},
        "flags": flags,
        **{name: _value(store, evidence, property_) for name, property_ in _OF_EVIDENCE.items()},
        **{name: _value(store, place, property_) for name, property_ in _OF_PLACE.items()},
    }


def _one(store: Store, subject: Term | None, property_: ox.NamedNode) -> Term | None:
    """Give the value of a property, the first of several."""
    return min((t.object for t in store.triples(subject, property_)), key=str, default=None) if subject is not None else None


def _value(store: Store, subject: Term | None, property_: ox.NamedNode) -> str | int | float | None:
    """Give a value as JSON has it: a number, or a text, which for a thing is its label or local name."""
    term = _one(store, subject, property_)
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return store.label(term.value) or to_curie(term.value) or term.value
    value = to_value(term)
    return value if isinstance(value, int | str) else float(value) if isinstance(value, Decimal | float) else str(value)


def _believed(store: Store, claim: ox.NamedNode) -> float | None:
    belief = _value(store, claim, _BELIEF)
    return None if belief is None else float(belief)


def _named(store: Store, term: Term | None) -> dict[str, str | None]:
    """Name a thing; a claim may also speak of a text or a number."""
    if isinstance(term, ox.NamedNode):
        return {"iri": term.value, "curie": to_curie(term.value), "label": store.label(term.value)}
    return {"iri": None, "curie": None, "label": getattr(term, "value", None)}
