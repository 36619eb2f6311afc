"""Checks of the article on Chinese firms' own chips (s-ti25): the chips of Alibaba, Baidu and Huawei."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found

_YEAR = 365.25
_MOST = 50
_PPU = {"compute": "sp-thead-ppu-fp16-peak-1", "memory": "sp-thead-ppu-memory-capacity-1", "links": "sp-thead-ppu-interconnect-bandwidth-1"}
_H20 = {
    "h20_compute": "sp-nvidia-h20-fp16-peak-1",
    "h20_memory": "sp-nvidia-h20-memory-capacity-1",
    "h20_links": "sp-nvidia-h20-interconnect-bandwidth-1",
}


@check("k-ti25-alibaba-one-chip-or-two", used="c-ti25-alibaba-own-chip-since-early-2025", tested="ev-054", launched="at-thead-ppu-release-date-1")
def one_chip_or_two(used, tested, launched) -> Working:
    """Was a chip in use before the report that has a new one still in testing?"""
    return found(OPEN if used.below(tested) else HOLDS, use_before_report=tested - used, launch_after_report=launched - tested)


@check(
    "k-ti25-alibaba-chip-against-h20",
    **_PPU,
    **_H20,
    h20_bandwidth="sp-nvidia-h20-memory-bandwidth-1",
    a100_compute="sp-nvidia-a100-fp16-peak-1",
    ascend_compute="sp-huawei-ascend-910c-fp16-peak-1",
    ascend_bandwidth="sp-huawei-ascend-910c-memory-bandwidth-1",
)
def chip_against_h20(compute, memory, links, h20_compute, h20_memory, h20_links, h20_bandwidth, a100_compute, ascend_compute, ascend_bandwidth) -> Working:
    """Does Alibaba's chip reach the H20 on what is published of both?"""
    behind = [mine.below(theirs) for mine, theirs in ((compute, h20_compute), (memory, h20_memory), (links, h20_links))]
    return found(
        FAILS if all(behind) else STRAINED if any(behind) else HOLDS,
        memory_part=(memory / h20_memory).percent(2),
        links_part=(links / h20_links).percent(2),
        compute_part=(compute / h20_compute).percent(2),
        compute_to_a100=(compute / a100_compute).percent(2),
        ascend_compute_to_h20=(ascend_compute / h20_compute).times(2),
        ascend_bandwidth_to_h20=(ascend_bandwidth / h20_bandwidth).percent(2),
    )


@check("k-ti25-training-against-ft25", **_PPU, **_H20, p800="sp-kunlunxin-p800-fp16-peak-1", failed="ev-052", reported="ev-057")
def training_against_ft25(compute, memory, links, h20_compute, h20_memory, h20_links, p800, failed, reported) -> Working:
    """Can the H20 be better than local chips and Alibaba's chip still train small models, by what is published of both?"""
    ahead = [mine.above(theirs) for mine, theirs in ((compute, h20_compute), (memory, h20_memory), (links, h20_links))]
    return found(
        STRAINED if any(ahead) else HOLDS,
        compute_part=(compute / h20_compute).percent(2),
        p800_compute=(p800 / h20_compute).times(2),
        failed_before=reported - failed,
    )


@check("k-ti25-relay-drops-nvidia-kept", nvidia="es-093", chinese="es-103")
def nvidia_kept(nvidia, chinese) -> Working:
    """Was reliance on Nvidia past in the half-year before the article?"""
    return found(STRAINED if nvidia.above(_MOST) else HOLDS, nvidia_to_chinese=(nvidia / chinese).times(2))


@check("k-ti25-headline-wider-than-body", t_head="es-056", kunlunxin="es-059", cards="es-004")
def headline_wider(t_head, kunlunxin, cards) -> Working:
    """Were the own chips of both firms, for whatever use, most of what the large firms bought in the year?"""
    own = t_head + kunlunxin
    part = (own / cards).percent(2)
    return found(HOLDS if part.above(_MOST) else STRAINED, own=own, part=part)


@check(
    "k-ti25-p800-experiment-size",
    chips="es-cw-p800-30k",
    rate="sp-kunlunxin-p800-fp16-peak-1",
    switched_on="ev-042",
    printed="c-ti25-theinformation-report-date",
    run="es-178",
    run_rate="sp-nvidia-h800-fp16-peak-1",
)
def experiment_size(chips, rate, switched_on, printed, run, run_rate) -> Working:
    """Had Baidu a cluster of its own chips as strong as one that trained a large model?"""
    strength = (chips * rate / (run * run_rate)).times(2)
    return found(HOLDS if strength.above(1) and switched_on.below(printed) else STRAINED, strength=strength, running_for=printed - switched_on)


@check(
    "k-ti25-910d-hope-became-fact",
    ascend_910c="sp-huawei-ascend-910c-fp16-peak-1",
    h100="sp-nvidia-h100-fp16-peak-1",
    tests="es-131",
    reported="ev-043",
    roadmap="ev-061",
)
def hope_became_fact(ascend_910c, h100, tests, reported, roadmap) -> Working:
    """Had any chip of the line reached the H100, on paper or in tests?"""
    part = (ascend_910c / h100).percent(2)
    reached = [not part.below(100), not tests.below(1)]
    return found(
        HOLDS if all(reached) else STRAINED if any(reached) else FAILS,
        part=part,
        needed=(h100 / ascend_910c).times(),
        in_tests=tests.percent(2),
        roadmap_after=roadmap - reported,
    )


@check("k-ti25-910d-month", said="c-ti25-910d-report-may-2025", reported="ev-043")
def month_of_910d(said, reported) -> Working:
    """Is the report of the month that the article names?"""
    return found(HOLDS if reported.inside(said) else STRAINED if reported.below(said) else FAILS, before=said - reported)


@check(
    "k-ti25-910d-yardstick-age",
    said="c-ti25-910d-report-may-2025",
    h100_announced="at-nvidia-h100-release-date-1",
    successor_listed="at-nvidia-b200-release-date-1",
    h100="sp-nvidia-h100-fp16-peak-1",
    successor="sp-nvidia-b200-fp16-peak-1",
)
def yardstick_age(said, h100_announced, successor_listed, h100, successor) -> Working:
    """Was the H100 still the newest of its kind when beating it was news?"""
    return found(
        STRAINED if successor_listed.below(said) and successor.above(h100) else HOLDS,
        age=((said - h100_announced) / _YEAR).of("years", digits=2),
        successor_out_for=said - successor_listed,
        successor_to_h100=(successor / h100).times(),
    )


@check(
    "k-ti25-910c-already-sold",
    sold="ev-021",
    next_shipped="ev-047",
    printed="c-ti25-theinformation-report-date",
    next_made="es-033",
    made="es-hi-910b-production-2025",
)
def next_chip_left_out(sold, next_shipped, printed, next_made, made) -> Working:
    """Was the 910B on sale when the article was written, and its successor too?"""
    return found(
        HOLDS if sold.below(printed) else FAILS,
        on_sale_for=printed - sold,
        next_shipped_for=printed - next_shipped,
        next_to_910b=(next_made / made).percent(2),
    )


@check("k-ti25-own-design-made-abroad", abroad="es-041", plan="es-038", dies="a-hi-dies-per-910c")
def made_abroad(abroad, plan, dies) -> Working:
    """Were the dies made abroad for Huawei fewer than it planned to make in a year?"""
    return found(HOLDS if abroad.below(plan) else STRAINED, years=(abroad / plan).of("years", digits=2), packages=(abroad / dies).of("packages"))


@check(
    "k-ti25-high-and-low-spec",
    high_compute="sp-huawei-ascend-910b-fp16-peak-1",
    high_memory="sp-huawei-ascend-910b-memory-capacity-1",
    high_bandwidth="a-hi-910b-memory-bandwidth",
    higher_compute="sp-huawei-ascend-910c-fp16-peak-1",
    higher_memory="sp-huawei-ascend-910c-memory-capacity-1",
    higher_bandwidth="sp-huawei-ascend-910c-memory-bandwidth-1",
    low_compute="sp-nvidia-h20-fp16-peak-1",
    low_memory="sp-nvidia-h20-memory-capacity-1",
    low_bandwidth="sp-nvidia-h20-memory-bandwidth-1",
)
def high_and_low(high_compute, high_memory, high_bandwidth, higher_compute, higher_memory, higher_bandwidth, low_compute, low_memory, low_bandwidth) -> Working:
    """Are the chips called high in specification above the one called low on every measure?"""
    low = (low_compute, low_memory, low_bandwidth)
    pairs = [*zip((high_compute, high_memory, high_bandwidth), low, strict=True), *zip((higher_compute, higher_memory, higher_bandwidth), low, strict=True)]
    above = [mine.above(theirs) for mine, theirs in pairs]
    return found(
        HOLDS if all(above) else STRAINED if any(above) else FAILS,
        compute_910b=(high_compute / low_compute).times(2),
        memory_910b=(high_memory / low_memory).percent(2),
        bandwidth_910b=(high_bandwidth / low_bandwidth).percent(2),
        compute_910c=(higher_compute / low_compute).times(2),
        memory_910c=(higher_memory / low_memory).times(2),
        bandwidth_910c=(higher_bandwidth / low_bandwidth).percent(2),
    )


@check("k-ti25-ascend-use-under-threat", warned="ev-046", printed="c-ti25-theinformation-report-date")
def use_under_threat(warned, printed) -> Working:
    """Could the chips be used without risk under US rules when the article was written?"""
    return found(STRAINED if warned.below(printed) else HOLDS, before=printed - warned)


@check("k-ti25-huawei-main-business", chips="es-044", sales="es-ti-revenue-huawei-2024")
def main_business(chips, sales) -> Working:
    """Is Huawei's main business, by sales, another than AI chips?"""
    part = (chips / sales).percent(2)
    return found(HOLDS if part.below(_MOST) else FAILS, part=part)


@check(
    "k-ti25-huawei-chip-unit",
    unit="es-ti-hisilicon-rev-2020",
    unit_2021="es-ti-hisilicon-rev-2021",
    specialist="es-dg-camb-rev-2020",
    rate="se-ims-fx-usd-2025-02-25",
)
def chip_unit(unit, unit_2021, specialist, rate) -> Working:
    """Was Huawei's chip unit smaller than a firm that does nothing but design chips?"""
    to_cambricon = (unit * rate / specialist).times(2)
    return found(HOLDS if to_cambricon.below(1) else STRAINED, to_cambricon=to_cambricon, change=((unit_2021 - unit) / unit).percent(2))
