"""Indications of a product: governed terms go in, drafts of claims come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.governors import Governor
from kg.reading.openings import names_obstacles
from kg.reading.page import CONDITIONS, DISEASES, Agent, Page, Term, Unit, is_part, open_bracket
from kg.reading.subjects import has_own_subject, resolve_subject, subject_of_indication
from kg.reading.therapy.bystanders import (
    is_beside_matter,
    is_diagnosed,
    is_fitted_to,
    is_had_before,
    is_likened,
    is_misguided,
    is_more_frequent,
    is_of_formulation,
    is_vaccinated_against,
    is_without_product,
    tells_of_vaccine,
)
from kg.reading.therapy.contraindications import allergies, contraindicated
from kg.reading.therapy.disease_pages import is_hoped_for, page_disease
from kg.reading.therapy.drafts import cue_tokens, therapy_draft
from kg.reading.therapy.failures import is_bound_already, says_what, tells_of_some
from kg.reading.therapy.prevention import is_fewer, is_lowered, is_prevented, prevents
from kg.reading.therapy.refutations import (
    FAILS,
    denies_effect,
    follows_preposition,
    is_mere_chance,
    is_of_combination,
    is_refuted,
    is_with_another,
)
from kg.reading.therapy.scope import (
    NOT_THERAPY,
    SECOND_TIME,
    UNSPECIFIC,
    describes_disease,
    explains,
    heads_guarding,
    is_asked,
    is_background,
    is_degree,
    is_feature,
    is_gloss,
    is_in_apposition,
    is_laboratory_test,
    is_of_earlier_treatment,
    is_of_rival,
    is_renamed,
    is_shut_out,
    is_to_be_studied,
    is_told_of_first,
    leads_to_deficiency,
    names_no_therapy,
)
from kg.reading.therapy.status import ADVISED_AGAINST, is_advised_against, status_of
from kg.reading.therapy.studied_conditions import (
    by_arm,
    by_mechanism,
    by_study,
    is_aim,
    is_fronted,
    is_randomised,
    is_studied,
    is_treated_by_mechanism,
)
from kg.records import Predicate

__all__ = ["find_therapy", "is_origin"]

_TREATS = frozenset(("treats", "treats-left", "treats-prevents"))
#: Relations whose cue stands before the product, not between it and its aim.
_PASSED_OVER = frozenset(("treats-outcome", "follow", "adverse-weak"))
#: Relations that give way to what says outright that something became less.
_YIELDING = frozenset(("lessen", "follow"))
_FAILS_OR_WORSENS = FAILS | {"worsen", "worsen-left"}
_FORBIDS = frozenset(("contraindicated", "contraindicated-left"))
_PREVENTS = frozenset(("prevents", "prevents-left", "treats-prevents"))


def find_therapy(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read treats, prevents, contraindicated_in, not_effective_for and worsens."""
    if "=" in unit.folds and "=" in page.tokens.surfaces[unit.first : min(unit.first + 4, unit.last)]:
        return  # a footnote that explains an abbreviation
    for term, ruling in zip(unit.terms, governors, strict=True):
        is_disease = not DISEASES.isdisjoint(term.classes)
        if not ruling and not is_disease and not is_lowered(unit, page, term):
            continue
        if is_part(unit, term) or page.tokens.folds[term.first - 1] == "post":
            continue  # "post-COVID fatigue" is not COVID
        if is_vaccinated_against(unit, page, term):
            continue  # "if you have been vaccinated against A"
        if is_disease and (is_beside_matter(unit, page, term) or _is_without_remedy(unit, page, term) or tells_of_vaccine(unit, page, term)):
            continue
        if "(" in unit.folds and is_disease and _is_in_proviso(unit, page, term):
            continue
        if not _CLASSES.isdisjoint(unit.folds) and _is_in_description(unit, page, term):
            continue
        if is_shut_out(unit, page, term) and not any(governor.relation in _FORBIDS for governor in ruling):
            continue
        if not ruling:
            if is_fewer(unit, page, term):
                yield from prevents(unit, page, term, Governor("prevents", "used", None, "cue", unit.index))
            elif is_treated_by_mechanism(unit, page, term):
                yield from by_mechanism(unit, page, term)
            elif is_aim(unit, page, term):
                yield from by_study(unit, page, term)
            elif is_fronted(unit, page, term):
                yield from by_mechanism(unit, page, term, "fronted condition")
            elif is_studied(unit, page, term):
                yield from by_study(unit, page, term)
            elif is_randomised(unit, page, term):
                yield from by_arm(unit, page, term)
            elif is_lowered(unit, page, term):
                yield from prevents(unit, page, term, Governor("prevents", "used", None, "cue", unit.index))
            continue
        if ruling[0].relation in _PASSED_OVER and page.tokens.folds[term.first - 2 : term.first].count("for") and is_aim(unit, page, term):
            yield from by_study(unit, page, term)  # "developed a rash after IVIG for A"
            continue
        if ruling[0].relation in _YIELDING and is_lowered(unit, page, term):
            yield from prevents(unit, page, term, Governor("prevents", "used", None, "cue", unit.index))
            continue
        governor = _therapeutic(ruling, term)
        if ";" in unit.folds and _is_left_open(unit, page, term, governor):
            continue
        if governor.relation == "risk-you" and is_fronted(unit, page, term):
            yield from by_mechanism(unit, page, term, "fronted condition")
            continue
        if governor.relation == "allergy":
            yield from allergies(unit, page, term, governor)
            continue
        if governor.value == "not-recommended" and governor.source == "cue" and "Population" in term.classes and not is_disease:
            if _says_in_whom(unit, page, term, governor):
                continue  # "not recommended for A in children": who is meant by the advice on A
            governor = replace(governor, relation="contraindicated")  # "not recommended in people with A"
            yield from contraindicated(unit, page, term, governor)
            continue
        if (
            not (
                is_disease
                or term.stands_for
                or ((governor.source == "cue" or governor.relation == "ineffective-left") and "AdverseEffect" in term.classes)
            )
            or term.concept in UNSPECIFIC
        ) and not any(g.relation in _FORBIDS for g in ruling):
            continue
        if governor.relation in _TREATS and _is_of_mother(unit, page, term):
            if not _is_against(unit, page, term):
                continue  # "infants born to mothers with A"
            governor = replace(governor, relation="prevents")
        if governor.relation in _TREATS and is_prevented(unit, page, term):
            governor = replace(governor, relation="prevents")
        if governor.relation in _TREATS and (is_likened(unit, page, term) or names_obstacles(unit, page, term.first) or _is_seen_in(page, term, governor)):
            continue
        if governor.relation == "treats-left" and governor.cue is not None and _is_feature(unit, page, term, governor.cue):
            continue
        if governor.relation == "treats-left" and governor.cue is not None and governor.unit == unit.index and _is_of_none(unit, page, term, governor.cue):
            continue
        is_treatable = is_disease or bool(term.stands_for) or "AdverseEffect" in term.classes  # not "adults who cannot take A"
        if governor.relation in _TREATS and is_treatable and not _is_occasion(unit, page, term, governor):
            named = _named_again(unit, page, term)
            for draft in _treats(unit, page, term, governor):
                draft.object = named.concept if named is not None else draft.object
                yield draft
        if governor.relation in _PREVENTS:
            yield from prevents(unit, page, term, governor)
        is_sign = any(c.phrase.kind == "sign" and c.first <= term.first < c.last for c in unit.relations)
        if governor.relation in _FORBIDS and not is_sign and not (governor.source == "section" and _is_said_to_raise(unit, page, term)):
            yield from contraindicated(unit, page, term, governor)
        if governor.relation in _FAILS_OR_WORSENS and (is_disease or _is_left_as_it_was(unit, page, term, governor)):
            yield from _worsened(unit, page, term, governor)


def _says_in_whom(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "is not recommended for A in children": a group of people right behind the condition that the advice is on."""
    if governor.cue is None or governor.unit != unit.index or page.tokens.folds[term.first - 1] not in {"in", "among"}:
        return False
    return any(t.last == term.first - 1 and governor.cue.last <= t.first and t.has(*CONDITIONS) for t in unit.terms)


def _is_of_none(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """What stands before words of a use without being its object: an effect, an illness had before, what was treated by mistake."""
    return is_more_frequent(unit, page, term, cue) or is_had_before(unit, page, term, cue) or is_misguided(unit, page, cue)


def _is_left_open(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "It does not help in A; in B, data are scarce": a doubt in a clause of its own is no denial."""
    cue = governor.cue
    if cue is None or governor.unit != unit.index or (governor.relation not in FAILS and governor.value != "not-recommended"):
        return False
    surfaces = page.tokens.surfaces
    end = next((i for i in range(term.last, unit.last) if surfaces[i] == ";"), unit.last)
    return ";" in surfaces[cue.last : term.first] and any(term.last <= hedge.first < end for hedge in unit.cues("hedge"))


def _is_said_to_raise(unit: Unit, page: Page, term: Term) -> bool:
    """ "Rapid infusion makes reactions more likely", "In A, it can cause B": among contraindications a factor of risk that is told as one."""
    if "RiskFactor" in term.classes and any(cue.phrase.kind in {"raise", "more"} and cue.first >= term.last for cue in unit.safety):
        return True
    end = next((i for i in range(term.last, unit.last) if page.tokens.surfaces[i] == ";"), unit.last)
    if page.tokens.folds[unit.first] not in _IN_SOME:
        return False  # "Known A, as it can result in B": the reason for the ban
    causing = (cue.last for cue in unit.relations if cue.phrase.kind in {"adverse", "adverse-weak"} and term.last <= cue.first < end)
    return any(last <= other.first and "AdverseEffect" in other.classes for last in causing for other in unit.terms)


#: Words that open a sentence on what befalls some.
_IN_SOME = frozenset(("in", "among", "with"))


def _is_left_as_it_was(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "does not heal the diarrhea", "had no effect on fatigue": a complaint right behind what did not help it, where no harm is spoken of.

    "In A it had no effect on death", "did not slow the loss of memory in A" speak of A.
    """
    cue = governor.cue
    if cue is not None and governor.relation == "ineffective-left" and unit.place.kind not in NOT_THERAPY and term.concept not in UNSPECIFIC:
        return says_what(unit, page, cue) and term.last == cue.first  # "the cough was no better after it than before"
    if governor.relation != "ineffective" or cue is None or governor.source != "cue" or unit.place.kind in NOT_THERAPY:
        return False
    if not 0 <= term.first - cue.last <= _TO_COMPLAINT or term.concept in UNSPECIFIC or term.concept == "death":
        return False
    if unit.products and not any(agent.first < cue.first for agent in unit.products):
        return False  # "Fluids did not reduce the risk of A after IVIG"
    folds = page.tokens.folds
    named = [t for t in unit.terms if t.has(*DISEASES) and not t.has("AdverseEffect")]
    return all(_IN_WHOM.isdisjoint(folds[max(unit.first, t.first - _TO_WHOM) : t.first]) for t in named)


#: Tokens from such words to the complaint, words that lead to the illness that a study is about, and tokens from them to it.
_TO_COMPLAINT = 1
_IN_WHOM = frozenset(("in", "with", "for"))
_TO_WHOM = 4


def _is_feature(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "This reaction, with A a week later, is treated with it": what commas set off behind the subject is what it comes with."""
    surfaces, folds = page.tokens.surfaces, page.tokens.folds
    opened = next((i for i in range(term.first - 1, unit.first, -1) if surfaces[i] == ","), None)
    if opened is None or folds[opened + 1] not in {"with", "marked", "showing", "causing"} or _is_of_people(folds[unit.first : opened]):
        return False
    return cue.first >= term.last and "," in surfaces[term.last : cue.first]


def _is_of_people(words: Sequence[str]) -> bool:
    """ "Patients, with A and B, are treated": the subject is who has them."""
    return not {"patient", "people", "child", "adult", "person", "those"}.isdisjoint(words)


def _is_seen_in(page: Page, term: Term, governor: Governor) -> bool:
    """ "A was more frequent in patients receiving X", "B occurred more often in those who got X": what befell those who had it."""
    cue = governor.cue
    if governor.relation != "treats-left" or cue is None or not 0 < cue.first - term.last <= _TO_SEEN or "AdverseEffect" not in term.classes:
        return False
    between = page.tokens.folds[term.last : cue.first]
    return not _FREQUENT.isdisjoint(between) and not {"in", "among"}.isdisjoint(between)


#: Tokens from what befell them to "receiving X", and words that count it.
_TO_SEEN = 9
_FREQUENT = frozenset(("frequent", "frequently", "often", "oftener", "commoner", "common", "occurred", "higher", "developed", "seen", "observed", "rarer"))


def _is_in_proviso(unit: Unit, page: Page, term: Term) -> bool:
    """ "after exposure to A (if you were not vaccinated against A or had A)": a bracket that says on which terms."""
    opened = open_bracket(unit, page, term)
    return opened is not None and page.tokens.folds[opened + 1] in {"if", "unless", "provided"}


def _is_in_description(unit: Unit, page: Page, term: Term) -> bool:
    """ "is used in A, a disorder of severe B": what the class is told by that A belongs to."""
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_CLASS), -1) if folds[i] == "of"), None)
    if at is None or folds[at - 1] not in _CLASSES or {"a", "an"}.isdisjoint(folds[max(unit.first, at - _TO_CLASS) : at]):
        return False
    return any(t.last < at and t.has(*CONDITIONS) and "," in folds[t.last : at] for t in unit.terms)


_CLASSES = frozenset(("disorder", "disease", "illness", "condition"))
#: Tokens from the name of what it is a disorder of back to "of", and from there to the article.
_TO_CLASS = 4


def _is_occasion(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "ITP, if you are likely to bleed": when, behind what an item names; "the nerve disorder CIDP": the class of what is named."""
    if "Category" in term.classes and any(t.first == term.last and t.has("Condition") for t in unit.terms):
        return page.tokens.folds[term.first - 1] == "the"
    if governor.source == "cue" or "AdverseEffect" not in term.classes:
        return False
    named = next((t for t in unit.terms if t.has("Condition", "Immunodeficiency")), None)
    return named is not None and named.last <= term.first and not {"if", "when"}.isdisjoint(page.tokens.folds[named.last : term.first])


def _worsened(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """Claim that the product does not help in a condition, or makes it worse."""
    if governor.relation == "ineffective" and not follows_preposition(unit, page, term, governor):
        return
    if term.stands_for and is_bound_already(page, term.first, unit.last):
        return
    if (
        governor.relation in FAILS
        and governor.cue is not None
        and governor.unit == unit.index
        and (tells_of_some(unit, page, governor.cue.first) or is_of_combination(unit, page, governor.cue.first))
    ):
        return
    if term.concept == "pregnancy" or is_background(unit, page, term, governor) or page.tokens.folds[term.first - 1] == "without":
        return  # whom, not what; "A without B does not respond to it"
    if governor.relation in FAILS and governor.cue is not None and governor.unit == unit.index and _fails_in_part(unit, page, term, governor.cue):
        return
    if governor.relation.startswith("worsen") and governor.cue is not None and _is_spared(unit, page, governor.cue):
        return
    if governor.relation == "worsen" and governor.cue is not None and not unit.agents and has_own_subject(unit, page, governor.cue):
        return  # "Heat worsens A"
    if (
        governor.relation in FAILS
        and governor.cue is not None
        and any(
            word in SECOND_TIME and after not in _STUDIES for word, after in pairwise(page.tokens.folds[unit.first : governor.cue.first + 1])
        )
    ):
        return  # "a second dose did not help"; "another study did not show" is a study
    if governor.relation == "worsen-left" and not unit.agents:
        return  # "the disease gets worse slowly"
    if governor.relation == "worsen-left" and governor.cue is not None and _is_worsened_by_other(unit, page, governor.cue):
        return
    if governor.relation == "worsen" and governor.cue is not None and _is_state(unit, page, governor.cue):
        return
    backs = governor.relation == "worsen-left" or (bool(page.topic) and not unit.agents)
    subject = resolve_subject(unit, page, governor, term, default=backs)
    if subject is not None:
        term = _in_full(unit, page, term)
        predicate: Predicate = "not_effective_for" if governor.relation in FAILS else "worsens"
        behind = subject.span is not None and subject.span[0] >= term.last
        if behind and subject.span is not None and page.tokens.folds[subject.span[0] - 1] == "from":
            return  # "Washing does not reduce the risk of A from IVIG": the product brings it about
        chance = predicate == "not_effective_for" and governor.cue is not None and is_mere_chance(page, governor.cue.first)
        yield Draft(
            subject.concept,
            predicate,
            term.concept,
            term.first,
            term.last,
            f"{governor.relation} cue",
            0.7 * term.score,
            unit.index,
            subject_span=subject.span,
            cue_span=cue_tokens(governor),
            polarity="hedged" if chance else "affirmed",
        )
        if predicate == "not_effective_for" and is_advised_against(unit, page, term):
            averts = governor.cue is not None and "prevent" in page.tokens.stems[governor.cue.first : governor.cue.last]
            yield therapy_draft(unit, page, subject, "prevents" if averts else "treats", term, governor, *ADVISED_AGAINST, 0.7)


def _in_full(unit: Unit, page: Page, term: Term) -> Term:
    """ "In chronic A it replaces antibodies; the A itself is not touched by it": the disease that the short name goes back to."""
    folds = page.tokens.folds
    if folds[term.first - 1] != "the" or folds[term.last : term.last + 1] != ["itself"]:
        return term
    before = unit.previous if unit.previous is not None and unit.previous.block == unit.block else None
    named = [t for near in (before, unit) if near is not None for t in near.terms if t.last < term.first and t.has(*CONDITIONS)]
    full = next((t for t in reversed(named) if t.last - t.first > 1 and folds[t.last - 1] == folds[term.last - 1]), None)
    return term if full is None else replace(term, concept=full.concept)


def _is_spared(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "It does not worsen A", "A is not made worse by it": a harm that is denied."""
    return not {"not", "never", "neither", "nor", "cannot"}.isdisjoint(page.tokens.folds[max(unit.first, cue.first - _TO_DENIAL) : cue.last])


#: Tokens from a denial to the verb.
_TO_DENIAL = 2


def _is_worsened_by_other(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A is made worse by stress, and IVIG is given": what stands behind "by" is not the product."""
    folds = page.tokens.folds
    if folds[cue.last - 1] != "by":
        return False
    near = (agent for agent in unit.products if 0 <= agent.first - cue.last <= _TO_WORSENER)
    return not any("," not in folds[cue.last : agent.first] for agent in near)


#: Tokens between "made worse by" and the product: "by high doses of IVIG".
_TO_WORSENER = 3


def _is_state(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "participants with A worsening, the difference in B", "with worsening A": how the disease of those studied goes, not what makes it worse."""
    if cue.first <= unit.first or page.tokens.surfaces[cue.first].lower() != "worsening":
        return False
    return page.tokens.folds[cue.first - 1] in _HAVING or any(t.last == cue.first and t.has(*DISEASES) for t in unit.terms)


_HAVING = frozenset(("with", "of", "for", "in", "had", "has", "have", "and", "or", ","))


def _fails_in_part(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "A low dose of IVIG was ineffective in A", "IVIG did not shorten hospital stay in A": no word on the treatment as such."""
    folds = page.tokens.folds
    if any(agent.first >= cue.last and _is_other_arm(agent, page) for agent in unit.rivals):
        return True  # "did not reduce relapses compared with steroids in A": no less than another treatment that works
    product = next((agent for agent in reversed(unit.agents) if agent.concept and agent.last <= cue.first), None)
    if product is not None and folds[product.first - 2 : product.first] in _PORTIONS:
        return not _SMALL.isdisjoint(folds[max(unit.first, product.first - 5) : product.first])
    if folds[cue.last - 2 : cue.last] == ["reduction", "in"] and (term.first < cue.last or not _LEADING.isdisjoint(folds[cue.last : term.first])):
        return True  # "no reduction in platelets in any patient with A": what does not fall is something else
    if _BEARERS.intersection(folds[cue.last : term.first]) and folds[term.first - 1] == "with":
        return True  # "does little for the gut disease that some people with A have"
    return not _STAYING.isdisjoint(folds[cue.last : term.first])


def _is_other_arm(agent: Agent, page: Page) -> bool:
    """ "compared with steroids", "versus rituximab": what a product is held against is a treatment, no placebo."""
    folds = page.tokens.folds
    before = folds[agent.first - 2 : agent.first]
    return (before in _COMPARED or before[-1:] in (["versus"], ["vs"])) and folds[agent.last - 1] not in _DUMMIES


_COMPARED = (["compared", "with"], ["compared", "to"], ["comparison", "with"], ["relative", "to"])
_DUMMIES = frozenset(("placebo", "sham", "saline", "control", "controls", "albumin", "dextrose", "nothing"))
_BEARERS = frozenset(("that", "which"))
_PORTIONS = (["dose", "of"], ["doses", "of"], ["infusion", "of"])
_SMALL = frozenset(("low", "lower", "single", "small", "half", "reduced"))
_LEADING = frozenset(("in", "of", "with", "among", "for"))
_STAYING = frozenset(("stay", "stays", "cost", "costs"))


_STUDIES = frozenset(("study", "trial", "review", "analysis", "group", "team", "small", "large", "larger", "randomized", "controlled", "line", "choice"))
_AGAINST = frozenset(("against", "discouraged"))
_STILL = frozenset(("still", "safely", "able"))


def _therapeutic(ruling: Sequence[Governor], term: Term) -> Governor:
    """Of two readings of one phrase ("is treated with") take the one that speaks of a treatment."""
    first = ruling[0]
    if first.relation == "adverse-left" and not term.has("AdverseEffect"):
        return next((g for g in ruling if g.relation in _TREATS | _PREVENTS | FAILS and g.source == "cue"), first)
    if first.cue is not None and first.source == "cue" and first.relation == "treats":
        # "The mainstay of treatment is X to prevent A": the nearer words say what X does about A.
        nearer = [g for g in ruling if g.relation == "prevents" and g.source == "cue" and g.cue is not None and g.unit == first.unit]
        first = next((g for g in nearer if g.cue is not None and first.cue.last <= g.cue.first < g.cue.last <= term.first), first)
    if first.cue is None or not first.relation.startswith("lessen"):
        return first
    same = (g for g in ruling if g.cue is not None and g.cue.first == first.cue.first and g.relation in _TREATS | _PREVENTS)
    return next(same, first)


def _is_of_other_case(page: Page, term: Term, cue: Cue) -> bool:
    """ "X is advised in A; (b) if pain is present, consider drugs against pain": another case with an order of its own behind the semicolon."""
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, cue.last - 1, -1) if folds[i] == ";"), None)
    return at is not None and not {"if", "when"}.isdisjoint(folds[at + 1 : at + _TO_CASE]) and not _OF_CASES.isdisjoint(folds[at : term.last + _PRESENT])


#: Tokens from a semicolon to the case behind it, with "and" and a letter in brackets, tokens of "is present", and words of the case and its order.
_TO_CASE, _PRESENT = 6, 2
_OF_CASES = frozenset(("present", "consider", "add", "start", "drug", "medicine", "medication", "needed", "persist"))


def _comes_after_product(unit: Unit, page: Page, term: Term) -> bool:
    """ "Treatment of headache after IVIG includes rest": an effect whose occasion is the product is not what that treats."""
    return bool(unit.products) and all(
        agent.first >= term.last and agent.first - term.last <= _TO_OCCASION and page.tokens.folds[agent.first - 1] in _OCCASIONS
        for agent in unit.products
    )


#: Words before a product that is the occasion of an effect, and tokens between the two.
_OCCASIONS = frozenset(("after", "following", "from", "during"))
_TO_OCCASION = 4


def _is_later_event(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "received IVIG for A; one day later she died of B", "who takes it for A, broke out in B": behind the mark the story goes on."""
    folds = page.tokens.folds
    if any(folds[i] == "," and folds[i + 1] in _BEFALLING for i in range(cue.last, term.first)):
        return True
    if term.has("AdverseEffect") and _is_counted_on(unit, page, term, cue):
        return True
    semicolon = next((i for i in range(term.first - 1, cue.last - 1, -1) if page.tokens.surfaces[i] == ";"), None)
    return semicolon is not None and not _BEFALLING.isdisjoint(page.tokens.folds[semicolon : term.first])


def _is_counted_on(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "In the trial of X, 5 had A and 3 (5%) B": a further effect with its count, whose verb stands before the first."""
    if not page.tokens.folds[term.first - 1].isdigit() and page.tokens.surfaces[term.first - 1] not in {")", "%"}:
        return False
    had = next((i for i in range(term.first - 1, cue.last - 1, -1) if page.tokens.folds[i] in _BEFALLING), None)
    return had is not None and any(had < t.first and t.last < term.first and t.has("AdverseEffect") for t in unit.terms)


_BEFALLING = frozenset(("died", "developed", "had", "suffered", "experienced", "got", "broke", "came"))


def _named_again(unit: Unit, page: Page, term: Term) -> Term | None:
    """ "A: X is approved for this nerve disease", "A is rare. X is given for this vasculitis": the disease that a class with "this" goes back to."""
    if page.tokens.folds[term.first - 1] not in {"this", "that"} or "Category" not in term.classes:
        return None
    before = unit.previous if unit.previous is not None and unit.previous.block == unit.block else None
    named = [t for near in (before, unit) if near is not None for t in near.terms if t.last < term.first and t.has(*CONDITIONS)]
    return named[-1] if named else page_disease(page)


def _treats(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    is_effect = "AdverseEffect" in term.classes
    if is_effect and DISEASES.isdisjoint(term.classes) and (governor.source != "cue" or term.concept.endswith(("reaction", "toxicity"))):
        return  # "patients on treatment, with systemic reactions": nothing to treat with the product
    cue = governor.cue if governor.unit == unit.index else None
    if unit.is_heading and term.has("AcquiredCause") and heads_guarding(unit, page):
        return
    if cue is not None and ";" in unit.folds and _is_of_other_case(page, term, cue):
        return
    if is_effect and cue is not None and (_may_develop(page, term, cue) or _is_purpose(page, term, cue) or _comes_after_product(unit, page, term)):
        return
    if _is_reaction(unit, page, term):
        return  # "In the treatment of A, patients may develop allergic reactions to IVIG"
    if is_to_be_studied(unit, page, term) or _is_time(unit, page, term) or is_fitted_to(unit, term):
        return
    if governor.cue is not None and governor.unit == unit.index and page.tokens.folds[governor.cue.first - 1] == "whom":
        return  # "in people for whom treatment for A does not work"
    if governor.cue is not None and governor.unit == unit.index and "contact" in page.tokens.folds[governor.cue.last : term.first]:
        return  # "is offered to contacts over 60 or with A": whom
    if governor.source != "cue" and not is_effect and (
        (term.stands_for and term.concept in _GERMS) or ((term.stands_for or page.tokens.surfaces[term.first - 1] == "(") and _is_target(unit, page, term))
    ):
        return
    if is_asked(unit, page) or is_of_earlier_treatment(unit, page, governor) or page.tokens.folds[term.first - 1] == "without":
        return
    if any(cue.last <= term.first for cue in unit.cues("undecided")):
        return  # "Evidence is insufficient to support or refute the use of X in A", "No evidence was found for A"
    if governor.source != "cue" and (unit.cues("undecided") or is_of_rival(unit, page)):
        return
    if (
        leads_to_deficiency(unit, page, term)
        or (governor.source != "cue" and is_gloss(unit, page, term))
        or explains(unit, page, term)
        or is_renamed(unit, page, term)
        or is_in_apposition(unit, page, term)
        or is_background(unit, page, term, governor)
        or is_feature(unit, page, term)
        or is_degree(unit, page, term)
        or describes_disease(unit, page, governor)
    ):
        return
    if unit.place.kind in NOT_THERAPY and not unit.place.is_title and (governor.cue is None or names_no_therapy(governor, page)):
        return
    if (
        term.concept == "pregnancy"
        or (term.stands_for or term.concept).startswith("hypersensitivity-")
        or is_laboratory_test(page, governor)
    ):
        return
    if governor.relation == "treats-left" and is_origin(unit, page, term):
        return  # "A associated with B responded to IVIG"
    if governor.relation == "treats-left" and _opens_as_class(unit, page, term):
        return  # "Among viral infections, A is the classic indication"
    if governor.cue is not None and governor.unit == unit.index and is_diagnosed(page, governor.cue.last, term):
        return
    if is_of_formulation(unit, page, term):
        return
    if cue is not None and (_is_role_of_another(unit, page, cue) or _is_of_theory(unit, page, cue) or is_without_product(unit, page)):
        return
    if governor.cue is not None and governor.unit == unit.index and _is_left_out(unit, page, term, governor.cue):
        return
    if governor.relation == "treats-left" and governor.cue is not None and _is_given_slowly(page, unit, governor.cue.last):
        return  # "patients with A should receive it at the lowest rate": whom to watch
    if governor.relation == "treats-left" and unit.cues("if-you") and _is_to_be_told(unit, page, term, governor.cue):
        return
    if governor.cue is not None and governor.unit == unit.index and _describes_treated(page, governor.cue, term):
        return
    if cue is not None and (_is_made_safe(unit, page, cue) or _is_of_remedy(unit, page, cue)):
        return
    if cue is not None and (_is_later_event(unit, page, term, cue) or _is_tested_for(unit, page, cue)):
        return
    if governor.source in {"intro", "section"} and unit.is_item and is_told_of_first(unit, page, term):
        return
    if governor.relation == "treats-left" and term.has("AcquiredCause"):
        return  # "cancer patients may need IVIG": for the infections, not for the cancer
    default = (
        governor.source in {"section", "intro"}
        or (unit.is_item and unit.place.kind == "indications")
        or governor.value in {"approved", "investigational"}
        or _is_fragment_of_label(unit, page)
        or (unit.place.kind == "indications" and _opens_with_use(unit, page))
    )
    subject = subject_of_indication(unit, page, governor, term)
    subject = subject or resolve_subject(unit, page, governor, term, default=default and page.topic is not None)
    if subject is None:
        return
    status, polarity = status_of(unit, page, term, governor)
    if polarity == "affirmed" and subject.how == "topic" and page.tokens.surfaces[unit.last - 1] == "?" and _is_answered_with_doubt(unit, page):
        polarity = "hedged"
    if polarity == "negated" and _fails_in_bracket(unit, page, term):
        yield therapy_draft(unit, page, subject, "not_effective_for", term, governor, "", "affirmed", 0.75)
    if governor.source == "left" and any(c.phrase.kind == "permitted" and not _STILL.isdisjoint(page.tokens.folds[c.first : c.last]) for c in unit.safety):
        return  # "People with A may still be able to have it"
    is_denied = polarity == "negated" or not _AGAINST.isdisjoint(unit.folds)
    if is_denied and cue is not None and not SECOND_TIME.isdisjoint(page.tokens.folds[max(unit.first, cue.first - 2) : cue.first + 1]):
        return  # "We advise against a second course of IVIG in A": the first one stands
    if (status, polarity) == ADVISED_AGAINST:
        if cue is not None and (is_of_combination(unit, page, cue.first) or is_with_another(unit, page, term)):
            return  # "Plasma exchange followed by IVIG is not advised in A"
        is_risk = term.has("RiskFactor") and term.concept not in _TRIED
        if cue is not None and is_risk and _is_of_people(page.tokens.folds[cue.first : term.first]):
            # "Use is not recommended in people with A": a risk that they have, not what is treated
            yield therapy_draft(unit, page, subject, "contraindicated_in", term, governor, "", "affirmed", 0.75)
            return
        yield therapy_draft(unit, page, subject, "treats", term, governor, status, polarity, 0.75)
        return
    if polarity == "negated" and governor.cue is not None and governor.unit == unit.index and _is_no_sign_of_need(page, term, governor.cue):
        return
    if polarity == "negated" and governor.relation == "treats-left" and not page.lists["share-of-patients"].isdisjoint(
        page.tokens.folds[unit.first : term.first]
    ):
        return  # "a tenth of those with A fail to respond"
    if polarity == "negated" and not _OPEN.isdisjoint(page.tokens.stems[term.last : term.last + _OPEN_REACH]):
        return  # "safety and effectiveness in A have not been established"
    if denies_effect(page, governor, polarity) or (polarity != "negated" and is_refuted(unit, page, term, governor)):
        yield therapy_draft(unit, page, subject, "not_effective_for", term, governor, "", "affirmed", 0.75)
        return
    if status == "investigational" and polarity == "negated":
        return  # "has not been studied in A"
    yield therapy_draft(
        unit,
        page,
        subject,
        "treats",
        term,
        governor,
        status,
        polarity,
        {"cue": 0.9, "left": 0.85, "intro": 0.85, "section": 0.75}[governor.source],
    )


#: What raises a risk but is an illness, too, in which immunoglobulins have been tried.
_TRIED = frozenset(("sepsis", "cryoglobulinemia", "paraproteinemia"))


def _is_without_remedy(unit: Unit, page: Page, term: Term) -> bool:
    """ "There is no proven method of preventing A", "no treatment is known to prevent A": what is said of all treatments, not of the product."""
    if "no" not in unit.folds:
        return False
    folds = page.tokens.folds
    begin = max((i + 1 for i in range(unit.first, term.first) if folds[i] in {";", ":", "but"}), default=unit.first)
    at = next((i for i in range(begin, min(term.first, begin + _TO_NONE)) if folds[i] == "no"), None)
    if at is None or any(begin <= agent.first < term.first for agent in unit.products):
        return False
    remedy = next((i for i in range(at + 1, min(term.first, at + _TO_REMEDY)) if folds[i] in _REMEDIES), None)
    if remedy is None or not _ALL_KINDS.issuperset(folds[at + 1 : remedy]) or "," in folds[remedy : term.first]:
        return False
    return not _TO_DO.isdisjoint(folds[remedy : remedy + _TO_AIM])


#: Tokens to "no", from there to what there is none of, and on to its aim.
_TO_NONE = 6
_TO_REMEDY = 4
_TO_AIM = 7
_REMEDIES = frozenset(("method", "way", "mean", "treatment", "therapy", "drug", "medicine", "remedy", "cure", "strategy", "intervention"))
_ALL_KINDS = frozenset(
    ("proven", "established", "known", "effective", "approved", "licensed", "reliable", "specific", "good", "other", "single", "accepted", "curative")
)
_TO_DO = frozenset(("of", "to", "for", "that", "against"))


def _is_no_sign_of_need(page: Page, term: Term, cue: Cue) -> bool:
    """ "A brother with A does not mean that you need IVIG", "Having A need not mean ...": what does not follow, which denies no use."""
    folds = page.tokens.folds
    return any(folds[i] in _MEANING and not _NOT.isdisjoint(folds[i - 2 : i]) for i in range(term.last, cue.first))


_MEANING = frozenset(("mean", "imply", "prove"))
_NOT = frozenset(("not", "never"))


def _is_target(unit: Unit, page: Page, term: Term) -> bool:
    """ "a solution with antibodies (immunoglobulins) against the A virus": what the product is made against, which tells no use yet."""
    folds = page.tokens.folds
    against = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_TARGET), -1) if folds[i] in {"against", "to"}), None)
    return against is not None and not _ANTIBODIES.isdisjoint(folds[max(unit.first, against - _TO_TARGET) : against])


#: Germs at large: "strengthens the defence against bacteria and viruses".
_GERMS = frozenset(("virus", "bacteria", "fungi", "fungus", "parasite", "germ"))
_ANTIBODIES = frozenset(("antibody", "immunoglobulin", "igg"))
#: Tokens from such a word to "against", and from there to what the antibodies bind.
_TO_TARGET = 4


def _is_tested_for(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Every batch of X is tested for A virus and B": what must not be in it."""
    if page.tokens.folds[cue.last - 1] != "for" or page.tokens.folds[cue.last - 2] not in {"tested", "examined"}:
        return False
    return not _BATCHES.isdisjoint(unit.folds) or any(t.stands_for and cue.last <= t.first for t in unit.terms)


_BATCHES = frozenset(("batch", "lot", "donation", "donor", "pool", "unit", "plasma"))


def _is_time(unit: Unit, page: Page, term: Term) -> bool:
    """ "A, within ten days of B onset", "for A once the B is out": when it is given, not what for."""
    folds = page.tokens.folds
    before = folds[max(unit.first, term.first - 2) : term.first]
    is_onset = folds[term.last : term.last + 1] == ["onset"] and not _SINCE.isdisjoint(before)
    is_once = "once" in before and "," not in before
    return (is_onset or is_once) and any(t.has(*CONDITIONS) and t.last <= term.first for t in unit.terms)


_SINCE = frozenset(("of", "after", "from", "since"))


def _opens_with_use(unit: Unit, page: Page) -> bool:
    """ "Immunomodulation in A; B (together with aspirin)" below "Indications": a line that opens with a use and names no product."""
    if not unit.relations or unit.relations[0].first != unit.first:
        return False
    return unit.is_heading or (not unit.products and all(page.tokens.folds[agent.first - 1] in {"with", "plus"} for agent in unit.agents))


def _is_answered_with_doubt(unit: Unit, page: Page) -> bool:
    """ "What are the treatments for A?" over "Small studies suggest that IVIG may ease B": what the first sentence on the product says of it."""
    for near in page.units[unit.index + 1 : unit.index + _TO_ANSWER]:
        if near.is_heading:
            return False
        if near.products:
            return is_hoped_for(near, page, near.products[0])
    return False


#: Sentences of a section up to the one that names the product.
_TO_ANSWER = 12


def _fails_in_bracket(unit: Unit, page: Page, term: Term) -> bool:
    """ "does not cover A (two trials found no benefit)": the bracket right behind a use that is denied says that it failed."""
    surfaces = page.tokens.surfaces
    if term.last >= unit.last or surfaces[term.last] != "(":
        return False
    closed = next((i for i in range(term.last, unit.last) if surfaces[i] == ")"), unit.last)
    if any(t.has(*CONDITIONS) for t in unit.terms if term.last <= t.first < closed):
        return False
    return any(c.phrase.kind in FAILS for c in unit.relations if term.last < c.first < closed)


def is_origin(unit: Unit, page: Page, term: Term) -> bool:
    """Whether the condition right before comes from the term: "A after B", "A secondary to B"; a lack of antibodies is treated with what it leads to."""
    if "Immunodeficiency" in term.classes:
        return False
    before = next((t for t in reversed(unit.terms) if t.last < term.first and t.has(*CONDITIONS)), None)
    between = page.tokens.folds[before.last : term.first] if before is not None else []
    if between and between[0] in _ARISING:
        between = between[1:]
    return 0 < len(between) <= _TO_ORIGIN and between[0] in _ORIGINS and {",", "and", "or", "(", "who"}.isdisjoint(between)


#: Tokens from a condition to what it comes from.
_TO_ORIGIN = 4
_ARISING = frozenset(("occurs", "occur", "occurring", "arising", "developing", "often", "usually"))
_ORIGINS = frozenset(("associated", "after", "following", "due", "secondary", "complicating", "induced", "caused", "related", "triggered", "linked"))


def _is_role_of_another(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Infections play a role in the mortality of A": no product, nor a word for it, stands before the role."""
    if "role" not in page.tokens.folds[cue.first : cue.last] or any(agent.first < cue.first for agent in unit.agents):
        return False
    return any(term.has(*DISEASES, "Mechanism", "Agent") and term.last <= cue.first for term in unit.terms)


def _is_of_theory(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "The hypothesis remains unproven for A": no product, but an idea of how A comes about, opens the words of doubt."""
    if "unproven" not in unit.folds or "unproven" not in page.tokens.folds[cue.first : cue.last]:
        return False
    before = page.tokens.folds[max(unit.first, cue.first - _TO_THEORY) : cue.first]
    return not _THEORIES.isdisjoint(before) and not any(agent.last <= cue.first for agent in unit.agents)


_THEORIES = frozenset(("model", "theory", "hypothesis", "explanation", "concept", "idea", "mechanism", "link", "cause", "origin", "association"))
#: Tokens from such a word to the words of doubt: "this model of autoimmunity still".
_TO_THEORY = 6


def _describes_treated(page: Page, cue: Cue, term: Term) -> bool:
    """ "IVIG-treated patients who are dehydrated": how those are who get it."""
    behind = page.tokens.folds[cue.last : term.first]
    return page.tokens.surfaces[cue.last - 1] == "treated" and behind[:1] in (["patient"], ["people"], ["recipient"], ["those"]) and "who" in behind


def _is_made_safe(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Plasma is tested and treated to lower the chance of an infection": what is done to the product, not to a patient."""
    return page.tokens.surfaces[cue.last - 1].lower() == "treated" and not _MADE_SAFE.isdisjoint(unit.folds)


_MADE_SAFE = frozenset(("screened", "tested"))


def _is_of_remedy(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Adrenaline should be available for the treatment of A": a remedy that is to be at hand stands right before the cue."""
    kept = next((t for t in unit.terms if "Management" in t.classes and t.first < cue.first and abs(cue.first - t.last) <= 1), None)
    return kept is not None and not _AT_HAND.isdisjoint(page.tokens.folds[kept.first : kept.last])


_AT_HAND = frozenset(("available", "hand", "ready", "accessible"))


def _is_to_be_told(unit: Unit, page: Page, term: Term, cue: Cue | None) -> bool:
    """ "If you have A, mention it before you get IVIG", "Tell your doctor if you have A before you get IVIG"."""
    if not _TELLING.isdisjoint(page.tokens.folds[term.last : unit.last]):
        return True
    return bool(unit.cues("advice")) and cue is not None and "before" in page.tokens.folds[term.last : cue.first]


_TELLING = frozenset(("mention", "tell", "inform", "ask", "discuss", "talk", "speak", "say"))


def _is_of_mother(unit: Unit, page: Page, term: Term) -> bool:
    """ "babies born to mothers with acute A": the child gets the product, and the mother has the disease."""
    if unit.folds.isdisjoint(_MOTHERS):
        return False
    before = page.tokens.folds[max(unit.first, term.first - _TO_MOTHER) : term.first]
    at = next((i for i, word in enumerate(before) if word in _MOTHERS), None)
    return at is not None and before[at + 1 : at + 2] in (["with"], ["who"], ["have"]) and not {"born", "of", "to"}.isdisjoint(before[:at])


def _is_against(unit: Unit, page: Page, term: Term) -> bool:
    """The product is made against what the mother has."""
    named = [agent.concept for owner in (unit, unit.intro) if owner is not None for agent in owner.agents if agent.concept]
    return any(concept.startswith(term.concept) for concept in named or [page.topic or ""])


_MOTHERS = frozenset(("mother", "mothers"))
_TO_MOTHER = 8


def _is_reaction(unit: Unit, page: Page, term: Term) -> bool:
    if "AdverseEffect" not in term.classes or page.tokens.folds[term.last : term.last + 1] != ["to"]:
        return False
    return any(other.is_product and 0 < other.first - term.last <= _REACTION for other in unit.terms)


#: Tokens from "reactions to" to the product.
_REACTION = 5


#: What is not yet known is neither used nor useless.
_OPEN = frozenset(("establish", "evaluat", "determin", "assess", "settl", "settled", "know"))
_OPEN_REACH = 6


def _is_left_out(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "The trial of IVIG excluded patients with A", "A was treated by stopping IVIG": no use."""
    if cue.phrase.kind == "treats-left":
        return page.tokens.folds[cue.last - 1] == "by" and not page.lists["origin-stopping"].isdisjoint(
            page.tokens.stems[cue.last : cue.last + 2]
        )
    return not page.lists["beside-strict"].isdisjoint(page.tokens.stems[cue.last : term.first])


def _is_given_slowly(page: Page, unit: Unit, behind: int) -> bool:
    return not page.lists["beside-watch"].isdisjoint(page.tokens.folds[behind : min(unit.last, behind + _MANNER)])


def _may_develop(page: Page, term: Term, cue: Cue) -> bool:
    """ "In the treatment of A, patients may develop B": a clause of its own tells what befalls them."""
    between = page.tokens.folds[cue.last : term.first]
    return "," in between and not _MAY.isdisjoint(between) and not _DEVELOPING.isdisjoint(page.tokens.stems[cue.last : term.first])


def _is_purpose(page: Page, term: Term, cue: Cue) -> bool:
    """ "maintenance therapy for A, to keep weakness away": what the treatment of A is to achieve."""
    between = page.tokens.folds[cue.last : term.first]
    return not term.has(*DISEASES) and "to" in between and between[: between.index("to")][-1:] == [","]


_MAY = frozenset(("may", "can", "could", "might", "will", "do", "did"))
_DEVELOPING = frozenset(("develop", "have", "experienc", "get", "suffer", "notic", "feel", "show"))


#: Tokens behind "receive" that say in which manner.
_MANNER = 6


def _opens_as_class(unit: Unit, page: Page, term: Term) -> bool:
    opens = page.tokens.folds[unit.first] in {"among", "of", "within"} and term.first - unit.first <= 2
    return opens and term.last < unit.last and page.tokens.surfaces[term.last] == "," and term is not unit.terms[-1]


def _is_fragment_of_label(unit: Unit, page: Page) -> bool:
    return page.is_label and unit.place.kind == "indications"
