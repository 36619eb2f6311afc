"""Checks of the article on the H20 and the 910B in China (s-ft25): its volumes and its money."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found
from detour.checks.of_ft25_value import before_rounding
from detour.checks.traced import greatest, least


@check(
    "k-ft25-h20-unit-price",
    revenue="c-ft25-h20-revenue-2024",
    shipments="c-ft25-h20-shipments-2024",
    modelled="es-018",
    asked="es-128",
    forecast_price="sp-nvidia-h20-price-4",
)
def h20_unit_price(revenue, shipments, modelled, asked, forecast_price) -> Working:
    """Does revenue over volume give a price that anyone asked?"""
    price = (revenue / shipments).of("USD/chip")
    return found(
        HOLDS if price.meets(asked) else STRAINED,
        price=price,
        price_as_modelled=(revenue / modelled).of("USD/chip", digits=5),
        revenue_at_asked=(asked * shipments).of("USD"),
        revenue_at_forecast_price=(forecast_price * shipments).of("USD"),
    )


@check(
    "k-ft25-910b-implied-volume",
    h20="c-ft25-h20-shipments-2024",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    forecast="es-028",
    brokerage="es-026",
    digest="es-027",
    cited="es-ft25-910b-rand-2024",
)
def implied_910b(h20, ratio, forecast, brokerage, digest, cited) -> Working:
    """Does the volume that the ratio implies lie within the other counts?"""
    implied = (h20 / ratio).of("chips")
    counts = (forecast, brokerage, digest, cited)
    if all(implied.meets(each, within=0.05) for each in counts):
        verdict = HOLDS
    elif implied.below(least(*counts)) or implied.above(greatest(*counts)):
        verdict = STRAINED
    else:
        verdict = OPEN
    return found(
        verdict,
        implied=implied,
        ratio_forecast=(h20 / forecast).times(),
        ratio_brokerage=(h20 / brokerage).times(),
        ratio_digest=(h20 / digest).times(),
        ratio_cited=(h20 / cited).times(),
    )


@check(
    "k-ft25-910b-sold-against-made",
    h20="c-ft25-h20-shipments-2024",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    made="es-hi-910b-production-2024",
    official="es-032",
    share="es-ft25-huawei-production-share",
    chinese_cards="es-007",
)
def sold_against_made(h20, ratio, made, official, share, chinese_cards) -> Working:
    """Were as many 910B made in the year as the ratio implies were sold?"""
    implied = (h20 / ratio).of("chips")
    return found(
        STRAINED if implied.above(made) else HOLDS,
        implied=implied,
        not_made=implied - made,
        sold_over_made=(implied / made).times(),
        official_of_implied=(official / implied).percent(2),
        by_share=(chinese_cards * share / 100).of("cards"),
    )


@check(
    "k-ft25-ratio-numerator",
    h20="c-ft25-h20-shipments-2024",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    all_cards="es-023",
    low_count="es-027",
    high_count="es-026",
)
def ratio_numerator(h20, ratio, all_cards, low_count, high_count) -> Working:
    """Does the ratio fit both readings of its numerator, the H20 alone and every Nvidia card?"""
    of_h20, of_all = (h20 / ratio).of("chips"), (all_cards / ratio).of("chips")
    fits = [not each.below(low_count) and not each.above(high_count) for each in (of_h20, of_all)]
    return found(
        HOLDS if all(fits) else STRAINED if any(fits) else FAILS,
        huawei_by_h20=of_h20,
        huawei_by_all=of_all,
        all_over_high_count=(all_cards / high_count).times(),
    )


@check(
    "k-ft25-forecast-reprinted-as-result",
    shipments="c-ft25-h20-shipments-2024",
    revenue="c-ft25-h20-revenue-2024",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    shipments_forecast="es-020",
    revenue_forecast="es-ft25-h20-revenue-forecast",
    huawei_forecast="es-028",
    forecast_on="ev-ft25-h20-forecast",
    reported_on="c-ft25-report-date",
)
def forecast_reprinted(shipments, revenue, ratio, shipments_forecast, revenue_forecast, huawei_forecast, forecast_on, reported_on) -> Working:
    """Does any of the three figures for the year, as it is printed, differ from its forecast?"""
    ratio_forecast = (shipments_forecast / huawei_forecast).times()
    same = shipments.value == shipments_forecast.value and revenue.value == revenue_forecast.value and ratio_forecast.inside(before_rounding(ratio))
    return found(OPEN if same else HOLDS, ratio_forecast=ratio_forecast, between=reported_on - forecast_on)


@check(
    "k-ft25-h20-majority-denominator",
    h20="c-ft25-h20-shipments-2024",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    revenue="c-ft25-h20-revenue-2024",
    modelled="es-018",
    all_cards="es-002",
    nvidia_cards="es-023",
    chinese_cards="es-007",
    huawei_revenue="r-hi-910b-implied-revenue",
)
def h20_majority(h20, ratio, revenue, modelled, all_cards, nvidia_cards, chinese_cards, huawei_revenue) -> Working:
    """Is the H20 more than half of the market by each denominator?"""
    shares = {
        "of_all_cards": (h20 / all_cards).percent(),
        "of_two_chips": (ratio / (1 + ratio)).percent(),
        "beside_chinese_cards": (h20 / (h20 + chinese_cards)).percent(),
        "of_two_revenues": (revenue / (revenue + huawei_revenue)).percent(),
    }
    most = [share.above(50) for share in shares.values()]
    return found(
        HOLDS if all(most) else STRAINED if any(most) else FAILS,
        **shares,
        of_all_cards_as_modelled=(modelled / all_cards).percent(),
        of_nvidia_cards=(h20 / nvidia_cards).percent(),
    )


@check(
    "k-ft25-h20-only-against-card-count",
    h20="c-ft25-h20-shipments-2024",
    h20_revenue="c-ft25-h20-revenue-2024",
    modelled="es-018",
    nvidia_cards="es-023",
    nvidia_revenue="es-078",
)
def h20_only(h20, h20_revenue, modelled, nvidia_cards, nvidia_revenue) -> Working:
    """Do counts of all Nvidia cards leave room for others than the H20?"""
    others, others_as_modelled = nvidia_cards - h20, nvidia_cards - modelled
    return found(
        STRAINED if others.above(0) and others_as_modelled.above(0) else HOLDS,
        others=others,
        others_as_modelled=others_as_modelled,
        left_per_card=((nvidia_revenue - h20_revenue) / others).of("USD/card"),
    )


@check("k-ft25-h20-share-of-nvidia-china", revenue="c-ft25-h20-revenue-2024", by_location="es-078", by_headquarters="es-077")
def share_of_nvidia_china(revenue, by_location, by_headquarters) -> Working:
    """Does the H20 revenue fit into Nvidia's own revenue from China, on either basis?"""
    exceeds = [revenue.above(each) for each in (by_location, by_headquarters)]
    location, headquarters = (revenue / by_location).percent(), (revenue / by_headquarters).percent()
    return found(
        FAILS if all(exceeds) else STRAINED if any(exceeds) else HOLDS,
        share_by_location=location,
        share_by_headquarters=headquarters,
        apart=(location - headquarters).of("percentage points"),
    )


@check(
    "k-ft25-910b-street-price-revenue",
    h20="c-ft25-h20-shipments-2024",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    street_price="es-129",
    yuan_per_dollar="r-hi-yuan-per-dollar",
    later_revenue="es-044",
    later_cards="es-030",
)
def street_price_revenue(h20, ratio, street_price, yuan_per_dollar, later_revenue, later_cards) -> Working:
    """Would the implied volume at the street price have brought more than a later year of more chips?"""
    implied = (h20 / ratio).of("chips")
    in_yuan = (implied * street_price).of("CNY")
    in_dollars = (in_yuan / yuan_per_dollar).of("USD")
    return found(
        STRAINED if in_dollars.above(later_revenue) and implied.below(later_cards) else HOLDS,
        implied=implied,
        in_yuan=in_yuan,
        in_dollars=in_dollars,
        street_price_in_dollars=(street_price / yuan_per_dollar).of("USD/chip"),
        later_revenue_per_card=(later_revenue / later_cards).of("USD/card", digits=4),
    )


@check(
    "k-ft25-910b-attached-to-nvidia",
    ratio="c-ft25-nvidia-huawei-ratio-2024",
    h20_forecast="es-020",
    huawei_forecast="es-028",
)
def attached_to_nvidia(ratio, h20_forecast, huawei_forecast) -> Working:
    """Does the same firm's pair of forecasts, H20 against Huawei's 910B, round to the ratio that the sentence grants Nvidia?"""
    ratio_forecast = (h20_forecast / huawei_forecast).times()
    return found(FAILS if ratio_forecast.inside(before_rounding(ratio)) else OPEN, ratio_forecast=ratio_forecast)
