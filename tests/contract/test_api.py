"""The Python API: its names, its signatures as documented, and what it promises."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import blogctl
from blogctl import edit

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
NOW = datetime(2024, 1, 5, 15, tzinfo=UTC)
TEXT = """\
# kept
[story]
id = "road"
headline = "Coast road"

[[updates]]
id = "first"
time = 2024-01-05T09:00:00Z
body = "The road is closed."

[[updates]]
id = "later"
time = 2024-01-05T16:00:00Z
body = "Open again."
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "road.story.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    return path


def test_these_names_and_no_others_are_shown() -> None:
    assert set(blogctl.__all__) == {
        *("load", "loads", "validate", "edit_file", "edit", "export"),
        *("Story", "Update", "Diagnostic", "Severity"),
        *("BlogctlError", "StoryError", "InvalidStory", "UsageError"),
        *("EnvironmentFailure", "LockTimeout", "PluginError", "__version__"),
    }
    assert set(blogctl.__all__) <= set(dir(blogctl))
    assert all(getattr(blogctl, name) is not None for name in blogctl.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'lode'"):
        blogctl.lode  # noqa: B018


EDITS = ["add", "edit", "correct", "retract", "publish", "close"]
EDITS += ["dedupe", "sort_text", "format_text"]


def test_every_name_is_documented_functions_with_their_signatures() -> None:
    page = PAGE.read_text("utf-8")
    names = re.findall(r"`(?:blogctl\.)?(\w+)[.`]|^def (\w+)", page, re.MULTILINE)
    assert set(blogctl.__all__) <= {name for pair in names for name in pair}
    documented = re.findall(
        r"^def ((?:edit\.)?\w+)(\(.*?\))(?: ->|:)", page, re.MULTILINE | re.DOTALL
    )
    assert {name for name, _ in documented} == {
        *("load", "loads", "validate", "edit_file", "export"),
        *(f"edit.{name}" for name in EDITS),
    }
    for name, parameters in documented:
        place = edit if name.startswith("edit.") else blogctl
        signature = inspect.signature(getattr(place, name.removeprefix("edit.")))
        shown = [each.strip() for each in parameters.strip("()").split(",") if each.strip()]
        assert [_parameter(each) for each in shown if each != "*"] == list(signature.parameters), (
            name
        )


def _parameter(text: str) -> str:
    return re.split(r"[:=]", text)[0].strip()


def test_to_import_it_loads_nothing_of_it() -> None:
    code = "import blogctl, sys; print(*(name for name in sys.modules if 'blogctl' in name))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["blogctl"]


def test_a_story_is_loaded_or_refused_with_its_diagnostics(story: Path) -> None:
    loaded = blogctl.load(story)
    assert isinstance(loaded, blogctl.Story)
    assert [update.id for update in loaded.updates] == ["first", "later"]
    assert blogctl.loads(TEXT) == blogctl.loads(TEXT.encode()) == loaded
    story.write_text(TEXT.replace("headline", "headlin"), "utf-8")
    with pytest.raises(blogctl.InvalidStory) as caught:
        blogctl.load(str(story))
    errors = [each for each in blogctl.validate(story) if each.severity is blogctl.Severity.ERROR]
    assert list(caught.value.diagnostics) == errors
    assert ("unknown-key", 4) in {(each.rule, each.line) for each in errors}
    with pytest.raises(blogctl.UsageError):
        blogctl.load(story.with_name("missing.story.toml"))


def test_what_a_target_misses_is_asked_for(story: Path) -> None:
    plain = blogctl.validate(story)
    assert {each.rule for each in blogctl.validate(story, targets=["google"])} > {
        each.rule for each in plain
    }


def test_what_depends_on_the_clock_is_asked_with_a_time(story: Path) -> None:
    def future(**now: datetime) -> list[int]:
        found = blogctl.validate(story, **now)  # type: ignore[arg-type]
        return [each.line for each in found if each.rule == "future-update"]

    assert future() == []
    assert future(now=NOW) == [13]
    assert future(now=NOW + timedelta(hours=2)) == []


def test_a_site_is_what_its_parts_are(story: Path) -> None:
    parts = ["html", "rss", "atom", "jsonfeed", "jsonld", "site"]
    assert blogctl.validate(story, targets=["site"]) == blogctl.validate(story, targets=parts)
    assert blogctl.validate(story, targets=["site"]) != blogctl.validate(story)


@pytest.mark.parametrize("targets", [["rss", "goggle"], "rss"])
def test_an_unknown_target_is_told(story: Path, targets: list[str] | str) -> None:
    with pytest.raises(blogctl.UsageError, match="there is no format"):
        blogctl.validate(story, targets=targets)


def test_an_edit_keeps_every_other_byte_and_gives_its_result(story: Path) -> None:
    before = story.read_bytes()
    added = blogctl.edit_file(
        story, lambda text: edit.add(text, [edit.Draft({"body": "New.", "time": NOW})], NOW)
    )
    after = story.read_bytes()
    assert [update.body for update in added.new] == ["New."]
    assert after != before
    lines = after.splitlines()
    assert [line for line in before.splitlines() if line not in lines] == []
    assert after.startswith(b"\xef\xbb\xbf# kept")
    assert added.ids[0] in {update.id for update in blogctl.load(story).updates}


def test_an_edit_may_give_a_text_alone(story: Path) -> None:
    shuffled = TEXT.replace("09:00", "17:00")
    story.write_text(shuffled, "utf-8")
    text = blogctl.edit_file(story, edit.sort_text)
    assert text == story.read_text("utf-8") != shuffled
    assert [update.id for update in blogctl.load(story).updates] == ["later", "first"]
    twice = TEXT + TEXT[TEXT.index("\n[[updates]]") :].replace("first", "again")
    deduped = edit.dedupe(twice.replace('id = "later"', 'id = "x"', 1))
    assert [drop.id for drop in deduped.drops] == ["again", "later"]


def test_an_edit_that_is_refused_changes_nothing(story: Path) -> None:
    before = story.read_bytes()
    with pytest.raises(blogctl.StoryError):
        blogctl.edit_file(story, lambda text: edit.retract(text, "nobody", NOW))
    with pytest.raises(ZeroDivisionError):
        blogctl.edit_file(story, lambda _: 1 / 0)  # type: ignore[type-var]
    assert story.read_bytes() == before


def test_an_update_that_cannot_be_is_refused_with_the_reason(story: Path) -> None:
    draft = edit.Draft({"body": "x", "label": 5})
    with pytest.raises(blogctl.StoryError, match="label: this is an integer"):
        blogctl.edit_file(story, lambda text: edit.add(text, [draft], NOW))


def test_a_time_without_an_offset_is_no_moment(story: Path) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(blogctl.UsageError, match="no offset"):
        blogctl.validate(story, now=naive)
    with pytest.raises(blogctl.UsageError, match="no offset"):
        blogctl.export(blogctl.load(story), "rss", now=naive)


def test_edits_of_many_threads_are_all_there(story: Path) -> None:
    def work(number: int) -> None:
        draft = edit.Draft({"id": f"n{number}", "body": str(number), "time": NOW})
        blogctl.edit_file(story, lambda text: edit.add(text, [draft], NOW), lock_timeout=60)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    ids = {update.id for update in blogctl.load(story).updates}
    assert ids == {"first", "later", *(f"n{number}" for number in range(12))}


def test_an_export_shows_what_readers_may_see_at_a_time(story: Path) -> None:
    loaded = blogctl.load(story)
    early = blogctl.export(loaded, "text", now=NOW)
    late = blogctl.export(loaded, "text", now=NOW + timedelta(hours=2))
    assert isinstance(early, str)
    assert isinstance(late, str)
    assert "Open again." in late
    assert "Open again." not in early
    newest = blogctl.export(loaded, "ndjson", {"limit": 1}, now=NOW + timedelta(hours=2))
    assert isinstance(newest, str)
    assert newest.count("\n") == 1
    pages = blogctl.export(loaded, "site", now=NOW)
    assert isinstance(pages, dict)
    assert "index.html" in pages
    with pytest.raises(blogctl.UsageError, match="no format"):
        blogctl.export(loaded, "rs")
    with pytest.raises(blogctl.UsageError, match="limi"):
        blogctl.export(loaded, "rss", {"limi": 1})
