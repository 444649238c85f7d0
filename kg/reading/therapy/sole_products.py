"""The one product of a text about something else: a page goes in, the page as its sections on the treatment read it comes out.

A page on a disease has no product for its topic; where it names only one, what to watch for "during the drip" is about that one.
"""

from __future__ import annotations

from dataclasses import replace

from kg.reading.page import Page, Unit

__all__ = ["page_for", "page_of_product"]

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
    special = {concept for concept in named if concept != _CLASS}
    if len(named) < _FEWEST or len(special) != 1:
        return page
    return replace(page, topic=next(iter(special)))


def page_for(unit: Unit, page: Page, of_product: Page) -> Page:
    """Give the page as a unit reads it: with its sole product, or with that of the paragraph, where the unit goes on about it."""
    if page.topic is not None:
        return page
    if of_product is not page and _speaks_of_treatment(unit, page):
        return of_product
    product = _product_before(unit)
    return page if product is None else replace(page, topic=product)


def _product_before(unit: Unit) -> str | None:
    """ "How IVIG works is not known. A dose takes hours. Headache is common.": the one thing that is given in the paragraph before."""
    if unit.is_item:
        return None
    named: set[str | None] = set()
    before = unit.previous
    while before is not None and before.block == unit.block:
        named.update(agent.concept for agent in before.agents)
        before = before.previous
    return next(iter(named)) if len(named) == 1 else None


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
