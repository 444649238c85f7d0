"""Citations in the text format of PubMed (MEDLINE, .nbib): the decoded text goes in, one document a citation comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import DocumentError
from kg.reading.formats.composition import tidy
from kg.reading.formats.literature import RETRACTED_TYPES, cited, date_of, each_cited, stated_date
from kg.records import Document

__all__ = ["from_medline", "is_medline"]

_START = re.compile(r"\s*PMID- ?\d{1,9}\s*$", re.MULTILINE)
#: Fields of which each citation of PubMed has one.
_OWN = re.compile(r"^(?:OWN|STAT|TI|TT|BTI|DP) {0,2}- ", re.MULTILINE)
_RECORD = re.compile(r"^(?=PMID- ?\d)", re.MULTILINE)
#: A field with the lines that go on with it, which are set in.
_FIELD = re.compile(r"^([A-Z]{2,4}) {0,2}- ?(.*(?:\n {6}.*)*)", re.MULTILINE)
#: Fields that name a notice, as PubMed calls it; the first ones retract.
_RETRACTIONS = {"RIN": "RetractionIn", "ROF": "RetractionOf", "RRI": "RetractedandRepublishedIn"}
_NOTICES = {**_RETRACTIONS, "PRIN": "PartialRetractionIn", "ECI": "ExpressionOfConcernIn"}


def is_medline(text: str) -> bool:
    """Tell whether a text begins as a citation does.

    >>> is_medline("PMID- 7\\nOWN - NLM\\nTI  - Gloves"), is_medline("PMID- 7 is a paper.")
    (True, False)
    """
    return _START.match(text) is not None and _OWN.search(text, 0, 4096) is not None


def from_medline(text: str, *, id: str) -> Iterator[Document | DocumentError]:
    """Give a document for each citation, its title and its abstract; the name of one among several ends with its PMID.

    A citation without words is given as the error that says so.
    """
    records = [record for record in _RECORD.split(text.replace("\r\n", "\n")) if record.strip()]
    yield from each_cited(records, _citation, id)


def _citation(record: str, id: str) -> Document:
    fields: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(record):
        fields.setdefault(name, []).append(tidy(value))

    def first(*names: str) -> str:
        return next((fields[name][0] for name in names if fields.get(name)), "")

    located = [value for name in ("LID", "AID") for value in fields.get(name, ()) if value.endswith("[doi]")]
    types = fields.get("PT", [])
    stated = {
        "pmid": first("PMID"),
        "doi": located[0].removesuffix("[doi]").strip() if located else "",
        "pmcid": first("PMC"),
        "journal": first("JT", "TA"),
        "book": first("BTI"),
        "language": first("LA"),
        "publication-types": " | ".join(types),
        "notice": " | ".join(f"{notice}: {value}" for name, notice in _NOTICES.items() for value in fields.get(name, ())),
    }
    electronic = first("DEP")
    return cited(
        id,
        record,
        title=first("TI", "TT", "BTI"),
        abstract=[first("AB")],
        stated=stated,
        date=date_of(electronic[:4], electronic[4:6], electronic[6:8]) if electronic else stated_date(first("DP")),
        publisher=first("PB"),
        licence=first("CI"),
        retracted=not RETRACTED_TYPES.isdisjoint(map(str.casefold, types)) or not _RETRACTIONS.keys().isdisjoint(fields),
    )
