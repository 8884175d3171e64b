"""What installed distributions offer: entry points by their names, with where each is from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


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
