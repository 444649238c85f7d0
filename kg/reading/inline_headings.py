"""Headings within running text: units go in whose label is a well-known heading ("Contraindications: ..."), their section is set.

Monographs and label summaries run their sections on in one line each, or all in one paragraph, and shorten their names: "AE:", "C/I:".
The label then says what the text is up to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.reading.page import Unit
from kg.reading.sections import Headings, Place
from kg.reading.words import Tokens

__all__ = ["follow_intros", "follow_labels", "follow_questions"]

#: Kinds that a label gives to its paragraph.
_LABELLED = frozenset(("contraindications", "adverse", "interactions", "warnings", "boxed", "dosage", "overdose", "storage"))
_LONGEST = 6
#: Labels of a registration whose criteria follow in lines of their own: "Exclusion Criteria: 1."
_CRITERIA = frozenset(("exclusion", "eligibility"))
#: Tokens behind such a label: the colon, and the number of the first criterion.
_NUMBER = 5
#: Kinds of sections whose paragraphs may be headed anew by a label of any name.
_OPEN = frozenset(("", "warnings", "indications", "description", "dosage"))


def follow_labels(units: Sequence[Unit], tokens: Tokens, text: str, headings: Headings) -> None:
    """Set the section of every paragraph that opens with a well-known heading and a colon, and of what follows such a label in it."""
    kind, block, title = "", -1, ""
    held: tuple[str, str] | None = None  # what a label says whose list stands in paragraphs of their own
    goes_on = False  # whether the paragraph before had the label of effects: "Side effects: ..." over "Rare: ..."
    for unit in units:
        if unit.is_heading:
            held = None
        if unit.block != block:
            goes_on = kind == "adverse" and not unit.is_heading
            kind, title = held or ("", "")
            block = unit.block
        if unit.is_heading or unit.is_row or unit.last - unit.first < 2:
            continue
        label = _label(unit, tokens)
        if label is not None:
            name = text[tokens.starts[unit.first] : tokens.ends[label - 1]]
            found = headings.label_kind(name)
            if found == "adverse" and tokens.folds[unit.first] in _GRADES and not (kind or goes_on):
                found = ""  # "Common: headache" opens no section of its own, but ends that of the label before
            if not found and " " in name:
                found = _of_abbreviation(headings, name)
            if unit.place_in_block or unit.label_last is None:
                found = found if unit.place_in_block == 0 or kind or text[tokens.starts[unit.first]].isupper() else ""
            elif unit.place.kind in _OPEN and not found:
                known = headings.known_kind(name)
                found = known if known in _LABELLED else ""
            if found:
                kind, title = found, name
                held = (found, name) if found in _CRITERIA and unit.last - label <= _NUMBER else None
                if unit.place_in_block:
                    unit.label_last = label
        if kind == "boxed" and unit.place_in_block and not _GRADED.isdisjoint(unit.folds):
            kind, title = "adverse", ""  # "Boxed warning: thrombosis. Commonest reactions: cough": no grade is in the box
        if kind and kind != unit.place.kind:
            unit.place = replace(unit.place, kind=kind, title=title)


def _label(unit: Unit, tokens: Tokens) -> int | None:
    """Give the token of the colon that ends a short label at the start of the unit; behind a grade a dash does: "Serious - A, B"."""
    if _CLOSING.isdisjoint(unit.folds):
        return None
    for index in range(unit.first + 1, min(unit.first + _LONGEST + 1, unit.last - 1)):
        if tokens.surfaces[index] == ":" or (tokens.surfaces[index] in _DASHES and tokens.folds[unit.first] in _GRADES):
            return index
    return None


def _of_abbreviation(headings: Headings, name: str) -> str:
    """ "IVIG s/e", "HBIG ADRs": a product's name before the abbreviation; "Contraindications to IVIG": behind the heading."""
    heading, joint, _ = name.partition(" to ") if " to " in name else name.partition(" of ")
    kind = headings.label_kind(heading) if joint else ""
    if kind and kind != "disease":  # "Signs of a stroke: ..." heads no section
        return kind
    *before, last = name.split()
    is_short = last.isupper() or "/" in last or (last[-1:] == "s" and last[:-1].isupper())
    return headings.label_kind(last) if is_short and len(before) <= _NAME else ""


#: Words of a product's name.
_NAME = 3
_DASHES = frozenset(("-", "\u2014"))
_CLOSING = _DASHES | {":"}
#: How a text grades the effects that a label lists.
_GRADES = frozenset(("serious", "severe", "common", "rare", "uncommon", "mild", "moderate", "frequent", "very", "less", "most", "other"))

#: Words by which common effects are told from grave ones.
_GRADED = frozenset(("common", "commonest", "commoner", "uncommon", "frequent", "mild"))


#: Kinds that a question in running text gives to its answer.
_ASKED = frozenset(("adverse", "indications", "mechanism", "contraindications", "interactions", "dosage"))
#: Sentences that may belong to one answer.
_ANSWER = 6


def follow_questions(units: Sequence[Unit], tokens: Tokens, text: str, headings: Headings) -> None:
    """ "Are there side effects? Some people get ...": a question in running text is a heading to the sentences behind it."""
    place: Place | None = None
    block, left = -1, 0
    for unit in units:
        if unit.first >= unit.last:
            continue
        if unit.block != block or left <= 0:
            place = None
        if tokens.surfaces[unit.last - 1] == "?" and not unit.is_heading and unit.last - unit.first <= _LONGEST_QUESTION:
            kind = headings.kind_of(text[tokens.starts[unit.first] : tokens.ends[unit.last - 1]])
            place = replace(unit.place, kind=kind) if kind in _ASKED and unit.place.kind != kind else None
            block, left = unit.block, _ANSWER
        elif place is not None:
            unit.place = place
            left -= 1


_LONGEST_QUESTION = 16


def follow_intros(units: Sequence[Unit], tokens: Tokens) -> None:
    """ "Complications of IVIG:", "Reasons not to give it:" below "Uses": the words before a list, not the heading above, say what its items are."""
    kinds: dict[int, str] = {}
    for unit in units:
        if unit.intro is None or unit.place.kind not in _USES or unit.intro.is_heading:
            continue
        kind = kinds.get(unit.intro.index)
        if kind is None:
            kind = kinds[unit.intro.index] = _announced(" ".join(tokens.folds[unit.intro.first : unit.intro.last]))
        if kind:
            unit.place = replace(unit.place, kind=kind)


def _announced(said: str) -> str:
    """Give the kind of section that the words before a list make of it; nothing where they tell uses."""
    kind = next((kind for kind, words in _ANNOUNCING if words.search(said)), "")
    if kind == "adverse" and (_HELPING.search(said) or not _OF_TREATMENT.search(said)):
        return ""
    return "" if _tells_use(said) else kind


def _tells_use(said: str) -> bool:
    """ "It is used before surgery in:", "Types of A treated with IVIG:", "IVIG relieves the symptoms of:", "IVIG can replace steroids in:".

    Not "It should not be used in:", "Problems when it is given for:", "It is given slowly to people with:".
    """
    if _IN_PLACE.search(said):
        return True
    if _OTHERWISE.search(said):
        return False
    return any(words.search(said) is not None for words in (_USED, _RELIEVED, _TREATED))


#: What is used instead of another treatment, what uses are not told by, and how they are.
_IN_PLACE = re.compile(r"\b(ivig|scig|immunoglobulin|globulin|it|they) (?!.*\bnot\b).*\b(alternative to|instead of)\b")
_OTHERWISE = re.compile(
    r"^((the|some|most|common|possible|serious) )*(complication|side effect|adverse|problem|risk|danger|vaccin)"
    r"|^(before [^,]*$|until|watch|check|tell|stop|slow)"
    r"|\b(not|never|to) (be )?(use|give|recommend|indicate|approve|license|try)(d|n)?\b|\bnot (be )?(given|recommended|indicated|approved)\b"
    r"|\bavoided\b|\b(pre)?caution|\bcare\b|\b(is|are) (raised|increased|higher|greater) (when|if)\b|\bslowly\b|\bslower\b|\brate\b|\bdose\b|\bmonitor"
    r"|\brisk (of|for|factor)( the following)? ?:?$|\brisk (is|are)\b|\bvaccines\b|\b(superseded|replaced) by\b"
    r"|\b(ivig|scig|immunoglobulin|globulin|it|they) (is|are) contraindicated\b|\b(alternative to|instead of) (ivig|scig|immunoglobulin|globulin|it)\b"
)
_USED = re.compile(
    r"\b(used|given|indicated|recommended|approved|licensed|funded|tried|considered|offered|need) ([^:;]* )?(in|for|of|to|with|against|prevent|treat)"
    r"( the following| people with)? ?:?$"
)
_RELIEVED = re.compile(r"\b(reliev|eas|lessen|reduc|improv|control|help|treat)\w* ([\w-]+ )?([\w-]+ )?(symptom|sign|type|kind|form)s? of\b")
_TREATED = re.compile(r"\b(cause|type|kind|form)s? of\b.*\b(treated|used|given|indicated|helped)\b")

#: Sections whose lists name uses.
_USES = frozenset(("indications", "treatment"))
#: What an introduction says of its list.
_ANNOUNCING = (
    ("disease", re.compile(r"\b(mimic|resemble|alternative|instead of|replaced by|superseded by)|\b(cause|symptom|sign)s? of\b")),
    ("interactions", re.compile(r"\bvaccin|\binteract")),
    (
        "contraindications",
        re.compile(r"\bcontraindicat|\b(should|must|may|can) (not|never) be (used|given)\b|\b(not|never) to (use|give)\b|\bavoid(ed)?\b"),
    ),
    (
        "warnings",
        re.compile(
            r"\b(pre)?caution|\bcare (is|must|should)\b|\brisk factor|\bwarning|\bat risk\b|\brisk (is|are) (higher|greater|increased|raised)"
            r"|\b(given|infused|run) (more |very )?slowly\b|\b(higher|greater|increased|raised|particular|special) risk\b"
            r"|\b(watch|check|look|screen|test|monitor) for\b|\b(before|slower|consult|tell|inform) "
            r"|\b(stop|slow) ((the|your|its|this|giving|using) )?(\w+ )?(infusion|injection|drip|rate|treatment|therapy|ivig|it|down|if|when|and|in|for) "
        ),
    ),
    (
        "adverse",
        re.compile(r"\b(adverse|side effect|complication|problem|danger|hazard|drawback|go wrong|(can|may|might) (cause|provoke))"),
    ),
)
_OF_TREATMENT = re.compile(r"\b(ivig|scig|ig|immunoglobulin|globulin|treatment|therapy|infusion|injection|it|they|wrong|product|drug|medicine)\b")
_HELPING = re.compile(r"\b(treat(s|ed|ing)?\b|prevent|reduc|lower|help|lessen|reliev|limit|against|for\b)")
