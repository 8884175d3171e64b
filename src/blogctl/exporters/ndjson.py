"""The updates' own data, as readers may see it: one JSON object a line."""

from __future__ import annotations

import json
from typing import ClassVar

from pydantic import Field

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.options import Order, Selected, newest
from blogctl.model import Story, update_data


class NdjsonOptions(Selected):
    """The options of the lines."""

    order: Order = Field(default="oldest", description="Which update comes first.")
    extra: bool = Field(default=False, description="Also the free-form data under `extra`.")


class NdjsonExporter:
    """An update a line, under the keys of the file: what ``blogctl add --ndjson`` reads."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "one update a line, as JSON"
    media_type: ClassVar[str] = "application/x-ndjson"
    suffix: ClassVar[str] = ".ndjson"
    options: ClassVar[type[NdjsonOptions]] = NdjsonOptions

    def render(self, story: Story, options: NdjsonOptions, context: Context) -> str:  # noqa: ARG002
        """The lines, each with its line feed; nothing for a story without updates."""
        updates = newest(story, options)
        lines = []
        for update in updates if options.order == "newest" else updates[::-1]:
            data = update_data(update)
            if not options.extra:
                data.pop("extra", None)
            lines.append(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
        return "".join(lines)
