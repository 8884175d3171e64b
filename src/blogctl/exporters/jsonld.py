"""JSON-LD: the story as schema.org's LiveBlogPosting, for a page of one's own."""

from __future__ import annotations

from typing import ClassVar

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.linked_data import live_blog, script_safe
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.telling import Telling
from blogctl.model import Story


class JsonLdExporter:
    """The data that search engines read, to be put into a ``<script>`` element as it is."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "schema.org LiveBlogPosting as JSON-LD"
    media_type: ClassVar[str] = "application/ld+json"
    suffix: ClassVar[str] = ".jsonld"
    options: ClassVar[type[Ordered]] = Ordered

    def render(self, story: Story, options: Ordered, context: Context) -> str:
        """The JSON-LD document."""
        telling = Telling.of(story, options, context)
        return script_safe(live_blog(story, selected(story, options), telling), 2) + "\n"
