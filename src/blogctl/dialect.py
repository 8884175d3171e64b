"""The Markdown that a story's texts are written in, said in one place.

CommonMark with GitHub's tables, strikethrough and autolinks (GFM 0.29); raw HTML is no part of
it and is shown as text.
"""

from __future__ import annotations

import re
from functools import lru_cache

import comrak

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def render(markdown: str, *, raw_html: bool = False) -> str:
    """The HTML of a Markdown text as the engine gives it: not to be published unsanitised.

    With ``raw_html``, tags in the text are left as they are, to see what the engine takes for
    one. References to control characters, and to what XML cannot carry, are taken as CommonMark
    takes one to U+0000: as the replacement character.
    """
    html = comrak.render_markdown(markdown, *_options(raw_html))
    return _UNFIT.sub("\ufffd", html) if "&#" in markdown else html


@lru_cache(maxsize=2)
def _options(
    raw_html: bool,
) -> tuple[comrak.ExtensionOptions, comrak.ParseOptions, comrak.RenderOptions]:
    extension, output = comrak.ExtensionOptions(), comrak.RenderOptions()
    extension.table = extension.strikethrough = extension.autolink = True
    output.escape = not raw_html
    # comrak would turn a dangerous link into one to the page itself; the sanitiser removes it.
    output.unsafe_ = True
    return extension, comrak.ParseOptions(), output
