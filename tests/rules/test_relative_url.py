from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from blogctl.check import check_text
from blogctl.diagnostics import Diagnostic
from blogctl.exporters import Context
from blogctl.exporters.registry import load, options_for, render
from blogctl.rules import all_rules

from .target_cases import assert_for_its_targets

RULE = "relative-url"
BAD = [
    ('[story]\nid = "x"\nheadline = "A story"\nurl = «"/live"»\n'),
    ('[story]\nid = "x"\nheadline = "A story"\npublisher = { name = "N", logo = «"l.png"» }\n'),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
        'media = [{ type = "image", alt = "", url = «"a.jpg"» }]\n'
        'sources = [{ name = "S", url = «"../s"» }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'authors = [{ name = "A", url = «"/a"» }, { name = "B", url = "mailto:b@example.org" }]\n'
        'related = [{ headline = "B", url = "b" }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'authors = [{ name = "A", url = «"/a"» }]\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
        'authors = ["A", { name = "B", url = «"//example.org/b"» }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'media = [{ type = "video", url = "https://example.org/a.mp4", poster = «"a.jpg"» }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        "body = \"/a [a](<«/a»>) `[b](/b)`, ![c](«c.png» 'C') [d](http://example.org) [a](/a).\"\n"
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        "body = '''\n"
        "[a] [b](\n"
        "  «/b?c=d»\n"
        ")\n"
        "\n"
        "[a]: «a/ä.html»\n"
        "'''\n"
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'body = "[a](«/a_(b)»)"\n'
        'note = "[a](«/a?b&amp;c»)"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "[a](«/a»)"\n'
        'corrections = [{ time = 2024-01-05T10:00:00Z, text = "[b](«#b»)" }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "[a](/a)"\n'
        'retraction = { time = 2024-01-05T10:00:00Z, reason = "[b](«../b»)" }\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = «"[b](<>)"»\n'
    ),
]
GOOD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'url = "https://example.org/a"\n'
        'image = { url = "a.jpg", alt = "" }\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        "retraction = { time = 2024-01-05T10:00:00Z }\n"
        'media = [{ type = "image", alt = "", url = "a.jpg" }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'status = "draft"\n'
        'body = "[a](/a)"\n'
        'sources = [{ name = "S", url = "/s" }]\n'
        'media = [{ type = "image", alt = "", url = "a.jpg" }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "[a](https://example.org) <https://a.org> [b](mailto:b@a.org) [c] `[d](/d)`"\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "[a](/a)"\n'
        "retraction = { time = 2024-01-05T10:00:00Z }\n"
        'authors = [{ name = "A", url = "/a" }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'url = "HTTPS://example.org/a"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "[a](/a)"\n'
    ),
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_is_on_for_its_targets_alone() -> None:
    targets = ("apple", "atom", "google", "html", "jsonfeed", "jsonld", "ninjs", "rss")
    assert_for_its_targets(RULE, *targets)


def test_the_url_in_a_text_is_named_where_it_cannot_be_pointed_at(
    found: Callable[..., list[Diagnostic]],
) -> None:
    long = "/" + "b" * 80
    text = 'body = «"[a](/a\\u00E9)"»\n'
    (finding,) = found(RULE, f"[[updates]]\ntime = 2024-01-05T09:00:00Z\n{text}")
    assert '"/a%C3%A9"' in finding.message
    (finding,) = found(RULE, f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "[a](«{long}»)"\n')
    assert f'"{long[:59]}…"' in finding.message


def found_for(text: str, *targets: str, based: tuple[str, ...] = ()) -> set[int]:
    """The lines of a text where it is found for these targets."""
    diagnostics = check_text(text, targets=frozenset(targets), based=frozenset(based)).diagnostics
    return {each.line for each in diagnostics if each.rule == RULE}


STORY = """[story]
id = "x"
headline = "A story"
{story}

[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
headline = "A."
{update}
"""
URLS = [
    ('url = "{}"', ""),
    ('image = {{ url = "{}", alt = "" }}', ""),
    ('publisher = {{ name = "N", url = "{}" }}', ""),
    ('publisher = {{ name = "N", logo = "{}" }}', ""),
    ('authors = [{{ name = "N", url = "{}" }}]', ""),
    ('related = [{{ headline = "N", url = "{}" }}]', ""),
    ('body = "[a]({})"', ""),
    ('note = "[a]({})"', ""),
    ("", 'body = "[a]({})"'),
    ("", 'body = "![a]({})"'),
    ("", 'authors = [{{ name = "N", url = "{}" }}]'),
    ("", 'sources = [{{ name = "N", url = "{}" }}]'),
    ("", 'corrections = [{{ time = 2024-01-05T09:00:00Z, text = "[a]({})" }}]'),
    ("", 'retraction = {{ time = 2024-01-05T09:00:00Z, reason = "[a]({})" }}'),
    ("", 'body = "[a]({})"\nstatus = "draft"'),
    *[
        ("", f'media = [{{{{ type = "{kind}", alt = "", url = "{{}}" }}}}]')
        for kind in ("image", "video", "audio", "embed", "file")
    ],
    *[
        ("", f'media = [{{{{ type = "{kind}", url = "https://a.org/b", poster = "{{}}" }}}}]')
        for kind in ("image", "video", "audio", "embed", "file")
    ],
]
URL = "relative-one.png"
# The page is read with its own address for a base; only what stands in its head is told.
FORMATS = sorted(all_rules()[RULE].targets - {"apple", "google", "html"})


@pytest.mark.parametrize(("story", "update"), URLS, ids=[a or b for a, b in URLS])
def test_it_is_found_for_the_formats_that_would_have_a_whole_one(story: str, update: str) -> None:
    text, whole_text = (
        STORY.format(story=story.format(url), update=update.format(url))
        for url in (URL, f"https://example.org/{URL}")
    )
    context = Context(datetime(2024, 12, 1, tzinfo=UTC), ZoneInfo("UTC"))

    def has(name: str, text: str) -> bool:
        exporter, made = load(name), check_text(text).story
        assert made
        return URL in str(render(name, exporter, made, options_for(exporter, {}), context))

    missing = {name for name in FORMATS if has(name, whole_text) and not has(name, text)}
    assert {name for name in FORMATS if found_for(text, name)} == missing
    assert not any(found_for(whole_text, name) for name in FORMATS)


@pytest.mark.parametrize("line", [4, 5, 6, 7, 8])
def test_the_page_misses_what_stands_in_its_head(line: int) -> None:
    text = """[story]
id = "x"
headline = "A story"
url = "/live"
image = { url = "a.jpg", alt = "" }
publisher = { name = "N", url = "/", logo = "/l.png" }
authors = [{ name = "N", url = "/n" }]
body = "[a](/b)"
"""
    assert (line in found_for(text, "html")) == (line in (4, 5))


def test_a_format_with_a_base_of_its_own_misses_nothing() -> None:
    text = STORY.format(story='url = "/a"', update='body = "[a](/b)"')
    assert found_for(text, "rss", "atom") == {4, 10}
    assert found_for(text, "rss", "atom", based=("rss",)) == {4, 10}
    assert found_for(text, "rss", "atom", based=("rss", "atom")) == set()
    assert found_for(text, "ninjs", "rss", based=("rss",)) == {4, 10}
    assert found_for(text, "apple", based=("rss",)) == set()
    assert found_for(text, "apple", based=("apple",)) == {4, 10}
    assert found_for(text, "google") == {4}
    assert found_for(text, "google", based=("html",)) == set()
    assert found_for(text, "google", based=("jsonld",)) == set()


def test_a_url_that_is_wrong_itself_is_one_mistake(
    diagnose: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    text = '[story]\nid = "x"\nheadline = "A"\nurl = "a:b"\nimage = { url = "b", alt = "" }\n'
    assert [each.rule for each in diagnose(RULE, text)] == ["unsafe-url"]


def test_many_links_take_no_long_time(diagnose: Callable[..., tuple[Diagnostic, ...]]) -> None:
    body = " ".join(f"[a](/{number})" for number in range(2000)) + "[a](" * 20_000
    start = perf_counter()
    found = diagnose(RULE, f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "{body}"\n')
    assert len(found) == 2000
    assert perf_counter() - start < 5
