"""Laws of the roots: what counts as one, what counts as two, and what a value cannot rest on."""

from __future__ import annotations

import math

import pytest
from detour.checks import roots
from detour.checks.lineage import Lineage
from detour.checks.roots import Statement

NOWHERE = Lineage([]).behind


def said(id: str, source: str, *origins: str, value: float = 1e6, **more) -> Statement:
    return Statement(id, source, origins, value=value, unit=more.pop("unit", "chips"), **more)


def test_a_relay_of_a_relay_adds_no_root():
    claim = said("c", "s-page", "house", claim=True)
    relays = [said("e1", "s-copy", "house"), said("e2", "s-copy-of-copy", "house")]
    assert roots.standing(claim, relays, NOWHERE) == roots.Standing(("house",), (), "single root")


def test_an_estimate_through_three_outlets_is_its_estimators():
    claim = said("c", "s-page", "idc", claim=True)
    assert roots.standing(claim, [said(f"e{outlet}", f"s-{outlet}", "idc") for outlet in "abc"], NOWHERE).roots == ("idc",)


def test_two_counts_of_two_houses_are_two_roots_without_a_flag():
    claim = said("c", "s-page", "house", claim=True)
    assert roots.standing(claim, [said("e", "s-count", "other")], NOWHERE) == roots.Standing(("house", "other"), (), "")


def test_a_value_whose_support_descends_from_the_page_that_claims_it_is_circular():
    hops = Lineage([("s-digest", "s-summary", "quotes"), ("s-summary", "s-page", "translates")])
    claim, support = said("c", "s-page", "house", claim=True), said("e", "s-digest", "house")
    assert roots.standing(claim, [support], hops.behind).flag == roots.standing(support, [claim], hops.behind).flag == "circular"
    assert roots.standing(claim, [said("e", "s-page", "house")], hops.behind).flag == "circular"


def test_pages_that_cite_only_each_other_are_circular():
    hops = Lineage([("s-a", "s-b", "quotes"), ("s-b", "s-a", "quotes")])
    one, other = (said(f"e-{each}", f"s-{each}", *hops.originals(f"s-{each}")) for each in "ab")
    assert roots.standing(one, [other], hops.behind) == roots.Standing(("s-a",), (), "circular")


def test_a_circle_with_an_independent_count_beside_it_is_no_circle():
    claim = said("c", "s-page", "house", claim=True)
    assert roots.standing(claim, [said("e1", "s-page", "house"), said("e2", "s-count", "other")], NOWHERE).flag == ""


def test_rivals_are_counted_by_root_too():
    claim = said("c", "s-page", "house", claim=True)
    others = [said("e1", "s-a", "idc", value=2e6), said("e2", "s-b", "idc", value=3e6), said("e3", "s-c", "epoch", value=2e6)]
    assert set(roots.standing(claim, others, NOWHERE).rivals) == {"idc", "epoch"}


def test_what_may_have_come_from_a_known_root_is_not_counted_apart():
    assert roots.fewest([("reuters", "idc"), ("idc",), ("wsj", "idc")]) == ("idc",)
    assert roots.fewest([("a", "b"), ("b", "c"), ("c", "d")]) in (("b", "c"), ("c", "b"))
    assert roots.fewest([]) == ()


def test_a_page_without_evidence_of_its_own_is_a_root_only_alone():
    weak = said("c", "s-page", "s-page", claim=True, weak=True)
    assert roots.of([weak, said("e", "s-sheet", "maker")]) == ("maker",)
    assert roots.of([weak, said("c2", "s-other", "s-other", weak=True)]) == ("s-page",)


def test_two_rows_from_one_document_that_agree_are_one_report():
    assert roots.of([said("e1", "s-doc", "idc"), said("e2", "s-doc", "reuters")]) == ("idc",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"value": 47.5e9}, {"value": 47525e6}, True),
        ({"value": 1e6}, {"value": 958411.0}, False),
        ({"value": 12e9}, {"value": 12.5e9}, False),
        ({"value": 4000.0, "unit": "GB/s"}, {"value": 4.0, "unit": "TB/s"}, True),
        ({"value": 4.0, "unit": "GB/s"}, {"value": 4.0, "unit": "TB/s"}, False),
        ({"value": 12e9, "unit": "USD"}, {"value": 12e9, "unit": "CNY"}, False),
        ({"value": 1e6, "unit": "chips"}, {"value": 1e6, "unit": "cards"}, True),
        ({"value": math.nan, "low": 4e4, "high": 5e4}, {"value": math.nan, "low": 4e4, "high": 5e4}, True),
        ({"value": math.nan, "low": 4e4, "high": 5e4}, {"value": math.nan, "low": 4e4, "high": 6e4}, False),
        ({"value": math.nan, "low": 4e4, "high": 5e4}, {"value": 45e3}, False),
        ({"value": math.nan, "text": "2022-03"}, {"value": math.nan, "text": "2022-03-22"}, True),
        ({"value": math.nan, "text": "2022-03"}, {"value": math.nan, "text": "2022-10-01"}, False),
        ({"value": math.nan, "text": "TSMC"}, {"value": math.nan, "text": "SMIC"}, False),
    ],
)
def test_values_agree_to_the_digits_of_the_coarser(one, other, same):
    assert roots.agree(said("a", "s-a", "x", **one), said("b", "s-b", "y", **other)) is same
