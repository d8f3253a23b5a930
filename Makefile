# Everything that is done with this repository. `make` alone lists it.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
BIND ?= 127.0.0.1:8000
# Where `make run` keeps its demo: apart from a real house, and within PostgreSQL's reach as root.
ifeq ($(shell id -u),0)
DATA ?= /var/lib/amparo-demo
else
DATA ?= $(HOME)/.local/share/amparo-demo
endif
# Each worker has a house of its own; on a given server the logins would be one another's.
WORKERS ?= $(if $(DATABASE_URL),0,2)

.DEFAULT_GOAL := help
.PHONY: help run test bench protect check fix docs pictures lock setup python clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

run: setup  ## set up and run with a demo crisis, at http://127.0.0.1:8000
	@exec $(BIN)/amparo up --demo --data "$(DATA)" --bind "$(BIND)"

test: python  ## set up, check everything, run every test; TESTS=path for some
	@$(PYTHON) requirements/install.py test
	@failed=0; \
	$(MAKE) --no-print-directory --keep-going check || failed=1; \
	echo "tests"; $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(TESTS) || failed=1; \
	exit $$failed

check: ruff format types imports  ## style, types, who imports whom (seconds)

.PHONY: ruff format types imports
ruff:
	@echo "ruff"; $(BIN)/ruff check --quiet .
format:
	@echo "format"; $(BIN)/ruff format --quiet --check .
types:
	@echo "types"; $(BIN)/mypy --no-error-summary .
imports:
	@echo "imports"; said=$$($(BIN)/lint-imports --no-logo) || { echo "$$said" | grep -v ' KEPT'; exit 1; }

fix:  ## let ruff mend what it can
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

docs:  ## print docs/register.md and docs/states from the code; build the pages in build/docs
	@$(BIN)/python -m tests.shape.print_docs
	@$(BIN)/python -m sphinx -q -W --keep-going -b html -c docs -d build/doctrees . build/docs

pictures: python  ## take the README's pictures anew, from a demo (needs Chromium, three minutes)
	@$(PYTHON) requirements/install.py test
	@$(BIN)/python -m tests.browser.album

bench: python  ## measure; BENCH=name for one; results in build/bench
	@$(PYTHON) requirements/install.py test
	@$(BIN)/python -m bench $(BENCH)

protect: python  ## protection and durability, each with its negative control; FULL=1 for full sizes
	@$(PYTHON) requirements/install.py test
	@$(BIN)/python -m tests.protect.run

setup: python  ## what `make run` needs, without running it
	@$(PYTHON) requirements/install.py run

lock: python  ## new requirements/*.txt from pyproject.toml, for Python 3.11 to 3.13
	@$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	@build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --upgrade pyproject.toml -o requirements/run.txt
	@build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --extra test -c requirements/run.txt pyproject.toml -o requirements/test.txt

clean:  ## remove what was built; data stay
	@rm -rf build .venv .mypy_cache .ruff_cache .import_linter_cache

python:
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing."; \
	echo "Type: apt install python3 python3-venv"; exit 1; }
