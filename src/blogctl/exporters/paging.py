"""Feeds on several pages whose addresses do not shift when new updates arrive.

Full pages are filled from the oldest update on and then stay as they are; the feed itself holds
what is newer, and one page's worth at least.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from blogctl.exporters.options import PagedOptions
from blogctl.model import Update


@dataclass(frozen=True, slots=True)
class Paged:
    """One page: its updates in display order, and where it and its neighbours are found.

    ``relations`` are pairs of a link relation (``self``, ``next`` to what is older,
    ``previous``) and a URL, as far as URLs are known.
    """

    updates: Sequence[Update]
    relations: Sequence[tuple[str, str]]

    def url(self, relation: str) -> str | None:
        """The URL of a relation, if it is known."""
        return dict(self.relations).get(relation)


def pages(
    updates: Sequence[Update],
    options: PagedOptions,
    name: str,
    url: str | None,
    render: Callable[[Paged], str],
) -> str | Mapping[str, str]:
    """The document of all updates, or, with a page size, documents by their names.

    ``updates`` are in display order; ``name`` is the file name of the feed itself, ``url``
    where it is found.
    """
    if options.page_size is None:
        return render(Paged(updates, [("self", url)] if url else []))
    oldest_first = list(updates) if options.order == "oldest" else list(updates)[::-1]
    size = options.page_size
    full = max(len(oldest_first) // size - 1, 0)
    names = [_numbered(name, number) for number in range(1, full + 1)]
    urls = [urljoin(url, quote(each)) if url else None for each in names]
    documents: dict[str, str] = {}
    for number, own in enumerate([*names, name]):
        end = len(oldest_first) if number == full else (number + 1) * size
        part = oldest_first[number * size : end]
        around = {
            "self": url if number == full else urls[number],
            "previous": url if number == full - 1 else urls[number + 1] if number < full else None,
            "next": urls[number - 1] if number else None,
        }
        relations = [(relation, each) for relation, each in around.items() if each]
        shown = part if options.order == "oldest" else part[::-1]
        documents[own] = render(Paged(shown, relations))
    return documents


def _numbered(name: str, number: int) -> str:
    """The name of a page: ``story.page-2.feed.json`` for ``story.feed.json``."""
    for suffix in (".feed.json", ".atom"):
        if name.endswith(suffix):
            return f"{name.removesuffix(suffix)}.page-{number}{suffix}"
    return f"{name}.page-{number}"
