"""What `dvingest status` says needs attention."""

from datetime import UTC, datetime, timedelta

from dvingest.model import Manifest
from dvingest.overview import _attention

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


def test_manifests_that_cannot_be_read_are_told_and_not_taken_for_runs_that_never_were() -> None:
    (sentence,) = _attention([], 2, [], (), NOW)
    assert sentence.startswith("2 manifest(s) cannot be read")
    (sentence,) = _attention([], 0, [], (), NOW)
    assert sentence.startswith("No daily run has finished yet")


def test_made_up_articles_beside_real_ones_are_told() -> None:
    def run(site: str, stored: int = 1, *, flow: str = "daily-crawl", fetched: int = 1) -> Manifest:
        days = {"start": NOW.date(), "end": NOW.date() + timedelta(days=1), "started_at": NOW, "finished_at": NOW}
        counts = {"considered": stored, "stored": stored}
        return Manifest.model_validate(
            {"run_id": "r", "flow": flow, "site": site, "host": "h", "status": "succeeded", "counts": counts}
            | {"pages_fetched": fetched, **days}
        )

    replica, real = run("http://127.0.0.1:34313"), run("https://baophapluat.vn")
    (sentence,) = _attention([replica, real], 0, [], (), NOW)
    assert "http://127.0.0.1:34313, a replica or mirror on this machine, stand beside" in sentence
    assert _attention([replica, replica], 0, [], (), NOW) == []
    assert _attention([replica, run("https://baophapluat.vn", 0)], 0, [], (), NOW) == []
    # A replay asks no newspaper, whatever is configured.
    assert _attention([replica, run("https://baophapluat.vn", flow="replay", fetched=0)], 0, [], (), NOW) == []
