"""Whether a page is that of the article that was asked for."""

from __future__ import annotations

import pytest

from dvingest.extraction.meta.naming import is_another_article


@pytest.mark.parametrize(
    ("own", "served_at", "is_another"),
    [
        ("/mua-lu-cuon-troi-cau-treo.html", "/le-hoi-xuan-o-vung-cao-post377412.html", True),
        ("/mua-lu-cuon-troi-cau-treo-post400123.html", "/le-hoi-xuan-o-vung-cao-post377412.html", True),
        ("/le-hoi-xuan-o-vung-cao.html", "/le-hoi-xuan-o-vung-cao-post377412.html", False),
        ("/le-hoi-xuan-vung-cao-ron-rang.html", "/le-hoi-xuan-o-vung-cao-post377412.html", False),
        ("/mua-lu-cuon-troi-cau-treo-post377412.html", "/thoi-su/le-hoi-xuan-o-vung-cao-377412.html", False),
        ("/mua-lu-cuon-troi-cau-treo.html", "/emagazine-thang-nam.html", False),
    ],
    ids=["number and none", "two numbers", "number went out", "edited title", "same number", "editor's name"],
)
def test_page_is_that_of_another_article_if_its_own_address_shares_few_words(
    own: str, served_at: str, is_another: bool
) -> None:
    root = "https://baophapluat.vn"
    assert is_another_article(root + own, root + served_at) is is_another
