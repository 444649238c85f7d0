"""Routes in capital letters: a sentence that gives a product "IV", "SC" or "IM" goes in, drafts of given_by_route come out.

Outside of a table the letters mean much else ("stage IV", "grade IV"), so that they count beside a dose, a product or a verb of giving only.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.actors import acting_product
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.routes import BY_MISTAKE, is_avoided, is_of_other_way
from kg.reading.table_rows import ROUTE_OF_LETTERS
from kg.reading.words import stem

__all__ = ["LETTERS", "find_lettered"]

#: The letters, folded; in the text they are capitals.
LETTERS = frozenset(("iv", "sc", "sq", "im"))
#: Sections that tell of other products, of harms and of whom a study left out.
_APART = frozenset(("adverse", "boxed", "contraindications", "postmarketing", "interactions", "exclusion", "eligibility", "disease", "references"))


def find_lettered(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read "0.4 g/kg IV for five days", "anti-D immunoglobulin 1500 IU IM", "is given SC once a week"."""
    if unit.place.kind in _APART or not BY_MISTAKE.isdisjoint(unit.folds):
        return
    tokens = page.tokens
    named = {index for term in unit.terms for index in range(term.first, term.last)}
    for index in range(unit.first, unit.last):
        if tokens.folds[index] not in LETTERS or not tokens.surfaces[index].isupper() or index in named:
            continue
        if not _is_route(unit, page, index):
            continue
        route = Term(index, index + 1, ROUTE_OF_LETTERS[tokens.folds[index]], frozenset(("Route",)), 1.0, "letters")
        if is_avoided(unit, page, route):
            continue
        concept, agent = acting_product(unit, page, index)
        if concept is None or is_of_other_way(concept, route.concept) or _is_of_other_drug(unit, page, agent.last if agent else unit.first, index):
            continue
        yield Draft(
            concept, "given_by_route", route.concept, index, index + 1, "route letters", 0.75, unit.index,
            polarity=polarity_of(
                [q for q in unit.qualifiers if q.phrase.direction != "left"], tokens, (unit.first, unit.last), index, index + 1
            ),
            subject_span=(agent.first, agent.last) if agent else None,
        )  # fmt: skip


def _is_route(unit: Unit, page: Page, index: int) -> bool:
    """Whether a dose, a product, a verb of giving or the label of a field stands by the letters, or others that are a route."""
    folds = page.tokens.folds
    before = folds[max(unit.first, index - _NEAR) : index]
    if before[-1:] and before[-1] in {"/", "or", "and", ",", "("}:
        before = before[:-1]
        joined = max(unit.first, index - 2)
        if before[-1:] and folds[joined] in LETTERS and page.tokens.surfaces[joined].isupper():
            return _is_route(unit, page, joined)
    behind = folds[index + 1 : min(unit.last, index + 1 + _NEAR)]
    if not _COUNTED.isdisjoint(before[-1:]) or not _NUMERALS.isdisjoint(before[-1:] + behind[:1]):
        return False  # "type IV", "stage III or IV"
    if not _THINGS.isdisjoint(behind[:1]):
        return False  # "an IV line"
    if any(agent.last == index or (agent.last == index - 1 and folds[index - 1] == "(") for agent in unit.products):
        return True
    if before[-2:] == ["route", ":"] or before[-1:] == ["route"]:
        return True
    is_unit = not _UNITS.isdisjoint(before[-1:]) or before[-2:-1] == ["/"]
    if is_unit and any(word[0].isdigit() for word in folds[max(unit.first, index - _DOSE) : index]):
        return True
    if behind and behind[0][0].isdigit() and not _UNITS.isdisjoint(behind[1:3]):
        return True
    return not _GIVEN.isdisjoint(page.tokens.stems[max(unit.first, index - _TO_GIVING) : index]) and not _PARTING.intersection(
        folds[_last_giving(unit, page, index) : index]
    )


def _last_giving(unit: Unit, page: Page, index: int) -> int:
    stems = page.tokens.stems
    return next(i for i in range(index - 1, unit.first - 1, -1) if stems[i] in _GIVEN)


def _is_of_other_drug(unit: Unit, page: Page, first: int, index: int) -> bool:
    """ "IVIG was stopped and methylprednisolone 1 g IV was given", "IVIG and 1 g IV methyl prednisolone": another medicine stands nearer."""
    if any(rival.first == index + 1 for rival in unit.rivals):
        return True
    if any(term.first == index + 1 and term.has("Medication", "MonoclonalAntibody", "Vaccine") and not term.is_product for term in unit.terms):
        return True
    if any(first <= rival.first < index for rival in unit.rivals):
        return True
    return any(first <= term.first < index and term.has("Medication", "MonoclonalAntibody", "Vaccine") and not term.is_product for term in unit.terms)


#: Tokens that are looked at beside the letters, those of a dose, and those from a verb of giving.
_NEAR = 4
_DOSE = 8
_TO_GIVING = 8
_UNITS = frozenset(
    (
        "g", "mg", "kg", "mcg", "µg", "μg", "ug", "iu", "unit", "units", "ml", "l", "gm", "gram", "grams", "day", "dose", "d", "wk", "week", "hour", "h",
    )
)  # fmt: skip
_COUNTED = frozenset(
    (
        "type", "stage", "grade", "factor", "class", "phase", "level", "category", "nerve", "table", "domain", "group", "collagen", "figure", "part",
        "volume", "schedule", "dipeptidyl", "peptidase", "cn", "who", "mucopolysaccharidosis", "hypersensitivity", "reaction", "tier", "step",
    )
)  # fmt: skip
_NUMERALS = frozenset(("i", "ii", "iii", "v", "vi", "iia", "iiib"))
#: What is called by the letters and is no way of giving.
_THINGS = frozenset(
    ("line", "lines", "access", "drug", "drugs", "abuse", "user", "users", "fluid", "fluids", "antibiotic", "antibiotics", "catheter", "bag", "pole")
)
_GIVEN = frozenset(
    map(stem, ("given", "give", "gave", "administer", "administered", "inject", "injected", "infuse", "infused", "remainder", "rest", "received"))
)
_PARTING = frozenset((";", ".", "but", "while", "whereas", "then", "who", "with", "because", "if"))
