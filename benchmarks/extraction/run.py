"""Compare dvingest's extraction with its peers and with the floor, in one process and one run.

Usage: python benchmarks/extraction/run.py [--rounds N] [--tools WORD ...]   (`make bench` makes the environment)

Speed is CPU time of this process (other work on the machine hardly counts), each tool over all pages in turn, round
after round; a ratio is taken within a round, and the median of the rounds is printed.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
import warnings
from collections import defaultdict
from dataclasses import dataclass, field

from case_pages import Case, all_cases
from peers import Result, Tool, tools
from scores import body_f1, boilerplate_left, captions_left, exact_fields, is_body_exact

Page = tuple[bytes, str]


ORDINARY = "cms-ordinary-article-on-a-page-of-ninety-kilobytes"
"""A page of about 90 kB with an article of the usual length; the rest is head, scripts, menus and cards of others."""
LARGE = 70_000
"""Pages with more bytes are the other large ones: long reports."""


@dataclass
class Row:
    """One line of the table."""

    tool: Tool
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    f1: list[float] = field(default_factory=list)
    exact_bodies: int = 0
    captions: int = 0
    boilerplate: int = 0
    fields: tuple[int, int] = (0, 0)
    failures: int = 0


def main() -> int:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="times every tool reads every page (default 5)")
    parser.add_argument("--tools", nargs="*", default=[], metavar="WORD", help="only tools whose name has one of these")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")

    articles = [case for case in all_cases() if case.expected is not None and not case.is_text]
    pages = [(case.page, case.meta["url"]) for case in articles]
    large = [place for place, case in enumerate(articles) if len(case.page) > LARGE]
    groups = {
        "all cases": range(len(articles)),
        "ordinary article, 90 kB": [place for place in large if articles[place].name == ORDINARY],
        "long reports, 75-95 kB": [place for place in large if articles[place].name != ORDINARY],
    }
    chosen = [
        tool
        for number, tool in enumerate(tools())
        if number == 0 or not options.tools or any(word in tool.name for word in options.tools)
    ]
    rows = [Row(tool) for tool in chosen]
    for row in rows:
        if row.tool.problem is None:
            judge(row, articles)
            print(f"{row.tool.name}: judged", file=sys.stderr)
    for number in range(options.rounds):
        for row in rows:
            if row.tool.problem is None:
                took = clock(row.tool, pages)
                for name, places in groups.items():
                    row.seconds[name].append(sum(took[place] for place in places))
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
    kilobytes = sum(len(page) for page, _ in pages) / len(pages) / 1000
    print(f"{len(pages)} article pages of {kilobytes:.0f} kB on average.")
    for name, places in groups.items():
        print(f"{name}: {len(places)} pages, {sum(len(pages[place][0]) for place in places) / 1000:.0f} kB together")
    print()
    print_table(rows, {name: len(places) for name, places in groups.items()})
    return 0


def judge(row: Row, articles: list[Case]) -> None:
    """Read every page once, which also warms the tool up, and hold its text against what is expected."""
    if row.tool.result is None:
        for case in articles:
            row.tool.run(case.page, case.meta["url"])
        return
    exact = asked = 0
    for case in articles:
        expected = case.expected or {}
        result = read(row, case)
        if expected["blocks"]:
            row.f1.append(body_f1(result.text, expected))
        row.exact_bodies += is_body_exact(result.text, expected)
        row.captions += captions_left(result.text, expected)
        row.boilerplate += boilerplate_left(result.text, expected)
        right, named = exact_fields(result, expected)
        exact, asked = exact + right, asked + named
    row.fields = (exact, asked)


def read(row: Row, case: Case) -> Result:
    """Return the tool's result, an empty one where it breaks on the page: a peer's failure is a finding."""
    assert row.tool.result is not None
    try:
        answer = row.tool.run(case.page, case.meta["url"])
        return row.tool.result(answer, case.page, case.meta["url"])
    except Exception as error:
        row.failures += 1
        print(f"{row.tool.name} on {case.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return Result("")


def clock(tool: Tool, pages: list[Page]) -> list[float]:
    """Return the CPU seconds the tool takes for each page; one that it breaks on counts as read.

    All pages are read in turn, so that none is read with what a tool remembers of the page itself.
    """
    took: list[float] = []
    for page, url in pages:
        started = time.process_time()
        try:
            tool.run(page, url)
        except Exception:
            if tool.name == "dvingest":
                raise
        took.append(time.process_time() - started)
    return took


def print_table(rows: list[Row], counts: dict[str, int]) -> None:
    """Print one line a tool; ratios are times the floor, so small is fast."""
    floor = rows[0]
    pages = counts["all cases"]
    print("| tool |" + "".join(f" {name}: pages/s | × floor |" for name in counts))
    print("|---|" + "---:|---:|" * len(counts))
    for row in rows:
        if row.tool.problem is None:
            print(f"| {row.tool.name} | " + " | ".join(speeds(row, floor, counts)) + " |")
    print("\n| tool | body F1 | bodies exact | captions left | boilerplate lines left | fields exact |")
    print("|---|---:|---:|---:|---:|---:|")
    for row in rows:
        if row.tool.problem is not None:
            print(f"| {row.tool.name} | not usable: {row.tool.problem} | | | | |")
        elif row.tool.result is not None:
            exact, asked = row.fields
            share = f"{exact} of {asked}" if asked else "none offered"
            cells = [f"{statistics.fmean(row.f1):.4f}", f"{row.exact_bodies} of {pages}"]
            cells += [str(row.captions), str(row.boilerplate), share]
            print(f"| {row.tool.name} | " + " | ".join(cells) + " |")
    for row in rows:
        if row.failures:
            print(f"\n{row.tool.name} raised on {row.failures} pages.")


def speeds(row: Row, floor: Row, counts: dict[str, int]) -> list[str]:
    """Return the pages a second and the times of the floor, for each group of pages."""
    cells: list[str] = []
    for name, count in counts.items():
        times = row.seconds[name]
        ratios = [own / base for own, base in zip(times, floor.seconds[name], strict=True)]
        cells += [f"{count / statistics.median(times):,.0f}", f"{statistics.median(ratios):.2f}"]
    return cells


if __name__ == "__main__":
    sys.exit(main())
