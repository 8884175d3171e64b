# Everything runs in .venv, which the targets make and keep up to date by themselves.
# Paths are relative throughout: make cannot cope with spaces in them, a checkout may have some.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
STORY := examples/karabakh-2020-09-27.story.toml
SECONDS ?= 30
TEMPLATES := src/blogctl/exporters/templates

export PIP_ROOT_USER_ACTION := ignore

# Shows a command as a reader would type it, and runs it with blogctl on the path.
try = @printf '\n$$ %s\n' "$(1)"; PATH="$$PWD/$(BIN):$$PATH"; $(1)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test fuzz lint format assets docs manual bench clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s%s\n", $$1, $$2 }' Makefile

demo: .venv/.runtime ## Publish an example story as page, feed and JSON, into demo/
	@rm -rf demo && mkdir demo && cp -R examples/images demo/images
	$(call try,blogctl validate examples --strict)
	$(call try,blogctl list $(STORY) | head -n 12)
	$(call try,blogctl export $(STORY) -f html -f rss -f json -o demo/)
	@cd demo && ls *.html *.rss *.json >/dev/null  # stops here if one was not made
	@printf '\nThe page, for a browser:  %s\n' \
	    "$$($(BIN)/python -c 'import pathlib, sys; print(pathlib.Path(sys.argv[1]).resolve().as_uri())' demo/*.html)"
	@printf 'The feed:                 %s\n' demo/*.rss
	@printf 'The story as JSON:        %s\n' demo/*.json

# Thousands of processes run what is here: they need compile it only once.
test: export PYTHONDONTWRITEBYTECODE :=
test: lint tests/browser/node_modules/.made ## Check style and types, then run every test
	$(BIN)/pytest -n auto --dist worksteal

fuzz: .venv/.dev ## Try damaged stories for SECONDS=30, with a SEED=1 of your own
	$(BIN)/python tests/fuzz/fuzz_source.py --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

lint: .venv/.dev ## Check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 src

format: .venv/.dev ## Put the code in shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

assets: tests/browser/node_modules/.made ## Make the script that pages carry, live.min.js, of live.js
	tests/browser/node_modules/.bin/terser $(TEMPLATES)/live.js --compress --mangle \
	    --output $(TEMPLATES)/live.min.js

docs: .venv/.docs ## Build the documentation, strictly, into build/docs/
	@$(BIN)/python -m sphinx -qWn --keep-going -d build/doctrees docs build/docs
	@printf 'The documentation, for a browser:  %s\n' \
	    "$$($(BIN)/python -c 'import pathlib; print(pathlib.Path("build/docs/index.html").resolve().as_uri())')"

manual: .venv/.dev ## Write the pages that are made from the code anew
	$(BIN)/python -B tools/fields.py
	$(BIN)/python -B tools/rules_page.py
	$(BIN)/python -B tools/formats.py
	$(BIN)/python -B tools/commands.py
	$(BIN)/python -B tools/manual.py

bench: .venv/.bench ## Measure the speed; with ONLY="add sort", RUNS=9 or QUICK=1
	@$(BIN)/python -B -m benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(RUNS),--runs $(RUNS)) \
	    $(if $(QUICK),--quick)

clean: ## Remove whatever make made
	rm -rf .venv demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf tests/browser/node_modules
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: an environment, with what blogctl needs, with what its developers need.
# Both installations are editable, so that only a change of pyproject.toml asks for another.

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 \
	    "blogctl needs Python 3.11 or newer, and $(PYTHON) is not: make PYTHON=python3.12, say"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo >&2 \
	    "no virtual environment: on Debian and Ubuntu, apt install python3-venv"; exit 1; }
	@touch $@

.venv/.runtime: pyproject.toml .venv/.made
	@echo "Installing blogctl in .venv ..."
	@$(PIP) install --editable .
	@touch $@

.venv/.dev: pyproject.toml .venv/.made
	@echo "Installing blogctl and its developers' tools in .venv ..."
	@$(PIP) install --editable '.[dev]'
	@touch .venv/.runtime .venv/.docs $@

.venv/.docs: pyproject.toml .venv/.made
	@echo "Installing blogctl and what its documentation is made with in .venv ..."
	@$(PIP) install --editable '.[docs]'
	@touch .venv/.runtime $@

.venv/.bench: pyproject.toml .venv/.made
	@echo "Installing blogctl and what it is measured against in .venv ..."
	@$(PIP) install --editable '.[bench]'
	@touch .venv/.runtime $@

# Without npm, and where it cannot install them, the tests that need these packages are skipped.
tests/browser/node_modules/.made: tests/browser/package.json
	@if command -v npm >/dev/null; then \
	    echo "Installing what the tests of the page need in tests/browser/node_modules ..."; \
	    npm install --silent --prefix tests/browser --ignore-scripts --no-package-lock --no-audit --no-fund \
	    && touch $@ || echo >&2 "npm could not: tests will be skipped, or fail where CI is set"; \
	fi
