"""Pages in the newspaper's manner for tests of single rules: small, and saying what they are about."""

from __future__ import annotations

from datetime import UTC, datetime

from dvingest.extraction import extract
from dvingest.model import RawArticle

URL = "https://baophapluat.vn/xa-bon-sua-xong-con-duong-ra-cho-post512345.html"
TITLE = "Xã Bồn sửa xong con đường ra chợ"
LEAD = "Sau hai năm chờ đợi, con đường dài bốn cây số đã thông."
PARAGRAPHS = (
    "Con đường nối ba thôn ven sông với chợ huyện từng lầy lội quanh năm, xe thồ phải nghỉ mỗi khi mưa xuống.",
    "Ủy ban xã huy động hơn hai trăm ngày công, người dân hiến gần một nghìn mét vuông đất để mở rộng lòng đường.",
    "Theo kế hoạch, đoạn cuối cùng sẽ được trải nhựa trước mùa lũ, kinh phí lấy từ ngân sách huyện và dân góp.",
)
MOMENT = datetime(2024, 6, 12, 10, 5, tzinfo=UTC)
BARE = '<meta charset="utf-8">'
HEAD = (
    '<meta charset="utf-8"><meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2024-06-12T17:05:00+0700">'
)


def read_page(page: str, url: str = URL) -> RawArticle:
    """Return the article of a page that is one."""
    reading = extract(page, url)
    assert isinstance(reading, RawArticle), reading
    return reading


def cms_page(body: str, head: str = HEAD, lead: str = f"(PLVN) - {LEAD}", around: str = "") -> str:
    """Return a page of era C with `body` in its container and `around` behind it."""
    return (
        f"<!DOCTYPE html><html lang='vi'><head>{head}<title>{TITLE} | Báo Pháp luật</title></head><body>"
        f'<div class="main-col content-col"><div class="breadcrumbs"><a class="text" href="/xa-hoi/">Xã hội</a></div>'
        f'<div class="article"><h1 class="article__title cms-title ">{TITLE}</h1>'
        f'<div class="article__sapo cms-desc ">{lead}</div>'
        f'<div class="article__body cms-body " itemprop="articleBody">{body}</div></div>{around}</div></body></html>'
    )


def platform_page(head: str, above: str, body: str) -> str:
    """Return a page of era D with `above` between title and body."""
    crumbs = (
        "<section class='breadcrumbs'><div class='grow'><a href='/chuyen-muc/xa-hoi.html'>Xã hội</a></div></section>"
    )
    return (
        f"<html lang='vi'><head>{head}</head><body>{crumbs}<main><h1>{TITLE}</h1>{above}"
        f"<div itemprop='articleBody'>{body}</div></main></body></html>"
    )


def paragraphs(texts: tuple[str, ...] = PARAGRAPHS) -> str:
    """Return the texts as the newspaper marks paragraphs."""
    return "".join(f'<p style="text-align: justify;">{text}</p>' for text in texts)


def picture(number: int = 1, caption: str | None = None, alt: str | None = None) -> str:
    """Return a picture table; with `caption` in a second row, without any it is shape 3 or 5."""
    src = f"https://image.baophapluat.vn/w840/Uploaded/2024/abc/2024_06_12/anh-{number}-1000.jpg"
    row = f'<tr><td class="caption"><p>{caption}</p></td></tr>' if caption else ""
    text = alt if alt is not None else (caption or "")
    return (
        '<table class="picture"><tbody><tr><td class="pic"><img class="lazyload  cms-photo" src="data:image/gif,R0"'
        f' data-src="{src}" alt="{text}" title="{text}"></td></tr>{row}</tbody></table>'
    )
