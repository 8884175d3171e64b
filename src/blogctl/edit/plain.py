"""Long stories read in one pass, as far as ``add`` and ``sort`` must know them.

A block that is written plainly, in canonical order, is recognised as a valid update by its
text alone; any other is parsed and read on its own. Tables of TOML do not depend on each other,
so that blocks which are valid alone are valid together: what is known of such a story is as
certain as if it had been parsed as a whole, and so is an edit whose surroundings are parsed.
Whoever is unsure gives up, and the whole is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from blogctl.edit.arranging import arranged
from blogctl.edit.ground import parted_block
from blogctl.edit.proof import Data, prove, with_updates
from blogctl.model import StoryMeta, Update, derived_id, read, read_update
from blogctl.source.blocks import split
from blogctl.source.parsing import Unparseable, parse
from blogctl.source.scan import Unscannable

WORTHWHILE = 50_000  # characters; the patterns take a while to be made
_HEADER = "[[updates]]\n"
_MOST_ODD = 0.05  # of all blocks; with more, parsing the whole is quicker


class Plain:
    """A valid story in which each update was recognised, or read on its own."""

    problems = 0

    def __init__(
        self,
        text: str,
        data: Data,
        meta: StoryMeta,
        starts: list[int],
        ends: list[int],
        ids: list[str],
        times: list[datetime],
    ) -> None:
        self._text = text
        self._starts = [*starts, len(text)]
        self._ends = ends
        self._numbers = {id_.lower(): number for number, id_ in enumerate(ids)}
        self.data = data
        self.meta = meta
        self.times = times

    def has(self, id: str) -> bool:  # noqa: A002
        """Whether an update has an id, in upper or lower case."""
        return id.lower() in self._numbers

    def find(self, id: str) -> Update | None:  # noqa: A002
        """The update with an id, in upper or lower case."""
        number = self._numbers[id.lower()]
        return _read(self._text[self._starts[number] : self._starts[number + 1]], self.meta)[0]

    def sorted(self) -> str | None:
        """The text with its updates oldest first, proved; ``None`` where that is in doubt.

        Each block must have been recognised, and each be recognised again where it comes to
        stand.
        """
        order = sorted(range(len(self.times)), key=self.times.__getitem__)
        if order == list(range(len(order))):
            return self._text
        try:
            blocks = split(self._text)
        except Unscannable:
            return None
        if blocks.parted or len(blocks.updates) != len(order) or -1 in self._ends:
            return None
        said = [self._text[block.start : block.end] for block in blocks.updates]
        new = plain(arranged(blocks, [said[number] for number in order]))
        if new is None or new.data != self.data:
            return None
        values = self._values()
        return new._text if new._values() == [values[i] for i in order] else None

    def _values(self) -> list[str]:
        """The text of each block up to its last value: comments behind it belong to any."""
        spans = zip(self._starts, self._ends, strict=False)
        return [self._text[start:end] for start, end in spans]

    def inserted(self, slots: Sequence[tuple[int, Data]]) -> str:
        """The text with updates put in, each proved with what stands around it."""
        parts = []
        position = 0
        for slot, group in groupby(slots, key=lambda pair: pair[0]):
            # From the block before the place to the one behind it; at the very first, the head.
            start = self._starts[slot - 1] if slot else 0
            end = self._starts[min(slot + 1, len(self._starts) - 1)]
            new = [data for _, data in group]
            offset, said = _between(self._text[start:end], new, leads=not slot)
            parts += [self._text[position : start + offset], said]
            position = start + offset
        return "".join([*parts, self._text[position:]])


def _between(text: str, new: Sequence[Data], *, leads: bool) -> tuple[int, str]:
    """Where new updates go in a text, behind its first one or before it, and theirs, proved."""
    block = split(text).updates[0]
    offset = block.start if leads else block.end
    said = "".join(parted_block(data, "\n", leads=leads) for data in new)
    data = parse(text)
    if isinstance(data, Unparseable):
        raise Unscannable(0)
    there = data["updates"]
    number = 0 if leads else 1
    prove(
        text[:offset] + said + text[offset:],
        with_updates(data, [*there[:number], *new, *there[number:]]),
    )
    return offset, said


def plain(text: str) -> Plain | None:
    """A long and valid story, read quickly; ``None`` where there is any doubt."""
    if len(text) < WORTHWHILE or any(odd in text for odd in ("\r", "\ufffe", "\uffff", "<<<<<<<")):
        return None
    first = text.find(f"\n{_HEADER}") + 1
    head = parse(text[:first]) if first else None
    if not isinstance(head, dict) or "updates" in head:
        return None
    story = read(head)
    if story.story is None or story.meta is None:
        return None
    found = _blocks(text, first, story.meta)
    return Plain(text, head, story.meta, *found) if found else None


def _blocks(
    text: str, position: int, meta: StoryMeta
) -> tuple[list[int], list[int], list[str], list[datetime]] | None:
    """Where each block begins and ends (-1 if it is odd), the ids and the times.

    ``None`` where one is not valid.
    """
    starts: list[int] = []
    ends: list[int] = []
    ids: list[str | None] = []
    times: list[str | datetime] = []
    edits: list[str] = []
    match = _pattern().match
    odd = 0
    while position < len(text):
        block = match(text, position)
        starts.append(position)
        if block:
            id_, time, edited, _ = block.groups()
            ends.append(block.end(4))
            if edited:
                edits.append(edited)
            position = block.end()
        else:
            odd += 1
            ends.append(-1)
            position = text.find(f"\n{_HEADER}", starts[-1]) + 1 or len(text)
            update, id_ = _read(text[starts[-1] : position], meta)
            if update is None or (odd > 100 and odd > _MOST_ODD * len(starts)):
                return None
            time = update.time
        ids.append(id_)
        times.append(time)
    try:
        for edited in edits:
            datetime.fromisoformat(edited)
        instants = [datetime.fromisoformat(t) if isinstance(t, str) else t for t in times]
    except ValueError:
        return None
    own = [id_ or derived_id(time) for id_, time in zip(ids, instants, strict=True)]
    return starts, ends, own, instants


def _read(text: str, meta: StoryMeta) -> tuple[Update | None, str | None]:
    """The one update that a text is, and the id it has of its own; ``None`` if it is not valid."""
    data: Any = parse(text)
    if isinstance(data, Unparseable) or set(data) != {"updates"}:
        return None, None
    updates = data["updates"]
    if not isinstance(updates, list) or len(updates) != 1 or not text.startswith(_HEADER):
        return None, None
    update, _ = read_update(updates[0], meta)
    return update, update.id if update and update.has_own_id else None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """A plainly written update that is valid, up to the next or to the end of the text.

    The groups are its id, its time, when it was edited, and nothing, where its last value ends.
    """
    control = r"\x00-\x08\x0a-\x1f\x7f"
    control_in_lines = r"\x00-\x08\x0b-\x1f\x7f"
    rest = rf'[^"\\{control}]*(?:\\["\\nt][^"\\{control}]*)*'
    text = rf'(?:"{rest}"(?!")|\'[^\'{control}]*\'(?!\'))'
    name = rf'"[^"\\\s{control}]{rest}"(?!")'
    lines = rf'[^"\\{control_in_lines}]*(?:(?:"(?!"")|\\["\\nt])[^"\\{control_in_lines}]*)*'
    body = rf'(?:"""\n?[^"\\\s{control}]{lines}"""(?!")|{name})'
    names = rf"\[ ?(?:{name}(?:, ?(?={chr(34)}))?)+ ?\]"
    device = r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])[.\"]"
    id_ = rf'"((?!(?i:{device}))[A-Za-z0-9](?:[A-Za-z0-9._-]{{0,126}}[A-Za-z0-9_-])?)"'
    clock = r"(?:[01]\d|2[0-3]):[0-5]\d"
    time = rf"[12]\d{{3}}-\d\d-\d\d[T ]{clock}:[0-5]\d(?:\.\d{{1,6}})?(?:Z|[+-]{clock})"
    url = r'"https?://(?:[a-z0-9-]+\.)+[a-z]+/[A-Za-z0-9._~/%?=&+-]*"'
    end = rf"[ \t]*(?:#[^{control}]*)?\n"

    def key(name_: str, value: str, mark: str = "?") -> str:
        return rf"(?:{name_} = {value}{end}){mark}"

    media = (
        r"\n*\[\[updates\.media\]\]\n"
        + key("type", '"(?:image|video|audio|embed|file)"', "")
        + key("url", url, "")
        + "".join(key(each, text) for each in ("alt", "caption", "credit"))
        + key("mime", '"[a-z]{1,99}/[a-z0-9.+-]{1,99}"')
        + "".join(key(each, r"[1-9]\d{0,5}") for each in ("bytes", "width", "height"))
    )
    return re.compile(
        re.escape(_HEADER)
        + key("id", id_)
        + key("time", f"({time})", "")
        + rf"(?:{key('headline', name, '')}{key('body', body)}|{key('body', body, '')})"
        + key("authors", names)
        + key("tags", names)
        + key("key", "(?:true|false)")
        + key("pinned", "(?:true|false)")
        + key("label", text)
        + key("status", '"(?:draft|published)"')
        + key("edited", f"({time})")
        + rf"(?:{media})*()"
        + rf"(?:\n|#[^{control}]*\n)*"
        + rf"(?={re.escape(_HEADER)}|\Z)"
    )
