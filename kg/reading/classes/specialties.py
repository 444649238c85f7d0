"""Classes that are named by their specialty ("Haematology: A and B", "neurological uses include A"); units go in, memberships come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.concepts import Concept
from kg.reading.classes.memberships import SAFETY_SECTIONS, Membership, diseases_of, is_below, members_after
from kg.reading.page import CONDITIONS, Page, Term, Unit

__all__ = ["in_specialty", "specialty_words"]

#: Words for classes so wide that a label or heading of that one word is no list of their members.
_TOO_WIDE = frozenset(("systemic", "systaemic", "immune", "immunologic", "immunological", "mental", "infectious", "metabolic", "genetic"))
_NOUNS = {"disease", "disorder", "condition"}
#: Places that list who is left out, what harms, or who wrote the text.
_ELSEWHERE = SAFETY_SECTIONS | {"exclusion", "eligibility", "contraindications", "dosage", "references", "denied"}
#: Tokens from a use ("neurological indications") to its verb.
_TO_VERB = 7
_VERBS = frozenset(("includ", "be", "compris", "cover", "encompass"))
_USES = frozenset(("use", "indication", "application", "disease", "condition", "disorder", "reason", "entity"))
_ITS_USES = frozenset(("use", "indication", "application"))
_SEEN = frozenset(("treated", "seen", "managed", "handled", "met", "cared"))


def specialty_words(adjectives: Mapping[str, str], concepts: Mapping[str, Concept]) -> dict[str, str]:
    """Map the words of specialties to the class that they name: "haematology", "neurologist", "blood" as in "blood disorder".

    >>> specialty_words({"neurological": "neurological-disorder", "systemic": "systemic-disease"}, {})
    {'neurological': 'neurological-disorder', 'neurology': 'neurological-disorder', 'neurologist': 'neurological-disorder'}
    """
    found: dict[str, str] = {}
    for word, slug in adjectives.items():
        if word in _TOO_WIDE or "-" in word:
            continue
        found[word] = slug
        stem = word.removesuffix("ical").removesuffix("ic")
        if stem.endswith("olog"):
            found.setdefault(stem + "y", slug)
            found.setdefault(stem + "ist", slug)
    for concept in concepts.values():
        if "Category" in concept.classes:
            for name in concept.names:
                words = name.lower().split()
                if words[-1] in _NOUNS and words[0] in _PARTS and (len(words) == 2 or words[1:-1] == ["system"]):
                    found.setdefault(words[0], concept.slug)
    return found


#: Parts of the body that a list is headed by.
_PARTS = frozenset(("nervous", "blood", "skin", "nerve", "kidney", "eye", "lung", "liver", "muscle"))


def in_specialty(
    unit: Unit, page: Page, concepts: Mapping[str, Concept], words: Mapping[str, str], taken: set[int]
) -> Iterator[Membership]:
    """Find the conditions that a label, heading, cell or sentence on the uses of a specialty names."""
    if unit.is_heading or unit.place.kind in _ELSEWHERE:
        return
    for member, category, owner, rule in _candidates(unit, page, words):
        if (
            member.first in taken
            or not member.has(*CONDITIONS)
            or member.has("AdverseEffect", "RiskFactor")
            or member.concept == "pregnancy"
            or _is_class_in_bracket(unit, page, member)
        ):
            continue
        named = [term for term in category if term.concept != member.concept]
        agreed = [term for term in named if is_below(concepts, member.concept, term.concept)]
        # Of several specialties, and for what many of them meet, the curated tree must agree.
        sure = len(named) == 1 and page.tokens.folds[named[0].first] not in _PARTS and not _is_of_many(member, concepts)
        for term in agreed or (named if sure else ()):
            yield Membership(member, term, owner.index, None, rule, 0.75 if agreed else 0.65)


def _is_class_in_bracket(unit: Unit, page: Page, member: Term) -> bool:
    """ "A (a form of B)" below a specialty: what is filed there is A."""
    stating = (cue for cue in unit.relations if cue.phrase.kind == "isa" and 0 <= member.first - cue.last <= 1)
    return any(page.tokens.surfaces[cue.first - 1] == "(" for cue in stating)


def _is_of_many(member: Term, concepts: Mapping[str, Concept]) -> bool:
    return member.has("Immunodeficiency", "AcquiredCause") or is_below(concepts, member.concept, "infection")


def _candidates(unit: Unit, page: Page, words: Mapping[str, str]) -> Iterator[tuple[Term, Sequence[Term], Unit, str]]:
    known = words.keys()
    diseases = diseases_of(unit)
    if not known.isdisjoint(unit.folds):
        label = unit.label_last if not unit.place_in_block else None
        if label is None and not unit.is_row:
            label = _before_dash(unit, page)
        if label is not None:
            yield from _labelled(unit, page, words, diseases, label)
        elif unit.is_row:
            yield from _in_row(unit, page, words, diseases)
        else:
            yield from _in_sentence(unit, page, words, diseases)
    if unit.place_in_block:
        return
    for owner in (unit.intro, page.heading_over(unit)):
        if (
            owner is None
            or known.isdisjoint(owner.folds)
            or not (unit.is_item or unit.is_row or _is_line(unit, page))
        ):
            continue
        classes = _classes_of(page, owner.first, owner.last, words, owner)
        if not classes or not diseases or not page.lists["people"].issuperset(page.tokens.folds[unit.first : diseases[0].first]):
            continue
        for member in members_after(unit, page, unit.first, diseases):
            yield member, classes, owner, "specialty with list"
        return


def _is_line(unit: Unit, page: Page) -> bool:
    """A line of a list whose mark was lost: it begins with a condition and is no sentence."""
    return page.tokens.surfaces[unit.last - 1] not in {".", "?", "!", ":"} and unit.last - unit.first <= _LINE and not unit.relations


_LINE = 14


def _classes_of(page: Page, first: int, last: int, words: Mapping[str, str], owner: Unit | None = None) -> list[Term]:
    """The classes that words name which are nothing but specialties: "Haematological indications", "Neurology and rheumatology"."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    found: dict[str, Term] = {}
    covered = {i for agent in owner.agents for i in range(agent.first, agent.last)} if owner is not None else set()
    for index in range(first, last):
        word = folds[index]
        slug = words.get(word)
        if slug is not None:
            found.setdefault(slug, Term(index, index + 1, slug, frozenset(("Category",)), 0.9, "specialty"))
        elif surfaces[index][0].isalpha() and index not in covered and word not in page.lists["specialty-noun"]:
            return []
    return list(found.values())


def _before_dash(unit: Unit, page: Page) -> int | None:
    """ "Dermatology - A, B": a dash in the place of a colon."""
    window = page.tokens.surfaces[unit.first : min(unit.last, unit.first + _LABEL)]
    return next((unit.first + i for i, surface in enumerate(window) if i and surface in {"-", "—"}), None)


#: Tokens of a label before its dash.
_LABEL = 5


def _labelled(
    unit: Unit, page: Page, words: Mapping[str, str], diseases: Sequence[Term], label: int
) -> Iterator[tuple[Term, Sequence[Term], Unit, str]]:
    """ "Neurology: A, B and C"."""
    classes = _classes_of(page, unit.first, label, words, unit)
    start = label
    while start < unit.last and page.tokens.surfaces[start] in {":", "*", "-", "—"}:
        start += 1
    if classes:
        members = members_after(unit, page, start, diseases)
        if members and page.lists["people"].issuperset(page.tokens.folds[start : members[0].first]):
            for member in members:
                yield member, classes, unit, "specialty with list"


def _in_row(unit: Unit, page: Page, words: Mapping[str, str], diseases: Sequence[Term]) -> Iterator[tuple[Term, Sequence[Term], Unit, str]]:
    """ "Neurology | A, B | first line": the cell behind the specialty."""
    surfaces = page.tokens.surfaces
    bars = [i for i in range(unit.first, unit.last) if surfaces[i] == "|"]
    if not bars:
        return
    cells = list(zip([unit.first, *(i + 1 for i in bars)], [*bars, unit.last], strict=True))
    cells = [(first, last) for first, last in cells if first < last]
    classes = _classes_of(page, *cells[0], words) if len(cells) > 1 else []
    if classes:
        for member in diseases:
            if cells[1][0] <= member.first < cells[1][1]:
                yield member, classes, unit, "specialty with list"


def _in_sentence(
    unit: Unit, page: Page, words: Mapping[str, str], diseases: Sequence[Term]
) -> Iterator[tuple[Term, Sequence[Term], Unit, str]]:
    """ "Neurological uses include A and B", "among the dermatological indications is A", "diseases seen by neurologists such as A"."""
    folds, stems = page.tokens.folds, page.tokens.stems
    for index in [i for i in range(unit.first, unit.last - 1) if folds[i] in words]:
        if any(t.first <= index < t.last for t in diseases):
            continue
        category = Term(index, index + 1, words[folds[index]], frozenset(("Category",)), 0.9, "specialty")
        if folds[index].endswith(("ology", "ologist")):
            yield from _used_in_specialty(unit, page, index, category, diseases)
        if folds[index].endswith("ology"):
            yield from _beside_specialty(unit, page, index, category, diseases)
            opens = folds[index + 1] in _USES
        elif folds[index].endswith("ist"):
            by = folds[index - 1] == "by" and not _SEEN.isdisjoint(folds[max(unit.first, index - 3) : index])
            yield from _beside_specialty(unit, page, index, category, diseases)
            opens = by and not _USES.isdisjoint(folds[max(unit.first, index - 4) : index])
        else:
            opens = folds[index + 1] in _USES and folds[index - 1] not in {"non", "no", "not"}
        start = _members_start(unit, page, index + 1, diseases) if opens else None
        if start is None:
            continue
        members = members_after(unit, page, start, diseases)
        if members and not {"not", "no", "never", "without"}.isdisjoint(folds[index : members[0].first]):
            continue
        if any(stems[i] in {"effect", "symptom"} for i in range(index, start)):
            continue
        for member in members:
            yield member, (category,), unit, "specialty's uses" if folds[index + 1] in _ITS_USES else "examples"
        return


def _beside_specialty(
    unit: Unit, page: Page, index: int, category: Term, diseases: Sequence[Term]
) -> Iterator[tuple[Term, Sequence[Term], Unit, str]]:
    """ "used by dermatologists (A, B) and in haematology (C)": a bracket right behind the doctors or their field."""
    surfaces = page.tokens.surfaces
    if index + 1 >= unit.last or surfaces[index + 1] != "(" or page.topic is None:
        return
    end = next((i for i in range(index + 2, unit.last) if surfaces[i] == ")"), index)
    for member in diseases:
        if index + 2 <= member.first < end:
            yield member, (category, category), unit, "examples"


def _used_in_specialty(
    unit: Unit, page: Page, index: int, category: Term, diseases: Sequence[Term]
) -> Iterator[tuple[Term, Sequence[Term], Unit, str]]:
    """ "In neurology, it is used for A and B", "Dermatologists give it for A": what the field that opens a sentence has a product for."""
    in_field = index == unit.first + 1 and page.tokens.folds[unit.first] == "in"
    by_doctors = index == unit.first and page.tokens.folds[index].endswith("ist")
    if not (in_field or by_doctors) or page.topic is None or any(unit.cues("negation")):
        return
    for member in diseases:
        if member.first > index:
            yield member, (category, category), unit, "examples"


def _members_start(unit: Unit, page: Page, first: int, diseases: Sequence[Term]) -> int | None:
    """Where the list of what the words before `first` embrace begins: behind a verb, "such as" or a colon."""
    folds, stems = page.tokens.folds, page.tokens.stems
    for index in range(first, min(unit.last - 1, first + _TO_VERB)):
        if any(t.first <= index < t.last for t in diseases):
            return None
        if stems[index] in _VERBS or folds[index] in {":", "like"} or folds[index : index + 2] == ["such", "as"]:
            return index + (2 if folds[index] == "such" else 1)
    return None
