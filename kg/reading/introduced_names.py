"""Names of products that a text introduces itself: "Zemaglob is a subcutaneous immunoglobulin" goes in, every Zemaglob of the text comes out.

No list of brands is whole: new ones are licensed, and a text may speak of one by a name that no lexicon has. What such a name
stands for is what the text calls it: the product behind "is a", in an apposition, in brackets behind it, or below it in the head of a leaflet.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from kg.reading.lexicon import Entry, Lexicon
from kg.reading.mentions import Found
from kg.reading.unknown import look_of
from kg.reading.words import Tokens

__all__ = ["INTRODUCED", "find_introduced"]

#: How such a mention was found.
INTRODUCED = "introduced"

#: What a name looks like that is no word.
_NAME = re.compile(r"[A-Z][A-Za-z]{4,}\Z")
#: Times that a name stands in a text that goes on to speak of it.
_TIMES = 2
#: Ranges at the head of a text in which its product is named, and tokens between a name and what it stands for.
_HEAD, _BETWEEN = 6, 12


def find_introduced(
    tokens: Tokens, ranges: Sequence[tuple[int, int]], mentions: Sequence[Found], lexicon: Lexicon, is_word: Callable[[str], bool]
) -> list[Found]:
    """Find the names that the text itself gives to immunoglobulin products, wherever they stand.

    `ranges` are the sentences; `is_word` tells words of the language, which are no names ("Treatment (immune globulin)").
    """
    starts: list[int] = []
    meanings: dict[str, tuple[Entry, ...]] = {}
    for mention in mentions:
        if _is_product(mention, tokens, lexicon):
            starts = starts or [first for first, _ in ranges]
            at = bisect_right(starts, mention.first) - 1
            for index in (*_introducing(tokens, ranges, at, mention), *_called(tokens, ranges[at][1], mention)):
                if _NAME.match(tokens.surfaces[index]):
                    meanings.setdefault(tokens.folds[index], mention.entries)
    if not meanings:
        return []
    named = {index for mention in mentions for index in range(mention.first, mention.last)}
    written = Counter(surface for surface, key in zip(tokens.surfaces, tokens.folds, strict=True) if key in meanings)
    for key in list(meanings):
        forms = [form for form in written if form.lower() == key]
        is_name = sum(written[form] for form in forms) >= _TIMES and not any(form.islower() for form in forms)
        if not is_name or look_of(key) or is_word(key):
            del meanings[key]
    return [
        Found(index, index + 1, meanings[key], INTRODUCED)
        for index, key in enumerate(tokens.folds)
        if key in meanings and index not in named and tokens.surfaces[index][0].isupper()
    ]


def _is_product(mention: Found, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Tell a product from antibodies, of which there are many, and from what is measured or belongs to a cell: "IgG levels", "immunoglobulin gene"."""
    classes = lexicon.classes
    if _PRODUCT not in classes[mention.entries[0].concept] or any(_PRODUCT not in classes[entry.concept] for entry in mention.entries[1:]):
        return False
    return tokens.folds[mention.first : mention.last] not in _BARE and _NO_PRODUCT.isdisjoint(tokens.folds[mention.last : mention.last + 1])


def _introducing(tokens: Tokens, ranges: Sequence[tuple[int, int]], at: int, mention: Found) -> Iterator[int]:
    """Yield the token that a product may be introduced by.

    "NAME is a ... PRODUCT", "NAME, a PRODUCT", "NAME (PRODUCT)", "NAME: PRODUCT", "NAME, like other PRODUCTs", and NAME above PRODUCT.
    """
    first, _ = ranges[at]
    surfaces, folds = tokens.surfaces, tokens.folds
    index = mention.first - 1
    earliest = max(first, index - _BETWEEN)
    while index >= earliest and (folds[index] in _DESCRIBING or surfaces[index].isdigit()):
        index -= 1
    if index < first:
        if 0 < at < _HEAD:
            yield from _above(tokens, *ranges[at - 1])
        return
    if folds[index] == "like" and folds[index + 1] == "other":
        index -= 1
    mark, before = surfaces[index], _before_dose(tokens, index - 1, first)
    if before is None:
        if at < _HEAD and index == first:
            yield index  # "ZEMAGLOB 100 mg/ml, human normal immunoglobulin"
        return
    is_label = mark == ":" and before == first and _TOLD.isdisjoint(folds[mention.last : mention.last + 1])
    if folds[index] in _IS or (mark == "," and surfaces[index + 1].lower() in _ARTICLES) or is_label:
        yield before
    elif mark == "(" and mention.last - index > 2 and (before == first or not surfaces[before - 1][0].isupper()):
        yield before  # not the second word of a firm's name


def _called(tokens: Tokens, last: int, mention: Found) -> Iterator[int]:
    """Yield the token that a product is called by behind it: "the immunoglobulin product NAME", "PRODUCT is sold as NAME"."""
    index = mention.last
    while index < min(last, mention.last + _BETWEEN) and tokens.folds[index] in _CALLING:
        index += 1
    if index >= last or tokens.folds[index - 1] not in _NAMING:
        return
    if tokens.folds[index - 1] != "as" or not _SOLD.isdisjoint(tokens.folds[mention.last : index]):
        yield index  # not "the product, as Miller says"


def _before_dose(tokens: Tokens, index: int, first: int) -> int | None:
    """Give the token before an index that is no strength: "Zemaglob 10 % (...)"."""
    while index >= first and (tokens.folds[index] in _DOSE or tokens.surfaces[index].isdigit()):
        index -= 1
    return index if index >= first else None


def _above(tokens: Tokens, first: int, last: int) -> Iterator[int]:
    """Yield the first token of a line that gives nothing else but a strength and a form: "Zemaglob 100 mg/ml solution for infusion"."""
    rest = range(first + 1, last)
    if first < last and all(tokens.folds[i] in _DESCRIBING or tokens.surfaces[i] == "," or tokens.surfaces[i].isdigit() for i in rest):
        yield first


_PRODUCT = "ImmunoglobulinProduct"
_BARE = (["antibody"], ["globulin"], ["igg"], ["ig"])
_NO_PRODUCT = frozenset(
    (
        "level", "gene", "receptor", "fragment", "domain", "chain", "light", "heavy", "class", "isotype", "superfamily", "molecule", "protein",
        "g", "m", "a", "e", "fc", "fusion", "production", "deficiency", "concentration", "expert", "specialist", "company", "maker",
        "manufacturer", "supplier", "nurse", "clinic", "trial", "study", "register", "registry", "antagonist", "blocker", "inhibitor", "alternative",
        "substitute", "donor", "manufacturing", "programme", "program", "plant", "factory", "site", "centre", "center", "pump", "set", "test", "assay",
        "pioneer", "user", "patient", "recipient", "researcher", "stabiliser", "stabilizer", "society", "group", "team",
    )
)  # fmt: skip
#: What a label is followed by that is a place, an author or a heading: "Leeds: immunoglobulin was given".
_TOLD = frozenset(("was", "were", "is", "are", "has", "had", "have", "in", "at", "therapy", "treatment", "and", "use", "may"))
_IS = frozenset(("is", "are", "was", "contains", "contain", "compriz", "i.e"))
_ARTICLES = frozenset(("a", "an", "the", "another", "one", "our", "like"))
#: What leads from a product to a name of it, and what stands right before the name.
_NAMING = frozenset(("product", "brand", "preparation", "name", "called", "named", "as"))
_SOLD = frozenset(("sold", "marketed", "known", "available", "licensed"))
_CALLING = _NAMING | _SOLD | {"is", "are", "also", "under", "the", "trade", "which", "that", "now", "(", ",", "it"}
_DOSE = frozenset(
    (
        "%", ".", "mg", "g", "ml", "/", "iu", "u", "unit", "i.u", "mcg", "microgram", "µg", "l", "s", "d", "liquid", "-", "plus", "new",
    )
)  # fmt: skip
#: What stands between a name and the product that it is a name of.
_DESCRIBING = _DOSE | frozenset(
    (
        "a", "an", "the", "another", "one", "our", "of", "for", "that", "which", "and", "in", "human", "normal", "polyvalent", "sterile", "purified",
        "highly", "concentrated", "ready", "to", "use", "preparation", "solution", "product", "medicine", "drug", "brand", "form", "type", "kind",
        "name", "called", "made", "from", "contain", "contains", "containing", "consist", "belong", "group", "as", "known", "also", "equine",
        "plasma", "derived", "infusion", "injection", "other", "powder", "freeze", "dried", "package", "leaflet", "ready-to-use", "commercial",
        "licensed", "modern", "[", "specific",
    )
)  # fmt: skip
