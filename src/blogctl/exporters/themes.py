"""Themes: what a newsroom puts in the place of our templates, beside our style and in our words.

A theme is a few files by their names, which begin with no folder but these two::

    page.html.jinja     a template of ours, replaced; or one that only this theme knows
    theme.css           a style after ours; page.css and site.css are ours, replaced
    languages/de.toml   words that differ from ours, or another language
    assets/logo.svg     a picture or a font, for templates and the style

Nothing is read from disk here. Templates are looked at where they are rendered
(:mod:`blogctl.exporters.rendering`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Any

import tomli

from blogctl.errors import ThemeError, did_you_mean
from blogctl.offers import Kind

KIND = Kind("blogctl.themes", "theme")
"""Installed themes, found by this group of entry points; the value of each is a package."""

THEME_STYLE = "theme.css"
"""The style that comes after ours."""
STYLES = ("page.css", "site.css", THEME_STYLE)
MEDIA_TYPES: Mapping[str, str] = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
"""What assets may be, by the endings of their names."""

_CLOSES = re.compile(r"</style", re.IGNORECASE)
_LANGUAGE = re.compile(r"languages/([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\.toml")
_ASSET_NAME = re.compile(r"assets/[A-Za-z0-9][A-Za-z0-9._-]*")

Words = Mapping[str, Any]
"""The words of a language by their keys, ``new_updates`` by plural categories."""


@dataclass(frozen=True, eq=False)
class Theme:
    """The files of a theme by their names; ``name`` is what messages call it.

    Each is checked when it is asked for: :class:`~blogctl.errors.ThemeError` names the file
    that is wrong.
    """

    name: str
    files: Mapping[str, bytes]

    def path(self, file: str) -> str:
        """A file as messages name it."""
        return f"{self.name.rstrip('/')}/{file}"

    def text(self, file: str) -> str | None:
        """The text of a file; ``None`` if the theme does not have it."""
        if file not in self.files:
            return None
        try:
            return self.files[file].decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ThemeError(f"{self.path(file)}: this is no UTF-8 text") from None

    def style(self, file: str) -> str | None:
        """The text of a style as a parser of HTML reads it; ``None`` if the theme does not have it.

        That is what browsers compare with the hash in a page's policy.
        """
        text = self.text(file)
        if text is None:
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        if found := _CLOSES.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise ThemeError(f'{self.path(file)}:{line}: "</style" would end the style of a page')
        return text

    def oddities(self, templates: Iterable[str]) -> Iterator[str]:
        """Files that nothing uses, beside ``templates``, which are ours; in words."""
        own = {file for file in self.files if file.endswith(".jinja")}
        for file in self.files:
            if "/" in file or (file in own and self._names(file, own - {file})):
                continue
            known = templates if file in own else STYLES
            if file not in known:
                hint = did_you_mean(file, known, "it is left out")
                yield f"{self.path(file)}: nothing uses a file of this name; {hint}"

    def _names(self, file: str, templates: Iterable[str]) -> bool:
        """Whether one of the theme's templates speaks of a file."""
        return any(file in (self.text(each) or "") for each in templates)

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """The media types of the assets, by their names."""
        types = {}
        for file in self.files:
            if not file.startswith("assets/"):
                continue
            ending = "." + file.rpartition(".")[2].lower()
            if ending not in MEDIA_TYPES:
                listed = ", ".join(MEDIA_TYPES)
                raise ThemeError(
                    f"{self.path(file)}: an asset is a picture or a font",
                    help=f"its name ends in one of {listed}",
                )
            if not _ASSET_NAME.fullmatch(file):
                raise ThemeError(
                    f"{self.path(file)}: the name is not fit for a URL",
                    help="write it with Latin letters, digits, dots, hyphens and underscores",
                )
            types[file] = MEDIA_TYPES[ending]
        return types

    def asset(self, file: str, place: str | None = None) -> str:
        """The media type of an asset; :class:`ThemeError` if there is none by that name.

        ``place`` is where it is asked for, if that is known.
        """
        if file not in self.assets:
            known = f"there are {', '.join(self.assets)}" if self.assets else "there are none"
            help_ = did_you_mean(file, self.assets, known)
            raise ThemeError(f'{place or self.name}: the theme has no asset "{file}"', help=help_)
        return self.assets[file]

    @cached_property
    def languages(self) -> Mapping[str, Words]:
        """Words by the tags of their languages, in small letters."""
        found = {}
        for file in self.files:
            if file.startswith("languages/"):
                match = _LANGUAGE.fullmatch(file)
                if not match:
                    raise ThemeError(
                        f"{self.path(file)}: the name is no language tag",
                        help="such as languages/it.toml or languages/pt-BR.toml",
                    )
                found[match[1].lower()] = self._words(file)
        return found

    def _words(self, file: str) -> Words:
        try:
            words = tomli.loads(self.text(file) or "")
        except tomli.TOMLDecodeError as error:
            place, why = f"{error.lineno}:{error.colno}", error.msg[:1].lower() + error.msg[1:]
            raise ThemeError(f"{self.path(file)}:{place}: not valid TOML: {why}") from None
        except (RecursionError, ValueError):  # Python's limit of 4,300 digits is the other one
            raise ThemeError(f"{self.path(file)}: no words are so deep or so long") from None
        from blogctl.exporters.labels import ENGLISH, words_of

        for problem, help_ in _misfits(words, words_of(ENGLISH)):
            raise ThemeError(f"{self.path(file)}: {problem}", help=help_)
        return words


def _misfits(words: Words, known: Words) -> Iterator[tuple[str, str | None]]:
    """What is wrong with words, and what helps; each must be used as its original is."""
    for key, text in words.items():
        if key not in known:
            yield f'there is no label "{key}"', did_you_mean(key, known, "")
        elif isinstance(known[key], Mapping):
            if not isinstance(text, Mapping) or "other" not in text:
                yield f"{key} must be a table with at least the plural category other", None
            else:
                for category, each in text.items():
                    if not isinstance(each, str) or _fields(each) - {"n"}:
                        yield f"{key}.{category} must be a text in which {{n}} is the number", None
        elif not isinstance(text, str):
            yield f"{key} must be a text", None
        elif _fields(text) != (wanted := _fields(known[key])):
            listed = " and ".join(f"{{{each}}}" for each in sorted(wanted)) or "no { or }"
            yield f"{key} must have {listed}", None


def _fields(text: str) -> set[str]:
    """The names that are filled in; one that nothing has where braces are wrong."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return {"{"}
    return {
        name if not (form or conversion) else "{"
        for _, name, form, conversion in parts
        if name is not None
    }
