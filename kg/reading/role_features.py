"""What the role model sees of a term: the words around it, of its list's introduction and of its heading, its section, cues and who acts.

Names of concepts never are features: a term counts as its class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.reading.page import Page, Term, Unit
from kg.reading.role_model import ASKED, PLAIN, Features, Place, Words

__all__ = ["group_of", "role_places"]

#: How a term of another class than the one that is asked about shows in the words around it; the first that fits counts.
_SHOWN = (
    ("Condition", "<condition>"), ("Immunodeficiency", "<condition>"), ("Category", "<condition>"), ("AdverseEffect", "<effect>"),
    ("Vaccine", "<vaccine>"), ("Medication", "<medicine>"), ("MonoclonalAntibody", "<medicine>"), ("LaboratoryTest", "<test>"),
    ("Management", "<care>"), ("Mechanism", "<mechanism>"), ("RiskFactor", "<factor>"), ("Population", "<people>"), ("Route", "<route>"),
)  # fmt: skip
_WINDOW = 7


@dataclass(slots=True)
class _View:
    """A unit's words as the model sees them: stems, but terms, agents and numbers as their class."""

    symbols: list[str]
    #: Place in `symbols` of each token from the unit's first on.
    places: list[int]


def _classes_of(term: Term) -> str:
    """Name the classes of a term that matter for its roles."""
    return _joined_classes(term.classes)


@cache
def _joined_classes(classes: frozenset[str]) -> str:
    return "+".join(sorted(classes & ASKED))


def role_places(page: Page, terms: Sequence[tuple[Unit, Term]]) -> list[Place]:
    """Give the features of terms; what a unit's terms share is computed once."""
    views: dict[int, _View] = {}
    around: dict[int, Features] = {}
    result = []
    for unit, term in terms:
        if unit.index not in around:
            around[unit.index] = _unit_features(unit, page, views)
        result.append(
            Place(unit, term, group_of(unit, term), around[unit.index], _term_features(unit, page, term, _view(unit, page, views)))
        )
    return result


def group_of(unit: Unit, term: Term) -> tuple[str, int, str]:
    """Name the list or sentence that a term shares with others of its classes."""
    if unit.intro is not None and unit.place_in_block == 0:
        return "list", unit.intro.index, _classes_of(term)
    return "unit", unit.index, _classes_of(term)


def _view(unit: Unit, page: Page, views: dict[int, _View]) -> _View:
    view = views.get(unit.index)
    if view is None:
        views[unit.index] = view = _see(unit, page)
    return view


def _see(unit: Unit, page: Page) -> _View:
    shown: dict[int, tuple[int, str]] = {}
    for agent in unit.agents:
        shown[agent.first] = (agent.last, "<product>" if agent.concept else "<agent>")
    for term in unit.terms:
        name = "<product>" if term.is_product else _shown_as(term.classes)
        if term.first not in shown or (term.last > shown[term.first][0]):
            shown[term.first] = (term.last, name)
    words = [word if word.isalpha() or not word[0].isdigit() else "<number>" for word in page.tokens.stems[unit.first : unit.last]]
    symbols: list[str] = []
    places: list[int] = []
    until = unit.first
    for start in sorted(shown):
        if start < until:
            continue
        end, name = shown[start]
        places += range(len(symbols), len(symbols) + start - until)
        symbols += words[until - unit.first : start - unit.first]
        until = min(end, unit.last)
        places += [len(symbols)] * (until - start)
        symbols.append(name)
    places += range(len(symbols), len(symbols) + unit.last - until)
    symbols += words[until - unit.first :]
    return _View(symbols, places)


@cache
def _shown_as(classes: frozenset[str]) -> str:
    return next((name for cls, name in _SHOWN if cls in classes), "<thing>")


#: Stems of a measure's name that make it one of watching, not of doing.
_WATCHING = frozenset(
    ("monitor", "monitoring", "measur", "measurement", "observ", "observation", "assess", "assessment", "test", "check", "watch", "level")
)


def _words(symbols: Sequence[str]) -> list[str]:
    return [symbol for symbol in symbols if symbol not in PLAIN]


def _unit_features(unit: Unit, page: Page, views: dict[int, _View]) -> Features:
    view = _view(unit, page, views)
    names = [f"section {unit.place.kind}"]
    stretches: list[tuple[str, set[Words]]] = [("sentence", {*view.symbols, *pairwise(view.symbols)})]
    names += [f"opening {word}" for word in view.symbols[:3]]
    if unit.intro is not None:
        introduction = _view(unit.intro, page, views).symbols[-14:]
        stretches.append(("intro", {*_words(introduction), *pairwise(introduction)}))
        names += [f"intro cue {cue.phrase.kind}" for cue in (*unit.intro.relations, *unit.intro.safety, *unit.intro.qualifiers)]
    heading = page.heading_over(unit)
    if heading is not None and heading is not unit:
        stretches.append(("heading", set(_view(heading, page, views).symbols)))
    if unit.previous is not None and unit.previous.block == unit.block:
        stretches.append(("before", set(_view(unit.previous, page, views).symbols)))
    if unit.label_last is not None and unit.label_last > unit.first:
        names += [f"label {word}" for word in _words(view.symbols[: view.places[unit.label_last - 1 - unit.first] + 1])]
    form = "heading" if unit.is_heading else "row" if unit.is_row else "item" if unit.is_item else "prose"
    names += [f"form {form}", f"form {form} {unit.place.kind}", f"document {page.document.kind}"]
    if page.is_label:
        names += ["document is label", f"label section {unit.place.kind}"]
    if page.is_trial:
        names.append("document is trial")
    products = any(agent.concept for agent in unit.agents)
    others = any(agent.concept is None for agent in unit.agents)
    names.append(f"agents {'product' if products else 'topic' if page.topic else 'nobody'}{' and others' if others else ''}")
    return Features(names, stretches)


def _term_features(unit: Unit, page: Page, term: Term, view: _View) -> Features:
    key = _classes_of(term)
    symbols = view.symbols
    first = view.places[term.first - unit.first]
    last = view.places[min(term.last, unit.last) - 1 - unit.first] + 1
    left = symbols[max(0, first - _WINDOW) : first]
    right = symbols[last : last + _WINDOW]
    names = [f"class {key}", f"class {key} in {unit.place.kind}"]
    if not _WATCHING.isdisjoint(page.tokens.stems[term.first : term.last]):
        names.append("own watching")
    stretches: list[tuple[str, set[Words]]] = [("left", {*left, *pairwise(left)}), ("right", {*right, *pairwise(right)})]
    names.append(f"next left {left[-1] if left else '^'}")
    names.append(f"next right {right[0] if right else '$'}")
    nearest: tuple[int, str] | None = None
    for cue in (*unit.relations, *unit.safety):
        kind = cue.phrase.kind
        if cue.last <= term.first:
            names.append(f"cue left {kind}")
            if nearest is None or cue.last > nearest[0]:
                nearest = (cue.last, kind)
        elif cue.first >= term.last:
            names.append(f"cue right {kind}")
    if nearest is not None:
        names.append(f"nearest cue {nearest[1]}")
    for cue in unit.qualifiers:
        if cue.last <= term.first:
            names.append(f"cue left {cue.phrase.kind}")
            if term.first - cue.last <= 3:
                names.append(f"cue near {cue.phrase.kind}")
        elif cue.first >= term.last:
            names.append(f"cue right {cue.phrase.kind}")
    actor = None
    for agent in unit.agents:
        side = "left" if agent.last <= term.first else "right"
        who = "product" if agent.concept else "other"
        names.append(f"agent {side} {who}")
        if agent.last <= term.first:
            actor = agent
    if actor is not None:
        between = symbols[view.places[actor.last - 1 - unit.first] + 1 : first]
        if len(between) <= 12:
            stretches.append((f"between {'product' if actor.concept else 'other'}", set(_words(between))))
    return Features(names, stretches)
