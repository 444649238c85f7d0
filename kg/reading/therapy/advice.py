"""Uses that a text recommends or advises against: drafts of treats and prevents that say "used" come out as advice."""

from __future__ import annotations

from dataclasses import replace

from kg.reading.clauses import stretch_around
from kg.reading.drafts import Draft
from kg.reading.page import Page, Unit
from kg.reading.therapy.status import ADVISED_AGAINST, is_of_stopping
from kg.reading.words import stem

__all__ = ["gives_advice", "with_advice"]


def with_advice(draft: Draft, page: Page) -> Draft:
    """Give a use the status "recommended" where its clause advises it: "for A we recommend IVIG", "contacts of A should receive it".

    Advice against it keeps its denial; the doubt of a verb that advises ("the panel suggests IVIG for A") is none. On a label such
    words say how an approved product is given, so that its uses stay as they are.
    """
    is_use = draft.predicate in {"treats", "prevents"} and draft.status in {"used", "approved"}
    if not is_use and draft.predicate != "used_in_population":
        return draft
    unit = page.units[draft.unit]
    if not unit.first <= draft.first < unit.last:
        return draft
    if draft.status == "approved":
        return replace(draft, status="used") if _is_off_label(draft, page) else draft
    if page.is_label or unit.is_heading:
        return draft
    if is_use and not _REFUSING.isdisjoint(unit.stems) and not _APPLICATION.isdisjoint(unit.folds) and not unit.cues("negation"):
        return replace(draft, status="approved", polarity="negated")  # "The FDA rejected an application to sell X for A"
    first, last = stretch_around(page.tokens.folds, (unit.first, unit.last), (draft.first, draft.last), _PARTING)
    if is_use and draft.polarity == "affirmed" and _is_ranked_first(unit, page, draft, last):
        return replace(draft, status="recommended")
    advice = _advice_on_product(unit, page, first, last)
    if advice is None:
        return draft
    begin, end = advice
    against = "against" in page.tokens.folds[begin + 1 : begin + 3]
    status, polarity = ADVISED_AGAINST
    if not against and draft.polarity != "negated" and not _DENIED.isdisjoint(page.tokens.folds[max(first, begin - _NEAR_DENIAL) : begin]):
        return draft  # "Although it is used in A, it is not recommended for B": the advice is on another use
    if not against and draft.polarity != "negated":
        doubts = [q for q in unit.qualifiers if q.phrase.kind == "hedge" and not begin <= q.first < end]
        polarity = draft.polarity if doubts else "affirmed"
    return replace(draft, status=status if is_use else "", polarity=polarity)


def _is_ranked_first(unit: Unit, page: Page, draft: Draft, last: int) -> bool:
    """ "In A, treatment with X is first-line", "For A, X remains the gold standard": the rank that a clause gives its product behind A."""
    if _RANKED.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    for agent in unit.products:
        if not draft.last <= agent.first < last or folds[agent.first - 1] in _COMPARED:
            continue
        named = {i for other in unit.agents for i in range(other.first, other.last)}
        at = next((i for i in range(agent.last, last) if i not in named and folds[i] not in _BEHIND_PRODUCT), last)
        if at == last or folds[at] not in _RANKING or not _ASKING.isdisjoint(folds[draft.last : agent.first]):
            continue
        at = next((i for i in range(at + 1, last) if folds[i] not in _GRANTING), last)
        said = folds[at : at + _OF_RANK]
        if any(said[: len(rank)] == rank for rank in _FIRST_RANKS) or (said[:1] == ["standard"] and _AT_STANDARD.issuperset(said[1:2])):
            return True
    return False


#: Words for a first rank, those between a product and its verb, the verbs, and the words from one to the rank.
_RANKED = frozenset(("first", "choice", "standard", "mainstay", "cornerstone"))
_BEHIND_PRODUCT = frozenset(("treatment", "therapy", "infusion", "replacement", "(", ")", "alone", "use", "and", "or"))
_RANKING = frozenset(("is", "remains", "remain", "are", "be"))
_GRANTING = frozenset(
    ("the", "a", "an", "as", "still", "now", "currently", "generally", "usually", "considered", "regarded", "therefore", "thus", "also", "current", "both")
)
_FIRST_RANKS = (
    ["first", "line"], ["first", "choice"], ["standard", "of", "care"], ["gold", "standard"], ["treatment", "of", "choice"], ["mainstay"], ["cornerstone"],
)  # fmt: skip
_OF_RANK = 3
_AT_STANDARD = frozenset((".", ",", ";", ")", "treatment", "therapy", "and", "care"))
#: Words that leave a rank open, and those before a product that another one is held against.
_ASKING = frozenset(("if", "whether", "until", "unless"))
_COMPARED = frozenset(("than", "to", "versus", "unlike", "without", "before", "after"))


#: Stems of verbs by which an agency denies an approval, and what it was asked for.
_REFUSING = frozenset(map(stem, ("reject", "rejected", "refuse", "refused", "declined", "denied")))
_APPLICATION = frozenset(("application", "submission", "licence", "license", "bid", "filing", "authorisation", "authorization"))


def gives_advice(unit: Unit, page: Page) -> bool:
    """Tell whether a sentence of no label says what should be given: "Children should receive IVIG within ten days"."""
    return not page.is_label and _advice_on_product(unit, page, unit.first, unit.last) is not None


def _advice_on_product(unit: Unit, page: Page, first: int, last: int) -> tuple[int, int] | None:
    """Give the tokens of the first words among [first, last) that advise our product."""
    if _ADVISING.isdisjoint(unit.stems) and _OPENERS.isdisjoint(unit.folds):
        return None
    for index in range(first, last):
        advice = _advice(page, index, first, last)
        if advice is not None and _is_of_product(unit, page, (index, advice[0]), advice[1], (first, last)):
            return index, advice[0]
    return None


def _is_off_label(draft: Draft, page: Page) -> bool:
    """ "Licensed for A, it is given off-label to patients with B": the nearer word holds."""
    folds = page.tokens.folds
    begin = draft.cue_span[1] if draft.cue_span is not None else draft.first
    return any(folds[i] == "off" and "label" in folds[i + 1 : i + 3] for i in range(begin, draft.first))


def _advice(page: Page, index: int, first: int, last: int) -> tuple[int, bool] | None:
    """Read an advice that opens at a token: where its words end, and whether the product stands behind them; None for no advice."""
    tokens = page.tokens
    fold = tokens.folds[index]
    if fold == "should":
        told = next((i for i in range(index + 1, min(index + _NEAR, last)) if tokens.stems[i] in _GIVING), None)
        if told is None or (tokens.stems[told] != "treat" and not _MANNER.isdisjoint(tokens.folds[told + 1 : told + 2])):
            return None  # "should be given slowly"
        if not _STOPPING.isdisjoint(tokens.stems[index + 1 : told]):
            return None  # "should stop giving it"
        return told + 1, tokens.stems[told] in _GETTING
    if fold in _IMPERATIVE:
        opens = not any(tokens.folds[i].isalpha() for i in range(first, index))
        follows = "".join(tokens.folds[index + 1 : index + 2])
        return (index + 1, True) if opens and not follows.endswith("ing") else None
    if tokens.stems[index] not in _ADVISING:
        return None
    if fold.endswith("ed") and not _BEING.isdisjoint(tokens.folds[max(first, index - _NEAR) : index]):
        return None if is_of_stopping(page, first) else (index + 1, False)
    before = tokens.stems[max(first, index - _NEAR) : index]
    return (index + 1, True) if not page.lists["adviser"].isdisjoint(before) and fold not in {"recommended", "recommending"} else None


def _is_of_product(unit: Unit, page: Page, verb: tuple[int, int], is_behind: bool, clause: tuple[int, int]) -> bool:
    """Tell whether what is advised is our product: the treatment nearest on its side, or none that is named there ("its use")."""
    if page.tokens.stems[verb[0]] == "suggest" and any(t.has("Mechanism") and clause[0] <= t.first < verb[0] for t in unit.terms):
        return False  # "immunomodulatory effects have been suggested in A"
    agents = [agent for agent in unit.agents if clause[0] <= agent.first < clause[1]]
    behind = next((agent for agent in agents if agent.first >= verb[1]), None)
    ahead = next((agent for agent in reversed(agents) if agent.last <= verb[0]), None)
    chosen = behind if is_behind else ahead or behind
    if chosen is None:
        return True
    if chosen.concept is None and chosen is ahead:  # "IVIG or plasma exchange is recommended"
        listed = [agent for agent in agents if agent.concept and agent.last <= chosen.first]
        return bool(listed) and page.tokens.folds[chosen.first - 1] in {"or", "and", "/", ","}
    nearer = (min(chosen.last, verb[1]), max(chosen.first, verb[0]))
    return chosen.concept is not None and not any(nearer[0] <= t.first < nearer[1] and t.has(*_RIVALS) for t in unit.terms)


#: How many tokens an adviser, a form of "be" or "should" may stand before the verb.
_NEAR = 5
_ADVISING = frozenset(map(stem, ("recommend", "advise", "advises", "suggest", "endorse", "advocate", "favour", "favor")))
#: "Offer IVIG to adults with A": the mood of guidelines.
_IMPERATIVE = frozenset(("offer", "consider", "prescribe"))
_OPENERS = _IMPERATIVE | {"should"}
_GETTING = frozenset(map(stem, ("receive", "get", "treat", "start", "commence")))
_GIVING = _GETTING | frozenset(map(stem, ("give", "given", "offer", "use", "consider", "administer", "prescribe", "try", "tried")))
_STOPPING = frozenset(map(stem, ("stop", "discontinue", "avoid", "cease", "refrain", "abandon")))
_BEING = frozenset(("is", "are", "was", "were", "be", "been", "being"))
#: How a product is given, behind "should be given": no advice to give it.
_MANNER = frozenset(
    ("slowly", "over", "at", "by", "via", "under", "with", "through", "intravenously", "subcutaneously", "intramuscularly", "only", "as")
)
_PARTING = frozenset((";", ":", "but", "although", "though", "while", "whereas", "because"))
#: Words right before advice that deny it, and how far before it.
_DENIED = frozenset(("not", "never", "cannot", "longer"))
_NEAR_DENIAL = 3
_RIVALS = ("Vaccine", "Medication", "Management", "LaboratoryTest")
