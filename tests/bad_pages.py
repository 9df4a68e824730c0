"""Bad input for the extraction, by name, and a program that reads it piece by piece and says what each cost.

`python tests/bad_pages.py` prints one JSON object a line: name, CPU seconds, peak of memory in bytes, what was said.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from skin_pages import HEAD, URL, cms_page, paragraphs, picture

from dvingest.extraction import extract
from dvingest.extraction.dom.decode import MAX_BYTES
from dvingest.model import RawArticle

PAGE = cms_page(paragraphs())
LEVELS = 100_000
# Too many for a program that calls itself at every level, too few to count as a page made of nothing but levels.
SOME_LEVELS = (400, 1_000, 3_500)
# As large as a page may be, in pieces that cost much for their size.
HUGE = {
    "paragraphs": "<p>Đường ra chợ.</p>",
    "one text": "đường ",
    "pictures": "<img src=/2024_06_12/a.jpg>",
    "cells": "<table><tr><td>1<td>2</table>",
    "comments": "<!-- x -->",
    "unclosed tags": "<a ",
    "entities": "&amp;",
    "attributes": '<p class="a b" id=x style="y">x',
    "script": "var a=1;</",
}
ROOM = MAX_BYTES - 4000
CARD = '<div class="story"><a href="/tin-khac-post500100.html"><img data-src="/a.jpg"></a><p>Tin khác</p></div>'
NESTED = ("div", "b", "blockquote", "table><tr><td", "ul><li", "article", "p><em")


def full_of(piece: str) -> bytes:
    """Return a page of just the largest size allowed whose body is full of `piece`."""
    body = piece * (ROOM // len(piece.encode()))
    return cms_page(paragraphs() + body).encode()[:MAX_BYTES]


# Pieces of which each may ask what stands beside or around it.
CROWDS = {
    "links to places of the page": '<a href="#a">x</a>',
    "links to networks": '<a href="https://facebook.com/a">x</a>',
    "named words in a line": '<span class="author">x</span>',
    "fields": '<input type="text"><b>x</b>',
    "lines in bold": "<b>x</b><br>",
    "titled links": '<div><h3>tin khác</h3><p><a href="/duong-ra-cho-xa-post1.html">đường ra chợ</a></p></div>',
    "links in lines": '<p><a href="/duong-ra-cho-xa-post1.html">đường ra chợ</a></p>',
    "boxes named like buttons": '<div class="share-x"><p>x</p></div>',
    "films": '<p>x</p><iframe src="https://www.youtube.com/embed/x"></iframe>',
}


def crowded(piece: str) -> bytes:
    """Return a page with one box full of `piece`, half as many as a body may hold."""
    return cms_page(f'{paragraphs()}<div>{piece * (9_900 // piece.count("<"))}<a href="/b.html">y</a></div>').encode()


def nested_in(tag: str, levels: int = LEVELS) -> str:
    """Return a page with an element in an element, `levels` times."""
    return cms_page(paragraphs() + f"<{tag}>" * levels + "x")


BAD: dict[str, Callable[[], bytes | str]] = {
    "empty": lambda: b"",
    "binary": lambda: bytes(range(256)) * (MAX_BYTES // 256),
    "binary that begins like a page": lambda: PAGE.encode()[:600] + bytes(range(256)) * (MAX_BYTES // 256 - 10),
    "cut off": lambda: full_of(HUGE["paragraphs"])[: MAX_BYTES // 2],
    "too large": lambda: b"x" * (MAX_BYTES + 1),
    **{f"full of {name}": (lambda piece=piece: full_of(piece)) for name, piece in HUGE.items()},
    **{f"nested in {tag}": (lambda tag=tag: nested_in(tag)) for tag in NESTED},
    **{f"nested {levels} levels deep": (lambda levels=levels: nested_in("div", levels)) for levels in SOME_LEVELS},
    "wrong charset": lambda: cms_page("<p>Đường ra chợ.</p>" * 1500).encode("utf-16-le"),
    "wrong charset, large": lambda: full_of(HUGE["one text"]).decode("utf-8", "ignore").encode("utf-16-le")[:MAX_BYTES],
    "no charset": lambda: full_of(HUGE["one text"]).replace(b'<meta charset="utf-8">', b""),
    "zero bytes": lambda: full_of("a\0"),
    "invalid UTF-8": lambda: full_of("a\u1ec7").replace(b"\xe1\xbb", b"\xe1\xff"),
}

LARGE: dict[str, Callable[[], bytes | str]] = {
    "a script of all of it": lambda: cms_page(paragraphs(), HEAD + f"<script>{'a' * ROOM}</script>"),
    "a comment of all of it": lambda: cms_page(paragraphs(), around=f"<!--{'đ' * (ROOM // 2)}-->"),
    "a text beside the article": lambda: cms_page(paragraphs(), around="đường " * (ROOM // 8)).encode(),
    "as many tags as are read": lambda: cms_page(paragraphs(), around=CARD * 12_000).encode(),
    "as many paragraphs as are read": lambda: cms_page("<p>Đường ra chợ.</p>" * 9_900).encode(),
    "as many pictures as are read": lambda: cms_page(paragraphs() + picture() * 990).encode(),
    "as long a text as is read": lambda: cms_page(f"<p>{'đường ' * 160_000}</p>").encode(),
    **{f"crowds of {name}": (lambda piece=piece: crowded(piece)) for name, piece in CROWDS.items()},
    "cells without a container": lambda: f"<html><body>{'<table><tr><td>1<td>2</table>' * 8_000}".encode(),
    "lines without a container": lambda: f"<html><body>{'đường ra chợ<br>' * 15_000}".encode(),
}
"""No bad pages, but as large as what bounds the sizes leaves through."""


def main() -> None:
    """Read every input after an ordinary page, so that what is imported on first use counts for none of them."""
    extract(PAGE, URL)
    for name, make in (BAD | LARGE).items():
        page = make()
        Path("/proc/self/clear_refs").write_text("5")
        started = time.process_time()
        reading = extract(page, URL)
        seconds = time.process_time() - started
        del page
        said = list(reading.warnings) if isinstance(reading, RawArticle) else [reading.reason]
        print(json.dumps({"name": name, "seconds": round(seconds, 2), "peak": _peak(), "said": said}), flush=True)


def _peak() -> int:
    # Of this program since the last reset; what `getrusage` says counts the program that started it, too.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
