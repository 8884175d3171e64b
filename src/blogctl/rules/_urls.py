"""Relative URLs, and where they lead nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from blogctl.rules import Subject

READ_FROM: Mapping[str, tuple[str, ...]] = {"apple": ("rss",), "google": ("jsonld", "html")}
"""The formats that a place to publish in reads: one of them is enough."""


def is_whole(url: str) -> bool:
    """Whether a URL has a scheme and a host."""
    return url.lower().startswith(("http://", "https://"))


def without_base(subject: Subject, targets: frozenset[str]) -> frozenset[str]:
    """Those of ``targets`` that the story is judged for and whose relative URLs lead nowhere.

    A story that is judged for none of them is judged for all.
    """
    meta = subject.meta
    if meta is None or "url" in subject.unread or (meta.url and is_whole(meta.url)):
        return frozenset()
    return frozenset(
        target
        for target in (subject.targets & targets or targets)
        if subject.based.isdisjoint(READ_FROM.get(target, (target,)))
    )
