"""What stands in the documents is true: commands and options exist, code runs, columns and files are named right."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
import typer.main
from lake_samples import article

from dvingest.cli.app import app
from dvingest.config import Settings
from dvingest.lake.layout import Layout, new_run_id
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
from dvingest.model import Article

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")), *ROOT.glob("deploy/*.md")]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def commands() -> Iterator[tuple[str, str]]:
    for document in DOCUMENTS:
        for block in blocks(document.read_text(encoding="utf-8"), "console"):
            for line in block.splitlines():
                if line.startswith("$ dvingest "):
                    yield document.name, line.removeprefix("$ ").split("  #")[0]


@pytest.mark.parametrize(("document", "line"), list(commands()))
def test_documented_command_and_its_options_exist(document: str, line: str) -> None:
    for module in ("flows", "table", "clean", "archive", "doctor", "status", "up"):
        import_module(f"dvingest.cli.{module}")
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    words = shlex.split(line)
    assert words[1] in known, f"{document}: {line}"
    options = {name for parameter in known[words[1]].params for name in (*parameter.opts, *parameter.secondary_opts)}
    for word in words[2:]:
        if word.startswith("-"):
            assert word.split("=")[0] in options, f"{document}: {line}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_make_targets_of_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for document in DOCUMENTS:
        for block in blocks(document.read_text(encoding="utf-8"), "console"):
            for target in re.findall(r"^\$ make ([a-z]+)", block, flags=re.MULTILINE):
                assert target in targets, f"{document.name}: make {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_module_that_a_document_names_is_there(document: Path) -> None:
    for name in re.findall(r"`([\w/-]+/[\w-]+\.(?:py|yaml|toml))`", document.read_text(encoding="utf-8")):
        assert (ROOT / name).exists() or (document.parent / name).exists(), f"{document.name} names {name}"


def test_operations_page_names_every_folder_of_the_work_folder() -> None:
    (named,) = re.findall(r"Data is kept below `DVINGEST_WORK_DIR`:(.*?)\. ", OPERATIONS, flags=re.DOTALL)
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    made = re.findall(r'work_dir(?:\.\w+\(\))? / "(\w+)"', code)
    assert set(re.findall(r"`(\w+)/`", named)) == set(made)


def test_data_dictionary_names_every_column() -> None:
    dictionary = (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| (.*) \|$", dictionary, flags=re.MULTILINE)
    assert [name for name, _ in rows] == list(Article.model_fields)
    for name, meaning in rows:  # the card of an exported data set says the same
        described = Article.model_fields[name].description
        assert described, f"{name} has no description"
        assert meaning.startswith(described)


def test_cleaning_example_of_the_readme_is_true() -> None:
    (example,) = [block for block in blocks(README, "python") if "clean_text" in block]
    exec(compile(example, "README.md", "exec"), {})


@pytest.mark.integration
def test_every_reader_of_the_readme_reads_the_table(store_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVINGEST_PREFIX", store_settings.prefix)
    table = SilverTable(ObjectStore(store_settings), Layout(store_settings.prefix))
    table.publish([article(7)], new_run_id(datetime.now(UTC)))
    (example,) = [block for block in blocks(README, "python") if "delta_scan" in block]
    place = f"s3://{store_settings.bucket}/{Layout(store_settings.prefix).silver}"
    imports, lines = example.strip().replace("s3://plvn/silver/articles", place).split("\n\n")
    names: dict[str, object] = {}
    exec(compile(imports, "README.md", "exec"), names)
    assert len(lines.splitlines()) == 4
    for line in lines.splitlines():
        answer = eval(compile(line, "README.md", "eval"), names)
        assert article(7).title in str(answer)
