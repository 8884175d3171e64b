"""Plug-ins as people get them: built, installed, found, and one that is broken beside them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .program import EXAMPLES, ROOT, run

DOCUMENTED = re.compile(r"^`([\w./-]+)`\n\n```\w+\n(.*?)```$", re.MULTILINE | re.DOTALL)
STORY = EXAMPLES / "karabakh-2020-09-27.story.toml"


def documented(folder: Path) -> Path:
    """The example of docs/plugins.md, as files in a folder."""
    found = DOCUMENTED.findall((ROOT / "docs" / "plugins.md").read_text("utf-8"))
    assert len(found) == 2
    for name, text in found:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder of installed packages that holds both plug-ins; the environment stays as it is."""
    folder = tmp_path_factory.mktemp("plugins")
    broken = shutil.copytree(
        ROOT / "tests" / "plugins" / "blogctl-broken",
        folder / "blogctl-broken",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    sources = [documented(folder / "blogctl-example"), broken]
    target = folder / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    command += ["--disable-pip-version-check", "--target", str(target)]
    if importlib.util.find_spec("hatchling"):
        command.append("--no-build-isolation")
    done = subprocess.run(
        [*command, *map(str, sources)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
        check=False,
    )
    if done.returncode:
        why = f"pip cannot build the plug-ins: {done.stderr[-800:]}"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return str(target)


def test_both_are_listed_and_only_the_broken_one_is_called_broken(
    site: str, tmp_path: Path
) -> None:
    done = run("plugins", cwd=tmp_path, PYTHONPATH=site)
    formats = done.stdout.partition("\n\n")[0]
    rows = {line.split()[0]: line for line in formats.splitlines()}
    assert "headlines as plain text" in rows["headlines"]
    assert rows["headlines"].endswith("blogctl-example 1.0.0")
    assert "(broken)" in rows["broken"]
    assert rows["broken"].endswith("blogctl-broken 0.0.1")
    assert {"html", "json", "rss"} <= set(rows)
    assert sum("(broken)" in row for row in rows.values()) == 1
    assert done.returncode == 3
    assert "blogctl-broken" in done.stderr
    assert "Traceback" not in done.stderr


def test_its_options_are_shown(site: str, tmp_path: Path) -> None:
    done = run("plugins", "headlines", cwd=tmp_path, PYTHONPATH=site)
    assert done.returncode == 0
    assert "text/plain" in done.stdout
    assert "blogctl-example 1.0.0" in done.stdout
    assert "What each line begins with." in done.stdout


def test_it_exports(site: str, tmp_path: Path) -> None:
    args = ("export", STORY, "-f", "headlines", "-O", "bullet=* ")
    done = run(*args, cwd=tmp_path, PYTHONPATH=site)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 21
    assert lines[0] == "* Moscow wants the guns silenced and talks begun"
    both = (*args, "-f", "rss", "-o", "out/")
    assert run(*both, cwd=tmp_path, PYTHONPATH=site).returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "2020-09-27-karabakh.headlines.txt",
        "2020-09-27-karabakh.rss",
    ]


def test_it_takes_its_options_from_the_configuration(site: str, tmp_path: Path) -> None:
    story = shutil.copy(STORY, tmp_path / "a.story.toml")
    (tmp_path / "blogctl.toml").write_text('[export.headlines]\nbullet = "- "\n')
    done = run("export", story, "-f", "headlines", cwd=tmp_path, PYTHONPATH=site)
    assert all(line.startswith("- ") for line in done.stdout.splitlines())


def test_an_unknown_option_is_refused(site: str, tmp_path: Path) -> None:
    args = ("export", STORY, "-f", "headlines", "-O", "bulet=x")
    done = run(*args, cwd=tmp_path, PYTHONPATH=site)
    assert done.returncode == 2
    assert "bullet" in done.stderr


def test_the_broken_one_breaks_itself_alone(site: str, tmp_path: Path) -> None:
    done = run("export", STORY, "-f", "broken", cwd=tmp_path, PYTHONPATH=site)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "blogctl-broken 0.0.1" in done.stderr
    assert "this plug-in is broken on purpose" in done.stderr
    assert "Traceback" not in done.stderr
    for name in ("rss", "headlines"):
        other = run("export", STORY, "-f", name, cwd=tmp_path, PYTHONPATH=site)
        assert (other.returncode, other.stderr) == (0, "")
    together = run(
        *("export", STORY, "-f", "rss", "-f", "broken", "-o", "out/"),
        cwd=tmp_path,
        PYTHONPATH=site,
    )
    assert together.returncode == 3
    assert "Traceback" not in together.stderr


def test_other_commands_do_not_even_load_it(site: str, tmp_path: Path) -> None:
    for args in (("validate", STORY), ("list", STORY), ("--help",)):
        done = run(*args, cwd=tmp_path, PYTHONPATH=site)
        assert done.returncode == 0
        assert "broken" not in done.stderr


def test_without_them_their_formats_are_unknown(tmp_path: Path) -> None:
    done = run("export", STORY, "-f", "headlines", cwd=tmp_path)
    assert done.returncode == 2
    assert '"headlines"' in done.stderr


def test_several_files_go_below_a_folder(site: str, tmp_path: Path) -> None:
    args = ("export", STORY, "-f", "cards", "-o", "public/")
    assert run(*args, cwd=tmp_path, PYTHONPATH=site).returncode == 0
    cards = sorted((tmp_path / "public" / "cards").glob("*.card.html"))
    assert len(cards) == 22
    assert all(card.read_text("utf-8").startswith("<h1>") for card in cards)
    again = run(*args, cwd=tmp_path, PYTHONPATH=site)
    assert "0 written, 22 unchanged" in again.stderr
