"""How a place of injection looks and feels: "the spot may be red and sore" goes in, redness and pain at the injection site come out.

Leaflets tell such effects in adjectives, which are no names of effects elsewhere: a red mark, a hard chair, a warm drink.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.page import Page, Unit
from kg.reading.words import fold

__all__ = ["INTO_LIMBS", "find_site_adjectives"]

_LOOKS = {
    fold(word): concept
    for word, concept in {
        "red": "injection-site-erythema",
        "reddened": "injection-site-erythema",
        "pink": "injection-site-erythema",
        "sore": "injection-site-pain",
        "tender": "injection-site-pain",
        "painful": "injection-site-pain",
        "achy": "injection-site-pain",
        "swollen": "injection-site-swelling",
        "puffy": "injection-site-swelling",
        "warm": "injection-site-warmth",
        "hot": "injection-site-warmth",
        "itchy": "injection-site-pruritus",
        "bruised": "injection-site-bruising",
        "hard": "infusion-site-induration",
        "lumpy": "infusion-site-induration",
    }.items()
}
#: Words inside a run of them.
_JOINING = frozenset((",", "and", "or", "be", "bit", "a", "little", "slightly", "quite", "mildly", "sometimes", "rather", "even", "feel"))
#: Nouns that alone stand for the place, and parts of the body that do where the injection is spoken of.
_PLACES = frozenset(("spot", "area", "site", "place"))
_LIMBS = frozenset(("arm", "thigh", "leg", "buttock", "muscle", "bottom", "hip", "tummy", "skin"))
_GIVEN = frozenset(("injection", "injected", "jab", "shot", "needle", "infused"))
#: Verbs from the place to its looks.
_BEING = frozenset(
    (
        "be", "is", "are", "become", "becomes", "get", "gets", "feel", "feels", "look", "looks", "turn", "turns", "stay", "stays", "go", "leave",
        "leaves",
    )
)  # fmt: skip
#: What the looks may be of, what of it is an effect of its own, and what places them behind that.
_BEARING = frozenset(("skin", "area", "patch", "spot", "lump", "swelling"))
_NOUNS = {"swelling": "injection-site-swelling", "lump": "infusion-site-induration", "bump": "infusion-site-induration"}
_AT = (["at", "the", "site"], ["at", "the", "spot"], ["at", "the", "place"], ["around", "the", "needle"], ["around", "the", "site"])
_DETERMINERS = frozenset(("the", "your", "that", "this", "a"))
#: Tokens from the place to its looks.
_TO_LOOKS = 8


def find_site_adjectives(unit: Unit, page: Page, *, into_limbs: bool) -> Iterator[tuple[int, int, str]]:
    """ "The spot may be tender and red", "red, swollen and sore where the needle goes in": tokens and the effect at the place of the needle.

    `into_limbs`: the text says of its product that it is injected, so that a sore arm or leg is the one that was injected into.
    """
    if _LOOKS.keys().isdisjoint(unit.folds):
        return
    for first, last in _runs(unit, page):
        if _is_left_under_skin(unit, page, last) or _is_placed_behind(unit, page, last) or _is_said_of_place(unit, page, first, into_limbs=into_limbs):
            for index in range(first, last):
                concept = _LOOKS.get(page.tokens.folds[index])
                if concept is not None:
                    yield index, _end_of_noun(unit, page, last) if index == last - 1 else index + 1, concept
            noun = _NOUNS.get(page.tokens.folds[last]) if last < unit.last else None
            if noun is not None:
                yield last, last + 1, noun


def _runs(unit: Unit, page: Page) -> Iterator[tuple[int, int]]:
    """The stretches of such adjectives and of what joins them."""
    folds = page.tokens.folds
    first = last = None
    for index in range(unit.first, unit.last):
        if folds[index] in _LOOKS:
            first = index if first is None else first
            last = index + 1
        elif first is not None and last is not None and folds[index] not in _JOINING:
            yield first, last
            first = last = None
    if first is not None and last is not None:
        yield first, last


def _end_of_noun(unit: Unit, page: Page, last: int) -> int:
    """ "a hard [spot]", "swollen [skin]": the end of what the adjectives are said of."""
    return last + 1 if last < unit.last and page.tokens.folds[last] in _BEARING - _NOUNS.keys() else last


def _is_left_under_skin(unit: Unit, page: Page, last: int) -> bool:
    """ "She infuses it under the skin of her belly. I get red, itchy lumps": marks in a paragraph that has just told of such an infusion."""
    if last >= unit.last or page.tokens.folds[last] not in _MARKS or not _ELSEWHERE.isdisjoint(unit.folds):
        return False
    near: Unit | None = unit
    for _ in range(_JUST_TOLD):
        if near is None or near.block != unit.block:
            return False
        if "given" in near.kinds and any(term.has("Route") and term.concept.startswith("subcutaneous") for term in near.terms):
            return True  # not "fluid under the skin"
        near = near.previous
    return False


#: What an infusion under the skin leaves, words for other places, and sentences from the infusion to its marks.
_MARKS = frozenset(("lump", "bump", "patch", "spot", "welt", "swelling", "skin"))
_ELSEWHERE = frozenset(("body", "face", "trunk", "everywhere", "all"))
_JUST_TOLD = 3


def _is_placed_behind(unit: Unit, page: Page, last: int) -> bool:
    """ "... where the needle goes in", "... skin at the site", "... skin around the needle"."""
    folds = page.tokens.folds
    at = last + 1 if last < unit.last and folds[last] in _BEARING else last
    if folds[at : at + 3] in _AT:
        return True
    return any(cue.phrase.kind == "local" and cue.first == at for cue in unit.safety)


def _is_said_of_place(unit: Unit, page: Page, first: int, *, into_limbs: bool) -> bool:
    """ "The spot may be ...", "Your arm can be ... after the injection"."""
    folds = page.tokens.folds
    if _BEING.isdisjoint(folds[max(unit.first, first - 3) : first]):
        return False
    is_told = into_limbs and unit.place.kind in {"adverse", ""} and not unit.rivals
    for index in range(max(unit.first + 1, first - _TO_LOOKS), first):
        if folds[index - 1] not in _DETERMINERS and index - 1 != unit.first:
            continue
        if folds[index] in _PLACES:
            return _is_of_giving(unit)
        if folds[index] in _LIMBS and (not _GIVEN.isdisjoint(unit.folds) or (folds[index] in _PIERCED and is_told)):
            return True
    return False


_PIERCED = frozenset(("arm", "thigh", "leg", "buttock", "bottom", "hip"))
INTO_LIMBS = frozenset(("intramuscular-injection", "intramuscular-route", "injection"))


def _is_of_giving(unit: Unit) -> bool:
    """In a section on effects the spot is the one of the needle; elsewhere the giving is spoken of."""
    return unit.place.kind in {"adverse", "dosage"} or not _GIVEN.isdisjoint(unit.folds)
