"""``blogctl new``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated, Any

import typer

from blogctl import api, files
from blogctl.cli import fields, stories
from blogctl.cli.terminal import Terminal
from blogctl.errors import UsageError

if TYPE_CHECKING:
    from blogctl.config import Defaults


def new(
    terminal: Terminal,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The new file, by convention NAME.story.toml.")
    ],
    *,
    headline: Annotated[
        str | None,
        typer.Option("--headline", metavar="TEXT", help="The headline. [made of the file's name]"),
    ] = None,
    id: Annotated[  # noqa: A002
        str | None, typer.Option("--id", metavar="ID", help="The permanent id. [DATE-headline]")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option("--timezone", metavar="ZONE", help="Its IANA zone, such as Europe/London."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help="Its language. [en]")
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="upcoming, live, paused or ended. [live]"),
    ] = None,
    summary: Annotated[
        str | None,
        typer.Option("--summary", metavar="TEXT", help="The story in a sentence or two."),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Where readers find it.")
    ] = None,
    author: Annotated[
        list[str] | None, typer.Option("--author", metavar="NAME", help="An author; repeatable.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", help="A keyword; repeatable.")
    ] = None,
    from_json: Annotated[
        str | None,
        typer.Option("--from-json", metavar="FILE", help="All fields, as JSON; - is stdin."),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option("--schema", metavar="PATH", help="Where editors find the JSON Schema."),
    ] = None,
) -> None:
    """Make a new story file.

    An existing file is never overwritten.

    With --from-json any field can be given, updates included: what `blogctl show --json`
    prints makes an equal story. Options come on top of it.
    """
    from blogctl.edit import new_text

    if not file:
        raise UsageError("the name of the new file is empty")
    defaults = stories.config_for(file).defaults
    stated: dict[str, Any] = {
        "id": id,
        "headline": headline,
        "language": language,
        "timezone": timezone,
        "status": status,
        "summary": summary,
        "url": url,
        "authors": [fields.author(name) for name in author or []],
        "tags": tag or [],
    }
    stated = {key: value for key, value in stated.items() if value not in (None, [])}
    data = _given(from_json)
    meta = data.get("story", {})
    if not isinstance(meta, dict):
        raise UsageError('--from-json: "story" must be an object')
    data["story"] = {**_defaults(defaults), **meta, **stated}
    _complete(data["story"], file)
    text = new_text(_read(data, from_json), schema=schema or defaults.schema)
    files.create(file, text.encode())
    terminal.talk(f"{file}: made; `blogctl add {shlex.quote(file)} TEXT` adds an update")


def _given(source: str | None) -> dict[str, Any]:
    from blogctl.cli.jsonlines import parse_object

    if source is None:
        return {}
    if source == "-":
        return parse_object(stories.stdin_text(), "standard input")
    return parse_object(api.read_text(source), source)


def _defaults(defaults: Defaults) -> dict[str, Any]:
    given: dict[str, Any] = {
        "language": defaults.language,
        "timezone": defaults.timezone,
        "authors": list(defaults.authors),
        "tags": list(defaults.tags),
        "publisher": defaults.publisher,
    }
    return {key: value for key, value in given.items() if value}


def _complete(meta: dict[str, Any], file: str) -> None:
    """Give a story without them a headline, from the file's name, and an id, from the day."""
    from blogctl.edit import story_id
    from blogctl.times import TimeProblem, to_zone

    if "headline" not in meta:
        name = file.replace("\\", "/").rsplit("/", 1)[-1]
        words = name.removesuffix(".toml").removesuffix(".story").replace("-", " ")
        meta["headline"] = words.replace("_", " ").strip().capitalize() or "Untitled"
    if "id" not in meta:
        timezone = meta.get("timezone")
        try:
            zone = stories.zone_of(timezone) if isinstance(timezone, str) else None
        except TimeProblem:
            zone = None  # reading the story says so better
        today = to_zone(stories.clock(), zone).date()
        meta["id"] = story_id(today, str(meta["headline"]))


def _read(data: dict[str, Any], source: str | None) -> Any:
    from blogctl.check.explain import explain, place_text
    from blogctl.errors import StoryError
    from blogctl.model import read

    result = read(data, text_times=True)
    if result.story is not None:
        return result.story
    problem = result.problems[0]
    rule, finding = explain(problem)
    more = len(result.problems) - 1
    rest = f" (and {more} more)" if more else ""
    message = f"{place_text(problem.path)}: {finding.message} [{rule}]{rest}"
    error = UsageError if source is None else StoryError
    raise error(f"no story was made: {message}", help=finding.help)
