"""Settings: the only reader of the environment."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError

from dvingest.errors import ConfigError

PREFIX = "DVINGEST_"
DEFAULT_SITE = "https://baophapluat.vn"

WANTED = {
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "literal_error": "{expected}",
    "string_pattern_mismatch": "other letters",
}
"""By pydantic's name of an error: what the value has to be."""

# Any of these says that the store is configured by its owner's variables, so none is started here.
AWS_VARIABLES = (
    "AWS_ENDPOINT_URL_S3",
    "AWS_ENDPOINT_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)


class Settings(BaseSettings):
    """What is ours to configure, as `DVINGEST_<NAME>`; credentials and Prefect have variables of their own."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    # the newspaper
    site_url: str = Field(DEFAULT_SITE, description="Root the newspaper is fetched from; a mirror or replica of it.")
    mirrors: dict[str, str] = Field(
        default_factory=dict,
        description="JSON object from a host of the newspaper to the root it is fetched from instead, "
        'like {"doanhnhan.baophapluat.vn": "http://127.0.0.1:8000/~doanhnhan"}.',
    )
    contact: str = Field(
        "https://baophapluat.vn/lien-he",
        pattern=r"^[!-~]+$",
        description="Address named in the user agent, of a page or a mailbox, without spaces.",
    )
    download_delay: float = Field(1.0, ge=0, le=60, description="Seconds between two requests.")
    max_urls: int = Field(200_000, ge=1, description="Budget: URLs considered in one crawl.")
    max_listings: int = Field(5_000, ge=1, description="Budget: sitemaps, feeds and section pages read in one crawl.")
    lookback_days: int = Field(2, ge=0, le=366, description="Days before today that a daily crawl looks at again.")
    sections: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Section slugs to read, comma separated; empty: all that the newspaper's menu names."
    )

    # the store
    store: Literal["auto", "embedded", "s3"] = Field(
        "auto", description="`embedded` starts SeaweedFS here; `s3` is what AWS_* names; `auto`: s3 if AWS_* is set."
    )
    bucket: str = Field(
        "plvn",
        pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
        description="Name of the bucket: 3 to 63 small letters, digits, dots and hyphens.",
    )
    # No empty and no dotted folder: some stores and clients fold these, and would look for the table elsewhere.
    prefix: str = Field(
        "",
        pattern=r"^/?([a-z0-9_-][a-z0-9_.-]*(/[a-z0-9_-][a-z0-9_.-]*)*/?)?$",
        max_length=200,
        description="Folder within the bucket: small letters, digits, `_`, `-` and dots, with `/` between its parts.",
    )
    addressing_style: Literal["auto", "path", "virtual"] = Field(
        "auto", description="How the bucket stands in addresses of the store; `auto` leaves it to boto3."
    )
    checksums: Literal["when_supported", "when_required"] = Field(
        "when_supported", description="boto3's request and response checksums; some stores refuse them."
    )
    work_dir: Path = Field(Path(".dvingest"), description="Folder for spools, embedded store, Prefect's database.")
    part_pages: int = Field(200, ge=1, le=10_000, description="Pages at which a bronze part is closed and uploaded.")
    part_bytes: int = Field(8 * 1024 * 1024, ge=1024, description="Bytes at which it is closed, whatever its pages.")
    part_seconds: float = Field(60.0, gt=0, description="Seconds after which it is closed, whatever its size.")
    spool_parts: int = Field(4, ge=1, le=100, description="Closed parts waiting for the store before the crawl pauses.")
    lease_seconds: float = Field(300.0, ge=2, le=3600, description="A lease not renewed for this long is free.")
    crawl_timeout: float = Field(6 * 3600.0, gt=0, description="Seconds after which a crawl is stopped.")

    # scaling and telling
    processes: int = Field(0, ge=0, le=256, description="Processes for batches; 0: one per core.")
    dask_address: str | None = Field(None, description="Scheduler for batches, like tcp://host:8786.")
    notify_url: str | None = Field(None, description="Apprise or webhook URL that alarms are sent to.")

    @field_validator("sections", mode="before")
    @classmethod
    def _split_sections(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return section_slugs([part.strip() for part in value.split(",") if part.strip()], "DVINGEST_SECTIONS")

    @field_validator("dask_address")
    @classmethod
    def _dask_address_has_a_port(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"(\w+://)?[^\s/]+:\d+", value):
            raise ValueError("write it as tcp://HOST:PORT")
        return value or None

    @field_validator("site_url")
    @classmethod
    def _site_is_a_root(cls, value: str) -> str:
        return _http_root(value)

    @field_validator("mirrors")
    @classmethod
    def _mirrors_are_roots(cls, value: dict[str, str]) -> dict[str, str]:
        return {host.lower(): _http_root(root) for host, root in value.items()}

    @model_validator(mode="after")
    def _endpoint_is_an_address(self) -> Self:
        if self.endpoint_url and (wrong := _wrong_with(self.endpoint_url)):
            shown = without_credentials(self.endpoint_url)
            raise ValueError(f"AWS_ENDPOINT_URL {shown!r} has {wrong}: write http://HOST:PORT or https://HOST.")
        return self

    @model_validator(mode="after")
    def _notify_url_is_an_address(self) -> Self:
        # Not a validator of the field: its value would stand in the message, and a webhook's address is its password.
        if self.notify_url and not re.match(r"[\w+.-]+://[^/]", self.notify_url):
            raise ValueError(
                "DVINGEST_NOTIFY_URL is not an address: write a webhook like https://HOST/PATH or an Apprise URL like "
                "mailto://USER:PASSWORD@HOST."
            )
        return self

    @property
    def endpoint_url(self) -> str | None:
        """Where the S3 API is, None for Amazon's own or a profile's; the variables are the AWS tools' own."""
        return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or None

    @property
    def region(self) -> str | None:
        """Region for signatures, None where a profile may name it."""
        return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None

    @property
    def uses_embedded_store(self) -> bool:
        """Whether SeaweedFS has to be started here."""
        if self.store == "auto":
            return not any(os.environ.get(name) for name in AWS_VARIABLES)
        return self.store == "embedded"

    @property
    def is_mirrored(self) -> bool:
        """Whether the newspaper is fetched from another root than its own."""
        return self.site_url != DEFAULT_SITE

    @cached_property
    def site_host(self) -> str:
        """Host (and port) that is really asked; names the lease."""
        return urlsplit(self.site_url).netloc.lower()

    def variables(self, names: Collection[str] | None = None) -> dict[str, str]:
        """Return the variables that give another process these settings, or those of `names`."""
        found: dict[str, str] = {}
        for name, value in self.model_dump(mode="json").items():
            if value is None or (names is not None and name not in names):
                continue
            if name == "work_dir":
                value = str(self.work_dir.absolute())
            if isinstance(value, list):
                value = ",".join(value)
            found[PREFIX + name.upper()] = json.dumps(value) if isinstance(value, dict) else str(value)
        return found


def section_slugs(names: Iterable[str], asked_by: str) -> tuple[str, ...]:
    """Return the sections that `asked_by` names; ConfigError for what no address can have for one."""
    slugs = tuple(names)
    for slug in slugs:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise ConfigError(f"{asked_by} {slug!r} cannot be: name a section as in its address, like thoi-su.")
    return slugs


def project_root() -> Path:
    """Return the folder that holds `scrapy.cfg`, `spiders/` and `flows/`: where the package lies, or where we are.

    The wheel holds only the package, so ConfigError says to start from a checkout or the image. Another project may
    have folders of these names.
    """
    for folder in (Path(__file__).resolve().parents[2], Path()):
        if all((folder / name).is_file() for name in ("scrapy.cfg", "flows/daily.py", "spiders/plvn.py")):
            return folder.absolute()
    raise ConfigError("there is no scrapy.cfg with flows/ and spiders/ here: start dvingest in its project folder.")


def _wrong_with(endpoint: str) -> str | None:
    """Return what an address of a store lacks or has too much, None if it can be one."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:  # letters, or more than 65535
        return "no valid port"
    if parts.scheme not in ("http", "https"):
        return "no scheme"
    if not parts.hostname:
        return "no host"
    if port == 0:
        return "no valid port"
    return "more than an address" if parts.query or parts.fragment else None


def without_credentials(url: str) -> str:
    """Return an address as messages name it, without the user and password that may stand in it."""
    return re.sub(r"//[^/@]*@", "//", url)


def load_settings(**overrides: object) -> Settings:
    """Return the settings of the environment, `overrides` first.

    Raises ConfigError with one sentence that names the variable, its value and the allowed form.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        raise ConfigError("; ".join(_sentence(detail) for detail in error.errors())) from None
    except SettingsError as error:
        name = str(error).split('"')[1]  # error parsing value for field "mirrors" from ...
        variable = PREFIX + name.upper()
        meaning = Settings.model_fields[name].description
        shown = without_credentials(repr(os.environ.get(variable)))
        raise ConfigError(f"{variable}={shown} is not JSON: {meaning}") from None


def _refuse_unknown_variables() -> None:
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in names:
            close = difflib.get_close_matches(name, names, n=1)
            hint = f"did you mean {close[0]}?" if close else "docs/operations.md lists the settings."
            # Without its value, which may be the password that a webhook's address is.
            raise ConfigError(f"unknown setting {name}: {hint}")


def _sentence(detail: Mapping[str, Any]) -> str:
    location, value = detail["loc"], detail.get("input")
    message = str(detail["msg"]).removeprefix("Value error, ")
    if not location:
        return message
    if wanted := WANTED.get(detail["type"]):
        message = f"give {wanted.format(**detail.get('ctx', {}))}"
    name = PREFIX + str(location[0]).upper()
    field = Settings.model_fields.get(str(location[0]))
    meaning = f" ({field.description})" if field and field.description else ""
    return f"{name}={without_credentials(repr(value))} is not allowed: {message}{meaning}"


def _http_root(value: str) -> str:
    parts = urlsplit(value)
    # With a user and password in it every manifest and the lease's key would hold them.
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("write the root as http://HOST or https://HOST, with a port or folder where needed")
    return value.rstrip("/")
