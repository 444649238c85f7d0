"""Members that a text names as examples of a class: sentences go in, memberships come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.concepts import Concept
from kg.reading.classes.memberships import (
    GENERIC_CONDITIONS,
    SAFETY_SECTIONS,
    Membership,
    diseases_of,
    is_ambiguous,
    is_below,
    is_elsewhere,
    members_after,
    outside_brackets,
)
from kg.reading.cues import Cue
from kg.reading.drafts import AND_OTHERS
from kg.reading.page import CONDITIONS, Page, Term, Unit
from kg.reading.therapy.bystanders import opens_with_infections

__all__ = ["FORMS", "and_others", "belonging", "bracketed", "examples", "examples_of", "is_compared", "single_forms", "some_kinds"]

#: Verbs by which a class embraces its members.
_INCLUSION = frozenset(("includ", "cover", "compris", "encompass", "consist"))


_CIRCUMSTANCES = frozenset(("after", "during", "following"))


def examples(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "autoimmune diseases such as A, B and C"."""
    diseases = diseases_of(unit)
    outer: Term | None = None
    for cue in unit.relations:
        if cue.phrase.kind != "example":
            continue
        category, owner = _category_before(unit, page, cue, diseases)
        rule = "examples"
        if category is not None and owner is unit:
            category = _group_of(unit, page, cue, category, diseases) or category
        if category is None:
            category, owner, rule = _labelled_class(unit, page, cue, diseases, concepts), unit, "examples of a label"
        if category is None:
            category, owner, rule = _described_class(unit, page, cue, diseases, concepts), unit, "examples"
        if category is None and outer is not None and not page.lists["form-noun"].isdisjoint(_just_before(unit, page, cue)):
            category, owner = outer, unit  # "Cs include A and two chronic forms, namely B and D"
        if category is None or owner is None:
            continue
        of_infections = opens_with_infections(unit, page) and "infection" not in category.concept
        if owner is unit and of_infections and page.tokens.folds[cue.last - 1] == "included":
            continue  # "Infections in the study of A included B"
        if owner is unit and any(t.concept == "adverse-event-root" and category.last <= t.first < cue.first for t in unit.terms):
            continue  # "In A, side effects of X include B"
        is_of_other = _is_of_other_matter(unit, page, category)
        is_of_treatment = is_of_other and cue.first - category.last <= 1 and page.tokens.folds[cue.last - 1] == "as"
        if (is_of_other and not is_of_treatment) or page.tokens.folds[category.first] in _EXPOSURE:
            continue  # "risk factors for A include B", "exposure to A (such as a bite)"
        # "Other infections in A include B": what those with A come down with, unless the tree has B below A
        is_had = owner is unit and page.tokens.folds[category.first - 1] in {"in", "with"} and any(t.last == category.first - 1 for t in diseases)
        is_had = is_had or (owner is unit and _is_found_in(unit, page, cue, category))
        is_paired = is_of_treatment or is_had or (owner is unit and is_ambiguous(page, category, diseases))  # "the treatment of Cs such as A"
        if page.tokens.folds[cue.last - 1] == "like" and (
            not category.has("Category", "Immunodeficiency")
            or (is_compared(unit, page, cue.first) and any(t.has("Category", "Immunodeficiency") and t.first >= cue.last for t in diseases))
        ):
            continue  # "A, like B, is a C"
        closed = False  # by "A or B", behind which "and C" and ", or C" are none of them
        for member in members_after(unit, page, cue.last, diseases):
            joint = page.tokens.folds[member.first - 1]
            if joint in _CIRCUMSTANCES or (joint == "in" and page.tokens.folds[member.first - 2] in {",", "or", "and"}):
                continue  # "C, e.g. after B or in A": when it comes, not what it is
            if closed and (joint == "and" or (joint == "or" and page.tokens.surfaces[member.first - 2] == ",")):
                break
            if joint in _ORIGINS or any(t.first == member.last and t.concept != member.concept for t in diseases):
                continue  # "C, including from B": what it comes from; "C including A B syndrome": A is a part of the name
            closed = closed or joint == "or"
            if _begins_a_class(unit, page, member) and not is_below(concepts, member.concept, category.concept):
                break
            # "It is given for A. It also calms illnesses such as B": the sentence before named no class
            is_far = owner is not unit and not category.has("Category") and category.concept not in _CLASSES
            if (is_paired or is_far or member.concept in _WIDE) and not is_below(concepts, member.concept, category.concept):
                continue
            if owner is not unit and is_elsewhere(concepts, member, category.concept):
                continue
            if member.concept == "pregnancy" or (cue.phrase.kind == "example" and _is_circumstance(page, cue, member)):
                continue
            if member.has(*CONDITIONS) or (member.has("Category") and category.has("Category")):
                # "Cs such as A, Ds such as B, E": the inner list ends where the curated tree has a name below C alone.
                if (
                    outer is not None
                    and owner is unit
                    and is_below(concepts, member.concept, outer.concept)
                    and not is_below(concepts, member.concept, category.concept)
                ):
                    category = outer
                yield Membership(member, category, owner.index, cue, rule, 0.9)
        outer = category if owner is unit else None


def _is_found_in(unit: Unit, page: Page, cue: Cue, category: Term) -> bool:
    """ "Laboratory findings in A include B", "Comorbid illnesses in A include B": what is found in those with A; a noun for kinds tells kinds of it."""
    folds = page.tokens.folds
    if category.has("Category") or folds[category.first - 1] != "in" or category.first - unit.first < 2:
        return False
    if page.tokens.stems[cue.first] not in _INCLUSION or folds[cue.first] in {"including", "included"}:
        return False
    return FORMS.isdisjoint(page.tokens.folds[unit.first : category.first]) and page.lists["example-noun"].isdisjoint(
        page.tokens.stems[unit.first : category.first]
    )


_ORIGINS = frozenset(("from", "by"))
_EXPOSURE = frozenset(("exposure", "exposed"))
#: Immunodeficiencies that are classes of others.
_CLASSES = GENERIC_CONDITIONS | {"primary-immunodeficiency", "secondary-immunodeficiency"}
#: Names of many illnesses, which "chronic infections, especially dangerous ones" puts beside a class of its own kind.
_WIDE = frozenset(("infection", "severe-infection", "recurrent-infection"))


def _labelled_class(unit: Unit, page: Page, cue: Cue, diseases: Sequence[Term], concepts: Mapping[str, Concept]) -> Term | None:
    """ "Immune deficiency: where the body makes no antibodies, for example A": the label's class, where the curated tree agrees."""
    if unit.label_last is None or unit.place_in_block:
        return None
    if page.tokens.folds[cue.last - 1] == "like" and page.tokens.folds[cue.first - 1] not in _GENERIC:
        return None  # "A, like B", but "conditions like B" are examples
    before = [t for t in diseases if t.last <= cue.first]
    if len(before) != 1 or before[0].last > unit.label_last or not before[0].has("Category", "Immunodeficiency"):
        return None
    member = next((t for t in diseases if t.first >= cue.last), None)
    return before[0] if member is not None and is_below(concepts, member.concept, before[0].concept) else None


def _described_class(unit: Unit, page: Page, cue: Cue, diseases: Sequence[Term], concepts: Mapping[str, Concept]) -> Term | None:
    """ "Cs in which few antibodies are made, e.g. A and B": a class that more words describe, where the curated tree has A below it."""
    folds = page.tokens.folds
    category = next((t for t in reversed(diseases) if t.last <= cue.first and t.has("Category", "Immunodeficiency")), None)
    if category is None or cue.first - category.last > _DESCRIPTION or folds[cue.last - 1] == "like":
        return None
    between = folds[category.last : cue.first]
    if not {";", ":", "."}.isdisjoint(outside_brackets(between)) or _DESCRIBING.isdisjoint(between):
        return None
    if any(category.last <= t.first < cue.first for t in diseases):
        return None
    if not page.lists["head-noun"].isdisjoint(folds[max(category.last, cue.first - 2) : cue.first]):
        return None  # "Cs with other illnesses such as B"
    member = next((t for t in diseases if t.first >= cue.last), None)
    if member is not None and between[0] in {"that", "which"} and between[-2:] in (["with", ","], ["inherited", ","]):
        return category  # "a C that people are born with, such as A"
    return category if member is not None and is_below(concepts, member.concept, category.concept) else None


#: Tokens of what describes a class: "(PID) in which the production of antibodies is impaired,".
_DESCRIPTION = 16
_DESCRIBING = frozenset(("with", "in", "that", "which", "of", "where", "whose", "without", "who"))


_GENERIC = frozenset(("condition", "disease", "disorder", "illness", "problem"))


def _is_of_other_matter(unit: Unit, page: Page, category: Term) -> bool:
    """ "Risk factors for A include B", "complications of A, such as B": what is told belongs to A and is no kind of it."""
    if category.has("Category") or category.first - unit.first < 2:
        return False
    stems = page.tokens.stems
    if stems[category.first - 1] in {"in", "for", "of"} and not _EFFECTS.isdisjoint(stems[max(unit.first, category.first - _TO_EFFECTS) : category.first]):
        return True  # "Adverse effects of X in A include B"
    before = stems[max(unit.first, category.first - 4) : category.first]
    return not {"of", "for", "in"}.isdisjoint(before) and not (page.lists["no-class-noun"] | _FACTORS).isdisjoint(before)


#: Words for what a treatment brings about, and the tokens from one to what the treatment is for.
_EFFECTS = frozenset(("effect", "reaction", "event"))
_TO_EFFECTS = 8
_FACTORS = frozenset(
    ("factor", "precipit", "mimic", "differenti", "diagnos", "diagnosi", "comorbid", "comorbidit", "mortal", "therap", "option")
)


def examples_of(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "Examples of C are A and B", "the forms of C include A and B": the class stands between.

    Of a condition that is no class ("the subtypes of polyneuropathy are A and B") the curated tree must have A below it.
    """
    tokens = page.tokens
    diseases = diseases_of(unit)
    for category in diseases:
        is_class = category.has("Category", "Immunodeficiency")
        if not category.has(*CONDITIONS, "Category") or category.first - unit.first < 2:
            continue
        before = tokens.stems[max(unit.first, category.first - 4) : category.first]
        if "of" not in before or page.lists["example-noun"].isdisjoint(before[: before.index("of")]):
            continue
        verb = next(
            (i for i in range(category.last, min(category.last + 4, unit.last)) if tokens.stems[i] in {"be", "includ", "compris"}), None
        )
        if verb is None or any(t.first < verb for t in diseases if t.first >= category.last):
            continue
        for member in members_after(unit, page, verb + 1, diseases):
            if member.has(*CONDITIONS) and (is_class or is_below(concepts, member.concept, category.concept)):
                yield Membership(member, category, unit.index, None, "examples", 0.85)


def _group_of(unit: Unit, page: Page, cue: Cue, described: Term, diseases: Sequence[Term]) -> Term | None:
    """ "X is a group of Cs that includes A and B": a verb in the singular is of the group, whose members the examples are."""
    folds = page.tokens.folds
    noun = next((i for i in range(described.first - 1, max(unit.first, described.first - _GROUPED), -1) if folds[i] in _GROUPS), None)
    if noun is None or "of" not in folds[noun : described.first] or not page.tokens.surfaces[cue.last - 1].endswith("s"):
        return None
    group = next((t for t in reversed(diseases) if t.last <= noun), None)
    if group is None or not group.has("Category", "Immunodeficiency") or "be" not in page.tokens.stems[group.last : noun]:
        return None
    return group


def some_kinds(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "A is a disorder of blood. Some kinds, such as B, are inherited; others include C": B and C are kinds of A, which opens the sentence before.

    Where no noun says that kinds are meant ("A few, such as B"), the curated tree must agree.
    """
    folds = page.tokens.folds
    if folds[unit.first] not in _SOME and folds[unit.first : unit.first + 2] != ["a", "few"]:
        return
    start = next((cue for cue in unit.relations if cue.phrase.kind == "example" and cue.first - unit.first <= _TO_EXAMPLE), None)
    colon = next((i for i in range(unit.first, min(unit.last, unit.first + _TO_EXAMPLE)) if folds[i] == ":"), None)
    at = start.last if start is not None else colon + 1 if colon is not None else None
    if at is None or unit.place.kind in SAFETY_SECTIONS:
        return
    names_kinds = not FORMS.isdisjoint(folds[unit.first : at])
    owner = unit.previous
    for _ in range(_BACK):
        if owner is None or owner.block != unit.block or folds[owner.first] not in _SOME:
            break
        names_kinds = names_kinds or not FORMS.isdisjoint(folds[owner.first : owner.first + _TO_EXAMPLE])
        owner = owner.previous
    opening = owner.opening() if owner is not None and owner.block == unit.block else None
    if owner is None or opening is None or not opening.has(*CONDITIONS):
        return
    for member in members_after(unit, page, at, diseases_of(unit)):
        if is_below(concepts, opening.concept, member.concept):
            continue
        if member.has(*CONDITIONS) and member.concept != "pregnancy" and (names_kinds or is_below(concepts, member.concept, opening.concept)):
            yield Membership(member, opening, owner.index, start, "among", 0.75)


def single_forms(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "A is a group of disorders. It harms nerves. The most common form is B. Another form, C, is rarer": B and C are forms of A."""
    folds = page.tokens.folds
    noun = next((i for i in range(unit.first + 1, min(unit.last - 1, unit.first + _TO_FORM)) if folds[i] in FORMS), None)
    if noun is None or folds[unit.first] not in _ONE_FORM or unit.place.kind in SAFETY_SECTIONS:
        return
    diseases = diseases_of(unit)
    if folds[noun + 1] == ",":
        named = [t for t in diseases if 0 <= t.first - noun - 2 <= 1 and page.tokens.surfaces[t.last : t.last + 1] in ([","], ["("])]
    else:
        copula = next((i for i in range(noun + 1, min(unit.last, noun + _TO_COPULA)) if folds[i] in _BEING), None)
        if copula is None or "," in folds[noun:copula]:
            return
        named = list(members_after(unit, page, copula + 1, diseases))
    owner = unit.previous
    for _ in range(_FORMS_BACK):
        if owner is None or owner.block != unit.block:
            return
        opening = owner.opening()
        if opening is not None and opening.first - owner.first <= 1 and opening.has(*CONDITIONS, "Category"):
            break
        owner = owner.previous
    else:
        return
    for member in named:
        if member.has(*CONDITIONS) and member.concept != "pregnancy" and not is_below(concepts, opening.concept, member.concept):
            yield Membership(member, opening, owner.index, None, "among", 0.75)


#: Words that open a sentence on one form of what was named, copulas behind it, tokens up to the noun, and sentences back to the name.
_ONE_FORM = frozenset(("the", "another", "one", "a", "other"))
_BEING = frozenset(("is", "are"))
_TO_FORM = 6
#: Tokens from the noun to the copula: "form in adults is".
_TO_COPULA = 6
_FORMS_BACK = 5


#: Words that open a sentence on kinds of what was named, nouns for them, tokens up to the examples, and sentences back to the name.
_SOME = frozenset(("some", "other", "others", "many", "several", "certain", "rare", "rarer", "most"))
FORMS = frozenset(("kind", "type", "form", "variety", "subtype", "variant"))
_TO_EXAMPLE = 6
_BACK = 2
_GROUPS = frozenset(("group", "family", "class", "set", "collection"))
#: Tokens from such a noun to what the group is of.
_GROUPED = 6


def is_compared(unit: Unit, page: Page, like: int) -> bool:
    """ "A, like B and C, is a D": a clause between commas says what A shares its class with."""
    tokens = page.tokens
    if like <= unit.first or tokens.surfaces[like - 1] != ",":
        return False
    closing = [i for i in range(like, unit.last - 1) if tokens.surfaces[i] == ","]
    return any(tokens.stems[i + 1] in {"be", "belong", "count", "fall"} for i in closing)


def _is_circumstance(page: Page, cue: Cue, member: Term) -> bool:
    """ "X, especially in pregnancy": when, not which."""
    if page.tokens.folds[cue.last - 1] in {"instance", "example"}:
        # "acquired later, for instance in the course of A": what brings it about
        # "(for example, an antibiotic against A)": what a medicine is for
        return not {"course", "during", "after", "because", "due", "against"}.isdisjoint(page.tokens.folds[cue.last : member.first])
    if page.tokens.folds[cue.last - 1] not in {"especially", "particularly", "notably", "chiefly", "mainly", "principally"}:
        return False
    return not {"in", "during", "before", "after", "with", "for"}.isdisjoint(page.tokens.folds[cue.last : member.first])


_ADDING = frozenset(("and", "or"))
_AKIN = frozenset(("related", "similar", "allied", "like"))


def _category_before(unit: Unit, page: Page, cue: Cue, diseases: Sequence[Term]) -> tuple[Term | None, Unit | None]:
    tokens = page.tokens
    before = [t for t in diseases if t.last <= cue.first]
    nearest = before[-1] if before else None
    stems = tokens.stems[cue.first : cue.last]
    verb_of_inclusion = stems[0] in _INCLUSION and tokens.surfaces[cue.first].lower() not in {"including", "included"}
    generic_at = next(
        (
            i
            for i in range(cue.first, max(unit.first - 1, cue.first - 4), -1)
            if tokens.folds[i] in page.lists["head-noun"] and i < cue.last and not (i == cue.first and verb_of_inclusion)
        ),
        None,
    )
    if "belong" in tokens.folds[cue.first : cue.last]:
        # "..., a C. To this group belong A and B"
        previous = unit.previous
        earlier = [t for t in diseases_of(previous) if t.has("Category", "Immunodeficiency")] if previous is not None else []
        return (earlier[-1], previous) if earlier and previous is not None and previous.block == unit.block else (None, None)
    if nearest is not None:
        nearest = _described(page, nearest, before)
        between = tokens.folds[nearest.last : cue.first]
        plain = [
            w
            for w in between
            if w not in {",", "(", "disease", "disorder", "condition", ")", "that", "can", "may", "acronym"} and len(w) > 1
        ]
        acronym_only = len(between) <= 4 and between[:1] == ["("]
        if between and between[-1] in page.lists["head-noun"] and not _ADDING.isdisjoint(between) and _AKIN.isdisjoint(between):
            return None, None  # "infections and comorbid conditions including A"
        if between[:1] == [";"] and len(between) > 1 and between[1] in {"this", "these", "which"}:
            between = between[1:]  # "C; this includes A and B"
        if (len(plain) <= 2 or acronym_only or (verb_of_inclusion and len(between) <= 6)) and not ({";", ":"} & set(between)):
            # Members of an earlier list are no category: "A, B and C, such as D".
            if not (unit.label_last is not None and nearest.last <= unit.label_last and generic_at is None):
                return nearest, unit
            return nearest, unit
    if generic_at is None and not verb_of_inclusion:
        return None, None
    # "These include A", "conditions such as A": the category of the label, else of the sentence before.
    starts_clause = generic_at is not None and (
        generic_at - unit.first <= 3
        or (unit.label_last is not None and generic_at - unit.label_last <= 3)
        # Far from the start the noun is one of the sentence's own: "to tell A from better-defined syndromes such as B".
        or (not before and generic_at - unit.first <= _NEAR_START)
    )
    if not starts_clause:
        return None, None
    if unit.label_last is not None:
        label = [t for t in diseases if t.last <= unit.label_last]
        if label:
            return label[0], unit
    previous = unit.previous
    if previous is not None and (previous.block == unit.block or unit.intro is previous):
        earlier = list(diseases_of(previous))
        earlier = _grouped(page, previous, earlier) or _meant(page, earlier, page.tokens.folds[unit.first : cue.first])
        of_uses = generic_at is not None and tokens.folds[generic_at] == "indication"  # conditions have none, classes may
        if earlier and previous.block == unit.block and (earlier[-1].has("Category", "Immunodeficiency") or not of_uses):
            return earlier[-1], previous
    return None, None


def _described(page: Page, nearest: Term, before: Sequence[Term]) -> Term:
    """ "Cs with D, such as A": what the class comes with is not what A is a kind of."""
    if page.tokens.folds[nearest.first - 1] != "with" or len(before) < _PAIR:
        return nearest
    outer = before[-2]
    beside = nearest.first - 1 - outer.last <= _CLASS_NOUN and not {",", ";", "and", "or"} & set(page.tokens.folds[outer.last : nearest.first])
    return outer if beside and outer.has("Category", "Immunodeficiency") else nearest


_PAIR = 2
#: Tokens from a class to "with": "primary immunodeficiency (PID) syndromes with".
_CLASS_NOUN = 5


def _grouped(page: Page, unit: Unit, classes: Sequence[Term]) -> list[Term]:
    """ "Cs are a group of Ds. The main types are A and B": the group, not what its members are besides."""
    folds = page.tokens.folds
    for at in range(unit.first, unit.last - 1):
        if folds[at] in _GROUPS and folds[at + 1] == "of":
            groups = [t for t in classes if t.last <= at and (t.has("Category", "Immunodeficiency") or t.first - unit.first <= 1)]
            if groups and "be" in page.tokens.stems[groups[0].last : at]:
                return groups[:1]
    return []


def belonging(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "PI is a group of diseases; A and B belong to it": the members come first, the class was named before."""
    if "belong" not in unit.stems:
        return
    folds = page.tokens.folds
    at = next((i for i in range(unit.first, unit.last - 2) if page.tokens.stems[i] == "belong" and folds[i + 1] == "to"), None)
    if at is None or folds[at + 2] not in _TAKEN_UP or folds[at - 1] in {"not", "never"}:
        return
    start = next((i + 1 for i in range(at, unit.first, -1) if page.tokens.surfaces[i] == ";"), unit.first)
    owner = unit if start > unit.first else unit.previous
    if owner is None or owner.block != unit.block:
        return
    classes = [t for t in diseases_of(owner) if t.has("Category", "Immunodeficiency") and (owner is not unit or t.last <= start)]
    category = next(iter(_grouped(page, owner, classes)), classes[-1] if classes else None)
    if category is not None:
        for member in diseases_of(unit):
            if start <= member.first < at and member.has(*CONDITIONS):
                yield Membership(member, category, owner.index, None, "examples", 0.85)


_TAKEN_UP = frozenset(("it", "them", "this", "these", "that"))


def _meant(page: Page, earlier: list[Term], words: Sequence[str]) -> list[Term]:
    """ "A is given for primary and secondary Cs. The primary group includes ...": the class that shares an adjective with the group."""
    shared = [t for t in earlier if not set(words).isdisjoint(page.tokens.folds[t.first : t.last])]
    return shared or earlier


def bracketed(unit: Unit, page: Page) -> Iterator[Membership]:
    """ "Antibody deficiencies (CVID, XLA)": a class and at least two members in brackets right after it."""
    tokens = page.tokens
    diseases = diseases_of(unit)
    for category in diseases:
        if category.last >= unit.last or tokens.surfaces[category.last] != "(" or not category.has("Category", "Immunodeficiency"):
            continue
        if not _TESTS.isdisjoint(page.tokens.stems[max(unit.first, category.first - 4) : category.first]):
            continue  # "tests for past infections (A, B)"
        members: list[Term] = []
        position = category.last + 1
        for term in diseases:
            if term.first < position:
                continue
            gap = _uncounted(tokens.folds[position : term.first])
            if members and not _ends_with_attribute(gap):
                break
            if not members and not _BRACKETED.issuperset(gap):
                break
            members.append(term)
            position = term.last
        tail = _uncounted(tokens.surfaces[position : min(unit.last, position + _TAIL + _COUNT)])
        if len(members) > 1 and ")" in tail[:_TAIL]:
            for member in members:
                if member.has(*CONDITIONS):
                    yield Membership(member, category, unit.index, None, "brackets", 0.8)


def _uncounted(words: Sequence[str]) -> Sequence[str]:
    """ "A, n = 12; B, n = 7": leave out how many had each."""
    if not any(word[:1].isdigit() for word in words):
        return words
    kept = [word for word in words if not (word[:1].isdigit() or word in _COUNTING)]
    return [word for i, word in enumerate(kept) if word != "," or kept[i + 1 : i + 2] not in ([","], [";"], [")"])]


#: Words and signs around a count, and how many of them there may be.
_COUNTING = frozenset(("n", "=", "%", "patients", "patient", "cases", "case"))
_COUNT = 5
_TESTS = frozenset(("test", "screen", "serolog", "check"))


def _just_before(unit: Unit, page: Page, cue: Cue) -> Sequence[str]:
    return page.tokens.stems[max(unit.first, cue.first - 3) : cue.first]


#: Tokens before a noun that takes up the class of the sentence before: "Examples of such conditions include".
_NEAR_START = 8
#: Words that open the examples of a class.
_OPENING = frozenset(("(", "such", "including", "like"))


def _begins_a_class(unit: Unit, page: Page, term: Term) -> bool:
    """ "Cs such as A, some Ds (such as B, E)": D is a class of its own, and what stands behind it is no C."""
    return term.has("Category") and term.last < unit.last and page.tokens.folds[term.last] in _OPENING


#: What may stand between the bracket and the first member, and between two members.
_BRACKETED = frozenset((",", "and", "or", "/", "&", ";", "e", "g", ".", "eg", "like", "including", "such", "as", "i", "ie"))
_JOINING = frozenset((",", "and", "or", "/", "&", ";"))
#: Tokens behind the last member up to the closing bracket: "malignancies without neurologic link".
_TAIL = 5


def _ends_with_attribute(gap: Sequence[str]) -> bool:
    """ "A, and undiagnosed B": a joint and at most two words that describe the next member."""
    joints = [i for i, word in enumerate(gap) if word in _JOINING]
    if not joints or any(word not in _JOINING for word in gap[: joints[-1]]):
        return False
    words = gap[joints[-1] + 1 :]
    return len(words) <= 2 and all(word.isalpha() and word not in _NO_ATTRIBUTE for word in words)


_NO_ATTRIBUTE = frozenset(
    ("in", "with", "of", "by", "due", "to", "from", "caused", "for", "after", "not", "no", "without", "is", "are", "on")
)


def and_others(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Membership]:
    """ "A, B and other autoimmune blistering diseases", "A and other viral infections": what stands before is of the class."""
    folds = page.tokens.folds
    if _REST.isdisjoint(unit.folds):
        return
    diseases = diseases_of(unit)
    for category in diseases:
        at = category.first - 1
        if folds[at] not in _REST or at - 1 <= unit.first or folds[at - 1] not in {"and", "or"}:
            continue
        is_class = category.has("Category", "Immunodeficiency")
        position = at - 1
        for member in reversed([t for t in diseases if t.last <= position]):
            gap = outside_brackets(folds[member.last : position])
            if not member.has(*CONDITIONS) or any(w not in {",", "and", "or", "/", "&"} for w in gap):
                break
            if not is_class and not is_below(concepts, member.concept, category.concept):
                break
            yield Membership(member, category, unit.index, None, AND_OTHERS, 0.85)
            position = member.first


_REST = frozenset(("other", "further", "similar"))
