"""blogctl export -f site: a folder brought up to date, and never more than its own files."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from .program import BLOGCTL, STORY, Run, assert_one_error, assert_warned

ID = "2024-01-05-coast-road"
NOW = ("--now", "2024-02-01T12:00:00Z")
MANIFEST = ".blogctl-manifest.json"


def there(folder: Path) -> set[str]:
    """Every file below a folder, but for the manifests."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def times(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and as which."""
    found = {name: (folder / name).stat() for name in there(folder)}
    return {name: (each.st_mtime_ns, each.st_ino) for name, each in found.items()}


def without_second(story: Path) -> None:
    text = story.read_text()
    story.write_text(text[: text.index('[[updates]]\nid = "second"')])


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder of two stories."""
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "a.story.toml").write_text(STORY)
    (folder / "b.story.toml").write_text(STORY.replace(ID, "other").replace("Storm", "Flood"))
    return folder


def test_what_was_done_is_counted(run: Run, story: Path, tmp_path: Path) -> None:
    done = run("export", story, "-f", "site", "-o", "site", *NOW)
    assert (done.code, done.out) == (0, "")
    site = tmp_path / "site"
    count = len(there(site))
    assert done.err == f"{count} written, 0 unchanged, 0 removed\n"
    assert {"index.html", "live.json", "updates/first.html", "feed.rss"} <= there(site)
    before = times(site)
    assert run("export", story, "-f", "site", "-o", "site", *NOW).err == (
        f"0 written, {count} unchanged, 0 removed\n"
    )
    assert times(site) == before


def test_only_what_differs_is_written(run: Run, story: Path, tmp_path: Path) -> None:
    run("export", story, "-f", "site", "-o", "site", *NOW)
    before = times(tmp_path / "site")
    added = run("add", story, "More", "--id", "third", "--time", "2024-01-05T15:00:00Z")
    assert added.code == 0
    done = run("export", story, "-f", "site", "-o", "site/", *NOW, "-v")
    after = times(tmp_path / "site")
    written = {name for name in after if after[name] != before.get(name)}
    assert {"index.html", "live.json", "updates/third.html"} <= written
    assert not written & {"updates/first.html", "updates/second.html"}
    assert f"{len(written)} written, " in done.err


def test_the_page_of_an_update_that_was_removed_goes(run: Run, story: Path, tmp_path: Path) -> None:
    run("export", story, "-f", "site", "-o", "site", *NOW)
    without_second(story)
    check = run("export", story, "-f", "site", "-o", "site", "--check", *NOW)
    assert check.code == 1
    assert "updates/second.html: would be removed" in check.err
    assert check.err.endswith("1 would be removed\n")
    assert (tmp_path / "site/updates/second.html").exists()
    assert run("export", story, "-f", "site", "-o", "site", *NOW).err.endswith(", 1 removed\n")
    assert not (tmp_path / "site/updates/second.html").exists()
    assert run("export", story, "-f", "site", "-o", "site", "--check", *NOW).code == 0


def test_check_writes_nothing(run: Run, story: Path, tmp_path: Path) -> None:
    done = run("export", story, "-f", "site", "-o", "site", "--check", *NOW)
    assert done.code == 1
    assert "index.html: would change" in done.err
    assert not (tmp_path / "site").exists()


def test_what_somebody_changed_stays_with_a_warning(run: Run, story: Path, tmp_path: Path) -> None:
    run("export", story, "-f", "site", "-o", "site", *NOW)
    (tmp_path / "site/updates/second.html").write_text("by hand")
    without_second(story)
    done = run("export", story, "-f", "site", "-o", "site", *NOW)
    assert_warned(done, "updates/second.html", "changed by hand")
    assert (tmp_path / "site/updates/second.html").read_text() == "by hand"


def test_the_files_of_others_are_refused(run: Run, story: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("mine")
    (site / "about.html").write_text("mine")
    done = run("export", story, "-f", "site", "-o", "site", *NOW)
    assert_one_error(done, 2, "index.html", "not written by blogctl")
    assert there(site) == {"index.html", "about.html"}
    (site / "index.html").unlink()
    assert run("export", story, "-f", "site", "-o", "site", *NOW).code == 0
    assert (site / "about.html").read_text() == "mine"


def test_the_folder_of_another_story_is_refused(run: Run, stories: Path, tmp_path: Path) -> None:
    run("export", stories / "a.story.toml", "-f", "site", "-o", "site", *NOW)
    before = times(tmp_path / "site")
    done = run("export", stories / "b.story.toml", "-f", "site", "-o", "site", *NOW)
    assert_one_error(done, 2, f'holds the site of the story "{ID}"')
    assert times(tmp_path / "site") == before


def test_several_stories_have_a_folder_each_and_a_front_page(
    run: Run, stories: Path, tmp_path: Path
) -> None:
    done = run("export", stories, "-f", "site", "-f", "rss", "-o", "public", *NOW)
    public = tmp_path / "public"
    assert (done.code, done.err) == (
        0,
        f"{len(there(public))} written, 0 unchanged, 0 removed\n",
    )
    assert {"index.html", f"{ID}/index.html", "other/updates/first.html", f"{ID}.rss"} <= there(
        public
    )
    front = (public / "index.html").read_text()
    assert 'href="other/index.html">Flood closes' in front
    owners = {
        path.parent.name: json.loads(path.read_text())["owner"] for path in public.rglob(MANIFEST)
    }
    assert owners == {
        "public": "the site of several stories",
        ID: f'the site of the story "{ID}"',
        "other": 'the site of the story "other"',
    }
    assert run("export", stories, "-f", "site", "-o", "public", "--check", *NOW).code == 0


def test_a_story_that_cannot_be_read_leaves_the_front_page_as_it_is(
    run: Run, stories: Path, tmp_path: Path
) -> None:
    run("export", stories, "-f", "site", "-o", "public", *NOW)
    before = (tmp_path / "public/index.html").read_bytes()
    (stories / "a.story.toml").write_text(STORY.replace("headline =", "headlin =", 1))
    other = (stories / "b.story.toml").read_text().replace("Flood", "Fire")
    (stories / "b.story.toml").write_text(other)
    assert run("export", stories, "-f", "site", "-o", "public", *NOW).code == 1
    assert (tmp_path / "public/index.html").read_bytes() == before
    assert "Fire" in (tmp_path / "public/other/index.html").read_text()


def everything(folder: Path) -> dict[str, bytes]:
    """All that is below a folder, the lists too."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_of_one_story_is_laid_out_as_of_several(
    run: Run, stories: Path, tmp_path: Path
) -> None:
    other = stories / "b.story.toml"
    text = other.read_text()
    other.unlink()
    assert run("export", stories, "-f", "site", "-f", "rss", "-o", "public", *NOW).code == 0
    one = there(tmp_path / "public")
    assert {"index.html", f"{ID}/index.html", f"{ID}.rss"} <= one
    other.write_text(text)
    assert run("export", stories, "-f", "site", "-f", "rss", "-o", "public", *NOW).code == 0
    two = there(tmp_path / "public")
    assert one < two
    assert {name.partition("/")[0] for name in two - one} == {"other", "other.rss"}
    other.unlink()
    done = run("export", stories, "-f", "site", "-f", "rss", "-o", "public", *NOW)
    assert_warned(done, "public/other: ", "no longer exported")


def test_no_owner_of_any_folder_is_found_too_late(run: Run, stories: Path, tmp_path: Path) -> None:
    public = tmp_path / "public"
    run("export", stories / "a.story.toml", "-f", "site", "-o", "public", *NOW)
    before = everything(tmp_path)
    done = run("export", stories, "-f", "site", "-f", "rss", "-o", "public", *NOW)
    assert_one_error(done, 2, "public: ", f'holds the site of the story "{ID}"')
    assert everything(tmp_path) == before
    shutil.rmtree(public)
    run("export", stories / "a.story.toml", "-f", "site", "-o", "public/other", *NOW)
    before = everything(tmp_path)
    done = run("export", stories, "-f", "site", "-o", "public", *NOW)
    assert_one_error(done, 2, "public/other: ", f'holds the site of the story "{ID}"')
    assert everything(tmp_path) == before


def test_what_somebody_changed_is_found_before_anything_is_written(
    run: Run, stories: Path, tmp_path: Path
) -> None:
    export = ("export", stories, "-f", "site", "-o", "public", *NOW)
    run(*export)
    (tmp_path / "public/other/index.html").write_text("by hand")
    for story in stories.iterdir():
        story.write_text(story.read_text().replace("Road closed", "Road open"))
    before = everything(tmp_path)
    for more in ((), ("--check",)):
        done = run(*export, *more)
        assert done.code == 2
        assert "other/index.html: this was changed by hand" in done.err
        assert "delete it" in done.err
        assert everything(tmp_path) == before
    (tmp_path / "public/other/index.html").unlink()
    assert run(*export).code == 0
    assert run(*export, "--check").code == 0


def test_nothing_is_written_through_a_link(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "site/updates").symlink_to("../outside")
    done = run("export", story, "-f", "site", "-o", "site", *NOW)
    assert_one_error(done, 2, "site/updates: this is a link")
    assert there(tmp_path) == {story.name}


def test_the_folder_of_a_story_that_is_gone_is_told_of(
    run: Run, stories: Path, tmp_path: Path
) -> None:
    export = ("export", stories, "-f", "site", "-o", "public", *NOW)
    run(*export)
    (stories / "b.story.toml").unlink()
    check = run(*export, "--check")
    assert (check.code, "warning: public/other: " in check.err) == (1, True)
    for _ in range(2):
        assert_warned(run(*export), "public/other: ", "no longer exported", "remove it")
    assert (tmp_path / "public/other/index.html").exists()
    assert_warned(run(*export, "--check"), "public/other: ")
    shutil.rmtree(tmp_path / "public/other")
    assert run(*export).err.count("warning") == 0


@pytest.mark.parametrize("name", ["index.html", "INDEX.HTML", "assets", "other.rss"])
def test_no_story_has_a_folder_where_something_else_is_to_be(
    run: Run, stories: Path, tmp_path: Path, name: str
) -> None:
    (stories / "a.story.toml").write_text(STORY.replace(ID, name))
    formats = ("-f", "site", "-f", "rss") if name == "other.rss" else ("-f", "site")
    for more in ((), ("--check",)):
        done = run("export", stories, *formats, "-o", "./public/", *NOW, *more)
        assert_one_error(done, 2, "a.story.toml", f"public/{name}", "another id")
        assert not (tmp_path / "public").exists()
    (stories / "b.story.toml").write_text("no story")
    assert run("export", stories, "-f", "site", "-o", "public", *NOW).code in (1, 2)
    assert run("export", stories / "a.story.toml", "-f", "site", "-o", "x", *NOW).code == 0


PICTURES = """
[[updates]]
id = "pictures"
time = 2024-01-05T15:00:00Z
body = "![a](../up.png) ![b](https://example.org/b.png)"

[[updates.media]]
type = "image"
alt = "A map"
url = "img/a%20map.png?size=1"

[[updates.media]]
type = "embed"
url = "embedded.html"
"""


def test_files_that_the_story_names_are_asked_for(run: Run, story: Path, tmp_path: Path) -> None:
    story.write_text(STORY + PICTURES)
    export = ("export", story, "-f", "site", "-o", "public/site", *NOW)
    done = run(*export)
    assert_warned(done, "public/site/img/a map.png and 1 more: ", "relative URL", "base-url")
    assert done.err.count("warning") == 1
    (tmp_path / "public/site/img").mkdir()
    (tmp_path / "public/site/img/a map.png").touch()
    assert_warned(run(*export, "--check"), "public/site/../up.png: ")
    (tmp_path / "public/up.png").touch()
    assert "warning" not in run(*export).err


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("", "", ("-O", "base-url=https://example.org/")),
        ("", "", ("-f", "html", "-o", "out.html")),
        ('url = "img', 'url = "/img', ()),
        ('id = "pictures"', 'id = "pictures"\nstatus = "draft"', ()),
        ('id = "pictures"', 'id = "pictures"\nretraction = { time = 2024-01-05T16:00:00Z }', ()),
    ],
)
def test_files_that_nobody_asks_for_are_not_missed(
    run: Run, story: Path, old: str, new: str, more: tuple[str, ...]
) -> None:
    pictures = PICTURES.replace("../up.png", "https://example.org/a.png").replace(old, new, 1)
    story.write_text(STORY + pictures)
    done = run("export", story, *(() if "html" in more else ("-f", "site", "-o", "s")), *more, *NOW)
    assert (done.code, "warning" in done.err) == (0, False), done.err


def test_a_retracted_update_keeps_its_page_whatever_is_asked_for(
    run: Run, story: Path, tmp_path: Path
) -> None:
    retraction = "retraction = { time = 2024-01-05T13:00:00Z }"
    for option, name in (("key-events=true", "second"), ("tag=transport", "first")):
        story.write_text(STORY)
        run("export", story, "-f", "site", "-o", name, "-O", option, *NOW)
        before = there(tmp_path / name)
        assert len([each for each in before if each.startswith("updates/")]) == 1
        story.write_text(STORY.replace(f'id = "{name}"', f'id = "{name}"\n{retraction}'))
        run("export", story, "-f", "site", "-o", name, "-O", option, *NOW)
        assert there(tmp_path / name) == before
        page = (tmp_path / name / f"updates/{name}.html").read_text()
        assert "retracted" in page
        assert not any(word in page for word in ("Road closed", "Trees", "transport"))
        story.write_text(
            STORY.replace('id = "first"', f'id = "first"\n{retraction}').replace(
                'id = "second"', f'id = "second"\n{retraction}'
            )
        )
        feed = run("export", story, "-f", "rss", "-O", option, *NOW).out
        assert feed.count("<item>") == 1


def test_the_address_of_several_is_that_of_their_folder(
    run: Run, stories: Path, tmp_path: Path
) -> None:
    option = ("-O", "site-url=https://example.org/live")
    run("export", stories, "-f", "site", "-o", "public", *option, *NOW)
    page = (tmp_path / "public/other/index.html").read_text()
    assert '<link rel="canonical" href="https://example.org/live/other/">' in page
    front = (tmp_path / "public/index.html").read_text()
    assert '<link rel="canonical" href="https://example.org/live/">' in front


def test_what_was_interrupted_is_repaired(run: Run, story: Path, tmp_path: Path) -> None:
    run("export", story, "-f", "site", "-o", "whole", *NOW)
    run("export", story, "-f", "site", "-o", "site", *NOW)
    site = tmp_path / "site"
    # As if the program had ended in the middle: files are missing, or half of a pair.
    for name in ("live.json", "updates/first.html", "index.html"):
        (site / name).unlink()
    done = run("export", story, "-f", "site", "-o", "site", *NOW)
    assert done.err.startswith("3 written, ")
    whole = tmp_path / "whole"
    assert there(site) == there(whole)
    assert all((site / name).read_bytes() == (whole / name).read_bytes() for name in there(site))


def test_a_killed_export_is_made_whole_by_the_next(run: Run, story: Path, tmp_path: Path) -> None:
    run("export", story, "-f", "site", "-o", "site", *NOW)
    blocks = (
        f'\n[[updates]]\nid = "u{n}"\ntime = 2024-01-06T09:00:00Z\nbody = "{n}"\n'
        for n in range(150)
    )
    story.write_text(story.read_text() + "".join(blocks))
    run("export", story, "-f", "site", "-o", "whole", *NOW)
    site, whole = tmp_path / "site", tmp_path / "whole"
    partly = 0
    for wanted in range(5, 150, 24):
        command = [BLOGCTL, "export", str(story), "-f", "site", "-o", str(site), *NOW]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and len(list(site.glob("updates/*.html"))) < wanted:
                time.sleep(0.001)
            process.kill()
        known = json.loads((site / MANIFEST).read_text())["files"]
        litter = {name for name in there(site) if not name.endswith(".tmp")}
        assert litter - known.keys() == set()
        partly += there(site) != there(whole)
    assert partly, "nothing was killed in the middle"
    without_second(story)
    run("export", story, "-f", "site", "-o", "site", *NOW)
    run("export", story, "-f", "site", "-o", "small", *NOW)
    assert there(site) == there(tmp_path / "small")


def test_it_needs_a_folder(run: Run, story: Path, tmp_path: Path) -> None:
    assert_one_error(run("export", story, "-f", "site"), 2, '"site" makes a folder', "-o FOLDER/")
    (tmp_path / "file").write_text("mine")
    assert_one_error(run("export", story, "-f", "site", "-o", "file"), 2, "this is a file")
    assert (tmp_path / "file").read_text() == "mine"


def test_other_formats_know_of_it(run: Run, story: Path, tmp_path: Path) -> None:
    feed = ("-O", "feed-url=https://example.org/f/")
    done = run("export", story, "-f", "site", "-f", "atom", "-o", "public", *feed, *NOW)
    assert done.code == 0
    assert 'href="https://example.org/f/./"' not in (tmp_path / f"public/{ID}.atom").read_text()
    assert 'href="https://example.org/f/"' in (tmp_path / f"public/{ID}.atom").read_text()


def test_it_is_listed(run: Run) -> None:
    assert "text/html, in a folder" in run("plugins", "site").out
