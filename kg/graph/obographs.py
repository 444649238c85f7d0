"""OBO Graphs JSON (https://github.com/geneontology/obographs): triples of an ontology go in, the text of one document comes out.

The form has nodes with labels, definitions and synonyms, and edges for hierarchies and for "some" restrictions; genus and
differentia, chains, domains and ranges have lists of their own. It has no words for disjointness and `hasValue`: these stand in the
OWL files only.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, cast

import pyoxigraph as ox

from kg.identifiers import PREFIXES, to_iri

__all__ = ["obo_graph"]

_Json: TypeAlias = Mapping[str, object]

_TYPE, _SUBCLASS, _SUBPROPERTY = (to_iri(n) for n in ("rdf:type", "rdfs:subClassOf", "rdfs:subPropertyOf"))
_EQUIVALENT, _INTERSECTION, _INVERSE = (to_iri(f"owl:{n}") for n in ("equivalentClass", "intersectionOf", "inverseOf"))
_ON, _SOME, _ONLY, _CHAIN = (to_iri(f"owl:{n}") for n in ("onProperty", "someValuesFrom", "allValuesFrom", "propertyChainAxiom"))
_DOMAIN, _RANGE, _DEPRECATED = to_iri("rdfs:domain"), to_iri("rdfs:range"), to_iri("owl:deprecated")
_LABELS = tuple(to_iri(n) for n in ("rdfs:label", "skos:prefLabel"))
_DEFINITION, _SOURCE, _COMMENT = (to_iri(n) for n in ("skos:definition", "dcterms:source", "rdfs:comment"))
_IAO_DEFINITION = "http://purl.obolibrary.org/obo/IAO_0000115"
_OIO = "http://www.geneontology.org/formats/oboInOwl#"
#: Names by their kind in OBO; SKOS does not tell exact synonyms from related ones.
_SYNONYMS = {
    to_iri("skos:altLabel"): "hasRelatedSynonym",
    **{f"{_OIO}has{kind}Synonym": f"has{kind}Synonym" for kind in ("Exact", "Related", "Broad", "Narrow")},
}
_XREFS = frozenset({to_iri("skos:exactMatch"), f"{_OIO}hasDbXref"})
#: What a node says by its own field, or by edges.
_SAID = frozenset({
    _TYPE, _SUBCLASS, _SUBPROPERTY, _EQUIVALENT, _INVERSE, _CHAIN, _DOMAIN, _RANGE, _DEFINITION, _IAO_DEFINITION, _COMMENT, _DEPRECATED,
    *_LABELS, *_SYNONYMS, f"{_OIO}hasDbXref",
})  # fmt: skip
_KINDS: dict[str, _Json] = {
    to_iri("owl:Class"): {"type": "CLASS"},
    to_iri("owl:ObjectProperty"): {"type": "PROPERTY", "propertyType": "OBJECT"},
    to_iri("owl:DatatypeProperty"): {"type": "PROPERTY", "propertyType": "DATA"},
    to_iri("owl:AnnotationProperty"): {"type": "PROPERTY", "propertyType": "ANNOTATION"},
    to_iri("owl:NamedIndividual"): {"type": "INDIVIDUAL"},
}
_FIRST, _REST, _NIL = (to_iri(f"rdf:{n}") for n in ("first", "rest", "nil"))
_OWL = PREFIXES["owl"]
#: An xref of a definition must be an identifier; the words around it stay in dcterms:source.
_CURIE = re.compile(rf"\b(?:{'|'.join(sorted(PREFIXES))}):[A-Za-z0-9_]+")


def obo_graph(triples: Iterable[ox.Triple], ontology: str) -> Iterator[str]:
    """Write the OBO graph of an ontology with the given IRI, its nodes and edges sorted, one a line."""
    graph = _Graph(triples)
    parts: dict[str, list[_Json]] = {
        "nodes": [graph.node(iri) for iri in graph.entities],
        "edges": _sorted(graph.edges()),
        "logicalDefinitionAxioms": _sorted(graph.definitions()),
        "domainRangeAxioms": _sorted(graph.domains()),
        "propertyChainAxioms": _sorted(graph.chains()),
    }
    head = {"id": ontology, "meta": graph.meta(ontology, head=True)}
    yield '{"graphs": [\n {' + _text(head)[1:-1]
    for name, items in parts.items():
        yield f',\n "{name}": [' + ",".join(f"\n  {_text(item)}" for item in items) + "]"
    yield "}\n]}\n"


class _Graph:
    """The triples by subject and predicate; `entities` are the IRIs that are declared, sorted."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._values: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
        for triple in sorted(set(triples), key=str):
            if not isinstance(triple.subject, ox.Triple) and not isinstance(triple.object, ox.Triple):
                self._values[_key(triple.subject)][triple.predicate.value].append(triple.object)
        self.entities = sorted(iri for iri in self._values if not iri.startswith("_:") and self._kind(iri))

    def _get(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        return self._values[subject].get(predicate, []) if subject in self._values else []

    def _iris(self, subject: str, predicate: str) -> list[str]:
        return [value.value for value in self._get(subject, predicate) if isinstance(value, ox.NamedNode)]

    def _texts(self, subject: str, *predicates: str) -> list[str]:
        return [v.value for predicate in predicates for v in self._get(subject, predicate) if isinstance(v, ox.Literal)]

    def _kind(self, iri: str) -> _Json:
        types = self._iris(iri, _TYPE)
        return next((kind for name, kind in _KINDS.items() if name in types), {})

    def node(self, iri: str) -> _Json:
        """Describe an entity."""
        labels = self._texts(iri, *_LABELS)
        return {"id": iri, **({"lbl": labels[0]} if labels else {}), **self._kind(iri), **_some(meta=self.meta(iri))}

    def meta(self, iri: str, *, head: bool = False) -> _Json:
        """Give definition, synonyms, cross-references and the other annotations of an entity or, with `head`, of the ontology."""
        definitions = self._texts(iri, _DEFINITION, _IAO_DEFINITION)
        version = self._iris(iri, f"{_OWL}versionIRI") if head else []
        annotations = sorted(
            (predicate, value.value)
            for predicate, values in self._values[iri].items()
            if predicate not in _SAID and self._is_annotation(predicate)
            for value in values
            if not isinstance(value, ox.BlankNode)
        )
        return _some(
            definition={"val": definitions[0], "xrefs": [c for text in self._texts(iri, _SOURCE) for c in _CURIE.findall(text)]}
            if definitions
            else {},
            comments=self._texts(iri, _COMMENT),
            synonyms=[{"pred": kind, "val": text} for name, kind in _SYNONYMS.items() for text in self._texts(iri, name)],
            xrefs=[{"val": v} for name in sorted(_XREFS) for v in (*self._iris(iri, name), *self._texts(iri, name))],
            basicPropertyValues=[{"pred": name, "val": value} for name, value in annotations],
            version=version[0] if version else "",
            deprecated="true" in self._texts(iri, _DEPRECATED),
        )

    def _is_annotation(self, predicate: str) -> bool:
        return predicate.startswith(_OWL) or self._kind(predicate).get("propertyType") == "ANNOTATION"

    def edges(self) -> Iterator[_Json]:
        """Give hierarchies, inverses, types and links of individuals, and the "some" restrictions of classes."""
        objects = {iri for iri in self.entities if self._kind(iri).get("propertyType") == "OBJECT"}
        for iri in self.entities:
            kind = self._kind(iri)["type"]
            for predicate, word in ((_SUBCLASS, "is_a"), (_SUBPROPERTY, "subPropertyOf"), (_INVERSE, "inverseOf")):
                yield from ({"sub": iri, "pred": word, "obj": value} for value in self._iris(iri, predicate))
            for value in self._get(iri, _SUBCLASS):
                yield from ({"sub": iri, "pred": e["propertyId"], "obj": e["fillerId"]} for e in self._restriction(_key(value), _SOME))
            if kind == "INDIVIDUAL":
                yield from ({"sub": iri, "pred": "type", "obj": v} for v in self._iris(iri, _TYPE) if not v.startswith(_OWL))
                for predicate in objects & self._values[iri].keys():
                    yield from ({"sub": iri, "pred": predicate, "obj": value} for value in self._iris(iri, predicate))

    def _restriction(self, node: str, quantifier: str) -> Iterator[dict[str, str]]:
        for property_, filler in zip(self._iris(node, _ON), self._iris(node, quantifier), strict=False):
            yield {"propertyId": property_, "fillerId": filler}

    def definitions(self) -> Iterator[_Json]:
        """Give the classes that are defined by a genus and "some" restrictions, and by nothing else."""
        for iri in self.entities:
            for expression in self._get(iri, _EQUIVALENT):
                members = [m for head in self._get(_key(expression), _INTERSECTION) for m in self._members(_key(head))]
                genus = [member for member in members if not member.startswith("_:")]
                restrictions = [r for m in members if m.startswith("_:") for r in self._restriction(m, _SOME)]
                if genus and restrictions and len(genus) + len(restrictions) == len(members):
                    yield {"definedClassId": iri, "genusIds": genus, "restrictions": restrictions}

    def _members(self, head: str) -> list[str]:
        members: list[str] = []
        while head != _NIL and len(self._get(head, _FIRST)) == len(self._get(head, _REST)) == 1 and len(members) < len(self._values):
            members.append(_key(self._get(head, _FIRST)[0]))
            head = _key(self._get(head, _REST)[0])
        return members

    def domains(self) -> Iterator[_Json]:
        """Give domains and ranges of object properties, and the "only" restrictions on them."""
        only: dict[str, list[_Json]] = defaultdict(list)
        for iri in self.entities:
            for value in self._get(iri, _SUBCLASS):
                for edge in self._restriction(_key(value), _ONLY):
                    only[edge["propertyId"]].append({"sub": iri, "pred": edge["propertyId"], "obj": edge["fillerId"]})
        for iri in self.entities:
            found = _some(
                domainClassIds=self._iris(iri, _DOMAIN), rangeClassIds=self._iris(iri, _RANGE), allValuesFromEdges=_sorted(only[iri])
            )
            if found and self._kind(iri).get("propertyType") == "OBJECT":
                yield {"predicateId": iri, **found}

    def chains(self) -> Iterator[_Json]:
        """Give the chains of properties."""
        for iri in self.entities:
            for head in self._get(iri, _CHAIN):
                yield {"predicateId": iri, "chainPredicateIds": self._members(_key(head))}


def _key(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _some(**fields: object) -> _Json:
    """Keep the fields that say something."""
    return {name: value for name, value in fields.items() if value}


def _sorted(items: Iterable[_Json]) -> list[_Json]:
    return [cast("_Json", json.loads(text)) for text in sorted({_text(item) for item in items})]


def _text(item: _Json) -> str:
    return json.dumps(item, ensure_ascii=False)
