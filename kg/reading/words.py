"""The words of a text: normalised text goes in, tokens with their folded form (for names) and stem (for cues) come out.

Two spellings of a medical word fold to one form (haemolysis and hemolyses), two forms of a verb to one stem (treats, treated).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

__all__ = ["Tokens", "WordBook", "base_form", "fold", "folds_of", "key_of", "stem", "tokenise"]

#: Words with a possessive, and the marks that separate names; hyphens and apostrophes inside a name do not count.
_TOKEN = re.compile(r"[^\W_]+(?:'s?(?![^\W_])|)|[,.;:()\[\]/\"?!%<>=+|•—&#≥≤]|\*(?<!\*\*)(?!\*)|-(?<=\s-)(?=\s)")
_PARTED = re.compile(f"({_TOKEN.pattern})")
#: The same for text in ASCII, in half the time: ranges of letters instead of all but what is no word's.
_PARTED_ASCII = re.compile(_PARTED.pattern.replace(r"[^\W_]", "[a-zA-Z0-9]"))

_IRREGULAR_NOUNS = {
    "children": "child", "women": "woman", "men": "man", "feet": "foot", "babies": "baby", "vasculitides": "vasculitis",
    "thrombi": "thrombus", "emboli": "embolus", "bacteria": "bacterium", "criteria": "criterion", "foetus": "fetus",
    "whereas": "whereas", "sometimes": "sometimes", "perhaps": "perhaps",
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
    (re.compile(r"leu[ck]o(?:cyto)?(?=peni)"), "leuko"),
    (re.compile(r"thrombo(?=peni)"), "thrombocyto"),
    (re.compile(r"^saccharose$"), "sucrose"),
)
#: What a word has that one of them may change; most words have nothing of it.
_BRITISH_SIGN = re.compile(r"[ao]e|our|is|sulph|ll|re$|openi|^saccharose$")

#: Words whose ending only looks like British spelling or a verb in -ise.
_NOT_BRITISH = frozenset({
    "raise", "raised", "raising", "rise", "arise", "arising", "otherwise", "exercise", "exercises", "precise", "promise", "promised",
    "compromise", "compromised", "disease", "diseases", "diseased", "expertise", "advise", "advised", "wise", "likewise", "noise",
    "supervise", "supervised", "supervising", "revise", "revised", "comprise", "comprised", "comprising", "surprise", "premise", "concise",
    "there", "here", "where", "were", "entire", "more", "before", "four", "hour", "hours", "your", "our", "increase", "increased",
    "rising", "poison", "called", "calling", "filled", "illed", "filling", "swelling", "telling", "falling", "falls", "killed", "killing",
    "willing", "excise", "increasing", "decreasing", "release", "causing",
})  # fmt: skip

@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists over the tokens of a stretch of normalised text; offsets refer to that text."""

    surfaces: list[str]
    folds: list[str]
    stems: list[str]
    starts: list[int]
    ends: list[int]
    #: What the readers of the `WordBook` note: a list for each reader, those of words first, then those of folds and of stems.
    marks: Sequence[list[Any]] = ()

    def __len__(self) -> int:
        return len(self.folds)

    def ended(self) -> Tokens:
        """Give the same with full stops behind the last token: a rule may look at the word behind any other, also in a text that ends without one."""
        behind, place = ["."] * _LOOK_AHEAD, (self.ends[-1:] or [0]) * _LOOK_AHEAD
        return Tokens(
            self.surfaces + behind, self.folds + behind, self.stems + behind, self.starts + place, self.ends + place, self.marks
        )


#: The most tokens that a rule looks ahead without asking where the text ends.
_LOOK_AHEAD = 4


_Readers = Sequence[Callable[[str], object]]


class WordBook(dict[str, tuple[Any, ...]]):
    """What is known of each word: its fold, its stem, where a glued pair is cut, and what some readers note of it.

    A text has few words that it does not repeat, so each is looked up once for all that follows.
    """

    def __init__(self, known: Collection[str] = (), *, by_word: _Readers = (), by_fold: _Readers = (), by_stem: _Readers = ()) -> None:
        """Take the words before which a glued common word is cut off, and who notes something of a word, of its fold or of its stem."""
        super().__init__()
        self._known = known
        self._readers = (by_word, by_fold, by_stem)

    def __reduce__(self) -> tuple[Callable[..., WordBook], tuple[object, ...]]:
        """Pickle without the words that were seen."""
        return _book, (self._known, *self._readers)

    def __missing__(self, word: str) -> tuple[Any, ...]:
        if len(self) > _CACHE_LIMIT:
            self.clear()
        forms = word, fold(word), stem(word)
        is_long = len(word) >= _GLUED and word.islower() and bool(self._known)
        notes = (note(form) for form, readers in zip(forms, self._readers, strict=True) for note in readers)
        row = self[word] = (*forms[1:], _glued(word, self._known) if is_long else 0, *notes)
        return row


def _book(known: Collection[str], by_word: _Readers, by_fold: _Readers, by_stem: _Readers) -> WordBook:
    return WordBook(known, by_word=by_word, by_fold=by_fold, by_stem=by_stem)


def tokenise(text: str, spans: Iterable[tuple[int, int]], book: WordBook | None = None) -> tuple[Tokens, list[tuple[int, int]]]:
    """Tokenise the spans of a normalised text; gives the tokens and, for each span, the half-open range of its tokens.

    A long word that is a common word glued to one known to the book ("calledvasculitis") becomes two tokens.
    """
    surfaces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    ranges: list[tuple[int, int]] = []
    for start, end in spans:
        first = len(surfaces)
        # Gaps and words in turn: cheaper than a match object for each word. A dash that opens the span is judged by what stands before it.
        piece = text[start:end]
        pattern = _PARTED_ASCII if piece.isascii() else _PARTED
        pieces = pattern.split(piece) if piece[:1] != "-" else _parted(text, start, end)
        bounds = list(accumulate(map(len, pieces), initial=start))
        surfaces += pieces[1::2]
        starts += bounds[1:-1:2]
        ends += bounds[2::2]
        ranges.append((first, len(surfaces)))
    book = _PLAIN if book is None else book
    rows = list(map(book.__getitem__, surfaces))
    if not rows:
        return Tokens(surfaces, [], [], starts, ends), ranges
    folds, stems, cuts, *marks = map(list, zip(*rows, strict=True))
    if any(cuts):
        surfaces, starts, ends, ranges = _unglued(surfaces, starts, ends, ranges, cuts)
        folds, stems, cuts, *marks = map(list, zip(*map(book.__getitem__, surfaces), strict=True))
    return Tokens(surfaces, folds, stems, starts, ends, marks), ranges


def _parted(text: str, start: int, end: int) -> list[str]:
    pieces: list[str] = []
    done = start
    for match in _TOKEN.finditer(text, start, end):
        pieces += (text[done : match.start()], match.group())
        done = match.end()
    return [*pieces, text[done:end]]


def _unglued(
    words: Sequence[str], starts: Sequence[int], ends: Sequence[int], ranges: Sequence[tuple[int, int]], cuts: Sequence[int]
) -> tuple[list[str], list[int], list[int], list[tuple[int, int]]]:
    parts: list[tuple[str, int, int]] = []
    new_ranges: list[tuple[int, int]] = []
    for first, last in ranges:
        new_first = len(parts)
        for word, start, end, cut in zip(words[first:last], starts[first:last], ends[first:last], cuts[first:last], strict=True):
            parts += [(word[:cut], start, start + cut), (word[cut:], start + cut, end)] if cut else [(word, start, end)]
        new_ranges.append((new_first, len(parts)))
    return [word for word, _, _ in parts], [start for _, start, _ in parts], [end for _, _, end in parts], new_ranges


#: Shortest word that may be two words whose blank was lost, and the shortest second one.
_GLUED, _GLUED_TO = 11, 7
_GLUE = frozenset(
    (
        "called", "the", "of", "and", "with", "need", "have", "has", "is", "as", "a", "for", "in", "by", "to", "from", "like", "or", "may",
        "cause", "causes", "treat", "include",
    )
)  # fmt: skip
_OPENINGS = tuple(_GLUE)
_CUTS = tuple(sorted({len(word) for word in _GLUE}, reverse=True))


def _glued(word: str, known: Collection[str]) -> int:
    """Give the length of the common word that opens a glued pair, or 0."""
    if not word.startswith(_OPENINGS) or word in known:
        return 0
    for cut in _CUTS:
        if len(word) - cut >= _GLUED_TO and word[cut:] in known and word[:cut] in _GLUE:
            return cut
    return 0


def folds_of(text: str) -> list[str]:
    """Fold the words of a normalised text that stands alone, such as a name; what `tokenise` gives as folds, in a third of the time."""
    return list(map(_FOLDS.__getitem__, _TOKEN.findall(text)))


def fold(word: str) -> str:
    """Fold a word's case, British spelling, shorter form and plural.

    >>> fold("Haemolyses"), fold("oedema"), fold("Diarrhoea"), fold("deficiencies"), fold("lupus"), fold("Alzheimer's"), fold("thrombopenia")
    ('hemolysis', 'edema', 'diarrhea', 'deficiency', 'lupus', 'alzheimer', 'thrombocytopenia')
    """
    return _FOLDS[word]


def _folded(word: str) -> str:
    lower = word.lower().removesuffix("'s").removesuffix("'")
    is_acronyms = len(word) > 1 and not word.isupper() and word[-1] == "s" and word[:-1].isupper()  # PIDDs
    return word[:-1].lower() if is_acronyms else _singular(_american(lower))


def stem(word: str) -> str:
    """Give the stem that the forms of a verb or noun share.

    >>> [stem(w) for w in ("treated", "treats", "causes", "causing", "modulating", "modulate", "stopped", "was")]
    ['treat', 'treat', 'caus', 'caus', 'modulat', 'modulat', 'stop', 'be']
    """
    return _STEMS[word]


def _stem(word: str) -> str:
    lower = word.lower().removesuffix("'s").removesuffix("'")
    return _IRREGULAR_STEMS.get(lower) or _stemmed(_american(lower))


class _Forms(dict[str, str]):
    """What a function gives for the words that it was asked for."""

    def __init__(self, form_of: Callable[[str], str]) -> None:
        super().__init__()
        self._form_of = form_of

    def __missing__(self, word: str) -> str:
        if len(self) > _CACHE_LIMIT:
            self.clear()
        # One string for equal forms of different words: they are compared more often than made.
        form = self[word] = sys.intern(self._form_of(word))
        return form


#: Distinct words kept in the caches; a stream of documents must not grow memory without end.
_CACHE_LIMIT = 200_000
_FOLDS = _Forms(_folded)
_STEMS = _Forms(_stem)
_PLAIN = WordBook()


def base_form(word: str) -> str:
    """Give the infinitive of an irregular form, any other word as it is.

    >>> base_form("made"), base_form("treated")
    ('make', 'treated')
    """
    return _IRREGULAR_STEMS.get(word.lower(), word.lower())


def key_of(words: Sequence[str]) -> str:
    """Join normal forms so that an automaton can only match whole words."""
    return f" {'  '.join(words)} " if words else ""


def _american(word: str) -> str:
    if len(word) < 5 or _BRITISH_SIGN.search(word) is None or word in _NOT_BRITISH:
        return word
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word


#: Verbs and nouns that look like the plural of a Greek word: "predisposes", "purposes", but not "diagnoses".
_VERBS_IN_OSES = ("poses", "closes")


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
    if word.endswith(("oses", "yses", "eses")) and len(word) > 6 and not word.endswith(_VERBS_IN_OSES):
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
