"""blogctl validate: which files, which rules, how it is told, what the exit code says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .program import STORY, Run, assert_one_error

BAD = STORY.replace("headline =", "headlin =", 1)
WARNS = STORY.replace("2024-01-05T09:00", "2024-01-06T09:00")
FUTURE = STORY.replace("2024-01-05T12:30", "2124-01-05T12:30")


def found(out: str) -> list[str]:
    """What was found in the concise form, as ``file:line:col: level[rule]``."""
    return [line.partition("]")[0] + "]" for line in out.splitlines()]


def concise(run: Run, *args: str | Path, stdin: str = "") -> tuple[int, list[str]]:
    result = run("validate", *args, "--output-format", "concise", stdin=stdin)
    return result.code, found(result.out)


def test_a_clean_story_is_clean(run: Run, story: Path) -> None:
    result = run("validate", story)
    assert (result.code, result.out) == (0, "")
    assert "no problems" in result.err
    quiet = run("validate", story, "-q")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_a_finding_is_shown_where_it_stands(run: Run, story: Path) -> None:
    story.write_text(BAD)
    result = run("validate", story.name)
    assert result.code == 1
    assert "road.story.toml:6:1: error[unknown-key]" in result.out
    assert '  6 | headlin = "Storm closes the coast road"' in result.out
    assert "    | ^^^^^^^\n" in result.out
    assert "help" in result.out


def test_without_a_path_the_folder_is_checked(run: Run, story: Path) -> None:
    story.write_text(BAD)
    code, findings = concise(run)
    assert code == 1
    assert findings[0] == "road.story.toml:4:2: error[missing-field]"


def test_a_folder_means_the_stories_below_it(run: Run, tmp_path: Path) -> None:
    for name in ("b.story.toml", "a/deep/c.story.toml", "other.toml", ".hidden/d.story.toml"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(WARNS)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "e.story.toml").write_text(WARNS)
    (tmp_path / "in" / "link").symlink_to("../elsewhere")
    (tmp_path / "in" / "f.story.toml").symlink_to("../elsewhere/e.story.toml")
    code, findings = concise(run, "in")
    assert code == 0
    assert [line.partition(":")[0] for line in findings] == [
        "in/a/deep/c.story.toml",
        "in/b.story.toml",
        "in/f.story.toml",
    ]


def test_a_named_file_is_always_taken(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "odd name.txt").write_text(BAD)
    code, findings = concise(run, ".config/odd name.txt")
    assert (code, len(findings)) == (1, 2)


def test_a_folder_without_stories_is_no_error(run: Run, tmp_path: Path) -> None:
    result = run("validate", tmp_path)
    assert (result.code, result.out) == (0, "")
    assert ".story.toml" in result.err


def test_a_file_named_twice_is_checked_once(run: Run, story: Path) -> None:
    story.write_text(WARNS)
    _, findings = concise(run, story, story, story.parent)
    assert len(findings) == 1


def test_the_worst_code_wins_and_the_rest_is_still_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.story.toml").write_text(BAD)
    (tmp_path / "warns.story.toml").write_text(WARNS)
    result = run("validate", "none", "bad.story.toml", "warns.story.toml")
    assert result.code == 2
    assert "none: " in result.err
    assert "bad.story.toml:6:1" in result.out
    assert "warns.story.toml:" in result.out
    assert run("validate", "bad.story.toml", "warns.story.toml").code == 1


def test_warnings_alone_pass_unless_strict(run: Run, story: Path) -> None:
    story.write_text(WARNS)
    assert run("validate", story).code == 0
    assert run("validate", story, "--strict").code == 1


@pytest.mark.parametrize(
    ("level", "strict", "code", "count"),
    [
        ("off", [], 0, 0),
        ("off", ["--strict"], 0, 0),
        ("warning", [], 0, 1),
        ("error", [], 1, 1),
    ],
)
def test_a_rule_can_be_set(
    run: Run, story: Path, level: str, strict: list[str], code: int, count: int
) -> None:
    story.write_text(WARNS)
    setting = f"unordered-updates={level}"
    seen, findings = concise(run, story, "--rule", setting, *strict)
    assert (seen, len(findings)) == (code, count)


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        ("unorderd-updates=off", "unordered-updates"),
        ("xyzzy=off", "blogctl rules"),
        ("unordered-updates", "=off"),
        ("unordered-updates=no", "=off"),
        ("unordered-updates=", "=off"),
        ("syntax=off", "syntax"),
        ("unknown-key=warning", "unknown-key"),
        ("", "--rule"),
    ],
)
def test_a_wrong_setting_is_refused(run: Run, story: Path, setting: str, word: str) -> None:
    assert_one_error(run("validate", story, "--rule", setting), 2, "--rule", word)


def test_an_error_may_be_set_to_error(run: Run, story: Path) -> None:
    story.write_text(BAD)
    assert run("validate", story, "--rule", "unknown-key=error").code == 1


def test_the_clock_matters_only_when_asked(run: Run, story: Path) -> None:
    story.write_text(FUTURE)
    rule = ("--rule", "future-update=warning")
    assert concise(run, story)[1] == []
    assert concise(run, story.name, *rule)[1] == ["road.story.toml:19:8: warning[future-update]"]
    assert concise(run, story, *rule, "--now", "2125-01-01T00:00:00Z")[1] == []
    assert concise(run, story, *rule, "--now", "2124-01-01T00:00:00Z")[1] != []


def test_an_unclear_now_is_refused(run: Run, story: Path) -> None:
    assert_one_error(run("validate", story, "--now", "soon"), 2, "--now")


# --- Configuration ---


def test_the_nearest_configuration_holds_and_a_flag_comes_before_it(
    run: Run, tmp_path: Path
) -> None:
    near = tmp_path / "a" / "b"
    near.mkdir(parents=True)
    path = near / "x.story.toml"
    path.write_text(WARNS)
    relative = "a/b/x.story.toml"
    (tmp_path / "pyproject.toml").write_text('[tool.blogctl.rules]\nunordered-updates = "error"\n')
    assert run("validate", relative).code == 1
    # A blogctl.toml comes before any pyproject.toml, even one that is nearer.
    (near / "pyproject.toml").write_text('[tool.blogctl.rules]\nunordered-updates = "error"\n')
    (tmp_path / "blogctl.toml").write_text('[rules]\nunordered-updates = "off"\n')
    assert concise(run, relative) == (0, [])
    # The nearest one holds, alone: nothing is merged.
    (near / "blogctl.toml").write_text("[rules]\n")
    assert concise(run, relative)[1] != []
    assert concise(run, relative, "--rule", "unordered-updates=off")[1] == []
    assert run("validate", relative, "--rule", "unordered-updates=error").code == 1


def test_a_pyproject_of_others_says_nothing(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.black]\nline-length = 1\n")
    assert run("validate", story).code == 0
    (tmp_path / "pyproject.toml").write_text("[tool.black\n")
    assert run("validate", story).code == 0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[rules]\nlong-headlin = 'off'\n", "long-headline"),
        ("[rules]\nlong-headline = 'no'\n", "long-headline"),
        ("[rules]\nsyntax = 'off'\n", "syntax"),
        ("[rulez]\n", "rulez"),
        ("[rules\n", "1:7"),
        ("x = " + "[" * 20_000, "nested"),
        ("x = " + "9" * 5_000, "digits"),
    ],
)
def test_a_wrong_configuration_is_named_and_other_files_are_done(
    run: Run, tmp_path: Path, text: str, word: str
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "blogctl.toml").write_text(text)
    (tmp_path / "a" / "a.story.toml").write_text(STORY)
    (tmp_path / "b.story.toml").write_text(WARNS)
    result = run("validate", "--output-format", "concise")
    assert result.code == 2
    assert "blogctl.toml" in result.err
    assert word in result.err
    assert "Traceback" not in result.err
    assert len(found(result.out)) == 1


def test_a_wrong_configuration_is_told_once_however_many_stories_it_holds_for(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "blogctl.toml").write_text("[rulez]\n")
    for name in "abc":
        (tmp_path / f"{name}.story.toml").write_text(STORY.replace('"s"', f'"{name}"'))
    assert_one_error(run("validate"), 2, "rulez")
    assert_one_error(run("validate", "--jobs", "2"), 2, "rulez")
    assert_one_error(run("export", ".", "-f", "json", "-o", "public/"), 2, "rulez")
    report = json.loads(run("validate", "--output-format", "json").out)
    assert len(report["failures"]) == 3, "the report says it of each"


# --- Output ---


def test_the_json_form_is_one_document(run: Run, story: Path) -> None:
    story.write_text(BAD)
    result = run("validate", story.name, "none", "--output-format", "json")
    data = json.loads(result.out)
    assert (data["version"], data["files"], data["errors"]) == (1, 1, 2)
    finding = data["diagnostics"][1]
    assert (finding["path"], finding["line"], finding["column"]) == ("road.story.toml", 6, 1)
    assert finding["rule"] == "unknown-key"
    assert "none" in result.err


def test_the_json_form_of_nothing_is_a_document_too(run: Run) -> None:
    data = json.loads(run("validate", "--output-format", "json").out)
    assert (data["files"], data["diagnostics"]) == (0, [])


def test_every_form_has_the_same_exit_code_and_order(run: Run, tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.story.toml").write_text(BAD)
    paths = [f"{name}.story.toml" for name in ("b", "a", "c")]
    orders = {}
    for form in ("full", "concise", "json", "github"):
        result = run("validate", *paths, "--output-format", form)
        assert result.code == 1
        orders[form] = [name for name in _names(result.out) if name]
    assert len(set(map(tuple, orders.values()))) == 1, orders
    assert run("validate", *paths).out == run("validate", *paths).out


def _names(out: str) -> list[str]:
    """The files that lines of output name, without repetition."""
    names: list[str] = []
    for line in out.splitlines():
        for name in ("a.story.toml", "b.story.toml", "c.story.toml"):
            if name in line and (not names or names[-1] != name):
                names.append(name)
    return names


def test_the_form_can_come_from_the_environment(run: Run, story: Path) -> None:
    story.write_text(BAD)
    env = {"BLOGCTL_OUTPUT_FORMAT": "json"}
    assert json.loads(run("validate", story, env=env).out)["errors"] == 2
    with_flag = run("validate", story.name, "--output-format", "concise", env=env)
    assert found(with_flag.out)[1] == "road.story.toml:6:1: error[unknown-key]"
    assert_one_error(
        run("validate", story, env={"BLOGCTL_OUTPUT_FORMAT": "xml"}), 2, "BLOGCTL_OUTPUT_FORMAT"
    )


def test_on_github_actions_findings_become_annotations(run: Run, story: Path) -> None:
    story.write_text(BAD)
    env = {"GITHUB_ACTIONS": "true"}
    assert "::error file=road.story.toml,line=6,col=1" in run("validate", story.name, env=env).out
    explicit = run("validate", story.name, "--output-format", "concise", env=env)
    assert "::error" not in explicit.out


def test_colours_are_for_those_who_ask(run: Run, story: Path) -> None:
    story.write_text(BAD)
    assert "\x1b[" not in run("validate", story).out
    assert "\x1b[" in run("validate", story, "--color", "always").out
    assert "\x1b[" not in run("validate", story, "--color", "never").out


# --- Standard input and size ---


def test_a_dash_checks_standard_input(run: Run) -> None:
    code, findings = concise(run, "-", stdin=BAD)
    assert code == 1
    assert findings[1] == "<stdin>:6:1: error[unknown-key]"


def test_standard_input_can_be_given_a_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "blogctl.toml").write_text('[rules]\nunordered-updates = "error"\n')
    code, findings = concise(run, "-", "--stdin-filename", "a/x.story.toml", stdin=WARNS)
    assert code == 1
    assert findings[0].startswith("a/x.story.toml:")
    assert findings[0].endswith("error[unordered-updates]")


def test_standard_input_beside_files(run: Run, story: Path) -> None:
    story.write_text(WARNS)
    code, findings = concise(run, story.name, "-", stdin=BAD)
    assert code == 1
    assert sorted(line.partition(":")[0] for line in findings) == [
        "<stdin>",
        "<stdin>",
        story.name,
    ]


def test_a_file_that_is_too_large_is_a_finding(run: Run, story: Path) -> None:
    size = len(STORY.encode())
    code, findings = concise(run, story.name, "--max-size", str(size - 1))
    assert (code, findings) == (1, ["road.story.toml:1:1: error[too-large]"])
    assert concise(run, story.name, "--max-size", str(size)) == (0, [])


def test_the_size_limit_holds_for_standard_input_too(run: Run) -> None:
    result = run("validate", "-", "--max-size", "10", stdin=STORY)
    assert result.code in (1, 2)


def test_ignored_findings_are_left_out(run: Run, story: Path) -> None:
    comment = "# blogctl: ignore[unordered-updates]\n"
    story.write_text(WARNS.replace('id = "second"\n', f'id = "second"\n{comment}'))
    assert concise(run, story, "--strict") == (0, [])


def test_a_format_with_a_base_in_the_configuration_misses_no_relative_url(
    run: Run, story: Path, tmp_path: Path
) -> None:
    text = STORY.replace("headline =", 'url = "/live"\nheadline =', 1)
    story.write_text(text)
    missed = ["road.story.toml:6:7: warning[relative-url]"]

    def relative(targets: str) -> list[str]:
        _, findings = concise(run, story.name, "--for", targets)
        return [finding for finding in findings if "relative-url" in finding]

    assert relative("rss") == missed
    (tmp_path / "blogctl.toml").write_text('[export.rss]\nbase-url = "https://example.org/"\n')
    assert relative("rss") == relative("apple") == []
    assert relative("rss,atom") == relative("google") == missed
    (tmp_path / "blogctl.toml").write_text('[export.html]\nbase_url = "https://example.org/"\n')
    assert relative("google") == relative("html") == []
