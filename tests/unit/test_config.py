import sys
from subprocess import run

import pytest

import blogctl.rules
from blogctl import model as story
from blogctl.config import (
    PERSON_KEYS,
    PUBLISHER_KEYS,
    Config,
    Defaults,
    parse_config,
    parse_pyproject,
)
from blogctl.diagnostics import Severity
from blogctl.errors import ConfigError


def rule(name: str, severity: Severity) -> blogctl.rules.Rule:
    return blogctl.rules.Rule(name, severity, summary="", why="", bad="", good="")


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "wrong-type": rule("wrong-type", Severity.ERROR),
        "long-headline": rule("long-headline", Severity.WARNING),
        "missing-alt-text": rule("missing-alt-text", Severity.WARNING),
    }
    monkeypatch.setattr(blogctl.rules, "all_rules", lambda: known)


def problem(text: str, path: str = "blogctl.toml") -> str:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, path)
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 2
    return caught.value.message


def test_an_empty_file_sets_nothing() -> None:
    assert parse_config("", "blogctl.toml") == Config("blogctl.toml")


def test_everything_that_can_be_set() -> None:
    config = parse_config(
        """
        [defaults]
        language = "fr"
        timezone = "Europe/Paris"
        authors = ["A. Nonyme", { name = "B", url = "https://example.org/b", role = "Reporter" }]
        tags = ["météo"]
        publisher = { name = "Exemple", url = "https://example.org", logo = "logo.png" }
        schema = "../schemas/story.schema.json"

        [rules]
        long-headline = "off"
        missing-alt-text = "error"
        wrong-type = "error"

        [export.rss]
        limit = 50
        nested = { key = [1] }
        """,
        "news/blogctl.toml",
    )
    assert config.defaults == Defaults(
        language="fr",
        timezone="Europe/Paris",
        authors=("A. Nonyme", {"name": "B", "url": "https://example.org/b", "role": "Reporter"}),
        tags=("météo",),
        publisher={"name": "Exemple", "url": "https://example.org", "logo": "logo.png"},
        schema="../schemas/story.schema.json",
    )
    assert config.rules == {
        "long-headline": None,
        "missing-alt-text": Severity.ERROR,
        "wrong-type": Severity.ERROR,
    }
    assert config.export == {"rss": {"limit": 50, "nested": {"key": [1]}}}
    assert config.path == "news/blogctl.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[default]", 'default: unknown key; did you mean "defaults"?'),
        ("colour = 1", "colour: unknown key"),
        ("[defaults]\nlangauge = 'en'", 'defaults.langauge: unknown key; did you mean "language"?'),
        ("[defaults]\n'a\\nb' = 1", r"defaults.'a\\nb': unknown key"),
        ('[defaults]\n"a\\nb" = 1', r"defaults.'a\nb': unknown key"),
        ("defaults = 1", "defaults: must be a table, not a number"),
        ("[[rules]]", "rules: must be a table, not an array"),
        ("[export]\nrss = true", "export.rss: must be a table, not true"),
        ("[defaults]\nlanguage = 1.5", "defaults.language: must be text in quotes, not a number"),
        ("[defaults]\ntimezone = 2024-01-01", "defaults.timezone: must be text in quotes, not a d"),
        ("[defaults]\nauthors = 'A'", 'defaults.authors: must be an array, not "A"'),
        ("[defaults]\nauthors = [1]", "defaults.authors[0]: must be a table, not a number"),
        ("[defaults]\nauthors = [{ url = 'x' }]", "defaults.authors[0].name: is missing"),
        (
            "[defaults]\nauthors = ['A', { name = 'B', \"rôle\" = 'x' }]",
            "defaults.authors[1].'rôle': unknown key; did you mean \"role\"?",
        ),
        ("[defaults]\ntags = ['a', false]", "defaults.tags[1]: must be text in quotes, not false"),
        ("[defaults]\npublisher = 'P'", 'defaults.publisher: must be a table, not "P"'),
        ("[defaults]\npublisher.name = []", "defaults.publisher.name: must be text in quotes, not"),
        (
            "[rules]\nlong-headlines = 'off'",
            'rules.long-headlines: unknown rule; did you mean "long-headline"?',
        ),
        ("[rules]\nxyz = 'off'", "rules.xyz: unknown rule"),
        (
            "[rules]\nlong-headline = false",
            'rules.long-headline: must be "off", "warning" or "error", not false',
        ),
        ("[rules]\nlong-headline = 'Off'", 'must be "off", "warning" or "error", not "Off"'),
        (
            "[rules]\nwrong-type = 'warning'",
            'rules.wrong-type: is always "error" and cannot be set to "warning"',
        ),
        ("[rules]\nwrong-type = 'off'", 'is always "error" and cannot be set to "off"'),
    ],
)
def test_mistakes_are_named(text: str, message: str) -> None:
    said = problem(text, "a/blogctl.toml")
    assert said.startswith("a/blogctl.toml: ")
    assert message in said


def test_help_lists_what_is_known() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config("[defaults]\ncolour = 1", "blogctl.toml")
    assert caught.value.help == ("known here: language, timezone, authors, tags, publisher, schema")
    with pytest.raises(ConfigError) as caught:
        parse_config("[rules]\ncolour = 1", "blogctl.toml")
    assert caught.value.help == "`blogctl rules` lists every rule"


def test_broken_toml_is_named_with_its_place() -> None:
    assert problem("[defaults]\nlanguage = en\n").startswith("blogctl.toml:2:12: not valid TOML: ")


@pytest.mark.parametrize("text", ["x = " + "[" * 100_000, "x = " + "9" * 10_000])
def test_bombs_are_mistakes_too(text: str) -> None:
    assert problem(text).startswith("blogctl.toml: ")


class TestPyproject:
    def test_without_the_table_there_is_no_configuration(self) -> None:
        assert parse_pyproject("[project]\nname = 'x'", "pyproject.toml") is None
        assert parse_pyproject("[tool.ruff]\nx = 'blogctl'", "pyproject.toml") is None
        assert parse_pyproject("tool = 'blogctl'", "pyproject.toml") is None

    def test_a_broken_file_that_is_not_about_blogctl_is_not_our_business(self) -> None:
        assert parse_pyproject("[project\n", "pyproject.toml") is None

    def test_the_table_is_read(self) -> None:
        text = "[tool.blogctl.defaults]\nlanguage = 'de'\n[tool.other]\nx = 1"
        config = parse_pyproject(text, "site/pyproject.toml")
        assert config == Config("site/pyproject.toml", Defaults(language="de"))

    def test_an_empty_table_counts(self) -> None:
        assert parse_pyproject("[tool.blogctl]", "pyproject.toml") == Config("pyproject.toml")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[tool]\nblogctl = 1", "tool.blogctl: must be a table, not a number"),
            ("[tool.blogctl]\nrule = {}", 'tool.blogctl.rule: unknown key; did you mean "rules"?'),
            ("[tool.blogctl\n", "not valid TOML"),
        ],
    )
    def test_mistakes_are_named(self, text: str, message: str) -> None:
        with pytest.raises(ConfigError, match=r"^pyproject\.toml:") as caught:
            parse_pyproject(text, "pyproject.toml")
        assert message in caught.value.message


def test_people_and_publishers_have_the_keys_of_the_model() -> None:
    assert tuple(story.Person.model_fields) == PERSON_KEYS
    assert tuple(story.Publisher.model_fields) == PUBLISHER_KEYS


def test_a_file_without_rules_needs_no_model() -> None:
    program = (
        "import sys, blogctl.config as c\n"
        "c.parse_config('[defaults]\\nlanguage = \"en\"\\n[rules]', 'x')\n"
        "assert 'pydantic' not in sys.modules and 'blogctl.rules' not in sys.modules\n"
    )
    run([sys.executable, "-c", program], check=True)
