"""One row of selectors per layout era of the newspaper, each with the probe that recognises it on a page."""

from __future__ import annotations

from dataclasses import dataclass

from dvingest.model import TemplateName


@dataclass(frozen=True, slots=True)
class Template:
    """Where a layout keeps the parts of an article; CSS selectors, the first that finds something counts."""

    name: TemplateName
    probe: tuple[str, ...]
    """The page has this layout if one of these finds an element."""
    body: tuple[str, ...]
    why: str
    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    kicker: tuple[str, ...] = ()
    by_place: tuple[str, ...] = ()
    """A second title that is a kicker above the title and a subtitle below it."""
    lead: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    """What stands here is where the article was taken from, also where it reads like a name."""
    time: tuple[str, ...] = ()
    breadcrumbs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lead_picture: tuple[str, ...] = ()


# A link there leads to the section.
_KICKER = (".kicker:not(:has(a))", "[class$=-kicker]:not(:has(a))")
# What any skin may call its author.
_BYLINE = ("[itemprop=author]:not(meta)", "[rel=author]", ".byline")

TEMPLATES = (
    Template(
        name="cms",
        # The class attribute ends in a space here and gains names on siblings, so match the class, not the string.
        probe=(".article__body", ".media-content .cms-body", ".cms-body[itemprop=articleBody]"),
        body=(".article__body", ".cms-body[itemprop=articleBody]", ".media-content .cms-body", ".media-content"),
        why="era C, about 2021 to mid 2025, and sibling papers of the same vendor",
        title=("h1.article__title", "h1.cms-title", ".media-content .article__title", ".article__title"),
        subtitle=(".article__subtitle",),
        kicker=(".article__kicker", ".article__label", ".article__pretitle", "h1 .kicker"),
        by_place=(".article__title--sub",),
        lead=(".article__sapo", ".article__summary", ".media-content .cms-desc", ".cms-desc"),
        byline=(
            ".article__author",
            ".article__meta .author",
            ".author-wrap .author",
            ".article__header .cms-author",
            ".cms-author",
            *_BYLINE,
        ),
        source=(".article__source",),
        time=(".article__meta time", ".article__header time", "time.time", ".article__meta .time", ".article__meta"),
        breadcrumbs=(".breadcrumbs a", ".breadcrumb a", ".article__category a"),
        tags=(".article__tag a", ".article__tags a", ".box-tags a", ".tags a", ".tag-list a"),
        lead_picture=(".article__avatar", ".article-avatar", ".article__thumb", ".article__header figure"),
    ),
    Template(
        name="zone",
        probe=("article.article-main .article__content", ".article__content", "article.article-wrap .cms-body"),
        body=(".article__content", "article.article-wrap .cms-body", ".article-main .content"),
        why="era B, 2019 to about 2021: the vendor's own template of the site",
        title=(".article__header h1.article__title", "h1.article__title", ".article__title"),
        subtitle=(".article__subtitle",),
        by_place=(".article__title--sub",),
        lead=(".article__summary", ".article__sapo", ".article__desc"),
        byline=(".article__content .author", ".article__author", ".article__meta .author", *_BYLINE),
        source=(".article__source",),
        time=(".article__meta time", ".article__header time", ".article__meta .time", ".article__meta"),
        breadcrumbs=(".breadcrumbs a", ".breadcrumb a"),
        tags=(".article__tag .tag-item", ".article__tag a", ".article__tags a"),
        lead_picture=(
            ".article__avatar",
            ".article-main > figure",
            ".article__header figure",
            "article.article-wrap > figure",
        ),
    ),
    Template(
        name="legacy",
        probe=("#ctl00_mainContent_abody", "[id$=_abody]", "#abody", "#abdf", "#article-content .inner-post"),
        body=("#ctl00_mainContent_abody", "[id$=_abody]", "#abody", "#abdf", "#article-content .inner-post"),
        why="era A, up to 2018: ASP.NET skin of the same vendor, and the one of 2016, which keeps the lead in .quote",
        title=("h1.cms-title", ".head-post h1", "h1[id$=title]", "h1.title", "h1"),
        kicker=(".head-post .kicker", ".pretitle"),
        lead=("#chapeau", ".sapo.cms-desc", "[id$=chapeau]", ".cms-desc", ".sapo", "#article-content > .quote"),
        byline=(".cms-author", ".author", "[id$=author]", ".name-author", *_BYLINE),
        time=(".head-post time", ".head-post span", ".head-post .date", "[id$=pubdate]", ".post-date"),
        breadcrumbs=(".breadcrumbs a", ".breadcrumb a", ".head-post .cate a", ".head-post a.cate"),
        tags=(".tags a", ".tag-item", ".cms-tags a"),
        lead_picture=("#contentAvatar", "[id$=_divAvatar]", ".avatar.cms-photo", ".head-post figure"),
    ),
    Template(
        name="platform",
        probe=("section.breadcrumbs .grow a", "a.loading-link"),
        body=(),
        why="era D, from mid 2025: the container of the body is not known, so it is found by evidence",
        title=("h1[itemprop=headline]", "main h1", "article h1", "h1"),
        subtitle=("[itemprop=alternativeHeadline]",),
        kicker=_KICKER,
        lead=("[itemprop=description]:not(meta)", ".sapo", ".article-sapo", ".lead", ".summary"),
        byline=(
            "[itemprop=author]:not(meta)",
            "[rel=author]",
            ".author",
            ".author-name",
            ".byline",
            ".block-sc-author",
        ),
        time=("time[itemprop=datePublished]", "time[datetime]", "[itemprop=datePublished]", "time", ".date", ".time"),
        breadcrumbs=(
            *("section.breadcrumbs .grow a", "section.breadcrumbs a", "[class*=crumb] a"),
            *("[itemtype*=BreadcrumbList] a", "[aria-label=breadcrumb] a"),
        ),
        tags=("a[rel=tag]", ".tags a", "[itemprop=keywords] a"),
        lead_picture=("article > figure", "main > figure", "article > header figure"),
    ),
)

GENERIC = Template(
    name="generic",
    probe=(),
    body=(),
    why="no row above fits: found by evidence, and counted, as that is how a new layout shows",
    title=("h1[itemprop=headline]", "h1.cms-title", "h1.detail-title", "article h1", "main h1", "h1"),
    subtitle=("[itemprop=alternativeHeadline]",),
    kicker=_KICKER,
    lead=(
        *(
            "[itemprop=description]:not(meta)",
            "[data-role=sapo]",
            ".cms-desc",
            ".article__sapo",
            ".sapo",
            ".detail-sapo",
        ),
        *(
            ".article-sapo",
            ".chapeau",
            ".lead",
            ".summary",
            "[class*=sapo]:not(:has(h1, figure, p ~ p))",
            ".post-excerpt",
        ),
    ),
    byline=(
        "[itemprop=author]:not(meta)",
        "[rel=author]",
        ".cms-author",
        "[data-role=author]",
        ".author",
        ".author-name",
        ".byline",
        ".block-sc-author",
        "[class$=article-author]",
    ),
    time=(
        *(
            "time[itemprop=datePublished]",
            "[itemprop=datePublished]",
            "time[datetime]",
            "[data-role=publishdate]",
            "time",
        ),
        *(".date", ".publish-date", ".time"),
    ),
    breadcrumbs=(
        ".breadcrumbs a",
        ".breadcrumb a",
        "[class*=crumb] a",
        "[class*=bread-crumb] a",
        ".detail-cate a",
        "[class$=article-category] a",
        ".block-sc-cate-name a",
        "[itemtype*=BreadcrumbList] a",
        "[aria-label=breadcrumb] a",
        "[data-role=cate-name]",
    ),
    tags=(
        *("a[rel=tag]", ".article__tag a", ".tags a", ".tag-item", "[itemprop=keywords] a", "[class*='-tags'] a"),
        *(".tags-wrap a", ".tag-list a", ".detail-tab a", "[class*='__tag'] a"),
    ),
    lead_picture=("article > figure", "main > figure", "article > header figure"),
)
