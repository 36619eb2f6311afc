"""Checks of the article on the H20 and the 910B in China (s-ft25): what it says of the chips."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found


@check(
    "k-ft25-h20-weaker-on-one-axis",
    compute="nvidia-h20/fp16_peak",
    memory="nvidia-h20/memory_bandwidth",
    links="nvidia-h20/interconnect_bandwidth",
    h100_compute="nvidia-h100/fp16_peak",
    h100_memory="nvidia-h100/memory_bandwidth",
    h100_links="nvidia-h100/interconnect_bandwidth",
    h200_memory="nvidia-h200/memory_bandwidth",
    h200_listed_on="at-nvidia-h200-release-date-1",
    reported_on="c-ft25-report-date",
)
def weaker_on_one_axis(compute, memory, links, h100_compute, h100_memory, h100_links, h200_memory, h200_listed_on, reported_on) -> Working:
    """Is the H20 the weaker chip on every axis?"""
    axes = {
        "compute": (compute / h100_compute).percent(),
        "memory": (memory / h100_memory).percent(),
        "links": (links / h100_links).percent(),
    }
    weaker = [axis.below(100) for axis in axes.values()]
    return found(
        HOLDS if all(weaker) else STRAINED if any(weaker) else FAILS,
        **axes,
        memory_against_h200=(memory / h200_memory).percent(),
        h200_listed_before=reported_on - h200_listed_on,
    )


@check(
    "k-ft25-h20-better-than-910b-by-what",
    h20_compute="nvidia-h20/fp16_peak",
    h20_memory="nvidia-h20/memory_bandwidth",
    h20_links="nvidia-h20/interconnect_bandwidth",
    huawei_compute="a-hi-910b-fp16",
    huawei_memory="a-hi-910b-memory-bandwidth",
    huawei_links="a-hi-910b-links",
)
def better_by_what(h20_compute, h20_memory, h20_links, huawei_compute, huawei_memory, huawei_links) -> Working:
    """Is the H20 the better chip on every axis, whichever list of the 910B is right?"""
    better = [h20_compute.above(huawei_compute), h20_memory.above(huawei_memory), h20_links.above(huawei_links)]
    return found(
        HOLDS if all(better) else STRAINED if any(better) else FAILS,
        huawei_compute_over_h20=(huawei_compute / h20_compute).times(2),
        h20_memory_over_huawei=(h20_memory / huawei_memory).times(2),
        h20_links_over_huawei=(h20_links / huawei_links).times(2),
    )


@check(
    "k-ft25-twice-the-chips-same-compute",
    h20="c-ft25-h20-shipments-2024",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    h20_compute="nvidia-h20/fp16_peak",
    h20_memory="nvidia-h20/memory_bandwidth",
    huawei_compute="a-hi-910b-fp16",
    huawei_memory="a-hi-910b-memory-bandwidth",
)
def same_compute(h20, ratio, h20_compute, h20_memory, huawei_compute, huawei_memory) -> Working:
    """Does Nvidia's lead in chips remain a lead when the chips are weighted?"""
    implied = h20 / ratio
    by_compute, by_memory = (ratio * h20_compute / huawei_compute).times(), (ratio * h20_memory / huawei_memory).times()
    leads = [each.above(1) for each in (by_compute, by_memory)]
    return found(
        HOLDS if any(leads) else FAILS if by_compute.below(1) and by_memory.below(1) else STRAINED,
        h20_total=(h20 * h20_compute / 1000).of("PFLOP/s"),
        huawei_total=(implied * huawei_compute / 1000).of("PFLOP/s"),
        ratio_by_compute=by_compute,
        ratio_by_memory=by_memory,
    )


@check(
    "k-ft25-910c-soon-or-already",
    reported_on="c-ft25-report-date",
    offered="ev-025",
    listed_on="at-huawei-ascend-910c-release-date-2",
    company_says="at-huawei-ascend-910c-release-date-1",
    mass_shipments="ev-047",
    other_article_on="c-ds25-dated-17-february",
)
def soon_or_already(reported_on, offered, listed_on, company_says, mass_shipments, other_article_on) -> Working:
    """Was the chip still to come, by each of the dates that are given for its launch?"""
    dates = (listed_on, company_says, mass_shipments)
    if all(each.above(reported_on) for each in dates):
        verdict = HOLDS
    elif all(each.below(reported_on) for each in dates):
        verdict = FAILS
    else:
        verdict = STRAINED
    return found(
        verdict,
        offered_before=reported_on - offered,
        listed_before=reported_on - listed_on,
        mass_after=mass_shipments - reported_on,
        other_article_after=other_article_on - reported_on,
    )


@check(
    "k-ft25-910c-cannot-cure-cuda",
    compute="huawei-ascend-910c/fp16_peak",
    capacity="huawei-ascend-910c/memory_capacity",
    memory="huawei-ascend-910c/memory_bandwidth",
    links="huawei-ascend-910c/interconnect_bandwidth",
    old_compute="huawei-ascend-910b1/fp16_peak",
    old_capacity="huawei-ascend-910b1/memory_capacity",
    old_memory="huawei-ascend-910b1/memory_bandwidth",
    old_links="huawei-ascend-910b/interconnect_bandwidth",
    dies="a-hi-dies-per-910c",
    reported_on="c-ft25-report-date",
    failed_on="ev-052",
)
def cannot_cure(compute, capacity, memory, links, old_compute, old_capacity, old_memory, old_links, dies, reported_on, failed_on) -> Working:
    """Does a die of the new chip do more than the old chip, on any axis?"""
    axes = {
        "compute_over_old": (compute / old_compute).times(),
        "capacity_over_old": (capacity / old_capacity).times(),
        "memory_over_old": (memory / old_memory).times(),
        "links_over_old": (links / old_links).times(),
    }
    gains = any((axis / dies).above(1) for axis in axes.values())  # a package of two dies that does more than two old chips
    return found(OPEN if gains else STRAINED, **axes, failed_after=failed_on - reported_on)


@check(
    "k-ft25-latest-ascend-undefined",
    reported_on="c-ft25-report-date",
    older_listed_on="at-huawei-ascend-910b-release-date-1",
    newer_listed_on="at-huawei-ascend-910c-release-date-2",
    company_says="at-huawei-ascend-910c-release-date-1",
)
def latest_ascend(reported_on, older_listed_on, newer_listed_on, company_says) -> Working:
    """Do the dates of launch agree which Ascend was the latest on the day of the report?"""
    listed, launched = newer_listed_on.below(reported_on), company_says.below(reported_on)
    return found(
        HOLDS if listed == launched else OPEN,
        older_listed_before=reported_on - older_listed_on,
        newer_listed_before=reported_on - newer_listed_on,
    )


@check(
    "k-ft25-failures-are-not-links",
    interruptions="trn-h100-llama3-interruptions",
    window="trn-h100-llama3-window",
    huawei_links="a-hi-910b-links",
    nvidia_links="nvidia-h100/interconnect_bandwidth",
)
def failures_are_not_links(interruptions, window, huawei_links, nvidia_links) -> Working:
    """Do clusters with Nvidia's links go without the failures that the quotation puts down to Ascend's?"""
    a_day = (interruptions / window).of("interruptions a day")
    return found(
        STRAINED if a_day.above(1) and huawei_links.below(nvidia_links) else HOLDS,
        interruptions_a_day=a_day,
        hours_between=(24 * window / interruptions).of("hours", 2),
        link_of_nvidia=(huawei_links / nvidia_links).percent(2),
    )


@check(
    "k-ft25-better-than-which",
    compute="nvidia-h20/fp16_peak",
    memory="nvidia-h20/memory_bandwidth",
    mlu590_compute="sp-cambricon-mlu590-fp16-peak-3",
    mlu590_memory="cambricon-mlu590/memory_bandwidth",
    p800_compute="kunlunxin-p800/fp16_peak",
    p800_memory="kunlunxin-p800/memory_bandwidth",
    ascend_compute="sp-huawei-ascend-910c-fp16-peak-8",
    ascend_memory="sp-huawei-ascend-910c-memory-bandwidth-6@high",
)
def better_than_which(compute, memory, mlu590_compute, mlu590_memory, p800_compute, p800_memory, ascend_compute, ascend_memory) -> Working:
    """Is the H20 better on both axes than each of the other local chips, at the listings that favour it least in memory and most in compute?"""
    rates = {"compute_to_mlu590": compute / mlu590_compute, "compute_to_p800": compute / p800_compute, "compute_to_910c": compute / ascend_compute}
    paths = {"memory_to_mlu590": memory / mlu590_memory, "memory_to_p800": memory / p800_memory, "memory_to_910c": memory / ascend_memory}
    ratios = {name: each.times(2) for name, each in (rates | paths).items()}
    better = [each.above(1) for each in ratios.values()]
    return found(HOLDS if all(better) else STRAINED if any(better) else FAILS, **ratios)
