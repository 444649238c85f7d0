"""Effects of something or somebody else: a unit and an effect go in, whether the sentence keeps the product out of it comes out.

A rival, another medicine or the disease brings it about, it befalls another group or a donor, follows when the product is withheld,
or is said to be unrelated.
"""

from __future__ import annotations

from kg.reading.clauses import stretch_start
from kg.reading.cues import Cue
from kg.reading.page import Agent, Page, Term, Unit
from kg.reading.subjects import is_held_off

__all__ = ["causing_cue", "is_foreign"]

#: Words without which no sentence can keep the product out of an effect; another treatment or vaccine can, too.
_TELLING = "foreign-telling"


def is_foreign(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether the sentence says that the effect is none of the product."""
    if unit.rivals and (_is_brought_by_other(unit, page, term) or _is_of_rival(unit, page, term)):
        return True
    if (unit.is_item or not page.lists[_ACTORS].isdisjoint(unit.folds)) and _is_of_actor(unit, page, term):
        return True
    if not _LINKS.isdisjoint(unit.folds) and _is_linked_with_other(unit, page, term):
        return True
    if _is_setting(unit, page, term):
        return True
    if _is_put_down(unit, page) or _is_part_of_illness(unit, page, term) or _is_of_medicine(unit, page, term):
        return True
    if page.tokens.folds[unit.first] == "the" and _is_sequel(unit, page):
        return True
    if not _CONTROLS.isdisjoint(unit.folds) and (_is_of_group_of_control(unit, page, term) or _befell_those_on_control(unit, page, term)):
        return True
    if page.lists[_TELLING].isdisjoint(unit.folds):
        return False
    return (
        _is_of_rival(unit, page, term)
        or _is_of_other_group(unit, page, term)
        or _is_of_disease(unit, page, term)
        or _made_nobody_stop(unit, page, term)
        or _is_watched_for(unit, page, term)
        or _is_without(unit, page, term)
        or _is_unrelated(unit, page, term)
        or _follows_end(unit, page, term)
        or _is_supposed(unit, page, term)
        or (term.concept != _PASSED_ON and _is_of_donor(page.tokens.folds[unit.first : min(term.first, unit.first + _OPENING)]))
        or _has_another_cause(unit, page, term)
        or page.tokens.folds[unit.first] in page.lists[_ASKING]
        or page.tokens.folds[max(unit.first, term.first - 1)] == "underlying"
        or _is_only_with_rival(unit, page, term)
        or _is_in_bracket_of_control(unit, page, term)
        or _is_only_of_others(unit, page, term)
    )


def _is_setting(unit: Unit, page: Page, term: Term) -> bool:
    """ "Fever; in ITP, haemolysis", "hypotension after a recent heart attack": in whom an effect comes, or after what."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    if not term.has("Condition") or term.first - unit.first < 2:
        return False
    if folds[term.first - 1] == "in" and surfaces[term.first - 2] in {";", ":"} and surfaces[term.last : term.last + 1] == [","]:
        return True
    return folds[term.first - 1] == "recent" and "after" in folds[term.first - 3 : term.first - 1]


def _is_only_with_rival(unit: Unit, page: Page, term: Term) -> bool:
    """ "hypotension was seen only with plasma exchange": what befell those on the other treatment."""
    folds = page.tokens.folds
    end = next((i for i in range(term.last, unit.last) if page.tokens.surfaces[i] in {";", ","} or folds[i] in _TURNING), unit.last)
    if "only" not in folds[term.last : end] and "exclusively" not in folds[term.last : end]:
        return False
    acting = [agent for agent in unit.agents if term.last <= agent.first < end]
    return bool(acting) and all(agent.concept is None and folds[agent.first - 1] in _ON for agent in acting)


_ON = frozenset(("with", "on", "under", "after", "in", "of"))


def _is_of_group_of_control(unit: Unit, page: Page, term: Term) -> bool:
    """ "In the placebo group of the IVIG trial, nine patients had headache": a group that opens the sentence, and none with the product behind it."""
    folds = page.tokens.folds
    opening = folds[unit.first : unit.first + _TO_GROUP]
    if opening[0] not in {"in", "on", "among", "of"} or _CONTROLS.isdisjoint(opening) or _ARMS.isdisjoint(opening):
        return False
    comma = next((i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == ","), None)
    return comma is not None and not any(agent.first > comma for agent in unit.products)


_ARMS = frozenset(("group", "arm", "groups", "cohort", "patients", "subjects", "recipients"))
def _befell_those_on_control(unit: Unit, page: Page, term: Term) -> bool:
    """ "In the IVIG trial two patients receiving placebo developed rash": who it befell, right before the verb."""
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_CONTROL), -1) if folds[i] in _CONTROLS), None)
    if at is None or folds[at - 1] not in _GETTING or not {"and", "or", ",", ";"}.isdisjoint(folds[at + 1 : term.first]):
        return False
    behind = folds[term.last : unit.last]
    return not any(at < agent.first for agent in unit.products) and {"than", "versus", "and"}.isdisjoint([*folds[max(unit.first, at - 4) : at], *behind])


_GETTING = frozenset(("receiving", "received", "given", "on", "taking", "got", "getting"))
#: Tokens from an effect back to the placebo of those whom it befell.
_TO_CONTROL = 6
#: Tokens of "in the placebo group".
_TO_GROUP = 5


def _is_in_bracket_of_control(unit: Unit, page: Page, term: Term) -> bool:
    """ "twelve in the control group (dizziness 5, falls 4)"."""
    surfaces = page.tokens.surfaces
    opened = next((i for i in range(term.first - 1, unit.first, -1) if surfaces[i] in {"(", ")"}), None)
    return opened is not None and surfaces[opened] == "(" and not _CONTROLS.isdisjoint(page.tokens.folds[max(unit.first, opened - 3) : opened])


def _is_only_of_others(unit: Unit, page: Page, term: Term) -> bool:
    """ "A has been seen with other products; no case is known with X": the text keeps its own product out."""
    folds = page.tokens.folds
    at = next((i for i in range(term.last, unit.last - 1) if folds[i] == "other" and folds[i + 1] in _PRODUCTS), None)
    if at is None or folds[at - 1] not in _ON:
        return False
    comma = next((i for i in range(at, min(unit.last, at + _TO_COMMA)) if page.tokens.surfaces[i] == ","), None)
    if comma is not None and folds[term.last : term.last + 1] == [","] and any(0 < cue.first - comma <= 2 for cue in unit.cues("negation")):
        return False  # "A, reported with other products, was not seen with X" denies it
    return any(cue.first > at for cue in unit.cues("negation"))


#: Tokens from "other" to the comma behind its products.
_TO_COMMA = 6


_PRODUCTS = frozenset(("product", "immunoglobulin", "preparation", "brand", "plasma", "blood"))
_CONTROLS = frozenset(("control", "controls", "placebo", "comparator", "sham"))


def _is_put_down(unit: Unit, page: Page) -> bool:
    """ "Three had pneumonia. This was put down to their illness, not to X": the next sentence gives another cause."""
    after = page.following(unit)
    if after is None or after.block != unit.block or after.first >= after.last:
        return False
    folds = page.tokens.folds
    if folds[after.first] not in {"this", "these", "both", "all", "they", "it"} or _BLAMING.isdisjoint(after.folds):
        return False
    at = next(i for i in range(after.first, after.last) if folds[i] in _BLAMING)
    to = next((i for i in range(at, min(after.last, at + 3)) if folds[i] in {"to", "on", "by"}), None)
    return to is not None and not any(0 < agent.first - to <= _NEAR for agent in after.products)


def _is_part_of_illness(unit: Unit, page: Page, term: Term) -> bool:
    """ "Pneumonia in 11 subjects was a manifestation of varicella": a sentence that makes it part of an illness."""
    if _PARTS.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    at = next((i for i in range(term.last, unit.last - 1) if folds[i] in _PARTS and folds[i + 1] == "of"), None)
    if at is None or not {"is", "was", "were", "are"}.intersection(folds[term.last : at]):
        return False
    return any(0 < other.first - at <= _NEAR and "Condition" in other.classes and "AdverseEffect" not in other.classes for other in unit.terms)


def _is_sequel(unit: Unit, page: Page) -> bool:
    """ "People with A make few antibodies. The result is one infection after another: B, C": what comes of the illness that was just told of."""
    if page.tokens.folds[unit.first + 1] not in _COMING_OF or page.tokens.folds[unit.first + 2 : unit.first + 3] not in (["is"], ["are"]):
        return False
    before = unit.previous
    tells = before is not None and before.block == unit.block and not unit.products and not before.agents
    return tells and before is not None and any(t.has("Condition", "Immunodeficiency", "Category") and not t.has("AdverseEffect") for t in before.terms)


_COMING_OF = frozenset(("result", "effect", "consequence", "upshot", "outcome"))


def _is_of_medicine(unit: Unit, page: Page, term: Term) -> bool:
    """ "expect drowsiness from the antihistamine": another medicine stands right behind the effect as what it comes from."""
    folds = page.tokens.folds
    if term.last >= unit.last or folds[term.last] != "from":
        return False
    at = term.last + 1 + (folds[term.last + 1 : term.last + 2] in (["the"], ["this"]))
    return any(t.first == at and t.has("Medication") for t in unit.terms) or any(agent.first == at for agent in unit.rivals)


def _is_linked_with_other(unit: Unit, page: Page, term: Term) -> bool:
    """ "no link between age and A in those on X", "an association between A and old age": what A is held against is not the product."""
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, unit.first, -1) if folds[i] == "between" and folds[i - 1] in _LINKS), None)
    if at is None or page.tokens.folds[at + 1 : term.first].count("and") > 1:
        return False
    end = term.last
    if "and" not in folds[at:end]:
        end = next((i + _TO_OTHER for i in range(end, unit.last) if folds[i] == "and"), unit.last)
    if any(at < agent.first < end for agent in unit.products):
        return False
    return _GIVEN.isdisjoint(folds[at + 1 : end])


_LINKS = frozenset(("link", "association", "relation", "relationship", "correlation", "connection"))
#: Words that stand for the product, and the tokens from "and" to it.
_GIVEN = frozenset(("treatment", "therapy", "infusion", "infusions", "it", "product", "use", "globulin", "drug", "administration"))
_TO_OTHER = 5
_PARTS = frozenset(("manifestation", "complication", "sign", "symptom", "consequence", "part"))
_BLAMING = frozenset(("put", "attributed", "ascribed", "blamed", "traced", "explained", "imputed"))
_OPENING = 5
#: What donors are tested for and the product may nevertheless do.
_PASSED_ON = "transmission-of-infectious-agents"
_GIVING_BLOOD = frozenset(("donor", "donate", "donates", "donating"))


def _is_of_donor(opening: list[str]) -> bool:
    """ "Donors may faint", "People who give plasma for immunoglobulin may faint"."""
    gives = "give" in opening and opening[opening.index("give") + 1 : opening.index("give") + 2] in (["plasma"], ["blood"])
    return gives or not _GIVING_BLOOD.isdisjoint(opening)
#: Verbs by which a text tells somebody to ask for an effect.
_ASKING = "foreign-asking"
#: Tokens between "not" or "than" and the product.
_DENIED = 6
_NEAR = 3


def _is_of_rival(unit: Unit, page: Page, term: Term) -> bool:
    """ "Plasma exchange caused more hypotension than IVIG", "seen with plasma exchange, not with IVIG", "to A rather than to IVIG"."""
    folds = page.tokens.folds
    product = next(iter(unit.products), None)
    if product is None or product.first < term.last:
        return False
    before = folds[max(term.last, product.first - _DENIED) : product.first]
    named = folds[product.first : product.last]
    for place in range(len(before) - 1, -1, -1):
        word, between = before[place], before[place + 1 :]
        if not page.lists[_LEADING].issuperset(between):
            break
        if word in _NOT or (before[place - 1] if place else "", word) in (("rather", "than"), ("instead", "of")):
            return named != ["it"]
        if word == "than":
            return any(a.last <= product.first for a in unit.rivals)
    return False


_GROUPS = frozenset(("group", "arm", "cohort"))
#: Words of a group that got the product, or may have.
_TREATED = "foreign-treated"
#: Words between an effect and the group that it befell, and of the group's name.
_IN_GROUP = 14
_GROUP_NAME = 4


def _is_of_other_group(unit: Unit, page: Page, term: Term) -> bool:
    """ "rash occurred in the mycophenolate group": a group that is called by something else than the product."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    if _is_led_by_group(unit, page, term):
        return True
    for index in range(term.last, min(term.last + _IN_GROUP, unit.last)):
        if surfaces[index] == ";" or any(agent.first <= index < agent.last for agent in unit.products):
            return False
        if folds[index] not in _GROUPS:
            continue
        opening = next((i for i in range(index - 1, max(term.last, index - _GROUP_NAME) - 1, -1) if folds[i] == "the"), None)
        name = folds[opening + 1 : index] if opening is not None else []
        if opening is None or folds[opening - 1] not in {"in", "only", "to"} or not name or "," in name or not page.lists[_TREATED].isdisjoint(name):
            return False  # "weakness in the face, arm or leg" is of no group
        start = max((i for i in range(unit.first, term.first) if surfaces[i] == ";"), default=unit.first)
        return not any(start <= agent.first < index for agent in unit.products)
    return False


def _is_led_by_group(unit: Unit, page: Page, term: Term) -> bool:
    """ "In the placebo group, fever and rash occurred; in the IVIG group ...": the group is named before what befell it."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    begin = max((i + 1 for i in range(unit.first, term.first) if surfaces[i] == ";" or folds[i] in _TURNING), default=unit.first)
    if any(begin <= agent.first < term.first for agent in unit.products):
        return False
    other = next((agent for agent in unit.rivals if begin <= agent.first <= begin + _GROUP_NAME), None)
    if other is None or other.last >= unit.last:
        return False
    behind = folds[other.last : other.last + 2]
    return not _GROUPS.isdisjoint(behind) or behind[:1] in (["recipients"], ["recipient"], ["patients"], ["patient"])


_TURNING = frozenset(("whereas", "while", "but", "compared"))


_EXPECTED = frozenset(("expected", "due", "attributed", "part", "caused", "explained", "reflect", "reflected", "symptom", "sign", "course"))


def _is_of_disease(unit: Unit, page: Page, term: Term) -> bool:
    """ "Adverse events were those expected of the underlying disease: falls, pain"."""
    if "underlying" not in unit.folds:
        return False
    folds = page.tokens.folds[unit.first : unit.last]
    at = folds.index("underlying")
    return folds[at + 1 : at + 2] in (["disease"], ["disorder"], ["condition"], ["illness"]) and not _EXPECTED.isdisjoint(folds[:at])


_WATCHING = frozenset(("look", "looking", "watch", "watching", "alert", "vigilant", "screen"))


def _is_watched_for(unit: Unit, page: Page, term: Term) -> bool:
    """ "After the infusion look for jaundice, dark urine": the signs that somebody is to find."""
    folds = page.tokens.folds
    at = next((i for i in range(unit.first, term.first - 1) if folds[i] in _WATCHING and folds[i + 1] in {"for", "out", "to"}), None)
    if at is None and folds[unit.first] in {"monitor", "observe"} and folds[unit.first + 1] == "for" and _has_several(unit):
        at = unit.first  # "Monitor for back pain, chills, discoloured urine"
    if at is None or ";" in page.tokens.surfaces[at : term.first]:
        return False
    return not any(at < agent.first < term.first for agent in unit.products)


def _has_several(unit: Unit) -> bool:
    """A list of signs, not the one effect that a label says to monitor for."""
    return len({t.concept for t in unit.terms if "AdverseEffect" in t.classes}) >= _SEVERAL


_SEVERAL = 3
#: Words of an opening such as "without protection,".
_LACKING = 6


def _is_without(unit: Unit, page: Page, term: Term) -> bool:
    """ "Without protection cirrhosis follows", "their infusions were cancelled": what comes for want of the product."""
    folds = page.tokens.folds
    if folds[unit.first] == "without" and not any("Management" in t.classes and t.first - unit.first <= _LACKING for t in unit.terms):
        return not any(agent.first - unit.first > _LACKING for agent in unit.products)
    return not page.lists[_CANCELLED].isdisjoint(unit.folds) and not unit.folds.isdisjoint(("because", "when", "after", "since"))


_CANCELLED = "foreign-cancelled"
_NOBODY = frozenset(("no", "none", "nobody", "neither"))
_STOPPING = frozenset(
    ("stop", "stopped", "discontinue", "discontinued", "withdraw", "withdrew", "withdrawn", "withdrawal", "discontinuation")
)


def _made_nobody_stop(unit: Unit, page: Page, term: Term) -> bool:
    """ "No patient had to stop treatment because of headache"."""
    folds = page.tokens.folds[unit.first : term.first]
    return (
        not _NOBODY.isdisjoint(folds[:2]) and not _STOPPING.isdisjoint(folds) and not {"because", "due", "for", "owing"}.isdisjoint(folds)
    )


_NOT = frozenset(("not", "none", "never", "nor", "neither"))
#: Words between "not" or "than" and the product: "not in those given IVIG".
_LEADING = "foreign-leading"
#: Words between an effect and what is said of its cause.
_SAID_OF = 12
_RELATED = frozenset(("related", "attributable", "linked", "connected"))
#: "not dose-related" speaks of the dose.
_DOSES = frozenset(("dose", "rate", "speed", "only"))


def _is_unrelated(unit: Unit, page: Page, term: Term) -> bool:
    """ "a headache unrelated to the drug", "pneumonia, which was not considered related to treatment"."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    if term.first > unit.first and folds[term.first - 1] in page.lists[_COINCIDING]:
        return True
    for index in range(term.last, min(term.last + _SAID_OF, unit.last)):
        if surfaces[index] == ";" or folds[index] == "but":
            return False
        if folds[index] in page.lists[_COINCIDING]:
            return True
        if folds[index] == "not":
            said = folds[index + 1 : index + 5]
            return not _RELATED.isdisjoint(said) and _DOSES.isdisjoint(said)
    # "infections, chiefly sinusitis, occurred in half of the patients and were judged unrelated"
    judged = next((i for i in range(term.last, unit.last - 1) if folds[i] in _JUDGING and page.lists[_COINCIDING] & set(folds[i + 1 : i + 4])), None)
    return judged is not None and {";", "but", "."}.isdisjoint(folds[term.last : judged])


#: Verbs of those who say what an effect came from.
_JUDGING = frozenset(("judged", "considered", "deemed", "thought", "regarded", "felt", "assessed", "rated"))
_COINCIDING = "foreign-coinciding"
_ENDING = "foreign-ending"
_REASONS = frozenset(("because", "due", "owing", "for", "after"))


def _follows_end(unit: Unit, page: Page, term: Term) -> bool:
    """ "Withdrawal of IVIG was followed by pneumonia", "those who stopped IVIG got weaker": what comes when the product is missing."""
    folds = page.tokens.folds
    if any(cue.last <= term.first for cue in unit.cues("if-you")) and folds[unit.first] in _STOPPING:
        return False  # "Stop using X and call your doctor if you have A": what is to be done about it
    for agent in unit.agents:
        if agent.concept and agent.last <= term.first and not page.lists[_ENDING].isdisjoint(_words_before(unit, page, agent)):
            return _REASONS.isdisjoint(folds[agent.last : term.first])
    return False


def _words_before(unit: Unit, page: Page, agent: Agent) -> list[str]:
    return page.tokens.folds[max(unit.first, agent.first - _NEAR) : agent.first]


#: Words from the start of a clause to what it is about.
_SUBJECT = 4


def _is_brought_by_other(unit: Unit, page: Page, term: Term) -> bool:
    """ "Paracetamol before the IVIG may harm the liver", "measles vaccination can cause fever": the verb has another subject."""
    cue = causing_cue(unit, page, term)
    if cue is None:
        return False
    start = stretch_start(page.tokens.surfaces, unit.first, cue.first, {";"})
    acting = [agent for agent in unit.agents if start <= agent.first < cue.first and not is_held_off(agent.first, agent.last, page)]
    if len(acting) > 1 and page.tokens.folds[acting[0].first - 1] == "unlike" and "," in page.tokens.folds[acting[0].last : acting[-1].first]:
        acting = acting[-1:]  # "Unlike A, X does not cause B"
    if len(acting) > 1 and page.tokens.folds[acting[0].last : acting[0].last + 2] == [",", "which"]:
        closed = next((i for i in range(acting[0].last + 2, cue.first) if page.tokens.surfaces[i] == ","), acting[0].last)
        acting = [agent for agent in acting if agent is acting[0] or agent.first > closed]  # "Aspirin, which is given with X, can cause A"
    if not acting or acting[0].concept is not None or acting[0].first - start > _SUBJECT:
        return False
    return all(a.concept is None or not page.lists[_BESIDE].isdisjoint(_words_before(unit, page, a)) for a in acting)


def _is_supposed(unit: Unit, page: Page, term: Term) -> bool:
    """ "If IVIG were to cause a stroke, it would be stopped": nothing that happened."""
    folds = page.tokens.folds
    if folds[unit.first] != "if":
        return False
    at = next((i for i in range(unit.first, term.first) if folds[i] == "were" and folds[i + 1] == "to"), None)
    return at is not None and "," not in folds[at : term.first]


#: Words between an effect and "was due to", and behind it.
_CAUSE, _CAUSE_NAME = 12, 6


def _has_another_cause(unit: Unit, page: Page, term: Term) -> bool:
    """ "Anaemia in those on IVIG was due to iron deficiency, not haemolysis": a cause that is nothing of the product."""
    folds = page.tokens.folds
    for index in range(term.last, min(term.last + _CAUSE, unit.last - 1)):
        if folds[index] in _BREAKING and not (folds[index] in {"and", ","} and folds[index + 1] in _GOING_ON):
            return False
        if folds[index : index + 2] == ["resulting", "from"] and index == term.last:
            named = [t for t in unit.terms if index < t.first <= index + _CAUSE_NAME and t.has("Condition")]
            return bool(named) and not any(t.has("AdverseEffect") for t in named)  # "deaths resulting from A"
        is_told = folds[index - 1] in _WAS or (folds[index] == "caused" and index == term.last)
        is_told = is_told or (folds[index] in _ASCRIBED and "which" in folds[term.last : index])  # "A, which her doctors ascribed to"
        # "A due to prednisone", right behind the effect
        is_told = is_told or (index == term.last and any(0 <= agent.first - index - 2 <= 1 for agent in unit.rivals))
        if (folds[index], folds[index + 1]) not in _DUE or not is_told:
            continue
        behind = range(index + 2, min(index + 2 + _CAUSE_NAME, unit.last))
        if any(agent.first in behind for agent in unit.products) or any(
            t.first in behind and t.has("Constituent", "RiskFactor") for t in unit.terms
        ):
            return False
        return page.lists[_OF_PRODUCT].isdisjoint(folds[behind.start : behind.stop])
    return False


_BREAKING = frozenset((";", ",", "and", "or", "but", "while", "whereas"))
#: What goes on with what is said of the effect: "and was ascribed to", ", which turned out to be due to".
_GOING_ON = frozenset(("was", "were", "wa", "which"))
_DUE = (("due", "to"), ("caused", "by"), ("attributed", "to"), ("explained", "by"), ("ascribed", "to"), ("down", "to"))
_ASCRIBED = frozenset(("attributed", "ascribed"))
_WAS = frozenset(("was", "were", "is", "are", "wa", "i", "be", "put"))


#: Words by which a text goes on speaking of its product or of how it is given, and those that open a clause about it.
_OF_PRODUCT = "foreign-of-product"
#: Stems and forms of verbs by which something brings an effect about.
_CAUSING = "foreign-causing"
#: What brings an illness about by itself: antibodies of the patient's own, germs, a disease.
_ACTORS = "foreign-actors"
_WARNING = frozenset(("adverse", "boxed", "warnings", "postmarketing", "transmission"))
#: Tokens from such an actor to its verb: "the antibodies then cross the placenta and can cause".
_ACTING = 14


def _is_of_actor(unit: Unit, page: Page, term: Term) -> bool:
    """ "These antibodies can destroy the baby's blood cells and cause anaemia": no product before the verb, outside the warnings."""
    folds = page.tokens.folds
    cue = causing_cue(unit, page, term)
    if cue is None and unit.is_item and unit.intro is not None:
        return _is_listed_of_illness(unit.intro, page)
    if cue is None or unit.place.kind in _WARNING:
        return False
    start = stretch_start(page.tokens.surfaces, unit.first, cue.first, {";"})
    if any(agent.concept and start <= agent.first < cue.first and not _is_own_antibody(unit, page, agent) for agent in unit.agents):
        return False
    return not page.lists[_ACTORS].isdisjoint(folds[max(start, cue.first - _ACTING) : cue.first])


def _is_listed_of_illness(intro: Unit, page: Page) -> bool:
    """ "Haemolytic disease of the newborn can cause:" over a list."""
    cue = next((c for c in reversed(intro.relations) if c.phrase.kind.startswith("adverse")), None)
    if cue is None or page.lists[_CAUSING].isdisjoint(page.tokens.folds[cue.first : cue.last]) or intro.agents:
        return False
    before = [t for t in intro.terms if t.last <= cue.first]
    return any(t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect", "RiskFactor") for t in before)


def _is_own_antibody(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "These antibodies" behind a sentence that names no product: those that somebody has made."""
    if page.tokens.folds[agent.first : agent.last] != ["antibody"] or unit.previous is None or unit.previous.block != unit.block:
        return False
    return all(page.tokens.folds[a.first : a.last] == ["antibody"] for a in unit.previous.agents)


def causing_cue(unit: Unit, page: Page, term: Term) -> Cue | None:
    """Give the last word for effects before the term, if it is a verb that brings them about."""
    cue = next((c for c in reversed(unit.relations) if c.last <= term.first and c.phrase.kind.startswith("adverse")), None)
    if cue is None or page.lists[_CAUSING].isdisjoint(page.tokens.folds[cue.first : cue.last]):
        return None
    return None if ";" in page.tokens.surfaces[cue.last : term.first] else cue


#: Words by which the product is what another treatment goes with: "given before the IVIG".
_BESIDE = "foreign-beside"
