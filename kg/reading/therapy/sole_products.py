"""The one product of a text about something else: a page goes in, the page as its sections on the treatment read it comes out.

A page on a disease has no product for its topic; where it names only one, what to watch for "during the drip" is about that one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reading.page import Page, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["page_for", "page_of_product", "products_of_paragraphs"]

#: Mentions that make a product more than an aside.
_FEWEST = 2
_CLASS = "immunoglobulin"
_SECTIONS = frozenset(("adverse", "warnings", "boxed"))
#: Stems of words by which a heading speaks of a treatment rather than of a disease.
_TREATMENT = "heading-treatment"


def page_of_product(page: Page) -> Page:
    """Give the page with its sole product for a topic; the page itself where it has a topic or names several products or none."""
    if page.topic is not None:
        return page
    named = [agent.concept for unit in page.units for agent in unit.agents if agent.concept]
    products = {concept for concept in named if concept != _CLASS} or {*named}
    if len(named) < _FEWEST or len(products) != 1:
        return page
    return replace(page, topic=next(iter(products)))


def products_of_paragraphs(page: Page) -> dict[int, str]:
    """ "How IVIG works is not known. A dose takes hours. Headache is common.": the one thing given in the paragraph before a unit, by its index."""
    found: dict[int, str] = {}
    named: set[str | None] = set()
    block = None
    for unit in page.units:
        if unit.block != block:
            named, block = set(), unit.block
        if len(named) == 1 and (product := next(iter(named))) is not None and not unit.is_item:
            found[unit.index] = product
        named.update(agent.concept for agent in unit.agents)
    return found


def page_for(unit: Unit, page: Page, of_product: Page, of_paragraphs: Mapping[int, str]) -> Page:
    """Give the page as a unit reads it: with its sole product, or with that of the paragraph, where the unit goes on about it."""
    if of_product is not page and _speaks_of_treatment(unit, page):
        return of_product
    product = of_paragraphs.get(unit.index)
    return page if product is None else replace(page, topic=product)


def _speaks_of_treatment(unit: Unit, page: Page) -> bool:
    """Tell whether the section's heading is about the treatment and its effects: "What should I watch for during the drip?"."""
    if unit.place.kind not in _SECTIONS:
        return False
    heading = page.heading_over(unit)
    if heading is None or heading is unit or heading.index == 0:
        return False
    if heading.rivals:
        return False
    return bool(heading.products) or not page.lists[_TREATMENT].isdisjoint(
        page.tokens.stems[heading.first : heading.last]
    )
