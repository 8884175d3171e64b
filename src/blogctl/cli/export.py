"""``blogctl export``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from blogctl import files
from blogctl.cli import documents, placing, processes, stories, watching
from blogctl.cli.making import Made, Making, Putting
from blogctl.cli.options import Jobs
from blogctl.cli.outcome import Outcome
from blogctl.cli.placing import Folder, Output
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, PluginError, UsageError


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
    jobs: Jobs = 1,
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
    done = partial(_export, terminal, paths, request, jobs=jobs)
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
    jobs: int = 1,
) -> watching.Exported:
    """Export everything once: all is made and examined first, and then it is put."""
    named = list(stories.expand(paths, outcome.trouble))
    of_several = _of_several(request, paths, named)
    into_folder = _into_folder(request, of_several or len(request.exporters) > 1)
    request = replace(request, into_folder=into_folder, of_several=of_several)
    exported = watching.Exported(folders=_folder_format(request) is not None)
    # What other processes make is put aside on disk, where this one and the next can get it.
    with files.Store(0) if len(named) > 1 and jobs != 1 else files.Store() as store:
        making = Making(
            terminal,
            request,
            clock,
            store,
            frozenset(map(files.resolved, named)),
            # What is put alone refuses by itself, before it writes anything.
            examines=not check and (of_several or len(request.exporters) > 1),
            tells=of_several and any(hasattr(each, "front") for each in request.exporters.values()),
        )
        with processes.done(making, named, [], jobs) as results:
            results = processes.tracked(results, terminal, len(named), "stories read")
            made, fronts = _collected(terminal, making, results, exported, outcome)
        if not exported.refused:
            _put(Putting(terminal, store, check), made, fronts, jobs, exported, outcome)
    if not named and outcome.code == 0:
        terminal.talk("no story files found; their names end in .story.toml")
    return exported


def _collected(
    terminal: Terminal,
    making: Making,
    results: Iterable[Made],
    exported: watching.Exported,
    outcome: Outcome,
) -> tuple[list[Output | Folder], list[Folder]]:
    """All that was made, and what stands above it, once nothing speaks against putting it there."""
    taken: dict[str, str] = {}
    ids: dict[str, str] = {}
    told: list[Made] = []
    all_told = True
    for each in results:
        try:
            if each.id:
                _refuse_same_id(each.id, each.path, ids, exported)
                exported.comes(each.due)
            processes.tell(each.notes, terminal, outcome)
            if each.outputs is not None:
                placing.refuse_collisions(each.outputs, taken, each.path)
                told.append(each)
                continue
        except BlogctlError as error:
            outcome.trouble(error)
        all_told = False
    made = [output for each in told for output in each.outputs or ()]
    fronts: list[Folder] = []
    if exported.refused:
        return made, fronts
    request, homes = making.request, {}
    if told and request.of_several:
        fronts += documents.fronts(
            request,
            [each.story for each in told if each.story],
            stories.config_for(told[0].path),
            making.clock,
            outcome,
        )
        homes = {
            output.path: each.path
            for each in told
            for output in each.outputs or ()
            if isinstance(output, Folder)
        }
    try:
        placing.refuse_overwriting(fronts, making.named)
        placing.refuse_collisions(fronts, taken, request.output or "")
        placing.refuse_intruders([*made, *fronts], homes)
        for objection in filter(None, (each.objection for each in told)):
            raise objection
        if making.examines:
            placing.examine(fronts)
    except BlogctlError as error:
        outcome.trouble(error)
        exported.refused = True
    # A list that lacks a story which could not be read would be worse than yesterday's.
    return made, fronts if all_told else []


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
    putting: Putting,
    made: list[Output | Folder],
    fronts: list[Folder],
    jobs: int,
    exported: watching.Exported,
    outcome: Outcome,
) -> None:
    """Write what was made, and count it; where that fails, the rest is still written."""
    with (
        placing.putting([*made, *fronts], putting.check),
        processes.done(putting, made, fronts, jobs) as results,  # pages come before those above
    ):
        all_ = len(made) + len(fronts)
        for put, notes in processes.tracked(results, putting.terminal, all_, "put in place"):
            processes.tell(notes, putting.terminal, outcome)
            if put is None:
                exported.refused = True
            else:
                exported.count(put)


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
