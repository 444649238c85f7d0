"""Words that the end of a line cuts: the words of a text go in; whether a hyphen belongs to a word comes out."""

from __future__ import annotations

import re
from collections.abc import Set

__all__ = ["CUT", "SHARING", "belongs", "known_words"]

#: A word that the end of a line cuts, with what stands between its parts, the rest of the line's first word and the blank behind it.
CUT = re.compile(r"(?<![\w-])(?P<first>[^\W\d_]{2,})-(?P<gap>[ \t\r]*\n[ \t]*)(?P<rest>[^\W\d_]{2,})(?P<more>\S*)(?P<blank>[ \t]?)")
#: Words before which a hyphen stands for what two words share: "pre- and postoperative".
SHARING = frozenset({"and", "or", "to", "as", "nor", "und", "oder", "et", "ou"})
#: Words that make others with a hyphen: "high-dose".
_MAKERS = frozenset((
    "antibody", "blood", "cell", "cross", "disease", "dose", "double", "drug", "early", "evidence", "first", "follow", "half", "high",
    "immune", "infection", "infusion", "injection", "large", "late", "life", "long", "low", "newly", "non", "once", "one", "open",
    "placebo", "plasma", "previously", "second", "self", "short", "single", "small", "steroid", "third", "three", "time", "treatment",
    "twice", "two", "very", "weight", "well",
))  # fmt: skip
#: Words that such a hyphen stands before: "Fc-mediated", "post-exposure".
_MADE = frozenset((
    "associated", "based", "binding", "containing", "controlled", "deficient", "dependent", "derived", "exposure", "free", "induced", "infusion",
    "like", "marketing", "mediated", "negative", "positive", "refractory", "related", "resistant", "transfusion", "transplant",
    "transplantation", "treated", "vaccination",
))  # fmt: skip
#: Those that end in the vowel with which the next part begins: "pre-existing".
_PREFIXES = frozenset(("anti", "co", "de", "intra", "micro", "pre", "re", "semi"))
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def known_words(text: str) -> frozenset[str]:
    """Give the words of a text that no line cuts, in lower case."""
    return frozenset(_WORD.findall(CUT.sub(" ", text).casefold()))


def belongs(first: str, rest: str, known: Set[str]) -> bool:
    """Tell whether the hyphen between two parts is the word's own, by the words that the text has elsewhere.

    >>> belongs("Guillain", "Barré", set()), belongs("immuno", "deficiency", {"deficiency"}), belongs("high", "dose", set())
    (True, False, True)
    """
    if not rest.islower() or not first[1:].islower():
        return True  # a name or an abbreviation
    one, other = first.casefold(), rest.casefold()
    if other in _MADE and (len(one) > len("un") or first[0].isupper()):
        return True
    return one in _MAKERS or (one in _PREFIXES and one[-1] == other[0]) or f"{one}-{other}" in known or (one in known and other in known)
