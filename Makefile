# make book: the site in _build/html.   make test: every test.   make serve: the site, live.   make lab: the chapters in JupyterLab.
# make pdf, make epub: the whole report to print, and for e-readers, from the site; the PDF needs Chromium.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NEXT := _build/next
SITE := _build/html
PORT ?= 8000

.PHONY: book test serve pdf epub lab lint lock clean
.DEFAULT_GOAL := book

$(BIN)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(BIN)/.tested: tests/requirements.txt $(BIN)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/requirements.txt
	touch $@

# The site is built aside and put in place only when it is whole, so that a failed or killed build changes nothing.
book: $(BIN)/.installed
	$(BIN)/detour check
	$(BIN)/jupyter-book build . -W -n --keep-going --path-output $(NEXT)
	$(BIN)/detour publish $(NEXT)/_build/html $(SITE)

# Three processes also on two cores: tests of pages wait for a browser much of their time.
test: $(BIN)/.tested
	tests/chromium.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile

serve: book
	$(BIN)/python -m detour.serve $(PORT)

# Both are made from the built site: no chapter is executed or resolved again.
pdf: book
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-print.txt
	$(BIN)/python -m detour.printing pdf

epub: book
	$(BIN)/python -m detour.printing epub

lab: $(BIN)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lab.txt
	$(BIN)/jupyter lab book

# The package that carries axe names a browser driver of fifty megabytes, which the tests do not use: the lock leaves it out.
AXE_ALONE := --no-emit-package playwright --no-emit-package pyee
# Locks for every platform and every Python that pyproject.toml allows; needs uv.
lock:
	uv pip compile --universal --generate-hashes --quiet --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --quiet --custom-compile-command "make lock" --extra test -c requirements.txt $(AXE_ALONE) pyproject.toml -o tests/requirements.txt
	uv pip compile --universal --generate-hashes --quiet --custom-compile-command "make lock" --extra lab -c requirements.txt pyproject.toml -o requirements-lab.txt
	uv pip compile --universal --generate-hashes --quiet --custom-compile-command "make lock" --extra print -c requirements.txt pyproject.toml -o requirements-print.txt

clean:
	rm -rf _build $(VENV)
