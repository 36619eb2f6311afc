"""Laws of the published data package: frictionless finds it valid, true of its files, and whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from detour import citation, tables
from detour.sharing import package
from frictionless import Package, system


@pytest.fixture
def folder(whole, tmp_path) -> Path:
    """Return a copy of the published folder that a test may spoil."""
    return shutil.copytree(whole, tmp_path / "data")


def faults(folder: Path) -> set[tuple[str, str]]:
    """Return what frictionless finds in the published folder, by file and kind."""
    system.trusted = False
    report = Package(str(folder / "datapackage.json")).validate()
    return {(task.name, error.type) for task in report.tasks for error in task.errors} | {("", error.type) for error in report.errors}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def unhashed(folder: Path) -> None:
    """Take sizes and digests out of the descriptor, so that only its words on rows are left."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        del resource["hash"], resource["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def test_the_published_folder_is_a_valid_data_package(whole):
    assert faults(whole) == set()


def test_a_changed_byte_is_noticed(folder):
    (folder / "parquet" / "series.parquet").write_bytes((folder / "parquet" / "series.parquet").read_bytes()[:-1] + b"?")
    replace(folder / "lineage.csv", "sentence by sentence", "sentence in sentence")
    replace(folder / "checks.json", "holds", "fails")
    assert faults(folder) == {("series-parquet", "hash-count"), ("lineage", "hash-count"), ("checks-json", "hash-count")}


def test_a_claim_of_no_source_is_noticed(folder):
    unhashed(folder)
    assert faults(folder) == set()
    replace(folder / "claims.csv", ",s-ft25,", ",s-none,")
    assert faults(folder) == {("claims", "foreign-key")}


def test_a_grade_that_is_none_is_noticed(folder):
    unhashed(folder)
    replace(folder / "claims.csv", ",C1,", ",G1,")
    assert faults(folder) == {("claims", "constraint-error")}


def test_every_file_is_named_with_its_terms(whole):
    descriptor = json.loads((whole / "datapackage.json").read_text(encoding="utf-8"))
    there = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
    assert {resource["path"] for resource in descriptor["resources"]} == there - {"datapackage.json", "croissant.json"}
    assert all(resource["licenses"] and resource["title"] and resource["description"] for resource in descriptor["resources"])
    stated = {resource["name"]: resource.get("detour:terms") for resource in descriptor["resources"]}
    for name, resource in tables.resources().items():
        assert stated[name] == stated[f"{name}-parquet"] == resource.get("detour:terms")


def test_version_and_date_are_those_of_the_report(whole):
    descriptor = json.loads((whole / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["version"] == str(citation.report()["version"])
    assert descriptor["created"] == f"{citation.report()['date-released']}T00:00:00Z"


def test_a_figure_names_the_sources_of_its_rows(whole):
    descriptor = json.loads((whole / "datapackage.json").read_text(encoding="utf-8"))
    figure = next(resource for resource in descriptor["resources"] if resource["name"] == "fig-example")
    titles = tables.load("sources").set_index("id")["title"]
    assert [source["title"] for source in figure["sources"]] == [titles["s-ds25"], titles["s-ft25"]]


def test_the_sites_address_is_given_where_it_is_known(tables_published):
    assert json.loads(package.descriptor(tables_published, "https://example.org/report"))["homepage"] == "https://example.org/report/"
    assert "homepage" not in json.loads(package.descriptor(tables_published))
