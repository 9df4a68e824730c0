"""The verdict of a run: named checks over its manifest and the manifests of earlier runs."""

from dvingest.checks.counts import DAILY
from dvingest.checks.quality import FIELD_RULES
from dvingest.checks.verdict import CHECKS, failed_checks, names_of_failed, run_checks

__all__ = ["CHECKS", "DAILY", "FIELD_RULES", "failed_checks", "names_of_failed", "run_checks"]
