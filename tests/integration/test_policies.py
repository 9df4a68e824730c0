"""The least-privilege policies of deploy/policies are enough for everything, and for nothing else (row X10)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from prefect_lab import forget_configuration, wait_for

from dvingest.config import Settings
from dvingest.errors import StoreRefused
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
from dvingest.local.guarded_process import GuardedProcess
from dvingest.local.ports import free_port
from dvingest.local.seaweed import PORTS

pytestmark = [pytest.mark.integration, pytest.mark.slow]

POLICIES = Path(__file__).parents[2] / "deploy" / "policies"
USERS = ("owner", "writer", "reader")


def key_of(user: str) -> str:
    return user.upper() + "KEY"


class PolicedStore:
    """A SeaweedFS that enforces the very files of deploy/policies."""

    def __init__(self, folder: Path) -> None:
        self.ports = {name: free_port() for name in PORTS}
        identities = [
            {
                "name": user,
                "credentials": [{"accessKey": key_of(user), "secretKey": f"{user}-secret"}],
                **({"actions": ["Admin"]} if user == "owner" else {"actions": [], "policyNames": [user]}),
            }
            for user in USERS
        ]
        policies = [{"name": user, "content": (POLICIES / f"{user}.json").read_text()} for user in USERS[1:]]
        (folder / "data").mkdir()
        (folder / "s3.json").write_text(json.dumps({"identities": identities, "policies": policies}))
        command = [str(Path(sys.executable).parent / "weed"), "-logdir", str(folder), "mini", f"-dir={folder / 'data'}"]
        command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-s3.config={folder / 's3.json'}", "-webdav=false"]
        command += ["-s3.autoCreateBucket=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-admin.ui=false"]
        command += ["-master.telemetry=false", *(f"-{name}={port}" for name, port in self.ports.items())]
        self.process = GuardedProcess("store", command, environment={}, log=folder / "weed.log")

    def environment(self, user: str) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.ports['s3.port']}",
            "AWS_ACCESS_KEY_ID": key_of(user),
            "AWS_SECRET_ACCESS_KEY": f"{user}-secret",
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
        }


@pytest.fixture(scope="module")
def policed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PolicedStore]:
    store = PolicedStore(tmp_path_factory.mktemp("policed"))
    store.process.start()

    def answers() -> bool:
        import urllib.error
        import urllib.request

        try:
            urllib.request.urlopen(store.environment("owner")["AWS_ENDPOINT_URL"], timeout=1).close()
        except urllib.error.HTTPError as error:
            error.close()
            return error.code == 403
        except OSError:
            return False
        return True

    try:
        wait_for(answers, 60, store.process.last_lines)
        with pytest.MonkeyPatch.context() as patch:
            become(patch, store.environment("owner"))
            ObjectStore(Settings(store="s3")).ensure_bucket()
        yield store
    finally:
        store.process.stop()


def become(patch: pytest.MonkeyPatch, environment: Mapping[str, str]) -> None:
    forget_configuration(patch)
    for name, value in environment.items():
        patch.setenv(name, value)


def dvingest(environment: Mapping[str, str], work_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DVINGEST_", "PREFECT_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "dvingest", *arguments],
        env={**clean, **environment, "DVINGEST_WORK_DIR": str(work_dir)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_writer_can_crawl_audit_and_purge_and_reader_can_read_and_nothing_else(
    policed: PolicedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = policed.environment("writer")
    done = dvingest(writer, tmp_path, "daily", "--replica", "--lookback", "125")
    assert done.returncode == 0, done.stdout + done.stderr
    done = dvingest(writer, tmp_path, "audit")
    assert done.returncode in (0, 3), done.stdout + done.stderr  # 3: a month of the replica has gaps
    assert "AccessDenied" not in done.stdout + done.stderr

    become(monkeypatch, policed.environment("reader"))
    settings = Settings(store="s3")
    store = ObjectStore(settings)
    table = SilverTable(store, Layout(""))
    assert table.version() is not None
    manifests = list(store.list("runs/"))
    assert store.get(manifests[0].key)
    for forbidden in (
        lambda: store.put("silver/articles/x", b"x"),
        lambda: store.delete(manifests[0].key),
        lambda: list(store.list("bronze/")),
        lambda: store.put_if_absent("locks/x.json", b"x"),
    ):
        with pytest.raises(StoreRefused):
            forbidden()

    become(monkeypatch, writer)
    done = dvingest(writer, tmp_path, "purge", first_article(), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr


def first_article() -> str:
    from deltalake import DeltaTable

    store = ObjectStore(Settings(store="s3"))
    table = DeltaTable(f"s3://{Settings().bucket}/silver/articles", storage_options=store.storage_options())
    return str(table.to_pyarrow_table(columns=["article_id"])["article_id"][0])
