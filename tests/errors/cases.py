"""The catalogue's files: read into cases, and written back with what the program says now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CATALOGUE = sorted(Path(__file__).parent.glob("*.txt"))
_CASE, _COMMAND, _MORE, _EXIT = "## ", "$ ", "> ", "[exit "


@dataclass
class Step:
    """One command as typed, what it wrote, and how it ended."""

    command: str
    output: str = ""
    code: int = 0

    def __str__(self) -> str:
        typed = self.command.replace("\n", f"\n{_MORE}")
        code = f"{_EXIT}{self.code}]\n" if self.code else ""
        return f"{_COMMAND}{typed}\n{self.output}{code}"


@dataclass
class Case:
    """One situation: in words, the ``files`` and set-ups (``given``) it takes, its commands."""

    catalogue: str
    title: str
    told: str = ""
    files: dict[str, str] = field(default_factory=dict)
    given: list[list[str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{_CASE}{self.title}\n{self.told}{''.join(map(str, self.steps))}"


def read(path: Path) -> tuple[str, list[Case]]:
    """What a file of the catalogue says at its top, and its cases."""
    top, *parts = f"\n{path.read_text('utf-8')}".split(f"\n{_CASE}")
    return top.strip("\n") + "\n", [_case(path.stem, part) for part in parts]


def write(path: Path, top: str, cases: list[Case]) -> None:
    """Write a file of the catalogue."""
    path.write_text("\n".join([top, *map(str, cases)]), "utf-8", newline="\n")


def all_cases() -> Iterator[Case]:
    """The whole catalogue."""
    for path in CATALOGUE:
        yield from read(path)[1]


def _case(catalogue: str, text: str) -> Case:
    title, *lines = text.removesuffix("\n").split("\n")
    case = Case(catalogue, title)
    name = ""
    while lines and not lines[0].startswith(_COMMAND):
        line = lines.pop(0)
        case.told += f"{line}\n"
        first, *rest = line.split() or [""]
        if name and (line.startswith("    ") or not line):
            case.files[name] += f"{line[4:]}\n"
        elif first == "file":
            name = rest[0]
            case.files[name] = ""
        elif first == "given":
            case.given.append(rest)
    while lines:
        step = Step(lines.pop(0).removeprefix(_COMMAND))
        while lines and lines[0].startswith(_MORE):
            step.command += "\n" + lines.pop(0).removeprefix(_MORE)
        while lines and not lines[0].startswith((_COMMAND, _EXIT)):
            step.output += f"{lines.pop(0)}\n"
        if lines and lines[0].startswith(_EXIT):
            step.code = int(lines.pop(0)[len(_EXIT) : -1])
        case.steps.append(step)
    return case
