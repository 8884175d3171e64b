"""A story as JSON data, and the JSON Schema of both of its forms."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from blogctl.model.parts import Part
from blogctl.model.story import PARTS, Story, StoryMeta, Update
from blogctl.times import parse_rfc3339

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")
SCHEMA_ID = "urn:blogctl:story:1"


def story_data(story: Story) -> dict[str, Any]:
    """The JSON form of a story: the keys of the file, times as strings with offsets.

    Reading it back gives an equal story. What has its default is left out, but for the
    format and the story's language and status.
    """
    return {
        "format": story.format,
        "story": meta_data(story.meta),
        "updates": [update_data(update) for update in story.updates],
    }


def meta_data(meta: StoryMeta) -> dict[str, Any]:
    """The JSON form of the ``[story]`` table."""
    data = _data(meta)
    order = {"id": meta.id, "headline": meta.headline, "language": meta.language}
    zone = {"timezone": meta.timezone} if meta.timezone else {}
    return {**order, **zone, "status": meta.status, **data}


def update_data(update: Update) -> dict[str, Any]:
    """The JSON form of one update."""
    return {"id": update.id, **_data(update)}


def _data(part: Part) -> dict[str, Any]:
    data = part.model_dump(mode="json", exclude_defaults=True)
    if getattr(part, "related", ()) and "related" in data:
        for shown, entry in zip(data["related"], part.related, strict=True):  # type: ignore[attr-defined]
            shown["rel"] = entry.rel
    return data


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a story in TOML or JSON.

    A subset check for editors: what needs the whole story, or the calendar, only
    ``blogctl validate`` sees.
    """
    schema = Story.model_json_schema(by_alias=True)
    properties = schema["properties"]
    properties["$schema"] = {
        "type": "string",
        "description": "Where this schema is; only in the JSON form, which then says\n\n"
        '`"$schema": "schemas/story.schema.json"`',
        "examples": ["schemas/story.schema.json"],
    }
    schema["$defs"]["Update"]["properties"]["id"].pop("default", None)
    _without_nulls(schema)
    parts: list[type[Part]] = [Story, *PARTS.values()]
    for part in parts:
        table = schema if part is Story else schema["$defs"][part.__name__]
        for name, field in part.model_fields.items():
            key, examples = field.alias or name, field.examples or []
            described = table["properties"][key]
            described["examples"] = examples  # keys in the model's order; pydantic sorts them
            described["description"] += f"\n\n{_shown(key, examples[0])}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
        "description": "A live blog, as blogctl keeps it in one file.",
    }


def _shown(key: str, example: Any) -> str:
    """A key and its value as they stand in a story, in Markdown.

    It is for descriptions: editors show these where the pointer is, but seldom the examples.
    """
    from blogctl.source.write import line_text, table_text

    value = _as_toml(example)
    if key == "story":
        text = f"```toml\n{table_text(key, value)}```"
    elif key == "updates":
        text = f"```toml\n{table_text(key, value[0], is_array=True)}```"
    else:
        text = f"Example: `{key} = {line_text(value)}`"
    return text.replace("+00:00", "Z")


def _as_toml(value: Any) -> Any:
    """A value of the JSON form as TOML has it: times are times."""
    if isinstance(value, dict):
        return {key: _as_toml(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_toml(item) for item in value]
    if isinstance(value, str) and _TIME.fullmatch(value):
        return date.fromisoformat(value) if len(value) == 10 else parse_rfc3339(value)
    return value


def schema_text() -> str:
    """The JSON Schema as it stands in ``schemas/story.schema.json``."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _without_nulls(node: Any) -> None:
    """Remove the null branch of optional keys: a story leaves out what is not there."""
    if isinstance(node, dict):
        branches = node.get("anyOf")
        if branches and {"type": "null"} in branches:
            rest = [branch for branch in branches if branch != {"type": "null"}]
            if len(rest) == 1:
                del node["anyOf"]
                for key, value in rest[0].items():
                    node.setdefault(key, value)
            else:
                node["anyOf"] = rest
        if "default" in node and node["default"] in (None, [], {}):
            del node["default"]
        for value in node.values():
            _without_nulls(value)
    elif isinstance(node, list):
        for value in node:
            _without_nulls(value)
