"""Which cue governs which mention: a sentence's cues and terms go in, the governors of each term come out.

The nearest governing cue to the left rules a term, through commas and semicolons of a list, until another cue or a turn of the
sentence; cues that look to the left ("may occur", "can benefit from") rule the terms before them. List items start with the
cue that their introduction ends with.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.clauses import CONFINING, ends_denial, is_unlike
from kg.reading.cues import Cue, Phrase
from kg.reading.governors import RIGHT, TURNS, Governor
from kg.reading.known_effects import end_of_label
from kg.reading.openings import initial_governor, is_fragment
from kg.reading.page import DISEASES, Agent, Page, Term, Unit, names_cause
from kg.reading.subjects import says_this_medicine

__all__ = ["comes_first", "govern", "is_by_something_else", "is_company"]

_LEFT = frozenset(
    [
        "treats-left",
        "prevents-left",
        "adverse-left",
        "contraindicated-left",
        "sign-left",
        "lessen-left",
        "ineffective-left",
        "worsen-left",
    ]
)
#: Cues too weak to displace a governor that is already in force.
_WEAK = frozenset(("follow", "adverse-weak", "risk-history", "risk-right", "risk-you", "sign-weak", "lessen", "called", "treats-outcome"))
#: Relations that a list or a section keeps up against weak cues.
_STRONG = frozenset(("risk-right", "adverse", "contraindicated", "sign", "treats", "prevents", "treats-prevents", "allergy"))
#: What a label says of the list behind it: "Conditions in which IVIG was tried without success: A, B".
_KEPT = frozenset(("ineffective", "treats", "prevents", "contraindicated"))
#: Words that open a clause of their own; what they say ends at the next comma of the list level, semicolon or bracket.
_RELATIVE = frozenset(("who", "which", "where", "whose", "whom"))
_CLAUSES = _RELATIVE | TURNS
_TURNING = _CLAUSES | frozenset("()|;,:")


#: What falls in number as a harm.
_CELLS = frozenset(("cell", "cells", "platelet", "platelets", "leukocyte", "leukocytes", "neutrophil", "neutrophils", "lymphocyte", "lymphocytes"))
#: Cues of what brings something about, which the name of an illness may hold.
_BRINGING = frozenset(("adverse", "cause"))
#: Cues that name an effect.
_HARMING = frozenset(("adverse", "adverse-weak"))


def _opens_conditions(page: Page, ban: Governor | None, cue: Cue) -> bool:
    """ "must not be given if", "should not have it if": what follows says when; so "must not be given to people who have had a serious reaction"."""
    if ban is None or ban.relation != "contraindicated" or ban.source != "cue" or ban.cue is None:
        return False
    between = page.tokens.folds[ban.cue.last : cue.first + 1]
    is_past = len(between) <= _TO_PAST and not _HAVING_HAD.isdisjoint(between) and not {";", ":", ","}.intersection(between)
    return is_past or page.tokens.folds[ban.cue.last - 1] in {"if", "when"}


#: Tokens from a ban to the reaction of those whom it is for, and the verbs of having had one.
_TO_PAST = 9
_HAVING_HAD = frozenset(("had", "suffered", "shown", "developed", "experienced", "reacted"))


def govern(unit: Unit, page: Page, trailing: dict[int, Governor | None]) -> list[list[Governor]]:
    """Give for each term of the unit its governors, the strongest first; records the one in force at the unit's end."""
    tokens = page.tokens
    initial = initial_governor(unit, page, trailing)
    state = initial
    after_label: Governor | None = initial
    if unit.label_last is not None and initial is not None and initial.source == "section" and not is_fragment(unit, page):
        after_label = None if initial.relation != "contraindicated" and not _opens_with_name(unit, page) else initial
    cues = [] if unit.kinds.isdisjoint(RIGHT) else [cue for cue in unit.relations if cue.phrase.kind in RIGHT]
    if not cues and not unit.terms:
        trailing[unit.index] = initial
        return []
    terms, folds = unit.terms, tokens.folds
    result: list[list[Governor]] = [[] for _ in terms]
    at_cue = at_term = 0
    stack: list[Governor | None] = []
    suspended: Governor | None = None
    is_suspended = False
    reason: Governor | None = None
    described: Governor | None = None
    including = _including_effects(unit, page)
    if initial is None and not cues and not including:
        trailing[unit.index] = None
        if not unit.kinds.isdisjoint(_LEFT):
            _apply_left(unit, page, result)
        return result
    covered: set[int] = set()
    if not _CLAUSES.isdisjoint(unit.folds):
        for cue in (*unit.relations, *unit.cues("patients")):
            covered.update(range(cue.first, cue.last))
    # Only at these places something may turn.
    turning: set[int] = set()
    if not _TURNING.isdisjoint(unit.folds):
        turning.update([i for i, word in enumerate(folds[unit.first : unit.last], unit.first) if word in _TURNING])
    turning.update([cue.first for cue in cues], [term.first for term in terms], including)
    resumed = _resumed_uses(unit, page) if "ineffective" in unit.kinds and "and" in unit.folds else frozenset()
    turning.update(resumed)
    others = _further_groups(unit, page) if not _RELATIVE.isdisjoint(unit.folds) else ()
    turning.update(others)
    if unit.label_last is not None:
        turning.add(unit.label_last)
    for index in sorted(turning):
        if index == unit.label_last:
            state = state if state is not None and state.source == "cue" and state.relation in _KEPT else after_label
        while at_term < len(terms) and terms[at_term].first == index:
            if (state is not None and not is_suspended) or (is_suspended and state is not None and state is not suspended):
                result[at_term].append(state)
            elif is_suspended and suspended is not None and suspended.source != "cue" and _is_bracketed(unit, page, terms[at_term]):
                result[at_term].append(suspended)
            at_term += 1
        while at_cue < len(cues) and cues[at_cue].first == index:
            cue = cues[at_cue]
            at_cue += 1
            kind = cue.phrase.kind
            if kind == "follow" and folds[cue.first - 1] == "the":
                continue  # "the following disorders" announces a list
            if kind == "follow" and _forbids_after(page, state, cue):
                continue  # "contraindicated after A and in B"
            if kind == "risk" and folds[cue.first] == "at" and state is not None and state.relation == "contraindicated":
                continue  # "must not be given to those at high risk for A, nor to those with B"
            if kind == "risk" and state is not None and state.relation == "treats" and not is_suspended and _has_risk(unit, page, cue):
                suspended, is_suspended = state, True
                continue  # "is used for A at high risk of bleeding, B and C"
            if kind in _HARMING and _opens_conditions(page, state, cue):
                continue  # "should not have it if it has ever given you A, or if you have B"
            if kind == "cause" and (state is None or state.relation == "treats") and _is_named_in_cause(unit, page, cue):
                continue  # "is given to people with a low platelet count because of immune thrombocytopenia"
            if kind == "cause" and state is not None and state.relation == "treats" and _is_need(unit, cue):
                continue  # "is given to people with many infections because of A"
            if kind == "prevents" and folds[cue.last - 2] == "number" and not _CELLS.isdisjoint(folds[cue.last : cue.last + 3]):
                continue  # "a reduction in the number of red cells (A)"
            if kind == "treats" and state is not None and state.relation.startswith("adverse") and _goes_on_of_effects(unit, page, state, cue):
                continue  # "Adverse events in the A indication include B"
            if kind == "cause" and state is not None and state.relation == "contraindicated" and folds[cue.first - 1] == ",":
                continue  # "contraindicated in A and, because of the sugar that it contains, in B"
            if kind == "cause" and state is not None and state.relation == "contraindicated" and not is_suspended and _gives_reason(unit, page, cue):
                suspended, is_suspended, reason = state, True, state
                continue  # "contraindicated in A because of the risk of bleeding, B and C"
            if reason is not None and state is reason and is_suspended and kind in _WEAK:
                continue
            if kind == "adverse-weak" and state is not None and state.relation == "treats" and is_company(unit, page, cue):
                suspended, is_suspended = state, True
                continue  # "is used for vasculitis associated with A, and for B"
            if kind == "worsen" and folds[cue.last - 1] == "of" and not _is_brought(unit, cue):
                continue  # "the treatment of exacerbations of A"
            if kind == "worsen" and _is_reason(unit, page, cue):
                continue  # "was given because of worsening A"
            if kind == "adverse" and cue.last < unit.last and folds[cue.last] in _MILDER and tokens.stems[cue.first] == "make":
                continue  # "prevents infections or makes them less severe"
            if kind == "allergy" and (_is_to_product(page, cue) or _is_to_no_constituent(unit, page, cue)):
                continue  # "allergic reactions to it, and patients with A"
            if kind == "ineffective" and folds[cue.last - 1] == "in" and not _MANNERS.isdisjoint(folds[cue.last : cue.last + 3]):
                continue  # "Trials do not support IVIG in higher doses for A", "in preference to B in A"
            if kind == "treats" and folds[cue.first - 1] == "to" and folds[cue.first - 2] in _HARD:
                continue  # "Severe, difficult-to-treat A can be prevented by this"
            if kind == "contraindicated" and _is_of_other_matter(unit, page, cue):
                continue  # "patients who cannot take tablets"
            if kind == "cause" and any(0 <= agent.first - cue.last <= 1 for agent in unit.products):
                continue  # "adverse events attributed to IVIG"
            if (kind in _WEAK or kind in _BRINGING) and _is_in_name(unit, cue):
                continue  # "flu-like symptoms", "encephalitis caused by a virus"
            if kind in {"sign", "sign-weak"} and _is_relieved(state, cue, unit):
                continue  # "did not improve symptoms of A" speaks of A
            if kind == "adverse" and _describes_effect(unit, page, cue) and state is not None:
                described, state = state, Governor("sign", "", cue, "cue", unit.index)
                continue
            # ", which lowers the risk of developing A": in a clause such a verb keeps what it governs.
            is_in_force = not is_suspended or (state is not suspended and state is not None and state.relation == "prevents")
            yields = kind in _WEAK and state is not None and state.relation in _STRONG and is_in_force and kind != "follow"
            if yields and not (kind == "risk-right" and state is not None and state.relation == "adverse" and state.source != "intro"):
                continue
            if state is not None and state.cue is not None and state.cue.first == cue.first:
                # Two readings of one phrase ("reduce the risk of"): both are kept, the first in the lists of data decides last.
                for position in range(at_term, len(result)):
                    result[position].append(Governor(kind, cue.phrase.value, cue, "cue", unit.index))
                continue
            governor = Governor(kind, cue.phrase.value, cue, "cue", unit.index)
            state = governor if state is None or state.cue is None else _continued(unit, page, state, governor)
        if index in including and (state is None or state.relation == "follow"):
            state = Governor("adverse", "", including[index], "cue", unit.index)
        elif index in including and state is not None and state.value == "investigational":
            # "Adverse reactions in clinical trials for all subjects include A"
            named = next((cue for cue in cues if cue.phrase.kind == "adverse" and cue.last <= index), including[index])
            state = Governor("adverse", "", named, "cue", unit.index)
        lower = folds[index]
        if index in resumed and state is not None and state.relation == "ineffective" and state.cue is not None and state.cue.last < index:
            state = None
        if index in others and is_suspended and state is suspended and state is not None and state.relation == "contraindicated":
            is_suspended = False
        if lower not in _TURNING:
            continue
        surface = tokens.surfaces[index]
        if surface == "," and state is not None and state.relation == "ineffective" and _reports_anew(folds[index + 1 : unit.last]):
            state = None
        if surface == "(":
            stack.append(state)
            if state is not None and (state.relation == "follow" or (state.relation in _DESCRIBING and _names_use(unit, page, index, initial))):
                state = initial
        elif surface == ")" and stack:
            state = stack.pop()
        elif surface == "|" and state is initial and state is not None and state.relation == "treats" and state.source == "section":
            state = None  # further cells of the row
        elif surface == ";":
            if described is not None:
                state, described = described, None
            if state is not None and state.relation == "ineffective" and any(c.first > index and c.phrase.kind in _USES for c in unit.relations):
                state = None  # "is of no value in A; B is prevented"
            if state is not None and state.cue in cues and not CONFINING.isdisjoint(folds[state.cue.first : state.cue.last]):
                state = None  # "The benefit is limited to A; in B it is unknown"
            if is_suspended:
                state, is_suspended = suspended, False
            elif initial is not None and initial.source != "cue" and state is not initial:
                state = (
                    state
                    if state is not None and state.relation in {"treats", "prevents", "adverse", "contraindicated", "risk-right"}
                    else initial
                )
        elif (
            lower in _RELATIVE
            and index not in covered
            and not is_suspended
            and not _says_who(state, page, index)
            and not _narrows(unit, page, state, index)
            and not _goes_on_listing(state, page, index)
        ):
            suspended, is_suspended = state, True
        elif (
            is_suspended
            and state is suspended
            and index + 1 < unit.last
            and (
                (surface == ":" and _names_treated(state, page, index + 1))
                or (
                    surface == ","
                    and (folds[index + 1] not in {"and", "or"} or _names_others(state, page, index + 2) or _joins_again(state, page, index + 2))
                )
            )
        ):
            is_suspended = False
        elif lower in TURNS and index not in covered and not _excepts(page, index, state):
            state, is_suspended = None, False
    trailing[unit.index] = suspended if is_suspended and state is suspended else state
    if not unit.kinds.isdisjoint(_LEFT):
        _apply_left(unit, page, result)
    return result


def _resumed_uses(unit: Unit, page: Page) -> frozenset[int]:
    """ "has no effect on the marrow and is often given in A": each "and" behind which a finite verb begins to speak of a use."""
    uses = [cue.first for cue in unit.relations if cue.phrase.kind in _SPEAKING_OF_USE]
    joints = [i for i in range(unit.first + 1, unit.last - 1) if page.tokens.folds[i] == "and" and ends_denial(page.tokens, i, unit.last)]
    return frozenset(i for i in joints if any(0 < first - i <= _TO_USE for first in uses))


#: Relations of a cue that speaks of a use, and tokens from "and" to one.
_SPEAKING_OF_USE = frozenset(("treats", "prevents", "treats-left", "prevents-left", "treats-understood", "treats-outcome"))
_TO_USE = 5


#: What is said of an illness that resists treatment: "hard to treat".
_HARD = frozenset(("difficult", "hard", "tough", "easy", "harder", "easier"))


def _reports_anew(words: Sequence[str]) -> bool:
    """ "Trials showed no benefit of X over placebo, and two of them reported A": behind the comma another sentence tells a finding."""
    return words[:1] in (["and"], ["but"], ["while"]) and not _RECORDING.isdisjoint(words[2:_TO_REPORT])


#: Verbs that tell a finding, and tokens from the comma to one: "and one of the French studies described".
_RECORDING = frozenset(("described", "reported", "recorded", "noted", "saw", "observed", "counted", "found"))
_TO_REPORT = 8


def _goes_on_of_effects(unit: Unit, page: Page, state: Governor, cue: Cue) -> bool:
    """ "Side effects seen in the A indication include B": the verb's subject is the word for effects that opens the sentence."""
    folds = page.tokens.folds
    if state.source != "cue" or state.unit != unit.index or folds[cue.last - 1] not in {"include", "includes", "included", "are", "were"}:
        return False
    opens = any(t.concept == _ROOT and t.first - unit.first <= _OPENING for t in unit.terms)
    return opens and {",", ";", ":", "."}.isdisjoint(page.tokens.surfaces[unit.first : cue.first])


#: Tokens before the word for effects that opens a sentence: "The most common".
_OPENING = 3


def _opens_with_name(unit: Unit, page: Page) -> bool:
    """ "Blood: A, especially when platelets are low", an item below "Key conditions include:": behind its label stands the name of what is treated."""
    if unit.intro is None or unit.label_last is None or not unit.is_item:
        return False
    named = next((t for t in unit.terms if t.first >= unit.label_last and t.has("Condition", "Immunodeficiency")), None)
    if named is None or any(page.tokens.surfaces[i][0].isalnum() for i in range(unit.label_last, named.first)):
        return False
    return page.tokens.surfaces[named.last : named.last + 1] in ([","], ["("], ["."], [";"])


def _names_use(unit: Unit, page: Page, opened: int, initial: Governor | None) -> bool:
    """ "patients with a disease characterised by inflammation (A)", an entry of a list of uses: the bracket holds nothing but the name."""
    if initial is None or initial.relation not in {"treats", "prevents"}:
        return False
    return any(t.first == opened + 1 and t.has("Condition", "Immunodeficiency") and _fills_bracket(unit, page, t) for t in unit.terms)


#: What "in" leads to where it says how something is given.
_MANNERS = frozenset(("dose", "preference", "addition", "combination", "place", "setting", "excess", "advance", "general"))
#: Relations of a cue by which a clause speaks of a use of its own.
_USES = frozenset(("treats", "prevents", "treats-left", "prevents-left"))
#: Relations of a cue by which an entry describes what it names: "characterised by A", "which results in A".
_DESCRIBING = frozenset(("sign", "adverse", "cause"))


def _fills_bracket(unit: Unit, page: Page, term: Term) -> bool:
    """ "(A)", "(A, its acronym)": up to the end of its bracket nothing else is named."""
    surfaces = page.tokens.surfaces
    behind = term.last
    if surfaces[behind : behind + 1] == [","]:
        behind = next((t.last for t in unit.terms if t.first == term.last + 1 and t.concept == term.concept), behind)
    return behind < unit.last and surfaces[behind] == ")"


def is_company(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A associated with B": what an illness comes with, right behind its name."""
    folds = page.tokens.folds
    end = cue.first - (folds[cue.first - 1] == ")")  # "vasculitis (GPA) associated with B"
    return folds[cue.first : cue.last] == ["associated", "with"] and any(t.last == end and t.has("Condition") for t in unit.terms)


def _gives_reason(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "because of its proline, A", "due to the needle, A": why the first of a list is forbidden, between commas; not "due to pain, fever"."""
    if page.tokens.folds[cue.first] not in {"because", "due", "owing"}:
        return False
    comma = next((i for i in range(cue.last, unit.last) if page.tokens.surfaces[i] == ","), unit.last)
    behind = next((term for term in unit.terms if term.first > comma), None)
    return behind is not None and (not behind.has("AdverseEffect") or behind.concept.startswith("hypersensitivity-"))


def _is_reason(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "because of worsening A", "for severe or rapidly worsening symptoms of A": how the patient was before."""
    folds = page.tokens.folds
    at = cue.first - 1
    while at > unit.first and (folds[at] in _DEGREES or folds[at].endswith("ly")):
        at -= 1
    return at >= unit.first and folds[at] in _REASONS


def _is_need(unit: Unit, cue: Cue) -> bool:
    """ "those who have many infections [because of] an immunodeficiency": the cause of what patients have is what they are given it for."""
    if not any(t.last == cue.first and t.concept.endswith("infection") for t in unit.terms) or not any(c.last <= cue.first for c in unit.cues("patients")):
        return False
    behind = next((t for t in unit.terms if t.first >= cue.last), None)
    return behind is not None and behind.has("Immunodeficiency")


def _is_named_in_cause(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "have a low platelet count [because of] immune thrombocytopenia": the cause is what is treated."""
    return any(t.last == cue.first and names_cause(unit, page, t) for t in unit.terms)


_DEGREES = frozenset(("severe", "acute", "or", "and", "/"))


def _is_in_name(unit: Unit, cue: Cue) -> bool:
    """Tell whether a name holds the cue and more."""
    for term in unit.terms:
        if term.first > cue.first:
            return False
        if cue.last <= term.last and term.last - term.first > cue.last - cue.first:
            return True
    return False


def _forbids_after(page: Page, state: Governor | None, cue: Cue) -> bool:
    """ "contraindicated after A", "must not be given in A or after B": past what the product is forbidden; the word stands where "in" might."""
    if state is None or state.relation != "contraindicated" or state.cue is None or state.source != "cue":
        return False
    return cue.first == state.cue.last or page.tokens.folds[cue.first - 1] in {"and", "or", "nor"}


def _says_who(state: Governor | None, page: Page, index: int) -> bool:
    """ "It must not be given to people who have A", "Anyone who once had A" under such a title: the clause says whom the product is forbidden to."""
    if state is None or state.relation not in {"contraindicated", "ineffective"} or page.tokens.folds[index - 1] not in _FORBIDDEN_TO:
        return False
    if state.source == "cue":
        return True
    return state.relation == "contraindicated" and not _SUFFERED.isdisjoint(page.tokens.folds[index + 1 : index + 3])


def _narrows(unit: Unit, page: Page, state: Governor | None, index: int) -> bool:
    """ "must not be given to patients with A who have B", A being an illness that it treats: the clause says which of them are meant."""
    if state is None or state.relation != "contraindicated" or state.source != "cue" or page.tokens.folds[index] != "who":
        return False
    if page.tokens.folds[index + 1] not in _HAVING_HAD and page.tokens.folds[index + 1] not in {"have", "has"}:
        return False
    treated = next((t for t in unit.terms if t.last == index and t.classes <= DISEASES), None)
    return treated is not None and page.tokens.folds[treated.first - 1] == "with" and page.tokens.folds[treated.first - 2] in _FORBIDDEN_TO


def _names_treated(state: Governor | None, page: Page, index: int) -> bool:
    """ "is used to treat people who lack antibodies: people born with A, those with B": behind the mark those who are treated are told one by one."""
    return state is not None and state.relation in {"treats", "prevents"} and page.tokens.folds[index] in _FORBIDDEN_TO


def _names_others(state: Governor | None, page: Page, index: int) -> bool:
    """ "People with A who have B, and anyone with C", "... who have B, or with C": behind the clause the next ones whom the product is forbidden to."""
    if state is None or state.relation != "contraindicated":
        return False
    return page.tokens.folds[index] in _FORBIDDEN_TO or page.tokens.folds[index] == "with"


def _further_groups(unit: Unit, page: Page) -> list[int]:
    """ "people with A who have B or in those with C", "... or anyone who has C": where, without a comma, the next ones whom a ban is for are joined."""
    folds = page.tokens.folds
    joints = [i for i in range(unit.first + 1, unit.last - 3) if folds[i] in _ALSO]
    starts = [(i, i + 1 + (folds[i + 1] in _LED_TO)) for i in joints]
    return [i for i, start in starts if folds[start] in _FORBIDDEN_TO and folds[start + 1] in _HAVING_IT]


_ALSO = frozenset(("or", "nor"))
_LED_TO = frozenset(("in", "to", "for"))
_HAVING_IT = frozenset(("with", "who", "whose", "having"))


def _joins_again(state: Governor | None, page: Page, index: int) -> bool:
    """ "were negative in A, in which nothing changed, and in B": behind the clause the word that joins the next one."""
    if state is None or state.cue is None or state.source != "cue":
        return False
    return page.tokens.folds[state.cue.last - 1] in _JOINING and page.tokens.folds[index : index + 1] == [page.tokens.folds[state.cue.last - 1]]


_JOINING = frozenset(("in", "for", "against"))


def _goes_on_listing(state: Governor | None, page: Page, index: int) -> bool:
    """ "may cause infusion reactions, which may present as A, B": the clause names the effects."""
    return state is not None and state.relation == "adverse" and not _LISTING.isdisjoint(page.tokens.stems[index + 1 : index + _TO_LIST])


_LISTING = frozenset(("includ", "present", "rang"))
#: Tokens from "which" to its verb.
_TO_LIST = 4
_SUFFERED = frozenset(("had", "suffered", "developed", "experienced", "endured", "survived"))
_FORBIDDEN_TO = frozenset(
    (
        "patient", "people", "person", "those", "anyone", "anybody", "someone", "somebody", "individual", "child", "adult", "woman", "mother",
        "man", "recipient", "infant", "baby",
    )
)  # fmt: skip
#: Words that make what got worse the reason or the patient's own.
_REASONS = frozenset(("of", "for", "with"))
_MILDER = frozenset(("less", "better", "milder", "shorter", "easier", "stronger", "fewer", "well", "work"))


def _is_brought(unit: Unit, cue: Cue) -> bool:
    """ "IVIG led to a worsening of A": a verb brings about what the noun says."""
    return any(c.phrase.kind.startswith("adverse") and 0 <= cue.first - c.last <= 4 for c in unit.relations)


def _excepts(page: Page, index: int, state: Governor | None) -> bool:
    """ "approved for A but not for B": the statement goes on, denied."""
    return (
        state is not None
        and state.relation in {"treats", "prevents"}
        and page.tokens.folds[index] == "but"
        and page.tokens.folds[index + 1 : index + 3] in (["not", "for"], ["not", "in"], ["not", "against"])
    )


def _is_relieved(state: Governor | None, cue: Cue, unit: Unit) -> bool:
    if state is None or state.cue is None or state.unit != unit.index or cue.first - state.cue.last > 2:
        return False
    return state.relation in {"ineffective", "treats", "worsen", "prevents", "treats-prevents"}


def _is_bracketed(unit: Unit, page: Page, term: Term) -> bool:
    """ "patients who have few antibodies (secondary immunodeficiency)": the name in brackets is what the clause described."""
    return page.tokens.surfaces[term.first - 1] == "(" and term.first > unit.first and _fills_bracket(unit, page, term)


def _describes_effect(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "blood clots causing pain and swelling": what an effect itself causes are its signs."""
    stems = page.tokens.stems[cue.first : cue.last]
    if not ({"caus", "lead"} & set(stems)):
        return False
    return any(t.has("AdverseEffect") and t.concept != "adverse-event-root" and 0 <= cue.first - t.last <= 2 for t in unit.terms)


#: Words between two cues of one statement: "indicated for the treatment of", "being studied as a therapy for".
_JOIN = 4
#: ... where the second says as what: "authorised in Europe and the United States as a treatment for".
_JOIN_AS = 10


#: ... where the first is an approval: "approved by the Food and Drug Administration (FDA) in 2018, for".
_JOIN_APPROVAL = 20


def _continued(unit: Unit, page: Page, before: Governor | None, new: Governor) -> Governor:
    """Keep the status that a first cue gave to a second one: "indicated for the treatment of" is an approval."""
    if before is None or before.cue is None or new.cue is None or before.unit != new.unit or before.source != "cue":
        return new
    therapy = {"treats", "treats-prevents", "prevents"}
    if before.relation == "ineffective" and new.relation == "treats" and new.value == "used" and _is_aim_of_failure(page, before.cue, new.cue):
        return Governor("ineffective", "", Cue(before.cue.first, new.cue.last, before.cue.phrase), "cue", new.unit)
    if before.relation not in therapy or new.relation not in therapy or new.value != "used":
        return new
    if before.value == "used" and before.relation == new.relation:
        return new
    folds = page.tokens.folds
    gap = folds[before.cue.last : new.cue.first]
    if gap[:1] == ["this"] and not _NAMED_USES.isdisjoint(gap[1:2]):
        return new  # "Although it is not approved for this indication, X is used in A"
    reach = _JOIN_AS if folds[new.cue.first] == "as" else _JOIN
    if len(gap) > reach and (
        before.value != "approved" or not (_is_by_agency(unit, before.cue, new.cue, gap) or _is_coordinated(page, before.cue, new.cue))
    ):
        return new
    has_verb = folds[new.cue.first] in _USING or not _PARTING.isdisjoint(gap)
    if has_verb and any(t.has(*DISEASES) and before.cue.last <= t.first < new.cue.first for t in unit.terms):
        return new  # "approved for A and also used to treat B"
    joined = Cue(before.cue.first, new.cue.last, new.cue.phrase)
    return Governor(new.relation, before.value, joined, "cue", new.unit)


_NAMED_USES = frozenset(("indication", "purpose", "use", "condition", "disease", "disorder", "setting"))


def _is_coordinated(page: Page, before: Cue, new: Cue) -> bool:
    """ "indicated for the treatment of A and the prevention of B", "approved in X and Y for prophylaxis of A": one approval for both."""
    if page.tokens.folds[new.last - 1] not in {"of", "against"} or new.first - before.last > _JOIN_LIST:
        return False
    between = page.tokens.folds[before.last : new.first]
    while between and between[-1] in {"the", "for"}:
        between = between[:-1]
    if not _PARTED.isdisjoint(between):
        return False
    return between[-1:] in (["and"], ["or"], [","]) or (between[:1] == ["in"] and page.tokens.folds[new.first - 1] in {"for", "the"})


#: Tokens from an approval to the second use that it is for, and what ends it.
_JOIN_LIST = 40
_PARTED = frozenset((";", ":", "but", "not", "is", "are", "was", "which", "may", "can", "also", "used", "has", "have"))


def _is_aim_of_failure(page: Page, failure: Cue, aim: Cue) -> bool:
    """ "ineffective for the treatment of A", "no better than placebo in the management of A"."""
    folds = page.tokens.folds
    between = folds[failure.last : aim.first]
    return len(between) <= _JOIN_AS and folds[aim.first] in _TREATING and _PARTING.isdisjoint(between) and {",", "and"}.isdisjoint(between)


_TREATING = frozenset(("treatment", "treating", "therapy", "management", "maintenance"))


def _is_by_agency(unit: Unit, approval: Cue, aim: Cue, gap: Sequence[str]) -> bool:
    """ "approved by the FDA as an agent for the treatment of": who approved it, where, when and as what, and no verb of its own."""
    if len(gap) > _JOIN_APPROVAL or not _PARTING.isdisjoint(gap) or gap[-1] not in _LEADING:
        return False
    return not any(t.has(*DISEASES) and approval.last <= t.first < aim.first for t in unit.terms)


_LEADING = frozenset(("for", "in", "the", "as", "a", "an"))
_USING = frozenset(("used", "use", "employed", "utilized", "given", "prescribed", "effective"))
_PARTING = TURNS | _USING | frozenset((";", ":", "is", "are", "was", "were", "has", "have", "been", "be", "may", "can", "not", "which", "that", "who"))


def _including_effects(unit: Unit, page: Page) -> dict[int, Cue]:
    """ "... adverse events are rare but can include A": the effects that the verb's subject stands for."""
    roots = [t.last for t in unit.terms if t.concept == _ROOT]
    colon = end_of_label(unit, page)
    if colon is not None:
        return {colon: Cue(colon, colon + 1, Phrase("adverse"))}
    if roots:
        root = roots[0]
    elif _REACTION.isdisjoint(unit.stems):
        return {}
    else:
        root = next(i + 1 for i in range(unit.first, unit.last) if page.tokens.stems[i] in _REACTION)
    found = {
        cue.first: cue for cue in unit.relations if cue.phrase.kind == "example" and cue.first >= root and _reaches(unit, page, root, cue)
    }
    copula = next(
        (i for i in range(root, min(root + _COPULA, unit.last)) if page.tokens.surfaces[i].lower() in {"were", "are", "was", "is"}), None
    )
    if copula is not None and any(0 < t.first - copula <= 2 and t.has("AdverseEffect") and t.concept != _ROOT for t in unit.terms):
        between = [page.tokens.folds[i] for i in range(root, copula) if not any(a.first <= i < a.last for a in unit.agents)]
        if _LINKING.issuperset(between) and not any(a.first < copula for a in unit.rivals):
            found[copula] = Cue(copula, copula + 1, Phrase("adverse"))
    return found


_ROOT = "adverse-event-root"
#: Words between the word for effects and the verb that leads to their names.
_COPULA = 9
_REACTION = frozenset(("reaction", "react", "complic", "complication"))


def _reaches(unit: Unit, page: Page, root: int, cue: Cue) -> bool:
    """ "adverse events ... can include A", "reactions to IVIG, such as A": from the word for effects to their names."""
    word = page.tokens.folds[cue.last - 1]
    if page.tokens.stems[cue.last - 1] == "includ" and word != "including":
        return True
    between = [page.tokens.folds[i] for i in range(root, cue.first) if not any(a.first <= i < a.last for a in unit.agents)]
    return len(between) <= 6 and _LINKING.issuperset(between) and not unit.rivals


_LINKING = frozenset(
    [
        ",", "to", "with", "of", "from", "after", "during", "the", "an", "a", "infusion", "treatment", "therapy", "(", ")", "drug", "product",
        "attributed", "related", "associated", "linked", "in", "arm", "group", "reported", "seen", "observed", "recorded", "noted", "that",
        "were", "was", "have", "been", "and", "this", "these", "by", "patient", "medicine", "among", "for", "most", "common", "frequent",
    ]
)  # fmt: skip


def _is_to_product(page: Page, cue: Cue) -> bool:
    """ "allergic reactions to it, and ...", "... to it before, nor ...": what the allergy is to has been named; others follow."""
    behind = [word for word in page.tokens.folds[cue.last : cue.last + 6] if word not in _FORMERLY][:3]
    return behind[:2] in _BACKWARD and not _FURTHER.isdisjoint(behind[2:])


_BACKWARD = (["it", ","], ["them", ","])
_FORMERLY = frozenset(("before", "previously", "earlier", "in", "the", "past"))
_FURTHER = frozenset(("and", "or", "nor", "those", "patient", "people"))


def _is_to_no_constituent(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "an anaphylactic reaction to gamma globulin, and patients with A": none to something that the product holds, which would lead a list of such."""
    if not any(word.startswith("anaphyla") for word in page.tokens.folds[cue.first : cue.last]):
        return False
    return not any(0 <= term.first - cue.last <= 1 and (term.stands_for or term.has("Constituent")) for term in unit.terms)


def _is_of_other_matter(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "patients who cannot take tablets", "may not have a fever": what these weak words forbid must be the product."""
    folds = page.tokens.folds
    if folds[cue.first] not in _ABLE or folds[cue.last - 1] not in _WITH_OBJECT:
        return False
    behind = folds[cue.last : min(unit.last, cue.last + 2)]
    return not (behind[:1] == ["it"] or says_this_medicine(behind) or any(0 <= agent.first - cue.last <= 2 for agent in unit.products))


_ABLE = frozenset(("cannot", "can", "may"))
_WITH_OBJECT = frozenset(("have", "use", "take", "get", "receive", "with"))


def _has_risk(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A at high risk of bleeding", "A, in patients at high risk of bleeding; B": the risk is of the condition right before it."""
    folds = page.tokens.folds
    begin = cue.first
    if folds[begin] == "at" and folds[begin - 1] in _AT_RISK and folds[begin - 2] in {"in", "for"}:
        begin -= 2 + (folds[begin - 3] == ",")
    return any(term.last == begin and term.has("Condition") for term in unit.terms)


_AT_RISK = frozenset(("patient", "people", "adult", "child", "those", "person"))


def _apply_left(unit: Unit, page: Page, result: list[list[Governor]]) -> None:
    """Let cues that look left rule the terms before them, back to a turn of the sentence or a semicolon."""
    tokens = page.tokens
    for cue in unit.relations:
        if cue.phrase.kind not in _LEFT:
            continue
        before = [number for number, term in enumerate(unit.terms) if term.last <= cue.first]
        if not before:
            continue
        if cue.phrase.value == "risk" and _RISKS.isdisjoint(unit.folds):
            continue  # "was four times higher": of a risk, not of a level
        if cue.phrase.kind == "treats-left" and (_names_its_aim(unit, page, cue) or comes_first(unit, page, cue)):
            continue
        if cue.phrase.kind in _BY_SOMETHING and _is_by_measure(unit, page, cue):
            continue
        if cue.phrase.kind == "ineffective-left" and "negative" in tokens.folds[cue.first : cue.last] and not _TESTED.isdisjoint(unit.stems):
            continue  # "Hepatitis B markers were negative"
        if cue.phrase.kind == "ineffective-left":
            failing = _listed_behind(unit, page, cue.last)
            if failing and not any(agent.concept for agent in failing):
                continue  # "A that does not respond to steroids"
            if not failing and (_is_of_other_medicines(unit, page, cue) or _is_of_practice(unit, page, cue)):
                continue
            if is_by_something_else(unit, page, cue.first, cue.last):
                continue
        governor = Governor(cue.phrase.kind, cue.phrase.value, cue, "left", unit.index)
        says_in_whom = cue.phrase.kind == "treats-left" and _says_in_whom(page, cue)
        barrier = _barrier(unit, page, cue)
        if cue.phrase.kind in _OUT_OF_USE:
            barrier = max(barrier, _case_of_other(unit, page, cue))
        if cue.phrase.kind in _LEFT_THERAPY:
            barrier = max(barrier, _antecedent(unit, page, barrier, cue.first))
        for number in before:
            term = unit.terms[number]
            if term.first < barrier or is_unlike(tokens.folds, term.first):
                continue  # "but, unlike in A, does little"
            if cue.phrase.kind == "ineffective-left" and tokens.folds[term.first - 1] == "against":
                continue  # "An injection against A is not affected"
            if cue.phrase.kind == "ineffective-left" and term.has("Category", "AcquiredCause") and tokens.folds[term.last : term.last + 1] == ["behind"]:
                continue  # "the cancer behind it is not affected"
            if cue.phrase.kind in _LEFT_THERAPY and "(" in unit.folds and _is_way_of_showing(unit, page, term):
                continue
            if says_in_whom and not (tokens.folds[unit.first] in _IN_WHOM and term.first - unit.first <= _FRONT):
                continue
            own = result[number]
            if cue.phrase.kind in _TREATED_BY and own and own[0].relation == "ineffective" and _is_left_to_others(unit, page, cue):
                continue
            if own and own[0].relation == "treats" and own[0].source in {"intro", "section"} and _is_had_besides(unit, page, cue):
                continue
            if cue.phrase.kind == "ineffective-left" and own and own[0].relation == "adverse" and own[0].source == "cue":
                continue  # "can have side effects, such as A, and may not help recovery"
            is_apart = cue.phrase.kind == "adverse-left" and own and _is_parted(page, own[0], term)
            if is_apart or cue.phrase.kind in {"sign-left", "ineffective-left", "worsen-left"}:
                own[:] = [governor]
            elif own and own[0].source == "cue" and own[0].relation in {"sign", "treats", "cause", "follow", "contraindicated", "prevents"}:
                own.append(governor)
            elif own and own[0].relation == "sign-left":
                continue
            else:
                own.insert(0, governor)


def _is_way_of_showing(unit: Unit, page: Page, term: Term) -> bool:
    """ "A (often manifesting as B or C) can be prevented": how an illness shows, in brackets."""
    folds = page.tokens.folds
    opened = next((i for i in range(term.first - 1, unit.first, -1) if folds[i] in {"(", ")"}), None)
    return opened is not None and folds[opened] == "(" and not _SHOWING_AS.isdisjoint(folds[opened : term.first])


_SHOWING_AS = frozenset(("manifesting", "showing", "presenting", "appearing", "manifested", "seen", "manifest", "present"))


def _is_of_practice(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "the present approach to A is ineffective": what is done at large, where the sentence names no product."""
    if unit.products:
        return False
    begin = max((i + 1 for i in range(unit.first, cue.first) if page.tokens.surfaces[i] in {",", ";", ":"}), default=unit.first)
    return not _PRACTICES.isdisjoint(page.tokens.folds[begin : min(cue.first, begin + _TO_PRACTICE)])


#: Words for what is done at large, and tokens of "and the usual approach".
_PRACTICES = frozenset(("approach", "approache", "practice", "practices", "policy", "policies", "screening", "surveillance", "strategy"))
_TO_PRACTICE = 5


def _is_of_other_medicines(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "The cramps often do not respond to painkilling drugs but ease with IVIG": medicines that are not called by name."""
    folds = page.tokens.folds
    if folds[cue.last - 1] != "to":
        return False
    end = next((i for i in range(cue.last, unit.last) if folds[i] in TURNS or not folds[i][0].isalnum()), unit.last)
    at = next((i for i in range(cue.last, min(end, cue.last + _TO_MEDICINE)) if folds[i] in _MEDICINES), None)
    if at is None or any(cue.last <= agent.first < end for agent in unit.products):
        return False
    before = folds[cue.last : at]
    return (bool(before) or folds[at] in _ANTIGENS) and _THIS.isdisjoint(before)


#: Tokens from "respond to" to a noun for medicines, such nouns, and words that make them the one that the text is about.
_TO_MEDICINE = 5
_ANTIGENS = frozenset(("vaccine", "vaccination", "immunization", "immunisation", "antigen"))
_MEDICINES = frozenset(("medicine", "drug", "medication", "painkiller", "tablet", "pill")) | _ANTIGENS
_THIS = frozenset(("this", "the", "our", "study", "that"))


def _is_left_to_others(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "IVIG does not help in A, which has to be treated with antibiotics": the clause names what is given instead."""
    others = _listed_behind(unit, page, cue.last)
    return bool(others) and not any(agent.concept for agent in others)


def _is_had_besides(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "patients with A treated with steroids", an item of a list of uses: what they have already, beside the product."""
    folds = page.tokens.folds
    return folds[cue.first] == "treated" and folds[cue.first - 1] not in _BEING and _is_left_to_others(unit, page, cue)


_BEING = frozenset(("is", "are", "be", "was", "were", "been", "being", "and", "can", ","))
#: Cues behind which stands what something is treated with.
_TREATED_BY = frozenset(("treats-left", "lessen-left"))


def _is_parted(page: Page, governor: Governor, term: Term) -> bool:
    """ "X is used for A; B is almost universal", "must not be given in A: B has been seen": what was told of A in front of the mark is not said of B."""
    mark = _PARTED_BY.get(governor.relation)
    if mark is None or governor.source != "cue" or governor.cue is None:
        return False
    return mark in page.tokens.surfaces[governor.cue.last : term.first]


#: What parts a use from the next statement, and what a ban from its reason.
_PARTED_BY = {"treats": ";", "contraindicated": ":"}


def comes_first(unit: Unit, page: Page, cue: Cue) -> bool:
    """Tell what is treated first and not with the product: "Active infections must be treated before IVIG is given".

    So is it with "The tumour is treated first, followed by IVIG", "Once the tumour has been treated, IVIG is given"; but "A is treated
    first with IVIG".
    """
    behind = page.tokens.folds[cue.last : cue.last + 2]
    if behind == ["first", "."] and not unit.products:
        return True
    if behind[:1] == [","] and page.tokens.folds[unit.first] in _ONCE:
        return any(agent.first > cue.last for agent in unit.products)
    if len(behind) > 1 and behind[:1] in _AT_FIRST and behind[1] in _GOING_ON:
        after = page.tokens.folds[cue.last + 1 : unit.last]
        own = (agent for agent in unit.products if agent.first > cue.last and page.tokens.folds[agent.first - 1] != "with")
        return not _NEXT.isdisjoint(after) and any(own)
    if behind[:1] not in (["before"], ["prior"], ["until"]) and behind != ["ahead", "of"]:
        return False
    return any(0 < agent.first - cue.last <= _TO_FIRST for agent in unit.products)


_ONCE = frozenset(("once", "after"))
_AT_FIRST = (["first"], ["initially"], ["beforehand"])
_GOING_ON = frozenset((",", "and", "then", "followed", "before", "after", ";"))
_NEXT = frozenset(("followed", "then", "next", "afterward", "before", "later", "subsequently"))


def _listed_behind(unit: Unit, page: Page, last: int) -> list[Agent]:
    """The treatments of a list that begins behind a cue: "does not respond to [steroids, azathioprine or IVIG]"."""
    listed: list[Agent] = []
    for agent in unit.agents:
        if listed and any(cue.first == agent.last for cue in unit.relations):
            break  # "does not respond to vaccines, and IVIG prevents A"
        if (not listed and 0 <= agent.first - last <= _TO_FIRST) or (listed and _BESIDE.issuperset(page.tokens.folds[listed[-1].last : agent.first])):
            listed.append(agent)
    return listed


#: Tokens from the cue to its first treatment.
_TO_FIRST = 3
_BESIDE = frozenset((",", "and", "or", "nor", "to", "a", "the", "either"))


def _barrier(unit: Unit, page: Page, cue: Cue) -> int:
    """Where what a cue may rule begins: at the turn, the semicolon or the bracket of its own that stands next before it.

    "Those with A cannot excrete it, so X is contraindicated for them" goes back over the turn.
    """
    tokens = page.tokens
    goes_back = cue.phrase.kind == "contraindicated-left" and tokens.folds[cue.last : cue.last + 2] in _FOR_THEM
    depth = 0
    for index in range(cue.first - 1, unit.first - 1, -1):
        surface = tokens.surfaces[index]
        if surface == ")":
            depth += 1
        elif surface == "(":
            depth -= 1
            if depth < 0:
                return _before_bracket(unit, page, cue, index)
        if surface == ";" or (depth == 0 and tokens.folds[index] in TURNS and not goes_back):
            return index
    return unit.first


_FOR_THEM = (["for", "them"], ["in", "them"], ["for", "such"], ["in", "such"])


def _is_by_measure(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A, which can be prevented by slow infusion": a measure of care, not the product."""
    measures = (t for t in unit.terms if 0 <= t.first - cue.last <= 1 and t.has("Management") and not t.is_product)
    return page.tokens.folds[cue.last - 1] == "by" and next(measures, None) is not None


def is_by_something_else(unit: Unit, page: Page, first: int, last: int) -> bool:
    """ "The response in A was not influenced by sex", "was unaffected by the dose of X": what made no difference is not the product."""
    folds = page.tokens.folds
    if folds[last : last + 1] != ["by"] or _MADE_NO_DIFFERENCE.isdisjoint(folds[first : last]):
        return False
    behind = last + 1 + (folds[last + 1 : last + 2] in (["the"], ["this"], ["either"], ["any"]))
    is_product = any(agent.first - behind <= _TO_BY and "of" not in folds[behind : agent.first] for agent in unit.agents if agent.first >= behind)
    return not is_product and _TREATMENTS.isdisjoint(folds[behind : behind + 2]) and folds[behind : behind + 1] not in (["it"], ["infusions"])


#: Words of such a cue, and tokens from "by" to the product: "by high-dose X".
_MADE_NO_DIFFERENCE = frozenset(("affected", "influenced", "unaffected", "uninfluenced", "altered", "unaltered", "changed", "unchanged"))
_TO_BY = 3
_BY_SOMETHING = frozenset(("prevents-left", "treats-left"))


def _case_of_other(unit: Unit, page: Page, cue: Cue) -> int:
    """ "X is an option in A when steroids are contraindicated", "... if they have not worked": where the case begins in which another fails."""
    folds = page.tokens.folds
    case = next((i for i in range(cue.first - 1, max(unit.first, cue.first - _TO_CASE) - 1, -1) if folds[i] in _CASES), None)
    if case is None:
        return unit.first
    if not _OTHERS.isdisjoint(folds[case + 1 : case + 3]) and not _TREATMENTS.isdisjoint(folds[case + 2 : cue.first]):
        return case  # "A, if other treatments have not worked"
    others = (t for t in unit.terms if case < t.first and t.last <= cue.first and t.has("Management", "Medication", "MonoclonalAntibody"))
    return case if any(_ANEW.isdisjoint(folds[t.last : cue.first]) for t in others) else unit.first


#: Cues of what is no option, words that open the case in which it is none, the tokens from one to the cue, and those of another clause.
_OUT_OF_USE = frozenset(("ineffective-left", "contraindicated-left"))
_CASES = frozenset(("when", "if", "where", "whom", "because", "since", "as", "unless"))
_TO_CASE = 9
_ANEW = frozenset((",", "although", "though", "but", "it", "they"))
#: Words for treatments that are not called by name.
_OTHERS = frozenset(("other", "others", "standard", "usual", "conventional", "first-line", "first", "previous", "earlier", "initial"))
_TREATMENTS = frozenset(("treatment", "therapy", "medicine", "drug", "medication", "option"))


def _before_bracket(unit: Unit, page: Page, cue: Cue, opened: int) -> int:
    """ "A type I or II (X is contraindicated)": a ban that fills its bracket is for the condition right before it."""
    named = [t for t in unit.terms if t.last <= opened and t.has("Condition", "Immunodeficiency", "RiskFactor")]
    if cue.phrase.kind != "contraindicated-left" or not named or opened - named[-1].last > _KINDS:
        return opened
    ends = page.tokens.folds[cue.last : cue.last + 1] in _AT_END_OF_BAN  # ")", "because of its proline)"
    is_full = ends and cue.first - opened <= _IN_BRACKET
    return named[-1].first if is_full else opened


#: What a ban that fills its bracket ends at: the bracket, or the reason.
_AT_END_OF_BAN = ([")"], ["because"], ["owing"], ["due"], ["since"], ["as"])
#: Tokens between a name and the bracket behind it ("type I or II"), and of a bracket up to its verb.
_KINDS = 4
_IN_BRACKET = 5


_TESTED = frozenset(("marker", "serolog", "test", "screen", "swab", "cultur", "pcr", "antibodi", "antibody", "antigen"))
_RISKS = frozenset(("risk", "rate", "incidence", "odd", "chance", "likelihood", "hazard"))
_LEFT_THERAPY = frozenset(("treats-left", "prevents-left", "ineffective-left", "worsen-left"))
#: Tokens between a cue such as "received IVIG" and the "for" that names its aim.
_AIM = 5


def _says_in_whom(page: Page, cue: Cue) -> bool:
    """ "A was reported in 5% of patients who received IVIG": who was treated, not for what; "in A, success was seen in those treated" is."""
    folds = page.tokens.folds
    at = cue.first - 1
    while at > 0 and cue.first - at <= _CLAUSE and folds[at] in _OF_CLAUSE:
        at -= 1
    if folds[cue.first] not in _TREATED or folds[at] not in _PEOPLE:
        return False
    before = page.tokens.stems[max(0, at + 1 - _REPORT) : at]
    return (not _REPORTING.isdisjoint(before) or {"rang", "%"}.issubset(before)) and _BETTER.isdisjoint(before)


_TREATED = frozenset(("treated", "receiving", "received", "receive"))
#: Tokens of "who had received", and its words.
_CLAUSE = 4
_OF_CLAUSE = frozenset(("who", "were", "was", "had", "have", "been", "that"))
_BETTER = frozenset(
    (
        "improv", "improvement", "respons", "response", "respond", "remiss", "remission", "benefit", "success", "resolut", "recov", "recoveri",
        "recovery",
    )
)  # fmt: skip
#: Tokens from a report to those who were treated: "reported in 0.5 to 15% of patients".
_REPORT = 14
#: The opening of "In severe A, success was seen in those treated", in tokens.
_FRONT = 6
_IN_WHOM = frozenset(("in", "for", "among"))
_PEOPLE = frozenset(("patient", "people", "person", "those", "child", "adult", "subject", "recipient", "individual", "woman", "man"))
_REPORTING = frozenset(
    (
        "report", "observ", "see", "seen", "describ", "occur", "note", "happen", "develop", "record", "case", "identifi", "identify", "found",
        "detect", "predictor", "incid", "incidence", "frequenc", "preval", "prevalence",
    )
)  # fmt: skip


def _names_its_aim(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A man with A received IVIG for B": the aim is B."""
    folds = page.tokens.folds
    for index in range(cue.last, min(cue.last + _AIM, unit.last)):
        if folds[index] in {"for", "to"} and any(0 <= t.first - index <= 4 and t.has(*DISEASES) for t in unit.terms):
            return True
        if folds[index] in {";", ",", "and", "but"}:
            return False
    return False


def _antecedent(unit: Unit, page: Page, barrier: int, limit: int) -> int:
    """Where the list begins that a relative clause before the cue speaks of: "A differs from B, which responds to IVIG"."""
    folds = page.tokens.folds
    relative = next((i for i in range(limit - 1, barrier, -1) if folds[i] in {"which", "that", "who"}), None)
    if relative is None or folds[limit - 1] == ",":
        return barrier  # "A, a disease that harms nerves, responds to IVIG": the clause is over
    before = [t for t in unit.terms if t.has(*DISEASES) and barrier <= t.first and t.last <= relative]
    if not before:
        return barrier
    begin = before[-1].first
    for term in reversed(before[:-1]):
        if any(folds[i] not in {",", "and", "or", "/", "(", ")"} for i in range(term.last, begin)):
            break
        begin = term.first
    return begin
