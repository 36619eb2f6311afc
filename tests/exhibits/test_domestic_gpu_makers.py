"""Laws of the exhibits and results of the chapter on domestic makers."""

import math

import pandas as pd
import pytest
from detour import registry, tables
from detour.exhibits import domestic_gpu_makers as chips
from detour.exhibits import domestic_gpu_makers_accounts as accounts
from detour.exhibits import domestic_gpu_makers_cambricon as cambricon
from detour.exhibits import domestic_gpu_makers_field as field
from detour.exhibits import domestic_gpu_makers_lag as lag
from detour.exhibits import domestic_gpu_makers_market as market
from detour.exhibits import domestic_gpu_makers_pd as pd_kernel
from detour.exhibits import domestic_gpu_makers_shares as shares
from detour.exhibits import domestic_gpu_makers_volumes as volumes
from detour.results import engine

ALL = [
    chips.equal_to,
    lag.lag,
    field.timeline,
    field.memory,
    volumes.volumes_by_counter,
    shares.by_count,
    market.dragons,
    cambricon.cambricon,
    accounts.pd_general,
    pd_kernel.crack,
    pd_kernel.bonds,
]


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_every_row_drawn_has_a_known_source(make):
    known = set(tables.load("sources")["id"])
    for cell in make().frame["source"]:
        assert tables.split(cell) and set(tables.split(cell)) <= known


def test_a_ratio_is_the_quotient_of_the_preferred_rows():
    row = chips.ratios().set_index(["statement", "metric"]).loc[("910C = H100", "peak FP16")]
    assert row["ratio"] == pytest.approx(registry.find("huawei-ascend-910c/fp16_peak").value / registry.find("nvidia-h100/fp16_peak").value)


def test_the_range_of_a_ratio_holds_it():
    known = chips.ratios().dropna(subset=["ratio"])
    assert ((known["low"] <= known["ratio"] + 1e-9) & (known["ratio"] <= known["high"] + 1e-9)).all()


def test_the_910d_has_no_number():
    frame = chips.ratios()
    assert frame.loc[frame["statement"] == "910D > H100", "ratio"].isna().all()


def test_gaps_in_years_agree_with_the_results():
    years = lag.lags(tables.load("attributes")).set_index("pair")["years"]
    assert years["JM9 and GTX 1050"] == pytest.approx(engine.value("r-dg-lag-jm9"))
    assert years["JM9 and GTX 1050"] == pytest.approx((pd.Timestamp("2021-11-16") - pd.Timestamp("2016-10-25")).days / 365.25)


def test_the_shares_of_2022_fill_the_total():
    parts = [engine.value(f"r-dg-tianfeng-{part}") for part in ("nvidia", "huawei", "rest")]
    assert sum(parts) == pytest.approx(registry.find("c-ds25-china-accelerators-2022").value)


def test_named_and_unnamed_vendors_fill_the_chinese_total():
    assert market.shipped()["cards_2025"].sum() == pytest.approx(registry.find("es-008").value)


@pytest.mark.parametrize(
    ("year", "sold", "net"),
    [
        ("2021", "es-dg-camb-rev-2021", "es-dg-camb-net-2021"),
        ("2022", "es-dg-camb-rev-2022", "es-dg-camb-net-2022"),
        ("2023", "es-dg-camb-rev-2023", "es-dg-camb-net-2023"),
        ("2024", "es-063", "es-065"),
        ("2025", "es-067", "es-068"),
    ],
)
def test_the_quarters_drawn_sum_to_the_year(year, sold, net):
    frame = cambricon.accounts()
    for item, row in (("revenue", sold), ("net result", net)):
        drawn = frame[(frame["item"] == item) & frame["quarter"].str.startswith(year)]
        assert len(drawn) == 4 and math.isclose(drawn["million_yuan"].sum(), registry.find(row).value / 1e6, rel_tol=0.005), item


def test_a_quarter_drawn_open_is_a_result_and_one_drawn_filled_a_row():
    frame = cambricon.accounts()
    assert (frame["id"].str.startswith("r-") == (frame["kind"] == "difference")).all()
    assert not frame.duplicated(["item", "quarter"]).any() and list(frame.loc[frame["item"] == "revenue", "quarter"]) == cambricon.QUARTERS


def test_the_core_result_lies_below_the_net_result():
    pick = cambricon.accounts().set_index(["item", "quarter"])["million_yuan"]
    assert all(pick["without one-off items", quarter] < pick["net result", quarter] for quarter in cambricon.CORE.values())


def test_every_baseline_lies_below_the_card():
    frame = accounts.moves().set_index("label")["gb_per_s"]
    assert frame.drop("RTX 4070, at most").max() < frame["RTX 4070, at most"]


def test_the_crack_drawn_only_grows_and_ends_in_two_arms():
    frame = pd_kernel.cracks()
    area = (frame["high"] - frame["low"]).groupby(frame["time"], sort=False).sum()
    assert area.is_monotonic_increasing and len(area) == len(pd_kernel.MOMENTS)
    last = frame[frame["time"] == area.index[-1]]
    front = last.loc[last["high"] > last["high"].max() - 5, "value"]
    assert (front > 5).any() and (front < -5).any() and not (front.abs() < 5).any()


def test_programs_lie_below_the_roof_of_what_they_run_on():
    rate = pd_kernel.rates().set_index(["label", "precision"])["value"]
    card = rate["RTX 4070, at most"]
    assert all((rate[label] < card).all() for label in ("their CUDA program", "their OpenMP program", "their serial program"))
    assert rate["our loop, one core", "double"] < rate["one core of ours, at most", "double"]


def test_the_verdicts_on_the_multiples_do_not_hang_on_the_machine():
    """With cores half as fast the serial baseline is still slower than one, and with either it is far from a socket of such cores."""
    for name in ("single", "double"):
        assert engine.value(f"r-dg-pd-slower-{name}") / 2 > 1
        assert engine.value(f"r-dg-pd-cores-{name}") * 2 < registry.find("intel-xeon-8490h/cores").value / 4
    assert engine.value("r-dg-pd-implied-openmp-single") < engine.value("r-dg-pd-socket-roof") / 20
    assert engine.value("r-dg-pd-compiled") > 20
