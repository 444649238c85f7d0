"""The one product of a text about something else: a page goes in, the page as its sections on the treatment read it comes out.

A page on a disease has no product for its topic; where it names only one, what to watch for "during the drip" is about that one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reading.page import CLASS, Agent, Page, Unit
from kg.reading.subjects import is_had_by_all
from kg.reading.words import stem

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["acting_agents", "head_announcements", "page_for", "page_of_product", "products_of_paragraphs", "products_of_records", "products_of_sections"]

#: Mentions that make a product more than an aside.
_FEWEST = 2
#: What the names of kinds of it end with, which brands do not.
_OF_CLASS = "-immunoglobulin"
_SECTIONS = frozenset(("adverse", "warnings", "boxed"))
#: Stems of words by which a heading speaks of a treatment rather than of a disease.
_TREATMENT = "heading-treatment"


def page_of_product(page: Page) -> Page:
    """Give the page with its sole product for a topic; the page itself where it has a topic or names several products or none."""
    if page.topic is not None:
        return page
    named = [agent.concept for unit in page.units for agent in unit.agents if agent.concept]
    products = {concept for concept in named if concept != CLASS} or {*named}
    if len(named) < _FEWEST or len(products) != 1:
        return page
    return replace(page, topic=next(iter(products)))


def products_of_paragraphs(page: Page) -> dict[int, str]:
    """ "How IVIG works is not known. A dose takes hours. Headache is common.": the one thing given in the paragraph before a unit, by its index.

    "IVIG. It is given with aspirin. Headache is common.": a product that opens the paragraph is its matter until a sentence ends on another
    treatment.
    """
    found: dict[int, str] = {}
    named: set[str | None] = set()
    block, focus = None, None
    for unit in page.units:
        if unit.block != block:
            given = named - {CLASS} or named  # "the donor antibodies" beside "IVIG"
            goes_on = len(given) == 1 and _goes_on_about_treatment(unit, page)
            named, block, focus = set(), unit.block, next(iter(given)) if goes_on else None
        if len(named) == 1 and (product := next(iter(named))) is not None:
            found[unit.index] = product
        elif focus is not None:
            found[unit.index] = focus
        named.update(agent.concept for agent in unit.agents)
        focus = _matter_of(unit, page, focus)
    return found


def _goes_on_about_treatment(unit: Unit, page: Page) -> bool:
    """ "Most treatment days pass quietly", "Half of those treated get a headache": a paragraph that opens on the treatment of the one before."""
    before = unit.previous
    if before is None or unit.is_heading or before.is_heading or unit.agents or before.place.heading != unit.place.heading:
        return False
    return not (unit.is_item or unit.is_row) and not _UNDER_TREATMENT.isdisjoint(page.tokens.folds[unit.first : unit.first + _TO_TREATMENT])


#: Words for the treatment that a paragraph opens on, and its first tokens.
_UNDER_TREATMENT = frozenset(("treatment", "infusion", "treated", "drip", "dose", "session"))
_TO_TREATMENT = 7


def _matter_of(unit: Unit, page: Page, focus: str | None) -> str | None:
    """Give what a paragraph goes on about behind a sentence: the product that opens it, or the one before where no other treatment acts."""
    acting = acting_agents(unit, page)
    if not acting:
        return focus
    if any(agent.concept is None for agent in acting):
        return None
    opening = unit.agents[0]
    if opening.concept is not None and opening.first - unit.first <= _OPENS:
        return next((agent.concept for agent in acting if agent.concept != CLASS), CLASS)
    return focus if all(agent.concept in {focus, CLASS} for agent in acting) else None


def acting_agents(unit: Unit, page: Page) -> list[Agent]:
    """Give the treatments that a sentence is about, none that stands beside the product: "with aspirin", "when steroids have not worked"."""
    folds = page.tokens.folds
    return [
        agent
        for agent in unit.agents
        if agent.concept is not None
        or not (folds[agent.first - 1] in _BESIDE or _is_case(page, unit, agent) or is_had_by_all(unit, page, agent))
    ]


def _is_case(page: Page, unit: Unit, agent: Agent) -> bool:
    """ "use it for A when steroids have not worked": the other treatment belongs to the case, which the sentence does not open with."""
    first = max(unit.first + 1, agent.first - _TO_CASE)
    return not _CASES.isdisjoint(page.tokens.folds[first : agent.first]) and not _FAILED.isdisjoint(page.tokens.folds[agent.last : unit.last])


#: What leads to a treatment that is given beside the product, or that it is held against.
_BESIDE = frozenset(("with", "plus", "over", "than", "versus", "vs", "against"))
#: Words that open a case, the tokens from one to the treatment that failed, and words for that.
_CASES = frozenset(("when", "if", "where", "whom", "once", "after", "because", "since"))
_TO_CASE = 4
_FAILED = frozenset(("not", "fail", "failed", "enough", "unsuitable", "unavailable", "insufficient", "ineffective", "contraindicated", "stop", "stopped"))


def products_of_sections(page: Page) -> dict[int, str]:
    """ "Immune globulin" over "IVIG is given for days. Headache is common.": the product that a heading of a page on a disease names, by unit.

    What a heading calls by its class is the product that the section's first sentence names; a sentence that opens with another
    treatment, and what follows it in its paragraph, is left out.
    """
    found: dict[int, str] = {}
    if page.is_label:
        return found
    product: str | None = None
    lost_in = None
    head = None
    for unit in page.units:
        if unit.is_heading or _is_name(unit, page):
            product, head = _headed(unit, page), unit
            continue
        if product is None:
            continue
        opening = unit.agents[0] if unit.agents else None
        if opening is not None and product == CLASS and unit.previous is head and opening.concept:
            product = opening.concept
        if opening is not None and opening.concept not in {product, CLASS} and opening.first - unit.first <= _OPENS:
            lost_in = unit.block
        if unit.block != lost_in and (page.topic is None or (product != page.topic and product.endswith(_OF_CLASS))):
            found[unit.index] = product
    return found


def products_of_records(page: Page) -> dict[int, str]:
    """ "Name: Tetanus immune globulin" above "Route: IM" and "Adverse effects: fever": the product that a record names, by unit."""
    found: dict[int, str] = {}
    product: str | None = None
    for unit in page.units:
        if (named := _named_in_record(unit, page)) is not None:
            product = named
        elif unit.is_heading or (unit.label_last is None and not (unit.place_in_block or unit.is_item)):
            product = None
        elif product is not None:
            found[unit.index] = product
    return found


def _named_in_record(unit: Unit, page: Page) -> str | None:
    """ "Name: Tetanus immune globulin (TIG)" among lines such as "Route: ...": the product that the lines behind it tell of."""
    if unit.label_last is None or unit.place_in_block or len({agent.concept for agent in unit.agents}) != 1 or not unit.products:
        return None
    label = " ".join(word for word in page.tokens.folds[unit.first : unit.label_last] if word[0].isalpha())
    product = unit.products[0]
    named = {i for agent in unit.agents for i in range(agent.first, agent.last)}
    rest = [i for i in range(unit.label_last, unit.last) if i not in named and page.tokens.surfaces[i][0].isalnum()]
    return product.concept if label in _RECORD_NAMES and len(rest) <= _BESIDE_NAME else None


#: Labels of the name of what a record is about, and tokens that may stand beside the name.
_RECORD_NAMES = frozenset(
    ("name", "product", "product name", "drug", "drug name", "generic name", "brand name", "brand", "agent", "medicine", "immunoglobulin", "treatment")
)
_BESIDE_NAME = 4


def head_announcements(page: Page) -> None:
    """ "What you should know if you get IVIG:" over paragraphs that do not name it: a line that announces them heads them as a section."""
    head: Unit | None = None
    for unit in page.units:
        if unit.is_heading:
            head = None
        elif _announces(unit, page):
            head = unit
            head.is_heading = True
            head.place = replace(unit.place, kind=_ANNOUNCED, heading=unit.block, is_title=False)
            page.headings = {**page.headings, unit.block: unit}
        elif head is not None:
            unit.place = head.place


def _announces(unit: Unit, page: Page) -> bool:
    """Tell a line of its own that ends in a colon and says that something is to be known about one product."""
    if unit.is_item or unit.is_row or unit.place_in_block or not 0 < unit.last - unit.first <= _LINE_OF_NEWS or page.is_label:
        return False
    if page.tokens.surfaces[unit.last - 1] != ":" or unit.folds.isdisjoint(_KNOWING) or unit.folds.isdisjoint(_NEWS):
        return False
    if unit.rivals or any(term.has("Condition", "Immunodeficiency", "Category", "Vaccine") for term in unit.terms):
        return False
    following = page.following(unit)
    is_over_paragraphs = following is not None and following.block != unit.block and not following.is_item and not following.is_heading
    return is_over_paragraphs and len({agent.concept for agent in unit.products}) == 1


#: The kind of section that such a line heads, its tokens, and words by which it announces what is to be known.
_ANNOUNCED = "warnings"
_LINE_OF_NEWS = 16
_KNOWING = frozenset(("know", "aware", "remember", "note", "expect", "mind"))
_NEWS = frozenset(("should", "must", "need", "needs", "to", "please", "important", "can", "may"))


def _is_name(unit: Unit, page: Page) -> bool:
    """ "Intravenous immunoglobulin (IVIG)", "Plasma exchange": a line that is the name of a treatment, though it is not set as a heading."""
    if not unit.agents or unit.is_item or unit.place_in_block or unit.agents[0].first != unit.first or unit.last - unit.first > _LINE:
        return False
    named = {i for agent in unit.agents for i in range(agent.first, agent.last)}
    return all(i in named or page.tokens.surfaces[i] in {"(", ")"} for i in range(unit.first, unit.last))


#: Tokens of such a line.
_LINE = 9


def _headed(heading: Unit, page: Page) -> str | None:
    """ "Anti-D", "2. Intravenous immunoglobulin (IVIG)": the product that a heading below the title consists of."""
    products = {agent.concept for agent in heading.products}
    if not products and any(term.concept == _REPLACEMENT for term in heading.terms):
        products = {CLASS}  # "Antibody replacement"
    products = products - {CLASS} or products
    if heading.index == 0 or heading.rivals or len(products) != 1:
        return None
    if _asks_about_product(heading, page):
        return next(iter(products))
    named = {i for term in heading.terms if term.is_product or term.concept == _REPLACEMENT for i in range(term.first, term.last)}
    rest = [page.tokens.stems[i] for i in range(heading.first, heading.last) if i not in named and page.tokens.surfaces[i][0].isalpha()]
    return next(iter(products)) if _OF_NAME.issuperset(rest) else None


def _asks_about_product(heading: Unit, page: Page) -> bool:
    """ "Is IVIG safe?", "What should I know about IVIG?", "Risks of IVIG": a heading on what the product does, which names no disease."""
    if any(term.has("Condition", "Immunodeficiency", "Category", "Vaccine") for term in heading.terms):
        return False
    return heading.is_heading and (heading.place.kind in _SECTIONS or page.tokens.surfaces[heading.last - 1] == "?")


_REPLACEMENT = "antibody-replacement"
#: Words beside the product in a heading that is no more than its name, and tokens before what opens a sentence.
_OF_NAME = frozenset(map(stem, ("therapy", "treatment", "infusion", "injection", "replacement", "the", "use", "role", "of", "how", "with")))
_OPENS = 3


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
