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

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Change nothing; show the change on stderr.")
]
