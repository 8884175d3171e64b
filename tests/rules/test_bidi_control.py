from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from blogctl.diagnostics import Diagnostic
from blogctl.model import (
    Correction,
    Event,
    Image,
    Media,
    Part,
    Path,
    Person,
    Publisher,
    Related,
    Retraction,
    Source,
    Story,
    StoryMeta,
    Update,
    read,
)
from blogctl.rules import Subject
from blogctl.rules.bidi_control import check

RULE = "bidi-control"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "gro.«\u202E»elpmaxe"
""",
            id="an escape",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "gro.«\u202e»elpmaxe"
""",
            id="an escape in small letters",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "gro.«\U0000202E»elpmaxe"
""",
            id="a long escape",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "a«\u2066»b\u2069c\u202a"
""",
            id="the first of several",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "«\u202B»a"
body = "«\u202D»b"
""",
            id="a headline and a body",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
label = "a«\u2067»"
""",
            id="a label",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
tags = ["roads", "a«\u2068»"]
""",
            id="a tag",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
authors = ["A", "B«\u202C»"]
""",
            id="an author, by name",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
authors = [{ name = "B", role = "Re«\u202C»porter" }]
""",
            id="an author's role",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ url = "a", name = "Council«\u202A»" }]
""",
            id="a source",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z

[[updates.media]]
type = "image"
url = "a.jpg"
alt = "a«\u202A»"
caption = "b«\u202A»"
credit = "c«\u202A»"
""",
            id="alternative text, caption, credit",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
corrections = [{ time = 2024-01-05T09:20:00Z, text = "a«\u202A»" }]
""",
            id="a correction",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
retraction = { time = 2024-01-05T09:20:00Z, reason = "a«\u202A»" }
""",
            id="a retraction",
        ),
        pytest.param(
            r"""[story]
id = "x"
headline = "a«\u202A»"
summary = "a«\u202A»"
body = "a«\u202A»"
note = "a«\u202A»"
tags = ["a«\u202A»"]
""",
            id="the story's texts",
        ),
        pytest.param(
            r"""[story]
id = "x"
headline = "A story"
publisher = { name = "a«\u202A»" }
image = { url = "a", alt = "a«\u202A»", caption = "a«\u202A»", credit = "a«\u202A»" }
about = { name = "a«\u202A»", location = "a«\u202A»" }
related = [{ url = "a", headline = "a«\u202A»" }]
""",
            id="the story's parts",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "`&#x202E;` gro.«&#x202E;»elpmaxe &#x202E;"
corrections = [{ time = 2024-01-05T09:20:00Z, text = "«&#08238;»" }]
""",
            id="a reference in Markdown",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
body = "[a](/b '«&#X2066;»')"
note = "![«&#8297;»](/b)"
""",
            id="a reference in what the story says in Markdown",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "&#x202E; «\u202E»"
retraction = { time = 2024-01-05T09:20:00Z, reason = "«&#x202E;»" }
""",
            id="a reference and the character itself",
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
headline = "العربية"
body = "עברית and English"
""",
            id="right-to-left text",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "a\u200E b\u200F c\u061C"
""",
            id="marks, which reorder nothing else",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "a\u200B\u00AD\uFEFF\u2060"
""",
            id="other invisible characters",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "\u2029 \u202F \u2065 \u206A"
""",
            id="its neighbours",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = 'The code is \u202E.'
""",
            id="a backslash that is meant",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
extra = { raw = "a\u202E" }
""",
            id="extra",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "&#x202E;"
body = "`&#x202E;` \\&#x202E; &#8237 &#8207; [a](/b&#x202E;c)"
label = "&#x202E;"
""",
            id="what is no reference",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


@pytest.mark.parametrize("character", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_the_character_itself(found: Callable[..., list[Diagnostic]], character: str) -> None:
    text = f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = """\nOpen:\na «{character}»b"""\n'
    (finding,) = found(RULE, text)
    assert f"U+{ord(character):04X}" in finding.message
    assert character not in finding.message


def test_a_role_that_a_bare_name_takes_from_the_story_is_found_there(
    found: Callable[..., object],
) -> None:
    found(
        RULE,
        r"""[story]
id = "x"
headline = "A story"
authors = [{ name = "B", role = "Re«\u202C»porter" }]

[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
authors = ["B"]
""",
    )


TIME = datetime(2024, 1, 5, 9, tzinfo=UTC)
EVIL = "a‮b"
# Where each part of a story stands, and what it needs.
PARTS: dict[type[Part], tuple[Path, dict[str, object]]] = {
    StoryMeta: (("story",), {"id": "x", "headline": "A story"}),
    Publisher: (("story", "publisher"), {"name": "A"}),
    Image: (("story", "image"), {"url": "a.jpg"}),
    Event: (("story", "about"), {"name": "A"}),
    Related: (("story", "related", 0), {"headline": "A", "url": "a"}),
    Person: (("story", "authors", 0), {"name": "A"}),
    Update: (("updates", 0), {"time": TIME, "body": "Open."}),
    Source: (("updates", 0, "sources", 0), {"name": "A"}),
    Media: (("updates", 0, "media", 0), {"type": "image", "url": "a.jpg"}),
    Correction: (("updates", 0, "corrections", 0), {"time": TIME, "text": "A"}),
    Retraction: (("updates", 0, "retraction"), {"time": TIME}),
}


def story_with(path: Path, part: dict[str, object]) -> dict[str, object]:
    """The data of a story that has a part at a path."""
    top, *steps = (step for step in path if step != 0)
    story: dict[str, object] = {"id": "x", "headline": "A story"}
    update: dict[str, object] = {"time": TIME, "body": "Open."}
    target = story if top == "story" else update
    if steps:
        target[str(steps[0])] = [part] if path[-1] == 0 else part
    else:
        target |= part
    return {"story": story, "updates": [update]}


def test_the_parts_are_all_of_the_model() -> None:
    assert set(PARTS) == set(Part.__subclasses__()) - {Story}


@pytest.mark.parametrize(
    ("part", "name"), [(part, name) for part in PARTS for name in part.model_fields]
)
def test_wherever_a_text_can_hold_one_it_is_found(part: type[Part], name: str) -> None:
    path, needed = PARTS[part]
    for value in (EVIL, [EVIL]):
        result = read(story_with(path, {**needed, name: value}))
        if result.story:
            updates = tuple(enumerate(result.story.updates))
            (finding,) = check(Subject(result.meta, updates))
            assert finding.path[: len(path)] == path


def test_some_texts_can_hold_one() -> None:
    result = read(story_with(("updates", 0), {"body": EVIL}))
    assert result.story
