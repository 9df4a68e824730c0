"""What an operator sees and does in the Prefect UI."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from prefect_lab import wait_for
from ui_browser import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVIL = '<script>window.hacked=1</script><img src=x onerror="window.hacked=2">'
EVIL_LINK = "[press](javascript:window.hacked=3) | # not a heading"
EVIL_PICTURE = "\x1b[31mred\x1b[0m ![a picture](http://198.51.100.1/p.png)"
EVIL_TABLE = "| a | b |\n| --- | --- |\n| 1 | 2 |"


def last_run(browser: Browser, tag: str = "daily") -> str:
    (run, *_) = [run for run in browser.lab.api.runs("plvn", tag) if run["state"]["type"] == "COMPLETED"]
    return str(run["id"])


def test_dashboard_shows_the_run_and_the_work_pool(browser: Browser) -> None:
    page = browser.open("/dashboard")
    expect(page.get_by_text("plvn", exact=True).locator("visible=true").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"total")).locator("visible=true").first).to_be_visible()
    browser.picture("dashboard")
    page = browser.open("/runs")
    expect(page.get_by_text(f"daily {browser.lab.today}").first).to_be_visible()
    expect(page.get_by_text("Completed").first).to_be_visible()


def test_run_shows_its_steps_its_log_and_its_artifacts(browser: Browser) -> None:
    page = browser.open(f"/runs/flow-run/{last_run(browser)}")
    expect(page.get_by_text(f"daily {browser.lab.today}").first).to_be_visible()
    expect(page.get_by_text("silver:").first).to_be_visible()
    browser.picture("run")
    page.locator(".p-tab-navigation, [class*=tabs]").get_by_text("Artifacts", exact=True).first.click()
    for key in ("daily-crawl-report", "daily-crawl-outcomes", "crawl-progress"):
        expect(page.get_by_text(key).locator("visible=true").first).to_be_visible()
    browser.picture("artifacts")


def test_report_renders_with_its_charts(browser: Browser) -> None:
    report = browser.lab.api.artifacts(last_run(browser))["daily-crawl-report"]
    page = browser.open(f"/artifacts/artifact/{report['id']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("new")
    browser.picture("report")
    charts = page.locator("img[src^='data:image/svg+xml']")
    expect(charts.first).to_be_visible()
    drawn = charts.evaluate_all("images => images.map(image => image.complete && image.naturalWidth)")
    assert drawn
    assert all(width and width > 50 for width in drawn), drawn
    charts.first.scroll_into_view_if_needed()
    browser.picture("report charts")


def test_live_progress_of_a_running_crawl_is_on_its_page_and_cancel_stops_it(browser: Browser) -> None:
    lab = browser.lab
    lab.slow_down()
    run = lab.daily(days=125)
    lab.wait_until_crawling(run)
    page = browser.open(f"/runs/flow-run/{run}")
    expect(page.get_by_text("Running").first).to_be_visible()
    wait_for(lambda: "crawl-progress" in lab.api.artifacts(run), 20)
    browser.picture("live run")
    page.get_by_role("button", name="Cancel", exact=True).first.click()
    page.get_by_role("button", name="Confirm").click()
    lab.api.wait(run, ("CANCELLED",), 30)
    wait_for(lambda: not lab.crawls(), 15)
    expect(page.get_by_text("Cancelled").first).to_be_visible()


def test_backfill_form_explains_itself_and_starts_a_backfill_of_the_days_typed_in(browser: Browser) -> None:
    lab = browser.lab
    first = (lab.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    last = first + timedelta(days=4)
    page = browser.open(f"/deployments/deployment/{lab.api.deployment('backfill')['id']}/run")
    expect(page.get_by_text("First day, like 2021-01-01.")).to_be_visible()
    expect(page.get_by_text("Months to run at once on the work pool")).to_be_visible()
    type_date(page, first)
    type_date(page, last)
    browser.picture("backfill form", whole=True)
    before = {run["id"] for run in lab.api.runs("plvn", "backfill")}
    page.get_by_role("button", name="Submit").click()
    wait_for(lambda: bool({run["id"] for run in lab.api.runs("plvn", "backfill")} - before), 30)
    (run,) = [run for run in lab.api.runs("plvn", "backfill") if run["id"] not in before]
    assert run["parameters"]["start"] == str(first)
    assert run["parameters"]["end"] == str(last)
    assert lab.api.wait(run["id"], seconds=180) == "COMPLETED", lab.api.message(run["id"])


def type_date(page: Page, day: date) -> None:
    """Type a day into the first date field of the form that is still empty."""
    empty = page.get_by_text("Select date")
    left = empty.count()
    empty.first.click()
    page.locator("input[type=date]:visible").fill(day.isoformat())
    page.get_by_role("button", name="Apply").click()
    expect(empty).to_have_count(left - 1)


@pytest.mark.parametrize(
    ("evil", "shown"),
    [
        (EVIL, EVIL),
        (EVIL_LINK, EVIL_LINK),
        (EVIL_PICTURE, "[31mred[0m ![a picture](http://198.51.100.1/p.png)"),
        (EVIL_TABLE, "| a | b | | --- | --- | | 1 | 2 |"),
    ],
    ids=["script", "link", "picture", "table"],
)
def test_text_of_a_page_stays_text(browser: Browser, evil: str, shown: str) -> None:
    run = browser.lab.api.start("alarm", name="x5", title="A test", what=evil, advice=evil)
    assert browser.lab.api.wait(run) == "COMPLETED"
    artifact = browser.lab.api.artifacts(run)["alarm-x5"]
    page = browser.open(f"/artifacts/artifact/{artifact['id']}")
    expect(page.get_by_text(shown).first).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src^='http'], a[href*='198.51'], main table").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    browser.picture(f"evil {re.sub('[^a-z]', '', evil)[:8]}")
    # The log and the message of the state say it too.
    page = browser.open(f"/runs/flow-run/{run}")
    expect(page.get_by_text("Raised").first).to_be_visible()
    page.wait_for_timeout(1000)
    assert page.evaluate("window.hacked") is None
    assert page.locator("a[href^='javascript']").count() == 0


def test_nobody_but_our_server_is_asked(browser: Browser) -> None:
    for path in ("/dashboard", "/runs", "/deployments", "/automations", "/work-pools", "/events", "/settings"):
        browser.open(path)
    browser.page.wait_for_timeout(2000)
    assert browser.foreign == []
