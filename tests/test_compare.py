"""Laws of the comparison of two versions: it lists exactly what changed, by its name, with its cause."""

from __future__ import annotations

import csv
import json

import pytest
from detour.versions import compare, record, told


def row(id: str, kind: str = "evidence", **cells: str) -> dict[str, str]:
    """Return a row of a made-up record: a number in chips, unless said otherwise."""
    number = {"value": "100", "written": "100 chips", "unit": "chips"} if kind in ("claim", "evidence", "result") else {}
    return (
        dict.fromkeys(record.FIELDS, "")
        | {"id": id, "kind": kind, "place": "evidence", "label": f"What {id} says", "digest": "a", "sources": "s-one"}
        | number
        | cells
    )


def changes(old: list[dict], new: list[dict], corrections: list[dict] = ()) -> list[compare.Change]:
    return compare.compare({each["id"]: each for each in old}, {each["id"]: each for each in new}, corrections)


def acts(*arguments) -> list[tuple[str, str]]:
    return [(change.act, change.id) for change in changes(*arguments)]


def test_nothing_changes_between_a_record_and_itself():
    rows = [row("e-1"), row("c-1", "claim"), row("r-1", "result", inputs="e-1"), row("fig-1", "figure")]
    assert changes(rows, [dict(each) for each in rows]) == []


def test_a_number_that_moved_is_told_from_what_to_what_and_because_of_which_source():
    why = {"id": "e-1", "source": "s-two", "reason": "Misread."}
    (change,) = changes([row("e-1")], [row("e-1", value="120", written="120 chips")], [why])
    assert (change.act, change.before, change.after, change.sources, change.reason) == ("moved", "100 chips", "120 chips", ("s-two",), "Misread.")


@pytest.mark.parametrize(
    "cells",
    [{"value": "101"}, {"low": "90"}, {"high": "110"}, {"unit": "cards"}, {"bound": "about"}, {"period": "2025"}, {"value": "", "text": "2025-01"}],
    ids=str,
)
def test_every_part_of_a_number_is_a_change_of_it_and_is_told_apart_in_print(cells):
    (change,) = changes([row("e-1", period="2024")], [row("e-1", **{"period": "2024"} | cells)])
    assert change.act == "moved"
    assert change.before != change.after or "unit" in cells


def test_noise_of_computation_is_no_change():
    assert changes([row("r-1", "result", value="0.3")], [row("r-1", "result", value="0.300000000001"[:13])]) == []


def test_a_result_that_moved_names_the_inputs_that_moved_came_and_went():
    old = [row("e-1"), row("e-2"), row("r-1", "result", inputs="e-1;e-2")]
    new = [row("e-1", value="120", written="120 chips"), row("e-3"), row("e-2"), row("r-1", "result", inputs="e-1;e-3", value="5", written="5 chips")]
    (moved, followed, added) = changes(old, new)
    assert (moved.act, added.act, added.id) == ("moved", "added", "e-3")
    assert followed.because == (("e-1", "100 chips before, 120 chips now"), ("e-2", "no longer taken"), ("e-3", "taken now"))


def test_a_count_that_moved_says_how_many_rows_came_and_went():
    old = [row("e-1", table="series"), row("r-1", "result", inputs="series")]
    new = [row("e-2", table="series"), row("e-3", table="series"), row("r-1", "result", inputs="series", value="2")]
    assert [change.because for change in changes(old, new) if change.act == "followed"] == [(("series", "2 rows added, 1 row retired"),)]


def test_another_preferred_row_is_told_once_with_the_number_that_prose_now_shows():
    old = [row("e-1", rank="preferred", choice="a/b"), row("e-2", rank="rival", choice="a/b", value="7", written="7 chips", sources="s-two", reason="first")]
    new = [old[0] | {"rank": "rival"}, old[1] | {"rank": "preferred", "reason": "the maker says so"}]
    (change,) = changes(old, new)
    assert (change.act, change.id, change.before, change.after) == ("chosen", "e-2", "100 chips", "7 chips")
    assert (change.sources, change.reason, change.because) == (("s-two",), "the maker says so", (("e-1", "preferred before"),))


def test_a_choice_that_named_several_rows_was_none():
    old = [row("e-1", rank="preferred", choice="a/b"), row("e-2", rank="preferred", choice="a/b")]
    assert acts(old, [old[1]]) == [("retired", "e-1")]


def test_a_retired_row_says_what_it_was_why_it_went_and_what_replaces_it():
    why = {"id": "e-1", "source": "s-two", "reason": "Counted twice.", "replaced_by": "e-2;e-3"}
    (change, *_) = changes([row("e-1")], [row("e-2")], [why])
    assert (change.act, change.before, change.replaced_by, change.sources) == ("retired", "100 chips", ("e-2", "e-3"), ("s-two",))


@pytest.mark.parametrize("cells", [{"rank": "deprecated"}, {"status": "disputed"}, {"grade": "B2"}, {"outcome": "confirmed"}], ids=str)
def test_a_claim_is_regraded_by_rank_status_grade_and_outcome(cells):
    old = row("c-1", "claim", rank="normal", status="relayed", grade="C3")
    (change,) = changes([old], [old | cells])
    assert change.act == "regraded"
    assert next(iter(cells.values())) in change.after and next(iter(cells.values())) not in change.before


@pytest.mark.parametrize(
    ("kind", "cells", "act"),
    [
        ("claim", {"label": "Otherwise said"}, "restated"),
        ("claim", {"sources": "s-two"}, "cited"),
        ("claim", {"digest": "b"}, "annotated"),
        ("finding", {"status": "fails"}, "regraded"),
        ("figure", {"digest": "b"}, "redrawn"),
        ("figure", {"label": "Another title"}, "restated"),
        ("quantity", {"unit": "cards"}, "moved"),
        ("result", {"digest": "b"}, "annotated"),
    ],
)
def test_every_other_change_has_its_name(kind, cells, act):
    assert acts([row("x-1", kind)], [row("x-1", kind, **cells)]) == [(act, "x-1")]


def test_a_kind_that_no_table_holds_and_one_side_lacks_altogether_is_not_compared():
    assert acts([row("e-1"), row("r-1", "result")], [row("e-1")]) == []


def test_the_first_rows_of_a_new_table_are_new_rows():
    assert acts([row("e-1")], [row("e-1"), row("t-1", "term", table="terms")]) == [("added", "t-1")]


def test_the_order_of_rows_changes_nothing():
    old = [row(f"e-{number}") for number in range(9)]
    new = [row(f"e-{number}", value=str(number)) for number in range(3, 12)]
    assert changes(old, new) == changes(old[::-1], new[::-1])


@pytest.mark.parametrize("act", list(compare.ACTS))
def test_every_change_is_told_in_a_line_a_row_and_a_record(act):
    change = compare.Change(act, "c-x", "claim", "claims", "What it says", "1", "2", ("s-y",), "why", (("e-1", "moved"),), ("c-z",))
    assert told.line(change).startswith(f"{act} c-x: ") and "\n" not in told.line(change)
    (cells,) = csv.DictReader(told.table([change]).splitlines())
    (found,) = json.loads(told.document([change]))
    assert cells["act"] == found["act"] == act
    assert told.lines([]) == "no number has changed\n"


def test_another_way_to_put_a_label_is_no_change_where_a_rule_puts_it():
    assert changes([row("e-1")], [row("e-1", label="Shorter")]) == []
    assert acts([row("e-1")], [row("e-1", label="Of another scope", digest="b")]) == [("restated", "e-1")]


def test_a_figure_drawn_anew_names_the_rows_that_moved_came_and_went():
    old = [row("e-1"), row("e-2"), row("fig-1", "figure", inputs="e-1;e-2", digest="a")]
    new = [row("e-1", value="120", written="120 chips"), row("e-3"), row("fig-1", "figure", inputs="e-1;e-3", digest="b")]
    redrawn = next(change for change in changes(old, new) if change.act == "redrawn")
    assert redrawn.because == (("e-1", "100 chips before, 120 chips now"), ("e-2", "retired"), ("e-3", "new row"))


def test_a_figure_that_names_no_row_names_its_sources_that_came_and_went():
    (change,) = changes([row("fig-1", "figure", sources="s-one;s-two")], [row("fig-1", "figure", sources="s-two;s-six", digest="b")])
    assert change.because == (("s-six", "source added"), ("s-one", "source dropped"))


def test_a_copy_on_the_front_page_is_not_told_twice():
    figures = [[row("fig-1", "figure", place="audit", digest=digest), row("fig-index-1", "figure", place="index", digest=digest)] for digest in "ab"]
    assert acts(*figures) == [("redrawn", "fig-1")]
