"""The OWL 2 DL profile: triples of an ontology with individuals go in, what takes them out of the profile comes out.

The restrictions are those of https://www.w3.org/TR/owl2-syntax/#Ontologies and section 11 of it, as far as they concern an ontology that is
written by hand in RDF: declarations, reserved vocabulary, punning of properties and of datatypes, simple properties, regularity of
chains, datatypes, well-formed class expressions and lists. It does not check the tree shape of blank nodes between
individuals, sequences of data property restrictions, keys, or literals against their datatype.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.identifiers import PREFIXES

__all__ = ["Violation", "find_violations"]

_RDF, _RDFS, _OWL, _XSD = (PREFIXES[p] for p in ("rdf", "rdfs", "owl", "xsd"))
_TYPE, _FIRST, _REST, _NIL = (_RDF + n for n in ("type", "first", "rest", "nil"))
_SUBCLASS, _SUBPROPERTY = _RDFS + "subClassOf", _RDFS + "subPropertyOf"
_CHAIN, _INVERSE = _OWL + "propertyChainAxiom", _OWL + "inverseOf"

#: The datatype map of OWL 2.
_DATATYPES = frozenset(
    [_XSD + n for n in (
        "decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger", "long", "int", "short",
        "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "double", "float", "string", "normalizedString", "token",
        "language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary", "base64Binary", "anyURI", "dateTime", "dateTimeStamp",
    )]
    + [_OWL + "real", _OWL + "rational", _RDF + "PlainLiteral", _RDF + "XMLLiteral", _RDF + "langString", _RDFS + "Literal"]
)  # fmt: skip
_BUILTIN_CLASSES = frozenset({_OWL + "Thing", _OWL + "Nothing"})
_BUILTIN_OBJECT = frozenset({_OWL + "topObjectProperty", _OWL + "bottomObjectProperty"})
_BUILTIN_DATA = frozenset({_OWL + "topDataProperty", _OWL + "bottomDataProperty"})
_BUILTIN_ANNOTATION = frozenset(
    [_RDFS + n for n in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [_OWL + n for n in ("deprecated", "versionInfo", "priorVersion", "backwardCompatibleWith", "incompatibleWith")]
)
_KINDS = {
    _OWL + "Class": "class",
    _RDFS + "Datatype": "datatype",
    _OWL + "ObjectProperty": "object property",
    _OWL + "DatatypeProperty": "data property",
    _OWL + "AnnotationProperty": "annotation property",
    _OWL + "NamedIndividual": "individual",
}
#: Words of the syntax that type a node or stand as predicate of an axiom, and make no individual of it.
_SYNTAX_TYPES = frozenset(
    _OWL + n for n in (
        "Ontology", "Restriction", "AllDisjointClasses", "AllDisjointProperties", "AllDifferent", "NegativePropertyAssertion", "Axiom",
        "Annotation", "FunctionalProperty", "InverseFunctionalProperty", "TransitiveProperty", "SymmetricProperty", "AsymmetricProperty",
        "ReflexiveProperty", "IrreflexiveProperty",
    )
) | {_RDF + "List"}  # fmt: skip
_SYNTAX_PREDICATES = frozenset(
    [_OWL + n for n in (
        "equivalentClass", "disjointWith", "disjointUnionOf", "intersectionOf", "unionOf", "complementOf", "oneOf", "onProperty",
        "someValuesFrom", "allValuesFrom", "hasValue", "hasSelf", "cardinality", "minCardinality", "maxCardinality", "qualifiedCardinality",
        "minQualifiedCardinality", "maxQualifiedCardinality", "onClass", "onDataRange", "onDatatype", "withRestrictions",
        "equivalentProperty",
        "propertyDisjointWith", "inverseOf", "propertyChainAxiom", "members", "distinctMembers", "sameAs", "differentFrom", "hasKey",
        "imports", "versionIRI", "sourceIndividual", "assertionProperty", "targetIndividual", "targetValue", "annotatedSource",
        "annotatedProperty", "annotatedTarget",
    )]
    + [_RDF + n for n in ("type", "first", "rest")]
    + [_RDFS + n for n in ("subClassOf", "subPropertyOf", "domain", "range")]
)  # fmt: skip
_CARDINALITIES = tuple(
    _OWL + n for n in (
        "cardinality", "minCardinality", "maxCardinality", "qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality",
    )
)  # fmt: skip
_FILLERS = (*_CARDINALITIES, *(_OWL + n for n in ("someValuesFrom", "allValuesFrom", "hasValue", "hasSelf")))
_SIMPLE_ONLY = tuple(_OWL + n for n in ("FunctionalProperty", "InverseFunctionalProperty", "IrreflexiveProperty", "AsymmetricProperty"))

_Node: TypeAlias = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that OWL 2 DL forbids: the rule's name, the IRI it concerns, and what is wrong."""

    rule: str
    entity: str
    message: str


def find_violations(triples: Iterable[Triple]) -> list[Violation]:
    """Find what takes an ontology with its individuals out of OWL 2 DL; none means clean as far as this module looks."""
    graph = _Graph(triples)
    found = {
        violation
        for look in (_headers, _reserved, _punning, _declarations, _assertions, _expressions, _simplicity, _regularity, _datatypes)
        for violation in look(graph)
    }
    return sorted(found, key=lambda v: (v.rule, v.entity, v.message))


class _Graph:
    """Triples indexed by subject and predicate, with the declared kinds of each IRI."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = tuple(dict.fromkeys(triples))
        self.by_predicate: dict[str, list[tuple[_Node, _Node | Literal]]] = defaultdict(list)
        self._values: dict[tuple[_Node, str], list[_Node | Literal]] = defaultdict(list)
        self.kinds: dict[str, set[str]] = defaultdict(set)
        for triple in self.triples:
            subject, value = triple.subject, triple.object
            if not isinstance(subject, NamedNode | BlankNode) or not isinstance(value, NamedNode | BlankNode | Literal):
                continue
            self.by_predicate[triple.predicate.value].append((subject, value))
            self._values[subject, triple.predicate.value].append(value)
            if triple.predicate.value == _TYPE and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
                self.kinds[subject.value].update({_KINDS[value.value]} if value.value in _KINDS else ())
        for kind, names in (
            ("class", _BUILTIN_CLASSES), ("object property", _BUILTIN_OBJECT), ("data property", _BUILTIN_DATA),
            ("annotation property", _BUILTIN_ANNOTATION), ("datatype", _DATATYPES),
        ):  # fmt: skip
            for name in names:
                self.kinds[name].add(kind)

    def values(self, subject: _Node | Literal, predicate: str) -> list[_Node | Literal]:
        """Values of a subject for one predicate, in the order of the triples."""
        return [] if isinstance(subject, Literal) else self._values.get((subject, predicate), [])

    def pairs(self, predicate: str) -> list[tuple[_Node, _Node | Literal]]:
        """Subjects and values of one predicate."""
        return self.by_predicate.get(predicate, [])

    def members(self, head: _Node | Literal) -> list[_Node | Literal] | None:
        """Members of an RDF list, or None where the list is broken."""
        members: list[_Node | Literal] = []
        seen = set()
        while not (isinstance(head, NamedNode) and head.value == _NIL):
            first, rest = self.values(head, _FIRST), self.values(head, _REST)
            if isinstance(head, Literal) or head in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            members.append(first[0])
            head = rest[0]
        return members

    def is_data_property(self, node: _Node | Literal) -> bool:
        return isinstance(node, NamedNode) and "data property" in self.kinds[node.value]


def _reserved_iri(iri: str) -> bool:
    return iri.startswith((_RDF, _RDFS, _OWL, _XSD))


def _headers(graph: _Graph) -> Iterator[Violation]:
    ontologies = [s for s, o in graph.pairs(_TYPE) if isinstance(o, NamedNode) and o.value == _OWL + "Ontology"]
    if len(ontologies) > 1:
        yield Violation("header", str(ontologies[1].value), "is a second owl:Ontology; one file states one")
    for ontology in ontologies:
        if len(graph.values(ontology, _OWL + "versionIRI")) > 1:
            yield Violation("header", str(ontology.value), "has two version IRIs")


def _reserved(graph: _Graph) -> Iterator[Violation]:
    allowed = _BUILTIN_CLASSES | _BUILTIN_OBJECT | _BUILTIN_DATA | _BUILTIN_ANNOTATION | _DATATYPES
    in_class_position = (_SUBCLASS, _OWL + "equivalentClass", _OWL + "disjointWith", _RDFS + "domain", _RDFS + "range", _SUBPROPERTY)
    for predicate in in_class_position:
        for subject, value in graph.pairs(predicate):
            for node in (subject, value):
                if isinstance(node, NamedNode) and _reserved_iri(node.value) and node.value not in allowed:
                    yield Violation("reserved-vocabulary", node.value, "belongs to the reserved vocabulary and may stand in no axiom")
    for subject, value in graph.pairs(_TYPE):
        if isinstance(subject, NamedNode) and _reserved_iri(subject.value) and subject.value not in allowed:
            yield Violation("reserved-vocabulary", subject.value, "belongs to the reserved vocabulary and may not be declared or typed")
        known = _KINDS.keys() | _SYNTAX_TYPES | _BUILTIN_CLASSES
        if isinstance(value, NamedNode) and _reserved_iri(value.value) and value.value not in known:
            yield Violation("reserved-vocabulary", value.value, "belongs to the reserved vocabulary and is no class of OWL 2 DL")


def _punning(graph: _Graph) -> Iterator[Violation]:
    for iri, kinds in graph.kinds.items():
        properties = sorted(kind for kind in kinds if kind.endswith("property"))
        if len(properties) > 1:
            yield Violation("punning", iri, f"is declared as {' and as '.join(properties)}")
        if {"class", "datatype"} <= kinds:
            yield Violation("punning", iri, "is declared as class and as datatype")


def _declarations(graph: _Graph) -> Iterator[Violation]:
    def missing(node: _Node | Literal, *kinds: str) -> Iterator[Violation]:
        if isinstance(node, NamedNode) and not graph.kinds[node.value] & set(kinds) and not _reserved_iri(node.value):
            yield Violation("declaration", node.value, f"is used as {' or '.join(kinds)} and not declared as one")

    for predicate in (_SUBCLASS, _OWL + "equivalentClass", _OWL + "disjointWith", _OWL + "complementOf"):
        for subject, value in graph.pairs(predicate):
            yield from missing(subject, "class", "datatype")
            yield from missing(value, "class", "datatype")
    for predicate in (_SUBPROPERTY, _OWL + "equivalentProperty", _OWL + "propertyDisjointWith", _INVERSE):
        for subject, value in graph.pairs(predicate):
            for node in (subject, value):
                yield from missing(node, "object property", "data property", "annotation property")
    for subject, _ in [*graph.pairs(_RDFS + "domain"), *graph.pairs(_RDFS + "range")]:
        yield from missing(subject, "object property", "data property", "annotation property")
    for _, value in graph.pairs(_RDFS + "domain"):
        yield from missing(value, "class")
    for subject, value in graph.pairs(_RDFS + "range"):
        yield from missing(value, "datatype" if graph.is_data_property(subject) else "class")
    for _, value in graph.pairs(_OWL + "onProperty"):
        yield from missing(value, "object property", "data property")
    for predicate in ("someValuesFrom", "allValuesFrom", "onClass"):
        for _, value in graph.pairs(_OWL + predicate):
            yield from missing(value, "class", "datatype")
    for predicate in ("intersectionOf", "unionOf", "disjointUnionOf"):
        for _, value in graph.pairs(_OWL + predicate):
            for member in graph.members(value) or ():
                yield from missing(member, "class", "datatype")
    for subject, value in graph.pairs(_CHAIN):
        yield from missing(subject, "object property")
        for member in graph.members(value) or ():
            yield from missing(member, "object property")
    for subject, value in graph.pairs(_OWL + "members"):
        disjoint_properties = NamedNode(_OWL + "AllDisjointProperties") in graph.values(subject, _TYPE)
        for member in graph.members(value) or ():
            yield from missing(member, *(("object property", "data property") if disjoint_properties else ("class",)))
    for _, value in graph.pairs(_TYPE):
        if isinstance(value, NamedNode) and value.value not in _KINDS.keys() | _SYNTAX_TYPES:
            yield from missing(value, "class")


def _assertions(graph: _Graph) -> Iterator[Violation]:
    for predicate, pairs in graph.by_predicate.items():
        if predicate in _SYNTAX_PREDICATES:
            continue
        kinds = graph.kinds[predicate]
        if _reserved_iri(predicate) and predicate not in _BUILTIN_ANNOTATION | _BUILTIN_OBJECT | _BUILTIN_DATA:
            yield Violation("reserved-vocabulary", predicate, "belongs to the reserved vocabulary and is no property of OWL 2 DL")
        elif not any(kind.endswith("property") for kind in kinds):
            yield Violation("declaration", predicate, "is used as a property and not declared as one")
        elif "object property" in kinds and any(isinstance(value, Literal) for _, value in pairs):
            yield Violation("assertion", predicate, "is an object property and has a literal as value")
        elif "data property" in kinds and any(not isinstance(value, Literal) for _, value in pairs):
            yield Violation("assertion", predicate, "is a data property and has a value that is no literal")


def _expressions(graph: _Graph) -> Iterator[Violation]:
    restrictions = {s for s, o in graph.pairs(_TYPE) if isinstance(o, NamedNode) and o.value == _OWL + "Restriction"}
    restrictions |= {s for s, _ in graph.pairs(_OWL + "onProperty")}
    for node in sorted(restrictions, key=str):
        fillers = sum(len(graph.values(node, filler)) for filler in _FILLERS)
        named = ", ".join(str(p.value) for p in graph.values(node, _OWL + "onProperty"))
        if len(graph.values(node, _OWL + "onProperty")) != 1 or fillers != 1:
            yield Violation("expression", named or str(node), "stands in a restriction without exactly one property and one filler")
        if isinstance(node, NamedNode):
            yield Violation("expression", node.value, "is a restriction with a name; restrictions are blank nodes")
    for predicate in (*(_OWL + n for n in ("intersectionOf", "unionOf", "oneOf", "members", "distinctMembers")), _CHAIN):
        for subject, value in graph.pairs(predicate):
            members = graph.members(value)
            if members is None or len(members) < 1 or (predicate == _CHAIN and len(members) < 2):
                yield Violation("expression", str(subject), f"has a broken or too short list at {predicate}")
    uses = Counter(
        value for predicate in (*_SYNTAX_PREDICATES - {_TYPE}, _TYPE) for _, value in graph.pairs(predicate) if isinstance(value, BlankNode)
    )
    for node, count in uses.items():
        if count > 1:
            yield Violation("expression", str(node), "is a class expression or list that two axioms share")


def _names(graph: _Graph) -> dict[str, str]:
    """One name for a property and its inverses: the order of chains looks at them as one."""
    names: dict[str, str] = {}

    def root(iri: str) -> str:
        while names.get(iri, iri) != iri:
            iri = names[iri]
        return iri

    for subject, value in graph.pairs(_INVERSE):
        first, second = sorted((root(str(subject.value)), root(str(value.value))))
        names[second] = first
    return {iri: root(iri) for iri in names}


def _hierarchy(graph: _Graph) -> set[tuple[str, str]]:
    """Pairs (lower, higher) of the property hierarchy without chains."""
    names = _names(graph)
    pairs = {(str(s.value), str(o.value)) for s, o in graph.pairs(_SUBPROPERTY)}
    for subject, value in graph.pairs(_OWL + "equivalentProperty"):
        pairs |= {(str(subject.value), str(value.value)), (str(value.value), str(subject.value))}
    return {(names.get(lower, lower), names.get(higher, higher)) for lower, higher in pairs}


def _closure(pairs: Iterable[tuple[str, str]], start: set[str]) -> set[str]:
    """All names that are reached from the start over the pairs, the start included."""
    above: dict[str, set[str]] = defaultdict(set)
    for lower, higher in pairs:
        above[lower].add(higher)
    reached, waiting = set(start), list(start)
    while waiting:
        for name in above[waiting.pop()] - reached:
            reached.add(name)
            waiting.append(name)
    return reached


def _simplicity(graph: _Graph) -> Iterator[Violation]:
    """A composite property has a chain or is transitive, or one below it does; axioms that count its values are forbidden."""
    names = _names(graph)
    composite = {str(s.value) for s, _ in graph.pairs(_CHAIN)}
    composite |= {str(s.value) for s, o in graph.pairs(_TYPE) if isinstance(o, NamedNode) and o.value == _OWL + "TransitiveProperty"}
    complex_names = _closure(_hierarchy(graph), {names.get(iri, iri) for iri in composite})

    def is_complex(node: _Node | Literal) -> bool:
        return names.get(str(node.value), str(node.value)) in complex_names

    for subject, value in graph.pairs(_TYPE):
        if isinstance(value, NamedNode) and value.value in _SIMPLE_ONLY and is_complex(subject):
            yield Violation("non-simple", str(subject.value), f"is composite and may not be {value.value.removeprefix(_OWL)}")
    for subject, value in graph.pairs(_OWL + "onProperty"):
        if is_complex(value) and any(graph.values(subject, name) for name in (*_CARDINALITIES, _OWL + "hasSelf")):
            yield Violation("non-simple", str(value.value), "is composite and may stand in no cardinality or self restriction")
    disjoint: list[_Node | Literal] = [node for pair in graph.pairs(_OWL + "propertyDisjointWith") for node in pair]
    for subject, value in graph.pairs(_OWL + "members"):
        if NamedNode(_OWL + "AllDisjointProperties") in graph.values(subject, _TYPE):
            disjoint += graph.members(value) or []
    for node in disjoint:
        if is_complex(node):
            yield Violation("non-simple", str(node.value), "is composite and may stand in no disjointness of properties")


def _regularity(graph: _Graph) -> Iterator[Violation]:
    """Each chain needs an order of the properties in which its members stand below what it entails.

    Stricter than the letter: sub-properties count into the order, so that what passes is regular in any reading.
    """
    names = _names(graph)
    below: set[tuple[str, str]] = set()
    chains: list[tuple[str, str]] = []
    for subject, value in graph.pairs(_CHAIN):
        head = names.get(str(subject.value), str(subject.value))
        members = [str(m.value) for m in graph.members(value) or ()]
        own = [m for m in members if names.get(m, m) == head]
        rest = [m for m in members if names.get(m, m) != head]
        whole = members == [str(subject.value)] * 2
        at_an_end = own == [str(subject.value)] and str(subject.value) in (members[0], members[-1])
        if own and not whole and not at_an_end:
            yield Violation("chain-regularity", str(subject.value), "stands inside its own chain; only its first or last place is regular")
        for member in rest:
            below.add((names.get(member, member), head))
            chains.append((names.get(member, member), str(subject.value)))
    order = below | _hierarchy(graph)
    for member, head in chains:
        if member in _closure(order, {names.get(head, head)}):
            yield Violation("chain-regularity", head, f"depends by chains on {member}, which depends on it")


def _datatypes(graph: _Graph) -> Iterator[Violation]:
    for datatype in sorted({t.object.datatype.value for t in graph.triples if isinstance(t.object, Literal)}):
        if datatype not in _DATATYPES and "datatype" not in graph.kinds[datatype]:
            yield Violation("datatype", datatype, "is in the datatype map of OWL 2 neither by the standard nor by declaration")
