"""Home page, section pages and load-more answers, in the ways of the different skins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from dvingest.local.replica.answer import Answer, page
from dvingest.local.replica.furniture import PAPER, Link, cards, footer, menu
from dvingest.local.replica.parts import DOANHNHAN, MAIN, Section

# What section pages also link to, all of it no article.
_STRAYS = (
    '<a href="/da-lat-tag285.html">Đà Lạt</a><a href="/media/anh-trong-ngay.html">Ảnh</a>'
    '<a href="/podcasts/ban-tin-sang.html">Podcast</a><a href="javascript:void(0);">Đóng</a>'
    '<a href="mailto:toasoan@example.vn">Thư</a>'
    '<a href="https://moj.example/tin-tuc-su-kien-123456.html">Bộ Tư pháp</a>'
    '<a href="/static/quy-che-hoat-dong.html">Quy chế</a><a href="#top">Lên đầu trang</a>'
)
CLOSED = "/noi-bo/thong-bao-hop-giao-ban-thang-post529999.html"
"""An address that robots.txt closes, linked from one section page."""


def home(host: str, newest: Sequence[Link], elsewhere: Sequence[Link]) -> Answer:
    """Return the front page: menu, newest articles, those of the sister sites."""
    feeds = '<link rel="alternate" type="application/rss+xml" href="/rss/home.rss">' if host == MAIN else ""
    body = (
        f'<section class="zone zone--highlight">{cards(newest[:1], "h2", "story story--highlight")}</section>'
        f'<section class="zone"><h2 class="zone__title">Tin mới</h2>{cards(newest[1:])}</section>'
        f'<section class="zone"><h2 class="zone__title">Doanh nhân</h2>{cards(elsewhere)}</section>{_STRAYS}'
    )
    return page("listing", _frame(host, PAPER, body, feeds))


def section_page(section: Section, number: int, items: Sequence[Link], *, has_more: bool, page_size: int) -> Answer:
    """Return page `number` of a section, with the way to the next page that its skin has."""
    feed = f'<link rel="alternate" type="application/rss+xml" href="/rss/{section.slug}-{section.zone}.rss">'
    closed = f'<a href="{CLOSED}">Nội bộ</a>' if section.slug == "xa-hoi" and number == 1 else ""
    following = number + 1 if has_more else None
    match section.listing:
        case "platform":
            body = _platform_list(section, items, following)
        case "query":
            body = _old_list(section, items, following)
        case _:
            body = _list_with_button(section, items, page_size)
    return page("listing", _frame(section.host, f"{section.name} | {PAPER}", body + closed + _STRAYS, feed))


def _platform_list(section: Section, items: Sequence[Link], following: int | None) -> str:
    rows = "".join(
        f'<li><a class="loading-link" href="{link.href}">{escape(link.title)}</a><span>{_shown_date(link)}</span></li>'
        for link in items
    )
    target = f"{section.path}?page={following}"
    more = f'<a class="loading-link" rel="next" href="{target}">Trang sau</a>' if following else ""
    crumb = f'<a href="{section.path}">{section.name}</a>'
    return f'<section class="breadcrumbs"><div class="grow">{crumb}</div></section><ul>{rows}</ul>{more}'


def _old_list(section: Section, items: Sequence[Link], following: int | None) -> str:
    rows = "".join(
        f'<li><a href="{link.href}"><img src="/static/thumb.jpg"></a><a href="{link.href}">{escape(link.title)}</a>'
        f"<span>{_shown_date(link)}</span></li>"
        for link in items
    )
    target = f"/{section.slug}/?page={following}"
    more = f'<div class="pagination"><a href="{target}">{following}</a></div>' if following else ""
    return f'{_crumb(section)}<ul class="acolumn">{rows}</ul>{more}'


def _list_with_button(section: Section, items: Sequence[Link], page_size: int) -> str:
    target = f"/api/morenews-zone-{section.zone}-1.html?phrase=&amp;page_size={page_size}"
    return (
        f'<div class="breadcrumbs">{_crumb(section)}</div>'
        f'<div class="timeline content-list" id="content-list" data-zone="{section.zone}" data-page-size="{page_size}">'
        f"{cards(items, 'h2', 'story story--timeline')}</div>"
        f'<div class="zone__footer"><span>Kéo xuống để xem tiếp</span>'
        f'<button class="view-more control__loadmore" data-url="{target}">Xem tiếp</button></div>'
    )


def _crumb(section: Section) -> str:
    return f'<h3 class="cate"><a class="current" href="{section.path}">{section.name}</a></h3>'


def load_more(section: Section, items: Sequence[tuple[Link, datetime]]) -> Answer:
    """Return a load-more answer in the section's form; after the end its list is empty."""
    if section.listing == "html":
        data: dict[str, object] = {"articles": cards([link for link, _ in items], "h2", "story story--timeline")}
    else:
        data = {
            "contents": [
                {
                    "content_id": link.number,
                    "title": link.title,
                    "description": link.summary,
                    # The newspaper's sisters write the epoch now as a number, now as a string.
                    "date": int(moment.timestamp()) if place % 2 else str(int(moment.timestamp())),
                    "url": link.href,
                    "zone": {"name": section.name},
                    "avatar_url": f"https://image.{MAIN}/390x260/Uploaded/2026/thumb/{link.number}.jpg",
                }
                for place, (link, moment) in enumerate(items)
            ]
        }
    answer = {"error_code": 0, "error_message": "Success", "data": data}
    body = json.dumps(answer, ensure_ascii=False).encode()
    return Answer("listing", body, content_type="application/json; charset=utf-8")


def _shown_date(link: Link) -> str:
    """Return how long ago a new article appeared, the day of an older one."""
    if link.published_at is None:
        return ""
    minutes = int((datetime.now(UTC) - link.published_at).total_seconds() // 60)
    if 0 <= minutes < 24 * 60:
        return f"{minutes // 60} giờ trước" if minutes >= 60 else f"{minutes} phút trước"
    return f"{link.published_at:%d/%m/%Y %H:%M}"


def _frame(host: str, title: str, body: str, extra_head: str) -> str:
    other = (
        f'<a href="https://{DOANHNHAN}/">Doanh nhân</a>' if host == MAIN else f'<a href="https://{MAIN}/">{PAPER}</a>'
    )
    return f"""<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>{title}</title>{extra_head}</head>
<body>
<header class="site-header"><a class="logo" href="/">{PAPER}</a>
<nav><ul class="menu">{menu(host)}</ul></nav>{other}</header>
<main>{body}</main>
<footer>{footer()}</footer>
</body>
</html>
"""
