"""What the catalogue's cases are run in: a folder with their files, and what holds meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from .cases import Case, Step

HERE = Path(__file__).parent
BLOGCTL = Path(sys.executable).with_name("blogctl")
# What would change how the program behaves, if it were set where the tests run.
_UNSET = {"BLOGCTL_DEBUG", "BLOGCTL_OUTPUT_FORMAT", "COLUMNS", "EDITOR", "FORCE_COLOR"}
_UNSET |= {"GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "NO_COLOR", "PYTHONPATH", "VISUAL"}
_UNSET |= {"CONDA_PREFIX", "VIRTUAL_ENV", "XDG_CONFIG_HOME"}
INPUTS = {path.name: path for path in (HERE / "inputs").iterdir()}
_IDENTITY = {"NAME": "An Example", "EMAIL": "an@example.org", "DATE": "2024-01-05T12:00:00Z"}
_PROGRAMS = f"""
PATH="{BLOGCTL.parent}:$PATH"
as_user() {{  # with the rights of a user, also where root runs the tests
    if [ "$(id -u)" = 0 ]; then setpriv --bounding-set=-all --inh-caps=-all "$@"; else "$@"; fi
}}
interrupted() {{ "{sys.executable}" "{HERE}/interrupted.py" "$@"; }}
at_terminal() {{ "{sys.executable}" "{HERE}/at_terminal.py" "$@"; }}
"""


def run(case: Case, folder: Path) -> list[Step]:
    """Run a case's commands in an empty folder; gives what came of each."""
    commands = "\n".join(step.command for step in case.steps)
    for name, path in INPUTS.items():
        if re.search(rf"(?<![\w-]){re.escape(name)}", commands):
            shutil.copy(path, folder)
    for name, text in case.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    with ExitStack() as stack:
        for name, *words in case.given:
            stack.enter_context(_GIVEN[name](folder, *words))
        return [_run(step.command, folder) for step in case.steps]


def _run(command: str, folder: Path) -> Step:
    done = subprocess.run(
        ["/bin/sh", "-c", _PROGRAMS + command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(folder),
        cwd=folder,
        timeout=300,
        check=False,
    )
    output = _same_everywhere(done.stdout.decode("utf-8", "backslashreplace"), folder)
    if output and not output.endswith("\n"):
        output += "\n"
    return Step(command, output, done.returncode)


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the user's own: no configuration of git, no language but English."""
    changes = {"LC_ALL": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder), "TERM": "dumb"}
    changes |= {
        f"GIT_{who}_{key}": _IDENTITY[key] for who in ("AUTHOR", "COMMITTER") for key in _IDENTITY
    }
    changes |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    if (folder / "plugins").is_dir():
        changes["PYTHONPATH"] = str(folder / "plugins")
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return {**kept, **changes}


def require(name: str) -> str:
    """The path of another program; without it the test is skipped, or fails where CI is set."""
    found = shutil.which(name)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{name} is not installed")
    return found or pytest.skip(f"{name} is not installed")


# --- What differs from run to run, and from machine to machine ---

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"\d{8}T\d{6}Z-[a-z0-9]{6}")
_CLOCK = re.compile(r"^\d\d:\d\d:\d\d ", re.MULTILINE)
_PEOPLES_TIME = re.compile(r"\d\d? [A-Z][a-z]{2} \d{4}, \d\d:\d\d UTC")


def _same_everywhere(text: str, folder: Path) -> str:
    text = text.replace(str(folder), "<HERE>")
    text = re.sub(r"<HERE>/blogctl-\w+", "<SCRATCH>", text)
    text = re.sub(r"process \d+ \((\w+)\)|another process", r"process <PID> (sleep)", text)
    text = re.sub(r"\bblogctl \d+\.\d+\.\d+\S*", "blogctl <VERSION>", text)
    text = re.sub(r"the formats are [a-z, -]+", "the formats are <FORMATS>", text)
    text = re.sub(r"(known are|it has) (?!no )[a-z, -]+", r"\1 <OPTIONS>", text)
    text = re.sub(r"(127\.0\.0\.1):\d+", r"\1:<PORT>", text)
    text = _CLOCK.sub("<CLOCK> ", text)
    text = _PEOPLES_TIME.sub(lambda found: _now(found[0], "%d %b %Y, %H:%M UTC", "<TIME>"), text)
    text = _ID.sub(lambda found: _now(found[0], "%Y%m%dT%H%M%SZ", "<ID>", length=16), text)
    text = _TIME.sub(lambda found: _now(found[0], "%Y-%m-%dT%H:%M:%S", "<TIME>", length=19), text)
    return _DAY.sub(lambda found: _now(found[0], "%Y-%m-%d", "<DAY>"), text)


def _now(text: str, layout: str, instead: str, length: int | None = None) -> str:
    """A time as it is, or what stands for it where it is about that of the run."""
    try:
        time = datetime.strptime(text[:length], layout).replace(tzinfo=UTC)
    except ValueError:
        return text
    return instead if abs(time - datetime.now(UTC)) < timedelta(days=2) else text


# --- Set-ups by name ---


@contextmanager
def _locked(folder: Path, name: str) -> Iterator[None]:
    """Another program holds the lock of a file."""
    with subprocess.Popen([require("flock"), "--no-fork", folder / name, "sleep", "60"]) as holder:
        taken = [require("flock"), "--nonblock", str(folder / name), "true"]
        while subprocess.run(taken, check=False).returncode == 0:
            time.sleep(0.01)
        yield
        holder.terminate()


@contextmanager
def _plugin(folder: Path, module: str, *formats: str) -> Iterator[None]:
    """A plug-in is installed: what is in plugins/MODULE.py, as the format of that name."""
    about = folder / "plugins" / f"blogctl_{module}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: blogctl-{module}\nVersion: 1.0\n"
    )
    points = [f"{name} = {module}:Exporter\n" for name in formats or [module]]
    (about / "entry_points.txt").write_text("[blogctl.exporters]\n" + "".join(points))
    yield


@contextmanager
def _theme(folder: Path, package: str, name: str) -> Iterator[None]:
    """A distribution is installed that offers what is in plugins/PACKAGE/ as a theme."""
    _install(folder, package, f"[blogctl.themes]\n{name} = {package}\n")
    yield


@contextmanager
def _importer(folder: Path, module: str, name: str) -> Iterator[None]:
    """A distribution is installed that offers the Importer in plugins/MODULE.py."""
    _install(folder, module, f"[blogctl.importers]\n{name} = {module}:Importer\n")
    yield


def _install(folder: Path, package: str, entry_points: str) -> None:
    about = folder / "plugins" / f"blogctl_{package}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: blogctl-{package}\nVersion: 1.0\n"
    )
    (about / "entry_points.txt").write_text(entry_points)


@contextmanager
def _taken(folder: Path, port: str) -> Iterator[None]:
    """Another program listens at a port."""
    with socket.create_server(("127.0.0.1", int(port))):
        yield


@contextmanager
def _git(folder: Path, *words: str) -> Iterator[None]:
    """A command of git was given before."""
    command = [require("git"), "-c", "init.defaultBranch=main", *words]
    subprocess.run(command, cwd=folder, env=_environment(folder), capture_output=True, check=False)
    yield


@contextmanager
def _failed_merge(folder: Path, name: str, ours: str, theirs: str) -> Iterator[None]:
    """Git could not merge a file; a side that is called "nothing" removed it."""
    base = (folder / name).read_text("utf-8")
    with ExitStack() as stack:

        def git(*words: str) -> None:
            stack.enter_context(_git(folder, *words))

        def save(other: str) -> None:
            git("rm", "-q", name) if other == "nothing" else shutil.copy(
                folder / other, folder / name
            )
            git("commit", "-qam", other)

        (folder / name).write_text(base, "utf-8")
        git("init", "-q")
        git("add", name)
        git("commit", "-qm", "base")
        git("checkout", "-qb", "theirs")
        save(theirs)
        git("checkout", "-q", "main")
        save(ours)
        git("merge", "theirs")
        yield


_GIVEN: dict[str, Callable[..., AbstractContextManager[None]]] = {
    "locked": _locked,
    "plugin": _plugin,
    "theme": _theme,
    "importer": _importer,
    "taken": _taken,
    "git": _git,
    "failed-merge": _failed_merge,
}
