"""Checks of the article on inference and Nvidia (s-wsj24): revenue, share prices and the price of a chip."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found

_QUARTERS = {f"quarter_{n}": f"se-mkt-nvda-dc-fy24q{n}" for n in (1, 2, 3, 4)}
_QUARTERS_BEFORE = {f"earlier_{n}": f"se-mkt-nvda-dc-fy23q{n}" for n in (1, 2, 3, 4)}
#: Half of the last digit that is printed of a rise in percent.
_HALF_A_DIGIT = 0.05


@check("k-wsj24-data-centre-revenue-sum", printed="c-wsj24-data-centre-revenue", share="c-wsj24-inference-share-40", **_QUARTERS)
def data_centre_revenue_sum(printed, share, quarter_1, quarter_2, quarter_3, quarter_4) -> Working:
    """Do the four quarters give the revenue that is printed?"""
    together = quarter_1 + quarter_2 + quarter_3 + quarter_4
    # More than 47 billion is said of 47 and something, not of twice that.
    agrees = together.above(printed) and together.meets(printed, within=0.02)
    return found(
        HOLDS if agrees else FAILS,
        together=together.of("USD", digits=4),
        inference=(together * share / 100).of("USD"),
        inference_as_printed=(printed * share / 100).of("USD"),
    )


@check(
    "k-wsj24-revenue-word",
    printed="c-wsj24-data-centre-revenue",
    company="se-mkt-nvda-total-fy24",
    profit="se-mkt-nvda-net-profit-fy24",
    year_end="ev-nvidia-fy2024-ends",
    **_QUARTERS,
)
def revenue_word(printed, company, profit, year_end, quarter_1, quarter_2, quarter_3, quarter_4) -> Working:
    """Which of revenue and profit can the Korean word mean?"""
    segment = quarter_1 + quarter_2 + quarter_3 + quarter_4
    # One segment does not earn more than the whole company: what exceeds its profit can only be revenue.
    return found(
        HOLDS if printed.above(profit) and printed.meets(segment, within=0.02) else STRAINED,
        margin=(printed / segment).percent(),
        of_company=(printed / company).percent(),
        against_profit=(printed / profit).times(2),
        year_end=year_end,
    )


@check(
    "k-wsj24-relay-revenue",
    printed="c-wsj24-data-centre-revenue",
    relayed="es-hellot-company-revenue",
    company="se-mkt-nvda-total-fy24",
    **_QUARTERS,
)
def relay_revenue(printed, relayed, company, quarter_1, quarter_2, quarter_3, quarter_4) -> Working:
    """To which whole does the sum belong that two relays give to two wholes?"""
    segment = quarter_1 + quarter_2 + quarter_3 + quarter_4
    fits, misfits = printed.meets(segment, within=0.02), not relayed.meets(company, within=0.02)
    return found(
        HOLDS if fits and misfits else STRAINED if fits else FAILS,
        segment=segment.of("USD", digits=4),
        missing=(company - relayed).of("USD"),
    )


@check(
    "k-wsj24-two-trillion-week",
    printed="c-wsj24-two-trillion-after-results",
    capitalisation="se-mkt-nvda-cap-2024-03-01",
    first_close_above="se-mkt-nvda-close-2024-03-01",
    close_of_the_week="se-mkt-nvda-close-2024-02-23",
    top_of_the_day="se-mkt-nvda-top-2024-02-23",
    earlier_capitalisation="se-mkt-nvda-cap-2024-02-20",
    earlier_close="se-mkt-nvda-close-2024-02-20",
    reported="ev-wsj-inference-report",
    closed_above="ev-nvidia-closes-above-two-trillion",
)
def two_trillion_week(
    printed, capitalisation, first_close_above, close_of_the_week, top_of_the_day, earlier_capitalisation, earlier_close, reported, closed_above
) -> Working:
    """Was the company worth two trillion dollars at the end of the week of its results?"""
    shares = capitalisation / first_close_above
    close, top = close_of_the_week * shares, top_of_the_day * shares
    return found(
        HOLDS if not close.below(printed) else STRAINED if not top.below(printed) else FAILS,
        shares=shares.of("shares", digits=4),
        close=close.of("USD"),
        close_otherwise=(close_of_the_week * earlier_capitalisation / earlier_close).of("USD"),
        top=top.of("USD"),
        after_report=closed_above - reported,
    )


@check(
    "k-wsj24-share-price-week",
    printed="c-wsj24-share-price-up-week",
    week_before="se-mkt-nvda-close-2024-02-16",
    after_results="se-mkt-nvda-close-2024-02-22",
    end_of_week="se-mkt-nvda-close-2024-02-23",
    first_day="se-mkt-nvda-rise-2024-02-22",
)
def share_price_week(printed, week_before, after_results, end_of_week, first_day) -> Working:
    """Do the closing prices give the rise of the week, and what does it hide?"""
    rise = (end_of_week / week_before - 1).percent()
    before = after_results / (1 + first_day / 100)
    rounds = not ((rise - printed).above(_HALF_A_DIGIT) or (printed - rise).above(_HALF_A_DIGIT))
    return found(
        HOLDS if rounds else FAILS,
        rise=rise,
        before=before.of("USD/share", digits=4),
        fall=(before / week_before - 1).percent(2),
        against_week=(first_day / printed).times(2),
    )


@check(
    "k-wsj24-reitzes-share",
    week="c-wsj24-share-price-up-week",
    first_day="se-mkt-nvda-rise-2024-02-22",
    week_before="se-mkt-nvda-close-2024-02-16",
    day_before="se-mkt-nvda-close-2024-02-20",
    printed_share="c-wsj24-nvidia-market-share-80",
    later_share="es-162",
)
def reitzes_share(week, first_day, week_before, day_before, printed_share, later_share) -> Working:
    """Is a share price that is expected to fall what the numbers around the quotation show?"""
    return found(
        STRAINED if week.above(0) and first_day.above(0) else HOLDS,
        sold_before=(day_before / week_before - 1).percent(2),
        lost_share=printed_share - later_share,
    )


@check(
    "k-wsj24-h100-price",
    quoted="c-wsj24-h100-price-40000",
    listed="sp-nvidia-h100-price-1",
    street_2022="sp-nvidia-h100-price-4",
    street_2023="sp-nvidia-h100-price-5",
    street_2024="sp-nvidia-h100-price-6",
    column="es-h100-price-joongang",
)
def h100_price(quoted, listed, street_2022, street_2023, street_2024, column) -> Working:
    """Is the quoted price one that was asked in the year of the quotation?"""
    return found(
        HOLDS if quoted.meets(street_2023) else STRAINED if quoted.meets(street_2022) or quoted.meets(street_2024) else FAILS,
        above_list=(quoted / listed - 1).percent(2),
        above_next_year=(quoted / street_2024 - 1).percent(2),
        apart=column - street_2024,
    )


@check("k-wsj24-h100-environment", quoted="c-wsj24-h100-price-40000", street="sp-nvidia-h100-price-5")
def h100_environment(quoted, street) -> Working:
    """Does the price fit the environment that it is printed with, or one chip of it?"""
    eight = 8 * street
    return found(
        HOLDS if quoted.meets(eight) else STRAINED if quoted.meets(street) else FAILS,
        eight=eight.of("USD"),
        of_environment=(quoted / eight).percent(2),
    )


@check("k-wsj24-training-only-cause", share="es-140", **_QUARTERS, **_QUARTERS_BEFORE)
def training_only_cause(share, quarter_1, quarter_2, quarter_3, quarter_4, earlier_1, earlier_2, earlier_3, earlier_4) -> Working:
    """Is inference too small in the revenue to be left out of the cause?"""
    revenue = quarter_1 + quarter_2 + quarter_3 + quarter_4
    before = earlier_1 + earlier_2 + earlier_3 + earlier_4
    inference = revenue * share / 100
    verdict = FAILS if share.above(50) else STRAINED if inference.above(before) else HOLDS
    return found(verdict, inference=inference.of("USD"), before=before.of("USD"), growth=(inference / before).times())


@check(
    "k-wsj24-fear-dispelled",
    printed_share="c-wsj24-nvidia-market-share-80",
    later_share="es-162",
    revenue="c-wsj24-data-centre-revenue",
    later_revenue="se-mkt-nvda-dc-fy26",
)
def fear_dispelled(printed_share, later_share, revenue, later_revenue) -> Working:
    """Was the fear for Nvidia's position out of the world, by its later share and sales?"""
    lost, grew = later_share.below(printed_share), later_revenue.above(revenue)
    return found(
        HOLDS if grew and not lost else STRAINED if grew else FAILS,
        lost_share=printed_share - later_share,
        growth=(later_revenue / revenue).times(2),
    )


@check("k-wsj24-intel-forecast", target="es-gaudi3-target-2024", left="ev-029", published="c-wsj24-published", share="es-140", **_QUARTERS)
def intel_forecast(target, left, published, share, quarter_1, quarter_2, quarter_3, quarter_4) -> Working:
    """Did Intel's hope for its chips reach a size that Nvidia's inference has?"""
    inference = (quarter_1 + quarter_2 + quarter_3 + quarter_4) * share / 100
    return found(
        STRAINED if target.below(inference) else HOLDS,
        inference=inference.of("USD"),
        part=(target / inference).percent(2),
        in_office=left - published,
    )
