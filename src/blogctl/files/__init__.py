"""The only part that touches the disk: bytes, folders, locks and atomic replacement."""

from blogctl.files.appending import append
from blogctl.files.finding import (
    CONFIG_NAME,
    beneath,
    config_files,
    folder_of,
    is_folder,
    is_source,
    program,
    resolved,
    story_files,
)
from blogctl.files.foreseeing import foresee_new, foresee_output
from blogctl.files.manifest import MANIFEST
from blogctl.files.publishing import Published, publish
from blogctl.files.reading import (
    MAX_SIZE,
    NotText,
    TooLarge,
    decode,
    encode,
    is_regular,
    read_bytes,
    read_limited,
)
from blogctl.files.replacing import (
    LOCK_TIMEOUT,
    begin_outputs,
    create,
    discard,
    discard_output,
    edit,
    end_outputs,
    null_stream,
    scratch,
    write_output,
)
from blogctl.files.store import Kept, Store
from blogctl.files.theming import read_theme, theme_files
from blogctl.files.watching import Look, changes, look, watched_folders

__all__ = [
    "CONFIG_NAME",
    "LOCK_TIMEOUT",
    "MANIFEST",
    "MAX_SIZE",
    "Kept",
    "Look",
    "NotText",
    "Published",
    "Store",
    "TooLarge",
    "append",
    "begin_outputs",
    "beneath",
    "changes",
    "config_files",
    "create",
    "decode",
    "discard",
    "discard_output",
    "edit",
    "encode",
    "end_outputs",
    "folder_of",
    "foresee_new",
    "foresee_output",
    "is_folder",
    "is_regular",
    "is_source",
    "look",
    "null_stream",
    "program",
    "publish",
    "read_bytes",
    "read_limited",
    "read_theme",
    "resolved",
    "scratch",
    "story_files",
    "theme_files",
    "watched_folders",
    "write_output",
]
