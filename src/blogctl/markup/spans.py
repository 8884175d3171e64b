"""What is inside a block of HTML, as CommonMark: words, emphasis, links, images, code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import product
from typing import NamedTuple
from unicodedata import category

from blogctl import dialect
from blogctl.markup.markdown import sanitised

_SPAN = re.compile(
    r"<a href=\"(?P<href>(?:mailto:)?(?P<shown>[^\"]*))\"[^>]*>(?P=shown)</a>"
    r"|<code>(?P<code>.*?)</code>"
    r"|<(?P<end>/?)(?P<tag>[a-z]+)(?P<attributes>(?: [a-z]+=\"[^\"]*\")*)>"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r" ([a-z]+)=\"([^\"]*)\"")
_AUTOLINK = re.compile(
    r"https?://[^\s<>`]+|[\w.!#$%'*+/=?^{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*",
    re.ASCII | re.IGNORECASE,
)
_BARE = re.compile(r"[^\s<>()\\]+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# Among others what GitHub makes a link of by itself.
_SPECIAL = re.compile(
    r"[\\`*_\[\]~|]|<(?![\s\d=])|&(?=#?\w+;)|(?<!#)#++(?=\s*$)|:(?=//)|(?<=www)\.|(?<=[\w.+-])@(?=[\w-])",
    re.IGNORECASE,
)
_START = re.compile(
    r"^(?:([0-9]{1,9})(?=[.)](?:\s|$))|(?=[#>]|[-+](?:\s|$)|-[-:]|:-|=+[ \t]*$))", re.MULTILINE
)
_SPACE = re.compile(r"[ \t\r\n]+")
_BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")
_END_OF_LINE = re.compile(r"(?<![ \t])[ \t]*+\n[ \t\n]*")
_TICKS = re.compile(r"`+")
_LINK = re.compile(r"</?a(?: [^>]*)?>")
_OUTER_SPACE = re.compile(r"(?<=<p>) |(?<! )(?<!<br>)(?: |<br>)++(?=</p>)")
_EMPHASIS = ("em", "strong", "del")
_MOST_TRIED = 6
"""In lines with more emphasis than this, not every way to write it is tried."""


class _Piece(NamedTuple):
    """A piece of a line: text, code, a break, Markdown as it is, or where emphasis begins or ends.

    The ``text`` of the last is their tag.
    """

    kind: str
    text: str = ""


class _Style(NamedTuple):
    """How emphasis is written: a sign for each that begins.

    Where it is ``wide``, no letter touches it from outside.
    """

    signs: Sequence[str] = ()
    wide: bool = False


def escaped(text: str) -> str:
    """A plain text on one line, as Markdown that shows it as it is."""
    return _exact(_BREAKABLE.sub(" ", text.strip()))


def _exact(text: str) -> str:
    return _START.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", text).strip(" ")))


def link(text: str, url: str, title: str | None = None) -> str:
    """A link with a Markdown text; behind an ``!``, an image."""
    said = ' "' + _exact(title).replace('"', '\\"') + '"' if title else ""
    return f"[{text}]({_destination(url)}{said})"


def fence(code: str, shortest: int = 1) -> str:
    """Backticks to put around code: more than it has in a row itself."""
    return "`" * max(shortest, *(len(run) + 1 for run in ["", *_TICKS.findall(code)]))


def span(html: str, *, one_line: bool = False, cell: bool = False) -> str:
    """The inside of a block as Markdown; with ``cell``, for a table.

    Emphasis is kept where it can be written at all.
    """
    pieces = _pieces(html)
    style: _Style | None = _Style()
    if any(piece.kind == "open" for piece in pieces):
        wanted = _without_links(f"<p>{html}</p>")
        style = next((each for each in _styles(pieces) if _shows(pieces, each, wanted)), None)
    if style is None:
        style = _Style()
        pieces = _merged(piece for piece in pieces if piece.kind not in ("open", "close"))
    return _text(pieces, style, one_line=one_line or cell, cell=cell)


def _pieces(html: str) -> Sequence[_Piece]:
    pieces: list[_Piece] = []
    ends: list[str] = []
    for found in _SPAN.finditer(html):
        if found["text"]:
            pieces.append(_Piece("text", unescape(found["text"])))
        elif found["code"]:
            pieces.append(_Piece("code", unescape(found["code"]).replace("\n", " ")))
        elif found["shown"] is not None:
            pieces.append(
                _Piece("raw", _same_link(unescape(found["shown"]), unescape(found["href"])))
            )
        elif found["tag"] in _EMPHASIS:
            pieces.append(_Piece("close" if found["end"] else "open", found["tag"]))
        elif found["tag"] == "a" and found["end"]:
            pieces += [_Piece("raw", end) for end in [ends.pop()] if end]
        elif found["tag"]:
            of = {name: unescape(value) for name, value in _ATTRIBUTE.findall(found["attributes"])}
            if found["tag"] == "br":
                pieces.append(_Piece("break"))
            elif found["tag"] == "img":
                image = link(_exact(of.get("alt", "")), of.get("src", ""), of.get("title"))
                pieces.append(_Piece("raw", f"!{image}"))
            else:
                target = link("", of["href"], of.get("title")) if "href" in of else ""
                pieces += [_Piece("raw", "[")] if target else []
                ends.append(target[1:])
    while pieces and pieces[-1].kind in ("text", "break") and not pieces[-1].text.strip(" \t\n"):
        pieces.pop()
    return _merged(pieces)


def _merged(pieces: Iterator[_Piece] | Sequence[_Piece]) -> list[_Piece]:
    """The pieces, where text that touches text is one piece, and code likewise."""
    merged: list[_Piece] = []
    for piece in pieces:
        if merged and merged[-1].kind == piece.kind and piece.kind in ("text", "code"):
            piece = _Piece(piece.kind, merged.pop().text + piece.text)
        merged.append(piece)
    return merged


def _styles(pieces: Sequence[_Piece]) -> Iterator[_Style]:
    """Ways to write the emphasis, the usual way first."""
    tags = [piece.text for piece in pieces if piece.kind == "open"]
    depths, depth = [], 0
    for piece in pieces:
        if piece.kind == "open":
            depths.append(depth)
        depth += {"open": 1, "close": -1}.get(piece.kind, 0)
    for wide in (False, True):
        yield _Style("*" * len(tags), wide)
        yield _Style(["*_"[depth % 2] for depth in depths], wide)
        yield _Style(["*_"[number % 2] for number in range(len(tags))], wide)
        yield _Style(["_" if tag == "em" else "*" for tag in tags], wide)
    if len(tags) <= _MOST_TRIED:
        yield from (_Style(signs, True) for signs in product("*_", repeat=len(tags)))


def _shows(pieces: Sequence[_Piece], style: _Style, wanted: str) -> bool:
    """Whether Markdown in this style comes out as the HTML that is wanted."""
    made = dialect.render(_text(pieces, style))
    return _without_links(sanitised(made, keep_relative=True)) == wanted


def _without_links(html: str) -> str:
    return _OUTER_SPACE.sub("", " ".join(_LINK.sub("", html).split()))


def _text(
    pieces: Sequence[_Piece], style: _Style, *, one_line: bool = False, cell: bool = False
) -> str:
    left = iter(style.signs)
    marks: list[str] = []
    written: list[str] = []
    around = [_Piece("raw"), *pieces, _Piece("raw")]
    for number, piece in enumerate(pieces, start=1):
        match piece.kind:
            case "open":
                sign = next(left)
                marks.append({"em": sign, "strong": sign * 2}.get(piece.text, "~~"))
                made = marks[-1]
            case "close":
                made = marks.pop()
            case "code":
                made = _code(piece.text, cell=cell)
            case "break":
                made = " " if one_line else "\\\n"
            case "text":
                made = _words(around, number, style)
            case _:
                made = piece.text
                if made.startswith("[") and written and around[number - 1].text.endswith("!"):
                    written[-1] = f"{written[-1][:-1]}\\!"
        written.append(made)
    text = _END_OF_LINE.sub(" " if one_line else "\n", "".join(written)).strip(" \t\n")
    return _START.sub(r"\1\\", text)


def _words(around: Sequence[_Piece], number: int, style: _Style) -> str:
    """A piece of text; where emphasis begins or ends at it, so that it does."""
    text = around[number].text
    made = _SPECIAL.sub(r"\\\g<0>", text)
    ends = (around[number - 1], text[0]), (around[number + 1], text[-1])
    if not any(mark.kind in ("open", "close") for mark, _ in ends):
        return made
    beyond = _last(around[number - 2 : number - 1]), _first(around[number + 2 : number + 3])
    spelled = []
    for (mark, character), inner, side in zip(ends, beyond, ("close", "open"), strict=True):
        if mark.kind not in ("open", "close"):
            spelled.append(False)
        elif mark.kind == side:
            # Beside a sign, a letter here and none there would make it no sign.
            spelled.append((style.wide or not inner.isalnum()) and not _is_sign(character))
        else:
            spelled.append(character.isspace())
    first, last = spelled
    if last and not (first and len(text) == 1):
        made = f"{made[:-1]}&#{ord(text[-1])};"
    if first:
        made = f"&#{ord(text[0])};{made[1:]}"
    return made


def _is_sign(character: str) -> bool:
    """Whether a character is white space, punctuation or a symbol."""
    return character.isspace() or category(character)[0] in "PS"


def _first(pieces: Sequence[_Piece]) -> str:
    return pieces[0].text[:1] if pieces and pieces[0].kind == "text" else ""


def _last(pieces: Sequence[_Piece]) -> str:
    return pieces[0].text[-1:] if pieces and pieces[0].kind == "text" else ""


def _code(text: str, *, cell: bool) -> str:
    if cell and "\\|" in text:
        return _exact(text)  # nothing can be written for it that all take for code
    mark = fence(text)
    spaced = text[0] == text[-1] == " " != text.strip(" ")
    inner = f" {text} " if text.startswith("`") or text.endswith("`") or spaced else text
    if cell:
        inner = inner.replace("|", "\\|")
    return f"{mark}{inner}{mark}"


def _same_link(shown: str, url: str) -> str:
    """A link whose text is where it leads."""
    if _AUTOLINK.fullmatch(shown) and not _ENTITY.search(shown):
        return f"<{shown}>"
    return link(_exact(shown), url)


def _destination(url: str) -> str:
    url = url.replace("|", "%7C")
    if _BARE.fullmatch(url) and not _ENTITY.search(url):
        return url
    for character, code in (("\\", "%5C"), ("<", "%3C"), (">", "%3E")):
        url = url.replace(character, code)
    return f"<{_ENTITY.sub('&amp;', url)}>"
