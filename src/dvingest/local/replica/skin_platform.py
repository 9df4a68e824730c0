"""The skin since 2025, an assumption: breadcrumb and date as seen, the body marked in seven ways or not at all."""

from __future__ import annotations

from html import escape

from dvingest.local.replica.furniture import (
    Page,
    breadcrumb_links,
    byline,
    footer,
    head,
    image_url,
    menu,
    piece_markup,
    related_box,
    sapo,
    tag,
    with_furniture,
)
from dvingest.local.replica.parts import Photo, Text

_CONTAINERS = (
    ('<div itemprop="articleBody" class="mt-4 text-lg">', "</div>"),
    ("<article>", "</article>"),
    ('<section itemscope itemtype="https://schema.org/NewsArticle">', "</section>"),
    ('<div class="article-body mt-4">', "</div>"),
    ('<div class="entry mt-4">', "</div>"),
    ('<div class="content leading-7">', "</div>"),
    ('<div class="mt-4 flex flex-col gap-3">', "</div>"),
)


def render(page: Page) -> str:
    """Return the page of an article."""
    entry, content, stamps = page.entry, page.content, page.stamps
    opening, closing = _CONTAINERS[entry.variant % len(_CONTAINERS)]
    crumbs = " &gt; ".join(breadcrumb_links(entry))
    box = related_box(page) if page.dice.random() < 0.5 else ""
    body = "\n".join(
        piece_markup(page, piece, _photo, _text)
        for piece in with_furniture(page, box, adverts=page.dice.random() < 0.5)
    )
    tags = "".join(f'<a href="/tag/{n}.html" rel="tag">{escape(name)}</a>' for n, name in enumerate(content.tags))
    links = "".join(
        f'<li><a class="loading-link" href="{link.href}">{escape(link.title)}</a></li>' for link in page.related[:6]
    )
    author = byline(content)
    signature = f'<div class="text-right font-bold" itemprop="author">{escape(author)}</div>' if author else ""
    picture = content.avatar
    avatar = (
        f'<figure class="my-4"><img src="{image_url(entry, picture)}" width="{picture.width}" '
        f'height="{picture.height}" alt="">{tag("figcaption", picture.caption)}</figure>'
        if picture
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8"/>
{head(page)}
</head>
<body class="font-sans antialiased">
<header><nav class="flex"><ul>{menu(entry.host)}</ul></nav></header>
<section class="breadcrumbs"><div class="flex"><div class="grow">{crumbs}</div></div></section>
<main class="container mx-auto">
<h1 class="text-3xl font-bold">{escape(content.title, quote=False)}</h1>
<p class="sapo font-semibold">{sapo(content)}</p>
<div class="text-sm text-gray-500">{stamps.visible}</div>
{avatar}
{opening}
{body}
{closing}
{signature}
<div class="flex tags">{tags}</div>
</main>
<section class="mt-8"><h2 class="text-xl">Cùng chuyên mục</h2><ul>{links}</ul></section>
<section class="mt-8"><h2 class="text-xl">Đọc thêm</h2><ul></ul></section>
<footer>{footer()}</footer>
</body>
</html>
"""


def _text(piece: Text) -> str:
    text = escape(piece.text, quote=False)
    match piece.kind:
        case "heading":
            return f"<h2>{text}</h2>"
        case "quote":
            return f"<blockquote><p>{text}</p></blockquote>"
        case _:
            return f"<p>{text}</p>"


def _photo(page: Page, photo: Photo) -> str:
    caption = tag("figcaption", photo.caption)
    if photo.caption and photo.credit:
        credit = f'<span class="source">{escape(photo.credit)}</span>'
        caption = f"<figcaption>{escape(photo.caption, quote=False)} {credit}</figcaption>"
    return (
        f'<figure><img loading="lazy" src="{image_url(page.entry, photo)}" width="{photo.width}" '
        f'height="{photo.height}" alt="{escape(photo.caption or "")}">{caption}</figure>'
    )
