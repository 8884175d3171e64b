"""A page copied as plain text, whole: what becomes of each part of it."""

from __future__ import annotations

import pytest

from blogctl.importers import LIKELY, MAYBE, NO
from blogctl.importers.text import TextImporter
from blogctl.markup.markdown import plain, rendered
from blogctl.model import Update

from .reading import FIXTURES, found, imported, page, source, times

HARBOUR = (FIXTURES / "harbour.txt").read_text("utf-8")


def one(text: str) -> Update:
    """The only update of a page that has it below its time."""
    made = imported(f"A page about weather\n\n27 Sep 2020, 21:25\n\n{text}").story
    assert len(made.updates) == 1
    return made.updates[0]


def test_a_page() -> None:
    made = imported(HARBOUR, "Europe/Lisbon")
    story = made.story

    assert story.meta.headline == "Harbour wall gives way in the storm"
    assert story.meta.timezone == "Europe/Lisbon"
    assert times(story) == [
        "2021-03-05 19:30",
        "2021-03-05 19:30",
        "2021-03-05 21:05",
        "2021-03-05 22:40",
    ]
    assert [update.headline for update in story.updates] == [
        "Trains stopped",
        "‘We saw it coming’",
        "Two boats adrift",
        None,
    ]
    assert made.report.is_guess
    assert imported(HARBOUR, "Europe/Lisbon").story == story


def test_the_text_above_the_updates() -> None:
    meta = imported(HARBOUR).story.meta

    assert meta.body is not None and meta.note is not None
    blocks = meta.body.split("\n\n")
    assert meta.extra["images"] == [
        {"caption": "Waves over the outer wall.", "credit": "Image via Port Watch."}
    ]
    assert blocks[1] == "Update: For what came later click here."
    assert "## A long week" in blocks
    assert r"\[Read more: Why the wall was never rebuilt.\]" in blocks
    assert blocks[-1] == "We write on this page whenever there is news."
    assert meta.note.startswith("For ease of reading")


def test_a_correction_with_its_time() -> None:
    update = imported(HARBOUR).story.updates[2]
    [correction] = update.corrections

    assert f"{correction.time:%Y-%m-%d %H:%M}" == "2021-03-05 22:10"
    assert correction.text == "since we wrote this: the second boat has been found empty."
    assert "22:10" not in (update.body or "")


def test_a_picture_without_a_url_is_kept_apart_from_the_text() -> None:
    update = imported(HARBOUR).story.updates[2]

    assert update.body is not None and "pier" not in update.body
    assert update.extra["images"] == [
        {"caption": "A fishing boat off the pier.", "credit": "Photo: A. Sailor"}
    ]


def test_a_caption_on_the_line_above_its_credit() -> None:
    update = one("A headline\n\nIt rains.\n\nThe old bridge\nPhoto: An Example\n\nIt goes on.")

    assert update.extra["images"] == [{"caption": "The old bridge", "credit": "Photo: An Example"}]
    assert update.body == "It rains.\n\nIt goes on."


def test_an_update_that_is_only_a_picture_keeps_its_words_as_text() -> None:
    update = one("The old bridge. Photo: An Example")

    assert update.extra["images"] == [{"caption": "The old bridge.", "credit": "Photo: An Example"}]
    assert "The old bridge. Photo: An Example" in (update.headline, plain(update.body or ""))


def test_more_pictures_than_extra_holds_stay_text() -> None:
    captions = [f"Caption {n} {'of the bridge ' * 30}. Photo: An Example" for n in range(200)]
    update = one("A headline\n\nIt rains.\n\n" + "\n\n".join(captions))

    images = update.extra["images"]
    words = " ".join(each["caption"] for each in images) + (update.body or "")
    assert 0 < len(images) < 200
    assert all(f"Caption {n} " in words for n in range(200))


def test_the_report_names_what_is_no_text() -> None:
    report = imported(HARBOUR).report
    left_out = {each.what for each in report.omissions}

    assert left_out == {
        "News",
        "Sport",
        "Support our reporting: join today",
        "Become a member",
        "Share",
    }
    (said,) = (text for text in report.doubts if "extra.images" in text)
    assert said.startswith("2 images have a caption but no address")
    assert said.endswith(", 1 of them in the story’s own")
    assert report.doubts[said] == ["20210305T210500Z"]
    assert any("without its URL: 2;" in text for text in report.doubts)


def test_oldest_first() -> None:
    text = page("27 Sep 2020, 10:00", "27 Sep 2020, 11:00", "27 Sep 2020, 12:00")
    story = imported(text).story

    assert [update.headline for update in story.updates] == [f"News number {n}" for n in range(3)]


def test_lines_without_blank_ones_between_them() -> None:
    text = HARBOUR.replace("\n\n", "\n")
    story = imported(text).story

    assert story.meta.headline == "Harbour wall gives way in the storm"
    assert story.updates[2].headline == "Two boats adrift"
    assert (story.updates[2].body or "").count("\n\n") == 1


@pytest.mark.parametrize("ends", ("\r\n", "\r"))
def test_line_ends_of_other_systems(ends: str) -> None:
    assert imported(HARBOUR.replace("\n", ends)).story == imported(HARBOUR).story


@pytest.mark.parametrize("encoding", ("utf-8-sig", "utf-16", "windows-1252"))
def test_encodings(encoding: str) -> None:
    from blogctl.importers import Source

    findings = TextImporter().read(Source(HARBOUR.encode(encoding), "page.txt"))

    assert findings is not None
    assert findings.updates == found(HARBOUR).updates


def test_no_break_spaces_and_unseen_characters() -> None:
    assert times(imported(page("\ufeff27\u00a0Sep\u202f2020,\u00a021:25\u200b")).story) == [
        "2020-09-27 21:25"
    ]


def test_marks_of_markdown_are_shown_as_they_are() -> None:
    text = (
        "*Not* emphasis, `no` code, [no](link), # no\n\n# no heading.\n\n1. no list\n\n"
        "<b>no</b> &amp;."
    )
    body = one(f"A headline\n\n{text}").body or ""

    html = rendered(body)
    assert not any(f"<{tag}" in html for tag in ("em", "code", "a ", "h1", "ol", "b>"))
    for words in text.split("\n\n"):
        assert " ".join(words.split()) in plain(body)


def test_lists_stay_lists() -> None:
    body = one("Three things:\n\n• One\n• Two *a*\n• Three\n\n1. First\n2. Second\n\nThe end.").body

    assert (
        body == "Three things:\n\n- One\n- Two \\*a\\*\n- Three\n\n1. First\n2. Second\n\nThe end."
    )


def test_a_list_right_below_a_line() -> None:
    body = one("It is said:\n- One\n- Two\n\nThe end.").body

    assert body == "It is said:\n\n- One\n- Two\n\nThe end."


def test_lines_of_a_paragraph_stay_lines() -> None:
    body = one("A headline\n\nRoses\nand *thorns*.\n\nThe end.").body

    assert body == "Roses\\\nand \\*thorns\\*.\n\nThe end."


def test_quotes_stay_quotes() -> None:
    body = one("A headline\n\n> Said one,\n> and another.\n\nThe end.").body

    assert "<blockquote>" in rendered(body or "")
    assert "&gt;" not in rendered(body or "")


def test_a_list_whose_items_stand_apart() -> None:
    html = rendered(one("Three things:\n\n- One\n\n- Two\n\n- Three").body or "")

    assert html.count("<ul") == 1 and html.count("<li") == 3


def test_urls_are_links() -> None:
    body = one(
        "A headline\n\nSee https://example.org/a_b_c. And [this page](https://example.org/x),"
        " or <https://example.org/y> (https://en.example.org/A_(b)). Wow![it](https://example.org/z)"
    ).body
    html = rendered(body or "")

    for url in ("a_b_c", "x", "y", "z"):
        assert f'href="https://example.org/{url}"' in html
    assert 'href="https://en.example.org/A_(b)"' in html
    assert ">this page</a>" in html
    assert "<img" not in html


def test_read_more_with_a_url() -> None:
    text = HARBOUR.replace("never rebuilt.]", "never rebuilt: https://example.org/wall]")
    meta = imported(text).story.meta

    assert [(each.headline, each.url) for each in meta.related] == [
        ("Why the wall was never rebuilt", "https://example.org/wall")
    ]
    assert "Read more" not in (meta.body or "")


def test_a_sentence_alone_is_no_headline() -> None:
    update = one("It has stopped raining.")

    assert (update.headline, update.body) == (None, "It has stopped raining.")


def test_a_line_alone_without_a_stop_is_one() -> None:
    update = one("Rain stops")

    assert (update.headline, update.body) == ("Rain stops", None)


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("(22:10 - since then: it has stopped)", "2020-09-27 22:10"),
        ("[22.10pm: it has stopped]", "2020-09-27 22:10"),
        ("Correction (27 Sep 2020, 22:10): it has stopped", "2020-09-27 22:10"),
        ("Correction 22:10: it has stopped", "2020-09-27 22:10"),
        ("Update at 22:10: it has stopped", "2020-09-27 22:10"),
        ("UPDATE 10.10pm - it has stopped", "2020-09-27 22:10"),
        ("Correction: it has stopped", "2020-09-27 21:25"),
        ("(00:10 - it has stopped)", "2020-09-28 00:10"),
    ],
)
def test_corrections(line: str, when: str) -> None:
    update = one(f"Rain\n\nIt rains.\n\n{line}")

    assert [f"{each.time:%Y-%m-%d %H:%M}" for each in update.corrections] == [when]
    assert update.corrections[0].text.endswith("it has stopped")
    assert update.body == "It rains."


@pytest.mark.parametrize(
    "line",
    (
        "(it is 22:10 now.)",
        "Update: it rains.",
        "The 22:10 is late.",
        "(a bracket)",
        "(22 - late.)",
    ),
)
def test_what_is_no_correction(line: str) -> None:
    update = one(f"Rain\n\nIt rains.\n\n{line}")

    assert not update.corrections
    assert plain(update.body or "").endswith(line)


def test_when_an_update_changed() -> None:
    update = one("Updated at 22.10\n\nRain\n\nIt rains.")

    assert update.edited is None  # 22.10 may be a price

    update = one("Updated at 10.10pm\n\nRain\n\nIt rains.")

    assert f"{update.edited:%H:%M}" == "22:10"
    assert update.headline == "Rain"


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("The old bridge. Image via example.org.", "The old bridge.", "Image via example.org."),
        ("Photo: An Example/AGENCY", None, "Photo: An Example/AGENCY"),
        ("The bridge (Photo: An Example)", "The bridge", "Photo: An Example"),
        ("(Photo: An Example)", None, "Photo: An Example"),
        ("A view | Credit: An Example", "A view", "Credit: An Example"),
        ("Die Brücke. Foto: Agentur", "Die Brücke.", "Foto: Agentur"),
        ("He sent the photo by mistake.", None, None),
        ("It fell. Pickup trucks came.", None, None),
        ("Video from the town shows smoke.", None, None),
        ("Credit cards were refused.", None, None),
    ],
)
def test_captions(line: str, caption: str | None, credit: str | None) -> None:
    update = one(f"A headline\n\nIt rains.\n\n{line}\n\nIt goes on.")

    if credit:
        words = {"caption": caption, "credit": credit}
        assert update.extra["images"] == [{key: said for key, said in words.items() if said}]
        assert update.body == "It rains.\n\nIt goes on."
    else:
        assert "images" not in update.extra
        assert line in plain(update.body or "")


def test_who_wrote() -> None:
    update = one("By An Example and B. Writer\n\nRain\n\nIt rains.")

    assert [each.name for each in update.authors] == ["An Example", "B. Writer"]


def test_a_time_with_nothing_below_it_is_told() -> None:
    made = imported(page("21:25 GMT", "21:20 GMT", above="27 September 2020") + "\n\n20:00 GMT\n")

    assert len(made.story.updates) == 2
    assert [each.what for each in made.report.omissions] == ["20:00 GMT"]


def test_scores_among_dates_stay_text() -> None:
    text = page("27 Sep 2020, 21:25", "27 Sep 2020, 21:20", "27 Sep 2020, 21:15")
    made = imported(text.replace("This is text 1.", "The second set:\n\n21:15\n\n11:9"))

    assert len(made.story.updates) == 3
    assert "21:15" in (made.story.updates[1].body or "")
    assert any("kept as text: 21:15" in line for line in made.report.doubts)


def test_the_time_of_the_page_is_no_update() -> None:
    text = page(
        *(f"27 Sep 2020, {hour}:00" for hour in range(15, 10, -1)),
        above="Sunday 27 September 2020 16:30 BST\n\nIt began in the morning.",
    )
    story = imported(text).story

    assert len(story.updates) == 5
    assert story.meta.body == "It began in the morning."


def test_a_page_with_two_times_of_its_own() -> None:
    text = (
        "News\nSport\nFlood water reaches the old town – as it happened\n"
        "Sun 7 Mar 2021 22.00 GMT\nFirst published on Sun 7 Mar 2021 06.12 GMT\n"
        "21.25 GMT\nSummary\nThe river has stopped rising.\n• One street is closed\n"
        "Updated at 21.31 GMT\nShare\n20.10 GMT\nThe mayor has spoken.\nShare\n"
        "06.12 GMT\nGood morning\nWelcome.\nShare\nMost viewed\n"
    )
    story = imported(text, None).story

    assert story.meta.headline == "Flood water reaches the old town – as it happened"
    assert story.meta.body is None
    assert times(story) == ["2021-03-07 06:12", "2021-03-07 20:10", "2021-03-07 21:25"]
    assert f"{story.updates[2].edited:%H:%M}" == "21:31"
    assert story.updates[2].body == "The river has stopped rising.\n\n- One street is closed"


def test_times_that_begin_lines() -> None:
    text = (
        "Le direct de la journée\n\nsamedi 6 mars 2021\n\n15h42 : Les secours arrivent.\n\n"
        "15h30 : Le feu est maîtrisé.\n\n15h05 : Un feu s’est déclaré."
    )
    made = imported(text)

    assert times(made.story) == ["2021-03-06 15:05", "2021-03-06 15:30", "2021-03-06 15:42"]
    assert made.story.updates[0].body == "Un feu s’est déclaré."
    assert TextImporter().recognises(source(text)) == MAYBE


def test_our_own_texts_are_read_whole() -> None:
    text = (
        "Coast road\n\nEnded · Last updated 5 January 2024, 10:00 UTC\n\nWhat we know.\n\n"
        "By An Example (Reporter) <https://example.org/a>\n\nPublished by News <https://example.org>"
        "\n\nEditor’s note: Times are local.\n\nhttps://example.org/live\n\n----------\n\n"
        "5 January 2024, 09:00 UTC [Key event] [Pinned] [breaking]"
        " [Updated 5 January 2024, 09:30 UTC]\n\nA headline\n\n[image] Alt · Caption · Credit: C"
        " · https://example.org/i.jpg\n\nCorrection (5 January 2024, 09:30 UTC): Two.\n\n"
        "Source: Council <https://example.org/c>\n\nTags: a, b\n\n----------\n\n"
        "5 January 2024, 08:00 UTC\n\nThis update was retracted (5 January 2024, 08:10 UTC).\n\n"
        "It was wrong.\n\n----------\n\nBackground:\n\nSome text.\n\nMore on this story:\n\n"
        "- Previous: Day one <https://example.org/1>\n\nTags: roads\n"
    )
    story = imported(text).story
    retracted, update = story.updates

    assert story.meta.status == "ended"
    assert story.meta.summary == "What we know."
    assert story.meta.authors[0].with_role == "An Example (Reporter)"
    assert story.meta.publisher is not None and story.meta.publisher.name == "News"
    assert story.meta.note == "Times are local."
    assert story.meta.url == "https://example.org/live"
    assert story.meta.body == "Some text."
    assert [each.rel for each in story.meta.related] == ["previous"]
    assert story.meta.tags == ("roads",)
    assert (update.key, update.pinned, update.label) == (True, True, "breaking")
    assert f"{update.edited:%H:%M}" == "09:30"
    assert [(each.alt, each.caption, each.credit) for each in update.media] == [
        ("Alt", "Caption", "C")
    ]
    assert update.corrections[0].text == "Two."
    assert update.sources[0].name == "Council"
    assert update.tags == ("a", "b")
    assert retracted.retraction is not None and retracted.retraction.reason == "It was wrong."


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (HARBOUR, LIKELY),
        (page("21:25", "21:20", "21:15"), LIKELY),
        (page("21:25", "21:20"), NO),
        ("21:25\n21:20\n21:15\n", NO),
        (f"<html><body>{HARBOUR}</body></html>", NO),
        (f"\n <?xml version='1.0'?>{HARBOUR}", NO),
        ('{"a": "' + HARBOUR, NO),
        ('[{"a": "' + HARBOUR, NO),
        (f"Words <div><p>{HARBOUR}</p></div>", NO),
        (f"{HARBOUR}\0", NO),
        ("", NO),
        ("A letter.\n\nNo times in it.", NO),
        (f"[Read more: something]\n\n{HARBOUR}", LIKELY),
    ],
)
def test_recognises(text: str, sure: int) -> None:
    assert TextImporter().recognises(source(text)) == sure


@pytest.mark.parametrize("text", ("", "\n\n", "Only words.", "21:25\n21:20\n21:15", "\0", "21:25"))
def test_where_no_live_blog_is(text: str) -> None:
    assert TextImporter().read(source(text)) is None
