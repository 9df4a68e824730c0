"""What the names of elements say on the newspaper's pages: boxes, bylines, notes, pictures, as data."""

from __future__ import annotations

from dataclasses import dataclass


def names(text: str) -> frozenset[str]:
    """Return the class names in `text`, which has a space between them."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class BoxRule:
    """Elements with one of these class names (or ids) are boxes; `name` is what the cleaning counts them under."""

    name: str
    classes: frozenset[str]
    why: str
    prefixes: tuple[str, ...] = ()
    """Beginnings of a class name or id."""


BOX_RULES = (
    BoxRule(
        "advert",
        names(
            "ads ads_middle ads-middle adsbygoogle advertisement advertising adv banner fyi qc quangcao quang-cao "
            "ads-item ads_code box-ads inner-ads zce-ads"
        ),
        "adverts between the paragraphs and after them, with their scripts",
        ("adsWeb_", "ads_", "ads-", "adv-", "admzone", "div-gpt-ad", "google_ads", "zone-ads", "innity", "sas_"),
    ),
    BoxRule(
        "related_box",
        names(
            "related-news article-relate article-related box-relate box-related related relate relate-news news-relate "
            "related-box relatedNews RelatedNews tin-lien-quan tinlienquan box-tinlienquan tin-cung-chuyen-muc "
            "story-listing story--highlight story--timeline link-content-footer link-inner-content inline-related "
            "topic-box box-topic box-chu-de box-chude box-su-kien podcast-box box-podcast __mb_article_in_image"
        ),
        "cards and links of other articles inside the body",
        (
            "article__related",
            "article__relate",
            "box-relate",
            "related-",
            "relate-",
            "cms-relate",
            "VCSortableInPreviewMode_Related",
        ),
    ),
    BoxRule(
        "list_box",
        names(
            "zone zone__header zone__footer view-more load-more loadmore timeline content-list box-content three-cols "
            "article__footer box-more more-news read-more readmore doc-them"
        ),
        "lists of the section and their buttons; era B keeps one inside the article element",
    ),
    BoxRule(
        "share_buttons",
        names(
            "article__social social social-share share share-box box-share share-bar fbShareImage fb-like fb-share "
            "fb-share-button fb-save zalo-share-button zalo-share-btn like-share addthis_toolbox sharethis "
            "sharedaddy social-bar social-top social-bottom google-news ggnews print-email tool-share "
            "reaction reactions box-reaction reaction-bar"
        ),
        "buttons to share, save, print, and to say how one likes the article",
        ("share-", "social-", "zalo-", "fb-"),
    ),
    BoxRule(
        "network_post",
        names("tiktok-embed instagram-media fb-post fb-video"),
        "what stands in the place of a network's player until its script has run; no reader sees it",
    ),
    BoxRule(
        "comments",
        names(
            "box-comment comment comments comment-box comment-form article__comment fb-comments binhluan binh-luan "
            "comment-list comment-item comment-content comment-text comment-body comment-wrap comment-wrapper "
            "comment-section comment-area comment-block comment-container "
            "idea-form interview__form form-question rating vote-box"
        ),
        "readers' comments and the forms for them and for questions",
        ("comment-", "comment_"),
    ),
    BoxRule(
        "tags",
        names(
            "article__tag article__tags article-tags tags tag-list box-tags tags-box detail-tags list-tags "
            "the-article-tags details__tags"
        ),
        "era B keeps the tags inside the body container",
    ),
    BoxRule(
        "page_furniture",
        names(
            "breadcrumbs breadcrumb article__meta article__header pagination audio-player box-audio article__audio "
            "tts-player article__tts audio-tts box-tts tts toolbar sr-only visually-hidden skip-link newsletter "
            "subscribe sub-menu navigator"
        ),
        "parts of the page around the article that a wide container takes in, and what shows an address or the weather",
        (
            *("breadcrumb", "link-source", "copy-link", "btn-copy", "weather-", "widget-"),
            *("swiper-button", "swiper-pagination", "carousel-control", "slick-arrow"),
        ),
    ),
    BoxRule(
        "hotline",
        names("hotline box-hotline hotline-box duong-day-nong box-duongdaynong"),
        "how to reach the newsroom, amid the text or behind it",
    ),
    BoxRule(
        "summary_by_machine",
        names("ai-summary summary-ai box-ai-summary ai-tomtat tomtat-ai tom-tat-ai ai-tom-tat"),
        "points a program made from the text, which say nothing of their own",
    ),
)
"""Only dropped where they do not hold most of the text: a wrapper of the body may carry such a name too."""

BYLINE_CLASSES = names(
    "article__author article-author article__source article-source author cms-author author-wrap authors author-name "
    "author-info author-box author-card author-bio box-author box-tacgia byline p-author detail-author tac-gia tacgia "
    "nguon source-news author_mail author-mail pAuthor name-author"
)
"""Elements that name who wrote the text; era B and C keep them inside the body container."""

NOTE_CLASSES = names("notebox cms-note notification note box-note note-box boxed info-box box-info box-content-note")
QUOTE_CLASSES = names("quote cms-quote inner-quote article-quote blockquote box-quote pullquote quote-box")

HEADING_CLASSES = names("timeline__time timeline__title sub-title subtitle cms-h3 article__title")
"""Elements that head a part of the text without being a heading of HTML."""

PICTURE_CLASSES = names(
    "picture contentimg full-img half-img article-photo inlinephoto slider__item slick-slide swiper-slide image photo "
    "article__avatar article__thumb imgnoborder rightplcm image-block img-block img-wrap photo-item gallery-item "
    "VCSortableInPreviewMode wp-caption media-item item-photo expNoEdit tplCaption dv-lead pic"
)
"""Boxes that hold one picture, or several with captions of their own, and nothing else."""

LEAD_PICTURE_CLASSES = names("article__avatar article-avatar article__thumb")
"""Boxes of the picture that a field of the CMS holds with its caption: some skins set it at the head of the body."""

GROUP_CLASSES = names(
    "box-image box-dou box-trip box-quad photo-group image-group album-group cms-photo-group layout-album"
)
"""Boxes of several pictures that share one caption."""

CREDIT_CLASSES = names(
    "source credit photo-credit img-source copyright photo-author image-credit img-credit pic-credit author"
)
"""Inside a picture's box: who took it."""
