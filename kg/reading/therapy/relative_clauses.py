"""Uses told by a relative clause: "A is another condition for which it is sometimes used" goes in, drafts on A come out.

The clause says of the product what a sentence of its own would: that it is licensed, advised, studied, given or of no use.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import DISEASES, Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.therapy.refutations import futile
from kg.reading.therapy.scope import NOT_THERAPY
from kg.reading.words import stem
from kg.records import Polarity, Status

__all__ = ["find_relative", "find_where"]

_METHOD = "condition for which it is used"


def find_relative(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read treats and not_effective_for of the conditions that a sentence sorts among those for which the product is, or is not, used."""
    if _WHICH.isdisjoint(unit.folds) or _NOUNS.isdisjoint(unit.folds) or unit.is_heading or unit.place.kind in NOT_THERAPY:
        return
    tokens = page.tokens
    at = next((i for i in range(unit.first + 1, unit.last - 2) if _is_opened(page, i)), None)
    if at is None or tokens.surfaces[unit.last - 1] == "?":
        return
    named = _sorted_terms(unit, page, at)
    end = next((i for i in range(at, unit.last) if tokens.surfaces[i] in {";", ":"} or tokens.folds[i] in _TURNING), unit.last)
    if not named and at - unit.first <= _TO_WHICH:  # "Diseases in which it should be avoided are A and B"
        named, end = _listed_terms(unit, page, at)
    product = next((agent for agent in unit.agents if at < agent.first < end), None)
    concept = product.concept if product is not None else page.topic if tokens.folds[at + 1] in _PRONOUNS else None
    if not named or concept is None or any(agent.last <= at and agent.first >= named[-1].last for agent in unit.agents):
        return
    said = tokens.stems[at + 1 : end]
    span = (product.first, product.last) if product is not None else None
    if not _BANNED.isdisjoint(said):
        for term in named:
            yield draft_of(concept, "contraindicated_in", term, _METHOD, 0.75, unit.index, subject_span=span, cue_span=(at, at + 1))
        return
    status = next((status for status, words in _STATUSES if not words.isdisjoint(said)), None)
    if status is None:
        return
    is_denied = any(cue.phrase.kind == "negation" and cue.first > at for cue in unit.qualifiers) or "little" in tokens.folds[at:end]
    if any(cue.phrase.kind == "negation" and cue.last < at for cue in unit.qualifiers):
        if is_denied:
            return  # "is not a condition for which it is not used"
        is_denied = True
    for term in named:
        if is_denied and status == "used" and not _HELPING.isdisjoint(said):
            yield futile(concept, term, _METHOD, unit, (at, at + 1))
            continue
        doubt = polarity_of(unit.qualifiers, tokens, (unit.first, unit.last), end - 1, end, cue_first=at)
        is_doubted = doubt == "hedged" and status == "used" and not _HELPING.isdisjoint(said)
        polarity: Polarity = "negated" if is_denied else "hedged" if is_doubted else "affirmed"
        yield draft_of(
            concept, "treats", term, _METHOD, 0.75, unit.index, status=status, polarity=polarity, subject_span=span, cue_span=(at, at + 1)
        )


def find_where(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Steroids harm in A, where IVIG is the standard treatment": what the clause says of the disease right before it."""
    if unit.is_heading or unit.place.kind in NOT_THERAPY:
        return
    folds, stems = page.tokens.folds, page.tokens.stems
    for at in (i for i in range(unit.first + 1, unit.last) if folds[i] in _WHERE and folds[i - (1 if folds[i] == "where" else 2)] == ","):
        product = next((agent for agent in unit.products if 0 < agent.first - at <= _TO_PRODUCT), None)
        end = next((i for i in range(at + 1, unit.last) if page.tokens.surfaces[i] in _CLAUSE_END), unit.last)
        comma = at - (1 if folds[at] == "where" else 2)
        named = [t for t in unit.terms if 0 <= comma - t.last <= _ACRONYM and t.has(*DISEASES) and not is_part(unit, t)]
        if product is None or product.concept is None or not named or any(at < rival.first < end for rival in unit.rivals):
            continue
        said = stems[product.last : end]
        status = next((status for status, words in _STATUSES if not words.isdisjoint(said)), None)
        if status is None or any(at < cue.first < end for cue in unit.cues("negation", "hedge")) or not _DOUBTING.isdisjoint(said):
            continue
        yield draft_of(
            product.concept, "treats", named[-1], _METHOD, 0.75, unit.index,
            status=status, subject_span=(product.first, product.last), cue_span=(at, at + 1),
        )  # fmt: skip


#: What opens the clause, tokens from it to the product, and those of an acronym in brackets behind a name.
_WHERE = frozenset(("where", "which"))
_TO_PRODUCT, _ACRONYM = 3, 3
_CLAUSE_END = frozenset((",", ";", ".", ":"))
_DOUBTING = frozenset(map(stem, ("unclear", "disputed", "unproven", "less", "rarely", "seldom", "little", "failed", "fails", "only", "once", "avoided")))


def _is_opened(page: Page, index: int) -> bool:
    """ "a disease for which", "the conditions in which", "disorders where"."""
    folds = page.tokens.folds
    if folds[index] == "where":
        return folds[index - 1] in _NOUNS
    return folds[index] == "which" and folds[index - 1] in {"for", "in"} and folds[index - 2] in _NOUNS


def _sorted_terms(unit: Unit, page: Page, at: int) -> list[Term]:
    """The conditions before the verb to be that joins them to "condition for which"; they open the sentence."""
    folds, stems = page.tokens.folds, page.tokens.stems
    verb = next((i for i in range(at - 1, unit.first, -1) if stems[i] == "be"), None)
    if verb is None or at - verb > _TO_NOUN or "," in folds[verb:at]:
        return []
    named = [term for term in unit.terms if term.last <= verb and term.has(*DISEASES) and not term.has("AdverseEffect") and not is_part(unit, term)]
    if named and folds[verb - 1] == "," and folds[named[0].last] == "," and folds[named[0].last + 1] in _WHAT_IT_IS and named[0].last < verb - 1:
        return named[:1] if named[0].first == unit.first else []  # "A, a rare kind of B, is a disease for which it is first choice"
    inside = {i for term in named for i in range(term.first, term.last)}
    between = {folds[i] for i in range(unit.first, verb) if i not in inside}
    return named if between <= _OF_LISTS else []


def _listed_terms(unit: Unit, page: Page, at: int) -> tuple[list[Term], int]:
    """The conditions behind the verb that names them, and where that verb stands."""
    tokens = page.tokens
    named = [term for term in unit.terms if term.first > at and term.has(*DISEASES) and not is_part(unit, term)]
    if not named:
        return [], unit.last
    verb = next((i for i in range(named[0].first - 1, at, -1) if tokens.stems[i] in _NAMING or tokens.surfaces[i] == ":"), None)
    return (named, verb) if verb is not None and named[0].first - verb <= _TO_FIRST else ([], unit.last)


#: Stems of verbs that name what a noun stands for, and tokens from one to the first name and from the noun's sentence to "which".
_NAMING = frozenset(("be", "includ", "include", "compris", "comprise"))
_TO_FIRST, _TO_WHICH = 4, 6
_BANNED = frozenset(map(stem, ("avoided", "contraindicated", "forbidden", "prohibited")))
#: Nouns that sort a condition, and words that may stand beside conditions that open a sentence.
_WHICH = frozenset(("which", "where"))
_NOUNS = frozenset(("condition", "disease", "disorder", "illness", "indication", "situation", "syndrome", "setting", "one"))
_OF_LISTS = frozenset((",", "and", "or", "both", "too", "also", "the", "a", "an", "(", ")", "/", "severe", "acute", "chronic", "likewise", "finally"))
#: How what a condition is opens between commas.
_WHAT_IT_IS = frozenset(("a", "an", "the", "which"))
#: Tokens from "is" to "which": "is one of the many serious autoimmune conditions for which".
_TO_NOUN = 12
_PRONOUNS = frozenset(("it", "they", "this", "these"))
_TURNING = frozenset(("but", "although", "though", "while", "whereas", "because", "since"))
#: Stems of verbs and words that tell whether it helps.
_HELPING = frozenset(map(stem, ("help", "work", "effective", "useful", "beneficial", "benefit")))
#: Stems by which the clause tells a status, the strongest first.
_STATUSES: tuple[tuple[Status, frozenset[str]], ...] = (
    ("approved", frozenset(map(stem, ("approved", "licensed", "licenced", "authorised", "authorized", "indicated", "registered")))),
    ("recommended", frozenset(map(stem, ("recommended", "advised", "preferred", "standard", "mainstay", "first-line", "choice")))),
    ("investigational", frozenset(map(stem, ("studied", "investigated", "tested", "trialled", "examined", "explored", "evaluated")))),
    ("used", frozenset(map(stem, ("used", "given", "tried", "prescribed", "employed", "administered", "considered"))) | _HELPING),
)
