"""The JSON Schema in the hands of other programs: they accept what is right, refuse what is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "schemas" / "story.schema.json"
EXAMPLES = sorted((ROOT / "examples").glob("*.story.toml"))
NAMES = [path.name for path in EXAMPLES]
STORY = """\
#:schema schemas/story.schema.json
[story]
id = "s"
headline = "S"

[[updates]]
time = 2024-01-05T09:00:00Z
headline = "Local times are for `validate` to judge"
edited = 2024-01-05T09:30:00
"""
MISTAKES = {
    "misspelled key of the story": ("headline = ", "headlin = "),
    "misspelled key of an update": ("edited = ", "editd = "),
    "time in quotes": ("2024-01-05T09:00:00Z", '"yesterday"'),
    "empty story": ('id = "s"\n', ""),
}


def program(name: str) -> str:
    path = Path(sys.executable).with_name(name)
    found = str(path) if path.exists() else shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


def check_jsonschema(path: Path) -> int:
    command = [program("check-jsonschema"), "--schemafile", str(SCHEMA), str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def taplo(path: Path) -> int:
    """Lint a file with the schema that it names itself."""
    command = [program("taplo"), "lint", path.name]
    return subprocess.run(command, cwd=path.parent, capture_output=True, check=False).returncode


def tombi(path: Path) -> int:
    """Lint a file with the schema that it names itself, by a reader with types for times."""
    (path.parent / "tombi.toml").write_text("[schema]\ncatalog = { paths = [] }\n")
    command = [program("tombi"), "lint", "--offline", path.name]
    return subprocess.run(command, cwd=path.parent, capture_output=True, check=False).returncode


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "schemas").mkdir()
    shutil.copy(SCHEMA, tmp_path / "schemas")
    path = tmp_path / "s.story.toml"
    path.write_text(STORY)
    return path


def test_the_file_is_what_the_command_prints() -> None:
    command = [str(Path(sys.executable).with_name("blogctl")), "schema"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == SCHEMA.read_bytes()


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_check_jsonschema_accepts_the_examples(path: Path) -> None:
    assert check_jsonschema(path) == 0


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_taplo_accepts_the_examples(path: Path) -> None:
    assert path.read_text("utf-8").startswith("#:schema ../schemas/story.schema.json\n")
    assert taplo(path) == 0


def test_tombi_accepts_the_examples(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "examples").mkdir()
    shutil.copy(SCHEMA, tmp_path / "schemas")
    for path in EXAMPLES:
        assert tombi(Path(shutil.copy(path, tmp_path / "examples"))) == 0, path.name


def test_all_accept_a_small_story(story: Path) -> None:
    assert check_jsonschema(story) == 0
    assert taplo(story) == 0
    assert tombi(story) == 0


@pytest.mark.parametrize("mistake", MISTAKES)
def test_all_refuse_a_mistake(story: Path, mistake: str) -> None:
    old, new = MISTAKES[mistake]
    assert old in STORY
    story.write_text(STORY.replace(old, new, 1))
    assert check_jsonschema(story) != 0
    assert taplo(story) != 0
    assert tombi(story) != 0


def test_the_json_form_has_the_same_schema(tmp_path: Path) -> None:
    blogctl = str(Path(sys.executable).with_name("blogctl"))
    for path in EXAMPLES:
        done = subprocess.run([blogctl, "show", path, "--json"], capture_output=True, check=True)
        data = json.loads(done.stdout)
        data["$schema"] = "https://example.org/story.schema.json"
        (tmp_path / "story.json").write_text(json.dumps(data))
        assert check_jsonschema(tmp_path / "story.json") == 0, path.name
