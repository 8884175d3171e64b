"""What is asked for often starts fast: help and version import nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"pydantic", "pydantic_core", "dateutil", "jinja2", "babel"}
HEAVY |= {"starlette", "uvicorn", "anyio", "watchfiles"}
HEAVY |= {"rich", "comrak", "nh3", "tzdata"}
CHILD = """
import sys
sys.argv = ["blogctl", *sys.argv[1:]]
from blogctl.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def imported(*args: str) -> set[str]:
    """The modules that a call of the program imports."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("args", [["--version"], ["-V"], ["--help"], ["-h"]])
def test_help_and_version_import_nothing_heavy(args: list[str]) -> None:
    found = imported(*args)
    assert "blogctl" in found
    assert not HEAVY & {name.partition(".")[0] for name in found}


@pytest.mark.parametrize("command", ["add", "validate", "export", "serve", "new"])
def test_the_help_of_a_command_imports_nothing_heavy_of_ours(command: str) -> None:
    found = imported(command, "--help")
    # typer reads every option, --help too, by way of pydantic.
    heavy = HEAVY - {"pydantic", "pydantic_core"}
    assert not heavy & {name.partition(".")[0] for name in found}
    assert not {"blogctl.model", "blogctl.rules", "blogctl.check"} & found


def test_the_version_does_not_even_import_the_command_line() -> None:
    assert not {"typer", "blogctl.cli.app", "asyncio"} & imported("--version")


def test_a_command_loads_no_other_command() -> None:
    found = imported("schema")
    assert "blogctl.cli.reference" in found
    assert not {"blogctl.cli.add", "blogctl.cli.export", "jinja2", "comrak"} & found


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, blogctl; print(*[n for n in sys.modules if n.startswith('blogctl')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["blogctl"]


def test_the_command_line_loads_no_part_of_the_library_that_few_commands_need() -> None:
    code = "import sys, typer; had = {*sys.modules}; import blogctl.cli.app; "
    code += "print(*{*sys.modules} - had)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "blogctl.files" in loaded
    few = {"importlib.resources", "tempfile", "concurrent.futures", "multiprocessing", "asyncio"}
    assert not few & loaded
