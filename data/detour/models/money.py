"""What a token or a training run costs: the price of the chip spread over the hours that it works, and the power of the site."""

from __future__ import annotations

HOURS_A_YEAR = 365.25 * 24
HOURS_A_MONTH = HOURS_A_YEAR / 12


def capital_hour_cost(price, overhead, years, busy=1.0):
    r"""Return what an hour of use of an owned chip costs before its power: $\frac{c\,(1 + o)}{8766\,y\,b}$.

    Arguments: `price` $c$, money for one chip; `overhead` $o$, what servers, network and buildings add, as a share of it; `years` $y$ over which it is
    written off, above 0; `busy` $b$, the share of those hours in which it is used, above 0 up to 1: the idle hours are paid by the others.

    >>> round(capital_hour_cost(12000, 0.5, 5, busy=0.8), 3)
    0.513
    """
    return price * (1 + overhead) / (years * HOURS_A_YEAR * busy)


def site_power(power, node_power, power_usage_effectiveness):
    r"""Return the power that a site takes for one chip at work, in the unit of the chip's: $W\,v\,\mathrm{PUE}$.

    Arguments: `power` $W$ of the chip, its TDP; `node_power` $v$, power of a node with its network over that of its chips, 1 or more;
    `power_usage_effectiveness`, power of the site over power of the nodes, 1 or more: cooling and conversion.

    >>> round(site_power(0.7, 1.4, 1.3), 3)
    1.274
    """
    return power * node_power * power_usage_effectiveness


def chip_hour_cost(price, overhead, years, power, power_usage_effectiveness, power_price, node_power=1.0, busy=1.0):
    r"""Return what an hour of one chip costs: $\frac{c\,(1 + o)}{8766\,y\,b} + W\,v\,\mathrm{PUE}\,e$.

    Arguments: `price` $c$, `overhead` $o$, `years` $y$ and `busy` $b$ as in :func:`capital_hour_cost`; `power` $W$ in kW, `node_power` $v$ and
    `power_usage_effectiveness` as in :func:`site_power`; `power_price` $e$, money for a kWh. Without the last two every hour is used, and nothing
    but the chip draws power.

    A chip of 12,000, half as much again around it, five years, 0.4 kW, 1.3, 0.08 a kWh:

    >>> round(chip_hour_cost(12000, 0.5, 5, 0.4, 1.3, 0.08), 3)
    0.452
    """
    return capital_hour_cost(price, overhead, years, busy) + site_power(power, node_power, power_usage_effectiveness) * power_price


def run_months(chip_hours, chips):
    r"""Return how long a run takes, in months of 730.5 hours: $\frac{H}{730.5\,N}$.

    Arguments: `chip_hours` $H$ of the whole run, stops counted in; `chips` $N$ that work on it at once, above 0.

    >>> round(run_months(1e6, 2000), 3)
    0.684
    """
    return chip_hours / chips / HOURS_A_MONTH


def run_cost(chip_hours, hour_cost):
    """Return what a run costs: its chip hours times what one costs, bought or rented; research, trials and staff are not in it.

    DeepSeek's own sum for DeepSeek-V3, at the rent that it assumes:

    >>> run_cost(2_788_000, 2.0)
    5576000.0
    """
    return chip_hours * hour_cost


def run_energy(chip_hours, power):
    """Return the energy of a run in kWh: its chip hours times the kW that a site takes for one chip, see :func:`site_power`.

    >>> round(run_energy(1_082_990, site_power(0.4, 1.4, 1.3)))
    788417
    """
    return chip_hours * power


def cost_per_million_tokens(hour_cost, throughput, utilisation):
    r"""Return the cost of a million tokens: $10^6\,h / (3600\,r\,u)$.

    Arguments: `hour_cost` $h$, money for a chip hour; `throughput` $r$, tokens/s that a chip yields when busy, above 0; `utilisation` $u$, the share of
    hours in which it is busy, above 0 up to 1.

    >>> round(cost_per_million_tokens(0.45, 500, 0.5), 3)
    0.5
    """
    return hour_cost * 1e6 / (3600 * throughput * utilisation)


def revenue_per_hour(token_price, throughput, utilisation):
    r"""Return what an hour of a chip brings: $3600\,r\,u\,\ell / 10^6$, what :func:`cost_per_million_tokens` asks, turned over.

    Arguments: `token_price` $\ell$, money for a million tokens; `throughput` $r$, tokens/s when busy; `utilisation` $u$, the share of busy hours.

    >>> revenue_per_hour(0.5, 500, 0.5)
    0.45
    """
    return token_price * 3600 * throughput * utilisation / 1e6


def price_for_hour(hour, overhead, years):
    r"""Return the price of a chip of which an hour brings that much: $\frac{8766\,y\,h}{1 + o}$, :func:`capital_hour_cost` turned over.

    Arguments: `hour` $h$, money that an hour leaves for the chip and what surrounds it; `overhead` $o$ and `years` $y$ as there.

    >>> round(price_for_hour(capital_hour_cost(12000, 0.5, 5), 0.5, 5))
    12000
    """
    return hour * years * HOURS_A_YEAR / (1 + overhead)


def tokens_a_day(chips, throughput, utilisation):
    r"""Return the tokens that chips pass in a day: $86400\,N\,r\,u$.

    Arguments: `chips` $N$; `throughput` $r$, tokens/s that a chip passes when busy; `utilisation` $u$, the share of hours in which it is busy.

    A thousand chips that pass 500 tokens a second, four tenths of the time:

    >>> tokens_a_day(1000, 500, 0.4)
    17280000000.0
    """
    return chips * throughput * utilisation * 86400
