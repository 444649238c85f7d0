"""Failures of a product in a condition that was named before: sentences go in, drafts of not_effective_for come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.reading.clauses import UNWANTED, is_unlike
from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.page import DISEASES, Agent, Page, Term, Unit
from kg.reading.relations import is_by_something_else
from kg.reading.safety.arms import is_not_raised
from kg.reading.therapy.bystanders import is_mistaken_for
from kg.reading.therapy.disease_pages import page_disease
from kg.reading.therapy.refutations import (
    DENIAL,
    FAILS,
    OPENING_CASE,
    TURNING,
    added_product,
    futile,
    is_failing,
    is_mere_chance,
    is_of_combination,
    is_of_controls,
    is_of_one_outcome,
)
from kg.reading.therapy.scope import NOT_THERAPY, SECOND_TIME, UNSPECIFIC, illnesses
from kg.reading.words import stem

__all__ = ["FRONTED", "find_failures", "is_bound_already", "says_what", "tells_of_some"]

_MISSING = frozenset(("miss", "missed"))
_ENDPOINT = frozenset(("endpoint", "end", "outcom", "outcome", "goal", "target"))
_ONE = frozenset(("man", "woman", "girl", "boy"))
_ARMS = frozenset(("with", "on", "in", "under", "after"))
_PLACEBOS = frozenset(("placebo", "sham", "saline", "control", "nothing", "albumin", "dextrose"))


def find_failures(unit: Unit, page: Page, guarded: Mapping[str, str] | None = None) -> Iterator[Draft]:
    """Read not_effective_for of a condition named before the failure: "In A, the trial found that IVIG did not lower mortality".

    `guarded` has what hyperimmune products guard against, whose "transmission" needs no further name.
    """
    tokens = page.tokens
    if (
        unit.is_heading
        or unit.is_row
        or (unit.place.kind in NOT_THERAPY and not unit.place.is_title)
        or tokens.surfaces[unit.last - 1] in {"?", ":"}
    ):
        return
    if not (page.topic or unit.agents):
        return
    denied = [*_denied_from_the_front(unit, page, guarded or {}), *_denied_beside_other(unit, page), *_other_does_not(unit, page)]
    denied += _product_does_not(unit, page)
    if denied:
        yield from denied
        return
    same = _same_as_placebo(unit, page)
    for first, last in [(same, same + 1)] if same is not None else _failures(unit, page):
        if _is_contrasted(unit, page, first):
            yield from _unlike_before(unit, page, first, last)
            return
        found = list(_failed(unit, page, first, last, is_equal=same is not None))
        found = found or list(_of_own_disease(unit, page, first, last, guarded or {}))
        if found:
            yield from found
            return


def _of_own_disease(unit: Unit, page: Page, first: int, last: int, guarded: Mapping[str, str]) -> Iterator[Draft]:
    """ "Influenza immunoglobulin failed to prevent severe illness": what fails, fails against what the only product is made for."""
    tokens = page.tokens
    if not unit.agents and page.topic is not None and page.topic in guarded and _is_when_ill(unit, page, first, last) and not is_mere_chance(page, first):
        own = Term(first, last, guarded[page.topic], frozenset(("Condition",)), 0.9, "exact")
        yield futile(page.topic, own, "of no use once the illness is there", unit, (first, last))
        return
    product = unit.agents[0] if unit.agents and len({agent.concept for agent in unit.products}) == 1 else None
    if product is None or product.concept is None or product.concept not in guarded or product.last > first:
        return
    others = (agent for agent in unit.rivals if tokens.folds[agent.last - 1] not in _PLACEBOS)
    if any(others) or is_mere_chance(page, first) or _named_in(unit) or not _FEWER.isdisjoint(unit.folds):
        return
    begin, end = _clause(unit, page, first, last)
    said = tokens.stems[last:end]
    is_end_point = not _ENDPOINT.isdisjoint(tokens.stems[first:end])
    if tells_of_some(unit, page, first) or is_of_combination(unit, page, first) or is_of_one_outcome(unit, page, first):
        return
    if begin > product.first or not (is_end_point or not page.lists["clinical-outcome"].isdisjoint(said)) or _is_of_harm(unit, last, end):
        return
    if not page.lists["harm"].isdisjoint(said) or any(t.has(*DISEASES) and t.concept not in UNSPECIFIC for t in unit.terms if last <= t.first < end):
        return
    if is_bound_already(page, last, end):
        return
    own = Term(product.first, product.last, guarded[product.concept], frozenset(("Condition",)), 0.9, "exact")
    yield futile(product.concept, own, "failure of a product in what it is made for", unit, (first, last))


def _is_when_ill(unit: Unit, page: Page, first: int, last: int) -> bool:
    """ "Once signs have appeared, it is of no use", "It does not help after the illness has broken out": when the product comes too late."""
    folds = page.tokens.folds
    if _named_in(unit) or not any(folds[i] in _PRODUCT_AGAIN for i in range(max(unit.first, first - _TO_VERB), first)):
        return False
    at = next((i for i in range(unit.first, unit.last) if folds[i] in _ONCE), None)
    if at is None or (at > unit.first and not last - 2 <= at <= last + 1):
        return False
    behind = folds[at + 1 : min(unit.last, at + _TO_OUTBREAK)]
    return not _ILLNESS.isdisjoint(behind) and not _BREAKING_OUT.isdisjoint(behind)


#: What takes the product up, words that open a clause on a time, words for what has broken out, verbs of that, and tokens from "once" to one.
_PRODUCT_AGAIN = frozenset(("it", "globulin", "immunoglobulin", "treatment", "injection", "antibody", "antibodies"))
_ONCE = frozenset(("once", "after", "when"))
_ILLNESS = frozenset(("symptom", "sign", "illness", "disease", "paralysis", "spasm", "rash"))
_BREAKING_OUT = frozenset(("begun", "started", "appeared", "developed", "set", "broken", "present", "begin", "appear", "start", "there", "arisen"))
_TO_OUTBREAK = 7


def is_bound_already(page: Page, first: int, last: int) -> bool:
    """ "cannot undo toxin that is already bound": behind a denied verb, a limit of what the product does."""
    folds = page.tokens.folds[first:last]
    return not _ALREADY.isdisjoint(folds[:_TO_ALREADY]) and not _CULPRITS.isdisjoint(folds[:_TO_ALREADY])


#: Words for what has come about before the product is given, and the tokens from the failing verb to one.
_ALREADY = frozenset(("already", "bound", "entered", "internalised", "internalized", "established", "fixed"))
_TO_ALREADY = 6
_CULPRITS = frozenset(("toxin", "virus", "poison", "venom"))


def _named_in(unit: Unit) -> list[Term]:
    """The conditions that a sentence names; that some were pregnant says who they were."""
    return [term for term in illnesses(unit) if term.concept != "pregnancy"]


def _denied_from_the_front(unit: Unit, page: Page, guarded: Mapping[str, str]) -> Iterator[Draft]:
    """ "In neither trial did IVIG reduce A", "Neither study found that X shortened B", "Nor did it prevent C": a denial before the product."""
    tokens = page.tokens
    opening = tokens.folds[unit.first + (tokens.folds[unit.first] == "in") : unit.last][:1]
    if not _FRONT.issuperset(opening):
        return
    product = unit.products[0] if unit.products else None
    at = next((i for i in range(unit.first, unit.last) if tokens.folds[i] in _TAKING_UP), None) if product is None else product.first
    if at is None or len(unit.agents) > 1 or tokens.folds[at - 1] not in _BEFORE_PRODUCT:
        return
    begin = at + 1 if product is None else product.last
    helping = page.lists["effect"] | page.lists["course-verb"] | _HELPING
    verb = next((i for i in range(begin, min(begin + _TO_VERB, unit.last)) if tokens.stems[i] in helping), None)
    concept = page.topic if product is None else product.concept
    if verb is None or concept is None:
        return
    end = next((i for i in range(verb, unit.last) if tokens.folds[i] in TURNING or tokens.folds[i] in {",", ";"}), unit.last)
    told = [t for t in illnesses(unit) if verb < t.first < end]
    spread = next((i for i in range(verb + 1, end) if tokens.folds[i] in _SPREAD), None)
    guarding = concept if concept in guarded else page.topic or ""
    if not told and spread is not None and guarding in guarded:
        concept = guarding
        told = [Term(spread, spread + 1, guarded[guarding], frozenset(("Condition",)), 0.9, "exact")]
    for term in told or _unhelped(unit, page, verb, []):
        yield futile(concept, term, FRONTED, unit, (verb, verb + 1))


def _denied_beside_other(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Rituximab, but not IVIG, is effective in A": a benefit of another treatment that the product is kept out of."""
    folds, stems = page.tokens.folds, page.tokens.stems
    for agent in unit.products:
        if agent.concept is None or folds[agent.first - 2 : agent.first] != ["but", "not"]:
            continue
        cue = next((c for c in unit.relations if c.phrase.kind.startswith("treats") and 0 <= c.first - agent.last <= 1), None)
        if cue is None or _BENEFICIAL.isdisjoint(stems[cue.first : cue.last]):
            continue
        end = next((i for i in range(cue.last, unit.last) if folds[i] in TURNING or folds[i] == ";"), unit.last)
        for term in illnesses(unit):
            if cue.last <= term.first < end:
                yield futile(agent.concept, term, "kept out of what another treatment does", unit, (cue.first, cue.last))


def _other_does_not(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "A responds to IVIG; B does not", "A did well on IVIG, whereas B did not respond": what is denied of another condition behind a turn."""
    folds = page.tokens.folds
    if "not" not in unit.folds or _OWN_VERBS.isdisjoint(unit.folds) or len({agent.concept for agent in unit.products}) != 1:
        return
    product = unit.agents[0]
    at = next((i for i in range(product.last, unit.last - 2) if folds[i] in _OWN_VERBS and folds[i + 1] == "not"), None)
    if product.concept is None or at is None or not (page.tokens.surfaces[at + 2] in {".", ",", ";"} or page.tokens.stems[at + 2] in _GAINING):
        return
    turn = _turn_before(page, product.last, at)
    told = [c for c in unit.relations if c.phrase.kind in {"treats", "treats-left"} and turn is not None and c.first < turn]
    if turn is None or not told or not any(t.last <= turn for t in illnesses(unit)):
        return
    named = [term for term in illnesses(unit) if turn < term.first < at]
    inside = {i for term in named for i in range(term.first, term.last)}
    if all(folds[i] in _OF_WHOM for i in range(turn + 1, at) if i not in inside):
        for term in named:
            yield futile(product.concept, term, "denied of another condition", unit, (at, at + 2))


def _turn_before(page: Page, first: int, last: int) -> int | None:
    """Give the last of tokens [first, last) that parts two statements."""
    return next((i for i in range(last - 1, first - 1, -1) if page.tokens.folds[i] in _CONTRASTS or page.tokens.folds[i] == ";"), None)


def _product_does_not(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Colchicine helps in A; IVIG does not.", "A responds to steroids but IVIG does not help": a benefit that a turn denies of the product."""
    folds = page.tokens.folds
    if "not" not in unit.folds or _OWN_VERBS.isdisjoint(unit.folds) or len(unit.products) != 1:
        return
    product = unit.products[0]
    if folds[product.last] not in _OWN_VERBS or folds[product.last + 1 : product.last + 2] != ["not"]:
        return
    if folds[product.first - 1] not in _CONTRASTS and folds[product.first - 1] != ";":
        return
    told = [c for c in unit.relations if c.phrase.kind in {"treats", "treats-left"} and c.last <= product.first and c.phrase.value == "used"]
    behind = page.tokens.surfaces[product.last + 2 : product.last + 3]
    is_end = behind in (["."], [","], [";"]) or page.tokens.stems[product.last + 2] in _GAINING | _HELPING
    named = [term for term in illnesses(unit) if term.last <= product.first - 1]
    if product.concept is None or not told or not is_end or any(t.first > product.last for t in illnesses(unit)):
        return
    for term in named:
        yield futile(product.concept, term, "denied of the product behind a turn", unit, (product.last, product.last + 2))


#: Verbs that repeat the one before, stems of verbs of gaining, and what else may name those who do not gain.
_OWN_VERBS = frozenset(("does", "do", "did"))
_GAINING = frozenset(map(stem, ("respond", "benefit", "improve", "react", "profit", "gain")))
_OF_WHOM = frozenset(("the", "patient", "those", "people", "child", "with", "who", "have", "and", "or", ",", "in", "usually", "generally", "mostly"))
_BENEFICIAL = frozenset(map(stem, ("effective", "efficacious", "beneficial", "work", "works", "help", "helps", "improve", "improves", "useful")))
#: What a failure is called that is denied before the product is named.
FRONTED = "failure denied at the front"
_FRONT = frozenset(("neither", "none", "nor", "no"))
#: Words right before the product, those that stand for it, and tokens from it to its verb.
_BEFORE_PRODUCT = frozenset(("did", "do", "doe", "does", "that", "the", "could"))
_TAKING_UP = frozenset(("it", "treatment", "they"))
#: What a hyperimmune product keeps off.
_SPREAD = frozenset(("transmission", "infection", "recurrence", "reinfection", "infections"))
_TO_VERB = 3
_HELPING = frozenset(("help", "work", "protect", "shorten", "treat", "cur", "cure", "eas", "ease", "decreas", "decrease", "lessen", "clear"))


def _is_contrasted(unit: Unit, page: Page, first: int) -> bool:
    """ "A was rarer on X, whereas no difference was seen for B": a turn parts what did not change from what became less."""
    folds = page.tokens.folds
    turn = next((i for i in range(first - 1, unit.first, -1) if folds[i] in _CONTRASTS), unit.first)
    return not _FEWER.isdisjoint(folds[unit.first : turn]) and any(t.has(*DISEASES) and t.last <= turn for t in unit.terms)


def _unlike_before(unit: Unit, page: Page, first: int, last: int) -> Iterator[Draft]:
    """ "A was rarer on X, whereas no difference was seen for B": X does nothing against B; effects that it may have are left alone."""
    folds = page.tokens.folds
    products = {agent.concept for agent in unit.agents if folds[agent.last - 1] not in _PLACEBOS}
    if len(products) != 1 or "no" not in folds[first - 1 : last] or not unit.products:
        return
    for term in unit.terms:
        if term.first >= last and term.has(*DISEASES) and (not term.has("AdverseEffect") or folds[term.last - 1] == "infection"):
            yield futile(unit.products[0].concept or "", term, "no difference beside one that was found", unit, (first, last))


#: Words between what became less and what did not.
_CONTRASTS = frozenset(("whereas", "while", "but", "although", "though"))
_FEWER = frozenset(("fewer", "less", "rarer"))


def _failed(unit: Unit, page: Page, first: int, last: int, *, is_equal: bool) -> Iterator[Draft]:
    """Give what the words [first, last) say failed."""
    tokens = page.tokens
    if is_mere_chance(page, first) or is_by_something_else(unit, page, first, last) or _is_behind_controls(unit, page, first):
        return
    if "by" in unit.folds and any("AdverseEffect" in t.classes and t.last <= first and is_not_raised(unit, page, t) for t in unit.terms):
        return  # "A is frequent in B and is not raised by IVIG"
    begin, end = _clause(unit, page, first, last)
    product = _failing_product(unit, page, begin, end, end if is_equal else first)
    if product is None or tells_of_some(unit, page, first) or is_of_combination(unit, page, first) or is_of_one_outcome(unit, page, first):
        return
    named = illnesses(unit) if is_equal else []
    if named and len({term.concept for term in named}) == 1:
        yield futile(product, named[0], "failure in a condition named before", unit, (first, last))
        return
    if not any(cue.first == first for cue in unit.relations):  # a verb that governs nothing behind its own clause
        end = next((i for i in range(last, end) if tokens.folds[i : i + 2] == [",", "and"]), end)
    if tokens.folds[last : last + 1] == ["what"]:
        return  # "cannot undo what is bound to nerves"
    if tokens.folds[last : last + 2] == [",", "and"]:
        end = last  # "It did not help, and in those who had antibodies it did harm"
    if _is_of_harm(unit, last, end):
        return
    says_more = tokens.folds[last : last + 1] != ["that"] and tokens.folds[last - 1] not in _OVER  # "no effect that matters", "no benefit over X"
    after = tokens.stems[last:end] if says_more else []
    owners = [agent for agent in unit.agents if last <= agent.first < end]
    is_owner = bool(owners) and {"of", "the"}.issuperset(tokens.folds[last : owners[0].first])
    if is_owner and not any(tokens.surfaces[i].isalpha() for i in range(owners[-1].last, end)):
        after = []  # "no clinical benefit of IVIG."
    if not page.lists["harm"].isdisjoint(after) or any(t.concept == "adverse-event-root" for t in unit.terms if last <= t.first < end):
        return
    also = next((i for i in range(last, unit.last - 3) if tokens.folds[i] == "same" and tokens.folds[i + 1] in _GOES), None)
    governed = [t for t in unit.terms if t.has(*DISEASES) and t.concept != "pregnancy" and last <= t.first < min(end, also or end)]
    if any(not t.has("AdverseEffect") or t.first - last <= _OBJECT for t in governed):
        return  # the condition follows: the cue itself governs it
    is_of_complaint = not _named_in(unit) and any(_is_complaint(t) and 0 <= t.first - last <= _TO_COMPLAINT for t in unit.terms)
    for term in (t for t in _unhelped(unit, page, first, after) if not is_mistaken_for(unit, page, t)):
        if is_of_complaint and unit.previous is not None and _tells_of_help(unit.previous):
            return  # "IVIG helps in A. It was not effective for fatigue.": what was not helped is named, and it is no failure in A
        yield futile(product, term, "failure in a condition named before", unit, (first, last))
    if also is not None:  # "and the same goes for B"
        for term in (t for t in unit.terms if t.has(*DISEASES) and t.first > also):
            yield futile(product, term, "failure in a condition named after", unit, (first, last))


def _is_complaint(term: Term) -> bool:
    return "AdverseEffect" in term.classes and term.concept not in UNSPECIFIC and term.concept != "death"


def _tells_of_help(unit: Unit) -> bool:
    return not unit.kinds.isdisjoint(_HELPED) or any(cue.phrase.kind == "lessen" for cue in unit.safety)


#: Tokens from a failure to the complaint that it is about, and cues of a sentence that tells of help.
_TO_COMPLAINT = 1
_HELPED = frozenset(("treats", "treats-left", "treats-outcome", "prevents", "lessen"))


def _is_behind_controls(unit: Unit, page: Page, first: int) -> bool:
    turn = _turn_before(page, unit.first + 1, first)
    return turn is not None and is_of_controls(page, turn, unit.last) and any(agent.last <= turn for agent in unit.products)


#: Tokens from a verb to its object: "fails to correct the A".
_OBJECT = 2
_GOES = frozenset(("goe", "goes", "apply", "hold", "is"))
_TRIALS = frozenset(("trial", "study", "trials", "studies"))
#: Tokens from "in" to "who", the verbs behind it, and what opens the clause on the product.
_IN_WHOM = 4
_BEARING = frozenset(("have", "has", "had", "suffer"))
_NAMING_AGAIN = frozenset(("the", "it", "this"))
#: Tokens from "when" to the trial: "when a large phase III trial".
_TRIAL = 8


def tells_of_some(unit: Unit, page: Page, first: int) -> bool:
    """ "those who did not respond to IVIG", "if it does not work", "a man did not improve": no statement on the treatment as such."""
    folds = page.tokens.folds
    begin, _ = _clause(unit, page, first, first)
    told = [
        i + 1
        for i in range(begin, first)
        if folds[i] in {"when", "where"} and (folds[i - 1] == "," or not _TRIALS.isdisjoint(folds[i : i + _TRIAL]))
    ]
    told += [i + 2 for i in range(begin, first) if folds[i : i + 2] == [",", "and"] and folds[i + 2] in {"it", "they", "the", "this"}]
    comma = next((i for i in range(begin, first) if folds[i] == ","), None)
    shares = page.lists["some-patients"] | page.lists["share-of-patients"]
    if comma is not None and folds[begin] == "in" and folds[begin + 1] in {"a", "one"} and not shares.isdisjoint(folds[begin + 2 : begin + 4]):
        return True  # "In a third of those with A, it did not help"
    if comma is not None and folds[begin] in {"once", "when", "after", "in"}:
        told.append(comma + 1)  # "Once A has broken out, it does not alter its course"
    elif folds[begin] in {"once", "when", "after"}:  # "Once A has begun X is of no use", "Once A has begun it is of no use"
        told += [agent.first for agent in unit.products if begin < agent.first < first][:1] or [i for i in (first - 1,) if folds[i] == "it"]
    whom = next((i for i in range(begin, min(first, begin + _IN_WHOM)) if folds[i] == "who"), None)
    if whom is not None and folds[begin] in {"in", "for", "among"} and not _BEARING.isdisjoint(folds[whom : whom + 3]):
        # "In those who have A the drug is of no use"
        told += [i for i in range(whom + 3, first) if folds[i] in _NAMING_AGAIN or page.tokens.surfaces[i] == ","]
    begin = max([begin, *told])  # "ended when the trial missed its endpoint", "In A, where it is the cells that fail, it did not help"
    single = next((i for i in range(begin, first) if folds[i] == "patient" and folds[i - 1] in {"one", "single", "a"}), None)
    if single is not None:
        return True
    # "A, the third form of B, did not benefit" counts a kind; "in a third" is a share
    counted = (folds[i] for i in range(begin, first) if folds[i] != "third" or folds[i - 1] != "the")
    if not (page.lists["some-patients"] | page.lists["share-of-patients"]).isdisjoint(counted):
        return True
    named = any(page.tokens.surfaces[i].lower() in _ONE for i in range(begin, first))
    return named and not {"a", "an", "one", "this", "our", "the"}.isdisjoint(folds[begin:first])


def _failures(unit: Unit, page: Page) -> Iterator[tuple[int, int]]:
    """The words that say that something did not work: a cue, else the first verb of the kind."""
    cue = None if unit.kinds.isdisjoint(FAILS) else next(c for c in unit.relations if c.phrase.kind in FAILS)
    if cue is not None and says_what(unit, page, cue):
        cue = None
    if cue is not None:
        yield cue.first, cue.last
    told = _verb_of_failure(unit, page)
    if told is not None and (cue is None or not cue.first <= told[0] < cue.last):
        yield told


def says_what(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "The marker was not changed by IVIG", "A was no better after it than before": what did not change stands before, nothing else is meant."""
    if cue.phrase.kind != "ineffective-left" or _OF_WHAT.isdisjoint(page.tokens.folds[cue.first : cue.last]):
        return False
    taken_up = page.tokens.folds[cue.last - 1] in _TAKING_UP
    return taken_up or any(cue.first <= agent.first < cue.last for agent in unit.agents)


_OF_WHAT = frozenset(("by", "than"))
#: What fails as an illness does, not as a treatment.
_ORGANS = frozenset(("kidney", "kidneys", "heart", "liver", "lung", "lungs", "organ", "organs", "marrow"))


def _verb_of_failure(unit: Unit, page: Page) -> tuple[int, int] | None:
    tokens = page.tokens
    telling = page.lists["telling"]
    if telling.isdisjoint(unit.stems):
        return None
    for index in [i for i in range(unit.first, unit.last) if tokens.stems[i] in telling]:
        told = tokens.stems[index]
        if any(t.has(*DISEASES) and t.first <= index < t.last for t in unit.terms):
            continue  # "failing antibody production" is what is treated
        if any(c.phrase.value == "not-recommended" and c.first <= index < c.last for c in unit.relations):
            continue  # advice against a use is no failure
        if told == "effect" and tokens.folds[index - 1] in UNWANTED:
            continue  # "no side effect of X was seen"
        if told == "fail" and not _ORGANS.isdisjoint(tokens.folds[max(unit.first, index - 2) : index]):
            continue  # "because the kidneys could fail"
        if told == "extend" and tokens.folds[index + 1 : index + 2] == ["to"]:
            continue  # "the approval does not extend to X"
        if told == "work" and tokens.folds[index + 1 : index + 2] == ["out"]:
            continue  # "the mechanism has not been worked out"
        if not _REGIMEN.isdisjoint(tokens.folds[index + 1 : index + 5]):
            continue  # "without any change of dose"
        denied = not page.lists["denial"].isdisjoint(tokens.folds[max(unit.first, index - DENIAL) : index])
        if tokens.folds[index - 1] == "nothing" and not _RANKED.isdisjoint(tokens.folds[index + 1 : index + 3]):
            continue  # "nothing works like X", "nothing helps as fast as X": praise
        if (told in page.lists["effect"] or told in page.lists["course-verb"]) and told != "use" and denied:
            return index, index + 1
        if is_failing(page, index) and (told != "negativ" or not _STUDIES.isdisjoint(tokens.stems[unit.first : index])):
            return index, index + 1
        if told in _MISSING and not _ENDPOINT.isdisjoint(tokens.stems[index : min(unit.last, index + 8)]):
            return index, index + 1
    return None


_RANKED = frozenset(("like", "as", "so", "better", "faster", "quicker"))


def _same_as_placebo(unit: Unit, page: Page) -> int | None:
    """ "In A, mortality was the same with IVIG and with placebo": the word that makes an outcome equal, before the two arms."""
    folds = page.tokens.folds
    if _SAME.isdisjoint(unit.folds) or (_PLACEBOS | {"without"}).isdisjoint(unit.folds) or any(t.concept == "adverse-event-root" for t in unit.terms):
        return None
    at = next((i for i in range(unit.first, unit.last) if folds[i] in _SAME and (folds[i] not in _DIFFERENT or _is_denied(unit, page, i))), None)
    if at is None:
        return None
    told = page.tokens.stems[max(unit.first, at - _OUTCOME) : at]
    arms = folds[at + 1 : unit.last]
    if _PLACEBOS.isdisjoint(arms) and not _is_with_and_without(page, at, unit.last):
        return None
    if (page.lists["clinical-outcome"] | _MORTALITY).isdisjoint(told) or "baseline" in unit.folds:
        return None
    return at


def _is_with_and_without(page: Page, first: int, last: int) -> bool:
    """ "the same with and without IVIG": the two arms in three words."""
    folds = page.tokens.folds
    return any(folds[i] == "with" and folds[i + 1] in {"and", "or"} and folds[i + 2] == "without" for i in range(first, last - 2))


def _is_denied(unit: Unit, page: Page, index: int) -> bool:
    return not page.lists["denial"].isdisjoint(page.tokens.folds[max(unit.first, index - DENIAL) : index])


_DIFFERENT = frozenset(("differ", "different"))
_SAME = _DIFFERENT | frozenset(("same", "similar", "identical", "equal", "comparable", "alike", "indistinguishable"))
_MORTALITY = frozenset(("mortaliti", "recoveri", "memori", "fatigu", "strength", "disabiliti", "rate", "outcom"))
#: Words between an outcome and what is said of it.
_OUTCOME = 6
_STUDIES = frozenset(("trial", "studi", "study", "result"))
_REGIMEN = frozenset(("dose", "doses", "dosage", "dosing", "rate", "schedule", "regimen", "interval", "brand"))


def _clause(unit: Unit, page: Page, first: int, last: int) -> tuple[int, int]:
    breaks = [i for i in range(unit.first, unit.last) if page.tokens.folds[i] in TURNING or page.tokens.surfaces[i] in {";", ":"}]
    begin = max((i + 1 for i in breaks if i < first), default=unit.first)
    return begin, min((i for i in breaks if i >= last), default=unit.last)


def _failing_product(unit: Unit, page: Page, begin: int, end: int, first: int) -> str | None:
    """The product whose failure the clause tells; no other treatment may stand beside it but a placebo."""
    folds = page.tokens.folds
    acting = [a for a in unit.agents if begin <= a.first < end and not (a.concept is None and folds[a.last - 1] in _PLACEBOS)]
    if acting and acting[0].first > first and _is_wanting(unit, page, acting[0], first):
        return None  # "The tablets no longer work, and we have no IVIG"
    if acting and folds[begin] in OPENING_CASE and first < acting[0].first and "," in folds[first : acting[0].first]:
        return None  # "A is treated with B; when it does not work, X is given"
    added = added_product(unit, page, begin, first)
    if added is not None:
        return added.concept
    named = {i for a in acting for i in range(a.first, a.last)}  # "low-dose IVIG" is what was tested, "a low dose of IVIG" a part of it
    said = (folds[i] for i in range(begin, first) if i not in named)
    again = any(folds[a.first - 1] == "of" and not SECOND_TIME.isdisjoint(folds[max(begin, a.first - _TO_DOSE) : a.first]) for a in acting)
    if again or not page.lists["another-dose"].isdisjoint(said) or any(
        folds[agent.first - 1] == "without" and folds[agent.first - 2] not in {"and", "or"} for agent in acting
    ):
        return None  # "Therapy without X is also effective"
    arms = (a for a in unit.agents if a.first > first and folds[a.last - 1] in _PLACEBOS and folds[a.first - 1] in _ARMS)
    if any(_COMPARING.isdisjoint(folds[max(begin, arm.first - _TO_ARM) : arm.first - 1]) for arm in arms):
        return None  # "fell with IVIG and did not change with placebo"
    if not acting:
        earlier = [a for a in unit.agents if a.first < begin]
        spoken = _speaks_of_product(folds[begin:end]) or not _SAID_AGAIN.isdisjoint(folds[begin:first])
        is_own = _OF_ANOTHER.isdisjoint(folds[first:end]) or _is_over_care(folds[first:end])
        opens_with_whom = folds[begin] == "in" and is_own  # "It helped in A; in B no effect was seen"
        goes_on = folds[begin - 1] in TURNING or (folds[begin - 1] == ";" and (spoken or opens_with_whom))
        if earlier and all(a.concept for a in earlier) and goes_on:
            return earlier[-1].concept
        labelled = unit.label_last is not None and unit.is_item
        before = _product_before(unit) if opens_with_whom and not earlier and begin == unit.first else None
        if before is not None:
            return before
        return page.topic if not earlier and (labelled or _speaks_of_product(folds[begin:end])) else None
    products = {a.concept for a in acting}
    return next(iter(products)) if len(products) == 1 else None


def _is_over_care(words: Sequence[str]) -> bool:
    """ "no survival benefit over supportive care", "no gain over placebo": what a trial holds its product against."""
    over = [i for i, word in enumerate(words) if word in _OF_ANOTHER]
    return len(over) == 1 and words[over[0]] in {"over", "beyond"} and not _CONTROL_CARE.isdisjoint(words[over[0] + 1 : over[0] + 3])


_CONTROL_CARE = _PLACEBOS | frozenset(("supportive", "standard", "usual", "conventional", "best"))
#: Tokens from "a second" to the product: "a second course of".
_TO_DOSE = 4
#: Words that hold one arm against the other: "beyond that seen with placebo"; and tokens of these words.
_COMPARING = frozenset(("compared", "comparison", "than", "beyond", "over"))
_TO_ARM = 5


def _is_wanting(unit: Unit, page: Page, agent: Agent, first: int) -> bool:
    """ "we do not have IVIG", "we have no IVIG", "IVIG is not available": a product that cannot be had has not failed."""
    folds = page.tokens.folds
    at = next((i for i in range(agent.first - 1, first, -1) if folds[i] not in _ANY), first)
    if folds[at] in _HAVING and not _DENIALS.isdisjoint(folds[max(first, at - 2) : agent.first]):
        return True
    last = next((a.last for a in reversed(unit.agents) if a.concept == agent.concept), agent.last)
    behind = folds[last : min(unit.last, last + _TO_HAVING)]
    return "unavailable" in behind or (not _AT_HAND.isdisjoint(behind) and not _DENIALS.isdisjoint(behind))


#: Words between a verb of having and the product, such verbs, what can be had is, denials, and tokens of what is said of the product.
_ANY = frozenset(("no", "any", "the", "enough", "access", "to", "hold", "of"))
_HAVING = frozenset(("have", "get", "obtain", "afford", "find", "had", "has"))
_AT_HAND = frozenset(("available", "obtainable", "had", "sold", "supplied"))
_DENIALS = frozenset(("not", "no", "cannot", "never", "without"))
_TO_HAVING = 6


#: Words that take up the product that the part before a semicolon is about.
_SAID_AGAIN = frozenset(("it", "this", "the"))


def _is_of_harm(unit: Unit, first: int, last: int) -> bool:
    """ "no evidence that IVIG led to A": the verb that is denied brings an effect about."""
    causing = (cue for cue in unit.relations if cue.phrase.kind == "adverse" and first <= cue.first < last)
    return any(term.has("AdverseEffect") and cue.last <= term.first < last for cue in causing for term in unit.terms)


#: Words behind "no effect" that make it one on something else, of something else or for a time.
_OF_ANOTHER = frozenset(("on", "of", "before", "within", "until", "beyond", "over"))


def _product_before(unit: Unit) -> str | None:
    """ "IVIG helped in A. In B no effect was seen.": the one product that the sentence before, in the same paragraph, tells of alone."""
    before = unit.previous
    if before is None or before.block != unit.block or before.rivals or len({agent.concept for agent in before.products}) != 1:
        return None
    return before.products[0].concept


def _speaks_of_product(clause: Sequence[str]) -> bool:
    """ "it", "the trial", "this treatment", but not "other pain drugs" or "currently available treatment"."""
    spoken = [i for i, word in enumerate(clause) if word in _SPOKEN]
    reported = bool(spoken) and clause[spoken[0]] in _REPORTS  # "A review found that either treatment": what it is on counts, too
    return bool(spoken) and all(_OTHERS.isdisjoint(clause[max(0, at - _OF_OTHERS) : at]) for at in spoken[: 1 + reported])


_SPOKEN = frozenset((
    "it", "therapy", "treatment", "drug", "medicine", "product", "trial", "study", "review", "analysis", "globulin", "infusion", "antibody",
))  # fmt: skip
_REPORTS = frozenset(("review", "analysis"))
_OTHERS = frozenset(("either", "neither", "other", "available", "current", "existing", "conventional", "standard", "supportive", "symptomatic", "usual"))
#: Tokens before the noun that name another treatment.
_OF_OTHERS = 3


def _is_likened(page: Page, term: Term) -> bool:
    """ "A, which is often taken for B", "but, unlike in B, does little", "A without B": the other of the two."""
    if is_unlike(page.tokens.folds, term.first) or page.tokens.folds[term.first - 1] == "without":
        return True
    return page.tokens.folds[term.first - 2 : term.first] in (["taken", "for"], ["mistaken", "for"], ["confused", "with"], ["from", "the"])


_COMPLAINTS = frozenset(("symptom", "complaint", "sign", "problem"))
_THE = frozenset(("the", "these", "those", "all", "such", "their", "his", "her"))


def _unhelped(unit: Unit, page: Page, first: int, after: Sequence[str]) -> list[Term]:
    """The conditions before the failure in its sentence, or what the sentence before or the heading is about."""
    here = [t for t in _named_in(unit) if t.last <= first and not _is_likened(page, t)]
    if here and _is_lessened(unit, page, here[-1]) and not _GOING_ON.isdisjoint(page.tokens.folds[here[-1].last : first]):
        return []
    if here:
        group = [here[-1]]
        if "latter" in page.tokens.folds[here[-1].last : first]:
            return group  # "A and B were excluded; in the latter, trials were negative"
        for term in reversed(here[:-1]):
            if not _joins(page.tokens.folds[term.last : group[0].first]):
                break
            group.insert(0, term)
        return group
    opening = unit.opening()
    if opening is not None and page.tokens.folds[unit.first] in {"in", "for"} and opening.has("Condition") and opening.first - unit.first <= 1:
        return [opening]  # "For A results conflict; a meta-analysis showed no survival benefit"
    if any(t.has("Category", "AcquiredCause") and 0 <= first - t.last <= _TO_OWN and page.tokens.folds[t.first - 1] == "the" for t in unit.terms):
        return []  # "the cancer behind it is not affected": what did not change is named, and it is no illness by name
    if page.is_label or (_says_on_what(after) and page.lists["clinical-outcome"].isdisjoint(after)):
        return []
    if page.tokens.stems[first - 1] in _COMPLAINTS and page.tokens.folds[first - 2] not in _THE:
        return []  # "Bowel symptoms have little improvement": some that have no name
    previous = unit.previous
    heading = page.heading_over(unit)
    for owner in (previous if previous is not None and previous.block == unit.block else None, heading, page.units[0]):
        terms = _named_in(owner) if owner is not None and owner is not unit else []
        if terms:
            is_list = owner is heading and heading is not page.units[0] and len(terms) <= _HEADED  # "Sepsis and burns" over a failure
            if is_list or len({t.concept for t in terms}) == 1:
                return terms if is_list else terms[:1]
            if owner is not page.units[0]:
                return []
    titled = page_disease(page)  # where a line of links stands over the title
    return [titled] if titled is not None else []


def _is_lessened(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG lowers the number of infections but has not lengthened life": what the product is said to make less is no failure of it."""
    return any(
        cue.phrase.kind == "lessen"
        and (_GOING_ON | _ARMS).isdisjoint(page.tokens.folds[cue.last : term.first])
        and 0 <= term.first - cue.last <= _TO_LESSENED
        and any(agent.concept and 0 <= cue.first - agent.last <= _TO_VERB for agent in unit.agents)
        for cue in unit.safety
    )


#: Words before the next statement.
_GOING_ON = frozenset(("and", "but", "yet", ",", ";", "though", "although", "whereas", "while"))
#: Tokens from a verb of less to what becomes less: "reduces the number of serious infections".
_TO_LESSENED = 4
#: Tokens from what did not change to the failure: "behind it".
_TO_OWN = 3


def _joins(words: Sequence[str]) -> bool:
    """ "A, B and C", "in A and in B": nothing stands between the members but what joins them."""
    rest = words[:-1] if len(words) > 1 and words[-1] in {"in", "for", "against"} else words
    return {",", "and", "or", "/", '"'}.issuperset(rest)


def _says_on_what(after: Sequence[str]) -> bool:
    """Tell "no effect on scores" from "no benefit.", "no benefit over standard care" and "no benefit in the largest trial"."""
    words = [word for word in after if word[0].isalpha()]
    if not words or words[0] in _OVER:
        return False
    return not (words[0] == "in" and not _SETTINGS.isdisjoint(words[1:_TO_SETTING]))


_OVER = frozenset(("over", "compar", "compared", "versus", "vs", "than", "beyond"))
_SETTINGS = frozenset(("trial", "studi", "study", "analysi", "analysis", "seri", "series", "registri", "registry"))
#: Words from "in" to the study.
_TO_SETTING = 6


#: Conditions that one heading names for what the section says of all of them.
_HEADED = 2
