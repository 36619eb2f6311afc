"""Checks of the article on AI without the latest chips (s-wsj23): launches, rules and what each could reach."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found

REPORT = "c-wsj23-wsj-report-date"
LAUNCHED = "c-wsj23-h100-launch-march"
BARRED = "c-wsj23-october-2022-rule"
#: Acts: the letter on the two chips, the two general rules, and the day on which the second took effect for Nvidia.
LETTER, RULE, SECOND_RULE, IN_EFFECT = "ev-006", "ev-007", "ev-015", "ev-017"
A100_RELEASED = "at-nvidia-a100-40gb-release-date-1"
A800_RELEASED = "at-nvidia-a800-release-date-1"
H100_LISTED = "at-nvidia-h100-release-date-2"
H800_RELEASED = "at-nvidia-h800-release-date-1"
V100_RELEASED, P100_RELEASED = "at-nvidia-v100-release-date-1", "at-nvidia-p100-release-date-1"
H100, H800, A100 = "nvidia-h100/fp16_peak", "nvidia-h800/fp16_peak", "nvidia-a100/fp16_peak"
A800_INT8, H800_INT8 = "nvidia-a800/int8_peak", "nvidia-h800/int8_peak"
#: The rules multiply operations by the bits of their operands.
BITS = 8


@check("k-wsj23-h100-march", launched=LAUNCHED, announced="at-nvidia-h100-release-date-1", listed=H100_LISTED, h800=H800_RELEASED)
def h100_march(launched, announced, listed, h800) -> Working:
    """Is the printed month that of the announcement or of the listing of the H100?"""
    return found(
        HOLDS if launched.meets(announced) or launched.meets(listed) else FAILS,
        after_announcement=launched - announced,
        after_listing=launched - listed,
        h800_after_announcement=h800 - announced,
    )


@check("k-wsj23-h100-stock-before-launch", launched=LAUNCHED, barred=BARRED, listed=H100_LISTED, letter=LETTER)
def h100_stock_before_launch(launched, barred, listed, letter) -> Working:
    """Was there a time in which the H100 was out and not yet barred?"""
    too_late = [launched.above(barred), listed.above(letter)]
    return found(
        FAILS if all(too_late) else STRAINED if any(too_late) else HOLDS,
        in_the_article=launched - barred,
        in_the_record=listed - letter,
    )


@check(
    "k-wsj23-old-versions-are-newer",
    a800=A800_RELEASED,
    a100=A100_RELEASED,
    h800=H800_RELEASED,
    h100=H100_LISTED,
    v100=V100_RELEASED,
    p100=P100_RELEASED,
)
def old_versions_are_newer(a800, a100, h800, h100, v100, p100) -> Working:
    """Did the chips called older come out before the chips that they are older than?"""
    newer = [a800.above(a100), h800.above(h100)]
    return found(
        FAILS if all(newer) else STRAINED if any(newer) else HOLDS,
        a800_later=a800 - a100,
        h800_later=h800 - h100,
        v100_earlier=a100 - v100,
        p100_earlier=a100 - p100,
    )


@check(
    "k-wsj23-huawei-importable",
    listed="ev-001",
    rule="ev-004",
    a800=A800_RELEASED,
    h800=H800_RELEASED,
    v100=V100_RELEASED,
    p100=P100_RELEASED,
)
def huawei_importable(listed, rule, a800, h800, v100, p100) -> Working:
    """Which of the four chips came out before Huawei was cut off?"""
    in_time = [each.below(rule) for each in (a800, h800, v100, p100)]
    return found(
        HOLDS if all(in_time) else STRAINED if any(in_time) else FAILS,
        a800_late=a800 - rule,
        h800_late=h800 - rule,
        v100_early=listed - v100,
        p100_early=listed - p100,
    )


@check(
    "k-wsj23-importable-until-october",
    report=REPORT,
    rule=SECOND_RULE,
    in_effect=IN_EFFECT,
    link_limit="th-2022-3a090-interconnect",
    a800_link="nvidia-a800/interconnect_bandwidth",
    h800_link="nvidia-h800/interconnect_bandwidth",
    limit="th-2023-3a090-a1-performance",
    a800_int8=A800_INT8,
    h800_int8=H800_INT8,
)
def importable_until_october(report, rule, in_effect, link_limit, a800_link, h800_link, limit, a800_int8, h800_int8) -> Working:
    """Were both chips outside the rule in force when the article appeared?"""
    lawful = report.below(in_effect) and a800_link.below(link_limit) and h800_link.below(link_limit)
    a800, h800 = (a800_int8 * BITS).of("TPP", digits=None), (h800_int8 * BITS).of("TPP", digits=None)
    return found(
        HOLDS if lawful else FAILS,
        until_rule=rule - report,
        until_effect=in_effect - report,
        a800=a800,
        h800=h800,
        over_limit=(h800 / limit).times(digits=2),
    )


@check("k-wsj23-october-or-august", here=BARRED, elsewhere="c-ti25-controls-start-september-2022", letter=LETTER, rule=RULE)
def october_or_august(here, elsewhere, letter, rule) -> Working:
    """Is the month that of the act that first reached the two chips?"""
    return found(
        HOLDS if here.meets(letter) else STRAINED if here.meets(rule) else FAILS,
        rule_after_letter=rule - letter,
        elsewhere_after_letter=elsewhere - letter,
    )


@check(
    "k-wsj23-without-advanced-chips",
    limit="th-2022-3a090-performance",
    h800_int8=H800_INT8,
    h800=H800,
    h100=H100,
)
def without_advanced_chips(limit, h800_int8, h800, h100) -> Working:
    """Is the H800 that the body names below what the rule of October 2022 calls advanced?"""
    performance = (h800_int8 * BITS).of("TPP", digits=None)
    return found(
        HOLDS if performance.below(limit) else STRAINED,
        performance=performance,
        over_limit=(performance / limit).times(digits=2),
        peak_share=(h800 / h100).percent(digits=4),
    )


@check(
    "k-wsj23-tencent-no-example",
    announced="c-wsj23-tencent-cluster-april",
    h800_released=H800_RELEASED,
    h100=H100,
    h800=H800,
    earlier="c-wsj23-three-to-four-chips-for-one",
)
def tencent_no_example(announced, h800_released, h100, h800, earlier) -> Working:
    """Does the chip of the example need to be combined as the sentence before says?"""
    for_one = (h100 / h800).times()
    return found(HOLDS if for_one.meets(earlier) else STRAINED, for_one=for_one, age=announced - h800_released)


@check("k-wsj23-a100-essential-or-not", report=REPORT, h800_released=H800_RELEASED, h800=H800, a100=A100)
def a100_essential(report, h800_released, h800, a100) -> Working:
    """Was a chip of at least the same peak on sale in China when the A100 was called essential?"""
    replaceable = h800_released.below(report) and not h800.below(a100)
    return found(STRAINED if replaceable else HOLDS, on_sale=report - h800_released, in_a100=(h800 / a100).times())


@check("k-wsj23-bar-or-licence", letter=LETTER, rule=RULE, arrived="ev-wsj23-a100-tenders")
def bar_or_licence(letter, rule, arrived) -> Working:
    """Is an arrival of the chips reported after the act that is told as a bar?"""
    return found(
        STRAINED if arrived.above(letter) and arrived.above(rule) else HOLDS,
        after_letter=arrived - letter,
        after_rule=arrived - rule,
    )


@check("k-wsj23-a800-before-the-rule", production="at-nvidia-a800-production-start-1", rule=RULE, letter=LETTER, barred=BARRED)
def a800_before_the_rule(production, rule, letter, barred) -> Working:
    """Did the reduced chip go into production after the rule that is said to be its cause?"""
    before = production.below(rule) and production.below(barred)
    return found(
        STRAINED if before else OPEN if production.meets(rule) else HOLDS,
        before_rule=rule - production,
        rule_after_letter=rule - letter,
    )
