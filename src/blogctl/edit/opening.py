"""A story's text opened for an edit: parsed, read as far as it can be, and in its blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from blogctl.edit.proof import Data, clear_blocks
from blogctl.errors import StoryError, did_you_mean
from blogctl.model import Problem, ReadStory, derived_id, read, story_zone
from blogctl.source.blocks import Blocks
from blogctl.source.parsing import Unparseable, find_conflict, parse
from blogctl.times import TimeProblem, to_zone

When = Callable[[ZoneInfo | None, datetime | None], datetime]
"""A time that is known once the story's zone is, and the time that the update has now, if any."""


class RefusedDrafts(StoryError):
    """Updates that cannot be: for each of their ``problems``, the draft's label and the problem."""

    def __init__(self, problems: Sequence[tuple[str, Problem]]) -> None:
        from blogctl.check.explain import explain, place_text

        lines, helps = [], []
        for label, problem in problems:
            # The same problem as it would be in a file, so that the help speaks of updates.
            rule, finding = explain(replace(problem, path=("updates", 0, *problem.path)))
            where = " ".join(filter(None, [label, place_text(problem.path)]))
            lines.append(f"{where}: {finding.message} [{rule}]" if where else finding.message)
            helps.append(finding.help)
        more = f"; and {len(lines) - 5} more" if len(lines) > 5 else ""
        super().__init__("; ".join(lines[:5]) + more, help=helps[0])
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Opened:
    """A story's ``text``, its ``data`` as parsed, what could be read of it, and its ``blocks``."""

    text: str
    data: Data
    story: ReadStory
    blocks: Blocks

    def moment(
        self, now: datetime, when: When | None = None, own: datetime | None = None
    ) -> datetime:
        """The time that ``when`` says in the story's zone, or else ``now``, to the second.

        ``own`` is the time of the update in question.
        """
        zone = zone_in(self.data)
        return when(zone, own) if when else to_zone(now.replace(microsecond=0), zone)

    def block(self, index: int) -> str:
        """What the block of an update says, comments included."""
        block = self.blocks.updates[index]
        return self.text[block.start : block.end]

    @property
    def raw_updates(self) -> list[Data]:
        """The updates as the parser gave them."""
        updates: list[Data] = self.data.get("updates", [])
        return updates

    @property
    def ids(self) -> list[str]:
        """The id of each update, written or derived; empty where it is neither."""
        return [
            str(raw["id"]) if "id" in raw else derived_id(update.time) if update else ""
            for raw, update in zip(self.raw_updates, self.story.updates, strict=True)
        ]

    def index_of(self, id: str) -> int:  # noqa: A002
        """The place of the update with an id; :class:`StoryError` if not just one has it."""
        ids = self.ids
        if ids.count(id) == 1:
            return ids.index(id)
        if id in ids:
            raise StoryError(
                f'{ids.count(id)} updates have the id "{id}"',
                help="`blogctl dedupe` drops copies; else give them ids of their own",
            )
        raise no_update(id, ids)


def no_update(id: str, ids: list[str]) -> StoryError:  # noqa: A002
    """The error for an id that none of the updates has."""
    help_ = did_you_mean(id, filter(None, ids), "`blogctl list` shows the ids")
    return StoryError(f'there is no update "{id}"', help=help_)


def opened(text: str) -> Opened:
    """Open a text; :class:`StoryError` if it is no story, or too unusual to be edited safely.

    Errors of the schema do not matter.
    """
    data = find_conflict(text) or parse(text)
    if isinstance(data, Unparseable):
        raise StoryError(
            f"line {data.line}, column {data.column}: {data.message}",
            help=f"{data.help}; nothing was changed",
        )
    if not isinstance(data.get("story"), dict):
        raise StoryError(
            "the file is empty" if not text.strip() else "this is no story: no [story] table",
            help="`blogctl new FILE` makes a story to add to",
        )
    story = read(data)
    for problem in story.problems:
        if problem.kind == "newer-format":
            raise StoryError(problem.message, help=problem.context["help"])
    return Opened(text, data, story, clear_blocks(text, data))


def zone_in(data: Data) -> ZoneInfo | None:
    """The zone that the story names; :class:`StoryError` if there is no such zone."""
    try:
        return story_zone(data)
    except TimeProblem as problem:
        raise StoryError(f"story.timezone: {problem.message}", help=problem.help) from None


def errors_elsewhere(count: int) -> str:
    """The warning that a story has errors which do not stop an edit."""
    errors = "one error" if count == 1 else f"{count} errors"
    return f"the story has {errors} elsewhere; `blogctl validate` shows them"


def with_line_feeds(value: Any) -> Any:
    """The value with LF line breaks in every string, as TOML reads them."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, Mapping):
        return {key: with_line_feeds(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [with_line_feeds(inner) for inner in value]
    return value
