# make            set up, run every notebook again, build the site, say where to read
# make test       set up, then everything that must hold: tests, notebooks, tables, style
# make lab        open JupyterLab
# make pins       pin the newest versions that work together
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
SITE_STAMP := .venv/.installed-site
RUN := PYTHONDONTWRITEBYTECODE= $(BIN)/python

.PHONY: all notebooks site test test-site pdf lab pins clean

all: notebooks site
	@echo "Read the site: open _site/index.html. Read or run the notebooks: make lab."

$(STAMP): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name it with make PYTHON=python3.11")'
	@echo "Setting up .venv; the first time takes a minute or two."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

notebooks: $(STAMP)
	@$(RUN) -m helpers notebooks

site: $(STAMP)
	@$(RUN) -m helpers site

test: $(STAMP)
	@$(BIN)/ruff check .
	@$(RUN) -m helpers check
	@$(RUN) -m pytest -q -n 2 --dist loadscope --nbval --nbval-current-env --nbval-cell-timeout=120 tests notebooks

lab: $(STAMP)
	@$(BIN)/jupyter lab notebooks/00_start_here.ipynb

pins:
	uv pip compile --universal --python-version 3.11 --no-annotate --no-header pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --no-annotate --no-header --extra site pyproject.toml -c requirements.txt -o site/requirements.txt

clean:
	rm -rf .venv _site .pytest_cache .ruff_cache
