"""Belief: claim nodes with their evidence go in; how likely each claim is true comes out, as a number in [0, 1].

The model is INDRA's (Gyori et al., Mol Syst Biol 2017): errors of independent evidences multiply, the systematic error of a kind
of source does not. The parameters, each with its reason, and the steps of the formula stand in data/belief.toml.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.graph.population import ClaimNode, EvidenceNode

__all__ = ["BeliefModel", "beliefs_of"]


@dataclass(frozen=True, slots=True)
class BeliefModel:
    """The parameters of belief; `load` reads them from data/belief.toml."""

    tiers: Mapping[str, tuple[float, float]]
    flags: Mapping[str, tuple[float, float]]
    hedged: float
    refutation: float
    count_once: frozenset[str]
    #: The share of doubt that an acceptance leaves, and of belief that a rejection leaves, by review status.
    review: Mapping[str, float]
    floor: float
    ceiling: float
    digits: int

    @classmethod
    def load(cls, path: Path) -> BeliefModel:
        """Read the parameters; raises ResourceError for a missing, unexplained or impossible one."""
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            for name, table in _leaves(tables):
                if not table.get("reason"):
                    raise ResourceError(path, f"[{name}] has no reason")
                for key, value in table.items():
                    if isinstance(value, float) and not 0 <= value <= 1:
                        raise ResourceError(path, f"[{name}] {key} = {value} is outside [0, 1]")
            return cls(
                tiers={tier: (table["rand"], table["syst"]) for tier, table in tables["tier"].items()},
                flags={flag: (table["factor"], table["syst"]) for flag, table in tables["flag"].items()},
                hedged=tables["polarity"]["hedged"]["factor"],
                refutation=tables["refutation"]["weight"],
                review={status: tables["review"][status]["error"] for status in ("accepted", "rejected")},
                count_once=frozenset(tables["independence"]["count_once_by_kind"]),
                floor=tables["output"]["floor"],
                ceiling=tables["output"]["ceiling"],
                digits=tables["output"]["digits"],
            )
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ResourceError(path, f"is no readable TOML ({error})") from error
        except KeyError as error:
            raise ResourceError(path, f"lacks {error}") from error

    def belief(
        self, supporting: Iterable[EvidenceNode], refuting: Iterable[EvidenceNode] = (), *, groups: Mapping[str, str] | None = None
    ) -> float:
        """Weigh evidence for and against; documents of one group (`groups` by document id) speak with one voice."""
        against = self._support(refuting, groups or {})
        belief = self._support(supporting, groups or {}) * (1 - self.refutation * against)
        return self._cut(belief)

    def reviewed(self, belief: float, status: str) -> float:
        """Move a belief as a curator's decision does."""
        if status == "accepted":
            return self._cut(1 - (1 - belief) * self.review["accepted"])
        return self._cut(belief * self.review["rejected"]) if status == "rejected" else belief

    def _cut(self, belief: float) -> float:
        return round(min(max(belief, self.floor), self.ceiling), self.digits)

    def _support(self, evidences: Iterable[EvidenceNode], groups: Mapping[str, str]) -> float:
        units: dict[str, tuple[float, str, float]] = {}
        for evidence in evidences:
            trust, systematic = self._trust(evidence)
            unit = self._unit(evidence, groups)
            if unit not in units or trust > units[unit][0]:
                units[unit] = (trust, evidence.document.tier, systematic)
        by_tier: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for trust, tier, systematic in units.values():
            by_tier[tier].append((1 - trust, systematic))
        errors = [min(1.0, min(s for _, s in tier) + prod(random for random, _ in tier)) for tier in by_tier.values()]
        return 1 - prod(errors)

    def _trust(self, evidence: EvidenceNode) -> tuple[float, float]:
        random, systematic = self.tiers[evidence.document.tier]
        flags = [self.flags[flag] for flag in evidence.document.flags if flag in self.flags]
        trust = (1 - random) * evidence.claim.score * prod(factor for factor, _ in flags)
        if evidence.claim.polarity == "hedged":
            trust *= self.hedged
        return trust, max([systematic, *(syst for _, syst in flags)])

    def _unit(self, evidence: EvidenceNode, groups: Mapping[str, str]) -> str:
        document = evidence.document
        return f"kind {document.kind}" if document.kind in self.count_once else groups.get(document.id, document.id)


def beliefs_of(nodes: Iterable[ClaimNode], model: BeliefModel, groups: Mapping[str, str] | None = None) -> dict[str, float]:
    """Give the belief of each claim by its IRI.

    A more specific claim (with severity, frequency or population) about the same subject, relation and object supports the less
    specific one, as refinements do in INDRA; never the other way round. What a curator rejected supports nothing but itself; the
    curator's decision about a claim moves its own belief last.
    """
    nodes = list(nodes)
    related: dict[tuple[str, ...], list[ClaimNode]] = defaultdict(list)
    for node in nodes:
        related[(node.subject, node.relation, node.object, node.polarity)].append(node)
    beliefs = {}
    for node in nodes:
        family = related[(node.subject, node.relation, node.object, node.polarity)]
        heard = (other for other in family if _refines(other, node) and (other is node or other.review_status != "rejected"))
        evidence = [e for other in heard for e in other.supporting]
        beliefs[node.iri] = model.reviewed(model.belief(evidence, node.refuting, groups=groups), node.review_status)
    return beliefs


def _refines(specific: ClaimNode, general: ClaimNode) -> bool:
    """Tell whether one claim says all that the other says, and perhaps more."""
    return all(
        getattr(general, name) in ("", getattr(specific, name)) for name in ("status", "severity", "frequency", "population", "effect")
    )


def _leaves(tables: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Mapping[str, Any]]]:
    for name, table in tables.items():
        if any(isinstance(value, dict) for value in table.values()):
            yield from _leaves(table, f"{prefix}{name}.")
        else:
            yield prefix + name, table
