"""The folder of a site: which files, how they link, and what changes when a story does."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from blogctl.errors import UsageError
from blogctl.exporters.registry import front, load, options_for
from blogctl.exporters.site import page_names
from blogctl.model import Story

from .exporting import NOW, context, export_files, story
from .harmless import faults
from .payloads import PAYLOADS

SITE = "https://example.org/live/coast"
AT = datetime(2024, 1, 5, 9, tzinfo=UTC)
LAST = ["feed.rss", "feed.atom", "feed.json", "story.json", "story.jsonld", "sitemap.xml"]
LAST += ["index.html", "live.json"]
FEEDS = {"feed.rss", "feed.atom", "feed.json", "story.json", "story.jsonld", "sitemap.xml"}


def updates(count: int, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": f"u{n}",
            "time": AT + timedelta(minutes=n),
            "headline": f"Headline {n}",
            "body": f"Body {n}",
            "key": n % 4 == 0,
            **more,
        }
        for n in range(count)
    ]


def site(told: Story, **options: object) -> dict[str, str]:
    return export_files("site", told, {"page-size": 3, **options})


def of(*given: dict[str, Any], **meta: Any) -> dict[str, str]:
    return site(story(*given, **{"url": SITE, **meta}))


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def card(html: str) -> dict[str, str]:
    """What a page says of itself to those who show its link."""
    return {
        str(each.get("property") or each.get("name")): str(each["content"])
        for each in soup(html).select("meta[property], meta[name]")
    }


def pages(files: dict[str, str]) -> dict[str, BeautifulSoup]:
    return {name: soup(text) for name, text in files.items() if name.endswith(".html")}


def addresses(page: BeautifulSoup) -> Iterator[str]:
    for each in page.select("[href], [src]"):
        if each.name != "base":
            yield str(each.get("href", each.get("src")))
    if page.body and page.body.get("data-marker"):
        yield str(page.body["data-marker"])


def ids_on(page: BeautifulSoup) -> list[str]:
    return [str(each["id"]) for each in page.select("#_list > article")]


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def test_files_come_in_the_order_in_which_they_are_to_be_written() -> None:
    names = list(of(*updates(8)))
    assert [name.partition("/")[0] for name in names[:2]] == ["assets", "assets"]
    assert [name.rpartition(".")[2] for name in names[:2]] == ["css", "js"]
    assert names[2:10] == [f"updates/u{n}.html" for n in reversed(range(8))]
    assert names[10:] == ["page-1.html", *LAST]


def test_without_an_address_there_is_no_sitemap_but_all_else() -> None:
    files = site(story(*updates(2)))
    assert "sitemap.xml" not in files
    assert {"index.html", "updates/u0.html", "feed.rss", "live.json"} <= set(files)
    assert "canonical" not in "".join(files.values())


@pytest.mark.parametrize("count", range(14))
def test_pages_hold_every_update_once_the_newest_first(count: int) -> None:
    found = pages(of(*updates(count)))
    lists = [name for name in found if not name.startswith("updates/")]
    shown = [id_ for name in ["index.html", *lists[:-1][::-1]] for id_ in ids_on(found[name])]
    assert shown == [f"u{n}" for n in reversed(range(count))]
    assert all(len(ids_on(found[name])) == 3 for name in lists[:-1])
    assert ("data-part" in found["index.html"].select("#_list")[0].attrs) is (len(lists) > 1)


def test_an_update_more_leaves_everything_else_as_it_is() -> None:
    before, after = of(*updates(9)), of(*updates(10))
    new = {"index.html", "live.json", "updates/u9.html"}
    assert changed(before, after) == FEEDS | new


def test_a_page_more_changes_only_its_neighbour_and_what_moved_to_it() -> None:
    before, after = of(*updates(11)), of(*updates(12))
    moved = {f"updates/u{n}.html" for n in (6, 7, 8)}
    new = {"index.html", "live.json", "updates/u11.html", "page-3.html", "page-2.html"}
    assert changed(before, after) == FEEDS | new | moved
    assert ids_on(soup(before["page-2.html"])) == ids_on(soup(after["page-2.html"]))


def test_an_edit_of_an_old_update_changes_its_pages() -> None:
    given = updates(9)
    edited = [{**given[0], "body": "Other", "edited": NOW - timedelta(hours=1)}, *given[1:]]
    differs = changed(of(*given), of(*edited))
    assert {"updates/u0.html", "page-1.html", "index.html", "live.json"} <= differs
    assert differs <= {"updates/u0.html", "page-1.html", "index.html", "live.json"} | FEEDS


def test_pages_follow_each_other() -> None:
    found = pages(of(*updates(10)))
    chain = {
        name: {
            str(link["rel"][0]): str(link["href"])
            for link in found[name].select('link[rel="next"], link[rel="prev"]')
        }
        for name in ("index.html", "page-2.html", "page-1.html")
    }
    assert chain == {
        "index.html": {"next": "page-2.html"},
        "page-2.html": {"next": "page-1.html", "prev": "index.html"},
        "page-1.html": {"prev": "page-2.html"},
    }
    for name, links in chain.items():
        seen = {str(each["rel"][0]): str(each["href"]) for each in found[name].select(".pages a")}
        assert seen == links
    assert [each.text for each in found["page-2.html"].select(".pages a")] == [
        "Newer updates",
        "Older updates",
    ]
    assert found["page-1.html"].title is not None
    assert found["page-1.html"].title.text == "Page 1 – Coast road"


FULL = [
    *updates(9),
    {"body": "Only *words* here", "time": AT + timedelta(hours=1), "id": "A", "key": True},
    {"time": AT + timedelta(hours=2), "id": "gone", "retraction": {"time": NOW, "reason": "No."}},
    {"time": AT + timedelta(hours=3), "id": "a", "headline": "H", "body": "![x](img/a.png)"},
]


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("size", [1, 3, 50])
@pytest.mark.parametrize("pinned", [0, 8])
def test_every_link_leads_somewhere(order: str, size: int, pinned: int) -> None:
    told = [{**each, "pinned": n == pinned} for n, each in enumerate(FULL)]
    files = site(story(*told), **{"page-size": size, "order": order})
    found = pages(files)
    anchors = {
        name: {str(each["id"]) for each in page.select("[id]")} for name, page in found.items()
    }
    seen = set()
    for name, page in found.items():
        base = page.select_one("base")
        here = urljoin(f"file:///s/{name}", str(base["href"]) if base else name.rpartition("/")[2])
        for address in addresses(page):
            if address == "img/a.png":
                assert urljoin(here, address) == "file:///s/img/a.png"
                continue
            place, fragment = urldefrag(urljoin(here, address))
            target = place.removeprefix("file:///s/")
            assert target in files, (name, address)
            assert not fragment or fragment in anchors[target], (name, address)
            seen.add(target)
    assert {name for name in files if name not in seen} <= {"sitemap.xml"}


def test_all_key_events_are_listed_where_they_are() -> None:
    index = soup(of(*updates(9))["index.html"])
    hrefs = [str(each["href"]) for each in index.select(".key-events a")]
    assert hrefs == ["#u8", "page-2.html#u4", "page-1.html#u0"]
    page = soup(of(*updates(9))["page-1.html"])
    assert page.select(".key-events") == []


def test_a_permalink_leads_to_the_page_of_the_update() -> None:
    for name, page in pages(of(*updates(7))).items():
        for article in page.select("article.h-entry"):
            link = article.select_one(".u-url")
            assert link is not None
            assert link["href"] == f"updates/{article['id']}.html", name


def test_feeds_and_sitemap_lead_to_the_pages_of_updates() -> None:
    files = of(*updates(4))
    whole = [f"{SITE}/updates/u{n}.html" for n in reversed(range(4))]
    assert [
        each.findtext("link") for each in ET.fromstring(files["feed.rss"]).iter("item")
    ] == whole
    assert [each["url"] for each in json.loads(files["feed.json"])["items"]] == whole
    assert json.loads(files["feed.json"])["feed_url"] == f"{SITE}/feed.json"
    assert json.loads(files["feed.json"])["home_page_url"] == f"{SITE}/"
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ET.fromstring(files["feed.atom"]).iter(f"{atom}entry")
    assert [link.get("href") for each in entries for link in each.findall(f"{atom}link")] == whole
    posts = json.loads(files["story.jsonld"])["liveBlogUpdate"]
    assert [each["url"] for each in posts] == whole
    loc = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    assert [each.text for each in ET.fromstring(files["sitemap.xml"]).iter(loc)] == [
        f"{SITE}/",
        *whole,
    ]
    assert json.loads(files["story.json"])["story"]["url"] == SITE


def test_feeds_hold_what_the_index_holds_and_data_is_whole() -> None:
    files = of(*updates(12))
    assert (
        len(json.loads(files["feed.json"])["items"]) == len(ids_on(soup(files["index.html"]))) == 3
    )
    assert len(json.loads(files["story.json"])["updates"]) == 12
    assert len(json.loads(files["story.jsonld"])["liveBlogUpdate"]) == 12


def test_a_limit_leaves_out_whole_pages() -> None:
    files = site(story(*updates(10), url=SITE), limit=5)
    assert "page-1.html" not in files
    assert "updates/u2.html" not in files
    whole = of(*updates(10))
    assert ids_on(soup(files["page-2.html"])) == ids_on(soup(whole["page-2.html"]))
    assert len(soup(files["index.html"]).select(".key-events li")) == 2


@pytest.mark.parametrize(
    ("url", "option", "found"),
    [
        (SITE, None, f"{SITE}/"),
        (f"{SITE}/index.html", None, f"{SITE}/"),
        (SITE, "https://cdn.example/s", "https://cdn.example/s/"),
        (None, "https://cdn.example/s/", "https://cdn.example/s/"),
        ("https://example.org/?id=3", None, "https://example.org/?id=3"),
        ("/live", None, None),
    ],
)
def test_where_it_will_be_found(url: str | None, option: str | None, found: str | None) -> None:
    files = site(story(*updates(1), url=url), **({"site-url": option} if option else {}))
    link = soup(files["index.html"]).select_one('link[rel="canonical"]')
    assert (link and link["href"]) == found
    assert ("sitemap.xml" in files) is (found is not None and "?" not in found)


def test_in_a_folder_of_several_it_has_its_own_address() -> None:
    told = story(*updates(1), url=SITE)
    within = context(folder="s/")
    files = export_files("site", told, {"site-url": "https://cdn.example/all"}, within)
    assert 'href="https://cdn.example/all/s/"' in files["index.html"]


def test_the_marker_changes_with_the_index_only() -> None:
    told = story(*updates(9), url=SITE)
    files = site(told)
    marker = json.loads(files["live.json"])
    assert set(marker) == {"index", "status", "changed"}
    assert (marker["status"], marker["changed"]) == ("live", "2024-01-05T09:08:00Z")
    assert len(files["live.json"]) < 160
    index = soup(files["index.html"])
    assert index.body is not None
    assert (index.body["data-marker"], index.body["data-poll"]) == ("live.json", "15")
    assert index.body["data-version"] == marker["index"]
    years_later = export_files("site", told, {"page-size": 3}, context(now=NOW + timedelta(900)))
    assert years_later == files
    for other in (of(*updates(10)), of(*updates(9), status="ended"), of(*updates(9), summary="x")):
        assert other["live.json"] != files["live.json"]
        assert other["index.html"] != files["index.html"]


def test_the_index_of_a_story_that_has_ended_says_its_version_too() -> None:
    files = of(*updates(2), status="ended")
    index = soup(files["index.html"])
    assert index.body is not None
    assert index.body["data-version"] == json.loads(files["live.json"])["index"]


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("newest", ("#u8", *["index.html#_updates"] * 2), ("page-1.html#u0",) * 2 + ("#u0",)),
        ("oldest", ("page-1.html#u0",) * 2 + ("#u0",), ("#u8", *["index.html#_end"] * 2)),
    ],
)
def test_every_page_leads_to_both_ends(
    order: str, first: tuple[str, ...], last: tuple[str, ...]
) -> None:
    found = pages(site(story(*updates(9), url=SITE), order=order))
    told = [
        [str(link["href"]) for link in found[name].select("[data-to]")]
        for name in ("index.html", "page-2.html", "page-1.html")
    ]
    assert told == [list(pair) for pair in zip(last, first, strict=True)]


def test_only_the_index_of_a_story_that_goes_on_asks() -> None:
    ended = of(*updates(9), status="ended")
    assert "data-poll" not in "".join(ended.values())
    assert "data-poll" not in of(*updates(9))["page-1.html"]


MEDIA = [
    {"type": "video", "url": "v.mp4"},
    {"type": "image", "url": "img/wave.jpg", "alt": "A wave"},
    {"type": "image", "url": "img/other.jpg"},
]


def test_the_page_of_an_update_has_a_card_of_its_own() -> None:
    files = of(
        {"headline": "Sea wall *gives*", "body": "It **broke** at noon.", "media": MEDIA},
        {"body": "No headline here.\n\nMore."},
        image={"url": "/lead.jpg", "alt": "The road"},
        publisher={"name": "Example News"},
    )
    first, second = card(files["updates/u0.html"]), card(files["updates/u1.html"])
    assert first["og:title"] == "Sea wall *gives*"
    assert first["og:description"] == first["description"] == "It broke at noon."
    assert first["og:image"] == f"{SITE}/img/wave.jpg"
    assert first["og:image:alt"] == "A wave"
    assert first["twitter:card"] == "summary_large_image"
    assert first["og:url"] == f"{SITE}/updates/u0.html"
    assert first["og:site_name"] == "Example News"
    assert second["og:title"] == "No headline here."
    assert second["og:image"] == "https://example.org/lead.jpg"
    page = soup(files["updates/u0.html"])
    assert page.title is not None
    assert page.title.text == "Sea wall *gives* – Coast road"
    link = page.select_one('link[rel="canonical"]')
    assert link is not None
    assert link["href"] == first["og:url"]
    whole = page.find("a", string="Read the whole live blog")
    assert isinstance(whole, Tag)
    assert whole["href"] == "index.html#u0"
    for name in ("updates/u0.html", "updates/u1.html"):
        assert len(soup(files[name]).select("h1")) == 1


def test_of_a_retracted_update_only_the_notice_is_left() -> None:
    given = {"headline": "Secret", "body": "Secret", "media": [{**MEDIA[1], "alt": "Secret"}]}
    told = {**given, "retraction": {"time": NOW, "reason": "It was *wrong*."}}
    files = of(*updates(4), {**told, "id": "gone"})
    assert "Secret" not in "".join(files.values())
    page = files["updates/gone.html"]
    assert card(page)["og:title"] == "Update retracted"
    assert card(page)["og:description"] == "It was wrong."
    assert "It was <em>wrong</em>." in page
    assert "updates/gone.html" not in files["sitemap.xml"]


def test_drafts_and_the_future_have_no_page() -> None:
    files = of(
        *updates(2), {"body": "x", "status": "draft"}, {"body": "y", "time": NOW.replace(year=2030)}
    )
    assert [name for name in files if name.startswith("updates/")] == [
        "updates/u1.html",
        "updates/u0.html",
    ]


def test_names_are_different_everywhere() -> None:
    told = story(*({"id": id_, "body": "x"} for id_ in ("A", "a", "b.c")))
    names = page_names(told.updates)
    assert (names["A"], names["b.c"]) == ("updates/A.html", "updates/b.c.html")
    assert len({name.lower() for name in names.values()}) == 3
    assert page_names(told.updates[1:])["a"] == "updates/a.html"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_a_story_says_does_harm(payload: str) -> None:
    given = {"headline": payload, "body": payload, "label": payload, "tags": [payload]}
    files = of(
        *({**given, "media": [{**MEDIA[1], "alt": payload, "caption": payload}]} for _ in range(4)),
        {"body": "x", "retraction": {"time": NOW, "reason": payload}},
        headline=payload,
        summary=payload,
    )
    for name, text in files.items():
        if name.endswith(".html"):
            assert faults(text, "site") == (), name
    with_front = listed(
        story(headline=payload, summary=payload, image={"url": "a", "alt": payload})
    )
    assert faults(with_front["index.html"], "site") == ()


def test_the_policy_allows_its_own_files_and_nothing_else() -> None:
    for name, page in pages(of(*updates(8))).items():
        policy = page.select_one("meta[http-equiv]")
        assert policy is not None
        told = dict(part.strip().split(" ", 1) for part in str(policy["content"]).split(";"))
        assert told["default-src"] == "'none'"
        assert told["style-src"] == "'self'"
        assert told.get("script-src", "'self'") == "'self'"
        assert "unsafe" not in str(policy["content"])
        assert ("script-src" in told) is (not name.startswith("updates/"))
        assert page.select("style") == []
        scripts = [each for each in page.select("script") if not each.get("type")]
        assert all(str(each["src"]).startswith("assets/live.") for each in scripts)


def test_relative_urls_are_read_from_the_folder_or_the_base() -> None:
    given = {"body": "[x](a.html)", "media": MEDIA}
    page = of(given)["updates/u0.html"]
    assert 'src="img/wave.jpg"' in page
    files = site(story(given, url=SITE), **{"base-url": "https://cdn.example/m/"})
    for name in ("index.html", "updates/u0.html", "feed.rss"):
        assert "https://cdn.example/m/img/wave.jpg" in files[name]
        assert "https://cdn.example/m/a.html" in files[name]


def listed(*stories: Story, **options: object) -> dict[str, str]:
    exporter = load("site")
    made = front("site", exporter, stories, options_for(exporter, options), context())
    assert made is not None
    return {name: str(text) for name, text in made.items()}


def test_the_front_page_lists_stories_the_newest_change_first() -> None:
    older = story(*updates(1), id="older", headline="Older", status="ended", summary="What was.")
    newer = story(*updates(3), id="newer", headline="Newer", image={"url": "a.jpg", "alt": "A"})
    files = listed(older, newer, story(id="empty", headline="Empty", status="upcoming"))
    page = soup(files["index.html"])
    assert [str(each["href"]) for each in page.select("h2 a")] == [
        "newer/index.html",
        "older/index.html",
        "empty/index.html",
    ]
    assert [each.text for each in page.select(".badge")] == ["Live", "Ended", "Upcoming"]
    assert [str(each["src"]) for each in page.select("img")] == ["newer/a.jpg"]
    assert [each.text for each in page.select(".summary")] == ["What was."]
    assert "5 January 2024, 09:02 UTC" in page.text
    assert listed(newer, older) == listed(older, newer)
    style = page.select_one('link[rel="stylesheet"]')
    assert style is not None
    assert list(files) == [style["href"], "index.html"]


def test_a_front_page_of_nothing_and_in_other_languages() -> None:
    assert "No live blogs yet." in listed()["index.html"]
    german = listed(story(id="a", language="de"), story(id="b", language="de"))["index.html"]
    assert '<html lang="de" dir="ltr">' in german
    mixed = listed(story(id="a", language="ar"), story(id="b", language="de"))["index.html"]
    assert '<html lang="en" dir="ltr">' in mixed
    assert 'lang="ar" dir="rtl"' in mixed


def test_drafts_do_not_count_for_the_front_page() -> None:
    draft = story({"body": "x", "status": "draft"})
    assert "Last updated" not in listed(draft)["index.html"]


def test_the_story_s_language_is_spoken() -> None:
    page = of(*updates(9), language="de")["page-1.html"]
    assert "Neuere" in page


@pytest.mark.parametrize("wrong", [{"page-size": "0"}, {"site-url": "/x"}, {"order": "x"}])
def test_options_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        options_for(load("site"), wrong)


def test_addresses_have_no_host_but_where_they_must() -> None:
    for page in pages(of(*updates(8))).values():
        for link in page.select("a[href], link[href]:not([rel=canonical]), script[src]"):
            assert not urlsplit(str(link.get("href", link.get("src")))).netloc
