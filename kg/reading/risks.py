"""Risk factors: a sentence's cues of risk and its terms go in, drafts of has_risk_factor with the effect that is raised come out.

A statement joins factors to an effect. Some cues have the factors before them ("obesity and old age raise the risk of clots"), some
behind ("clots are more common in obese patients"); a list may stand below its introduction, or above the sentence that judges it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.page import Page, Term, Unit
from kg.records import Polarity

__all__ = ["RiskStatement", "find_risk_statement", "risk_drafts"]

_KINDS = frozenset(("raise", "prone", "rise", "factors", "caution", "more"))
_LEFT = frozenset(("raise", "prone"))
_ROOT = "adverse-event-root"
_SAFETY_SECTIONS = frozenset(
    ["warnings", "adverse", "boxed", "interactions", "contents", "postmarketing", "pregnancy", "dosage", "counselling"]
)
_SILENT_SECTIONS = frozenset(
    ["exclusion", "eligibility", "references", "studies", "disease", "methods", "storage", "indications", "overdose", "transmission"]
)
#: Words that speak of effects as such.
_EFFECT_WORDS = frozenset(("reaction", "react", "complication", "complic", "effect", "event", "problem"))
_CLAUSES = frozenset(("because", "since", "but", "however", "although", "whereas", "therefore", "while", "so"))
_BACK = frozenset(("these", "this", "such", "they", "those", "all", "both"))
_DOUBT = frozenset(("may", "might", "could", "possibly", "perhaps"))


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


def find_risk_statement(unit: Unit, page: Page, known_effects: Collection[str]) -> list[RiskStatement]:
    """Find what the unit says of risk factors; `known_effects` are those that the text has named before."""
    if page.topic is None and not any(agent.concept for agent in unit.agents):
        return []
    if unit.place.kind in _SILENT_SECTIONS and not (_is_headed(unit, page) and page.topic_share >= _TOPIC_SHARE):
        return []
    result: list[RiskStatement] = []
    labelled = _labelled(unit, page)
    if labelled is not None:
        return [labelled]
    if unit.intro is not None and unit.place_in_block == 0:
        listed = _listed(unit, page, known_effects)
        if listed is not None:
            return [listed]
    cues = _cues(unit)
    for number, cue in enumerate(cues):
        if _is_denied(unit, page, cue):
            continue
        statement = _statement(unit, page, cue, cues[number + 1 :], known_effects)
        if statement is not None:
            result.append(statement)
    result.extend(_constituents(unit, page))
    return result


#: A text that names its product this often means its own risks by "risk factors".
_TOPIC_SHARE = 0.15


def _is_headed(unit: Unit, page: Page) -> bool:
    """The heading says that risk factors follow."""
    heading = page.headings.get(unit.place.heading) if unit.place.heading is not None else None
    return heading is not None and heading is not unit and any(cue.phrase.kind == "factors" for cue in heading.safety)


def _labelled(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Thrombosis: age over 65, immobility, ..." below "Risk factors": the label names the effect, the list its factors."""
    if unit.label_last is None or not _is_headed(unit, page):
        return None
    effect = _first_effect(unit, page, unit.first, unit.label_last)
    heading = page.headings[unit.place.heading or 0]
    cue = next((c for c in heading.safety if c.phrase.kind == "factors"), None)
    factors = _factors(unit, page, unit.label_last, unit.last, effect)
    if effect is None or cue is None or not factors:
        return None
    return RiskStatement(tuple(factors), effect.concept, cue, unit)


def _constituents(unit: Unit, page: Page) -> Iterator[RiskStatement]:
    """ "Isoagglutinins cause haemolysis", "sucrose as a stabiliser led to ...": a constituent of the product brings the effect about."""
    for term in unit.terms:
        if not term.has("Constituent"):
            continue
        for cue in unit.relations:
            if not cue.phrase.kind.startswith("adverse") or cue.phrase.kind == "adverse-left" or not 0 <= cue.first - term.last <= _NEAR:
                continue
            effect = _first_effect(unit, page, cue.last, unit.last)
            between = page.tokens.surfaces[term.last : cue.first]
            if effect is None or effect.concept == _ROOT or effect.first - cue.last > _NEAR or not _APART.isdisjoint(between):
                continue
            yield RiskStatement(((unit, term, term.concept),), effect.concept, cue, unit)
            break


_APART = frozenset((";", ".", "which", "that"))
#: Words between a constituent, the verb and its effect.
_NEAR = 6


def risk_drafts(unit: Unit, page: Page, statements: Sequence[RiskStatement]) -> Iterator[Draft]:
    """Give a draft for each factor."""
    for statement in statements:
        agents = [agent for agent in statement.owner.agents if agent.concept]
        agent = agents[0] if agents else None
        subject = (agent.concept if agent else page.topic) or "immunoglobulin"
        for owner, term, concept in statement.factors:
            yield Draft(
                subject,
                "has_risk_factor",
                concept,
                term.first,
                term.last,
                f"risk {statement.cue.phrase.kind}",
                round(0.8 * term.score, 3),
                owner.index,
                subject_span=(agent.first, agent.last) if agent else None,
                cue_span=(statement.cue.first, statement.cue.last),
                polarity=statement.polarity,
                effect=statement.effect,
            )


def _cues(unit: Unit) -> list[Cue]:
    """The cues of risk, of overlapping ones the longest."""
    named = [t for t in unit.terms if t.has("RiskFactor")]
    found = [
        cue
        for cue in unit.safety
        if cue.phrase.kind in _KINDS
        and not any(t.first <= cue.first and cue.last <= t.last and t.last - t.first > cue.last - cue.first for t in named)
    ]
    found = [
        cue
        for cue in found
        if not any(
            other.first <= cue.first and cue.last <= other.last and other.last - other.first > cue.last - cue.first for other in found
        )
    ]
    makes = [cue.first for cue in unit.safety if cue.phrase.kind == "make"]
    return [cue for cue in found if cue.phrase.kind != "more" or any(0 < cue.first - make <= 9 for make in makes)]


def _is_denied(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "even where no risk factor is known", "in the absence of known risk factors", "do not increase the risk"."""
    named = {i for term in unit.terms for i in range(term.first, term.last)}
    before = [page.tokens.folds[i] for i in range(max(unit.first, cue.first - 4), cue.first) if i not in named]
    return not {"no", "without", "absence", "not", "nor", "neither"}.isdisjoint(before) and "only" not in before


def _statement(unit: Unit, page: Page, cue: Cue, later: Sequence[Cue], known_effects: Collection[str]) -> RiskStatement | None:
    kind = cue.phrase.kind
    start, end = _clause(unit, page, cue)
    effect: str | None
    if kind in _LEFT or kind == "more":
        after = _first_effect(unit, page, cue.last, end)
        before_end = cue.first if kind != "more" else max(c.first for c in unit.safety if c.phrase.kind == "make" and c.first < cue.first)
        effect = after.concept if after is not None else None
        if kind == "more":
            after = made = _first_effect(unit, page, before_end, cue.first)
            effect = made.concept if made is not None else None
        factors = _factors(unit, page, start, before_end, after)
        behind = next((i for i in range(cue.last, end) if _opens_factors(page, i)), None)
        if behind is not None:
            factors = factors + _factors(unit, page, behind, end, after)
        if (not factors or unit.is_item) and _points_back(unit, page, start, cue.first):
            back = _pointed_at(unit, page)
            factors = [item for owner in back for item in _factors(owner, page, owner.first, owner.last, None)] + factors
            if effect is None and back:
                effect = _heading_effect(unit, page)
    else:
        joins = {"for", "of", "to"}
        named = page.tokens.folds[cue.last - 1] in joins or (cue.last < end and page.tokens.folds[cue.last] in joins)
        direct = _first_effect(unit, page, cue.last, min(end, cue.last + 5)) if named and kind == "factors" else None
        before = (_last_effect(unit, start, cue.first) or _last_effect(unit, unit.first, cue.first)) if direct is None else None
        chosen = direct or before
        limit = next((c.first for c in later if c.phrase.kind in {"rise", "factors", "raise", "prone"}), end)
        stop = next((i for i in range(cue.last, end) if page.tokens.folds[i] in _CLAUSES), end)
        begin = cue.last - 1 if kind == "rise" else cue.last  # "more likely after a switch": the word that joins belongs to both
        if direct is None and named and (kind == "factors" or page.tokens.folds[cue.last - 1] in {"of", "for"}):
            begin = next((t.last for t in unit.terms if cue.last <= t.first <= cue.last + 2), begin)  # what one is at risk of
        factors = _factors(unit, page, begin, min(limit, stop) if kind == "caution" else stop, direct)
        if chosen is None:
            reason = next((c for c in later if c.phrase.kind in _LEFT or c.phrase.kind == "factors"), None)
            reach = end if reason is None or reason.phrase.kind in _LEFT else min(end, reason.last + 4)
            chosen = _first_effect(unit, page, reason.last, reach) if reason is not None else _at_risk(unit, page, cue.last, end)
        effect = chosen.concept if chosen is not None else None
    if unit.label_last is not None and any(t.first >= unit.label_last for _, t, _ in factors):
        # "Kidney problems: if you are diabetic ...": the label names the effect.
        factors = [factor for factor in factors if factor[1].first >= unit.label_last]
    if not factors:
        return None
    is_explicit = effect is not None
    is_earlier = any(owner is not unit for owner, _, _ in factors)  # "if you have had a blood clot": the same again
    if effect is None:
        generic = not _EFFECT_WORDS.isdisjoint(page.tokens.stems[unit.first : unit.last]) or _speaks_on_of_effects(unit, page)
        effect = (_ROOT if generic else None) or _heading_effect(unit, page) or _effect_before(unit)
    if kind == "caution" and effect is None and unit.place.kind not in _SAFETY_SECTIONS:
        return None
    if cue.phrase.value == "strict":
        factors = [factor for factor in factors if factor[1].has("RiskFactor")]
        if kind == "prone" and (effect is None or not _are_patients(unit, page, cue)):
            return None
        if not factors:
            return None
    if kind == "caution":
        factors = [factor for factor in factors if factor[1].has("RiskFactor")]
        if not factors or (unit.place.kind not in _SAFETY_SECTIONS and not is_explicit):
            return None
    # A factor that only a safety text names, and an effect: enough in a text about a product, whatever the section.
    telling = is_explicit and unit.place.kind != "treatment" and any(t.has("RiskFactor", "Constituent") for _, t, _ in factors)
    if not is_earlier:
        factors = [factor for factor in factors if factor[2] != effect]
    if not factors or not _is_about_product(unit, page, effect, known_effects, is_telling=telling):
        return None
    doubtful = kind == "more" and not _DOUBT.isdisjoint(page.tokens.folds[max(unit.first, cue.first - 5) : cue.first])
    polarity: Polarity = "hedged" if doubtful or (kind == "caution" and not later) else "affirmed"
    return RiskStatement(tuple(factors), effect or "", cue, unit, polarity)


def _speaks_on_of_effects(unit: Unit, page: Page) -> bool:
    """ "Most side effects are mild. They often show up when ...": the pronoun stands for effects as such."""
    before = unit.previous
    if before is None or before.block != unit.block or page.tokens.folds[unit.first] not in {"they", "these"}:
        return False
    return any(t.concept == _ROOT for t in before.terms)


def _at_risk(unit: Unit, page: Page, first: int, last: int) -> Term | None:
    """ "... because of the risk of thrombosis": the effect that a caution is about."""
    at = next((i for i in range(first, last - 1) if page.tokens.folds[i] == "risk" and page.tokens.folds[i + 1] == "of"), None)
    return _first_effect(unit, page, at, last) if at is not None else None


def _are_patients(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "IgA-deficient patients may develop anaphylaxis": people are what the cue is said of."""
    return any(page.tokens.stems[i] in _PEOPLE for i in range(max(unit.first, cue.first - 12), cue.first))


_PEOPLE = frozenset(("patient", "people", "person", "those", "anyone", "individual", "recipient", "woman", "child", "adult", "role"))


def _opens_factors(page: Page, index: int) -> bool:
    """ "... are more prone to clots: obesity, ...", "... at risk of kidney failure because of diabetes", "... if you smoke"."""
    tokens = page.tokens
    following = tokens.folds[index + 1] if index + 1 < len(tokens) else ""
    return (
        tokens.surfaces[index] == ":"
        or tokens.folds[index] in {"if", "when", "especially", "particularly"}
        or (tokens.folds[index], following) in {("because", "of"), ("due", "to"), ("owing", "to")}
    )


def _listed(unit: Unit, page: Page, known_effects: Collection[str]) -> RiskStatement | None:
    """An item below "Certain side effects may occur more often:" or "Risk factors for clots include:"."""
    intro = unit.intro
    if intro is None or page.tokens.surfaces[intro.last - 1] in {".", "!", "?"}:
        return None
    cues = [cue for cue in intro.safety if cue.phrase.kind in _KINDS | {"more"}]
    if not cues or any(_is_denied(intro, page, cue) for cue in cues):
        return None
    cue = max(cues, key=lambda c: (c.last - c.first, c.last))
    if cue.phrase.kind == "caution" and not any(c.phrase.kind in _LEFT or c.phrase.kind in {"more", "rise", "factors"} for c in cues):
        return None
    effect = _first_effect(intro, page, intro.first, intro.last)
    generic = _ROOT if not _EFFECT_WORDS.isdisjoint(page.tokens.stems[intro.first : intro.last]) else ""
    concept = effect.concept if effect is not None else generic or _heading_effect(unit, page) or ""
    factors = _factors(unit, page, unit.first, unit.last, None)
    if not factors or not _is_about_product(intro, page, concept, known_effects):
        return None
    return RiskStatement(tuple(factors), concept, cue, intro)


def _is_about_product(unit: Unit, page: Page, effect: str | None, known_effects: Collection[str], *, is_telling: bool = False) -> bool:
    if any(agent.concept is None for agent in unit.agents) and not any(agent.concept for agent in unit.agents):
        factors = [t for t in unit.terms if t.has("RiskFactor")]
        others = [a for a in unit.agents if not any(t.first < a.last and a.first < t.last for t in factors)]
        if others and not is_telling and unit.place.kind not in _SAFETY_SECTIONS:
            return False
    if unit.place.kind in _SAFETY_SECTIONS or any(agent.concept for agent in unit.agents):
        return True
    return page.topic is not None and (effect == _ROOT or effect in known_effects or is_telling)


def _clause(unit: Unit, page: Page, cue: Cue) -> tuple[int, int]:
    start = max((i + 1 for i in range(unit.first, cue.first) if page.tokens.surfaces[i] in _BOUNDS), default=unit.first)
    end = next((i for i in range(cue.last, unit.last) if page.tokens.surfaces[i] == ";"), unit.last)
    return start, end


#: What a statement of risk does not reach over to the left: a dash opens it in a list of effects.
_BOUNDS = frozenset((";", "-", "\u2014"))


def _first_effect(unit: Unit, page: Page, first: int, last: int) -> Term | None:
    found = [t for t in unit.terms if first <= t.first and t.last <= last and t.has("AdverseEffect")]
    del page
    return next((t for t in found if t.concept != _ROOT), found[0] if found else None)


def _last_effect(unit: Unit, first: int, last: int) -> Term | None:
    found = [t for t in unit.terms if first <= t.first and t.last <= last and t.has("AdverseEffect")]
    return found[0] if found else None


def _factors(unit: Unit, page: Page, first: int, last: int, effect: Term | None) -> list[tuple[Unit, Term, str]]:
    """The factors among tokens [first, last), the longest at each place; some are told by plain words ("women")."""
    result: list[tuple[Unit, Term, str]] = []
    taken: set[int] = set()
    words = [cue for cue in unit.safety if cue.phrase.kind == "factor"]
    terms = sorted(unit.terms, key=lambda t: (-(t.last - t.first), not t.has("RiskFactor"), t.first))
    for term in terms:
        if term.first < first or term.last > last or term is effect or not taken.isdisjoint(range(term.first, term.last)):
            continue
        if effect is not None and term.concept == effect.concept:
            continue
        if not _may_raise(term):
            if term.has("AdverseEffect", "Management"):
                taken.update(range(term.first, term.last))
            continue
        taken.update(range(term.first, term.last))
        result.append((unit, term, _BEFORE.get(term.concept, term.concept)))
    for cue in words:
        if first <= cue.first and cue.last <= last and taken.isdisjoint(range(cue.first, cue.last)):
            taken.update(range(cue.first, cue.last))
            plain = Term(cue.first, cue.last, cue.phrase.value, frozenset(("RiskFactor",)), 0.85, "cue")
            result.append((unit, plain, cue.phrase.value))
    return sorted(result, key=lambda item: item[1].first)


#: What is there before the treatment and raises a risk is no complication of it.
_BEFORE = {"kidney-complication": "renal-insufficiency"}


def _may_raise(term: Term) -> bool:
    if term.has("RiskFactor"):
        return True
    return term.has("Condition", "Immunodeficiency", "Constituent", "Feature", "Category") and term.concept != _ROOT


def _points_back(unit: Unit, page: Page, first: int, last: int) -> bool:
    return not _BACK.isdisjoint(page.tokens.folds[first:last])


def _pointed_at(unit: Unit, page: Page) -> list[Unit]:
    """The items right above, or the sentence before."""
    del page
    result: list[Unit] = []
    before = unit.previous
    while before is not None and before.is_item and len(result) < 12:
        result.append(before)
        before = before.previous
    if not result and before is not None and before.place.title == unit.place.title:
        result.append(before)
    return result[::-1]


def _heading_effect(unit: Unit, page: Page) -> str | None:
    heading = page.headings.get(unit.place.heading) if unit.place.heading is not None else None
    if heading is None:
        return None
    return next((t.concept for t in heading.terms if t.has("AdverseEffect") and t.concept != _ROOT), None)


def _effect_before(unit: Unit) -> str | None:
    current = unit.previous
    for _ in range(3):
        if current is None or current.place.title != unit.place.title:
            return None
        effects = [t for t in current.terms if t.has("AdverseEffect") and t.concept != _ROOT]
        if effects:
            return effects[0].concept
        current = current.previous
    return None
