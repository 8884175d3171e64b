"""``blogctl export``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from blogctl import files
from blogctl.cli import documents, placing, stories, watching
from blogctl.cli.outcome import Outcome
from blogctl.cli.placing import Folder, Output
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, PluginError, UsageError

if TYPE_CHECKING:
    from blogctl.config import Config
    from blogctl.model import Story


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
    theme: Annotated[
        str | None,
        typer.Option(
            "--theme", metavar="THEME", help="What pages look like: a folder, or what is installed."
        ),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option("--now", metavar="TIME", help="Export as of this time. [the clock's]"),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if a file would change.")
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Go on exporting whenever a story changes, until Ctrl-C."),
    ] = False,
) -> int:
    """Publish stories in one or more formats.

    One document goes to stdout unless -o says otherwise; files are written in one piece, and
    only if they change. What is found in a folder goes into one, even if it is one story.
    -O FORMAT.key=value is for one format, -O key=value for each that has the key.
    `blogctl plugins` lists the formats.

    --watch exports again on every save, of the theme too, and when the time of an update comes.
    """
    from blogctl.exporters.registry import load

    output = None if output == "-" else output
    if check and output is None:
        raise UsageError("--check compares files: say where they are with -o")
    if watch and (output is None or now or check):
        raise UsageError(
            "--watch keeps files up to date: it needs -o, and goes with neither --check nor --now"
        )
    clock = stories.clock()
    if now:  # wrong is wrong, before any story is read
        stories.time_option(now, "--now", ZoneInfo("UTC"), clock)
    outcome = Outcome(terminal)
    exporters = {}
    for name in dict.fromkeys(format):
        try:
            exporters[name] = load(name)
        except PluginError as error:
            outcome.trouble(error)  # it keeps no other format from being made
    options = documents.parse_options(option or [], exporters)
    request = documents.Request(exporters, options, output, now, theme=theme)
    done = partial(_export, terminal, paths, request)
    if watch:
        return watching.keep_up(terminal, paths, done, theme)
    exported = done(outcome, clock, check=check)
    if output is not None and (said := exported.said(check)):
        terminal.talk(said)
    return outcome.worst(1 if check and (exported.changed or exported.removed) else 0)


def _export(
    terminal: Terminal,
    paths: list[str],
    request: documents.Request,
    outcome: Outcome,
    clock: datetime,
    *,
    check: bool = False,
) -> watching.Exported:
    """Export everything once: all is made first, then all is examined, and then it is put."""
    from blogctl.exporters.visible import next_change

    named = list(stories.expand(paths, outcome.trouble))
    of_several = _of_several(request, paths, named)
    into_folder = _into_folder(request, of_several or len(request.exporters) > 1)
    request = replace(request, into_folder=into_folder, of_several=of_several)
    taken: dict[str, str] = {}
    homes: dict[str, str] = {}
    stories_read = {files.resolved(path) for path in named}
    exported = watching.Exported(folders=_folder_format(request) is not None)
    told: list[Story] = []
    configs: list[Config] = []
    made: list[Output | Folder] = []
    ids: dict[str, str] = {}
    for path in named:
        try:
            story, config = stories.valid_story(path), stories.config_for(path)
            _refuse_same_id(story.meta.id, path, ids, exported)
            exported.comes(next_change(story, clock))
            its = list(documents.outputs(request, story, config, clock, outcome))
            placing.refuse_collisions(its, taken, path, stories_read)
        except BlogctlError as error:
            outcome.trouble(error)
            continue
        told.append(story)
        configs.append(config)
        made += its
        if of_several:
            homes |= {each.path: path for each in its if isinstance(each, Folder)}
    fronts: list[Folder] = []
    if told and of_several:
        fronts += documents.fronts(request, told, configs[0], clock, outcome)
    if exported.refused:
        return exported
    try:
        placing.refuse_collisions(fronts, taken, request.output or "", stories_read)
        placing.refuse_intruders([*made, *fronts], homes)
        if not check:
            placing.examine([*made, *fronts])
    except BlogctlError as error:
        outcome.trouble(error)
        exported.refused = True
        return exported
    # A list that lacks a story which could not be read would be worse than yesterday's.
    _put(terminal, [*made, *(fronts if len(told) == len(named) else [])], check, exported, outcome)
    if not named and outcome.code == 0:
        terminal.talk("no story files found; their names end in .story.toml")
    return exported


def _refuse_same_id(id_: str, path: str, ids: dict[str, str], exported: watching.Exported) -> None:
    """Two stories with one id would be one to readers, and in one place: neither is written."""
    other = ids.setdefault(id_.lower(), path)  # as some file systems see it
    if other != path:
        exported.refused = True
        raise UsageError(f'{path}: its id is "{id_}", as is that of {other}', help="change one")


def _of_several(request: documents.Request, paths: list[str], named: list[str]) -> bool:
    """Whether several documents are to be expected, however many there are today.

    A folder may come to hold more stories, and what is there should not move then. Only stdout,
    where nothing stays, takes the one story of a folder as if it were named.
    """
    if len(paths) > 1 or len(named) > 1:
        return True
    return request.output is not None and any(map(files.is_folder, paths))


def _put(
    terminal: Terminal,
    made: Iterable[Output | Folder],
    check: bool,
    exported: watching.Exported,
    outcome: Outcome,
) -> None:
    """Write what was made, and count it; where that fails, the rest is still written."""
    for each in made:
        try:
            exported.count(placing.put(terminal, each, check, outcome))
        except BlogctlError as error:
            outcome.trouble(error)


def _folder_format(request: documents.Request) -> str | None:
    """A format that makes a folder, if one is asked for."""
    from blogctl.exporters.registry import is_folder

    return next((name for name, each in request.exporters.items() if is_folder(each)), None)


def _into_folder(request: documents.Request, several: bool) -> bool:
    """Whether documents go into a folder under names of their own; an error where they cannot."""
    output, folder_format = request.output, _folder_format(request)
    if output is None:
        if folder_format:
            message = f'the format "{folder_format}" makes a folder: say which with -o FOLDER/'
            raise UsageError(message)
        if several:
            raise UsageError("several documents need a folder: say which with -o FOLDER/")
        return False
    if output.endswith(("/", os.sep)) or files.is_folder(output):
        is_file = files.is_regular(output)
    else:
        several = several or folder_format is not None
        is_file = several and (
            files.is_regular(output)
            or any(output.endswith(each.suffix) for each in request.exporters.values())
        )
        if not several:
            return False
    if is_file:
        help_ = None if files.is_regular(output) else f"write {output}/ if that is to be one"
        raise UsageError(f"{output}: this is a file; several documents need a folder", help=help_)
    return True
