"""A reader: one tab of a browser, with an eye for whatever goes wrong in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from .server import Site, until
from .stories import browser_path

Until = Literal["load", "commit"]
PATIENCE = 30_000  # milliseconds; a machine may have much else to do
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
# A page that runs what it must not says so in the console, which is watched.
_WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error("violation", event.effectiveDirective, event.blockedURI);
});
for (const name of ["alert", "confirm", "prompt"]) {
  window[name] = () => { console.error(`${name} was called`); };
}
"""
_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Time stands still until the test lets it pass; what the page meant to wait is on record.
_HELD = """{
  const { setTimeout: wait, clearTimeout: forget } = window;
  const due = new Map();
  window.waits = [];
  window.setTimeout = (done, delay) => {
    if (!delay) return wait(done);
    const id = -window.waits.push(delay / 1000);
    due.set(id, done);
    return id;
  };
  window.clearTimeout = (id) => { if (!due.delete(id)) forget(id); };
  window.pass = () => {
    const now = [...due.values()];
    due.clear();
    return Promise.all(now.map((done) => done()));
  };
  AbortSignal.timeout = (delay) => {
    const limit = new AbortController();
    window.limit = delay / 1000;
    window.giveUp = () => limit.abort(new DOMException("", "TimeoutError"));
    return limit.signal;
  };
}"""
expect.set_options(timeout=PATIENCE)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser that finds no other machine than this one."""
    path = browser_path()
    with sync_playwright() as playwright:
        browser = _launched(playwright, path)
        yield browser
        browser.close()


def _launched(playwright: Playwright, path: str) -> Browser:
    alone = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    sandbox = ["--no-sandbox"] if is_root else []
    return playwright.chromium.launch(executable_path=path, args=[*alone, *sandbox])


class Reader:
    """One who has a page open."""

    def __init__(self, context: BrowserContext, site: Site, held: bool) -> None:
        self.site = site
        self.context = context
        self.faults: list[str] = []
        self.requests: list[str] = []
        context.set_default_timeout(PATIENCE)
        context.add_init_script(_WATCH + _SHIFTS + (_HELD if held else ""))
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        # What a page could not load is the story's matter, or that of a server made to fail.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def open(self, name: str, state: Until = "load") -> Reader:
        """Open a page of the site."""
        self.page.goto(self.site.url(name), wait_until=state)
        return self

    def __call__(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def evaluate(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def ids(self) -> list[str]:
        """The updates in the list, in the order that they are shown in."""
        found = self.evaluate("[...document.querySelectorAll('#_list > article')].map(a => a.id)")
        return list(found)

    def rows(self) -> list[str]:
        """The same, with the days that they stand below."""
        script = "[...document.querySelector('#_list').children].map(e => e.id || e.dataset.day)"
        return list(self.evaluate(script))

    def top(self, selector: str) -> float:
        """Where an element stands on the screen."""
        script = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
        return float(self.evaluate(script, selector))

    def scroll_to(self, selector: str, below: int = 120) -> None:
        """Scroll until an element stands so far below the upper edge."""
        script = """async ([selector, below]) => {
          const { top } = document.querySelector(selector).getBoundingClientRect();
          scrollBy({ top: top - below, behavior: "instant" });
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        }"""
        self.evaluate(script, [selector, below])

    def settle(self) -> None:
        """Wait until the page has been drawn again, with whatever comes after a change."""
        frame = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        self.evaluate(frame)

    def waits(self) -> list[float]:
        """The seconds that a page that is held has meant to wait, each time."""
        return list(self.evaluate("window.waits"))

    def ask(self) -> None:
        """Let what a page that is held waits for pass: it asks, and takes the answer over."""
        self.evaluate("window.pass()")

    def ask_in_vain(self) -> None:
        """The same, where no answer comes until the page gives up."""
        asked = self.site.count()
        self.evaluate("() => { window.passed = window.pass(); }")
        until(lambda: self.site.count() > asked, "the page does not ask")
        self.evaluate("() => { window.giveUp(); return window.passed; }")


@contextmanager
def reading(browser: Browser, site: Site, *, held: bool = True, **options: Any) -> Iterator[Reader]:
    """A reader with a browser of their own, on a desktop and in no time unless told otherwise."""
    given = {"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "UTC", **options}
    context = browser.new_context(**given)
    try:
        yield Reader(context, site, held)
    finally:
        context.close()
