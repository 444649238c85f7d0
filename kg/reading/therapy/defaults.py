"""What a sentence is taken to say where no cue phrase says it: a product, a word of therapy and a condition go in, drafts come out.

A condition that stands in one clause with a product and a word of therapy or prevention is what the product is used for, unless the
section, another treatment, a cause, a negation or a word such as "donor" or "unlike" speaks against it. The words stand in
data/cues/therapy_words.tsv; they are compared by their stems.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from kg.errors import ResourceError
from kg.reading.clauses import is_excepted
from kg.reading.cues import read_rows
from kg.reading.drafts import SPOKEN_OF, Draft, draft_of
from kg.reading.governors import Governor
from kg.reading.page import Agent, Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import is_excluded
from kg.reading.therapy.bystanders import has_another_aim, is_had_besides, is_named_beside, is_of_who_gets_it, is_survived, was_misdiagnosed
from kg.reading.therapy.scope import is_wondered
from kg.reading.words import tokenise
from kg.records import Predicate, Status

__all__ = ["find_defaults", "load_therapy_words"]

_SENSES = frozenset(("treat", "prevent", "effect", "fail", "make", "against"))
#: Comparators that do not act themselves.
_COMPARATORS = frozenset(("placebo", "sham", "saline", "control", "nothing"))
#: Sections that may speak of uses.
_SECTIONS = frozenset(
    (
        "",
        "treatment",
        "indications",
        "introduction",
        "discussion",
        "conclusion",
        "results",
        "studies",
        "research",
        "description",
        "mechanism",
    )
)
#: Words of a clause: between the condition and the word of therapy, and between it and the product.
_WORD_REACH = 12
_PRODUCT_REACH = 20
_BREAKS = frozenset((";", "but", "whereas", "while", "although", "however"))


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
    """Read treats and prevents of conditions that no cue rules, in a unit with words of therapy; `taken` are objects that other rules claimed."""
    if unit.place.kind not in _SECTIONS:
        return
    if not unit.products and (unit.agents or page.topic is None or not _refers(unit, page)):
        return
    rivals = [
        agent
        for agent in unit.rivals
        if page.tokens.folds[agent.last - 1] not in _COMPARATORS
        and not _is_glossed_placebo(agent, page)
        and not is_excluded(agent, page)
        and not _is_spurned(agent, page)
    ]
    if rivals or any(kind.startswith(("adverse", "risk", "contraindicated", "interfere")) for kind in unit.kinds):
        return
    if is_wondered(unit, page) or unit.cues("undecided"):
        return
    senses = {i: words[stem] for i, stem in enumerate(page.tokens.stems[unit.first : unit.last], unit.first) if stem in words}
    if "against" in senses.values() or not senses:
        return
    compares = any(not _is_arm(agent, page) for agent in unit.rivals)
    last: tuple[int, Draft] | None = None
    for term, ruling in zip(unit.terms, governors, strict=True):
        if last is not None and not ruling and _is_joined(page, last[0], term) and _may_be_treated(unit, page, term):
            if term.concept not in taken:
                yield replace(last[1], object=term.concept, first=term.first, last=term.last, score=round(0.55 * term.score, 3))
            last = (term.last, last[1])
            continue
        if (ruling and not _is_symptom_of(unit, ruling[0], senses)) or term.concept in taken or not _may_be_treated(unit, page, term):
            continue
        product = _product(unit, page, term)
        if is_had_besides(unit, page, term):
            continue
        subject = product.concept if product is not None else page.topic if not unit.agents else None
        word = _word(unit, page, term, senses)
        if word is not None and "(" in unit.folds and ")" in page.tokens.folds[word : term.first] and "(" not in page.tokens.folds[word : term.first]:
            continue  # "Antibodies (proteins that prevent infections) are low in A"
        if subject is None or word is None or (product is not None and page.tokens.folds[product.first - 1] == "no"):
            continue
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=word)
        # the mild recommendation of a guideline, not "Studies suggest that X might ..."
        is_advised = polarity == "hedged" and page.tokens.stems[word] == "suggest" and "that" not in page.tokens.folds[word + 1 : word + 2]
        if is_advised:
            polarity = "affirmed"
        is_futile = _is_denied(unit, page, word)
        denied = polarity == "negated" or is_futile
        predicate: Predicate
        if senses[word] == "fail" or (is_futile and senses[word] == "effect"):
            predicate = "not_effective_for"
        elif denied or compares or polarity != "affirmed":
            continue
        else:
            # "prevents infections in those with A who lack antibodies": the lack is not kept off
            predicate = "prevents" if senses[word] == "prevent" and not term.has("Immunodeficiency") else "treats"
        study = page.is_trial or unit.place.kind == "research"
        status: Status = "" if predicate == "not_effective_for" else "recommended" if is_advised else "investigational" if study else "used"
        if status == "used" and page.is_label and unit.place.kind == "indications":
            status = "approved"
        draft = draft_of(
            subject,
            predicate,
            term,
            SPOKEN_OF,
            0.6,
            unit.index,
            status=status,
            subject_span=(product.first, product.last) if product is not None else None,
            cue_span=(word, word + 1),
        )
        last = (term.last, draft)
        yield draft
    yield from _populations(unit, page, senses)


def _populations(unit: Unit, page: Page, senses: Mapping[int, str]) -> Iterator[Draft]:
    """Groups of people whom a word of therapy or prevention leads to: "The main use of anti-D is in Rh-negative women"."""
    if "Population" not in unit.named():
        return
    for term in unit.terms:
        if not term.has("Population") or page.tokens.folds[term.first - 1] not in {"in", "for", "to", "of", "all", "by", "and", "or"}:
            continue
        if is_excepted(page.tokens.folds, term.first):
            continue
        words = [i for i, sense in senses.items() if sense in {"treat", "prevent"} and 0 < term.first - i <= _WORD_REACH]
        product = _product(unit, page, term)
        subject = product.concept if product is not None else page.topic if not unit.agents else None
        if not words or subject is None:
            continue
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=max(words)) == "affirmed":
            yield draft_of(
                subject,
                "used_in_population",
                term,
                "product, word of therapy, population",
                0.55,
                unit.index,
                subject_span=(product.first, product.last) if product is not None else None,
            )


def _is_joined(page: Page, position: int, term: Term) -> bool:
    """The term goes on with a list: "A (a), B and C"."""
    folds = page.tokens.folds[position : term.first]
    return term.first > position and len(folds) <= 4 and {",", "and", "or", "/", "&", "(", ")"}.issuperset(folds) and folds[-1] != "("


def _is_arm(agent: Agent, page: Page) -> bool:
    """ "Patients with A received X or placebo (albumin)": what the others of a trial were given compares nothing."""
    return page.tokens.folds[agent.first - 1] == "or" or _is_glossed_placebo(agent, page)


def _is_glossed_placebo(agent: Agent, page: Page) -> bool:
    return page.tokens.folds[agent.first - 1] == "(" and page.tokens.folds[agent.first - 2] in _COMPARATORS


def _is_spurned(agent: Agent, page: Page) -> bool:
    """ "IVIG rather than steroids", "over", "instead of": the other treatment is not the one chosen."""
    before = page.tokens.folds[max(0, agent.first - 2) : agent.first]
    return before[-1:] == ["over"] or before == ["instead", "of"]


_PRONOUNS = frozenset(("it", "they", "these"))
_ARTICLES = frozenset(("the", "this", "these"))


def _refers(unit: Unit, page: Page) -> bool:
    """A pronoun or a noun with an article that goes on speaking of the product."""
    opening = page.tokens.folds[unit.first : min(unit.first + 8, unit.last)]
    if not _PRONOUNS.isdisjoint(opening):
        return True
    nouns = page.lists["sentence-product-noun"]
    return not nouns.isdisjoint(opening) and any(word in _ARTICLES and noun in nouns for word, noun in pairwise(opening))


def _is_denied(unit: Unit, page: Page, word: int) -> bool:
    return not page.lists["little"].isdisjoint(page.tokens.folds[max(unit.first, word - 3) : word])


def _is_symptom_of(unit: Unit, governor: Governor, senses: Mapping[int, str]) -> bool:
    """ "eased the symptoms of A": the word of therapy stands right before the symptoms."""
    cue = governor.cue
    if cue is None or not governor.relation.startswith("sign") or governor.unit != unit.index:
        return False
    return any(0 < cue.first - i <= 3 and sense in {"treat", "effect"} for i, sense in senses.items())


def _may_be_treated(unit: Unit, page: Page, term: Term) -> bool:
    if not term.has("Condition", "Immunodeficiency") or term.has("AdverseEffect", "AcquiredCause", "RiskFactor") or is_part(unit, term):
        return False
    if term.concept == "pregnancy" or is_survived(unit, page, term) or was_misdiagnosed(unit, page, term) or is_of_who_gets_it(unit, page, term):
        return False  # whom, not what
    if has_another_aim(unit, page, term):
        return False  # "People with A treated with X for B"
    if any(cue.first <= term.first < cue.last for cue in unit.relations):
        return False
    before = page.tokens.folds[max(unit.first, term.first - 3) : term.first]
    if before and before[-1] in {"-", "non"}:
        return False
    # "was started for suspected A", "is offered to mothers to stop A": what comes right before the name says what is done.
    if {"suspected", "to"}.isdisjoint(before) and is_named_beside(unit, page, term):
        return False
    after = page.tokens.stems[term.last : min(term.last + 2, unit.last)]
    return page.lists["not-treated-after"].isdisjoint(before) and not {"vaccin", "vaccine", "virus", "antigen"} & set(after)


def _product(unit: Unit, page: Page, term: Term) -> Agent | None:
    for agent in sorted(unit.agents, key=lambda a: min(abs(a.last - term.first), abs(a.first - term.last))):
        first, last = (agent.last, term.first) if agent.last <= term.first else (term.last, agent.first)
        if last - first <= _PRODUCT_REACH and _BREAKS.isdisjoint(page.tokens.folds[first:last]):
            return agent
    return None


def _word(unit: Unit, page: Page, term: Term, senses: Mapping[int, str]) -> int | None:
    """The nearest word of therapy before the condition in its clause, or one right after it ("A prophylaxis", "A is averted by")."""
    near = [
        i
        for i in senses
        if i < term.first
        and senses[i] != "make"
        and term.first - i <= _WORD_REACH
        and _BREAKS.isdisjoint(page.tokens.folds[i : term.first])
        and (term.first - i <= 2 or not page.lists["therapy-lead"].isdisjoint(page.tokens.folds[i + 1 : term.first]))
    ]
    if near:
        return max(near)
    for index, sense in senses.items():
        if sense not in {"treat", "prevent", "effect"} or not 0 <= index - term.last <= 4:
            continue
        folds = page.tokens.folds
        is_noun = index == term.last
        is_passive = "be" in folds[term.last : index] and not {"by", "with", "using"}.isdisjoint(folds[index + 1 : index + 4])
        if is_noun or is_passive:
            return index
    return None
