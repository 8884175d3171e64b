from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "missing-alt-text"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [«{ type = "image", url = "a.jpg" }»]
""",
            id="an update's image",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [
  { type = "image", url = "a.jpg", alt = "A road" },
  «{ type = "image", url = "b.jpg", caption = "Cars." }»,
]
""",
            id="the second of two, over several lines",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [«{ type = "image", url = "a.jpg" }», «{ type = "image", url = "b.jpg" }»]
""",
            id="both",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "video", url = "a.mp4" }, «{ type = "image", url = "a.jpg" }»]
""",
            id="behind a video",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates.media»]]
type = "image"
url = "a.jpg"
""",
            id="in a table of its own",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
image = «{ url = "a.jpg", caption = "Cars." }»
""",
            id="the story's image",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[«story.image»]
url = "a.jpg"
""",
            id="the story's image in a table of its own",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
status = "draft"
media = [«{ type = "image", url = "a.jpg" }»]
""",
            id="a draft's image",
        ),
    ],
)
def test_it_is_found(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "A road" }]
""",
            id="a text",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "" }]
""",
            id="an empty text, for decoration",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [
  { type = "video", url = "a.mp4" },
  { type = "audio", url = "a.mp3" },
  { type = "file", url = "a.pdf" },
  { type = "embed", url = "a" },
]
""",
            id="a film, a sound, a file",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
image = { url = "a.jpg", alt = "A road" }
""",
            id="the story's image with a text",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg" }]
retraction = { time = 2024-01-05T10:00:00Z }
""",
            id="a retracted update's, which is shown nowhere",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
publisher = { name = "Example News", logo = "logo.png" }
""",
            id="a publisher's logo",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
