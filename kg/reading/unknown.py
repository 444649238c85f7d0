"""Words that look like a medical term and that no concept has: sentences go in, candidates for a curator come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.page import Page, Unit

__all__ = ["Candidate", "find_unknown", "look_of"]

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
#: Stems of the international names of drugs (WHO's list of stems).
_DRUGS = (
    "mab", "bart", "tamig", "tinib", "ciclib", "statin", "prazole", "sartan", "olol", "pril", "cillin", "mycin", "floxacin", "cycline", "conazole",
    "nidazole", "parin", "xaban", "gatran", "gliptin", "gliflozin", "glutide", "dronate", "dronic", "triptan", "setron", "oxetine",
    "azepam", "azolam", "barbital", "sone", "solone", "profen", "coxib", "tacept", "ercept", "acicept", "kinra", "limus", "trexate",
    "platin", "rubicin", "mustine", "taxel", "penem", "thiazide", "semide", "dipine", "lukast", "imod", "bopag", "grastim", "coplan",
    "clovir", "navir", "tegravir", "buvir", "tasvir", "vudine", "quine", "triptyline", "gabalin",
)  # fmt: skip
#: Words that end so and are no terms.
_COMMON = frozenset(
    [
        *("diagnosis", "prognosis", "hypnosis", "basis", "oasis", "sympathy", "empathy", "diploma", "aroma", "stoma", "genoma", "curia"),
        *("intercept", "antivenin"),
    ]
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


def look_of(fold: str) -> str:
    """Tell what a word looks like: a word with a medical "ending", a "drug" by its stem, a "head" of a name, or nothing."""
    if len(fold) > 6 and fold not in _COMMON:
        if fold.endswith(_ENDINGS):
            return "ending"
        if fold.endswith(_DRUGS):
            return "drug"
    return "head" if fold in _HEADS else ""


#: (first token, last token, what is expected)
Candidate = tuple[int, int, str]


def find_unknown(unit: Unit, page: Page, telling: Sequence[int]) -> Iterator[Candidate]:
    """Yield the unknown terms at the unit's telling tokens: a medical ending, a capitalised name before "syndrome" or "disease"."""
    tokens = page.tokens
    covered = {index for term in unit.terms for index in range(term.first, term.last)}
    for index in telling:
        if index in covered:
            continue
        look = look_of(tokens.folds[index])
        if look == "ending":
            yield index, index + 1, "condition or adverse effect"
        elif look == "head":
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
