"""The word lists of the rules: data/cues/word_lists.tsv goes in, sets of words by the name of their list come out.

A list holds words as the rules compare them: most as they stand in folded text, those of verbs and nouns by their stems too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from kg.reading.cues import read_rows

__all__ = ["load_word_lists"]


def load_word_lists(folder: Path) -> Mapping[str, frozenset[str]]:
    """Read word_lists.tsv: the name of a list -> its words; raises ResourceError with file and line for a row without a list."""
    lists: dict[str, set[str]] = defaultdict(set)
    for word, name in read_rows(folder / "word_lists.tsv", ("word", "list")):
        lists[name].add(word)
    return {name: frozenset(words) for name, words in lists.items()}
