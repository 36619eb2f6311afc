"""Checks of the article on Chinese firms' own chips (s-ti25): what accounts and prices say of Cambricon's rescue and of its buyer."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found


@check(
    "k-ti25-bytedance-largest-customer",
    purchase="c-ti25-bytedance-siyuan-590-2024",
    largest="es-ti-camb-customer-2024",
    revenue="es-063",
    five="es-177",
    shipped="es-047",
    price="sp-cambricon-mlu590-price-1",
    rate="se-ims-fx-usd-2025-02-25",
)
def largest_customer(purchase, largest, revenue, five, shipped, price, rate) -> Working:
    """Did any customer of the year pay enough for the purchase at the street price?"""
    most = (largest / purchase).of("CNY/chip")
    most_in_dollars = (largest / purchase / rate).of("USD/chip")
    return found(
        STRAINED if most_in_dollars.below(price) else HOLDS,
        part=(largest / revenue).percent(2),
        chips_part=(purchase / shipped).percent(2),
        most=most,
        most_in_dollars=most_in_dollars,
        other_most=((five / 100 * revenue - largest) / purchase).of("CNY/chip", digits=2),
    )


@check(
    "k-ti25-cambricon-losses-added-up",
    net_2017="es-ti-camb-net-2017",
    net_2018="es-ti-camb-net-2018",
    net_2019="es-ti-camb-net-2019",
    net_2020="es-dg-camb-net-2020",
    net_2021="es-dg-camb-net-2021",
    net_2022="es-dg-camb-net-2022",
    net_2023="es-dg-camb-net-2023",
    net_2024="es-065",
    net_2025="es-068",
    net_2026h1="es-dg-camb-net-2026h1",
)
def losses_added_up(net_2017, net_2018, net_2019, net_2020, net_2021, net_2022, net_2023, net_2024, net_2025, net_2026h1) -> Working:
    """Did Cambricon lose money in every year up to the one of its first profitable quarter?"""
    years = (net_2017, net_2018, net_2019, net_2020, net_2021, net_2022, net_2023, net_2024)
    lost = (0 - (net_2017 + net_2018 + net_2019 + net_2020 + net_2021 + net_2022 + net_2023 + net_2024)).of("CNY")
    earned = (net_2025 + net_2026h1).of("CNY")
    return found(HOLDS if all(each.below(0) for each in years) else FAILS, lost=lost, earned=earned, earned_part=(earned / lost).percent(2))


@check(
    "k-ti25-cambricon-money-in-hand",
    liquid="es-ti-camb-liquid-2022",
    net_2022="es-dg-camb-net-2022",
    net_2023="es-dg-camb-net-2023",
    nine_months_2024="es-dg-camb-net-2024-9m",
)
def money_in_hand(liquid, net_2022, net_2023, nine_months_2024) -> Working:
    """Would the money in hand when the controls came have run out before the first profit?"""
    later = (0 - (net_2023 + nine_months_2024)).of("CNY")
    cover = (liquid / later).times(2)
    return found(STRAINED if cover.above(1) else HOLDS, years=(liquid / (0 - net_2022)).of("years", digits=2), later=later, cover=cover)


@check(
    "k-ti25-cambricon-share-after-controls",
    before="es-ti-camb-price-2022-03",
    lowest="es-ti-camb-price-low",
    rule="ev-007",
    own_listing="ev-009",
    value_before="es-ti-camb-value-2022-03",
    value_2025="es-ti-camb-value-2025-08",
    peak="es-ti-camb-value-peak",
)
def share_after_controls(before, lowest, rule, own_listing, value_before, value_2025, peak) -> Working:
    """Was the share at its lowest before the controls rather than after them?"""
    return found(
        STRAINED if lowest.below(before) else HOLDS,
        change=((lowest - before) / before).percent(2),
        own_listing_after=own_listing - rule,
        rise=(value_2025 / value_before).times(2),
        to_peak=(value_2025 / peak).times(2),
    )


@check(
    "k-ti25-chinas-nvidia-size",
    cambricon="es-063",
    rate="se-ims-fx-usd-2025-02-25",
    nvidia="es-077",
    nvidia_by_location="es-078",
    cambricon_2025="es-067",
    nvidia_2026="es-079",
)
def chinas_nvidia_size(cambricon, rate, nvidia, nvidia_by_location, cambricon_2025, nvidia_2026) -> Working:
    """Did the firm called China's Nvidia sell as much as Nvidia sold in China?"""
    part = (cambricon / rate / nvidia).percent(2)
    part_by_location = (cambricon / rate / nvidia_by_location).percent(2)
    return found(
        STRAINED if part_by_location.below(100) else HOLDS,
        sales=(cambricon / rate).of("USD"),
        part=part,
        part_by_location=part_by_location,
        part_later=(cambricon_2025 / rate / nvidia_2026).percent(2),
    )


@check(
    "k-ti25-bytedance-damage-and-growth",
    growth="es-ti-bytedance-growth-2024",
    bytedance="es-ti-revenue-bytedance-2024",
    huawei="es-ti-revenue-huawei-2024",
)
def damage_and_growth(growth, bytedance, huawei) -> Working:
    """Did the sales of the firm called damaged shrink in the year of the purchase?"""
    return found(HOLDS if growth.below(0) else STRAINED, to_huawei=(bytedance / huawei).times())


@check(
    "k-ti25-cambricon-quarters-add-up",
    net_2024_q1="es-mk-camb-net-2024q1",
    net_2024_q2="es-mk-camb-net-2024q2",
    net_2024_q3="es-mk-camb-net-2024q3",
    net_2024_q4="es-064",
    net_2024_year="es-065",
    sold_2024_q1="es-mk-camb-rev-2024q1",
    sold_2024_q2="es-mk-camb-rev-2024q2",
    sold_2024_q3="es-mk-camb-rev-2024q3",
    sold_2024_q4="es-dg-camb-rev-2024q4",
    sold_2024_year="es-063",
    net_2025_q1="es-dg-camb-net-2025q1",
    net_2025_q2="es-dg-camb-net-2025q2",
    net_2025_q3="es-dg-camb-net-2025q3",
    net_2025_q4="es-069",
    net_2025_year="es-068",
    sold_2025_q1="es-mk-camb-rev-2025q1",
    sold_2025_q2="es-dg-camb-rev-2025q2",
    sold_2025_q3="es-dg-camb-rev-2025q3",
    sold_2025_q4="es-dg-camb-rev-2025q4",
    sold_2025_year="es-067",
    q1_2021="es-mk-camb-net-2021q1",
    q3_2021="es-mk-camb-net-2021q3",
    q1_2022="es-ti-camb-net-2022q1",
    q3_2022="es-mk-camb-net-2022q3",
    q1_2023="es-mk-camb-net-2023q1",
    q3_2023="es-mk-camb-net-2023q3",
)
def quarters_add_up(
    net_2024_q1,
    net_2024_q2,
    net_2024_q3,
    net_2024_q4,
    net_2024_year,
    sold_2024_q1,
    sold_2024_q2,
    sold_2024_q3,
    sold_2024_q4,
    sold_2024_year,
    net_2025_q1,
    net_2025_q2,
    net_2025_q3,
    net_2025_q4,
    net_2025_year,
    sold_2025_q1,
    sold_2025_q2,
    sold_2025_q3,
    sold_2025_q4,
    sold_2025_year,
    q1_2021,
    q3_2021,
    q1_2022,
    q3_2022,
    q1_2023,
    q3_2023,
) -> Working:
    """Do four quarters make the year, and is each that was reported before the first profit a loss?"""
    net_2024, sold_2024 = net_2024_q1 + net_2024_q2 + net_2024_q3 + net_2024_q4, sold_2024_q1 + sold_2024_q2 + sold_2024_q3 + sold_2024_q4
    net_2025, sold_2025 = net_2025_q1 + net_2025_q2 + net_2025_q3 + net_2025_q4, sold_2025_q1 + sold_2025_q2 + sold_2025_q3 + sold_2025_q4
    pairs = ((net_2024, net_2024_year), (sold_2024, sold_2024_year), (net_2025, net_2025_year), (sold_2025, sold_2025_year))
    # Quarters are printed in millions or tens of millions: half of one each way, over four of them.
    agree = all(summed.meets(year, within=0.005) for summed, year in pairs)
    lost = all(each.below(0) for each in (q1_2021, q3_2021, q1_2022, q3_2022, q1_2023, q3_2023, net_2024_q1, net_2024_q2, net_2024_q3))
    steps = {"net_2024": net_2024, "sold_2024": sold_2024, "net_2025": net_2025, "sold_2025": sold_2025}
    return found(HOLDS if agree and lost else FAILS, **{name: each.of("CNY", digits=4) for name, each in steps.items()})
