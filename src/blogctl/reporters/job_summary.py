"""A report as Markdown for the page of a job on GitHub: in a few words, and as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from blogctl.reporters.report import Report, summary
from blogctl.reporters.safe import shown

ROWS = 100
"""How many findings are listed at most."""

SIZE = 256 * 1024
"""How many bytes they may take: GitHub allows 1 MiB a step, and others may want to write, too."""

_LENGTH = 300
"""How many characters a cell may have."""

_MARK = re.compile(r"[!-+.:-@\[-`{-~]")
"""ASCII punctuation that may mean something in Markdown, in HTML or to GitHub."""


def render(report: Report) -> str:
    """The summary, an empty line at its end so that another can follow.

    Nothing from a story, a path or an exception can become markup, a link or another cell.
    """
    lines = ["### blogctl validate", "", f"{_sum(report)}.", ""]
    listed = _fitting(islice(_rows(report), ROWS))
    if listed:
        lines += ["| Where | What | Message |", "| --- | --- | --- |", *listed, ""]
    if left := len(report.failures) + len(report.diagnostics) - len(listed):
        lines += [f"Not listed here: {left:,} more.", ""]
    return "\n".join(lines) + "\n"


def _rows(report: Report) -> Iterator[str]:
    for failure in report.failures:
        yield _row("", "not checked", failure.message, failure.help)
    for found in report.diagnostics:
        where = f"{report.from_root(found.path)}:{found.line}:{found.column}"
        yield _row(where, f"{found.severity} {found.rule}", found.message, found.help)


def _fitting(lines: Iterable[str]) -> list[str]:
    """As many of the lines as there is room for."""
    fitting, left = [], SIZE
    for line in lines:
        left -= len(line.encode("utf-8")) + 1
        if left < 0:
            break
        fitting.append(line)
    return fitting


def _row(where: str, what: str, message: str, help_: str | None) -> str:
    said = _cell(message) + (f"<br>Help: {_cell(help_)}" if help_ else "")
    return f"| {_cell(where)} | {_cell(what)} | {said} |"


def _sum(report: Report) -> str:
    failed = len(report.failures)
    return f"{summary(report)}; not checked: {failed}" if failed else summary(report)


def _cell(text: str) -> str:
    """Foreign text as nothing but text: a reference never begins or ends anything in Markdown."""
    text = shown(text)
    cut = text if len(text) <= _LENGTH else f"{text[: _LENGTH - 1]}…"
    text = _MARK.sub(lambda mark: f"&#{ord(mark[0])};", cut)
    # Addresses and mentions are looked for in what has been read already, element by element.
    return text.replace("&#64;", "<span>&#64;</span>")
