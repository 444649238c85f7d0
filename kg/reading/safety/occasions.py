"""Effects told by their occasion: an effect and a product in one sentence go in, whether the giving is what it came with comes out."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.page import Page, Term, Unit
from kg.reading.relations import Governor
from kg.reading.safety.effect_lists import ASIDE, EFFECTS
from kg.reading.safety.signs import is_met

__all__ = ["SILENT", "is_told_of"]


def is_told_of(unit: Unit, page: Page, term: Term, ruling: Sequence[Governor]) -> bool:
    """ "Headache is frequent with IVIG", "he developed a rash after the infusion": an effect, and the product as its occasion."""
    if not term.has(*EFFECTS) or unit.is_heading or unit.place.kind in SILENT:
        return False
    if ruling and ruling[0].relation not in _SLIGHT:
        return False
    folds = page.tokens.folds
    rivals = [a for a in unit.agents if a.concept is None and folds[a.last - 1] not in page.lists[_COMPARATORS]]
    if rivals or unit.cues("advice", "if-you", "history", "family") or folds[unit.first] in {"if", "should", "for"}:
        return False
    if any(c.phrase.kind.startswith(_OTHER_STATEMENTS) for c in unit.relations) or any(c.phrase.kind in _CARE for c in unit.safety):
        return False
    if is_met(unit, page) or not page.lists[_LESS].isdisjoint(folds[max(unit.first, term.first - 3) : term.first]):
        return False
    if not page.lists[_BETTER].isdisjoint(unit.stems) or not page.lists[ASIDE].isdisjoint(folds[max(unit.first, term.first - 2) : term.first]):
        return False
    spots = [agent.first for agent in unit.agents if agent.concept]
    if not spots and page.topic is not None and not unit.agents:
        spots = [i for i in range(unit.first, unit.last) if folds[i] in page.lists[_GIVINGS]]
    before = {word for spot in spots for word in folds[max(unit.first, spot - 3) : spot]}
    if not before.isdisjoint(page.lists[_AFTER]):
        return True
    return not before.isdisjoint(page.lists[_OCCASIONS]) and (bool(unit.cues("frequency")) or not page.lists[_SEEN].isdisjoint(unit.stems))


_LESS = "occasion-less"
#: Words for the giving of the product that a text is about.
_GIVINGS = "occasion-givings"
#: Words that make the product the occasion of what the sentence tells.
_AFTER = "occasion-after"
SILENT = frozenset(
    ("disease", "eligibility", "exclusion", "mechanism", "storage", "references", "indications", "contraindications", "methods")
)
#: Relations too slight to say that an effect is something else.
_SLIGHT = frozenset(("sign-weak", "called", "treats-outcome", "adverse-weak", "follow"))
_OTHER_STATEMENTS = ("lessen", "contraindicated", "ineffective", "worsen", "interfere", "sign-left")
_CARE = frozenset(("lessen", "monitor"))
#: Comparators beside which the product's effects are counted.
_COMPARATORS = "occasion-comparators"
_OCCASIONS = "occasion-occasions"
#: Stems of words by which something is said to have been seen.
_SEEN = "occasion-seen"
#: Stems of words that make an illness one that got better, was watched for, or was there before.
_BETTER = "occasion-better"
