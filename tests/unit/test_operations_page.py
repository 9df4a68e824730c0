"""docs/operations.md says of settings and alarms what the code says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

from dvingest.config import Settings
from dvingest.local.alarms import ALARMS, RULES
from dvingest.model import RejectionReason

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def settings_table() -> str:
    """Return the table of all settings, as it has to stand on the page."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        meaning = field.description or ""
        meaning = f"{meaning[:1].upper()}{meaning[1:]}{range_of(field)}"
        rows.append(f"| `DVINGEST_{name.upper()}` | {default_of(field)} | {meaning} |")
    return "\n".join(rows)


def default_of(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    return "none" if value is None or value in ((), {}, "") else f"`{value}`"


def range_of(field: FieldInfo) -> str:
    bounds = []
    for mark in field.metadata:
        bounds += [f"{words} {getattr(mark, name)}" for name, words in WORDS.items() if hasattr(mark, name)]
    choices = [choice for choice in get_args(field.annotation) if isinstance(choice, str)]
    if choices:
        bounds.append("one of " + ", ".join(f"`{choice}`" for choice in choices))
    return f" ({', '.join(bounds)})" if bounds else ""


WORDS = {"ge": "at least", "gt": "more than", "le": "at most"}


def test_every_setting_stands_in_the_table_with_default_and_range() -> None:
    shown = re.search(r"<!-- settings -->\n(.*?)\n<!-- end of settings -->", PAGE, re.S)
    assert shown
    assert shown[1] == settings_table(), f"put this into docs/operations.md:\n{settings_table()}"


def test_every_alarm_has_its_section_with_the_advice_in_the_words_of_the_alarm() -> None:
    for alarm in ALARMS:
        assert f"### {alarm.title}\n" in PAGE, alarm.title
        assert alarm.advice in " ".join(PAGE.split()), f"put this below '{alarm.title}':\n{alarm.advice}"
    for rule in RULES:
        assert rule.message in " ".join(PAGE.split()), rule.message


def test_the_runbook_leads_to_every_alarm() -> None:
    runbook = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    assert "docs/operations.md" in runbook
    for alarm in ALARMS:
        assert alarm.title in runbook, alarm.title


def test_every_reason_of_a_rejection_is_explained() -> None:
    assert [reason for reason in RejectionReason if f"`{reason}`" not in PAGE] == []
