"""``blogctl validate``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from blogctl import api, files
from blogctl.cli import processes, stories
from blogctl.cli.options import Jobs, LockTimeout, MaxSize
from blogctl.cli.report import CheckOutcome, OutputFormat, report_findings
from blogctl.cli.terminal import Terminal
from blogctl.diagnostics import Diagnostic, Severity
from blogctl.errors import BlogctlError, StoryError, UnclearSource, UsageError, did_you_mean


def validate(
    terminal: Terminal,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Story files and folders; - is stdin. [default: .]"),
    ] = None,
    *,
    output_format: Annotated[
        OutputFormat,
        typer.Option(
            "--output-format", envvar="BLOGCTL_OUTPUT_FORMAT", help="How findings are written."
        ),
    ] = OutputFormat.AUTO,
    fix: Annotated[
        bool, typer.Option("--fix", help="Sort and format the files first, in place.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail, too.")] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found in the files.")
    ] = False,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule", metavar="NAME=LEVEL", help="Set a rule to off, warning or error; repeatable."
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            metavar="FORMAT",
            help="Also what this format, google or apple will miss; several with commas.",
        ),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option("--now", metavar="TIME", help="The time for rules that depend on the clock."),
    ] = None,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="PATH", help="What to call stdin.")
    ] = "<stdin>",
    max_size: MaxSize = files.MAX_SIZE,
    lock_timeout: LockTimeout = files.LOCK_TIMEOUT,
    jobs: Jobs = 1,
) -> int:
    """Find every problem in story files.

    Each is shown at its line and column.

    A folder means every *.story.toml below it. Exit code 0 means no errors, 1 that there
    are some (or, with --strict, warnings); with --exit-zero it is 0 then, too.
    """
    moment = stories.time_option(now, "--now", None, stories.clock()) if now else stories.clock()
    asked = _asked(rule or [])
    targets = _targets(target or [])
    if fix and (not paths or "-" in paths):
        raise UsageError("--fix changes files: name the story files or folders")
    outcome = CheckOutcome(terminal)
    found: list[Diagnostic] = []
    names: list[str] = []
    sources = stories.sources(paths or ["."], stdin_filename, outcome.trouble)
    checking = _Checking(terminal, moment, asked, targets, fix, max_size, lock_timeout)
    with processes.done(checking, *stories.parted(sources), jobs) as results:
        for each in processes.tracked(results, terminal, len(sources), "files checked"):
            processes.tell(each.notes, terminal, outcome)
            if each.error is not None:
                outcome.trouble(each.error, each.path)
                continue
            names.append(each.path)
            found += each.diagnostics
    report_findings(terminal, output_format, found, names, outcome.failures, strict=strict)
    bad = any(each.severity is Severity.ERROR or strict for each in found)
    return outcome.worst(1 if bad and not exit_zero else 0)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in a file, or the error that kept us from looking."""

    path: str
    notes: processes.Notes
    diagnostics: tuple[Diagnostic, ...] = ()
    error: BlogctlError | None = None


@dataclass(frozen=True, slots=True)
class _Checking:
    """Checks a file; ``fix`` it first."""

    terminal: Terminal
    now: datetime
    asked: Mapping[str, Severity | None]
    targets: frozenset[str]
    fix: bool
    max_size: int
    lock_timeout: float

    def __call__(self, source: tuple[str, bool]) -> _Found:
        (path, is_stdin), targets = source, self.targets
        notes = processes.Notes.like(self.terminal)
        try:
            if self.fix:
                _fix(notes, path, self.max_size, self.lock_timeout)
            config = stories.config_for(path)
            checked = stories.check_source(
                path,
                stdin=is_stdin,
                max_size=self.max_size,
                now=self.now,
                severities={**config.rules, **self.asked},
                targets=api.targets_meant(targets),
                based=_based(config.export, targets),
            )
        except BlogctlError as error:
            return _Found(path, notes, error=error)
        return _Found(path, notes, checked.diagnostics)


def _targets(given: list[str]) -> frozenset[str]:
    """The formats, or other places to publish in, that ``--for`` names."""
    try:
        return api.targets_named(name.strip() for text in given for name in text.split(","))
    except UsageError as error:
        raise error.about("--for") from None


def _based(export: Mapping[str, Mapping[str, object]], targets: frozenset[str]) -> frozenset[str]:
    """The formats that the configuration tells what relative URLs are relative to."""
    based = frozenset(
        name for name, options in export.items() if {"base-url", "base_url"} & options.keys()
    )
    return based | (api.SITE - targets) if "site" in based else based


def _fix(terminal: Terminal, path: str, max_size: int, lock_timeout: float) -> None:
    """Sort and format a file; what keeps it from that is found when it is checked."""
    from blogctl.check import check_text
    from blogctl.edit import tidy

    try:
        differs = api.edit_text(
            path,
            lambda text: tidy(check_text(text, path, judge=False)),
            lock_timeout=lock_timeout,
            max_size=max_size,
        )
    except UnclearSource as error:
        terminal.warning(f"{path}: not fixed: {error.message}")
    except StoryError:
        pass
    else:
        if differs:
            terminal.talk(f"{path}: fixed")


def _asked(settings: list[str]) -> dict[str, Severity | None]:
    """The severities that ``--rule`` sets."""
    if not settings:
        return {}
    from blogctl.rules import all_rules

    known = all_rules()
    asked: dict[str, Severity | None] = {}
    for setting in settings:
        name, _, level = setting.partition("=")
        if name not in known:
            help_ = did_you_mean(name, known, "`blogctl rules` lists them")
            raise UsageError(f'--rule: there is no rule "{name}"', help=help_)
        if level not in ("off", "warning", "error"):
            raise UsageError(f"--rule {name}: write {name}=off, {name}=warning or {name}=error")
        if known[name].severity is Severity.ERROR and level != "error":
            raise UsageError(f"--rule {name}: an error stays one: such a file is no valid story")
        asked[name] = None if level == "off" else Severity(level)
    return asked
