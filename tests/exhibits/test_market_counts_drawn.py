"""Laws of the drawings of the market: every count stands there with its counter, filled where a range rests on it, and every range and share that is computed."""

from __future__ import annotations

import re

import pytest
from detour import registry
from detour.exhibits import domestic_gpu_makers_shares, domestic_gpu_makers_volumes, method_counts
from detour.results import domestic_gpu_makers_left_out as left_out
from detour.results import domestic_gpu_makers_volumes as volumes
from detour.results import engine
from detour.tables import ROOT


@pytest.fixture(scope="module")
def counts():
    return domestic_gpu_makers_volumes.counts()


def test_every_count_in_use_is_drawn_filled_and_the_others_hollow(counts):
    marks = counts[counts["counter"] != "reconciled"]
    rests = {ref for years in volumes.KINDS.values() for year in years.values() for cell in year.cells if not cell.share for ref in cell.counts.values()}
    assert set(marks.loc[marks["used"], "id"]) == rests
    known = {ref for refs in left_out.REASONS.values() for ref in refs} | left_out.used()
    assert set(marks.loc[~marks["used"], "id"]) <= known


def test_every_volume_left_out_for_what_it_counts_is_drawn_or_repeats_one(counts):
    silent = ("orders", "one customer", "the same number of the same model", "a part of a year that is counted whole", "a share of production")
    silent += ("the share of a half year that is counted in cards", "what it is a share of is not stated", "a share of value")
    asked = {ref for reason, refs in left_out.REASONS.items() if reason not in silent for ref in refs if registry.find(ref).unit != "percent"}
    assert asked - set(counts["id"]) <= {"es-023", "es-ft25-910c-production-2024"}, "a count that is neither drawn nor a product or nought"


def test_every_range_and_every_share_is_drawn(counts):
    computed = {id for id in engine.definitions() if re.fullmatch(r"r-dg-(vol|dc|made)-[a-z-]+-20\d\d", id)}
    assert set(counts.loc[counts["counter"] == "reconciled", "id"]) | set(counts["id"]) >= computed
    shares = {id for id in engine.definitions() if re.fullmatch(r"r-dg-share-[a-z-]+-20\d\d", id)}
    assert set(domestic_gpu_makers_shares.shares()["id"]) >= shares


def test_the_counts_of_a_row_are_named_in_the_order_of_their_marks(counts):
    for _, row in counts[counts["counter"] != "reconciled"].groupby(["counts", "maker", "year"]):
        assert row["value"].is_monotonic_increasing


def test_each_count_left_out_is_held_against_the_others_of_its_maker_and_year():
    frame = method_counts.left_out().set_index("id")
    assert frame.loc["es-026", "count_over_others"] == pytest.approx(registry.find("es-026").value / registry.find("es-027").value)
    others = registry.find("es-049").value * registry.find("es-050").value
    assert frame.loc["es-051", "count_over_others"] == pytest.approx(registry.find("es-051").value / others**0.5)
    assert frame["inside"].sum() == engine.value("r-dg-vol-tried-count")


def test_the_page_on_method_shows_how_counts_fare():
    page = (ROOT / "book" / "method.md").read_text(encoding="utf-8")
    assert "method_counts.held()" in page
    missed = method_counts.left_out().loc[lambda frame: ~frame["inside"], "label"]
    assert missed.str.startswith("Cambricon 2024").all()
