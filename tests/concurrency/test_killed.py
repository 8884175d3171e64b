"""Killed, ended and interrupted commands: at every call to the disk, and at any other moment."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("signals and fork are POSIX", allow_module_level=True)

import signal

from .writers import HEAD, OLD, TAIL, Ended, Warm, assert_no_litter, ids, litter, warm

UPDATES = 500
SORTED = HEAD.replace("09:00", "07:00") + "".join(OLD.format(n) for n in range(UPDATES)) + TAIL
EARLY = "\n[[updates]]\nid = 'early'\ntime = 2024-01-04T09:00:00Z\nbody = 'x'\n"
COMMANDS = {
    "add": ["add", "STORY", "Text {0}.", "--id", "id-{0}", "--time", "2024-01-05T07:30:00Z"],
    "sort": ["sort", "STORY"],
    "edit": ["edit", "STORY", "old-{0}", "--headline", "Text {0}."],
    "correct": ["correct", "STORY", "old-{0}", "Text {0}."],
    "retract": ["retract", "STORY", "old-{0}", "--reason", "Text {0}."],
}
# What each of a signal's victims ends with.
SIGNALS = {
    signal.SIGKILL: {-signal.SIGKILL},
    signal.SIGTERM: {-signal.SIGTERM},
    # By the signal itself where all was done when it came.
    signal.SIGINT: {130, -signal.SIGINT},
}
RANDOM_KILLS = 60


@pytest.fixture(scope="module")
def blogctl() -> Iterator[Warm]:
    with warm() as running:
        yield running


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return tmp_path / "busy.story.toml"


def filled(command: str, story: Path, number: int) -> list[str]:
    # A lock that stayed would make the next command fail.
    args = [part.format(number).replace("STORY", str(story)) for part in COMMANDS[command]]
    return [*args, "--lock-timeout", "20"]


def text_before(command: str) -> str:
    return SORTED + EARLY if command == "sort" else SORTED


def assert_ended_quietly(ended: Ended, number: signal.Signals) -> None:
    assert ended.code in SIGNALS[number], ended
    assert ended.err == "", ended


def assert_whole(data: bytes, command: str, number: int) -> None:
    """The file is valid, has all that it had, and all of the change or nothing of it."""
    text = text_before(command)
    if data == text.encode():
        return
    found = ids(data)
    assert found.count("first") == 1
    assert [id_ for id_ in found if id_.startswith("old-")] == [f"old-{n}" for n in range(UPDATES)]
    if command == "sort":
        assert found[0] == "early"
    else:
        assert data.decode().count(f"Text {number}.") == 1
    assert set(text.splitlines()) - set(data.decode().splitlines()) <= {TAIL.strip()}


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("command", COMMANDS)
def test_at_every_call_to_the_disk(
    blogctl: Warm, story: Path, command: str, number: signal.Signals
) -> None:
    before = text_before(command).encode()
    args = filled(command, story, 7)
    killed: list[str] = []
    changed: list[str] = []
    story.write_bytes(before)
    # Python tells of an interrupt when a call has returned; others take effect at once.
    is_after = number == signal.SIGINT
    for call in count(1):
        ended = blogctl.at_call(call, "signal", story, *args, is_after=is_after, signal=number)
        after = story.read_bytes()
        assert_whole(after, command, 7)
        if not ended.acted_at:
            break
        assert_ended_quietly(ended, number)
        killed.append(ended.acted_at)
        if after != before:
            changed.append(ended.acted_at)
            story.write_bytes(before)
    assert ended.code == 0, ended
    assert after != before
    # The last one found what the others had left, and got the lock.
    assert_no_litter(story)
    expected = ["open", "flock", "read", "write", "flush", "fsync", "replace"]
    assert [name for name in dict.fromkeys(killed) if name in expected] == expected
    assert killed.count("replace") == 1
    renamed = killed.index("replace") + (not is_after)
    assert changed == killed[renamed:], "it is changed from the renaming on"


@pytest.mark.parametrize("largest", [1, 4096, len(SORTED) // 2, len(SORTED) - 1])
def test_in_the_middle_of_writing(blogctl: Warm, story: Path, largest: int) -> None:
    # The system ends whoever writes a larger file than allowed, with a part of it written.
    story.write_text(SORTED)
    ended = blogctl.run(*filled("add", story, 1), largest=largest, dies=True)
    assert ended.code == -signal.SIGXFSZ
    assert story.read_text("utf-8") == SORTED
    (half,) = litter(story)
    assert story.with_name(half).stat().st_size == largest
    assert blogctl.run(*filled("add", story, 2)).code == 0
    assert_no_litter(story)


@pytest.mark.parametrize("command", COMMANDS)
def test_at_any_moment(blogctl: Warm, story: Path, command: str) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # pytest shows it if the test fails
    moments = random.Random(seed)
    before = text_before(command)
    story.write_text(before)
    whole = min(blogctl.run(*filled(command, story, number)).seconds for number in (0, 1, 2))
    confirmed = set() if command == "sort" else {0, 1, 2}
    last = b""
    killed = 0
    for number in range(3, 3 + RANDOM_KILLS):
        if command == "sort":
            story.write_text(before)
        sent = list(SIGNALS)[number % len(SIGNALS)]
        # A little beyond the end, where it has not yet said that it is done.
        after = whole * moments.uniform(0, 1.1)
        ended = blogctl.run(*filled(command, story, number), signal=sent, after=after)
        if ended.code == 0:
            confirmed.add(number)
            assert "Traceback" not in ended.err
        else:
            killed += 1
            assert ended.code in SIGNALS[sent], ended
            assert "Traceback" not in ended.err, ended
            assert "error" not in ended.err, ended
        data = story.read_bytes()
        if data != last:
            last = data
            found = ids(data)
            assert {"first", *(f"old-{n}" for n in range(UPDATES))} <= set(found)
            assert len(found) == len(set(found))
        if command != "sort":
            text = data.decode()
            assert all(text.count(f"Text {number}.") == 1 for number in confirmed)
    assert killed > RANDOM_KILLS // 4, "few were killed, so little was shown"
    if command == "sort":
        story.write_text(before)
    assert blogctl.run(*filled(command, story, 3 + RANDOM_KILLS)).code == 0
    assert ids(story.read_bytes())
    assert_no_litter(story)
