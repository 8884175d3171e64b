"""What stories are exported to: rendered as was asked, and put where it was asked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from blogctl import files
from blogctl.cli import stories
from blogctl.cli.outcome import Outcome
from blogctl.cli.terminal import Terminal
from blogctl.cli.themes import theme_for
from blogctl.errors import BlogctlError, UsageError, did_you_mean

if TYPE_CHECKING:
    from blogctl.config import Config
    from blogctl.exporters import Document, Exporter
    from blogctl.model import Story


@dataclass(frozen=True, slots=True)
class Output:
    """A document on its way out: where to, ``None`` for stdout."""

    path: str | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of documents by their names, which it alone decides on; ``owner`` says of what."""

    path: str
    documents: Mapping[str, bytes]
    owner: str


@dataclass(frozen=True, slots=True)
class Put:
    """How many documents came to differ, or would; did not; and went, or would."""

    changed: int = 0
    unchanged: int = 0
    removed: int = 0


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
    from blogctl.exporters import Context, Sibling
    from blogctl.exporters.options import absolute
    from blogctl.exporters.registry import available, is_folder, render

    known = available() if config.export else {}
    for unknown in sorted(config.export.keys() - known.keys()):
        # No error: the plug-in that makes the format may be missing on this machine only.
        hint = did_you_mean(unknown, known, "no plug-in offers it")
        outcome.warning(f"{config.path}: [export.{unknown}]: there is no such format; {hint}")
    formats = request.exporters.items()
    folder = f"{story.meta.id}/" if request.of_several else ""
    names = {
        name: folder or "./" if is_folder(each) else f"{story.meta.id}{each.suffix}"
        for name, each in formats
    }
    zone = stories.zone_of(story.meta.timezone)
    context = Context(
        now=stories.time_option(request.now, "--now", zone, clock) if request.now else clock,
        zone=zone or ZoneInfo("UTC"),
        base_url=story.meta.url if story.meta.url and absolute(story.meta.url) else None,
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
                yield _folder(document, os.path.join(request.output or "", folder), owner)  # noqa: PTH118
            else:
                yield from _outputs_of(document, request, name, names[name])
        except BlogctlError as error:
            outcome.trouble(error)


def fronts(
    request: Request, told: Sequence[Story], config: Config, clock: datetime, outcome: Outcome
) -> Iterator[Folder]:
    """What stands above the folders of several stories, for each format that has such a thing."""
    from blogctl.exporters import Context
    from blogctl.exporters.registry import front, is_folder

    zone = ZoneInfo("UTC")
    now = stories.time_option(request.now, "--now", zone, clock) if request.now else clock
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
            yield _folder(made, request.output or "", f"the {name} of several stories")


def _folder(made: Mapping[str, Document], path: str, owner: str) -> Folder:
    path = path.rstrip("/" + os.sep) or path
    return Folder(path, {name: _bytes(each) for name, each in made.items()}, owner)


def _outputs_of(
    document: Document | dict[str, Document], request: Request, format_: str, name: str
) -> list[Output]:
    output = request.output
    if not isinstance(document, dict):
        target = _inside(output, name) if request.into_folder and output else output
        return [Output(target, _bytes(document))]
    if output is None:
        raise UsageError(f'the format "{format_}" makes several files: say where with -o')
    if not request.into_folder:
        message = f'{output}: the format "{format_}" makes several files, which need a folder'
        raise UsageError(message, help=f"write {output}/ if that is to be one")
    return [Output(_inside(output, file), _bytes(each)) for file, each in document.items()]


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
            known = {key for each in exporters.values() for key in each.options.model_fields}
            listed = ", ".join(sorted(key.replace("_", "-") for key in known))
            help_ = did_you_mean(name, known, f"known are {listed}")
            raise UsageError(f"-O: no chosen format has the option {name}", help=help_)
        for each in having:
            options[each][name] = value
    return options


def refuse_collisions(
    made: Iterable[Output | Folder], taken: dict[str, str], path: str, stories_read: set[str]
) -> None:
    """Nothing is written over a story, and two stories with one id not over each other."""
    for target in (target for each in made for target in _targets(each)):
        if files.resolved(target) in stories_read or files.is_source(target):
            message = f"{target}: a story or configuration is never written over"
            raise UsageError(message, help="choose another -o")
        other = taken.get(target.lower())
        if other is not None:
            both = f"{path} and {other}" if other != path else f"two formats of {path}"
            raise UsageError(f"{both} would be written to {target}")
        taken[target.lower()] = path


def _targets(made: Output | Folder) -> list[str]:
    """The paths that something is written to."""
    if isinstance(made, Folder):
        return [_inside(made.path, name) for name in (*made.documents, files.MANIFEST)]
    return [] if made.path is None else [made.path]


def put(terminal: Terminal, made: Output | Folder, check: bool) -> Put:
    """Write what was made, or compare it; what differs from what is there."""
    if isinstance(made, Folder):
        return _publish(terminal, made, check)
    differs = _put(terminal, made, check)
    return Put(int(differs), int(not differs))


def _publish(terminal: Terminal, folder: Folder, check: bool) -> Put:
    done = files.publish(folder.path, folder.documents, folder.owner, check=check)
    said = {
        "would change" if check else "written": done.written,
        "would be removed" if check else "removed": done.removed,
    }
    tell = terminal.talk if check else terminal.detail
    for what, names in said.items():
        for name in names:
            tell(f"{_inside(folder.path, name)}: {what}")
    for name in done.unchanged:
        terminal.detail(f"{_inside(folder.path, name)}: unchanged")
    for name in done.kept:
        path = _inside(folder.path, name)
        terminal.warning(f"{path}: this is no longer made, but was changed by hand: it stays")
    return Put(len(done.written), len(done.unchanged), len(done.removed))


def _put(terminal: Terminal, output: Output, check: bool) -> bool:
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
