"""blogctl import: another's live blog as a story, with an account of what that cost.

The importer is the one of docs/importing.md: what importers find is tested where they are.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from .program import Run, assert_one_error

DOCS = Path(__file__).parents[2] / "docs" / "importing.md"
ZONE = ("--timezone", "Europe/London")
MINUTES = """\
2024-01-05 15:03 Road reopens
2024-01-05 12:10 Road closed
nobody knows when
"""


@pytest.fixture
def env(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """An environment in which the importer of the documentation is installed."""
    site = tmp_path_factory.mktemp("site")
    [code] = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    (site / "minutes.py").write_text(code, "utf-8")
    about = site / "blogctl_minutes-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: blogctl-minutes\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[blogctl.importers]\nminutes = minutes:MinutesImporter\n"
    )
    return {"PYTHONPATH": str(site)}


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    path = tmp_path / "minutes.txt"
    path.write_text(MINUTES)
    return path


def said(path: Path) -> list[tuple[str, str]]:
    """The ids and headlines of a story file."""
    updates = tomllib.loads(path.read_text("utf-8"))["updates"]
    return [(each["id"], each["headline"]) for each in updates]


def test_a_source_becomes_a_story(
    run: Run, env: Mapping[str, str], minutes: Path, tmp_path: Path
) -> None:
    done = run("import", minutes, "-o", "a.story.toml", *ZONE, env=env)
    assert (done.code, done.out) == (0, "")
    story = tmp_path / "a.story.toml"
    assert said(story) == [
        ("20240105T121000Z", "Road closed"),
        ("20240105T150300Z", "Road reopens"),
    ]
    assert "2 updates found, 2 imported" in done.err
    assert "lines that are no minute (1)" in done.err
    assert run("validate", story, "--strict").code == 0
    again = run("import", "-", *ZONE, "--from", "minutes", env=env, stdin=MINUTES)
    assert again.out == story.read_text("utf-8")


def test_a_new_story_is_never_written_over_another(
    run: Run, env: Mapping[str, str], minutes: Path, story: Path
) -> None:
    before = story.read_bytes()
    done = run("import", minutes, "-o", story.name, *ZONE, env=env)
    assert_one_error(done, 2, "exists already", f"--into {story.name}")
    assert story.read_bytes() == before


def test_local_times_need_a_zone(run: Run, env: Mapping[str, str], minutes: Path) -> None:
    assert_one_error(run("import", minutes, env=env), 2, "have no zone", "--timezone")
    assert_one_error(run("import", minutes, "--timezone", "London", env=env), 2, "--timezone")


def test_what_is_no_live_blog_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\x00\x01\x02 nothing")
    assert_one_error(run("import", "x.bin"), 1, "no live blog")
    assert_one_error(run("import", "x.bin", "--from", "htlm"), 2, 'did you mean "html"')
    assert_one_error(run("import", "missing.txt"), 2, "there is no such file")


def test_the_report_says_what_was_lost(
    run: Run, env: Mapping[str, str], minutes: Path, tmp_path: Path
) -> None:
    given = ("import", minutes, *ZONE, "--report", "report.json")
    assert run(*given, env=env).code == 0
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["importer"] == "minutes"
    assert report["updates"] == {"found": 2, "imported": 2, "drafts": 0, "retracted": 0}
    assert report["fields"] == {"headline": {"count": 2, "from": None}}
    assert report["no_home"] == {"lines that are no minute": 1}
    assert run(*given, "--strict", env=env).code == 1


def test_a_story_follows_its_source(
    run: Run, env: Mapping[str, str], minutes: Path, tmp_path: Path
) -> None:
    run("import", minutes, "-o", "a.story.toml", *ZONE, env=env)
    story = tmp_path / "a.story.toml"
    story.write_text("# ours\n" + story.read_text("utf-8"))
    run("edit", story, "20240105T121000Z", "--headline", "Road shut by the storm")
    before = story.read_bytes()
    follow = ("import", minutes, "--into", story, *ZONE)
    assert run(*follow, env=env).code == 0
    assert story.read_bytes() == before, "nothing changed at the source"

    minutes.write_text(
        MINUTES.replace("reopens", "open").replace("closed", "blocked") + "2024-01-05 18:00 Calm\n"
    )
    done = run(*follow, "--report", "report.json", env=env)
    assert "1 added, 1 changed" in done.err
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["into"] == {
        "added": ["20240105T180000Z"],
        "changed": ["20240105T150300Z"],
        "kept": {"20240105T121000Z": ["headline"]},
        "story": {"changed": [], "kept": []},
        "warnings": [],
    }
    assert "20240105T121000Z: changed at the source, but by hand here, too: headline" in done.err
    assert said(story) == [
        ("20240105T121000Z", "Road shut by the storm"),
        ("20240105T150300Z", "Road open"),
        ("20240105T180000Z", "Calm"),
    ]
    assert story.read_text("utf-8").startswith("# ours\n")
    after = story.read_bytes()
    assert "by hand" not in run(*follow, env=env).err, "it is told once"
    assert story.read_bytes() == after


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        (("--into", "missing.story.toml"), 2, ["there is no such story", "-o missing"]),
        (("--into", "."), 2, ["this is a folder"]),
        (("-o", "missing/a.story.toml"), 2, ["there is no such folder"]),
        (("-o", "folder"), 2, ["something by this name"]),
        (("--report", "file/report.json"), 3, ["a file stands where"]),
        (("--report", "folder"), 2, ["this is a folder"]),
        (("--report", "b.story.toml"), 2, ["never written over"]),
        (("--report", "minutes.txt"), 2, ["never written over"]),
        (("--report", "-"), 2, ["cannot both go"]),
        (("--timezone", "Lodnon"), 2, ["--timezone"]),
    ],
)
def test_what_is_sure_to_fail_is_told_before_anything_is_read(
    run: Run, tmp_path: Path, given: tuple[str, ...], code: int, words: list[str]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    # The source is not there, and that would be the first thing to be told.
    done = run("import", "minutes.txt", *given)
    assert_one_error(done, code, *words)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


SOURCE = {
    "story": {"id": "road", "headline": "Coast road", "summary": "So far."},
    "updates": [
        {"id": "a", "time": "2024-01-05T09:00:00Z", "headline": "Road closed", "key": True},
        {"id": "b", "time": "2024-01-05T10:00:00Z", "body": "Buses turn back.", "tags": ["x"]},
        {"id": "n", "body": "When?"},
    ],
}


def test_an_import_that_is_repeated_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.json").write_text(json.dumps(SOURCE))
    given = ("import", "posts.json", "--keep-untimed")
    assert run(*given, "-o", "a.story.toml").code == 0
    story = tmp_path / "a.story.toml"
    before = story.read_bytes()
    assert run(*given).out.encode() == before, "the same file, made later"
    for _ in range(2):
        done = run(*given, "--into", story)
        assert (done.code, story.read_bytes()) == (0, before)
        assert "0 added, 0 changed" in done.err
    assert run("validate", story).code == 0


def test_the_story_itself_follows_its_source(run: Run, tmp_path: Path) -> None:
    posts = tmp_path / "posts.json"
    posts.write_text(json.dumps(SOURCE))
    run("import", "posts.json", "-o", "a.story.toml")
    story = tmp_path / "a.story.toml"
    story.write_text(story.read_text().replace('"Coast road"', '"Our road"  # ours'))
    other = {"id": "road", "headline": "A12", "summary": "All over.", "status": "ended"}
    posts.write_text(json.dumps({**SOURCE, "story": other}))
    done = run("import", "posts.json", "--into", story, "--report", "-")
    assert json.loads(done.out)["into"]["story"] == {
        "changed": ["status", "summary"],
        "kept": ["headline"],
    }
    meta = tomllib.loads(story.read_text())["story"]
    assert (meta["headline"], meta["summary"], meta["status"]) == (
        "Our road",
        "All over.",
        "ended",
    )
    assert "# ours" in story.read_text()


def test_another_story_does_not_come_into_this_one(run: Run, tmp_path: Path) -> None:
    posts = tmp_path / "posts.json"
    posts.write_text(json.dumps(SOURCE))
    run("import", "posts.json", "-o", "a.story.toml")
    story = tmp_path / "a.story.toml"
    before = story.read_bytes()
    flood = {"id": "x", "time": "2024-01-06T09:00:00Z", "body": "Water."}
    posts.write_text(
        json.dumps({"story": {"id": "flood", "headline": "Flood"}, "updates": [flood]})
    )
    done = run("import", "posts.json", "--into", story)
    assert_one_error(done, 1, "another story now", "Flood")
    assert story.read_bytes() == before
