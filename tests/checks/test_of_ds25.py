"""Laws of the checks of s-ds25: another number in one row gives another verdict."""

from __future__ import annotations

import planting
import pytest

ARTICLE = "k-ds25-"
#: Findings about a word or a name, which no number decides.
OF_WORDS = {"k-ds25-zhang-name", "k-ds25-inference-or-reasoning"}
#: A finding of the article, what is planted in the rows of its check by their arguments, and the verdict that a reader would then give.
PLANTED = [
    ("pd-serial-openmp", {"serial": {"value": 50}}, "fails"),
    ("pd-serial-openmp", {"openmp": {"value": 10}}, "strained"),
    ("pd-up-to", {"serial": {"value": 900}}, "fails"),
    ("pd-twice-cuda", {"twice": {"value": 1}}, "holds"),
    ("pd-twice-cuda", {"twice": {"value": 0.5}}, "fails"),
    ("pd-roofline", {"openmp": {"value": 2}}, "holds"),
    ("pd-not-ai", {"rate": {"value": 989.4}}, "strained"),
    ("pd-runs-on-nvidia", {"card": {"value": 20}}, "holds"),
    ("siyuan-590-metric", {"fewest": {"value": 200}}, "strained"),
    ("jm9-gtx-1050", {"rate": {"value": 8}}, "strained"),
    ("jm9-gtx-1050", {"printed": {"text": "2017"}}, "fails"),
    ("gp201-gt-1030", {"rate": {"value": 1.1}}, "fails"),
    ("gp201-gt-1030", {"rate": {"value": 2}}, "strained"),
    ("graphics-as-ai", {"jm9": {"value": 19}}, "holds"),
    ("which-deepseek", {"parameters": {"value": 70e9}}, "holds"),
    ("910c-h100", {"rate": {"value": 1000}}, "holds"),
    ("h100-barred", {"barred": {"text": "2025-04-09"}}, "holds"),
    ("kuae-scale", {"rate": {"value": 400}}, "holds"),
    ("mtt-dates", {"s80": {"text": "2024-12"}}, "strained"),
    ("kuae-stage", {"second": {"text": "2025-03"}}, "holds"),
    ("kuae-stage", {"sales": {"value": 0}}, "holds"),
    ("a100-year", {"printed": {"text": "2020"}}, "holds"),
    ("a100-year", {"last": {"text": "2021-11-16"}}, "strained"),
    ("siyuan-590-stage", {"release": {"text": "2025-10-31"}}, "strained"),
    ("siyuan-590-stage", {"bought": {"value": 0, "low": 0}}, "strained"),
    ("ascend-before-listing", {"announced": {"text": "2019-10-10"}}, "holds"),
    ("equipment-year", {"first": {"text": "2023-10-17"}}, "holds"),
    ("rules-stop", {"page": {"text": "2024-02-17"}}, "holds"),
    ("six-listed", {"jingjia": {"text": "2025-12-16"}}, "fails"),
    ("r1-910c", {"launch": {"text": "2025Q2"}}, "fails"),
    ("r1-910c", {"shipped": {"text": "2024-10"}}, "open"),
    ("hbm-cxmt", {"began": {"text": "2021-08"}}, "strained"),
    ("chinese-nvidia-twice", {"cambricon_2024": {"value": 400e6}}, "holds"),
    ("huawei-ready-vs-ft", {"h20": {"value": 300_000}}, "holds"),
    ("tsmc-smic", {"dies": {"value": 290_000, "low": 290_000}}, "holds"),
    ("six-dragons-scope", {"cambricon": {"value": 300_000}}, "holds"),
    ("controls-vs-broker", {"after": {"value": 25}}, "fails"),
    ("self-praise-headline", {"result": {"low": 120e6, "high": 180e6}}, "holds"),
    ("makers-losses", {"moore_threads_result": {"value": 5e9}}, "holds"),
    ("makers-outcome", {"huawei": {"value": 12e9}}, "holds"),
    ("makers-outcome", {"huawei": {"value": 4e9}}, "strained"),
    ("tianfeng-sum", {"huawei_share": {"value": 16}}, "fails"),
    ("tianfeng-scope", {"units": {"value": 109_000}}, "holds"),
    ("huawei-share-idc", {"huawei_share": {"value": 20}}, "strained"),
    ("tianfeng-price", {"units": {"value": 500_000}}, "holds"),
    ("tianfeng-age", {"nvidia_share": {"value": 60}}, "holds"),
    ("headline-13", {"headline": {"value": 14e12, "bound": "at_least"}}, "holds"),
    ("yuan-won", {"won": {"value": 14.3e12}}, "strained"),
    ("yuan-won", {"won": {"value": 12e12}}, "fails"),
    ("seventy-billion", {"market": {"value": 120e9}}, "strained"),
    ("seventy-billion", {"market": {"value": 700e9}}, "fails"),
    ("forecasts-fit", {"market": {"value": 150e9}}, "holds"),
    ("forecasts-fit", {"market": {"value": 40e9}}, "fails"),
    ("most-of-85", {"idc": {"value": 30}}, "holds"),
    ("most-of-85", {"share": {"value": 35}}, "fails"),
]


@pytest.mark.parametrize(("finding", "planted", "verdict"), PLANTED)
def test_another_number_gives_another_verdict(finding, planted, verdict):
    assert planting.flips(ARTICLE + finding, verdict, **planted)


def test_every_check_has_a_number_that_turns_it_and_only_words_have_none():
    assert planting.checked(ARTICLE) == {finding for finding, *_ in PLANTED}
    assert planting.unchecked(ARTICLE) == OF_WORDS
