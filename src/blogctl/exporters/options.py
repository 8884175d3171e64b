"""Options that several formats have, spelled alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from blogctl.exporters import Options
from blogctl.exporters.visible import newest_first
from blogctl.model import Story, Update
from blogctl.model.urls import unsafe_url
from blogctl.times import TimeProblem, parse_rfc3339

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


def _instant(text: object) -> object:
    """A time with an offset from a text; TOML's own times are times already."""
    if not isinstance(text, str):
        return text
    try:
        instant = parse_rfc3339(text)
    except TimeProblem as problem:
        raise ValueError(problem.message) from None
    if instant is None:
        raise ValueError("write a time with an offset, as in 2024-01-05T15:03:44Z")
    return instant


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("write a time with an offset, as in 2024-01-05T15:03:44Z")
    return instant


class Selected(Options):
    """Which updates are exported."""

    limit: int | None = Field(default=None, ge=1, description="Only the newest updates, this many.")
    since: Annotated[datetime, BeforeValidator(_instant), AfterValidator(_aware)] | None = Field(
        default=None, description="Only updates from this time on (RFC 3339)."
    )
    tag: str | None = Field(default=None, description="Only updates with this tag.")
    key_events: bool = Field(default=False, description="Only key events.")

    def takes(self, update: Update) -> bool:
        """Whether an update that readers may see is one of those asked for, the limit aside.

        A retracted one that is still there was asked about before, see :meth:`is_about`: it
        stays as a notice where it was.
        """
        is_new = self.since is None or update.time >= self.since
        return is_new and (update.retraction is not None or self.is_about(update))

    def is_about(self, update: Update) -> bool:
        """Whether an update is one of those asked for by what it says, which a retraction hides."""
        return (self.tag is None or self.tag in update.tags) and (update.key or not self.key_events)


class Ordered(Selected):
    """Which updates are exported, in which order, and where their relative URLs lead."""

    order: Order = Field(default="newest", description="Which update comes first.")
    base_url: AbsoluteUrl | None = Field(
        default=None, description="What relative URLs are resolved against."
    )


class FeedOptions(Ordered):
    """The options of a feed."""

    feed_url: AbsoluteUrl | None = Field(
        default=None,
        description="Where the feed will be found, or the folder, with a slash at the end.",
    )


class PagedOptions(FeedOptions):
    """The options of a feed that may have several pages."""

    limit: int | None = Field(
        default=None, ge=1, description="Only the newest updates, this many; of pages, whole ones."
    )
    page_size: int | None = Field(
        default=None, ge=1, description="Older updates on pages of their own, this many on each."
    )


def wanted(options: object) -> Callable[[Update], bool]:
    """Which updates options ask for by what these say, of options of any kind."""
    return options.is_about if isinstance(options, Selected) else lambda _: True


def newest(story: Story, options: Selected) -> list[Update]:
    """The updates that the options ask for, newest first: the newest ``limit`` of them."""
    return [update for update in newest_first(story) if options.takes(update)][: options.limit]


def selected(story: Story, options: Ordered) -> list[Update]:
    """The updates that the options ask for, in display order."""
    updates = newest(story, options)
    return updates if options.order == "newest" else updates[::-1]


def in_file_order(story: Story, options: Selected) -> Story:
    """The story with the updates that the options ask for, as they stand in the file."""
    ids = {update.id for update in newest(story, options)}
    kept = tuple(update for update in story.updates if update.id in ids)
    return story.model_copy(update={"updates": kept})
