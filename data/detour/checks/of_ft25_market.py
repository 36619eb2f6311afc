"""Checks of the article on the H20 and the 910B in China (s-ft25): the market, its supply and its rivals."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found

#: What is left of a lead that narrowed fast in a year; a smaller change lies within the differences between the counts.
_FAST = 0.75
#: Percent of an order for the year that an even pace would have brought by the first of July.
_DUE_BY_JULY = 50
#: Percent of a year's volume from which one order says something of the whole.
_TENTH = 10


@check(
    "k-ft25-lead-narrowing-by-count",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    nvidia_cards_2024="es-023",
    huawei_cards_2024="es-026",
    nvidia_cards_2025="es-022",
    huawei_cards_2025="es-030",
    h20_2025="es-012",
    ascend_2025="es-029",
    ascend_dies_2025="es-038",
    nvidia_share_2022="c-ds25-nvidia-share-2022",
    huawei_share_2022="c-ds25-huawei-share-2022",
    h20_forecast="es-020",
    huawei_forecast="es-028",
    duty="ev-041",
    reported_on="c-ft25-report-date",
)
def lead_narrowing(
    ratio,
    nvidia_cards_2024,
    huawei_cards_2024,
    nvidia_cards_2025,
    huawei_cards_2025,
    h20_2025,
    ascend_2025,
    ascend_dies_2025,
    nvidia_share_2022,
    huawei_share_2022,
    h20_forecast,
    huawei_forecast,
    duty,
    reported_on,
) -> Working:
    """Did the lead shrink by more than a quarter in the year after, by each count?"""
    cards_2024, cards_2025 = (nvidia_cards_2024 / huawei_cards_2024).times(), (nvidia_cards_2025 / huawei_cards_2025).times()
    chips_2025 = (h20_2025 / ascend_2025).times()
    fast = [cards_2025.below(_FAST * cards_2024), chips_2025.below(_FAST * ratio)]
    slower = [cards_2025.below(cards_2024), chips_2025.below(ratio)]
    return found(
        HOLDS if all(fast) else STRAINED if any(slower) else FAILS,
        cards_2024=cards_2024,
        cards_2025=cards_2025,
        cards_fall=(1 - cards_2025 / cards_2024).percent(2),
        chips_2025=chips_2025,
        dies_2025=(h20_2025 / ascend_dies_2025).times(),
        shares_2022=(nvidia_share_2022 / huawei_share_2022).times(),
        ratio_forecast=(h20_forecast / huawei_forecast).times(),
        duty_after=duty - reported_on,
    )


@check(
    "k-ft25-capacity-up-supply-short",
    made_910b_2024="es-hi-910b-production-2024",
    planned_910b_2025="es-hi-910b-production-2025",
    planned_910c_2025="es-hi-910c-production-2025",
    ordered="es-ft25-910b-bytedance-ordered",
    received="es-ft25-910b-bytedance-received",
    yield_2024="es-134",
    yield_2025="es-ft25-910c-yield-2025-02",
    stockpiled_dies="es-041",
    dies_per_package="a-hi-dies-per-910c",
    shipped_2025="es-029",
)
def capacity_up_supply_short(
    made_910b_2024, planned_910b_2025, planned_910c_2025, ordered, received, yield_2024, yield_2025, stockpiled_dies, dies_per_package, shipped_2025
) -> Working:
    """Can output have grown while orders went unfilled?"""
    planned = planned_910b_2025 + planned_910c_2025
    delivered = (received / ordered).percent()
    true = [planned.above(made_910b_2024) and yield_2025.above(yield_2024), delivered.below(_DUE_BY_JULY)]
    packages = (stockpiled_dies / dies_per_package).of("packages")
    return found(
        HOLDS if all(true) else STRAINED if any(true) else FAILS,
        growth=(planned / made_910b_2024).times(),
        yield_growth=(yield_2025 / yield_2024).times(),
        delivered=delivered,
        packages_of_stockpile=packages,
        stockpile_over_shipped=(packages / shipped_2025).times(),
    )


@check(
    "k-ft25-two-customers-weight",
    h20="c-ft25-h20-shipments-2024",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    ordered="es-ft25-910b-bytedance-ordered",
    received="es-ft25-910b-bytedance-received",
)
def two_customers(h20, ratio, ordered, received) -> Working:
    """Does a larger case than the two unnamed buyers show the same shortage?"""
    delivered = (received / ordered).percent()
    of_year = (ordered / (h20 / ratio)).percent()
    return found(HOLDS if delivered.below(_DUE_BY_JULY) and of_year.above(_TENTH) else STRAINED, delivered=delivered, order_of_year=of_year)


@check(
    "k-ft25-h20-demand-other-causes",
    h20_price="sp-nvidia-h20-price-7",
    huawei_price="es-129",
    ordered="es-ft25-910b-bytedance-ordered",
    received="es-ft25-910b-bytedance-received",
    h20_orders="es-ft25-h20-orders-2025q1",
    h20_revenue="c-ft25-h20-revenue-2024",
)
def demand_other_causes(h20_price, huawei_price, ordered, received, h20_orders, h20_revenue) -> Working:
    """Would price or delivery alone have sent buyers to the H20?"""
    delivered = (received / ordered).percent()
    causes = [h20_price.below(huawei_price), delivered.below(_DUE_BY_JULY)]
    return found(
        STRAINED if any(causes) else HOLDS,
        cheaper=(1 - h20_price / huawei_price).percent(2),
        delivered=delivered,
        orders_over_year=(h20_orders / h20_revenue).times(),
    )


@check(
    "k-ft25-h20-demand-overtaken",
    reported_on="c-ft25-report-date",
    duty="ev-041",
    last_quarter="es-083",
    under_licence="es-084",
    orders="es-ft25-h20-orders-2025q1",
)
def demand_overtaken(reported_on, duty, last_quarter, under_licence, orders) -> Working:
    """Was demand high when it was printed, and only then cut off?"""
    high = orders.above(last_quarter) and last_quarter.above(under_licence)
    return found(
        HOLDS if duty.above(reported_on) and high else STRAINED,
        duty_after=duty - reported_on,
        left_of_quarter=(under_licence / last_quarter).percent(2),
        orders_over_quarter=(orders / last_quarter).times(2),
    )


@check(
    "k-ft25-rivals-named-are-small",
    cambricon_2024="es-047",
    baidu_2024="es-dg-kunlun-ship-2024",
    all_2024="es-002",
    cambricon_2025="es-049",
    baidu_2025="es-059",
    t_head_2025="es-056",
    huawei_2025="es-030",
    nvidia_2025="es-022",
    all_2025="es-004",
)
def rivals_are_small(cambricon_2024, baidu_2024, all_2024, cambricon_2025, baidu_2025, t_head_2025, huawei_2025, nvidia_2025, all_2025) -> Working:
    """Do the two rivals that are named reach the size of either firm that they are said to press?"""
    both = cambricon_2025 + baidu_2025
    reached = [not both.below(each) for each in (huawei_2025, nvidia_2025)]
    return found(
        HOLDS if any(reached) else STRAINED,
        cambricon_share_2024=(cambricon_2024 / all_2024).percent(2),
        both_share_2024=((cambricon_2024 + baidu_2024) / all_2024).percent(2),
        both_share_2025=(both / all_2025).percent(2),
        huawei_share_2025=(huawei_2025 / all_2025).percent(2),
        nvidia_share_2025=(nvidia_2025 / all_2025).percent(2),
        t_head_over_both=(t_head_2025 / both).times(),
    )


@check(
    "k-ft25-share-went-to-others",
    huawei_2024="es-026",
    huawei_2024_low="es-027",
    chinese_2024="es-007",
    all_2024="es-002",
    huawei_2025="es-030",
    chinese_2025="es-008",
    nvidia_2025="es-022",
    nvidia_2024="es-023",
    all_2025="es-004",
)
def share_went_to_others(huawei_2024, huawei_2024_low, chinese_2024, all_2024, huawei_2025, chinese_2025, nvidia_2025, nvidia_2024, all_2025) -> Working:
    """Did Huawei's own share rise as Nvidia's fell, by either count of its year before?"""
    before, before_low, after = ((a / b).percent() for a, b in ((huawei_2024, all_2024), (huawei_2024_low, all_2024), (huawei_2025, all_2025)))
    rose = [after.above(before), after.above(before_low)]
    return found(
        HOLDS if all(rose) else STRAINED if any(rose) else FAILS,
        huawei_before=before,
        huawei_before_low=before_low,
        huawei_after=after,
        nvidia_before=(nvidia_2024 / all_2024).percent(),
        nvidia_after=(nvidia_2025 / all_2025).percent(),
        others_before=((chinese_2024 - huawei_2024) / all_2024).percent(),
        others_before_low=((chinese_2024 - huawei_2024_low) / all_2024).percent(),
        others_after=((chinese_2025 - huawei_2025) / all_2025).percent(),
    )


@check(
    "k-ft25-dominates-until-when",
    share_2024="es-090",
    share_2025="es-094",
    forecast_2026="es-098",
    reported_on="c-ft25-report-date",
    conceded_on="ev-107",
)
def dominates_until_when(share_2024, share_2025, forecast_2026, reported_on, conceded_on) -> Working:
    """Did Nvidia hold more than half of China when it was said to dominate, and lose it only afterwards?"""
    return found(
        HOLDS if share_2024.above(50) and conceded_on.above(reported_on) else FAILS,
        lost_in_a_year=(share_2024 - share_2025).of("percentage points"),
        to_forecast=(share_2025 - forecast_2026).of("percentage points"),
        conceded_after=conceded_on - reported_on,
    )
