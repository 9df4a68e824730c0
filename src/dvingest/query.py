"""SQL over silver with DuckDB, for people; needs the extra `sql`."""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import urlsplit

import duckdb

from dvingest.config import Settings, load_settings
from dvingest.errors import ConfigError
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore

EXTENSIONS = ("httpfs", "delta")


def connect(settings: Settings | None = None) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB connection in which silver is the view `articles`.

    The extensions come from their PyPI packages, since DuckDB's own download of them needs the internet.
    """
    settings = settings or load_settings()
    store = ObjectStore(settings)
    options = store.storage_options()
    connection = duckdb.connect()
    for name in EXTENSIONS:
        connection.load_extension(_extension(name))
    endpoint = urlsplit(settings.endpoint_url or "")
    secret = {
        "key_id": options.get("AWS_ACCESS_KEY_ID"),
        "secret": options.get("AWS_SECRET_ACCESS_KEY"),
        "session_token": options.get("AWS_SESSION_TOKEN"),
        "region": settings.region,
        "endpoint": endpoint.netloc,
        "use_ssl": str(endpoint.scheme == "https").lower() if endpoint.netloc else None,
        "url_style": "path" if endpoint.netloc and settings.addressing_style != "virtual" else None,
    }
    given = ", ".join(f"{name} {_quoted(value)}" for name, value in secret.items() if value)
    connection.execute(f"CREATE SECRET (TYPE s3, {given})")
    table = f"s3://{store.bucket}/{Layout(settings.prefix).silver}"
    connection.execute(f"CREATE VIEW articles AS SELECT * FROM delta_scan({_quoted(table)})")
    return connection


def run(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Return the answer to `query` as a table of text; ConfigError with DuckDB's sentence where it has no meaning."""
    try:
        answer = connection.sql(query)
    except (duckdb.ProgrammingError, duckdb.NotSupportedError) as error:
        raise ConfigError(f"the query cannot be answered: {error}") from None
    return "" if answer is None else str(answer)


def _extension(name: str) -> str:
    try:
        folder = files(f"duckdb_extension_{name}")
    except ModuleNotFoundError:
        raise ConfigError(f"DuckDB's extension {name} is not installed: pip install 'dvingest[sql]'.") from None
    return str(folder.joinpath("extensions", f"v{duckdb.__version__}", f"{name}.duckdb_extension"))


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
