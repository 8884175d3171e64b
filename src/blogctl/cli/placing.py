"""Documents put where they were asked for, after everything that speaks against it was found."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from blogctl import files
from blogctl.cli.outcome import Outcome
from blogctl.cli.terminal import Terminal
from blogctl.errors import UsageError


@dataclass(frozen=True, slots=True)
class Output:
    """A document on its way out: where to, ``None`` for stdout."""

    path: str | None
    data: files.Kept


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of documents by their names, which it alone decides on; ``owner`` says of what.

    ``folders`` are the names of those below it that stories have for themselves.
    """

    path: str
    documents: Mapping[str, files.Kept]
    owner: str
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Put:
    """How many documents came to differ, or would; did not; and went, or would."""

    changed: int = 0
    unchanged: int = 0
    removed: int = 0


def refuse_overwriting(made: Iterable[Output | Folder], stories_read: Collection[str]) -> None:
    """Nothing is written over a story; ``stories_read`` are the resolved paths of some."""
    for target in (target for each in made for target in _targets(each)):
        if files.resolved(target) in stories_read or files.is_source(target):
            message = f"{target}: a story or configuration is never written over"
            raise UsageError(message, help="choose another -o")


def refuse_collisions(made: Iterable[Output | Folder], taken: dict[str, str], path: str) -> None:
    """Two stories are not written over each other; ``taken`` grows by what those of a path are."""
    for target in (target for each in made for target in _targets(each)):
        other = taken.get(_place(target))
        if other is not None:
            both = f"{path} and {other}" if other != path else f"two formats of {path}"
            raise UsageError(f"{both} would be written to {target}")
        taken[_place(target)] = path


def refuse_intruders(made: Sequence[Output | Folder], homes: Mapping[str, str]) -> None:
    """The folder of a story among several is its own: nothing else stands in its place, or in it.

    ``homes`` are those folders, with the story files they are of. An id may be any name, even
    that of the front page.
    """
    owners = {_place(folder): (folder, path) for folder, path in homes.items()}
    others = (each for each in made if not isinstance(each, Folder) or each.path not in homes)
    for target in (target for each in others for target in _targets(each)):
        place = _place(target)
        while place not in owners and place != os.path.dirname(place):  # noqa: PTH120
            place = os.path.dirname(place)  # noqa: PTH120
        if place in owners:
            folder, path = owners[place]
            raise UsageError(
                f"{path}: {folder}/ is to be the folder of this story, "
                f"and {target} is to be written, too",
                help="give the story another id, or export it alone",
            )


def _place(path: str) -> str:
    """A path as two that are the same on some system have it in common."""
    return os.path.normpath(path).lower()


def _targets(made: Output | Folder) -> list[str]:
    """The paths that something is written to."""
    if isinstance(made, Folder):
        return [inside(made.path, name) for name in (*made.documents, files.MANIFEST)]
    return [] if made.path is None else [made.path]


def examine(made: Iterable[Output | Folder]) -> None:
    """Find whether all folders may be brought up to date; an error where one may not.

    They hold the bytes themselves.
    """
    for each in made:
        if isinstance(each, Folder):
            _publish(each, files.Store(), check=True)


def put_aside(made: Output | Folder, store: files.Store) -> Output | Folder:
    """The same with the bytes in a store."""
    if isinstance(made, Folder):
        kept = {name: store.keep(store.get(data)) for name, data in made.documents.items()}
        return replace(made, documents=kept)
    return replace(made, data=store.keep(store.get(made.data)))


@contextmanager
def putting(made: Iterable[Output | Folder], check: bool) -> Iterator[None]:
    """What is to be done before documents are put, and after it, once for those of a folder."""
    paths = [] if check else [each.path for each in made if isinstance(each, Output) and each.path]
    files.begin_outputs(paths)
    yield
    files.end_outputs(paths)


def put(
    terminal: Terminal, made: Output | Folder, store: files.Store, check: bool, outcome: Outcome
) -> Put:
    """Write what was made, or compare it; what differs from what is there."""
    if isinstance(made, Folder):
        done = _publish(made, store, check)
        count = _tell(terminal, made, done, check)
        _warn(outcome, made, done)
        return count
    differs = _put(terminal, made, store.get(made.data), check)
    return Put(int(differs), int(not differs))


def _publish(folder: Folder, store: files.Store, check: bool) -> files.Published:
    documents = {name: store.get(data) for name, data in folder.documents.items()}
    return files.publish(folder.path, documents, folder.owner, folders=folder.folders, check=check)


def _tell(terminal: Terminal, folder: Folder, done: files.Published, check: bool) -> Put:
    said = {
        "would change" if check else "written": done.written,
        "would be removed" if check else "removed": done.removed,
    }
    tell = terminal.talk if check else terminal.detail
    for what, names in said.items():
        for name in names:
            tell(f"{inside(folder.path, name)}: {what}")
    for name in done.unchanged:
        terminal.detail(f"{inside(folder.path, name)}: unchanged")
    return Put(len(done.written), len(done.unchanged), len(done.removed))


def _warn(outcome: Outcome, folder: Folder, done: files.Published) -> None:
    """Tell what readers still find that nothing makes any more."""
    for name in done.kept:
        path = inside(folder.path, name)
        outcome.warning(f"{path}: this is no longer made, but was changed by hand: it stays")
    for name in done.deserted:
        path = inside(folder.path, name)
        outcome.warning(
            f"{path}: this folder is of a story that is no longer exported: "
            "remove it if readers should not find it any more"
        )


def _put(terminal: Terminal, output: Output, data: bytes, check: bool) -> bool:
    """Write a document, or compare it; whether it differs from what is there."""
    if output.path is None:
        terminal.document(data)
        return True
    if check:
        try:
            same = files.read_bytes(output.path) == data
        except (UsageError, files.TooLarge):
            same = False
        if not same:
            terminal.talk(f"{output.path}: would change")
        return not same
    differs = files.write_output(output.path, data, alone=False)
    terminal.detail(f"{output.path}: {'written' if differs else 'unchanged'}")
    return differs


def inside(folder: str, name: str) -> str:
    """The path of a name with slashes in a folder."""
    return os.path.join(folder, *name.split("/"))  # noqa: PTH118
