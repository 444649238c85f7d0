"""Effects at the place of the needle: a page's terms and local cues go in, "redness" there becomes redness at the injection site.

The words for the place (kind `local` in data/cues/safety.tsv) may stand behind the effects ("redness and swelling where the needle
goes in"), before them ("at the injection site: pain, redness") or in the introduction of their list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from kg.errors import ResourceError
from kg.reading.cues import Cue, Phrase, read_rows
from kg.reading.page import Page, Term, Unit
from kg.reading.safety.site_adjectives import INTO_LIMBS, find_site_adjectives

__all__ = ["AT_NEEDLE", "fit_sites", "load_local_effects"]

#: Why an effect is one of the place of the needle.
AT_NEEDLE = "at the place of the needle"

_JOINING = frozenset(
    (
        ",", "and", "or", "/", "&", "(", ")", "some", "mild", "slight", "a", "the", "temporary", "minor", "little", "may", "be", "felt",
        "developing", "appearing", "heat",
    )
)  # fmt: skip
#: A cue that opens its sentence or list speaks of what follows it.
_OPENING = 3


def load_local_effects(folder: Path, known: Mapping[str, object]) -> Mapping[str, str]:
    """Read local_effects.tsv: an effect and what it is at the place of the needle; raises ResourceError for an unknown concept."""
    path = folder / "local_effects.tsv"
    effects: dict[str, str] = {}
    for number, (effect, local) in enumerate(read_rows(path, ("effect", "local")), start=2):
        for slug in (effect, local):
            if slug not in known:
                raise ResourceError(path, f"{slug!r} has no row in concepts.tsv", line=number)
        effects[effect] = local
    return effects


def fit_sites(page: Page, local_effects: Mapping[str, str]) -> None:
    """Make the effects that a text places at the needle effects of that place."""
    into_limbs = page.topic is not None and page.names(INTO_LIMBS)
    local_row: int | None = None
    for unit in page.units:
        is_below_row = local_row is not None and (unit.is_item or (unit.is_row and _indent(unit, page) > local_row))
        if is_below_row:  # "Local reactions | 82" over "– pain | 35", or over "   pain | 35"
            for term in unit.terms:
                _place(term, local_effects)
        elif not unit.is_item:
            opens = unit.is_row and bool(unit.terms) and unit.terms[0].first == unit.first and unit.terms[0].concept == _REACTION
            local_row = _indent(unit, page) if opens else None
        _add_adjectives(unit, page, into_limbs=into_limbs)
        for term in _shown_where_given(unit, page):
            _place(term, local_effects)
        is_in_list = unit.is_item and unit.intro is not None
        if not is_in_list and _TELLING.isdisjoint(unit.folds) and "local" not in [cue.phrase.kind for cue in unit.safety]:
            continue
        cues = [cue for cue in unit.safety if cue.phrase.kind == "local" and not _is_in_name(unit, cue)]
        cues += _places_of_product(unit, page)
        for cue in cues:
            for term in _spoken_of(unit, page, cue, local_effects):
                _place(term, local_effects)
        for term in _called_local(unit, page, local_effects):
            _place(term, local_effects)
        for term in (*_shared_place(unit, page, local_effects), *_led_by_place(unit, page, local_effects)):
            _place(term, local_effects)
        if not cues and unit.intro is not None and unit.is_item and _opens_local_list(unit.intro, page):
            for term in unit.terms:
                _place(term, local_effects)


def _indent(unit: Unit, page: Page) -> int:
    """Count the characters of its line before the first token of a unit."""
    start = page.tokens.starts[unit.first]
    return start - page.normal.text.rfind("\n", 0, start) - 1


def _add_adjectives(unit: Unit, page: Page, *, into_limbs: bool) -> None:
    """ "The spot may be tender and red": terms for what adjectives tell; a shorter or other reading of their words gives way."""
    found = list(find_site_adjectives(unit, page, into_limbs=into_limbs))
    if not found:
        return
    said = {index for first, last, _ in found for index in range(first, last)}
    kept = [term for term in unit.terms if said.isdisjoint(range(term.first, term.last)) or term.last - term.first > _ADJECTIVE]
    covered = {index for term in kept for index in range(term.first, term.last)}
    effect, why = frozenset(("AdverseEffect",)), (AT_NEEDLE,)
    kept += [Term(first, last, concept, effect, 0.9, "exact", why) for first, last, concept in found if first not in covered]
    kept.sort(key=lambda term: (term.first, term.last))
    unit.terms = kept


#: Tokens of a name that is such an adjective and its verb: "be sore".
_ADJECTIVE = 2


def _shown_where_given(unit: Unit, page: Page) -> list[Term]:
    """ "Redness and swelling of the skin are frequent if it is injected under the skin": what shows on the skin by such a way of giving."""
    way = next((term for term in unit.terms if term.concept in _INTO_FLESH), None)
    if way is None or unit.cues("negation"):
        return []
    folds = page.tokens.folds
    at = next((i for i in range(way.first - 1, max(unit.first, way.first - _TO_WAY) - 1, -1) if folds[i] in _ON_GIVING), None)
    if at is None or (folds[at] in _GIVEN_IF and _GIVEN.isdisjoint(folds[at : way.last])):
        return []
    effects = [term for term in unit.terms if term.has("AdverseEffect")]
    if not effects or effects[0].first - unit.first > 1 or not all(t.concept in _ON_SKIN and t.last <= at for t in effects):
        return []
    joined = all(_JOINING.issuperset(folds[one.last : other.first]) for one, other in pairwise(effects))
    return effects if joined and not any(term.has("Condition") for term in unit.terms) else []


#: Ways of giving through a needle in the flesh, the tokens from the words that lead to one, and these words.
_INTO_FLESH = frozenset(("subcutaneous-route", "subcutaneous-injection", "subcutaneous-infusion", "intramuscular-injection", "intramuscular-route"))
_TO_WAY = 8
_GIVEN_IF = frozenset(("when", "if", "as"))
_ON_GIVING = _GIVEN_IF | {"with", "after"}
_GIVEN = frozenset(("given", "injected", "infused", "administered", "injecting", "infusing"))
#: What may show where it is given.
_ON_SKIN = frozenset(("erythema", "edema", "pruritus", "contusion", "induration", "nodule", "tenderness", "hematoma"))


def _places_of_product(unit: Unit, page: Page) -> list[Cue]:
    """ "redness or swelling where Evogam was given": the product's name within the words for the place."""
    folds = page.tokens.folds
    return [
        Cue(agent.first - 1, agent.last + 2, Phrase("local"))
        for agent in unit.agents
        if agent.concept
        and agent.first > unit.first
        and agent.last + 2 <= unit.last
        and folds[agent.first - 1] == "where"
        and page.tokens.surfaces[agent.last].lower() in {"was", "is"}
        and folds[agent.last + 1] in {"given", "injected", "infused", "administered"}
    ]


def _place(term: Term, local_effects: Mapping[str, str]) -> None:
    local = local_effects.get(term.concept)
    if local is not None:
        term.reasons = (*term.reasons, AT_NEEDLE)
        term.concept, term.classes = local, frozenset(("AdverseEffect",))


def _called_local(unit: Unit, page: Page, local_effects: Mapping[str, str]) -> list[Term]:
    """ "Local swelling and redness": an adjective before the effect, which one joined to it by "and" shares."""
    folds = page.tokens.folds
    found: list[Term] = []
    if unit.label_last is not None and folds[unit.first] in _LOCAL and unit.label_last - unit.first <= 2:
        return [t for t in unit.terms if t.concept in local_effects and t.first >= unit.label_last]  # "Local: redness, swelling"
    before: Term | None = None
    for term in unit.terms:
        is_called = folds[term.first] in _LOCAL or (term.first > unit.first and folds[term.first - 1] in _LOCAL)
        if term.concept == "inflammation" and folds[term.last : term.last + 1] == ["of"]:
            continue  # "local inflammation of nerves"
        is_joined = before is not None and folds[before.last : term.first] in (["and"], ["or"])
        if term.concept in local_effects and (is_called or is_joined):
            found.append(term)
        elif not (is_called and _is_local(term)):
            continue
        before = term
    return found


def _shared_place(unit: Unit, page: Page, local_effects: Mapping[str, str]) -> list[Term]:
    """ "Pain, redness or a hard lump at the injection site": the place in the last name holds for all, if all are such effects."""
    closing = next((term for term in unit.terms if _ends_in_place(unit, term)), None)
    if closing is None:
        return []
    before = [term for term in unit.terms if term.last <= closing.first and term.has("AdverseEffect")]
    if not before:
        return []
    starts = [*(term.first for term in before[1:]), closing.first]
    joined = all(_JOINING.issuperset(page.tokens.folds[term.last : start]) for term, start in zip(before, starts, strict=True))
    return before if joined and all(term.concept in local_effects for term in before) else []


def _led_by_place(unit: Unit, page: Page, local_effects: Mapping[str, str]) -> list[Term]:
    """ "Infusion site redness, swelling, bruising and itching, cough": the place in the first name holds up to another kind of effect."""
    folds = page.tokens.folds
    found: list[Term] = []
    position: int | None = None
    for term in unit.terms:
        if folds[term.first : term.first + 2] in _PLACES and _is_local(term) and not term.concept.endswith("-reaction"):
            position = term.last
        elif position is not None and term.first >= position:
            if term.concept not in local_effects or not _JOINING.issuperset(folds[position : term.first]):
                position = None
                continue
            found.append(term)
            position = term.last
    return found


_PLACES = (["infusion", "site"], ["injection", "site"])


def _ends_in_place(unit: Unit, term: Term) -> bool:
    return _is_local(term) and any(
        cue.phrase.kind == "local" and term.first < cue.first and cue.last == term.last for cue in unit.safety
    )


def _is_local(term: Term) -> bool:
    """The concept is itself one of the place of the needle: "a lump [where the needle went in]"."""
    return term.concept.startswith(("injection-site-", "infusion-site-"))


_LOCAL = frozenset(("local", "localized", "localised"))
#: Words of which one stands wherever an effect is told of its place, if no cue tells it.
_TELLING = _LOCAL | {"where", "site"}


def _is_in_name(unit: Unit, cue: Cue) -> bool:
    """The cue is part of a name that says the place itself: "injection site pain"; "local reactions" names nothing more."""
    return any(
        term.first <= cue.first and cue.last <= term.last and term.concept != _REACTION and not _is_bare(cue, term) for term in unit.terms
    )


_REACTION = "injection-site-reaction"


def _is_bare(cue: Cue, term: Term) -> bool:
    return cue.first == term.first and cue.last == term.last


def _spoken_of(unit: Unit, page: Page, cue: Cue, local_effects: Mapping[str, str]) -> list[Term]:
    """The effects in the coordination right before the cue, else those behind a cue that opens the sentence or a bracket."""
    tokens = page.tokens
    found: list[Term] = []
    position = cue.first
    before = [] if _is_member(unit, page, cue) else [t for t in unit.terms if t.last <= cue.first]
    for term in reversed(before):
        between = tokens.folds[term.last : position]
        is_local = term.concept not in local_effects and _is_local(term)
        if not (is_local or term.concept in local_effects) or not (_JOINING.issuperset(between) or _names_member(between)):
            break
        if not is_local:
            found.append(term)
        position = min(position, term.first)
    if found:
        return found
    surfaces = tokens.surfaces
    opens = cue.first - unit.first <= _OPENING or (unit.label_last is not None and cue.last <= unit.label_last)
    bracket = cue.last < unit.last and surfaces[cue.last] in {"(", ":"}
    listed = any(c.phrase.kind == "example" and 0 <= c.first - cue.last <= 2 for c in unit.relations)
    if not (opens or bracket or listed):
        return []
    end = unit.last
    if bracket and surfaces[cue.last] == "(":
        end = next((i for i in range(cue.last, unit.last) if surfaces[i] == ")"), unit.last)
    for term in unit.terms:
        if term.first < cue.last or term.last > end:
            continue
        if found and ";" in surfaces[found[-1].last : term.first]:
            break
        if term.concept in local_effects:
            found.append(term)
        elif found and not bracket and term.has("AdverseEffect"):
            break
    return found


def _is_member(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "fever, itching, local reactions (such as redness)": reactions that a list names beside other effects place none of those before."""
    is_name = any(term.concept == _REACTION and _is_bare(cue, term) for term in unit.terms)
    return is_name and page.tokens.folds[cue.first] in _LOCAL and page.tokens.surfaces[cue.first - 1] in {",", ";"}


def _names_member(words: Sequence[str]) -> bool:
    """ "redness or a hard spot [where the needle went in]": a member of the coordination that the lexicon does not know."""
    joined = next((i for i, word in enumerate(words) if word in {"and", "or"}), None)
    if joined is None or not _JOINING.issuperset(words[:joined]):
        return False
    unknown = [word for word in words[joined:] if word not in _JOINING]
    return 0 < len(unknown) <= _UNKNOWN and _BREAKING.isdisjoint(unknown)


#: Words of a member that the lexicon does not know, and words that none has.
_UNKNOWN = 3
_BREAKING = frozenset((";", ":", ".", "is", "are", "was", "were", "have", "has", "occur", "but", "then", "that", "which", "if", "when", "who"))


#: Tokens of an introduction that says no more than that a list follows.
_SHORT_INTRO = 6


def _opens_local_list(intro: Unit, page: Page) -> bool:
    """ "Reactions at the injection site:", "Infusion site reactions such as:", "Most happen where the needle goes in. You may have:"."""
    before = intro.previous
    said = intro
    if not intro.terms and intro.last - intro.first <= _SHORT_INTRO and before is not None and before.block == intro.block:
        said = before
    if not any(cue.phrase.kind == "local" for cue in said.safety):
        return False
    others = [t for t in intro.terms if t.has("AdverseEffect") and t.concept not in {_REACTION, "adverse-event-root"}]
    return page.tokens.surfaces[intro.last - 1] == ":" and not others
