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
_STRAY = re.compile("[\udc80-\udcff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f]")
#: UTF-8 that was read as Latin-1: its control characters are bytes of letters, and the text is damaged but no data.
_MISREAD = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
#: At most this share of control characters; more is data that happens to decode.
_MAX_CONTROLS = 0.02
#: At most this share of characters beyond ASCII in a text taken for cp1252: Western European prose stays below 0.15,
#: a text in a multi-byte East Asian encoding or in Cyrillic lies above 0.5.
_MAX_HIGH = 0.3
#: Encodings that pages and programs name when they mean a larger one with the same letters (WHATWG, Encoding).
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949",
}  # fmt: skip
#: In a text of UTF-8 at most this share of the characters beyond ASCII may be bytes that are none, such as a line pasted from elsewhere.
_MAX_STRAY = 0.2
#: UTF-16 without a mark shows by NUL bytes in one half of the places only; so much of that half they are in a text of Latin letters.
_MIN_NULS = 0.4


def decode(content: bytes, name: str) -> tuple[str, str]:
    """Decode by byte order mark, as UTF-8, as the markup itself declares, or as cp1252 if that is plausible.

    UTF-16 without a mark shows by its NUL bytes. Single bytes of cp1252 within UTF-8 are read as what they are.
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
    if (unmarked := _unmarked(content)) is not None:
        try:
            return content.decode(unmarked), unmarked
        except UnicodeDecodeError:
            pass
    if b"\x00" in content:
        raise DocumentError(name, "binary data: it holds NUL bytes")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        place = error.start
    if (text := _with_stray_bytes(content)) is not None:
        return text, "utf-8"
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
    if len(_CONTROL.findall(_MISREAD.sub("", text))) > _MAX_CONTROLS * len(text):
        raise DocumentError(name, "binary data: too many control characters for a text")


def _unmarked(content: bytes) -> str | None:
    head = content[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(content) % 2 or (even and odd):
        return None
    return "utf-16-le" if odd > _MIN_NULS * len(head) / 2 else "utf-16-be" if even > _MIN_NULS * len(head) / 2 else None


def _with_stray_bytes(content: bytes) -> str | None:
    """Decode UTF-8 that holds a few bytes of cp1252; None where such bytes are many, for then it is another encoding."""
    text = content.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(text))
    if strays > _MAX_STRAY * sum(character > "\x7f" for character in text):
        return None
    return _STRAY.sub(lambda stray: bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace"), text)


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
    if not is_text or codec.name == "utf-8":
        return ()
    return (_MEANT[codec.name], codec.name) if codec.name in _MEANT else (codec.name,)


def _is_plausible(text: str) -> bool:
    high = sum(1 for character in text if character > "\x7f")
    return high <= _MAX_HIGH * len(text) and _CONTROL.search(text) is None
