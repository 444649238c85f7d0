"""Bans behind a label: "A: avoid B; X is contraindicated" goes in, the draft of contraindicated_in for the label's illness comes out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Agent, Page, Term, Unit

__all__ = ["BANS", "find_labelled_bans"]

#: The kinds of cues that ban.
BANS = frozenset(("contraindicated", "contraindicated-left"))
#: What parts a label from what is said of it, tokens from the head of a line to the name in its label, and from a ban to what it is on.
_MARKS = frozenset((":", "-", "\u2013", "\u2014"))
_TO_NAME, _TO_PRODUCT = 1, 1
_DENIALS = frozenset(("not", "no", "never", "neither", "longer"))


def find_labelled_bans(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "IgA deficiency: washed red cells. IVIG is contraindicated (contains IgA)": a ban that names nobody speaks of its label."""
    labelled = _label(page.opening_of_block(unit), page)
    if labelled is None or unit.is_heading or unit.is_row:
        return
    for cue in unit.relations:
        if cue.phrase.kind not in BANS or cue.phrase.value == "not-recommended":
            continue
        is_word = page.tokens.stems[cue.last - 1].startswith("contraind")
        if is_word and not _DENIALS.isdisjoint(page.tokens.folds[max(unit.first, cue.first - 2) : cue.last]):
            continue
        if not is_word and page.tokens.folds[max(unit.first, cue.first - 1) : cue.first] == [","] and not _CONDITIONS.isdisjoint(
            page.tokens.folds[unit.first : cue.first]
        ):
            continue  # "ITP: if platelets are above 30, do not give IVIG"
        product = _banned(unit, cue.first, cue.last, is_word=is_word)
        if product is None or product.concept is None or _names_whom(unit, page, max(cue.last, product.last)):
            continue
        yield draft_of(
            product.concept, "contraindicated_in", labelled, "ban behind a label", 0.8, unit.index, subject_span=(product.first, product.last),
            cue_span=(cue.first, cue.last),
        )  # fmt: skip
        return


def _label(opening: Unit, page: Page) -> Term | None:
    """The illness that the line opens with and a mark sets off."""
    for term in opening.terms:
        if term.first - opening.first > _TO_NAME or not term.has("Condition", "Immunodeficiency") or term.is_product:
            continue
        at = term.last
        if page.tokens.surfaces[at] == "(":
            at = next((i + 1 for i in range(at, opening.last) if page.tokens.surfaces[i] == ")"), at)
        if at < opening.last and page.tokens.surfaces[at] in _MARKS and not any(t.first == term.first and t.last > term.last for t in opening.terms):
            return term
    return None


def _banned(unit: Unit, first: int, last: int, *, is_word: bool) -> Agent | None:
    """ "X is contraindicated", "do not give X": the product right before the word or right behind the order."""
    if is_word:
        return next((a for a in unit.agents if 0 <= first - a.last <= _TO_PRODUCT), None)
    return next((a for a in unit.agents if 0 <= a.first - last <= _TO_PRODUCT), None)


def _names_whom(unit: Unit, page: Page, last: int) -> bool:
    """Whether the ban goes on: "in B", "after C"; a bracket may say why."""
    end = next((i for i in range(last, unit.last) if page.tokens.surfaces[i] in {";", "(", "unless"}), unit.last)
    if not _GOING_ON.isdisjoint(page.tokens.folds[last : last + 1]):
        return True
    return any(last <= term.first < end for term in unit.terms if not term.is_product)


#: Words on whom it is banned for, and on how it is not to be given: "do not give X faster than 5 ml/min", "do not use X alone".
_GOING_ON = frozenset(
    (
        "in", "after", "before", "during", "if", "when", "with", "until", "for", "as", "by", "while",
        "faster", "more", "less", "too", "over", "at", "within", "to", "through", "alone", "again", "mixed", "together", "into", "on",
        "undiluted", "cold", "quickly", "rapidly", "routinely", "first", "without", "beyond", "above", "longer", "subcutaneously", "intravenously",
        "intramuscularly", "iv", "im", "sc",
    )
)  # fmt: skip
_CONDITIONS = frozenset(("if", "when", "unless", "once", "after", "before", "until", "while", "where"))
