"""What an update is in a feed: a title, a summary and its whole HTML, whatever the format."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from blogctl.exporters.labels import Labels
from blogctl.exporters.links import Links
from blogctl.exporters.telling import Telling
from blogctl.exporters.words import captions, correction_label, retraction_line
from blogctl.markup.markdown import plain, rendered, sanitised, shortened, to_html, words
from blogctl.model import Correction, Media, Retraction, Source, Story, Update

TITLE_LENGTH = 100
SUMMARY_LENGTH = 300


class Entry(NamedTuple):
    """An update as a feed shows it.

    ``title`` is its headline, else the first words of its body; ``summary`` the first words of
    its body as plain text; both are ``None`` where there are none. ``content`` is all that it
    says, as HTML with absolute URLs only; ``text`` is its body as plain text, a line for
    each block and after each hard break.
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
    return Entry(
        _title(update, text),
        _summary(text),
        "\n".join(part for part in parts if part),
        text,
    )


def told(update: Update, telling: Telling) -> tuple[str | None, str]:
    """The title and the text of an update, where its HTML is not needed; see :class:`Entry`."""
    if update.retraction is None:
        text = plain(update.body or "")
        return _title(update, text), text
    notice = _notice(update.retraction, telling)
    return notice.title, notice.text


def title_of(update: Update) -> str | None:
    """What an update is called that is not retracted; see :class:`Entry`."""
    return _title(update, "" if update.headline else plain(update.body or ""))


def _title(update: Update, text: str) -> str | None:
    headline = " ".join((update.headline or "").split())
    return headline or shortened(text.partition("\n")[0], TITLE_LENGTH) or None


def _summary(text: str) -> str | None:
    # Within its lines, a text that comes from words() has no white space to collapse.
    return shortened(text.replace("\n", " "), SUMMARY_LENGTH) or None


def about(story: Story) -> str | None:
    """What a story is about, as plain text: its summary, else the first words of its body."""
    summary = (story.meta.summary or "").strip()
    return summary or _summary(plain(story.meta.body or ""))


def enclosures(update: Update, links: Links) -> list[tuple[Media, str]]:
    """The media that a feed can offer as files, with their URLs: what has a known type."""
    return [
        (item, url)
        for item in update.media
        if item.media_type and item.type != "embed" and (url := links.whole(item.url))
    ]


def _notice(retraction: Retraction, telling: Telling) -> Entry:
    notice = f"<p>{retraction_line(retraction, telling, '<strong>', '</strong>')}</p>"
    raw = rendered(retraction.reason or "")
    reason = words(raw)
    parts = (notice, sanitised(raw, base=telling.links.base))
    return Entry(
        telling.labels["retracted"],
        _summary(reason),
        "\n".join(filter(None, parts)),
        "\n".join(filter(None, (retraction_line(retraction, telling), reason))),
    )


def _figure(item: Media, links: Links, labels: Labels) -> str:
    url = links.whole(item.url)
    said = f"<figcaption>{caption}</figcaption>" if (caption := _caption(item, labels)) else ""
    if url is None:
        return f"<p>{caption or escape(item.alt or '')}</p>" if caption or item.alt else ""
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
    rest = _caption(item, labels, shown=item.caption)
    return f'<p><a href="{href}">{escape(text)}</a>{f" · {rest}" if rest else ""}</p>'


def _caption(item: Media, labels: Labels, shown: str | None = None) -> str:
    return escape(" · ".join(captions(item, labels, shown=shown)))


def _correction(item: Correction, telling: Telling) -> str:
    label = correction_label(item, telling, "<strong>", "</strong>")
    return f"<p>{label}</p>\n{to_html(item.text, base=telling.links.base)}"


def _sources(sources: tuple[Source, ...], links: Links, labels: Labels) -> str:
    named = []
    for source in sources:
        url = links.whole(source.url)
        name = escape(source.name)
        named.append(f'<a href="{escape(url)}">{name}</a>' if url else name)
    label = labels["source" if len(sources) == 1 else "sources"]
    return f"<p>{labels.colon(label)} {labels.listed(named)}</p>"
