"""What `dvingest status` says needs attention."""

from datetime import UTC, datetime

from dvingest.overview import _attention

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


def test_manifests_that_cannot_be_read_are_told_and_not_taken_for_runs_that_never_were() -> None:
    (sentence,) = _attention([], 2, [], (), NOW)
    assert sentence.startswith("Manifests that cannot be read, as if their runs had not been: 2;")
    (sentence,) = _attention([], 0, [], (), NOW)
    assert sentence.startswith("No daily run has finished yet")
