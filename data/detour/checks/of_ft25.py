"""Checks of the article on the H20 and the 910B in China (s-ft25)."""

from __future__ import annotations

from detour.checks.engine import HOLDS, STRAINED, Working, check, found


@check(
    "k-ft25-h20-unit-price",
    revenue="c-ft25-h20-revenue-2024",
    shipments="c-ft25-h20-shipments-2024",
    modelled="es-018",
    asked="es-128",
)
def h20_unit_price(revenue, shipments, modelled, asked) -> Working:
    """Does revenue over volume give a price that anyone asked?"""
    price = (revenue / shipments).of("USD/chip")
    return found(
        HOLDS if price.meets(asked) else STRAINED,
        price=price,
        price_as_modelled=(revenue / modelled).of("USD/chip", digits=5),
        revenue_at_asked=(asked * shipments).of("USD"),
    )
