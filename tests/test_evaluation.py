"""Scoring: what counts as found, missed, false, and as a hard negative that was hit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.evaluation import evaluate, read_gold, read_negatives, reliability_diagram
from kg.records import Claim

HEAD = (
    "doc\tset\tfact_id\tsubject_slug\tpredicate\tobject_slug\tobject_label\tstatus\tpolarity\tseverity\tfrequency\tpopulation\tsurface\tstart\tend"
    "\ttier\tnote\n"
)
ROWS = (
    "d\tdev\t1\tintravenous-immunoglobulin\ttreats\tkawasaki-disease\tK\tapproved\taffirmed\t\t\t\tKawasaki\t0\t8\tcore\talt_status=used|recommended\n"
    "d\tdev\t2\tintravenous-immunoglobulin\thas_adverse_effect\theadache\tH\t\taffirmed\tunspecified\tcommon\t\theadache\t9\t17\tcore\t\n"
    "d\tdev\t3\tintravenous-immunoglobulin\thas_adverse_effect\tnausea\tN\t\taffirmed\t\t\t\tnausea\t9\t17\tsecondary\t\n"
    "d\tdev\t4\tkawasaki-disease\tin_category\tvasculitis\tV\t\taffirmed\t\t\t\tvasculitis\t20\t30\tcore\talt_object=systemic-vasculitis\n"
)
BASE = Claim("d", "intravenous-immunoglobulin", "treats", "kawasaki-disease", 0, 8, "Kawasaki", status="used")
EFFECT = replace(BASE, predicate="has_adverse_effect", object="headache", status="", frequency="common", start=9)
CATEGORY = Claim("d", "kawasaki-disease", "in_category", "systemic-vasculitis", 20, 30, "vasculitis")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.tsv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


def test_all_found(gold: Path) -> None:
    result = evaluate([BASE, EFFECT, CATEGORY], read_gold(gold, {}))
    assert (result.total.found, result.total.core, result.total.false) == (3, 3, 0)
    assert result.attributes["status"] == (1, 1)
    assert result.attributes["frequency"] == (1, 1)
    assert result.macro_f1 == 1.0


def test_secondary_counts_neither_way_and_repeats_count_once(gold: Path) -> None:
    nausea = replace(EFFECT, object="nausea")
    result = evaluate([BASE, BASE, nausea, replace(EFFECT, object="fever")], read_gold(gold, {}))
    assert (result.total.found, result.total.core, result.total.false) == (1, 3, 1)
    assert [c.object for c in result.false] == ["fever"]
    assert [f.objects[0] for f in result.missed] == ["headache", "vasculitis"]


def test_the_subject_counts_for_statements_about_conditions(gold: Path) -> None:
    wrong = replace(CATEGORY, subject="myasthenia-gravis")
    assert evaluate([wrong], read_gold(gold, {})).total.false == 1
    assert evaluate([replace(BASE, subject="immunoglobulin")], read_gold(gold, {})).total.found == 1


def test_outside_the_covered_characters_nothing_counts(gold: Path) -> None:
    result = evaluate([replace(BASE, object="fever", start=500)], read_gold(gold, {}), covered={"d": [(0, 100)]})
    assert result.total.false == 0


def test_hard_negatives(gold: Path, tmp_path: Path) -> None:
    path = tmp_path / "negatives.tsv"
    path.write_text(
        "doc\tset\tneg_id\tsubject_slug\tpredicate\tobject_slug\tobject_label\tqualifier\tsurface\tstart\tend\ttype\treason\n"
        "d\tdev\tN1\tintravenous-immunoglobulin\ttreats\tmeasles\tM\t\tmeasles\t0\t7\tvaccine\tthe vaccine is meant\n"
        "d\tdev\tN2\tintravenous-immunoglobulin\ttreats\tkawasaki-disease\tK\tstatus=approved\tK\t0\t7\tstatus\tonly used\n",
        encoding="utf-8",
    )
    negatives = read_negatives(path, {})
    facts = read_gold(gold, {})
    assert not evaluate([BASE], facts, negatives=negatives).negatives_hit
    assert not evaluate([replace(BASE, object="measles", polarity="negated")], facts, negatives=negatives).negatives_hit
    hit = evaluate([replace(BASE, object="measles"), replace(BASE, status="approved")], facts, negatives=negatives).negatives_hit
    assert [n.id for n in hit] == ["N1", "N2"]


def test_intervals_are_the_same_every_time(gold: Path) -> None:
    results = [evaluate([BASE, replace(EFFECT, object="fever")], read_gold(gold, {})) for _ in range(2)]
    assert results[0].intervals == results[1].intervals
    low, high = results[0].intervals["f1"]
    assert 0 <= low <= results[0].total.f1 <= high <= 1


def test_calibration() -> None:
    picture = reliability_diagram([(0.9, True), (0.9, True), (0.2, False)])
    assert picture.count("<circle") == 2
    assert "2 claims, 1.00 of them right (95 % interval 0.34 to 1.00)" in picture
    assert "3 claims; Brier score 0.020" in picture


def test_unknown_format_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"x.tsv:1: has neither gold format"):
        read_gold(path, {})


def test_agrees_with_the_scorer_of_the_development_data(shared: Path, tmp_path: Path) -> None:
    """The same claims give the same counts as the independent scorer that comes with the gold."""
    import json
    import subprocess
    import sys

    from kg.claims_jsonl import to_json_line
    from kg.concepts import read_concepts

    slugs = {c.label.lower(): c.slug for c in read_concepts(Path(__file__).parents[1] / "ontology" / "concepts.tsv")}
    facts = read_gold(shared / "gold" / "ivig_facts.tsv", slugs)
    # Every second fact, and some false ones: neither perfect nor empty.
    claims = [
        Claim(f.document, f.subjects[0], f.predicates[0], f.objects[-1], 300, 301, "x")  # type: ignore[arg-type]
        for f in facts[::2]
    ] + [Claim(f.document, "immunoglobulin", "treats", "fever", 300, 301, "x") for f in facts[::9]]
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(to_json_line(c) + "\n" for c in claims), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(shared / "gold" / "score.py"), str(path), "--gold", str(shared / "gold" / "ivig_facts.tsv"), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(done.stdout)["total"]
    ours = evaluate(claims, facts).total
    assert (ours.found, ours.core, ours.false) == (theirs["found"], theirs["core"], theirs["false"])


def test_a_wrong_attribute_is_listed_with_its_words(gold: Path) -> None:
    text = "Kawasaki headache\nand more"
    result = evaluate([BASE, replace(EFFECT, frequency="rare", end=17, surface="headache")], read_gold(gold, {}), texts={"d": text})
    (wrong,) = result.wrong_attributes
    assert (wrong.name, wrong.said, wrong.wanted) == ("frequency", "rare", ("common",))
    assert wrong.words == "Kawasaki [headache]"
    assert result.attributes["frequency"] == (0, 1)


def test_the_text_may_say_nothing_as_an_alternative(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    row = ROWS.splitlines()[1].replace("\tcore\t", "\tcore\talt_frequency=unspecified|rare")
    path.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    facts = read_gold(path, {})
    for frequency in ("common", "rare", "unspecified"):
        assert evaluate([replace(EFFECT, frequency=frequency)], facts).attributes["frequency"] == (1, 1)
    assert evaluate([replace(EFFECT, frequency="very_rare")], facts).attributes["frequency"] == (0, 1)
