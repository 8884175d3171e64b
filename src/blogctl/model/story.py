"""The story and its updates: strict, frozen, with the names that stand in the file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from blogctl.model.fields import (
    Extra,
    Id,
    Instant,
    Language,
    Name,
    StoryStatus,
    Text,
    UpdateStatus,
    Url,
    ZoneName,
)
from blogctl.model.identity import derived_id
from blogctl.model.parts import (
    Authors,
    Correction,
    Event,
    Image,
    Many,
    Media,
    Part,
    Person,
    Publisher,
    Related,
    Retraction,
    Source,
    UpdateAuthors,
)
from blogctl.model.refusal import refuse

FORMAT = 1
"""The version of the story format that this program reads and writes."""


class StoryMeta(Part):
    """What the story is, apart from its updates: the ``[story]`` table."""

    id: Id = Field(
        examples=["2024-01-05-coast-road"],
        description="Permanent and unique; part of every public identifier.",
    )
    headline: Name = Field(
        examples=["Storm closes the coast road"], description="The story's headline, plain text."
    )
    language: Language = Field(
        default="en", examples=["en"], description="The language it is written in, a BCP 47 tag."
    )
    timezone: ZoneName | None = Field(
        default=None,
        examples=["Europe/London"],
        description="The IANA time zone that local times are read in and readers see times in.",
    )
    status: StoryStatus = Field(
        default="live", examples=["live"], description="Where the coverage stands."
    )
    summary: Text | None = Field(
        default=None,
        examples=["What we know so far."],
        description="The story in a sentence or two, plain text.",
    )
    url: Url | None = Field(
        default=None,
        examples=["https://example.org/live/coast-road"],
        description="Where readers find it.",
    )
    coverage_start: Instant | None = Field(
        default=None, examples=["2024-01-05T09:00:00Z"], description="When the coverage began."
    )
    coverage_end: Instant | None = Field(
        default=None,
        examples=["2024-01-05T21:00:00Z"],
        description='When it ended; only when status is "ended".',
    )
    authors: Authors = Field(
        default=(),
        examples=[["An Example", {"name": "B. Writer", "role": "Reporter"}]],
        description="Who writes the story.",
    )
    tags: Many[Name] = Field(
        default=(), examples=[["weather"]], description="What it is about, in keywords."
    )
    body: Text | None = Field(
        default=None,
        examples=["Background, in *Markdown*."],
        description="The background, in Markdown.",
    )
    note: Text | None = Field(
        default=None,
        examples=["Times are local."],
        description="An editor's note shown with the story, in Markdown.",
    )
    publisher: Publisher | None = Field(
        default=None, examples=[{"name": "Example News"}], description="Who publishes the story."
    )
    image: Image | None = Field(
        default=None,
        examples=[{"url": "https://example.org/a.jpg", "alt": "The closed road"}],
        description="The lead image.",
    )
    about: Event | None = Field(
        default=None,
        examples=[{"name": "Storm Example", "location": "Dover", "start": "2024-01-05"}],
        description="The event the story is about.",
    )
    related: Many[Related] = Field(
        default=(),
        examples=[
            [
                {
                    "headline": "Yesterday's live blog",
                    "url": "https://example.org/live/yesterday",
                    "rel": "previous",
                }
            ]
        ],
        description="Other pages that belong to the story.",
    )
    extra: Extra = Field(
        default_factory=dict,
        examples=[{"desk": "news"}],
        description="Free-form data for plug-ins, JSON-safe.",
    )


class Update(Part):
    """One entry of a live blog."""

    id: Id = Field(
        default="",
        examples=["20240105T150344Z-k3v9qa"],
        description="Permanent, unique in the story; made of the time where the file has none.",
    )
    time: Instant = Field(examples=["2024-01-05T15:03:44Z"], description="When it was published.")
    headline: Text | None = Field(
        default=None, examples=["Road reopens"], description="Its headline, plain text."
    )
    body: Text | None = Field(
        default=None,
        examples=["Both lanes are open *again*."],
        description="Its text, in Markdown.",
    )
    authors: UpdateAuthors = Field(
        default=(),
        examples=[["An Example"]],
        description="Who wrote it; a name that the story's authors have takes their fields.",
    )
    tags: Many[Name] = Field(
        default=(), examples=[["weather"]], description="What it is about, in keywords."
    )
    key: bool = Field(default=False, examples=[True], description="Whether it is a key event.")
    pinned: bool = Field(
        default=False,
        examples=[True],
        description="Whether it is shown first; the newest pinned update wins.",
    )
    label: Text | None = Field(
        default=None,
        examples=["breaking"],
        description="A free word such as breaking, analysis or fact check.",
    )
    status: UpdateStatus = Field(
        default="published", examples=["draft"], description="Whether readers may see it."
    )
    edited: Instant | None = Field(
        default=None,
        examples=["2024-01-05T15:20:00Z"],
        description="The last change that readers could notice.",
    )
    sources: Many[Source] = Field(
        default=(),
        examples=[[{"name": "County council", "url": "https://example.org/statement"}]],
        description="Where its facts come from.",
    )
    media: Many[Media] = Field(
        default=(),
        examples=[
            [{"type": "image", "url": "https://example.org/b.jpg", "alt": "Cars on the road"}]
        ],
        description="Pictures, films and the like that belong to it.",
    )
    corrections: Many[Correction] = Field(
        default=(),
        examples=[[{"time": "2024-01-05T15:20:00Z", "text": "An earlier version said one lane."}]],
        description="Corrections that readers see.",
    )
    retraction: Retraction | None = Field(
        default=None,
        examples=[{"time": "2024-01-05T16:00:00Z", "reason": "The report was wrong."}],
        description="There when, and only when, the update is retracted.",
    )
    original_url: Url | None = Field(
        default=None,
        examples=["https://example.org/live/1#u3"],
        description="Where an imported update came from.",
    )
    extra: Extra = Field(
        default_factory=dict,
        examples=[{"match_minute": 43}],
        description="Free-form data for plug-ins, JSON-safe.",
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.id:
            self.__dict__["id"] = derived_id(self.time)
        if not (
            (self.headline and self.headline.strip())
            or (self.body and self.body.strip())
            or self.media
            or self.retraction
        ):
            refuse(
                "empty-update",
                "this update says nothing",
                help="give it a headline, a body or media",
            )
        return self

    @property
    def has_own_id(self) -> bool:
        """Whether the id stands in the file, rather than being derived from the time."""
        return "id" in self.model_fields_set

    @property
    def last_changed(self) -> datetime:
        """The newest change of its content: its time, or an edit, correction or retraction."""
        if self.edited is None and self.retraction is None and not self.corrections:
            return self.time  # as nearly all; every export asks for it several times
        times = [self.time, *[correction.time for correction in self.corrections]]
        times += [self.edited] if self.edited else []
        times += [self.retraction.time] if self.retraction else []
        return max(times)

    def is_visible(self, now: datetime) -> bool:
        """Whether readers know of it at ``now``: it is published, and its time has come."""
        return self.status == "published" and self.time <= now


class Story(Part):
    """A live blog: what stands in one story file.

    Make one from data with :func:`blogctl.model.read`, which reads local times in the
    story's zone and completes the updates' authors.
    """

    model_config = ConfigDict(title="blogctl story", populate_by_name=True)

    format: int = Field(
        default=FORMAT, ge=1, le=FORMAT, examples=[1], description="The version of the format."
    )
    meta: StoryMeta = Field(
        alias="story",
        examples=[{"id": "2024-01-05-coast-road", "headline": "Storm closes the coast road"}],
        description="What the story is, apart from its updates.",
    )
    updates: Many[Update] = Field(
        default=(),
        examples=[[{"time": "2024-01-05T15:03:44Z", "headline": "Road reopens"}]],
        description="The updates, oldest first.",
    )


PARTS: Mapping[str, type[Part]] = {
    "story": StoryMeta,
    "updates": Update,
    "authors": Person,
    "publisher": Publisher,
    "image": Image,
    "about": Event,
    "related": Related,
    "sources": Source,
    "media": Media,
    "corrections": Correction,
    "retraction": Retraction,
}
"""What the value, or each value, is that stands in a story under a key."""
