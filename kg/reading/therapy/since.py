"""What became rare when a product came into use: a sentence on both goes in, a draft of prevents comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from kg.concepts import Concept
from kg.reading.classes.memberships import is_below
from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Agent, Page, Term, Unit, is_part
from kg.reading.therapy.complaints import CHANGES

__all__ = ["RARE", "find_rare_since"]


def find_rare_since(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """ "Brain bleeds became rare since IVIG took over from transfusions", "Since IVIG came in, A and B have become uncommon".

    But "headaches became rare since the drip is given more slowly", and what one product no longer does since another replaced it.
    """
    product = next((agent for agent in unit.products if _comes_in(unit, page, agent)), None)
    becoming = _BECOMING if product is not None else _CHANGING  # "A is rare with IVIG" may tell how often it comes of it
    product = product or next((agent for agent in unit.products if _is_had(unit, page, agent)), None)
    if product is None or product.concept is None or len(unit.products) != 1 or unit.cues("negation"):
        return
    folds = page.tokens.folds
    for term in unit.terms:
        if not term.has("Condition") or is_part(unit, term):
            continue
        if term.has("AdverseEffect") and not _replaces(unit, page, product) and not _is_infection_seldom(unit, term, concepts):
            continue  # an effect that became rare among its own: "Since SCIG was introduced, shock has become rare"
        behind = _behind_list(unit, page, term)
        last = product.first if behind <= product.first else unit.last
        rare = next((i for i in range(behind, min(last, behind + _TO_RARE)) if folds[i] in RARE), None)
        told = rare is not None and not becoming.isdisjoint(folds[behind:rare]) and folds[rare - 1] not in {"a", "an"}
        if told or _rarely_befalls(unit, page, product, term):
            yield draft_of(product.concept, "prevents", term, "rare since", 0.7, unit.index, status="used", subject_span=(product.first, product.last))


def _is_infection_seldom(unit: Unit, term: Term, concepts: Mapping[str, Concept]) -> bool:
    """An infection that is hardly met any more, though a product may bring it, too; not where the way or the making of the product was changed."""
    if term.concept != "meningitis" and not is_below(concepts, term.concept, "infection"):
        return False
    return CHANGES.isdisjoint(unit.stems) and _MADE.isdisjoint(unit.folds) and _WAYS.isdisjoint(unit.folds)


def _behind_list(unit: Unit, page: Page, term: Term) -> int:
    """Give the token behind an illness and those listed with it: "pneumonia and meningitis [have become rare]", "A in patients with B"."""
    folds = page.tokens.folds
    for other in unit.terms:
        if other.first >= term.last and other.has("Condition") and _JOINING.issuperset(folds[term.last : other.first]):
            term = other
    return term.last


def _rarely_befalls(unit: Unit, page: Page, product: Agent, term: Term) -> bool:
    """ "Children with agammaglobulinemia on IVIG rarely get pneumonia": an infection that those who lack antibodies are kept from."""
    folds = page.tokens.folds
    rare = next((i for i in range(product.last, min(term.first - 1, product.last + _TO_VERB)) if folds[i] in _SELDOM), None)
    if rare is None or folds[rare + 1] not in _GETTING or not any(t.has("Immunodeficiency") and t.last <= rare for t in unit.terms):
        return False
    taken = {i for t in unit.terms if t.has("Condition") for i in range(t.first, t.last)}
    return all(i in taken or folds[i] in _JOINING for i in range(rare + 2, term.first))


def _comes_in(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "since IVIG took over", "once immunoglobulin had been introduced", "since the introduction of IVIG"."""
    folds = page.tokens.folds
    before = folds[max(unit.first, agent.first - _TO_COMING) : agent.first]
    since = next((i for i in range(len(before) - 1, -1, -1) if before[i] in _SINCE), None)
    if since is None:
        return False
    between = before[since + 1 :]
    if not _INTRODUCTION.isdisjoint(between):
        return True
    if len(between) >= _TO_PRODUCT:
        return False
    behind = folds[agent.last : agent.last + _TO_VERB]
    return not _COMING_IN.isdisjoint(behind) or any(f"{a} {b}" in _COMING_IN for a, b in pairwise(behind))


def _is_had(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "rare in A with IVIG", "With regular IVIG, A has become rare", "Children on IVIG rarely get A": the product that people are on."""
    before = page.tokens.folds[max(unit.first, agent.first - _TO_PRODUCT) : agent.first]
    return not _ON.isdisjoint(before)


def _replaces(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "IVIG took over from transfusions": from another treatment, not from a product that was given in another way."""
    return not _REPLACING.isdisjoint(page.tokens.folds[agent.last : agent.last + _TO_VERB]) and _WAYS.isdisjoint(unit.folds)


_REPLACING = frozenset(("took", "taken", "take", "replaced", "replace"))
_WAYS = frozenset(("intramuscular", "subcutaneous", "intravenous", "older", "product", "brand", "preparation"))
#: Words of how a product is made safe from germs.
_MADE = frozenset(("screening", "inactivation", "inactivated", "donor", "pasteurisation", "pasteurization", "transmission", "transmitted"))
#: Words of which one stands in whatever is read here, and those that lead to the product.
_SELDOM = frozenset(("rarely", "seldom", "hardly", "scarcely"))
RARE = frozenset(
    ("rare", "rarer", "uncommon", "infrequent", "exceptional", "rarity", "reduced", "decreased", "declined", "fallen", "dropped", "fewer", *_SELDOM)
)
_SINCE = frozenset(("since", "once", "after"))
_ON = frozenset(("on", "with", "under", "receiving"))
_INTRODUCTION = frozenset(("introduction", "advent", "arrival", "start", "availability"))
_BECOMING = frozenset(("became", "become", "becoming", "grown", "grew", "been", "made", "are", "is", "have", "has", "be"))
_CHANGING = _BECOMING - {"are", "is", "be", "has", "have"}
_COMING_IN = frozenset(
    (
        "took over", "taken over", "take over", "replaced", "replace", "introduced", "came in", "come in", "came into", "come into", "arrived",
        "became available", "is given", "be given", "was given", "are given", "been given", "became standard", "became routine", "was started",
        "been started", "was begun",
    )
)  # fmt: skip
#: What joins illnesses of a list, and verbs of those who get one.
_JOINING = frozenset((",", "and", "or", "such", "as", "like", "including", "any", "bacterial", "severe", "serious"))
_GETTING = frozenset(("get", "have", "develop", "suffer", "catch", "contract", "had", "got", "gets", "develops"))
#: Tokens from such a word to the product, from there to its verb, and from the illness to what it has become.
_TO_PRODUCT, _TO_VERB, _TO_RARE = 3, 5, 6
#: Tokens from "since" over "the introduction of" to the product.
_TO_COMING = 6
