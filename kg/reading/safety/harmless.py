"""What a text says is no reason for fear: factors that raise no risk and conditions that forbid nothing; negated drafts come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.page import Agent, Page, Term, Unit, is_part, kin_before
from kg.reading.safety.risk_factors import GROUPS, ROOT, effect_before, heading_effect
from kg.records import Polarity, Predicate

__all__ = ["find_contrasted", "find_harmless", "find_not_blamed", "is_freed"]

#: Tokens between what is spoken of and the words that free it: "A family history of clots, on its own, ...".
_REACH = 12
_JOINTS = frozenset((",", "and", "or", "nor", "being", "a", "/", "("))


def find_harmless(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read negated contraindicated_in ("Pregnancy is no bar"), has_risk_factor ("Diabetes adds no risk of clots") and has_adverse_effect."""
    cue = next((c for c in unit.safety if c.phrase.kind in {"allowed", "no-factor"}), None)
    if cue is None and page.tokens.folds[unit.first] == "neither":
        cue = next((c for c in unit.safety if c.phrase.kind in {"raise", "sway"}), None)  # "Neither A nor B raised the risk"
    if cue is None:
        return
    product = next((a.concept for a in unit.agents if a.concept), page.topic)
    if product is None or unit.is_heading or page.tokens.surfaces[unit.last - 1] == "?":
        return
    allows = cue.phrase.kind == "allowed"
    if not allows and cue.phrase.kind == "no-factor" and page.tokens.folds[cue.last : cue.last + 1] in (["of"], ["for"]):
        yield from _not_raised(unit, page, cue)
    if allows:
        terms = _freed(unit, page, cue)
    elif page.tokens.folds[cue.last - 1] == "between":  # "no link between smoking and A"
        terms = [t for t in unit.terms if cue.last <= t.first <= cue.last + _REACH and "RiskFactor" in t.classes and "AdverseEffect" not in t.classes]
    else:
        terms = _spoken_of(unit, page, cue, ("RiskFactor", "Condition") if cue.phrase.kind != "no-factor" else ("RiskFactor",))
    effect = "" if allows else _effect(unit, page, terms)
    if not allows and not effect:
        return
    predicate: Predicate = "contraindicated_in" if allows else "has_risk_factor"
    for term in terms:
        yield Draft(
            product, predicate, GROUPS.get(term.concept, term.concept), term.first, term.last, "harmless", round(0.75 * term.score, 3), unit.index,
            polarity="negated", cue_span=(cue.first, cue.last), effect=effect,
        )  # fmt: skip


def _not_raised(unit: Unit, page: Page, cue: Cue) -> Iterator[Draft]:
    """ "Unlike steroids, IVIG does not raise the risk of A or B": effects that the product does not have."""
    folds = page.tokens.folds
    acting = next((agent for agent in unit.products if 0 <= cue.first - agent.last <= _TO_VERB), None)
    before = [agent for agent in unit.agents if agent.last <= cue.first]
    speaks = folds[cue.first - 1] in {"it", "they"} and (not before or _is_contrast(unit, page, cue.first - 1))
    product = acting.concept if acting is not None else page.topic if speaks else None
    position = cue.last + 1
    for term in unit.terms:
        if product is None or term.first < position or is_part(unit, term):
            continue
        if not (_JOINTS | _HAVING).issuperset(folds[position : term.first]) or not term.has("AdverseEffect", "Condition", "Category"):
            return
        yield Draft(
            product, "has_adverse_effect", term.concept, term.first, term.last, "risk that is not raised", round(0.75 * term.score, 3), unit.index,
            polarity="negated", severity="unspecified", frequency="unspecified", cue_span=(cue.first, cue.last),
        )  # fmt: skip
        position = term.last


def _is_contrast(unit: Unit, page: Page, last: int) -> bool:
    """ "It is given monthly, so unlike A or B it does not ...": right before the pronoun stands nothing but what the product is unlike."""
    folds = page.tokens.folds
    first = next((i for i in range(last - 1, unit.first - 1, -1) if folds[i] == "unlike"), None)
    named = {i for agent in unit.rivals for i in range(agent.first, agent.last)}
    return first is not None and _JOINTS.issuperset(folds[i] for i in range(first + 1, last) if i not in named)


#: Tokens from a product to the verb, a bracket with its short name counted, and words before an effect: "the risk of getting an A".
_TO_VERB = 4
_HAVING = frozenset(("getting", "having", "catching", "developing", "new", "an", "any", "the", "another", "further", "serious", "severe"))


def is_freed(unit: Unit, page: Page, term: Term) -> bool:
    """ "A is no bar to treatment", "A does not rule it out, nor does B", "there is no reason to withhold it, not even A": A and B forbid nothing."""
    cue = next((cue for cue in unit.safety if cue.phrase.kind == "allowed"), None)
    if cue is None:
        return False
    if term.last <= cue.first:
        return ";" not in page.tokens.surfaces[term.last : cue.first]
    return any(term.first < other.last and other.first < term.last for other in _behind(unit, page, cue))


def _freed(unit: Unit, page: Page, cue: Cue) -> list[Term]:
    """What is said to forbid nothing, before the cue and behind it; "as A is fatal, there is no reason to withhold it" says it of nothing before."""
    before = [] if page.tokens.folds[cue.first - 1] == "there" else _spoken_of(unit, page, cue, _FORBIDDING)
    return [term for term in before + _behind(unit, page, cue) if not term.has("Medication")]  # "warfarin does not rule it out": no state


def _behind(unit: Unit, page: Page, cue: Cue) -> list[Term]:
    """ "..., nor is A", "... and neither does A or B", "there is no reason to withhold it because of A": what the words that free go on to."""
    folds = page.tokens.folds
    is_bare = folds[cue.first - 1] == "there"
    found: list[Term] = []
    position = cue.last
    for term in unit.terms:
        if term.first < position or not term.has(*_FORBIDDING) or term.is_product or is_part(unit, term):
            continue
        words = folds[position : term.first]
        leads = not found and (not _NEITHER.isdisjoint(words) or (is_bare and not _EVEN.isdisjoint(words)))
        if not _ENDING.isdisjoint(words) or not (leads or (found and _JOINTS.issuperset(words))):
            break
        found.append(term)
        position = term.last
    return found


_FORBIDDING = ("Condition", "Immunodeficiency", "Population", "RiskFactor", "AntibodyDeficiency")
_NEITHER = frozenset(("nor", "neither"))
#: Words that lead from "there is no reason to withhold it" to what would be one.
_EVEN = frozenset(("even", "because", "for", "in", "from", "account", "despite"))
_ENDING = frozenset((";", "but", "unless", "except", "if", "although", "though", "however"))


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


#: What names that hold the name of an effect are about: "no risk factor for thrombosis".
_OF_FACTORS = {"thrombosis-risk-factor": "thromboembolism"}


def find_not_blamed(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "The nausea and the rash were due to methotrexate, not to IVIG": effects that a sentence takes from the product and lays at another's door."""
    folds = page.tokens.folds
    denial = next((i for i in range(unit.first, unit.last) if folds[i] in {"not", "rather"}), None)
    cause = next((cue for cue in unit.relations if cue.phrase.kind in {"cause", "blame"} and denial is not None and cue.last < denial), None)
    if denial is None or cause is None or unit.cues("history", "family"):
        return
    product = next((agent for agent in unit.products if 0 < agent.first - denial <= _TO_PRODUCT), None)
    if product is None or product.concept is None or not _TO_OTHER.issuperset(folds[denial + 1 : product.first]):
        return
    for term in _spoken_of(unit, page, cause, ("AdverseEffect",)):
        yield Draft(
            product.concept, "has_adverse_effect", term.concept, term.first, term.last, "not blamed", round(0.75 * term.score, 3), unit.index,
            polarity="negated", severity="unspecified", frequency="unspecified", cue_span=(cause.first, product.last),
            subject_span=(product.first, product.last),
        )  # fmt: skip


def find_contrasted(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Haemolysis, described with high-dose IVIG, was not seen with SCIG": what one product brings and another does not."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    denial = next((cue for cue in unit.cues("negation") if cue.first > unit.first), None)
    if denial is None or unit.rivals or "," not in unit.folds:
        return
    bearer = next((agent for agent in unit.products if agent.last < denial.first), None)
    other = next((agent for agent in unit.products if agent.first >= denial.last - 1), None)
    if bearer is None or other is None or bearer.concept is None or other.concept is None or bearer.concept == other.concept:
        return
    if folds[bearer.first - 1] == "other":
        return  # "reported with other immunoglobulins"
    effect = next((t for t in reversed(unit.terms) if t.last < bearer.first and t.has("AdverseEffect") and t.concept != ROOT), None)
    if effect is None or surfaces[effect.last : effect.last + 1] != [","] or "," not in surfaces[bearer.last : denial.first]:
        return
    if _TOLD_OF.isdisjoint(folds[effect.last : bearer.first]) or not _DENYING.isdisjoint(folds[effect.last : bearer.first]):
        return
    told: tuple[tuple[Agent, Polarity], ...] = ((bearer, "affirmed"), (other, "negated"))
    if _NOT_SEEN.isdisjoint(folds[denial.first : other.first]) or not _COMPARED.isdisjoint(folds[denial.first : other.first]):
        told = told[:1]  # "does not stop those on SCIG from ...", "was not more frequent with SCIG"
    for product, polarity in told:
        yield Draft(
            product.concept or "", "has_adverse_effect", effect.concept, effect.first, effect.last, "contrast of products",
            round(0.75 * effect.score, 3), unit.index,
            polarity=polarity, severity="unspecified", frequency="unspecified", cue_span=(denial.first, denial.last),
            subject_span=(product.first, product.last),
        )  # fmt: skip


#: What says in an insertion that one product brings the effect.
_TOLD_OF = frozenset((
    "described", "reported", "seen", "known", "observed", "feared", "noted", "met", "common", "frequent", "risk", "complication", "effect", "danger",
    "recorded", "recognised", "recognized",
))  # fmt: skip
_DENYING = frozenset(("not", "never", "no", "without"))
#: What the denial is of, and what it only compares.
_NOT_SEEN = _TOLD_OF | frozenset((
    "occur", "occurs", "occurred", "happen", "happened", "arise", "arose", "develop", "developed", "found", "cause", "caused", "case", "cases", "been",
    "was", "were", "is", "are",
))  # fmt: skip
_COMPARED = frozenset(("more", "less", "worse", "better", "rarer", "fewer", "excluded", "ruled", "studied", "looked", "assessed", "as", "so", "only"))
#: Tokens from the denial to the product, and what stands there.
_TO_PRODUCT = 7
_TO_OTHER = frozenset(("to", "by", "from", "because", "of", "than", "due", "the", "her", "his", "their", "infusion", "infusions", "on", "with", "dose"))


def _effect(unit: Unit, page: Page, terms: Sequence[Term]) -> str:
    named = [t.concept for t in unit.terms if "AdverseEffect" in t.classes and t.concept != ROOT and t not in terms]
    named += [_OF_FACTORS[t.concept] for t in unit.terms if t.concept in _OF_FACTORS]
    return next(iter(named), None) or heading_effect(unit, page) or effect_before(unit) or ""
