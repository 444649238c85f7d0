"""Parameters of saved queries: what a person writes goes in, checked RDF terms come out.

A term is the only thing that reaches a query; the text that a person writes never becomes query text.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol, get_args

import pyoxigraph as ox

from kg.errors import ParameterError, UnknownName
from kg.graph.rows import Rows, Term, canonical_decimal
from kg.identifiers import PREFIXES, concept_iri, is_slug, slug_of, term_iri, to_curie, to_iri, to_slug

__all__ = ["ANY", "PARAMETER_TYPES", "Engine", "Parameter", "ParameterType", "constant_term", "find_concept", "serialised", "to_terms"]

ParameterType = Literal["concept", "enum", "string", "integer", "decimal", "date", "boolean"]
PARAMETER_TYPES: tuple[ParameterType, ...] = get_args(ParameterType)
#: The default of a parameter that stands for every value; in the query it is UNDEF.
ANY = "any"

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_CLASS = PREFIXES["owl"] + "Class"
_EXACT = ox.NamedNode(PREFIXES["skos"] + "exactMatch")
#: Properties that name a thing, the surest first; the last three name documents.
_NAMES = tuple(
    ox.NamedNode(to_iri(curie))
    for curie in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "dcterms:identifier", "dcterms:title", "rdfs:label")
)


class Engine(Protocol):
    """What answers queries: the store, or an rdflib graph in disguise."""

    def query(self, text: str) -> Rows:
        """Answer a query."""
        ...

    def triples(self, subject: Term | None = None, predicate: Term | None = None, object_: Term | None = None) -> Iterator[ox.Triple]:
        """Give the triples that match a pattern, each once."""
        ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that a saved query declares in its head."""

    name: str
    type: ParameterType
    #: Local names of ig: classes, or CURIEs of others; a concept must be of one of them or of a subclass.
    classes: tuple[str, ...] = ()
    required: bool = False
    #: What the text binds: the default, or the example of a required parameter; `any` stands for every value.
    default: tuple[str, ...] = (ANY,)
    #: Whether `any` may be given: the query then joins over every value instead of filtering.
    any: bool = False
    #: The values that an enum allows.
    values: tuple[str, ...] = ()
    #: Whether several values may be given.
    many: bool = False
    meaning: str = ""


def to_terms(parameter: Parameter, given: object, engine: Engine, where: str) -> tuple[Term | None, ...]:
    """Check a given value (or a list of them) and give its terms; None stands for every value.

    Raises ParameterError or UnknownName, both naming `where` and the parameter.
    """
    values = list(given) if isinstance(given, list | tuple) else [given]
    place = f"{where}: parameter {parameter.name!r}"
    if not values or (len(values) > 1 and not parameter.many):
        raise ParameterError(f"{place} takes {'one or more values' if parameter.many else 'one value'}, {len(values)} were given")
    if values == [ANY] and parameter.any:
        return (None,)
    return tuple(_to_term(parameter, value, engine, place) for value in values)


def constant_term(parameter: Parameter, value: str) -> Term | None:
    """Give the term of a default as the head writes it: `any`, a CURIE for a concept, else a literal."""
    if value == ANY:
        return None
    if parameter.type == "concept":
        return ox.NamedNode(to_iri(value))
    return _LITERALS[parameter.type](parameter, value)


def find_concept(name: str, classes: Sequence[str], engine: Engine, place: str) -> ox.NamedNode:
    """Find the one thing that an IRI, CURIE, slug or label names, among those of the classes.

    An IRI or CURIE of another ontology stands for the concept that matches it exactly. A preferred label goes before a synonym. The
    digits of a hash name the thing of the classes whose IRI ends in them, such as a claim.
    Raises UnknownName with near misses, or ParameterError for a thing of another class or for a name that several share.
    """
    text = unicodedata.normalize("NFC", name).strip()
    wanted = _with_subclasses(classes, engine)
    candidates = list(_by_identifier(text, wanted, engine, place)) or list(_by_hash(text, classes, engine)) or _by_name(text, wanted, engine)
    fitting = [node for node in candidates if not wanted or _types(node, engine) & wanted]
    if len(fitting) == 1:
        return fitting[0]
    expected = " or ".join(classes) or "concept"
    if fitting:
        raise ParameterError(f"{place}: {name!r} names several: {', '.join(sorted(map(_short, fitting)))}; give one of these")
    if candidates:
        found = ", ".join(sorted(_short(ox.NamedNode(t)) for t in _types(candidates[0], engine) if t.startswith(PREFIXES["ig"])))
        raise ParameterError(f"{place} takes a {expected}; {_short(candidates[0])} is {found or 'none'}")
    raise UnknownName(expected, name, _known_names(wanted, engine), where=place)


def _to_term(parameter: Parameter, value: object, engine: Engine, place: str) -> Term:
    if isinstance(value, bool):
        value = "true" if value else "false"
    if not isinstance(value, str | int | Decimal | float | datetime.date):
        raise ParameterError(f"{place} takes text, a number or a date, not {type(value).__name__}")
    text = str(value)
    if parameter.type == "concept":
        return find_concept(text, parameter.classes, engine, place)
    if parameter.type == "enum" and text not in parameter.values:
        raise UnknownName("value", text, parameter.values, where=f"{place} (one of {', '.join(parameter.values)})")
    try:
        return _LITERALS[parameter.type](parameter, text)
    except ValueError as error:
        raise ParameterError(f"{place} takes a value of type {parameter.type}, not {text!r}") from error


def _string(_: Parameter, text: str) -> ox.Literal:
    return ox.Literal(text)


def _integer(_: Parameter, text: str) -> ox.Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError(text)
    return _typed(str(int(text)), "integer")


def _decimal(_: Parameter, text: str) -> ox.Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", text):
        raise ValueError(text)
    return _typed(canonical_decimal(text), "decimal")


def _date(_: Parameter, text: str) -> ox.Literal:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return _typed(datetime.date.fromisoformat(text).isoformat(), "date")


def _boolean(_: Parameter, text: str) -> ox.Literal:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return _typed(text.lower(), "boolean")


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


_LITERALS = {"string": _string, "enum": _string, "integer": _integer, "decimal": _decimal, "date": _date, "boolean": _boolean}


def _by_identifier(text: str, wanted: frozenset[str], engine: Engine, place: str) -> Iterator[ox.NamedNode]:
    """Give what an IRI, CURIE or slug names: itself if the graph describes it, else the concepts that match it exactly.

    A class of an imported ontology stands for the concepts that match it, unless a class is wanted.
    """
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if is_slug(bare):
        iri = concept_iri(bare)
    elif bare.partition(":")[0] in PREFIXES and "://" not in bare:
        iri = to_iri(bare)
    elif "://" in bare or text != bare or bare.startswith("urn:"):
        iri = bare
    else:
        return
    try:
        node = ox.NamedNode(iri)
    except ValueError as error:
        raise ParameterError(f"{place}: {text!r} is not an IRI") from error
    types = _types(node, engine)
    matching = sorted({t.subject for t in engine.triples(None, _EXACT, node) if isinstance(t.subject, ox.NamedNode)}, key=str)
    if types and (types & wanted or _CLASS not in types or not matching):
        yield node
    else:
        yield from matching


def _by_hash(text: str, classes: Iterable[str], engine: Engine) -> Iterator[ox.NamedNode]:
    """Give the claim, document or evidence, as the classes ask, whose IRI ends in these digits."""
    digits = text.lower()
    if re.fullmatch("[0-9a-f]{16}", digits):
        nodes = (ox.NamedNode(concept_iri(f"{to_slug(name)}-{digits}")) for name in classes)
        yield from (node for node in nodes if _types(node, engine))


def _by_name(text: str, wanted: frozenset[str], engine: Engine) -> list[ox.NamedNode]:
    """Give what has this name, by the surest property that finds something of the wanted classes, else anything so named."""
    key = _fold(text)
    others: list[ox.NamedNode] = []
    for property_ in _NAMES:
        named = {t.subject for t in engine.triples(None, property_) if isinstance(t.object, ox.Literal) and _fold(t.object.value) == key}
        found = sorted((node for node in named if isinstance(node, ox.NamedNode)), key=str)
        fitting = [node for node in found if not wanted or _types(node, engine) & wanted]
        if fitting:
            return fitting
        others += found
    return others


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _with_subclasses(classes: Iterable[str], engine: Engine) -> frozenset[str]:
    pending = [ox.NamedNode(to_iri(name) if ":" in name else term_iri(name)) for name in classes]
    found = set(pending)
    while pending:
        for triple in engine.triples(None, _SUBCLASS, pending.pop()):
            if isinstance(triple.subject, ox.NamedNode) and triple.subject not in found:
                found.add(triple.subject)
                pending.append(triple.subject)
    return frozenset(node.value for node in found)


def _types(node: ox.NamedNode, engine: Engine) -> frozenset[str]:
    return frozenset(t.object.value for t in engine.triples(node, _TYPE) if isinstance(t.object, ox.NamedNode))


def _known_names(wanted: frozenset[str], engine: Engine) -> set[str]:
    """Give the names of what is of the wanted classes; without any, of all that has a preferred label."""
    if wanted:
        members = {t.subject for name in wanted for t in engine.triples(None, _TYPE, ox.NamedNode(name))}
    else:
        members = {t.subject for t in engine.triples(None, _NAMES[0])}
    names = {slug for node in members if isinstance(node, ox.NamedNode) and (slug := slug_of(node.value))}
    for property_ in _NAMES:
        names |= {t.object.value for t in engine.triples(None, property_) if t.subject in members and isinstance(t.object, ox.Literal)}
    return names


def _short(node: ox.NamedNode) -> str:
    return to_curie(node.value) or node.value


def serialised(terms: Iterable[Term | None]) -> str:
    """Write terms as the rows of a VALUES block, in the syntax of N-Triples; None becomes UNDEF."""
    return " ".join("UNDEF" if term is None else str(term) for term in terms)
