"""The rules: everything blogctl may find wrong, each with a name that never changes.

A rule is a module in this package that defines ``RULE``. One that judges a story that could
be read also gives it a ``check``: a small generator of findings. The others are enforced
where a text is parsed and read, and their modules describe them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from blogctl.diagnostics import Severity

if TYPE_CHECKING:
    from blogctl.model import Path, StoryMeta, Update


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, and where.

    ``path`` names a value by keys and indexes; with ``on_key`` its key is meant. ``needle``
    narrows the place to its first match in the value's text as it stands in the file. A
    ``span`` of offsets is the place itself.
    """

    path: Path
    message: str
    help: str | None = None
    on_key: bool = False
    needle: re.Pattern[str] | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules judge: as much of a story as could be read.

    ``updates`` are pairs of the index in the file and the update, in file order; those whose
    index is in ``partial`` lack keys that are wrong, and so does ``meta`` lack those in
    ``unread``. ``now`` is what the rules that depend on the clock go by. ``targets`` are what the
    story is to be fit for, ``based`` the formats with a base for relative URLs of their own.
    """

    meta: StoryMeta | None
    updates: tuple[tuple[int, Update], ...]
    partial: frozenset[int] = field(default_factory=frozenset)
    now: datetime | None = None
    unread: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    based: frozenset[str] = frozenset()

    @property
    def published(self) -> Iterator[tuple[int, Update]]:
        """Those of ``updates`` that are exported: all but drafts."""
        return (pair for pair in self.updates if pair[1].status == "published")


Check = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, what it finds, why that matters, and a bad and a good example.

    The examples are story text. ``on`` is whether it applies unless configured otherwise.
    ``targets`` are formats, or other places to publish in, that it is for: such a rule applies
    only where one of them is asked for. ``check`` is missing where parsing or reading the text
    enforces the rule.
    """

    name: str
    severity: Severity
    summary: str
    why: str
    bad: str
    good: str
    on: bool = True
    targets: frozenset[str] = frozenset()
    check: Check | None = None

    def is_on(self, targets: Collection[str] = ()) -> bool:
        """Whether it applies, unless configured otherwise, to what is for these targets."""
        return any(target in self.targets for target in targets) if self.targets else self.on


_MODULES = """
    syntax not_text too_large conflict_marker not_a_story newer_format
    unknown_key missing_field wrong_type invalid_value
    invalid_id duplicate_id conflicting_id missing_id
    unknown_timezone local_time_without_zone nonexistent_time ambiguous_time
    coverage_ends_before_it_starts coverage_end_while_live edited_before_time
    unsafe_url illegal_character extra_not_json empty_update
    unordered_updates duplicate_update before_coverage_start after_coverage_end
    several_pinned missing_alt_text long_headline raw_html_as_text bidi_control
    unfit_reference future_update
    missing_story_url relative_url missing_summary long_summary missing_author
    missing_publisher missing_logo unfit_logo missing_image small_image missing_dimensions
    missing_poster missing_mime_type missing_size same_change_time oversized_summary guid_from_time
""".split()  # noqa: SIM905 - a table of names, one line for each kind

_JUDGING_ERRORS = """
    duplicate_id conflicting_id missing_id
    coverage_ends_before_it_starts coverage_end_while_live edited_before_time
""".split()  # noqa: SIM905


def rule_names() -> tuple[str, ...]:
    """The name of every rule, in the order of the documentation; none of them is loaded."""
    return tuple(name.replace("_", "-") for name in _MODULES)


@lru_cache(maxsize=1)
def all_rules() -> Mapping[str, Rule]:
    """Every rule by name, in the order of the documentation."""
    return _loaded(_MODULES)


@lru_cache(maxsize=1)
def judging_errors() -> Mapping[str, Rule]:
    """The errors that have a ``check``: all that commands need that show no warnings."""
    return _loaded(_JUDGING_ERRORS)


def _loaded(names: Collection[str]) -> Mapping[str, Rule]:
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {module.RULE.name: module.RULE for module in modules}
