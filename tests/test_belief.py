"""Belief orders claims as a careful reader would; the worked examples of data/belief.toml hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.graph.belief import BeliefModel, beliefs_of
from kg.graph.population import EvidenceNode, claim_nodes
from kg.records import Claim, Document, Flag, Kind, Polarity, Tier

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def model() -> BeliefModel:
    return BeliefModel.load(ROOT / "data" / "belief.toml")


def _evidence(name: str, tier: Tier, *flags: Flag, score: float = 1.0, polarity: Polarity = "affirmed", kind: Kind = "unknown") -> EvidenceNode:
    document = Document(id=name, text="", sha256=name, tier=tier, flags=flags, kind=kind)
    claim = Claim(name, "intravenous-immunoglobulin", "treats", "kawasaki-disease", 0, 1, "x", polarity=polarity, score=score)
    return EvidenceNode(f"igr:{name}", document, claim)


def test_worked_examples(model: BeliefModel) -> None:
    label, web, other = _evidence("a", "label"), _evidence("b", "web"), _evidence("c", "web")
    assert model.belief([label]) == 0.94
    assert model.belief([web]) == 0.6
    assert model.belief([web, other]) == 0.81
    assert model.belief([_evidence("d", "web", "llm-generated")]) == 0.325
    assert model.belief([label, web]) == 0.976
    assert model.belief([label], [web]) == 0.489


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        pytest.param([_evidence("a", "web")], [_evidence("a", "label")], id="a label outweighs a web page"),
        pytest.param([_evidence("a", "web", "machine-paraphrased")], [_evidence("a", "web")], id="paraphrased text errs more"),
        pytest.param([_evidence("a", "trial", "retracted")], [_evidence("a", "trial")], id="a retracted paper has little left"),
        pytest.param([_evidence("a", "web", polarity="hedged")], [_evidence("a", "web")], id="hedged words count less"),
        pytest.param([_evidence("a", "web", score=0.5)], [_evidence("a", "web")], id="an unsure reading counts less"),
        pytest.param([_evidence("a", "web")], [_evidence("a", "web"), _evidence("b", "web")], id="a second source adds"),
    ],
)
def test_order(model: BeliefModel, weaker: list[EvidenceNode], stronger: list[EvidenceNode]) -> None:
    assert model.belief(weaker) < model.belief(stronger)


def test_places_of_one_document_are_one_voice(model: BeliefModel) -> None:
    assert model.belief([_evidence("a", "web"), _evidence("a", "web", score=0.8)]) == model.belief([_evidence("a", "web")])


def test_copies_are_one_voice(model: BeliefModel) -> None:
    pair = [_evidence("a", "web"), _evidence("b", "web")]
    assert model.belief(pair, groups={"a": "g", "b": "g"}) == model.belief(pair[:1])


def test_our_synopses_are_one_voice(model: BeliefModel) -> None:
    pair = [_evidence(name, "web", kind="synopsis") for name in "ab"]
    assert model.belief(pair) == model.belief(pair[:1])


def test_a_specific_claim_supports_the_general_one(model: BeliefModel) -> None:
    documents = {name: Document(id=name, text="", sha256=name, tier="web") for name in "ab"}
    claims = [
        Claim("a", "intravenous-immunoglobulin", "has_adverse_effect", "headache", 0, 1, "x"),
        Claim("b", "intravenous-immunoglobulin", "has_adverse_effect", "headache", 0, 1, "x", frequency="common"),
    ]
    nodes = claim_nodes(claims, documents)
    beliefs = beliefs_of(nodes, model)
    assert {node.frequency: beliefs[node.iri] for node in nodes} == {"": 0.81, "common": 0.6}


def test_negation_refutes(model: BeliefModel) -> None:
    documents = {name: Document(id=name, text="", sha256=name, tier="web") for name in "ab"}
    claims = [
        Claim("a", "intravenous-immunoglobulin", "prevents", "infection", 0, 1, "x"),
        Claim("b", "intravenous-immunoglobulin", "prevents", "infection", 0, 1, "x", polarity="negated"),
    ]
    nodes = claim_nodes(claims, documents)
    affirmed = next(node for node in nodes if node.polarity == "affirmed")
    assert [e.document.id for e in affirmed.refuting] == ["b"]
    assert beliefs_of(nodes, model)[affirmed.iri] < 0.6


def test_a_parameter_needs_its_reason(tmp_path: Path) -> None:
    text = (ROOT / "data" / "belief.toml").read_text(encoding="utf-8")
    broken = tmp_path / "belief.toml"
    broken.write_text("\n".join(line for line in text.split("\n") if not line.startswith("reason")), encoding="utf-8")
    with pytest.raises(ResourceError, match="has no reason"):
        BeliefModel.load(broken)
    broken.write_text(text.replace("rand = 0.05", "rand = 1.5"), encoding="utf-8")
    with pytest.raises(ResourceError, match="outside"):
        BeliefModel.load(broken)
