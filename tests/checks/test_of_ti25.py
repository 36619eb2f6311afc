"""The checks of s-ti25: another number in a row gives another verdict."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from detour import registry, tables
from detour.checks import engine, traced

#: Finding, argument that is changed, what is planted in its row, and the verdict that follows.
PLANTED = [
    ("k-ti25-bytedance-share-of-cambricon", "purchase", 5_000, "holds"),
    ("k-ti25-bytedance-share-of-cambricon", "shipped", 15_000, "fails"),
    ("k-ti25-bytedance-purchase-against-revenue", "revenue", 3e9, "holds"),
    ("k-ti25-bytedance-purchase-against-revenue", "purchase", 26_000, "fails"),
    ("k-ti25-siyuan-590-dates", "released", "2024-03-01", "holds"),
    ("k-ti25-siyuan-590-dates", "sold_in_quarter", 2e9, "holds"),
    ("k-ti25-cambricon-first-profit-meaning", "core", 50e6, "holds"),
    ("k-ti25-cambricon-first-profit-meaning", "net", -1e6, "fails"),
    ("k-ti25-cambricon-story-stops-2024", "second_quarter", -683e6, "strained"),
    ("k-ti25-controls-to-cambricon-lag", "revenue_2023", 1.5e9, "holds"),
    ("k-ti25-cambricon-shunned-and-deserted", "value", 0.5e9, "holds"),
    ("k-ti25-cambricon-shunned-and-deserted", "value", 100e9, "fails"),
    ("k-ti25-bytedance-victim-and-buyer", "cambricon", 300_000, "holds"),
    ("k-ti25-cambricon-research-losses", "research_share_2024", 20, "strained"),
    ("k-ti25-control-start-date", "letter", "2022-09-02", "holds"),
    ("k-ti25-control-start-date", "rule", "2022-09-07", "strained"),
    ("k-ti25-a800-h800-left-out", "a800_launch", "2024-01-01", "holds"),
    ("k-ti25-h20-low-spec-in-what", "compute", 1_000, "fails"),
    ("k-ti25-h20-ban-or-licence", "sold_under_licence", 0, "holds"),
    ("k-ti25-h20-return-on-paper", "sold", 5e9, "holds"),
    ("k-ti25-h20-return-on-paper", "warned", "2025-09-30", "holds"),
    ("k-ti25-huawei-first-sanctioned", "zte", "2020-03-08", "holds"),
    ("k-ti25-own-chips-older-than-controls", "hanguang_800", "2023-09-25", "strained"),
    ("k-ti25-china-sales-under-controls", "fy2025", 6e9, "holds"),
    ("k-ti25-designers-around-controls", "cambricon_2024", 0.3e9, "fails"),
    ("k-ti25-example-and-the-rest", "cambricon", 400_000, "holds"),
    ("k-ti25-h20-asked-for-while-leaving", "t_head", 2_000_000, "holds"),
    ("k-ti25-huang-forecast-against-shares", "chinese", 2_500_000, "holds"),
    ("k-ti25-huang-forecast-against-shares", "chinese", 1_000_000, "fails"),
    ("k-ti25-huawei-largest-it", "huawei", 200e9, "holds"),
    ("k-ti25-huawei-largest-it", "tencent", 130e9, "fails"),
    ("k-ti25-nvidia-share-fall-size", "close", -12, "holds"),
    ("k-ti25-alibaba-one-chip-or-two", "used", "2025-10", "holds"),
    ("k-ti25-alibaba-chip-against-h20", "memory", 80, "fails"),
    ("k-ti25-training-against-ft25", "compute", 300, "strained"),
    ("k-ti25-relay-drops-nvidia-kept", "nvidia", 20, "holds"),
    ("k-ti25-headline-wider-than-body", "t_head", 3_000_000, "holds"),
    ("k-ti25-p800-experiment-size", "chips", 1_000, "strained"),
    ("k-ti25-910d-hope-became-fact", "ascend_910c", 1_200, "strained"),
    ("k-ti25-910d-month", "reported", "2025-05-10", "holds"),
    ("k-ti25-910d-month", "reported", "2025-06-10", "fails"),
    ("k-ti25-910d-yardstick-age", "successor_listed", "2025-11-15", "holds"),
    ("k-ti25-910c-already-sold", "sold", "2025-12-01", "fails"),
    ("k-ti25-own-design-made-abroad", "abroad", 300_000, "holds"),
]
#: Verdicts that one row alone cannot bring about: finding, what is planted in its rows, and the verdict that follows.
PLANTED_TOGETHER = [
    ("k-ti25-beijing-pressure-left-out", {"summoned": "2025-10-31", "warned": "2025-10-12"}, "holds"),
    ("k-ti25-own-chips-older-than-controls", {"hanguang_800": "2023-09-25", "kunlun_1": "2023"}, "holds"),
    ("k-ti25-alibaba-chip-against-h20", {"compute": 300, "links": 1_000}, "holds"),
    ("k-ti25-910d-hope-became-fact", {"ascend_910c": 1_200, "tests": 1.1}, "holds"),
    ("k-ti25-designers-around-controls", {"cambricon_2021": 0.3e9, "cambricon_2023": 2e9}, "holds"),
    ("k-ti25-h20-low-spec-in-what", {"capacity": 64, "bandwidth": 2_000}, "holds"),
    ("k-ti25-high-and-low-spec", {"low_compute": 100, "low_memory": 40, "low_bandwidth": 600}, "holds"),
    ("k-ti25-high-and-low-spec", {"low_compute": 1_000, "low_memory": 141}, "fails"),
]


def verdict(finding: str, planted: dict) -> str:
    """Return what the check of a finding says with other numbers or dates in some of its rows."""
    check = engine.declared()[finding]
    rows = {name: registry.find(ref) for name, ref in check.rows.items()}
    for name, what in planted.items():
        dated = isinstance(what, str)
        rows[name] = replace(rows[name], value=math.nan if dated else what, low=math.nan, high=math.nan, text=what if dated else "")
    return check.function(**{name: traced.taken(row, name) for name, row in rows.items()}).verdict


@pytest.mark.parametrize(("finding", "argument", "what", "expected"), PLANTED)
def test_another_row_gives_another_verdict(finding, argument, what, expected):
    assert engine.run(engine.declared()[finding]).verdict != expected
    assert verdict(finding, {argument: what}) == expected


@pytest.mark.parametrize(("finding", "planted", "expected"), PLANTED_TOGETHER)
def test_other_rows_give_another_verdict(finding, planted, expected):
    assert engine.run(engine.declared()[finding]).verdict != expected
    assert verdict(finding, planted) == expected


def test_every_check_of_the_article_is_held_against_another_number():
    declared = {finding for finding in engine.declared() if finding.startswith("k-ti25-")}
    assert declared == {finding for finding, *_ in (*PLANTED, *PLANTED_TOGETHER)}


def test_a_finding_lists_the_rows_that_its_check_compares():
    for row in tables.load("findings").to_dict("records"):
        if row["id"].startswith("k-ti25-") and row["id"] in engine.declared():
            entries = [registry.find(ref.partition("@")[0]) for ref in engine.declared()[row["id"]].rows.values()]
            assert {entry.id for entry in entries if entry.kind == "claim"} <= set(tables.split(row["claims"])), row["id"]
            assert {entry.id for entry in entries if entry.kind == "evidence"} <= set(tables.split(row["evidence"])), row["id"]
