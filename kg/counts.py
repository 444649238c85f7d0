"""Counts in words: a number and a noun go in; "1 document" or "2,044 documents" comes out."""

from __future__ import annotations

import re

__all__ = ["counted", "plural"]

_ENDING = re.compile(r"(?<=ss)es\b|(?<=[^s])s\b")


def plural(number: int, noun: str, many: str = "") -> str:
    """Write a number with its noun, which is given in the singular.

    >>> plural(2044, "document"), plural(1, "class", "classes")
    ('2,044 documents', '1 class')
    """
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def counted(number: int, name: str) -> str:
    """Write a number with the name of a count, which holds its noun in the plural.

    >>> counted(3, "documents_given"), counted(1, "documents_given"), counted(1, "unsatisfiable_classes")
    ('3 documents given', '1 document given', '1 unsatisfiable class')
    """
    words = name.replace("_", " ")
    return f"{number} {words if number != 1 else _ENDING.sub('', words, count=1)}"
