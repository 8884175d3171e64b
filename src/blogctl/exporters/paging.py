"""Feeds on several pages whose addresses do not shift when new updates arrive.

Full pages are filled from the oldest update on and then stay as they are; the feed itself holds
what is newer, and one page's worth at least.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from blogctl.errors import UsageError
from blogctl.exporters.options import Ordered, PagedOptions, newest, selected
from blogctl.model import Story, Update


@dataclass(frozen=True, slots=True)
class Paged:
    """One page: its updates in display order, and where it and its neighbours are found.

    ``relations`` are pairs of a link relation (``self``, ``next`` to what is older,
    ``previous``) and a URL, as far as URLs are known. The newest page is the feed itself.
    """

    updates: Sequence[Update]
    relations: Sequence[tuple[str, str]]
    is_newest: bool = True

    def url(self, relation: str) -> str | None:
        """The URL of a relation, if it is known."""
        return dict(self.relations).get(relation)


def pages(
    story: Story,
    options: PagedOptions,
    name: str,
    url: str | None,
    render: Callable[[Paged], str],
) -> str | Mapping[str, str]:
    """The document of the story's updates, or, with a page size, documents by their names.

    ``name`` is the file name of the feed itself, ``url`` where it is found. A limit leaves out
    only whole pages, the oldest: each of the others holds what it held without it.
    :class:`~blogctl.errors.UsageError` for pages without a URL, which nobody would find.
    """
    size = options.page_size
    if size is None:
        return render(Paged(selected(story, options), [("self", url)] if url else []))
    if url is None:
        raise UsageError(
            "page-size needs feed-url, too: without it the pages could not be found",
            help="say where the feed will be, as in -O feed-url=https://example.org/feeds/",
        )
    parts = cut(story, options, size)
    names = [*(_numbered(name, part.number) for part in parts[:-1]), name]
    urls = [*(urljoin(url, quote(each)) for each in names[:-1]), url]
    documents: dict[str, str] = {}
    for index, part in enumerate(parts):
        around = {
            "self": urls[index],
            "previous": urls[index + 1] if part is not parts[-1] else None,
            "next": urls[index - 1] if index else None,
        }
        relations = [(relation, each) for relation, each in around.items() if each]
        documents[names[index]] = render(Paged(part.updates, relations, part is parts[-1]))
    return documents


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one page: its number, counted from the oldest, and its updates as shown."""

    number: int
    updates: Sequence[Update]


def cut(story: Story, options: Ordered, size: int) -> list[Part]:
    """The story's updates in parts for pages, the oldest first.

    All but the last, the newest, hold ``size`` of them; it holds as many at least, if there are.
    A limit leaves out whole parts only.
    """
    oldest_first = newest(story, options.model_copy(update={"limit": None}))[::-1]
    count = len(oldest_first)
    full = max(count // size - 1, 0)
    first = min(max(count - options.limit, 0) // size, full) if options.limit else 0
    parts = []
    for number in range(first, full + 1):
        end = count if number == full else (number + 1) * size
        part = oldest_first[number * size : end]
        parts.append(Part(number + 1, part if options.order == "oldest" else part[::-1]))
    return parts


def _numbered(name: str, number: int) -> str:
    """The name of a page: ``story.page-2.feed.json`` for ``story.feed.json``."""
    for suffix in (".feed.json", ".atom"):
        if name.endswith(suffix):
            return f"{name.removesuffix(suffix)}.page-{number}{suffix}"
    return f"{name}.page-{number}"
