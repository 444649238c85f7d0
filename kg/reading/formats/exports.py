"""Citations as they are exported for people and for programs of references: PubMed's "Abstract (text)" and RIS go in, one document each comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import DocumentError
from kg.reading.formats.composition import tidy
from kg.reading.formats.literature import RETRACTED_TYPES, cited, date_of, each_cited, stated_date
from kg.reading.formats.publications import identifier
from kg.records import Document

__all__ = ["from_abstracts", "from_ris", "is_abstracts", "is_ris"]

#: How the first citation begins: its number, the journal and the year.
_FIRST = re.compile(r"\s*1\. [^\n]{2,200}?[.?] (?:19|20)\d\d\b")
_PMID = re.compile(r"^PMID: (\d{1,9})\b", re.MULTILINE)
_NUMBERED = re.compile(r"\d{1,6}\. ")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
#: The journal, the date of the issue and what follows it in the first lines of a citation.
_ISSUE = re.compile(r"(?P<journal>.+?)[.?] (?P<date>(?:19|20)\d\d\b[^;:.]*)")
#: How the first name of the line of authors is written: "Miller AB(1),".
_AUTHORS = re.compile(r"\[No authors|[^,.;]{1,60} [A-Z]{1,4}(?: (?:Jr|Sr|2nd|3rd))?(?:\((?:\d+|#)\))*[,.;]")
_NOTICE = re.compile(r"(Retraction (?:in|of)|Retracted and republished in|Partial retraction in|Expression of concern in)\s+(.*)", re.DOTALL)
_NOTICE_LINE = re.compile(r"^(?:Retraction (?:in|of)|Retracted and republished in|Partial retraction in|Expression of concern in)[ \t]*\r?$", re.MULTILINE)
#: What else stands between the title and the abstract, or below it.
_BESIDE = re.compile(
    r"(?:Author information|Collaborators|Conflict of interest statement):?\s|(?:Comment|Erratum|Update|Republished|Original|Summary for) "
    r"(?:in|on|for|of|from|patients)\b|\(c\)|©|Copyright\b|Article in [A-Z]|\[Article in |DOI: |PMCID: |PMID: ",
    re.IGNORECASE,
)
_RIS_START = re.compile(r"\s*TY {1,2}- ?[A-Z]{2,10}\s*\n")
_RIS_END = re.compile(r"^ER {1,2}-[^\n]*$", re.MULTILINE)
#: A field with the lines that go on with it.
_RIS_FIELD = re.compile(r"^([A-Z][A-Z0-9]) {1,2}- ?(.*(?:\n(?![A-Z][A-Z0-9] {1,2}-).*)*)", re.MULTILINE)


def is_abstracts(text: str) -> bool:
    """Tell whether a text is a list of citations as PubMed writes them for people, with a notice on one of them.

    What is said of one is not to be said of the others; without a notice the text is read as it is.

    >>> is_abstracts("1. Acta X. 2009 May;1(2):3.\\n\\nGloves.\\n\\nRetraction in\\n    Acta X. 2011.\\n\\nPMID: 7")
    True
    >>> is_abstracts("1. Acta X. 2009 May;1(2):3.\\n\\nGloves.\\n\\nPMID: 7"), is_abstracts("1. Gloves. 2009 was a good year.")
    (False, False)
    """
    return _FIRST.match(text) is not None and _PMID.search(text) is not None and _NOTICE_LINE.search(text) is not None


def from_abstracts(text: str, *, id: str) -> Iterator[Document | DocumentError]:
    """Give a document for each citation, its title and its abstract; the name of one among several ends with its PMID."""
    records: list[list[str]] = [[]]
    for paragraph in _PARAGRAPH.split(text.replace("\r\n", "\n").strip()):
        records[-1].append(paragraph)
        if _PMID.search(paragraph) is not None:
            records.append([])
    yield from each_cited([record for record in records if record], _of_abstracts, id)


def is_ris(text: str) -> bool:
    """Tell whether a text is a list of citations in RIS.

    >>> is_ris("TY  - JOUR\\nTI  - Gloves\\nER  - \\n"), is_ris("TY  - what does it mean?")
    (True, False)
    """
    return _RIS_START.match(text) is not None


def from_ris(text: str, *, id: str) -> Iterator[Document | DocumentError]:
    """Give a document for each citation, its title and its abstract; the name of one among several ends with its PMID or its number."""
    records = [record for record in _RIS_END.split(text.replace("\r\n", "\n")) if record.strip()]
    yield from each_cited(records, _of_ris, id)


def _of_abstracts(paragraphs: list[str], id: str) -> Document:
    issue, *rest = map(tidy, paragraphs)
    found = _ISSUE.match(_NUMBERED.sub("", issue, count=1))
    last = paragraphs[-1]
    pmid = _PMID.search(last)
    stated = {
        "pmid": pmid[1] if pmid is not None else "",
        "doi": identifier("doi", last) or identifier("doi", issue),
        "pmcid": identifier("pmcid", last),
        "journal": found["journal"] if found is not None else "",
    }
    title = rest[0] if rest and _BESIDE.match(rest[0]) is None else ""
    notices: list[str] = []
    abstract: list[str] = []
    for number, paragraph in enumerate(rest[bool(title) :]):
        if (notice := _NOTICE.match(paragraph)) is not None:
            notices.append(f"{notice[1].title().replace(' ', '')}: {notice[2]}")
        elif _BESIDE.match(paragraph) is None and (number or _AUTHORS.match(paragraph) is None):
            abstract.append(paragraph)
    stated["notice"] = " | ".join(notices)
    return cited(
        id,
        "\n\n".join(paragraphs),
        title=title,
        abstract=abstract,
        stated=stated,
        date=stated_date(found["date"]) if found is not None else "",
        retracted=any(notice.startswith(("RetractionIn", "RetractionOf", "RetractedAnd")) for notice in notices),
    )


def _of_ris(record: str, id: str) -> Document:
    fields: dict[str, list[str]] = {}
    for name, value in _RIS_FIELD.findall(record):
        if value := tidy(value):
            fields.setdefault(name, []).append(value)

    def first(*names: str) -> str:
        return next((fields[name][0] for name in names if name in fields), "")

    everything = [value for name in ("UR", "L2", "AN", "C2", "N1", "M1") for value in fields.get(name, ())]
    kinds = [value for name in ("M3", "KW", "N1", "TA") for value in fields.get(name, ())]
    stated = {
        "pmid": next(filter(None, (identifier("pmid", value) for value in everything if not value.isdigit())), ""),
        "doi": identifier("doi", first("DO")) or next(filter(None, (identifier("doi", value) for value in everything)), ""),
        "pmcid": next(filter(None, (identifier("pmcid", value) for value in everything)), ""),
        "journal": first("JF", "JO", "T2", "JA") if first("TY") in {"JOUR", "EJOUR", "MGZN"} else "",
        "language": first("LA"),
    }
    return cited(
        id,
        record,
        title=first("TI", "T1", "CT"),
        abstract=fields.get("AB") or fields.get("N2", []),
        stated=stated,
        date=date_of(*[*max(first("DA"), first("PY", "Y1"), key=len).split("/"), "", "", ""][:3]),
        publisher=first("PB"),
        retracted=any(value.casefold() in RETRACTED_TYPES for value in kinds),
    )
