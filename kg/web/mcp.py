"""The Model Context Protocol: a toolbox goes in, a server over standard input and output or at /mcp comes out (extra `mcp`)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import traceback
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any

from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

import kg
from kg.errors import UnknownName
from kg.settings import Settings
from kg.web.engine import Engine
from kg.web.options import ServerOptions
from kg.web.requests import body_of, client_of, while_connected
from kg.web.tools import INSTRUCTIONS, Toolbox, ToolFailed

__all__ = ["McpDoor", "make_mcp_server", "serve_stdio"]

_LOG = logging.getLogger("kg.web")
#: Names of this machine, which a browser cannot be led to by a name of somebody else's.
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def make_mcp_server(toolbox: Toolbox) -> Server[Any]:
    """Make a server that lists the tools of a box and calls them."""
    tools = [
        ListedTool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=dict(tool.takes),
            output_schema=dict(tool.gives),
            annotations=_READ_ONLY,
        )
        for tool in toolbox.tools.values()
    ]

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=tools)

    async def call_tool(context: ServerRequestContext[Any], given: CallToolRequestParams) -> CallToolResult:
        client = client_of(context.request) if isinstance(context.request, Request) else "mcp"
        try:
            answer = await toolbox.call(given.name, given.arguments or {}, client)
        except UnknownName as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error
        except ToolFailed as error:
            return CallToolResult(content=[TextContent(text=str(error))], is_error=True)
        except Exception as error:
            # The library would send its words to the client.
            _LOG.error("tool", extra={"fields": {"event": "tool", "tool": given.name, "bug": "".join(traceback.format_exception(error))}})
            return CallToolResult(content=[TextContent(text="an unforeseen error; the log of the server has it")], is_error=True)
        # Clients that know no structured content read the same as text.
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        return CallToolResult(content=[TextContent(text=text)], structured_content=answer)

    return Server(
        "igkg",
        version=kg.__version__,
        title="Knowledge graph of immunoglobulin therapy",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        get_tool_input_schema=lambda name: toolbox.tools[name].takes if name in toolbox.tools else None,
    )


class McpDoor:
    """The protocol over HTTP at /mcp: one POST is one call, and nothing is kept between two of them."""

    path = "/mcp"

    def __init__(self, engine: Engine) -> None:
        options = engine.options
        self._most = options.body_bytes
        hosts = [*_LOOPBACK, *options.mcp_hosts]
        names = [name for host in hosts for name in (host, f"{host}:*")]
        security = TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=names,
            allowed_origins=[f"{scheme}://{name}" for name in names for scheme in ("http", "https")],
        )
        self._manager = StreamableHTTPSessionManager(
            make_mcp_server(Toolbox(engine, options.mcp_topics)),
            json_response=True,
            stateless=True,
            security_settings=security,
            max_request_body_size=self._most,
        )

    def routes(self) -> list[Route]:
        """Give the route; a client that asks for a stream of messages by GET is told that there is none."""
        return [Route(self.path, self, methods=["POST"], name="mcp")]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer calls while the block runs."""
        async with self._manager.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call; its worker is ended if the client goes."""
        scope["kg"]["route"] = self.path
        request = Request(scope, receive)
        body = await body_of(request, self._most)
        parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            if parts:
                return parts.pop()
            await asyncio.Event().wait()  # whoever goes is seen by while_connected, which cancels this
            raise AssertionError("never set")

        await while_connected(request, self._manager.handle_request(scope, replay, send))


async def _serve(options: ServerOptions, settings: Settings, topics: Collection[str]) -> None:
    engine = Engine(options, settings)
    loop = asyncio.get_running_loop()
    endings: list[asyncio.Task[None]] = []
    try:
        server = make_mcp_server(Toolbox(engine, topics))
        await engine.start()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lambda: endings.append(loop.create_task(_end(engine))))
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    except* BrokenPipeError:
        pass  # the client has gone without saying so
    finally:
        await engine.stop()


async def _end(engine: Engine) -> None:
    """End at once: the thread that reads standard input cannot be woken, so nothing that waits for it may run."""
    with contextlib.suppress(Exception):
        await engine.stop()
    os._exit(0)


def serve_stdio(options: ServerOptions, settings: Settings, topics: Sequence[str] = ()) -> None:
    """Serve over standard input and output until the client closes them; raises KgError where it cannot start."""
    asyncio.run(_serve(options, settings, topics))
