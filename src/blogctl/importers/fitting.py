"""Data that is nearly a story to one that is: what the model refuses is taken away, and told."""

from __future__ import annotations

from typing import Any

from blogctl.errors import StoryError
from blogctl.importers.report import Report
from blogctl.model import Problem, Story, read

_ROUNDS = 8
"""How often what does not fit is taken away before it is given up."""

_Path = tuple[str | int, ...]


def fitted(data: dict[str, Any], name: str, report: Report) -> Story:
    """The story that data makes, without what the model refuses; each is told to the report.

    The data is changed. ``name`` is that of its source: :class:`~blogctl.errors.StoryError` if no
    story can be made of it.
    """
    for _ in range(_ROUNDS):
        result = read(data)
        if result.story is not None:
            return result.story
        _drop(data, result.problems, report)
    problem = result.problems[0]
    where = ".".join(map(str, problem.path))
    raise StoryError(f"{name}: no valid story can be made: {where}: {problem.message}")


def _drop(data: dict[str, Any], problems: tuple[Problem, ...], report: Report) -> None:
    """Take away what is wrong, and whatever is nothing without it."""
    wrong: dict[_Path, str] = {}
    for problem in problems:
        wrong.setdefault(_victim(data, problem), problem.message)
    # Later items first, so that the places of the others stay.
    for path, why in sorted(wrong.items(), key=lambda each: _order(each[0]), reverse=True):
        holder: Any = data
        for key in path[:-1]:
            holder = holder[key]
        what = _what(data, path)
        del holder[path[-1]]
        report.leave_out(what, why)


def _victim(data: dict[str, Any], problem: Problem) -> _Path:
    """The path of what goes: the value, or the item that cannot be without it."""
    path: list[str | int] = []
    holder: Any = data
    for key in problem.path:
        try:
            inside = holder[key]
        except (KeyError, IndexError, TypeError):
            break  # a key that is missing, or a place inside a value
        path.append(key)
        holder = inside
    whole = len(path) == len(problem.path)
    if not whole and path and not isinstance(path[-1], int):
        return tuple(path)
    if whole and len(path) > 2 and isinstance(path[-1], str) and path[-1] in ("url", "name"):
        path.pop()  # media without a URL, people without a name
    return tuple(path) or ("updates",)


def _what(data: dict[str, Any], path: _Path) -> str:
    """What is at a path, in words."""
    if path[0] != "updates" or len(path) < 2:
        return "the story's " + ".".join(str(key) for key in path[1:])
    id_ = data["updates"][path[1]].get("id")
    if len(path) == 2:
        return str(id_)
    return f"{'.'.join(str(key) for key in path[2:])} of {id_}"


def _order(path: _Path) -> tuple[tuple[int, str | int], ...]:
    return tuple((0, key) if isinstance(key, int) else (1, key) for key in path)
