"""What a part of a page may hold is known without walking it, and the part around the article has its title."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dvingest.extraction.dom.scope import around_article, whole_page
from dvingest.extraction.dom.selecting import find_all

PAGE = """<!DOCTYPE html><html><head><title>Đường mới</title></head><body CLASS="Nen"><h1></h1>
<div id="trang" class="cms-body page">
<p DateTime="2024">Một</p><time datetime="2024">Hai</time><i data-role="x" itemprop="y">Ba</i></div></body></html>"""
SELECTORS = [
    *(".cms-body", "#trang", ".page, .vang", ".vang, p", "p:not(.vang)", ".page:not(.vang) i", "[class*=body]"),
    *("[class^=cms] p", "[datetime]", "[itemprop=y]", "[itemprop=z], i", "[data-role]", ".vang", "[data-vang]"),
    *("body .page", "time[datetime]", "[id=trang]", "[class*='page'] i"),
]


@pytest.mark.parametrize("selector", SELECTORS)
def test_names_that_are_nowhere_spare_a_walk_and_hide_no_element(selector: str) -> None:
    whole = whole_page(LexborHTMLParser(PAGE), PAGE, PAGE.encode())
    assert whole is not None
    part = whole.at(find_all(whole.node, "div")[0])
    part.read_classes()
    for scope in (whole, part, part.within(part.node)):
        found = find_all(scope.node, selector)
        assert [node.mem_id for node in scope.css(selector)] == [node.mem_id for node in found]
        first = scope.first([".nirgends", selector])
        assert (first.mem_id if first else None) == (found[0].mem_id if found else None)


def test_part_around_the_article_holds_the_title_that_is_declared() -> None:
    page = PAGE.replace("<h1></h1>", "<h1></h1><h1>Đường mới</h1>").replace("<p ", "<h1>Phần một</h1><p ")
    whole = whole_page(LexborHTMLParser(page), page, page.encode())
    assert whole is not None
    body = find_all(whole.node, "div")[0]
    assert around_article(whole, body, "Đường mới - Báo").node.mem_id == whole.node.mem_id
    assert around_article(whole, body, "Phần một").node.mem_id == body.mem_id
    assert around_article(whole, body, "Chuyện khác").node.mem_id == body.mem_id


def test_headings_of_a_page_are_its_elements_however_they_are_written() -> None:
    page = PAGE.replace("<h1></h1>", "<!-- <h1>Cũ</h1> --><script>'<h1>'</script>").replace("<p ", "<H1>Tên</H1><p ")
    whole = whole_page(LexborHTMLParser(page), page, page.encode())
    assert whole is not None
    body, paragraph = find_all(whole.node, "div")[0], find_all(whole.node, "p")[0]
    assert [node.text() for node in whole.headings()] == ["Tên"]
    assert {whole.node.mem_id, body.mem_id, whole.headings()[0].mem_id} <= whole.around_headings()
    assert paragraph.mem_id not in whole.around_headings()
