"""Materialisation: ground rules and triples go in, all that follows comes out, each triple with the rule and premises that gave it first.

Terms become numbers and every triple is looked at once, in the order in which it was found (semi-naive evaluation, as in Abiteboul, Hull
and Vianu, Foundations of Databases, chapter 13, triple by triple as in RDFox). A triple meets only those looked at before it, so each pair is
joined once, and what is found early has a short proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph.rules import Atom, GroundRule, Node, Variable
from kg.identifiers import PREFIXES

__all__ = ["Materialisation", "Support"]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")

#: A triple of numbers: subject, predicate, object.
_Fact = tuple[int, int, int]
#: From a term to the places of the facts that hold it.
_Index = dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Support:
    """Why a triple follows: the ground rules that lead to it, the last one first, and the triples that they start from."""

    rules: tuple[GroundRule, ...]
    premises: tuple[Triple, ...]


class Materialisation:
    """The triples that stand in a rule, and all that follows from them."""

    def __init__(self, triples: Iterable[Triple], rules: Iterable[GroundRule]) -> None:
        self.rules = tuple(rules)
        self._numbers: dict[object, int] = {}
        self._terms: list[Node] = []
        self._literals: set[int] = set()
        #: Each fact by its numbers, and its place in the order in which it was found.
        self._places: dict[_Fact, int] = {}
        self._facts: list[_Fact] = []
        #: The ground rule and the places of the premises of each fact that follows, from place `_asserted` on.
        self._origins: list[tuple[int, ...]] = []
        #: Rule and premises of each contradiction, and the individual that it is about.
        self._faults: dict[tuple[int, ...], int] = {}
        self._by_subject: dict[int, _Index] = {}
        self._by_object: dict[int, _Index] = {}
        self._type = self._number(_TYPE)
        plans = self._plans()
        self._take_in(triples)
        self._asserted = len(self._facts)
        self._close(*plans)

    def inferred(self) -> Iterator[tuple[Triple, GroundRule]]:
        """Give what follows in the order in which it was found; membership of restrictions, which are blank nodes, is among it."""
        terms = self._terms
        for (subject, predicate, value), origin in zip(self._facts[self._asserted :], self._origins, strict=True):
            triple = Triple(terms[subject], terms[predicate], terms[value])  # type: ignore[arg-type]
            yield triple, self.rules[origin[0]]

    def contradictions(self) -> Iterator[tuple[Node, Support]]:
        """Give the individuals that would belong to nothing, each with every pair of proofs that makes it so."""
        return ((self._terms[who], self._support(origin)) for origin, who in self._faults.items())

    def support(self, triple: Triple) -> Support | None:
        """Give the first proof of a triple that follows, or None for one that is asserted or does not follow.

        What has no name is stepped over: a premise that is about a class expression is replaced by what makes it so.
        """
        numbers = [self._numbers.get(term, -1) for term in (triple.subject, triple.predicate, triple.object)]
        place = self._places.get((numbers[0], numbers[1], numbers[2]), -1)
        return self._support(self._origins[place - self._asserted]) if place >= self._asserted else None

    def _support(self, origin: tuple[int, ...]) -> Support:
        rules: dict[int, None] = {}
        premises: dict[int, None] = {}
        waiting = [origin]
        while waiting:
            rule, *places = waiting.pop()
            rules[rule] = None
            for place in places:
                if place >= self._asserted and any(isinstance(self._terms[term], BlankNode) for term in self._facts[place]):
                    waiting.append(self._origins[place - self._asserted])
                else:
                    premises[place] = None
        return Support(tuple(self.rules[rule] for rule in rules), tuple(self._triple(place) for place in sorted(premises)))

    def _triple(self, place: int) -> Triple:
        subject, predicate, value = (self._terms[number] for number in self._facts[place])
        return Triple(subject, predicate, value)  # type: ignore[arg-type]

    def _number(self, term: Node) -> int:
        number = self._numbers.setdefault(term, len(self._terms))
        if number == len(self._terms):
            self._terms.append(term)
            if isinstance(term, Literal):
                self._literals.add(number)
        return number

    def _take_in(self, triples: Iterable[Triple]) -> None:
        """Keep the triples whose property, or class if they state a type, stands in a rule."""
        atoms = [atom for rule in self.rules for atom in (rule.head, *rule.body)]
        properties = {atom.predicate for atom in atoms if atom.predicate != _TYPE}
        classes = {atom.object for atom in atoms if atom.predicate == _TYPE}
        any_class = any(isinstance(term, Variable) for term in classes)
        places, facts, number = self._places, self._facts, self._number
        for triple in triples:
            predicate = triple.predicate
            if predicate in properties or (predicate == _TYPE and (any_class or triple.object in classes)):
                fact = (number(triple.subject), number(predicate), number(triple.object))  # type: ignore[arg-type]
                if fact not in places:
                    places[fact] = len(facts)
                    facts.append(fact)

    def _close(self, by_property: dict[int, list[_Plan]], by_value: dict[tuple[int, int], list[_Plan]]) -> None:
        facts, by_subject, by_object, none = self._facts, self._by_subject, self._by_object, list[_Plan]()
        place = 0
        while place < len(facts):
            subject, predicate, value = facts[place]
            if (index := by_subject.get(predicate)) is not None:
                index[subject].append(place)
            if (index := by_object.get(predicate)) is not None:
                index[value].append(place)
            for plan in by_property.get(predicate, none):
                plan(place, subject, value)
            for plan in by_value.get((predicate, value), none):
                plan(place, subject, value)
            place += 1

    def _plans(self) -> tuple[dict[int, list[_Plan]], dict[tuple[int, int], list[_Plan]]]:
        """Make a plan for each atom of each rule: what to do when a fact is looked at that fits this atom."""
        by_property: dict[int, list[_Plan]] = defaultdict(list)
        by_value: dict[tuple[int, int], list[_Plan]] = defaultdict(list)
        for position, rule in enumerate(self.rules):
            for first, atom in enumerate(rule.body):
                plan = self._plan(position, rule, first)
                if isinstance(atom.object, Variable):
                    by_property[self._number(atom.predicate)].append(plan)
                else:
                    by_value[self._number(atom.predicate), self._number(atom.object)].append(plan)
        return dict(by_property), dict(by_value)

    def _plan(self, position: int, rule: GroundRule, first: int) -> _Plan:
        """Chain the steps of a rule, last one first: each binds what it can and calls the next.

        The values that are bound stand in `bound`, the places of the facts used in `used`; every plan has its own.
        """
        slots: dict[Variable | Node, int] = {}
        bound: list[int] = []

        def slot(term: Variable | Node) -> int:
            if term not in slots:
                slots[term] = len(bound)
                bound.append(-1 if isinstance(term, Variable) else self._number(term))
            return slots[term]

        used = [position] + [0] * len(rule.body)
        order = _join_order(rule.body, first)
        known = {term for term in (rule.body[first].subject, rule.body[first].object) if isinstance(term, Variable)}
        steps: list[Callable[[Callable[[], None]], Callable[[], None]]] = []
        for at in order[1:]:
            atom = rule.body[at]
            steps.append(self._step(atom, at + 1, known, slot, bound, used))
            known |= {term for term in (atom.subject, atom.object) if isinstance(term, Variable)}
        run = self._conclude(rule, slot, bound, used)
        for step in reversed(steps):
            run = step(run)
        trigger = rule.body[first]
        subject, value = slot(trigger.subject), slot(trigger.object)
        loop = subject == value
        # Plans are found by property and, where it is fixed, by object; a fixed subject is left to be asked for.
        wanted = None if isinstance(trigger.subject, Variable) else bound[subject]

        def plan(place: int, s: int, o: int) -> None:
            if (loop and s != o) or (wanted is not None and s != wanted):
                return
            bound[subject], bound[value] = s, o
            used[first + 1] = place
            run()

        return plan

    def _step(
        self, atom: Atom, at: int, known: set[Variable], slot: Callable[[Variable | Node], int], bound: list[int], used: list[int]
    ) -> Callable[[Callable[[], None]], Callable[[], None]]:
        predicate = self._number(atom.predicate)
        subject, value = slot(atom.subject), slot(atom.object)
        free_subject = isinstance(atom.subject, Variable) and atom.subject not in known
        free_value = isinstance(atom.object, Variable) and atom.object not in known
        places, facts = self._places, self._facts
        if free_subject and free_value:
            raise ValueError(f"the premises of a rule must hang together: {atom}")

        if not free_subject and not free_value:

            def check(run: Callable[[], None]) -> Callable[[], None]:
                def step() -> None:
                    place = places.get((bound[subject], predicate, bound[value]))
                    if place is not None:
                        used[at] = place
                        run()

                return step

            return check

        indexes, here, there, part = (
            (self._by_subject, subject, value, 2) if free_value else (self._by_object, value, subject, 0)
        )
        index = indexes.setdefault(predicate, defaultdict(list))

        def expand(run: Callable[[], None]) -> Callable[[], None]:
            def step() -> None:
                found = index.get(bound[here])
                if found is not None:
                    for place in found:
                        bound[there] = facts[place][part]
                        used[at] = place
                        run()

            return step

        return expand

    def _conclude(self, rule: GroundRule, slot: Callable[[Variable | Node], int], bound: list[int], used: list[int]) -> Callable[[], None]:
        predicate = self._number(rule.head.predicate)
        subject, value = slot(rule.head.subject), slot(rule.head.object)
        places, facts, origins, literals, faults = self._places, self._facts, self._origins, self._literals, self._faults

        def conclude() -> None:
            fact = (bound[subject], predicate, bound[value])
            if fact not in places and fact[0] not in literals:
                places[fact] = len(facts)
                facts.append(fact)
                origins.append(tuple(used))

        def accuse() -> None:
            faults.setdefault(tuple(used), bound[subject])

        return accuse if rule.rule.stage == "contradiction" else conclude


#: What is done with a fact that fits an atom: its place, subject and object.
_Plan = Callable[[int, int, int], None]


def _join_order(body: Sequence[Atom], first: int) -> list[int]:
    """Order the atoms of a body, from the first on, so that each shares a variable with those before it, and tests come before searches."""
    order, known = [first], {body[first].subject, body[first].object}
    left = [at for at in range(len(body)) if at != first]
    while left:
        best = min((sum(isinstance(t, Variable) and t not in known for t in (body[at].subject, body[at].object)), at) for at in left)[1]
        order.append(best)
        left.remove(best)
        known |= {body[best].subject, body[best].object}
    return order
