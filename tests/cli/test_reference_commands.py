"""blogctl plugins, rules and schema: what there is to know, on stdout."""

from __future__ import annotations

import json

import pytest

from .program import Run, assert_one_error


def test_formats_and_importers_are_listed_with_their_origin(run: Run) -> None:
    result = run("plugins")
    assert (result.code, result.err) == (0, "")
    formats, importers = (table.splitlines()[1:] for table in result.out.split("\n\n"))
    assert {"html", "json", "rss"} <= {row.split()[0] for row in formats}
    assert {"feed", "html", "text"} <= {row.split()[0] for row in importers}
    assert all(" blogctl " in row for row in [*formats, *importers])


def test_a_format_is_shown_with_its_options(run: Run) -> None:
    result = run("plugins", "rss")
    assert (result.code, result.err) == (0, "")
    assert "application/rss+xml" in result.out
    for option in ("limit", "order", "base-url", "feed-url"):
        assert any(line.startswith(f"{option} ") for line in result.lines)


def test_an_unknown_format_is_close_to_a_known_one(run: Run) -> None:
    assert_one_error(run("plugins", "rs"), 2, "rss")


def test_the_rules_are_listed_with_their_levels(run: Run) -> None:
    result = run("rules")
    assert (result.code, result.err) == (0, "")
    levels = {line.split()[0]: line.split()[1] for line in result.lines[1:]}
    assert levels["syntax"] == "error"
    assert levels["long-headline"] == "warning"
    assert levels["future-update"] == "off"
    assert len(levels) >= 30


def test_a_rule_explains_itself(run: Run) -> None:
    result = run("rules", "unsafe-url")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("unsafe-url (error)\n")
    assert "javascript:" in result.out, "an example"
    assert "off unless asked for" in run("rules", "future-update").out


def test_an_unknown_rule_is_close_to_a_known_one(run: Run) -> None:
    assert_one_error(run("rules", "unsafe-urls"), 2, "unsafe-url")


def test_the_schema_is_json(run: Run) -> None:
    result = run("schema")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize(
    "args",
    [["frob"], ["--nope"], ["validate", "--nope"], ["new"], ["show"], ["export", "-f"], ["rule"]],
)
def test_a_wrong_command_line_says_where_help_is(run: Run, args: list[str]) -> None:
    assert_one_error(run(*args), 2, "--help")


def test_no_command_shows_the_help(run: Run) -> None:
    result = run()
    assert result.code == 2
    for command in ("new", "add", "validate", "export"):
        assert f"  {command} " in result.out + result.err


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_is_one_line(run: Run, flag: str) -> None:
    result = run(flag)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("blogctl ")
    assert len(result.lines) == 1
