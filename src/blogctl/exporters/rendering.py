"""What the pages are made with: templates in a sandbox, their style and script, their policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from blogctl.exporters.labels import Labels
from blogctl.exporters.linked_data import script_safe
from blogctl.exporters.view import READABLE

_WORDS = (
    *("copy_link", "link_copied", "share", "your_time", "oldest_first", "newest_first"),
    *("new_mark", "changed_mark", "reload", "has_ended"),
)
"""The labels that the script needs."""


def rendered(template: str, **given: Any) -> str:
    """A page: a template, filled in."""
    return environment().get_template(template).render(given)


def words(labels: Labels) -> Markup:
    """What the page's script says to readers, as JSON in a ``<script>`` element."""
    said = {name: labels[name] for name in _WORDS} | {"new_updates": labels.new_updates}
    return Markup(script_safe(said))  # noqa: S704 - it cannot end the element


def resolver(base: str | None) -> Callable[[str], str]:
    """How templates resolve a URL: against ``base``, or not at all."""
    if base is None:
        return lambda url: url
    return lambda url: urljoin(base, url)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with a short way to what is nothing but data."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute for a template, if it may be read."""
        if attribute in READABLE.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """Where templates are rendered: all that they are given is escaped."""
    return _Sandbox(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(source),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=16)
def source(name: str) -> str:
    """The text of a template, a style or a script."""
    return files("blogctl.exporters").joinpath("templates", name).read_text("utf-8")


@lru_cache(maxsize=8)
def lean(script: str) -> str:
    """A script without its comments and indents: every page carries it."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def policy(style: str, script: str | None, base: str | None = "'none'") -> str:
    """A page's Content Security Policy: sources of style and script, media, itself."""
    media = "'self' http: https:"
    scripts = f" script-src {script}; connect-src 'self';" if script else ""
    bases = f" base-uri {base};" if base else ""
    return (
        f"default-src 'none'; style-src {style};{scripts}"
        f" img-src {media}; media-src {media};{bases} form-action 'none'"
    )


def hashed(text: str) -> str:
    """A text as a policy names it (Content Security Policy Level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
