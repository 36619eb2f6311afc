"""Laws of the cost of the controls: the figure draws the results, and the chapter's sentences hold of both."""

from pathlib import Path

import pytest
from detour import registry
from detour.exhibits import cluster_workarounds_cuts as drawn
from detour.exhibits import style
from detour.results import cluster_workarounds_cuts as cuts
from detour.results import engine

CHAPTER = Path(__file__).parents[2] / "book" / "cluster-workarounds.md"
MANY = registry.find(cuts.MANY).value
DEFINED = engine.definitions()["r-cw-cut-405b-h800"]


@pytest.fixture(scope="module")
def exhibit():
    return drawn.cost()


@pytest.fixture(scope="module")
def kept(exhibit):
    names = {look[0]: cut for cut, look in drawn.LOOKS.items()}
    short = {name: model for model, (_, name, _) in cuts.MODELS.items()}
    rows = exhibit.frame.assign(cut=exhibit.frame["condition"].map(names), short=exhibit.frame["model"].map(short))
    return rows.set_index(["cut", "short", "chips"]).sort_index()


def value(key):
    return engine.value(f"r-cw-cut-{key}")


def test_the_drawing_holds_the_results(kept):
    for key, (cut, model, chips, grown) in cuts.ASKED.items():
        if cut in drawn.LOOKS and not grown:
            entry = engine.entry(f"r-cw-cut-{key}")
            row = kept.loc[(cut, model, registry.find(chips).value)]
            assert (row["low_percent"], row["kept_percent"], row["high_percent"]) == (entry.low, entry.value, entry.high)
            assert entry.low < entry.value < entry.high <= 100


def test_weights_gathered_for_every_sequence_suffer_where_the_best_layout_does_not():
    assert value("8b-h800-gathered") < engine.value("r-cw-pace-8b-h800") - 5


def test_the_title_says_what_is_drawn(exhibit, kept):
    by = kept["kept_percent"].groupby("cut")
    linked = min(by.min()[["a800", "h800"]])
    for number in (linked, by.min()["h800-split"], by.max()["h20"]):
        assert f"{number:.0f}%" in exhibit.title
    assert by.max()["h20"] < 50 < by.min()["h800-split"] < linked


def test_the_figure_draws_at_both_widths_and_stands_in_the_chapter(exhibit):
    assert all("<svg" in exhibit.svg(width) for width in (style.WIDE, style.NARROW))
    assert f"{{numref}}`{exhibit.label}`" in CHAPTER.read_text(encoding="utf-8")


def test_a_line_begins_where_the_model_fits(kept):
    first = kept.reset_index().groupby("short")["chips"].min()
    assert first["8b"] == drawn.SIZES[0] < first["405b"]


def test_halved_links_cost_more_than_a_tenth_only_where_a_node_is_split(kept):
    dear = kept.loc["h800"][kept.loc["h800"]["kept_percent"] < 89]
    assert len(dear) and dear["ways"].eq(registry.find("a-serve-node").value).all()
    assert kept.loc[("h800", "405b", MANY), "ways"] == registry.find("a-serve-node").value > kept.loc[("h800", "8b", MANY), "ways"]
    assert value("wait-8b-split") > value("wait-405b") > 5


def test_no_job_drawn_costs_the_a800_much_more_than_the_one_told(kept):
    split = [cuts.at("a800-split", model, size)[0] for model, size in kept.loc["a800"].index]
    assert min(*split, kept.loc["a800", "kept_percent"].min()) > value("8b-a800-split") - 1


def test_size_matters_where_the_batch_stays(kept):
    assert value("8b-h800-grown") > value("8b-h800") + 2
    assert value("links-8b") < value("links-8b-many") and value("links-405b") < value("links-405b-many")
    network = kept.loc["network", "kept_percent"]
    assert all(network[model].is_monotonic_decreasing or network[model].iloc[-1] < network[model].iloc[0] - 5 for model in cuts.MODELS)


def test_memory_and_links_give_the_h20_next_to_nothing():
    assert 0 <= value("405b-h20") - value("405b-arithmetic") < 2


def test_the_model_agrees_with_the_pair_that_was_measured():
    assert abs(value("70b-h800-split") - value("flagperf-split")) < 8
    assert abs(value("70b-h800") - value("flagperf-relaid")) < 8
    assert value("flagperf-relaid") > value("flagperf-split")


def test_only_conditions_widen_nothing():
    inputs = {symbol: registry.find(ref) for symbol, ref in DEFINED.inputs.items()}
    spans = {each.id for each in inputs.values() if each.ends()[0] < each.ends()[1]}
    assert set(cuts.CONDITIONS[:2]) < spans and not {inputs[symbol].id for symbol in engine.counted(DEFINED, inputs)} & set(cuts.CONDITIONS)
    assert {"a-train-exchange-share", "a-train-latency", "a-serve-network", "a-train-usable-memory"} < spans
    symbol = next(symbol for symbol, each in inputs.items() if each.id == "a-train-exchange-share")
    ends = engine.swing(DEFINED.function, inputs, symbol)
    entry = engine.entry("r-cw-cut-405b-h800")
    assert entry.low < min(ends) < entry.value < max(ends) < entry.high
