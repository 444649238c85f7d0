"""A document as it is shown: every character once, every claim with a card, nothing of the text that acts."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from kg.__main__ import main
from kg.concepts import Concept
from kg.display import card_rows, print_marked, read_marked, write_pages
from kg.document_page import to_page
from kg.errors import KgError
from kg.extraction import found_flags
from kg.marking import FLAG_MEANINGS, GROUPS, Marked, Segment, mark, printable
from kg.reading.claims import Reader, Reading
from kg.reading.formats.documents import Skipped
from kg.reading.sections import Headings
from kg.records import Claim, Document, Grounding, Mention, Ungrounded
from kg.settings import Settings
from kg.vocabulary import CONCEPT_CLASSES

SETTINGS = Settings.default()
TEXT = """What IVIG is used for

IVIG is used to treat Kawasaki disease and is approved for chronic inflammatory demyelinating polyneuropathy (CIDP).

Side effects

  • Headache may affect up to 1 in 10 people.
  • IVIG did not cause fever.
"""
CONCEPTS = {
    slug: Concept(slug, classes, label)
    for slug, classes, label in (
        ("immunoglobulin", ("ImmunoglobulinProduct",), "Immunoglobulin"),
        ("liver-disease", ("Condition",), "Liver disease"),
        ("disease", ("Category",), "Disease"),
        ("haemolysis", ("AdverseEffect", "Condition"), "Haemolysis"),
    )
}


@pytest.fixture(scope="module")
def reader(shipped_reader: Reader) -> Reader:
    return shipped_reader


@pytest.fixture(scope="module")
def headings() -> Headings:
    return Headings.load(SETTINGS.data / "cues")


@pytest.fixture(scope="module")
def marked(reader: Reader) -> Marked:
    document = Document(id="note", text=TEXT, sha256="0" * 64)
    reading = reader.read(document)
    return mark(
        document, reading, concepts=reader.lexicon.concepts, headings=reader.headings, flags=found_flags(document, reading, SETTINGS)
    )


def _marked(
    text: str,
    headings: Headings,
    claims: tuple[Claim, ...] = (),
    groundings: tuple[Grounding, ...] = (),
    ungrounded: tuple[Ungrounded, ...] = (),
    **more: Any,
) -> Marked:
    document = Document(id="d", text=text, sha256="0" * 64, **more)
    return mark(document, Reading(claims, groundings, ungrounded), concepts=CONCEPTS, headings=headings)


def _claim(text: str, words: str, concept: str = "liver-disease", **more: Any) -> Claim:
    start = text.index(words)
    return Claim("d", "immunoglobulin", more.pop("predicate", "treats"), concept, start, start + len(words), words, **more)


def _grounding(text: str, words: str, concept: str = "liver-disease", method: str = "exact") -> Grounding:
    start = text.index(words)
    return Grounding(Mention(start, start + len(words), words, (concept,), method), concept, 0.9, ("label 'X'", method))


def _page(marked: Marked) -> BeautifulSoup:
    return BeautifulSoup(to_page(marked), "html.parser")


def _text(page: BeautifulSoup) -> str:
    found = page.find(id="text")
    assert found is not None
    return found.get_text()


def _segments(marked: Marked) -> list[Segment]:
    return [segment for line in marked.lines for segment in line.segments]


# --- marking --------------------------------------------------------------------------------------------------------------


def test_every_class_of_concepts_has_one_colour() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(CONCEPT_CLASSES)


def test_segments_are_the_text(marked: Marked) -> None:
    segments = _segments(marked)
    assert "".join(TEXT[s.start : s.end] for s in segments) == TEXT
    for key, grounding in enumerate(marked.groundings):
        covered = "".join(TEXT[s.start : s.end] for s in segments if key in s.mentions)
        assert covered == grounding.mention.surface
    for card in marked.cards:
        assert "".join(TEXT[s.start : s.end] for s in segments if card.number in s.objects) == card.claim.surface


def test_nested_and_overlapping_spans(headings: Headings) -> None:
    text = "severe liver disease of the\nliver"
    claims = (_claim(text, "liver disease"), _claim(text, "disease of the\nliver", "disease", predicate="in_category"))
    marked = _marked(text, headings, claims, (_grounding(text, "liver disease"), _grounding(text, "disease", "disease")))
    parts = [(text[s.start : s.end], s.mentions, s.objects) for s in _segments(marked) if s.objects]
    assert parts == [("liver ", (0,), (1,)), ("disease", (1, 0), (1, 2)), (" of the\n", (), (2,)), ("liver", (), (2,))]


@pytest.mark.parametrize(
    ("more", "doubts"),
    [
        ({}, ()),
        ({"polarity": "negated"}, ("negated",)),
        ({"polarity": "hedged", "score": 0.5}, ("hedged", "low score")),
        ({"method": "mechanism paraphrase"}, ("recovered from paraphrase",)),
    ],
)
def test_doubts(more: dict[str, Any], doubts: tuple[str, ...], headings: Headings) -> None:
    text = "against liver disease"
    assert _marked(text, headings, (_claim(text, "liver disease", **more),)).cards[0].doubts == doubts


def test_a_recovered_mention_says_what_it_was_read_as(headings: Headings) -> None:
    text = "against hepatic upset"
    marked = _marked(text, headings, (_claim(text, "hepatic upset"),), (_grounding(text, "hepatic upset", method="paraphrase"),))
    assert marked.cards[0].doubts == ("recovered from paraphrase",)
    recovery = _page(marked).find(class_="recovery")
    assert recovery is not None and recovery.get_text() == "≈ hepatic upset read as Liver disease"


def test_a_concept_of_two_classes_is_shown_as_its_claim_reads_it(headings: Headings) -> None:
    text = "haemolysis"
    grounding = _grounding(text, text, "haemolysis")
    assert _marked(text, headings, (), (grounding,)).groups == ("adverse effect",)
    assert _marked(text, headings, (_claim(text, text, "haemolysis"),), (grounding,)).groups == ("condition",)


def test_headings_and_items_are_told(marked: Marked) -> None:
    kinds = [line.kind for line in marked.lines]
    assert kinds[0] == "heading" and kinds.count("item") == 2 and "blank" in kinds


# --- the page -------------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_text_and_a_card_for_each_claim(marked: Marked) -> None:
    page = _page(marked)
    assert _text(page) == TEXT
    assert marked.cards, "the reader found no claim in the example"
    assert [card["id"] for card in page.select(".card")] == [f"claim-{card.number}" for card in marked.cards]
    for card in marked.cards:
        link = page.select_one(f"#claim-{card.number} a.number")
        assert link is not None
        target = page.find(id=str(link["href"])[1:])
        assert target is not None and str(card.number) in str(target["data-o"]).split(), "without JavaScript the card leads to its words"
        words = "".join(s.get_text() for s in page.select("#text [data-o]") if str(card.number) in str(s["data-o"]).split())
        assert words == card.claim.surface
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_lxml_reads_the_same_page(marked: Marked) -> None:
    assert _text(BeautifulSoup(to_page(marked), "lxml")) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A sentence of a liver disease, no more. " * 600, id="sentences"),
        pytest.param("x" * 9_000 + " liver disease\r\nliver " + "\u0301" * 6_000 + "disease " * 900, id="a word longer than a page, joined characters"),
    ],
)
def test_a_very_long_line_is_parted(text: str, headings: Headings) -> None:
    """A browser lays out a block as a whole: a line of a megabyte stood still for minutes."""
    spans = [match.span() for match in re.finditer("liver disease|disease disease", text)]
    claims = tuple(Claim("d", "immunoglobulin", "treats", "liver-disease", a, b, text[a:b]) for a, b in spans)
    page = _page(_marked(text, headings, (*claims, Claim("d", "immunoglobulin", "treats", "disease", 5, 8_000, text[5:8_000]))))
    assert _text(page) == text
    pieces = [piece.get_text() for piece in page.select("#text .line > .piece")]
    assert "".join(pieces) == text
    assert max(map(len, pieces)) < 8_500 and all(piece[0] != "\u0301" for piece in pieces)
    words = "".join(s.get_text() for s in page.select("#text [data-o]") if "1" in str(s["data-o"]).split())
    assert words == text[5:8_000]
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_line_of_common_length_is_whole(marked: Marked) -> None:
    assert not _page(marked).select(".piece")


def test_doubtful_claims_are_marked_with_sign_and_word(marked: Marked) -> None:
    page = _page(marked)
    negated = [card for card in marked.cards if "negated" in card.doubts]
    assert negated, "the reader found no negated claim in the example"
    for card in negated:
        doubts = page.select_one(f"#claim-{card.number} .doubts")
        assert doubts is not None and "✕ negated" in doubts.get_text()


def test_the_page_asks_nothing_of_a_network(marked: Marked) -> None:
    html = to_page(marked)
    assert not re.search(r"https?:|//[a-z]|@import|url\(|\bsrc=|<link|<iframe|<img|<object", html.partition("<body>")[0])
    page = BeautifulSoup(html, "html.parser")
    assert not page.select("[src], link, img, iframe, object, embed, base, form, [style], [onclick]")
    assert {str(a["href"])[0] for a in page.select("a[href]")} == {"#"}
    assert not re.search(r"fetch\(|XMLHttpRequest|innerHTML|eval\(|import\(|sendBeacon|WebSocket", html)


def test_the_policy_allows_the_one_style_and_the_one_script(marked: Marked) -> None:
    page = _page(marked)
    meta = page.select_one("meta[http-equiv=Content-Security-Policy]")
    assert meta is not None
    policy = str(meta["content"])
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    for name in ("style", "script"):
        (element,) = page.select(name)
        digest = base64.b64encode(hashlib.sha256(element.get_text().encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script> & <img src=x onerror=alert(1)>", id="markup"),
        pytest.param("</div></style></script><!-- ]]> --><title>", id="ends of elements"),
        pytest.param("\"quoted' $style ${script} $$ &amp; &lt;b&gt; {{x}}", id="quotes, placeholders and entities"),
        pytest.param("a\r\nb\rc\n\n", id="line ends"),
        pytest.param("\n\n  begins blank", id="blank beginning"),
        pytest.param("עברית ועוד IVIG\nالعربية", id="right to left"),
        pytest.param("💉 IVIG 𝔸stral 👩‍⚕️ disease", id="astral characters"),
        pytest.param("x\u202egnirts\u2066 \u2028 \u00ad\u200b", id="directions and invisible characters"),
    ],
)
def test_the_text_stays_text(text: str, headings: Headings) -> None:
    end = len(text)
    claim = Claim(
        "d", "immunoglobulin", "treats", "liver-disease", 1, end - 1, text[1 : end - 1], section=text, method=text, population=text
    )
    grounding = Grounding(Mention(0, end, text, ("liver-disease",)), "liver-disease", 0.5, (text,))
    marked = _marked(
        text, headings, (claim,), (grounding,), (Ungrounded("d", 0, end, text, text, text),),
        title=text, publisher=text, source="javascript:alert(1)", licence=text, metadata={text: text},
    )  # fmt: skip
    page = _page(marked)
    assert _text(page) == text
    assert len(page.select("script")) == len(page.select("style")) == len(page.select("title")) == 1
    assert not page.select("img, [onerror]")
    assert "javascript:" not in {str(a["href"]) for a in page.select("[href]")}


def test_control_characters_are_shown_and_do_not_act(headings: Headings) -> None:
    text = "nul \x00 bell \x07 escape \x1b[31m delete \x7f c1 \x9b half \ud83d end \uffff"
    marked = _marked(text, headings, (_claim(text, "escape \x1b[31m delete"),))
    html = to_page(marked)
    html.encode("utf-8")
    assert _text(_page(marked)) == "nul ␀ bell ␇ escape ␛[31m delete ␡ c1 \ufffd half \ufffd end \ufffd"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", html)
    shown = _terminal(marked, color=True)
    assert "\x1b[31m delete" not in shown and "\x07" not in shown and "\x00" not in shown


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=8))
def test_any_text_and_any_spans(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [(start, min(start + length, len(text))) for start, length in spans if start < len(text)]
    claims = tuple(Claim("d", "immunoglobulin", "treats", "liver-disease", a, b, text[a:b], subject_span=inside[0]) for a, b in inside)
    groundings = tuple(Grounding(Mention(a, b, text[a:b]), "liver-disease", 0.9) for a, b in inside)
    marked = _marked(text, Headings((("side effects", "adverse"),), (("effects", "adverse"),)), claims, groundings)
    segments = _segments(marked)
    assert "".join(text[s.start : s.end] for s in segments) == text
    for card in marked.cards:
        assert "".join(text[s.start : s.end] for s in segments if card.number in s.objects) == card.claim.surface
    page = _page(marked)
    assert _text(page) == printable(text)
    assert len(page.select(".card")) == len(claims)


def test_equal_input_equal_bytes(reader: Reader) -> None:
    def made() -> str:
        document = Document(id="note", text=TEXT, sha256="0" * 64, metadata={"b": "2", "a": "1"})
        return to_page(mark(document, reader.read(document), concepts=reader.lexicon.concepts, headings=reader.headings))

    assert made() == made()


def test_flags_stand_on_top_with_their_meaning(headings: Headings) -> None:
    document = Document(id="d", text="words", sha256="0" * 64)
    marked = mark(document, Reading((), (), ()), concepts=CONCEPTS, headings=headings, flags=("retracted",))
    page = _page(marked)
    header = page.header
    assert header is not None and FLAG_MEANINGS["retracted"] in header.get_text()
    assert FLAG_MEANINGS["retracted"] in _terminal(marked)
    assert "No claim was found" in page.get_text()


def test_ungrounded_candidates_are_listed(headings: Headings) -> None:
    text = "a case of PQR"
    marked = _marked(text, headings, (), (), (Ungrounded("d", 10, 13, "PQR", "pemphigus? ambiguous", text),))
    assert "pemphigus? ambiguous" in _page(marked).get_text()
    assert "[PQR|?]" in _terminal(marked) and "pemphigus? ambiguous" in _terminal(marked)


# --- the terminal ---------------------------------------------------------------------------------------------------------


def _terminal(marked: Marked, *, color: bool = False) -> str:
    stream = io.StringIO()
    print_marked(marked, Console(file=stream, width=100, force_terminal=color, color_system="standard" if color else None))
    return stream.getvalue()


def test_without_colour_the_class_stands_in_words(marked: Marked) -> None:
    shown = _terminal(marked)
    assert "[Kawasaki disease|condition " in shown
    assert "✕ negated" in shown
    plain = re.sub(r"\[([^\[\]|]*)\|[^\]]*\]", r"\1", shown)
    assert TEXT.splitlines()[2] in plain


def test_in_colour_the_legend_names_the_classes(marked: Marked) -> None:
    shown = _terminal(marked, color=True)
    assert "\x1b[31mcondition\x1b[0m" in shown and "Kawasaki disease\x1b[0m" in shown


def test_rows_of_claims(marked: Marked) -> None:
    rows = card_rows(marked)
    assert [row[1] for row in rows] == list(range(1, len(marked.cards) + 1))


# --- documents and the command --------------------------------------------------------------------------------------------


def _run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["kg", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code


@pytest.fixture
def folder(tmp_path: Path, one_reader: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.writestr("x/one.txt", TEXT)
        archive.writestr("y/two.txt", TEXT + "IVIG is given for myasthenia gravis.\n")
        archive.writestr("y/three.txt", "")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "made"),
    [
        pytest.param(["a.txt", "--html"], "a.html", id="named after the document"),
        pytest.param(["--html", "a.txt"], "a.html", id="a lone word after --html is the document"),
        pytest.param(["a.txt", "--html", "b.html"], "b.html", id="a file"),
        pytest.param(["--html", "b.html", "a.txt"], "b.html", id="option first"),
        pytest.param(["a.txt", "--html=pages"], "pages/a.html", id="a folder"),
    ],
)
def test_where_the_page_goes(words: list[str], made: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, "read", *words) == 0
    assert _text(BeautifulSoup((folder / made).read_text(encoding="utf-8"), "html.parser")) == TEXT


def test_one_page_a_document(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(monkeypatch, "read", "both.zip", "--html", "pages") == 0
    assert sorted(p.name for p in (folder / "pages").iterdir()) == ["one.html", "two.html"]
    assert "three.txt" in capsys.readouterr().err, "what was not read is named"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["both.zip", "--html"], "several documents"),
        (["both.zip", "--html", "one.html"], "several documents"),
        (["a.txt", "--html", "both.zip"], "no page"),
        (["page.html", "--html", "page.html"], "would replace the document"),
        (["page.html", "--html"], "page.html: the page would replace the document"),
        (["page.html", "--html", "."], "page.html: the page would replace the document"),
        (["inner", "--html", "inner"], "inner/page.html: the page would replace the document"),
        (["absent.txt"], "no document could be read"),
    ],
)
def test_refusals(words: list[str], says: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.html").write_text("<html><body><p>IVIG treats Kawasaki disease.</p></body></html>", encoding="utf-8")
    (folder / "inner").mkdir()
    (folder / "inner" / "page.html").write_bytes((folder / "page.html").read_bytes())
    before = sorted((p.name, p.read_bytes()) for p in folder.rglob("*.*"))
    assert _run(monkeypatch, "read", *words) == 1
    assert says in capsys.readouterr().err
    assert sorted((p.name, p.read_bytes()) for p in folder.rglob("*.*")) == before


def test_the_command_shows_documents_one_after_the_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "read", "both.zip") == 0
    out = capsys.readouterr().out
    assert out.index("one") < out.index("two") and out.count("Claims: ") == 2


def test_the_page_on_stdout_and_claims_as_rows(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(monkeypatch, "read", "a.txt", "--html", "-") == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert _run(monkeypatch, "read", "a.txt", "--format", "tsv") == 0
    assert capsys.readouterr().out.startswith("document\tnumber\tsubject\t")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "table"])
def test_no_rows_where_nothing_was_read(form: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(monkeypatch, "read", "absent.txt", "--format", form) == 1
    shown = capsys.readouterr()
    assert not shown.out and "absent.txt: no document could be read" in shown.err
    (folder / "silent.txt").write_text("The weather is fine today.\n", encoding="utf-8")
    assert _run(monkeypatch, "read", "silent.txt", "--format", form) == 0
    assert capsys.readouterr().out, "a document without claims gives a table without rows"


def test_names_of_pages_stay_in_the_folder(tmp_path: Path, headings: Headings) -> None:
    found: list[Marked | Skipped] = [_marked("words", headings), Skipped("x", "empty")]
    strange = mark(Document("../../up", "words", "1" * 64), Reading((), (), ()), concepts=CONCEPTS, headings=headings)
    pages = write_pages([*found, strange, strange], tmp_path / "pages")
    assert [p.name for p in pages.written] == ["d.html", "up.html", "up-11111111.html"]
    assert pages.documents == 3 and len(pages.skipped) == 1


def test_a_folder_that_cannot_be_written(tmp_path: Path, headings: Headings) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KgError, match="cannot be written"):
        write_pages([_marked("words", headings)], tmp_path / "file" / "page.html")


@pytest.mark.shared
@pytest.mark.usefixtures("one_reader")
def test_real_documents(shared: Path) -> None:
    for item in read_marked([shared / "documents", *sorted((shared / "texts").glob("*.txt"))]):
        assert isinstance(item, Marked)
        page = _page(item)
        assert _text(page) == printable(item.document.text)
        assert len(page.select(".card")) == len(item.cards)
