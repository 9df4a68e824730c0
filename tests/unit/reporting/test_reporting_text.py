"""Whatever a page puts into a title stays text, in Markdown and in HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dvingest.reporting import escape, escape_note, newspaper_link, plain

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[bấm vào đây](javascript:alert(1))",
    "![ảnh](http://evil.example/pixel.png)",
    "a | b | c\n| --- | --- |",
    "# Tiêu đề\n\n* mục",
    "`code` ``` ~~~ **đậm** _nghiêng_",
    "\x1b[31mđỏ\x1b[0m \x07\x9b2J",
    "&lt;script&gt; &#60;b&#62;",
    "<https://evil.example> https://evil.example www.evil.example a@evil.example",
    "[x]: http://evil.example\n[x]",
    "1. một 2) hai - ba + bốn",
    "\u202egnol\u202c \u200bẩn\ufeff",
    "\\[x\\](y) $a$ ^b^ {c} =d=",
    "<!-- ẩn -->",
)


def rendered(markdown: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)


def tags(html: str) -> set[str]:
    return set(re.findall(r"<(\w+)", html))


def visible(html: str) -> str:
    import html as entities

    return " ".join(entities.unescape(re.sub(r"<[^>]*>", "", html)).split())


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_title_is_shown_as_it_is_and_makes_no_element(title: str) -> None:
    html = rendered(f"* {escape(title)}\n")
    assert tags(html) <= {"ul", "li"}
    assert visible(html) == plain(title)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_title_stays_in_its_cell(title: str) -> None:
    html = rendered(f"| a | b |\n| --- | --- |\n| {escape(title)} | z |\n")
    cells = re.findall(r"<td>(.*?)</td>", html, re.DOTALL)
    assert [visible(cell) for cell in cells] == [plain(title), "z"]


@given(st.text(max_size=80))
def test_any_text_is_shown_as_plain_text(text: str) -> None:
    html = rendered(f"x {escape(text)}")
    assert tags(html) <= {"p"}
    assert visible(html) == f"x {plain(text)}".strip()


def test_plain_text_is_one_bounded_line_without_escape_codes() -> None:
    assert plain("a\nb\t c\x1b[31m\u202e") == "a b c[31m"
    assert len(plain("dài " * 500)) <= 300
    assert plain("dài " * 500).endswith("…")


def test_only_addresses_of_the_newspaper_become_links() -> None:
    good = "https://baophapluat.vn/bai-viet-post384250.html"
    assert newspaper_link(good, "Bài viết").startswith("[Bài viết](https://baophapluat.vn/")
    for bad in (
        "javascript:alert(1)",
        "https://evil.example/?baophapluat.vn",
        "https://baophapluat.vn@evil.example/",
        "https://baophapluat.vn:8443/x.html",
        "data:text/html,x",
        "https://[::1/",
        "//baophapluat.vn/x.html",
    ):
        assert tags(rendered(newspaper_link(bad))) == {"p"}, bad


def test_an_address_cannot_break_out_of_its_link() -> None:
    html = rendered(newspaper_link('https://baophapluat.vn/a)<script>"x\n(b.html', "x](javascript:alert(1)"))
    assert tags(html) == {"p", "a"}
    assert re.findall(r'href="(https?:)', html) == ["https:"]
    assert html.count("href=") == 1


def test_a_note_keeps_its_commands_as_code_and_nothing_else() -> None:
    html = rendered(escape_note("37 % <b>generic</b>; run `dvingest replay --start 2026-11-20 | <x>` after the fix."))
    assert tags(html) == {"p", "code"}
    assert "<code>dvingest replay --start 2026-11-20  x</code>" in html
    assert visible(html).endswith("after the fix.")
    assert tags(rendered(escape_note("one ` alone <i>"))) == {"p"}
