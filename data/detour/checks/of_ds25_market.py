"""Checks of the article on chips for DeepSeek (s-ds25): the broker's counts, shares and forecast."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found
from detour.checks.traced import greatest, least

UNITS, NVIDIA, HUAWEI = "c-ds25-china-accelerators-2022", "c-ds25-nvidia-share-2022", "c-ds25-huawei-share-2022"
YUAN, WON = "c-ds25-tianfeng-replacement-market-cny", "c-ds25-tianfeng-replacement-market-krw"
DOLLAR = "se-ims-fx-usd-2025-02-25"


@check("k-ds25-tianfeng-sum", units=UNITS, nvidia_share=NVIDIA, huawei_share=HUAWEI, ratio_2024="c-ft25-nvidia-huawei-ratio-2024")
def tianfeng_sum(units, nvidia_share, huawei_share, ratio_2024) -> Working:
    """Do the two shares leave room for others, and how many devices do they make?"""
    both = (nvidia_share + huawei_share).of("percent")
    lead = (nvidia_share / huawei_share).times()
    rest = (100 - both).of("percent")
    return found(
        FAILS if both.above(100) else HOLDS,
        both=both,
        nvidia=(units * nvidia_share / 100).of("chips", digits=4),
        huawei=(units * huawei_share / 100).of("chips"),
        rest=(units * rest / 100).of("chips"),
        lead=lead,
        fall=(lead / ratio_2024).times(),
    )


@check(
    "k-ds25-tianfeng-scope",
    units=UNITS,
    nvidia_share=NVIDIA,
    huawei_share=HUAWEI,
    modelled="es-009",
    half_year="es-001",
    early_share="es-089",
    stock="c-wsj23-a100-stock-in-china",
)
def tianfeng_scope(units, nvidia_share, huawei_share, modelled, half_year, early_share, stock) -> Working:
    """Is the count one of chips for training, as the modelled count of them is?"""
    nvidia = (units * nvidia_share / 100).of("chips", digits=4)
    # The model's own interval reaches less than half as much again; what lies beyond counts something else.
    verdict = HOLDS if nvidia.meets(modelled, within=0.5) else STRAINED
    return found(
        verdict,
        nvidia=nvidia,
        over_modelled=(nvidia / modelled).times(2),
        idc_year=(half_year * 2).of("cards"),
        stock_share=(stock / nvidia).percent(digits=2),
        early_sum=(early_share + huawei_share).of("percent"),
    )


@check("k-ds25-huawei-share-idc", units=UNITS, huawei_share=HUAWEI, half_year="es-006", domestic_share="es-101")
def huawei_share_idc(units, huawei_share, half_year, domestic_share) -> Working:
    """Is Huawei's count of 2022 one that all Chinese makers together could have half a year later?"""
    huawei, year = (units * huawei_share / 100).of("chips"), (half_year * 2).of("cards")
    # IDC's count is a lower bound; a quarter is what it may leave out.
    near = huawei.meets(year, within=0.25)
    verdict = HOLDS if near and huawei_share.meets(domestic_share, within=0.25) else STRAINED
    return found(verdict, huawei=huawei, idc_year=year, over=(huawei / year).times())


@check(
    "k-ds25-tianfeng-price",
    units=UNITS,
    nvidia_share=NVIDIA,
    first="se-mkt-nvda-china-fy23q1",
    second="se-mkt-nvda-china-fy23q2",
    third="se-mkt-nvda-china-fy23q3",
    fourth="se-mkt-nvda-china-fy23q4",
    a100="sp-nvidia-a100-price-1",
)
def tianfeng_price(units, nvidia_share, first, second, third, fourth, a100) -> Working:
    """Does all that Nvidia billed to China, over the cards that it is said to have sold there, give the price of a training chip?"""
    billed = (first + second + third + fourth).of("USD")
    price = (billed / (units * nvidia_share / 100)).of("USD/card", digits=2)
    return found(STRAINED if price.below(a100) else HOLDS, billed=billed, price=price, affordable=(billed / a100).of("chips", digits=2))


@check("k-ds25-tianfeng-age", nvidia_share=NVIDIA, domestic="es-007", units_2024="es-002", idc_share="es-090", revenue_2023="es-124", rate=DOLLAR, market=YUAN)
def tianfeng_age(nvidia_share, domestic, units_2024, idc_share, revenue_2023, rate, market) -> Working:
    """Could Nvidia still hold the share of 2022 when the article was printed?"""
    share = (domestic / units_2024).percent()
    left = (100 - share).of("percent")
    sold = (revenue_2023 * rate).of("CNY")
    verdict = STRAINED if nvidia_share.above(left) and nvidia_share.above(idc_share) else HOLDS
    return found(verdict, domestic_share=share, left=left, sold_2023=sold, sold_of_forecast=(sold / market).percent(digits=2))


@check("k-ds25-headline-13", headline="c-ds25-headline-replacement-market-krw", body=WON, yuan=YUAN)
def headline_13(headline, body, yuan) -> Working:
    """Is the figure of the headline that of the body, rounded to whole trillions, and with its bound?"""
    lost = (body - headline).of("KRW")
    rounded = not lost.above(0.5e12) and not lost.below(-0.5e12)
    return found(HOLDS if rounded and headline.bound == yuan.bound else STRAINED, lost=lost, share=(lost / body).percent(digits=2))


@check(
    "k-ds25-yuan-won",
    won=WON,
    yuan=YUAN,
    before="se-ims-fx-krw-2025-02-07",
    after="se-ims-fx-krw-2025-02-25",
    december="se-ds25-fx-krw-2024-12-27",
    dollar=DOLLAR,
    value_won="c-ft25-nvidia-value-krw",
    value_dollars="c-ft25-nvidia-value-usd",
)
def yuan_won(won, yuan, before, after, december, dollar, value_won, value_dollars) -> Working:
    """Does the conversion use the rate of the days around the date of the article?"""
    rate = (won / yuan).of("KRW/CNY", digits=5)
    low, high = least(before, after), greatest(before, after)
    between = not rate.below(low) and not rate.above(high)
    return found(
        HOLDS if between else STRAINED if rate.meets(after, within=0.05) else FAILS,
        rate=rate,
        off=((rate - after) / after).percent(digits=1),
        parity_before=before.of("KRW/CNY", digits=5),
        parity_after=after.of("KRW/CNY", digits=5),
        close_december=december.of("KRW/CNY", digits=5),
        through_dollars=(yuan / dollar * (value_won / value_dollars)).of("KRW", digits=4),
    )


@check(
    "k-ds25-seventy-billion",
    market=YUAN,
    rate=DOLLAR,
    h20="c-ft25-h20-revenue-2024",
    price="es-129",
    domestic="es-007",
    supply="es-122",
    demand="es-118",
    note="es-ims-replacement-note-2024",
)
def seventy_billion(market, rate, h20, price, domestic, supply, demand, note) -> Working:
    """Is the forecast of the size of other estimates of the same market?"""
    dollars, supplied = (market / rate).of("USD", digits=2), (supply * rate).of("CNY")
    chips = (market / price).of("chips")
    near = market.meets(note, within=0.1) and not dollars.above(supply)
    return found(
        HOLDS if near else FAILS if dollars.above(demand) else STRAINED,
        dollars=dollars,
        of_h20=(dollars / h20).percent(digits=2),
        chips=chips,
        of_domestic=(chips / domestic).percent(digits=2),
        supplied=supplied,
        supplied_over=(supplied / market).times(2),
        of_demand=(dollars / demand).percent(digits=2),
    )


@check("k-ds25-forecasts-fit", market=YUAN, units=UNITS, nvidia_share=NVIDIA, price="es-129", nvidia_2024="es-023")
def forecasts_fit(market, units, nvidia_share, price, nvidia_2024) -> Working:
    """Does the sum forecast buy most of the cards whose seller it is to replace, in the year of the share and in the last one counted?"""
    nvidia = (units * nvidia_share / 100).of("chips", digits=4)
    shares = [(market / price / each).percent(digits=2) for each in (nvidia, nvidia_2024)]
    most = [share.above(50) for share in shares]
    verdict = HOLDS if all(most) else STRAINED if any(most) else FAILS
    return found(verdict, nvidia=nvidia, share=shares[0], each=(market / nvidia).of("CNY/chip"), share_2024=shares[1])


@check(
    "k-ds25-most-of-85",
    share=NVIDIA,
    idc="es-094",
    bernstein_2025="es-097",
    bernstein_2026="es-098",
    amd="es-024",
    units="es-004",
)
def most_of_85(share, idc, bernstein_2025, bernstein_2026, amd, units) -> Working:
    """Had Nvidia lost most of its share of 2022 by the end of 2025?"""
    half = (share / 2).of("percent")
    lost, lost_bernstein = ((share - left).of("percent") for left in (idc, bernstein_2025))
    agreed = [each.above(half) for each in (lost, lost_bernstein)]
    verdict = HOLDS if all(agreed) else OPEN if any(agreed) or lost.above(0) else FAILS
    return found(
        verdict,
        half=half,
        lost=lost,
        lost_share=(lost / share).percent(digits=2),
        lost_bernstein=lost_bernstein,
        lost_2026=(share - bernstein_2026).of("percent"),
        amd_share=(amd / units).percent(),
    )
