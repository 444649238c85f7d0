"""Effects at the place of the needle: a page's terms and local cues go in, "redness" there becomes redness at the injection site.

The words for the place (kind `local` in data/cues/safety.tsv) may stand behind the effects ("redness and swelling where the needle
goes in"), before them ("at the injection site: pain, redness") or in the introduction of their list.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import ResourceError
from kg.reading.cues import Cue, read_rows
from kg.reading.page import Page, Term, Unit

__all__ = ["fit_sites", "load_local_effects"]

_JOINING = frozenset(
    (",", "and", "or", "/", "&", "(", ")", "some", "mild", "slight", "a", "the", "temporary", "minor", "little", "may", "be", "felt")
)
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
    for unit in page.units:
        cues = [cue for cue in unit.safety if cue.phrase.kind == "local" and not _is_in_name(unit, cue)]
        for cue in cues:
            for term in _spoken_of(unit, page, cue, local_effects):
                _place(term, local_effects)
        if not cues and unit.intro is not None and unit.is_item and _opens_local_list(unit.intro, page):
            for term in unit.terms:
                _place(term, local_effects)


def _place(term: Term, local_effects: Mapping[str, str]) -> None:
    local = local_effects.get(term.concept)
    if local is not None:
        term.reasons = (*term.reasons, "at the place of the needle")
        term.concept, term.classes = local, frozenset(("AdverseEffect",))


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
    for term in reversed([t for t in unit.terms if t.last <= cue.first]):
        if not _JOINING.issuperset(tokens.folds[term.last : position]) or term.concept not in local_effects:
            break
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


def _opens_local_list(intro: Unit, page: Page) -> bool:
    """ "Reactions at the injection site:", "Infusion site reactions such as:" """
    if not any(cue.phrase.kind == "local" for cue in intro.safety):
        return False
    others = [t for t in intro.terms if t.has("AdverseEffect") and t.concept not in {_REACTION, "adverse-event-root"}]
    return page.tokens.surfaces[intro.last - 1] == ":" and not others
