# Taizhang 台账. `make` alone lists the words it knows.

PORT      ?= 8501
WORKSPACE ?= workspace
PYTHON    ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV      := .venv
BIN       := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint fix bench demo docs clean tools

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run  ## serve the office on http://localhost:8501 (PORT=, HOST=, WORKSPACE=)
	@$(BIN)/python manage.py serve --workspace "$(WORKSPACE)" $(if $(HOST),--host "$(HOST)") --port "$(PORT)"

demo: $(VENV)/.run  ## fill an empty workspace with a year of a sample office
	@$(BIN)/python manage.py demo --workspace "$(WORKSPACE)"

test: $(VENV)/.dev tools  ## everything that is checked: style, types, layers, the ledger, the screen, the paper
	@$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadscope --no-loadscope-reorder

lint: $(VENV)/.dev  ## style, types and layers only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: $(VENV)/.dev  ## let ruff tidy what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev  ## measure edits, windows, search and export against bare SQLite and bare xlsxwriter
	@$(BIN)/python -m bench

docs: $(VENV)/.dev  ## write the generated tables in docs/ again
	@$(BIN)/cog -r -U -P -I . --verbosity=1 docs/*.md

clean:  ## remove what was made here; a workspace is never touched
	rm -rf $(VENV) bench/.cache shots .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- how it gets there ----------------------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Taizhang needs Python 3.11 or later. 需要 Python 3.11 或更高版本。" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make environments; install python3-venv. 请先安装 python3-venv。" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	@echo "Preparing .venv, only this first time ... 正在准备运行环境,只有第一次需要"
	@$(BIN)/python -m pip install -qq --requirement requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(BIN)/python -m pip install -qq --requirement requirements-dev.txt
	@touch $@

tools:
	@bash .ci/tools
