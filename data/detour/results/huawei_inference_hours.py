"""Results on what an hour of a chip costs, as the figure on the cost of tokens has it before a reader moves anything."""

from __future__ import annotations

from detour.models.money import chip_hour_cost
from detour.results.engine import quadrature, result

#: Chips by the end of an id, with the row of their price.
CHIPS = {"h20": ("nvidia-h20", "H20"), "910c": ("huawei-ascend-910c", "910C")}
_KILO = 1e-3


def hour(end: str, chip: str, name: str) -> None:
    """Declare what an hour of one chip costs."""

    @result(
        f"r-hi-hour-{end}",
        title=f"Cost of an hour of one {name}, with what surrounds it and its power",
        relation=r"h = \frac{c\,(1 + o)}{8766\,y} + W q e",
        unit="USD/chip/hour",
        digits=2,
        combine=quadrature,
        c=f"a-cost-price-{end}",
        o="a-cost-overhead",
        y="a-cost-years",
        W=f"{chip}/tdp",
        q="a-cost-pue",
        e="a-cost-power-price",
    )
    def cost(c, o, y, W, q, e):
        """Return the price spread over the hours of its life, and the power of an hour."""
        return chip_hour_cost(c, o, y, W * _KILO, q, e)


for _end, (_chip, _name) in CHIPS.items():
    hour(_end, _chip, _name)
