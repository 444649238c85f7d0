"""Pages in a browser: they load nothing from elsewhere, have no barriers, and the picture, the search and the links work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser_fixtures import Watched, serious_faults

from kg.answers import open_build

#: One address of each kind of page; {claim}, {document}, {inference}, {evidence} are of the build.
PAGES = {
    "start": "/",
    "search": "/search?q=kawasaky",
    "class": "/class/Mechanism",
    "documents": "/documents",
    "product": "/page/hizentra",
    "condition": "/page/kawasaki-disease",
    "claim": "/page/{claim}",
    "evidence": "/page/{evidence}",
    "document": "/page/{document}",
    "inference": "/page/{inference}",
    "run": "/page/{run}",
    "ontology": "/ontology",
    "term": "/ontology/actsVia",
    "missing": "/page/kawasaky-disease",
    "api": "/api/docs",
}
#: Pages that between them show every colour.
DARK = ("start", "search", "documents", "condition", "claim", "document", "inference", "missing")
_QUERIES = {
    "claim": "?x a ig:Claim ; rdf:object igr:kawasaki-disease",
    "document": "?x a ig:Document",
    "inference": "?x a ig:Inference ; rdf:object igr:kawasaki-disease ; rdf:predicate ig:plausibleFor",
    "evidence": "?x a ig:Evidence",
    "run": "?x a ig:ExtractionRun",
}


@pytest.fixture(scope="module")
def addresses(built: Path) -> dict[str, str]:
    store = open_build(built)
    names = {}
    for kind, pattern in _QUERIES.items():
        iri = store.select(f"SELECT ?x {{ {pattern} }} ORDER BY ?x LIMIT 1").to_values()[0][0]
        names[kind] = str(iri).rpartition("/")[2]
    return {kind: path.format(**names) for kind, path in PAGES.items()}


def test_pages_have_no_barriers_and_load_nothing_from_elsewhere(browser_page: Any, watched: Watched, addresses: dict[str, str]) -> None:
    """Each page in light, some in dark, and each in a narrow window."""
    faults: dict[str, list[str]] = {}
    for kind, path in addresses.items():
        browser_page.emulate_media(color_scheme="light")
        browser_page.set_viewport_size({"width": 1280, "height": 900})
        browser_page.goto(path)
        if kind in ("product", "condition"):
            browser_page.wait_for_selector("#picture[data-drawn]")
        found = serious_faults(browser_page)
        if kind in DARK:
            browser_page.emulate_media(color_scheme="dark")
            found += [f"dark: {fault}" for fault in serious_faults(browser_page, "color-contrast", "link-in-text-block")]
        browser_page.set_viewport_size({"width": 400, "height": 800})
        if browser_page.evaluate("document.documentElement.scrollWidth") > 400:
            found.append("wider than a narrow window")
        if found:
            faults[kind] = found
    assert faults == {}
    assert watched.away == []
    assert [error for error in watched.errors if "404" not in error] == [], "the page of what is missing is a 404, nothing else goes wrong"


def test_the_picture_opens_groups_by_click_and_by_key(browser_page: Any, watched: Watched) -> None:
    browser_page.goto("/page/kawasaki-disease")
    browser_page.wait_for_selector("#picture[data-drawn]")
    count = "document.getElementById('picture').graph.nodes().length"
    closed = browser_page.evaluate(count)
    browser_page.get_by_text("Open groups by name").click()
    names = browser_page.locator("#picture button[aria-expanded]")
    states = {button.get_attribute("aria-expanded") for button in names.all()}
    assert states == {"true", "false"}, "small groups are open from the start, large ones are not"
    button = names.and_(browser_page.locator("[aria-expanded=false]")).first.element_handle()
    button.focus()
    browser_page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    opened = browser_page.evaluate(count)
    assert opened > closed
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate(count) == closed
    place = browser_page.evaluate(
        """() => {
          const graph = document.getElementById("picture").graph;
          const opened = graph.nodes().map((node) => node.data("of"));
          const at = graph.nodes(".group").filter((node) => !opened.includes(node.id()))[0].renderedPosition();
          const box = graph.container().getBoundingClientRect();
          return [box.x + at.x, box.y + at.y];
        }"""
    )
    browser_page.mouse.click(*place)
    browser_page.wait_for_function(f"{count} > {closed}")
    with browser_page.expect_download() as saved:
        browser_page.get_by_role("button", name="PNG").click()
    assert saved.value.suggested_filename == "kawasaki-disease.png"
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    assert watched.errors == []


def test_a_search_leads_from_the_head_of_any_page_to_a_thing(browser_page: Any) -> None:
    browser_page.goto("/documents")
    browser_page.get_by_role("searchbox", name="Search the graph").fill("guillan barre")
    browser_page.keyboard.press("Enter")
    browser_page.get_by_role("link", name="Guillain-Barré syndrome").first.click()
    browser_page.wait_for_url("**/page/guillain-barre-syndrome")
    assert browser_page.locator("h1").inner_text() == "Guillain-Barré syndrome"


def test_from_a_row_to_the_words_of_its_document(browser_page: Any) -> None:
    browser_page.goto("/page/kawasaki-disease")
    browser_page.locator("tr.stated td.why a").first.click()
    browser_page.wait_for_url("**/page/claim-*")
    browser_page.locator(".card .source a").first.click()
    browser_page.wait_for_url("**/page/document-*")
    named = browser_page.evaluate("location.hash.slice(1)")
    words = browser_page.locator(f"#{named} .found a").first
    words.click()
    marked = browser_page.evaluate("document.querySelector(':target').textContent")
    assert marked
    assert marked in words.inner_text()


def test_without_scripts_everything_is_there_but_the_picture(browser: Any, live_site: str) -> None:
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/page/intravenous-immunoglobulin")
    assert page.locator("#picture").is_hidden()
    assert page.locator("#adverse-effects tr.stated").count() > 10
    assert page.locator("nav.index a").count() > 8
    context.close()
