"""Documents of every format are read whole, and what cannot be read is named with its reason."""

from __future__ import annotations

import gzip
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_writer import pdf
from pyoxigraph import Literal
from reading_fixtures import claims_in_file

from kg.errors import DocumentError, ResourceError
from kg.extraction import read_given
from kg.graph.population import document_triples
from kg.reading.claims import Reader
from kg.reading.formats import documents, literature
from kg.reading.formats.archives import MAX_DEPTH
from kg.reading.formats.documents import Skipped, read_document, read_documents
from kg.reading.formats.kinds import read_kind_rules
from kg.reading.integrity import with_flags
from kg.records import Document
from kg.settings import Settings

DATA = Path(__file__).parent / "data" / "documents"
SMALL = Settings(root=Settings.default().root, max_document_bytes=2 * 1024 * 1024)


def sections(document: Document) -> list[tuple[str, str, str]]:
    return [(s.title, s.code, document.text[s.start : s.end]) for s in document.sections]


def zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


# Plain text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"Plasma.\n", "Plasma.\n", id="plain"),
        pytest.param("naïve β-cells".encode(), "naïve β-cells", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfPlasma", "Plasma", id="a byte order mark is no part of the text"),
        pytest.param("Plasma β".encode("utf-16"), "Plasma β", id="UTF-16 with mark"),
        pytest.param("Plasma β".encode("utf-32"), "Plasma β", id="UTF-32 with mark"),
        pytest.param("Sjögren – “quoted”".encode("cp1252"), "Sjögren – “quoted”", id="cp1252"),
        pytest.param("Plasma β given".encode("utf-16-le"), "Plasma β given", id="UTF-16 without mark"),
        pytest.param("Plasma β given".encode("utf-16-be"), "Plasma β given", id="UTF-16 without mark, the high byte first"),
        pytest.param("Sjögren, Barré, ".encode() * 4 + b"caf\xe9", "Sjögren, Barré, " * 4 + "café", id="one pasted byte in UTF-8"),
        pytest.param("itâ\x80\x99s".encode(), "itâ\x80\x99s", id="UTF-8 read as Latin-1 before, with control characters"),
        pytest.param(b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n", id="line ends stay as they are"),
        pytest.param("مناعي 🩸 text".encode(), "مناعي 🩸 text", id="right-to-left and emoji"),
        pytest.param(b"levels <3 g/L and <b>bold</b> claims", "levels <3 g/L and <b>bold</b> claims", id="angle brackets within text"),
        pytest.param(b"@prefix ig: <x> .\nDROP ALL;", "@prefix ig: <x> .\nDROP ALL;", id="Turtle and SPARQL stay text"),
    ],
)
def test_text_is_what_the_bytes_mean(tmp_path: Path, content: bytes, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    document = read_document(path)
    assert (document.text, document.id, document.sections) == (text, "a", ())


# Bad input


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.txt", b"", "empty", id="empty"),
        pytest.param("a.txt", b" \n\t\r\n", "only white space", id="white space"),
        pytest.param("a.txt", b"text\x00text", "NUL", id="NUL bytes"),
        pytest.param("a.txt", b"\x01\x02\x03\x04 abc", "control characters", id="control characters"),
        pytest.param("a.txt", "テスト".encode("shift-jis") * 20, "undecodable", id="an encoding that nobody names"),
        pytest.param("a.txt", b"\xff\xfea", "does not decode", id="cut UTF-16"),
        pytest.param("a.bin", bytes(range(256)), "NUL", id="binary"),
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n....", "OCR", id="image"),
        pytest.param("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old office", id="old Word file"),
        pytest.param("a.tar", b"x.txt".ljust(257, b"\0") + b"ustar\x00", "damaged tar", id="damaged tar"),
        pytest.param("a.mht", b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "MHTML", id="page with its pictures"),
        pytest.param("a.docx", zipped([("[Content_Types].xml", b"x"), ("word/document.xml", b"<x/>")]), "office document", id="docx"),
        pytest.param("a.rtf", b"{\\rtf1 plasma}", "RTF", id="RTF"),
        pytest.param("a.json", b'{"title": "sidecar"}', "JSON", id="JSON sidecar"),
        pytest.param("a.txt", b"x" * (SMALL.max_document_bytes + 1), "larger than the limit", id="too large"),
        pytest.param("a.xml", b"<?xml version='1.0'?><PubmedArticleSet><PubmedArticle>", "broken XML", id="XML that breaks off"),
        pytest.param("a.xml", b"<?xml version='1.0'?><article><front></article>", "broken XML", id="article that breaks off"),
        pytest.param("a.xml", b"<?xml version='1.0'?>", "without a root element", id="XML without root"),
        pytest.param("a.xml", b"<?xml version='1.0'?><rss><channel/></rss>", "unknown kind", id="XML of another kind"),
        pytest.param("a.xml", b"<?xml version='1.0'?><PubmedArticleSet/>", "without citations", id="no citations"),
        pytest.param(
            "a.xml", b"<?xml version='1.0'?><document><component/></document>", "unknown kind", id="a <document> that is no label"
        ),
        pytest.param("a.html", b"<html><script>alert(1)</script><nav>Home</nav></html>", "without any text", id="a page of scripts"),
        pytest.param("a.html", b"<html><body>" + b"<div>" * 50_000 + b"x", "parsed to its end", id="elements nested without end"),
        pytest.param("a.pdf", b"%PDF-1.4\n garbage", "damaged PDF", id="damaged PDF"),
        pytest.param("a.pdf", pdf([[], []]), "OCR is needed", id="PDF without text"),
        pytest.param("a.txt.gz", b"\x1f\x8b\x08\x00broken", "damaged gzip", id="damaged gzip"),
        pytest.param("a.txt.gz", gzip.compress(b"plasma " * 100)[:-9], "damaged gzip", id="gzip cut short"),
        pytest.param("a.zip", b"PK\x03\x04broken", "damaged zip", id="damaged zip"),
        pytest.param("a.zip", zipped([]), "without files", id="zip without files"),
        pytest.param("a.zip", zipped([("../../etc/passwd", b"text")]), "leads out", id="zip name that climbs"),
        pytest.param("a.zip", zipped([("/etc/passwd", b"text")]), "leads out", id="zip name that is absolute"),
        pytest.param("a.zip", zipped([("C:\\x.txt", b"text")]), "leads out", id="zip name with a drive"),
        pytest.param("a.zip", zipped([("zeros.txt", b"0" * (SMALL.max_document_bytes - 9))]), "zip bomb", id="zip bomb by ratio"),
        pytest.param(
            "a.zip", zipped([("big.txt", os.urandom(SMALL.max_document_bytes + 9))]), "larger than", id="zip larger than the limit"
        ),
        pytest.param("a.gz", gzip.compress(b"0" * (SMALL.max_document_bytes - 9)), "zip bomb", id="gzip bomb"),
    ],
)
def test_bad_input_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdf", reason="needs the extra pdf")
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=reason):
        read_document(path, settings=SMALL)
    (skipped,) = read_documents([path], settings=SMALL)
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    "prolog",
    [
        pytest.param(f'<!DOCTYPE article [<!ENTITY l0 "lol">{ENTITIES}]>', id="a billion laughs"),
        pytest.param('<!DOCTYPE article [<!ENTITY l8 SYSTEM "file:///etc/passwd">]>', id="external entity"),
        pytest.param('<!DOCTYPE article [<!-- ]> --><!ENTITY l8 "x">]>', id="entity behind a comment that seems to end the subset"),
        pytest.param('<!DOCTYPE article [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', id="parameter entity"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_declares_entities_is_refused(tmp_path: Path, prolog: str, encoding: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(
        f'<?xml version="1.0" encoding="{encoding}"?>{prolog}<article><body><p a="&l8;">&l8;</p></body></article>'.encode(encoding)
    )
    with pytest.raises(DocumentError, match="declares entities"):
        read_document(path)


def test_elements_nested_too_deep_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(f"<?xml version='1.0'?><article><body>{'<sec>' * 400}", encoding="utf-8")
    with pytest.raises(DocumentError, match="nested deeper than any document needs"):
        read_document(tmp_path / "a.xml")


def test_a_file_that_vanishes_in_a_run_is_missing(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"Plasma {name}", encoding="utf-8")
    found = read_documents([tmp_path / name for name in ("a.txt", "b.txt", "c.txt")])
    assert isinstance(next(found), Document)
    in_folder = read_documents([tmp_path])
    assert isinstance(next(in_folder), Document)
    (tmp_path / "b.txt").unlink()
    for rest in (found, in_folder):
        missing, last = rest
        assert missing == Skipped(str(tmp_path / "b.txt"), "there is no such file")
        assert isinstance(last, Document)


def test_missing_file_and_missing_pdf_extra_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "absent.txt")
    (tmp_path / "a.pdf").write_bytes(pdf([["text"]]))
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(DocumentError, match=r"pip install 'igkg\[pdf\]'"):
        read_document(tmp_path / "a.pdf")


# Markdown


def test_front_matter_states_metadata_and_is_no_prose() -> None:
    document = read_document(DATA / "notes.md")
    assert document.text == (DATA / "notes.md").read_text(encoding="utf-8")
    assert (document.title, document.kind, document.tier) == ("Notes on glass", "synopsis", "review")
    assert (document.publisher, document.licence) == ("Glass House", "CC BY 4.0")
    assert document.source == document.metadata["sources"] == "First book of glass | Second book of glass <https://example.org/glass>"
    assert [title for title, _, _ in sections(document)] == ["", "Making glass", "Uses"]
    read = "".join(text for _, _, text in sections(document))
    assert read == document.text[document.sections[0].start :]
    assert "publisher" not in read
    assert read.lstrip().startswith("Glass is old.")


@pytest.mark.parametrize(
    ("text", "first", "metadata"),
    [
        pytest.param("---\ntitle: [open\n---\nBody.", "Body.", {"left-out": "not readable as YAML"}, id="broken YAML is left out"),
        pytest.param("---\ntitle: &a x\nkind: *a\n---\nBody.", "Body.", {"left-out": "aliases"}, id="aliases are refused"),
        pytest.param("---\r\ntitle: T\r\n---\r\nBody.", "Body.", {}, id="line ends of Windows"),
        pytest.param("---\ntitle: T\nkind: novel\n---\nBody.", "Body.", {"front-matter-ignored": "kind: novel"}, id="unknown kind"),
        pytest.param("---\ntitle: T\ndate: 2024-01-02\n...\nBody.\n...\n", "Body.", {}, id="closed by dots"),
        pytest.param("+++\ntitle = 'T'\ntags = ['a', 'b']\n[to]\nx = 1\n+++\nBody.", "Body.", {"tags": "a | b", "to": "x: 1"}, id="TOML"),
        pytest.param("+++\r\ntitle = 'T'\r\nwithdrawn = false\r\n+++\r\nBody.", "Body.", {"withdrawn": "False"}, id="TOML of Windows"),
        pytest.param("+++\ntitle = T\n+++\nBody.", "Body.", {"left-out": "not readable as TOML"}, id="broken TOML"),
        pytest.param("+++\nnot = metadata\n+++\nBody.", "+++\nnot", {}, id="plus signs are no front matter"),
        pytest.param("---\ntitle = T\n---\nBody.", "---\ntitle", {}, id="TOML between rules is none"),
        pytest.param("---\nnot metadata\n---\nBody.", "---\nnot", {}, id="a rule is no front matter"),
        pytest.param("---\ntitle: T\nBody without end.", "---\ntitle", {}, id="an open block is text"),
    ],
)
def test_front_matter_that_is_none_or_broken(tmp_path: Path, text: str, first: str, metadata: dict[str, str]) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    document = read_document(path)
    assert document.text == text
    assert document.text[document.sections[0].start :].startswith(first)
    for name, part in metadata.items():
        assert part in document.metadata[name]


def test_front_matter_with_toml_states_metadata(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text('+++\ntitle = "T"\ndate = 2024-01-02\nretracted = true\nkind = "trial"\n+++\nBody.', encoding="utf-8")
        document = read_document(tmp_path / name)
        assert (document.title, document.date, document.flags, document.kind) == ("T", "2024-01-02", ("retracted",), "trial")


def test_kinds_and_tiers_that_nobody_knows_are_noted(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nkind: novel\ntier: best\n---\nPlasma.\n", encoding="utf-8")
    document, note = read_documents([tmp_path / "a.md"])
    assert isinstance(document, Document)
    assert (document.kind, document.tier) == ("unknown", "web")
    assert str(note).startswith(f"read in part {tmp_path}/a.md: without the unknown kind: novel; tier: best (known are label, leaflet, ")


@pytest.mark.parametrize(
    ("stated", "source"),
    [
        ("doi: https://doi.org/10.5555/b.2\npmid: 90000002", "https://doi.org/10.5555/b.2 | https://pubmed.ncbi.nlm.nih.gov/90000002"),
        ("source: House book\ndoi: 10.5555/b.2", "House book | https://doi.org/10.5555/b.2"),
        ("source: https://doi.org/10.5555/b.2\ndoi: 10.5555/b.2", "https://doi.org/10.5555/b.2"),
        ("doi: none yet\npmid: unknown", ""),
    ],
)
def test_identifiers_of_front_matter_are_its_source(tmp_path: Path, stated: str, source: str) -> None:
    (tmp_path / "a.md").write_text(f"---\n{stated}\n---\nGlass.\n", encoding="utf-8")
    assert read_document(tmp_path / "a.md").source == source


@pytest.mark.parametrize(
    ("stated", "retracted"),
    [
        ("retracted: true", True),
        ("Retracted: 2021-05-04", True),
        ("is_retracted: yes", True),
        ("retraction: https://doi.org/10.5555/r", True),
        ("withdrawn: True", True),
        ("status: Retracted by the journal", True),
        ("publication-types: [Journal Article, Retracted Publication]", True),
        ("article_type: retraction", True),
        ("flags: [retracted]", True),
        ("retracted: false", False),
        ("retracted: no\nretraction: none known", False),
        ("withdrawn:", False),
        ("status: not retracted", False),
        ("title: Retracted muscles", False),
    ],
)
def test_front_matter_says_that_a_document_is_retracted(tmp_path: Path, stated: str, retracted: bool) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text(f"---\ntitle: T\n{stated}\n---\nGlass.\n", encoding="utf-8")
        assert read_document(tmp_path / name).flags == (("retracted",) if retracted else ())


def test_a_retraction_alone_is_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\nretracted: true\n---\nGlass.\n", encoding="utf-8")
    document = read_document(tmp_path / "a.txt")
    assert (document.flags, document.text[document.sections[0].start :]) == (("retracted",), "Glass.\n")


# HTML


def test_front_matter_states_nothing_that_the_program_notes_itself(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\ncharacters: many\nkind-reason: mine\nleft-out: all\n---\nPlasma.\n", encoding="utf-8")
    assert read_document(tmp_path / "a.md").metadata == {}


def test_page_without_boilerplate() -> None:
    document = read_document(DATA / "page.html")
    assert document.text.split("\n") == [
        "How clouds rain",
        "Clouds hold water & dust, up to 10^9 drops. [2]",
        "They are <white>.",
        "",
        "Kinds",
        "• Cirrus",
        "• Stratus",
        "1. Rise",
        "2. Fall",
        "",
        "Cloud | Rain",
        "Nimbus | very common",
        "",
        "",
    ]
    assert [(s.title, document.text.startswith(s.title, s.start)) for s in document.sections] == [
        ("How clouds rain", True),
        ("Kinds", True),
    ]
    assert (document.title, document.publisher, document.source) == ("How clouds rain", "Weather House", "https://example.org/clouds")
    assert (document.format, document.kind, document.tier) == ("html", "web page", "web")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param(
            "<html><body><div class='nav-open'><p>all of it</p></div></body></html>", "all of it", id="a class must not take it all"
        ),
        pytest.param("<!-- a --><!-- b -->\n<p>one</p><p>two</p>", "one\ntwo", id="fragment"),
        pytest.param("<html><table role='presentation'><tr><td><p>a</p><p>b</p></td></tr></table>", "a\nb", id="table for layout"),
        pytest.param("<html><body><p>open <b>tags <p>everywhere", "open tags\neverywhere", id="unclosed elements"),
        pytest.param("<html><body><pre>a\nb</pre>c", "a\nb\nc", id="preformatted"),
        pytest.param(
            "<html><table><tr><th>Organ</th><th colspan=2>Effect</th></tr><tr><td rowspan=2>Skin</td><td>rare</td><td>rash</td></tr>"
            "<tr><td>common</td><td>itch</td></tr><tr><td>Eye</td><td></td><td>tears</td></tr></table>",
            "Organ | Effect |\nSkin | rare | rash\nSkin | common | itch\nEye | | tears",
            id="cells that span rows and columns",
        ),
        pytest.param(
            "<html><body><div class='page has-sidebar'><div class='wrapper sidebar-right'><h1>Rain</h1><p>It falls from clouds of any kind.</p></div>"
            "<div class='sidebar'>Ads</div></div></body></html>",
            "Rain\nIt falls from clouds of any kind.",
            id="the frame of a page is not its sidebar",
        ),
        pytest.param(
            "<html><form id='form1'><h1>Rain</h1><p>It falls.</p><form><input></form></form></html>", "Rain\nIt falls.", id="a page in a form"
        ),
        pytest.param(
            "<html><p>Rain</p><h3><button aria-expanded='false'>Harm</button></h3><div class='accordion-body' hidden>Floods</div>"
            "<div style='display:none'>Secret</div><button aria-expanded='false'>Menu</button></html>",
            "Rain\n\nHarm\nFloods",
            id="what a visitor unfolds is text",
        ),
        pytest.param(
            "<html><p>Rain</p><div><button aria-expanded='false' aria-controls='a'>Harm</button><div id='a' hidden>Floods</div></div>"
            "<h2><button aria-expanded='false' aria-controls='b c'>Use</button></h2><div id='c' style='display: none'>Crops</div>"
            "<h3 id='l'>Kinds</h3><div id='d' aria-labelledby='x' aria-hidden='true'>Drizzle</div><p id='x' aria-expanded='false'></p></html>",
            "Rain\nHarm\nFloods\n\nUse\nCrops\n\nKinds\nDrizzle",
            id="what something names as the part that it unfolds",
        ),
        pytest.param(
            "<html><h2><a href='#a' data-toggle='collapse'>Harm</a></h2><div id='a' hidden>Floods</div><h2>Use</h2><div hidden>Crops</div>"
            "<h2>Kinds</h2><div hidden='until-found'>Drizzle</div><p>Hail<span id='more' hidden> and sleet</span><button>Read more</button></p>"
            "<button aria-controls='b' aria-expanded='false'>Show more</button><div id='b' hidden>Snow</div></html>",
            "Harm\nFloods\n\nUse\nCrops\n\nKinds\nDrizzle\nHail and sleet\nSnow",
            id="further ways to unfold",
        ),
        pytest.param(
            "<html><h2>Rain</h2><div hidden>Template</div><p>It falls.</p><button aria-expanded='false' aria-controls='a'>Parts</button>"
            "<ul id='a' hidden><li><a>Home</a></li></ul><button aria-expanded='false'>Why?</button><span role='tooltip' hidden>Hail heals</span>"
            "<button aria-controls='cookie-box' aria-expanded='false'>Options</button><div id='cookie-box' hidden>Hail heals</div>"
            "<button aria-expanded='false'>Find</button><form hidden>Hail heals</form></html>",
            "Rain\nIt falls.",
            id="menus, help, notices and controls that unfold are no text",
        ),
        pytest.param(
            "<html><h2>Rain<span class='mw-editsection'>[edit]</span></h2><p>It falls.</p><ol class='references'><li>Doe: Rain heals.</li></ol></html>",
            "Rain\nIt falls.",
            id="references are words of others",
        ),
        pytest.param("<html><p>Rain is <del>never</del> <s>not</s> wet.</p></html>", "Rain is wet.", id="what is struck out is not said"),
        pytest.param(
            "<html><dl><dt>Common</dt><dd>Rain</dd><dd>Wind</dd><dt>Rare</dt><dd>Hail</dd></dl></html>",
            "Common\n• Rain\n• Wind\nRare\n• Hail",
            id="terms and what is said of each",
        ),
        pytest.param(
            "<html><table><tr><td>Home</td><td><p>Rain falls.</p><ul><li>Hail</li></ul></td></tr></table></html>",
            "Home\nRain falls.\n• Hail",
            id="a table of one row with paragraphs is a page",
        ),
        pytest.param(
            "<html><table><tfoot><tr><td>a: seen</td></tr></tfoot><tr><th>Harm</th></tr><tr><td>Flood<sup>a</sup></td></tr></table></html>",
            "Harm\nFlood [a]\na: seen",
            id="the foot of a table stands below it",
        ),
        pytest.param(
            "<html><table><tr><th>Common</th><td><ul><li>Rain</li><li>Wind</li></ul></td><td>Hail<br>or snow</td></tr><tr><td>x</td></tr></table>",
            "Common | Rain; Wind | Hail or snow\nx",
            id="items in a cell",
        ),
        pytest.param(
            "<html><table><tr><th rowspan=2>Harm</th><th colspan=2>Rain</th><th>Hail</th></tr><tr><th>n</th><th>%</th><th>n</th></tr>"
            "<tr><td>Flood</td><td>1</td><td>2</td><td>3</td></tr></table>",
            "Harm | Rain | Rain | Hail\nHarm | n | % | n\nFlood | 1 | 2 | 3",
            id="heads over heads",
        ),
        pytest.param(
            "<html><table><thead><tr><th rowspan=2>Harm</th><th>n</th></tr></thead><tbody><tr><td>Flood</td><td>1</td></tr></tbody></table>",
            "Harm | n\nFlood | 1",
            id="a head that reaches out of the head of its table",
        ),
        pytest.param(
            "<html><div><span>Kind</span><span>Rain</span><a>More</a></div><p><span>Ra</span><span>in</span> <span>I</span><span>Gg</span></p></html>",
            "Kind Rain More\nRain IGg",
            id="parts side by side and parts of a word",
        ),
        pytest.param("<?xml version='1.0'?><div><p>Rain</p></div>", "Rain", id="XHTML in pieces"),
        pytest.param("<html><p>Inventa<sup>TM</sup> and glass<sup>®</sup></p>", "Inventa™ and glass®", id="trade marks"),
        pytest.param("<html><p>a&nbsp;b&shy;c &#x3b2;</p>", "a b\xadc β", id="entities"),
        pytest.param("<html><ol start='3'><li>c</li><li>d</li></ol><ol start='x'><li>a</li></ol></html>", "3. c\n4. d\n1. a", id="lists that count on"),
        pytest.param(
            "<html><p>Rain<sup>[1]</sup> and hail</p><p><sup>a</sup>Of ice, 10<sup>9</sup>/L</p></html>",
            "Rain [1] and hail\n[a] Of ice, 10^9/L",
            id="marks in brackets and at the beginning",
        ),
        pytest.param(
            "<html><math><msup><mn>10</mn><mn>9</mn></msup><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>10^9</annotation></math></html>",
            "10^91/2",
            id="formulas",
        ),
        pytest.param(
            "<html><h1>Rain</h1><p>It falls from clouds of any kind.</p><table class='ambox'><tr><td>Cite</td></tr></table>"
            "<div class='block--related-stories__list'>Hail</div>"
            "<div class='wp-relatedPosts'>Snow</div><div id='disqus_thread'>Nice</div><div class='cmplz-cookiebanner'>Bake</div></html>",
            "Rain\nIt falls from clouds of any kind.",
            id="names of parts that are made of several words",
        ),
    ],
)
def test_layouts_of_pages(tmp_path: Path, markup: str, text: str) -> None:
    (tmp_path / "a.htm").write_text(markup, encoding="utf-8")
    assert read_document(tmp_path / "a.htm").text.strip() == text


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            '''<script type="application/ld+json">{"@graph": [{"@type": "Organization", "name": "Owner"}, {"@type": ["MedicalWebPage"],
            "headline": "Rain", "datePublished": "2023-05-02T10:00:00Z", "publisher": {"name": "House"}, "license": "https://l"}]}</script>''',
            id="JSON-LD",
        ),
        pytest.param(
            """<script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "Rain", "datePublished": "2023-05-02", "license":
            "https://l", "publisher": {"@id": "#owner"}}, {"@type": "Organization", "@id": "#owner", "name": "House"}]}</script>""",
            id="JSON-LD that names the publisher elsewhere",
        ),
        pytest.param(
            """<meta itemprop="headline" content="Rain"><time itemprop="datePublished" datetime="2023/5/2">May</time>
            <div itemprop="publisher"><meta itemprop="name" content="House"></div><a itemprop="license" href="https://l">L</a>""",
            id="microdata",
        ),
        pytest.param(
            """<script type="application/ld+json">{"@type": </script><meta name="citation_title" content="Rain">
            <meta name="citation_publisher" content="House"><meta name="citation_date" content="2023-05-02">
            <meta name="dc.rights" content="https://l">""",
            id="meta elements, beside JSON that breaks off",
        ),
        pytest.param(
            """<meta name="dc.title" content="Rain"><meta name="dc.publisher" content="House"><meta name="prism.publicationDate" content="2023-05-02">
            <link rel="license" href="https://l">""",
            id="meta elements of journals",
        ),
    ],
)
def test_what_a_page_states_of_itself(tmp_path: Path, head: str) -> None:
    (tmp_path / "a.html").write_text(f"<html>{head}<p>It falls.</p></html>", encoding="utf-8")
    document = read_document(tmp_path / "a.html")
    assert (document.title, document.publisher, document.date, document.licence) == ("Rain", "House", "2023-05-02", "https://l")


@pytest.mark.parametrize(
    ("head", "source"),
    [
        pytest.param('<meta name="citation_doi" content="doi:10.5555/a.1">', "https://doi.org/10.5555/a.1", id="DOI of Highwire"),
        pytest.param(
            """<meta name="DC.identifier" content="1234-5678"><meta name="DC.Identifier" content="https://doi.org/10.5555/a(1)">
            <meta name="citation_pmid" content="90000001"><link rel="canonical" href="https://h.example/rain">""",
            "https://h.example/rain | https://doi.org/10.5555/a(1) | https://pubmed.ncbi.nlm.nih.gov/90000001",
            id="the one of several that is a DOI, after the page's address",
        ),
        pytest.param(
            '<meta name="dc.identifier" content="10.5555/a"><link rel="canonical" href="https://doi.org/10.5555/A">',
            "https://doi.org/10.5555/A",
            id="an address that is the DOI's",
        ),
        pytest.param('<meta name="dcterms.identifier" content="PMID: 7">', "https://pubmed.ncbi.nlm.nih.gov/7", id="PMID by its name"),
        pytest.param('<meta name="dc.identifier" content="90000001">', "", id="a number of the page's own"),
        pytest.param('<meta name="citation_reference" content="citation_doi=10.5555/other">', "", id="a DOI of a reference"),
    ],
)
def test_identifiers_of_a_page_reach_the_graph(tmp_path: Path, head: str, source: str) -> None:
    (tmp_path / "a.html").write_text(f"<html>{head}<p>It falls.</p></html>", encoding="utf-8")
    document = read_document(tmp_path / "a.html")
    assert document.source == source
    assert [t.object for t in document_triples([document]) if t.predicate.value.endswith("/source")] == ([Literal(source)] if source else [])


def test_a_page_that_was_only_changed_has_the_date_of_that(tmp_path: Path) -> None:
    data = '{"@type": "MedicalWebPage", "lastReviewed": "2023-12-01T08:00:00Z"}'
    (tmp_path / "a.html").write_text(f'<html><script type="application/ld+json">{data}</script><p>It falls.</p></html>', encoding="utf-8")
    document = read_document(tmp_path / "a.html")
    assert (document.date, document.metadata["modified"]) == ("2023-12-01", "2023-12-01")


def test_headline_that_is_shown_goes_before_one_that_is_not(tmp_path: Path) -> None:
    data = '<script type="application/ld+json">{"@type": "Article", "headline": "a kind of weather"}</script>'
    (tmp_path / "a.html").write_text(f"<html>{data}<h1>Rain</h1><p>It falls.</p></html>", encoding="utf-8")
    assert read_document(tmp_path / "a.html").title == "Rain"


def test_latin_1_of_a_page_is_windows_1252(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes('<html><meta charset="iso-8859-1"><body><p>“naïve” – rain</p></body></html>'.encode("cp1252"))
    assert read_document(tmp_path / "a.html").text == "“naïve” – rain\n"


def test_declared_encoding_of_a_page_counts_where_it_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes('<html><meta charset="iso-8859-2"><body><p>łąka and źródło</p></body></html>'.encode("iso-8859-2"))
    assert read_document(tmp_path / "a.html").text == "łąka and źródło\n"


# Literature and labels


def test_each_citation_is_a_document() -> None:
    trial, retracted, empty = read_documents([DATA / "citations.xml"])
    assert isinstance(trial, Document)
    assert isinstance(retracted, Document)
    assert (trial.id, trial.title) == ("citations-90000001", "An invented trial of plasma in imaginary patients.")
    assert sections(trial)[1:] == [
        ("AIMS", "OBJECTIVE", "AIMS\nTo invent a study for a test.\n\n"),
        ("OUTCOME", "RESULTS", "OUTCOME\nPlatelets rose to 50 x 10^9/L in half of them.\n"),
    ]
    assert (trial.kind, trial.tier, trial.date, trial.licence, trial.flags) == ("trial", "trial", "2021-03-05", "Nobody, 2021.", ())
    stated = {name: trial.metadata[name] for name in ("pmid", "doi", "journal", "language")}
    assert stated == {"pmid": "90000001", "doi": "10.5555/invented.1", "journal": "Invented Journal of Plasma", "language": "eng"}
    assert (retracted.id, retracted.flags, retracted.date) == ("citations-90000002", ("retracted",), "2019")
    assert empty == Skipped(str(DATA / "citations.xml"), "the pubmed record 90000003 has neither title nor text")
    assert len({trial.sha256, retracted.sha256}) == 2


def test_the_last_of_the_versions_of_a_citation_is_read(tmp_path: Path) -> None:
    head = "<MedlineCitation><PMID Version='{0}'>{1}</PMID><Article><ArticleTitle>Wool {0}</ArticleTitle></Article></MedlineCitation>"
    versions = [("1", 7), ("2", 7), ("2", 8), ("1", 8), ("3", 8), ("1", 9), ("1", 9)]
    (tmp_path / "a.xml").write_text(f"<MedlineCitationSet>{''.join(head.format(*each) for each in versions)}</MedlineCitationSet>", encoding="utf-8")
    found = list(read_documents([tmp_path / "a.xml"]))
    read = [(each.title, each.metadata.get("version")) for each in found if isinstance(each, Document)]
    assert read == [("Wool 2", "2"), ("Wool 3", "3"), ("Wool 1", None), ("Wool 1", None)]
    assert [each.reason for each in found if isinstance(each, Skipped)] == [
        "version 1 of citation 7: version 2 is read",
        "version 1 of citation 8: version 2 is read",
        "version 2 of citation 8: version 3 is read",
    ]


def test_citations_before_the_break_are_kept(tmp_path: Path) -> None:
    whole = (DATA / "citations.xml").read_text(encoding="utf-8")
    (tmp_path / "cut.xml").write_text(whole[: whole.index("90000002")], encoding="utf-8")
    first, second = read_documents([tmp_path / "cut.xml"])
    assert isinstance(first, Document)
    assert isinstance(second, Skipped)
    assert second.is_part
    assert re.fullmatch(r"broken XML \(line \d+\): .*; before it 1 document could be read, the last of them cut-90000001", second.reason)
    (tmp_path / "cut.xml").write_text(whole[: whole.index("90000001")], encoding="utf-8")
    (only,) = read_documents([tmp_path / "cut.xml"])
    assert isinstance(only, Skipped)
    assert not only.is_part
    assert "before it" not in only.reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.nxml",
            "<article><front/><body><p>Wool warms <mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>.</p></body></article>",
        ),
        ("a.xml", "<?xml version='1.0'?><article><body><x:p>Wool warms <ext-link xlink:href='b'>x^2</ext-link>.</x:p></body></article>"),
        (
            "a.xml",
            "<document xmlns='urn:hl7-org:v3'><component><structuredBody><component><section><code code='34067-9'/><text><paragraph>"
            "Wool warms <v:x>x^2</v:x>.</paragraph></text></section></component></structuredBody></component></document>",
        ),
    ],
)
def test_prefixes_that_nothing_declares_are_read_without(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert read_document(tmp_path / name).text.strip().endswith("Wool warms x^2.")
    (tmp_path / name).write_text(content.replace("warms", "warms &"), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"broken XML \(line 1\): xmlParseEntityRef: no name"):
        read_document(tmp_path / name)


def test_a_fault_of_ours_costs_its_document_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(text: str, **_: object) -> Document:
        raise RuntimeError("no\nwool")

    (tmp_path / "a.md").write_text("# Wool", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Wool warms.", encoding="utf-8")
    monkeypatch.setattr(documents, "from_markdown", fails)
    skipped, read = read_documents([tmp_path])
    assert re.fullmatch(r"skipped .*/a\.md: a fault of this program, please report it: RuntimeError \(no wool\) in documents\.py, line \d+", str(skipped))
    assert isinstance(read, Document)


def test_a_fault_of_ours_costs_its_record_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> str:
        titles.append("")
        if len(titles) == 2:
            raise RuntimeError
        return ""

    titles: list[str] = []
    (tmp_path / "a.xml").write_text(f"<pmc-articleset>{'<article><body><p>Wool.</p></body></article>' * 3}</pmc-articleset>", encoding="utf-8")
    monkeypatch.setattr(literature, "_title", fails)
    first, skipped, third = read_documents([tmp_path / "a.xml"])
    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert "a.xml: record 2: a fault of this program, please report it: RuntimeError in literature.py" in str(skipped)


def test_article_with_sections_lists_and_tables() -> None:
    document = read_document(DATA / "article.nxml")
    assert [(title, code) for title, code, _ in sections(document)] == [
        ("Gloves for antibodies", ""),
        ("Abstract", "abstract"),
        ("Aim", ""),
        ("1 Background", "intro"),
        ("Kinds of wool", ""),
        ("Findings", "results"),
        ("", ""),
        ("Findings", "results"),
        ("Thanks", ""),
    ]
    assert "We knit gloves [3] for science." in document.text
    assert "Wool is warm (On skin.), as is known.\n1. Red wool\n2. Blue wool\nMore wool follows.\n" in document.text
    assert "Table 1\nItching by glove\n\nGlove | Itching\nRed | 12 [a]\n\na By count\n" in document.text
    assert "left out" not in document.text
    assert (document.kind, document.tier, document.date) == ("review", "review", "2020-07-02")
    assert (document.publisher, document.licence) == ("Paper House", "https://creativecommons.org/licenses/by/4.0/")
    assert (document.metadata["pmid"], document.metadata["doi"], document.metadata["pmcid"]) == (
        "90000004",
        "10.5555/invented.4",
        "PMC900004",
    )


def test_parts_of_an_article_that_float_and_forms_of_its_head(tmp_path: Path) -> None:
    article = """<article><front><article-meta><title-group><article-title>Gloves</article-title><subtitle>A trial of wool</subtitle></title-group>
<pub-date pub-type="nihms-submitted"><day>1</day><month>1</month><year>2019</year></pub-date><pub-date pub-type="epub"><year>2020</year></pub-date>
<abstract abstract-type="plain-language-summary"><p>Wool warms.</p></abstract></article-meta></front><body><p>Wool is <fig><label>Figure 1</label>
<caption><p>A sheep.</p></caption><alt-text>photo</alt-text><attrib>Doe</attrib></fig>warm.</p><def-list><def-item><term>W</term><def><p>wool</p></def>
</def-item></def-list><table-wrap-foot><fn><label>†</label><p>Grey.</p></fn></table-wrap-foot></body><sub-article article-type="reply"><front-stub>
<related-article related-article-type="retraction-forward"/></front-stub></sub-article></article>"""
    (tmp_path / "a.nxml").write_text(article, encoding="utf-8")
    document, _ = read_documents([tmp_path / "a.nxml"])
    assert isinstance(document, Document)
    assert (document.title, document.date, document.flags) == ("Gloves: A trial of wool", "2020", ())
    assert document.text == (
        "Gloves: A trial of wool\n\nPlain language summary\nWool warms.\n\n"
        "Wool is warm.\nFigure 1\nA sheep.\nDoe\nW: wool\n† Grey.\n"
    )


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        ([("pub-type='ppub'", "<month>4</month><year>2021</year>"), ("pub-type='pmc-release'", "<month>5</month><year>2020</year>")], "2021-04"),
        ([("pub-type='collection'", "<year>2019</year>"), ("date-type='pmc-release'", "<day>1</day><month>4</month><year>2022</year>")], "2019"),
        ([("pub-type='pmc-release'", "<day>1</day><month>4</month><year>2022</year>")], "2022-04-01"),
        ([("date-type='preprint'", "<month>1</month><year>2019</year>"), ("pub-type='epub'", "<year>2020</year>")], "2020"),
        ([("date-type='received'", "<month>1</month><year>2019</year>"), ("date-type='pub'", "<month>May</month><year>2020</year>")], "2020-05"),
        ([("iso-8601-date='2021-04-05'", "<string-date>April 5, 2021</string-date>")], "2021-04-05"),
        ([("iso-8601-date='2021-04-05T00:00'", "<year>2021</year>")], "2021-04-05"),
        ([("", "<string-date><month>April</month> <day>5</day>, <year>2021</year></string-date>")], "2021-04-05"),
        ([("", "<string-date>Spring 2021</string-date>")], "2021"),
        ([("pub-type='ppub'", "<season>Spring</season>")], ""),
    ],
)
def test_date_of_an_article(tmp_path: Path, dates: list[tuple[str, str]], date: str) -> None:
    stated = "".join(f"<pub-date {kind}>{parts}</pub-date>" for kind, parts in dates)
    head = f"<front><article-meta>{stated}</article-meta></front>"
    (tmp_path / "a.nxml").write_text(f"<article>{head}<body><p>Wool.</p></body></article>", encoding="utf-8")
    assert read_document(tmp_path / "a.nxml").date == date


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("Wool{1},{2} warms.{1}", "Wool [1,2] warms. [1]"),
        ("Wool{3}-{5}, yarn{1}{2} and felt{1}, {4} – {6} warm{7}, they{8} say.", "Wool [3-5], yarn [1,2] and felt [1, 4 – 6] warm [7], they [8] say."),
        ("Wool{<sup>1</sup>},{<sup>2</sup>} warms ({Doe 2020}; {Roe 2021}).", "Wool [1,2] warms (Doe 2020; Roe 2021)."),
        ("Wool <sup>{1},{2}</sup> warms [{1},{2}] and ({1}–{2}).", "Wool [1,2] warms [1,2] and (1–2)."),
        ("Wool{<sup>1</sup>} and wool<sup>{1}</sup> warm.", "Wool [1] and wool [1] warm."),
        ("See Fig.<xref ref-type='fig'>1</xref> and {Doe 2020}.", "See Fig.1 and Doe 2020."),
    ],
)
def test_references_are_parted_from_words(tmp_path: Path, marked: str, text: str) -> None:
    body = marked.replace("{", "<xref ref-type='bibr'>").replace("}", "</xref>")
    (tmp_path / "a.nxml").write_text(f"<article><front/><body><p>{body}</p></body></article>", encoding="utf-8")
    assert read_document(tmp_path / "a.nxml").text.strip() == text


def test_english_translations_of_an_article_are_read(tmp_path: Path) -> None:
    head = """<title-group><article-title>Handschuhe</article-title><trans-title-group xml:lang="en"><trans-title>Gloves</trans-title></trans-title-group>
<trans-title-group xml:lang="fr"><trans-title>Gants</trans-title></trans-title-group></title-group><abstract><p>Wolle.</p></abstract>
<trans-abstract xml:lang="en"><p>Wool.</p></trans-abstract><trans-abstract xml:lang="fr"><p>Laine.</p></trans-abstract>"""
    (tmp_path / "a.nxml").write_text(f"<article xml:lang='de'><front><article-meta>{head}</article-meta></front></article>", encoding="utf-8")
    document = read_document(tmp_path / "a.nxml")
    assert (document.title, document.text) == ("Handschuhe", "Handschuhe\nGloves\n\nAbstract\nWolle.\n\nAbstract\nWool.\n")


def test_an_abstract_that_is_a_picture_has_no_heading(tmp_path: Path) -> None:
    pictured = '<abstract abstract-type="graphical"><title>Sheep</title><p><graphic/></p></abstract><abstract><p>Wool.</p></abstract>'
    (tmp_path / "a.nxml").write_text(f"<article><front><article-meta>{pictured}</article-meta></front></article>", encoding="utf-8")
    assert read_document(tmp_path / "a.nxml").text == "Abstract\nWool.\n"


def test_an_article_of_scanned_pages_says_so(tmp_path: Path) -> None:
    scanned = '<body><supplementary-material content-type="scanned-pages"/></body>'
    (tmp_path / "a.nxml").write_text(re.sub("<body>.*</body>", scanned, ARTICLE, flags=re.DOTALL), encoding="utf-8")
    _, note = read_documents([tmp_path / "a.nxml"])
    assert str(note).endswith("without the text itself, of which there are only scanned pages: OCR is needed")


FILED = "<article-categories><subj-group><subject>{}</subject></subj-group></article-categories>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("<permissions>", '<related-article related-article-type="retraction-forward"/><permissions>', id="link to the notice"),
        pytest.param("<permissions>", '<related-article related-article-type="retracted-article"/><permissions>', id="link of the notice"),
        pytest.param('article-type="review-article"', 'article-type="retraction"', id="type"),
        pytest.param("Gloves for", "RETRACTED: Gloves for", id="title"),
        pytest.param("<article-meta>", f"<article-meta>{FILED.format('Retraction')}", id="subject"),
        pytest.param("<article-meta>", f"<article-meta>{FILED.format('Notice of retraction')}", id="subject of notices"),
        pytest.param("<permissions>", '<pub-history><event event-type="retracted"/></pub-history><permissions>', id="event"),
        pytest.param("<permissions>", '<history><date date-type="retraction"><year>2024</year></date></history><permissions>', id="date"),
    ],
)
def test_retracted_article_is_flagged(tmp_path: Path, old: str, new: str) -> None:
    article = (DATA / "article.nxml").read_text(encoding="utf-8")
    assert read_document(DATA / "article.nxml").flags == ()
    assert old in article
    (tmp_path / "a.nxml").write_text(article.replace(old, new, 1), encoding="utf-8")
    assert read_document(tmp_path / "a.nxml").flags == ("retracted",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("<article-meta>", f"<article-meta>{FILED.format('Retraction of the hand')}", id="another subject"),
        pytest.param("<article-meta>", f"<article-meta>{FILED.format('Corrections and retractions')}", id="corrections too"),
        pytest.param("<permissions>", '<pub-history><event event-type="corrected"/></pub-history><permissions>', id="a correction"),
        pytest.param(
            "</back>", "<ref-list><ref><mixed-citation>[Retracted] Mittens. This article has been retracted.</mixed-citation></ref></ref-list></back>",
            id="reference",
        ),
    ],
)  # fmt: skip
def test_what_else_an_article_says_of_retractions_does_not_flag_it(tmp_path: Path, old: str, new: str) -> None:
    article = (DATA / "article.nxml").read_text(encoding="utf-8")
    assert old in article
    (tmp_path / "a.nxml").write_text(article.replace(old, new, 1), encoding="utf-8")
    document = read_document(tmp_path / "a.nxml")
    assert with_flags(document, settings=Settings.default()).flags == ()


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ('Gloves for <italic>wool</italic><xref ref-type="fn" rid="f1">*</xref>', "Gloves for wool"),
        ('Gloves for wool<sup><xref ref-type="author-notes" rid="n1">1</xref></sup>', "Gloves for wool"),
        ("Gloves for wool<fn><p>Paid by sheep.</p></fn> and silk", "Gloves for wool and silk"),
        ("Gloves for wool †", "Gloves for wool"),
        ("CD4<sup>+</sup> cells and HLA-B*27", "CD4+ cells and HLA-B*27"),
    ],
)
def test_title_of_an_article_has_no_footnote_mark(tmp_path: Path, title: str, read: str) -> None:
    article = (DATA / "article.nxml").read_text(encoding="utf-8").replace("Gloves for <italic>antibodies</italic>", title)
    (tmp_path / "a.nxml").write_text(article, encoding="utf-8")
    document = read_document(tmp_path / "a.nxml")
    assert (document.title, document.text.partition("\n")[0]) == (read, read)


def test_sub_articles_are_noted(tmp_path: Path) -> None:
    article = (DATA / "article.nxml").read_text(encoding="utf-8")
    stub = "<front-stub><title-group><article-title>{}</article-title></title-group></front-stub><body><p>Nails.</p></body>"
    parts = [f'<sub-article article-type="reply">{stub.format("Our answer<xref>*</xref>")}</sub-article>']
    parts += [f"<response>{stub.format('More')}</response>"] * 3
    some = "4 sub-articles (reply: Our answer; of no stated type: More; "
    for count, listed in [(0, ""), (1, "1 sub-article (reply: Our answer): "), (4, some)]:
        (tmp_path / "a.nxml").write_text(article.replace("</article>", "".join(parts[:count]) + "</article>"), encoding="utf-8")
        document, *notes = read_documents([tmp_path / "a.nxml"])
        assert isinstance(document, Document)
        assert document.text == read_document(DATA / "article.nxml").text
        assert document.metadata.get("left-out", "").startswith(listed)
        assert [str(note).partition(": without ")[2] for note in notes] == ([document.metadata["left-out"]] if count else [])


CITATION = """<PubmedArticle><MedlineCitation><PMID>7</PMID><Article><ArticleTitle>Gloves</ArticleTitle><Abstract><AbstractText>Warm.
</AbstractText></Abstract></Article><OtherAbstract Type="plain-language-summary" Language="eng"><AbstractText>Hands stay warm.</AbstractText>
</OtherAbstract><CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>Wool. 2001</RefSource><PMID>8</PMID>
</CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>"""
ARTICLE = """<?xml version="1.0"?><article><front><article-meta><title-group><article-title>Gloves</article-title></title-group><permissions>
<license><license_ref>https://l</license_ref><license-p>Free.</license-p></license></permissions><related-article
related-article-type="retraction-forward" href="10.1/x"/></article-meta></front><body><list><list-item><label>1.</label><p>Wool</p></list-item>
</list></body><back><glossary><title>Terms</title><def-list><def-item><term>W</term><def><p>wool</p></def></def-item></def-list></glossary>
</back></article>"""


@pytest.mark.parametrize(
    ("content", "text", "notice", "licence"),
    [
        pytest.param(
            CITATION, "Gloves\nWarm.\n\nPlain language summary\nHands stay warm.\n", "RetractionIn: Wool. 2001 (PMID 8)", "", id="citation"
        ),
        pytest.param(
            ARTICLE, "Gloves\n\n• Wool\n\nTerms\nW: wool\n", "retraction-forward: 10.1/x", "https://l", id="article without document type"
        ),
    ],
)
def test_summaries_glossaries_and_notices_of_publications(tmp_path: Path, content: str, text: str, notice: str, licence: str) -> None:
    (tmp_path / "a.xml").write_text(content, encoding="utf-8")
    document = read_document(tmp_path / "a.xml")
    assert (document.text, document.metadata["notice"], document.flags, document.licence) == (text, notice, ("retracted",), licence)


def test_expression_of_concern_is_no_retraction(tmp_path: Path) -> None:
    concern = CITATION.replace('"RetractionIn"><RefSource>Wool', '"ExpressionOfConcernIn"><RefSource>J Retraction')
    (tmp_path / "a.xml").write_text(concern, encoding="utf-8")
    document = read_document(tmp_path / "a.xml")
    assert (document.metadata["notice"], document.flags) == ("ExpressionOfConcernIn: J Retraction. 2001 (PMID 8)", ())


BOOK = """<PubmedBookArticle><BookDocument><PMID>9</PMID><ArticleIdList><ArticleId IdType="doi">10.5555/b</ArticleId></ArticleIdList><Book><BookTitle>Of
gloves</BookTitle></Book><ArticleTitle>Wool</ArticleTitle><Abstract><AbstractText>Wool is indicated for cold.</AbstractText></Abstract></BookDocument>
</PubmedBookArticle>"""


def test_quirks_of_citations(tmp_path: Path) -> None:
    article = """<Article><ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Handschuhe</VernacularTitle>
<ELocationID EIdType="doi" ValidYN="N">10.5555/old</ELocationID><ELocationID EIdType="doi" ValidYN="Y">10.5555/new</ELocationID>
<Abstract><AbstractText Label="UNASSIGNED">Warm.</AbstractText></Abstract></Article>"""
    replaced = CITATION.replace('"RetractionIn"', '"RetractedandRepublishedIn"')
    records = f"<PubmedArticle><MedlineCitation><PMID>6</PMID>{article}</MedlineCitation></PubmedArticle>{replaced}{BOOK}"
    deleted = "<DeleteCitation><PMID>4</PMID><PMID>5</PMID></DeleteCitation>"
    (tmp_path / "a.xml").write_text(f"<PubmedArticleSet>{records}{deleted}</PubmedArticleSet>", encoding="utf-8")
    first, second, third, note = read_documents([tmp_path / "a.xml"])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert isinstance(third, Document)
    assert (first.title, first.text, first.metadata["doi"]) == ("Handschuhe", "Handschuhe\n\nWarm.\n", "10.5555/new")
    assert second.flags == ("retracted",)
    assert (third.kind, third.metadata["doi"], third.metadata["book"]) == ("article", "10.5555/b", "Of gloves")
    assert str(note).endswith("PubMed has deleted 2 citations that earlier files may still have: 4, 5")


def test_citations_in_the_text_format_of_pubmed(tmp_path: Path) -> None:
    records = """
PMID- 71
OWN - NLM
DP  - 2024 Mar 5
TI  - Gloves of wool - a
      trial.
LID - S1 [pii]
LID - 10.5555/w [doi]
AB  - Wool
      is warm.
LA  - eng
PT  - Journal Article
RIN - Wool. 2025. PMID: 99
PMC - PMC71

PMID- 72
OWN - NLM

PMID- 73
OWN - NLM
DP  - 2000 Winter
DEP - 20010203
TT  - Handschuhe
"""
    (tmp_path / "a.txt").write_text(records, encoding="utf-8", newline="\r\n")
    first, empty, third = read_documents([tmp_path / "a.txt"])
    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert (first.id, first.text, first.date, first.flags) == (
        "a-71", "Gloves of wool - a trial.\nWool is warm.\n", "2024-03-05", ("retracted",)
    )  # fmt: skip
    assert (first.metadata["doi"], first.metadata["notice"]) == ("10.5555/w", "RetractionIn: Wool. 2025. PMID: 99")
    assert (third.id, third.text, third.date, third.flags) == ("a-73", "Handschuhe\n", "2001-02-03", ())
    assert isinstance(empty, Skipped)


def test_labels_of_another_region_and_of_several_products(tmp_path: Path) -> None:
    label = (DATA / "label.xml").read_text(encoding="utf-8").replace("2.16.840.1.113883.6.1", "2.16.840.1.113883.2.20.6.10")
    label = re.sub(r'(<effectiveTime value=")\d+', r"\g<1>202401", label)
    product = "<subject><manufacturedProduct><manufacturedProduct><name>Inventa Kit</name></manufacturedProduct></manufacturedProduct></subject>"
    (tmp_path / "a.xml").write_text(label.replace("</subject>", f"</subject>{product}", 1), encoding="utf-8")
    document = read_document(tmp_path / "a.xml")
    assert (document.date, document.source, document.metadata["jurisdiction"]) == ("2024-01", "", "CA")
    assert document.metadata["product"] == "Inventa (glass globulin) | Inventa Kit"


def test_label_with_the_codes_of_its_sections() -> None:
    document = read_document(DATA / "label.xml")
    assert sections(document) == [
        ("Inventa (glass globulin)", "", "Inventa (glass globulin)\nINVENTA, glass globulin for windows\n\n"),
        ("WARNING: GLASS", "34066-1", "WARNING: GLASS\nGlass may break.\n\n"),
        ("1 INDICATIONS AND USAGE", "34067-9", "1 INDICATIONS AND USAGE\nInventa is for windows.\n\n"),
        ("1.1 Doors", "34067-9", "1.1 Doors\nIt is also for doors.\n\n"),
        ("Contraindications", "34070-3", "Contraindications\n• Stones\n• Hail\n\n"),
        ("5 WARNINGS AND PRECAUTIONS", "43685-7", "5 WARNINGS AND PRECAUTIONS\nMind the edge.\n\n"),
        ("6 ADVERSE REACTIONS", "34084-4", "6 ADVERSE REACTIONS\n\nReaction | Share\nSplinter | 5%\n\n"),
        ("7 DRUG INTERACTIONS", "34073-7", "7 DRUG INTERACTIONS\nNone with wood.\n"),
    ]
    assert (document.kind, document.tier, document.publisher, document.date) == ("label", "label", "Glass Works", "2024-01-31")
    assert (document.metadata["set-id"][:8], document.metadata["version"], document.metadata["jurisdiction"]) == ("22222222", "7", "US")


def test_sections_of_a_label_without_titles_have_those_of_their_codes(tmp_path: Path, shipped_reader: Reader) -> None:
    parts = (("34067-9", "Inventa immune globulin is indicated for CIDP."), ("34084-4", ""), ("90374-0", "Headache"), ("90375-7", "Acute renal failure"))
    body = "".join(
        f"<component><section><code code='{code}'/><text><paragraph>{words}</paragraph></text></section></component>" for code, words in parts
    )
    label = f"<document xmlns='urn:hl7-org:v3'><component><structuredBody>{body}</structuredBody></component></document>"
    (tmp_path / "a.xml").write_text(label, encoding="utf-8")
    found = claims_in_file(shipped_reader, tmp_path / "a.xml", "has_adverse_effect")
    assert [(c.object, c.section, c.frequency) for c in found] == [
        ("headache", "Clinical trials experience", "unspecified"),
        ("acute-kidney-injury", "Postmarketing experience", "unknown"),
    ]


# PDF


def test_pages_of_a_pdf_are_sections(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    pages = [
        ["House paper 1", "Glass is made of sand that is melted in a hot fur-", "nace. It cools slowly.", "1. First use"],
        ["House paper 2", "The end of the matter is a window that opens well", "and closes well."],
        ["House paper 3"],
        ["House paper 4", "Last."],
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(pages))
    document = read_document(tmp_path / "a.pdf")
    assert [(s.page, document.text[s.start : s.end]) for s in document.sections] == [
        (1, "Glass is made of sand that is melted in a hot furnace. It cools slowly.\n1. First use\n\n"),
        (2, "The end of the matter is a window that opens well and closes well.\n\n"),
        (4, "Last.\n"),
    ]
    assert (document.format, document.metadata["pages"]) == ("pdf", "4")
    assert "left-out" not in document.metadata


@pytest.mark.parametrize(
    ("pages", "missing"),
    [
        pytest.param([["Glass."], []], "page 2, which has no text, as a scan has none: OCR is needed", id="one page"),
        pytest.param([[], ["Glass."], []], "the pages 1, 3, which have no text, as a scan has none: OCR is needed", id="several"),
    ],
)
def test_pages_of_a_pdf_without_text_are_named(tmp_path: Path, pages: list[list[str]], missing: str) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages))
    document, part = read_documents([path])
    assert isinstance(document, Document)
    assert (document.text.strip(), document.metadata["left-out"]) == ("Glass.", missing)
    assert part == Skipped(str(path), f"without {missing}", is_part=True)
    assert str(part) == f"read in part {path}: without {missing}"


@pytest.mark.parametrize(
    ("pages", "texts"),
    [
        pytest.param(
            [[f"{n} Rain and wind" if n % 2 else f"Doe et al. {n}", f"Page of {name}."] for n, name in enumerate("abcdefgh", start=1)],
            [f"Page of {name}." for name in "abcdefgh"],
            id="running titles of left and right pages",
        ),
        pytest.param(
            [["House paper of May", "Glass.", "0.4 g"], ["House paper of May", "Sand.", "0.8 g"]],
            ["Glass.\n0.4 g", "Sand.\n0.8 g"],
            id="two pages",
        ),
        pytest.param(
            [
                ["It is a long line that fills the page of this book,", "and it goes on."] * 9,
                ["4.3 What it is not", "Glass is no metal", "Sand"],
            ],
            [
                "It is a long line that fills the page of this book, and it goes on.\n" * 8
                + "It is a long line that fills the page of this book, and it goes on.",
                "4.3 What it is not\nGlass is no metal\nSand",
            ],
            id="short lines of a page",
        ),
        pytest.param(
            [
                [
                    "WARNINGS AND PRECAUTIONS OF GLASS",
                    "Glass may break and cut the fingers",
                    "of those who touch it.",
                    "5.1 Kinds of broken glass",
                    "Bottles",
                ]
            ],
            [
                "WARNINGS AND PRECAUTIONS OF GLASS\nGlass may break and cut the fingers of those who touch it.\n5.1 Kinds of broken glass\nBottles"
            ],
            id="headings as long as the lines",
        ),
        pytest.param(
            [["Panes are made of high-", "quality sand. The furnace melts a window-", "pane. A pane is no window."]],
            ["Panes are made of high-quality sand. The furnace melts a window-pane. A pane is no window."],
            id="hyphens of words that are joined by one",
        ),
    ],
)
def test_lines_of_pages(tmp_path: Path, pages: list[list[str]], texts: list[str]) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    (tmp_path / "a.pdf").write_bytes(pdf(pages))
    document = read_document(tmp_path / "a.pdf")
    assert [document.text[s.start : s.end].strip() for s in document.sections] == texts


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(
            [b"/F1 16 Tf (On glass and sand and how to melt them) Tj T* /F1 12 Tf ", "Glass is made of sand, which is melted in", "a furnace."],
            "On glass and sand and how to melt them\nGlass is made of sand, which is melted in a furnace.",
            id="heading in larger letters",
        ),
        pytest.param(
            [
                b"(Glass) Tj /F1 8 Tf 34 5 Td (1,2) Tj /F1 12 Tf 14 -5 Td ( is hard, 10) Tj /F1 8 Tf 60 5 Td (9) Tj /F1 12 Tf 5 -5 Td ( of H) Tj "
                b"/F1 8 Tf 24 -3 Td (2) Tj /F1 12 Tf 5 3 Td (O) Tj "
            ],
            "Glass [1,2] is hard, 10^9 of H2O",
            id="marks and exponents",
        ),
    ],
)
def test_size_and_height_of_letters_tell_what_they_are(tmp_path: Path, lines: list[str | bytes], text: str) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    (tmp_path / "a.pdf").write_bytes(pdf([lines]))
    assert read_document(tmp_path / "a.pdf").text.strip() == text


def test_a_page_whose_fonts_say_no_letters_needs_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pypdf = pytest.importorskip("pypdf", reason="needs the extra pdf")

    def show(_: object, visitor_text: Callable[..., None], **_others: object) -> None:
        visitor_text("\ue123\ue124 \ue125a\n", [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 1.0, 50.0, 700.0], None, 12.0)

    (tmp_path / "a.pdf").write_bytes(pdf([["Glass."]]))
    monkeypatch.setattr(pypdf.PageObject, "extract_text", show)
    with pytest.raises(DocumentError, match="OCR is needed"):
        read_document(tmp_path / "a.pdf")


def test_a_stamp_of_retraction_on_the_pages_is_no_text_but_a_flag(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    (tmp_path / "a.pdf").write_bytes(pdf([["RETRACTED", f"Glass {name}."] for name in "abc"]))
    document = read_document(tmp_path / "a.pdf")
    assert (document.text, document.flags) == ("Glass a.\n\nGlass b.\n\nGlass c.\n", ("retracted",))


def test_a_scan_with_a_stamp_on_each_page_needs_ocr(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    (tmp_path / "a.pdf").write_bytes(pdf([["Downloaded from the library", str(page)] for page in range(1, 5)]))
    with pytest.raises(DocumentError, match="OCR is needed"):
        read_document(tmp_path / "a.pdf")


def test_version_and_jurisdiction_of_a_label_reach_the_graph() -> None:
    stated = {triple.predicate.value.rpartition("/")[2]: triple.object for triple in document_triples([read_document(DATA / "label.xml")])}
    assert (stated["hasVersion"], stated["coverage"]) == (Literal("7"), Literal("US"))


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        pytest.param("E ﬃ cacy, the ﬁ ndings, eﬀect", "Efficacy, the findings, effect", id="ligatures"),
        pytest.param("\uf0b7 \uf062-cells \uf0b3 3, \uf001ndings", "• β-cells ≥ 3, findings", id="characters for private use"),
        pytest.param("Barr´e, Sjo¨gren, na¨ıve, Me´nie`re", "Barré, Sjögren, naïve, Ménière", id="accents beside their letters"),
        pytest.param("the patient´s x´ and don`t", "the patient´s x´ and don`t", id="no accents"),
        pytest.param("immuno \u2010", "immuno-", id="another hyphen"),
        pytest.param("immuno\u00ad", "immuno-", id="a soft hyphen at the end"),
        pytest.param("immuno\u00adglobulin", "immunoglobulin", id="a soft hyphen within"),
    ],
)
def test_signs_that_fonts_of_a_pdf_make(line: str, repaired: str) -> None:
    from kg.reading.formats.page_lines import repaired_line

    assert repaired_line(line) == repaired


def test_encrypted_pdf_is_named(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="needs the extra pdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([["secret"]])))
    writer.encrypt("password", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(DocumentError, match="encrypted PDF"):
        read_document(tmp_path / "a.pdf")


# Folders, archives, standard input


def test_encrypted_pdf_that_needs_another_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pypdf = pytest.importorskip("pypdf", reason="needs the extra pdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([["open"]])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert read_document(tmp_path / "a.pdf").text == "open\n"

    def fail(*_: object) -> None:
        raise pypdf.errors.DependencyError("cryptography is needed")

    monkeypatch.setattr(pypdf.PdfReader, "decrypt", fail)
    with pytest.raises(DocumentError, match=r"pip install 'pypdf\[crypto\]'"):
        read_document(tmp_path / "a.pdf")


def test_folder_is_read_in_order_and_nothing_is_lost(tmp_path: Path) -> None:
    for name, content in [
        ("b.txt", b"two"),
        ("a/z.txt", b"one"),
        (".hidden", b"x"),
        ("c.bin", b"\x00"),
        ("d.txt.gz", gzip.compress(b"four")),
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "e.zip").write_bytes(
        zipped([("y.txt", b"six"), ("m/x.txt", b"five"), ("__MACOSX/x.txt", b"x"), ("in.zip", zipped([("w.txt", b"w")]))])
    )
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [f.id if isinstance(f, Document) else (Path(f.path).name, f.reason.split(":")[0]) for f in read_documents([tmp_path])]
    assert found == [
        (".hidden", "hidden"), "z", "b", ("c.bin", "binary data"), "d", ("x.txt", "hidden"), "w", "x", "y",
        ("loop", "a link to a folder"),
    ]  # fmt: skip


def test_files_with_the_bytes_of_a_document_are_named_with_it(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("IVIG is used in Kawasaki disease.", encoding="utf-8")
    corpus = read_given([tmp_path], Settings.default())
    assert [(document.id, document.path) for document in corpus.documents.values()] == [("a", str(tmp_path / "a.txt"))]
    assert corpus.repeated == [(str(tmp_path / "b.txt"), str(tmp_path / "a.txt"))]


def test_link_to_itself_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    (tmp_path / "b.txt").write_text("plasma", encoding="utf-8")
    first, second = read_documents([tmp_path])
    assert isinstance(first, Skipped)
    assert first.reason == "a link to itself"
    assert isinstance(second, Document)


def test_links_out_of_a_folder_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    (folder / "inner").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("glass", encoding="utf-8")
    (folder / "inner" / "own.txt").write_text("plasma", encoding="utf-8")
    (folder / "inner" / "to_other.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "to_own.txt").symlink_to("inner/own.txt")
    (tmp_path / "to_given").symlink_to(folder)
    for place in (folder, tmp_path / "to_given"):
        own, skipped, link = read_documents([place])
        assert isinstance(own, Document) and isinstance(link, Document)
        assert (own.id, link.id, link.text) == ("own", "to_own", "plasma")
        assert skipped == Skipped(str(place / "inner" / "to_other.txt"), "a link out of the folder: give the file itself to read it")
    assert read_document(folder / "inner" / "to_other.txt").text == "glass"


def test_a_pipe_is_read_only_where_a_shell_hands_it_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", Path(os.devnull)):
        assert list(read_documents([path])) == [Skipped(str(path), "no regular file: standard input is read as -")]
    (folder,) = read_documents([tmp_path])
    assert folder == Skipped(str(tmp_path / "pipe.txt"), "a special file")
    reader, writer = os.pipe()
    os.write(writer, b"plasma")
    os.close(writer)
    assert read_document(f"/dev/fd/{reader}").text == "plasma"
    os.close(reader)


def test_archives_nested_too_deep_are_named(tmp_path: Path) -> None:
    content = b"text"
    for _ in range(MAX_DEPTH + 1):
        content = zipped([("a.zip", content)])
    (tmp_path / "a.zip").write_bytes(content)
    (skipped,) = read_documents([tmp_path])
    assert isinstance(skipped, Skipped)
    assert "nested deeper" in skipped.reason


def test_encrypted_and_linked_members_are_named(tmp_path: Path) -> None:
    packed = bytearray(zipped([("a.txt", b"text")]))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(bytes(packed))
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        member = zipfile.ZipInfo("b.txt")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    reasons = [f.reason for f in read_documents([tmp_path]) if isinstance(f, Skipped)]
    assert reasons == ["a link", "encrypted: unpack it with its password first"]


def test_same_name_with_other_content_gets_a_suffix(tmp_path: Path) -> None:
    for folder, content in [("a", "one"), ("b", "two"), ("c", "one")]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(content, encoding="utf-8")
    documents = [d for d in read_documents([tmp_path, tmp_path / "a" / "same.txt"]) if isinstance(d, Document)]
    assert [d.id for d in documents] == ["same", f"same-{documents[1].sha256[:8]}", "same"]


def test_standard_input_and_empty_folder(tmp_path: Path) -> None:
    document = read_document("-", stdin=io.BytesIO(b"# Plasma"))
    assert (document.id, document.text) == ("stdin", "# Plasma")
    (skipped,) = read_documents([tmp_path])
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "an empty folder"
    with pytest.raises(DocumentError, match="more than one"):
        read_document(DATA)


def test_names_of_files_can_stand_in_any_output(tmp_path: Path) -> None:
    (tmp_path / "a\nb\x1b[31m.txt").write_text("text", encoding="utf-8")
    assert read_document(tmp_path).id == "a_b_[31m"


# Kinds


@pytest.mark.parametrize(
    ("text", "kind", "tier"),
    [
        ("What is in this leaflet\n1. What X is\n4. Possible side effects\n", "leaflet", "label"),
        (
            "4.3 Contraindications\nGlass.\n4.8 Undesirable effects\nSplinters.\n4.4 Special warnings and precautions for use\n",
            "label",
            "label",
        ),
        ("European clinical guideline on windows\n\nWe recommend glass.", "guideline", "guideline"),
        ("Glass versus wood: a randomised controlled trial\n\nPatients were randomised.", "trial", "trial"),
        ("Windows in winter: a systematic review\n\nWe searched MEDLINE and other databases.", "review", "review"),
        ("Window care\n\n5 min read\nFrequently asked questions\nWhy are windows cold?\n", "web page", "web"),
        ("Nothing in particular is said here.", "unknown", "web"),
    ],
)
def test_kind_and_tier(tmp_path: Path, text: str, kind: str, tier: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document = read_document(tmp_path)
    assert (document.kind, document.tier) == (kind, tier)
    assert ("kind-reason" in document.metadata) == (kind != "unknown")


@pytest.mark.parametrize(
    ("type", "kind", "tier"),
    [
        ("Meta-Analysis", "review", "review"),
        ("Systematic Review", "review", "review"),
        ("Randomized Controlled Trial", "trial", "trial"),
        ("Practice Guideline", "guideline", "guideline"),
        # Literature that comments is of the tier review too; it sums nothing up, so that it is no review.
        ("Letter", "article", "review"),
        ("Editorial", "article", "review"),
        ("Case Reports", "article", "review"),
    ],
)
def test_kind_and_tier_of_a_type_of_publication(tmp_path: Path, type: str, kind: str, tier: str) -> None:
    listed = f"<PublicationTypeList><PublicationType>{type}</PublicationType></PublicationTypeList></Article>"
    (tmp_path / "a.xml").write_text(CITATION.replace("</Article>", listed), encoding="utf-8")
    document = read_document(tmp_path / "a.xml")
    assert (document.kind, document.tier) == (kind, tier)


def test_kind_rules_are_sorted_and_checked(tmp_path: Path) -> None:
    path = Settings.default().data / "cues" / "document_kinds.tsv"
    rows = path.read_text(encoding="utf-8").splitlines()
    assert [row.split("\t")[0] for row in rows[1:]] == sorted(row.split("\t")[0] for row in rows[1:])
    assert len(set(rows)) == len(rows)
    broken = tmp_path / "rules.tsv"
    broken.write_text(rows[0] + "\nnovel\tweb\ttext\t2\ta\ta\tb\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"rules\.tsv:2: unknown kind"):
        read_kind_rules(broken)


# Properties


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str, bytes], Document | Skipped]:
    def read(name: str, content: bytes) -> Document | Skipped:
        (tmp_path / name).write_bytes(content)
        found = list(read_documents([tmp_path / name]))
        assert len(found) >= 1
        assert not any("fault of this program" in each.reason for each in found if isinstance(each, Skipped))
        return found[0]

    return read


NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.xml", "a.pdf", "a.zip", "a.gz", "a.tar", "a"])
HEADS = st.sampled_from(
    [
        b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"<?xml version='1.0'?><article>", b"<html>", b"---\ntitle: ", b"\xff\xfe",
        b"a.txt".ljust(257, b"\0") + b"ustar\x00",
    ]
)
WITH_TMP_PATH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=150)


@WITH_TMP_PATH
@given(name=NAMES, head=HEADS, content=st.binary(max_size=300))
def test_no_bytes_crash_the_reader(reading: Callable[[str, bytes], Document | Skipped], name: str, head: bytes, content: bytes) -> None:
    found = reading(name, head + content)
    if isinstance(found, Document):
        assert found.text.strip()
        assert all(0 <= s.start < s.end <= len(found.text) for s in found.sections)
        assert [s.end for s in found.sections[:-1]] == [s.start for s in found.sections[1:]]
    else:
        assert found.reason
        assert found.reason.isprintable()


@WITH_TMP_PATH
@given(index=st.integers(0, 4), cuts=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_files_of_every_format_are_read_or_named(
    reading: Callable[[str, bytes], Document | Skipped], index: int, cuts: list[tuple[int, int]]
) -> None:
    path = sorted(DATA.iterdir())[index]
    content = bytearray(path.read_bytes())
    for place, value in cuts:
        content[place % len(content)] = value
    assert reading(path.name, bytes(content))


@WITH_TMP_PATH
@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda t: bool(t.strip()) and t[0] != "\ufeff"),
    end=st.sampled_from(["\n", "\r\n", ""]),
)
def test_any_text_comes_back_unchanged(reading: Callable[[str, bytes], Document | Skipped], text: str, end: str) -> None:
    found = reading("a.txt", f"A {text}{end}".encode())
    assert isinstance(found, Document)
    assert found.text == f"A {text}{end}"


LEAVES = st.text("abc <>&\"'é", max_size=12).map(lambda t: t.replace("&", "&amp;").replace("<", "").replace(">", ""))
TAGS = st.sampled_from(["p", "div", "b", "ul", "li", "table", "tr", "td", "h2", "sup", "pre", "script", "nav", "section", "a href='x'"])
PAGES = st.recursive(
    LEAVES, lambda parts: st.tuples(TAGS, st.lists(parts, max_size=4)).map(lambda p: f"<{p[0]}>{''.join(p[1])}</{p[0].split()[0]}>")
)


@WITH_TMP_PATH
@given(body=PAGES)
def test_text_of_a_page_holds_no_tag(reading: Callable[[str, bytes], Document | Skipped], body: str) -> None:
    found = reading("a.html", f"<!doctype html><html><body><p>word</p>{body}</body></html>".encode())
    if isinstance(found, Document):
        assert "<" not in found.text
        assert "word" in found.text
        assert all(found.text.startswith(s.title, s.start) for s in found.sections)


# Cost


def test_reading_is_linear_in_the_length_of_a_line(tmp_path: Path) -> None:
    unit = "plasma was given and "
    (tmp_path / "line.txt").write_text(unit * 250_000, encoding="utf-8")
    document = read_document(tmp_path / "line.txt")
    assert len(document.text) == len(unit) * 250_000


@pytest.mark.parametrize("name", ["lxml", "bs4", "pypdf", "ftfy", "datasketch", "yaml", "numpy"])
def test_import_is_light(name: str) -> None:
    program = f"import sys, kg.reading.formats.documents, kg.reading.integrity; sys.exit({name!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parent.parent).returncode == 0
