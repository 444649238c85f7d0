"""The floors of the house: imports point down only, and the public names are the promised ones."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kg"

#: Floors from the ground up; a module imports from lower floors, and from its own where FREE says so or it stands earlier.
FLOORS = (
    ("errors", "identifiers", "settings", "outputs", "processes", "counts"),
    ("records", "vocabulary", "concepts", "claims_jsonl", "standoff", "curation", "gold"),
    ("reading", "graph"),
    (
        "lexicon_packs", "extraction", "distributed", "marking", "document_page", "display", "answers", "pipeline", "evaluation",
        "corpora", "changes", "compared_build", "claim_changes", "answer_changes", "difference", "mapping_review", "review", "release",
    ),
    ("web",),
    ("cli",),
    ("__main__",),
)
MODULES = sorted(PACKAGE.rglob("*.py"))


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _floor(module: str) -> int:
    name = module.split(".")[1]
    return next(i for i, floor in enumerate(FLOORS) if name in floor)


@dataclass(frozen=True)
class Outline:
    """What these tests look at in a module."""

    docstring: str
    defined: tuple[str, ...]
    imports: frozenset[str]


@cache
def _outline(path: Path) -> Outline:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Outline(ast.get_docstring(tree) or "", tuple(_defined(tree)), frozenset(_imports(tree, path)))


def _imports(tree: ast.Module, path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            found.add(node.module or "")
    return {name for name in found if name.startswith("kg.")}


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_defines_a_name_once(path: Path) -> None:
    assert not {name for name, count in Counter(_outline(path).defined).items() if count > 1}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    module = _module(path)
    if module == "kg":
        return
    for imported in _outline(path).imports:
        assert _floor(imported) <= _floor(module), f"{module} imports {imported} from a higher floor"
        pair = {module.split(".")[1], imported.split(".")[1]}
        assert pair != {"reading", "graph"}, f"{module} imports {imported}: reading and graph meet in pipeline only"


def test_no_cycle_among_modules() -> None:
    graph = {_module(path): _outline(path).imports for path in MODULES}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"import cycle: {' -> '.join((*trail, module))}"
        if module in done or module == "kg":
            return
        for imported in graph.get(module, ()):
            visit(imported, (*trail, module))
        done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert _outline(path).docstring


def test_no_junk_drawer() -> None:
    assert not {p.stem for p in MODULES} & {"utils", "helpers", "manager", "common", "misc"}


def test_public_names_are_sorted_and_there() -> None:
    assert kg.__all__ == sorted(kg.__all__, key=lambda n: n)
    for name in kg.__all__:
        assert getattr(kg, name) is not None


def test_unknown_public_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bulid'"):
        kg.bulid  # noqa: B018


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_sparql_and_no_environment_in_python(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name not in {"__main__.py"}:
        assert "os.environ" not in text and "getenv" not in text, "the environment is read at the doors only"
