"""Conditions that stand beside a treatment without being treated: a term goes in, yes or no comes out.

A sentence on a product names many: what has to be told apart, what the patient had before, what the disease comes from or leads to,
what other treatments are for, what mice have, what is measured. No rule and no weight may take these for uses.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.clauses import is_unlike, stretch_around, stretch_start
from kg.reading.cues import Cue
from kg.reading.page import Agent, Page, Term, Unit
from kg.reading.subjects import INSTEAD, PRONOUNS, is_equalled, is_held_against

__all__ = [
    "animals_beside",
    "has_another_aim",
    "head_of",
    "is_beside_matter",
    "is_bystander",
    "is_counted_infection",
    "is_diagnosed",
    "is_fitted_to",
    "is_given_another",
    "is_had_before",
    "is_had_besides",
    "is_had_safely",
    "is_lacking",
    "is_likened",
    "is_misguided",
    "is_mistaken_for",
    "is_more_frequent",
    "is_named_beside",
    "is_of_animals",
    "is_of_formulation",
    "is_of_others",
    "is_of_who_gets_it",
    "is_set_aside",
    "is_survived",
    "is_unstudied",
    "is_vaccinated_against",
    "is_watched",
    "is_without_product",
    "opens_with_infections",
    "tells_of_patient",
    "tells_of_vaccine",
    "was_misdiagnosed",
]

#: Words before a list of conditions that may say what they are.
_LEAD = 5
#: Words behind it.
_AFTER = 5
_LISTED = frozenset(("Condition", "Immunodeficiency", "Category", "RiskFactor"))
_LIST = frozenset((",", "and", "or", "/", "&", "a", "an", "the", "type", "other"))
_BREAKS = frozenset((";", ":", "but", "whereas", "while", "although", "though", "however", "yet"))
#: Sections and forms in which a condition is named for its treatment, though no word of the sentence says so.
_SECTIONS = frozenset(("indications", "treatment", "research", "denied"))


_SILENT = frozenset(("exclusion", "contraindications", "interactions", "transmission", "overdose"))


def is_bystander(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether a sentence, as far as its words go, speaks of a condition as something else than what is treated.

    "Anti-A globulin" names what the product is made against, and infections at large are what it prevents.
    """
    if (
        (unit.place.kind in _SILENT and not unit.place.is_title)
        or page.tokens.folds[term.first - 1] == "anti"
        or term.concept == "infection"
        or is_watched(unit, page)
        or not _is_spoken_of(unit, page)
    ):
        return True
    head, tail = head_of(unit, page, term)
    return (
        is_beside_matter(unit, page, term)
        or is_fitted_to(unit, term)
        or is_of_formulation(unit, page, term)
        or _is_under_denial(unit, page, term)
        or _is_led_elsewhere(unit, page, term, head)
        or _is_left_behind(unit, page, tail)
        or is_of_animals(unit, page, term)
        or is_of_others(unit, page, term)
        or has_another_aim(unit, page, term)
        or is_lacking(unit, page, term)
        or _is_of_another_drug(unit, page, term)
        or was_misdiagnosed(unit, page, term)
        or is_had_safely(unit, page, term)
        or is_had_besides(unit, page, term)
        or is_without_product(unit, page)
    )


def is_beside_matter(unit: Unit, page: Page, term: Term) -> bool:
    """Tell a condition that a statement does not reach, that nobody has studied, or that was merely counted, survived or taken for another."""
    return (
        is_set_aside(unit, page, term)
        or is_unstudied(unit, page, term)
        or is_counted_infection(unit, page, term)
        or is_survived(unit, page, term)
        or is_mistaken_for(unit, page, term)
        or (bool(unit.rivals) and _is_aim_of_rival(unit, page, term))
        or is_of_who_gets_it(unit, page, term)
    )


def is_fitted_to(unit: Unit, term: Term) -> bool:
    """ "In obese patients a longer needle is used", "For diabetics dosing by ideal weight is advised": to whom the way of giving is fitted."""
    return not _FITTING.isdisjoint(unit.folds) and term.has("RiskFactor") and not term.has("Immunodeficiency")


_FITTING = frozenset(("needle", "needles", "syringe", "dosing", "ideal", "lean", "brand", "brands"))


def is_vaccinated_against(unit: Unit, page: Page, term: Term) -> bool:
    """ "vaccination against A and B, antibiotics and IVIG", "donors immunised against the A": what a vaccine is against.

    "Immunisation against A" may be what the product does.
    """
    if _VACCINATING.isdisjoint(unit.folds) or "against" not in unit.folds:
        return False
    folds = page.tokens.folds
    at = head_of(unit, page, term)[0] - 1
    if at > unit.first and folds[at] in {"the", "a"}:
        at -= 1
    return folds[at] == "against" and folds[at - 1] in _VACCINATING


_VACCINATING = frozenset(("vaccinated", "vaccination", "vaccinations", "vaccine", "vaccines", "immunised", "immunized"))


def is_of_formulation(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG without sucrose is preferred in A": which of the products suits those with a risk, no use."""
    if "RiskFactor" not in term.classes or _CONSTITUENTS.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    return any(
        agent.last < term.first and folds[agent.last] in {"with", "without"} and not _CONSTITUENTS.isdisjoint(folds[agent.last + 1 : agent.last + 4])
        for agent in unit.products
    )


_CONSTITUENTS = frozenset(("sodium", "salt", "sucrose", "sugar", "maltose", "sorbitol", "glucose", "osmolality", "osmolarity", "iga"))


def _is_aim_of_rival(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG for A and with metformin for B": where the product has an aim of its own, what another treatment is for."""
    folds = page.tokens.folds
    rival = next((agent for agent in reversed(unit.rivals) if agent.last < term.first), None)
    if rival is None or folds[rival.last] != "for" or term.first - rival.last > _NAME or any(rival.last < a.first < term.first for a in unit.agents):
        return False
    product = next((agent for agent in reversed(unit.products) if agent.last < rival.first), None)
    if product is None or folds[product.last] != "for":
        return False
    return any(t.has("Condition", "Immunodeficiency") and product.last < t.first <= product.last + _NAME and t.last < rival.first for t in unit.terms)


def is_of_who_gets_it(unit: Unit, page: Page, term: Term) -> bool:
    """ "X was given for A to a man with B", "A complicated by B": what the patient has besides, where what it is given for is named.

    "Thrombocytopenia in patients with B" tells of many, and may be what is treated.
    """
    folds = page.tokens.folds
    before = next((t for t in reversed(unit.terms) if t.last <= term.first and t.has("Condition", "Immunodeficiency")), None)
    if before is None:
        return False
    between = folds[before.last : term.first]
    if between == ["complicated", "by"]:
        return before.has("Immunodeficiency") and not term.has("Immunodeficiency")
    if between[-1:] not in (["with"], ["had"]) or between[:1] not in (["to"], ["in"]) or not _OF_ONE.issuperset(between) or _ONE.isdisjoint(between):
        return False
    if between[1:2] not in (["a"], ["an"], ["one"]):
        return False
    aim = next((i for i in range(before.first - 1, max(unit.first, before.first - _NAME), -1) if folds[i] == "for"), None)
    return aim is not None and any(agent.last <= aim for agent in unit.products)


def is_without_product(unit: Unit, page: Page) -> bool:
    """ "A man was sedated to treat A; immunoglobulin was left out", "IVIG was withheld": what was done without the product."""
    folds = page.tokens.folds
    if _OMITTED.isdisjoint(unit.folds) or not unit.products:
        return False
    return all(
        any(_is_omitted(folds, i) for i in range(agent.last, min(unit.last, agent.last + _TO_OMITTED)))
        and not {"was", "were", "been"}.isdisjoint(folds[agent.last : agent.last + 2])
        for agent in unit.products
    )


def _is_omitted(folds: Sequence[str], at: int) -> bool:
    """Tell "left out" from "left running", "dispensed with" from "dispensed by", and "withheld" from "never withheld"."""
    if folds[at] not in _OMITTED or not {"not", "never"}.isdisjoint(folds[at - 2 : at]):
        return False
    return folds[at] not in _PARTED or folds[at + 1 : at + 2] == [_PARTED[folds[at]]]


#: Participles by which a product was not given, those that need a word behind them, and tokens from its name to one: "was deliberately left".
_OMITTED = frozenset(("left", "withheld", "omitted", "forgone", "dispensed"))
_PARTED = {"left": "out", "dispensed": "with"}
_TO_OMITTED = 4


def was_misdiagnosed(unit: Unit, page: Page, term: Term) -> bool:
    """ "was started for suspected A, but the final diagnosis was B": what it was not."""
    folds = page.tokens.folds
    if "diagnosis" not in unit.folds or _SUSPECTED.isdisjoint(folds[max(unit.first, term.first - 2) : term.first]):
        return False
    return any(folds[i] == "diagnosis" and folds[i - 1] in _FINAL for i in range(term.last, unit.last))


def is_mistaken_for(unit: Unit, page: Page, term: Term) -> bool:
    """ "misdiagnosed as A", "mistaken for A", "wrongly called A": what somebody has not."""
    if _MISTAKING.isdisjoint(unit.folds) and _WRONGLY.isdisjoint(unit.folds):
        return False
    named = (t for t in unit.terms if t.concept == term.concept and 0 <= term.first - t.last <= 1)
    first = next((t.first for t in named), term.first)  # "immune thrombocytopenia (ITP)"
    before = page.tokens.folds[max(unit.first, first - _TO_MISTAKE) : first]
    mistaken = next((i for i in range(len(before) - 1, -1, -1) if before[i] in _MISTAKING), None)
    if mistaken is not None:
        return {",", ";", "but"}.isdisjoint(before[mistaken:])  # "A, often mistaken for B, is treated with X"
    return not _WRONGLY.isdisjoint(before) and not _CALLING.isdisjoint(before) and {",", ";", "but"}.isdisjoint(before)


#: Verbs and nouns of a wrong diagnosis, adverbs that make one of a right one, and the tokens to the illness: "misdiagnosed as having".
_MISTAKING = frozenset(("misdiagnosed", "mistaken", "misdiagnosis", "mislabelled", "mislabeled", "misclassified"))
_WRONGLY = frozenset(("wrongly", "falsely", "erroneously", "incorrectly", "mistakenly"))
_CALLING = frozenset(("called", "labelled", "labeled", "diagnosed", "classified", "considered", "taken", "thought"))
_TO_MISTAKE = 4


def is_misguided(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "inappropriately treated with", "needlessly given": a use that is called wrong."""
    return not _NEEDLESSLY.isdisjoint(page.tokens.folds[max(unit.first, cue.first - 1) : cue.last])


_NEEDLESSLY = frozenset(("inappropriately", "needlessly", "unnecessarily", "wrongly", "mistakenly", "erroneously", "incorrectly"))


def is_more_frequent(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "A was more frequent in patients receiving IVIG": an effect of the product, though it stands before words of its use."""
    before = page.tokens.folds[max(unit.first, term.first - 2) : term.first]
    if before[-1:] in (["of"], ["in"], ["from"]) and _COUNTS.isdisjoint(before):
        return False  # "Remission of A was more frequent"
    told = (c for c in unit.safety if c.phrase.kind in {"more", "rise"} and 0 <= c.first - term.last <= _TO_MORE and c.first < cue.first)
    return any("," not in page.tokens.folds[term.last : c.first] for c in told)


#: Tokens from what befell people to "more often": "was significantly".
_TO_MORE = 3
_COUNTS = frozenset(("incidence", "rate", "frequency", "risk", "occurrence", "case", "cases", "episode", "episodes"))


def is_had_before(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "A woman with A developed B and received IVIG": it is B that she received it for."""
    folds = page.tokens.folds
    if not term.has("Condition") or term.has("Immunodeficiency") or folds[term.first - 1] not in {"with", "had"} or not tells_of_patient(unit, page, term):
        return False
    verb = next((i for i in range(term.last, min(cue.first, term.last + _TO_DEVELOPED)) if folds[i] in _DEVELOPED), None)
    if verb is None:
        return False
    return any(t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect") and 0 < t.first - verb <= _TO_SECOND for t in unit.terms)


def tells_of_patient(unit: Unit, page: Page, term: Term) -> bool:
    """ "A woman with A", "a 17-year-old man with A": a sentence that opens with one patient and an illness."""
    before = page.tokens.folds[unit.first : term.first]
    opens = before[:1] in (["a"], ["an"], ["the"], ["one"], ["this"], ["our"]) or "year" in before[:3]
    return len(before) <= _TO_ILLNESS and opens and not _ONE.isdisjoint(before)


_OF_ONE = frozenset(
    (
        "to", "in", "a", "an", "one", "with", "had", "woman", "man", "boy", "girl", "child", "infant", "patient", "male", "female", "year", "old", "-",
        "young", "elderly", "pregnant",
    )
)  # fmt: skip
_ONE = frozenset(("woman", "man", "boy", "girl", "child", "infant", "patient", "male", "female", "baby"))
#: Tokens up to a patient's illness, from it to the verb, verbs of a second one, and the tokens to that.
_TO_ILLNESS, _TO_DEVELOPED, _TO_SECOND = 10, 3, 4
_DEVELOPED = frozenset(("developed", "presented", "presenting", "develop", "present"))


def is_had_besides(unit: Unit, page: Page, term: Term) -> bool:
    """ "treated for A or received IVIG", "Did you have A or were you given IVIG?": what is told of the product beside the illness."""
    folds = page.tokens.folds
    if "or" not in folds[term.last : term.last + 1]:
        return False
    product = next((agent for agent in unit.products if agent.first > term.last), None)
    between = folds[term.last + 1 : product.first] if product is not None else []
    return not _GETTING.isdisjoint(between) and _ASKING.issuperset(between)


_GETTING = frozenset(("received", "receive", "given", "got", "had", "have"))
_ASKING = _GETTING | {"did", "you", "were", "was", "been", "a", "an", "any", "the", "injection", "infusion", "of", "shot", "dose"}


def is_had_safely(unit: Unit, page: Page, term: Term) -> bool:
    """ "can be given safely in patients with A", "is safe in A": whom it does no harm."""
    if _SAFE.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_SAFE) - 1, -1) if folds[i] in _SAFE), None)
    return at is not None and _FINDING.isdisjoint(folds[at:]) and folds[at + 1] in {"in", "to", "for", "even"}


_SUSPECTED = frozenset(("suspected", "presumed", "possible", "supposed"))
_FINAL = frozenset(("final", "eventual", "correct", "actual", "true", "real"))
#: Words by which a product is borne, tokens from one to whom it is, and what makes it a use all the same.
_SAFE, _TO_SAFE = frozenset(("safely", "safe")), 12
_FINDING = frozenset(("effective", "treatment", "option"))


def _is_under_denial(unit: Unit, page: Page, term: Term) -> bool:
    """ "Not recommended: A, B", "What it is not for" over a list: the label, the introduction or the heading denies."""
    tokens = page.tokens
    colon = None
    if ":" in unit.folds:
        colon = next((i for i in range(term.first - 1, unit.first, -1) if tokens.surfaces[i] in {":", ")"}), None)
    heading = page.heading_over(unit)
    stretches = [(unit.first, colon)] if colon is not None and tokens.surfaces[colon] == ":" else []
    stretches += [(other.first, other.last) for other in (unit.intro, heading) if other is not None and other is not unit]
    return any(not _DENYING.isdisjoint(tokens.folds[first:last]) for first, last in stretches)


_DENYING = frozenset(("not", "no", "cannot", "never", "without", "denied", "excluded", "unproven"))


def is_set_aside(unit: Unit, page: Page, term: Term) -> bool:
    """ "works in B regardless of A", "B other than A", "all of it, A excepted": what a statement does not reach or care about."""
    folds = page.tokens.folds
    if term.last < unit.last and folds[term.last] in _EXCEPTED:
        return True
    if _ASIDE.isdisjoint(unit.folds):
        return False
    for at in range(term.first - 1, max(unit.first, term.first - _TO_ASIDE) - 1, -1):
        if at - 1 > unit.first and (folds[at] == "excluding" or (folds[at - 1], folds[at]) in _SETTING_ASIDE):
            return True  # but "Apart from A, it is used in B"
        if folds[at] in _BREAKS or any(cue.first == at for cue in unit.relations):
            return False
    return False


def tells_of_vaccine(unit: Unit, page: Page, term: Term) -> bool:
    """ "Live A vaccine should not be given within a month of X": the vaccine against A, not A."""
    return term.last < unit.last and page.tokens.folds[term.last] == "vaccine"


def opens_with_infections(unit: Unit, page: Page) -> bool:
    """Tell a sentence on infections by its opening: "The most common infections"."""
    return "infection" in page.tokens.folds[unit.first : unit.first + _TO_INFECTIONS]


def is_counted_infection(unit: Unit, page: Page, term: Term) -> bool:
    """ "Infections during the study of X in C included A and B": those that came all the same, counted.

    "Infections were rarer with X in A" tells whom it helps.
    """
    if not opens_with_infections(unit, page):
        return False
    folds = page.tokens.folds
    counted = next((i for i in range(unit.first + 1, term.first) if folds[i] in _COUNTING), None)
    return counted is not None and ";" not in folds[unit.first : counted] and not any(counted < agent.first < term.first for agent in unit.products)


#: Tokens of "The most common infections", and verbs of a count.
_TO_INFECTIONS = 5
_COUNTING = frozenset(("included", "were", "comprised"))


def is_unstudied(unit: Unit, page: Page, term: Term) -> bool:
    """ "The use of X in A has not been studied", "The effect of X in A is unknown": what nobody has tried.

    "... formally studied, but it is widely used" tells a use.
    """
    if _STUDIED.isdisjoint(unit.folds) or "whether" in unit.folds:
        return False
    folds = page.tokens.folds
    at = next((i for i in range(term.last, min(unit.last, term.last + _TO_STUDIED)) if folds[i] in _STUDIED), None)
    if at is None or not _BREAKS_OFF.isdisjoint(folds[term.last : at]) or not _YET.isdisjoint(folds[at : unit.last]):
        return False
    if folds[at] == "unknown" or folds[at - 1 : at + 1] == ["not", "known"]:
        return not _WORTH.isdisjoint(folds[unit.first : term.first])  # not "how often is unknown"
    denied = next((i for i in range(at - 1, term.last - 1, -1) if folds[i] in _NEVER), None)
    return denied is not None and _HOW_STUDIED.issuperset(folds[denied + 1 : at])


_STUDIED = frozenset(("unknown", "known", "studied", "evaluated", "investigated", "tested", "assessed", "examined", "explored", "established"))
_NEVER = frozenset(("not", "never"))
_WORTH = frozenset(("effect", "benefit", "role", "value", "efficacy", "effectiveness", "usefulness", "place"))
_HOW_STUDIED = frozenset(
    ("been", "be", "yet", "formally", "well", "adequately", "systematically", "properly", "fully", "ever", "so", "far", "sufficiently")
)
_BREAKS_OFF = frozenset((";", "but", "which", "who", "whom", "while", "whereas", "whether", "if", "although", "though", "however", "its", "whose"))
_YET = frozenset(("but", "although", "though", "yet", "however", "until"))
#: Tokens from a condition to such a verb.
_TO_STUDIED = 12


_EXCEPTED = frozenset(("excepted", "aside", "apart"))
#: How what is set aside is led to, the last of these words, and the tokens from it.
_SETTING_ASIDE = frozenset(
    (("regardless", "of"), ("irrespective", "of"), ("exception", "of"), ("apart", "from"), ("aside", "from"), ("other", "than"), ("or", "not"))
)
_ASIDE = frozenset(last for _, last in _SETTING_ASIDE) | {"excluding"}
_TO_ASIDE = 6


def is_survived(unit: Unit, page: Page, term: Term) -> bool:
    """ "A survivors", "survivors of A", "people who survived A", "post-A fatigue": an illness that is over."""
    if _PAST.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    if folds[term.first - 1] == "post" or (term.last < unit.last and folds[term.last] == "survivor"):
        return True
    before = folds[max(unit.first, term.first - _TO_SURVIVAL) : term.first]
    if "survivor" in before and "of" in before[before.index("survivor") :]:
        return {",", "with", "in", "for"}.isdisjoint(before[before.index("survivor") :])
    if before[-2:] == ["recovery", "from"]:
        return not {"after", "since"}.isdisjoint(before)
    return before[-2:] in _OVER or before[-3:] == ["who", "recovered", "from"] or before[-4:] == ["who", "have", "recovered", "from"]


_PAST = frozenset(("post", "survivor", "survived", "recovered", "recovery"))
_OVER = (["who", "survived"], ["had", "survived"], ["have", "survived"])


#: Tokens of "survivors of an acute", "who have recovered from".
_TO_SURVIVAL = 5


def is_named_beside(unit: Unit, page: Page, term: Term) -> bool:
    """Tell a condition that is told apart, caused, denied or another's, whatever its sentence says of a treatment."""
    head, tail = head_of(unit, page, term)
    is_over = is_survived(unit, page, term) or _is_left_behind(unit, page, tail)
    return is_over or _is_led_elsewhere(unit, page, term, head) or is_of_animals(unit, page, term)


def head_of(unit: Unit, page: Page, term: Term) -> tuple[int, int]:
    """Give the tokens between which the conditions stand that a list joins to a term: "a history of [A, B and C]"."""
    folds = page.tokens.folds
    named = [t for t in unit.terms if not _LISTED.isdisjoint(t.classes)]
    first, last = term.first, term.last
    for other in reversed([t for t in named if t.last <= term.first]):
        if first - other.last > _LEAD or not _LIST.issuperset(folds[other.last : first]) or ("unlike" in unit.folds and is_unlike(folds, other.first)):
            break  # "Unlike A, B ..." is no list
        first = other.first
    for other in [t for t in named if t.first >= term.last]:
        if other.first - last > _LEAD or not _LIST.issuperset(folds[last : other.first]):
            break
        last = other.last
    return first, last


def _is_led_elsewhere(unit: Unit, page: Page, term: Term, head: int) -> bool:
    """ "a history of A", "told apart from A", "due to A", "leads to A", "her mother had A", "vaccinated against A"."""
    tokens = page.tokens
    begin = stretch_start(tokens.folds, max(unit.first, head - _LEAD), head, _BREAKS)
    begin = max([begin, *(agent.last for agent in unit.products if agent.last <= head)])
    if tokens.folds[head - 1] == "follow" and head - 1 > unit.first and tokens.folds[head - 2] not in _ANNOUNCING:
        return True  # "adults whose B follows A"
    leads = page.lists["beside-lead"].intersection([*tokens.folds[begin:head], *tokens.stems[begin:head]])
    if "unlike" in leads and not is_unlike(tokens.folds, term.first):
        leads -= {"unlike"}  # "Unlike A, B is treated with it"
    if "Immunodeficiency" in term.classes:
        leads -= _CAUSES  # "his infections were due to A": the disease behind them is the one that is treated
    return bool(leads)


_CAUSES = frozenset(("due", "cause", "caus"))
#: Words before "follow" that announce a list or tell what is watched: "as follows", "to follow A".
_ANNOUNCING = frozenset(("as", "to", "and", "we", "they"))


def _is_left_behind(unit: Unit, page: Page, tail: int) -> bool:
    """ "A was ruled out", "A was unlikely", "A is found in patients who ..."."""
    tokens = page.tokens
    end = next((i for i in range(tail, min(unit.last, tail + _AFTER)) if tokens.folds[i] in _BREAKS), min(unit.last, tail + _AFTER))
    after = range(tail, end)
    left = page.lists["beside-after"]
    if any((tokens.folds[i] in left or tokens.stems[i] in left) and tokens.folds[i - 1] != "not" for i in after):
        return True
    seen = next((i for i in after if tokens.folds[i] in page.lists["beside-occurrence"]), None)
    return seen is not None and seen + 1 < unit.last and tokens.folds[seen + 1] in {"in", "among"}


def is_of_animals(unit: Unit, page: Page, term: Term) -> bool:
    """ "in a mouse model of A", "A in rats", "in vitro": no statement on patients."""
    return term.has("Condition", "Immunodeficiency", "Category") and bool(animals_beside(unit, page, term))


def animals_beside(unit: Unit, page: Page, term: Term) -> frozenset[str]:
    """Give the words for animals and for what happens in a dish that stand in the clause of a term."""
    if page.lists["animal"].isdisjoint(unit.folds):
        return frozenset()
    first, last = _clause_of(unit, page, term)
    return page.lists["animal"].intersection(page.tokens.folds[first:last])


def _clause_of(unit: Unit, page: Page, term: Term) -> tuple[int, int]:
    """Give the tokens between which the clause of a term stands."""
    return stretch_around(page.tokens.folds, (unit.first, unit.last), (term.first, term.last), _BREAKS)


def is_of_others(unit: Unit, page: Page, term: Term) -> bool:
    """ "In contrast to IVIG, rituximab is a treatment for A", "A is treated with steroids; IVIG ...": another treatment acts there."""
    first, last = _clause_of(unit, page, term)
    here = [agent for agent in unit.agents if first <= agent.first < last]
    if not PRONOUNS.isdisjoint(page.tokens.folds[term.last : last]):  # "In A it works as well as plasma exchange"
        here = [agent for agent in here if agent.concept or not is_equalled(agent, page)]
    if not here and not INSTEAD.isdisjoint(page.tokens.folds[first : term.first]):
        return True  # "IVIG is scarce; alternatives should be used in A"
    if not any(agent.concept is None for agent in here):
        return False
    product = next((agent for agent in reversed(here) if agent.concept and agent.last <= term.first), None)
    if product is not None and is_given_another(unit, page, product, term):
        return True
    later = next((agent for agent in here if agent.concept and agent.first >= term.last), None)
    rival = next((a for a in reversed(here) if later is not None and a.concept is None and term.last <= a.first < later.first), None)
    if later is not None and rival is not None and product is None:
        between = page.tokens.folds[rival.last : later.first]
        if not _AROUND.isdisjoint(between) and "," not in between:
            return True  # "Patients with A had surgery after three doses of IVIG"
    if product is None and any(agent.concept is None and agent.last <= term.first for agent in here):
        return True  # "Methotrexate works for A, in which IVIG has hardly been studied"
    return not any(agent.concept and not is_held_against(agent, unit, page) for agent in here)


_AROUND = frozenset(("after", "before", "despite", "following"))
#: Tokens from the product to the aim that it is given for, and from "for" to its name.
_AIM, _NAME = 4, 4


def has_another_aim(unit: Unit, page: Page, term: Term) -> bool:
    """ "A man with hypertension and diabetes was given IVIG for A": the aim is named, and it is another."""
    product = next((agent for agent in unit.products if agent.first >= term.last), None)
    if product is None:
        return False
    folds = page.tokens.folds
    at = next((i for i in range(product.last, min(unit.last, product.last + _AIM)) if folds[i] == "for"), None)
    if at is None:
        return False
    return any(t.has("Condition", "Immunodeficiency") and 0 < t.first - at <= _NAME and t.concept != term.concept for t in unit.terms)


def is_given_another(unit: Unit, page: Page, product: Agent, term: Term) -> bool:
    """ "Patients who had stopped IVIG were given rituximab for A": another treatment and its verb stand before the condition."""
    other = next((a for a in unit.rivals if product.last <= a.first and a.last <= term.first), None)
    return other is not None and not page.lists["giving-verb"].isdisjoint(page.tokens.folds[product.last : other.first])


def is_lacking(unit: Unit, page: Page, term: Term) -> bool:
    """Tell what comes for want of the product: "Without immunoglobulin, people with A suffer B"."""
    agent = next((a for a in unit.products if a.last <= term.first), None)
    if agent is None:
        return False
    before = page.tokens.folds[max(unit.first, agent.first - 3) : agent.first]
    return "without" in before or before[-2:] in (["lack", "of"], ["absence", "of"], ["want", "of"])


def _is_of_another_drug(unit: Unit, page: Page, term: Term) -> bool:
    """ "The company also sells a drug for A": a treatment that has no name, and none that the text spoke of."""
    folds = page.tokens.folds
    if _DRUG.isdisjoint(unit.folds) or unit.products:
        return False
    return any(
        folds[i] in _DRUG
        and folds[i + 1] in {"for", "against"}
        and not _OTHER.isdisjoint(folds[max(unit.first, i - 3) : i])
        and _SPEAKING.isdisjoint(folds[max(unit.first, i - 7) : i])
        for i in range(unit.first, term.first - 1)
    )


_DRUG = frozenset(("drug", "medicine", "pill", "tablet", "vaccine", "product", "inhibitor"))
_OTHER = frozenset(("a", "an", "another", "other", "different", "own"))
_SPEAKING = frozenset(("it", "this", "they", "these"))


def is_diagnosed(page: Page, first: int, term: Term) -> bool:
    """ "helps in the diagnosis of A", "used to diagnose A": tests do that, no treatment."""
    return not page.lists["diagnosis"].isdisjoint(page.tokens.stems[first : term.first])


def is_watched(unit: Unit, page: Page) -> bool:
    """ "Use it with caution in A", "those with B should get it slowly": the sentence is about care; "slow the loss of strength" is not."""
    watching = page.lists["beside-watch"].intersection(unit.folds)
    if not watching:
        return False
    helping = {i for cue in unit.relations if cue.phrase.kind == "treats-outcome" for i in range(cue.first, cue.last)}
    return any(page.tokens.folds[i] in watching for i in range(unit.first, unit.last) if i not in helping)


def _is_spoken_of(unit: Unit, page: Page) -> bool:
    """A sentence of running text speaks of a treatment: it names a product, or has a word of therapy."""
    if unit.is_heading or unit.is_item or unit.is_row or unit.place.kind in _SECTIONS or unit.intro is not None:
        return True
    names_product = bool(unit.products)
    return names_product or not page.lists["treating"].isdisjoint(unit.stems) or not page.lists["therapy-talk"].isdisjoint(unit.stems)


def is_likened(unit: Unit, page: Page, term: Term) -> bool:
    """Tell what A is like: "As with other autoimmune diseases, people with A benefit"."""
    if term.first - unit.first > _LIKENED or "other" not in unit.folds:
        return False
    opening = page.tokens.surfaces[unit.first : term.first]
    return "other" in opening and "," not in opening and opening[0].lower() in {"as", "like", "unlike"}


#: Tokens of "As with many other".
_LIKENED = 4
