"""The word lists of the rules: each is read, used by a rule, and sorted; a broken row is told with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.reading.cues import expand
from kg.reading.word_lists import load_word_lists
from kg.settings import Settings

CUES = Settings.default().data / "cues"
USED = re.compile(r'page\.lists\["([a-z-]+)"\]')


def test_every_list_is_used_and_every_used_list_is_there() -> None:
    folder = Path(__file__).parent.parent / "kg" / "reading"
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
    lists = load_word_lists(CUES)
    assert set(USED.findall(code)) <= set(lists)
    assert not [name for name in lists if f'"{name}"' not in code]


def test_lists_are_sorted_and_without_doubles() -> None:
    rows = [tuple(row.split("\t")) for row in (CUES / "word_lists.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert rows == sorted(set(rows), key=lambda row: (row[1], row[0]))


def test_words_of_a_list(tmp_path: Path) -> None:
    (tmp_path / "word_lists.tsv").write_text("word\tlist\nno\tdenial\nnot\tdenial\nyes\tassent\n", encoding="utf-8")
    assert load_word_lists(tmp_path) == {"denial": {"no", "not"}, "assent": {"yes"}}


def test_a_row_without_a_list_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "word_lists.tsv").write_text("word\tlist\nno\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"word_lists\.tsv:2"):
        load_word_lists(tmp_path)


@pytest.mark.parametrize("name", ["relations", "qualifiers", "safety"])
def test_blanks_of_alternatives_stand_outside(name: str) -> None:
    """Alternatives that end in the middle of a word are written out, which takes memory; "(a |)b" can be said as "(a|) b"."""
    phrases = [row.split("\t")[0] for row in (CUES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert not [text for text in phrases if re.search(r" \|?\)\S|\S\(\|? ", text) and len(list(expand(text))) > 100]
