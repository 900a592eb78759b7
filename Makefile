# Everything lives in $(VENV); nothing outside this folder is touched.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
# Bytecode is written for what is used, when it is used: 100 MB less, and a quicker install.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --quiet

.PHONY: help demo test lint types layers quality bench docs wheel check lock clean

help:  ## Show these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

demo: $(VENV)/.base  ## Build the example graph and its page in ./kg-demo
	$(BIN)/kg demo

test: $(VENV)/.dev  ## Run the tests
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.dev  ## Check format and habits
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev  ## Check types
	$(BIN)/mypy

layers: $(VENV)/.dev  ## Check that rooms import downwards only
	$(BIN)/lint-imports

quality: $(VENV)/.dev  ## Hold extraction quality above its pinned floors
	$(BIN)/python -m pytest tests/test_corpus.py

bench: $(VENV)/.dev  ## Measure speed beside plain spaCy and plain rdflib
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/extraction.py

docs: $(VENV)/.dev  ## Write the pages that come out of the queries and the scores
	$(BIN)/python docs/questions.py
	$(BIN)/python docs/quality.py

wheel: $(VENV)/.dev  ## Build dist/*.whl
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation

check: lint types layers test  ## lint, types, layers and tests

lock:  ## Refresh requirements/*.txt (needs uv)
	$(LOCK) -o requirements/base.txt
	$(LOCK) -c requirements/base.txt --group dev --extra html --extra owl --extra remote --extra serve \
		-o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt --extra html --extra remote --extra serve \
		-o requirements/service.txt
	grep -A1000 '^requires = \[' pyproject.toml | head -1 | grep -o '"[^"]*"' | tr -d '"' \
		| uv pip compile - --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-annotate --quiet -o requirements/build.txt

clean:  ## Remove what these targets made, except the environment
	rm -rf dist build kg-demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/pyvenv.cfg:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt requirements/build.txt pyproject.toml | $(VENV)/pyvenv.cfg
	$(PIP) --require-hashes -r requirements/base.txt -r requirements/build.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	$(PIP) --require-hashes -r requirements/dev.txt
	touch $@
