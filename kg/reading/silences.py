"""Sentences that claim nothing: a unit goes in, whether it asks, supposes or points elsewhere comes out; entries of lists of works fall silent."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from kg.reading.page import Page, Term, Unit
from kg.reading.words import fold

__all__ = ["ASKING", "close_abbreviations", "close_choices", "close_citations", "is_agreed_to", "is_aside", "is_open_question", "was_hoped"]

#: "2005;44(12):1252-7", "2003; 60:1736": year, volume and page, as lists of works have them; a digit first is found in a tenth of the time.
_PAGES = re.compile(r"(?:19|20)(?<!\w\d\d)\d\d(?: [A-Z][a-z]{2})?(?: \d\d?)?[;,] ?\d+(?: ?\([^()]{1,12}\))? ?: ?[A-Za-z]?\d")
#: "1. Berg K, Ono T.", "Berg KL, de Vries AB": the authors that open an entry.
_AUTHORS = re.compile(r"\W{0,3}\d{0,3}[.)\]]? ?(?:[a-z]{2,3} )?[A-Z][\w'’-]+ [A-Z]{1,3}\b[,.; ]")
#: Characters of the longest entry.
_ENTRY = 700


def close_citations(page: Page) -> None:
    """Let the entries of a list of works be silent that stands below no heading: "Berg K, Ono T. A after B. J Skin 2005;4:12-7."."""
    text = page.normal.text
    if ":" not in text or ("20" not in text and "19" not in text):
        return
    for match in _PAGES.finditer(text):
        at = bisect_right(page.layout.blocks, match.start(), key=lambda block: block.start) - 1
        block = page.layout.blocks[at]
        if match.end() > block.end or block.end - block.start > _ENTRY or not _AUTHORS.match(text, block.start):
            continue
        for unit in page.units:
            if unit.block == at:
                unit.place = replace(unit.place, kind="references")


#: A short form and what it stands for, as a list below a table has them: "MMN, multifocal motor neuropathy", "ITP = immune ...".
_MEANING = re.compile(r"(?:(?:list of )?abbreviations?[:.]? )?([A-Za-z][\w/+-]{0,11}?) ?(,|=|:| -) ?([A-Za-z][^,:=]{3,90})", re.IGNORECASE)
#: What parts the entries of such a list.
_ENTRIES = re.compile(r"[;.](?: |$)")


def close_abbreviations(page: Page) -> None:
    """Let the lists be silent that say what short forms mean: of MMN and ITP below a table of effects, neither is one."""
    for number, block in enumerate(page.layout.blocks):
        text = page.normal.text[block.start : block.end]
        if block.kind in {"paragraph", "row"} and len(text) < _ENTRY and _says_what_short_forms_mean(text):
            for unit in page.units:
                if unit.block == number:
                    unit.place = replace(unit.place, kind="references")


def _says_what_short_forms_mean(text: str) -> bool:
    if not any(sign in text for sign in ",=:-"):
        return False
    entries = [_MEANING.fullmatch(entry.strip()) for entry in _ENTRIES.split(text) if entry.strip()]
    if not entries or None in entries:
        return False
    found = [entry for entry in entries if entry is not None]
    # "ITP: immune thrombocytopenia" may be an entry of a list of uses; several in one line, or one with a comma, are none.
    if len(found) == 1 and found[0][2] not in {",", "="}:
        return False
    return all(_shortens(entry[1], entry[3]) for entry in found)


def _shortens(short: str, long: str) -> bool:
    """Tell whether a name with capitals has its letters in the order of the words, of which the first begins with its first."""
    letters = [letter for letter in short.casefold().removesuffix("s") if letter.isalpha()]
    rest = iter(long.casefold())
    return short[1:] != short[1:].lower() and short[0].casefold() == long[0].casefold() and all(letter in rest for letter in letters)


#: "Answer: B", "Correct: b)", "Ans. (c)": the key to a question with choices, and words of which it has one.
_KEY = re.compile(
    r"\b(?:answer|ans|correct(?: answer| option| choice)?|key)(?: is)?\W{1,4}(?:option )?\(?([a-e1-5])\b(?! ?(?:is|are|and|of|g|mg|ml|%))",
    re.IGNORECASE,
)
_KEYED = ("nswer", "Ans", "orrect", "CORRECT", "ANSWER", "Key", "KEY")
#: "Which of the following ...?": choices whose key may be elsewhere; and the marks of choices.
_ASKED = re.compile(r"\b(?:which|what|all|one|each|any) of (?:the following|these)\b[^?:\n]{0,200}[?:]", re.IGNORECASE)
_CHOICE = re.compile(r"(?<![\w.])\(?([a-eA-E1-5])[.)]\s+(?=\w)")
#: Characters from the first choice to the key, and those of the last choice.
_TO_KEY = 700
_LAST_CHOICE = 160


def close_choices(page: Page, guarded: Mapping[str, str]) -> None:
    """Let the choices of an exam say nothing that are not the right one: "IVIG is used in: A. Gout B. ITP C. Asthma. Answer: B".

    Without a key no choice of "Which of the following ...?" is right for sure. A product that is made against one of four choices
    (`guarded`) prevents that one.
    """
    text = page.normal.text
    asked = "of the following" in text or "of these" in text
    silent: list[tuple[int, int]] = []
    if any(word in text for word in _KEYED):
        for key in _KEY.finditer(text):
            choices = _choices(text, max(0, key.start() - _TO_KEY), key.start())
            wrong = [(start, end) for mark, start, end in choices if mark != key[1].lower()]
            silent += wrong if len(wrong) < len(choices) else []
    if asked:
        for question in _ASKED.finditer(text):
            choices = _choices(text, question.end(), min(len(text), question.end() + _TO_KEY))
            if not any(start < last and first < end for _, start, end in choices for first, last in silent):
                silent += [(start, end) for _, start, end in choices]
    for match in _NUMBERED.finditer(text):
        end = text.find("\n", match.end())
        choices = _choices(text, match.start(), min(end if end >= 0 else len(text), match.end() + _TO_KEY))
        own = _guarded_by(page, match.start(), guarded)
        right = [choice for choice in choices if own and len(choices) >= _OF_EXAM and any(t.concept in own for t in _terms_in(page, *choice[1:]))]
        silent += [(start, end) for _, start, end in choices if right and (right[0][1], right[0][2]) != (start, end)]
    if silent:
        starts = page.tokens.starts
        for unit in page.units:
            unit.terms = [
                replace(t, classes=frozenset()) if not t.is_product and any(a <= starts[t.first] < b for a, b in silent) else t for t in unit.terms
            ]


#: A list that runs on behind a colon: "is given to prevent: 1. A 2. B", and how many members an exam has.
_NUMBERED = re.compile(r": ?\(?[1aA][.)] ")
_OF_EXAM = 4


def _terms_in(page: Page, start: int, end: int) -> Iterator[Term]:
    """Give the terms of a stretch of the text."""
    starts = page.tokens.starts
    for unit in page.units:
        if unit.first < unit.last and starts[unit.first] < end and page.tokens.ends[unit.last - 1] > start:
            yield from [term for term in unit.terms if start <= starts[term.first] < end]


def _guarded_by(page: Page, place: int, guarded: Mapping[str, str]) -> frozenset[str]:
    """Give what the products named in the line before a place are made against."""
    line = page.normal.text.rfind("\n", 0, place) + 1
    return frozenset(guarded[term.concept] for term in _terms_in(page, line, place) if term.concept in guarded)


def _choices(text: str, first: int, last: int) -> list[tuple[str, int, int]]:
    """Give the marks of the last choices of a stretch and where each begins and ends: a, b, c, ... in a row."""
    found: list[re.Match[str]] = []
    for match in _CHOICE.finditer(text, first, last):
        mark = match[1].lower()
        if mark in {"a", "1"}:
            found = [match]
        elif found and ord(mark) == ord(found[-1][1].lower()) + 1:
            found.append(match)
    if len(found) < _FEWEST:
        return []
    ends = [match.start() for match in found[1:]]
    line = text.find("\n", found[-1].end(), last)
    ends.append(min(line if line >= 0 else last, found[-1].end() + _LAST_CHOICE))
    return [(match[1].lower(), match.end(), end) for match, end in zip(found, ends, strict=True)]


_FEWEST = 3


def _behind_speaker(unit: Unit) -> int:
    """Where the words begin: behind a label such as "Reply from nurse_jo:"."""
    label = unit.label_last
    return unit.first if label is None or label - unit.first > _SPEAKER or label + 1 >= unit.last else label + 1


#: Tokens of the longest label that names who speaks.
_SPEAKER = 6


def is_open_question(unit: Unit, page: Page) -> bool:
    """Tell a question for yes or no, or of what to do if, which the next words do not answer with yes: "Can A cause B? Could it cure C?"."""
    tokens = page.tokens
    if tokens.surfaces[unit.last - 1] != "?" or unit.last - unit.first < _SHORTEST_QUESTION:
        return False
    first = _behind_speaker(unit)
    opening = tokens.folds[first : first + 2]
    if opening[0] not in page.lists[ASKING] and opening not in _SUPPOSING:
        return False
    return _asks_leave(unit, page) or not is_agreed_to(unit, page)


def _asks_leave(unit: Unit, page: Page) -> bool:
    """ "Can people with A get IVIG? Yes.": who may have it for something else."""
    folds = page.tokens.folds
    return folds[unit.first] in _LEAVE and any(agent.first - unit.first > 1 and folds[agent.first - 1] in _RECEIVING for agent in unit.products)


def is_agreed_to(question: Unit, page: Page) -> bool:
    """Tell whether the words behind a question answer it with yes: "Does it help in A? Indeed ..."."""
    following = page.following(question)
    if following is None or following.first >= following.last:
        return False
    opening = page.tokens.folds[following.first : following.first + 2]
    return opening[0] in page.lists[_AGREEING] or opening in _OF_COURSE or _says_yes(following, page)


def _says_yes(unit: Unit, page: Page) -> bool:
    """ "A blinded trial says yes.", "Three trials found that it does.": a verdict in one short sentence."""
    said = [fold for fold in page.tokens.folds[unit.first : unit.last] if fold[0].isalnum()]
    if not 1 < len(said) <= _VERDICT or _VERDICTS.isdisjoint(said) or not _DOUBTS.isdisjoint(said):
        return False
    return said[-1] == "yes" or (said[-2] in {"it", "they"} and said[-1] in _AFFIRMING)


#: Words of the longest verdict, its verbs, words that take it back, and the verb that repeats what was asked.
_VERDICT = 12
_VERDICTS = frozenset(("say", "says", "said", "found", "find", "showed", "shows", "show", "concluded", "suggest", "answer", "indicate", "is"))
_DOUBTS = frozenset(
    (
        "no", "not", "if", "whether", "unless", "neither", "nor", "only", "may", "might", "could", "yet", "unclear", "never", "nobody", "noone", "few",
    )
)  # fmt: skip
_AFFIRMING = frozenset(("doe", "does", "do", "did", "is", "i", "are", "can"))


def was_hoped(unit: Unit, page: Page) -> bool:
    """ "We had hoped that IVIG would help in A", "It was hoped that ...": what was expected once is neither found nor done."""
    if "hoped" not in unit.folds:
        return False
    folds = page.tokens.folds
    at = next(i for i in range(unit.first, unit.last) if folds[i] == "hoped")
    return not _HAD.isdisjoint(folds[max(unit.first, at - 2) : at]) and _FULFILLED.isdisjoint(folds[at + 1 : unit.last])


_HAD = frozenset(("had", "was", "wa", "were", "once", "long"))
_FULFILLED = frozenset(("indeed", "and", "did", "but", ";"))


def _is_condition(unit: Unit, page: Page) -> bool:
    """ "Should IVIG prove effective in A, a larger trial would follow": what may be one day."""
    return "," in unit.folds and any(0 < agent.first - unit.first <= 1 for agent in unit.products)


#: What opens such a sentence.
_SHOULD = frozenset(("should", "were"))
#: What is told as a myth is no claim of the text.
_MYTHS = frozenset(("myth", "myths", "misconception", "misconceptions", "rumour", "rumours", "rumor", "rumors", "hoax"))
#: Words that open a question for yes or no; a question such as "Is it safe?" has no words to claim.
ASKING = "question-asking"  # "i", "wa" and "ha" are what the folding leaves of "is", "was" and "has"
#: What asks for leave, and verbs of having a product.
_LEAVE = frozenset(("can", "may", "could"))
_RECEIVING = frozenset(("get", "have", "receive", "take", "use", "given", "on"))
_SUPPOSING = (["what", "if"], ["how", "about"], ["what", "about"])
_AGREEING = "question-agreeing"
_OF_COURSE = (["of", "course"], ["it", "can"], ["it", "may"], ["it", "does"], ["they", "can"], ["they", "may"], ["this", "can"])
_SHORTEST_QUESTION = 4


def _is_hearsay(unit: Unit, page: Page) -> bool:
    """ "I read that IVIG cures autism", "somebody told me it ...": what a writer has from others and does not vouch for."""
    first = _behind_speaker(unit)
    if first >= unit.last or page.tokens.surfaces[first].lower() not in _TELLERS:
        return False
    said = [surface.lower() for surface in page.tokens.surfaces[first + 1 : min(unit.last, first + _TO_HEARSAY)]]
    return any(verb in _HEARD and behind in _THAT for verb, behind in pairwise(said))


_INSURERS = frozenset(("insurance", "insurer", "insurers", "medicare", "medicaid", "payer", "payers"))
_REFUSING = frozenset(("refused", "refuse", "refuses", "denied", "deny", "denies", "declined", "rejected", "cover", "covers", "covered", "coverage"))
_TELLERS = frozenset(("i", "somebody", "someone", "people", "friends"))
_HEARD = frozenset(("read", "heard", "told", "claim", "claims", "claimed"))
_THAT = frozenset(("that", "somewhere", "online", "me", "us"))
#: Words of which one stands in every sentence on an insurer, on a myth or on what was heard.
_OF_NO_WEIGHT = _INSURERS | _MYTHS | frozenset(map(fold, _HEARD))
#: Tokens from the opening to what was heard: "I have also heard that".
_TO_HEARSAY = 6


_BEYOND = frozenset(("outside", "beyond"))


def is_aside(unit: Unit, page: Page) -> bool:
    """Tell whether the unit asks, tells a myth, points to other pages or lists search words: "Related topics: ..."."""
    opening = page.tokens.folds[unit.first]
    if opening == "abbreviation" and page.tokens.surfaces[unit.first + 1 : unit.first + 2] == [":"]:
        return True
    if _is_quizzed(unit, page):
        return True
    if "scope" in unit.folds and not _BEYOND.isdisjoint(unit.folds):
        return True  # "Specific immunoglobulins (A, B) lie outside the scope of this document"
    if not _PAYING.isdisjoint(unit.folds) and _is_disclosure(unit, page):
        return True
    if not _OF_NO_WEIGHT.isdisjoint(unit.folds):
        if not _INSURERS.isdisjoint(unit.folds) and not _REFUSING.isdisjoint(unit.folds):
            return True  # "My insurance refused to cover it for A": neither use nor failure
        if not _MYTHS.isdisjoint(unit.folds) or _is_hearsay(unit, page):
            return True
    if (page.tokens.surfaces[unit.last - 1] == "?" and is_open_question(unit, page)) or (opening in _SHOULD and _is_condition(unit, page)):
        return True
    if ("aside" in unit.kinds and _points_elsewhere(unit, page)) or was_hoped(unit, page) or _refers_elsewhere(unit, page):
        return True
    return unit.intro is not None and "aside" in unit.intro.kinds and _points_elsewhere(unit.intro, page)


def _is_quizzed(unit: Unit, page: Page) -> bool:
    """ "True or false: X is banned in A. False.", "True or false?" over it: what nobody says, unless the answer is "True"."""
    folds, before = page.tokens.folds, unit.previous
    is_under = before is not None and before.last - before.first <= _OF_QUIZ and folds[before.first : before.first + 3] == _TRUE_OR_FALSE
    if not is_under and ("false" not in unit.folds or folds[unit.first : unit.first + 3] != _TRUE_OR_FALSE):
        return False
    following = page.following(unit)
    return following is None or folds[following.first : following.first + 1] != ["true"]


#: What a quiz asks, and tokens of a line that asks no more.
_TRUE_OR_FALSE = ["true", "or", "false"]
_OF_QUIZ = 4


def _is_disclosure(unit: Unit, page: Page) -> bool:
    """ "Dr B has received honoraria for lectures on IVIG in A", "We thank the society for A": who was paid by whom, and who is thanked.

    "Thanks to IVIG, children with A can walk", "The advisory board recommends IVIG for A" speak of the product.
    """
    if not _FEES.isdisjoint(unit.folds):
        return True
    folds = page.tokens.folds[unit.first : unit.last]
    if any(pair in _PAID and not _ADVISING.issuperset(folds[i + 2 : i + 3] or [""]) for i, pair in enumerate(pairwise(folds))):
        return True
    at = next((i for i, word in enumerate(folds[:_TO_THANKS]) if word in _THANKING), None)
    return at is not None and folds[at + 1 : at + 2] not in _NO_THANKS[folds[at]]


#: Fees by name, words for them of two words, and those that thank, with the tokens to these.
_FEES = frozenset(("honorarium", "honoraria", "royalty", "royalties"))
_PAID = frozenset(
    (first, second)
    for first in ("speaker", "speaking", "lecture", "consulting", "consultancy", "consultant", "advisory", "travel", "research", "educational", "personal")
    for second in ("fee", "fees", "board", "boards", "grant", "grants")
)
_THANKING, _TO_THANKS = frozenset(("thank", "thanks", "grateful", "acknowledge")), 4
#: What follows where nobody is thanked, and what boards do.
_NO_THANKS = {"thank": (["to"],), "thanks": (["to"],), "grateful": (["for"], ["that"]), "acknowledge": (["that"],)}
_ADVISING = frozenset(("recommends", "recommended", "recommend", "approved", "approve", "adviz", "advised", "endorsed", "endorse", "support"))
_PAYING = _FEES | _THANKING | {"fee", "fees", "board", "boards", "grant", "grants"}


def _refers_elsewhere(unit: Unit, page: Page) -> bool:
    """ "For asthma, see IVIG for asthma.": a sentence that only says where to read on."""
    if _REFERRING.isdisjoint(unit.folds):
        return False
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    if folds[unit.first] != "for" or ";" in surfaces[unit.first : unit.last]:
        return False
    comma = next((i for i in range(unit.first, min(unit.first + _TO_REFERENCE, unit.last - 1)) if surfaces[i] == ","), unit.last - 1)
    return not _REFERRING.isdisjoint([fold for fold in folds[comma + 1 : comma + 3] if fold != "please"][:1])


#: Words that send the reader elsewhere, and the tokens from the beginning to the comma before them.
_REFERRING, _TO_REFERENCE = frozenset(("see", "refer")), 10


def _points_elsewhere(unit: Unit, page: Page) -> bool:
    """ "Related topics: ...", "See also: ...": what a word for an aside opens."""
    for cue in unit.relations:
        if cue.first - unit.first > 1:
            return False
        if cue.phrase.kind == "aside":
            after = page.tokens.surfaces[cue.last] if cue.last < unit.last else ":"
            return after in {":", "|"} or unit.is_heading
    return False
