"""Scoring: what counts as found, missed, false, and as a hard negative that was hit."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import _error_rows, app
from kg.errors import ResourceError
from kg.evaluation import Unit, bootstrap_intervals, evaluate, evaluate_documents, reliability_diagram
from kg.gold import read_gold, read_manifest, read_negatives
from kg.records import Claim
from kg.vocabulary import PREDICATES

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


FOUND, MISSED, FALSE = [("treats", "d", *counts) for counts in ((1, 1, 0), (0, 1, 0), (0, 0, 1))]


@pytest.mark.parametrize(
    ("units", "figures"),
    [
        pytest.param([], set(), id="nothing"),
        pytest.param([FALSE] * 40, {"precision"}, id="without core facts only precision says something"),
        pytest.param([MISSED] * 40, {"recall", "f1"}, id="without claims there is no precision"),
        pytest.param([FOUND] * 29, set(), id="a few facts all found"),
        pytest.param([MISSED] * 5 + [FALSE] * 5, set(), id="a few facts all missed"),
        pytest.param([FOUND] * 30, {"precision", "recall", "f1"}, id="enough facts all found"),
        pytest.param([FOUND] * 5 + [MISSED], {"recall", "f1"}, id="a few claims all right"),
    ],
)
def test_figures_without_an_interval(units: list[Unit], figures: set[str]) -> None:
    assert set(bootstrap_intervals(units, 200)) == figures


def test_a_sample_without_core_facts_says_nothing_of_recall() -> None:
    """One fact in ten claims is drawn not at all by a third of the samples; those would give a recall of 0."""
    units = [("treats", "d", 3, 4, 0)] + [FALSE] * 9
    assert bootstrap_intervals(units, 200)["recall"] == (0.75, 0.75)


def test_calibration() -> None:
    picture = reliability_diagram([(0.9, True), (0.9, True), (0.2, False)])
    assert picture.count("<circle") == 2
    assert "2 claims, 1.00 of them right (95 % interval 0.34 to 1.00)" in picture
    assert "3 claims; Brier score 0.020" in picture


def test_labels_of_a_diagram_overlap_nothing() -> None:
    """Neighbouring bins with nearly the same belief and share had their numbers on top of each other, and on dots."""
    judged = [(x / 10 + (0.099 if x % 2 else 0), True) for x in range(10) for _ in range(120 + x)]
    picture = reliability_diagram(judged)
    dots = [(float(x), float(y), float(r)) for x, y, r in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', picture)]
    labels = [(float(x), float(y), 6 * len(n)) for x, y, n in re.findall(r'<text x="([\d.]+)" y="([\d.]+)" font-size="10"[^>]*>(\d+)<', picture)]
    assert len(dots) == len(labels) == 10
    for k, (x, y, width) in enumerate(labels):
        assert not any(x < cx + r and cx - r < x + width and y > cy - r and y - 10 < cy + r for cx, cy, r in dots)
        assert not any(abs(y - other_y) < 10 and x < other_x + other_width and other_x < x + width for other_x, other_y, other_width in labels[:k])


def test_unknown_format_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"x.tsv:1: has neither gold format; its columns are a, b; wanted are .*doc.*docs/evaluation.md"):
        read_gold(path, {})


FACT = dict(zip(HEAD.rstrip("\n").split("\t"), ROWS.splitlines()[0].split("\t"), strict=True))
BY_LABEL = {
    "doc": "d.txt", "subject": "Intravenous immunoglobulin", "predicate": "treats_or_indicated_for", "predicate_detail": "treats",
    "object": "Kawasaki disease", "tier": "core", "qualifiers": "status=used", "start": "0", "end": "8",
}  # fmt: skip


def _table(path: Path, *rows: dict[str, str]) -> Path:
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "change", "message"),
    [
        (FACT, {"predicate": "treatz"}, "no value 'treatz'. Did you mean 'treats'"),
        (FACT, {"note": "alt_predicate=prevnts"}, "no value 'prevnts'. Did you mean 'prevents'"),
        (FACT, {"start": "abc"}, "the start 'abc' is no number"),
        (FACT, {"end": ""}, "the end '' is no number"),
        (FACT, {"end": "0"}, "the start 0 is not before the end 0"),
        (FACT, {"status": "aproved"}, "no value 'aproved'. Did you mean 'approved'"),
        (FACT, {"tier": "cor"}, "no value 'cor'. Did you mean 'core'"),
        (FACT, {"object_slug": ""}, "the column object_slug is empty"),
        (FACT, {"note": "a\tb"}, "has more cells than the 17 columns"),
        (BY_LABEL, {"predicate": "treats_or_indicatd_for"}, "Did you mean 'treats_or_indicated_for treats'"),
        (BY_LABEL, {"predicate_detail": "treatz"}, "no relation 'treats_or_indicated_for treatz'"),
        (BY_LABEL, {"qualifiers": "status=aproved"}, "Did you mean 'approved'"),
        (BY_LABEL, {"qualifiers": "status used"}, "the qualifier 'status used' is not of the form name=value"),
        (BY_LABEL, {"qualifiers": "population=adults; Status=used"}, "no qualifier 'Status'. Did you mean 'status'"),
        (BY_LABEL, {"qualifiers": "polarity=negated"}, "the polarity has a column of its own"),
        (BY_LABEL, {"start": "x"}, "the start 'x' is no number"),
    ],
    ids=lambda v: "-".join(v) if isinstance(v, dict) and len(v) == 1 else "",
)
def test_a_row_that_cannot_be_scored_is_named(tmp_path: Path, row: dict[str, str], change: dict[str, str], message: str) -> None:
    with pytest.raises(ResourceError) as told:
        read_gold(_table(tmp_path / "gold.tsv", row, row | change), {})
    assert str(told.value).startswith(f"{tmp_path / 'gold.tsv'}:3: ")
    assert message in str(told.value)


def test_qualifiers_of_hard_negatives(tmp_path: Path) -> None:
    by_slug = {"doc": "d", "neg_id": "N1", "subject_slug": "a", "predicate": "treats", "object_slug": "b"}

    def read(row: dict[str, str]) -> tuple[object, ...]:
        (negative,) = read_negatives(_table(tmp_path / "n.tsv", row), {})
        return (*negative.key[1:], negative.qualifier)

    for cell, qualifier in {
        "": None,
        "status=used": ("status", "used"),
        "population=small children; status=used": ("status", "used"),
        "severity=serious; frequency=rare": ("severity", "serious"),
        "polarity=affirmed": None,
    }.items():
        assert read(by_slug | {"qualifier": cell}) == ("treats", "b", qualifier)
    by_label = {"doc": "d", "neg_id": "N1", "subject": "A", "predicate": "treats_or_indicated_for status=used", "object": "B c"}
    assert read(by_label) == ("treats", "b-c", ("status", "used"))
    effect = {"predicate": "has_adverse_effect", "object": "B frequency=rare"}
    assert read(by_label | effect) == ("has_adverse_effect", "b", ("frequency", "rare"))
    assert read(by_label | {"predicate": "other is_a"}) == ("other", "b-c", None)
    messages = {"approved": "the qualifier 'approved' is not", "status=aproved": "mean 'approved'", "stauts=used": "mean 'status'"}
    for cell, message in messages.items():
        with pytest.raises(ResourceError, match=rf"n.tsv:2: .*{message}"):
            read(by_slug | {"qualifier": cell})


def test_columns_that_may_be_left_out(tmp_path: Path) -> None:
    needed = {name: FACT[name] for name in ("doc", "subject_slug", "predicate", "object_slug", "tier")}
    (fact,) = read_gold(_table(tmp_path / "gold.tsv", needed), {})
    assert (fact.predicates, fact.span, fact.core) == (("treats",), None, True)
    assert not any(fact.attributes.values())


def test_relations_of_another_vocabulary_are_counted(tmp_path: Path) -> None:
    rows = [BY_LABEL | {"predicate": "other", "predicate_detail": detail} for detail in ("has_form", "used_in_population")]
    unscored = Counter[str]()
    facts = read_gold(_table(tmp_path / "gold.tsv", *rows, BY_LABEL | {"predicate": "has_synonym"}), {}, unscored=unscored)
    assert [fact.predicates for fact in facts] == [("used_in_population",)]
    assert unscored == {"other": 1, "has_synonym": 1}
    with pytest.raises(ResourceError, match=r"gold.tsv: holds no fact that is scored; left out: 1 other"):
        read_gold(_table(tmp_path / "gold.tsv", rows[0]), {})


def test_tables_beside_the_gold_are_checked(tmp_path: Path) -> None:
    negative = {"doc": "d", "neg_id": "N1", "subject_slug": "a", "predicate": "treatz", "object_slug": "b"}
    with pytest.raises(ResourceError, match=r"n.tsv:2: .*Did you mean 'treats'"):
        read_negatives(_table(tmp_path / "n.tsv", negative), {})
    with pytest.raises(ResourceError, match=r"m.tsv:1: lacks a column; its columns are doc; wanted are doc covered"):
        read_manifest(_table(tmp_path / "m.tsv", {"doc": "d"}))
    with pytest.raises(ResourceError, match=r"m.tsv:2: covered '0 to 9' is no list of ranges"):
        read_manifest(_table(tmp_path / "m.tsv", {"doc": "d", "covered": "0 to 9"}))
    for turned in ("60-10", "0-9, 12-12"):
        with pytest.raises(ResourceError, match=r"m.tsv:2: the range (60-10|12-12) covers nothing: its start is not before its end"):
            read_manifest(_table(tmp_path / "m.tsv", {"doc": "d", "covered": turned}))
    assert read_manifest(_table(tmp_path / "m.tsv", {"doc": "d.txt", "covered": "0-9, 12-20"})) == {"d": [(0, 9), (12, 20)]}


OWN_GOLDS = sorted((Path(__file__).parents[1] / "benchmarks" / "gold").glob("*/facts.tsv"))


@pytest.mark.parametrize("path", OWN_GOLDS, ids=lambda p: p.parent.name)
def test_every_gold_of_ours_is_read(path: Path) -> None:
    assert len(read_gold(path, {})) > 100
    assert read_negatives(path.with_name("negatives.tsv"), {})
    assert read_manifest(path.with_name("manifest.tsv"))


def test_every_gold_of_the_development_data_is_read(shared: Path) -> None:
    for name, facts in (("seed", 216), ("ivig", 118)):
        assert len(read_gold(shared / "gold" / f"{name}_facts.tsv", {})) == facts
        assert read_negatives(shared / "gold" / f"{name}_hard_negatives.tsv", {})
    assert read_manifest(shared / "gold" / "ivig_manifest.tsv")


TEXT = "Indications: the Kawasaki disease. Headache is common."
PAGE = (Path(__file__).parents[1] / "docs" / "evaluation.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", re.findall(r"```tsv\n(.*?)```", PAGE, re.DOTALL), ids=["by slug", "by label"])
def test_the_golds_of_the_docs_are_golds(table: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(table, encoding="utf-8")
    for fact in read_gold(path, {"kawasaki disease": "kawasaki-disease"}):
        assert fact.span is not None
        assert TEXT[slice(*fact.span)] == fact.surface
        assert (fact.document, fact.core) == ("leaflet", True)


def test_the_docs_name_every_predicate_and_column() -> None:
    assert ", ".join(PREDICATES[:-1]) + f" or {PREDICATES[-1]}" in PAGE
    for name in HEAD.split():
        assert f"`{name}`" in PAGE or name in ("set", "fact_id", "object_label", "population")


@pytest.fixture
def leaflet(tmp_path: Path, one_reader: None) -> Path:
    path = tmp_path / "texts" / "leaflet.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


LEAFLET = FACT | {"doc": "leaflet", "start": "17", "end": "33"}


def test_a_gold_of_other_documents_is_an_error(leaflet: Path, tmp_path: Path) -> None:
    gold = _table(tmp_path / "gold.tsv", FACT, *(FACT | {"doc": name} for name in "efg"))
    with pytest.raises(ResourceError, match=r"gold.tsv: none of its documents was given: it speaks of d, e, f and 1 more, .* leaflet"):
        evaluate_documents(gold, [leaflet])


def test_characters_beyond_the_text_are_an_error(leaflet: Path, tmp_path: Path) -> None:
    gold = _table(tmp_path / "gold.tsv", LEAFLET, LEAFLET | {"start": "50", "end": "99"})
    with pytest.raises(ResourceError, match=r"gold.tsv:3: the characters 50 to 99 lie beyond the text of leaflet, which has 54"):
        evaluate_documents(gold, [leaflet])


def test_missing_documents_and_what_was_not_scored_are_noted(leaflet: Path, tmp_path: Path) -> None:
    (leaflet.parent / "broken.pdf").write_bytes(b"%PDF-1.4 cut short")
    gold = _table(tmp_path / "gold.tsv", LEAFLET | {"object_slug": "gout", "predicate": "worsens"}, FACT)
    done = CliRunner().invoke(app, ["evaluate", "--gold", str(gold), "--documents", str(leaflet.parent), "--svg", str(tmp_path / "c.svg")])
    assert done.exit_code == 0, done.output
    assert "Note: documents of the gold that were not given, so that their facts count as missed: d\n" in done.stderr
    assert "broken.pdf" in done.stderr

    other = _table(tmp_path / "gold.tsv", BY_LABEL | {"doc": "leaflet"}, BY_LABEL | {"predicate": "other"})
    done = CliRunner().invoke(app, ["evaluate", "--gold", str(other), "--documents", str(leaflet)])
    assert "Note: facts of the gold that are not scored, since no claim is made of them: 1 other\n" in done.stderr


def test_a_byte_order_mark_before_the_head_is_none_of_its_names(tmp_path: Path) -> None:
    plain = read_gold(_table(tmp_path / "gold.tsv", FACT), {})
    (tmp_path / "gold.tsv").write_bytes(b"\xef\xbb\xbf" + (tmp_path / "gold.tsv").read_bytes())
    assert read_gold(tmp_path / "gold.tsv", {}) == plain


def test_names_that_no_concept_has_are_noted_with_their_line(leaflet: Path, tmp_path: Path) -> None:
    gold = _table(tmp_path / "gold.tsv", LEAFLET, LEAFLET | {"object_slug": "kawasaki-diseas"}, LEAFLET | {"subject_slug": "kawasaki"})
    assert evaluate_documents(gold, [leaflet]).unknown == [(3, "kawasaki-diseas"), (4, "kawasaki")]
    done = CliRunner().invoke(app, ["evaluate", "--gold", str(gold), "--documents", str(leaflet)])
    note = f"no claim can be right by them: {gold}:3 kawasaki-diseas, {gold}:4 kawasaki\n"
    assert note in done.stderr
    _table(gold, LEAFLET)
    assert evaluate_documents(gold, [leaflet]).unknown == []
    assert "no concept" not in CliRunner().invoke(app, ["evaluate", "--gold", str(gold), "--documents", str(leaflet)]).stderr


def test_hard_negatives_that_cannot_be_judged_are_noted_and_not_counted(leaflet: Path, tmp_path: Path) -> None:
    gold = _table(tmp_path / "gold.tsv", LEAFLET)
    negative = {"doc": "leaflet", "neg_id": "N1", "subject_slug": "a", "predicate": "treats", "object_slug": "gout"}
    category = {"predicate": "in_category", "subject_slug": "gouty", "object_slug": "autoimmune-disease"}
    negatives = _table(tmp_path / "n.tsv", negative, negative | {"object_slug": "gowt"}, negative | {"doc": "page"}, negative | category)
    result = evaluate_documents(gold, [leaflet], negatives=negatives)
    assert (result.negatives, result.unjudged, result.absent) == (1, [(3, "gowt"), (4, "page"), (5, "gouty")], [])
    done = CliRunner().invoke(app, ["evaluate", "--gold", str(gold), "--documents", str(leaflet), "--negatives", str(negatives)])
    assert "hard negatives hit: 0 of 1;" in done.stderr
    assert f"has this name: {negatives}:3 gowt, {negatives}:4 page, {negatives}:5 gouty\n" in done.stderr


def test_covered_characters_beyond_the_text_are_noted(leaflet: Path, tmp_path: Path) -> None:
    gold = _table(tmp_path / "gold.tsv", LEAFLET)
    manifest = _table(tmp_path / "m.tsv", {"doc": "page", "covered": "0-999"}, {"doc": "leaflet", "covered": "0-54,20-55"})
    result = evaluate_documents(gold, [leaflet], manifest=manifest)
    assert (result.beyond, result.absent) == ([(3, "20-55", 54)], ["page"])
    done = CliRunner().invoke(app, ["evaluate", "--gold", str(gold), "--documents", str(leaflet), "--manifest", str(manifest)])
    assert f"Note: ranges of the manifest that reach beyond their text: {manifest}:3 20-55 of 54\n" in done.stderr


def test_a_column_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_text("doc\tcovered\tdoc\t\t\nd\t0-9\te\t\t\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"m.tsv:1: names the column doc twice"):
        read_manifest(path)
    path.write_text("doc\tcovered\t\t\nd\t0-9\t\t\n", encoding="utf-8")
    assert read_manifest(path) == {"d": [(0, 9)]}


def test_rows_that_mark_other_words_are_noted(leaflet: Path, tmp_path: Path) -> None:
    marked = LEAFLET | {"surface": "kawasaki  DISEASE"}
    elsewhere = [marked | {"start": start, "end": end} for start, end in (("16", "32"), ("", ""))]
    gold = _table(tmp_path / "gold.tsv", marked, *elsewhere, LEAFLET | {"surface": ""})
    assert evaluate_documents(gold, [leaflet]).misplaced == [(3, "Kawasaki diseas", "kawasaki DISEASE")]
    done = CliRunner().invoke(app, ["evaluate", "--gold", str(gold), "--documents", str(leaflet)])
    assert f"other words of the text than their surface: {gold}:3 'Kawasaki diseas' for 'kawasaki DISEASE'\n" in done.stderr
    page = leaflet.with_name("leaflet.html")
    page.write_text(f"<html><body><p>{TEXT}</p></body></html>", encoding="utf-8")
    assert not evaluate_documents(gold, [page]).misplaced, "a gold may mark the file of a page"


def test_json_is_one_object_of_numbers(leaflet: Path, tmp_path: Path) -> None:
    leaflet.write_text("IVIG treats Kawasaki disease. IVIG often causes headache.", encoding="utf-8")
    kawasaki = FACT | {"doc": "leaflet", "start": "12", "end": "28", "surface": "Kawasaki disease", "status": "approved", "note": ""}
    gout = kawasaki | {"object_slug": "gout", "start": "", "end": "", "surface": "gout\u009b"}
    fever = kawasaki | {"predicate": "has_adverse_effect", "object_slug": "fever", "status": "", "tier": "secondary"}
    gold = _table(tmp_path / "gold.tsv", kawasaki, gout, fever)
    headache = {"doc": "leaflet", "neg_id": "N1", "subject_slug": "a", "predicate": "has_adverse_effect", "object_slug": "headache"}
    negatives = _table(tmp_path / "negatives.tsv", headache)
    words = ["evaluate", "--gold", str(gold), "--documents", str(leaflet), "--negatives", str(negatives), "--format"]
    done = CliRunner().invoke(app, [*words, "json", "--errors"])
    told = json.loads(done.stdout)
    assert list(told) == ["groups", "macro_f1", "intervals", "attributes", "hard_negatives", "brier", "errors"]
    assert told["groups"][-1] == {"group": "TOTAL", "precision": 0.5, "recall": 0.5, "f1": 0.5, "found": 1, "core": 2, "false": 1}
    assert (told["macro_f1"], told["attributes"]["status"]) == (0.5, {"right": 0, "of": 1})
    assert told["hard_negatives"] == {"hit": 1, "of": 1, "ids": ["N1"]}
    assert set(told["intervals"]) == {"precision", "recall", "f1"} and 0 < told["brier"] < 1
    errors = {error["error"]: error for error in told["errors"]}
    assert list(errors) == ["missed", "false", "hard negative", "status used, not approved"]
    assert (errors["missed"]["words"], errors["missed"]["start"]) == ("gout ", None)
    assert (errors["false"]["start"], errors["false"]["end"], errors["hard negative"]["id"]) == (48, 56, "N1")
    assert errors["status used, not approved"]["wanted"] == ["approved"]
    assert "errors" not in json.loads(CliRunner().invoke(app, [*words, "json"]).stdout)


def test_one_table_fits_a_csv_file(leaflet: Path, tmp_path: Path) -> None:
    words = ["evaluate", "--gold", str(_table(tmp_path / "gold.tsv", LEAFLET)), "--documents", str(leaflet), "--format"]
    assert CliRunner().invoke(app, [*words, "csv"]).stdout.startswith("group,precision")
    assert CliRunner().invoke(app, [*words, "tsv", "--errors"]).stdout.count("\t".join(["precision", "recall"])) == 1
    for more in (["--errors"], ["--corpora", str(tmp_path)]):
        done = CliRunner().invoke(app, [*words, "csv", *more])
        assert (done.exit_code, done.stdout) == (2, "")
        assert "two tables do not fit one csv file" in done.stderr


def test_facts_outside_the_covered_characters_are_missed_and_noted(leaflet: Path, tmp_path: Path) -> None:
    gold = _table(tmp_path / "gold.tsv", LEAFLET, LEAFLET | {"start": "1", "end": "3"}, LEAFLET | {"tier": "secondary"})
    manifest = tmp_path / "manifest.tsv"
    words = ["evaluate", "--gold", str(gold), "--documents", str(leaflet), "--manifest", str(manifest)]
    manifest.write_text("doc\tcovered\nleaflet\t0-10\n", encoding="utf-8")
    assert f"missed unless the text states them inside too: {gold}:2\n" in CliRunner().invoke(app, words).stderr
    manifest.write_text("doc\tcovered\nleaflet\t0-60\n", encoding="utf-8")
    assert "covered characters" not in CliRunner().invoke(app, words).stderr


def test_errors_are_listed_with_their_line_and_polarity(gold: Path) -> None:
    text = "Kawasaki headache\nno fever and more"
    false = replace(EFFECT, object="fever", start=21, end=26, surface="fever", polarity="negated")
    result = evaluate([BASE, false], read_gold(gold, {}), texts={"d": text})
    rows = {row[0]: row[1:] for row in _error_rows(result) if row[4] in ("headache", "fever")}
    product = "intravenous-immunoglobulin"
    assert rows["missed"] == ["d", "has_adverse_effect", product, "headache", "affirmed", "Kawasaki [headache]"]
    assert rows["false"] == ["d", "has_adverse_effect", product, "fever", "negated", "21 no [fever] and more"]
    # Where the gold marks another text, such as the file of a page, its own words stand alone.
    (missed, *_) = evaluate([BASE], read_gold(gold, {}), texts={"d": "Kawasaki and headache"}).missed
    assert evaluate([BASE], read_gold(gold, {}), texts={"d": "Kawasaki and headache"}).words(missed) == "headache"


@pytest.mark.usefixtures("one_reader")
def test_without_a_claim_there_is_no_brier_score(gold: Path, tmp_path: Path) -> None:
    assert evaluate([], read_gold(gold, {})).brier is None
    assert evaluate([BASE], read_gold(gold, {})).brier is not None
    assert "Brier" not in reliability_diagram([])
    text = tmp_path / "d.txt"
    text.write_text("Nothing is said here, and nothing there either.", encoding="utf-8")
    done = CliRunner().invoke(app, ["evaluate", "--gold", str(gold), "--documents", str(text)])
    assert done.exit_code == 0, done.output
    assert "Brier" not in done.stderr and "no belief to judge" in done.stderr


def test_agrees_with_the_scorer_of_the_development_data(shared: Path, tmp_path: Path) -> None:
    """The same claims give the same counts as the independent scorer that comes with the gold."""
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
    assert result.words(wrong.claim) == "Kawasaki [headache]"
    assert result.attributes["frequency"] == (0, 1)


def test_the_text_may_say_nothing_as_an_alternative(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    row = ROWS.splitlines()[1].replace("\tcore\t", "\tcore\talt_frequency=unspecified|rare")
    path.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    facts = read_gold(path, {})
    for frequency in ("common", "rare", "unspecified"):
        assert evaluate([replace(EFFECT, frequency=frequency)], facts).attributes["frequency"] == (1, 1)
    assert evaluate([replace(EFFECT, frequency="very_rare")], facts).attributes["frequency"] == (0, 1)


def test_the_text_may_say_nothing_where_an_alternative_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    row = ROWS.splitlines()[1].replace("\tcommon\t", "\tunspecified\t").replace("\tcore\t", "\tcore\talt_frequency=rare")
    path.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    facts = read_gold(path, {})
    for frequency in ("unspecified", "rare"):
        assert evaluate([replace(EFFECT, frequency=frequency)], facts).attributes["frequency"] == (1, 1)
    assert evaluate([replace(EFFECT, frequency="common")], facts).attributes["frequency"] == (0, 1)
