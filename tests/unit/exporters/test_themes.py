"""Themes: what each file of one does to the pages, and what is told of one that is wrong."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, date, datetime
from html import unescape
from itertools import chain

import pytest
from bs4 import BeautifulSoup

from blogctl.errors import ThemeError
from blogctl.exporters.assets import TEMPLATES, inlined
from blogctl.exporters.labels import ENGLISH, labels_for, words_of
from blogctl.exporters.themes import MEDIA_TYPES

from .exporting import story
from .theming import NAME, PNG, Files, front_page, page, site, theme

TOLD = story(
    {"headline": "Road closed", "key": True, "authors": [{"name": "A", "role": "Reporter"}]},
    {
        "body": "A tree.",
        "media": [{"type": "image", "url": "/a.jpg", "width": 3, "height": 4, "caption": "C"}],
    },
    authors=["B. Writer"],
    publisher={"name": "Example News", "url": "https://example.org"},
    about={"name": "Storm"},
)
PAGES = {"page.html.jinja": "page", "share.html.jinja": "share", "front.html.jinja": "front"}
PARTS = {
    "update.html.jinja": ("update", "copy", "marks", "more"),
    "media.html.jinja": ("media", "size", "caption"),
    "people.html.jinja": ("people",),
    "key-events.html.jinja": ("events",),
}
NO_TABLE = ": new_updates must be a table with at least the plural category other"
NO_COUNT = " must be a text in which {n} is the number"
DAY = date(2024, 1, 5)
AT = datetime(2024, 1, 5, 10, tzinfo=UTC)


def made(name: str, files: Files) -> str:
    """The page that a template makes, of those that there are."""
    if name == "share.html.jinja":
        return str(site(files, TOLD)["updates/u0.html"])
    return front_page(files, TOLD) if name == "front.html.jinja" else page(files, TOLD)


def problem(files: Files, name: str = "page.html.jinja") -> tuple[str, str | None]:
    """What is said of a theme, in one line; nothing of what Python would say."""
    with pytest.raises(ThemeError) as caught:
        made(name, files)
    message = caught.value.message
    assert "\n" not in message
    assert not re.search(r"Traceback|blogctl\.|object at 0x|\.py\b", message)
    assert caught.value.exit_code == 2
    return message, caught.value.help


def policy_of(html: str) -> dict[str, str]:
    content = BeautifulSoup(html, "html5lib").select_one("meta[http-equiv]")
    assert content is not None
    return dict(each.strip().partition(" ")[::2] for each in str(content["content"]).split(";"))


# --- Templates ---


def test_there_is_a_template_of_each_name() -> None:
    assert {*PAGES, *PARTS} == TEMPLATES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_replaced_and_the_others_stay(name: str) -> None:
    files: Files = {name: "<p>all new</p>\n"}
    for each in PAGES:
        if each == name:
            assert made(each, files) == "<p>all new</p>\n"
        else:
            assert made(each, files).startswith("<!doctype html>")
            assert "all new" not in made(each, files)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_extends_ours(name: str) -> None:
    extends = f'{{% extends "blogctl/{name}" %}}{{% block head %}}<meta name="x">{{% endblock %}}'
    ours, theirs = made(name, {}), made(name, {name: extends})
    assert '<meta name="x">' in theirs
    # What it is made with differs.
    assert re.sub(r'"made": "\w+"', "", theirs.replace('<meta name="x">', "")) == re.sub(
        r'"made": "\w+"', "", ours
    )


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_replaced(part: str) -> None:
    macros = "".join(
        f"{{% macro {each}(a, b) %}}[{each}]{{% endmacro %}}\n" for each in PARTS[part]
    )
    html = page({part: macros}, TOLD)
    assert f"[{PARTS[part][0]}]" in html
    assert "<!doctype html>" in html


@pytest.mark.parametrize("part", PARTS)
def test_a_part_takes_from_ours_what_it_does_not_change(part: str) -> None:
    """As docs/themes.md tells to hand it on."""
    names = PARTS[part]
    handed = "".join(f"{{% set {each} = {each} %}}\n" for each in names)
    text = f'{{% from "blogctl/{part}" import {", ".join(names)} with context %}}\n{handed}'
    for name in ("page.html.jinja", "share.html.jinja"):
        ours, theirs = (
            re.sub(r'"made": "\w+"', "", made(name, each)) for each in ({}, {part: text})
        )
        assert theirs == ours


def test_blocks_have_the_parts_of_ours() -> None:
    text = (
        '{% extends "blogctl/page.html.jinja" %}{% block footer %}'
        "<footer>{{ people(story.authors) }}{{ media.size(story.image) if story.image }}"
        "{{ parts.update(page.days[0][1][0]) }}</footer>{% endblock %}"
    )
    footer = BeautifulSoup(page({"page.html.jinja": text}, TOLD), "html5lib").footer
    assert footer is not None
    assert "B. Writer" in footer.get_text()
    assert footer.select("article.update")


def test_a_template_of_a_name_of_its_own_is_included() -> None:
    files: Files = {"page.html.jinja": '{% include "ours.jinja" %}', "ours.jinja": "{{ story.id }}"}
    assert page(files, TOLD) == "s"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_given_the_same(name: str) -> None:
    """So that pages can share a part; what only some have is empty on the others."""
    given = ("labels", "style", "script", "words", "policy", "linked_data", "assets", "poll")
    asked = "".join(f"{{% set x = {each} %}}" for each in (*given, "marker", PAGES[name]))
    text = f'{asked}{{% if poll and not words %}}!{{% endif %}}{{{{ link("/x") }}}}'
    files: Files = {name: text + '{{ asset("assets/a.png") }}', "assets/a.png": PNG}
    assert made(name, files).startswith("/x")


# --- Styles ---


def test_a_style_comes_after_ours() -> None:
    style = inlined(theme({"theme.css": "b { color: red }"})).style
    assert style == inlined(None).style + "b { color: red }"


def test_a_style_takes_the_place_of_ours() -> None:
    assert inlined(theme({"page.css": "a {}\n", "theme.css": "b {}\n"})).style == "a {}\nb {}\n"


def sheet(files: Files) -> str:
    found = site(files, TOLD)
    return str(next(each for name, each in found.items() if name.endswith(".css")))


def test_a_site_has_a_style_more() -> None:
    ours = sheet({})
    assert sheet({"theme.css": "b {}\n"}) == f"{ours}b {{}}\n"
    both = sheet({"page.css": "a {}\n", "site.css": "b {}\n", "theme.css": "c {}\n"})
    assert both == "a {}\nb {}\nc {}\n"
    assert "a {}" not in page({"site.css": "a {}"}, TOLD)


@pytest.mark.parametrize("file", ["theme.css", "page.css"])
@pytest.mark.parametrize("end", ["</style>", "</STYLE", "</Style x"])
def test_no_style_ends_the_style_of_a_page(file: str, end: str) -> None:
    message, _ = problem({file: f"a {{}}\nb {{}}\n/* {end} */"})
    assert message == f'{NAME}/{file}:3: "</style" would end the style of a page'


@pytest.mark.parametrize(
    "css",
    ["a {}\r\nb {}\r\n", "a {}\rb {}", "a {}\0", "\ufeffa {}", 'a { content: "é" }', "<!-- a {}"],
)
def test_the_policy_knows_the_style_as_browsers_read_it(css: str) -> None:
    """They know line ends of one kind only, and no NUL."""
    html = page({"theme.css": css}, TOLD)
    style = BeautifulSoup(html, "html5lib").style
    assert style is not None
    digest = base64.b64encode(hashlib.sha256((style.string or "").encode()).digest()).decode()
    assert policy_of(html)["style-src"] == f"'sha256-{digest}'"


@pytest.mark.parametrize("quote", ['"', "'", ""])
@pytest.mark.parametrize("file", ["theme.css", "page.css"])
def test_a_style_names_assets(file: str, quote: str) -> None:
    files: Files = {
        file: f"a {{ src: url({quote}assets/a.woff2{quote}), url( {quote}assets/b.png{quote} ) }}",
        "assets/a.woff2": b"font",
        "assets/b.png": PNG,
    }
    font, picture = (base64.b64encode(each).decode() for each in (b"font", PNG))
    urls = f'url("data:font/woff2;base64,{font}"), url("data:image/png;base64,{picture}")'
    assert f"a {{ src: {urls} }}" in inlined(theme(files)).style
    hashes = [hashlib.sha256(each).hexdigest()[:16] for each in (b"font", PNG)]
    # The style lies beside them.
    assert f'a {{ src: url("a.{hashes[0]}.woff2"), url("b.{hashes[1]}.png") }}' in sheet(files)


def test_other_urls_of_a_style_stay() -> None:
    css = (
        'a { background: url("https://example.org/assets/x.png"), url(#x), url("x/assets/y.png") }'
    )
    assert css in inlined(theme({"theme.css": css})).style


def test_an_asset_that_is_not_there_is_told_with_its_place() -> None:
    css = 'a {}\nb { src: url("assets/rivr.woff2") }'
    assert problem({"theme.css": css}) == (
        f'{NAME}/theme.css:2: the theme has no asset "assets/rivr.woff2"',
        "there are none",
    )
    _, help_ = problem({"theme.css": css, "assets/river.woff2": b""})
    assert help_ == 'did you mean "assets/river.woff2"?'
    message, help_ = problem({"page.html.jinja": '\n{{ asset("logo.svg") }}', "assets/a.png": PNG})
    assert message == f'{NAME}/page.html.jinja:2: the theme has no asset "logo.svg"'
    assert help_ == "there are assets/a.png"


# --- Assets ---


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_every_type_of_asset_is_part_of_a_page_or_a_file(ending: str) -> None:
    name = f"assets/A-b_1.x{ending.upper()}"
    files: Files = {"page.html.jinja": f'{{{{ asset("{name}") }}}}', name: PNG}
    data = base64.b64encode(PNG).decode()
    assert page(files, TOLD) == f"data:{MEDIA_TYPES[ending]};base64,{data}"
    found = site(files, TOLD)
    placed = str(found["index.html"])
    digest = hashlib.sha256(PNG).hexdigest()[:16]
    assert placed == f"assets/A-b_1.x.{digest}{ending.upper()}"
    assert placed in found
    assert placed not in {"index.html"}


def test_what_an_asset_may_be() -> None:
    for name in ("assets/x.js", "assets/x.html", "assets/README", "assets/x.svg~", "assets/x."):
        message, help_ = problem({name: b""})
        assert message == f"{NAME}/{name}: an asset is a picture or a font"
        assert help_ is not None
        assert ".woff2" in help_
    for name in ("assets/a b.png", 'assets/a".png', "assets/é.png", "assets/-a.png"):
        assert problem({name: b""})[0] == f"{NAME}/{name}: the name is not fit for a URL"


def test_an_asset_comes_before_the_pages_that_show_it() -> None:
    names = list(site({"assets/a.png": PNG}, TOLD))
    first = next(number for number, name in enumerate(names) if not name.startswith("assets/"))
    assert sum(name.startswith("assets/a.") for name in names[:first]) == 1


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_lets_in_the_assets_and_no_more(name: str) -> None:
    ours, theirs = (policy_of(made(name, each)) for each in ({}, {"assets/a.png": PNG}))
    in_page = name == "page.html.jinja"
    assert theirs.pop("font-src") == ("data:" if in_page else "'self'")
    assert theirs.pop("img-src") == ours["img-src"] + (" data:" if in_page else "")
    del ours["img-src"]
    assert theirs == ours
    assert ours["default-src"] == "'none'"
    assert "font-src" not in ours
    scripts = policy_of(made(name, {})).get("script-src", "")
    assert "unsafe" not in scripts


def test_a_theme_without_assets_has_the_policy_of_none() -> None:
    files: Files = {"theme.css": "a {}"}
    ours, theirs = (policy_of(page(each, TOLD)) for each in ({}, files))
    assert theirs.pop("style-src") != ours.pop("style-src")
    assert theirs == ours


def test_every_page_of_a_site_lets_in_its_own_style_only() -> None:
    files = site({"theme.css": "a {}", "assets/a.png": PNG}, TOLD)
    css = next(str(each) for name, each in files.items() if name.endswith(".css"))
    assert "a {}" in css
    pages = [str(each) for name, each in files.items() if name.endswith(".html")]
    assert all(policy_of(each)["style-src"].startswith("'self'") for each in pages)
    assert not [each for each in pages if "unsafe" in policy_of(each)["style-src"]]


@pytest.mark.parametrize(
    "file", ["theme.css", "page.html.jinja", "languages/fr.toml", "assets/a.png", "other.jinja"]
)
def test_a_page_tells_an_open_one_that_it_is_made_differently(file: str) -> None:
    before: Files = {
        "theme.css": "a {}",
        "page.html.jinja": '{% extends "blogctl/page.html.jinja" %}',
    }
    after = {**before, file: str(before.get(file, "")) + "\n"}
    found = [
        BeautifulSoup(page(each, TOLD), "html5lib").select_one("#_words")
        for each in (before, after)
    ]
    assert found[0] != found[1]
    assert inlined(theme(before)).made == inlined(theme(before)).made


# --- Words ---


def test_without_a_theme_words_are_ours() -> None:
    for tag in ("en", "de", "it", "en-GB"):
        ours, own = labels_for(tag), labels_for(tag, theme({}))
        assert ours.language == own.language
        assert {key: ours[key] for key in words_of(ENGLISH) if key != "new_updates"} == {
            key: own[key] for key in words_of(ENGLISH) if key != "new_updates"
        }
        assert ours.day(DAY) == own.day(DAY)
        assert labels_for(tag) is ours
    assert words_of(ENGLISH)["by"] == labels_for("en")["by"]


def test_the_nearest_language_comes_first() -> None:
    own = theme(
        {
            "languages/en.toml": 'by = "En"\nupdates = "En"',
            "languages/en-GB.toml": 'by = "GB"\npinned = "GB"',
            "languages/de.toml": 'by = "De"',
        }
    )
    for tag, by, updates, pinned in (
        ("en-GB", "GB", "En", "GB"),
        ("EN-gb-x-y", "GB", "En", "GB"),
        ("en-US", "En", "En", words_of(ENGLISH)["pinned"]),
        ("de-AT", "De", words_of("de")["updates"], words_of("de")["pinned"]),
        ("fr", words_of("fr")["by"], words_of("fr")["updates"], words_of("fr")["pinned"]),
        ("it", "En", "En", words_of(ENGLISH)["pinned"]),
    ):
        labels = labels_for(tag, own)
        assert (labels["by"], labels["updates"], labels["pinned"]) == (by, updates, pinned), tag
    assert words_of(ENGLISH)["by"] != "En", "ours are as they were"


def test_a_new_language_has_its_own_dates_and_our_english() -> None:
    files: Files = {
        "languages/it.toml": 'by = "di"\nnew_updates = { one = "Uno", other = "{n} nuovi" }'
    }
    labels = labels_for("it-IT", theme(files))
    assert labels.language == "it"
    assert (labels["by"], labels["pinned"]) == ("di", words_of(ENGLISH)["pinned"])
    assert labels.new_updates == {"one": "Uno", "other": "{n} nuovi"}
    assert labels.day(DAY) == "venerdì 5 gennaio 2024"
    told = story({"body": "x"}, headline="H", language="it", authors=["N"])
    html = page(files, told)
    assert "<span>di" in html
    assert "5 gennaio 2024" in html


@pytest.mark.parametrize("tag", ["tlh", "abcdefgh", "qaa-Latn-ZZ"])
def test_a_language_that_nobody_has_dates_for_has_those_of_the_world(tag: str) -> None:
    labels = labels_for(tag, theme({f"languages/{tag}.toml": 'by = "ghItlhwI"'}))
    assert labels["by"] == "ghItlhwI"
    assert labels.date(DAY) == "5 January 2024"


@pytest.mark.parametrize("format_", ["html", "rss", "text", "markdown", "atom"])
def test_words_hold_for_every_format(format_: str) -> None:
    told = story({"headline": "X", "key": True, "retraction": {"time": AT}})
    ours = words_of(ENGLISH)
    words = {key: text for key, text in ours.items() if key.startswith("retract")}
    shown = [text for text in words.values() if text in page({}, told, format_)]
    assert shown
    files: Files = {"languages/en.toml": "\n".join(f'{key} = "Taken back"' for key in words)}
    document = page(files, told, format_)
    assert "Taken back" in document
    assert not [text for text in shown if text in document]


@pytest.mark.parametrize(
    ("text", "said", "help_"),
    [
        ('by = "x"\nbye = 1', ': there is no label "bye"', 'did you mean "by"?'),
        ("by = 5", ": by must be a text", None),
        ("by = { a = 1 }", ": by must be a text", None),
        ('by = "{name}"', ": by must have no { or }", None),
        ('by = "{"', ": by must have no { or }", None),
        ('colon = "x"', ": colon must have {label}", None),
        ('colon = "{label.__class__}"', ": colon must have {label}", None),
        ('colon = "{label!r}"', ": colon must have {label}", None),
        ('colon = "{label:99}"', ": colon must have {label}", None),
        ('date_time = "{date}"', ": date_time must have {date} and {time}", None),
        ('new_updates = "x"', NO_TABLE, None),
        ("new_updates = { one = 'x' }", NO_TABLE, None),
        ("new_updates = { other = '{m}' }", f": new_updates.other{NO_COUNT}", None),
        ("new_updates = { other = 'x', one = 5 }", f": new_updates.one{NO_COUNT}", None),
        ('by = ""\nby', ":2:3: not valid TOML: expected '=' after a key in a key/value pair", None),
        (f"a = {'[' * 5000}", ": no words are so deep or so long", None),
        (f"a = {'9' * 5000}", ": no words are so deep or so long", None),
        (b"\xff", ": this is no UTF-8 text", None),
    ],
)  # fmt: skip
def test_words_that_are_wrong(text: str | bytes, said: str, help_: str | None) -> None:
    message, help_said = problem({"languages/de.toml": text})
    assert message == f"{NAME}/languages/de.toml{said}"
    assert (help_said or None) == help_


@pytest.mark.parametrize("name", ["german language", "d", "de_AT", "123", "de-123456789"])
def test_a_language_is_named_by_its_tag(name: str) -> None:
    message, help_ = problem({f"languages/{name}.toml": ""})
    assert message == f"{NAME}/languages/{name}.toml: the name is no language tag"
    assert "pt-BR" in (help_ or "")


# --- What is wrong ---

WRONG = {
    "{{ nope }}": "'nope' is undefined",
    "{{ nope.more }}": "'nope' is undefined",
    "{{ page.headline }}": "Page has no 'headline': there are alternates, among, ",
    "{{ story.headlin }}": "StoryMeta has no 'headlin': did you mean \"headline\"?",
    "{{ story.about.nam }}": "Event has no 'nam': did you mean \"name\"?",
    "{{ labels['update'] }}": "Labels has no 'update': did you mean \"updates\"?",
    "{% if story.nope %}x{% endif %}": "StoryMeta has no 'nope': did you mean ",
    "{% if %}": "Expected an expression",
    "{% if 1 %}": "Unexpected end of template.",
    "{{ 'x }}": "unexpected char",
    "{{ (1 }}": "unexpected '}'",
    "{% nope %}": "Encountered unknown tag 'nope'.",
    "{{ 1|nope }}": "No filter named 'nope'.",
    "{{ 1 is nope }}": "No test named 'nope'.",
    "{{ 1 / 0 }}": "division by zero",
    "{{ story.headline() }}": "'str' object is not callable",
    "{{ 1 + 'a' }}": "unsupported operand",
    "{{ labels.date('x') }}": "",
    "{{ range(999999999) }}": "Range too big",
    "{% include 'pages.html.jinja' %}": 'there is no template "pages.html.jinja"',
    "{% extends 'blogctl/nope' %}": 'there is no template "blogctl/nope"',
    "{% from 'people.html.jinja' import x %}{{ x() }}": "the template 'people.html.jinja'",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}": "block 'a' defined twice",
    "{{ asset('assets/x.png') }}": 'the theme has no asset "assets/x.png"',
    "{{ asset() }}": "",
    "{% include 'page.html.jinja' %}": "the templates include each other without end",
    "{% extends 'page.html.jinja' %}": "the templates include each other without end",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": "the templates include each other without",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_told_with_its_line(text: str) -> None:
    message, _ = problem({"page.html.jinja": f"<p>\n{{# two #}}\n{text}"})
    place, _, said = message.partition(": ")
    assert place == f"{NAME}/page.html.jinja:3"
    assert said.startswith(WRONG[text])
    assert said


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_in_an_included_template_is_told_with_its_line(text: str) -> None:
    if "'page.html.jinja'" in text:
        return  # that leads back to the page
    files: Files = {"page.html.jinja": "\n{% include 'own.jinja' %}", "own.jinja": f"<p>\n{text}"}
    assert problem(files)[0].startswith(f"{NAME}/own.jinja:2: {WRONG[text]}")


@pytest.mark.parametrize("name", PAGES)
def test_a_mistake_in_a_block_is_told_with_its_line(name: str) -> None:
    text = f'{{% extends "blogctl/{name}" %}}\n{{% block head %}}\n{{{{ nope }}}}{{% endblock %}}'
    assert problem({name: text}, name)[0] == f"{NAME}/{name}:3: 'nope' is undefined"


def test_a_mistake_in_a_part_is_told_with_its_line() -> None:
    part = "{% macro people(persons) %}\n{{ persons.nope }}\n{% endmacro %}"
    message, _ = problem({"people.html.jinja": part})
    assert message == f"{NAME}/people.html.jinja:2: 'tuple object' has no attribute 'nope'"


def test_a_part_without_its_macro_is_told() -> None:
    message, _ = problem({"people.html.jinja": "{% macro persons(x) %}{% endmacro %}"})
    assert message.startswith(f"{NAME}: the template 'people.html.jinja' ")
    assert "'people'" in message


def test_includes_without_end_through_several() -> None:
    files: Files = {
        "page.html.jinja": "{% include 'a.jinja' %}",
        "a.jinja": "\n{% include 'b.jinja' %}",
        "b.jinja": "\n\n{% include 'a.jinja' %}",
    }
    message, _ = problem(files)
    assert re.fullmatch(
        rf"{NAME}/[ab]\.jinja:[23]: the templates include each other without end", message
    )


def test_a_template_that_is_no_text() -> None:
    message, _ = problem({"page.html.jinja": b"\xff"})
    assert message == f"{NAME}/page.html.jinja: this is no UTF-8 text"


def test_a_template_with_a_byte_order_mark_and_other_line_ends() -> None:
    assert page({"page.html.jinja": b"\xef\xbb\xbf<p>\r\n{{ story.id }}"}, TOLD) == "<p>\ns"


# --- What nothing uses ---


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("pages.html.jinja", 'did you mean "page.html.jinja"?'),
        ("page.html.jinj.jinja", 'did you mean "page.html.jinja"?'),
        ("keyevents.html.jinja", 'did you mean "key-events.html.jinja"?'),
        ("themes.css", 'did you mean "theme.css"?'),
        ("zebra.jinja", "it is left out"),
        ("zebra.css", "it is left out"),
    ],
)
def test_a_file_that_nothing_uses_is_told(file: str, hint: str) -> None:
    told = list(theme({file: "", "theme.css": ""}).oddities(TEMPLATES))
    assert told == [f"{NAME}/{file}: nothing uses a file of this name; {hint}"]


def test_nothing_is_odd_about_files_that_are_used() -> None:
    known: Files = dict.fromkeys(chain(TEMPLATES, ("theme.css", "page.css", "site.css")), "")
    more: Files = {
        "page.html.jinja": '{% include "own.jinja" %}',
        "own.jinja": "",
        "assets/a.png": PNG,
    }
    assert list(theme({**known, **more, "languages/de.toml": ""}).oddities(TEMPLATES)) == []


def test_a_template_that_only_names_itself_is_odd() -> None:
    assert len(list(theme({"own.jinja": "own.jinja"}).oddities(TEMPLATES))) == 1


def test_what_a_template_says_is_not_read_twice() -> None:
    """What a story holds is no template, whatever it looks like."""
    told = story({"body": "x"}, headline="{{ 7 * 7 }}{% include 'x' %}")
    html = unescape(page({"page.html.jinja": "{{ story.headline }}"}, told))
    assert html == "{{ 7 * 7 }}{% include 'x' %}"
