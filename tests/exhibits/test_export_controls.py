"""Laws of the exhibits and results of the chapter on the controls."""

from __future__ import annotations

import itertools
import re

import pandas as pd
import pytest
from detour import registry, tables
from detour.exhibits import export_controls, export_controls_dates, export_controls_margins, export_controls_memory, export_controls_timeline, style
from detour.results import engine

EXHIBITS = (
    export_controls_timeline.timeline,
    export_controls.october_2022,
    export_controls.october_2023,
    export_controls_margins.margins,
    export_controls_memory.h20_kept,
    export_controls_memory.january_2026,
    export_controls_dates.windows,
    export_controls_dates.dates,
)


@pytest.mark.parametrize("make", EXHIBITS, ids=lambda make: make.__name__)
def test_every_exhibit_draws_at_both_widths_and_says_something(make):
    exhibit = make()
    assert all(exhibit.svg(width).startswith("<svg") for width in (style.WIDE, style.NARROW))
    assert not exhibit.frame.isna().any().any() and "nan" not in exhibit.title + exhibit.alt


def test_performance_is_the_greatest_product_by_hand():
    frame = export_controls.total_processing_performance(["nvidia-h20", "nvidia-a100", "huawei-ascend-910b"]).set_index("subject")
    assert frame.loc["nvidia-h20", "tpp"] == 148 * 16 == 296 * 8
    assert frame.loc["nvidia-a100", "tpp"] == 624 * 8
    assert (frame.loc["huawei-ascend-910b", "tpp_low"], frame.loc["huawei-ascend-910b", "tpp_high"]) == (256 * 16, 376 * 16)


@pytest.mark.parametrize(("result", "chip"), [("r-export-a100-tpp", "nvidia-a100"), ("r-export-h20-tpp", "nvidia-h20"), ("r-export-mi325x-tpp", "amd-mi325x")])
def test_results_and_drawings_agree(result, chip):
    assert engine.value(result) == export_controls.total_processing_performance([chip])["tpp"].iloc[0]


def test_our_performance_agrees_with_the_figures_of_the_press():
    for chip, result in (("nvidia-h20", "r-export-h20-tpp"), ("nvidia-h200", "r-export-h200-tpp")):
        assert registry.find(f"{chip}/total_processing_performance").value == engine.value(result)
    assert round(engine.value("r-export-h20-density"), 1) == registry.find("nvidia-h20/performance_density").value


def caught_2022(tpp: float, link: float) -> bool:
    return tpp >= export_controls.limit("th-2022-3a090-performance") and link >= export_controls.limit("th-2022-3a090-interconnect")


def caught_2023(tpp: float, density: float) -> bool:
    limit = export_controls.limit
    a = tpp >= limit("th-2023-3a090-a1-performance") or (tpp >= limit("th-2023-3a090-a2-performance") and density >= limit("th-2023-3a090-a2-density"))
    return (
        a
        or (tpp >= limit("th-2023-3a090-b1-performance-low") and density >= limit("th-2023-3a090-b1-density-low"))
        or (tpp >= limit("th-2023-3a090-b2-performance") and density >= limit("th-2023-3a090-b2-density-low"))
    )


def test_the_first_rule_catches_a100_and_h100_alone():
    frame = export_controls.october_2022().frame
    assert {row.chip for row in frame.itertuples() if caught_2022(row.tpp, row.link_gb_per_s)} == {"A100", "H100"}


def test_the_second_rule_spares_the_three_chips_made_for_it():
    frame = export_controls.october_2023().frame
    assert {row.chip for row in frame.itertuples() if not caught_2023(row.tpp, row.density_tpp_per_mm2)} == {"H20", "L20", "L2"}


def test_every_deciding_limit_would_be_crossed_within_the_margin():
    frame = export_controls_margins.margin_rows()
    assert (frame["margin_percent"] > 0).all()
    again = frame["value"] / (1 - frame["margin_percent"] / 100)
    assert again.tolist() == pytest.approx(frame["limit"].tolist())


def test_only_blackwell_lies_outside_the_box_of_2026():
    frame = export_controls_memory.january_2026().frame
    assert set(frame.loc[~frame["inside"], "chip"]) == {"B200", "B300", "B30A, assumed"}


def test_windows_follow_from_dates_by_hand():
    frame = export_controls_dates.window_rows()
    assert frame["days"].tolist()[:3] == [349, 216, 517] == [engine.value(f"r-export-window-{chip}") for chip in ("a800", "h800", "h20")]
    assert (frame["start"] < frame["end"]).all()


def test_a_date_agrees_only_if_its_period_contains_the_act():
    frame = export_controls_dates.date_rows()
    for row in frame.itertuples():
        period = pd.Period(row.claimed)
        assert row.agrees == (period.start_time <= pd.Timestamp(row.act_date) <= period.end_time)
    assert engine.value("r-export-tools") == frame.set_index("claim").loc["c-ds25-equipment-ban-2023", "misses_by_days"]


def test_labels_of_the_timeline_hold_no_number_but_in_names():
    entities = tables.load("entities")
    known = {*entities["name_en"], *itertools.chain(*entities["aliases"].map(tables.split))}
    names = "|".join(sorted(map(re.escape, known - {""}), key=len, reverse=True))
    for label in itertools.chain(*(labels.values() for labels in export_controls_timeline.EVENTS.values())):
        assert not re.search(r"\d", re.sub(names, "", label)), label
