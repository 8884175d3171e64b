"""What Python programs call: ``import blogctl`` shows these functions, and loads them when used.

Nothing here prints, exits, or looks at a configuration file or the environment. What goes wrong
is a :class:`~blogctl.errors.BlogctlError`: a ``UsageError`` where there is no such file, format
or option, an ``EnvironmentFailure`` where disk, lock or plug-in fail, a ``StoryError`` where the
story does not allow it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from blogctl import files
from blogctl.errors import InvalidStory, UsageError, did_you_mean

if TYPE_CHECKING:
    from blogctl.check import Checked
    from blogctl.diagnostics import Diagnostic
    from blogctl.exporters import Document
    from blogctl.model import Story


SITE = frozenset({"html", "rss", "atom", "jsonfeed", "jsonld"})
"""What a site is made of: it needs what they need."""


class Edited(Protocol):
    """What an edit gives: the new text of a story, at least."""

    @property
    def text(self) -> str:
        """All of the story file."""


_E = TypeVar("_E", bound=str | Edited)


def load(path: str | os.PathLike[str]) -> Story:
    """The story in a file, drafts and all.

    :class:`~blogctl.errors.InvalidStory` where it is not valid; its ``diagnostics`` say why.
    """
    return story_of(check_file(os.fspath(path), warnings=False))


def loads(text: str | bytes) -> Story:
    """The story in a text; otherwise as :func:`load`."""
    from blogctl.check import check_bytes

    data = text.encode() if isinstance(text, str) else text
    return story_of(check_bytes(data, warnings=False))


def validate(
    path: str | os.PathLike[str], *, targets: Iterable[str] = (), now: datetime | None = None
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a story file, sorted by place; empty where all is well.

    ``targets`` are formats, or ``google``, that the story should be fit for, as with
    ``blogctl validate --for``; :class:`~blogctl.errors.UsageError` of an unknown one. Rules that
    depend on the clock are asked only where ``now``, an aware datetime, is given.
    """
    from blogctl.rules import all_rules

    rules = all_rules().values() if _aware(now) else ()
    clocked = {rule.name: rule.severity for rule in rules if not rule.on}
    meant = targets_meant(targets_named(targets))
    return check_file(os.fspath(path), targets=meant, now=now, severities=clocked).diagnostics


def edit_file(
    path: str | os.PathLike[str],
    change: Callable[[str], _E],
    *,
    lock_timeout: float = files.LOCK_TIMEOUT,
) -> _E:
    """Change a story file with its lock held, in one piece; gives what ``change`` gave.

    ``change`` is given the text and gives the new one, or an object that has it as ``text``, as
    the functions of :mod:`blogctl.edit` do. It is called again where an editor saves the file
    meanwhile; what it raises leaves the file as it was. ``lock_timeout`` is in seconds;
    :class:`~blogctl.errors.LockTimeout` when they are over.
    """
    results: list[_E] = []

    def changed(text: str) -> str:
        result = change(text)
        results.append(result)
        return result if isinstance(result, str) else result.text

    edit_text(os.fspath(path), changed, lock_timeout=lock_timeout)
    return results[-1]


def export(
    story: Story,
    format: str,  # noqa: A002
    options: Mapping[str, Any] | None = None,
    *,
    now: datetime | None = None,
) -> Document | dict[str, Document]:
    """The story in a format, such as ``"rss"``: a document, or the documents of a folder by name.

    ``options`` are those that ``blogctl plugins FORMAT`` lists, by their names with dashes or
    underscores. Readers may see what is published at ``now``, an aware datetime; by default, at
    this moment.
    """
    from blogctl.exporters.registry import context_for, load, options_for, render

    exporter = load(format)
    given = {name.replace("-", "_"): value for name, value in (options or {}).items()}
    context = context_for(story, _aware(now) or datetime.now(UTC))
    return render(format, exporter, story, options_for(exporter, given), context)


def _aware(now: datetime | None) -> datetime | None:
    if now is not None and now.tzinfo is None:
        raise UsageError(
            f"now: {now.isoformat()} has no offset, so it could be many moments",
            help="give an aware datetime, such as datetime.now(UTC)",
        )
    return now


def check_file(path: str, *, max_size: int = files.MAX_SIZE, **options: Any) -> Checked:
    """A story file, read and checked; ``options`` as for :func:`blogctl.check.check_bytes`."""
    return check_read(lambda: files.read_bytes(path, max_size=max_size), path, **options)


def check_read(read: Callable[[], bytes], name: str, **options: Any) -> Checked:
    """What ``read`` gives, checked under a name; of what is too large, only that it is."""
    from blogctl.check import check_bytes, too_large

    try:
        data = read()
    except files.TooLarge as error:
        return too_large(name, error.limit)
    return check_bytes(data, name, **options)


def targets_named(names: Iterable[str]) -> frozenset[str]:
    """The formats, and other places to publish in, by these names.

    :class:`~blogctl.errors.UsageError` where there is no such.
    """
    named = frozenset(names)
    if not named:
        return named
    from blogctl.exporters.registry import available
    from blogctl.rules import all_rules

    known = {*available(), *(target for rule in all_rules().values() for target in rule.targets)}
    for name in sorted(named - known):
        help_ = did_you_mean(name, known, f"known are {', '.join(sorted(known))}")
        raise UsageError(f'there is no format "{name}"', help=help_)
    return named


def targets_meant(targets: frozenset[str]) -> frozenset[str]:
    """The targets, and those that a site is made of where it is among them."""
    return targets | SITE if "site" in targets else targets


def story_of(checked: Checked) -> Story:
    """The story of a text that must be valid; :class:`InvalidStory` with what is wrong."""
    if checked.story is None:
        raise InvalidStory(checked.errors, f"{checked.path}: the story has errors")
    return checked.story


def edit_text(
    path: str,
    change: Callable[[str], str],
    *,
    lock_timeout: float = files.LOCK_TIMEOUT,
    max_size: int = files.MAX_SIZE,
) -> bool:
    """Change a story file's text under its lock, a byte order mark kept; whether it differs."""

    def changed(data: bytes) -> bytes:
        return files.encode(change(text_of(data, path)), like=data)

    return files.edit(path, changed, lock_timeout=lock_timeout, max_size=max_size)


def read_text(path: str) -> str:
    """The text of a file, without a byte order mark; :class:`InvalidStory` if it is none."""
    return text_of(files.read_bytes(path), path)


def text_of(data: bytes, name: str) -> str:
    """The text of bytes from a file or a pipe, as :func:`read_text` gives it."""
    try:
        return files.decode(data)
    except files.NotText:
        from blogctl.check import check_bytes

        found = check_bytes(data, name).diagnostics
        raise InvalidStory(found, f"{name}: this is no UTF-8 text") from None
