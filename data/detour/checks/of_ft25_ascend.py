"""Checks of the article on the H20 and the 910B in China (s-ft25): what Ascend did, what held it back, and who else turned to inference."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found
from detour.checks.traced import greatest, least


@check(
    "k-ft25-huawei-trained-on-ascend",
    size="sp-pangu-ultra-moe-parameters-1",
    leading_size="sp-deepseek-r1-parameters-1",
    chips="es-ft25-pangu-ultra-moe",
    leading_chips="es-178",
    reported_on="c-ft25-report-date",
    dense_told_on="ev-ft25-pangu-ultra",
    told_on="ev-ft25-pangu-ultra-moe",
    failed_on="ev-052",
)
def trained_on_ascend(size, leading_size, chips, leading_chips, reported_on, dense_told_on, told_on, failed_on) -> Working:
    """Did Huawei train a model of the leading Chinese size on Ascend, and tell of it only after the report?"""
    as_large = not size.below(leading_size)
    return found(
        FAILS if as_large and told_on.below(reported_on) else STRAINED if as_large else HOLDS,
        size_over_leading=(size / leading_size).times(),
        chips_over_leading=(chips / leading_chips).times(2),
        dense_told_after=dense_told_on - reported_on,
        told_after=told_on - reported_on,
        told_before_failure=failed_on - told_on,
    )


@check(
    "k-ft25-links-like-the-h800",
    links="a-hi-910b-links",
    compute="a-hi-910b-fp16",
    h800_links="nvidia-h800/interconnect_bandwidth",
    h800_compute="nvidia-h800/fp16_peak",
    h100_links="nvidia-h100/interconnect_bandwidth",
    h100_compute="nvidia-h100/fp16_peak",
    run="es-178",
)
def links_like_the_h800(links, compute, h800_links, h800_compute, h100_links, h100_compute, run) -> Working:
    """Has the 910B less of listed link for its arithmetic than the chip that trained the leading Chinese model?"""
    for_compute = links / compute / (h800_links / h800_compute)
    return found(
        HOLDS if for_compute.below(1) else STRAINED if for_compute.above(1) else OPEN,
        of_h800=(links / h800_links).percent(2),
        for_compute=for_compute.times(2),
        for_compute_of_h100=(links / compute / (h100_links / h100_compute)).times(2),
        chips_of_run=run,
    )


@check(
    "k-ft25-models-do-run",
    over_h20="r-hi-decode-910c-h20",
    over_h800="r-hi-decode-910c-h800",
    reading_over_h800="r-hi-prefill-910c-h800",
    compute="a-hi-910c-fp16",
    h800_compute="nvidia-h800/fp16_peak",
)
def models_do_run(over_h20, over_h800, reading_over_h800, compute, h800_compute) -> Working:
    """Does a model trained on Nvidia's chips write on Ascend at least as fast as on the Nvidia chip that could be bought?"""
    return found(
        STRAINED if over_h20.below(1) else HOLDS,
        over_h20=over_h20.times(2),
        over_h800=over_h800.percent(2),
        reading_over_h800=reading_over_h800.percent(2),
        listed_over_h800=(compute / h800_compute).percent(2),
    )


@check(
    "k-ft25-memory-not-tools",
    dies="es-041",
    dies_per_package="a-hi-dies-per-910c",
    shipped_2025="es-030",
    expected_2025="es-029",
    limited_2026="es-036",
    control_on="ev-028",
    reported_on="c-ft25-report-date",
)
def memory_not_tools(dies, dies_per_package, shipped_2025, expected_2025, limited_2026, control_on, reported_on) -> Working:
    """Could the dies made abroad carry the year after the report, and is something else than tools said to limit the next?"""
    packages = dies / dies_per_package
    carried, limited = packages.above(shipped_2025), limited_2026.below(expected_2025)
    return found(
        STRAINED if carried and limited else OPEN if carried or limited else HOLDS,
        packages=packages.of("packages"),
        packages_over_shipped=(packages / shipped_2025).times(2),
        left_in_2026=(limited_2026 / expected_2025).percent(2),
        control_before=reported_on - control_on,
    )


@check(
    "k-ft25-focus-before-controls",
    china_2019="es-158",
    china_2021="es-159",
    china_2022="es-160",
    told_on="ev-ft25-idc-inference",
    letter_on="ev-006",
)
def focus_before_controls(china_2019, china_2021, china_2022, told_on, letter_on) -> Working:
    """Was inference expected to lead in China before there was a control on chips?"""
    led = china_2021.above(50) and told_on.below(letter_on)
    return found(
        STRAINED if led else HOLDS,
        told_before=((letter_on - told_on) / 365.25).of("years", 2),
        gained=(china_2022 - china_2019).of("percentage points"),
    )


@check(
    "k-ft25-american-rivals-unlike",
    amazon="es-ft25-amazon-own-2024",
    microsoft="es-ft25-microsoft-own-2024",
    google="es-ft25-google-own-2024",
    meta="es-ft25-meta-own-2024",
    microsoft_bought="es-ft25-microsoft-hopper-2024",
)
def american_rivals_unlike(amazon, microsoft, google, meta, microsoft_bought) -> Working:
    """Do the two firms that are named use more chips of their own than the two that are not?"""
    largest, smallest = greatest(amazon, microsoft), least(amazon, microsoft)
    return found(
        HOLDS if smallest.above(greatest(google, meta)) else STRAINED if largest.below(least(google, meta)) else OPEN,
        amazon_over_microsoft=(amazon / microsoft).times(2),
        amazon_of_google=(amazon / google).percent(2),
        unnamed_over_named=((google + meta) / (amazon + microsoft)).times(2),
        microsoft_own_of_bought=(microsoft / microsoft_bought).percent(2),
    )


@check(
    "k-ft25-lucrative-when",
    reported_on="c-ft25-report-date",
    profitable_on="ev-ft25-ascend-profitable",
    revenue_2025="es-044",
    expected_2026="es-045",
    h20_2024="c-ft25-h20-revenue-2024",
)
def lucrative_when(reported_on, profitable_on, revenue_2025, expected_2026, h20_2024) -> Working:
    """Did Huawei's chips begin to pay after they were said to promise it, and is more expected?"""
    paid = [profitable_on.above(reported_on), expected_2026.above(revenue_2025)]
    return found(
        HOLDS if all(paid) else OPEN,
        profitable_after=profitable_on - reported_on,
        of_h20=(revenue_2025 / h20_2024).percent(2),
        growth=(expected_2026 / revenue_2025).times(2),
    )
