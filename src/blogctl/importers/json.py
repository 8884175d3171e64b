"""Our own stories as JSON: what `blogctl export` and `blogctl show` print, back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from blogctl.errors import StoryError
from blogctl.importers import API_VERSION, LIKELY, NO, SURE, Findings, Omission, Source
from blogctl.importers.moments import read_moment
from blogctl.importers.values import parsed, tables
from blogctl.model import Story, StoryMeta, Update
from blogctl.model.story import FORMAT

_STORY = {"$schema", "format", "story", "updates"}
_HASH = "content_hash"  # what --ndjson says beside the fields
_UPDATE = set(Update.model_fields) | {_HASH}
_NO_STORY = "these are updates without their story: its time zone and all else of it are not here"
_SAYS = {"headline", "body", "media", "retraction"}


class JsonImporter:
    """A story with its updates, or updates alone: an array, one a line, or a single one.

    What is valid comes back equal; of what is not, as much as is.
    """

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "our own data as JSON, and updates one a line"

    def recognises(self, source: Source) -> int:
        """Sure of a ``story`` with ``updates``, and of lines with the fields of updates."""
        data = source.json
        if _is_story(data):
            return SURE
        if isinstance(data, list | Mapping):
            items = [data] if isinstance(data, Mapping) else data
            return LIKELY if items and all(map(_is_update, items[:3])) else NO
        return SURE if data is None and _is_update(_first_line(source.text)) else NO

    def read(self, source: Source) -> Findings | None:
        """The data as it is; :class:`~blogctl.errors.StoryError` for a format of the future."""
        data = source.json
        if _is_story(data):
            return _story(data, source)
        if data is None:
            findings = _of_lines(source.text)
        else:
            findings = _updates(data if isinstance(data, list) else [data])
        findings.doubts.append(_NO_STORY)
        return findings


def _is_story(data: object) -> bool:
    return (
        isinstance(data, Mapping)
        and isinstance(data.get("story"), Mapping)
        and isinstance(data.get("updates", []), list)
        and bool({"id", "headline"} & set(data["story"]))
        and ("updates" in data or "format" in data)
    )


def _is_update(data: object) -> bool:
    return (
        isinstance(data, Mapping)
        and "time" in data
        and bool(_SAYS & set(data))
        and set(data) <= _UPDATE
    )


def _story(data: Mapping[str, Any], source: Source) -> Findings:
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise StoryError(
            f"{source.name}: this story has format {version}; this blogctl reads up to {FORMAT}",
            help="install a newer blogctl",
        )
    findings = _updates(data.get("updates") or [])
    findings.story = dict(data["story"])
    _strangers(findings, data, _STORY | set(Story.model_fields), "")
    _strangers(findings, findings.story, set(StoryMeta.model_fields), "story.")
    findings.story = {
        key: value for key, value in findings.story.items() if key in StoryMeta.model_fields
    }
    findings.origins |= {f"story.{key}": f"story.{key}" for key in findings.story}
    return findings


def _updates(items: Sequence[object]) -> Findings:
    findings = Findings(is_ours=True)
    found = tables(items)
    if len(found) < len(items):
        count = len(items) - len(found)
        findings.omissions.append(
            Omission(f"{count} of {len(items)} updates", "they are no objects")
        )
    for item in found:
        _strangers(findings, item, _UPDATE, "updates.")
        known = {key: value for key, value in item.items() if key in Update.model_fields}
        findings.updates.append(known)
        findings.origins |= {f"updates.{key}": f"updates.{key}" for key in known}
    if len(found) > 1 and _is_falling(found[0].get("time"), found[-1].get("time")):
        findings.updates.reverse()
    return findings


def _strangers(findings: Findings, data: Mapping[str, Any], known: set[str], prefix: str) -> None:
    findings.homeless.update(f"{prefix}{key}" for key in data if key not in known)


def _is_falling(first: object, last: object) -> bool:
    one, other = read_moment(first), read_moment(last)
    return bool(one and other and one.tzinfo and other.tzinfo and one > other)


def _first_line(text: str) -> object:
    return parsed(text.lstrip().partition("\n")[0])


def _of_lines(text: str) -> Findings:
    """The updates on the lines; what is no JSON counts as what is no update."""
    lines = [line for line in text.split("\n") if line.strip()]
    items = [parsed(line) for line in lines]
    is_cut = items[-1] is None and not text.endswith("\n")
    findings = _updates(items[:-1] if is_cut else items)
    if is_cut:
        why = "it is no JSON, and the source ends there: it may be cut off"
        findings.omissions.append(Omission("the last line", why))
    return findings
