"""What a text takes back of a treatment: words of effect that are denied, turns of the sentence, answers; drafts of not_effective_for come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.drafts import Draft
from kg.reading.governors import Governor
from kg.reading.page import DISEASES, Agent, Page, Term, Unit, is_part
from kg.reading.silences import was_hoped
from kg.records import Polarity

__all__ = [
    "DENIAL",
    "FAILS",
    "OPENING_CASE",
    "THESE",
    "TURNING",
    "added_product",
    "denies_effect",
    "find_denied",
    "follows_preposition",
    "futile",
    "is_behind_another",
    "is_failing",
    "is_mere_chance",
    "is_of_combination",
    "is_of_controls",
    "is_of_one_outcome",
    "is_refuted",
    "without_mere_additions",
]

FAILS = frozenset(("ineffective", "ineffective-left"))
_EFFECTS = (
    "role",
    "place",
    "evidence",
    "effect",
    "efficac",
    "benefi",
    "work",
    "help",
    "success",
    "useful",
    "improv",
    "reliev",
    "shorten",
    "reduc",
    "hasten",
    "chang",
    "alter",
    "slow",
)


def denies_effect(page: Page, governor: Governor, polarity: Polarity) -> bool:
    """ "no evidence that it is effective in A": a word for an effect, denied, says that the product does not work."""
    cue = governor.cue
    if polarity != "negated" or cue is None or governor.value not in {"used", ""}:
        return False
    words = page.tokens.stems[cue.first : cue.last]
    return any(word.startswith(_EFFECTS) for word in words)


TURNING = frozenset(("but", "yet", "however", "although", "though", "nevertheless", "unfortunately"))
#: Words between the members of a list.
_LIST = 12
#: Words between a denial and the word for the effect that it denies.
DENIAL = 4


def is_refuted(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "It has been tried in A, but large studies showed that it does not help": what a turn takes back, here or in the next sentence."""
    if governor.source in {"section", "intro"} and unit.label_last is not None and term.last <= unit.label_last:
        body = page.tokens.folds[unit.label_last : unit.last]
        return "placebo" in body and _says_futile(page, unit.label_last, unit.last)
    if governor.source == "section" or governor.value not in {"used", "investigational", ""}:
        return False
    tokens = page.tokens
    turn = next(
        (
            i
            for i in range(term.last, unit.last)
            if tokens.folds[i] in TURNING or tokens.surfaces[i] in {";", ":"} or (tokens.folds[i] == "where" and i - term.last <= 2)
        ),
        None,
    )
    without = next((i for i in range(term.last, unit.last if turn is None else turn) if tokens.folds[i] in {"without", "vain"}), None)
    near = min(term.last + 4, unit.last if turn is None else turn)
    if (
        any(is_failing(page, i) for i in range(term.last, near))
        and page.lists["circumstance"].isdisjoint(tokens.folds[term.last : near])
        and not _ends_relative(page, term, governor)
    ):
        return True
    if without is not None and _ABLE.isdisjoint(tokens.folds[term.last : without]):
        fails = tokens.folds[without] == "vain" or not page.lists["effect"].isdisjoint(tokens.stems[without + 1 : without + 4])
        if fails and not any(t.has(*DISEASES) and t.first < without and t.first - term.last > _LIST for t in unit.terms):
            return True
    joined = next((i for i in range(term.last, unit.last - 2) if tokens.folds[i] == "and" and tokens.folds[i + 1] in _SHOWING), None)
    if joined is not None and tokens.folds[joined + 2] in {"no", "little"} and _says_futile(page, joined, unit.last):
        return True  # "was given in A and had no impact on survival"
    there = next((i + 1 for i in range(term.last, unit.last - 3) if tokens.folds[i] == "and" and tokens.folds[i + 1] == "there"), None)
    told = tokens.folds[there + 2 : there + _TO_GAIN] if there is not None else []
    if there is not None and told[:1] in (["no"], ["little"]) and not _GAIN.isdisjoint(told):
        return not any(t.has(*DISEASES) and t.first > there for t in unit.terms)  # "was studied in A and there was no evidence of benefit"
    if turn is not None and _opens_case(unit, page, turn):
        return False
    here = turn is not None and not any((t.has(*DISEASES) or t.concept == "infection") and t.first > turn for t in unit.terms)
    if turn is not None and here and _says_futile(page, turn, unit.last) and not is_of_controls(page, turn, unit.last):
        return not (is_of_one_outcome(unit, page, turn + 1) or is_of_combination(unit, page, min(turn + _TO_ADDED, unit.last)))
    following = page.following(unit)
    if turn is not None or following is None or following.block != unit.block or following.first >= following.last:
        return False
    opens = tokens.folds[following.first] in TURNING or tokens.folds[following.first : following.first + 2] in (
        ["so", "far"],
        ["in", "fact"],
    )
    return opens and not any(t.has(*DISEASES) for t in following.terms) and _says_futile(page, following.first, following.last)


def _opens_case(unit: Unit, page: Page, turn: int) -> bool:
    """ "A is treated with steroids; if these fail, X is given": behind the turn a case of failure, and behind its comma none is told."""
    if page.tokens.folds[turn + 1] not in OPENING_CASE:
        return False
    comma = next((i for i in range(turn + 2, unit.last) if page.tokens.surfaces[i] == ","), None)
    return comma is not None and not _says_futile(page, comma, unit.last)


#: Words that open a case, such as that in which another treatment was not enough.
OPENING_CASE = frozenset(("if", "when", "once", "where", "should"))
#: What there was none of, and tokens to it: "there was no evidence of any benefit".
_GAIN = frozenset(("benefit", "improvement", "gain", "efficacy", "effectiveness"))
_TO_GAIN = 8


#: Words by which "without help" tells what a patient can do: "A, if you cannot walk without help".
_ABLE = frozenset(("walk", "walking", "stand", "breathe", "move", "able", "unable", "cannot", "eat", "live"))


def _ends_relative(page: Page, term: Term, governor: Governor) -> bool:
    """ "IVIG, which is of use in A, fails to help in B": the comma behind A ends a clause of its own, and what fails, fails elsewhere."""
    tokens = page.tokens
    if governor.cue is None or tokens.surfaces[term.last : term.last + 1] != [","]:
        return False
    return "which" in tokens.folds[max(0, governor.cue.first - 3) : governor.cue.first + 1]


def is_of_combination(unit: Unit, page: Page, first: int) -> bool:
    """ "Adding A to it was not effective", "combining them offers no benefit", "A followed by IVIG is not advised": what failed is the addition."""
    tokens = page.tokens
    start = next((i + 1 for i in range(first - 1, unit.first, -1) if tokens.surfaces[i] in {";", ":"}), unit.first)
    added = added_product(unit, page, start, first)
    if added is None and not _ADDED.isdisjoint(tokens.folds[start : min(first, start + _TO_ADDED)]):
        return True
    if added is not None:
        return False
    agents = [agent for agent in unit.agents if start <= agent.first < first]
    is_second = len(agents) > 1 and tokens.folds[agents[-1].first - 2 : agents[-1].first] in _THEN
    return is_second and any(agent.concept is None for agent in agents)


def is_with_another(unit: Unit, page: Page, term: Term) -> bool:
    """ "not be used for A together with plasma exchange", "not advised in A in combination with steroids": what is refused is the two at once."""
    together = next((cue for cue in unit.safety if cue.phrase.kind == "together" and 0 <= cue.first - term.last <= _TO_JOINT), None)
    return together is not None and any(0 <= rival.first - together.last <= _TO_JOINT for rival in unit.rivals)


#: Tokens from a condition to "together with", and from there to the other treatment.
_TO_JOINT = 1


def is_behind_another(unit: Unit, page: Page, term: Term, first: int) -> bool:
    """ "not be given after plasma exchange in A", "straight after steroids for A": what is refused is the second of two treatments."""
    folds = page.tokens.folds
    return any(
        first <= rival.first < rival.last < term.first <= rival.last + _TO_TREATED
        and folds[rival.first - 1] in {"after", "following", "with", "before"}
        and folds[rival.last] in {"in", "for"}
        for rival in unit.rivals
    )


#: Tokens from another treatment to what it is for: "in patients with".
_TO_TREATED = 4


def added_product(unit: Unit, page: Page, first: int, last: int) -> Agent | None:
    """ "In A, adding IVIG to heparin did not ...": the product that is itself added to another treatment, on which all that is said bears."""
    folds = page.tokens.folds
    for agent in unit.products:
        if first <= agent.first < last and folds[agent.last : agent.last + 1] == ["to"]:
            before = folds[max(first, agent.first - 2) : agent.first]
            if before[-1:] == ["adding"] or before in (["addition", "of"], ["adding", "the"]):
                return agent
    return None


_ADDED = frozenset(("adding", "addition", "combining", "combination", "combined", "added", "sequential", "sequence"))
_THEN = (["followed", "by"], ["and", "then"])
_TO_ADDED = 5


def is_of_controls(page: Page, turn: int, last: int) -> bool:
    """ "X helped in A, whereas those on placebo did not improve": behind a turn, what is said of those who were not given it."""
    folds = page.tokens.folds
    at = next((i for i in range(turn + 1, last) if folds[i] not in _THOSE_ON), last)
    return at < last - 1 and folds[at] in _UNTREATED and (folds[at] in _BY_THEMSELVES or folds[at + 1] in _CONTROL_GROUP)


#: Words before those who were not given the product, what they are called or get, which of it stands alone, and words behind it.
_THOSE_ON = frozenset(("the", "those", "patient", "people", "child", "participant", "on", "with", "given", "receiving", "in", "who", "received", "got"))
_BY_THEMSELVES = frozenset(("controls", "untreated", "control"))
_UNTREATED = _BY_THEMSELVES | {"placebo", "sham", "saline"}
_CONTROL_GROUP = frozenset(("patient", "group", "arm", "recipient", "did", "do", "doe", "does", "failed", "showed", "had", "saw", "control"))


def is_of_one_outcome(unit: Unit, page: Page, first: int) -> bool:
    """ "It reduced relapses in A but had no effect on fatigue": what is denied behind the turn is one outcome of a treatment that worked."""
    tokens = page.tokens
    turn = next((i for i in range(first - 1, unit.first, -1) if tokens.folds[i] in TURNING or tokens.surfaces[i] == ";"), None)
    if turn is None or not _TESTED.isdisjoint(tokens.folds[turn : unit.last]):
        return False
    helping = (i for i in range(unit.first, turn) if tokens.stems[i] in _HELPING and tokens.folds[i - 1] not in _NOT_YET)
    if not any(agent.last <= i for i in helping for agent in unit.products):
        return False
    said = tokens.stems[turn : unit.last]
    return any(stem in _CHANGING or said[i : i + 2] == ["effect", "on"] for i, stem in enumerate(said))


#: Words of a later and better test, which takes back what was seen before.
_TESTED = frozenset(("placebo", "trial", "trials", "study", "studies", "controled", "randomized", "randomised", "larger", "sham", "overall"))
#: Words before a verb of help that make it no fact.
_NOT_YET = frozenset(("to", "not", "may", "might", "could", "would", "be", "been"))
_HELPING = frozenset(
    ("reduc", "reduce", "improv", "improve", "speed", "shorten", "hasten", "halv", "lower", "cut", "rais", "raise", "increas", "accelerat")
)
#: Verbs whose object is one outcome: "did not reduce mortality".
_CHANGING = frozenset(("reduc", "reduce", "lower", "affect", "chang", "change", "shorten", "prevent", "alter", "influenc", "influence"))
_SHOWING = frozenset(("had", "has", "showed", "produced", "conferred", "gave", "brought"))


def is_failing(page: Page, index: int) -> bool:
    """Tell a word for failing from the failure of an organ: "when the breathing muscles fail"."""
    tokens = page.tokens
    if tokens.surfaces[index].lower() == "failing" and tokens.folds[index + 1 : index + 2] and tokens.folds[index + 1] in _MADE_BY_BODY:
        return False  # "with failing antibody production"
    return tokens.stems[index] in page.lists["failing"] and tokens.stems[index - 1] not in _ORGANS


def is_mere_chance(page: Page, first: int) -> bool:
    """ "may not help", "might not be effective": what may fail has not failed."""
    before = page.tokens.folds[max(0, first - 2) : first]
    return not _MODALS.isdisjoint(before[-1:]) or before in (["may", "not"], ["might", "not"], ["could", "not"])


_MODALS = frozenset(("may", "might"))
_MADE_BY_BODY = frozenset(("antibody", "antibodies", "humoral", "immune", "igg", "heart", "kidney", "liver", "graft", "organ", "marrow", "bone"))
_ORGANS = frozenset(("muscl", "muscle", "kidney", "heart", "lung", "organ", "liver", "marrow", "breath", "breathing", "respir"))


def _says_futile(page: Page, first: int, last: int) -> bool:
    tokens = page.tokens
    for index in range(first, last):
        stem = tokens.stems[index]
        if is_mere_chance(page, index):
            continue
        if is_failing(page, index):
            return True
        if stem in page.lists["effect"] and not page.lists["denial"].isdisjoint(tokens.folds[max(first, index - DENIAL) : index]):
            return True
    return False


def follows_preposition(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "no benefit of IVIG over placebo in A": the condition is led to by a preposition, or follows the cue at once."""
    cue = governor.cue
    if cue is None or governor.unit != unit.index or term.first == cue.last:
        return True
    if page.tokens.folds[term.first - 2 : term.first] in (["and", page.tokens.folds[cue.last - 1]], ["or", page.tokens.folds[cue.last - 1]]):
        return True  # "negative in A, when treated late, and in B"
    if any(c.phrase.kind == "example" and cue.last < c.first and c.last == term.first for c in unit.relations) and not unit.cues("patients"):
        return True  # "did not help in Cs, such as A"
    if not page.lists["circumstance"].isdisjoint(page.tokens.folds[cue.last : term.first]):
        return False  # "not effective once A has begun"
    if term.first - cue.last <= 2:
        return True
    return not page.lists["towards-condition"].isdisjoint(page.tokens.folds[max(cue.last, term.first - 5) : term.first])


#: What a sentence says becomes rarer, the next does not deny.
_FEWER = frozenset(("fewer", "less"))
THESE = frozenset(("these", "those", "them"))


def find_denied(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read not_effective_for where a pronoun stands for the conditions just listed ("no benefit in these")."""
    previous = unit.previous
    if previous is None:
        return
    surfaces = page.tokens.surfaces
    asks = surfaces[previous.last - 1 : previous.last] == ["?"] or was_hoped(previous, page)
    if previous.block in (unit.block, unit.block - 1) and surfaces[unit.last - 1] != "?" and asks:
        yield from _answered(unit, previous, page)
    if not page.topic or THESE.isdisjoint(unit.folds):
        return
    cue = next((c for c in unit.relations if c.phrase.kind in FAILS), None)
    if cue is None or any(t.has(*DISEASES) for t in unit.terms if t.first >= cue.first):
        return
    if previous.block != unit.block and not (previous.is_item and unit.intro is None):
        return
    if THESE.isdisjoint(page.tokens.folds[cue.first : unit.last]) or not _FEWER.isdisjoint(previous.folds):
        return
    product = next((agent.concept for agent in (*unit.agents, *previous.agents) if agent.concept), page.topic)
    here = [t for t in unit.terms if t.last <= cue.first and t.has("Condition", "Immunodeficiency") and not is_part(unit, t)]
    meant = ("Condition", "Immunodeficiency", *(("AdverseEffect",) if _is_bare_list(previous, page) else ()))
    for term in here or (t for t in previous.terms if t.has(*meant) and not is_part(previous, t)):
        yield futile(product, term, "ineffective, pronoun", unit, (cue.first, cue.last))


def _is_bare_list(unit: Unit, page: Page) -> bool:
    """ "Allergies, tiredness and headaches.": a sentence that does nothing but name complaints."""
    named = {i for term in unit.terms for i in range(term.first, term.last)}
    rest = [page.tokens.folds[i] for i in range(unit.first, unit.last) if i not in named and page.tokens.folds[i] not in _JOINING]
    return not unit.agents and not unit.relations and len(unit.terms) > 1 and len(rest) <= _UNKNOWN


#: What joins the members of a list, and how many other words it may have.
_JOINING = frozenset((",", "and", "or", ".", ":", ";", "a", "the"))
_UNKNOWN = 2


def _answered(unit: Unit, question: Unit, page: Page) -> Iterator[Draft]:
    """ "Does it help in A? No.", "... Trials found no effect": the answer denies what was asked."""
    tokens = page.tokens
    if question.first >= question.last or unit.first >= unit.last:
        return
    asks = any(c.phrase.kind.startswith("treats") or c.phrase.kind.startswith("ineffective") for c in question.relations)
    asks = asks or (tokens.folds[question.first] in _ASKING and not _WORKING.isdisjoint(question.folds)) or was_hoped(question, page)
    asked, before = question, question.previous
    if not question.terms and not _WORKING.isdisjoint(question.folds) and before is not None and before.block == question.block:
        asked, asks = before, True  # "My aunt had it for A. Does it work?"
    product = next((agent.concept for agent in (*asked.agents, *unit.agents) if agent.concept), page.topic)
    denied = tokens.folds[unit.first] == "no" and tokens.surfaces[min(unit.first + 1, unit.last - 1)] in {".", ",", ";", "-"}
    denied = denied or _says_no(tokens.folds[unit.first : unit.last])
    denied = denied or any(cue.phrase.kind in FAILS and cue.first == unit.first for cue in unit.relations)  # "No improvement was seen."
    if not asks or product is None or any(t.has(*DISEASES) for t in unit.terms) or question.rivals:
        return
    if not denied and (tokens.folds[unit.first] in _GRANTING or not _says_futile(page, unit.first, unit.last)):
        return
    if any(cue.phrase.value == "approved" for cue in asked.relations):
        return  # "Is it licensed for A? No.": what is denied is the licence
    for term in asked.terms:
        if term.has("Condition", "Immunodeficiency", "Category") and not is_part(asked, term):
            yield futile(product, term, "question denied", asked)


def _says_no(words: Sequence[str]) -> bool:
    """ "Unlikely.", "Probably not.", "The one trial says no.": an answer in a few words."""
    said = [word for word in words if word[0].isalpha()]
    if said[:1] in (["unlikely"], ["none"]) or said in _NOES:
        return True
    if len(said) < 2:
        return False
    return (said[-2] in _VERDICTS and said[-1] == "no") or (said[-1] == "not" and said[-2] in _DENYING and not _FINDING.isdisjoint(said))


#: Short answers that deny.
_NOES = (
    ["probably", "not"], ["sadly", "not"], ["alas", "not"], ["not", "really"], ["unfortunately", "not"], ["so", "far", "no"], ["so", "far", "not"],
    ["not", "so", "far"], ["apparently", "not"], ["sadly", "no"], ["alas", "no"], ["in", "short", "no"], ["it", "does", "not"],
    ["it", "did", "not"], ["they", "do", "not"],
)  # fmt: skip
#: Verbs that a last "not" denies, and those of who found out: "Two trials found that it does not".
_DENYING = frozenset(("is", "does", "do", "did", "was", "has", "will"))
_FINDING = frozenset(("found", "showed", "shown", "say", "says", "said", "concluded", "suggest", "indicate", "answered", "find", "show", "demonstrated"))


#: Words that open a question about what a product does: "Will it help my asthma?".
_ASKING = frozenset(("will", "can", "does", "do", "would", "could", "did"))
#: Verbs of a verdict: "The only trial says no".
_VERDICTS = frozenset(("say", "says", "said", "answer", "answers", "is", "be"))
_WORKING = frozenset(("work", "help"))
#: Words that open an answer which grants what was asked: "Sometimes, when other treatments fail".
_GRANTING = frozenset(("yes", "sometimes", "often", "usually", "occasionally", "rarely", "only", "when", "if", "possibly", "perhaps"))


def futile(product: str, term: Term, method: str, unit: Unit, cue_span: tuple[int, int] | None = None) -> Draft:
    """Claim that the product does not help in a condition that was named a sentence before."""
    score = round(0.65 * term.score, 3)
    return Draft(product, "not_effective_for", term.concept, term.first, term.last, method, score, unit.index, cue_span=cue_span)


def without_mere_additions(drafts: Sequence[Draft], page: Page) -> list[Draft]:
    """ "Adding it to B did no more in A": no failure in an illness that the text treats with it."""
    helped = {d.object for d in drafts if d.predicate in {"treats", "prevents"} and d.polarity != "negated"}
    return [d for d in drafts if d.predicate != "not_effective_for" or d.object not in helped or not _is_of_addition(d, page)]


def _is_of_addition(draft: Draft, page: Page) -> bool:
    unit = page.units[draft.unit]
    return draft.cue_span is not None and added_product(unit, page, unit.first, draft.cue_span[0]) is not None
