"""Atom (RFC 4287): the story as a feed with an entry for each update."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from blogctl.exporters import API_VERSION, Context, feed
from blogctl.exporters.head import whole_alternates
from blogctl.exporters.links import Links
from blogctl.exporters.options import PagedOptions
from blogctl.exporters.paging import Paged, pages
from blogctl.exporters.telling import Telling
from blogctl.exporters.visible import last_changed
from blogctl.exporters.xml import element, empty, line, markup, opening
from blogctl.model import Person, Story, Update, public_id

_NAMESPACE = "http://www.w3.org/2005/Atom"


class AtomExporter:
    """The story as an Atom feed.

    A feed needs an author: the story's, else the publisher, else the story itself.
    """

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "Atom feed"
    media_type: ClassVar[str] = "application/atom+xml"
    suffix: ClassVar[str] = ".atom"
    options: ClassVar[type[PagedOptions]] = PagedOptions

    def render(
        self, story: Story, options: PagedOptions, context: Context
    ) -> str | Mapping[str, str]:
        """The feed as XML; with ``page_size`` also its older pages (RFC 5005, section 3)."""
        telling = Telling.of(story, options, context)
        name = f"{story.meta.id}{self.suffix}"
        url = telling.links.feed(options, name)
        return pages(
            story,
            options,
            name,
            url,
            lambda page: "\n".join(_feed(story, page, telling)),
        )


def _feed(story: Story, page: Paged, telling: Telling) -> Iterator[str]:
    meta, publisher = story.meta, story.meta.publisher
    links, context = telling.links, telling.context
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield opening("feed", xmlns=_NAMESPACE, xml_lang=meta.language)
    yield element("id", public_id(story))
    yield element("title", line(meta.headline))
    if subtitle := feed.about(story):
        yield element("subtitle", line(subtitle))
    yield element("updated", telling.stamp(_changed(story, page, context)))
    yield element("generator", "blogctl")
    if links.page:
        yield empty("link", rel="alternate", type="text/html", href=links.page)
    for rel, url in page.relations:
        yield empty("link", rel=rel, type=AtomExporter.media_type, href=url)
    beside = whole_alternates(telling, page.url("self"), AtomExporter.media_type)
    # There may be one alternate of each type (section 4.1.1).
    for other in {each.media_type: each for each in reversed(beside)}.values():
        yield empty("link", rel="alternate", type=other.media_type, href=other.href)
    people: Sequence[Person] = meta.authors
    if not people:
        people = [Person(name=publisher.name if publisher else line(meta.headline))]
    for person in people:
        yield from _person(person, links)
    for tag in meta.tags:
        yield empty("category", term=line(tag))
    logo = links.whole(publisher.logo) if publisher else None
    if logo:
        yield element("logo", logo)
    for update in page.updates:
        yield "<entry>"
        yield from _entry(story, update, telling)
        yield "</entry>"
    yield "</feed>"
    yield ""


def _changed(story: Story, page: Paged, context: Context) -> datetime:
    """What ``updated`` says, which must be there: a story without any time changes now.

    An older page changes with its own entries alone.
    """
    if page.is_newest:
        return last_changed(story, context.now) or context.now
    return max(update.last_changed for update in page.updates)


def _entry(story: Story, update: Update, telling: Telling) -> Iterator[str]:
    entry, links = feed.entry(update, telling), telling.links
    link = links.update(update.id)
    yield element("id", public_id(story, update))
    title = entry.title or telling.when(update.time)
    yield element("title", title)
    yield element("published", telling.stamp(update.time))
    yield element("updated", telling.stamp(update.last_changed))
    if link:
        yield empty("link", rel="alternate", type="text/html", href=link)
    for item, url in feed.enclosures(update, links):
        size = str(item.bytes) if item.bytes else None
        yield empty("link", rel="enclosure", href=url, type=item.media_type, length=size)
    for person in update.authors:
        yield from _person(person, links)
    for tag in update.tags:
        yield empty("category", term=line(tag))
    if entry.summary and len(entry.text) > feed.SUMMARY_LENGTH:
        # A shorter text would be said twice, which section 4.2.13 advises against.
        yield element("summary", entry.summary)
    yield markup("content", entry.content or f"<p>{escape(title)}</p>", type="html")


def _person(person: Person, links: Links) -> Iterator[str]:
    yield "<author>"
    yield element("name", line(person.name))
    if person.email:
        yield element("email", person.email)
    elif url := links.whole(person.url):
        yield element("uri", url)
    yield "</author>"
