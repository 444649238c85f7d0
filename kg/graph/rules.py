"""Rules of OWL 2 RL: query files and the axioms of an ontology go in, rules whose properties and classes are fixed come out.

A rule is a CONSTRUCT query whose pattern has two parts, told apart by comments: `# axiom` is what the ontology must say, `# premises`
are triple patterns about individuals. The axioms are few and the individuals many; so the first part is asked once, of the ontology, and
each answer makes one ground rule. From "`?p rdfs:subPropertyOf ?q`, `?x ?p ?y`, so `?x ?q ?y`" becomes "`?x ig:treats ?y`, so
`?x ig:therapeuticRelation ?y`", which can be run over a million triples without a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Literal as OneOf
from typing import get_args

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import OntologyError
from kg.identifiers import PREFIXES, to_iri

__all__ = ["Atom", "GroundRule", "Node", "Rule", "Schema", "Variable", "read_rules"]

Stage = OneOf["schema", "data", "contradiction"]
Node = NamedNode | BlankNode | Literal

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LISTS = frozenset(NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest"))
_VOCABULARIES = (PREFIXES["owl"], PREFIXES["rdfs"] + "subClassOf", PREFIXES["rdfs"] + "subPropertyOf", PREFIXES["rdfs"] + "domain",
                 PREFIXES["rdfs"] + "range")  # fmt: skip
_PREFIX = re.compile(r"^PREFIX (\w*): <([^>]*)>\s*$", re.MULTILINE)
_QUERY = re.compile(
    r"CONSTRUCT \{(?P<head>[^}]*)\}\s*WHERE \{\s*# axiom\n(?P<axiom>.*?)\n\s*# premises\n(?P<premises>[^\n]*)\n"
    r"(?:\s*# for every (?P<every>\?\w+)\n.*)?\s*\}\s*$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A CONSTRUCT query: its name in the OWL 2 RL tables, and the term without which it has nothing to do.

    Rules of stage `schema` say what follows among classes and properties; they are run as they stand, on the ontology alone. Those of stage
    `data` say what follows about individuals, those of stage `contradiction` what makes one a member of owl:Nothing; of these two
    `conclusion`, `axiom` and `premises` are the parts of the query. With `every` there is one premise for each value of that variable.
    """

    name: str
    title: str
    stage: Stage
    when: str
    text: str
    conclusion: tuple[str, ...] = ()
    axiom: str = ""
    premises: tuple[tuple[str, ...], ...] = ()
    every: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A place of an atom that any individual may take."""

    name: str


@dataclass(frozen=True, slots=True)
class Atom:
    """A triple pattern whose property is known, and its class too if it is a type."""

    subject: Variable | Node
    predicate: NamedNode
    object: Variable | Node


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A rule applied to one axiom of the ontology: the body holds, so the head does. `axiom` is the triple that the axiom is known by."""

    rule: Rule
    axiom: Triple
    head: Atom
    body: tuple[Atom, ...]


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """Read the rules of a folder, sorted by file name; the comment head of each states rule, title, stage and the term it is about."""
    rules = tuple(_read_rule(path) for path in sorted(folder.glob("*.rq")))
    if not rules:
        raise OntologyError(folder, "holds no rule (*.rq)")
    return rules


def _read_rule(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    head = dict(re.findall(r"^# (\w+): (.+?)\s*$", text, re.MULTILINE))
    stages = [stage for stage in get_args(Stage) if stage == head.get("stage")]
    if {"rule", "title", "when"} - head.keys() or not stages:
        raise OntologyError(path, f"the head must state rule, title, when, and as stage one of {', '.join(get_args(Stage))}", line=1)
    try:
        when = to_iri(head["when"])
    except ValueError as error:
        raise OntologyError(path, f"`# when:` must be a CURIE ({error})") from error
    if stages[0] == "schema":
        return Rule(head["rule"], head["title"], stages[0], when, text)
    parts = _QUERY.search(text)
    premises = tuple(tuple(pattern.split()) for pattern in re.split(r"\s\.(?:\s|$)", parts["premises"]) if pattern.split()) if parts else ()
    conclusion = tuple(parts["head"].split()) if parts else ()
    if parts is None or any(len(pattern) != 3 for pattern in (conclusion, *premises)) or not premises:
        raise OntologyError(
            path, "must be a CONSTRUCT query of one triple whose WHERE holds `# axiom`, patterns of the ontology, `# premises`, "
            "and on one line triple patterns separated by ` . `"
        )  # fmt: skip
    return Rule(head["rule"], head["title"], stages[0], when, text, conclusion, parts["axiom"], premises, parts["every"] or "")


class Schema:
    """The axioms among some triples, closed under the rules of stage `schema`."""

    def __init__(self, triples: Iterable[Triple], rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.store = ox.Store()
        self.store.extend(Quad(t.subject, t.predicate, t.object) for t in triples if _is_axiom(t))
        self._close([rule for rule in self.rules if rule.stage == "schema" and self._speaks_of(rule.when)])

    @cached_property
    def ground_rules(self) -> tuple[GroundRule, ...]:
        """Give the rules about individuals for each axiom, in the order of the rules and of the axioms' text."""
        rules = (rule for rule in self.rules if rule.stage != "schema" and self._speaks_of(rule.when))
        return tuple(ground for rule in rules for ground in self._grounded(rule))

    def _close(self, rules: Sequence[Rule]) -> None:
        """Run rules in turn until a whole round of them finds nothing."""
        idle = 0
        while idle < len(rules):
            for rule in rules:
                answers = _ask(self.store, rule, rule.text)
                if not isinstance(answers, ox.QueryTriples):
                    raise OntologyError(f"rule {rule.name}", "must be a CONSTRUCT query")
                new = [quad for t in answers if (quad := Quad(t.subject, t.predicate, t.object)) not in self.store]
                self.store.extend(new)
                idle = 0 if new else idle + 1
                if idle == len(rules):
                    break

    def _speaks_of(self, iri: str) -> bool:
        node = NamedNode(iri)
        patterns = ((None, node, None), (None, _TYPE, node))
        return any(True for pattern in patterns for _ in self.store.quads_for_pattern(*pattern))

    def _grounded(self, rule: Rule) -> Iterator[GroundRule]:
        prefixes = dict(_PREFIX.findall(rule.text))
        declarations = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
        answers = _ask(self.store, rule, f"{declarations}SELECT DISTINCT * WHERE {{ {rule.axiom} }}")
        assert isinstance(answers, ox.QuerySolutions)
        names = [variable.value for variable in answers.variables]
        rows: list[dict[str, Node]] = []
        for solution in answers:
            rows.append({f"?{name}": value for name in names if isinstance(value := solution[name], Node)})
        named = _first_pattern(rule.axiom)

        def filled(pattern: Sequence[str], row: dict[str, Node]) -> Atom:
            subject, predicate, value = (_term(part, row, prefixes) for part in pattern)
            assert isinstance(predicate, NamedNode)
            return Atom(subject, predicate, value)

        def key(row: dict[str, Node]) -> tuple[str, ...]:
            """What makes a ground rule of its own: all values but the members that are gathered in one, and the cells of lists."""
            return tuple(f"{name} {row[name]}" for name in sorted(row) if name != rule.every)

        rows.sort(key=lambda row: (key(row), str(row.get(rule.every))))
        for _, group in groupby(rows, key):
            members = list(group)
            axiom = filled(named, members[0])
            assert not isinstance(axiom.subject, Variable | Literal) and not isinstance(axiom.object, Variable)
            body = tuple(dict.fromkeys(filled(pattern, row) for row in members for pattern in rule.premises))
            yield GroundRule(rule, Triple(axiom.subject, axiom.predicate, axiom.object), filled(rule.conclusion, members[0]), body)


def _ask(store: ox.Store, rule: Rule, text: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    try:
        return store.query(text)
    except SyntaxError as error:
        raise OntologyError(f"rule {rule.name}", f"does not parse as SPARQL ({error})") from error


def _first_pattern(axiom: str) -> list[str]:
    return axiom.split()[:3]


def _term(part: str, row: dict[str, Node], prefixes: dict[str, str]) -> Variable | Node:
    if part == "a":
        return _TYPE
    if part.startswith("?"):
        return row.get(part) or Variable(part)
    prefix, _, name = part.partition(":")
    return NamedNode(prefixes[prefix] + name)


def _is_axiom(triple: Triple) -> bool:
    """Tell whether a triple may be part of an axiom: a term of OWL or RDFS is its predicate or its type, or it is a cell of a list."""
    predicate = triple.predicate
    if predicate == _TYPE:
        return isinstance(triple.object, NamedNode) and triple.object.value.startswith(PREFIXES["owl"])
    return predicate in _LISTS or predicate.value.startswith(_VOCABULARIES)
