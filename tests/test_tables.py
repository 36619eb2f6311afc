"""Laws of reading: tables are described whole, read with their types, and each reading is noted."""

from __future__ import annotations

import csv
import json

import pandas as pd
import pytest
from detour import tables

NAMES = list(tables.resources())


@pytest.mark.parametrize("name", NAMES)
def test_a_header_is_what_the_data_package_says(name):
    with open(tables.path_of(name), encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == [field["name"] for field in tables.fields(name)]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_and_column_is_described(name):
    resource = tables.resource(name)
    assert resource["title"] and resource["description"].endswith(".")
    assert resource["licenses"][0]["name"] == "CC-BY-4.0"
    assert resource["schema"]["primaryKey"]
    assert [field["name"] for field in tables.fields(name) if len(field.get("description", "")) < 4] == []


def test_every_csv_of_the_data_folder_is_in_the_data_package():
    files = {path.relative_to(tables.DATA).as_posix() for folder in (tables.DATA, tables.DATA / "evidence") for path in folder.glob("*.csv")}
    assert files == {resource["path"] for resource in tables.resources().values()}


def test_the_data_package_states_its_terms_and_version():
    package = tables.descriptor()
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["version"] and package["title"] and package["description"]
    assert package["contributors"] == [{"title": "The Inference Detour project", "role": "author"}]


def test_tables_of_others_facts_state_whose_terms_hold():
    sourced = [name for name in NAMES if "source" in {field["name"] for field in tables.fields(name)} and name != "lineage"]
    assert [name for name in sourced if not tables.resource(name).get("detour:terms")] == []


@pytest.mark.parametrize("name", NAMES)
def test_text_is_text_and_numbers_are_numbers(name):
    frame = tables.load(name)
    for field in tables.fields(name):
        column = frame[field["name"]]
        if field["type"] == "string":
            assert column.map(type).eq(str).all() and not column.isna().any(), field["name"]
        else:
            assert pd.api.types.is_numeric_dtype(column), field["name"]


def test_words_that_pandas_takes_for_missing_stay_words(package):
    path = package / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Maker A2", "NA"), encoding="utf-8")
    assert tables.load("entities", package).loc[2, "name_en"] == "NA"


def test_a_frame_can_be_changed_without_changing_the_table():
    frame = tables.load("lineage")
    frame["note"] = "spoilt"
    assert (tables.load("lineage")["note"] != "spoilt").all()


def test_what_was_read_is_kept_until_it_is_forgotten(package):
    path = package / "lineage.csv"
    before = tables.load("lineage", package)
    path.write_text(path.read_text(encoding="utf-8").replace("credited", "named"), encoding="utf-8")
    assert tables.load("lineage", package).equals(before)
    tables.forget()
    assert not tables.load("lineage", package).equals(before)


def test_an_unknown_table_is_named_with_those_there_are():
    with pytest.raises(tables.UnknownTable, match="no table 'prices'; there are sources, entities"):
        tables.load("prices")


def test_every_reading_is_noted_where_a_build_asks(tmp_path, monkeypatch):
    trace = tmp_path / "trace"
    monkeypatch.setenv(tables.TRACE, str(trace))
    tables.load("lineage")
    tables.load("series")
    tables.load("lineage")
    assert trace.read_text().split() == ["lineage", "series", "lineage"]


def test_the_package_is_read_from_a_folder_of_ones_own(package):
    assert len(tables.load("claims", package)) == 4
    assert tables.path_of("series", package) == package / "evidence" / "series.csv"
    assert json.loads((package / "datapackage.json").read_text())["name"] == tables.descriptor(package)["name"]


@pytest.mark.parametrize(("cell", "parts"), [("", []), ("a", ["a"]), ("a;b", ["a", "b"]), (" a ; ;b; ", ["a", "b"])])
def test_a_cell_of_several_values_is_split_at_semicolons(cell, parts):
    assert tables.split(cell) == parts
