"""Quantities and units: what is measured, in what, and how a number is written."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pint

from detour import tables

#: The form of a unit: names joined by `/`, with small powers. Anything else is not handed to pint, which would compute it.
_FORM = re.compile(r"[A-Za-z]\w*(\^[23])?(/[A-Za-z]\w*(\^[23])?)*", re.ASCII)
_UNITS = Path(__file__).with_name("units.txt")
_NBSP = "\N{NO-BREAK SPACE}"
_CURRENCIES = {"USD": ("$", ""), "CNY": ("", "yuan"), "KRW": ("", "won"), "HKD": ("HK$", "")}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_BOUNDS = {"about": "about ", "at_least": "at least ", "at_most": "at most ", "more_than": "more than ", "less_than": "less than "}
#: Units that say where something stands, not how much of it there is: years and ranks.
_PLACES = {"calendar_year": "", "rank": f"rank{_NBSP}"}
#: One of a unit behind "per", where that is not its name.
_ONE = {"USD": "dollar", "CNY": "yuan", "KRW": "won", "HKD": "Hong Kong dollar", "Mtoken": "million tokens"}
_WORDS = {"H100_equivalent": "H100 equivalents", "ratio": "times", "us": "\N{MICRO SIGN}s"}


class UnknownUnit(ValueError):
    """A unit that `units.txt` does not define."""


@lru_cache(maxsize=1)
def registry() -> pint.UnitRegistry:
    """Return the unit registry of the report, built from `units.txt` alone."""
    return pint.UnitRegistry(str(_UNITS), cache_folder=None)


def dimensionality(unit: str) -> pint.util.UnitsContainer:
    """Return the dimension of a unit; raise :class:`UnknownUnit` for an undefined one.

    >>> dimensionality("GB/s") == dimensionality("TB/hour")
    True
    """
    if unit and not _FORM.fullmatch(unit):
        raise UnknownUnit(f"unknown unit {unit!r}")
    try:
        return registry().parse_units(unit).dimensionality
    except (pint.errors.UndefinedUnitError, ValueError) as error:
        raise UnknownUnit(f"unknown unit {unit!r}") from error


def convert(value: float, unit: str, to: str) -> float:
    """Return `value` in the unit `to`; raise pint's DimensionalityError where that has no meaning.

    >>> convert(4, "TB/s", "GB/s")
    4000.0
    """
    return float(registry().Quantity(value, unit).to(to).magnitude)


@lru_cache(maxsize=4)
def _dictionary(data: Path) -> dict[str, dict]:
    return tables.load("quantities", data).set_index("id").to_dict("index")


def define(quantity: str, data: Path = tables.DATA) -> dict:
    """Return name, unit, other allowed units and definition of a quantity.

    >>> define("memory_bandwidth")["unit"]
    'GB/s'
    """
    return _dictionary(data)[quantity]


def number(value: float, digits: int | None = None) -> str:
    """Write a plain number: thousands separated, no trailing zeros, at most `digits` significant.

    >>> number(1234567.0), number(0.05), number(2.3456, digits=3)
    ('1,234,567', '0.05', '2.35')
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as a number")
    value = _rounded(value, digits)
    text = f"{value:,.10f}" if abs(value) > 1e-6 else f"{Decimal(f'{value:.10g}'):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}")


def _rounded(value: float, digits: int | None) -> float:
    return value if digits is None or not value else round(value, digits - 1 - math.floor(math.log10(abs(value))))


def _scaled(values: list[float], digits: int | None) -> tuple[list[str], str]:
    """Write numbers on one scale, and return the word of that scale: of several the largest on which none needs a long fraction."""
    sizes = [abs(_rounded(value, digits)) for value in values]
    for factor, word in _SCALES:
        if max(sizes) >= factor:
            written = [number(_exact(value, factor), digits) for value in values]
            if any(0 < size < factor and len(text) > len("0.000") for size, text in zip(sizes, written, strict=True)):
                continue
            return written, word
    return [number(value, digits) for value in values], ""


def _exact(value: float, factor: float) -> float:
    """Divide without showing the binary noise of the division."""
    return float(f"{value / factor:.12g}")


def unit_label(unit: str, value: float = 2.0) -> str:
    """Write a unit as it stands behind a number.

    >>> unit_label("chips", 1), unit_label("TFLOP/s"), unit_label("CNY/chip"), unit_label("output tokens/s per GPU")
    ('chip', 'TFLOP/s', 'yuan per chip', 'output tokens/s per GPU')
    """
    if unit in ("", "percent"):
        return "%" if unit else ""
    if " " in unit:  # a measurement's unit, in the words of its source
        return unit
    if unit in _WORDS:
        return _WORDS[unit]
    head, *tails = unit.split("/")
    if tails and head not in _CURRENCIES and set(tails) <= {"s", "mm^2"}:
        return unit.replace("^2", "²")
    word = _CURRENCIES[head][1] if head in _CURRENCIES else _plural(head, value).replace("^2", "²")
    return " ".join([word, *(f"per {_ONE.get(tail) or _singular(tail)}" for tail in tails)]).strip()


def is_count(unit: str) -> bool:
    """Return whether a unit counts things, as chips and dies do.

    >>> is_count("dies"), is_count("GB/s"), is_count("USD")
    (True, False, False)
    """
    return unit.isalpha() and unit.islower() and len(unit) > 2


def _singular(unit: str) -> str:
    return unit[:-1] if unit.endswith("s") and len(unit) > 2 else unit


def _plural(unit: str, value: float) -> str:
    if not is_count(unit):
        return unit
    one = _singular(unit)
    if value == 1:
        return one
    return one[:-1] + "ies" if one.endswith("y") and one[-2] not in "aeiou" else one + "s"


def write(value=math.nan, low=math.nan, high=math.nan, unit="", bound="", digits=None, bare=False) -> str:
    """Write a value, or its interval where no value is given, with its unit.

    >>> write(1_000_000, unit="chips")
    '1\\xa0million\\xa0chips'
    >>> write(low=40_000, high=50_000, unit="chips")
    '40,000–50,000\\xa0chips'
    >>> write(12e9, unit="USD", bound="about")
    'about $12\\xa0billion'
    >>> write(40, unit="percent", bare=True)
    '40'
    """
    shown = [value] if not math.isnan(value) else [end for end in (low, high) if not math.isnan(end)]
    if not shown:
        return "not stated"
    if unit in _PLACES:
        return ("" if bare else _BOUNDS.get(bound, "") + _PLACES[unit]) + "–".join(f"{each:.0f}" for each in shown)
    words, scale = _scaled(shown, digits) if unit != "percent" else ([number(each, digits) for each in shown], "")
    if bare:
        return _NBSP.join(part for part in ("–".join(words), scale) if part)
    head = unit.partition("/")[0]
    prefix = _CURRENCIES.get(head, ("", ""))[0]
    text = "–".join(re.sub("^(\N{MINUS SIGN}?)", rf"\1{prefix}", word) for word in words)
    label = unit_label(unit, 1.0 if shown == [1.0] else 2.0)
    if label == "%":
        return _BOUNDS.get(bound, "") + text + "%"
    return _BOUNDS.get(bound, "") + _NBSP.join(part for part in (text, scale, label) if part)
