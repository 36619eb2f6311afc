"""What a token costs: the price of the chip spread over its life, and its power."""

from __future__ import annotations

HOURS_A_YEAR = 365.25 * 24


def chip_hour_cost(price, overhead, years, power, power_usage_effectiveness, power_price):
    r"""Return what an hour of one chip costs: $\frac{c\,(1 + o)}{y \cdot 8766} + W \cdot \mathrm{PUE} \cdot e$.

    Arguments:
        price: $c$, money for one chip.
        overhead: $o$, what servers, network and buildings add, as a share of the price.
        years: $y$, years over which the price is written off, above 0.
        power: $W$, kW that the chip draws.
        power_usage_effectiveness: power of the site over power of the chips, 1 or more.
        power_price: $e$, money for a kWh.

    A chip of 12,000, half as much again around it, five years, 0.4 kW, 1.3, 0.08 a kWh:

    >>> round(chip_hour_cost(12000, 0.5, 5, 0.4, 1.3, 0.08), 3)
    0.452
    """
    return price * (1 + overhead) / (years * HOURS_A_YEAR) + power * power_usage_effectiveness * power_price


def cost_per_million_tokens(hour_cost, throughput, utilisation):
    r"""Return the cost of a million tokens: $10^6\,h / (3600\,r\,u)$.

    Arguments: `hour_cost` $h$, money for a chip hour; `throughput` $r$, tokens/s that a chip yields when busy, above 0; `utilisation` $u$, the share of
    hours in which it is busy, above 0 up to 1.

    >>> round(cost_per_million_tokens(0.45, 500, 0.5), 3)
    0.5
    """
    return hour_cost * 1e6 / (3600 * throughput * utilisation)


def tokens_a_day(chips, throughput, utilisation):
    r"""Return the tokens that chips pass in a day: $86400\,N\,r\,u$.

    Arguments: `chips` $N$; `throughput` $r$, tokens/s that a chip passes when busy; `utilisation` $u$, the share of hours in which it is busy.

    A thousand chips that pass 500 tokens a second, four tenths of the time:

    >>> tokens_a_day(1000, 500, 0.4)
    17280000000.0
    """
    return chips * throughput * utilisation * 86400
