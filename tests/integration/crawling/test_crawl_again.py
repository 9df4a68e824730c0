"""A crawl after others: what is known already is not fetched again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from crawls import Brought, crawl, publish, settings_for
from newspaper_site import WINDOW, NewspaperSite, Story, page, redirect, serving, sitemap, status, stories

from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.manifests import write_manifest, write_outcomes
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
from dvingest.model import Manifest, Outcome, OutcomeStatus, RawArticle, Reading
from dvingest.plvn.urls import article_id

pytestmark = pytest.mark.integration


def test_second_crawl_fetches_no_article_page(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(20))) as site:
        settings = settings_for(site, store_settings)
        publish(settings, crawl(settings))
        site.requests.clear()
        again = crawl(settings)
    assert sum(site.article_requests().values()) == 0
    assert {outcome.status for outcome in again.outcomes} == {OutcomeStatus.UNCHANGED}
    assert again.accounted == 20


def test_only_the_changed_and_the_new_article_are_fetched(store_settings: Settings) -> None:
    site = NewspaperSite(stories(20))
    with serving(site):
        settings = settings_for(site, store_settings)
        publish(settings, crawl(settings), timedelta(days=1))
    edited = site.stories[5]
    changed = NewspaperSite(list(site.stories))
    changed.stories[5] = type(edited)(edited.number, edited.published, edited.section, datetime.now(UTC))
    changed.stories.insert(0, stories(1, first=500_000)[0])
    with serving(changed):
        again = crawl(settings_for(changed, settings))
    assert again.articles == {edited.key, "plvn:500000"}
    assert again.accounted == 21


def end(settings: Settings, brought: Brought, status: str = "succeeded") -> None:
    """Write what a run leaves behind at its end."""
    store, layout = ObjectStore(settings), Layout(settings.prefix)
    read = [
        Outcome(
            capture.redirected_from or capture.url,
            status_of(capture.reading),
            reason_of(capture.reading),
            article_id(capture.url),
        )
        for capture in brought.captures
    ]
    write_outcomes(store, layout, brought.run_id, [*brought.outcomes, *read])
    now = datetime.now(UTC)
    write_manifest(
        store,
        layout,
        Manifest(
            run_id=brought.run_id,
            flow="daily-crawl",
            site=settings.site_url,
            host=settings.site_host,
            start=WINDOW.start,
            end=WINDOW.end,
            started_at=now,
            finished_at=now,
            status=status,
            counts={},
        ),
    )


def status_of(reading: Reading) -> OutcomeStatus:
    return OutcomeStatus.STORED if isinstance(reading, RawArticle) else OutcomeStatus.REJECTED


def reason_of(reading: Reading) -> str | None:
    return None if isinstance(reading, RawArticle) else reading.reason


GATE = page('<html><script>document.cookie="D1N=9a8b7c; path=/";window.location.reload(true);</script></html>')


@pytest.mark.parametrize(("states", "is_asked"), [(["rejected"], True), (["succeeded", "rejected"], False)])
def test_page_that_only_a_rejected_run_took_for_no_article_is_looked_at_again(
    store_settings: Settings, states: list[str], is_asked: bool
) -> None:
    site = NewspaperSite(stories(6))
    broken = site.stories[1:4]
    for story in broken:
        site.routes[story.path] = page("<html><body><h1>Lỗi kết nối cơ sở dữ liệu</h1></body></html>")
    with serving(site):
        settings = settings_for(site, store_settings)
        for state in states:
            brought = crawl(settings)
            publish(settings, brought)
            end(settings, brought, state)
    mended = NewspaperSite(list(site.stories))
    with serving(mended):
        again = crawl(settings_for(mended, settings))
    assert again.articles == ({story.key for story in broken} if is_asked else set())


@pytest.mark.parametrize("is_listed", [True, False])
def test_page_that_could_not_be_had_is_asked_for_by_the_next_run(store_settings: Settings, is_listed: bool) -> None:
    site = NewspaperSite(stories(6), has_sitemap=False)
    broken, gated, missing, bare, walled = site.stories[1:6]
    site.routes |= {broken.path: status(500), gated.path: GATE, missing.path: status(404)}
    site.routes |= {walled.path: redirect("/captcha?u=1"), "/captcha": page("<html><form>Bạn là ai?</form></html>")}
    site.routes[bare.path] = page("<html><head><title>Chuyện làng</title></head><body></body></html>")
    with serving(site):
        settings = settings_for(site, store_settings)
        brought = crawl(settings)
        publish(settings, brought)
        end(settings, brought)
    assert len(brought.articles) == 1
    mended = NewspaperSite(list(site.stories), has_sitemap=False)
    if not is_listed:
        mended.routes["/thoi-su/"] = page("<html><body></body></html>")
    with serving(mended):
        again = crawl(settings_for(mended, settings))
    # A page that is no article is not looked at again so soon; what is elsewhere or nowhere only where it is listed.
    assert again.articles == {broken.key, gated.key} | ({missing.key, walled.key} if is_listed else set())


def test_article_keeps_its_id_when_the_newspaper_moves_to_addresses_without_numbers(store_settings: Settings) -> None:
    site = NewspaperSite(stories(6))
    with serving(site):
        settings = settings_for(site, store_settings)
        publish(settings, crawl(settings), timedelta(days=1))
    moved = NewspaperSite([], has_sections=False)

    def new_path(story: Story) -> str:
        return story.path.replace(f"-post{story.number}", "")

    for story in site.stories:
        moved.routes[new_path(story)] = page(story.page().replace(story.path.encode(), new_path(story).encode()))
        moved.routes[story.path] = redirect(new_path(story), 301)
    edited = site.stories[2]
    entries = [(f"https://baophapluat.vn{new_path(story)}", story.published.isoformat()) for story in site.stories]
    moved.routes["/sitemap.xml"] = page(sitemap(entries), content_type="text/xml")
    with serving(moved):
        settings = settings_for(moved, settings)
        publish(settings, crawl(settings))
        moved.requests.clear()
        again = crawl(settings)
        assert not [request for request in moved.requests if "bai-viet" in request.path]
        entries[2] = (entries[2][0], datetime.now(UTC).isoformat())
        moved.routes["/sitemap.xml"] = page(sitemap(entries), content_type="text/xml")
        body = edited.page().replace(edited.path.encode(), new_path(edited).encode())
        moved.routes[new_path(edited)] = page(body.replace(b"<p>", "<p>Tin thêm. ".encode()))
        publish(settings, crawl(settings))
    assert {outcome.status for outcome in again.outcomes} == {OutcomeStatus.UNCHANGED}
    rows = {row.article_id: row for row in SilverTable(ObjectStore(settings), Layout(settings.prefix)).articles()}
    assert set(rows) == {story.key for story in site.stories}
    assert {row.canonical_url for row in rows.values()} == {url for url, _ in entries}
    assert [name for name, row in rows.items() if row.revision == 2] == [edited.key]


@pytest.mark.parametrize("code", [404, 410])
def test_known_article_that_vanished_from_the_listings_is_looked_for(store_settings: Settings, code: int) -> None:
    site = NewspaperSite(stories(12))
    with serving(site):
        settings = settings_for(site, store_settings)
        publish(settings, crawl(settings), timedelta(days=1))
    gone = site.stories[4]
    rest = NewspaperSite([story for story in site.stories if story is not gone])
    rest.routes[gone.path] = status(code)
    with serving(rest):
        again = crawl(settings_for(rest, settings))
    outcome = again.outcome_of(gone.url)
    assert (outcome.status, outcome.reason) == (OutcomeStatus.FAILED, f"http_{code}")
    assert outcome.article_id == gone.key
    assert sum(rest.article_requests().values()) == 0
