"""The picture of the model: triples of the ontology go in, an SVG of its main classes and the properties between them comes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.identifiers import ONTOLOGY, PREFIXES, to_curie

__all__ = ["draw_classes"]

_RDF, _RDFS, _OWL = (PREFIXES[p] for p in ("rdf", "rdfs", "owl"))
_SUBJECTS = (_RDFS + "domain", "https://schema.org/domainIncludes")
_OBJECTS = (_RDFS + "range", "https://schema.org/rangeIncludes")

#: Centre of the box of each class that is drawn; the five of the field, what conditions rest on, and the layer of claims.
_PLACES: Mapping[str, tuple[int, int]] = {
    "AdverseEffect": (150, 70),
    "Category": (980, 70),
    "Immunoglobulin": (150, 340),
    "Condition": (980, 340),
    "Mechanism": (150, 610),
    "Feature": (980, 610),
    "Claim": (150, 770),
    "Evidence": (565, 770),
    "Document": (980, 770),
}
_COLOURS = {"Claim": "#eceff1", "Evidence": "#eceff1", "Document": "#eceff1", "Feature": "#f3f0e2"}
_CLAIM_LAYER = frozenset({"Claim", "Evidence", "Document"})
#: Where on its arrow a block of names may stand, best first.
_SPOTS = (0.5, 0.6, 0.4, 0.68, 0.32)
_WIDTH, _HEIGHT = 1130, 850
_LINE = 17
_SMALL = 15
_BOX = 236


@dataclass(frozen=True, slots=True)
class _Edge:
    """An arrow between two boxes with the properties that it stands for, each with its depth below the uppermost."""

    subject: str
    object: str
    names: tuple[tuple[str, int], ...]


def draw_classes(triples: Iterable[Triple]) -> str:
    """Draw the main classes, their subclasses, and the properties whose domain and range they are; inverses are left out.

    A property that may point at several classes is drawn to each of them, those below it only to the first.
    """
    graph = _Model(triples)
    boxes = {name: graph.below(name) for name in _PLACES if graph.has(name)}
    edges = _edges(graph, tuple(boxes))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        'font-family="Helvetica, Arial, sans-serif" role="img" aria-label="Main classes of the igkg ontology and their properties">',
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">'
        '<path d="M0 0L10 5L0 10z" fill="#455a64"/></marker></defs>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<line x1="30" y1="700" x2="{_WIDTH - 30}" y2="700" stroke="#b0bec5" stroke-dasharray="4 5"/>',
        '<text x="565" y="694" font-size="12" fill="#607d8b" text-anchor="middle">facts above, who says so below</text>',
        *(line for edge in edges for line in _draw_arrow(edge, boxes)),
        *(line for edge, corner in _placed(edges, boxes) for line in _draw_names(edge, corner)),
        *(line for name, below in boxes.items() for line in _draw_box(name, below)),
        f'<text x="565" y="{_HEIGHT - 14}" font-size="12" fill="#607d8b" text-anchor="middle">'
        "\u2261 a class defined by an axiom: the reasoner finds its members; indented: a property below another</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class _Model:
    """What the picture asks of the ontology: names below a class, and domain and range of a property."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for t in triples:
            if isinstance(t.object, NamedNode | BlankNode):
                self._values[str(t.subject), t.predicate.value].append(str(t.object))
        self._classes = self._named_of_type("Class")
        self.properties = self._named_of_type("ObjectProperty")

    def _named_of_type(self, kind: str) -> list[str]:
        return [s for (s, p), values in self._values.items() if p == _RDF + "type" and f"<{_OWL}{kind}>" in values and s.startswith("<")]

    def has(self, name: str) -> bool:
        return _node(name) in self._classes

    def _above(self, cls: str) -> list[str]:
        """Named classes directly above a class, by subclass axiom or as members of the intersection that defines it."""
        found = list(self._values.get((cls, _RDFS + "subClassOf"), ()))
        for anonymous in self._values.get((cls, _OWL + "equivalentClass"), ()):
            found += self._members(anonymous, "intersectionOf")
        return [name for name in found if name in self._classes]

    def _members(self, node: str, predicate: str) -> list[str]:
        found = []
        for cell in self._values.get((node, _OWL + predicate), ()):
            while cell != f"<{_RDF}nil>":
                found += self._values[cell, _RDF + "first"]
                cell = self._values[cell, _RDF + "rest"][0]
        return found

    def below(self, name: str) -> tuple[str, ...]:
        """Local names of all classes below one, in the order of the ontology; an equivalence sign marks those that are defined."""
        below = []
        for cls in self._classes:
            if cls != _node(name) and _node(name) in self._ancestors(cls):
                below.append(_local(cls) + (" \u2261" if (cls, _OWL + "equivalentClass") in self._values else ""))
        return tuple(below)

    def _ancestors(self, cls: str) -> set[str]:
        found: set[str] = set()
        waiting = [cls]
        while waiting:
            for name in self._above(waiting.pop()):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return found

    def parents(self, prop: str) -> list[str]:
        return [p for p in self._values.get((prop, _RDFS + "subPropertyOf"), ()) if p in self.properties]

    def ends(self, prop: str, predicates: Sequence[str], shown: Sequence[str]) -> list[str]:
        """Shown classes at one end of a property, taken from the property above where it states none."""
        found: list[str] = []
        for value in (value for predicate in predicates for value in self._values.get((prop, predicate), ())):
            for cls in self._members(value, "unionOf") or [value]:
                found += [name for name in shown if _node(name) == cls or _node(name) in self._ancestors(cls)]
        if not any((prop, predicate) in self._values for predicate in predicates):
            for parent in self.parents(prop):
                found += self.ends(parent, predicates, shown)
        return list(dict.fromkeys(found))

    def depth(self, prop: str) -> int:
        return max((1 + self.depth(parent) for parent in self.parents(prop)), default=0)


def _edges(graph: _Model, shown: Sequence[str]) -> list[_Edge]:
    names: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for prop in graph.properties:
        depth = graph.depth(prop)
        for subject in graph.ends(prop, _SUBJECTS, shown):
            objects = graph.ends(prop, _OBJECTS, shown)
            for cls in objects if not depth else objects[:1]:
                if (subject in _CLAIM_LAYER) == (cls in _CLAIM_LAYER):
                    names[subject, cls].append((_local(prop), depth))
    return [_Edge(subject, cls, tuple(found)) for (subject, cls), found in names.items()]


def _draw_box(name: str, below: Sequence[str]) -> Iterator[str]:
    x, y = _PLACES[name]
    height = _box_height(below)
    top = y - height / 2
    yield (
        f'<rect x="{x - _BOX / 2:g}" y="{top:g}" width="{_BOX}" height="{height:g}" rx="9" fill="{_COLOURS.get(name, "#e3f2fd")}" '
        'stroke="#455a64" stroke-width="1.5"/>'
    )
    yield f'<text x="{x}" y="{top + 25:g}" font-size="16" font-weight="bold" fill="#102027" text-anchor="middle">{escape(name)}</text>'
    for number, text in enumerate(below):
        yield f'<text x="{x}" y="{top + 44 + number * _SMALL:g}" font-size="12" fill="#37474f" text-anchor="middle">{escape(text)}</text>'


def _box_height(below: Sequence[str]) -> float:
    return 40 + (len(below) * _SMALL + 4 if below else 0)


def _draw_arrow(edge: _Edge, boxes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    (x1, y1), (x2, y2) = _PLACES[edge.subject], _PLACES[edge.object]
    if edge.subject == edge.object:
        right, y = x1 + _BOX / 2, y1 + _box_height(boxes[edge.subject]) / 2 - 22
        yield (
            f'<path d="M{right:g} {y - 9:g}C{right + 34:g} {y - 9:g} {right + 34:g} {y + 9:g} {right + 2:g} {y + 9:g}" fill="none" '
            'stroke="#455a64" stroke-width="1.4" marker-end="url(#arrow)"/>'
        )
        return
    start = _border(x1, y1, x2, y2, _box_height(boxes[edge.subject]))
    end = _border(x2, y2, x1, y1, _box_height(boxes[edge.object]))
    yield (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="#455a64" stroke-width="1.4" '
        'marker-end="url(#arrow)"/>'
    )


def _border(x: float, y: float, towards_x: float, towards_y: float, height: float) -> tuple[float, float]:
    """Where the line from the centre of a box towards a point leaves the box, with a gap of two pixels."""
    dx, dy = towards_x - x, towards_y - y
    scale = min((_BOX / 2 + 2) / abs(dx) if dx else 1e9, (height / 2 + 2) / abs(dy) if dy else 1e9)
    return x + dx * scale, y + dy * scale


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of property names: its upper left corner and size."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: _Block) -> bool:
        return abs(2 * self.x + self.width - 2 * other.x - other.width) < self.width + other.width and (
            abs(2 * self.y + self.height - 2 * other.y - other.height) < self.height + other.height
        )


def _placed(edges: Iterable[_Edge], boxes: Mapping[str, Sequence[str]]) -> Iterator[tuple[_Edge, _Block]]:
    """Place the names of each arrow on it where they cover nothing, the longest blocks first; the middle is the last resort."""
    taken = [
        _Block(x - _BOX / 2, y - _box_height(boxes[name]) / 2, _BOX, _box_height(boxes[name]))
        for name, (x, y) in _PLACES.items()
        if name in boxes
    ]
    for edge in sorted(edges, key=lambda edge: (-len(edge.names), edge.subject, edge.object)):
        (x1, y1), (x2, y2) = _PLACES[edge.subject], _PLACES[edge.object]
        width = max(len(name) * 6.9 + depth * 14 for name, depth in edge.names) + 14
        height = len(edge.names) * _LINE + 6
        if edge.subject == edge.object:
            spots = [_Block(x1 + _BOX / 2 + 30, y1 + _box_height(boxes[edge.subject]) / 2 - 22 - height / 2, width, height)]
        else:
            spots = [_Block(x1 + (x2 - x1) * t - width / 2, y1 + (y2 - y1) * t - height / 2, width, height) for t in _SPOTS]
        block = next((spot for spot in spots if not any(spot.overlaps(other) for other in taken)), spots[0])
        taken.append(block)
        yield edge, block


def _draw_names(edge: _Edge, block: _Block) -> Iterator[str]:
    yield (
        f'<rect x="{block.x:.1f}" y="{block.y:.1f}" width="{block.width:.1f}" height="{block.height:.1f}" rx="4" fill="#ffffff" '
        'stroke="#cfd8dc"/>'
    )
    for number, (name, depth) in enumerate(edge.names):
        yield (
            f'<text x="{block.x + 7 + depth * 14:.1f}" y="{block.y + 16 + number * _LINE:.1f}" font-size="13" '
            f'fill="#1b3a4b">{escape(name)}</text>'
        )


def _node(name: str) -> str:
    return f"<{ONTOLOGY}{name}>"


def _local(node: str) -> str:
    iri = node.strip("<>")
    return iri.removeprefix(ONTOLOGY) if iri.startswith(ONTOLOGY) else (to_curie(iri) or iri)
