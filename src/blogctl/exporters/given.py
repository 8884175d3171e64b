"""JSON objects without what is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def given(data: Mapping[str, Any]) -> dict[str, Any]:
    """What an object says: keys whose value is null or an empty list or object are left out."""
    return {
        key: value for key, value in data.items() if value is not None and value not in ([], {})
    }
