"""The kinds of value that a story is made of: text, ids, URLs, instants, free-form data.

Each is strict: nothing is coerced, and a value that no export could carry safely is refused
here, so that every exporter, plug-ins included, can rely on it. A refusal is a
``PydanticCustomError`` whose type is the name of the rule it breaks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal, NoReturn
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core.core_schema import ValidationInfo

from blogctl.model.extra import check_extra
from blogctl.model.refusal import kind_of, refuse
from blogctl.model.urls import CREDENTIALS, unsafe_url
from blogctl.times import TimeProblem, find_zone, in_range, parse_rfc3339, resolve_local, rfc3339

# XML 1.0 (section 2.2) can carry these and no others.
_XML_TEXT = r"^[\t\n\r\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]*$"
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
_ID = re.compile(ID_PATTERN.rstrip("$") + r"\Z")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\Z", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MIME = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value needs to know about the story around it to be read.

    ``zone`` reads local times. With ``any_zone`` they are taken as UTC: the story's zone
    is itself wrong, and one error for that is enough. ``text_times`` is true where times
    are strings, as in JSON. ``authors`` are the story's own, by name.
    """

    zone: ZoneInfo | None = None
    any_zone: bool = False
    text_times: bool = False
    authors: Mapping[str, Any] = field(default_factory=dict)


_ALONE = Reading()
_TIME_HELP = {
    (False, True): "write it without quotes, as in 2024-01-05T15:03:44Z",
    (False, False): "write a day and a time, as in 2024-01-05T15:03:44Z",
    (True, False): 'write it as a string, as in "2024-01-05T15:03:44Z"',
}
"""What to do about a wrong time, by whether times are texts and whether it is one."""


def _refuse_time(problem: TimeProblem) -> NoReturn:
    refuse(problem.kind, problem.message, help=problem.help)


def _instant(value: object, info: ValidationInfo) -> datetime:
    reading = info.context if isinstance(info.context, Reading) else _ALONE
    try:
        if isinstance(value, datetime):
            if value.tzinfo is not None:
                return in_range(value)
            if reading.any_zone:
                return in_range(value.replace(tzinfo=ZoneInfo("UTC")))
            return resolve_local(value, reading.zone)
        if isinstance(value, str) and reading.text_times:
            instant = parse_rfc3339(value)
            if instant is not None:
                return instant
            refuse(
                "invalid-value",
                f"{json.dumps(value[:60], ensure_ascii=False)} is not a time with an offset",
                help="write it as in 2024-01-05T15:03:44Z (RFC 3339)",
            )
    except TimeProblem as problem:
        _refuse_time(problem)
    what = "a time in quotes" if isinstance(value, str) else kind_of(value)
    refuse(
        "wrong-type",
        f"this is {what}, not a date with a time",
        help=_TIME_HELP[reading.text_times, isinstance(value, str)],
    )


def _event_time(value: object, info: ValidationInfo) -> date | datetime:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    reading = info.context if isinstance(info.context, Reading) else _ALONE
    if isinstance(value, str) and reading.text_times and _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            refuse("invalid-value", f'"{value}" is not a date', help='write it as in "2024-01-05"')
    return _instant(value, info)


def _event_text(value: date | datetime) -> str:
    return rfc3339(value) if isinstance(value, datetime) else value.isoformat()


def _not_blank(text: str) -> str:
    if not text.strip():
        refuse("invalid-value", "this is blank", help="write a text here")
    return text


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    return bool(_ID.match(text)) and not text.endswith(".") and not _DEVICE.match(text)


def _identifier(text: str) -> str:
    if not _ID.match(text):
        reason = "may hold letters, digits, dots, underscores and hyphens, at most 128, and begins"
        refuse(
            "invalid-id",
            f"{json.dumps(text[:60], ensure_ascii=False)} cannot be an id",
            help=f"an id {reason} with a letter or digit",
        )
    if text.endswith(".") or _DEVICE.match(text):
        why = "ends in a dot" if text.endswith(".") else "is the name of a Windows device"
        refuse(
            "invalid-id",
            f'"{text}" cannot be an id: it {why}',
            help="choose another: ids become file names",
        )
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.match(text):
        refuse(
            "invalid-value",
            f"{json.dumps(text[:60], ensure_ascii=False)} is not a language tag",
            help='write a BCP 47 tag, such as "en" or "pt-BR"',
        )
    return text


def _mime(text: str) -> str:
    if not _MIME.match(text):
        refuse(
            "invalid-value",
            f"{json.dumps(text[:60], ensure_ascii=False)} is not a media type",
            help='write one such as "image/jpeg"',
        )
    return text


def _zone_name(text: str) -> str:
    try:
        find_zone(text)
    except TimeProblem as problem:
        _refuse_time(problem)
    return text


def _url_with(schemes: tuple[str, ...], example: str) -> AfterValidator:
    def check(text: str) -> str:
        why = unsafe_url(text, schemes=schemes)
        if why == CREDENTIALS:
            # The URL itself is not repeated: messages end up in logs.
            refuse("unsafe-url", f"the URL {why}", help="remove them: everybody can read a story")
        if why:
            shown = json.dumps(text[:60], ensure_ascii=False)
            refuse("unsafe-url", f"the URL {shown} {why}", help=f"write {example}")
        return text

    return AfterValidator(check)


Text = Annotated[str, StringConstraints(pattern=_XML_TEXT), WithJsonSchema({"type": "string"})]
"""Any text that XML 1.0 can carry."""

Name = Annotated[
    Text, AfterValidator(_not_blank), WithJsonSchema({"type": "string", "pattern": r"\S"})
]
"""A text that is not blank."""

Id = Annotated[
    str,
    AfterValidator(_identifier),
    WithJsonSchema({"type": "string", "pattern": ID_PATTERN}),
]
Language = Annotated[
    str,
    AfterValidator(_language),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}),
]
ZoneName = Annotated[str, AfterValidator(_zone_name), WithJsonSchema({"type": "string"})]
MediaType = Annotated[
    str, AfterValidator(_mime), WithJsonSchema({"type": "string", "pattern": "^[^/]+/[^/]+$"})
]
Url = Annotated[
    Text,
    _url_with(("http", "https"), "an http, https or relative URL"),
    WithJsonSchema({"type": "string", "format": "uri-reference"}),
]
PersonUrl = Annotated[
    Text,
    _url_with(("http", "https", "mailto"), "an http, https, mailto or relative URL"),
    WithJsonSchema({"type": "string", "format": "uri-reference"}),
]


def _moment(pattern: str, *formats: str) -> WithJsonSchema:
    """The schema of a time: a string, of which editors with types for TOML know by its format."""
    strings = [{"type": "string", "format": each, "pattern": pattern} for each in formats]
    return WithJsonSchema({"anyOf": strings})


Instant = Annotated[
    datetime,
    PlainValidator(_instant),
    PlainSerializer(rfc3339, return_type=str, when_used="json"),
    _moment(
        r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?$",
        "date-time",
        "date-time-local",
    ),
]
"""A moment; TOML's own datetime, in JSON a string with an offset (RFC 3339)."""

EventTime = Annotated[
    date | datetime,
    PlainValidator(_event_time),
    PlainSerializer(_event_text, return_type=str, when_used="json"),
    _moment(
        r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}.*)?$",
        "date",
        "date-time",
        "date-time-local",
    ),
]
Extra = Annotated[
    dict[str, Any],
    PlainValidator(check_extra),
    WithJsonSchema({"type": "object", "additionalProperties": True}),
]
Pixels = Annotated[int, Field(ge=1, le=1_000_000)]
Bytes = Annotated[int, Field(ge=0, le=2**53)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
MediaKind = Literal["image", "video", "audio", "embed", "file"]
StoryStatus = Literal["upcoming", "live", "paused", "ended"]
UpdateStatus = Literal["draft", "published"]
Relation = Literal["previous", "next", "related"]
