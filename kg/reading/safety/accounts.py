"""What people who had a treatment tell of it: a heading of theirs over a list of effects, and the remarks behind the items of such a list.

"What families report" may head the complaints of a disease as well; a list that speaks of the drip tells them apart. An item names an
effect, and its remark says how many had it, or that nobody did: "Headache. Nearly everyone.", "Fever? Not one of us."
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.reading.page import Page, Term, Unit
from kg.reading.safety.effect_lists import EFFECT
from kg.reading.words import stem

__all__ = ["fit_accounts", "gets_better", "is_taken_back", "remark_on"]

#: Words by which a heading says that people tell of something, who they are, and how a heading speaks of an illness.
_TELLING = frozenset(map(stem, ("report", "tell", "told", "say", "said", "notice", "describe", "share", "experience", "feel", "mention")))
_TELLERS = frozenset(
    map(stem, ("we", "us", "our", "mum", "mother", "parent", "family", "member", "people", "patient", "others", "user", "reader", "carer"))
)
_AFTER = frozenset(("after", "during", "following"))
_BETTER = frozenset(("better", "improve", "improved", "ease", "eased", "easier", "stronger", "gone", "goe", "go"))
#: Tokens from a complaint to what becomes of it.
_TO_BETTER = 3
_OPENING = _TELLING | _AFTER
_AT_ONSET = frozenset(("first", "start", "before", "beginning", "began", "starts", "early", "illness", "disease", "condition"))
#: Kinds of sections that such a heading has of itself.
_UNTOLD = frozenset(("", "treatment", "dosage"))
_ADVERSE = "adverse"
#: Effects that make a list.
_FEWEST = 2
#: Tokens from "before" to the treatment: "before any drip".
_TO_GIVING = 3


def fit_accounts(page: Page) -> None:
    """ "What families report" over "Chills on the day of the drip": make what lists effects of a treatment a section on side effects."""
    for heading in page.headings.values():
        if heading.index and heading.place.kind in _UNTOLD and not heading.stems.isdisjoint(_OPENING) and _is_account(heading, page):
            for unit in (heading, *_section(heading, page)):
                unit.place = replace(unit.place, kind=_ADVERSE)


def _is_account(heading: Unit, page: Page) -> bool:
    """Tell a heading by which people tell of no disease, over a list of effects that names the product or how it is given."""
    tells = not (heading.stems.isdisjoint(_TELLERS) or heading.stems.isdisjoint(_TELLING)) and heading.folds.isdisjoint(_AT_ONSET)
    if not (tells or _comes_behind(heading, page)):
        return False
    if heading.has("Condition", "Immunodeficiency", "Category", "Medication", "MonoclonalAntibody"):
        return False
    items = [unit for unit in _section(heading, page) if unit.is_item]
    effects = [unit for unit in items if unit.place_in_block == 0 and unit.has(EFFECT)]
    if not tells and any(gets_better(unit, page, term) for unit in effects for term in unit.terms):
        return False
    return len(effects) >= _FEWEST and any(_is_giving(term, page) for unit in (heading, *items) for term in unit.terms)


def gets_better(unit: Unit, page: Page, term: Term) -> bool:
    """ "Weakness gets better" as an item below "After the drip": a complaint that opens it and goes."""
    if not unit.is_item or term.first != unit.first or unit.place.kind == _ADVERSE:
        return False
    return not _BETTER.isdisjoint(page.tokens.folds[term.last : min(unit.last, term.last + _TO_BETTER)])


def _comes_behind(heading: Unit, page: Page) -> bool:
    """ "After each drip", "Feeling rough during the infusion"."""
    given = (term for term in heading.terms if term.has("Route") or term.is_product)
    return any(not _AFTER.isdisjoint(page.tokens.folds[max(heading.first, term.first - _TO_GIVING) : term.first]) for term in given)


def _is_giving(term: Term, page: Page) -> bool:
    """ "the day of the drip", but "long before any drip"."""
    return (term.is_product or term.has("Route")) and "before" not in page.tokens.folds[term.first - _TO_GIVING : term.first]


def _section(heading: Unit, page: Page) -> Sequence[Unit]:
    """Give the units below a heading."""
    first, last = heading.index + 1, len(page.units)
    return page.units[first : next((i for i in range(first, last) if page.units[i].place.heading != heading.block), last)]


def remark_on(unit: Unit, page: Page) -> Unit | None:
    """ "Headache. Nearly everyone.", "A clot? Never.": the sentence behind one that opens an item and is nothing but an effect."""
    if not unit.is_item or unit.place_in_block or unit.last - unit.first > _LONGEST:
        return None
    following = page.following(unit)
    if following is None or following.block != unit.block or following.first >= following.last:
        return None
    named = {i for term in unit.terms if EFFECT in term.classes for i in range(term.first, term.last)}
    is_bare = named and all(i in named or page.tokens.folds[i] in _BESIDE_NAME for i in range(unit.first, unit.last))
    return following if is_bare else None


#: Tokens of such a sentence, and those that may stand beside the effect in it.
_LONGEST = 8
_BESIDE_NAME = frozenset((".", "?", "!", ",", "a", "an", "the", "and", "or", "feeling", "being", "getting"))


def is_taken_back(unit: Unit, page: Page) -> bool:
    """ "Fever? Not one of us.", "Back pain. It came with the illness.": nobody had it, or not from the treatment."""
    remark = remark_on(unit, page)
    if remark is None:
        return False
    opening = page.tokens.folds[remark.first : min(remark.first + _DENIAL, remark.last)]
    if opening[0] in _IT:
        others = {agent.first for agent in remark.rivals}
        return any((i in others or page.tokens.folds[i] in _ILLNESS) and _leads_back(page, i) for i in range(remark.first, remark.last))
    denied = next((len(words) for words in _NOBODY if tuple(opening[: len(words)]) == words), None)
    return denied is not None and (len(opening) == denied or opening[denied] in _GETTING)


def _leads_back(page: Page, cause: int) -> bool:
    return not _FROM.isdisjoint(page.tokens.folds[cause - _TO_CAUSE : cause])


#: How a remark denies an effect, what goes on from there, and the tokens of both: "Not one | of us", "No one | had it".
_NOBODY = (("none",), ("nobody",), ("no", "one"), ("not", "one"), ("not", "a", "single"), ("not",), ("no",), ("never",))
_GETTING = frozenset((".", ",", "!", "-", "of", "in", "so", "yet", "had", "has", "have", "got", "get", "here", "with", "us", "member", "case"))
_DENIAL = 4
#: How it lays an effect at something else, and tokens from the preposition: "with the illness", "from the steroids".
_IT = frozenset(("it", "that", "this", "they", "those", "these"))
_ILLNESS = frozenset(("illness", "disease", "condition"))
_FROM = frozenset(("with", "from", "to", "of", "be", "is", "was", "are"))
_TO_CAUSE = 2
