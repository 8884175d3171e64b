"""Text to text: every edit is lossless, and proved before anybody writes it."""

from blogctl.edit.adding import Added, Draft, RefusedDrafts, add
from blogctl.edit.creating import new_text, slug, story_id
from blogctl.edit.deduping import Deduped, Drop, Keep, dedupe
from blogctl.edit.sorting import sort

__all__ = [
    "Added",
    "Deduped",
    "Draft",
    "Drop",
    "Keep",
    "RefusedDrafts",
    "add",
    "dedupe",
    "new_text",
    "slug",
    "sort",
    "story_id",
]
