"""Options as people give them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Literal

import pytest
from pydantic import BaseModel, Field, model_validator

from blogctl.errors import UsageError
from blogctl.exporters import Options
from blogctl.exporters.choices import options_for
from blogctl.exporters.registry import load


class _Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class _Options(Options):
    limit: int | None = Field(default=None, ge=1)
    show_all: bool = False
    name: str = "x"
    ratio: float = 1.0
    order: Literal["newest", "oldest"] = "newest"
    colour: _Colour = _Colour.RED
    tags: tuple[str, ...] = ()
    since: date | None = None

    @model_validator(mode="after")
    def _fit(self) -> _Options:
        if self.name == "all" and self.limit:
            raise ValueError("name all takes no limit")
        return self


class _Exporter:
    api_version: ClassVar[int] = 1
    summary: ClassVar[str] = ""
    media_type: ClassVar[str] = "text/plain"
    suffix: ClassVar[str] = ".txt"
    options: ClassVar[type[BaseModel]] = _Options

    def render(self, story: Any, options: Any, context: Any) -> str:
        return ""


class _Strict(_Exporter):
    class Needy(Options):
        target: str

    options = Needy


class _None(_Exporter):
    options = Options


def given(**raw: object) -> dict[str, object]:
    return options_for(_Exporter(), raw).model_dump(exclude_unset=True)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ({"limit": "10"}, {"limit": 10}),
        ({"limit": 10}, {"limit": 10}),
        ({"show-all": "true"}, {"show_all": True}),
        ({"show_all": "false"}, {"show_all": False}),
        ({"show_all": True}, {"show_all": True}),
        ({"name": "10"}, {"name": "10"}),
        ({"ratio": "0.5"}, {"ratio": 0.5}),
        ({"ratio": 2}, {"ratio": 2.0}),
        ({"order": "oldest"}, {"order": "oldest"}),
        ({"colour": "blue"}, {"colour": _Colour.BLUE}),
        ({"tags": ["a", "b"]}, {"tags": ("a", "b")}),
        ({"since": "2024-01-05"}, {"since": date(2024, 1, 5)}),
        ({"since": date(2024, 1, 5)}, {"since": date(2024, 1, 5)}),
        ({}, {}),
    ],
)
def test_values_are_read_as_what_the_option_wants(
    raw: dict[str, object], read: dict[str, object]
) -> None:
    assert given(**raw) == read


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"limit": "abc"}, "-O limit=abc: write a whole number"),
        ({"limit": "1.5"}, "-O limit=1.5: write a whole number"),
        ({"limit": "0"}, "-O limit=0: write a number of at least 1"),
        ({"limit": True}, "-O limit=true: write a whole number"),
        ({"limit": 1.0}, "-O limit=1.0: write a whole number"),
        ({"show_all": 1}, "-O show-all=1: write true or false"),
        ({"show-all": "perhaps"}, "-O show-all=perhaps: write true or false"),
        ({"name": 10}, "-O name=10: write a text"),
        ({"ratio": "x"}, "-O ratio=x: write a number"),
        ({"order": "sideways"}, "-O order=sideways: write 'newest' or 'oldest'"),
        ({"colour": "green"}, "-O colour=green: write 'red' or 'blue'"),
        ({"name": "all", "limit": "3"}, "the options do not fit together: name all takes no limit"),
    ],
)
def test_a_value_that_cannot_be_used_is_one_clear_line(
    raw: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        given(**raw)
    assert caught.value.message == message
    assert caught.value.exit_code == 2


def test_an_unknown_option_names_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        given(**{"show-al": "true"})
    assert caught.value.message == 'the format has no option "show-al"'
    assert (caught.value.help or "").startswith("did you mean show-all? it has limit, show-all,")
    with pytest.raises(UsageError) as caught:
        options_for(_None(), {"x": "1"})
    assert caught.value.help == "it has no options"


def test_one_option_in_two_spellings_is_refused() -> None:
    with pytest.raises(UsageError, match="show-all is given twice"):
        given(**{"show-all": "true", "show_all": "false"})


def test_a_missing_option_is_asked_for() -> None:
    with pytest.raises(UsageError, match="needs the option target"):
        options_for(_Strict(), {})


def test_a_long_value_is_not_repeated_in_full() -> None:
    with pytest.raises(UsageError) as caught:
        given(limit="9" * 3 + "x" * 5000)
    assert len(caught.value.message) < 150


@pytest.mark.parametrize(
    "url", ["example.org", "/feed", "ftp://example.org", "https://", "javascript:x"]
)
@pytest.mark.parametrize("key", ["feed-url", "base-url"])
def test_addresses_must_be_whole(key: str, url: str) -> None:
    with pytest.raises(UsageError, match=f"-O {key}=.*: write a whole URL, such as"):
        options_for(load("rss"), {key: url})
