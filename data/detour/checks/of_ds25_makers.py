"""Checks of the article on chips for DeepSeek (s-ds25): the makers, what they supply and what they earn."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found

PAGE = "c-ds25-dated-17-february"
DOLLAR = "se-ims-fx-usd-2025-02-25"
YUAN = "c-ds25-tianfeng-replacement-market-cny"


@check(
    "k-ds25-chinese-nvidia-twice",
    cambricon="es-067",
    moore_threads="es-071",
    cambricon_2024="es-063",
    moore_threads_2024="es-dg-mtt-rev-2024",
)
def chinese_nvidia_twice(cambricon, moore_threads, cambricon_2024, moore_threads_2024) -> Working:
    """Is the company that this article calls the Chinese Nvidia the larger of the two that bear the name?"""
    smaller = moore_threads_2024.below(cambricon_2024)  # the last full year before the page
    ratios = (cambricon / moore_threads).times(2), (cambricon_2024 / moore_threads_2024).times(2)
    return found(STRAINED if smaller else HOLDS, over_2025=ratios[0], over_2024=ratios[1])


@check(
    "k-ds25-huawei-ready-vs-ft",
    page=PAGE,
    report="c-ft25-report-date",
    h20="c-ft25-h20-shipments-2024",
    planned_910b="es-hi-910b-production-2025",
    planned_910c="es-hi-910c-production-2025",
    counted="es-030",
    failed="ev-052",
)
def huawei_ready_vs_ft(page, report, h20, planned_910b, planned_910c, counted, failed) -> Working:
    """Do Huawei's plan for 2025, and what it shipped, reach the one chip that Nvidia could still sell?"""
    planned = (planned_910b + planned_910c).of("chips")
    return found(
        STRAINED if planned.below(h20) or counted.below(h20) else HOLDS,
        apart=page - report,
        planned=planned,
        planned_of_h20=(planned / h20).percent(digits=2),
        counted_of_h20=(counted / h20).percent(digits=2),
        failure_told_after=failed - page,
    )


@check(
    "k-ds25-tsmc-smic",
    dies="es-041",
    per_package="a-hi-dies-per-910c",
    planned="es-hi-910c-production-2025",
    counted="es-030",
    known="ev-ds25-tsmc-die-910b",
    teardown="ev-066",
    page=PAGE,
)
def tsmc_smic(dies, per_package, planned, counted, known, teardown, page) -> Working:
    """Was a TSMC die known in an Ascend chip before the article, or the stock of such dies larger than the chips of 2025 could use up?"""
    packages = (dies / per_package).of("packages")
    return found(
        STRAINED if known.below(page) or packages.above(counted) else HOLDS,
        known_before=page - known,
        packages=packages,
        over_plan=(packages / planned).times(),
        over_counted=(packages / counted).times(2),
        found_after=teardown - page,
    )


@check(
    "k-ds25-six-dragons-scope",
    huawei="es-030",
    t_head="es-056",
    kunlunxin="es-059",
    cambricon="es-049",
    all_chinese="es-008",
    kunlunxin_2024="es-dg-kunlun-ship-2024",
    cambricon_2024="es-047",
)
def six_dragons_scope(huawei, t_head, kunlunxin, cambricon, all_chinese, kunlunxin_2024, cambricon_2024) -> Working:
    """Is no maker outside the six larger than one that is counted among them?"""
    outside, inside = (t_head + kunlunxin).of("cards"), (huawei + cambricon).of("cards")
    larger = t_head.above(cambricon) or kunlunxin.above(cambricon) or kunlunxin_2024.above(cambricon_2024)
    return found(
        STRAINED if larger else HOLDS,
        outside_share=(outside / all_chinese).percent(digits=2),
        inside_share=(inside / all_chinese).percent(digits=2),
        unnamed=(all_chinese - outside - inside).of("cards"),
        t_head_over=(t_head / cambricon).times(2),
        kunlunxin_over_2024=(kunlunxin_2024 / cambricon_2024).times(2),
    )


@check(
    "k-ds25-controls-vs-broker",
    before="es-102",
    after="es-104",
    inference="es-131",
    rate="huawei-ascend-910c/fp16_peak",
    h100_rate="nvidia-h100/fp16_peak",
)
def controls_vs_broker(before, after, inference, rate, h100_rate) -> Working:
    """Had Chinese makers taken the market, or reached the performance, that neutralised controls would mean?"""
    compute = (rate / h100_rate).percent(digits=2)
    filled, equal = after.above(50), not inference.below(1)
    verdict = HOLDS if filled and equal else STRAINED if after.above(before) else FAILS
    return found(verdict, gained=(after - before).of("percent"), left=(100 - after).of("percent"), compute=compute)


@check(
    "k-ds25-self-praise-headline",
    result="es-ds25-jingjia-net-2025",
    revenue="es-073",
    revenue_2021="es-dg-jj-rev-2021",
)
def self_praise_headline(result, revenue, revenue_2021) -> Working:
    """Did the maker of the dream pairing earn by it in the year that followed?"""
    smaller = (revenue / revenue_2021).percent(digits=2)
    return found(STRAINED if result.below(0) else HOLDS, of_2021=smaller)


@check(
    "k-ds25-makers-outcome",
    market=YUAN,
    rate=DOLLAR,
    huawei="es-044",
    cambricon="es-067",
    moore_threads="es-071",
    jingjia="es-073",
    metax="es-072",
    kunlunxin="es-060",
)
def makers_outcome(market, rate, huawei, cambricon, moore_threads, jingjia, metax, kunlunxin) -> Working:
    """Did the Chinese makers whose sales are told take in, in 2025, the sum that was forecast for them?"""
    huawei_yuan, others = (huawei * rate).of("CNY"), (cambricon + moore_threads + jingjia + metax + kunlunxin).of("CNY")
    total = (huawei_yuan + others).of("CNY")
    # A tenth is what makers without accounts for the year may add.
    verdict = HOLDS if not total.below(market) else OPEN if total.meets(market, within=0.1) else STRAINED
    return found(
        verdict,
        huawei=huawei_yuan,
        others=others,
        total=total,
        huawei_share=(huawei_yuan / market).percent(digits=2),
        others_share=(others / market).percent(digits=2),
        total_share=(total / market).percent(digits=2),
    )


@check(
    "k-ds25-makers-losses",
    cambricon_sales="es-063",
    moore_threads_sales="es-dg-mtt-rev-2024",
    biren_sales="es-dg-biren-rev-2024",
    jingjia_sales="es-dg-jj-rev-2024",
    cambricon_result="es-065",
    moore_threads_result="es-dg-mtt-net-2024",
    biren_result="es-dg-biren-net-2024",
    jingjia_result="es-dg-jj-net-2024",
    rule="ev-007",
    stop="ev-dg-biren-tsmc-stop",
)
def makers_losses(
    cambricon_sales,
    moore_threads_sales,
    biren_sales,
    jingjia_sales,
    cambricon_result,
    moore_threads_result,
    biren_result,
    jingjia_result,
    rule,
    stop,
) -> Working:
    """Did the smaller of the six makers earn, in the year before the page, what success without difficulty would bring?"""
    sales = (cambricon_sales + moore_threads_sales + biren_sales + jingjia_sales).of("CNY", digits=4)
    losses = (-1 * (cambricon_result + moore_threads_result + biren_result + jingjia_result)).of("CNY")
    return found(STRAINED if losses.above(0) else HOLDS, sales=sales, losses=losses, of_sales=(losses / sales).percent(), stopped_after=stop - rule)
