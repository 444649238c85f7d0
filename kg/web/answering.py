"""What a worker answers: a request of the server and an open store go in, the bytes of one answer come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.web import edit_answers, name_answers, page_answers, query_answers, saved_answers
from kg.web.answer_state import Answer, Answering, Output, as_json

__all__ = ["Answering", "Output", "answer"]


def answer(state: Answering, request: Mapping[str, Any], body: bytes, out: Output) -> None:
    """Answer one request; raises KgError where it cannot be answered."""
    _ANSWERS[request["do"]](state, request, body, out)


def _ready(state: Answering, _: Mapping[str, Any], __: bytes, out: Output) -> None:
    """Prove that the store answers."""
    out.begin("application/json")
    out.write(as_json({"triples": any(True for _ in state.store.triples()), "offline": state.offline}))


#: How each kind of request is answered, by its `do`.
_ANSWERS: Mapping[str, Answer] = {
    **query_answers.ANSWERS,
    **saved_answers.ANSWERS,
    **name_answers.ANSWERS,
    **page_answers.ANSWERS,
    **edit_answers.ANSWERS,
    "ready": _ready,
}
