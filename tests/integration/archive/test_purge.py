"""A purged article leaves no byte in the bucket, and nothing brings it back."""

import zlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import boto3
import pytest
from archive_lake import AFTERWARDS, Page, a_lake, a_run, everything_in, pages, records_in, write_bronze

from dvingest.archive import purging
from dvingest.archive.auditing import audit_identities, audit_rows, audit_runs
from dvingest.archive.purging import purge
from dvingest.archive.replay_plan import plan_replay
from dvingest.archive.replaying import publish_stretch, read_again
from dvingest.archive.tracing import stored
from dvingest.config import Settings
from dvingest.errors import ConfigError, DvingestError
from dvingest.lake.layout import new_run_id
from dvingest.lake.opened import Lake
from dvingest.lake.purged import read_purged
from dvingest.model import Outcome, OutcomeStatus
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

SECRET = "ông Tạ Quang Bửu Lâm đã xin rút lại lời kể này khỏi mặt báo"
EARLIER = "bản đầu tiên còn nhắc tên người cháu gái Tạ Thị Nguyệt Hà"
START = AFTERWARDS
NOVEMBER = DateWindow.of_days(date(2026, 11, 1), date(2026, 11, 30))


def boxes(target: Page) -> list[str]:
    """Return what other pages show of an article: links, pictures, cards with a teaser, addresses to share."""
    title = f"Chuyện làng số {target.number} được kể lại"
    lead = f"Làng số {target.number} vừa có một ngày hội vui và ấm áp."
    teaser = f"Đoạn 1 của bài số {target.number} kể rằng {target.text} trong..."
    link = f'<a class="cms-link" href="{target.url}" title="{title}">{title}</a>'
    path = target.url.removeprefix("https://baophapluat.vn")
    return [
        f'<div class="related-news"><h3>Tin liên quan</h3><ul><li>{link}</li></ul></div>',
        f'<p><a href="{path}"><strong>{title}</strong></a></p>',
        f'</div><div class="box-news"><article class="story"><a href="{path}"><img alt="{title}"></a>'
        f'<h2 class="story__heading">{link}</h2><div class="story__summary">(PLVN) - {lead}</div></article>',
        f'</div><script type="application/ld+json">{{"url":"{target.url}","name":"{title}"}}</script>'
        f'<a href="https://example.org/share?u={target.url}">{title}</a><p class="sapo">{teaser}</p>',
        f"</div><div class='story'>{link.encode('ascii', 'xmlcharrefreplace').decode()}</div>",
    ]


@pytest.fixture
def lake(store_settings: Settings) -> Lake:
    return a_lake(store_settings)


def test_no_byte_of_its_text_is_left_in_the_bucket(lake: Lake) -> None:
    target = Page(400_107, text=EARLIER)
    a_run(lake, [*pages(60, 400_000), target, *pages(30, 400_200)])
    named = Outcome(target.url, OutcomeStatus.FAILED, "http_503", target.key)
    edited = replace(target, text=SECRET)
    a_run(lake, [edited, *pages(5, 400_300)], START + timedelta(days=1))
    # A short address that leads to it: only the outcome's id tells whose it is.
    alias = Outcome(
        "https://baophapluat.vn/ong-buu-lam-xin-rut-loi.html", OutcomeStatus.SKIPPED, "duplicate", target.key
    )
    a_run(lake, pages(3, 400_400), START + timedelta(days=2), outcomes=[named, alias])
    assert SECRET.encode() in everything_in(lake)
    assert EARLIER.encode() in everything_in(lake)

    done = purge(lake, target.url)

    assert (done.article_id, done.rows, done.pages) == (target.key, 1, 2)
    assert done.files >= 1
    left = everything_in(lake)
    for trace in (SECRET, EARLIER, "Chuyện làng số 400107", "bai-viet-so-400107", "ong-buu-lam-xin-rut"):
        assert trace.encode() not in left, trace
    assert lake.silver.find(target.key) is None
    assert len(lake.silver.read(None, ["article_id"])) == 60 + 30 + 5 + 3


def test_no_page_of_another_article_shows_it_any_more_and_each_is_read_as_before(lake: Lake) -> None:
    target = Page(400_107, text=SECRET)
    neighbours = [Page(400_500 + number, extra=extra) for number, extra in enumerate(boxes(target))]
    a_run(lake, [target, *neighbours[:2], *pages(40, 400_200)], part_pages=20)
    a_run(lake, [*neighbours[2:], *pages(30, 400_300)], START + timedelta(days=1))
    before = {row.article_id: row for row in lake.silver.articles()}
    shown = [record.capture.body for record in records_in(lake) if record.capture.url != target.url]
    assert sum(b"400107" in body for body in shown) == len(neighbours)

    done = purge(lake, target.key)

    assert (done.masked, done.quoted_by) == (len(neighbours), ())
    left = everything_in(lake)
    sentences = [SECRET, f"Chuyện làng số {target.number}", f"Làng số {target.number} vừa có", SECRET[:40]]
    for trace in (*sentences, "bai-viet-so-400107", "post400107"):
        assert trace.encode() not in left, trace
    after = {row.article_id: row for row in lake.silver.articles()}
    assert after == {name: row for name, row in before.items() if name != target.key}
    audit = audit_rows(lake, lake.silver.months(), every_page=True)
    assert audit.sampled == len(after)
    assert not audit.findings.counts
    assert not audit_runs(lake, NOVEMBER, every_part=True).findings.counts
    assert not any(read_again(batch).rows for stretch in plan_replay(lake, NOVEMBER) for batch in stretch.batches)


def test_an_article_that_quotes_it_keeps_its_text_and_is_named(lake: Lake) -> None:
    target, quoting = Page(400_107, text=SECRET), Page(400_108, text=f"như báo đã viết, {SECRET}")
    linking = replace(quoting, extra=boxes(target)[0])
    a_run(lake, [target, linking, *pages(5, 400_200)])
    row = lake.silver.find(linking.key)
    done = purge(lake, target.key)
    assert done.quoted_by == (linking.key,)
    assert lake.silver.find(linking.key) == row
    assert not audit_rows(lake, lake.silver.months(), every_page=True).findings.counts
    assert b"post400107" not in everything_in(lake)


def test_a_purge_that_was_killed_half_way_still_knows_what_to_look_for(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Page(400_107, text=SECRET)
    a_run(lake, [target, Page(400_108, extra=boxes(target)[2]), *pages(5, 400_200)])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(purging, "mask_part", killed)
        with pytest.raises(KeyboardInterrupt):
            purge(lake, target.key)
    assert lake.silver.find(target.key) is None
    done = purge(lake, target.key)
    assert (done.rows, done.masked, done.pages) == (0, 1, 1)
    for trace in (SECRET, "Làng số 400107", "Chuyện làng số 400107"):
        assert trace.encode() not in everything_in(lake)


@pytest.mark.parametrize("writes", [1, 3])
def test_a_purge_killed_between_a_part_and_its_manifest_is_brought_to_its_end_by_another(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    target = Page(400_107, text=SECRET)
    a_run(lake, [target, Page(400_108, extra=boxes(target)[2]), *pages(3, 400_200)], part_pages=1)
    put = lake.store.put_if_match
    keys: list[str] = []

    def killed(key: str, *rest: Any) -> str:
        if len(keys) == writes:
            raise KeyboardInterrupt
        keys.append(key)
        return put(key, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(lake.store, "put_if_match", killed)
        with pytest.raises(KeyboardInterrupt):
            purge(lake, target.key)
    purge(lake, target.key)
    assert not audit_runs(lake, NOVEMBER, every_part=True).findings.counts
    for trace in (SECRET, "Làng số 400107", "Chuyện làng số 400107", "post400107"):
        assert trace.encode() not in everything_in(lake)


def test_every_other_article_still_stands_on_its_page(lake: Lake) -> None:
    a_run(lake, pages(60), part_pages=20)
    purge(lake, "plvn:400030")
    months = lake.silver.months()
    audit = audit_rows(lake, months, every_page=True)
    assert audit.rows == audit.sampled == 59
    assert not audit.findings.counts
    assert not audit_identities(lake).counts
    assert not audit_runs(lake, NOVEMBER, every_part=True).findings.counts


def test_neither_replay_nor_another_run_brings_it_back(lake: Lake) -> None:
    target = Page(400_005, text=SECRET)
    a_run(lake, [target, *pages(3, 400_010)])
    purge(lake, target.key)
    window = DateWindow.of_days(target.day, target.day + timedelta(days=28))
    for stretch in plan_replay(lake, window):
        batches = [read_again(batch) for batch in stretch.batches]
        publish_stretch(lake, new_run_id(START), START, stretch, batches)
    manifest = a_run(lake, [target, *pages(2, 400_020)], START + timedelta(days=3))
    assert lake.silver.find(target.key) is None
    assert (manifest.counts["stored"], manifest.counts["skipped"]) == (2, 1)
    assert manifest.reasons == {"skipped:purged": 1}
    assert manifest.examples == {"skipped:purged": [f"purged:{target.key}"]}
    assert target.key in read_purged(lake.store, lake.layout)


def test_pages_of_a_dead_run_without_a_manifest_are_purged_too(lake: Lake) -> None:
    target = Page(400_005, text=SECRET)
    a_run(lake, [target])
    write_bronze(lake, [target, *pages(2, 400_010)], START + timedelta(days=1))
    assert purge(lake, target.key).pages == 2
    assert SECRET.encode() not in everything_in(lake)


def test_purging_again_finds_nothing_more_and_finishes_what_was_left(lake: Lake) -> None:
    target = Page(400_005, text=SECRET)
    a_run(lake, [target, *pages(3, 400_010)])
    assert not purge(lake, target.key).is_empty
    assert purge(lake, target.key).is_empty
    with pytest.raises(DvingestError, match="was purged"):
        stored(lake, target.url)
    with pytest.raises(DvingestError, match="is not in silver"):
        stored(lake, "plvn:1")


def test_old_versions_that_the_bucket_keeps_are_told_of(lake: Lake, store_environment: dict[str, str]) -> None:
    a_run(lake, pages(2))
    assert not purge(lake, pages(2)[0].key).leaves_versions
    s3 = boto3.client("s3", endpoint_url=store_environment["AWS_ENDPOINT_URL"])
    s3.create_bucket(Bucket="versioned")
    s3.put_bucket_versioning(Bucket="versioned", VersioningConfiguration={"Status": "Enabled"})
    kept = a_lake(lake.settings.model_copy(update={"bucket": "versioned"}))
    a_run(kept, pages(2))
    assert purge(kept, pages(2)[0].key).leaves_versions


def test_the_list_of_purged_ids_holds_no_words_of_an_address(lake: Lake) -> None:
    purge(lake, "plvn:baophapluat.vn/nguoi-duoc-neu-ten-trong-bai")
    data = lake.store.get(lake.layout.purged)
    assert b"nguoi-duoc" not in data
    assert "plvn:baophapluat.vn/nguoi-duoc-neu-ten-trong-bai" in read_purged(lake.store, lake.layout)
    assert "plvn:baophapluat.vn/mot-bai-khac" not in read_purged(lake.store, lake.layout)


@pytest.mark.parametrize(
    "name", ["384250", "https://example.org/x-post1.html", "plvn:", "https://baophapluat.vn@evil.example/"]
)
def test_what_is_no_article_is_refused(lake: Lake, name: str) -> None:
    with pytest.raises(ConfigError, match=r"plvn:384250|no address of the newspaper"):
        purge(lake, name)
    assert len(read_purged(lake.store, lake.layout)) == 0


def test_the_blank_is_no_copy(lake: Lake) -> None:
    target = Page(400_005, text=SECRET)
    manifest = a_run(lake, [target, *pages(3, 400_010)])
    before = lake.store.get(manifest.parts[0].key)
    purge(lake, target.key)
    after = lake.store.get(manifest.parts[0].key)
    assert len(after) == len(before)
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert b"warcinfo" in inflate.decompress(after)
