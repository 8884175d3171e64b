"""blogctl diff: two versions of a story, for people and programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .program import STORY, Run, assert_one_error

NEW = STORY.replace('"Road closed"', '"Road reopens"') + (
    '[[updates]]\nid = "third"\ntime = 2024-01-05T13:00:00Z\nbody = "Buses \\u202e follow."\n'
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(tmp_path / "old.story.toml", STORY)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write(tmp_path / "new.story.toml", NEW)


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_the_summary_comes_first_then_each_update(run: Run, old: Path, new: Path) -> None:
    result = run("diff", old, new)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "1 new, 1 edited\n\n"
        "edited  2024-01-05 09:00  first  Road reopens\n"
        "  headline: Road [-closed-]{+reopens+}\n\n"
        "new  2024-01-05 13:00  third  Buses \\u202e follow.\n"
        "  body: + Buses \\u202e follow.\n"
    )
    assert run("diff", new, old).lines[0] == "1 edited, 1 removed"


def test_colours_are_there_on_request_and_add_nothing(run: Run, old: Path, new: Path) -> None:
    plain, colored = run("diff", old, new), run("diff", old, new, "--color", "always")
    for style in ("1", "1;32", "1;33", "31", "32"):
        assert f"\x1b[{style}m" in colored.out
    without = colored.out
    for style in ("1", "1;32", "1;33", "31", "32", "0"):
        without = without.replace(f"\x1b[{style}m", "")
    assert without == plain.out


@pytest.mark.parametrize("option", [(), ("--exit-code",)])
def test_the_exit_code_says_whether_they_differ_if_it_is_asked(
    run: Run, old: Path, new: Path, option: tuple[str, ...]
) -> None:
    assert run("diff", old, new, *option).code == len(option)
    sorted_ = write(old.with_name("same.story.toml"), STORY.replace("\n", "\r\n") + "# Said.\r\n")
    same = run("diff", old, sorted_, *option)
    assert (same.code, same.out) == (0, "")
    assert "no update differs" in same.err


def test_one_of_them_may_be_standard_input(run: Run, old: Path, new: Path) -> None:
    shown = run("diff", old, new).out
    assert run("diff", "-", new, stdin=STORY).out == shown
    assert run("diff", old, "-", stdin=NEW).out == shown
    assert_one_error(run("diff", "-", "-", stdin=NEW), 2)


@pytest.mark.parametrize("nothing", ["", "\ufeff\n \n", None])
def test_nothing_is_no_story(run: Run, old: Path, nothing: str | None) -> None:
    path = Path("/dev/null") if nothing is None else write(old.with_name("nothing"), nothing)
    made, gone = run("diff", path, old), run("diff", old, path)
    assert made.lines[0] == "a new story: 2 new"
    assert gone.lines[0] == "the story removed: 2 removed"
    assert "  headline: + Storm closes the coast road" in made.lines
    assert "  headline: - Storm closes the coast road" in gone.lines
    assert run("diff", path, path).out == ""


def test_all_errors_of_both_are_told(run: Run, old: Path, new: Path) -> None:
    write(old, STORY + "x = \n")
    write(new, NEW.replace("headline =", "headlin ="))
    result = run("diff", old, new)
    assert (result.code, result.out) == (1, "")
    assert f"{old}:27:5: error[syntax]" in result.err
    assert result.err.count("error[unknown-key]") == 2
    assert run("diff", old, "missing.story.toml").code == 2


def test_it_takes_two(run: Run, old: Path) -> None:
    for arguments in ([old], [old, old, old], []):
        assert_one_error(run("diff", *arguments), 2)


def test_json_has_all_of_it(run: Run, old: Path, new: Path) -> None:
    write(new, NEW.replace('timezone = "Europe/London"', 'timezone = "Europe/Paris"'))
    result = run("diff", old, new, "--json", "--exit-code")
    assert result.code == 1
    data = json.loads(result.out)
    assert list(data) == ["version", "summary", "story", "updates"]
    assert data["summary"] == {"new": 1, "edited": 1}
    assert data["story"]["fields"] == ["timezone"]
    zones = [data["story"][side]["timezone"] for side in ("old", "new")]
    assert zones == ["Europe/London", "Europe/Paris"]
    edited, third = data["updates"]
    assert list(edited) == ["id", "changes", "fields", "old", "new"]
    assert (edited["id"], edited["changes"], edited["fields"]) == (
        "first",
        ["edited"],
        ["headline"],
    )
    shown = json.loads(run("show", new, "--json").out)
    assert (edited["new"], third["new"]) == (shown["updates"][0], shown["updates"][2])
    assert third["old"] is None
    empty = json.loads(run("diff", "/dev/null", new, "--json").out)
    assert empty["story"]["old"] is None
    same = json.loads(run("diff", old, old, "--json").out)
    assert (same["summary"], same["story"]["fields"], same["updates"]) == ({}, [], [])


def test_every_field_can_be_told(run: Run, old: Path, new: Path) -> None:
    write(
        new,
        STORY.replace('headline = "Storm', 'status = "paused"\nheadline = "Storm')
        .replace(
            'tags = ["transport"]',
            'tags = ["road", "harbour"]\nstatus = "draft"\nlabel = "a b"\nextra = { n = 1 }\n'
            'media = [{ type = "image", url = "a.jpg", width = 3 }]\n'
            'retraction = { time = 2024-01-05T16:00:00Z, reason = "Wrong." }',
        )
        .replace("12:30:00+01:00", "12:31:00+01:00")
        .replace("key = true", "key = false")
        .replace('authors = ["An Example"]\n\n# Nothing', 'authors = ["B", "An Example"]\n\n# No'),
    )
    result = run("diff", old, new)
    assert result.lines == [
        "1 edited, 1 unpublished; the story's status",
        "",
        "story",
        "  status: live → paused",
        "",
        "unpublished, retracted, edited  2024-01-05 09:00  first  Road closed",
        "  tags:",
        "    - transport",
        "    + road, harbour",
        "  label: + a b",
        "  status: published → draft",
        "  media: + type: image, url: a.jpg, width: 3",
        "  retraction: + 2024-01-05 16:00:00+00:00 Wrong.",
        "  extra: + n: 1",
        "",
        "edited, moved, not key  2024-01-05 11:31  second  Trees are *down*.",
        "  time: 2024-01-05 11:30:00+00:00 → 2024-01-05 11:31:00+00:00",
        "  authors: + B",
        "  key: yes → no",
    ]


def test_a_long_text_shows_what_changed_in_it(run: Run, old: Path, new: Path) -> None:
    first = " ".join(f"word{n}" for n in range(200))
    lines = [first, *(f"Line {n} stays." for n in range(100)), "Nothing of this is left."]
    block = '[[updates]]\nid = "long"\ntime = 2024-01-05T14:00:00Z\nbody = """\n{0}\n"""\n'
    write(old, STORY + block.format("\n".join(lines)))
    lines[0] = first.replace("word100 ", "")
    lines[50] = "Line 49 has changed."
    lines[-1] = "Quite another sentence stands here."
    write(new, STORY + block.format("\n".join(lines)))
    context = [" ".join(f"word{n}" for n in range(*ends)) for ends in ((94, 100), (101, 107))]
    assert run("diff", old, new).lines[3:] == [
        "  body:",
        f"    … {context[0]} [-word100 -]{context[1]} …",
        "    …",
        "    Line 49 [-stays-]{+has changed+}.",
        "    …",
        "    - Nothing of this is left.",
        "    + Quite another sentence stands here.",
    ]


def test_texts_too_long_to_compare_word_by_word_take_no_longer(
    run: Run, old: Path, new: Path
) -> None:
    block = '[[updates]]\nid = "long"\ntime = 2024-01-05T14:00:00Z\nbody = "{0}"\n'
    write(old, STORY + block.format("a b " * 100_000))
    write(new, STORY + block.format("b c " * 100_000))
    result = run("diff", old, new)
    assert result.lines[0] == "1 edited"
    assert [line[:9] for line in result.lines[4:]] == ["    - a b", "    + b c"]
