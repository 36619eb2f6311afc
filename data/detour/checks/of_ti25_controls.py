"""Checks of the article on Chinese firms' own chips (s-ti25): the controls, their dates, and what they are said to have caused."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import Traced

_MONTH = 365.25 / 12
#: Bits of the half-precision operation, by which the rule multiplies its rate.
_HALF_PRECISION = 16


def _months(days: Traced) -> Traced:
    """Return a number of days in months."""
    return (days / _MONTH).of("months", digits=2)


@check(
    "k-ti25-control-start-date",
    said="c-ti25-controls-start-september-2022",
    letter="ev-006",
    rule="ev-007",
    easing="ev-ti-a100-relief",
    said_in_2023="c-wsj23-october-2022-rule",
    h100_listed="at-nvidia-h100-release-date-2",
)
def control_start_date(said, letter, rule, easing, said_in_2023, h100_listed) -> Working:
    """Does an act that began the controls fall into the month that is named?"""
    return found(
        HOLDS if letter.inside(said) else STRAINED if rule.inside(said) else FAILS,
        after_letter=said - letter,
        before_rule=rule - said,
        easing_after_letter=easing - letter,
        rule_in_other_month=rule - said_in_2023,
        h100_after_letter=h100_listed - letter,
    )


@check(
    "k-ti25-a800-h800-left-out",
    letter="ev-006",
    a800_launch="at-nvidia-a800-release-date-1",
    barred="ev-015",
    h20_launch="at-nvidia-h20-release-date-1",
    a800="es-016",
    h800="es-017",
    a800_rate="sp-nvidia-a800-fp16-peak-1",
    a100_rate="sp-nvidia-a100-fp16-peak-1",
    h800_rate="sp-nvidia-h800-fp16-peak-1",
    h100_rate="sp-nvidia-h100-fp16-peak-1",
)
def a800_h800_left_out(letter, a800_launch, barred, h20_launch, a800, h800, a800_rate, a100_rate, h800_rate, h100_rate) -> Working:
    """Were only chips of low compute on lawful sale between the first control and the H20 licence?"""
    compute_kept = [(a800_rate / a100_rate).percent(), (h800_rate / h100_rate).percent()]
    strong_on_sale = a800_launch.below(h20_launch) and any(each.above(90) for each in compute_kept)
    return found(
        STRAINED if strong_on_sale else HOLDS,
        before_h20=_months(h20_launch - letter),
        on_sale=barred - a800_launch,
        sold=(a800 + h800).of("chips", digits=4),
        a800_compute=compute_kept[0],
        h800_compute=compute_kept[1],
    )


@check(
    "k-ti25-h20-low-spec-in-what",
    compute="sp-nvidia-h20-fp16-peak-1",
    capacity="sp-nvidia-h20-memory-capacity-1",
    bandwidth="sp-nvidia-h20-memory-bandwidth-1",
    h100_compute="sp-nvidia-h100-fp16-peak-1",
    h100_capacity="sp-nvidia-h100-memory-capacity-1",
    h100_bandwidth="sp-nvidia-h100-memory-bandwidth-1",
    a100_compute="sp-nvidia-a100-fp16-peak-1",
    a100_bandwidth="sp-nvidia-a100-memory-bandwidth-1",
)
def h20_low_spec(compute, capacity, bandwidth, h100_compute, h100_capacity, h100_bandwidth, a100_compute, a100_bandwidth) -> Working:
    """Is the H20 below the controlled chips on every specification?"""
    steps = {
        "compute_to_h100": (compute / h100_compute).percent(2),
        "capacity_to_h100": (capacity / h100_capacity).times(),
        "bandwidth_to_h100": (bandwidth / h100_bandwidth).times(),
        "compute_to_a100": (compute / a100_compute).percent(2),
        "bandwidth_to_a100": (bandwidth / a100_bandwidth).times(),
    }
    lower = [mine.below(theirs) for mine, theirs in ((compute, h100_compute), (capacity, h100_capacity), (bandwidth, h100_bandwidth))]
    return found(HOLDS if all(lower) else STRAINED if any(lower) else FAILS, **steps)


@check("k-ti25-h20-ban-or-licence", duty="ev-041", licences="ev-055", sold_before="es-083", unshipped="es-ti-h20-unshipped", sold_under_licence="es-084")
def h20_ban_or_licence(duty, licences, sold_before, unshipped, sold_under_licence) -> Working:
    """Did anything come through, as it would under a licence duty and not under a ban?"""
    return found(
        STRAINED if sold_under_licence.above(0) else HOLDS,
        stop=licences - duty,
        held_back=(unshipped / (sold_before + unshipped)).percent(2),
    )


@check("k-ti25-h20-return-on-paper", sold="es-084", quarter="es-083", warned="ev-051", halted="ev-053", printed="c-ti25-theinformation-report-date")
def h20_return_on_paper(sold, quarter, warned, halted, printed) -> Working:
    """Did the H20 come back in volume, and was that open when the article was written?"""
    hollow = sold.below(quarter) and warned.below(printed)
    return found(STRAINED if hollow else HOLDS, part=(sold / quarter).percent(2), known_for=printed - warned, halted_for=printed - halted)


@check("k-ti25-huawei-first-sanctioned", zte="ev-ti-zte-listed", denied="ev-ti-zte-denied", huawei="ev-001")
def huawei_first_sanctioned(zte, denied, huawei) -> Working:
    """Was any Chinese company listed before Huawei?"""
    return found(STRAINED if zte.below(huawei) else HOLDS, lead=_months(huawei - zte), denial_lead=_months(huawei - denied))


@check("k-ti25-beijing-pressure-left-out", summoned="ev-050", warned="ev-051", halted="ev-053", printed="c-ti25-theinformation-report-date")
def beijing_pressure(summoned, warned, halted, printed) -> Working:
    """Had Beijing acted against the H20 before the article was written?"""
    return found(
        STRAINED if any(each.below(printed) for each in (summoned, warned)) else HOLDS,
        summoned_before=printed - summoned,
        warned_before=printed - warned,
        halted_before=printed - halted,
    )


@check(
    "k-ti25-own-chips-older-than-controls",
    letter="ev-006",
    hanguang_800="at-thead-hanguang-800-release-date-1",
    kunlun_1="at-kunlunxin-kunlun1-release-date-1",
    ascend_310="at-huawei-ascend-310-release-date-1",
    t_head="es-056",
    kunlunxin="es-059",
    cambricon="es-049",
)
def own_chips_older(letter, hanguang_800, kunlun_1, ascend_310, t_head, kunlunxin, cambricon) -> Working:
    """Did Alibaba and Baidu have AI chips before the controls that are said to be why they make them?"""
    older = [each.below(letter) for each in (hanguang_800, kunlun_1)]
    return found(
        FAILS if all(older) else STRAINED if any(older) else HOLDS,
        hanguang_lead=_months(letter - hanguang_800),
        kunlun_lead=_months(letter - kunlun_1),
        ascend_lead=_months(letter - ascend_310),
        t_head_to_cambricon=(t_head / cambricon).times(2),
        kunlunxin_to_cambricon=(kunlunxin / cambricon).times(2),
    )


@check(
    "k-ti25-china-sales-under-controls",
    before="se-mkt-nvda-china-fy22q4",
    after="se-mkt-nvda-china-fy23q4",
    highest_before="se-mkt-nvda-china-fy23q1",
    later="se-mkt-nvda-china-fy25q3",
    fy2024="es-076",
    fy2025="es-077",
    fy2026="es-079",
    charge="es-085@low",
)
def china_sales_under_controls(before, after, highest_before, later, fy2024, fy2025, fy2026, charge) -> Working:
    """Were Nvidia's sales in China lower under the controls all the time until the H20 needed a licence?"""
    back = (later / highest_before).times()
    growth = (fy2025 / fy2024).times()
    return found(
        STRAINED if back.above(1) and growth.above(1) else HOLDS,
        first_year=((after - before) / before).percent(2),
        back=back,
        growth=growth,
        change_after=((fy2026 - fy2025) / fy2025).percent(2),
        charge_in_sales=(charge / fy2025).percent(2),
    )


@check("k-ti25-h20-return-and-the-talks", refused="ev-ti-london-no-h20", framework="ev-ti-london-framework", announced="ev-049", tied="ev-ti-h20-magnets")
def return_and_talks(refused, framework, announced, tied) -> Working:
    """Came the return after the talks, and is their link the last word of those who negotiated?"""
    return found(
        FAILS if announced.below(framework) else STRAINED if refused.above(tied) else HOLDS,
        after_framework=announced - framework,
        after_refusal=announced - refused,
    )


@check(
    "k-ti25-h20-made-to-fit",
    compute="sp-nvidia-h20-fp16-peak-1",
    area="sp-nvidia-h20-die-area-1",
    bandwidth="sp-nvidia-h20-memory-bandwidth-1",
    lower="th-2023-3a090-b1-performance-low",
    density_limit="th-2023-3a090-b2-density-low",
    letter="th-2025-letter-memory-bandwidth",
)
def made_to_fit(compute, area, bandwidth, lower, density_limit, letter) -> Working:
    """Does the H20 stay below every limit of the rule that was in force when it came?"""
    performance = (compute * _HALF_PRECISION).of("TPP", digits=4)
    density = (compute * _HALF_PRECISION / area).of("TPP/mm^2")
    return found(
        HOLDS if performance.below(lower) and density.below(density_limit) else FAILS,
        performance=performance,
        margin=((lower - performance) / lower).percent(2),
        density=density,
        over_letter=(bandwidth / letter).times(2),
    )


@check(
    "k-ti25-in-use-before-the-cause",
    used="c-ti25-alibaba-own-chip-since-early-2025",
    cause="ev-041",
    released="at-kunlunxin-p800-release-date-1",
    cluster="ev-042",
)
def in_use_before(used, cause, released, cluster) -> Working:
    """Did both chips come after the shortage of April 2025 that is said to have made the firms go into chips?"""
    before = [used.below(cause), released.below(cause)]
    overlaps = not used.above(cause)
    return found(
        FAILS if all(before) else STRAINED if any(before) or overlaps else HOLDS,
        use_before=cause - used,
        released_before=cause - released,
        cluster_after=cluster - cause,
    )
