# Everything a newcomer or a machine runs. All targets are safe to repeat; what is up to date is not done again.
#
#   make demo                       install into .venv, build the samples, answer "who invited whom"
#   make demo ARTICLES="a.txt dir"  the same on your own files
#   make test                       lint, build the wheel, install it afresh, run every test against it
#   make lint                       ruff, mypy, import-linter
#   make format                     put the code into ruff's form
#   make bench                      what a build costs, measured; writes bench/RESULTS.md (BENCH="--memory 1000 10000" for more)
#   make soak                       the long runs: kills, faults, load (docs/reliability.md); SOAK="--moments 10" for fewer
#   make lock                       write requirements*.txt anew after an edit of pyproject.toml; LOCK=--upgrade for newer versions
#   make supply                     licences, bill of materials and known holes of all that is installed
#   make guards                     what keeps each promise taken out, one after the other: the test must fail (docs/reliability.md)
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
SOAK     ?=
LOCK     ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1

BIN     := $(VENV)/bin
SOURCES := $(shell find kg ontology shapes queries -type f -not -name '*.pyc' 2>/dev/null) pyproject.toml README.md LICENSE
STAGE   := build/wheel-test

.PHONY: demo test lint format wheel bench soak lock supply golden sessions vocabulary java virtuoso chromium clean

demo: $(VENV)/.base
	@$(BIN)/kg demo $(ARTICLES) || [ $$? -eq 1 ]  # 1: done, and something was set aside and named

test: lint java virtuoso chromium $(WHEELENV)/.installed
	rm -rf $(STAGE) && mkdir -p $(STAGE)
	cp -r tests README.md CHANGELOG.md CONTRIBUTING.md LICENSE CITATION.cff SECURITY.md requirements.txt requirements-dev.txt requirements-fuzz.txt bench docs tools pyproject.toml $(STAGE)/
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

# --python-version: the oldest that kg runs on; the files hold for all newer ones and for every system
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $(LOCK)

lock: $(VENV)/.dev
	printf '%s\n' 'hatchling>=1.25' 'editables>=0.5' | $(COMPILE) pyproject.toml - -o requirements.txt >/dev/null
	$(COMPILE) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt >/dev/null
	printf '%s\n' 'atheris>=3.0,<3.1' | $(COMPILE) - -o requirements-fuzz.txt >/dev/null

# pip-audit asks a database on the internet, and fails for a package that it finds nothing about
supply: $(VENV)/.dev
	$(BIN)/python tools/licences.py docs/licences.md
	@mkdir -p build
	$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml --mc-type application --output-reproducible -o build/sbom.json
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements-dev.txt

# takes each guard out, in a copy, and sees that its test fails; writes the table of docs/reliability.md
.PHONY: guards
guards: $(VENV)/.dev
	$(BIN)/python tools/guards.py --write

# goes on where it stopped, by what build/soaked.tsv says has passed; take that file away to begin anew
soak: guards $(VENV)/.fuzz
	$(BIN)/pytest -m "soak or not soak" -rA --soaked build/soaked.tsv --moments 50 $(SOAK) tests/soak tests/hostile tests/test_determinism.py
	$(BIN)/python tests/soaked.py build/soaked.tsv

golden: $(VENV)/.base
	$(BIN)/python tests/measured.py

sessions: $(VENV)/.base
	$(BIN)/python tests/sessions.py README.md docs/ontology.md

vocabulary: $(VENV)/.dev
	$(BIN)/python tools/vocabulary.py build/vocabulary

# --- environments: a stamp says what was installed for which pyproject and versions. Each file must have a hash that
# requirements*.txt names, that of what builds kg itself too

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kg needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1); name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make virtual environments; install python3-venv (apt-get install python3-venv) and run make again" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: pyproject.toml requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.base

$(VENV)/.fuzz: requirements-fuzz.txt | $(VENV)/.dev
	$(BIN)/python -m pip install -q --require-hashes -r requirements-fuzz.txt
	@touch $@

build/.wheel: $(SOURCES) | $(VENV)/.dev
	rm -rf dist && $(BIN)/python -m build --wheel --no-isolation
	@mkdir -p build && touch $@

$(WHEELENV)/.installed: build/.wheel requirements-dev.txt
	rm -rf $(WHEELENV) && $(PYTHON) -m venv $(WHEELENV)
	$(WHEELENV)/bin/python -m pip install -q --require-hashes -r requirements-dev.txt
	$(WHEELENV)/bin/python -m pip install -q --no-deps dist/irkg-*.whl
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
