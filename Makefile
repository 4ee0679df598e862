# Each target prepares what it needs by itself; a second run finds it ready.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)

.PHONY: help install run test check fix bench drills lock versions clean chromium firefox pango

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.installed pango ## the environment, and nothing else

PORT := 8080
run: $(VENV)/.installed pango ## Amparo with invented people, on this machine; PORT=8090 for another port
	@$(BIN)/amparo demo --port $(PORT)

test: $(VENV)/.installed chromium firefox pango ## all tests, the journeys in a browser too
	@$(BIN)/pytest -n 2

check: $(VENV)/.installed ## style, types, directions, dangers, migrations; changes nothing
	@set -u; failed=; home=$$(mktemp -d); trap 'rm -rf "$$home"' EXIT; \
	step() { echo "── $$1"; shift; AMPARO_HOME="$$home" "$$@" || failed=1; }; \
	step "style" $(BIN)/ruff check .; \
	step "layout" $(BIN)/ruff format --check .; \
	step "types" $(BIN)/mypy src/amparo $(wildcard bench drills); \
	step "directions" $(BIN)/lint-imports; \
	step "dangers" $(BIN)/bandit -q -r src -c pyproject.toml; \
	step "migrations" $(BIN)/amparo django makemigrations --check --dry-run; \
	step "advisories" $(BIN)/python .ci/audit.py; \
	if [ -n "$$failed" ]; then echo "make check: something above is wrong"; exit 1; fi; \
	echo "make check: all is well"

fix: $(VENV)/.installed ## change all that can be changed by machine
	@$(BIN)/ruff check --fix .; $(BIN)/ruff format .

bench: $(VENV)/.installed pango ## measured comparisons
	@$(BIN)/python -m bench

drills: $(VENV)/.installed ## faults on purpose
	@$(BIN)/python -m drills

lock: $(VENV)/.installed ## write both lock files anew from pyproject.toml
	@compile="$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header"; \
	$$compile -o requirements.lock && $$compile --extra dev -o requirements-dev.lock

versions: $(VENV)/.installed
	@$(BIN)/python --version; $(BIN)/python -c 'import django, psycopg; \
	from amparo.machine import binaries; found = binaries.find(); \
	print("Django", django.__version__, "| psycopg", psycopg.__version__, "| PostgreSQL", found.major)'
	@command -v chromium >/dev/null && chromium --version --no-sandbox 2>/dev/null || true

clean: ## remove what tools made; the data in var/ stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

chromium:
	@command -v chromium >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi; \
	if command -v apt-get >/dev/null && { [ -z "$$sudo" ] || $$sudo true 2>/dev/null; }; then \
	  echo "Installing Chromium for the journeys"; \
	  { $$sudo apt-get install -y -qq --no-install-recommends chromium || \
	    { $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends chromium; }; } \
	    >/dev/null && exit 0; \
	fi; \
	echo "Chromium is missing and could not be installed here: the journeys cannot run. Install the package chromium."

firefox:
	@if [ "$$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi; \
	if ! command -v firefox-esr >/dev/null && ! command -v firefox >/dev/null && command -v apt-get >/dev/null && \
	    { [ -z "$$sudo" ] || $$sudo true 2>/dev/null; }; then \
	  echo "Installing Firefox for the journeys"; \
	  { $$sudo apt-get install -y -qq --no-install-recommends firefox-esr || \
	    { $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends firefox-esr; }; } \
	    >/dev/null 2>&1 || true; \
	fi; \
	if command -v npm >/dev/null && ! [ -e tests/firefox/node_modules/.package-lock.json ]; then \
	  npm ci --prefix tests/firefox --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || true; \
	fi; \
	{ command -v firefox-esr || command -v firefox; } >/dev/null && [ -e tests/firefox/node_modules ] || \
	  echo "Firefox, Node or what drives them is missing and could not be installed here: its journeys are skipped."

PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core

pango: $(VENV)/.installed
	@$(BIN)/python -c 'import weasyprint' 2>/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi; \
	if command -v apt-get >/dev/null && { [ -z "$$sudo" ] || $$sudo true 2>/dev/null; }; then \
	  echo "Installing Pango for the evidence pack's PDF"; \
	  { $$sudo apt-get install -y -qq --no-install-recommends $(PANGO) || \
	    { $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $(PANGO); }; } \
	    >/dev/null && exit 0; \
	fi; \
	echo "Pango is missing and could not be installed here: evidence packs are made as HTML and JSON. Install: $(PANGO)"

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed: apt install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments: apt install $$(basename $(PYTHON))-venv"; exit 1; }
	@echo "Making the virtual environment"; $(PYTHON) -m venv $(VENV)

$(VENV)/.dependencies: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing the locked dependencies"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.dependencies pyproject.toml
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
