"""Microdata (HTML Living Standard, section 5) in a page, in the form of JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from blogctl.errors import StoryError
from blogctl.importers.html_linked_data import POSTING
from blogctl.importers.html_page import Page, attribute
from blogctl.importers.schema_values import Fragment, Item

_ADDRESSES = {"a": "href", "area": "href", "link": "href", "img": "src", "audio": "src"}
_ADDRESSES |= {"video": "src", "source": "src", "embed": "src", "iframe": "src", "object": "data"}
_DEEPEST = 12
_MOST_PARTS = 100_000
"""Elements looked at in items that refer to others, counted as often as they are."""


@dataclass(slots=True)
class Microdata:
    """The live blogs in a page, and the elements of their parts by the identity of the items."""

    postings: list[Item] = field(default_factory=list)
    nodes: dict[int, LexborNode] = field(default_factory=dict)


def microdata(page: Page) -> Microdata:
    """The live blogs that a page marks up as items."""
    found = Microdata()
    reader = _Reader(page, found)
    for node in page.css(f'[itemscope][itemtype*="{POSTING}"]'):
        if attribute(node, "itemprop") is None or not reader.is_known(node):
            found.postings.append(reader.item(node))
    # Where elements are not closed as they should be, updates lie beside their live blog.
    lost = [
        node
        for node in page.css('[itemscope][itemprop~="liveBlogUpdate"]')
        if not reader.is_known(node)
    ]
    if found.postings and lost:
        updates = found.postings[0].setdefault("liveBlogUpdate", [])
        updates += [reader.item(node) for node in lost]
    return found


class _Reader:
    def __init__(self, page: Page, found: Microdata) -> None:
        self._page, self._nodes = page, found.nodes
        self._known: set[int] = set()
        self._parts_left = _MOST_PARTS

    def is_known(self, node: LexborNode) -> bool:
        """Whether the item of an element has been read."""
        return node.mem_id in self._known

    def item(self, node: LexborNode, depth: int = 0) -> Item:
        """The item that an element is."""
        self._known.add(node.mem_id)
        item: Item = {"@type": (attribute(node, "itemtype") or "").split()}
        if id_ := attribute(node, "itemid"):
            item["@id"] = id_
        self._nodes[id(item)] = node
        for part in self._parts(node):
            names = (attribute(part, "itemprop") or "").split()
            if "itemscope" not in part.attributes:
                value: str | Item = _value(part)
            elif depth < _DEEPEST and not self.is_known(part):
                value = self.item(part, depth + 1)
            else:
                continue
            for name in names:
                item.setdefault(name, []).append(value)
        return item

    def _parts(self, node: LexborNode) -> Iterator[LexborNode]:
        """The elements with properties of an item, those that it refers to included."""
        waiting = list(node.iter())[::-1]
        others = (attribute(node, "itemref") or "").split()[:100]
        refers = bool(others)
        for id_ in others:
            if (other := self._page.by_id.get(id_)) is not None:
                waiting.insert(0, other)
        while waiting:
            part = waiting.pop()
            self._parts_left -= refers
            if self._parts_left < 0:
                raise StoryError(f"{self._page.source.name}: its items refer to too much")
            given = part.attributes
            if given.get("itemprop"):
                yield part
            if "itemscope" not in given:
                waiting.extend(list(part.iter())[::-1])


def _value(node: LexborNode) -> str:
    given = node.attributes
    # By the standard only meta has it; pages write it everywhere, and mean it.
    if (content := given.get("content")) is not None:
        return content.strip()
    if name := _ADDRESSES.get(node.tag or ""):
        return (given.get(name) or "").strip()
    if node.tag in ("data", "meter"):
        return (given.get("value") or "").strip()
    if node.tag == "time" and given.get("datetime"):
        return (given.get("datetime") or "").strip()
    return Fragment.of(node)
