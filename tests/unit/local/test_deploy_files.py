"""The files of deploy/ say what they are said to say, and hold no secret and no machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from dvingest.config import Settings, load_settings
from dvingest.query import EXTENSIONS

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def test_hadolint_has_nothing_to_say_of_the_dockerfile() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_image_is_pinned_installs_by_hash_and_does_not_run_as_root() -> None:
    lines = (DEPLOY / "Dockerfile").read_text()
    assert all(re.search(r":\d+\.\d+\.\d+", base) for base in re.findall(r"^FROM (\S+)", lines, re.M))
    assert "--require-hashes" in lines
    assert re.findall(r"^USER (.+)", lines, re.M) == ["10001"]


def test_image_has_the_bytecode_that_its_user_may_not_write() -> None:
    packages, image = (DEPLOY / "Dockerfile").read_text().split("\nFROM ")[-2:]
    assert "compileall -q --invalidation-mode unchecked-hash /opt/venv/lib" in packages
    assert image.index("COPY flows") < image.index("compileall -q /app") < image.index("USER 10001")


def test_every_file_that_the_image_copies_is_there_and_let_through() -> None:
    let_through = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[0] == "!"}
    for line in re.findall(r"^COPY (?!--from)(?:--\S+ )?(.+)", (DEPLOY / "Dockerfile").read_text(), re.M):
        for source in line.split()[:-1]:
            path = source.removeprefix("./")
            assert (ROOT / path).exists(), path
            assert path in let_through, path


def test_image_has_the_packages_of_dvingest_and_those_of_its_sql() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / name).read_text(), re.M))

    locked = re.search(r"-r /tmp/(\S+)", (DEPLOY / "Dockerfile").read_text())
    assert locked
    assert pins("requirements.txt") <= pins(locked[1])
    assert not pins(locked[1]) & pins("requirements-dev.txt") - pins("requirements-local.txt")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    wanted = {re.split(r"[><=]", line)[0] for line in extras["sql"]}
    assert wanted == {"duckdb", *(f"duckdb-extension-{name}" for name in EXTENSIONS)}
    assert wanted <= {pin.split("==")[0] for pin in pins(locked[1])}


@pytest.mark.parametrize("name", SERVICES)
def test_service_of_compose_is_pinned_watched_and_reachable_from_this_machine_only(name: str) -> None:
    service = SERVICES[name]
    assert ":" in service["image"]
    assert not service["image"].endswith(":latest")
    assert "healthcheck" in service or service["restart"] == "no"
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_reach_services_of_compose_as_files_only(name: str) -> None:
    service = SERVICES[name]
    environment = service.get("environment", {})
    for variable, value in environment.items():
        if re.search(r"PASSWORD|SECRET|AUTH_STRING|ACCESS_KEY_ID|NOTIFY_URL", variable):
            assert variable.endswith("_FILE"), f"{name} has {variable} in the open"
            secret = value.removeprefix("/run/secrets/")
            assert secret in service["secrets"], f"{name} is not given {secret}"
            assert secret in COMPOSE["secrets"]
    assert not [secret for secret in COMPOSE["secrets"].values() if not secret["file"].startswith("./secrets/")]


def test_variables_of_compose_are_explained_in_the_example() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / ".env.example").read_text(), re.M))
    assert used <= explained


def compose_environment(service: dict[str, Any], env_file: dict[str, str]) -> dict[str, str]:
    """Return the variables of a container as Compose makes them: of `env_file`, then of `environment`."""

    def interpolated(value: str) -> str:
        return re.sub(
            r"\$\{(\w+)(?::([-?])([^}]*))?\}",
            lambda found: env_file.get(found[1]) or (found[3] if found[2] == "-" else ""),
            value,
        )

    given = env_file if service.get("env_file") == [".env"] else {}
    return given | {name: interpolated(value) for name, value in service.get("environment", {}).items()}


# A value for each setting that is not its default.
CHOSEN = {
    "site_url": "https://mirror.example.org",
    "mirrors": '{"doanhnhan.baophapluat.vn": "https://mirror.example.org/~doanhnhan"}',
    "contact": "https://example.org/crawler",
    "download_delay": "2.5",
    "max_urls": "1000",
    "max_listings": "100",
    "lookback_days": "5",
    "sections": "thoi-su,xa-hoi",
    "store": "s3",
    "bucket": "another",
    "prefix": "copies/plvn",
    "addressing_style": "path",
    "checksums": "when_required",
    "work_dir": "/var/lib/dvingest/elsewhere",
    "part_pages": "50",
    "part_bytes": "65536",
    "part_seconds": "20",
    "spool_parts": "2",
    "lease_seconds": "120",
    "crawl_timeout": "3600",
    "processes": "3",
    "dask_address": "tcp://dask:8786",
    "notify_url": "https://hooks.example.org/x",
}


@pytest.mark.parametrize("name", ["deploy", "worker"])
def test_every_setting_of_the_env_file_reaches_the_containers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {f"DVINGEST_{setting.upper()}": value for setting, value in CHOSEN.items()}
    wanted = settings_of(given, monkeypatch)
    assert [setting for setting in Settings.model_fields if CHOSEN.get(setting) in (None, "")] == []
    reached = settings_of(without_files(compose_environment(SERVICES[name], given)), monkeypatch)
    assert reached == wanted


@pytest.mark.parametrize("name", ["deploy", "worker"])
def test_containers_start_with_the_example_whatever_line_of_it_is_switched_on(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = re.findall(r"^#?([A-Z_]+)=(.*)$", (DEPLOY / ".env.example").read_text(), re.M)
    settings_of(without_files(compose_environment(SERVICES[name], dict(lines))), monkeypatch)


def settings_of(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for variable in os.environ:
        if variable.startswith(("DVINGEST_", "AWS_")):
            monkeypatch.delenv(variable)
    with monkeypatch.context() as container:
        for variable, value in environment.items():
            container.setenv(variable, value)
        return load_settings()


def without_files(environment: dict[str, str]) -> dict[str, str]:
    """Return what is left of variables that with-secrets.sh takes from files, these being empty."""
    return {name: value for name, value in environment.items() if not name.endswith("_FILE")}


def test_settings_of_compose_and_units_are_settings() -> None:
    names = {f"DVINGEST_{name.upper()}" for name in Settings.model_fields}
    for service in SERVICES.values():
        ours = {key.removesuffix("_FILE") for key in service.get("environment", {}) if key.startswith("DVINGEST_")}
        assert ours <= names
    texts = [(DEPLOY / "Dockerfile").read_text(), *(unit.read_text() for unit in UNITS)]
    assert set(re.findall(r"\b(DVINGEST_[A-Z_]+)=", "\n".join(texts))) <= names


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit_runs_as_its_own_user_without_rights(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    assert {"User=dvingest", "NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectory=dvingest"} <= set(lines)


def test_systemd_has_nothing_to_say_of_the_units(tmp_path: Path) -> None:
    # The programs that the units name have to exist for the check, so the folder is that of this checkout.
    (tmp_path / "opt").symlink_to(ROOT)
    (tmp_path / "bin").symlink_to(Path(sys.executable).parent)
    copies = []
    for unit in UNITS:
        text = unit.read_text().replace("/opt/dvingest/.venv/bin", str(tmp_path / "bin"))
        copies.append(tmp_path / unit.name)
        copies[-1].write_text(text.replace("/opt/dvingest", str(tmp_path / "opt")))
    done = subprocess.run(["systemd-analyze", "verify", *copies], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


def with_secrets(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DEPLOY / "with-secrets.sh", *command],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_secret_from_a_file_keeps_every_letter_but_the_last_line_break(tmp_path: Path) -> None:
    secret = tmp_path / "a secret"
    secret.write_text('it\'s $HOME "`x`" %s\\n;#\n')
    show = [sys.executable, "-c", "import os; print(os.environ['DVINGEST_NOTIFY_URL'])"]
    assert with_secrets(show, DVINGEST_NOTIFY_URL_FILE=str(secret)).stdout == secret.read_text()


def test_settings_given_as_files_are_settings_and_not_unknown_ones(tmp_path: Path) -> None:
    secret = tmp_path / "notify_url"
    secret.write_text("https://hooks.example.org/x")
    show = [sys.executable, "-c", "from dvingest.config import load_settings; print(load_settings().notify_url)"]
    done = with_secrets(show, DVINGEST_NOTIFY_URL_FILE=str(secret), PYTHONPATH=str(ROOT / "src"))
    assert done.stdout == "https://hooks.example.org/x\n", done.stderr


@pytest.mark.parametrize(
    "variable",
    [
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        "PREFECT_API_SSL_CERT_FILE",
        "SSL_CERT_FILE",
    ],
)
def test_variables_that_name_a_file_themselves_are_left_alone(variable: str) -> None:
    shown = with_secrets(["env"], **{variable: "/nowhere"}).stdout.splitlines()
    assert f"{variable}=/nowhere" in shown
    assert not [line for line in shown if line.startswith(f"{variable.removesuffix('_FILE')}=")]


def test_missing_secret_is_named() -> None:
    missing = with_secrets(["true"], PREFECT_API_AUTH_STRING_FILE="/nowhere")
    assert missing.returncode == 2
    assert "PREFECT_API_AUTH_STRING_FILE=/nowhere cannot be read" in missing.stderr


def test_writer_may_do_what_the_store_is_asked_and_reader_may_write_nothing() -> None:
    reader = json.loads((DEPLOY / "policies" / "reader.json").read_text())
    actions = {action for statement in reader["Statement"] for action in as_list(statement["Action"])}
    assert actions == {"s3:ListBucket", "s3:GetBucketLocation", "s3:GetObject"}
    writer = json.loads((DEPLOY / "policies" / "writer.json").read_text())
    allowed = {action for statement in writer["Statement"] for action in as_list(statement["Action"])}
    assert {"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"} <= allowed
    assert not {action for action in allowed if "*" in action or "Policy" in action or "Acl" in action}


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
