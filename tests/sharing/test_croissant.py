"""Laws of the Croissant description: mlcroissant finds nothing missing and reads every record from the files beside it."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import mlcroissant
import pytest
from detour import citation
from detour.sharing import croissant


@pytest.fixture(scope="module")
def described(whole) -> dict:
    """Return the description as published."""
    return json.loads((whole / "croissant.json").read_text(encoding="utf-8"))


def test_mlcroissant_finds_no_error_and_no_warning(whole):
    metadata = mlcroissant.Dataset(str(whole / "croissant.json")).metadata
    assert (metadata.issues.errors, metadata.issues.warnings) == (set(), set())


def value(cell):
    """Return a cell of a record as the table has it."""
    if isinstance(cell, bytes):
        return cell.decode()
    return None if cell is None or (isinstance(cell, float) and math.isnan(cell)) else cell


def test_every_record_is_read_and_is_its_row(whole, tables_published):
    for item in tables_published:
        records = mlcroissant.Dataset(str(whole / "croissant.json")).records(item.name)
        read = [tuple(value(record[f"{item.name}/{field['name']}"]) for field in item.fields) for record in records]
        assert read == item.rows, item.name


def test_files_are_named_with_size_and_digest(described, tables_published, further):
    items = {item.path: item for item in [*tables_published, *further]}
    assert {file["@id"] for file in described["distribution"]} == set(items)
    for file in described["distribution"]:
        item = items[file["contentUrl"]]
        assert (file["sha256"], file["contentSize"], file["encodingFormat"]) == (
            item.sha256,
            f"{len(item.content)} B",
            item.mediatype.replace("vnd.apache.", "x-"),
        )


def test_a_key_into_a_table_without_keys_is_a_reference(described):
    fields = {field["@id"]: field for records in described["recordSet"] for field in records["field"]}
    assert fields["claims/source"]["references"] == {"field": {"@id": "sources/id"}}
    assert fields["series/subject"]["references"] == {"field": {"@id": "entities/id"}}
    assert "references" not in fields["entities/parent"]


def test_the_report_is_cited_by_its_version_and_date(described):
    assert described["citeAs"] == citation.cite("report", "bibtex")
    assert (described["version"], described["datePublished"]) == (str(citation.report()["version"]), str(citation.report()["date-released"]))
    assert described["license"] == croissant.LICENCE


def test_a_description_with_something_missing_is_refused(tables_published, further):
    nameless = [replace(tables_published[0], name="")]
    with pytest.raises((croissant.Unsound, mlcroissant.ValidationError)):
        croissant.description(nameless, further)


def test_the_same_tables_give_the_same_text(tables_published, further):
    assert croissant.description(tables_published, further) == croissant.description(tables_published, further)


def test_the_sites_address_is_given_where_it_is_known(tables_published, further):
    there = json.loads(croissant.description(tables_published, further, "https://example.org/report"))
    assert there["url"] == "https://example.org/report/book/reuse.html"
    assert "url" not in json.loads(croissant.description(tables_published, further))
