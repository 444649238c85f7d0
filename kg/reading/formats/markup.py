"""HTML pages: the decoded markup goes in, the text that a visitor came for comes out as a document, without scripts and boilerplate."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import DocumentError, ResourceError
from kg.reading.formats.composition import Composition, tidy
from kg.reading.formats.flow import Markup, Meaning, compose
from kg.reading.formats.page_data import page_data
from kg.reading.formats.publications import addresses, identifier
from kg.records import Document, Section
from kg.settings import Settings

__all__ = ["from_html", "is_html"]

#: Possessive, for comments could otherwise be cut in exponentially many ways.
_BEFORE = r"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*+"
_HTML_START = re.compile(rf"{_BEFORE}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
#: How a fragment of HTML begins; other words in angle brackets are text.
_FRAGMENT = r"(?:div|p|h[1-6]|ul|ol|table|article|main|section|span|meta|title|script|style)"
_FRAGMENT_START = re.compile(rf"{_BEFORE}<{_FRAGMENT}(?:\s[^<>]*)?>", re.IGNORECASE | re.DOTALL)
#: An article of JATS begins as one of HTML does; its first part does not.
_JATS = re.compile(r"<article\b[^<>]*>\s*(?:(?:<!--.*?-->|<\?.*?\?>)\s*)*+<(?:processing-meta|front|front-stub|body)\b", re.DOTALL)
_END_TAG = re.compile(rf"</{_FRAGMENT}\s*>", re.IGNORECASE)
_BLOCKS = (
    "address", "article", "blockquote", "body", "caption", "center", "details", "div", "dt", "fieldset", "figcaption", "figure",
    "header", "hgroup", "hr", "html", "legend", "main", "p", "section", "summary",
)  # fmt: skip
_MEANINGS: dict[str, Meaning] = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("td", "th"), "cell"),
    "annotation": "left out", "br": "break", "dd": "item", "dl": "list", "li": "item", "ol": "numbered list", "ul": "list",
    "pre": "preformatted", "sup": "superscript", "table": "table", "tr": "row",
}  # fmt: skip
_FRAMES = frozenset({"html", "body", "main", "article"})
_NO_TEXT = frozenset({"script", "style", "noscript", "template"})
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|[A-Z]+(?![a-z])|[A-Z][a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Share of the page's characters that must remain when elements are left out for their class; below it the classes mean something else.
_MIN_KEPT = 0.3
#: A main element with a smaller share of the page's characters does not hold what the visitor came for.
_MIN_MAIN = 0.25


#: An element that names itself after boilerplate, holds this share of the page and its headline is the frame of the page.
_MIN_FRAME = 0.5
_HEADLINES = ("h1", "main", "article")
#: How the name of a class begins that says what else the page has.
_STATES = ("has-", "no-", "with-", "without-")
#: Words in the names of parts that a visitor unfolds: what they hold is hidden at first, and still what the visitor came for.
_FOLDED = frozenset((
    "accordion", "collapse", "collapsed", "collapsible", "expand", "expandable", "expander", "faq", "panel", "tab", "tabpanel", "tabs",
    "toggle",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt"))


class _Boilerplate(NamedTuple):
    """Tags, roles and words of class names by which a part of a page is known not to be its text, and the elements that frame the page."""

    tag: frozenset[str]
    role: frozenset[str]
    word: frozenset[str]
    frames: frozenset[Any] = frozenset()


def is_html(text: str) -> bool:
    """Tell whether a text is an HTML page or begins as a piece of one."""
    head = text[:4096]
    if _HTML_START.match(head) is not None:
        return True
    if _JATS.search(head) is not None:
        return False
    return _FRAGMENT_START.match(head) is not None and _END_TAG.search(text) is not None


def from_html(markup: str, *, id: str, sha256: str, settings: Settings) -> Document:
    """Make a document of a page: headings open sections, items begin with a bullet, cells of a row are parted by ` | `.

    Raises DocumentError for a page that cannot be parsed whole or that has no text.
    """
    from lxml import etree  # here, since reading plain text should not wait for it

    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(markup.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(id, f"HTML that cannot be parsed ({error.msg})") from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise DocumentError(id, f"HTML that cannot be parsed to its end ({tidy(parser.error_log[-1].message)})")
    if root is None:
        raise DocumentError(id, "HTML without any text")
    cues = _boilerplate(settings.data / "cues" / "boilerplate.tsv")
    main = _main_element(root)
    length = _length(main)
    cues = cues._replace(frames=_frames(main, _MIN_FRAME * length))
    text, sections = _compose(main, cues)
    if len(text) < _MIN_KEPT * length:
        everything, all_sections = _compose(main, cues._replace(word=frozenset()))
        if len(text) < _MIN_KEPT * len(everything):
            text, sections = everything, all_sections
    if not text.strip():
        raise DocumentError(id, "HTML without any text outside scripts and boilerplate")
    return _with_metadata(root, Document(id=id, text=text, sha256=sha256, format="html", sections=sections), sections)


@cache
def _boilerplate(path: Path) -> _Boilerplate:
    found: dict[str, set[str]] = {"tag": set(), "role": set(), "word": set()}
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    for number, row in enumerate(rows[1:], start=2):
        cells = row.split("\t")
        if len(cells) != 3 or cells[0] not in found or not cells[1]:
            raise ResourceError(path, "expected where (tag, role, word), value, reason", line=number)
        found[cells[0]].add(cells[1])
    return _Boilerplate(frozenset(found["tag"]), frozenset(found["role"]), frozenset(found["word"]))


def _main_element(root: Any) -> Any:
    """Find the one element that the page itself calls its main part, else its body."""
    body = root.find("body")
    body = root if body is None else body
    mains = body.xpath(".//main | .//*[@role='main'][not(self::main)]")
    if len(mains) == 1 and _length(mains[0]) >= _MIN_MAIN * _length(body):
        return mains[0]
    return body


def _length(element: Any) -> int:
    """Count the characters that a visitor sees; programs and styles are often longer than the text."""
    own = (part.text for part in element.iter() if part.text and part.tag not in _NO_TEXT)
    return sum(len(tidy(text)) for text in own) + sum(len(tidy(part.tail)) for part in element.iter() if part.tail and part is not element)


def _frames(main: Any, least: float) -> frozenset[Any]:
    """Find the elements that hold both a headline of the page and at least so many of its characters."""
    from lxml import etree

    above: set[Any] = set()
    for headline in main.iter(*_HEADLINES):
        for parent in headline.iterancestors():
            if parent in above or parent is main:
                break
            above.add(parent)
    found: set[Any] = set()
    length, before = 0, {}
    for event, element in etree.iterwalk(main, events=("start", "end")):
        is_text = element.tag not in _NO_TEXT
        if event == "start":
            before[element] = length
            length += len(tidy(element.text)) if element.text and is_text else 0
        else:
            if length - before.pop(element) >= least and element in above:
                found.add(element)
            length += len(tidy(element.tail)) if element.tail else 0
    return frozenset(found)


def _compose(root: Any, cues: _Boilerplate) -> tuple[str, tuple[Section, ...]]:
    composition = Composition()
    compose(root, Markup(_MEANINGS, is_left_out=lambda element: _is_boilerplate(element, cues)), composition)
    return composition.finish()


def _is_boilerplate(element: Any, cues: _Boilerplate) -> bool:
    tag = element.tag
    if not isinstance(tag, str):
        return True
    if tag in _FRAMES:
        return False
    attributes = element.attrib
    if tag == "head" or tag in cues.tag:
        if tag == "button":
            return not _unfolds(element)
        # Some programs put the whole page into a form.
        if tag == "form":
            return element not in cues.frames
        # The header of an article is its own headline, that of a page the name of the site.
        return not (tag == "header" and any(parent.tag in {"article", "main"} for parent in element.iterancestors()))
    if not attributes:
        return False
    if attributes.get("role", "").strip().casefold() in cues.role:
        return True
    is_hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true" or _HIDDEN.search(attributes.get("style", "")) is not None
    if is_hidden and attributes.get("role") != "tabpanel" and not any(_has_cue(name, _FOLDED) for name in _names(element)):
        return True
    if element in cues.frames:
        return False
    return any(_has_cue(name, cues.word) for name in _names(element) if not name.startswith(_STATES))


def _unfolds(button: Any) -> bool:
    """Tell whether a button is the heading of a part that it unfolds."""
    if "aria-expanded" not in button.attrib and "aria-controls" not in button.attrib:
        return False
    near = (button, *islice(button.iterancestors(), 2))
    return any(part.tag in _HEADINGS or any(_has_cue(name, _FOLDED) for name in _names(part)) for part in near)


def _names(element: Any) -> list[str]:
    return f"{element.get('class', '')} {element.get('id', '')}".split()


@lru_cache(maxsize=20_000)
def _has_cue(name: str, words: frozenset[str]) -> bool:
    """Tell whether a name is one of the words or is made with one: "RelatedArticles", "block__related-articles--wide"."""
    if not words:
        return False
    parts = [part for word in _WORD.findall(name[:100]) for part in word.casefold().split("-")]
    if name.casefold() in words or not words.isdisjoint(parts):
        return True
    joined = f"-{'-'.join(parts)}-"
    return len(parts) > 1 and any(map(joined.__contains__, _of_several(words)))


@cache
def _of_several(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"-{word}-" for word in sorted(words) if "-" in word)


_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:T.*|\s+\d{1,2}:.*)?$")
#: Names of meta elements (dublin core, Highwire, Open Graph) and the field that they state, the surer first.
_META = {
    "title": ("citation_title", "dc.title", "og:title"),
    "publisher": ("citation_publisher", "dc.publisher", "og:site_name"),
    "date": (
        "citation_publication_date", "citation_date", "article:published_time", "prism.publicationdate", "dc.date", "dc.date.issued",
        "dcterms.issued", "dcterms.date", "citation_online_date", "date",
    ),
    "modified": ("article:modified_time", "og:updated_time", "dc.date.modified", "dcterms.modified", "last-modified"),
    "licence": ("dc.rights", "dcterms.license", "dcterms.rights"),
    "journal": ("citation_journal_title",),
    "generator": ("generator",),
    "page-type": ("og:type",),
}  # fmt: skip
#: Names of meta elements that state an identifier of the page's publication, the surer first; of the last ones any element may.
_ANY_IDENTIFIER = ("dc.identifier", "dcterms.identifier", "dc:identifier")
_IDENTIFIERS = {
    "doi": ("citation_doi", "dc.identifier.doi", "prism.doi", "bepress_citation_doi", *_ANY_IDENTIFIER),
    "pmid": ("citation_pmid", *_ANY_IDENTIFIER),
    "pmcid": ("citation_pmcid", *_ANY_IDENTIFIER),
}


def _with_metadata(root: Any, document: Document, sections: tuple[Section, ...]) -> Document:
    data = page_data(root)
    named = data.pop("title", "")
    stated = {**data, **_meta(root)}
    links = {(link.get("rel") or "").strip().casefold(): link.get("href") or "" for link in root.iter("link")}
    # The first main heading that is not boilerplate.
    titles = dict.fromkeys(section.title for section in sections if section.title)
    heading = next((title for h in root.iter("h1") if (title := tidy("".join(h.itertext()))) in titles), "")
    title = stated.pop("title", "") or heading or named or tidy(root.findtext(".//title") or "") or next(iter(titles), "")
    if "modified" in stated:
        stated["modified"] = _date(stated["modified"])
    language = tidy(root.get("lang") or "")
    if language:
        stated["language"] = language
    return Document(
        id=document.id,
        text=document.text,
        sha256=document.sha256,
        title=title,
        publisher=stated.pop("publisher", ""),
        licence=stated.pop("licence", "") or tidy(links.get("license", "")),
        source=addresses(stated, "doi", "pmid", "pmcid", source=tidy(links.get("canonical", ""))),
        # A page that says no more was published on the day on which it was last changed.
        date=_date(stated.pop("date", "") or stated.get("modified", "")),
        format=document.format,
        sections=sections,
        metadata=stated,
    )


def _date(value: str) -> str:
    """Write a date of digits as YYYY-MM-DD, without the time of day; another one as it stands."""
    found = _DATE.match(value)
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else value


def _meta(root: Any) -> dict[str, str]:
    contents: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().casefold()
        content = tidy(meta.get("content") or "")
        if name and content:
            contents.setdefault(name, []).append(content[:1000])
    stated = {field: next((contents[name][0] for name in names if name in contents), "") for field, names in _META.items()}
    for field, names in _IDENTIFIERS.items():
        # A number alone, without a word on what it numbers, may be any.
        values = (value for name in names for value in contents.get(name, ()) if not (name in _ANY_IDENTIFIER and value.isdigit()))
        stated[field] = next(filter(None, (identifier(field, value) for value in values)), "")
    return {field: value for field, value in stated.items() if value}
