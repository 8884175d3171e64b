"""The shape of the code, held: which way imports point, and who may touch the world.

Modules are parsed, not run, so that imports inside functions count like all others.
"""

import ast
import builtins
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import blogctl

SOURCE = Path(blogctl.__file__).parent

LAYERS = (
    "cli",
    "api",
    "serving",
    "fetching",
    "reporters",
    "exporters",
    "importers",
    "edit",
    "check",
    "rules",
    "model",
    "source",
    "markup",
    "dialect",
    "times",
    "files",
    "config",
    "offers",
    "errors",
    "diagnostics",
    "system",
)
"""From top to bottom: each may import itself and what stands below it."""

NARROWER = {
    "serving": {"reporters", "errors", "diagnostics"},
    "fetching": {"errors"},
    "reporters": {"diagnostics"},
    "exporters": {"model", "markup", "dialect", "times", "offers", "errors"},
    "importers": {"rules", "model", "markup", "dialect", "times", "offers", "errors"},
}
"""Layers that may import less than what stands below them."""

LAZILY = {("config", "rules"): "the names of rules are needed only to check [rules]"}
"""Imports that point up, allowed inside a function, and why."""

LONGEST = 350

DISK = re.compile(
    r"open|io\.open|codecs\.open|shutil\..*|tempfile\..*|glob\..*|fcntl\..*|msvcrt\..*"
    r"|os\.(open|fdopen|read|write|f?stat|lstat|listdir|scandir|f?walk|mkdir|makedirs|remove"
    r"|unlink|rmdir|removedirs|rename|renames|replace|link|symlink|readlink|f?sync|fdatasync"
    r"|f?truncate|[lf]?chmod|[lf]?chown|access|utime|mkfifo|getcwd|chdir)"
    r"|os\.path\.(exists|lexists|isfile|isdir|islink|ismount|getsize|getmtime|realpath|samefile)"
    r"|jinja2\.FileSystemLoader|starlette\.staticfiles\..*"
)
"""Functions that reach the disk, by their full names."""

DISK_METHODS = re.compile(
    r"(read|write)_(text|bytes)|open|mkdir|rmdir|unlink|touch|iterdir|rglob|exists|is_file|is_dir"
    r"|is_symlink|l?stat|chmod|symlink_to|hardlink_to|samefile"
)
"""Methods of a :class:`pathlib.Path` that reach the disk; package data is let off."""

CLOCK = re.compile(
    r"datetime\.(datetime\.(now|utcnow|today)|date\.today)"
    r"|time\.(time|time_ns|localtime|gmtime|ctime)"
)

TALK = re.compile(
    r"print|input|exit|quit|raise SystemExit|sys\.(exit|stdout|stderr|stdin)|os\._exit"
)

NETWORK = re.compile(
    r"(socket|socketserver|ssl|http\.(client|server)|xmlrpc|ftplib|smtplib|urllib\.(request|error)"
    r"|asyncio|anyio|starlette|uvicorn|requests|httpx|urllib3)(\..*)?"
)
"""Modules that can reach other machines, or be reached by them."""

SYSTEM_MODULES = re.compile(
    r"(fcntl|msvcrt|winreg|pwd|grp|pty|tty|termios|resource|syslog|platform)(\..*)?"
)
"""Modules that some systems lack, or that tell one from another."""

SYSTEM = re.compile(
    r"sys\.(platform|getwindowsversion)"
    r"|os\.(name|uname|[lf]?chown|fchmod|l?chflags|link|major|minor|makedev|mkfifo|mknod|umask"
    r"|sched_\w+|sysconf|get(uid|euid|gid|egid|groups|loadavg|p?pgid|pgrp|sid)|set\w*[ug]ids?"
    r"|set(pgid|pgrp|sid|priority)|getpriority|nice|forkpty|fork|spawn\w+|posix_\w+|kill|killpg"
    r"|wait\w*|W[A-Z]+|startfile|openpty|ttyname|tc\w+pgrp|pread\w*|pwrite\w*|sendfile"
    r"|O_(?!RDONLY|WRONLY|RDWR|APPEND|CREAT|EXCL|TRUNC)\w+)"
    r"|signal\.(SIG(?!INT|TERM|ABRT|FPE|ILL|SEGV|_DFL|_IGN)\w+|CTRL_\w+|pthread_\w+|alarm"
    r"|[gs]etitimer|pause|siginterrupt|sigpending|sig\w*wait\w*)"
    r"|socket\.AF_UNIX|ctypes\.windll"
)
"""What some systems lack or do in another way, by full names; and what tells one from another."""

ENVIRONMENT = re.compile(r"os\.(environ|environb|getenv|getenvb)|sys\.argv")


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of blogctl by its dotted name."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


PACKAGES = {name for name, path in modules() if path.name == "__init__.py"}
MODULES = {name for name, _ in modules()}


def layer(module: str) -> str:
    """The layer that a module is in; the root of the package is one of its own."""
    return module.partition(".")[2].partition(".")[0]


class Names(ast.NodeVisitor):
    """What a module imports, and the full names of what it uses."""

    def __init__(self, module: str, text: str) -> None:
        self.module = module
        self.imported: list[tuple[str, int, bool]] = []
        """Full name, line, and whether it is imported inside a function."""
        self.used: list[tuple[str, int]] = []
        self.methods: list[tuple[str, int]] = []
        self._local: dict[str, str] = {}
        self._package_data: set[str] = set()
        self._depth = 0
        tree = ast.parse(text)
        # Names first: a function may stand above the import that it relies on.
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._bind(node)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and self._is_package_data(node.value):
                self._package_data |= {ast.unparse(target) for target in node.targets}
        self.visit(tree)

    def _bind(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                self._local[alias.asname or alias.name] = f"{self._origin(node)}.{alias.name}"
            elif alias.asname:
                self._local[alias.asname] = alias.name
            else:
                root = alias.name.partition(".")[0]
                self._local[root] = root

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        up = node.level - (self.module in PACKAGES)
        base = self.module.split(".")[: -up or None]
        return ".".join([*base, *([node.module] if node.module else [])])

    def _full_name(self, node: ast.expr) -> str:
        """The dotted name of an expression; empty if it is no plain name."""
        if isinstance(node, ast.Attribute):
            value = self._full_name(node.value)
            return f"{value}.{node.attr}" if value else ""
        if isinstance(node, ast.Name):
            known = self._local.get(node.id)
            return known or (node.id if hasattr(builtins, node.id) else "")
        return ""

    def _is_package_data(self, node: ast.expr) -> bool:
        """Whether an expression goes back to ``importlib.resources``."""
        if self._full_name(node).startswith("importlib.resources."):
            return True
        if isinstance(node, ast.Name):
            return node.id in self._package_data
        if isinstance(node, ast.Call):
            return self._is_package_data(node.func)
        if isinstance(node, ast.Attribute):
            return self._is_package_data(node.value)
        return isinstance(node, ast.BinOp) and self._is_package_data(node.left)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.imported.append((alias.name, node.lineno, self._depth > 0))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        origin = self._origin(node)
        for alias in node.names:
            self.imported.append((f"{origin}.{alias.name}", node.lineno, self._depth > 0))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and (name := self._full_name(node)):
            self.used.append((name, node.lineno))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if name := self._full_name(node):
            self.used.append((name, node.lineno))
        else:
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if raised is not None and (name := self._full_name(raised)):
            self.used.append((f"raise {name}", node.lineno))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = self._full_name(node.func)
        if name in ("getattr", "hasattr") and isinstance(node.args[1], ast.Constant):
            asked_of = self._full_name(node.args[0])
            self.used.append((f"{asked_of}.{node.args[1].value!s}", node.lineno))
        if name == "importlib.import_module" and isinstance(node.args[0], ast.Constant):
            self.imported.append((str(node.args[0].value), node.lineno, self._depth > 0))
        is_method = isinstance(node.func, ast.Attribute) and not name
        if is_method and not self._is_package_data(node.func):
            self.methods.append((ast.unparse(node.func).rpartition(".")[2], node.lineno))
        self.generic_visit(node)


def imports_that_point_up(module: str, names: Names) -> Iterator[tuple[int, str]]:
    """Imports of a layer that the module's own may not import."""
    own = layer(module)
    if module == "blogctl" or own == "__main__":
        return  # the public face may show anything, lazily; what is imported at start is tested
    if own not in LAYERS:
        yield 1, f"is in no layer: give {own} a place in LAYERS"
        return
    below = LAYERS[LAYERS.index(own) + 1 :]
    for name, line, lazy in names.imported:
        if name.partition(".")[0] != "blogctl" or name == "blogctl.__version__":
            continue
        other = layer(name)
        if other not in LAYERS:
            yield line, f"imports {name}: inside the package, import from the module itself"
        elif other != own and other not in NARROWER.get(own, below):
            if lazy and (own, other) in LAZILY:
                continue
            yield line, f"imports {name}: {own} may not import {other}"


def typer_outside_cli(module: str, names: Names) -> Iterator[tuple[int, str]]:
    """Imports of typer by anything but the command line."""
    for name, line, _ in names.imported:
        if name.partition(".")[0] == "typer" and layer(module) not in ("cli", "__main__"):
            yield line, "imports typer: only cli may"


def talk_outside_cli(module: str, names: Names) -> Iterator[tuple[int, str]]:
    """Printing, reading a terminal or ending the program, but in the command line."""
    return _uses(TALK, module, names, ("cli", "__main__"), "only cli talks and exits")


def network_elsewhere(module: str, names: Names) -> Iterator[tuple[int, str]]:
    """Anything that could reach a network, but what serves the preview and fetches for imports."""
    for name, line, _ in names.imported:
        if NETWORK.fullmatch(name) and layer(module) not in ("serving", "fetching"):
            yield line, f"imports {name}: only serving and fetching have to do with a network"


def environment_outside_cli(module: str, names: Names) -> Iterator[tuple[int, str]]:
    """Looking at the environment, but in the command line."""
    return _uses(ENVIRONMENT, module, names, ("cli",), "only cli looks at the environment")


def clock_where_it_is_not_passed_in(module: str, names: Names) -> Iterator[tuple[int, str]]:
    """Asking what time it is."""
    return _uses(CLOCK, module, names, ("cli", "api", "files"), "the time is passed in")


def disk_outside_files(module: str, names: Names) -> Iterator[tuple[int, str]]:
    """Reaching the disk, but in ``files``; a concrete path, but in ``files`` and ``cli``.

    ``system`` has what ``files`` needs of it that differs between systems.
    """
    yield from _uses(DISK, module, names, ("files", "system"), "only files touches the disk")
    if layer(module) in ("files", "system"):
        return
    for method, line in names.methods:
        if DISK_METHODS.fullmatch(method):
            yield line, f"calls .{method}(): only files touches the disk"
    paths = re.compile(r"pathlib\.(Posix|Windows)?Path")
    yield from _uses(paths, module, names, ("cli",), "a PurePath is enough where no disk is")


def systems_told_apart_elsewhere(module: str, names: Names) -> Iterator[tuple[int, str]]:
    """What some system lacks, or which one it is, but in ``system``, which says what it does."""
    for name, line, _ in names.imported:
        if SYSTEM_MODULES.fullmatch(name) and layer(module) != "system":
            yield line, f"imports {name}: what not every system has is in system"
    yield from _uses(SYSTEM, module, names, ("system",), "what differs between systems is there")


def _uses(
    forbidden: re.Pattern[str], module: str, names: Names, allowed: tuple[str, ...], why: str
) -> Iterator[tuple[int, str]]:
    if layer(module) in allowed:
        return
    for name, line in names.used:
        parts = name.split(".")
        starts = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        if any(map(forbidden.fullmatch, starts)):
            yield line, f"uses {name}: {why}"


Contract = Callable[[str, Names], Iterator[tuple[int, str]]]
CONTRACTS: tuple[Contract, ...] = (
    imports_that_point_up,
    typer_outside_cli,
    talk_outside_cli,
    network_elsewhere,
    environment_outside_cli,
    clock_where_it_is_not_passed_in,
    disk_outside_files,
    systems_told_apart_elsewhere,
)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_there_are_no(contract: Contract) -> None:
    broken = [
        f"{path.relative_to(SOURCE.parent)}:{line} {problem}"
        for name, path in modules()
        for line, problem in contract(name, Names(name, path.read_text("utf-8")))
    ]
    assert not broken, "\n" + "\n".join(broken)


def test_no_module_is_too_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for _, path in modules()}
    long = [
        f"{path.relative_to(SOURCE.parent)} has {length} lines; {LONGEST} at most"
        for path, length in lengths.items()
        if length > LONGEST
    ]
    assert not long, "\n" + "\n".join(long)


@pytest.mark.parametrize(
    ("contract", "module", "text"),
    [
        (imports_that_point_up, "blogctl.rules.a", "from blogctl.check import x"),
        (imports_that_point_up, "blogctl.model.a", "def f():\n    import blogctl.edit"),
        (imports_that_point_up, "blogctl.source.a", "from blogctl import model"),
        (imports_that_point_up, "blogctl.model", "from . import x\nfrom .. import edit"),
        (
            imports_that_point_up,
            "blogctl.times.a",
            "from ..files.x import y\nfrom ..rules import z",
        ),
        (imports_that_point_up, "blogctl.diagnostics", "import blogctl.errors"),
        (imports_that_point_up, "blogctl.config", "from blogctl.rules import all_rules"),
        (imports_that_point_up, "blogctl.config", "def f():\n    import blogctl.model"),
        (imports_that_point_up, "blogctl.reporters.a", "from blogctl.errors import StoryError"),
        (imports_that_point_up, "blogctl.exporters.a", "import blogctl.files"),
        (imports_that_point_up, "blogctl.check", "from blogctl import validate"),
        (imports_that_point_up, "blogctl.check", "from blogctl import *"),
        (imports_that_point_up, "blogctl.helpers", ""),
        (
            imports_that_point_up,
            "blogctl.files",
            "import importlib\nimportlib.import_module('blogctl.model')",
        ),
        (typer_outside_cli, "blogctl.files", "def f():\n    from typer.main import x"),
        (imports_that_point_up, "blogctl.serving.a", "from blogctl.cli import stories"),
        (imports_that_point_up, "blogctl.serving.a", "import blogctl.model"),
        (network_elsewhere, "blogctl.exporters.html", "from urllib.request import urlopen"),
        (network_elsewhere, "blogctl.cli.serve", "def f():\n    import uvicorn"),
        (disk_outside_files, "blogctl.serving.a", "from starlette.staticfiles import S\nS()"),
        (talk_outside_cli, "blogctl.check", "print('x')"),
        (talk_outside_cli, "blogctl.check", "from sys import exit as leave\nleave()"),
        (talk_outside_cli, "blogctl.check", "import sys\nsys.stdout.write('x')"),
        (talk_outside_cli, "blogctl.check", "raise SystemExit(1)"),
        (environment_outside_cli, "blogctl.files", "import os\nx = os.environ['HOME']"),
        (clock_where_it_is_not_passed_in, "blogctl.rules.a", "import time\ntime.time()"),
        (
            clock_where_it_is_not_passed_in,
            "blogctl.edit",
            "def f():\n    return datetime.now(UTC)\nfrom datetime import UTC, datetime",
        ),
        (clock_where_it_is_not_passed_in, "blogctl.edit", "import datetime as d\nd.date.today()"),
        (disk_outside_files, "blogctl.cli.add", "with open('x') as file: pass"),
        (disk_outside_files, "blogctl.cli.add", "import os\nos.replace('a', 'b')"),
        (disk_outside_files, "blogctl.cli.add", "import os.path\nos.path.exists('a')"),
        (disk_outside_files, "blogctl.cli.add", "def f(path): path.read_text()"),
        (disk_outside_files, "blogctl.edit", "from pathlib import Path\nPath('x')"),
        (disk_outside_files, "blogctl.edit", "from tempfile import mkstemp\nmkstemp()"),
        (systems_told_apart_elsewhere, "blogctl.files.a", "import fcntl\nfcntl.flock(1, 2)"),
        (systems_told_apart_elsewhere, "blogctl.files.a", "try: import msvcrt\nexcept E: pass"),
        (systems_told_apart_elsewhere, "blogctl.files.a", "def f():\n    from pwd import getpwuid"),
        (systems_told_apart_elsewhere, "blogctl.files.a", "import os\nos.fchmod(1, 2)"),
        (systems_told_apart_elsewhere, "blogctl.files.a", "import os\nhasattr(os, 'link')"),
        (systems_told_apart_elsewhere, "blogctl.files.a", "import os\nos.O_RDWR | os.O_NOFOLLOW"),
        (systems_told_apart_elsewhere, "blogctl.cli.a", "import os\nif os.name == 'nt': pass"),
        (systems_told_apart_elsewhere, "blogctl.cli.a", "from sys import platform as p\np + 'x'"),
        (systems_told_apart_elsewhere, "blogctl.cli.a", "import os\ndef f(): os.killpg(os.x, 9)"),
        (systems_told_apart_elsewhere, "blogctl.cli.a", "import signal as s\ns.x(s.SIGPIPE)"),
        (
            systems_told_apart_elsewhere,
            "blogctl.cli.a",
            "import signal\ngetattr(signal, 'pthread_sigmask', None)",
        ),
        (imports_that_point_up, "blogctl.system", "from blogctl.errors import UsageError"),
    ],
)
def test_a_breach_is_seen(contract: Contract, module: str, text: str) -> None:
    assert len(list(contract(module, Names(module, text)))) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("blogctl.cli.add", "import typer\nfrom blogctl.check import x\nprint(typer)"),
        ("blogctl.cli", "import sys\nfrom pathlib import Path\nsys.exit(Path('x').name)"),
        ("blogctl.__main__", "import sys\nfrom blogctl.cli import main\nsys.exit(main())"),
        ("blogctl.exporters.html", "from blogctl.exporters import Options\nimport blogctl.model"),
        ("blogctl.exporters.html", "from blogctl import __version__\nfrom .visible import x"),
        ("blogctl.exporters.registry", "try: pass\nexcept SystemExit: raise"),
        ("blogctl.config", "def f():\n    from blogctl.rules import all_rules"),
        ("blogctl.serving.a", "import socket, uvicorn\nfrom blogctl.reporters import x"),
        ("blogctl.config", "from urllib.parse import urljoin"),
        ("blogctl.config", "from pathlib import PurePath\nPurePath('x')"),
        ("blogctl.files.write", "import os, time\nos.replace('a', 'b')\ntime.time()\nopen('x')"),
        ("blogctl.times", "from datetime import datetime\ndatetime(2024, 1, 5).replace(year=1)"),
        ("blogctl.times", "import time\ntime.monotonic()"),
        ("blogctl.system", "import fcntl, os, sys\nif sys.platform == 'x': os.fchmod(1, 2)"),
        ("blogctl.files.a", "import os\nos.open('a', os.O_CREAT | os.O_EXCL)\nos.sep, os.fstat(1)"),
        ("blogctl.cli.a", "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)"),
        ("blogctl.times", "from importlib.resources import files\nfiles('tzdata').joinpath('a')"),
        (
            "blogctl.exporters.html",
            "import importlib.resources\n"
            "folder = importlib.resources.files('blogctl') / 'themes'\n"
            "(folder / 'page.html').read_text()\nfolder.joinpath('a').read_bytes()",
        ),
    ],
)
def test_what_is_allowed_is_let_be(module: str, text: str) -> None:
    names = Names(module, text)
    assert [found for contract in CONTRACTS for found in contract(module, names)] == []
