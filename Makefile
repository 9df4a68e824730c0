PYTHON ?= python3
VENV := .venv
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet

.PHONY: lock
lock:
	$(LOCK) -o requirements.txt
	$(LOCK) --extra local --extra query --group build -c requirements.txt -o requirements-local.txt
	$(LOCK) --extra local --extra query --extra dask --group dev -c requirements-local.txt -o requirements-dev.txt
