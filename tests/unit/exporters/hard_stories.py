"""Stories that are hard to tell as a feed, and nevertheless valid."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from blogctl.model import Story

from .exporting import NOW, story

SITE = "https://example.org/live/x"
LATER = datetime(2030, 1, 1, tzinfo=UTC)
AT = datetime(2024, 1, 5, 10, 45, tzinfo=UTC)
_SAID = {"headline": "Roads", "body": "All *lanes* are closed.", "label": "breaking"}


def _told(*updates: dict[str, Any], **meta: Any) -> Story:
    return story(*updates, **{"url": SITE, **meta})


def _with_media(**media: Any) -> Story:
    return _told({**_SAID, "media": [{"type": "file", "url": "/a", "mime": "a/b", **media}]})


def _by(url: str) -> Story:
    return _told(_SAID, authors=[{"name": "A", "url": url}])


HARD = {
    "no updates": _told(),
    "no authors but a publisher": _told(_SAID, publisher={"name": "P"}),
    "only a headline": _told({"headline": "Road closed"}),
    "only a picture": _told({"media": [{"type": "image", "url": "/a.jpg"}]}),
    "a headline and a few words": _told({"headline": "Roads", "body": "All lanes are closed."}),
    "a few words": _told({"body": "All lanes are closed.", "label": "breaking"}),
    "a body without words": _told({"headline": "Roads", "body": "***"}),
    "a blank summary": _told(_SAID, summary=" \n"),
    "a summary with signs": _told(_SAID, summary="Q&A: 1 < 2"),
    "a tag on two lines": _told({**_SAID, "tags": [" a\n b "]}),
    "a blank caption": _with_media(caption=" \n"),
    "a blank credit": _with_media(credit=" \n"),
    "an empty file": _with_media(bytes=0),
    "a file of no known size": _with_media(),
    "a very long film": _with_media(type="video", duration=1e9, poster="/p.jpg"),
    "an address that is empty": _by("mailto:"),
    "an address with a subject": _by("mailto:a@example.org?subject=x"),
    "an address with nothing but a subject": _by("mailto:?subject=x"),
    "an address that is encoded": _by("mailto:a%40example.org"),
    "an address that is two": _by("mailto:a@example.org,b@example.org"),
    "an address without an at sign": _by("mailto:a"),
    "a logo in SVG": _told(_SAID, publisher={"name": "P", "logo": "/logo.svg"}),
    "letters in the URL of the story": _told(_SAID, url="https://example.org/ü"),
    "letters in the host of the story": _told(_SAID, url="https://exämple.org/x"),
    "letters in the URL of a logo": _told(_SAID, publisher={"name": "P", "logo": "/ü.png"}),
    "letters in the URL of a file": _with_media(url="/ü"),
    "brackets in a URL": _with_media(url="/a[1]?b[]=2"),
    "a stray percent sign in a URL": _with_media(url="/100%"),
    "two updates at once": _told({**_SAID, "time": AT}, {**_SAID, "time": AT}),
    "an edit and an update at once": _told({**_SAID, "edited": AT}, {**_SAID, "time": AT}),
    "retractions": _told(
        {"headline": "x", "retraction": {"time": AT, "reason": "It was *wrong*."}},
        {"headline": "x", "retraction": {"time": AT}},
    ),
    "a correction": _told({**_SAID, "corrections": [{"time": AT, "text": "One *lane*."}]}),
    "a time of long ago": _told({**_SAID, "time": datetime(987, 1, 1, tzinfo=UTC)}),
    "a time with microseconds": _told({**_SAID, "time": AT.replace(microsecond=1)}),
    "the last moment": _told({**_SAID, "time": NOW}),
    "things to come": _told({**_SAID, "edited": LATER}, {**_SAID, "time": LATER}),
    "a start to come": _told(coverage_start=LATER, status="upcoming"),
}

ATTACKS = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'\"><svg/onload=alert(1)>",
    "[x](javascript:alert(1)) ![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x](//evil.example) ![x](a.jpg) [x](?a) [x](#a)",
    "<p style='x' onclick='x'>",
    "]]></description><script>alert(1)</script><!--",
    "--><object data=x></object><!--",
    "&lt;script&gt; &#60;b&#62; &nbsp;",
    "<a href='x'><table><b><p><i>",
    "| a |\n|:-:|\n| <i |\n\n> - # x\n\n<https://example.org/ü>",
]


def attacked(payload: str) -> Story:
    """A story that has a payload in every text that a feed shows."""
    media = [
        {"type": kind, "url": "/a", "alt": payload, "caption": payload, "credit": payload}
        for kind in ("image", "video", "audio", "embed", "file")
    ]
    update = {
        "headline": payload,
        "body": f"{payload}\n\nAnd more.",
        "authors": [payload],
        "tags": [payload],
        "label": payload,
        "media": media,
        "sources": [{"name": payload, "url": "/s"}, {"name": payload}],
        "corrections": [{"time": AT, "text": payload}],
    }
    return _told(
        update,
        {"headline": "x", "retraction": {"time": AT, "reason": payload}},
        headline=payload,
        summary=payload,
        body=payload,
        tags=[payload],
        authors=[payload],
        publisher={"name": payload, "logo": "/logo.png"},
    )


_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=9)
_WORDS = _TEXTS.filter(lambda text: bool(text.strip()))
_URLS = st.sampled_from(["https://example.org/a?b#c", "/a", "b.jpg", "#c", "//example.org/ü"])
_KINDS = st.sampled_from(["image", "video", "audio", "embed", "file"])
_MEDIA = st.fixed_dictionaries(
    {"type": _KINDS, "url": _URLS, "caption": _TEXTS, "credit": _TEXTS},
    optional={"mime": st.just("a/x.y+z"), "bytes": st.integers(0, 2), "poster": _URLS},
)
_UPDATE = st.fixed_dictionaries(
    {"headline": _WORDS, "body": _TEXTS, "tags": st.lists(_WORDS), "label": _TEXTS},
    optional={
        "media": st.lists(_MEDIA, max_size=2),
        "authors": st.lists(_WORDS, max_size=1),
        "sources": st.lists(st.fixed_dictionaries({"name": _WORDS, "url": _URLS}), max_size=2),
        "retraction": st.fixed_dictionaries({"time": st.just(AT), "reason": _TEXTS}),
    },
)
_META = st.fixed_dictionaries(
    {"headline": _WORDS, "summary": _TEXTS, "tags": st.lists(_WORDS)},
    optional={
        "body": _TEXTS,
        "publisher": st.fixed_dictionaries({"name": _WORDS, "url": _URLS, "logo": _URLS}),
    },
)


@st.composite
def nasty(draw: st.DrawFn) -> Story:
    """A story with odd words and URLs wherever there may be some."""
    return _told(*draw(st.lists(_UPDATE, max_size=3)), **draw(_META))
