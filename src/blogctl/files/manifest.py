"""The list of what was written in a folder, which lies in it: who wrote it, and what it was."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from blogctl.errors import UsageError
from blogctl.files.reading import read_bytes
from blogctl.files.replacing import write_output

MANIFEST = ".blogctl-manifest.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in the list.

    ``files`` has the hashes of what may stand under each name: mostly one; two after an export
    that was broken off. ``outgoing`` are those of the files that were made by the export before
    the last, and ``folders`` those below this one that have lists of their own.
    """

    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outgoing: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()


def read_manifest(folder: str, owner: str) -> Manifest:
    """The list of a folder, empty if there is none.

    :class:`~blogctl.errors.UsageError` if it is none of ours, or another owner's. What it says
    is not believed any further than that: anybody may have written it.
    """
    path = os.path.join(folder, MANIFEST)
    if not os.path.lexists(path):
        return Manifest()
    try:
        found: Any = json.loads(read_bytes(path))
        theirs, is_ours = found["owner"], found["version"] == _VERSION
        files = {
            name: tuple(hashes.split()) for name, hashes in found["files"].items() if _inside(name)
        }
        outgoing = frozenset(name for name in found.get("outgoing", ()) if name in files)
        folders = tuple(name for name in found.get("folders", ()) if _inside(name))
    except (ValueError, LookupError, TypeError, AttributeError):
        is_ours = False
    if not is_ours:
        raise UsageError(
            f"{path}: this is no list that this blogctl wrote",
            help="choose another folder, or remove the file: then nothing old is removed",
        )
    if theirs != owner:
        raise UsageError(
            f"{folder}: this folder holds {theirs}",
            help="choose a folder of its own for each",
        )
    return Manifest(files, outgoing, folders)


def write_manifest(folder: str, owner: str, manifest: Manifest) -> None:
    """Write the list of a folder, if it differs."""
    data: dict[str, Any] = {
        "version": _VERSION,
        "owner": owner,
        "files": {name: " ".join(hashes) for name, hashes in sorted(manifest.files.items())},
    }
    if manifest.outgoing:
        data["outgoing"] = sorted(manifest.outgoing)
    if manifest.folders:
        data["folders"] = sorted(manifest.folders)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    write_output(os.path.join(folder, MANIFEST), f"{text}\n".encode())


def _inside(name: object) -> bool:
    """Whether a name stays in its folder."""
    return isinstance(name, str) and not any(
        part in ("", ".", "..") or "\\" in part or ":" in part or "\0" in part
        for part in name.split("/")
    )
