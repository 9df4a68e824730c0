"""The way to the real store, for fixtures of any scope."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from dvingest.config import Settings
from dvingest.lake.objects import ObjectStore
from dvingest.local.seaweed import EmbeddedStore


def lead_to(store: EmbeddedStore, patch: pytest.MonkeyPatch) -> dict[str, str]:
    """Set the AWS_* variables of the store and return them; nothing of the machine's own configuration is left."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "DVINGEST_")):
            patch.delenv(name)
    environment = store.environment()
    for name, value in environment.items():
        patch.setenv(name, value)
    return environment


def in_empty_folder(work_dir: Path) -> Settings:
    """Return settings that lead to an empty folder of the store's bucket `plvn`, which exists."""
    settings = Settings(store="s3", bucket="plvn", prefix=f"t{secrets.token_hex(4)}", work_dir=work_dir)
    ObjectStore(settings).ensure_bucket()
    return settings
