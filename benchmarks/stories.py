"""Stories of any size to measure with: invented, lifelike, and the same every time.

They are written update by update, so that it takes little memory: a program that is started is
also charged with what the one that starts it has needed.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

_START = datetime(2024, 3, 1, 6, tzinfo=UTC)
_GAP = 25
"""Seconds from one update to the next, at most: even the longest story is over today."""

_PLACES = (
    *("Alder Bridge", "Café Küpper", "the Corn Exchange", "Ferry Lane", "Hill School"),
    *("the lower town", "Mill Road", "Østgate", "the old harbour", "St Anne’s", "the weir"),
)
_PEOPLE = ("the mayor", "a fire officer", "the river authority", "a ferryman", "the head teacher")
_NEWS = (
    "water has reached the doors at {place}",
    "buses no longer stop at {place}",
    "volunteers are filling sandbags near {place}",
    "the lights are on again around {place}",
    "{place} is open once more",
)
_DETAILS = (
    "The gauge reads *{level} cm*, and {person} expects it to stay there until the evening.",
    "Our reporter counted {level} people in the queue; nobody, {person} says, was sent away.",
    "“We have seen worse than {level} centimetres,” {person} told us. “But **not in March**.”",
    "It took `{level}` metres of hose and, in the words of {person}, *a good deal of patience*.",
)
_ADVICE = (
    "Keep away from the banks, and **leave the car at home**.",
    "Pumps are on their way from the neighbouring districts – the first is due within the hour.",
    "Trains run every 20 minutes; tickets for the ferry are taken, too.",
    "Who needs a bed for the night can ask in the town hall, at the *second* door.",
)
_TAGS = ("flood", "transport", "schools", "power", "weather", "volunteers", "town hall")

_HEAD = """\
#:schema https://example.org/story.schema.json
format = 1

[story]
id = "{id}"
headline = "The river rises: what we know, hour by hour"
language = "en"
timezone = "Europe/Oslo"
summary = "The water is higher than at any time in thirty years."
url = "https://example.org/live/river"
authors = ["Ada Example", "Jon Nordmann"]
tags = ["flood", "weather"]

[story.publisher]
name = "Example News"
url = "https://example.org"
"""


def write_story(path: Path, count: int, *, shuffled: bool = False, id_: str = "") -> None:
    """A story of so many updates, in the order of time or in none."""
    numbers = list(range(count))
    if shuffled:
        Random(count).shuffle(numbers)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD.format(id=id_ or f"river-{count}"))
        for number in numbers:
            file.write(_toml(update(number)))


def write_ndjson(path: Path, first: int, count: int) -> None:
    """So many updates from number ``first`` on, as ``add --ndjson`` reads them."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(first, first + count):
            file.write(json.dumps(update(number), ensure_ascii=False) + "\n")


def update(number: int) -> dict[str, Any]:
    """The update of this number, the same in every story."""
    dice = Random(number)  # noqa: S311 - no secret
    time = _START + timedelta(seconds=number * _GAP + dice.randrange(_GAP))
    words = {"place": dice.choice(_PLACES), "person": dice.choice(_PEOPLE)}
    words["level"] = str(dice.randrange(120, 480))
    news = dice.choice(_NEWS).format(**words)
    first, second = (text.format(**words) for text in dice.sample(_DETAILS, 2))
    fields: dict[str, Any] = {
        "id": f"river-{number:06}",
        "time": time.isoformat().replace("+00:00", "Z"),
        "headline": news[0].upper() + news[1:],
        "body": f"At {time:%H:%M}, {news}. {first}\n\n{second} {dice.choice(_ADVICE)} More in"
        f" [report {number}](https://example.org/reports/{number}).\n",
        "tags": dice.sample(_TAGS, dice.randint(1, 3)),
    }
    if number % 10 == 3:
        fields["key"] = True
    if number % 4 == 1:
        picture = {"type": "image", "url": f"https://media.example.org/river/{number}.jpg"}
        picture |= {"alt": f"High water at {words['place']}", "credit": "Ada Example"}
        fields["media"] = [picture | {"mime": "image/jpeg"}]
    return fields


def _toml(fields: dict[str, Any]) -> str:
    """An update the way blogctl writes it; none of our words needs an escape."""
    lines = ["", "[[updates]]"]
    for key, value in fields.items():
        if key == "time":
            lines.append(f"time = {value}")
        elif key == "body":
            lines.append(f'body = """\n{value}"""')
        elif key != "media":
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    for item in fields.get("media", ()):
        lines += ["", "[[updates.media]]"]
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in item.items()]
    return "\n".join(lines) + "\n"
