"""Pages of a PDF: paragraphs, lists, tables, page numbers and what goes on over the edge of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_writer import disc, pdf, shown

from kg.reading.claims import Reader
from kg.reading.formats.documents import read_document
from kg.reading.formats.page_lines import Line, Style
from kg.reading.formats.page_tables import with_rows
from kg.reading.formats.paragraphs import join_lines
from kg.records import Document

pytest.importorskip("pypdf", reason="needs the extra pdf")

LONG = "Glass is a hard and brittle thing that is made of sand and of"


def read(folder: Path, *pages: Sequence[str | bytes]) -> Document:
    (folder / "a.pdf").write_bytes(pdf(pages))
    return read_document(folder / "a.pdf")


ORDERS: dict[str, Callable[[bytes], tuple[float, ...]]] = {
    "before each": lambda part: (-float(part.split()[10]), float(part.split()[9])),
    "before all": lambda part: (float(part.split()[9]), -float(part.split()[10])),
    "behind all": lambda part: (-float(part.split()[9]), -float(part.split()[10])),
}


def column(left: float, height: float, *lines: str, step: float = 12) -> list[bytes]:
    return [shown(left, height - step * number, line) for number, line in enumerate(lines)]


def table(left: float, height: float, *rows: Sequence[str], width: float = 150, step: float = 20) -> list[bytes]:
    """Show the cells of rows one by one; a cell of several lines has line ends."""
    return [
        shown(left + width * place, height - step * number - 12 * low, line)
        for number, row in enumerate(rows)
        for place, cell in enumerate(row)
        if cell
        for low, line in enumerate(cell.split("\n"))
    ]


def centred(height: float, row: Sequence[str], width: float = 130) -> list[bytes]:
    """Show the cells of a row in the middle of their columns, from side to side and from above to below."""
    return [
        shown(110 + width * place - 2.4 * len(line), height + 6 * cell.count("\n") - 12 * low, line)
        for place, cell in enumerate(row)
        if cell
        for low, line in enumerate(cell.split("\n"))
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(
            [*column(50, 700, LONG, "ash."), *column(50, 660, "It melts in a furnace at a very high heat that nobody can stand", "for long.")],
            "Glass is a hard and brittle thing that is made of sand and of ash.\n\n"
            "It melts in a furnace at a very high heat that nobody can stand for long.",
            id="white space parts paragraphs",
        ),
        pytest.param(
            [*column(50, 700, LONG, "ash."), *column(50, 664, "Windows"), *column(50, 640, LONG, "ash."), *column(50, 604, LONG, "ash.")],
            "Glass is a hard and brittle thing that is made of sand and of ash.\n\nWindows\n\n"
            "Glass is a hard and brittle thing that is made of sand and of ash.\n\n"
            "Glass is a hard and brittle thing that is made of sand and of ash.",
            id="a heading between",
        ),
        pytest.param(
            [
                *column(50, 700, LONG, "ash, with a little lime in it, and some of it is green. Sand"),
                *column(50, 664, "Sand is found at the sea and in the desert, and in some rivers."),
                *column(50, 652, "It is fine and dry. So is ash, which comes from the burnt wood"),
                *column(50, 640, "of beeches."),
                *column(50, 616, "Lime is white."),
            ],
            "Glass is a hard and brittle thing that is made of sand and of ash, with a little lime in it, and some of it is green. Sand\n\n"
            "Sand is found at the sea and in the desert, and in some rivers. It is fine and dry. So is ash, which comes from the burnt wood "
            "of beeches.\n\nLime is white.",
            id="a full line that ends a sentence ends no paragraph",
        ),
        pytest.param(
            [*column(50, 700, LONG, "these things:"), *column(70, 676, "sand from the sea", "ash of beeches", "lime")],
            "Glass is a hard and brittle thing that is made of sand and of these things:\nsand from the sea\nash of beeches\nlime",
            id="items without marks",
        ),
        pytest.param(
            [
                *column(50, 700, LONG, "these things:"),
                *(part for n, item in enumerate(["sand", "ash"]) for part in (disc(58, 679 - 12 * n), shown(70, 676 - 12 * n, item))),
            ],
            "Glass is a hard and brittle thing that is made of sand and of these things:\n• sand\n• ash",
            id="drawn bullets",
        ),
        pytest.param(
            [part for n, item in enumerate(["Sand", "Ash"]) for part in (shown(50, 700 - 14 * n, "-"), shown(70, 700 - 14 * n, item))],
            "- Sand\n- Ash",
            id="marks that are pieces of their own",
        ),
        pytest.param(
            [shown(50, 700, "What glass is made of and how it is", size=16), shown(50, 680, "Melted", size=16), *column(50, 650, LONG, "ash.")],
            "What glass is made of and how it is Melted\n\nGlass is a hard and brittle thing that is made of sand and of ash.",
            id="a heading of two lines",
        ),
        pytest.param(
            column(50, 700, "Heat it for hours, at a heat of 1,400-", "1,600 degrees, or for a time of 3 -", "4 days with Rh(D)-", "negative sand."),
            "Heat it for hours, at a heat of 1,400-1,600 degrees, or for a time of 3 - 4 days with Rh(D)-negative sand.",
            id="hyphens behind numbers and brackets",
        ),
        pytest.param(
            column(50, 700, f"{LONG} lime; of it", "0.2 kg are put into each of the jars that stand in the furnace, or", "1.5 kg at most."),
            f"{LONG} lime; of it 0.2 kg are put into each of the jars that stand in the furnace, or 1.5 kg at most.",
            id="numbers at the beginning of lines",
        ),
        pytest.param(
            [shown(50, 700, "Glass is made of sand."), b"/F1 7 Tf 4 Ts (1,2) Tj 0 Ts /F1 10 Tf ( It is hard.) Tj "],
            "Glass is made of sand. [1,2] It is hard.",
            id="marks of references that are raised",
        ),
        *(
            pytest.param(
                sorted([*column(60, 700, *[LONG] * 6, "ash."), *column(30, 700, *"3456789")], key=order),
                f"{f'{LONG} ' * 6}ash.",
                id=f"numbers of lines {place}",
            )
            for place, order in ORDERS.items()
        ),
    ],
)
def test_paragraphs_of_a_page(tmp_path: Path, lines: list[bytes], text: str) -> None:
    assert read(tmp_path, lines).text.strip() == text


def test_a_sentence_goes_on_over_the_edge_of_a_page(tmp_path: Path) -> None:
    document = read(tmp_path, ["House paper of glass", LONG, "1 of 2"], ["House paper of glass", "ash. It is melted.", "2 of 2"])
    assert document.text == f"{LONG} ash. It is melted.\n"
    assert [(s.page, document.text[s.start : s.end]) for s in document.sections] == [(1, f"{LONG} "), (2, "ash. It is melted.\n")]


def test_a_word_is_cut_by_the_edge_of_a_page(tmp_path: Path) -> None:
    document = read(tmp_path, [LONG, "Glass is a hard and brittle thing that is made in a fur-"], ["nace."])
    assert document.text.endswith("made in a furnace.\n")
    assert [document.text[s.start : s.end] for s in document.sections][1] == "nace.\n"


@pytest.mark.parametrize("first", ["Glass is hard.", "Glass"])
def test_a_page_that_ends_a_paragraph(tmp_path: Path, first: str) -> None:
    assert read(tmp_path, [LONG, first], ["and ash"]).text.endswith(f"{first}\n\nand ash\n")


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [
        pytest.param(["1 of 2", "2 of 2"], False, id="with the last one"),
        pytest.param(["7", "8"], False, id="one after the other"),
        pytest.param(["Page 7", "Page 8"], False, id="with a word"),
        pytest.param(["7", "12"], True, id="other numbers"),
    ],
)
def test_page_numbers(tmp_path: Path, numbers: list[str], kept: bool) -> None:
    document = read(tmp_path, ["Glass is hard.", "Sand.", numbers[0]], ["Ash.", "Lime is white.", numbers[1]])
    assert (numbers[0] in document.text) is kept


def test_a_page_number_within_titles(tmp_path: Path) -> None:
    document = read(tmp_path, ["Papers on glass", "A. Miller and others", "33", "Sand.", LONG], ["Papers on glass", "A. Miller and others", "34", "ash."])
    assert document.text == f"Sand.\n{LONG} ash.\n"


def test_a_sentence_that_is_said_twice_is_no_title(tmp_path: Path) -> None:
    pages = [shown(50, 700, "Windows"), shown(50, 680, "Glass is made of sand."), shown(50, 660, "Ash.")], [shown(50, 700, "Glass is made of sand.")]
    assert read(tmp_path, *pages).text.count("Glass is made of sand.") == len(pages)


TABLE = [("Part", "Share of it", "Colour"), ("Sand", "7 of 10", "yellow"), ("Ash of beeches", "2 of 10", "grey"), ("Lime", "1 of 10", "white")]
ROWS = "Part | Share of it | Colour\nSand | 7 of 10 | yellow\nAsh of beeches | 2 of 10 | grey\nLime | 1 of 10 | white"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(
            [*column(50, 700, "What is in it:"), *table(50, 670, *TABLE), *column(50, 580, "So much of it.")],
            f"What is in it:\n\n{ROWS}\n\nSo much of it.",
            id="among text",
        ),
        pytest.param(
            table(50, 700, *TABLE[:2], ("Ash of old\nbeeches", "2 of 10", "grey as a\nstone"), ("", "1 of 10", "black"), step=30),
            "Part | Share of it | Colour\nSand | 7 of 10 | yellow\nAsh of old beeches | 2 of 10 | grey as a stone\n| 1 of 10 | black",
            id="cells of two lines and an empty one",
        ),
        pytest.param(
            [*table(50, 700, *TABLE[:2]), *table(50, 660, ("Of wood",), *TABLE[2:])],
            "Part | Share of it | Colour\nSand | 7 of 10 | yellow\nOf wood\nAsh of beeches | 2 of 10 | grey\nLime | 1 of 10 | white",
            id="a row of one cell",
        ),
        pytest.param(
            [*table(50, 700, *TABLE, width=80), *table(320, 700, *[(name, "3 of 10", "blue") for name in ("Salt", "Stone")], width=80)],
            f"{ROWS}\nSalt | 3 of 10 | blue\nStone | 3 of 10 | blue",
            id="that goes on in the next column of the page",
        ),
        pytest.param(
            [
                *centred(700, ("Part", "Very much", "Much\n(a quarter)", "Little")),
                *centred(660, ("Windows of\nold houses", "Sand", "", "Lime, ash and\nsome other things")),
                *centred(630, ("Bottles", "", "Ash of old\nbeeches, lime", "")),
                *centred(600, ("Lamps", "Sand, ash", "Lime", "Lead")),
            ],
            "Part | Very much | Much (a quarter) | Little\nWindows of old houses | Sand | | Lime, ash and some other things\n"
            "Bottles | | Ash of old beeches, lime\nLamps | Sand, ash | Lime | Lead",
            id="with cells that are centred",
        ),
        pytest.param(
            [
                *(shown(left, 720, head) for left, head in ((140, "Windows (20)"), (290, "Bottles (30)"))),
                *table(50, 700, ("Part", "one", "all", "one", "all"), ("Sand", "7", "70", "9", "90"), ("Ash", "2", "20", "1", "10"), width=75),
            ],
            "| Windows (20) | | Bottles (30)\nPart | one | all | one | all\nSand | 7 | 70 | 9 | 90\nAsh | 2 | 20 | 1 | 10",
            id="with a head over two columns",
        ),
        pytest.param(
            [
                *table(50, 700, ("Part", "Use"), ("Sand", "melt it\nlet it cool"), ("Ash", "burn wood\nsift it"), ("Lime", "crush it\nwash it"), step=30),
                *(disc(190, 703 - 30 * row - 12 * line) for row in range(1, 4) for line in range(2)),
            ],
            "Part | Use\nSand | • melt it • let it cool\nAsh | • burn wood • sift it\nLime | • crush it • wash it",
            id="with items in cells",
        ),
        pytest.param(
            [*table(50, 700, *TABLE), *table(110, 610, ("Kind", "Price"), ("Window", "7"), ("Bottle", "2"), width=180)],
            f"{ROWS}\n\nKind | Price\nWindow | 7\nBottle | 2",
            id="above another one",
        ),
        pytest.param(
            [
                *(shown(left, 700, head) for left, head in ((50, "Part"), (150, "Windows"), (300, "Bottles"), (450, "Price"))),
                *(shown(left, 694, head) for left, head in ((150, "one"), (200, "all"), (300, "one"), (350, "all"))),
                *(
                    shown(left, height, cell)
                    for height, row in ((680, "Sand 7 70 9 90 1"), (660, "Ash 2 20 1 10 5"))
                    for left, cell in zip((50, 150, 200, 300, 350, 450), row.split(), strict=True)
                ),
            ],
            "Part | Windows | | Bottles | | Price\n| one | all | one | all\nSand | 7 | 70 | 9 | 90 | 1\nAsh | 2 | 20 | 1 | 10 | 5",
            id="with a head of two lines in part",
        ),
        pytest.param(
            [shown(50, 720, "Table 1. "), shown(90, 720, " What there is in some glass"), *table(50, 700, *TABLE)],
            f"Table 1. What there is in some glass\n{ROWS}",
            id="below a caption with its number in other letters",
        ),
    ],
)
def test_tables_of_a_page(tmp_path: Path, lines: list[bytes], text: str) -> None:
    assert read(tmp_path, lines).text.strip() == text


def test_columns_that_were_written_line_by_line(tmp_path: Path) -> None:
    left = [f"The left column tells of glass and sand, line {number}" for number in range(9)]
    right = [f"The right column tells of lime and ash, line {number}" for number in range(9)]
    lines = [part for n in range(9) for part in (shown(50, 700 - 12 * n, left[n]), shown(320, 700 - 12 * n, right[n]))]
    text = " ".join(read(tmp_path, lines).text.split())
    assert text == " ".join([*left, *right])


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [part for n in range(5) for part in (shown(50, 700 - 12 * n, "Glass is "), shown(95 + 31 * n, 700 - 12 * n, " hard"))],
            id="words in italics",
        ),
        pytest.param(
            [
                part
                for n, (head, text) in enumerate([("Aims: ", "To make glass of"), ("Ways: ", "We melted sand"), ("Outcome: ", "It was green")] * 2)
                for part in (shown(50, 700 - 24 * n, head), shown(53 + 5 * len(head), 700 - 24 * n, f" {text}"))
            ],
            id="first words in bold letters",
        ),
        pytest.param(
            [part for n in range(5) for part in (shown(50, 700 - 24 * n, f"{n}."), shown(70, 700 - 24 * n, "Glass"))],
            id="numbers of items",
        ),
        pytest.param(table(50, 700, *TABLE[:2]), id="two rows"),
    ],
)
def test_no_table(tmp_path: Path, lines: list[bytes]) -> None:
    assert "|" not in read(tmp_path, lines).text


def test_claims_of_a_table_have_their_frequency_and_page(tmp_path: Path, shipped_reader: Reader) -> None:
    rows = [
        ("System organ class", "Adverse reaction", "Frequency"),
        ("Nervous system disorders", "Headache", "Very common"),
        ("", "Dizziness", "Uncommon"),
        ("Vascular disorders", "Flushing", "Common"),
    ]
    document = read(tmp_path, ["Privigen is given for CIDP."], [*column(50, 700, "4.8 Undesirable effects of Privigen"), *table(50, 670, *rows)])
    found = [c for c in shipped_reader.read(document).claims if c.predicate == "has_adverse_effect"]
    assert {(c.object, c.frequency) for c in found} == {("headache", "very_common"), ("dizziness", "uncommon"), ("flushing", "common")}
    assert all(c.section.endswith("page 2") for c in found)


words_of_a_page = st.text("ab- .:;|•1(", min_size=1).map(lambda text: text.strip() or "a")
places = st.floats(0, 600), st.integers(1, 8).map(lambda row: 100.0 * row)
lines_of_a_page = st.lists(
    st.builds(Line, words_of_a_page, st.builds(Style, st.integers(0, 40), st.booleans()), st.floats(0, 100), *places, st.just(()))
    | st.lists(st.tuples(*places, words_of_a_page), min_size=2).map(
        lambda parts: Line(" ".join(part[2] for part in parts), Style(20), 12, *parts[0][:2], tuple(parts))
    )
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(lines_of_a_page)
def test_no_letter_is_lost(lines: list[Line]) -> None:
    def letters(text: str) -> list[str]:
        return sorted(sign for sign in text if sign.isalnum())

    rows = with_rows(lines, frozenset())
    assert letters("".join(row.text for row in rows)) == letters("".join(line.text for line in lines))
    assert letters("".join(join_lines(rows, frozenset()))) == letters("".join(row.text for row in rows))
