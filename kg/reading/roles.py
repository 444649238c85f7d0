"""The role model: typed terms that no rule spoke of go in, drafts of what they most probably are to the product come out.

A second voice beside the rules: for each role one logistic regression over named features (words around the term, of its list's
introduction and of its heading, the kind of section, cues, who acts). Names of concepts never are features: a term counts as its
class. benchmarks/train_roles.py fits the weights, data/cues/roles.tsv holds them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ResourceError
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.relations import Governor

__all__ = ["ROLE_CLASSES", "RoleModel", "Scored", "candidates", "classes_key", "feature_names", "find_subject", "is_barred", "smooth"]

#: The roles that the model knows, and the classes of which a term must have one to play the role.
ROLE_CLASSES: Mapping[str, frozenset[str]] = {
    "acts_via": frozenset(("Mechanism",)),
    "contraindicated_in": frozenset(("Condition", "Immunodeficiency", "RiskFactor", "Population", "AdverseEffect")),
    "has_adverse_effect": frozenset(("AdverseEffect", "Condition")),
    "has_risk_factor": frozenset(("RiskFactor", "Condition", "Immunodeficiency", "Population", "Medication")),
    "interacts_with": frozenset(("Vaccine", "LaboratoryTest", "Medication")),
    "mitigated_by": frozenset(("Management", "Medication")),
    "monitored_by": frozenset(("LaboratoryTest", "Management")),
    "not_effective_for": frozenset(("Condition", "Immunodeficiency", "Category")),
    "prevents": frozenset(("Condition", "Immunodeficiency", "AdverseEffect")),
    "treats": frozenset(("Condition", "Immunodeficiency", "Category")),
}
_ROLES = tuple(ROLE_CLASSES)
#: How a term of another class than the one that is asked about shows in the words around it; the first that fits counts.
_SHOWN = (
    ("Condition", "<condition>"), ("Immunodeficiency", "<condition>"), ("Category", "<condition>"), ("AdverseEffect", "<effect>"),
    ("Vaccine", "<vaccine>"), ("Medication", "<medicine>"), ("MonoclonalAntibody", "<medicine>"), ("LaboratoryTest", "<test>"),
    ("Management", "<care>"), ("Mechanism", "<mechanism>"), ("RiskFactor", "<factor>"), ("Population", "<people>"), ("Route", "<route>"),
)  # fmt: skip
_ASKED = frozenset(name for classes in ROLE_CLASSES.values() for name in classes)
#: Concepts that stand for any effect or illness.
_ROOTS = frozenset(("adverse-event-root", "serious-illness"))
_WINDOW = 7
_SILENT_SECTIONS = frozenset(("references", "storage"))
#: How much the items of a list and the members of a coordination share their evidence.
_SHARED = 0.4


@dataclass(frozen=True, slots=True)
class Scored:
    """A term with the probability of each role that its classes allow."""

    unit: Unit
    term: Term
    probabilities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _View:
    """A unit's words as the model sees them: stems, but terms, agents and numbers as their class."""

    symbols: list[str]
    #: Place in `symbols` of each token from the unit's first on.
    places: list[int]


class RoleModel:
    """The weights, and for each role the probability from which it is believed."""

    __slots__ = ("biases", "thresholds", "weights")

    def __init__(self, weights: Mapping[str, Sequence[float]], biases: Sequence[float], thresholds: Sequence[float]) -> None:
        """Take for each feature one weight a role, in the order of ROLE_CLASSES."""
        self.weights = weights
        self.biases = tuple(biases)
        self.thresholds = tuple(thresholds)

    @classmethod
    def load(cls, path: Path) -> RoleModel:
        """Read weights: rows of feature, role and weight; `=bias` and `=threshold` are no words of a text."""
        number_of = {role: number for number, role in enumerate(_ROLES)}
        weights: dict[str, list[float]] = {}
        for line_number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            feature, _, rest = line.partition("\t")
            role, _, weight = rest.partition("\t")
            if role not in number_of:
                raise ResourceError(path, f"no role {role!r}; there are {', '.join(_ROLES)}", line=line_number)
            try:
                weights.setdefault(feature, [0.0] * len(_ROLES))[number_of[role]] = float(weight)
            except ValueError as error:
                raise ResourceError(path, f"{weight!r} is no number", line=line_number) from error
        none = [0.0] * len(_ROLES)
        return cls(weights, weights.pop("=bias", none), weights.pop("=threshold", [1.0] * len(_ROLES)))

    def score(self, page: Page) -> list[Scored]:
        """Give the probability of each possible role of each term that may play one."""
        found = candidates(page)
        sums = [self._sums(names) for names in feature_names(page, found)]
        smoothed = smooth(found, sums)
        return [
            Scored(
                unit,
                term,
                {
                    role: 1 / (1 + math.exp(-max(-30.0, min(30.0, values[number]))))
                    for number, (role, classes) in enumerate(ROLE_CLASSES.items())
                    if not classes.isdisjoint(term.classes)
                },
            )
            for (unit, term), values in zip(found, smoothed, strict=True)
        ]

    def _sums(self, names: Iterable[str]) -> list[float]:
        totals = list(self.biases)
        get = self.weights.get
        for name in names:
            row = get(name)
            if row is not None:
                totals = [total + weight for total, weight in zip(totals, row, strict=True)]
        return totals


def find_subject(unit: Unit, page: Page) -> tuple[str, tuple[int, int] | None] | None:
    """Find the product that a unit speaks of, or None: it must be near unless the whole text or section is about it."""
    for near in (unit, unit.intro, unit.previous):
        if near is None or (near is unit.previous and (near.block != unit.block and near.place.title != unit.place.title)):
            continue
        agent = next((agent for agent in near.agents if agent.concept), None)
        if agent is not None and agent.concept:
            return agent.concept, (agent.first, agent.last)
        if near.agents:
            return None  # another treatment
    if page.topic and (page.is_label or page.topic_share >= _TOPIC_SHARE or unit.place.kind in _PRODUCT_SECTIONS):
        return page.topic, None
    return None


def is_barred(unit: Unit, term: Term, role: str, page: Page) -> bool:
    """Tell whether something speaks against a role: a sign of another effect, the class word beside its members."""
    if role == "has_adverse_effect":
        ruling = None
        for cue in unit.relations:
            if cue.phrase.kind == "sign-left" and cue.first >= term.last:
                return True
            if cue.last <= term.first:
                ruling = cue
        return ruling is not None and ruling.phrase.kind == "sign"
    if role == "interacts_with" and term.concept == "vaccine":
        return any(other.has("Vaccine") and other.concept != "vaccine" for near in page.units for other in near.terms)
    return False


#: A text that names its product this often speaks of it in every section.
_TOPIC_SHARE = 0.2
_PRODUCT_SECTIONS = frozenset(
    ("adverse", "boxed", "contraindications", "indications", "interactions", "mechanism", "postmarketing", "pregnancy", "warnings")
)


def candidates(page: Page) -> list[tuple[Unit, Term]]:
    """List the terms that may play a role, in the order of the text."""
    return [
        (unit, term)
        for unit in page.units
        if unit.terms and unit.place.kind not in _SILENT_SECTIONS
        for term in unit.terms
        if not term.is_product and not _ASKED.isdisjoint(term.classes) and term.concept not in _ROOTS and not is_part(unit, term)
    ]


def smooth(found: Sequence[tuple[Unit, Term]], sums: Sequence[Sequence[float]]) -> list[list[float]]:
    """Let the members of a list or sentence that are of one class share their evidence."""
    groups: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for number, (unit, term) in enumerate(found):
        groups[_group(unit, term)].append(number)
    result: list[list[float]] = [list(values) for values in sums]
    for members in groups.values():
        if len(members) > 1:
            means = [sum(column) / len(members) for column in zip(*(sums[number] for number in members), strict=True)]
            for number in members:
                result[number] = [own + _SHARED * (mean - own) for own, mean in zip(sums[number], means, strict=True)]
    return result


def classes_key(term: Term) -> str:
    """Name the classes of a term that matter for its roles."""
    return "+".join(sorted(term.classes & _ASKED))


# --- features -------------------------------------------------------------------------------------------------------------


def feature_names(page: Page, found: Sequence[tuple[Unit, Term]]) -> list[list[str]]:
    """Give for each term the names of its features; what units share is computed once."""
    views: dict[int, _View] = {}
    shared: dict[int, list[str]] = {}
    result = []
    for unit, term in found:
        if unit.index not in shared:
            shared[unit.index] = _unit_features(unit, page, views)
        result.append([*shared[unit.index], *_term_features(unit, page, term, _view(unit, page, views))])
    return result


def _group(unit: Unit, term: Term) -> tuple[str, int, str]:
    """Name the list or sentence that a term shares with others of its classes."""
    if unit.intro is not None and unit.place_in_block == 0:
        return "list", unit.intro.index, classes_key(term)
    return "unit", unit.index, classes_key(term)


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
        name = "<product>" if term.is_product else next((name for cls, name in _SHOWN if cls in term.classes), "<thing>")
        if term.first not in shown or (term.last > shown[term.first][0]):
            shown[term.first] = (term.last, name)
    symbols: list[str] = []
    places: list[int] = []
    stems = page.tokens.stems
    until = unit.first
    for index in range(unit.first, unit.last):
        if index in shown and index >= until:
            until, name = shown[index]
            symbols.append(name)
        elif index >= until:
            word = stems[index]
            symbols.append(word if not word[0].isdigit() else "<number>")
        places.append(len(symbols) - 1)
    return _View(symbols, places)


_PLAIN = frozenset((",", ".", "(", ")", "/", "the", "a", "an", "of", "and", "or", '"'))


#: Stems of a measure's name that make it one of watching, not of doing.
_WATCHING = frozenset(("monitor", "monitoring", "measur", "measurement", "observ", "observation", "assess", "assessment", "test", "check", "watch", "level"))


def _words(symbols: Sequence[str]) -> set[str]:
    return {symbol for symbol in symbols if symbol not in _PLAIN}


def _unit_features(unit: Unit, page: Page, views: dict[int, _View]) -> list[str]:
    view = _view(unit, page, views)
    names = [f"section {unit.place.kind}"]
    names += [f"sentence {word}" for word in sorted(_words(view.symbols))]
    names += [f"sentence {a} {b}" for a, b in sorted(set(zip(view.symbols, view.symbols[1:], strict=False))) if b not in _PLAIN or a not in _PLAIN]
    names += [f"opening {word}" for word in view.symbols[:3]]
    if unit.intro is not None:
        introduction = _view(unit.intro, page, views).symbols[-14:]
        names += [f"intro {word}" for word in sorted(_words(introduction))]
        names += [f"intro {a} {b}" for a, b in sorted(set(zip(introduction, introduction[1:], strict=False)))]
        names += sorted({f"intro cue {cue.phrase.kind}" for cue in (*unit.intro.relations, *unit.intro.safety, *unit.intro.qualifiers)})
    heading = page.headings.get(unit.place.heading) if unit.place.heading is not None else None
    if heading is not None and heading is not unit:
        names += [f"heading {word}" for word in sorted(_words(_view(heading, page, views).symbols))]
    if unit.previous is not None and unit.previous.block == unit.block:
        names += [f"before {word}" for word in sorted(_words(_view(unit.previous, page, views).symbols))]
    if unit.label_last is not None and unit.label_last > unit.first:
        names += [f"label {word}" for word in sorted(_words(view.symbols[: view.places[unit.label_last - 1 - unit.first] + 1]))]
    form = "heading" if unit.is_heading else "row" if unit.is_row else "item" if unit.is_item else "prose"
    names += [f"form {form}", f"form {form} {unit.place.kind}", f"document {page.document.kind}"]
    if page.is_label:
        names += ["document is label", f"label section {unit.place.kind}"]
    if page.is_trial:
        names.append("document is trial")
    products = any(agent.concept for agent in unit.agents)
    others = any(agent.concept is None for agent in unit.agents)
    names.append(f"agents {'product' if products else 'topic' if page.topic else 'nobody'}{' and others' if others else ''}")
    return names


def _term_features(unit: Unit, page: Page, term: Term, view: _View) -> list[str]:
    key = classes_key(term)
    symbols = view.symbols
    first = view.places[term.first - unit.first]
    last = view.places[min(term.last, unit.last) - 1 - unit.first] + 1
    left = symbols[max(0, first - _WINDOW) : first]
    right = symbols[last : last + _WINDOW]
    names = [f"class {key}", f"class {key} in {unit.place.kind}"]
    if not _WATCHING.isdisjoint(page.tokens.stems[term.first : term.last]):
        names.append("own watching")
    names += [f"left {word}" for word in {*left}]
    names += [f"left {a} {b}" for a, b in {*zip(left, left[1:], strict=False)}]
    names += [f"right {word}" for word in {*right}]
    names += [f"right {a} {b}" for a, b in {*zip(right, right[1:], strict=False)}]
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
            who = "product" if actor.concept else "other"
            names += [f"between {who} {word}" for word in _words(between)]
    return list(dict.fromkeys(names))
