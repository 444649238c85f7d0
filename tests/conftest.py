"""Fixtures of all tests: the repository, the development data where they are at hand, and builds that all workers share."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser_fixtures import browser, browser_page, chromium, live_server, live_site, watched  # noqa: F401  (fixtures of the browser tests)
from reading_fixtures import one_reader, shipped_reader  # noqa: F401  (the reader that the tests of reading share)
from small_repository import copy_repository, make_small_repository

from kg.__main__ import COLLECTION
from kg.settings import Settings

# Byte code is kept whatever the environment says: each worker and each command would compile tests and package anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# As for a command: to look for cycles in what lives to the end takes a quarter of the time of a build.
gc.set_threshold(*COLLECTION)

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
MadeOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the workers of one run share; without workers that of the run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def made_once(common: Path) -> MadeOnce:
    """Give a folder that the first worker that needs it makes, and that none changes."""

    def make_or_wait(name: str, make: Callable[[Path], object]) -> Path:
        with (common / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (common / name).exists():
                shutil.rmtree(common / f"part-{name}", ignore_errors=True)  # what a worker left that failed
                make(common / f"part-{name}")
                (common / f"part-{name}").rename(common / name)
        return common / name

    return make_or_wait


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Copy what all workers share for this one: a server leaves files beside its build."""
    return lambda folder: Path(shutil.copytree(folder, tmp_path_factory.mktemp(folder.name) / folder.name))


@pytest.fixture(scope="session", autouse=True)
def user_cache(common: Path) -> Iterator[Path]:
    """Commands that tests run keep what they compile in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(common / "cache"))
        yield common / "cache" / "igkg"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared) are not at hand")
    return SHARED


@pytest.fixture(scope="session")
def shipped_settings(user_cache: Path) -> Settings:
    """The shipped settings, with a reader that is compiled once, as for a command."""
    return replace(Settings.default(), compiled=user_cache)


@pytest.fixture(scope="session")
def built(made_once: MadeOnce, own: Callable[[Path], Path]) -> Path:
    """A build of what the repository holds, without DL reasoning: the committed claims and our own documents."""
    return own(made_once("built", lambda folder: _build_without_java(folder / "build", Settings.default()))) / "build"


def _build_without_java(out: Path, settings: Settings) -> None:
    from kg.pipeline import build

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.pipeline.find_java", lambda: None)
        build([], out, settings=settings)


@pytest.fixture(scope="session")
def small_settings(made_once: MadeOnce, user_cache: Path) -> Settings:
    """Settings over the small repository."""
    return Settings(root=made_once("small", make_small_repository), compiled=user_cache)


@pytest.fixture(scope="session")
def small_build(small_settings: Settings, made_once: MadeOnce, own: Callable[[Path], Path]) -> Path:
    """A build of the small repository that was not reasoned over."""
    from kg.pipeline import build

    return own(made_once("small-build", lambda folder: build([], folder / "build", reason=False, settings=small_settings))) / "build"


@pytest.fixture(scope="session")
def small_reasoned(small_settings: Settings, made_once: MadeOnce, own: Callable[[Path], Path]) -> Path:
    """The same with what the rules infer."""
    return own(made_once("small-reasoned", lambda folder: _build_without_java(folder / "build", small_settings))) / "build"


@pytest.fixture
def small_copy(small_settings: Settings, tmp_path: Path) -> Path:
    """A copy of the small repository, to be changed."""
    return copy_repository(small_settings.root, tmp_path / "copy")


#: Decisions of the curated build, by what they are about; the ORCID is the one that orcid.org gives as its example.
CURATOR = "0000-0002-1825-0097"


@pytest.fixture(scope="session")
def curated_build(small_build: Path, small_settings: Settings, made_once: MadeOnce, own: Callable[[Path], Path]) -> Path:
    """The small build with curation: one claim accepted, one rejected, one amended, one decision without its claim, one bad row."""
    return own(made_once("curated", lambda folder: _curate(small_build, small_settings, folder))) / "build"


def _curate(plain_build: Path, settings: Settings, root: Path) -> None:
    from kg.answers import open_build
    from kg.pipeline import build

    copy_repository(settings.root, root)
    rows = open_build(plain_build).query(
        """SELECT ?claim ?status { ?claim a ig:Claim ; ig:polarity "affirmed" ; ig:belief ?belief ; rdf:subject ?s ; rdf:object ?o .
        OPTIONAL { ?claim ig:status ?status } FILTER (?belief < 0.7)
        FILTER NOT EXISTS { ?other a ig:Claim ; rdf:subject ?s ; rdf:object ?o FILTER (?other != ?claim) } } ORDER BY ?claim"""
    )
    claims = [(str(row[0]).rpartition("-")[2].rstrip(">"), getattr(row[1], "value", "")) for row in rows]
    used = [claim for claim, status in claims if status == "used"]
    plain = [claim for claim, status in claims if not status]
    decisions = [
        (plain[0], "accept", "", "compared with the page"),
        (plain[1], "reject", "", "the page says nothing of the kind"),
        (used[0], "amend", "status=approved", "the page says approved"),
        ("f" * 16, "reject", "", "a claim of an older version"),
        ("e" * 16, "amend", "object=no-such-concept", "names what no concept is"),
    ]
    lines = ["\t".join((claim, verdict, amended, CURATOR, "2026-11-20", why)) for claim, verdict, amended, why in sorted(decisions)]
    header = "claim\tdecision\tamended\tcurator\tdate\treason"
    (root / "data" / "curation.tsv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    mapping = root / "ontology" / "mappings" / "conditions.sssom.tsv"
    text = mapping.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("igr:kawasaki-disease\t"))
    mapping.write_text(text + row.replace("igr:kawasaki-disease", "igr:no-such-concept") + "\n", encoding="utf-8")
    build([], root / "build", reason=False, settings=Settings(root=root))
