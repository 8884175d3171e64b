"""Rules of RSS 2.0 and of the elements of other namespaces that stand in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from .feed_rules import (
    LANGUAGE,
    MIME,
    NAMESPACES,
    SHARED,
    Made,
    Rule,
    is_uri,
    misplaced,
    names,
    repeated,
)

RSS = dict(SHARED)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_RFC_822 = re.compile(
    rf"({'|'.join(_DAYS)}), \d\d ({_MONTHS}) \d{{4}} \d\d:\d\d:\d\d [+-]\d{{4}}", re.ASCII
)
_DATES = ("channel/lastBuildDate", "channel/pubDate", "channel/item/pubDate")
_ITEMS = "channel/item"


def rss(rule: Rule) -> Rule:
    RSS[rule.__name__] = rule
    return rule


def _text(element: ET.Element, path: str) -> str:
    return (element.findtext(path, "", NAMESPACES) or "").strip()


def _times(made: Made) -> Iterator[tuple[str, datetime]]:
    for one in made.all(*_DATES):
        written = (one.text or "").strip()
        if _RFC_822.fullmatch(written):
            yield written, parsedate_to_datetime(written)


def _positive(text: str) -> bool:
    return text.isdecimal() and int(text) > 0


@rss
def version_is_2_0(made: Made) -> Iterator[str]:
    if made.root.get("version") != "2.0":
        yield str(made.root.get("version"))


@rss
def channel_has_what_it_needs(made: Made) -> Iterator[str]:
    for channel in made.all("channel"):
        for name in {"title", "link", "description", "language"} - set(names(channel)):
            yield f"no {name}"


@rss
def channel_says_nothing_twice(made: Made) -> Iterator[str]:
    for channel in made.all("channel"):
        yield from repeated(channel, "category", "dc:creator", "atom:link", "item")


@rss
def channel_stands_before_its_items(made: Made) -> Iterator[str]:
    for channel in made.all("channel"):
        yield from misplaced(channel, "item")


@rss
def channel_description_has_no_tags(made: Made) -> Iterator[str]:
    for one in made.all("channel/description"):
        yield from re.findall(r"</?[a-zA-Z][^>]*>", one.text or "")


@rss
def language_is_a_tag(made: Made) -> Iterator[str]:
    for one in made.all("channel/language"):
        if not LANGUAGE.fullmatch((one.text or "").strip()):
            yield str(one.text)


@rss
def dates_are_rfc_822_with_a_whole_year(made: Made) -> Iterator[str]:
    for one in made.all(*_DATES):
        if not _RFC_822.fullmatch((one.text or "").strip()):
            yield str(one.text)


@rss
def dates_have_the_right_weekday(made: Made) -> Iterator[str]:
    for written, time in _times(made):
        if not written.startswith(_DAYS[time.weekday()]):
            yield written


@rss
def dates_do_not_lie_ahead(made: Made) -> Iterator[str]:
    yield from (written for written, time in _times(made) if time > made.now)


@rss
def channel_is_not_older_than_its_items(made: Made) -> Iterator[str]:
    times = dict(_times(made))
    for built in made.all("channel/lastBuildDate"):
        newest = times.get(built.text or "")
        yield from (one for one, time in times.items() if newest and time > newest)


@rss
def links_are_whole(made: Made) -> Iterator[str]:
    for one in made.all("channel/link", "channel/item/link"):
        if not is_uri((one.text or "").strip()):
            yield str(one.text)


@rss
def docs_are_found_at_a_whole_url(made: Made) -> Iterator[str]:
    yield from (str(one.text) for one in made.all("channel/docs") if not is_uri(one.text or ""))


@rss
def items_say_nothing_twice(made: Made) -> Iterator[str]:
    for item in made.all(_ITEMS):
        yield from repeated(item, "category", "dc:creator", "media:content")


@rss
def items_have_a_title_or_a_description(made: Made) -> Iterator[str]:
    for item in made.all(_ITEMS):
        if not {"title", "description"} & set(names(item)):
            yield str(names(item))


@rss
def items_have_a_guid_and_a_date(made: Made) -> Iterator[str]:
    for item in made.all(_ITEMS):
        yield from (f"no {name}" for name in {"guid", "pubDate"} - set(names(item)))


@rss
def guids_are_unique(made: Made) -> Iterator[str]:
    guids = [_text(item, "guid") for item in made.all(_ITEMS) if "guid" in names(item)]
    yield from (guid for guid in set(guids) if not guid or guids.count(guid) > 1)


@rss
def guids_are_no_permalinks(made: Made) -> Iterator[str]:
    for one in made.all("channel/item/guid"):
        if one.get("isPermaLink") != "false":
            yield f"isPermaLink is {one.get('isPermaLink')}"


@rss
def description_stands_before_content(made: Made) -> Iterator[str]:
    for item in made.all(_ITEMS):
        before, found, _ = " ".join(names(item)).partition("content:encoded")
        if found and "description" not in before.split():
            yield before


@rss
def authors_are_not_named_in_two_ways(made: Made) -> Iterator[str]:
    for item in made.all(_ITEMS):
        if {"author", "dc:creator"} <= set(names(item)):
            yield _text(item, "author")


@rss
def authors_are_addresses(made: Made) -> Iterator[str]:
    for one in made.all("channel/item/author"):
        if not re.fullmatch(r"[^\s@]+@[^\s@]+( \(.+\))?", one.text or ""):
            yield str(one.text)


@rss
def categories_are_not_blank(made: Made) -> Iterator[str]:
    for one in made.all("channel/category", "channel/item/category"):
        if not (one.text or "").strip():
            yield f"{one.text!r}"


@rss
def enclosures_have_a_web_address(made: Made) -> Iterator[str]:
    for one in made.all("channel/item/enclosure"):
        if not is_uri(one.get("url", "")):
            yield str(one.get("url"))


@rss
def enclosures_have_a_length(made: Made) -> Iterator[str]:
    for one in made.all("channel/item/enclosure"):
        if not one.get("length", "").isdecimal():
            yield str(one.get("length"))


@rss
def enclosures_have_a_media_type(made: Made) -> Iterator[str]:
    for one in made.all("channel/item/enclosure"):
        if not MIME.fullmatch(one.get("type", "")):
            yield str(one.get("type"))


@rss
def image_is_complete(made: Made) -> Iterator[str]:
    for image in made.all("channel/image"):
        yield from (f"no {name}" for name in {"url", "title", "link"} - set(names(image)))
        yield from repeated(image)


@rss
def image_has_the_title_and_link_of_its_channel(made: Made) -> Iterator[str]:
    for channel in made.all("channel[image]"):
        for name in ("title", "link"):
            said = channel.find(f"image/{name}")
            if said is not None and (said.text or "").strip() != _text(channel, name):
                yield f"{name} is {said.text}"


@rss
def image_has_a_whole_url(made: Made) -> Iterator[str]:
    for one in made.all("channel/image/url"):
        if not is_uri((one.text or "").strip()):
            yield str(one.text)


@rss
def image_is_a_gif_jpeg_or_png(made: Made) -> Iterator[str]:
    for one in made.all("channel/image/url"):
        name, dot, suffix = urlsplit(one.text or "").path.strip().rpartition(".")
        if dot and suffix.lower() not in ("gif", "jpg", "jpeg", "png"):
            yield f"{name}.{suffix}"


@rss
def media_have_a_whole_url(made: Made) -> Iterator[str]:
    for one in made.all(".//media:content", ".//media:thumbnail"):
        if not is_uri(one.get("url", "")):
            yield str(one.get("url"))


@rss
def media_are_of_a_known_medium(made: Made) -> Iterator[str]:
    for one in made.all(".//media:content"):
        if one.get("medium") not in ("image", "audio", "video", "document", "executable"):
            yield str(one.get("medium"))


@rss
def media_have_a_media_type(made: Made) -> Iterator[str]:
    for one in made.all(".//media:content[@type]"):
        if not MIME.fullmatch(one.get("type", "")):
            yield str(one.get("type"))


@rss
def media_have_sizes_above_zero(made: Made) -> Iterator[str]:
    for one in made.all(".//media:content"):
        for name in ("fileSize", "width", "height"):
            if not _positive(one.get(name, "1")):
                yield f"{name}={one.get(name)}"


@rss
def media_have_a_duration_in_seconds(made: Made) -> Iterator[str]:
    for one in made.all(".//media:content"):
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", one.get("duration", "0")):
            yield str(one.get("duration"))


@rss
def media_are_described_in_plain_text(made: Made) -> Iterator[str]:
    for one in made.all(".//media:description"):
        if one.get("type") != "plain":
            yield str(one.get("type"))
