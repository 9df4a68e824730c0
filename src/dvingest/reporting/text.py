"""Text from pages made harmless: in Markdown and in tables it stays text."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

from dvingest.plvn.urls import is_newspaper_host

MOST_CHARACTERS = 300

# Everything that Markdown, HTML or a finder of links could take for a sign of its own. The first UI of Prefect 3 shows
# numeric entities as they are written, so signs of HTML become its named ones and the others get a backslash.
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SIGNS = re.compile(
    r"[&<>\\`*_\[\]|~!$^@]|:(?=//)|(?<=mailto):|(?<=xmpp):|(?<=www)\.|^[-+.#=:]|(?<=^\d)[.)]|(?<=^\d\d)[.)]",
    re.IGNORECASE,
)
# Within the text of a link that UI shows backslashes too, and no address is found there: only what could end the link.
_SIGNS_IN_LINK = re.compile(r"[&<>\\`*_\[\]|~!]")

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
    return _as_text(plain(text, limit))


def escape_note(text: object, limit: int = 2000) -> str:
    """Return a sentence of ours as Markdown: pieces in backticks stay code, all the rest is escaped."""
    pieces = plain(text, limit).split("`")
    if len(pieces) % 2 == 0:
        return escape(text, limit)
    # Escapes mean nothing within code, so what could end the code or the table's cell is taken out there.
    return "".join(
        f"`{re.sub(r'[|<>&]', '', piece)}`" if number % 2 else _as_text(piece) for number, piece in enumerate(pieces)
    )


def newspaper_link(url: str, label: str | None = None) -> str:
    """Return a Markdown link to a page of the newspaper; an address of anything else is shown as text."""
    shown = label if label is not None else url
    if not is_newspaper_address(url):
        return escape(shown)
    return f"[{_as_text(plain(shown), _SIGNS_IN_LINK)}]({quote(url, safe=_SAFE_IN_URL)})"


def is_newspaper_address(url: str) -> bool:
    """Tell whether `url` is http(s) on one of the newspaper's hosts, with nobody's name and no port in front."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and port is None and "@" not in parts.netloc and is_newspaper_host(host)


def _as_text(text: str, signs: re.Pattern[str] = _SIGNS) -> str:
    return signs.sub(lambda found: _HTML.get(found.group(), f"\\{found.group()}"), text)
