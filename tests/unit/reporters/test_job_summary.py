"""The summary for GitHub, as an engine of GitHub's Markdown and a browser's parser read it."""

from __future__ import annotations

from dataclasses import replace

import comrak
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from blogctl.diagnostics import Severity
from blogctl.reporters import Failure, Report, job_summary
from blogctl.reporters.safe import shown

from .findings import EVIL, FOUND

OURS = {"html", "head", "body", "h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
OURS |= {"br", "span"}
LIMIT = 1024 * 1024


def page(text: str) -> BeautifulSoup:
    """What GitHub makes of it, before it takes out what is dangerous."""
    extension = comrak.ExtensionOptions()
    for name in ("table", "autolink", "strikethrough", "tasklist", "footnotes"):
        setattr(extension, name, True)
    options = comrak.RenderOptions()
    options.unsafe_ = True
    html = comrak.render_markdown(text, extension_options=extension, render_options=options)
    return BeautifulSoup(html, "html5lib")


def rows(report: Report) -> list[list[str]]:
    found = page(job_summary.render(report))
    return [[cell.get_text("\n") for cell in row("td")] for row in found("tr")[1:]]


def test_it_says_how_many_and_lists_them() -> None:
    report = Report((FOUND, replace(FOUND, line=9, severity=Severity.WARNING, help=None)), 3)
    said = page(job_summary.render(report)).p
    assert said is not None
    assert said.get_text() == "3 files, 1 with problems: 1 error, 1 warning."
    assert rows(report) == [
        ["b.story.toml:2:3", "error wrong-type", "no text\nHelp: quote it"],
        ["b.story.toml:9:3", "warning wrong-type", "no text"],
    ]


def test_a_clean_run_is_a_line() -> None:
    found = page(job_summary.render(Report((), 2)))
    assert not found("table")
    assert " ".join(found.get_text(" ").split()) == "blogctl validate 2 files, no problems."


def test_what_could_not_be_checked_is_told() -> None:
    report = Report((), 0, failures=(Failure("", "x: no permission"),))
    assert rows(report) == [["", "not checked", "x: no permission"]]
    assert "not checked: 1" in page(job_summary.render(report)).p.get_text()  # type: ignore[union-attr]


def test_several_summaries_can_follow_each_other() -> None:
    text = job_summary.render(Report((FOUND,), 1))
    found = page("before\n\n" + text * 2)
    assert len(found("table")) == len(found("h3")) == 2


def test_only_so_many_are_listed() -> None:
    many = tuple(replace(FOUND, line=line) for line in range(1, job_summary.ROWS + 8))
    text = job_summary.render(Report(many, 1))
    assert len(page(text)("tr")) == job_summary.ROWS + 1
    assert "Not listed here: 7 more." in page(text).get_text()


@pytest.mark.parametrize("piece", ["&", "@", "🚒", "\u0300", "\U000e0001"])
def test_the_worst_is_within_githubs_limit(piece: str) -> None:
    long = piece * 2_000
    bad = replace(FOUND, path=long, rule=long, message=long, help=long)
    text = job_summary.render(Report((bad,) * (job_summary.ROWS + 1), 1))
    assert len(text.encode("utf-8")) < LIMIT / 2
    listed = text.count("\n| ") - len(("header", "delimiter"))
    assert listed > 10
    assert f"\nNot listed here: {job_summary.ROWS + 1 - listed} more.\n" in text


@given(st.text(st.characters(), min_size=1, max_size=40) | st.just(EVIL))
def test_no_text_becomes_markup(text: str) -> None:
    bad = replace(FOUND, path=f"p{text}", message=f"m{text}", help=f"h{text}")
    report = Report((bad,), 1, failures=(Failure("", f"m{text}", f"h{text}"),))
    document = job_summary.render(report).encode("utf-8").decode("utf-8")
    found = page(document)
    assert {element.name for element in found(True)} <= OURS
    assert not [element for element in found(True) if element.attrs]
    assert [len(row("td")) for row in found("tr")] == [0, 3, 3]
    if text != EVIL:  # which is clipped
        said = found("tr")[2]("td")[2].get_text()
        assert "".join(said.split()) == "".join(f"m{shown(text)}Help: h{shown(text)}".split())
