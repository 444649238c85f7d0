"""Identifiers of publications: what a format states as DOI, PMID or PMCID goes in; the identifier and its address come out."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["addresses", "identifier"]

_ADDRESSES = {"pmid": "https://pubmed.ncbi.nlm.nih.gov/", "doi": "https://doi.org/", "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/"}
_PATTERNS = {
    "doi": re.compile(r"\b(10\.\d{4,9}/[^\s\"<>,;|]+)"),
    "pmid": re.compile(r"(?:\A(?=\d+\Z)|\bpmid\W*|\bpubmed\.ncbi\.nlm\.nih\.gov/|\bnih\.gov/pubmed/)(\d{1,8})(?!\d)", re.IGNORECASE),
    "pmcid": re.compile(r"\b(PMC\d+)", re.IGNORECASE),
}


def identifier(name: str, value: str) -> str:
    """Find the identifier of a name (doi, pmid, pmcid) in what states it, such as an address; empty where it has none.

    >>> identifier("doi", "https://doi.org/10.5555/A(1)"), identifier("doi", "(doi:10.5555/a.2)."), identifier("doi", "ISSN 1234-5678")
    ('10.5555/A(1)', '10.5555/a.2', '')
    >>> identifier("pmid", "PMID: 90000001"), identifier("pmid", "10.5555/90000001"), identifier("pmcid", "pmc123")
    ('90000001', '', 'PMC123')
    """
    found = _PATTERNS[name].search(value.strip())
    if found is None:
        return ""
    if name == "pmcid":
        return found[1].upper()
    bare = found[1].rstrip(".]")
    return bare if bare.count("(") >= bare.count(")") else bare.rstrip(").]")


def addresses(stated: Mapping[str, str], *names: str, source: str = "") -> str:
    """Give the addresses under which a publication is found, after the source that is stated, in the order of the names.

    >>> addresses({"doi": "10.5555/a", "pmid": "7"}, "doi", "pmid", source="https://doi.org/10.5555/a")
    'https://doi.org/10.5555/a | https://pubmed.ncbi.nlm.nih.gov/7'
    """
    found = [source] if source else []
    for name in names:
        value = identifier(name, stated.get(name, ""))
        if value and (_ADDRESSES[name] + value).casefold() not in source.casefold():
            found.append(_ADDRESSES[name] + value)
    return " | ".join(found)
