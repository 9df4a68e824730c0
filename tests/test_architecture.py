"""Who may import whom: the one direction of the data, as a table that fails when a module reaches backwards."""

from __future__ import annotations

import ast
import sys
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path for folder in ("src", "spiders", "flows") for path in (ROOT / folder).rglob("*.py") if path.stat().st_size
)
EVERYTHING = {"*"}

# room -> (what it may import from dvingest, which third-party packages); the longest matching room counts.
FOUNDATION = {"model", "errors", "windows"}
CORE = FOUNDATION | {"plvn", "extraction", "normalise"}
READING = FOUNDATION | {"extraction.text", "plvn.urls", "plvn.dates"}
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "dvingest": (set(), set()),
    "dvingest.errors": (set(), set()),
    "dvingest.windows": ({"errors"}, set()),
    "dvingest.model": ({"model", "windows"}, {"pydantic"}),
    "dvingest.plvn": (FOUNDATION | {"plvn", "extraction.text"}, {"selectolax"}),
    "dvingest.extraction": (FOUNDATION | {"plvn", "extraction"}, {"selectolax"}),
    "dvingest.extraction.generic": ({"extraction"}, {"trafilatura"}),
    "dvingest.normalise": (READING, set()),
    "dvingest.leaks": (READING, set()),
    "dvingest.checks": (READING | {"checks", "leaks"}, set()),
    "dvingest.reporting": (READING | {"reporting", "checks", "refetching"}, set()),
    "dvingest.miner": (READING, set()),
    "dvingest.gone": (FOUNDATION, set()),
    "dvingest.refetching": (FOUNDATION, set()),
    "dvingest.coverage": (FOUNDATION, set()),
    "dvingest.exporting": (FOUNDATION, {"pyarrow"}),
    "dvingest.publishing": (CORE | {"lake", "gone"}, set()),
    "dvingest.run_manifest": (CORE | {"lake", "checks", "leaks", "publishing", "dvingest"}, set()),
    "dvingest.archive": (
        CORE
        | {
            "config",
            "lake",
            "checks",
            "leaks",
            "publishing",
            "run_manifest",
            "reporting",
            "miner",
            "coverage",
            "refetching",
            "archive",
            "dvingest",
        },
        {"pydantic"},
    ),
    "dvingest.config": ({"errors"}, {"pydantic", "pydantic_settings"}),
    "dvingest.lake": (FOUNDATION | {"config", "lake", "dvingest"}, {"pydantic"}),
    "dvingest.lake.objects": (FOUNDATION | {"config", "lake"}, {"boto3", "botocore", "urllib3"}),
    "dvingest.lake.silver": (FOUNDATION | {"config", "lake"}, {"deltalake", "pyarrow", "pydantic"}),
    "dvingest.lake.warc": (FOUNDATION, {"warcio"}),
    "dvingest.crawling": (
        CORE | {"config", "lake", "refetching", "crawling", "dvingest"},
        {"pydantic", "scrapy", "twisted"},
    ),
    "dvingest.crawling.fetching": (
        CORE | {"config"} | {f"crawling.{name}" for name in ("fetching", "control", "mirror", "order")},
        {"scrapy", "twisted"},
    ),
    "dvingest.crawling.finding": (
        CORE
        | {"config", "refetching"}
        | {f"crawling.{name}" for name in ("finding", "knowledge", "ledger", "mirror", "order")},
        set(),
    ),
    "dvingest.ingest": (EVERYTHING, {"prefect"}),
    "dvingest.ingest.artifacts": (EVERYTHING, {"prefect", "httpx"}),
    "dvingest.ingest.flow_runs": (EVERYTHING, {"prefect", "httpx"}),
    "dvingest.ingest.work_pool": (EVERYTHING, {"prefect", "httpx"}),
    "dvingest.ingest.replay": (EVERYTHING, {"prefect", "distributed"}),
    "dvingest.ingest.purge": (EVERYTHING, set()),
    "dvingest.local": (
        {"config", "errors", "windows", "local"},
        {"prefect", "pydantic", "uvicorn"},
    ),
    "dvingest.overview": (
        FOUNDATION | {"checks", "coverage", "lake", "reporting", "publishing"},
        {"pydantic"},
    ),
    "dvingest.query": ({"config", "errors", "lake"}, {"duckdb"}),
    "dvingest.__main__": ({"cli"}, set()),
    "dvingest.cli": (EVERYTHING, {"typer", "rich"}),
    "spiders": (CORE | {"crawling"}, {"scrapy"}),
    "flows": ({"ingest", "reporting", "windows", "config"}, {"prefect", "pydantic"}),
}

# room of the extraction -> (which of its rooms it builds on beside itself, which third-party packages)
EXTRACTION: dict[str, tuple[set[str], set[str]]] = {
    "wording": (set(), set()),
    "dom": (set(), {"selectolax"}),
    "container": ({"wording", "dom"}, {"selectolax"}),
    "fragment": ({"dom.depth", "wording"}, {"selectolax", "bs4"}),
    "boxes": ({"wording", "fragment"}, set()),
    "cleaning": ({"wording", "fragment"}, set()),
    "meta": ({"wording", "dom", "container", "fragment", "boxes", "cleaning"}, {"selectolax"}),
    "scraped": ({"wording", "fragment", "cleaning"}, set()),
}
BELOW_EXTRACTION = FOUNDATION | {"plvn", "extraction.text", "extraction.memo", "extraction.links"}
ALLOWED |= {
    f"dvingest.extraction.{room}": (BELOW_EXTRACTION | {f"extraction.{name}" for name in {room} | rooms}, packages)
    for room, (rooms, packages) in EXTRACTION.items()
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT / "src" if "src" in path.relative_to(ROOT).parts else ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if ".".join(parts[:length]) in ALLOWED:
            room = ".".join(parts[:length])
            return room if room != "dvingest" or module == "dvingest" else module
    return module


@cache
def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide who imports whom"
            base = node.module or ""
            is_room = base == "dvingest" or (
                base.startswith("dvingest.") and (ROOT / "src" / base.replace(".", "/")).is_dir()
            )
            for alias in node.names:
                inner = ROOT / "src" / f"{base}.{alias.name}".replace(".", "/")
                is_module = is_room and (inner.with_suffix(".py").exists() or inner.is_dir())
                found.add(f"{base}.{alias.name}" if is_module else base)
    return found


def is_inside(module: str, allowed: set[str]) -> bool:
    return "*" in allowed or any(module == name or module.startswith(name + ".") for name in allowed)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_imports_only_what_its_room_may(path: Path) -> None:
    module = module_name(path)
    room = room_of(module)
    assert room in ALLOWED, f"{module} has no row in the import table: add one with what it may import"
    ours, theirs = ALLOWED[room]
    for name in imports_of(path):
        top = name.split(".")[0]
        if top in ("dvingest", "spiders", "flows"):
            inner = name.removeprefix("dvingest.")
            assert is_inside(inner, ours), f"{module} may not import {name}"
        elif top not in sys.stdlib_module_names:
            assert top in theirs or is_inside(name, theirs), f"{module} may not import the package {top}"


def test_the_core_runs_without_scrapy_prefect_and_boto3() -> None:
    core = [
        path
        for path in SOURCES
        if module_name(path).startswith(("dvingest.extraction", "dvingest.plvn", "dvingest.normalise"))
    ]
    assert core
    for path in core:
        assert not {name.split(".")[0] for name in imports_of(path)} & {"scrapy", "prefect", "boto3", "requests"}


def test_every_package_that_is_imported_is_declared() -> None:
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(declared)["project"]
    names = " ".join(project["dependencies"]) + " ".join(chain.from_iterable(project["optional-dependencies"].values()))
    distribution = {"bs4": "beautifulsoup4", "pydantic_settings": "pydantic-settings"}
    # Names that come with a declared package by its own promise.
    carried = {
        "botocore": "boto3",
        "urllib3": "boto3",
        "twisted": "scrapy",
        "httpx": "prefect",
    }
    for path in SOURCES:
        for name in imports_of(path):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top in ("dvingest", "spiders", "flows"):
                continue
            wanted = carried.get(top, distribution.get(top, top))
            assert wanted in names, f"{path.name} imports {top}, which pyproject.toml does not declare"


def test_no_flow_imports_another_and_nothing_imports_flows() -> None:
    for path in SOURCES:
        for name in imports_of(path):
            assert name.split(".")[0] != "flows", f"{path.name} imports a flow; flows are loaded by their entrypoint"
