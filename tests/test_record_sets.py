"""Archives of tar and large sets of records: what they hold is what the same files and sets hold, whatever their size."""

from __future__ import annotations

import gzip
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.reading.formats import archives
from kg.reading.formats.documents import Skipped, read_documents
from kg.records import Document
from kg.settings import Settings

SMALL = Settings(root=Settings.default().root, max_document_bytes=20_000)
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//X//DTD" "https://example.org/x.dtd">\n<PubmedArticleSet>\n'


def citation(number: int, words: str = "plasma") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID>\n<Article><ArticleTitle>Title {number}</ArticleTitle>\n"
        f"<Abstract><AbstractText>{words}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>\n"
    )


def tarred(members: list[tuple[str, bytes]], mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def told(path: Path, *, of: Settings | None = None) -> list[str | tuple[str, str]]:
    return [d.id if isinstance(d, Document) else (Path(d.path).name, d.reason) for d in read_documents([path], settings=of)]


# Sets of records


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(size=st.integers(200, 9000), lengths=st.lists(st.integers(1, 900), min_size=1, max_size=12), packed=st.booleans())
def test_a_set_in_parts_gives_what_it_gives_whole(tmp_path: Path, size: int, lengths: list[int], packed: bool) -> None:
    records = "".join(citation(number, "immune globulin é " * length) for number, length in enumerate(lengths, start=1))
    content = (HEAD + records + "<DeleteCitation><PMID>7</PMID></DeleteCitation></PubmedArticleSet>\n").encode()
    path = tmp_path / ("a.xml.gz" if packed else "a.xml")
    path.write_bytes(gzip.compress(content) if packed else content)
    whole = list(read_documents([path]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(archives, "MAX_WHOLE", size)
        patched.setattr(archives, "MIN_SUSPECT", 10 * len(content))
        in_parts = list(read_documents([path]))
    assert len(in_parts) == len(lengths) + 1  # the last one names the citation that was deleted
    if len(lengths) == 1:  # the name of the only citation of a file has no number, which a part cannot know
        in_parts = [replace(each, id="a") if isinstance(each, Document) else each for each in in_parts]
    assert in_parts == whole


def test_articles_of_a_large_set_are_read_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = '<article><front><article-meta><article-id pub-id-type="pmcid">PMC{0}</article-id></article-meta></front><body><p>{0}</p></body></article>\n'
    (tmp_path / "a.xml").write_text(f"<pmc-articleset>{''.join(map(article.format, range(1, 30)))}</pmc-articleset>", encoding="utf-8")
    whole = list(read_documents([tmp_path]))
    monkeypatch.setattr(archives, "MAX_WHOLE", 700)
    assert list(read_documents([tmp_path])) == whole
    assert told(tmp_path)[-1] == "a-PMC29"


BREAKS = {
    "unclosed": ("</AbstractText>", "</Abstract>"),
    "unclosed within": ("plasma", "<b>plasma"),
    "a bare sign": ("plasma", "plasma & plasma"),
    "never ended": ("</PubmedArticle>", ""),
    "a sign of control": ("plasma", "plas&#1;ma"),
    "ended twice": ("</PubmedArticle>", "</Article></PubmedArticle>"),
}


@pytest.mark.parametrize("size", [900, 4_000_000])
@pytest.mark.parametrize("kind", BREAKS)
def test_a_break_costs_its_own_record_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, size: int) -> None:
    records = [citation(number, "plasma " * 50) for number in range(1, 10)]
    for place in (4, 6):
        records[place] = "<!-- <PubmedArticle> -->\n" + records[place].replace(*BREAKS[kind])
    (tmp_path / "a.xml").write_text(HEAD + "".join(records) + "</PubmedArticleSet>", encoding="utf-8")
    monkeypatch.setattr(archives, "MAX_WHOLE", size)
    found = told(tmp_path / "a.xml")
    assert [each for each in found if isinstance(each, str)] == [f"a-{number}" for number in (1, 2, 3, 4, 6, 8, 9)]
    broken = [each[1].removeprefix("broken XML (line ") for each in found if isinstance(each, tuple)]
    first = [1 + HEAD.count("\n") + "".join(records[:place]).count("\n") for place in (4, 6)]
    assert [int(each.partition(")")[0]) - line in range(5) for each, line in zip(broken, first, strict=True)] == [True, True]


@pytest.mark.parametrize("size", [500, 4_000_000])
def test_sets_one_behind_the_other_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    sets = [HEAD + citation(number, "plasma " * 50) + citation(number + 10, "plasma") + "</PubmedArticleSet>\n" for number in (1, 2, 3)]
    sets[1] = sets[1].replace("</PubmedArticleSet>", "</oops>")
    (tmp_path / "a.xml").write_text("".join(sets), encoding="utf-8")
    monkeypatch.setattr(archives, "MAX_WHOLE", size)
    found = told(tmp_path / "a.xml")
    assert [each for each in found if isinstance(each, str)] == ["a-1", "a-11", "a-2", "a-12", "a-3", "a-13"]
    assert [each[1].partition(":")[0].partition(" (")[0] for each in found if isinstance(each, tuple)] == ["broken XML"]


def test_a_large_set_that_breaks_off_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = HEAD + "".join(citation(number, "plasma " * 50) for number in range(1, 10))
    (tmp_path / "a.xml").write_text(whole[:-40], encoding="utf-8")
    monkeypatch.setattr(archives, "MAX_WHOLE", 900)
    found = list(read_documents([tmp_path / "a.xml"]))
    assert [each.id for each in found if isinstance(each, Document)] == [f"a-{number}" for number in range(1, 9)]
    assert isinstance(found[-1], Skipped)
    assert found[-1].is_part
    assert found[-1].reason.startswith("broken XML")


def test_a_record_beyond_the_limit_is_named(tmp_path: Path) -> None:
    limit = SMALL.max_document_bytes
    (tmp_path / "a.xml").write_text(HEAD + citation(1, "plasma " * limit) + "</PubmedArticleSet>", encoding="utf-8")
    assert told(tmp_path / "a.xml", of=SMALL) == [("a.xml", "the record after line 3 is larger than the limit of 20,000 bytes")]


def test_a_set_that_declares_entities_is_not_taken_apart(tmp_path: Path) -> None:
    head = '<!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]>\n<PubmedArticleSet>'
    (tmp_path / "a.xml").write_text(head + citation(1, "plasma " * SMALL.max_document_bytes), encoding="utf-8")
    assert told(tmp_path / "a.xml", of=SMALL) == [("a.xml", "larger than the limit of 20,000 bytes")]


# Archives of tar


@pytest.mark.parametrize(("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz")])
def test_tar_is_read_in_its_order_and_nothing_is_lost(tmp_path: Path, name: str, mode: str) -> None:
    members = [
        ("PMC2/b.txt", b"two"), ("./PMC2/a.txt.gz", gzip.compress(b"one")), ("../x.txt", b"x"), ("/etc/x.txt", b"x"), ("m/._a.txt", b"x"),
        ("in.tar", tarred([("w.md", b"w")])), ("empty.txt", b""), ("c.txt", b"three"),
    ]  # fmt: skip
    (tmp_path / name).write_bytes(tarred(members, mode))
    climbs = "its name leads out of the archive"
    assert told(tmp_path / name) == [
        "b", "a", ("x.txt", climbs), ("x.txt", climbs), ("._a.txt", "hidden"), "w", (f"{name}!empty.txt", "empty"), "c",
    ]  # fmt: skip


def test_links_and_special_files_in_tar_are_named(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE), ("folder", tarfile.DIRTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    assert told(tmp_path / "a.tar") == [("a.tar!link", "a link"), ("a.tar!hard", "a link"), ("a.tar!pipe", "a special file")]


def test_a_tar_file_damaged_after_its_first_files_says_so(tmp_path: Path) -> None:
    content = bytearray(tarred([("a.txt", b"one"), ("b.txt", b"two"), ("c.txt", b"three")]))
    content[1024:1100] = b"\x01" * 76  # the head of the second file
    (tmp_path / "a.tar").write_bytes(bytes(content))
    first, damage = told(tmp_path / "a.tar")
    assert first == "a"
    assert damage[1].startswith("damaged tar file")
    packed = gzip.compress(tarred([(f"{number}.txt", b"plasma %d" % number * 99) for number in range(30)]))
    (tmp_path / "b.tgz").write_bytes(packed[:-60])
    *_, last = told(tmp_path / "b.tgz")
    assert "damaged" in last[1]


def test_a_tar_file_without_files_and_a_bomb_in_one_are_named(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    bomb = tarred([("zeros.txt", b"0" * 4_000_000)], "w:gz")
    (tmp_path / "b.tgz").write_bytes(bomb)
    empty, bombed = told(tmp_path)
    assert empty == ("a.tar", "a tar file without files")
    assert "zip bomb" in bombed[1]


def test_an_archive_may_be_larger_than_a_document(tmp_path: Path) -> None:
    members = [(f"{number}.txt", f"Plasma {number}. {'x' * 900}".encode()) for number in range(60)]
    (tmp_path / "a.tar").write_bytes(tarred(members))
    assert (tmp_path / "a.tar").stat().st_size > 3 * SMALL.max_document_bytes
    assert told(tmp_path / "a.tar", of=SMALL) == [str(number) for number in range(60)]
