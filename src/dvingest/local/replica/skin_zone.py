"""The skin of 2019 to 2021: `article__content`, captions in `span.fig`, boxes as nested <article> elements."""

from __future__ import annotations

from html import escape

from dvingest.local.replica.furniture import (
    PAPER,
    Page,
    breadcrumb_links,
    byline,
    cards,
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
from dvingest.local.replica.parts import Photo, Photos, Piece, Text


def render(page: Page) -> str:
    """Return the page of an article."""
    entry = page.entry
    crumbs = "".join(breadcrumb_links(entry))
    card = f'<section class="zone zone--highlight">{cards(page.related[14:15], "h3")}</section>'
    full = ' class="is-full"' if page.content.kind == "longform" else ""
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
{_charset(page)}
{head(page)}
</head>
<body>
<header id="site-header" class="site-header">
<div class="topbar">Đường dây nóng: 0900 000 000 | toasoan@example.vn</div>
<h1 class="logo"><a href="/">{PAPER}</a></h1>
<nav class="site-header__nav"><ul class="navigator">{menu(entry.host)}</ul></nav>
</header>
<div id="site-content"{full}><div class="site-wrap"><div class="column--main">
<div class="breadcrumbs"><h3 class="cate">{crumbs}</h3></div>
{card if entry.trap == "card_first" else ""}
{_article(page)}
<section class="zone"><div class="zone__header"><h3 class="zone__title">Cùng chuyên mục</h3></div>
<div class="story--featured">{cards(page.related[6:7], "h2")}</div>
<div class="story-listing">{cards(page.related[7:10])}</div></section>
<section class="zone"><div class="zone__header"><h3 class="zone__title">Đọc thêm</h3></div>
{cards(page.related[10:14], "h2", "story story--timeline") if page.dice.random() < 0.6 else ""}
<div class="zone__footer"><span>Kéo xuống để xem tiếp</span>
<a class="view-more" href="{entry.section.path}">Xem tiếp</a></div></section>
</div>
<aside class="column--aside"><h3>E-News</h3><p>Số 261</p><p>Ngày 08/10/2018</p><h3>Thông báo - rao vặt</h3></aside>
</div></div>
<footer class="site-footer">{footer()}</footer>
</body>
</html>
"""


def _charset(page: Page) -> str:
    if page.entry.trap == "code_page":
        return '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'
    return '<meta charset="utf-8">'


def _article(page: Page) -> str:
    content, stamps = page.content, page.stamps
    is_long = content.kind == "longform"
    avatar = _avatar(page) if content.avatar else ""
    time = f'<div class="article__meta"><time datetime="{stamps.attribute}">{stamps.visible}</time></div>'
    lead = sapo(content, '<a href="/thoi-su/">' if page.entry.variant % 4 == 1 else "")
    lead += "</a>" if page.entry.variant % 4 == 1 else ""
    summary = f'<div class="article__desc"><div class="article__summary">{lead}</div></div>'
    tags = "".join(
        f'<a class="tag-item" href="/{n}-tag{n}.html">{escape(name)}</a>' for n, name in enumerate(content.tags)
    )
    box = related_box(page) if page.dice.random() < 0.5 else ""
    body = "\n".join(_piece(page, piece) for piece in with_furniture(page, box, adverts=False))
    if content.kind == "interview":
        body = _interview(page)
    elif content.kind == "live":
        body = _live(page)
    inner = "content" if content.kind == "article" and page.entry.variant % 2 else "cms-body"
    author = byline(content)
    kind = f" article--{content.kind}" if content.kind in ("video", "infographic") else ""
    return f"""<article class="article-wrap article-main{kind}">
{avatar if is_long else ""}
<header class="article__header">
{tag("h2", content.kicker, 'class="article__title--sub"')}
<h1 class="article__title">{escape(content.title, quote=False)}</h1>
{tag("h2", content.subtitle, 'class="article__subtitle"')}
{time}
{"" if is_long else summary}
<ul class="article__social"><li><a href="#">Facebook</a></li><li><a href="#">In bài viết</a></li></ul>
</header>
{"" if is_long else avatar}
<div class="article__content"><div class="{inner}">
{summary if is_long else ""}
{body}
{tag("div", author, 'class="author"')}
<div class="article__tag"><b class="tag-label">Từ khóa:</b>{tags}</div>
</div></div>
<footer class="article__footer">
<div class="box-comment"><h3>Ý kiến bạn đọc</h3><form><input name="name"></form>
<p>Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu</p></div>
<section class="zone"><div class="zone__header"><h3 class="zone__title">Cùng chuyên mục</h3></div>
<div class="three-cols">{cards(page.related[:6], "h2")}</div></section>
</footer>
</article>"""


def _avatar(page: Page) -> str:
    picture = page.content.avatar
    assert picture is not None
    caption = tag("figcaption", picture.caption)
    return f'<figure class="article__avatar"><img src="{image_url(page.entry, picture)}" alt="">{caption}</figure>'


def _piece(page: Page, piece: Piece) -> str:
    if isinstance(piece, Photos):
        return _photos(page, piece)
    return piece_markup(page, piece, _photo, lambda text: _text(text, is_first=text is page.content.pieces[0]))


def _text(piece: Text, *, is_first: bool) -> str:
    text = escape(piece.text, quote=False)
    match piece.kind:
        case "heading":
            return f"<h3>{text}</h3>"
        case "quote":
            return f'<div class="inner-quote"><p>{text}</p></div>'
        case "note":
            return f'<p class="notification">{text}</p>'
        case _:
            return f'<p class="dropcap">{text}</p>' if is_first else f"<p>{text}</p>"


def _photo(page: Page, photo: Photo) -> str:
    url, alt = image_url(page.entry, photo), escape(photo.caption or "")
    img = f'<img class="img-responsive" src="{url}" alt="{alt}">'
    if photo.shape == "normal":
        row = f'<tr><td class="caption"><p>{escape(photo.caption, quote=False)}</p></td></tr>' if photo.caption else ""
        return (
            f'<table class="contentimg"><tbody><tr><td><a class="swipebox" href="{url}">'
            f'<img class="cms-photo" src="{url}" alt="{alt}"></a></td></tr>{row}</tbody></table>'
        )
    caption = tag("span", photo.caption, 'class="fig"')
    match page.entry.variant % 3:
        case 0:
            return f'<div class="half-img is-left">{img}{caption}</div>'
        case 1:
            return f'<div class="full-text"><p class="half-img">{img}{caption}</p></div>'
        case _:
            return f'<div class="full-img">{img}{caption}</div>'


def _photos(page: Page, photos: Photos) -> str:
    images = [f'<img class="img-responsive" src="{image_url(page.entry, photo)}" alt="">' for photo in photos.photos]
    if photos.style == "slides":
        captions = [tag("div", photo.caption, 'class="slider__caption"') for photo in photos.photos]
        items = "".join(
            f'<div class="slider__item">{image}{caption}</div>' for image, caption in zip(images, captions, strict=True)
        )
        return f'<div class="slider">{items}</div>'
    columns = "".join(f'<div class="box-col">{image}</div>' for image in images)
    caption = tag("div", photos.photos[0].caption, 'class="box-desc"')
    return f'<div class="box-image box-trip">{columns}{caption}</div>'


def _texts(page: Page) -> list[str]:
    return [escape(piece.text, quote=False) for piece in page.content.pieces if isinstance(piece, Text)]


def _interview(page: Page) -> str:
    texts = _texts(page)
    items = "".join(
        f'<div class="interview__item"><div class="interview__question"><p>{question}</p></div>'
        f'<div class="interview__answer"><p>{answer}</p></div></div>'
        for question, answer in zip(texts[::2], texts[1::2], strict=False)
    )
    return f'{items}<div class="interview__form"><h3>Đặt câu hỏi giao lưu</h3><form><input name="q"></form></div>'


def _live(page: Page) -> str:
    texts = _texts(page)
    items = "".join(
        f'<div class="timeline__item"><div class="timeline__time">{time}</div>'
        f'<div class="timeline__title">{title}</div>'
        f'<div class="timeline__content"><p>{text}</p></div></div>'
        for time, title, text in zip(texts[::3], texts[1::3], texts[2::3], strict=True)
    )
    return f'<div class="timeline-wrap">{items}</div>'
