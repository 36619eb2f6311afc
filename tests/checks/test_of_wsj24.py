"""Checks of the article on inference and Nvidia: another number in the tables gives another verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from detour import registry, tables
from detour.checks import engine, traced

FAILS, STRAINED, HOLDS = engine.FAILS, engine.STRAINED, engine.HOLDS

#: Finding, argument of its check, what is planted there, and the verdict that follows.
PLANTED = [
    ("inference-share-bound", "filing", {"bound": "at_least"}, HOLDS),
    ("inference-share-bound", "repeated", {"bound": "about"}, HOLDS),
    ("inference-share-bound", "filing", {"value": 35.0}, FAILS),
    ("ubs-shares-sum", "training", {"value": 70.0}, STRAINED),
    ("ubs-shares-sum", "inference", {"value": 8.0}, STRAINED),
    ("ubs-whole-missing", "semiconductor_sales", {"value": 60e9}, HOLDS),
    ("share-denominators", "market_share", {"value": 45.0}, FAILS),
    ("share-denominators", "forecast", {"value": 35.0}, FAILS),
    ("share-denominators", "market_share", {"value": 100.0}, HOLDS),
    ("ubs-stale-when-printed", "disclosed", {"text": "2024-05-22"}, STRAINED),
    ("ubs-stale-when-printed", "forecast", {"value": 60.0}, HOLDS),
    ("share-80", "column", {"value": 99.0}, STRAINED),
    ("share-80", "printed", {"value": 50.0}, FAILS),
    ("liang-cost-share", "openai", {"value": 85.0, "low": 80.0, "high": 90.0}, HOLDS),
    ("liang-cost-share", "spending_2030", {"value": 82.0}, HOLDS),
    ("share-aged", "later_revenue", {"value": 49e9}, HOLDS),
    ("bigger-than-what", "share_2023", {"value": 55.0}, HOLDS),
    ("bigger-than-what", "share_2026", {"value": 45.0}, FAILS),
    ("data-centre-revenue-sum", "printed", {"value": 48e9}, FAILS),
    ("data-centre-revenue-sum", "quarter_4", {"value": 12e9}, FAILS),
    ("data-centre-revenue-sum", "quarter_4", {"value": 60e9}, FAILS),
    ("revenue-word", "profit", {"value": 48e9}, STRAINED),
    ("relay-revenue", "company", {"value": 47.2e9}, STRAINED),
    ("relay-revenue", "quarter_1", {"value": 14e9}, FAILS),
    ("two-trillion-week", "close_of_the_week", {"value": 801.0}, HOLDS),
    ("two-trillion-week", "top_of_the_day", {"value": 795.0}, FAILS),
    ("share-price-week", "printed", {"value": 16.4}, FAILS),
    ("share-price-week", "week_before", {"value": 674.72}, FAILS),
    ("reitzes-share", "week", {"value": -3.0}, HOLDS),
    ("h100-price", "quoted", {"value": 44_000.0}, STRAINED),
    ("h100-price", "quoted", {"value": 60_000.0}, FAILS),
    ("h100-environment", "quoted", {"value": 300_000.0}, HOLDS),
    ("h100-environment", "quoted", {"value": 15_000.0}, FAILS),
    ("training-only-cause", "share", {"value": 5.0}, HOLDS),
    ("training-only-cause", "share", {"value": 60.0}, FAILS),
    ("fear-dispelled", "later_share", {"value": 85.0}, HOLDS),
    ("fear-dispelled", "later_revenue", {"value": 40e9}, FAILS),
    ("intel-forecast", "target", {"value": 20e9}, HOLDS),
    ("groq-plan-physics", "memory", {"value": 80.0}, HOLDS),
    ("groq-faster", "groq", {"value": 50.0}, STRAINED),
    ("groq-faster", "together", {"value": 200.0}, STRAINED),
    ("groq-faster", "groq", {"value": 8.0}, FAILS),
    ("less-powerful", "rate", {"value": 600.0}, HOLDS),
    ("less-powerful", "power", {"value": 900.0}, FAILS),
    ("easy-on-intel", "price", {"value": 1_200.0}, HOLDS),
    ("easy-on-intel", "bandwidth", {"value": 3_350.0}, HOLDS),
    ("energy-reproach", "gaudi_3", {"value": 450.0}, HOLDS),
    ("energy-reproach", "gaudi_2", {"value": 700.0}, FAILS),
    ("amd-nvidia-ratios", "claim", {"value": 0.5}, HOLDS),
    ("amd-nvidia-ratios", "h100_offline", {"value": 15_000.0}, FAILS),
    ("amd-nvidia-ratios", "h100_offline", {"value": 47_000.0}, FAILS),
    ("twice-of-what", "printed", {"value": 1.2}, HOLDS),
    ("alexa-cost", "printed", {"value": 0.6}, HOLDS),
    ("alexa-cost", "printed", {"value": 0.2}, FAILS),
    ("groq-plan-speed", "reached", {"value": 230_000.0, "low": 230_000.0}, HOLDS),
    ("groq-plan-cut", "june_2024", {"value": 220_000.0}, STRAINED),
    ("groq-plan-cut", "plan_2025", {"value": 1_200_000.0}, STRAINED),
    ("groq-months", "spread", {"text": "2023-11"}, HOLDS),
    ("groq-months", "tested", {"text": "2024-02-10"}, FAILS),
    ("ross-tense", "founded", {"period": "2024"}, HOLDS),
    ("amazon-2018", "available", {"text": "2018-12"}, HOLDS),
    ("amazon-2018", "announced", {"text": "2017-11"}, FAILS),
    ("h100-newest", "presented", {"text": "2024-03-18"}, HOLDS),
    ("h100-newest", "successor_released", {"text": "2024-01-15"}, FAILS),
    ("relative-dates", "results", {"text": "2024-02-28"}, FAILS),
    ("relative-dates", "published", {"text": "2024-03-04"}, FAILS),
    ("relative-dates", "presented", {"text": "2023-11-30"}, FAILS),
    ("sambanova-both-ways", "given_up", {"text": "2023-12"}, FAILS),
    ("liang-we", "own_chip", {"text": "2024-09-19"}, HOLDS),
    ("benchmark-to-market", "later_share", {"value": 85.0}, HOLDS),
    ("china-not-different", "world_2026", {"value": 30.0}, HOLDS),
    ("china-not-different", "called_different", {"text": "2023-05"}, HOLDS),
]


def _taken(finding: str, argument: str = "", planted: dict | None = None) -> engine.Working:
    check = engine.declared()[finding]
    entries = {name: registry.find(ref) for name, ref in check.rows.items()}
    if planted:
        entries[argument] = replace(entries[argument], **planted)
    return check.function(**{name: traced.taken(entry, name) for name, entry in entries.items()})


@pytest.mark.parametrize(("finding", "argument", "planted", "verdict"), PLANTED)
def test_another_number_gives_another_verdict(finding, argument, planted, verdict):
    before = _taken(f"k-wsj24-{finding}")
    after = _taken(f"k-wsj24-{finding}", argument, planted)
    assert after.verdict == verdict
    assert before.verdict != verdict or [each.written() for each in before.steps.values()] != [each.written() for each in after.steps.values()]


def test_every_check_can_be_flipped():
    flipped = {f"k-wsj24-{finding}" for finding, argument, planted, verdict in PLANTED if verdict != _taken(f"k-wsj24-{finding}").verdict}
    assert flipped == {finding for finding in engine.declared() if finding.startswith("k-wsj24-")}


def test_findings_name_every_row_that_their_check_compares():
    for row in tables.load("findings").to_dict("records"):
        check = engine.declared().get(row["id"])
        if check and row["id"].startswith("k-wsj24-"):
            compared = {registry.find(ref).id for ref in check.rows.values()}
            assert compared <= {*tables.split(row["claims"]), *tables.split(row["evidence"])}, row["id"]


def test_the_week_before_runs_from_monday_to_sunday():
    steps = _taken("k-wsj24-relative-dates").steps
    assert steps["week"].written() == "19 February 2024 to 25 February 2024"
    assert steps["left"].value == 2


def test_chips_are_counted_whole():
    steps = _taken("k-wsj24-groq-plan-physics").steps
    assert (steps["chips"].value, steps["h100s"].value) == (609, 2)
    assert steps["h100_drawn"].value == pytest.approx(1.4)
