"""The server's log: records go in, one line of JSON each goes to standard error."""

from __future__ import annotations

import datetime
import json
import logging
import sys

__all__ = ["start_log"]


class _Lines(logging.Formatter):
    """Writes a record as one line of JSON; what a visitor sent is escaped by that and cannot forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        fields = getattr(record, "fields", None) or {"event": "message", "text": record.getMessage()}
        line = {"time": moment.replace("+00:00", "Z"), "level": record.levelname.lower(), **fields}
        if record.exc_info:
            line["bug"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


class _OwnAnswers(logging.Filter):
    """Leaves out what the HTTP server says about answers that were broken off on purpose: the request's own line tells it."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "ASGI callable returned without" not in record.getMessage()


def start_log() -> None:
    """Send the log of the server and of what it stands on to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    handler.addFilter(_OwnAnswers())
    for name, level in (("kg.web", logging.INFO), ("uvicorn.error", logging.INFO)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
