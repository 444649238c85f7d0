"""The role model: typed terms that no rule spoke of go in, drafts of what they most probably are to the product come out.

A second voice beside the rules: for each role one logistic regression over named features (words around the term, of its list's
introduction and of its heading, the kind of section, cues, who acts). Names of concepts never are features: a term counts as its
class. benchmarks/train_roles.py fits the weights, data/cues/roles.tsv holds them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from kg.errors import ResourceError
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.relations import Governor, Subject
from kg.reading.safety.effect_grades import SafetyDefaults, effect_draft
from kg.reading.safety.signs import is_list_of_signs, is_no_effect
from kg.reading.therapy.bystanders import is_bystander
from kg.reading.therapy.disease_pages import page_disease
from kg.reading.therapy.scope import is_feature, is_renamed
from kg.reading.therapy.status import status_of
from kg.records import Polarity, Predicate, Status

__all__ = ["ROLE_CLASSES", "Place", "RoleModel", "find_roles", "open_roles", "role_places"]

#: The roles that the model knows, and the classes of which a term must have one to play the role.
ROLE_CLASSES: Mapping[Predicate, frozenset[str]] = {
    "has_adverse_effect": frozenset(("AdverseEffect", "Condition")),
    "has_risk_factor": frozenset(("RiskFactor", "Condition", "Immunodeficiency", "Population", "Medication")),
    "interacts_with": frozenset(("Vaccine", "LaboratoryTest", "Medication")),
    "mitigated_by": frozenset(("Management", "Medication")),
    "monitored_by": frozenset(("LaboratoryTest", "Management")),
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
SHARED = 0.4


#: A word, or two that follow each other.
Words = str | tuple[str, str]


@dataclass(slots=True)
class Features:
    """Names of features, and words of stretches of text, each of which is one with the name of its stretch: "left", ("due", "to")."""

    names: list[str]
    stretches: list[tuple[str, set[Words]]]

    def all_names(self) -> list[str]:
        """Write out every feature as a name, sorted: "left due to"."""
        words = (f"{name} {word if isinstance(word, str) else ' '.join(word)}" for name, found in self.stretches for word in found)
        return sorted({*self.names, *words})


@dataclass(slots=True)
class Place:
    """A term that may play a role, its group (the list or sentence that it shares with its like) and its features."""

    unit: Unit
    term: Term
    group: tuple[str, int, str]
    #: What all terms of the unit share, and what is the term's own.
    around: Features
    own: Features

    @property
    def names(self) -> list[str]:
        """The names of all features."""
        return [*self.around.all_names(), *self.own.all_names()]


@dataclass(slots=True)
class _View:
    """A unit's words as the model sees them: stems, but terms, agents and numbers as their class."""

    symbols: list[str]
    #: Place in `symbols` of each token from the unit's first on.
    places: list[int]


class RoleModel:
    """The weights, and for each role the probability from which on it is believed.

    The weights of a feature for all roles are held in one whole number, side by side, so that one addition adds them all.
    """

    __slots__ = ("_known", "_rows", "_start", "_stretches", "bars", "biases", "thresholds", "weights")

    def __init__(self, weights: Mapping[str, Sequence[float]], biases: Sequence[float], thresholds: Sequence[float]) -> None:
        """Take for each feature one weight a role, in the order of ROLE_CLASSES; four decimals count."""
        self.weights = weights
        self.biases = tuple(biases)
        self.thresholds = tuple(thresholds)
        #: The thresholds as logarithms of odds.
        self.bars = tuple(math.log(p / (1 - p)) if 0 < p < 1 else math.copysign(math.inf, p - 0.5) for p in self.thresholds)
        self._start = _packed(self.biases) + sum(_ZERO << _LANE * number for number in range(len(_ROLES)))
        self._rows: dict[str, int] = {}
        self._stretches: dict[str, dict[Words, int]] = {name: {} for name in _STRETCHES}
        for name, row in weights.items():
            stretch = next((stretch for stretch in _STRETCHES if name.startswith(f"{stretch} ")), None)
            if stretch is None or name.startswith("intro cue "):
                self._rows[name] = _packed(row)
            if stretch is not None:
                first, _, second = name[len(stretch) + 1 :].partition(" ")
                self._stretches[stretch][(first, second) if second else first] = _packed(row)
        #: The words of each table once more: two sets are compared faster than a set and a table.
        self._known = {name: frozenset(table) for name, table in self._stretches.items()}

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
        biases, thresholds = weights.pop("=bias", none), weights.pop("=threshold", [1.0] * len(_ROLES))
        return cls(weights, biases, thresholds)

    def score(self, places: Sequence[Place]) -> list[list[float]]:
        """Give each place's probability of each role, in the order of ROLE_CLASSES."""
        return [[_probability(value) for value in values] for values in self.log_odds(places)]

    def log_odds(self, places: Sequence[Place]) -> list[list[float]]:
        """Give the same as logarithms of odds; the members of a group share their evidence."""
        of_unit: dict[int, int] = {}
        sums = []
        groups: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            if place.unit.index not in of_unit:
                of_unit[place.unit.index] = self._added(self._start, place.around)
            sums.append(_unpacked(self._added(of_unit[place.unit.index], place.own)))
            groups[place.group].append(number)
        shared = list(sums)
        for members in groups.values():
            if len(members) > 1:
                means = [sum(column) / len(members) for column in zip(*(sums[number] for number in members), strict=True)]
                for number in members:
                    shared[number] = [own + SHARED * (mean - own) for own, mean in zip(sums[number], means, strict=True)]
        return shared

    def _added(self, start: int, features: Features) -> int:
        rows = self._rows
        total = start + sum(map(rows.__getitem__, rows.keys() & features.names))
        for name, words in features.stretches:
            table = self._stretches[name]
            total += sum(map(table.__getitem__, words & self._known[name]))
        return total


#: Stretches of text whose words are features in the hundreds.
_STRETCHES = ("sentence", "intro", "heading", "before", "left", "right", "between product", "between other")
#: Bits for the sum of one role's weights, what stands for zero in them, and the weight of one.
_LANE, _ZERO, _ONE = 40, 1 << 39, 10_000


def _packed(weights: Sequence[float]) -> int:
    return sum(round(weight * _ONE) << _LANE * number for number, weight in enumerate(weights))


def _unpacked(total: int) -> list[float]:
    return [((total >> _LANE * number) % (1 << _LANE) - _ZERO) / _ONE for number in range(len(_ROLES))]


def _probability(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def find_roles(page: Page, drafts: Sequence[Draft], model: RoleModel, defaults: SafetyDefaults | None = None) -> Iterator[Draft]:
    """Give what the model believes of terms that no rule claimed in that role anywhere in the document.

    Of the mentions of a concept the most probable one is the evidence; a term whose words a rule has read plays no further role.
    """
    open_to = open_roles(page, drafts)
    touched = {_group(unit, term) for unit, term, roles in open_to if roles}
    kept = [(unit, term, roles) for unit, term, roles in open_to if _group(unit, term) in touched]
    places = role_places(page, [(unit, term) for unit, term, _ in kept])
    best: dict[tuple[Predicate, str], tuple[float, Place]] = {}
    for place, (_, term, roles), log_odds in zip(places, kept, model.log_odds(places), strict=True):
        likely = [
            (_probability(log_odds[number]), role)
            for number, role in enumerate(_ROLES)
            if role in roles and log_odds[number] >= model.bars[number]
        ]
        if likely:
            probability, role = max(likely)
            if (role, term.concept) not in best or best[role, term.concept][0] < probability:
                best[role, term.concept] = (probability, place)
    for (role, _), (probability, place) in best.items():
        subject = find_subject(place.unit, page)
        if subject is None:
            continue
        if role == "has_adverse_effect" and defaults is None:
            defaults = SafetyDefaults(page)
        draft = _draft(place, page, role, subject, defaults)
        if draft is not None:
            yield replace(draft, method="role model", score=round(TRUST * probability * place.term.score, 3))


#: The model's probabilities count less than a rule's.
TRUST = 0.8


def _draft(place: Place, page: Page, role: Predicate, subject: Subject, defaults: SafetyDefaults | None) -> Draft | None:
    unit, term = place.unit, place.term
    if role == "has_adverse_effect" and defaults is not None:
        if unit.is_tabled or is_no_effect(unit, page, term):
            return None
        return effect_draft(unit, page, term, Governor("adverse", "", None, "section", unit.index), subject, defaults)
    polarity: Polarity
    status: Status = ""
    if role == "treats":
        status, polarity = status_of(unit, page, term, Governor("treats", "used", None, "section", unit.index))
    else:
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
    if role == "interacts_with":
        polarity = "negated" if any(cue.phrase.kind == "unaffected" for cue in unit.safety) else "affirmed"
    elif polarity == "negated":
        return None  # what is denied is seldom a statement of its own: a missing effect, a measure that is not needed
    return Draft(
        subject.concept, role, term.concept, term.first, term.last, "", 0.0, unit.index,
        status=status, polarity=polarity, subject_span=subject.span,
    )  # fmt: skip


def open_roles(page: Page, drafts: Sequence[Draft]) -> list[tuple[Unit, Term, frozenset[Predicate]]]:
    """List the terms that may play a role in the text with the roles that are open to each: none claimed, none barred."""
    claimed = {(draft.predicate, draft.object) for draft in drafts}
    read = {draft.first for draft in drafts if draft.predicate not in _OF_CONDITIONS}
    elsewhere = {draft.object for draft in drafts if draft.predicate in _AGAINST_USE}
    groups = {draft.first for draft in drafts if draft.predicate == "in_category"}
    titled = page_disease(page)  # of it the rules for pages about one disease speak, from the sentences on treatment
    names_vaccine = any(term.has("Vaccine") and term.concept != "vaccine" for unit in page.units for term in unit.terms)
    result = []
    for unit in page.units:
        if not unit.terms or unit.place.kind in _SILENT_SECTIONS or page.tokens.surfaces[unit.last - 1] == "?":
            continue
        is_about = find_subject(unit, page) is not None
        for term in unit.terms:
            if term.is_product or _ASKED.isdisjoint(term.classes) or term.concept in _ROOTS or is_part(unit, term):
                continue
            roles = _NONE
            if is_about and term.first not in read:
                possible = [role for role in _roles_of(term.classes) if (role, term.concept) not in claimed]
                roles = frozenset(
                    role
                    for role in possible
                    if not (role == "has_adverse_effect" and (_is_sign(unit, page, term) or _is_lessened(unit, term)))
                    and not (role == "treats" and (term.concept in elsewhere or _is_of_whom(unit, term) or _is_beside(unit, page, term)))
                    and not (role == "treats" and is_bystander(unit, page, term))
                    and not (role == "treats" and (term.first in groups or _is_sign(unit, page, term) or _is_cause(unit, page, term)))
                    and not (role == "treats" and term is titled)
                    and not (role == "interacts_with" and names_vaccine and term.concept == "vaccine")
                )
            result.append((unit, term, roles))
    return result


_NONE: frozenset[Predicate] = frozenset()


@cache
def _roles_of(classes: frozenset[str]) -> tuple[Predicate, ...]:
    """The roles that a term of some classes may play."""
    return tuple(role for role, asked in ROLE_CLASSES.items() if not asked.isdisjoint(classes))


def find_subject(unit: Unit, page: Page) -> Subject | None:
    """Find the product that a unit speaks of, or None: it must be near unless the text is about one."""
    for near in (unit, unit.intro, unit.previous):
        if near is None or (near is unit.previous and (near.block != unit.block and near.place.title != unit.place.title)):
            continue
        agent = next((agent for agent in near.agents if agent.concept), None)
        if agent is not None and agent.concept:
            return Subject(agent.concept, (agent.first, agent.last), "sentence")
        if near.agents:
            return None  # another treatment
    return Subject(page.topic, None, "topic") if page.topic else None


#: Predicates about the condition itself, beside which a term may well play a role.
_OF_CONDITIONS = frozenset(("in_category", "caused_by", "has_pathology"))
#: What a text says of a condition that it does not say of one that the product treats.
_AGAINST_USE = frozenset(("prevents", "contraindicated_in", "has_risk_factor", "not_effective_for", "worsens"))
_ILLNESS = frozenset(("disease", "disorder", "illness"))
_DISEASES = ROLE_CLASSES["treats"]


def _is_of_whom(unit: Unit, term: Term) -> bool:
    """ "to prevent infections in patients with A", "for A in those who have B": whom a statement is about, behind its object."""
    patients = [cue for cue in unit.cues("patients") if cue.last <= term.first]
    return any(other.has(*_DISEASES) and other.last <= patients[-1].first for other in unit.terms) if patients else False


def _is_beside(unit: Unit, page: Page, term: Term) -> bool:
    """What stands beside the treated: "A with shock", "too few platelets (A)", "A after B", "tested for A", pregnancy."""
    follows = page.tokens.folds[term.first - 1] in {"after", "following"} if term.first > unit.first else False
    before = page.tokens.stems[max(unit.first, term.first - 6) : term.first]
    is_tested = "for" in before and not {"test", "screen", "check"}.isdisjoint(before)
    return term.concept == "pregnancy" or follows or is_tested or is_feature(unit, page, term) or is_renamed(unit, page, term)


def _is_cause(unit: Unit, page: Page, term: Term) -> bool:
    """ "A and B are common causes": what makes people need the product is not what it treats."""
    return term.has("AcquiredCause") and any(stem in {"caus", "cause"} for stem in page.tokens.stems[term.last : unit.last])


def _is_lessened(unit: Unit, term: Term) -> bool:
    """Whether the last cue before the term says that something makes it less: "helps to reduce fever"."""
    before = [cue for cue in (*unit.relations, *unit.safety) if cue.last <= term.first]
    return bool(before) and max(before, key=lambda cue: cue.last).phrase.kind == "lessen"


def _is_sign(unit: Unit, page: Page, term: Term) -> bool:
    """Whether the term is said to be a sign of something else, or what a disease causes."""
    nearest = None
    if is_list_of_signs(unit, page):
        return True
    for cue in unit.relations:
        if cue.phrase.kind == "sign-left" and cue.first >= term.last:
            return True
        if cue.last <= term.first:
            nearest = cue
    if nearest is None or nearest.phrase.kind == "sign":
        return nearest is not None
    # "Kawasaki disease causes fever", "it is given because the disease may cause fever": a disease stands as the verb's subject.
    if nearest.phrase.kind not in {"adverse", "cause", "causes"}:
        return False
    start = max((agent.last for agent in unit.agents if agent.concept and agent.last <= nearest.first), default=unit.first)
    named = any(o.has("Condition") and not o.has("AdverseEffect") and start <= o.first and o.last <= nearest.first for o in unit.terms)
    return named or not _ILLNESS.isdisjoint(page.tokens.folds[start : nearest.first])


def _classes_of(term: Term) -> str:
    """Name the classes of a term that matter for its roles."""
    return _joined_classes(term.classes)


@cache
def _joined_classes(classes: frozenset[str]) -> str:
    return "+".join(sorted(classes & _ASKED))


# --- features -------------------------------------------------------------------------------------------------------------


def role_places(page: Page, terms: Sequence[tuple[Unit, Term]]) -> list[Place]:
    """Give the features of terms; what a unit's terms share is computed once."""
    views: dict[int, _View] = {}
    around: dict[int, Features] = {}
    result = []
    for unit, term in terms:
        if unit.index not in around:
            around[unit.index] = _unit_features(unit, page, views)
        result.append(Place(unit, term, _group(unit, term), around[unit.index], _term_features(unit, page, term, _view(unit, page, views))))
    return result


def _group(unit: Unit, term: Term) -> tuple[str, int, str]:
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
    words = [word if "a" <= word[0] <= "z" or not word[0].isdigit() else "<number>" for word in page.tokens.stems[unit.first : unit.last]]
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


#: Words too common to be a feature alone.
_PLAIN = frozenset((",", ".", "(", ")", "/", "the", "a", "an", "of", "and", "or", '"'))
#: Stems of a measure's name that make it one of watching, not of doing.
_WATCHING = frozenset(
    ("monitor", "monitoring", "measur", "measurement", "observ", "observation", "assess", "assessment", "test", "check", "watch", "level")
)


def _words(symbols: Sequence[str]) -> list[str]:
    return [symbol for symbol in symbols if symbol not in _PLAIN]


def _unit_features(unit: Unit, page: Page, views: dict[int, _View]) -> Features:
    view = _view(unit, page, views)
    names = [f"section {unit.place.kind}"]
    inside = {pair for pair in pairwise(view.symbols) if pair[1] not in _PLAIN or pair[0] not in _PLAIN}
    stretches: list[tuple[str, set[Words]]] = [("sentence", {*_words(view.symbols), *inside})]
    names += [f"opening {word}" for word in view.symbols[:3]]
    if unit.intro is not None:
        introduction = _view(unit.intro, page, views).symbols[-14:]
        stretches.append(("intro", {*_words(introduction), *pairwise(introduction)}))
        names += [f"intro cue {cue.phrase.kind}" for cue in (*unit.intro.relations, *unit.intro.safety, *unit.intro.qualifiers)]
    heading = page.headings.get(unit.place.heading) if unit.place.heading is not None else None
    if heading is not None and heading is not unit:
        stretches.append(("heading", set(_words(_view(heading, page, views).symbols))))
    if unit.previous is not None and unit.previous.block == unit.block:
        stretches.append(("before", set(_words(_view(unit.previous, page, views).symbols))))
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
