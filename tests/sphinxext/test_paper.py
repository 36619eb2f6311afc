"""Laws of what a page carries for paper: its sources, each once, with their addresses."""

from __future__ import annotations

import pytest
from detour import registry, tables
from detour.sphinxext import paper


@pytest.fixture(scope="module")
def built(book):
    """Return the tiny book that uses every role."""
    return book("roles").build()


def test_a_page_lists_each_source_that_it_names_or_rests_on_once(built):
    page = built.page("index")
    listed = [item["data-source"] for item in page.select(".paper-sources li")]
    uses = built.env.get_domain("detour").data["uses"]["index"]
    known = set(tables.load("sources")["id"])
    rest = {source for id in uses - known for source in _sources(id)}
    assert listed and len(listed) == len(set(listed))
    assert set(listed) == (uses & known) | rest


def _sources(id: str) -> tuple[str, ...]:
    try:
        return registry.find(id).sources
    except registry.UnknownId:
        return ()


def test_an_address_is_written_out_as_it_is_known():
    rows = tables.load("sources").set_index("id")
    exact = rows.index[rows["url_status"] == "exact"][0]
    html = paper.render("paper-sources.html.jinja", rows=paper.sources_of({exact, "s-ft25"}))
    assert rows.at[exact, "url"] in html.replace("&amp;", "&") and "No public address." in html


def test_a_page_that_names_no_source_carries_no_list(built):
    assert not built.page("codebook").select(".paper-sources")
