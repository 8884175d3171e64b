"""What may stand as a value on a command line: formats, zones, the ids of a story, its tags.

Which values a parameter takes goes by its name, and by its command where that makes a
difference. Nothing here loads the model: who completes a line waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

STATUSES = ("upcoming", "live", "paused", "ended")
MEDIA_TYPES = ("image", "video", "audio", "embed", "file")
TARGETS = ("apple", "google")
"""What `validate --for` knows beside the formats."""

EXPORTERS, IMPORTERS, THEMES = "blogctl.exporters", "blogctl.importers", "blogctl.themes"

_MOST = 1000  # ids to choose from: whoever has more of them writes how it begins


class Candidate(NamedTuple):
    """A value that may be put on the line, and what is said of it."""

    value: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be completed: a value of ``command`` that begins with ``word``.

    ``given`` has what the line gives already, by the names of the parameters.
    """

    command: str
    given: Mapping[str, list[str]]
    word: str


_Values = Callable[[Asked], Iterable[Candidate]]


def values_of(parameter: Any, asked: Asked) -> tuple[str, list[Candidate]]:
    """The kind of files that a parameter takes, and the values that begin as asked."""
    key = key_of(parameter, asked.command)
    if key is None:
        # The choices of an Enum; ``None`` stands for the context, which they do not ask for.
        found = [Candidate(each.value) for each in parameter.shell_complete(None, asked.word)]
        return "none", found
    made = _VALUES[key](asked) if key in _VALUES else ()
    return _FILES.get(key, "none"), [each for each in made if each.value.startswith(asked.word)]


def key_of(parameter: Any, command: str) -> str | None:
    """The key in the tables below that holds for a parameter, ``None`` if none does.

    An option's is its long name, an argument's its metavar; the command goes before it where it
    needs to.
    """
    if parameter.param_type_name == "option":
        name = max(parameter.opts, key=len)
    else:
        name = parameter.metavar or parameter.name
    keys = (f"{command} {name}", name)
    return next((key for key in keys if key in _VALUES or key in _FILES), None)


def _listed(*values: str) -> _Values:
    return lambda asked: map(Candidate, values)  # noqa: ARG005


def _offered(group: str) -> _Values:
    """What installed distributions offer, none of it loaded."""

    def names(asked: Asked) -> Iterable[Candidate]:
        from blogctl.offers import offered

        given = asked.given.get("format", ())
        return (Candidate(name) for name in offered(group) if name not in given)

    return names


def _targets(asked: Asked) -> Iterable[Candidate]:
    """Formats and other places to publish in, behind those that the word has before a comma."""
    from blogctl.offers import offered

    before = asked.word[: asked.word.rfind(",") + 1]
    names = {*offered(EXPORTERS), *TARGETS} - {*before.split(",")}
    return (Candidate(before + name) for name in sorted(names))


def _rules(asked: Asked) -> Iterable[Candidate]:
    del asked
    from blogctl.rules import rule_names

    return map(Candidate, rule_names())


def _levels(asked: Asked) -> Iterable[Candidate]:
    """Rules to be set, each with the levels once it is written."""
    name, sign, _ = asked.word.partition("=")
    names = [name] if sign else [each.value for each in _rules(asked) if each.value == name]
    if names:
        return (Candidate(f"{name}={level}") for level in ("off", "warning", "error"))
    return _rules(asked)


def _zones(asked: Asked) -> Iterable[Candidate]:
    del asked
    from blogctl.times import zone_names

    return map(Candidate, sorted(zone_names()))


def _ids(asked: Asked) -> Iterable[Candidate]:
    """The ids of the updates that the command has something to do with, the newest first."""
    from blogctl.cli.glancing import glance

    found = (
        update
        for update in glance(asked.given.get("story", [""])[0]).updates(asked.word)
        if asked.command != "publish" or update.is_ahead
        if asked.command != "retract" or update.is_retracted == ("undo" in asked.given)
    )
    for update in islice(found, _MOST):
        marks = ", ".join(update.marks)
        yield Candidate(update.id, f"{update.title} ({marks})" if marks else update.title)


def _used(field: str) -> _Values:
    """The texts that the story named on the line has in a field, the newest first."""

    def values(asked: Asked) -> Iterator[Candidate]:
        from blogctl.cli.glancing import glance

        given = asked.given.get(field.removesuffix("s"), ())
        for path in asked.given.get("story") or asked.given.get("paths") or ():
            texts = glance(path).texts(field)
            yield from (Candidate(text) for text in texts if text not in given)

    return values


_VALUES: Mapping[str, _Values] = {
    "ID": _ids,
    "FORMAT": _offered(EXPORTERS),
    "RULE": _rules,
    "--author": _used("authors"),
    "--for": _targets,
    "--format": _offered(EXPORTERS),
    "--from": _offered(IMPORTERS),
    "--label": _used("label"),
    "--media-type": _listed(*MEDIA_TYPES),
    "--rule": _levels,
    "--status": _listed(*STATUSES),
    "--tag": _used("tags"),
    "--theme": _offered(THEMES),
    "--timezone": _zones,
}

_FILES: Mapping[str, str] = {
    "A B": "story",
    "PATH": "story",
    "STORY": "story",
    "BASE": "file",
    "OURS": "file",
    "THEIRS": "file",
    "FILE": "file",
    "SOURCE": "file",
    "--body-file": "file",
    "--from-json": "file",
    "--into": "story",
    "--media": "file",
    "--name": "file",
    "--ndjson": "file",
    "--output": "file",
    "--report": "file",
    "--schema": "file",
    "--stdin-filename": "story",
    "--theme": "folder",
}
