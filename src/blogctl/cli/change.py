"""``blogctl edit``, ``correct``, ``retract``, ``publish`` and ``close``: what comes after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from blogctl import api, files
from blogctl.cli import fields, options, stories
from blogctl.cli.applying import applied
from blogctl.cli.terminal import Terminal
from blogctl.cli.texts import given_text
from blogctl.errors import UsageError

if TYPE_CHECKING:
    from blogctl.edit import Changed, When

_Story = Annotated[str, typer.Argument(metavar="STORY", help="The story file.")]
_Id = Annotated[str, typer.Argument(metavar="ID", help="The update's id; `blogctl list` shows it.")]
_TIME = "RFC 3339, '21:25', '-10m'. [now]"


def edit(
    terminal: Terminal,
    story: _Story,
    id: _Id,  # noqa: A002
    *,
    headline: options.Headline = None,
    body: Annotated[
        str | None,
        typer.Option(
            "--body", metavar="TEXT", help="The body, in Markdown; - reads it from stdin."
        ),
    ] = None,
    body_file: options.BodyFile = None,
    time: Annotated[
        str | None,
        typer.Option(
            "--time", metavar="TIME", help="When it happened: RFC 3339, '21:25' (on its day)."
        ),
    ] = None,
    author: options.Authors = None,
    tag: options.Tags = None,
    key: Annotated[bool | None, typer.Option(help="Whether it is a key event.")] = None,
    pinned: Annotated[bool | None, typer.Option(help="Whether it is shown first.")] = None,
    label: options.Label = None,
    source: options.Sources = None,
    media: options.Media = None,
    media_type: options.MediaTypes = None,
    alt: options.Alts = None,
    caption: options.Captions = None,
    credit: options.Credits = None,
    draft: Annotated[
        bool | None, typer.Option(help="Keep it from readers for now, or show it again.")
    ] = None,
    in_editor: Annotated[
        bool, typer.Option("--edit", help="Edit the update's whole text in $EDITOR.")
    ] = False,
    dry_run: options.DryRun = False,
    lock_timeout: options.LockTimeout = files.LOCK_TIMEOUT,
) -> None:
    """Change an update.

    Only what the options name changes; an empty text removes it, as in --label ''.

    Where readers could see the update, `edited` is set to now. A new time moves it to its
    place. --author, --tag, --source and --media replace all there are; --alt, --caption and
    --credit without --media describe the media that is there, in its order.
    """
    from blogctl.edit import edit as edit_update

    now = stories.clock()
    descriptions = {"alt": alt, "caption": caption, "credit": credit}
    given: dict[str, Any] = {
        "headline": headline and headline.strip(),
        "body": "" if body == "" and not body_file else given_text(body, body_file, "--body"),
        "label": label and label.strip(),
        "key": key,
        "pinned": pinned,
        "status": None if draft is None else "draft" if draft else "published",
        "authors": _list(author, fields.author),
        "tags": _list(tag, str),
        "sources": _list(source, lambda name: fields.named(name, "--source")),
    }
    items: list[dict[str, Any]] = []
    if media or media_type:
        urls = [url for url in media or [] if url]
        given["media"] = fields.media(
            urls, media_type or [], *(values or [] for values in descriptions.values())
        )
    else:
        items = _descriptions(descriptions)
    changes = {
        name: value if value not in ("", [], False) else None
        for name, value in given.items()
        if value is not None
    }
    kept: str | None = None
    if in_editor:
        if changes or items or time is not None:
            raise UsageError("--edit changes the whole update: leave the other options out")
        change, kept = _in_editor(story, id, now)
    elif not changes and not items and time is None:
        raise UsageError("there is nothing to change", help="name what changes, or give --edit")
    else:
        when = _when(time, now, on_its_day=True)

        def change(text: str) -> Changed:
            return edit_update(text, id, changes, now, when=when, media=items)

    _apply(terminal, story, id, change, "edited", dry_run, lock_timeout, kept)


def correct(
    terminal: Terminal,
    story: _Story,
    id: _Id,  # noqa: A002
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="What was wrong, in Markdown; - reads it from stdin."),
    ],
    *,
    time: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help=f"When it is corrected: {_TIME}")
    ] = None,
    dry_run: options.DryRun = False,
    lock_timeout: options.LockTimeout = files.LOCK_TIMEOUT,
) -> None:
    """Add a dated correction to an update.

    Readers see it below the update's text, which `blogctl edit` puts right.

    The same correction again changes nothing.
    """
    from blogctl.edit import correct as correct_update

    now = stories.clock()
    correction = (given_text(text, None, "TEXT") or "").rstrip("\n")
    when = _when(time, now)

    def change(old: str) -> Changed:
        return correct_update(old, id, correction, now, when=when)

    _apply(terminal, story, id, change, "corrected", dry_run, lock_timeout)


def retract(
    terminal: Terminal,
    story: _Story,
    id: _Id,  # noqa: A002
    *,
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", metavar="TEXT", help="Why, in Markdown; an empty text removes it."
        ),
    ] = None,
    time: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help=f"When it is retracted: {_TIME}")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Show the update again.")] = False,
    dry_run: options.DryRun = False,
    lock_timeout: options.LockTimeout = files.LOCK_TIMEOUT,
) -> None:
    """Retract an update.

    Readers see a notice in its place, with the reason, and nothing of what it said.

    The update itself stays in the story, and --undo shows it again.
    """
    from blogctl.edit import retract as retract_update
    from blogctl.edit import take_back_retraction

    now = stories.clock()
    if undo and (reason is not None or time is not None):
        raise UsageError("--undo takes the retraction back: leave --reason and --time out")
    why = reason if reason == "" else given_text(reason, None, "--reason")
    when = _when(time, now)

    def change(old: str) -> Changed:
        if undo:
            return take_back_retraction(old, id, now)
        return retract_update(old, id, now, reason=why, when=when)

    done = "no longer retracted" if undo else "retracted"
    _apply(terminal, story, id, change, done, dry_run, lock_timeout)


def publish(
    terminal: Terminal,
    story: _Story,
    id: _Id,  # noqa: A002
    *,
    time: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help=f"When it is published: {_TIME}")
    ] = None,
    dry_run: options.DryRun = False,
    lock_timeout: options.LockTimeout = files.LOCK_TIMEOUT,
) -> None:
    """Publish a draft.

    Its time becomes the time of its publication, and it moves to its place; its id stays.

    An update whose time lies ahead is published at once.
    """
    from blogctl.edit import publish as publish_update

    now = stories.clock()
    when = _when(time, now)

    def change(old: str) -> Changed:
        return publish_update(old, id, now, when=when)

    _apply(terminal, story, id, change, "published", dry_run, lock_timeout)


def close(
    terminal: Terminal,
    story: _Story,
    *,
    time: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help=f"When the coverage ends: {_TIME}")
    ] = None,
    dry_run: options.DryRun = False,
    lock_timeout: options.LockTimeout = files.LOCK_TIMEOUT,
) -> None:
    """End a story.

    Its status becomes ended, and coverage_end says when.
    """
    from blogctl.edit import close as close_story

    now = stories.clock()
    when = _when(time, now)

    def change(old: str) -> Changed:
        return close_story(old, now, when=when)

    _apply(terminal, story, "the story", change, "ended", dry_run, lock_timeout)


def _apply(
    terminal: Terminal,
    story: str,
    what: str,
    change: Callable[[str], Changed],
    done: str,
    dry_run: bool,
    lock_timeout: float,
    kept: str | None = None,
) -> None:
    _, differs = applied(
        terminal, story, change, dry_run=dry_run, lock_timeout=lock_timeout, kept=kept
    )
    if not differs:
        terminal.talk(f"{story}: {what} is so already, nothing to change")
    elif not dry_run:
        terminal.talk(f"{story}: {what} {done}")


def _when(time: str | None, now: datetime, *, on_its_day: bool = False) -> When | None:
    """The time asked for; a clock time alone is meant for today, or for the update's own day."""
    if time is None:
        return None
    return lambda zone, own: stories.time_option(
        time, "--time", zone, now, own if on_its_day else None
    )


def _list(values: options.Texts, made: Callable[[str], Any]) -> list[Any] | None:
    """The values of a repeatable option; one empty text means none at all."""
    if not values:
        return None
    return [made(value) for value in values if value]


def _descriptions(options: dict[str, options.Texts]) -> list[dict[str, Any]]:
    """For each media item that is there, what the options say of it."""
    count = max(len(values or ()) for values in options.values())
    return [
        {
            key: values[number] or None
            for key, values in options.items()
            if values and number < len(values)
        }
        for number in range(count)
    ]


def _in_editor(story: str, id: str, now: datetime) -> tuple[Callable[[str], Changed], str]:  # noqa: A002
    """The change that somebody makes in an editor, and the file that holds its text."""
    from blogctl.cli.editor import edited
    from blogctl.edit import block_of, replace_block
    from blogctl.errors import StoryError

    text = api.read_text(story)
    try:
        old = block_of(text, id)
    except StoryError as error:
        raise error.about(story) from None
    new, kept = edited(old, ".toml")
    return lambda now_there: replace_block(now_there, id, old, new, now), kept
