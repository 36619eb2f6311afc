"""What tests share: a small healthy data package of which each test has a copy of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from detour import tables
from detour.checks import engine

#: Tiny books are sources of tests, not tests.
collect_ignore = ["roots"]
PACKAGE = Path(__file__).with_name("package")


def price(revenue, shipments) -> engine.Working:
    """Does revenue over volume give a price?"""
    found = (revenue / shipments).of("CNY/chip")
    return engine.found(engine.HOLDS if found.above(0) else engine.OPEN, price=found)


@pytest.fixture
def package(tmp_path: Path, monkeypatch) -> Path:
    """Return a healthy data package: a few rows of every table, described by the project's own datapackage.json, and a page beside it."""
    folder = shutil.copytree(PACKAGE, tmp_path / "data")
    shutil.copy(tables.DATA / "datapackage.json", folder)
    shutil.copy(tables.DATA / "releases" / "schema.json", folder / "releases")
    (folder.parent / "book").mkdir()
    (folder.parent / "book" / "page.md").write_text("A {word}`t-card` holds {word}`chips <t-chip>`.\n", encoding="utf-8")
    rows = {"revenue": "c-second-revenue", "shipments": "c-article-shipments"}
    monkeypatch.setitem(engine.declared(), "k-revenue-volume", engine.Check("k-revenue-volume", rows, price))
    return folder


def pytest_addoption(parser):
    parser.addoption("--site", help="a built site to hold the tests of pages against, instead of building one")
    parser.addoption("--renew", action="store_true", help="keep how the elements of the house style look now (tests/looks)")
