"""Laws of the head: a page's answer describes it, its first exhibit pictures it, and an address in full is given where one is known."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from detour import address, citation
from vocabularies import GRAPH_ALLOWED, GRAPH_REQUIRED, GRAPH_TYPES, HIGHWIRE, RELATIONS

HERE, LATEST = "https://example.org/report/v1", "https://example.org/report"
LAYOUT = {"templates_path": ["book/_templates"]}


@pytest.fixture(scope="module")
def tiny(book):
    return book("heads")


@pytest.fixture(scope="module")
def built(tiny):
    return tiny.build(**LAYOUT)


@pytest.fixture(scope="module")
def placed(tiny, built):
    """Build the same book again where its address is known: the pages are unchanged, the configuration is not."""
    before = {path: path.read_bytes() for path in sorted(built.out.rglob("*.html"))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(address.SITE, HERE + "/")
        patch.setenv(address.LATEST, LATEST)
        patch.setenv(address.PDF, "report.pdf")
        yield tiny.build(**LAYOUT), before


def metas(page: BeautifulSoup, attribute: str) -> dict[str, str]:
    return {tag[attribute]: tag["content"] for tag in page.find_all("meta", attrs={attribute: True})}


def links(page: BeautifulSoup, relation: str) -> list[str]:
    return [tag["href"] for tag in page.find_all("link") if tag["rel"] == [relation]]


@pytest.fixture(scope="module")
def soup(placed):
    """Return what gives a page of the book whose address is known; read once, before anything builds again."""
    pages = {name: placed[0].page(f"book/{name}") for name in ("index", "audit", "cite", "other")}
    return pages.__getitem__


def test_a_chapter_is_described_by_the_first_sentence_of_its_answer_with_numbers_as_written(built):
    found = metas(built.page("book/audit"), "name")["description"]
    assert found.replace("\xa0", " ") == "The answer is 1 million chips & no more, which is as much as “Financial Times (파이낸셜타임스)” says."
    assert "1\xa0million\xa0chips" in found


def test_a_page_is_pictured_by_its_first_exhibit_and_else_by_none(built):
    found = metas(built.page("book/audit"), "property")
    assert found["og:image"] == "../pictures/audit.png"
    assert found["og:image:alt"] == 'Two bars, "b" higher.'
    picture = (built.out / "pictures" / "audit.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert "og:image" not in metas(built.page("book/other"), "property")


def test_a_picture_is_drawn_once_and_kept(tiny, built):
    kept = list((tiny.source / "_build" / ".detour" / "pictures").glob("*.png"))
    assert (built.out / "pictures" / "audit.png").read_bytes() in [path.read_bytes() for path in kept]


def test_no_words_of_a_page_end_the_element_they_stand_in(built):
    page = built.page("book/other")
    assert "</script> is said here." in metas(page, "name")["description"]
    assert "is said here" not in page.head.get_text()


def test_a_page_that_the_record_does_not_know_says_what_it_is_and_no_more(built):
    page = built.page("book/other")
    assert metas(page, "property")["og:title"] == "Nothing that the record knows"
    assert not page.find("script", type="application/ld+json") and not links(page, "describedby")
    assert not [name for name in metas(page, "name") if name.startswith("citation_")]


def test_search_is_not_to_be_found_by_search_engines(built):
    assert metas(built.page("search"), "name")["robots"] == "noindex"
    assert "robots" not in metas(built.page("book/audit"), "name")


def test_without_an_address_links_are_relative_and_nothing_absolute_is_made_up(built):
    page = built.page("book/audit")
    assert links(page, "canonical") == ["audit.html"] and not links(page, "cite-as")
    assert "og:url" not in metas(page, "property") and "citation_public_url" not in metas(page, "name")


def test_every_page_is_written_again_when_the_site_has_an_address(placed):
    after, before = placed
    assert [path.name for path in before if "book" in path.parts[-2] and path.read_bytes() == before[path]] == []


def test_a_version_is_cited_where_it_stands_and_searched_for_where_the_latest_does(soup, placed):
    page = soup("audit")
    assert links(page, "cite-as") == [f"{HERE}/book/audit.html"] == [metas(page, "name")["citation_public_url"]]
    assert links(page, "canonical") == [f"{LATEST}/book/audit.html"]
    assert citation.record("audit")["URL"] == f"{HERE}/book/audit.html"


def test_with_an_address_opengraph_is_complete_and_absolute(soup):
    found = metas(soup("audit"), "property")
    assert GRAPH_REQUIRED <= set(found) <= GRAPH_ALLOWED | GRAPH_TYPES["article"]
    assert (found["og:url"], found["og:image"]) == (f"{HERE}/book/audit.html", f"{HERE}/pictures/audit.png")


def test_with_an_address_everything_that_is_linked_is_linked_in_full(soup):
    for tag in soup("audit").find_all("link"):
        assert tag["href"].startswith("https://") and tag["rel"][0] in RELATIONS
    text = soup("audit").find("script", type="application/ld+json").string
    assert all(node["@id"].startswith(HERE) for node in json.loads(text)["@graph"])


def test_the_pdf_belongs_to_the_report_and_not_to_a_chapter(soup):
    assert metas(soup("index"), "name")["citation_pdf_url"] == f"{HERE}/report.pdf"
    assert f"{HERE}/report.pdf" in links(soup("index"), "item")
    assert "citation_pdf_url" not in metas(soup("audit"), "name")
    assert {name for name in metas(soup("index"), "name") if name.startswith("citation_")} <= HIGHWIRE


def test_search_engines_get_a_map_of_the_pages_and_are_told_where(placed):
    out = placed[0].out
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    places = [each.text for each in ET.parse(out / "sitemap.xml").getroot().findall("s:url/s:loc", space)]
    assert places == [f"{HERE}/book/{slug}.html" for slug in ("audit", "cite", "index")] + [f"{HERE}/index.html"]
    assert f"Sitemap: {HERE}/sitemap.xml" in (out / "robots.txt").read_text(encoding="utf-8").splitlines()


def test_a_figure_is_cited_by_what_another_page_calls_it(built):
    texts = [tag.get_text() for tag in built.page("book/cite").select(".cite-text")]
    assert "하나는 둘보다 <작다>" in texts[0] and "fig-tiny" in texts[0]
    assert json.loads((built.out / "cite" / "fig-tiny.json").read_text(encoding="utf-8"))[0]["title"] == "하나는 둘보다 <작다>"


def test_an_unknown_figure_is_refused_with_what_can_be_cited(book):
    tiny = book("heads")
    (tiny.source / "book" / "cite.md").write_text("# Citations\n\n```{cite-page} fig-nothing\n```\n", encoding="utf-8")
    warnings = tiny.build(**LAYOUT).warnings
    assert any("no figure has the label 'fig-nothing'" in line and "cite.md" in line for line in warnings)
