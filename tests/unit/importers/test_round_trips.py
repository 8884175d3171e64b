"""What we export comes back: equal in what its format can carry, the rest lost and no more.

A format is a row of :data:`FORMATS`; whoever adds an importer for another adds a row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from blogctl.errors import BlogctlError
from blogctl.exporters import Context
from blogctl.exporters.registry import load as load_exporter
from blogctl.exporters.registry import options_for, render
from blogctl.importers import Source
from blogctl.importers.assembling import Imported, Terms
from blogctl.importers.registry import import_story, recognised
from blogctl.markup.markdown import plain, to_html
from blogctl.model import Media, Story, Update, read, story_data

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
PAGE = "https://example.org/live"
IDS = ["x-1", "i_x_2F1", "uuid-0a0b0c0d-0000-5000-8000-000000000001", f"h_{'0' * 32}"]
"""Ids of stories, of which some are those of an import."""
TERMS = Terms(lambda day, name: f"{day}-{len(name)}", NOW, "UTC")
TITLED = st.from_regex(
    r"[A-Z][a-z]{2,8} ([a-z]{2,8}|<b>[a-z]+</b>|&lt;) [0-9]{1,3}", fullmatch=True
)


@dataclass(frozen=True)
class Format:
    """What a format carries of the fields of a story, of its updates, and of their parts.

    ``file`` is of media that are files, where that is less. ``media`` come back by the order of
    ``kinds``, if there is one, and no others. ``image`` is of the story's. ``is_plain`` says that
    texts are words. ``stays`` are fields of updates that come back as a part of the body: stories
    here go without. ``lost`` is what the report of an import says has no home. All else that is
    missing is named by its doubts, in the words of :data:`NAMED`.
    """

    story: str
    updates: str
    author: str = "name"
    media: str = "type url alt caption"
    file: str = ""
    image: str = ""
    kinds: str = ""
    is_plain: bool = False
    stays: str = ""
    lost: str = ""
    options: tuple[tuple[str, Any], ...] = ()


FEED = "id time headline body authors tags media last_changed retraction"
FORMATS = {
    "jsonfeed": Format(
        story="id headline language status summary url authors",
        updates=f"{FEED} label key pinned sources corrections",
        author="name url",
        media="type url alt caption credit width height bytes mime duration poster",
        lost="icon",
    ),
    "rss": Format(
        story="id headline language summary url authors tags",
        updates=f"{FEED} label sources",
        media="type url alt caption credit width height bytes mime poster",
        stays="corrections",
        lost="image",
    ),
    "atom": Format(
        story="id headline language summary url authors tags",
        updates=FEED,
        author="name url",
        media="type url alt width height bytes mime poster",
        stays="corrections label sources",
        lost="image",
    ),
    "ninjs": Format(
        story="id headline language summary body note url authors tags image",
        updates=f"{FEED} label sources",
        author="name role",
        media="type url alt width height bytes mime duration poster",
        image="url width height",
        stays="corrections",
    ),
    "jsonld": Format(
        story="id headline language summary body url authors tags publisher about image "
        "coverage_start",
        updates=f"{FEED} sources corrections",
        author="name url role",
        media="type url caption credit width height bytes mime duration poster",
        kinds="image video audio",
        image="url caption credit width height",
        is_plain=True,
    ),
    "html": Format(
        story="id headline language timezone status summary body note url authors tags publisher "
        "about image related coverage_start",
        updates=f"{FEED} label key pinned sources corrections",
        author="name url role",
        media="type url alt caption credit width height bytes mime duration poster",
        file="type url caption credit",
        image="url alt caption credit width height",
    ),
}
"""What comes back of stories whose texts are words, and whose URLs are whole."""

NAMED = {
    "about": "event",
    "alt": "alternative texts",
    "bytes": "types and sizes",
    "caption": "captions",
    "coverage_start": "coverage",
    "credit": "credits",
    "duration": "durations",
    "key": "key events",
    "label": "labels",
    "mime": "types and sizes",
    "original_url": "original addresses",
    "related": "related pages",
    "role": "roles",
    "timezone": "time zone",
    "url": "addresses",
}
"""The words of reports for fields that they do not call by their names."""

WORDS = st.sampled_from(
    ["Road", "closed", "again", "*soon*", "`x`", "**Now**", "ü", "5 < 6", "a_b"]
)
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
BLOCKS = LINES | st.sampled_from(
    [
        "- one\n- two",
        "1. x\n2. y",
        "> said\n> so",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "```\nz\n```",
        "### Head",
        "[a](https://example.org/a)",
        "Source: [a](https://example.org/a)",
        "___",
    ]
)
BODIES = st.lists(BLOCKS, min_size=1, max_size=3).map(
    lambda b: "\n\n".join(["Word first", *b, "Z."])
)
NAMES = st.from_regex(r"[A-Z][a-zé]{1,6}( [A-Z][a-z]{1,6})?", fullmatch=True)
MINUTES = st.integers(0, 5000).map(
    lambda n: datetime(2024, 1, 5, tzinfo=UTC) + timedelta(minutes=n)
)
PERSON = st.fixed_dictionaries(
    {"name": NAMES},
    optional={"url": st.just("https://example.org/p"), "role": st.just("Reporter")},
)
PEOPLE = st.lists(PERSON, max_size=2, unique_by=lambda each: each["name"])
TAGS = st.lists(st.sampled_from(["weather", "roads", "a, b", "R&D"]), max_size=2, unique=True)
SUFFIXES = {"image": "jpg", "video": "mp4", "audio": "mp3", "file": "pdf"}


@st.composite
def media(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A picture, film, sound or file with some of its facts."""
    item: dict[str, Any] = {
        "type": kind,
        "url": f"https://example.org/m/{draw(st.integers(0, 99))}.{SUFFIXES[kind]}",
        "caption": draw(TITLED),
    }
    if kind == "image":
        item |= draw(
            st.fixed_dictionaries(
                {}, optional={"alt": TITLED, "width": st.just(640), "height": st.just(480)}
            )
        )
    more = {"bytes": st.integers(1, 9999), "credit": NAMES, "mime": st.just(f"{kind}/x-special")}
    if kind == "video":
        more["poster"] = st.just("https://example.org/still.jpg")
    if kind in ("video", "audio"):
        more["duration"] = st.sampled_from([5.0, 94.5])
    if kind == "file":
        more["mime"] = st.just("application/x-special")
    return item | draw(st.fixed_dictionaries({}, optional=more))


UPDATES = st.fixed_dictionaries(
    {"body": BODIES},
    optional={
        "headline": TITLED.map("Headline {}".format),
        "authors": PEOPLE,
        "tags": TAGS,
        "key": st.booleans(),
        "pinned": st.booleans(),
        "label": NAMES.map("Label {}".format),
        "media": st.lists(
            st.sampled_from(list(SUFFIXES)).flatmap(media), max_size=3, unique_by=lambda m: m["url"]
        ),
        "sources": st.lists(
            st.fixed_dictionaries({"name": NAMES, "url": st.just("https://example.org/s")}),
            max_size=2,
        ),
        "edited": st.integers(1, 90),
        "original_url": st.just("https://example.org/elsewhere"),
        "extra": st.just({"minute": 43}),
        "corrections": st.lists(
            st.fixed_dictionaries({"time": st.integers(1, 90), "text": LINES}), max_size=2
        ),
        "retraction": st.fixed_dictionaries(
            {"time": st.integers(1, 90)}, optional={"reason": LINES}
        ),
    },
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A story of words, with a page."""
    updates: list[dict[str, Any]] = []
    drawn: list[dict[str, Any]] = draw(st.lists(UPDATES, min_size=1, max_size=4))
    for number, update in enumerate(drawn):
        time = draw(MINUTES)
        changes: list[Any] = [*update.get("corrections", []), update.get("retraction") or {}]
        for part in (update, *changes):
            for key in ("edited", "time"):
                if key in part:
                    part[key] = time + timedelta(minutes=part[key])
        id_ = draw(
            st.sampled_from(["u{}", "i_a_2F{}", "uuid-0a0b0c0d-0000-5000-8000-00000000000{}"])
        )
        updates.append({"id": id_.format(number), "time": time, **update})
    updates.sort(key=lambda each: str(each["time"]))
    for update in updates[:-1]:
        update.pop("pinned", None)  # the newest pinned one wins
    meta: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {
                "id": st.sampled_from(IDS),
                "headline": TITLED,
                "summary": TITLED.map("Of {}".format),
                "language": st.sampled_from(["en", "fr", "ru", "pt-BR"]),
                "status": st.sampled_from(["live", "paused"]),
                "authors": st.lists(PERSON, min_size=1, max_size=1),
            },
            optional={
                "tags": TAGS,
                "body": BODIES,
                "note": LINES,
                "publisher": st.just(
                    {"name": "Example News", "logo": "https://example.org/logo.png"}
                ),
                "about": st.just(
                    {"name": "Storm Example", "location": "Dover", "start": date(2024, 1, 5)}
                ),
                "image": st.just(
                    {
                        "url": "https://example.org/i.jpg",
                        "alt": "Sea",
                        "caption": "Road",
                        "credit": "A",
                    }
                    | {"width": 640, "height": 480}
                ),
                "related": st.just([{"headline": "Before", "url": f"{PAGE}/0", "rel": "previous"}]),
                "coverage_start": st.just(datetime(2024, 1, 4, 9, tzinfo=UTC)),
                "timezone": st.just("Europe/London"),
                "extra": st.just({"desk": "weather"}),
            },
        )
    )
    meta["url"] = f"{PAGE}/{meta['id']}"
    result = read({"story": meta, "updates": updates})
    assert result.story is not None, result.problems
    return result.story


def fitting(story: Story, format_: Format) -> Story:
    """A story without what would come back as a part of the body."""
    less = {name: Update.model_fields[name].default for name in format_.stays.split()}
    updates = tuple(each.model_copy(update=less) for each in story.updates)
    return story.model_copy(update={"updates": updates})


def document(story: Story, name: str, **options: Any) -> bytes:
    """What an exporter makes of a story."""
    exporter = load_exporter(name)
    context = Context(now=NOW, zone=ZoneInfo(story.meta.timezone or "UTC"))
    made = render(name, exporter, story, options_for(exporter, options), context)
    assert isinstance(made, str)
    return made.encode()


def back(data: bytes) -> Imported:
    """What the importer that is surest of a document makes of it."""
    source = Source(data, "export")
    broken: list[BlogctlError] = []
    name = recognised(source, broken.append)
    assert not broken
    return import_story(name, source, TERMS)


def shown(story: Story, format_: Format) -> dict[str, Any]:
    """What a format carries of a story, in a form in which equal is equal."""
    meta = {key: told(getattr(story.meta, key), key, format_) for key in format_.story.split()}
    return {**meta, "updates": [shown_update(each, format_) for each in story.updates]}


def shown_update(update: Update, format_: Format) -> dict[str, Any]:
    fields = format_.updates.split()
    if update.retraction:  # nothing else of it is exported
        fields = ["id", "time", "retraction"]
    return {key: told(getattr(update, key), key, format_) for key in fields}


def told(value: Any, key: str, format_: Format) -> Any:
    """A value of a story as it is compared: texts as they render, parts as what is carried."""
    shows = words if format_.is_plain else html
    if key == "media":
        return [facts(each, format_) for each in carried(value, format_)]
    if key == "image":
        return parts(value, format_.image) if value else None
    if key in ("authors", "sources"):
        return [parts(each, format_.author if key == "authors" else "name url") for each in value]
    if key == "corrections":
        return [(each.time, shows(each.text)) for each in value]
    if key == "retraction" and value:
        return value.time, shows(value.reason)
    return shows(value) if key in ("body", "note") else value


def parts(value: Any, names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names.split()}


def facts(item: Media, format_: Format) -> dict[str, Any]:
    return parts(item, format_.file if item.type == "file" and format_.file else format_.media)


def carried(media: Sequence[Media], format_: Format) -> list[Media]:
    kinds = format_.kinds.split()
    if not kinds:
        return list(media)
    return sorted((each for each in media if each.type in kinds), key=lambda m: kinds.index(m.type))


def missing(story: Story, format_: Format) -> set[str]:
    """The fields that a story has, and its format does not carry."""
    updates = [each for each in story.updates if each.retraction is None]
    media = [each for update in updates for each in update.media]
    people = [*story.meta.authors, *(each for update in updates for each in update.authors)]
    kinds = format_.kinds.split() or list(SUFFIXES)
    found = had([story.meta], format_.story)
    found |= had(updates, f"{format_.updates} edited") | had(people, format_.author)
    for item in media:
        names = " ".join(facts(item, format_))
        found |= had([item], names) if item.type in kinds else {f"{item.type}s"}
    return found


def had(values: Sequence[Any], carried: str) -> set[str]:
    return {
        name
        for value in values
        for name, field in type(value).model_fields.items()
        if name not in carried.split() and getattr(value, name) not in (field.default, (), {})
    }


def words(markdown: str | None) -> str:
    return plain(markdown or "")


def html(markdown: str | None) -> str:
    """The text as it shows; a list of lines is a tight one to an import."""
    shown = " ".join(to_html(markdown or "").split())
    return shown.replace("<li> <p>", "<li>").replace("</p> </li>", "</li>")


QUICK = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes
    suppress_health_check=list(HealthCheck),
)


@QUICK
@given(stories(), st.sampled_from(list(FORMATS)))
def test_an_export_comes_back(story: Story, name: str) -> None:
    format_ = FORMATS[name]
    story = fitting(story, format_)
    imported = back(document(story, name, **dict(format_.options)))
    assert shown(imported.story, format_) == shown(story, format_)
    assert set(imported.report.homeless) <= set(format_.lost.split())
    assert not imported.report.omissions
    said = " ".join(imported.report.doubts)
    assert [name for name in missing(story, format_) if NAMED.get(name, name) not in said] == []


ODD = {
    "headline": "  Blanks \t",
    "body": "line\r\nbreaks \n\n",
    "extra": {"": "", "none": [], "deep": [{}, [""]], "number": 2**53, "imported": {"by": "hand"}},
}


@QUICK
@given(stories(), st.booleans())
def test_our_own_json_comes_back_equal(story: Story, is_draft: bool) -> None:
    data = story_data(story)
    data["story"]["extra"] = ODD["extra"]
    data["updates"][0] |= ODD | {"status": "draft" if is_draft else "published"}
    data["updates"][-1]["id"] = "uuid-like"  # looks like an escaped one
    imported = back(json.dumps(data).encode())
    assert imported.story == read(data, text_times=True).story
    assert imported.report.is_lossless
    assert imported.report.doubts == {}


@QUICK
@given(stories(), st.sampled_from(["newest", "oldest"]))
def test_updates_a_line_come_back_equal(story: Story, order: str) -> None:
    # Of updates at one instant, nobody can tell which of the lines is the newer.
    assume(order == "oldest" or story.updates[0].time < story.updates[-1].time)
    story = fitting(story, Format("", "", stays="retraction"))  # it hides all else
    imported = back(document(story, "ndjson", order=order, extra=True))
    assert imported.story.updates == story.updates
    assert imported.report.is_lossless
    assert back(document(story, "json", extra=True)).story == story


@pytest.mark.parametrize("name", ["rss", "atom", "ninjs"])
def test_a_correction_without_a_machine_readable_time_stays_text(name: str) -> None:
    time = datetime(2024, 1, 5, 9, tzinfo=UTC)
    correction = {"time": time + timedelta(minutes=5), "text": "It was *one* lane."}
    result = read(
        {
            "story": {"id": "x-1", "headline": "Coast road", "url": PAGE},
            "updates": [{"id": "a", "time": time, "body": "Open.", "corrections": [correction]}],
        }
    )
    assert result.story is not None
    (update,) = back(document(result.story, name)).story.updates
    assert update.corrections == ()
    assert "**Correction**" in (update.body or "")
    assert "It was *one* lane." in (update.body or "")


@pytest.mark.parametrize("name", ["rss", "jsonfeed"])
def test_the_address_of_a_publisher_is_none_of_the_story(name: str) -> None:
    publisher = {"name": "Example News", "url": "https://example.org/"}
    result = read(
        {
            "story": {"id": "x-1", "headline": "Coast road", "publisher": publisher},
            "updates": [{"id": "a", "time": datetime(2024, 1, 5, 9, tzinfo=UTC), "body": "Open."}],
        }
    )
    assert result.story is not None
    imported = back(document(result.story, name))
    assert imported.story.meta.url is None
    has_ids = imported.story.meta.id == "x-1"
    assert has_ids == (name == "jsonfeed")
    assert any("neither are the ids" in doubt for doubt in imported.report.doubts) != has_ids


def test_a_description_that_rss_must_have_is_no_summary() -> None:
    result = read({"story": {"id": "x-1", "headline": "Coast <b>road", "url": f"{PAGE}/x-1"}})
    assert result.story is not None
    imported = back(document(result.story, "rss"))
    assert (imported.story.meta.headline, imported.story.meta.summary) == ("Coast <b>road", None)
    assert any("it is left out" in doubt for doubt in imported.report.doubts)
