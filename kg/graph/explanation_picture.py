"""The picture of an explanation: the tree goes in, an SVG comes out that reads from what follows, on the left, to the documents, on the right.

Drawn without a layout engine: a column for each step, boxes as tall as their words, the same bytes for the same tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from kg.graph.explanation import Explanation, Source, sentence, words_of

__all__ = ["draw_explanation"]

_WIDTH = 330
_GAP, _SPACE, _MARGIN = 64, 18, 24
_LINE, _SMALL, _PAD = 18, 15, 11
#: Sizes of letters in pixels, and their widths in parts of it: those of Helvetica and its kin, rounded up.
_BIG_SIZE, _SMALL_SIZE = 14, 12
_SQUARE, _WIDE, _NARROW, _OTHER = 1.0, 0.78, 0.32, 0.58
#: Places in documents that are drawn for one statement; the rest is counted.
_PLACES = 12
#: Fill and border by what a box is.
_COLOURS = {
    "conclusion": ("#e3f2fd", "#1565c0"),
    "inferred": ("#f3f7fb", "#5c87b2"),
    "stated": ("#e8f5e9", "#2e7d32"),
    "curated": ("#fff8e1", "#b28704"),
    "source": ("#ffffff", "#9e9e9e"),
    "flagged": ("#fdecea", "#c62828"),
}
_LEGEND = (
    ("conclusion", "what follows"), ("inferred", "inferred on the way"), ("curated", "curated or an axiom"), ("stated", "stated by documents"),
    ("source", "place in a document"), ("flagged", "source with an integrity flag"),
)  # fmt: skip


@dataclass(slots=True)
class _Box:
    kind: str
    title: list[str]
    small: list[tuple[str, bool]]
    parts: list[_Box] = field(default_factory=list)
    x: int = 0
    y: int = 0

    @property
    def height(self) -> int:
        return 2 * _PAD + _LINE * len(self.title) + _SMALL * len(self.small) + (4 if self.title and self.small else 0)


def draw_explanation(explanation: Explanation, labels: Mapping[str, str]) -> str:
    """Draw why a triple holds; `labels` maps IRIs to names."""
    root = _box(explanation, labels, "conclusion")
    bottom = _place(root, 0, _MARGIN)
    boxes = list(_all(root))
    legend = bottom + 26
    width = max(max(box.x for box in boxes) + _WIDTH + _MARGIN, 6 * 168 + 2 * _MARGIN)
    height = legend + 34
    name = escape(f"Why: {sentence(explanation.triple, labels)}", {'"': "&quot;"})
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="Helvetica, Arial, sans-serif" role="img" aria-label="{name}">',
        f"<title>{name}</title>",
        '<defs><marker id="follows" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L10 5L0 10z" fill="#607d8b"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_arrow(part, box) for box in boxes for part in box.parts),
        *(line for box in boxes for line in _drawn(box)),
        *_legend(legend),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _box(explanation: Explanation, labels: Mapping[str, str], kind: str = "") -> _Box:
    if not kind:
        kind = "inferred" if explanation.rules else "stated" if explanation.sources else "curated"
    small = [(line, False) for line in _lines(explanation.reason, _SMALL_SIZE)]
    small += [(line, True) for axiom in explanation.axioms for line in _lines(axiom, _SMALL_SIZE)]
    title = _lines(sentence(explanation.triple, labels), _BIG_SIZE)
    parts = [_box(premise, labels) for premise in explanation.premises]
    parts += [_source_box(source) for source in explanation.sources[:_PLACES]]
    if len(explanation.sources) > _PLACES:
        parts.append(_Box("source", [], [(f"and {len(explanation.sources) - _PLACES} places more", False)]))
    return _Box(kind, title, small, parts)


def _source_box(source: Source) -> _Box:
    lines = _lines(f"{words_of(source)}, belief {source.belief:g}", _SMALL_SIZE)
    return _Box("flagged" if source.flags else "source", [], [(line, False) for line in lines])


def _lines(text: str, size: int) -> list[str]:
    """Break a text into lines that fit a box; a word that is longer than a line is broken too."""
    room = (_WIDTH - 24) / size
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if _width(joined) <= room:
            lines[-1] = joined
            continue
        lines += [""] if lines[-1] else []
        for letter in word:
            if _width(lines[-1] + letter) > room:
                lines.append("")
            lines[-1] += letter
    return lines


def _width(text: str) -> float:
    """Give the width of a text in ems, rather too wide than too narrow."""

    def of(letter: str) -> float:
        if letter in " .,:;'|!()[]fijlrt-":
            return _NARROW
        return _SQUARE if letter > "\u2e7f" else _WIDE if letter.isupper() or letter in "mw%@" else _OTHER

    return sum(map(of, text))


def _place(box: _Box, depth: int, top: int) -> int:
    """Put a box beside the middle of its parts, and give where the next one may begin."""
    box.x = _MARGIN + depth * (_WIDTH + _GAP)
    below = top
    for part in box.parts:
        below = _place(part, depth + 1, below)
    if box.parts:
        first, last = box.parts[0], box.parts[-1]
        middle = (first.y + first.height // 2 + last.y + last.height // 2) // 2
        box.y = max(top, middle - box.height // 2)
    else:
        box.y = top
    return max(below, box.y + box.height + _SPACE)


def _all(box: _Box) -> Iterator[_Box]:
    yield box
    for part in box.parts:
        yield from _all(part)


def _arrow(part: _Box, box: _Box) -> str:
    """Draw from a premise to what follows from it."""
    x1, y1 = part.x, part.y + part.height // 2
    x2, y2 = box.x + _WIDTH, box.y + box.height // 2
    bend = (x1 + x2) // 2
    dash = ' stroke-dasharray="3 4"' if part.kind in {"source", "flagged"} else ""
    return f'<path d="M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}" fill="none" stroke="#607d8b"{dash} marker-end="url(#follows)"/>'


def _drawn(box: _Box) -> Iterator[str]:
    fill, border = _COLOURS[box.kind]
    yield f'<rect x="{box.x}" y="{box.y}" width="{_WIDTH}" height="{box.height}" rx="6" fill="{fill}" stroke="{border}"/>'
    y = box.y + _PAD
    for line in box.title:
        y += _LINE
        yield f'<text x="{box.x + 12}" y="{y - 5}" font-size="{_BIG_SIZE}" font-weight="bold" fill="#212121">{escape(line)}</text>'
    y += 4 if box.title else 0
    for line, is_axiom in box.small:
        y += _SMALL
        style = ' font-style="italic"' if is_axiom else ""
        yield f'<text x="{box.x + 12}" y="{y - 4}" font-size="{_SMALL_SIZE}"{style} fill="#37474f">{escape(line)}</text>'


def _legend(y: int) -> Iterable[str]:
    for place, (kind, words) in enumerate(_LEGEND):
        fill, border = _COLOURS[kind]
        x = _MARGIN + place * 168
        yield f'<rect x="{x}" y="{y - 11}" width="14" height="14" rx="3" fill="{fill}" stroke="{border}"/>'
        yield f'<text x="{x + 20}" y="{y}" font-size="11" fill="#455a64">{escape(words)}</text>'
