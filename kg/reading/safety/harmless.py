"""What a text says is no reason for fear: factors that raise no risk and conditions that forbid nothing; negated drafts come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit, is_part, kin_before
from kg.reading.safety.risk_factors import ROOT, effect_before, heading_effect
from kg.records import Predicate

__all__ = ["find_harmless"]

#: Tokens between what is spoken of and the words that free it: "A family history of clots, on its own, ...".
_REACH = 12
_JOINTS = frozenset((",", "and", "or", "nor", "being", "a", "/", "("))


def find_harmless(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read negated contraindicated_in ("Pregnancy is no bar") and has_risk_factor ("Diabetes adds no risk of clots")."""
    cue = next((c for c in unit.safety if c.phrase.kind in {"allowed", "no-factor"}), None)
    if cue is None:
        return
    product = next((a.concept for a in unit.agents if a.concept), page.topic)
    if product is None or unit.is_heading or page.tokens.surfaces[unit.last - 1] == "?":
        return
    allows = cue.phrase.kind == "allowed"
    terms = _spoken_of(unit, page, cue, ("Condition", "Immunodeficiency", "Population", "RiskFactor") if allows else ("RiskFactor",))
    effect = "" if allows else _effect(unit, page, terms)
    if not allows and not effect:
        return
    predicate: Predicate = "contraindicated_in" if allows else "has_risk_factor"
    for term in terms:
        yield Draft(
            product, predicate, term.concept, term.first, term.last, "harmless", round(0.75 * term.score, 3), unit.index,
            polarity="negated", cue_span=(cue.first, cue.last), effect=effect,
        )  # fmt: skip


def _spoken_of(unit: Unit, page: Page, cue: Cue, classes: Sequence[str]) -> list[Term]:
    """The last term before the cue, and those that a list joins to it."""
    found: list[Term] = []
    for term in reversed([t for t in unit.terms if t.last <= cue.first and t.has(*classes) and not t.is_product and not is_part(unit, t)]):
        words = page.tokens.folds[term.last : found[-1].first if found else cue.first]
        if kin_before(unit, term):
            break  # "a sister with A is no reason"
        if len(words) > _REACH or (found and not _JOINTS.issuperset(words)) or ";" in words:
            break
        found.append(term)
    return found


def _effect(unit: Unit, page: Page, terms: Sequence[Term]) -> str:
    named = [t.concept for t in unit.terms if "AdverseEffect" in t.classes and t.concept != ROOT and t not in terms]
    return next(iter(named), None) or heading_effect(unit, page) or effect_before(unit) or ""
