"""Where the clauses of a sentence begin and end: tokens and a cue go in; commas, verbs and relative clauses come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from kg.reading.cues import Cue
from kg.reading.words import Tokens

__all__ = [
    "CONFINING",
    "JOINING",
    "PEOPLE",
    "UNWANTED",
    "count_verbs",
    "ends_at_finding",
    "ends_denial",
    "has_clause",
    "has_verb",
    "insertions",
    "is_excepted",
    "is_in_proviso",
    "is_in_relative",
    "is_inserted",
    "is_limit",
    "is_of_other_treatment",
    "is_of_patients",
    "is_unlike",
    "leaves_bracket",
    "new_clauses",
    "opening_comma",
    "starts_anew",
    "stretch_around",
    "stretch_start",
]


#: Words for a limit ("confined to A"), and what makes an effect a harm ("side effect").
CONFINING = frozenset(("confined", "limited", "restricted"))
UNWANTED = frozenset(("side", "adverse", "ill", "unwanted", "untoward", "harmful", "toxic"))


def stretch_start(words: Sequence[str], first: int, before: int, breaks: Collection[str]) -> int:
    """Give the token behind the last of the words that break a sentence among [first, before), or the first one."""
    for index in range(before - 1, first - 1, -1):
        if words[index] in breaks:
            return index + 1
    return first


def is_excepted(words: Sequence[str], first: int) -> bool:
    """Tell whether what begins at a word is taken out of a statement: "for A, but not in children", "except in adults", "excluding infants"."""
    before = words[max(0, first - _TO_EXCEPTION) : first]
    led = before[:-1] if before[-1:] and before[-1] in {"in", "for", "among", "to"} else before
    return led[-1:] in (["except"], ["excepting"], ["excluding"]) or led[-2:] in (["but", "not"], [",", "not"], ["other", "than"], ["and", "not"])


#: Tokens of "but not in".
_TO_EXCEPTION = 3


def insertions(words: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Give the commas of short phrases set into [first, last) before a preposition, and where it goes on: "used , without a licence , in A"."""
    commas = [index for index in range(first + 1, last - 1) if words[index] == ","]
    for opened, closed in pairwise(commas):
        if not words[opened - 1].endswith(_SAYING) or closed - opened > _INSERTED:
            continue
        said = words[opened + 1 : closed]
        if words[closed + 1] in _RESUMING and _CLAUSAL.isdisjoint(said) and not (_VAIN.intersection(said) and _WITHOUT.intersection(said)):
            yield opened, closed + 1


#: How verbs and adjectives end that such a phrase stands behind, tokens of the longest with its comma, words that go on with the
#: sentence, those of a phrase that says how well it went (", without success,"), and those of another clause or list.
_SAYING = ("ed", "en", "ful", "ive", "ial", "tried", "available")
_INSERTED = 9
_RESUMING = frozenset(("in", "for", "to", "as", "by", "with", "against"))
_WITHOUT, _VAIN = frozenset(("without", "little", "scant", "no", "in")), frozenset(("success", "benefit", "effect", "avail", "gain", "vain"))
_CLAUSAL = frozenset(("is", "are", "was", "were", "has", "have", "had", "can", "may", "will", "and", "or", "but", "which", "who", "it", "they", "("))


def is_in_proviso(words: Sequence[str], first: int, at: int) -> bool:
    """Tell whether a token stands behind a comma or bracket and "if" or "when": "A, when you bleed easily", "B, if you have infections"."""
    return any(words[i] in {"if", "when"} and words[i - 1] in {",", ")", "("} for i in range(first + 1, at))


def is_unlike(words: Sequence[str], first: int) -> bool:
    """Tell whether what begins at a token is only what something is like or not: "unlike in ordinary A", "in contrast to Cs such as A"."""
    start = stretch_start(words, max(0, first - _CONTRAST), first, {";", ".", "(", ":"})
    named = next((i for i in range(first - 1, start - 1, -1) if words[i] == "unlike"), None)
    if named is not None and (first < _end_of_list(words, named) if "," in words[named:first] else first - named <= _UNLIKE):
        return True
    if first > 0 and words[first - 1] in _LIKENING:
        return True
    start = stretch_start(words, max(0, first - _CONTRAST), first, {",", ";", ".", "(", ":"})
    at = next((i for i in range(start, first - 1) if words[i] in {"contrast", "opposed"} and words[i + 1] in {"to", "with"}), None)
    return at is not None and _BEING.isdisjoint(words[max(start, at - 2) : at])  # but "This is in contrast to A, for which it is used"


def is_of_patients(words: Sequence[str], first: int, at: int) -> bool:
    """Tell whether a token is of what those with an illness have or do: "that patients with A develop impaired responses to it"."""
    verb = next((i for i in range(at - 1, first, -1) if words[i] in _SHOWING), None)
    if verb is None or any(words[i] in _ENDING or (words[i] == "," and words[i + 1] in _ANEW) for i in range(verb, at)):
        return False
    people = next((i for i in range(verb - 1, first - 1, -1) if words[i] in PEOPLE), None)
    return people is not None and words[people + 1] in {"with", "who", "whose"} and verb - people <= _TO_SHOWING and ";" not in words[people:verb]


def _end_of_list(words: Sequence[str], first: int) -> int:
    """The comma behind the list that "unlike" leads to: "unlike A[,] B is", "unlike A, B and C[,] D is"."""
    commas = [i for i in range(first, min(len(words), first + 2 * _CONTRAST)) if words[i] == ","]
    for comma, following in pairwise(commas):
        member = words[comma + 1 : following]
        if not {"and", "or"}.isdisjoint(words[first:comma]) or not (_BEING | {"with", "to", "can", "may", "has", "have"}).isdisjoint(member):
            return comma
        if not {"and", "or"}.isdisjoint(member):
            return following
    return commas[0]


#: Verbs of what patients have, what ends their clause, and the tokens from them to the verb.
_SHOWING = frozenset(("develop", "show", "exhibit", "display", "produce", "lack", "fail", "suffer", "mount"))
_ENDING = frozenset((";", "but", "whereas", "while", "if", "when"))
_ANEW = frozenset(("the", "it", "they", "this", "these", "a", "an"))
#: Words for those who have an illness or get a product.
PEOPLE = frozenset(("people", "patient", "person", "child", "adult", "infant", "individual", "anyone", "someone", "somebody", "those", "recipient"))
_TO_SHOWING = 10
_LIKENING = frozenset(("mimic", "mimics", "mimicking", "resemble", "resembles", "resembling", "imitate", "imitates"))


#: Tokens from "unlike" and from "in contrast to" to what they are about.
_UNLIKE = 3
_CONTRAST = 14
_BEING = frozenset(("is", "are", "was", "were", "stands"))


def stretch_around(
    words: Sequence[str], sentence: tuple[int, int], inner: tuple[int, int], breaks: Collection[str]
) -> tuple[int, int]:
    """Give the tokens of a sentence [first, last) around an inner part of it, up to the next words that break it on either side."""
    end = next((index for index in range(inner[1], sentence[1]) if words[index] in breaks), sentence[1])
    return stretch_start(words, sentence[0], inner[0], breaks), end


def is_limit(words: Sequence[str], ban: Cue, end: int) -> bool:
    """ "You should not be given it too fast", "must not have it undiluted": what follows a ban says how or when, and the product may be had.

    "unless strictly necessary" leaves the ban in force.
    """
    behind = words[ban.last : min(end, ban.last + _TO_MANNER)]
    manner = next((i for i, word in enumerate(behind) if word in _MANNERS), None)
    if manner is None:
        return False
    said = words[ban.last + manner + 1 : min(end, ban.last + manner + _TO_NEED)]
    return behind[manner] != "unless" or _NEED.isdisjoint(said)


#: Words behind a ban that limit it to a manner or a time, and the tokens up to them.
_MANNERS = frozenset(("too", "fast", "faster", "quicker", "quickly", "rapidly", "undiluted", "alone", "until", "before", "within", "unless", "yet"))
_TO_MANNER = 4
#: Words of dire need, and the tokens from "unless" to one.
_NEED = frozenset(("necessary", "needed", "essential", "outweigh", "outweighs", "unavoidable", "alternative", "vital", "need", "justified"))
_TO_NEED = 8


def has_clause(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether another clause begins among tokens [first, last): "A is treated with B, which does not help C"."""
    return not {"which", "that", "who", "and", "but", "when", "if"}.isdisjoint(tokens.folds[first:last])


_SUBORDINATORS = frozenset(
    ["while", "although", "though", "when", "if", "because", "since", "as", "despite", "whereas", "once", "after", "before"]
)


#: Tokens of a label that may stand before a sentence.
_LABEL = 7


def opening_comma(tokens: Tokens, bounds: tuple[int, int]) -> list[int]:
    """The comma that closes what opens a sentence: "While this is not understood, IVIG can ...", "In the absence of fever, ..."."""
    first, last = bounds
    label = next((i + 1 for i in range(first, min(first + _LABEL, last)) if tokens.surfaces[i] == ":"), first)
    first = label if label < last and tokens.folds[label] in _SUBORDINATORS else first
    if first >= last or (tokens.folds[first] not in _SUBORDINATORS and tokens.folds[first : first + 3] != ["in", "the", "absence"]):
        return []
    depth = 0
    for index in range(first, last):
        surface = tokens.surfaces[index]
        depth += (surface == "(") - (surface == ")")
        if surface == "," and depth == 0:
            return [index]
    return []


_FINITE = frozenset(
    ["is", "are", "was", "were", "has", "have", "had", "can", "could", "may", "might", "will", "would", "must", "should", "does", "did"]
)
#: Words behind which what stands before and after belongs together.
JOINING = frozenset(("and", "or", "nor", ",", "(", ")", ";", ":", "that", "which", "who", "to", "not"))
#: Tokens of the subject of a clause that begins at a comma.
_SUBJECT_REACH = 4


def has_verb(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether an auxiliary in a finite form stands among tokens [first, last)."""
    return not _FINITE.isdisjoint(tokens.folds[first:last])


def new_clauses(tokens: Tokens, bounds: tuple[int, int]) -> list[int]:
    """Commas behind which a clause with a verb of its own begins: "In patients without fever, pregabalin can cause myoclonus"."""
    found: list[int] = []
    for index in range(*bounds):
        if tokens.surfaces[index] != ",":
            continue
        for after in range(index + 1, min(index + 2 + _SUBJECT_REACH, bounds[1])):
            if tokens.folds[after] in _FINITE:
                if after > index + 1:
                    found.append(index)
                break
            if tokens.folds[after] == "and" and after == index + 1 and _tells(tokens, bounds[0], index):
                # Behind a clause with a verb "and" begins another: "No cause was found, and the drug was stopped".
                if has_verb(tokens, after + 2, _clause_end(tokens, after, bounds[1])):
                    found.append(index)
                break
            if tokens.folds[after] in JOINING:
                break
    return found


def _tells(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether tokens [first, last) have an auxiliary or tell a finding: "The fluid showed no bacteria, and ..."."""
    return has_verb(tokens, first, last) or not _REVEALING.isdisjoint(tokens.folds[first:last])


_REVEALING = frozenset(("showed", "revealed", "contained", "grew", "yielded"))


def count_verbs(tokens: Tokens, first: int, last: int) -> int:
    """Count the auxiliaries in a finite form among tokens [first, last)."""
    return sum(tokens.folds[i] in _FINITE for i in range(first, last))


def _clause_end(tokens: Tokens, first: int, last: int) -> int:
    return next(
        (i for i in range(first, last) if tokens.surfaces[i] in {",", ";", ":", "("} or tokens.folds[i] in {"which", "that", "who"}), last
    )


def is_in_relative(tokens: Tokens, cue: Cue) -> bool:
    """ "Those who do not tolerate A may have B", "gout that failed to respond to A was treated": the denial ends with its clause."""
    index = cue.first
    while index and tokens.folds[index - 1] in _AUXILIARIES:
        index -= 1
    before = tokens.folds[index - 1] if index else ""
    is_verbal = index < cue.first or tokens.folds[cue.first] in _AUXILIARIES or tokens.stems[cue.first] == "fail"
    return before in {"who", "which"} or (before == "that" and is_verbal)


def starts_anew(tokens: Tokens, denial: Cue, last: int) -> bool:
    """ "It does not hold sugar and is given for A": "and" before a finite verb without a denial, in front of token `last`.

    But "has not been shown that it is safe and is of use in A", where both verbs stand in the clause that is denied.
    """
    folds = tokens.folds
    opening = folds[max(0, denial.first - 1) : denial.last]
    is_object = opening[-1:] == ["no"] and tokens.surfaces[denial.first - 1].endswith("s")  # "It holds no sugar and is given for A"
    if _AUXILIARIES.isdisjoint(opening) and opening[-1:] != ["cannot"] and not is_object:
        return False
    joint = next((i for i in range(denial.last, last - 1) if folds[i] == "and" and ends_denial(tokens, i, last)), None)
    return joint is not None and _ASKING.isdisjoint(folds[denial.last : joint])


def ends_denial(tokens: Tokens, joint: int, last: int) -> bool:
    """ "and is", "and can now be", "and is therefore": behind an "and" a finite verb, before token `last`."""
    folds = tokens.folds
    verb = joint + 1
    while verb < last and (folds[verb].endswith("ly") or folds[verb] in _ADVERBS):
        verb += 1
    return verb < last and folds[verb] in _FINITE


#: Words that open a clause whose verbs a denial before it holds for, and adverbs that do not end in "-ly".
_ASKING = frozenset(("that", "whether", "if", "when", "who", "which", "whom", "whose", "where", "because", "nor", "unless", "until"))
_ADVERBS = frozenset(("often", "now", "also", "still", "thus", "therefore", "hence", "so", "sometimes", "then", "today"))
_HELPING = frozenset(("respond", "tolerat", "improv", "control", "help", "work", "benefit", "settl", "better"))


def is_of_other_treatment(tokens: Tokens, cue: Cue) -> bool:
    """ "used for A that does not respond to steroids, B and C": the list goes on behind the comma."""
    return is_in_relative(tokens, cue) and not _HELPING.isdisjoint(tokens.stems[cue.last : cue.last + 3])


def ends_at_finding(tokens: Tokens, cue: Cue, first: int) -> bool:
    """ "no fever, mild headache at two hours", "no rash, chills in two patients": behind the comma stands what was found, graded or counted.

    But "no fever, mild headache or rash", "no fever, headache or rash in two patients".
    """
    start = cue.last
    if tokens.folds[start - 1] != "no":
        return False
    comma = next((i for i in range(first, start - 1, -1) if tokens.surfaces[i] == ","), None)
    end = next((i for i in range(first, min(first + _TO_ALTERNATIVE, len(tokens.surfaces))) if tokens.surfaces[i] in {".", ";", ":", "("}), None)
    if comma is None or not {"or", "nor", "any"}.isdisjoint(tokens.folds[start : end or first + _TO_ALTERNATIVE]):
        return False
    commas = [i for i in range(start, comma + 1) if tokens.surfaces[i] == ","]
    if any(tokens.folds[i + 1] in _GRADES for i in commas):
        return True
    counted = next((i for i in range(first, min(first + _TO_COUNT, len(tokens.folds) - 1)) if tokens.folds[i] == "in"), None)
    if counted is None or tokens.folds[counted + 1] not in _COUNTS or "," in tokens.surfaces[first:counted]:
        return False
    return _STUDIES.isdisjoint(tokens.folds[counted + 2 : counted + 4])  # "no A, B, C in two trials"


#: Words that grade what was there, counts of those who had it, and tokens to such a count and to an "or" that goes on with the denial.
_GRADES = frozenset(("mild", "transient", "slight", "moderate", "minor", "brief", "some", "occasional", "only", "temporary", "tolerable"))
_COUNTS = frozenset(("one", "two", "three", "four", "five", "six", "1", "2", "3", "4", "5", "6", "some", "most", "half", "several"))
_STUDIES = frozenset(("trial", "trials", "study", "studies", "series", "report", "reports", "cohort"))
_TO_COUNT, _TO_ALTERNATIVE = 4, 14
_AUXILIARIES = frozenset(("do", "does", "did", "has", "have", "had", "can", "could", "is", "are", "was", "were"))


#: Tokens between the commas of an inserted denial.
_INSERTED_REACH = 4


def is_inserted(tokens: Tokens, cue: Cue, first: int) -> bool:
    """ "A man, not diabetic, with bleeding": a denial between two commas holds for what stands between them."""
    if tokens.surfaces[cue.first].lower() != "not" or cue.first == 0:
        return False
    if tokens.folds[cue.first - 1] in {"but", "and"} and cue.first > 1 and tokens.folds[cue.first - 2] != ",":
        # "A but not B is used for C": one name stands between the denial and the verb
        verb = next((i for i in range(cue.last + 1, min(cue.last + _INSERTED_REACH, first)) if tokens.folds[i] in _AUXILIARIES), None)
        return verb is not None and tokens.folds[cue.last] not in _AUXILIARIES and not has_verb(tokens, cue.last, verb) and _opens(tokens, cue.first - 1)
    if tokens.surfaces[cue.first - 1] != ",":
        return False
    return "," in tokens.surfaces[cue.last : min(cue.last + _INSERTED_REACH, first)]


def _opens(tokens: Tokens, joint: int) -> bool:
    """Tell whether no verb stands before "but not" in its sentence, so that it joins two names that share the verb behind them."""
    start = next((i + 1 for i in range(joint - 1, -1, -1) if tokens.surfaces[i] in {".", ";", ":"}), 0)
    return joint - start <= _TO_NAMES and not has_verb(tokens, start, joint) and _AUXILIARIES.isdisjoint(tokens.folds[start:joint])


#: Tokens from the head of a sentence to "but not".
_TO_NAMES = 6


def leaves_bracket(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a bracket that is open at `start` closes before `end`: "A (but not B) causes C"."""
    depth = 0
    for index in range(start, end):
        depth += (tokens.surfaces[index] in {"(", "["}) - (tokens.surfaces[index] in {")", "]"})
        if depth < 0:
            return True
    return False
