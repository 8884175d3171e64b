"""What completes command lines goes with the code, is light, and keeps quiet."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.main import get_command

from blogctl.cli.app import make_app
from blogctl.cli.candidates import (
    EXPORTERS,
    IMPORTERS,
    MEDIA_TYPES,
    STATUSES,
    TARGETS,
    THEMES,
    key_of,
)
from blogctl.cli.shelling import split
from blogctl.exporters import registry as exporting
from blogctl.exporters import themes
from blogctl.importers import registry as importing
from blogctl.model.fields import MediaKind, StoryStatus
from blogctl.rules import all_rules, rule_names

# What nobody but the writer can know.
FREE = {"TEXT"}
FREE |= {"--alt", "--body", "--caption", "--credit", "--headline", "--reason", "--source"}
FREE |= {"--summary", "--url", "--language", "--id", "--option", "--port"}
FREE |= {"--now", "--since", "--until", "--time", "--within"}
FREE |= {"--jobs", "--lock-timeout", "--max-size"}

CHILD = """
import sys
from blogctl.cli import main
main()
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def parameters(name: str = "", group: Any = None) -> Iterator[tuple[str, Any]]:
    group = group or get_command(make_app())
    for own, each in group.commands.items():
        if hasattr(each, "commands"):
            yield from parameters(f"{own} ", each)
        else:
            yield from ((f"{name}{own}", parameter) for parameter in each.params)


def test_the_values_of_every_parameter_are_known_or_free() -> None:
    undecided = {
        (command, parameter.opts[0])
        for command, parameter in parameters()
        if not getattr(parameter, "is_flag", False)
        if key_of(parameter, command) is None
        if not parameter.shell_complete(None, "")
        if not FREE & {*parameter.opts, parameter.metavar or parameter.name}
    }
    assert undecided == set()


def test_what_is_listed_here_is_what_the_rest_of_the_code_says() -> None:
    assert get_args(StoryStatus) == STATUSES
    assert get_args(MediaKind) == MEDIA_TYPES
    assert {EXPORTERS, IMPORTERS, THEMES} == {
        kind.group for kind in (exporting.KIND, importing.KIND, themes.KIND)
    }
    assert rule_names() == tuple(all_rules())
    targets = {target for rule in all_rules().values() for target in rule.targets}
    assert {*TARGETS} == targets - {*exporting.available()}


def ask(*words: str, cwd: Path, code: str | None = None) -> subprocess.CompletedProcess[str]:
    start = ["-c", code] if code else ["-m", "blogctl"]
    return subprocess.run(
        [sys.executable, *start, *words],
        cwd=cwd,
        env={**os.environ, "_BLOGCTL_COMPLETE": "fish"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=True,
    )


STORY = """\
[story]
id = "s"
headline = "S"

[[updates]]
id = "one"
time = 2024-01-05T09:00:00Z
headline = "First"
tags = ["coast"]
"""


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("show", "s.story.toml", ""), "none\none\tFirst\n"),
        (("add", "s.story.toml", "--tag", ""), "none\ncoast\t\n"),
        (("rules", "long-h"), "none\nlong-headline\t\n"),
        (("validate", "--rule=long-headline"), None),
        (("new", "--timezone", "Europe/Lond"), "none\nEurope/London\t\n"),
        (("export", "s.story.toml", "-fato"), "none\n-fatom\t\n"),
        (("show", ""), "story\n"),
    ],
)
def test_completing_loads_no_model(
    words: tuple[str, ...], answer: str | None, tmp_path: Path
) -> None:
    (tmp_path / "s.story.toml").write_text(STORY, "utf-8")
    done = ask(*words, cwd=tmp_path, code=CHILD)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & {"pydantic", "pydantic_core", "dateutil", "jinja2", "babel", "comrak"}
    assert answer is None or done.stdout == answer


BROKEN = {
    "no toml": b"[story\n",
    "no text": b"\xff\xfe\x00",
    "conflict": b"<<<<<<< ours\n" + STORY.encode() + b"=======\n>>>>>>> theirs\n",
    "inline": b"updates = [{id = 'one', time = 'x'}, 7]\n",
    "odd": b"updates = 7\nstory = 8\n",
    "deep": b"x = " + b"[" * 100_000,
    "odd update": b"[[updates]]\nid = 7\ntime = 9\nheadline = []\ntags = {a = 1}\nauthors = 3\n",
    "odd id": b'[[updates]]\nid = "a b\\n$(x)"\nheadline = "h"\n',
    "no id": b'[story]\ntimezone = "No/Where"\n[[updates]]\ntime = 2024-01-05T09:00:00\n',
    "far": b"[[updates]]\ntime = 0001-01-01T00:00:00+23:59\n",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_whatever_a_story_holds_nobody_hears_of_it(kind: str, tmp_path: Path) -> None:
    (tmp_path / "s.story.toml").write_bytes(BROKEN[kind])
    code = (
        "import sys\nfrom blogctl.cli.completing import answer\n"
        "for words in (['show'], ['publish'], ['add', '--tag'], ['add', '--author']):\n"
        "    answer('fish', [words[0], 's.story.toml', *words[1:], ''])\n"
    )
    done = ask(cwd=tmp_path, code=code)
    assert done.stderr == ""
    kinds = {line.split("\t")[0] for line in done.stdout.splitlines()}
    assert kinds <= {"none", "one"}


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("",),
        ("nothing", ""),
        ("--", ""),
        ("show", "missing", ""),
        ("show", ".", ""),
        ("-q", ""),
    ],
)
def test_a_line_that_makes_no_sense_is_no_error(words: tuple[str, ...], tmp_path: Path) -> None:
    done = ask(*words, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_update_that_cannot_be_parsed_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "s.story.toml").write_text(f"{STORY}\n[[updates]]\ntime = yesterday\n", "utf-8")
    assert ask("show", "s.story.toml", "", cwd=tmp_path).stdout == "none\none\tFirst\n"


@pytest.mark.parametrize(
    ("line", "words", "trim", "quote"),
    [
        ("b show ", ["b", "show", ""], 0, ""),
        (r"b show my\ own", ["b", "show", "my own"], 0, ""),
        ("b show 'my own", ["b", "show", "my own"], 0, "'"),
        ('b show "a\\"b \\n', ["b", "show", 'a"b \\n'], 0, '"'),
        ("b --rule=long-h", ["b", "--rule=long-h"], 7, ""),
        ("b --rule=long-headline=", ["b", "--rule=long-headline="], 21, ""),
        ("b '' x''y ", ["b", "", "xy", ""], 0, ""),
    ],
)
def test_a_line_is_read_as_bash_does(line: str, words: list[str], trim: int, quote: str) -> None:
    assert split(line, " \t\n\"'><=;|&(:") == (words, trim, quote)
