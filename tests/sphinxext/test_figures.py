"""Laws of figures on the page: numbered, captioned, described, sourced, downloadable, and escaped."""

from __future__ import annotations

import json

import pytest


@pytest.fixture(scope="module")
def built(book):
    return book("exhibit").build()


@pytest.fixture(scope="module")
def figure(built):
    return built.page("chapter").select_one("figure.exhibit")


def test_an_exhibit_builds_without_a_warning_and_once(built):
    assert (built.warnings, built.executed) == ([], ["chapter"])
    assert len(built.page("chapter").select("figure")) == 1


def test_an_exhibit_is_a_numbered_figure_with_its_finding_as_caption(figure):
    assert figure["id"] == "fig-tiny"
    assert figure.select_one(".caption-number").get_text() == "Figure 1.1. "
    assert figure.select_one(".caption-text").get_text() == "One is <less> than two"


def test_the_text_refers_to_it_by_its_number(built):
    assert built.page("chapter").select_one('p a[href="#fig-tiny"]').get_text() == "Figure 1.1"


def test_both_drawings_carry_the_alternative_text(figure):
    drawings = figure.select("svg")
    assert [svg["role"] for svg in drawings] == ["img", "img"]
    assert [svg["aria-label"] for svg in drawings] == ['Two bars, "b" higher.'] * 2
    assert [svg["viewbox"].split()[2] for svg in drawings] == ["680", "340"]


def test_it_says_how_to_read_it_and_what_it_rests_on(figure):
    assert figure.select_one(".exhibit-caption").get_text() == "How to read & where."
    assert [a["href"] for a in figure.select('.exhibit-foot a[href^="sources"]')] == ["sources.html#s-epoch-chips", "sources.html#s-ft25"]
    assert "CC BY 4.0" in figure.select_one(".exhibit-foot").get_text()


def test_its_data_can_be_downloaded_and_carries_its_sources(built, figure):
    data = built.out / figure.select_one("a[download]")["href"]
    assert data.read_text(encoding="utf-8") == "x,y,source\n<b>a</b>,1.0,s-ft25\nb,2.0,s-epoch-chips;s-ft25\n"


def test_it_has_a_permalink(figure):
    assert figure.select_one("a.exhibit-permalink")["href"] == "#fig-tiny"


def test_markup_in_its_data_stays_text(figure):
    assert figure.select("svg b") == []
    assert "<b>a</b>" in [text.get_text() for text in figure.select("svg text")]


def test_the_build_knows_its_sources_and_its_page(built):
    assert json.loads((built.out / "data" / "uses.json").read_text())["figures"] == {"fig-tiny": ["s-epoch-chips", "s-ft25"]}
    assert json.loads((built.out / "data" / "figures.json").read_text()) == {"fig-tiny": {"title": "One is <less> than two", "slug": "chapter"}}


def test_a_label_on_two_pages_warns(book):
    twice = book("exhibit")
    (twice.source / "copy.md").write_text((twice.source / "chapter.md").read_text())
    (twice.source / "index.md").write_text("# Book\n\n```{toctree}\nchapter\ncopy\n```\n")
    assert any("label 'fig-tiny' stands on" in line for line in twice.build().warnings)
