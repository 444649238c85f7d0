"""CURIE to IRI and back, and the minting of the graph's own IRIs: names go in, IRIs come out.

A minted IRI of a claim, an evidence or a run is a content hash: the same input gives the same IRI on every machine.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curies import Converter

__all__ = [
    "GRAPH",
    "ID",
    "ONTOLOGY",
    "concept_iri",
    "content_hash",
    "converter",
    "document_iri",
    "graph_iri",
    "hashed_iri",
    "is_slug",
    "slug_of",
    "term_iri",
    "to_curie",
    "to_iri",
    "to_slug",
]

ONTOLOGY = "https://w3id.org/igkg/ontology#"
ID = "https://w3id.org/igkg/id/"
GRAPH = "https://w3id.org/igkg/graph/"

#: Prefixes of the graph, of the vocabularies it reuses and of the ontologies it maps to (IRI forms as in Bioregistry).
PREFIXES = {
    "ig": ONTOLOGY,
    "igr": ID,
    "igg": GRAPH,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "vann": "http://purl.org/vocab/vann/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "orcid": "https://orcid.org/",
    "RO": "http://purl.obolibrary.org/obo/RO_",
    "BFO": "http://purl.obolibrary.org/obo/BFO_",
    "OBI": "http://purl.obolibrary.org/obo/OBI_",
    "OGMS": "http://purl.obolibrary.org/obo/OGMS_",
    "IAO": "http://purl.obolibrary.org/obo/IAO_",
    "ECO": "http://purl.obolibrary.org/obo/ECO_",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "GO": "http://purl.obolibrary.org/obo/GO_",
    "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
    "OAE": "http://purl.obolibrary.org/obo/OAE_",
    "VO": "http://purl.obolibrary.org/obo/VO_",
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
    "CL": "http://purl.obolibrary.org/obo/CL_",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "HsapDv": "http://purl.obolibrary.org/obo/HsapDv_",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "HGNC": "http://identifiers.org/hgnc/",
    "Orphanet": "http://www.orpha.net/ORDO/Orphanet_",
    "ICD10CM": "http://purl.bioontology.org/ontology/ICD10CM/",
    "SCTID": "http://snomed.info/id/",
    "UMLS": "http://linkedlifedata.com/resource/umls/id/",
    "OMIM": "https://omim.org/entry/",
    "MedDRA": "http://identifiers.org/meddra/",
    "ATC": "http://www.whocc.no/atc_ddd_index/?code=",
    "CVX": "http://purl.bioontology.org/ontology/CVX/",
    "DRUGBANK": "http://identifiers.org/drugbank/",
    "RXNORM": "http://purl.bioontology.org/ontology/RXNORM/",
}

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@cache
def converter() -> Converter:
    """Return the one converter between CURIEs and IRIs."""
    # Imported here, where it is needed: it takes as long to load as the rest of what a command needs to begin.
    from curies import Converter

    return Converter.from_prefix_map(PREFIXES)


@cache
def to_iri(curie: str) -> str:
    """Expand a CURIE; raises ValueError for an unknown prefix.

    >>> to_iri("MONDO:0007179")
    'http://purl.obolibrary.org/obo/MONDO_0007179'
    """
    prefix, colon, name = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        raise ValueError(f"unknown prefix in {curie!r}")
    return PREFIXES[prefix] + name


def to_curie(iri: str) -> str | None:
    """Contract an IRI to a CURIE, or None where no prefix covers it.

    >>> to_curie("https://w3id.org/igkg/id/kawasaki-disease")
    'igr:kawasaki-disease'
    """
    own = next((prefix for prefix in ("ig", "igr", "igg") if iri.startswith(PREFIXES[prefix])), None)
    return converter().compress(iri) if own is None else f"{own}:{iri.removeprefix(PREFIXES[own])}"


def to_slug(label: str) -> str:
    """Give the kebab-case slug of a medical name.

    >>> to_slug("Guillain-Barré syndrome")
    'guillain-barre-syndrome'
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def is_slug(text: str) -> bool:
    """Tell whether the text is a well-formed slug."""
    return _SLUG.fullmatch(text) is not None


def term_iri(name: str) -> str:
    """Give the IRI of an ontology term from its local name."""
    return ONTOLOGY + name


def graph_iri(name: str) -> str:
    """Give the IRI of a named graph from its local name."""
    return GRAPH + name


def concept_iri(slug: str) -> str:
    """Give the IRI of a concept; raises ValueError if the slug is malformed."""
    if not is_slug(slug):
        raise ValueError(f"not a slug: {slug!r}")
    return ID + slug


def slug_of(iri: str) -> str | None:
    """Give the slug of one of our IRIs, or None for any other IRI."""
    return iri[len(ID) :] if iri.startswith(ID) else None


def content_hash(*parts: str) -> str:
    """Hash the parts to 16 hexadecimal digits; the order counts, and no joining of parts can collide.

    >>> content_hash("a", "b") == content_hash("ab")
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:16]


def hashed_iri(kind: str, *parts: str) -> str:
    """Mint the IRI of a claim, an evidence or a run from its content."""
    return f"{ID}{kind}-{content_hash(*parts)}"


def document_iri(sha256: str) -> str:
    """Mint the IRI of a document from the SHA-256 of its original bytes."""
    return f"{ID}document-{sha256[:16]}"
