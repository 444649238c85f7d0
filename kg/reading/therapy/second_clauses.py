"""What a clause says of a product for the disease that the clause before names: sentences go in, drafts of treats come out.

"Steroids do not help in A; IVIG is the treatment of choice", "A is treated with drugs, but some need IVIG".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.reading.clauses import is_unlike
from kg.reading.drafts import Draft, draft_of
from kg.reading.page import CONDITIONS, DISEASES, Agent, Page, Term, Unit, is_part
from kg.reading.qualifiers import MODALS, polarity_of
from kg.reading.subjects import PRONOUNS, is_excluded
from kg.reading.therapy.advice import gives_advice
from kg.reading.therapy.brought_about import is_brought_about
from kg.reading.therapy.bystanders import is_had_safely, is_named_beside, is_survived
from kg.reading.therapy.exposure import mentions_exposure
from kg.reading.therapy.refutations import futile
from kg.reading.therapy.scope import NOT_THERAPY, UNSPECIFIC
from kg.reading.words import stem
from kg.records import Polarity, Status

__all__ = ["find_in_clause", "find_second_clause"]

_METHOD = "clause behind one on the disease"


def find_second_clause(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read what the last clause says of a product, of the one disease that the clauses or the sentence before name with other treatments only."""
    if unit.is_heading or unit.is_row or unit.place.kind in NOT_THERAPY or page.tokens.surfaces[unit.last - 1] == "?":
        return
    start = _second_start(unit, page)
    if start is None:
        return
    agent = next(agent for agent in unit.products if agent.first >= start)
    term = _sole_disease(unit, page, unit.first, start) if start > unit.first else _of_sentence_before(unit, page)
    said = _said_of(unit, page, start, agent) if term is not None else None
    if term is None or said is None or agent.concept is None:
        return
    at, status = said
    polarity = polarity_of([cue for cue in unit.qualifiers if cue.first >= start], page.tokens, (start, unit.last), at, at + 1, cue_first=at)
    yield draft_of(
        agent.concept, "treats", term, _METHOD, 0.7, unit.index,
        status=status, polarity=polarity, subject_span=(agent.first, agent.last), cue_span=(at, at + 1),
    )  # fmt: skip


def find_in_clause(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Y is used in A, a disease that also responds to IVIG", "patients with A who do not respond to Y are often given IVIG": clauses on the disease."""
    if unit.is_heading or unit.place.kind in NOT_THERAPY or page.tokens.surfaces[unit.last - 1] == "?":
        return
    folds, stems = page.tokens.folds, page.tokens.stems
    for term in unit.terms:
        if not term.has(*CONDITIONS) or term.has("AdverseEffect") or is_part(unit, term) or term.concept in UNSPECIFIC | {"pregnancy"}:
            continue
        begin = _apposed(unit, page, term) or _unhelped(unit, page, term)
        at = next((i for i in range(begin, min(unit.last, begin + _TO_TREATED)) if stems[i] in _TREATED), None) if begin is not None else None
        agent = _treated_with(unit, page, at) if at is not None else None
        if begin is None or at is None or agent is None or agent.concept is None or any(begin <= a.first < at for a in unit.agents):
            continue
        is_response = stems[at] in _RESPONSES
        if not _DENYING.isdisjoint(folds[begin:at]):
            if is_response:
                yield futile(agent.concept, term, _METHOD, unit, (at, at + 1))
            continue
        polarity: Polarity = "hedged" if is_response and not MODALS.isdisjoint(folds[begin:at]) else "affirmed"
        yield draft_of(
            agent.concept, "treats", term, _METHOD, 0.75, unit.index,
            status="used", polarity=polarity, subject_span=(agent.first, agent.last), cue_span=(at, at + 1),
        )  # fmt: skip


def _apposed(unit: Unit, page: Page, term: Term) -> int | None:
    """The token behind "A, a disease (that)"."""
    folds = page.tokens.folds
    if _KINDS.isdisjoint(unit.folds) or folds[term.last : term.last + 1] != [","] or folds[term.last + 1] not in {"a", "an", "another", "the"}:
        return None
    noun = next((i for i in range(term.last + 2, min(unit.last - 2, term.last + _TO_KIND)) if folds[i] in _KINDS), None)
    if noun is None or not _JOINTS.isdisjoint(folds[term.last + 2 : noun]):
        return None
    return noun + 1 + (folds[noun + 1] in {"that", "which"})


def _unhelped(unit: Unit, page: Page, term: Term) -> int | None:
    """The token behind "patients with A who do not respond to Y"."""
    folds, stems = page.tokens.folds, page.tokens.stems
    if "who" not in unit.folds:
        return None
    who = next((i for i in range(term.last, min(unit.last, term.last + _TO_WHO)) if folds[i] == "who"), None)
    if who is None or not unit.rivals:
        return None
    helped = next((i for i in range(who + 1, min(unit.last, who + _TO_HELPED)) if stems[i] in _HELPED), None)
    if helped is None or (folds[helped] not in {"fail", "failed"} and _DENYING.isdisjoint(folds[who:helped])):
        return None
    tried = [rival for rival in unit.rivals if 0 < rival.first - helped <= _JOINT]
    if not tried or any(agent.first < tried[0].first for agent in unit.products if agent.first > who):
        return None
    end = tried[0].last
    for rival in unit.rivals:
        if rival.first >= end and _OF_JOINT.issuperset(folds[end : rival.first]):
            end = rival.last
    return end


def _treated_with(unit: Unit, page: Page, at: int) -> Agent | None:
    """The product that a verb leads to, alone or in a list: "treated with steroids or IVIG"."""
    inside = {i for rival in unit.rivals for i in range(rival.first, rival.last)}
    agent = next((agent for agent in unit.products if agent.first > at), None)
    if agent is None or is_excluded(agent, page):
        return None
    between = [page.tokens.folds[i] for i in range(at + 1, agent.first) if i not in inside]
    behind = page.tokens.folds[agent.last : min(unit.last, agent.last + _TO_VERB)]
    return agent if _LEADING_TO.issuperset(between) and _OTHER_MATTERS.isdisjoint(behind) else None


#: Nouns that say what a disease is, and tokens to one.
_KINDS = frozenset(("disease", "disorder", "condition", "illness", "neuropathy", "vasculitis", "syndrome", "indication"))
_TO_KIND = 7
#: Stems of verbs by which a disease or those who have it come to a product, and of those that tell that it helped.
_TREATED = frozenset(map(stem, ("treated", "managed", "respond", "responds", "given", "offered", "receive", "prescribed", "improves", "benefits")))
_RESPONSES = frozenset(map(stem, ("respond", "responds", "improves", "benefits")))
_LEADING_TO = frozenset(
    ("and", "or", "/", "both", "either", "(", ")", ",", "high", "dose", "-", "with", "to", "by", "from", "well", "on", "intravenous", "also")
)
#: Tokens from the clause's beginning to such a verb, from a disease to "who", and from there to the verb of what did not help.
_TO_TREATED, _TO_WHO, _TO_HELPED = 7, 4, 6
_HELPED = frozenset(map(stem, ("respond", "responded", "improve", "improved", "tolerate", "benefit", "fail", "failed")))


def _second_start(unit: Unit, page: Page) -> int | None:
    """The first token of the last clause, which names a product and no disease; that of the sentence where it has but one clause."""
    folds = page.tokens.folds
    turns = (i for i in range(unit.last - 2, unit.first, -1) if folds[i] == ";" or (folds[i] in _TURNS and folds[i - 1] == ","))
    start = next(turns, unit.first - 1) + 1
    if start < unit.last and folds[start] in _LINKS:
        start += 1 + (folds[start + 1] == ",")
    products = [agent for agent in unit.products if agent.first >= start]
    if not products or len(products) != len(unit.products) or len({agent.concept for agent in products}) > 1 + _FELLOWS:
        return None
    if any(term.first >= start and (term.has(*DISEASES) and term.concept not in _TURNS_OF_ILLNESS) for term in unit.terms):
        return None
    inside = {i for term in unit.terms for i in range(term.first, term.last)}
    unknown = any(start <= i < unit.last and i not in inside for i in page.telling)
    return start if not unknown and not any(is_excluded(agent, page) for agent in products) else None


def _sole_disease(unit: Unit, page: Page, first: int, last: int) -> Term | None:
    """The one disease that tokens [first, last) of a unit name, if they name a treatment too and no product."""
    named = [t for t in unit.terms if first <= t.first < last and t.has(*CONDITIONS) and not t.has("AdverseEffect") and not is_part(unit, t)]
    named = [t for t in named if not is_unlike(page.tokens.folds, t.first)]
    if len({term.concept for term in named}) != 1 or named[0].concept in UNSPECIFIC | {"pregnancy"}:
        return None
    term = named[0]
    treated = any(first <= t.first < last and t.has("Medication", "Management") for t in unit.terms)
    treated = treated or any(first <= agent.first < last for agent in unit.rivals) or not _TREATING.isdisjoint(page.tokens.stems[first:last])
    if not treated or any(first <= t.first < last and (t.is_product or t.has("Vaccine")) for t in unit.terms):
        return None
    if mentions_exposure(page, first, last) or not _AVERTING.isdisjoint(page.tokens.stems[first:last]):
        return None
    beside = is_named_beside(unit, page, term) or is_survived(unit, page, term) or is_had_safely(unit, page, term)
    is_other = beside or is_brought_about(unit, page, term) or page.tokens.folds[term.first - 1] in _NOT_OF_IT
    return None if is_other else term


def _of_sentence_before(unit: Unit, page: Page) -> Term | None:
    """The disease of the sentence before, in the same paragraph."""
    before = unit.previous
    if before is None or before.block != unit.block or before.is_heading or unit.place_in_block == 0 or before.products:
        return None
    if page.tokens.surfaces[before.last - 1] in {"?", ":"}:
        return None
    return _sole_disease(before, page, before.first, before.last)


def _said_of(unit: Unit, page: Page, start: int, agent: Agent) -> tuple[int, Status] | None:
    """The word by which the clause from a token on tells that the product is given or helps, with the status that it gives the use."""
    folds, stems = page.tokens.folds, page.tokens.stems
    if not _DENYING.isdisjoint(folds[agent.first : unit.last]) or not PRONOUNS.isdisjoint(folds[agent.first : unit.last]):
        return None
    if any(start <= rival.first and not _is_fellow(page, agent, rival) for rival in unit.rivals):
        return None
    before = folds[start : agent.first]
    if not before or _OPENING_PRODUCT.issuperset(before):
        behind = agent.last + next((i + 1 for i, word in enumerate(folds[agent.last : agent.last + _TO_VERB]) if word == ")"), 0)
        rivals = [rival.last for rival in unit.rivals if _is_fellow(page, agent, rival) and rival.first >= behind]
        said = range(max([behind, *rivals]), min(unit.last, max([behind, *rivals]) + _TO_VERB))
        is_told = bool(said) and (stems[said[0]] in _BEING or folds[said[0]] in _MODALS or stems[said[0]] in _HELPING or folds[said[0]] in _ADVERBS)
        at = next((i for i in said if stems[i] in _HELPING or stems[i] in _STANDING), None) if is_told else None
    else:
        told = range(max(start, agent.first - _TO_PRODUCT), agent.first)
        at = next((i for i in reversed(told) if stems[i] in _GETTING), None)
        at = at if at is not None and _PARTING.isdisjoint(folds[at : agent.first]) and not _denied_otherwise(page, start, at) else None
    if at is not None and folds[at] in _PARTICIPLES and at >= agent.last and not _is_for_it(unit, page, at):
        return None
    if at is None or any(cue.phrase.value == "not-recommended" and cue.first >= start for cue in unit.relations):
        return None
    clause = stems[agent.last if at >= agent.last else start : unit.last]
    if not _BEST.isdisjoint(clause) or _FIRST_LINE in pairwise(clause) or gives_advice(unit, page):
        return at, "recommended"
    return at, "investigational" if not _STUDIED.isdisjoint(clause) else "used"


def _is_for_it(unit: Unit, page: Page, at: int) -> bool:
    """Tell "is used in most cases", "is given first" from "is given by infusion", "is used in small doses", "is used for other diseases"."""
    behind = page.tokens.folds[at + 1 : unit.last]
    return not behind or (behind[0] in _OF_USE and _OTHER_MATTERS.isdisjoint(behind))


def _denied_otherwise(page: Page, start: int, at: int) -> bool:
    """Tell a denial before the verb of getting, but for that of those who are not helped by what was tried first: "those who do not respond need IVIG"."""
    folds = page.tokens.folds
    denied = [i for i in range(start, at) if folds[i] in _DENYING]
    return any(_WHO.isdisjoint(folds[max(start, i - 3) : i]) for i in denied)


def _is_fellow(page: Page, agent: Agent, rival: Agent) -> bool:
    """ "IVIG and plasma exchange", "plasma exchange or IVIG": another treatment that the same is said of."""
    first, second = (agent, rival) if agent.first < rival.first else (rival, agent)
    between = page.tokens.folds[first.last : second.first]
    return len(between) <= _JOINT and not _JOINTS.isdisjoint(between) and _OF_JOINT.issuperset(between)


#: Words that turn to another treatment behind a comma, and those that a clause may open with.
_TURNS = frozenset(("but", "whereas", "while", "though", "although"))
_LINKS = frozenset(("however", "instead", "therefore", "thus", "hence", "by", "here", "nevertheless", "conversely"))
#: Products beside the first that the clause may name: "SCIG (Hizentra)".
_FELLOWS = 1
#: What a disease does, which names no other one.
_TURNS_OF_ILLNESS = frozenset(("disease-relapse", "exacerbation", "relapse"))
#: Stems of words for treating, and of those for keeping an illness off.
_TREATING = frozenset(map(stem, ("treated", "treatment", "therapy", "respond", "responds", "antibiotics", "managed")))
_AVERTING = frozenset(map(stem, ("prevent", "prevents", "prevention", "prophylaxis", "vaccinated", "vaccination", "vaccine")))
_NOT_OF_IT = frozenset(("unlike", "without", "than", "excluding", "except", "no"))
_DENYING = frozenset(
    ("not", "no", "never", "cannot", "neither", "nor", "without", "little", "unproven", "uncertain", "unclear", "unknown", "less", "rarely", "if")
)
_WHO = frozenset(("who", "that", "which", "whose", "if", "when"))
#: What may stand before a product that opens its clause.
_OPENING_PRODUCT = frozenset(
    ("high", "dose", "-", "the", "intravenous", "human", "regular", "monthly", "treatment", "therapy", "with", "use", "of", "in", "contrast", ",",
     "both", "early", "only", "plasma", "exchange", "plasmapheresis", "and", "or", "by")
)  # fmt: skip
_BEING = frozenset(map(stem, ("is", "are", "was", "were", "be", "has", "have", "remains", "remain", "appears", "seems")))
_MODALS = frozenset(("may", "can", "could", "might", "should", "will", "often", "also"))
_ADVERBS = frozenset(("usually", "often", "also", "generally", "sometimes", "rapidly", "clearly", "significantly", "therapy", "treatment"))
#: Tokens from a product to the word that tells its standing, and from a verb of getting to the product.
_TO_VERB, _TO_PRODUCT = 8, 6
#: Stems of verbs by which a product helps, and of words for its standing.
_HELPING = frozenset(
    map(stem, ("help", "helps", "works", "improves", "hastens", "speeds", "shortens", "relieves", "accelerates", "benefits"))
)
_STANDING = frozenset(
    map(
        stem,
        ("effective", "beneficial", "helpful", "useful", "preferred", "recommended", "choice", "standard", "mainstay", "line", "alternative",
         "option", "used", "given", "reserved", "tried", "administered", "treatment", "investigated", "studied", "indicated"),
    )
)  # fmt: skip
_GETTING = frozenset(map(stem, ("receive", "given", "need", "require", "offered", "respond", "treated", "get")))
_BEST = frozenset(map(stem, ("choice", "preferred", "recommended", "standard", "mainstay")))
_FIRST_LINE = ("first", stem("line"))
_STUDIED = frozenset(map(stem, ("investigated", "studied", "trial", "trials", "experimental", "investigational")))
_PARTICIPLES = frozenset(("used", "given", "reserved", "tried", "administered", "recommended", "preferred", "indicated"))
#: What stands behind a participle that tells of the disease just named, and words by which it tells how, or of something else.
_OF_USE = frozenset((".", ",", ";", "(", "in", "for", "when", "as", "off", "only", "first", "instead", "early", "too", "increasingly", "by", "if"))
_OTHER_MATTERS = frozenset(
    ("dose", "rate", "infusion", "injection", "caution", "care", "volume", "slowly", "hour", "vein", "skin", "mouth", "other", "many", "disease",
     "disorder", "condition", "indication", "various", "several", "reason", "interval", "protocol")
)  # fmt: skip
_JOINTS = frozenset(("and", "or", "/"))
_PARTING = _JOINTS | {"after", "before", "despite", "following", "until", "than", "from", "beside"}
_OF_JOINT = _JOINTS | {"both", "either", "(", ")", ",", "high", "dose", "-"}
#: Tokens between two joined treatments.
_JOINT = 5
