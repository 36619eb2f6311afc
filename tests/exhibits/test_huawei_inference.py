"""Laws of the exhibits and results of the chapter on Huawei and inference."""

import pytest
from detour import registry, tables
from detour.exhibits import (
    huawei_inference,
    huawei_inference_chips,
    huawei_inference_flip,
    huawei_inference_market,
    huawei_inference_serving,
    huawei_inference_worth,
    style,
    tornado,
)

EXHIBITS = [
    huawei_inference.volumes,
    huawei_inference.fleets,
    huawei_inference_chips.field,
    huawei_inference_worth.worth,
    huawei_inference_flip.turn,
    tornado.worth,
    tornado.cost,
    huawei_inference_serving.throughput,
    huawei_inference_market.prices,
    huawei_inference_market.supply,
    huawei_inference_market.licence,
]


def value(ref):
    return registry.find(ref).value


@pytest.mark.parametrize("make", EXHIBITS, ids=lambda make: make.__name__)
def test_every_drawing_renders_at_both_widths_from_known_sources(make):
    exhibit = make()
    assert exhibit.sources
    for width in (style.WIDE, style.NARROW):
        assert "<path" in exhibit.svg(width)


def test_the_fleets_are_the_article_s_counts_times_the_specifications():
    by_hand = 1_000_000 * 148 / (500_000 * 320)
    assert value("r-hi-fleet-compute") == pytest.approx(by_hand)
    low, high = registry.find("r-hi-fleet-compute").ends()
    assert (low, high) == (pytest.approx(148 / 400 * 2), pytest.approx(148 / 256 * 2))


def test_rival_counts_only_widen_the_interval():
    frame = huawei_inference.fleet_frame()
    assert (frame["low_wide"] <= frame["low"]).all() and (frame["high_wide"] >= frame["high"]).all()


def test_the_h20_is_below_the_lower_limit_and_its_balance_below_every_rival_of_its_generation():
    assert value("r-hi-h20-tpp") < value("th-2023-3a090-b1-performance-low")
    assert value("r-hi-balance-h20") < registry.find("r-hi-balance-910b").low < value("r-hi-balance-h100")


def test_the_attention_of_deepseek_lies_between_the_balance_of_h20_and_h100():
    assert value("r-hi-balance-h20") < value("deepseek-v3/attention_intensity") < value("r-hi-balance-h100")
    assert value("r-hi-gqa-intensity") < value("r-hi-balance-h20")


def test_every_chip_drawn_waits_for_memory_in_the_attention_of_llama():
    assert (huawei_inference_chips.field_frame()["flop_per_byte"] > value("r-hi-gqa-intensity")).all()


def test_the_system_total_confirms_the_preferred_bandwidth_of_the_910c():
    assert value("r-hi-910c-system-bandwidth") == pytest.approx(value("huawei-ascend-910c/memory_bandwidth"), rel=0.01)


def test_bars_fall_and_values_for_nodes_are_divided_by_the_chips_of_a_node():
    frame = huawei_inference_serving.throughput_frame()
    for _, part in frame.groupby("phase"):
        assert part["tokens_per_s_per_chip"].is_monotonic_decreasing
    drawn = frame.set_index("record_id")["tokens_per_s_per_chip"]
    table = tables.load("measurements").set_index("record_id")["value"]
    assert drawn["inf-h20-prefill-4k"] == table["inf-h20-prefill-4k"] / 8 == value("r-hi-h20-prefill-per-chip")
    assert drawn["inf-cm384-decode-4096-256-b96"] == table["inf-cm384-decode-4096-256-b96"]


def test_no_panel_of_supply_mixes_what_is_counted():
    frame = huawei_inference_market.supply().frame
    assert {counted: set(part["unit"]) for counted, part in frame.groupby("counted")} == {"Dies": {"dies"}, "Chips or packages": {"chips"}, "Cards": {"cards"}}


def test_the_units_of_four_quarters_hold_the_article_s_count():
    units = [value(f"se-hi-h20-units-fy25q{quarter}") for quarter in (1, 2, 3, 4)]
    assert sum(units) == pytest.approx(value("c-ft25-h20-shipments-2024"), rel=0.1)


@pytest.mark.parametrize("make", [tornado.worth, tornado.cost, tornado.tokens], ids=lambda make: make.__name__)
def test_a_tornado_links_every_row_that_it_moves_and_names_it_once(make):
    exhibit = make()
    names, ids = zip(*exhibit.rests, strict=True)
    assert set(ids) == set(exhibit.frame["id"]) and len(set(names)) == len(names) == len(ids)
    assert all(registry.find(id).ends()[0] <= registry.find(id).ends()[1] for id in ids)
    assert exhibit.frame.groupby("panel", sort=False)["value"].nunique().eq(1).all()
