# Every target sets up what it needs; a second time it needs no network.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet

.PHONY: run test check faults lint lock bench gold deploy

run: .venv/local            ## the daily flow on the replica, from an empty machine to a queryable table
	$(BIN)/dvingest daily --replica --lookback 125

test: .venv/dev             ## every test but the long fault and load tests
	$(BIN)/python -m pytest -m "not slow"

faults: .venv/dev           ## every fault, kill and load test; takes an hour
	$(BIN)/python -m pytest -m "faults or slow"

lint: .venv/dev             ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint                 ## before each commit: lint and the fast tests
	$(BIN)/python -m pytest -q -m "not integration and not faults and not browser and not slow"

gold: .venv/dev             ## write the expected output of every case again; read the diff
	$(BIN)/python -m tests.gold

lock:                       ## resolve the dependencies again; wants uv on the PATH
	$(LOCK) -o requirements.txt
	$(LOCK) --extra local --extra query --group build -c requirements.txt -o requirements-local.txt
	$(LOCK) --extra local --extra query --extra dask --group dev -c requirements-local.txt -o requirements-dev.txt

.venv/local: requirements-local.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -e .venv/dev || $(PIP) install --no-deps --require-hashes -r requirements-local.txt
	test -e .venv/dev || $(PIP) install --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: requirements-dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --no-deps --require-hashes -r requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@ .venv/local
