"""unfit-reference: a Markdown text refers to a character that nothing can carry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._texts import first_reference, markdown_texts, needle_at

_REPLACEMENT = 0xFFFD


def check(subject: Subject) -> Iterator[Finding]:
    """Find each Markdown text with a reference that readers see as a replacement character."""
    for path, text in markdown_texts(subject.meta, subject.updates, "&#"):
        found = first_reference(text, _is_unfit)
        if found:
            yield Finding(
                path,
                f"{found[0]} will be shown as U+FFFD, the sign for what cannot be shown",
                help="remove it, or put it between backticks if the code itself is meant",
                needle=needle_at(text, *found.span()),
            )


@lru_cache(maxsize=256)
def _is_unfit(code: int) -> bool:
    from blogctl import dialect

    return code != _REPLACEMENT and chr(_REPLACEMENT) in dialect.render(f"&#{code};")


RULE = Rule(
    name="unfit-reference",
    severity=Severity.WARNING,
    summary="A Markdown text refers by number to a character that XML, and so feeds, cannot carry.",
    why="Exports put the replacement character in its place, as Markdown does for U+0000. Such "
    "references come with texts that were escaped elsewhere.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The bell&#7; rings."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The bell rings &#8211; twice."
""",
    check=check,
)
