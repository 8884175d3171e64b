"""`blogctl validate` for CI servers: the same findings and exit code in every form."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from junitparser import JUnitXml

from .program import STORY, Run, run_unprivileged

FORMS = ("full", "concise", "json", "github", "sarif", "junit")
WARNS = STORY.replace("12:30:00+01:00", "08:30:00+01:00")
BAD = STORY.replace("key = true", 'key = "yes"')
LINE = BAD[: BAD.index("key =")].count("\n") + 1


def rules_in(form: str, out: str) -> list[str]:
    """The rules that a report says were broken."""
    if form == "json":
        return [each["rule"] for each in json.loads(out)["diagnostics"]]
    if form == "sarif":
        return [each["ruleId"] for each in json.loads(out)["runs"][0]["results"]]
    if form == "junit":
        (suite,) = JUnitXml.fromstring(out.encode())
        texts = [each.text for case in suite for each in case.result]
        out = "".join([*texts, *(case.system_out or "" for case in suite)])
    pattern = r"title=blogctl \((.*?)\)" if form == "github" else r" (?:error|warning)\[(.*?)\] "
    return re.findall(pattern, out)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_of_every_kind_of_trouble(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "broken.story.toml").write_text("x = \n")
    (tmp_path / "large.story.toml").write_text("# " + "x" * 2000)
    (tmp_path / "warns.story.toml").write_text(WARNS)
    (tmp_path / "bad.story.toml").write_text(BAD)
    (tmp_path / "binary.story.toml").write_bytes(b"\xff\xfe\x00")
    paths = (*sorted(path.name for path in tmp_path.iterdir()), "missing.story.toml")
    result = run("validate", *paths, "--max-size", "1000", "--output-format", form)
    assert result.code == 2, result
    expected = ["wrong-type", "not-text", "syntax", "too-large", "unordered-updates"]
    assert sorted(rules_in(form, result.out)) == sorted(expected)
    assert "missing.story.toml: there is no such file" in result.err
    if form not in ("full", "concise"):  # which people read beside what stderr says
        assert "missing.story.toml: there is no such file" in result.out


@pytest.mark.parametrize("form", ["concise", "github", "sarif", "junit"])
@pytest.mark.parametrize(
    ("text", "options", "code"),
    [(WARNS, [], 0), (WARNS, ["--strict"], 1), (BAD, ["--exit-zero"], 0)],
)
def test_the_exit_code_does_not_depend_on_the_form(
    run: Run, story: Path, form: str, text: str, options: list[str], code: int
) -> None:
    story.write_text(text)
    assert run("validate", story.name, *options, "--output-format", form).code == code


def test_exit_zero_is_for_findings_alone(run: Run, story: Path) -> None:
    story.write_text(BAD)
    assert run("validate", story.name, "missing", "--exit-zero").code == 2
    assert run("validate", story.name, "--rule", "nonsense=off", "--exit-zero").code == 2
    (story.parent / "blogctl.toml").write_text("[rulez]\n")
    assert run("validate", story.name, "--exit-zero").code == 2


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_an_unreadable_file_is_named(tmp_path: Path, form: str) -> None:
    (tmp_path / "good.story.toml").write_text(STORY)
    locked = tmp_path / "locked.story.toml"
    locked.write_text(STORY)
    locked.chmod(0)
    result = run_unprivileged(["validate", ".", "--output-format", form], tmp_path)
    assert result.code == 3
    if form == "json":
        (failure,) = json.loads(result.out)["failures"]
        assert failure["path"] == locked.name
    elif form == "sarif":
        (invocation,) = json.loads(result.out)["runs"][0]["invocations"]
        (told,) = invocation["toolExecutionNotifications"]
        place = told["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uri"] == locked.name
    else:
        (suite,) = JUnitXml.fromstring(result.out.encode())
        assert {case.name: case.is_error for case in suite} == {
            "good.story.toml": False,
            locked.name: True,
        }


def test_sarif_counts_columns_in_code_points(run: Run, story: Path) -> None:
    story.write_text(STORY + '\n[[updates]]\ntime = 2024-01-05T13:00:00Z\nbody = "🚒🚒 <b>"\n')
    out = run("validate", story.name, "--output-format", "sarif").out
    (result,) = json.loads(out)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = story.read_text().split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "<b>"


# --- On GitHub ---


def on_github(workspace: Path) -> dict[str, str]:
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_STEP_SUMMARY": str(workspace / "summary.md"),
    }


def test_annotations_name_files_from_the_root_of_the_checkout(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "news" / "desk"
    folder.mkdir(parents=True)
    (folder / "bad.story.toml").write_text(BAD)
    env = on_github(tmp_path)
    for cwd, path in ((tmp_path, "."), (folder, "."), (tmp_path, folder), (tmp_path / "news", ".")):
        out = run("validate", path, env=env, cwd=cwd).out
        assert f"::error file=news/desk/bad.story.toml,line={LINE},col=7,endLine={LINE}," in out


def test_the_summary_is_added_to_what_is_there(run: Run, story: Path, tmp_path: Path) -> None:
    story.write_text(BAD)
    env = on_github(tmp_path)
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n\n")
    run("validate", story.name, env=env)
    run("validate", story.name, "--output-format", "github", env=env)
    text = summary.read_text()
    assert text.startswith("Before.\n\n### blogctl validate\n\n1 error in 1 file.\n\n")
    assert text.count("wrong-type") == 2


@pytest.mark.parametrize("form", ["full", "json", "sarif"])
def test_other_forms_write_no_summary(run: Run, story: Path, tmp_path: Path, form: str) -> None:
    run("validate", story.name, "--output-format", form, env=on_github(tmp_path))
    assert not (tmp_path / "summary.md").exists()


def test_a_summary_without_room_spoils_nothing(run: Run, story: Path, tmp_path: Path) -> None:
    env = on_github(tmp_path)
    full = b"x" * 1024 * 1024
    (tmp_path / "summary.md").write_bytes(full)
    result = run("validate", story.name, env=env)
    assert result.code == 0
    assert "warning" in result.err
    assert (tmp_path / "summary.md").read_bytes() == full


def test_a_summary_that_cannot_be_written_spoils_nothing(run: Run, story: Path) -> None:
    story.write_text(BAD)
    env = {**on_github(story.parent), "GITHUB_STEP_SUMMARY": str(story.parent)}
    result = run("validate", story.name, env=env)
    assert result.code == 1
    assert "::error " in result.out
    assert "no summary for GitHub" in result.err
