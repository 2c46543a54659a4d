# Two commands: `make run` runs everything, `make test` tests everything. `make help` names the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

BIN := .venv/bin
PYTHON_CODE := src tests tools bench
POSTGRES_15 := /usr/lib/postgresql/15/bin
DATABASE_TESTS := tests/kernel tests/domains --ignore=tests/kernel/embedded

# Make hands on what stands behind it, as in `make run PORT=8001` or `make run PYTHON=python3.12`.
PYTEST = $(BIN)/pytest -n auto

.PHONY: help
help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: environment frontend ## Run everything: PORT=8000, DATABASE_URL=...
	@exec $(BIN)/tiemchung up $(ARGS)

.PHONY: dev
dev: environment-dev frontend ## Run everything and start anew when a source file changes
	@exec $(BIN)/tiemchung up --watch $(ARGS)

.PHONY: demo
demo: environment ## Load or play the demo: ARGS="--live"
	@exec $(BIN)/tiemchung demo $(ARGS)

.PHONY: test
test: environment-dev frontend peers browser postgres ## Check and test everything; T="-k name" for a part
ifdef T
	@$(BIN)/pytest $(T)
else
	@$(MAKE) check
	@$(PYTEST) || { \
	  echo "==> once more, alone: what failed beside the others"; \
	  $(BIN)/pytest --last-failed --last-failed-no-failures none; \
	}
	@$(MAKE) test-postgres
endif

.PHONY: check
check: environment-dev ## Check without running: format, rules, types, layers, templates, migrations
	$(BIN)/ruff format --check $(PYTHON_CODE)
	$(BIN)/ruff check $(PYTHON_CODE)
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src/tiemchung
	$(BIN)/squawk src/tiemchung/migrations/0*.sql

.PHONY: test-postgres
test-postgres: environment-dev postgres ## Test the database part on Debian's PostgreSQL 15, if it is here
	@if [ -x $(POSTGRES_15)/postgres ]; then \
	  echo "==> database tests on $$($(POSTGRES_15)/postgres --version)"; \
	  $(BIN)/python tools/setup/with_postgres.py $(POSTGRES_15) $(PYTEST) $(DATABASE_TESTS); \
	else \
	  echo "==> SKIP: no PostgreSQL 15 in $(POSTGRES_15), so the database tests ran on the embedded one alone"; \
	fi

.PHONY: bench
bench: environment frontend ## Measure against bare PostgreSQL in one run: ROWS="record-one record-batch"
	@exec $(BIN)/python -m bench $(ROWS)

.PHONY: screens
screens: environment-dev frontend browser ## Take a picture of every page at 360 and 1280 px
	@exec $(BIN)/python -m tools.screens $(ARGS)

.PHONY: schema
schema: environment-dev ## Write the whole schema into one file, for readers
	@$(BIN)/python -m tools.schema

.PHONY: lock
lock: ## Pin the newest packages that pyproject.toml and node.in allow
	@tools/setup/lock.sh

.PHONY: environment environment-dev frontend peers browser postgres
environment:
	@tools/setup/python.sh requirements.lock

environment-dev:
	@tools/setup/python.sh requirements-dev.lock

frontend:
	@tools/setup/frontend.sh

peers:
	@tools/setup/peers.sh

browser:
	@tools/setup/browser.sh

postgres:
	@tools/setup/postgres.sh $(POSTGRES_15)
