"""What a build tells of its documents beside the graph: its folder goes in; which documents are near-duplicates of which comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

__all__ = ["copies_of", "groups_of"]


def groups_of(build: Path | None) -> Mapping[str, str]:
    """Map each document to the first of its near-duplicates, by identifier; empty where the build has no report."""
    if build is None:
        return {}
    report = build / "report.json"
    try:
        return _groups(report, report.stat().st_mtime_ns)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def copies_of(build: Path | None, identifier: str) -> list[str]:
    """Give the other documents that are near-duplicates of one, by identifier."""
    groups = groups_of(build)
    group = groups.get(identifier)
    return sorted(name for name, other in groups.items() if group is not None and other == group and name != identifier)


@lru_cache(maxsize=4)
def _groups(report: Path, _changed: int) -> Mapping[str, str]:
    documents = json.loads(report.read_text(encoding="utf-8"))["documents"]
    return {str(each["id"]): str(each.get("group", each["id"])) for each in documents}
