"""Text to text: every edit is lossless, and proved before anybody writes it.

Each name is loaded when it is first asked for: a command needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blogctl.edit.adding import Added, Draft, add
    from blogctl.edit.changing import block_of, edit, replace_block
    from blogctl.edit.comparing import Comparison, Difference, Kind, compare
    from blogctl.edit.creating import new_text, slug, story_id
    from blogctl.edit.deduping import By, Deduped, Drop, Keep, dedupe, refuse_unclear
    from blogctl.edit.formatting import format_text, tidy
    from blogctl.edit.lifecycle import close, correct, publish, retract, take_back_retraction
    from blogctl.edit.merging import Merged, merge
    from blogctl.edit.opening import RefusedDrafts, When, no_update
    from blogctl.edit.sorting import sort, sort_text
    from blogctl.edit.target import Changed

__all__ = [
    "Added",
    "By",
    "Changed",
    "Comparison",
    "Deduped",
    "Difference",
    "Draft",
    "Drop",
    "Keep",
    "Kind",
    "Merged",
    "RefusedDrafts",
    "When",
    "add",
    "block_of",
    "close",
    "compare",
    "correct",
    "dedupe",
    "edit",
    "format_text",
    "merge",
    "new_text",
    "no_update",
    "publish",
    "refuse_unclear",
    "replace_block",
    "retract",
    "slug",
    "sort",
    "sort_text",
    "story_id",
    "take_back_retraction",
    "tidy",
]

_MODULES = {
    "adding": "Added Draft add",
    "changing": "block_of edit replace_block",
    "comparing": "Comparison Difference Kind compare",
    "creating": "new_text slug story_id",
    "deduping": "By Deduped Drop Keep dedupe refuse_unclear",
    "formatting": "format_text tidy",
    "lifecycle": "close correct publish retract take_back_retraction",
    "merging": "Merged merge",
    "opening": "RefusedDrafts When no_update",
    "sorting": "sort sort_text",
    "target": "Changed",
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names.split():
            return getattr(import_module(f"blogctl.edit.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
