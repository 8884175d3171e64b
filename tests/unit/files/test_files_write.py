"""New files, exports, and bytes as text."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from blogctl import files
from blogctl.errors import BlogctlError, EnvironmentFailure, UsageError

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and links are POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# create


def test_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "a.story.toml"
    files.create(str(path), b"new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert names(tmp_path) == [path.name]


@POSIX
def test_a_new_file_has_the_mode_that_the_user_wants(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        files.create(str(tmp_path / "a"), b"")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_new_file_in_the_folder_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files.create("a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("there", ["file", "empty file", "folder", "link", "dangling link", "loop"])
def test_nothing_is_ever_overwritten(tmp_path: Path, there: str) -> None:
    path = tmp_path / "a"
    if there.endswith("file"):
        path.write_bytes(b"" if there == "empty file" else b"old")
    elif there == "folder":
        path.mkdir()
    elif os.name != "posix":
        pytest.skip("links need rights")
    elif there == "link":
        (tmp_path / "b").write_bytes(b"old")
        path.symlink_to("b")
    else:
        path.symlink_to("a" if there == "loop" else "none")
    before = names(tmp_path)
    with pytest.raises(UsageError) as caught:
        files.create(str(path), b"new")
    assert str(path) in caught.value.message
    assert names(tmp_path) == before
    if there in ("file", "link"):
        assert path.read_bytes() == b"old"


def test_a_new_file_in_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        files.create(str(tmp_path / "none" / "a"), b"new")
    assert str(tmp_path / "none") in caught.value.message
    assert names(tmp_path) == []


def test_of_many_who_create_one_file_one_succeeds(tmp_path: Path) -> None:
    path, results = tmp_path / "a", []
    barrier = threading.Barrier(8)

    def create(number: int) -> None:
        barrier.wait()
        try:
            files.create(str(path), b"%d" % number)
            results.append(number)
        except UsageError:
            pass

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 1
    assert path.read_bytes() == b"%d" % results[0]
    assert names(tmp_path) == ["a"]


# write_output


def test_an_export_makes_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.html"
    assert files.write_output(str(path), b"page")
    assert path.read_bytes() == b"page"
    assert names(path.parent) == ["c.html"]


def test_an_export_that_is_the_same_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "c.html"
    path.write_bytes(b"page")
    os.utime(path, ns=(1, 1))
    assert not files.write_output(str(path), b"page")
    assert path.stat().st_mtime_ns == 1
    assert files.write_output(str(path), b"Page")
    assert path.stat().st_mtime_ns != 1
    assert path.read_bytes() == b"Page"
    assert files.write_output(str(path), b"")
    assert path.read_bytes() == b""
    assert names(tmp_path) == ["c.html"]


@POSIX
def test_an_export_keeps_mode_and_link_and_the_readers_file(tmp_path: Path) -> None:
    path, link = tmp_path / "c.html", tmp_path / "link.html"
    path.write_bytes(b"old")
    path.chmod(0o604)
    link.symlink_to("c.html")
    with path.open("rb") as reader:
        assert files.write_output(str(link), b"new")
        assert reader.read() == b"old"
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


@POSIX
def test_an_export_through_a_dangling_link_makes_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    assert files.write_output(str(tmp_path / "link"), b"new")
    assert (tmp_path / "target").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()


@POSIX
def test_an_export_to_a_device_or_a_pipe_goes_into_it(tmp_path: Path) -> None:
    assert files.write_output(os.devnull, b"page")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert files.write_output(str(pipe), b"page")
    reader.join()
    assert read == [b"page"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_an_export_to_a_folder_or_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    for path in (tmp_path, tmp_path / "a" / "b"):
        with pytest.raises(BlogctlError):
            files.write_output(str(path), b"new")
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize("error", [OSError(28, "No space left"), PermissionError(13, "denied")])
def test_an_export_that_fails_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def fail(*_: object) -> None:
        raise error

    path = tmp_path / "c.html"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(EnvironmentFailure):
        files.write_output(str(path), b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["c.html"]


def test_an_export_whose_folder_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(BlogctlError):
        files.write_output(str(tmp_path / "c.html"), b"new")


# bytes and text


@pytest.mark.parametrize(
    "text", ["", "a\r\nb\n\rc", "\ufeffa", "é\U0001f600\u2028", "\0", "a\ufeff", "\x1a"]
)
def test_text_comes_back_as_the_same_bytes(text: str) -> None:
    data = text.encode()
    assert files.decode(data) == text.removeprefix("\ufeff")
    assert files.encode(files.decode(data), like=data) == data


@pytest.mark.parametrize(
    ("data", "position"),
    [
        (b"\xff", 0),
        (b"ab\xff", 2),
        ("é".encode() + b"\xe9 la carte", 2),
        (b"a\nb\n\xc3\x28", 4),
        (b"\xed\xa0\x80", 0),
        (b"\xc0\x80", 0),
        (b"\xf4\x90\x80\x80", 0),
        (b"a\xe2\x82", 1),
        (b"\xef\xbb\xbf\xff", 3),
    ],
)
def test_what_is_no_utf_8(data: bytes, position: int) -> None:
    with pytest.raises(files.NotText) as caught:
        files.decode(data)
    assert caught.value.position == position
    assert "UTF-8" in caught.value.help


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_called_by_its_name(encoding: str) -> None:
    data = ("\ufeff" if "-le" in encoding or "-be" in encoding else "") + "[story]\n"
    with pytest.raises(files.NotText) as caught:
        files.decode(data.encode(encoding))
    assert caught.value.position == 0
    assert "UTF-16" in caught.value.help


def test_reading(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert files.read_bytes(str(path)) == b"12345"
    assert files.read_bytes(str(path), max_size=5) == b"12345"
    with pytest.raises(files.TooLarge) as caught:
        files.read_bytes(str(path), max_size=4)
    assert caught.value.limit == 4
    for wrong in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError) as refused:
            files.read_bytes(str(wrong))
        assert refused.value.message.count(str(wrong)) == 1


def test_a_file_for_an_editor_is_ones_own(tmp_path: Path) -> None:
    path = files.scratch(b"text", ".md")
    assert path.endswith(".md")
    assert Path(path).read_bytes() == b"text"
    if os.name == "posix":
        assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    files.discard(path)
    assert not Path(path).exists()
    files.discard(path)
