"""Takes pictures of the page, to be looked at: ``python tests/browser/screenshots.py FOLDER``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.everything import arabic, empty, ended, full
from browser.reader import Reader, browsing, reading
from browser.server import Site, serving
from browser.stories import EXAMPLES, Told, blogctl, updates

PHONE = {"width": 390, "height": 844}


def main(folder: Path) -> None:
    """Every state, once as it meets the eye and once from top to bottom."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browsing() as browser:
        root = Path(scratch)
        with serving(root) as site:
            pictures = Pictures(folder, browser, site)
            pictures.states(root)
            pictures.changes(root)
            pictures.print(root)
            pictures.examples(root)


class Pictures:
    """Where they go, and what takes them."""

    def __init__(self, folder: Path, browser: Browser, site: Site) -> None:
        self.folder = folder
        self.browser = browser
        self.site = site

    def _take(self, reader: Reader, name: str) -> None:
        # Pictures that are lazy come when they are near.
        reader.evaluate("document.querySelectorAll('img').forEach((i) => { i.loading = 'eager'; })")
        reader.page.wait_for_load_state("networkidle")
        reader.page.screenshot(path=self.folder / f"{name}.png")
        reader.page.screenshot(path=self.folder / f"{name}-whole.png", full_page=True)

    def _of(self, story: Told, name: str, **options: Any) -> None:
        with reading(self.browser, self.site, **options) as reader:
            self._take(reader.open(story.publish(poll=60).name), name)

    def states(self, root: Path) -> None:
        """Screens and schemes, languages, and stories that have not begun or are over."""
        self._of(full(root), "desktop")
        self._of(full(root), "phone", viewport=PHONE)
        self._of(full(root), "dark", color_scheme="dark")
        self._of(arabic(root), "arabic", locale="ar")
        self._of(arabic(root), "arabic-phone", viewport=PHONE, locale="ar")
        self._of(ended(root), "ended")
        self._of(empty(root), "empty")

    def changes(self, root: Path) -> None:
        """New updates that wait, then those same updates in their place; no connection."""
        for scheme in ("light", "dark"):
            story = full(root).publish()
            options: dict[str, Any] = {"color_scheme": scheme, "timezone_id": "Asia/Kolkata"}
            with reading(self.browser, self.site, **options) as reader:
                reader.open(story.name)
                reader.scroll_to("#u146")
                changed = [*story.data["updates"], *updates(153)[150:]]
                changed[-6]["body"] = "Another text."
                story.write(*changed, **story.data["story"]).publish()
                reader.ask()
                reader("#_new").wait_for()
                reader.evaluate("document.querySelector('#_offline').hidden = false")
                reader.page.screenshot(path=self.folder / f"new-updates-{scheme}.png")
                reader("#_new").click()
                reader("#u152 .mark.fresh").wait_for()
                reader.page.wait_for_timeout(800)
                reader.page.screenshot(path=self.folder / f"taken-over-{scheme}.png")

    def print(self, root: Path) -> None:
        """What comes out of a printer, as a picture and as the document."""
        with reading(self.browser, self.site) as reader:
            reader.open(full(root).publish(poll=60).name)
            reader.page.pdf(path=self.folder / "print.pdf", format="A4")
            reader.page.set_viewport_size({"width": 720, "height": 1020})
            reader.page.emulate_media(media="print")
            self._take(reader, "print")

    def examples(self, root: Path) -> None:
        """The stories that come with blogctl."""
        shutil.copytree(EXAMPLES / "images", root / "images")
        blogctl("export", EXAMPLES, "-f", "html", "-o", f"{root}/")
        for page in sorted(root.glob("2*.html")):
            with reading(self.browser, self.site) as reader:
                self._take(reader.open(page.name), page.stem)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
