"""A folder of documents is brought up to date: nothing of ours left over, nothing else touched."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

import pytest

from blogctl.errors import EnvironmentFailure, UsageError
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


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize("name", ["index.html", "updates/old/b.html", MANIFEST])
def test_no_link_inside_is_followed(tmp_path: Path, name: str, check: bool) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    publish(str(site), FIRST, OWNER)
    (site / name).rename(other)
    before = other.read_bytes()
    (site / name).symlink_to(other)
    for documents in (FIRST, SECOND):  # made, and left over
        with pytest.raises(UsageError, match="this is a link"):
            publish(str(site), documents, OWNER, check=check)
    assert (other.read_bytes(), (site / name).is_symlink()) == (before, True)


def test_a_link_to_nothing_is_a_link_too(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").symlink_to(tmp_path / "outside.html")
    with pytest.raises(UsageError, match="this is a link"):
        publish(str(tmp_path / "site"), FIRST, OWNER)
    assert not (tmp_path / "outside.html").exists()


def test_a_linked_folder_is_neither_filled_nor_emptied(tmp_path: Path) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    site.mkdir()
    other.mkdir()
    (site / "updates").symlink_to(other)
    with pytest.raises(UsageError, match="updates: this is a link"):
        publish(str(site), FIRST, OWNER)
    assert there(tmp_path) == {}
    (site / "updates").unlink()
    publish(str(site), FIRST, OWNER)
    other.rmdir()
    (site / "updates").rename(other)
    (site / "updates").symlink_to(other)
    with pytest.raises(UsageError, match="updates: this is a link"):
        publish(str(site), {"index.html": b"1"}, OWNER)
    assert there(other) == {"a.html": b"a", "old/b.html": b"b"}


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    publish(str(tmp_path / "site"), FIRST, OWNER)
    assert publish(str(tmp_path / "site"), SECOND, OWNER).removed == ("updates/old/b.html",)
    assert there(tmp_path / "real") == SECOND


@pytest.mark.parametrize("check", [False, True])
def test_what_somebody_changed_is_not_written_over(tmp_path: Path, check: bool) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    (tmp_path / "updates/a.html").write_bytes(b"changed by hand")
    before = there(tmp_path)
    for documents in (FIRST, {**SECOND, "updates/a.html": b"new"}):
        with pytest.raises(UsageError, match=r"a\.html: this was changed by hand"):
            publish(str(tmp_path), documents, OWNER, check=check)
        assert there(tmp_path) == before
    (tmp_path / "updates/a.html").unlink()
    assert publish(str(tmp_path), SECOND, OWNER).written == ("index.html", "updates/a.html")


def test_what_somebody_made_as_it_is_to_be_is_no_change(tmp_path: Path) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    (tmp_path / "index.html").write_bytes(SECOND["index.html"])
    assert publish(str(tmp_path), SECOND, OWNER).written == ()


@pytest.mark.parametrize("check", [False, True])
def test_a_file_where_a_folder_belongs_is_found_before_anything_is_written(
    tmp_path: Path, check: bool
) -> None:
    (tmp_path / "updates").write_bytes(b"mine")
    with pytest.raises(EnvironmentFailure, match="updates: a file stands where a folder"):
        publish(str(tmp_path), FIRST, OWNER, check=check)
    assert there(tmp_path) == {"updates": b"mine"}
    with pytest.raises(EnvironmentFailure, match="updates: a file stands where a folder"):
        publish(str(tmp_path / "updates"), FIRST, OWNER, check=check)


def dressed(*assets: str) -> dict[str, bytes]:
    return {
        **{f"assets/{name}": name.encode() for name in assets},
        "index.html": repr(assets).encode(),
    }


def assets_in(folder: Path) -> set[str]:
    return {name.removeprefix("assets/") for name in there(folder) if name != "index.html"}


def test_assets_stay_for_one_generation(tmp_path: Path) -> None:
    publish(str(tmp_path), dressed("a1", "b1"), OWNER)
    for assets, removed, left in [
        (("a2", "b1"), (), {"a1", "a2", "b1"}),
        (("a2", "b1"), (), {"a1", "a2", "b1"}),  # nothing changed, nothing goes
        (("a2", "b1", "c1"), (), {"a1", "a2", "b1", "c1"}),  # what comes puts nothing out
        (("a3", "b1", "c1"), ("a1",), {"a2", "a3", "b1", "c1"}),
        (("a2", "b1", "c1"), (), {"a2", "a3", "b1", "c1"}),  # back again
        ((), ("a3",), {"a2", "b1", "c1"}),
    ]:
        check = publish(str(tmp_path), dressed(*assets), OWNER, check=True)
        done = publish(str(tmp_path), dressed(*assets), OWNER)
        assert done.removed == check.removed == tuple(f"assets/{name}" for name in removed)
        assert assets_in(tmp_path) == left


def test_an_old_asset_that_somebody_changed_is_theirs(tmp_path: Path) -> None:
    publish(str(tmp_path), dressed("a1"), OWNER)
    (tmp_path / "assets/a1").write_bytes(b"changed by hand")
    assert publish(str(tmp_path), dressed("a2"), OWNER).kept == ("assets/a1",)
    publish(str(tmp_path), dressed("a3"), OWNER)
    publish(str(tmp_path), dressed("a4"), OWNER)
    assert assets_in(tmp_path) == {"a1", "a3", "a4"}


def test_an_interruption_takes_no_asset_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(str(tmp_path), dressed("a1"), OWNER)
    broken_off(tmp_path, dressed("a2"), monkeypatch)
    publish(str(tmp_path), dressed("a2"), OWNER)
    assert assets_in(tmp_path) == {"a1", "a2"}
    publish(str(tmp_path), dressed("a3"), OWNER)
    assert assets_in(tmp_path) == {"a2", "a3"}


def test_folders_that_are_deserted_are_told_until_they_are_gone(tmp_path: Path) -> None:
    for name in ("a", "b"):
        publish(str(tmp_path / name), {"index.html": b"1"}, name)
    front = {"index.html": b"front"}
    assert publish(str(tmp_path), front, OWNER, folders=["a", "b"]).deserted == ()
    for _ in range(2):
        assert publish(str(tmp_path), front, OWNER, folders=["a"], check=True).deserted == ("b",)
        assert publish(str(tmp_path), front, OWNER, folders=["a"]).deserted == ("b",)
    assert (tmp_path / "b/index.html").exists()
    assert publish(str(tmp_path), front, OWNER, folders=["a", "b"]).deserted == ()
    assert publish(str(tmp_path), front, OWNER, folders=["a"]).deserted == ("b",)
    (tmp_path / "b" / MANIFEST).unlink()  # whoever does that keeps it as their own
    assert publish(str(tmp_path), front, OWNER, folders=["a"]).deserted == ()


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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "owner": "x", "files": {}}',
        '{"version": 1, "owner": "x", "files": {"a": 1}}',
        '{"version": 1, "owner": "x", "files": {}, "outgoing": 1}',
        '{"version": 1, "owner": "x", "files": {}, "folders": 1}',
    ],
)
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

    def broken(path: str, data: bytes, *, alone: bool = True) -> bool:
        calls.append(path)
        if len(calls) == len(documents):
            raise KeyboardInterrupt
        return write_output(path, data, alone=alone)

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


def test_one_interruption_after_another_leaves_nothing_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(str(tmp_path), FIRST, OWNER)
    for number in range(4):
        broken_off(
            tmp_path, {name: data + b"%d" % number for name, data in FIRST.items()}, monkeypatch
        )
    listed = json.loads((tmp_path / MANIFEST).read_text())["files"]
    assert max(len(hashes.split()) for hashes in listed.values()) == 2
    assert publish(str(tmp_path), SECOND, OWNER).kept == ()
    assert there(tmp_path) == SECOND


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
