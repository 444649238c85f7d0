"""The layout of texts: characters repaired with offsets kept, headings, lists, rows and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.characters import normalise
from kg.reading.layout import lay_out


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        pytest.param("SjÃ¶gren disease", "Sjogren disease", id="UTF-8 read as Windows-1252"),
        pytest.param("BehĂ§et disease", "Behcet disease", id="UTF-8 read as Windows-1250"),
        pytest.param("patientâ€™s dose", "patient's dose", id="a curly apostrophe in mojibake"),
        pytest.param("hae\u00admo\u200blysis", "haemolysis", id="soft hyphen and zero width vanish"),
        pytest.param("de\ufb01ciency", "deficiency", id="ligature"),
        pytest.param("10\u00a0–\u202f20 mg", "10 - 20 mg", id="odd blanks and a dash"),
        pytest.param("“rare”", '"rare"', id="curly quotes"),
        pytest.param("● Fever", "• Fever", id="bullets become one kind"),
        pytest.param("FcγRIIB", "FcγRIIB", id="Greek stays"),
        pytest.param("Sj&ouml;gren &amp; Barr&#233; &#x2013; 5&nbsp;g", "Sjogren & Barre - 5 g", id="entities left in a text"),
        pytest.param("Sj&amp;ouml;gren", "Sjogren", id="an entity escaped twice"),
        pytest.param("R&D; A & B; &none; &", "R&D; A & B; &none; &", id="no entities"),
        pytest.param("Guillainâ\x80\x93BarrÃ©", "Guillain-Barre", id="UTF-8 read as Latin-1"),
    ],
)
def test_characters(raw: str, plain: str) -> None:
    assert normalise(raw).text == plain


def test_offsets_point_at_the_authors_characters() -> None:
    raw = "Treats SjÃ¶gren\u00ad disease."
    normal = normalise(raw)
    start = normal.text.index("Sjogren")
    assert raw[slice(*normal.original(start, start + len("Sjogren")))].rstrip("\u00ad") == "SjÃ¶gren"


def test_offsets_of_entities() -> None:
    raw = "Treats Sj&ouml;gren disease."
    normal = normalise(raw)
    start = normal.text.index("Sjogren")
    assert raw[slice(*normal.original(start, start + len("Sjogren")))] == "Sj&ouml;gren"


@given(st.text(max_size=300))
def test_any_text_has_ordered_offsets(raw: str) -> None:
    normal = normalise(raw)
    layout = lay_out(normal.text)
    last = 0
    for sentence in layout.sentences:
        assert last <= sentence.start <= sentence.end <= len(normal.text)
        last = sentence.start
        start, end = normal.original(sentence.start, sentence.end)
        assert 0 <= start <= end <= len(raw)


def _blocks(text: str) -> list[tuple[str, str]]:
    layout = lay_out(text)
    return [(block.kind, text[block.start : block.end]) for block in layout.blocks]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("# Uses\n\nIt is used for many things in the clinic.", ["heading", "paragraph"], id="Markdown heading"),
        pytest.param("4.3 Contraindications\nKnown allergy to the product.", ["heading", "paragraph"], id="numbered heading"),
        pytest.param("It may cause:\n\n- fever\n- rash\n\nCall the ward.", ["paragraph", "item", "item", "paragraph"], id="marked list"),
        pytest.param("Common:\nFever\nRash\n\nCall the ward now.", ["paragraph", "item", "item", "paragraph"], id="list without marks"),
        pytest.param("| Effect | How often |\n|---|---|\n| Fever | rare |", ["row", "row"], id="Markdown table, its rule dropped"),
        pytest.param(
            "A paragraph that was wrapped by hand goes on over the end of its line\nand ends here.",
            ["paragraph"],
            id="wrapped paragraph is one",
        ),
        pytest.param("Why is it given?\n\nBecause the body lacks antibodies.", ["heading", "paragraph"], id="a question as heading"),
    ],
)
def test_blocks(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in _blocks(text)] == kinds


def test_items_know_their_introduction() -> None:
    text = "It may cause:\n\n- fever\n- rash"
    layout = lay_out(text)
    assert [block.intro for block in layout.blocks] == [None, 0, 0]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("Use e.g. saline. Then stop.", 2, id="abbreviation does not end a sentence"),
        pytest.param("Give 0.4 g/kg vs. 1 g/kg daily.", 1, id="decimals and vs."),
        pytest.param("Dr. Smith agreed. So did others.", 2, id="title before a name"),
        pytest.param("It stopped! Why? Nobody knows.", 3, id="other end marks"),
        ("It is given weekly.[2] It is made from plasma.[3][4] It helps.[5, 6] Not all agree.", 4),
        ("It prevents hepatitis B. It contains vitamin K. HepaGam B. Serum by J. Smith and A. Brown.", 4),
        ("It protects the exposed.201 206 It is given once.", 2),
        ("It took 2.5 Million doses of vitamin B.12 in all.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(lay_out(text).sentences) == count


def test_a_glued_heading_is_cut_off() -> None:
    text = "How Examplin works Examplin brings antibodies into the blood."
    layout = lay_out(text, is_known_heading=lambda line: len("How Examplin works") if line.startswith("How Examplin") else 0)
    assert [text[b.start : b.end] for b in layout.blocks] == ["How Examplin works", "Examplin brings antibodies into the blood."]


@pytest.mark.parametrize("number", ["(1)", "(2.3)", "[4]", "(A1)", "(A.2)", "(5b)", "(6–8)"])
def test_the_number_of_a_formula_is_no_heading(number: str) -> None:
    text = f"The dose follows from the weight.\n\n{number}\n\nx = 2 w\n\n(Wool)\n\nIt is given once in four weeks."
    headings = [text[block.start : block.end] for block in lay_out(text).blocks if block.kind == "heading"]
    assert headings == ["(Wool)"]


def test_lines_that_count_on_are_items() -> None:
    counted = "1. Kawasaki disease.\n2. Myositis\n3. Myasthenia gravis in a crisis."
    text = f"Uses of IVIG\n\nTreatment\n\n{counted}\n\n1. Introduction\n\nA text follows here.\n\n2. Methods\n\nAnd here."
    kinds = [(text[block.start : block.end], block.kind) for block in lay_out(text).blocks]
    assert [line for line, kind in kinds if kind == "item"] == ["Kawasaki disease.", "Myositis", "Myasthenia gravis in a crisis."]
    assert {"Introduction", "Methods"} <= {line for line, kind in kinds if kind == "heading"}
