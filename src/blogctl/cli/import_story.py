"""``blogctl import``."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

from blogctl import files
from blogctl.cli import stories
from blogctl.cli.applying import applied
from blogctl.cli.extras import require
from blogctl.cli.options import LockTimeout, MaxSize
from blogctl.cli.terminal import Terminal
from blogctl.errors import StoryError, UsageError

if TYPE_CHECKING:
    from blogctl.edit.following import Followed
    from blogctl.importers import Source
    from blogctl.importers.assembling import Imported, Terms
    from blogctl.importers.report import Report

_DELETED = "it was deleted, and nothing else of it is in the source"
_URL = re.compile(r"https?://", re.IGNORECASE)
_OTHER_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def import_(
    terminal: Terminal,
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A file, a URL, or - for standard input.")
    ],
    *,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The new story file. [stdout]"),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="STORY", help="Bring this story up to date instead."),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="NAME", help="What it is. [what it looks like]")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option("--timezone", metavar="ZONE", help="The zone of times without one."),
    ] = None,
    keep_untimed: Annotated[
        bool, typer.Option("--keep-untimed", help="Keep entries without a time, as drafts.")
    ] = False,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="FILE", help="Write the report as JSON, too."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if something had to be left out.")
    ] = False,
    max_size: MaxSize = files.MAX_SIZE,
    lock_timeout: LockTimeout = files.LOCK_TIMEOUT,
) -> int:
    """Make a story of a live blog that exists elsewhere.

    What it is, is recognised: a page, a feed, a text copied from a page, or the data of another
    system; `blogctl plugins` lists them. What was found, and what was lost, is told on stderr.

    --into adds what is new to a story and lets follow what has changed; what somebody changed by
    hand stays, and is told.
    """
    from blogctl.importers.registry import import_story, recognised
    from blogctl.importers.report import UNTITLED

    output = None if output == "-" else output
    _foresee(source, output, into, report)
    terms = _terms(into or output or source, timezone, keep_untimed)
    read = _source(source, max_size)
    name = from_ or recognised(read, lambda error: terminal.warning(error.message))
    imported = import_story(name, read, terms)
    found, kept = imported.report.found, imported.report.imported
    followed = None
    is_nothing = not kept and bool(found or imported.withdrawn)
    if into is not None and (imported.withdrawn or not is_nothing):
        followed = _follow(terminal, into, imported, lock_timeout)
        is_nothing = bool(found) and not kept
        imported.report.doubts.pop(UNTITLED, None)  # the story has its own
    elif not is_nothing:
        _write(terminal, imported, output)
    for id_ in imported.withdrawn:
        if followed is None or id_ in followed.unknown:
            imported.report.leave_out(id_, _DELETED)
    for line in imported.report.lines():
        terminal.talk(f"{imported.report.source}: {line}")
    if report is not None:
        _report(terminal, imported.report, report, followed)
    if is_nothing:
        raise StoryError(f"{source}: none of its updates can be imported, so nothing is written")
    return 1 if strict and not imported.report.is_lossless else 0


def _foresee(source: str, output: str | None, into: str | None, report: str | None) -> None:
    """Say what is sure to go wrong before anything is fetched or changed."""
    if into is not None:
        if output is not None:
            raise UsageError("-o makes a new story, --into changes one: give one of them")
        if files.is_folder(into):
            raise UsageError(f"{into}: this is a folder", help="name a story file")
        if not files.is_regular(into):
            raise UsageError(f"{into}: there is no such story", help=f"-o {into} makes it")
    if output is not None:
        if files.is_regular(output):
            raise UsageError(
                f"{output}: this file exists already", help=f"--into {output} brings it up to date"
            )
        files.foresee_new(output)
    if report == "-":
        if not (output or into):
            raise UsageError("the story and the report cannot both go to standard output")
    elif report is not None:
        others = [path for path in (source, output, into) if path is not None]
        if files.is_source(report) or files.resolved(report) in map(files.resolved, others):
            raise UsageError(
                f"{report}: the report is never written over a source, story or configuration",
                help="choose another --report",
            )
        files.foresee_output(report)


def _source(named: str, max_size: int) -> Source:
    from blogctl.importers import Source

    if named == "-":
        return Source(stories.stdin_bytes(max_size), "standard input")
    if _URL.match(named):
        require("import from the web", "httpx", extra="web")
        from blogctl.fetching import fetch

        fetched = fetch(named, max_size)
        return Source(fetched.data, named, fetched.url, fetched.media_type)
    if _OTHER_URL.match(named):
        raise UsageError(f"{named}: only addresses that begin with http:// or https:// are fetched")
    return Source(files.read_bytes(named, max_size=max_size), named)


def _terms(beside: str, timezone: str | None, keep_untimed: bool) -> Terms:
    from blogctl.edit import story_id
    from blogctl.importers.assembling import Terms
    from blogctl.times import TimeProblem

    if timezone is not None:
        try:
            stories.zone_of(timezone)
        except TimeProblem as problem:
            raise UsageError(f"--timezone: {problem.message}", help=problem.help) from None
    is_elsewhere = beside == "-" or _URL.match(beside)
    defaults = stories.config_for("." if is_elsewhere else beside).defaults
    given = {
        "language": defaults.language,
        "authors": list(defaults.authors),
        "tags": list(defaults.tags),
        "publisher": defaults.publisher,
    }
    zone = timezone or defaults.timezone
    return Terms(story_id, stories.clock().replace(microsecond=0), zone, keep_untimed, given)


def _write(terminal: Terminal, imported: Imported, output: str | None) -> None:
    from blogctl.edit import new_text
    from blogctl.edit.marks import marked

    text = new_text(marked(imported.story, imported.assumed))
    if output is None:
        terminal.document(text.encode())
    else:
        files.create(output, text.encode())


def _follow(terminal: Terminal, story: str, imported: Imported, lock_timeout: float) -> Followed:
    """Bring a story up to date, and say what came of it."""
    from blogctl.edit.following import follow

    followed, _ = applied(
        terminal,
        story,
        lambda text: follow(
            text, imported.story, stories.clock(), imported.assumed, imported.withdrawn
        ),
        dry_run=False,
        lock_timeout=lock_timeout,
    )
    counts = f"{len(followed.added)} added, {len(followed.changed)} changed"
    fields = f", and the story's {', '.join(followed.story)}" if followed.story else ""
    terminal.talk(f"{story}: {counts}{fields}")
    for name, kept in (("the story", followed.story_kept), *followed.kept.items()):
        if kept:
            terminal.warning(
                f"{story}: {name}: changed at the source, but by hand here, too: "
                f"{', '.join(kept)} {'stays as it is' if len(kept) == 1 else 'stay as they are'}"
            )
    return followed


def _report(terminal: Terminal, report: Report, path: str, followed: Followed | None) -> None:
    """Write the account of the import as JSON."""
    data = dict(report.data())
    if followed is not None:
        data["into"] = {
            "added": followed.added,
            "changed": followed.changed,
            "kept": followed.kept,
            "story": {"changed": followed.story, "kept": followed.story_kept},
            "warnings": followed.warnings,
        }
    document = (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
    if path == "-":
        terminal.document(document)
    else:
        files.write_output(path, document)
