# Two commands for a newcomer: `make run` and `make test`. Python 3.11 or newer and make are all they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SCALE ?= quick
PIP_QUIET := --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run test lint bench lock migrations messages clean

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.run: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pinacoteca needs Python 3.11 or newer: set PYTHON=.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what running needs…"
	@$(BIN)/python -m pip install $(PIP_QUIET) -r requirements/run.txt
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "Installing what the tests need…"
	@$(BIN)/python -m pip install $(PIP_QUIET) -r requirements/test.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.test
	@echo "Installing what the linters need…"
	@$(BIN)/python -m pip install $(PIP_QUIET) -r requirements/dev.txt
	@touch $@

$(VENV)/.deploy: requirements/deploy.txt $(VENV)/.run
	@echo "Installing what PostgreSQL, S3 and error reports need…"
	@$(BIN)/python -m pip install $(PIP_QUIET) -r requirements/deploy.txt
	@touch $@

run: $(VENV)/$(if $(filter postgres%,$(DATABASE_URL))$(S3_BUCKET)$(SENTRY_DSN),.deploy,.run) ## start everything on this machine and print the address
	@exec $(BIN)/python -m studio.supervisor

test: $(VENV)/.test ## run the tests; services and Chromium are used where they are found
	@$(BIN)/python -m tests $(ARGS)

lint: $(VENV)/.dev ## ruff, djade, djlint, mypy, import rules, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint templates --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/deptry .

bench: $(VENV)/.test ## measure; SCALE=full adds the rows of a million
	@$(BIN)/python -m tests.bench --scale $(SCALE) $(ARGS)

lock: ## write the hash-locked requirements anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --extra postgres --extra s3 --extra ops -c requirements/run.txt -o requirements/deploy.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --extra postgres --extra s3 --group test -c requirements/deploy.txt -o requirements/test.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --extra postgres --extra s3 --group test --group lint -c requirements/test.txt -o requirements/dev.txt

migrations: $(VENV)/.run ## write migrations for changed models
	$(BIN)/python manage.py makemigrations

messages: $(VENV)/.test ## collect the texts for translation, compile the languages
	@$(BIN)/python -m tests.messages

clean: ## remove the environment, caches and the static build; DATA_DIR stays
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache staticfiles
