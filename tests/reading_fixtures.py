"""What the tests of reading share: the shipped reader, built once, and the claims that it finds in a text of ours."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.reading.claims import Reader
from kg.reading.formats.documents import read_documents
from kg.records import Claim, Document, Kind
from kg.settings import Settings


@pytest.fixture(scope="session")
def shipped_reader() -> Reader:
    return Reader.from_settings(Settings.default())


@pytest.fixture
def one_reader(shipped_reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all commands of a test read with that reader, where the test is not about how they come by one."""
    for module in ("kg.display", "kg.extraction"):
        monkeypatch.setattr(f"{module}.load_reader", lambda _: shipped_reader)


def claims_in(reader: Reader, text: str, predicate: str, kind: Kind = "unknown") -> list[Claim]:
    """Read a plain text and give its claims of one predicate."""
    document = Document("own", text, hashlib.sha256(text.encode()).hexdigest(), kind=kind)
    return [claim for claim in reader.read(document).claims if claim.predicate == predicate]


def claims_in_file(reader: Reader, path: Path, predicate: str) -> list[Claim]:
    """Read a file of any format and give its claims of one predicate."""
    documents = [document for document in read_documents([path]) if isinstance(document, Document)]
    return [claim for document in documents for claim in reader.read(document).claims if claim.predicate == predicate]


def objects_in(reader: Reader, text: str, predicate: str, kind: Kind = "unknown") -> set[str]:
    """The objects of the claims of one predicate that are not denied."""
    return {claim.object for claim in claims_in(reader, text, predicate, kind) if claim.polarity != "negated"}
