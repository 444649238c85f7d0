"""Errors as RFC 9457 problem documents: an error goes in, a JSON response with the place in the query comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from kg.errors import KgError, ParameterError, QueryError, UnknownName

__all__ = ["Problem", "problem_of", "title_of"]


class Problem(Exception):
    """A request that is refused or fails; `code` is for programs, `detail` is one sentence for a person."""

    def __init__(
        self, status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, more: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = dict(more or {})

    def response(self) -> Response:
        """Give the response; retries are told when to come back."""
        document = {"type": "about:blank", "title": title_of(self.status), "status": self.status, "code": self.code, "detail": self.detail}
        body = json.dumps({**document, **self.more}, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Cache-Control": "no-store", **self.headers}
        return Response(body, self.status, headers, media_type="application/problem+json")


def problem_of(error: KgError) -> Problem:
    """Give the problem that an expected error is."""
    if isinstance(error, QueryError):
        place = {name: value for name, value in (("line", error.line), ("column", error.column)) if value is not None}
        return Problem(400, "query", str(error), more=place)
    if isinstance(error, UnknownName):
        return Problem(400, "unknown-name", _without_path(str(error)), more={"near": list(error.near)} if error.near else None)
    if isinstance(error, ParameterError):
        return Problem(400, "parameter", _without_path(str(error)))
    return Problem(500, "internal", str(error))


def _without_path(message: str) -> str:
    """Leave out the path of a saved query's file, which is no business of a visitor."""
    head, colon, rest = message.partition(".rq: ")
    return rest if colon and "\n" not in head else message


def title_of(status: int) -> str:
    """Give the name of a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Client Closed Request" if status == 499 else "Error"
