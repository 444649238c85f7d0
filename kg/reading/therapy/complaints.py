"""Complaints of a disease that a product eases: sentences go in, drafts of treats come out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Agent, Page, Term, Unit, is_part
from kg.reading.therapy.scope import NOT_THERAPY, UNSPECIFIC, illnesses
from kg.reading.words import stem
from kg.records import Status

__all__ = ["CHANGES", "find_eased"]

#: Verbs by which a product eases a complaint, and those by which a complaint goes on its own account.
_EASING = frozenset(map(stem, ("relieve", "ease", "soothe", "alleviate", "calm", "heal", "improve", "lessen", "diminish", "quiet", "clear", "reduce")))
_GOING = frozenset(
    map(stem, ("clear", "vanish", "disappear", "resolve", "improve", "ease", "heal", "subside", "abate", "recede", "settle", "lessen", "melt"))
)
_PARTED = (
    ["got", "better"], ["get", "better"], ["gets", "better"], ["went", "away"], ["goes", "away"], ["going", "away"],
    ["yields", "to"], ["yielded", "to"], ["yield", "to"],
)  # fmt: skip
_OCCASIONS = frozenset(("on", "with", "after", "under", "once", "following", "within", "to"))
#: What may stand between an occasion and the product: "within a day of the first dose of IVIG".
_ON_THE_WAY = _OCCASIONS | frozenset(
    (
        "a", "an", "the", "one", "two", "three", "few", "day", "week", "hour", "month", "of", "first", "second", "third", "course", "dose", "infusion",
        "infusions", "monthly", "weekly", "regular", "high", "high-dose", "treatment", "therapy", "starting", "beginning", "receiving", "getting",
        "his", "her", "their", "repeated", "several", "cycle", "cycles", "doses", "courses", "days", "weeks", "hours", "months", "only", "each",
    )
)  # fmt: skip
#: Words of the way of giving, or of a change of it, which eases what the product brought about.
CHANGES = frozenset(
    map(
        stem,
        (
            "slow", "slower", "slowing", "rate", "stop", "stopped", "stopping", "interrupt", "halt", "halted", "switch", "switched", "switching", "change",
            "changed", "premedication", "premedicated", "hydration", "pretreatment", "discontinue", "discontinuing", "withdraw", "withdrawn", "pause",
            "paused", "instead", "reaction", "brand", "speed", "subcutaneously", "end", "ended", "finished", "over", "between",
        ),
    )
)  # fmt: skip
_ALSO = (
    ["as", "did"], ["as", "do"], ["as", "doe"], ["as", "does"],
    ["and", "so", "do"], ["and", "so", "did"], ["and", "so", "doe"], ["and", "so", "does"],
)  # fmt: skip
_LINKS = frozenset(("of", "from", "in", "with", "accompanying", "due", "caused"))
_JOINING = frozenset((",", "and", "or", "the", "their", "his", "her", "both", "as", "well"))
#: Tokens from a complaint to the verb, from the verb to the product or complaint, and from a complaint to the disease.
_TO_VERB, _TO_PRODUCT, _TO_DISEASE = 8, 9, 7


def find_eased(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "IVIG relieves the pain of A", "The rash of a girl with A cleared on IVIG, as did her anemia": complaints of a disease that is named."""
    if unit.is_heading or unit.is_row or unit.place.kind in NOT_THERAPY or unit.cues("negation") or page.tokens.surfaces[unit.last - 1] == "?":
        return
    if not unit.has("AdverseEffect") or not illnesses(unit) or unit.rivals or not CHANGES.isdisjoint(unit.stems):
        return
    products = {agent.concept for agent in unit.products}
    if len(products) != 1:
        return
    if any(cue.phrase.kind in {"adverse", "compare"} for cue in unit.relations):
        return
    product = unit.products[0]
    gone = _gone_on(unit, page, product)
    eased = _eased_by(unit, page, product) or gone
    if gone and not any(kind.startswith("treats") for kind in unit.kinds):
        # "The tremor of A went away once IVIG was begun": A is what it is given for.
        eased = [*eased, *(t for t in illnesses(unit) if page.tokens.folds[t.first - 1] in _LINKS and t.first < product.first)][: len(gone) + 1]
    status: Status = "investigational" if page.is_trial else "used"
    for term in eased:
        yield draft_of(
            product.concept or "", "treats", term, "complaint of a disease", 0.7, unit.index,
            status=status, subject_span=(product.first, product.last),
        )  # fmt: skip


def _complaints(unit: Unit) -> list[Term]:
    """The complaints that a sentence names: effects that are no illness of their own kind, no death and nothing at large."""
    return [
        term
        for term in unit.terms
        if term.has("AdverseEffect")
        and term.concept not in UNSPECIFIC
        and term.concept != "death"
        and not term.concept.endswith(("reaction", "root"))
        and not is_part(unit, term)
    ]


def _eased_by(unit: Unit, page: Page, product: Agent) -> list[Term]:
    """ "IVIG relieves the pain and the itch of A", "In A, IVIG improved the rash"."""
    tokens = page.tokens
    verb = next((i for i in range(product.last, min(unit.last, product.last + _TO_VERB)) if tokens.stems[i] in _EASING), None)
    if verb is None or tokens.folds[verb - 1] in {"to", "of", "by", "that", "which"}:
        return []
    if any(t.first < verb and t.first >= product.last for t in unit.terms if t.has("AdverseEffect", "Condition")):
        return []
    told = _list_from(unit, page, verb + 1)
    if not told:
        return []
    behind = tokens.folds[told[-1].last : min(unit.last, told[-1].last + _TO_DISEASE)]
    linked = behind[:1] != [] and behind[0] in _LINKS and any(0 < t.first - told[-1].last <= _TO_DISEASE for t in illnesses(unit))
    fronted = tokens.folds[unit.first] in {"in", "for"} and any(t.last <= product.first for t in illnesses(unit))
    return told if linked or fronted else []


def _list_from(unit: Unit, page: Page, position: int) -> list[Term]:
    """The complaints of the list that begins at a place: "the rash and the weakness"."""
    told: list[Term] = []
    for term in _complaints(unit):
        if term.first < position:
            continue
        if len(page.tokens.folds[position : term.first]) > 2 + len(told[:1]) or not _JOINING.issuperset(page.tokens.folds[position : term.first]):
            break
        told.append(term)
        position = term.last
    return told


def _gone_on(unit: Unit, page: Page, product: Agent) -> list[Term]:
    """ "The itch of A cleared on IVIG", "Cramps in A got better once immunoglobulin was begun, and so did the pain"."""
    folds, stems = page.tokens.folds, page.tokens.stems
    for verb in range(unit.first + 1, product.first):
        two = folds[verb : verb + 2] in _PARTED
        if not two and stems[verb] not in _GOING:
            continue
        last = verb + (2 if two else 1)
        way = folds[last : product.first]
        leads = folds[last - 1] == "to" if two else False
        if len(way) > _TO_PRODUCT or not _ON_THE_WAY.issuperset(way) or (_OCCASIONS.isdisjoint(way) and not leads):
            continue
        before = [t for t in _complaints(unit) if t.last <= verb]
        if not before or before[0].first - unit.first > 2 or not {",", ";"}.isdisjoint(folds[before[-1].last : verb]):
            return []
        told = [before[0], *(t for a, t in pairwise(before) if _JOINING.issuperset(folds[a.last : t.first]))]
        also = next((i for i in range(product.last, unit.last) if folds[i : i + 2] in _ALSO or folds[i : i + 3] in _ALSO), None)
        return told + [t for t in _complaints(unit) if also is not None and also < t.first <= also + 5]
    return []
