"""Signs by which an effect is recognised: a unit and a term go in, whether the term is such a sign comes out.

A text that says how a blood clot is noticed ("Blood clots: a swollen calf, chest pain") names one effect of the product, not three.
data/cues/manifestations.tsv tells the syndromes that are known by signs, and the signs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from kg.reading.cues import read_roles
from kg.reading.openings import is_noun_phrase
from kg.reading.page import Page, Term, Unit, is_part, open_bracket

__all__ = ["is_sign_of_effect", "load_manifestations"]

#: The lists of a page that hold the slugs of each role.
_SYNDROMES, _SIGNS = "manifestation-syndrome", "manifestation-sign"


def load_manifestations(folder: Path, known: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Read manifestations.tsv: the name of a list -> its slugs; raises ResourceError for an unknown concept or role."""
    found = read_roles(folder / "manifestations.tsv", ("syndrome", "sign"), known)
    return {_SYNDROMES: found["syndrome"], _SIGNS: found["sign"]}


def is_sign_of_effect(unit: Unit, page: Page, term: Term) -> bool:
    """ "Blood clots: chest pain", "TRALI, shown by fever", "signs of a stroke (slurred speech)", "Meningitis. You may notice ..."."""
    if _shows_an_effect(unit, page, term) or _is_value_in_hemolysis(unit, page, term):
        return True
    if term.concept not in page.lists[_SIGNS] or unit.is_row or unit.is_heading:
        return False
    syndromes = page.lists[_SYNDROMES]
    goes_on = _follows_syndrome(unit, page)
    effects = []
    if goes_on or any(t.concept in syndromes and t.last <= term.first for t in unit.terms):
        effects = [t for t in unit.terms if t.first <= term.first and "AdverseEffect" in t.classes and not is_part(unit, t)]
    for place, syndrome in enumerate(effects):
        if syndrome.concept in syndromes and syndrome.last <= term.first:
            chain = effects[place + 1 :]
            if chain and _leads(unit, page, syndrome, chain) and _is_chain(page, chain):
                return True
    if _is_below_syndrome(unit, page) or _is_before_syndrome(unit, page, term) or _is_in_bracket_of_syndrome(unit, page, term, effects):
        return True
    if _is_watched_for(unit, page, term) or _is_had_with_syndrome(unit, page, term):
        return True
    if effects and goes_on and not any(t.concept == "adverse-event-root" for t in unit.terms):
        opening = page.tokens.folds[unit.first : effects[0].first]
        told = not page.lists["manifestation-telling"].isdisjoint(opening) or _is_met(unit, page, opening)
        by_giving = any(t.has("Route") and t.last <= effects[0].first for t in unit.terms)  # "Infusions into a vein may bring on A"
        return len(opening) <= _OPENING and told and not by_giving and _is_chain(page, effects)
    return False


def _is_had_with_syndrome(unit: Unit, page: Page, term: Term) -> bool:
    """ "Aseptic meningitis can follow IVIG. Patients have headache; vomiting is also common": what those with the syndrome have or feel."""
    surfaces = page.tokens.surfaces
    parted = next((i for i in range(term.first - 1, unit.first, -1) if surfaces[i] == ";"), None)
    if parted is not None and _opens_with_syndrome(unit, page):
        return _tells_of_bearers(page, parted + 1, term.first)
    if unit.products or unit.is_item or unit.previous is None or unit.previous.block != unit.block:
        return False
    if _opens_with_syndrome(unit.previous, page):
        return _tells_of_bearers(page, unit.first, term.first)
    before = unit.previous.previous  # "Patients feel a headache. Vomiting is also common."
    if term.first - unit.first > 1 or "also" not in page.tokens.folds[term.last : term.last + _TO_ALSO] or before is None or before.block != unit.block:
        return False
    return not unit.previous.products and _opens_with_syndrome(before, page) and _tells_of_bearers(page, unit.previous.first, unit.previous.last)


def _opens_with_syndrome(unit: Unit, page: Page) -> bool:
    first = next((t for t in unit.terms if "AdverseEffect" in t.classes), None)
    return first is not None and first.first - unit.first <= 1 and first.concept in page.lists[_SYNDROMES] and not unit.is_item


def _tells_of_bearers(page: Page, first: int, last: int) -> bool:
    """ "Patients have", "The patient usually feels": nothing that may happen, but what those who have it find."""
    folds = page.tokens.folds
    opening = folds[first : min(last, first + _TO_BEARING)]
    bearer = next((i for i, word in enumerate(opening[:2]) if word in _BEARERS), None)
    if bearer is None or not _OTHER_ONES.isdisjoint(folds[first:last]):
        return False
    verb = next((i for i in range(bearer + 1, len(opening)) if opening[i] in _BEARING), None)
    return verb is not None and _USUALLY.issuperset(opening[bearer + 1 : verb])


#: Those who have a syndrome, verbs for what they find, words between, and what would lead to effects of the product's own.
_BEARERS = frozenset(("patient", "patients", "sufferers", "people", "they"))
_BEARING = frozenset(("have", "has", "experience", "experiences", "feel", "feels", "notice", "notices", "complain", "complains", "present", "had"))
_USUALLY = frozenset(("usually", "typically", "often", "then", "generally", "will", "commonly"))
_OTHER_ONES = frozenset(("also", "other", "side", "adverse", "addition", "who", "with", "may", "might"))
_TO_BEARING, _TO_ALSO = 5, 3


def _is_watched_for(unit: Unit, page: Page, term: Term) -> bool:
    """ "Monitor those with A for back pain and dark urine" below a heading on haemolysis: by what that would be noticed."""
    opening = page.tokens.folds[unit.first : min(term.first, unit.first + _OPENING_ORDER)]
    heading = page.heading_over(unit)
    if opening[:1] not in _WATCHING or "for" not in opening or heading is None:
        return False
    return any(t.concept in page.lists[_SYNDROMES] and "AdverseEffect" in t.classes for t in heading.terms)


#: Orders to watch patients, and tokens of one up to "for".
_WATCHING = (["monitor"], ["watch"], ["observe"])
_OPENING_ORDER = 8


def _is_in_bracket_of_syndrome(unit: Unit, page: Page, term: Term, effects: Sequence[Term]) -> bool:
    """ "stroke (a weak arm, hand or leg, slurred speech)": signs in a bracket right behind a syndrome, however far apart."""
    opened = open_bracket(unit, page, term)
    return opened is not None and any(
        effect.last == opened and effect.concept in page.lists[_SYNDROMES] and effect.concept not in _ALLERGIES for effect in effects
    )


def _is_value_in_hemolysis(unit: Unit, page: Page, term: Term) -> bool:
    """ "His haemoglobin fell and the Coombs test turned positive": a blood value that a sentence tells as a course shows haemolysis there."""
    if term.concept not in _BLOOD_VALUES or page.tokens.folds[term.last - 1] not in _COURSES:
        return False
    return not _OF_HEMOLYSIS.isdisjoint(unit.folds) or any(other.concept in _HEMOLYSES for other in unit.terms)


_BLOOD_VALUES = frozenset(
    ("hemoglobin-decreased", "hematocrit-decreased", "haptoglobin-decreased", "blood-lactate-dehydrogenase-increased", "blood-bilirubin-increased")
)
_COURSES = frozenset(("fell", "fallen", "dropped", "sank", "declined", "rose", "risen", "climbed", "down", "up", "fall", "drop", "rise"))
_OF_HEMOLYSIS = frozenset(("antiglobulin", "coomb", "dat"))
_HEMOLYSES = frozenset(("hemolysis", "hemolytic-anemia", "positive-direct-antiglobulin-test"))
#: Tokens from "are" to "signs".
_CALLED = 6
#: Verbs by which an effect shows, and what joins them to its signs.
_SHOWING_ITSELF = "origin-showing-itself"
_JOINING = frozenset(("itself", "themselve", "by", "as", "with", "through"))


def _shows_an_effect(unit: Unit, page: Page, term: Term) -> bool:
    """ "A clot shows itself by a swollen calf", "you would notice a stiff neck": the signs of an effect."""
    folds = page.tokens.folds
    showing = page.lists[_SHOWING_ITSELF]
    shown = range(unit.first, term.first - 1) if "would" in unit.folds or not showing.isdisjoint(unit.folds) else ()
    for index in shown:
        if folds[index] == "would" and folds[index - 1] == "you" and folds[index + 1] in {"notice", "feel", "have", "see", "get"}:
            return True
        if folds[index] in showing and folds[index + 1] in _JOINING:
            if term.concept in page.lists[_SYNDROMES]:
                return False  # "A clot can show itself as a stroke": a kind of it
            return any("AdverseEffect" in t.classes and t.last <= index and t.concept not in _COLLECTIVE for t in unit.terms)
    if _SIGN_WORDS.isdisjoint(unit.folds):
        return False
    being = next((i for i in range(term.last, unit.last) if page.tokens.stems[i] == "be" or page.tokens.surfaces[i] in _APART), unit.last)
    if "(" in page.tokens.surfaces[term.last : being]:
        return False
    said = folds[being + 1 : min(being + _CALLED, unit.last)]  # "back pain and dark urine are its warning signs"
    return not _SIGN_WORDS.isdisjoint(said) and not {"side", "not", "no"}.intersection(said)


#: "Infusion reactions, which may present as fever or rash": what stands for effects, not for one of them.
_COLLECTIVE = frozenset(("adverse-event-root", "infusion-related-reaction", "injection-site-reaction", "systemic-reaction"))
#: Tokens from the beginning of a sentence that goes on about a syndrome to its first sign, and from the syndrome to its first sign.
_OPENING, _REACH = 18, 8
#: ... where the verb stands right before the sign.
_FARTHEST, _LEADING = 30, 6
#: Tokens of a label that names a syndrome: "Lung injury from the infusion (TRALI):".
_LONGEST_LABEL = 9
#: Tokens between two signs of one list.
_GAP = 6
_SIGN_WORDS = frozenset(("sign", "symptom", "indication"))
#: What names kinds of an allergic reaction, which are effects too, unless "signs" is said.
_KINDS = frozenset(("such", "including", "include", "like", "e", "eg", "example", "especially"))
#: Syndromes whose brackets and lists name kinds as often as signs: "allergic reactions (rash, asthma)".
_ALLERGIES = frozenset(("allergic-reaction", "anaphylaxis", "hypersensitivity-to-immunoglobulin"))
_DASHES = frozenset(("-", "–", "—"))
_APART = frozenset(
    (";", ".", "can", "may", "is", "be", "are", "was", "were", "occur", "occurred", "also", "other", "than", "have", "has", "been", "but")
)


def _leads(unit: Unit, page: Page, syndrome: Term, chain: Sequence[Term]) -> bool:
    """Whether what stands between a syndrome and the first of the effects behind it says that they are its signs."""
    folds = page.tokens.folds
    first = chain[0]
    between = folds[syndrome.last : first.first]
    if ";" in between or "." in between or any(syndrome.last <= agent.first < first.first for agent in unit.agents):
        return False  # "In kidney disease IVIG may cause headache"
    if len(between) > _REACH:
        # "aseptic meningitis begins within two days and is characterised by the following symptoms: ..."
        return len(between) <= _FARTHEST and not (page.lists["manifestation-telling"] - {"with"}).isdisjoint(between[-_LEADING:])
    said = not _SIGN_WORDS.isdisjoint(folds[max(unit.first, syndrome.first - 4) : syndrome.first])
    if said and ("and" not in between[:1] and "or" not in between[:1]):
        return True
    if between[:1] == ["("] and syndrome.concept not in _ALLERGIES and ")" not in folds[syndrome.last : chain[-1].first]:
        return True  # "Meningitis (headache, stiff neck) is uncommon"
    if between[-1:] == [":"] and unit.label_last is None:
        return True  # "Blood clots can form: chest pain"
    if between and between[-1] in _DASHES and {")", "("}.issuperset(between[:-1]):
        return True  # "Kidney problems – less urine than usual"
    if not _KINDS.isdisjoint(between) and _SIGN_WORDS.isdisjoint(between):
        return "by" in between
    if unit.label_last is not None and syndrome.last <= unit.label_last <= first.first:
        behind = folds[syndrome.last : unit.label_last]
        in_bracket = behind[:1] == ["("] and behind.count(")") == 1  # "Meningitis (rare): headache with a stiff neck"
        bare = unit.label_last - unit.first <= _LONGEST_LABEL and (len(behind) <= 2 or in_bracket)
        how_often = [cue for cue in unit.cues("frequency") if not in_bracket or cue.first >= unit.label_last]
        return bare and not how_often and not any(folds[i].isdigit() for i in range(unit.label_last, unit.last))
    return not page.lists["manifestation-telling"].isdisjoint(between)


def _is_chain(page: Page, signs: Sequence[Term]) -> bool:
    """Whether the signs follow one another as one list does."""
    position = signs[0].last
    for sign in signs[1:]:
        gap = page.tokens.folds[position : sign.first]
        if len(gap) > _GAP or not _APART.isdisjoint(gap):
            return False
        position = max(position, sign.last)
    return True


def _is_met(unit: Unit, page: Page, opening: Sequence[str]) -> bool:
    """ "Severe allergic reactions. You may get hives": behind the bare name of a syndrome, what the reader will find."""
    return opening[:2] in (["you", "may"], ["you", "might"]) and unit.previous is not None and is_noun_phrase(unit.previous, page, unit.previous.last)


def _follows_syndrome(unit: Unit, page: Page) -> bool:
    """The sentence before, in the same paragraph, names a syndrome and no other effect behind it."""
    before = unit.previous
    if before is None or before.block != unit.block or before.is_heading:
        return False
    effects = [t for t in before.terms if "AdverseEffect" in t.classes]
    return bool(effects) and effects[-1].concept in page.lists[_SYNDROMES]


def _is_below_syndrome(unit: Unit, page: Page) -> bool:
    """An item below "Symptoms of an allergic reaction:", or below a heading that is nothing but a syndrome: "Blood clots"."""
    if not unit.is_item:
        if unit.place_in_block or not is_noun_phrase(unit, page, unit.last):
            return False
        told = [t for t in unit.terms if "AdverseEffect" in t.classes and not is_part(unit, t)]
        if len(told) <= 1 or any(t.concept not in page.lists[_SIGNS] for t in told):
            return False
    heading = page.heading_over(unit)
    for owner in (unit.intro, heading):
        if owner is None or owner is unit:
            continue
        effects = [t for t in owner.terms if "AdverseEffect" in t.classes and not is_part(owner, t)]
        if not effects or any(t.concept not in page.lists[_SYNDROMES] for t in effects):
            continue
        said = not _SIGN_WORDS.isdisjoint(owner.folds)
        bare = owner.last - owner.first - (effects[-1].last - effects[0].first) <= 2 and effects[0].concept not in _ALLERGIES
        if said or bare:
            return True
    return False


def _is_before_syndrome(unit: Unit, page: Page, term: Term) -> bool:
    """ "less urine than usual, swollen ankles (kidney problems)", "chest pain (signs of a clot)": the bracket names what the signs tell."""
    folds = page.tokens.folds
    named = next((t for t in unit.terms if t.first >= term.last and t.concept in page.lists[_SYNDROMES]), None)
    if named is None or not (unit.is_item or unit.cues("advice", "if-you")):
        return False
    between = [t for t in unit.terms if term.first <= t.first and t.last <= named.first and "AdverseEffect" in t.classes]
    if any(t.concept in page.lists[_SYNDROMES] - page.lists[_SIGNS] for t in between) or not _is_chain(page, between):
        return False
    gap = folds[between[-1].last : named.first]
    bracketed = "(" in gap and _BEFORE_NAME.issuperset(gap[len(gap) - gap[::-1].index("(") :])
    said = not _POINTING.isdisjoint(gap) and not _MEANING.isdisjoint(gap)
    return len(gap) <= _REACH + _GAP and (bracketed or said)


#: Words before a name in brackets, and those by which signs point to what they tell: "this could be a stroke", "you may be having a stroke".
_BEFORE_NAME = frozenset(
    ("a", "an", "the", "sign", "symptom", "of", "possible", "this", "these", "may", "be", "can", "mean", "could", "indicate")
)
_POINTING = frozenset(("this", "these", "which", "that", "they", "it", "could", "may", "might", "can"))
_MEANING = frozenset(("be", "mean", "indicate", "point", "suggest", "sign", "symptom", "having", "signal"))
