"""SQL over silver with DuckDB, for people; needs the extra `sql`."""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import urlsplit

import duckdb

from dvingest.config import Settings, load_settings
from dvingest.errors import ConfigError, DvingestError, StoreError
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable

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
    if store.ca_bundle:
        connection.execute(f"SET ca_cert_file = {_quoted(store.ca_bundle)}")
    endpoint = urlsplit(options.get("AWS_ENDPOINT_URL", ""))
    secret = {
        "key_id": options.get("AWS_ACCESS_KEY_ID"),
        "secret": options.get("AWS_SECRET_ACCESS_KEY"),
        "session_token": options.get("AWS_SESSION_TOKEN"),
        "region": options["AWS_REGION"],
        "endpoint": endpoint.netloc,
        "use_ssl": str(endpoint.scheme == "https").lower() if endpoint.netloc else None,
        "url_style": "path" if endpoint.netloc and settings.addressing_style != "virtual" else None,
    }
    given = ", ".join(f"{name} {_quoted(value)}" for name, value in secret.items() if value)
    connection.execute(f"CREATE SECRET (TYPE s3, {given})")
    silver = SilverTable(store, Layout(settings.prefix))
    if silver.version() is None:
        raise DvingestError(f"there is no table at {silver.uri} yet: `dvingest daily` or `dvingest backfill` makes it.")
    try:
        connection.execute(f"CREATE VIEW articles AS SELECT * FROM delta_scan({_quoted(silver.uri)})")
    except duckdb.Error as error:
        raise StoreError(f"DuckDB cannot read the table at {silver.uri}: {_first_line(error)}") from None
    return connection


def run(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Return the answer to `query` as a table of text; ConfigError with DuckDB's sentence where it has no meaning."""
    try:
        answer = connection.sql(query)
        return "" if answer is None else str(answer)  # only now it is carried out
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise StoreError(f"the query could not be carried out: {_first_line(error)}") from None
    except duckdb.Error as error:
        raise ConfigError(f"the query cannot be answered: {error}") from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _extension(name: str) -> str:
    try:
        folder = files(f"duckdb_extension_{name}")
    except ModuleNotFoundError:
        raise ConfigError(f"DuckDB's extension {name} is not installed: pip install 'dvingest[sql]'.") from None
    return str(folder.joinpath("extensions", f"v{duckdb.__version__}", f"{name}.duckdb_extension"))


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
