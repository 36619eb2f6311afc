"""Laws of the named scenarios: what is drawn of each is what a rerun of it gives, and the title holds."""

from __future__ import annotations

import pytest
from detour import registry, tables
from detour.exhibits import inference_market_shift_named as drawn
from detour.exhibits import style
from detour.prediction import market
from detour.rerun import assumed, scenarios
from detour.results import engine


@pytest.fixture(scope="module")
def exhibit():
    return drawn.named()


@pytest.mark.parametrize("id", scenarios.known())
def test_what_is_drawn_is_what_a_rerun_of_the_scenario_gives_to_the_last_digit(exhibit, id):
    (chosen,), values = scenarios.settings([id])
    frame = tables.load("assumptions").set_index("id", drop=False)
    for each in assumed.changes(values):
        frame.loc[each.id, ["low", "central", "high"]] = each.after
    altered = tables.Altered(tables.DATA, {"assumptions": frame.reset_index(drop=True)})
    held = 0
    for each in (each for each in engine.definitions().values() if hasattr(each.function, "told")):
        name, year = each.function.told
        if year == drawn.LAST and name in drawn.PANELS:
            given = {symbol: registry.find(ref, altered).value for symbol, ref in each.inputs.items()}
            assert repr(float(each.function(**given))) == repr(float(drawn.of(exhibit.frame, name)[chosen.name])), each.id
            held += 1
    assert held >= 4


def test_every_scenario_of_the_market_is_drawn_beside_the_centres(exhibit):
    of_market = [each.name for each in scenarios.known().values() if all(name in market.ROWS.values() for name in each.values)]
    assert len(of_market) >= 6
    for name in drawn.PANELS:
        assert drawn.of(exhibit.frame, name).index.tolist() == [drawn.CENTRE, *of_market]
    assert drawn.of(exhibit.frame, "stock")[drawn.CENTRE] == engine.value(f"r-shift-market-stock-{drawn.LAST}")


def test_the_title_holds_imports_move_less_than_demand(exhibit):
    names = {id: each.name for id, each in scenarios.known().items()}
    stock, share = drawn.of(exhibit.frame, "stock"), drawn.of(exhibit.frame, "inference_share")
    imports = stock[names["x-licences-freely"]] / stock[names["x-imports-end"]]
    assert 1 < imports < 1.6 < stock[names["x-training-goes-on"]] / stock[names["x-frugal-tokens"]]
    assert f"{100 * (imports - 1):.0f}%" in exhibit.title and share.max() - share.min() > 60
    assert {share.idxmin(), share.idxmax()} == {names["x-training-goes-on"], names["x-hungry-tokens"]}
    assert share[names["x-imports-end"]] == pytest.approx(share[names["x-licences-freely"]], rel=1e-9)


def test_every_name_is_written_whole_on_a_phone(exhibit):
    drawing = exhibit.svg(style.NARROW)
    assert "…" not in drawing and all(f">{each.name}<" in drawing.replace("&#39;", "'") for each in scenarios.known().values())
