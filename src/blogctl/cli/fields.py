"""What people write in options, made into the fields of a story."""

from __future__ import annotations

import re
from typing import Any

from blogctl.errors import UsageError

_WITH_URL = re.compile(r"(?P<name>[^<>]*\S)\s*<(?P<url>[^<>\s]+)>", re.DOTALL)
_URL = re.compile(r"https?://(?P<host>[^/?#\s<>@]+)\S*\Z")
_KINDS = {
    "image": "jpg jpeg png gif webp avif svg",
    "video": "mp4 m4v webm mov ogv",
    "audio": "mp3 m4a aac ogg oga opus wav flac",
    "file": "pdf csv txt zip doc docx xls xlsx ods odt json",
}
_KIND_OF = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split()}


def named(text: str, option: str) -> dict[str, str]:
    """``NAME`` or ``NAME <URL>`` as a table with ``name`` and ``url``.

    A source that is a URL alone is called after its host.
    """
    match = _WITH_URL.fullmatch(text.strip())
    if match:
        return {"name": match["name"].strip(), "url": match["url"]}
    host = _URL.match(text.strip())
    if host and option == "--source":
        return {"name": host["host"], "url": text.strip()}
    if "<" in text or ">" in text:
        raise UsageError(f'{option}: "{text}" is not clear', help="write 'NAME <URL>' or 'NAME'")
    return {"name": text.strip()}


def author(text: str) -> str | dict[str, str]:
    """``NAME`` as it is, ``NAME <URL>`` or ``NAME <ADDRESS>`` as a table."""
    table = named(text, "--author")
    if "@" in table.get("url", "") and ":" not in table["url"]:
        table["url"] = f"mailto:{table['url']}"
    return table["name"] if set(table) == {"name"} else table


def media(
    urls: list[str],
    kinds: list[str],
    alts: list[str],
    captions: list[str],
    credit_lines: list[str],
) -> list[dict[str, Any]]:
    """Media items; the first alt, caption … belongs to the first URL, and so on."""
    given = {"media-type": kinds, "alt": alts, "caption": captions, "credit": credit_lines}
    for option, values in given.items():
        if len(values) > len(urls):
            raise UsageError(
                f"--{option} is given more often than --media", help="name each --media first"
            )
    items = []
    for number, url in enumerate(urls):
        item = {"type": kinds[number] if number < len(kinds) else _kind(url), "url": url}
        for key in ("alt", "caption", "credit"):
            if number < len(given[key]):
                item[key] = given[key][number]
        items.append(item)
    return items


def _kind(url: str) -> str:
    path = url.split("?", 1)[0].split("#", 1)[0]
    suffix = path.rsplit(".", 1)[-1].lower() if "." in path.rsplit("/", 1)[-1] else ""
    if suffix not in _KIND_OF:
        raise UsageError(
            f'--media: what "{url}" is cannot be told from its name',
            help="say it with --media-type image, video, audio, embed or file",
        )
    return _KIND_OF[suffix]
