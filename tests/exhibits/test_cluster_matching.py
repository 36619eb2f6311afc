"""Laws of the equivalence of clusters: what the tables say is what the matching of rows finds, and the figure says what it draws."""

from pathlib import Path

import pytest
from detour import registry
from detour.exhibits import cluster_workarounds_matching as drawn
from detour.exhibits import style
from detour.prediction import training_matched
from detour.prediction.training_matching import matching as of_rows
from detour.results import cluster_workarounds_matching as matching
from detour.results import engine

CHAPTER = Path(__file__).parents[2] / "book" / "cluster-workarounds.md"
OVERRIDES = {"h800-press": {"interconnect_gb_s": str(registry.find("sp-nvidia-h800-interconnect-bandwidth-2").value)}}


@pytest.fixture(scope="module")
def frame():
    return drawn.equivalence().frame


@pytest.mark.parametrize(("model", "chip"), [(model, chip) for model, chips in matching.ASKED.items() for chip in chips])
def test_a_result_is_what_matching_finds_for_a_row_of_the_same_job(model, chip):
    values = matching.given(chip, model)
    job = {"chip_id": "nvidia-h100", "chip_count": "1024", "model": matching.MODELS[model][1], "input_len": str(values["length"])}
    found = of_rows(job | {"global_batch_tokens": str(values["tokens"])}, {"chip_id": matching.CHIPS[chip][0], **OVERRIDES.get(chip, {})})
    assert engine.value(f"r-cw-match-{model}-{chip}") == found.ratio


def test_an_interval_is_a_match_at_speeds_apart_by_the_factors_of_both():
    entry, values = engine.entry("r-cw-match-405b-v100"), matching.given("v100", "405b")
    factor = matching.together([registry.find("a-train-spread-unmeasured").value, registry.find("a-train-spread-said").value])
    assert entry.ends() == tuple(matching.matched("v100", "405b", values, each).ratio for each in (1 / factor, factor))
    assert entry.low < entry.value < entry.high


def test_a_result_moves_with_its_inputs():
    values = matching.given("a800", "405b")
    half = matching.matched("a800", "405b", values | {"fp16_peak": values["fp16_peak"] / 2})
    assert half.ratio > 1.5 * matching.matched("a800", "405b", values).ratio
    slow = matching.matched("a800", "405b", values | {"interconnect_bandwidth": values["interconnect_bandwidth"] / 20})
    assert slow.ratio > 1.5 * engine.value("r-cw-match-405b-a800")


@pytest.mark.parametrize("model", matching.MODELS)
def test_as_many_are_slower_by_less_than_their_links_and_more_are_needed(model):
    pace = engine.entry(f"r-cw-pace-{model}-h800")
    assert 100 * registry.find("nvidia-h800/interconnect_bandwidth").value / registry.find("nvidia-h100/interconnect_bandwidth").value < pace.value < 100
    assert engine.value(f"r-cw-match-{model}-h800") >= 100 / pace.value
    assert pace.low < pace.value < pace.high


def test_as_many_of_the_same_chip_are_as_fast():
    values = matching.given("h800", "8b")
    same = {name: values[f"strong_{name}"] for name in ("fp16_peak", "memory_bandwidth", "memory_capacity", "interconnect_bandwidth", "network")}
    assert training_matched.pace(values | same, matching.CHIPS["h800"][:2], matching.STRONG[:2]) == 1


def test_only_results_of_chips_without_a_fitted_measurement_take_their_factor():
    for model, chips in matching.ASKED.items():
        for chip in chips:
            spread = engine.definitions()[f"r-cw-match-{model}-{chip}"].inputs["k"]
            assert spread.endswith("unmeasured") == (chip == "v100")


def test_the_drawing_holds_the_results(frame):
    here = frame[frame["chips"] == registry.find("a-load-strong-chips").value].set_index("chip")
    for chip in drawn.LOOKS:
        entry = engine.entry(f"r-cw-match-{drawn.MODEL}-{chip}")
        assert tuple(here.loc[matching.NAMES[chip], ["low", "ratio", "high"]]) == (entry.low, entry.value, entry.high)


def test_where_no_number_matches_a_reason_stands(frame):
    none = frame[frame["ratio"].isna()]
    assert len(none) and none["limit"].isin(["memory", "links", "batch"]).any() and none["limit"].str.len().gt(0).all()
    assert frame.loc[frame["ratio"].notna(), "limit"].eq("").all()


def test_the_title_holds_of_what_is_drawn(frame):
    title, (least, most) = drawn.equivalence().title, registry.find("c-wsj23-three-to-four-chips-for-one").ends()
    for name, part in frame.groupby("chip"):
        always = (part["low"].le(most) & part["high"].ge(least)).all()
        assert (name in title.partition(";")[0]) == always
    assert frame.loc[frame["chip"] == "H800", "high"].max() < least
    assert "H800" not in title and "V100 beside 4,096 H100" in title


def test_the_figure_draws_at_both_widths_and_stands_in_the_chapter():
    exhibit = drawn.equivalence()
    assert all("<svg" in exhibit.svg(width) for width in (style.WIDE, style.NARROW))
    assert f"{{numref}}`{exhibit.label}`" in CHAPTER.read_text(encoding="utf-8")


def test_the_verdict_of_the_chapter_holds():
    least, most = registry.find("c-wsj23-three-to-four-chips-for-one").ends()
    for id in engine.definitions():
        if id.startswith("r-cw-match-"):
            low, high = engine.entry(id).ends()
            assert (high < least) == ("-h800" in id) and (low > most) == id.endswith("-v100")
            assert high < engine.value("r-cw-printed")
