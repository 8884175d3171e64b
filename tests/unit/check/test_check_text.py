"""Checking: order, severities, comments that switch warnings off, and hostile sizes."""

from __future__ import annotations

from time import process_time

import pytest

from blogctl.check import check_bytes, check_text, too_large
from blogctl.diagnostics import Diagnostic, Severity

HEAD = '[story]\nid = "x"\nheadline = "A story"\n'
IMAGE = 'media = [{ type = "image", url = "a.jpg" }]\n'


def update(hour: int, more: str = "", name: str = "") -> str:
    return f'[[updates]]\nid = "u{name or hour}"\ntime = 2024-01-05T{hour:02}:00:00Z\n{more}'


def rules(text: str) -> list[tuple[str, int]]:
    return [(found.rule, found.line) for found in check_text(text).diagnostics]


def test_a_story_without_faults() -> None:
    text = HEAD + update(9, 'body = "b"\n')
    checked = check_text(text, "a.toml")
    assert checked.diagnostics == checked.errors == ()
    assert checked.story is not None
    assert (checked.path, checked.text) == ("a.toml", text)
    assert checked.data is not None
    assert checked.data["updates"][0]["id"] == "u9"
    assert checked.updates == checked.story.updates


def test_findings_are_sorted_by_place_and_all_there() -> None:
    text = (
        HEAD
        + "colour = 'red'\n"
        + update(10, "pinned = 5\nbody = 'b'\n")
        + update(9, IMAGE + 'tags = "a"\n')
        + update(11, 'original_url = "javascript:x"\nbody = "b"\n')
        + "[story.image]\nurl = 'a'\n"
    )
    found = check_text(text).diagnostics
    assert [(one.rule, one.line) for one in found] == [
        ("unknown-key", 4),
        ("wrong-type", 8),
        ("unordered-updates", 12),
        ("missing-alt-text", 13),
        ("wrong-type", 14),
        ("unsafe-url", 18),
        ("missing-alt-text", 20),
    ]
    assert [one.place for one in found] == sorted(one.place for one in found)
    for one in found:
        assert one.source == text.split("\n")[one.line - 1]
        assert (one.end_line, one.end_column) > (one.line, one.column)
        assert one.severity is (
            Severity.WARNING
            if one.rule in ("unordered-updates", "missing-alt-text")
            else Severity.ERROR
        )


def test_columns_count_characters_and_not_bytes() -> None:
    (found,) = check_text(
        HEAD
        + "extra = { é\U0001f600 = 1 }\n".replace("é\U0001f600", '"é\U0001f600"')
        + "tags = ['é\U0001f600', 5]\n"
    ).diagnostics
    assert (found.line, found.column) == (5, 15)


def test_windows_line_endings_change_no_place() -> None:
    text = HEAD + "colour = 'red'\n" + update(9, IMAGE)
    assert [one.place for one in check_text(text).diagnostics] == [
        one.place for one in check_text(text.replace("\n", "\r\n")).diagnostics
    ]
    assert [one.place for one in check_bytes(b"\xef\xbb\xbf" + text.encode()).diagnostics] == [
        one.place for one in check_text(text).diagnostics
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("\n\n", 1),
        ("# only a comment\n", 1),
        ("format = 1\n", 1),
        ("story = 5\n", 1),
        ("a = 1\n[[story]]\nid = 'x'\n", 2),
        ("\n\nstory = []\n", 3),
        ("updates = 5\n", 1),
    ],
)
def test_what_is_no_story(text: str, line: int) -> None:
    checked = check_text(text)
    (found,) = checked.diagnostics
    assert (found.rule, found.line) == ("not-a-story", line)
    assert checked.story is None
    assert found.help


def test_an_empty_file_and_a_mark_alone() -> None:
    assert [one.rule for one in check_bytes(b"").diagnostics] == ["not-a-story"]
    assert [one.rule for one in check_bytes(b"\xef\xbb\xbf").diagnostics] == ["not-a-story"]


def test_a_newer_format_is_the_only_finding() -> None:
    assert rules("format = 2\nchapters = []\n" + HEAD + update(9)) == [("newer-format", 1)]


def test_a_file_that_was_not_read() -> None:
    (found,) = too_large("a.toml", 1_000_000).diagnostics
    assert (found.rule, found.path, found.line, found.column) == ("too-large", "a.toml", 1, 1)
    assert "1,000,000" in found.message


# Comments that switch a warning off.

IGNORE = "# blogctl: ignore[missing-alt-text]\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + IGNORE + update(9, IMAGE),
        HEAD + "\n# why\n" + IGNORE + update(9, IMAGE),
        HEAD + update(9, IMAGE + IGNORE),
        HEAD + update(9, IGNORE + IMAGE),
        HEAD + update(9, IMAGE + "\n" + IGNORE) + "\n" + update(10, 'body = "b"\n'),
        HEAD + update(9, IMAGE.rstrip("\n") + " " + IGNORE),
        HEAD + update(9, f"media = [ {IGNORE}  {{ type = 'image', url = 'a' }} ]\n"),
        HEAD + update(9, IMAGE).replace("[[updates]]\n", "[[updates]] " + IGNORE),
        HEAD + update(9, "# blogctl: ignore[long-headline, missing-alt-text]\n" + IMAGE),
        HEAD + update(9, "#blogctl:ignore[missing-alt-text,long-headline] because\n" + IMAGE),
        HEAD + IGNORE + "[story.image]\nurl = 'a'\n",
        HEAD
        + update(
            9,
            'body = "b"\n[updates.extra]\n' + IGNORE + "[[updates.media]]\n"
            "type = 'image'\nurl = 'a'\n",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_warning_that_is_switched_off(text: str, newline: str) -> None:
    text = text.replace("\n", newline)
    assert [one.rule for one in check_text(text.replace("ignore", "IGNORE")).diagnostics] == [
        "missing-alt-text"
    ]
    assert check_text(text).diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        HEAD + IGNORE + update(8, 'body = "b"\n') + update(9, IMAGE),
        HEAD + IGNORE + "\n" + update(9, IMAGE),
        IGNORE + HEAD + update(9, IMAGE),
        HEAD + update(9, IMAGE) + IGNORE + update(10, 'body = "b"\n'),
        HEAD + update(9, IMAGE) + "\n" + IGNORE,
        HEAD + update(9, "# blogctl: ignore[missing-alt]\n" + IMAGE),
        HEAD + update(9, "# blogctl: ignore\n" + IMAGE),
        HEAD + update(9, "# blogctl: ignore[]\n" + IMAGE),
        HEAD + update(9, "body = '# blogctl: ignore[missing-alt-text]'\n" + IMAGE),
        HEAD + update(9, f"body = '''\n{IGNORE}'''\n" + IMAGE),
    ],
)
def test_a_warning_that_is_not(text: str) -> None:
    assert "missing-alt-text" in [one.rule for one in check_text(text).diagnostics]


def test_an_error_cannot_be_switched_off() -> None:
    text = HEAD + "# blogctl: ignore[unknown-key]\n" + update(9, "body = 'b'\ncolour = 'red'\n")
    assert rules(text.replace("ignore", "x")) == rules(text) == [("unknown-key", 9)]


# Severities.


def with_severities(text: str, **severities: Severity | None) -> list[Diagnostic]:
    named = {name.replace("_", "-"): severity for name, severity in severities.items()}
    return list(check_text(text, severities=named).diagnostics)


def test_a_warning_may_be_off_or_an_error() -> None:
    text = HEAD + update(9, IMAGE)
    assert with_severities(text, missing_alt_text=None) == []
    (found,) = with_severities(text, missing_alt_text=Severity.ERROR)
    assert found.severity is Severity.ERROR
    # The story can be read all the same.
    assert check_text(text, severities={"missing-alt-text": Severity.ERROR}).story is not None
    assert check_text(text, severities={"missing-alt-text": Severity.ERROR}).errors
    text = HEAD + IGNORE + update(9, IMAGE)
    assert with_severities(text, missing_alt_text=Severity.ERROR) == []


def test_an_error_stays_one_whatever_is_said() -> None:
    text = HEAD + "colour = 'red'\n"
    for severity in (None, Severity.ERROR):
        (found,) = with_severities(text, unknown_key=severity)
        assert found.severity is Severity.ERROR


# Hostile sizes: a guard against time that grows with the square.

LIMIT = 20.0  # seconds


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<<<<<<< a\n" * 3_000 + "=======\n" * 3_000, id="halves of conflicts"),
        pytest.param("<<<<<<< a\n" * 60_000, id="beginnings of conflicts"),
        pytest.param(HEAD + "".join(f"k{n} = 1\n" for n in range(3_000)), id="unknown keys"),
        pytest.param(
            HEAD
            + "publisher = { name = 'p'"
            + "".join(f", k{n} = 1" for n in range(3_000))
            + " }\n",
            id="unknown keys in one line",
        ),
        pytest.param(
            HEAD + "extra = { a = [" + "2024-01-01T00:00:00.1234567Z," * 5_000 + "] }\n",
            id="times with too many digits",
        ),
        pytest.param(
            HEAD
            + "[story.extra]\n"
            + "".join(f"k{n} = 2024-01-01T00:00:00.1234567Z\n" for n in range(5_000)),
            id="times with too many digits under keys",
        ),
        pytest.param(HEAD + "tags = [" + "1, " * 5_000 + "]\n", id="wrong items in one line"),
        pytest.param(
            HEAD + "".join(IGNORE + update(9, IMAGE, str(n)) for n in range(3_000)),
            id="comments that ignore",
        ),
        pytest.param(
            HEAD + "".join(update(9, "x = 1\n", str(n)) for n in range(3_000)),
            id="wrong updates",
        ),
        pytest.param(
            HEAD + "".join(update(9, "body = 'b'\n", "u") for _ in range(3_000)),
            id="one id",
        ),
        pytest.param(
            HEAD + "summary = '" + "\u202e" * 100_000 + "'\n", id="bidirectional controls"
        ),
        pytest.param(HEAD + "body = '" + "<b>" * 30_000 + "'\n", id="raw HTML"),
    ],
)
def test_many_findings_take_time_in_proportion(text: str) -> None:
    begin = process_time()
    assert check_text(text).diagnostics
    assert process_time() - begin < LIMIT


def test_a_key_that_is_odd_beyond_reason_is_no_crash() -> None:
    key = '"' + "\\u0041" * 1_000 + '"'
    text = f"{HEAD}[story.extra]\n{key} = 1\na = 2024-01-01T00:00:00.1234567Z\n"
    assert {one.rule for one in check_text(text).diagnostics} == {"extra-not-json", "invalid-value"}
