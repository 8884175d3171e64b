"""The story's own data as JSON: what readers may see of it, under the keys of the file."""

from __future__ import annotations

import json
from typing import ClassVar

from pydantic import Field

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.options import Selected, in_file_order
from blogctl.model import Story, story_data


class JsonOptions(Selected):
    """The options of the JSON form."""

    extra: bool = Field(default=False, description="Also the free-form data under `extra`.")


class JsonExporter:
    """The story's data; reading it back gives a valid story.

    The updates stand in the order of the file; ``limit`` keeps that order too.
    """

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "the story's own data, as readers may see it"
    media_type: ClassVar[str] = "application/json"
    suffix: ClassVar[str] = ".json"
    options: ClassVar[type[JsonOptions]] = JsonOptions

    def render(self, story: Story, options: JsonOptions, context: Context) -> str:  # noqa: ARG002
        """The story as indented JSON with a final newline."""
        data = story_data(in_file_order(story, options))
        if not options.extra:
            for part in (data["story"], *data["updates"]):
                part.pop("extra", None)
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
