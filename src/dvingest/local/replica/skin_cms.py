"""The skin of 2021 to 2025: `article__body cms-body`, five shapes of captions, adverts and author inside the body."""

from __future__ import annotations

from html import escape

from dvingest.local.replica.furniture import (
    PIXEL,
    Page,
    advert,
    boxes_after,
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
    with_furniture,
)
from dvingest.local.replica.parts import Photo, Text

_JUSTIFY = 'style="text-align: justify;"'


def render(page: Page) -> str:
    """Return the page of an article."""
    entry, content, stamps = page.entry, page.content, page.stamps
    crumbs = "".join(f"<li>{link}</li>" for link in breadcrumb_links(entry, 'class="text"'))
    tags = "".join(
        f'<a href="/{i}-tag{entry.number % 900 + i}.html">{escape(t)}</a>' for i, t in enumerate(content.tags)
    )
    article = _gallery(page) if content.kind == "gallery" else _article(page)
    column = (
        cards([*page.related] * 3, "h3")
        if entry.trap == "short_beside_long_column"
        else cards(page.related[9:14], "h5")
    )
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
{head(page)}
<meta property="dable:item_id" content="{entry.number}">
{f'<meta property="dable:author" content="{escape(byline(content) or "")}">' if byline(content) else ""}
<meta itemprop="datePublished" content="{stamps.meta}">
</head>
<body class="detail-page">
<header class="site-header"><a class="logo" href="/">Pháp luật Việt Nam</a>
<ul class="menu">{menu(entry.host)}</ul></header>
<div class="site-content"><div class="row">
<div class="main-col content-col">
<div class="breadcrumbs"><ul>{crumbs}</ul></div>
{article}
<div class="article__social"><a href="#">Chia sẻ</a><a href="#">Gửi email</a></div>
<div class="article__tag"><span>Từ khóa:</span>{tags}</div>
<div class="box-comment"><h3>Ý kiến bạn đọc</h3><form><textarea placeholder="Ý kiến của bạn"></textarea></form></div>
{boxes_after(page, filled=page.dice.random() < 0.6)}
</div>
<div class="sidebar"><h3 class="box-heading">Đọc nhiều</h3>{column}</div>
</div></div>
<footer class="site-footer">{footer()}</footer>
</body>
</html>
"""


def _article(page: Page) -> str:
    entry, content, stamps = page.entry, page.content, page.stamps
    author = byline(content)
    signature = (
        f'<div class="article__author"><div class="author"><div class="info">'
        f'<a class="name cms-author" href="javascript:void(0);">{escape(author)}</a></div></div></div>'
        if author
        else ""
    )
    box = related_box(page) if page.dice.random() < 0.7 else ""
    body = "\n".join(piece_markup(page, piece, _photo, _text) for piece in with_furniture(page, box, adverts=True))
    lead = f"<p>{sapo(content)}</p>" if entry.variant % 5 == 0 else sapo(content)
    return f"""<div class="article">
<h1 class="article__title cms-title ">{escape(content.title, quote=False)}</h1>
<div class="article__meta"><time class="time" datetime="{stamps.attribute}" data-time="{
        int(entry.published_at.timestamp())
    }">{stamps.visible}</time></div>
<div class="article__sapo cms-desc ">{lead}</div>
<div class="article__body cms-body " itemprop="articleBody">
{body}
{signature}
<div id="adsWeb_AdsArticleAfterBody" class="banner clearfix"><script>CMS_BANNER.pushAds({{id: 1}});</script></div>
</div>
</div>"""


def _gallery(page: Page) -> str:
    content, stamps = page.content, page.stamps
    pictures = "\n".join(piece_markup(page, piece, _photo, _text) for piece in content.pieces)
    return f"""<div class="media-content">
<div class="text-wrap"><h1 class="article__title cms-title">{escape(content.title, quote=False)}</h1>
<div class="article__meta"><time class="time" datetime="{stamps.attribute}">{stamps.visible}</time></div>
<div class="article__sapo cms-desc">{sapo(content)}</div>
<div class="author-wrap"><span class="author">{escape(byline(content) or "")}</span></div></div>
<div class="cms-body">
{pictures}
</div></div>"""


def _text(piece: Text) -> str:
    text = escape(piece.text, quote=False)
    match piece.kind:
        case "heading":
            return f"<p {_JUSTIFY}><strong>{text}</strong></p>"
        case "quote":
            return f'<blockquote class="quote cms-quote"><p>{text}</p></blockquote>'
        case "note":
            return f'<div class="notebox nright cms-note"><p>{text}</p></div>'
        case _:
            return f"<p {_JUSTIFY}>{text}</p>"


def _photo(page: Page, photo: Photo) -> str:
    url = image_url(page.entry, photo)
    alt = escape(photo.caption or "") if photo.shape in ("normal", "inline", "quote", "figure", "source") else ""
    described = f'alt="{alt}" title="{alt}" ' if alt else ""
    size = f'width="{photo.width}" height="{photo.height}"'
    img = (
        f'<img class="lazyload  cms-photo" src="{PIXEL}" data-src="{url}" {described}'
        f'data-image-id="{page.entry.number}" data-width="{photo.width}" data-height="{photo.height}" {size}>'
    )
    if page.entry.variant % 7 == 3:
        # Copied out of a browser: the script has put the real address in its place.
        style = 'style="display: inline;"'
        img = f'<img class="cms-photo lazyloaded" src="{url}" data-src="{url}" {described}{style} {size}>'
    caption = escape(photo.caption or "", quote=False)
    picture = f'<tr><td class="pic">{img}</td></tr>'
    row = f'<tr><td class="caption"><p>{caption}</p></td></tr>' if caption else ""
    match photo.shape:
        case "inline":
            return f'<table class="picture"><tbody><tr><td class="pic">{img}<br>{caption}</td></tr></tbody></table>'
        case "syndicated":
            bare = f'<img src="{url}">'
            return (
                f'<table class="picture" align="center"><tbody><tr><td>{bare}</td></tr></tbody></table>\n'
                f'<p style="text-align: center;"><em>{caption}</em></p>'
            )
        case "quote":
            quoted = f"<p>{escape(photo.quote or '', quote=False)}</p>"
            table = f'<table class="picture"><tbody>{picture}{row}</tbody></table>'
            return f'<blockquote class="quote cms-quote">{table}{quoted}</blockquote>'
        case "plain":
            between = advert(page.dice, 2) if page.entry.trap == "advert_before_caption" else ""
            return f'<table class="picture"><tbody>{picture}</tbody></table>\n{between}\n<p {_JUSTIFY}>{caption}</p>'
        case "figure":
            return (
                f'<figure class="cms-figure">{img}{f"<figcaption>{caption}</figcaption>" if caption else ""}</figure>'
            )
        case "source":
            credit = f'<div class="source"><p>{escape(photo.credit or "", quote=False)}</p></div>'
            return (
                f'<table class="picture"><tbody>{picture}<tr><td class="caption"><p>{caption}</p>{credit}</td></tr>'
                f"</tbody></table>"
            )
        case _:
            return f'<table class="picture"><tbody>{picture}{row}</tbody></table>'
