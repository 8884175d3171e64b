"""Exports speak the story's language: its words, its dates, and nothing of another."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from importlib.resources import files
from itertools import chain
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tomli
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from blogctl.exporters.labels import Labels, labels_for
from blogctl.exporters.moments import moment
from blogctl.model import Story

from .exporting import context, export, story

FILES = {
    each.name.removesuffix(".toml"): tomli.loads(each.read_text("utf-8"))
    for each in files("blogctl.exporters").joinpath("languages").iterdir()
}
ENGLISH = FILES["en"]
OTHERS = sorted(FILES.keys() - {"en"})
DAY = date(2024, 1, 5)
NUMBERS = (*range(2_000), 10_000, 1_000_000, 2_000_000)
TAGS = st.from_regex(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", fullmatch=True)
KNOWN_TAGS = st.tuples(
    st.sampled_from(sorted(FILES)),
    st.sampled_from(["", "-Latn", "-Cyrl", "-arab", "-1901", "-abc-def"]),
    st.sampled_from(["", "-US", "-at", "-419", "-ZZ", "-001", "-x-de"]),
).map("".join)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def all_words(labels: dict[str, Any]) -> list[str]:
    plain = (text for text in labels.values() if isinstance(text, str))
    return [*plain, *labels["new_updates"].values()]


def test_the_languages_are_there() -> None:
    assert {"ar", "de", "en", "es", "fr", "ru"} <= FILES.keys()


@pytest.mark.parametrize("language", FILES)
def test_a_language_has_every_label_and_no_other(language: str) -> None:
    labels = FILES[language]
    assert labels.keys() == ENGLISH.keys()
    for key in labels.keys() - {"new_updates"}:
        assert placeholders(labels[key]) == placeholders(ENGLISH[key]), key


@pytest.mark.parametrize("language", FILES)
def test_labels_begin_and_end_with_words(language: str) -> None:
    labels = {key: text for key, text in FILES[language].items() if key != "semicolon"}
    assert all(text and text == text.strip() for text in all_words(labels))
    assert not [text for text in all_words(labels) if re.search(r"['\"<>&\n\t]|  ", text)]


@pytest.mark.parametrize("language", FILES)
def test_a_language_counts_in_its_plural_categories(language: str) -> None:
    category = Locale.parse(language.replace("-", "_")).plural_form
    counted = FILES[language]["new_updates"]
    numbers: dict[str, list[int]] = {}
    for number in NUMBERS:
        numbers.setdefault(category(number), []).append(number)
    assert counted.keys() == numbers.keys()
    for name, text in counted.items():
        # A word will do only where it can mean no other number.
        assert placeholders(text) == {"n"} or (not placeholders(text) and len(numbers[name]) == 1)


@pytest.mark.parametrize(
    ("tag", "in_words", "with_weekday"),
    [
        ("en", "5 January 2024", "Friday, 5 January 2024"),
        ("en-GB", "5 January 2024", "Friday, 5 January 2024"),
        ("en-US", "January 5, 2024", "Friday, January 5, 2024"),
        ("EN-latn-us-x-y", "January 5, 2024", "Friday, January 5, 2024"),
        ("en-x-us", "5 January 2024", "Friday, 5 January 2024"),
        ("en-ZZ", "5 January 2024", "Friday, 5 January 2024"),
        ("fr", "5 janvier 2024", "vendredi 5 janvier 2024"),
        ("fr-CA", "5 janvier 2024", "vendredi 5 janvier 2024"),
        ("de", "5. Januar 2024", "Freitag, 5. Januar 2024"),
        ("de-1996", "5. Januar 2024", "Freitag, 5. Januar 2024"),
        ("de-AT", "5. Jänner 2024", "Freitag, 5. Jänner 2024"),
        ("es", "5 de enero de 2024", "viernes, 5 de enero de 2024"),
        ("es-419", "5 de enero de 2024", "viernes, 5 de enero de 2024"),
        ("ar", "5 يناير 2024", "الجمعة، 5 يناير 2024"),
        ("ar-EG", "5 يناير 2024", "الجمعة، 5 يناير 2024"),
        ("ar-SY", "5 كانون الثاني 2024", "الجمعة، 5 كانون الثاني 2024"),
        ("ru", "5 января 2024 г.", "пятница, 5 января 2024 г."),
    ],
)
def test_a_date_is_worded_as_the_language_and_the_region_do(
    tag: str, in_words: str, with_weekday: str
) -> None:
    labels = labels_for(tag)
    # Which white space stands before "г." has changed between versions of CLDR.
    assert " ".join(labels.date(DAY).split()) == in_words
    assert " ".join(labels.day(DAY).split()) == with_weekday


@pytest.mark.parametrize(
    ("tag", "in_words"),
    [
        ("en", "5 January 2024, 09:03 UTC"),
        ("en-US", "January 5, 2024, 09:03 UTC"),
        ("fr", "5 janvier 2024 à 09:03 UTC"),
        ("de", "5. Januar 2024, 09:03 UTC"),
        ("ar", "5 يناير 2024، 09:03 UTC"),
        ("ru", "5 января 2024 г., 09:03 UTC"),
    ],
)
def test_a_moment_has_its_date_but_beside_it(tag: str, in_words: str) -> None:
    labels, shown = labels_for(tag), moment(datetime(2024, 1, 5, 9, 3, tzinfo=UTC), ZoneInfo("UTC"))
    assert " ".join(labels.moment(shown).split()) == in_words
    assert labels.moment(shown, beside=DAY) == "09:03 UTC"
    assert labels.moment(shown, beside=date(2024, 1, 4)) == labels.moment(shown)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("fr-CA", "fr"), ("DE-at", "de"), ("ar-EG", "ar"), ("ru-Cyrl-RU", "ru"), ("en-US", "en")],
)
def test_the_nearest_language_with_a_file_is_taken(tag: str, language: str) -> None:
    labels = labels_for(tag)
    assert labels.language == language
    assert labels["by"] == FILES[language]["by"]
    assert labels.new_updates == FILES[language]["new_updates"]


@pytest.mark.parametrize("tag", ["tlh", "it", "it-US", "zh-Hant", "fra", "enm", "deu-DE"])
def test_without_a_file_all_is_english(tag: str) -> None:
    assert labels_for(tag) is labels_for("en")
    assert full("text", tag) == full("text", "en")


@given(TAGS | KNOWN_TAGS)
def test_any_tag_will_do(tag: str) -> None:
    labels = labels_for(tag)
    assert labels.language in FILES
    assert "2024" in labels.date(DAY)
    assert "5" in labels.day(DAY)


def test_punctuation_is_that_of_the_language() -> None:
    def said(labels: Labels) -> tuple[str, str]:
        return labels.colon("A"), labels.listed(["B", "C"])

    assert said(labels_for("en")) == ("A:", "B, C")
    assert said(labels_for("fr")) == ("A\u00a0:", "B, C")
    assert said(labels_for("ar")) == ("A:", "B، C")


WORD, URL, AT = "Ωώ", "https://example.org/x", datetime(2024, 1, 5, 10, 45, tzinfo=UTC)
MEDIA = [
    {"type": kind, "url": f"{URL}{number}.x", "credit": WORD}
    for number, kind in enumerate(("image", "video", "audio", "file", "embed"))
]


def told(language: str, status: str = "live", **meta: Any) -> Story:
    """A story with something of every kind that is labelled, in words of no language here."""
    people = [{"name": WORD, "role": WORD}, {"name": f"{WORD}ω"}]
    more = {
        "language": language,
        "headline": WORD,
        "status": status,
        "coverage_start": AT.replace(hour=8),
        "authors": people,
        "publisher": {"name": WORD},
        "note": WORD,
        "body": WORD,
        "tags": [WORD],
        "image": {"url": URL, "alt": WORD, "credit": WORD},
        "about": {"name": WORD, "start": AT},
        "related": [
            {"headline": WORD, "url": URL, "rel": rel} for rel in ("previous", "next", "related")
        ],
        **meta,
    }
    sources = [{"name": WORD}, {"name": WORD, "url": URL}]
    return story(
        {"body": WORD, "key": True, "pinned": True, "authors": people, "tags": [WORD, "ω"]},
        {"media": MEDIA, "sources": sources, "edited": AT},
        {"headline": WORD, "sources": sources[:1], "corrections": [{"time": AT, "text": WORD}]},
        {"retraction": {"time": AT}},
        *({"body": WORD, "key": True} for _ in range(9)),
        **more,
    )


def full(name: str, language: str) -> str:
    """What a format says of such a story in every status, and of one without updates."""
    stories = [told(language, status) for status in ("upcoming", "live", "paused", "ended")]
    stories += [story(language=language, headline=WORD)]
    document = "\n".join(export(name, each, within=context()) for each in stories)
    return re.sub(r"<(style|script)>.*?</\1>", "", document, flags=re.DOTALL)


def literal(text: str) -> str:
    """The longest part of a label that is always there."""
    return max(re.split(r"\{\w+\}", text), key=len).strip(" .:,;")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", ["html", "text", "markdown", "rss"])
def test_an_export_is_in_one_language(name: str, language: str) -> None:
    document, english = full(name, language), full(name, "en")
    seen = 0
    for key, text in ENGLISH.items():
        if key.startswith("kind_") and name != "text":
            continue  # attributes and elements have such names
        ours = [text] if isinstance(text, str) else text.values()
        own = FILES[language][key]
        theirs = [own] if isinstance(own, str) else own.values()
        for each in map(literal, ours):
            if not each or each in set(map(literal, theirs)):
                continue
            word = re.compile(rf"(?<!\w){re.escape(each)}(?!\w)")
            seen += bool(word.search(english))
            assert not word.search(document), key
    assert seen >= {"html": 30, "text": 18, "markdown": 18, "rss": 7}[name]
    assert any(literal(text) in document for text in all_words(FILES[language]))


@pytest.mark.parametrize("name", ["html", "text", "markdown", "rss", "atom", "jsonld", "ninjs"])
def test_months_and_days_are_of_the_language_too(name: str) -> None:
    english = re.compile("January|Friday")
    assert not [tag for tag in OTHERS if english.search(full(name, tag))]


@pytest.mark.parametrize("tag", ["fr-CA", "de-AT", "ar-EG", "zh-Hant", "tlh"])
@pytest.mark.parametrize(
    "name", ["html", "text", "markdown", "rss", "atom", "jsonfeed", "jsonld", "ninjs"]
)
def test_every_format_takes_every_tag(name: str, tag: str) -> None:
    assert full(name, tag)


def test_a_document_reads_as_it_should() -> None:
    """In French, where a colon has a space before it."""
    one = story(
        {"headline": "Les deux voies", "edited": AT, "sources": [{"name": "Mairie"}], "key": True},
        headline="La côte",
        language="fr",
        tags=["météo", "routes"],
    )
    assert export("markdown", one) == (
        "# La côte\n\n*En direct · Dernière mise à jour\u00a0: 5 janvier 2024 à 10:45 UTC*\n\n"
        "---\n\n## 5 janvier 2024 à 09:00 UTC\u00a0: Les deux voies\n\n"
        "**Temps fort** · Mis à jour\u00a0: 5 janvier 2024 à 10:45 UTC\n\nSource\u00a0: Mairie\n\n"
        "---\n\nMots-clés\u00a0: météo, routes\n"
    )


def test_a_line_of_text_does_not_break_before_a_french_colon() -> None:
    one = story({"headline": "X", "sources": [{"name": "Mairie"}]}, language="fr", headline="X")
    for width in range(1, 40):
        lines = export("text", one, {"width": width}).splitlines()
        assert not [line for line in lines if line.startswith(":")]
        assert any("Source\u00a0:" in line for line in lines)


def test_every_label_that_is_asked_for_is_there() -> None:
    """Names in the code and the templates, but those that are put together."""
    root = files("blogctl.exporters")
    sources = chain(root.iterdir(), root.joinpath("templates").iterdir())
    text = "\n".join(each.read_text("utf-8") for each in sources if each.is_file())
    asked = set(re.findall(r"labels\[[\"']([a-z_]+)[\"']\]", text))
    assert len(asked) >= 30
    assert asked <= ENGLISH.keys()
