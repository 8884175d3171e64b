"""Merging by update and key: text in, text out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tomli

from blogctl.check import check_text
from blogctl.edit import merge
from blogctl.errors import StoryError

HEAD = '[story]\nid = "x"\nheadline = "A story"\n'
T = "2024-01-05T10:00:00Z"


def update(id_: str, time: str = T, more: str = "") -> str:
    name = f'id = "{id_}"\n' if id_ else ""
    return f"\n[[updates]]\n{name}time = {time}\n{more}"


A = update("a", "2024-01-05T09:00:00Z", 'body = "A"\n')
B = update("b", "2024-01-05T11:00:00Z", 'body = "B"\n')
C = update("c", "2024-01-05T12:00:00Z", 'body = "C"\n')
O = update("o", T, 'body = "O"\n')  # noqa: E741


def merged(base: str, ours: str, theirs: str) -> str:
    """The merged text, of which there is just one whichever side is ours, without conflicts."""
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.conflicts == other.conflicts == ()
    assert one.text == other.text
    checked = check_text(one.text, judge=False)
    assert checked.story is not None, checked.diagnostics
    return one.text


def clashing(base: str, ours: str, theirs: str) -> str:
    """The merged text with its conflicts; they are the other way round from the other side."""
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert sorted(one.conflicts) == sorted(other.conflicts)
    assert one.conflicts
    assert check_text(one.text).errors[0].rule == "conflict-marker"
    return one.text


def test_two_additions_stand_in_the_order_of_their_times() -> None:
    early = update("early", "2024-01-05T09:30:00Z", 'body = "E"\n')
    late = update("late", "2024-01-05T10:30:00Z", 'body = "L"\n')
    assert merged(HEAD + A, HEAD + A + late, HEAD + A + early) == HEAD + A + early + late


@pytest.mark.parametrize("base", ["", "\n", HEAD, HEAD + A])
def test_two_additions_of_one_second_never_conflict(base: str) -> None:
    story = base if base.strip() else HEAD
    ours, theirs = (story + update(id_, T, 'body = "New"\n') for id_ in "cd")
    text = merged(base, ours, theirs)
    assert [each["id"] for each in tomli.loads(text)["updates"]][-2:] == ["c", "d"]


OLD = update("", T, 'body = "Old"\n')


@pytest.mark.parametrize(
    "base", [HEAD, HEAD + A, HEAD + OLD, HEAD + OLD + B, HEAD + OLD.replace("O", "# O\n", 0)]
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_updates_without_ids_of_one_second_stay_apart(base: str, place: str) -> None:
    def with_(said: str) -> str:
        new = update("", T, f'body = "{said}"\n')
        return base + new if place == "below" else HEAD + new + base.removeprefix(HEAD)

    updates = tomli.loads(merged(base, with_("Ours"), with_("Theirs")))["updates"]
    before = [each["body"] for each in tomli.loads(base).get("updates", [])]
    assert sorted(each["body"] for each in updates) == sorted(["Ours", "Theirs", *before])


def test_an_update_without_an_id_is_known_by_what_it_says() -> None:
    base = HEAD + OLD + update("", T, 'body = "Other"\n')
    ours = HEAD + update("", T, 'body = "New"\n') + base.removeprefix(HEAD)
    theirs = base.replace('"Other"\n', '"Other"\nkey = true\n')
    # Two without ids in one second are no valid story; but each stays what it is.
    text = merge(base, ours, theirs).text
    said = {each["body"]: each.get("key") for each in tomli.loads(text)["updates"]}
    assert said == {"New": None, "Old": None, "Other": True}


def test_the_same_update_added_by_both_stands_there_once() -> None:
    for new in (update("c", T, 'body = "C"\n'), update("", T, 'body = "C"\n')):
        text = merged(HEAD + A, HEAD + A + new, HEAD + A + new + B)
        assert text == HEAD + A + new + B


def test_edits_to_different_keys_of_one_update_merge() -> None:
    base = HEAD + update("a", T, 'headline = "H"\nbody = "A"\n')
    text = merged(base, base.replace('"H"', '"H2"'), base.replace('"A"', '"A2"'))
    assert text == HEAD + update("a", T, 'headline = "H2"\nbody = "A2"\n')


def test_a_true_conflict_stands_inside_just_that_update() -> None:
    base = HEAD + A + B
    text = clashing(base, base.replace('"A"', '"Ours"'), base.replace('"A"', '"Theirs"'))
    markers = '<<<<<<< ours\nbody = "Ours"\n=======\nbody = "Theirs"\n>>>>>>> theirs\n'
    assert text == base.replace('body = "A"\n', markers)


def test_the_rest_merges_around_a_conflict() -> None:
    base = HEAD + A + B
    ours = base.replace('"A"', '"Ours"').replace('"B"\n', '"B"\nkey = true\n')
    theirs = base.replace('"A"', '"Theirs"').replace('"A story"', '"Another"') + C
    text = clashing(base, ours, theirs)
    assert text.count("<<<<<<< ") == 1
    left = text[: text.index("<<<<<<< ")] + text[text.index(">>>>>>> theirs\n") + 15 :]
    data = tomli.loads(left)
    assert data["story"]["headline"] == "Another"
    assert [each["id"] for each in data["updates"]] == ["a", "b", "c"]
    assert data["updates"][1]["key"] is True


def test_a_deletion_is_honoured() -> None:
    new = update("c", "2024-01-05T12:00:00Z", 'body = "C"\n')
    assert merged(HEAD + A + B, HEAD + B, HEAD + A + B + new) == HEAD + B + new
    assert merged(HEAD + A + B, HEAD + B, HEAD + A) == HEAD


@pytest.mark.parametrize(
    "change", ['body = "A2"\n', 'body = "A"\nkey = true\n', '# Why?\nbody = "A"\n']
)
def test_a_deletion_against_a_change_is_a_conflict(change: str) -> None:
    block = A.replace('body = "A"\n', change)
    text = clashing(HEAD + A + B, HEAD + B, HEAD + block + B)
    assert f"=======\n{block.lstrip()}>>>>>>> theirs\n" in text


@pytest.mark.parametrize("layout", ['id = "20240105T100000Z"\n', "  \n", "\n\n"])
def test_a_deletion_holds_against_mere_layout(layout: str) -> None:
    block = update("", T, 'body = "A"\n')
    laid_out = block.replace("[[updates]]\n", f"[[updates]]\n{layout}")
    assert merged(HEAD + block + B, HEAD + B, HEAD + laid_out + B) == HEAD + B


def test_a_removed_key_stays_removed_and_clashes_with_a_change() -> None:
    base = HEAD + update("a", T, 'label = "L"\nbody = "A"\n')
    ours = base.replace('label = "L"\n', "")
    assert merged(base, ours, base.replace('"A"', '"A2"')) == ours.replace('"A"', '"A2"')
    text = clashing(base, ours, base.replace('"L"', '"L2"'))
    assert '<<<<<<< ours\n=======\nlabel = "L2"\n>>>>>>> theirs\n' in text


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("2024-01-05T12:00:00Z", "2024-01-05T12:00:01Z"),
        ("2024-01-05T13:00:00+02:00", "2024-01-05T12:00:00Z"),
        ("2024-01-05T12:00:00", "2024-01-05T13:00:00"),
    ],
)
def test_of_two_times_of_editing_the_later_holds(early: str, late: str) -> None:
    head = HEAD + 'timezone = "Europe/London"\n'
    base = head + update("a", T, 'body = "A"\n')
    ours, theirs = base + f"edited = {early}\n", base + f"edited = {late}\nkey = true\n"
    data = tomli.loads(merged(base, ours, theirs))["updates"][0]
    assert data["edited"] == tomli.loads(f"t = {late}")["t"]
    assert data["key"] is True


CORRECTION = '\n[[updates.corrections]]\ntime = {}\ntext = "{}"\n'


@pytest.mark.parametrize(
    ("old", "ours", "theirs"),
    [
        ("", 'tags = ["o"]\n', 'tags = ["t"]\n'),
        ('tags = ["x"]\n', 'tags = ["x", "o"]\n', 'tags = [\n  "x",  # x\n  "t",\n]\n'),
        ("", 'sources = [{ name = "O" }]\n', '[[updates.sources]]\nname = "T"\n'),
        ("", '[[updates.sources]]\nname = "O"\n', '[[updates.sources]]\nname = "T"\n'),
        ("", CORRECTION.format(T, "o"), CORRECTION.format(T, "t")),
        (
            "",
            '[[updates.media]]\ntype = "image"\nurl = "o.jpg"\nalt = "O"\n',
            '[[updates.media]]\ntype = "image"\nurl = "t.jpg"\nalt = "T"\n',
        ),
    ],
)
@pytest.mark.parametrize("rest", ["", B])
def test_what_both_add_to_a_list_is_kept(old: str, ours: str, theirs: str, rest: str) -> None:
    base, *sides = (HEAD + A + each + rest for each in (old, ours, theirs))
    result = tomli.loads(merged(base, *sides))["updates"][0]
    (key,) = result.keys() - {"id", "time", "body"}
    wanted = [item for side in sides for item in tomli.loads(side)["updates"][0][key]]
    assert all(item in result[key] for item in wanted)
    assert len(result[key]) == len({repr(item) for item in wanted})


def test_comments_of_both_sides_stay() -> None:
    base = "# top\n\n" + HEAD + A + B + "\n# The end.\n"
    ours = "# our top\n" + base.replace('[[updates]]\nid = "a"', '# ours\n[[updates]]\nid = "a"')
    ours = ours.replace('body = "A"\n', '# our body\nbody = "A"  # o\n') + "# our end\n"
    theirs = "# their top\n" + base.replace('body = "A"\n', 'body = "A2"  # t\n')
    theirs = theirs.replace('[[updates]]\nid = "a"', '# theirs\n[[updates]]\nid = "a"')
    theirs += "\n# their end\n"
    text = merged(base, ours, theirs)
    for said in ("ours", "our top", "our body", "o", "our end", "The end.", "top"):
        assert f"# {said}\n" in text
    for said in ("theirs", "their top", "t", "their end"):
        assert f"# {said}\n" in text
    assert tomli.loads(text)["updates"][0]["body"] == "A2"


def test_the_keys_of_the_story_merge_likewise() -> None:
    base = HEAD + A
    ours = base.replace('"x"\n', '"x"\nsummary = "S"\ntags = ["o"]\n')
    theirs = base.replace('"A story"', '"Another"').replace('"x"\n', '"x"\ntags = ["t"]\n')
    story = tomli.loads(merged(base, ours, theirs))["story"]
    assert sorted(story.pop("tags")) == ["o", "t"]
    assert story == {"id": "x", "headline": "Another", "summary": "S"}
    text = clashing(base, theirs, base.replace('"A story"', '"A third"'))
    assert '<<<<<<< ours\nheadline = "Another"\n=======\nheadline = "A third"\n>>>>>>> ' in text


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize(
    ("old", "ours", "theirs"),
    [
        ('[story.about]\nname = "N"\n', 'location = "L"\n', "start = 2024-01-05T09:00:00Z\n"),
        ("", "[story.extra.o]\na = 1\n", "[story.extra.t]\na = 1\n"),
        ("", '[[story.authors]]\nname = "O"\n', '[[story.authors]]\nname = "T"\n'),
        ('[[story.authors]]\nname = "N"\n', 'url = "/n"\n', '\n[[story.authors]]\nname = "T"\n'),
        ("", '[story.about]\nname = "N"\n', '[story.publisher]\nname = "P"\n'),
    ],
)
def test_the_tables_of_the_story_merge_wherever_they_stand(
    place: str, old: str, ours: str, theirs: str
) -> None:
    def version(more: str) -> str:
        table = f"\n{old}{more}" if old or more else ""
        return HEAD + table + A if place == "before" else HEAD + A + table

    text = merged(version(""), version(ours), version(theirs))
    for said in (ours, theirs):
        assert said.strip() in text


def test_an_items_tables_stay_with_it() -> None:
    base = HEAD + '\n[[story.related]]\nheadline = "R"\nurl = "/r"\n'
    ours = base + '\n[story.related.extra]\nx = 1\n\n[[story.related]]\nheadline="O"\nurl="/o"\n'
    theirs = base + '\n[[story.related]]\nheadline = "T"\nurl = "/t"\n'
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.text == other.text
    related = tomli.loads(one.text)["story"]["related"]
    assert related[0]["extra"] == {"x": 1}
    assert sorted(each["url"] for each in related) == ["/o", "/r", "/t"]


def test_dotted_keys_stand_above_the_tables_that_the_other_side_added() -> None:
    base = HEAD + A
    ours = base + '\n[[updates.media]]\ntype = "image"\nurl = "a.jpg"\nalt = "A"\n'
    theirs = base + "extra.a = 1\n\n[updates.extra.p]\nq = 1\n"
    result = tomli.loads(merged(base, ours, theirs))["updates"][0]
    assert result["extra"] == {"a": 1, "p": {"q": 1}}
    assert len(result["media"]) == 1


def test_unknown_lists_above_the_story_merge() -> None:
    text = merge("x = [1]\n" + HEAD, "x = [1, 2]\n" + HEAD, "x = [1, 3]\n" + HEAD).text
    assert tomli.loads(text)["x"] == [1, 2, 3]


def test_a_sorted_side_takes_in_what_the_other_added_and_edited() -> None:
    new = update("c", "2024-01-05T08:00:00Z", 'body = "C"\n')
    base, ours = HEAD + B + A, HEAD + A + B
    assert merged(base, ours, HEAD + B.replace('"B"', '"B2"') + A + new) == (
        HEAD + new + A + B.replace('"B"', '"B2"')
    )


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def same(text: str) -> str:
    return text


@pytest.mark.parametrize("changes", [(crlf, crlf), (crlf, same), (same, crlf)])
@pytest.mark.parametrize("changed_base", [crlf, same])
def test_line_endings_are_those_of_ours(
    changes: tuple[Callable[[str], str], Callable[[str], str]],
    changed_base: Callable[[str], str],
) -> None:
    ours, theirs = HEAD + A + O, HEAD + A.replace('"A"', '"""A\nZ"""') + B
    result = merge(changed_base(HEAD + A), changes[0](ours), changes[1](theirs))
    wanted = HEAD + A.replace('"A"', '"""A\nZ"""') + O + B
    assert result.conflicts == ()
    assert result.text == changes[0](wanted)


@pytest.mark.parametrize("sides", [(1, 0), (0, 1), (1, 1)])
def test_a_missing_final_newline_joins_no_lines(sides: tuple[int, int]) -> None:
    texts = [HEAD + A + O, HEAD + A + B]
    ours, theirs = (t.rstrip("\n") if cut else t for t, cut in zip(texts, sides, strict=True))
    for base in (HEAD + A, (HEAD + A).rstrip("\n"), ""):
        result = merge(base, ours, theirs)
        assert result.conflicts == ()
        assert result.text.rstrip("\n") == (HEAD + A + O + B).rstrip("\n")


@pytest.mark.parametrize(
    "broken", ["", "no = [toml\n", 'x = "no story"\n', "<<<<<<< a\n=======\n>>>>>>> b\n"]
)
def test_a_side_that_is_no_story_is_refused(broken: str) -> None:
    for sides in ((broken, HEAD + A + B), (HEAD + A + B, broken)):
        with pytest.raises(StoryError):
            merge(HEAD + A, *sides)


def test_a_number_that_is_none_is_no_reason_to_give_up() -> None:
    base = HEAD + A + "extra.x = nan\n" + B
    ours, theirs = (
        base.replace("nan", "nan  # ?") + O,
        base.replace('"A"\n', '"A2"\nextra.z = [nan]\n'),
    )
    for text in (merge(base, ours, theirs).text, merge(base, theirs, ours).text):
        assert [each["id"] for each in tomli.loads(text)["updates"]] == ["a", "o", "b"]
        assert "# ?\n" in text
        assert "extra.x = nan" in text
        assert "extra.z = [nan]\n" in text


def test_updates_that_are_not_valid_stay_in_their_places() -> None:
    empty = update("e", "2024-01-05T11:30:00Z")
    assert merge(HEAD + A, HEAD + A + empty, HEAD + A + B).text == HEAD + A + B + empty
    untimed = '\n[[updates]]\nbody = "{}"\n'
    text = merge(HEAD + A, HEAD + A + untimed.format("X"), HEAD + A + untimed.format("Y")).text
    assert text == HEAD + A + untimed.format("X") + untimed.format("Y")


def test_the_last_comments_are_no_conflict_where_the_last_update_goes() -> None:
    base = HEAD + A + "\n# The end.\n"
    text = merged(base, base + "\n# Ours.\n", HEAD + "\n# The end.\n")
    assert "updates" not in tomli.loads(text)
    assert "# The end.\n" in text
    assert "# Ours.\n" in text
