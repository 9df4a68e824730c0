"""The command `clean`: saved pages and scraped texts, one by one or a folder of them, without a store."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer
from rich.progress import track

from dvingest.cli.app import app, console, errors, printable
from dvingest.errors import ConfigError, DvingestError
from dvingest.model import RawArticle, Reading, Rejection, RejectionReason, raw_article_fields

Format = Literal["json", "text"]

MAX_FILE = 32 * 1024 * 1024
"""Bytes that are read of a file at most: the largest text there is, each of its letters in four bytes."""

_CUT_OUT = frozenset({RejectionReason.NO_TITLE, RejectionReason.NO_DATE, RejectionReason.NO_BODY})
_OF_ONE_TARGET = frozenset({errno.ENAMETOOLONG, errno.EISDIR})
"""What is wrong with the name of one result, and not with the folder of all."""
_DOCUMENT = (b"<!doctype", b"<html", b"<head>", b"<head ", b"<body")


@app.command(short_help="Clean saved pages or scraped texts; needs no store.")
def clean(
    source: Annotated[
        str, typer.Argument(metavar="FILE|DIR|-", help="A saved page, a scraped text, a folder of them.")
    ],
    url: Annotated[str | None, typer.Option(metavar="URL", help="URL the page was saved from.")] = None,
    format: Annotated[Format, typer.Option(help="json: one object per article; text: title, lead and body.")] = "json",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Folder for the results of a folder.")
    ] = None,
) -> None:
    """Clean one saved page or one naively scraped text, or a folder of them; needs no store."""
    if url is not None and not url.startswith(("https://", "http://")):
        raise ConfigError(f"--url {url!r} is not a URL: write it with https://, as the browser shows it.")
    path = Path(source)
    if source != "-" and path.is_dir():
        _clean_folder(path, output, format)
        return
    if output is not None:
        raise ConfigError(f"--output {output} goes with a folder, but {path} is none: leave it out, or name a folder.")
    name = "stdin" if source == "-" else source
    try:
        content = _read_stdin() if source == "-" else _read_file(path)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read ({error.strerror}): name a saved page or text, or - for stdin."
        ) from None
    try:
        article = _article_in(content, url)
    except _NotCleanedError as problem:
        raise DvingestError(f"{name} {problem}.") from None
    console.file.write(_render(article, format))


def _read_stdin() -> bytes | None:
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return _read_bounded(sys.stdin.buffer)


def _read_file(path: Path) -> bytes | None:
    """Return what is in a file or pipe; None if that is too much. A device may have no end."""
    with path.open("rb") as file:
        if stat.S_ISCHR(os.fstat(file.fileno()).st_mode) and not file.isatty():
            raise ConfigError(f"{path} is a device: name a saved page or text, or - for stdin.")
        return _read_bounded(file)


def _read_bounded(file: BinaryIO) -> bytes | None:
    """Return what is in an open file; None if that is more than `MAX_FILE` bytes."""
    content = file.read(MAX_FILE + 1)
    return content if len(content) <= MAX_FILE else None


class _NotCleanedError(Exception):
    """Why there is no result of a file, as the end of a sentence that begins with its name."""


def _article_in(content: bytes | None, url: str | None) -> RawArticle:
    """Return the article that a file holds; `content` is None where that is too large."""
    if content is None:
        raise _NotCleanedError(f"has more than {MAX_FILE // 1024**2} MiB, which no saved page or text has")
    reading = read_saved(content, url)
    if isinstance(reading, Rejection):
        detail = f" ({reading.detail})" if reading.detail else ""
        raise _NotCleanedError(f"holds no article: {reading.reason}{detail}")
    return reading


def read_saved(content: bytes, url: str | None) -> Reading:
    """Return what extraction makes of a saved page, or text cleaning of what is no HTML.

    A page whose address is not given has the one it names itself. A piece of a page, cut out without heading or date,
    is a text with tags in it.
    """
    from dvingest.extraction import clean_text, extract
    from dvingest.extraction.dom.decode import decode_text

    if looks_like_html(content):
        reading = extract(content, url or "")
        if not url and isinstance(reading, RawArticle) and reading.canonical_url:
            reading = extract(content, reading.canonical_url)
        if isinstance(reading, RawArticle) or reading.reason not in _CUT_OUT or _is_document(content):
            return reading
    decoded = decode_text(content)
    if decoded is None:
        return Rejection(url or "", RejectionReason.NOT_HTML, "neither a page nor text")
    return clean_text(decoded.text, url)


def looks_like_html(content: bytes) -> bool:
    """Tell whether the bytes are a page rather than plain text: by a tag at the start, or a document's tags inside."""
    head = _head_of(content)
    begins = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if begins.startswith(
        (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--", b"<div", b"<article", b"<main")
    ):
        return True
    return b"<body" in head or (b"</p>" in head and b"<p" in head) or b"</div>" in head


def _is_document(content: bytes) -> bool:
    head = _head_of(content)
    return any(tag in head for tag in _DOCUMENT)


def _head_of(content: bytes) -> bytes:
    return content[:200_000].replace(b"\0", b"").lower()


def _render(article: RawArticle, format: Format) -> str:
    if format == "text":
        parts = (article.title, article.lead, article.body)
        return "\n\n".join(part for part in parts if part) + "\n"
    return json.dumps(raw_article_fields(article), ensure_ascii=False, indent=2) + "\n"


def _clean_folder(folder: Path, output: Path | None, format: Format) -> None:
    if output is None:
        raise ConfigError(f"{folder} is a folder: name the folder for the results with --output.")
    if output.resolve() == folder.resolve():
        raise ConfigError(
            f"--output {output} is the folder that is read: name another, so that nothing is overwritten."
        )
    files, problems = _files_in(folder, output.resolve())
    if not files and not problems:
        raise DvingestError(f"{folder} contains no file.")
    total = len(files) + len(problems)
    targets = _targets([file.relative_to(folder) for file in files], ".json" if format == "json" else ".txt")
    pairs = zip(files, targets, strict=True)
    hidden = not errors.is_terminal
    replaced = 0
    for file, target in track(pairs, "cleaning", len(files), console=errors, transient=True, disable=hidden):
        try:
            replaced += _clean_into(file, output / target, format)
        except _NotCleanedError as problem:
            problems.append(f"{file} {problem}.")
    for line in problems:
        errors.print(printable(line), markup=False)
    anew = f", {replaced} in the place of another result" if replaced else ""
    rest = f", {len(problems)} not (named above)" if problems else ""
    console.print(f"{total - len(problems)} of {total} files cleaned into {output}{anew}{rest}.", markup=False)
    if problems:
        raise typer.Exit(3)


def _files_in(folder: Path, output: Path) -> tuple[list[Path], list[str]]:
    """Return the files in a folder and those below it, but for `output`, and what is no file or cannot be looked into.

    A link that leads nowhere is among the files: reading it says why it cannot be read.
    """
    files: list[Path] = []
    problems: list[str] = []
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        at = Path(place)
        linked = [at / name for name in folders if (at / name).is_symlink()]
        problems += [f"{path} is a link to a folder, which is not followed." for path in linked]
        folders[:] = [name for name in folders if (at / name).resolve() != output]
        paths = list(map(at.joinpath, names))
        files += filter(_may_be_file, paths)
        problems += [f"{path} is no file." for path in paths if not _may_be_file(path)]
    return sorted(files), problems + [f"{error.filename} cannot be read ({error.strerror})." for error in closed]


def _may_be_file(path: Path) -> bool:
    """Tell whether a path is a file, or opening it will say why it cannot be read; a pipe would be waited for."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _targets(names: list[Path], suffix: str) -> list[Path]:
    """Return the names of the results: `suffix` for the old one, or behind it where two would be equal."""
    wanted = Counter(name.with_suffix(suffix) for name in names)
    return [
        name.with_suffix(suffix) if wanted[name.with_suffix(suffix)] == 1 else name.with_name(name.name + suffix)
        for name in names
    ]


def _clean_into(file: Path, target: Path, format: Format) -> bool:
    """Write the article in `file` to `target`, whole or not at all; tell whether something else stood there."""
    try:
        content = _read_file(file)
    except OSError as error:
        raise _NotCleanedError(f"cannot be read ({error.strerror})") from None
    result = _render(_article_in(content, None), format).encode("utf-8")
    part = target.with_name(f".dvingest-{os.getpid()}.part")  # behind the target's own name it might be too long
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        is_other = target.is_file() and target.read_bytes() != result
        part.write_bytes(result)
        part.replace(target)
    except OSError as error:
        if error.errno in _OF_ONE_TARGET:
            raise _NotCleanedError(f"has no result: {target} cannot be written ({error.strerror})") from None
        raise ConfigError(
            f"{target} cannot be written ({error.strerror}): name another folder with --output."
        ) from None
    finally:
        if part.is_file():
            part.unlink()
    return is_other
