"""What sitemaps, feeds, section pages and load-more answers say about where articles are."""

from dvingest.plvn.discovery.feeds import parse_feed
from dvingest.plvn.discovery.load_more import listed_in_json_ld, parse_load_more
from dvingest.plvn.discovery.names import SitemapKind, following_page, kind_of_sitemap, page_number, span_of_sitemap
from dvingest.plvn.discovery.pages import ListingPage, parse_section_page
from dvingest.plvn.discovery.sitemaps import Sitemap, SitemapEntry, parse_sitemap

__all__ = [
    "ListingPage",
    "Sitemap",
    "SitemapEntry",
    "SitemapKind",
    "following_page",
    "kind_of_sitemap",
    "listed_in_json_ld",
    "page_number",
    "parse_feed",
    "parse_load_more",
    "parse_section_page",
    "parse_sitemap",
    "span_of_sitemap",
]
