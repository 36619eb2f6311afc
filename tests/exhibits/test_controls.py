"""Laws of what readers may move: the page, the static face and `detour predict` give one number, whatever is set."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from detour import registry
from detour.exhibits import controls, huawei_inference_model, live, serving, style
from detour.exhibits.controls import Control
from detour.models.money import chip_hour_cost, cost_per_million_tokens
from detour.prediction.answers import answer
from detour.printing.chromium import Browser
from detour.sphinxext import vega

EXHIBITS = (huawei_inference_model.throughput, huawei_inference_model.cost)
#: Settings away from the defaults; one leaves most chips no batch, the last no room for the weights on many.
SETTINGS = (
    {},
    {"set_bits": 16.0, "set_batch": 32.0},
    {"set_prompt": 8192.0, "set_answer": 1024.0, "set_limit": 100.0, "set_drafted": 0.0},
    {"set_limit": 15.0, "set_prompt": 32768.0, "set_bits": 16.0, "set_batch": 256.0, "set_drafted": 3.0},
    {"set_chips_dense": 4.0, "set_chips_experts": 320.0, "set_limit": 30.0},
    {"set_chips_dense": 2.0, "set_chips_experts": 16.0, "set_bits": 16.0},
)
MONEY = {"set_years": 3.0, "set_overhead": 1.0, "set_utilisation": 0.8, "set_power_price": 0.2, "set_pue": 1.1, "price_nvidia_h20": 18_000.0}
#: Reads the rows that the chart computes, at each of some settings, as the page makes the view.
ASK = """(async (spec, defaults, settings) => {
  const {View, parse, expressionInterpreter} = detourVega, found = [];
  const view = new View(parse(spec, {}, {ast: true}), {expr: expressionInterpreter, renderer: "none"});
  const name = spec.data.find((each) => each.transform?.some((one) => one.as === "score")).name;
  for (const values of settings) {
    for (const [signal, value] of Object.entries({...defaults, ...values})) view.signal(signal, value);
    await view.runAsync();
    found.push(view.data(name).map((row) => ({...row})));
  }
  return found;
})"""


def expected(values: dict[str, float], chips: tuple[str, ...]) -> dict[tuple[str, str], dict]:
    """Return what Python predicts, by model and chip."""
    service = {name: value for name, value in values.items() if name in {each.name for each in serving.controls()}}
    frame = serving.predicted(**service, chips=chips)
    if "set_years" in values:
        frame = huawei_inference_model.priced(frame, **values)
    return {(row["model"], row["chip"]): row for row in frame.to_dict("records")}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = Path(tmp_path_factory.mktemp("live"))
    (folder / "vega.js").write_text(vega.bundle(), encoding="utf-8")
    (folder / "page.html").write_text('<!doctype html><title>live</title><script src="vega.js"></script>', encoding="utf-8")
    with Browser() as browser:
        browser.open(folder / "page.html")
        yield browser


@pytest.mark.parametrize("make", EXHIBITS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
def test_the_page_computes_what_predict_answers(browser, make, width):
    exhibit = make()
    defaults = huawei_inference_model.defaults(exhibit.controls)
    settings = [{**each, **(MONEY if each and "set_years" in defaults else {})} for each in SETTINGS]
    spec = vega.compiled(live.specification(exhibit.chart(width).to_dict(), []))
    found = browser.value(f"{ASK}({spec}, {json.dumps(defaults)}, {json.dumps(settings)})")
    states = set()
    for values, rows in zip(settings, found, strict=True):
        by_hand = expected(defaults | values, tuple(dict.fromkeys(exhibit.frame["subject"])))
        assert {(row["model"], row["chip"]) for row in rows} == set(by_hand)
        for row in rows:
            states.add(row["state"])
            assert row["state"] == by_hand[row["model"], row["chip"]]["state"]
            for name, value in by_hand[row["model"], row["chip"]].items():
                if isinstance(value, str):
                    continue
                missing = value is None or math.isnan(value)
                assert row[name] is None if missing else math.isclose(row[name], value, rel_tol=1e-12), (values, row["model"], row["chip"], name)
    assert states == {"", "none within the limit", "does not fit"}


@pytest.mark.parametrize("make", EXHIBITS, ids=lambda make: make.__name__)
def test_the_frame_is_that_of_the_defaults(make):
    exhibit = make()
    by_hand = expected(huawei_inference_model.defaults(exhibit.controls), tuple(dict.fromkeys(exhibit.frame["subject"])))
    for row in exhibit.frame.to_dict("records"):
        for name, value in row.items():
            other = by_hand[row["model"], row["chip"]].get(name, value)
            assert value == other or (isinstance(value, float) and math.isnan(value)), name


def test_the_static_face_prints_what_predict_answers():
    moved = ("set_bits", "set_prompt", "set_answer", "set_drafted", "set_chips_experts")
    row = serving.row("nvidia-h20", "DeepSeek-R1", *(each.default for each in serving.controls() if each.name in moved))
    exhibit = huawei_inference_model.throughput()
    chosen = exhibit.frame[(exhibit.frame["subject"] == "nvidia-h20") & (exhibit.frame["model"] == "DeepSeek-R1")].iloc[0]
    asked = {"batch": f"{chosen['batch']:g}", "batch_scope": "chip", "metric": "decode_throughput_per_chip"}
    found = next(answer([row | asked]))
    assert found.prediction == chosen["decode_tokens_per_s"] and (found.low, found.high) == (chosen["decode_low"], chosen["decode_high"])
    said = f"{float(f'{found.prediction:.3g}'):,.0f} at {chosen['batch']:.0f}/chip"
    for width in (style.WIDE, style.NARROW):
        assert f">{said}<" in exhibit.svg(width)


def test_the_cost_of_one_chip_by_hand():
    frame = huawei_inference_model.cost().frame
    row = frame[(frame["subject"] == "huawei-ascend-910c") & (frame["model"] == "DeepSeek-R1")].iloc[0]
    price, overhead, years, pue, power = (registry.find(f"a-cost-{name}").value for name in ("price-910c", "overhead", "years", "pue", "power-price"))
    hour = price * (1 + overhead) / (years * 8766) + registry.find("huawei-ascend-910c/tdp").value / 1000 * pue * power
    assert row["usd_per_chip_hour"] == pytest.approx(hour) == pytest.approx(registry.find("r-hi-hour-910c").value)
    rate = huawei_inference_model.of_chip(
        serving.predicted(**{each.name: each.default for each in serving.controls()}), "DeepSeek-R1", row["subject"], "output_tokens_per_s"
    )
    assert row["usd_per_mtoken"] == pytest.approx(1e6 * hour / 3600 / rate / registry.find("a-cost-utilisation").value)
    assert cost_per_million_tokens(chip_hour_cost(price, overhead, years, 0.7, pue, power), rate, 0.4) == pytest.approx(row["usd_per_mtoken"])


def test_every_default_is_that_of_an_assumption_or_of_evidence():
    for make in EXHIBITS:
        for each in make().controls:
            assert registry.find(each.rests_on).value == each.default and each.low < each.high


def test_a_control_says_where_the_row_of_its_default_stands_and_what_is_printed():
    by_name = {each.name: each for each in huawei_inference_model.cost().controls}
    assert (by_name["set_years"].row, by_name["set_years"].printed) == ("workings.html#a-cost-years", "5 years")
    assert (by_name["price_nvidia_h800"].kind, by_name["price_nvidia_h800"].row) == ("evidence", "evidence.html#sp-nvidia-h800-price-1")
    assert by_name["set_bits"].printed == "8 bits (FP8 or INT8)" and by_name["set_bits"].plain["row"] == by_name["set_bits"].row


def test_what_cannot_be_shown_is_refused():
    with pytest.raises(ValueError, match="not between"):
        Control("a", "A", "", 1, 2, 3, 1, "g", "a-load-batch")
    with pytest.raises(ValueError, match="not among"):
        Control("a", "A", "", 1, 3, 2, 1, "g", "a-load-batch", ((1, "one"), (3, "three")))


def test_readers_elsewhere_get_inputs_of_vega_s_own():
    exhibit = huawei_inference_model.cost()
    drawn = exhibit.chart().to_dict()
    bound = controls.bound(drawn, [each.plain for each in exhibit.controls])
    by_name = {each["name"]: each for each in bound["params"]}
    assert by_name["set_years"]["bind"] == {"input": "range", "min": 1.0, "max": 10.0, "step": 0.5, "name": "Written off over (years) "}
    assert by_name["set_bits"]["bind"]["labels"] == ["8 bits (FP8 or INT8)", "16 bits"]
    assert all("bind" not in each for each in drawn["params"]) and set(by_name) == {each.name for each in exhibit.controls}
