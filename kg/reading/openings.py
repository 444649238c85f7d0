"""What governs a unit from its first word on: its section, its list's introduction or the sentence before; units go in, governors come out."""

from __future__ import annotations

import re

from kg.reading.cues import Cue
from kg.reading.governors import RIGHT, Governor
from kg.reading.page import DISEASES, Page, Unit
from kg.reading.words import stem

__all__ = [
    "first_word",
    "grading_cues",
    "initial_governor",
    "is_called_ban",
    "is_fragment",
    "is_noun_phrase",
    "is_of_approved",
    "is_order",
    "is_requirement",
    "is_sorted",
    "is_to_be_told",
    "names_obstacles",
]

_ADVERSE_SECTIONS = frozenset(("adverse", "boxed", "postmarketing"))
#: Words by which a reason to leave somebody out is one to withhold the product too.
_BANS = frozenset(map(stem, ("contraindication", "contraindications", "contraindicated")))
_SILENT_SECTIONS = frozenset(("references", "exclusion", "storage", "counselling"))


def is_called_ban(unit: Unit, page: Page) -> bool:
    """ "Known allergy to A (a contraindication of the product)", a reason to leave somebody out of a study, but "contraindication to an MRI"."""
    if unit.place.kind != "exclusion" or _BANS.isdisjoint(unit.stems):
        return False
    at = next(i for i in range(unit.first, unit.last) if page.tokens.stems[i] in _BANS)
    return at > unit.first and page.tokens.folds[at + 1 : at + 2] not in (["to"], ["for"])


def names_obstacles(unit: Unit, page: Page, first: int) -> bool:
    """ "Obstacles to treating A with X are B and C": before token `first` a sentence has begun to say what stands in the way of a treatment."""
    folds = page.tokens.folds
    if _OBSTACLES.isdisjoint(folds[unit.first : unit.first + _TO_OBSTACLE]):
        return False
    return not _BEING.isdisjoint(folds[unit.first : first])


#: Words for what hinders, tokens of the sentence's opening that hold them, and verbs behind which it is named.
_OBSTACLES = frozenset(("challenge", "challenges", "obstacle", "obstacles", "difficulties", "difficulty", "barrier", "drawback", "pitfall"))
_TO_OBSTACLE = 4
_BEING = frozenset(("is", "are", "was", "were", "be", "include", "includes", "included", "remain", "remains"))


def is_sorted(unit: Unit) -> bool:
    """Tell an item below "Doctors sort the Cs into groups:": what is told is a classification."""
    intro = unit.intro
    return intro is not None and "into" in intro.folds and not _SORTING.isdisjoint(intro.stems) and not intro.agents


def is_requirement(unit: Unit) -> bool:
    """Tell an item below "All of the following must be met:": what a payer asks for, unless it is the diagnosis itself."""
    intro = unit.intro
    if intro is None or _MET.isdisjoint(intro.folds) or _OF_THESE.isdisjoint(intro.folds):
        return False
    return not any(stem.startswith("diagnos") for stem in (*unit.stems, *intro.stems)) and not intro.products


_MET = frozenset(("met", "satisfied", "fulfiled"))
_OF_THESE = frozenset(("all", "following", "any", "each", "criterion"))
_SORTING = frozenset(("sort", "divid", "classifi", "classif", "group", "split", "fall"))


def grading_cues(unit: Unit, first: int | None = None) -> list[Cue]:
    """Give the cues at the head of a unit, or from a token on, that say how well a use is supported: "Recommended: ...", "May be considered"."""
    start = unit.first if first is None else first
    return [cue for cue in unit.relations if cue.phrase.kind in _GRADING and cue.first - start <= 1]


_GRADING = frozenset(("rank", "status", "status-after"))


_AGAINST_USE = frozenset(("contraindications", "warnings"))
_OF_USE = frozenset(("lessen", "treats", "treats-understood"))


def initial_governor(unit: Unit, page: Page, trailing: dict[int, Governor | None]) -> Governor | None:
    """Give what governs the terms before the first cue; `trailing` holds what was in force at the end of each unit before."""
    kind = unit.place.kind
    if is_called_ban(unit, page):
        return Governor("contraindicated", "", None, "section", unit.index)
    if kind in _SILENT_SECTIONS:
        return Governor("silent", "", None, "section", unit.index)
    if unit.intro is not None and (is_sorted(unit) or is_requirement(unit) or is_to_be_told(unit, page)):
        return None
    if unit.is_row and page.topic is not None and kind in _TABLE_SECTIONS and _is_table_of_indications(unit, page):
        return Governor("treats", "used", None, "section", unit.index)
    announced = _announced_effects(unit, page) if unit.is_item else None
    if announced is not None:
        return announced
    if unit.intro is not None and unit.place_in_block == 0 and not _stands_alone(unit, unit.intro, page):
        inherited = trailing.get(unit.intro.index)
        # "Reasons to avoid IVIG:", "Care is needed when IVIG is given to:" below "Uses": what the introduction is about, not its last words
        is_of_product = kind in _AGAINST_USE and unit.intro.place.kind != kind and inherited is not None and inherited.relation in _OF_USE
        if inherited is not None and inherited.relation in RIGHT and not is_of_product:
            return Governor(inherited.relation, inherited.value, inherited.cue, "intro", inherited.unit)
        taken_up = _taken_up_effects(unit.intro, page) if inherited is None else None
        if taken_up is not None:
            return taken_up
    listed = _listed(unit, page, trailing) if unit.intro is not None or unit.is_heading else None
    if listed is None and unit.is_item and not unit.place_in_block and kind in _LISTING_USES:
        listed = _grouped(unit, page, trailing)
    if listed is not None:
        return listed
    if unit.place_in_block:
        resumed = _resumed(unit, page, trailing)
        if resumed is not None:
            return resumed
    if not _NEGATIONS.isdisjoint(unit.folds) and (_denies_question(unit, page) or is_order(unit, page)):
        return Governor("contraindicated", "", None, "intro", unit.index)
    if page.topic is None:
        return None
    if kind in _OF_USES and unit.label_last is not None and _is_graded_effect(unit, page):
        return Governor("adverse", "", None, "section", unit.index)
    if (
        unit.intro is not None
        and unit.place_in_block == 0
        and kind in {"", "indications", "treatment"}
        and _introduces_conditions(unit.intro, page)
    ):
        return Governor("treats", "used", None, "section", unit.index)
    if not kind:
        return None
    if kind == "contraindications" and not unit.is_heading and not _is_ranked(unit, page):
        return Governor("contraindicated", "", None, "section", unit.index)
    if kind in {"denied", "research"} and unit.is_item and is_noun_phrase(unit, page, unit.last):
        return Governor("treats", "not-recommended" if kind == "denied" else "investigational", None, "section", unit.index)
    if (
        kind == "indications"
        and (page.is_label or unit.is_item or unit.is_row or _is_list_line(unit, page))
        and (unit.place_in_block == 0 or is_fragment(unit, page))
        and not (unit.is_heading and not page.is_label)
    ):
        value = "approved" if page.is_label or is_of_approved(unit) else "used"
        return Governor("prevents" if _is_of_prevention(unit, page) else "treats", value, None, "section", unit.index)
    if kind == "indications" and unit.previous is not None and "treats" in unit.previous.kinds and _names_groups(unit, page):
        return Governor("treats", "approved" if page.is_label else "used", None, "section", unit.index)
    if kind == "treatment" and unit.is_item and not (unit.place_in_block or page.is_label) and _opens_with_condition(unit):
        return Governor("prevents" if _is_of_prevention(unit, page) else "treats", "used", None, "section", unit.index)
    if kind in _ADVERSE_SECTIONS and (unit.is_item or unit.is_row or is_fragment(unit, page)) and not unit.is_heading:
        return Governor("adverse", "", None, "section", unit.index)
    if kind in {"indications", "treatment", "denied"} and unit.is_heading and not page.is_label and _is_sub_heading(unit, page):
        return Governor("treats", "not-recommended" if kind == "denied" else "used", None, "section", unit.index)
    if kind in {"warnings", "boxed"} and unit.is_heading and page.is_label:
        return Governor("adverse", "", None, "section", unit.index)
    return None


def _names_groups(unit: Unit, page: Page) -> bool:
    """ "X is used to treat adults who ... There are two groups: patients with A; and patients with B"."""
    opening = page.tokens.folds[unit.first : unit.first + _TO_GROUPS]
    return opening[0] in {"there", "they", "these"} and "group" in opening and opening[-1] != "group" and ":" in opening


#: Tokens of "There are two groups of patients:".
_TO_GROUPS = 7


def _is_graded_effect(unit: Unit, page: Page) -> bool:
    """ "Very common: headache" above "Common: fever", below uses for want of a heading: labels that only say how often list effects."""
    around = (unit.previous, page.following(unit))
    return _is_frequency_label(unit, page) and any(other is not None and _is_frequency_label(other, page) for other in around)


def _is_frequency_label(unit: Unit, page: Page) -> bool:
    if unit.label_last is None or unit.place_in_block:
        return False
    words = [i for i in range(unit.first, unit.label_last) if page.tokens.surfaces[i][0].isalpha()]
    said = {i for cue in unit.cues("frequency") for i in range(cue.first, cue.last)}
    return bool(words) and said.issuperset(words) and any("AdverseEffect" in term.classes for term in unit.terms)


_OF_USES = frozenset(("", "indications", "treatment", "mechanism", "conclusion", "description", "dosage"))


def _is_ranked(unit: Unit, page: Page) -> bool:
    """ "Approved: A, B", "Still being studied:" and its items: uses that stand below what is forbidden for want of a heading."""
    for owner in (unit, unit.intro):
        if owner is None:
            continue
        if ":" in owner.folds and grading_cues(owner, first_word(owner, page)):
            return True
    return False


def first_word(unit: Unit, page: Page) -> int:
    """Give the first token of a unit that is a word, behind marks of bold type and numbers; its first token where it has none."""
    return next((i for i in range(unit.first, unit.last) if page.tokens.surfaces[i][0].isalpha()), unit.first)


def _is_of_prevention(unit: Unit, page: Page) -> bool:
    """ "Preventive uses", "Prophylaxis" over a list: what its items name is kept off."""
    return page.is_headed_by(unit, _PREVENTING, _TREATING)


_PREVENTING = frozenset(map(stem, ("prevent", "prevention", "preventive", "preventative", "prophylaxi", "prophylaxis", "prophylactic")))
_TREATING = frozenset(map(stem, ("treat", "treatment", "therapy", "therapies", "management")))


def _announced_effects(unit: Unit, page: Page) -> Governor | None:
    """ "Check with your doctor if any of these side effects occur:", a line "More common", and the effects below it."""
    above = unit.intro if unit.intro is not None and not unit.intro.is_item else page.heading_over(unit)
    if above is None or not _is_frequency(above):
        return None
    for _ in range(_LONGEST_LIST):
        above = above.previous
        if above is None or not (above.is_item or _is_frequency(above)):
            break
    if above is None or above.first >= above.last or page.tokens.surfaces[above.last - 1] != ":":
        return None
    return _announced_in(above)


def _taken_up_effects(intro: Unit, page: Page) -> Governor | None:
    """ "The following side effects have been seen. Call your doctor if any of the following happen:" and the effects below."""
    before = intro.previous
    if before is None or before.block != intro.block or page.tokens.surfaces[intro.last - 1] != ":":
        return None
    if "following" not in intro.folds or "following" not in before.folds:
        return None
    return _announced_in(before)


def _announced_in(unit: Unit) -> Governor | None:
    """Effects, where the sentence above them speaks of any."""
    cue = next((cue for cue in unit.relations if cue.phrase.kind == "adverse"), None)
    return Governor("adverse", "", cue, "intro", unit.index) if cue is not None else None


def _is_frequency(unit: Unit) -> bool:
    """A line that says nothing but how often."""
    return not unit.is_item and not unit.terms and unit.last - unit.first <= _FEW and bool(unit.cues("frequency"))


#: Tokens of such a line: "Incidence not known:".
_FEW = 4


def is_to_be_told(unit: Unit, page: Page) -> bool:
    """ "Tell your doctor at once if you have a stiff neck and a fever" among the items of a list of effects: signs of one of them."""
    return unit.is_item and not unit.place_in_block and page.tokens.folds[unit.first] in _ORDERING and not {"if", "when"}.isdisjoint(unit.folds)


_ORDERING = frozenset(("tell", "contact", "call", "inform", "seek"))


def _stands_alone(unit: Unit, intro: Unit, page: Page) -> bool:
    """A full sentence below a finished one: an item of advice, no member of a list."""
    if page.tokens.surfaces[intro.last - 1] != "." or page.tokens.surfaces[unit.last - 1] != ".":
        return False
    return not is_noun_phrase(unit, page, unit.last)


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


def _grouped(unit: Unit, page: Page, trailing: dict[int, Governor | None]) -> Governor | None:
    """ "IVIG is covered for the following diagnoses:", a heading "Blood disorders" and the uses below it, then the next heading of that kind."""
    heading = page.heading_over(unit)
    for _ in range(_GROUPS):
        if heading is None or heading.index + 1 > unit.index or not _is_group(heading):
            return None
        before = heading.previous
        if before is None or before.first >= before.last:
            return None
        if page.tokens.surfaces[before.last - 1] == ":":
            inherited = trailing.get(before.index)
            if inherited is None and "following" in before.folds and not _USES.isdisjoint(before.stems):
                inherited = Governor("treats", "used", None, "intro", before.index)  # "We cover IVIG (X) for the following diagnoses:"
            if inherited is None or inherited.relation not in {"treats", "prevents"} or not before.products:
                return None
            own = next((cue for cue in unit.relations if cue.phrase.kind == "prevents" and cue.first - unit.first <= 1), None)
            return Governor(inherited.relation if own is None else "prevents", inherited.value, inherited.cue, "intro", inherited.unit)
        heading = page.heading_over(before) if before.is_item else None
    return None


def _is_group(heading: Unit) -> bool:
    """A heading that names nothing but a class of diseases."""
    return bool(heading.terms) and all(term.has("Category") for term in heading.terms) and heading.last - heading.first <= _GROUP_NAME


#: Headings that are gone back over, and the tokens of the longest.
_GROUPS = 12
_GROUP_NAME = 6
_USES = frozenset(map(stem, ("diagnosis", "diagnoses", "indication", "indications", "condition", "conditions", "diseases", "disorders", "uses")))
_LISTING_USES = frozenset(("", "indications", "treatment", "disease"))


#: Entries of a numbered list that are looked through for the words before it, and tokens before an entry's condition.
_LONGEST_LIST = 60
_ENTRY_OPENING = 4


def _opens_with_condition(unit: Unit) -> bool:
    return any(term.has(*DISEASES) and term.first - unit.first <= _ENTRY_OPENING for term in unit.terms)


def _introduction(unit: Unit, page: Page) -> Unit | None:
    """The sentence with a colon before a list whose numbered entries, which count on from 1, were taken for headings."""
    blocks = page.layout.blocks
    part, _, last = blocks[unit.block].number.rpartition(".")
    count = int(last)
    before = unit.previous
    for _ in range(_LONGEST_LIST):
        if before is None:
            return None
        number = blocks[before.block].number
        if before.first < before.last and page.tokens.surfaces[before.last - 1] == ":":
            return before if count == 1 and (number or not before.is_heading) else None
        if before.is_heading:
            above, _, own = number.rpartition(".")
            if number and above == part and int(own) == count - 1:
                count -= 1
            elif not number.startswith(f"{part}.{count - 1}." if part else f"{count - 1}."):
                return None  # a heading of another section
        before = before.previous
    return None


def _is_sub_heading(unit: Unit, page: Page) -> bool:
    """A heading that is nothing but a condition, below one that speaks of uses: "Conditions treated with X", "1. Kawasaki disease"."""
    if unit.agents or unit.relations or unit.place.is_title or not unit.terms:
        return False
    named = {i for t in unit.terms if t.has(*DISEASES) for i in range(t.first, t.last)}
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
    ("sign", "symptom", "what", "caus", "cause", "germ", "incub", "incubation", "spread", "definit", "descript", "gen")
)


def _is_list_line(unit: Unit, page: Page) -> bool:
    """A line without a verb or a full stop: a row or an item whose marks were lost."""
    if unit.is_heading or unit.place_in_block or page.tokens.surfaces[unit.last - 1] in {"?", "!", ":"}:
        return False
    if page.tokens.surfaces[unit.last - 1] == "." and not (_opens_with_condition(unit) and "indicat" in unit.place.title.lower()):
        return False  # "Indications", and below it nothing but "Infant botulism."
    return is_fragment(unit, page)


def is_of_approved(unit: Unit) -> bool:
    """ "FDA-labeled indications", "Approved uses": the heading says that what stands below it is approved."""
    return _APPROVED.search(unit.place.title) is not None


_APPROVED = re.compile(
    r"(?<!un)(?<!off-)(?<!off )(?<!non-)(?<!not )\b(?:approved|label+ed|licen[sc]ed) (?:indications?|uses?)\b", re.IGNORECASE
)


def _introduces_conditions(intro: Unit, page: Page) -> bool:
    """ "Examples of conditions in which this happens include:" in a text about a product."""
    stems = page.tokens.stems[intro.first : intro.last]
    return bool({"condition", "diseas", "disease", "disorder", "indication"} & set(stems)) and bool(
        {"includ", "exampl", "example", "follow", "as"} & set(stems[-6:])
    )


#: Words without which no answer denies and no order forbids.
_NEGATIONS = frozenset(("not", "never"))


def _denies_question(unit: Unit, page: Page) -> bool:
    """ "Can anyone have SCIG? Not if you have A": what an answer takes from those who may have the product."""
    folds = page.tokens.folds
    question = page.question_before(unit)
    opens = folds[unit.first : unit.first + 2] == ["not", "if"] or folds[unit.first : unit.first + 2] == ["not", "for"]
    if not opens or question is None:
        return False
    spoken = bool(question.products) or not {"it", "this", "treatment"}.isdisjoint(question.folds)
    return spoken and not _HAVING.isdisjoint(question.folds)


def is_order(unit: Unit, page: Page) -> bool:
    """ "Do not have X if you have A": an order with a product, whatever its name."""
    folds = page.tokens.folds[unit.first : unit.first + _ORDER]
    verb = 2 if folds[:2] == ["do", "not"] else 1 if folds[:1] == ["never"] else 0
    if not verb or len(folds) <= verb or folds[verb] not in _HAD:
        return False
    named = next((agent for agent in unit.products if agent.first == unit.first + verb + 1), None)
    return named is not None and page.tokens.folds[named.last : named.last + 1] == ["if"]


#: Tokens of such an order up to its product, and its verbs.
_ORDER = 4
_HAD = frozenset(("have", "receive", "get", "start", "accept"))
_HAVING = frozenset(("have", "use", "take", "get", "receive", "given", "infuse", "suitable"))
#: Words that take up what the sentence before said: "These include", "Among them are".
_RESUMING = frozenset(("these", "this", "they", "example", "among", "such"))
_THESE = frozenset(("these", "they"))
_EMBRACING = frozenset(("includ", "be", "rang", "compris", "cover", "encompass", "extend", "embrac"))


def _adds_names(unit: Unit, page: Page) -> bool:
    """ "Also A and B.": names that go on with the list of the sentence before."""
    return page.tokens.folds[unit.first] == "also" and any(t.first - unit.first <= _TO_NAME for t in unit.terms) and is_noun_phrase(unit, page, unit.last)


def _says_the_same(unit: Unit, page: Page) -> bool:
    """ "The same goes for A", "The same is true of B": what the sentence before says holds here too."""
    folds = page.tokens.folds[unit.first : unit.first + _SAME]
    return folds[:2] == ["the", "same"] and len(folds) == _SAME and folds[2] in _HOLDING and not _OF.isdisjoint(folds[3:])


#: Tokens from "also" to the first name, and of "The same is true of".
_TO_NAME = 3
_SAME = 5
_HOLDING = frozenset(("goe", "go", "apply", "hold", "is", "was"))
_OF = frozenset(("for", "to", "of", "in"))
#: What a sentence carries on to one that adds names to it.
_CARRIED = frozenset(("treats", "prevents", "treats-prevents", "adverse", "contraindicated", "ineffective"))


def _resumed(unit: Unit, page: Page, trailing: dict[int, Governor | None]) -> Governor | None:
    """What rules a sentence that goes on with the one before it in its block."""
    previous = unit.previous
    if previous is not None and page.tokens.surfaces[unit.first] == "-":
        # "is contraindicated in: - those with A. - those with B.": an item of a list that lost its lines
        listed = trailing.get(previous.index)
        if listed is not None and listed.relation == "contraindicated" and is_noun_phrase(unit, page, unit.last):
            return Governor(listed.relation, listed.value, listed.cue, "intro", listed.unit)
    if previous is None or unit.last - unit.first < 3:
        return None
    asked = trailing.get(previous.index) if page.tokens.surfaces[previous.last - 1] == "?" else None
    if asked is not None and asked.relation in {"treats", "prevents"} and is_noun_phrase(unit, page, unit.last):
        return Governor(asked.relation, asked.value, asked.cue, "intro", asked.unit)  # "What is it given for? Mostly for A and B."
    word = page.tokens.folds[unit.first]
    if not unit.agents and (_adds_names(unit, page) or _says_the_same(unit, page)):
        governor = trailing.get(previous.index)
        ban = next((cue for cue in previous.relations if cue.phrase.kind == "contraindicated"), None)
        if governor is not None and governor.relation == "allergy" and ban is not None:
            return Governor("contraindicated", ban.phrase.value, ban, "intro", previous.index)  # "not for those allergic to it. The same goes for A."
        if governor is not None and governor.cue is not None and governor.relation in _CARRIED:
            return Governor(governor.relation, governor.value, governor.cue, "intro", governor.unit)
    if word not in _RESUMING and _THESE.isdisjoint(unit.folds):
        return None
    stems = page.tokens.stems[unit.first : min(unit.first + 9, unit.last)]
    takes_in = word == "this" and any(c.phrase.kind == "example" and c.first - unit.first <= 2 for c in unit.relations)
    if _EMBRACING.isdisjoint(stems) and not takes_in:
        return None
    for index in range(unit.first + 1, min(unit.first + 7, unit.last - 1)):
        # "With IVIG, these include ..."
        if page.tokens.folds[index] in _THESE and page.tokens.stems[index + 1] == "includ" and page.tokens.surfaces[index - 1] == ",":
            word = "these"
    if word not in _RESUMING or (_EMBRACING.isdisjoint(stems[1:]) and not takes_in):
        return None
    if "be" in stems and word in {"they", "this"} and not (takes_in or (_EMBRACING - {"be"}) & set(stems)):
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
        "experienc",
        "get",
        "become",
        "occur",
        "need",
        "develop",
        "notic",
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


def is_fragment(unit: Unit, page: Page) -> bool:
    """Tell a unit that is no sentence but a name or a list of names, which may have a label: "Uses: A, B"."""
    behind = unit.first if unit.label_last is None or unit.label_last >= unit.last - 1 else unit.label_last
    if "not" in page.tokens.folds[behind : behind + 2]:
        return False  # "Limitation of use: not for A"
    return _VERBS.isdisjoint(page.tokens.stems[behind : unit.last])


def is_noun_phrase(unit: Unit, page: Page, last: int) -> bool:
    """Tell whether the unit up to token `last` has no verb: a label, or an item of a list whose marks were lost."""
    return _VERBS.isdisjoint(page.tokens.stems[unit.first : last])
