"""relative-url: a relative URL that leads nowhere outside the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from blogctl.diagnostics import Severity
from blogctl.model import Path, Person
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._media import shown_media
from blogctl.rules._texts import markdown_texts, needle_at
from blogctl.rules._urls import READ_FROM, is_whole, without_base

_FEEDS = frozenset({"atom", "jsonfeed", "rss"})
_WHERE: Mapping[str, frozenset[str]] = {
    "story": _FEEDS | {"html", "jsonld", "ninjs"},
    "lead-image": frozenset({"html", "jsonld", "ninjs"}),
    "publisher": frozenset({"jsonfeed", "jsonld", "rss"}),
    "logo": _FEEDS | {"jsonld"},
    "author": frozenset({"atom", "jsonfeed", "jsonld"}),
    "source": _FEEDS | {"jsonld", "ninjs"},
    "image": _FEEDS | {"jsonld", "ninjs"},
    "video": _FEEDS | {"jsonld", "ninjs"},
    "audio": _FEEDS | {"jsonld", "ninjs"},
    "embed": _FEEDS | {"ninjs"},
    "file": _FEEDS | {"ninjs"},
    "image-poster": frozenset({"jsonld", "rss"}),
    "video-poster": _FEEDS | {"jsonld", "ninjs"},
    "audio-poster": frozenset({"jsonld", "rss"}),
    "file-poster": frozenset({"rss"}),
    "story-text": frozenset({"ninjs"}),
    "update-text": _FEEDS | {"ninjs"},
}
"""The formats that leave a URL out unless it is whole, by what it is the URL of."""

_MAY_LINK = re.compile(r"\]\(|\]:")
_LINKED = re.compile(r'<(?:a href|img src)="([^"]*)"')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DESTINATION = re.compile(
    r"(?:\]\(|\]:)\s*(?:<([^<>\n]*)>|([^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*))"
)
_SIGN = re.compile(r"\\([!-/:-@\[-`{-~])")
_MESSAGE = "this URL is relative, and the story has no whole URL to resolve it against"
_HELP = 'write it whole, or give the story its url = "https://…"'
_LONGEST = 60


def check(subject: Subject) -> Iterator[Finding]:
    """Find each relative URL that a format leaves out, as nothing says what it is relative to."""
    targets = without_base(subject, RULE.targets)
    formats = {READ_FROM.get(target, (target,))[0] for target in targets}
    if not formats:
        return
    for kind, path, url in _addresses(subject):
        is_mail = kind == "author" and url is not None and url.lower().startswith("mailto:")
        if url and not (is_mail or is_whole(url)) and formats & _WHERE.get(kind, frozenset()):
            yield Finding(path, _MESSAGE, _HELP)
    for path, text in markdown_texts(subject.meta, subject.published, "]"):
        if formats & _WHERE["story-text" if path[0] == "story" else "update-text"]:
            yield from _in_text(path, text)


def _addresses(subject: Subject) -> Iterator[tuple[str, Path, str | None]]:
    """What each URL is that of, where it stands, and the URL."""
    meta = subject.meta
    known: tuple[Person, ...] = ()
    if meta:
        known = meta.authors
        yield "story", ("story", "url"), meta.url
        if meta.image:
            yield "lead-image", ("story", "image", "url"), meta.image.url
        if meta.publisher:
            yield "publisher", ("story", "publisher", "url"), meta.publisher.url
            yield "logo", ("story", "publisher", "logo"), meta.publisher.logo
        for number, person in enumerate(known):
            yield "author", ("story", "authors", number, "url"), person.url
    for path, media in shown_media(subject.published):
        yield media.type, (*path, "url"), media.url
        yield f"{media.type}-poster", (*path, "poster"), media.poster
    for index, update in subject.published:
        if update.retraction is None:
            for number, person in enumerate(update.authors):
                # A bare name has its URL from the story's authors.
                if all(person is not author for author in known):
                    yield "author", ("updates", index, "authors", number, "url"), person.url
            for number, source in enumerate(update.sources):
                yield "source", ("updates", index, "sources", number, "url"), source.url


def _in_text(path: Path, text: str) -> Iterator[Finding]:
    """Each relative URL that a Markdown text leads to, once."""
    if not _MAY_LINK.search(text):
        return
    from blogctl import dialect

    written: dict[str, tuple[int, int]] = {}
    for found in _DESTINATION.finditer(text):
        group = 1 if found[1] is not None else 2
        written.setdefault(_plain(_SIGN.sub(r"\1", found[group])), found.span(group))
    for link in dict.fromkeys(_LINKED.findall(dialect.render(text))):
        if not _SCHEME.match(link):
            url, shown = _plain(link), unescape(link)
            if len(shown) > _LONGEST:
                shown = f"{shown[: _LONGEST - 1]}…"
            yield Finding(
                path,
                f'the URL "{shown}" is relative, and the story has no whole URL to resolve it '
                "against",
                _HELP,
                needle=needle_at(text, *written[url]) if url and url in written else None,
            )


def _plain(url: str) -> str:
    """A URL in one spelling, without references and codes."""
    return unquote(unescape(url))


RULE = Rule(
    name="relative-url",
    severity=Severity.WARNING,
    summary="A relative URL has no base.",
    why="What is read away from the page, in a feed or on a wire, needs whole URLs; others are "
    "left out. A format for which a base-url is configured has one for them.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"
url = "/live/coast-road"
image = { url = "https://example.org/road.jpg", alt = "The road" }
""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
url = "https://example.org/live/coast-road"
image = { url = "/road.jpg", alt = "The road" }
""",
    targets=frozenset(READ_FROM).union(*_WHERE.values()),
    check=check,
)
