"""``blogctl sort``, ``dedupe`` and ``format``: the same work on many files, with another edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from blogctl import api, files
from blogctl.cli import processes, stories
from blogctl.cli.options import Jobs, LockTimeout
from blogctl.cli.outcome import Outcome
from blogctl.cli.terminal import Terminal
from blogctl.cli.unified import unified
from blogctl.errors import BlogctlError, UsageError
from blogctl.reporters.report import counted

if TYPE_CHECKING:
    from blogctl.check import Checked
    from blogctl.edit import By, Deduped, Drop, Keep

_Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Story files and folders; - filters stdin to stdout."),
]
_Check = Annotated[
    bool, typer.Option("--check", help="Change nothing; exit with 1 if something would change.")
]
_Diff = Annotated[bool, typer.Option("--diff", help="Change nothing; show what would change.")]
_StdinFilename = Annotated[
    str, typer.Option("--stdin-filename", metavar="PATH", help="What to call stdin.")
]


def format_(
    terminal: Terminal,
    paths: _Paths = None,
    *,
    check: _Check = False,
    diff: _Diff = False,
    stdin_filename: _StdinFilename = "<stdin>",
    lock_timeout: LockTimeout = files.LOCK_TIMEOUT,
    jobs: Jobs = 1,
) -> int:
    """Lay story files out in the one canonical way.

    Only white space and the order of keys change; comments stay with their keys.

    Updates stay where they are (`blogctl sort` moves them). One without an id gets the id by
    which it is known already.
    """
    from blogctl.edit import format_text

    edit = partial(_formatted, format_text)
    work = _Work(edit, "formatted", "in form already", check, diff, False, lock_timeout)
    return _tidy(terminal, paths, work, stdin_filename, jobs)


class KeepOption(StrEnum):
    """Which of several updates stays."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class _Work:
    """What to do: ``edit`` a text under a name, and how to speak of it.

    With the text it gives the updates that were dropped.
    """

    edit: Callable[[str, str], tuple[str, Sequence[Drop]]]
    done: str
    undone: str
    check: bool = False
    diff: bool = False
    dry_run: bool = False
    lock_timeout: float = files.LOCK_TIMEOUT

    @property
    def is_trial(self) -> bool:
        """Whether nothing is to be changed."""
        return self.check or self.diff or self.dry_run


def sort(
    terminal: Terminal,
    paths: _Paths = None,
    *,
    check: _Check = False,
    diff: _Diff = False,
    stdin_filename: _StdinFilename = "<stdin>",
    lock_timeout: LockTimeout = files.LOCK_TIMEOUT,
    jobs: Jobs = 1,
) -> int:
    """Put updates in order, oldest first.

    Whole blocks move, with the comments that belong to them; nothing else changes.
    """
    from blogctl.edit import sort_text

    edit = partial(_sorted, sort_text)
    work = _Work(edit, "sorted", "in order already", check, diff, False, lock_timeout)
    return _tidy(terminal, paths, work, stdin_filename, jobs)


class ByOption(StrEnum):
    """What makes two updates the same."""

    ID = "id"
    CONTENT = "content"
    TIME = "time"


def dedupe(
    terminal: Terminal,
    paths: _Paths = None,
    *,
    by: Annotated[
        ByOption | None,
        typer.Option("--by", help="What makes updates the same. [content and instant, or id]"),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            "--within", metavar="SPAN", help="With --by content: also at most 10m apart, say."
        ),
    ] = None,
    keep: Annotated[
        KeepOption | None,
        typer.Option("--keep", help="Which one stays, also where one id has different contents."),
    ] = None,
    check: _Check = False,
    diff: _Diff = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Change nothing; report what would be dropped.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Report what is dropped as JSON, on stdout.")
    ] = False,
    stdin_filename: _StdinFilename = "<stdin>",
    lock_timeout: LockTimeout = files.LOCK_TIMEOUT,
    jobs: Jobs = 1,
) -> int:
    """Remove updates that are there twice.

    Those that say the same thing at the same instant, that is, or have one id and content.

    The first stays, or the last with --keep last. Comments of a removed update move to the
    one that stays. Updates that merely share an instant are left alone, unless --by time asks
    for it. --by content --within 10m also finds what was sent again.
    """
    from blogctl.check import check_text
    from blogctl.edit import dedupe as dedupe_story
    from blogctl.edit import refuse_unclear

    if as_json and (diff or ("-" in (paths or ()) and not (check or dry_run))):
        raise UsageError("--json and the changed text would both go to stdout: choose one")
    span = stories.span_option(within, "--within") if within is not None else None
    keep_value: Keep | None = keep.value if keep else None
    by_value: By | None = by.value if by else None
    refuse_unclear(keep_value, by_value, span)
    reported: list[tuple[str, Sequence[Drop]]] = []

    def report(name: str, drops: Sequence[Drop]) -> None:
        reported.append((name, drops))
        verb = "would drop" if work.is_trial else "dropped"
        for drop in drops:
            terminal.talk(f"{name}:{drop.line}: {verb} {drop.id}, {_reason(drop)}")

    drop = partial(dedupe_story, keep=keep_value, by=by_value, within=span)
    edit = partial(_deduplicated, check_text, drop)
    work = _Work(edit, "deduplicated", "without duplicates", check, diff, dry_run, lock_timeout)
    code = _tidy(terminal, paths, work, stdin_filename, jobs, report)
    if as_json:
        terminal.result(_json_report(reported, is_trial=work.is_trial))
    return code


# What does the work is loaded before the lock of a story is taken, and so it is passed in.


def _formatted(format_text: Callable[[str], str], text: str, _: str) -> tuple[str, Sequence[Drop]]:
    return format_text(text), ()


def _sorted(sort_text: Callable[..., str], text: str, name: str) -> tuple[str, Sequence[Drop]]:
    return sort_text(text, name), ()


def _deduplicated(
    check: Callable[..., Checked], drop: Callable[[Checked], Deduped], text: str, name: str
) -> tuple[str, Sequence[Drop]]:
    result = drop(check(text, name, judge=False))
    return result.text, result.drops


def _json_report(reported: list[tuple[str, Sequence[Drop]]], *, is_trial: bool) -> str:
    """Every dropped update as data, in an envelope that carries its version."""
    from dataclasses import asdict

    from blogctl.reporters.json import dumps, plain

    found = [
        {"path": plain(path), "dropped": [asdict(drop) for drop in drops]}
        for path, drops in reported
    ]
    changed = not is_trial and any(drops for _, drops in reported)
    return dumps({"version": 1, "changed": changed, "files": found})


def _reason(drop: Drop) -> str:
    kept = "the other of that id" if drop.id == drop.kept_id else drop.kept_id
    if not drop.lost:
        return f"the same as {kept}"
    if drop.lost == ("time",):
        return f"the same as {kept} but for its time"
    return f"{kept} stays; what is lost is its {' and '.join(drop.lost)}"


def _tidy(
    terminal: Terminal,
    paths: list[str] | None,
    work: _Work,
    stdin_filename: str,
    jobs: int,
    report: Callable[[str, Sequence[Drop]], None] = lambda _name, _drops: None,
) -> int:
    if not paths and not work.is_trial:
        raise UsageError("name the story files or folders to change", help="or ask with --check")
    outcome = Outcome(terminal)
    changed = unchanged = 0
    sources = stories.sources(paths or ["."], stdin_filename, outcome.trouble)
    step = partial(_tidied, terminal, work)
    with processes.done(step, *stories.parted(sources), jobs) as results:
        for tidy in processes.tracked(results, terminal, len(sources), "files done"):
            processes.tell(tidy.notes, terminal, outcome)
            if tidy.differs is not None:
                report(tidy.path, tidy.drops)
                changed, unchanged = changed + tidy.differs, unchanged + (not tidy.differs)
    would = "would be " if work.is_trial else ""
    parts = [f"{counted(changed, 'file')} {would}{work.done}"] if changed else []
    parts += [f"{counted(unchanged, 'file')} {work.undone}"] if unchanged else []
    if parts:
        terminal.talk(", ".join(parts))
    elif outcome.code == 0:
        terminal.talk("no story files found; their names end in .story.toml")
    return outcome.worst(1 if changed and work.check else 0)


@dataclass(frozen=True, slots=True)
class _Tidied:
    """What became of a file: whether it ``differs``, ``None`` if that could not be found out."""

    path: str
    notes: processes.Notes
    differs: bool | None = None
    drops: Sequence[Drop] = ()


def _tidied(terminal: Terminal, work: _Work, source: tuple[str, bool]) -> _Tidied:
    (path, is_stdin), notes = source, processes.Notes.like(terminal)
    try:
        differs, drops = (_filter if is_stdin else _tidy_file)(notes, path, work)
    except BlogctlError as error:
        processes.NotedOutcome(notes).trouble(error.about(path))
        return _Tidied(path, notes)
    return _Tidied(path, notes, differs, drops)


def _tidy_file(terminal: Terminal, path: str, work: _Work) -> tuple[bool, Sequence[Drop]]:
    drops: Sequence[Drop] = ()

    def changed(text: str) -> str:
        nonlocal drops
        new, drops = work.edit(text, path)
        return new

    if not work.is_trial:
        return api.edit_text(path, changed, lock_timeout=work.lock_timeout), drops
    old = api.read_text(path)
    new = changed(old)
    if work.diff:
        terminal.result(unified(old, new, path))
    return old != new, drops


def _filter(terminal: Terminal, name: str, work: _Work) -> tuple[bool, Sequence[Drop]]:
    data = stories.stdin_bytes()
    old = api.text_of(data, name)
    new, drops = work.edit(old, name)
    if work.diff:
        terminal.result(unified(old, new, name))
    elif not work.is_trial:
        terminal.document(files.encode(new, like=data))
    return old != new, drops
