"""Laws of the market that a reader sets: page, model and `detour rerun` give one number to the last digit, and the title holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from detour import registry, tables
from detour.exhibits import columns, live, own_market, style
from detour.exhibits import inference_market_shift_scenario as drawn
from detour.exhibits.huawei_inference_model import defaults
from detour.models.market import YEARS
from detour.prediction import market
from detour.printing.chromium import Browser
from detour.rerun import assumed
from detour.results import engine
from detour.sphinxext import vega

SHOWN = tuple(dict.fromkeys(own_market.DRAWN + own_market.TOLD))
#: Settings away from the defaults: no imports, a shortage, a glut in which nothing is bought, and values of many digits.
SETTINGS = (
    {},
    {"set_foreign_after": 0.0, "set_domestic_growth": 1.8},
    {"set_tokens_growth": 15.0, "set_tokens_fade": 1.0, "set_efficiency": 0.8, "set_throughput": 500.0},
    {"set_training": 1.0, "set_fade": 0.0, "set_tokens_growth": 1.0, "set_efficiency": 2.5, "set_throughput": 20_000.0, "set_utilisation": 0.9},
    {"set_training": 2.123456789, "set_fade": 0.7654321, "set_utilisation": 0.123456789 + 0.2, "set_tokens_growth": 6.54321, "set_foreign_after": 123.4567},
    {"set_training": 3.9, "set_fade": 0.95, "set_domestic_growth": 3.7, "set_foreign_after": 990.0, "set_tokens_fade": 0.35, "set_utilisation": 0.15},
)
#: Reads what the drawing computed with, and the rows and words that it made of it, at each of some settings, as the page makes the view.
ASK = """(async (spec, settings, names) => {
  const {View, parse, expressionInterpreter} = detourVega, found = [];
  const view = new View(parse(spec, {}, {ast: true}), {expr: expressionInterpreter, renderer: "none"});
  const named = (field) => spec.data.filter((each) => each.transform?.some((one) => one.as === field)).map((each) => each.name);
  for (const values of settings) {
    for (const [signal, value] of Object.entries(values)) view.signal(signal, value);
    await view.runAsync();
    const rows = view.data(named("run")[0]).filter((row) => row.low !== null).map(({quantity, year, run}) => [quantity, year, run]);
    found.push([view.signal("found"), rows, view.data(named("said")[0]).map((row) => row.said)]);
  }
  return found;
})"""


@pytest.fixture(scope="module")
def exhibit():
    return drawn.scenario()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = Path(tmp_path_factory.mktemp("market"))
    (folder / "vega.js").write_text(vega.bundle(), encoding="utf-8")
    (folder / "page.html").write_text('<!doctype html><title>market</title><script src="vega.js"></script>', encoding="utf-8")
    with Browser() as browser:
        browser.open(folder / "page.html")
        yield browser


@pytest.fixture(scope="module")
def asked(browser, exhibit):
    """Return what both drawings give at each setting, by width."""
    settings, found = [defaults(exhibit.controls) | each for each in SETTINGS], {}
    for width in (style.WIDE, style.NARROW):
        spec = vega.compiled(live.specification(exhibit.chart(width).to_dict(), columns.describe(exhibit.frame)))
        found[width] = browser.value(f"{ASK}({spec}, {json.dumps(settings)})")
    return found


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
def test_the_page_computes_what_the_model_does_to_the_last_digit(asked, width):
    lost = set()
    for values, (signals, rows, said) in zip(SETTINGS, asked[width], strict=True):
        by_hand = own_market.found(**values)
        for name in SHOWN:
            told = [float(value) for value in signals[name]]
            assert list(map(repr, told)) == [repr(float(by_hand[f"{name}_{year}"])) for year in YEARS], (values, name)
        assert len(rows) > 60 and all(repr(float(run)) == repr(float(by_hand[f"{name}_{year}"])) for name, year, run in rows)
        lost.add(by_hand["unserved_2030"] > 0)
        stock = float(f"{by_hand['stock_2030']:.3g}")
        assert f"Stock, EFLOP/s {stock:,g}" in said
    assert lost == {True, False}


@pytest.mark.parametrize("place", range(len(SETTINGS)))
def test_a_rerun_with_the_same_settings_gives_the_numbers_of_the_page_to_the_last_digit(asked, place):
    signals = asked[style.WIDE][place][0]
    rows = {each.name: each.rests_on for each in own_market.controls()}
    frame = tables.load("assumptions").set_index("id", drop=False)
    for each in assumed.changes({rows[name]: repr(value) for name, value in SETTINGS[place].items()}):
        frame.loc[each.id, ["low", "central", "high"]] = each.after
    altered = tables.Altered(tables.DATA, {"assumptions": frame.reset_index(drop=True)})
    told = {id: each.function.told for id, each in engine.definitions().items() if hasattr(each.function, "told")}
    assert len(told) > 10
    for id, (name, year) in told.items():
        values = {symbol: registry.find(ref, altered).value for symbol, ref in engine.definitions()[id].inputs.items()}
        assert repr(float(engine.definitions()[id].function(**values))) == repr(float(signals[name][YEARS.index(year)])), id


def test_what_is_published_of_a_year_is_the_table_s(exhibit):
    run = exhibit.frame[exhibit.frame["kind"] == drawn.BAND].set_index(["quantity", "year"])
    for each in (each for each in engine.definitions().values() if hasattr(each.function, "told")):
        row, entry = run.loc[each.function.told], engine.entry(each.id)
        assert (row["run"], row["low"], row["high"]) == (entry.value, entry.low, entry.high), each.id


def test_every_default_is_that_of_its_assumption_and_the_controls_hold_its_interval(exhibit):
    ends = market.ends()
    for each in exhibit.controls:
        low, central, high = ends[each.name.removeprefix("set_")]
        assert each.low <= low < high <= each.high and each.default == central


def test_only_what_is_shown_is_computed_and_that_with_what_all_machines_round_alike():
    known = own_market.traced()
    assert not any(f"{name}_2030" in known for name in ("value", "unmet"))
    words = {word for text in known.values() for word in re.findall("[a-z_]+[a-z_0-9]*", text)}
    assert words == {"min", "max", "e"} | {each.name for each in own_market.controls()} | words & known.keys()
    assert not set("".join(known.values())) - set("abcdefghijklmnopqrstuvwxyz_0123456789.()+-*/, ") and "**" not in "".join(known.values())


def test_every_count_and_every_forecast_is_drawn_in_the_model_s_unit(exhibit):
    marks = exhibit.frame[exhibit.frame["kind"] != drawn.BAND].set_index("id")
    assert set(marks.index) == {row for name, _, row, _ in market.COUNTED if name in own_market.DRAWN} | set(drawn.FORECASTS)
    assert marks.loc["es-market-stock-2024", "value"] == 725.3
    assert marks.loc["es-125", "value"] == 48e3 * (1 + registry.find("a-cost-overhead").value)
    assert (marks["who"] != "").all() and (exhibit.frame["source"] != "").all()


def test_the_title_and_the_chapter_s_sentence_hold(exhibit):
    ends = {name: drawn.ends_of(exhibit.frame, name) for name in own_market.DRAWN}
    assert ends["stock"][1] > 3 * ends["stock"][0] and ends["inference_share"][1] - ends["inference_share"][0] > 30
    assert ends["domestic_cards"][0] > 60
    for name in ("stock", "inference_share"):
        assert all(f"{float(f'{end:.2g}'):,.0f}" in exhibit.title for end in ends[name])


def test_the_drawing_is_light(exhibit):
    drawings, stock = {width: exhibit.svg(width) for width in (style.WIDE, style.NARROW)}, own_market.found()["stock_2030"]
    assert sum(map(len, drawings.values())) < 80_000
    for width in (style.WIDE, style.NARROW):
        assert f">{float(f'{stock:.3g}'):,.0f}<" in drawings[width]
        assert len(vega.compiled(live.specification(exhibit.chart(width).to_dict(), []))) < 120_000
