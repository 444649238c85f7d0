"""Classes of conditions: terms and cues go in, memberships and drafts of in_category come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.concepts import Concept
from kg.reading.classes.asides import (
    among,
    as_class,
    before_colon,
    being_examples,
    gapped,
    inverted,
    known_as,
    like_others,
    named,
    named_together,
    of_these,
    of_which,
    regarded,
)
from kg.reading.classes.examples import FORMS, and_others, belonging, bracketed, examples, examples_of, single_forms, some_kinds
from kg.reading.classes.headings import (
    announced_by_class,
    below_class_line,
    filed_under,
    listed_under_heading,
    on_path,
    sorted_into,
    told_under_heading,
    under_heading,
)
from kg.reading.classes.lists import described_row, flattened_row, introduced, label_list, led_back, lines_below, row, taken_up_by_class
from kg.reading.classes.memberships import SAFETY_SECTIONS, Membership, diseases_of, is_below
from kg.reading.classes.specialties import in_specialty
from kg.reading.classes.statements import adjectives_of, by_adjective, is_a
from kg.reading.drafts import AND_OTHERS, Draft
from kg.reading.openings import names_obstacles
from kg.reading.page import Page, Unit
from kg.reading.qualifiers import polarity_of

__all__ = ["category_adjectives", "find_memberships", "membership_drafts"]

#: Words such as "rare" or "childhood" before "disease" name no class of diseases.
_NO_CATEGORY = frozenset(("pregnancy", "rare-disease", "childhood-disease", "serious-illness"))


def category_adjectives(concepts: Iterable[Concept]) -> dict[str, str]:
    """Map adjectives that make a category with any noun for a disease to it: "autoimmune" to autoimmune-disease."""
    found: dict[str, str] = {}
    for concept in concepts:
        if "Category" in concept.classes:
            for name in concept.names:
                words = name.lower().split()
                if len(words) == 2 and words[1] in {"disease", "disorder", "condition"} and words[0].endswith(_ADJECTIVE_ENDINGS):
                    found.setdefault(words[0], concept.slug)
    return found


_ADJECTIVE_ENDINGS = ("ic", "al", "ary", "ous", "ive", "ar", "mune", "ing", "ory")


def find_memberships(
    unit: Unit,
    page: Page,
    concepts: Mapping[str, Concept],
    adjectives: Mapping[str, str] | None = None,
    specialties: Mapping[str, str] | None = None,
) -> list[Membership]:
    """Find the conditions that the unit names as members of a category."""
    diseases = diseases_of(unit)
    if not diseases:
        return list(by_adjective(unit, page, adjectives)) if adjectives and "it" in unit.folds and "be" in unit.stems else []
    found: list[Membership] = []
    if len(diseases) > 1 or diseases[0].has("Category") or "it" in unit.folds or not unit.kinds.isdisjoint(_STATING):
        found.extend(_stated(unit, page, concepts, adjectives or {}))
    if adjectives and "be" in unit.stems:
        found.extend(by_adjective(unit, page, adjectives))
    if unit.intro is not None:
        found.extend(introduced(unit, page, {m.member.first for m in found if m.rule != "apposition"}, concepts))
    if unit.is_item or unit.label_last is not None:
        found.extend(under_heading(unit, page, concepts, found))
    if unit.is_item or unit.is_row:
        found.extend(listed_under_heading(unit, page, {m.member.first for m in found}))
    found.extend(filed_under(unit, page))
    if len(diseases) > 1:
        found.extend(on_path(unit, page))
    found.extend(some_kinds(unit, page, concepts))
    if not FORMS.isdisjoint(unit.folds) and unit.previous is not None:
        found.extend(single_forms(unit, page, concepts))
    if unit.intro is not None:
        found.extend(sorted_into(unit, page))
    is_line = not (unit.is_item or unit.is_row or unit.is_heading)
    if (is_line or (unit.is_item and unit.intro is unit.previous)) and not unit.place_in_block:
        found.extend(lines_below(unit, page, {m.member.first for m in found}))
    if unit.intro is not None:
        found.extend(announced_by_class(unit, page, concepts, {m.member.first for m in found}))
    if is_line and diseases[0].first == unit.first:
        found.extend(below_class_line(unit, page, concepts, {m.member.first for m in found}))
    if (is_line or unit.is_item) and page.topic is not None:
        found.extend(list(told_under_heading(unit, page, concepts, found)))
    if specialties:
        found.extend(in_specialty(unit, page, concepts, specialties, {m.member.first for m in found}))
    seen: set[tuple[str, str]] = set()
    result = []
    for membership in found:
        key = (membership.member.concept, membership.category.concept)
        category = membership.category
        if key[1] in _NO_CATEGORY or names_obstacles(unit, page, membership.member.first):
            continue
        # "A is a viral infection" names a class, "A, an eczema" tells of a symptom.
        # So "A and other viral infections", "viral infections such as A"; "clots such as A" in a vein are what befell somebody.
        is_stated = membership.rule in _STATED or (membership.rule in _LISTED and is_below(concepts, key[1], "infection"))
        is_class = membership.rule == "among" or (is_stated and is_below(concepts, key[0], key[1]))
        if category.has("AdverseEffect") and not category.has("Category") and not is_class:
            continue
        if membership.member.has("AdverseEffect") and unit.place.kind in SAFETY_SECTIONS and membership.rule != "is a":
            continue
        if key[0] == key[1] or key in seen or _is_above(concepts, membership.category.concept, key[0]):
            continue
        seen.add(key)
        result.append(membership)
    return result


#: Rules of sentences that say what a condition is.
_STATED = frozenset(("is a", "apposition"))
_LISTED = frozenset(("examples", AND_OTHERS, "label with list"))
#: Cues by which a sentence may state the class of the one condition that it names.
_STATING = frozenset(("example", "isa", "called"))


def _stated(unit: Unit, page: Page, concepts: Mapping[str, Concept], adjectives: Mapping[str, str]) -> list[Membership]:
    """What the sentence itself says: statements, examples, appositions, rows."""
    found: list[Membership] = []
    names_class = unit.has("Category", "Immunodeficiency")  # else the rules on what stands beside a class have nothing to say
    if "example" in unit.kinds:
        found.extend(examples(unit, page, concepts))
    if len(diseases_of(unit)) > 1:
        found.extend(examples_of(unit, page, concepts))
    found.extend(belonging(unit, page))
    if names_class:
        found.extend(being_examples(unit, page))
    found.extend(is_a(unit, page, concepts))
    if found:
        found.extend(adjectives_of(found, unit, page, adjectives))
        found.extend(gapped(found, unit, page))
        found.extend(known_as(found, unit, page))
    found.extend(among(unit, page, concepts))
    if names_class:
        found.extend(as_class(unit, page))
        found.extend(like_others(unit, page, concepts))
        found.extend(named_together(unit, page, concepts))
        found.extend(regarded(unit, page))
        if "this" in unit.folds:
            found.extend(led_back(unit, page))
    found.extend(named(unit, page, concepts))
    if names_class:
        found.extend(inverted(unit, page, concepts))
    found.extend(of_which(unit, page, concepts))
    found.extend(of_these(unit, page))
    found.extend(before_colon(unit, page, concepts))
    if names_class and "(" in unit.folds:
        found.extend(bracketed(unit, page))
    if len(diseases_of(unit)) > 1:
        found.extend(and_others(unit, page, concepts))
    if unit.label_last is not None:
        found.extend(taken_up_by_class(unit, page))
        found.extend(label_list(unit, page, {m.member.first for m in found}))
    found.extend(flattened_row(unit, page))
    if unit.is_row:
        found.extend(row(unit, page))
        found.extend(described_row(unit, page, concepts))
    return found


def membership_drafts(unit: Unit, page: Page, memberships: Sequence[Membership]) -> Iterator[Draft]:
    """Turn memberships into drafts; the object's words are those of the category."""
    for m in memberships:
        polarity = (
            # What is said of the member behind its class ("A, a disorder of B, was not seen") denies no membership.
            polarity_of(
                [q for q in unit.qualifiers if q.phrase.direction != "left"],
                page.tokens,
                (unit.first, unit.last),
                m.member.first,
                m.member.last,
            )
            if m.category_unit == unit.index and m.rule not in {"examples", "examples of a label", "apposition"}
            else "affirmed"
        )
        if m.rule == "is a" and m.cue is not None:
            is_inserted = page.tokens.surfaces[m.cue.first - 1] == ","  # "A, a form of B, should be ruled out"
            said = [q for q in unit.qualifiers if q.phrase.direction != "left"] if is_inserted else unit.qualifiers
            polarity = polarity_of(said, page.tokens, (unit.first, unit.last), m.category.first, m.category.last, cue_first=m.cue.first)
        yield Draft(
            m.member.concept,
            "in_category",
            m.category.concept,
            m.category.first,
            m.category.last,
            m.rule,
            round(m.confidence * min(m.member.score, m.category.score), 3),
            unit.index,
            polarity=m.polarity or polarity,
            subject_span=(m.member.first, m.member.last),
            cue_span=(m.cue.first, m.cue.last) if m.cue else None,
        )


def _is_above(concepts: Mapping[str, Concept], below: str, above: str) -> bool:
    """The "category" is itself a kind of the "member": an enumeration read the wrong way round."""
    concept = concepts.get(below)
    return concept is not None and (above in concept.broader or above in concept.categories)
