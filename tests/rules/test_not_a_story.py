from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "not-a-story"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('«[project]\nname = "blogctl"\n', id="a file of another kind"),
        pytest.param('«headline = "A story"\n', id="a story's keys without its table"),
        pytest.param(
            '«[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "Open."\n', id="updates alone"
        ),
        pytest.param('«\n# [story]\n# id = "x"\n', id="comments"),
        pytest.param('«[Story]\nid = "x"\nheadline = "A story"\n', id="a capital letter"),
        pytest.param('[[«story»]]\nid = "x"\nheadline = "A story"\n', id="an array of stories"),
        pytest.param('title = "x"\nstory = «"A story"»\n', id="a text"),
        pytest.param("«", id="an empty file"),
        pytest.param("«\n \n", id="a blank file"),
    ],
)
def test_it_is_found(found: Callable[..., object], text: str) -> None:
    found(RULE, text, bare=True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('[story]\nid = "x"\nheadline = "A story"\n', id="a table"),
        pytest.param('story = { id = "x", headline = "[story]" }\n', id="an inline table"),
        pytest.param('story.id = "x"\nstory.headline = "[story]"\n', id="dotted keys"),
        pytest.param(
            '[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "Open."\n\n'
            '[story]\nid = "x"\nheadline = "A story"\n',
            id="the story behind the updates",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_a_story_without_anything_is_one(clean: Callable[..., None]) -> None:
    clean(RULE, "[story]\n", besides=("missing-field",))


def test_an_empty_file_is_called_so(found: Callable[..., list[Diagnostic]]) -> None:
    (finding,) = found(RULE, "«", bare=True)
    assert "empty" in finding.message
    assert "blogctl new" in str(finding.help)
