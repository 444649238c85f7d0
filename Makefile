# Two commands set everything up: `make kg` (environment, install, main job, first answers) and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DOCUMENTS ?= $(wildcard ../shared/documents)

.PHONY: kg test lint types check docs clean

$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dl,pdf,dev]'
	touch $@

kg: $(VENV)/.installed
	@$(BIN)/python -m compileall -q kg || true  # where Python may not keep byte code, each command would compile the package anew
	$(BIN)/kg build $(addprefix --documents ,$(DOCUMENTS)) --out build
	$(BIN)/kg query approved-indications
	$(BIN)/kg query adverse-effects-of-product -p product=intravenous-immunoglobulin

test: $(VENV)/.installed lint types
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/.installed
	$(BIN)/ruff check kg tests benchmarks

types: $(VENV)/.installed
	$(BIN)/mypy

check: test

docs: $(VENV)/.installed
	$(BIN)/kg draw --out docs/model.svg
	$(BIN)/python -m typer kg.cli utils docs --name kg --title 'kg: command line' --output docs/cli.md

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
