"""A folder of static files for any host: the page, older pages, a page for each update, feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup
from pydantic import Field

from blogctl.exporters import API_VERSION, Context, Document, Exporter, Sibling
from blogctl.exporters.assets import in_folder, sha256
from blogctl.exporters.atom import AtomExporter
from blogctl.exporters.front import front_of
from blogctl.exporters.html import HtmlOptions
from blogctl.exporters.json import JsonExporter
from blogctl.exporters.jsonfeed import JsonFeedExporter
from blogctl.exporters.jsonld import JsonLdExporter
from blogctl.exporters.labels import labels_for
from blogctl.exporters.linked_data import live_blog, script_safe
from blogctl.exporters.options import AbsoluteUrl
from blogctl.exporters.page import Where, older_page, page_of
from blogctl.exporters.paging import cut
from blogctl.exporters.rendering import rendered, resolver
from blogctl.exporters.rss import RssExporter
from blogctl.exporters.share import share_of
from blogctl.exporters.telling import Telling
from blogctl.exporters.view import Among
from blogctl.exporters.visible import last_changed
from blogctl.exporters.xml import element, opening
from blogctl.model import Story, Update

INDEX, MARKER, SITEMAP = "index.html", "live.json", "sitemap.xml"
_BESIDE: Mapping[str, Exporter] = {
    "feed.rss": RssExporter(),
    "feed.atom": AtomExporter(),
    "feed.json": JsonFeedExporter(),
    "story.json": JsonExporter(),
    "story.jsonld": JsonLdExporter(),
}
_FEEDS = ("feed.rss", "feed.atom", "feed.json")
_MOST_URLS = 50_000
"""What a sitemap may hold."""


class SiteOptions(HtmlOptions):
    """The options of a site."""

    limit: int | None = Field(
        default=None, ge=1, description="Only the newest updates, this many; of pages, whole ones."
    )
    page_size: int = Field(
        default=50, ge=1, description="Older updates on pages of their own, this many on each."
    )
    site_url: AbsoluteUrl | None = Field(
        default=None, description="Where the folder will be found. [the story's URL, as a folder]"
    )


class SiteExporter:
    """The story as a folder of files that link to each other relatively, in the order to write.

    A page comes after what it links to, and the marker, which readers' pages ask for, comes last.
    Relative URLs of the story are read from the folder.
    """

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "folder of static files: pages, a page for each update, feeds"
    media_type: ClassVar[str] = "text/html"
    suffix: ClassVar[str] = "/"
    options: ClassVar[type[SiteOptions]] = SiteOptions

    def render(
        self, story: Story, options: SiteOptions, context: Context
    ) -> Mapping[str, Document]:
        """The files by their names."""
        return dict(_Site(story, options, context).documents())

    def front(
        self, stories: Sequence[Story], options: SiteOptions, context: Context
    ) -> Mapping[str, Document]:
        """The list of stories, each of which has a folder named after its id."""
        url = _folder(options.site_url) if options.site_url else None
        front = front_of(stories, options, context, url)
        dress = in_folder(context.theme)
        given = {
            **dress.given(labels_for(front.language, context.theme), scripted=False),
            "front": front,
            "link": resolver(options.base_url),
        }
        page = rendered("front.html.jinja", context.theme, given)
        assets = {name: each for name, each in dress.documents.items() if not name.endswith(".js")}
        return {**assets, INDEX: page}


class _Site:
    def __init__(self, story: Story, options: SiteOptions, context: Context) -> None:
        self._url = _site_url(story, options, context)
        self._parts = cut(story, options, options.page_size)
        newest_last = [part.updates for part in self._parts]
        shown = newest_last if options.order == "oldest" else newest_last[::-1]
        self._updates = [update for updates in shown for update in updates]
        # What stands on the pages, which are whole, is what a limit leaves.
        self._options = options.model_copy(update={"limit": len(self._updates) or None})
        self._links = page_names(self._updates)
        self._pages = {
            update.id: self._page(index)
            for index, part in enumerate(self._parts)
            for update in part.updates
        }
        self._own = story
        self._story = _at(story, self._url) if self._url else story
        self._context = replace(
            context,
            base_url=self._url or context.base_url,
            siblings={name: Sibling(name, each.media_type) for name, each in _BESIDE.items()},
            places={id_: urljoin(self._url, name) for id_, name in self._links.items()}
            if self._url
            else {},
        )
        self._telling = Telling.of(self._story, options, self._context)
        self._dress = in_folder(context.theme)

    def documents(self) -> Iterator[tuple[str, Document]]:
        """Everything, in the order in which it is to be written."""
        yield from self._dress.documents.items()
        for update in self._updates:
            yield self._links[update.id], self._share(update)
        for index in range(len(self._parts) - 1):
            yield self._page(index), self._rendered(self._given(index))
        for name, exporter in _BESIDE.items():
            yield name, self._beside(name, exporter)
        if self._url:
            yield SITEMAP, self._sitemap(self._url)
        given = self._given(len(self._parts) - 1)
        version = sha256(self._rendered(given))[:32]
        yield INDEX, self._rendered({**given, "version": version})
        yield MARKER, self._marker(version)

    def _page(self, index: int) -> str:
        is_newest = index == len(self._parts) - 1
        return INDEX if is_newest else f"page-{self._parts[index].number}.html"

    def _rendered(self, given: Mapping[str, Any]) -> str:
        return rendered("page.html.jinja", self._context.theme, given)

    def _given(self, index: int) -> dict[str, Any]:
        """What a page of updates is made of, the newest of which is the whole story's."""
        name, part, meta = self._page(index), self._parts[index], self._story.meta
        options, telling = self._options, self._telling
        is_older = name != INDEX
        among = Among(
            telling.labels["page_number"].format(n=part.number) if is_older else None,
            self._page(index - 1) if index else None,
            self._page(index + 1) if is_older else None,
        )
        where = Where(name, self._pages, self._links)
        # What only the newest page shows is not made for the others.
        told = self._story.model_copy(update={"updates": ()}) if is_older else self._story
        page = page_of(told, options, telling, where, part.updates, among)
        if is_older:
            page = older_page(page, urljoin(self._url, name) if self._url else None)
        if len(self._parts) > 1:
            first, last = self._ends(where)
            page = page._replace(first=first, last=last)
        polls = options.poll if meta.status != "ended" and not is_older else 0
        data = None if is_older else script_safe(live_blog(self._story, part.updates, telling))
        return {
            **self._dress.given(telling.labels),
            "page": page,
            "story": meta,
            "link": resolver(options.base_url),
            "poll": polls,
            "marker": MARKER if polls else None,
            "linked_data": Markup(data) if data else None,  # noqa: S704 - cannot end its element
        }

    def _ends(self, where: Where) -> tuple[str, str]:
        """What leads to the first and the last update of all pages.

        The newest is always another one, so that old pages name its end of the newest page.
        """
        first, last = (where.place(update.id) for update in (self._updates[0], self._updates[-1]))
        if where.here != INDEX:
            if self._options.order == "oldest":
                last = f"{INDEX}#_end"
            else:
                first = f"{INDEX}#_updates"
        return first, last

    def _share(self, update: Update) -> str:
        where = Where(self._links[update.id], self._pages, self._links)
        given = {
            # Relative URLs are read from the folder, so that the page has a base of its own.
            **self._dress.given(self._telling.labels, scripted=False, base=None),
            "share": share_of(self._story, update, self._options, self._telling, where),
            "story": self._story.meta,
            "link": resolver(self._options.base_url),
        }
        return rendered("share.html.jinja", self._context.theme, given)

    def _beside(self, name: str, exporter: Exporter) -> str:
        """A feed, which holds what the newest page holds, or the story's data, which is whole."""
        options, is_feed = self._options, name in _FEEDS
        count = len(self._parts[-1].updates) if is_feed else options.limit
        chosen: dict[str, Any] = {
            "since": options.since,
            "tag": options.tag,
            "key_events": options.key_events,
            "limit": count or None,
            "order": options.order,
            "base_url": options.base_url,
        }
        if is_feed:
            chosen["feed_url"] = urljoin(self._url, name) if self._url else None
        known = exporter.options.model_fields
        made = exporter.render(
            self._own if name == "story.json" else self._story,
            exporter.options(**{key: value for key, value in chosen.items() if key in known}),
            self._context,
        )
        return cast("str", made)  # these make one document, without a page size

    def _sitemap(self, url: str) -> str:
        telling = self._telling
        changed = last_changed(self._story, self._context.now)
        found = [(url, changed)]
        found += [
            (self._context.places[update.id], update.last_changed)
            for update in self._updates
            if update.retraction is None
        ]
        lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        lines.append(opening("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"))
        for place, time in found[:_MOST_URLS]:
            when = element("lastmod", telling.stamp(time)) if time else ""
            lines.append(f"<url>{element('loc', place)}{when}</url>")
        return "\n".join([*lines, "</urlset>", ""])

    def _marker(self, version: str) -> str:
        changed = last_changed(self._story, self._context.now)
        data = {
            "index": version,
            "status": self._story.meta.status,
            "changed": self._telling.stamp(changed) if changed else None,
        }
        return json.dumps(data) + "\n"


def page_names(updates: Sequence[Update]) -> dict[str, str]:
    """The names of the updates' own pages, by ids: different on every system.

    They follow from the ids, so that they stay. Of ids that differ in case only, the oldest
    update's is the one whose page is named after it.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for update in sorted(updates, key=lambda each: each.time):
        name = f"updates/{update.id}.html"
        if name.lower() in taken:
            name = f"updates/update-{sha256(update.id)[:16]}.html"
        taken.add(name.lower())
        names[update.id] = name
    return names


def _site_url(story: Story, options: SiteOptions, context: Context) -> str | None:
    """Where the story's folder will be found, with a slash at the end, if that is known."""
    if options.site_url:
        return urljoin(_folder(options.site_url), context.folder)
    page = Telling.of(story, options, context).links.page
    # An address with a query is no folder's.
    return _folder(page) if page and not urlsplit(page).query else None


def _folder(url: str) -> str:
    url = url.removesuffix(INDEX) if url.endswith(f"/{INDEX}") else url
    return url if url.endswith("/") else f"{url}/"


def _at(story: Story, url: str) -> Story:
    return story.model_copy(update={"meta": story.meta.model_copy(update={"url": url})})
