"""Where the shipped files lie and how a run is set: nothing goes in, one frozen object comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Settings", "user_cache"]


def user_cache(environment: Mapping[str, str]) -> Path | None:
    """Give this package's folder in the user's cache (XDG Base Directory Specification), None where there is no home.

    >>> user_cache({"HOME": "/ada"}), user_cache({"XDG_CACHE_HOME": "/kept", "HOME": "/ada"})
    (PosixPath('/ada/.cache/igkg'), PosixPath('/kept/igkg'))
    >>> user_cache({"XDG_CACHE_HOME": "not/absolute"})
    """
    given, home = environment.get("XDG_CACHE_HOME", ""), environment.get("HOME", "")
    base = Path(given) if given.startswith("/") else Path(home) / ".cache" if home.startswith("/") else None
    return base / "igkg" if base is not None else None


def _shipped_root() -> Path:
    """Find ontology/, data/ and queries/: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent
    checkout = package.parent
    return checkout if (checkout / "ontology").is_dir() and (checkout / "queries").is_dir() else package / "_shipped"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a run; `Settings.default()` reads the shipped files."""

    root: Path
    #: Largest document that is read, in bytes.
    max_document_bytes: int = 50 * 1024 * 1024
    #: SPARQL endpoints that a query may call with SERVICE.
    allowed_services: tuple[str, ...] = ()
    #: Lexicon packs that are read beside the curated names, the first counting most, and where they are kept compiled.
    packs: tuple[Path, ...] = ()
    cache: Path | None = None
    #: The folder in which a compiled reader is kept for the next run, if in any.
    compiled: Path | None = None
    #: Decisions of curators; those of the shipped data if none is given.
    curation: Path | None = None

    @classmethod
    def default(cls) -> Settings:
        """Return settings over the shipped files."""
        return cls(root=_shipped_root())

    @property
    def ontology(self) -> Path:
        """The folder of igkg.ttl, concepts.tsv, shapes, checks, rules and mappings."""
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        """The folder of committed claims, our own documents, cues and belief parameters."""
        return self.root / "data"

    @property
    def decisions(self) -> Path:
        """The file of curators' decisions."""
        return self.curation or self.data / "curation.tsv"

    @property
    def queries(self) -> Path:
        """The folder of saved queries, one folder a topic."""
        return self.root / "queries"
