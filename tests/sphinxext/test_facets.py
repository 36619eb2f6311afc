"""Laws of the filters: every value of every row can be asked for, nothing else can, and no row is lost."""

from __future__ import annotations

from functools import cache

import pytest
from bs4 import BeautifulSoup
from detour import tables
from detour.sphinxext import register_rows, registers
from detour.sphinxext.facets import Facet, Index, Kind, Sort
from detour.sphinxext.register_kinds import KINDS, magnitude

FACETS = [(name, facet) for name, kind in KINDS.items() for facet in kind.facets]


@cache
def register(name: str) -> tuple[list[dict], Index, BeautifulSoup, BeautifulSoup]:
    """Return rows, index, form and register of one kind."""
    rows = register_rows.ROWS[name]()
    index = Index(KINDS[name], rows)
    return rows, index, *(BeautifulSoup(html, "lxml") for html in (registers.form_of(name, rows, index), registers.html_of(name, rows, index)))


def cells(page: BeautifulSoup, key: str) -> list[list[int]]:
    """Return a column as the reader's browser reads it."""
    words = page.select_one("[data-rows]")[f"data-of-{key}"].split(" ")
    return [[] if word == "-" else [int(code) for code in word.split(",")] for word in words]


def offered(form: BeautifulSoup, facet: Facet) -> list[str]:
    """Return the options of a facet in the form, by their values."""
    if facet.typed:
        return [option["data-id"] for option in form.select(f"datalist[id$=-{facet.key}-list] option")]
    return [box["value"] for box in form.select(f"[data-facet={facet.key}] input")]


@pytest.mark.parametrize(("name", "facet"), FACETS, ids=lambda each: getattr(each, "key", each))
def test_every_value_of_every_row_can_be_asked_for_and_no_other(name, facet):
    rows, _, form, page = register(name)
    options = offered(form, facet)
    assert len(options) == len(set(options)) > 1
    carried = [[options[code] for code in codes] for codes in cells(page, facet.key)]
    assert carried == [list(facet.values(row)) for row in rows]
    assert {value for values in carried for value in values} == set(options)


@pytest.mark.parametrize(("name", "facet"), [each for each in FACETS if not each[1].typed], ids=lambda each: getattr(each, "key", each))
def test_the_count_beside_an_option_is_that_of_its_rows(name, facet):
    rows, _, form, _ = register(name)
    counts = {label.input["value"]: int(label.select_one(".facet-count").string) for label in form.select(f"[data-facet={facet.key}] label")}
    assert counts == {value: sum(value in facet.values(row) for row in rows) for value in counts}


@pytest.mark.parametrize("name", KINDS)
def test_no_row_is_lost_and_columns_are_as_long_as_the_register(name):
    rows, index, _, page = register(name)
    assert [row["id"] for row in page.select(".row")] == [row["id"] for row in rows]
    assert {len(column.split(" ")) for column in index.columns(rows).values()} == {len(rows)}


@pytest.mark.parametrize("name", KINDS)
def test_every_order_that_is_offered_can_be_made(name):
    rows, _, form, page = register(name)
    keys = {option["value"].lstrip("-") for option in form.select("[data-sort] option")} - {"", "id"}
    register_tag = page.select_one("[data-rows]")
    assert keys
    for key in keys:
        assert f"data-of-sort-{key}" in register_tag.attrs or f"data-of-{key}" in register_tag.attrs, key


@pytest.mark.parametrize("name", KINDS)
def test_every_rank_can_be_compared(name):
    """What is not a number compares with nothing: where such a row stands would change from build to build."""
    for sort in KINDS[name].sorts:
        ranks = [(row["id"], sort.of(row)) for row in register(name)[0]] if sort.of else []
        assert [id for id, rank in ranks if any(part != part for part in (rank if isinstance(rank, tuple) else (rank,)))] == [], sort.key


@pytest.mark.parametrize("name", KINDS)
def test_every_control_of_a_form_has_a_name_of_its_own_for_the_reader(name):
    form = register(name)[2]
    assert form.select_one("form")["aria-label"]
    for control in form.select("input, select"):
        assert control.find_parent("label") or form.select_one(f"label[for={control['id']}]").get_text(strip=True)
    for group in form.select("fieldset"):
        assert group.legend.get_text(strip=True)


def test_a_part_of_a_register_is_numbered_like_the_whole():
    rows, index, _, _ = register("claims")
    part = [row for row in rows if row["source"] == "s-ti25"]
    whole = index.columns(rows)["kind"].split(" ")
    assert index.columns(part)["kind"].split(" ") == [code for row, code in zip(rows, whole, strict=True) if row["source"] == "s-ti25"]


def test_numbers_stand_in_the_order_of_their_values_within_a_unit():
    rows, _, _, page = register("claims")
    ranks = [(codes[0], row) for codes, row in zip(cells(page, "sort-number"), rows, strict=True) if codes]
    keys = [magnitude(row) for _, row in sorted(ranks, key=lambda each: each[0])]
    assert len(keys) == int(tables.load("claims")[["value", "low", "high"]].notna().any(axis=1).sum())
    assert keys == sorted(keys)


def test_options_stand_in_the_order_of_their_vocabulary_and_what_is_missing_last():
    assert register("claims")[1].options["status"] == ["relayed", "corroborated", "disputed", "impossible"]
    assert register("claims")[1].options["verdict"][-1] == "none"


def test_markup_in_an_option_stays_text():
    hostile = '"><script>alert(1)</script>'
    kind = Kind(
        "claims", tuple(Facet(key, hostile, lambda row: [hostile], typed=key == "b") for key in "ab"), (Sort("c", hostile, (hostile, hostile)),), order=hostile
    )
    rows = [{"id": hostile}]
    form = BeautifulSoup(registers.form_of("claims", rows, Index(kind, rows)), "html.parser")
    assert form.find_all("script") == []
    assert form.select_one("[data-facet] input")["value"] == form.select_one("datalist option")["value"] == hostile


def test_a_register_without_a_filter_is_named_with_those_that_have_one(book):
    warnings = book("filter").build().warnings
    assert "index.md:3: ERROR: register 'tables' has no filter; there are claims, sources" in warnings[0]


def test_a_page_with_a_filter_loads_its_script_and_one_without_does_not():
    context = {"body": '<div data-rows="claims">'}
    registers._dress(None, "x", "page.html", context, None)
    assert context.get("detour_styles") == ["registers.css"] and not context.get("detour_scripts")
    context = {"body": '<form class="register-filter"><div data-rows="claims">'}
    registers._dress(None, "x", "page.html", context, None)
    assert context["detour_scripts"] == ["registers.js"]
