"""What a page says of itself outside its text flags it; what it says there of other pages does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.reading.formats.documents import read_document
from kg.reading.integrity import find_flags
from kg.settings import Settings

TEXT = "<p>Wind comes through windows. Glass keeps it out, and wood does so too where it is thick enough.</p>"
MAIN = f"<main><h1>Windows and wind</h1>{TEXT}</main>"
BODY = f"<h1>Windows and wind</h1>{TEXT}"
LLM, RETRACTED = ("llm-generated",), ("retracted",)


def flags(page: str, tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "page.html").write_text(f"<html>{page}</html>", encoding="utf-8")
    document = read_document(tmp_path / "page.html")
    assert "Wind comes" in document.text
    return find_flags(document, settings=Settings.default())


@pytest.mark.parametrize(
    ("page", "found"),
    [
        pytest.param(f"<body>{MAIN}<footer><p>This page was written by ChatGPT.</p></footer></body>", LLM, id="foot"),
        pytest.param(f"<body>{BODY}<footer><p>This page was written by ChatGPT.</p></footer></body>", LLM, id="foot without main"),
        pytest.param(
            f"<body>{MAIN}<div class='site-footer'><a href='/'>Home</a><p>Content on this site is AI generated.</p></div></body>", LLM, id="class"
        ),
        pytest.param(f"<body>{MAIN}<footer><p>Our articles are written with the help of AI.</p></footer></body>", LLM, id="our articles"),
        pytest.param(f"<body><main>{BODY}<aside><p>This post was drafted by a language model.</p></aside></main></body>", LLM, id="aside"),
        pytest.param(f"<body><header><p>This website contains AI-generated articles.</p></header>{MAIN}</body>", LLM, id="head of the site"),
        pytest.param(f"<head><meta name='generator' content='ChatGPT'></head><body>{BODY}</body>", LLM, id="generator"),
        pytest.param(f"<head><meta name='author' content='Claude 3 Opus'></head><body>{BODY}</body>", LLM, id="author"),
        pytest.param(
            f"<body><a href='/'>Glass</a><div class='alert'><p>This article has been retracted. <a href='/r'>Why?</a></p></div>{MAIN}</body>",
            RETRACTED,
            id="before main",
        ),
        pytest.param(f"<body><aside><p>RETRACTED ARTICLE</p></aside>{MAIN}</body>", RETRACTED, id="a mark alone"),
        pytest.param(f"<body><aside><p>Notice: This paper was retracted on 3 May.</p></aside>{BODY}</body>", RETRACTED, id="aside with a notice"),
        pytest.param(
            f"<body><header><p>RETRACTED</p><h1>Windows and wind</h1></header><article>{TEXT}</article></body>", RETRACTED, id="mark above the title"
        ),
        pytest.param(f"<body><aside>The editors have retracted this article.</aside>{MAIN}</body>", RETRACTED, id="editors"),
        pytest.param(
            f"<head><title>RETRACTED: Windows and wind - Glass</title><meta name='citation_title' content='Windows and wind'></head><body>{MAIN}</body>",
            RETRACTED,
            id="title of the window",
        ),
        pytest.param(f"<head><meta property='og:title' content='Windows and wind [Retracted]'></head><body>{BODY}</body>", RETRACTED, id="og:title"),
        pytest.param(f"<body><header><h1>Retraction of: Windows and wind</h1></header><article>{TEXT}</article></body>", RETRACTED, id="headline"),
        pytest.param(
            "<head><script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"Retracted: Windows and wind\"}</script></head>"
            f"<body>{BODY}</body>",
            RETRACTED,
            id="data",
        ),
    ],
)
def test_what_a_page_says_of_itself_flags_it(tmp_path: Path, page: str, found: tuple[str, ...]) -> None:
    assert flags(page, tmp_path) == found


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param("<aside><h3>Related</h3><ul><li><a href='/a'>RETRACTED: Doors and wind</a></li><li>[Retracted] Roofs</li></ul></aside>", id="links"),
        pytest.param("<nav><p>This article has been retracted.</p></nav>", id="navigation"),
        pytest.param("<aside><h3><a href='/a'>RETRACTED: Doors and wind in towns</a></h3><p>This article has been retracted.</p></aside>", id="a card"),
        pytest.param("<div><p>This article was retracted.</p><h3><a href='/a'>Doors and wind in towns</a></h3></div>", id="a card with its title below"),
        pytest.param("<div><article><h3>Doors</h3><p>This article has been retracted.</p></article></div>", id="another article"),
        pytest.param("<aside><p>Retraction: Doors and wind</p></aside>", id="title of another notice"),
        pytest.param("<aside><p>Most read</p><p>RETRACTED ARTICLE</p><p>Doors and wind</p></aside>", id="label of another"),
        pytest.param("<aside><p>RETRACTED: Doors and wind</p></aside>", id="mark of another"),
        pytest.param("<footer><p>Retracted articles are listed by year.</p></footer>", id="about retractions"),
        pytest.param("<footer><p>We say so if this article has been retracted.</p></footer>", id="only a case that may be"),
        pytest.param("<div class='comments'><p>This article was written by ChatGPT!</p></div>", id="a visitor"),
        pytest.param("<div class='references'><p>[Retracted]</p><p>This article has been retracted.</p></div>", id="references"),
        pytest.param("<div hidden><p>This article has been retracted.</p></div>", id="hidden"),
        pytest.param("<div style='display:none'><p>This article has been retracted.</p></div>", id="not shown"),
        pytest.param("<template><p>This article has been retracted.</p></template>", id="template"),
        pytest.param("<del>This article has been retracted.</del>", id="struck out"),
        pytest.param("<blockquote><p>This article was written by ChatGPT.</p></blockquote>", id="quotation"),
        pytest.param("<div role='dialog'><p>This page was written by AI.</p></div>", id="dialog"),
        pytest.param("<footer><p>This site uses AI for search.</p></footer>", id="search"),
        pytest.param("<footer><p>This website was created with an AI assistant for builders of sites.</p></footer>", id="builder"),
        pytest.param("<footer><p>Pictures on this page were generated by AI.</p></footer>", id="pictures"),
        pytest.param("<footer><p>Translations on this site are made by AI. Chat with our AI assistant.</p></footer>", id="translations"),
        pytest.param("<footer><p>No content on this site was written by AI.</p><p>None of our articles are written by AI.</p></footer>", id="denied"),
        pytest.param("<footer><p>This page was prepared by Gemini Health.</p></footer>", id="a firm"),
        pytest.param("<aside><p>AI summary</p><p>This summary was generated by AI.</p><p>Generated by AI</p></aside>", id="a summary in a box"),
        pytest.param("<footer><p>As an AI language model can err, ask a glazier.</p></footer>", id="about programs"),
    ],
)
def test_what_a_page_says_of_others_does_not_flag_it(tmp_path: Path, beside: str) -> None:
    assert flags(f"<body>{MAIN}{beside}</body>", tmp_path) == ()
    assert flags(f"<body>{beside}{MAIN}</body>", tmp_path) == ()
    # Without a main part what has no name of a part beside the text is of the text.
    if not beside.startswith(("<div><", "<blockquote")):
        assert flags(f"<body>{beside}<article>{BODY}</article></body>", tmp_path) == ()


@pytest.mark.parametrize("generator", ["WordPress 6.4.2", "AI Website Builder", "Hugo 0.1", "Gemini Sites", "GPT Engineer"])
def test_programs_that_make_pages_do_not_flag(tmp_path: Path, generator: str) -> None:
    assert flags(f"<head><meta name='generator' content='{generator}'></head><body>{BODY}</body>", tmp_path) == ()


@pytest.mark.parametrize("title", ["Retracted papers and glass", "Windows (retracted awnings)", "Lid retraction: a sign"])
def test_titles_about_retraction_do_not_flag(tmp_path: Path, title: str) -> None:
    assert flags(f"<head><title>{title}</title></head><body>{BODY}</body>", tmp_path) == ()
