"""Inferences as RDF: what follows goes in, a record of each inferred triple with its rule, axiom and premises comes out, and is read back.

    igr:inference-... a ig:Inference ; rdf:subject ... ; rdf:predicate ... ; rdf:object ... ;
        ig:inferenceRule "prp-spo2" ; ig:appliedAxiom "actsVia o counteracts o isBasisOf SubPropertyOf plausibleFor" ; ig:premise ...

A premise is the claim that states it, another inference, or for what is curated or a plain fact an igr:statement-... with subject, predicate and
object. The IRIs are hashes of the triples, so that a record is found without a search. The records stand in igg:explanations, apart from the
triples themselves in igg:inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph.axioms import to_manchester
from kg.graph.materialisation import Support
from kg.graph.reasoning import Closure
from kg.graph.store import Store
from kg.identifiers import PREFIXES, hashed_iri, term_iri, to_iri

__all__ = ["Record", "axioms_of", "chained", "claims_by_statement", "find_record", "inference_iri", "inference_triples", "record_of"]

_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (NamedNode(PREFIXES["rdf"] + name) for name in ("type", "subject", "predicate", "object"))
_BELOW, _APART = NamedNode(to_iri("rdfs:subClassOf")), NamedNode(to_iri("owl:disjointWith"))
_STATEMENT = NamedNode(to_iri("rdf:Statement"))
_INFERENCE, _RULE, _AXIOM, _PREMISE = (NamedNode(term_iri(n)) for n in ("Inference", "inferenceRule", "appliedAxiom", "premise"))
_POLARITY, _STATUS, _REVIEW, _SEVERITY = (NamedNode(term_iri(n)) for n in ("polarity", "status", "reviewStatus", "severity"))
_ADVISED_AGAINST = Literal("not-recommended")
#: A claim of a serious adverse effect states the narrower fact too.
_EFFECT, _SERIOUS = NamedNode(term_iri("hasAdverseEffect")), NamedNode(term_iri("hasSeriousAdverseEffect"))
#: What decides whether a claim makes a fact, and which.
_TOLD = frozenset([_SUBJECT, _PREDICATE, _OBJECT, _POLARITY, _STATUS, _REVIEW, _SEVERITY])


@dataclass(frozen=True, slots=True)
class Record:
    """Why a triple follows, as it stands in the store; premises lead on from the subject of the triple where they can."""

    rules: tuple[str, ...]
    axioms: tuple[str, ...]
    premises: tuple[Triple, ...]


def inference_iri(triple: Triple) -> str:
    """Give the IRI of the record of an inferred triple."""
    return hashed_iri("inference", *_parts(triple))


def inference_triples(closure: Closure, claims: Mapping[Triple, Iterable[NamedNode]]) -> Iterator[Triple]:
    """Describe each inference of a closure; `claims` gives the claims that state a triple (see `claims_by_statement`)."""
    inferred = {inference.triple: NamedNode(inference_iri(inference.triple)) for inference in closure.inferences}
    statements: dict[Triple, NamedNode] = {}
    words: dict[Triple, str] = {}
    for triple, node in inferred.items():
        support = closure.support(triple)
        assert support is not None
        yield Triple(node, _TYPE, _INFERENCE)
        yield from _reified(node, triple)
        for rule in _rules_of(support):
            yield Triple(node, _RULE, Literal(rule))
        for axiom in axioms_of(support, closure, words):
            yield Triple(node, _AXIOM, Literal(axiom))
        for premise in support.premises:
            if premise in inferred:
                yield Triple(node, _PREMISE, inferred[premise])
            elif premise in claims:
                yield from (Triple(node, _PREMISE, claim) for claim in claims[premise])
            else:
                if premise not in statements:
                    statements[premise] = NamedNode(hashed_iri("statement", *_parts(premise)))
                yield Triple(node, _PREMISE, statements[premise])
    for triple, node in statements.items():
        yield Triple(node, _TYPE, _STATEMENT)
        yield from _reified(node, triple)


def claims_by_statement(claims: Iterable[Triple]) -> dict[Triple, list[NamedNode]]:
    """Collect the claims that make a fact by the triple that each states, from the triples that describe them."""
    told: dict[NamedNode, dict[NamedNode, Any]] = {}
    for t in claims:
        if isinstance(t.subject, NamedNode) and t.predicate in _TOLD:
            told.setdefault(t.subject, {})[t.predicate] = t.object
    found: dict[Triple, list[NamedNode]] = {}
    for claim, part in told.items():
        if part.get(_POLARITY) != Literal("affirmed") or part.get(_STATUS) == _ADVISED_AGAINST or part.get(_REVIEW) == Literal("rejected"):
            continue
        triple = Triple(part[_SUBJECT], part[_PREDICATE], part[_OBJECT])
        found.setdefault(triple, []).append(claim)
        if triple.predicate == _EFFECT and part.get(_SEVERITY) == Literal("serious"):
            found.setdefault(Triple(triple.subject, _SERIOUS, triple.object), []).append(claim)
    return found


def find_record(store: Store, triple: Triple) -> Record | None:
    """Find why a triple follows; None if it is not recorded as an inference."""
    node = NamedNode(inference_iri(triple))
    rules, axioms, premises = [], [], set()
    for t in store.triples(node):
        if t.predicate == _RULE and isinstance(t.object, Literal):
            rules.append(t.object.value)
        elif t.predicate == _AXIOM and isinstance(t.object, Literal):
            axioms.append(t.object.value)
        elif t.predicate == _PREMISE:
            parts = {part.predicate: part.object for part in store.triples(t.object) if part.predicate in (_SUBJECT, _PREDICATE, _OBJECT)}
            premises.add(Triple(parts[_SUBJECT], parts[_PREDICATE], parts[_OBJECT]))  # type: ignore[arg-type]
    return Record(tuple(sorted(rules)), tuple(sorted(axioms)), tuple(chained(triple, premises))) if rules else None


def record_of(closure: Closure, triple: Triple, support: Support | None) -> Record | None:
    """Give the record of a triple that a closure holds, or of a contradiction in it, as it would be stored."""
    if support is None:
        return None
    # The rule that found it says it all; those that led through class expressions follow.
    return Record(tuple(_rules_of(support)), tuple(axioms_of(support, closure)), tuple(chained(triple, support.premises)))


def chained(triple: Triple, premises: Iterable[Triple]) -> Iterator[Triple]:
    """Order premises as one reads a chain: from the subject on, each beginning where the last one ended; then the rest by their text."""
    left = sorted(premises, key=str)
    end: object = triple.subject
    while left:
        following = min(left, key=lambda premise: (premise.subject != end, premise.subject != triple.subject))
        left.remove(following)
        end = following.object
        yield following


def _rules_of(support: Support) -> list[str]:
    """Name the rules of a proof, the last one first, each once."""
    return list(dict.fromkeys(ground.rule.name for ground in support.rules))


def axioms_of(support: Support, closure: Closure, words: dict[Triple, str] | None = None) -> list[str]:
    """Write the axioms of a proof; what only builds a class expression says nothing that the expression does not say."""
    assert closure.schema is not None
    words = {} if words is None else words
    telling = [axiom for ground in support.rules if _is_telling(axiom := ground.axiom)]
    # That one class expression lies below another is worth a word only if there is nothing else to say.
    named = [axiom for axiom in telling if not (isinstance(axiom.subject, BlankNode) and isinstance(axiom.object, BlankNode))]
    for axiom in named or telling:
        if axiom not in words:
            words[axiom] = to_manchester(axiom, closure.schema.store)
    return list(dict.fromkeys(words[axiom] for axiom in named or telling))


def _is_telling(axiom: Triple) -> bool:
    return not isinstance(axiom.subject, BlankNode) or axiom.predicate in (_BELOW, _APART, _TYPE)


def _reified(node: NamedNode, triple: Triple) -> Iterator[Triple]:
    yield Triple(node, _SUBJECT, triple.subject)
    yield Triple(node, _PREDICATE, triple.predicate)
    yield Triple(node, _OBJECT, triple.object)


def _parts(triple: Triple) -> tuple[str, str, str]:
    return str(triple.subject), triple.predicate.value, str(triple.object)
