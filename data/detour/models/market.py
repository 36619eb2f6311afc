r"""A market for computing capacity, year by year: demand for training and inference, the stock of chips that serves it, and who may sell what is missing.

All capacity is a peak rate in sixteen bits, in EFLOP/s, because that is what the public series of China's capacity count; a fleet reaches a small part
of it, which is inside the tokens that a unit of it passes. Each year demand grows from what was served, buyers close part of the gap between the stock that demand asks for
and the stock that is left, domestic makers sell first, up to what they can make, and imports fill what remains, up to what rules let in. Where the
stock cannot serve all demand, each use gets the same part of what it asks for, and the rest is lost: prices do not move demand, a shortage does.

Every relation is written with operators, a least and a greatest, so that numbers, arrays of samples and a reader's page compute alike, to the last digit.
The stock follows the flexible accelerator of investment (Chenery, Econometrica 20, 1952; Koyck, Distributed Lags and Investment Analysis, 1954).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from detour.models.money import capital_hour_cost

#: First and last year that is computed; the stock given is that at the end of the year before the first.
FIRST, LAST = 2022, 2030
YEARS = tuple(range(FIRST, LAST + 1))
#: Last year in which demand and domestic supply grow as given; from the next on their growth fades.
STEADY = 2024
#: First year with tokens of language models to speak of, and the year of which their volume is given as counted.
TOKENS, COUNTED = 2024, 2025
#: First year in which rules limit what may be sold from abroad, and what holds from the next year on.
LIMITED = 2025
#: Year of the price that is given.
PRICED = 2024
_DAY = 86400.0
_PETA_PER_EXA = 1000.0
_TERA_PER_PETA = 1000.0
_PERCENT = 100.0
#: Capacity sold below which a share of it is not told.
_NOTHING = 1e-9

Keep = Callable[[str, Any], Any]


def faded(growth, fade):
    r"""Return the growth of the next year, of which a share outlasts the year: $1 + (g - 1)\,f$.

    Arguments: `growth` $g$, a year's value over that of the year before, above 0; `fade` $f$, from 0, growth ends at once, to 1, it goes on.

    >>> faded(3.0, 0.5)
    2.0
    """
    return 1 + (growth - 1) * fade


def busy_capacity(tokens, throughput):
    r"""Return the capacity in EFLOP/s that tokens keep busy: $\frac{T}{86400\,r\,1000}$.

    Arguments: `tokens` $T$ a day, read and written together, 0 or more; `throughput` $r$, tokens that one busy PFLOP/s passes in a second, above 0.

    >>> busy_capacity(86.4e12, 2000.0)
    500.0
    """
    return tokens / (_DAY * throughput * _PETA_PER_EXA)


def wanted(busy, utilisation, kept, pace, maximum=max):
    r"""Return the capacity that buyers order in a year, in EFLOP/s: $\lambda \max(0, \frac{D}{u} - K)$.

    Arguments: `busy` $D$, capacity that demand keeps busy, in EFLOP/s; `utilisation` $u$, the share of hours in which buyers mean a fleet to be busy,
    above 0 up to 1; `kept` $K$, the stock that is left of the year before, in EFLOP/s; `pace` $\lambda$, the share of a gap that is closed in a year, above
    0 up to 1.

    >>> wanted(40.0, 0.4, 60.0, 0.5)
    20.0
    """
    return pace * maximum(0.0, busy / utilisation - kept)


def path(given: Mapping[str, Any], minimum=min, maximum=max, keep: Keep = lambda name, value: value) -> dict[str, Any]:
    """Return every quantity of every year, by its name and year, such as `stock_2025`.

    `given` holds, by name:

    - `stock`, EFLOP/s at the end of the year before the first; `most`, the share of its hours in which a fleet can be busy at most, 0 to 1; `inference`, percent of the capacity busy then that was inference, 0 to 100; `utilisation`, share of
      hours that buyers aim at, above 0 to 1; `life`, years after which a chip leaves, 1 or more; `pace`, see :func:`wanted`
    - `training` and `other`, growth of the demand for training and for inference other than of language models, in a year up to `STEADY`; `fade`, see :func:`faded`
    - `tokens_early` and `tokens`, tokens a day of language models in the years `TOKENS` and `COUNTED`; `tokens_growth`, their growth in the year after;
      `tokens_fade` of it; `throughput`, tokens a second of one busy PFLOP/s in `COUNTED`; `efficiency`, its growth in a year
    - `domestic`, EFLOP/s that domestic makers sell in the first year at most; `domestic_growth` of it; `foreign`, EFLOP/s that may come from abroad in
      the year `LIMITED`, and `foreign_after` in each year after it; before, rules let in what buyers want
    - `card_domestic` and `card_foreign`, TFLOP/s of a card in the first year, `card_growth` of both
    - `price`, dollars for one TFLOP/s of new capacity in `PRICED`; `price_change`, a year's over that of the year before; `overhead`, what servers and
      buildings add, as a share

    Numbers may be arrays of one length, or expressions; then `minimum` and `maximum` are theirs. `keep` is given every name and value, and what it
    returns is computed with in its place.

    What is returned: `training`, `other`, `language` and `busy`, capacity that demand would keep busy; `stock`, `sold`, `domestic`, `foreign`, `unmet`,
    all in EFLOP/s; `tokens` a day that are asked for and `tokens_served`; `cards`, sold, in millions; `value` of what is sold and `spending`, with
    servers and buildings, in millions of dollars;
    `token_cost`, dollars of capital for a million tokens; `served`, the part of demand that is, 0 to 1; and in percent `utilisation`, the hours in which
    the stock is busy, `unserved`, the part of demand that is not, `inference_share` and `language_share` of demand, `domestic_share` and
    `domestic_cards` of what is sold.

    Source of the form: see the module. Checked by hand for one year:

    >>> given = dict(stock=100.0, inference=50.0, utilisation=0.5, most=0.75, life=5.0, pace=1.0, training=2.0, other=1.0, fade=1.0, tokens_early=0.0, tokens=0.0,
    ...     tokens_growth=1.0, tokens_fade=1.0, throughput=1.0, efficiency=1.0, domestic=10.0, domestic_growth=1.0, foreign=0.0, foreign_after=0.0,
    ...     card_domestic=200.0, card_foreign=100.0, card_growth=1.0, price=50.0, price_change=1.0, overhead=0.5)
    >>> found = path(given)
    >>> found["busy_2022"], found["stock_2022"], found["domestic_2022"], found["foreign_2022"], found["cards_2022"], round(found["value_2022"], 9)
    (75.0, 150.0, 10.0, 60.0, 0.65, 3500.0)
    """
    found: dict[str, Any] = {}
    for year in YEARS:
        made = _demand(given, found, year) | {"limit": _grown(given, found, year, "limit", "domestic", "domestic_growth")}
        for name, value in made.items():
            found[f"{name}_{year}"] = keep(f"{name}_{year}", value)
        for step in (_busy, _ordered, _supplied, _stocked, _served, _told):
            for name, value in step(given, found, year, minimum, maximum).items():
                found[f"{name}_{year}"] = keep(f"{name}_{year}", value)
    return found


def _growth(given: Mapping, year: int, name: str, fade: str, steady: int = STEADY):
    """Return the growth from the year before; without a fade in years up to the steady one."""
    growth = given[name]
    for _ in range(max(0, year - steady)):
        growth = faded(growth, given[fade])
    return growth


def _grown(given: Mapping, found: Mapping, year: int, name: str, first: str, growth: str):
    """Return a quantity that is given for the first year and grows from it."""
    return given[first] if year == FIRST else found[f"{name}_{year - 1}"] * _growth(given, year, growth, "fade")


def _demand(given: Mapping, found: Mapping, year: int) -> dict:
    """Return the demands of a year, and what serves them."""
    busy, share = given["stock"] * given["utilisation"], given["inference"] / _PERCENT
    before = {"training": busy * (1 - share), "other": busy * share}
    if year > FIRST:
        before = {name: found[f"{name}_{year - 1}"] * found[f"served_{year - 1}"] for name in before}
    made = {name: value * _growth(given, year, name, "fade") for name, value in before.items()}
    throughput = _throughput(given, found, year)
    if year < TOKENS:
        return made | {"tokens": 0.0, "throughput": throughput, "language": 0.0}
    if year <= COUNTED:
        tokens = given["tokens_early" if year == TOKENS else "tokens"]
    else:
        # What was counted was served.
        last = given["tokens"] if year == COUNTED + 1 else found[f"tokens_served_{year - 1}"]
        tokens = last * _growth(given, year, "tokens_growth", "tokens_fade", COUNTED + 1)
    return made | {"tokens": tokens, "throughput": throughput, "language": busy_capacity(tokens, throughput)}


def _throughput(given: Mapping, found: Mapping, year: int):
    """Return the tokens that a unit of capacity passes in a year."""
    if year <= COUNTED:
        return given["throughput"] / _power(given["efficiency"], COUNTED - year)
    return found[f"throughput_{year - 1}"] * given["efficiency"]


def _busy(given, found, year, minimum, maximum) -> dict:
    before = given["stock"] if year == FIRST else found[f"stock_{year - 1}"]
    return {
        "busy": found[f"training_{year}"] + found[f"other_{year}"] + found[f"language_{year}"],
        "kept": before * (1 - 1 / given["life"]),
    }


def _ordered(given, found, year, minimum, maximum) -> dict:
    return {"wanted": wanted(found[f"busy_{year}"], given["utilisation"], found[f"kept_{year}"], given["pace"], maximum)}


def _supplied(given, found, year, minimum, maximum) -> dict:
    """Return what domestic makers sell, and what comes from abroad for the rest."""
    domestic = minimum(found[f"limit_{year}"], found[f"wanted_{year}"])
    rest = found[f"wanted_{year}"] - domestic
    if year < LIMITED:
        return {"domestic": domestic, "foreign": rest}
    return {"domestic": domestic, "foreign": minimum(given["foreign" if year == LIMITED else "foreign_after"], rest)}


def _stocked(given, found, year, minimum, maximum) -> dict:
    sold = found[f"domestic_{year}"] + found[f"foreign_{year}"]
    return {"sold": sold, "stock": found[f"kept_{year}"] + sold, "unmet": found[f"wanted_{year}"] - sold}


def _served(given, found, year, minimum, maximum) -> dict:
    """Return what part of demand the stock serves, and how busy that keeps it."""
    busy, stock = found[f"busy_{year}"], found[f"stock_{year}"]
    served = minimum(1.0, given["most"] * stock / busy)
    return {"served": served, "tokens_served": found[f"tokens_{year}"] * served, "utilisation": _PERCENT * busy * served / stock}


def _told(given, found, year, minimum, maximum) -> dict:
    """Return what readers compare: shares, load, cards and money."""
    at = {name: found[f"{name}_{year}"] for name in ("busy", "other", "language", "sold", "domestic", "foreign")}
    domestic, foreign = (at[name] / (given[f"card_{name}"] * _power(given["card_growth"], year - FIRST)) for name in ("domestic", "foreign"))
    price = given["price"] * _power(given["price_change"], year - PRICED)
    made = {
        "unserved": _PERCENT * (1 - found[f"served_{year}"]),
        "inference_share": _PERCENT * (at["other"] + at["language"]) / at["busy"],
        "language_share": _PERCENT * at["language"] / at["busy"],
        "domestic_share": _PERCENT * at["domestic"] / maximum(_NOTHING, at["sold"]),
        "cards": domestic + foreign,
        "domestic_cards": _PERCENT * domestic / maximum(_NOTHING, domestic + foreign),
        "value": at["sold"] * price,
        "spending": at["sold"] * price * (1 + given["overhead"]),
    }
    hour = capital_hour_cost(price * _TERA_PER_PETA, given["overhead"], given["life"], given["utilisation"])
    return made | {"token_cost": 1e6 * hour / (3600.0 * found[f"throughput_{year}"])}


def _power(base, times: int):
    """Return a whole power by repeated products, which every machine rounds alike; of a negative one, its inverse."""
    product = 1.0
    for _ in range(abs(times)):
        product = product * base
    return product if times >= 0 else 1 / product
