"""Corpora: how marked spans are read, what counts, and what a broken or missing file gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.corpora import evaluate_corpora, read_events, read_negations, read_passages, read_tellings
from kg.errors import DocumentError, ResourceError
from kg.reading.qualifiers import is_negated
from kg.reading.stances import EventWords, stance_of


def _span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def _entity(text: str, words: str, kind: str, **more: object) -> dict[str, object]:
    start, end = _span(text, words)
    return {"start": start, "end": end, "text": words, "type": kind, "ids": [], **more}


def _write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _negation(text: str, words: str, value: str) -> dict[str, object]:
    return {"id": words, "text": text, "entities": [_entity(text, words, "Condition", negation=value)], "relations": []}


def _event(text: str, trigger: str, drug: str, effect: str, *, negated: bool = False, speculated: bool = False) -> dict[str, object]:
    entities = [_entity(text, trigger, "Trigger"), _entity(text, drug, "Treatment.Drug"), _entity(text, effect, "Effect")]
    relation = {"type": "Adverse_event", "args": [[drug], [effect]], "negated": negated, "speculated": speculated}
    return {"id": f"{drug}_1", "text": text, "entities": entities, "relations": [relation]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _write(
        tmp_path / "negex-half.jsonl",
        _negation("There was no fever.", "fever", "Negated"),
        _negation("He was noted to have fever.", "fever", "Affirmed"),
        _negation("She denies chest pain.", "chest pain", "Negated"),
        _negation("Oddly, vertigo was said to be gone.", "vertigo", "Negated"),
    )
    _write(
        tmp_path / "phee-dev.jsonl",
        _event("Zolax did not cause rash.", "cause", "Zolax", "rash", negated=True),
        _event("Zolax may cause fever.", "cause", "Zolax", "fever", speculated=True),
        _event("Zolax caused gout.", "caused", "Zolax", "gout"),
    )
    text = "Headache and zonkitis followed the drug."
    entities = [_entity(text, "Headache", "Disease"), _entity(text, "zonkitis", "Disease"), _entity(text, "drug", "Chemical")]
    _write(tmp_path / "bc5cdr-dev.jsonl", {"id": "1", "text": text, "entities": entities, "relations": []})
    return tmp_path


def test_what_counts(folder: Path) -> None:
    result = evaluate_corpora(folder, resamples=20)
    figures = {(m.corpus, m.what): (m.cases, m.score.found, m.score.core, m.score.false) for m in result.measures}
    assert figures[("negex-half", "negation")] == (4, 2, 3, 0)
    assert figures[("negex-half", "negation, rows left out of the last tuning")] == (2, 0, 1, 0)
    assert figures[("phee-dev", "event negated")] == (3, 1, 1, 0)
    assert figures[("phee-dev", "event speculated")] == (3, 1, 1, 0)
    assert figures[("phee-dev", "harms, IVIG in the medicine's place")] == (3, 3, 3, 0)
    assert figures[("phee-dev", "uses in the same sentences")] == (3, 0, 0, 0)
    assert figures[("bc5cdr-dev", "diseases that the lexicon knows (for information)")] == (1, 1, 2, 0)
    assert [(a.corpus, a.texts, a.alarms, a.flagged) for a in result.alarms] == [("phee-dev", 3, 0, 0), ("bc5cdr-dev", 1, 0, 0)]
    assert "ncbi-disease-dev.jsonl" in result.absent
    assert evaluate_corpora(folder, resamples=20) == result, "the same files give the same intervals"


def test_a_telling_has_the_product_in_the_place_of_the_medicine(tmp_path: Path) -> None:
    event = _event("After gout, Zolaxine caused rash.", "caused", "Zolaxine", "rash")
    event["entities"].append(_entity(str(event["text"]), "gout", "Treatment.Disorder"))  # type: ignore[attr-defined]
    benefit = {**_event("Zolax eased gout.", "eased", "Zolax", "gout"), "relations": [{"type": "Potential_therapeutic_event"}]}
    (telling,) = read_tellings(_write(tmp_path / "e.jsonl", event, benefit))
    assert telling.text == "After gout, IVIG caused rash."
    assert [telling.text[a:b] for a, b in (*telling.disorders, *telling.harms)] == ["gout", "rash"]


def test_a_chemical_is_no_disease(folder: Path) -> None:
    (passage,) = read_passages(folder / "bc5cdr-dev.jsonl")
    assert [passage.text[a:b] for a, b in passage.diseases] == ["Headache", "zonkitis"]


def test_events_of_one_sentence_keep_their_own_words(tmp_path: Path) -> None:
    first = _event("Zolax caused gout, and Plinil caused hiccups.", "caused", "Zolax", "gout")
    text = str(first["text"])
    second = text.index("caused", 20)
    entities = [
        *first["entities"],  # type: ignore[misc]
        {"start": second, "end": second + 6, "text": "caused", "type": "Trigger", "ids": []},
        _entity(text, "hiccups", "Effect"),
    ]
    relations = [*first["relations"], {"type": "Potential_therapeutic_event", "negated": False, "speculated": True}]  # type: ignore[misc]
    path = _write(tmp_path / "e.jsonl", {"id": "2", "text": text, "entities": entities, "relations": relations})
    one, two = read_events(path)
    assert [text[a:b] for a, b in one.words.effects] == ["gout"]
    assert [text[a:b] for a, b in two.words.effects] == ["hiccups"]
    assert (one.words.is_benefit, two.words.is_benefit, two.is_speculated) == (False, True, True)


def test_broken_files_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "negex-half.jsonl"
    path.write_text('{"text": "No fever.", "entities": []}\n{"text": \n', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"negex-half\.jsonl:2: is not JSON lines"):
        read_negations(path)
    path.write_text('{"text": 3}\n', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"negex-half\.jsonl:1: .*text \(str\)"):
        read_negations(path)
    with pytest.raises(ResourceError, match="1 triggers, but 0 events"):
        read_events(_write(path, {**_event("Zolax caused gout.", "caused", "Zolax", "gout"), "relations": []}))


@pytest.mark.parametrize("name", ["negex-half", "phee-dev", "bc5cdr-dev"])
def test_an_empty_file_is_named(name: str, folder: Path) -> None:
    path = folder / f"{name}.jsonl"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ResourceError, match=rf"{name}\.jsonl: holds no rows"):
        evaluate_corpora(folder, resamples=20)


def test_a_folder_without_corpora(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="holds none of the known corpora"):
        evaluate_corpora(tmp_path)


def test_command(folder: Path) -> None:
    runner = CliRunner()
    done = runner.invoke(app, ["evaluate", "--corpora", str(folder), "--format", "tsv"])
    assert done.exit_code == 0, done.output
    assert "phee-dev\tevent negated\t3\t1.000\t1.000\t1.000" in done.output
    *_, uses = (line.split("\t") for line in done.stdout.splitlines() if "uses in the same" in line)
    assert uses[3:] == ["0.000", "0.000", "0.000", "", "", "0", "0", "0"], "of nothing there is no interval"
    told = json.loads(runner.invoke(app, ["evaluate", "--corpora", str(folder), "--format", "json"]).stdout)
    assert list(told) == ["corpora", "false_alarms"]
    assert {name: told["corpora"][0][name] for name in ("corpus", "cases", "precision", "found")} == {
        "corpus": "negex-half", "cases": 4, "precision": 1.0, "found": 2,
    }  # fmt: skip
    assert told["false_alarms"][0] == {"corpus": "phee-dev", "texts": 3, "words": 12, "alarms": 0, "flagged": 0}
    assert runner.invoke(app, ["evaluate"]).exit_code == 2
    assert runner.invoke(app, ["evaluate", "--gold", "x.tsv"]).exit_code == 2


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        pytest.param("He was noted to have a rash.", "rash", False, id="noted is not 'not'"),
        pytest.param("A woman with no history of stroke developed gout.", "gout", False, id="a verb ends what 'no' says of a noun"),
        pytest.param("A woman with no history of stroke developed gout.", "stroke", True, id="before that verb it holds"),
        pytest.param("No patient developed gout.", "gout", True, id="'no patient' denies what patients did"),
        pytest.param("They left without developing gout.", "gout", True, id="'without' denies the verb right after it"),
        pytest.param("Zolax (but not Plinil) causes gout.", "gout", False, id="a bracket closes the scope"),
        pytest.param("In the absence of fever, gout is likely.", "gout", False, id="an opening phrase ends at its comma"),
        pytest.param("No fever was seen, he had gout.", "gout", False, id="a comma and a pronoun begin anew"),
        pytest.param("Gout was not significantly associated with Zolax.", "Gout", True, id="to the left over an adverb"),
        pytest.param("Zolax is not known to cause gout.", "gout", True, id="'not known' is no frequency here"),
        pytest.param("A scan without contrast showed gout.", "gout", False, id="contrast is no finding"),
        pytest.param("Blood was taken to rule out gout.", "gout", False, id="to rule out is to doubt"),
        pytest.param("Gout was ruled out.", "Gout", True, id="ruled out is denied"),
        pytest.param("Gout did not recur.", "Gout", True, id="recurrence denied"),
        pytest.param("They did not report gout.", "gout", True, id="an active verb denies what follows"),
        pytest.param("Gout was not documented.", "Gout", True, id="not documented"),
        pytest.param("Gout is not uncommon.", "Gout", False, id="two negations"),
    ],
)
def test_negation(sentence: str, words: str, expected: bool) -> None:
    assert is_negated(sentence, *_span(sentence, words)) is expected


@pytest.mark.parametrize(
    ("sentence", "trigger", "effect", "benefit", "expected"),
    [
        pytest.param("Zolax probably caused gout.", "caused", "gout", False, (False, True), id="probably"),
        pytest.param("Zolax caused gout, but fever may occur.", "caused", "gout", False, (False, False), id="'but' ends the doubt"),
        pytest.param("Zolax worked with little nausea.", "with", "nausea", False, (True, False), id="little of an adverse effect"),
        pytest.param("Treatment of gout with Zolax was ineffective.", "Treatment", "", True, (True, False), id="no benefit"),
        pytest.param("Treatment with Zolax was ineffective.", "Treatment", "", False, (False, False), id="failure is no adverse effect"),
        pytest.param("Zolax did not prevent gout.", "prevent", "gout", False, (False, False), id="a remedy denied"),
        pytest.param("Lack of control of gout on Zolax.", "on", "gout", False, (False, False), id="lack of control"),
        pytest.param("This is not proven, and the gout was due to Zolax.", "due", "gout", False, (False, False), id="a new clause"),
        pytest.param("No pain was seen, which suggests that Zolax caused gout.", "caused", "gout", False, (False, True), id="'that' begins anew"),
        pytest.param("Gout due to Zolax has not been published.", "due", "Gout", False, (True, False), id="the event's own words end no scope"),
        pytest.param("Zolax gout has not been reported previously.", "gout", "gout", False, (False, False), id="news is no denial"),
        pytest.param("CONCLUSION: Although no cause was proven, Zolax led to gout.", "led", "gout", False, (False, False), id="label"),
        pytest.param("Gout caused by Zolax did not recur.", "caused", "Gout", False, (True, False), id="no recurrence"),
        pytest.param("Gout does not appear to be due to Zolax.", "due", "Gout", False, (True, True), id="to the left over 'appear to be'"),
        pytest.param("Zolax worked without nausea.", "worked", "without nausea", True, (False, False), id="a benefit without harm"),
        pytest.param("Zolax for flu where other drugs have failed.", "for", "", True, (False, False), id="another treatment's failure"),
        pytest.param("Gout is not a side effect of Zolax.", "of", "Gout", False, (True, False), id="not a side effect"),
        pytest.param("Gout could not be attributed to Zolax.", "attributed", "Gout", False, (True, False), id="not attributed"),
        pytest.param("Zolax was unable to produce gout.", "produce", "gout", False, (True, False), id="unable"),
        pytest.param("There was no increase in gout with Zolax.", "with", "gout", False, (True, False), id="no increase"),
        pytest.param("Zolax, but not Borax, caused gout.", "caused", "gout", False, (False, False), id="'but not' ends at the comma"),
        pytest.param("Zolax resulted in no relapse.", "resulted", "no relapse", False, (True, False), id="negation within the words"),
    ],
)
def test_stance_of_events(sentence: str, trigger: str, effect: str, benefit: bool, expected: tuple[bool, bool]) -> None:
    words = EventWords(_span(sentence, trigger), (_span(sentence, effect),) if effect else (), is_benefit=benefit)
    stance = stance_of(sentence, words)
    assert (stance.is_negated, stance.is_speculated) == expected


@pytest.mark.parametrize("sentence", ["", " ", "\u00ad", "?"])
def test_a_sentence_without_words(sentence: str) -> None:
    assert not is_negated(sentence, 0, len(sentence))
    assert not stance_of(sentence, EventWords((0, len(sentence)))).is_negated


@pytest.mark.shared
def test_the_real_corpora_have_the_forms_that_are_read(shared: Path) -> None:
    folder = shared / "corpora"
    assert len(read_negations(folder / "negex-half.jsonl")) == 1179
    assert len(read_events(folder / "phee-dev.jsonl")) == 1003
    assert len(read_passages(folder / "ncbi-disease-dev.jsonl")) == 100
