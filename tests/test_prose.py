"""The prose of a document: addresses, markup, code and comments state nothing, and every offset stays that of the document."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.claims import Reader
from kg.reading.formats.markdown import from_markdown
from kg.reading.prose import prose_of
from kg.records import Document, Section


def _read(reader: Reader, text: str, *, is_markdown: bool = True) -> set[tuple[str, str]]:
    document = from_markdown(text, id="d", sha256="0") if is_markdown else Document(id="d", text=text, sha256="0")
    read = reader.read(document)
    for claim in read.claims:
        assert text[claim.start : claim.end] == claim.surface
    return {(claim.predicate, claim.object) for claim in read.claims if claim.predicate in {"treats", "contraindicated_in", "has_adverse_effect"}}


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("See https://site.org/ivig-is-used-to-treat-asthma (and www.site.org/ivig-for-lupus).", set()),
        ("IVIG is used for CIDP, see https://site.org/a.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("IVIG is used for\nKawasaki disease and\nDermatomyositis.", {"kawasaki-disease", "dermatomyositis"}),
        ("IVIG is used for\nKawasaki disease\nDermatomyositis\nMyositis", {"kawasaki-disease", "dermatomyositis", "inflammatory-myopathy"}),
        ("IVIG\n\nWhat it is given to treat\nWe give it to people with CIDP.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("IVIG is given to people with\n\n- CIDP", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
    ],
)
def test_addresses_and_broken_lines_of_plain_text(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert {found for predicate, found in _read(shipped_reader, text, is_markdown=False) if predicate == "treats"} == treated


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        pytest.param("IVIG is given for [**CIDP** here](https://a.b/ivig-for-acne (x)) monthly.", {"CIDP"}, id="link"),
        pytest.param("IVIG is given for [CIDP][1], see\n\n[1]: https://a.b/ 'IVIG for asthma'", {"CIDP"}, id="reference"),
        pytest.param("![A drip](img/ivig-is-used-to-treat-asthma.png)", set(), id="image"),
        pytest.param("![IVIG is used for asthma](a.png) [![IVIG treats lupus][1]](https://a.b) IVIG is given for CIDP.", {"CIDP"}, id="words of images"),
        pytest.param("~~IVIG is used for asthma,\n~5 g,~~ IVIG is given for CIDP.", {"CIDP"}, id="struck out"),
        pytest.param("IVIG is given for ~~asthma~~CIDP.", {"CIDP"}, id="a struck word"),
        pytest.param("<del class='a'>IVIG treats asthma.</del> <s>IVIG treats lupus.</s> IVIG is given for CIDP.", {"CIDP"}, id="struck out in HTML"),
        pytest.param("==IVIG is given for CIDP==.", {"CIDP"}, id="marked"),
        pytest.param("Take ~~5 g. IVIG is given for CIDP. Then ~~10 g.", {"CIDP"}, id="signs that strike nothing out"),
        pytest.param("<!-- IVIG is used\nfor asthma -->\nIVIG is given for CIDP.", {"CIDP"}, id="comment"),
        pytest.param("IVIG is given for CIDP.\n\n<!-- IVIG is used for asthma.", {"CIDP"}, id="comment without end"),
        pytest.param("```python\n# IVIG is used for asthma\n```\n\nIVIG is given for CIDP.", {"CIDP"}, id="code"),
        pytest.param("~~~~\nIVIG is used for asthma\n~~~\nIVIG for lupus\n~~~~\n", set(), id="longer fence"),
        pytest.param("```markdown\n# IVIG\n\nIVIG is given for CIDP.\n```\n", {"CIDP"}, id="answer within a fence"),
        pytest.param('<div class="ivig-for-asthma">IVIG is given for CIDP.</div>', {"CIDP"}, id="tag"),
        pytest.param("IVIG is given for CIDP[2](#ivig-for-acne).", {"CIDP"}, id="number of a note"),
    ],
)
def test_what_is_no_prose_of_markdown_states_nothing(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    found = _read(shipped_reader, text)
    assert found == {("treats", "chronic-inflammatory-demyelinating-polyneuropathy") for _ in treated}


@pytest.mark.parametrize(
    ("text", "predicate", "surface"),
    [
        pytest.param("IVIG is used in dermatomyo-\nsitis and lupus.", "treats", "dermatomyo-\nsitis", id="a word"),
        pytest.param("IVIG is used in dermatomyo-\r\n    sitis and lupus.", "treats", "dermatomyo-\r\n    sitis", id="a word, set in"),
        pytest.param("IVIG is used in Guillain-\nBarré syndrome.", "treats", "Guillain-\nBarré syndrome", id="a name"),
        pytest.param(
            "Contraindications\r\rSelective IgA deficiency\r", "contraindicated_in", "Selective IgA deficiency", id="lines of an old Mac"
        ),
    ],
)
def test_words_and_lines_that_line_ends_cut(shipped_reader: Reader, text: str, predicate: str, surface: str) -> None:
    claims = shipped_reader.read(
        Document(id="d", text=f"{text}\n\nIVIG is used often." if "\r\r" not in text else f"IVIG\r\r{text}", sha256="0")
    ).claims
    assert surface in {claim.surface for claim in claims if claim.predicate == predicate}


def test_headings_and_tables_of_html_within_markdown(shipped_reader: Reader) -> None:
    text = "# IVIG\n\n## Side effects\n\n<table><tr><td>Headache</td><td>very common</td></tr><tr><td>Rash</td><td>rare</td></tr></table>\n\n"
    text += "<h2>Contraindications</h2>\n\n<p>IgA deficiency with anti-IgA antibodies</p>\n"
    claims = shipped_reader.read(from_markdown(text, id="d", sha256="0")).claims
    assert [(claim.predicate, claim.surface, claim.frequency) for claim in claims] == [
        ("has_adverse_effect", "Headache", "very_common"),
        ("has_adverse_effect", "Rash", "rare"),
        ("contraindicated_in", "IgA deficiency with anti-IgA antibodies", ""),
    ]


def test_a_quotation_goes_on_over_its_lines(shipped_reader: Reader) -> None:
    read = _read(shipped_reader, "# IVIG\n\n> IVIG is contraindicated in IgA deficiency\n> with anti-IgA antibodies.")
    assert read == {("contraindicated_in", "iga-deficiency-with-anti-iga-antibodies")}


def test_a_sentence_goes_on_over_the_end_of_a_page(shipped_reader: Reader) -> None:
    pages = [
        "IVIG is effective in\n\n",
        "Kawasaki disease and in dermato-\n\n",
        "myositis. It can cause headache,\n\n",
        "fever and chills.\n",
    ]
    text, starts = "".join(pages), [sum(map(len, pages[:n])) for n in range(5)]
    sections = tuple(Section("", start, end, page) for page, (start, end) in enumerate(pairwise(starts), start=1))
    claims = shipped_reader.read(Document(id="d", text=text, sha256="0", format="pdf", sections=sections)).claims
    assert [(claim.object, claim.surface, claim.section) for claim in claims if claim.predicate in {"treats", "has_adverse_effect"}] == [
        ("kawasaki-disease", "Kawasaki disease", "page 2"),
        ("dermatomyositis", "dermato-\n\nmyositis", "page 2"),
        ("headache", "headache", "page 3"),
        ("fever", "fever", "page 4"),
        ("chills", "chills", "page 4"),
    ]


def test_a_counted_entry_within_a_list_is_no_heading(shipped_reader: Reader) -> None:
    text = "# IVIG\n\n## Contraindications\n\n- Hyperprolinemia\n    1. Fructose intolerance\n\nIVIG is given for CIDP."
    assert _read(shipped_reader, text) == {
        ("contraindicated_in", "hyperprolinemia"),
        ("contraindicated_in", "hereditary-fructose-intolerance"),
        ("treats", "chronic-inflammatory-demyelinating-polyneuropathy"),
    }


def test_counted_headings_are_a_list_only_where_they_count_on_below_its_introduction(shipped_reader: Reader) -> None:
    label = (
        "1 INDICATIONS AND USAGE\nIVIG is indicated for:\n\n1.1 CIDP\nAdults.\n\n1.2 Dermatomyositis\nAdults.\n\n"
        "2 DOSAGE\n\n2.1 Kawasaki disease\nGive 2 g/kg.\n\n5 WARNINGS AND PRECAUTIONS\n\n5.1 Hemolysis\nMonitor haemoglobin.\n\n5.2 Stroke\nMonitor.\n"
    )
    found = _read(shipped_reader, label, is_markdown=False)
    treated = {object for predicate, object in found if predicate == "treats"}
    assert treated == {"chronic-inflammatory-demyelinating-polyneuropathy", "dermatomyositis"}
    entries = "IVIG is indicated for:\n\n1. Kawasaki disease\n\n2. Dermatomyositis\n\nCommon in adults.\n\n3. Myositis\n"
    found = _read(shipped_reader, entries, is_markdown=False)
    assert {object for predicate, object in found if predicate == "treats"} == {"kawasaki-disease", "dermatomyositis", "inflammatory-myopathy"}


@given(st.lists(st.sampled_from(["[", "]", "(", ")", "<!--", "-->", "```", "~~~", "\n", " 1. ", "<br>", "https://a", "[1]: #a", "é", "a b"])).map("".join))
def test_the_length_of_a_text_and_its_lines_stay(text: str) -> None:
    prose = prose_of(from_markdown(text, id="d", sha256="0"))
    assert len(prose) == len(text)
    assert all(prose[i] == "\n" for i, c in enumerate(text) if c == "\n")
