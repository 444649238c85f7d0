"""Look-ups in the graph: an IRI and a property go in; values, names and classes as a page shows them come out."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.graph.rows import Term
from kg.graph.store import Store
from kg.identifiers import ONTOLOGY, PREFIXES, to_curie, to_iri

__all__ = ["Lookup"]

_TYPE = PREFIXES["rdf"] + "type"
_BELOW = PREFIXES["rdfs"] + "subClassOf"


class Lookup:
    """Reads one store for one answer; what was named once is kept."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._named: dict[str, dict[str, Any]] = {}
        self._depths: dict[str, int] = {}

    def values(self, subject: str, property_: str) -> list[Term]:
        """Give the values of a property, named by its CURIE or IRI."""
        return [t.object for t in self.store.triples(NamedNode(subject), NamedNode(_full(property_)))]

    def things(self, subject: str, property_: str) -> list[str]:
        """Give the IRIs among the values, sorted."""
        return sorted(v.value for v in self.values(subject, property_) if isinstance(v, NamedNode))

    def texts(self, subject: str, property_: str) -> list[str]:
        """Give the literals among the values, sorted."""
        return sorted(v.value for v in self.values(subject, property_) if isinstance(v, Literal))

    def text(self, subject: str, property_: str) -> str:
        """Give the first literal, or an empty text."""
        return next(iter(self.texts(subject, property_)), "")

    def number(self, subject: str, property_: str) -> float | None:
        """Give the first number."""
        text = self.text(subject, property_)
        try:
            return float(text) if text else None
        except ValueError:
            return None

    def subjects(self, property_: str, target: str) -> list[str]:
        """Give the things that have a value, named by its CURIE or IRI, sorted."""
        found = (t.subject for t in self.store.triples(None, NamedNode(_full(property_)), NamedNode(_full(target))))
        return sorted({s.value for s in found if isinstance(s, NamedNode)})

    def named(self, iri: str) -> dict[str, Any]:
        """Name a thing: IRI, CURIE, label, and its most exact class of ours by local name."""
        if iri not in self._named:
            classes = self.classes(iri)
            label = self.store.label(iri) or to_curie(iri) or iri
            kind = classes[0].removeprefix(ONTOLOGY) if classes else ""
            self._named[iri] = {"iri": iri, "curie": to_curie(iri), "label": label, "class": kind}
        return self._named[iri]

    def classes(self, iri: str) -> list[str]:
        """Give the classes of ours that a thing has, the most exact one first."""
        found = {c for c in self.things(iri, _TYPE) if c.startswith(ONTOLOGY)}
        # Of classes at the same depth the one that is stated goes before one that follows from a definition.
        return sorted(found, key=lambda c: (self.is_defined(c), -self._depth(c), c))

    def parents(self, iri: str) -> list[str]:
        """Give the named classes right above a class."""
        return [c for c in self.things(iri, _BELOW) if c != iri]

    def is_defined(self, iri: str) -> bool:
        """Tell whether a class has a definition by which members are inferred."""
        return bool(self.values(iri, "owl:equivalentClass"))

    def _depth(self, iri: str, below: frozenset[str] = frozenset()) -> int:
        if iri not in self._depths:
            above = [c for c in self.parents(iri) if c not in below]
            self._depths[iri] = 1 + max((self._depth(c, below | {iri}) for c in above), default=0)
        return self._depths[iri]


def _full(name: str) -> str:
    return name if "://" in name else to_iri(name)
