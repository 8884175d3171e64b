"""The files that a page names."""

from __future__ import annotations

import pytest

from blogctl.serving.naming import local_names


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ('<img src="a.png">', "a.png"),
        ('<img alt="" src="./pictures/a%20b.png?v=2#top">', "pictures/a b.png"),
        ("<video poster='still.webp'>", "still.webp"),
        ('<a HREF="notes &amp; more.txt">', "notes & more.txt"),
        ('<a href="%E2%82%AC.txt">', "€.txt"),
        ('<a href="../above.txt">', "../above.txt"),
    ],
)
def test_relative_urls_are_names(link: str, name: str) -> None:
    assert local_names(link.encode()) == {name}


@pytest.mark.parametrize(
    "link",
    [
        *('<a href="#first">', '<a href="">', '<a href="https://example.org/a.png">'),
        *('<a href="//example.org/a.png">', '<a href="/a.png">', '<a href="mailto:a@b.org">'),
        *('<a href="http://[">', '<p data-src="a.png">', '<p>src="a.png"</p>'),
    ],
)
def test_others_are_not(link: str) -> None:
    assert local_names(link.encode()) == set()
