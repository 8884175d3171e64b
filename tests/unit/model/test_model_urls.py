"""URLs that a story may hold, and those that no page or feed should ever carry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from blogctl.model import Media, Path, Person, read
from blogctl.model.fields import MediaKind

TIME = datetime(2024, 1, 5, 12, tzinfo=UTC)
GOOD = [
    "https://example.org",
    "https://example.org/",
    "http://example.org/a/b.html?c=d&e=f#g",
    "HTTPS://EXAMPLE.ORG/",
    "HtTp://example.org/",
    "https://example.org:8443/",
    "https://example.org:65535/",
    "https://127.0.0.1/a",
    "https://[::1]/",
    "https://[2001:db8::1]:8080/a",
    "https://xn--mnchen-3ya.example/",
    "https://münchen.example/straße?ä=ö#ü",
    "https://例え.テスト/引き割り",
    "https://example.org/a%20b%2Fc",
    "https://example.org/%E2%80%AE",
    "https://example.org/@desk",
    "https://example.org/a:b@c",
    "https://example.org/a?u=user:pass@host",
    "https://example.org/javascript:alert(1)",
    "https://example.org/?javascript:alert(1)",
    "https://example.org/(a)*'!$,;=~",
    "https://example.org/[a]",
    "//example.org/a",
    "//example.org:80/a",
    "/a/b",
    "/",
    "a/b.jpg",
    "../images/a.jpg",
    "./a:b",
    "a/b:c",
    "?q=a:b",
    "#u3",
    ".",
]
BAD = [
    "",
    " ",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "jAvAsCrIpT:alert(1)",
    "javascript://example.org/%0aalert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "\x00javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "java\rscript:alert(1)",
    "javascript\n:alert(1)",
    "\u00a0javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:,a",
    "blob:https://example.org/a",
    "file:///etc/passwd",
    "FILE:///c:/",
    "ftp://example.org/",
    "ws://example.org/",
    "about:blank",
    "view-source:https://example.org",
    "tel:+123",
    "urn:uuid:x",
    "c:/windows",
    "C:\\windows",
    "example.org:8080/a",
    "localhost:80",
    "a:b",
    "x+y-z.1:b",
    "https:",
    "https:/",
    "https://",
    "https:///",
    "http:///x",
    "http:////x",
    "https:example.org",
    "https:/example.org",
    "http:relative",
    "https://?a",
    "https://#a",
    "https://:80/",
    "//",
    "///x",
    "////x",
    "https://user@example.org/",
    "https://user:pass@example.org/",
    "https://:pass@example.org/",
    "https://@example.org/",
    "https://example.org@evil.example/",
    "https://a:b@c:d@example.org/",
    "//user:pass@example.org/",
    "https://example.org:65536/",
    "https://example.org:99999/",
    "https://example.org:-1/",
    "https://example.org:a/",
    "https://example.org: 80/",
    "https://[::1/",
    "https://[x]/",
    "https://example.org/a b",
    "https://example.org/a\tb",
    "https://example.org/a\nb",
    "https://example.org/a\r\nSet-Cookie: b",
    "https://example.org/ ",
    " https://example.org/",
    "https://example.org/\x7f",
    "https://example.org/\x85",
    "https://example.org/\u2028",
    "https://example.org/\u202egpj.exe",
    "https://example.org/\u2066a",
    "https:\\\\example.org",
    "\\\\example.org\\a",
    "/\\example.org",
    "https://example.org\\@evil.example",
    'https://example.org/"onload="alert(1)',
    "https://example.org/<b>",
    "https://example.org/`a`",
    "https://example.org/{a}",
    "https://example.org/a|b",
    "https://example.org/a^b",
    "https://example.org\uff0f@evil.example",
    "https://example.org/a\u3000b",
    "https://example.org/a\u2003b",
    "https://example.org/a\u200b",
    "https://example.org/\ufeff",
    "https://example.org/\u200fa",
]
ANY: dict[Path, Any] = {
    ("story", "url"): lambda url: url,
    ("story", "publisher"): lambda url: {"name": "p", "url": url},
    ("story", "publisher", "logo"): lambda url: {"name": "p", "logo": url},
    ("story", "image"): lambda url: {"url": url},
    ("story", "related"): lambda url: [{"headline": "r", "url": url}],
    ("updates", 0, "sources"): lambda url: [{"name": "s", "url": url}],
    ("updates", 0, "media"): lambda url: [{"type": "file", "url": url}],
    ("updates", 0, "media", 0, "poster"): lambda url: [{"type": "file", "url": "a", "poster": url}],
    ("updates", 0, "original_url"): lambda url: url,
}
PEOPLE: dict[Path, Any] = {
    ("story", "authors"): lambda url: [{"name": "a", "url": url}],
    ("updates", 0, "authors"): lambda url: [{"name": "a", "url": url}],
}


def kinds(where: Path, made: Any) -> list[str]:
    meta: dict[str, Any] = {"id": "x", "headline": "h"}
    update: dict[str, Any] = {"time": TIME, "body": "b"}
    (update if where[0] == "updates" else meta)[str(where[2 if where[0] == "updates" else 1])] = (
        made
    )
    return [problem.kind for problem in read({"story": meta, "updates": [update]}).problems]


@pytest.mark.parametrize("url", GOOD, ids=ascii)
def test_what_may_stand_anywhere(url: str) -> None:
    for where, make in (ANY | PEOPLE).items():
        assert kinds(where, make(url)) == []


@pytest.mark.parametrize("url", BAD, ids=ascii)
def test_what_may_stand_nowhere(url: str) -> None:
    for where, make in (ANY | PEOPLE).items():
        (kind,) = kinds(where, make(url))
        # A character that no text may hold is that error first.
        assert kind == ("string_pattern_mismatch" if url[:1] in ("\0", "\x01") else "unsafe-url")


@pytest.mark.parametrize("url", ["mailto:a@example.org", "MAILTO:a@example.org?subject=b"])
def test_mail_is_for_people_only(url: str) -> None:
    for where, make in PEOPLE.items():
        assert kinds(where, make(url)) == []
    for where, make in ANY.items():
        assert kinds(where, make(url)) == ["unsafe-url"]


@pytest.mark.parametrize(
    "url", ["mailto:a b", "mailto:a\nb", "mailto:<a@b>", "mailtox:a", "xmailto:a@b", "tel:1"]
)
def test_and_so_are_no_other_schemes(url: str) -> None:
    for where, make in PEOPLE.items():
        assert kinds(where, make(url)) == ["unsafe-url"]


@pytest.mark.parametrize(
    ("url", "email"),
    [
        ("mailto:a@example.org", "a@example.org"),
        ("MAILTO:a%2Bb@example.org?subject=Hi", "a+b@example.org"),
        ("mailto:a@example.org,b@example.org", "a@example.org"),
        ("mailto:?subject=Hi", None),
        ("mailto:a%00@example.org", None),
        ("mailto:nobody", None),
        ("https://example.org/a@b", None),
        (None, None),
    ],
)
def test_the_address_of_a_person(url: str | None, email: str | None) -> None:
    assert Person(name="A", url=url).email == email


@pytest.mark.parametrize(
    ("url", "mime", "type_", "expected"),
    [
        ("https://example.org/a.JPG?w=3#x", None, "image", "image/jpeg"),
        ("https://example.org/a.mp3", "audio/x-own", "audio", "audio/x-own"),
        ("a%2Emp4", None, "video", "video/mp4"),
        ("https://example.org/watch.mp4/", None, "video", None),
        ("https://example.org/jpg", None, "image", None),
        ("https://example.org/a.xyz", None, "file", None),
        ("https://example.org/a.pdf", None, "embed", None),
    ],
)
def test_the_media_type_is_known_or_guessed(
    url: str, mime: str | None, type_: MediaKind, expected: str | None
) -> None:
    assert Media(type=type_, url=url, mime=mime).media_type == expected
