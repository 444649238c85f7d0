"""Factors and the effect that they raise: the terms of a sentence go in, its factors of risk and their effect come out."""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.cues import Cue
from kg.reading.page import Page, Term, Unit
from kg.records import Polarity

__all__ = [
    "ALLERGIES",
    "EARLIER",
    "EFFECT_OF",
    "GROUPS",
    "LEFT",
    "MAYBE",
    "ROOT",
    "RiskStatement",
    "effect_before",
    "effect_before_cue",
    "factors_in",
    "first_effect",
    "heading_effect",
    "names_effect",
    "own_effect",
]

#: Reactions that a text asks about before the treatment; told of as such they are no factors of risk.
ALLERGIES = frozenset(("hypersensitivity-to-immunoglobulin", "allergic-reaction", "anaphylaxis"))
#: What an allergy is that is to be told before the treatment.
EARLIER = "previous-hypersensitivity-reaction"
LEFT = frozenset(("raise", "prone"))
ROOT = "adverse-event-root"
#: What says that something can come, as it stands in folded text.
MAYBE = frozenset(("may", "might", "can", "could"))


#: The effect of which an adjective, or a noun in the name of a risk, speaks.
EFFECT_OF = {
    "thrombotic": "thromboembolism", "thrombosis": "thromboembolism", "thromboembolic": "thromboembolism", "clotting": "thromboembolism",
    "renal": "acute-kidney-injury", "kidney": "acute-kidney-injury", "haemolytic": "hemolysis", "hemolytic": "hemolysis",
    "anaphylactic": "anaphylaxis",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RiskStatement:
    """Factors (with the unit that they stand in), the effect that they raise, and the cue that says so."""

    factors: tuple[tuple[Unit, Term, str], ...]
    effect: str
    cue: Cue
    owner: Unit
    polarity: Polarity = "affirmed"

    def covers(self, term: Term) -> bool:
        """Tell whether the term is one of the factors."""
        return any(factor is term for _, factor, _ in self.factors)


#: The factor that makes a group of patients one, and that by which a measure may itself raise a risk.
GROUPS = {
    "elderly": "advanced-age",
    "iga-deficient-patients": "selective-iga-deficiency",
    "lack-of-iga": "selective-iga-deficiency",
    "patients-with-diabetes": "diabetes-mellitus",
    "patients-with-renal-impairment": "renal-insufficiency",
    "product-change": "product-switch",
}


def factors_in(unit: Unit, page: Page, first: int, last: int, effect: Term | None) -> list[tuple[Unit, Term, str]]:
    """The factors among tokens [first, last), the longest at each place; some are told by plain words ("women")."""
    result: list[tuple[Unit, Term, str]] = []
    taken: set[int] = set()
    words = [cue for cue in unit.safety if cue.phrase.kind == "factor"]
    terms = sorted(unit.terms, key=lambda t: (-(t.last - t.first), "RiskFactor" not in t.classes, t.first))
    for term in terms:
        if term.first < first or term.last > last or term is effect or not taken.isdisjoint(range(term.first, term.last)):
            continue
        if effect is not None and term.concept == effect.concept:
            continue
        if term.concept == "first-infusion" and "before" in page.tokens.folds[max(unit.first, term.first - 2) : term.first]:
            continue  # "higher in A: test before the first infusion"
        if term.concept in GROUPS and not any(cue.first <= term.first and term.last <= cue.last for cue in words):
            taken.update(range(term.first, term.last))
            result.append((unit, term, GROUPS[term.concept]))
            continue
        if term.is_product and (unit.opening() is not term or unit.is_item) and page.tokens.folds[term.first : term.first + 2] == ["high", "dose"]:
            taken.update(range(term.first, term.last))  # "likelier with high-dose IVIG"
            result.append((unit, Term(term.first, term.first + 2, "high-dose", frozenset(("RiskFactor",)), 0.85, "cue"), "high-dose"))
            continue
        if not _may_raise(term):
            if term.has("AdverseEffect", "Management"):
                taken.update(range(term.first, term.last))
            continue
        taken.update(range(term.first, term.last))
        concept = _BEFORE.get(term.concept, term.concept)
        if concept in _CLOTS and not page.lists["relative"].isdisjoint(page.tokens.folds[max(unit.first, term.first - _KIN) : term.first]):
            concept = "family-history-of-thrombosis"  # "your father having had a clot"
        result.append((unit, term, concept))
    folds = page.tokens.folds
    for cue in words:
        if folds[cue.last - 1] in {"rate", "rates"} and cue.last < unit.last and folds[cue.last] == "of":
            continue  # "high rates of remission"
        if cue.phrase.value == "female-sex" and (folds[cue.first - 1].isdigit() or folds[cue.first - 1] in _COUNTS):
            continue  # "fell in four women, all of blood group A"
        if first <= cue.first and cue.last <= last and taken.isdisjoint(range(cue.first, cue.last)):
            taken.update(range(cue.first, cue.last))
            plain = Term(cue.first, cue.last, cue.phrase.value, frozenset(("RiskFactor",)), 0.85, "cue")
            result.append((unit, plain, cue.phrase.value))
    if "age" in unit.folds:
        bare = (i for i in range(first, last) if folds[i] == "age" and i not in taken and _stands_alone(page, i))
        result.extend((unit, Term(i, i + 1, "advanced-age", frozenset(("RiskFactor",)), 0.85, "cue"), "advanced-age") for i in bare)
    return sorted(result, key=lambda item: item[1].first)


_COUNTS = frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "both"))


def _stands_alone(page: Page, index: int) -> bool:
    """ "higher with obesity, age, smoking": a member of a list without a word of its own."""
    folds = page.tokens.folds
    return folds[index - 1] in _SEPARATING | {"with"} and _SEPARATING.issuperset(folds[index + 1 : index + 2])


_SEPARATING = frozenset((",", "and", "or", ".", ":", ";", "|", "(", ")"))


#: What is there before the treatment and raises a risk is no complication of it; and people stand for what they have.
_BEFORE = {
    "kidney-complication": "renal-insufficiency",
    "iga-deficient-patients": "selective-iga-deficiency",
    "migraine": "history-of-migraine",
    "inflammation": "underlying-inflammatory-state",
}


_CLOTS = frozenset(("history-of-thrombosis", "thromboembolism"))
#: Tokens from a relative to what befell them.
_KIN = 8


def _may_raise(term: Term) -> bool:
    if "RiskFactor" in term.classes or term.concept in _BEFORE:
        return True
    return term.has("Condition", "Immunodeficiency", "Constituent", "Feature", "Category") and term.concept != ROOT


def first_effect(unit: Unit, first: int, last: int) -> Term | None:
    """Give the first effect among tokens [first, last), a named one before the word for effects as such."""
    found = [t for t in unit.terms if first <= t.first and t.last <= last and "AdverseEffect" in t.classes]
    return next((t for t in found if t.concept != ROOT), found[0] if found else None)


def effect_before_cue(unit: Unit, first: int, last: int) -> Term | None:
    """Give the effect that opens tokens [first, last)."""
    found = [t for t in unit.terms if first <= t.first and t.last <= last and "AdverseEffect" in t.classes]
    return found[0] if found else None


def heading_effect(unit: Unit, page: Page) -> str | None:
    """Give the effect that the heading of the unit's section names."""
    heading = page.heading_over(unit)
    if heading is None:
        return None
    return next((t.concept for t in heading.terms if "AdverseEffect" in t.classes and t.concept != ROOT), None)


def effect_before(unit: Unit) -> str | None:
    """Give the effect that one of the three sentences before names."""
    current = unit.previous
    for _ in range(3):
        if current is None or current.place.title != unit.place.title:
            return None
        effects = [t for t in current.terms if "AdverseEffect" in t.classes and t.concept != ROOT]
        if effects:
            return effects[0].concept
        current = current.previous
    return None


def own_effect(unit: Unit, page: Page) -> tuple[int, Term | None]:
    """ "IgA deficiency (may increase the risk of anaphylaxis)": where the factors of an item end that names its own effect, and this."""
    own = next((c for c in unit.safety if c.phrase.kind in LEFT and not c.phrase.value), None)
    raised = first_effect(unit, own.last, unit.last) if own is not None else None
    return (own.first, raised) if own is not None and raised is not None else (unit.last, None)


def names_effect(unit: Unit, page: Page, risk: RiskStatement) -> bool:
    """ "raises the thrombotic hazard of X", "Risk factors for thrombosis with X are", "clot more readily on X": the words for the risk name its effect."""
    if risk.owner is not unit or risk.cue.phrase.kind not in {"raise", "factors", "prone"} or risk.cue.last - risk.cue.first < len(("thrombotic", "risk")):
        return False
    said = page.tokens.folds[risk.cue.first : risk.cue.last]
    return any(EFFECT_OF.get(word) == risk.effect for word in said) or (said[0] in {"clot", "clots"} and risk.effect == EFFECT_OF["clotting"])
