"""Laws of the market with other assumptions: every named scenario, and every input at its least, gives numbers that can be told."""

from __future__ import annotations

import numpy as np
import pytest
from detour import tables
from detour.prediction import market
from detour.rerun import assumed, scenarios
from detour.results import engine

#: Inputs at the least that a reader may set them to, where that lies outside the report's own interval.
LEAST = [{"a-market-foreign-after": "0"}, {"a-market-foreign": "0"}, {"a-market-fade": "0"}, {"a-market-tokens-fade": "0"}]
SCENARIOS = {id: scenarios.settings([id])[1] for id, each in scenarios.known().items() if set(each.values) <= set(market.ROWS.values())}
CASES = [*SCENARIOS.values(), *LEAST]


def altered(values: dict[str, str]) -> tables.Altered:
    frame = tables.load("assumptions").set_index("id", drop=False)
    for each in assumed.changes(values):
        frame.loc[each.id, ["low", "central", "high"]] = each.after
    return tables.Altered(tables.DATA, {"assumptions": frame.reset_index(drop=True)})


@pytest.mark.parametrize("values", CASES, ids=[*SCENARIOS, *(next(iter(each)) for each in LEAST)])
def test_samples_are_finite_and_so_is_all_that_the_market_tells_of_them(values):
    data = altered(values)
    ends = market.ends(data)
    drawn = market.drawn(ends, market.correlations(data), 256)
    for name, found in drawn.items():
        assert np.isfinite(found).all() and (found >= ends[name][0]).all() and (found <= ends[name][2]).all(), name
    assert [name for name, found in market.run(drawn).items() if not np.isfinite(found).all()] == []


@pytest.mark.parametrize("id", SCENARIOS)
def test_every_number_of_the_band_is_computed_in_every_scenario(id):
    data = altered(SCENARIOS[id])
    named = [each for each in engine.definitions() if each.startswith(("r-shift-market-", "r-shift-hindcast-"))]
    assert len(named) > 40 and all(np.isfinite(engine.entry(each, data).value) for each in named)


def test_a_correlation_that_leaves_no_two_inputs_is_refused():
    with pytest.raises(assumed.Unusable, match="allowed: a number of at least -0.99 and up to 0.99"):
        assumed.changes({"a-market-correlation-supply": "-1"})
