"""Messages between the server and its worker processes: a kind and bytes go in on one side and come out on the other.

A frame is one letter, four bytes of length, and the payload. The server sends REQUEST (JSON) and BODY; a worker answers with
HEAD (JSON), DATA as often as needed, and END; or with FAIL (JSON), before or amid the data.
"""

from __future__ import annotations

import asyncio
import socket
import struct

__all__ = ["BODY", "DATA", "END", "FAIL", "HEAD", "REQUEST", "frame", "read_frame", "receive_frame"]

REQUEST, BODY, HEAD, DATA, END, FAIL = (letter.encode() for letter in "RBHDEF")
_FRAME = struct.Struct("!cI")


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Give the bytes of a frame."""
    return _FRAME.pack(kind, len(payload)) + payload


async def read_frame(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Read a frame on the server's side; raises IncompleteReadError where the worker is gone."""
    kind, length = _FRAME.unpack(await reader.readexactly(_FRAME.size))
    return kind, await reader.readexactly(length) if length else b""


def receive_frame(link: socket.socket) -> tuple[bytes, bytes] | None:
    """Receive a frame on the worker's side; None where the server is gone."""
    head = _receive(link, _FRAME.size)
    if head is None:
        return None
    kind, length = _FRAME.unpack(head)
    payload = _receive(link, length)
    return None if payload is None else (kind, payload)


def _receive(link: socket.socket, length: int) -> bytes | None:
    parts, missing = [], length
    while missing:
        part = link.recv(min(missing, 1 << 20))
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
