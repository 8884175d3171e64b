"""Stories written as text are read back: the same instants, headlines and texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogctl.exporters import Context
from blogctl.exporters.registry import load, options_for, render
from blogctl.importers.text import TextImporter
from blogctl.markup.markdown import plain
from blogctl.markup.spans import escaped
from blogctl.model import Story, read
from blogctl.times import find_zone

from .reading import FIXTURES, imported, source

SETTINGS = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
WORDS = """
rain wind harbour train school *bridge* `tide` [sand] under_score <b> &amp; #tag 12 3:1 été
Straße дождь the of and council’s ‘quoted’ a/b e-mail 50% (soon) $5 ~~x~~ C:\\dir www.x
""".split()  # noqa: SIM905 - a table of words
SHAPES = {
    "%d %b %Y, %H:%M": "UTC",
    "%Y-%m-%d %H:%M": "Asia/Tbilisi",
    "%A %d %B %Y %I:%M %p": "UTC",
    "%B %d, %Y %I.%M%p": "Europe/Madrid",
    "%d.%m.%Y, %H:%M Uhr": "Europe/Berlin",
    "%d %B %Y, %H:%M GMT+3": "Asia/Riyadh",
    "%d/%m/%Y %H:%M": "UTC",
    "%H:%M, %d %B %Y": "UTC",
}
START = datetime(2021, 5, 14, 3, tzinfo=UTC)


def phrases(least: int, most: int) -> st.SearchStrategy[str]:
    """Some words that begin with a plain one."""
    words = st.lists(st.sampled_from(WORDS), min_size=least, max_size=most)
    return words.map(lambda each: " ".join(["It", *each, "there"]))


HEADLINES = st.none() | phrases(1, 8).map(lambda words: f"News: {words}")
SENTENCES = phrases(1, 40).map(lambda words: f"{words} today.")
LISTS = st.lists(phrases(1, 20), min_size=2, max_size=4)
BLOCKS = SENTENCES | LISTS


@st.composite
def updates(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Updates with plain headlines and blocks, minutes apart."""
    made, moment = [], START
    for _ in range(draw(st.integers(3, 8))):
        moment += timedelta(minutes=draw(st.integers(0, 170)))
        body = [draw(SENTENCES), *draw(st.lists(BLOCKS, max_size=3))]
        made.append({"time": moment, "headline": draw(HEADLINES), "blocks": body})
    return made


def markdown(block: str | list[str]) -> str:
    """A block as Markdown."""
    if isinstance(block, str):
        return escaped(block)
    return "\n".join(f"- {escaped(item)}" for item in block)


def story_of(made: list[dict[str, Any]], zone: str) -> Story:
    """The story of updates."""
    result = read(
        {
            "story": {"id": "s", "headline": "A headline of words", "timezone": zone},
            "updates": [
                {
                    "id": f"u{number}",
                    "time": each["time"],
                    "body": "\n\n".join(map(markdown, each["blocks"])),
                    **({"headline": each["headline"]} if each["headline"] else {}),
                }
                for number, each in enumerate(made)
            ],
        }
    )
    assert result.story is not None, result.problems
    return result.story


def told(story: Story) -> list[tuple[datetime, str | None, list[str]]]:
    """What readers learn of the updates."""
    return [
        (
            update.time.astimezone(UTC),
            update.headline,
            # Marks of items are looked for apart: what is no item is one line, a paragraph.
            [line for line in plain(update.body or "").split("\n") if line],
        )
        for update in story.updates
    ]


@SETTINGS
@given(updates(), st.sampled_from([72, 0, 60, 100]), st.sampled_from(["UTC", "Asia/Tbilisi"]))
def test_our_own_text(made: list[dict[str, Any]], width: int, zone: str) -> None:
    story = story_of(made, zone)
    exporter = load("text")
    options = options_for(exporter, {"width": width})
    context = Context(now=START + timedelta(days=9), zone=find_zone(zone))
    text = str(render("text", exporter, story, options, context))

    back = imported(text, None).story

    assert sorted(told(back), key=repr) == sorted(told(story), key=repr)
    assert back.meta.headline == story.meta.headline


@SETTINGS
@given(
    updates(),
    st.sampled_from(list(SHAPES)),
    st.booleans(),
    st.sampled_from(["\n\n", "\n\n\n", " \n\n"]),
)
def test_simple_pages(made: list[dict[str, Any]], shape: str, newest: bool, gap: str) -> None:
    zone = find_zone(SHAPES[shape])
    parts = ["A headline of words", "Some text about the place."]
    for each in reversed(made) if newest else made:
        parts.append(each["time"].astimezone(zone).strftime(shape))
        parts += [each["headline"]] if each["headline"] else []
        for block in each["blocks"]:
            parts.append(block if isinstance(block, str) else "\n".join(f"• {i}" for i in block))

    text = gap.join(parts)
    back = imported(text, SHAPES[shape]).story

    assert sorted(told(back), key=repr) == sorted(told(story_of(made, SHAPES[shape])), key=repr)
    assert back.meta.headline == "A headline of words"
    assert back.meta.body == "Some text about the place."


@SETTINGS
@given(updates(), st.booleans())
def test_bare_times_below_a_day(made: list[dict[str, Any]], newest: bool) -> None:
    # Whoever reads a list of bare times needs the first to be on the day above it.
    order = list(reversed(made)) if newest else made
    parts = ["A headline of words", f"{order[0]['time']:%d %B %Y}"]
    for each in order:
        parts += [f"{each['time']:%H:%M}", *([each["headline"]] if each["headline"] else [])]
        parts += [
            b if isinstance(b, str) else "\n".join(f"- {i}" for i in b) for b in each["blocks"]
        ]

    back = imported("\n\n".join(parts), "UTC").story

    assert [each.time for each in back.updates] == sorted(each["time"] for each in made)


@settings(SETTINGS, max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_read(text: str) -> None:
    importer = TextImporter()
    importer.recognises(source(text))
    importer.read(source(text))


ODD = ("21:25", "9.25pm BST", "---", "- a", "> b", "[a", "1 May")
LINES = (FIXTURES / "harbour.txt").read_text("utf-8").split("\n")


@settings(SETTINGS, max_examples=150)
@given(st.lists(st.sampled_from([*LINES, *ODD])))
def test_any_lines_make_a_story_or_none(lines: list[str]) -> None:
    text = "\n".join(lines)

    if TextImporter().read(source(text)) is not None:
        assert imported(text).story


@pytest.mark.parametrize("width", (72, 0, 50))
def test_an_example_is_read_back(width: int) -> None:
    from pathlib import Path

    from blogctl.check import check_text

    path = Path(__file__).parents[3] / "examples" / "karabakh-2020-09-27.story.toml"
    story = check_text(path.read_text("utf-8"), str(path)).story
    assert story is not None
    exporter = load("text")
    options = options_for(exporter, {"width": width})
    context = Context(now=datetime(2020, 9, 28, tzinfo=UTC), zone=find_zone("Asia/Tbilisi"))

    back = imported(str(render("text", exporter, story, options, context))).story

    assert [(each.time, each.headline) for each in back.updates] == [
        (each.time, each.headline) for each in story.updates
    ]
    assert [len(each.corrections) for each in back.updates] == [
        len(each.corrections) for each in story.updates
    ]
