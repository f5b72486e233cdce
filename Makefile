# Everything a newcomer types. Each command installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
VENDOR := src/najda/web/static/vendor
export NAJDA_SHARED ?= ../shared

.PHONY: setup demo test lint test-outside test-crash test-browser bench soak planted docs clean

setup: $(STAMP) $(VENDOR)/.ready ## Make the environment in .venv and fetch the browser's parts

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENDOR)/.ready: package.json package-lock.json
	npm ci --no-audit --no-fund --silent
	mkdir -p $(VENDOR)
	cp node_modules/htmx.org/dist/htmx.min.js $(VENDOR)/
	cp node_modules/lean-qr/index.mjs $(VENDOR)/lean-qr.mjs
	mkdir -p $(VENDOR)/qr && cp node_modules/qr/decode.js node_modules/qr/index.js $(VENDOR)/qr/
	cp node_modules/maplibre-gl/dist/maplibre-gl.mjs node_modules/maplibre-gl/dist/maplibre-gl-shared.mjs \
	   node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs node_modules/maplibre-gl/dist/maplibre-gl.css $(VENDOR)/
	touch $@

demo: setup ## The main job on real data: Aleppo, September 2016, in your browser
	$(BIN)/najda demo

lint: setup ## Types and style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: setup lint ## Types, style and the default tests (needs nothing but this folder)
	$(BIN)/pytest -n 2

test-outside: setup ## The outside examples; fails where NAJDA_SHARED is missing
	$(BIN)/pytest -n 2 -m outside tests/outside

test-crash: setup ## Kill processes at random moments
	$(BIN)/pytest -m crash tests/crash

test-browser: setup ## Drive a real chromium
	$(BIN)/pytest -m browser tests/browser

bench: setup ## Measure; prints ratios
	$(BIN)/python -m bench

soak: setup ## The crash tests for hours: a long nemesis, many more kills and power cuts, a new seed each time
	NAJDA_NEMESIS_SECONDS=7200 NAJDA_KILLS=2000 NAJDA_CUTS=100000 $(BIN)/pytest -m crash tests/crash -s

planted: setup ## Plant bugs, one at a time: the checker must find each (half an hour)
	$(BIN)/pytest -m planted tests/crash -s

docs: setup ## Write the generated parts of the docs again
	$(BIN)/python tools/make_docs.py

clean: ## Throw away what was made
	rm -rf $(VENV) node_modules $(VENDOR) .demo
