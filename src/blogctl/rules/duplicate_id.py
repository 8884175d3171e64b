"""duplicate-id: an id stands twice, with the same content or in another letter case."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._ids import Clash, clashes

_DEDUPE = "run `blogctl dedupe` on the file to drop the copy"


def check(subject: Subject) -> Iterator[Finding]:
    """Find each update that repeats an earlier one, id and all."""
    for clash in clashes(subject):
        if clash.only_case:
            yield Finding(clash.path, _case(clash), help=_case_help(clash))
        elif clash.same_content and not clash.both_derived:
            yield Finding(clash.path, f"{clash.message}, which says the same", help=_DEDUPE)
        elif clash.same_content is None:
            help_ = "give one of them another id, or remove it"
            yield Finding(clash.path, clash.message, help=help_)


def _case(clash: Clash) -> str:
    return (
        f'the id "{clash.update.id}" differs only in case from "{clash.earlier.id}", '
        f"the id of {clash.first}"
    )


def _case_help(clash: Clash) -> str:
    return _DEDUPE if clash.same_content else "give one of them another id"


RULE = Rule(
    name="duplicate-id",
    severity=Severity.ERROR,
    summary="Two updates have the same id and the same content, or ids that differ only in case.",
    why="An id is how readers' apps tell updates apart, and it becomes a file name: on some "
    "computers upper and lower case are the same there.",
    bad="""
[[updates]]
id = "opening"
time = 2024-01-05T09:00:00Z
body = "The council meets at ten."

[[updates]]
id = "opening"
time = 2024-01-05T09:00:00Z
body = "The council meets at ten."
""",
    good="""
[[updates]]
id = "opening"
time = 2024-01-05T09:00:00Z
body = "The council meets at ten."

[[updates]]
id = "vote"
time = 2024-01-05T10:00:00Z
body = "The council votes."
""",
    check=check,
)
