"""Stories for a browser, and the command that makes pages of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blogctl.exporters import Context
from blogctl.exporters.registry import load, options_for, render
from blogctl.model import read

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
BLOGCTL = str(Path(sys.executable).with_name("blogctl"))
START = datetime(2024, 1, 5, 9, tzinfo=UTC)
WORDS = (
    "The river rose again during the night and the lower road is closed to all traffic. "
    "Crews have put up barriers at both ends and ask drivers to take the way over the hill. "
)
_UNSET = {"BLOGCTL_DEBUG", "BLOGCTL_OUTPUT_FORMAT", "GITHUB_ACTIONS", "PYTHONPATH"}


def require(found: str | None, what: str) -> str:
    """What a test needs; without it the test is skipped, or fails where CI is set."""
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{what} is not installed")
    return found or pytest.skip(f"{what} is not installed")


def package(file: str) -> str:
    """A file of an npm package."""
    path = Path(__file__).with_name("node_modules") / file
    return require(str(path) if path.is_file() else None, f"npm's {file.partition('/')[0]}")


def browser_path() -> str:
    """The browser that the machine has."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return require(next(filter(None, map(shutil.which, names)), None), "chromium")


def blogctl(*args: str | os.PathLike[str]) -> str:
    """Run the program, which must succeed."""
    done = subprocess.run(
        [BLOGCTL, *(os.fspath(arg) for arg in args)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if name not in _UNSET},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def update(number: int, body: str = WORDS, **more: Any) -> dict[str, Any]:
    """An update, ten minutes after the one before it."""
    time = START + timedelta(minutes=10 * number)
    return {"id": f"u{number}", "time": time, "headline": f"Update {number}", "body": body, **more}


def updates(count: int, body: str = WORDS) -> list[dict[str, Any]]:
    """Updates of three paragraphs, the oldest first."""
    return [update(number, f"{body}\n\n{body}\n\n{body}") for number in range(count)]


@dataclass
class Told:
    """A story and the page that is made of it, first and again."""

    page: Path
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.page.name

    def write(self, *updates: Mapping[str, Any], **meta: Any) -> Told:
        """Tell the whole story anew."""
        story = {"id": "road", "headline": "Coast road", "timezone": "UTC", **meta}
        self.data = {"story": story, "updates": list(updates)}
        return self

    def publish(self, **options: Any) -> Told:
        """Make its page, which looks for what is new each second."""
        return self.put(rendered(self.data, {"poll": 1, **options}))

    def publish_site(self, **options: Any) -> Told:
        """Make its site instead, in a folder of that name beside where its page would be."""
        for name, text in made("site", self.data, {"poll": 1, **options}).items():
            file = self.page.parent / "site" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return self

    def put(self, text: str) -> Told:
        """Put a page there, in one step."""
        part = self.page.with_suffix(".part")
        part.write_text(text, "utf-8")
        part.replace(self.page)
        return self


def told(folder: Path, *updates: Mapping[str, Any], **meta: Any) -> Told:
    """A story whose page lies in a folder."""
    return Told(folder / "road.html").write(*updates, **meta)


def rendered(data: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """The page of a story."""
    return str(made("html", data, options))


def made(format_: str, data: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    """A story in a format, made as the command makes it, without starting it each time."""
    result = read(data)
    assert result.story is not None, result.problems
    exporter = load(format_)
    context = Context(now=datetime.now(UTC), zone=ZoneInfo(data["story"]["timezone"]))
    given = options_for(exporter, options)
    return render(format_, exporter, result.story, given, context)
