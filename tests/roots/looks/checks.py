"""The check of the small report."""

from __future__ import annotations

from detour.checks.engine import HOLDS, OPEN, Working, check, found


@check("k-revenue-volume", revenue="c-second-revenue", shipments="c-article-shipments")
def price(revenue, shipments) -> Working:
    """Does revenue over volume give a price?"""
    price = (revenue / shipments).of("CNY/chip")
    return found(HOLDS if price.above(0) else OPEN, price=price)
