"""Stories for the states that a page can be in, and one with all there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from .stories import START, WORDS, Told, told, update, updates

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800">'
    '<rect width="1200" height="800" fill="#{}"/>'
    '<circle cx="600" cy="400" r="260" fill="#fff"/></svg>'
)
MARKDOWN = """
A text with *stress*, **weight**, ~~a mistake~~, `code` and [a link](https://example.org/a).

## A heading in it

1. One
2. Two
   - and more

> The road is closed.

| Road | Lanes |
|:-----|------:|
| A 1  |     2 |

```
a line of code that is so long that it does not fit on the screen of any telephone that there is
```

https://example.org/an/address/that/is/much/too/long/for/the/screen/of/any/telephone/there/is/today
"""
PERSON = {"name": "Ada Example", "url": "https://example.org/ada", "role": "At the coast"}
ARABIC = (
    "ارتفع منسوب النهر مرة أخرى خلال الليل، والطريق السفلي مغلق أمام حركة المرور كلها. "
    "وضعت الفرق حواجز عند طرفيه وتطلب من السائقين أن يسلكوا الطريق فوق التل."
)


def media() -> list[dict[str, Any]]:
    said = {"alt": "What it shows", "caption": "A caption.", "credit": "An Example"}
    sized = {"url": "image.svg", "width": 1200, "height": 800}
    kinds: list[dict[str, Any]] = [
        {"type": "image", **sized},
        {"type": "video", "url": "film.mp4", "poster": "image.svg"},
        {"type": "audio", "url": "sound.mp3"},
        {"type": "embed", "url": "https://example.org/embed"},
        {"type": "file", "url": "https://example.org/file.pdf"},
    ]
    return [{**said, **kind} for kind in kinds]


def draw(folder: Path) -> None:
    """Put the pictures of the stories in a folder."""
    for name, colour in (("lead", "37699b"), ("image", "5b8c5a")):
        (folder / f"{name}.svg").write_text(PICTURE.format(colour), "utf-8")


def full(folder: Path, **meta: Any) -> Told:
    """A story with all that a page can show."""
    draw(folder)
    later = START + timedelta(days=2)
    listed = [
        *updates(3),
        update(3, MARKDOWN, key=True, label="analysis", tags=["roads", "weather"]),
        update(4, media=media(), authors=[PERSON, "Another Example"]),
        update(5, edited=later, corrections=[{"time": later, "text": "It was *two* lanes."}]),
        update(6, retraction={"time": later, "reason": "It was another road."}),
        update(7, sources=[{"name": "Council", "url": "https://example.org"}, {"name": "A call"}]),
        update(8, pinned=True, key=True),
        *(update(number, key=True) for number in range(140, 150)),
    ]
    whole: dict[str, Any] = {
        "summary": "Both lanes are closed after the storm, and nobody knows for how long.",
        "url": "https://example.org/live/road",
        "publisher": {"name": "Example News", "url": "https://example.org"},
        "authors": [PERSON, "Another Example"],
        "image": {"url": "lead.svg", "alt": "A road", "width": 1200, "height": 800},
        "about": {"name": "The storm", "location": "The coast", "start": START},
        "related": [
            {"headline": "The day before", "url": "https://example.org/b", "rel": "previous"},
            {"headline": "The weather", "url": "https://example.org/w"},
        ],
        "note": "We are *there*.",
        "body": MARKDOWN,
        "tags": ["storm", "roads"],
    }
    return told(folder, *listed, **{**whole, **meta})


def arabic(folder: Path) -> Told:
    """A story that is written from right to left."""
    listed = [
        {**update(number, ARABIC, key=number % 3 == 0), "headline": "الطريق الساحلي مغلق"}
        for number in range(8)
    ]
    listed[5]["pinned"] = True
    return told(
        folder, *listed, language="ar", headline="العاصفة تغلق الطريق الساحلي", summary=ARABIC,
        note=ARABIC, publisher={"name": "أخبار المثال"}, authors=["كاتبة المثال"],
    )  # fmt: skip


def empty(folder: Path) -> Told:
    """A story that has not begun."""
    return told(folder, status="upcoming", coverage_start=START, summary=WORDS)


def ended(folder: Path) -> Told:
    """A story that is over."""
    return full(folder, status="ended")


STATES: dict[str, tuple[Callable[[Path], Told], dict[str, Any]]] = {
    "desktop": (full, {}),
    "phone": (full, {"viewport": {"width": 360, "height": 740}}),
    "dark": (full, {"color_scheme": "dark"}),
    "Arabic": (arabic, {}),
    "Arabic on a phone": (arabic, {"viewport": {"width": 360, "height": 740}}),
    "empty": (empty, {}),
    "ended": (ended, {}),
    "without script": (full, {"java_script_enabled": False}),
}
"""The states that a page can be in: how its story is made, how it is opened."""
