"""Which lines belong to which update."""

from __future__ import annotations

import pytest
import tomli

from blogctl.source.blocks import split

HEAD = '[story]\nid = "x"\nheadline = "A story"\n'


def said(text: str) -> list[str]:
    """What each update's block says, after a check that the pieces make up the text."""
    blocks = split(text)
    spans = blocks.spans()
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(b.start <= b.header <= b.end <= b.gap for b in blocks.pieces)
    assert all(not text[b.end : b.gap].strip() for b in blocks.pieces)
    assert len(blocks.updates) == len(tomli.loads(text).get("updates", []))
    for block in blocks.updates:
        data = tomli.loads(text[block.start : block.end])
        assert len(data["updates"]) == 1
    return [text[block.start : block.end] for block in blocks.updates]


def fixed(text: str) -> list[str]:
    return [text[p.start : p.gap] for p in split(text).pieces if not p.is_update]


def test_comments_that_touch_the_header_belong_to_the_update() -> None:
    text = HEAD + (
        "# about the story\n\n# one\n  # two\n[[updates]]\nbody = 'A'\n# three\n[[updates]]\n"
        "body = 'B'\n"
    )
    assert said(text) == [
        "# one\n  # two\n[[updates]]\nbody = 'A'",
        "# three\n[[updates]]\nbody = 'B'",
    ]
    assert fixed(text) == [HEAD + "# about the story\n\n"]


def test_comments_set_apart_belong_to_the_block_above() -> None:
    text = HEAD + (
        "[[updates]]\nbody = 'A'\n\n# still of A\n\n# of B\n[[updates]]\nbody = 'B' # too\n\n"
        "# still of B\n\n[[updates]]\nbody = 'C'\n"
    )
    assert said(text) == [
        "[[updates]]\nbody = 'A'\n\n# still of A",
        "# of B\n[[updates]]\nbody = 'B' # too\n\n# still of B",
        "[[updates]]\nbody = 'C'",
    ]


def test_comments_set_apart_after_the_last_update_stay_at_the_end() -> None:
    text = HEAD + "[[updates]]\nbody = 'A'\n# touching: of A\n\n# the\n# end\n\n# really\n"
    assert said(text) == ["[[updates]]\nbody = 'A'\n# touching: of A"]
    assert fixed(text)[-1] == "# the\n# end\n\n# really\n"


def test_a_comment_that_touches_the_last_line_is_no_end() -> None:
    text = HEAD + "[[updates]]\nbody = 'A'\n# of A"
    assert said(text) == ["[[updates]]\nbody = 'A'\n# of A"]
    assert len(fixed(text)) == 1


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_the_last_line_of_a_string_is_no_comment(quotes: str) -> None:
    body = f"body = {quotes}\n# one\n# two{quotes}"
    text = f"{HEAD}[[updates]]\n{body}\n[[updates]]\n{body}\n# mine\n[[updates]]\n{body}\n"
    assert said(text) == [
        f"[[updates]]\n{body}",
        f"[[updates]]\n{body}",
        f"# mine\n[[updates]]\n{body}",
    ]


def test_a_string_that_ends_in_comment_lines_at_the_end_of_the_file() -> None:
    body = 'body = """\ntext\n\n# one\n\n# two"""'
    assert said(f"{HEAD}[[updates]]\n{body}\n") == [f"[[updates]]\n{body}"]


def test_a_comment_behind_a_value_is_not_the_next_updates() -> None:
    text = f"{HEAD}[[updates]]\nbody = 'A' # of A\n[[updates]]\nbody = ['''\n''', # of B\n]\n"
    assert said(text)[0] == "[[updates]]\nbody = 'A' # of A"


def test_tables_below_an_update_are_part_of_it() -> None:
    text = HEAD + (
        "[[updates]]\nbody = 'A'\n\n# about the media\n[[updates.media]]\nurl = 'a'\n"
        "[updates.extra]\na = 1\n[updates.extra.b]\nc = 2\n\n[[updates]]\nbody = 'B'\n"
    )
    first, second = said(text)
    assert first.startswith("[[updates]]\nbody = 'A'\n\n# about")
    assert first.endswith("c = 2")
    assert second == "[[updates]]\nbody = 'B'"


def test_tables_of_the_story_after_the_updates_are_fixed() -> None:
    text = HEAD + (
        "[[updates]]\nbody = 'A'\n\n# about the image\n[story.image]\nurl = 'a'\n\n"
        "[story.extra]\nb = 1\n\n[[updates]]\nbody = 'B'\n\n[story.about]\nname = 'c'\n# end\n"
    )
    assert said(text) == ["[[updates]]\nbody = 'A'", "[[updates]]\nbody = 'B'"]
    assert fixed(text)[1:] == [
        "# about the image\n[story.image]\nurl = 'a'\n\n[story.extra]\nb = 1\n\n",
        "[story.about]\nname = 'c'\n# end\n",
    ]


def test_a_table_parted_from_its_update_is_named() -> None:
    text = f"{HEAD}[[updates]]\nbody = 'A'\n\n[story.extra]\nb = 1\n\n[updates.extra]\nc = 1\n"
    tomli.loads(text)
    blocks = split(text)
    assert [text[offset:].split("\n")[0] for offset in blocks.parted] == ["[updates.extra]"]
    assert "".join(text[start:end] for start, end in blocks.spans()) == text


def test_no_table_is_parted_where_all_is_well() -> None:
    text = f"{HEAD}[[updates]]\nbody = 'A'\n[updates.extra]\nc = 1\n[story.extra]\nb = 1\n"
    assert split(text).parted == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# only a comment",
        HEAD,
        HEAD.replace("\n", "\r\n"),
        "[[updates]]",
        "[[updates]]\n\n[[updates]]\n",
        "# a\r\n[[updates]]\r\n\r\n# b\r\n\r\n[[updates]]\nbody = 1\r\n\r\n# c",
        "updates = []\n",
        "updates = [{ body = 'A' }]\n",
        "\n\n# apart\n\n[['updates']] # c\n[ updates . extra ]\n",
    ],
)
def test_the_pieces_are_the_text(text: str) -> None:
    blocks = split(text)
    assert "".join(text[start:end] for start, end in blocks.spans()) == text


def test_the_gap_is_white_space_of_the_place() -> None:
    text = f"{HEAD}\n[[updates]]\nbody = 'A'  \r\n \t\n\n[[updates]]\nbody = 'B'\n\n\n"
    blocks = split(text)
    assert [text[b.end : b.gap] for b in blocks.updates] == ["  \r\n \t\n\n", "\n\n\n"]
