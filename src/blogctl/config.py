"""Configuration as data: the text of a configuration file in, frozen settings out.

A file is a ``blogctl.toml``, or a ``pyproject.toml`` with a table ``[tool.blogctl]``::

    theme = "./themes/river"    # a folder, or the name of an installed theme

    [defaults]                  # what a new story gets
    language = "en"
    timezone = "Europe/London"
    authors = ["An Example", { name = "B. Writer", url = "https://example.org/b" }]

    [rules]                     # off, warning or error
    long-headline = "off"

    [export.rss]                # options of a format
    limit = 50

Finding and reading the file is not done here. Whether values make sense in a story or to an
exporter is judged where they are used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

import tomli

from blogctl.diagnostics import Severity
from blogctl.errors import ConfigError

PERSON_KEYS: Final = ("name", "url", "role")
PUBLISHER_KEYS: Final = ("name", "url", "logo")
LEVELS: Final = ("off", "warning", "error")

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new story gets unless the command line says otherwise.

    Authors are names, or tables with ``name``, ``url``, ``role``; the publisher is a table
    with ``name``, ``url``, ``logo``. ``schema`` is a path or URL for the ``#:schema`` line.
    """

    language: str | None = None
    timezone: str | None = None
    authors: tuple[str | Mapping[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    publisher: Mapping[str, str] | None = None
    schema: str | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one configuration file; ``Config()`` is what applies without a file.

    ``rules`` has the severity of each rule that is set, ``None`` for one that is off.
    ``export`` has the options of each format, and ``theme`` stands, as they do in the file.
    """

    path: str = ""
    defaults: Defaults = Defaults()
    rules: Mapping[str, Severity | None] = field(default_factory=dict)
    export: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    theme: str | None = None


def parse_config(text: str, path: str) -> Config:
    """The settings in the text of a ``blogctl.toml``; :class:`ConfigError` if it is wrong."""
    return _Reader(path).config((), _parse(text, path))


def parse_pyproject(text: str, path: str) -> Config | None:
    """The settings in ``[tool.blogctl]`` of a ``pyproject.toml``; ``None`` without that table."""
    if "blogctl" not in text:
        return None  # nor are the mistakes in it ours to complain about
    tool = _parse(text, path).get("tool")
    if not isinstance(tool, dict) or "blogctl" not in tool:
        return None
    reader = _Reader(path)
    where = ("tool", "blogctl")
    return reader.config(where, reader.table(where, tool["blogctl"]))


def _parse(text: str, path: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        why = error.msg[:1].lower() + error.msg[1:]
        message = f"{path}:{error.lineno}:{error.colno}: not valid TOML: {why}"
        raise ConfigError(message) from error
    except RecursionError as error:
        raise ConfigError(f"{path}: nested too deeply") from error
    except ValueError as error:  # Python's limit of 4,300 digits
        raise ConfigError(f"{path}: a number has too many digits") from error


_Where = tuple[str | int, ...]


class _Reader:
    """Reads one file's tables; every complaint names the file and the key."""

    def __init__(self, path: str) -> None:
        self.path = path

    def config(self, where: _Where, data: dict[str, Any]) -> Config:
        self.known(where, data, ("theme", "defaults", "rules", "export"))
        defaults, rules, export = (
            self.table((*where, name), data.get(name, {}))
            for name in ("defaults", "rules", "export")
        )
        formats = {
            name: self.table((*where, "export", name), options) for name, options in export.items()
        }
        return Config(
            self.path,
            self.defaults((*where, "defaults"), defaults),
            dict(self.rules((*where, "rules"), rules)),
            formats,
            self.text((*where, "theme"), data["theme"]) if "theme" in data else None,
        )

    def defaults(self, where: _Where, data: dict[str, Any]) -> Defaults:
        readers: dict[str, Callable[[_Where, object], Any]] = {
            "language": self.text,
            "timezone": self.text,
            "authors": self.authors,
            "tags": self.tags,
            "publisher": self.publisher,
            "schema": self.text,
        }
        self.known(where, data, readers)
        return Defaults(**{key: readers[key]((*where, key), value) for key, value in data.items()})

    def rules(self, where: _Where, data: dict[str, Any]) -> Iterator[tuple[str, Severity | None]]:
        if not data:
            return
        # Rules need the model, and that takes its time: only a file that sets rules waits for it.
        from blogctl.rules import all_rules

        rules = all_rules()
        self.known(where, data, rules, "rule")
        for name, level in data.items():
            if level not in LEVELS:
                self.fail((*where, name), f"must be {_listed(LEVELS)}, not {_shown(level)}")
            if rules[name].severity is Severity.ERROR and level != "error":
                self.fail((*where, name), f'is always "error" and cannot be set to "{level}"')
            yield name, None if level == "off" else Severity(level)

    def authors(self, where: _Where, value: object) -> tuple[str | Mapping[str, str], ...]:
        return tuple(
            item if isinstance(item, str) else self.named((*where, index), item, PERSON_KEYS)
            for index, item in enumerate(self.array(where, value))
        )

    def tags(self, where: _Where, value: object) -> tuple[str, ...]:
        items = enumerate(self.array(where, value))
        return tuple(self.text((*where, index), item) for index, item in items)

    def publisher(self, where: _Where, value: object) -> Mapping[str, str]:
        return self.named(where, value, PUBLISHER_KEYS)

    def named(self, where: _Where, value: object, keys: Collection[str]) -> Mapping[str, str]:
        """A table of texts that has a name."""
        data = self.table(where, value)
        self.known(where, data, keys)
        if "name" not in data:
            self.fail((*where, "name"), "is missing")
        return {key: self.text((*where, key), text) for key, text in data.items()}

    def table(self, where: _Where, value: object) -> dict[str, Any]:
        return value if isinstance(value, dict) else self.wrong(where, "a table", value)

    def array(self, where: _Where, value: object) -> list[Any]:
        return value if isinstance(value, list) else self.wrong(where, "an array", value)

    def text(self, where: _Where, value: object) -> str:
        return value if isinstance(value, str) else self.wrong(where, "text in quotes", value)

    def known(
        self, where: _Where, data: dict[str, Any], keys: Collection[str], noun: str = "key"
    ) -> None:
        for key in data:
            if key in keys:
                continue
            from difflib import get_close_matches  # needed for a mistake only

            near = get_close_matches(key, keys, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            listing = f"known here: {', '.join(keys)}"
            if noun == "rule":
                listing = "`blogctl rules` lists every rule"
            self.fail((*where, key), f"unknown {noun}{hint}", help=listing)

    def wrong(self, where: _Where, wanted: str, value: object) -> NoReturn:
        self.fail(where, f"must be {wanted}, not {_shown(value)}")

    def fail(self, where: _Where, problem: str, help: str | None = None) -> NoReturn:  # noqa: A002
        raise ConfigError(f"{self.path}: {_dotted(where)}: {problem}", help=help)


def _dotted(where: _Where) -> str:
    """A place as one would write it: ``defaults.authors[0].name``."""
    parts = ""
    for key in where:
        if isinstance(key, int):
            parts += f"[{key}]"
        else:
            parts += f".{key if _BARE.fullmatch(key) else repr(key)}"
    return parts.removeprefix(".")


def _shown(value: object) -> str:
    """A value of the wrong kind, in a few words."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"' if len(value) <= 40 and value.isprintable() else "text"
        case dict():
            return "a table"
        case list():
            return "an array"
        case int() | float():
            return "a number"
        case _:
            return "a date or time"


def _listed(words: Collection[str]) -> str:
    *most, last = (f'"{word}"' for word in words)
    return f"{', '.join(most)} or {last}"
