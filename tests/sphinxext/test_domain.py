"""Laws of the roles: prose names a number, the page shows it with its unit and links it to its row."""

from __future__ import annotations

import pytest
from detour import registry
from detour.sphinxext import domain

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def roles(book):
    return book("roles").build()


def link(page, href: str, nth: int = 0):
    return page.select(f'a[href="{href}"]')[nth]


def test_a_book_of_known_ids_builds_without_a_warning(roles):
    assert roles.warnings == []


def test_a_number_is_written_from_its_row_with_its_unit(roles):
    assert link(roles.page(), "claims.html#c-ft25-h20-shipments-2024").get_text() == registry.find("c-ft25-h20-shipments-2024").written()
    assert registry.find("c-ft25-h20-shipments-2024").written() == f"1{NBSP}million{NBSP}chips"


def test_an_exclamation_mark_leaves_the_unit_out(roles):
    assert link(roles.page(), "claims.html#c-ft25-h20-shipments-2024", 1).get_text() == f"1{NBSP}million"


def test_words_can_carry_the_link_instead(roles):
    assert link(roles.page(), "claims.html#c-ft25-h20-shipments-2024", 2).get_text() == "the shipments"


def test_a_shorthand_names_the_preferred_row(roles):
    entry = registry.find("nvidia-h20/memory_bandwidth")
    assert link(roles.page(), f"evidence.html#{entry.id}").get_text() == entry.written()


def test_a_number_shows_what_kind_it_is(roles):
    page = roles.page()
    kinds = {span["class"][1] for span in page.select("a > span.number")}
    assert kinds == {"number-claim", "number-evidence", "number-result"}


def test_a_name_is_written_with_its_korean_and_chinese_forms(roles):
    assert link(roles.page(), "codebook.html#huawei").get_text() == "Huawei (화웨이, 华为)"


def test_a_term_is_written_as_prose_writes_it_without_its_other_forms(roles):
    named = link(roles.page(), "codebook.html#t-prefill")
    assert named.get_text() == "prefill" and named.span["class"] == ["name"]


def test_every_link_of_a_role_leads_to_an_anchor(roles):
    for a in roles.page().select("a:has(> span.number), a:has(> span.name)"):
        page, _, anchor = a["href"].partition("#")
        assert roles.page(page.removesuffix(".html")).find(id=anchor), a["href"]


def test_a_published_file_is_linked_where_it_is_published(roles):
    assert (roles.out / link(roles.page(), "data/claims.json")["href"]).is_file()


def test_the_build_knows_which_page_names_which_id(roles):
    uses = roles.env.get_domain("detour").data["uses"]
    assert {"c-ft25-h20-shipments-2024", "sp-nvidia-h20-memory-bandwidth-1", "r-h20-implied-price-2024", "s-ft25", "huawei"} <= uses["index"]


def test_an_unknown_id_or_a_wrong_kind_warns_with_its_place(book):
    assert book("unknown").build().warnings == [
        "index.md:3: WARNING: no claim, evidence row, assumption or result has the id 'c-nobody-said-this'",
        "index.md:5: WARNING: no claim, evidence row, assumption or result has the id 'nvidia-h20/charm'",
        "index.md:7: WARNING: 'c-ft25-h20-shipments-2024' is claim, not evidence",
        "index.md:9: WARNING: no source has the id 's-nowhere'",
        "index.md:11: WARNING: no entity has the id 'nobody'",
    ]


def test_a_page_read_again_forgets_what_it_named(book):
    edited = book("roles")
    edited.build()
    (edited.source / "index.md").write_text("# Nothing named\n\n```{toctree}\nclaims\nevidence\nworkings\ncodebook\nsources\n```\n")
    assert "index" not in edited.build().env.get_domain("detour").data["uses"]


@pytest.mark.parametrize("kind", sorted(domain.NAMES.values()))
def test_every_kind_of_name_has_a_page_and_names(kind):
    assert kind in registry.PAGES
    assert all(domain.display_names(kind).values())
