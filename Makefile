# Everything works in .venv; nothing is installed elsewhere. `make run` and `make test` are the two commands of the README.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run test test-slow check snapshots clean

run: .venv/installed
	$(BIN)/posture solve scenarios/multinational-force --time-limit 3m
	@echo 'The command lies in $(BIN): for "posture ..." as printed above, first: export PATH="$$PWD/$(BIN):$$PATH"'

test: .venv/installed-dev tests/editor/node_modules
	$(BIN)/python -m pytest -n auto -m "not slow"

test-slow: .venv/installed-dev tests/editor/node_modules
	$(BIN)/python -m pytest -n auto -m slow

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.docs.check

snapshots: .venv/installed-dev
	UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest -n auto -m "not slow"

# What an editor checks scenarios with; where there is no npm its tests are skipped, and say so.
tests/editor/node_modules: tests/editor/package.json
	@if command -v npm >/dev/null; then cd tests/editor && npm install --no-package-lock --no-audit --no-fund --silent && touch node_modules; fi

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e .
	touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[dev]'
	touch $@ .venv/installed

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/editor/node_modules
