# Every target sets up what it needs; a second time it needs no network.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet

# The tests start hundreds of processes, each of which would compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check faults lint lock bench gold deploy system

run: .venv/local            ## the daily flow on the replica, from an empty machine to a queryable table
	$(BIN)/dvingest daily --replica --lookback 125

# Left to itself xdist begins with the files of most tests, which are the quick ones, and ends with the long ones.
test: .venv/dev system       ## every test but the long fault and load tests
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not slow"

faults: .venv/dev system     ## every fault, kill, load and browser test; takes an hour
	$(BIN)/python -m pytest -m "faults or slow"

lint: .venv/dev             ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint                 ## before each commit: lint and the fast tests
	$(BIN)/python -m pytest -q -n 2 -m "not integration" tests/unit tests/test_*.py

bench: .venv-bench/made     ## extraction against other extractors and against the floor
	PYTHONPATH=src:tests .venv-bench/bin/python benchmarks/extraction/run.py

deploy: .venv/local         ## work pool, deployments and alarms on the Prefect server of PREFECT_API_URL
	$(BIN)/python -m dvingest.local.deploying

gold: .venv/dev             ## write the expected output of every case again, or of CASE=name; read the diff
	$(BIN)/python -m tests.gold $(CASE)

lock:                       ## resolve the dependencies again; wants uv on the PATH
	$(LOCK) -o requirements.txt
	$(LOCK) --extra sql -c requirements.txt -o requirements-image.txt
	$(LOCK) --extra local --extra query --group build -c requirements.txt -o requirements-local.txt
	$(LOCK) --extra local --extra query --extra dask --group dev -c requirements-local.txt -o requirements-dev.txt

# What some tests need for real, from Debian where it is missing and may be installed.
SYSTEM := chromium postgresql systemd
system:
	@{ command -v chromium && command -v systemd-analyze && ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 \
	  || { test "$$(id -u)" = 0 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(SYSTEM) >/dev/null; } \
	  || echo "Something the tests need is missing: install Debian's packages $(SYSTEM)."

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

.venv-bench/made: benchmarks/extraction/requirements.txt requirements.txt
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r benchmarks/extraction/requirements.txt
	touch $@
