"""The words that exports add to a story, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "skip": "Skip to the updates",
        "status_upcoming": "Upcoming",
        "status_live": "Live",
        "status_paused": "Paused",
        "status_ended": "Ended",
        "by": "By",
        "publisher": "Published by",
        "last_updated": "Last updated",
        "begins": "Coverage begins",
        "note": "Editor’s note",
        "key_events": "Key events",
        "key_event": "Key event",
        "more_key_events": "Earlier key events",
        "pinned": "Pinned",
        "pinned_in_place": "Go to this update",
        "updates": "Updates",
        "no_updates": "No updates yet.",
        "permalink": "Link to this update",
        "edited": "Updated",
        "correction": "Correction",
        "retracted": "Update retracted",
        "retracted_at": "This update was retracted",
        "source": "Source",
        "sources": "Sources",
        "tags": "Tags",
        "credit": "Credit",
        "embed": "Open the embedded content",
        "file": "Download the file",
        "video": "Watch the video",
        "audio": "Listen to the recording",
        "background": "Background",
        "related": "More on this story",
        "rel_previous": "Previous",
        "rel_next": "Next",
        "feeds": "Follow this story",
        "times": "All times are local to",
    }
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
