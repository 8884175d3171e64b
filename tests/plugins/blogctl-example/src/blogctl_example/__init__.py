"""An example of an exporter: a story's headlines as plain text, one a line."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from blogctl.exporters import Context, Options
from blogctl.model import Story


class HeadlinesOptions(Options):
    """What ``-O`` takes; each field is an option, its description the help."""

    bullet: str = Field(default="", description="What each line begins with.")


class HeadlinesExporter:
    """The headlines, in the order of the file; updates without one are left out."""

    api_version: ClassVar[int] = 1
    summary: ClassVar[str] = "headlines as plain text, one a line"
    media_type: ClassVar[str] = "text/plain; charset=utf-8"
    suffix: ClassVar[str] = ".headlines.txt"
    options: ClassVar[type[HeadlinesOptions]] = HeadlinesOptions

    def render(self, story: Story, options: HeadlinesOptions, context: Context) -> str:
        """One line for each headline."""
        headlines = [update.headline for update in story.updates if update.headline]
        return "".join(f"{options.bullet}{' '.join(line.split())}\n" for line in headlines)
