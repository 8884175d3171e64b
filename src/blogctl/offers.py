"""What installed distributions offer: entry points by name, and what is said of broken ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from blogctl.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

FAILURES = (Exception, SystemExit)
"""Whatever a plug-in does wrong, exiting included; only an interrupt is the user's."""

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """What a distribution offers by a name; nothing of it is loaded yet."""

    name: str
    entry_point: EntryPoint

    # Metadata is read when it is asked for: it takes longer than to load a format.
    @property
    def distribution(self) -> str:
        """The name of the distribution."""
        dist = self.entry_point.dist
        return (dist.name if dist else None) or "an unnamed distribution"

    @property
    def version(self) -> str:
        """The version of the distribution."""
        dist = self.entry_point.dist
        return (dist.version if dist else None) or "of unknown version"

    @property
    def origin(self) -> str:
        """The distribution with its version, as messages name it."""
        return f"{self.distribution} {self.version}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of plug-in: its group of entry points, and the words for it in messages."""

    group: str
    noun: str
    verb: str = "has"

    def only(self, name: str, entries: list[Entry]) -> Entry:
        """The one entry of a name; :class:`~blogctl.errors.PluginError` if there are several."""
        if len(entries) > 1:
            origins = " and ".join(entry.origin for entry in entries)
            raise PluginError(
                f'the {self.noun} "{name}" is offered by {origins}',
                help="uninstall all but one of them",
            )
        return entries[0]

    def broken(
        self, origin: str, name: str, why: str, error: BaseException | None = None
    ) -> PluginError:
        """What to raise where a plug-in is at fault: why, and what it raised itself."""
        said = why if error is None else f"{why}: {_one_line(error)}"
        message = f'{origin}, which {self.verb} the {self.noun} "{name}", is broken: {said}'
        return PluginError(message)


def offered(group: str) -> dict[str, list[Entry]]:
    """What there is in a group by name, in order, with all who offer it: mostly one."""
    from importlib.metadata import entry_points

    found: dict[str, list[Entry]] = {}
    for point in entry_points(group=group):
        entry = Entry(point.name, point)
        others = found.setdefault(point.name, [])
        # A distribution can be seen twice, as where an editable copy lies beside its build.
        if all(_normal(entry.distribution) != _normal(other.distribution) for other in others):
            others.append(entry)
    return dict(sorted(found.items()))


def _normal(distribution: str) -> str:
    """One spelling for the names that installers take as the same."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _one_line(error: BaseException) -> str:
    """An exception in one line that is not too long."""
    try:
        text = " ".join(str(error).split())
    except FAILURES:
        text = ""
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return f"{type(error).__name__}: {shown}" if shown else type(error).__name__
