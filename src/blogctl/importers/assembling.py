"""Findings to a story that is valid, always, and an account of what that cost."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from blogctl.errors import UsageError
from blogctl.importers import Findings, Source, without_blanks
from blogctl.importers.fitting import fitted
from blogctl.importers.ids import fitting_id
from blogctl.importers.moments import read_moment, whole_offset
from blogctl.importers.report import UNTITLED, Report
from blogctl.importers.values import text
from blogctl.model import Story, derived_id, read
from blogctl.model.fields import is_id
from blogctl.rules import Subject, judging_errors
from blogctl.times import TimeProblem, find_zone, in_range, resolve_local

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_TIMES = ("time", "edited", "coverage_start", "coverage_end")
_ALWAYS = {"id", "time", "status"}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of drafts where nothing has one."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the user says about an import.

    ``zone`` is what local times are read in where the source names none. ``keep_untimed`` keeps
    entries without a time, as drafts. ``defaults`` are story fields for what the source does not
    have. ``name`` makes the id of a story from its day and headline. Coverage that is to end after
    ``now`` has not ended.
    """

    name: Callable[[date, str], str]
    now: datetime
    zone: str | None = None
    keep_untimed: bool = False
    defaults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """The story, and the account of how it came to be.

    ``assumed`` are the fields that have a value which the source does not state: those of an
    update by its id, those of the story itself under an empty one. ``withdrawn`` are the updates
    of which the source has only that, and when, they were taken away.
    """

    story: Story
    report: Report
    assumed: Mapping[str, Collection[str]] = field(default_factory=dict)
    withdrawn: Mapping[str, datetime] = field(default_factory=dict)


def assemble(findings: Findings, source: Source, importer: str, terms: Terms) -> Imported:
    """A valid story of what was found, oldest update first.

    :class:`~blogctl.errors.UsageError` where local times have no zone to be read in.
    """
    return _Assembly(findings, source, importer, terms).done()


class _Assembly:
    def __init__(self, findings: Findings, source: Source, importer: str, terms: Terms) -> None:
        self._findings, self._source, self._terms = findings, source, terms
        self._report = Report(
            source.url or source.name,
            importer,
            is_guess=findings.is_guess,
            encoding=source.decoded.encoding,
            found=len(findings.updates),
            origins=findings.origins,
            omissions=list(findings.omissions),
            homeless=findings.homeless,
        )
        for doubt in filter(None, [source.decoded.doubt, *findings.doubts]):
            self._report.doubt(doubt)
        self._assumed: dict[str, set[str]] = {"": set()}
        self._zone_name, self._zone = self._find_zone()

    def done(self) -> Imported:
        """The story and its report."""
        story = self._taken() if self._findings.is_ours else None
        if story is None:
            updates = list(self._updates())
            meta = self._meta(updates)
            story = fitted({"story": meta, "updates": updates}, self._source.name, self._report)
        self._count(story)
        return Imported(story, self._report, self._assumed, self._withdrawn())

    def _taken(self) -> Story | None:
        """A story of ours as it is, to the last blank, where it is valid."""
        meta, updates = self._findings.story, self._findings.updates
        if not meta:
            first = read_moment(updates[0].get("time")) if updates else None
            if first is None or first.tzinfo is None:
                return None
            meta = self._meta([{"time": first}])
        try:
            story = read({"story": meta, "updates": updates}, text_times=True).story
        except UnicodeEncodeError:  # half of a character that has two parts
            return None
        return None if story is None or _breaks_rules(story) else story

    def _withdrawn(self) -> dict[str, datetime]:
        """What was taken away; now, where the source does not say when."""
        return {
            self._id(id_): self._moment(when, "time", id_) or self._terms.now
            for id_, when in self._findings.withdrawn.items()
        }

    def _lose(self, text: str, what: str | None = None) -> None:
        self._report.doubt(text, what, is_loss=True)

    def _find_zone(self) -> tuple[str | None, ZoneInfo | None]:
        """The zone of local times: the source's own, else the user's."""
        named = self._findings.zone or self._findings.story.get("timezone")
        for name in filter(None, (named if isinstance(named, str) else "", self._terms.zone)):
            try:
                return name, find_zone(name)
            except TimeProblem as problem:
                self._lose(f"{problem.message}: it is left out")
        return None, None

    # Updates

    def _updates(self) -> Iterator[dict[str, Any]]:
        """The updates, oldest first, with times and ids of ours."""
        kept = []
        for number, raw in enumerate(self._findings.updates, 1):
            update = _clean(raw)
            if isinstance(raw.get("retraction"), Mapping):
                update.setdefault("retraction", {})  # with neither time nor reason it is one, too
            what = _cut(str(update.get("id") or update.get("headline") or f"entry {number}"))
            self._times(update, what)
            if "time" not in update and not self._terms.keep_untimed:
                self._report.leave_out(what, "it has no time (--keep-untimed keeps it)")
                continue
            kept.append((update, what))
        times = [update["time"] for update, _ in kept if "time" in update]
        falling = sum(one > next_ for one, next_ in pairwise(times))
        rising = sum(one < next_ for one, next_ in pairwise(times))
        if falling > rising:
            kept.reverse()
            times.reverse()
        untimed = list(self._place_untimed(kept, times))
        for update, what in kept:
            self._parts(update, what)
        updates = sorted((update for update, _ in kept), key=lambda update: update["time"])
        self._ids(updates)
        self._assumed |= {update["id"]: {"time", "status"} for update in untimed}
        yield from updates

    def _place_untimed(
        self, updates: list[tuple[dict[str, Any], str]], times: list[datetime]
    ) -> Iterator[dict[str, Any]]:
        """Make drafts of the updates without a time, each where it stands in the source.

        They take times and ids that the same source gives again.
        """
        before = times[0] if times else _NEVER
        for update, what in updates:
            if "time" in update:
                before = update["time"]
                continue
            says = {key: update.get(key) for key in ("headline", "body", "media")}
            digest = hashlib.sha256(json.dumps(says, sort_keys=True, default=str).encode())
            update.setdefault("id", f"untimed-{digest.hexdigest()[:8]}")
            changed = update.pop("edited", None)
            update["time"], update["status"] = changed or before, "draft"
            whose = "its last change" if changed else "the update next to it"
            if not times and not changed:
                whose = "the year 1970, since nothing in the source has one"
            self._report.doubt(f"without a time of its own: a draft, with that of {whose}", what)
            yield update

    def _times(self, data: dict[str, Any], what: str) -> None:
        """Read the times in an update, or the story; what cannot be right is told."""
        for key in _TIMES:
            if key in data and (moment := self._moment(data.pop(key), key, what)) is not None:
                data[key] = moment
        time, edited = data.get("time"), data.get("edited")
        if time and edited and edited < time:
            self._lose("changed before it was published: the change is left out", what)
            del data["edited"]
        elif time and edited == time:
            del data["edited"]

    def _parts(self, data: dict[str, Any], what: str) -> None:
        """Read the times in the parts of an update.

        A correction, or a retraction, without a time of its own is as old as the last change.
        """
        corrections = data.get("corrections")
        parts = corrections if isinstance(corrections, list) else []
        for part in [*parts, data.get("retraction")]:
            if isinstance(part, dict):
                stated = self._moment(part.get("time"), "time", what)
                part["time"] = stated or data.get("edited") or data["time"]

    def _moment(self, value: object, key: str, what: str) -> datetime | None:
        if value is None:
            return None
        moment = read_moment(value)
        if moment is None:
            self._lose(f"{key} {_shown(value)} is no time: it is left out", what)
            return None
        if moment.tzinfo is None:
            moment = self._in_zone(moment, what)
        try:
            moment = in_range(moment)
        except TimeProblem as problem:
            self._lose(f"{problem.message}: it is left out", what)
            return None
        return whole_offset(moment)

    def _in_zone(self, local: datetime, what: str) -> datetime:
        if self._zone is None:
            raise UsageError(
                f"{self._source.name}: its times, such as {local:%Y-%m-%d %H:%M}, have no zone",
                help="say which with --timezone, as in --timezone Europe/London",
            )
        try:
            return resolve_local(local, self._zone)
        except TimeProblem as problem:
            chosen = local.replace(tzinfo=self._zone).astimezone(UTC).astimezone(self._zone)
            self._report.doubt(f"{problem.message}: taken as {chosen.isoformat()}", what)
            return chosen

    def _ids(self, updates: list[dict[str, Any]]) -> None:
        """Give every update an id that fits, the source's own where it has one."""
        taken: set[str] = set()
        numbers: dict[str, int] = {}  # the last of each id that several have
        for update in updates:
            own = text(update.pop("id", None))
            if own:
                id_ = self._id(own)
                if id_.lower() in taken and id_ not in taken:
                    id_ = fitting_id(own, fold=True)
            else:
                id_ = derived_id(update["time"])
            stem, number = id_[:120], 1
            while id_.lower() in taken:
                number = numbers[stem.lower()] = numbers.get(stem.lower(), 1) + 1
                id_ = f"{stem}-{number}"
            if own and number > 1:
                self._report.doubt(f'several have the id "{own}": numbered', id_)
            taken.update({id_, id_.lower()})
            update["id"] = id_
            for doubt in update.pop("doubts", ()):
                self._report.doubt(doubt, id_)

    def _id(self, own: str) -> str:
        """The id of the source as one of ours, which it may be already."""
        keeps = self._findings.is_ours or self._findings.has_our_ids
        return own if keeps and is_id(own) else fitting_id(own)

    # The story

    def _meta(self, updates: list[dict[str, Any]]) -> dict[str, Any]:
        given = _clean(self._findings.story)
        self._times(given, "the story")
        meta = {**without_blanks(self._terms.defaults), **given}
        assumed = self._assumed[""]
        assumed |= set(meta) - set(given)
        if self._zone_name:
            meta["timezone"] = self._zone_name
        first = updates[0]["time"] if updates else None
        start, end = meta.get("coverage_start"), meta.get("coverage_end")
        if start and first and start > first:
            self._lose("the coverage starts after the first update: its start is left out")
            del meta["coverage_start"]
        if end and start and end < start:
            self._lose("the coverage ends before it starts: its end is left out")
            del meta["coverage_end"]
        elif end and "status" not in meta:
            self._end(meta, end, updates[-1]["time"] if updates else None)
        elif end and meta.get("status") != "ended":
            self._lose("the coverage has an end, but goes on: its end is left out")
            del meta["coverage_end"]
        meta["headline"] = text(meta.get("headline")) or "Untitled"
        if not text(given.get("headline")):
            assumed.add("headline")
            self._report.doubt(UNTITLED)
        day = (first or self._terms.now).astimezone(self._zone or UTC).date()
        own = text(meta.get("id"))
        if "status" not in meta:
            assumed |= {"status", "coverage_end"}
        if not own:
            assumed.add("id")
        meta["id"] = self._id(own) if own else self._terms.name(day, meta["headline"])
        return meta

    def _end(self, meta: dict[str, Any], end: datetime, last: datetime | None) -> None:
        """End a story whose source says when its coverage ends, but not whether it has."""
        if last and last > end:
            why = "its updates go on after that"
        elif end > self._terms.now:
            why = "that is yet to come"
        else:
            meta["status"] = "ended"
            return
        del meta["coverage_end"]
        self._lose(f"the coverage is said to end at {end.isoformat()}, but {why}: not ended")

    def _count(self, story: Story) -> None:
        report = self._report
        report.imported = len(story.updates)
        report.drafts = sum(update.status == "draft" for update in story.updates)
        report.retracted = sum(update.retraction is not None for update in story.updates)
        for update in story.updates:
            said = update.model_fields_set - _ALWAYS
            report.fields.update(name for name in said if getattr(update, name))


def _breaks_rules(story: Story) -> bool:
    """Whether a story that can be read is not valid all the same: for two equal ids, say."""
    subject = Subject(story.meta, tuple(enumerate(story.updates)))
    checks = (rule.check for rule in judging_errors().values() if rule.check)
    return any(finding for check in checks for finding in check(subject))


def _clean(value: Any) -> Any:
    """Data without blanks, and texts without characters that no story can hold."""
    if isinstance(value, str):
        return _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict | Mapping):  # the first is quicker
        return without_blanks({_clean(str(key)): _clean(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return [each for each in map(_clean, value) if each not in ("", {}, [], None)]
    return value


def _shown(value: object) -> str:
    return f'"{_cut(" ".join(str(value).split()), 40)}"'


def _cut(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
