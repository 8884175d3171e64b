from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from blogctl.importers import NO, SURE
from blogctl.importers.guardian import GuardianImporter
from blogctl.model import Update

from . import systems

IMPORTER = GuardianImporter()
ANSWER = systems.fixture("guardian.json")
ITEM = ANSWER["response"]["content"]


def updates(data: Any = ANSWER) -> dict[str, Update]:
    return {each.id[-1]: each for each in systems.imported(IMPORTER, data).story.updates}


def with_item(**changes: Any) -> Any:
    return {"response": {"content": {**ITEM, **changes}}}


def with_block(number: int, **changes: Any) -> Any:
    blocks = list(ITEM["blocks"]["body"])
    blocks[5 - number] = {**blocks[5 - number], **changes}
    return with_item(blocks={**ITEM["blocks"], "body": blocks})


@pytest.mark.parametrize(
    "data",
    [
        ANSWER,
        ANSWER["response"],
        ITEM,
        [ITEM],
        {"results": [{"id": "x"}, ITEM]},
        {"blocks": ITEM["blocks"]},
    ],
)
def test_is_sure_of_blocks_in_any_wrapper(data: Any) -> None:
    assert IMPORTER.recognises(systems.source(data)) == SURE
    assert len(updates(data)) == 5


@pytest.mark.parametrize(
    "data", [[], {}, {"blocks": {"body": []}}, {"blocks": {"body": [{"id": 1}]}}, {"content": ""}]
)
def test_knows_nothing_else(data: Any) -> None:
    assert IMPORTER.recognises(systems.source(data)) == NO
    assert IMPORTER.read(systems.source(data)) is None


def test_takes_blocks_by_id_and_those_that_were_asked_for() -> None:
    blocks = ITEM["blocks"]["body"]
    asked = {"body:latest": blocks[:3], "body:oldest": blocks[2:]}
    assert set(updates(with_item(blocks={"requestedBodyBlocks": asked}))) == set("12345")


def test_takes_flags_that_are_texts() -> None:
    known = updates()
    assert [name for name, each in known.items() if each.key] == ["3"]
    assert [name for name, each in known.items() if each.pinned] == ["4"]
    assert known["4"].label == "summary"
    assert updates(with_block(2, attributes={"keyEvent": True, "pinned": 1}))["2"].key


def test_takes_the_first_publication_as_time_and_the_last_change_as_edit() -> None:
    known = updates()
    assert known["3"].time.isoformat() == "2024-01-05T11:00:00+00:00"
    assert known["3"].edited is not None and known["3"].edited.minute == 9
    assert known["4"].time.isoformat() == "2024-01-05T11:30:00+00:00"
    assert known["2"].edited is None and known["5"].edited is None
    republished = with_block(3, lastModifiedDate="2024-01-05T10:58:00Z")
    edited = updates(republished)["3"].edited
    assert edited is not None and edited.minute == 5


def test_keeps_unpublished_blocks_as_drafts() -> None:
    known = updates()
    assert known["1"].status == "draft" and known["1"].time.minute == 10
    assert updates(with_block(2, published="false"))["2"].status == "draft"


def test_completes_an_image_by_its_element() -> None:
    update = updates()["5"]
    assert update.body is None
    (image,) = update.media
    assert image.url == "https://media.example.org/500/sea.jpg"
    assert (image.caption, image.alt, image.credit) == ("The sea", "Grey water", "C. Nobody")


def test_takes_the_largest_asset_where_the_html_has_no_image() -> None:
    (image,) = updates(with_block(5, bodyHtml=""))["5"].media
    assert image.url == "https://media.example.org/2000/sea.jpg"
    assert (image.width, image.height, image.mime) == (2000, 1200, "image/jpeg")


def test_takes_embeds_and_tells_of_elements_without_a_home() -> None:
    assert updates()["3"].media[0].url == "https://twitter.com/x/status/2"
    homeless = systems.found(IMPORTER, ANSWER).homeless
    assert homeless == {"element guide": 1, "attributes.imported": 1}
    assert updates()["3"].extra == {"attributes": {"imported": "true"}}


def test_takes_the_text_of_elements_or_a_summary_without_html() -> None:
    assert updates(with_block(3, bodyHtml=None))["3"].body == "The road is open."
    summary = with_block(2, bodyHtml=None, bodyTextSummary="1 < 2 *is* so")
    assert updates(summary)["2"].body == "1 < 2 \\*is\\* so"


def test_names_people_by_their_tags_else_after_their_ids() -> None:
    first, second = updates()["3"].authors
    assert (first.name, first.url) == ("An Example", "https://example.org/profile/an-example")
    assert (second.name, second.url) == ("Not Listed Here", None)
    (doubt,) = systems.found(IMPORTER, ANSWER).doubts
    assert "profile/not_listed-here" in doubt and '"Not Listed Here"' in doubt


def test_takes_the_story_from_its_fields() -> None:
    meta = systems.imported(IMPORTER, ANSWER).story.meta
    assert (meta.headline, meta.summary) == ("The road live", "A day on the road")
    assert (meta.status, meta.language, meta.tags) == ("live", "en", ("Roads",))
    assert meta.authors[0].url == "https://example.org/profile/an-example"
    assert meta.image is not None
    assert (meta.image.url, meta.image.credit) == ("https://example.org/main.jpg", "D. Nobody")
    assert meta.image.caption == "The road"
    ended = with_item(fields={**ITEM["fields"], "liveBloggingNow": "false"})
    assert systems.imported(IMPORTER, ended).story.meta.status == "ended"


def test_takes_the_byline_and_the_thumbnail_where_there_is_nothing_better() -> None:
    plain = with_item(tags=None, blocks={"body": ITEM["blocks"]["body"]})
    meta = systems.imported(IMPORTER, plain).story.meta
    assert meta.authors[0].name == "An Example"
    assert meta.image is not None and meta.image.url == "https://example.org/t.jpg"


def test_takes_the_longest_of_several_and_tells_of_the_others() -> None:
    other = {**ITEM, "id": "other", "blocks": {"body": ITEM["blocks"]["body"][:1]}}
    findings = systems.found(IMPORTER, {"response": {"results": [other, ITEM]}})
    assert len(findings.updates) == 5
    assert [each.what for each in findings.omissions] == ["other"]


def test_imports_the_same_twice() -> None:
    assert systems.imported(IMPORTER, ANSWER) == systems.imported(IMPORTER, ANSWER)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(systems.bent(ANSWER) | systems.ODD)
def test_never_trips_over_odd_values(data: Any) -> None:
    source = systems.source(data)
    assert IMPORTER.recognises(source) in (NO, SURE)
    if IMPORTER.read(source) is not None:
        systems.imported(IMPORTER, data)
