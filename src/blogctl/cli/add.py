"""``blogctl add``."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from blogctl import files
from blogctl.cli import fields, stories
from blogctl.cli.diff import unified
from blogctl.cli.options import LockTimeout
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, StoryError, UsageError

if TYPE_CHECKING:
    from blogctl.edit import Added, Draft, RefusedDrafts

_Texts = list[str] | None


def add(
    terminal: Terminal,
    story: Annotated[str, typer.Argument(metavar="STORY", help="The story file.")],
    text: Annotated[
        str | None,
        typer.Argument(metavar="TEXT", help="The body, in Markdown; - reads it from stdin."),
    ] = None,
    *,
    headline: Annotated[str | None, typer.Option("--headline", help="The headline.")] = None,
    body_file: Annotated[
        str | None,
        typer.Option("--body-file", metavar="FILE", help="Read the body from a file, or -."),
    ] = None,
    time: Annotated[
        str | None,
        typer.Option(
            "--time", metavar="TIME", help="When it happened: RFC 3339, '21:25', '-10m'. [now]"
        ),
    ] = None,
    id: Annotated[  # noqa: A002
        str | None, typer.Option("--id", help="The id. [made of time and content]")
    ] = None,
    author: Annotated[
        _Texts, typer.Option("--author", metavar="NAME", help="Who wrote it; repeatable.")
    ] = None,
    tag: Annotated[_Texts, typer.Option("--tag", help="A keyword; repeatable.")] = None,
    key: Annotated[bool, typer.Option("--key", help="Mark it as a key event.")] = False,
    pinned: Annotated[bool, typer.Option("--pinned", help="Show it first.")] = False,
    label: Annotated[
        str | None, typer.Option("--label", help="A word such as breaking or analysis.")
    ] = None,
    source: Annotated[
        _Texts,
        typer.Option("--source", metavar="'NAME <URL>'", help="Where it comes from; repeatable."),
    ] = None,
    media: Annotated[
        _Texts, typer.Option("--media", metavar="URL", help="A picture, film …; repeatable.")
    ] = None,
    media_type: Annotated[
        _Texts,
        typer.Option(
            "--media-type", metavar="TYPE", help="image, video, audio, embed or file. [by name]"
        ),
    ] = None,
    alt: Annotated[_Texts, typer.Option("--alt", help="What the media shows.")] = None,
    caption: Annotated[_Texts, typer.Option("--caption", help="The line below it.")] = None,
    credit: Annotated[_Texts, typer.Option("--credit", help="Who made it.")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep it from readers for now.")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Write the body in $EDITOR.")] = False,
    ndjson: Annotated[
        str | None,
        typer.Option("--ndjson", metavar="FILE", help="Add one update a line, as JSON; or -."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Change nothing; show the change on stderr.")
    ] = False,
    lock_timeout: LockTimeout = files.LOCK_TIMEOUT,
) -> None:
    """Add an update to a story and print its id.

    It is put in its place by time.

    Text that begins with a dash goes after --, as in: blogctl add STORY -- '-3 degrees'.
    With the same --time or --id, adding the same again changes nothing and prints its id.
    """
    now = stories.clock()
    given: dict[str, Any] = {
        "id": id,
        "headline": headline or None,
        "authors": [fields.author(name) for name in author or []],
        "tags": tag or [],
        "key": key,
        "pinned": pinned,
        "label": label or None,
        "status": "draft" if draft else None,
        "sources": [fields.named(name, "--source") for name in source or []],
        "media": fields.media(
            media or [], media_type or [], alt or [], caption or [], credit or []
        ),
    }
    stated = {name: value for name, value in given.items() if value not in (None, [], False)}
    kept: str | None = None
    if ndjson is not None:
        if stated or time or text is not None or body_file or edit:
            raise UsageError("--ndjson brings whole updates: leave the other options out")
        drafts = _read_ndjson(ndjson)
    else:
        body, kept = _body(text, body_file, edit, stated)
        if body is not None:
            stated["body"] = body
        drafts = [_draft(stated, time, now)]
    try:
        if dry_run:
            raw = stories.text_of(files.read_bytes(story), story).removeprefix(stories.BOM)
            added = _added(raw, drafts, now)
            sys.stderr.write(unified(raw, added.text, story, sys.stderr))
        else:
            added = _write(story, drafts, now, lock_timeout)
    except BlogctlError as error:
        if kept:
            error.message += f"; what you wrote is kept in {kept}"
        raise
    if kept:
        files.discard(kept)
    for warning in added.warnings:
        terminal.warning(f"{story}: {warning}")
    terminal.result("".join(f"{id_}\n" for id_ in added.ids))


def _draft(stated: dict[str, Any], time: str | None, now: datetime) -> Draft:
    """The update that the options ask for."""
    from blogctl.edit import Draft

    if time is None:
        return Draft(stated)
    return Draft(stated, when=lambda zone: stories.time_option(time, "--time", zone, now))


def _write(story: str, drafts: list[Draft], now: datetime, lock_timeout: float) -> Added:
    results: list[Added] = []

    def change(text: str) -> str:
        results.append(_added(text, drafts, now))
        return results[-1].text

    try:
        stories.edit_file(story, change, lock_timeout=lock_timeout)
    except StoryError as error:
        raise error.about(story) from None
    return results[-1]


def _added(text: str, drafts: list[Draft], now: datetime) -> Added:
    """The story's text with the updates that the drafts ask for."""
    from blogctl import edit

    try:
        return edit.add(text, drafts, now)
    except edit.RefusedDrafts as error:
        raise _explained(error) from None


def _explained(error: RefusedDrafts) -> StoryError | UsageError:
    """What is wrong with the updates: in a list of them with its lines, else in the options."""
    from blogctl.check.explain import explain, place_text

    lines = []
    helps = []
    for label, problem in error.problems:
        # The same problem as it would be in a file, so that the help speaks of updates.
        rule, finding = explain(replace(problem, path=("updates", 0, *problem.path)))
        where = " ".join(filter(None, [label, place_text(problem.path)]))
        lines.append(f"{where}: {finding.message} [{rule}]" if where else finding.message)
        helps.append(finding.help)
    message = "; ".join(lines[:5]) + (f"; and {len(lines) - 5} more" if len(lines) > 5 else "")
    if not error.problems[0][0]:
        return UsageError(message, help=helps[0])
    return StoryError(f"nothing was added: {message}", help=helps[0])


def _body(
    text: str | None, body_file: str | None, edit: bool, stated: dict[str, Any]
) -> tuple[str | None, str | None]:
    """The body from wherever it is to come, ``None`` if none is wanted; the editor's file."""
    if text is not None and body_file is not None:
        raise UsageError("TEXT and --body-file both bring a body: leave one out")
    if edit and (body_file is not None or text == "-"):
        raise UsageError("--edit brings the body: leave --body-file and - out")
    if edit:
        from blogctl.cli.editor import edited

        written, kept = edited(text or "", ".md")
        return _ended(written), kept
    if body_file is not None and body_file != "-":
        raw = stories.text_of(files.read_bytes(body_file), body_file)
        return _not_blank(_ended(raw.removeprefix(stories.BOM)), body_file), None
    content = {"headline", "media"} & set(stated)
    wants_stdin = text is None and not content and body_file is None and not _is_terminal()
    if text == "-" or body_file == "-" or wants_stdin:
        return _not_blank(_ended(stories.stdin_text()), "standard input"), None
    if text is None and not content:
        raise UsageError("there is nothing to add", help="give TEXT, --headline, --media or --edit")
    return (None if text is None else _ended(_not_blank(text, "TEXT"))), None


def _is_terminal() -> bool:
    return sys.stdin is None or sys.stdin.closed or sys.stdin.isatty()


def _not_blank(text: str, name: str) -> str:
    if not text.strip():
        raise UsageError(f"{name} is empty, so nothing was added")
    return text


def _ended(text: str) -> str:
    """A body of one line without its line ending, a longer one with just one."""
    text = text.replace("\r\n", "\n").rstrip()
    return f"{text}\n" if "\n" in text else text


def _read_ndjson(source: str) -> list[Draft]:
    from blogctl.cli.jsonlines import read_lines

    if source == "-":
        return read_lines(stories.stdin_text(), "standard input")
    raw = stories.text_of(files.read_bytes(source), source)
    return read_lines(raw.removeprefix(stories.BOM), source)
