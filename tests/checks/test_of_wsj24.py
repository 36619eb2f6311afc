"""Checks of the article on inference and Nvidia: another number in the tables gives another verdict."""

from __future__ import annotations

import planting
import pytest

ARTICLE = "k-wsj24-"
#: Findings of words alone, which no number decides.
OF_WORDS = {"k-wsj24-arya-direction", "k-wsj24-names-misprinted", "k-wsj24-attribution-missing"}
#: A finding of the article, what is planted in the rows of its check by their arguments, and the verdict that a reader would then give.
PLANTED = [
    ("inference-share-bound", {"filing": {"bound": "at_least"}}, "holds"),
    ("inference-share-bound", {"repeated": {"bound": "about"}}, "holds"),
    ("inference-share-bound", {"filing": {"value": 35.0}}, "fails"),
    ("ubs-shares-sum", {"training": {"value": 70.0}}, "strained"),
    ("ubs-shares-sum", {"inference": {"value": 8.0}}, "strained"),
    ("ubs-whole-missing", {"semiconductor_sales": {"value": 60e9}}, "holds"),
    ("share-denominators", {"market_share": {"value": 45.0}}, "fails"),
    ("share-denominators", {"forecast": {"value": 35.0}}, "fails"),
    ("share-denominators", {"market_share": {"value": 100.0}}, "holds"),
    ("ubs-stale-when-printed", {"disclosed": {"text": "2024-05-22"}}, "strained"),
    ("ubs-stale-when-printed", {"forecast": {"value": 60.0}}, "holds"),
    ("share-80", {"printed": {"value": 50.0}}, "fails"),
    ("liang-cost-share", {"openai": {"value": 85.0, "low": 80.0, "high": 90.0}}, "holds"),
    ("liang-cost-share", {"spending_2030": {"value": 82.0}}, "holds"),
    ("share-aged", {"later_revenue": {"value": 49e9}}, "holds"),
    ("bigger-than-what", {"share_2023": {"value": 55.0}}, "holds"),
    ("bigger-than-what", {"share_2026": {"value": 45.0}}, "fails"),
    ("data-centre-revenue-sum", {"printed": {"value": 48e9}}, "fails"),
    ("data-centre-revenue-sum", {"quarter_4": {"value": 12e9}}, "fails"),
    ("data-centre-revenue-sum", {"quarter_4": {"value": 60e9}}, "fails"),
    ("revenue-word", {"profit": {"value": 48e9}}, "strained"),
    ("relay-revenue", {"company": {"value": 47.2e9}}, "strained"),
    ("relay-revenue", {"quarter_1": {"value": 14e9}}, "fails"),
    ("two-trillion-week", {"close_of_the_week": {"value": 801.0}}, "holds"),
    ("two-trillion-week", {"top_of_the_day": {"value": 795.0}}, "fails"),
    ("share-price-week", {"printed": {"value": 16.4}}, "fails"),
    ("share-price-week", {"week_before": {"value": 674.72}}, "fails"),
    ("reitzes-share", {"week": {"value": -3.0}}, "holds"),
    ("h100-price", {"quoted": {"value": 44_000.0}}, "strained"),
    ("h100-price", {"quoted": {"value": 60_000.0}}, "fails"),
    ("h100-environment", {"quoted": {"value": 300_000.0}}, "holds"),
    ("h100-environment", {"quoted": {"value": 15_000.0}}, "fails"),
    ("training-only-cause", {"share": {"value": 5.0}}, "holds"),
    ("training-only-cause", {"share": {"value": 60.0}}, "fails"),
    ("fear-dispelled", {"later_share": {"value": 85.0}}, "holds"),
    ("fear-dispelled", {"later_revenue": {"value": 40e9}}, "fails"),
    ("intel-forecast", {"target": {"value": 20e9}}, "holds"),
    ("groq-plan-physics", {"memory": {"value": 80.0}}, "holds"),
    ("groq-faster", {"groq": {"value": 50.0}}, "strained"),
    ("groq-faster", {"together": {"value": 200.0}}, "strained"),
    ("groq-faster", {"groq": {"value": 8.0}}, "fails"),
    ("less-powerful", {"rate": {"value": 600.0}}, "holds"),
    ("less-powerful", {"power": {"value": 900.0}}, "fails"),
    ("easy-on-intel", {"price": {"value": 1_200.0}}, "holds"),
    ("easy-on-intel", {"bandwidth": {"value": 3_350.0}}, "holds"),
    ("energy-reproach", {"gaudi_3": {"value": 450.0}}, "holds"),
    ("energy-reproach", {"gaudi_2": {"value": 700.0}}, "fails"),
    ("amd-nvidia-ratios", {"claim": {"value": 0.5}}, "holds"),
    ("amd-nvidia-ratios", {"h100_offline": {"value": 15_000.0}}, "fails"),
    ("amd-nvidia-ratios", {"h100_offline": {"value": 47_000.0}}, "fails"),
    ("twice-of-what", {"printed": {"value": 1.2}}, "holds"),
    ("alexa-cost", {"printed": {"value": 0.6}}, "holds"),
    ("alexa-cost", {"printed": {"value": 0.2}}, "fails"),
    ("groq-plan-speed", {"reached": {"value": 230_000.0, "low": 230_000.0}}, "holds"),
    ("groq-plan-cut", {"june_2024": {"value": 220_000.0}}, "strained"),
    ("groq-plan-cut", {"plan_2025": {"value": 1_200_000.0}}, "strained"),
    ("groq-months", {"spread": {"text": "2023-11"}}, "holds"),
    ("groq-months", {"tested": {"text": "2024-02-10"}}, "fails"),
    ("ross-tense", {"founded": {"period": "2024"}}, "holds"),
    ("amazon-2018", {"available": {"text": "2018-12"}}, "holds"),
    ("amazon-2018", {"announced": {"text": "2017-11"}}, "fails"),
    ("h100-newest", {"presented": {"text": "2024-03-18"}}, "holds"),
    ("h100-newest", {"successor_released": {"text": "2024-01-15"}}, "fails"),
    ("relative-dates", {"results": {"text": "2024-02-28"}}, "fails"),
    ("relative-dates", {"published": {"text": "2024-03-04"}}, "fails"),
    ("relative-dates", {"presented": {"text": "2023-11-30"}}, "fails"),
    ("sambanova-both-ways", {"given_up": {"text": "2023-12"}}, "fails"),
    ("liang-we", {"own_chip": {"text": "2024-09-19"}}, "holds"),
    ("benchmark-to-market", {"later_share": {"value": 85.0}}, "holds"),
    ("china-not-different", {"world_2026": {"value": 30.0}}, "holds"),
    ("china-not-different", {"called_different": {"text": "2023-05"}}, "holds"),
]


@pytest.mark.parametrize(("finding", "planted", "verdict"), PLANTED)
def test_another_number_gives_another_verdict(finding, planted, verdict):
    assert planting.flips(ARTICLE + finding, verdict, **planted)


def test_every_check_has_a_number_that_turns_it_and_only_words_have_none():
    assert planting.checked(ARTICLE) == {finding for finding, *_ in PLANTED}
    assert planting.unchecked(ARTICLE) == OF_WORDS


def test_the_week_before_runs_from_monday_to_sunday():
    steps = planting.working(ARTICLE + "relative-dates").steps
    assert steps["week"].written() == "19 February 2024 to 25 February 2024"
    assert steps["left"].value == 2


def test_chips_are_counted_whole():
    steps = planting.working(ARTICLE + "groq-plan-physics").steps
    assert (steps["chips"].value, steps["h100s"].value) == (609, 2)
    assert steps["h100_drawn"].value == pytest.approx(1.4)
