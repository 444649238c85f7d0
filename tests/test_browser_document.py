"""The page of a document in a browser: what is chosen is in view on every screen, a keyboard is enough, long texts stay quick."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_fixtures import serious_faults

from kg.concepts import Concept
from kg.document_page import to_page
from kg.marking import mark
from kg.reading.claims import Reading
from kg.reading.sections import Headings
from kg.records import Claim, Document, Grounding, Mention, Predicate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SENTENCE = "IVIG is used to treat liver disease, which it may also prevent. "
CONCEPTS = {
    "immunoglobulin": Concept("immunoglobulin", ("ImmunoglobulinProduct",), "Immunoglobulin"),
    "liver-disease": Concept("liver-disease", ("Condition",), "Liver disease"),
}
CUES: dict[Predicate, tuple[int, int]] = {"treats": (8, 21), "prevents": (55, 62)}
SCREENS = {"phone": (390, 844), "phone on its side": (700, 390), "tablet": (768, 1024), "desk": (1400, 900)}
#: How much of the first chosen card, and of the first lit words, can be seen: 1 is all of it, or all that there is room for.
SEEN = """() => {
  const panel = document.getElementById("claims").getBoundingClientRect();
  const bar = document.getElementById("bar").getBoundingClientRect();
  const isSheet = getComputedStyle(document.getElementById("claims")).position === "fixed";
  const share = (selector, top, bottom) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return Math.max(0, Math.min(box.bottom, bottom) - Math.max(box.top, top)) / Math.min(box.height, bottom - top);
  };
  return [
    share(".chosen", bar.bottom, Math.min(innerHeight, panel.bottom)),
    share("#text .lit-o", 0, isSheet ? panel.top : innerHeight),
  ];
}"""


def _page_of(separator: str, count: int) -> str:
    """Write the page of a text of so many sentences, with two claims each, every third of them negated."""
    text = separator.join([SENTENCE] * count)
    claims, groundings = [], []
    for k in range(count):
        start = k * (len(SENTENCE) + len(separator))
        product, disease = (start, start + 4), (start + 22, start + 35)
        for predicate, (first, last) in CUES.items():
            cue = (start + first, start + last)
            claims.append(
                Claim(
                    "d", "immunoglobulin", predicate, "liver-disease", *disease, "liver disease", subject_span=product, cue_span=cue,
                    polarity="affirmed" if k % 3 else "negated",
                )
            )  # fmt: skip
        for concept, (a, b) in (("immunoglobulin", product), ("liver-disease", disease)):
            groundings.append(Grounding(Mention(a, b, text[a:b], (concept,), "exact"), concept, 0.9, ("label",)))
    reading = Reading(tuple(claims), tuple(groundings), ())
    return to_page(mark(Document(id="d", text=text, sha256="0" * 64), reading, concepts=CONCEPTS, headings=Headings((), ())))


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a page of a document on a screen; whatever a test does there, it asks nothing of a network and no script fails."""
    contexts, away, errors = [], [], []

    def open_page(html: str, screen: str = "desk", **options: Any) -> Page:
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        width, height = SCREENS[screen]
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda asked: None if asked.url.startswith("file:") else away.append(asked.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto((tmp_path / "page.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert (away, errors) == ([], [])


def _seen(page: Page) -> list[float]:
    """Wait until what moves stands still."""
    before: list[float] = []
    for _ in range(40):
        page.wait_for_timeout(100)
        now: list[float] = page.evaluate(SEEN)
        if now == before and min(now) > 0.9:
            break
        before = now
    return before


@pytest.mark.parametrize("screen", SCREENS)
def test_the_chosen_card_and_its_words_are_both_in_view(screen: str, opened: Callable[..., Page]) -> None:
    page = opened(_page_of("\n", 40), screen)
    if screen in ("phone", "tablet"):
        assert not page.locator("#cards").is_visible(), "the sheet is folded until somebody asks for it"
        page.locator("#fold").click()
    for k in (0, 33, 79):
        page.locator(".card").nth(k).click(position={"x": 150, "y": 15})
        assert page.locator(".chosen").count() == 1 and min(_seen(page)) > 0.9
        page.locator("#text .o").nth(39 - k // 2).click()
        assert page.locator(".chosen").count() == 2 and min(_seen(page)) > 0.9
    if screen in ("phone", "tablet"):
        page.locator("#fold").click()
        assert not page.locator("#cards").is_visible()
        page.locator("#text .o").nth(20).click()
        assert min(_seen(page)) > 0.9, "words bring the sheet back"


def test_a_link_to_a_claim_opens_with_both_in_view(opened: Callable[..., Page]) -> None:
    page = opened(_page_of("\n", 40), "phone")
    page.goto(page.url + "#claim-61")
    assert page.locator(".chosen").get_attribute("id") == "claim-61" and min(_seen(page)) > 0.9
    page.reload()
    assert page.locator(".chosen").get_attribute("id") == "claim-61" and min(_seen(page)) > 0.9


def test_the_tab_key_stops_once_in_the_text_and_once_in_the_list(opened: Callable[..., Page]) -> None:
    page = opened(_page_of("\n", 40))
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.closest('#text, #bar, .card, footer')?.id ?? ''"))
        if page.evaluate("document.activeElement === document.body"):
            break
    assert stops.count("text") == 1
    assert [stop for stop in stops if stop.startswith("claim-")] == ["claim-1", "claim-1"], "the button of one card and its reasons"
    assert len(stops) < 15


def test_the_keyboard_is_enough(opened: Callable[..., Page]) -> None:
    page = opened(_page_of("\n", 40))
    card = "document.activeElement.closest('.card').id"

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    page.locator("#claim-1 .number").focus()
    press("ArrowDown", "ArrowDown", "Tab")
    assert page.evaluate("document.activeElement.localName") == "summary"
    press("ArrowDown")
    assert page.evaluate(card) == "claim-4", "arrows work on what is inside a card, too"
    press("End")
    assert page.evaluate(card) == "claim-80"
    press("ArrowUp", "Space")
    assert page.locator("[aria-pressed=true]").get_attribute("href") == page.locator("#claim-79 .number").get_attribute("href")
    assert page.locator("#text [aria-current]").all_inner_texts() == ["liver disease"]
    assert page.locator("[role=status]").inner_text() == "Claim 79 lit in the text: “liver disease”, subject “IVIG”"
    assert min(_seen(page)) > 0.9
    press("Escape")
    assert page.locator(".chosen, .lit-o, [aria-current], [aria-pressed=true]").count() == 0

    page.locator("#text [tabindex='0']").focus()
    press("End", "ArrowLeft", "ArrowLeft", "Enter")
    assert page.evaluate("document.activeElement.id"), "the words of a claim"
    assert page.locator(".chosen").count() == 2 and page.evaluate("document.activeElement.textContent") == "liver disease"
    press("Home", "Enter")
    assert page.evaluate("document.activeElement.textContent") == "IVIG" and page.locator(".chosen").count() == 2
    assert page.evaluate("document.querySelectorAll('#text [tabindex=\"0\"], #cards .number[tabindex=\"0\"]').length") == 2


def test_arrows_pass_over_what_is_filtered_out(opened: Callable[..., Page]) -> None:
    page = opened(_page_of("\n", 9))
    page.locator("#by-doubt").check()
    assert page.locator("#count").inner_text() == "6 of 18"
    page.locator("#claim-2 .number").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.card').id") == "claim-7"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_the_page_is_for_everybody(screen: str, scheme: str, opened: Callable[..., Page]) -> None:
    page = opened(_page_of("\n", 6), screen, color_scheme=scheme, bypass_csp=True)
    if screen == "phone":
        page.locator("#fold").click()
    page.locator(".card").nth(2).click(position={"x": 150, "y": 15})
    assert serious_faults(page) == []


@pytest.mark.parametrize("separator", ["", "\n"], ids=["one line", "many lines"])
def test_a_page_of_thousands_of_claims_stays_quick(separator: str, opened: Callable[..., Page]) -> None:
    """What took more than a minute grew with the square of the number: quotation marks, numbers of items, a line laid out as a whole."""
    html = _page_of(separator, 3_000)
    start = time.monotonic()
    page = opened(html)
    page.locator("#by-doubt").check()
    page.locator("#by-doubt").uncheck()
    page.locator(".card").nth(500).click(position={"x": 150, "y": 15})
    page.locator("#text .o").nth(900).click()
    assert page.locator(".chosen").count() == 2
    assert time.monotonic() - start < 25
