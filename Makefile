# Every command of the project; `make` alone lists them.

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= auto
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -q
comma := ,
LOCKING := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-annotate --quiet $(UPGRADE) --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help env test-env run demo test check audit lint format contracts chaos bench rehearse slow fuzz lock up down clean

help:  ## list the commands
	@echo "Tera / tera ulang UTTP: make <perintah / command>"
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14 | sed 's/^/  /'

env:  ## make .venv with what the services need (done by the others when needed)
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) tidak ditemukan. / $(PYTHON) was not found." >&2; exit 1; }
	@$(PYTHON) deploy/environment.py requirements.lock

test-env:  ## make .venv with the test tools as well
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) tidak ditemukan. / $(PYTHON) was not found." >&2; exit 1; }
	@$(PYTHON) deploy/environment.py requirements-test.lock

run: env  ## start the whole office on port 8000, with demo data
	@$(BIN)/python -m deploy.uttp run

demo: env  ## play both stories over HTTP and check what comes out
	@$(BIN)/python -m deploy.demo

test: test-env  ## the tests that need neither root nor a server, in minutes (RINGS=live,chaos or all for others)
	$(PYTEST) --rings $(or $(RINGS),quick)

lint: test-env  ## style, import rules, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright --warnings

audit: test-env  ## no locked package has an advisory against it in the committed snapshot (FROM=clone writes it anew)
	@$(if $(FROM),$(BIN)/python -m tests.advisories $(FROM))
	@$(BIN)/python -m tests.audit

check: lint audit  ## every ring of tests, and what else must be green before a change lands
	$(PYTEST) --rings all
	$(BIN)/python -m deploy.contracts --check

format: test-env  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

contracts: env  ## write contracts/ anew from the declarations
	@$(BIN)/python -m deploy.contracts
	@$(BIN)/python -m tests.golden

chaos: test-env  ## hurt a running office in every way, read the ledger (SEED= CARRIER= MINUTES= EVENTS= ONLY= SMOKE=1)
	@$(BIN)/python -m tests.chaos

bench: test-env  ## measure speed and memory against what is bare (ONLY=engine,office SECONDS= RECORD=1)
	@$(BIN)/python -m tests.bench

rehearse: test-env  ## lose a database and bring it back, as teller and as listener
	@$(BIN)/python -m tests.rehearse

slow: test-env  ## besiege each office with slow clients while honest calls go on (SECONDS= CLIENTS= ONLY=)
	@$(BIN)/python -m tests.slow_clients --seconds $(or $(SECONDS),60) --clients $(or $(CLIENTS),200) \
		$(if $(ONLY),--only $(subst $(comma), ,$(ONLY)))

fuzz: test-env  ## give every route of every service what it does not expect
	@$(BIN)/python -m tests.fuzz

lock: test-env  ## write the locks from pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(BIN)/uv pip compile pyproject.toml $(LOCKING) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group test -c requirements.lock $(LOCKING) -o requirements-test.lock

up: env  ## the same office in containers: RabbitMQ, PostgreSQL, a gateway on port 8000
	@$(BIN)/python -m deploy.docker.containers up

down: env  ## stop the containers, keep their data
	@$(BIN)/python -m deploy.docker.containers down

clean:  ## forget the environment and the caches; var/ with its data stays
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis
