"""Measure materialisation: engines side by side on generated graphs of our shape, each in a process of its own; time, memory, same answer or not.

    .venv/bin/python benchmarks/reasoning.py [--sizes 10000 100000 1000000] [--engines ours sparql delta reasonable nemo] [--timeout 600]
    .venv/bin/python benchmarks/reasoning.py --hermit BUILD        # HermiT's wall time on the logical part of a build

`ours` is kg.graph.reasoning; `sparql` runs the same rules as queries on Oxigraph in turn until nothing is new; `delta` runs them semi-naively, one
premise of each against what the last round found; `reasonable` (pip install reasonable) alternates with the property chains, which it lacks;
`nemo` (pip install nemo-python) gets the ground rules as Datalog. A size counts the triples that the reasoner is given: ontology, concepts with
their names, and plain facts. Claims and evidence are no part of it; with them a graph is about ten times as large. The ratio is of CPU time, which says
more than the clock on a machine that does other things too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import pyoxigraph as ox  # noqa: E402
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple  # noqa: E402

from kg.graph.ontology import read_ontology  # noqa: E402
from kg.graph.reasoning import read_rules, reason  # noqa: E402
from kg.graph.rules import Atom, GroundRule, Rule, Schema, Variable  # noqa: E402
from kg.identifiers import ID, PREFIXES, term_iri, to_iri  # noqa: E402

RULES = ROOT / "ontology" / "rules"
ENGINES = ("ours", "sparql", "delta", "reasonable", "nemo")
SEED = 11
TYPE = NamedNode(to_iri("rdf:type"))


# --- A graph of our shape ---


def generated(size: int) -> Iterator[Triple]:
    """Make about `size` triples of concepts and facts, in the proportions of the build: links per condition, product, mechanism, effect.

    Conditions hang in a tree of four below each, products in forms of forms; indications and adverse effects are drawn with a few favourites.
    """
    draw = random.Random(SEED)
    count = max(20, size // 16)
    kinds = {
        "condition": count, "product": count // 8, "effect": count // 2, "mechanism": count // 8, "feature": count // 6,
        "category": 30 + count // 200, "agent": 10 + count // 20, "constituent": 10 + count // 50, "place": 20, "route": 8,
        "source": 4, "cause": 10 + count // 50,
    }  # fmt: skip
    classes = {
        "condition": ("Condition", "Condition", "Condition", "Immunodeficiency"), "product": ("ImmunoglobulinProduct",),
        "effect": ("AdverseEffect",), "mechanism": ("Mechanism",), "category": ("Category",), "agent": ("Agent",),
        "feature": ("Feature", "AutoimmuneFeature", "Autoantibody", "AntibodyDeficiency", "GeneticDefect"),
        "constituent": ("Constituent",), "place": ("NervousStructure", "BloodStructure", "AnatomicalStructure"), "route": ("Route",),
        "source": ("Plasma",), "cause": ("AcquiredCause", "Medication"),
    }  # fmt: skip

    def node(kind: str, number: int) -> NamedNode:
        return NamedNode(f"{ID}{kind}-{number}")

    def any_of(kind: str) -> NamedNode:
        return node(kind, draw.randrange(kinds[kind]))

    def favourite(kind: str) -> NamedNode:
        return node(kind, int(kinds[kind] * draw.random() ** 3))

    def link(subject: NamedNode, name: str, value: NamedNode) -> Triple:
        return Triple(subject, NamedNode(term_iri(name)), value)

    names = [NamedNode(to_iri(f"skos:{name}")) for name in ("prefLabel", "altLabel", "definition")]
    for kind, number_of in kinds.items():
        for number in range(number_of):
            subject = node(kind, number)
            yield Triple(subject, TYPE, NamedNode(term_iri(classes[kind][number % len(classes[kind])])))
            yield Triple(subject, TYPE, NamedNode(to_iri("skos:Concept")))
            for name in names[: 1 + number % 3]:
                yield Triple(subject, name, Literal(f"{name.value[-5:]} of {kind} {number}", language="en"))
            if kind == "condition":
                if number and draw.random() < 0.6:
                    yield link(subject, "broader", node(kind, number // 4))
                if draw.random() < 0.6:
                    yield link(subject, "inCategory", any_of("category"))
                if draw.random() < 0.6:
                    yield link(subject, "hasBasisIn", any_of("feature"))
                if draw.random() < 0.3:
                    yield link(subject, "hasLocation", any_of("place"))
                if draw.random() < 0.05:
                    yield link(subject, "causedBy", any_of("cause"))
            elif kind == "category" and number:
                yield link(subject, "broader", node(kind, number // 4))
            elif kind == "mechanism":
                yield link(subject, "counteracts", any_of("feature"))
                yield link(subject, "counteracts", any_of("feature"))
            elif kind == "agent":
                yield link(subject, "isCausativeAgentOf", any_of("condition"))
            elif kind == "constituent":
                yield link(subject, "predisposesTo", any_of("effect"))
                yield link(subject, "harmfulIn", any_of("condition"))
            elif kind == "product":
                if number >= kinds["product"] // 10:
                    yield link(subject, "isFormOf", node(kind, number // 10))
                yield link(subject, "hasRoute", any_of("route"))
                yield link(subject, "hasConstituent", any_of("constituent"))
                if draw.random() < 0.4:
                    yield link(subject, "hasSpecificity", any_of("agent"))
                if draw.random() < 0.3:
                    yield link(subject, "derivedFrom", any_of("source"))
                facts = {link(subject, "actsVia", any_of("mechanism")) for _ in range(2)}
                facts |= {link(subject, draw.choice(USES), favourite("condition")) for _ in range(22)}
                facts |= {link(subject, draw.choice(HARMS), favourite("effect")) for _ in range(22)}
                yield from sorted(facts, key=str)


USES = ("usedFor", "usedFor", "approvedFor", "recommendedFor", "investigatedFor", "prevents", "contraindicatedIn")
HARMS = ("hasAdverseEffect", "hasAdverseEffect", "hasSeriousAdverseEffect")


# --- The engines: each takes triples and gives all that holds about named individuals and was not given ---


def by_ours(triples: list[Triple]) -> Iterable[Triple]:
    return [inference.triple for inference in reason(triples, RULES).inferences]


def by_sparql(triples: list[Triple]) -> Iterable[Triple]:
    """Run every rule in turn over everything, guarded so that it gives only what is new."""
    store, asserted = _stored(triples)
    rules = _useful(triples)
    idle = 0
    while idle < len(rules):
        for rule in rules:
            head = " ".join(rule.conclusion)
            text = rule.text.rstrip().removesuffix("}") + f"  FILTER NOT EXISTS {{ {head} }}\n}}"
            if rule.every:
                text = _LAST_MEMBER_FIRST
            answers = store.query(text)
            assert isinstance(answers, ox.QueryTriples)
            new = {quad for t in answers if (quad := Quad(t.subject, t.predicate, t.object)) not in store}
            store.extend(new)
            idle = 0 if new else idle + 1
            if idle == len(rules):
                break
    return _found(store, asserted)


#: The intersection rule as SPARQL: the last class of a list is by custom the narrow one, so it is asked first.
_LAST_MEMBER_FIRST = """
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
CONSTRUCT { ?x a ?c } WHERE {
  ?c owl:intersectionOf ?list . ?list rdf:rest* ?end . ?end rdf:rest rdf:nil ; rdf:first ?last . ?x a ?last .
  FILTER NOT EXISTS { ?x a ?c }
  FILTER NOT EXISTS { ?list rdf:rest*/rdf:first ?other . FILTER NOT EXISTS { ?x a ?other } }
}"""


def by_delta(triples: list[Triple]) -> Iterable[Triple]:
    """Run ground rules as queries, one premise against a graph of what the last round found, the others against everything."""
    store, asserted = _stored(triples)
    ground = [rule for rule in Schema(triples, read_rules(RULES)).ground_rules if rule.rule.stage == "data"]
    ground = [rule for rule in ground if not any(isinstance(t, BlankNode) for a in (rule.head, *rule.body) for t in (a.subject, a.object))] + [
        _skolemised(rule) for rule in ground if any(isinstance(t, BlankNode) for a in (rule.head, *rule.body) for t in (a.subject, a.object))
    ]
    delta = NamedNode("urn:delta")
    store.bulk_extend(Quad(q.subject, q.predicate, q.object, delta) for q in list(store))
    while True:
        seen = {q.predicate for q in store.quads_for_pattern(None, None, None, delta)}
        kinds = {q.object for q in store.quads_for_pattern(None, TYPE, None, delta)}
        new: set[Quad] = set()
        for rule in ground:
            head = _pattern(rule.head)
            for first in rule.body:
                if first.predicate not in seen or (first.predicate == TYPE and first.object not in kinds):
                    continue
                rest = " . ".join(_pattern(atom) for atom in rule.body if atom is not first)
                text = f"SELECT DISTINCT * WHERE {{ GRAPH <urn:delta> {{ {_pattern(first)} }} {rest} FILTER NOT EXISTS {{ {head} }} }}"
                answers = store.query(text)
                assert isinstance(answers, ox.QuerySolutions)
                for row in answers:
                    subject, value = (row[t.name[1:]] if isinstance(t, Variable) else t for t in (rule.head.subject, rule.head.object))
                    if isinstance(subject, NamedNode):
                        new.add(Quad(subject, rule.head.predicate, value))  # type: ignore[arg-type]
        new = {quad for quad in new if quad not in store}
        if not new:
            break
        store.clear_graph(delta)
        store.extend(new)
        store.extend(Quad(q.subject, q.predicate, q.object, delta) for q in new)
    store.clear_graph(delta)
    return _found(store, asserted)


def by_reasonable(triples: list[Triple]) -> Iterable[Triple]:
    """Let reasonable and the property chains take turns; it reads the graph anew each time."""
    import reasonable  # type: ignore[import-not-found]

    store, asserted = _stored(triples)
    chains = [rule for rule in _useful(triples) if rule.name == "prp-spo2"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.ttl"
        while True:
            ox.serialize((q for q in store), str(path), ox.RdfFormat.N_TRIPLES)
            engine = reasonable.PyReasoner()
            engine.load_file(str(path))
            store.extend(Quad(s, p, o) for row in engine.reason() if (triple := _from_rdflib(row)) for s, p, o in [triple])
            before = len(store)
            for rule in chains:
                answers = store.query(rule.text)
                assert isinstance(answers, ox.QueryTriples)
                store.extend([Quad(t.subject, t.predicate, t.object) for t in answers])
            if len(store) == before:
                return _found(store, asserted)


def by_nemo(triples: list[Triple]) -> Iterable[Triple]:
    """Hand the ground rules to nemo as Datalog, one predicate for each property and class, and the triples as a file."""
    import nmo_python  # type: ignore[import-not-found]

    ground = [rule for rule in Schema(triples, read_rules(RULES)).ground_rules if rule.rule.stage == "data"]
    names: dict[tuple[object, object], str] = {}

    def written(atom: Atom) -> str:
        key = (atom.predicate, atom.object if atom.predicate == TYPE else None)
        name = names.setdefault(key, f"r{len(names)}")
        terms = (atom.subject,) if atom.predicate == TYPE else (atom.subject, atom.object)
        return f"{name}({', '.join(t.name if isinstance(t, Variable) else str(t) for t in terms)})"

    rules = [f"{written(rule.head)} :- {', '.join(written(atom) for atom in rule.body)} ." for rule in ground]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.nt"
        ox.serialize((Quad(t.subject, t.predicate, t.object) for t in triples), str(path), ox.RdfFormat.N_TRIPLES)
        loads = [
            f"{name}(?x) :- triple(?x, {TYPE}, {kind}) ." if kind is not None else f"{name}(?x, ?y) :- triple(?x, {predicate}, ?y) ."
            for (predicate, kind), name in names.items()
            if not isinstance(kind, BlankNode)
        ]
        outputs = [f"@export {name} :- csv{{}} ." for name in names.values()]
        text = "\n".join([f'@import triple :- ntriples{{resource="{path}"}} .', *loads, *rules, *outputs])
        engine = nmo_python.NemoEngine(nmo_python.load_string(text))
        engine.reason()
        asserted = set(triples)
        found = []
        for (predicate, kind), name in names.items():
            if isinstance(kind, BlankNode):
                continue
            for row in engine.result(name):
                subject = NamedNode(str(row[0]).strip("<>"))
                value = kind if kind is not None else _nemo_term(row[1])
                if isinstance(value, NamedNode):
                    triple = Triple(subject, predicate, value)  # type: ignore[arg-type]
                    if triple not in asserted:
                        found.append(triple)
        return found


def _nemo_term(term: object) -> NamedNode | None:
    text = str(term)
    return NamedNode(text.strip("<>")) if text.startswith(("http", "<http", "urn")) else None


def _from_rdflib(row: tuple[object, ...]) -> tuple[NamedNode, NamedNode, NamedNode] | None:
    iris = [str(term) for term in row]
    if any(":" not in iri or iri.startswith("_:") or type(term).__name__ != "URIRef" for iri, term in zip(iris, row, strict=True)):
        return None
    return (NamedNode(iris[0]), NamedNode(iris[1]), NamedNode(iris[2]))


def _skolemised(rule: GroundRule) -> GroundRule:
    def named(term: Variable | NamedNode | BlankNode | Literal) -> Variable | NamedNode | BlankNode | Literal:
        return NamedNode(f"urn:bnode:{term.value}") if isinstance(term, BlankNode) else term

    def renamed(atom: Atom) -> Atom:
        return Atom(named(atom.subject), atom.predicate, named(atom.object))

    return GroundRule(rule.rule, rule.axiom, renamed(rule.head), tuple(map(renamed, rule.body)))


def _pattern(atom: Atom) -> str:
    return " ".join(t.name if isinstance(t, Variable) else str(t) for t in (atom.subject, atom.predicate, atom.object))


def _stored(triples: list[Triple]) -> tuple[ox.Store, set[Quad]]:
    schema = Schema(triples, read_rules(RULES))
    quads = {Quad(t.subject, t.predicate, t.object) for t in triples} | set(schema.store)
    store = ox.Store()
    store.bulk_extend(quads)
    return store, quads


def _useful(triples: list[Triple]) -> list[Rule]:
    ground = Schema(triples, read_rules(RULES)).ground_rules
    return [rule for rule in dict.fromkeys(g.rule for g in ground) if rule.stage == "data"]


def _found(store: ox.Store, asserted: set[Quad]) -> Iterable[Triple]:
    return [quad.triple for quad in store if quad not in asserted]


# --- Measuring ---


def answers_of(triples: Iterable[Triple]) -> tuple[int, str]:
    """Count what was found about individuals, and hash it whatever its order."""
    thing, outside = PREFIXES["owl"], (PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["rdf"])
    total, count = 0, 0
    for t in triples:
        if not (isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)) or t.object.value.startswith((thing, "urn:")):
            continue
        if not t.subject.value.startswith(ID) or (t.predicate != TYPE and t.predicate.value.startswith(outside)):
            continue
        if t.predicate == TYPE and not t.object.value.startswith(PREFIXES["ig"]):
            continue
        total += int.from_bytes(hashlib.blake2b(str(t).encode(), digest_size=8).digest(), "big")
        count += 1
    return count, f"{total % 2**64:016x}"


def run_one(engine: str, size: int) -> dict[str, object]:
    triples = [*read_ontology(ROOT / "ontology" / "igkg.ttl"), *generated(size)]
    start, used = time.perf_counter(), time.process_time()
    found = {"ours": by_ours, "sparql": by_sparql, "delta": by_delta, "reasonable": by_reasonable, "nemo": by_nemo}[engine](triples)
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count, digest = answers_of(found)
    return {"triples": len(triples), "seconds": seconds, "cpu": cpu, "MB": memory, "inferred": count, "hash": digest}


def compare(sizes: Iterable[int], engines: Iterable[str], timeout: float) -> None:
    print(f"{'engine':11}{'triples':>10}{'seconds':>10}{'CPU':>8}{'ratio':>8}{'MB':>8}{'inferred':>10}  answer")
    for size in sizes:
        reference: dict[str, object] = {}
        for engine in engines:
            command = [sys.executable, __file__, "--one", engine, "--sizes", str(size)]
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
            except subprocess.TimeoutExpired:
                print(f"{engine:11}{size:10}{'':>10}{'':>8}{'':>8}{'':>8}{'':>10}  more than {timeout:g} s", flush=True)
                continue
            if done.returncode:
                print(f"{engine:11}{size:10}  failed: {done.stderr.strip().splitlines()[-1:]}", flush=True)
                continue
            result = json.loads(done.stdout)
            reference = reference or result
            same = "same" if result["hash"] == reference["hash"] else "DIFFERS"
            ratio = float(result["cpu"]) / float(str(reference["cpu"]))
            times = f"{result['seconds']:10.2f}{result['cpu']:8.2f}{ratio:8.1f}"
            print(f"{engine:11}{result['triples']:10}{times}{result['MB']:8.0f}{result['inferred']:10}  {same}", flush=True)


def measure_hermit(build: Path, rounds: int = 5) -> None:
    from kg.graph.hermit import check_with_hermit
    from kg.graph.store import Store

    store = Store.open(build / "store")
    triples = [quad.triple for name in ("ontology", "concepts", "facts") for quad in store.quads(name)]
    reports = [check_with_hermit(triples) for _ in range(rounds)]
    seconds = [report.seconds for report in reports if report is not None]
    print("no Java found" if not seconds else f"HermiT: median {median(seconds):.2f} s of {rounds}, {min(seconds):.2f} to {max(seconds):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("--one", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--hermit", type=Path, metavar="BUILD")
    given = parser.parse_args()
    if given.hermit:
        measure_hermit(given.hermit)
    elif given.one:
        print(json.dumps(run_one(given.one, given.sizes[0])))
    else:
        compare(given.sizes, given.engines, given.timeout)


if __name__ == "__main__":
    main()
