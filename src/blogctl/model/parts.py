"""What a story and its updates are made of: people, media, sources and the like."""

import re
from pathlib import PurePosixPath
from typing import Annotated, TypeVar
from urllib.parse import unquote

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core.core_schema import ValidationInfo

from blogctl.model.fields import (
    Bytes,
    EventTime,
    Instant,
    MediaKind,
    MediaType,
    Name,
    PersonUrl,
    Pixels,
    Reading,
    Relation,
    Seconds,
    Text,
    Url,
)
from blogctl.model.refusal import kind_of, refuse

_MEDIA_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".m4v": "video/x-m4v",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".m4a": "audio/x-m4a",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".txt": "text/plain",
}


class Part(BaseModel):
    """Base of everything in a story: strict, frozen, no unknown keys.

    Validators are built on first use, which most parts never have on their own.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


def _only_arrays(value: object) -> object:
    if not isinstance(value, list | tuple):
        help_ = "write its header with two brackets: [[…]]"
        if not isinstance(value, dict):
            help_ = "put it in [ ]"
        refuse("wrong-type", f"this is {kind_of(value)}, not an array", help=help_)
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

    @property
    def email(self) -> str | None:
        """The first address of a mailto: URL (RFC 6068), decoded; ``None`` without one."""
        if not self.url or not self.url.lower().startswith("mailto:"):
            return None
        address = unquote(self.url[len("mailto:") :].partition("?")[0].partition(",")[0])
        is_one = re.fullmatch(r"[^@,\s]+@[^@,\s]+", address) and address.isprintable()
        return address if is_one else None

    @property
    def with_role(self) -> str:
        """The name, with the role behind it if there is one."""
        return f"{self.name} ({self.role})" if self.role and self.role.strip() else self.name


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

    @property
    def media_type(self) -> str | None:
        """Its media type: what ``mime`` says, else what the end of the URL's path stands for."""
        if self.mime or self.type == "embed":
            return self.mime
        path = unquote(self.url.partition("?")[0].partition("#")[0])
        suffix = PurePosixPath(path).suffix if not path.endswith("/") else ""
        return _MEDIA_TYPES.get(suffix.lower())


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
