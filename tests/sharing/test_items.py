"""Laws of what is published: tables as they are, claims with what was computed of them, every field described."""

from __future__ import annotations

import hashlib

import pytest
from detour import tables
from detour.sharing import items
from detour.sphinxext import publish

NAMES = list(tables.resources())


@pytest.mark.parametrize("name", [name for name in NAMES if name != "claims"])
def test_a_table_is_published_as_it_is(tables_published, name):
    item = next(item for item in tables_published if item.name == name)
    assert item.content == tables.path_of(name).read_bytes()
    assert item.schema == tables.resource(name)["schema"]


def test_every_field_of_a_published_claim_is_described_in_the_data_package():
    schema = items.published_schema(tables.resource("claims"), list(publish.CLAIM_FIELDS))
    assert [field["name"] for field in schema["fields"]] == list(publish.CLAIM_FIELDS)
    assert all(field["description"].endswith(".") for field in schema["fields"])


def test_no_computed_field_is_described_that_is_not_published():
    computed = {field["name"] for field in tables.resource("claims")["detour:computed"]}
    kept = {field["name"] for field in tables.fields("claims")}
    assert computed == set(publish.CLAIM_FIELDS) - kept


def test_rows_have_the_values_of_the_table(tables_published):
    """Read by pandas and by us, one cell after the other."""
    for item in tables_published:
        if item.name == "claims":
            continue
        frame = tables.load(item.name).astype(object)
        frame = frame.where(frame.notna() & (frame != ""), None)
        assert item.rows == [tuple(row) for row in frame.itertuples(index=False)], item.name


def test_size_and_digest_are_those_of_the_bytes(published):
    for item in published:
        assert item.sha256 == hashlib.sha256(item.content).hexdigest()
        assert item.mediatype


def test_names_and_paths_are_given_once(published, further):
    both = [*published, *further]
    assert len({item.name for item in both}) == len({item.path for item in both}) == len(both)


def test_the_types_of_a_figure_are_those_of_its_cells(published):
    figure = published[-1]
    assert {field["name"]: field["type"] for field in figure.fields} == {"group": "string", "share": "number", "known": "boolean", "source": "string"}
    assert figure.rows == [("one", 0.5, True, "s-ft25"), ("two", None, False, "s-ft25;s-ds25")]


def test_a_figure_without_rows_is_still_a_table():
    assert items.of_figure("fig-empty", "Nothing", "a,b\n", []).rows == []
