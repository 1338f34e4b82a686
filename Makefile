# Every recipe works on a machine that has only Python 3.11 or newer (with venv and pip) and make.
PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.installed
TEST_STAMP := .venv/.installed-test
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
  --no-compile --require-hashes
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate
VENV = @$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
  "Python 3.11 or newer is needed: name one with make PYTHON=python3.11")' && $(PYTHON) -m venv .venv
# The checkout itself: importable, and `.venv/bin/gpdash`, without building anything.
LINK = @$(BIN)/python -c 'import pathlib, sysconfig; \
  pathlib.Path(sysconfig.get_path("purelib"), "gpdash.pth").write_text(f"{pathlib.Path.cwd()}\n")' \
  && printf '\#!/bin/sh\nexec "$$(dirname "$$0")/python" -m dashapp "$$@"\n' > $(BIN)/gpdash \
  && chmod +x $(BIN)/gpdash

.PHONY: help setup setup-test run demo test lint types contracts migrations migration lock
.DEFAULT_GOAL := help

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUN_STAMP)  ## .venv from the hash lock, when missing or stale

setup-test: $(TEST_STAMP)  ## the same with what tests need

run: setup  ## everything, with the demonstration firm, until Ctrl-C
	@exec $(BIN)/python -m dashapp up --demo

demo: setup  ## the same on data that is thrown away at the end
	@folder=$$(mktemp -d) && chmod 711 $$folder; \
	  GPDASH_DATA_DIR=$$folder $(BIN)/python -m dashapp up --demo; status=$$?; rm -rf $$folder; exit $$status

test: setup-test  ## the whole suite on private stores of its own; only="not e2e" or in=tests/risk runs a part
	$(BIN)/python -m pytest $(if $(only),-m "$(only)") $(in)

lint: setup-test  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-test  ## mypy --strict on services and dashapp
	$(BIN)/mypy

contracts: setup-test  ## who may import whom
	$(BIN)/lint-imports

migrations: setup-test  ## pending migrations and drift from the models, on a new database
	@folder=$$(mktemp -d) && chmod 711 $$folder && export GPDASH_DATA_DIR=$$folder DATABASE_URL= REDIS_URL= \
	  && $(BIN)/python -m dashapp db upgrade && $(BIN)/python -m dashapp db check; \
	  status=$$?; rm -rf $$folder; exit $$status

migration: setup-test  ## a new migration for changed models: make migration m="words"
	@file=$$($(BIN)/python -m dashapp db migration "$(m)" | tail -n 1) \
	  && $(BIN)/ruff check --quiet --fix "$$file" && $(BIN)/ruff format --quiet "$$file" && echo "$$file"

lock:  ## resolve pyproject.toml into both locks (needs uv)
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra test -o requirements-test.lock

$(RUN_STAMP): requirements.lock
	$(VENV)
	$(INSTALL) -r requirements.lock
	$(LINK)
	@touch $@

$(TEST_STAMP): requirements-test.lock
	$(VENV)
	$(INSTALL) -r requirements-test.lock
	$(LINK)
	@touch $@ $(RUN_STAMP)
