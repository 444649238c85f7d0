"""Fixtures of all tests: the repository, the development data where they are at hand, and one small build."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


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
        patch.setattr("kg.pipeline.check_with_hermit", lambda *_, **__: None)
        build([], out)
    return out
