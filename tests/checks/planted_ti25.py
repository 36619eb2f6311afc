"""The checks of s-ti25: another number in a row gives another verdict."""

from __future__ import annotations

import planting
import pytest

ARTICLE = "k-ti25-"
#: Findings of words alone, which no number decides.
OF_WORDS = {"k-ti25-quote-without-speaker", "k-ti25-names-misprinted", "k-ti25-hedges-shed"}
#: A finding of the article, what is planted in the rows of its check by their arguments, and the verdict that a reader would then give.
PLANTED = [
    ("bytedance-share-of-cambricon", {"purchase": 5_000}, "holds"),
    ("bytedance-share-of-cambricon", {"shipped": 15_000}, "fails"),
    ("bytedance-purchase-against-revenue", {"revenue": 3e9}, "holds"),
    ("bytedance-purchase-against-revenue", {"purchase": 26_000}, "fails"),
    ("siyuan-590-dates", {"released": "2024-03-01"}, "holds"),
    ("siyuan-590-dates", {"sold_in_quarter": 2e9}, "holds"),
    ("cambricon-first-profit-meaning", {"core": 50e6}, "holds"),
    ("cambricon-first-profit-meaning", {"net": -1e6}, "fails"),
    ("cambricon-story-stops-2024", {"second_quarter": -683e6}, "strained"),
    ("controls-to-cambricon-lag", {"revenue_2023": 1.5e9}, "holds"),
    ("cambricon-shunned-and-deserted", {"value": 0.5e9}, "holds"),
    ("cambricon-shunned-and-deserted", {"value": 100e9}, "fails"),
    ("bytedance-victim-and-buyer", {"cambricon": 300_000}, "holds"),
    ("cambricon-research-losses", {"research_2017": 200e6, "research_2019": 600e6}, "holds"),
    ("cambricon-research-losses", {"research_2018": 20e6, "research_2022": 100e6, "research_share_2024": 20}, "fails"),
    ("bytedance-largest-customer", {"largest": 1.2e9}, "holds"),
    ("cambricon-losses-added-up", {"net_2018": 1e6}, "fails"),
    ("cambricon-quarters-add-up", {"net_2024_q2": -450e6}, "fails"),
    ("cambricon-quarters-add-up", {"q3_2023": 1e6}, "fails"),
    ("cambricon-money-in-hand", {"liquid": 0.8e9}, "holds"),
    ("cambricon-share-after-controls", {"lowest": 64.39}, "holds"),
    ("chinas-nvidia-size", {"cambricon": 130e9}, "holds"),
    ("h20-return-and-the-talks", {"refused": "2025-08-01"}, "strained"),
    ("h20-return-and-the-talks", {"framework": "2025-08-01"}, "fails"),
    ("h20-made-to-fit", {"compute": 150}, "fails"),
    ("h20-made-to-fit", {"area": 700}, "fails"),
    ("in-use-before-the-cause", {"used": "2025-10", "released": "2025-09"}, "holds"),
    ("in-use-before-the-cause", {"used": "2025-01"}, "fails"),
    ("bytedance-damage-and-growth", {"growth": -5}, "holds"),
    ("ascend-use-under-threat", {"warned": "2025-10-13"}, "holds"),
    ("huawei-main-business", {"chips": 75e9}, "fails"),
    ("huawei-chip-unit", {"unit": 50e6}, "holds"),
    ("china-sales-under-controls", {"later": 1.8e9}, "holds"),
    ("control-start-date", {"letter": "2022-09-02"}, "holds"),
    ("control-start-date", {"rule": "2022-09-07"}, "strained"),
    ("a800-h800-left-out", {"a800_launch": "2024-01-01"}, "holds"),
    ("h20-low-spec-in-what", {"compute": 1_000}, "fails"),
    ("h20-ban-or-licence", {"sold_under_licence": 0}, "holds"),
    ("h20-return-on-paper", {"sold": 5e9}, "holds"),
    ("h20-return-on-paper", {"warned": "2025-09-30"}, "holds"),
    ("huawei-first-sanctioned", {"zte": "2020-03-08"}, "holds"),
    ("own-chips-older-than-controls", {"hanguang_800": "2023-09-25"}, "strained"),
    ("china-sales-under-controls", {"fy2025": 6e9}, "holds"),
    ("designers-around-controls", {"cambricon_2024": 0.3e9}, "fails"),
    ("example-and-the-rest", {"cambricon": 400_000}, "holds"),
    ("h20-asked-for-while-leaving", {"t_head": 2_000_000}, "holds"),
    ("huang-forecast-against-shares", {"chinese": 2_500_000}, "holds"),
    ("huang-forecast-against-shares", {"chinese": 1_000_000}, "fails"),
    ("huawei-largest-it", {"huawei": 200e9}, "holds"),
    ("huawei-largest-it", {"lenovo": 130e9}, "fails"),
    ("nvidia-share-fall-size", {"close": -12}, "holds"),
    ("alibaba-one-chip-or-two", {"used": "2025-10"}, "holds"),
    ("alibaba-chip-against-h20", {"memory": 80}, "fails"),
    ("training-against-ft25", {"compute": 300}, "strained"),
    ("relay-drops-nvidia-kept", {"nvidia": 20}, "holds"),
    ("headline-wider-than-body", {"t_head": 3_000_000}, "holds"),
    ("p800-experiment-size", {"chips": 1_000}, "strained"),
    ("910d-hope-became-fact", {"ascend_910c": 1_200}, "strained"),
    ("910d-month", {"reported": "2025-05-10"}, "holds"),
    ("910d-month", {"reported": "2025-06-10"}, "fails"),
    ("910d-yardstick-age", {"successor_listed": "2025-11-15"}, "holds"),
    ("910c-already-sold", {"sold": "2025-12-01"}, "fails"),
    ("own-design-made-abroad", {"abroad": 300_000}, "holds"),
    ("beijing-pressure-left-out", {"summoned": "2025-10-31", "warned": "2025-10-12"}, "holds"),
    ("own-chips-older-than-controls", {"hanguang_800": "2023-09-25", "kunlun_1": "2023"}, "holds"),
    ("alibaba-chip-against-h20", {"compute": 300, "links": 1_000}, "holds"),
    ("910d-hope-became-fact", {"ascend_910c": 1_200, "tests": 1.1}, "holds"),
    ("designers-around-controls", {"cambricon_2021": 0.3e9, "cambricon_2023": 2e9}, "holds"),
    ("h20-low-spec-in-what", {"capacity": 64, "bandwidth": 2_000}, "holds"),
    ("high-and-low-spec", {"low_compute": 100, "low_memory": 40, "low_bandwidth": 600}, "holds"),
    ("high-and-low-spec", {"low_compute": 1_000, "low_memory": 141}, "fails"),
]


@pytest.mark.parametrize(("finding", "planted", "verdict"), PLANTED)
def test_another_number_gives_another_verdict(finding, planted, verdict):
    assert planting.flips(ARTICLE + finding, verdict, **planted)


def test_every_check_has_a_number_that_turns_it_and_only_words_have_none():
    assert planting.checked(ARTICLE) == {finding for finding, *_ in PLANTED}
    assert planting.unchecked(ARTICLE) == OF_WORDS
