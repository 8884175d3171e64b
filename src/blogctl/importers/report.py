"""What an import did, and what it cost: for the person who wrote the page, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from blogctl.importers import Omission

UNTITLED = "the source has no headline: it is called Untitled"
"""A doubt about what becomes a story of its own."""

_FEW = 5
"""How many of a kind are named one by one."""


@dataclass(slots=True)
class Report:
    """The account of one import.

    ``found`` counts the updates in the source, ``imported`` those in the story, of which some are
    ``drafts`` and some ``retracted``. ``fields`` counts which fields the updates have, ``origins``
    says where fields came from. ``omissions`` are what was left out and why, ``doubts`` what
    cannot be right with the ids that it is said of, and ``has_losses`` whether a value was left out
    for one of them; ``homeless`` is what had no home by its name in the source.
    """

    source: str
    importer: str
    is_guess: bool = False
    encoding: str = "utf-8"
    found: int = 0
    imported: int = 0
    drafts: int = 0
    retracted: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    origins: dict[str, str] = field(default_factory=dict)
    omissions: list[Omission] = field(default_factory=list)
    doubts: dict[str, list[str]] = field(default_factory=dict)
    homeless: Counter[str] = field(default_factory=Counter)
    has_losses: bool = False

    def doubt(self, text: str, id: str | None = None, *, is_loss: bool = False) -> None:  # noqa: A002
        """Note what cannot be right, and what was done; of an update by its id.

        ``is_loss`` says that a value was left out for it.
        """
        self.has_losses |= is_loss
        ids = self.doubts.setdefault(text, [])
        if id is not None:
            ids.append(id)

    def leave_out(self, what: str, why: str) -> None:
        """Note what is not in the story."""
        self.omissions.append(Omission(what, why))

    @property
    def is_lossless(self) -> bool:
        """Whether all that is in the source is in the story."""
        return not (self.omissions or self.homeless or self.has_losses)

    def data(self) -> Mapping[str, Any]:
        """The report as JSON."""
        return {
            "source": self.source,
            "importer": self.importer,
            "guess": self.is_guess,
            "encoding": self.encoding,
            "updates": {
                "found": self.found,
                "imported": self.imported,
                "drafts": self.drafts,
                "retracted": self.retracted,
            },
            "fields": {
                name: {"count": count, "from": self.origins.get(f"updates.{name}")}
                for name, count in sorted(self.fields.items())
            },
            "story": {
                name.removeprefix("story."): origin
                for name, origin in sorted(self.origins.items())
                if name.startswith("story.")
            },
            "left_out": [{"what": each.what, "why": each.why} for each in self.omissions],
            "doubts": [{"what": text, "updates": ids} for text, ids in self.doubts.items()],
            "no_home": dict(sorted(self.homeless.items())),
        }

    def lines(self) -> Iterator[str]:
        """The report for people, a line at a time."""
        kind = f"{self.importer}, a guess: check it" if self.is_guess else self.importer
        yield f"read as {kind}: {_counted(self.found, 'update')} found, {self.imported:,} imported"
        states = [f"{_counted(self.drafts, 'draft')}" if self.drafts else ""]
        states += [f"{self.retracted:,} retracted" if self.retracted else ""]
        if any(states):
            yield f"of these {' and '.join(filter(None, states))}"
        if self.fields:
            yield "with " + ", ".join(f"{name} {n:,}" for name, n in sorted(self.fields.items()))
        for text, ids in self.doubts.items():
            yield f"doubtful: {text}{_named(ids)}"
        for why, whats in _grouped(self.omissions).items():
            shown = "; ".join(whats[:_FEW])
            more = f"; and {len(whats) - _FEW} more" if len(whats) > _FEW else ""
            yield f"left out: {shown}{more}: {why}"
        if self.homeless:
            listed = ", ".join(f"{name} ({n})" for name, n in sorted(self.homeless.items()))
            yield f"no home for: {listed}"


def _grouped(omissions: list[Omission]) -> dict[str, list[str]]:
    by_reason: dict[str, list[str]] = {}
    for each in omissions:
        by_reason.setdefault(each.why, []).append(each.what)
    return by_reason


def _named(ids: list[str]) -> str:
    if not ids:
        return ""
    more = f" and {len(ids) - _FEW} more" if len(ids) > _FEW else ""
    return f" ({', '.join(ids[:_FEW])}{more})"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
