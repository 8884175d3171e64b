"""The story and its parts: strict, frozen, with the names that stand in the file."""

from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core.core_schema import ValidationInfo

from blogctl.model.fields import (
    Bytes,
    EventTime,
    Extra,
    Id,
    Instant,
    Language,
    MediaKind,
    MediaType,
    Name,
    PersonUrl,
    Pixels,
    Reading,
    Relation,
    Seconds,
    StoryStatus,
    Text,
    UpdateStatus,
    Url,
    ZoneName,
    kind_of,
    refuse,
)
from blogctl.model.identity import derived_id

FORMAT = 1
"""The version of the story format that this program reads and writes."""


class Part(BaseModel):
    """Base of everything in a story: strict, frozen, no unknown keys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


def _only_arrays(value: object) -> object:
    if not isinstance(value, list | tuple):
        refuse("wrong-type", f"this is {kind_of(value)}, not an array", help="put it in [ ]")
    return value


_Item = TypeVar("_Item")
Many = Annotated[tuple[_Item, ...], BeforeValidator(_only_arrays), Field(strict=False)]
"""A TOML or JSON array, held as a tuple."""


class Person(Part):
    """Somebody who wrote: an author of the story or of an update."""

    name: Name = Field(examples=["An Example"], description="The name as readers see it.")
    url: PersonUrl | None = Field(
        default=None,
        examples=["https://example.org/b"],
        description="A page about the person, or a mailto: address.",
    )
    role: Text | None = Field(
        default=None, examples=["Reporter"], description="What the person does, such as Reporter."
    )


def _person(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


Author = Annotated[Person, BeforeValidator(_person, json_schema_input_type=Name | Person)]
"""A person; a bare string is shorthand for one with that name."""


def _with_known(authors: tuple[Person, ...], info: ValidationInfo) -> tuple[Person, ...]:
    """Authors, where a bare name that the story knows takes the story's fields."""
    known = info.context.authors if isinstance(info.context, Reading) else {}
    if not known:
        return authors
    return tuple(
        known.get(person.name, person) if person.url is None and person.role is None else person
        for person in authors
    )


Authors = Many[Author]
UpdateAuthors = Annotated[Authors, AfterValidator(_with_known)]


class Publisher(Part):
    """Who publishes the story."""

    name: Name = Field(examples=["Example News"], description="The publisher's name.")
    url: Url | None = Field(
        default=None, examples=["https://example.org"], description="The publisher's home page."
    )
    logo: Url | None = Field(
        default=None,
        examples=["https://example.org/logo.png"],
        description="A picture of the publisher's logo.",
    )


class Image(Part):
    """The story's lead image."""

    url: Url = Field(examples=["https://example.org/a.jpg"], description="Where the image is.")
    alt: Text | None = Field(
        default=None,
        examples=["The closed road"],
        description="What the image shows, for those who cannot see it.",
    )
    caption: Text | None = Field(
        default=None, examples=["The road at noon."], description="The line below the image."
    )
    credit: Text | None = Field(
        default=None, examples=["A. Photographer"], description="Who made the image."
    )
    width: Pixels | None = Field(default=None, examples=[1600], description="Width in pixels.")
    height: Pixels | None = Field(default=None, examples=[900], description="Height in pixels.")


class Event(Part):
    """What the story is about."""

    name: Name = Field(examples=["Storm Example"], description="The event's name.")
    location: Text | None = Field(default=None, examples=["Dover"], description="Where it happens.")
    start: EventTime | None = Field(
        default=None, examples=["2024-01-05"], description="When it begins: a date, or a time."
    )
    end: EventTime | None = Field(
        default=None, examples=["2024-01-06"], description="When it ends: a date, or a time."
    )


class Related(Part):
    """Another page that belongs to this story."""

    headline: Name = Field(
        examples=["Yesterday's live blog"], description="What the page is called."
    )
    url: Url = Field(examples=["https://example.org/live/yesterday"], description="Where it is.")
    rel: Relation = Field(
        default="related",
        examples=["previous"],
        description="How it belongs: the previous or next live blog, or merely related.",
    )


class Source(Part):
    """Where an update's facts come from."""

    name: Name = Field(examples=["County council"], description="Who said it.")
    url: Url | None = Field(
        default=None, examples=["https://example.org/statement"], description="Where it was said."
    )


class Media(Part):
    """A picture, film, sound, embedded page or file that belongs to an update."""

    type: MediaKind = Field(examples=["image"], description="What it is.")
    url: Url = Field(examples=["https://example.org/b.jpg"], description="Where it is.")
    alt: Text | None = Field(
        default=None,
        examples=["Cars on the road"],
        description="What it shows, for those who cannot see it.",
    )
    caption: Text | None = Field(
        default=None, examples=["The first cars."], description="The line below it."
    )
    credit: Text | None = Field(
        default=None, examples=["A. Photographer"], description="Who made it."
    )
    mime: MediaType | None = Field(
        default=None, examples=["image/jpeg"], description="Its media type."
    )
    bytes: Bytes | None = Field(default=None, examples=[48213], description="Its size in bytes.")
    width: Pixels | None = Field(default=None, examples=[1600], description="Width in pixels.")
    height: Pixels | None = Field(default=None, examples=[900], description="Height in pixels.")
    duration: Seconds | None = Field(
        default=None, examples=[94.5], description="How long it plays, in seconds."
    )
    poster: Url | None = Field(
        default=None,
        examples=["https://example.org/still.jpg"],
        description="A still image to show before it plays.",
    )


class Correction(Part):
    """A dated correction that readers see."""

    time: Instant = Field(examples=["2024-01-05T15:20:00Z"], description="When it was made.")
    text: Name = Field(
        examples=["An earlier version said one lane."], description="What was wrong, in Markdown."
    )


class Retraction(Part):
    """The mark of a retracted update: nothing of it is shown any more."""

    time: Instant = Field(examples=["2024-01-05T16:00:00Z"], description="When it was retracted.")
    reason: Text | None = Field(
        default=None, examples=["The report was wrong."], description="Why, in Markdown."
    )


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
    image: Image | None = Field(default=None, description="The lead image.")
    about: Event | None = Field(default=None, description="The event the story is about.")
    related: Many[Related] = Field(default=(), description="Other pages that belong to the story.")
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
    sources: Many[Source] = Field(default=(), description="Where its facts come from.")
    media: Many[Media] = Field(
        default=(), description="Pictures, films and the like that belong to it."
    )
    corrections: Many[Correction] = Field(default=(), description="Corrections that readers see.")
    retraction: Retraction | None = Field(
        default=None, description="There when, and only when, the update is retracted."
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


class Story(Part):
    """A live blog: what stands in one story file.

    Make one from data with :func:`blogctl.model.read`, which reads local times in the
    story's zone and completes the updates' authors.
    """

    model_config = ConfigDict(title="blogctl story", populate_by_name=True)

    format: int = Field(
        default=FORMAT, ge=1, le=FORMAT, examples=[1], description="The version of the format."
    )
    meta: StoryMeta = Field(alias="story", description="What the story is, apart from its updates.")
    updates: Many[Update] = Field(default=(), description="The updates, oldest first.")
