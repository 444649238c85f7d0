"""What people have of their illness before a product is spoken of: a unit and a harm go in, whether it is the illness's comes out.

"A is common in GBS, and X may shorten it", "Complications of ITP include A", "The boy developed A and received X".
"""

from __future__ import annotations

from kg.reading.classes.memberships import SAFETY_SECTIONS
from kg.reading.page import CONDITIONS, DISEASES, Page, Term, Unit

__all__ = ["is_of_own_illness"]


def is_of_own_illness(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether the sentence says of a harm that it comes with an illness, or was there when the product was first given."""
    if unit.place.kind in SAFETY_SECTIONS or page.is_label or unit.is_item or unit.is_row:
        return False
    if not _FREQUENT.isdisjoint(unit.folds) and _is_frequent_in(unit, page, term):
        return not _was_product_told(unit, page, term)
    if page.tokens.folds[unit.first] in _WHAT_COMES and _is_among_complications(unit, page, term):
        return not _was_product_told(unit, page, term)
    is_called_for = bool(unit.products) and not _ONSETS.isdisjoint(unit.folds) and not _GIVING.isdisjoint(unit.folds)
    return is_called_for and _calls_for_product(unit, page, term) and not _was_product_told(unit, page, term)


def _was_product_told(unit: Unit, page: Page, term: Term) -> bool:
    """Whether the sentence, before the harm, or one before it in the paragraph names a product or speaks of a treatment's effects."""
    if any(agent.first < term.first for agent in unit.products):
        return True
    opening = unit.index - unit.place_in_block
    earlier = page.units[max(opening, unit.index - _BEFORE) : unit.index]
    return any(before.products or any(t.concept == _ROOT for t in before.terms) for before in earlier)


#: Effects as such, and the sentences before that are looked through.
_ROOT = "adverse-event-root"
_BEFORE = 12


def _is_frequent_in(unit: Unit, page: Page, term: Term) -> bool:
    """ "A and B are common in patients with lupus.", "A is rare in ITP; X is given before surgery"; not "... in ITP after X"."""
    folds = page.tokens.folds
    at = next((i for i in range(term.last, unit.last - 1) if folds[i] in _FREQUENT and folds[i + 1] == "in"), None)
    if at is None or _BEING.isdisjoint(folds[term.last : at]) or ";" in folds[term.last : at] or any(term.last <= a.first < at for a in unit.agents):
        return False
    disease = next((t for t in unit.terms if t.first > at + 1 and t.has(*DISEASES)), None)
    if disease is None or disease.has("AdverseEffect") or not page.lists["people"].issuperset(folds[at + 1 : disease.first]):
        return False
    behind = folds[disease.last : unit.last]
    ends = not behind or behind[0] in {".", ";"} or (behind[0] == "," and len(behind) > 1 and behind[1] in _GOING_ON)
    return ends and all(folds[agent.first - 1] not in _MET_WITH for agent in unit.products if agent.first > disease.last)


#: Words for how often an illness shows so, verbs of being, joints to a further clause, and words that say with what an effect was met.
_FREQUENT = frozenset(("common", "frequent", "rare", "uncommon", "unusual", "universal"))
_BEING = frozenset(("is", "are", "was", "were", "be"))
_GOING_ON = frozenset(("and", "but", "so", "for", "which", "where"))
_MET_WITH = frozenset(("with", "after", "on", "during", "following", "receiving", "given", "under", "to", "of"))


def _is_among_complications(unit: Unit, page: Page, term: Term) -> bool:
    """ "Complications of ITP are rare but include A"; not "Complications of its treatment"."""
    if unit.agents or page.tokens.folds[unit.first + 1] != "of":
        return False
    disease = next((t for t in unit.terms if t.first - unit.first - 2 in {0, 1}), None)
    if disease is None or disease is term or not disease.has(*CONDITIONS) or disease.has("AdverseEffect"):
        return False
    return page.tokens.folds[disease.last : disease.last + 1] not in (["treatment"], ["therapy"], ["prophylaxis"])


_WHAT_COMES = frozenset(("complication", "symptom", "sign", "feature", "manifestation"))


def _calls_for_product(unit: Unit, page: Page, term: Term) -> bool:
    """ "The boy had A and received X", "A occurred on day 4 and X was started"; not "He received X and had A", "had A after X"."""
    folds, product = page.tokens.folds, unit.products[0]
    joint = next((i for i in range(product.first - 1, term.last - 1, -1) if folds[i] == "and"), None)
    if joint is None or not _AROUND_GIVING.issuperset(folds[joint + 1 : product.first]) or not _OCCASIONS.isdisjoint(folds[unit.first : joint]):
        return False
    given = folds[joint + 1 : product.first] + folds[product.last : product.last + 2]
    if _GIVING.isdisjoint(given):
        return False
    before = folds[max(unit.first, term.first - _TO_HARM) : term.first]
    return not _ONSETS.isdisjoint(before) or not _ONSETS.isdisjoint(folds[term.last : term.last + 1])


#: Verbs of falling ill, tokens from one to its object, verbs of giving, words around these, and those that say when a harm came.
_ONSETS = frozenset(("had", "developed", "experienced", "suffered", "presented", "occurred", "appeared", "recurred"))
_TO_HARM = 6
_GIVING = frozenset(("received", "given", "started", "begun", "administered", "initiated", "added", "commenced", "got", "tried"))
_AROUND_GIVING = _GIVING | frozenset(("was", "were", "then", "therefore", "subsequently", "he", "she", "they", "on", "a", "an", "course", "of", "the"))
_OCCASIONS = frozenset(("after", "during", "infusion", "following", "dose", "treatment", "therapy"))
