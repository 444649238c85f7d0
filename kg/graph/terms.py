"""The terms of other ontologies as mapping sees them: RDF files go in; names, cross-references, parents and fate of each term come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.identifiers import PREFIXES, to_curie, to_iri

__all__ = ["NAME_FIELDS", "Term", "read_terms"]

_OIO = "http://www.geneontology.org/formats/oboInOwl#"
#: Properties that name a term, by the CURIE that SSSOM's match fields use; the surest first.
NAME_FIELDS: Mapping[str, str] = {
    "rdfs:label": to_iri("rdfs:label"),
    "skos:prefLabel": to_iri("skos:prefLabel"),
    "oboInOwl:hasExactSynonym": _OIO + "hasExactSynonym",
    "skos:altLabel": to_iri("skos:altLabel"),
    "IAO:0000118": to_iri("IAO:0000118"),
    "oboInOwl:hasRelatedSynonym": _OIO + "hasRelatedSynonym",
    "oboInOwl:hasBroadSynonym": _OIO + "hasBroadSynonym",
    "oboInOwl:hasNarrowSynonym": _OIO + "hasNarrowSynonym",
}
_FIELD_OF = {iri: field for field, iri in NAME_FIELDS.items()}
_LABELS = frozenset({"rdfs:label", "skos:prefLabel"})
_XREF, _EXACT = _OIO + "hasDbXref", to_iri("skos:exactMatch")
_PARENT, _DEPRECATED = to_iri("rdfs:subClassOf"), to_iri("owl:deprecated")
_REPLACED_BY, _CONSIDER = to_iri("IAO:0100001"), _OIO + "consider"
#: Prefixes as ontologies write them in cross-references, by their letters in lower case.
_SPELLINGS = {prefix.casefold(): prefix for prefix in PREFIXES} | {
    "mim": "OMIM", "omimps": "OMIM", "msh": "MESH", "snomedct": "SCTID", "snomedct_us": "SCTID", "umls_cui": "UMLS", "ncit": "NCIT",
    "nci": "NCIT", "orpha": "Orphanet", "ordo": "Orphanet", "icd10cm": "ICD10CM",
}  # fmt: skip
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".owl": ox.RdfFormat.RDF_XML, ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML, ".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS,
}  # fmt: skip
#: Scopes of synonyms in other formats.
_SCOPES = {scope: f"oboInOwl:has{scope.title()}Synonym" for scope in ("exact", "broad", "narrow", "related")}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of another ontology."""

    curie: str
    label: str
    #: All names, the label first, each with the property that gives it.
    names: tuple[tuple[str, str], ...] = ()
    #: CURIEs of terms of further ontologies that this one is cross-referenced to.
    xrefs: frozenset[str] = frozenset()
    #: CURIEs of the terms right above it.
    parents: frozenset[str] = frozenset()
    deprecated: bool = False
    #: The CURIE that takes the place of a deprecated term.
    replaced_by: str = ""


def read_terms(paths: Iterable[Path]) -> dict[str, Term]:
    """Read the terms of ontology files, by CURIE; what several RDF files say of a term is put together.

    RDF gives cross-references too; of other formats (OBO, OBO Graphs JSON) names, parents and fate are read. Only terms under a prefix
    of kg.identifiers are kept. Raises OntologyError with file and line.
    """
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    others: dict[str, Term] = {}
    for path in paths:
        if path.suffix.lower() not in _FORMATS:
            others |= _other_terms(path)
            continue
        for triple in _parse(path):
            subject, predicate, target = triple.subject, triple.predicate.value, triple.object
            if not isinstance(subject, ox.NamedNode):
                continue
            if predicate in _FIELD_OF or predicate in (_XREF, _DEPRECATED, _CONSIDER):
                text = target.value if isinstance(target, ox.Literal | ox.NamedNode) else ""
                if isinstance(target, ox.Literal) and target.language and not target.language.startswith("en"):
                    continue
                facts[subject.value][predicate].add(text)
            elif predicate in (_PARENT, _REPLACED_BY, _EXACT):
                facts[subject.value][predicate].add(target.value if isinstance(target, ox.Literal | ox.NamedNode) else "")
    terms = (_term(iri, known) for iri, known in facts.items())
    return dict(sorted({**others, **{term.curie: term for term in terms if term is not None}}.items()))


def _other_terms(path: Path) -> dict[str, Term]:
    from kg.graph.slices import read_slice

    found = {}
    for each in read_slice(path).terms.values():
        curie = to_curie(each.iri)
        if curie is None:
            continue
        names = [("rdfs:label", each.label)] if each.label else []
        names += [(_SCOPES.get(scope, "oboInOwl:hasRelatedSynonym"), name) for scope, name in each.synonyms]
        found[curie] = Term(
            curie=curie,
            label=each.label,
            names=tuple(names),
            parents=frozenset(filter(None, map(to_curie, each.parents))),
            deprecated=each.deprecated,
            replaced_by=next(filter(None, map(to_curie, each.replaced_by)), ""),
        )
    return found


def _term(iri: str, known: Mapping[str, set[str]]) -> Term | None:
    curie = to_curie(iri)
    names = [(field, text) for field, property_ in NAME_FIELDS.items() for text in sorted(known.get(property_, ())) if text]
    if curie is None or not names:
        return None
    label = next((text for field, text in names if field in _LABELS), "")
    replaced = sorted(filter(None, map(_as_curie, known.get(_REPLACED_BY, set()))))
    return Term(
        curie=curie,
        label=label,
        names=tuple(names),
        xrefs=frozenset(filter(None, map(_as_curie, known.get(_XREF, set()) | known.get(_EXACT, set())))),
        parents=frozenset(filter(None, map(_as_curie, known.get(_PARENT, set())))),
        deprecated="true" in known.get(_DEPRECATED, ()) or "1" in known.get(_DEPRECATED, ()) or label.lower().startswith("obsolete "),
        replaced_by=replaced[0] if replaced else "",
    )


def _as_curie(text: str) -> str:
    """Give the CURIE of an IRI or of a cross-reference as ontologies spell it; empty where no prefix of ours fits."""
    if "://" in text:
        return to_curie(text) or ""
    prefix, _, identifier = text.partition(":")
    known = _SPELLINGS.get(prefix.casefold())
    return f"{known}:{identifier}" if known and identifier and " " not in identifier else ""


def _parse(path: Path) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=str(path), format=_FORMATS[path.suffix.lower()])
    except SyntaxError as error:
        raise OntologyError(path, f"does not parse ({error.msg})", line=error.lineno) from error
    except (OSError, ValueError) as error:
        raise OntologyError(path, f"cannot be read ({error})") from error
