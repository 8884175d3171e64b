"""blogctl git setup, and what git then shows: with real git, and nothing of the machine's own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from .program import BLOGCTL
from .repository import BASE, BLOCK, CLASHES, MERGED, NAME, OURS, THEIRS, Repository

LINE = "*.story.toml merge=blogctl diff=blogctl"
NEW = f"{NAME}: 1 new\n\nnew  2024-01-05 11:00  ours  Ours\n  body: + Ours\n\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def attribute(repository: Repository, name: str, path: str = NAME) -> str:
    """An attribute as git itself reads it."""
    return repository("check-attr", name, "--", path).rpartition(": ")[2].strip()


def configured(repository: Repository) -> dict[str, str]:
    """The repository's own configuration of blogctl."""
    said = repository("config", "--local", "--list", "-z").split("\0")
    pairs = (line.partition("\n") for line in said)
    return {name: value for name, _, value in pairs if ".blogctl." in name}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, f"{LINE}\n"),
        ("*.png binary\r\n# ours", f"*.png binary\r\n# ours\r\n{LINE}\r\n"),
        ("* text=auto\n", f"* text=auto\n{LINE}\n"),
        (f"{LINE}\n*.png -diff\n", f"{LINE}\n*.png -diff\n"),
        ("*.toml   diff=blogctl\tmerge=blogctl\n", "*.toml   diff=blogctl\tmerge=blogctl\n"),
        (
            "*.story.toml merge=blogctl\n",
            "*.story.toml merge=blogctl\n*.story.toml diff=blogctl\n",
        ),
        (f"{LINE}\n*.toml -merge\n", f"{LINE}\n*.toml -merge\n*.story.toml merge=blogctl\n"),
        (f"{LINE}\n* binary\n", f"{LINE}\n* binary\n{LINE}\n"),
    ],
)
def test_the_attributes_get_what_they_lack_and_no_more(
    repository: Repository, before: str | None, after: str
) -> None:
    path = repository.folder / ".gitattributes"
    if before is not None:
        path.write_bytes(before.encode() + b"\xff x\n" * ("auto" in before))
        after = after.replace("* text=auto\n", "* text=auto\n\udcff x\n")
    assert repository.blogctl("git", "setup").returncode == 0
    assert path.read_bytes() == after.encode("utf-8", "surrogateescape")
    assert (attribute(repository, "merge"), attribute(repository, "diff")) == ("blogctl",) * 2


def test_it_says_what_it_does_and_does_it_once(repository: Repository) -> None:
    inside = repository.folder / "a folder"
    inside.mkdir()
    asked = repository.blogctl("git", "setup", "--check", cwd=inside)
    assert asked.returncode == 1
    assert configured(repository) == {}
    assert not (repository.folder / ".gitattributes").exists()
    done = repository.blogctl("git", "setup", cwd=inside)
    assert (done.returncode, done.stdout) == (0, "")
    settings = configured(repository)
    assert settings["merge.blogctl.driver"] == "blogctl merge --name %P %O %A %B"
    assert settings["diff.blogctl.command"] == "blogctl diff --"
    for said in (os.path.join("..", ".gitattributes"), LINE, *settings, *settings.values()):  # noqa: PTH118
        assert said in done.stderr
        assert said in asked.stderr
    before = (repository.folder / ".git" / "config").read_bytes()
    again = repository.blogctl("git", "setup", cwd=inside)
    assert (again.returncode, "already" in again.stderr) == (0, True)
    assert (repository.folder / ".git" / "config").read_bytes() == before
    assert repository.blogctl("git", "setup", "--check").returncode == 0
    assert repository.blogctl("git", "setup", "--no-diff").returncode == 0
    assert configured(repository).keys() == settings.keys() - {"diff.blogctl.command"}


def test_a_linked_worktree_is_set_up_too(repository: Repository, tmp_path: Path) -> None:
    repository.commit({NAME: BASE})
    repository("worktree", "add", "-q", "-b", "other", str(tmp_path / "other"))
    repository.folder = tmp_path / "other"
    assert repository.blogctl("git", "setup").returncode == 0
    assert (repository.folder / ".gitattributes").read_text() == f"{LINE}\n"
    assert configured(repository)


@pytest.mark.parametrize("named", [None, "~/of mine"])
def test_global_is_for_all_repositories_and_in_none(
    repository: Repository, tmp_path: Path, named: str | None
) -> None:
    repository.environment["GIT_CONFIG_GLOBAL"] = str(tmp_path / "config")
    if named:
        repository("config", "--global", "core.attributesFile", named)
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path)}
    done = repository.blogctl("git", "setup", "--global", cwd=outside, **env)
    assert done.returncode == 0, done.stderr
    path = tmp_path / ("of mine" if named else "git/attributes")
    assert path.read_text() == f"{LINE}\n"
    assert repository("status", "--porcelain") == ""
    assert configured(repository) == {}
    repository.fork(OURS, THEIRS)
    repository("merge", "-q", "--no-edit", "theirs")
    assert repository.text() == MERGED
    assert repository.blogctl("git", "setup", "--check", "--global").returncode == 0
    # What holds for all holds here: only the line for the others is lacking.
    repository.blogctl("git", "setup")
    assert configured(repository) == {}
    assert (repository.folder / ".gitattributes").exists()


def test_what_holds_for_all_is_not_taken_away_here(repository: Repository, tmp_path: Path) -> None:
    repository.environment["GIT_CONFIG_GLOBAL"] = str(tmp_path / "config")
    repository.blogctl("git", "setup", "--global")
    done = repository.blogctl("git", "setup", "--no-diff")
    assert done.returncode == 0, done.stderr
    assert repository.blogctl("git", "setup", "--no-diff", "--check").returncode == 0
    assert repository("config", "--get", "diff.blogctl.command").strip() == "blogctl diff --"


@pytest.mark.parametrize("is_active", [True, False])
def test_git_can_call_it_without_the_environment(
    repository: Repository, tmp_path: Path, is_active: bool
) -> None:
    """In an environment that may not be active later, or off the PATH, git gets the full path."""
    folder = tmp_path / "my 100% env's" / "bin"
    folder.mkdir(parents=True)
    program = folder / "blogctl"
    shutil.copy(BLOGCTL, program)
    git = Path(repository.git).parent
    env = {"PATH": f"{folder}{os.pathsep}{git}", "VIRTUAL_ENV": str(folder.parent)}
    if not is_active:
        env = {"PATH": str(git), "VIRTUAL_ENV": ""}
    done = repository.run(program, "git", "setup", cwd=repository.folder, **env)
    assert done.returncode == 0, done.stderr
    paths = repository.environment["PATH"].split(os.pathsep)
    own = str(Path(BLOGCTL).parent)
    repository.environment["PATH"] = os.pathsep.join(p for p in paths if p != own)
    repository.fork(OURS, THEIRS, f'it\'s "a" 100% {NAME}')
    repository("merge", "-q", "--no-edit", "theirs")
    assert repository.text(f'it\'s "a" 100% {NAME}') == MERGED
    assert "1 new" in repository("diff", "HEAD~1", "HEAD")
    command = (sys.executable, "-m", "blogctl", "git", "setup", "--check")
    module = repository.run(*command, cwd=repository.folder, **env)
    assert f"{sys.executable} -m blogctl merge" in module.stderr


def test_where_there_is_no_repository_or_no_git_it_says_so(
    repository: Repository, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.git"
    repository("init", "-q", "--bare", str(bare))
    ceiling = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    for done, code, word in (
        (repository.blogctl("git", "setup", cwd=tmp_path, **ceiling), 2, "no git repository"),
        (repository.blogctl("git", "setup", cwd=bare), 2, "no working tree"),
        (repository.blogctl("git", "setup", PATH="/nowhere"), 3, "git cannot be found"),
    ):
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
        assert word in done.stderr


def test_git_shows_a_change_by_update(repository: Repository) -> None:
    repository.blogctl("git", "setup")
    name = f"-x {NAME}"
    repository.commit({name: BASE})
    repository.commit({name: OURS})
    new = NEW.replace(NAME, name)
    assert repository("diff", "HEAD~1", "HEAD") == new
    assert repository("show", "--ext-diff", "--format=") == new
    log = repository("log", "-p", "--ext-diff", "--format=")
    assert log.startswith(new)
    assert f"{name}: a new story: 1 new\n" in log
    assert "+[[updates]]\n" in repository("show", "--format="), "unasked git shows lines"
    assert "\x1b[" not in repository("diff", "HEAD~1")
    assert "\x1b[32m" in repository("-c", "color.diff=always", "diff", "HEAD~1")
    (repository.folder / name).write_text(OURS.replace("\n", "\r\n") + "# Said.\r\n", newline="")
    assert f"{name}: only its layout" in repository("diff")
    repository("mv", "--", name, NAME)
    (repository.folder / NAME).write_text(OURS + BLOCK.format("z", "12", "Z"))
    (repository.folder / NAME).chmod(0o755)
    moved = repository("diff", "-M10", "HEAD")
    assert f"{name} → {NAME}: mode 100644 → 100755\n" in moved
    assert f"{name} → {NAME}: 1 new\n" in moved
    repository("rm", "-q", "-f", NAME)
    assert "the story removed: 2 removed" in repository("diff", "HEAD")


@pytest.mark.parametrize("broken", [b"body = 'open\n", b"no text \xff\n", b"x = 1\n"])
def test_what_is_no_story_is_shown_by_line(repository: Repository, broken: bytes) -> None:
    repository.blogctl("git", "setup")
    repository.commit({NAME: BASE, "z.story.toml": BASE})
    (repository.folder / "z.story.toml").write_text(OURS)
    path = repository.folder / NAME
    path.write_bytes(path.read_bytes() + broken)
    # Bytes that are no text come as they are, as from git.
    done = repository.run("/bin/sh", "-c", f"{repository.git} diff > ../said")
    assert (done.returncode, done.stderr) == (0, "")
    said = (repository.folder.parent / "said").read_bytes()
    why = f"{NAME}: compared line by line, since the new version has an error in line 10: "
    assert said.startswith(why.encode())
    assert b"\n@@ -7,3 +7,4 @@" in said
    assert b"\n+" + broken in said
    assert said.endswith(NEW.replace(NAME, "z.story.toml").encode()), "and the next one as ever"


def test_a_failed_merge_has_no_two_versions(repository: Repository) -> None:
    repository.blogctl("git", "setup")
    repository.fork(*CLASHES)
    repository("merge", "theirs", fails=True)
    assert repository("diff", "--cached") == f"* Unmerged path {NAME}\n"


def test_who_leaves_the_pager_sees_no_failure(repository: Repository) -> None:
    repository.blogctl("git", "setup")
    long = "".join(BLOCK.format(f"u{n}", "10", "word " * 200) for n in range(300))
    repository.commit({NAME: BASE})
    (repository.folder / NAME).write_text(BASE + long)
    command = f"{repository.git} --no-pager diff | head -n 1"
    done = repository.run("/bin/sh", "-c", command)
    assert (done.stdout, done.stderr) == (f"{NAME}: 300 new\n", "")


def test_a_branch_of_several_commits_is_rebased(repository: Repository) -> None:
    repository.blogctl("git", "setup")
    repository.fork(OURS, THEIRS)
    steps = [
        ("add", NAME, "More", "--id", "more", "--time", "2024-01-05T12:00:00Z"),
        ("correct", NAME, "first", "It is one lane.", "--time", "2024-01-05T12:30:00Z"),
        ("retract", NAME, "ours", "--time", "2024-01-05T13:00:00Z"),
    ]
    for step in steps:
        done = repository.blogctl(*step)
        assert done.returncode == 0, done.stderr
        repository("commit", "-q", "-a", "-m", step[0])
    repository("checkout", "-q", "theirs")
    done = repository.blogctl("edit", NAME, "first", "--headline", "Theirs")
    assert done.returncode == 0, done.stderr
    repository("commit", "-q", "-a", "-m", "edit")
    repository("checkout", "-q", "main")
    repository("rebase", "-q", "theirs")
    assert repository("rev-list", "--count", "theirs..main") == "4\n"
    said = repository("diff", "theirs", "main").partition("\n")[0]
    assert said == f"{NAME}: 2 new, 1 corrected"
    whole = repository("diff", "main~4", "main")
    assert "\ncorrected  2024-01-05 09:00  first  Theirs\n" in whole
    assert "retraction: + 2024-01-05 13:00:00+00:00" in whole
    assert repository.blogctl("validate", NAME).returncode == 0
