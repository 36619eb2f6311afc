"""Laws of the guard: nothing is built on faulty tables, and nothing is built half installed."""

from __future__ import annotations

import pytest
from detour import validation
from detour.faults import Fault
from detour.sphinxext import guard
from sphinx.errors import ExtensionError

FAULT = Fault("claims.csv", 7, "unit", "unknown unit 'parsecs'; allowed: units in detour/units.txt")


def test_a_faulty_table_stops_the_build_before_a_page_is_written(book, monkeypatch):
    monkeypatch.setattr(validation, "check", lambda: [FAULT])
    prose = book("prose")
    with pytest.raises(ExtensionError, match=r"1 faults? in the tables; `detour check` lists all:\nclaims\.csv:7:unit: unknown unit 'parsecs'"):
        prose.build()
    assert list(prose.out.rglob("*.html")) == []


def test_pages_already_built_stay_as_they_were_where_a_table_is_faulty(book, monkeypatch):
    prose = book("prose")
    prose.build()
    before = {path: path.read_bytes() for path in sorted(prose.out.rglob("*")) if path.is_file()}
    monkeypatch.setattr(validation, "check", lambda: [FAULT])
    with pytest.raises(ExtensionError):
        prose.build()
    assert {path: path.read_bytes() for path in sorted(prose.out.rglob("*")) if path.is_file()} == before


def test_many_faults_are_shown_in_part_and_counted_in_full(monkeypatch):
    monkeypatch.setattr(validation, "check", lambda: [FAULT] * 50)
    with pytest.raises(ExtensionError, match="50 faults in the tables") as caught:
        guard.check_tables(None)
    assert str(caught.value).count("parsecs") == 20


def test_a_package_that_is_not_installed_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr(guard, "entry_points", lambda group: [])
    with pytest.raises(ExtensionError, match="the package detour is not installed; run: python -m pip install") as caught:
        guard.check_installed()
    assert "\n" not in str(caught.value)
