"""Data, as a TOML or JSON parser gives it, to a story and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, TypeAdapter, ValidationError

from blogctl.model.fields import Reading
from blogctl.model.parts import Part
from blogctl.model.story import FORMAT, Story, StoryMeta, Update
from blogctl.times import TimeProblem, find_zone

Path = tuple[str | int, ...]
"""Where a value is: keys and indexes, as in ``("updates", 3, "media", 0, "url")``."""

# Only the array itself is read leniently, as a tuple; strictness holds for all that is in it.
_UPDATES: TypeAdapter[tuple[Update, ...]] = TypeAdapter(
    Annotated[tuple[Update, ...], Field(strict=False)]
)
_Model = TypeVar("_Model", bound=Part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why data is no story.

    ``kind`` is a rule's name or pydantic's error type; ``context`` holds what the type
    gives beside it; ``value`` is the offending value.
    """

    path: Path
    kind: str
    message: str
    context: Mapping[str, Any] = field(default_factory=dict)
    value: object = None


@dataclass(frozen=True, slots=True)
class ReadStory:
    """What could be read of a story.

    ``story`` is there only when nothing is wrong. ``meta`` and each of ``updates`` are there
    where they could be read at all; those in ``partial`` lack keys that are wrong, and so does
    ``meta`` lack those in ``unread``.
    """

    story: Story | None
    meta: StoryMeta | None
    updates: tuple[Update | None, ...]
    problems: tuple[Problem, ...] = ()
    partial: frozenset[int] = frozenset()
    unread: frozenset[str] = frozenset()


def read(data: Mapping[str, Any], *, text_times: bool = False) -> ReadStory:
    """Read a story from data; ``text_times`` where times are strings with offsets, as in JSON."""
    if _is_newer(data.get("format")):
        message = f"this story has format {data['format']}; this blogctl reads up to {FORMAT}"
        problem = Problem(("format",), "newer-format", message, {"help": "install a newer blogctl"})
        return ReadStory(None, None, (), (problem,))
    problems = list(_nulls(data)) if text_times else []
    raw_meta, raw_updates = data.get("story"), data.get("updates", [])
    try:
        zone, any_zone = story_zone(data), False
    except TimeProblem:
        zone, any_zone = None, True
    reading = Reading(zone, any_zone, text_times)

    shell = {key: value for key, value in data.items() if key not in ("$schema", "updates")}
    if not isinstance(raw_updates, list):
        shell["updates"], raw_updates = raw_updates, []
    story, found = _try(Story, shell, reading)
    problems += found
    meta = story.meta if story else _best(StoryMeta, raw_meta, reading)[0]

    authors = {person.name: person for person in (meta.authors if meta else ())}
    reading = Reading(zone, any_zone, text_times, authors)
    try:
        updates: tuple[Update | None, ...] = _UPDATES.validate_python(raw_updates, context=reading)
        partial: frozenset[int] = frozenset()
    except ValidationError:
        best = [_best(Update, raw, reading, ("updates", i)) for i, raw in enumerate(raw_updates)]
        updates = tuple(update for update, _ in best)
        problems += [problem for _, found in best for problem in found]
        partial = frozenset(i for i, (_, found) in enumerate(best) if found)
    if story is None or problems:
        unread = frozenset(
            str(problem.path[1])
            for problem in problems
            if problem.path[:1] == ("story",) and len(problem.path) > 1
        )
        return ReadStory(None, meta, updates, tuple(problems), partial, unread)
    whole = story.model_copy(update={"updates": updates})
    return ReadStory(whole, meta, updates)


def read_update(
    data: Mapping[str, Any], meta: StoryMeta | None, *, text_times: bool = False
) -> tuple[Update | None, tuple[Problem, ...]]:
    """Read one update as a part of the story that ``meta`` describes."""
    zone = find_zone(meta.timezone) if meta and meta.timezone else None
    authors = {person.name: person for person in (meta.authors if meta else ())}
    problems = list(_nulls(data)) if text_times else []
    update, found = _try(Update, data, Reading(zone, False, text_times, authors))
    problems += found
    return (None if problems else update), tuple(problems)


def story_zone(data: Mapping[str, Any]) -> ZoneInfo | None:
    """The zone that raw story data names, ``None`` without one; :class:`TimeProblem` if wrong."""
    raw = data.get("story")
    name = raw.get("timezone") if isinstance(raw, Mapping) else None
    if name is None:
        return None
    return find_zone(name if isinstance(name, str) else "")


def _is_newer(version: object) -> bool:
    return isinstance(version, int) and not isinstance(version, bool) and version > FORMAT


def _try(
    model: type[_Model], data: object, reading: Reading, at: Path = ()
) -> tuple[_Model | None, list[Problem]]:
    try:
        return model.model_validate(data, context=reading), []
    except ValidationError as error:
        return None, [problem for details in error.errors() for problem in _problems(at, details)]


def _problems(at: Path, details: Any) -> Iterator[Problem]:
    """The problems that one of pydantic's errors stands for: several in free-form data."""
    path = (*at, *details["loc"])
    context = details.get("ctx", {})
    if "faults" not in context:
        yield Problem(path, details["type"], details["msg"], context, details["input"])
    for fault in context.get("faults", ()):
        yield Problem((*path, *fault.path), fault.rule, fault.message, {"help": fault.help})


def _best(
    model: type[_Model], data: object, reading: Reading, at: Path = ()
) -> tuple[_Model | None, list[Problem]]:
    """The model read from data, if need be without the keys that are wrong, and the problems."""
    whole, problems = _try(model, data, reading, at)
    if whole is not None or not isinstance(data, Mapping):
        return whole, problems
    wrong = {problem.path[len(at)] for problem in problems if len(problem.path) > len(at)}
    rest = {key: value for key, value in data.items() if key not in wrong}
    return _try(model, rest, reading)[0], problems


def _nulls(data: object, at: Path = ()) -> list[Problem]:
    """A problem for each null: in a story, what is not there is left out."""
    found: list[Problem] = []
    stack = [(at, data)]
    while stack:
        path, item = stack.pop()
        if isinstance(item, Mapping):
            stack.extend(((*path, key), value) for key, value in item.items())
        elif isinstance(item, list):
            stack.extend(((*path, index), value) for index, value in enumerate(item))
        elif item is None:
            help_ = {"help": "leave the key out"}
            found.append(Problem(path, "wrong-type", "this is null", help_))
    return found
