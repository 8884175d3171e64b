"""Makes the tables of docs/format.md from the model: ``python tools/fields.py``."""

from __future__ import annotations

import json
import sys
from typing import Any

from generated import main, table

from blogctl.model.output import json_schema

# What each part is called in the page, in the order of the page.
_PARTS = {
    "StoryMeta": "The story: `[story]`",
    "Update": "An update: `[[updates]]`",
    "Person": "An author",
    "Media": "A media item",
    "Source": "A source",
    "Correction": "A correction",
    "Retraction": "A retraction",
    "Image": "The lead image",
    "Publisher": "The publisher",
    "Event": "The event",
    "Related": "A related page",
}
_LINKS = {
    "Person": "[author](#an-author)",
    "Media": "[media item](#a-media-item)",
    "Source": "[source](#a-source)",
    "Correction": "[correction](#a-correction)",
    "Retraction": "[retraction](#a-retraction)",
    "Image": "[image](#the-lead-image)",
    "Publisher": "[publisher](#the-publisher)",
    "Event": "[event](#the-event)",
    "Related": "[related page](#a-related-page)",
    "StoryMeta": "[table](#the-story-story)",
    "Update": "[update](#an-update-updates)",
}


def part() -> str:
    """A table for each kind of table that a story has."""
    schema = json_schema()
    parts = {"": schema, **{name: schema["$defs"][name] for name in _PARTS}}
    if missing := set(schema["$defs"]) - set(parts):
        sys.exit(f"tools/fields.py does not know {missing}")
    return "\n\n".join(
        f"### {_PARTS.get(name, 'The whole file')}\n\n{_table(described)}"
        for name, described in parts.items()
    )


def _table(part: dict[str, Any]) -> str:
    required = part.get("required", [])
    rows = []
    for key, described in part["properties"].items():
        if key == "$schema":
            continue
        text, _, example = described["description"].partition("\n\n")
        if key in required:
            text += " **Required.**"
        elif "default" in described and described["default"] is not False:
            text += f" Without it: `{json.dumps(described['default'])}`."
        start = f"Example: `{key} = "
        shown = f"`{example.removeprefix(start)}" if example.startswith(start) else ""
        rows.append((f"`{key}`", _kind(described), text.replace("<", "\\<"), shown))
    if not any(row[3] for row in rows if row[0] != "`format`"):
        return table(("Key", "Value", "What it is"), [row[:3] for row in rows])
    return table(("Key", "Value", "What it is", "Example"), rows)


def _kind(described: dict[str, Any]) -> str:
    """What kind of value a key has, in a word or two."""
    if "$ref" in described:
        return _LINKS[described["$ref"].rpartition("/")[2]]
    if "enum" in described:
        return " or ".join(f"`{value}`" for value in described["enum"])
    if branches := described.get("anyOf"):
        formats = [branch.get("format") for branch in branches]
        if "date" in formats:
            return "date or time"
        if "date-time" in formats:
            return "time"
        return " or ".join(dict.fromkeys(map(_kind, branches)))
    if described["type"] == "array":
        return f"array of: {_kind(described['items'])}"
    if described["type"] == "string":
        if described.get("format") == "uri-reference":
            return "URL"
        return "id" if "A-Za-z0-9._-" in described.get("pattern", "") else "text"
    kinds = {"boolean": "`true` or `false`", "object": "table"}
    return kinds.get(described["type"], str(described["type"]))


if __name__ == "__main__":
    main("format.md", part)
