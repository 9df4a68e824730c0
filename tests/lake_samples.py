"""Articles and captures for tests of the lake; every field has a value of its own, so that a mix-up shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dvingest.model import Article, Block, Capture, Image, RawArticle, Rejection, RejectionReason
from dvingest.windows import month_of

RUN_ID = "20261123t223000z-1f0c9a2b"
FETCHED = datetime(2026, 11, 23, 22, 30, 0, 123456, tzinfo=UTC)


def article(number: int, month: str = "2021-01", **changes: object) -> Article:
    """Return an article with the id `plvn:<number>` in `month`; `changes` replace fields."""
    published = datetime.fromisoformat(f"{month}-15T03:04:05.123456+00:00") + timedelta(minutes=number % 1000)
    url = f"https://baophapluat.vn/tin-so-{number}-post{number}.html"
    fields: dict[str, object] = {
        "article_id": f"plvn:{number}",
        "url": url,
        "canonical_url": url,
        "host": "baophapluat.vn",
        "template": "zone",
        "kind": "article",
        "title": f"Phiên tòa số {number} được mở lại",
        "subtitle": None,
        "kicker": "Pháp đình",
        "lead": "Sáng nay, hội đồng xét xử trở lại làm việc.",
        "agency_prefix": "PLVN",
        "body": f"Đoạn một của bài {number}.\n\nĐoạn hai.",
        "blocks": (Block("paragraph", f"Đoạn một của bài {number}."), Block("paragraph", "Đoạn hai.")),
        "images": (Image(f"https://baophapluat.vn/anh/{number}.jpg", "Quang cảnh phiên tòa.", "Ảnh: PV", 640, 480),),
        "videos": ("https://baophapluat.vn/video/1.mp4",),
        "authors": ("Nguyễn Văn A", "Trần Thị B"),
        "source": None,
        "section": "Pháp đình",
        "section_path": ("Tư pháp", "Pháp đình"),
        "tags": ("phiên tòa", "xét xử"),
        "published_at": published,
        "modified_at": published + timedelta(hours=1),
        "published_raw": "15/01/2021 10:04",
        "fetched_at": FETCHED,
        "first_seen_at": FETCHED,
        "month": month,
        "content_sha256": f"{number:064x}",
        "word_count": 21,
        "warnings": (),
        "extractor_version": "1",
        "run_id": RUN_ID,
        "bronze_key": f"bronze/crawl_date=2026-11-23/{RUN_ID}/part-00001.warc.gz",
        "bronze_offset": 400 + number,
    }
    made = Article.model_validate(fields | changes)
    assert month_of(published) == month
    return made


def capture(number: int = 1, **changes: object) -> Capture:
    """Return a page with an article read from it; `changes` replace fields."""
    url = f"https://baophapluat.vn/tin-so-{number}-post{number}.html"
    fields: dict[str, object] = {
        "url": url,
        "fetched_at": FETCHED + timedelta(seconds=number),
        "status": 200,
        "headers": (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", "11"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
        ),
        "body": f"<html><body><h1>Phiên tòa {number}</h1><p>Đoạn một.</p></body></html>".encode(),
        "reading": RawArticle(
            url=url,
            template="zone",
            title=f"Phiên tòa {number}",
            blocks=(Block("paragraph", "Đoạn một."), Block("table", "a\tb\nc\td")),
            images=(Image("https://baophapluat.vn/1.jpg", "Chú thích", None, 640, 480),),
            authors=("Nguyễn Văn A",),
            published_raw="15/01/2021 10:04",
            published_at=datetime.fromisoformat("2021-01-15T10:04:00+07:00"),
            warnings=("caption_guess",),
            dropped={"read_more": 2},
        ),
        "section": "phap-dinh",
        "extractor_version": "13",
        "redirected_from": "http://baophapluat.vn/cu-1.html",
    }
    return Capture(**(fields | changes))  # type: ignore[arg-type]


def rejected_capture(number: int) -> Capture:
    """Return a page that was no article."""
    url = f"https://baophapluat.vn/muc-{number}.html"
    return capture(number, url=url, reading=Rejection(url, RejectionReason.NO_DATE, "no date in any place"))
