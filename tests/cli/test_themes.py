"""--theme: themes of folders, of the configuration and of distributions, as commands use them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from html import unescape
from itertools import product
from pathlib import Path

import pytest

from .program import STORY, Run, assert_one_error, assert_warned
from .running import Running, started, until
from .test_export_site import ID, NOW, there
from .test_serve_command import Server
from .theming import documented, installed, put

HTML = ("-f", "html", *NOW)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
PAGE = "{% extends 'blogctl/page.html.jinja' %}{% block footer %}<p>RIVER</p>{% endblock %}"
FRONT = (
    "{% extends 'blogctl/front.html.jinja' %}{% block masthead %}"
    '<img src="{{ asset("assets/logo.svg") }}" alt="River">{% endblock %}'
)


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """A theme beside the story."""
    return put(tmp_path / "river", {"theme.css": "b { color: red }", "page.html.jinja": PAGE})


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder of two stories."""
    for name in ("a", "b"):
        put(tmp_path / "stories", {f"{name}.story.toml": STORY.replace(ID, name)})
    return tmp_path / "stories"


# --- The example of docs/themes.md ---


def test_the_documented_example_is_whole() -> None:
    assert set(documented()) == {
        *("theme.css", "page.html.jinja", "people.html.jinja", "assets/logo.svg"),
        "languages/en.toml",
    }


def test_the_documented_example_as_a_page(run: Run, story: Path, tmp_path: Path) -> None:
    files = documented()
    put(tmp_path / "river", files)
    done = run("export", story, *HTML, "--theme", "./river")
    assert (done.code, done.err) == (0, "")
    logo = base64.b64encode(files["assets/logo.svg"].encode()).decode()
    assert f'<img src="data:image/svg+xml;base64,{logo}" alt="The River Post"' in done.out
    assert files["theme.css"] in done.out
    assert '<span class="p-author h-card"><span class="p-name">An Example</span></span>' in done.out
    assert '<h2 id="_key">Milestones</h2>' in done.out
    assert '<span class="mark key">Milestone</span>' in done.out
    assert "Key event" not in done.out
    assert "mailto:desk@example.org" in done.out
    assert "<footer" in done.out, "ours is still there"


def test_the_documented_example_as_a_site(run: Run, story: Path, tmp_path: Path) -> None:
    files = documented()
    put(tmp_path / "river", files)
    done = run("export", story, "-f", "site", "-o", "site", *NOW, "--theme", "river")
    assert done.code == 0, done.err
    site = tmp_path / "site"
    index = (site / "index.html").read_text("utf-8")
    shown = re.search(r'<img src="(assets/logo\.[0-9a-f]{16}\.svg)"', index)
    assert shown
    assert (site / shown[1]).read_text("utf-8") == files["assets/logo.svg"]
    style = re.search(r'href="(assets/page\.\w+\.css)"', index)
    assert style
    assert (site / style[1]).read_text("utf-8").endswith(files["theme.css"])
    assert "Milestones" in index
    assert "data:" not in index
    share = (site / "updates/second.html").read_text("utf-8")
    assert '<span class="mark key">Milestone</span>' in share
    assert style[1] in share


def test_its_words_hold_for_every_format(run: Run, story: Path, tmp_path: Path) -> None:
    put(tmp_path / "river", documented())
    for name in ("text", "markdown"):
        plain, themed = (
            run("export", story, "-f", name, *NOW, *more).out for more in ((), ("--theme", "river"))
        )
        assert "key event" in plain.lower()
        assert themed == plain.replace("Key event", "Milestone").replace("KEY EVENT", "MILESTONE")


# --- Where a theme is looked for ---


def test_a_theme_is_named_in_the_configuration(run: Run, story: Path, tmp_path: Path) -> None:
    """By a path that begins where the file is, wherever the command is given."""
    put(tmp_path / "desk/themes/river", {"page.html.jinja": "CONFIGURED"})
    inside = tmp_path / "desk/stories/2024"
    inside.mkdir(parents=True)
    story = story.rename(inside / story.name)
    for name, text in (
        ("blogctl.toml", 'theme = "./themes/river"'),
        ("pyproject.toml", '[tool.blogctl]\ntheme = "themes/river"'),
    ):
        put(tmp_path / "desk", {name: text})
        for cwd in (tmp_path, inside):
            assert run("export", story, *HTML, cwd=cwd).out == "CONFIGURED"
        (tmp_path / "desk" / name).unlink()
    assert "CONFIGURED" not in run("export", story, *HTML).out


def test_the_command_line_comes_first(run: Run, story: Path, river: Path, tmp_path: Path) -> None:
    put(tmp_path / "other", {"page.html.jinja": "OTHER"})
    put(tmp_path, {"blogctl.toml": 'theme = "./nowhere"'})
    assert run("export", story, *HTML, "--theme", "other").out == "OTHER"
    assert "RIVER" in run("export", story, *HTML, "--theme", str(river)).out


@pytest.mark.parametrize("value", ["5", "[]", "{}", "true"])
def test_a_theme_in_the_configuration_is_text(
    run: Run, story: Path, tmp_path: Path, value: str
) -> None:
    put(tmp_path, {"blogctl.toml": f"theme = {value}"})
    result = run("export", story, *HTML)
    assert_one_error(result, 2, "blogctl.toml: theme: must be text in quotes")


def test_a_folder_that_is_missing_is_told_of_whoever_names_it(
    run: Run, story: Path, tmp_path: Path
) -> None:
    result = run("export", story, *HTML, "--theme", "./nowhere")
    assert_one_error(result, 2, "--theme: ./nowhere: there is no such folder")
    result = run("export", story, *HTML, "--theme", "nowhere")
    assert_one_error(result, 2, '--theme: there is no theme "nowhere" (none is installed')
    put(tmp_path, {"blogctl.toml": 'theme = "./nowhere"'})
    result = run("export", story, *HTML)
    assert_one_error(result, 2, f"error: {tmp_path}/blogctl.toml: theme: ", "nowhere: there is no")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("./road.story.toml", "this is a file"),
        ("./empty", "there is no theme in this folder"),
        (".", "there is no theme in this folder"),
        ("", 'there is no theme ""'),
    ],
)
def test_what_is_no_theme(run: Run, story: Path, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    assert_one_error(run("export", story, *HTML, "--theme", name), 2, "--theme: ", said)


def test_what_lies_about_is_no_part_of_a_theme(run: Run, story: Path, tmp_path: Path) -> None:
    put(tmp_path, {"theme.css": "b {}", "secret.txt": "SECRET", "other/x.jinja": "SECRET"})
    put(tmp_path, {"page.html.jinja": "{% include 'secret.txt' ignore missing %}."})
    assert run("export", story, *HTML, "--theme", ".").out == "."


def test_a_mistake_is_one_line(run: Run, story: Path, river: Path) -> None:
    put(river, {"page.html.jinja": "\n\n{{ page.headline }}"})
    result = run("export", story, *HTML, "--theme", "./river")
    said = "error: ./river/page.html.jinja:3: Page has no 'headline': there are alternates, among,"
    assert_one_error(result, 2, said)
    put(river, {"page.html.jinja": "{% include 'page.html.jinja' %}"})
    assert_one_error(run("export", story, *HTML, "--theme", "./river"), 2, "without end")


def test_other_formats_are_made_all_the_same(run: Run, story: Path, river: Path) -> None:
    put(river, {"page.html.jinja": "{{ nope }}"})
    done = run("export", story, *HTML, "-f", "rss", "-o", "out/", "--theme", "river")
    assert (done.code, there(river.parent / "out")) == (2, {f"{ID}.rss"})
    assert run("export", story, "-f", "text", *NOW, "--theme", "river").code == 0


def test_what_is_odd_is_told_once(run: Run, stories: Path, river: Path) -> None:
    put(river, {"pages.html.jinja": "x"})
    done = run("export", stories, "-f", "html", "-f", "rss", "-o", "out/", "--theme", "./river")
    said = "./river/pages.html.jinja: nothing uses a file of this name; did you mean"
    assert_warned(done, said)
    assert done.err.count("pages.html.jinja") == 1


# --- Sites ---


def test_old_assets_go_with_the_next_change_after_that(
    run: Run, story: Path, river: Path, tmp_path: Path
) -> None:
    site = ("export", story, "-f", "site", "-o", "site", *NOW, "--theme", "river")
    put(river, {"assets/logo.svg": SVG})
    assert run(*site).code == 0
    first = there(tmp_path / "site")
    put(river, {"assets/logo.svg": f"{SVG}\n", "theme.css": "b { color: blue }"})
    assert run(*site).err.endswith("0 removed\n")
    second = there(tmp_path / "site")
    assert first < second, "a page that is open or kept somewhere still has its style"
    put(river, {"assets/logo.svg": f"{SVG}\n\n", "theme.css": "b { color: green }"})
    check = run(*site, "--check")
    assert check.code == 1
    assert re.search(r"assets/logo\.\w+\.svg: would be removed", check.err)
    assert there(tmp_path / "site") == second
    assert run(*site).err.endswith("2 removed\n")
    third = there(tmp_path / "site")
    gone = {name.split(".")[0] for name in first - third}
    assert gone == {"assets/logo", "assets/page"} == {n.split(".")[0] for n in third - second}
    assert second - first < third
    assert run(*site, "--check").code == 0


def test_check_sees_that_a_page_is_to_be_in_another_theme(
    run: Run, story: Path, river: Path, tmp_path: Path
) -> None:
    export = ("export", story, *HTML, "-o", "a.html", "--theme", "river")
    assert run(*export).code == 0
    assert run(*export, "--check").code == 0
    put(river, {"theme.css": "b { color: blue }"})
    result = run(*export, "--check")
    assert (result.code, "a.html: would change" in result.err) == (1, True)
    assert run(*export[:-2], "--check").code == 1


def test_the_front_page_is_in_the_theme_too(
    run: Run, stories: Path, river: Path, tmp_path: Path
) -> None:
    put(river, {"front.html.jinja": FRONT, "assets/logo.svg": SVG})
    export = ("export", stories, "-f", "site", "-o", "public", *NOW, "--theme", "river")
    assert run(*export).code == 0
    public = tmp_path / "public"
    front = (public / "index.html").read_text("utf-8")
    logo = re.search(r'<img src="(assets/logo\.\w+\.svg)" alt="River">', front)
    assert logo
    assert (public / logo[1]).read_text("utf-8") == SVG
    for name in ("a", "b"):
        assert "RIVER" in (public / name / "index.html").read_text("utf-8")
        assert (public / name / logo[1]).is_file()
    put(river, {"front.html.jinja": "{{ nope }}"})
    broken = run(*export)
    assert broken.code == 2
    assert "river/front.html.jinja:1: 'nope' is undefined" in broken.err
    assert (public / "index.html").read_text("utf-8") == front


# --- Installed themes ---


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of installed packages with one theme, river."""
    site = tmp_path / "installed"
    put(
        site / "river_theme",
        {
            "__init__.py": "",
            "page.html.jinja": '{{ asset("assets/logo.svg") }} INSTALLED',
            "assets/logo.svg": SVG,
            "languages/en.toml": 'retracted = "Gone"',
            "notes.py": "raise ImportError",
        },
    )
    return installed(site, "river", "river_theme", "blogctl-river")


def test_an_installed_theme_is_used_by_its_name(
    run: Run, story: Path, site: Path, tmp_path: Path
) -> None:
    env = {"PYTHONPATH": str(site)}
    done = run("export", story, *HTML, "--theme", "river", env=env)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("data:image/svg+xml;base64,")
    assert done.out.endswith(" INSTALLED")
    put(tmp_path, {"blogctl.toml": 'theme = "river"'})
    assert run("export", story, *HTML, env=env).out == done.out


def test_a_path_is_always_the_folder(run: Run, story: Path, river: Path, site: Path) -> None:
    env = {"PYTHONPATH": str(site)}
    for name in ("./river", str(river), "river/"):
        assert "RIVER" in run("export", story, *HTML, "--theme", name, env=env).out
    assert "INSTALLED" in run("export", story, *HTML, "--theme", "river", env=env).out
    assert "RIVER" in run("export", story, *HTML, "--theme", "river").out


def test_an_installed_theme_is_listed(run: Run, site: Path) -> None:
    assert "THEME" not in run("plugins").out
    done = run("plugins", env={"PYTHONPATH": str(site)})
    assert re.search(r"\n\nTHEME +FROM\nriver +blogctl-river 1\.0\n$", done.out)


def test_a_mistake_in_it_names_the_distribution(run: Run, story: Path, site: Path) -> None:
    put(site / "river_theme", {"page.html.jinja": "\n{{ nope }}"})
    result = run("export", story, *HTML, "--theme", "river", env={"PYTHONPATH": str(site)})
    assert_one_error(result, 2, "blogctl-river 1.0/page.html.jinja:2: 'nope' is undefined")


def test_a_theme_that_two_offer(run: Run, story: Path, site: Path) -> None:
    installed(site, "river", "other", "blogctl-stream", "2.0")
    env = {"PYTHONPATH": str(site)}
    result = run("export", story, *HTML, "--theme", "river", env=env)
    assert_one_error(result, 3, '"river" is offered by', "blogctl-river 1.0", "blogctl-stream 2.0")
    assert re.search(
        r"river +blogctl-\w+ [12]\.0, blogctl-\w+ [12]\.0\n", run("plugins", env=env).out
    )


def test_a_package_that_is_broken_missing_or_empty(run: Run, story: Path, site: Path) -> None:
    put(site / "broken", {"__init__.py": "raise RuntimeError('on purpose')", "theme.css": ""})
    put(site / "empty", {"__init__.py": "", "assets/icons/x.svg": SVG, "README.md": ""})
    for package, said in (
        ("broken", "RuntimeError: on purpose"),
        ("missing", "No module named 'missing'"),
        ("empty", "it is empty"),
    ):
        installed(site, package, package, f"blogctl-{package}")
        env = {"PYTHONPATH": str(site)}
        result = run("export", story, *HTML, "--theme", package, env=env)
        assert_one_error(result, 3, f"blogctl-{package} 1.0", "is broken: ", said)
        assert run("export", story, *HTML, env=env).code == 0
        assert f"blogctl-{package}" not in run("plugins", env=env).err, "listing loads nothing"


def test_a_package_without_code_will_do(run: Run, story: Path, site: Path) -> None:
    put(site / "spaces/deep", {"page.html.jinja": "DEEP"})
    installed(site, "deep", "spaces.deep", "blogctl-deep")
    assert (
        run("export", story, *HTML, "--theme", "deep", env={"PYTHONPATH": str(site)}).out == "DEEP"
    )


def test_a_name_that_is_nearly_right(run: Run, story: Path, site: Path) -> None:
    env = {"PYTHONPATH": str(site)}
    result = run("export", story, *HTML, "--theme", "rivr", env=env)
    assert_one_error(result, 2, 'there is no theme "rivr"', 'did you mean "river"?')
    result = run("export", story, *HTML, "--theme", "zebra", env=env)
    assert_one_error(result, 2, "installed are river, and there is no such folder")


# --- Watching, and the preview ---

Start = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Start:
    """Starts the program."""
    return partial(started, cwd=tmp_path, logs=tmp_path_factory.mktemp("logs") / "run")


def holds(path: Path, text: str) -> None:
    until(lambda: path.is_file() and text in path.read_text("utf-8"), f"{path.name} has {text!r}")


@pytest.mark.parametrize("configured", [False, True])
def test_each_save_of_the_theme_is_exported(
    start: Start,
    story: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    configured: bool,
) -> None:
    folder = put(tmp_path_factory.mktemp("away") / "river", {"theme.css": "b { color: red }"})
    given = () if configured else ("--theme", str(folder))
    if configured:
        put(tmp_path, {"blogctl.toml": f"theme = '{folder}'"})
    command = ("export", "--watch", story.name, "-f", "html", "-o", "out.html", *given)
    with start(*command) as running:
        running.says("watching for changes")
        out = tmp_path / "out.html"
        holds(out, "color: red")
        put(folder, {"theme.css": "b { color: blue }"})
        holds(out, "color: blue")
        put(folder, {"languages/en.toml": 'updates = "All news"'})  # a folder that was not there
        holds(out, "All news")
        put(folder, {"languages/en.toml": 'updates = "The news"'})
        holds(out, "The news")
        put(folder, {"page.html.jinja": "{{ nope }}"})
        running.says("page.html.jinja:1: 'nope' is undefined")
        assert "The news" in out.read_text("utf-8"), "what is out stays"
        put(folder, {"page.html.jinja": "MENDED"})
        holds(out, "MENDED")
        (folder / "page.html.jinja").unlink()
        holds(out, "The news")
        done = running.end()
    assert done.err.count("'nope' is undefined") == 1


def test_another_theme_in_the_configuration_is_taken(
    start: Start, story: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        put(tmp_path / name, {"page.html.jinja": f"this is {name}"})
    put(tmp_path, {"blogctl.toml": 'theme = "./one"'})
    with start("export", "--watch", story.name, "-f", "html", "-o", "out.html") as running:
        running.says("watching for changes")
        holds(tmp_path / "out.html", "this is one")
        put(tmp_path, {"blogctl.toml": 'theme = "./two"'})
        holds(tmp_path / "out.html", "this is two")
        put(tmp_path / "two", {"page.html.jinja": "this is new"})
        holds(tmp_path / "out.html", "this is new")


def test_the_preview_is_in_the_theme(start: Start, story: Path, river: Path) -> None:
    put(river, {"assets/logo.svg": SVG, "pages.html.jinja": ""})
    with start("serve", story.name, "--port", "0", "--theme", "./river") as running:
        server = Server(running)
        first = server.ask()
        assert "RIVER" in first.text
        assert server.ask(if_none_match=first.headers["etag"]).code == 304
        put(river, {"theme.css": "b { color: blue }"})
        second = server.ask()
        assert "color: blue" in second.text
        assert second.headers["etag"] != first.headers["etag"]
        put(river, {"page.html.jinja": "\n{{ nope }}"})
        assert "./river/page.html.jinja:2: 'nope' is undefined" in unescape(server.ask().text)
        assert server.ask("/feed.rss").code == 200
        put(river, {"page.html.jinja": PAGE, "languages/en.toml": "by = 5"})
        assert "en.toml: by must be a text" in server.ask("/feed.rss").text
        (river / "languages/en.toml").unlink()
        assert server.ask().data == second.data
        for path in ("/river/page.html.jinja", "/river/theme.css", "/assets/logo.svg"):
            assert server.ask(path).code == 404
    assert running.err.count("pages.html.jinja: nothing uses") == 1


def test_the_preview_takes_the_theme_of_the_configuration(
    start: Start, story: Path, river: Path, tmp_path: Path
) -> None:
    with start("serve", story.name, "--port", "0") as running:
        server = Server(running)
        assert "RIVER" not in server.ask().text
        put(tmp_path, {"blogctl.toml": 'theme = "river"'})
        assert "RIVER" in server.ask().text
        put(tmp_path, {"blogctl.toml": 'theme = "nowhere"'})
        assert "blogctl.toml: theme: there is no theme" in server.ask().text


def test_every_command_that_takes_a_theme_tells_so(run: Run) -> None:
    for command, wanted in product(("export", "serve"), ("--theme", "THEME")):
        assert wanted in run(command, "--help").out
