"""How severe a sentence says an effect is: cues and tokens go in, the severity comes out."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.clauses import JOINING, count_verbs
from kg.reading.cues import Cue
from kg.reading.words import Tokens
from kg.records import Severity

__all__ = ["severity_of", "severity_of_kind"]

#: A predicate at the end of a list ("A, B and C are serious") reaches back over the whole list.
_LIST_REACH = 45


def severity_of(
    cues: Sequence[Cue], tokens: Tokens, bounds: tuple[int, int], first: int, last: int, default: Severity = "unspecified"
) -> Severity:
    """Judge the severity of an adverse effect: the nearest severity word before it that its list shares, else one after it."""
    best: tuple[int, str] | None = None
    own = _in_brackets(cues, tokens, last) or _behind_dash(cues, tokens, bounds, first, last)
    if own is not None:
        return own
    for cue in cues:
        if cue.phrase.kind == "severity-own" and first <= cue.first < last:
            return cue.phrase.value  # type: ignore[return-value]
        if cue.phrase.kind != "severity":
            continue
        if (cue.phrase.direction == "right" or _is_attribute(cue, tokens)) and cue.first < last:
            if any(tokens.surfaces[i] in {";", "."} for i in range(cue.last, first)) or not _reaches(cue, tokens, first):
                continue
            if best is None or cue.first > best[0]:
                best = (cue.first, cue.phrase.value)
    if best is not None:
        return best[1]  # type: ignore[return-value]
    said = [
        cue.phrase.value
        for cue in cues
        if cue.phrase.kind == "severity"
        and (_is_said_of(cue, tokens, first, last) if cue.phrase.direction == "left" else _is_what(cue, tokens, bounds, last))
    ]
    if "serious" in said:
        return "serious"  # "usually mild but can be fatal"
    return said[0] if said else default  # type: ignore[return-value]


#: What may stand between an effect and the grade of "is a rare and potentially serious complication".
_LEADING = frozenset(
    (
        "be", "is", "are", "was", "were", "remains", "remain", "a", "an", "the", "one", "of", "(", ")", "rare", "uncommon", "possible", "known", "well",
        "recognised", "recognized", "infrequent", "unusual", "common", "and", "but", "yet", "potentially", "possibly", "most", "more", "very", "also",
    )
)  # fmt: skip
#: Tokens between an effect and that grade.
_WHAT_REACH = 9


def _is_what(cue: Cue, tokens: Tokens, bounds: tuple[int, int], last: int) -> bool:
    """ "A is a rare but serious complication", "A, a serious adverse event": the grade is said of the subject, by a noun for effects as such."""
    between = tokens.folds[last : cue.first]
    is_apposition = tokens.surfaces[last : last + 1] == [","] and between[1:2] in (["a"], ["an"], ["the"], ["one"])
    is_predicate = "be" in tokens.stems[last : last + 4] and not {"a", "an", "the", "one"}.isdisjoint(between)
    if not 2 <= len(between) <= _WHAT_REACH or not (is_apposition or is_predicate):
        return False
    if sum(word not in _LEADING for word in between) > int(is_apposition or between[0] == "("):  # its comma, or an acronym in brackets
        return False
    behind = tokens.stems[cue.last : min(cue.last + _NOUN_REACH, bounds[1])]
    end = next((i for i, word in enumerate(behind) if not word.isalpha()), len(behind))
    return not _GENERIC.isdisjoint(behind[:end])


def _in_brackets(cues: Sequence[Cue], tokens: Tokens, last: int) -> Severity | None:
    """ "headache (severe)", "haemolysis (grade 3)": a grade alone in brackets right behind the effect."""
    if last >= len(tokens) or tokens.surfaces[last] != "(":
        return None
    cue = next((c for c in cues if c.phrase.kind == "severity" and c.first == last + 1), None)
    if cue is None or cue.last >= len(tokens) or tokens.surfaces[cue.last] not in {")", ",", ";"}:
        return None
    return cue.phrase.value  # type: ignore[return-value]


_DASHES = frozenset(("-", "\u2014"))


def _ends_part(tokens: Tokens, index: int) -> bool:
    return index >= len(tokens) or tokens.surfaces[index] in {".", ";"}


def _behind_dash(cues: Sequence[Cue], tokens: Tokens, bounds: tuple[int, int], first: int, last: int) -> Severity | None:
    """ "thrombosis, renal failure - serious;": a grade behind a dash closes the list that it grades."""
    for cue in cues:
        if cue.phrase.kind != "severity" or cue.first < last or cue.first >= bounds[1] or tokens.surfaces[cue.first - 1] not in _DASHES:
            continue
        between = tokens.surfaces[last : cue.first - 1]
        if (cue.last >= bounds[1] or _ends_part(tokens, cue.last)) and not {";", ":"} & set(between) and not _DASHES & set(between):
            return cue.phrase.value  # type: ignore[return-value]
    return None


#: Nouns for effects as such, whose severity all members of a list share.
_GENERIC = frozenset(
    (
        "effect", "reaction", "react", "event", "complic", "complication", "problem", "symptom", "cas", "risk", "side", "advers", "adverse",
        "form", "harm", "condition", "consequenc", "consequence", "outcom", "outcome", "toxic", "toxiciti", "toxicity", "manifest",
        "manifestation", "happen", "someth", "something", "trouble", "troubl", "sign", "danger", "hazard", "on", "one", "these", "illness", "disorder",
    )
)  # fmt: skip
#: Tokens from a word of severity to the noun that it grades: "serious and sometimes fatal allergic reactions".
_NOUN_REACH = 6


def _reaches(cue: Cue, tokens: Tokens, first: int) -> bool:
    """Tell whether a word of severity grades what begins at token `first`.

    "Severe headache, nausea" grades the headache only, "mild headache, nausea" and "ranging from severe headache, nausea" all of them.
    """
    if _is_bracketed(cue, tokens, first) or _is_of_member(cue, tokens, first):
        return False
    if cue.phrase.value in {"mild", "moderate"} or (cue.first and tokens.folds[cue.first - 1] == "from"):
        return True
    if "warning" in tokens.folds[cue.first : cue.last]:
        return _ENOUGH.isdisjoint(tokens.folds[cue.last : first])  # "a boxed warning for A and B"
    if tokens.surfaces[cue.last] == "," and tokens.folds[cue.last + 1] in _INSTANCING:
        return True  # "something more serious, such as a clot"
    is_inserted = tokens.surfaces[cue.last] == "," and not _YET.isdisjoint(tokens.folds[max(0, cue.first - 2) : cue.first])
    if is_inserted and not _GENERIC.isdisjoint(tokens.stems[cue.last + 1 : cue.last + 3]):
        return True  # "Rarer, but possibly serious, side effects include A and B"
    is_gravest = not _GRAVEST.isdisjoint(tokens.folds[cue.first : cue.last]) and _ENDING.isdisjoint(tokens.folds[cue.last : first])
    if is_gravest and count_verbs(tokens, cue.last, first) == 0:
        return True  # "life-threatening clots, heart attack and stroke"
    if first - cue.last <= 1 or cue.last >= len(tokens) or tokens.surfaces[cue.last] in {":", "(", "are", "-", "\u2014"}:
        return True
    for index in range(cue.last, min(cue.last + _NOUN_REACH, first)):
        if tokens.stems[index] in _GENERIC:
            return True
        if tokens.surfaces[index] == ":":
            return _GRADING.issuperset(tokens.folds[cue.last : index])  # "Severe and rare: A", not "in severe sepsis: A"
        if tokens.surfaces[index] in {",", ";"} or tokens.folds[index] in {"may", "can", "had", "has", "have", "is", "are", "was", "were"}:
            return False
    return not JOINING.intersection(tokens.folds[cue.last : first])


def _is_of_member(cue: Cue, tokens: Tokens, first: int) -> bool:
    """ "cough, serious skin reactions, tremor": the grade of one in the middle of a list ends with it, unless "including" goes on from there."""
    if not cue.first or tokens.surfaces[cue.first - 1] not in {",", ";"}:
        return False
    end = next((i for i in range(cue.last, min(cue.last + _NOUN_REACH, first)) if not tokens.folds[i].isalpha()), None)
    if not _INSTANCING.isdisjoint(tokens.folds[cue.last : min(cue.last + _NOUN_REACH, first)]):
        return False  # "Rarely, severe reactions such as A, B and C"
    return end is not None and tokens.surfaces[end] in {",", ";"} and tokens.folds[end + 1] not in _INSTANCING


_YET = frozenset(("but", "yet", "though"))
#: Grades so high that a list is not opened with them for its first member alone.
_GRAVEST = frozenset(("life", "dangerous", "deadly", "lethal", "perilous"))
_INSTANCING = frozenset(("such", "like", "including"))
_ENDING = frozenset(("but", "with", "while", "although", "mild", "milder", "minor", "other", "common", ":", "(", ")", "-"))
#: Words behind which a warning goes on about something else.
_ENOUGH = frozenset(("but", "with", "while", "although", "other", "most", "common"))
def _is_attribute(cue: Cue, tokens: Tokens) -> bool:
    """ "mostly mild, but severe complications such as A": behind "but" the grade may belong to the noun that follows."""
    return tokens.folds[cue.first] == "but" and cue.last < len(tokens) and tokens.stems[cue.last] in _GENERIC


#: Words that join grades in a label.
_GRADING = frozenset(("and", "or", "but", ",", "/", "rare", "rarely", "very", "less", "common", "uncommon", "potentially", "(", ")", "possible"))
#: Tokens of a bracket that names what is graded before it: "most were mild (A, B, C)".
_BRACKET = 40


def _is_bracketed(cue: Cue, tokens: Tokens, first: int) -> bool:
    """Tell a grade that is shut off by a bracket: "A (severe), B", "most were mild (A, B), two were serious (C)"."""
    surfaces = tokens.surfaces
    if cue.first and surfaces[cue.first - 1] in _DASHES and _ends_part(tokens, cue.last):
        return first >= cue.last
    if cue.first and surfaces[cue.first - 1] == "(" and ")" in surfaces[cue.last : cue.last + 2]:
        return first >= cue.last and not _opens(tokens, surfaces.index(")", cue.last) + 1)
    if cue.last < len(tokens) and surfaces[cue.last] == "(" and first > cue.last:
        depth = 0
        for index in range(cue.last, min(first, cue.last + _BRACKET)):
            depth += (surfaces[index] == "(") - (surfaces[index] == ")")
            if depth == 0:
                if all(word in _GRADING or not word[0].isalpha() for word in tokens.folds[cue.last : index]):
                    return False  # "Severe (rare)" over a list: the bracket grades too
                return surfaces[index + 1 : index + 2] != [":"] and _GENERIC.isdisjoint(tokens.stems[index + 1 : index + 3])
    return False


def _opens(tokens: Tokens, index: int) -> bool:
    """ "Reactions (severe): A": what the bracket grades is named behind it."""
    return tokens.surfaces[index : index + 1] == [":"]


def _is_said_of(cue: Cue, tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a predicate such as "can be fatal" has the tokens [first, last) as its subject, or opens a list that holds them."""
    if cue.last <= first:
        if cue.last < len(tokens) and tokens.surfaces[cue.last] == "(":
            return not _is_bracketed(cue, tokens, first)
        return cue.last < len(tokens) and tokens.surfaces[cue.last] == ":"
    if cue.last < len(tokens) and tokens.surfaces[cue.last] == "(" and tokens.folds[cue.first - 1] in _COUNTS:
        return False  # "two were serious (A, B)" speaks of what its bracket names
    if not 0 <= cue.first - last <= _LIST_REACH or ";" in tokens.surfaces[last : cue.first]:
        return False
    if any(tokens.surfaces[i] == "." and not tokens.surfaces[i + 1][0].isdigit() for i in range(last, cue.first)):
        return False  # the next sentence, in front of which marks of bold type stand
    if tokens.folds[cue.first] == "but" and cue.last < len(tokens) and tokens.folds[cue.last].isalpha():
        return tokens.folds[cue.last] in _BEHIND and count_verbs(tokens, last, cue.first) <= 1
    # "Headache is common and anaphylaxis can be fatal": the verb of another clause stands between.
    goes_on = tokens.folds[cue.first - 1] in _GOING_ON or tokens.folds[cue.first] in _GOING_ON or tokens.surfaces[cue.first - 1] in _HELPING
    return count_verbs(tokens, last, cue.first) <= int(goes_on)


_COUNTS = frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "some", "several", "few", "other"))
#: What may stand behind a predicate: "... are rare but serious in old people"; before a noun it is an attribute.
_BEHIND = frozenset(("and", "or", "in", "when", "if", "with", "for", "because", "as", "especially", "at"))
#: Before or at the start of a predicate: it has the subject of the clause before, "have been reported and can be fatal".
_GOING_ON = frozenset(("and", "or", "but", "which", "that", "some", "sometimes", "with", "including", "in", "rarely", "occasionally"))
#: Verbs that help the predicate: "has required dialysis".
_HELPING = frozenset(("has", "have", "had"))
#: What a label's sentence calls the effect that the label names.
_KINDS = frozenset(
    ("reaction", "react", "cas", "form", "event", "episod", "episode", "attack", "instanc", "instance", "cours", "course", "outcom")
)


def severity_of_kind(cues: Sequence[Cue], tokens: Tokens, first: int, last: int) -> Severity:
    """Judge the severity that the sentence behind a label gives the labelled effect: "Hypersensitivity: severe reactions can arise"."""
    for cue in cues:
        is_within = first <= cue.first and cue.last < last
        if cue.phrase.kind == "severity" and cue.phrase.direction == "right" and is_within and tokens.stems[cue.last] in _KINDS:
            return cue.phrase.value  # type: ignore[return-value]
    return "unspecified"
