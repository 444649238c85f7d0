"""The workbench in a browser: asking, errors at their place, completion, forms, downloads, stopping; offline and for everybody."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from browser_fixtures import Watched, serious_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from web_server import Running

PREFIX = "PREFIX ig: <https://w3id.org/igkg/ontology#>\n"
CLASSES = PREFIX + "SELECT ?class (COUNT(?x) AS ?things) { ?x a ?class } GROUP BY ?class ORDER BY DESC(?things) ?class"
#: Ends only when it is ended: a product of everything with itself, sorted.
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


@pytest.fixture
def bench(browser_page: Page, watched: Watched) -> Iterator[Page]:
    """The workbench, with the vocabulary of the graph loaded; whatever a test does there, nothing leaves the host and no script fails."""
    browser_page.goto("/workbench")
    browser_page.wait_for_selector("#workbench[data-vocabulary]")
    yield browser_page
    assert watched.away == []
    assert [error for error in watched.errors if "status of 400" not in error] == [], "a query that is wrong is a 400"


def write(page: Page, query: str) -> None:
    """Put a query into the editor, as a visitor who pastes."""
    page.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    # Chromium itself would style what replaces coloured text, which the policy of the page refuses, to no harm but a complaint.
    page.keyboard.press("Delete")
    page.keyboard.insert_text(query)


def ask(page: Page, query: str) -> str:
    """Ask a query with the keyboard and give what the page says of the answer."""
    write(page, query)
    page.keyboard.press("ControlOrMeta+Enter")
    return settled(page)


def settled(page: Page) -> str:
    page.wait_for_selector("#results[aria-busy=false]:not([hidden])")
    return page.locator("#status").inner_text()


def editor_text(page: Page) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def cells(page: Page, column: int) -> list[str]:
    return page.locator(f"#view tbody tr td:nth-child({column + 2})").all_inner_texts()


def test_a_query_runs_and_its_things_have_labels_and_pages(bench: Page) -> None:
    ask(bench, PREFIX + "SELECT ?x ?n { ?x a ig:ImmunoglobulinProduct . BIND (1 AS ?n) } ORDER BY ?x LIMIT 3")
    link = bench.locator("#view tbody a.thing").first
    link.locator("code").wait_for()
    curie = link.locator("code").inner_text()
    assert curie.startswith("igr:")
    assert link.get_attribute("title") == "https://w3id.org/igkg/id/" + curie.removeprefix("igr:")
    assert link.locator("span").inner_text() not in (curie, "")
    answer = bench.request.get(link.get_attribute("href") or "")
    assert answer.status == 200
    assert link.locator("span").inner_text() in answer.text()


def test_no_limit_is_added_and_the_page_says_what_it_shows(bench: Page, live_server: Running) -> None:
    total = int(live_server.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Accept="text/csv").text.split()[1])
    assert total > 10_000
    assert ask(bench, "SELECT * { ?s ?p ?o }").startswith(f"{total:,} rows")
    shown = bench.locator(".shown").inner_text()
    assert "1–50 of 10,000 rows" in shown
    assert f"first 10,000 of {total:,}" in shown
    with bench.expect_download() as begun:
        bench.get_by_role("link", name="CSV").click()
    content = Path(begun.value.path()).read_text(encoding="utf-8")
    assert len(list(csv.reader(io.StringIO(content)))) == total + 1


def test_rows_are_downloaded_in_four_forms(bench: Page) -> None:
    ask(bench, CLASSES)
    starts = {"CSV": "class,things", "TSV": "?class\t?things", "JSON": '{"head":{"vars":["class","things"]}', "XML": "<?xml version="}
    for name, start in starts.items():
        with bench.expect_download() as begun:
            bench.get_by_role("link", name=name, exact=True).click()
        assert begun.value.suggested_filename == f"query-1.{name.lower()}"
        assert Path(begun.value.path()).read_text(encoding="utf-8").startswith(start)


def test_rows_are_sorted_narrowed_and_paged(bench: Page) -> None:
    ask(bench, CLASSES)
    things = [int(text.replace(",", "")) for text in cells(bench, 1)]
    assert things == sorted(things, reverse=True)
    bench.locator("th button", has_text="things").click()
    assert bench.locator("th", has_text="things").get_attribute("aria-sort") == "ascending"
    assert [int(text) for text in cells(bench, 1)][:3] == [1, 1, 1]
    bench.get_by_role("button", name="Next").click()
    assert "51–" in bench.locator(".shown").inner_text()
    bench.locator("#row-filter").fill("adverseeffect")
    bench.locator(".shown", has_text="that fit").wait_for()
    assert all("adverse" in text.lower() for text in cells(bench, 0))


def test_an_error_is_shown_at_its_place(bench: Page) -> None:
    write(bench, PREFIX + "SELECT ?x {\n  ?x a ig:Claim ;;; nonsense ?y\n}")
    bench.keyboard.press("ControlOrMeta+Enter")
    bench.locator("#problem").wait_for()
    assert bench.locator("#problem").inner_text().startswith("Line 3, column ")
    assert bench.locator(".cm-line", has=bench.locator(".cm-lintRange-error")).inner_text().strip().startswith("?x a ig:Claim")
    bench.get_by_role("button", name="Show the place").click()
    assert bench.evaluate("document.activeElement.classList.contains('cm-content')")
    bench.keyboard.insert_text("#")
    assert bench.locator("#problem").is_hidden(), "an edited query is no longer wrong"


def test_an_unknown_prefix_is_mended_by_one_click(bench: Page) -> None:
    write(bench, "SELECT ?x { ?x a igg:Claim . ?x ik:polarity ?y }")
    finding = bench.locator("#findings li.error")
    finding.wait_for()
    assert "ik:" in finding.inner_text()
    finding.get_by_role("button", name="Change to ig:").click()
    assert "?x ig:polarity ?y" in editor_text(bench)
    bench.locator("#findings li.error").wait_for(state="detached")
    bench.get_by_role("button", name="Add PREFIX ig:").click()
    assert editor_text(bench).startswith("PREFIX ig: <https://w3id.org/igkg/ontology#>")


def test_what_cannot_match_is_said_before_the_query_runs(bench: Page) -> None:
    for pattern, said in (
        ("?x a ig:Claim ; ig:characterCount ?n", "never occurs on a thing of the class ig:Claim"),
        ("?x ig:hasAdversEffect ?n", "No statement of this graph has the property ig:hasAdversEffect"),
        ("?x a ig:Clam", "Nothing in this graph is of the class ig:Clam"),
    ):
        write(bench, PREFIX + f"SELECT * {{ {pattern} }}")
        bench.locator("#findings li.warning", has_text=said).wait_for()
        assert bench.locator("#findings li").count() == 1
    bench.get_by_role("button", name="Change to ig:Claim").click()
    assert "?x a ig:Claim }" in editor_text(bench)
    # What matches is not complained about, nor what a template makes.
    write(bench, PREFIX + "SELECT * { ?x a ig:Claim ; ig:polarity ?p ; ig:hasEvidence/ig:score ?s }")
    bench.locator("#findings li").first.wait_for(state="detached")
    write(bench, PREFIX + "CONSTRUCT { ?x ig:my-own ?p } WHERE { ?x a ig:Clam ; ig:polarity ?p }")
    bench.locator("#findings li.warning", has_text="ig:Clam").wait_for()
    assert bench.locator("#findings li").count() == 1


def completions(page: Page) -> Locator:
    return page.locator(".cm-tooltip-autocomplete li")


def accept(page: Page, name: str) -> None:
    page.locator(".cm-completionLabel", has_text=name).first.wait_for()
    page.wait_for_timeout(150)  # what has only just appeared is not yet taken by Enter: nobody can have read it
    page.keyboard.press("Enter")


def test_properties_of_the_class_at_the_cursor_are_completed_and_bring_their_prefix(bench: Page) -> None:
    write(bench, PREFIX + "SELECT * { ?x a ig:Document ; ")
    bench.keyboard.press("Control+Space")
    completions(bench).first.wait_for()
    offered = " ".join(completions(bench).all_inner_texts())
    assert "ig:sha256" in offered
    assert "ig:hasAdverseEffect" not in offered
    bench.keyboard.type("identif")
    accept(bench, "dcterms:identifier")
    assert "dcterms:identifier" in editor_text(bench).splitlines()[-1]
    assert "PREFIX dcterms: <http://purl.org/dc/terms/>" in editor_text(bench)


def test_classes_and_things_are_completed_by_their_labels(bench: Page) -> None:
    write(bench, "SELECT * { ?x a ")
    bench.keyboard.type("autoimm")
    completions(bench).first.wait_for()
    assert "ig:AutoimmuneCondition" in " ".join(completions(bench).all_inner_texts())
    bench.keyboard.press("Escape")
    write(bench, "SELECT * { ?x ?y ")
    bench.keyboard.type("kawasaki")
    bench.locator(".cm-completionLabel", has_text="igr:kawasaki-disease").first.wait_for()
    bench.keyboard.press("Escape")
    write(bench, PREFIX + "SELECT * { ?x ig:polarity ")
    bench.keyboard.type('"aff')
    accept(bench, '"affirmed"')
    assert editor_text(bench).endswith('ig:polarity "affirmed"')


def test_a_saved_question_is_found_and_answered_without_sparql(bench: Page, live_server: Running) -> None:
    bench.get_by_label("Find a question").fill("adverse effects product")
    bench.locator("#gallery-list button[data-name=adverse-effects-of-product]").click()
    assert " rows in " in settled(bench)
    assert bench.locator("#question-title").inner_text() == "Adverse effects of a product"
    field = bench.get_by_label("product", exact=True)
    assert field.get_attribute("role") == "combobox"
    field.fill("subcutan")
    bench.locator("#fields [role=option]", has_text="ubcutaneous immunoglobulin").first.wait_for()
    field.press("Enter")
    assert "ubcutaneous" in field.input_value()
    bench.get_by_label("minimum", exact=True).fill("0.3")
    bench.get_by_role("button", name="Run", exact=True).click()
    asked = "/api/queries/adverse-effects-of-product?product=igr:subcutaneous-immunoglobulin&minimum=0.3"
    assert settled(bench).startswith(f"{live_server.ask(asked).json['total']} row")
    bench.get_by_role("button", name="Edit as SPARQL").click()
    bench.locator("#sparql:not([hidden])").wait_for()
    assert "VALUES ?minimum { " in editor_text(bench)
    assert "0.3" in editor_text(bench)
    assert bench.get_by_role("tab").count() == 3


def test_an_empty_answer_says_what_that_means(bench: Page) -> None:
    bench.goto("/workbench?name=adverse-effects-of-product&minimum=2")
    settled(bench)
    assert "no evidence of absence" in bench.locator("#view .empty").inner_text()


def test_stop_ends_the_query_on_the_server(bench: Page, live_server: Running) -> None:
    write(bench, ENDLESS)
    bench.keyboard.press("ControlOrMeta+Enter")
    bench.locator("#stop:not([hidden])").wait_for()
    wait_until(lambda: busy(live_server) == 1, "the query does not run")
    bench.locator("#stop").click()
    assert settled(bench).startswith("Stopped after")
    wait_until(lambda: busy(live_server) == 0, "the query still runs on the server")
    assert ask(bench, "ASK { ?s ?p ?o }").startswith("Answered")
    assert bench.locator(".boolean").inner_text() == "Yes"


def busy(server: Running) -> int:
    (found,) = (line for line in server.ask("/metrics").text.splitlines() if 'lane="adhoc",state="busy"' in line)
    return int(float(found.rpartition(" ")[2]))


def wait_until(holds: object, otherwise: str) -> None:
    assert callable(holds)
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def test_a_graph_is_a_table_and_a_picture(bench: Page) -> None:
    status = ask(bench, PREFIX + "CONSTRUCT { ?a ig:treats ?b } WHERE { ?a ig:treats ?b } LIMIT 12")
    assert status.startswith("12 statements")
    assert bench.locator("#view tbody tr").count() == 12
    bench.get_by_label("Picture").check()
    bench.locator(".picture canvas").first.wait_for()
    with bench.expect_download() as begun:
        bench.get_by_role("link", name="Turtle").click()
    assert begun.value.suggested_filename == "query-1.ttl"
    assert "ig:treats" in Path(begun.value.path()).read_text(encoding="utf-8")


def test_counts_are_bars(bench: Page) -> None:
    ask(bench, CLASSES)
    bench.get_by_label("Chart").check()
    lengths = bench.locator(".measure").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    assert len(lengths) == 40
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1]
    assert "The 40 largest of " in bench.locator(".shown").inner_text()


def test_tabs_are_kept_and_answers_are_not(bench: Page) -> None:
    ask(bench, CLASSES)
    bench.get_by_role("button", name="+ SPARQL query").click()
    write(bench, "ASK { ?my ?second ?query }")
    bench.wait_for_timeout(500)
    kept = json.loads(bench.evaluate("localStorage.getItem('igkg.workbench')"))
    assert [tab["text"] for tab in kept["tabs"]] == [CLASSES, "ASK { ?my ?second ?query }"]
    assert set().union(*kept["tabs"]) == {"title", "text"}
    bench.reload()
    bench.wait_for_selector("#workbench[data-ready]")
    assert bench.get_by_role("tab").count() == 2
    assert "?second" in editor_text(bench)
    bench.get_by_role("tab").nth(1).focus()
    bench.keyboard.press("ArrowLeft")
    assert "COUNT" in editor_text(bench)
    bench.keyboard.press("Delete")
    assert bench.get_by_role("tab").count() == 1


def test_links_carry_the_query_past_the_server_and_show_answers_alone(bench: Page, live_site: str) -> None:
    write(bench, CLASSES)
    bench.get_by_role("button", name="Share", exact=True).click()
    links = [bench.locator(f"#share-{i}").input_value() for i in range(3)]
    assert links[0].startswith(f"{live_site}/workbench#query=")
    page = bench.context.new_page()
    page.goto(links[0])
    page.wait_for_selector("#workbench[data-ready]")
    assert editor_text(page) == CLASSES
    page.goto("about:blank")
    page.goto(links[1])
    settled(page)
    assert page.locator("#view tbody tr").count() == 50
    assert page.locator("#sparql").is_hidden()
    assert page.locator(".side").is_hidden()
    assert bench.request.get(links[2]).text().startswith("class,things")
    page.goto("about:blank")
    page.goto(f"{live_site}/workbench?query={quote(CLASSES)}")
    page.wait_for_selector("#workbench[data-ready]")
    assert editor_text(page) == CLASSES
    page.close()


def test_code_for_other_programs_runs(bench: Page, tmp_path: Path, live_server: Running) -> None:
    query = PREFIX + 'SELECT ?x { ?x a ig:Document FILTER (?x != "it\'s \\"odd\\"") }'
    write(bench, query)
    bench.get_by_role("button", name="Code", exact=True).click()
    code = {name: bench.locator(f"[data-language={name}]").inner_text() for name in ("curl", "python", "r")}
    expected = len(live_server.sparql(query, Accept="text/csv").text.splitlines()) - 1
    assert expected > 0
    ran = subprocess.run([sys.executable, "-c", code["python"]], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.startswith(f"{expected} rows")
    script = tmp_path / "ask.sh"
    script.write_text(code["curl"], encoding="utf-8")
    ran = subprocess.run(["sh", str(script)], capture_output=True, text=True, timeout=60, check=True)
    assert len(ran.stdout.splitlines()) == expected + 1
    assert 'r"(' in code["r"]
    assert "read.csv" in code["r"]


def test_a_query_is_put_in_order(bench: Page) -> None:
    write(bench, PREFIX + "select ?x where{?x a ig:Claim;ig:polarity ?p.optional{?x ig:belief ?b}}limit 2")
    bench.keyboard.press("Shift+Alt+f")
    lines = [line for line in editor_text(bench).splitlines() if line]
    assert lines[1:5] == ["SELECT ?x WHERE {", "  ?x a ig:Claim ;", "    ig:polarity ?p .", "  OPTIONAL {"]
    assert settled_after_run(bench).startswith("2 rows")
    bench.locator(".cm-content").click()
    bench.keyboard.press("ControlOrMeta+a")
    bench.keyboard.press("ControlOrMeta+/")
    assert all(line.startswith("#") for line in editor_text(bench).splitlines() if line)


def settled_after_run(page: Page) -> str:
    page.get_by_role("button", name="Run", exact=True).click()
    return settled(page)


def test_everything_is_reached_by_keyboard(bench: Page) -> None:
    write(bench, CLASSES)
    bench.keyboard.press("Tab")
    reached = []
    for _ in range(6):
        focused = bench.evaluate("[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]")
        reached.append(focused[0])
        assert focused[1] != "none", f"nothing shows that #{focused[0]} has the focus"
        bench.keyboard.press("Tab")
    assert "run" in reached
    assert {"share", "code"} <= set(reached)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 420)])
def test_axe_finds_nothing_serious(bench: Page, scheme: str, width: int) -> None:
    bench.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    bench.set_viewport_size({"width": width, "height": 900})
    assert not serious_faults(bench), "the editor"
    write(bench, "SELECT ?x { ?x a ik:Claim ; ig:hasAdversEffect ?y }")
    bench.keyboard.press("ControlOrMeta+Enter")
    bench.locator("#problem").wait_for()
    bench.locator("#findings li").first.wait_for()
    assert not serious_faults(bench), "an error and findings"
    bench.evaluate("document.getElementById('browse').open = true")
    bench.locator("[data-name=adverse-effects-of-product]").click()
    settled(bench)
    bench.get_by_label("product", exact=True).fill("subcut")
    bench.locator("#fields [role=option]").first.wait_for()
    assert not serious_faults(bench), "a form and rows"
    bench.keyboard.press("Escape")
    bench.get_by_role("button", name="Share", exact=True).click()
    assert not serious_faults(bench), "the dialog"


def test_nothing_leaves_the_host(bench: Page, watched: Watched, live_site: str) -> None:
    """The fixture asserts it for each test; here the rules for the browser, that they are kept, and that the proof can fail."""
    ask(bench, CLASSES)
    answer = bench.request.get("/workbench")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text()
    refused = bench.evaluate("fetch('http://127.0.0.2:9/').then(() => 'sent', () => 'refused')")
    assert refused == "refused"
    assert any("Content Security Policy" in text for text in watched.errors)
    watched.errors.clear()
    watched.away.clear()
    assert unquote(live_site).startswith("http://127.0.0.1:")


def test_without_scripts_the_page_says_what_to_do(browser: Browser, live_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_site}/workbench")
    assert "needs JavaScript" in page.locator("noscript").inner_text()
    context.close()
