"""Citations and articles: PubMed/MEDLINE XML and JATS go in, one document each comes out, with sections and identifiers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from kg.counts import plural
from kg.errors import DocumentError, unforeseen
from kg.reading.formats.composition import Composition, tidy
from kg.reading.formats.elements import each_element, find_text
from kg.reading.formats.flow import Markup, Meaning, compose, inline, local_name
from kg.reading.formats.publications import addresses
from kg.records import Document, Flag

__all__ = ["ARTICLE_ROOTS", "CITATION_ROOTS", "RETRACTED_TYPES", "cited", "date_of", "each_cited", "from_citations", "from_jats", "stated_date"]

#: Roots of citation files, and the element of one citation in each.
CITATION_ROOTS = {
    "PubmedArticleSet": frozenset({"PubmedArticle", "PubmedBookArticle"}),
    "PubmedArticle": frozenset({"PubmedArticle"}),
    "PubmedBookArticleSet": frozenset({"PubmedBookArticle"}),
    "PubmedBookArticle": frozenset({"PubmedBookArticle"}),
    "MedlineCitationSet": frozenset({"MedlineCitation"}),
    "MedlineCitation": frozenset({"MedlineCitation"}),
}
#: Roots of files that hold JATS articles.
ARTICLE_ROOTS = frozenset({"article", "pmc-articleset", "OAI-PMH"})

#: What updates of PubMed say of citations that are none any more, of which so many are named.
_DELETED = "DeleteCitation"
_DELETED_NAMED = 200
_CITATION_START = re.compile(r"<(?:MedlineCitation|BookDocument)[\s>]")
_CITATION = Markup({"sup": "superscript", "annotation": "left out"})
_BLOCKS = (
    "attrib", "boxed-text", "caption", "def", "def-item", "disp-formula", "disp-quote", "label", "p", "speaker", "statement", "title",
    "verse-line",
)  # fmt: skip
_LEFT_OUT = (
    "object-id", "graphic", "inline-graphic", "media", "tex-math", "supplementary-material", "permissions", "ref-list",
    "inline-supplementary-material", "annotation", "alt-text", "long-desc",
)  # fmt: skip
_MEANINGS: dict[str, Meaning] = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(_LEFT_OUT, "left out"),
    **dict.fromkeys(("td", "th"), "cell"),
    "break": "break", "code": "preformatted", "def-list": "list", "fn": "note", "list": "list", "list-item": "item", "mark": "mark",
    "preformat": "preformatted", "reference": "reference", "sup": "superscript", "table": "table", "term": "term", "tr": "row",
}  # fmt: skip
#: Parts that float: they stand within a paragraph, which goes on behind them.
_FLOATS = frozenset({"boxed-text", "fig", "fig-group", "table-wrap", "table-wrap-group"})
#: The label of an item is its bullet or number, which every item gets anyway.
_ARTICLE = Markup(_MEANINGS, is_left_out=lambda element: element.tag == "label" and element.getparent().tag == "list-item")
#: In a title a reference and a note are marks of a footnote, and so is a sign at its end.
_ARTICLE_TITLE = Markup({**_MEANINGS, "fn": "left out", "reference": "left out", "xref": "left out"})
#: References to works and notes, which some publishers set above the line without saying so.
_REFERENCES = frozenset({"bibr", "fn", "ref", "table-fn"})
#: What stands between references that belong together: "1,2", "1–3".
_JOINT = re.compile(r"\s*[,;–-]?\s*")
_MARKS = "*†‡§¶ "
#: What may end a title before its subtitle.
_CLOSING = frozenset(".:;?!–—-")
#: So many of the parts that are left out are named.
_NAMED = 3
#: What is said of an article of which there are only pictures.
_SCANNED = "the text itself, of which there are only scanned pages: OCR is needed"
#: Parts of the back matter that are prose about the study; references are the words of others.
_BACK = ("app-group", "app", "sec", "notes", "fn-group", "ack", "glossary")
_RETRACTED_TITLE = re.compile(r"\s*\[?(?:retracted|retraction|withdrawn)\b(?:\s+(?:article|paper|note|notice))?\s*\]?\s*:", re.IGNORECASE)
_Record = TypeVar("_Record", str, list[str])
#: Kinds of publication that are retracted, or whose words repeat what is retracted: neither may support a fact.
RETRACTED_TYPES = frozenset({"retracted publication", "retraction of publication", "retraction notice"})
_RETRACTED_REFERENCES = ("Retraction", "RetractedandRepublishedIn")
_NOTED_REFERENCES = (*_RETRACTED_REFERENCES, "PartialRetraction", "ExpressionOfConcern")
_RETRACTED_LINKS = frozenset({"retracted-article", "retraction-forward", "retraction", "retracted", "retraction-of", "retracted-by"})
#: What an article's part of the journal and the events of its history are called that say so.
_RETRACTED_SUBJECT = re.compile(
    r"(?:(?:notice|statement) of )?retract(?:ion|ed)(?: (?:article|note|notice|paper|publication|statement))?s?", re.IGNORECASE
)
_RETRACTED_EVENT = re.compile(r"retract(?:ed|ion)(?:-\w+)?|withdraw(?:n|al)", re.IGNORECASE)
_EVENTS = ("pub-history/event", "pub-history/event/date", "history/event", "history/date", "pub-date")
_UNLABELLED = frozenset({"unassigned", "unlabelled"})
_IDENTIFIERS = ".//PubmedData/ArticleIdList/ArticleId"
#: The day on which authors hand a manuscript in is given among the dates of its publication, and so are those on which it was a preprint,
#: an archive showed it or it was changed, which count where there is no other.
_NOT_PUBLISHED = frozenset({"accepted", "nihms-submitted", "received", "rev-recd"})
_OTHER_DATES = frozenset({"corrected", "ecorrected", "pmc-release", "preprint", "retracted", "updated"})
_ISO_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: The label of a part of an abstract; so many of them part it.
_LABEL = re.compile(r"(?:^|(?<=[.!?)\]] ))([A-Z][A-Z &/,()-]{2,60}):\s+(?=\S)")
_PART = re.compile(r"AIM|BACKGROUND|CONCLUSION|FINDINGS|INTRODUCTION|METHODS|OBJECTIVE|PURPOSE|RESULTS|SUMMARY")
_LABELS = 2
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: f"{number:02d}" for number, name in enumerate(_MONTH_NAMES, start=1)}


def from_citations(text: str, root: str, *, id: str, is_part: bool = False, lines_before: int = 0) -> Iterator[Document | DocumentError]:
    """Give a document for each citation of a PubMed or MEDLINE file; the name of one among several ends with its PMID.

    The text is the title and the abstract, each labelled part a section; the hash is that of the citation's XML. A citation
    without words, or in which the XML breaks, is given as the error that says so, and the next one is read. Of a part of a file
    `lines_before` stand before it. Raises DocumentError where the XML breaks off and for a file without citations. Of versions of a
    citation that stand one behind the other the last is read, and the others are named.
    """
    yield from _last_versions(_citations(text, root, id=id, is_part=is_part, lines_before=lines_before))


def _citations(text: str, root: str, *, id: str, is_part: bool, lines_before: int) -> Iterator[Document | DocumentError]:
    count = 0
    # A citation that the file breaks off counts, so that those before it have the names that they have in the whole file.
    single = not is_part and len(_CITATION_START.findall(text)) == 1
    for element in each_element(text, CITATION_ROOTS[root] | {_DELETED}, id, lines_before=lines_before):
        count += 1
        if isinstance(element, DocumentError):
            yield element
            continue
        if local_name(element) == _DELETED:
            deleted = [tidy("".join(each.itertext())) for each in element]
            listed = ", ".join([*deleted[:_DELETED_NAMED], "..."] if len(deleted) > _DELETED_NAMED else deleted)
            yield DocumentError(id, f"PubMed has deleted {plural(len(deleted), 'citation')} that earlier files may still have: {listed}")
            continue
        try:
            document = _citation(element, id=id)
        except DocumentError as error:
            yield error
        except Exception as error:
            yield DocumentError(id, f"record {count}: {unforeseen(error)}")
        else:
            yield document if single else replace(document, id=f"{id}-{document.metadata.get('pmid') or count}")
    if not count and not is_part:
        raise DocumentError(id, "a citation file without citations")


def _last_versions(found: Iterator[Document | DocumentError]) -> Iterator[Document | DocumentError]:
    held: Document | DocumentError | None = None
    try:
        for each in found:
            if isinstance(held, Document) and isinstance(each, Document) and _is_other_version(held, each):
                older, held = sorted((held, each), key=_version)
                yield DocumentError(each.id, f"version {_version(older)} of citation {older.metadata['pmid']}: version {_version(held)} is read")
                continue
            if held is not None:
                yield held
            held = each
    except DocumentError:
        if held is not None:
            yield held
        raise
    if held is not None:
        yield held


def _is_other_version(one: Document, other: Document) -> bool:
    pmid = one.metadata.get("pmid")
    return pmid is not None and pmid == other.metadata.get("pmid") and _version(one) != _version(other)


def _version(citation: Document) -> int:
    stated = citation.metadata.get("version", "")
    return int(stated) if stated.isascii() and stated.isdigit() else 1


def from_jats(
    text: str, root: str, *, id: str, sha256: str, is_part: bool = False, lines_before: int = 0
) -> Iterator[Document | DocumentError]:
    """Give a document for each JATS article of a file: title, abstract, body and back matter, without the references.

    An article without words, or in which the XML breaks, is given as the error that says so, and the next one is read. Of a part of a
    file `lines_before` stand before it. Raises DocumentError where the XML breaks off and for a file without an article.
    """
    single = not is_part and text.count("</article>") <= 1
    count = 0
    for element in each_element(text, frozenset({"article"}), id, lines_before=lines_before):
        count += 1
        if isinstance(element, DocumentError):
            yield element
            continue
        try:
            document = _article(element, id=id, sha256=sha256)
        except DocumentError as error:
            yield error
        except Exception as error:
            yield DocumentError(id, f"record {count}: {unforeseen(error)}")
        else:
            yield document if single else replace(document, id=f"{id}-{_identifier(document) or count}", sha256=_hash(document.text))
    if not count and not is_part:
        raise DocumentError(id, f"XML with the root <{root}> that holds no article")


def _citation(element: Any, *, id: str) -> Document:
    book = element.find(".//BookDocument")
    citation = book if book is not None else element if local_name(element) == "MedlineCitation" else element.find("MedlineCitation")
    article = citation.find("Article") if citation is not None and book is None else citation
    composition = Composition()
    title = _inline_of(article, "ArticleTitle")
    if not title or title.strip("[].").casefold() == "not available":
        title = _inline_of(article, "VernacularTitle") or title or _inline_of(article, "Book/BookTitle")
    if title:
        composition.heading(title)
    for part in _found(article, "Abstract/AbstractText") or _found(citation, "OtherAbstract[@Language='eng']/AbstractText"):
        if label := tidy(part.get("Label") or ""):
            # A part whose author gave it no label has this one.
            composition.heading("" if label.casefold() in _UNLABELLED else label, code=tidy(part.get("NlmCategory") or ""))
        composition.line(inline(part, _CITATION))
    if article is not citation and _found(article, "Abstract/AbstractText"):
        # Beside the abstract some journals give another, such as one in plain language.
        for other in _found(citation, "OtherAbstract[@Language='eng']"):
            composition.heading(_name(other.get("Type")))
            for part in _found(other, "AbstractText"):
                composition.line(inline(part, _CITATION))
    body, sections = composition.finish()
    types = [tidy("".join(t.itertext())) for t in _found(article, ".//PublicationType")]
    version = next((pmid.get("Version", "") for pmid in _found(citation, "PMID")), "")
    stated = {
        "pmid": find_text(citation, "PMID"),
        "version": version if version != "1" else "",
        "doi": _valid_doi(article) or find_text(element, f"{_IDENTIFIERS}[@IdType='doi']") or find_text(book, "ArticleIdList/ArticleId[@IdType='doi']"),
        "pmcid": find_text(element, f"{_IDENTIFIERS}[@IdType='pmc']"),
        "journal": find_text(article, "Journal/Title") or find_text(citation, "MedlineJournalInfo/MedlineTA"),
        "book": find_text(book, "Book/BookTitle"),
        "language": find_text(article, "Language"),
        "publication-types": " | ".join(types),
    }
    notices = [
        notice
        for notice in _found(citation, "CommentsCorrectionsList/CommentsCorrections")
        if notice.get("RefType", "").startswith(_NOTED_REFERENCES)
    ]
    stated["notice"] = " | ".join(map(_notice, notices))
    retracted = not RETRACTED_TYPES.isdisjoint(t.casefold() for t in types) or any(
        n.get("RefType").startswith(_RETRACTED_REFERENCES) for n in notices
    )
    return _publication(
        Document(
            id=id,
            text=body,
            sha256=_hash(_source(element)),
            title=title,
            publisher=find_text(article, "Book/Publisher/PublisherName"),
            licence=find_text(article, "Abstract/CopyrightInformation"),
            source=addresses(stated, "pmid", "doi", "pmcid"),
            date=_citation_date(article),
            format="pubmed",
            sections=sections,
            metadata=stated,
        ),
        retracted=retracted,
    )


def _valid_doi(article: Any) -> str:
    found = _found(article, "ELocationID[@EIdType='doi']")
    return next((tidy("".join(each.itertext())) for each in found if each.get("ValidYN") != "N"), "")


def _notice(element: Any) -> str:
    """Write a notice about a publication, such as `RetractionIn: J Inv. 2001 (PMID 1)`."""
    pmid = find_text(element, "PMID")
    return tidy(f"{element.get('RefType')}: {find_text(element, 'RefSource')} {f'(PMID {pmid})' if pmid else ''}")


def _article(element: Any, *, id: str, sha256: str) -> Document:
    _prepare(element)
    meta = _meta(element)
    composition = Composition()
    title = _title(element)
    if title:
        composition.heading(title)
    # An article in another language has its title and its abstract in English as translations.
    translations = [part for part in _found(meta, "title-group/trans-title-group") if _attribute(part, "lang").startswith("en")]
    for part in translations:
        composition.line(_inline_of(part, "trans-title", _ARTICLE_TITLE))
    translated = [part for part in _found(meta, "trans-abstract") if _attribute(part, "lang").startswith("en")]
    for abstract in (*_found(meta, "abstract"), *translated):
        if not _has_words(abstract):  # a picture
            continue
        composition.heading(_inline_of(abstract, "title") or _name(abstract.get("abstract-type")) or "Abstract", code="abstract")
        _write_parts(abstract, composition)
    for part in ("body", "floats-group"):
        if (found := element.find(part)) is not None:
            composition.heading("")
            _write_parts(found, composition)
    for part in _found(element, "back/*"):
        if local_name(part) in _BACK:
            _write_part(part, composition)
    body, sections = composition.finish()
    identifiers = {i.get("pub-id-type", ""): tidy("".join(i.itertext())) for i in _found(meta, "article-id")}
    licence = None if meta is None else meta.find("permissions/license")
    stated = {
        "pmid": identifiers.get("pmid", ""),
        "doi": identifiers.get("doi", ""),
        "pmcid": f"PMC{pmc}" if (pmc := (identifiers.get("pmcid") or identifiers.get("pmc") or "").removeprefix("PMC")) else "",
        "journal": find_text(element, "front/journal-meta//journal-title"),
        "article-type": element.get("article-type", ""),
        "language": _attribute(element, "lang"),
    }
    links = [link for link in element.iterfind(".//related-article") if _is_own(link)]
    related = [link for link in links if link.get("related-article-type", "") in _RETRACTED_LINKS]
    concerns = [link for link in links if "concern" in link.get("related-article-type", "")]
    stated["notice"] = " | ".join(map(_related, [*related, *concerns]))
    scanned = element.find("body//supplementary-material[@content-type='scanned-pages']") is not None
    stated["left-out"] = "; ".join(filter(None, (_SCANNED * scanned, _sub_articles(element))))
    return _publication(
        Document(
            id=id,
            text=body,
            sha256=sha256,
            title=title,
            publisher=find_text(element, "front/journal-meta/publisher/publisher-name"),
            licence=_licence(licence),
            source=addresses(stated, "doi", "pmid", "pmcid"),
            date=_article_date(meta),
            format="jats",
            sections=sections,
            metadata=stated,
        ),
        retracted=bool(related) or stated["article-type"].startswith("retract") or _is_filed_as_retracted(meta),
    )


def _is_filed_as_retracted(meta: Any) -> bool:
    """Tell whether the journal files an article under its retractions, or the history of the article has one."""
    subjects = (tidy("".join(subject.itertext())) for subject in _found(meta, "article-categories//subject"))
    events = (event.get(name, "") for path in _EVENTS for event in _found(meta, path) for name in ("event-type", "date-type", "pub-type"))
    return any(map(_RETRACTED_SUBJECT.fullmatch, subjects)) or any(map(_RETRACTED_EVENT.fullmatch, events))


def _prepare(article: Any) -> None:
    """Write the article as the older ones are, without namespaces, put what floats in a paragraph behind it, and name marks and references."""
    for part in list(article.iter()):
        tag = local_name(part)
        if not tag:
            continue
        part.tag = tag
        parent = part.getparent()
        if tag == "label" and parent.tag in {"fn", "disp-formula"}:
            part.tag = "mark"
        elif tag == "xref" and part.get("ref-type") in _REFERENCES:
            part.tag = "reference"
            if (before := part.getprevious()) is not None and before.tag == "reference" and _JOINT.fullmatch(before.tail or "") is not None:
                _join(before, part)
        elif tag == "p":
            for floating in reversed([child for child in part if local_name(child) in _FLOATS]):
                _move_behind(part, floating)


def _join(before: Any, reference: Any) -> None:
    """Make one of two references that only a sign parts, such as the first and the last of a range."""
    text = "".join((*before.itertext(), before.tail or ",", *reference.itertext()))
    for child in list(before):
        before.remove(child)
    before.text, before.tail = text, reference.tail
    reference.tail = None
    reference.getparent().remove(reference)


def _move_behind(paragraph: Any, floating: Any) -> None:
    previous, tail = floating.getprevious(), floating.tail or ""
    if previous is None:
        paragraph.text = (paragraph.text or "") + tail
    else:
        previous.tail = (previous.tail or "") + tail
    floating.tail = None
    paragraph.addnext(floating)


def _has_words(abstract: Any) -> bool:
    composition = Composition()
    _write_parts(abstract, composition)
    return bool(composition.finish()[0].strip())


def _is_own(part: Any) -> bool:
    """Tell what an article itself states from what the letters and answers below it do."""
    return not any(parent.tag in {"sub-article", "response"} for parent in part.iterancestors())


def _name(kind: str | None) -> str:
    """Write a kind of abstract as a heading: `plain-language-summary`."""
    return tidy((kind or "").replace("-", " ")).capitalize()


def _sub_articles(element: Any) -> str:
    """Name what was published with an article: letters of referees, answers, translations. They are no sources of their own beside it."""
    parts = [*element.findall("sub-article"), *element.findall("response")]
    if not parts:
        return ""
    words = ((part.get("article-type") or part.get("response-type") or "of no stated type", _title(part)) for part in parts[:_NAMED])
    named = [": ".join(filter(None, each)) for each in words]
    listed = "; ".join([*named, "..."] if len(parts) > _NAMED else named)
    return f"{plural(len(parts), 'sub-article')} ({listed}): letters, answers and translations are read only from files of their own"


def _meta(element: Any) -> Any:
    found = element.find("front/article-meta")
    return element.find("front-stub") if found is None else found


def _title(element: Any) -> str:
    title, subtitle = (_inline_of(_meta(element), f"title-group/{name}", _ARTICLE_TITLE).rstrip(_MARKS) for name in ("article-title", "subtitle"))
    return f"{title}{'' if title[-1:] in _CLOSING else ':'} {subtitle}" if title and subtitle else title


def _related(link: Any) -> str:
    return tidy(f"{link.get('related-article-type')}: {tidy(''.join(link.itertext())) or _attribute(link, 'href')}")


def _attribute(element: Any, ending: str) -> str:
    """Give an attribute by the end of its name, whatever its namespace: `href`, `xlink:href`."""
    return next((value for name, value in element.attrib.items() if name.endswith(ending)), "")


def _write_parts(element: Any, composition: Composition) -> None:
    for part in element:
        if local_name(part) != "title":
            _write_part(part, composition)


def _write_part(part: Any, composition: Composition) -> None:
    if local_name(part) in {"sec", "app", "app-group", "ack", "notes", "fn-group", "glossary"}:
        title = _heading(part)
        if title or local_name(part.getparent()) in {"body", "back"}:
            composition.heading(title, code=part.get("sec-type", ""))
        else:  # a part of the section around it
            composition.gap()
        for child in part:
            if local_name(child) not in {"title", "label"}:
                _write_part(child, composition)
    elif local_name(part) in _FLOATS:
        composition.start_aside()
        compose(part, _ARTICLE, composition)
        composition.end_aside()
    elif local_name(part) not in _LEFT_OUT:
        compose(part, _ARTICLE, composition)


def _heading(section: Any) -> str:
    return tidy(f"{_inline_of(section, 'label')} {_inline_of(section, 'title')}")


def _publication(document: Document, *, retracted: bool) -> Document:
    """Leave out what is not stated, refuse a record without words, and mark what is retracted."""
    stated = {name: value for name, value in document.metadata.items() if value}
    if not document.text.strip():
        name = stated.get("pmid") or stated.get("doi") or document.id
        raise DocumentError(document.id, f"the {document.format} record {name} has neither title nor text")
    flags: tuple[Flag, ...] = ("retracted",) if retracted or _RETRACTED_TITLE.match(document.title) is not None else ()
    return replace(document, metadata=stated, flags=flags)


def _found(element: Any, path: str) -> list[Any]:
    return [] if element is None else list(element.findall(path))


def _inline_of(element: Any, path: str, markup: Markup = _ARTICLE) -> str:
    found = element.find(path) if element is not None else None
    return inline(found, markup) if found is not None else ""


def _licence(element: Any) -> str:
    if element is None:
        return ""
    link = _attribute(element, "href") or find_text(element, "license_ref")
    nested = next((value for part in element.iter() for name, value in part.attrib.items() if "creativecommons.org" in value), "")
    return link or nested or tidy(" ".join(element.itertext()))[:300]


def _citation_date(article: Any) -> str:
    for path in ("ArticleDate", "Journal/JournalIssue/PubDate", "Book/PubDate"):
        for element in _found(article, path):
            if date := _date(element, "Year", "Month", "Day"):
                return date
    return stated_date(find_text(article, "Journal/JournalIssue/PubDate/MedlineDate"))


def _article_date(meta: Any) -> str:
    dates: list[tuple[bool, int, str]] = []
    for element in _found(meta, "pub-date"):
        kind = element.get("pub-type") or element.get("date-type")
        if kind not in _NOT_PUBLISHED and (date := _publication_date(element)):
            dates.append((kind in _OTHER_DATES, -len(date), date))
    # Of the dates that are stated best the earliest: that on which the article was first to be read.
    return min(dates, default=(False, 0, ""))[2]


def _publication_date(element: Any) -> str:
    stated = _ISO_DATE.match(element.get("iso-8601-date") or "")
    in_words = _YEAR.search(find_text(element, "string-date"))
    named = _date(element, ".//year", ".//month", ".//day") or (in_words[0] if in_words is not None else "")
    return max(named, stated[0] if stated is not None else "", key=len)


def _date(element: Any, year: str, month: str, day: str) -> str:
    return date_of(find_text(element, year), find_text(element, month), find_text(element, day))


def date_of(year: str, month: str, day: str) -> str:
    """Give as much of a date as is stated, as YYYY-MM-DD; the month may be a name.

    >>> date_of("2021", "Mar", "5"), date_of("2021", "Winter", ""), date_of("2021", "3", "")
    ('2021-03-05', '2021', '2021-03')
    """
    parts = [year, _MONTHS.get(month[:3].casefold(), month.zfill(2) if month.isdigit() else ""), day.zfill(2) if day.isdigit() else ""]
    return "-".join(parts[: parts.index("")] if "" in parts else parts)


def stated_date(words: str) -> str:
    """Give the first date that the words for an issue state, as YYYY-MM-DD.

    >>> stated_date("2009 Nov-Dec"), stated_date("2008 Jan 5"), stated_date("1999-2000"), stated_date("2019 Winter")
    ('2009-11', '2008-01-05', '1999', '2019')
    """
    year, *rest = [*words.split(), "", "", ""][:3]
    return date_of(found[0], *rest) if (found := _YEAR.match(year)) is not None else words


def each_cited(records: list[_Record], read: Callable[[_Record, str], Document], id: str) -> Iterator[Document | DocumentError]:
    """Read records one by one; the name of one among several ends with its PMID or its number, and one without words is the error that says so."""
    for number, record in enumerate(records, start=1):
        try:
            document = read(record, id)
        except DocumentError as error:
            yield error
        else:
            yield document if len(records) == 1 else replace(document, id=f"{id}-{document.metadata.get('pmid', number)}")


def cited(
    id: str,
    record: str,
    *,
    title: str,
    abstract: Iterable[str],
    stated: dict[str, str],
    date: str,
    retracted: bool,
    publisher: str = "",
    licence: str = "",
) -> Document:
    """Give the document of a citation that is plain text: its title, and its abstract in parts; raises DocumentError where it has neither."""
    composition = Composition()
    if title:
        composition.heading(title)
    for paragraph in abstract:
        _write_abstract(paragraph, composition)
    text, sections = composition.finish()
    return _publication(
        Document(
            id=id,
            text=text,
            sha256=hashlib.sha256(record.encode("utf-8")).hexdigest(),
            title=title,
            publisher=publisher,
            licence=licence,
            source=addresses(stated, "pmid", "doi", "pmcid"),
            date=date,
            format="pubmed",
            sections=sections,
            metadata=stated,
        ),
        retracted=retracted,
    )


def _write_abstract(text: str, composition: Composition) -> None:
    """Write an abstract, each of its parts as a section if capitals label them: "METHODS: Adults ... RESULTS: ..."."""
    labels = list(_LABEL.finditer(text))
    if len(labels) < _LABELS or labels[0].start() or not any(_PART.search(label[1]) for label in labels):
        composition.line(text)
        return
    for label, end in zip(labels, [*(label.start() for label in labels[1:]), len(text)], strict=True):
        composition.heading(label[1])
        composition.line(text[label.end() : end])


def _identifier(document: Document) -> str:
    return document.metadata.get("pmcid") or document.metadata.get("pmid") or ""


def _source(element: Any) -> str:
    from lxml import etree

    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
