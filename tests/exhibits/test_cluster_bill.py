"""Laws of the bill of a training run: what the tables say is what the prediction of rows finds, and the words hold of what is drawn."""

from pathlib import Path

import pytest
from detour import registry
from detour.exhibits import cluster_workarounds_bill as drawn
from detour.exhibits import style
from detour.prediction import training_matched
from detour.prediction.training_answers import answers
from detour.prediction.training_matching import means_of, rates
from detour.prediction.training_scenario import scenario
from detour.quantity import convert
from detour.results import cluster_workarounds_bill as bill
from detour.results import cluster_workarounds_matching as matching
from detour.results import engine

CHAPTER = Path(__file__).parents[2] / "book" / "cluster-workarounds.md"
#: The same jobs as rows.
ROWS = {
    "405b": {"chip_count": "16384", "model": "Llama 3.1 405B", "input_len": "4096", "precision": "BF16", "global_batch_tokens": "16777216"},
    "v3": {"chip_count": "2048", "model": "DeepSeek-V3", "input_len": "4096", "precision": "FP8", "batch": "15360"},
}


@pytest.fixture(scope="module")
def frame():
    return drawn.bill_rows()


def of_row(chip: str, job: str, **more: str):
    return scenario(ROWS[job] | {"chip_id": matching.CHIPS[chip][0], "metric": "training_throughput"} | more)


@pytest.mark.parametrize("job", bill.JOBS)
@pytest.mark.parametrize("chip", bill.BILLED[1:])
def test_a_result_is_what_rows_of_the_same_job_give(chip, job):
    over = {"peak_tflops": "800", "memory_bandwidth_gb_s": "3200"} if chip == "910c" else {}
    strong, weak = rates([of_row("h100", job), of_row(chip, job, **over)], means_of())[0]
    assert engine.value(f"r-cw-bill-slower-{job}-{chip}") == pytest.approx(strong / weak)


@pytest.mark.parametrize(("job", "chip"), bill.PUBLISHED)
def test_hours_are_what_is_answered_to_a_row(job, chip):
    run = {"metric": "accelerator_hours", "training_tokens": str(registry.find(bill.JOBS[job][1]).value)}
    told, entry = answers([of_row(chip, job, **run)])[0], engine.entry(f"r-cw-bill-hours-{job}-{chip}")
    assert entry.value == pytest.approx(told.prediction)
    assert entry.ends() == pytest.approx((told.low, told.high))


def test_eight_bits_are_never_slower_than_sixteen():
    values = {name: registry.find(ref).value for name, (_, ref) in bill.rows("h800", "v3").items()}
    wide = {name: value for name, value in values.items() if not name.endswith("fp8_peak")}
    both = [values | {"run": 1e12, "chips": 2048.0}, wide | {"run": 1e12, "chips": 2048.0}]
    narrow, sixteen = (training_matched.chip_hours(each, matching.CHIPS["h800"][:2]) for each in both)
    assert sixteen / 2 < narrow < sixteen


def test_the_same_chip_costs_and_draws_the_same():
    site = {symbol: registry.find(ref).value for symbol, ref in bill.SITE.items()}
    assert bill.dearer(1.0, 27000, 27000, 700, 700, 0.08, 0.08, **site) == 1
    assert bill.dearer(1.0, 54000, 27000, 1400, 700, 0.08, 0.08, **site) == pytest.approx(2)
    assert bill.thirstier(3.0, 350, 700) == 1.5


@pytest.mark.parametrize("job", bill.JOBS)
@pytest.mark.parametrize("chip", bill.BILLED[1:])
def test_money_and_energy_are_time_times_what_an_hour_takes(chip, job):
    r, m, E = (engine.value(f"r-cw-bill-{panel}-{job}-{chip}") for panel in ("slower", "dearer", "energy"))
    site = {symbol: registry.find(ref).value for symbol, ref in bill.SITE.items()}
    mine, theirs = ({symbol: registry.find(ref).value for symbol, ref in bill.prices(each).items()} for each in (chip, "h100"))
    assert m == pytest.approx(r * bill.hour_cost(**mine, **site) / bill.hour_cost(**theirs, **site))
    assert pytest.approx(r * mine["W"] / theirs["W"]) == E


@pytest.mark.parametrize(("job", "chip"), bill.PUBLISHED)
def test_sums_are_of_one_run_and_in_their_units(job, chip):
    hours, months, cost, energy = (engine.value(f"r-cw-bill-{name}-{job}-{chip}") for name in ("hours", "months", "cost", "power"))
    assert convert(months, "month", "hour") * registry.find(bill.JOBS[job][0]).value == pytest.approx(hours)
    assert cost / hours == pytest.approx(engine.value(f"r-cw-bill-hour-{chip}"))
    site = [registry.find(ref).value for ref in (bill.prices(chip)["W"], bill.SITE["v"], bill.SITE["q"])]
    assert convert(energy, "GWh", "kWh") / hours * 1000 == pytest.approx(site[0] * site[1] * site[2])


def test_every_interval_holds_its_value(frame):
    known = frame[frame["ratio"].notna()]
    assert known["low"].le(known["ratio"]).all() and (known["high"].isna() | known["high"].ge(known["ratio"])).all()
    assert known.loc[known["panel"] != drawn.PANELS["chips"], "high"].notna().all()


def test_as_many_that_are_slower_need_more_to_be_as_fast(frame):
    found = frame.set_index(["panel", "model", "chip"])["ratio"]
    for (panel, model, chip), slower in found.items():
        chips = found[drawn.PANELS["chips"], model, chip]
        assert panel != drawn.PANELS["slower"] or chips != chips or chips >= 0.99 * slower


def test_the_finding_holds_of_what_is_drawn(frame):
    found = frame.set_index(["panel", "model", "chip"])["ratio"]
    for job in bill.JOBS:
        for chip in drawn.TITLED:
            at = (matching.MODELS[job][1], matching.NAMES[chip])
            assert found[drawn.PANELS["slower"], *at] > 1.2 * max(found[drawn.PANELS[panel], *at] for panel in ("dearer", "energy"))


def test_beside_the_largest_run_no_number_of_two_chips_will_do(frame):
    none = frame[frame["ratio"].isna()]
    assert {"A800", "Ascend 910B"} <= set(none["chip"]) and set(none["model"]) == {"Llama 3.1 405B"}
    values = {name: registry.find(ref).value for name, (_, ref) in bill.rows("a800", "405b").items()}
    assert "batch" in matching.matched("a800", "405b", values).limits


def test_what_the_chapter_says_of_prices_holds():
    for chip, rent in (("h100", "se-cost-rent-h100"), ("a100", "se-cost-rent-a100"), ("h800", "se-cost-rent-h800")):
        assert engine.value(f"r-cw-bill-hour-{chip}") < registry.find(rent).ends()[0]


def test_the_figure_draws_at_both_widths_and_stands_in_the_chapter(frame):
    exhibit = drawn.costs()
    assert all("<svg" in exhibit.svg(width) for width in (style.WIDE, style.NARROW))
    assert f"{{numref}}`{exhibit.label}`" in CHAPTER.read_text(encoding="utf-8")
    assert exhibit.frame["source"].str.len().gt(0).all() and exhibit.frame.equals(frame)
