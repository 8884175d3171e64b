"""What stories are exported to: rendered as was asked, for where it was asked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from blogctl.cli import stories
from blogctl.cli.outcome import Outcome
from blogctl.cli.placing import Folder, Output, inside
from blogctl.cli.themes import theme_for
from blogctl.cli.uncopied import uncopied
from blogctl.errors import BlogctlError, UsageError, did_you_mean

if TYPE_CHECKING:
    from blogctl.config import Config
    from blogctl.exporters import Document, Exporter
    from blogctl.model import Story


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be made of each story: the formats, their options of ``-O``, and where to.

    ``output`` is a folder if ``into_folder`` says so, ``None`` is stdout. ``now`` is the time
    that the user says it is, to be read in each story's zone; ``None`` means the clock's.
    ``of_several`` stories tells that others are exported in the same way. ``theme`` is what
    ``--theme`` says.
    """

    exporters: Mapping[str, Exporter]
    options: Mapping[str, Mapping[str, str]]
    output: str | None
    now: str | None = None
    into_folder: bool = False
    of_several: bool = False
    theme: str | None = None


def outputs(
    request: Request, story: Story, config: Config, clock: datetime, outcome: Outcome
) -> Iterator[Output | Folder]:
    """Everything that one story is exported to; nothing is written yet.

    What is wrong with an option is told before anything is made; what is wrong with a format
    keeps only that from being made.
    """
    from blogctl.exporters import Sibling
    from blogctl.exporters.registry import context_for, is_folder, render

    known = _formats() if config.export else frozenset[str]()
    for unknown in sorted(config.export.keys() - known):
        # No error: the plug-in that makes the format may be missing on this machine only.
        hint = did_you_mean(unknown, known, "no plug-in offers it")
        outcome.warning(f"{config.path}: [export.{unknown}]: there is no such format; {hint}")
    formats = request.exporters.items()
    folder = f"{story.meta.id}/" if request.of_several else ""
    names = {
        name: folder or "./" if is_folder(each) else f"{story.meta.id}{each.suffix}"
        for name, each in formats
    }
    context = replace(
        context_for(story, _now(request, stories.zone_of(story.meta.timezone), clock)),
        siblings={name: Sibling(names[name], each.media_type) for name, each in formats}
        if request.into_folder
        else {},
        folder=folder,
        theme=theme_for(request.theme, config, outcome),
    )
    chosen = {name: options(name, each, config, request.options[name]) for name, each in formats}
    _refuse_shared_url(chosen, request)
    for name, exporter in formats:
        try:
            document = render(name, exporter, story, chosen[name], context)
            if is_folder(exporter) and isinstance(document, dict):
                owner = f'the {name} of the story "{story.meta.id}"'
                made = _folder(document, os.path.join(request.output or "", folder), owner)  # noqa: PTH118
                if not getattr(chosen[name], "base_url", None):
                    for text in uncopied(story, context.now, made.path):
                        outcome.warning(text)
                yield made
            else:
                yield from _outputs_of(document, request, name, names[name])
        except BlogctlError as error:
            outcome.trouble(error)


@cache
def _formats() -> frozenset[str]:
    """The names of all formats; to find them takes longer than to read a small story."""
    from blogctl.exporters.registry import available

    return frozenset(available())


def fronts(
    request: Request, told: Sequence[Story], config: Config, clock: datetime, outcome: Outcome
) -> Iterator[Folder]:
    """What stands above the folders of several stories, for each format that has such a thing."""
    from blogctl.exporters import Context
    from blogctl.exporters.registry import front, is_folder

    zone = ZoneInfo("UTC")
    now = _now(request, zone, clock)
    for name, exporter in request.exporters.items():
        if not is_folder(exporter):
            continue
        chosen = options(name, exporter, config, request.options[name])
        try:
            context = Context(now=now, zone=zone, theme=theme_for(request.theme, config))
            made = front(name, exporter, told, chosen, context)
        except BlogctlError as error:
            outcome.trouble(error)
            continue
        if made is not None:
            folders = tuple(story.meta.id for story in told)
            yield _folder(made, request.output or "", f"the {name} of several stories", folders)


def _now(request: Request, zone: ZoneInfo | None, clock: datetime) -> datetime:
    return stories.time_option(request.now, "--now", zone, clock) if request.now else clock


def _folder(
    made: Mapping[str, Document], path: str, owner: str, folders: tuple[str, ...] = ()
) -> Folder:
    path = os.path.dirname(os.path.join(path, ""))  # noqa: PTH118, PTH120 - no slash at its end
    return Folder(path, {name: _bytes(each) for name, each in made.items()}, owner, folders)


def _outputs_of(
    document: Document | dict[str, Document], request: Request, format_: str, name: str
) -> list[Output]:
    output = request.output
    if not isinstance(document, dict):
        target = inside(output, name) if request.into_folder and output else output
        return [Output(target, _bytes(document))]
    if output is None:
        raise UsageError(f'the format "{format_}" makes several files: say where with -o')
    if not request.into_folder:
        message = f'{output}: the format "{format_}" makes several files, which need a folder'
        raise UsageError(message, help=f"write {output}/ if that is to be one")
    return [Output(inside(output, file), _bytes(each)) for file, each in document.items()]


def _refuse_shared_url(chosen: Mapping[str, Any], request: Request) -> None:
    """Two feeds cannot be found at one URL."""
    urls = [url for each in chosen.values() if (url := getattr(each, "feed_url", None))]
    for url in urls:
        if not url.endswith("/") and (request.of_several or urls.count(url) > 1):
            raise UsageError(
                f"feed-url: {url} would be the URL of several feeds",
                help="give the folder that they are in, with a slash at the end",
            )


def options(name: str, exporter: Exporter, config: Config, given: Mapping[str, str]) -> Any:
    """The options of a format: the configuration's, and those given over them."""
    from blogctl.exporters.registry import options_for

    merged = {_key(key): value for key, value in config.export.get(name, {}).items()}
    merged |= {_key(key): value for key, value in given.items()}
    try:
        return options_for(exporter, merged)
    except UsageError as error:
        raise _blamed(error, exporter, config, name) from None


def parse_options(given: list[str], exporters: Mapping[str, Exporter]) -> dict[str, dict[str, str]]:
    """The options of ``-O`` by format."""
    options: dict[str, dict[str, str]] = {name: {} for name in exporters}
    # What is said of one format counts more than what is said of all, wherever it stands.
    for text in sorted(given, key=lambda each: "." in each.partition("=")[0]):
        name, found, value = text.partition("=")
        if not found or not name:
            raise UsageError(f'-O: "{text}" has no value', help="write -O key=value")
        format_, dot, key = name.partition(".")
        if dot:
            if format_ not in exporters:
                raise UsageError(f'-O {name}: the format "{format_}" is not asked for')
            options[format_][key] = value
            continue
        field = _key(name)
        having = [each for each in exporters if field in exporters[each].options.model_fields]
        if not having:
            fields = {key for each in exporters.values() for key in each.options.model_fields}
            known = sorted(key.replace("_", "-") for key in fields)
            listed = ", ".join(known)
            help_ = did_you_mean(name.replace("_", "-"), known, f"known are {listed}")
            raise UsageError(f"-O: no chosen format has the option {name}", help=help_)
        for each in having:
            options[each][name] = value
    return options


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


def _bytes(document: str | bytes) -> bytes:
    return document.encode() if isinstance(document, str) else document
