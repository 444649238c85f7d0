"""Lists of effects that no cue phrase rules: a unit of a section on safety and a term go in, whether the list names it as an effect
comes out.

A label ("Rare: ..."), an introduction ("Tell your doctor if you notice:") or the section alone says that its members are effects.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.governors import Governor
from kg.reading.page import Page, Term, Unit, open_bracket
from kg.reading.safety.bands import frequency_band
from kg.reading.words import stem

__all__ = [
    "ASIDE",
    "EFFECT",
    "LISTED",
    "NO_EFFECTS",
    "ROOT",
    "SAFETY_SECTIONS",
    "is_any_reaction",
    "is_label_of_warning",
    "is_notice_list",
    "is_noticed",
    "is_of_share",
    "is_ruled_out",
    "is_share_row",
    "is_sign_only",
    "label_of_list",
    "stands_alone",
]

#: The class of a term that names an effect.
EFFECT = "AdverseEffect"
ROOT = "adverse-event-root"
#: Concepts that stand for any effect or illness, or are none of the product.
NO_EFFECTS = frozenset((ROOT, "serious-illness", "overdose"))
SAFETY_SECTIONS = frozenset(("adverse", "boxed", "warnings", "postmarketing", "transmission", "driving", "pregnancy"))
#: What the label of a list in a section on safety says of its members.
LISTED = Governor("adverse", "", None, "section", -1)


def is_any_reaction(page: Page, term: Term) -> bool:
    """ "Most reactions to IVIG are mild": side effects as such; "severe systemic reactions to it" are allergic."""
    folds = page.tokens.folds
    return term.concept == "hypersensitivity-to-immunoglobulin" and folds[term.first] == "reaction" and folds[term.first - 1] not in _ALLERGIC


_ALLERGIC = frozenset(("systemic", "severe", "serious"))


def label_of_list(unit: Unit, page: Page, *, goes_on: bool) -> int | None:
    """Give the token of the colon that opens a list of effects: "Rare (up to 1 in 1,000): ...", "Serious problems can happen: ..."."""
    if ":" not in unit.folds or page.topic is None or unit.is_heading:
        return None
    if not (goes_on or unit.place.kind in {"adverse", "boxed", "postmarketing"}):
        return _band_label(unit, page)
    for colon in range(unit.first, unit.last - 1):
        if page.tokens.surfaces[colon] != ":":
            continue
        if any(cue.first < colon for cue in unit.cues("advice", "if-you")):
            return None
        names_effects = any(cue.first < colon and cue.phrase.kind.startswith("adverse") for cue in unit.relations)
        graded = any(cue.first < colon for cue in unit.cues("frequency", "severity"))
        if names_effects or graded or frequency_band(page.normal.text[page.tokens.starts[unit.first] : page.tokens.ends[colon]]):
            return colon
    return None


def _band_label(unit: Unit, page: Page) -> int | None:
    """ "Common (1% to 10%): A, B", below the name of an organ: a label that is a word of frequency and its band, and behind it an effect."""
    last = unit.label_last
    graded = next((cue for cue in unit.cues("frequency") if cue.first == unit.first), None)
    if last is None or graded is None or not page.tokens.surfaces[graded.last].startswith("("):
        return None
    label = page.normal.text[page.tokens.starts[unit.first] : page.tokens.ends[last - 1]]
    if "%" not in label and frequency_band(label) is None:
        return None
    behind = next((t for t in unit.terms if t.first >= last), None)
    return last - 1 if behind is not None and EFFECT in behind.classes and behind.first - last <= 1 else None


def is_share_row(unit: Unit, page: Page, term: Term) -> bool:
    """ "Headache: 24.5%", "Headache: 12 of 49 subjects (24.5%)": a line that is an effect and its share."""
    if page.topic is None or term.first != unit.first or page.tokens.surfaces[term.last : term.last + 1] != [":"]:
        return False
    behind = range(term.last + 1, unit.last)
    graded = {i for cue in unit.cues("frequency") for i in range(cue.first, cue.last)}
    if graded and EFFECT in term.classes and all(i in graded or page.tokens.folds[i] == "." for i in behind):
        return True  # "Fever: very rare."
    return "%" in page.tokens.surfaces[term.last : unit.last] and all(
        page.tokens.surfaces[i][0].isdigit() or page.tokens.folds[i] in _OF_SHARES for i in behind
    )


_OF_SHARES = frozenset(("%", ".", "(", ")", "/", "of", "in", "n", "=", "subject", "patient", "participant", ",", "infusion"))


def _is_bare(unit: Unit, page: Page) -> bool:
    """A sentence that is nothing but the name of an effect: "Transfusion-Related Acute Lung Injury (TRALI)." """
    named = {i for t in unit.terms if EFFECT in t.classes for i in range(t.first, t.last)}
    rest = [i for i in range(unit.first, unit.last) if i not in named]
    return all(page.tokens.folds[i] in {"(", ")", ".", "and", ",", "/", "syndrome", "event", "reaction"} for i in rest)


def is_label_of_warning(unit: Unit, page: Page, term: Term) -> bool:
    """ "Hemolysis: monitor for ..." among the warnings of a label, which names the effect and goes on about its care."""
    if unit.place.kind not in {"warnings", "boxed"} or EFFECT not in term.classes:
        return False
    if unit.label_last is None:
        return not unit.is_heading and unit.last - unit.first <= _LONGEST_LABEL and _is_bare(unit, page)
    if unit.cues("if-you") or any(cue.phrase.kind == "prone" for cue in unit.safety):
        return False  # "Kidney problems: if you are diabetic ..., you are at greater risk of kidney failure"
    return term.last <= unit.label_last and unit.label_last - unit.first <= _LONGEST_LABEL and not unit.cues("negation")


_LONGEST_LABEL = 9


def is_of_share(unit: Unit, page: Page, term: Term) -> bool:
    """ "muscle spasm (MMN 7%)", "weakness (1%; CIDP: 7%)": in whom the share of the effect before the bracket was counted."""
    opened = open_bracket(unit, page, term) if "%" in unit.folds and EFFECT not in term.classes else None
    if opened is None:
        return False
    closed = next((i for i in range(term.last, unit.last) if page.tokens.surfaces[i] == ")"), unit.last)
    return "%" in page.tokens.surfaces[opened:closed] and any(EFFECT in t.classes and t.last == opened for t in unit.terms)


def stands_alone(unit: Unit, page: Page, term: Term, ruling: Sequence[Governor]) -> bool:
    """An effect in a sentence on side effects that nothing rules: "Headache and fever usually pass within a day"."""
    if page.topic is None or unit.place.kind not in {"adverse", "postmarketing"} or unit.is_heading or ruling or EFFECT not in term.classes:
        return False
    if unit.cues("advice", "if-you", "patients", "history") or unit.rivals:
        return False
    if any(cue.phrase.kind.startswith(("sign", "cause", "treats", "risk", "lessen", "complication")) for cue in unit.relations):
        return False
    before = page.tokens.folds[max(unit.first, term.first - 4) : term.first]
    return page.lists[ASIDE].isdisjoint(before) and page.tokens.folds[unit.first] not in {"if", "when", "in", "for"} and not unit.intro


#: Words before what is no effect of its own: "pain with", "to prevent", "because of".
ASIDE = "list-aside"


def is_ruled_out(ruling: Sequence[Governor], unit: Unit) -> bool:
    """Tell whether words of the sentence say another thing of the term than that it is an effect."""
    return bool(ruling) and ruling[0].source == "cue" and ruling[0].relation in _OTHER_MATTERS and not _is_in_name(ruling[0], unit)


def _is_in_name(governor: Governor, unit: Unit) -> bool:
    """ "meningitis that is not caused by a germ": the cue is part of a name."""
    cue = governor.cue
    return cue is not None and any(t.first < cue.first and cue.last < t.last for t in unit.terms)


_OTHER_MATTERS = frozenset(("sign", "sign-left", "treats", "prevents", "cause", "lessen", "contraindicated", "interfere"))


def is_noticed(unit: Unit, page: Page, term: Term) -> bool:
    """An effect to get help for: "Seek emergency care if you get hives or trouble breathing" in a section on side effects."""
    if page.topic is None or EFFECT not in term.classes or not unit.cues("if-you"):
        return False
    if term.concept.startswith(_AT_SITE) and not _tells_of_before(page, unit.first, unit.last):
        return True  # "talk to your doctor if you notice redness at the injection site"
    if not (unit.place.kind == "adverse" and unit.cues("severity-list")) and not _goes_on_about_effects(unit, page):
        return False
    if _tells_of_before(page, unit.first, unit.last) or is_sign_only(unit, page, term):
        return False
    return any(cue.first < term.first for cue in unit.cues("if-you"))


def is_sign_only(unit: Unit, page: Page, term: Term) -> bool:
    """ "dehydration symptoms", "signs of a blood clot, chest pain": behind or before words for signs, by which something else would show."""
    if page.tokens.folds[term.last : term.last + 1] in _SYMPTOMS:
        return True
    signs = [cue for cue in unit.relations if cue.phrase.kind.startswith("sign") and cue.last <= term.first]
    return any(page.tokens.folds[cue.first : cue.last] not in _SYMPTOMS for cue in signs)


_SYMPTOMS = (["symptoms"], ["symptom"], ["signs"])


#: Effects at the place of the injection, which nothing but the product brings about.
_AT_SITE = ("injection-site-", "infusion-site-")


def _goes_on_about_effects(unit: Unit, page: Page) -> bool:
    """ "Side effects may occur during the infusion. Tell your nurse if you feel A": the sentence before is on effects as such."""
    before = unit.previous
    if before is None or before.block != unit.block or page.tokens.folds[unit.first] not in _CALLING or unit.place.kind not in _ON_SAFETY:
        return False
    return not before.stems.isdisjoint(_COMING_UP) and any(term.concept == ROOT for term in before.terms)


_COMING_UP = frozenset(map(stem, ("occur", "cause")))
_CALLING = frozenset(("tell", "call", "inform", "alert", "contact"))
_ON_SAFETY = frozenset(("adverse", "boxed", "warnings", ""))


def _tells_of_before(page: Page, first: int, last: int) -> bool:
    return not {"before", "ever", "already"}.isdisjoint(page.tokens.folds[first:last])


def is_notice_list(unit: Unit, page: Page) -> bool:
    """An item below "Tell your doctor at once if you notice any of the following": what one is to notice is an effect."""
    intro = unit.intro
    if intro is None or unit.place.kind not in {"adverse", "boxed", "warnings"} or page.topic is None:
        return False
    if page.tokens.surfaces[intro.last - 1] != ":" or not (intro.cues("advice") or intro.cues("if-you")):
        return False
    if not intro.cues("if-you") and unit.place.kind != "adverse":
        return False
    return not _tells_of_before(page, intro.first, intro.last)
