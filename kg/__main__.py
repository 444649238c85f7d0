"""The door from the shell: `python -m kg` and `kg` do the same."""

from __future__ import annotations

import codecs
import errno
import gc
import io
import os
import sys

from kg.errors import KgError
from kg.settings import user_cache

__all__ = ["COLLECTION", "main"]

#: When Python looks for cycles. A build makes a million small objects that live to its end; looking through them took a quarter of its time.
COLLECTION = (2_000_000, 20, 50)
#: Why output could not be written, although nothing is wrong with the program.
_NOT_WRITTEN = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO))


def main() -> None:
    """Run the command line; an expected error is one line on stderr and its exit code, a bug keeps its traceback."""
    gc.set_threshold(*COLLECTION)
    from kg.cli import app

    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        codecs.register_error("kg-escape", _escaped)
        sys.stdout.reconfigure(errors="kg-escape")
    try:
        try:
            app(obj=user_cache(os.environ))
        except SystemExit:
            sys.stdout.flush()
            raise
    except KgError as error:
        sys.stderr.write(f"Error: {error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has left (`kg ... | head`): nothing more to say, and nothing to complain about at exit.
        _drop_output()
        sys.exit(0)
    except OSError as error:
        if error.errno not in _NOT_WRITTEN:
            raise
        _drop_output()
        sys.stderr.write(f"Error: output: cannot be written ({error})\n")
        sys.exit(KgError.exit_code)


def _drop_output() -> None:
    """Send what is left of the output nowhere, since writing it when the program ends would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Write characters that the encoding of the output lacks as JSON may write them: `\\u2013`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end


if __name__ == "__main__":
    main()
