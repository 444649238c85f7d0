"""What a belief is made of: a claim as its page shows it goes in; what each document gives alone, and all of them together, comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from kg.graph.belief import BeliefModel
from kg.graph.population import EvidenceNode
from kg.records import Claim, Document, Flag, Kind, Polarity, Tier

__all__ = ["BeliefParts", "Voice", "belief_parts"]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one document, or several that count once, would make of the claim alone; `places` is how often it says so."""

    documents: tuple[Mapping[str, Any], ...]
    places: int
    best_score: float
    belief: float
    reason: str


@dataclass(frozen=True, slots=True)
class BeliefParts:
    """The steps of a belief: the voices for and against, what they make together, and after the refutation and the review."""

    supporting: tuple[Voice, ...]
    refuting: tuple[Voice, ...]
    support: float
    refuted: float
    final: float


def belief_parts(claim: Mapping[str, Any], model: BeliefModel, groups: Mapping[str, str]) -> BeliefParts:
    """Take a belief apart; `groups` maps documents to the first of their near-duplicates.

    Evidence of claims that say the same and more counts too, as kg.graph.belief counts it.
    """
    told = [e for e in claim["evidence"] if e["direction"] == "supports"] + [e for c in claim["refined_by"] for e in c["evidence"]]
    supporting = _nodes(told, claim["polarity"])
    # What refutes a claim was affirmed itself: a hedged claim refutes none.
    refuting = _nodes((e for e in claim["evidence"] if e["direction"] == "refutes"), "affirmed")
    documents = {e["document"]["identifier"]: e["document"] for e in [*told, *claim["evidence"]] if e["document"]}
    support = model.belief(supporting, groups=groups)
    refuted = model.belief(supporting, refuting, groups=groups)
    return BeliefParts(
        _voices(supporting, model, groups, documents),
        _voices(refuting, model, groups, documents),
        support,
        refuted,
        model.reviewed(refuted, claim["review"]),
    )


def _voices(
    nodes: Sequence[EvidenceNode], model: BeliefModel, groups: Mapping[str, str], documents: Mapping[str, Mapping[str, Any]]
) -> tuple[Voice, ...]:
    units: dict[str, list[EvidenceNode]] = {}
    for node in nodes:
        kind = node.document.kind
        once = kind in model.count_once
        units.setdefault(f"kind {kind}" if once else groups.get(node.document.id, node.document.id), []).append(node)
    voices = []
    for members in units.values():
        names = list(dict.fromkeys(node.document.id for node in members))
        once = members[0].document.kind in model.count_once
        reason = "" if len(names) == 1 else "our own synopses count once" if once else "near-duplicates count once"
        belief = model.belief(members, groups=groups)
        best = max(node.claim.score for node in members)
        voices.append(Voice(tuple(documents[name] for name in names), len(members), best, belief, reason))
    return tuple(sorted(voices, key=lambda voice: (-voice.belief, voice.documents[0]["title"])))


def _nodes(evidence: Iterable[Mapping[str, Any]], polarity: str) -> list[EvidenceNode]:
    return [_node(each, polarity) for each in evidence if each["document"] and each["document"]["tier"]]


def _node(evidence: Mapping[str, Any], polarity: str) -> EvidenceNode:
    told = evidence["document"]
    document = Document(
        id=told["identifier"],
        text="",
        sha256=told["sha256"],
        kind=cast("Kind", told["kind"]),
        tier=cast("Tier", told["tier"]),
        flags=cast("tuple[Flag, ...]", tuple(told["flags"])),
    )
    claim = Claim(
        document=document.id,
        subject="",
        predicate="treats",
        object="",
        start=evidence["start"] or 0,
        end=evidence["end"] or 0,
        surface=evidence["exact"],
        polarity=cast("Polarity", polarity),
        score=evidence["score"] if evidence["score"] is not None else 1.0,
    )
    return EvidenceNode(evidence["iri"], document, claim)
