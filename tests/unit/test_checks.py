"""The verdict over a run follows from its manifest and the manifests before it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dvingest.checks import CHECKS, failed_checks, run_checks
from dvingest.leaks import leaks_of
from dvingest.model import Article, Block, CheckResult, Image, Manifest

# A Monday; runs end on it.
MONDAY = date(2026, 11, 23)


def a_run(day: date = MONDAY, *, flow: str = "daily-crawl", span: int = 3, **changes: object) -> Manifest:
    finished = datetime(day.year, day.month, day.day, 5, 40, tzinfo=UTC) - timedelta(hours=7)
    values: dict[str, object] = {
        "run_id": f"{day:%Y%m%d}t223000z-0000000a",
        "flow": flow,
        "site": "https://baophapluat.vn",
        "host": "baophapluat.vn",
        "start": day - timedelta(days=span - 1),
        "end": day + timedelta(days=1),
        "started_at": finished - timedelta(minutes=10),
        "finished_at": finished,
        "status": "succeeded",
        "counts": {"considered": 400, "stored": 120, "unchanged": 270, "rejected": 4, "failed": 1, "skipped": 5},
        "templates": {"cms": 118, "generic": 2},
        "field_coverage": {"title": 1.0, "lead": 0.96, "section": 1.0, "images": 0.9, "authors": 0.8, "tags": 0.7},
        "newest_published_at": finished - timedelta(hours=6),
    }
    return Manifest.model_validate(values | changes)


def history(runs: int = 20, until: date = MONDAY, **changes: object) -> list[Manifest]:
    return [a_run(until - timedelta(days=back), **changes) for back in range(runs, 0, -1)]


def result(name: str, manifest: Manifest, earlier: list[Manifest] | None = None) -> CheckResult:
    return next(check for check in run_checks(manifest, earlier or []) if check.name == name)


def test_daily_run_that_saw_nothing_in_days_is_bad_without_any_run_to_compare_with() -> None:
    nothing = {"considered": 0}
    assert "0 articles seen in" in result("enough_articles", a_run(counts=nothing)).note
    assert not result("enough_articles", a_run(counts=nothing)).ok
    assert result("enough_articles", a_run(counts=nothing, span=1)).ok
    assert result("enough_articles", a_run(counts=nothing, limited=True)).ok


def test_run_that_may_read_no_article_names_robots_txt() -> None:
    run = a_run(counts={"considered": 4, "skipped": 4}, reasons={"skipped:robots": 4})
    seen = result("enough_articles", run)
    assert not seen.ok
    assert "robots.txt forbids all 4 addresses" in seen.note
    assert result("silence", run, [a_run(MONDAY - timedelta(days=14))]).ok


def test_silence_is_told_once_and_not_put_down_to_an_address_that_is_always_forbidden() -> None:
    tuesday, none = MONDAY + timedelta(days=1), {"considered": 1, "skipped": 1}
    run = a_run(tuesday, counts=none, reasons={"skipped:robots": 1}, newest_published_at=None)
    assert [check.name for check in failed_checks(run_checks(run, history(until=MONDAY)))] == ["silence"]
    assert [check.name for check in failed_checks(run_checks(run))] == ["enough_articles"]
    few = a_run(tuesday, counts={"considered": 9, "unchanged": 9}, newest_published_at=None)
    assert [check.name for check in failed_checks(run_checks(few, history(until=MONDAY)))] == ["silence"]


def test_an_ordinary_run_passes_every_check_and_each_says_a_figure() -> None:
    results = run_checks(a_run(), history())
    assert [check.name for check in results] == [check.name for check in CHECKS]
    assert failed_checks(results) == []
    assert all(any(sign.isdigit() for sign in check.note) for check in results if check.name != "complete")


def test_the_first_run_of_all_passes_with_nothing_to_compare() -> None:
    assert failed_checks(run_checks(a_run(), [])) == []
    assert "no earlier run" in result("enough_articles", a_run()).note


def test_counts_that_do_not_add_up_fail_the_run_and_say_by_how_much() -> None:
    counts = {"considered": 400, "stored": 120, "unchanged": 270, "rejected": 4, "failed": 1, "skipped": 3}
    check = result("reconciled", a_run(counts=counts))
    assert not check.ok
    assert check.required
    assert "2 have no outcome" in check.note


@pytest.mark.parametrize("flow", ["daily-crawl", "backfill"])
def test_list_that_was_not_read_to_its_end_fails_the_run_unless_a_part_was_asked_for(flow: str) -> None:
    cut = result("complete", a_run(flow=flow, complete=False))
    assert (cut.ok, cut.required) == (False, True)
    assert "dvingest backfill --start 2026-11-21 --end 2026-11-23" in cut.note
    assert result("complete", a_run(flow=flow, complete=False, limited=True)).ok


def test_a_crawl_that_did_not_read_its_lists_says_which() -> None:
    said = "https://baophapluat.vn/sitemaps/news-2026-11.xml could not be read (http_500)."
    assert said.rstrip(".") in result("complete", a_run(complete=False, unread=said)).note


def test_nothing_seen_in_lists_that_were_not_read_fails_the_run_and_says_why() -> None:
    nothing = {"considered": 1, "failed": 1}
    said = "no article was found, as robots.txt of https://baophapluat.vn forbids https://baophapluat.vn/."
    check = result("enough_articles", a_run(counts=nothing, complete=False, unread=said))
    assert not check.ok
    assert check.required
    assert "robots.txt of https://baophapluat.vn forbids" in check.note
    # Lists that were read to their end may well say that these days have no article.
    assert result("enough_articles", a_run(flow="backfill", counts={"considered": 0})).ok
    # The command for all of the days is no advice to somebody who asked for one section.
    part = result("enough_articles", a_run(counts=nothing, complete=False, limited=True))
    assert not part.ok
    assert "then run the same again." in part.note
    assert "backfill" in check.note


def test_half_of_the_usual_articles_fails() -> None:
    few = {"considered": 150, "stored": 100, "unchanged": 50}
    check = result("enough_articles", a_run(counts=few), history())
    assert not check.ok
    assert "150 articles seen, 390 is the median" in check.note


def test_a_second_run_of_the_same_days_sees_as_many_articles_as_the_first() -> None:
    again = {"considered": 390, "stored": 0, "unchanged": 390}
    assert result("enough_articles", a_run(counts=again), history()).ok


def test_sundays_are_compared_with_sundays() -> None:
    sunday = date(2026, 11, 22)
    quiet = {"considered": 100, "stored": 40, "unchanged": 60}
    earlier = [
        run if run.end.weekday() != 0 else run.model_copy(update={"counts": quiet}) for run in history(28, until=sunday)
    ]
    assert result("enough_articles", a_run(sunday, counts=quiet), earlier).ok
    busy_weekday = a_run(date(2026, 11, 21), counts=quiet)
    assert not result("enough_articles", busy_weekday, [run for run in earlier if run.run_id < busy_weekday.run_id]).ok


def test_runs_that_looked_at_less_are_neither_judged_nor_a_measure() -> None:
    few = {"considered": 10, "stored": 10}
    assert result("enough_articles", a_run(counts=few, limited=True), history()).ok
    assert result("enough_articles", a_run(counts=few, span=1), history()).ok
    limited_past = history(counts={"considered": 10_000, "stored": 10_000}, limited=True)
    assert "no earlier run" in result("enough_articles", a_run(), limited_past).note


def test_a_backfill_month_is_compared_with_itself_only() -> None:
    other_months = history(flow="backfill", span=30)
    month = a_run(flow="backfill", span=30, counts={"considered": 20, "stored": 20})
    assert result("enough_articles", month, other_months).ok
    same = [
        month.model_copy(update={"run_id": "20261101t000000z-0000000b", "counts": {"considered": 90, "stored": 90}})
    ]
    assert not result("enough_articles", month, same).ok


@pytest.mark.parametrize(
    ("field", "check"), [("lead", "core_fields"), ("images", "core_fields"), ("tags", "other_fields")]
)
def test_a_field_that_vanishes_is_named_with_its_usual_share(field: str, check: str) -> None:
    coverage = a_run().field_coverage | {field: 0.1}
    outcome = result(check, a_run(field_coverage=coverage), history())
    assert not outcome.ok
    assert outcome.required == (check == "core_fields")
    assert f"{field} 10% (usually" in outcome.note
    assert "dvingest replay --start 2026-11-21 --end 2026-11-23" in outcome.note


def test_chance_in_a_small_run_is_no_alarm() -> None:
    coverage = a_run().field_coverage | {"tags": 0.4}
    small = a_run(field_coverage=coverage, templates={"cms": 10})
    assert result("other_fields", small, history(field_coverage={"tags": 0.75})).ok
    assert not result("other_fields", a_run(field_coverage=coverage), history(field_coverage={"tags": 0.75})).ok


def test_a_missing_title_fails_even_without_history() -> None:
    assert not result("core_fields", a_run(field_coverage={"title": 0.5})).ok


def test_template_drift_says_since_when_and_what_to_run_after_the_fix() -> None:
    drifted = {"cms": 75, "generic": 45}
    good, bad = history(10, until=date(2026, 11, 20)), history(3, templates=drifted, status="rejected")
    check = result("templates", a_run(templates=drifted), good + bad)
    assert not check.ok
    assert "38% generic" in check.note
    assert "since 2026-11-20" in check.note
    assert "dvingest replay --start 2026-11-18 --end 2026-11-23" in check.note


def test_template_drift_goes_on_alarming_when_it_has_become_usual() -> None:
    drifted = {"cms": 20, "generic": 80}
    assert not result("templates", a_run(templates=drifted), history(40, templates=drifted)).ok


def test_one_page_nobody_knows_among_few_is_no_drift_but_all_of_them_are() -> None:
    assert result("templates", a_run(templates={"cms": 3, "generic": 1}), history()).ok
    assert not result("templates", a_run(templates={"generic": 2}), history()).ok


@pytest.mark.parametrize(("status", "check"), [("rejected", "rejected_share"), ("failed", "failed_share")])
def test_more_than_five_in_a_hundred_rejected_or_failed_fails(status: str, check: str) -> None:
    def run(number: int) -> Manifest:
        counts = {"considered": 1100, "stored": 1000 - number, status: number, "skipped": 100}
        return a_run(counts=counts, reasons={f"{status}:login_wall": number})

    assert result(check, run(50)).ok
    over = result(check, run(51))
    assert not over.ok
    assert over.required
    assert "51 of 1,000 addresses" in over.note
    assert "51 login_wall" in over.note


def gone_run(gone: int, day: date = MONDAY, **changes: object) -> Manifest:
    counts = {"considered": 100, "stored": 20, "unchanged": 80 - gone, "failed": gone}
    return a_run(day, counts=counts, reasons={"failed:http_404": gone - 2, "failed:http_410": 2}, **changes)


def test_what_the_newspaper_took_down_is_no_failure() -> None:
    assert result("failed_share", gone_run(28)).ok
    assert (
        "0 of 100 addresses failed, not counting those that are gone (0.0%" in result("failed_share", gone_run(28)).note
    )
    assert failed_checks(run_checks(gone_run(28), [])) == []


def test_more_taken_down_than_usual_or_half_of_all_is_no_taking_down() -> None:
    usual = [gone_run(8, MONDAY - timedelta(days=back)) for back in range(1, 10)]
    assert result("gone_share", gone_run(13), usual).ok
    more = result("gone_share", gone_run(14), usual)
    assert not more.ok
    assert more.required
    assert "14 of 100 addresses answered 404 or 410 (14.0%, limit 13%)" in more.note
    assert result("gone_share", gone_run(50, flow="backfill")).ok
    assert not result("gone_share", gone_run(51, flow="backfill")).ok


def test_two_rejected_pages_of_a_small_run_are_no_alarm_but_three_are() -> None:
    assert result("rejected_share", a_run(counts={"considered": 20, "stored": 18, "rejected": 2})).ok
    assert not result("rejected_share", a_run(counts={"considered": 20, "stored": 17, "rejected": 3})).ok


def test_leaks_of_boilerplate_fail_above_two_in_a_hundred() -> None:
    assert result("boilerplate", a_run(warnings={"boilerplate_leak": 2})).ok
    leaky = result("boilerplate", a_run(warnings={"boilerplate_leak": 2, "caption_leak": 1}))
    assert not leaky.ok
    assert "1 caption_leak" in leaky.note


def silent_run(day: date) -> Manifest:
    return a_run(
        day, counts={"considered": 390, "unchanged": 390}, templates={}, field_coverage={}, newest_published_at=None
    )


def test_a_weekday_without_a_new_article_alarms() -> None:
    tuesday = date(2026, 11, 24)
    check = result("silence", silent_run(date(2026, 11, 25)), [a_run(tuesday)])
    assert not check.ok
    assert check.required
    assert "30 hours old" in check.note


def test_a_silent_sunday_does_not_alarm_on_monday_morning_but_on_tuesday() -> None:
    saturday = a_run(date(2026, 11, 21))
    assert result("silence", silent_run(MONDAY), [saturday]).ok
    assert not result("silence", silent_run(MONDAY + timedelta(days=1)), [saturday]).ok


def test_a_run_over_past_days_is_judged_at_the_end_of_its_window() -> None:
    later = datetime(2027, 3, 1, tzinfo=UTC)
    assert result("silence", a_run(finished_at=later, newest_published_at=datetime(2026, 11, 23, 9, tzinfo=UTC))).ok
    assert not result("silence", a_run(finished_at=later, newest_published_at=datetime(2026, 11, 22, 9, tzinfo=UTC))).ok


def test_runs_of_other_flows_sites_and_dead_runs_are_no_measure() -> None:
    many = {"considered": 9000, "stored": 9000}
    others = history(counts=many, flow="backfill") + history(counts=many, site="http://127.0.0.1:9000")
    dead = history(counts=many, status="failed") + history(counts=many, status="adopted")
    assert "no earlier run" in result("enough_articles", a_run(), others + dead).note


def test_required_failures_come_first() -> None:
    broken = a_run(counts={"considered": 2, "stored": 1}, field_coverage={"authors": 0.1, "title": 0.5})
    earlier = history(field_coverage={"authors": 0.9, "title": 1.0})
    failed = failed_checks(run_checks(broken, earlier))
    assert [check.required for check in failed] == sorted((check.required for check in failed), reverse=True)
    assert {"core_fields", "other_fields"} <= {check.name for check in failed}
    names = [check.name for check in failed_checks(run_checks(broken, earlier), required_only=True)]
    assert "other_fields" not in names


def an_article(*paragraphs: str, captions: tuple[str, ...] = ()) -> Article:
    return Article.model_construct(
        blocks=tuple(Block("paragraph", text) for text in paragraphs),
        images=tuple(Image(None, caption) for caption in captions),
    )


@pytest.mark.parametrize(
    "paragraph", ["Đọc thêm", "CÙNG CHUYÊN MỤC", "Kéo xuống để xem tiếp", "window.CMS_BANNER.pushAds(1)"]
)
def test_text_from_around_the_article_is_a_leak(paragraph: str) -> None:
    assert leaks_of(an_article("Một câu của bài.", paragraph)) == ["boilerplate_leak"]


def test_a_caption_among_the_paragraphs_is_a_leak_but_its_beginning_is_not() -> None:
    caption = "Quang cảnh phiên tòa sáng 12/3."
    assert leaks_of(an_article("Quang cảnh phiên toà sáng 12/3", captions=(caption,))) == ["caption_leak"]
    assert leaks_of(an_article("Quang cảnh phiên tòa sáng 12/3 rất đông.", captions=(caption,))) == []


def test_the_words_of_a_heading_within_a_sentence_are_no_leak() -> None:
    assert leaks_of(an_article("Ông khuyên bạn trẻ đọc thêm sách luật.", "Đọc thêm sách là tốt.")) == []
    assert leaks_of(an_article("Bà Nguyễn Thị A", captions=("Bà A",))) == []
