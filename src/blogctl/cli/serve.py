"""``blogctl serve``."""

from __future__ import annotations

import sys
import threading
from typing import Annotated

import typer

from blogctl import files
from blogctl.cli import stories
from blogctl.cli.extras import require
from blogctl.cli.terminal import Terminal
from blogctl.cli.themes import theme_for


def serve(
    terminal: Terminal,
    story: Annotated[str, typer.Argument(metavar="STORY", help="The story file.")],
    *,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            metavar="PORT",
            min=0,
            max=65535,
            help="The port; 0 is any. [8765, or the next free one]",
        ),
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(
            "--theme", metavar="THEME", help="What pages look like: a folder, or what is installed."
        ),
    ] = None,
    open_: Annotated[
        bool, typer.Option("--open/--no-open", help="Show it in the browser.")
    ] = False,
) -> None:
    """Preview a story in the browser, on this machine only.

    The page shows what readers would see, and takes over every save. Feeds are at /feed.rss,
    /feed.atom and /feed.json; files that the story names by relative URLs are served from
    beside it. Prints the address; Ctrl-C ends it.
    """
    require("serve", "starlette", "uvicorn")
    from blogctl.cli.preview import Preview
    from blogctl.serving import listening
    from blogctl.serving.app import make_app

    files.read_bytes(story)  # a story with errors is shown, but what is no file never will be
    if theme is not None:
        theme_for(theme, stories.config_for(story))
    with listening.listen(port) as server:
        number = server.getsockname()[1]
        origin = f"http://{listening.LOOPBACK}:{number}/"
        app = make_app(Preview(terminal, story, origin, theme), listening.hosts(number))
        terminal.result(f"{origin}\n")
        sys.stdout.flush()
        terminal.talk(f"{story} is shown there, anew after every save; Ctrl-C ends it")
        if open_:
            import webbrowser

            # In a thread, since some browsers return only when they are closed.
            threading.Thread(target=webbrowser.open, args=(origin,), daemon=True).start()
        listening.run(app, server)
