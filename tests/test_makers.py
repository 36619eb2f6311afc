"""Laws of what is known of the makers: every maker has its section, every entry its row, and a gap is a gap of the tables."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from detour import makers, naming, registry, tables
from detour.exhibits import makers as exhibits
from detour.sphinxext.register_makers import maker_rows
from detour.sphinxext.templates import render
from detour.tables import ROOT

#: Companies whose chips the tables describe and that are no Chinese makers.
ABROAD = {"nvidia", "amd", "intel", "google", "aws", "groq", "sambanova", "microsoft", "meta"}
PAGE = (ROOT / "book" / "makers.md").read_text(encoding="utf-8")
CELLS = [(maker, field) for maker in makers.EVENTS for field in makers.FIELDS]


def subjects(maker: str) -> set[str]:
    return {maker} | {row["id"] for row in tables.records("entities") if row["parent"] == maker}


def of_events(maker: str, words: str) -> list[str]:
    """Return events that speak of a maker in certain words, whether or not the page takes them up."""
    called = [naming.name_of(maker).split()[0], *(row["aliases"] for row in tables.records("entities") if row["id"] == maker and row["aliases"])]
    named = re.compile("|".join(re.escape(each) for cell in called for each in tables.split(cell)))
    about = [row for row in tables.records("events") if re.search(words, row["event"])]
    return [row["id"] for row in about if row["actor"] == maker or named.search(row["event"])]


def test_every_maker_with_products_has_a_section_and_a_table():
    described = makers._described()
    parents = {row["parent"] for row in tables.records("entities") if row["kind"] == "chip" and row["parent"] and row["id"] in described}
    assert parents - ABROAD == {maker for maker in makers.EVENTS if makers.products(maker)} == set(makers.EVENTS)
    for maker in makers.EVENTS:
        assert f"(sec-makers-{maker})=" in PAGE and f":where: id = maker-{maker}" in PAGE, maker


def test_every_chip_of_a_maker_stands_among_its_products():
    described = makers._described()
    chips = {row["id"] for row in tables.records("entities") if row["kind"] == "chip" and row["parent"] in makers.EVENTS and row["id"] in described}
    assert {chip for maker in makers.EVENTS for chip in makers.products(maker)} == chips


@pytest.mark.parametrize(("maker", "field"), [cell for cell in CELLS if makers.state(*cell) == "not found"])
def test_a_gap_has_no_row(maker, field):
    quantities = {makers.OF_PRODUCTS[field]} if field in makers.OF_PRODUCTS else set(makers._OF_MAKERS.get(field, ()))
    rows = [row["id"] for table in makers._TABLES for row in tables.records(table) if row["subject"] in subjects(maker) and row["quantity"] in quantities]
    words = {"founded": r"\bfounded\b", "entity": "Entity List", "listed": r"\blisted in\b|\blisting\b", "supplier": "Samsung and SK Hynix"}
    assert rows + (of_events(maker, words[field]) if field in words else []) == []


@pytest.mark.parametrize(("maker", "field"), [cell for cell in CELLS if makers.state(*cell) != "not found"])
def test_what_is_found_is_a_row_of_that_maker(maker, field):
    for item in makers.items(maker, field):
        assert registry.known(item.id) and item.shown == registry.find(item.id).said()
        assert item.subject in subjects(maker) or item.quantity == "event"


def test_without_rows_every_number_is_a_gap(monkeypatch):
    monkeypatch.setattr(makers, "_of_subject", dict)
    numbers = [field for field in makers.FIELDS if field in makers.OF_PRODUCTS or field in makers._OF_MAKERS]
    assert {makers.state(maker, field) for maker in makers.EVENTS for field in numbers} == {"not found"}


def test_a_rival_makes_sources_disagree(monkeypatch):
    item = next(item for item in makers.items("biren", "accounts") if item.quantity == "revenue" and item.period == "2024")
    other = makers.Item(**(item.__dict__ | {"shown": "1 yuan", "preferred": False, "source": "s-semidig"}))
    assert makers.state("biren", "accounts") == "found"
    monkeypatch.setattr(makers, "items", lambda maker, field: [item, other])
    assert makers.state("biren", "accounts") == "sources disagree"


@pytest.mark.parametrize("row", maker_rows(), ids=lambda row: row["id"])
def test_every_number_of_a_table_opens_its_row_and_every_empty_cell_says_so(row):
    page = BeautifulSoup(render("register-makers.html.jinja", rows=[row]), "lxml")
    for cell in page.select("td, dd"):
        links = [link["href"] for link in cell.select("a")]
        assert bool(links) != bool(cell.select(".gap"))
        assert all(registry.place(link.partition("#")[2]) == link for link in links)


def test_the_drawing_counts_what_the_tables_hold():
    frame = exhibits.fields().set_index(["maker", "field"])
    assert len(frame) == len(CELLS) and list(exhibits.SHORT) == list(makers.EVENTS)
    for maker, field in CELLS:
        drawn = frame.loc[(exhibits.SHORT[maker], makers.FIELDS[field])]
        assert drawn["state"] == makers.state(maker, field) and (drawn["count"] == 0) == (drawn["state"] == "not found")


def test_the_chapter_says_of_the_gaps_what_holds():
    """The memory's maker is known of one, a price of fewer than half; Huawei is first and T-Head second by IDC's count of 2025."""
    known = {field: sum(makers.state(maker, field) != "not found" for maker in makers.EVENTS) for field in makers.FIELDS}
    assert known["supplier"] == min(known.values()) == 1 and known["price"] < len(makers.EVENTS) / 2
    counted = {id: registry.find(id).value for id in ("es-030", "es-056", "es-059", "es-049")}
    assert sorted(counted, key=counted.get, reverse=True)[:2] == ["es-030", "es-056"]
    assert makers.state("huawei", "entity") == "found" and makers.state("alibaba-t-head", "entity") == "not found"


def test_only_the_makers_named_in_the_title_earned():
    frame = exhibits.finances()
    last = frame.sort_values("year").groupby("maker").tail(1)
    earned = set(last.loc[last["million_yuan_net"] > 0, "maker"])
    assert all((each in exhibits.sold_and_lost().title) == (each in earned) for each in last["maker"])
    assert not frame.duplicated(["maker", "year"]).any()
