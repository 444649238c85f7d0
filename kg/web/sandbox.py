"""What a worker process may not do: its limits go in, and the process that calls is confined for the rest of its life.

On Linux a seccomp filter refuses every network socket and every new program, whatever the query says; elsewhere only the text
of a query is checked. Each limit that this system lacks is left out and named in the result.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

__all__ = ["confine", "limit_memory"]

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EACCES, _AF_UNIX = 13, 1
#: linux/audit.h architecture, and numbers of: socket, execve, execveat, ptrace, io_uring_setup (which could open a socket unseen).
_CALLS = {
    "x86_64": (0xC000003E, 41, (59, 322, 101, 425)),
    "aarch64": (0xC00000B7, 198, (221, 281, 117, 425)),
}
#: Calls with this bit are those of the x32 interface, whose numbers differ.
_X32 = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


def confine(*, network: bool = False) -> tuple[str, ...]:
    """Confine this process before it starts a thread; returns what this system could not give."""
    missing = []
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return ("death with the server", "network filter")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0):
        missing.append("death with the server")
    if not network and not _forbid_calls(libc):
        missing.append("network filter")
    return tuple(missing)


def limit_memory(more: int) -> None:
    """Let this process allocate so many bytes beyond what it has; one that needs more is ended by its allocator."""
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _forbid_calls(libc: ctypes.CDLL) -> bool:
    """Install the filter: sockets but those of this machine's file system, and new programs, are refused with EACCES."""
    known = _CALLS.get(platform.machine())
    if known is None or sys.byteorder != "little" or struct.calcsize("P") != 8:
        return False
    architecture, socket_call, others = known
    refuse = _ERRNO | _EACCES
    program = [
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, refuse),
        *(step for number in others for step in ((_EQUAL, 0, 1, number), (_RETURN, 0, 0, refuse))),
        (_EQUAL, 1, 0, socket_call),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, 16),  # the first argument: the family of the socket
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, refuse),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in program)
    filters = ctypes.create_string_buffer(code, len(code))

    class _Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    whole = _Program(len(program), ctypes.cast(filters, ctypes.c_void_p))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(whole), 0, 0) == 0)
