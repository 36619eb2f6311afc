"""Laws of the registers: each row has its anchor, a wrong request is named, and text from the tables stays text."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from detour import citation, tables
from detour.sphinxext import register_rows, templates

HOSTILE = """<script>alert(1)</script><img src=x onerror="alert(2)"> ' " {{ 7 * 7 }} &amp; end"""
#: Cells that are looked up, and so cannot hold just anything.
KEPT = {"source", "derived_from", "sources", "claims", "evidence", "informed_by", "url_status", "unit", "type", "attested"}


def hostile(value, key: str = ""):
    """Return a row with every text in it, at any depth, replaced by markup."""
    if key in KEPT:
        return value
    if isinstance(value, dict):
        return {name: hostile(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [hostile(each) for each in value]
    return HOSTILE if type(value) is str and value else value


def rich(name: str) -> list[dict]:
    """Return the rows of a register that have most cells filled."""
    rows = register_rows.ROWS[name]()
    return sorted(rows, key=lambda row: sum(bool(value) for value in row.values()), reverse=True)[:3]


def test_a_register_that_cannot_be_shown_is_named_with_what_there_is(book):
    warnings = book("register").build().warnings
    assert "index.md:3: ERROR: no register 'nothing'; there are claims, evidence, sources" in warnings[0]
    assert "index.md:6: ERROR: register claims has no column 'colour'; there are id, source" in warnings[1]
    assert "index.md:10: ERROR: register claims: no rows for 'id = c-nobody-said-this'" in warnings[2]


@pytest.mark.parametrize("name", list(register_rows.ROWS))
def test_every_row_of_a_register_has_its_anchor(name):
    rows = register_rows.ROWS[name]()
    page = BeautifulSoup(templates.render(f"register-{name}.html.jinja", rows=rows), "lxml")
    wanted = {f"table-{row['name']}" if name == "tables" else row["id"] for row in rows}
    assert wanted <= {tag["id"] for tag in page.find_all(id=True)}


@pytest.mark.parametrize("name", [name for name in register_rows.ROWS if name != "results"])
def test_markup_in_a_row_stays_text_on_the_page(name):
    rows = hostile(rich(name))
    assert rows
    html = templates.render(f"register-{name}.html.jinja", rows=rows)
    page = BeautifulSoup(html, "html.parser")
    assert page.find_all(["script", "img", "iframe"]) == []
    assert [tag for tag in page.find_all(True) if any(attribute.startswith("on") for attribute in tag.attrs)] == []
    assert HOSTILE in page.get_text()


def test_an_address_from_a_row_is_a_link_only_where_it_is_exact():
    rows = [row for row in register_rows.source_rows() if row["url"] and row["url_status"] == "shortened"][:1]
    assert rows
    page = BeautifulSoup(templates.render("register-sources.html.jinja", rows=rows), "lxml")
    assert page.select("a.external") == []


def test_markup_in_an_exhibit_and_in_a_citation_stays_text():
    record = {"caption": HOSTILE, "title": HOSTILE, "sources": ["s-ft25"]}
    foot = BeautifulSoup(
        templates.render("exhibit-foot.html.jinja", record=record, label="fig-x", number="Figure 1", root="", permalink="#fig-x", sources="sources.html"),
        "html.parser",
    )
    cite = BeautifulSoup(
        templates.render(
            "cite-page.html.jinja", text=HOSTILE, formats=[("BibTeX", HOSTILE, "bib"), ("RIS", HOSTILE, "ris")], files="x", shown=True, every=False
        ),
        "html.parser",
    )
    for page in (foot, cite):
        assert page.find_all(["script", "img"]) == []
        assert HOSTILE in page.get_text()


def test_a_claim_shows_its_grade_roots_and_outcomes():
    row = next(row for row in register_rows.claim_rows() if row["outcomes"] and row["findings"] and row["root_flag"] and row["rival_roots"])
    text = BeautifulSoup(templates.render("register-claims.html.jinja", rows=[row]), "lxml").get_text(" ", strip=True)
    for shown in (
        row["statement"],
        row["grade"],
        f"Independent roots: {row['roots']}",
        *row["root_names"],
        row["root_flag"],
        *row["rival_root_names"],
        ", ".join(row["chain"]),
        row["meaning"],
        row["outcomes"][0]["outcome"],
        row["findings"][0]["title"],
    ):
        assert shown in text


def test_a_grade_is_the_letter_of_the_source_and_the_digit_of_the_information():
    sources = tables.load("sources").set_index("id")["grade"]
    assert all(row["grade"] == sources[row["source"]] + row["information"] for row in register_rows.claim_rows())


def test_a_row_of_evidence_says_all_that_its_card_says_of_the_number():
    row = next(row for row in register_rows.evidence_rows() if row["id"] == "es-018")
    text = BeautifulSoup(templates.render("register-evidence.html.jinja", rows=[row]), "lxml").get_text(" ", strip=True)
    assert row["interval"] and f"interval {row['interval']}" in text and "estimated by Epoch AI" in text
    assert "single root: Epoch AI" in text


def test_a_result_shows_its_relation_inputs_and_code():
    row = register_rows.result_rows()[0]
    page = BeautifulSoup(templates.render("register-results.html.jinja", rows=[row]), "lxml")
    assert page.select("math")
    assert row["code"] in page.get_text()


def test_published_claims_are_plain_numbers_in_their_unit(book):
    built = book("register").build()
    claims = {claim["id"]: claim for claim in json.loads((built.out / "data" / "claims.json").read_text(encoding="utf-8"))}
    assert claims["c-ft25-h20-shipments-2024"]["value"] == 1_000_000
    assert claims["c-ft25-h20-shipments-2024"]["unit"] == "chips"
    assert claims["c-ft25-h20-revenue-2024"]["value"] == 12_000_000_000
    assert len(claims) == len(tables.load("claims"))


def test_every_page_can_be_cited_with_what_is_published_beside_it(book):
    built = book("register").build()
    assert {path.stem for path in (built.out / "cite").glob("*.bib")} >= {"report", *citation.chapters()}
