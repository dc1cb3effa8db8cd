# Two commands do everything: `make serve` and `make test`. Both set up .venv from pinned versions first.

PYTHON ?= python3
PORT ?= 8000
# Test processes side by side: one more than this machine has cores, because many tests wait for a server.
PROCESSES ?= $(shell expr $$(nproc) + 1)
BIN := .venv/bin

.PHONY: serve build test lint clean clients

serve: .venv/installed
	$(BIN)/memograph serve --port $(PORT)

build: .venv/installed
	$(BIN)/memograph build

test: .venv/tested
	$(BIN)/pytest --numprocesses $(PROCESSES) --dist loadfile --no-loadscope-reorder --durations 15

lint: .venv/tested
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Programs of other people that tests ask with, or ask: Comunica, axe-core and the Nu HTML checker (where there is npm),
# csv-reconcile, sssom-py. The last two need other versions of what memograph needs, and so have environments of their own.
clients: tests/clients/node_modules/.installed tests/clients/.venv-csv-reconcile/installed tests/clients/.venv-sssom/installed

clean:
	rm -rf .venv build dist tests/clients/node_modules tests/clients/.venv-* web/node_modules src/memograph/publish/static/vendor

.venv/installed: pyproject.toml constraints.txt hatch_build.py web/package-lock.json web/build.mjs
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

tests/clients/.venv-%/installed: tests/clients/%.txt
	rm -rf tests/clients/.venv-$*
	$(PYTHON) -m venv tests/clients/.venv-$*
	tests/clients/.venv-$*/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@
