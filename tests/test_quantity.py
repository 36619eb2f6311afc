"""Laws of numbers: each is written once, in one way, with its unit; units are those of the dictionary."""

from __future__ import annotations

import math
import re

import pytest
from detour import quantity, registry, tables
from detour.quantity import UnknownUnit, convert, dimensionality, number, unit_label, write
from detour.results import engine
from pint.errors import DimensionalityError

MEASURED = [name for name in tables.resources() if "unit" in tables.load(name) and name != "measurements"]
UNITS = sorted({*(unit for name in MEASURED for unit in tables.load(name)["unit"]), *(each.unit for each in engine.definitions().values())} - {""})


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, None, "0"),
        (7, None, "7"),
        (1234567, None, "1,234,567"),
        (0.05, None, "0.05"),
        (2.3456, 3, "2.35"),
        (1234.5678, 2, "1,200"),
        (0.1 + 0.2, None, "0.3"),
        (-5, None, "−5"),
        (-0.05, None, "−0.05"),
        (1e-12, None, "0.000000000001"),
        (99.96, 3, "100"),
        (0.00012345, 2, "0.00012"),
        (1e15, None, "1,000,000,000,000,000"),
    ],
)
def test_a_number_has_separators_and_no_noise(value, digits, text):
    assert number(value, digits) == text


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_is_not_a_number_is_not_written_as_one(value):
    with pytest.raises(ValueError, match="cannot be written as a number"):
        number(value)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (dict(value=1e6, unit="chips"), "1 million chips"),
        (dict(value=1, unit="chips"), "1 chip"),
        (dict(value=12e9, unit="USD"), "$12 billion"),
        (dict(value=12e9, unit="CNY", bound="about"), "about 12 billion yuan"),
        (dict(value=-5e9, unit="USD"), "−$5 billion"),
        (dict(low=10e9, high=12e9, unit="USD"), "$10–$12 billion"),
        (dict(low=40_000, high=50_000, unit="chips"), "40,000–50,000 chips"),
        (dict(low=900_000, high=1_200_000, unit="cards"), "0.9–1.2 million cards"),
        (dict(value=12_000, unit="USD/chip"), "$12,000 per chip"),
        (dict(value=40, unit="percent"), "40%"),
        (dict(value=2.5e6, unit="percent"), "2,500,000%"),
        (dict(low=20, high=30, unit="percent", bound="at_least"), "at least 20–30%"),
        (dict(value=4000, unit="GB/s"), "4,000 GB/s"),
        (dict(value=3, unit="ratio"), "3 times"),
        (dict(value=2029, unit="calendar_year"), "2029"),
        (dict(value=2, unit="rank"), "rank 2"),
        (dict(value=2, unit="USD/chip/hour"), "$2 per chip per hour"),
        (dict(value=1, unit="CNY/Mtoken"), "1 yuan per million tokens"),
        (dict(value=7.2, unit="CNY/USD"), "7.2 yuan per dollar"),
        (dict(value=5, unit="GB/s/mm^2"), "5 GB/s/mm²"),
        (dict(value=814, unit="mm^2"), "814 mm²"),
        (dict(value=3, unit="company"), "3 companies"),
        (dict(value=999_950, unit="chips", digits=3), "1 million chips"),
        (dict(value=1e6, unit="chips", bare=True), "1 million"),
        (dict(value=40, unit="percent", bare=True), "40"),
        (dict(), "not stated"),
    ],
)
def test_a_number_is_written_with_its_unit_and_bound(arguments, text):
    assert plain(write(**arguments)) == text


def test_a_line_never_breaks_between_a_number_and_its_unit():
    assert " " not in write(1e6, unit="chips")
    assert " " not in write(12e9, unit="CNY")


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_in_use_is_defined_and_reads_as_words(unit):
    dimensionality(unit)
    assert not re.search(r"[_^*]|\bMtoken|ys\b(?<!days)", unit_label(unit)) or unit in quantity._PLACES
    assert "_" not in write(2.0, unit=unit) and "^" not in write(2.0, unit=unit)


@pytest.mark.parametrize(
    "unit",
    [
        "parsecs",
        "gb/s",
        "GB s",
        "9**9**9",
        "(chips",
        "chips)",
        "chips/0",
        "1",
        "2*chips",
        "%",
        "NaN",
        "chips;",
        "칩",
        "/s",
        "GB//s",
        "GB/",
        "__import__('os')",
        "chips^9",
        " chips",
        "'",
        "\n",
    ],
)
def test_what_is_not_a_unit_is_refused_and_never_computed(unit):
    with pytest.raises(UnknownUnit, match="unknown unit"):
        dimensionality(unit)


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        (4, "TB/s", "GB/s", 4000),
        (1, "GB", "Gbit", 8),
        (1, "GiB", "byte", 2**30),
        (50, "percent", "ratio", 0.5),
        (1, "PFLOP/s", "TFLOP/s", 1000),
        (1, "year", "days", 365.25),
        (3, "Mtoken", "token", 3e6),
        (2, "kW", "W", 2000),
    ],
)
def test_units_convert_as_they_should(value, unit, to, result):
    assert convert(value, unit, to) == pytest.approx(result)


@pytest.mark.parametrize(("unit", "to"), [("chips", "dies"), ("chips", "cards"), ("USD", "CNY"), ("FLOP/s", "OP/s"), ("GB", "GB/s"), ("calendar_year", "year")])
def test_things_that_are_not_the_same_never_add_up(unit, to):
    with pytest.raises(DimensionalityError):
        convert(1, unit, to)


def test_every_quantity_has_a_definition_and_a_unit_that_exists():
    for row in tables.load("quantities").itertuples():
        assert quantity.define(row.id)["definition"].endswith((".", "?")), row.id
        for unit in [row.unit, *tables.split(row.also)]:
            dimensionality(unit)


def test_every_number_of_every_table_can_be_written():
    for id, entry in registry._entries(tables.DATA).items():
        assert "inf" not in entry.written() and "nan" not in entry.written().split(), id
