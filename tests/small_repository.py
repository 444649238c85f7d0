"""A small repository for tests of builds: our files, but few concepts, one document of ours, no imports; a build of it takes a third of the time."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from kg.concepts import LINK_COLUMNS, concepts_by_slug, read_concepts
from kg.graph.mappings import read_mapping_set
from kg.graph.sssom import write_mapping_set
from kg.settings import Settings

__all__ = ["copy_repository", "make_small_repository"]

#: What tests name, and a product of each kind that a shape looks for.
NAMED = {"intravenous-immunoglobulin", "immunoglobulin-g", "kawasaki-disease", "headache", "hepatitis-b-immunoglobulin"}
#: The one document of ours that is left.
DOCUMENT = "mechanisms-of-action.md"


def copy_repository(root: Path, target: Path) -> Path:
    """Copy what a build reads of a repository, to be changed."""
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(root / folder, target / folder)
    return target


def make_small_repository(target: Path) -> None:
    """Copy the shipped files, and leave of the concepts what the cues and the committed claims name, with what these link to."""
    copy_repository(Settings.default().root, target)
    ontology, data = target / "ontology", target / "data"
    for path in ontology.glob("imports/*.*"):
        path.unlink()
    for path in data.glob("documents/*.md"):
        if path.name != DOCUMENT:
            path.unlink()
    kept = _linked(ontology / "concepts.tsv", {*NAMED, *_in_claims(data / "claims"), *_in_cues(data / "cues")})
    _keep_rows(ontology / "concepts.tsv", kept)
    for path in ontology.rglob("*.sssom.tsv"):
        _keep_rows(path, {f"igr:{slug}" for slug in kept})
        write_mapping_set(read_mapping_set(path))


def _in_claims(folder: Path) -> set[str]:
    claims = [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    return {claim[end] for claim in claims for end in ("subject", "object")}


def _in_cues(folder: Path) -> set[str]:
    """Find whatever may be a slug in the tables of cues."""
    return {cell for path in folder.glob("*.tsv") for cell in re.split(r"[\t\n|,;]", path.read_text(encoding="utf-8"))}


def _linked(path: Path, named: Iterable[str]) -> set[str]:
    """Give the concepts that are named, and those that they link to."""
    concepts = concepts_by_slug(read_concepts(path))
    kept: set[str] = set()
    queue = list(named)
    while queue:
        slug = queue.pop()
        if slug in concepts and slug not in kept:
            kept.add(slug)
            queue += (other for column in LINK_COLUMNS for other in getattr(concepts[slug], column))
    return kept


def _keep_rows(path: Path, kept: set[str]) -> None:
    """Leave the head of a table, its comments, and the rows that begin with one of these cells."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    head = next(number for number, line in enumerate(lines, start=1) if not line.startswith("#"))
    path.write_text("".join([*lines[:head], *(line for line in lines[head:] if line.split("\t")[0] in kept)]), encoding="utf-8")
