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

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_STORY = re.compile(rb'<main [^>]*\bdata-story="([^"]*)"')
_ASKS = re.compile(rb'<body[^>]* data-poll="')


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What the script of an open page compares: the story and the policy, as they stand there.

    ``asks`` says whether the page asks for itself again.
    """

    policy: str = NO_SCRIPTS
    story: str = ""
    asks: bool = False

    @classmethod
    def of(cls, page: bytes) -> Self:
        """What there is of it in a page."""
        policy, story = _POLICY.search(page), _STORY.search(page)
        return cls(
            policy[1].decode() if policy else NO_SCRIPTS,
            story[1].decode() if story else "",
            _ASKS.search(page) is not None,
        )


def text_of(problem: Problem) -> str:
    """What is wrong, as it is told in a terminal."""
    report = Report(tuple(problem.diagnostics), 1)
    found = f"{REPORTERS['full'](report)}\n" if problem.diagnostics else ""
    return f"{found}{problem.message}\n"


def page_of(problem: Problem, seen: PageSeen) -> bytes:
    """What is wrong, as a page; in place of the one that was ``seen``."""
    template = Template(files("blogctl.serving").joinpath("problem.html").read_text("utf-8"))
    text = template.substitute(
        policy=seen.policy,
        story=seen.story,
        message=escape(problem.message),
        text=escape(text_of(problem)),
    )
    return text.encode()
