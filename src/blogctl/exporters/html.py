"""One page that needs nothing else: no script, no further file, its style inside it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any, ClassVar
from urllib.parse import urljoin

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.labels import LABELS
from blogctl.exporters.options import Ordered
from blogctl.exporters.page import page_of
from blogctl.exporters.view import READABLE
from blogctl.model import Story


class HtmlExporter:
    """The story as a page for readers, to be put anywhere as it is."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "self-contained web page, without scripts"
    media_type: ClassVar[str] = "text/html"
    suffix: ClassVar[str] = ".html"
    options: ClassVar[type[Ordered]] = Ordered

    def render(self, story: Story, options: Ordered, context: Context) -> str:
        """The page as HTML.

        Relative URLs are resolved against the option ``base_url``; without it they stay
        relative, and are read from where the page lies.
        """
        style = _text("page.css")
        return (
            _environment()
            .get_template("page.html.jinja")
            .render(
                page=page_of(story, options, context),
                story=story.meta,
                link=_resolver(options.base_url),
                labels=LABELS,
                style=Markup(style),  # noqa: S704 - our own
                policy=_policy(style),
            )
        )


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with a short way to what is nothing but data."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute for a template, if it may be read."""
        if attribute in READABLE.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@lru_cache(maxsize=1)
def _environment() -> _Sandbox:
    return _Sandbox(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_text),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=8)
def _text(name: str) -> str:
    return files("blogctl.exporters").joinpath("templates", name).read_text("utf-8")


def _policy(style: str) -> str:
    """The page's Content Security Policy: pictures, films and sound; one style, by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    media = "'self' http: https:"
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {media}; media-src {media};"
        " base-uri 'none'; form-action 'none'"
    )


def _resolver(base: str | None) -> Callable[[str], str]:
    if base is None:
        return lambda url: url
    return lambda url: urljoin(base, url)
