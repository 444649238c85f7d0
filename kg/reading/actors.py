"""Who acts in statements on routes, mechanisms and sources: a place in a unit goes in, the product that acts there comes out."""

from __future__ import annotations

from kg.reading.page import CLASS, Agent, Page, Unit
from kg.reading.subjects import PRONOUNS, coordinated, is_companion, is_excluded, is_in_clause, is_matter, is_under_rival

__all__ = ["acting_product", "speaks_of_product"]

_GENERIC = frozenset(["medicine", "drug", "product", "treatment", "therapy", "infusion", "medication", "preparation", "antibody", "agent"])


def acting_product(unit: Unit, page: Page, place: int) -> tuple[str | None, Agent | None]:
    """Who acts at a place of the unit: the agent nearest before it, else the one after, else the one spoken of before."""
    before = [agent for agent in unit.agents if agent.last <= place and not (agent.concept is None and is_excluded(agent, page))]
    if page.tokens.folds[unit.first] == "unlike":
        before = [agent for agent in before if agent.first != unit.first + 1]  # "Unlike A, it is given under the skin"
    if before:
        # "A needs fewer infusions than B and can be given at home": B is only what A is held against.
        before = [agent for agent in before if agent.first == 0 or page.tokens.folds[agent.first - 1] not in _THAN] or before
        before = [agent for agent in before if page.tokens.folds[max(0, agent.first - 2) : agent.first] not in _OVER] or before
        before = [agent for agent in before if not is_excluded(agent, page)] or before  # "Unlike A, B ..."
        before = [agent for agent in before if not is_matter(agent, page)]
        before = [agent for agent in before if not _is_earlier(agent, page)] or before
    if before:
        # Of several that stand together a product counts; another treatment that stands alone acts itself.
        group = coordinated(before, page)
        chosen = next((agent for agent in reversed(group) if agent.concept), group[-1])
        if chosen.concept == CLASS:
            # "IVIG is a preparation of immunoglobulin G with ...": what the sentence is about, not the class that it is of.
            chosen = next((a for a in before if a.concept not in {None, CLASS} and not _turns_away(page, a, chosen)), chosen)
        return chosen.concept, chosen if chosen.concept else None
    after = next((agent for agent in unit.agents if agent.first >= place and not _is_apart(agent, page)), None)
    if after is not None and after.concept is None:
        after = _listed_with(unit, page, after, place) or after
    refers = _names_generically(unit, page, place)
    refers = refers or (page.is_label and unit.place.kind in _PRODUCT_SECTIONS)
    if after is not None and (after.concept is not None or not refers):
        return after.concept, after if after.concept else None
    # The items of a list stand side by side: what one names is not the subject of the next.
    begins_item = _is_entry(unit) and not unit.place_in_block
    previous = unit.intro if begins_item and unit.intro is not None else unit.previous
    in_list = begins_item and unit.place.kind == "mechanism"
    is_passed = _is_entry if in_list else _is_marked
    while previous is not None and is_passed(previous) and (in_list or not unit.is_item) and previous.place.title == unit.place.title:
        previous = previous.previous
    for _ in range(3):
        if previous is None or previous.place.title != unit.place.title:
            break
        agents = [agent for agent in previous.agents if not (is_in_clause(agent, previous, page) or is_matter(agent, page))]
        # "It is used for A along with antibiotics. It is given into a muscle."
        agents = [a for a in agents if a.concept or not (is_companion(previous, page, a) or is_excluded(a, page))]  # "Unlike A, it is harmless."
        if agents:
            product = next((a for a in agents if a.concept), None)
            if product is not None and product.concept == CLASS and begins_item and previous.is_item and page.topic is not None:
                break  # "Drug class: immune globulin" says what the product is; the next item is about the product
            if product is None and refers and (page.is_label or previous.block != unit.block):
                break
            return (product.concept, None) if product else (None, None)
        previous = previous.previous
    return (None if is_under_rival(unit, page) else page.topic), None


def _listed_with(unit: Unit, page: Page, first: Agent, place: int) -> Agent | None:
    """ "Drugs that dampen immunity, such as steroids or IVIG", "to calm the attack through steroids or IVIG": a product of the list that is led to."""
    folds = page.tokens.folds
    if _LEADING.isdisjoint(folds[place : first.first]):
        return None
    last = first
    for agent in unit.agents:
        if agent.first <= last.first:
            continue
        between = folds[last.last : agent.first]
        if len(between) > _TO_NEXT or _LISTING.isdisjoint(between) or not _TURNING.isdisjoint(between):
            return None
        if agent.concept is not None:
            return agent
        last = agent
    return None


#: What leads to a list of treatments, what joins its members, what ends it, and tokens between two of them.
_LEADING = frozenset(("such", "like", "including", "includes", "include", "particular", "through", "namely", "using", "e.g.", "example"))
_LISTING = frozenset((",", "and", "or", "/", "as"))
_TURNING = frozenset((";", "is", "are", "was", "were", "be", "been", "can", "may", "before", "after", "not", "but", "which", "that", "while", "when"))
_TO_NEXT = 6


def _is_marked(unit: Unit) -> bool:
    return unit.is_item


def _is_entry(unit: Unit) -> bool:
    """An item, or a paragraph with a label, which is one that lost its mark."""
    return unit.is_item or unit.label_last is not None


def _turns_away(page: Page, first: Agent, second: Agent) -> bool:
    """Another clause begins between two agents: "IVIG is slow; immunoglobulin under the skin ..."."""
    between = page.tokens.folds[first.last : second.first]
    return not {";", "while", "whereas", "but", "and", "or", "than", "versus"}.isdisjoint(between)


#: "A has advantages over B": B is only what A is held against.
_OVER = tuple([word, "over"] for word in ("advantage", "advantages", "benefit", "benefits", "edge", "preferred"))
_THAN = frozenset(("than", "versus", "vs"))


def _is_earlier(agent: Agent, page: Page) -> bool:
    """ "a week after your last IVIG infusion", "if you were on IVIG before": a treatment that came earlier."""
    before = page.tokens.folds[max(0, agent.first - 4) : agent.first]
    return not {"last", "previous", "previously", "former", "earlier"}.isdisjoint(before)


#: Sections of labels that speak of the product even where they do not name it.
_PRODUCT_SECTIONS = frozenset(("dosage", "description", "contents", "mechanism", "indications"))


def _names_generically(unit: Unit, page: Page, place: int) -> bool:
    """ "The product is made from the plasma of vaccinated donors", "it is given ...": a noun or pronoun for the product acts."""
    folds = page.tokens.folds
    return any(
        folds[i] in PRONOUNS
        or (folds[i] in _GENERIC | {"immunoglobulin", "solution"} and i > unit.first and folds[i - 1] in {"the", "this"})
        for i in range(unit.first, min(place, unit.first + 8))
    )


def _is_apart(agent: Agent, page: Page) -> bool:
    """ "at a site distant from the vaccine", "in another limb than the vaccine": what stands elsewhere gives nothing."""
    return agent.concept is None and not {*_THAN, "from"}.isdisjoint(page.tokens.folds[max(0, agent.first - 2) : agent.first])


def speaks_of_product(unit: Unit, page: Page) -> bool:
    """Tell whether a pronoun goes back, by way of sentences with such a pronoun, to one that names a product as its agent."""
    here = unit
    for _ in range(_SENTENCES):
        before = here.previous
        if before is None or before.block != unit.block or not _takes_up(here, page):
            return False
        if before.agents:
            return bool(before.products)
        here = before
    return False


#: Sentences that may go on about a product in turn.
_SENTENCES = 3


def _takes_up(unit: Unit, page: Page) -> bool:
    """ "It is given ...", "Earlier, many got this by ...": a pronoun at the head or as what is received."""
    folds = page.tokens.folds
    if any(folds[i] in PRONOUNS | _GENERIC for i in range(unit.first, min(unit.first + 4, unit.last))):
        return True
    return any(folds[i] in _ITS and folds[i - 1] in _GETTING for i in range(unit.first + 4, unit.last))


_ITS = frozenset(("it", "this"))
_GETTING = frozenset(("receive", "received", "receiving", "get", "getting", "given", "take", "taking", "taken", "have", "having"))
