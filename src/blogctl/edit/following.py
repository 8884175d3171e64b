"""Bringing a story up to date with where it was imported from, without undoing what people did.

A field that still is as its mark says (:mod:`blogctl.edit.marks`) follows the source; one that
was changed by hand stays. It takes a few passes over the text, however much has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from blogctl.edit.adding import ENDED, Draft, add, toml_data
from blogctl.edit.creating import own_names, story_data
from blogctl.edit.marks import (
    EXTRA,
    MARK,
    STORY,
    Assumed,
    Hashes,
    mark_text,
    marked_update,
    marks_in,
    story_hashes,
    update_hashes,
)
from blogctl.edit.opening import Opened, opened
from blogctl.edit.proof import UPDATE_KEYS, Data
from blogctl.edit.story_table import STORY_KEYS, with_story_keys
from blogctl.edit.target import Rewritten, Target, placed, refuse_new_errors, rewritten
from blogctl.errors import StoryError
from blogctl.model import Retraction, Story, StoryMeta, Update, read
from blogctl.source.keys import with_keys, with_part_keys
from blogctl.source.scan import Unscannable

_END = ("status", "coverage_end")
"""What follows even where there is no mark: the end of the source ends any story."""

_STORY_STAYS = (
    "the story's own fields are not valid, or too unusual to edit: they do not follow the source"
)
_UPDATE_STAYS = (
    'the update "{}" is not valid, or too unusual to edit: it does not follow the source'
)

_T = TypeVar("_T")

Withdrawn = Mapping[str, datetime]
"""When updates were taken away at the source, by their ids."""

_NOTHING: Withdrawn = {}
_ALL_BUT_RETRACTION = frozenset(Update.model_fields) - {"retraction"}


@dataclass(slots=True)
class Followed:
    """The text after an import into it, and what came of it.

    ``added`` and ``changed`` are ids of updates, ``story`` the fields of the story itself that
    followed. ``kept`` names the fields that changed at the source, but had been changed by hand
    before, by the ids of their updates, and ``story_kept`` those of the story. ``unknown`` are the
    ids of what was withdrawn at the source and cannot be found here.
    """

    text: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)
    story_kept: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Difference:
    """The fields that follow, those that would if nobody had changed them, and the new mark."""

    follow: tuple[str, ...]
    kept: tuple[str, ...]
    mark: str


def follow(
    text: str, source: Story, now: datetime, assumed: Assumed, withdrawn: Withdrawn = _NOTHING
) -> Followed:
    """Bring a story up to date: add what is new, change and retract what did so at the source.

    Updates are the same where their ids are. What is no longer at the source stays, since few
    sources show all that they ever had. What the source does not state but was ``assumed`` is
    written with what is new, and never follows. What was ``withdrawn`` at the source is retracted.
    :class:`StoryError` where the source is plainly another story.
    """
    whole = opened(text)
    _refuse_another(whole, source, assumed)
    result = Followed(text)
    if source.updates or not withdrawn:  # else it says nothing of the story
        _follow_story(result, whole, source, assumed)
    whole = _opened_again(whole, result.text)
    gone = _retracted(result, whole, now, withdrawn)
    assumed = {**assumed, **dict.fromkeys((each.id for each in gone), _ALL_BUT_RETRACTION)}
    source = source.model_copy(update={"updates": (*source.updates, *gone)})
    _follow_updates(result, whole, source, now, assumed)
    _add_new(result, _opened_again(whole, result.text), source, now)
    return result


def _opened_again(whole: Opened, text: str) -> Opened:
    return whole if text == whole.text else opened(text)


def _refuse_another(whole: Opened, source: Story, assumed: Assumed) -> None:
    """:class:`StoryError` if no update is in both, and their id or address tells them apart."""
    said = marks_in(_extra(whole.data["story"])) or {}
    says = story_hashes(source.meta, assumed)
    tells = next((name for name in ("id", "url") if name in said and name in says), None)
    if tells is None or said[tells] == says[tells]:
        return
    known = {id_.lower() for id_ in whole.ids}
    is_import = any(marks_in(_extra(raw)) for raw in whole.raw_updates)
    if is_import and source.updates and not any(new.id.lower() in known for new in source.updates):
        raise StoryError(
            f'the source is another story now: "{source.meta.headline}"',
            help=f"-o makes one of it; to have both in one, remove {MARK} from [story.extra]",
        )


# The story's own fields


def _follow_story(result: Followed, whole: Opened, source: Story, assumed: Assumed) -> None:
    meta, raw = whole.story.meta, whole.data["story"]
    if meta is None or whole.story.unread:
        result.warnings += (_STORY_STAYS,)
        return
    said, says = marks_in(_extra(raw)), story_hashes(source.meta, assumed)
    found = _compared(story_hashes(meta, {}), says, said, assumed.get(STORY, ()), _END)

    def change(fields: Sequence[str]) -> str:
        changes = _story_changes(meta, source.meta, fields)
        if found.mark == _extra(raw).get(MARK) and not fields:
            return result.text
        extra = _extra_changes(story_data(source.meta), fields, found.mark)
        changes["extra"] = _merged(raw, extra)
        text, data = with_story_keys(
            whole, changes, lambda block: _with_extra(block, raw, extra, STORY_KEYS)
        )
        refuse_new_errors(whole.story, data)
        return text

    done = _tried(found, change)
    if done is None:
        result.warnings += (_STORY_STAYS,)
        return
    result.text, result.story, result.story_kept = done


def _story_changes(old: StoryMeta, new: StoryMeta, fields: Sequence[str]) -> Data:
    """The keys that change; the end of the coverage stands only where the story has ended."""
    data = story_data(new)
    changes = _own_changes(data, fields)
    if (new if "status" in fields else old).status != "ended":
        changes.pop("coverage_end", None)
        if old.coverage_end:
            changes["coverage_end"] = None
    return changes


# Updates


def _follow_updates(
    result: Followed, whole: Opened, source: Story, now: datetime, assumed: Assumed
) -> None:
    ids = whole.ids
    places = {id_.lower(): index for index, id_ in enumerate(ids)}
    shared = Counter(map(str.lower, ids))
    names = own_names(whole.story.meta) if whole.story.meta else {}
    rewrites: dict[int, Rewritten] = {}
    changed, warnings = [], []
    for new in source.updates:
        index = places.get(new.id.lower())
        if index is None:
            continue
        target = Target(whole, index, now)
        done = None
        if target.update is not None and shared[new.id.lower()] == 1:
            found = _differing(target.update, new, assumed.get(new.id, ()))
            authors = [names.get(each) or each for each in new.authors]
            data = toml_data(new, {"authors": authors})
            done = _tried(found, partial(_rewritten, target, data, found.mark))
        if done is None:
            warnings.append(_UPDATE_STAYS.format(ids[index]))
            continue
        rewrite, fields, kept = done
        if rewrite is not None:
            rewrites[index] = rewrite
        if fields:
            changed.append(ids[index])
        if kept:
            result.kept[ids[index]] = kept
    if rewrites:
        result.text, after = placed(whole, rewrites)
        refuse_new_errors(whole.story, after)
    result.changed = tuple(changed)
    result.warnings += tuple(warnings)


def _retracted(
    result: Followed, whole: Opened, now: datetime, withdrawn: Withdrawn
) -> list[Update]:
    """The updates here that were withdrawn at the source, as it would have them."""
    places = {id_.lower(): index for index, id_ in enumerate(whole.ids)} if withdrawn else {}
    found = []
    for id_, when in withdrawn.items():
        index = places.get(id_.lower())
        update = Target(whole, index, now).update if index is not None else None
        if update is None:
            result.unknown += (id_,)
        else:
            retraction = Retraction(time=max(when, update.time))
            found.append(update.model_copy(update={"retraction": retraction}))
    return found


def _differing(old: Update, new: Update, assumed: Collection[str]) -> _Difference:
    found = _compared(update_hashes(old), update_hashes(new), marks_in(old.extra), assumed)
    if "edited" not in found.kept:
        return found
    # The later of two changes is the last one, whoever made it.
    kept = tuple(name for name in found.kept if name != "edited")
    is_later = new.edited and (old.edited is None or new.edited > old.edited)
    return _Difference((*found.follow, "edited") if is_later else found.follow, kept, found.mark)


def _rewritten(target: Target, data: Data, mark: str, fields: Sequence[str]) -> Rewritten | None:
    """An update with fields of its data, and a mark; ``None`` if that is as it was."""
    raw = target.raw
    if not fields and _extra(raw).get(MARK) == mark:
        return None
    changes, extra = _own_changes(data, fields), _extra_changes(data, fields, mark)

    def write(block: str) -> str:
        return _with_extra(target.with_keys(block, changes), raw, extra, UPDATE_KEYS)

    # Corrections and retractions have times of their own: they are no edits.
    is_edit = bool(changes.keys() - {"corrections"}) and not changes.get("retraction")
    whole = {**changes, "extra": _merged(raw, extra)}
    new = rewritten(target, whole, write, marks_edit=is_edit)
    if new is not None:
        story = target.whole.data["story"]
        before, after = ({"story": story, "updates": [each]} for each in (raw, new.raw))
        refuse_new_errors(read(before), after)
    return new


def _add_new(result: Followed, whole: Opened, source: Story, now: datetime) -> None:
    there = {id_.lower() for id_ in whole.ids}
    names = own_names(whole.story.meta) if whole.story.meta else {}
    drafts = []
    for new in source.updates:
        if new.id.lower() not in there:
            authors = [names.get(each) or each for each in new.authors]
            drafts.append(Draft(toml_data(marked_update(new), {"authors": authors})))
    if not drafts:
        return
    added = add(result.text, drafts, now)
    has_ended = source.meta.status == "ended"  # then so has the story, and this is its rest
    result.text, result.added = added.text, added.ids
    result.warnings += tuple(each for each in added.warnings if not (has_ended and each == ENDED))


# Both


def _compared(
    before: Hashes,
    says: Hashes,
    said: Hashes | None,
    assumed: Collection[str],
    free: Collection[str] = (),
) -> _Difference:
    """What differs between here and the source, by what the mark says that the source said.

    Without a mark all was written by hand, but for what is ``free``.
    """
    follow, kept = [], []
    for name in dict.fromkeys([*says, *before]):
        if name == "id" or name in assumed or before.get(name) == says.get(name):
            continue
        base = (said or {}).get(name) if said or name in free else ""
        if base == before.get(name):
            follow.append(name)
        elif base != says.get(name):
            kept.append(name)
    old = {name: digits for name, digits in (said or {}).items() if name in assumed}
    new = {name: digits for name, digits in says.items() if name not in assumed}
    return _Difference(tuple(follow), tuple(kept), mark_text({**old, **new}))


def _tried(
    found: _Difference, change: Callable[[Sequence[str]], _T]
) -> tuple[_T, tuple[str, ...], tuple[str, ...]] | None:
    """What a change gives, the fields that followed, and those that were kept.

    Where what somebody wrote leaves no room for what follows, all stays and only the mark is
    written; ``None`` where not even that can be.
    """
    for fields in dict.fromkeys((found.follow, ())):
        try:
            return change(fields), fields, found.kept if fields else found.follow + found.kept
        except StoryError:
            continue
    return None


def _own_changes(data: Data, fields: Sequence[str]) -> Data:
    """What follows of the fields of the model; ``None`` for what is no longer there."""
    return {name: data.get(name) for name in fields if not name.startswith(EXTRA)}


def _extra_changes(data: Data, fields: Sequence[str], mark: str) -> Data:
    """What follows of the free-form data, and the mark."""
    keys = [name.removeprefix(EXTRA) for name in fields if name.startswith(EXTRA)]
    return {**{key: _extra(data).get(key) for key in keys}, MARK: mark}


def _merged(raw: Mapping[str, Any], changes: Data) -> Data:
    extra = {**_extra(raw), **changes}
    return {key: value for key, value in extra.items() if value is not None}


def _with_extra(block: str, raw: Mapping[str, Any], changes: Data, order: Sequence[str]) -> str:
    """A block with changes of its ``extra``, and the rest of that as it is."""
    newline = "\r\n" if "\r\n" in block else "\n"
    if isinstance(raw.get("extra"), dict) and not isinstance(_extra(raw).get(MARK), dict):
        try:
            return with_part_keys(block, "extra", None, changes, (), newline)
        except Unscannable:
            pass  # as dotted keys: then all of it is written anew
    return with_keys(block, {"extra": _merged(raw, changes)}, order, newline)


def _extra(raw: Mapping[str, Any]) -> dict[str, Any]:
    extra = raw.get("extra")
    return extra if isinstance(extra, dict) else {}
