"""bidi-control: a text holds a character that reorders what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.model import Part, Path, Person
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._texts import code_of, first_reference, markdown_texts, needle_at

_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_CODES = frozenset(map(ord, _CONTROLS))


def check(subject: Subject) -> Iterator[Finding]:
    """Find each text with a bidirectional control: embeddings, overrides and isolates.

    In Markdown a reference such as ``&#x202E;`` becomes the character.
    """
    meta = subject.meta
    if meta is not None:
        yield from _part(("story",), meta)
    everything = "\n".join(_texts(subject))
    if any(control in everything for control in _CONTROLS):
        authors = meta.authors if meta else ()
        for index, update in subject.updates:
            yield from _part(("updates", index), update, authors)
    referring = subject.updates if "&#" in everything else ()
    for path, text in markdown_texts(meta, referring, "&#"):
        found = first_reference(text, _CODES.__contains__)
        if found and not _CONTROL.search(text):
            yield _finding(path, code_of(found), needle_at(text, *found.span()))


def _texts(subject: Subject) -> list[str]:
    """All free text of the updates: a glance at it spares the search for places."""
    texts: list[str | None] = []
    for _, update in subject.updates:
        texts += (update.headline, update.body, update.label)
        texts += update.tags
        for person in update.authors:
            texts += (person.name, person.role)
        for media in update.media:
            texts += (media.alt, media.caption, media.credit)
        for source in update.sources:
            texts.append(source.name)
        for correction in update.corrections:
            texts.append(correction.text)
        if update.retraction:
            texts.append(update.retraction.reason)
    return list(filter(None, texts))


def _part(path: Path, part: Part, known: tuple[Person, ...] = ()) -> Iterator[Finding]:
    for name, value in part.__dict__.items():
        for place, item in _items((*path, name), value):
            if isinstance(item, str):
                yield from _text(place, item)
            elif isinstance(item, Person):
                yield from _text(place, _own_text(item, known))
            elif isinstance(item, Part):
                yield from _part(place, item)


def _items(path: Path, value: object) -> Iterator[tuple[Path, object]]:
    if isinstance(value, tuple):
        yield from (((*path, index), item) for index, item in enumerate(value))
    else:
        yield path, value


def _own_text(person: Person, known: tuple[Person, ...]) -> str:
    """What stands at a person: a bare name has the rest from the story's authors."""
    if any(person is author for author in known):
        return person.name
    return f"{person.name}\n{person.role or ''}"


def _text(path: Path, text: str) -> Iterator[Finding]:
    found = _CONTROL.search(text)
    if found:
        code = f"{ord(found[0]):04X}"
        # It stands in the file as itself or as an escape.
        needle = re.compile(rf"{found[0]}|\\u(?i:{code})|\\U0000(?i:{code})")
        yield _finding(path, ord(found[0]), needle)


def _finding(path: Path, code: int, needle: re.Pattern[str]) -> Finding:
    return Finding(
        path,
        f"the invisible character U+{code:04X} changes the order in which text is shown",
        help="remove it; where it is meant, write `# blogctl: ignore[bidi-control]` above",
        needle=needle,
    )


RULE = Rule(
    name="bidi-control",
    severity=Severity.WARNING,
    summary="A text holds an invisible character that changes the order of the text around it.",
    why="Such characters can make a name, a number or a link read differently from what is "
    "written, in the file and on the page. They mostly come in unseen when text is pasted.",
    bad=r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The account is \u202Egro.elpmaxe\u202C."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The account is example.org."
""",
    check=check,
)
