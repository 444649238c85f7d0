"""Negation and hedging of what a sentence says, after ConText: cues and tokens go in, a polarity comes out.

W. Chapman and others, "A simple algorithm for identifying negated findings" (NegEx, 2001) and H. Harkema and others, "ConText"
(2009): a cue reaches from its place to the right or left until a terminator or the sentence's end. All cues are rows of
data/cues/qualifiers.tsv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.reading.characters import normalise
from kg.reading.clauses import (
    ends_at_finding,
    has_clause,
    has_verb,
    is_in_relative,
    is_inserted,
    is_of_other_treatment,
    leaves_bracket,
    new_clauses,
    opening_comma,
    starts_anew,
)
from kg.reading.cues import Cue, CueBook, Phrase, Stream, read_rows
from kg.reading.patterns import Vocabulary
from kg.reading.words import Tokens, tokenise
from kg.records import Polarity
from kg.settings import Settings

__all__ = ["SETTLED", "UNSETTLED", "is_negated", "load_qualifiers", "polarity_of"]

#: How many tokens a negation reaches, at most; lists are long, and NegEx's window of five words loses their ends.
_REACH = 25
_LEFT_REACH = 12
#: "A of B has been treated in C with D plus E with mixed success".
_LEFT_REACH_OF_DOUBT = 18


def load_qualifiers(folder: Path, vocabulary: Vocabulary | None = None) -> CueBook:
    """Compile qualifiers.tsv of a folder."""
    rows = read_rows(folder / "qualifiers.tsv", ("phrase", "category", "value", "direction"))
    return CueBook(((text, Phrase(category, value, direction)) for text, category, value, direction in rows), vocabulary)


@cache
def _default_book() -> CueBook:
    return load_qualifiers(Settings.default().data / "cues")


def is_negated(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words [start, end) of a sentence are said not to be.

    >>> is_negated("No fever, but a rash appeared.", 3, 8), is_negated("No fever, but a rash appeared.", 16, 20)
    (True, False)
    """
    normal = normalise(sentence)
    tokens, ranges = tokenise(normal.text, [(0, len(normal.text))])
    cues = _default_book().find(Stream(ranges, tokens.stems))
    first = next((i for i, token_end in enumerate(tokens.ends) if token_end > normal.normal(start)), len(tokens))
    last = next((i for i, token_start in enumerate(tokens.starts) if token_start >= normal.normal(end)), len(tokens))
    if first >= len(tokens):
        return False
    return polarity_of(cues, tokens, (0, len(tokens)), first, max(last, first + 1)) == "negated"


def polarity_of(
    cues: Sequence[Cue], tokens: Tokens, bounds: tuple[int, int], first: int, last: int, *, cue_first: int | None = None
) -> Polarity:
    """Judge the stance towards tokens [first, last) of a sentence with token bounds.

    `cue_first` is where the relation's own cue begins: a negation right before it ("is not approved for") counts too.
    """
    if not any(cue.phrase.kind in {"negation", "hedge"} for cue in cues):
        return "hedged" if _is_open_question(tokens, bounds, first, last) else "affirmed"
    scope = _Scope.of(cues, tokens, bounds)
    result: Polarity = "affirmed"
    for cue in cues:
        kind = cue.phrase.kind
        if kind not in {"negation", "hedge"}:
            continue
        if cue.phrase.direction == "right":
            hit = scope.reaches_right(cue, first, last, cue_first)
        else:
            hit = not first <= cue.first < last and scope.reaches_left(cue, last)
        if hit:
            if kind == "negation":
                return "negated"
            result = "hedged"
    return "hedged" if result == "affirmed" and _is_open_question(tokens, bounds, first, last) else result


#: Verbs that make a doubt of what follows.
MODALS = frozenset(("may", "might", "could"))
#: Tokens from the comma of a relative clause to a denial in it.
_RELATIVE = 6
#: Verbs that bring something about, in the past.
_OF_PAST = frozenset(("led", "caused", "brought", "gave", "produced", "triggered", "provoked", "resulted", "induced", "made"))


@dataclass(frozen=True, slots=True)
class _Scope:
    """What ends the reach of the cues of a sentence."""

    tokens: Tokens
    terminators: tuple[int, ...]
    #: "A, in which B is absent, ...": what a relative clause denies is not what stands before it.
    relatives: tuple[int, ...]
    #: A verb ends what "no" or "without" says of a noun: "a woman with no history of stroke developed thrombosis".
    verbs: tuple[int, ...]

    @classmethod
    def of(cls, cues: Sequence[Cue], tokens: Tokens, bounds: tuple[int, int]) -> _Scope:
        ending = [cue for cue in cues if cue.phrase.kind == "terminator"]
        terminators = [cue.first for cue in ending if cue.phrase.value != "phrase" and cue.phrase.direction != "left"]
        terminators += [i for i in range(*bounds) if tokens.surfaces[i] in {";", ":"}]
        return cls(
            tokens,
            (*terminators, *opening_comma(tokens, bounds), *new_clauses(tokens, bounds)),
            tuple(cue.first for cue in ending if cue.phrase.direction == "left"),
            tuple(cue.first for cue in ending if cue.phrase.value == "phrase"),
        )

    def reaches_right(self, cue: Cue, first: int, last: int, cue_first: int | None) -> bool:
        """Tell whether a cue reaches to the right to tokens [first, last), or denies the verb that speaks of them."""
        tokens, is_hedge = self.tokens, cue.phrase.kind == "hedge"
        if is_hedge and cue.first < first < cue.last:
            return True  # the word of doubt reaches into the name: "may carry a [risk of transmission]"
        if cue_first is not None and last <= cue.first and cue.last <= cue_first:
            return (is_hedge or cue.phrase.value != "phrase") and self._denies_verb(cue, last, cue_first)
        near = self._is_near(cue, first) and not (not is_hedge and self._is_in_relative(cue, first))
        if near and cue_first is not None and not is_hedge and cue.last < cue_first - 1 and self._goes_on(cue, cue_first):
            return False
        if near and not is_hedge and starts_anew(tokens, cue, first):
            return False
        if near and cue_first is not None and cue_first < first:
            # Between the relation's cue and the object, or right before the cue; not in an earlier clause.
            before = cue_first - cue.last <= _VERB_REACH and "," not in tokens.surfaces[cue.last : cue_first]
            # "A proposed in 1998 that B": the clause of what is said, however far its verb is.
            near = cue.first >= cue_first or before or (is_hedge and self._is_under_modal(cue, cue_first))
            near = near or (is_hedge and "that" in tokens.folds[cue.last : cue.last + _THAT_REACH])
        # "absence of immunoglobulins (A)", "born without the ability to make antibodies (A)": the bracket names what is wanting
        is_wanting = tokens.stems[cue.first] in _ABSENCE or not _ABILITY.isdisjoint(tokens.folds[cue.last : first])
        is_named = not is_hedge and is_wanting and "(" in tokens.surfaces[cue.last : first]
        return near and not is_named

    def _is_in_relative(self, cue: Cue, first: int) -> bool:
        """ "A, which goes without harm, and B": the comma before "and" ends the clause in which the cue stands."""
        tokens = self.tokens
        opened = next((i for i in range(cue.first - 1, max(1, cue.first - _RELATIVE), -1) if tokens.surfaces[i] == ","), None)
        if opened is None or tokens.folds[opened + 1] not in {"which", "who"}:
            return False
        closed = next((i for i in range(cue.last, first) if tokens.surfaces[i] == ","), None)
        return closed is not None and tokens.folds[closed + 1] == "and" and closed + 1 < first

    def _is_under_modal(self, cue: Cue, verb: int) -> bool:
        """ "may ease A, raise B and improve C": all the plain verbs of a list stand under the one modal."""
        tokens = self.tokens
        if tokens.folds[cue.first] not in MODALS or tokens.folds[verb - 1] not in {"and", "or", ","}:
            return False
        return not tokens.surfaces[verb].endswith(("s", "ed")) and "," in tokens.surfaces[cue.last : verb]

    def _goes_on(self, cue: Cue, verb: int) -> bool:
        """ "It did not help and led to A", "It does not cure A and eases B": behind "and" a verb in a form that no "did not" stands before."""
        surface = self.tokens.surfaces[verb].lower()
        if self.tokens.folds[verb - 1] not in {"and", "but"}:
            return False
        return surface in _OF_PAST or (surface.endswith("s") and "does" in self.tokens.folds[cue.first - 1 : cue.last])

    def reaches_left(self, cue: Cue, last: int) -> bool:
        """Tell whether a cue reaches to the left to what ends before token `last`."""
        is_negation = cue.phrase.kind == "negation"
        if is_negation and cue.last - cue.first == 1 and self.tokens.surfaces[cue.first].endswith("ing"):
            return False  # "failing antibody production"
        if not 0 <= cue.first - last <= (_LEFT_REACH if is_negation else _LEFT_REACH_OF_DOUBT):
            return False
        if is_negation and cue.first > last and self.tokens.folds[cue.first - 1] == "that":
            return False  # "an inflammation that is not due to a germ": a description
        return not self._is_ended(last, cue.first)

    def _is_near(self, cue: Cue, first: int) -> bool:
        tokens = self.tokens
        if not 0 <= first - cue.last <= _REACH:
            return False
        if any(cue.last <= t < first and not _opens_list(tokens, cue, t) for t in self.terminators):
            return False
        if cue.phrase.value == "phrase" and any(cue.last < t < first for t in self.verbs):
            return False
        # "Those treated before without problems were given A for B", "those who do not tolerate A may have B".
        if (tokens.stems[cue.first] in _LACKS or is_in_relative(tokens, cue)) and has_verb(tokens, cue.last, first):
            return False
        if "," in tokens.surfaces[cue.last : first] and (is_of_other_treatment(tokens, cue) or ends_at_finding(tokens, cue, first)):
            return False
        return not leaves_bracket(tokens, cue.last, first) and not is_inserted(tokens, cue, first)

    def _denies_verb(self, cue: Cue, last: int, cue_first: int) -> bool:
        """Between the object and the verb that speaks of it: "A does not respond to the drug"."""
        if cue_first - cue.last > _VERB_REACH or self._is_ended(last, cue_first):
            return False
        return not has_clause(self.tokens, last, cue.first) and not leaves_bracket(self.tokens, cue.last, cue_first)

    def _is_ended(self, first: int, last: int) -> bool:
        return any(first <= t < last for t in (*self.terminators, *self.relatives))


_ABILITY = frozenset(("ability", "capacity", "mean", "able", "enough"))
#: Tokens from "whether" to what is asked, and from there to the answer that there is none.
_ASKED = 12
#: Words that leave a question open, and those that do behind "not"; as they stand in folded text.
UNSETTLED = frozenset((
    "unknown", "unclear", "uncertain", "unproven", "unresolv", "unresolved", "undetermin", "undetermined", "unsettled", "undecided",
    "unanswered", "untested", "debated", "disputed", "controversial", "open",
))  # fmt: skip
SETTLED = frozenset((
    "known", "clear", "certain", "proven", "resolved", "determined", "settled", "established", "answered", "tested", "studied", "examined",
    "shown",
))  # fmt: skip


def _is_open_question(tokens: Tokens, bounds: tuple[int, int], first: int, last: int) -> bool:
    """ "Whether the drug harms the fetus is unknown / has not been studied"."""
    before = tokens.folds[max(bounds[0], first - _ASKED) : first]
    if "whether" not in before or next(word for word in reversed(before) if word in {"whether", ",", ";"}) != "whether":
        return False
    for index in range(last, min(last + _ASKED, bounds[1])):
        if tokens.surfaces[index] in {",", ";", ":"}:
            return False
        if tokens.folds[index] in UNSETTLED or (tokens.folds[index] in SETTLED and "not" in tokens.folds[last:index]):
            return True
    return False


#: Tokens from a word of saying to its "that".
_THAT_REACH = 4
#: Tokens from a negation to the verb that it denies: "do not as a rule call for".
_VERB_REACH = 6
#: Tokens from a negation to the colon that opens what it denies: "Not to be used in: A, B and C".
_COLON_REACH = 5


def _opens_list(tokens: Tokens, cue: Cue, index: int) -> bool:
    if tokens.surfaces[index] != ":" or index - cue.last > _COLON_REACH:
        return False
    if index == cue.last and cue.last - cue.first > 1:
        return True  # "Not linked to it: A, B"
    return tokens.folds[index - 1] in {"for", "in", "with", "if", "of", "to", "by", "following", "these", "include", "including"}


_LACKS = frozenset(("without", "absenc", "absence", "lack"))
_ABSENCE = frozenset(("absenc", "absence", "absent", "lack"))
