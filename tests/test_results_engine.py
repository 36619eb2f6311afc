"""Laws of computed results: inputs are named, intervals bound, every result is finite and shows its working."""

from __future__ import annotations

import importlib
import itertools
import math
import random
import re

import pytest
from detour import quantity, registry, tables
from detour.registry import Entry, UnknownId
from detour.results import engine
from docutils.utils.math.latex2mathml import tex2mathml

IDS = sorted(engine.definitions())


@pytest.fixture
def empty(monkeypatch):
    """Take every declared result away, so that a test can declare its own."""
    monkeypatch.setattr(engine, "DEFINITIONS", {})


def entry(value=math.nan, low=math.nan, high=math.nan) -> Entry:
    return Entry("x", "claim", "", value=value, low=low, high=high)


def test_an_interval_is_the_least_and_greatest_over_all_ends():
    value, low, high = engine.interval(lambda a, b: a / b, {"a": entry(6.0, 4.0, 8.0), "b": entry(2.0, 1.0, 4.0)})
    assert (value, low, high) == (3.0, 1.0, 8.0)


def test_no_interval_comes_from_numbers_without_one():
    value, low, high = engine.interval(lambda a, b: a * b, {"a": entry(6.0), "b": entry(2.0)})
    assert value == 12.0
    assert math.isnan(low) and math.isnan(high)


def test_an_input_without_a_value_leaves_the_interval_alone():
    value, low, high = engine.interval(lambda a: 2 * a, {"a": entry(low=1.0, high=3.0)})
    assert math.isnan(value)
    assert (low, high) == (2.0, 6.0)


def test_the_interval_of_a_monotone_relation_bounds_every_point_inside():
    rng = random.Random(1)
    inputs = {"a": entry(3.0, 2.0, 5.0), "b": entry(4.0, 1.0, 7.0), "c": entry(2.0, 1.5, 2.5)}
    _, low, high = engine.interval(lambda a, b, c: a * b / c - b, inputs | {"b": entry(4.0)})
    for _ in range(200):
        a, c = rng.uniform(2, 5), rng.uniform(1.5, 2.5)
        assert low <= a * 4 / c - 4 <= high


def test_arguments_and_inputs_must_be_the_same(empty):
    with pytest.raises(TypeError, match=r"r-x: arguments and inputs differ: \['b', 'c'\]"):
        engine.result("r-x", title="X", relation="x", unit="", a="c-1", b="c-2")(lambda a, c: a)


def test_an_id_is_declared_once(empty):
    engine.result("r-x", title="X", relation="x", unit="", a="c-1")(lambda a: a)
    with pytest.raises(ValueError, match="r-x is declared twice"):
        engine.tally("r-x", title="X", relation="x")(lambda: 1)


def test_an_unknown_result_is_not_found():
    with pytest.raises(UnknownId, match="no result has the id 'r-nothing'"):
        engine.entry("r-nothing")


def test_there_are_results_and_each_has_an_id_of_its_own_form():
    assert IDS
    assert [id for id in IDS if not re.fullmatch(r"r-[a-z0-9]+(-[a-z0-9]+)*", id)] == []
    assert not set(IDS) & set(registry._entries(tables.DATA))


@pytest.mark.parametrize("id", IDS)
def test_every_result_is_finite_and_within_its_interval(id):
    found = engine.entry(id)
    numbers = [each for each in (found.value, found.low, found.high) if not math.isnan(each)]
    assert numbers and all(map(math.isfinite, numbers))
    if not math.isnan(found.low):
        assert found.low <= found.high
        assert math.isnan(found.value) or found.low - 1e-9 * abs(found.low) <= found.value <= found.high + 1e-9 * abs(found.high)
    assert "not stated" not in found.written()


@pytest.mark.parametrize("id", IDS)
def test_every_result_shows_its_working(id):
    definition = engine.definitions()[id]
    assert definition.title and not definition.title.endswith(".")
    assert "<math" in tex2mathml(definition.relation)
    module, _, function = definition.code.rpartition(".")
    assert getattr(importlib.import_module(module), function).__doc__, definition.code
    assert definition.digits >= 1
    assert bool(definition.inputs) != bool(definition.reads), "a result has inputs, a tally reads tables"
    if definition.unit:
        quantity.dimensionality(definition.unit)


@pytest.mark.parametrize("id", [id for id in IDS if engine.definitions()[id].inputs])
def test_every_input_is_known_and_every_symbol_stands_in_the_relation(id):
    definition = engine.definitions()[id]
    for ref in definition.inputs.values():
        registry.find(ref)
    letters = set("".join(re.findall(r"[^\W\d_]", definition.relation)))
    assert [symbol for symbol in definition.inputs if symbol[0] not in letters] == []


@pytest.mark.parametrize("id", [id for id in IDS if engine.definitions()[id].reads])
def test_every_tally_reads_tables_that_exist(id):
    assert set(engine.definitions()[id].reads) <= set(tables.resources())


def test_a_result_rests_on_the_sources_of_its_inputs():
    found = engine.entry("r-h20-implied-price-2024")
    expected = {source for ref in engine.definitions()[found.id].inputs.values() for source in registry.find(ref).sources}
    assert set(found.sources) == expected != set()


def test_no_result_depends_on_itself():
    edges = [(id, registry.find(ref).id) for id in IDS for ref in engine.definitions()[id].inputs.values()]
    from detour.graph import cycle

    assert cycle(edges) == []


def test_an_exhibit_gets_the_same_number_as_the_prose():
    for id in itertools.islice(IDS, 20):
        assert engine.value(id) == engine.entry(id).value or math.isnan(engine.value(id))
