# Two commands do everything: `make serve` and `make test`. Both set up .venv from pinned versions first.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: serve build test lint clean clients

serve: .venv/installed
	$(BIN)/memograph serve --port $(PORT)

build: .venv/installed
	$(BIN)/memograph build

test: .venv/tested
	$(BIN)/pytest

lint: .venv/tested
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Clients of other people that tests ask with, where there is npm: Comunica.
clients: tests/clients/node_modules/.installed

clean:
	rm -rf .venv build dist tests/clients/node_modules

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "memograph needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/tested: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@

tests/clients/node_modules/.installed: tests/clients/package-lock.json
	cd tests/clients && npm ci --no-progress --loglevel=error
	touch $@
