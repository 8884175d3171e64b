"""What a reporter is given, and its sum in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from os.path import normpath
from pathlib import PurePath
from typing import Protocol

from blogctl.diagnostics import Diagnostic, Severity, count


class Rule(Protocol):
    """What is told of a rule: see :class:`blogctl.rules.Rule`, which is one."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def severity(self) -> Severity: ...  # noqa: D102
    @property
    def summary(self) -> str: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102
    @property
    def bad(self) -> str: ...  # noqa: D102
    @property
    def good(self) -> str: ...  # noqa: D102
    @property
    def on(self) -> bool: ...  # noqa: D102
    @property
    def targets(self) -> Collection[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something could not be checked; ``path`` is empty where it is about no story file."""

    path: str
    message: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one run, sorted by place however they are given.

    ``files`` is the number of files checked, those without findings included; ``paths`` are their
    names and ``failures`` what could not be checked, for the formats that list them. ``rules`` are
    all that were looked at, ``strict`` says that warnings fail. Relative paths begin in ``folder``;
    formats for servers name files from ``root``, both absolute, or as they are without these.
    ``color`` asks for ANSI colours, where the format has any.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: int
    color: bool = False
    paths: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    rules: tuple[Rule, ...] = ()
    strict: bool = False
    folder: str = ""
    root: str = ""

    def __post_init__(self) -> None:
        ordered = sorted(self.diagnostics, key=lambda diagnostic: diagnostic.place)
        object.__setattr__(self, "diagnostics", tuple(ordered))

    def from_root(self, path: str) -> str:
        """A file's path from the root, with slashes; absolute if it does not lie there."""
        return _from_root(path, self.folder, self.root)


@lru_cache(maxsize=1)  # a file may have thousands of findings
def _from_root(path: str, folder: str, root: str) -> str:
    if not folder:
        return path
    whole = PurePath(normpath(PurePath(folder, path)))
    inside = whole.is_relative_to(root)
    return (whole.relative_to(root) if inside else whole).as_posix()


def summary(report: Report) -> str:
    """The report in a few words, without a newline: ``1 error and 2 warnings in 1 file``.

    Of several files it says how many are meant: ``9 files, 2 with problems: 1 error, 2 warnings``.
    """
    errors, warnings = count(report.diagnostics)
    files = counted(report.files, "file")
    found = [
        counted(number, noun)
        for number, noun in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    if not found:
        return f"{files}, no problems"
    if report.files == 1:
        return f"{' and '.join(found)} in {files}"
    troubled = len({diagnostic.path for diagnostic in report.diagnostics})
    return f"{files}, {troubled:,} with problems: {', '.join(found)}"


def counted(number: int, noun: str) -> str:
    """A number of things, in words."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
