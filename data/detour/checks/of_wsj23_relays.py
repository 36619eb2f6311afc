"""Checks of the article on AI without the latest chips (s-wsj23): what other relays and reports of that spring say of the same things."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found

REPORT = "c-wsj23-wsj-report-date"
EARLIER = "c-wsj23-three-to-four-chips-for-one"
H800_RELEASED = "at-nvidia-h800-release-date-1"
#: The day on which the rule of October 2023 took effect for Nvidia.
IN_EFFECT = "ev-017"
#: The letter that first closed exports of A100 and H100.
LETTER = "ev-006"
PERCENT = 100


@check("k-wsj23-experts-of-that-week", earlier=EARLIER, slowdown="es-wsj23-h800-slowdown", cost="es-wsj23-h800-cost")
def experts_of_that_week(earlier, slowdown, cost) -> Working:
    """Do the experts of another report need as many H800 for one H100, in time or in cost?"""
    by_time = (1 + slowdown / PERCENT).times(digits=2)
    return found(
        STRAINED if by_time.below(earlier) and cost.below(earlier) else HOLDS,
        by_time=by_time,
        over_by_time=(earlier / by_time).times(digits=2),
    )


@check(
    "k-wsj23-ascend-dropped",
    ascend="huawei-ascend-910/fp16_peak",
    a100="nvidia-a100/fp16_peak",
    v100="nvidia-v100/fp16_peak",
    p100="nvidia-p100/fp16_peak",
)
def ascend_dropped(ascend, a100, v100, p100) -> Working:
    """Is the Chinese chip that the page leaves out weaker than the old chips that it keeps?"""
    return found(
        STRAINED if ascend.above(v100) and ascend.above(p100) else HOLDS,
        in_v100=(ascend / v100).times(),
        in_p100=(ascend / p100).times(),
        of_a100=(ascend / a100).percent(digits=2),
    )


@check(
    "k-wsj23-research-before-the-block",
    letter=LETTER,
    baidu="ev-wsj23-ernie-titan",
    baidu_system="ev-wsj23-nebula",
    alibaba="ev-wsj23-whale",
)
def research_before_the_block(letter, baidu, baidu_system, alibaba) -> Working:
    """Was the first paper on such mixes published after the block that is said to begin the research?"""
    before = [each.below(letter) for each in (baidu, baidu_system, alibaba)]
    return found(
        FAILS if all(before) else STRAINED if any(before) else HOLDS,
        baidu_before=letter - baidu,
        system_before=letter - baidu_system,
        alibaba_before=letter - alibaba,
    )


@check(
    "k-wsj23-h800-hardly-shipped",
    report=REPORT,
    released=H800_RELEASED,
    said="ev-wsj23-h800-not-in-volume",
    sold="es-017",
    stock="c-wsj23-a100-stock-in-china",
)
def h800_hardly_shipped(report, released, said, sold, stock) -> Working:
    """Was the last word before the report that the H800 came in quantity?"""
    return found(
        STRAINED if released.below(said) and said.below(report) else HOLDS,
        on_sale=report - released,
        before=report - said,
        over_stock=(sold / stock).times(digits=2),
    )


@check(
    "k-wsj23-h800-small-or-large",
    tokens="trn-h800-dsv3-tokens",
    parameters="trn-h800-dsv3-active",
    tokens_before="trn-gpt3-tokens",
    parameters_before="trn-gpt3-parameters",
)
def h800_small_or_large(tokens, parameters, tokens_before, parameters_before) -> Working:
    """Was a model that took no less work than GPT-3 trained on the H800?"""
    work = (parameters * tokens) / (parameters_before * tokens_before)
    return found(FAILS if work.below(1) else HOLDS, work=work.times())


@check(
    "k-wsj23-tencent-sped-up",
    before="trn-tencent-hunyuan-before",
    after="trn-tencent-hunyuan-new",
    h800="nvidia-h800/fp16_peak",
    a100="nvidia-a100/fp16_peak",
)
def tencent_sped_up(before, after, h800, a100) -> Working:
    """Does the example only keep up what its owner had, as a makeshift does?"""
    speedup = before / after
    return found(STRAINED if speedup.above(1) else HOLDS, speedup=speedup.times(), by_peak=(h800 / a100).times())


@check("k-wsj23-stock-second-count", stock="c-wsj23-a100-stock-in-china", limit="es-wsj23-stock-startups", modelled="es-015")
def stock_second_count(stock, limit, modelled) -> Working:
    """Does a count from another root admit the stated stock?"""
    return found(
        STRAINED if stock.above(limit) else HOLDS if stock.high <= limit.high else OPEN,
        over_limit=(stock / limit).times(),
        limit_of_modelled=(limit / modelled).percent(digits=2),
    )


@check("k-wsj23-baidu-reserve", report=REPORT, said="ev-wsj23-baidu-reserve", in_effect=IN_EFFECT)
def baidu_reserve(report, said, in_effect) -> Working:
    """Was the reserve called substantial later, when the way out was barred as well?"""
    return found(HOLDS if said.above(report) and said.above(in_effect) else STRAINED, after=said - report, after_rule=said - in_effect)
