"""Where a story's URLs lead."""

from __future__ import annotations

import pytest

from blogctl.exporters.links import Links

from .exporting import story

SITE = "https://example.org/live/x"


@pytest.mark.parametrize(
    ("url", "base_url", "page", "base"),
    [
        (SITE, None, SITE, SITE),
        (SITE + "#top", None, SITE, SITE),
        ("/live/x", "https://example.org/", SITE, "https://example.org/"),
        ("/live/x", None, None, None),
        ("/live/x", "/live/x", None, None),
        (None, "https://example.org/", None, "https://example.org/"),
        (SITE, "https://cdn.example/", SITE, "https://cdn.example/"),
        (None, None, None, None),
    ],
)
def test_the_page_and_the_base(
    url: str | None, base_url: str | None, page: str | None, base: str | None
) -> None:
    links = Links.of(story(**({"url": url} if url else {})), base_url)
    assert (links.page, links.base) == (page, base)


def test_what_cannot_be_made_whole_is_nothing() -> None:
    assert Links(None, None).whole("/a") is None
    assert Links(None, None).whole(None) is None
    assert Links(None, None).whole("https://example.org/a") == "https://example.org/a"
    assert Links(None, SITE).whole("a") == "https://example.org/live/a"
    assert Links(None, SITE).whole("mailto:a@example.org") is None
    assert Links(None, SITE).update("u1") is None
    assert Links(SITE, SITE).update("u1") == SITE + "#u1"


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("https://example.org/a?b=1&c[]=2#d", "https://example.org/a?b=1&c%5B%5D=2#d"),
        ("https://example.org/über/100%", "https://example.org/%C3%BCber/100%25"),
        ("https://example.org/%C3%BC%20x", "https://example.org/%C3%BC%20x"),
        ("https://exämple.org:8080/ü?ü#ü", "https://xn--exmple-cua.org:8080/%C3%BC?%C3%BC#%C3%BC"),
        ("HTTPS://Example.org/a", "https://Example.org/a"),
        ("https://[2001:db8::1]:80/a", "https://[2001:db8::1]:80/a"),
        ("/ü", "https://example.org/%C3%BC"),
    ],
)
def test_what_leaves_is_a_uri(url: str, uri: str) -> None:
    made = Links(None, SITE).whole(url)
    assert made == uri
    assert Links(None, SITE).whole(made) == uri


def test_an_update_with_a_page_of_its_own_is_found_there() -> None:
    told = story(url="https://example.org/live")
    links = Links.of(told, None, {"a": "https://example.org/updates/a.html"})
    assert links.update("a") == "https://example.org/updates/a.html"
    assert links.update("b") == "https://example.org/live#b"
