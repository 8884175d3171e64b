"""The programs that are measured, ours and the others, and running one of them once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks import stories

_HERE = Path(__file__).parent
_PYTHON = sys.executable
_BLOGCTL = str(Path(_PYTHON).with_name("blogctl"))
_CHECKER = str(Path(_PYTHON).with_name("check-jsonschema"))
_SCHEMA = str(_HERE.parent / "schemas" / "story.schema.json")
_BY_HAND = (_PYTHON, str(_HERE / "baselines.py"))
_TEXT = "The **gate** at the weir is shut; the level was [read](https://example.org/gauge) at noon."

# They stand for the run's own copy of a story, for the updates of ``add --ndjson``, and for a
# folder of small stories.
_STORY, _NEWS, _FOLDER = "STORY", "NEWS", "FOLDER"

_COMMANDS = {
    "--version": (_BLOGCTL, "--version"),
    "add": (_BLOGCTL, "add", _STORY, _TEXT),
    "add --ndjson": (_BLOGCTL, "add", _STORY, "--ndjson", _NEWS),
    "validate": (_BLOGCTL, "validate", _STORY),
    "validate many": (_BLOGCTL, "validate", _FOLDER),
    "export many": (_BLOGCTL, "export", _FOLDER, "-f", "rss", "-o", "OUT/"),
    "sort": (_BLOGCTL, "sort", _STORY),
    "export rss": (_BLOGCTL, "export", _STORY, "-f", "rss"),
    "export html": (_BLOGCTL, "export", _STORY, "-f", "html"),
    "python -c pass": (_PYTHON, "-c", "pass"),
    "python, same imports": (_PYTHON, "-c", "import typer, pydantic.main, dateutil.parser"),
    "check-jsonschema": (_CHECKER, "--schemafile", _SCHEMA, _STORY),
    "tomllib, tomli_w": (*_BY_HAND, "sort", _STORY),
    "markdown-it-py, feedgen": (*_BY_HAND, "rss", _STORY),
    "markdown-it-py, jinja2": (*_BY_HAND, "html", _STORY),
}
SMALL = 10
_SHUFFLED = ("sort", "tomllib, tomli_w")


class Job(NamedTuple):
    """One of the commands, and how many updates it is given, or small stories."""

    name: str
    size: int = 0

    def part(self, part: int) -> Job:
        """The same with so many times fewer updates, unless they are few."""
        return self._replace(size=self.size // part if self.size > SMALL else self.size)

    def __str__(self) -> str:
        return f"{self.name}, {self.size:,}" if self.size else self.name


class DidNotRun(Exception):
    """A program failed, with the last line of what it said."""


def story(folder: Path, job: Job) -> Path:
    """The story for a job, made when it is asked for first."""
    order = "shuffled" if job.name in _SHUFFLED else "ordered"
    size = SMALL if {_NEWS, _FOLDER} & {*_COMMANDS[job.name]} else job.size
    path = folder / f"{size}-{order}.story.toml"
    if not path.exists():
        stories.write_story(path, size, shuffled=order == "shuffled")
    return path


def small_stories(folder: Path, count: int) -> Path:
    """A folder of so many stories, made when it is asked for first."""
    path = folder / f"{count}-stories"
    if not path.exists():
        path.mkdir()
        for number in range(count):
            name = f"river-{number:05}"
            stories.write_story(path / f"{name}.story.toml", SMALL, id_=name)
    return path


def run(folder: Path, job: Job) -> tuple[float, int]:
    """The seconds that a job takes, and the most memory that it needs, in bytes."""
    with tempfile.TemporaryDirectory(dir=folder) as own, tempfile.TemporaryFile() as said:
        names = {_STORY: f"{own}/river.story.toml", _NEWS: f"{own}/news.ndjson"}
        command = [names.get(word, word) for word in _COMMANDS[job.name]]
        if _FOLDER in command:
            many = str(small_stories(folder, job.size))
            command = [{_FOLDER: many, "OUT/": f"{own}/out/"}.get(word, word) for word in command]
        if names[_STORY] in command:
            shutil.copyfile(story(folder, job), names[_STORY])
        if names[_NEWS] in command:
            stories.write_ndjson(Path(names[_NEWS]), SMALL, job.size)
        os.sync()  # else a program that syncs what it wrote would wait for our copy, too
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)  # unlike wait(), it tells the memory
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise DidNotRun(last or f"exit code {process.returncode}")
    return seconds, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
