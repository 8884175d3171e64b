"""docs/ci.md: what it tells CI servers, held to their schemas, and run as they would run it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from junitparser import JUnitXml

from .composite import Job, new_job
from .pages import blocks
from .program import BLOGCTL, ROOT, environment
from .repository import require

FILES = {
    block.path: block.text
    for block in blocks((ROOT / "docs" / "ci.md").read_text("utf-8"))
    if block.path is not None
}
WORKFLOWS = [path for path in FILES if path.startswith(".github/")]
OURS = re.compile(r"OWNER/blogctl@v\d+\.\d+\.\d+")
INSTALLS = re.compile(r"\bpip install git\+https://example\.org/blogctl@v\d+\.\d+\.\d+$|-m venv ")
"""What is not run here: it takes a network, and a place that only the reader knows."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the guide's story, which has an error."""
    require("bash")
    folder = tmp_path / "checkout"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def job(checkout: Path) -> Job:
    scratch = checkout.parent / "temp"
    scratch.mkdir()
    path = os.pathsep.join([str(Path(BLOGCTL).parent), os.environ["PATH"]])
    return new_job(checkout, scratch, environment(PATH=path))


@pytest.mark.parametrize(
    ("path", "schema"),
    [*((path, "github-workflows") for path in WORKFLOWS), (".gitlab-ci.yml", "gitlab-ci")],
)
def test_it_is_what_the_server_asks_for(checkout: Path, path: str, schema: str) -> None:
    program = str(Path(sys.executable).with_name("check-jsonschema"))
    command = [program, "--builtin-schema", f"vendor.{schema}", path]
    done = subprocess.run(command, cwd=checkout, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def run_workflow(checkout: Path, path: str) -> Job:
    """Run what is ours of a workflow's only job; what is not is known by name."""
    (only,) = yaml.safe_load((checkout / path).read_text("utf-8"))["jobs"].values()
    running = job(checkout)
    others = set()
    for step in only["steps"]:
        if OURS.fullmatch(step.get("uses", "")):
            given = {name: _as_input(value) for name, value in step.get("with", {}).items()}
            running.use(ROOT / "action.yml", given, slice(1, None))
        elif "uses" in step:
            others.add(step["uses"].partition("@")[0])
        elif not INSTALLS.search(step["run"]):
            running.run(step["run"], "bash", {})
    assert others <= {"actions/checkout", "github/codeql-action/upload-sarif"}
    return running


def _as_input(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("path", [".github/workflows/stories.yml", ".github/workflows/by-hand.yml"])
def test_github_is_told_the_line(checkout: Path, path: str) -> None:
    done = run_workflow(checkout, path)
    assert done.code == 1, done.log
    assert "::error file=stories/storm.story.toml,line=8,col=10,endLine=8," in done.log
    assert "1 error in 1 file." in done.summary


def test_code_scanning_gets_its_file(checkout: Path) -> None:
    workflow = yaml.safe_load(FILES[".github/workflows/scanning.yml"])
    (upload,) = [
        step["with"]["sarif_file"]
        for step in workflow["jobs"]["stories"]["steps"]
        if "upload-sarif" in step["uses"]
    ]
    assert run_workflow(checkout, ".github/workflows/scanning.yml").code == 0
    (run,) = json.loads((checkout / upload).read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["wrong-type"]


def assert_is_the_report(path: Path) -> None:
    report = JUnitXml.fromfile(str(path))
    assert (report.tests, report.failures) == (1, 1)


def test_gitlab_gets_its_report(checkout: Path) -> None:
    definition = yaml.safe_load(FILES[".gitlab-ci.yml"])["stories"]
    assert all(INSTALLS.search(line) for line in definition["before_script"])
    running = job(checkout)
    del running.environment["GITHUB_ACTIONS"]
    running.run("\n".join(definition["script"]), "bash", {})
    assert running.code == 1
    assert_is_the_report(checkout / definition["artifacts"]["reports"]["junit"])


def test_jenkins_gets_its_report(checkout: Path) -> None:
    scripts = re.findall(r"^ *sh '(.*)'$", FILES["Jenkinsfile"], re.MULTILINE)
    (report,) = re.findall(r"^ *junit '(.*)'$", FILES["Jenkinsfile"], re.MULTILINE)
    assert len(scripts) == FILES["Jenkinsfile"].count("sh '") == 3
    (checkout / ".blogctl").mkdir()
    (checkout / ".blogctl" / "bin").symlink_to(Path(BLOGCTL).parent)
    running = job(checkout)
    for script in scripts:
        if not INSTALLS.search(script):
            running.run(script, "bash", {})
            assert running.code == 0, running.log
    assert_is_the_report(checkout / report)


def test_every_input_of_the_action_is_in_the_guide() -> None:
    definition = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    guide = (ROOT / "docs" / "ci.md").read_text("utf-8")
    listed = re.findall(r"^\| `([\w-]+)` \| [^|]+ \| [^|]+ \|$", guide, re.MULTILINE)
    assert [name for name in listed if name in definition["inputs"]] == [*definition["inputs"]]
