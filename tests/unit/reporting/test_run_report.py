"""The report says in its first line whether the run is good, then what to do."""

import base64
import random
import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from dvingest.model import Article, Block, CheckResult, Manifest, PartReceipt
from dvingest.reporting import newest_articles, outcome_rows, run_report, verdict_line
from dvingest.reporting.run import MOST_SECTIONS

STARTED = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)


def a_manifest(**changes: object) -> Manifest:
    values: dict[str, object] = {
        "run_id": "20261122t223000z-0000000a",
        "flow": "daily-crawl",
        "site": "https://baophapluat.vn",
        "host": "baophapluat.vn",
        "start": date(2026, 11, 21),
        "end": date(2026, 11, 24),
        "started_at": STARTED,
        "finished_at": STARTED + timedelta(minutes=9),
        "status": "succeeded",
        "counts": {"considered": 12, "stored": 7, "unchanged": 2, "rejected": 1, "failed": 1, "skipped": 1},
        "sections": {"phap-luat": {"stored": 5, "failed": 1}, "kinh-te": {"stored": 2, "unchanged": 2, "rejected": 1}},
        "reasons": {"failed:http_503": 1, "rejected:no_date": 1},
        "examples": {"failed:http_503": ["https://baophapluat.vn/mot-bai-post500001.html"]},
        "templates": {"cms": 6, "generic": 1},
        "field_coverage": {"lead": 0.9, "images": 0.8},
        "rows_inserted": 6,
        "rows_updated": 1,
        "silver_version": 41,
        "published_months": ["2026-11"],
        "parts": [PartReceipt(key="bronze/x/part-00001.warc.gz", sha256="0", size=1, pages=8)],
        "checks": [CheckResult(name="reconciled", ok=True, required=True, note="12 = 12.")],
    }
    return Manifest.model_validate(values | changes)


def an_article(title: str, url: str = "https://baophapluat.vn/bai-post500002.html") -> Article:
    return Article(
        article_id="plvn:500002",
        url=url,
        canonical_url=url,
        host="baophapluat.vn",
        template="cms",
        kind="article",
        title=title,
        body="Một đoạn.",
        blocks=(Block("paragraph", "Một đoạn."),),
        images=(),
        section="Pháp luật",
        published_at=STARTED,
        published_raw="22/11/2026",
        fetched_at=STARTED,
        first_seen_at=STARTED,
        month="2026-11",
        content_sha256="0" * 64,
        word_count=3,
        extractor_version="1",
        run_id="20261122t223000z-0000000a",
        bronze_key="bronze/x/part-00001.warc.gz",
        bronze_offset=0,
    )


def first_line(report: str) -> str:
    return report.splitlines()[0]


@pytest.mark.parametrize(
    ("reasons", "left"),
    [({"failed:http_404": 1}, ""), ({"failed:http_503": 1, "failed:timeout": 1}, "; 2 left to the next run")],
)
def test_a_good_run_says_so_first_and_what_it_owes(reasons: dict[str, int], left: str) -> None:
    report = run_report(a_manifest(reasons=reasons))
    assert first_line(report) == f"# ✓ daily 2026-11-23: OK: 6 new, 1 changed, every address accounted for{left}."
    assert "## What to do" not in report


def test_a_failed_check_is_named_first_with_what_to_do_before_all_else() -> None:
    note = "templates: 37% generic since 2026-11-20; after the fix run `dvingest replay --start 2026-11-20`."
    checks = [
        CheckResult(name="complete", ok=False, required=False, note="A budget was hit."),
        CheckResult(name="templates", ok=False, required=True, note=note),
    ]
    report = run_report(a_manifest(status="rejected", checks=checks))
    assert first_line(report).startswith("# ✗")
    assert "templates failed" in first_line(report)
    what_to_do = report.index("## What to do")
    assert what_to_do < report.index("## What is new")
    assert report.index("**templates**") < report.index("**complete** (warning)")
    assert "`dvingest replay --start 2026-11-20`" in report
    assert "templates: 37%" not in report, "the name of the check stands in front already"


def test_a_crawl_that_broke_off_says_why_before_all_else() -> None:
    checks = [CheckResult(name="complete", ok=False, required=False, note="It was cut short.")]
    stopped = "robots.txt could not be read: try later."
    report = run_report(a_manifest(status="failed", checks=checks, stopped=stopped))
    assert report.index("**The crawl stopped:** robots.txt could not be read") < report.index("**complete** (warning)")
    assert "press Retry" in report
    assert "Retry" not in run_report(a_manifest())


def test_long_address_is_shown_short_and_leads_to_the_whole() -> None:
    url = "https://baophapluat.vn/" + "mot-tieu-de-rat-dai-" * 6 + "post500001.html"
    report = run_report(a_manifest(reasons={"failed:http_503": 1}, examples={"failed:http_503": [url]}))
    row = next(line for line in report.splitlines() if "http\\_503" in line)
    assert f"]({url})" in row
    shown = row.partition("[")[2].partition("]")[0]
    assert len(shown) <= 64
    assert shown.endswith("post500001.html")


def test_name_of_a_section_and_its_slug_are_one_row_under_the_name() -> None:
    sections = {"xa-hoi": {"unchanged": 8}, "Xã hội": {"stored": 2}, "doi-song": {"failed": 1}, "": {"skipped": 1}}
    rows = {row["section"]: row for row in outcome_rows(a_manifest(sections=sections))}
    assert set(rows) == {"Xã hội", "doi-song", "(none)", "all"}
    assert (rows["Xã hội"]["considered"], rows["Xã hội"]["stored"], rows["Xã hội"]["unchanged"]) == (10, 2, 8)


def test_days_of_a_run_are_named_by_their_first_and_last() -> None:
    report = run_report(a_manifest(flow="backfill"))
    assert first_line(report).startswith("# ✓ backfill 2026-11-21 to 2026-11-23: ")
    assert "for the days from 2026-11-21 to 2026-11-23." in report


@pytest.mark.parametrize(
    ("status", "words"), [("failed", "did not come to its end"), ("adopted", "took over"), ("succeeded", "OK")]
)
def test_the_verdict_follows_the_status(status: str, words: str) -> None:
    assert words in verdict_line(a_manifest(status=status))


def test_run_that_did_not_come_to_its_end_is_not_said_to_fail_by_what_it_did_not_see() -> None:
    seen = CheckResult(name="enough_articles", ok=False, required=True, note="0 articles seen.")
    assert "enough_articles" not in verdict_line(a_manifest(status="failed", checks=[seen]))


def test_what_failed_is_listed_by_reason_with_links_to_examples() -> None:
    report = run_report(a_manifest())
    row = next(line for line in report.splitlines() if "http\\_503" in line)
    assert "(https://baophapluat.vn/mot-bai-post500001.html)" in row
    assert "| 1 |" in row


def test_outcome_rows_end_with_the_total_and_start_with_the_largest_section() -> None:
    rows = outcome_rows(a_manifest())
    assert [row["section"] for row in rows] == ["phap-luat", "kinh-te", "all"]
    assert rows[0]["considered"] == 6
    assert rows[-1]["stored"] == 7


def test_many_sections_are_summed_up_without_losing_a_count() -> None:
    sections = {f"muc-{number:03d}": {"stored": 1} for number in range(MOST_SECTIONS + 30)}
    rows = outcome_rows(a_manifest(sections=sections))
    assert len(rows) == MOST_SECTIONS + 2
    assert sum(int(str(row["stored"])) for row in rows[:-1]) == len(sections)


def test_every_picture_is_inside_the_report_and_well_formed() -> None:
    earlier = [a_manifest(run_id=f"202611{day:02d}t223000z-0000000a") for day in range(1, 22)]
    report = run_report(a_manifest(), earlier, calendar="<svg xmlns='http://www.w3.org/2000/svg'/>")
    sources = re.findall(r"!\[[^\]]*\]\(([^)]*)\)", report)
    assert len(sources) == 2
    for source in sources:
        head, _, payload = source.partition(",")
        assert head == "data:image/svg+xml;base64"
        assert ElementTree.fromstring(base64.b64decode(payload)).tag.endswith("svg")
    assert "last 14 runs" in report


def test_titles_and_sections_of_pages_cannot_form_the_report() -> None:
    title = "<script>alert(1)</script> | [x](javascript:alert(1)) ![y](http://evil.example/z.png)"
    manifest = a_manifest(
        sections={"<img src=x onerror=alert(1)>": {"stored": 1}},
        examples={"rejected:no_date": ["javascript:alert(1)", "https://evil.example/<b>"]},
    )
    report = run_report(manifest, new_articles=[an_article(title, "javascript:alert(1)")], name="daily <b>")
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(report)
    found = set(re.findall(r"<(\w+)", html))
    assert found <= {
        "h1",
        "h2",
        "p",
        "ul",
        "li",
        "strong",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "img",
        "br",
        "a",
    }
    assert re.findall(r'(?:src|href)="(?!data:image/svg)([^"]*)"', html) == []
    assert "alert" in html


def test_new_articles_are_listed_newest_first_and_bounded() -> None:
    articles = [
        an_article(f"Bài số {number}").model_copy(update={"published_at": STARTED + timedelta(hours=number)})
        for number in random.Random(1).sample(range(30), 30)
    ]
    report = run_report(a_manifest(rows_inserted=29, rows_updated=1), new_articles=newest_articles(articles))
    assert re.findall(r"Bài số (\d+)", report) == [str(number) for number in range(29, 14, -1)]
    assert "and 15 more" in report


def test_where_the_run_left_its_objects_can_be_read() -> None:
    report = run_report(a_manifest(), places={"manifest": "s3://plvn/runs/2026/11/x.json"})
    assert "`s3://plvn/runs/2026/11/x.json`" in report
    assert "`bronze/x/part-00001.warc.gz` (8 pages)" in report
    assert "| table version | 41 |" in report
