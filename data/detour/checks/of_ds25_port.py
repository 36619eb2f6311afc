"""Checks of the article on chips for DeepSeek (s-ds25): what was announced of DeepSeek on Chinese chips, and when."""

from __future__ import annotations

from detour.checks.engine import HOLDS, OPEN, STRAINED, Working, check, found

PAGE = "c-ds25-dated-17-february"
ANNOUNCED = "ev-ds25-mthreads-kuae-deepseek"


@check("k-ds25-mthreads-offer", announced=ANNOUNCED, s80="mthreads-s80/release_date", s4000="ev-019", second="ev-033", page=PAGE)
def mthreads_offer(announced, s80, s4000, second, page) -> Working:
    """Was there a new chip behind what Moore Threads announced for DeepSeek?"""
    old = all(each.below(announced) for each in (s80, s4000, second))
    return found(STRAINED if old else HOLDS, s4000_before=announced - s4000, cluster_before=announced - second, page_after=page - announced)


@check("k-ds25-within-a-week", announced=ANNOUNCED, printed="c-ds25-jingjia-within-a-week", page=PAGE)
def within_a_week(announced, printed, page) -> Working:
    """Does the day of the article itself lie within the week after the one announcement that can be dated?"""
    since, week = page - announced, (printed * 7).of("days")
    # The other announcement may lie anywhere before the page, so a longer time refutes nothing.
    return found(HOLDS if not since.above(week) else OPEN, since=since, left=(since - week).of("days"))


@check("k-ds25-huawei-deepseek", huawei="ev-ds25-deepseek-ascend", hosted="ev-ds25-modelarts-r1", page=PAGE)
def huawei_deepseek(huawei, hosted, page) -> Working:
    """Had Huawei itself said, before the article, that DeepSeek's models run on Ascend?"""
    return found(HOLDS if huawei.below(page) and hosted.below(page) else OPEN, said_before=page - huawei, hosted_before=page - hosted)
