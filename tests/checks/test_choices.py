"""Laws of choices: what another choice would change is what comes out when it is made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from detour import registry, tables
from detour.checks import choices, engine
from detour.results import engine as results

CHOICES = {choice.id: choice for choice in choices.choices()}
BANDWIDTH = "sp-huawei-ascend-910b-memory-bandwidth-6"


@pytest.mark.parametrize("id", CHOICES)
def test_a_row_in_its_own_place_changes_nothing(id):
    assert choices.flips(id, registry.find(id)) == []


@pytest.mark.parametrize("id", CHOICES)
def test_a_choice_is_preferred_with_a_reason_and_its_rivals_say_something_else(id):
    choice = CHOICES[id]
    assert choice.reason
    for rival in choice.rivals:
        assert rival.entry.unit == choice.preferred.unit and rival.entry.ends() != choice.preferred.ends()


def test_every_preferred_row_that_a_result_takes_and_a_rival_contradicts_is_a_choice():
    taken = {registry.find(ref).id for each in results.definitions().values() for ref in each.inputs.values()}
    frame = tables.load("specifications")
    groups = frame.groupby(["subject", "quantity", "unit", "as_of"], dropna=False)
    wanted = {
        group.loc[group["preferred"] == "yes", "id"].iloc[0]
        for _, group in groups
        if (group["preferred"] == "yes").sum() == 1 and group["value"].max() > 1.05 * group["value"].min() and not group["value"].isna().any()
    }
    middles = {id: registry.find(id).value for id in wanted}
    apart = {id for id in wanted & taken if any(abs(value - middles[id]) > 0.05 * max(value, middles[id]) for value in _values(frame, id))}
    assert apart and apart <= set(CHOICES)


def _values(frame, id: str) -> list[float]:
    row = frame.set_index("id").loc[id]
    return list(frame[(frame["subject"] == row["subject"]) & (frame["quantity"] == row["quantity"]) & (frame["unit"] == row["unit"])]["value"])


def test_what_a_rival_would_change_is_computed_through_the_result():
    rival = next(each for each in CHOICES[BANDWIDTH].rivals if each.entry.value == 1228)
    h20 = registry.find("nvidia-h20/memory_bandwidth").value
    (flip,) = [each for each in rival.flips if each.id == "r-dg-h20-910b-bandwidth"]
    assert (flip.before, flip.after) == (results.entry(flip.id).said(), replace(results.entry(flip.id), value=h20 / 1228).said())


def test_a_check_that_rests_on_the_row_is_run_with_its_rival(monkeypatch):
    def faster(bandwidth) -> engine.Working:
        """Is it above a thousand?"""
        return engine.found(engine.HOLDS if bandwidth.above(1000) else engine.FAILS)

    monkeypatch.setitem(engine.declared(), "k-planted", engine.Check("k-planted", {"bandwidth": BANDWIDTH}, faster))
    monkeypatch.setitem(engine.workings(), "k-planted", engine.found(engine.HOLDS))
    choices._compared.cache_clear()
    choices._resting.cache_clear()
    try:
        slow = replace(registry.find(BANDWIDTH), value=400.0)
        assert choices.Flip("k-planted", "holds", "fails") in choices.flips(BANDWIDTH, slow)
        assert "k-planted" not in {flip.id for flip in choices.flips(BANDWIDTH, replace(slow, value=1228.0))}
    finally:
        choices._compared.cache_clear()
        choices._resting.cache_clear()
