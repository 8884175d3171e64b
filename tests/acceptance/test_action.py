"""The GitHub Action: its definition, and its steps as a runner runs them, without a network."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from .composite import Job, new_job
from .program import BLOGCTL, ROOT, environment
from .repository import require

ACTION = ROOT / "action.yml"
GOOD = '[story]\nid = "s"\nheadline = "S"\n\n[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "x"\n'
WARNS = GOOD + '\n[[updates]]\ntime = 2024-01-05T08:00:00Z\nbody = "y"\n'
BAD = GOOD.replace('"x"', "5")


@pytest.fixture
def runner() -> dict[str, str]:
    """A runner's environment behind the first step, with the blogctl that is tested."""
    require("bash")
    base = environment()
    base.pop("GITHUB_STEP_SUMMARY", None)
    return {**base, "PATH": os.pathsep.join([str(Path(BLOGCTL).parent), base["PATH"]])}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a good story, one that warns and one that is wrong."""
    folder = tmp_path / "checkout"
    for name, text in (("good", GOOD), ("warns", WARNS), ("bad", BAD)):
        path = folder / name / f"{name} one.story.toml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return folder


def validate(runner: dict[str, str], checkout: Path, **inputs: str) -> Job:
    """The action in a checkout, from its second step on."""
    scratch = checkout.parent / "temp"
    scratch.mkdir()
    given = {name.replace("_", "-"): each for name, each in inputs.items()}
    return new_job(checkout, scratch, {**runner}).use(ACTION, given, slice(1, None))


# --- What it says of itself ---


def test_it_is_what_the_schema_of_actions_asks_for() -> None:
    program = str(Path(sys.executable).with_name("check-jsonschema"))
    command = [program, "--builtin-schema", "vendor.github-actions", str(ACTION)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_input_is_ever_part_of_a_script() -> None:
    definition = yaml.safe_load(ACTION.read_text("utf-8"))
    for step in definition["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
    used = " ".join(str(step["env"]) for step in definition["runs"]["steps"])
    assert set(re.findall(r"inputs\.([\w-]+)", used)) == set(definition["inputs"])


def test_every_input_has_a_description_and_a_default() -> None:
    definition = yaml.safe_load(ACTION.read_text("utf-8"))
    for name, each in definition["inputs"].items():
        assert each["description"], name
        assert isinstance(each["default"], str), name


# --- What it does ---


def test_it_installs_this_checkout_and_validates(checkout: Path, tmp_path: Path) -> None:
    """All steps; pip may ask no index, and finds what blogctl needs where the tests run."""
    require("bash")
    scratch = tmp_path / "runner"
    scratch.mkdir()
    base = environment(
        PYTHONPATH=sysconfig.get_path("purelib"),
        PIP_NO_INDEX="1",
        PIP_NO_BUILD_ISOLATION="0",  # pip turns such variables round: this switches it off
        PIP_ROOT_USER_ACTION="ignore",
    )
    job = new_job(checkout, scratch, base).use(ACTION, {"python": sys.executable})
    assert (job.code, job.outputs) == (1, {"exit-code": "1"}), job.log
    assert "::error file=bad/bad one.story.toml,line=7," in job.log
    programs = Path(job.environment["PATH"].split(os.pathsep)[0])
    assert programs.parent == scratch / "blogctl"
    done = subprocess.run(
        [programs / "python", "-c", "import blogctl; print(blogctl.__file__)"],
        env=job.environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(programs.parent)


def test_an_old_python_is_named(tmp_path: Path) -> None:
    require("bash")
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    job = new_job(tmp_path, tmp_path, environment()).use(ACTION, {"python": str(old)})
    assert job.code == 2
    assert re.search("^::error .*3.11", job.log, re.MULTILINE)


def test_clean_stories_pass(runner: dict[str, str], checkout: Path) -> None:
    job = validate(runner, checkout, paths="good")
    assert (job.code, job.outputs) == (0, {"exit-code": "0"}), job.log
    assert "1 file, no problems." in job.summary


def test_findings_fail_and_are_annotations(runner: dict[str, str], checkout: Path) -> None:
    job = validate(runner, checkout)
    assert (job.code, job.outputs) == (1, {"exit-code": "1"}), job.log
    assert re.search(r"^::error file=bad/bad one\.story\.toml,line=7,", job.log, re.MULTILINE)
    assert re.search(r"^::warning file=warns/warns one\.story", job.log, re.MULTILINE)
    assert job.summary.count("story&#46;toml") == 2


def test_strict_lets_warnings_fail(runner: dict[str, str], checkout: Path) -> None:
    assert validate(runner, checkout, paths="good\n\nwarns\r\n", strict="true").code == 1


def test_warnings_pass_otherwise(runner: dict[str, str], checkout: Path) -> None:
    assert validate(runner, checkout, paths="good\nwarns").code == 0


def test_what_is_neither_true_nor_false_is_refused(runner: dict[str, str], checkout: Path) -> None:
    job = validate(runner, checkout, paths="good", strict="yes")
    assert job.code == 2
    assert "::error" in job.log


def test_findings_go_to_a_file(runner: dict[str, str], checkout: Path) -> None:
    job = validate(
        runner,
        checkout,
        output_format="sarif",
        output_file="a b.sarif",
        args="  --exit-zero\n--for google ",
    )
    assert (job.code, job.outputs) == (0, {"exit-code": "0"}), job.log
    (run,) = json.loads((checkout / "a b.sarif").read_text("utf-8"))["runs"]
    assert {"wrong-type", "unordered-updates", "missing-story-url"} <= {
        found["ruleId"] for found in run["results"]
    }
    assert "wrong-type" not in job.log


def test_a_missing_path_fails_in_spite_of_exit_zero(runner: dict[str, str], checkout: Path) -> None:
    job = validate(runner, checkout, paths="nothing", args="--exit-zero")
    assert (job.code, job.outputs) == (2, {"exit-code": "2"})


@pytest.mark.parametrize("name", ["paths", "args", "output_file", "output_format", "strict"])
def test_no_input_is_run(runner: dict[str, str], checkout: Path, name: str) -> None:
    evil = "x'; touch evil; $(touch evil)`touch evil` \"; touch evil\n$(touch evil) & touch evil #"
    inputs = {"paths": "good", name: evil}
    validate(runner, checkout, **inputs)
    assert not list(checkout.rglob("evil"))


def test_a_path_is_no_option(runner: dict[str, str], checkout: Path) -> None:
    job = validate(runner, checkout, paths="--help")
    assert job.code == 2
    assert "--help: there is no such file or folder" in job.log
