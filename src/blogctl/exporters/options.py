"""Options that several formats have, spelled alike everywhere."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from blogctl.exporters import Options
from blogctl.exporters.visible import newest_first
from blogctl.model import Story, Update
from blogctl.model.urls import unsafe_url

Order = Literal["newest", "oldest"]


def absolute(url: str) -> bool:
    """Whether a URL is one that can be used anywhere: http or https, without credentials."""
    return url.lower().startswith(("http://", "https://")) and unsafe_url(url) is None


def _absolute_url(text: str) -> str:
    if not absolute(text):
        raise ValueError("write a whole URL, such as https://example.org/live")
    return text


AbsoluteUrl = Annotated[str, AfterValidator(_absolute_url)]
"""An http or https URL with its host."""


class Limited(Options):
    """How much of the story is exported."""

    limit: int | None = Field(default=None, ge=1, description="Only the newest updates, this many.")


class Ordered(Limited):
    """Which updates are exported, in which order, and where their relative URLs lead."""

    order: Order = Field(default="newest", description="Which update comes first.")
    base_url: AbsoluteUrl | None = Field(
        default=None, description="What relative URLs are resolved against."
    )


class FeedOptions(Ordered):
    """The options of a feed."""

    feed_url: AbsoluteUrl | None = Field(default=None, description="Where the feed will be found.")


def selected(story: Story, options: Ordered) -> list[Update]:
    """The updates that the options ask for, in display order: the newest ``limit`` of them."""
    updates = newest_first(story)[: options.limit]
    return updates if options.order == "newest" else updates[::-1]
