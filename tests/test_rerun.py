"""Laws of other assumptions: which are allowed, what they make of the tables, and that every number is computed with them."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from detour import tables
from detour.cli import main
from detour.registry import Entry
from detour.rerun import assumed, chapter, command, differences, domains, page, scenarios
from detour.results import engine
from detour.swap import replace

VALUES = {"a-cost-years": "3.25", "a-fit-memory-share-nvidia": "0.7654321", "a-load-prompt": "6000", "a-export-b30a-share": "0.6"}


def refused(*arguments: str) -> str:
    """Return the line with which the command refuses a request."""
    result = CliRunner().invoke(main, ["rerun", *arguments])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("detour: ") and result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.parametrize("row", tables.records("assumptions"), ids=lambda row: row["id"])
def test_what_the_report_assumes_is_allowed(row):
    domain = domains.of(row["quantity"], row["unit"], row["low"], row["high"])
    assert all(domain.holds(row[end]) for end in ("low", "central", "high")), domain.words
    assert not domain.holds(math.inf) and (row["low"] < 0 or not domain.holds(-1.0))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("a-cost-yeers=5", "no assumption is called a-cost-yeers; allowed: a-cost-years,"),
        ("zzz=5", "allowed: the ids of data/assumptions.csv"),
        ("a-cost-years=-1", "allowed: a number above 0, in year, or low or high; the report takes 5 years (3 to 6)"),
        ("a-cost-years=nan", "allowed: a number above 0"),
        ("a-cost-years=1e999", "allowed: a number above 0"),
        ("a-cost-years=1,5", "allowed: a number above 0"),
        ("a-cost-years", "allowed: the id of an assumption and a number"),
        ("a-cost-years=", "allowed: the id of an assumption and a number"),
        ("a-cost-utilisation=1.01", "allowed: a number above 0 and up to 1"),
        ("a-load-prompt=3.5", "allowed: a whole number of at least 1"),
        ("a-market-foreign-after=-1", "allowed: a number of at least 0, in EFLOP/s"),
        ("a-market-fade=1.1", "allowed: a number of at least 0 and up to 1"),
        ("a-fit-imbalance=0.9", "allowed: a number of at least 1"),
        ("c-ft25-h20-shipments-2024=5", "is of the kind claim; allowed: an assumption"),
        ("nvidia-h20/memory_bandwidth=5", "is of the kind evidence; allowed: an assumption"),
        ("s-ft25=5", "is of the kind source; allowed: an assumption"),
    ],
)
def test_what_cannot_be_set_is_refused_in_one_line_that_says_what_can(setting, said):
    assert said in refused("huawei-inference", "--set", setting)


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["x-import-ends"], "--scenario x-import-ends: no scenario is called x-import-ends; allowed: x-imports-end, or another of x-imports-end, "),
        (["zzz"], f"allowed: {', '.join(scenarios.known())}"),
        (["x-imports-end", "x-licences-freely"], "--scenario x-licences-freely: a-market-foreign-after is set otherwise by a scenario before it"),
    ],
)
def test_a_scenario_that_cannot_be_run_is_refused_in_one_line_that_lists_those_that_can(ids, said):
    assert said in refused("inference-market-shift", *(part for id in ids for part in ("--scenario", id)))


@pytest.mark.parametrize("id", scenarios.known())
def test_a_scenario_is_its_rows_and_every_value_is_allowed(id):
    (chosen,), values = scenarios.settings([id, id])
    rows = {row["assumption"]: row["value"] for row in tables.records("scenarios") if row["scenario"] == id}
    assert rows and chosen.values == rows
    assert {each.id: each.after[1] for each in assumed.changes(values)} == rows and all(each.after[1] != each.before[1] for each in assumed.changes(values))


def test_what_is_set_wins_over_a_scenario_and_the_page_names_it(tmp_path, monkeypatch):
    kept = {}
    monkeypatch.setattr(chapter, "executed", lambda slug, values, progress: kept.update(values) or chapter.notebook(slug))
    monkeypatch.setattr(chapter, "results", lambda found: [])
    monkeypatch.setattr(command, "_page", lambda folder: kept.update(job=json.loads((folder / "job.json").read_text())) or (folder / "out").mkdir())
    monkeypatch.setattr(command, "_moved", lambda place: (0, 0))
    (chosen,), values = scenarios.settings(["x-hungry-tokens"])
    command.write("inference-market-shift", ["a-market-efficiency=1.1"], [].append, progress=False, place=tmp_path, named=["x-hungry-tokens"])
    job = kept.pop("job")
    assert kept == {id: float(value) for id, value in values.items()} | {"a-market-efficiency": 1.1} and job["scenarios"] == [chosen.name]
    note = differences.note([assumed.Change(**each) for each in job["changes"]], [], job["scenarios"])
    assert f"\n> Scenario: {chosen.name}.\n" in note


def test_a_page_that_computes_nothing_is_refused():
    assert "allowed: index, export-controls" in refused("claims", "--set", "a-cost-years=5")
    assert "allowed: each assumption once" in refused("index", "--set", "a-cost-years=5", "--set", "a-cost-years=6")


def test_a_value_moves_the_centre_and_an_interval_only_as_far_as_it_must():
    rows = {row["id"]: row for row in tables.records("assumptions")}
    (inside,), (outside,), (end,) = (assumed.changes({"a-cost-years": value}) for value in ("4", "9", "low"))
    low, central, high = (rows["a-cost-years"][end] for end in ("low", "central", "high"))
    assert inside.after == (low, 4.0, high) and not inside.outside
    assert outside.after == (low, 9.0, 9.0) and outside.outside
    assert inside.before == (low, central, high) and end.after == (low, low, high)
    (none,) = assumed.changes({"a-market-foreign-after": "0"})
    assert none.after[:2] == (0.0, 0.0)
    (point,) = assumed.changes({"a-export-b30a-share": "0.6"})
    assert point.after == (0.6, 0.6, 0.6)


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """Return changes and the folder of the tables that hold them."""
    found, folder = assumed.changes(VALUES), tmp_path_factory.mktemp("changed") / "data"
    assumed.write(found, folder)
    return found, folder


def test_of_the_tables_only_the_cells_of_the_assumptions_set_are_others(changed):
    found, folder = changed
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "assumptions.csv":
            assert path.read_bytes() == (tables.PUBLISHED / path.relative_to(folder)).read_bytes()
    before, after = ((each / "assumptions.csv").read_text(encoding="utf-8").splitlines() for each in (tables.PUBLISHED, folder))
    moved = [now for was, now in zip(before, after, strict=True) if was != now]
    assert [line.partition(",")[0] for line in sorted(moved)] == [each.id for each in found]
    assert {row["id"]: row["central"] for row in tables.records("assumptions", folder) if row["id"] in VALUES} == {
        id: float(each) for id, each in VALUES.items()
    }


def test_a_process_on_the_changed_tables_computes_what_the_engine_gives_for_them_to_the_last_digit(changed):
    found, folder = changed
    frame = tables.load("assumptions").set_index("id", drop=False)
    for each in found:
        frame.loc[each.id, ["low", "central", "high"]] = each.after
    altered = tables.Altered(tables.DATA, {"assumptions": frame.reset_index(drop=True)})
    ids = [id for id in engine.definitions() if id.startswith(("r-hi-", "r-export-")) and engine.definitions()[id].inputs]
    code = "import json, sys; from detour.results import engine; print(json.dumps({id: engine.entry(id).ends() for id in sys.argv[1:]}))"
    environment = {**os.environ, tables.OTHER: str(folder)}
    done = subprocess.run([sys.executable, "-c", code, *ids], env=environment, capture_output=True, text=True, check=True)
    told = {id: tuple(ends) for id, ends in json.loads(done.stdout).items()}
    assert {id: repr(ends) for id, ends in told.items()} == {id: repr(engine.entry(id, altered).ends()) for id in ids}
    assert sum(ends != engine.entry(id).ends() for id, ends in told.items()) > 10


def test_the_differences_say_what_moved_first_and_hide_nothing_behind_rounding():
    same = Entry("r-same", "result", "Same", 2.0, unit="ratio")
    moved = Entry("r-moved", "result", "Moved | far", 4.0, 3.0, 5.0, "ratio")
    little = Entry("r-little", "result", "Moved a little", 1.0 + 1e-9, unit="ratio", digits=3)
    found = differences.entries({"r-same": [2.0, math.nan, math.nan], "r-moved": [1.0, 3.0, 5.0], "r-little": [1.0, math.nan, math.nan]}, [same, little, moved])
    assert [each.moved for each in found] == [False, True, True]
    note = differences.note(assumed.changes({"a-cost-years": "3"}), found).replace("\N{NO-BREAK SPACE}", " ")
    assert "| {assume}`AI accelerators: service life <a-cost-years>` | 5 years (3 to 6) | 3 years (3 to 6) |" in note
    assert note.index("{result}`Moved  far <r-moved>` | 1 times (3 to 5) | 4 times (3 to 5) | 4 |") < note.index("Moved a little")
    assert "1 times (1) | 1 times (1.000000001)" in note and "r-same" not in note
    assert "Of 3 results that the chapter names or draws, 2 moved" in note


def test_links_lead_to_what_is_there_to_the_published_site_or_nowhere(tmp_path, monkeypatch):
    out, site = tmp_path / "out", tmp_path / "_build" / "html" / "book"
    for folder in (out / "book", site):
        folder.mkdir(parents=True)
        (folder / f"{folder.parent.name}.html").touch()
    monkeypatch.setattr(tables, "ROOT", tmp_path)
    monkeypatch.setattr(page.address, "site", lambda: "")
    html = '<a class="x" href="html.html#c-1">1</a><a href="out.html">2</a><a href="#a">3</a><a href="none.html">4</a><link rel="next" href="none.html">'
    place = tmp_path / "_build" / "rerun" / "slug"
    seen = page.rewritten(html, "book/out.html", out, place)
    assert seen == '<a class="x" href="../../../html/book/html.html#c-1">1</a><a href="out.html">2</a><a href="#a">3</a><a>4</a>'
    monkeypatch.setattr(page.address, "site", lambda: "https://example.org/report")
    assert 'href="https://example.org/report/book/none.html">4' in page.rewritten(html, "book/out.html", out, place)


def test_a_chapter_that_cannot_be_computed_is_told_in_one_line(monkeypatch):
    real = chapter.notebook

    def failing(slug):
        book = real(slug)
        del book.cells[3:]
        book.cells.append(chapter.new_code_cell("raise ZeroDivisionError('no\\nnumber')"))
        return book

    monkeypatch.setattr(chapter, "notebook", failing)
    result = CliRunner().invoke(main, ["rerun", "export-controls"])
    said = ["export-controls: 3 cells to execute", "detour: export-controls cannot be computed with these assumptions: ZeroDivisionError: no number"]
    assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (1, "", said)


def test_a_folder_takes_the_place_of_another_whole(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
        replace(tmp_path / name, tmp_path / "place")
    assert [path.name for path in (tmp_path / "place").iterdir()] == ["second"]


def test_an_interval_alone_is_told_by_its_ends_and_a_number_that_is_lost_comes_first():
    ends = Entry("r-ends", "result", "Ends", math.nan, 2.0, 5.0, "ratio", digits=2)
    lost = Entry("r-lost", "result", "Lost", math.nan, unit="ratio")
    found = differences.entries({"r-ends": [math.nan, 2.0, 5.0 + 1e-9], "r-lost": [3.0, math.nan, math.nan]}, [ends, lost])
    assert found[0].distance < 1e-8 and found[1].distance == math.inf
    note = differences.note(assumed.changes({"a-cost-years": "3"}), found).replace("\N{NO-BREAK SPACE}", " ")
    assert note.index("<r-lost>` | 3 times | no number |  |") < note.index("(2, 5.000000001) |") and "nan" not in note
    assert "r-lost,Lost,ratio,3.0,,,,,,,yes" in differences.table([], found)
