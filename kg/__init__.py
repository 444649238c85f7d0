"""igkg: the knowledge graph of immunoglobulin therapy, from documents to answers that show their evidence.

>>> import kg
>>> kg.__version__
'0.1.0'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.answers import open_graph, query
    from kg.errors import KgError
    from kg.pipeline import BuildReport, build
    from kg.records import Claim, Document
    from kg.settings import Settings

__version__ = "0.1.0"

__all__ = ["BuildReport", "Claim", "Document", "KgError", "Settings", "build", "open_graph", "query"]

_HOME = {
    "BuildReport": "kg.pipeline",
    "Claim": "kg.records",
    "Document": "kg.records",
    "KgError": "kg.errors",
    "Settings": "kg.settings",
    "build": "kg.pipeline",
    "open_graph": "kg.answers",
    "query": "kg.answers",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import kg` and `kg --help` stay fast."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
