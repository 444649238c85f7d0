"""Reasoning: triples of ontology, concepts and facts go in, triples that follow from them come out, each with its rule and its premises.

The rules of ontology/rules (OWL 2 RL) find about named individuals what HermiT (kg.graph.hermit) finds, as a differential test of both shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.graph.hermit import INSTALL, HermitReport, check_with_hermit, find_java
from kg.graph.materialisation import Materialisation, Support
from kg.graph.rules import Rule, Schema, read_rules
from kg.identifiers import PREFIXES

__all__ = [
    "INSTALL",
    "Closure",
    "Contradiction",
    "HermitReport",
    "Inference",
    "Rule",
    "check_with_hermit",
    "find_java",
    "infer",
    "read_rules",
    "reason",
]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_THING, _NOTHING = (NamedNode(PREFIXES["owl"] + name) for name in ("Thing", "Nothing"))


@dataclass(frozen=True, slots=True)
class Inference:
    """A triple that follows, and the name of the rule that found it first."""

    triple: Triple
    rule: str


@dataclass(frozen=True, slots=True)
class Contradiction(Inference):
    """An individual that would belong to owl:Nothing, and what makes it so."""

    support: Support
    about: NamedNode


@dataclass(frozen=True, slots=True)
class Closure:
    """What follows, in the order of the triples' text, and the individuals that would belong to owl:Nothing."""

    inferences: tuple[Inference, ...]
    contradictions: tuple[Contradiction, ...]
    materialisation: Materialisation | None = field(default=None, compare=False, repr=False)
    schema: Schema | None = field(default=None, compare=False, repr=False)

    def support(self, triple: Triple) -> Support | None:
        """Give rules and premises of a triple that follows, None for any other."""
        return self.materialisation.support(triple) if self.materialisation else None


def infer(triples: Iterable[Triple], rules_folder: Path) -> list[Inference]:
    """Find what follows about named individuals and is not asserted; see `reason`."""
    return list(reason(triples, rules_folder).inferences)


def reason(triples: Iterable[Triple], rules: Path | Iterable[Rule]) -> Closure:
    """Close the triples under the rules, or those of a folder.

    Left out of the answer: triples about or with blank nodes, membership of owl:Thing, and what follows among classes and properties only.
    """
    triples = triples if isinstance(triples, list | tuple) else list(triples)
    schema = Schema(triples, read_rules(rules) if isinstance(rules, Path) else rules)
    closed = Materialisation(triples, schema.ground_rules)
    inferences = [Inference(triple, rule.rule.name) for triple, rule in closed.inferred() if _is_about_individuals(triple)]
    contradictions = [
        Contradiction(Triple(who, _TYPE, _NOTHING), support.rules[0].rule.name, support, who)
        for who, support in closed.contradictions()
        if isinstance(who, NamedNode)
    ]
    return Closure(tuple(sorted(inferences, key=_by_text)), tuple(sorted(contradictions, key=_by_text)), closed, schema)


def _is_about_individuals(triple: Triple) -> bool:
    return isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode) and triple.object != _THING


def _by_text(inference: Inference) -> str:
    return str(inference.triple)
