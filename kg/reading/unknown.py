"""Words that look like a medical term and that no concept has: sentences go in, candidates for a curator come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.page import Page, Unit

__all__ = ["Candidate", "find_unknown"]

#: Endings of words for diseases and findings.
_ENDINGS = (
    "itis",
    "emia",
    "osis",
    "pathy",
    "algia",
    "penia",
    "uria",
    "oma",
    "plegia",
    "rrhea",
    "rrhagia",
    "megaly",
    "ectasia",
    "dystrophy",
)
#: Words that end so and are no terms.
_COMMON = frozenset(
    ["diagnosis", "prognosis", "hypnosis", "basis", "oasis", "sympathy", "empathy", "diploma", "aroma", "stoma", "genoma", "curia"]
)
#: Nouns that make a term of the words before them.
_HEADS = frozenset(("syndrome", "disease"))
#: Words that do not belong to a name before "syndrome" or "disease".
_NO_NAME = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "many",
        "most",
        "other",
        "another",
        "such",
        "certain",
        "your",
        "their",
        "his",
        "her",
        "its",
        "of",
        "with",
        "and",
        "or",
        "in",
        "by",
        "for",
        "to",
        "as",
        "severe",
        "rare",
        "mild",
        "chronic",
        "acute",
        "serious",
        "underlying",
        "same",
        "new",
        "common",
        "particular",
        "specific",
        "first",
        "second",
        "long",
        "no",
        "each",
        "every",
    ]
)

#: Words whose looks are remembered; a stream of documents must not grow memory without end.
_CACHE_LIMIT = 100_000


class _Looks(dict[str, str]):
    """What each word looks like: a word with a medical ending, a head, or nothing."""

    def __missing__(self, word: str) -> str:
        if len(self) > _CACHE_LIMIT:
            self.clear()
        is_term = len(word) > 6 and word.endswith(_ENDINGS) and word not in _COMMON
        look = self[word] = "ending" if is_term else "head" if word in _HEADS else ""
        return look


_LOOKS = _Looks()

#: (first token, last token, what is expected)
Candidate = tuple[int, int, str]


def find_unknown(unit: Unit, page: Page) -> Iterator[Candidate]:
    """Yield the unit's unknown terms: a word with a medical ending, a capitalised name before "syndrome" or "disease"."""
    tokens = page.tokens
    telling = [index for index, word in enumerate(tokens.folds[unit.first : unit.last], unit.first) if _LOOKS[word]]
    if not telling:
        return
    covered = {index for term in unit.terms for index in range(term.first, term.last)}
    for index in telling:
        if index in covered:
            continue
        if _LOOKS[tokens.folds[index]] == "ending":
            yield index, index + 1, "condition or adverse effect"
        else:
            first = index
            while (
                first > unit.first and first > index - 3 and tokens.folds[first - 1].isalpha() and tokens.folds[first - 1] not in _NO_NAME
            ):
                first -= 1
            if (
                first < index
                and covered.isdisjoint(range(first, index))
                and any(tokens.surfaces[i][0].isupper() for i in range(first, index))
            ):
                yield first, index + 1, "condition"
