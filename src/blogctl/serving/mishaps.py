"""What is shown in place of a story that cannot be shown.

Two kinds of readers get it. Who loads it gets a page that loads itself again. The script of a
page that is open already takes it over as if it were a page: the errors come where the head of
the story was, the updates stay, and it goes on asking. For that it must look like a page of the
same story, made in the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template
from typing import Self

from blogctl.reporters import REPORTERS, Report
from blogctl.serving import Problem

NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'"
"""A Content Security Policy for what has a style of its own at the most."""

_WORDS = re.compile(rb'<script type="application/json" id="_words">([^<]*)</script>')
_STORY = re.compile(rb'<main [^>]*\bdata-story="([^"]*)"')
_BODY = re.compile(rb"</head>\s*<body(?=[\s>])")
_ASKS = re.compile(rb'[^>]* data-poll="')


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What the script of an open page compares: the story and its words, as they stand there."""

    words: str = "{}"
    story: str = ""

    @classmethod
    def of(cls, page: bytes) -> Self:
        """What there is of it in a page."""
        words, story = _WORDS.search(page), _STORY.search(page)
        return cls(words[1].decode() if words else "{}", story[1].decode() if story else "")


def asking(page: bytes) -> bytes:
    """A page that asks for itself again, as one that is to be published need not.

    It loads itself anew when it is made in another way.
    """
    found = _BODY.search(page)
    if found is None:
        return page
    before, after = page[: found.end()], page[found.end() :]
    poll = b"" if _ASKS.match(after) else b' data-poll="1"'
    return before + b" data-preview" + poll + after


def text_of(problem: Problem) -> str:
    """What is wrong, as it is told in a terminal."""
    report = Report(tuple(problem.diagnostics), 1)
    found = f"{REPORTERS['full'](report)}\n" if problem.diagnostics else ""
    return f"{found}{problem.message}\n"


def page_of(problem: Problem, seen: PageSeen) -> bytes:
    """What is wrong, as a page; in place of the one that was ``seen``."""
    template = Template(files("blogctl.serving").joinpath("problem.html").read_text("utf-8"))
    text = template.substitute(
        policy=NO_SCRIPTS,
        words=seen.words,
        story=seen.story,
        message=escape(problem.message),
        text=escape(text_of(problem)),
    )
    return text.encode()
