"""The examples are valid, and the script that builds one builds exactly that one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from calendar import timegm
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import feedparser
import pytest
import tomli

from .program import BLOGCTL, EXAMPLES, ROOT, environment, run

KARABAKH = EXAMPLES / "karabakh-2020-09-27.story.toml"
CLOCKS = (
    *("11:52", "12:45", "13:02", "13:13", "14:09", "14:22", "14:36", "15:12", "15:19", "16:01"),
    *("17:18", "17:55", "18:00", "18:18", "18:36", "18:51", "19:24", "19:47", "20:23", "20:29"),
    *("20:46", "21:25"),
)
TBILISI = timezone(timedelta(hours=4))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the script was run."""
    bash = shutil.which("bash")
    if bash is None:
        if os.environ.get("CI"):
            pytest.fail("bash is not installed")
        pytest.skip("bash is not installed")
    folder = tmp_path_factory.mktemp("karabakh")
    done = subprocess.run(
        [bash, EXAMPLES / "build-karabakh.sh"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment(BLOGCTL=BLOGCTL),
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return tomli.loads(KARABAKH.read_text("utf-8"))


def test_every_example_is_valid_and_in_order() -> None:
    strict = run("validate", "examples", "--strict", cwd=ROOT)
    assert (strict.returncode, strict.stdout) == (0, "")
    assert run("sort", "--check", "examples", cwd=ROOT).returncode == 0
    assert run("dedupe", "--check", "examples", cwd=ROOT).returncode == 0


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*.story.toml")), ids=lambda path: str(path.name)
)
def test_every_example_can_be_published(path: Path, tmp_path: Path) -> None:
    formats = ("-f", "json", "-f", "rss", "-f", "html")
    done = run("export", path, *formats, "-o", tmp_path, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (feed,) = tmp_path.glob("*.rss")
    parsed = feedparser.parse(feed.read_bytes())
    assert not parsed.bozo
    assert parsed.entries


def test_the_script_makes_the_example_byte_for_byte(built: Path) -> None:
    assert (built / KARABAKH.name).read_bytes() == KARABAKH.read_bytes()


def test_the_script_publishes_three_documents(built: Path) -> None:
    names = sorted(path.name for path in (built / "public").iterdir() if path.is_file())
    assert names == [
        "2020-09-27-karabakh.html",
        "2020-09-27-karabakh.json",
        "2020-09-27-karabakh.rss",
    ]
    parsed = feedparser.parse((built / "public" / "2020-09-27-karabakh.rss").read_bytes())
    assert not parsed.bozo
    assert len(parsed.entries) == 22
    instants = {
        datetime.fromtimestamp(timegm(entry.published_parsed), UTC) for entry in parsed.entries
    }
    assert instants == {instant.astimezone(UTC) for instant in expected_instants()}


def test_the_pictures_lie_where_the_page_looks_for_them(built: Path) -> None:
    public = built / "public"
    page = (public / "2020-09-27-karabakh.html").read_text("utf-8")
    pictures = set(re.findall(r'<img[^>]* src="([^"]+)"', page))
    assert len(pictures) == 2
    for picture in pictures:
        assert (public / picture).is_file()


def expected_instants() -> list[datetime]:
    hours = (clock.split(":") for clock in CLOCKS)
    return [datetime(2020, 9, 27, int(h), int(m), tzinfo=TBILISI) for h, m in hours]


def test_the_updates_are_at_their_minutes(data: dict[str, Any]) -> None:
    times = [update["time"] for update in data["updates"]]
    assert times == expected_instants()
    assert {time.utcoffset() for time in times} == {timedelta(hours=4)}


def test_all_but_the_last_have_a_headline(data: dict[str, Any]) -> None:
    without = [update["time"] for update in data["updates"] if "headline" not in update]
    assert without == [expected_instants()[-1]]


def test_one_update_is_corrected(data: dict[str, Any]) -> None:
    (corrected,) = [update for update in data["updates"] if "corrections" in update]
    assert corrected["time"] == datetime(2020, 9, 27, 14, 36, tzinfo=TBILISI)
    (correction,) = corrected["corrections"]
    assert correction["time"] == datetime(2020, 9, 27, 15, 57, tzinfo=TBILISI)
    assert correction["text"]


def test_two_images_have_captions_and_credits(data: dict[str, Any]) -> None:
    images = [data["story"]["image"]] if "image" in data["story"] else []
    images += [item for update in data["updates"] for item in update.get("media", [])]
    assert len(images) == 2
    for image in images:
        assert image["caption"]
        assert image["credit"]
        assert (EXAMPLES / image["url"]).is_file()


def test_it_leads_to_the_next_day(data: dict[str, Any]) -> None:
    (following,) = [item for item in data["story"]["related"] if item.get("rel") == "next"]
    assert following["headline"]
    assert following["url"].startswith("https://")
