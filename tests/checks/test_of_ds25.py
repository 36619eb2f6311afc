"""Laws of the checks of s-ds25: another number in one row gives another verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from detour import registry, tables
from detour.checks import engine, traced

#: Finding, the argument whose row is changed, the change, and the verdict that a reader would then give.
PLANTED = [
    ("pd-serial-openmp", "serial", {"value": 50}, "fails"),
    ("pd-serial-openmp", "openmp", {"value": 10}, "strained"),
    ("pd-up-to", "serial", {"value": 900}, "fails"),
    ("pd-twice-cuda", "twice", {"value": 1}, "holds"),
    ("pd-twice-cuda", "twice", {"value": 0.5}, "fails"),
    ("pd-roofline", "openmp", {"value": 2}, "holds"),
    ("pd-not-ai", "rate", {"value": 989.4}, "strained"),
    ("pd-runs-on-nvidia", "card", {"value": 20}, "holds"),
    ("siyuan-590-metric", "fewest", {"value": 200}, "strained"),
    ("jm9-gtx-1050", "rate", {"value": 8}, "strained"),
    ("jm9-gtx-1050", "printed", {"text": "2017"}, "fails"),
    ("gp201-gt-1030", "rate", {"value": 1.1}, "fails"),
    ("gp201-gt-1030", "rate", {"value": 2}, "strained"),
    ("graphics-as-ai", "jm9", {"value": 19}, "holds"),
    ("which-deepseek", "parameters", {"value": 70e9}, "holds"),
    ("910c-h100", "rate", {"value": 1000}, "holds"),
    ("h100-barred", "barred", {"text": "2025-04-09"}, "holds"),
    ("kuae-scale", "rate", {"value": 400}, "holds"),
    ("mtt-dates", "s80", {"text": "2024-12"}, "strained"),
    ("kuae-stage", "second", {"text": "2025-03"}, "holds"),
    ("kuae-stage", "sales", {"value": 0}, "holds"),
    ("a100-year", "printed", {"text": "2020"}, "holds"),
    ("a100-year", "last", {"text": "2021-11-16"}, "strained"),
    ("siyuan-590-stage", "release", {"text": "2025-10-31"}, "strained"),
    ("siyuan-590-stage", "bought", {"value": 0, "low": 0}, "strained"),
    ("ascend-before-listing", "announced", {"text": "2019-10-10"}, "holds"),
    ("equipment-year", "first", {"text": "2023-10-17"}, "holds"),
    ("rules-stop", "page", {"text": "2024-02-17"}, "holds"),
    ("six-listed", "jingjia", {"text": "2025-12-16"}, "fails"),
    ("r1-910c", "launch", {"text": "2025Q2"}, "fails"),
    ("r1-910c", "shipped", {"text": "2024-10"}, "open"),
    ("hbm-cxmt", "began", {"text": "2021-08"}, "strained"),
    ("chinese-nvidia-twice", "cambricon_2024", {"value": 400e6}, "holds"),
    ("huawei-ready-vs-ft", "h20", {"value": 300_000}, "holds"),
    ("tsmc-smic", "dies", {"value": 290_000, "low": 290_000}, "holds"),
    ("six-dragons-scope", "cambricon", {"value": 300_000}, "holds"),
    ("controls-vs-broker", "after", {"value": 25}, "fails"),
    ("self-praise-headline", "result", {"low": 120e6, "high": 180e6}, "holds"),
    ("makers-losses", "moore_threads_result", {"value": 5e9}, "holds"),
    ("makers-outcome", "huawei", {"value": 12e9}, "holds"),
    ("makers-outcome", "huawei", {"value": 4e9}, "strained"),
    ("tianfeng-sum", "huawei_share", {"value": 16}, "fails"),
    ("tianfeng-scope", "units", {"value": 109_000}, "holds"),
    ("huawei-share-idc", "huawei_share", {"value": 20}, "strained"),
    ("tianfeng-price", "units", {"value": 500_000}, "holds"),
    ("tianfeng-age", "nvidia_share", {"value": 60}, "holds"),
    ("headline-13", "headline", {"value": 14e12, "bound": "at_least"}, "holds"),
    ("yuan-won", "won", {"value": 14.3e12}, "strained"),
    ("yuan-won", "won", {"value": 12e12}, "fails"),
    ("seventy-billion", "market", {"value": 120e9}, "strained"),
    ("seventy-billion", "market", {"value": 700e9}, "fails"),
    ("forecasts-fit", "market", {"value": 150e9}, "holds"),
    ("forecasts-fit", "market", {"value": 40e9}, "fails"),
    ("most-of-85", "idc", {"value": 30}, "holds"),
    ("most-of-85", "share", {"value": 35}, "fails"),
]
CHECKS = {id: each for id, each in engine.declared().items() if id.startswith("k-ds25-")}
#: Findings about a word or a name, which no number decides.
OF_WORDS = {"k-ds25-zhang-name", "k-ds25-inference-or-reasoning"}


def _taken(check: engine.Check, argument: str = "", change: dict | None = None) -> dict[str, traced.Traced]:
    entries = {name: registry.find(ref) for name, ref in check.rows.items()}
    if argument:
        entries[argument] = replace(entries[argument], **change)
    return {name: traced.taken(entry, name) for name, entry in entries.items()}


@pytest.mark.parametrize(("finding", "argument", "change", "verdict"), PLANTED)
def test_another_number_gives_the_verdict_a_reader_would_give(finding, argument, change, verdict):
    check = CHECKS[f"k-ds25-{finding}"]
    assert check.function(**_taken(check, argument, change)).verdict == verdict


def test_every_check_has_a_number_that_flips_it():
    flipped = {f"k-ds25-{finding}" for finding, _, _, verdict in PLANTED if engine.workings()[f"k-ds25-{finding}"].verdict != verdict}
    assert flipped == set(CHECKS)


def test_every_finding_that_a_number_can_decide_has_a_check():
    found = {id for id in tables.load("findings")["id"] if id.startswith("k-ds25-")}
    assert found == set(CHECKS) | OF_WORDS


@pytest.mark.parametrize("finding", CHECKS)
def test_every_row_that_a_check_compares_is_named_by_its_finding(finding):
    row = tables.load("findings").set_index("id").loc[finding]
    named = {*tables.split(row["claims"]), *tables.split(row["evidence"])}
    compared = {registry.find(ref) for ref in CHECKS[finding].rows.values()}
    assert {entry.id for entry in compared if entry.kind in ("claim", "evidence")} <= named
