"""Extraction over many processes or machines: paths go in, claims come out as one file of JSON lines; Dask does the distributing.

Each partition of files is read as `kg.extraction` reads them and writes a part of its own; the parts are joined in order, so the result
does not depend on the number of workers. Only paths travel, no text.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from kg.claims_jsonl import from_json_line, to_json_line
from kg.errors import KgError
from kg.extraction import Tally, extract_documents, refuse_nothing
from kg.outputs import staged_file, writing
from kg.reading.formats.archives import Skipped, files_below
from kg.reading.formats.documents import free_name
from kg.settings import Settings
from kg.standoff import check_claims_file

__all__ = ["INSTALL", "extract_distributed"]

#: What to do where Dask is absent.
INSTALL = "pip install 'igkg[distributed]'"
#: Files a task: a reader takes a third of a second to build, a document of 3 kB some milliseconds to read.
FILES_A_TASK = 500


def extract_distributed(
    paths: Sequence[Path | str], out: Path, *, workers: int = 2, settings: Settings | None = None, files_a_task: int = FILES_A_TASK
) -> Tally:
    """Extract the claims of documents with several workers, in the order in which one worker would write them.

    Uses the Dask client that is current, if there is one (a cluster must see the files under the same paths), else processes of
    this machine. Raises KgError where Dask is absent.
    """
    try:
        from dask import bag
    except ImportError as error:
        raise KgError(f"several workers need Dask; {INSTALL} brings it") from error
    settings = settings or Settings.default()
    check_claims_file(out)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.parts.", dir=out.parent))
    try:
        skipped: list[Skipped] = []
        tasks = [(number, batch, str(folder), settings) for number, batch in enumerate(_batches(paths, files_a_task, skipped))]
        parts: list[Tally] = []
        if tasks:
            read = bag.from_sequence(tasks, npartitions=len(tasks)).map(_extract_part)  # type: ignore[no-untyped-call]
            parts = read.compute(**_scheduling(workers))
        total = _sum([Tally(skipped=skipped), *parts])
        refuse_nothing(paths, total.documents, total.skipped)
        with staged_file(out) as path, path.open("wb") as joined:
            for number, tally in enumerate(parts):
                renamed = {name: free for name, sha256 in tally.names.items() if (free := free_name(name, sha256, total.names)) != name}
                with (folder / f"{number}.jsonl").open("rb") as part:
                    if renamed:
                        joined.writelines(_renamed(part, renamed))
                    else:
                        shutil.copyfileobj(part, joined)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return total


def _batches(paths: Sequence[Path | str], size: int, skipped: list[Skipped]) -> Iterator[list[str]]:
    """Group the files below the paths, each once; archives are one file each, and what is no file goes into `skipped`."""
    batch: list[str] = []
    seen: set[Path] = set()
    for found in chain.from_iterable(map(files_below, paths)):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif (place := found.absolute()) not in seen:
            seen.add(place)
            batch.append(str(found))
            if len(batch) == size:
                yield batch
                batch = []
    if batch:
        yield batch


def _extract_part(task: tuple[int, list[str], str, Settings]) -> Tally:
    number, files, folder, settings = task
    with (Path(folder) / f"{number}.jsonl").open("w", encoding="utf-8", newline="\n") as part:
        return extract_documents(files, stream=part, settings=settings)


def _renamed(lines: Iterable[bytes], names: Mapping[str, str]) -> Iterator[bytes]:
    """Rename the documents whose names one of an earlier task has."""
    for line in lines:
        claim = from_json_line(line.decode("utf-8"))
        yield (to_json_line(replace(claim, document=names.get(claim.document, claim.document))) + "\n").encode("utf-8")


def _scheduling(workers: int) -> dict[str, Any]:
    try:
        from distributed import get_client

        get_client()
    except (ImportError, ValueError):
        return {"scheduler": "processes", "num_workers": workers}
    return {}


def _sum(tallies: Sequence[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.documents += tally.documents
        total.mentions += tally.mentions
        total.claims += tally.claims
        total.ungrounded += tally.ungrounded
        total.skipped += tally.skipped
    return total
