"""What is released: built, checked, and tried as it is installed, by each Python of the machine.

The lowest versions of what blogctl needs are tried as well as the newest. The tests that run there
are copied away from the source, which they would find otherwise.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
import tomli

import blogctl

from .program import ROOT

PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OLDEST = 11
# Quick ones that go through much of what is loaded: formats, importers, the command line.
TRIED = (
    "tests/contract/test_api.py",
    "tests/contract/test_start_up.py",
    "tests/unit/model",
    "tests/unit/exporters/test_html_export.py",
    "tests/unit/exporters/test_themes.py",
    "tests/unit/importers/test_bodies.py",
    "tests/unit/importers/test_feed_import.py",
    "tests/unit/serving",
)
NEEDED = (
    *("pytest", "hypothesis", "beautifulsoup4", "extruct", "html5lib", "jsonschema"),
    *("markdown-it-py", "mf2py"),
)


def pythons() -> dict[str, str]:
    """The Pythons on this machine that blogctl is for: one program for each version."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    places = [Path(sys.executable), *root.glob("versions/3.*/bin/python3")]
    places += [Path(f"/usr/bin/python3.{minor}") for minor in range(OLDEST, 30)]
    found: dict[str, str] = {}
    for place in places:
        code = "import sys, venv; print('3.%d' % sys.version_info.minor)"
        if not place.exists():
            continue
        done = subprocess.run([place, "-c", code], capture_output=True, text=True, check=False)
        version = done.stdout.strip()
        if done.returncode == 0 and int(version.partition(".")[2]) >= OLDEST:
            found.setdefault(version, str(place))
    return dict(sorted(found.items(), key=lambda each: int(each[0].partition(".")[2])))


PYTHONS = pythons()


def call(*command: str | Path, cwd: Path, skips: bool = False) -> str:
    """Run a program to its end; what needs the network may be skipped, but not where CI is set."""
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
        | {"PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        check=False,
    )
    if done.returncode and skips and not os.environ.get("CI"):
        pytest.skip(f"pip cannot install it: {done.stderr[-400:]}")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist, and the wheel that is built of it."""
    folder = tmp_path_factory.mktemp("dist")
    call(
        *(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)),
        cwd=folder,
    )
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


def test_package_indexes_will_take_them(built: tuple[Path, Path]) -> None:
    call(sys.executable, "-m", "twine", "check", "--strict", *built, cwd=built[0].parent)
    metadata = Parser().parsestr(_of_wheel(built[1], "METADATA"))
    assert metadata["Version"] == blogctl.__version__
    assert metadata["Requires-Python"] == PROJECT["requires-python"]
    assert metadata["License-Expression"] == PROJECT["license"]


def test_the_version_is_that_of_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## \[(.+?)\](?: - \d{4}-\d\d-\d\d)?$", changelog, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", each) for each in headings[1:])
    if headings[1:]:
        assert headings[1] == blogctl.__version__


def test_the_workflows_are_as_github_reads_them() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    assert len(workflows) == 2
    call(checker, "--builtin-schema", "github-workflows", *workflows, cwd=ROOT)


def test_the_wheel_has_the_package_and_its_data_and_nothing_else(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        names = set(wheel.namelist())
    source = ROOT / "src"
    ours = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours <= names
    about = f"blogctl-{blogctl.__version__}."
    assert all(name.startswith((about + "dist-info/", about + "data/")) for name in names - ours)
    assert f"{about}data/data/share/man/man1/blogctl.1" in names


def test_the_sdist_has_what_its_tests_need(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tracked = call("git", "ls-files", cwd=ROOT).split()
    left_out = {name for name in tracked if name not in names}
    ours_alone = {".ci", ".github", ".gitattributes", ".gitignore"}
    assert {name.partition("/")[0] for name in left_out} <= ours_alone


def _of_wheel(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(f"blogctl-{blogctl.__version__}.dist-info/{name}").decode()


@pytest.mark.parametrize("lowest", [True, False], ids=["lowest", "newest"])
@pytest.mark.parametrize("version", PYTHONS)
def test_what_is_installed_works(
    built: tuple[Path, Path], tmp_path: Path, version: str, lowest: bool
) -> None:
    environment, work = tmp_path / "env", tmp_path / "work"
    call(PYTHONS[version], "-m", "venv", environment, cwd=tmp_path)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    install: list[str | Path] = [python, "-m", "pip", "install", "-q", "--no-compile"]
    if lowest:
        install += ["-c", _lowest(tmp_path / "lowest.txt")]
    call(*install, f"{built[1]}[serve,web]", *NEEDED, cwd=tmp_path, skips=True)
    work.mkdir()
    for name in ("examples", "schemas", "docs", "tests"):
        shutil.copytree(
            ROOT / name, work / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__")
        )
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, work)
    quiet = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    said = call(python, "-m", "pytest", *quiet, *TRIED, cwd=work)
    assert re.search(r"\d{3} passed", said), said[-2000:]
    where = call(python, "-c", "import blogctl; print(blogctl.__file__)", cwd=work)
    assert Path(where.strip()).is_relative_to(environment)


def _lowest(path: Path) -> Path:
    """A file of constraints: what is needed, each in the lowest version that is allowed."""
    wanted = [*PROJECT["dependencies"]]
    wanted += [
        each for extra in ("serve", "web") for each in PROJECT["optional-dependencies"][extra]
    ]
    pairs = [re.fullmatch(r"([\w-]+)>=([\w.]+)", each) for each in wanted]
    assert all(pairs), "every dependency has a lower bound"
    path.write_text("".join(f"{each[1]}=={each[2]}\n" for each in pairs if each), "utf-8")
    return path
