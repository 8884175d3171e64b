"""``blogctl export``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from blogctl import files
from blogctl.cli import stories
from blogctl.cli.outcome import Outcome
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, UsageError, did_you_mean

if TYPE_CHECKING:
    from blogctl.config import Config
    from blogctl.exporters import Exporter


@dataclass(frozen=True, slots=True)
class _Output:
    """A document on its way out: where to, ``None`` for stdout."""

    path: str | None
    data: bytes


def export(
    terminal: Terminal,
    paths: Annotated[
        list[str], typer.Argument(metavar="STORY", help="Story files, or folders of them.")
    ],
    *,
    format: Annotated[  # noqa: A002
        list[str],
        typer.Option("--format", "-f", metavar="FORMAT", help="The format; repeatable."),
    ],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="PATH", help="A file, or a folder. [stdout]"),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            "--option", "-O", metavar="KEY=VALUE", help="An option of the format; repeatable."
        ),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option("--now", metavar="TIME", help="Export as of this time. [the clock's]"),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if a file would change.")
    ] = False,
) -> int:
    """Publish stories in one or more formats.

    One document goes to stdout unless -o says otherwise; files are written in one piece, and
    only if they change. -O FORMAT.key=value is for one format, -O key=value for each that
    has the key. `blogctl plugins` lists the formats.
    """
    from blogctl.exporters.registry import load

    output = None if output == "-" else output
    if check and output is None:
        raise UsageError("--check compares files: say where they are with -o")
    clock = stories.clock()
    if now:  # wrong is wrong, before any story is read
        stories.time_option(now, "--now", ZoneInfo("UTC"), clock)
    formats = list(dict.fromkeys(format))
    exporters = {name: load(name) for name in formats}
    options = _parse_options(option or [], exporters)
    outcome = Outcome(terminal)
    named = list(stories.expand(paths, outcome.trouble))
    several = len(paths) > 1 or len(named) > 1 or len(formats) > 1
    if several and output is None:
        raise UsageError("several documents need a folder: say which with -o FOLDER/")
    into_folder = output is not None and (
        several or output.endswith(("/", os.sep)) or files.is_folder(output)
    )
    if into_folder and output and files.is_regular(output):
        raise UsageError(f"{output}: this is a file; several documents need a folder")
    taken: dict[str, str] = {}
    stories_read = {files.resolved(path) for path in named}
    changed = unchanged = 0
    for path in named:
        try:
            outputs = _render(terminal, path, exporters, options, (now, clock), output, into_folder)
            _refuse_collisions(outputs, taken, path, stories_read)
            for each in outputs:
                differs = _put(terminal, each, check)
                changed, unchanged = changed + differs, unchanged + (not differs)
        except BlogctlError as error:
            outcome.trouble(error)
    if not named and outcome.code == 0:
        terminal.talk("no story files found; their names end in .story.toml")
    if output is not None and (changed or unchanged):
        verb = "would change" if check else "written"
        terminal.talk(f"{changed} {verb}, {unchanged} unchanged")
    return outcome.worst(1 if check and changed else 0)


def _parse_options(
    given: list[str], exporters: Mapping[str, Exporter]
) -> dict[str, dict[str, str]]:
    """The options of ``-O`` by format."""
    options: dict[str, dict[str, str]] = {name: {} for name in exporters}
    for text in given:
        name, found, value = text.partition("=")
        if not found or not name:
            raise UsageError(f'-O: "{text}" has no value', help="write -O key=value")
        format_, dot, key = name.partition(".")
        if dot:
            if format_ not in exporters:
                raise UsageError(f'-O {name}: the format "{format_}" is not asked for')
            options[format_][key] = value
            continue
        field = name.replace("-", "_")
        having = [each for each in exporters if field in exporters[each].options.model_fields]
        if not having:
            known = {key for each in exporters.values() for key in each.options.model_fields}
            listed = ", ".join(sorted(key.replace("_", "-") for key in known))
            help_ = did_you_mean(name, known, f"known are {listed}")
            raise UsageError(f"-O: no chosen format has the option {name}", help=help_)
        for each in having:
            options[each][name] = value
    return options


def _render(
    terminal: Terminal,
    path: str,
    exporters: Mapping[str, Exporter],
    options: Mapping[str, Mapping[str, str]],
    now: tuple[str | None, datetime],
    output: str | None,
    into_folder: bool,
) -> list[_Output]:
    """Everything that one story is exported to; nothing is written yet.

    ``now`` is what the user says of it, read in the story's zone, and what the clock says.
    """
    from blogctl.exporters import Context, Sibling
    from blogctl.exporters.registry import available, options_for, render

    story = stories.valid_story(path)
    config = stories.config_for(path)
    known = available() if config.export else {}
    for unknown in sorted(config.export.keys() - known.keys()):
        # No error: the plug-in that makes the format may be missing on this machine only.
        hint = did_you_mean(unknown, known, "no plug-in offers it")
        terminal.warning(f"{config.path}: [export.{unknown}]: there is no such format; {hint}")
    names = {name: f"{story.meta.id}{each.suffix}" for name, each in exporters.items()}
    zone = stories.zone_of(story.meta.timezone)
    asked, clock = now
    context = Context(
        now=stories.time_option(asked, "--now", zone, clock) if asked else clock,
        zone=zone or ZoneInfo("UTC"),
        base_url=story.meta.url,
        siblings={name: Sibling(names[name], each.media_type) for name, each in exporters.items()}
        if into_folder
        else {},
    )
    outputs: list[_Output] = []
    for name, exporter in exporters.items():
        merged = {_key(key): value for key, value in config.export.get(name, {}).items()}
        merged |= {_key(key): value for key, value in options[name].items()}
        try:
            chosen = options_for(exporter, merged)
        except UsageError as error:
            raise _blamed(error, exporter, config, name) from None
        document = render(name, exporter, story, chosen, context)
        if isinstance(document, dict):
            if output is None:
                raise UsageError(f'the format "{name}" makes several files: say where with -o')
            outputs += [
                _Output(_inside(output, file), _bytes(each)) for file, each in document.items()
            ]
        else:
            target = _inside(output, names[name]) if into_folder and output else output
            outputs.append(_Output(target, _bytes(document)))
    return outputs


def _blamed(error: UsageError, exporter: Exporter, config: Config, name: str) -> UsageError:
    """The error of an option, with the configuration's name if it stands there."""
    from blogctl.exporters.registry import options_for

    try:
        options_for(exporter, config.export.get(name, {}))
    except UsageError as own:
        # What is missing there may well be given on the command line.
        if own.message == error.message and config.export.get(name):
            own.message = own.message.removeprefix("-O ")
            return own.about(f"{config.path}: [export.{name}]")
    return error


def _key(name: str) -> str:
    return name.replace("-", "_")


def _inside(folder: str, name: str) -> str:
    return os.path.join(folder, *name.split("/"))  # noqa: PTH118


def _bytes(document: str | bytes) -> bytes:
    return document.encode() if isinstance(document, str) else document


def _refuse_collisions(
    outputs: list[_Output], taken: dict[str, str], path: str, stories_read: set[str]
) -> None:
    """Nothing is written over a story, and two stories with one id not over each other."""
    for each in outputs:
        if each.path is None:
            continue
        if files.resolved(each.path) in stories_read or files.is_source(each.path):
            message = f"{each.path}: a story or configuration is never written over"
            raise UsageError(message, help="choose another -o")
        other = taken.get(each.path.lower())
        if other is not None:
            both = f"{path} and {other}" if other != path else f"two formats of {path}"
            raise UsageError(f"{both} would be written to {each.path}")
        taken[each.path.lower()] = path


def _put(terminal: Terminal, output: _Output, check: bool) -> bool:
    """Write a document, or compare it; whether it differs from what is there."""
    if output.path is None:
        terminal.document(output.data)
        return True
    if check:
        try:
            same = files.read_bytes(output.path) == output.data
        except (UsageError, files.TooLarge):
            same = False
        if not same:
            terminal.talk(f"{output.path}: would change")
        return not same
    differs = files.write_output(output.path, output.data)
    terminal.detail(f"{output.path}: {'written' if differs else 'unchanged'}")
    return differs
