# Everything a newcomer or a machine runs. All targets are safe to repeat; what is up to date is not done again.
#
#   make demo                       install into .venv, build the samples, answer "who invited whom"
#   make demo ARTICLES="a.txt dir"  the same on your own files
#   make test                       lint, build the wheel, install it afresh, run every test against it
#   make lint                       ruff, mypy, import-linter
#   make format                     put the code into ruff's form
#   make bench                      what a build costs, measured; writes bench/RESULTS.md (BENCH="--memory 1000 10000" for more)
#   make golden                     write the samples' golden graphs, the floors and the list of short texts anew
#   make sessions                   write the sessions that README.md and docs/ show anew
#   make vocabulary                 ontology, codes and shapes as they are published, with pages to read: build/vocabulary
#   make clean                      take away what these targets made

PYTHON   ?= python3
VENV     ?= .venv
WHEELENV ?= .venv-wheel
ARTICLES ?=
TESTS    ?= tests
BENCH    ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1

BIN     := $(VENV)/bin
SOURCES := $(shell find kg ontology shapes queries -type f -not -name '*.pyc' 2>/dev/null) pyproject.toml README.md LICENSE
STAGE   := build/wheel-test

.PHONY: demo test lint format wheel bench golden sessions vocabulary java virtuoso chromium clean

demo: $(VENV)/.base
	@$(BIN)/kg demo $(ARTICLES) || [ $$? -eq 1 ]  # 1: done, and something was set aside and named

test: lint java virtuoso chromium $(WHEELENV)/.installed
	rm -rf $(STAGE) && mkdir -p $(STAGE)
	cp -r tests README.md CHANGELOG.md CONTRIBUTING.md LICENSE CITATION.cff constraints.txt bench docs tools pyproject.toml $(STAGE)/
	cd $(STAGE) && KG_SCREENSHOTS=$(abspath build/screenshots) $(abspath $(WHEELENV))/bin/pytest -n auto --dist loadfile $(TESTS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: build/.wheel

# what a build costs, as a multiple of the bare parse; writes bench/RESULTS.md
bench: $(VENV)/.base
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 BLIS_NUM_THREADS=1 $(BIN)/python bench/run.py $(BENCH)

golden: $(VENV)/.base
	$(BIN)/python tests/measured.py

sessions: $(VENV)/.base
	$(BIN)/python tests/sessions.py README.md docs/ontology.md

vocabulary: $(VENV)/.dev
	$(BIN)/python tools/vocabulary.py build/vocabulary

# --- environments: a stamp says what was installed for which pyproject and constraints

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kg needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1); name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make virtual environments; install python3-venv (apt-get install python3-venv) and run make again" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.base

build/.wheel: $(SOURCES) | $(VENV)/.dev
	rm -rf dist && $(BIN)/python -m build --wheel --no-isolation
	@mkdir -p build && touch $@

$(WHEELENV)/.installed: build/.wheel constraints.txt
	rm -rf $(WHEELENV) && $(PYTHON) -m venv $(WHEELENV)
	$(WHEELENV)/bin/python -m pip install -q -c constraints.txt "$$(echo dist/irkg-*.whl)[dev]"
	@touch $@

# HermiT, the reasoner that checks the ontology, runs on Java
java:
	@command -v java >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	  then apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; \
	  else echo "the ontology's tests run the reasoner HermiT, which needs Java: install a Java runtime (apt-get install default-jre-headless) and run make again" >&2; exit 1; fi; }

# Virtuoso, a server that the stores' tests run against; without it they are left out and say so, in CI they fail
virtuoso:
	@command -v virtuoso-t >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	  then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends virtuoso-opensource-7 >/dev/null; \
	  else echo "Virtuoso is not installed: the tests against it are left out (apt-get install virtuoso-opensource-7)" >&2; fi; }

# Chromium, in which the explorer is driven; without it that is left out and said, in CI it fails
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	  then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	  else echo "Chromium is not installed: the explorer is not driven in a browser (apt-get install chromium)" >&2; fi; }

clean:
	rm -rf $(VENV) $(WHEELENV) build dist
