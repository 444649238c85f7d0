"""Fixtures of all tests: the repository, the development data where they are at hand, and one small build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixtures import browser, browser_page, live_server, live_site, watched  # noqa: F401  (fixtures of the browser tests)
from reading_fixtures import shipped_reader  # noqa: F401  (the reader that the tests of reading share)

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def user_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands that tests run keep what they compile in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared) are not at hand")
    return SHARED


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of what the repository holds, without DL reasoning: the committed claims and our own documents."""
    from kg.pipeline import build

    out = tmp_path_factory.mktemp("built") / "build"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.pipeline.find_java", lambda: None)
        build([], out)
    return out


#: Decisions of the curated build, by what they are about; the ORCID is the one that orcid.org gives as its example.
CURATOR = "0000-0002-1825-0097"


@pytest.fixture(scope="session")
def curated_build(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same build with curation: one claim accepted, one rejected, one amended, one decision without its claim, one bad row."""
    import shutil

    from kg.answers import open_build
    from kg.pipeline import build
    from kg.settings import Settings

    root = tmp_path_factory.mktemp("curated")
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, root / folder)
    rows = open_build(built).query(
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
    out = root / "build"
    build([], out, reason=False, settings=Settings(root=root))
    return out
