"""What a first user of many formats ran into: captions and revisions of labels, saved pages, exports of citations, printed PDF, files of data."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pdf_writer import pdf, shown
from reading_fixtures import claims_in_file, objects_in

from kg.gold import read_gold
from kg.reading.claims import Reader
from kg.reading.formats.documents import Skipped, read_document, read_documents
from kg.reading.integrity import find_flags
from kg.records import Document, Predicate
from kg.settings import Settings

SPL = (
    "<document xmlns='urn:hl7-org:v3'><title>ABCVIG (immune globulin intravenous, human)</title><component><structuredBody><component><section>"
    "<code code='{code}' codeSystem='2.16.840.1.113883.6.1'/><title>{title}</title><text>{text}</text></section></component></structuredBody></component>"
    "</document>"
)


def label(folder: Path, text: str, *, code: str = "34084-4", title: str = "6 ADVERSE REACTIONS") -> Path:
    (folder / "a.xml").write_text(SPL.format(code=code, title=title, text=text), encoding="utf-8")
    return folder / "a.xml"


def written(folder: Path, name: str, text: str) -> Document:
    (folder / name).write_text(text, encoding="utf-8")
    return read_document(folder / name)


@pytest.mark.parametrize(
    ("item", "line"),
    [
        pytest.param("<caption>Rare:</caption>hemolysis", "• Rare: hemolysis", id="words with a colon"),
        pytest.param("<caption>Blood disorders</caption>hemolysis", "• Blood disorders: hemolysis", id="words"),
        pytest.param("<caption>≥ 1/10:</caption>hemolysis", "• ≥ 1/10: hemolysis", id="a share"),
        pytest.param("<caption><content styleCode='bold'>Rare</content></caption><content>hemolysis</content>", "• Rare: hemolysis", id="bold words"),
        pytest.param("<caption>•</caption>hemolysis", "• hemolysis", id="a bullet"),
        pytest.param("<caption>iii.</caption>hemolysis", "• hemolysis", id="a Roman number"),
        pytest.param("<caption>(1)</caption>hemolysis", "• hemolysis", id="a number"),
        pytest.param("<caption>o</caption>hemolysis", "• hemolysis", id="a letter"),
    ],
)
def test_the_caption_of_an_item_is_what_it_opens_with(item: str, line: str, tmp_path: Path) -> None:
    assert line in read_document(label(tmp_path, f"<list><item>{item}</item></list>")).text.splitlines()


def test_captions_say_how_often_effects_come(tmp_path: Path, shipped_reader: Reader) -> None:
    items = "<item><caption>Very common:</caption>headache</item><item><caption>Rare:</caption>hemolysis, seizures</item>"
    claims = claims_in_file(shipped_reader, label(tmp_path, f"<list>{items}</list>"), "has_adverse_effect")
    assert {claim.object: claim.frequency for claim in claims} == {"headache": "very_common", "hemolysis": "rare", "convulsion": "rare"}


def test_what_a_revision_of_a_label_took_out_is_not_read(tmp_path: Path, shipped_reader: Reader) -> None:
    text = (
        "<paragraph>ABCVIG is indicated for <content revised='delete'>dermatomyositis</content><content revised='insert'>multifocal motor neuropathy"
        "</content>. <content styleCode='bold Strikethrough'>It is indicated for lupus.</content>"
        " It is <content styleCode='bold'>not</content> given.</paragraph>"
    )
    path = label(tmp_path, text, code="34067-9", title="1 INDICATIONS AND USAGE")
    assert {claim.object for claim in claims_in_file(shipped_reader, path, "treats")} == {"multifocal-motor-neuropathy"}
    assert "It is not given." in read_document(path).text


def test_a_table_without_a_caption_stands_below_no_caption_of_another(tmp_path: Path, shipped_reader: Reader) -> None:
    rows = (
        "<table><caption>Table 2: Reactions in a trial</caption><tr><td>Preferred term of the reaction</td><td>Patients with ABCVIG</td></tr>"
        "<tr><td>Headache</td><td>19 (32%)</td></tr><tr><td>Asthenia</td><td>5 (8%)</td></tr></table>"
    )
    more = "<table><tr><td>Frequency</td><td>Reaction</td></tr><tr><td>Rare</td><td>Thrombosis</td></tr></table>"
    claims = claims_in_file(shipped_reader, label(tmp_path, rows + more), "has_adverse_effect")
    assert {claim.object: claim.section for claim in claims} == {
        "headache": "Table 2: Reactions in a trial", "asthenia": "Table 2: Reactions in a trial", "thromboembolism": "ADVERSE REACTIONS",
    }  # fmt: skip


SAVED = (
    "<html><head><title>Plasma guideline</title></head><body><p class=MsoTitle>{title}</p>"
    "<h1>1 Indications</h1><p class=MsoNormal>IVIG is used for lupus."
    "<span class=MsoCommentReference>[B1]</span></p><div style='mso-element:comment-list'>"
    "<div style='mso-element:comment'><p>IVIG for asthma?</p></div></div>"
    "<div style='mso-element:footnote-list'><p>Seen in 30 %.</p></div></body></html>"
)


@pytest.mark.parametrize(("title", "named"), [("Immunoglobulins", "Immunoglobulins"), ("", "Plasma guideline")])
def test_remarks_of_reviewers_are_no_text_and_a_first_section_no_title(title: str, named: str, tmp_path: Path) -> None:
    document = written(tmp_path, "a.htm", SAVED.format(title=title))
    assert document.title == named
    assert "asthma" not in document.text and "B1" not in document.text and "Seen in 30 %." in document.text


@pytest.mark.parametrize(
    ("part", "is_read"),
    [
        pytest.param("<section class='related'><h2>More</h2><ul><li><a>IVIG for gout: what to know</a></li></ul></section>", False, id="related links"),
        pytest.param("<div class='see-also'><a>IVIG for gout</a> <a>Gout</a></div>", False, id="further pages"),
        pytest.param("<a class='skip' href='#m'>Skip to IVIG for gout</a>", False, id="skip"),
        pytest.param("<div role='note' class='hatnote'>For gout, see <a>IVIG for gout</a>.</div>", False, id="hatnote"),
        pytest.param("<div class='related'><p>IVIG is also used for <a>gout</a>, a disease of joints.</p></div>", True, id="prose with a link"),
        pytest.param("<ul class='uses'><li><a>IVIG for gout</a></li></ul>", True, id="a list of links in the text"),
    ],
)
def test_lists_of_links_to_other_pages_are_left_out(part: str, is_read: bool, tmp_path: Path) -> None:
    prose = "<p>Immunoglobulin is made from the plasma of many donors and is given into a vein.</p>"
    assert ("gout" in written(tmp_path, "a.html", f"<html><body><h1>Plasma</h1>{prose}{part}{prose}</body></html>").text) is is_read


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("For gout, see IVIG for gout.", set()),
        ("For asthma, please refer to the page on IVIG for asthma.", set()),
        ("For CIDP, IVIG is effective (see Table 2).", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("For GBS, doctors see IVIG as the first choice.", {"guillain-barre-syndrome"}),
    ],
)
def test_a_sentence_that_sends_elsewhere_claims_nothing(text: str, objects: set[str], shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, text, "treats") == objects


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        pytest.param("IVIG is indicated for the treatment of lupus, says my aunt. She is not a doctor.", "web", id="a blog"),
        pytest.param("ABCVIG is indicated for ITP.\n\nContraindications\n\nIgA deficiency.", "label", id="and a heading of a label"),
        pytest.param("ABCVIG is an immune globulin (human) 10% liquid indicated for the treatment of ITP.", "label", id="what a product is"),
    ],
)
def test_who_opens_with_an_indication_needs_more_to_be_a_label(text: str, tier: str, tmp_path: Path) -> None:
    assert written(tmp_path, "a.txt", text).tier == tier


NBIB = """PMID- 7
OWN - NLM
DP  - 2009 Nov-Dec
TI  - Plasma in ITP.
AB  - BACKGROUND: Plasma is rare. METHODS: Adults with ITP received
      IVIG. RESULTS: Headache was seen. Note: one of them left.
"""


def test_labels_part_the_abstract_of_a_citation(tmp_path: Path) -> None:
    document = written(tmp_path, "a.nbib", NBIB)
    assert [section.title for section in document.sections] == ["Plasma in ITP.", "BACKGROUND", "METHODS", "RESULTS"]
    assert document.date == "2009-11"
    plain = written(tmp_path, "b.nbib", NBIB.replace("BACKGROUND: ", "").replace("METHODS: ", "").replace("RESULTS: ", "IVIG: "))
    assert len(plain.sections) == 1


ABSTRACTS = """1. J Plasma. 2024 Jan 5;31(1):16. doi: 10.5555/plasma.1. Epub 2023
Aug 2.

Immunoglobulin in ITP: efficacy of two
doses.

Miller AB(1), van Dorn P(2).

Author information:
(1)Department of Asthma, Glass Town.

Comment in
    J Plasma. 2024.

BACKGROUND: Plasma is rare.
RESULTS: Headache was seen.

© 2023 Nobody.

DOI: 10.5555/plasma.1
PMCID: PMC777
PMID: 71 [Indexed for MEDLINE]

2. Acta P. 2009 Nov-Dec;1(2):3-4.

[Plasma for lupus].

Retraction in
    Acta P. 2011.

Plasma is used in lupus.

PMID: 72
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_citations_that_pubmed_writes_for_people(end: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ABSTRACTS.replace("\n", end).encode())
    first, second = (document for document in read_documents([tmp_path / "a.txt"]) if isinstance(document, Document))
    assert (first.id, first.title, first.date, first.flags) == ("a-71", "Immunoglobulin in ITP: efficacy of two doses.", "2024-01-05", ())
    assert first.metadata["doi"] == "10.5555/plasma.1" and first.metadata["pmcid"] == "PMC777" and first.metadata["journal"] == "J Plasma"
    assert [section.title for section in first.sections] == [first.title, "BACKGROUND", "RESULTS"]
    assert not any(word in first.text for word in ("Miller", "Asthma", "Nobody", "Comment"))
    assert (second.id, second.text) == ("a-72", "[Plasma for lupus].\nPlasma is used in lupus.\n")
    assert second.flags == ("retracted",) and second.metadata["notice"] == "RetractionIn: Acta P. 2011."


def test_a_list_of_citations_without_a_notice_stays_one_text(tmp_path: Path) -> None:
    text = ABSTRACTS.replace("Retraction in\n    Acta P. 2011.\n\n", "")
    document = written(tmp_path, "a.txt", text)
    assert (document.id, document.text) == ("a", text)


RIS = """TY  - JOUR
TI  - Plasma in ITP
AB  - Plasma is used in ITP.
  It is rare.
AU  - Miller, AB
JO  - J Plasma
PY  - 2019/03/05/
DO  - https://doi.org/10.5555/plasma.1
UR  - https://pubmed.ncbi.nlm.nih.gov/71
ER  -

TY  - JOUR
T1  - RETRACTED: Plasma in lupus
ER  -
"""


def test_citations_in_ris(tmp_path: Path) -> None:
    (tmp_path / "a.ris").write_text(RIS, encoding="utf-8")
    first, second = (document for document in read_documents([tmp_path / "a.ris"]) if isinstance(document, Document))
    assert (first.id, first.title, first.date) == ("a-71", "Plasma in ITP", "2019-03-05")
    assert first.text == "Plasma in ITP\nPlasma is used in ITP. It is rare.\n"
    assert first.metadata["doi"] == "10.5555/plasma.1" and first.metadata["journal"] == "J Plasma"
    assert (second.id, second.flags) == ("a-2", ("retracted",))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"drug,condition\nIVIG,gout\n", "a table of data"),
        ("a.tsv", b"drug\tcondition\nIVIG\tgout\n", "a table of data"),
        ("a.bib", b"@article{a, title={IVIG for gout}}", "export them as RIS"),
        ("a.srt", b"1\n00:00:01 --> 00:00:02\nIVIG for gout\n", "subtitles"),
        ("a.py", b"print('IVIG for gout')\n", "a program"),
        ("a.yaml", b"ivig: gout\n", "settings"),
        ("a.eml", b"From: a@b.org\n\nIVIG for gout\n", "a mail"),
        ("a.txt", b"%!PS-Adobe-3.0\n(IVIG for gout) show\n", "PostScript"),
    ],
)
def test_files_that_are_no_prose_are_refused(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    (found,) = read_documents([tmp_path / name])
    assert isinstance(found, Skipped) and reason in found.reason


@pytest.mark.parametrize(("name", "member"), [("a.odt", "mimetype"), ("a.pages", "Index/Document.iwa")])
def test_office_documents_are_named_once(name: str, member: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr(member, "application/x")
        archive.writestr("content.xml", "<a/>")
        archive.writestr("manifest.rdf", "IVIG for gout")
    (found,) = read_documents([tmp_path / name])
    assert isinstance(found, Skipped) and "an office document" in found.reason


def test_code_in_tags_is_no_prose_of_markdown(tmp_path: Path, shipped_reader: Reader) -> None:
    document = written(tmp_path, "a.md", "# Notes\n\n<pre><code>IVIG treats\ngout</code></pre>\n\n[TOC]\n\nIVIG treats lupus.\n")
    assert {claim.object for claim in shipped_reader.read(document).claims} == {"systemic-lupus-erythematosus"}


SOFT = b"/Span<</ActualText <FEFF00AD> >> BDC\n0 0 Td <%b> Tj\nEMC\n"


def test_a_soft_hyphen_that_was_not_needed_is_no_blank(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    line = b"ET BT /F1 10 Tf 1 0 0 1 50 700 Tm (Patients with kid) Tj 70 0 Td " + SOFT % b"20" + b"0 0 Td (ney failure were seen.) Tj "
    (tmp_path / "a.pdf").write_bytes(pdf([[line]]))
    assert read_document(tmp_path / "a.pdf").text == "Patients with kidney failure were seen.\n"


def test_the_largest_lines_of_a_first_page_are_its_title(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    lines = [shown(50, 600 - 12 * number, "Plasma was given to all who asked for it on that day.") for number in range(8)]
    head = [shown(50, 720, "ORIGINAL ARTICLE 2021; 12: 100"), shown(50, 690, "Plasma in lupus:", size=16), shown(50, 672, "a randomized trial", size=16)]
    (tmp_path / "a.pdf").write_bytes(pdf([[*head, *lines]]))
    document = read_document(tmp_path / "a.pdf")
    assert (document.title, document.kind) == ("Plasma in lupus: a randomized trial", "trial")
    (tmp_path / "b.pdf").write_bytes(pdf([[shown(50, 720, "A paper on plasma"), *lines]]))
    assert read_document(tmp_path / "b.pdf").title == "A paper on plasma"


def test_a_leaflet_says_itself_when_it_was_revised(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    (tmp_path / "a.pdf").write_bytes(pdf([["Plasma is rare.", "This leaflet was last revised in 03/2023."]]))
    (tmp_path / "b.pdf").write_bytes(pdf([["Plasma is rare.", "The guideline of others was last updated in March 2019."]]))
    assert [read_document(tmp_path / name).date for name in ("a.pdf", "b.pdf")] == ["2023-03", ""]


def test_what_stands_below_a_table_is_no_row_of_it(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    rows = [("Effect", "Per patient", "Per infusion"), ("Headache", "Common", "Rare"), ("Nausea", "Common", "Rare"), ("Rash", "Rare", "Rare")]
    cells = [shown(50 + 150 * place, 700 - 20 * number, cell) for number, row in enumerate(rows) for place, cell in enumerate(row)]
    below = [shown(50, 600, "Found since"), shown(180, 600, "(frequency: not known)"), shown(50, 575, "Tremor and gout were seen.")]
    (tmp_path / "a.pdf").write_bytes(pdf([[*cells, *below]]))
    text = read_document(tmp_path / "a.pdf").text
    assert "Rash | Rare | Rare\n" in text and "Found since (frequency: not known)" in text


@pytest.mark.parametrize("predicate", ["has_adverse_effect"])
def test_a_list_in_a_line_of_its_own_is_no_heading(predicate: Predicate, shipped_reader: Reader) -> None:
    effects = "Tremor, alopecia, leukopenia, rash, transfusion related acute lung injury, cough"
    text = f"Frequency of side effects of IVIG: not known\n\n{effects}\n\nChildren\n\nIVIG is rare."
    claims = [c for c in shipped_reader.read(Document("own", text, "0")).claims if c.predicate == predicate]
    assert {"tremor", "alopecia", "leukopenia"} <= {c.object for c in claims}
    assert not any(c.section.startswith("Tremor") for c in claims)


def test_sections_that_a_page_states_hold_for_what_stands_in_them(tmp_path: Path, shipped_reader: Reader) -> None:
    page = (
        "<html><body><h1>Immunoglobulin</h1><table><tr><th colspan='2'>Immunoglobulin therapy</th></tr>"
        "<tr><th>Side effects</th><td>Muscle pain</td></tr></table>"
        "<h2>Intravenous immunoglobulin</h2><p>After IVIG you should feel better soon.</p>"
        "<h3>Urgent: call 999 after IVIG if you have:</h3><ul><li>difficulty breathing</li></ul>"
        "</body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    claims = claims_in_file(shipped_reader, tmp_path / "a.html", "has_adverse_effect")
    assert {c.object: c.section for c in claims}["dyspnea"] == "Urgent: call 999 after IVIG if you have:"
    assert not any(c.section.endswith("|") for c in claims)


@pytest.mark.parametrize(
    ("text", "is_flagged"),
    [
        ("Written by: AI Assistant\n\nPlasma is rare.", True),
        ("Author: Ai Tanaka\n\nPlasma is rare.", False),
        ("Plasma is rare.\n\nI hope this helps! Let me know if you have any other questions.\n", True),
        ("I hope this helps. Let me know if you have any questions.\n\nDr. Miller, Glass Town\n\nThis page has more answers.", False),
        ("Plasma is rare. Is there anything else you would like me to elaborate on?", True),
        ("Would you like me to expand on the side effects?", True),
        ("Would you like me to call your doctor?", False),
    ],
)
def test_the_closing_lines_of_a_chat_flag_a_text(text: str, is_flagged: bool) -> None:
    flags = find_flags(Document("own", text, "0"), settings=Settings.default())
    assert ("llm-generated" in flags) is is_flagged


def test_a_gold_in_utf_16_is_read(tmp_path: Path) -> None:
    rows = "doc\tsubject_slug\tpredicate\tobject_slug\ttier\na\tintravenous-immunoglobulin\ttreats\tgout\tcore\n"
    (tmp_path / "a.tsv").write_bytes(rows.encode())
    (tmp_path / "b.tsv").write_bytes(rows.encode("utf-16"))
    assert read_gold(tmp_path / "b.tsv", {}) == read_gold(tmp_path / "a.tsv", {})
