"""The door from the shell: `python -m kg` and `kg` do the same."""

from __future__ import annotations

import gc
import os
import sys

from kg.errors import KgError
from kg.settings import user_cache

__all__ = ["COLLECTION", "main"]

#: When Python looks for cycles. A build makes a million small objects that live to its end; looking through them took a quarter of its time.
COLLECTION = (2_000_000, 20, 50)


def main() -> None:
    """Run the command line; an expected error is one line on stderr and its exit code, a bug keeps its traceback."""
    gc.set_threshold(*COLLECTION)
    from kg.cli import app

    try:
        app(obj=user_cache(os.environ))
    except KgError as error:
        sys.stderr.write(f"Error: {error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has left (`kg ... | head`): nothing more to say, and nothing to complain about at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
