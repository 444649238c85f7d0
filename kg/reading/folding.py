"""Words compared regardless of inflection: a text goes in, its words, their keys and their possible base forms come out."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["FUNCTION_WORDS", "fold", "lemmas", "words_of"]

#: Words that no substitution is derived for and that carry no evidence when they agree.
FUNCTION_WORDS = frozenset(
    word
    for line in (
        "a an the and or but nor of in on at to by for from with without into onto upon as is are was were be been being am do does did",
        "has have had having not no it its this that these those he she they we you i his her their our your my me him them us who",
        "whom whose which what when where why how if then than so such there here may might can could shall should will would must",
    )
    for word in line.split()
)

_WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
_VOWEL = re.compile(r"[aeiouy]")


def words_of(text: str) -> tuple[str, ...]:
    """Split a name into lower-case words; hyphens and slashes separate, a possessive 's falls off.

    >>> words_of("Guillain-Barré syndrome")
    ('guillain', 'barré', 'syndrome')
    """
    return tuple(word for word in _WORD.findall(text.lower()) if word != "s")


#: Keys of words that would share one with an abbreviation (HIV).
_OWN_KEYS = {"hive": "hives", "hives": "hives", "Hives": "hives"}


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Reduce a word to a key that its regular inflections and its British and American spellings share; not a word itself.

    >>> fold("clotting") == fold("clots") == fold("clot"), fold("demyelinate") == fold("demyelinating")
    (True, True)
    >>> fold("anaemias") == fold("anemia"), fold("virus") == fold("viru")
    (True, False)
    """
    if word in _OWN_KEYS:
        return _OWN_KEYS[word]
    word = word.lower().replace("ae", "e").replace("oe", "e").replace("isation", "ization")
    if len(word) > 3:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith("yses"):
            word = word[:-2] + "is"
        elif word.endswith(("sses", "xes", "ches", "shes", "zzes")):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is", "ous")):
            word = word[:-1]
    was = word
    for ending, instead in (("ied", "y"), ("ing", ""), ("ed", ""), ("e", "")):
        stem = word[: -len(ending)] + instead
        if word.endswith(ending) and len(stem) >= 3 and not word.endswith("eed") and _VOWEL.search(stem):
            word = stem
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    if word != was and len(word) > 5 and word.endswith("is"):
        word = word[:-1] + "z"
    return word


#: Endings of regular inflection and what stands in the base form instead.
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("es", ""),
    ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"),
)  # fmt: skip


def lemmas(word: str) -> tuple[str, ...]:
    """List what a word may be a regular form of, itself first; most of the list are no words, so look each up.

    >>> lemmas("clotting")
    ('clotting', 'clott', 'clot', 'clotte')
    """
    forms = [word]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)] + instead
            forms.append(stem)
            if not instead and len(stem) > 3 and stem[-1] == stem[-2] and ending not in ("es", "s"):
                forms.append(stem[:-1])
    return tuple(dict.fromkeys(forms))
