"""Sources that end too early, or are broken: where, and how that is said."""

from __future__ import annotations

import json
import re

_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_PAGE_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_HALF = re.compile(
    r"t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?|-|[.eE][+-]?|\\?u[0-9A-Fa-f]{0,4}|[0-9A-Fa-f]{0,4}"
)
"""What can be the half of a value at the end of JSON: of a word, a number or an escape."""
_HEAD = 10_000  # characters in which a page begins

UNFINISHED_PAGE = "it begins as a page, but has no </html>: it may be cut off"


def is_unfinished_page(text: str) -> bool:
    """Whether a text begins as a whole page does, and does not end like one."""
    return _PAGE.search(text, 0, _HEAD) is not None and _PAGE_END.search(text) is None


def json_fault(text: str) -> str:
    """Why a text that begins like JSON is none, and where; what it is said of comes before it."""
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        rest = text.rstrip()
        is_open = error.msg.startswith("Unterminated string")
        if is_open or error.pos >= len(rest) or _HALF.fullmatch(rest, error.pos):
            line, column = rest.count("\n") + 1, len(rest) - rest.rfind("\n") - 1
            return f"but ends too early, at line {line}, column {column}: it may be cut off"
        return f"but is none: {error.msg} at line {error.lineno}, column {error.colno}"
    except RecursionError:
        return "but is nested too deeply"
    except ValueError:  # a number that is too long
        pass
    return "but is none"
