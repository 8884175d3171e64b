"""blogctl edit ID --edit: one update in an editor, and nothing that was written there is lost."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from .program import BLOGCTL, STORY, Result, Run, assert_one_error, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

BLOCK = STORY[STORY.index("# The first one.") : STORY.index('\n[[updates]]\nid = "second"')]


class Editor:
    """Runs ``edit --edit`` on a terminal with an editor that does what a shell line says."""

    def __init__(self, folder: Path, story: Path) -> None:
        self.folder, self.story = folder, story
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        self.seen = folder / "seen"

    def __call__(
        self, line: str, *options: str, id_: str = "first", name: str = "EDITOR"
    ) -> Result:
        """Edit an update; ``line`` is sh, in which $1 is the file."""
        import pty

        script = self.folder / "my editor"
        script.write_text(f'#!/bin/sh\ncp "$1" {shlex.quote(str(self.seen))}\n{line}\n')
        script.chmod(0o700)
        main, terminal = pty.openpty()
        env = {name: shlex.quote(str(script)), "TMPDIR": str(self.scratch)}
        try:
            done = subprocess.run(
                [BLOGCTL, "edit", self.story.name, id_, "--edit", *options],
                stdin=terminal,
                capture_output=True,
                env=environment(env),
                cwd=self.folder,
                timeout=60,
                check=False,
            )
        finally:
            os.close(terminal)
            os.close(main)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    @property
    def kept(self) -> list[Path]:
        """The files that are left of what was written."""
        return list(self.scratch.iterdir())

    def assert_kept(self, result: Result, code: int, *words: str) -> str:
        """It was refused, the story is as it was, and the error names the file of the text."""
        assert_one_error(result, code, *words)
        assert self.story.read_bytes() == STORY.encode()
        (path,) = self.kept
        assert str(path) in result.err
        return path.read_text("utf-8")


@pytest.fixture
def editor(tmp_path: Path, story: Path) -> Editor:
    return Editor(tmp_path, story)


def sed(expression: str) -> str:
    return f'sed {shlex.quote(expression)} "$1" > "$1.new"; cat "$1.new" > "$1"; rm "$1.new"'


OPEN = sed("s/Road closed/Road open/")


def test_the_update_alone_is_edited_and_marked(editor: Editor, story: Path) -> None:
    result = editor(OPEN)
    assert (result.code, result.out) == (0, "")
    assert editor.seen.read_text("utf-8") == BLOCK
    lines = story.read_text("utf-8").splitlines(keepends=True)
    edited = [line for line in lines if line.startswith("edited = ")]
    assert len(edited) == 1
    rest = "".join(line for line in lines if line not in edited)
    assert rest == STORY.replace("Road closed", "Road open")
    assert editor.kept == []


def test_visual_is_an_editor_too(editor: Editor, story: Path) -> None:
    assert editor(OPEN, name="VISUAL").code == 0
    assert "Road open" in story.read_text("utf-8")


@pytest.mark.parametrize("line", [":", sed("s/$/ /"), 'printf "\\n" >> "$1"'])
def test_what_says_the_same_marks_no_edit(editor: Editor, story: Path, line: str) -> None:
    result = editor(line)
    assert (result.code, result.out) == (0, "")
    assert "edited" not in story.read_text("utf-8")
    assert editor.kept == []
    if line == ":":
        assert story.read_bytes() == STORY.encode()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_of_the_story_stay(editor: Editor, story: Path, ending: str) -> None:
    story.write_bytes(STORY.replace("\n", ending).encode())
    assert editor(sed("s/Road closed/Road open\\r/;s/\\r//")).code == 0
    text = story.read_bytes().decode()
    assert text.count("\r\n") == (text.count("\n") if ending == "\r\n" else 0)
    assert b"\r" not in editor.seen.read_bytes()


def test_windows_line_endings_from_an_editor_are_the_storys(editor: Editor, story: Path) -> None:
    carriage = "s/Road closed/Road open/;s/$/\r/"
    assert editor(sed(carriage)).code == 0
    assert b"\r" not in story.read_bytes()


def test_the_byte_order_mark_of_an_editor_is_no_text(editor: Editor, story: Path) -> None:
    result = editor(f'{OPEN}; printf \'\\357\\273\\277\' | cat - "$1" > "$1.new"; mv "$1.new" "$1"')
    assert result.code == 0, result.err
    assert "Road open" in story.read_text("utf-8")
    assert "\ufeff" not in story.read_text("utf-8")


def test_a_changed_time_moves_the_block(editor: Editor, story: Path) -> None:
    assert editor(sed("s/09:00/12:00/")).code == 0
    text = story.read_text("utf-8")
    assert text.index('"second"') < text.index("# The first one.\n[[updates]]")


def test_a_draft_is_not_marked(editor: Editor, story: Path) -> None:
    text = STORY.replace('tags = ["transport"]', 'status = "draft"')
    story.write_text(text)
    assert editor(OPEN).code == 0
    assert story.read_text("utf-8") == text.replace("Road closed", "Road open")


REFUSED = {
    "no TOML": (sed('s/Road closed"/Road open/'), "line"),
    "another id": (sed('s/closed/open/;s/"first"/"other"/'), "id"),
    "no id": (sed("s/closed/open/;/^id/d"), "id"),
    "two updates": (f'{OPEN}\ncp "$1" "$1.2"; cat "$1.2" >> "$1"; rm "$1.2"', "one"),
    "another table": (f'{OPEN}\nprintf "[story.extra]\\na = 1\\n" >> "$1"', "one"),
    "no update": ("echo '# Road open' > \"$1\"", "one"),
    "a wrong type": (sed('s/"Road closed"/["Road open"]/'), "headline"),
    "an unknown key": (sed('s/headline = .*/title = "Road open"/'), "title"),
    "no time": (sed("s/closed/open/;/^time/d"), "time"),
    "no time that can be": (sed("s/closed/open/;s/^time.*/time = soon/"), "line"),
    "nothing said": (sed("s/headline = .*/# Road open/"), "says nothing"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_valid_is_refused_and_kept(editor: Editor, case: str) -> None:
    line, word = REFUSED[case]
    result = editor(line)
    assert "Road open" in editor.assert_kept(result, 1, word)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    editor: Editor, story: Path
) -> None:
    theirs = STORY.replace("Road closed", "Road flooded")
    (editor.folder / "theirs").write_text(theirs)
    result = editor(f"{OPEN}; cp theirs {story.name}")
    assert_one_error(result, 1, story.name, "first")
    assert story.read_text("utf-8") == theirs
    (kept,) = editor.kept
    assert str(kept) in result.err
    assert "Road open" in kept.read_text("utf-8")


def test_what_somebody_else_changed_elsewhere_stays(editor: Editor, story: Path) -> None:
    (editor.folder / "theirs").write_text(STORY.replace("*down*", "*cleared*"))
    assert editor(f"{OPEN}; cp theirs {story.name}").code == 0
    text = story.read_text("utf-8")
    assert "*cleared*" in text
    assert "Road open" in text


def test_an_update_that_went_meanwhile_is_told(editor: Editor, story: Path) -> None:
    gone = STORY.replace(BLOCK, "")
    (editor.folder / "theirs").write_text(gone)
    result = editor(f"{OPEN}; cp theirs {story.name}")
    assert_one_error(result, 1, story.name)
    (kept,) = editor.kept
    assert str(kept) in result.err
    assert story.read_text("utf-8") == gone


def test_a_story_that_stays_locked_keeps_the_text(editor: Editor, story: Path) -> None:
    import fcntl

    with story.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = editor(OPEN, "--lock-timeout", "0.1")
    assert "Road open" in editor.assert_kept(result, 3)


def test_an_editor_that_fails_changes_nothing_and_keeps_the_text(editor: Editor) -> None:
    result = editor(f"{OPEN}; exit 7")
    assert "Road open" in editor.assert_kept(result, 2, "7")


def test_what_is_no_text_is_refused_and_kept(editor: Editor, story: Path) -> None:
    result = editor('printf "\\377" >> "$1"')
    assert_one_error(result, 2, "UTF-8")
    (kept,) = editor.kept
    assert str(kept) in result.err
    assert story.read_bytes() == STORY.encode()


def test_an_empty_text_is_refused(editor: Editor, story: Path) -> None:
    result = editor(': > "$1"')
    assert_one_error(result, 2, "empty")
    assert story.read_bytes() == STORY.encode()


def test_an_editor_that_is_not_there_is_told(editor: Editor, story: Path, run: Run) -> None:
    import pty

    main, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [BLOGCTL, "edit", story.name, "first", "--edit"],
            stdin=terminal,
            capture_output=True,
            env=environment({"EDITOR": "/no/such/editor", "TMPDIR": str(editor.scratch)}),
            cwd=story.parent,
            timeout=60,
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(main)
    assert_one_error(
        Result(done.returncode, done.stdout.decode(), done.stderr.decode()), 2, "/no/such/editor"
    )
    assert editor.kept == []


def test_an_unknown_update_opens_no_editor(editor: Editor) -> None:
    result = editor(OPEN, id_="frst")
    assert_one_error(result, 1, 'did you mean "first"?')
    assert not editor.seen.exists()
    assert editor.kept == []


def test_a_dry_run_shows_what_would_change(editor: Editor, story: Path) -> None:
    result = editor(OPEN, "--dry-run")
    assert (result.code, result.out) == (0, "")
    assert re.search(r'^\+headline = "Road open"$', result.err, re.MULTILINE)
    assert story.read_bytes() == STORY.encode()


def test_without_a_terminal_it_is_refused(run: Run, story: Path) -> None:
    assert_one_error(run("edit", story, "first", "--edit", env={"EDITOR": "true"}), 2, "terminal")
