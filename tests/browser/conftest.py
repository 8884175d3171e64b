"""A browser for each worker; a site and readers for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from playwright.sync_api import Browser

from .everything import full
from .reader import Reader, Until, browsing, reading
from .server import Site, serving
from .stories import EXAMPLES, blogctl

Opens = Callable[..., Reader]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path) as opened:
        yield opened


@pytest.fixture
def read(browser: Browser, site: Site) -> Iterator[Opens]:
    """Opens pages; in none of them anything may go wrong."""
    readers: list[Reader] = []
    with ExitStack() as stack:

        def opens(name: str, state: Until = "load", **options: Any) -> Reader:
            reader = stack.enter_context(reading(browser, site, **options))
            readers.append(reader)
            return reader.open(name, state)

        yield opens
        assert [fault for reader in readers for fault in reader.faults] == []


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sites, as the command line makes it."""
    folder = tmp_path_factory.mktemp("sites")
    file = folder / "full.story.toml"
    file.write_text(tomli_w.dumps(full(folder).data), "utf-8")
    blogctl("export", file, EXAMPLES, "-f", "site", "-O", "page-size=3", "-o", f"{folder}/made/")
    return folder / "made"


@pytest.fixture
def pages(sites: Path, tmp_path: Path) -> list[str]:
    """A page of each kind that is in sites, by their names on the server."""
    (tmp_path / "sites").symlink_to(sites)
    story = "sites/road"
    return [
        "sites/index.html",
        *(f"{story}/{name}.html" for name in ("index", "page-1", "updates/u0")),
    ]
