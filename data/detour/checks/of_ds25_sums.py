"""Checks of the article on Chinese chip makers (s-ds25): the sum forecast among other sums named for the same market."""

from __future__ import annotations

from detour.checks.engine import HOLDS, OPEN, Working, check, found


@check(
    "k-ds25-sums-differ",
    market="c-ds25-tianfeng-replacement-market-cny",
    rate="se-ims-fx-usd-2025-02-25",
    seller="es-ims-huang-50-aug",
    demand="es-118",
    supply="es-122",
    before="es-077",
    after="es-079",
)
def sums_differ(market, rate, seller, demand, supply, before, after) -> Working:
    """Do the sums named for chips in China in one year measure one thing, what local makers take from Nvidia?"""
    dollars, fall = (market / rate).of("USD"), (before - after).of("USD")
    # One thing would be at most all demand, and its two counts would not lie further apart than a half.
    one = not seller.above(demand) and fall.above(supply / 2)
    return found(
        HOLDS if one else OPEN,
        dollars=dollars,
        seller=(seller / demand).times(2),
        fall=fall,
        taken=(fall / dollars).percent(digits=2),
        supplied=(supply / dollars).times(2),
    )
