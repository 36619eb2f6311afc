"""Laws of text for spreadsheets: what could run does not, and nothing else is touched."""

from __future__ import annotations

import csv
import io

import pytest
from detour.rules import cells
from detour.sharing import items, sheets
from detour.sphinxext import publish

HOSTILE = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\t=1+1", "＝1+1", '=HYPERLINK("//x","y")']
PLAIN = ["", "a", "-5", "-2.5e-07", "+30 percent", "2024-01-21", "a=b", "21일(현지 시각)", 'say "no", twice']


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_that_could_run_is_shown_as_text(cell):
    shown = rows(sheets.guarded(sheets.text([{"a": "x", "b": cell}], ["a", "b"])))[1][1]
    assert shown == "'" + cell
    assert not cells.FORMULA.search(shown)


@pytest.mark.parametrize("cell", PLAIN)
def test_a_cell_that_cannot_run_is_left_alone(cell):
    table = sheets.text([{"a": "x", "b": cell}], ["a", "b"])
    assert sheets.guarded(table) == table


def test_no_published_table_needed_the_guard(published):
    for item in published:
        if item.schema:
            assert sheets.guarded(item.content.decode()) == item.content.decode()
            assert not [cell for row in rows(item.content.decode()) for cell in row if cell.startswith("'=")], item.path


def test_claims_of_hostile_text_are_published_as_text(monkeypatch):
    claims = publish.claims()
    claims[0] |= {"note": HOSTILE[2], "printed": HOSTILE[0]}
    table = next(item for item in items.of_tables(claims) if item.name == "claims")
    first = dict(zip([field["name"] for field in table.fields], table.rows[0], strict=True))
    assert (first["note"], first["printed"]) == ("'" + HOSTILE[2], "'" + HOSTILE[0])
    assert table.rows[1:] == next(item for item in items.of_tables(publish.claims()) if item.name == "claims").rows[1:]


def test_a_formula_in_the_rows_of_a_figure_is_text():
    figure = items.of_figure("fig-x", "X", "label,n\n=1+1,-3\n", [])
    assert figure.rows == [("'=1+1", -3)]
