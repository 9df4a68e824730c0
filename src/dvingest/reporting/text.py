"""Text from pages made harmless: in Markdown, in tables and on a terminal it stays text."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

from dvingest.plvn.urls import is_newspaper_host

MOST_CHARACTERS = 300

# Everything that Markdown, HTML or a link finder of either could take for a sign of its own. As numeric entities they
# are shown as they are and parsed as nothing; a backslash would do for Markdown but not for HTML.
_SIGNS = re.compile(r"[&<>\"'`|\[\](){}!*_\\~#:@=^$]|(?<=www)\.|^[-+.]|(?<=^\d)[.)]|(?<=^\d\d)[.)]", re.IGNORECASE)

# What rich takes for a tag; a backslash before anything else would be shown.
_RICH_TAG = re.compile(r"(\\*)(\[[a-z#/@][^[]*?])")

# Left as they are in the target of a link; round brackets, quotes and spaces are not among them.
_SAFE_IN_URL = "/:?&=#%+,;@-._~"


def plain(text: object, limit: int = MOST_CHARACTERS) -> str:
    """Return `text` as one line without control, direction and other invisible characters, at most `limit` long."""
    line = "".join(
        " " if sign.isspace() else sign
        for sign in str(text)
        if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    line = " ".join(line.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def escape(text: object, limit: int = MOST_CHARACTERS) -> str:
    """Return `text` as Markdown (and HTML) that shows exactly `plain(text)`, in a table as well."""
    return _as_entities(plain(text, limit))


def escape_note(text: object, limit: int = 2000) -> str:
    """Return a sentence of ours as Markdown: pieces in backticks stay code, all the rest is escaped."""
    pieces = plain(text, limit).split("`")
    if len(pieces) % 2 == 0:
        return escape(text, limit)
    # Entities mean nothing within code, so what could end the code or the table's cell is taken out there.
    return "".join(
        f"`{re.sub(r'[|<>&]', '', piece)}`" if number % 2 else _as_entities(piece)
        for number, piece in enumerate(pieces)
    )


def newspaper_link(url: str, label: str | None = None) -> str:
    """Return a Markdown link to a page of the newspaper; an address of anything else is shown as text."""
    shown = escape(label if label is not None else url)
    if not is_newspaper_address(url):
        return shown
    return f"[{shown}]({quote(url, safe=_SAFE_IN_URL)})"


def is_newspaper_address(url: str) -> bool:
    """Tell whether `url` is http(s) on one of the newspaper's hosts, with nobody's name and no port in front."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and port is None and "@" not in parts.netloc and is_newspaper_host(host)


def terminal(text: object, limit: int = MOST_CHARACTERS) -> str:
    """Return `text` for rich's markup: one line, no escape codes, brackets are no markup."""
    line = _RICH_TAG.sub(r"\1\1\\\2", plain(text, limit))
    # A backslash at the end would rob the tag of ours that follows of its bracket.
    return line + " " if line.endswith("\\") else line


def _as_entities(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"&#{ord(sign.group())};", text)
