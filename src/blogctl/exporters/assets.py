"""What pages are dressed in: style, script, a theme's pictures and fonts, and the policy for them.

A page that stands alone has them inside; a folder has them as files, whose names change with
what is in them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from blogctl.errors import ThemeError
from blogctl.exporters import Document
from blogctl.exporters.labels import Labels
from blogctl.exporters.linked_data import script_safe
from blogctl.exporters.themes import THEME_STYLE, Theme
from blogctl.exporters.view import Assets

_OWN = files("blogctl.exporters").joinpath("templates")
_FOLDER = "assets/"
_SCRIPT = "live.min.js"  # ``make assets`` makes it of live.js
_WORDS = (
    *("copy_link", "link_copied", "share", "your_time", "oldest_first", "newest_first"),
    *("new_mark", "changed_mark", "reload", "has_ended"),
)
"""The labels that the script needs."""
_ONLY_ON_SOME: Mapping[str, Any] = {"linked_data": None, "poll": 0, "marker": None, "version": None}
"""What single pages have, so that a template may ask every page for it."""
_URL = re.compile(r"""url\(\s*(["']?)(?:\./)?(assets/[^"')\s#?]*)(#[^"')\s]*)?\1\s*\)""")

TEMPLATES = frozenset(each.name for each in _OWN.iterdir() if each.name.endswith(".jinja"))
"""The names of our templates."""


@dataclass(frozen=True, slots=True)
class Dress:
    """What the pages of an export have in common.

    Style and script stand in the page itself (``style``, ``script``), or else ``links`` leads to
    them and ``documents`` holds them by name. ``made`` is another text whenever pages are made
    in another way, and ``asset`` gives the URL of a theme's asset.
    """

    asset: Callable[[str], str]
    made: str
    sources: Mapping[str, str]
    style: str = ""
    script: str = ""
    links: Assets | None = None
    documents: Mapping[str, Document] = field(default_factory=dict)

    def given(
        self, labels: Labels, *, scripted: bool = True, base: str | None = "'none'"
    ) -> dict[str, Any]:
        """What each template needs of it; ``base`` as in :func:`policy`."""
        script = self.sources["script"] if scripted else None
        return {
            "labels": labels,
            # What stands between these tags is our own, or cannot end them.
            "style": Markup(self.style),  # noqa: S704
            "script": Markup(self.script),  # noqa: S704
            "words": self._words(labels) if scripted else None,
            "assets": self.links,
            "asset": self.asset,
            "policy": policy(self.sources["style"], script, self.sources["assets"], base),
            **_ONLY_ON_SOME,
        }

    def _words(self, labels: Labels) -> Markup:
        """What the page's script must know, as JSON in a ``<script>`` element."""
        said = {name: labels[name] for name in _WORDS}
        data = {**said, "new_updates": labels.new_updates, "made": self.made}
        return Markup(script_safe(data))  # noqa: S704 - it cannot end the element


@lru_cache(maxsize=4)
def inlined(theme: Theme | None) -> Dress:
    """A page that needs nothing else: everything stands inside it."""

    def asset(name: str) -> str:
        media_type, content = _asset(theme, name)
        return f"data:{media_type};base64,{base64.b64encode(content).decode()}"

    style, script = _style(theme, ("page.css", "theme.css"), asset), source(_SCRIPT)
    sources = {
        "style": hashed(style),
        "script": hashed(script),
        "assets": "data:" if theme and theme.assets else "",
    }
    return Dress(asset, _made(theme, style), sources, style, script)


@lru_cache(maxsize=4)
def in_folder(theme: Theme | None) -> Dress:
    """Pages that share files: each of these has a name that changes with what is in it."""
    documents: dict[str, Document] = {}

    def asset(name: str) -> str:
        content = _asset(theme, name)[1]
        stem, dot, ending = name.rpartition(".")
        placed = f"{stem}.{sha256(content)[:16]}{dot}{ending}"
        documents[placed] = content
        return placed

    # The style lies in the folder of what it names.
    style = _style(
        theme,
        ("page.css", "site.css", "theme.css"),
        lambda name: asset(name).removeprefix(_FOLDER),
    )
    script = source(_SCRIPT)
    for name in theme.assets if theme else ():
        asset(name)
    links = Assets(
        f"{_FOLDER}page.{sha256(style)[:16]}.css", f"{_FOLDER}live.{sha256(script)[:16]}.js"
    )
    documents |= {links.style: style, links.script: script}
    sources = {
        "style": "'self'",
        "script": "'self'",
        "assets": "'self'" if theme and theme.assets else "",
    }
    return Dress(asset, _made(theme, style), sources, links=links, documents=documents)


@lru_cache(maxsize=16)
def source(name: str) -> str:
    """The text of a template, a style or a script of ours."""
    return _OWN.joinpath(name).read_text("utf-8")


def policy(style: str, script: str | None, assets: str = "", base: str | None = "'none'") -> str:
    """A page's Content Security Policy: sources of style, script, a theme's assets, itself."""
    own = " data:" if assets == "data:" else ""
    media = "'self' http: https:"
    scripts = f" script-src {script}; connect-src 'self';" if script else ""
    fonts = f" font-src {assets};" if assets else ""
    bases = f" base-uri {base};" if base else ""
    return (
        f"default-src 'none'; style-src {style};{scripts}{fonts}"
        f" img-src {media}{own}; media-src {media};{bases} form-action 'none'"
    )


def hashed(text: str) -> str:
    """A text as a policy names it (Content Security Policy Level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def sha256(content: Document) -> str:
    """The hash of a document, in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _asset(theme: Theme | None, name: str) -> tuple[str, bytes]:
    """An asset's media type and content."""
    if theme is None:
        raise ThemeError(f'there is no asset "{name}": there is no theme')
    return theme.asset(name), theme.files[name]


def _style(theme: Theme | None, names: Iterable[str], asset: Callable[[str], str]) -> str:
    """Styles after each other: the theme's or else ours, the URLs of assets put right."""
    texts = []
    for name in names:
        own = theme.style(name) if theme else None
        if theme is None or own is None:
            texts.append(source(name) if name != THEME_STYLE else "")
            continue
        for match in _URL.finditer(own):
            line = own.count("\n", 0, match.start()) + 1
            theme.asset(match[2], f"{theme.path(name)}:{line}")
        texts.append(_URL.sub(lambda match: f'url("{asset(match[2])}{match[3] or ""}")', own))
    return "".join(texts)


def _made(theme: Theme | None, style: str) -> str:
    """A text that changes with whatever pages are made of."""
    parts = [style, source(_SCRIPT), *(source(name) for name in sorted(TEMPLATES))]
    own = [f"{name}:{sha256(content)}" for name, content in theme.files.items()] if theme else []
    return sha256("".join([*parts, *sorted(own)]))[:16]
