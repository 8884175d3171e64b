"""Posts of Sourcefabric Live Blog (Superdesk), as its programming interface answers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import Any

from blogctl.importers import API_VERSION, NO, SURE, Findings, Omission, Source, without_blanks
from blogctl.importers.bodies import text_of
from blogctl.importers.moments import read_moment
from blogctl.importers.records import first, flag, number, rows, under, unwrapped
from blogctl.importers.sourcefabric_items import content_of, items_of
from blogctl.importers.values import Table, address, table, texts, whole_number

_PUBLISHED = ("published_date", "firstcreated", "_created", "versioncreated")
_CHANGED = ("unpublished_date", "_updated", "versioncreated")
_HIDDEN = {"submitted": "a contribution", "comment": "a reader's comment"}
_NAMES = ("display_name", "byline", "username", "name")
_STATUS = {"open": "live", "closed": "ended", "deleted": "ended"}
_ORIGINS = {
    "story.headline": "blog title",
    "story.summary": "blog description",
    "story.image": "blog picture",
    "story.status": "blog_status",
    "story.coverage_start": "start_date",
    "story.coverage_end": "end_date",
    "updates.headline": "headline",
    "updates.body": "items",
    "updates.media": "image, embed and video items",
    "updates.authors": "original_creator, byline or commenter",
    "updates.tags": "tags",
    "updates.key": "lb_highlight",
    "updates.pinned": "sticky",
    "updates.edited": "content_updated_date",
    "updates.label": "item_type",
    "updates.retraction": "deleted",
    "updates.extra": "poll_body, meta.data, order",
}


class SourcefabricImporter:
    """Reads the posts of a blog, the blog's own data, or both."""

    api_version = API_VERSION
    summary = "Sourcefabric Live Blog: its API's posts and options"

    def recognises(self, source: Source) -> int:
        """Sure of posts that are packages of items, and of blogs with a ``blog_status``."""
        return SURE if any(map(_is_ours, unwrapped(source.json))) else NO

    def read(self, source: Source) -> Findings | None:
        """The blog and its posts, from one answer or an array of several."""
        blog: Table = {}
        total: float = 0
        posts: dict[str, Table] = {}
        for each in unwrapped(source.json):
            if not blog and _is_blog(each):
                blog = each
            elif _are_posts(each):
                for post in rows(each):
                    posts.setdefault(first(post, "_id", "guid") or f" {len(posts)}", post)
            elif isinstance(each, dict) and _are_posts(each.get("_items")):
                total = max(total, number(under(each, "_meta", "total")) or 0)
        if not blog and not posts:
            return None
        return _Reading(blog, list(posts.values()), int(total), source.url).findings


def _is_ours(value: object) -> bool:
    return _is_blog(value) or _are_posts(value)


def _is_blog(value: object) -> bool:
    return isinstance(value, dict) and "blog_status" in value and "title" in value


def _are_posts(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(each.get("groups"), list)
        and ("post_status" in each or each.get("particular_type") == "post")
        for each in rows(value[:20])
    )


class _Reading:
    def __init__(self, blog: Table, posts: list[Table], total: int, url: str | None) -> None:
        self.findings = Findings(origins=dict(_ORIGINS))
        self._blog, self._base = blog, first(blog, "public_url") or url
        self._names = _names(posts)
        self._untimed = Counter[str]()
        self._orders: list[tuple[dict[str, Any], float]] = []
        for post in posts:
            self._post(post)
        self._order()
        self._story(posts)
        if total > len(posts):
            more = f"{total - len(posts):,} more posts"
            self._leave_out(more, "they are on other pages of the answer")
        for name, count in self._untimed.items():
            self.findings.doubts.append(f"{count:,} without published_date: {name} is taken for it")

    def _leave_out(self, what: str, why: str) -> None:
        self.findings.omissions.append(Omission(what, why))

    # Posts

    def _post(self, post: Table) -> None:
        id_, status = first(post, "_id", "guid"), first(post, "post_status") or "open"
        deleted = flag(post.get("deleted"))
        if status in _HIDDEN:
            self._leave_out(id_ or "a post", f"{_HIDDEN[status]} that nobody has published")
            return
        if deleted and (status != "open" or not self._time(post)):
            self._leave_out(id_ or "a post", "it was deleted before anybody could read it")
            return
        content = content_of(post, self._base)
        update: dict[str, Any] = {"id": id_, "time": self._time(post), "body": content.body}
        update |= {"media": content.media, "extra": dict(content.extra), "label": content.label}
        update["headline"] = text_of(first(post, "headline"))
        update["edited"] = first(post, "content_updated_date")
        update["authors"] = self._authors(post, content.commenter)
        update["tags"] = texts(post.get("tags"))
        update["key"] = flag(post.get("lb_highlight")) or flag(post.get("highlight"))
        update["pinned"] = flag(post.get("sticky"))
        if status != "open":
            update["status"] = "draft"
            if status != "draft":
                self.findings.doubts.append(f'post_status "{status[:40]}" is unknown: a draft')
        if deleted:
            update["retraction"] = {"time": first(post, *_CHANGED)}
        for missing in content.missing:
            self._leave_out(f"item {missing}", "only its id is in the answer")
        self.findings.homeless.update(content.homeless)
        self.findings.updates.append(without_blanks(update))
        place = number(post.get("order"))
        if status == "open" and not deleted and place is not None:
            self._orders.append((self.findings.updates[-1], place))

    def _time(self, post: Table) -> str:
        """When a post was published; else the nearest to that, which is told."""
        name = next((key for key in _PUBLISHED if first(post, key)), "")
        was_read = first(post, "post_status") in ("", "open") and not flag(post.get("deleted"))
        if was_read and name not in ("", "published_date"):
            self._untimed[name] += 1
        return first(post, name) if name else ""

    def _authors(self, post: Table, commenter: str) -> list[dict[str, Any]]:
        """Who wrote a post; never who merely published it."""
        if commenter:
            return [{"name": commenter, "role": "Reader"}]
        people = [_name(post.get("original_creator"), self._names) or first(post, "byline")]
        people += [_name(each.get("original_creator"), self._names) for each in items_of(post)]
        people = list(dict.fromkeys(filter(None, people)))
        if not people and post.get("original_creator"):
            self.findings.homeless["original_creator, an id without a name"] += 1
        return [{"name": name} for name in people]

    def _order(self) -> None:
        """Tell of posts that an editor moved away from where their times put them."""
        timed = [(read_moment(update.get("time")), update, at) for update, at in self._orders]
        aware = [(time, update, at) for time, update, at in timed if time and time.tzinfo]
        aware.sort(key=lambda each: (each[0], each[2]))
        ends: list[float] = []  # of the longest row of posts that rises
        for _, _, at in aware:
            index = bisect_left(ends, at)
            ends[index : index + 1] = [at]
        moved = len(aware) - len(ends)
        if not moved:
            return
        for _, update, at in aware:
            update["extra"] = {**update.get("extra", {}), "order": at}
        self.findings.homeless["order"] = len(aware)
        self.findings.doubts.append(
            f"{moved:,} of {len(aware):,} stand elsewhere by their order than by their times: "
            "they are in the order of their times, and extra.order has the other"
        )

    # The blog

    def _story(self, posts: list[Table]) -> None:
        blog = self._blog
        language = first(table(blog.get("blog_preferences")), "language")
        story: dict[str, Any] = {
            "id": first(blog, "_id") or next(filter(None, (_blog_id(post) for post in posts)), ""),
            "headline": text_of(first(blog, "title")),
            "summary": text_of(first(blog, "description")),
            "language": language or next((first(post, "language") for post in posts), ""),
            "status": _STATUS.get(first(blog, "blog_status")),
            "url": address(blog.get("public_url")),
            "coverage_start": first(blog, "start_date"),
            "coverage_end": first(blog, "end_date"),
            "image": self._picture(),
            "tags": texts([blog.get("category")]),
        }
        self.findings.story = without_blanks(story)

    def _picture(self) -> dict[str, Any]:
        picture = table(self._blog.get("picture"))
        shapes = table(picture.get("renditions")) or table(self._blog.get("picture_renditions"))
        url = address(self._blog.get("picture_url"), self._base)
        for shape in [*rows(shapes), {}]:
            if url is None or address(shape.get("href")) == url:
                url = url or address(shape.get("href"))
                size = {key: whole_number(shape.get(key)) for key in ("width", "height")}
                said = {"alt": first(picture, "alt_text"), "caption": first(picture, "headline")}
                return without_blanks({"url": url, **size, **said}) if url else {}
        return {"url": url}


def _names(posts: list[Table]) -> dict[str, str]:
    """The names of the people who are described anywhere in the posts, by their ids."""
    names: dict[str, str] = {}
    for post in posts:
        for data in [post, *items_of(post)]:
            for key in ("publisher", "original_creator", "version_creator"):
                person = table(data.get(key))
                if first(person, "_id"):
                    names.setdefault(first(person, "_id"), first(person, *_NAMES))
    return names


def _name(value: object, names: dict[str, str]) -> str:
    if isinstance(value, dict):
        return first(value, *_NAMES)
    return names.get(value, "") if isinstance(value, str) else ""


def _blog_id(post: Table) -> str:
    return first(table(post.get("blog")), "_id") or first(post, "blog", "client_blog")
