"""Texts that attack: whatever a story says, nothing in it runs and no markup is broken."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup

from blogctl.model import Story

from .exporting import export, story

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "` onclick=alert(1) `",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "</style><script>alert(1)</script>",
    "<style>@import 'javascript:alert(1)'</style>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input onfocus=alert(1) autofocus>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert`1`)",
    "[x](&#106;&#97;vascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](<javascript:alert(1)>)",
    "[x](%01javascript:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](&#9;java&#10;script&colon;alert(1))",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    '![x" onerror="alert(1)](https://example.org/x)',
    '![x](https://example.org/"onerror="alert(1))',
    "[x](https://example.org/ '\" onmouseover=\"alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '<https://example.org/" onclick=alert(1)>',
    '```"><script>alert(1)</script>\nx\n```',
    '| <script>alert(1)</script> |\n|:--" onclick=alert(1)|\n| x |',
    "{{ 7 * 7 }}{% include 'x' %}{{ ''.__class__ }}",
    "${alert(1)} #{alert(1)} <%= alert(1) %>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\u2028<script>alert(1)</script>\u2029",
    "＜script＞alert(1)＜/script＞",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
]

TAGS = {
    *("html", "head", "meta", "title", "link", "style", "body", "header", "main", "footer"),
    *("nav", "section", "article", "aside", "div", "span", "data", "time", "details", "summary"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "br", "hr", "ul", "ol", "li"),
    *("em", "strong", "del", "code", "pre", "blockquote"),
    *("figure", "figcaption", "img", "video", "audio"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *("lang", "dir", "charset", "http-equiv", "content", "name", "property", "rel", "type"),
    *("href", "src", "poster", "title", "alt", "class", "id", "value", "datetime"),
    *("width", "height", "loading", "decoding", "controls", "preload", "playsinline"),
    *("aria-label", "aria-labelledby", "tabindex", "align", "start"),
}
ADDRESSES = {"href", "src", "poster"}


def attacked(payload: str) -> Story:
    """A story that has a payload in every text there is."""
    person = {"name": payload, "role": payload}
    media = [
        {"type": kind, "url": f"https://example.org/{kind}", "alt": payload, "caption": payload,
         "credit": payload}
        for kind in ("image", "video", "audio", "embed", "file")
    ]  # fmt: skip
    update = {
        "headline": payload,
        "body": payload,
        "authors": [person],
        "tags": [payload],
        "label": payload,
        "key": True,
        "sources": [{"name": payload}, {"name": payload, "url": "https://example.org/s"}],
        "media": media,
        "corrections": [{"time": datetime(2024, 1, 5, 10, tzinfo=UTC), "text": payload}],
    }
    bare: dict[str, Any] = {
        "media": [{"type": "embed", "url": "/x"}],
        "label": payload,
        "key": True,
    }
    return story(
        {**update, "pinned": True},
        {"body": payload, "key": True},
        {**update, "retraction": {"time": datetime(2024, 1, 5, 10, tzinfo=UTC), "reason": payload}},
        bare,
        headline=payload,
        summary=payload,
        body=payload,
        note=payload,
        tags=[payload],
        authors=[{"name": "Somebody"}, person],
        publisher={"name": payload},
        image={
            "url": "https://example.org/i",
            "alt": payload,
            "caption": payload,
            "credit": payload,
        },
        about={"name": payload, "location": payload},
        related=[{"headline": payload, "url": "https://example.org/r"}],
    )


def assert_harmless(html: str, tags: set[str]) -> None:
    soup = BeautifulSoup(html, "html5lib")
    for tag in soup.find_all(True):
        assert tag.name in tags, tag.name
        for name, value in tag.attrs.items():
            assert name in ATTRIBUTES, (tag.name, name)
            if name in ADDRESSES:
                # Browsers drop white space and control characters before they look.
                address = re.sub(r"[\x00-\x20]", "", str(value))
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
                assert scheme is None or scheme[1] in ("http", "https", "mailto"), value
    assert not soup.find_all(string=lambda text: type(text).__name__ == "Comment")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_page_shows_it_and_does_not_run_it(payload: str) -> None:
    html = export("html", attacked(payload))
    assert_harmless(html, TAGS)
    soup = BeautifulSoup(html, "html5lib")
    assert len(soup.select("style")) == len(soup.select("meta[http-equiv]")) == 1
    squeezed = " ".join(payload.split())
    for selector in ("h1", ".badge + .event", ".u-photo ~ figcaption", "article.h-entry h3"):
        assert squeezed in " ".join(soup.select(selector)[0].get_text().split())
    assert soup.select("img.u-photo")[0]["alt"] == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_feed_carries_it_and_does_not_run_it(payload: str) -> None:
    channel = ET.fromstring(export("rss", attacked(payload)))[0]
    squeezed = " ".join(payload.split())
    assert channel.findtext("title") == squeezed
    assert [element.text for element in channel.findall("category")] == [squeezed]
    titles = [element.findtext("title") for element in channel.findall("item")]
    assert titles[-1] == squeezed
    for element in channel.iter():
        if element.tag in (CONTENT, "description"):
            assert_harmless(element.text or "", TAGS)


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 40


def test_the_check_sees_what_it_is_for() -> None:
    for html in (
        "<script>",
        "<p onclick=x>",
        "<a href=javascript:x>",
        "<img src='data:x'>",
        "<!--x-->",
    ):
        with pytest.raises(AssertionError):
            assert_harmless(html, TAGS)
