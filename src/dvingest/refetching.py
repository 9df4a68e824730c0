"""Which outcomes leave an article to be brought: it failed for a time, was cut short, or something stood before it."""

from __future__ import annotations

from dvingest.model import OutcomeStatus, RejectionReason

WALLS = frozenset({RejectionReason.COOKIE_GATE, RejectionReason.LOGIN_WALL})
"""What stands before a page and says nothing of it: it is asked for again like one that failed."""
_LASTING = frozenset({"http_404", "http_410", "off_site", "private_address", "redirect_loop", "too_large"})
"""Failures that another run will meet again."""
_CUT_SHORT = frozenset({"stopped", "robots_unreachable"})


def needs_refetch(status: str, reason: str | None) -> bool:
    """Tell whether an outcome of this status and reason leaves an article that another run may have."""
    match status:
        case OutcomeStatus.FAILED:
            return reason not in _LASTING
        case OutcomeStatus.SKIPPED:
            return reason in _CUT_SHORT
        case _:
            return reason in WALLS or reason == "same_page"
