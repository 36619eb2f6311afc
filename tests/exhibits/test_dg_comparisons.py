"""Laws of the comparisons: none is dropped, each verdict follows from the rows, and what the chapter says of them stands."""

from __future__ import annotations

import csv
import math
from itertools import product

import pytest
from detour import registry, tables
from detour.exhibits import domestic_gpu_makers_equal as drawn
from detour.models import comparison
from detour.results import comparisons, comparisons_listed, comparisons_served, engine
from detour.results import domestic_gpu_makers_equal as counted
from detour.sphinxext import comparison_rows

CELLS = comparisons.cells()
STATEMENTS = comparisons.statements()
VERDICT = CELLS.set_index(["id", "measure"])["verdict"]
TOLERANCE, PART = (1.1, 1.33), (0.5, 0.8)


def raw(chip: str, quantity: str) -> list[float]:
    """Return every number that the file itself lists of a chip, without the package."""
    with (tables.DATA / "evidence" / "specifications.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["subject"] == chip and row["quantity"] == quantity]
    return [float(row[end]) for row in rows for end in ("value", "low", "high") if row[end]]


def spread(chip: str, yardstick: str, quantity: str) -> tuple[float, float]:
    x, y = raw(chip, quantity), raw(yardstick, quantity)
    return min(x) / max(y), max(x) / min(y)


def test_every_comparison_has_every_measure():
    assert len(CELLS) == len(tables.load("comparisons")) * len(comparisons.MEASURES)
    assert list(STATEMENTS["id"]) == list(tables.load("comparisons")["id"])


def test_every_measure_that_both_chips_list_has_a_ratio():
    """No pair is dropped: a ratio is missing only where the file lists nothing of one of the two."""
    listed = {(row["subject"], row["quantity"]) for row in tables.records("specifications")}
    for row in tables.records("comparisons"):
        for quantity in (
            "fp16_peak",
            "int8_peak",
            "fp8_peak",
            "fp32_peak",
            "memory_capacity",
            "memory_bandwidth",
            "interconnect_bandwidth",
            "tdp",
            "process_node",
        ):
            known = (row["chip"], quantity) in listed and (row["yardstick"], quantity) in listed
            ratio = CELLS.loc[(CELLS["id"] == row["id"]) & (CELLS["measure"] == quantity), "ratio"].iloc[0]
            assert math.isnan(ratio) != known, (row["id"], quantity)


def test_every_comparison_of_chips_in_the_articles_is_tested():
    named = {part for cell in STATEMENTS["statements"] for part in tables.split(cell)}
    claims = tables.load("claims")
    ours = claims[claims["quantity"].isin(["performance_ratio", "chip_ratio"]) & (claims["object"] != "") & claims["kind"].isin(["comparison", "ratio"])]
    assert len(ours) > 8 and set(ours["id"]) <= named
    assert {"c-wsj24-groq-faster", "c-wsj24-groq-cheaper", "c-wsj24-amd-beats-nvidia", "c-ds25-local-below-nvidia", "c-ti25-910d-beats-h100", "ev-098"} <= named


@pytest.mark.parametrize(
    ("id", "quantity", "least"),
    [
        ("cmp-910c-h100", "memory_capacity", 1 / 1.1),
        ("cmp-910c-h100", "int8_peak", None),
        ("cmp-910b-h20", "memory_bandwidth", None),
        ("cmp-h20-910b", "fp16_peak", None),
    ],
)
def test_a_verdict_is_that_of_the_rows(id, quantity, least):
    """Recomputed from the file: holds above the strictest bound, fails below the loosest, strained between."""
    row = next(row for row in tables.records("comparisons") if row["id"] == id)
    low, high = spread(row["chip"], row["yardstick"], quantity)
    strict, loose = {"match": (1 / 1.1, 1 / 1.33), "more": (1.0, 1 / 1.1)}[row["asserts"]]
    expected = "holds" if low > strict else "fails" if high < loose else "strained"
    assert VERDICT[id, quantity] == expected
    assert least is None or low > least


def test_verdicts_that_an_analyst_would_expect():
    verdicts = STATEMENTS.set_index("id")["verdict"]
    assert verdicts["cmp-910d-h100"] == "open"
    assert verdicts["cmp-h800-h100-count"] == verdicts["cmp-kunlun2-a100"] == "fails"
    assert verdicts["cmp-h100-a100"] == verdicts["cmp-local-b200"] == verdicts["cmp-a800-a100"] == "holds"
    assert verdicts["cmp-910c-h100"] == verdicts["cmp-h20-910b"] == verdicts["cmp-mi300x-h100"] == "strained"


def test_a_statement_that_measurement_does_not_bear_out_does_not_hold():
    measured = CELLS[(CELLS["measure"] == "measured") & CELLS["bears"] & CELLS["verdict"].isin(["strained", "fails"])]
    assert len(measured) > 3
    assert "holds" not in set(STATEMENTS.loc[STATEMENTS["id"].isin(measured["id"]), "verdict"])


def test_ranges_hold_their_ratio_and_links_are_of_both_directions():
    known = CELLS[CELLS["ratio"].notna()]
    assert ((known["low"] <= known["ratio"] * (1 + 1e-9)) & (known["ratio"] <= known["high"] * (1 + 1e-9))).all()
    assert comparisons_listed.listed("interconnect_bandwidth", "huawei-ascend-910c").high == 784
    assert comparisons_listed.listed("fp16_peak", "amd-mi300x").high < 2000 < max(raw("amd-mi300x", "fp16_peak"))


def test_the_words_of_the_bounds_follow_the_assumptions():
    assert (registry.find("a-dg-equal").ends(), registry.find("a-dg-large-part").ends()) == (TOLERANCE, PART)


@pytest.mark.parametrize("asserts", ["equal", "match", "nearly", "more", "less", "times"])
def test_strict_bounds_lie_within_loose_ones(asserts):
    """What holds never fails, and a wider range of listings never turns what fails into what holds."""
    covered = comparison.bounds(asserts, TOLERANCE, PART, (0.6, 0.6))
    steps = [0.05 * step for step in range(1, 60)]
    for low, high in product(steps, steps):
        if low <= high:
            assert not (covered.strict.holds(low, high) and covered.loose.misses(low, high))
            inner = {comparison.verdict(each, each, covered) for each in (low, (low + high) / 2, high)}
            if comparison.verdict(low, high, covered) != "strained":
                assert inner == {comparison.verdict(low, high, covered)}


def test_a_word_that_asserts_nothing_is_refused():
    with pytest.raises(ValueError, match="asserts nothing"):
        comparison.bounds("different", TOLERANCE, PART)


@pytest.mark.parametrize("phase", ["prefill", "decode"])
def test_the_model_says_what_the_chapter_on_inference_says(phase):
    found = comparisons_served.ratio(phase, "cambricon-mlu590", "nvidia-h20").value
    assert found == pytest.approx(engine.value(f"r-hi-worth-{phase}-dense-mlu590-h20"))


def test_years_are_those_of_the_results():
    years = STATEMENTS.set_index("id")["years"]
    for id, result in (("cmp-910c-h100", "r-dg-lag-910c"), ("cmp-590-a100", "r-dg-lag-590"), ("cmp-ppu-h20", "r-dg-lag-ppu")):
        assert years[id] == pytest.approx(engine.value(result), abs=0.01)


def test_the_picture_and_the_page_leave_nothing_out():
    assert list(dict.fromkeys(sorted(drawn.matrix()["id"]))) == sorted(counted.upward(tables.DATA)["id"])
    rows = comparison_rows.comparison_rows()
    assert [row["id"] for row in rows] == list(STATEMENTS["id"])
    assert all(row["statements"] and row["true_on"] and (row["cells"] or row["missing"]) for row in rows)
    assert len({row["title"] for row in rows}) >= len(rows) - 2  # two pairs are asserted twice, by different sources


def test_what_the_chapter_says_of_the_counts_stands():
    value = {
        name: engine.value(f"r-dg-equal-{name}")
        for name in ("several", "several-holds", "compute-holds", "compute-tested", "bandwidth-holds", "bandwidth-tested")
    }
    assert value["several-holds"] == 0 < 10 < value["several"]
    assert value["bandwidth-holds"] / value["bandwidth-tested"] < 0.5 * value["compute-holds"] / value["compute-tested"]
    assert engine.value("r-dg-equal-measured-holds") == 0 < engine.value("r-dg-equal-measured-tested")
    assert engine.value("r-dg-equal-upward") == sum(engine.value(f"r-dg-equal-{word}") for word in ("holds", "strained", "fails", "open"))
    tested = counted.upward(tables.DATA).set_index("id")
    held = tested.loc[tested["verdict"] == "strained", "holds"].map(len)
    assert held.idxmax() == "cmp-590-a100" and not tested.loc["cmp-590-a100", "fails"]
