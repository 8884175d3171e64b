"""The words that exports add to a story, in its language: one file for each in ``languages``."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

import tomli

from blogctl.exporters.moments import Moment
from blogctl.exporters.themes import Theme, Words

if TYPE_CHECKING:
    from babel import Locale

ENGLISH = "en"

_LANGUAGES = files("blogctl.exporters").joinpath("languages")
_REGION = re.compile(r"[A-Za-z]{2}|[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language by their keys, and dates as it says them.

    ``language`` is the tag of the language that the words are in; ``new_updates`` counts with
    ``{n}``, by plural category of CLDR. Clocks have 24 hours in every language.
    """

    language: str
    new_updates: Mapping[str, str]
    _words: Mapping[str, str]
    _tag: str

    def __getitem__(self, key: str) -> str:
        return self._words[key]

    def colon(self, label: str) -> str:
        """A label with the colon that stands between it and what it labels."""
        return self["colon"].format(label=label)

    def listed(self, items: Iterable[str]) -> str:
        """The items on a line, with commas between them."""
        return f"{self['comma']} ".join(items)

    def date(self, day: datetime.date) -> str:
        """A date without its weekday, as in ``5 January 2024``."""
        return _in_words(day, "long", self._tag)

    def day(self, day: datetime.date) -> str:
        """A date with its weekday, as in ``Friday, 5 January 2024``."""
        return _in_words(day, "full", self._tag)

    def moment(self, shown: Moment, beside: datetime.date | None = None) -> str:
        """A moment in words; its date is left out where it is the same as ``beside``."""
        clock = f"{shown.clock} {shown.zone}"
        return clock if shown.day == beside else self.dated(shown.day, clock)

    def dated(self, day: datetime.date, clock: str) -> str:
        """A date and a clock's time together."""
        return self["date_time"].format(date=self.date(day), time=clock)


def labels_for(language: str, theme: Theme | None = None) -> Labels:
    """The labels for a BCP 47 tag, in the nearest language that has a file.

    A tag without one loses its last parts until there is (RFC 4647, section 3.4). Where no
    file is left all is English, dates too. The words of a theme come before ours, language by
    language.
    """
    return _labels(language, theme)


@lru_cache(maxsize=32)
def _labels(language: str, theme: Theme | None) -> Labels:
    known, own = _languages(), theme.languages if theme else {}
    parts = language.lower().split("-")
    tags = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    found = next((tag for tag in tags if tag in known or tag in own), None)
    if found is None:
        return _labels(ENGLISH, theme)
    words = dict(words_of(next((known[tag] for tag in tags if tag in known), ENGLISH)))
    for tag in reversed(tags):
        words |= own.get(tag, {})
    return Labels(known.get(found, found), words.pop("new_updates"), words, language)


@lru_cache(maxsize=8)
def words_of(name: str) -> Words:
    """Our words for a language that has a file."""
    return tomli.loads(_LANGUAGES.joinpath(f"{name}.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, str]:
    """The languages that have a file, by their tags in small letters."""
    names = (each.name.removesuffix(".toml") for each in _LANGUAGES.iterdir())
    return {name.lower(): name for name in names}


@lru_cache(maxsize=512)
def _in_words(day: datetime.date, form: Literal["long", "full"], tag: str) -> str:
    from babel.dates import format_date  # most exports of machines word no date

    return format_date(day, form, _locale(tag))


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale:
    """The locale that CLDR has for a tag whose language it knows, else the nearest.

    English without a region that is known is the world's: the day comes before the month. So is
    what stands in for a language that CLDR does not know.
    """
    from babel import Locale, UnknownLocaleError

    language, *rest = tag.split("-")
    # What follows a single letter is an extension (RFC 5646, section 2.1).
    parts = list(takewhile(lambda part: len(part) > 1, rest))
    script = next((part.title() for part in parts if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in parts if _REGION.fullmatch(part)), "")
    # A name with a gap is refused like one that CLDR does not know.
    for name in (f"{language}_{script}_{region}", f"{language}_{region}", f"{language}_{script}"):
        try:
            return Locale.parse(name, resolve_likely_subtags=False)
        except (UnknownLocaleError, ValueError):
            continue
    try:
        return Locale.parse("en_001" if language.lower() == "en" else language)
    except UnknownLocaleError:
        return Locale.parse("en_001")  # a language that only a theme knows
