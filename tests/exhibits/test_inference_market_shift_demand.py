"""Laws of which shares of inference compare, of the challengers' chips beside the H100, and of the replacement market in months."""

import json
import math

import pytest
from detour import registry
from detour.exhibits import inference_market_shift, inference_market_shift_challengers
from detour.results import engine, inference_market_shift_shares
from detour.results.inference_market_shift_challengers import NAMES
from detour.results.inference_market_shift_shares import Share, agree, alike, apart, pairs, together


def test_every_chip_drawn_has_a_source_and_its_ends_in_order():
    exhibit = inference_market_shift_challengers.challenge()
    frame = exhibit.frame
    assert (frame["source"] != "").all() and "nan" not in exhibit.title + exhibit.alt
    assert (frame["low"] <= frame["value"]).all() and (frame["value"] <= frame["high"]).all()
    assert json.dumps(exhibit.chart().to_dict(), allow_nan=False)


def test_every_challengers_chip_that_the_model_answers_is_drawn():
    drawn = ";".join(inference_market_shift_challengers.challengers()["id"])
    assert all(f"r-shift-chal-{chip}" in drawn for chip in (*NAMES, "xeon", "groq-measured", "groq-most"))


def test_most_of_what_was_measured_lies_where_it_was_predicted():
    inside, both = inference_market_shift_challengers.held(inference_market_shift_challengers.challengers())
    assert both == 6 and inside >= both / 2


def test_a_measured_ratio_is_of_one_chip_each():
    assert engine.value("r-shift-chal-gaudi2-measured") == pytest.approx(8034.85 / 21805.8)
    assert engine.value("r-shift-chal-v5e-measured") == pytest.approx(10.1502 / 4 / (235.733 / 8))
    assert engine.value("r-shift-chal-xeon-measured") == pytest.approx(3.61232 / 2 / (235.733 / 8))
    assert engine.value("r-shift-chal-sn40l-measured") == pytest.approx(4146 / 8 / 2816.751)


def test_no_measured_challenger_passes_what_the_chapter_calls_far_above():
    frame = inference_market_shift_challengers.challengers()
    assert frame[frame["kind"] == inference_market_shift_challengers.MEASURED]["high"].max() < 1.5


def test_groqs_chips_hold_a_model_at_eight_bits_and_not_at_sixteen():
    least, more, said = (registry.find(ref).value for ref in ("r-shift-chal-groq-chips-8", "r-shift-chal-groq-chips-16", "es-ims-groq-chips"))
    assert least < said < more and more == pytest.approx(2 * least)


def test_what_groq_measured_is_below_what_its_memory_allows():
    assert engine.value("r-shift-chal-groq-measured") < engine.value("r-shift-chal-groq-most")
    assert 0 < engine.value("r-shift-chal-groq-reached") < 100


def test_a_price_that_the_list_pays_earns_back_its_hours():
    """At that price a chip costs in its life what its tokens bring."""
    names = ("a-cost-overhead", "a-cost-years", "a-cost-pue", "a-cost-power-price-us", "a-cost-node-power", "a-cost-utilisation", "groq-lpu-v1/tdp")
    o, y, q, e, v, u, watt = (registry.find(name).value for name in names)
    hour = engine.value("r-shift-chal-groq-pays-measured") * (1 + o) / (8766 * y) + watt / 1e3 * v * q * e
    assert hour == pytest.approx(engine.value("r-shift-chal-groq-listed") * engine.value("r-shift-chal-groq-rate-measured") * 3600 * u / 1e6)


def test_every_statement_drawn_is_compared():
    drawn = list(inference_market_shift.statements()["id"])
    assert drawn == [each.id for each in inference_market_shift_shares.shares()]
    assert len(pairs()) == math.comb(len(drawn), 2) == engine.value("r-shift-share-pairs")


def test_each_sieve_lets_fewer_pairs_through():
    counts = [len(pairs(sieves=place)) for place in range(4)]
    assert counts == sorted(counts, reverse=True)


def test_no_two_shares_of_independent_makers_compare_as_the_chapter_says():
    """The answer of the chapter says none; a row that changes this has to change the answer."""
    assert engine.value("r-shift-share-pairs-apart") == 0
    assert all(one.roots & other.roots for one, other in pairs(sieves=2))


def test_two_makers_of_one_whole_and_year_would_compare():
    day = inference_market_shift_shares.period("2025")
    one = Share("a", "chips", "world", day, frozenset({"x"}), (20.0, 20.0))
    other = Share("b", "chips", "world", day, frozenset({"y"}), (15.0, 100.0))
    assert alike(one, other) and together(one, other) and apart(one, other) and agree(one, other)


def test_nvidias_fiscal_year_ends_in_january():
    by_id = {each.id: each for each in inference_market_shift_shares.shares()}
    assert by_id["es-140"].days.written() == "1 February 2023 to 31 January 2024"


def test_the_replacement_market_in_months_recomputed():
    assert engine.value("r-shift-replacement-months-location") == pytest.approx(12 * 70e9 / 7.1726 / 17e9)
    assert engine.value("r-shift-nvidia-fall") == pytest.approx(25.048e9 - 19.677e9)
    assert engine.value("r-shift-forecast-by-fall") == pytest.approx(5.371e9 * 7.1726 / 70e9)
