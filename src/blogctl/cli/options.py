"""Options that several commands have, spelled alike everywhere."""

from __future__ import annotations

from typing import Annotated

import typer

LockTimeout = Annotated[
    float,
    typer.Option(
        "--lock-timeout", metavar="SECONDS", min=0.0, help="How long to wait for other writers."
    ),
]

MaxSize = Annotated[
    int, typer.Option("--max-size", metavar="BYTES", min=1, help="The largest file to read.")
]

Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", metavar="N", min=0, help="Processes to work with; 0: as many as processors."
    ),
]

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Change nothing; show the change on stderr.")
]

Texts = list[str] | None
Headline = Annotated[str | None, typer.Option("--headline", metavar="TEXT", help="The headline.")]
BodyFile = Annotated[
    str | None, typer.Option("--body-file", metavar="FILE", help="Read the body from a file, or -.")
]
Authors = Annotated[
    Texts, typer.Option("--author", metavar="NAME", help="Who wrote it; repeatable.")
]
Tags = Annotated[Texts, typer.Option("--tag", metavar="TAG", help="A keyword; repeatable.")]
Label = Annotated[
    str | None,
    typer.Option("--label", metavar="TEXT", help="A word such as breaking or analysis."),
]
Sources = Annotated[
    Texts,
    typer.Option("--source", metavar="'NAME <URL>'", help="Where it comes from; repeatable."),
]
Media = Annotated[
    Texts, typer.Option("--media", metavar="URL", help="A picture, film …; repeatable.")
]
MediaTypes = Annotated[
    Texts,
    typer.Option(
        "--media-type", metavar="TYPE", help="image, video, audio, embed or file. [by name]"
    ),
]
Alts = Annotated[Texts, typer.Option("--alt", metavar="TEXT", help="What the media shows.")]
Captions = Annotated[Texts, typer.Option("--caption", metavar="TEXT", help="The line below it.")]
Credits = Annotated[Texts, typer.Option("--credit", metavar="TEXT", help="Who made it.")]
