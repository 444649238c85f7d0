"""Conditions that a sentence says the product brought about: a term goes in, yes or no comes out.

Case reports tell of a condition in the words in which others tell of a use: "A after IVIG", "IVIG-induced A", "developed A while on IVIG".
What came from the product is never what it is given for. The words are the lists `brought-...` of data/cues/word_lists.tsv.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from kg.reading.clauses import has_verb, stretch_start
from kg.reading.drafts import USES, WEAK_METHODS, Draft
from kg.reading.page import DISEASES, Agent, Page, Term, Unit
from kg.reading.safety.prior_states import is_infection

__all__ = ["befell_treated", "comes_when_used", "is_brought_about", "is_counted_in_study", "is_more_than_on_placebo", "without_brought_about"]

#: Tokens from the product to what it induced, from a participle to the product, from a noun to its "of A".
_TO_INDUCED, _TO_CAUSE, _TO_HEAD = 7, 8, 5
#: Tokens between the product and what says that it was stopped.
_TO_STOP = 4
#: Tokens between the members of a list, from a verb to its object, from a subject to its verb, and from the product to the sequel.
_TO_NEXT, _TO_OBJECT, _TO_VERB, _TO_SEQUEL = 4, 12, 6, 25


def without_brought_about(drafts: Iterable[Draft], page: Page) -> list[Draft]:
    """Leave out the uses whose condition their sentence says the product brought about, and those hardly said where any sentence does."""
    anywhere: dict[str, bool] = {}
    told = list(drafts)
    raising = {(draft.unit, draft.first) for draft in told if draft.predicate == "has_risk_factor"}
    raised = {(draft.unit, draft.effect) for draft in told if draft.predicate == "has_risk_factor" and draft.effect}
    return [
        draft
        for draft in told
        if draft.predicate not in _OF_CONDITIONS
        or not (_is_of_risk(draft, page, raising, raised) or (draft.predicate in USES and _is_of_harm(draft, page, anywhere)))
    ]


#: What a sentence on a risk is not to say of its factor and its effect.
_OF_CONDITIONS = USES | {"not_effective_for"}


def _is_of_risk(draft: Draft, page: Page, raising: Collection[tuple[int, int]], raised: Collection[tuple[int, str]]) -> bool:
    """ "Obese people are more prone to A when given X": the effect that the sentence says is raised, and what raises it, are not what X is given for."""
    if (draft.unit, draft.object) in raised:
        return True
    unit = page.units[draft.unit]
    if not any(t.first == draft.first and "RiskFactor" in t.classes for t in unit.terms):
        return False
    is_met = draft.method.startswith("treats-left") or draft.method in WEAK_METHODS
    return (draft.unit, draft.first) in raising or (is_met and _are_only_met(unit, page, draft))


def _are_only_met(unit: Unit, page: Page, draft: Draft) -> bool:
    """ "Obese patients treated with X had a stroke more often", "People with diabetes have more A when given X": in whom an effect is told."""
    folds = page.tokens.folds
    cue = next((cue for cue in unit.relations if cue.phrase.kind == "treats-left" and cue.first >= draft.last), None)
    if cue is None or not _BETTER.isdisjoint(unit.stems) or not page.lists["brought-avert"].isdisjoint(unit.stems):
        return False
    if "more" in folds[max(unit.first, draft.first - 1) : cue.first] and not _OCCASIONS.isdisjoint(folds[draft.last : cue.first]):
        return True
    harmed = any("AdverseEffect" in t.classes and not draft.first <= t.first < draft.last for t in unit.terms)
    return harmed and not _HARMED.isdisjoint(unit.stems)


#: Stems of words by which a treatment is praised, and of those by which effects are told.
_BETTER = frozenset(
    ("better", "improv", "improve", "fewer", "less", "lower", "surviv", "survive", "benefit", "respond", "recov", "recover", "reduc", "reduce")
)
_HARMED = frozenset(("more", "often", "occur", "develop", "suffer", "twic", "tim", "concern", "danger", "higher", "greater"))


def _is_of_harm(draft: Draft, page: Page, anywhere: dict[str, bool]) -> bool:
    """Whether the product brought the condition of a use about; `anywhere` keeps what was found of a concept in all sentences."""
    unit = page.units[draft.unit]
    term = next((t for t in unit.terms if t.first == draft.first), None)
    if term is not None and is_brought_about(unit, page, term):
        return True
    if draft.method not in WEAK_METHODS:
        return False
    if draft.object not in anywhere:
        anywhere[draft.object] = any(t.concept == draft.object and is_brought_about(u, page, t) for u in page.units if u.products for t in u.terms)
    return anywhere[draft.object]


def is_brought_about(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether the sentence says that the condition came from the product, or befell those who got it."""
    products = unit.products
    if not products:
        return page.topic is not None and not unit.agents and comes_when_used(unit, page, term)
    if page.tokens.surfaces[term.first - 1] == "(":
        spelt_out = next((t for t in unit.terms if t.last == term.first - 1), None)
        if spelt_out is not None and is_brought_about(unit, page, spelt_out):
            return True  # "IVIG-associated hemolytic-uremic syndrome (HUS)"
    behind = _behind(unit, page, term)
    return (
        _is_induced(page, term, products)
        or _is_caused(unit, page, term, products, behind)
        or _is_traced_back(unit, page, term, products, behind)
        or _befell(unit, page, term, products, behind)
        or _is_after(unit, page, term, products, behind)
        or _goes_with(unit, page, term, products, behind)
        or _made_stop(unit, page, term, products)
        or _is_run_risk_of(unit, page, term, products)
        or _is_seen_with(unit, page, term, products, behind)
        or is_counted_in_study(unit, page, term)
        or comes_when_used(unit, page, term)
        or is_more_than_on_placebo(unit, page, term)
        or befell_treated(unit, page, term)
        or _is_risk_of_treated(unit, page, term)
    )


def befell_treated(unit: Unit, page: Page, term: Term) -> bool:
    """ "Stroke in a patient treated with IVIG", "two cases of A in those on IVIG", "IVIG-treated patients had chills"; not "pemphigus in ..."."""
    if "AdverseEffect" not in term.classes or not unit.products or unit.is_row or is_infection(term):
        return False
    return _is_in_treated(unit, page, term) or _had_treated(unit, page, term)


def _is_in_treated(unit: Unit, page: Page, term: Term) -> bool:
    """What products are known to do, or what was counted, right before those who got one: "the rate of A in patients with B given IVIG"."""
    folds = page.tokens.folds
    behind = _behind(unit, page, term)
    agent = next((agent for agent in unit.products if agent.first > behind), None)
    if agent is None or agent.first - behind > _TO_TREATED or {"in", "among"}.isdisjoint(folds[behind : agent.first]):
        return False
    if _GIVEN.isdisjoint(folds[agent.first - 2 : agent.first]) or page.lists["brought-persons"].isdisjoint(folds[behind : agent.first]):
        return False
    named = {i for t in unit.terms for i in range(t.first, t.last)}
    between = [folds[i] for i in range(behind, agent.first) if i not in named and not page.tokens.surfaces[i][:1].isdigit()]
    if not page.lists["arms-between"].issuperset(between) or not {",", ";", "and", "or", "not"}.isdisjoint(between):
        return False
    if any(behind <= rival.first < agent.first for rival in unit.rivals) or _gets_better(unit, page, term):
        return False
    before = folds[max(unit.first, term.first - _TO_HEAD) : term.first]
    if not _CARING.isdisjoint(before) or (before[-1:] == ["with"] and not page.lists["brought-persons"].isdisjoint(before)):
        return False
    is_counted = "of" in before and not _COUNTS.isdisjoint(before)
    return term.concept in _HARMS or is_counted


def _had_treated(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG-treated patients had more headache and fever"; not "... had fever for a shorter time"."""
    folds, persons = page.tokens.folds, page.lists["brought-persons"]
    agent = next((agent for agent in reversed(unit.products) if agent.last < term.first), None)
    if agent is None or ("Condition" in term.classes and term.concept not in _HARMS):
        return False
    verb = next((i for i in range(agent.last, min(term.first, agent.last + _TO_HAVING)) if folds[i] in _HAVING_HAD), None)
    if verb is None or not all(word in persons or word in {"treated", "group", "arm"} for word in folds[agent.last : verb]) or verb == agent.last:
        return False
    others = {i for t in unit.terms if "AdverseEffect" in t.classes for i in range(t.first, t.last)}
    between = [folds[i] for i in range(verb + 1, term.first) if i not in others]
    return _SO_MANY.issuperset(between) and _OF_ANOTHER_TIME.isdisjoint(folds[term.last : unit.last]) and not unit.cues("negation")


def _is_risk_of_treated(unit: Unit, page: Page, term: Term) -> bool:
    """ "Heparin may be given to patients at high risk of stroke receiving IVIG": what those who get it are to be kept from."""
    folds = page.tokens.folds
    if term.concept not in _HARMS or folds[term.first - 2 : term.first] not in (["risk", "of"], ["risk", "for"]):
        return False
    agent = next((agent for agent in unit.products if agent.first >= term.last), None)
    return agent is not None and agent.first - term.last <= _TO_HAVING and not _GIVEN.isdisjoint(folds[term.last : agent.first])


#: Tokens from a harm to the product of those whom it befell, and from a product or a harm to the verb of having.
_TO_TREATED, _TO_HAVING = 16, 4
#: Harms that immunoglobulins are known to do and are hardly ever given for.
_HARMS = frozenset(
    (
        "acute-kidney-injury", "renal-failure", "aseptic-meningitis", "hemolysis", "hemolytic-anemia", "thromboembolism", "stroke", "anaphylaxis",
        "pulmonary-embolism", "deep-vein-thrombosis", "myocardial-infarction", "arterial-thrombosis", "cerebral-venous-thrombosis", "serum-sickness",
        "transient-ischemic-attack", "transfusion-related-acute-lung-injury", "hyperviscosity", "hypersensitivity-reaction",
    )
)  # fmt: skip
#: Words for how many had it, for what is done about it, around what treated patients had, and for another time than after the product.
_COUNTS = frozenset(("case", "incidence", "rate", "frequency", "prevalence", "occurrence", "proportion", "percentage"))
_CARING = frozenset(("treat", "treated", "treating", "treatment", "therapy", "management", "improvement", "cure", "for", "against", "prevention"))
_SO_MANY = frozenset(("more", "a", "an", ",", "and", "or", "higher", "rate", "of", "mild", "moderate", "severe", "transient", "frequent", "also", "often"))
_OF_ANOTHER_TIME = frozenset(("shorter", "before", "at", "prior", "baseline", "less", "fewer", "sooner", "resolved", "for"))


def is_more_than_on_placebo(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG-treated patients had more headaches than those on placebo", "With IVIG there was more nausea than with saline"."""
    folds = page.tokens.folds
    if "AdverseEffect" not in term.classes or "Condition" in term.classes or folds[term.first - 1] != "more" or unit.cues("negation"):
        return False
    before = next((agent for agent in reversed(unit.products) if agent.last < term.first), None)
    than = next((i for i in range(term.last, min(unit.last, term.last + _TO_HEAD)) if folds[i] == "than"), None)
    if before is None or than is None or folds[max(unit.first, before.first - 1)] in _MEASURING:
        return False
    return not page.lists["occasion-comparators"].isdisjoint(folds[than : than + _TO_HEAD])




def comes_when_used(unit: Unit, page: Page, term: Term) -> bool:
    """ "When large doses of IVIG are used for A, fatigue is frequent": what the main clause says is seen, not what the product is used for."""
    folds = page.tokens.folds
    if folds[unit.first] not in _WHENEVER or "AdverseEffect" not in term.classes or unit.cues("negation"):
        return False
    comma = next((i for i in range(term.first - 1, unit.first, -1) if folds[i] in {",", ";"}), None)
    if comma is None or (unit.products and unit.products[0].last > comma) or (unit.agents and not unit.products) or term.first - comma > _TO_HEAD:
        return False
    return folds[term.last - 1] in _GOING or any(cue.phrase.kind == "adverse-left" and 0 <= cue.first - term.last <= 1 for cue in unit.relations)


_MEASURING = frozenset(("than", "versus", "vs"))
_GOING = frozenset(("down", "fell", "drop", "dropped", "rise", "rose", "fall", "up"))
_WHENEVER = frozenset(("when", "if", "whenever", "where", "once"))


def is_counted_in_study(unit: Unit, page: Page, term: Term) -> bool:
    """ "In the trial of IVIG, one in eight participants had chills and a fifth had headache": those counted behind the name of a study."""
    folds, products = page.tokens.folds, unit.products
    if folds[unit.first] not in {"in", "during"} or "AdverseEffect" not in term.classes or not products or products[0].last >= term.first:
        return False
    opening = folds[unit.first : products[0].first]
    comma = products[0].last
    if _STUDIES.isdisjoint(opening) or len(opening) > _TO_CAUSE or folds[comma] != ",":
        return False
    first = folds[comma + 1]
    counted = first in page.lists["subject-numbers"] or page.tokens.surfaces[comma + 1].isdigit()
    said = folds[max(comma + 1, term.first - _TO_HEAD) : term.first + 1]
    return counted and not _HAVING_HAD.isdisjoint(said) and {"fewer", "less", "before", "no"}.isdisjoint(said) and not _gets_better(unit, page, term)


#: Words for a study, and verbs of those counted in it.
_STUDIES = frozenset(("trial", "trials", "study", "studies", "survey", "cohort", "series", "arm", "group"))
_HAVING_HAD = frozenset(("had", "developed", "reported", "experienced", "got", "suffered", "vomited", "fainted"))


def _is_run_risk_of(unit: Unit, page: Page, term: Term, products: Sequence[Agent]) -> bool:
    """ "Smokers run a high risk of A when treated with IVIG", "are prone to A if they receive it"; not "at risk of A who are given IVIG"."""
    folds = page.tokens.folds
    if "AdverseEffect" not in term.classes or term.last >= unit.last:
        return False
    lead = folds[max(unit.first, term.first - _TO_HEAD) : term.first]
    if not any(pair in _RUN_RISK for pair in pairwise(lead)) and _FORETELLING.isdisjoint(lead[-3:]):
        return False
    agent = next((agent for agent in products if agent.first > term.last), None)
    if agent is None or agent.first - term.last > _TO_CAUSE or folds[term.last] not in _OCCASIONS | {"in", "among"}:
        return False
    return {",", "and", "are", "is"}.isdisjoint(folds[term.last : agent.first]) and not _gets_better(unit, page, term)


def _is_seen_with(unit: Unit, page: Page, term: Term, products: Sequence[Agent], behind: int) -> bool:
    """ "Serious conditions like A and B have been seen with IVIG", "rare cases of A were reported after IVIG"; not "A has been treated with"."""
    folds = page.tokens.folds
    agent = next((agent for agent in products if agent.first > behind), None)
    if agent is None or agent.first - behind > _TO_CAUSE or _UNTOWARD.isdisjoint(folds[unit.first : term.first]):
        return False
    between = folds[behind : agent.first]
    return bool(between) and _HAVING_BEEN.issuperset(between) and not _SEEN.isdisjoint(between) and not _gets_better(unit, page, term)


#: Words for what nobody wants, for what was met, and those around them up to the product.
_UNTOWARD = frozenset(("serious", "severe", "rare", "grave", "complication", "problem", "event"))
_SEEN = frozenset(("seen", "reported", "observed", "described", "noted"))
_HAVING_BEEN = _SEEN | frozenset(("have", "has", "been", "were", "was", "also", "rarely", "with", "after", "during", "following", "on", "under", "the"))
#: Words that say when a risk is run, and what leads to its name.
_OCCASIONS = frozenset(("when", "if", "while", "whenever", "once"))
_FORETELLING = frozenset(("predict", "predicts", "predicted", "predicting"))
_RUN_RISK = {
    ("risk", "of"), ("risk", "for"), ("danger", "of"), ("chance", "of"), ("odds", "of"), ("rate", "of"), ("prone", "to"), ("liable", "to"),
    ("susceptible", "to"), ("vulnerable", "to"), ("apt", "to"), ("likely", "to"), ("predisposed", "to"),
}  # fmt: skip


def _is_induced(page: Page, term: Term, products: Sequence[Agent]) -> bool:
    """ "IVIG-induced severe A", "IVIG-associated A and B"; not "IVIG-related relief of A"."""
    lists, folds = page.lists, page.tokens.folds
    at = next((agent.last for agent in reversed(products) if agent.last < term.first), None)
    if at is None or term.first - at > _TO_INDUCED or page.tokens.stems[at] not in lists["brought-causing"]:
        return False
    return folds[at + 1] not in lists["brought-preposition"] and lists["brought-phrase-end"].isdisjoint(folds[at + 1 : term.first])


def _is_caused(unit: Unit, page: Page, term: Term, products: Sequence[Agent], behind: int) -> bool:
    """ "IVIG may induce A", "IVIG has been associated with B, C and A", "A is a complication of IVIG"."""
    lists, stems, folds = page.lists, page.tokens.stems, page.tokens.folds
    left = next((cue for cue in reversed(unit.relations) if cue.last <= term.first), None)
    if left is not None and left.phrase.kind == "adverse-weak" and "risk" in folds[left.first : left.last] and any(a.last <= left.first for a in products):
        before = stems[max(unit.first, left.first - _TO_HEAD) : left.first]
        if lists["brought-avert"].isdisjoint(before) and not _gets_better(unit, page, term):
            return True  # "the trial of IVIG in A reported a low risk of B"
    is_passive = left is not None and left.phrase.kind == "cause" and folds[left.last - 1] == "by"  # "A was caused by B": where A comes from
    is_passive = is_passive or (left is not None and left.phrase.kind == "treats")  # "was associated with lower mortality in A"
    if left is not None and not is_passive and (left.phrase.kind == "adverse" or not lists["brought-causing"].isdisjoint(stems[left.first : left.last])):
        agent = next((agent for agent in reversed(products) if 0 <= left.first - agent.last <= _TO_CAUSE), None)
        is_whole = agent is not None and lists["brought-clause-end"].isdisjoint(folds[agent.last : term.first])
        if is_whole and lists["brought-in-whom"].isdisjoint(folds[left.last : term.first]):
            return True
    if "adverse-left" not in unit.kinds:
        return False
    right = next((cue for cue in unit.relations if cue.first >= term.last), None)
    if right is None or right.phrase.kind != "adverse-left" or right.first - behind > 1:
        return False
    return not lists["brought-harm"].isdisjoint(stems[right.first : right.last])


def _is_traced_back(unit: Unit, page: Page, term: Term, products: Sequence[Agent], behind: int) -> bool:
    """ "A, possibly related to IVIG", "A was induced by the infusion of IVIG"; not "improvement of A was associated with IVIG"."""
    lists, stems, folds = page.lists, page.tokens.stems, page.tokens.folds
    at = behind
    while at < unit.last and folds[at] in lists["brought-before-participle"]:
        at += 1
    if at + 1 >= unit.last or not (stems[at] in lists["brought-tracing"] or folds[at] in lists["brought-harm"]):
        return False
    agent = next((agent for agent in products if at < agent.first <= at + _TO_CAUSE), None)
    if agent is None or (folds[at + 1] not in lists["brought-preposition"] and folds[at] != "complicating"):
        return False
    if any(at < t.first < agent.first and t.has(*DISEASES, "AdverseEffect") for t in unit.terms) or _gets_better(unit, page, term):
        return False
    # "in A caused by streptococci, doctors add IVIG", "A secondary to B is treated with IVIG", "due to the lack of IVIG"
    leaves = has_verb(page.tokens, at + 1, agent.first) or not {",", "and"}.isdisjoint(folds[at : agent.first])
    return not leaves and lists["brought-turn"].isdisjoint([*stems[at + 1 : agent.first], *folds[at + 1 : agent.first]])


def _befell(unit: Unit, page: Page, term: Term, products: Sequence[Agent], behind: int) -> bool:
    """ "developed A after IVIG", "A occurred in patients on IVIG", "received IVIG and developed A"; not "developed A and got IVIG"."""
    lists, stems, folds = page.lists, page.tokens.stems, page.tokens.folds
    start = stretch_start(folds, unit.first, term.first, lists["brought-object-end"])
    begun = None
    if not lists["brought-begin"].isdisjoint(unit.stems):
        back = range(term.first - 1, max(start, term.first - _TO_OBJECT) - 1, -1)
        begun = next((i for i in back if stems[i] in lists["brought-begin"]), None)
    if start > unit.first + 1 and folds[start - 1] in {"with", "of"} and stems[start - 2] in {"present", "complain"}:
        begun = start - 2
    if begun is not None:
        if _gets_better(unit, page, term) or folds[begun - 1] in {"from", "to", "not", "never"}:
            return False  # "suffer fewer infections when they get it", "keeps them from developing A"
        return _is_sequel(page, products, begun) or _comes_after(unit, page, products, behind)
    if _is_onset(unit, page, term, products):
        return True
    begun = next((i for i in range(behind, min(unit.last, behind + _TO_VERB)) if stems[i] in lists["brought-happen"]), None)
    if begun is None or not lists["brought-before-verb"].issuperset(folds[behind:begun]) or _is_of_patient(unit, page, term):
        return False
    return _comes_after(unit, page, products, begun + 1)


def _comes_after(unit: Unit, page: Page, products: Sequence[Agent], behind: int) -> bool:
    """ "... after the infusion of IVIG", "... in those who were on IVIG", and nothing of a relief or a treatment before these words."""
    lists, folds = page.lists, page.tokens.folds
    agent = next((agent for agent in products if agent.first >= behind), None)
    if agent is None or not lists["brought-clause-end"].isdisjoint(folds[behind : agent.first]):
        return False
    back = range(agent.first - 1, max(behind, agent.first - _TO_OBJECT) - 1, -1)
    at = next((i for i in back if folds[i] in lists["brought-since"]), None)
    at = next((i for i in back if folds[i] in _GIVEN), None) if at is None else at
    if at is None or "and" in folds[at : agent.first]:
        return False
    if not lists["brought-turn"].isdisjoint(page.tokens.stems[behind:at]):
        return False  # "developed A, was treated and recovered after IVIG"
    before = folds[max(behind, at - 4) : at]
    are_people = not lists["brought-persons"].isdisjoint(before) or any(t.last == at and t.has("RiskFactor") for t in unit.terms)  # "in diabetics"
    if folds[at] in _GIVEN and (not {"and", ","}.isdisjoint(before) or not are_people):
        return False  # "... and was treated with IVIG"
    if folds[at] not in _GIVEN and folds[at + 1] not in _WHO and not lists["brought-turn"].isdisjoint(page.tokens.stems[at + 2 : agent.first]):
        return False  # "A after vaccination was treated with IVIG"
    return not any(at < t.first < agent.first and t.has(*DISEASES) for t in unit.terms)


#: What patients are who get it: "in patients on IVIG".
_GIVEN = frozenset(("on", "receiving", "taking", "treated", "given", "received"))
#: How the words for who got it begin: "after he had received IVIG", "after being treated with it".
_WHO = frozenset(("she", "he", "they", "being", "having"))


def _is_after(unit: Unit, page: Page, term: Term, products: Sequence[Agent], behind: int) -> bool:
    """ "A case of A after treatment with IVIG", "A following the infusion of IVIG"; not "relapse of A after IVIG"."""
    lists, folds = page.lists, page.tokens.folds
    agent = next((agent for agent in products if agent.first > behind), None)
    if agent is None or folds[behind] not in lists["brought-after"] or not lists["brought-giving"].issuperset(folds[behind + 1 : agent.first]):
        return False
    before = folds[max(unit.first, term.first - _TO_HEAD) : term.first]
    if lists["brought-preposition"].isdisjoint(before):
        return not _gets_better(unit, page, term)
    return "of" in before and not lists["brought-case"].isdisjoint(before)


def _goes_with(unit: Unit, page: Page, term: Term, products: Sequence[Agent], behind: int) -> bool:
    """ "A resolved on withdrawal of IVIG", "when IVIG was stopped, A disappeared"; not "A relapsed after the end of IVIG"."""
    lists, stems = page.lists, page.tokens.stems
    if lists["brought-stop"].isdisjoint(unit.stems):
        return False
    before = stems[max(unit.first, term.first - _TO_HEAD) : term.first]
    if lists["brought-vanish"].isdisjoint([*before, *stems[behind : min(unit.last, behind + _TO_HEAD)]]):
        return False
    near = [(max(unit.first, a.first - _TO_STOP), a.first) for a in products] + [(a.last, min(unit.last, a.last + _TO_STOP)) for a in products]
    return any(
        not lists["brought-stop"].isdisjoint(stems[first:last]) and {",", "and"}.isdisjoint(page.tokens.folds[first:last]) for first, last in near
    )


def _made_stop(unit: Unit, page: Page, term: Term, products: Sequence[Agent]) -> bool:
    """ "IVIG was stopped in two patients, in one because of A and in the other owing to B"; not "stopped because it did not help in A"."""
    stems, folds = page.tokens.stems, page.tokens.folds
    if page.lists["brought-stop"].isdisjoint(unit.stems):
        return False
    lead = range(max(unit.first, term.first - _TO_REASON), term.first - 1)
    reason = next((i for i in lead if (folds[i], folds[i + 1]) in _REASONS), None)
    if reason is None:
        return False
    return any(not page.lists["brought-stop"].isdisjoint(stems[agent.last : min(reason, agent.last + _TO_STOP)]) for agent in products)


_REASONS = {("because", "of"), ("due", "to"), ("owing", "to"), ("account", "of")}
#: Tokens from what leads to a reason to the reason: "because of a severe".
_TO_REASON = 5


def _is_onset(unit: Unit, page: Page, term: Term, products: Sequence[Agent]) -> bool:
    """ "the development of A during IVIG", "the role of IVIG in the induction of A"; not "kept off the development of A"."""
    lists, folds, stems = page.lists, page.tokens.folds, page.tokens.stems
    if lists["brought-onset"].isdisjoint(unit.stems):
        return False
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_HEAD), -1) if folds[i] == "of"), None)
    if at is None or stems[at - 1] not in lists["brought-onset"] or not lists["brought-preposition"].isdisjoint(folds[at + 1 : term.first]):
        return False
    linked = not lists["brought-link"].isdisjoint(stems[unit.first : at]) or _comes_after(unit, page, products, term.last)
    return linked and lists["brought-avert"].isdisjoint(stems[unit.first : at])


def _is_of_patient(unit: Unit, page: Page, term: Term) -> bool:
    """ "a boy with A developed": who it is that something befell."""
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_HEAD) - 1, -1) if folds[i] == "with"), None)
    return at is not None and not page.lists["brought-persons"].isdisjoint(folds[max(unit.first, at - 3) : at])


def _is_sequel(page: Page, products: Sequence[Agent], begun: int) -> bool:
    """Whether the verb tells what came next for those who had the product: "received IVIG and developed A"."""
    agent = next((agent for agent in reversed(products) if agent.last <= begun), None)
    if agent is None or begun - agent.last > _TO_SEQUEL:
        return False
    between = page.tokens.folds[agent.last : begun]
    is_then = not page.lists["brought-then"].isdisjoint(between) or not _GIVEN.isdisjoint(page.tokens.folds[agent.first - 3 : agent.first])
    return is_then and page.lists["brought-back"].isdisjoint(between)


def _behind(unit: Unit, page: Page, term: Term) -> int:
    """Give the token behind a term and the brackets, and the list, that follow it: "A (B), C and D [were]"."""
    folds = page.tokens.folds
    at = term.last
    while at < unit.last:
        if folds[at] == "(":
            at = next((i + 1 for i in range(at, unit.last) if folds[i] == ")"), unit.last)
            continue
        other = next((t for t in unit.terms if 0 < t.first - at <= _TO_NEXT and not t.is_product), None)
        if other is None or not page.lists["brought-list"].issuperset(folds[at : other.first]):
            break
        at = other.last
    return at


def _gets_better(unit: Unit, page: Page, term: Term) -> bool:
    """ "improvement of A", "a lower risk of A": not the condition but its relief is told of."""
    return not page.lists["brought-better"].isdisjoint(page.tokens.stems[max(unit.first, term.first - _TO_HEAD) : term.first])
