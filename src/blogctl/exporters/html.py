"""One page that needs nothing else: its style and its script are inside it."""

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
from pydantic import Field

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.linked_data import live_blog, script_safe
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.page import page_of
from blogctl.exporters.telling import Telling
from blogctl.exporters.view import READABLE
from blogctl.model import Story

_WORDS = (
    *("copy_link", "link_copied", "share", "your_time", "oldest_first", "newest_first"),
    *("new_mark", "changed_mark", "reload", "has_ended"),
)
"""The labels that the script needs."""


class HtmlOptions(Ordered):
    """The options of the page."""

    poll: int = Field(
        default=15,
        ge=0,
        le=86_400,
        description="Seconds between two looks for new updates, unless the story has ended; "
        "0: none.",
    )


class HtmlExporter:
    """The story as a page for readers, to be put anywhere as it is.

    It is whole without its script. With it, the page asks for itself again while the story is
    live, takes over what is new, and words its times for the reader.
    """

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "self-contained web page that keeps itself up to date"
    media_type: ClassVar[str] = "text/html"
    suffix: ClassVar[str] = ".html"
    options: ClassVar[type[HtmlOptions]] = HtmlOptions

    def render(self, story: Story, options: HtmlOptions, context: Context) -> str:
        """The page as HTML.

        Relative URLs are resolved against the option ``base_url``; without it they stay
        relative, and are read from where the page lies.
        """
        style, script = _text("page.css"), _lean(_text("live.js"))
        telling = Telling.of(story, options, context)
        data = live_blog(story, selected(story, options), telling)
        labels = telling.labels
        words = {name: labels[name] for name in _WORDS} | {"new_updates": labels.new_updates}
        return (
            _environment()
            .get_template("page.html.jinja")
            .render(
                page=page_of(story, options, context),
                story=story.meta,
                link=_resolver(options.base_url),
                labels=labels,
                poll=options.poll if story.meta.status != "ended" else 0,
                marker=None,
                # What stands between these tags is our own, or cannot end them.
                style=Markup(style),  # noqa: S704
                script=Markup(script),  # noqa: S704
                words=Markup(script_safe(words)),  # noqa: S704
                linked_data=Markup(script_safe(data)),  # noqa: S704
                policy=_policy(style, script),
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


@lru_cache(maxsize=8)
def _lean(script: str) -> str:
    """A script without its comments and indents: every page carries it."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _policy(style: str, script: str) -> str:
    """The page's Content Security Policy: its style and script by their hashes, media, itself."""
    media = "'self' http: https:"
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        f" connect-src 'self'; img-src {media}; media-src {media};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    """A text as a policy names it (Content Security Policy Level 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _resolver(base: str | None) -> Callable[[str], str]:
    if base is None:
        return lambda url: url
    return lambda url: urljoin(base, url)
