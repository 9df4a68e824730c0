"""What stands around the articles of every skin: menu, boxes of related articles, adverts, comments, footer."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random

from dvingest.local.replica.parts import (
    DOANHNHAN,
    MAIN,
    Content,
    Entry,
    Photo,
    Photos,
    Piece,
    Raw,
    Text,
    Video,
    all_photos,
)
from dvingest.local.replica.sections import section_path, sections_of
from dvingest.local.replica.stamps import Stamps

PAPER = "Báo Pháp luật Việt Nam"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@dataclass(frozen=True, slots=True)
class Link:
    """An article as a box or list shows it."""

    title: str
    href: str
    summary: str = ""
    number: int = 0
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """All that a skin needs for one rendering of one article."""

    entry: Entry
    content: Content
    stamps: Stamps
    canonical: str
    related: Sequence[Link]
    """Other articles, for the boxes; other ones at every rendering."""
    dice: Random
    """Of this rendering: which boxes and adverts there are, and where."""


def tag(name: str, text: str | None, attributes: str = "") -> str:
    """Return an element with escaped text, or nothing for no text."""
    return (
        "" if text is None else f"<{name}{' ' if attributes else ''}{attributes}>{escape(text, quote=False)}</{name}>"
    )


def head(page: Page, *, og: bool = True) -> str:
    """Return the head of an article page."""
    content, stamps, entry = page.content, page.stamps, page.entry
    title = escape(content.title)
    rows = [f"<title>{title} | {PAPER}</title>", f'<meta name="description" content="{escape(_sapo(content))}">']
    if og:
        rows += [
            f'<link rel="canonical" href="{page.canonical}">',
            f'<meta property="og:title" content="{title}">',
            f'<meta property="og:url" content="{page.canonical}">',
            '<meta property="og:type" content="article">',
            f'<meta property="og:site_name" content="{PAPER}">',
            f'<meta property="og:description" content="{escape(_sapo(content))}">',
        ]
        pictures = all_photos(content)
        if content.avatar or pictures:
            picture = content.avatar or pictures[0]
            rows.append(f'<meta property="og:image" content="{image_url(entry, picture, "1200x630")}">')
    if stamps.meta:
        rows.append(f'<meta property="article:published_time" content="{stamps.meta}">')
        rows.append(f'<meta property="article:section" content="{escape(content.section_path[-1])}">')
    if stamps.meta_modified:
        rows.append(f'<meta property="article:modified_time" content="{stamps.meta_modified}">')
    if stamps.json_ld:
        rows.append(_json_ld(page))
    return "\n".join(rows)


def _json_ld(page: Page) -> str:
    content, stamps = page.content, page.stamps
    record: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": page.canonical},
        "headline": content.title,
        "datePublished": stamps.json_ld,
        "publisher": {"@type": "Organization", "name": PAPER},
    }
    if stamps.json_ld_modified:
        record["dateModified"] = stamps.json_ld_modified
    if content.authors:
        record["author"] = [{"@type": "Person", "name": name} for name in content.authors]
    text = json.dumps(record, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _sapo(content: Content) -> str:
    return f"{content.mark}{content.lead or ''}"


def sapo(content: Content, markup: str = "") -> str:
    """Return the lead with its mark, escaped; `markup` goes between the two."""
    return escape(content.mark, quote=False) + markup + escape(content.lead or "", quote=False)


def menu(host: str = MAIN) -> str:
    """Return the list items of the site's menu: its sections, then what is no section of articles."""
    rows = []
    for section in sections_of(host):
        if section.parent is None:
            children = [s for s in sections_of(host) if s.parent == section.slug]
            inner = "".join(f'<li><a href="{child.path}">{child.name}</a></li>' for child in children)
            rows.append(f'<li><a href="{section.path}">{section.name}</a>{f"<ul>{inner}</ul>" if inner else ""}</li>')
    if host == MAIN:
        rows.append(
            '<li><a href="/chuyen-muc/media">Media</a></li><li><a href="/podcasts/ban-tin-sang.html">Podcast</a></li>'
        )
        rows.append(f'<li><a href="https://{DOANHNHAN}/">Doanh nhân</a></li>')
    return "".join(rows)


def footer() -> str:
    """Return the imprint at the foot of every page."""
    return (
        "<p>Báo điện tử Pháp luật Việt Nam</p><p>Giấy phép xuất bản số 303/GP-BTTTT</p>"
        "<p>Cơ quan chủ quản: Bộ Tư pháp</p>"
        f"<p>© All rights reserved - Bản quyền thuộc về {PAPER}</p>"
    )


def breadcrumb_links(entry: Entry, attributes: str = "") -> list[str]:
    """Return one link per section, from the outermost inwards."""
    return [f'<a {attributes} href="{s.path}">{escape(s.name)}</a>' for s in section_path(entry.section)]


def byline(content: Content) -> str | None:
    """Return the author line as the page shows it."""
    if content.source:
        return f"Theo {content.source}"
    return " - ".join(content.authors) or None


def advert(dice: Random, number: int) -> str:
    """Return an advert between paragraphs, with the script that fills it."""
    return (
        f'<div class="ads_middle"><div id="adsWeb_AdsArticleMiddle{number or ""}" class="banner fyi" '
        f'data-position="Web_AdsArticleMiddle{number or ""}"><script>window.addEventListener("load", function(){{ '
        f"window.CMS_BANNER.pushAds({{id: {dice.randint(1, 99)}}}); }});</script>{_advert_text(dice)}</div></div>"
    )


def _advert_text(dice: Random) -> str:
    return dice.choice(("", "", '<a href="https://quangcao.example/"><img src="/static/qc.png" alt="Quảng cáo"></a>'))


def with_furniture(page: Page, box: str, *, adverts: bool) -> list[Piece]:
    """Return the body's pieces with adverts and one box of related articles between two paragraphs.

    Never directly after a picture, where the next paragraph may be its caption, and never inside a list.
    """
    pieces: list[Piece] = list(page.content.pieces)
    gaps = [place for place in range(1, len(pieces)) if _is_text(pieces[place - 1]) and _is_text(pieces[place])]
    inserts: list[Piece] = (
        [Raw(advert(page.dice, number)) for number in range(page.dice.randint(0, 3))] if adverts else []
    )
    inserts += [Raw(box)] if box else []
    chosen = sorted(page.dice.sample(gaps, min(len(inserts), len(gaps))), reverse=True)
    for place, insert in zip(chosen, inserts, strict=False):
        pieces.insert(place, insert)
    return pieces


def _is_text(piece: Piece) -> bool:
    return isinstance(piece, Text) and piece.kind not in ("list_item", "note")


def related_box(page: Page) -> str:
    """Return a box of related articles as it stands inside a body; heading, tag and class vary."""
    dice, links = page.dice, page.related[:3]
    heading = dice.choice(("Tin liên quan", "Đọc thêm", "Cùng chuyên mục", "Tin bài liên quan"))
    level, style = dice.choice(("h3", "h4", "strong")), dice.randrange(4)
    rows = "".join(
        f'<li><a href="{link.href}" title="{escape(link.title)}">{escape(link.title)}</a></li>' for link in links
    )
    cards = "".join(
        f'<article class="story"><h2 class="story__heading"><a class="cms-link" href="{link.href}">'
        f"{escape(link.title)}</a></h2></article>"
        for link in links
    )
    if style == 0:
        return f'<div class="related-news"><{level} class="box-title">{heading}</{level}>{cards}</div>'
    if style == 1:
        return f'<div class="article-relate"><{level}>{heading}</{level}><ul>{rows}</ul></div>'
    if style == 2:
        return f'<div class="box-relate cms-relate"><{level} class="title">{heading}</{level}>{cards}</div>'
    return f'<div class="related-news">{cards}</div>'


def boxes_after(page: Page, *, filled: bool) -> str:
    """Return the boxes behind an article; heading tag and class vary, "Đọc thêm" may be empty for a script to fill."""
    dice = page.dice
    level, style = (
        dice.choice(("h2", "h3", "div")),
        dice.choice(("box-heading", "box-heading clearfix", "title-box", "zone__title")),
    )
    more = (
        cards(page.related[3:9], "h3") if filled else '<div class="box-content content-list" id="content-list"></div>'
    )
    return (
        f'<{level} class="{style}"><a href="{page.entry.section.path}">Cùng chuyên mục</a></{level}>'
        f'<div class="box-content">{cards(page.related[:4], "h4")}</div>'
        f'<{level} class="{style}">Đọc thêm</{level}>{more}'
    )


def cards(links: Sequence[Link], level: str = "h3", kind: str = "story") -> str:
    """Return list items as the cms skin shows them."""
    return "".join(
        f'<article class="{kind}" data-id="{link.number}"><figure class="story__thumb">'
        f'<a class="cms-link" href="{link.href}"><img class="lazyload" src="{PIXEL}" '
        f'data-src="https://image.{MAIN}/390x260/Uploaded/2026/thumb/{link.number}.jpg" alt="{escape(link.title)}"></a>'
        f'</figure><{level} class="story__heading"><a class="cms-link" href="{link.href}" '
        f'title="{escape(link.title)}">{escape(link.title)}</a></{level}>'
        f'<div class="story__summary story__desc">{escape(link.summary)}</div></article>'
        for link in links
    )


def piece_markup(page: Page, piece: Piece, photo: Callable[[Page, Photo], str], text: Callable[[Text], str]) -> str:
    """Return the markup of a piece of the body; `photo` and `text` are how the skin writes these."""
    if isinstance(piece, Raw):
        return piece.markup
    if isinstance(piece, Video):
        return video_player(piece)
    if isinstance(piece, Photo):
        return photo(page, piece)
    if isinstance(piece, Photos):
        return "\n".join(photo(page, one) for one in piece.photos)
    return piece.markup or text(piece)


def image_url(entry: Entry, picture: Photo, size: str = "") -> str:
    """Return the address of a picture in the manner of the skin's time."""
    day, year = f"{picture.uploaded:%Y_%m_%d}", entry.published_at.year
    if entry.skin == "legacy":
        return f"http://static.{MAIN}/Uploaded/toasoan/{day}/{picture.name.removesuffix('.jpg')}_XTVD.jpg"
    if entry.skin == "zone":
        return f"https://photo-cms-baophapluat.zadn.vn/{size or 'w800'}/Uploaded/{year}/vngtsu/{day}/{picture.name}"
    if entry.skin == "cms":
        return f"https://image.{MAIN}/{size or 'w840'}/Uploaded/{year}/athlraqhpghat/{day}/{picture.name}"
    return f"https://cdn.{MAIN}/{size or 'w1280'}/uploaded/phanmo/{day}/{picture.name}"


def video_player(video: Video) -> str:
    """Return the table that holds a video."""
    caption = f'<tr><td class="caption"><p>{escape(video.caption)}</p></td></tr>' if video.caption else ""
    return (
        f'<table class="video"><tbody><tr><td><video controls><source src="{video.url}" type="video/mp4"></video>'
        f"</td></tr>{caption}</tbody></table>"
    )
