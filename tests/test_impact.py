"""Laws of impact: what rests on an id is listed by kind, through results of results, and told with what it would become."""

from __future__ import annotations

import json
import math

import breaking
import pytest
from click.testing import CliRunner
from detour import consequences, impact, registry, tables
from detour.checks import engine as checks
from detour.cli import main
from detour.results import engine as results

UNBUILT = {"pages": {}, "figures": {}}


@pytest.fixture
def small(package, monkeypatch):
    """Return the small package with results of its own: of a row, of a shorthand, of a result, and two over whole tables."""
    declared = {}
    monkeypatch.setattr(results, "DEFINITIONS", declared)
    monkeypatch.setattr(results, "definitions", lambda: declared)
    results.result("r-price", title="Price", relation="R / N", unit="CNY/chip", R="c-second-revenue", N="c-article-shipments")(lambda R, N: R / N)
    results.result("r-doubled", title="Doubled", relation="2B", unit="GB/s", B="maker-a1/memory_bandwidth")(lambda B: 2 * B)
    results.result("r-again", title="Again", relation="D / A", unit="times", D="r-doubled", A="a-a2-bandwidth")(lambda D, A: D / A)
    results.tally("r-rows", title="Rows", relation="n", reads=("specifications",))(len)
    results.tally("r-held", title="Findings that hold", relation="n", reads=("findings",))(lambda frame: (frame["verdict"] == "holds").sum())
    results.entry.cache_clear()
    yield package
    results.entry.cache_clear()


def told(id: str, data) -> list[str]:
    return [each.line() for each in consequences.changes(id, data)]


def rests(id: str, data) -> set[str]:
    return {f"{kind} {name}" for kind, name in impact.of_tables(id, data).rests}


def test_a_result_is_computed_again_with_the_next_best_rival_and_so_is_a_result_of_it(small):
    assert told("sp-a1-bandwidth-1", small) == [
        "without result r-again: 7.27 times > 7.09 times",
        "without result r-doubled: 8,000\N{NO-BREAK SPACE}GB/s > 7,800\N{NO-BREAK SPACE}GB/s".replace("\N{NO-BREAK SPACE}", " "),
        "without result r-rows: 3 > 2",
    ]


def test_nothing_becomes_of_what_lost_its_last_rival_or_an_input_named_by_id(small):
    breaking.drop(3)(small / "evidence" / "specifications.csv")
    assert told("sp-a1-bandwidth-1", small)[:2] == [
        "without result r-again: 7.27 times > cannot be computed",
        "without result r-doubled: 8,000 GB/s > cannot be computed",
    ]
    assert "without result r-price: 12,000 yuan per chip > cannot be computed" in told("c-second-revenue", small)
    assert told("a-a2-bandwidth", small) == ["without result r-again: 7.27 times > cannot be computed"]


def test_a_verdict_and_the_steps_that_led_there_are_found_again(small, monkeypatch):
    def agrees(bandwidth, other):
        """Does the maker say what the paper says?"""
        steps = {"gap": bandwidth - other} | ({"excess": bandwidth / other} if bandwidth.above(other) else {})
        return checks.found(checks.FAILS if bandwidth.above(other) else checks.HOLDS, **steps)

    rows = {"bandwidth": "maker-a1/memory_bandwidth", "other": "sp-a1-bandwidth-2"}
    monkeypatch.setitem(checks.declared(), "k-share", checks.Check("k-share", rows, agrees))
    breaking.put(3, verdict="fails")(small / "findings.csv")
    assert [line for line in told("sp-a1-bandwidth-1", small) if " k-share" in line] == [
        "without check k-share: fails > holds",
        "without step k-share gap: 100 GB/s > 0 GB/s",
        "without step k-share excess: 1.03 > not taken",
    ]
    assert "without result r-held: 1 > 2" in told("sp-a1-bandwidth-1", small)
    assert "without check k-share: fails > cannot be computed" in told("sp-a1-bandwidth-2", small)


def test_a_finding_without_a_check_keeps_its_verdict_until_its_last_claim_goes(small):
    assert [line for line in told("s-report", small) if "check" in line] == []
    assert told("c-article-share", small) == ["without check k-share: open > falls with its claims"]


def test_what_cannot_be_finite_cannot_be_computed(small):
    results.tally("r-mean", title="Mean", relation="m", reads=("series",))(lambda frame: frame["value"].mean())
    results.result("r-inverse", title="Inverse", relation="1/T", unit="", T="r-left")(lambda T: 1 / T)
    results.tally("r-left", title="Left", relation="n - 1", reads=("series",))(lambda frame: len(frame) - 1)
    lines = told("s-sheet", small)
    assert any(line.startswith("without result r-mean: ") and line.endswith("> cannot be computed") for line in lines)
    assert any(line.startswith("without result r-inverse: ") for line in lines)
    assert "without result r-inverse: 1 > cannot be computed" in told("se-maker-fy23", small)


def test_two_states_that_print_alike_are_told_apart():
    line = consequences.Change("result", "r-x", consequences.State("1%", 1.01, unit="percent"), consequences.State("1%", 1.02, unit="percent")).line()
    assert line == "without result r-x: 1% (1.01) > 1% (1.02)"
    assert not consequences.State("1%", 1.01).same(consequences.State("1%", 1.02))
    assert consequences.State("1%", math.nan, 1.0, 2.0).same(consequences.State("1%", math.nan, 1.0, 2.0))


def test_everything_that_rests_on_a_source_is_listed_by_kind(small):
    assert rests("s-news", small) == {
        *("evidence es-002", "evidence ev-001", "evidence th-2022-bandwidth", "evidence th-2023-bandwidth", "evidence a1-mfu", "evidence at-a2-release-1"),
        *("evidence sp-a1-bandwidth-2", "evidence sp-a2-bandwidth-1", "outcome c-article-shipments", "outcome c-second-plan"),
        *("source s-report", "source s-article", "source s-second", "result r-rows", "check k-revenue-volume"),
        *("assumption a-a2-bandwidth", "result r-again"),
    }
    assert rests("s-second", small) >= {"claim c-second-revenue", "claim c-second-plan", "result r-price", "check k-revenue-volume", "outcome c-second-plan"}
    assert {"term t-card"} <= rests("s-sheet", small)


def test_a_row_names_what_leans_on_it_through_an_assumption(small):
    breaking.put(3, informed_by="es-003")(small / "assumptions.csv")
    assert rests("es-003", small) == {"assumption a-share-2026", "assumption a-a2-bandwidth", "result r-again"}
    assert told("es-003", small) == []


def test_a_result_rests_on_a_result_and_a_shorthand_stands_for_its_row(small):
    assert rests("r-doubled", small) == {"result r-again"}
    assert impact.known("maker-a1/memory_bandwidth", small) == "sp-a1-bandwidth-1"


def test_figures_and_pages_are_those_that_draw_or_name_something_of_it(small):
    uses = {
        "pages": {"one": ["r-again"], "two": ["s-sheet"], "three": ["es-002"], "four": []},
        "figures": {"fig-a": ["s-sheet"], "fig-b": ["s-news"], "fig-c": []},
        "drawn": {"fig-a": [], "fig-b": ["r-doubled"], "fig-c": ["es-002"]},
        "places": {"fig-a": "four", "fig-b": "one", "fig-c": "three"},
    }
    found = impact.shown(impact.of_tables("s-sheet", small), uses).rests
    assert [id for kind, id in found if kind == "figure"] == ["fig-a", "fig-b"]
    assert [id for kind, id in found if kind == "page"] == ["four", "one", "two"]


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("s-nobody", "no source, claim, evidence row, assumption or result has the id 's-nobody'"),
        ("huawei", "'huawei' is of the kind entity; allowed: a source, claim, evidence row, assumption or result"),
        ("k-ft25-h20-unit-price", "'k-ft25-h20-unit-price' is of the kind finding; allowed: "),
        ("s-evertiq-h20", "s-evertiq-h20 was retired in version 0.2.0; s-evertiq replaces it"),
    ],
)
def test_an_id_on_which_nothing_can_rest_is_named_in_one_line(id, said):
    result = CliRunner().invoke(main, ["impact", id])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(f"detour: {said}")


def test_the_command_says_as_json_what_it_says_in_lines(monkeypatch):
    monkeypatch.setattr(impact, "published_uses", lambda: UNBUILT)
    lines = CliRunner().invoke(main, ["impact", "c-ft25-h20-revenue-2024"]).stdout.splitlines()
    said = json.loads(CliRunner().invoke(main, ["impact", "c-ft25-h20-revenue-2024", "--format", "json"]).stdout)
    assert [f"{kind} {id}" for kind, ids in said["rests"].items() for id in ids] == [line for line in lines if not line.startswith("without ")]
    assert len(said["changes"]) == sum(line.startswith("without ") for line in lines) > 0
    change = next(each for each in said["changes"] if each["id"] == "r-h20-implied-price-2024")
    assert change["before"]["value"] == results.value("r-h20-implied-price-2024")
    assert (change["after"]["value"], change["after"]["written"]) == (None, "cannot be computed")


def test_what_changes_rests_on_it_and_is_known():
    for id in ("s-ft25", "s-epoch-ml-hardware", "es-018", "ev-007"):
        found = impact.of_tables(id)
        listed = {name for kind, name in found.rests if kind in ("result", "check")}
        assert {each.id for each in found.changes} <= listed
        assert all(registry.known(each.id) or each.id in results.definitions() for each in found.changes)
        assert len(found.rests) == len(set(found.rests))


def test_no_source_is_without_effect_on_the_count_of_sources():
    id = tables.load("sources")["id"].iloc[-1]
    assert "r-sources" in {each.id for each in impact.of_tables(id).changes}
