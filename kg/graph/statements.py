"""What ontologies say of their terms: one statement at a time from a reader goes in, one record a term comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kg.identifiers import PREFIXES, to_curie

__all__ = [
    "DEFAULT_PROPERTIES", "KEPT_RELATIONS", "Header", "OntologyTerm", "Statement", "StatementKind", "TermDraft", "curie_of", "expanded",
    "is_iri",
]  # fmt: skip

StatementKind = Literal[
    "class", "label", "exact", "broad", "narrow", "related", "synonym", "is_a", "relation", "deprecated", "replaced_by", "consider",
    "alternative", "property", "header", "note",
]  # fmt: skip

_OBO = "http://purl.obolibrary.org/obo/"
_OBO_LOCAL = re.compile(r"([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z]+)?)_([A-Za-z0-9]+)")
#: What RFC 3987 forbids in an IRI, and the scheme that makes it absolute.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")

#: Relations that an import keeps: part of, develops from, regulates (and its two directions), and what the relation ontology says of a
#: disease: has basis in ..., has location, has inflammation site, has feature, arises from structure.
KEPT_RELATIONS = frozenset(
    _OBO + name
    for name in ("BFO_0000050", "RO_0002202", "RO_0002211", "RO_0002212", "RO_0002213", *(f"RO_00040{n}" for n in range(19, 31)))
)
#: Short names of relations that OBO files use without a [Typedef] that says what they are.
DEFAULT_PROPERTIES: Mapping[str, str] = {
    "part_of": _OBO + "BFO_0000050",
    "develops_from": _OBO + "RO_0002202",
    "regulates": _OBO + "RO_0002211",
    "negatively_regulates": _OBO + "RO_0002212",
    "positively_regulates": _OBO + "RO_0002213",
    "disease_has_basis_in": _OBO + "RO_0004019",
    "disease_has_location": _OBO + "RO_0004026",
    "disease_has_feature": _OBO + "RO_0004029",
}


class Statement(NamedTuple):
    """One thing that a file says: of the term `subject` (an IRI; empty for the file itself), in `line` where the format has lines.

    `property` is the relation of a `relation` (an IRI or the file's short name), the field of a `header`, and the short name of a
    `property`.
    """

    subject: str
    kind: StatementKind
    value: str = ""
    line: int | None = None
    property: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself; empty where it says nothing."""

    ontology: str = ""
    title: str = ""
    version_iri: str = ""
    version: str = ""
    licence: str = ""
    #: Where the file was cut from, if it is itself a slice.
    source: str = ""
    #: Whom to name.
    rights: str = ""

    @classmethod
    def from_statements(cls, statements: Mapping[str, str]) -> Header:
        """Make the header from the values of `header` statements by field; a release date stands for a missing version."""
        version = statements.get("version") or statements.get("version_info", "")
        found = re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", version or statements.get("version_iri", ""))
        return cls(
            statements.get("ontology", ""),
            statements.get("title", ""),
            statements.get("version_iri", ""),
            version or (found.group() if found else ""),
            statements.get("licence", ""),
            statements.get("source", ""),
            statements.get("rights", ""),
        )


@dataclass(frozen=True, slots=True)
class OntologyTerm:
    """A class of an ontology, without its definition; parents, replacements and fillers are IRIs, names are as the ontology writes them.

    `synonyms` are pairs of scope (exact, broad, narrow, related, or synonym where the file does not say) and name.
    """

    iri: str
    label: str = ""
    synonyms: tuple[tuple[str, str], ...] = ()
    parents: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()
    consider: tuple[str, ...] = ()

    @property
    def curie(self) -> str:
        """The CURIE of the term."""
        return curie_of(self.iri)


@dataclass(slots=True)
class TermDraft:
    """A term while its statements come in."""

    iri: str
    label: str = ""
    synonyms: dict[tuple[str, str], None] = field(default_factory=dict)
    parents: dict[str, int | None] = field(default_factory=dict)
    relations: dict[tuple[str, str], None] = field(default_factory=dict)
    deprecated: bool = False
    replaced_by: dict[str, None] = field(default_factory=dict)
    consider: dict[str, None] = field(default_factory=dict)

    def add(self, statement: Statement) -> None:
        """Take in a statement about the term; of two labels the first stays."""
        match statement.kind:
            case "label":
                self.label = self.label or statement.value
            case "exact" | "broad" | "narrow" | "related" | "synonym":
                self.synonyms[statement.kind, statement.value] = None
            case "is_a":
                self.parents[statement.value] = statement.line
            case "relation":
                self.relations[statement.property, statement.value] = None
            case "deprecated":
                self.deprecated = True
            case "replaced_by":
                self.replaced_by[statement.value] = None
            case "consider":
                self.consider[statement.value] = None
            case _:
                pass

    def finished(self, properties: Mapping[str, str]) -> OntologyTerm:
        """Give the term, everything sorted, with the kept relations only; `properties` maps the file's short names to IRIs."""
        relations = {(properties.get(name, DEFAULT_PROPERTIES.get(name, name)), filler) for name, filler in self.relations}
        return OntologyTerm(
            iri=self.iri,
            label=self.label,
            synonyms=tuple(sorted(pair for pair in self.synonyms if pair[1] != self.label)),
            parents=tuple(sorted(self.parents)),
            relations=tuple(sorted(pair for pair in relations if pair[0] in KEPT_RELATIONS)),
            deprecated=self.deprecated,
            replaced_by=tuple(sorted(self.replaced_by)),
            consider=tuple(sorted(self.consider)),
        )


def curie_of(iri: str) -> str:
    """Give the CURIE of a term: by our prefixes, by the form of OBO's permanent addresses, else the IRI itself.

    >>> curie_of("http://purl.obolibrary.org/obo/MONDO_0007179"), curie_of("http://purl.obolibrary.org/obo/FBbt_00000001")
    ('MONDO:0007179', 'FBbt:00000001')
    """
    curie = to_curie(iri)
    if curie is not None and curie.partition(":")[2]:
        return curie
    found = _OBO_LOCAL.fullmatch(iri.removeprefix(_OBO)) if iri.startswith(_OBO) else None
    return f"{found.group(1)}:{found.group(2)}" if found else iri


def is_iri(text: str) -> bool:
    """Tell whether a text may stand as an absolute IRI.

    >>> is_iri("http://purl.obolibrary.org/obo/MONDO_0007179"), is_iri("http://purl.obolibrary.org/obo/MONDO 7179"), is_iri("MONDO")
    (True, False, False)
    """
    return _IRI.fullmatch(text) is not None


def expanded(identifier: str, spaces: Mapping[str, str]) -> str | None:
    """Expand an OBO identifier: by the file's own `idspace`, by our prefixes, else as OBO's permanent address; None if malformed.

    The default is that of the OBO format 1.4, section 5.9.
    """
    if "://" in identifier:
        return identifier if is_iri(identifier) else None
    prefix, colon, local = identifier.partition(":")
    if not colon or not local or not re.fullmatch(r"[A-Za-z][\w.-]*", prefix):
        return None
    base = spaces.get(prefix) or PREFIXES.get(prefix)
    iri = f"{base}{local}" if base else f"{_OBO}{prefix}_{local}"
    return iri if is_iri(iri) else None
