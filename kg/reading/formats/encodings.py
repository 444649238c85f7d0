"""What characters the bytes of a document mean: bytes go in, the decoded text and the name of the encoding come out."""

from __future__ import annotations

import codecs
import re

from kg.errors import DocumentError

__all__ = ["check_text", "decode"]

#: Byte order marks, the longer first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?encoding\s*=\s*|<meta[^>]{0,200}?charset\s*=\s*)["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f]")
#: At most this share of control characters; more is data that happens to decode.
_MAX_CONTROLS = 0.02
#: At most this share of characters beyond ASCII in a text taken for cp1252: Western European prose stays below 0.15,
#: a text in a multi-byte East Asian encoding or in Cyrillic lies above 0.5.
_MAX_HIGH = 0.3


def decode(content: bytes, name: str) -> tuple[str, str]:
    """Decode by byte order mark, as UTF-8, as the markup itself declares, or as cp1252 if that is plausible.

    A byte order mark is no part of the text; line ends stay as they are. Raises DocumentError for what is not text.

    >>> decode("naïve".encode("cp1252"), "note")
    ('naïve', 'cp1252')
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise DocumentError(name, f"begins with the mark of {encoding} and does not decode as that ({error.reason})") from error
    if b"\x00" in content:
        raise DocumentError(name, "binary data: it holds NUL bytes")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        place = error.start
    for encoding in (*_declared_encoding(content), "cp1252"):
        try:
            text = content.decode(encoding)
        except (LookupError, UnicodeError):
            continue
        if encoding != "cp1252" or _is_plausible(text):
            return text, encoding
    raise DocumentError(name, f"undecodable: not UTF-8 (byte {place}) and not plausible as cp1252; save it as UTF-8")


def check_text(text: str, name: str) -> None:
    """Raise DocumentError for a text without words to read: empty, blank, or mostly control characters."""
    if not text or text.isspace():
        raise DocumentError(name, "empty" if not text else "only white space")
    if "\x00" in text:
        raise DocumentError(name, "binary data: it holds NUL characters")
    if len(_CONTROL.findall(text)) > _MAX_CONTROLS * len(text):
        raise DocumentError(name, "binary data: too many control characters for a text")


def _declared_encoding(content: bytes) -> tuple[str, ...]:
    declared = _DECLARED.search(content[:4096])
    if declared is None:
        return ()
    try:
        # Only true text encodings: Python also knows codecs such as `zip` and `rot13` by name.
        codec = codecs.lookup(declared[1].decode("ascii"))
    except LookupError:
        return ()
    is_text = getattr(codec, "_is_text_encoding", False) and "escape" not in codec.name
    return (codec.name,) if is_text and codec.name != "utf-8" else ()


def _is_plausible(text: str) -> bool:
    high = sum(1 for character in text if character > "\x7f")
    return high <= _MAX_HIGH * len(text) and _CONTROL.search(text) is None
