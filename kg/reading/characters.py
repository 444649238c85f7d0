"""The characters of a text: as they came they go in, a normalised text with an offset map comes out.

Normalising repairs mojibake, entities of HTML, odd spaces, quotes, dashes, ligatures and accents, so that later steps meet plain text; every
offset maps back to the original, so that what they find can be shown in the author's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

__all__ = ["NormalText", "normalise", "uncontracted"]

_SPECIAL = re.compile(r"[^\x20-\x7e\n]+")
#: The same, and entities of HTML that were left in a text, some of them escaped twice; looked for only where they may be, for it takes longer.
_SPECIAL_OR_ENTITY = re.compile(_SPECIAL.pattern + r"|&(?:amp;)?(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}[1-4]{0,2});", re.IGNORECASE)
#: What two words run together with an apostrophe end in ("doesn't", "you've"; "she'd" has two meanings and stays), and the verb
#: or the pronoun before it, which is looked for in so many characters.
_CLIPPED = re.compile(r"'(t|s|re|ve|ll)\b", re.I)
_NEGATED = re.compile(r"\b([A-Za-z]+)n\Z", re.I)
_PRONOUN = re.compile(r"\b(?:it|that|there|what|you|we|they|I|who)\Z", re.I)
_BEFORE_CLIPPED = 24
_UNCLIPPED = {"wo": "will", "sha": "shall"}
_ENDINGS = {"s": "is", "re": "are", "ve": "have", "ll": "will"}
#: Shorthand of formularies and notes, and what it stands for; the pieces that one of them has are looked for first, as many as tell "admin" from
#: "administer".
_SHORTHAND = re.compile(
    r"\bw/(?:(?:o|out|in)\b|(?=\s))|\b(?:1st|[Pp]ts|Abs?|[Rr]xns?|[Ii]nj(?=[ -]site)|[Aa]dmin|[Hh]x)\b(?![/@])"
    r"|\b(?:[Ii]ncr|[Dd]ecr)\b\.?"
)
_SHORT_PIECES = (
    "w/", "1st", "pts", "Pts", "Ab", "rxn", "Rxn", "nj site", "nj-site", "hx", "Hx", "ncr.", "ncr ", "ecr.", "ecr ",
    *(f"dmin{mark}" for mark in " .,:;)-\n"),
)  # fmt: skip
_LONG = {
    "1st": "first", "w/": "with", "w/o": "without", "w/out": "without", "w/in": "within", "pts": "patients", "ab": "antibody", "abs": "antibodies",
    "rxn": "reaction", "rxns": "reactions", "inj": "injection", "admin": "administration", "hx": "history",
    "incr": "increased", "decr": "decreased",
}  # fmt: skip
#: Bytes of a UTF-8 sequence shown in a Windows code page begin with one of these letters.
_MOJIBAKE = re.compile(r"[ÃÂĂâÅÄĹÎ][^\x00-\x7f]{1,2}")
_SINGLE = {
    "\t": "\t",
    "\r": " ",
    "\v": "\n",
    "\f": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‛": "'",
    "′": "'",
    "ʼ": "'",
    "´": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "″": '"',
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "−": "-",
    "﹣": "-",
    "－": "-",
    "―": "—",
    "，": ", ",
    "、": ", ",
    "；": "; ",
    "：": ": ",
    "。": ". ",
    "（": " (",
    "）": ") ",
    "％": "%",
    "／": "/",
    "＋": "+",
    "＜": "<",
    "＞": ">",
    "●": "•",
    "▪": "•",
    "◦": "•",
    "‣": "•",
    "·": "•",
    "○": "•",
    "■": "•",
    "□": "•",
    "➢": "•",
    "►": "•",
    "▶": "•",
    "⁃": "•",
    "\uf0b7": "•",
    "\uf0a7": "•",
    "✓": "•",
    "✔": "•",
    "∙": "•",
    "⚫": "•",
    "✅": "•",
    "☑": "•",
    "👉": "•",
    "🔹": "•",
    "🔸": "•",
    "▸": "•",
    "➤": "•",
    "❖": "•",
    "◆": "•",
    "✗": "✗",
    "✘": "✘",
    "✖": "✗",
    "❌": "✗",
    "❎": "✗",
    "\u20e3": ".",  # the key around "1": a number of a list
    "…": "...",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "ð": "d",
    "ı": "i",
    "™": " ",
    "®": " ",
    "©": " ",
    "€": "€",
    "⁄": "/",
    "∕": "/",
    "\u00ad": "",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
    "\ufffd": "",
    "½": "1/2",
    "µ": "u",
    "μ": "u",
    "≧": "≥",
    "≦": "≤",
    "\u00b2": "2",
    "\u00b3": "3",
}


@dataclass(frozen=True, slots=True)
class NormalText:
    """A normalised text; `original(start, end)` gives the offsets in the text that it was made from."""

    text: str
    #: Break points: normalised position, original position, length of the replaced piece in both; empty where nothing changed.
    _normal: Sequence[int] = ()
    _source: Sequence[int] = ()
    _normal_length: Sequence[int] = ()
    _source_length: Sequence[int] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original text that the normalised span stands for."""
        if not self._normal:
            return start, end
        return self._left(start), self._right(end)

    def normal(self, position: int) -> int:
        """Give the normalised position of an original position."""
        if not self._source:
            return position
        index = bisect_right(self._source, position) - 1
        if index < 0:
            return position
        within = position - self._source[index]
        if within < self._source_length[index]:
            return self._normal[index] + min(within, self._normal_length[index])
        return self._normal[index] + self._normal_length[index] + within - self._source_length[index]

    def _left(self, position: int) -> int:
        index = bisect_right(self._normal, position) - 1
        # A piece that vanished (soft hyphen) at the position belongs to what stands before it.
        if index < 0:
            return position
        within = position - self._normal[index]
        if within < self._normal_length[index]:
            return self._source[index] + min(within, self._source_length[index] - 1)
        return self._source[index] + self._source_length[index] + within - self._normal_length[index]

    def _right(self, position: int) -> int:
        index = bisect_left(self._normal, position) - 1
        if index < 0:
            return position
        within = position - self._normal[index]
        if within <= self._normal_length[index]:
            whole = within == self._normal_length[index] or self._source_length[index] == 1
            return self._source[index] + (self._source_length[index] if whole else min(max(within, 1), self._source_length[index]))
        return self._source[index] + self._source_length[index] + within - self._normal_length[index]

    def rewritten(self, edits: Sequence[tuple[int, int, str]]) -> NormalText:
        """Replace spans by other words: (start, end, words) in the order of the text; the offsets lead to the same original text."""
        pieces = [(start, end - start, *self.original(start, end), words) for start, end, words in edits]
        ends = [end for _, end, _ in edits]
        for position, length, source, source_length in zip(
            self._normal, self._normal_length, self._source, self._source_length, strict=True
        ):
            over = bisect_right(ends, position)
            if over == len(edits) or position + length <= edits[over][0]:
                pieces.append((position, length, source, source + source_length, self.text[position : position + length]))
        pieces.sort(key=lambda piece: piece[:3])
        parts: list[str] = []
        rows: list[tuple[int, int, int, int]] = []
        done = shift = 0
        for position, length, first, last, words in pieces:
            parts += (self.text[done:position], words)
            rows.append((position + shift, first, len(words), last - first))
            shift += len(words) - length
            done = position + length
        text = "".join((*parts, self.text[done:]))
        return NormalText(text, *map(list, zip(*rows, strict=True))) if rows else self


def uncontracted(normal: NormalText) -> NormalText:
    """Spell contractions and shorthand out, so that a cue or a name of full words is found in them.

    >>> uncontracted(normalise("It won't help if you've lost weight.")).text
    'It will not help if you have lost weight.'
    >>> uncontracted(normalise("Inj site rxns in pts w/ IgA Abs")).text
    'injection site reactions in patients with IgA antibodies'
    """
    edits: list[tuple[int, int, str]] = []
    if any(map(normal.text.__contains__, _SHORT_PIECES)):
        edits += [(m.start(), m.end(), _LONG[m[0].lower().rstrip(".")]) for m in _SHORTHAND.finditer(normal.text)]
    for match in _CLIPPED.finditer(normal.text):
        ending = match[1].lower()
        before = (_NEGATED if ending == "t" else _PRONOUN).search(normal.text, max(0, match.start() - _BEFORE_CLIPPED), match.start())
        if before is None:
            continue
        if ending == "t":
            verb = before[1]
            words = "cannot" if verb.lower() == "ca" else f"{_UNCLIPPED.get(verb.lower(), verb)} not"
        else:
            words = f"{before[0]} {_ENDINGS[ending]}"
        edits.append((before.start(), match.end(), words))
    edits.sort()
    return normal.rewritten(edits) if edits else normal


def normalise(text: str) -> NormalText:
    """Repair and simplify the characters of a text, with a map back.

    >>> normalise("Guillain-BarrĂ© syndrome\u00a0–\u00adfever").text
    'Guillain-Barre syndrome -fever'
    """
    special = _SPECIAL_OR_ENTITY if "&" in text else _SPECIAL
    # Nothing special is told in a third of the pattern's time.
    if special is _SPECIAL and text.isascii() and text.replace("\n", " ").isprintable():
        return NormalText(text)
    pieces: list[str] = []
    normal: list[int] = []
    source: list[int] = []
    normal_length: list[int] = []
    source_length: list[int] = []
    done = position = 0
    for match in special.finditer(text):
        run = match.group()
        unchanged = text[done : match.start()]
        pieces.append(unchanged)
        position += len(unchanged)
        offset = match.start()
        for piece, replacement in _repaired(run):
            if piece != replacement:
                normal.append(position)
                source.append(offset)
                normal_length.append(len(replacement))
                source_length.append(len(piece))
            pieces.append(replacement)
            position += len(replacement)
            offset += len(piece)
        done = match.end()
    pieces.append(text[done:])
    return NormalText("".join(pieces), normal, source, normal_length, source_length)


def _repaired(run: str) -> list[tuple[str, str]]:
    """Split a run of unusual characters, or an entity, into (piece, replacement)."""
    if run[0] == "&":
        return [(run, "".join(map(_plain, unescape(unescape(run)))))]
    result: list[tuple[str, str]] = []
    index = 0
    while index < len(run):
        match = _MOJIBAKE.match(run, index)
        if match:
            fixed = _decoded(match.group())
            if fixed:
                piece, letter = fixed
                result.append((piece, _plain(letter)))
                index += len(piece)
                continue
        character = run[index]
        result.append((character, _plain(character)))
        index += 1
    return result


def _decoded(run: str) -> tuple[str, str] | None:
    """Read a run again as UTF-8 that had been taken for a one-byte code page."""
    for length in (3, 2):
        piece = run[:length]
        if len(piece) < length:
            continue
        for codec in ("cp1252", "cp1250", "latin-1"):
            try:
                letter = piece.encode(codec).decode("utf-8")
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
            if len(letter) == 1:
                return piece, letter
    return None


_PLAIN: dict[str, str] = {}
#: From here on symbols are small pictures, which say nothing: "🩺 Uses".
_FIRST_PICTURE = "\u2600"


def _plain(character: str) -> str:
    known = _SINGLE.get(character)
    if known is not None:
        return known
    known = _PLAIN.get(character)
    if known is not None:
        return known
    category = unicodedata.category(character)
    if category in {"Zs", "Cc", "Zl", "Zp"} or (category == "So" and character >= _FIRST_PICTURE):
        result = " "
    elif category in {"Cf", "Mn", "Me", "Cs"}:
        result = ""
    elif category.startswith("L"):
        decomposed = unicodedata.normalize("NFKD", character)
        result = "".join(c for c in decomposed if unicodedata.category(c)[0] == "L") or character
    else:
        result = character
    if len(_PLAIN) < 70_000:
        _PLAIN[character] = result
    return result
