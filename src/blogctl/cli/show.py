"""``blogctl list`` and ``blogctl show``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from blogctl import api
from blogctl.cli import stories
from blogctl.cli.jsonlines import CONTENT_HASH
from blogctl.cli.outcome import Outcome
from blogctl.cli.table import table
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, UsageError
from blogctl.times import to_zone

if TYPE_CHECKING:
    from blogctl.model import Story, Update

_Json = Annotated[bool, typer.Option("--json", help="Everything, as JSON.")]
_Ndjson = Annotated[
    bool, typer.Option("--ndjson", help="One update a line, as JSON with a hash of its content.")
]
_FIRST_WORDS = 60  # characters of a body that stand in for a headline


def list_(
    terminal: Terminal,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="A story file, or several. [default: .]"),
    ] = None,
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="Only from this time on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Only before this time.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", help="Only with this tag.")
    ] = None,
    author: Annotated[
        list[str] | None, typer.Option("--author", metavar="NAME", help="Only by this author.")
    ] = None,
    key: Annotated[bool, typer.Option("--key", help="Only key events.")] = False,
    as_json: _Json = False,
    as_ndjson: _Ndjson = False,
) -> int:
    """List the updates of a story, or stories.

    A folder means the stories below it.

    Drafts are listed, too. With --json a story is printed whole, but for updates that the
    filters leave out.
    """
    if as_json and as_ndjson:
        raise UsageError("--json and --ndjson are two formats: choose one")
    outcome = Outcome(terminal)
    now = stories.clock()
    for option, text in (("--since", since), ("--until", until)):
        if text:  # wrong is wrong, whatever there is to list
            stories.time_option(text, option, ZoneInfo("UTC"), now)
    found: list[tuple[str, Story]] = []
    named = paths or ["."]
    for path in stories.expand(named, outcome.trouble):
        try:
            story = api.load(path)
        except BlogctlError as error:
            outcome.trouble(error)
            continue
        zone = stories.zone_of(story.meta.timezone)
        earliest = stories.time_option(since, "--since", zone, now) if since else None
        latest = stories.time_option(until, "--until", zone, now) if until else None
        kept = tuple(
            update
            for update in story.updates
            if (earliest is None or update.time >= earliest)
            and (latest is None or update.time < latest)
            and set(tag or ()) <= set(update.tags)
            and set(author or ()) <= {person.name for person in update.authors}
            and (update.key or not key)
        )
        found.append((path, story.model_copy(update={"updates": kept})))
    is_one = len(named) == 1 and [path for path, _ in found] == named
    if as_ndjson:
        for _, story in found:
            terminal.result("".join(_ndjson_line(update) for update in story.updates))
    elif is_one:
        story = found[0][1]
        terminal.result(_dump(_story_json(story)) if as_json else _updates_table(story, now))
    elif as_json and (found or outcome.code == 0):
        terminal.result(_dump([{"path": path, **_overview(story)} for path, story in found]))
    elif found:
        terminal.result(_stories_table(found))
    elif outcome.code == 0:
        terminal.talk("no story files found; their names end in .story.toml")
    return outcome.code


def show(
    terminal: Terminal,
    story: Annotated[str, typer.Argument(metavar="STORY", help="The story file.")],
    id: Annotated[  # noqa: A002
        str | None, typer.Argument(metavar="ID", help="Show this update only.")
    ] = None,
    *,
    as_json: _Json = False,
    as_ndjson: _Ndjson = False,
) -> None:
    """Show a story, or one of its updates.

    For reading, or all there is in it, as JSON.

    `blogctl new FILE --from-json -` makes an equal story of what --json prints.
    """
    from blogctl.edit import no_update
    from blogctl.model import update_data

    if as_json and as_ndjson:
        raise UsageError("--json and --ndjson are two formats: choose one")
    whole = api.load(story)
    chosen: Sequence[Update] = whole.updates
    if id is not None:
        chosen = [update for update in whole.updates if update.id == id]
        if not chosen:
            raise no_update(id, [update.id for update in whole.updates]).about(story)
    if as_ndjson:
        terminal.result("".join(_ndjson_line(update) for update in chosen))
    elif as_json:
        terminal.result(_dump(update_data(chosen[0]) if id is not None else _story_json(whole)))
    else:
        from blogctl.cli.reading import story_text, update_text

        zone = stories.zone_of(whole.meta.timezone)
        text = update_text(chosen[0], zone) if id is not None else story_text(whole, zone)
        terminal.result(text)


def _story_json(story: Story) -> dict[str, Any]:
    from blogctl.model import story_data

    return story_data(story)


def _dump(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _ndjson_line(update: Update) -> str:
    from blogctl.model import content_hash, update_data

    data = {**update_data(update), CONTENT_HASH: content_hash(update)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _overview(story: Story) -> dict[str, Any]:
    from blogctl.times import rfc3339

    times = [update.time for update in story.updates]
    return {
        "id": story.meta.id,
        "headline": story.meta.headline,
        "status": story.meta.status,
        "updates": len(times),
        "first": rfc3339(min(times)) if times else None,
        "last": rfc3339(max(times)) if times else None,
    }


def _stories_table(found: Sequence[tuple[str, Story]]) -> str:
    rows = []
    for path, story in found:
        last = max((update.time for update in story.updates), default=None)
        zone = stories.zone_of(story.meta.timezone)
        when = clock_text(last, zone) if last else "-"
        count = str(len(story.updates))
        rows.append((path, story.meta.status, count, when, story.meta.headline))
    return table(("FILE", "STATUS", "UPDATES", "LAST", "HEADLINE"), rows)


def _updates_table(story: Story, now: datetime) -> str:
    zone = stories.zone_of(story.meta.timezone)
    rows = [
        (clock_text(update.time, zone), update.id, _marks(update, now), title(update))
        for update in story.updates
    ]
    return table(("TIME", "ID", "MARKS", "HEADLINE"), rows)


def clock_text(instant: datetime, zone: ZoneInfo | None) -> str:
    """A time as the story's clocks show it."""
    return f"{to_zone(instant, zone):%Y-%m-%d %H:%M}"


def _marks(update: Update, now: datetime) -> str:
    marks = {
        "retracted": update.retraction is not None,
        "draft": update.status == "draft",
        "future": update.time > now,
        "key": update.key,
        "pinned": update.pinned,
        "corrected": bool(update.corrections),
    }
    return ",".join(name for name, is_set in marks.items() if is_set) or "-"


def title(update: Update) -> str:
    """The headline of an update, or what stands in for it."""
    if update.headline:
        return update.headline
    words = " ".join((update.body or "").split())
    if words:
        return words if len(words) <= _FIRST_WORDS else words[: _FIRST_WORDS - 1] + "…"
    return f"({update.media[0].type})" if update.media else "(retracted)"
