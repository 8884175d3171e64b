"""What a process does with a story that is exported, and later with what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from blogctl import api, files
from blogctl.cli import documents, placing, stories
from blogctl.cli.placing import Folder, Output, Put
from blogctl.cli.processes import NotedOutcome, Notes
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, EnvironmentFailure

if TYPE_CHECKING:
    from blogctl.model import Story


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a story, with what there is to say of it.

    ``id`` is empty if it could not be read, ``outputs`` are ``None`` if they could not be made.
    ``due`` is the first moment at which readers see something else. ``objection`` is what speaks
    against putting the outputs in their place; ``story`` is there if it is to be told of.
    """

    path: str
    notes: Notes
    id: str = ""
    due: datetime | None = None
    outputs: tuple[Output | Folder, ...] | None = None
    objection: BlogctlError | None = None
    story: Story | None = None


@dataclass(frozen=True, slots=True)
class Making:
    """Makes everything that a story is exported to; nothing is put in its place yet.

    ``named`` are the resolved paths of all stories. Where ``examines``, what stands in the places
    of the outputs is looked at, and where ``tells``, stories are kept for what stands above them.
    """

    terminal: Terminal
    request: documents.Request
    clock: datetime
    store: files.Store
    named: Collection[str]
    examines: bool
    tells: bool

    def __call__(self, path: str) -> Made:
        """What came of the story in a file."""
        from blogctl.exporters.visible import next_change

        notes = Notes.like(self.terminal)
        outcome = NotedOutcome(notes)
        made = Made(path, notes)
        try:
            story, config = api.load(path), stories.config_for(path)
            made = replace(made, id=story.meta.id, due=next_change(story, self.clock))
            outputs = list(documents.outputs(self.request, story, config, self.clock, outcome))
            placing.refuse_overwriting(outputs, self.named)
            objection = self._objection(outputs)
            aside = self._aside(path, outputs)
        except BlogctlError as error:
            outcome.trouble(error)
            return made
        told = story if self.tells else None
        return replace(made, outputs=aside, objection=objection, story=told)

    def _aside(self, path: str, outputs: list[Output | Folder]) -> tuple[Output | Folder, ...]:
        try:
            return tuple(placing.put_aside(each, self.store) for each in outputs)
        except EnvironmentFailure as error:
            raise error.about(path) from error

    def _objection(self, outputs: list[Output | Folder]) -> BlogctlError | None:
        try:
            if self.examines:
                placing.examine(outputs)
        except BlogctlError as error:
            return error
        return None


@dataclass(frozen=True, slots=True)
class Putting:
    """Puts what was made in its place, or compares it with what is there."""

    terminal: Terminal
    store: files.Store
    check: bool

    def __call__(self, made: Output | Folder) -> tuple[Put | None, Notes]:
        """What differs, ``None`` where that failed; and what there is to say."""
        notes = Notes.like(self.terminal)
        outcome = NotedOutcome(notes)
        try:
            return placing.put(notes, made, self.store, self.check, outcome), notes
        except BlogctlError as error:
            outcome.trouble(error)
            return None, notes
