"""Effects told by their occasion: an effect and a product in one sentence go in, whether the giving is what it came with comes out."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.governors import Governor
from kg.reading.page import Page, Term, Unit
from kg.reading.safety.effect_lists import ASIDE, EFFECT, is_sign_only
from kg.reading.safety.signs import is_met
from kg.reading.therapy.brought_about import befell_treated, comes_when_used, is_brought_about, is_counted_in_study, is_more_than_on_placebo
from kg.reading.words import stem

__all__ = ["SILENT", "is_told_of"]


def is_told_of(unit: Unit, page: Page, term: Term, ruling: Sequence[Governor]) -> bool:
    """ "Headache is frequent with IVIG", "he developed a rash after the infusion": an effect, and the product as its occasion."""
    if EFFECT not in term.classes or unit.is_heading or unit.place.kind in SILENT:
        return False
    products = unit.products
    if not products and (unit.agents or page.topic is None or page.lists[_GIVINGS].isdisjoint(unit.folds)):
        return False  # nothing that could be the occasion
    folds = page.tokens.folds
    if folds[unit.first] in _OPENING and _is_counted(unit, page, term):
        return True
    if term.last < len(folds) and folds[term.last] in _BEHIND and _is_right_after_product(unit, page, term):
        return True
    if any(says(unit, page, term) for says in _PLAINLY):
        return True
    presented = bool(ruling) and _is_presented(unit, page, term, ruling[0])
    if ruling and ruling[0].relation not in _SLIGHT and not presented:
        return ruling[0].relation == "cause" and is_brought_about(unit, page, term)  # "it was stopped because of A"
    rivals = [a for a in unit.rivals if folds[a.last - 1] not in page.lists[_COMPARATORS]]
    if rivals and any(a.first < rivals[0].first for a in products):
        rivals = [a for a in rivals if _BESIDE.isdisjoint(folds[max(unit.first, a.first - 3) : a.first])]
    if rivals or unit.cues("advice", "if-you", "history", "family") or folds[unit.first] in {"if", "should", "for"}:
        return False
    if _is_called_after(unit, page, term) or _is_called_effect(unit, page, term) or is_brought_about(unit, page, term):
        return True
    # "30% on A against 8% on placebo" compares, "against headache" cares
    caring = [c for c in unit.safety if c.phrase.kind in _CARE and not page.tokens.surfaces[min(c.last, unit.last - 1)][0].isdigit()]
    caring = [c for c in caring if not any(t.has("AdverseEffect") and t.first < c.first < t.last for t in unit.terms)]  # "a positive Coombs test"
    if caring or any(c.phrase.kind.startswith(_OTHER_STATEMENTS) for c in unit.relations):
        return False
    denies = folds[unit.first : unit.first + 3] in (["there", "be", "no"], ["there", "was", "no"], ["there", "were", "no"])
    if is_met(unit, page) or not (denies or page.lists[_LESS].isdisjoint(folds[max(unit.first, term.first - 3) : term.first])):
        return False
    is_aside = not denies and not page.lists[ASIDE].isdisjoint(folds[max(unit.first, term.first - 2) : term.first])
    is_aside = is_aside and not (presented or _brought_to_hospital(unit, term) or _is_reported_case(unit, page, term))
    if not page.lists[_BETTER].isdisjoint(unit.stems) or is_aside:
        return False
    spots = [agent.first for agent in products]
    if not spots:
        spots = [i for i in range(unit.first, unit.last) if folds[i] in page.lists[_GIVINGS]]
    before = {word for spot in spots for word in folds[max(unit.first, spot - (_COURSE if folds[spot - 1] == "of" else 3)) : spot]}
    if not before.isdisjoint(page.lists[_AFTER]):
        return True
    told = denies or bool(unit.cues("frequency"))
    return not before.isdisjoint(page.lists[_OCCASIONS]) and (told or not page.lists[_SEEN].isdisjoint(unit.stems))


def _is_laid_at_product(unit: Unit, page: Page, term: Term) -> bool:
    """ "Some babies have a positive Coombs test at birth because of the anti-D": the product right behind the words for a cause."""
    for cue in unit.relations:
        if cue.phrase.kind != "cause" or not 0 <= cue.first - term.last <= _TO_CAUSE:
            continue
        product = next((a for a in unit.products if 0 <= a.first - cue.last <= 1), None)
        between = page.tokens.folds[term.last : cue.first]
        if product is None or not _PARTING.isdisjoint(between) or any(term.last <= t.first < cue.first for t in unit.terms):
            continue
        behind = page.tokens.folds[product.last : product.last + 1]
        denied = not _DENYING.isdisjoint(page.tokens.folds[unit.first : cue.first])
        return not denied and behind in ([], ["."], [","], [";"], ["itself"], [")"], ["and"], ["but"], ["treatment"], ["infusion"], ["injection"])
    return False


#: Tokens from an effect to the words for its cause, what parts them, and what denies it.
_TO_CAUSE = 4
_PARTING = frozenset((";", ",", ":", "and", "but", "if", "or"))
_DENYING = frozenset(("not", "no", "never", "rather", "neither", "stopped", "less", "fewer"))


def _is_of_courses(unit: Unit, page: Page, term: Term) -> bool:
    """ "A complicates 1 to 2% of courses of IVIG", "B follows a third of IVIG infusions": the share of givings that an effect comes with."""
    folds, stems = page.tokens.folds, page.tokens.stems
    if term.last >= unit.last or stems[term.last] not in _COMING_WITH or unit.cues("negation"):
        return False
    behind = range(term.last + 1, min(unit.last, term.last + _SHARE_OF_COURSES))
    at = next((i for i in behind if stems[i] in _COURSES), None)
    if at is None or "of" not in folds[term.last : at] or not {",", ";", "who", "which"}.isdisjoint(folds[term.last : at]):
        return False
    counted = not unit.agents and any(_is_number(page, i) for i in range(term.last + 1, at))  # "A followed 3 of 40 courses" in a text on IVIG
    return counted or any(abs(agent.first - at) <= 2 for agent in unit.products)


#: Stems of verbs by which an effect comes with what is given, of what is given, and tokens of "1 to 2% of courses".
_COMING_WITH = frozenset(map(stem, ("complicate", "accompany", "follow", "attend", "affect")))
_COURSES = frozenset(map(stem, ("course", "infusion", "dose", "administration", "treatment", "cycle")))
_SHARE_OF_COURSES = 12


#: What may stand between an effect and the product right behind it.
_BEHIND = frozenset(("after", "following", "from"))


def _is_right_after_product(unit: Unit, page: Page, term: Term) -> bool:
    """ "Headache after IVIG responded to ibuprofen", "for headache after IVIG, give ...": the product stands right behind the effect."""
    if "Condition" in term.classes or page.is_trial or not page.lists[_BETTER].isdisjoint(unit.stems):
        return False
    if unit.cues("negation", "history", "family", "if-you"):
        return False
    return any(0 < agent.first - term.last <= _RIGHT_AFTER for agent in unit.products)


#: Tokens from an effect to the product: "after the first IVIG".
_RIGHT_AFTER = 3
#: Words that make another treatment one that the product is measured by: "than with A", "compared to A".
_BESIDE = frozenset(("than", "versus", "vs", "compared", "not"))
_HAD = frozenset(("had", "developed", "experienced", "reported", "suffered", "complained", "got", "showed"))


#: What opens a sentence with the count of those who got the product.
_OPENING = frozenset(("of", "among"))


def _is_counted(unit: Unit, page: Page, term: Term) -> bool:
    """ "Of 56 patients given IVIG, 12 had headache and two fainted": a count of those who got the product, and of those with the effect."""
    folds = page.tokens.folds
    if unit.rivals or not any(_is_number(page, i) for i in range(unit.first, unit.first + 4)):
        return False
    given = next((agent.last for agent in unit.products if agent.last <= term.first), None)
    if given is None or "," not in folds[given : term.first] or "no" in folds[given : term.first]:
        return False
    return not _HAD.isdisjoint(folds[given : term.first]) or _is_number(page, term.first - 1)


def _is_number(page: Page, index: int) -> bool:
    return page.tokens.surfaces[index].isdigit() or page.tokens.folds[index] in page.lists[_NUMBERS]


_NUMBERS = "subject-numbers"


def _befalls_those_given(unit: Unit, page: Page, term: Term) -> bool:
    """ "Children given IVIG sometimes run a fever", "none of those on IVIG had a stroke": those who get the product, a verb, and the effect."""
    if unit.rivals or unit.cues("advice", "if-you", "history", "family") or not page.lists[_BETTER].isdisjoint(unit.stems):
        return False
    folds, stems = page.tokens.folds, page.tokens.stems
    if folds[unit.first] == "not" and folds[unit.first + 1] != "one":
        return False  # "Not all of those on IVIG had headache"
    denies = folds[unit.first] in _NOBODY
    for agent in unit.products:
        if agent.last > term.first:
            return False
        whom = range(max(unit.first, agent.first - _TO_WHOM), agent.first)
        if _GIVEN_IT.isdisjoint(folds[whom.start : whom.stop]) or not any(stems[i] in page.lists[_PATIENTS] or folds[i] in _THOSE for i in whom):
            continue
        verbs = _BEFALLING if "Condition" not in term.classes or denies else _BEFALLING - _BEING_ILL
        verb = next((i for i in range(agent.last, min(term.first + 1, agent.last + _TO_BEFALLING)) if folds[i] in verbs), None)
        if verb is None and folds[term.first] in _VERBS and term.last - term.first == 1:
            verb = term.first
        if verb is None or not _BREAKING.isdisjoint(folds[agent.last : verb]) or not page.lists[_LESS].isdisjoint(folds[agent.last : verb]):
            continue
        if folds[term.last] == "from" or not _BRIEFER.isdisjoint(folds[term.last : unit.last]):
            return False  # "get fever from infections", "have fever for a shorter time"
        return _leads_to(unit, page, verb + 1, term)
    return False


def _follows_product(unit: Unit, page: Page, term: Term) -> bool:
    """ "The second infusion of IVIG was followed by chills and fever": what came behind the product, by the verb's own word."""
    if unit.rivals or unit.cues("negation") or not page.lists[_BETTER].isdisjoint(unit.stems):
        return False
    folds = page.tokens.folds
    for agent in unit.products:
        at = next((i for i in range(agent.last, min(term.first - 1, agent.last + _TO_FOLLOWED)) if folds[i : i + 2] == ["followed", "by"]), None)
        if at is not None and _BREAKING.isdisjoint(folds[agent.last : at]):
            return _leads_to(unit, page, at + 2, term)
    return False


def _leads_to(unit: Unit, page: Page, first: int, term: Term) -> bool:
    """Tell whether from a token on nothing stands before the effect but small words, and other effects that a list joins to it."""
    others = {i for other in unit.terms if EFFECT in other.classes for i in range(other.first, other.last)}
    between = [i for i in range(first, term.first) if i not in others]
    words = [page.tokens.folds[i] for i in between]
    if not _BREAKING.isdisjoint(word for word in words if word not in {",", "and"}) or not page.lists[_LESS].isdisjoint(words):
        return False
    return _SMALL.issuperset(words) or (len(words) <= _FEW_WORDS and {",", "and"}.isdisjoint(words))


def _is_done(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG can raise the blood pressure and lower the white cell count": an effect that opens with a verb, whose subject is the product."""
    folds = page.tokens.folds
    if folds[term.first] not in _DOING or unit.cues("negation"):
        return False
    taken = {i for other in unit.terms if EFFECT in other.classes for i in range(other.first, other.last)}
    at = term.first - 1
    while at >= unit.first and (at in taken or folds[at] in _SMALL):
        at -= 1
    return any(agent.last == at + 1 or (agent.last == at and folds[at] in _GIVING) for agent in unit.products)


def _is_in_relative(unit: Unit, page: Page, term: Term) -> bool:
    """ "The headache that came with her first IVIG", "the chills that IVIG can bring": a clause behind the effect makes it the product's."""
    folds = page.tokens.folds
    if folds[term.last : term.last + 1] not in (["that"], ["which"]) or "Condition" in term.classes or "not" in folds[term.last : term.last + 4]:
        return False
    for agent in unit.products:
        between = folds[term.last + 1 : agent.first]
        if 0 < len(between) <= _RELATIVE and between[0] in _COMING and not _WITH.isdisjoint(between[1:3]):
            return True
        if 0 < len(between) <= _RELATIVE and between[0] in {"followed", "follows", "accompany", "accompanies", "accompanied"}:
            return True
        behind = [word for word in folds[agent.last : agent.last + 3] if word not in _SMALL and word not in _GIVING]
        if agent.first - term.last <= 2 and behind[:1] and behind[0] in _BRINGING:
            return True
    return False


#: Tokens of such a clause before its product, and its verbs.
_RELATIVE = 6
_COMING = frozenset(("came", "come", "comes", "appeared", "began", "started", "occurred", "arose"))
_BRINGING = frozenset(
    ("brings", "bring", "brought", "causes", "cause", "caused", "gives", "give", "gave", "produces", "induces", "triggers", "leaves", "left")
)


def _is_asked_of(unit: Unit, page: Page, term: Term) -> bool:
    """ "Who is more likely to get a clot with IVIG?": a question for whom takes an effect of the product for granted."""
    folds = page.tokens.folds
    if page.tokens.surfaces[unit.last - 1] != "?" or _ASKING_WHOM.isdisjoint(folds[unit.first : unit.first + 2]) or unit.rivals:
        return False
    if not any(cue.phrase.kind in _RISKING and cue.last <= term.first for cue in unit.safety) or unit.cues("negation"):
        return False
    return any(0 < agent.first - term.last <= 2 and folds[term.last] in _WITH for agent in unit.products)


def _puts_off(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG works, yet chills after the infusion make some people stop": an effect behind the product, and those whom it drives away."""
    folds = page.tokens.folds
    if unit.rivals or unit.cues("negation") or not any(agent.last <= term.first for agent in unit.products):
        return False
    after = next((i for i in range(term.last, min(unit.last, term.last + _TO_COURSES)) if folds[i] in _ON_COURSES), None)
    if after is None or _COURSES_OF.isdisjoint(folds[after + 1 : after + _TO_COURSE]):
        return False
    whom = next((i for i in range(after + 2, unit.last - 1) if folds[i] in _PUT_OFF), None)
    return whom is not None and not _QUITTING.isdisjoint(folds[whom + 1 : min(unit.last, whom + _TO_QUITTING)])


def _is_remedied(unit: Unit, page: Page, term: Term) -> bool:
    """ "Anaphylaxis during IVIG is treated with adrenaline", "Rest can relieve headache after IVIG": right behind the effect the product as its occasion,
    and what is done about the effect; not "persistent fever after IVIG is treated with infliximab".
    """
    folds, stems = page.tokens.folds, page.tokens.stems
    if term.last >= unit.last or folds[term.last] not in _ON_COURSES or page.is_trial or unit.cues("negation", "history", "family"):
        return False
    product = next((agent for agent in unit.products if 0 < agent.first - term.last <= _TO_OCCASION), None)
    if product is None or not _GIVINGS_OF.issuperset(folds[term.last + 1 : product.first]) or not _UNTREATED.isdisjoint(folds[unit.first : term.first]):
        return False
    if term.concept in _OF_DISEASE or not _PERSISTING.isdisjoint(stems[unit.first : unit.last]):
        return False
    behind = product.last + (folds[product.last] in _GIVING)
    verb = next((i for i in range(behind, min(unit.last, behind + _TO_REMEDY)) if stems[i] in _REMEDYING), None)
    if verb is not None and _BREAKING.isdisjoint(folds[behind:verb]):
        return not any(agent.first > verb for agent in unit.products)
    before = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_REMEDY), -1) if stems[i] in _RELIEVING), None)
    named = any(agent.last <= (before or 0) for agent in unit.rivals) or any(t.has("Management") and t.last <= (before or 0) for t in unit.terms)
    return before is not None and named and _leads_to(unit, page, before + 1, term)


def _is_to_be_reported(unit: Unit, page: Page, term: Term) -> bool:
    """ "Call your doctor if you get A and B after X", "Stop using X and call your doctor if you have A": what the reader is to speak up about."""
    folds = page.tokens.folds
    reader = unit.cues("if-you")
    if not reader or not unit.cues("advice", "severity-list") or unit.rivals or not _BEFOREHAND.isdisjoint(unit.folds):
        return False
    if term.first < reader[0].last - 1 or unit.cues("negation", "family") or is_sign_only(unit, page, term):
        return False
    taken = {i for other in unit.terms if EFFECT in other.classes for i in range(other.first, other.last)}
    if len({other.concept for other in unit.terms if EFFECT in other.classes}) < len(("fever", "rash")):
        return False  # "Call your doctor if you have fever after X": one complaint may come from anything
    for agent in unit.products:
        if agent.last <= reader[0].first and not _QUITTING.isdisjoint(folds[max(unit.first, agent.first - _TO_WHOM) : agent.first]):
            return True
        at = next((i for i in range(term.last, agent.first) if folds[i] in _ON_COURSES or folds[i] == "while"), None)
        if at is not None and agent.first - at <= _TO_OCCASION and "stopping" not in folds[at : agent.first] and all(
            i in taken or folds[i] in _SMALL or folds[i] in _NOTICING for i in range(term.last, at)
        ):
            return True
    return False


#: Words for what was there before, and what may part the effects of such a list.
_BEFOREHAND = frozenset(("before", "ever", "already", "history", "past"))
_NOTICING = frozenset(("feel", "have", "get", "notice", "develop", "experience", "you", "are", "sweaty", "sick", "unwell", "start", "to", "severe"))
#: Tokens from an effect to the product, small words there, and tokens to a verb of remedy.
_TO_OCCASION, _TO_REMEDY = 5, 5
_GIVINGS_OF = frozenset((
    "the", "a", "an", "first", "second", "each", "your", "high", "dose", "doses", "of", "infusion", "infusions", "treatment", "therapy", "with",
    "administration", "receiving", "every", "previous", "last", "initial", "their", "rapid",
))  # fmt: skip
_REMEDYING = frozenset(map(stem, (
    "treated", "managed", "respond", "resolve", "subside", "settle", "improve", "relieved", "eased", "controlled", "handled",
)))  # fmt: skip
_RELIEVING = frozenset(map(stem, ("relieve", "ease", "prevent", "reduce", "treat", "help", "lessen", "alleviate", "manage", "control")))
#: Complaints of the disease that may outlast the product, and words for that.
_OF_DISEASE = frozenset(("fever", "relapse", "infection", "death", "pain", "asthenia", "muscle-weakness", "bleeding", "thrombocytopenia"))
_PERSISTING = frozenset(map(stem, (
    "persistent", "persist", "refractory", "recurrent", "recur", "relapse", "resistant", "residual", "ongoing", "still", "remain",
)))  # fmt: skip
_UNTREATED = frozenset(("if", "when", "should", "not", "no", "without", "failure", "before"))


#: Words before a course and for one, tokens from an effect to the word before and from there to the course.
_ON_COURSES = frozenset(("after", "during", "with", "following", "from"))
_COURSES_OF = frozenset(("course", "courses", "infusion", "infusions", "drip", "dose", "doses", "treatment", "it", "them"))
_TO_COURSES, _TO_COURSE = 6, 4
#: Verbs by which an effect drives people away, words for what these do then, and the tokens between.
_PUT_OFF = frozenset((
    "make", "makes", "made", "lead", "leads", "led", "put", "puts", "cause", "causes", "caused", "drive", "drives", "drove", "force", "forces",
))  # fmt: skip
_QUITTING = frozenset(("stop", "quit", "off", "up", "out", "away", "abandon", "discontinue", "withdraw", "cease"))
_TO_QUITTING = 9


#: What says so, whatever governs the effect.
_PLAINLY = (
    _is_of_courses, _is_laid_at_product, is_counted_in_study, comes_when_used, is_more_than_on_placebo, _befalls_those_given,
    _follows_product, _is_done, _is_in_relative, _is_asked_of, _puts_off, befell_treated, _is_remedied, _is_to_be_reported,
)  # fmt: skip
#: Tokens from those who get the product to its name, from there to the verb, and from the product to "followed by".
_TO_WHOM = 5
_TO_BEFALLING = 7
_TO_FOLLOWED = 4
_PATIENTS = "subject-patients"
_THOSE = frozenset(("those", "recipients", "recipient", "anyone", "everyone", "users", "user", "volunteer", "man", "woman", "mother", "baby"))
_NOBODY = frozenset(("none", "nobody", "no", "not", "neither"))
_BRIEFER = frozenset(("shorter", "sooner", "less", "fewer"))
_GIVEN_IT = frozenset(("given", "on", "receiving", "taking", "getting", "of", "with", "received", "get", "got", "receive"))
_BEING_ILL = frozenset(("had", "have", "has", "showed", "show"))
_BEFALLING = _BEING_ILL | frozenset(
    (
        "develop", "developed", "develops", "get", "gets", "got", "experience", "experienced", "experiences", "suffer", "suffered", "suffers",
        "report", "reported", "reports", "complain", "complained", "complains", "run", "ran", "runs", "become", "became", "becomes", "feel", "felt",
        "feels", "notice", "noticed",
    )
)  # fmt: skip
#: Effects that are verbs themselves, and the verbs by which a product does what a name of an effect says.
_VERBS = frozenset(
    ("vomit", "vomited", "vomits", "faint", "fainted", "faints", "shivered", "itched", "wheezed", "coughed", "sweated", "convulsed")
)
_DOING = frozenset(("raise", "raises", "increase", "increases", "lower", "lowers", "reduce", "reduces", "overload", "overloads"))
_GIVING = frozenset(("infusion", "infusions", "treatment", "therapy", "injection", "injections"))
#: Words behind which another matter begins, small words before an effect, and the most words that may stand there beside them.
_BREAKING = frozenset(
    (",", ";", ":", "(", "and", "but", "who", "which", "that", "than", "if", "when", "while", "because", "before", "despite", "although", "no", "from")
)
_SMALL = frozenset(
    (
        "a", "an", "the", "some", "any", "mild", "severe", "slight", "low", "bad", "of", "from", ",", "and", "or", "also", "one", "two", "three", "can",
        "may", "might", "could", "will", "sometimes", "often", "rarely", "occasionally", "slightly", "temporarily", "briefly", "even", "more",
    )
)  # fmt: skip
_FEW_WORDS = 4
_ASKING_WHOM = frozenset(("who", "what", "which"))
_RISKING = frozenset(("raise", "prone", "more"))
_WITH = frozenset(("with", "from", "on", "under", "after", "during"))


#: Tokens from an effect to its share: "in < 1 in 100,000".
_SHARE = 4
_CALLED = frozenset(("related", "associated", "induced", "triggered", "mediated", "attributable"))


def _is_called_after(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG-related thrombosis": the effect is named by what brought it about."""
    if term.last < unit.last and page.tokens.folds[term.last] == "in" and term is not unit.terms[0]:
        share = page.tokens.surfaces[term.last + 1 : term.last + _SHARE]
        first = next((t for t in unit.terms if EFFECT in t.classes), term)
        if first is not term and any(word[0].isdigit() for word in share) and _is_called_after(unit, page, first):
            return True  # "IVIG-related haemolysis occurs in 2%, aseptic meningitis in 1%"
    return any(
        agent.concept and 0 < term.first - agent.last <= 2 and not _CALLED.isdisjoint(page.tokens.folds[agent.last : term.first])
        for agent in unit.agents
    )


_COMPLICATION = frozenset(("complication", "sequela", "hazard"))
_BEING = frozenset(("be", "is", "are", "was", "were"))
#: Words between "is a" and "adverse effect", and from there to the product.
_NAMING = 9
_OF = 4


def _is_called_effect(unit: Unit, page: Page, term: Term) -> bool:
    """ "Haemolysis is a well-recognised, dose-dependent adverse effect of IVIG"."""
    folds = page.tokens.folds
    if term.last >= unit.last or folds[term.last] not in _BEING or {"no", "not", "never"} & set(folds[term.last : term.last + 3]):
        return False
    roots = [t.last for t in unit.terms if t.concept == "adverse-event-root" and 0 < t.first - term.last <= _NAMING]
    roots += [i + 1 for i in range(term.last, min(term.last + _NAMING, unit.last)) if folds[i] in _COMPLICATION]
    return any(
        folds[end : end + 1] in (["of"], ["with"], ["to"], ["after"]) and any(0 < a.first - end <= _OF for a in unit.products)
        for end in roots
    )


def _brought_to_hospital(unit: Unit, term: Term) -> bool:
    """ "was admitted with pulmonary oedema after IVIG": the word before the effect belongs to the admission."""
    return any(cue.last == term.first and cue.phrase.value == "serious" for cue in unit.cues("severity"))


#: Tokens before "IVIG" in "after commencing a course of IVIG".
_COURSE = 6


def _is_presented(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "presented with A and B two days after IVIG": what the product was followed by, not how an illness began."""
    cue = governor.cue
    if governor.relation != "sign" or cue is None or governor.unit != unit.index or page.tokens.stems[cue.first] != "present":
        return False
    return any(not _BEHIND.isdisjoint(page.tokens.folds[term.last : agent.first]) for agent in unit.products)


def _is_reported_case(unit: Unit, page: Page, term: Term) -> bool:
    """ "We report a patient with A after IVIG": the case, not what the patient had before."""
    reports = not _REPORTING.isdisjoint(page.tokens.stems[unit.first : unit.first + 4])
    return reports and page.tokens.folds[term.last] in _BEHIND


_REPORTING = frozenset(("report", "describ", "present"))
_LESS = "occasion-less"
#: Words for the giving of the product that a text is about.
_GIVINGS = "occasion-givings"
#: Words that make the product the occasion of what the sentence tells.
_AFTER = "occasion-after"
SILENT = frozenset(
    ("disease", "eligibility", "exclusion", "mechanism", "storage", "references", "indications", "contraindications", "methods")
)
#: Relations too slight to say that an effect is something else.
_SLIGHT = frozenset(("sign-weak", "called", "treats-outcome", "adverse-weak", "follow"))
_OTHER_STATEMENTS = ("lessen", "contraindicated", "ineffective", "worsen", "interfere", "sign-left")
_CARE = frozenset(("lessen", "monitor"))
#: Comparators beside which the product's effects are counted.
_COMPARATORS = "occasion-comparators"
_OCCASIONS = "occasion-occasions"
#: Stems of words by which something is said to have been seen.
_SEEN = "occasion-seen"
#: Stems of words that make an illness one that got better, was watched for, or was there before.
_BETTER = "occasion-better"
