"""Updates that share an id: what the rules about ids have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blogctl.model import Update, content_hash
from blogctl.rules import Subject
from blogctl.times import rfc3339


@dataclass(frozen=True, slots=True)
class Clash:
    """An update whose id is that of an earlier one, letter case aside.

    ``same_content`` is ``None`` where one of them could be read in part only.
    """

    index: int
    update: Update
    earlier_index: int
    earlier: Update
    same_content: bool | None

    @property
    def only_case(self) -> bool:
        """Whether the ids differ in the case of letters."""
        return self.update.id != self.earlier.id

    @property
    def both_derived(self) -> bool:
        """Whether neither id stands in the file."""
        return not (self.update.has_own_id or self.earlier.has_own_id)

    @property
    def path(self) -> tuple[str | int, ...]:
        """The place of the later id, or of its update if the file has none."""
        own = ("id",) if self.update.has_own_id else ()
        return ("updates", self.index, *own)

    @property
    def first(self) -> str:
        """The earlier update, in words."""
        return name_of(self.earlier_index, self.earlier)

    @property
    def message(self) -> str:
        """That the ids are the same, in words."""
        if self.update.has_own_id:
            return f'the id "{self.update.id}" is that of {self.first}'
        return f'without an id this update is known as "{self.update.id}", the id of {self.first}'


def name_of(index: int, update: Update) -> str:
    """How a message names an update: by its number in the file and its time."""
    return f"update {index + 1} ({rfc3339(update.time)})"


def clashes(subject: Subject) -> Iterator[Clash]:
    """Each update that shares its id with an earlier one, once.

    The earlier one is the first with the same id and content, else the first with the same
    id, else the first whose id differs in case only.
    """
    if len({update.id.lower() for _, update in subject.updates}) == len(subject.updates):
        return
    # A partial update that shows no id may have one that is wrong: it is judged once mended.
    known = [
        (index, update)
        for index, update in subject.updates
        if index not in subject.partial or update.has_own_id
    ]
    groups: dict[str, list[tuple[int, Update]]] = {}
    for index, update in known:
        groups.setdefault(update.id.lower(), []).append((index, update))
    for group in groups.values():
        if len(group) > 1:
            yield from _within(group, subject.partial)


def _within(group: list[tuple[int, Update]], partial: frozenset[int]) -> Iterator[Clash]:
    twins: dict[tuple[str, str], tuple[int, Update]] = {}
    firsts: dict[str, tuple[int, Update]] = {}
    for index, update in group:
        print_ = None if index in partial else content_hash(update)
        twin = twins.get((update.id, print_)) if print_ else None
        first = firsts.get(update.id)
        if twin:
            yield Clash(index, update, *twin, same_content=True)
        elif first:
            unsure = print_ is None or first[0] in partial
            yield Clash(index, update, *first, same_content=None if unsure else False)
        elif firsts:
            other = group[0]
            unsure = print_ is None or other[0] in partial
            same = None if unsure else content_hash(other[1]) == print_
            yield Clash(index, update, *other, same_content=same)
        firsts.setdefault(update.id, (index, update))
        if print_:
            twins.setdefault((update.id, print_), (index, update))
