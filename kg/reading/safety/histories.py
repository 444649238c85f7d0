"""Earlier illnesses: a page's terms go in, "if you have ever had a DVT" becomes a history of thrombosis, which is a factor of risk.

An event that a text asks about before the treatment is one of the past; the same word elsewhere is an effect.
"""

from __future__ import annotations

from kg.reading.page import Page, Term, Unit
from kg.reading.safety.precautions import is_before_use

__all__ = ["HISTORIES", "fit_histories"]

#: The factor that an event of the past is.
HISTORIES = {
    "thromboembolism": "history-of-thrombosis",
    "deep-vein-thrombosis": "history-of-thrombosis",
    "pulmonary-embolism": "history-of-thrombosis",
    "arterial-thrombosis": "history-of-thrombosis",
    "stroke": "history-of-stroke",
    "transient-ischemic-attack": "history-of-stroke",
    "myocardial-infarction": "history-of-heart-attack",
    "migraine": "history-of-migraine",
}
#: The event that a name such as "had a stroke" tells where it came after the treatment.
_EVENTS = {"history-of-thrombosis": "thromboembolism", "history-of-stroke": "stroke", "history-of-heart-attack": "myocardial-infarction"}
_TOLD = frozenset((*HISTORIES, *_EVENTS))
_FACTOR = frozenset(("RiskFactor",))
_EFFECT = frozenset(("AdverseEffect", "Condition"))
_ASKING = frozenset(("if", "whether"))
_HAD = frozenset(("had", "ever", "previously", "already", "history", "previous", "past"))
#: Words between "had" and the last event of its list.
_REACH = 10


def fit_histories(page: Page) -> None:
    """Make the events that a text asks about factors of risk."""
    if not page.names(_TOLD):
        return
    for unit in page.units:
        for term in unit.terms:
            if term.concept in _EVENTS and _came_after(unit, page, term):
                term.reasons = (*term.reasons, "an event after the treatment")
                term.concept, term.classes = _EVENTS[term.concept], _EFFECT
        if not any(term.concept in HISTORIES for term in unit.terms):
            continue
        asked = _asked(unit, page)
        for term in unit.terms:
            history = HISTORIES.get(term.concept)
            is_past = history is not None and ((asked is not None and _is_past(unit, page, term, asked)) or _was_before(unit, page, term))
            if history is not None and is_past:
                term.reasons = (*term.reasons, "an event of the past")
                term.concept, term.classes = history, _FACTOR


def _came_after(unit: Unit, page: Page, term: Term) -> bool:
    """ "Some patients had a stroke after IVIG": told with "had", and the product as its occasion behind it."""
    folds = page.tokens.folds
    if "had" not in folds[term.first : term.first + 2] or not _ASKING.isdisjoint(folds[unit.first : term.first]):
        return False
    if unit.place.kind in _ON_EFFECTS and _BEFORE.isdisjoint(unit.folds) and not _SOME.isdisjoint(folds[unit.first : unit.first + 3]):
        return not unit.cues("advice", "if-you")  # "A few have had a clot" below "Side effects"
    if folds[term.first] != "had":
        return False
    near = next((agent for agent in unit.products if 0 <= term.first - agent.last <= _TO_VERB), None)
    if near is not None and not _GETTING.isdisjoint(folds[max(unit.first, near.first - 2) : near.first]):
        return _BEFORE.isdisjoint(folds[unit.first : term.first])  # "none of those on IVIG had a stroke"
    if any(cue.phrase.kind == "adverse-left" and cue.first >= term.last for cue in unit.relations):
        return True  # "had a stroke, which they put down to IVIG"
    return any(
        agent.concept and agent.first >= term.last and not _OCCASIONS.isdisjoint(folds[max(term.last, agent.first - 3) : agent.first])
        for agent in unit.agents
    )


_ON_EFFECTS = frozenset(("adverse", "boxed", "postmarketing"))
_SOME = frozenset(("few", "some", "several", "one", "two", "three", "four", "five", "six"))
#: Tokens from the product to the verb, words by which people get it, and those by which the event came first.
_TO_VERB = 2
_GETTING = frozenset(("given", "on", "receiving", "with", "of", "received", "getting"))
_BEFORE = frozenset(("who", "whom", "already", "previously", "ever", "before", "whose", "also"))
_OCCASIONS = frozenset(("after", "following", "during", "with", "from", "on"))


def _was_before(unit: Unit, page: Page, term: Term) -> bool:
    """ "People who had migraines before get headaches more often": what they had in the past is no effect."""
    folds = page.tokens.folds
    behind = folds[term.last : term.last + 3]
    is_past = behind == ["in", "the", "past"] or (behind[:1] == ["before"] and not _GOING_ON.isdisjoint(behind[1:2]))
    return is_past and not {"had", "suffered"}.isdisjoint(folds[max(unit.first, term.first - 3) : term.first])


#: What may stand behind "before" where it ends the clause.
_GOING_ON = frozenset((",", ".", ";", ")", "are", "is", "get", "have", "may", "can", "should", "run", "were", "more"))


def _asked(unit: Unit, page: Page) -> int | None:
    """The token from which on the unit asks what the reader has had: "tell us if", or the whole item of such a list."""
    if is_before_use(unit, page):
        return unit.first
    if not any(cue.phrase.kind == "caution" for cue in unit.safety):
        return None
    return next((i for i in range(unit.first, unit.last) if page.tokens.folds[i] in _ASKING), None)


def _is_past(unit: Unit, page: Page, term: Term, asked: int) -> bool:
    folds = page.tokens.folds
    if any(page.tokens.surfaces[i] == ":" or folds[i] in {"because", "since"} for i in range(asked, term.first)):
        return False  # "..., since clots may follow": what may come
    before = folds[max(asked, term.first - _REACH) : term.first]
    owner = unit.intro
    asked_before = owner is not None and not _HAD.isdisjoint(folds[owner.first : owner.last])
    return not _HAD.isdisjoint(before) or asked_before
