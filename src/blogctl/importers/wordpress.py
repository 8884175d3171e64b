"""Entries of the WordPress plug-in Liveblog (Automattic), as its REST interface answers."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

from blogctl.importers import API_VERSION, NO, SURE, Findings, Omission, Source, without_blanks
from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.records import first, flag, number, rows, unwrapped
from blogctl.importers.trees import parsed
from blogctl.importers.values import Table, address

_ITS_OWN = ("css_classes", "entry_time", "share_link", "render", "key_event", "html")
"""Fields of entries of which at least two are there."""

_KINDS = ("new", "update", "delete")
_COMMAND = re.compile(r"(?<![\w/\"'=<])/(key|pin)(?![\w/])[ \t]?")
_HASHTAG = re.compile(r"(?<![\w&/\"'=:;#])#([^\W\d_][\w-]*)")
_TERM = re.compile(r"(?<!\S)term-(\S+)")
_BLOCK = re.compile(r"<(?:p|div|ul|ol|blockquote|table|h\d|pre)\b", re.IGNORECASE)
_ORIGINS = {
    "story.url": "share_link",
    "updates.headline": "headline",
    "updates.body": "render, content or html",
    "updates.media": "render, content or html",
    "updates.authors": "authors",
    "updates.tags": "hashtags and css_classes",
    "updates.key": "key_event",
    "updates.pinned": "/pin",
    "updates.edited": "timestamp of its newest update",
    "updates.retraction": "an entry of type delete",
    "updates.original_url": "share_link",
}


class WordpressImporter:
    """Reads entries, with what later entries changed and deleted of them."""

    api_version = API_VERSION
    summary = "the WordPress plug-in Liveblog: entries of its REST interface"

    def recognises(self, source: Source) -> int:
        """Sure of entries with a type, a timestamp and fields that only this plug-in has."""
        return SURE if any(map(_are_entries, unwrapped(source.json))) else NO

    def read(self, source: Source) -> Findings | None:
        """The entries of one answer, or an array of several, each as its newest version has it."""
        answers: list[Table] = []
        entries: list[Table] = []
        for each in unwrapped(source.json):
            if _are_entries(each):
                entries += rows(each)
            elif isinstance(each, dict) and any(map(_are_entries, each.values())):
                answers.append(each)
        return _Reading(entries, answers, source.url).findings if entries else None


def _are_entries(value: object) -> bool:
    return isinstance(value, list) and any(
        each.get("type") in _KINDS
        and "timestamp" in each
        and "id" in each
        and sum(key in each for key in _ITS_OWN) > 1
        for each in rows(value[:20])
    )


class _Reading:
    def __init__(self, entries: list[Table], answers: list[Table], url: str | None) -> None:
        self.findings = Findings(origins=dict(_ORIGINS))
        self._url = url
        by_id: dict[str, list[Table]] = {}
        for place, entry in enumerate(entries):
            by_id.setdefault(first(entry, "id") or f" {place}", []).append(entry)
        for id_, versions in by_id.items():
            self._entry(id_.strip() if first(versions[0], "id") else "", versions)
        self._story(answers)

    def _entry(self, id_: str, versions: list[Table]) -> None:
        """One entry, of all that the answer has under its id."""
        told = id_ or "an entry"
        versions = sorted(versions, key=_when)  # stable: the later one wins at the same time
        deleted = [each for each in versions if each.get("type") == "delete"]
        alive = [each for each in versions if each.get("type") != "delete"]
        if not alive:
            if id_:
                self.findings.withdrawn[id_] = first(deleted[-1], "timestamp")
            else:
                self.findings.omissions.append(Omission(told, "it was deleted, but has no id"))
            return
        original, newest = alive[0], alive[-1]
        update = self._update(newest)
        update |= {"id": id_, "time": self._time(original, told)}
        if newest.get("type") == "update" or newest is not original:
            update["edited"] = first(newest, "timestamp")
        if deleted:
            update["retraction"] = {"time": first(deleted[-1], "timestamp")}
        self.findings.updates.append(without_blanks(update))

    def _time(self, original: Table, told: str) -> str:
        """When an entry was new: an update has the time of what it updates as entry_time."""
        own, entry_time = first(original, "timestamp"), first(original, "entry_time")
        if original.get("type") == "update":
            if not entry_time:
                self._doubt(f"{told}: only an update of it is there: it has the time of that")
            return entry_time or own
        if own and entry_time and number(own) != number(entry_time):
            self._doubt(f"{told}: its timestamp and its entry_time differ: timestamp is taken")
        return own or entry_time

    def _doubt(self, text: str) -> None:
        self.findings.doubts.append(text)

    def _update(self, entry: Table) -> dict[str, Any]:
        link = address(entry.get("share_link"), self._url)
        raw = first(entry, "content")
        node, is_typed = _shown(entry)
        commands = set(_COMMAND.findall(raw)) | _types(first(entry, "css_classes"))
        tags = _TERM.findall(first(entry, "css_classes"))
        if node is not None:
            commands |= _without_commands(node)
            tags = [*_hashtags(node), *tags]
        body = body_of(node, _page(link) or self._url) if node is not None else body_of("")
        if is_typed:
            tags += _HASHTAG.findall(text_of(raw))
        update: dict[str, Any] = {
            "headline": text_of(first(entry, "headline")),
            "body": body.markdown,
            "media": body.media,
            "authors": _authors(entry),
            "tags": list({tag.lower(): tag for tag in reversed(tags)}.values())[::-1],
            "key": flag(entry.get("key_event")) or flag(entry.get("is_key_event")),
            "pinned": "pin" in commands,
            "original_url": link,
        }
        if "key_event" not in entry and "is_key_event" not in entry:
            update["key"] = "key" in commands
        status = first(entry, "status")
        if status and status != "publish":
            update["status"] = "draft"
            if status not in ("draft", "pending", "future", "private", "auto-draft"):
                self._doubt(f'status "{status[:40]}" is unknown: a draft')
        return update

    def _story(self, answers: list[Table]) -> None:
        answer = answers[0] if answers else {}
        links = [update.get("original_url") for update in self.findings.updates]
        pages = {page for page in map(_page, links) if page}
        title = answer.get("title")
        story = {
            "headline": text_of(
                first(title, "rendered") if isinstance(title, dict) else first(answer, "title")
            ),
            "url": pages.pop() if len(pages) == 1 else "",
        }
        self.findings.story = without_blanks(story)
        count = int(number(answer.get("pages")) or 0)
        if 0 < len(answers) < count:
            what = f"{count - len(answers):,} of {count:,} pages"
            self.findings.omissions.append(Omission(what, "they are not in the answer"))


def _when(entry: Table) -> float:
    return number(entry.get("timestamp")) or 0


def _types(classes: str) -> set[str]:
    return {name.removeprefix("type-") for name in classes.split() if name.startswith("type-")}


def _shown(entry: Table) -> tuple[LexborNode | None, bool]:
    """The text of an entry, and whether it is as it was typed, with commands and hashtags."""
    rendered = first(entry, "render")
    html = rendered or first(entry, "content") or first(entry, "html")
    if not rendered and "content" in entry and html:
        html = _paragraphs(_COMMAND.sub("", html))
    tree = parsed(html)
    if tree is None:
        return tree, not rendered
    # Early versions give the entry as their page has it, with its author and time around it.
    inner = tree.css_first(".liveblog-entry-text") or tree.css_first(".liveblog-entry-content")
    return inner or tree, not rendered


def _paragraphs(typed: str) -> str:
    """What was typed, with the paragraphs and line breaks that WordPress makes of blank lines."""
    if _BLOCK.search(typed):
        return typed
    parts = re.split(r"\n[ \t]*\n", typed.strip())
    return "".join(f"<p>{part}</p>" for part in parts).replace("\n", "<br>")


def _without_commands(node: LexborNode) -> set[str]:
    """Take the commands out of a text; which they are."""
    found: set[str] = set()
    for each in node.css("span.liveblog-command"):
        found |= _types(each.attributes.get("class") or "")
        each.decompose()
    return found


def _hashtags(node: LexborNode) -> list[str]:
    """The hashtags in a text, which are written with their sign again."""
    found = []
    for each in node.css("span.liveblog-hash"):
        tag = text_of(each)
        if tag:
            found.append(tag)
            each.replace_with(f"#{tag}")
    return found


def _authors(entry: Table) -> list[dict[str, Any]]:
    names = [first(each, "name") or first(each, "key") for each in rows(entry.get("authors"))]
    html = first(entry, "html", "content")
    if not names and "liveblog-author-name" in html and (tree := parsed(html)):
        names = [text_of(each) for each in tree.css(".liveblog-author-name")]
    return [{"name": name} for name in dict.fromkeys(filter(None, names))]


def _page(link: object) -> str | None:
    """The address of the live blog that a link to an entry leads to."""
    if not isinstance(link, str):
        return None
    parts = urlsplit(link)
    query = [(key, value) for key, value in parse_qsl(parts.query, True) if key != "lbup"]
    return urlunsplit((*parts[:3], urlencode(query), ""))
