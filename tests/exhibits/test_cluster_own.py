"""Laws of the cluster of a reader's own: page, printed face and `detour predict` give one number, whatever is set; and the title holds."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import pytest
from detour import registry
from detour.exhibits import cluster_workarounds_own as drawn
from detour.exhibits import live, own_cluster, style
from detour.exhibits.huawei_inference_model import defaults
from detour.exhibits.own_cluster import BEST, CHIPS, LINKS, MODELS, OWN, SIZES, SOLD
from detour.models.equivalence import equal_count, rising
from detour.prediction.answers import answer
from detour.prediction.training_grid import row
from detour.printing.chromium import Browser
from detour.sphinxext import vega
from detour.tables import ROOT

#: Settings away from the defaults; the second cluster holds the large model at few sizes, the third outruns every number of H100.
SETTINGS = (
    {},
    {"set_chip": 5.0, "set_links": 0.25, "set_network": 2.0, "set_failures": 120.0, "set_recovery": 3600.0, "set_chips": 64.0},
    {"set_chip": 0.0, "set_links": 2.0, "set_network": 2.0, "set_model": 0.0, "set_failures": 1.0, "set_recovery": 30.0, "set_chips": 131072.0},
    {"set_chip": 7.0, "set_links": 1.0, "set_network": 1.0, "set_model": 3.0, "set_tokens": 3e11, "set_chips": 1024.0},
)
#: Reads the rows that the chart computes, at each of some settings, as the page makes the view; and what it says.
ASK = """(async (spec, settings) => {
  const {View, parse, expressionInterpreter} = detourVega, found = [];
  const view = new View(parse(spec, {}, {ast: true}), {expr: expressionInterpreter, renderer: "none"});
  const named = (field) => spec.data.find((each) => each.transform?.some((one) => one.as === field)).name;
  for (const values of settings) {
    for (const [signal, value] of Object.entries(values)) view.signal(signal, value);
    await view.runAsync();
    found.push([view.data(named("ratio")).map((row) => ({...row})), view.data(named("said")).map((row) => row.said)]);
  }
  return found;
})"""


@pytest.fixture(scope="module")
def exhibit():
    return drawn.own()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = Path(tmp_path_factory.mktemp("own"))
    (folder / "vega.js").write_text(vega.bundle(), encoding="utf-8")
    (folder / "page.html").write_text('<!doctype html><title>own</title><script src="vega.js"></script>', encoding="utf-8")
    with Browser() as browser:
        browser.open(folder / "page.html")
        yield browser


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
def test_the_page_computes_what_python_does(browser, exhibit, width):
    settings = [defaults(exhibit.controls) | each for each in SETTINGS]
    spec = vega.compiled(live.specification(exhibit.chart(width).to_dict(), []))
    missing = set()
    for values, (rows, said) in zip(settings, browser.value(f"{ASK}({spec}, {json.dumps(settings)})"), strict=True):
        by_hand = {(each["label"], each["chips"]): each for each in own_cluster.chosen(**values).to_dict("records")}
        own = {key for key in by_hand if key[0] in {row["label"] for row in rows}}
        assert {(row["label"], row["chips"]) for row in rows} == own and {OWN, BEST} <= {key[0] for key in own}
        for found in rows:
            for name, value in by_hand[found["label"], found["chips"]].items():
                if isinstance(value, float) and math.isnan(value):
                    missing.add(name)
                    assert found[name] is None, name
                else:
                    assert found[name] == value or math.isclose(found[name], value, rel_tol=1e-9), (values, found["label"], found["chips"], name)
        asked = by_hand[OWN, int(values["set_chips"])]
        assert said == ["it does not fit into memory"] if math.isnan(asked["tokens_per_day"]) else asked["layout"] in said[0]
    assert {"tokens_per_day", "h100_equal", "ratio"} <= missing


def test_where_nothing_fits_and_where_h100_do_not_keep_up_are_told_apart():
    few, fast = (own_cluster.chosen(**{each.name: each.default for each in own_cluster.controls()} | SETTINGS[place]) for place in (1, 2))
    assert few.loc[few["label"] == OWN, "tokens_per_day"].isna().any() and few.loc[few["tokens_per_day"].isna(), "layout"].eq("").all()
    assert fast["tokens_per_day"].notna().all() and fast.loc[fast["label"] == OWN, "h100_equal"].isna().any()


def test_where_there_is_no_line_the_chips_are_too_few():
    for line in own_cluster.every():
        fits = [speed > 0 for speed in line.speeds]
        assert fits == sorted(fits) and fits[-1], (line.chip, line.model)


@pytest.mark.parametrize(
    ("chip", "model", "size"), [*zip(CHIPS, itertools.cycle(MODELS), itertools.cycle((1024, 256, 16384)), strict=False), (CHIPS[1], "Llama 3.1 405B", 131072)]
)
def test_the_grid_is_what_predict_answers(chip, model, size):
    for line in (each for each in own_cluster.every() if (each.chip, each.model) == (chip, model)):
        found = next(answer([row(chip, model, size, line.link, line.network)]))
        place = SIZES.index(size)
        assert line.speeds[place] == float(f"{found.prediction or 0:.6g}")
        if found.prediction:
            assert found.note.startswith(f"layout: {line.layouts[place].partition(' EP')[0]}")
            assert found.high / found.prediction == pytest.approx(line.factor)
            mfu = next(answer([row(chip, model, size, line.link, line.network) | {"metric": "mfu"}])).prediction
            assert line.percent * line.speeds[place] / size == pytest.approx(mfu, rel=1e-5)


def test_the_days_of_a_run_are_those_of_its_accelerator_hours(exhibit):
    values = defaults(exhibit.controls)
    asked = row(own_cluster.CHIP, own_cluster.MODEL, 16384, values["set_links"], values["set_network"])
    asked |= {"metric": "accelerator_hours", "training_tokens": f"{values['set_tokens']:g}", "failure_rate_percent": "90", "recovery_s": "1200"}
    found = own_cluster.chosen(**values | {"set_failures": 90.0, "set_recovery": 1200.0})
    days = found[(found["label"] == OWN) & (found["chips"] == 16384)]["days"].iloc[0]
    assert days == pytest.approx(next(answer([asked])).prediction / 16384 / 24, rel=1e-5)
    assert days > exhibit.frame[(exhibit.frame["label"] == OWN) & (exhibit.frame["chips"] == 16384)]["days"].iloc[0]


def test_h100_that_do_as_much_do_as_much():
    sizes, rates = [8, 16, 32, 64], rising([8, 16, 32, 64], [0.0, 90.0, 170.0, 160.0])
    assert rates[:3] == [45.0, 90.0, 170.0] and rates[3] > 170.0
    for size, rate in zip(sizes, rates, strict=True):
        assert equal_count(rate, sizes, rates) == pytest.approx(size, rel=1e-6)
    assert [equal_count(rate, sizes, rates) for rate in (22.5, 130.0)] == [4.0, 24.0]


def test_h100_are_worth_themselves(exhibit):
    best = exhibit.frame[exhibit.frame["label"] == BEST]
    assert best["ratio"].to_numpy() == pytest.approx(1.0, rel=1e-6)


def test_the_title_holds_of_what_is_drawn(exhibit):
    frame, text = exhibit.frame, exhibit.title
    rates = {label: part.set_index("chips")["tokens_per_day"] for label, part in frame.groupby("label")}
    for size in (drawn.SMALL, SIZES[-1]):
        assert f"{100 - 100 * rates[OWN][size] / rates[SOLD][size]:.0f}% on {size:,}" in text
    for label in (OWN, SOLD):
        last = drawn.pays_up_to(frame, label)
        assert f"{last:,}" in text
        assert all(rates[label][2 * size] < 1.5 * rates[label][size] for size in SIZES if last <= size < SIZES[-1])


def test_the_chapter_s_sentences_on_it_hold(exhibit):
    """Halved links cost a large cluster more than twice what they cost a small one, and move the end of what pays by one doubling at most."""
    lost = drawn.slowed(exhibit.frame)
    assert lost[SIZES[-1]] > 2 * lost[drawn.SMALL] > 0
    ends = [drawn.pays_up_to(exhibit.frame, label) for label in (OWN, SOLD)]
    assert ends[0] <= ends[1] <= 2 * ends[0]
    ratio = exhibit.frame[exhibit.frame["label"] == OWN].set_index("chips")["ratio"]
    assert ratio[SIZES[-1]] > 2 * ratio[drawn.SMALL]


def test_small_clusters_of_a_small_model_hardly_notice_their_links():
    values = defaults(own_cluster.controls()) | {"set_model": 0.0}
    lost = drawn.slowed(own_cluster.chosen(**values))
    assert abs(lost[64]) < 3 and lost[SIZES[-1]] > 20


def test_every_default_is_among_its_choices_and_rests_on_a_row(exhibit):
    for each in exhibit.controls:
        assert each.low < each.high and registry.find(each.rests_on).id
    by_name = {each.name: each for each in exhibit.controls}
    for name in ("set_chips", "set_tokens", "set_failures", "set_recovery"):
        assert by_name[name].default == registry.find(by_name[name].rests_on).value
    assert {value for value, _ in by_name["set_links"].choices} == set(LINKS)
    assert [text for _, text in by_name["set_chip"].choices][int(by_name["set_chip"].default)] == "H800"


def test_the_printed_face_has_the_readout_of_the_defaults(exhibit):
    here = exhibit.frame[(exhibit.frame["label"] == OWN) & (exhibit.frame["chips"] == 16384)].iloc[0]
    for width in (style.WIDE, style.NARROW):
        drawing = exhibit.svg(width)
        assert ">16,384 H800 on Llama 3.1 405B:<" in drawing and f"{here['layout']}<" in drawing


def test_the_page_is_handed_no_more_than_it_needs(exhibit):
    spec = vega.compiled(live.specification(exhibit.chart().to_dict(), []))
    assert len(spec) < 400_000 and sum(len(exhibit.svg(width)) for width in (style.WIDE, style.NARROW)) < 80_000


def test_it_stands_in_the_chapter(exhibit):
    text = (ROOT / "book" / "cluster-workarounds.md").read_text(encoding="utf-8")
    assert f"{{numref}}`{exhibit.label}`" in text and "cluster_workarounds_own.own()" in text
