"""What a sentence is taken to say where no cue phrase says it: a product, a word of therapy and a condition go in, drafts come out.

A condition that stands in one clause with a product and a word of therapy or prevention is what the product is used for, unless the
section, another treatment, a cause, a negation or a word such as "donor" or "unlike" speaks against it. The words stand in
data/cues/therapy_words.tsv; they are compared by their stems.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from kg.errors import ResourceError
from kg.reading.cues import read_rows
from kg.reading.drafts import Draft
from kg.reading.page import Agent, Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.relations import Governor
from kg.reading.words import tokenise
from kg.records import Predicate, Status

__all__ = ["find_defaults", "load_therapy_words"]

_SENSES = frozenset(("treat", "prevent", "against"))
#: Sections that may speak of uses.
_SECTIONS = frozenset(("", "treatment", "indications", "introduction", "discussion", "conclusion", "results", "studies", "research", "description"))
#: Words of a clause: between the condition and the word of therapy, and between it and the product.
_WORD_REACH = 12
_PRODUCT_REACH = 20
_BREAKS = frozenset((";", "but", "whereas", "while", "although", "however"))
#: Words that lead from the therapy to its condition.
_LEADS = frozenset(("in", "for", "of", "with", "against", "from", "to", "treat", "during", "on"))
_CIRCUMSTANCES = frozenset(("after", "following", "before", "without", "despite", "history", "due", "because", "like", "than", "if", "when", "since"))


def load_therapy_words(folder: Path) -> Mapping[str, str]:
    """Read therapy_words.tsv: stem -> sense; raises ResourceError for an unknown sense."""
    path = folder / "therapy_words.tsv"
    words: dict[str, str] = {}
    for number, (word, sense) in enumerate(read_rows(path, ("word", "sense")), start=2):
        if sense not in _SENSES:
            raise ResourceError(path, f"sense is {sense!r}, expected one of: {', '.join(sorted(_SENSES))}", line=number)
        tokens, _ = tokenise(word, [(0, len(word))])
        words[tokens.stems[0]] = sense
    return words


def find_defaults(
    unit: Unit, page: Page, governors: Sequence[Sequence[Governor]], words: Mapping[str, str], taken: Collection[str]
) -> Iterator[Draft]:
    """Read treats and prevents of conditions that no cue rules; `taken` are the objects that other rules have claimed."""
    if unit.place.kind not in _SECTIONS or not unit.agents or any(agent.concept is None for agent in unit.agents) or page.is_spun:
        return
    senses = {i: words[page.tokens.stems[i]] for i in range(unit.first, unit.last) if page.tokens.stems[i] in words}
    if "against" in senses.values() or not senses:
        return
    for term, ruling in zip(unit.terms, governors, strict=True):
        if ruling or term.concept in taken or not _may_be_treated(unit, page, term):
            continue
        product = _product(unit, page, term)
        word = _word(unit, page, term, senses)
        if product is None or product.concept is None or word is None:
            continue
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=word) != "affirmed":
            continue
        predicate: Predicate = "prevents" if senses[word] == "prevent" else "treats"
        status: Status = "investigational" if page.is_trial or unit.place.kind == "research" else "used"
        yield Draft(
            product.concept,
            predicate,
            term.concept,
            term.first,
            term.last,
            "product, word of therapy, condition",
            round(0.6 * term.score, 3),
            unit.index,
            status=status,
            subject_span=(product.first, product.last),
            cue_span=(word, word + 1),
        )


def _may_be_treated(unit: Unit, page: Page, term: Term) -> bool:
    if not term.has("Condition", "Immunodeficiency") or term.has("AdverseEffect", "AcquiredCause", "RiskFactor") or is_part(unit, term):
        return False
    if any(cue.first <= term.first < cue.last for cue in unit.relations):
        return False
    before = page.tokens.folds[max(unit.first, term.first - 3) : term.first]
    after = page.tokens.stems[term.last : min(term.last + 2, unit.last)]
    return _CIRCUMSTANCES.isdisjoint(before) and not {"vaccin", "vaccine", "virus", "antigen"} & set(after) and not _LEADS.isdisjoint(before)


def _product(unit: Unit, page: Page, term: Term) -> Agent | None:
    for agent in sorted(unit.agents, key=lambda a: min(abs(a.last - term.first), abs(a.first - term.last))):
        first, last = (agent.last, term.first) if agent.last <= term.first else (term.last, agent.first)
        if last - first <= _PRODUCT_REACH and _BREAKS.isdisjoint(page.tokens.folds[first:last]):
            return agent
    return None


def _word(unit: Unit, page: Page, term: Term, senses: Mapping[int, str]) -> int | None:
    """The nearest word of therapy before the condition in its clause."""
    near = [i for i in senses if i < term.first and term.first - i <= _WORD_REACH and _BREAKS.isdisjoint(page.tokens.folds[i : term.first])]
    return max(near, default=None)
