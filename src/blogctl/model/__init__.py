"""What a live blog is: :class:`Story`, :class:`Update` and their parts."""

from blogctl.model.identity import content, content_hash, derived_id, new_id, public_id
from blogctl.model.output import meta_data, schema_text, story_data, update_data
from blogctl.model.parts import (
    Correction,
    Event,
    Image,
    Media,
    Part,
    Person,
    Publisher,
    Related,
    Retraction,
    Source,
)
from blogctl.model.reading import Path, Problem, ReadStory, read, read_update, story_zone
from blogctl.model.story import PARTS, Story, StoryMeta, Update

__all__ = [
    "PARTS",
    "Correction",
    "Event",
    "Image",
    "Media",
    "Part",
    "Path",
    "Person",
    "Problem",
    "Publisher",
    "ReadStory",
    "Related",
    "Retraction",
    "Source",
    "Story",
    "StoryMeta",
    "Update",
    "content",
    "content_hash",
    "derived_id",
    "meta_data",
    "new_id",
    "public_id",
    "read",
    "read_update",
    "schema_text",
    "story_data",
    "story_zone",
    "update_data",
]
