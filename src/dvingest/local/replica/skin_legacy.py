"""The skin up to 2018: an ASP.NET page, date and body in its own ids, captions as emphasised paragraphs."""

from __future__ import annotations

from html import escape

from dvingest.local.replica.furniture import (
    PAPER,
    Page,
    breadcrumb_links,
    byline,
    footer,
    head,
    image_url,
    menu,
    sapo,
    tag,
)
from dvingest.local.replica.parts import Photo, Photos, Piece, Raw, Text, Video


def render(page: Page) -> str:
    """Return the page of an article."""
    entry, content = page.entry, page.content
    body = "\n".join(_piece(page, piece) for piece in content.pieces)
    links = "".join(f'<li><a href="{link.href}">{escape(link.title)}</a></li>' for link in page.related[:5])
    tags = ", ".join(f'<a href="/tag{n}.html">{escape(name)}</a>' for n, name in enumerate(content.tags))
    author = byline(content)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
{head(page, og=False)}
</head>
<body>
<form name="aspnetForm" method="post" action="chi-tiet.aspx" id="aspnetForm">
<div class="header"><a href="/" class="logo">{PAPER}</a><ul class="menu">{menu(entry.host)}</ul></div>
<div class="breadcrumb">{" &raquo; ".join(breadcrumb_links(entry))}</div>
<div class="content-left">
<div class="head-post"><h1 class="cms-title">{escape(content.title, quote=False)}</h1>
<span>{page.stamps.visible}</span></div>
<div class="cms-desc">{sapo(content)}</div>
<div id="ctl00_mainContent_abody" class="cms-body">
{body}
{tag("div", author, 'class="author cms-author"')}
</div>
<div class="tags">Từ khóa: {tags}</div>
<div class="acolumn"><h3>Tin liên quan</h3><ul>{links}</ul></div>
<div class="acolumn"><h3>Đọc thêm</h3><ul></ul></div>
</div>
<div class="footer">{footer()}</div>
</form>
</body>
</html>
"""


def _piece(page: Page, piece: Piece) -> str:
    if isinstance(piece, Photo):
        url = image_url(page.entry, piece)
        table = (
            f'<table class="contentimg" align="center"><tbody><tr><td><a class="swipebox" href="{url}">'
            f'<img class="cms-photo" src="{url}" /></a></td></tr></tbody></table>'
        )
        return f'{table}\n<p align="center"><em>{escape(piece.caption or "", quote=False)}</em></p>'
    if isinstance(piece, Photos):
        return "\n".join(_piece(page, photo) for photo in piece.photos)
    if isinstance(piece, Raw | Video):
        return ""
    return piece.markup or _text(piece)


def _text(piece: Text) -> str:
    text = escape(piece.text, quote=False)
    if piece.kind == "heading":
        return f"<p><strong>{text}</strong></p>"
    return f"<blockquote><p>{text}</p></blockquote>" if piece.kind == "quote" else f"<p>{text}</p>"
