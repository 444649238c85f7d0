"""Markdown and its front matter: the decoded text goes in, a document with sections and stated metadata comes out.

The text is kept whole, so that offsets are those of the file; sections begin after the front matter, which is no prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.reading.formats.publications import addresses
from kg.records import Document, Section

__all__ = ["Fenced", "fenced", "from_markdown", "has_front_matter", "heading_words"]

#: Front matter longer than this is text that happens to begin with a rule.
_MAX_FRONT_MATTER = 65536
#: Keys that front matter may state, one of which shows that a block between rules is front matter.
_KEYS = frozenset({
    "title", "kind", "tier", "publisher", "licence", "license", "sources", "source", "date", "jurisdiction", "doi", "pmid", "pmcid",
    "id", "language", "status", "retracted", "retraction", "is_retracted", "is-retracted", "withdrawn",
})  # fmt: skip
#: Names under which the program notes what it found itself; front matter must not state it.
_OF_OURS = frozenset({"characters", "kind-reason", "front-matter-ignored", "left-out"})
#: Keys that say that the publication is retracted, unless the value denies it, and keys whose value may say so.
_RETRACTIONS = frozenset({"retracted", "retraction", "is-retracted", "withdrawn"})
_DENIED = re.compile(r"(?:false|no|none|not|never|null|off|n|0|n/a)\b.*|\W*", re.IGNORECASE)
_STATES = frozenset({"status", "publication-status", "type", "article-type", "publication-type", "publication-types", "flags", "tags"})
_RETRACTED = re.compile(r"(?<!not )(?<!never )\b(?:retracted|withdrawn)\b|\A(?:retraction|withdrawal)\b", re.IGNORECASE)
#: What front matter opens with, how it is closed, and how a key is written in it: in YAML and in TOML.
_FORMS = {
    form: (re.compile(rf"{opening}[ \t]*\r?$", re.MULTILINE), re.compile(rf"^{closing}[ \t]*\r?$", re.MULTILINE), re.compile(key, re.MULTILINE))
    for form, opening, closing, key in (
        ("---", "---", r"(?:---|\.\.\.)", r"^([A-Za-z][\w-]*)[ \t]*:"),
        ("+++", r"\+\+\+", r"\+\+\+", r"^[ \t]*([A-Za-z][\w-]*)[ \t]*="),
    )
}
_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`\n]*$)|~{3,})[ \t]*([\w+-]*)[^\n]*$", re.MULTILINE)
_HEADING = re.compile(r" {0,3}#{1,6}(?![^ \t])")
#: A longer line above a rule is a paragraph, not its heading.
_MAX_HEADING = 200
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_EMPHASIS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
#: The optional run of # that closes a heading, and attributes before it; where a link in it leads.
_CLOSING = re.compile(r"(?<![ \t])(?:[ \t]+(?:\{[#.][^{}\n]*\}|#+))+\Z")
_TARGET = re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\[[^\[\]\n]*\]")
#: Lines of these kinds are no heading even if a rule follows them.
_BLOCK = re.compile(r" {0,3}(?:[-*+>|] |\d+[.)] |#|\||$)")


def has_front_matter(text: str) -> bool:
    """Tell whether the text begins with a block between lines of `---`, or of `+++` for TOML, that states metadata."""
    block = _front_matter(text)
    if block is None:
        return False
    *_, keys = _FORMS[text[:3]]
    return not _KEYS.isdisjoint(key.casefold() for key in keys.findall(text[block[0] : block[1]]))


def from_markdown(text: str, *, id: str, sha256: str) -> Document:
    """Make a document of Markdown; what its front matter states is taken over, its kind and tier as metadata.

    Front matter that is not readable as YAML or TOML is left out of the sections all the same, and `metadata["left-out"]` says so.
    """
    stated: dict[str, str] = {}
    body = 0
    if has_front_matter(text) and (block := _front_matter(text)) is not None:
        stated = _read_front_matter(text[block[0] : block[1]], is_toml=text[0] == "+")
        body = block[2]
    sections = tuple(_sections(text, body))
    title = stated.pop("title", "") or next((section.title for section in sections if section.title), "")
    return Document(
        id=id,
        text=text,
        sha256=sha256,
        title=title,
        publisher=stated.pop("publisher", ""),
        licence=stated.pop("licence", ""),
        source=addresses(stated, "doi", "pmid", "pmcid", source=stated.pop("source", "")),
        date=stated.pop("date", ""),
        format="markdown",
        flags=("retracted",) if any(_says_retracted(name, value) for name, value in stated.items()) else (),
        sections=sections,
        metadata=stated,
    )


def _front_matter(text: str) -> tuple[int, int, int] | None:
    """Find start and end of the block between the first two rules, and the start of the body."""
    form = _FORMS.get(text[:3])
    first = form[0].match(text) if form is not None else None
    if form is None or first is None:
        return None
    second = form[1].search(text, first.end() + 1, min(len(text), _MAX_FRONT_MATTER))
    if second is None:
        return None
    return first.end() + 1, second.start(), min(second.end() + 1, len(text))


def _read_front_matter(block: str, *, is_toml: bool) -> dict[str, str]:
    values = _toml(block) if is_toml else _yaml(block)
    if isinstance(values, str):
        return {"left-out": f"the front matter, which {values}"}
    stated: dict[str, str] = {}
    for key, value in values.items():
        name = {"license": "licence"}.get(str(key).casefold(), str(key).casefold())
        if name in _OF_OURS:
            continue
        stated[name] = " | ".join(_source_names(value) if name == "sources" else _flat(value))
    stated.setdefault("source", stated.get("sources", ""))
    return {name: value for name, value in stated.items() if value}


def _yaml(block: str) -> Mapping[object, object] | str:
    """Give the keys and values of a block, or what is wrong with it."""
    import yaml  # here, since plain text needs none

    # libyaml reads the same ten times as fast; a PyYAML built without it has the slow loader only.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        # An alias lets a few bytes stand for gigabytes; front matter has no use for it.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, Loader=loader)):
            return "has YAML aliases"
        # The base loader makes nothing but text, lists and mappings.
        values = yaml.load(block, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        where = f" (line {place.line + 2})" if place is not None else ""
        return f"is not readable as YAML{where}"
    return values if isinstance(values, Mapping) else "is no list of keys and values"


def _toml(block: str) -> Mapping[str, object] | str:
    import tomllib

    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError) as error:  # a date that no calendar has is a plain ValueError
        return f"is not readable as TOML ({error})"


def _source_names(sources: object) -> Iterator[str]:
    """Give the name of each source: of one that is described by several keys, its name and its address."""
    for source in sources if isinstance(sources, list) else [sources]:
        if not isinstance(source, Mapping):
            yield from _flat(source)
            continue
        name = next((source[key] for key in ("source", "title", "name", "id") if source.get(key)), "")
        address = next((value for value in source.values() if str(value).startswith(("https://", "http://")) and value != name), "")
        yield " ".join(_flat([name, f"<{address}>" if address else ""]))


def _says_retracted(name: str, value: str) -> bool:
    key = name.replace("_", "-")
    return (key in _RETRACTIONS and _DENIED.fullmatch(value) is None) or (key in _STATES and _RETRACTED.search(value) is not None)


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield f"{key}: {', '.join(_flat(part))}"
    elif isinstance(value, list):
        for part in value:
            yield from _flat(part)
    elif value is not None and str(value).strip():
        yield " ".join(str(value).split())


def _sections(text: str, body: int) -> Iterator[Section]:
    """Give the sections that the headings make, outside fenced code; what stands before the first heading has no title."""
    starts: list[tuple[int, str]] = [(body, "")]
    fences = fenced(text, body)
    code = next(fences, None)
    position, before, before_start = body, "", body
    for raw in text[body:].splitlines(keepends=True):
        line = raw.rstrip("\r\n")
        while code is not None and position > code.end:
            code = next(fences, None)
        if code is not None and code.start <= position:
            before = ""
        elif (heading := _HEADING.match(line)) is not None:
            starts.append((position, heading_words(line[heading.end() :])))
            before = ""
        elif before and _UNDERLINE.match(line) is not None:
            starts.append((before_start, heading_words(before)))
            before = ""
        else:
            # A heading that is underlined is a paragraph of one line.
            before, before_start = ("" if _BLOCK.match(line) or len(line) > _MAX_HEADING else line), position
        position += len(raw)
    ends = [start for start, _ in starts[1:]] + [len(text)]
    for (start, title), end in zip(starts, ends, strict=True):
        if end > start and (title or not text[start:end].isspace()):
            yield Section(title, start, end)


class Fenced(NamedTuple):
    """Fenced code: where its opening line begins, what it holds, and where its closing line, or the text, ends; and its language."""

    start: int
    first: int
    last: int
    end: int
    language: str


def fenced(text: str, start: int = 0) -> Iterator[Fenced]:
    """Give the fenced code of a text in order; what nothing closes goes on to the end."""
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text, start):
        if opening is None:
            opening = fence
        elif fence[1].startswith(opening[1]) and not fence.group().strip().strip(opening[1][0]):
            yield Fenced(opening.start(), opening.end(), fence.start(), fence.end(), opening[2])
            opening = None
    if opening is not None:
        yield Fenced(opening.start(), opening.end(), len(text), len(text), opening[2])


def heading_words(title: str) -> str:
    """Give a heading without the marks of Markdown: closing signs, attributes, where links lead and emphasis.

    >>> heading_words("[Uses](https://a.org/x) of **IVIG** {#uses} ##"), heading_words("Group A#")
    ('Uses of IVIG', 'Group A#')
    """
    title = _CLOSING.sub("", title.rstrip())
    if "](" in title or "][" in title:
        title = _TARGET.sub("", title).replace("![", "").replace("[", "")
    return " ".join(_EMPHASIS.sub("", title).split())
