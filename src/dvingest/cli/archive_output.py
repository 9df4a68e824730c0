"""What the terminal shows of a replay and of an audit."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape

from dvingest.archive.findings import Audit, commands
from dvingest.archive.replaying import ReplayResult
from dvingest.archive.reports import audit_line, recurring_table, replay_line
from dvingest.checks.counts import counted
from dvingest.cli.app import console, printable
from dvingest.cli.run_output import print_difference
from dvingest.cli.wrapping import wrapped_for_terminal
from dvingest.miner import RecurringText
from dvingest.reporting import calendar_text

MOST_ROWS = 10


def show_replay(result: ReplayResult) -> None:
    """Print what a replay changed, with a few rows before and after."""
    console.print(f"replay {result.window.start} to {result.window.last}: {replay_line(result)}", markup=False)
    for reason, number in result.rejected.most_common():
        console.print(f"  {counted(number, 'page')} rejected: {reason}", markup=False)
    if result.held_back:
        console.print(
            f"  {counted(len(result.held_back), 'row')} held back: only the generic way reads their page today"
        )
    for name, reason in sorted(result.lost.items())[:MOST_ROWS]:
        console.print(f"  {printable(name)} stays as it is, though its page is rejected today: {reason}", markup=False)
    for example in result.examples:
        console.print(f"\n[bold]{escape(printable(example.title))}[/] {escape(printable(example.article_id))}")
        print_difference(example.lines)


def show_audit(audit: Audit) -> None:
    """Print the checks of an audit, the coverage calendar, what recurs, and the commands that would fill the gaps."""
    figures = (
        f"audit {audit.window.start} to {audit.window.last}: {audit.rows:,} rows in these months, {audit.runs:,} runs, "
        f"{audit.parts:,} parts, {audit.sampled:,} pages read back"
    )
    console.print(wrapped_for_terminal(figures, console, hang=2), markup=False)
    for check in audit.checks:
        word = "[green]ok[/] " if check.ok else "[red]BAD[/]" if check.required else "[yellow]look[/]"
        note = wrapped_for_terminal(printable(check.note), console, taken=8 + len(check.name), hang=6)
        console.print(f"  {word} [bold]{check.name}[/]: {escape(note)}")
    console.print("\n" + calendar_text(audit.per_day, audit.window, audit.thin))
    show_recurring(audit.recurring[:MOST_ROWS])
    fills = commands(audit)
    for command in fills[:MOST_ROWS]:
        console.print(f"fills a gap: {command}", markup=False)
    if len(fills) > MOST_ROWS:
        console.print(f"and {len(fills) - MOST_ROWS:,} more gaps, older than these")
    console.print(f"audit: {audit_line(audit)}", markup=False)


def show_recurring(recurring: Sequence[RecurringText]) -> None:
    """Print texts that stand in unusually many articles, the most suspicious first."""
    if not recurring:
        return
    _, rows = recurring_table(recurring)
    console.print("[bold]Texts in unusually many articles[/]")
    for articles, share, trailing, text, sections, months, examples in rows:
        console.print(f"  [bold]{escape(printable(text))}[/]")
        figures = f"    {articles} articles ({share}), {trailing} of them at the end; {months}; {printable(sections)}"
        for line in (figures, f"    {printable(examples)}"):
            console.print(wrapped_for_terminal(line, console, hang=6), markup=False)
