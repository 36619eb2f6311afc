"""Laws of the chapter on weaker chips in numbers."""

import re
from pathlib import Path

import pandas as pd
import pytest
from detour import registry, tables
from detour.exhibits import cluster_workarounds as chips
from detour.exhibits import cluster_workarounds_bill as costs
from detour.exhibits import cluster_workarounds_runs as runs
from detour.exhibits import cluster_workarounds_stocks as stocks
from detour.exhibits import style
from detour.results import cluster_workarounds_bill as bill
from detour.results import engine

EXHIBITS = [chips.controls, chips.ratios, runs.utilisation, runs.scaling, runs.failures, stocks.stocks, stocks.clusters, stocks.systems]
CHAPTER = Path(__file__).parents[2] / "book" / "cluster-workarounds.md"


@pytest.fixture(scope="module", params=EXHIBITS, ids=lambda each: each.__name__)
def exhibit(request):
    return request.param()


def test_exhibit_draws_at_both_widths(exhibit):
    assert all("<svg" in exhibit.svg(width) for width in (style.WIDE, style.NARROW))


def test_every_point_names_its_source(exhibit):
    assert exhibit.frame["source"].str.len().gt(0).all()


def test_chapter_shows_every_exhibit_and_refers_to_it(exhibit):
    text = CHAPTER.read_text(encoding="utf-8")
    assert f"{{numref}}`{exhibit.label}`" in text


def test_chapter_names_every_result_that_it_declares_or_draws():
    used = set(re.findall(r"r-cw-[a-z0-9-]+", CHAPTER.read_text(encoding="utf-8")))
    drawn = {id for each in (stocks.STOCKS, *[{f"r-cw-cm384-{key}": "" for key in part} for part in stocks.SYSTEMS.values()]) for id in each}
    drawn |= {f"r-cw-bill-{panel}-{job}-{chip}" for panel in costs.PANELS for job in bill.JOBS for chip in bill.BILLED}
    inputs = {ref for each in engine.definitions().values() for ref in each.inputs.values()}
    code = "".join(path.read_text(encoding="utf-8") for path in Path(chips.__file__).parent.glob("cluster_workarounds*.py"))
    declared = {id for id in engine.definitions() if id.startswith("r-cw-")}
    assert {id for id in declared - used - drawn - inputs if id not in code} == set()


def test_printed_ratio_is_ten_times_the_english_one():
    counts = {ref: registry.find(ref).value for ref in ("c-wsj23-three-thousand-h800-for-llm", "c-wsj23-hundred-h100-for-llm", "es-cw-h100-needed")}
    printed, english = counts["c-wsj23-three-thousand-h800-for-llm"] / counts["c-wsj23-hundred-h100-for-llm"], 3000 / counts["es-cw-h100-needed"]
    assert (engine.value("r-cw-printed"), engine.value("r-cw-english")) == (printed, english) == (30, 3)


def test_no_reading_of_the_h800_reaches_the_printed_ratio():
    frame = chips.ratio_rows()
    assert frame.loc[frame["pair"] == "H800 for H100", "high"].max() < engine.value("r-cw-printed")
    over = frame[(frame["measure"] != "as said") & (frame["high"] >= engine.value("r-cw-printed"))]
    assert set(over["pair"]) == {"P100 for H100"} and set(over["measure"]) == {"FP16 peak"}


def test_only_the_link_falls_below_five_sixths():
    frame = chips.controls().frame
    assert set(frame.loc[frame["ratio_to_original"] < 5 / 6, "specification"]) == {"Link between chips"}


def test_measured_h800_runs_lie_above_three_for_one():
    frame = runs.utilisation_rows()
    assert frame.loc[frame["row"] == "H800", "mfu_percent"].min() > engine.value("r-cw-mfu-at-three")


def test_unfair_comparison_takes_the_extremes_of_the_table():
    frame = runs.utilisation_rows()
    best, worst = frame.loc[frame["row"] == "H100", "mfu_percent"].max(), frame.loc[frame["row"] == "H800", "mfu_percent"].min()
    assert engine.value("r-cw-mfu-unfair") == pytest.approx(best / worst)


def test_shares_kept_are_last_over_first_of_the_series_drawn():
    series = runs.scaling_rows().groupby("series")["mfu_percent"]
    kept = (100 * series.last() / series.first()).round(6)
    for name, id in (("Ascend 910B", "910b"), ("H100, Megatron", "h100"), ("Ampere, larger batch", "ampere")):
        assert kept[name] == pytest.approx(engine.value(f"r-cw-kept-{id}"))


def test_failure_lines_pass_through_their_rates():
    lines = runs.failure_lines()
    product = lines["chips"] * lines["hours"]
    assert all(part.max() == pytest.approx(part.min()) for _, part in product.groupby(lines["kind"]))
    assert 16384 * engine.value("r-cw-llama-hours") / 24 == pytest.approx(engine.value("r-cw-llama-chip-days"))


def test_stock_intervals_by_hand():
    assert engine.entry("r-cw-runs-ubs").ends() == (40000 / 10000, 50000 / 5000)
    assert engine.entry("r-cw-runs-dsv3").ends() == pytest.approx((93121 / 2048, 143648 / 2048))


def test_clusters_stand_in_order_of_time_and_limits_are_marked():
    frame = stocks.cluster_rows()
    assert frame["period"].str[:4].is_monotonic_increasing
    bounded = {id for id in tables.load("estimates").query("bound == 'at_most'")["id"]}
    assert {row[0] for row in stocks.CLUSTERS if row[4] == "design limit"} == bounded & {row[0] for row in stocks.CLUSTERS}


def test_h100_of_equal_peak_are_the_results_in_the_text():
    frame = stocks.cluster_rows().set_index("cluster")["h100_equivalent_by_peak"]
    assert frame.filter(like="KUAE").iloc[0] == pytest.approx(engine.value("r-cw-kuae-as-h100"))
    assert frame.filter(like="P800").iloc[0] == pytest.approx(engine.value("r-cw-p800-as-h100"))
    assert pd.isna(frame.filter(like="LongCat").iloc[0])
