"""Formats found by entry points: some good, some broken, some on purpose."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, EntryPoints
from types import ModuleType
from typing import Any

import pytest

from blogctl.errors import PluginError, StoryError, UsageError
from blogctl.exporters import API_VERSION, Exporter, Options
from blogctl.exporters.html import HtmlExporter
from blogctl.exporters.json import JsonExporter
from blogctl.exporters.registry import KIND, available, front, load, render
from blogctl.exporters.rss import RssExporter
from blogctl.model import Story

from .exporting import FORMATS, context, story

TOLD = story({"body": "x"}, {"body": "draft", "status": "draft"})


@dataclass
class _Distribution:
    name: str | None
    version: str


class Good:
    """An exporter that follows the contract."""

    api_version = API_VERSION
    summary = "good"
    media_type = "text/plain; charset=utf-8"
    suffix = ".good.txt"
    options = Options

    def render(self, story: Story, options: Any, context: Any) -> Any:
        return f"{len(story.updates)} updates"


BUILT_IN: list[Exporter] = [HtmlExporter(), JsonExporter(), RssExporter()]
"""For the type checker: the built-in exporters follow the contract."""

Install = Callable[..., None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Makes exporters available: by name, as a value in a module or a failing import."""
    points: list[EntryPoint] = []
    modules: list[str] = []

    def entry_points(*, group: str) -> EntryPoints:
        assert group == KIND.group
        return EntryPoints(points)

    def install(
        name: str, made: object, distribution: str | None = "some-plugin", version: str = "1.2"
    ) -> None:
        module = f"blogctl_test_plugin_{len(modules)}"
        modules.append(module)
        fake = ModuleType(module)
        if not isinstance(made, str):
            fake.thing = made  # type: ignore[attr-defined]
            if isinstance(made, type):
                made.__module__ = module
        sys.modules[module] = fake
        value = made if isinstance(made, str) else f"{module}:thing"
        point = EntryPoint(name, value, KIND.group)
        vars(point).update(dist=_Distribution(distribution, version))
        points.append(point)

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    yield install
    for module in modules:
        sys.modules.pop(module, None)


def fresh(**changed: Any) -> type:
    return type("Made", (Good,), changed)


def test_the_built_ins_come_the_same_way() -> None:
    found = available()
    assert set(FORMATS) <= set(found)
    assert [entry.distribution for entry in found["rss"]] == ["blogctl"]
    assert {type(load(name)) for name in FORMATS} == {type(exporter) for exporter in BUILT_IN}
    for name in FORMATS:
        exporter = load(name)
        assert exporter.api_version == API_VERSION
        assert exporter.suffix == f".{name}"


def test_a_good_one_is_listed_loaded_and_used(install: Install) -> None:
    install("good", fresh())
    [entry] = available()["good"]
    assert (entry.name, entry.distribution, entry.version) == ("good", "some-plugin", "1.2")
    exporter = load("good")
    assert render("good", exporter, TOLD, Options(), context()) == "1 updates"


def test_listing_loads_nothing(install: Install) -> None:
    install("broken", "no.such.module:Thing")
    assert list(available()) == ["broken"]


def test_an_unknown_format_is_a_mistake_in_the_request(install: Install) -> None:
    install("headlines", fresh())
    install("rss", fresh())
    with pytest.raises(UsageError) as caught:
        load("headline")
    assert caught.value.exit_code == 2
    assert '"headline"' in caught.value.message
    assert caught.value.help == 'did you mean "headlines"? the formats are headlines, rss'
    with pytest.raises(UsageError) as caught:
        load("zzz")
    assert caught.value.help == "the formats are headlines, rss"


def test_two_offers_of_one_name_are_an_error_only_when_asked_for(install: Install) -> None:
    install("rss", fresh(), "blogctl", "0.1.0")
    install("rss", fresh(), "other-rss", "3.0")
    install("good", fresh())
    assert [entry.distribution for entry in available()["rss"]] == ["blogctl", "other-rss"]
    assert load("good")
    with pytest.raises(PluginError) as caught:
        load("rss")
    assert "blogctl 0.1.0" in caught.value.message
    assert "other-rss 3.0" in caught.value.message


def test_one_distribution_seen_twice_is_one(install: Install) -> None:
    install("good", fresh(), "Some_Plugin")
    install("good", fresh(), "some-plugin")
    assert len(available()["good"]) == 1
    assert load("good")


class _Unsayable(Exception):
    def __str__(self) -> str:
        raise RuntimeError


def failing(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object) -> Any:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("line one\n  line two"), "RuntimeError: line one line two"),
        (SystemExit(3), "SystemExit: 3"),
        (KeyError("x"), "KeyError: 'x'"),
        (AssertionError(), "AssertionError"),
        (RecursionError("deep"), "RecursionError: deep"),
        (_Unsayable(), "_Unsayable"),
        (ValueError("x" * 5000), "ValueError: xxx"),
    ],
)
def test_whatever_a_plugin_raises_names_its_distribution(
    install: Install, error: BaseException, said: str
) -> None:
    install("made", failing(error))
    install("used", fresh(render=failing(error)))
    with pytest.raises(PluginError) as caught:
        load("made")
    problems = [caught.value.message]
    exporter = load("used")
    with pytest.raises(PluginError) as caught:
        render("used", exporter, TOLD, Options(), context())
    problems.append(caught.value.message)
    for problem in problems:
        assert "some-plugin 1.2" in problem
        assert said in problem
        assert "\n" not in problem
        assert len(problem) < 500
    assert caught.value.exit_code == 3


def test_a_module_that_cannot_be_imported(install: Install) -> None:
    install("lost", "no_such_module_anywhere:Thing")
    install("empty", "json:NoSuchName")
    for name, said in (("lost", "ModuleNotFoundError"), ("empty", "AttributeError")):
        with pytest.raises(PluginError) as caught:
            load(name)
        assert "some-plugin 1.2" in caught.value.message
        assert said in caught.value.message


def test_an_interrupt_is_the_users(install: Install) -> None:
    install("slow", fresh(render=failing(KeyboardInterrupt())))
    with pytest.raises(KeyboardInterrupt):
        render("slow", load("slow"), TOLD, Options(), context())


def test_an_error_on_purpose_is_passed_on(install: Install) -> None:
    install("picky", fresh(render=failing(StoryError("this story has no url"))))
    with pytest.raises(StoryError, match="has no url"):
        render("picky", load("picky"), TOLD, Options(), context())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"api_version": 2}, "version 2"),
        ({"api_version": "1"}, "version '1'"),
        ({"options": dict}, "pydantic"),
        ({"options": Options()}, "pydantic"),
        ({"suffix": "txt"}, "'txt'"),
        ({"suffix": "/../../x.txt"}, "x.txt"),
        ({"suffix": ""}, "suffix"),
        ({"media_type": "text"}, "'text'"),
        ({"media_type": None}, "None"),
        ({"render": "x"}, "render"),
    ],
)
def test_what_breaks_the_contract_is_refused(
    install: Install, changed: dict[str, Any], said: str
) -> None:
    install("odd", fresh(**changed))
    with pytest.raises(PluginError) as caught:
        load("odd")
    assert "some-plugin 1.2" in caught.value.message
    assert said in caught.value.message


def test_what_is_missing_is_named(install: Install) -> None:
    install("bare", type("Bare", (), {"api_version": 1, "summary": "x"}))
    with pytest.raises(PluginError, match="media_type, suffix, options, render"):
        load("bare")


@pytest.mark.parametrize("result", [None, 3, ["x"], "\ud800", {"a.txt": None}, {"a.txt": "\ud800"}])
def test_a_document_is_text_or_bytes(install: Install, result: object) -> None:
    install("odd", fresh(render=lambda *_: result))
    with pytest.raises(PluginError, match="some-plugin"):
        render("odd", load("odd"), TOLD, Options(), context())


@pytest.mark.parametrize("result", ["", "x", b"\xff\x00", {}, {"a/b.txt": "x", "c.bin": b"y"}])
def test_what_is_fine_comes_through(install: Install, result: object) -> None:
    install("fine", fresh(render=lambda *_: result))
    assert render("fine", load("fine"), TOLD, Options(), context()) == result


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a\\b", "C:x", "nul.txt"])
def test_a_name_that_leads_elsewhere_is_refused(install: Install, name: str) -> None:
    install("evil", fresh(render=lambda *_: {"fine.txt": "x", name: "x"}))
    with pytest.raises(PluginError, match="some-plugin") as caught:
        render("evil", load("evil"), TOLD, Options(), context())
    assert repr(name) in caught.value.message


def test_a_mapping_that_fails_late_is_still_the_plugins_fault(install: Install) -> None:
    class Late(Mapping[str, str]):
        def __getitem__(self, key: str) -> str:
            raise RuntimeError("late")

        def __iter__(self) -> Iterator[str]:
            return iter(["a"])

        def __len__(self) -> int:
            return 1

    install("late", fresh(render=lambda *_: Late()))
    with pytest.raises(PluginError, match=r"some-plugin 1\.2.*RuntimeError: late"):
        render("late", load("late"), TOLD, Options(), context())


def test_an_unnamed_distribution_can_still_be_told(install: Install) -> None:
    install("odd", fresh(api_version=9), None)
    with pytest.raises(PluginError, match="unnamed"):
        load("odd")


def test_a_folder_is_a_mapping(install: Install) -> None:
    install("one", fresh(suffix="/"))
    with pytest.raises(PluginError, match="one document where the files of a folder were due"):
        render("one", load("one"), TOLD, Options(), context())
    install("many", fresh(suffix="/", render=lambda *_: {"a.html": "x"}))
    assert render("many", load("many"), TOLD, Options(), context()) == {"a.html": "x"}


def test_what_stands_above_folders_is_made_of_what_readers_may_see(install: Install) -> None:
    def made(_: object, stories: list[Story], *__: object) -> dict[str, str]:
        return {"index.html": str([len(told.updates) for told in stories])}

    install("with", fresh(suffix="/", front=made))
    install("without", fresh(suffix="/"))
    listed = front("with", load("with"), [TOLD, TOLD], Options(), context())
    assert listed == {"index.html": "[1, 1]"}
    assert front("without", load("without"), [TOLD], Options(), context()) is None


@pytest.mark.parametrize("wrong", [lambda *_: "x", lambda *_: {"../x": "x"}, lambda *_: 1 / 0])
def test_above_folders_the_same_is_refused(install: Install, wrong: Any) -> None:
    install("odd", fresh(suffix="/", front=wrong))
    with pytest.raises(PluginError, match=r"some-plugin 1\.2"):
        front("odd", load("odd"), [TOLD], Options(), context())
