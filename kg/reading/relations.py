"""Which cue governs which mention, and who acts: a sentence's cues and terms go in, governors and subjects come out.

The nearest governing cue to the left rules a term, through commas and semicolons of a list, until another cue or a turn of the
sentence; cues that look to the left ("may occur", "can benefit from") rule the terms before them. List items start with the
cue that their introduction ends with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.reading.cues import Cue, Phrase
from kg.reading.page import Agent, Page, Term, Unit

__all__ = [
    "Governor",
    "Subject",
    "coordinated",
    "govern",
    "has_own_subject",
    "is_aside",
    "is_excluded",
    "is_held_against",
    "is_noun_phrase",
    "is_product",
    "resolve_subject",
]


@dataclass(slots=True, unsafe_hash=True)  # not frozen, as it is made for many a cue: three times as fast
class Governor:
    """What rules a term: the relation, its value (a status), the cue if words of this sentence say it, and where it comes from."""

    relation: str
    value: str
    cue: Cue | None
    #: cue, left, intro or section
    source: str
    #: The unit whose words say it.
    unit: int


@dataclass(slots=True, unsafe_hash=True)
class Subject:
    """The product that a claim is about, with the tokens that name it and how it was found."""

    concept: str
    span: tuple[int, int] | None
    how: str


#: Relations whose cue, once read, rules what follows.
_RIGHT = frozenset(
    [
        "treats",
        "treats-prevents",
        "prevents",
        "adverse",
        "adverse-weak",
        "contraindicated",
        "risk",
        "risk-right",
        "risk-history",
        "risk-you",
        "cause",
        "causes",
        "follow",
        "sign",
        "sign-weak",
        "complication",
        "interfere",
        "ineffective",
        "worsen",
        "lessen",
        "called",
        "treats-outcome",
        "allergy",
    ]
)
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
_KEPT = frozenset(("ineffective", "treats", "prevents"))
#: Words that open a clause of their own; what they say ends at the next comma of the list level, semicolon or bracket.
_RELATIVE = frozenset(("who", "which", "where", "whose", "whom"))
_TURNS = frozenset(("but", "even", "however", "although", "though", "whereas", "while", "because", "therefore", "thus", "so"))
_TURNING = _RELATIVE | _TURNS | frozenset("()|;,")
_ADVERSE_SECTIONS = frozenset(("adverse", "boxed", "postmarketing"))
_SILENT_SECTIONS = frozenset(("references", "exclusion", "storage", "counselling"))
_PRONOUNS = frozenset(["it", "they", "this", "these", "them", "its", "their"])
#: Words by which a text goes on speaking of a product: "the medicine", "this treatment".
_GENERIC = frozenset(
    ["medicine", "drug", "product", "treatment", "therapy", "infusion", "medication", "preparation", "injection", "antibody"]
)


def govern(unit: Unit, page: Page, trailing: dict[int, Governor | None]) -> list[list[Governor]]:
    """Give for each term of the unit its governors, the strongest first; records the one in force at the unit's end."""
    tokens = page.tokens
    initial = _initial(unit, page, trailing)
    state = initial
    after_label: Governor | None = initial
    if unit.label_last is not None and initial is not None and initial.source == "section" and not _is_fragment(unit, page):
        after_label = None if initial.relation != "contraindicated" else initial
    cues = [cue for cue in unit.relations if cue.phrase.kind in _RIGHT]
    if not cues and not unit.terms:
        trailing[unit.index] = initial
        return []
    result: list[list[Governor]] = [[] for _ in unit.terms]
    at_cue = at_term = 0
    stack: list[Governor | None] = []
    suspended: Governor | None = None
    is_suspended = False
    described: Governor | None = None
    including = _including_effects(unit, page)
    if initial is None and not cues and not including:
        trailing[unit.index] = None
        _apply_left(unit, page, result)
        return result
    covered: set[int] = set()
    for cue in (*unit.relations, *unit.cues("patients")):
        covered.update(range(cue.first, cue.last))
    # Only at these places something may turn.
    turning: set[int] = set()
    if not _TURNING.isdisjoint(unit.folds):
        turning.update([i for i, word in enumerate(tokens.folds[unit.first : unit.last], unit.first) if word in _TURNING])
    turning.update([cue.first for cue in cues], [term.first for term in unit.terms], including)
    if unit.label_last is not None:
        turning.add(unit.label_last)
    for index in sorted(turning):
        if unit.label_last is not None and index == unit.label_last:
            state = state if state is not None and state.source == "cue" and state.relation in _KEPT else after_label
        while at_term < len(unit.terms) and unit.terms[at_term].first == index:
            if (state is not None and not is_suspended) or (is_suspended and state is not None and state is not suspended):
                result[at_term].append(state)
            elif is_suspended and suspended is not None and suspended.source != "cue" and _is_bracketed(unit, page, unit.terms[at_term]):
                result[at_term].append(suspended)
            at_term += 1
        while at_cue < len(cues) and cues[at_cue].first == index:
            cue = cues[at_cue]
            at_cue += 1
            kind = cue.phrase.kind
            if kind == "follow" and tokens.folds[cue.first - 1] == "the":
                continue  # "the following disorders" announces a list
            if kind == "worsen" and tokens.folds[cue.last - 1] == "of" and not _is_brought(unit, cue):
                continue  # "the treatment of exacerbations of A"
            if kind == "worsen" and tokens.folds[cue.first - 1] in _REASONS and cue.first > unit.first:
                continue  # "was given because of worsening A"
            if kind == "adverse" and cue.last < unit.last and page.tokens.folds[cue.last] in _MILDER and tokens.stems[cue.first] == "make":
                continue  # "prevents infections or makes them less severe"
            if kind == "cause" and any(agent.concept and 0 <= agent.first - cue.last <= 1 for agent in unit.agents):
                continue  # "adverse events attributed to IVIG"
            if kind in _WEAK and any(
                t.first <= cue.first and cue.last <= t.last and t.last - t.first > cue.last - cue.first for t in unit.terms
            ):
                continue  # "flu-like symptoms"
            if kind in {"sign", "sign-weak"} and _is_relieved(state, cue, unit):
                continue  # "did not improve symptoms of A" speaks of A
            if kind == "adverse" and _describes_effect(unit, page, cue) and state is not None:
                described, state = state, Governor("sign", "", cue, "cue", unit.index)
                continue
            yields = kind in _WEAK and state is not None and state.relation in _STRONG and not is_suspended and kind != "follow"
            if yields and not (kind == "risk-right" and state is not None and state.relation == "adverse" and state.source != "intro"):
                continue
            if state is not None and state.cue is not None and state.cue.first == cue.first:
                # Two readings of one phrase ("reduce the risk of"): both are kept, the first in the lists of data decides last.
                for position in range(at_term, len(result)):
                    result[position].append(Governor(kind, cue.phrase.value, cue, "cue", unit.index))
                continue
            state = _continued(state, Governor(kind, cue.phrase.value, cue, "cue", unit.index))
        if index in including and (state is None or state.relation == "follow"):
            state = Governor("adverse", "", including[index], "cue", unit.index)
        surface = tokens.surfaces[index]
        lower = tokens.folds[index]
        if surface == "(":
            stack.append(state)
            if state is not None and state.relation == "follow":
                state = initial
        elif surface == ")" and stack:
            state = stack.pop()
        elif surface == "|" and state is initial and state is not None and state.relation == "treats" and state.source == "section":
            state = None  # further cells of the row
        elif surface == ";":
            if described is not None:
                state, described = described, None
            if is_suspended:
                state, is_suspended = suspended, False
            elif initial is not None and initial.source != "cue" and state is not initial:
                state = (
                    state
                    if state is not None and state.relation in {"treats", "prevents", "adverse", "contraindicated", "risk-right"}
                    else initial
                )
        elif lower in _RELATIVE and index not in covered and not is_suspended and not _says_who(state, page, index):
            suspended, is_suspended = state, True
        elif (
            surface == ","
            and is_suspended
            and state is suspended
            and index + 1 < unit.last
            and tokens.folds[index + 1] not in {"and", "or"}
        ):
            is_suspended = False
        elif lower in _TURNS and index not in covered and not _excepts(page, index, state):
            state, is_suspended = None, False
    trailing[unit.index] = suspended if is_suspended and state is suspended else state
    _apply_left(unit, page, result)
    return result


def _says_who(state: Governor | None, page: Page, index: int) -> bool:
    """ "It must not be given to people who have A": the clause says whom the product is forbidden to."""
    return (
        state is not None
        and state.relation == "contraindicated"
        and state.source == "cue"
        and page.tokens.folds[index - 1] in _FORBIDDEN_TO
    )


_FORBIDDEN_TO = frozenset(
    ("patient", "people", "person", "those", "anyone", "anybody", "someone", "somebody", "individual", "child", "adult", "woman")
)


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
    return state.relation in {"ineffective", "treats", "worsen"}


def _is_bracketed(unit: Unit, page: Page, term: Term) -> bool:
    """ "patients who have few antibodies (secondary immunodeficiency)": the name in brackets is what the clause described."""
    surfaces = page.tokens.surfaces
    return surfaces[term.first - 1] == "(" and term.last < unit.last and surfaces[term.last] == ")" and term.first > unit.first


def _describes_effect(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "blood clots causing pain and swelling": what an effect itself causes are its signs."""
    stems = page.tokens.stems[cue.first : cue.last]
    if not ({"caus", "lead"} & set(stems)):
        return False
    return any(t.has("AdverseEffect") and t.concept != "adverse-event-root" and 0 <= cue.first - t.last <= 2 for t in unit.terms)


#: Words between two cues of one statement: "indicated for the treatment of", "being studied as a therapy for".
_JOIN = 4


def _continued(before: Governor | None, new: Governor) -> Governor:
    """Keep the status that a first cue gave to a second one: "indicated for the treatment of" is an approval."""
    if before is None or before.cue is None or new.cue is None or before.unit != new.unit or before.source != "cue":
        return new
    therapy = {"treats", "treats-prevents", "prevents"}
    if before.relation not in therapy or new.relation not in therapy or new.value != "used" or new.cue.first - before.cue.last > _JOIN:
        return new
    if before.value == "used" and before.relation == new.relation:
        return new
    joined = Cue(before.cue.first, new.cue.last, new.cue.phrase)
    return Governor(new.relation, before.value, joined, "cue", new.unit)


def _including_effects(unit: Unit, page: Page) -> dict[int, Cue]:
    """ "... adverse events are rare but can include A": the effects that the verb's subject stands for."""
    root = next((t.last for t in unit.terms if t.concept == "adverse-event-root"), None)
    if root is None:
        if _REACTION.isdisjoint(unit.stems):
            return {}
        root = next(i + 1 for i in range(unit.first, unit.last) if page.tokens.stems[i] in _REACTION)
    found = {
        cue.first: cue for cue in unit.relations if cue.phrase.kind == "example" and cue.first >= root and _reaches(unit, page, root, cue)
    }
    copula = next(
        (i for i in range(root, min(root + _COPULA, unit.last)) if page.tokens.surfaces[i].lower() in {"were", "are", "was", "is"}), None
    )
    if copula is not None and any(0 < t.first - copula <= 2 and t.has("AdverseEffect") and t.concept != _ROOT for t in unit.terms):
        between = [page.tokens.folds[i] for i in range(root, copula) if not any(a.first <= i < a.last for a in unit.agents)]
        if _LINKING.issuperset(between) and not any(a.concept is None and a.first < copula for a in unit.agents):
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
    return len(between) <= 6 and _LINKING.issuperset(between) and not any(a.concept is None for a in unit.agents)


_LINKING = frozenset(
    [
        ",", "to", "with", "of", "from", "after", "during", "the", "an", "a", "infusion", "treatment", "therapy", "(", ")", "drug", "product",
        "attributed", "related", "associated", "linked", "in", "arm", "group", "reported", "seen", "observed", "recorded", "noted", "that",
        "were", "was", "have", "been", "and", "this", "these", "by", "patient", "medicine", "among", "for", "most", "common", "frequent",
    ]
)  # fmt: skip


def _apply_left(unit: Unit, page: Page, result: list[list[Governor]]) -> None:
    """Let cues that look left rule the terms before them, back to a turn of the sentence or a semicolon."""
    tokens = page.tokens
    for cue in unit.relations:
        if cue.phrase.kind not in _LEFT:
            continue
        barrier = unit.first
        depth = 0
        for index in range(cue.first - 1, unit.first - 1, -1):
            surface = tokens.surfaces[index]
            if surface == ")":
                depth += 1
            elif surface == "(":
                depth -= 1
                if depth < 0:
                    barrier = index  # the cue speaks of what stands in its own bracket
                    break
            if surface == ";" or (depth == 0 and tokens.folds[index] in _TURNS):
                barrier = index
                break
        if cue.phrase.kind == "treats-left" and (_names_its_aim(unit, page, cue) or _says_in_whom(page, cue)):
            continue
        if cue.phrase.kind == "ineffective-left":
            failing = next((agent for agent in unit.agents if 0 <= agent.first - cue.last <= 3), None)
            if failing is not None and failing.concept is None:
                continue  # "A that does not respond to steroids"
        governor = Governor(cue.phrase.kind, cue.phrase.value, cue, "left", unit.index)
        if cue.phrase.kind in _LEFT_THERAPY:
            barrier = max(barrier, _antecedent(unit, page, barrier, cue.first))
        for number, term in enumerate(unit.terms):
            if not (barrier <= term.first and term.last <= cue.first):
                continue
            own = result[number]
            if cue.phrase.kind in {"sign-left", "ineffective-left", "worsen-left"}:
                own[:] = [governor]
            elif own and own[0].source == "cue" and own[0].relation in {"sign", "treats", "cause", "follow", "contraindicated", "prevents"}:
                own.append(governor)
            elif own and own[0].relation == "sign-left":
                continue
            else:
                own.insert(0, governor)


_LEFT_THERAPY = frozenset(("treats-left", "prevents-left", "ineffective-left", "worsen-left"))
_DISEASES = ("Condition", "Immunodeficiency", "Category")
#: Tokens between a cue such as "received IVIG" and the "for" that names its aim.
_AIM = 5


def _says_in_whom(page: Page, cue: Cue) -> bool:
    """ "A has been reported in patients treated with IVIG": who was treated, not for what."""
    folds = page.tokens.folds
    if folds[cue.first] not in {"treated", "receiving"} or folds[cue.first - 1] not in _PEOPLE:
        return False
    before = page.tokens.stems[max(0, cue.first - 8) : cue.first - 1]
    return not _REPORTING.isdisjoint(before)


_PEOPLE = frozenset(("patient", "people", "person", "those", "child", "adult", "subject", "recipient", "individual", "woman", "man"))
_REPORTING = frozenset(
    ("report", "observ", "see", "seen", "describ", "occur", "note", "happen", "develop", "record", "case", "identifi", "identify", "found", "detect")
)


def _names_its_aim(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A man with A received IVIG for B": the aim is B."""
    folds = page.tokens.folds
    for index in range(cue.last, min(cue.last + _AIM, unit.last)):
        if folds[index] in {"for", "to"} and any(0 <= t.first - index <= 4 and t.has(*_DISEASES) for t in unit.terms):
            return True
        if folds[index] in {";", ",", "and", "but"}:
            return False
    return False


def _antecedent(unit: Unit, page: Page, barrier: int, limit: int) -> int:
    """Where the list begins that a relative clause before the cue speaks of: "A differs from B, which responds to IVIG"."""
    folds = page.tokens.folds
    relative = next((i for i in range(limit - 1, barrier, -1) if folds[i] in {"which", "that", "who"}), None)
    if relative is None:
        return barrier
    before = [t for t in unit.terms if t.has(*_DISEASES) and barrier <= t.first and t.last <= relative]
    if not before:
        return barrier
    begin = before[-1].first
    for term in reversed(before[:-1]):
        if any(folds[i] not in {",", "and", "or", "/", "(", ")"} for i in range(term.last, begin)):
            break
        begin = term.first
    return begin


def _initial(unit: Unit, page: Page, trailing: dict[int, Governor | None]) -> Governor | None:
    kind = unit.place.kind
    if kind in _SILENT_SECTIONS:
        return Governor("silent", "", None, "section", unit.index)
    if unit.is_row and page.topic is not None and kind in _TABLE_SECTIONS and _is_table_of_indications(unit, page):
        return Governor("treats", "used", None, "section", unit.index)
    if unit.intro is not None and unit.place_in_block == 0:
        inherited = trailing.get(unit.intro.index)
        if inherited is not None and inherited.relation in _RIGHT:
            return Governor(inherited.relation, inherited.value, inherited.cue, "intro", inherited.unit)
    listed = _listed(unit, page, trailing)
    if listed is not None:
        return listed
    resumed = _resumed(unit, page, trailing)
    if resumed is not None:
        return resumed
    if page.topic is None:
        return None
    if (
        unit.intro is not None
        and unit.place_in_block == 0
        and kind in {"", "indications", "treatment"}
        and _introduces_conditions(unit.intro, page)
    ):
        return Governor("treats", "used", None, "section", unit.index)
    if kind == "contraindications" and not unit.is_heading:
        return Governor("contraindicated", "", None, "section", unit.index)
    is_listed = unit.is_item or unit.is_row or _is_list_line(unit, page)
    if kind in {"denied", "research"} and unit.is_item and is_noun_phrase(unit, page, unit.last):
        return Governor("treats", "not-recommended" if kind == "denied" else "investigational", None, "section", unit.index)
    if (
        kind == "indications"
        and (is_listed or page.is_label)
        and (unit.place_in_block == 0 or _is_fragment(unit, page))
        and not (unit.is_heading and not page.is_label)
    ):
        return Governor("treats", "approved" if page.is_label else "used", None, "section", unit.index)
    if kind == "treatment" and unit.is_item and not (unit.place_in_block or page.is_label) and _opens_with_condition(unit):
        return Governor("treats", "used", None, "section", unit.index)
    if kind in _ADVERSE_SECTIONS and (unit.is_item or unit.is_row or _is_fragment(unit, page)) and not unit.is_heading:
        return Governor("adverse", "", None, "section", unit.index)
    if kind in {"indications", "treatment", "denied"} and unit.is_heading and not page.is_label and _is_sub_heading(unit, page):
        return Governor("treats", "not-recommended" if kind == "denied" else "used", None, "section", unit.index)
    if kind in {"warnings", "boxed"} and unit.is_heading and page.is_label:
        return Governor("adverse", "", None, "section", unit.index)
    return None


def _listed(unit: Unit, page: Page, trailing: dict[int, Governor | None]) -> Governor | None:
    """Give what rules an entry of a list whose introduction says more behind its cue, or whose numbers made headings of its entries.

    "... is considered experimental for the following, because its effectiveness is not established:" still denies what it lists.
    """
    intro = unit.intro if unit.place_in_block == 0 else None
    if intro is None and unit.is_heading and unit.terms and page.layout.blocks[unit.block].number:
        intro = _introduction(unit, page)
        inherited = trailing.get(intro.index) if intro is not None else None
        if inherited is not None and inherited.relation in {"treats", "prevents"} and _opens_with_condition(unit):
            return Governor(inherited.relation, inherited.value, inherited.cue, "intro", inherited.unit)
    if intro is None or not _opens_with_condition(unit):
        return None
    denial = next((cue for cue in intro.relations if cue.phrase.kind == "treats" and cue.phrase.value == "not-recommended"), None)
    if denial is None or page.tokens.surfaces[intro.last - 1] != ":":
        return None
    return Governor("treats", "not-recommended", denial, "intro", intro.index)


#: Entries of a numbered list that are looked through for the words before it, and tokens before an entry's condition.
_LONGEST_LIST = 60
_ENTRY_OPENING = 4


def _opens_with_condition(unit: Unit) -> bool:
    return any(term.has(*_DISEASES) and term.first - unit.first <= _ENTRY_OPENING for term in unit.terms)


def _introduction(unit: Unit, page: Page) -> Unit | None:
    """The sentence with a colon before a list whose numbered entries were taken for headings."""
    before = unit.previous
    for _ in range(_LONGEST_LIST):
        if before is None:
            return None
        if before.first < before.last and page.tokens.surfaces[before.last - 1] == ":":
            return before if not before.is_heading or page.layout.blocks[before.block].number else None
        if before.is_heading and not page.layout.blocks[before.block].number:
            return None
        before = before.previous
    return None


def _is_sub_heading(unit: Unit, page: Page) -> bool:
    """A heading that is nothing but a condition, below one that speaks of uses: "Conditions treated with X", "1. Kawasaki disease"."""
    if unit.agents or unit.relations or unit.place.is_title or not unit.terms:
        return False
    named = {i for t in unit.terms if t.has(*_DISEASES) for i in range(t.first, t.last)}
    rest = [i for i in range(unit.first, unit.last) if i not in named and page.tokens.surfaces[i][0].isalpha()]
    return bool(named) and all(page.tokens.folds[i] in {"and", "other", "or", "certain", "acute", "chronic", "severe"} for i in rest)


#: Rows of a table that are looked through for its head.
_LONGEST_TABLE = 40
_TABLE_SECTIONS = frozenset(("", "treatment", "denied", "indications"))
_INDICATION_HEADS = frozenset(("indication", "condition", "diseas", "disease", "disorder", "diagnosi"))


def _is_table_of_indications(unit: Unit, page: Page) -> bool:
    """A row of a table whose first row begins with "Indication", "Condition" or "Disease"."""
    first = unit
    for _ in range(_LONGEST_TABLE):
        if first.previous is None or not first.previous.is_row:
            break
        first = first.previous
    if first is unit or first.first >= first.last or page.tokens.stems[first.first] not in _INDICATION_HEADS:
        return False
    return _OTHER_HEADS.isdisjoint(page.tokens.stems[first.first : first.last])


#: Words of a head that make its table one about the diseases themselves.
_OTHER_HEADS = frozenset(
    ("sign", "symptom", "what", "caus", "cause", "germ", "incub", "incubation", "spread", "definit", "descript", "gene")
)


def _is_list_line(unit: Unit, page: Page) -> bool:
    """A line without a verb or a full stop: a row or an item whose marks were lost."""
    if unit.is_heading or unit.place_in_block or page.tokens.surfaces[unit.last - 1] in {".", "?", "!", ":"}:
        return False
    return _is_fragment(unit, page)


def _introduces_conditions(intro: Unit, page: Page) -> bool:
    """ "Examples of conditions in which this happens include:" in a text about a product."""
    stems = page.tokens.stems[intro.first : intro.last]
    return bool({"condition", "diseas", "disease", "disorder", "indication"} & set(stems)) and bool(
        {"includ", "exampl", "example", "follow", "as"} & set(stems[-6:])
    )


_EMBRACING = frozenset(("includ", "be", "rang", "compris", "cover", "encompass", "extend", "embrac"))


def _resumed(unit: Unit, page: Page, trailing: dict[int, Governor | None]) -> Governor | None:
    previous = unit.previous
    if previous is None or unit.place_in_block == 0 or unit.last - unit.first < 3:
        return None
    asked = trailing.get(previous.index) if page.tokens.surfaces[previous.last - 1] == "?" else None
    if asked is not None and asked.relation in {"treats", "prevents"} and is_noun_phrase(unit, page, unit.last):
        return Governor(asked.relation, asked.value, asked.cue, "intro", asked.unit)  # "What is it given for? Mostly for A and B."
    word = page.tokens.folds[unit.first]
    stems = page.tokens.stems[unit.first : min(unit.first + 9, unit.last)]
    if _EMBRACING.isdisjoint(stems):
        return None
    for index in range(unit.first + 1, min(unit.first + 7, unit.last - 1)):
        # "With IVIG, these include ..."
        if (
            page.tokens.folds[index] in {"these", "they"}
            and page.tokens.stems[index + 1] == "includ"
            and page.tokens.surfaces[index - 1] == ","
        ):
            word = "these"
    if word not in {"these", "this", "they", "example", "among", "such"} or _EMBRACING.isdisjoint(stems[1:]):
        return None
    if "be" in stems and word in {"they", "this"} and not (_EMBRACING - {"be"}) & set(stems):
        return None
    governor = trailing.get(previous.index)
    if governor is None or governor.relation not in {"treats", "prevents", "treats-prevents", "adverse", "contraindicated", "risk-right"}:
        return None
    return Governor(governor.relation, governor.value, governor.cue, "intro", governor.unit)


_VERBS = frozenset(
    [
        "be",
        "have",
        "may",
        "can",
        "will",
        "should",
        "must",
        "might",
        "could",
        "do",
        "tell",
        "contact",
        "ask",
        "call",
        "report",
        "speak",
        "stop",
        "experience",
        "get",
        "become",
        "include",
        "occur",
        "need",
        "develop",
        "notice",
        "cause",
        "treat",
        "use",
        "see",
        "go",
        "take",
        "check",
        "measur",
        "monitor",
        "ensur",
        "make",
        "keep",
        "avoid",
        "drink",
        "administer",
        "inform",
    ]
)


def _is_fragment(unit: Unit, page: Page) -> bool:
    return is_noun_phrase(unit, page, unit.last)


def is_noun_phrase(unit: Unit, page: Page, last: int) -> bool:
    """Tell whether the unit up to token `last` has no verb: a label, or an item of a list whose marks were lost."""
    return _VERBS.isdisjoint(page.tokens.stems[unit.first : last])


def is_aside(unit: Unit, page: Page) -> bool:
    """Tell whether the unit points to other pages or lists search words: "Related topics: ...", "You might also like ..."."""
    for owner in (unit, unit.intro):
        if owner is None:
            continue
        first = next((cue for cue in owner.relations if cue.phrase.kind == "aside"), None)
        if first is None or first.first - owner.first > 1:
            continue
        after = page.tokens.surfaces[first.last] if first.last < owner.last else ":"
        if after in {":", "|"} or owner.is_heading:
            return True
    return False


def resolve_subject(unit: Unit, page: Page, governor: Governor, term: Term, *, default: bool = False) -> Subject | None:
    """Find the product that a governed statement is about, or None if another treatment or nothing is meant.

    In this order: the agent nearest before the cue in its clause, an agent after it, a pronoun for the agent of the sentence before, the
    list's introduction; with `default` the document's topic.
    """
    said = unit
    if governor.source == "intro":
        owner = page.units[governor.unit]
        found = _in_sentence(owner, page, governor.cue, term) if governor.cue else None
        own = [agent for agent in unit.agents if agent.first < term.first and agent.concept]
        if found is None and own:
            found = own[-1]
        if found is not None:
            return _as_subject(found, "introduction")
        said = owner
    elif governor.cue is not None:
        found = _in_sentence(unit, page, governor.cue, term)
        if found is not None:
            return _as_subject(found, "sentence")
    elif unit.agents:
        products = [agent for agent in unit.agents if agent.concept]
        if products:
            return _as_subject(products[0], "sentence")
        if governor.source != "section":
            return None
    if governor.cue is not None and _refers_back(said, page, governor.cue):
        before = _opening_agent(said, page, governor.cue) or _focus(said, page)
        if before is not None:
            return _as_subject(before, "pronoun") if before.concept else None
        if page.topic:
            return Subject(page.topic, None, "topic")
    if not unit.agents and unit.intro is not None and governor.source == "cue":
        introduced = [agent for agent in unit.intro.agents if agent.concept]
        if introduced:
            return _as_subject(introduced[0], "introduction")
    if default and page.topic and not (governor.source == "cue" and any(_is_denied(agent, page) for agent in said.agents)):
        return Subject(page.topic, None, "topic")
    if governor.source in {"cue", "left"} and governor.relation in _OF_TOPIC and page.topic and _goes_on(said, page, governor):
        before = _focus(said, page)
        if before is not None and before.concept:
            return Subject(before.concept, None, "topic")
    return None


_OF_TOPIC = frozenset(("treats", "treats-left", "prevents", "treats-prevents", "ineffective"))
#: Words by which a sentence turns to other treatments, or to what is not known.
_OTHERS = frozenset(("no", "either", "other", "another", "whether", "neither", "any", "vaccine", "vaccination"))


def _goes_on(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "Replacement cuts the number of A", "patients have fewer B": a sentence without an agent in a text about a product."""
    if unit.agents or unit.is_heading or any(term.has("Vaccine", "Medication", "Management") for term in unit.terms):
        return False
    cue = governor.cue
    if cue is not None and any(stem.startswith(("treat", "therap", "manag")) for stem in page.tokens.stems[cue.first : cue.last]):
        return False  # "the cost of treating A", "A is treated as an emergency": of treatments at large
    return _OTHERS.isdisjoint(unit.folds)


def _as_subject(agent: Agent, how: str) -> Subject | None:
    return Subject(agent.concept, (agent.first, agent.last), how) if agent.concept else None


def _in_sentence(unit: Unit, page: Page, cue: Cue | None, term: Term) -> Agent | None:
    """The agent of the cue's clause; "X is an immune globulin indicated for ..." speaks of X."""
    found = _of_clause(unit, page, cue, term)
    if found is None or found.concept != "immunoglobulin":
        return found
    for cue_of_class in unit.relations:
        if cue_of_class.phrase.kind == "isa" and cue_of_class.last <= found.first:
            named = [a for a in unit.agents if a.concept not in {None, "immunoglobulin"} and a.last <= cue_of_class.first]
            if named:
                return named[-1]
    return found


def _of_clause(unit: Unit, page: Page, cue: Cue | None, term: Term) -> Agent | None:
    """The agent of the cue's clause; where several are joined by and / or / with, a product among them counts."""
    if not unit.agents or cue is None:
        return None
    if page.tokens.folds[cue.last - 1] == "of":
        # "the efficacy of IVIG in X": whose efficacy, not who is named before.
        owner = next((agent for agent in unit.agents if 0 <= agent.first - cue.last <= 3 and agent.last <= term.first), None)
        if owner is not None:
            return owner
    is_passive = cue.phrase.kind == "prevents-left" and page.tokens.folds[cue.last - 1] in {"by", "with", "through", "using"}
    if cue.phrase.kind == "treats-left" or is_passive:
        # "A is treated with steroids and responds to IVIG": what stands right after the cue.
        owner = next((agent for agent in unit.agents if cue.first < agent.last and agent.first - cue.last <= 4), None)
        if owner is not None:
            group = [a for a in unit.agents if a.first >= owner.first and a.first - owner.last <= 8]
            return next((agent for agent in _joined(group, unit, page) if agent.concept), owner)
    if "latter" in page.tokens.folds[max(unit.first, cue.first - 2) : cue.first]:
        return next((agent for agent in reversed(unit.agents) if agent.last <= cue.first), None)
    if cue.phrase.kind == "treats" and _is_demanded(unit, page, cue):
        return None
    turns = [i for i in range(unit.first, unit.last) if page.tokens.folds[i] in _TURNS or page.tokens.surfaces[i] == ";"]
    clause_start = max((t for t in turns if t < cue.first), default=unit.first)
    before = [agent for agent in unit.agents if clause_start <= agent.first and agent.last <= cue.first and not is_excluded(agent, page)]
    rivals = any(agent.concept is None for agent in unit.agents)
    if rivals:
        before = [agent for agent in before if not is_held_against(agent, unit, page) and not _is_denied(agent, page)]
    if not before:
        before = [agent for agent in unit.agents if agent.last <= cue.first and agent.concept and not _is_outdone(agent, page)]
        before = [agent for agent in before if not (rivals and is_held_against(agent, unit, page)) and not _is_denied(agent, page)]
    if before:
        group = coordinated(before, page)
        return next((agent for agent in group if agent.concept), group[-1])
    if has_own_subject(unit, page, cue) or not _SPOKEN_OF.isdisjoint(page.tokens.folds[max(clause_start, cue.first - 2) : cue.first + 1]):
        return None
    after = [agent for agent in unit.agents if agent.first >= cue.last or cue.first <= agent.first < cue.last]
    if after and after[0].concept is None and _is_subordinate(unit, page, cue, after[0]):
        after = []
    if after and cue.phrase.kind == "treats" and _is_inserted_use(unit, page, cue):
        return None
    if after:
        return next((agent for agent in after if agent.concept), after[0])
    return None


#: Pronouns before a verb, which then speaks of no treatment behind it: "it is used to treat A after transplantation".
_SPOKEN_OF = frozenset(("it", "they"))


def _is_demanded(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "If hemolysis develops after IVIG, treat the anemia with transfusion": what the reader is to do, and no product is named for it."""
    folds = page.tokens.folds
    if cue.last - cue.first > 1 or folds[cue.first] not in {"treat", "manage"} or folds[cue.first - 1] not in {",", "then"}:
        return False
    return folds[unit.first] in _OPENING_CLAUSE and not any(agent.concept and agent.first >= cue.last for agent in unit.agents)


def has_own_subject(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Hand washing prevents infections in those who get IVIG", "Heat worsens A": a finite verb speaks of what stands before it."""
    if cue.phrase.kind not in _ACTING or cue.first - unit.first < 1:
        return False
    surface = page.tokens.surfaces[cue.first].lower()
    before = page.tokens.folds[cue.first - 1]
    return surface in _FINITE_ACTS or (before in _MODALS and cue.first - unit.first > 1)


#: Relations whose verb acts, and its forms that have a subject of their own.
_ACTING = frozenset(("prevents", "worsen"))
_FINITE_ACTS = frozenset(("prevents", "protects", "worsens", "exacerbates", "aggravates", "reduces", "lowers", "decreases"))
_MODALS = frozenset(("can", "may", "might", "could", "will", "would"))


def _is_denied(agent: Agent, page: Page) -> bool:
    """ "the inhibitor, but not IVIG, is licensed for A"."""
    return page.tokens.folds[max(0, agent.first - 2) : agent.first] in _DENYING


_DENYING = (["but", "not"], [",", "not"], ["and", "not"], ["but", "no"], [",", "no"], ["and", "no"])


def _is_inserted_use(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Valproate, given for epilepsy, can lower immunoglobulins": the use is of what stands before the comma."""
    folds = page.tokens.folds
    if cue.first - unit.first < 2 or folds[cue.first - 1] != "," or folds[cue.first] not in _INSERTED_USES:
        return False
    return not any(folds[i] in _TURNS or folds[i] in {"in", "for", "if", "when"} for i in range(unit.first, cue.first))


_INSERTED_USES = frozenset(("given", "used", "approved", "licensed", "prescribed", "indicated", "taken", "employed"))


def _is_outdone(agent: Agent, page: Page) -> bool:
    """ "omalizumab works better than IVIG in A": the product is only what another treatment is held against."""
    return agent.first > 0 and page.tokens.folds[agent.first - 1] in {"than", "over", "versus", "vs"}


def is_held_against(agent: Agent, unit: Unit, page: Page) -> bool:
    """Tell whether a sentence names a product only beside the treatment that it is about.

    "works better than IVIG", "in contrast to IVIG, ...", "which blocks A as IVIG does, is approved for B", "After IVIG failed,
    infliximab was given".
    """
    if agent.concept is None:
        return False
    folds = page.tokens.folds
    if _is_outdone(agent, page) or is_excluded(agent, page):
        return True
    if folds[agent.first - 1] in _SUPERSEDED and any(other.concept is None and other.last <= agent.first for other in unit.agents):
        return True
    if folds[agent.first - 1] in {"as", "like"} and folds[agent.last : agent.last + 1] and folds[agent.last] in _DOES:
        return True
    if folds[unit.first] not in _OPENING_CLAUSE or agent.first - unit.first > _OPENS:
        return False
    comma = next((i for i in range(agent.last, min(unit.last, agent.last + _OPENING_REACH)) if folds[i] == ","), None)
    following = next((other for other in unit.agents if comma is not None and other.first > comma), None)
    return following is not None and following.concept is None


_DOES = frozenset(("do", "does", "did", "is", "was", "are"))
_SUPERSEDED = frozenset(("replaced", "superseded", "supplanted", "outperformed"))
#: Words that open a clause on what went before.
_OPENING_CLAUSE = frozenset(("after", "before", "when", "once", "if", "where", "until", "prior"))
#: Tokens of such a clause behind the product.
_OPENING_REACH = 8


#: Words that open a clause or phrase in which another treatment is only a circumstance.
_CIRCUMSTANCE = frozenset(
    [
        "that",
        "who",
        "which",
        "when",
        "if",
        "after",
        "despite",
        "where",
        "refractory",
        "resistant",
        "unresponsive",
        "intolerant",
        "without",
        "fail",
    ]
)


def _is_subordinate(unit: Unit, page: Page, cue: Cue, agent: Agent) -> bool:
    """ "for A that does not respond to plasma exchange": the other treatment does not act in the statement."""
    return any(page.tokens.folds[i] in _CIRCUMSTANCE for i in range(cue.last, agent.first))


def _joined(agents: Sequence[Agent], unit: Unit, page: Page) -> list[Agent]:
    """The agents from the first on that a coordination joins."""
    group = [agents[0]]
    for agent in agents[1:]:
        between = page.tokens.folds[group[-1].last : agent.first]
        if not {"and", "or", ",", "/", "plus"}.intersection(between) or "not" in between:
            break
        if any(t.has("Condition") and group[-1].last <= t.first and t.last <= agent.first for t in unit.terms):
            break  # "A is treated with steroids, B with IVIG"
        group.append(agent)
    return group


#: "combined with steroids", "in addition to surgery": what accompanies the treatment that a statement is about.
_BESIDE = frozenset(
    ("combined", "together", "along", "conjunction", "combination", "addition", "concert", "parallel", "alternative", "substitute")
)


def is_excluded(agent: Agent, page: Page) -> bool:
    """ "IVIG, but not prednisone, ...", "unlike steroids, ..." """
    before = page.tokens.folds[max(0, agent.first - 2) : agent.first]
    if agent.concept is None and before[-1:] in (["with"], ["to"]) and before[0] in _BESIDE:
        return True
    if before[-1:] and before[-1] in {"not", "unlike", "without", "than"}:
        return True
    if before in _HELD_AGAINST:
        return True
    return agent.concept is None and not {"after", "before", "despite", "following", "undergoing"}.isdisjoint(before)


#: "Compared with IVIG, plasma exchange caused ...": what another treatment is held against does not act.
_HELD_AGAINST = (["compared", "with"], ["compared", "to"], ["relative", "to"], ["contrast", "to"], ["contrast", "with"], ["opposed", "to"])


def coordinated(agents: Sequence[Agent], page: Page) -> list[Agent]:
    """The last agents that stand together in one coordination."""
    group = [agents[-1]]
    for agent in reversed(agents[:-1]):
        between = page.tokens.folds[agent.last : group[0].first]
        joined = {"and", "or", "nor", ",", "/", "with", "plus", "("}.intersection(between)
        if len(between) <= 8 and joined and not {"than", "versus", "vs", "compared", "by", "against"}.intersection(between):
            group.insert(0, agent)
        else:
            break
    return group


def _refers_back(unit: Unit, page: Page, cue: Cue) -> bool:
    folds = page.tokens.folds
    if not _PRONOUNS.isdisjoint(folds[unit.first : cue.first]):
        return True
    if any(folds[i] == "," and folds[i + 1] in {"it", "they"} for i in range(cue.last, unit.last - 1)):
        return True  # "Initially used as A, it is now ..."
    if _GENERIC.isdisjoint(folds[unit.first : min(cue.last + 6, unit.last)]):
        return False
    return any(
        folds[i] in _GENERIC and i > unit.first and folds[i - 1] in {"the", "this", "these", "your", "of", "such"}
        for i in range(unit.first, min(cue.last + 6, unit.last))
    )


def _opening_agent(unit: Unit, page: Page, cue: Cue) -> Agent | None:
    """ "Plasma exchange is quick, but it may cause A": what opens the sentence is what its pronoun stands for."""
    pronoun = next((i for i in range(unit.first, cue.first) if page.tokens.folds[i] in {"it", "they"}), None)
    if pronoun is None:
        return None
    return next((agent for agent in unit.agents if agent.first - unit.first <= _OPENS and agent.last <= pronoun), None)


#: Tokens before the agent that opens a sentence: "However, the infusion".
_OPENS = 3


def _focus(unit: Unit, page: Page) -> Agent | None:
    """The agent that the text spoke of last before the unit, at most five sentences back and in the same section."""
    before = unit.previous
    for _ in range(5):
        if before is None or (before.place.title != unit.place.title and not unit.is_item):
            return None
        agents = [agent for agent in before.agents if not is_in_clause(agent, before, page)]
        if agents:
            group = coordinated(agents, page)
            chosen = next((agent for agent in group if agent.concept), group[-1])
            if chosen.concept == "immunoglobulin":
                # "IVIG is a preparation of human immunoglobulin": what the sentence is about, not what it is made of.
                return next((agent for agent in agents if agent.concept and agent.last <= chosen.first), chosen)
            return chosen
        before = before.previous
    return None


def is_in_clause(agent: Agent, unit: Unit, page: Page) -> bool:
    """ "It helps in A when a specific immunoglobulin is not available": the text does not go on about what only a clause names."""
    start = max(unit.first, agent.first - 5)
    opener = next((i for i in range(agent.first - 1, start - 1, -1) if page.tokens.folds[i] in _CLAUSE), None)
    return opener is not None and opener > unit.first and "," not in page.tokens.surfaces[opener : agent.first]


_CLAUSE = frozenset(("when", "if", "unless", "until", "where"))


def is_product(term: Term) -> bool:
    """Tell whether the term names an immunoglobulin product."""
    return term.is_product
