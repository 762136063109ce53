# make              set up, run every notebook again, build the site, say where to read
# make test         set up, then everything that must hold: style, tables, tests, notebooks
# make test-adapt   the slower tests: figures, drafting, grants data, broken files, the adapter's whole way
# make test-random  the tests over made-up files and texts, with EXAMPLES=n of each, and kills at every step
# make test-site    set up Chromium and its driver, then read every page of the site with them
# make test-texts   with TEXTS=folder of the articles' texts: every figure in a row, every row in its place
# make test-pythons the tests on every Python from 3.11 on that this machine has; the notebooks come out the same
# make test-newest  the tests with the newest versions of all that is used
# make coverage     which lines and branches of helpers/ and tools/ no test of any command runs: at most 5 in 100
# make mutants      change SAMPLE=600 cells of the tables (0 for all), one at a time, and say what tells of them
# make mutants-code change SAMPLE=100 places of the code, one at a time, and say which changes no test notices
# make bench        how long all this takes, as ratios within one run
# make site         build the site in _site/ from the notebooks as they are
# make pdf          the site as one PDF, _site/collection.pdf
# make lab          open JupyterLab
# make pins         pin the newest versions that work together
PYTHON ?= python3
TEXTS ?= ../shared/articles
BIN := .venv/bin
STAMP := .venv/.installed
SITE_STAMP := .venv/.installed-site
RUN := PYTHONDONTWRITEBYTECODE= $(BIN)/python
OWN := IPYTHONDIR=$(CURDIR)/.venv/ipython MPLCONFIGDIR=$(CURDIR)/.venv/matplotlib # not the user's own settings
PYTEST := -m pytest -q -n 2 --dist loadscope
TEST := $(OWN) $(RUN) $(PYTEST)
NBVAL := --no-loadscope-reorder --nbval --nbval-current-env --nbval-cell-timeout=120 notebooks # first: they take longest

.PHONY: all notebooks site pdf lab pins clean chromium test test-adapt test-random test-pythons test-newest test-site test-texts
.PHONY: bench coverage mutants mutants-code
.NOTPARALLEL: # the site is built from notebooks that have been run

all: notebooks site
	@echo "Read the site: open _site/index.html. Read or run the notebooks: make lab."

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name it with make PYTHON=python3.11")'
	@echo "Setting up .venv; the first time takes a minute or two."
	@$(PYTHON) -m venv .venv
	@PIP_USER=0 $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

notebooks: $(STAMP)
	@$(RUN) -m tools notebooks

site: $(STAMP)
	@$(RUN) -m tools site

test: $(STAMP)
	@$(BIN)/ruff check .
	@$(RUN) -m tools check --closely
	@$(TEST) $(NBVAL) tests

test-adapt: $(STAMP)
	@$(TEST) tests_slow

EXAMPLES ?= 20000

test-random: $(STAMP)
	@EXAMPLES=$(EXAMPLES) $(TEST) tests_slow/test_interrupted.py \
		$$(grep -l "^from hypothesis" tests/*.py tests_slow/*.py)

PYTHONS ?= $(foreach v,3.11 3.12 3.13 3.14,$(firstword $(wildcard $(HOME)/.pyenv/versions/$(v).*/bin/python3) \
	$(shell command -v python$(v))))
EVERYTHING = $(PYTEST) $(NBVAL) tests

test-pythons:
	@for python in $(PYTHONS); do \
		version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "Python $$version"; \
		$$python -m venv .venv-$$version && \
		PIP_USER=0 .venv-$$version/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt && \
		$(OWN) .venv-$$version/bin/python $(EVERYTHING) && \
		.venv-$$version/bin/python -m tools notebooks && git diff --exit-code --stat notebooks || exit 1; \
	done

test-newest:
	@$(PYTHON) -m venv --clear .venv-newest
	@PIP_USER=0 .venv-newest/bin/python -m pip install --quiet --disable-pip-version-check -e .
	@$(OWN) .venv-newest/bin/python $(EVERYTHING)

test-texts: $(STAMP)
	@$(RUN) -m tools provenance --articles $(TEXTS)
	@$(RUN) -m tools missing --articles $(TEXTS)

bench: $(STAMP)
	@PIP_USER=0 $(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --no-deps --target .venv/bench -r trials/requirements.txt
	@$(RUN) -m trials.bench

$(SITE_STAMP): site/requirements.txt $(STAMP)
	@PIP_USER=0 $(BIN)/python -m pip install --quiet --disable-pip-version-check -r site/requirements.txt
	@touch $@

chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null || { test "$$(id -u)" = 0 && \
		(apt-get install -y -qq chromium || { apt-get update -qq && apt-get install -y -qq chromium; }) >/dev/null 2>&1; } || \
		{ echo "No Chromium was found. Install it: apt-get install chromium"; exit 1; }

test-site: chromium $(SITE_STAMP) site
	@$(RUN) -m pytest -q -n 2 tests_site

COVER := $(OWN) $(RUN) -m coverage

coverage: chromium $(SITE_STAMP)
	@$(COVER) erase
	@$(COVER) run $(PYTEST) tests
	@$(COVER) run $(PYTEST) tests_slow -k "not without_end and not still_loading" # these are timed
	@$(COVER) run -m tools site
	@$(COVER) run -m pytest -q -n 2 tests_site
	@$(COVER) combine -q
	@$(COVER) report

SAMPLE ?= 100
SEED ?= 1

mutants: SAMPLE = 600
mutants: $(STAMP)
	@$(OWN) $(RUN) trials/mutants.py --sample $(SAMPLE) --texts $(TEXTS)

mutants-code: $(STAMP)
	@$(OWN) $(RUN) trials/mutants_code.py --sample $(SAMPLE) --seed $(SEED)

pdf: $(STAMP) site
	@$(RUN) -m tools pdf

lab: $(STAMP)
	@$(BIN)/jupyter lab notebooks/00_start_here.ipynb

pins:
	uv pip compile --universal --python-version 3.11 --no-annotate --no-header pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --no-annotate --no-header --extra site pyproject.toml -c requirements.txt -o site/requirements.txt
	echo "-e ." >> requirements.txt

clean:
	rm -rf .venv .venv-* _site _site_screens .pytest_cache .ruff_cache *.egg-info
