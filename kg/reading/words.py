"""The words of a text: normalised text goes in, tokens with their folded form (for names) and stem (for cues) come out.

Two spellings of a medical word fold to one form (haemolysis and hemolyses), two forms of a verb to one stem (treats, treated).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Tokens", "base_form", "fold", "key_of", "stem", "tokenise"]

#: Words with a possessive, and the marks that separate names; hyphens and apostrophes inside a name do not count.
_TOKEN = re.compile(r"[^\W_]+(?:'s?(?![^\W_]))?|[,.;:()\[\]/\"?!%<>=+|•—*&#≥≤]|(?<=\s)-(?=\s)")

_IRREGULAR_NOUNS = {
    "children": "child", "women": "woman", "men": "man", "feet": "foot", "babies": "baby", "vasculitides": "vasculitis",
    "thrombi": "thrombus", "emboli": "embolus", "bacteria": "bacterium", "criteria": "criterion", "foetus": "fetus",
    "rabies": "rabies", "series": "series", "species": "species", "herpes": "herpes", "diabetes": "diabetes", "scabies": "scabies",
    "always": "always", "hives": "hives", "chills": "chills", "rigors": "rigors", "measles": "measles", "mumps": "mumps",
    "yes": "yes", "less": "less", "this": "this", "his": "his", "its": "its", "as": "as", "is": "is", "has": "has", "was": "was",
    "us": "us", "does": "does", "thus": "thus", "oedemas": "edema",
}  # fmt: skip

_IRREGULAR_STEMS = {
    "use": "use", "used": "use", "uses": "use", "using": "use", "utilise": "utilize",
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "am": "be", "be": "be",
    "has": "have", "had": "have", "having": "have", "have": "have", "does": "do", "did": "do", "done": "do", "doing": "do",
    "given": "give", "gave": "give", "gives": "give", "giving": "give", "give": "give",
    "taken": "take", "took": "take", "takes": "take", "taking": "take", "take": "take",
    "made": "make", "makes": "make", "making": "make", "make": "make", "shown": "show", "known": "know", "knew": "know",
    "led": "lead", "leads": "lead", "leading": "lead", "found": "find", "felt": "feel", "fought": "fight", "born": "bear",
    "got": "get", "gets": "get", "getting": "get", "gotten": "get", "arose": "arise", "arisen": "arise", "thought": "think",
    "seen": "see", "saw": "see", "began": "begin", "begun": "begin", "became": "become", "came": "come", "chosen": "choose",
    "during": "during", "need": "need", "bleeding": "bleeding", "swelling": "swelling", "wheezing": "wheezing", "feeling": "feel",
    "red": "red", "bed": "bed", "unlicensed": "unlicensed", "unapproved": "unapproved", "thing": "thing", "nothing": "nothing",
    "anything": "anything", "something": "something", "everything": "everything", "spring": "spring", "string": "string",
    "does't": "do", "one": "one", "none": "none", "those": "those", "these": "these", "else": "else", "because": "because",
    "therefore": "therefore", "before": "before", "more": "more", "there": "there", "where": "where", "here": "here", "like": "like",
    "immune": "immune", "disease": "disease", "severe": "severe", "some": "some", "same": "same", "the": "the", "rare": "rare",
    "note": "note", "noted": "note", "notes": "note", "noting": "note",  # else "noted" would share the stem of "not"
    "have't": "have", "while": "while", "otherwise": "otherwise", "likewise": "likewise", "despite": "despite", "prone": "prone",
    "indeed": "indeed", "hundred": "hundred", "speed": "speed",
    "people": "people", "side": "side", "unlike": "unlike", "ring": "ring", "king": "king", "wing": "wing", "sting": "sting",
}  # fmt: skip

_BRITISH = (
    (re.compile(r"haem"), "hem"),
    (re.compile(r"(?<=[a-z])ae(?=[mdstlcn])"), "e"),
    (re.compile(r"^ae(?=[st])"), "e"),
    (re.compile(r"^oe(?=[dst])"), "e"),
    (re.compile(r"(?<=[rn])hoe(?=a)|(?<=r)hoe(?=a)"), "he"),
    (re.compile(r"noea"), "nea"),
    (re.compile(r"foet"), "fet"),
    (re.compile(r"coeli"), "celi"),
    (re.compile(r"(?<=[a-z]{2})oedema"), "edema"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)"), "iz"),
    (re.compile(r"(?<=[a-z][lmbvn])our(?=s?$|ed$|ing$|able$)"), "or"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"(?<=[nt])re$"), "er"),
    (re.compile(r"ll(?=(?:ed|ing)$)"), "l"),
)

#: Words whose ending only looks like British spelling or a verb in -ise.
_NOT_BRITISH = frozenset({
    "raise", "raised", "raising", "rise", "arise", "arising", "otherwise", "exercise", "exercises", "precise", "promise", "promised",
    "compromise", "compromised", "disease", "diseases", "diseased", "expertise", "advise", "advised", "wise", "likewise", "noise",
    "supervise", "supervised", "supervising", "revise", "revised", "comprise", "comprised", "comprising", "surprise", "premise", "concise",
    "there", "here", "where", "were", "entire", "more", "before", "four", "hour", "hours", "your", "our", "increase", "increased",
    "rising", "poison", "called", "calling", "filled", "illed", "filling", "swelling", "telling", "falling", "falls", "killed", "killing",
    "willing", "excise", "increasing", "decreasing", "release", "causing",
})  # fmt: skip

_FOLDS: dict[str, str] = {}
_STEMS: dict[str, str] = {}
#: Distinct words kept in the caches; a stream of documents must not grow memory without end.
_CACHE_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists over the tokens of a stretch of normalised text; offsets refer to that text."""

    surfaces: list[str]
    folds: list[str]
    stems: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.folds)


def tokenise(text: str, spans: Iterable[tuple[int, int]], known: Collection[str] = ()) -> tuple[Tokens, list[tuple[int, int]]]:
    """Tokenise the spans of a normalised text; gives the tokens and, for each span, the half-open range of its tokens.

    A long word that is a common word glued to a `known` one ("calledvasculitis") becomes two tokens.
    """
    surfaces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    ranges: list[tuple[int, int]] = []
    for start, end in spans:
        first = len(surfaces)
        matches = list(_TOKEN.finditer(text, start, end))
        words = [match.group() for match in matches]
        glued = {word: cut for word in words if len(word) >= _GLUED and word.islower() and (cut := _glued(word, known))} if known else None
        if not glued:
            surfaces += words
            starts += [match.start() for match in matches]
            ends += [match.end() for match in matches]
        else:
            for word, match in zip(words, matches, strict=True):
                cut = glued.get(word, 0)
                surfaces += [word[:cut], word[cut:]] if cut else [word]
                starts += [match.start(), match.start() + cut] if cut else [match.start()]
                ends += [match.start() + cut, match.end()] if cut else [match.end()]
        ranges.append((first, len(surfaces)))
    folds = [_FOLDS.get(word) or fold(word) for word in surfaces]
    stems = [_STEMS.get(word) or stem(word) for word in surfaces]
    return Tokens(surfaces, folds, stems, starts, ends), ranges


#: Shortest word that may be two words whose blank was lost.
_GLUED = 11
_GLUE = tuple(
    sorted(
        [
            "called",
            "the",
            "of",
            "and",
            "with",
            "need",
            "have",
            "has",
            "is",
            "as",
            "a",
            "for",
            "in",
            "by",
            "to",
            "from",
            "like",
            "or",
            "may",
            "cause",
            "causes",
            "treat",
            "include",
        ],
        key=len,
        reverse=True,
    )
)


def _glued(word: str, known: Collection[str]) -> int:
    """Give the length of the common word that opens a glued pair, or 0."""
    if word in known:
        return 0
    for glue in _GLUE:
        if word.startswith(glue) and len(word) - len(glue) >= 7 and word[len(glue) :] in known:
            return len(glue)
    return 0


def fold(word: str) -> str:
    """Fold a word's case, British spelling and plural.

    >>> fold("Haemolyses"), fold("oedema"), fold("Diarrhoea"), fold("deficiencies"), fold("lupus"), fold("Alzheimer's")
    ('hemolysis', 'edema', 'diarrhea', 'deficiency', 'lupus', 'alzheimer')
    """
    known = _FOLDS.get(word)
    if known is not None:
        return known
    lower = word.lower().removesuffix("'s").removesuffix("'")
    is_acronyms = len(word) > 1 and not word.isupper() and word[-1] == "s" and word[:-1].isupper()  # PIDDs
    result = word[:-1].lower() if is_acronyms else _singular(_american(lower))
    if len(_FOLDS) > _CACHE_LIMIT:
        _FOLDS.clear()
    _FOLDS[word] = result
    return result


def stem(word: str) -> str:
    """Give the stem that the forms of a verb or noun share.

    >>> [stem(w) for w in ("treated", "treats", "causes", "causing", "modulating", "modulate", "stopped", "was")]
    ['treat', 'treat', 'caus', 'caus', 'modulat', 'modulat', 'stop', 'be']
    """
    known = _STEMS.get(word)
    if known is not None:
        return known
    lower = word.lower().removesuffix("'s").removesuffix("'")
    result = _IRREGULAR_STEMS.get(lower) or _stemmed(_american(lower))
    if len(_STEMS) > _CACHE_LIMIT:
        _STEMS.clear()
    _STEMS[word] = result
    return result


def base_form(word: str) -> str:
    """Give the infinitive of an irregular form, any other word as it is.

    >>> base_form("made"), base_form("treated")
    ('make', 'treated')
    """
    return _IRREGULAR_STEMS.get(word.lower(), word.lower())


def key_of(words: Sequence[str]) -> str:
    """Join normal forms so that an automaton can only match whole words."""
    return "".join(f" {word} " for word in words)


def _american(word: str) -> str:
    if word in _NOT_BRITISH or len(word) < 5:
        return word
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word


def _singular(word: str) -> str:
    irregular = _IRREGULAR_NOUNS.get(word)
    if irregular is not None:
        return irregular
    if len(word) < 4 or word[-1] != "s":
        return word
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("itides"):
        return word[:-4] + "s"
    if word.endswith(("oses", "yses", "eses")) and len(word) > 6:
        return word[:-2] + "is"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")) and not word.endswith("aches"):
        return word[:-2]
    return word[:-1]


def _stemmed(word: str) -> str:
    word = _singular(word) if len(word) > 3 else word
    irregular = _IRREGULAR_STEMS.get(word)
    if irregular is not None:
        return irregular
    for suffix in ("ing", "ed"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            base = word[: -len(suffix)]
            if base[-1] == base[-2] and base[-1] in "bdgmnprt":
                base = base[:-1]
            return _final(base)
    return _final(word)


def _final(base: str) -> str:
    if len(base) > 3 and base[-1] == "e":
        return base[:-1]
    if len(base) > 3 and base[-1] == "y" and base[-2] not in "aeiou":
        return base[:-1] + "i"
    return base
