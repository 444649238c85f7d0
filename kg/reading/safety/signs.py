"""What is named beside effects and is none: a term of a text on safety goes in, whether it is a sign, a gloss or a population comes out."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.classes.memberships import outside_brackets
from kg.reading.cues import Cue
from kg.reading.governors import Governor
from kg.reading.openings import is_to_be_told
from kg.reading.page import Page, Term, Unit, is_part, names_cause, open_bracket
from kg.reading.safety.effect_lists import EFFECT, ROOT, is_notice_list
from kg.reading.safety.other_origins import is_of_other_origin

__all__ = [
    "addresses_reader",
    "is_answer",
    "is_conditional",
    "is_description",
    "is_gloss",
    "is_indication",
    "is_list_of_signs",
    "is_lowered",
    "is_manifestation",
    "is_met",
    "is_no_effect",
    "is_organ_class",
    "is_population",
    "is_sign_of_labelled",
    "is_time_of_onset",
    "is_transmitted",
    "signified_effect",
    "suggests_effect",
]


def is_list_of_signs(unit: Unit, page: Page) -> bool:
    """ "Stiff neck, fever, vomiting. These could be signs of meningitis.": what the next sentence calls signs are no effects."""
    if _TYPICAL.intersection(page.tokens.folds[unit.last - _CLOSING : unit.last]) and not unit.agents and unit.place_in_block:
        return True  # "Meningitis may occur. Stiff neck and fever are typical."
    if unit.is_item and unit.intro is not None and _is_after_signs(unit.intro):
        return True
    following = page.following(unit)
    if following is None or following.block != unit.block or following.first >= following.last or not unit.terms:
        return False
    if unit.cues("if-you") and not unit.is_item and _says_what_it_may_be(following, page):
        return True
    if page.tokens.folds[following.first] not in {"these", "this", "they", "it", "such", "all"}:
        return False
    cue = next((c for c in following.relations if c.phrase.kind == "sign-left"), None)
    return cue is not None and cue.first - following.first <= 2


def _says_what_it_may_be(unit: Unit, page: Page) -> bool:
    """ "Call us if you wheeze. You may have a severe allergic reaction": what the signs of the sentence before may mean."""
    folds = page.tokens.folds
    if folds[unit.first] not in _POINTING | {"you"} or _POSSIBLY.isdisjoint(folds[unit.first + 1 : unit.first + 2]):
        return False
    if (_MEANING | {"have"}).isdisjoint(folds[unit.first + 2 : unit.first + 4]):
        return False
    meant = next((t for t in unit.terms if EFFECT in t.classes and t.concept != ROOT and t.first - unit.first <= _TO_MEANT), None)
    return meant is not None and bool(unit.cues("severity", "severity-own")) and not unit.cues("negation")


def _is_after_signs(intro: Unit) -> bool:
    """ "You will have some of the following signs of a reaction. Tell your nurse if you notice any:": the sentence before calls the list signs."""
    before = intro.previous
    if before is None or before.block != intro.block or not before.has("AdverseEffect"):
        return False
    return any(cue.phrase.kind == "sign" for cue in before.relations)


#: What closes a sentence on the signs of the effect before, and the tokens of its end with the full stop.
_TYPICAL = frozenset(("typical", "characteristic", "suggestive"))
_CLOSING = 2


def is_no_effect(unit: Unit, page: Page, term: Term) -> bool:
    """Tell a term that its place keeps from being an effect: an organ class, a gloss, a sign of another effect, patients, an agent."""
    return (
        is_organ_class(unit, page, term)
        or is_gloss(unit, page, term)
        or is_manifestation(unit, page, term)
        or is_population(unit, page, term)
        or is_transmitted(unit, page, term)
        or is_of_other_origin(unit, page, term)
        or is_answer(unit, page, term)
        or is_to_be_told(unit, page)
        or _is_watched_sign(unit, page, term)
        or is_time_of_onset(unit, page, term)
        or page.tokens.folds[term.last : term.last + 1] in _KEPT_OFF
    )


def _is_watched_sign(unit: Unit, page: Page, term: Term) -> bool:
    """ "Lung injury: monitor for shortness of breath and blue lips": what shows the effect that stands as the label."""
    opening = next(iter(unit.terms), None)
    if opening is None or opening is term or EFFECT not in opening.classes or _WATCHING.isdisjoint(unit.folds) or unit.is_row:
        return False
    folds = page.tokens.folds
    at = next((i for i in range(opening.last, min(unit.last, opening.last + _TO_SIGNS)) if folds[i] == ":"), None)
    if opening.first - unit.first > _TO_LABEL or at is None or term.first < at:
        return False
    watch = next((i for i in range(at, term.first) if folds[i] in _WATCHING), None)
    return watch is not None and "for" in folds[watch : term.first]


#: Verbs by which a label has signs looked for, and tokens from the label's effect to its colon.
_WATCHING = frozenset(("monitor", "watch", "look", "observe", "check"))
_TO_SIGNS = 4


def is_indication(page: Page, term: Term) -> bool:
    """ "Adverse reactions, ITP, % of patients" in a label on ITP: what a label is on the use in is none of the product's effects."""
    return page.is_label and not term.has("AdverseEffect") and term.concept in page.named_in_uses()


def is_time_of_onset(unit: Unit, page: Page, term: Term) -> bool:
    """ "is given within ten days of the onset of A", "within ten days of A": when the illness began, from which days are counted."""
    folds = page.tokens.folds
    counted = folds[term.first - 1] in _COUNTED_FROM and folds[term.first - 2] in _DAYS
    if counted and not _LIMITS.isdisjoint(folds[max(unit.first, term.first - _TO_LIMIT) : term.first - 2]):
        return True
    at = term.first - 2
    if at - _TO_DAYS < unit.first or folds[at + 1] != "of" or folds[at] not in _ONSET:
        return False
    before = folds[at - _TO_DAYS : at]
    return not _DAYS.isdisjoint(before) and before[-1:] in (["the"], ["of"], ["from"], ["after"]) and not {"of", "from", "after"}.isdisjoint(before)


#: Words behind what somebody is kept from: "stroke protection".
_KEPT_OFF = (["protection"], ["prevention"], ["prophylaxis"])
_ONSET = frozenset(("onset", "start", "beginning"))
_DAYS = frozenset(("day", "days", "week", "weeks", "hour", "hours"))
#: Tokens of "days of the" before the onset.
_TO_DAYS = 3
#: Words between the days and what they are counted from, words of a limit of time, and the tokens of "within the first ten days of".
_COUNTED_FROM = frozenset(("of", "from"))
_LIMITS = frozenset(("within", "first", "before", "until"))
_TO_LIMIT = 6


def is_sign_of_labelled(unit: Unit, page: Page, term: Term) -> bool:
    """ "Measles: fever and rash; give IVIG": signs between a disease that stands as a label and the product that it is treated with."""
    label = next(iter(unit.terms), None)
    if label is None or label.first - unit.first > _TO_LABEL or not label.has("Condition", "Immunodeficiency") or term.first <= label.last:
        return False
    if page.tokens.surfaces[label.last] not in _LABEL_MARKS and page.tokens.surfaces[label.last : label.last + 1] != ["("]:
        return False
    if page.tokens.surfaces[label.last] == "(" and _LABEL_MARKS.isdisjoint(page.tokens.surfaces[label.last : label.last + _TO_LABEL_MARK]):
        return False
    product = next(iter(unit.products), None)
    if product is None or product.first < term.last or any(cue.phrase.kind.startswith("adverse") for cue in unit.relations):
        return False
    is_told = any(cue.phrase.kind.startswith("treats") and term.last <= cue.first <= product.first for cue in unit.relations)
    return is_told or _OCCASIONS.isdisjoint(page.tokens.folds[max(term.last, product.first - _TO_OCCASION) : product.first])


#: Tokens before a label, marks behind it, and the tokens of an acronym in brackets up to the mark.
_TO_LABEL = 2
_LABEL_MARKS = frozenset((":", "\u2014", "\u2013"))
_TO_LABEL_MARK = 5
#: Words before a product that make it the occasion of what is named before, and the tokens between.
_OCCASIONS = frozenset(("after", "with", "on", "following", "during", "from", "to", "due", "by", "under", "of", "follow"))
_TO_OCCASION = 3


def is_answer(unit: Unit, page: Page, term: Term) -> bool:
    """ "his platelet count increased to 90" in a text about a lack of platelets: the answer to the treatment, no effect of a list."""
    return term.concept == "thrombocytosis" and not (unit.is_item or unit.is_row or page.is_label) and page.names(_LACKS_OF_PLATELETS)


_LACKS_OF_PLATELETS = frozenset(("immune-thrombocytopenia", "thrombocytopenia", "fetal-and-neonatal-alloimmune-thrombocytopenia"))


def is_gloss(unit: Unit, page: Page, term: Term) -> bool:
    """ "infusion site erythema (redness)": the bracket says the same in plain words."""
    if names_cause(unit, page, term) or _explains(unit, page, term):
        return True
    if "(" not in unit.folds:
        return False
    tokens = page.tokens
    if term.concept == "death" and tokens.surfaces[max(unit.first, term.first - 2) : term.first].count("("):
        return True  # "thrombosis (one fatal case)": how bad it was
    if _repeats(unit, page, term) or _paraphrases(unit, page, term) or _is_sign_in_bracket(unit, page, term) or _is_criterion(unit, page, term):
        return True
    if term.first <= unit.first or tokens.surfaces[term.first - 1] != "(" or term.last >= unit.last or tokens.surfaces[term.last] != ")":
        return False
    return any(other.last == term.first - 1 and "-site-" in other.concept for other in unit.terms)


def _is_criterion(unit: Unit, page: Page, term: Term) -> bool:
    """ "haemolysis (a fall in Hb > 2 g/dL with a positive Coombs test)": from when on the effect in front of the bracket is counted."""
    opened = open_bracket(unit, page, term) if not _BOUNDS.isdisjoint(unit.folds) else None
    if opened is None:
        return False
    closed = next((i for i in range(term.last, unit.last) if page.tokens.surfaces[i] == ")"), unit.last)
    return not _BOUNDS.isdisjoint(page.tokens.folds[opened:closed]) and any(t.last == opened and EFFECT in t.classes for t in unit.terms)


_BOUNDS = frozenset((">", "<", "≥", "≤", "⩾", "⩽"))


def _is_sign_in_bracket(unit: Unit, page: Page, term: Term) -> bool:
    """ "anaemia (too few red cells, with symptoms such as A and B)": how the effect in front of the bracket shows."""
    is_marked = any(cue.phrase.kind == "sign" and cue.last <= term.first for cue in unit.relations)
    if not is_marked and "you" not in unit.folds:
        return False
    opened = open_bracket(unit, page, term)
    if opened is None:
        return False
    folds = page.tokens.folds
    feels = any(folds[i] == "you" and (folds[i - 1] in _WHENEVER or folds[i + 1] in _MODAL_OF_SIGNS) for i in range(opened + 1, term.first))
    if not feels and not any(c.phrase.kind == "sign" and opened < c.first and c.last <= term.first for c in unit.relations):
        return False
    return any(t.last == opened and EFFECT in t.classes and t.concept not in _COLLECTIVE and t.concept != ROOT for t in unit.terms)


#: "stroke (when you have A)", "shock (you may feel B)".
_WHENEVER = frozenset(("when", "if"))
_MODAL_OF_SIGNS = frozenset(("may", "might", "can", "could", "will"))


_EXPLAINING = frozenset(("with", "that", "which", "when", "causing", "caused", "due", "because"))
#: Effects that stand for those that a bracket lists behind them.
_COLLECTIVE = frozenset(("influenza-like-illness", "infusion-related-reaction", "allergic-reaction", "systemic-reaction", "injection-site-reaction"))


def _paraphrases(unit: Unit, page: Page, term: Term) -> bool:
    """ "anaemia (severe tiredness with pale skin)": a bracket in plain words behind the effect that it explains, in a list."""
    surfaces = page.tokens.surfaces
    if not unit.is_item or "(" not in surfaces[unit.first : term.first]:
        return False
    opened = max(i for i in range(unit.first, term.first) if surfaces[i] == "(")
    closed = next((i for i in range(opened, unit.last) if surfaces[i] == ")"), unit.last)
    if closed < term.last or "," in surfaces[opened:closed] or _EXPLAINING.isdisjoint(page.tokens.folds[opened:closed]):
        return False
    named = next((t for t in unit.terms if t.last == opened and EFFECT in t.classes), None)
    return named is not None and named.concept not in _VAGUE and named.concept not in _COLLECTIVE


#: Tokens from the article to the wide word: "a severe and sometimes fatal allergic reaction".
_ADJECTIVES = 7


def _explains(unit: Unit, page: Page, term: Term) -> bool:
    """ "aseptic meningitis, an inflammation that usually settles": a wide word that says what the effect before it is."""
    folds = page.tokens.folds
    if term.concept not in _VAGUE and term.concept not in _COLLECTIVE:
        return False
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _ADJECTIVES), -1) if folds[i] in {"a", "an"}), None)
    if at is None or folds[at - 1] != ",":
        return False
    return any(t.last == at - 1 and EFFECT in t.classes for t in unit.terms)


def _repeats(unit: Unit, page: Page, term: Term) -> bool:
    """ "abdominal pain (including pain in the upper abdomen)": in the bracket the last word of the effect before it again."""
    tokens = page.tokens
    opened = open_bracket(unit, page, term)
    if opened is not None and any(t.last == opened and t.concept.endswith(f"-{term.concept}") for t in unit.terms):
        return True  # "irritation of the brain lining (chemical or \"aseptic\" meningitis)"
    opened = next((i for i in range(term.first - 1, max(unit.first, term.first - 4), -1) if tokens.surfaces[i] == "("), None)
    if opened is None or opened == unit.first or term.last - term.first > 1:
        return False
    return any(t.last == opened and EFFECT in t.classes and tokens.stems[t.last - 1] == tokens.stems[term.first] for t in unit.terms)


def is_transmitted(unit: Unit, page: Page, term: Term) -> bool:
    """ "transmitting agents such as the one of Creutzfeldt-Jakob disease": what may be transmitted is no effect of its own."""
    before = page.tokens.folds[max(unit.first, term.first - 4) : term.first]
    if "transmission" in before and "of" in before[before.index("transmission") :]:
        return True
    if EFFECT in term.classes and "infection" not in term.concept:
        return False
    return any(other.concept == _TRANSMISSION and other.last <= term.first for other in unit.terms)


_TRANSMISSION = "transmission-of-infectious-agents"


def is_population(unit: Unit, page: Page, term: Term) -> bool:
    """ "In the ITP trial", "patients with CIDP": whom a report is about."""
    if term.last < unit.last and page.tokens.stems[term.last] in page.lists[_STUDIES]:
        return True
    if page.tokens.folds[max(unit.first, term.first - 2) : term.first] == ["pre", "existing"]:
        return True  # "lower doses in pre-existing anaemia"
    if page.tokens.folds[term.last : term.last + 3] == ["(", "n", "="] and not term.has("AdverseEffect"):
        return True  # "Reaction PI (n=51) ITP (n=40)"
    if page.tokens.stems[term.first - 1] == "have" and _is_of_people(page.tokens.folds[max(unit.first, term.first - _TO_PEOPLE) : term.first - 1]):
        return True
    if page.tokens.folds[term.first] == "had" and page.tokens.folds[term.first - 2 : term.first] in (["who", "have"], ["who", "had"]):
        return True  # "Those who have had a stroke"
    opens_bracket = page.tokens.surfaces[term.first - 2 : term.first - 1] == ["("] and page.tokens.folds[term.first - 1] in {"in", "for"}
    if opens_bracket and EFFECT not in term.classes:
        return True  # "Haemolysis (in ITP)"
    if page.tokens.folds[term.first - 1] in {"in", "during", "of"} and page.tokens.folds[term.last : term.last + 1] in _TREATING:
        return True  # "Haemolysis (mostly in ITP treatment)"
    if EFFECT in term.classes:
        return _is_aim(unit, page, term) or _is_of_patient(unit, page, term)
    if unit.place.kind == "adverse" and (term.last <= (unit.label_last or 0) or _labels(unit, page, term)):
        return True  # "CIDP: headache (11%), ...": the trial that the figures are from
    return any(
        0 <= term.first - cue.last <= _NEAR and {",", ";", ":"}.isdisjoint(page.tokens.surfaces[cue.last : term.first])
        for cue in unit.cues("patients")
    )


_TREATING = (["treatment"], ["therapy"])


def _labels(unit: Unit, page: Page, term: Term) -> bool:
    """ "ITP (>5%): headache, vomiting" behind another sentence: the term opens, and a colon follows it or its bracket."""
    surfaces = page.tokens.surfaces
    at = term.last
    if at < unit.last and surfaces[at] == "(":
        at = next((i + 1 for i in range(at, unit.last) if surfaces[i] == ")"), unit.last)
    return term.first == unit.first and at < unit.last and surfaces[at] == ":"


def _is_aim(unit: Unit, page: Page, term: Term) -> bool:
    """ "Haematoma after IVIG therapy for A", "given IVIG (0.4 g/kg) for A": what it was given for."""
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _NEAR), -1) if folds[i] == "for"), None)
    if at is None or not page.lists["brought-phrase-end"].isdisjoint(folds[at + 1 : term.first]):
        return False
    if any(at < other.first < term.first for other in unit.terms):
        return False  # "those who had IVIG for A developed B"
    agent = next((agent for agent in reversed(unit.products) if agent.last <= at), None)
    return agent is not None and (agent.last == at or (at - agent.last <= _TO_AIM and folds[at - 1] in _OF_GIVING))


#: Tokens from the product to the "for" that names its aim, and what may stand before it.
_TO_AIM = 9
_OF_GIVING = frozenset(("therapy", "treatment", "infusion", "administration", "administered", "given", "injection", "use", "used", ")"))


def _is_of_patient(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG-induced hyperkalaemia in a man with severe A": the effect has been named, and the man had A."""
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, max(unit.first, term.first - _NEAR), -1) if folds[i] == "with"), None)
    if at is None or folds[at - 1] not in page.lists["brought-persons"] or "in" not in folds[max(unit.first, at - _TO_PERSON) : at]:
        return False
    return any(EFFECT in other.classes and other.last < at for other in unit.terms)


#: Tokens from "in" to the "with" of "in a 34-year-old man with".
_TO_PERSON = 9


def _is_of_people(before: Sequence[str]) -> bool:
    """ "the elderly, who more often have A": what people have anyway."""
    at = next((i for i, word in enumerate(before) if word == "who"), len(before))
    return at + 1 < len(before) and _ANYWAY.issuperset(before[at + 1 :])


_ANYWAY = frozenset(("more", "often", "usually", "already", "also", "commonly", "frequently", "generally", "mostly", "likely"))
#: Tokens from "who" to "have".
_TO_PEOPLE = 5
#: Words between "patients with" and the disease that they have.
_NEAR = 4
_STUDIES = "sign-studies"


def signified_effect(unit: Unit, page: Page, term: Term, ruling: Sequence[Governor]) -> Governor | None:
    """ "... could be signs of a blood clot": in a section on safety the thing signified is an effect."""
    told = _told_emergency(unit, page, term) if page.topic is not None and unit.place.kind in _TELLING else None
    if told is not None:
        return Governor("adverse", "", told, "cue", unit.index)
    if page.topic is None or not (unit.place.kind in {"adverse", "boxed", "warnings"} or _takes_up_signs(unit, page)):
        return None
    cue = next((c for c in unit.relations if c.phrase.kind == "sign-left" and c.last <= term.first), None)
    if (
        cue is None
        or unit.cues("advice")
        or (ruling and ruling[0].relation in {"treats", "prevents", "contraindicated", "cause", "lessen"})
    ):
        return None
    others = [t for t in unit.terms if cue.last <= t.first < term.first and EFFECT in t.classes and t.concept != term.concept]
    if others and others != [_named_before(unit, page, term)]:
        return None  # what follows describes the thing signified
    return Governor("adverse", "", cue, "cue", unit.index)


def _named_before(unit: Unit, page: Page, term: Term) -> Term:
    """ "a severe allergic reaction (anaphylaxis)": the effect that has another name, no sign, alone in a bracket behind it; else the term itself."""
    surfaces = page.tokens.surfaces
    if surfaces[term.first - 1] != "(" or surfaces[term.last : term.last + 1] != [")"] or term.concept in page.lists[_SIGNS]:
        return term
    return next((t for t in unit.terms if t.last == term.first - 1 and EFFECT in t.classes), term)


def _takes_up_signs(unit: Unit, page: Page) -> bool:
    """ "Call your nurse if your neck is stiff. These may be signs of A": the sentence before told the reader when to call."""
    before = unit.previous
    if unit.place.kind not in _TELLING or before is None or before.block != unit.block or page.tokens.folds[unit.first] not in _TAKING_UP:
        return False
    return {"if", "you"} <= before.folds and not _CALLING.isdisjoint(page.tokens.folds[before.first : before.first + _ORDER])


#: Orders to the reader that stand at the head of such a sentence, and its tokens: "Please call your nurse".
_CALLING = frozenset(("check", "call", "contact", "tell", "inform", "see", "seek", "get", "alert", "notify", "talk", "speak"))
_ORDER = 2
_TAKING_UP = frozenset(("these", "this", "they", "such"))


def _told_emergency(unit: Unit, page: Page, term: Term) -> Cue | None:
    """ "Call a doctor at signs of an allergy: hives, ...": the cue that announces what is signified."""
    if EFFECT not in term.classes or not unit.relations:
        return None
    announcing = (c for c in unit.relations if c.phrase.kind == "sign")
    named = _named_before(unit, page, term)
    # "signs of an allergic reaction" may be a name as a whole
    cue = next((c for c in announcing if 0 <= named.first - c.last <= _ANNOUNCED or named.first == c.first < c.last < named.last), None)
    if cue is None or "before" in page.tokens.folds[unit.first : term.first]:
        return None
    owners = (unit, unit.intro, page.heading_over(unit))
    if unit.intro is not None and any(c.phrase.kind == "adverse" for c in unit.intro.relations):
        return cue  # "Side effects to report: ... signs and symptoms of a blood clot"
    return cue if any(owner is not None and owner.cues("severity-list", "if-you", "advice") for owner in owners) else None


#: Sections that tell the reader when to call.
_TELLING = frozenset(("adverse", "boxed", "warnings", "advice", "counselling", ""))
#: Words between "signs of" and the effect.
_ANNOUNCED = 2


def is_description(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """A parenthesis after an effect that says how it feels: "(e.g. you may feel dizzy)"; its words are signs of the effect."""
    if governor.cue is None or governor.source != "cue" or "(" not in unit.folds:
        return False
    opened = [i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == "("]
    closed = [i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == ")"]
    return (
        len(opened) > len(closed)
        and governor.cue.first > opened[-1]
        and any(other.last <= opened[-1] and EFFECT in other.classes for other in unit.terms)
    )


def suggests_effect(unit: Unit, page: Page, term: Term) -> bool:
    """ "Dark urine and jaundice suggest haemolysis": what a verb ties to the effect behind it is how that shows itself."""
    if _SUGGESTING.isdisjoint(unit.stems):
        return False
    tokens = page.tokens
    verb = next((i for i in range(term.last, unit.last) if tokens.stems[i] in _SUGGESTING), None)
    if verb is None:
        return False
    named = any(0 <= other.first - verb - 1 <= 1 and "AdverseEffect" in other.classes for other in unit.terms)
    between = {i for i in range(term.last, verb) if not any(o.first <= i < o.last for o in unit.terms)}
    return named and all(tokens.folds[i] in _LISTING for i in between)


_SUGGESTING = frozenset(("suggest", "indicat", "indicate", "signal", "herald"))
_LISTING = frozenset((",", "and", "or", "may", "can", "might", "with", "a", "often", "strongly", "usually"))
_SHOWING = "sign-showing"


def is_manifestation(unit: Unit, page: Page, term: Term) -> bool:
    """ "heart attack, with pain in the chest", "aseptic meningitis: headache, stiff neck": an item that says how its effect is noticed."""
    term = _named_before(unit, page, term)
    if _is_behind_signs(unit, page, term) or (unit.is_item and (_is_set_behind(unit, page, term) or _is_behind_dash(unit, page, term))):
        return True
    if not is_notice_list(unit, page) or _may_be_it(unit, page, term):
        return False
    first = next((other for other in unit.terms if EFFECT in other.classes and other.concept not in _VAGUE), None)
    if first is None or term.first <= first.first or (unit.label_last is not None and first.last > unit.label_last):
        return False
    if any(cue.phrase.kind == "sign-left" and first.last <= cue.first and cue.last <= term.first for cue in unit.relations):
        return False  # "stiff neck, vomiting: possible signs of meningitis": the other way round
    between = page.tokens.folds[first.last : term.first]
    between = outside_brackets(between) if ")" in between else between  # "heart attack (with a tight chest), stroke"
    return not page.lists[_SHOWING].isdisjoint(between)


def _may_be_it(unit: Unit, page: Page, term: Term) -> bool:
    """ "a bad headache with a stiff neck - this could be A": what stands before are signs of it, which itself is none."""
    folds = page.tokens.folds
    for at in range(max(unit.first + 1, term.first - _TO_MEANT), term.first - 1):
        if folds[at] in _POINTING and folds[at + 1] in _POSSIBLY and not _MEANING.isdisjoint(folds[at + 2 : at + 4]):
            return not any(at < other.first < term.first and EFFECT in other.classes and not is_part(unit, other) for other in unit.terms)
    return False


#: Tokens from "this could be" to what is meant: "this could be a sign of a serious", and words of it.
_TO_MEANT = 9
_POINTING = frozenset(("this", "these", "it", "that", "they", "which"))
_POSSIBLY = frozenset(("could", "may", "might", "can"))
_MEANING = frozenset(("be", "mean", "indicate", "signal"))


#: The list of effects by which others are recognised.
_SIGNS = "manifestation-sign"


def _is_set_behind(unit: Unit, page: Page, term: Term) -> bool:
    """ "low sodium--confusion, weakness", "raised blood pressure (severe headache, blurred vision)": in a list of what to call for."""
    intro = unit.intro
    if intro is None or not intro.cues("severity-list", "if-you", "advice"):
        return False
    text, starts, ends = page.normal.text, page.tokens.starts, page.tokens.ends
    head, dash, _ = text[starts[unit.first] : starts[term.first]].partition("--")
    if dash and head.split()[-1:] and head.split()[-1].lower() in _TROUBLE:
        return True  # "a blood cell disorder--pale skin, dark urine"
    if term.concept not in page.lists[_SIGNS]:
        return False
    named = next((t for t in unit.terms if EFFECT in t.classes and t.last <= term.first and not is_part(unit, t)), None)
    if named is None or named.first - unit.first > _SIGNIFIED or named.concept in _COLLECTIVE:
        return False
    between = text[ends[named.last - 1] : starts[term.first]]
    if "--" in between or " \u2014 " in between:
        return True
    bracket = text[ends[named.last - 1] : ends[unit.last - 1]].partition(")")[0]
    return between.lstrip().startswith("(") and ")" not in between and "," in bracket


def _is_behind_dash(unit: Unit, page: Page, term: Term) -> bool:
    """ "Kidney failure (rare - oliguria, swelling)": what a dash sets behind the grade, in the bracket of an effect, is how it shows."""
    opened = open_bracket(unit, page, term) if "(" in unit.folds else None
    if opened is None or not any(EFFECT in other.classes and other.last == opened for other in unit.terms):
        return False
    return any(page.tokens.surfaces[i] in _DASHES for i in range(opened + 1, min(term.first, opened + _TO_DASH)))


_DASHES = frozenset(("-", "\u2013", "\u2014"))
#: Tokens of a grade up to the dash behind it.
_TO_DASH = 5


#: Nouns for what shows in the signs behind a dash.
_TROUBLE = frozenset(("disorder", "disorders", "problem", "problems", "symptoms", "signs", "trouble", "disease", "condition", "reaction", "infection"))
#: Words from the start of an item to the effect whose signs it lists.
_SIGNIFIED = 6


def _is_behind_signs(unit: Unit, page: Page, term: Term) -> bool:
    """ "Signs of a blood clot such as pain, swelling": what stands behind the effect is how it is noticed."""
    folds = page.tokens.folds
    if unit.place.kind not in _TELLING or not {"sign", "symptom"}.intersection(unit.folds):
        return False
    # "if you have signs of an allergic reaction: hives"
    first = next((i for i in range(unit.first, unit.last) if folds[i] in {"sign", "symptom"}), unit.last)
    if first - unit.first > 1 and not unit.cues("if-you"):
        return False
    meant = next((t for t in unit.terms if EFFECT in t.classes and t.concept not in _VAGUE and -1 <= t.first - first <= _SIGNIFIED), None)
    if meant is None or term.first < meant.last or "of" not in page.tokens.folds[unit.first : meant.last]:
        return False
    return not {"(", ":"}.isdisjoint(page.tokens.surfaces[meant.last : term.first]) or not _SHOWN_BY.isdisjoint(
        page.tokens.folds[meant.last : term.first]
    )


_SHOWN_BY = frozenset(("like", "such", "including", "include", "e", "eg", "are", "be"))
#: Words too wide to be what an item is about: "inflammation of the membranes of the brain (meningitis)".
_VAGUE = frozenset((ROOT, "inflammation", "pain", "edema", "infection"))


def is_organ_class(unit: Unit, page: Page, term: Term) -> bool:
    """The first cell of a row names a system organ class ("Skin disorders") when other cells name the effects."""
    if not unit.is_row:
        if term.concept == "systemic-reaction" and unit.first == term.first and page.tokens.surfaces[term.last] == ":":
            return any(EFFECT in other.classes and other.first > term.last for other in unit.terms)  # "Systemic reactions: A, B" beside "Local reactions"
        whole = unit.first == term.first and (unit.last - term.last <= 1 or page.tokens.surfaces[term.last] == ":")
        return whole and page.tokens.stems[term.last - 1] == "disorder" and (EFFECT not in term.classes or unit.last - term.last > 1)
    cells = page.layout.blocks[unit.block].cells
    if len(cells) < 2 or page.tokens.ends[term.last - 1] > cells[0][1] or _lists_effects(unit, page, cells):
        return False
    return any(EFFECT in other.classes and page.tokens.starts[other.first] >= cells[1][0] for other in unit.terms)


def _lists_effects(unit: Unit, page: Page, cells: Sequence[tuple[int, int]]) -> bool:
    """ "Headache | Flushing | Chills": a row of three cells or more, of which each opens with an effect and none with a class of them."""
    starts = {page.tokens.starts[term.first]: term for term in unit.terms if EFFECT in term.classes}
    opening = [starts.get(start) for start, _ in cells]
    return len(cells) >= _FEWEST_CELLS and all(t is not None and page.tokens.stems[t.last - 1] not in _CLASS_NOUNS for t in opening)


_FEWEST_CELLS = 3
_CLASS_NOUNS = frozenset(("disorder", "infect", "infestat", "system"))


def addresses_reader(unit: Unit, page: Page) -> bool:
    """An item such as "you are overweight, have high blood pressure or ...": what the reader has before the treatment."""
    if not unit.is_item or page.tokens.folds[unit.first] not in {"you", "if"}:
        return False
    return any(
        page.tokens.folds[i] in {"are", "have", "suffer", "take", "receive", "had"}
        for i in range(unit.first, min(unit.first + 4, unit.last))
    )


_MEETING = frozenset(("who", "if", "should"))


def is_met(unit: Unit, page: Page) -> bool:
    """ "Infusions will be stopped in any participant who develops chest pain": what is to be done if."""
    if _MEETING.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    at = next(i for i in range(unit.first, unit.last) if folds[i] in _MEETING)
    return any(folds[i] in {"any", "every", "anyone", "if", "should"} for i in range(max(unit.first, at - 3), at + 1)) or (
        any(folds[i] in {"will", "must", "should"} for i in range(unit.first, at))
    )


_LOWERING = "lowering"


def is_lowered(page: Page, cue: Cue) -> bool:
    """ "lowers their risk of pneumonia": the risk is the less for the product."""
    return not page.lists[_LOWERING].isdisjoint(page.tokens.stems[max(0, cue.first - 3) : cue.last])


def is_conditional(page: Page, cue: Cue) -> bool:
    """ "In case of kidney problems ...": what is to be done if; not "in isolated cases of"."""
    folds, at = page.tokens.folds, cue.first
    return at > 0 and folds[at] == "case" and folds[at - 1] == "in" and page.tokens.surfaces[cue.first].lower() == "case"
