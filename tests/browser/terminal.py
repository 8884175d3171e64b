"""Takes the picture of a terminal for the README: ``python tests/browser/terminal.py FILE.png``."""

from __future__ import annotations

import html
import os
import re
import sys
import tempfile
from pathlib import Path

import pexpect
from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.reader import browsing

BLOGCTL = Path(sys.executable).with_name("blogctl")
COLUMNS = 92
SESSION = """\
blogctl new storm.story.toml --headline "Storm closes the coast road" --timezone Europe/London
blogctl add storm.story.toml "Both lanes are *closed*." --time "5 Jan 2024, 09:02" --key
blogctl add storm.story.toml "A crew is on its way." --time "5 Jan 2024, 14:50" --label traffic
blogctl list storm.story.toml
sed -i.bak s/London/Londn/ storm.story.toml
blogctl validate
mv storm.story.toml.bak storm.story.toml
cp storm.story.toml before.toml
blogctl correct storm.story.toml 20240105T090200Z-c6twgi "It was one lane at first."
blogctl diff before.toml storm.story.toml
blogctl export storm.story.toml -f html -f rss -f json -o public/
"""
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 28px 32px; background: #14181f; width: max-content }}
pre {{ margin: 0; color: #d5dbe5; font: 15px/1.5 "DejaVu Sans Mono", monospace }}
.p {{ color: #7fd1a3 }} .c {{ color: #fff }}
.b {{ font-weight: bold }} .d {{ opacity: .65 }} .r {{ color: #ff7b72 }} .g {{ color: #7ee787 }}
.y {{ color: #e3b341 }} .l {{ color: #79c0ff }} .m {{ color: #d2a8ff }} .a {{ color: #76e3ea }}
</style><pre>{}</pre>"""
CLASSES = {"1": "b", "2": "d"}
CLASSES |= {f"{base}{n}": name for base in "39" for n, name in enumerate("rgylma", start=1)}


def main(file: Path) -> None:
    """What the commands of the session print, each below its prompt."""
    with tempfile.TemporaryDirectory() as scratch, browsing() as browser:
        said = "\n".join(_lines(Path(scratch)))
        _picture(browser, PAGE.format(said), file)


def _lines(folder: Path) -> list[str]:
    lines = []
    for command in SESSION.splitlines():
        lines.append(f'<span class="p">$</span> <span class="c">{html.escape(command)}</span>')
        shell = pexpect.spawn(
            "/bin/sh",
            ["-c", command],
            cwd=str(folder),
            encoding="utf-8",
            timeout=60,
            env={
                **{k: v for k, v in os.environ.items() if k != "NO_COLOR"},
                "PATH": f"{BLOGCTL.parent}{os.pathsep}{os.environ['PATH']}",
                "TERM": "xterm-256color",
                "COLUMNS": str(COLUMNS),
            },
        )
        shell.expect(pexpect.EOF)
        shell.close()
        output = str(shell.before)
        assert shell.exitstatus == 0 or "validate" in command, output
        seen = re.sub(r"[^\n]*\r\x1b\[K", "", output.replace("\r\n", "\n"))  # progress goes again
        lines += [_coloured(line) for line in seen.splitlines()]
    return lines


def _coloured(line: str) -> str:
    """A line with its colours as HTML."""
    parts = re.split(r"\x1b\[([\d;]*)m", line)
    made = html.escape(parts[0])
    for codes, text in zip(parts[1::2], parts[2::2], strict=True):
        classes = " ".join(CLASSES.get(code, "") for code in codes.split(";"))
        said = html.escape(text)
        made += f'<span class="{classes}">{said}</span>' if classes.strip() and text else said
    return made


def _picture(browser: Browser, page: str, file: Path) -> None:
    shown = browser.new_page(device_scale_factor=1.5)
    shown.set_content(page)
    shown.locator("body").screenshot(path=file)
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
