"""The conditions that a statement on a class speaks of, be it by name, by pronoun or by a clause before; cues go in, conditions come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.classes.memberships import diseases_of, outside_brackets
from kg.reading.cues import Cue, Phrase
from kg.reading.page import CONDITIONS, Page, Term, Unit
from kg.reading.therapy.disease_pages import page_disease
from kg.reading.words import stem

__all__ = ["defining", "member_before", "members_spoken_of", "parted_copulas", "short_copulas", "spoken_of_before"]


#: Words for several conditions at once: "Both are ...", "All three disorders are ...".
_SEVERAL = frozenset(("both", "all", "they", "these"))


def members_spoken_of(unit: Unit, page: Page, cue: Cue) -> Iterator[Term]:
    """ "A and B are treated here. Both are C": the two or more conditions that the sentence or heading before joins."""
    tokens = page.tokens
    words = tokens.stems[unit.first + 1 : cue.first]
    if cue.first == unit.first or tokens.folds[unit.first] not in _SEVERAL or not page.lists["several-noun"].issuperset(words):
        return
    if tokens.surfaces[cue.first].lower() not in {"are", "were", "belong", "count", "rank"} or unit.previous is None:
        return
    previous = unit.previous
    members = [t for t in diseases_of(previous) if t.has(*CONDITIONS) and not t.has("AdverseEffect")]
    if len({t.concept for t in members}) < 2 or (tokens.folds[unit.first] == "both" and len({t.concept for t in members}) != 2):
        return
    yield from members


def member_before(unit: Unit, page: Page, cue: Cue, diseases: Sequence[Term]) -> tuple[Term | None, Unit | None]:
    """The condition that stands before a statement on its class, and the unit that names it."""
    tokens = page.tokens
    limit = _without_relative(unit, page, cue.first)
    before = [t for t in diseases if t.last <= limit]
    if before and _says_it(unit, page, cue.first):
        resumed = _resumed(unit, page, cue, diseases)
        return resumed, unit if resumed is not None else None
    if before:
        nearest = before[-1]
        gap = outside_brackets(tokens.folds[nearest.last : limit])
        if len([w for w in gap if w not in {",", "also", "currently"}]) <= 2 or "," in gap[:1]:
            if ";" in gap:
                return None, None
            # "In patients with A, B is a C": fine; "treatment of A is a multidisciplinary effort" is not about A.
            first_words = tokens.stems[unit.first : nearest.first]
            if any(w in {"treatment", "therap", "caus", "diagnosi", "symptom", "featur", "cost", "incidenc"} for w in first_words[-3:]):
                return None, None
            return _said_of(unit, page, before, cue), unit
        resumed = _resumed(unit, page, cue, diseases)
        return resumed, unit if resumed is not None else None
    titled = _run_in_name(unit, page) if cue.first == unit.first else None
    if titled is not None:
        return titled, unit.previous
    head = tokens.folds[unit.first : cue.first]
    pronoun = bool(head) and (
        head[0] in {"it", "this"}
        or (head[0] in {"the", "this"} and head[-1] in {"disease", "disorder", "condition", "syndrome", "illness"})
    )
    if (cue.first == unit.first + 1 and head == ["it"]) or (cue.first == unit.first and tokens.folds[unit.first] in _IT):
        pronoun = True
    if not pronoun:
        return None, None
    return _subject_before(unit, page)


def _subject_before(unit: Unit, page: Page) -> tuple[Term | None, Unit | None]:
    """The condition that the sentences before go on about, and the one that names it."""
    previous = unit.previous
    for _ in range(6):
        if previous is None:
            return None, None
        conditions = [t for t in previous.terms if t.has(*CONDITIONS)]
        # The subject of discourse opens its sentence; symptoms and rivals stand further on.
        is_asked = page.tokens.surfaces[previous.last - 1] == "?" and len({t.concept for t in conditions}) == 1  # "What kind of illness is A?"
        if conditions and (previous.is_heading or is_asked or conditions[0].first - previous.first <= 4):
            return conditions[0], previous
        previous = previous.previous
    return None, None


def spoken_of_before(unit: Unit, page: Page) -> Term | None:
    """ "A is rare. It begins early. Experts rank it among the Cs": the condition that "it" stands for behind another subject."""
    return _subject_before(unit, page)[0]


def _said_of(unit: Unit, page: Page, before: Sequence[Term], cue: Cue) -> Term:
    """ "A is a rare nerve disorder which counts as a form of B": what its class is said to be, A is."""
    nearest = before[-1]
    is_relative = not _RELATIVES.isdisjoint(page.tokens.folds[nearest.last : cue.first + 1])
    if len(before) < 2 or not is_relative or not nearest.has("Category") or nearest.has(*CONDITIONS):
        return nearest
    is_member = any(other.phrase.kind == "isa" and before[-2].last <= other.first < nearest.first for other in unit.relations)
    return before[-2] if is_member else nearest


_RELATIVES = frozenset(("that", "which"))


def defining(unit: Unit, page: Page) -> Iterator[Cue]:
    """ "A rare autoimmune disease characterized by ..." below "Disease definition": what a page is about is left out before its class."""
    if (page.tokens.folds[unit.first] in {"a", "an"} and _is_defined(unit)) or _takes_up_by_class(unit, page):
        yield Cue(unit.first, unit.first + 1, Phrase("isa"))


def _takes_up_by_class(unit: Unit, page: Page) -> bool:
    """ "A is rare. This autoimmune disease destroys platelets": a class with "this" stands for the condition of the sentence before."""
    before = unit.previous
    if page.tokens.folds[unit.first] != "this" or before is None or before.block != unit.block:
        return False
    named = next((t for t in unit.terms if t.has("Category")), None)
    if named is None or named.first - unit.first > _TO_CLASS or named.last >= unit.last:
        return False
    behind = page.tokens.folds[named.last]
    return behind not in _PARTING and behind not in _BELONGING


def _is_defined(unit: Unit) -> bool:
    before = unit.previous
    if before is None or unit.place_in_block or unit.is_item or unit.is_heading:
        return False
    return before.is_heading and not _DEFINING.isdisjoint(before.stems) and before.last - before.first <= _TITLE


#: What a class is said of rather than a condition: "this immunodeficiency clinic".
_BELONGING = frozenset(
    (
        "therapy", "treatment", "drug", "medication", "medicine", "product", "approach", "patient", "population", "group", "clinic", "cohort", "trial",
        "study", "programme", "program", "symptom", "process", "mechanism", "response", "reaction", "attack", "of", "in", "with", "to",
    )
)  # fmt: skip
#: Tokens of "this rare and painful" before a class.
_TO_CLASS = 5
#: What heads a definition, and the tokens of such a line.
_DEFINING = frozenset(map(stem, ("definition", "description", "overview", "summary")))
_TITLE = 3


def _run_in_name(unit: Unit, page: Page) -> Term | None:
    """ "Juvenile dermatomyositis. A childhood form of ...": the condition that the line or sentence before consists of."""
    before = unit.previous
    if _is_defined(unit):
        return page_disease(page)
    if before is None or not (before.is_heading or (before.block == unit.block and not before.place_in_block)):
        return None
    named = [t for t in diseases_of(before) if t.has(*CONDITIONS) and t.first == before.first]
    last = named[-1].last if named else before.last
    return named[-1] if named and set(page.tokens.surfaces[last : before.last]) <= {".", ":"} else None


#: "It" and what may be said for it at the head of a clause.
_IT = frozenset(("it", "this"))
_TAKING_UP = _IT | {"they"}
_CALLED = frozenset(("disease", "disorder", "condition", "syndrome", "illness", "infection"))
#: What parts a clause from the one before.
_PARTING = frozenset((";", ":", ",", "—", "-", "and", "but", "because", "since", "as", "although", "that"))
#: What ends a sentence inside its unit.
_STOPS = frozenset((";", ":", "—", "-"))


_SHORT = frozenset(("it", "that"))


def short_copulas(unit: Unit, page: Page) -> Iterator[Cue]:
    """ "It's a viral infection": a copula that is written into its pronoun."""
    tokens = page.tokens
    if _SHORT.isdisjoint(unit.folds):
        return
    for index in range(unit.first, unit.last - 1):
        if tokens.folds[index + 1] in {"a", "an", "the"} and tokens.surfaces[index].lower().replace("’", "'") in {"it's", "that's"}:
            yield Cue(index, index + 2, Phrase("isa"))


def parted_copulas(unit: Unit, page: Page) -> Iterator[Cue]:
    """ "A is, like B, an autoimmune disease": a copula that an insertion parts from the class."""
    if "," not in unit.folds or _COPULAS.isdisjoint(unit.folds):
        return
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    for index in range(unit.first + 1, unit.last - 3):
        if surfaces[index] not in _COPULAS or folds[index + 1] != ",":
            continue
        comma = next((i for i in range(index + 2, min(unit.last - 2, index + _INSERTION)) if folds[i] == ","), None)
        if comma is not None and folds[comma + 1] in {"a", "an"}:
            yield Cue(index, comma + 2, Phrase("isa"))


_COPULAS = frozenset(("is", "are"))
#: Tokens from the copula to the end of an insertion.
_INSERTION = 10


def _opens_with_it(folds: Sequence[str]) -> bool:
    """ "it", "this", "the disease": words that stand for the condition spoken of."""
    if len(folds) == 1:
        return folds[0] in _IT
    return len(folds) == 2 and folds[0] in {"the", "this"} and folds[1] in _CALLED


def _says_it(unit: Unit, page: Page, first: int) -> bool:
    """Tell whether a clause behind another begins with "it" right before its verb: "A causes B, and it is a C"."""
    folds = page.tokens.folds
    return first - 2 > unit.first and folds[first - 1] in _TAKING_UP and folds[first - 2] in _PARTING


def _subject_of_sentence(unit: Unit, page: Page, limit: int, diseases: Sequence[Term]) -> Term | None:
    """The one condition that a sentence before `limit` speaks of: its first word, and no other stands beside it."""
    before = [t for t in diseases if t.last <= limit]
    if not before or not before[0].has(*CONDITIONS) or before[0].first - unit.first > _OPENING:
        return None
    led = not page.lists["preposition"].isdisjoint(page.tokens.stems[unit.first : before[0].first])
    if led or any(a.first < before[0].first for a in unit.agents):
        return None  # "In A the serum helps", "IVIG for A is ..."
    return before[0] if len({t.concept for t in before}) == 1 else None


#: Words before the condition that a sentence is about: "The very rare".
_OPENING = 3


def _resumed(unit: Unit, page: Page, cue: Cue, diseases: Sequence[Term]) -> Term | None:
    """ "A is caused by a toxin; it is a C", "A spreads by bites and is a C": a second clause on the subject of the first."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    start = cue.first
    if folds[start - 1] == "they":  # "Hereditary neuropathies look similar, but they are Cs"
        several = _subject_of_sentence(unit, page, start, diseases)
        return several if several is not None and folds[start - 2] in _PARTING and surfaces[several.last - 1].endswith("s") else None
    if folds[start] not in _IT:  # else "it's", with the copula in the pronoun
        size = next((n for n in (1, 2) if start - n > unit.first and _opens_with_it(folds[start - n : start])), 0)
        start -= size
        if not size:
            joined = folds[start - 1] == "and" and surfaces[cue.first].lower() in {"is", "are"}
            if not joined or start - 1 <= unit.first or _STOPS.intersection(surfaces[unit.first : start]):
                return None
            subject = _subject_of_sentence(unit, page, start, diseases)
            follows = subject is not None and folds[subject.last] in _SAYING
            return subject if follows else None
    if start <= unit.first or (folds[start - 1] not in _PARTING and surfaces[start - 1] not in _PARTING):
        return None
    return _subject_of_sentence(unit, page, start, diseases)


#: Verbs behind the subject of a sentence that goes on with "and is a ...".
_SAYING = frozenset(
    (
        "is", "are", "was", "can", "may", "causes", "cause", "affects", "affect", "damage", "attack", "strike", "spread", "occur", "start",
        "begin", "come", "lead", "make", "usually", "often", "mainly", "mostly", "typically", "develop", "has", "result", "arise",
    )
)  # fmt: skip


def _without_relative(unit: Unit, page: Page, limit: int) -> int:
    """Where a clause set off by commas begins that ends right before `limit`: "A, which resembles B, is a C"."""
    tokens = page.tokens
    if limit - 1 <= unit.first or tokens.surfaces[limit - 1] != ",":
        return limit
    for index in range(limit - 2, unit.first, -1):
        if tokens.surfaces[index] in {";", ":"}:
            return limit
        if tokens.folds[index] in {"which", "who", "whose", "where", "like", "unlike"} and tokens.surfaces[index - 1] == ",":
            return index - 1
    return limit
