"""``blogctl add``."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from blogctl import api, files
from blogctl.cli import fields, options, stories
from blogctl.cli.applying import applied
from blogctl.cli.terminal import Terminal
from blogctl.cli.texts import ended, given_text
from blogctl.errors import EnvironmentFailure, UsageError, reason

if TYPE_CHECKING:
    from blogctl.edit import Draft


def add(
    terminal: Terminal,
    story: Annotated[str, typer.Argument(metavar="STORY", help="The story file.")],
    text: Annotated[
        str | None,
        typer.Argument(metavar="TEXT", help="The body, in Markdown; - reads it from stdin."),
    ] = None,
    *,
    headline: options.Headline = None,
    body_file: options.BodyFile = None,
    time: Annotated[
        str | None,
        typer.Option(
            "--time", metavar="TIME", help="When it happened: RFC 3339, '21:25', '-10m'. [now]"
        ),
    ] = None,
    id: Annotated[  # noqa: A002
        str | None, typer.Option("--id", metavar="ID", help="The id. [made of time and content]")
    ] = None,
    author: options.Authors = None,
    tag: options.Tags = None,
    key: Annotated[bool, typer.Option("--key", help="Mark it as a key event.")] = False,
    pinned: Annotated[bool, typer.Option("--pinned", help="Show it first.")] = False,
    label: options.Label = None,
    source: options.Sources = None,
    media: options.Media = None,
    media_type: options.MediaTypes = None,
    alt: options.Alts = None,
    caption: options.Captions = None,
    credit: options.Credits = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep it from readers for now.")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Write the body in $EDITOR.")] = False,
    ndjson: Annotated[
        str | None,
        typer.Option("--ndjson", metavar="FILE", help="Add one update a line, as JSON; or -."),
    ] = None,
    dry_run: options.DryRun = False,
    lock_timeout: options.LockTimeout = files.LOCK_TIMEOUT,
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
    from blogctl.edit import add as add_to

    added, _ = applied(
        terminal,
        story,
        lambda old: add_to(old, drafts, now),
        dry_run=dry_run,
        lock_timeout=lock_timeout,
        outcome="nothing was added",
        kept=kept,
    )
    try:
        terminal.result("".join(f"{id_}\n" for id_ in added.ids))
        sys.stdout.flush()
    except OSError as error:
        raise EnvironmentFailure(
            f"{story}: added, but the id cannot be printed: {reason(error)}",
            help=f"it is {', '.join(added.ids[:5])}",
        ) from None


def _draft(stated: dict[str, Any], time: str | None, now: datetime) -> Draft:
    """The update that the options ask for."""
    from blogctl.edit import Draft

    if time is None:
        return Draft(stated)
    return Draft(stated, when=lambda zone, _: stories.time_option(time, "--time", zone, now))


def _body(
    text: str | None, body_file: str | None, edit: bool, stated: dict[str, Any]
) -> tuple[str | None, str | None]:
    """The body from wherever it is to come, ``None`` if none is wanted; the editor's file."""
    if edit and (body_file is not None or text == "-"):
        raise UsageError("--edit brings the body: leave --body-file and - out")
    if edit:
        from blogctl.cli.editor import edited

        written, kept = edited(text or "", ".md")
        return ended(written), kept
    content = {"headline", "media"} & set(stated)
    wants_stdin = text is None and not content and body_file is None and not _is_terminal()
    body = given_text("-" if wants_stdin else text, body_file, "TEXT")
    if body is None and not content:
        raise UsageError("there is nothing to add", help="give TEXT, --headline, --media or --edit")
    return body, None


def _is_terminal() -> bool:
    return sys.stdin is None or sys.stdin.closed or sys.stdin.isatty()


def _read_ndjson(source: str) -> list[Draft]:
    from blogctl.cli.jsonlines import read_lines

    if source == "-":
        return read_lines(stories.stdin_text(), "standard input")
    return read_lines(api.read_text(source), source)
