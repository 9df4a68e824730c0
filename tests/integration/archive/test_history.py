"""The revisions of an article are read back from bronze, with what changed between them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from archive_lake import AFTERWARDS, Page, a_lake, a_run, pages

from dvingest.archive.tracing import resolve, revisions, runs_that_stored
from dvingest.config import Settings
from dvingest.errors import ConfigError
from dvingest.lake.opened import Lake
from dvingest.reporting.differences import difference

pytestmark = pytest.mark.integration

FIRST = Page(400_001)
EDITED = replace(FIRST, text="tòa soạn đã sửa câu chuyện này sau khi đăng lần đầu tiên")
WITH_BOX = replace(EDITED, extra='<div class="related-news"><h3>Tin liên quan</h3><a href="/x">Bài khác</a></div>')


@pytest.fixture
def lake(store_settings: Settings) -> Lake:
    lake = a_lake(store_settings)
    for day, page in enumerate((FIRST, EDITED, WITH_BOX)):
        a_run(lake, [page, *pages(3, 400_100 + 10 * day)], AFTERWARDS + timedelta(days=day))
    return lake


def test_each_edit_is_a_revision_and_another_box_is_none(lake: Lake) -> None:
    found = revisions(lake, FIRST.key)
    assert [row.revision for row in found] == [1, 2]
    assert "nước sạch" in found[0].body
    assert "tòa soạn đã sửa" in found[1].body
    standing = lake.silver.find(FIRST.key)
    assert standing is not None
    assert (standing.revision, standing.content_sha256) == (2, found[1].content_sha256)


def test_the_difference_between_revisions_is_readable(lake: Lake) -> None:
    before, after = revisions(lake, FIRST.key)
    lines = [str(line) for line in difference(before, after)]
    assert lines[0] == "@@ body"
    assert sum(line.startswith("- ") for line in lines) == sum(line.startswith("+ ") for line in lines) == 4


def test_only_runs_that_wrote_the_article_are_read(lake: Lake) -> None:
    assert len(runs_that_stored(lake, FIRST.key)) == 2
    assert len(runs_that_stored(lake, "plvn:400100")) == 1
    assert runs_that_stored(lake, "plvn:1") == []


def test_an_article_is_named_by_id_or_by_address(lake: Lake) -> None:
    identity, article = resolve(lake, FIRST.url)
    assert identity == FIRST.key
    assert article == lake.silver.find(FIRST.key)
    assert resolve(lake, "plvn:1") == ("plvn:1", None)
    with pytest.raises(ConfigError, match="plvn:384250"):
        resolve(lake, "384250")
