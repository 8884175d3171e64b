"""Themes that show what they like, carelessly: stories stay harmless, and Python out of reach."""

from __future__ import annotations

import html

import pytest

from blogctl.errors import ThemeError
from blogctl.exporters.view import READABLE
from blogctl.model import StoryMeta, Update

from .exporting import context, export_files, story
from .filling import HARMLESS, Filling, filled
from .harmless import faults, shape
from .payloads import PAYLOADS, TEXTS
from .theming import NAME, page, theme

# Every field that a template can reach, as whoever knows nothing of HTML would show it.
_STORY = """
{% for name in ("headline", "summary", "id", "language", "status", "timezone", "extra", "tags",
  "authors", "publisher", "image", "about", "related", "note", "body") %}
<p>{{ name }}: {{ story[name] }}</p>
{% endfor %}
<p title="{{ story.headline }}">{{ story.headline|upper }} {{ story.headline|title }}
{{ story.headline ~ story.summary }} {{ [story.headline, story.summary]|join("<br>") }}
{{ "%s"|format(story.headline) }} {{ "{}".format(story.headline) }}
{{ story.headline|replace("a", "<b>") }} {{ story.summary|truncate(9, True) }} {{ story.tags|list }}
{{ story.headline|string }} {{ story.headline|trim }} {{ story.headline|striptags }}
{{ story.headline|indent }} {{ story.headline|wordwrap(5) }} {{ story.headline|pprint }}</p>
{% set taken %}{{ story.headline }}{% endset %}
<p>{{ taken }}</p>
{% filter lower %}<p>{{ story.headline }}</p>{% endfilter %}
<p>{{ story.about.name }} {{ story.publisher.name }} {{ story.image.alt }}</p>
<p>{{ story.image.caption }}</p>
{% for person in story.authors %}<p>{{ person.name }} {{ person.role }}</p>{% endfor %}
{% for item in story.related %}<p>{{ item.headline }}</p>{% endfor %}
"""
_UPDATES = """
<p>{{ page.title }} {{ page.event }} {{ page.social }}</p>
<div class="markdown">{{ page.note }}</div><div class="markdown">{{ page.background }}</div>
{% for event in page.key_events %}<p>{{ event }} {{ event.title }}</p>{% endfor %}
{% for day, updates in page.days %}
{% for update in updates %}
<div><p>{{ update.id }} {{ update.label }} {{ update.tags }} {{ update.authors }} {{ update.sources }}</p>
<h3 title="{{ update.headline }}">{{ update.headline }}</h3>
<div class="markdown">{{ update.body }}</div>
<p>{{ update.body|truncate(20) }} {{ update.body|striptags }} {{ update.body|truncate(7, True, "") }}</p>
{% for item in update.media %}<p>{{ item }} {{ item.alt }} {{ item.caption }} {{ item.credit }}</p>{% endfor %}
{% for correction in update.corrections %}<div class="markdown">{{ correction.text }}</div>{% endfor %}
</div>
{% endfor %}
{% endfor %}
"""  # noqa: E501
CARELESS = {"page.html.jinja": f"<!doctype html>\n<title>x</title><main>{_STORY}{_UPDATES}</main>"}
MARKDOWN = frozenset({"markdown"})


def careless(filling: Filling) -> str:
    made = page(CARELESS, filled(filling))
    assert made.count("<h3") >= 5
    return made


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs(payload: str) -> None:
    made = careless(Filling(payload, payload))
    own = {"<p title>", "<h3 title>"}  # the theme's, which pages of ours have not
    assert {*faults(made, "html")} <= own
    assert shape(made, closed=MARKDOWN, addresses=False) == shape(
        careless(Filling()), closed=MARKDOWN, addresses=False
    )


def test_every_field_of_a_story_is_shown() -> None:
    for name in StoryMeta.model_fields:
        if name not in ("coverage_start", "coverage_end", "url"):
            assert f'"{name}"' in _STORY, name
    for name in ("headline", "body", "label", "tags", "authors", "media", "sources", "corrections"):
        assert name in Update.model_fields
        assert f"update.{name}" in _UPDATES
    assert HARMLESS in careless(Filling())


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
@pytest.mark.parametrize("name", ["share.html.jinja", "page.html.jinja"])
def test_so_it_is_in_a_site(name: str, payload: str) -> None:
    shown = "{{ story.headline }}{{ (share.update if share is defined else story).headline }}"
    told = story({"headline": payload}, headline=payload)
    files = export_files("site", told, None, context(theme=theme({name: shown})))
    made = files["updates/u0.html" if name.startswith("share") else "index.html"]
    assert made == html.escape(payload) * 2


OUTSIDE = (
    *("{{ ''.__class__ }}", "{{ ''['__class__'] }}", "{{ ''|attr('__class__') }}"),
    *("{{ story.__class__ }}", "{{ story['__dict__'] }}", "{{ story|attr('__init__') }}"),
    *("{{ story.model_dump() }}", "{{ story['model_copy'] }}", "{{ story|attr('model_dump') }}"),
    *("{{ [story]|map(attribute='__class__')|join }}", "{{ story.about.model_dump_json() }}"),
    *("{{ story.publisher.copy() }}", "{{ story.authors[0].model_fields }}"),
    *("{{ page._replace(title='x') }}", "{{ page._asdict() }}", "{{ page.count(1) }}"),
    *("{{ page.days[0][1][0].__doc__ }}", "{{ labels._words }}", "{{ labels.__dict__ }}"),
    *("{{ link.__globals__ }}", "{{ asset.__closure__ }}", "{{ asset.__code__ }}"),
    *("{{ self.__init__ }}", "{{ self._TemplateReference__context }}", "{{ cycler.__init__ }}"),
    *("{{ joiner.__init__.__globals__ }}", "{{ namespace.__init__ }}", "{{ range.__class__ }}"),
    *("{{ '{0.__class__}'.format(story) }}", "{{ '{x.__class__}'.format_map({'x': 1}) }}"),
    *("{{ story.extra.update(a=1) }}", "{{ page.days.append(1) }}", "{{ page.days.clear() }}"),
    *("{{ page.title.__html__() }}", "{{ labels.date.__func__ }}"),
    *("{{ (1).__class__ }}", "{{ page.days[0][0].__class__.__mro__ }}", "{% import 'os' as os %}"),
    *("{% include '../page.html.jinja' %}", "{% include '/etc/passwd' %}", "{{ open('x') }}"),
    *("{% include 'blogctl/../themes.py' %}", "{% include 'live.js' %}", "{{ import('os') }}"),
)
FULL = filled(Filling())


@pytest.mark.parametrize("text", OUTSIDE)
def test_nothing_is_behind_what_a_template_is_given(text: str) -> None:
    with pytest.raises(ThemeError) as caught:
        page({"page.html.jinja": f"\n{text}"}, FULL)
    assert caught.value.message.startswith(f"{NAME}/page.html.jinja:2: ")


@pytest.mark.parametrize("text", [each for each in OUTSIDE if "{{" in each])
def test_nor_from_within_ours(text: str) -> None:
    files = {
        "page.html.jinja": '{% extends "blogctl/page.html.jinja" %}',
        "people.html.jinja": f"{{% macro people(x) %}}\n{text}{{% endmacro %}}",
    }
    with pytest.raises(ThemeError) as caught:
        page(files, FULL)
    assert caught.value.message.startswith(f"{NAME}/people.html.jinja:2: ")


def test_every_model_that_a_story_holds_is_nothing_but_data() -> None:
    """Whoever adds a table to stories adds it to what templates may read."""
    from pydantic import BaseModel

    def within(model: type[BaseModel]) -> set[type]:
        found: set[type] = {model}
        for field in model.model_fields.values():
            text = [field.annotation]
            while text:
                hint = text.pop()
                if isinstance(hint, type) and issubclass(hint, BaseModel):
                    found |= within(hint)
                text += getattr(hint, "__args__", ())
        return found

    assert within(StoryMeta) <= READABLE.keys()


UNESCAPED = (
    "{{ story.headline|safe }}",
    "{{ 'x'|safe }}",
    "{{ page.title | safe }}",
    "{{ [story.headline]|map('safe')|join }}",
    "{% filter safe %}x{% endfilter %}",
    "{% autoescape false %}{{ story.headline }}{% endautoescape %}",
    "{%- autoescape false %}{{ story.headline }}{%- endautoescape %}",
    "{%+ autoescape false %}{{ story.headline }}{% endautoescape %}",
    "{%autoescape false%}{{ story.headline }}{%endautoescape%}",
    "{%\tautoescape false %}{{ story.headline }}{% endautoescape %}",
    "{% autoescape true %}{{ story.headline }}{% endautoescape %}",
    "{% raw %}{% endraw %}{% if 0 %}{% autoescape 0 %}{% endautoescape %}{% endif %}",
)


@pytest.mark.parametrize("text", UNESCAPED)
def test_there_is_no_way_to_turn_escaping_off(text: str) -> None:
    direct = {"page.html.jinja": f"\n{text}"}
    included = {"page.html.jinja": "{% include 'own.jinja' %}", "own.jinja": f"\n{text}"}
    extended = {
        "page.html.jinja": "{% extends 'own.jinja' %}",
        "own.jinja": f"\n{{% block a %}}{text}{{% endblock %}}",
    }
    imported = {"people.html.jinja": f"\n{{% macro people(x) %}}{text}{{% endmacro %}}"}
    for files in (direct, included, extended, imported):
        with pytest.raises(ThemeError) as caught:
            page(files, FULL)
        assert ":2: " in caught.value.message
        assert "what a template shows stays escaped" in caught.value.message


def test_a_template_may_speak_of_it() -> None:
    for text in (
        "{% raw %}{% autoescape false %}{% endraw %}",
        "{# {% autoescape false %} #}{{ 'safe' }}{{ 'autoescape' }}",
        "{% set autoescape = 1 %}{{ autoescape }}",
    ):
        page({"page.html.jinja": text}, FULL)


def test_half_a_tag_is_no_end_of_a_text() -> None:
    """It would swallow what comes next, up to the end of an attribute there."""
    told = story({"body": "See [it](https://example.org/a/long/way) & <all>"}, headline="' x=1 '")
    files = {"page.html.jinja": "{{ page.days[0][1][0].body|truncate(SIZE, True) }}"}
    for size in range(3, 40):
        text = files["page.html.jinja"].replace("SIZE", str(size))
        made = page({"page.html.jinja": text}, told)
        assert "<" not in made
        assert html.unescape(made).rstrip(".") in "See it & <all>" or size < 15


def test_there_are_as_many_attacks_as_are_known() -> None:
    assert sum(map(len, TEXTS.values())) == len(PAYLOADS)
