"""A layout nobody knows: what the pages look like on the day the newspaper changes its templates."""

from __future__ import annotations

import json
from html import escape

from dvingest.local.replica.furniture import Page, byline, footer, image_url, menu, sapo, tag
from dvingest.local.replica.parts import Photo, Photos, Piece, Text, Video
from dvingest.local.replica.stamps import colon


def render(page: Page) -> str:
    """Return the page of an article with no class or id of the known skins; JSON-LD says title and date."""
    content, entry = page.content, page.entry
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": content.title,
        "datePublished": colon(entry.published_at),
        "author": [{"@type": "Person", "name": name} for name in content.authors],
        "articleSection": content.section_path[-1],
    }
    json_ld = json.dumps(record, ensure_ascii=False).replace("<", "\\u003c")
    links = "".join(f'<li><a href="{link.href}">{escape(link.title)}</a></li>' for link in page.related[:6])
    body = "\n".join(_piece(page, piece) for piece in content.pieces)
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{escape(content.title)}</title>
<link rel="canonical" href="{page.canonical}">
<meta property="og:title" content="{escape(content.title)}">
<script type="application/ld+json">{json_ld}</script>
</head>
<body>
<div id="nx-top"><ul>{menu(entry.host)}</ul></div>
<article class="nx-story">
<h1 class="nx-name">{escape(content.title, quote=False)}</h1>
<p class="nx-intro">{sapo(content)}</p>
{body}
{tag("p", byline(content), 'class="nx-by"')}
</article>
<aside class="nx-side"><h2>Cùng chuyên mục</h2><ul>{links}</ul><h2>Đọc thêm</h2></aside>
<div id="nx-foot">{footer()}</div>
</body>
</html>
"""


def _piece(page: Page, piece: Piece) -> str:
    if isinstance(piece, Photo):
        url = image_url(page.entry, piece)
        return f'<figure class="nx-pic"><img src="{url}" alt="">{tag("figcaption", piece.caption)}</figure>'
    if isinstance(piece, Photos):
        return "\n".join(_piece(page, photo) for photo in piece.photos)
    if isinstance(piece, Text):
        return tag("h2" if piece.kind == "heading" else "p", piece.text)
    return f'<video src="{piece.url}"></video>' if isinstance(piece, Video) else ""
