"""A browser for each worker; a site and readers for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from .reader import Reader, browsing, reading
from .server import Site, serving

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

        def opens(name: str, **options: Any) -> Reader:
            reader = stack.enter_context(reading(browser, site, **options))
            readers.append(reader)
            return reader.open(name)

        yield opens
        assert [fault for reader in readers for fault in reader.faults] == []
