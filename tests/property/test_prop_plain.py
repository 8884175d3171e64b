"""What is known of a story at a glance is what is known of it after reading it whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogctl.check import check_text
from blogctl.edit import Draft, add, plain, sort_text
from blogctl.errors import StoryError

from .strategies import stories

NOW = datetime(2024, 6, 1, tzinfo=UTC)
START = datetime(2024, 1, 5, 9, 50, tzinfo=UTC)
HEAD = 'format = 1\n\n[story]\nid = "x"\nheadline = "plain"\ntimezone = "Europe/London"\n'
LINES = {
    "id": ['"u{n}"', "'u{n}'", '"con"', '"lpt1.x{n}"', '"u{n}."', '"U0"', '""', '"ü"'],
    "time": [
        "2024-01-05T10:0{n}:00Z",
        "2024-01-05 10:0{n}:00.25+01:00",
        "2024-01-05T10:0{n}:00",
        "2024-02-30T10:00:00Z",
        "2024-01-05T10:00:60Z",
        "2024-01-05T10:0{n}:00+24:00",
        '"2024-01-05T10:00:00Z"',
    ],
    "headline": ['"H {n}"', "'H'", '""', '" "', '"a \\"b\\" \\n"', '"\\u0007"', '"x', '"\x07"'],
    "body": [
        '"B"',
        '"""\nOne "two" three.\n\n[[updates]]\nid = "no"\n"""',
        '"""\n \n"""',
        '"""a"""""',
        '"""a""""""',
        '"""\\\n  b"""',
        "'''\n[[updates]]\n'''",
        '"\\x"',
    ],
    "authors": ['["A"]', '["A", "B"]', '[ "A","B" ]', '["A" "B"]', '[""]', "[]", '["A",]', '"A"'],
    "tags": ['["a", "b"]', '[" "]', '["a",, "b"]', "[1]"],
    "key": ["true", "false", "True", '"yes"'],
    "label": ['"breaking"', "''", "5"],
    "status": ['"draft"', '"published"', '"gone"'],
    "edited": ["2024-01-05T11:00:00Z", "2024-01-05", "2024-02-30T10:00:00Z"],
    "sources": ['[{ name = "S" }]', '[{ nom = "S" }]'],
    "sauces": ['"unknown"'],
}
AROUND = ["", "", "\n", "# a comment\n", "# a comment\n\n# another\n", "\n\n"]
MEDIA = [
    'type = "image"\nurl = "https://example.org/a.jpg"\nalt = "A"\nwidth = 10\n',
    'type = "image"\nurl = "https://user:pass@example.org/a.jpg"\n',
    'type = "image"\nurl = "https://example.org:99999/a"\n',
    'type = "film"\nurl = "https://example.org/a.jpg"\n',
    'type = "image"\nurl = "a b"\n',
    'url = "https://example.org/a.jpg"\n',
    f'type = "image"\nurl = "https://example.org/a.jpg"\nmime = "{"a" * 200}/b"\n',
]


@st.composite
def plainly(draw: st.DrawFn) -> str:
    """Stories that are written plainly, or nearly so."""

    def some(options: list[str], number: int) -> str:
        # The first is plain and right; the others are anything but.
        index = draw(st.one_of(st.just(0), st.just(0), st.integers(0, len(options) - 1)))
        return options[index].replace("{n}", str(number))

    text = HEAD + draw(st.sampled_from(AROUND))
    for number in range(draw(st.integers(1, 5))):
        text += "[[updates]]\n"
        wanted = ["time", *draw(st.lists(st.sampled_from(list(LINES)), max_size=6, unique=True))]
        names = [name for name in LINES if name in wanted]
        if draw(st.integers(0, 9)) == 0:
            names = names[::-1]
        if draw(st.integers(0, 19)) == 0:
            names.append(names[0])
        for name in names:
            text += (
                f"{name} = {some(LINES[name], number)}{draw(st.sampled_from(['', '', ' # c']))}\n"
            )
        for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
            text += f"\n[[updates.media]]\n{some(MEDIA, number)}"
        text += draw(st.sampled_from(AROUND))
    return text + draw(st.sampled_from(["", "", "", "[story.extra]\na = 1\n"]))


def added(text: str, drafts: list[Draft]) -> Any:
    try:
        return add(text, drafts, NOW)
    except StoryError as error:
        return type(error), error.message


DRAFTS = st.lists(
    st.builds(
        lambda minutes, more: Draft(
            {"body": "New.", "time": START + timedelta(minutes=minutes), **more}
        ),
        st.integers(0, 30),
        st.sampled_from([{}, {}, {"id": "u1"}, {"id": "U0"}, {"id": "new"}]),
    ),
    min_size=1,
    max_size=4,
)


@given(st.one_of(plainly(), plainly(), stories().map(lambda drawn: drawn[0])), DRAFTS)
def test_adding_at_a_glance_is_adding(text: str, drafts: list[Draft]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "WORTHWHILE", 0)
        quick = added(text, drafts)
        patch.setattr(plain, "WORTHWHILE", 10**9)
        assert quick == added(text, drafts)


@given(plainly())
def test_what_is_recognised_is_valid(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "WORTHWHILE", 0)
        story = plain.plain(text)
    if story is not None:
        checked = check_text(text, judge=False)
        assert checked.story is not None, checked.diagnostics
        assert list(story.times) == [update.time for update in checked.story.updates]
        assert all(story.has(update.id) for update in checked.story.updates)
        assert story.find(checked.story.updates[-1].id) == checked.story.updates[-1]


@given(st.one_of(plainly(), stories().map(lambda drawn: drawn[0])))
def test_sorting_at_a_glance_is_sorting(text: str) -> None:
    def result() -> Any:
        try:
            return sort_text(text)
        except StoryError as error:
            return type(error), error.message

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "WORTHWHILE", 0)
        quick = result()
        patch.setattr(plain, "WORTHWHILE", 10**9)
        assert quick == result()


def test_plain_stories_are_recognised() -> None:
    """The others would hold if nothing ever were."""
    block = '[[updates]]\nid = "u"\ntime = 2024-01-05T10:00:00Z\nbody = "B"\n'
    block += f"\n[[updates.media]]\n{MEDIA[0]}"
    text = HEAD + "\n" + "\n".join(block.replace('"u"', f'"u{n}"') for n in range(1000))
    found = plain.plain(text)
    assert found is not None
    assert len(found.times) == 1000
    assert found.sorted() == text
    assert plain.plain(text.replace("[[updates]]", "[[updates]] # odd")) is None
