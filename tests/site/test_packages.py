"""Laws of the published data: valid, described, digested and readable by the libraries that readers have."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from urllib.parse import unquote

import mlcroissant
import pytest
from bs4 import BeautifulSoup
from detour import tables
from detour.rules.cells import FORMULA
from frictionless import Package

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def resources(site) -> dict[str, dict]:
    """Return the resources of the published data package by their paths."""
    return {each["path"]: each for each in json.loads((site / "data" / "datapackage.json").read_text(encoding="utf-8"))["resources"]}


def test_the_published_folder_is_a_valid_data_package(site):
    report = Package(str(site / "data" / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []
    assert report.valid


def test_the_descriptor_says_what_the_repositorys_says_and_more(resources):
    """The two differ where the files do: the repository's speaks of tables as they are kept, this one of files as they are published."""
    for name, kept in tables.resources().items():
        published = resources[kept["path"]]
        assert {key: published[key] for key in ("name", "title", "description", "licenses")} == {
            key: kept[key] for key in ("name", "title", "description", "licenses")
        }
        assert published["schema"]["foreignKeys"] == kept["schema"]["foreignKeys"]
        if name != "claims":
            assert published["schema"] == kept["schema"]


def test_every_published_file_is_described_with_its_digest(site, resources):
    folder = site / "data"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != ".ipynb"}
    # Drawings of figures, descriptions, and the archive of versions, which has a schema of its own, are no tables of the package.
    drawn = {path for path in there if path.endswith((".svg", ".png", ".vl.json", ".live.js"))}
    archive = {path for path in there if path.startswith("releases/")} | {"record.csv", "version.json"}
    assert there - set(resources) - drawn - archive == {"datapackage.json", "croissant.json", "claims.jsonld"}
    for path, resource in resources.items():
        content = (folder / path).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(content), "sha256:" + hashlib.sha256(content).hexdigest()), path


def test_no_published_cell_runs_in_a_spreadsheet(site):
    """Nor did any need an apostrophe put before it: the tables refuse such cells, and no figure makes one."""
    found = []
    for path in sorted((site / "data").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [(number, cell) for number, row in enumerate(csv.reader(file), 1) for cell in row]
        found += [f"{path.name}:{number}: {cell!r}" for number, cell in cells if FORMULA.search(cell) or (cell[:1] == "'" and FORMULA.search(cell[1:]))]
    assert found == []


def test_the_database_has_every_published_row(site):
    with sqlite3.connect(f"file:{site / 'data' / 'detour.sqlite'}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for name in tables.resources():
            assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (len(tables.load(name)),)


def test_croissant_reads_the_published_claims(site):
    records = list(mlcroissant.Dataset(str(site / "data" / "croissant.json")).records("claims"))
    assert [record["claims/id"].decode() for record in records] == tables.load("claims")["id"].tolist()


def test_the_crate_names_files_that_are_there_with_their_sizes(site):
    graph = json.loads((site / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    files = {unquote(entity["@id"]): entity for entity in graph if entity["@type"] == "File"}
    assert {path: entity["contentSize"] for path, entity in files.items()} == {path: str((site / path).stat().st_size) for path in files}
    pages = {f"book/{path.name}" for path in (site / "book").glob("*.html")}
    data = {path.relative_to(site).as_posix() for path in (site / "data").rglob("*") if path.is_file()}
    assert set(files) == pages | data


def test_the_page_on_reuse_lists_the_files_that_are_there(site):
    page = BeautifulSoup((site / "book" / "reuse.html").read_text(encoding="utf-8"), "lxml")
    rows = page.select(".published-files tbody tr")
    assert rows
    for row in rows:
        content = (site / "book" / row.a["href"]).read_bytes()
        assert row.select_one(".digest").get_text() == hashlib.sha256(content).hexdigest(), row.a["href"]
