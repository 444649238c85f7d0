"""Severity and frequency of effects: an accepted effect goes in, its draft with polarity, severity and frequency comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.governors import Governor, Subject
from kg.reading.openings import is_noun_phrase
from kg.reading.page import Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.safety.accounts import remark_on
from kg.reading.safety.arms import frequency_in_arm
from kg.reading.safety.bands import band_at, frequency_band, frequency_of_percent
from kg.reading.safety.effect_lists import EFFECT, SAFETY_SECTIONS
from kg.reading.safety.frequencies import TableFrequencies
from kg.reading.safety.severities import severity_of, severity_of_kind
from kg.reading.safety.shares import (
    counted_share,
    counts_nobody,
    is_nobody,
    percent_after,
    percent_band,
    respective_percent,
    share_in_columns,
)
from kg.reading.words import stem
from kg.records import Frequency, Severity

__all__ = ["SafetyDefaults", "effect_draft", "frequency_for", "frequency_of_unit", "severity_of_unit"]

#: What opens the reports after approval in a section whose sub-headings lost their lines.
_MARKETED = re.compile(
    r"\b[Pp]ost-?\s?[Mm]arketing (?:[Ee]xperience|[Uu]se|[Ss]urveillance|[Rr]eports?|[Aa]dverse)|not (?:always )?possible to (?:reliably )?estimate"
    r"|\b(?:reported|identified|observed|seen) (?:voluntarily )?(?:after approval|after marketing|since marketing|during post-?\s?approval use)"
)
_TITLE_UNITS = 3
#: Sentences that may stand between two on effects of the product.
_GOES_ON = 2
_OTHER_SECTIONS = frozenset(
    ("indications", "disease", "exclusion", "eligibility", "references", "mechanism", "storage", "methods", "description", "treatment")
)


class SafetyDefaults:
    """What earlier sentences said of the effects to come: "most reactions are mild", a list's band, "go to a hospital"."""

    __slots__ = ("_is_safety_text", "_last", "_postmarketing", "_serious_units", "_subject", "severity", "tables")

    def __init__(self, page: Page) -> None:
        """Read the statements on all effects of a section."""
        self.tables = TableFrequencies(page)
        #: The last unit that named an effect of the product.
        self._last: Unit | None = None
        self._subject = ""
        title = next((unit for unit in page.units if unit.is_heading), None)
        self._is_safety_text = title is not None and title.index < _TITLE_UNITS and title.place.kind == "adverse"
        self.severity: dict[int, Severity] = {}
        self._serious_units: set[int] = set()
        self._postmarketing: set[int] = set()
        current: Severity = "unspecified"
        section = None
        marketed = False
        text = page.normal.text
        for unit in page.units:
            place = unit.place
            if place.title != section:
                current, section, marketed = "unspecified", place.title, place.kind == "postmarketing"
            if place.kind in SAFETY_SECTIONS and unit.first < unit.last:
                marketed = marketed or bool(_MARKETED.search(text, page.tokens.starts[unit.first], page.tokens.ends[unit.last - 1]))
                if marketed:
                    self._postmarketing.add(unit.index)
            kinds = {cue.phrase.kind for cue in unit.qualifiers} if unit.qualifiers else ()
            if "severity-default" in kinds:
                current = unit.cues("severity-default")[-1].phrase.value  # type: ignore[assignment]
            if "severity" in kinds and not unit.is_item and any(cue.phrase.value == "serious" for cue in unit.cues("severity")):
                current = "unspecified"
            if current != "unspecified":
                self.severity[unit.index] = current
            if "severity-section" in kinds:
                before = unit.previous
                for _ in range(4):
                    if before is None or before.place.title != unit.place.title or before.is_item:
                        break
                    self._serious_units.add(before.index)
                    before = before.previous
                self._serious_units.add(unit.index)
            if "severity-help" in kinds and (sent := _sent_to_hospital(unit, page)):
                self._serious_units.update(sent)

    def is_postmarketing(self, unit: Unit) -> bool:
        """Tell whether the unit lists what was reported after approval, whose frequency cannot be estimated."""
        return unit.index in self._postmarketing

    def note(self, unit: Unit, subject: Subject) -> None:
        """Remember that the unit names effects of the product."""
        self._last = unit
        self._subject = subject.concept

    def subject_before(self, unit: Unit) -> Subject | None:
        """Give the product whose effects the sentence right before tells, in a text about something else."""
        last = self._last
        if last is None or last.block != unit.block or unit.index - last.index > 1 or last is unit:
            return None
        return Subject(self._subject, None, "pronoun")

    def goes_on(self, unit: Unit) -> bool:
        """Tell whether the unit goes on about effects: in a text on safety, or right after a sentence on them."""
        last = self._last
        if unit.place.kind in _OTHER_SECTIONS:
            # One paragraph of a page on a disease: "... IVIG can cause headache. Clots have been described."
            told = last is not None and last.block == unit.block and unit.index - last.index <= _GOES_ON
            return told and unit.place.kind == "treatment" and not unit.agents
        return self._is_safety_text or (last is not None and last.place.title == unit.place.title and unit.index - last.index <= _GOES_ON)

    def of(self, unit: Unit) -> Severity:
        """Give the severity that effects of the unit have where it says nothing itself."""
        return "serious" if unit.index in self._serious_units else self.severity.get(unit.index, "unspecified")


def _sent_to_hospital(unit: Unit, page: Page) -> list[int]:
    """ "Anyone with such symptoms must go to a hospital at once": the units that told of them, the sentence before or the items above."""
    if _NAMED_BEFORE.isdisjoint(unit.folds) or unit.is_item or not _GRADED.isdisjoint(unit.stems) or unit.cues("negation"):
        return []
    if any(EFFECT in term.classes and term.concept not in _EFFECT_ROOTS for term in unit.terms):
        return []
    above: list[int] = []
    before = unit.previous
    while before is not None and before.is_item and before.place.title == unit.place.title and len(above) < _MOST_ITEMS:
        above.append(before.index)
        before = before.previous
    if above or unit.previous is None or unit.previous.place.title != unit.place.title:
        return above
    return [unit.previous.index]


#: Words that take effects up, stems of words that speak of some grade of them only, and the items of the longest list.
_NAMED_BEFORE = frozenset(("these", "such", "this", "those", "them"))
_GRADED = frozenset(map(stem, ("severe", "worse", "worsen", "persist", "last", "bad", "badly", "serious", "stronger", "longer", "improve")))
_MOST_ITEMS = 20


#: What may forbid the product, and what it is where a text says that it occurs: "reactions to immunoglobulin are rare".
_AS_EFFECT = {"hypersensitivity-to-immunoglobulin": "allergic-reaction"}


def effect_draft(
    unit: Unit,
    page: Page,
    term: Term,
    governor: Governor,
    subject: Subject,
    defaults: SafetyDefaults,
) -> Draft:
    """Give the claim of an effect with its polarity, severity and frequency."""
    bounds = (unit.first, unit.last)
    cue_first = governor.cue.first if governor.cue and governor.unit == unit.index else None
    polarity = polarity_of(unit.qualifiers, page.tokens, bounds, term.first, term.last, cue_first=cue_first)
    if polarity == "affirmed" and "evidence" in unit.folds and _is_unproven(unit, page, term):
        polarity = "negated"
    befalls_nobody = not _ZEROS.isdisjoint(unit.folds) and _befalls_nobody(unit, page, term)
    if befalls_nobody:
        polarity = "negated"
    if polarity == "affirmed" and "whether" in page.tokens.folds[unit.first : term.first] and ";" not in page.tokens.surfaces[unit.first : term.first]:
        polarity = "hedged"  # "to assess whether IVIG is associated with A"
    if polarity == "affirmed" and any(term.first < cue.first and cue.last < term.last for cue in unit.cues("hedge")):
        polarity = "hedged"  # "Prions may in theory be passed on": the doubt stands within the name
    own: Severity = "serious" if term.concept == "death" else severity_of(unit.qualifiers, page.tokens, bounds, term.first, term.last)
    severity = own
    if own == "unspecified" and unit.intro is not None:
        severity = severity_of(
            unit.intro.qualifiers, page.tokens, (unit.intro.first, unit.intro.last), unit.intro.last, unit.intro.last + 1
        )
    label = unit.label_last
    if severity == "unspecified" and label is not None and term.first >= label:
        # "Serious adverse events: A; B": what the label says holds for the whole list
        labelled = [cue for cue in unit.cues("severity") if cue.last <= label and cue.phrase.value == "serious"]
        names_effects = any(t.last <= label and t.concept in _EFFECT_ROOTS for t in unit.terms)
        names_effects = names_effects or any(cue.last <= label for cue in unit.cues("frequency"))  # "Rare but serious: A, B"
        severity = "serious" if labelled and names_effects else severity
    if severity == "unspecified" and unit.intro is not None and (
        unit.intro.cues("severity-list") or _warns_of_those_before(unit.intro, page) or _is_labelled_serious(unit.intro)
    ):
        severity = "serious"
    if severity == "unspecified" and _is_emergency(unit, page, term):
        severity = "serious"
    is_apart = (unit.intro is not None and page.tokens.folds[unit.intro.first] in _OTHERS) or _is_graded_anew(unit, page)
    if severity == "unspecified" and unit.place.kind == "adverse" and not is_apart:
        severity = _severity_of_headings(unit, page)
    if severity == "unspecified":
        severity = "serious" if unit.place.kind == "boxed" else defaults.of(unit)
    frequency = frequency_for(unit, page, term, defaults)
    if severity == "unspecified":
        severity = _severity_below(unit, page, term)
    if severity == "unspecified" and unit.is_item and unit.intro is not None:
        taken_up = _effects_taken_up(unit.intro, page)
        severity = severity_of_unit(taken_up) if taken_up is not None else severity  # "Serious side effects are rare. They include:"
    before = _going_on(unit, page)
    if before is not None:
        severity = severity if severity != "unspecified" else severity_of_unit(before)
        frequency = frequency if frequency != "unspecified" else frequency_of_unit(before, page)
    opened = _opening_part(unit, page, term)
    if opened is not None:
        grades = [cue for cue in unit.cues("severity") if cue.last <= opened]
        severity = severity if severity != "unspecified" or not grades else grades[0].phrase.value  # type: ignore[assignment]
        rates = [cue for cue in unit.cues("frequency") if cue.last <= opened]
        frequency = frequency if frequency != "unspecified" or not rates else rates[-1].phrase.value  # type: ignore[assignment]
    later = _taken_up(unit, page, term)
    if later is not None:
        severity = severity if severity != "unspecified" else severity_of_unit(later)
        is_graded = frequency != "unspecified" or any(other.concept == "death" for other in later.terms)  # "in rare cases these lead to death"
        frequency = frequency if is_graded else frequency_of_unit(later, page)
    if governor.source == "intro" and unit.intro is None and 0 <= governor.unit < unit.index:
        # "Serious side effects are rare. They include ..."
        owner = page.units[governor.unit]
        if frequency == "unspecified":
            frequency = frequency_of_unit(owner, page)
        if severity == "unspecified":
            severity = severity_of(owner.qualifiers, page.tokens, (owner.first, owner.last), owner.last, owner.last + 1)
    confidence = {"cue": 0.88, "left": 0.85, "intro": 0.9, "section": 0.8}[governor.source]
    return Draft(
        subject.concept,
        "has_adverse_effect",
        _AS_EFFECT.get(term.concept, term.concept),
        term.first,
        term.last,
        f"{governor.relation} {governor.source}",
        round(confidence * term.score, 3),
        unit.index,
        polarity=polarity,
        severity=severity,
        frequency="unspecified" if befalls_nobody or polarity == "negated" else frequency,
        subject_span=subject.span,
        cue_span=(governor.cue.first, governor.cue.last) if governor.cue else None,
    )


def _is_labelled_serious(unit: Unit) -> bool:
    """ "Rarer but serious side effects: These need care at once." over a list of them."""
    if unit.label_last is None or unit.cues("negation") or not any(t.last <= unit.label_last and t.concept in _EFFECT_ROOTS for t in unit.terms):
        return False
    grades = {cue.phrase.value for cue in unit.cues("severity") if cue.last <= unit.label_last}
    return grades == {"serious"}


def _befalls_nobody(unit: Unit, page: Page, term: Term) -> bool:
    """ "Headache occurred in 0% of patients", "rash: 0"; of a row the cell that counts those who got the product."""
    text = page.normal.text
    if not unit.is_row:
        return is_nobody(text, page.tokens.ends[term.last - 1], page.tokens.ends[unit.last - 1])
    cells = page.layout.blocks[unit.block].cells
    own = next((at for at, (start, end) in enumerate(cells) if start <= page.tokens.starts[term.first] < end), None)
    if own is None:
        return False
    others = _columns_of_comparators(unit, page)
    of_product = [cells[at] for at in range(own + 1, len(cells)) if at not in others]
    return bool(of_product) and all(counts_nobody(text[slice(*cell)]) for cell in of_product)


def _columns_of_comparators(unit: Unit, page: Page) -> set[int]:
    """The columns of a row over which, in its table, stands what others got."""
    columns: set[int] = set()
    above = unit
    while above.index and page.units[above.index - 1].is_row and above.block - page.units[above.index - 1].block <= 1:
        above = page.units[above.index - 1]
        cells = page.layout.blocks[above.block].cells
        columns.update(at for at, (start, end) in enumerate(cells) if _OF_COMPARATOR.search(page.normal.text[start:end]))
    return columns


#: What an effect that nobody had is told by, and heads of columns on those who got something else.
_ZEROS = frozenset(("0", "0.0", "0.00", "none", "nobody", "nil", "never"))
_OF_COMPARATOR = re.compile(r"placebo|control|saline|albumin|comparator|steroid|prednis|plasma exchange", re.IGNORECASE)


def _is_unproven(unit: Unit, page: Page, term: Term) -> bool:
    """ "there was no evidence that the use of IVIG led to A": the clause of what is denied goes on to the effect."""
    folds = page.tokens.folds
    at = next((i for i in range(unit.first, term.first - 2) if folds[i : i + 3] == ["no", "evidence", "that"]), None)
    return at is not None and _TURNS.isdisjoint(folds[at : term.first]) and {";", "but"}.isdisjoint(folds[at : term.first])


def _severity_below(unit: Unit, page: Page, term: Term) -> Severity:
    """ "Hypersensitivity: severe reactions can arise", also where the label is a heading: what the sentence behind it calls its effect."""
    if unit.label_last is not None and term.last <= unit.label_last:
        return severity_of_kind(unit.qualifiers, page.tokens, unit.label_last, unit.last)
    following = page.following(unit)
    if unit.is_heading and following is not None:
        return severity_of_kind(following.qualifiers, page.tokens, following.first, following.last)
    return "unspecified"


def _is_emergency(unit: Unit, page: Page, term: Term) -> bool:
    """ "Get emergency help if you have hives", "Call your doctor at once if you have" over a list."""
    if any(cue.first < term.first for cue in unit.cues("severity-list")):
        return True
    heading = page.heading_over(unit)
    return heading is not None and heading is not unit and bool(heading.cues("severity-list"))


#: Words that open a sentence which lists what the sentence before graded, and the verbs of such a list.
_LISTING = frozenset(("they", "these", "this", "those", "it", "example", "such", "among"))
_LISTS = frozenset(("includ", "include", "compris", "comprise", "are", "be", "among", "encompass"))
#: "These are ..." may also speak of the effect that the sentence before names.
_BEING = frozenset(("are", "be"))
_LIST_VERB = 5


def _going_on(unit: Unit, page: Page) -> Unit | None:
    """ "Serious side effects are rare. They include A and B.", "Serious side effects? A and B.": the sentence before, if it grades what this one lists."""
    before = page.units[unit.index - 1] if unit.index else None
    if before is None or before.block != unit.block or before.first >= before.last:
        return None
    if page.tokens.surfaces[before.last - 1] == "?" and not _ASKED.isdisjoint(before.stems) and is_noun_phrase(unit, page, unit.last):
        return before if before.cues("severity", "frequency") else None
    first = unit.first
    if page.tokens.folds[first] in {"with", "for"} and unit.products and page.tokens.surfaces[unit.products[0].last] == ",":
        first = unit.products[0].last + 1  # "With IVIG, these include A and B"
    if first >= unit.last or page.tokens.folds[first] not in _LISTING:
        return None
    verbs = _LISTS.intersection(page.tokens.stems[first : min(first + _LIST_VERB, unit.last)])
    if not verbs or (verbs <= _BEING and any(EFFECT in t.classes and t.concept != "adverse-event-root" for t in before.terms)):
        return None
    return before if before.cues("severity", "frequency") else None


#: Words for effects as such, of which a question asks.
_ASKED = frozenset(map(stem, ("effect", "reaction", "complication", "event", "risk", "danger", "problem", "one", "ones")))


def _opening_part(unit: Unit, page: Page, term: Term) -> int | None:
    """ "Serious side effects are rare; they include A and B": where the part ends that grades what the next one lists."""
    if ";" not in unit.folds:
        return None
    folds = page.tokens.folds
    at = next((i for i in range(term.first - 1, unit.first, -1) if page.tokens.surfaces[i] == ";"), None)
    if at is None or folds[at + 1] not in _LISTING or _LISTS.isdisjoint(page.tokens.stems[at + 1 : at + 1 + _LIST_VERB]):
        return None
    return None if any(EFFECT in t.classes and t.concept != "adverse-event-root" and t.last <= at for t in unit.terms) else at


#: Words by which a sentence takes up the effects of the sentence before, all of them or the last.
_ALL_OF_THEM = frozenset(("these", "they", "both"))
#: The nouns behind "such" that stand for the effects told before: "Such events may be fatal".
_SUCH = frozenset(("event", "events", "reaction", "reactions", "complication", "complications", "case", "cases", "effect"))
_THE_LAST = frozenset(("this", "it"))
#: Tokens from the opening pronoun to the word of severity or frequency: "These reactions are usually very rare".
_TAKEN_UP = 7


def _taken_up(unit: Unit, page: Page, term: Term) -> Unit | None:
    """ "Allergic reactions can occur. They are usually mild.": the next sentence, if it grades the effect and names no other.

    So does the remark behind an item: "Headache. Nearly everyone, and for some it is a migraine."
    """
    remark = remark_on(unit, page) if unit.is_item else None
    if remark is not None and any(cue.first == remark.first for cue in remark.cues("frequency")):
        return remark
    following = page.following(unit)
    if following is None or following.block != unit.block or following.first >= following.last:
        return None
    opening = page.tokens.folds[following.first]
    if page.tokens.folds[following.first + 1 : following.first + 2] in _ONES and unit.first == term.first:
        return following if following.cues("frequency") and not any(EFFECT in other.classes for other in following.terms) else None
    if "this" in following.folds and _is_last_effect(unit, term) and _is_called(following, page):
        return following
    is_such = opening == "such" and not _SUCH.isdisjoint(page.tokens.folds[following.first + 1 : following.first + 3])
    if opening not in _ALL_OF_THEM and not is_such and not (opening in _THE_LAST and _is_last_effect(unit, term)):
        return None
    named = {other.concept for other in following.terms if EFFECT in other.classes} - {"adverse-event-root"}
    if named and not (named == {"death"} and (is_such or opening in _ALL_OF_THEM)):
        return None
    grades = [cue for cue in following.cues("severity", "frequency") if cue.first - following.first <= _TAKEN_UP]
    return following if grades else None


#: What stands for the effect that was named: "Severe ones are rare".
_ONES = (["one"], ["ones"])


def _is_called(unit: Unit, page: Page) -> bool:
    """ "Physicians should be aware of this rare complication"."""
    return any(
        page.tokens.folds[cue.first - 1] == "this" and not _NOUNS.isdisjoint(page.tokens.stems[cue.last : cue.last + _TO_NOUN])
        for cue in unit.cues("severity", "frequency")
    )


def _is_last_effect(unit: Unit, term: Term) -> bool:
    return all(other.last <= term.last for other in unit.terms if "AdverseEffect" in other.classes and other.concept != "adverse-event-root")


def severity_of_unit(unit: Unit) -> Severity:
    """Give the severity that a sentence states and does not deny."""
    denied = unit.cues("negation")
    words = [cue for cue in unit.cues("severity") if not any(0 <= cue.first - no.last <= 1 for no in denied)]  # "generally not severe"
    return words[0].phrase.value if words else "unspecified"  # type: ignore[return-value]


#: What opens the introduction of a list for which the heading above no longer holds: "Other side effects".
_OTHERS = frozenset(("other", "further", "less", "common", "commoner", "mild", "milder", "most", "usual", "remaining"))
_EFFECT_ROOTS = frozenset(("adverse-event-root", "serious-illness"))
#: Tokens of a heading before its word of severity: "Rare but serious side effects".
_OPENING = 3


def _is_graded_anew(unit: Unit, page: Page) -> bool:
    """ "Serious side effects" over a paragraph of its own, with "Very common (...):" behind that: the lists of grades are no longer below the heading."""
    intro = unit.intro or unit.previous
    heading = page.heading_over(unit)
    if intro is None or page.tokens.surfaces[intro.last - 1] != ":" or heading is None or intro.index - heading.index < _OWN_TEXT:
        return False
    if not intro.cues("frequency") or intro.cues("severity"):
        return False
    first = page.units[heading.index + 1]
    return first.intro is None and not first.is_item and page.tokens.surfaces[first.last - 1] == "."


#: Units from a heading with a paragraph of its own to the introduction of a list.
_OWN_TEXT = 2


def _severity_of_headings(unit: Unit, page: Page) -> Severity:
    """ "Mild to moderate reactions", "Serious: call a doctor": what the headings over effects open with."""
    for block in (unit.place.heading, unit.place.parent):
        heading = page.headings.get(block) if block is not None else None
        if heading is None or heading is unit:
            continue
        opening = [cue for cue in heading.cues("severity") if cue.first - heading.first <= _OPENING]
        values = {cue.phrase.value for cue in opening}
        if len(values) == 1:
            return opening[0].phrase.value  # type: ignore[return-value]
    return "unspecified"


def frequency_for(unit: Unit, page: Page, term: Term, defaults: SafetyDefaults) -> Frequency:
    """Judge the frequency of an effect: its table, the band or word of its sentence, its list's introduction, its heading."""
    begin = page.tokens.starts[unit.first]
    text = page.normal.text[begin : page.tokens.ends[unit.last - 1]]
    start, end = page.tokens.starts[term.first] - begin, page.tokens.ends[term.last - 1] - begin
    bracketed = _bracketed_rate(unit, page, term) or _gapped_share(unit, page, term)
    if bracketed is not None:
        return bracketed
    if unit.is_item and unit.intro is not None:
        introduced = _of_introduction(unit.intro, page)
        own = frequency_band(text) is not None or _opens_with_rate(unit, page) or _has_own_share(unit, page, term)
        if introduced != "unspecified" and not own:
            return introduced
    tabled = defaults.tables.of(unit, page, term)
    if tabled is not None:
        return tabled
    if unit.is_row or unit.is_item:
        band = frequency_band(text)
        if band is not None:
            return band
    opening = _of_opening(unit, page, term) or _of_worded_label(unit, page, term)
    if opening is not None:
        return opening
    if unit.is_row and unit.cues("frequency"):
        return unit.cues("frequency")[0].phrase.value  # type: ignore[return-value]
    in_table = unit.is_row or is_noun_phrase(unit, page, unit.last)
    shared = frequency_in_arm(unit, page, term) or _in_turn(unit, page, term) or _behind_product(unit, page, term)
    if shared is not None:
        return shared
    if "%" in unit.folds:
        text = _without_shares_of_others(unit, page, term, text)
    percent = percent_after(text, end, (0, len(text)), in_table=in_table, start=start)
    if percent is None and "%" in unit.folds:
        last = _last_of_its_like(unit, page, term)
        if last is not None:
            behind, before = page.tokens.ends[last.last - 1] - begin, page.tokens.starts[last.first] - begin
            percent = percent_after(text, behind, (0, len(text)), in_table=in_table, start=before)
    if percent is not None:
        return percent
    if page.tokens.folds[unit.first] in {"of", "among"}:
        counted = counted_share(text, 0, start)
        if counted is not None:
            return counted
    cue = _frequency_cue(unit, page, term)
    if cue is not None and page.tokens.folds[cue.first] == "most" and cue.last <= term.first:
        # "The most common side effects (which may affect more than 1 in 10 people) include ..."
        given = frequency_band(text[page.tokens.ends[cue.last - 1] - begin : start])
        if given is not None:
            return given
    if cue is not None and page.tokens.folds[cue.first] == "most" and cue.first >= term.last:
        # "A was the most common adverse event (42%), followed by B (19%)": the number says more
        told = percent_band(text[page.tokens.ends[cue.last - 1] - begin : _end_of_part(unit, page, cue.last) - begin])
        if told is not None:
            return told
    if cue is not None:
        return cue.phrase.value  # type: ignore[return-value]
    if not in_table:
        # "People may get a headache; serious problems occur in 1 in 1,000": what the next part counts is its own
        parted = next((i for i in range(term.last, unit.last) if page.tokens.surfaces[i] == ";"), None)
        text = text[: page.tokens.starts[parted] - begin] if parted is not None else text
    band = band_at(text, start)
    if band is not None:
        return band
    if unit.label_last is not None and term.first >= unit.label_last:
        named = _of_words(text[: page.tokens.starts[unit.label_last] - begin])
        if named != "unspecified":
            return named
    if unit.intro is not None:
        found = _of_introduction(unit.intro, page)
        if found != "unspecified":
            return found
    if unit.is_item or unit.is_row or unit.place.kind == "postmarketing" or in_table:
        heading = unit.place.title
        named = frequency_band(heading) or (percent_band(heading) if "%" in heading and _heads_share(unit, page) else None) or _of_words(heading)
        if named != "unspecified":
            return named
    return "unknown" if defaults.is_postmarketing(unit) else "unspecified"


def _heads_share(unit: Unit, page: Page) -> bool:
    """Tell a heading whose share is for what stands below it from "Privigen (10% IVIG)", a strength, and "Headache (10% of patients)", an effect's own."""
    heading = page.heading_over(unit)
    if heading is None:
        return True
    effects = any(EFFECT in t.classes and t.concept not in _EFFECT_ROOTS for t in heading.terms)
    folds = page.tokens.folds
    strengths = [i for i in range(heading.first, heading.last - 1) if folds[i] == "%" and folds[i + 1] in _SOLUTIONS]
    return not effects and not strengths


#: What a strength is of.
_SOLUTIONS = frozenset(("ivig", "igiv", "scig", "igg", "ig", "immunoglobulin", "immune", "solution", "liquid", "protein"))


def _behind_product(unit: Unit, page: Page, term: Term) -> Frequency | None:
    """ "A was more frequent with X (32%) than with Y (5%)", "More patients had A on X (32%)": the share behind the product, of the one effect told."""
    if not {"%", "(", "than"} <= unit.folds or len({t.concept for t in unit.terms if EFFECT in t.classes}) > 1:
        return None
    text, end = page.normal.text, page.tokens.ends[unit.last - 1]
    shares = [
        _SHARE_IN_BRACKETS.match(text, page.tokens.ends[agent.last - 1], end)
        for agent in unit.products
        if agent.first != term.first and _TURNS_AWAY.isdisjoint(page.tokens.folds[agent.last : max(agent.last, term.first)])
    ]
    found = next((share for share in shares if share is not None), None)
    return frequency_of_percent(float(found[1])) if found is not None else None


#: "Response was more frequent with X (60%) than with Y, while A was rare": the share is of what was told before.
_TURNS_AWAY = frozenset((",", ";", "while", "whereas", "but", "and", "than"))
_SHARE_IN_BRACKETS = re.compile(r"\s*\((\d{1,3}(?:\.\d+)?)\s*%")


_PLACE = attrgetter("first", "last")


def _last_of_its_like(unit: Unit, page: Page, term: Term) -> Term | None:
    """ "A and B were reported in 4 patients (8%)": the last of the effects that one verb speaks of, whose share all of them have."""
    last = term
    for other in unit.terms:
        if other.first < last.last or EFFECT not in other.classes:
            continue
        if not {",", "and", "or", "a", "an"}.issuperset(page.tokens.folds[last.last : other.first]):
            break
        last = other
    return last if last is not term and page.tokens.folds[last.last : last.last + 1] in _BEING_SEEN else None


_BEING_SEEN = (["was"], ["were"], ["occurred"], ["developed"], ["appeared"], ["arose"], ["is"], ["are"], ["be"], ["occur"])


def _gapped_share(unit: Unit, page: Page, term: Term) -> Frequency | None:
    """ "12% of patients reported A and 8% B": the share right before an effect that shares its verb with the one before."""
    at = term.first - 2
    if "%" not in unit.folds or page.tokens.surfaces[term.first - 1] != "%" or page.tokens.folds[at - 1] not in {"and", "or", ",", "but"}:
        return None
    share = page.tokens.surfaces[at]
    return frequency_of_percent(float(share)) if re.fullmatch(r"\d{1,3}(?:\.\d+)?", share) else None


def _bracketed_rate(unit: Unit, page: Page, term: Term) -> Frequency | None:
    """ "Kidney failure (rare - oliguria, swelling)" below "Common": the word of frequency that opens the bracket right behind the effect."""
    surfaces = page.tokens.surfaces
    if surfaces[term.last : term.last + 1] != ["("] or term.last + 1 >= unit.last:
        return None
    cue = next((cue for cue in unit.cues("frequency") if cue.first == term.last + 1), None)
    if cue is None or cue.last >= unit.last or surfaces[cue.last] not in _BEHIND_RATE:
        return None
    return cue.phrase.value  # type: ignore[return-value]


_BEHIND_RATE = frozenset((")", ",", ";", ":", "-", "\u2013", "\u2014"))


def _opens_with_rate(unit: Unit, page: Page) -> bool:
    """ "Very rare: A; not known: B", "Not known (too few reports): A" below "Rare:": an item whose own label is a word of frequency."""
    surfaces = page.tokens.surfaces
    for cue in unit.cues("frequency"):
        end = cue.last
        if surfaces[end : end + 1] == ["("]:
            end = next((i + 1 for i in range(end, unit.last) if surfaces[i] == ")"), end)
        if cue.first == unit.first and surfaces[end : end + 1] == [":"]:
            return True
    return False


def _has_own_share(unit: Unit, page: Page, term: Term) -> bool:
    """ "Headache (15%)" below "The most common effects are:", an introduction without a share."""
    if unit.intro is None or "%" in unit.intro.folds or "%" not in page.tokens.surfaces[term.last : term.last + _OWN_SHARE]:
        return False
    return frequency_band(page.normal.text[page.tokens.starts[unit.intro.first] : page.tokens.ends[unit.intro.last - 1]]) is None


#: Tokens from an effect to the sign behind its number: "(up to 15.5 %".
_OWN_SHARE = 8


def _end_of_part(unit: Unit, page: Page, first: int) -> int:
    stop = next((i for i in range(first, unit.last) if page.tokens.surfaces[i] in {",", ";"}), unit.last - 1)
    return page.tokens.ends[stop]


#: Tokens of a label that is nothing but a share: "0.1% to < 1%".
_SHARE_LABEL = 12


def _of_opening(unit: Unit, page: Page, term: Term) -> Frequency | None:
    """ ">10%: headache, fever", "1-10 %: nausea": a label that is a share of patients; "headache / Early / 1.0-5.0" of a data sheet."""
    surfaces, text = page.tokens.surfaces, page.normal.text
    if "/" in surfaces[term.last : unit.last]:
        slashed = share_in_columns(text[page.tokens.ends[term.last - 1] : page.tokens.ends[unit.last - 1]])
        if slashed is not None:
            return slashed
    if not (surfaces[unit.first][0].isdigit() or surfaces[unit.first] in _SIGNS):
        return None
    colon = next((i for i in range(unit.first, min(unit.first + _SHARE_LABEL, term.first)) if surfaces[i] == ":"), None)
    return None if colon is None else percent_band(text[page.tokens.starts[unit.first] : page.tokens.starts[colon]])


def _of_worded_label(unit: Unit, page: Page, term: Term) -> Frequency | None:
    """ "Frequent (>10%): A", "; occasional (1-10%): B": the figures that explain the word of a label, but for a mere upper bound."""
    surfaces, starts = page.tokens.surfaces, page.tokens.starts
    if "%" not in unit.folds or ":" not in unit.folds:
        return None
    label = next((cue for cue in reversed(unit.cues("frequency")) if cue.last <= term.first), None)
    if label is None or surfaces[label.last] != "(" or surfaces[label.last + 1] in {"<", "≤"}:
        return None
    closed = next((i for i in range(label.last, term.first) if surfaces[i] == ")"), None)
    if closed is None or surfaces[closed + 1] != ":" or ";" in surfaces[closed : term.first]:
        return None
    return percent_band(page.normal.text[starts[label.last] : starts[closed]])


_SIGNS = frozenset(("<", ">", "≥", "≤", "~"))


def _without_shares_of_others(unit: Unit, page: Page, term: Term, text: str) -> str:
    """Blank the shares that are another effect's, "Headache (in 5-30% of infusions) and nausea occurred", or of the cases: "was mild in 80%"."""
    tokens, begin = page.tokens, page.tokens.starts[unit.first]
    spans: list[tuple[int, int]] = []
    for other in unit.terms:
        if EFFECT in other.classes and other.concept != "adverse-event-root" and other.last <= term.first and tokens.surfaces[other.last] == "(":
            closed = next((i for i in range(other.last, term.first) if tokens.surfaces[i] == ")"), None)
            if closed is not None and "%" in tokens.surfaces[other.last : closed]:
                spans.append((tokens.starts[other.last] - begin, tokens.ends[closed] - begin))
    if unit.cues("severity") or not _MILD.isdisjoint(unit.folds):
        spans += [match.span() for match in _OF_CASES.finditer(text)]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


_MILD = frozenset(("mild", "moderate", "transient", "self-limiting", "self-limited", "brief"))
#: How many of those who have an effect have it mildly, with what stands before the share.
_OF_CASES = re.compile(
    r"\b(?:is|are|was|were|and|but)\s+(?:[a-z]+ly\s+)?(?:mild|moderate|severe|serious|transient|brief|self-limit(?:ing|ed))"
    r"(?:\s+(?:to|or|and)\s+(?:moderate|severe|transient|brief|self-limit(?:ing|ed)))?\s+in\s+(?:about\s+|over\s+)?\d{1,3}(?:\.\d+)?\s*%"
    r"(?:\s+of\s+(?:the\s+|these\s+|all\s+)?(?:cases|episodes|events|reactions|them|those))?"
)


def _in_turn(unit: Unit, page: Page, term: Term) -> Frequency | None:
    """ "Headache and fever occurred in 30% and 8% of patients, respectively"; without that word where nothing else can have the shares."""
    text = page.normal.text[page.tokens.starts[unit.first] : page.tokens.ends[unit.last - 1]]
    if text.count("%") < _TWO:
        return None
    effects = [t for t in unit.terms if EFFECT in t.classes and t.concept != "adverse-event-root"]
    named = [t.first for t in effects]
    is_told = "respectively" in unit.folds or (_PARTED_AMONG.isdisjoint(unit.folds) and len(unit.agents) <= 1 and _are_listed(effects, page))
    return respective_percent(text, named.index(term.first), len(named)) if is_told and term.first in named else None


def _are_listed(effects: Sequence[Term], page: Page) -> bool:
    """Tell effects that nothing but commas and "and" join."""
    folds = page.tokens.folds
    return all(
        one.last < other.first and {",", "and"}.issuperset(folds[one.last : other.first]) for one, other in pairwise(effects)
    )


_TWO = 2
#: Words for two groups or ways that have a share each: "Headache and fever occurred in 30% and 8% of patients in the two groups".
_PARTED_AMONG = frozenset(
    (
        "placebo", "control", "controls", "group", "arm", "adult", "child", "trial", "study", "man", "woman", "or", "versus", "vs", "saline", "former",
        "latter", "before", "after", "between", "day", "week", "month", "cycle", "dose", "kg", "cohort",
        "male", "female", "boy", "girl", "first", "second", "low", "high",
    )
)  # fmt: skip

_TURNS = frozenset(("while", "whereas", "although", "though", "however"))
#: What parts an effect from its grade in a list: "Headache – common; fever (rare)".
_PARTING = frozenset(("–", "—", "-", "(", ":", "=", "["))
_ENDING = frozenset((";", ",", ".", ")", "]", "–", "—"))


#: "often overlooked", "the dose is often split": how often it is missed or what is done, not how often it comes.
_UNSEEN = frozenset(
    (
        "split", "divid", "divide", "spread", "prescrib", "overlook", "miss", "ignor", "neglect", "underdiagno", "underestimat",
        "underreport", "unrecogni", "misdiagnos", "mistaken", "dos", "infus", "inject", "visit",
    )
)  # fmt: skip


def _frequency_cue(unit: Unit, page: Page, term: Term) -> Cue | None:
    """The frequency word of an effect.

    A predicate after it ("... are common", "... in rare instances") holds for the effects before it back to a change of
    severity or a semicolon; else the nearest word before it, up to a semicolon or a turn, holds.
    """
    tokens = page.tokens
    frequencies = unit.cues("frequency")
    most = [cue for cue in unit.safety if cue.phrase.kind == "most"]  # which would hide "patients with A" among the other words
    if most:
        frequencies = sorted([*frequencies, *most], key=_PLACE)
    if not frequencies:
        return None
    barriers = [cue.first for cue in unit.cues("severity") if cue.phrase.direction == "right"]
    hard = []
    if ";" in unit.folds or not _TURNS.isdisjoint(unit.folds):
        hard = [i for i in range(unit.first, unit.last) if tokens.surfaces[i] == ";" or tokens.folds[i] in _TURNS]
        last = frequencies[-1]
        if last.last >= unit.last - 1:  # "A and B may occur, although only very rarely"
            hard = [i for i in hard if not (0 < last.first - i <= _CONCEDED and _ONLY.issuperset(tokens.folds[i + 1 : last.first]))]
    for cue in frequencies:
        if any(other.first <= cue.first < other.last for other in unit.terms):
            continue  # "common variable immunodeficiency"
        if _compares(unit, page, cue) or tokens.stems[min(cue.last, unit.last - 1)] in _UNSEEN:
            continue
        is_verb = tokens.stems[cue.first - 1] in {"be", "occur", "report", "observ", "see", "happen", "becom", "become"}
        # "Headache is a very common side effect"
        is_verb = is_verb or (tokens.folds[cue.first - 1] in {"a", "an", "the"} and tokens.stems[cue.first - 2] == "be")
        is_verb = is_verb or _is_second_of_two(page, cue) or _is_apposition(page, term, cue) or _is_predicate(page, cue)
        is_parted = tokens.surfaces[cue.first - 1] in _PARTING and not _ENDING.isdisjoint(tokens.surfaces[cue.last : cue.last + 1])
        is_parted = is_parted or (tokens.folds[cue.first - 1] in {"both", "each", "all"} and tokens.surfaces[cue.first - 2] == "(")
        if is_parted and tokens.surfaces[cue.first - 1] == "(" and _is_of_last(unit, page, term, cue):
            continue
        closing = hard if is_verb else (*barriers, *hard)
        if _is_inserted(page, cue):  # "A, although rare, has been reported"
            is_parted, closing = True, [i for i in closing if i < cue.first - 1]
        if cue.first < term.last or any(term.last <= barrier < cue.first for barrier in closing) or _turns(unit, page, term, cue):
            continue
        is_beside = _is_beside(unit, page, term, cue)
        is_closed = is_parted or is_beside or (is_verb and not _CLOSING.isdisjoint(tokens.folds[cue.last : cue.last + 1]))
        if not is_closed and any(
            cue.last <= other.first <= cue.last + 3
            and EFFECT in other.classes
            and other.concept != "adverse-event-root"
            and ";" not in tokens.surfaces[cue.last : other.first]
            for other in unit.terms
        ):
            continue  # "..., and in isolated cases shock": it speaks of what follows
        is_adverb = cue.last < unit.last and tokens.stems[cue.last] in _HAPPENING
        is_predicate = is_verb or is_parted or is_beside or is_adverb or tokens.folds[cue.first] in {"in", "nearly", "almost"}
        if is_predicate or cue.last >= unit.last - 1:
            return cue
    for cue in reversed(frequencies):
        # Behind a colon semicolons part the members of the list that the words before it grade.
        open_ = next((i for i in range(cue.last, term.first) if tokens.surfaces[i] in {":", ";"}), None)
        if (open_ is None and _is_others(unit, page, cue, term)) or _compares(unit, page, cue) or _is_said(unit, page, cue):
            continue
        if cue.last <= term.first and (open_ is None or tokens.surfaces[open_] == ":"):
            return cue
    return None


def _is_inserted(page: Page, cue: Cue) -> bool:
    """ "A, although rare, has been reported": what is granted between two commas."""
    surfaces = page.tokens.surfaces
    at = cue.first - (page.tokens.folds[cue.first] not in _INSERTING)
    if page.tokens.folds[at] not in _INSERTING or page.tokens.folds[at - 2] in {"and", "or"}:
        return False  # "A and, although rare, B"
    return surfaces[at - 1] in {",", "("} and surfaces[cue.last] in {",", ")"}


_INSERTING = frozenset(("although", "though", "while", "albeit", "if", "but"))


def _is_of_last(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "headache, nausea and shock (rare)": the bracket behind a list speaks of its last member; "(all rare)" of the list."""
    opened = cue.first - 1
    last = next((t for t in unit.terms if t.last == opened and EFFECT in t.classes and t.concept != "adverse-event-root"), None)
    return last is not None and term.last <= last.first and "," in page.tokens.surfaces[term.first - 1 : last.first]


#: Tokens from "although" to the frequency that it concedes, and words between.
_CONCEDED = 4
_ONLY = frozenset(("only", "this", "it", "is", "in", "these", "are"))


def _is_predicate(page: Page, cue: Cue) -> bool:
    """ "Chills are also common", "A is one of the most frequently reported side effects", "A is recognised but rare"."""
    folds, stems, at = page.tokens.folds, page.tokens.stems, cue.first
    if folds[at - 1] == "also":
        return stems[at - 2] == "be"
    if folds[at - 3 : at] == ["one", "of", "the"]:
        return stems[at - 4] == "be"
    return folds[at - 1] == "but" and stems[at - 3] == "be"


def _is_second_of_two(page: Page, cue: Cue) -> bool:
    """ "A is a serious but uncommon hazard"."""
    before = page.tokens.folds[cue.first - 3 : cue.first]
    return before[-1:] in (["but"], ["and"]) and before[0] in {"a", "an"} and page.tokens.stems[cue.first - 4] == "be"


def _is_apposition(page: Page, term: Term, cue: Cue) -> bool:
    """ "A, an uncommon but important adverse reaction of IVIG, ...", "A: rare complication of IVIG"."""
    at = cue.first - 1 - (page.tokens.folds[cue.first - 1] in {"a", "an", "the"})
    mark = page.tokens.surfaces[at]
    if at != term.last or (mark not in _EXPLAINING and not (mark == "," and at < cue.first - 1)):
        return False
    return not _NOUNS.isdisjoint(page.tokens.stems[cue.last : cue.last + _TO_NOUN])


#: Marks between an effect and what it is called.
_EXPLAINING = frozenset((":", "-", "\u2013", "\u2014"))
#: Tokens from "an uncommon" to "adverse reaction".
_TO_NOUN = 5
#: Stems of verbs that an adverb of frequency stands before: "fever often follows".
_HAPPENING = frozenset(("follow", "occur", "accompani", "accompany", "happen", "do", "appear", "aris", "develop", "complic"))
#: Behind "A is common": the end of what it says.
_CLOSING = frozenset((",", "with", "in", "after", "during", "and"))
#: Nouns for effects as such: "A and B are frequent, C a rare complication".
_NOUNS = frozenset(("complic", "complication", "effect", "side", "advers", "adverse", "event", "reaction", "react"))


def _is_beside(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "rash uncommon and anaphylaxis very rare", "thrombosis and haemolysis rare complications": the word right behind the effects."""
    folds = page.tokens.folds
    if cue.last < unit.last and folds[cue.last] not in _BEHIND and page.tokens.stems[cue.last] not in _NOUNS:
        return False
    named = {i for t in unit.terms if EFFECT in t.classes for i in range(t.first, t.last)}
    return all(i in named or folds[i] in {"and", "or", "a", "an"} for i in range(term.last, cue.first))


def _turns(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "seldom gives headaches, but redness is very common": behind the turn another effect is what the word speaks of."""
    folds = page.tokens.folds
    turn = next((i for i in range(cue.first - 1, term.last - 1, -1) if folds[i] == "but"), None)
    if turn is not None and folds[turn + 1] == "not" and folds[turn - 1] == "," and "," in folds[turn + 1 : cue.first]:
        return False  # "Headache, but not fever, was common"
    return turn is not None and any(turn < t.first and t.last <= cue.first and EFFECT in t.classes for t in unit.terms)


def _is_said(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Redness is very common, headache less so", "redness (almost everyone), headache": the word was said of what stands before it."""
    behind = page.tokens.surfaces[cue.last : cue.last + 2]
    if page.tokens.surfaces[cue.first - 1] == "(" and behind[:1] == [")"] and behind != [")", ":"]:
        return any(EFFECT in t.classes and t.last <= cue.first - 1 and t.concept != "adverse-event-root" for t in unit.terms)
    if cue.first == unit.first or page.tokens.stems[cue.first - 1] != "be" or cue.last >= unit.last:
        return False
    before = any(EFFECT in t.classes and t.last <= cue.first - 1 and t.concept != "adverse-event-root" for t in unit.terms)
    return before and page.tokens.folds[cue.last] in {",", "with", "but", "and"}


#: What may stand behind a frequency that speaks of the effect before it: "headache very common (24%)".
_BEHIND = frozenset(("(", ",", "and", "with", "in", ".", ";"))


_WHERE = frozenset(("with", "in", "at", "after", "during", "if", "when", "w", "among", "than"))


def _compares(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "more frequently with high doses", "a slow drip makes headache rarer": what compares counts nothing."""
    folds = page.tokens.folds
    if "most" in folds[cue.first : cue.first + 2] and page.tokens.stems[cue.last - 1] in _PEOPLE and not _befalls_most(unit, page, cue):
        return True
    if folds[cue.first] == "often" and folds[cue.first - 1] in {"more", "less"} and folds[cue.last : cue.last + 2] != ["than", "not"]:
        return True  # "causes headache more often", "more often causes headache than ..."
    if folds[cue.first] == "rarer" and not _MAKING.isdisjoint(page.tokens.stems[unit.first : cue.first]):
        return True
    if cue.last < unit.last and folds[cue.last] == "than":
        return True
    if folds[cue.first] == "less" and "than" in folds[cue.last : min(unit.last, cue.last + _TO_THAN)]:
        return True
    is_more = folds[cue.first] in _MORE or (cue.first > unit.first and folds[cue.first - 1] in _MORE)
    return is_more and cue.last < unit.last and folds[cue.last] in _WHERE


_MAKING = frozenset(map(stem, ("make", "render", "keep", "become")))
_PEOPLE = frozenset(map(stem, ("patients", "people", "users", "children", "recipients", "participants", "subjects")))


def _befalls_most(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A (most users)", "A shows up in most users", "most users have A"; not "A is mild in most users" or "most users who have A recover"."""
    folds = page.tokens.folds
    if page.tokens.surfaces[cue.first - 1] == "(" and page.tokens.surfaces[cue.last : cue.last + 1] == [")"]:
        return True
    behind = next((agent.last for agent in unit.products if 1 <= agent.first - cue.last <= _TO_GIVEN), cue.last)  # "most patients on X have A"
    if behind < unit.last and page.tokens.stems[behind] in _BEARING:
        return True
    before = folds[max(unit.first, cue.first - _TO_MOST) : cue.first]
    return folds[cue.first] in _AMONG and not _COMING_UP.isdisjoint(map(stem, before)) and _GRADING.isdisjoint(before)


#: Stems of verbs for those who bear an effect, words before those in whom one comes up, the tokens back to its verb, and words that judge it.
_BEARING = frozenset(map(stem, ("have", "get", "develop", "feel", "notice", "experience", "report")))
_AMONG = frozenset(("in", "by"))
_COMING_UP = _HAPPENING | frozenset(map(stem, ("show", "shows", "seen", "felt", "noticed", "turn", "turns", "reported", "met", "comes", "observed")))
_TO_MOST = 4
#: Tokens from those people to the product that they get: "treated with".
_TO_GIVEN = 2
_GRADING = frozenset(("but", "and", "mild", "brief", "avoided", "prevented"))
_MORE = frozenset(("more", "most"))
#: Tokens from "less frequent" to "than".
_TO_THAN = 6


def _is_others(unit: Unit, page: Page, cue: Cue, term: Term) -> bool:
    """ "anaphylaxis (rare), renal failure": the word in brackets holds for the effect before it."""
    surfaces = page.tokens.surfaces
    opened = cue.first - 1 if surfaces[cue.first - 1] == "(" else cue.first - 2
    if surfaces[opened] != "(" or ")" not in surfaces[cue.last : cue.last + _GRADE_IN_BRACKETS]:
        return False
    return any(t.last == opened and EFFECT in t.classes and t.concept != "adverse-event-root" for t in unit.terms if t is not term)


#: Tokens of a bracket behind its word of frequency: "(rare, up to 1 in 1,000)".
_GRADE_IN_BRACKETS = 9


def frequency_of_unit(unit: Unit, page: Page) -> Frequency:
    """Give the frequency that a sentence states, by its band or its last word for it."""
    text = page.normal.text[page.tokens.starts[unit.first] : page.tokens.ends[unit.last - 1]]
    band = frequency_band(text)
    if band is not None:
        return band
    words = [cue for cue in unit.qualifiers if cue.phrase.kind == "frequency"]
    return words[-1].phrase.value if words else "unspecified"  # type: ignore[return-value]


def _of_introduction(unit: Unit, page: Page) -> Frequency:
    """ "Common side effects happen in more than 1 in 100 people. They include:": what a list's introduction takes up may say how often."""
    own = frequency_of_unit(unit, page)
    if own == "unspecified" and _is_share(unit, page):
        own = percent_band(page.normal.text[page.tokens.starts[unit.first] : page.tokens.ends[unit.last - 1]]) or own
    before = unit.previous
    if own != "unspecified" or before is None:
        return own
    # "Rarely the following have been seen. Call us if one of the following happens:"
    # "The following rare effects have been seen with such medicines. They have not been seen with X, but you may have them:"
    is_of_both = before.block == unit.block and "following" in before.folds and ("following" in unit.folds or _refers_back(unit, page))
    is_of_both = is_of_both or _warns_of_those_before(unit, page)
    return frequency_of_unit(before, page) if (is_of_both or _takes_up(unit, page)) and _stands_over(before, unit) else own


def _refers_back(unit: Unit, page: Page) -> bool:
    """ "These reactions ...", "Although these side effects ...": the effects that the sentence before announces."""
    return not _THESE.isdisjoint(page.tokens.folds[unit.first : unit.first + 2])


def _is_share(unit: Unit, page: Page) -> bool:
    """ "1-10%:", "< 1%:": a line over a list that is nothing but a share of patients."""
    surfaces = page.tokens.surfaces[unit.first : unit.last]
    return "%" in surfaces and len(surfaces) <= _SHARE_LABEL and not any(word[0].isalpha() and word != "to" for word in surfaces)


def _takes_up(unit: Unit, page: Page) -> bool:
    """ "They include:"."""
    return unit.last - unit.first <= _TAKING_UP and page.tokens.folds[unit.first] in _THESE


def _stands_over(before: Unit, unit: Unit) -> bool:
    return before.place.heading == unit.place.heading and not before.is_item


def _effects_taken_up(intro: Unit, page: Page) -> Unit | None:
    """The sentence on effects as such that "They include:" takes up."""
    before = intro.previous
    if before is None or not (_takes_up(intro, page) and _stands_over(before, intro)):
        return None
    named = {term.concept for term in before.terms if EFFECT in term.classes}
    return before if named <= {"adverse-event-root"} else None


def _warns_of_those_before(unit: Unit, page: Page) -> bool:
    """ "Grave side effects are rare. Go to a hospital if you have:": a call for help behind a sentence on grave effects as such is for them."""
    before = unit.previous
    if before is None or before.is_heading or before.is_item or page.tokens.surfaces[unit.last - 1] != ":":
        return False
    if not unit.cues("if-you", "severity-list", "advice"):
        return False
    if before.cues("negation") or not any(cue.phrase.value == "serious" for cue in before.cues("severity")):
        return False
    return {term.concept for term in before.terms if EFFECT in term.classes} == {"adverse-event-root"}


#: Words by which an introduction takes up the effects of the sentence before, and the tokens of one that does no more.
_THESE = frozenset(("they", "these", "those", "such", "example", "examples", "among"))
_TAKING_UP = 8


#: "The most common side effects" are common ones, and so are those below "Mild (common)"; "Serious but rare".
_BEFORE_FREQUENCY = re.compile(r"(?:(?:the|some|other|most|more|mild|moderate|severe|serious|minor|life-threatening|to|and|or|but)[\s,]+\(?)*")


def _of_words(heading: str) -> Frequency:
    lower = _BEFORE_FREQUENCY.sub("", heading.lower().lstrip("*_ "), count=1)
    for words, value in _HEADING_WORDS:
        if lower.startswith(words):
            return value
    return "unspecified"


_HEADING_WORDS: tuple[tuple[str, Frequency], ...] = (
    ("very common", "very_common"),
    ("uncommon", "uncommon"),
    ("less common", "uncommon"),
    ("common", "common"),
    ("very rare", "very_rare"),
    ("rare", "rare"),
    ("not known", "unknown"),
    ("frequency not known", "unknown"),
    ("frequency not defined", "unknown"),
    ("frequency unknown", "unknown"),
    ("incidence not known", "unknown"),
    ("incidence unknown", "unknown"),
    ("unknown", "unknown"),
    ("post-marketing", "unknown"),
    ("postmarketing", "unknown"),
)
