from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from blogctl.check import check_text
from blogctl.exporters import Context
from blogctl.exporters.registry import load, options_for, render

from .target_cases import assert_for_its_targets

RULE = "unfit-logo"
HEAD = '[story]\nid = "x"\nheadline = "A story"\nurl = "https://example.org/live/a"\n'
BAD = ["https://example.org/l.svg", "l.webp", "/l.SVG?a=b.png", "https://example.org/l.png/l.avif"]
GOOD = [
    "https://example.org/l.png",
    "https://example.org/l.JPEG?v=2",
    "https://example.org/a.b/logo",
    "https://example.org",
    "l.gif",
    "logo",
    "//example.org/l.jpg",
]


def told(logo: str) -> str:
    return f'{HEAD}publisher = {{ name = "N", logo = «"{logo}"» }}\n'


@pytest.mark.parametrize("logo", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], logo: str) -> None:
    found(RULE, told(logo))


@pytest.mark.parametrize("logo", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], logo: str) -> None:
    clean(RULE, told(logo).replace("«", "").replace("»", ""))


def test_a_publisher_without_a_logo_has_none_that_is_unfit(clean: Callable[..., None]) -> None:
    clean(RULE, HEAD + 'publisher = { name = "N" }\n')


@pytest.mark.parametrize("logo", BAD + GOOD)
def test_it_is_what_rss_leaves_out(logo: str) -> None:
    checked = check_text(told(logo).replace("«", "").replace("»", ""), targets=frozenset({"rss"}))
    assert checked.story
    rss, now = load("rss"), datetime(2024, 12, 1, tzinfo=UTC)
    made = render("rss", rss, checked.story, options_for(rss, {}), Context(now, ZoneInfo("UTC")))
    is_told = RULE in {each.rule for each in checked.diagnostics}
    assert is_told == ("<image>" not in str(made))


def test_it_is_on_for_its_targets_alone() -> None:
    assert_for_its_targets(RULE, "apple", "rss")
