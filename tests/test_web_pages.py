"""Pages and data of the things of the graph: negotiation, what the pages say, and that names of others are shown and never act."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pyoxigraph as ox
import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from web_server import Reply, Running, running

from kg.graph.store import Store, write_store
from kg.identifiers import ID, ONTOLOGY
from kg.web.associations import associations, query_text, sections
from kg.web.documents_at_hand import copies_of, groups_of
from kg.web.lookups import Lookup
from kg.web.options import ServerOptions
from kg.web.source_texts import find_text, passage, segments

HERE = Path(__file__).parent
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
#: Places of the fixture's evidence: a text that has these words there.
LABEL = "a1" * 32
WORDS = {100: "Kawasaki disease"}
HOSTILE = "ff" * 32


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Running]:
    with running(ServerOptions(build=built, port=0)) as server:
        yield server


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the fixture graph and of hostile names, with the text of two documents at hand."""
    folder = tmp_path_factory.mktemp("odd") / "build"
    graphs = (HERE / "data" / name for name in ("fixture.trig", "hostile.trig"))
    write_store((quad for graph in graphs for quad in ox.parse(path=str(graph), format=ox.RdfFormat.TRIG)), folder / "store")
    texts = folder / "texts"
    texts.mkdir()
    before = "The product is licensed. " * 4
    (texts / f"{LABEL}.txt").write_text(f"{before[:100]}Kawasaki disease<script>alert(8)</script> and more.", encoding="utf-8")
    groups = {
        "fixture-label": "fixture-label",
        "fixture-patient-page": "fixture-patient-page",
        "fixture-reworded-page": "fixture-patient-page",
    }
    (folder / "report.json").write_text(json.dumps({"documents": [{"id": name, "group": group} for name, group in groups.items()]}))
    (texts / f"{HOSTILE}.txt").write_text("It is said: a <script>bad</script> thing\x1b[31m & more.", encoding="utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def odd_server(odd: Path) -> Iterator[Running]:
    with running(ServerOptions(build=odd, port=0)) as server:
        yield server


class Page(HTMLParser):
    """What a page holds: its text, links, ids, images, the elements it is made of, and attributes that would act."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.acting: list[str] = []
        self.scripts: list[str] = []
        self.parts: list[str] = []
        self._skipped = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "href" and value is not None:
                self.links.append(value)
            if name == "id" and value is not None:
                self.ids.append(value)
            if name.startswith("on") or name == "style":
                self.acting.append(f"{tag} {name}")
            if name in ("src", "href", "action") and (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.acting.append(f"{tag} {name}={value}")
        if tag == "script":
            self.scripts.append(dict(attrs).get("src") or "inline")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


def page_of(reply: Reply) -> Page:
    assert (reply.status, reply.kind) == (200, "text/html"), reply.text[:500]
    return Page(reply.text)


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        pytest.param(BROWSER, "/page/kawasaki-disease", id="a browser"),
        pytest.param(None, "/page/kawasaki-disease", id="a program that does not say"),
        pytest.param("text/turtle", "/data/kawasaki-disease.ttl", id="turtle"),
        pytest.param("application/ld+json", "/data/kawasaki-disease.jsonld", id="json-ld"),
        pytest.param("application/json", "/data/kawasaki-disease.jsonld", id="json is json-ld"),
        pytest.param("application/n-triples", "/data/kawasaki-disease.nt", id="n-triples"),
        pytest.param("application/rdf+xml", "/data/kawasaki-disease.rdf", id="rdf/xml"),
        pytest.param("text/html;q=0.3, text/turtle;q=0.7", "/data/kawasaki-disease.ttl", id="weights"),
        pytest.param("text/turtle;q=0, */*", "/page/kawasaki-disease", id="not turtle"),
        pytest.param("application/rdf+xml;q=0.9, application/n-triples", "/data/kawasaki-disease.nt", id="rdf by weight"),
    ],
)
def test_a_thing_leads_to_what_is_known_about_it(server: Running, accept: str | None, location: str) -> None:
    reply = server.ask("/id/kawasaki-disease", **({"Accept": accept} if accept else {}))
    assert (reply.status, reply.headers["location"]) == (303, location)
    assert reply.headers["vary"] == "Accept"
    assert f'<{ID}kawasaki-disease>; rel="describes"' in reply.headers["link"]
    followed = server.ask(location, Accept=accept or "*/*")
    assert followed.status == 200
    assert len(followed.body) > 500


def test_format_goes_before_accept_and_an_unknown_one_is_refused(server: Running) -> None:
    assert server.ask("/id/kawasaki-disease?format=ttl", Accept="text/html").headers["location"] == "/data/kawasaki-disease.ttl"
    assert server.ask("/page/kawasaki-disease?format=jsonld").headers["location"] == "/data/kawasaki-disease.jsonld"
    assert server.ask("/id/kawasaki-disease?format=pdf").json["code"] == "format"
    assert server.ask("/id/kawasaki-disease", Accept="image/png").status == 406


@pytest.mark.parametrize(("ending", "kind"), [("ttl", "turtle"), ("nt", "n-triples"), ("rdf", "rdf+xml"), ("jsonld", "ld+json")])
def test_data_about_a_thing_are_the_same_in_each_form(server: Running, ending: str, kind: str) -> None:
    def triples(reply: Reply) -> set[ox.Triple]:
        form = ox.RdfFormat.from_media_type(reply.kind)
        assert form is not None
        return {quad.triple for quad in ox.parse(reply.body, form)}

    reply = server.ask(f"/data/kawasaki-disease.{ending}")
    assert reply.kind.endswith(kind)
    wanted = triples(server.ask("/data/kawasaki-disease.nt"))
    found = triples(reply)
    assert found == wanted
    node = ox.NamedNode(f"{ID}kawasaki-disease")
    assert any(t.subject == node for t in found)
    claims = {t.subject for t in found if t.predicate.value == f"{ONTOLOGY}hasEvidence"}
    evidence = {t.object for t in found if t.predicate.value == f"{ONTOLOGY}hasEvidence"}
    assert claims
    assert evidence <= {t.subject for t in found}, "evidence of a claim about it comes with its place"


def test_head_etag_and_links(server: Running) -> None:
    for path in ("/page/kawasaki-disease", "/data/kawasaki-disease.ttl"):
        reply = server.ask(path)
        head = server.ask(path, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["etag"] == reply.headers["etag"]
        assert server.ask(path, If_None_Match=reply.headers["etag"]).status == 304
        for form in ("text/html", "text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"):
            assert f'rel="alternate"; type="{form}"' in reply.headers["link"]
    assert server.ask("/id/kawasaki-disease", "HEAD").status == 303
    assert server.ask("/id/kawasaki-disease", "POST", b"").status == 405


def test_every_thing_of_ours_has_a_page_and_data(server: Running, built: Path) -> None:
    """One thing of each class that names things under our IRIs."""
    store = Store.open(built / "store")
    seen: dict[str, str] = {}
    for triple in store.triples(None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")):
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith("https://w3id.org/igkg/"):
            seen.setdefault(str(triple.object), triple.subject.value)
    assert len(seen) > 40
    for iri in set(seen.values()):
        if iri.startswith(ONTOLOGY) or iri + "#" == ONTOLOGY:
            continue
        path = urlsplit(iri).path.removeprefix("/igkg")
        data = server.ask(path.replace("/id/", "/data/"), Accept="text/turtle")
        if not path.startswith(("/id/", "/graph/", "/mappings/")):
            continue
        assert page_of(server.ask(path.replace("/id/", "/page/"), Accept=BROWSER)).text
        assert (data.status, data.kind) == (200, "text/turtle"), path


def test_the_ontology_and_its_terms(server: Running) -> None:
    page = page_of(server.ask("/ontology", Accept=BROWSER))
    assert {"actsVia", "Condition"} <= set(page.ids)
    turtle = server.ask("/ontology", Accept="text/turtle")
    assert turtle.kind == "text/turtle"
    assert b"propertyChainAxiom" in turtle.body
    term = page_of(server.ask("/ontology/plausibleFor", Accept=BROWSER))
    assert "actsVia o counteracts o isBasisOf SubPropertyOf plausibleFor" in term.text
    assert server.ask("/ontology/plausibleFor?format=nt").kind == "application/n-triples"
    assert server.ask("/ontology/noSuchTerm", Accept=BROWSER).status == 404


@pytest.mark.parametrize(
    "path", ["/id/kawasaky-disease", "/page/kawasaky-disease", "/data/kawasaky-disease.ttl", "/picture/kawasaky-disease.json"]
)
def test_what_is_not_there_suggests_near_names(server: Running, path: str) -> None:
    reply = server.ask(path)
    assert (reply.status, reply.kind) == (404, "application/problem+json")
    assert f"{ID}kawasaki-disease" in [near["iri"] for near in reply.json["near"]]
    browser = server.ask(path, Accept=BROWSER)
    assert (browser.status, browser.kind) == (404, "text/html")
    page = Page(browser.text)
    assert "/page/kawasaki-disease" in page.links
    assert reply.json["detail"] in page.text


def test_errors_are_pages_for_browsers_with_the_same_message(server: Running) -> None:
    for path in ("/sparql?query=SELECT%20*%20%7B", "/api/search", "/no/such/place", "/class/Nothing", "/search?q=a&offset=x"):
        reply, browser = server.ask(path), server.ask(path, Accept=BROWSER)
        assert reply.kind == "application/problem+json"
        assert (browser.status, browser.kind) == (reply.status, "text/html")
        assert " ".join(reply.json["detail"].split()) in Page(browser.text).text
        assert "default-src 'none'" in browser.headers["content-security-policy"]
        assert "Accept" in browser.headers["vary"]


def test_a_concept_shows_all_its_tables_and_where_each_row_comes_from(odd_server: Running) -> None:
    page = page_of(odd_server.ask("/page/intravenous-immunoglobulin"))
    assert {"treatment", "adverse-effects", "contraindications", "mechanisms", "risk-factors", "mappings"} <= set(page.ids)
    for words in ("approved", "serious", "rare", "very common", "2 places in 2 documents", "1 against", "denied", "perhaps", "rejected"):
        assert words in page.text, words
    assert "/page/claim-0000000000000010" in page.links
    assert all(link.startswith(("/", "#", "http://", "https://", "data:,")) for link in page.links)
    effect = page_of(odd_server.ask("/page/thromboembolism"))
    assert {"adverse-effects-backward", "risk-factors-effect"} <= set(effect.ids)
    assert "Advanced age" in effect.text


def test_the_query_behind_a_table_gives_its_rows(built: Path, server: Running) -> None:
    store = Store.open(built / "store")
    look = Lookup(store)
    checked = 0
    for slug in ("intravenous-immunoglobulin", "kawasaki-disease", "headache", "autoimmune-disease", "thromboembolism"):
        for table in associations(look, ID + slug):
            section = next((s for s in sections() if s.name == table["name"]), None)
            assert section is not None, "every relation of the ontology has its section"
            rows = store.select(query_text(ID + slug, section.relations, table["direction"]))
            assert len(rows) == len(table["rows"]), (slug, table["id"])
            checked += 1
        link = server.ask(f"/query/{slug}?section=treatment&direction=backward")
        assert link.status == 303
        query = parse_qs(urlsplit(link.headers["location"]).query)["query"][0]
        assert server.sparql(query, Accept="text/csv").status == 200
    assert checked > 15


def test_inferred_rows_lead_to_their_reasons(server: Running) -> None:
    page = page_of(server.ask("/page/kawasaki-disease"))
    reasons = [link for link in page.links if link.startswith("/page/inference-")]
    assert reasons
    why = page_of(server.ask(reasons[0]))
    assert "follows by" in why.text
    assert "SubPropertyOf" in why.text
    assert [link for link in why.links if link.startswith("/page/claim-")], "a reason ends at claims"
    drawn = server.ask(reasons[0].replace("/page/", "/why/") + ".svg")
    assert (drawn.status, drawn.kind) == (200, "image/svg+xml")
    assert b"<svg" in drawn.body
    assert server.ask("/why/kawasaki-disease.svg").status == 404


def test_a_claim_shows_evidence_for_and_against_and_what_conflicts(odd_server: Running) -> None:
    page = page_of(odd_server.ask("/page/claim-0000000000000010"))
    assert {"for", "against", "conflicts", "belief"} <= set(page.ids)
    assert "The text is not at hand here" in page.text
    assert "/page/claim-0000000000000011" in page.links
    approved = page_of(odd_server.ask("/page/claim-0000000000000001"))
    assert approved.tags.count("mark") == 2
    assert "The product is licensed." in approved.text, "the words around the place come from the text that is at hand"
    evidence = page_of(odd_server.ask("/page/evidence-0000000000000001"))
    assert "characters 100 to 116" in evidence.text


def test_curation_stands_on_the_page_of_a_claim(curated_build: Path) -> None:
    store = Store.open(curated_build / "store")
    decided = {
        row[0]: row[1]
        for row in store.select("SELECT ?claim ?verdict { ?d a ig:Curation ; prov:used ?claim ; ig:decision ?verdict }").to_values()
    }
    assert set(decided.values()) >= {"accept", "reject", "amend"}
    with running(ServerOptions(build=curated_build, port=0)) as server:
        for claim, verdict in decided.items():
            page = page_of(server.ask(f"/page/{str(claim).removeprefix(ID)}"))
            assert f"{verdict} on 2026-11-20" in page.text
            assert "orcid:0000-0002-1825-0097" in page.text
            assert "https://orcid.org/0000-0002-1825-0097" in page.links
            if verdict == "amend":
                assert "It was amended to" in page.text
            else:
                assert f"{verdict}ed by a curator" in page.text
                assert "After the curator's decision" in page.text


def test_the_parts_of_a_belief_make_the_belief(server: Running, built: Path) -> None:
    store = Store.open(built / "store")
    claims = [str(row[0]) for row in store.select("SELECT ?c { ?c a ig:Claim } ORDER BY ?c").to_values()]
    for claim in claims[::7]:
        page = page_of(server.ask(f"/page/{claim.removeprefix(ID)}"))
        assert "Together" in page.text
        assert "The graph has" not in page.text, f"{claim}: the parts make another number"


def test_web_annotations(odd_server: Running) -> None:
    reply = odd_server.ask("/annotation/evidence-0000000000000001.jsonld")
    assert reply.headers["content-type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    annotation = reply.json
    assert annotation["type"] == "Annotation"
    assert annotation["body"] == f"{ID}claim-0000000000000001"
    position, quote = annotation["target"]["selector"]
    assert (position["start"], position["end"], quote["exact"]) == (100, 116, "Kawasaki disease")
    assert quote["prefix"].endswith("licensed. ")
    collected = odd_server.ask("/annotation/claim-0000000000000010.jsonld").json
    assert [item["motivation"] for item in collected["items"]] == ["identifying", "assessing"]
    assert odd_server.ask("/annotation/headache.jsonld").status == 404


def test_a_document_marks_its_claims_in_its_text(server: Running, built: Path) -> None:
    listed = page_of(server.ask("/documents"))
    documents = [link for link in listed.links if link.startswith("/page/document-")]
    assert documents
    marked = 0
    for link in documents:
        reply = server.ask(link)
        page = page_of(reply)
        places = [name for name in page.ids if re.fullmatch(r"p\d+", name)]
        assert len(places) == len(set(page.ids) & set(places)), "an id stands once"
        inside = [part for part in page.links if part.startswith("#p")]
        assert set(inside) <= {f"#{name}" for name in page.ids}, "each place of the list is in the text"
        marked += bool(places)
    assert marked
    for order in ("tier", "kind", "date", "claims", "characters", "nonsense"):
        assert page_of(server.ask(f"/documents?sort={order}")).text


def test_near_duplicates_name_each_other(odd_server: Running) -> None:
    page = page_of(odd_server.ask("/page/document-a3a3a3a3a3a3a3a3"))
    assert "Near-duplicate of Fixture page for patients: together they count as one source" in page.text
    assert "words were replaced by a machine" in page.text, "a flag is told in words"
    assert "Near-duplicate" not in page_of(odd_server.ask("/page/document-a1a1a1a1a1a1a1a1")).text
    assert page_of(odd_server.ask("/documents")).text.count("near-duplicate") == 2


def test_a_build_tells_near_duplicates(built: Path) -> None:
    groups = groups_of(built)
    assert len(groups) > 5
    assert copies_of(built, next(iter(groups))) == []


def test_pages_of_an_empty_dataset(tmp_path: Path) -> None:
    with running(ServerOptions(store=tmp_path / "dataset", port=0, writable=True, no_auth=True)) as server:
        for path in ("/", "/search?q=kawasaki", "/documents", "/ontology"):
            assert page_of(server.ask(path, Accept=BROWSER)).text
        skos = "http://www.w3.org/2004/02/skos/core#"
        assert server.update(f"INSERT DATA {{ <{ID}new> a <{skos}Concept> ; <{skos}prefLabel> 'A new thing' }}").status == 204
        assert "A new thing" in page_of(server.ask("/page/new")).text
        assert server.ask("/page/newer").status == 404


def test_every_link_of_the_site_leads_somewhere(server: Running) -> None:
    """From the start page on; of addresses that are alike but for their last part, a few."""
    waiting, seen = deque(["/"]), {"/"}
    alike: Counter[str] = Counter()
    while waiting:
        path = waiting.popleft()
        reply = server.ask(path, Accept=BROWSER)
        assert reply.status in (200, 303), (path, reply.status)
        if reply.kind != "text/html" or reply.status != 200:
            continue
        for link in Page(reply.text).links:
            # /page/claim-..., /page/...: the kind of page, and of thing where its name tells it.
            shape = re.sub(r"^(/[a-z]+/?)(?:([a-z-]+-)[0-9a-f]{16}|[^?]*)(\?[a-z]+)?.*", r"\1\2\3", link.partition("#")[0])
            address = link.partition("#")[0]
            if address.startswith("/") and not address.startswith("/static/") and address not in seen and alike[shape] < 5:
                alike[shape] += 1
                seen.add(address)
                waiting.append(address)
    assert len(seen) > 60


def test_a_long_table_is_cut_and_says_so(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Lookup(Store.open(built / "store"))
    whole = {table["id"]: table for table in associations(look, f"{ID}intravenous-immunoglobulin")}
    monkeypatch.setattr("kg.web.associations._ROWS", 3)
    for table in associations(look, f"{ID}intravenous-immunoglobulin"):
        assert table["total"] == whole[table["id"]]["total"]
        assert table["rows"] == whole[table["id"]]["rows"][:3]


def test_segments_are_the_text() -> None:
    text = "one two three four"
    places = [(4, 7), (4, 13), (0, 3), (8, 13), (14, 99), (5, 5)]
    found = segments(text, places)
    assert "".join(segment.text for segment in found) == text
    for number, (start, end) in enumerate(places[:4]):
        assert "".join(s.text for s in found if number in s.places) == text[start:end]
        assert [s.begins.count(number) for s in found].count(1) == 1
    assert "".join(s.text for s in segments(text, places, 6)) == text[:6]
    assert segments("", []) == []


def test_a_passage_is_refused_where_the_text_says_something_else(tmp_path: Path) -> None:
    assert passage("abc def", 4, 7, "def") is not None
    assert passage("abc def", 4, 7, "xyz") is None
    assert passage("abc def", 4, 9) is None
    assert passage(None, 4, 7) is None
    assert find_text(tmp_path, "../../etc/passwd") is None
    assert find_text(tmp_path, "a" * 64) is None
    assert find_text(None, "a" * 64) is None


@pytest.mark.parametrize(
    "path",
    [
        "/page/hostile-condition",
        "/page/intravenous-immunoglobulin",
        "/page/claim-00000000000000ff",
        "/page/evidence-00000000000000ff",
        "/page/document-ffffffffffffffff",
        "/documents",
        "/class/Condition",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/search?q=alert",
        "/page/%3Cscript%3Ealert(9)%3C%2Fscript%3E",
        "/class/%3Cscript%3E",
        "/",
    ],
)
def test_hostile_names_are_shown_and_never_act(odd_server: Running, path: str) -> None:
    reply = odd_server.ask(path, Accept=BROWSER)
    assert reply.kind == "text/html"
    page = Page(reply.text)
    assert page.acting == []
    assert all(source.startswith("/static/") for source in page.scripts)
    for markup in ("<b>bold", "<i>claim", "<em>rule", "<u>people", "<script>alert", "<script>bad", "<svg onload"):
        assert markup not in reply.text
    assert "img" not in page.tags
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", reply.text)
    assert "{{ 7*7 }}" in page.text or "49 " not in page.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "unsafe" not in reply.headers["content-security-policy"]


def test_hostile_words_are_in_the_page_as_they_are(odd_server: Running) -> None:
    page = page_of(odd_server.ask("/page/hostile-condition"))
    assert "<script>alert(1)</script>" in page.text
    assert "<b>bold</b> & {{ 7*7 }} {% raw %}" in page.text
    assert "javascript:alert(4)" in page.text, "what cannot be followed is shown"
    document = odd_server.ask("/page/document-ffffffffffffffff")
    assert "&lt;script&gt;bad&lt;/script&gt;</a>" in document.text, "the words of the claim are marked"
    assert "\x1b" not in document.text
    claim = page_of(odd_server.ask("/page/claim-00000000000000ff"))
    assert "a <script>bad</script> thing" in claim.text


def test_an_iri_with_odd_signs_is_reached_by_its_link(odd_server: Running) -> None:
    listed = page_of(odd_server.ask("/search?q=odd+name"))
    link = next(link for link in listed.links if unquote(link).startswith("/page/a/"))
    assert "An odd name" in page_of(odd_server.ask(link)).text
    assert odd_server.ask(link.replace("/page/", "/id/"), Accept="text/turtle").status == 303
    for path in ("/page/..%2f..%2fetc%2fpasswd", "/page/%20%3E", "/data/%22.ttl", "/id/%00"):
        assert odd_server.ask(path).status in (400, 404)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("kawasaky", "kawasaki-disease"),
        ("imunoglobulin", "immunoglobulin"),
        ("guillan barre", "guillain-barre-syndrome"),
        ("Guillain–Barré", "guillain-barre-syndrome"),
        ("IVIG", "intravenous-immunoglobulin"),
        ("aseptic menigitis", "aseptic-meningitis"),
        ("CIPD", "chronic-inflammatory-demyelinating-polyneuropathy"),
    ],
)
def test_search_forgives_letters(server: Running, typed: str, slug: str) -> None:
    page = page_of(server.ask(f"/search?q={quote(typed)}"))
    hits = [link for link in page.links if link.startswith("/page/")]
    assert hits[0] == f"/page/{slug}"


def test_search_ranks_pages_and_filters(server: Running) -> None:
    reply = server.ask("/search?q=immunoglobulin")
    page = page_of(reply)
    hits = [link for link in page.links if link.startswith("/page/")]
    assert hits[0] == "/page/immunoglobulin", "the same name goes before one that begins with it"
    assert reply.text.count('<p class="name">') == 25
    following = next(link for link in page.links if "offset=25" in link)
    more = [link for link in page_of(server.ask(following)).links if link.startswith("/page/")]
    assert more
    assert not set(more) & set(hits)
    only = page_of(server.ask("/search?q=meningitis&class=AdverseEffect"))
    assert "Adverse effect" in only.text
    assert "/page/aseptic-meningitis" in only.links
    assert "Nothing has such a name" in page_of(server.ask("/search?q=qqqqqqqqqq")).text
    assert page_of(server.ask("/search")).text
    assert server.ask("/search?q=" + "a" * 201).json["code"] == "parameter"
    assert server.ask("/search?q=a&class=%3E").json["code"] == "parameter"
    assert "{searchTerms}" in server.ask("/search/opensearch.xml").text


def test_lists_of_a_class(server: Running) -> None:
    def slugs(path: str) -> list[str]:
        return [link for link in page_of(server.ask(path)).links if link.startswith("/page/")]

    by_name = slugs("/class/Condition?sort=label")
    assert len(by_name) == 200
    assert not set(slugs("/class/Condition?sort=label&offset=200")) & set(by_name)
    assert slugs("/class/Immunoglobulin"), "members of classes below are members"
    assert slugs("/class/Condition?sort=claims") != by_name


def test_the_start_page_tells_what_is_there(server: Running) -> None:
    page = page_of(server.ask("/"))
    assert {"/class/Condition", "/documents", "/ontology", "/sparql"} <= set(page.links)
    assert re.search(r"[\d,]+ triples\.", page.text)
    assert "Version 0" in page.text
    assert any(link.startswith("/workbench?name=") for link in page.links)


def test_pages_hold_no_script_and_no_style_of_their_own(server: Running) -> None:
    for path in ("/", "/search?q=ivig", "/documents", "/class/Condition", "/page/kawasaki-disease", "/ontology"):
        page = page_of(server.ask(path))
        assert page.acting == []
        assert "style" not in page.tags
        assert "inline" not in page.scripts
        assert len(page.ids) == len(set(page.ids)), "an id stands once"
        inner = [link[1:] for link in page.links if link.startswith("#")]
        assert set(inner) <= set(page.ids)


def test_the_picture_of_a_concept(server: Running) -> None:
    picture: dict[str, Any] = server.ask("/picture/intravenous-immunoglobulin.json").json
    assert picture["label"] == "Intravenous immunoglobulin"
    effects = next(g for g in picture["groups"] if g["section"] == "adverse-effects")
    assert effects["class"] == "AdverseEffect"
    assert len(effects["members"]) == min(effects["total"], 40)
    assert all(member["path"].startswith("/page/") for group in picture["groups"] for member in group["members"])
    assert len({group["id"] for group in picture["groups"]}) == len(picture["groups"])
