"""A text may end anywhere: within a list, behind a comma, behind the word that a rule waits for."""

from __future__ import annotations

import random
import re
from pathlib import Path

from kg.reading.claims import Reader
from kg.records import Document

#: Pieces that are read, and those of one paragraph.
_PIECES, _OF_ONE = 3000, 4


def test_a_text_may_end_anywhere(shipped_reader: Reader, root: Path) -> None:
    dice = random.Random(7)
    paths = sorted((root / "benchmarks" / "gold").glob("*/texts/*.txt"))
    paragraphs = [p for path in paths if "sixth" not in path.parts for p in path.read_text(encoding="utf-8").split("\n\n") if len(p) > 60]
    read = 0
    for paragraph in dice.sample(paragraphs, _PIECES // _OF_ONE):
        words = list(re.finditer(r"\w+|[^\w\s]", paragraph))
        for _ in range(_OF_ONE):
            first, last = sorted(dice.sample(range(len(words)), 2))
            text = paragraph[words[first if dice.random() < 0.5 else 0].start() : words[last].end()]
            claims = shipped_reader.read(Document("piece", text, "")).claims
            assert all(0 <= claim.start < claim.end <= len(text) for claim in claims)
            read += 1
    assert read == _PIECES


def test_a_sentence_behind_an_item_that_ends_with_its_first_word(shipped_reader: Reader) -> None:
    text = "IVIG can cause clots. Tell your doctor if you have:\n\n- Diabetes. In"
    assert {claim.object for claim in shipped_reader.read(Document("piece", text, "")).claims} >= {"thromboembolism", "diabetes-mellitus"}
