"""Words that rules compare with folded or stemmed tokens must be ones that folding or stemming gives, or no text ever has them."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from kg.reading.words import tokenise

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for path in (ROOT / "kg" / "reading").rglob("*.py"))
_FORMS = r"(folds|stems)\b"
#: "word" in unit.folds; folds[i] == "word"; folds[i] in {"a", "b"}; folds[i] in NAME; NAME.isdisjoint(unit.folds).
_ONE = re.compile(r'"([a-z]{2,})" (?:not )?in (?:[\w.]*\.)?' + _FORMS)
_EQUAL = re.compile(r'\b(folds|stems)\[[^\]\n]*\] (?:==|!=) "([a-z]{2,})"')
_BRACES = re.compile(r"\b(folds|stems)\[[^\]\n]*\] (?:not )?in \{([^{}]*)\}")
_NAMED = re.compile(r"\b(folds|stems)\[[^\]\n]*\] (?:not )?in (_?[A-Z][A-Z_]+)\b")
_COMPARED = re.compile(r"\b(_?[A-Z][A-Z_]+)\.(?:isdisjoint|intersection|issuperset|issubset)\(\s*(?:[\w.]*\.)?" + _FORMS)


@cache
def _forms_of(word: str) -> tuple[str, str]:
    tokens, _ = tokenise(word, [(0, len(word))])
    return " ".join(tokens.folds), " ".join(tokens.stems)


@cache
def _known(form: str) -> frozenset[str]:
    files = [*(ROOT / "data" / "cues").glob("*.tsv"), *(ROOT / "ontology").glob("*.tsv"), *MODULES]
    words = {word for file in files for word in re.findall(r"[a-z]{2,}", file.read_text(encoding="utf-8").lower())}
    return frozenset(_forms_of(word)[form == "stems"] for word in words)


def _dead(words: Iterable[object], form: str) -> set[str]:
    plain = {word for word in words if isinstance(word, str) and re.fullmatch(r"[a-z]{2,}", word)}
    return {word for word in plain - _known(form) if _forms_of(word)[form == "stems"] not in plain}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_is_dead(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    module = importlib.import_module(path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."))
    compared: list[tuple[Iterable[object], str]] = [({m[1]}, m[2]) for m in _ONE.finditer(source)]
    compared += [({m[2]}, m[1]) for m in _EQUAL.finditer(source)]
    compared += [(set(re.findall(r'"(\w+)"', m[2])), m[1]) for m in _BRACES.finditer(source)]
    named = [(m[2], m[1]) for m in _NAMED.finditer(source)] + [(m[1], m[2]) for m in _COMPARED.finditer(source)]
    sets = ((getattr(module, name, None), form) for name, form in named)
    compared += [(words, form) for words, form in sets if isinstance(words, frozenset)]
    assert not set().union(*(_dead(words, form) for words, form in compared))


def test_a_dead_word_is_seen() -> None:
    assert _dead({"falls", "dropped"}, "folds") == {"falls"}
    assert not _dead({"falls", "fall"}, "folds")
    assert _dead({"failure"}, "stems") == {"failure"}
