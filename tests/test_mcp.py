"""Saved queries as tools for language models: typed, read-only, with evidence, over standard input and output and over HTTP."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")
pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from web_server import Running, running

from kg.errors import UnknownName
from kg.graph.queries import load_queries
from kg.graph.store import Store
from kg.web.app import create_app
from kg.web.engine import Engine
from kg.web.options import LaneLimits, ServerOptions
from kg.web.tools import MOST_ROWS, ROWS, Toolbox

jsonschema: Any = pytest.importorskip("jsonschema", reason="the extra `mcp` is not installed")
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Running]:
    with running(ServerOptions(build=built, port=0, mcp="beside", mcp_hosts=("graph.example.org",))) as server:
        yield server


@pytest.fixture(scope="module")
def tools(server: Running) -> Mapping[str, Any]:
    return {tool.name: tool for tool in with_client(server, lambda client: client.list_tools()).tools}


def with_client(server: Running, ask: Callable[[Client], Awaitable[Any]], mode: str = "auto") -> Any:
    """Ask something by the library's own client over HTTP."""

    async def run() -> Any:
        async with Client(f"http://127.0.0.1:{server.port}/mcp", mode=mode) as client:
            return await ask(client)

    return asyncio.run(run())


def call(server: Running, name: str, /, **arguments: Any) -> dict[str, Any]:
    answer = with_client(server, lambda client: client.call_tool(name, arguments))
    assert not answer.is_error, answer.content
    assert json.loads(answer.content[0].text) == answer.structured_content, "the text is for clients that know no structured content"
    document = answer.structured_content
    assert isinstance(document, dict)
    return document


def refusal(server: Running, name: str, /, **arguments: Any) -> str:
    answer = with_client(server, lambda client: client.call_tool(name, arguments))
    assert answer.is_error
    return str(answer.content[0].text)


def post(server: Running, content: bytes | None = None, /, **headers: str) -> int:
    usual = {"Content_Type": "application/json", "Accept": "application/json, text/event-stream"}
    return server.ask("/mcp", "POST", json.dumps(LIST).encode() if content is None else content, **{**usual, **headers}).status


def test_one_tool_for_each_question(tools: Mapping[str, Any], root: Path) -> None:
    queries = load_queries(root / "queries")
    answered = {name.replace("-", "_") for name, query in queries.items() if not query.services}
    assert set(tools) == answered | {"search_entity", "describe_entity"}
    for tool in tools.values():
        assert tool.annotations.read_only_hint is True
        assert tool.description
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"


def test_arguments_are_typed(tools: Mapping[str, Any]) -> None:
    effects = tools["adverse_effects_of_product"].input_schema["properties"]
    assert effects["minimum"] == {"description": "the least belief.", "type": "number", "default": 0.0}
    assert effects["product"]["default"] == "igr:intravenous-immunoglobulin"
    assert "ImmunoglobulinProduct" in effects["product"]["description"]
    assert tools["conditions_of_product"].input_schema["properties"]["status"]["enum"][-1] == "any"
    claim = tools["evidence_of_claim"].input_schema
    assert claim["required"] == ["claim"]
    assert claim["additionalProperties"] is False


def test_every_tool_answers_as_its_schema_says(server: Running, tools: Mapping[str, Any], built: Path) -> None:
    store = Store.open(built / "store")
    claim = store.query("SELECT ?c { ?c a ig:Claim } ORDER BY ?c LIMIT 1").to_values()[0][0]
    examples: dict[str, dict[str, Any]] = {
        "evidence_of_claim": {"claim": claim},
        "search_entity": {"text": "kawasky"},
        "describe_entity": {"name": "IVIG"},
    }

    async def ask(client: Client) -> dict[str, Any]:
        return {name: await client.call_tool(name, examples.get(name, {})) for name in tools}

    for name, answer in with_client(server, ask).items():
        if answer.is_error and name not in examples:
            # A default may be a thing that this small build does not hold; it must be told as such.
            assert ": no " in answer.content[0].text, (name, answer.content)
            continue
        assert not answer.is_error, (name, answer.content)
        jsonschema.Draft202012Validator(tools[name].output_schema).validate(answer.structured_content)
        assert answer.structured_content["graph"]["build"] == server.ask("/ready").json["build"]


def test_rows_carry_their_evidence(server: Running) -> None:
    answer = call(server, "adverse_effects_of_product", product="IVIG", limit=MOST_ROWS)
    claims = {claim["iri"]: claim for claim in answer["claims"]}
    assert answer["total"] == len(answer["rows"]) > 0
    for row in answer["rows"]:
        assert row["claims"], "each of these rows comes from a claim"
        told = [claims[iri] for iri in row["claims"] if iri in claims]
        fitting = [c for c in told if c["relation"]["curie"] == "ig:hasAdverseEffect" and c["object"] == row["cells"]["effect"]]
        assert fitting
        assert all(c["subject"]["curie"] == "igr:intravenous-immunoglobulin" for c in fitting)
        places = {(e["document"], e["start"], e["end"]) for c in fitting for e in c["evidence"]}
        whole = all(c["evidence_total"] == len(c["evidence"]) for c in fitting)
        assert not whole or row["claims_total"] > len(row["claims"]) or (
            row["cells"]["document"], row["cells"]["start"], row["cells"]["end"],
        ) in places  # fmt: skip
        assert {c["belief"] for c in fitting} & {row["cells"]["belief"]} or row["claims_total"] > len(row["claims"])


def test_an_inferred_row_says_so(server: Running) -> None:
    answer = call(server, "hypotheses_to_test", product="IVIG")
    assert answer["total"] > 0
    assert all(not row["claims"] and row["inferences"] for row in answer["rows"])
    assert "curated, computed or inferred" in answer["notes"][0]
    inference = call(server, "describe_entity", name=answer["rows"][0]["inferences"][0])
    assert "ig:inferenceRule" in {group["curie"] for group in inference["properties"]}


def test_what_is_cut_is_said_and_can_be_had(server: Running) -> None:
    first = call(server, "adverse_effects_of_product")
    assert len(first["rows"]) == ROWS < first["total"]
    assert first["truncated"] is True
    assert f"offset={ROWS}" in first["left_out"][0]
    rows, offset = [], 0
    while offset is not None:
        page = call(server, "adverse_effects_of_product", offset=offset, limit=ROWS)
        rows += [row["cells"] for row in page["rows"]]
        offset = page["next_offset"]
    assert rows == server.ask("/api/queries/adverse-effects-of-product").json["rows"]
    about, told = call(server, "describe_entity", name="IVIG"), []
    for start in range(0, min(40, about["claims_total"]), len(about["claims"])):
        told += call(server, "describe_entity", name="IVIG", claims_offset=start)["claims"]
    assert f"claims_offset={len(about['claims'])}" in " ".join(about["left_out"])
    assert len({claim["iri"] for claim in told}) == len(told)
    assert [claim["belief"] for claim in told] == sorted((claim["belief"] for claim in told), reverse=True)
    whole = call(server, "describe_entity", name="Kawasaki disease")
    assert whole["curie"] == "igr:kawasaki-disease"
    assert whole["truncated"] is bool(whole["left_out"])
    assert {claim["object"]["curie"] for claim in whole["claims"]} | {claim["subject"]["curie"] for claim in whole["claims"]} >= {
        "igr:kawasaki-disease"
    }


def test_no_rows_say_what_that_means(server: Running) -> None:
    answer = call(server, "adverse_effects_of_product", minimum=1)
    assert (answer["rows"], answer["truncated"]) == ([], False)
    assert "no evidence of absence" in answer["empty_means"]


def test_search_forgives_typing_errors(server: Running) -> None:
    found = call(server, "search_entity", text="gullain bare", classes=["Condition"], limit=1)
    assert [hit["curie"] for hit in found["results"]] == ["igr:guillain-barre-syndrome"]
    assert found["truncated"] is (found["total"] > 1)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        pytest.param("adverse_effects_of_product", {"product": "IVGI"}, "Did you mean", id="a near miss"),
        pytest.param("adverse_effects_of_product", {"product": "kawasaki-disease"}, "takes a ImmunoglobulinProduct", id="wrong class"),
        pytest.param("adverse_effects_of_product", {"produkt": "IVIG"}, "Did you mean 'product'", id="unknown argument"),
        pytest.param("adverse_effects_of_product", {"minimum": "much"}, "decimal", id="wrong type"),
        pytest.param("adverse_effects_of_product", {"product": {"a": 1}}, "takes text", id="an object"),
        pytest.param("adverse_effects_of_product", {"product": "x" * 5_000}, "longer than 4,000", id="too long"),
        pytest.param("adverse_effects_of_product", {"product": "> } DROP ALL #"}, "no ImmunoglobulinProduct", id="SPARQL is a name"),
        pytest.param("conditions_of_product", {"status": "aproved"}, "approved", id="unknown value"),
        pytest.param("evidence_of_claim", {}, "'claim' is missing", id="missing"),
        pytest.param("approved_indications", {"limit": 0}, "from 1 to", id="limit"),
        pytest.param("approved_indications", {"limit": True}, "from 1 to", id="limit is no truth value"),
        pytest.param("search_entity", {"text": " "}, "'text'", id="nothing to search for"),
        pytest.param("search_entity", {"text": "a", "classes": "x"}, "list", id="no list"),
        pytest.param("search_entity", {"text": "a", "classes": ["no class:<"]}, "no class", id="no class"),
        pytest.param("search_entity", {"text": "a", "classes": ["Conditon"]}, "Did you mean 'Condition'", id="an unknown class"),
        pytest.param("describe_entity", {"name": "igr:no-such-thing"}, "no concept", id="unknown thing"),
    ],
)
def test_refusals_tell_what_to_do(server: Running, name: str, arguments: dict[str, Any], words: str) -> None:
    told = refusal(server, name, **arguments)
    assert words in told
    assert ".rq" not in told


def test_an_unknown_tool_is_an_error_of_the_protocol(server: Running) -> None:
    async def ask(client: Client) -> None:
        with pytest.raises(MCPError, match="Did you mean 'search_entity'"):
            await client.call_tool("search_entitty", {})

    with_client(server, ask)


def test_clients_of_the_older_protocol(server: Running) -> None:
    answer = with_client(server, lambda client: client.call_tool("approved_indications", {"limit": 1}), mode="legacy")
    assert len(answer.structured_content["rows"]) == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="this machine"),
        pytest.param({"Host": "localhost"}, 200, id="its name"),
        pytest.param({"Host": "graph.example.org"}, 200, id="an allowed name"),
        pytest.param({"Host": "graph.example.org:8443", "Origin": "https://graph.example.org"}, 200, id="with a port"),
        pytest.param({"Host": "evil.example"}, 421, id="a name that was bound to this machine"),
        pytest.param({"Host": "graph.example.org.evil.example"}, 421, id="a longer name"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="a page of another site"),
        pytest.param({"Origin": "null"}, 403, id="a page without a site"),
        pytest.param({"Content_Type": "text/plain"}, 400, id="what a form can send"),
    ],
)
def test_names_by_which_it_may_be_called(server: Running, headers: dict[str, str], status: int) -> None:
    assert post(server, None, **headers) == status


def test_odd_requests(server: Running) -> None:
    assert server.ask("/mcp").status == 405
    assert server.ask("/mcp", "DELETE").status == 405
    assert post(server, b"{" * 50_000) == 400
    assert post(server, b" " * 3_000_000) == 413
    assert post(server, b"[]") == 400
    assert server.ask("/health").status == 200
    assert 'route="/mcp"' in server.ask("/metrics").text


def test_a_call_that_takes_too_long_ends_its_worker_only(built: Path) -> None:
    hurried = LaneLimits(workers=1, seconds=0.002, running_per_client=4, waiting_per_client=8)
    options = ServerOptions(build=built, port=0, mcp="alone")
    with running(options) as server:
        assert server.ask("/sparql?query=ASK%7B%7D").status == 404, "nothing else is served"
        lane = server.engine.pages
        usual, lane.limits = lane.limits, replace(hurried, workers=lane.limits.workers)
        assert "was stopped" in refusal(server, "plausible_therapies")
        lane.limits = usual
        assert call(server, "plausible_therapies", limit=1)["rows"]


def test_standard_input_and_output(built: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "kg", "mcp", "--build", str(built), "--topic", "safety"])

    async def ask() -> tuple[set[str], Any, Any]:
        async with Client(command) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            good = await client.call_tool("adverse_effects_of_product", {"product": "IVIG", "limit": 2})
            bad = await client.call_tool("adverse_effects_of_product", {"product": "IVGI"})
            return names, good, bad

    before = set(built.parent.iterdir())
    names, good, bad = asyncio.run(ask())
    assert {"adverse_effects_of_product", "search_entity"} <= names
    assert "approved_indications" not in names
    assert len(good.structured_content["rows"]) == 2
    assert bad.is_error
    assert set(built.parent.iterdir()) == before, "nothing stays when the client has gone"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--build", "nowhere"], "no store there"), (["--build", "BUILD", "--topic", "saftey"], "Did you mean 'safety'?")],
)
def test_the_command_refuses_in_one_line(arguments: list[str], words: str, built: Path, tmp_path: Path) -> None:
    given = [str(built) if argument == "BUILD" else argument for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "kg", "mcp", *given], input="", capture_output=True, text=True, timeout=30, cwd=tmp_path, check=False
    )
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("Error: ") and words in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("words", [["mcp"], ["mcp", "--http", "--port", "0"], ["serve", "--mcp", "--port", "0"]], ids=" ".join)
def test_without_the_extra_the_message_brings_it(words: list[str], built: Path) -> None:
    program = f"import sys; sys.modules['mcp'] = None; sys.argv = ['kg', *{[*words, '--build', str(built)]!r}]\nfrom kg.__main__ import main\nmain()"
    done = subprocess.run([sys.executable, "-c", program], input="", capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "pip install 'igkg[mcp]'" in done.stderr


def test_a_topic_that_is_not_there(built: Path) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'safety'"):
        create_app(options=ServerOptions(build=built, mcp="beside", mcp_topics=("saftey",)))


def test_a_question_that_needs_another_endpoint_is_a_tool_where_it_is_allowed(built: Path, root: Path) -> None:
    from kg.settings import Settings

    federated = [query for query in load_queries(root / "queries").values() if query.services]
    assert federated
    services = tuple(service for query in federated for service in query.services)
    engine = Engine(ServerOptions(build=built), replace(Settings.default(), allowed_services=services))
    try:
        assert {query.name.replace("-", "_") for query in federated} <= set(Toolbox(engine).tools)
    finally:
        engine.source.close()
