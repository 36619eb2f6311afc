"""Laws of the mixed cluster on the page: results are what the model finds for rows of the same job, and figure and chapter say what it finds."""

from dataclasses import replace
from pathlib import Path

import pytest
from detour import registry
from detour.exhibits import cluster_workarounds_mixed as drawn
from detour.exhibits import style
from detour.prediction import training_mixed, training_mixed_published
from detour.prediction.training_matching import means_of
from detour.prediction.training_mixed_groups import Job, Kind
from detour.prediction.training_scenario import scenario
from detour.results import cluster_workarounds_mixed as mixed
from detour.results import engine
from detour.results.cluster_workarounds_matching import together

CHAPTER = Path(__file__).parents[2] / "book" / "cluster-workarounds.md"


@pytest.fixture(scope="module")
def exhibit():
    return drawn.layout()


@pytest.fixture(scope="module")
def stages():
    return drawn.stage_rows()


def test_the_job_of_the_results_is_that_of_rows():
    chips, tokens = registry.find("a-load-mix-chips").value, registry.find("a-train-tokens-per-chip").value
    row = {"model": mixed.MODEL_NAME, "chip_count": str(chips), "global_batch_tokens": str(chips * tokens), "metric": "training_throughput"}
    runs = [replace(scenario(row | {"chip_id": chip}), record="", flop=0.0, run=0.0, assumed=()) for chip in mixed.CHIPS.values()]
    found = [replace(kind.run, flop=0.0, run=0.0) for kind in mixed.job().kinds]
    assert found == [replace(run, most_nodes=found[0].most_nodes) for run in runs]
    of_rows = training_mixed.best(Job(tuple(Kind(run) for run in runs), float("inf"), means_of()))
    alone = training_mixed.best(Job((Kind(runs[0]),), float("inf"), means_of()))
    assert engine.value("r-cw-mix-gain") == pytest.approx(of_rows.rate / alone.rate, rel=1e-9)


def test_an_interval_is_old_chips_slower_and_faster_by_the_factors_of_both():
    factor = together([registry.find(each).value for each in ("a-train-spread-unmeasured", "a-train-spread-said")])
    slow, fast = (mixed.mixed(mixed.job(wait)) / mixed.alone(mixed.job(wait)) for wait in (factor, 1 / factor))
    assert engine.entry("r-cw-mix-gain").ends() == pytest.approx((slow, fast), rel=1e-9)
    for id in ("r-cw-mix-gain", "r-cw-mix-naive", "r-cw-mix-over-naive", "r-cw-mix-bound", "r-cw-mix-layers", "r-cw-mix-p100"):
        low, high = engine.entry(id).ends()
        assert low < high


def test_the_numbers_agree_with_one_another():
    gain, even, over = (engine.value(f"r-cw-mix-{name}") for name in ("gain", "naive", "over-naive"))
    assert over == pytest.approx(gain / even * 100, rel=1e-9)
    assert 1 < engine.value("r-cw-mix-layers") <= gain
    assert engine.value("r-cw-mix-bound") <= 100


def test_the_chapter_says_what_is_found():
    gain, naive, link = (engine.entry(f"r-cw-mix-{name}") for name in ("gain", "naive", "link"))
    assert gain.low > 1.05 and naive.high < 90
    assert engine.entry("r-cw-mix-p100").high < 10 and engine.value("r-cw-mix-p100") / 100 < (gain.value - 1) / 4
    assert 80 < link.low < link.value <= link.high <= 100
    assert all(len(group.stages) == 1 for group in drawn.plans()[drawn.BEST].groups)


def test_hethub_is_within_reach_of_what_is_expected():
    found = training_mixed_published.shares()
    least, most, miss = (engine.value(f"r-cw-mix-hethub-{name}") for name in ("least", "most", "miss"))
    assert (least, most) == (100 * min(found.values()), 100 * max(found.values()))
    said = registry.find("trn-hethub-140b").value
    assert miss == pytest.approx(max(abs(least - said), abs(most - said))) and miss < 10
    assert {pair[0] for pair in found} == set(training_mixed_published.AMD)
    assert sum(training_mixed_published.COUNTS) == registry.find("trn-hethub-chips").value


def test_pipelines_through_all_kinds_win_at_the_slowest_link():
    frame = drawn.link_rows()
    ends = frame[frame["link_gbit_per_s"] == frame["link_gbit_per_s"].min()].set_index("series")["tokens_per_s"]
    assert ends.idxmax() == drawn.WAYS["together"][0]
    assert set(registry.find("a-load-mix-link").ends()) == {frame["link_gbit_per_s"].min(), frame["link_gbit_per_s"].max()}
    for _, part in frame.groupby("series"):
        assert part["tokens_per_s"].is_monotonic_increasing


def test_every_pipeline_drawn_has_every_layer_and_every_plan_every_chip(stages):
    layers = mixed.job().kinds[0].run.model.layers
    assert stages.groupby(["series", "group"])["layers"].sum().eq(layers).all()
    pipelines = stages["condition"].str.extract(r"^(\d+) pipelines", expand=False).astype(float)
    chips = stages.assign(chips=stages["chips"] * pipelines).groupby(["series", "chip"])["chips"].sum()
    assert chips.eq(registry.find("a-load-mix-chips").value).all()


def test_the_title_holds_of_what_is_drawn(exhibit, stages):
    rates = stages.groupby("series", sort=False)["tokens_per_s"].first()
    gain, kept = rates[drawn.BEST] / rates.iloc[0], rates[drawn.EVEN] / rates.iloc[0]
    assert gain == engine.value("r-cw-mix-gain") and 100 * kept == pytest.approx(engine.value("r-cw-mix-naive"))
    assert f"add {round(100 * (gain - 1))} percent" in exhibit.title and f"to {round(100 * kept)} percent" in exhibit.title
    assert rates.idxmax() == drawn.BEST and rates.idxmin() == drawn.EVEN


def test_the_figure_draws_at_both_widths_and_stands_in_the_chapter(exhibit):
    assert all("<svg" in exhibit.svg(width) for width in (style.WIDE, style.NARROW))
    assert f"{{numref}}`{exhibit.label}`" in CHAPTER.read_text(encoding="utf-8")
