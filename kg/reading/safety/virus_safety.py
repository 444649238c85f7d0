"""Germs that the makers of a product destroy: a page's terms go in, "treated to inactivate viruses such as HIV" loses its infections.

What a step of the manufacture removes from plasma is neither prevented nor treated by the product, and to destroy it is no mechanism.
"""

from __future__ import annotations

from kg.reading.page import Page, Term, Unit
from kg.reading.words import stem

__all__ = ["fit_virus_safety"]

_STEP = "virus-inactivation"
_STEP_CLASSES = frozenset(("Management",))
_NOTHING: frozenset[str] = frozenset()
#: Mechanisms of a product that read like a step of its manufacture.
_DESTROYING = frozenset(("virus-neutralisation", "pathogen-neutralisation"))
_STEPS = _DESTROYING | {_STEP}
_ACTING = ("prevents", "treats")
_PASSING = frozenset(("transmission", "transmitting", "transmit", "transfer", "carry", "carrying", "contamination"))


def fit_virus_safety(page: Page) -> None:
    """Take what a step of the manufacture is directed against out of the reach of the rules."""
    for unit in page.units:
        if not _PASSING.isdisjoint(unit.folds) and not _MADE.isdisjoint(unit.folds):
            _leave_out_passed_on(unit, page)
    if not page.names(_STEPS):
        return
    for unit in page.units:
        steps = [term for term in unit.terms if term.concept == _STEP]
        if not steps and any(term.concept in _DESTROYING for term in unit.terms):
            making = not _MAKING.isdisjoint(unit.stems)
            steps = [
                term
                for term in unit.terms
                if term.concept in _DESTROYING and ((making and _is_step(unit, page, term)) or _is_done_to(unit, page, term))
            ]
            for term in steps:
                term.concept, term.classes = _STEP, _STEP_CLASSES
        if not steps or not _ILL.isdisjoint(unit.folds):
            continue  # "does not eliminate the virus from those already infected" is about the ill
        for term in unit.terms:
            if term.concept in _DESTROYING and _stands_behind(unit, page, term, steps):
                term.reasons = (*term.reasons, "a step of the manufacture")
                term.concept, term.classes = _STEP, _STEP_CLASSES
            elif (term.stands_for or term.has("Agent", "Condition")) and (
                _stands_behind(unit, page, term, steps) or _is_carried(unit, page, term, steps)
            ):
                term.reasons = (*term.reasons, "what a step of the manufacture removes")
                term.classes, term.stands_for = _NOTHING, ""


def _leave_out_passed_on(unit: Unit, page: Page) -> None:
    """ "The product is filtered and heated to reduce the risk of transmitting A": what the making averts, not what the product does."""
    folds = page.tokens.folds
    made = next((i for i in range(unit.first + 1, unit.last) if folds[i] in _MADE and folds[i - 1] in _BEING_MADE), None)
    lessened = next((i for i in range(made or unit.last, unit.last - 1) if folds[i] == "to" and page.tokens.stems[i + 1] in _LESSENING), None)
    if lessened is None or _PASSING.isdisjoint(folds[lessened : unit.last]):
        return
    for term in unit.terms:
        if term.first > lessened and (term.stands_for or term.has("Agent", "Condition") or term.concept == "infection"):
            term.reasons = (*term.reasons, "what the manufacture averts")
            term.classes, term.stands_for = _NOTHING, ""


_MADE = frozenset(("screened", "processed", "tested", "treated", "purified", "heated", "filtered", "manufactured", "checked"))
_BEING_MADE = frozenset(("is", "are", "was", "were", "been", "being", "and", "carefully", "also", "further", "specially", "then"))
_LESSENING = frozenset(map(stem, ("reduce", "minimise", "minimize", "lower", "lessen", "decrease", "eliminate", "remove", "avoid", "prevent", "limit")))


def _is_step(unit: Unit, page: Page, term: Term) -> bool:
    """ "The manufacturing process inactivates viruses": what destroys them is a step, no product."""
    at = max((i for i in range(unit.first, term.first) if page.tokens.stems[i] in _MAKING), default=None)
    if at is None and page.tokens.folds[term.last : term.last + 1] in (["during"], ["in"]):
        return not _MAKING.isdisjoint(page.tokens.stems[term.last : min(unit.last, term.last + _TO_MAKING)])  # "... during manufacture"
    return at is not None and not any(
        agent.concept and at + 1 < agent.first < term.first and page.tokens.folds[agent.first - 1] != "of" for agent in unit.agents
    )


def _is_done_to(unit: Unit, page: Page, term: Term) -> bool:
    """ "Donors are screened and viruses are inactivated": what is done to viruses where donors and their plasma are spoken of."""
    words = page.tokens.surfaces[term.first : term.last]
    if _DONE.isdisjoint(words) or not {"is", "are", "were", "was"}.intersection(words):
        return False
    return not _SUPPLY.isdisjoint(unit.stems) and not any(agent.concept and agent.first < term.first for agent in unit.agents)


_DONE = frozenset(("inactivated", "killed", "destroyed", "removed", "eliminated", "neutralised", "neutralized"))
_SUPPLY = frozenset(map(stem, ("donor", "donors", "donation", "donations", "donated", "plasma", "screened", "tested", "heated", "filtered")))
#: Tokens from what is destroyed to "during the manufacturing process".
_TO_MAKING = 4
_ILL = frozenset(("infected", "carrier", "carriers", "ill"))
_MAKING = frozenset(("manufactur", "manufacture", "process", "procedur", "procedure", "step", "fractionat", "fractionation", "purif", "purification"))


def _stands_behind(unit: Unit, page: Page, term: Term, steps: list[Term]) -> bool:
    """ "nanofiltration, which removes parvovirus B19": behind the step, and nothing between says what the product itself does."""
    if any(s is not term and s.first < term.last and term.first < s.last for s in steps):
        return True  # "inactivating or removing viruses": two verbs of one step
    step = next((s for s in steps if s.first <= term.first and s is not term), None)
    if step is None or any(step.last <= agent.first < term.first for agent in unit.products):
        return False
    acts = any(cue.phrase.kind.startswith(_ACTING) and step.last <= cue.first < term.first for cue in unit.relations)
    return not acts or not _PASSING.isdisjoint(page.tokens.folds[step.last : term.first])


def _is_carried(unit: Unit, page: Page, term: Term, steps: list[Term]) -> bool:
    """ "To lower the risk of transmitting hepatitis C, the plasma is treated with solvent and detergent": before the step."""
    if term.first >= steps[0].first:
        return False
    return not _PASSING.isdisjoint(page.tokens.folds[unit.first : term.first])
