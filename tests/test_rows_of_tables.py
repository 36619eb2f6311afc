"""Rows as dictionaries: what pandas would make of a table, and the very same rows where altered tables leave them as they were."""

from __future__ import annotations

import pytest
from detour import registry, tables


@pytest.mark.parametrize("name", list(tables.resources()))
def test_rows_are_those_that_pandas_makes(name):
    assert repr(tables.records(name)) == repr(tables.load(name).to_dict("records"))


def altered(name: str) -> tables.Altered:
    """Return tables of which one lacks its first row and has another word in the source of its third."""
    frame = tables.load(name).iloc[1:]
    frame.loc[frame.index[1], "source"] = "s-other"
    return tables.Altered(tables.DATA, {name: frame})


@pytest.mark.parametrize("name", ["claims", "measurements", "specifications"])
def test_a_row_that_is_left_as_it_was_is_the_very_same(name):
    before, now = tables.shared(name), tables.shared(name, altered(name))
    assert len(now) == len(before) - 1
    assert [place for place, row in enumerate(now, 1) if row is not before[place]] == [2]
    assert now[1] | {"source": ""} != before[2] and now[1]["source"] == "s-other"


@pytest.mark.parametrize("name", ["claims", "measurements", "specifications"])
def test_its_entry_is_the_very_same_too(name):
    data, key = altered(name), registry.EVIDENCE.get(name, "id")
    rows = tables.shared(name, data)
    assert registry.find(rows[0][key], data) is registry.find(rows[0][key])
    assert registry.find(rows[1][key], data).sources == ("s-other",) != registry.find(rows[1][key]).sources


def test_rows_of_one_who_asks_are_his_own():
    tables.records("claims")[0]["statement"] = "changed"
    assert tables.records("claims")[0]["statement"] != "changed"
