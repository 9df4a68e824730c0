"""The command `clean` as somebody uses it who has a folder of saved pages and scraped texts."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from dvingest.cli.clean import MAX_FILE, clean, read_saved
from dvingest.errors import ConfigError, DvingestError
from dvingest.model import RawArticle, Rejection, RejectionReason

PARAGRAPH = "Con đường nối ba thôn ven sông với chợ huyện từng lầy lội quanh năm, xe thồ phải nghỉ mỗi khi mưa xuống."
TEXT = f"Con đường của dân\n\n(PLVN) - Đường đã thông.\n\n{PARAGRAPH}\n\nCùng chuyên mục\n\nĐọc thêm"


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT, encoding="utf-8")


def test_folder_keeps_its_shape_and_every_file_has_a_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in", "one.txt", "2021/01/two.txt", "same.txt", "same.html")
    clean(str(tmp_path / "in"), output=tmp_path / "out")
    found = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.json"))
    assert found == ["2021/01/two.json", "one.json", "same.html.json", "same.txt.json"]
    assert json.loads((tmp_path / "out/one.json").read_text())["body"] == PARAGRAPH
    assert capsys.readouterr().out == f"4 of 4 files cleaned into {tmp_path / 'out'}.\n"


def test_results_within_the_folder_are_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, "one.txt")
    for _ in range(2):
        clean(str(tmp_path), output=tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").rglob("*.json")] == ["one.json"]


def test_files_without_an_article_are_named_and_the_others_cleaned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", "a.txt", "closed.txt", "z.txt")
    (tmp_path / "in/empty.txt").touch()
    (tmp_path / "in/photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(999))
    opened = Path.open

    def refuse(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == "closed.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(typer.Exit) as left:
        clean(str(tmp_path / "in"), output=tmp_path / "out", format="text")
    assert left.value.exit_code == 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.txt", "z.txt"]
    shown = capsys.readouterr()
    assert shown.out == f"2 of 5 files cleaned into {tmp_path / 'out'}, 3 not (named above).\n"
    assert shown.err.splitlines() == [
        f"{tmp_path / 'in/closed.txt'} cannot be read (Permission denied).",
        f"{tmp_path / 'in/empty.txt'} holds no article: no_body (the text is empty).",
        f"{tmp_path / 'in/photo.jpg'} holds no article: not_html (neither a page nor text).",
    ]


def test_what_is_no_file_or_cannot_be_looked_into_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", "a.txt", "locked/b.txt")
    write(tmp_path / "elsewhere", "c.txt")
    os.mkfifo(tmp_path / "in/pipe")
    (tmp_path / "in/linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/nowhere.txt").symlink_to("none.txt")
    (tmp_path / "in/same.txt").symlink_to("a.txt")
    looked_into = os.scandir

    def refuse(folder: str) -> Any:
        if folder.endswith("locked"):
            raise PermissionError(13, "Permission denied", folder)
        return looked_into(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(typer.Exit) as left:
        clean(str(tmp_path / "in"), output=tmp_path / "out")
    assert left.value.exit_code == 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "same.json"]
    shown = capsys.readouterr()
    assert shown.out == f"2 of 6 files cleaned into {tmp_path / 'out'}, 4 not (named above).\n"
    assert sorted(shown.err.splitlines()) == [
        f"{tmp_path / 'in/linked'} is a link to a folder, which is not followed.",
        f"{tmp_path / 'in/locked'} cannot be read (Permission denied).",
        f"{tmp_path / 'in/nowhere.txt'} cannot be read (No such file or directory).",
        f"{tmp_path / 'in/pipe'} is no file.",
    ]


def test_name_too_long_for_its_result_keeps_no_other_file_from_being_cleaned(tmp_path: Path) -> None:
    write(tmp_path / "in", f"{'d' * 248}.txt", f"{'d' * 248}.html", "z.txt")
    with pytest.raises(typer.Exit) as left:
        clean(str(tmp_path / "in"), output=tmp_path / "out")
    assert left.value.exit_code == 3
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["z.json"]


def test_full_disk_leaves_an_earlier_result_and_no_half_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", "a.txt")
    write(tmp_path / "out", "a.json")

    def fill(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:9])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(ConfigError, match=r"a\.json cannot be written \(No space left on device\)"):
        clean(str(tmp_path / "in"), output=tmp_path / "out")
    assert [path.read_text() for path in (tmp_path / "out").iterdir()] == [TEXT]


def test_interrupt_leaves_no_half_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", "a.txt")

    def interrupt(path: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        clean(str(tmp_path / "in"), output=tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_results_in_the_place_of_others_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in", "a.txt", "b.txt")
    write(tmp_path / "out", "a.json")
    for said in (", 1 in the place of another result", ""):
        clean(str(tmp_path / "in"), output=tmp_path / "out")
        assert capsys.readouterr().out == f"2 of 2 files cleaned into {tmp_path / 'out'}{said}.\n"


def test_stdin_that_is_closed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ConfigError, match=r"- cannot be read \(it is closed\)"):
        clean("-")


@pytest.mark.parametrize(
    ("source", "output", "says"),
    [
        ("in", None, "name the folder for the results with --output"),
        ("in", "in", "is the folder that is read"),
        ("in", "in/one.txt", "cannot be written"),
        ("in/one.txt", "out", "goes with a folder"),
        ("in/none.txt", None, "cannot be read"),
        ("/dev/zero", None, "is a device"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, source: str, output: str | None, says: str) -> None:
    write(tmp_path / "in", "one.txt", "two.txt")
    with pytest.raises(ConfigError, match=says):
        clean(str(tmp_path / source), output=tmp_path / output if output else None)


def test_folder_without_files_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(DvingestError, match="no file"):
        clean(str(tmp_path), output=tmp_path / "out")


def test_text_on_stdin_is_cleaned(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    clean("-", format="text")
    assert capsys.readouterr().out == f"Con đường của dân\n\nĐường đã thông.\n\n{PARAGRAPH}\n"


def test_text_from_a_pipe_is_cleaned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(TEXT.encode(),))
    writer.start()
    clean(str(tmp_path / "pipe"), format="text")
    writer.join()
    assert PARAGRAPH in capsys.readouterr().out


def test_more_than_a_file_may_have_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(DvingestError, match=r"huge\.txt has more than 32 MiB"):
        clean(str(tmp_path / "huge.txt"))
    with pytest.raises(typer.Exit):
        clean(str(tmp_path), output=tmp_path / "out")
    with Path("/dev/zero").open("rb") as endless:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=endless))
        with pytest.raises(DvingestError, match="stdin has more than 32 MiB"):
            clean("-")


HEADING = "<h1 class='article__title cms-title '>Con đường của dân</h1>"
BODY = f"<div class='article__body cms-body '><p>{PARAGRAPH}</p>\n<p>Chợ huyện lại đông.</p></div>"
ADDRESS = "https://baophapluat.vn/con-duong-cua-dan-post512345.html"
HEAD = (
    f"<meta property='og:url' content='{ADDRESS}'><link rel='canonical' href='{ADDRESS}'>"
    "<meta property='article:published_time' content='2021-01-11T09:12:00+0700'>"
)


def test_saved_page_without_an_address_has_the_one_it_names() -> None:
    reading = read_saved(f"<!doctype html><head>{HEAD}</head><body>{HEADING}{BODY}</body>".encode(), None)
    assert isinstance(reading, RawArticle), reading
    assert (reading.url, reading.template, reading.title) == (ADDRESS, "cms", "Con đường của dân")


def test_saved_page_that_names_no_address_is_read_as_well() -> None:
    head = HEAD[HEAD.index("<meta property='article") :]
    reading = read_saved(f"<!doctype html><head>{head}</head><body>{HEADING}{BODY}</body>".encode(), None)
    assert isinstance(reading, RawArticle), reading
    assert (reading.url, reading.canonical_url) == ("", None)


def test_page_without_a_date_is_no_text() -> None:
    reading = read_saved(f"<!doctype html><body>{HEADING}{BODY}</body>".encode(), None)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


def test_piece_of_a_page_is_a_text_with_tags_in_it() -> None:
    caption = "Đường mới qua thôn Hạ."
    picture = (
        f"<table class='picture'><tr><td class='pic'><img alt='{caption}' src='a.jpg'></td></tr>"
        f"<tr><td class='caption'><p>{caption}</p></td></tr></table>"
    )
    begin, end = PARAGRAPH[:40], PARAGRAPH[40:]
    text = f"<p>{begin}<em>{end}</em></p>\r\n<p>Giá &lt; 5 &amp; &gt; 2.<br>Hết.</p>"
    piece = f"<p>(PLVN) - Đường đã\n thông.</p>{picture}{text}"
    reading = read_saved(piece.encode(), None)
    assert isinstance(reading, RawArticle), reading
    assert (reading.template, reading.lead) == ("text", "Đường đã thông.")
    assert reading.body.split("\n\n") == [PARAGRAPH, "Giá < 5 & > 2.", "Hết."]
    assert [image.caption for image in reading.images] == [caption]


def test_signs_that_look_like_tags_stay_in_a_text() -> None:
    reading = read_saved(f"{TEXT}\n".replace("Đường đã", "Nếu a <b và c> d, <b@x.vn>, 3 > 2, đường đã").encode(), None)
    assert isinstance(reading, RawArticle), reading
    assert reading.lead == "Nếu a <b và c> d, <b@x.vn>, 3 > 2, đường đã thông."


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_of_any_system_is_read(charset: str) -> None:
    reading = read_saved(TEXT.replace("\n", "\r\n").encode(charset), None)
    assert isinstance(reading, RawArticle), reading
    assert (reading.title, reading.body) == ("Con đường của dân", PARAGRAPH)


def test_bytes_that_are_no_text_are_refused() -> None:
    assert isinstance(read_saved(bytes(range(256)) * 40, None), Rejection)
