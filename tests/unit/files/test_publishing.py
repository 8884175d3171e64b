"""A folder of documents is brought up to date: nothing of ours left over, nothing else touched."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

import pytest

from blogctl.errors import UsageError
from blogctl.files import MANIFEST, Published, publish, write_output

OWNER = "the site of s"
FIRST = {"index.html": b"1", "updates/a.html": b"a", "updates/old/b.html": b"b", "live.json": b"{}"}
SECOND = {"index.html": b"2", "updates/a.html": b"a", "live.json": b"{}"}


def there(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for the list."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_everything_is_written_in_its_order(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    done = publish(str(folder), FIRST, OWNER)
    assert done == Published(written=tuple(FIRST))
    assert there(folder) == FIRST


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    before = {name: (tmp_path / name).stat().st_ino for name in FIRST}
    manifest = (tmp_path / MANIFEST).stat().st_ino
    assert publish(str(tmp_path), FIRST, OWNER) == Published(unchanged=tuple(FIRST))
    assert {name: (tmp_path / name).stat().st_ino for name in FIRST} == before
    assert (tmp_path / MANIFEST).stat().st_ino == manifest


def test_what_is_no_longer_made_goes_and_nothing_else(tmp_path: Path) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    (tmp_path / "mine.html").write_bytes(b"mine")
    (tmp_path / "updates" / "mine.html").write_bytes(b"mine")
    done = publish(str(tmp_path), SECOND, OWNER)
    assert (done.written, done.removed) == (("index.html",), ("updates/old/b.html",))
    assert there(tmp_path) == {**SECOND, "mine.html": b"mine", "updates/mine.html": b"mine"}
    assert not (tmp_path / "updates" / "old").exists()


def test_what_somebody_changed_stays(tmp_path: Path) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    (tmp_path / "updates/old/b.html").write_bytes(b"changed by hand")
    done = publish(str(tmp_path), SECOND, OWNER)
    assert (done.removed, done.kept) == ((), ("updates/old/b.html",))
    assert (tmp_path / "updates/old/b.html").read_bytes() == b"changed by hand"


def test_a_link_that_is_left_over_is_not_followed(tmp_path: Path) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    publish(str(site), FIRST, OWNER)
    other.write_bytes(b"b")
    (site / "updates/old/b.html").unlink()
    (site / "updates/old/b.html").symlink_to(other)
    publish(str(site), SECOND, OWNER)
    assert other.read_bytes() == b"b"


@pytest.mark.parametrize("name", ["index.html", "updates/old/b.html"])
def test_the_files_of_others_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(UsageError, match="not written by blogctl"):
        publish(str(tmp_path), FIRST, OWNER)
    assert there(tmp_path) == {name: b"mine"}


def test_a_folder_under_a_name_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    with pytest.raises(UsageError, match="not written by blogctl"):
        publish(str(tmp_path), FIRST, OWNER)


def test_the_folder_of_another_owner_is_refused(tmp_path: Path) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    with pytest.raises(UsageError, match="this folder holds the site of s"):
        publish(str(tmp_path), SECOND, "the site of t")
    assert there(tmp_path) == FIRST


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "owner": "x", "files": {}}'])
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(UsageError, match="no list that this blogctl wrote"):
        publish(str(tmp_path), FIRST, OWNER)


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside", "a//b"])
def test_a_list_cannot_have_files_removed_elsewhere(tmp_path: Path, name: str) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    outside.write_bytes(b"b")
    publish(str(site), FIRST, OWNER)
    manifest = json.loads((site / MANIFEST).read_text())
    absolute = str(outside) if name.startswith("/") else name
    manifest["files"][absolute] = manifest["files"]["updates/old/b.html"]
    (site / MANIFEST).write_text(json.dumps(manifest))
    publish(str(site), SECOND, OWNER)
    assert outside.read_bytes() == b"b"


def broken_off(folder: Path, documents: dict[str, bytes], patch: pytest.MonkeyPatch) -> None:
    """Publish documents, but for the last of them."""
    calls = []

    def broken(path: str, data: bytes, *, tidy: bool = True) -> bool:
        calls.append(path)
        if len(calls) > len(documents):  # the list comes first
            raise KeyboardInterrupt
        return write_output(path, data, tidy=tidy)

    with patch.context() as patched:
        patched.setattr("blogctl.files.publishing.write_output", broken)
        with pytest.raises(KeyboardInterrupt):
            publish(str(folder), documents, OWNER)


def test_an_interruption_leaves_nothing_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off(tmp_path, FIRST, monkeypatch)
    assert 0 < len(there(tmp_path)) < len(FIRST)
    publish(str(tmp_path), {"index.html": b"1"}, OWNER)
    assert there(tmp_path) == {"index.html": b"1"}


def test_what_was_written_before_an_interruption_is_not_taken_for_somebody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    broken_off(tmp_path, {name: data + b"!" for name, data in FIRST.items()}, monkeypatch)
    done = publish(str(tmp_path), {"index.html": b"1"}, OWNER)
    assert (set(done.removed), done.kept) == (FIRST.keys() - {"index.html"}, ())
    assert there(tmp_path) == {"index.html": b"1"}


def test_what_killed_processes_left_goes_and_what_others_are_writing_stays(tmp_path: Path) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    crc = zlib.crc32(b"a.html")
    ours = tmp_path / f"updates/.blogctl-{crc:08x}-0123abcd.tmp"
    theirs = tmp_path / f"updates/.blogctl-{crc ^ 1:08x}-0123abcd.tmp"
    for path in (ours, theirs):
        path.write_bytes(b"half")
    publish(str(tmp_path), SECOND, OWNER)
    assert (ours.exists(), theirs.exists()) == (False, True)


def test_check_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert publish(str(folder), FIRST, OWNER, check=True).written == tuple(FIRST)
    assert not folder.exists()
    publish(str(folder), FIRST, OWNER)
    before = sorted(os.walk(folder))
    done = publish(str(folder), SECOND, OWNER, check=True)
    assert (done.written, done.removed) == (("index.html",), ("updates/old/b.html",))
    assert sorted(os.walk(folder)) == before
    assert there(folder) == FIRST
