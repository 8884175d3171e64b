from __future__ import annotations

import pytest
from selectolax.lexbor import LexborNode

from blogctl.importers.bodies import Body, body_of

from .pages import PAGE, imported, page, updates

ITEM = """
<div itemscope itemtype="https://schema.org/LiveBlogPosting">
<meta content="The harbour opens" itemprop="headline" />
<meta itemprop ="keywords" content="sea,boats">
<meta itemprop='coverageStartTime' content='2024-05-01T08:00:00Z' />
<div itemprop="about" itemscope itemtype="http://schema.org/Event">
<meta itemprop="name" content="Fair">
<span itemprop="location" itemscope><span itemprop="name" content="Quay"></span></span></div>
<ul>
<li id=1_box><div itemprop="liveBlogUpdate" itemscope itemtype=https://schema.org/BlogPosting>
<meta itemprop="url" content=https://news.example/live/harbour#1></meta>
<meta itemprop = "datePublished" content="2024-05-01T10:00:00+02:00">
<meta itemprop="headline" content="First boat" />
<meta itemprop="articleBody" content = "The ferry Anna is in.&nbsp;All are well.It is early." />
<span itemprop="author" itemscope><meta itemprop="name" content="Ida"/></span>
<div class="txt"><div class="ttl">First boat</div>
The <a href="/anna">ferry Anna</a> is in. All are well.<div><br></div><div>It is early.</div></div>
<a href="#1">Share</a></div></li>
<li><div itemprop="liveBlogUpdate" itemscope itemref="by">
<a itemprop="url" href="#2"></a>
<time itemprop="datePublished" datetime="2024-05-01T09:30:00Z">11:30</time>
<h3 itemprop="headline">Quay full</h3><div itemprop="articleBody"><p>No <b>more</b> room.</p></div>
<img itemprop="image" src="/quay.jpg"></div></li>
</ul></div><p id="by">By <span itemprop="author">Bo</span></p>
"""


def test_items_are_read_with_their_odd_spacing() -> None:
    story = imported(page(ITEM)).story
    first, second = story.updates
    assert (first.id, second.id) == ("1", "2")
    assert first.time.isoformat() == "2024-05-01T10:00:00+02:00"
    assert second.time.isoformat() == "2024-05-01T09:30:00+00:00"
    assert (first.headline, second.headline) == ("First boat", "Quay full")
    assert [each.name for each in (*first.authors, *second.authors)] == ["Ida", "Bo"]
    assert second.media[0].url == "https://news.example/quay.jpg"
    assert second.original_url == f"{PAGE}#2"


def test_the_text_is_that_of_the_page_where_it_is_the_same() -> None:
    first, second = updates(page(ITEM))
    assert first.body is not None
    assert " ".join(first.body.split()) == (
        "The [ferry Anna](https://news.example/anna) is in. All are well. It is early."
    )
    assert second.body == "No **more** room."


def test_the_story_is_read_from_its_properties() -> None:
    meta = imported(page(ITEM)).story.meta
    assert (meta.headline, meta.tags) == ("The harbour opens", ("sea", "boats"))
    assert meta.about is not None and (meta.about.name, meta.about.location) == ("Fair", "Quay")


def test_updates_that_fell_out_of_their_live_blog_are_found() -> None:
    html = (
        '<p itemscope itemtype="https://schema.org/LiveBlogPosting"><b itemprop="headline">H</b>'
        '<div itemprop="liveBlogUpdate" itemscope><time itemprop="datePublished" '
        'datetime="2024-05-01T09:30:00Z"></time><div itemprop="articleBody">Text</div></div></p>'
    )
    assert [update.body for update in updates(page(html))] == ["Text"]


def test_reads_a_text_of_the_page_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of microdata is the page's own already: to look for it there takes as long again."""
    looked_for: list[object] = []

    def looked_at(html: str | LexborNode, base: str | None) -> Body:
        looked_for.append(html)
        return body_of(html, base)

    monkeypatch.setattr("blogctl.importers.html_merging.body_of", looked_at)
    page = """<div itemscope itemtype="https://schema.org/LiveBlogPosting">
        <h1 itemprop="headline">Snow</h1>
        <article itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting">
        <time itemprop="datePublished" datetime="2024-01-05T09:00:00Z">9</time>{}</article></div>"""
    shown = '<div itemprop="articleBody"><p>All <em>schools</em> are shut.</p></div>'
    hidden = '<meta itemprop="articleBody" content="All schools are shut.">'
    for body in (shown, f"{hidden}<p>All <em>schools</em> are shut.</p>"):
        [update] = imported(page.format(body)).story.updates
        assert update.body == "All *schools* are shut."
    assert len(looked_for) == 1
