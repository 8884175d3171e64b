"""One page that needs nothing else: its style and its script are inside it."""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup
from pydantic import Field

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.assets import inlined
from blogctl.exporters.linked_data import live_blog, script_safe
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.page import page_of
from blogctl.exporters.rendering import rendered, resolver
from blogctl.exporters.telling import Telling
from blogctl.model import Story


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
        telling = Telling.of(story, options, context)
        data = live_blog(story, selected(story, options), telling)
        given = {
            **inlined(context.theme).given(telling.labels),
            "page": page_of(story, options, telling),
            "story": story.meta,
            "link": resolver(options.base_url),
            "poll": options.poll if story.meta.status != "ended" else 0,
            "marker": None,
            "linked_data": Markup(script_safe(data)),  # noqa: S704 - it cannot end its element
        }
        return rendered("page.html.jinja", context.theme, given)
