"""What an update is in a feed: a title, a summary and its whole HTML, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from blogctl.exporters.labels import Labels
from blogctl.exporters.links import Links
from blogctl.exporters.markdown import first_words, rendered, sanitised, to_html, words
from blogctl.exporters.telling import Telling
from blogctl.model import Correction, Media, Retraction, Source, Update

TITLE_LENGTH = 100
SUMMARY_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """An update as a feed shows it.

    ``title`` is its headline, else the first words of its body; ``summary`` the first words of
    its body as plain text; both are ``None`` where there are none. ``content`` is all that it
    says, as HTML with absolute URLs only; ``text`` is its body as plain text, a line a block.
    """

    title: str | None
    summary: str | None
    content: str
    text: str


def entry(update: Update, telling: Telling) -> Entry:
    """What an update is in a feed; of a retracted one, a notice with the reason."""
    if update.retraction is not None:
        return _notice(update.retraction, telling)
    links, labels = telling.links, telling.labels
    parts = []
    text = ""
    if update.label and update.label.strip():
        parts.append(f"<p><strong>{escape(update.label)}</strong></p>")
    if update.body:
        raw = rendered(update.body)
        text = words(raw)
        parts.append(sanitised(raw, base=links.base))
    parts += [_figure(item, links, labels) for item in update.media]
    parts += [_correction(item, telling) for item in update.corrections]
    if update.sources:
        parts.append(_sources(update.sources, links, labels))
    headline = " ".join((update.headline or "").split())
    return Entry(
        headline or first_words(text.partition("\n")[0], TITLE_LENGTH) or None,
        first_words(text, SUMMARY_LENGTH) or None,
        "\n".join(part for part in parts if part),
        text,
    )


def enclosures(update: Update, links: Links) -> list[tuple[Media, str]]:
    """The media that a feed can offer as files, with their URLs: what has a known type."""
    return [
        (item, url)
        for item in update.media
        if item.mime and item.type != "embed" and (url := links.whole(item.url))
    ]


def _notice(retraction: Retraction, telling: Telling) -> Entry:
    labels, when = telling.labels, telling.when(retraction.time)
    notice = f"<p><strong>{labels['retracted_at']}</strong> ({when}).</p>"
    if not retraction.reason:
        return Entry(labels["retracted"], None, notice, labels["retracted_at"])
    raw = rendered(retraction.reason)
    text = words(raw)
    content = f"{notice}\n{sanitised(raw, base=telling.links.base)}"
    summary = first_words(text, SUMMARY_LENGTH)
    return Entry(labels["retracted"], summary or None, content, text or labels["retracted_at"])


def _figure(item: Media, links: Links, labels: Labels) -> str:
    url = links.whole(item.url)
    caption = " ".join(text for text in (item.caption, item.credit) if text)
    said = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    if url is None:
        return (
            f"<p>{escape(item.caption or item.alt or '')}</p>" if item.caption or item.alt else ""
        )
    href = escape(url)
    if item.type == "image":
        size = "".join(
            f' {name}="{pixels}"'
            for name, pixels in (("width", item.width), ("height", item.height))
            if pixels
        )
        return f'<figure><img src="{href}" alt="{escape(item.alt or "")}"{size}>{said}</figure>'
    if item.type in ("video", "audio"):
        poster = links.whole(item.poster) if item.type == "video" else None
        still = f' poster="{escape(poster)}"' if poster else ""
        link = f'<a href="{href}">{escape(item.alt or labels[item.type])}</a>'
        return (
            f'<figure><{item.type} src="{href}" controls{still}>{link}</{item.type}>{said}</figure>'
        )
    text = item.caption or item.alt or labels[item.type]
    credit = f" ({escape(item.credit)})" if item.credit else ""
    return f'<p><a href="{href}">{escape(text)}</a>{credit}</p>'


def _correction(item: Correction, telling: Telling) -> str:
    labels, when = telling.labels, telling.when(item.time)
    label = labels.colon(f"<strong>{labels['correction']}</strong> ({when})")
    return f"<p>{label}</p>\n{to_html(item.text, base=telling.links.base)}"


def _sources(sources: tuple[Source, ...], links: Links, labels: Labels) -> str:
    named = []
    for source in sources:
        url = links.whole(source.url)
        name = escape(source.name)
        named.append(f'<a href="{escape(url)}">{name}</a>' if url else name)
    label = labels["source" if len(sources) == 1 else "sources"]
    return f"<p>{labels.colon(label)} {labels.listed(named)}</p>"
