"""Checks of the article on Chinese firms' own chips (s-ti25): Cambricon and its buyer."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found

#: More than half of a whole, in percent: a share that lost it has collapsed, and spending that makes it explains a loss.
_HALF = 50


@check(
    "k-ti25-bytedance-share-of-cambricon", purchase="c-ti25-bytedance-siyuan-590-2024", shipped="es-047", shipped_as_digested="es-048", largest_five="es-177"
)
def bytedance_share_of_cambricon(purchase, shipped, shipped_as_digested, largest_five) -> Working:
    """Does the purchase fit into what Cambricon shipped, beside its four other large customers?"""
    share = (purchase / shipped).percent(2)
    share_of_digest = (purchase / shipped_as_digested).percent(2)
    fits = [each.below(largest_five) for each in (share, share_of_digest)]
    return found(HOLDS if all(fits) else STRAINED if any(fits) else FAILS, share=share, share_of_digest=share_of_digest)


@check(
    "k-ti25-bytedance-purchase-against-revenue",
    purchase="c-ti25-bytedance-siyuan-590-2024",
    price="sp-cambricon-mlu590-price-1",
    revenue="es-063",
    shipped="es-047",
    price_in_yuan="sp-huawei-ascend-910b-price-2",
    price_in_dollars="sp-huawei-ascend-910b-price-1",
)
def purchase_against_revenue(purchase, price, revenue, shipped, price_in_yuan, price_in_dollars) -> Working:
    """At street prices, does the purchase cost less than all that Cambricon sold in the year?"""
    rate = (price_in_yuan / price_in_dollars).of("CNY/USD")
    cost = (price * purchase).of("USD")
    part = (price * purchase * rate / revenue).percent()
    most = (revenue / purchase).of("CNY/chip")
    return found(
        HOLDS if part.below(100) else FAILS if part.above(100) else STRAINED,
        cost=cost,
        rate=rate,
        cost_in_yuan=(cost * rate).of("CNY"),
        part=part,
        most=most,
        most_in_dollars=(most / rate).of("USD/chip"),
        average=(revenue / shipped).of("CNY/chip"),
    )


@check(
    "k-ti25-siyuan-590-dates",
    purchase="c-ti25-bytedance-siyuan-590-2024",
    released="at-cambricon-mlu590-release-date-1",
    quarter="c-ti25-cambricon-first-profit-2024q4",
    sold_in_quarter="es-dg-camb-rev-2024q4",
    price="sp-cambricon-mlu590-price-1",
    price_in_yuan="sp-huawei-ascend-910b-price-2",
    price_in_dollars="sp-huawei-ascend-910b-price-1",
)
def siyuan_590_dates(purchase, released, quarter, sold_in_quarter, price, price_in_yuan, price_in_dollars) -> Working:
    """Sold only from the listed release on, can the chips have fetched the street price?"""
    most = (sold_in_quarter / purchase).of("CNY/chip", digits=4)
    most_in_dollars = (sold_in_quarter / purchase / (price_in_yuan / price_in_dollars)).of("USD/chip", digits=4)
    # Only where the release falls into the quarter is the revenue of the quarter all that there was to pay them.
    short = released.inside(quarter) and most_in_dollars.below(price)
    return found(STRAINED if short else HOLDS, days_left=quarter - released, most=most, most_in_dollars=most_in_dollars)


@check(
    "k-ti25-cambricon-first-profit-meaning",
    net="es-064",
    core="es-dg-camb-core-2024q4",
    net_of_year="es-065",
    core_of_year="es-dg-camb-core-2024",
    nine_months="es-dg-camb-net-2024-9m",
)
def first_profit_meaning(net, core, net_of_year, core_of_year, nine_months) -> Working:
    """Was the first profit one of the core business too?"""
    return found(
        (HOLDS if core.above(0) else STRAINED) if net.above(0) else FAILS,
        from_outside=(net - core).of("CNY", digits=4),
        from_outside_in_year=(net_of_year - core_of_year).of("CNY"),
        nine_months_implied=(net_of_year - net).of("CNY"),
        apart=(net_of_year - net - nine_months).of("CNY", digits=1),
    )


@check("k-ti25-cambricon-story-stops-2024", half="es-066", year="es-063", first_quarter="es-dg-camb-net-2025q1", second_quarter="es-dg-camb-net-2025q2")
def story_stops_2024(half, year, first_quarter, second_quarter) -> Working:
    """Did what was public after the quarter bear the story out?"""
    growth = (half / year).times()
    profit = (first_quarter + second_quarter).of("CNY", digits=4)
    return found(HOLDS if growth.above(1) and profit.above(0) else STRAINED, growth=growth, profit=profit)


@check(
    "k-ti25-controls-to-cambricon-lag",
    rule="ev-007",
    own_listing="ev-009",
    profit="c-ti25-cambricon-first-profit-2024q4",
    revenue_2022="es-dg-camb-rev-2022",
    revenue_2023="es-dg-camb-rev-2023",
    revenue_2024="es-063",
    sold_in_quarter="es-dg-camb-rev-2024q4",
)
def controls_to_cambricon_lag(rule, own_listing, profit, revenue_2022, revenue_2023, revenue_2024, sold_in_quarter) -> Working:
    """Did Cambricon's sales turn when the controls came?"""
    change = ((revenue_2023 - revenue_2022) / revenue_2022).percent()
    return found(
        HOLDS if change.above(0) else STRAINED,
        change=change,
        lag=profit - rule,
        own_listing_after=own_listing - rule,
        in_last_quarter=(sold_in_quarter / revenue_2024).percent(2),
    )


@check(
    "k-ti25-cambricon-shunned-and-deserted",
    peak="es-ti-camb-value-peak",
    value="es-ti-camb-value-2022-03",
    sales="es-dg-camb-rev-2021",
    customer_2018="es-ti-camb-customer-2018",
    customer_2019="es-ti-camb-customer-2019",
)
def shunned_and_deserted(peak, value, sales, customer_2018, customer_2019) -> Working:
    """Had the share collapsed, and had investors left, before the controls?"""
    fall = ((peak - value) / peak).percent(2)
    multiple = (value / sales).times(2)
    # A firm that nobody wants to own is worth less than a year of its sales.
    borne_out = [fall.above(_HALF), multiple.below(1)]
    return found(
        HOLDS if all(borne_out) else STRAINED if any(borne_out) else FAILS,
        fall=fall,
        multiple=multiple,
        customer_fall=((customer_2018 - customer_2019) / customer_2018).percent(2),
    )


@check(
    "k-ti25-bytedance-victim-and-buyer",
    cambricon="c-ti25-bytedance-siyuan-590-2024",
    huawei="es-ti-bytedance-910b-2024",
    received="se-mkt-huawei-910b-bytedance",
    nvidia="es-ti-bytedance-hopper-2024",
)
def bytedance_orders(cambricon, huawei, received, nvidia) -> Working:
    """Was Cambricon the maker that ByteDance turned to most?"""
    largest = cambricon.above(huawei) and cambricon.above(nvidia)
    return found(
        HOLDS if largest else STRAINED,
        to_huawei=(huawei / cambricon).times(2),
        received_from_huawei=(received / cambricon).times(2),
        to_nvidia=(nvidia / cambricon).times(),
        part=(cambricon / (cambricon + huawei + nvidia)).percent(2),
    )


@check(
    "k-ti25-cambricon-research-losses",
    net_2017="es-ti-camb-net-2017",
    research_2017="es-ti-camb-research-2017",
    core_2017="es-ti-camb-core-2017",
    net_2018="es-ti-camb-net-2018",
    research_2018="es-ti-camb-research-2018",
    net_2019="es-ti-camb-net-2019",
    research_2019="es-ti-camb-research-2019",
    core_2019="es-ti-camb-core-2019",
    loss_2022="es-ti-camb-net-2022q1",
    research_2022="es-ti-camb-research-2022q1",
    revenue_2022="es-ti-camb-rev-2022q1",
    core_2024="es-dg-camb-core-2024",
    revenue_2024="es-063",
    research_share_2024="es-ti-camb-research-share-2024",
)
def research_losses(
    net_2017,
    research_2017,
    core_2017,
    net_2018,
    research_2018,
    net_2019,
    research_2019,
    core_2019,
    loss_2022,
    research_2022,
    revenue_2022,
    core_2024,
    revenue_2024,
    research_share_2024,
) -> Working:
    """In each period known, is research at least half of the loss that it is said to have caused?"""
    research_2024 = (revenue_2024 * research_share_2024 / 100).of("CNY", digits=4)
    part = (research_2022 / (0 - loss_2022)).percent(2)
    parts = [(spent / (0 - net)).percent(2) for spent, net in ((research_2017, net_2017), (research_2018, net_2018), (research_2019, net_2019))]
    explained = [*(each.above(_HALF) for each in parts), part.above(_HALF), (core_2024 + research_2024).above(0)]
    return found(
        HOLDS if all(explained) else STRAINED if any(explained) else FAILS,
        part_2017=parts[0],
        one_off_2017=((core_2017 - net_2017) / (0 - net_2017)).percent(2),
        part_2018=parts[1],
        part_2019=parts[2],
        one_off_2019=((core_2019 - net_2019) / (0 - net_2019)).percent(2),
        part=part,
        of_revenue=(research_2022 / revenue_2022).times(2),
        research_2024=research_2024,
        without=(core_2024 + research_2024).of("CNY"),
    )
