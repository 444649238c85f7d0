"""The synopses of data/documents: each statement names its source, and no source's sentence is copied."""

from __future__ import annotations

import csv
import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
FILES = sorted((DATA / "documents").glob("*.md"))
SHARED = ROOT.parent / "shared"
LONGEST_COMMON_RUN = 8

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the source texts in ../shared are absent")
each_synopsis = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    reference: str
    original: str
    flag: str
    supports: dict[str, str]


@dataclass(frozen=True, slots=True)
class Synopsis:
    front: dict[str, object]
    sources: tuple[Source, ...]
    body: str


def _read(path: Path) -> Synopsis:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    front = yaml.safe_load(head)
    sources = tuple(Source(s["id"], s["reference"], s["original"], s.get("flag", ""), s["supports"]) for s in front["sources"])
    return Synopsis(front, sources, body)


def _markers(text: str) -> list[str]:
    return [marker for group in re.findall(r"\[(S\d+(?:, S\d+)*)\]", text) for marker in group.split(", ")]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", re.sub(r"\[S\d+(?:, S\d+)*\]", " ", text)).casefold()
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _backed_places(reference: str, original: str) -> Iterator[str]:
    """Rows of the shared tables that a source with this reference may name."""
    if reference == "terms/indication_status":
        for row in _rows(SHARED / "terms" / "indication_status.tsv"):
            if row["verified_in_stored_page"] == "yes" and row["source"].startswith(original):
                yield f"{row['condition_or_effect']} / {row['product']}"
        return
    stem = reference.split("/")[1]
    for name in ("seed_facts.tsv", "ivig_facts.tsv"):
        yield from (row["fact_id"] for row in _rows(SHARED / "gold" / name) if row["doc"].removesuffix(".txt") == stem)


def test_the_five_topics_of_the_field_are_covered() -> None:
    stems = {path.stem for path in FILES}
    assert len(FILES) >= 7
    assert {"indications-in-europe", "indications-in-the-united-states", "safety-of-immunoglobulin", "mechanisms-of-action"} <= stems
    assert {"hyperimmune-globulins", "immunoglobulins-and-how-they-are-given"} <= stems


@each_synopsis
def test_front_matter_is_complete(path: Path) -> None:
    front = _read(path).front
    assert front["title"]
    assert (front["kind"], front["publisher"], front["licence"]) == ("synopsis", "igkg authors", "CC BY 4.0")
    assert front["tier"] in {"web", "review"}
    assert isinstance(front["date"], datetime.date)


@each_synopsis
def test_length_is_300_to_600_words(path: Path) -> None:
    assert 300 <= len(re.sub(r"\[S[\d, S]+\]", "", _read(path).body).split()) <= 600


@each_synopsis
def test_each_source_is_cited_and_each_citation_has_a_source(path: Path) -> None:
    synopsis = _read(path)
    ids = [source.id for source in synopsis.sources]
    assert ids and len(set(ids)) == len(ids)
    assert set(_markers(synopsis.body)) == set(ids)
    assert all(source.supports and source.original for source in synopsis.sources)


@each_synopsis
def test_each_list_and_paragraph_with_a_product_cites_a_source(path: Path) -> None:
    """A list takes the citation of the sentence that introduces it; a passage about scope or limits names no fact of its own."""
    outside = re.compile(r"scope|limits|how sure|leaves out|what the term covers", re.IGNORECASE)
    for part in re.split(r"^#+ ", _read(path).body, flags=re.MULTILINE)[2:]:
        title, _, text = part.partition("\n")
        if not outside.search(title):
            assert all(_markers(block) or block.startswith("- ") for block in text.strip().split("\n\n")), title


@needs_shared
@each_synopsis
def test_each_fact_points_at_a_place_that_exists(path: Path) -> None:
    for source in _read(path).sources:
        backed = set(_backed_places(source.reference, source.original))
        for fact, place in source.supports.items():
            if span := re.fullmatch(r"chars (\d+)-(\d+)", place):
                text = (SHARED / f"{source.reference}.txt").read_text(encoding="utf-8")
                assert 0 <= int(span[1]) < int(span[2]) <= len(text), (path.name, fact)
            else:
                assert place in backed, (path.name, source.id, fact, place)


@needs_shared
@each_synopsis
def test_flagged_sources_say_so(path: Path) -> None:
    flags = {
        "000_14a6bcbbe252fc13": "encoding-damaged",
        "001_74323d605538326c": "llm-generated",
        "002_76f3992f261cdc7b": "machine-paraphrased",
    }
    for source in _read(path).sources:
        assert source.flag == flags.get(source.reference.split("/")[1], "")


@needs_shared
@each_synopsis
def test_no_run_of_nine_words_is_copied(path: Path) -> None:
    length = LONGEST_COMMON_RUN + 1
    ours = _words(path.read_text(encoding="utf-8"))
    runs = {tuple(ours[i : i + length]) for i in range(len(ours) - length + 1)}
    for text in sorted([*(SHARED / "documents").glob("*.txt"), *(SHARED / "texts").glob("*.txt")]):
        theirs = _words(text.read_text(encoding="utf-8"))
        copied = sorted(" ".join(run) for i in range(len(theirs) - length + 1) if (run := tuple(theirs[i : i + length])) in runs)
        assert not copied, f"{path.name} copies {text.name}: {copied}"


@needs_shared
@each_synopsis
def test_no_spun_phrase_is_taken_over(path: Path) -> None:
    ours = f" {' '.join(_words(_read(path).body))} "
    spun = [" ".join(_words(row["surface"])) for row in _rows(SHARED / "gold" / "spun_lexicon.tsv")]
    # Single words and plain English phrases of the lexicon, such as "used for", say nothing.
    assert not [phrase for phrase in spun if len(phrase.split()) > 1 and f" {phrase} " in ours]


def test_the_overview_names_every_entry_of_the_folder() -> None:
    overview = (DATA / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([^`]+)`", overview, flags=re.MULTILINE))
    present = {entry.name + "/" * entry.is_dir() for entry in DATA.iterdir()} | {path.name for path in FILES}
    assert present <= named, f"add a row to data/README.md: {sorted(present - named)}"
