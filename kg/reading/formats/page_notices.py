"""What a page says of itself outside its text: the parts that are left out go in; the notices among them come out, which may flag the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from kg.reading.formats.composition import Composition, tidy
from kg.reading.formats.flow import Markup, compose

__all__ = ["MAY_SPEAK", "is_of_others", "notices"]

#: Elements, roles and words of class names that are left out of the text and may still say what holds for all of the page.
MAY_SPEAK = frozenset({"ambox", "aside", "banner", "contentinfo", "footer", "header", "masthead", "sidebar", "widget-area"})
#: What speaks of others, wherever it stands: links, further articles, the words of others.
_OF_OTHERS = frozenset({"article", "blockquote", "dl", "ol", "q", "table", "ul"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: A link of so many words is the title of another page; of fewer, the name of the site.
_MIN_TITLE = 4
#: What has so many elements is more than a title.
_MAX_ELEMENTS = 20


def notices(parts: Iterable[Any], markup: Markup, titles: Collection[str]) -> Iterator[str]:
    """Give what each part of a page says, without the page's own titles."""
    for part in parts:
        composition = Composition()
        compose(part, markup, composition)
        yield "\n".join(line for line in composition.finish()[0].splitlines() if line.strip() and tidy(line) not in titles)


def is_of_others(element: Any, titles: Collection[str]) -> bool:
    """Tell whether a part outside the text speaks of others: a list, a quotation, what follows the linked title of another page."""
    if element.tag in _OF_OTHERS:
        return True
    parent = element.getparent()
    behind = element.getnext()
    near = [element.getprevious(), None if parent is None else parent.getprevious()]
    if behind is not None and behind.tag in _HEADINGS:
        near.append(behind)
    return any(part is not None and part.tag != "nav" and _is_linked_title(part, titles) for part in near)


def _is_linked_title(part: Any, titles: Collection[str]) -> bool:
    elements = list(islice(part.iter(), _MAX_ELEMENTS))
    links = [element for element in elements if element.tag == "a"]
    if len(elements) == _MAX_ELEMENTS or len(links) != 1:
        return False
    title = tidy("".join(links[0].itertext()))
    return len(title.split()) >= _MIN_TITLE and title not in titles and title == tidy("".join(part.itertext()))
