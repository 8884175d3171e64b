"""What one would write in an afternoon without blogctl: ``baselines.py sort|rss|html STORY``.

Each imports what it needs and no more, as it would if it were a script of its own.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PAGE = """\
<!doctype html>
<html lang="{{ story.language }}">
<head><meta charset="utf-8"><title>{{ story.headline }}</title></head>
<body>
<h1>{{ story.headline }}</h1>
<p>{{ story.summary }}</p>
{% for update in updates %}
<article id="{{ update.id }}"{% if update.key %} class="key"{% endif %}>
<h2>{{ update.headline }}</h2>
<p><time datetime="{{ update.time.isoformat() }}">{{ update.time.strftime("%d %B, %H:%M") }}</time>
{% for tag in update.tags %}<span>{{ tag }}</span>{% endfor %}</p>
{{ render(update.body) | safe }}
{% for item in update.media %}
<figure><img src="{{ item.url }}" alt="{{ item.alt }}">
<figcaption>{{ item.credit }}</figcaption></figure>
{% endfor %}
</article>
{% endfor %}
</body>
</html>
"""


def sort(path: Path) -> None:
    """Put the updates in order, at the price of every comment in the file."""
    import tomli_w

    data = _load(path)
    data["updates"].sort(key=lambda update: update["time"])
    with path.open("wb") as file:
        tomli_w.dump(data, file, multiline_strings=True)


def rss(path: Path) -> None:
    """A feed with every update's body as HTML."""
    from feedgen.feed import FeedGenerator
    from markdown_it import MarkdownIt

    data = _load(path)
    story, markdown = data["story"], MarkdownIt("commonmark")
    feed = FeedGenerator()
    feed.title(story["headline"])
    feed.link(href=story["url"])
    feed.description(story["summary"])
    feed.language(story["language"])
    for update in reversed(data["updates"]):
        link = f"{story['url']}#{update['id']}"
        entry = feed.add_entry(order="append")
        entry.title(update["headline"])
        entry.link(href=link)
        entry.guid(link)
        entry.pubDate(update["time"])
        entry.category([{"term": tag} for tag in update["tags"]])
        entry.content(markdown.render(update["body"]))
        for item in update.get("media", ()):
            entry.enclosure(item["url"], "0", item["mime"])
    sys.stdout.buffer.write(feed.rss_str(pretty=False))


def html(path: Path) -> None:
    """A page with every update's body as HTML, newest first."""
    from jinja2 import Environment
    from markdown_it import MarkdownIt

    data = _load(path)
    template = Environment(autoescape=True).from_string(_PAGE)
    page = template.render(
        story=data["story"],
        updates=data["updates"][::-1],
        render=MarkdownIt("commonmark").render,
    )
    sys.stdout.buffer.write(page.encode())


def _load(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


if __name__ == "__main__":
    baseline: dict[str, Callable[[Path], None]] = {"sort": sort, "rss": rss, "html": html}
    baseline[sys.argv[1]](Path(sys.argv[2]))
