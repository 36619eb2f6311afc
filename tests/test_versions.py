"""Laws of versions: what was published stays told, and a comparison lists exactly what changed."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from detour import __version__, citation, registry, tables, validation
from detour.cli import main
from detour.results import engine
from detour.versions import compare, history, places, record, release, releases, stamp, told

RELEASED = releases.versions()


def row(id: str, kind: str = "evidence", **cells: str) -> dict[str, str]:
    """Return a row of a made-up record: a number in chips, unless said otherwise."""
    number = {"value": "100", "written": "100 chips", "unit": "chips"} if kind in ("claim", "evidence", "result") else {}
    return (
        dict.fromkeys(record.FIELDS, "")
        | {"id": id, "kind": kind, "place": "evidence", "label": f"What {id} says", "digest": "a", "sources": "s-one"}
        | number
        | cells
    )


def changes(old: list[dict], new: list[dict], corrections: list[dict] = ()) -> list[compare.Change]:
    return compare.compare({each["id"]: each for each in old}, {each["id"]: each for each in new}, corrections)


def acts(*arguments) -> list[tuple[str, str]]:
    return [(change.act, change.id) for change in changes(*arguments)]


def test_nothing_changes_between_a_record_and_itself():
    rows = [row("e-1"), row("c-1", "claim"), row("r-1", "result", inputs="e-1"), row("fig-1", "figure")]
    assert changes(rows, [dict(each) for each in rows]) == []


def test_a_number_that_moved_is_told_from_what_to_what_and_because_of_which_source():
    why = {"id": "e-1", "source": "s-two", "reason": "Misread."}
    (change,) = changes([row("e-1")], [row("e-1", value="120", written="120 chips")], [why])
    assert (change.act, change.before, change.after, change.sources, change.reason) == ("moved", "100 chips", "120 chips", ("s-two",), "Misread.")


@pytest.mark.parametrize(
    "cells",
    [{"value": "101"}, {"low": "90"}, {"high": "110"}, {"unit": "cards"}, {"bound": "about"}, {"period": "2025"}, {"value": "", "text": "2025-01"}],
    ids=str,
)
def test_every_part_of_a_number_is_a_change_of_it_and_is_told_apart_in_print(cells):
    (change,) = changes([row("e-1", period="2024")], [row("e-1", **{"period": "2024"} | cells)])
    assert change.act == "moved"
    assert change.before != change.after or "unit" in cells


def test_noise_of_computation_is_no_change():
    assert changes([row("r-1", "result", value="0.3")], [row("r-1", "result", value="0.300000000001"[:13])]) == []


def test_a_result_that_moved_names_the_inputs_that_moved_came_and_went():
    old = [row("e-1"), row("e-2"), row("r-1", "result", inputs="e-1;e-2")]
    new = [row("e-1", value="120", written="120 chips"), row("e-3"), row("e-2"), row("r-1", "result", inputs="e-1;e-3", value="5", written="5 chips")]
    (moved, followed, added) = changes(old, new)
    assert (moved.act, added.act, added.id) == ("moved", "added", "e-3")
    assert followed.because == (("e-1", "100 chips before, 120 chips now"), ("e-2", "no longer taken"), ("e-3", "taken now"))


def test_a_count_that_moved_says_how_many_rows_came_and_went():
    old = [row("e-1", table="series"), row("r-1", "result", inputs="series")]
    new = [row("e-2", table="series"), row("e-3", table="series"), row("r-1", "result", inputs="series", value="2")]
    assert [change.because for change in changes(old, new) if change.act == "followed"] == [(("series", "2 rows added, 1 row retired"),)]


def test_another_preferred_row_is_told_once_with_the_number_that_prose_now_shows():
    old = [row("e-1", rank="preferred", choice="a/b"), row("e-2", rank="rival", choice="a/b", value="7", written="7 chips", sources="s-two", reason="first")]
    new = [old[0] | {"rank": "rival"}, old[1] | {"rank": "preferred", "reason": "the maker says so"}]
    (change,) = changes(old, new)
    assert (change.act, change.id, change.before, change.after) == ("chosen", "e-2", "100 chips", "7 chips")
    assert (change.sources, change.reason, change.because) == (("s-two",), "the maker says so", (("e-1", "preferred before"),))


def test_a_choice_that_named_several_rows_was_none():
    old = [row("e-1", rank="preferred", choice="a/b"), row("e-2", rank="preferred", choice="a/b")]
    assert acts(old, [old[1]]) == [("retired", "e-1")]


def test_a_retired_row_says_what_it_was_why_it_went_and_what_replaces_it():
    why = {"id": "e-1", "source": "s-two", "reason": "Counted twice.", "replaced_by": "e-2;e-3"}
    (change, *_) = changes([row("e-1")], [row("e-2")], [why])
    assert (change.act, change.before, change.replaced_by, change.sources) == ("retired", "100 chips", ("e-2", "e-3"), ("s-two",))


@pytest.mark.parametrize("cells", [{"rank": "deprecated"}, {"status": "disputed"}, {"grade": "B2"}, {"outcome": "confirmed"}], ids=str)
def test_a_claim_is_regraded_by_rank_status_grade_and_outcome(cells):
    old = row("c-1", "claim", rank="normal", status="relayed", grade="C3")
    (change,) = changes([old], [old | cells])
    assert change.act == "regraded"
    assert next(iter(cells.values())) in change.after and next(iter(cells.values())) not in change.before


@pytest.mark.parametrize(
    ("kind", "cells", "act"),
    [
        ("claim", {"label": "Otherwise said"}, "restated"),
        ("claim", {"sources": "s-two"}, "cited"),
        ("claim", {"digest": "b"}, "annotated"),
        ("finding", {"status": "fails"}, "regraded"),
        ("figure", {"digest": "b"}, "redrawn"),
        ("figure", {"label": "Another title"}, "restated"),
        ("quantity", {"unit": "cards"}, "moved"),
        ("result", {"digest": "b"}, "annotated"),
    ],
)
def test_every_other_change_has_its_name(kind, cells, act):
    assert acts([row("x-1", kind)], [row("x-1", kind, **cells)]) == [(act, "x-1")]


def test_a_kind_that_no_table_holds_and_one_side_lacks_altogether_is_not_compared():
    assert acts([row("e-1"), row("r-1", "result")], [row("e-1")]) == []


def test_the_first_rows_of_a_new_table_are_new_rows():
    assert acts([row("e-1")], [row("e-1"), row("t-1", "term", table="terms")]) == [("added", "t-1")]


def test_the_order_of_rows_changes_nothing():
    old = [row(f"e-{number}") for number in range(9)]
    new = [row(f"e-{number}", value=str(number)) for number in range(3, 12)]
    assert changes(old, new) == changes(old[::-1], new[::-1])


@pytest.mark.parametrize("act", list(compare.ACTS))
def test_every_change_is_told_in_a_line_a_row_and_a_record(act):
    change = compare.Change(act, "c-x", "claim", "claims", "What it says", "1", "2", ("s-y",), "why", (("e-1", "moved"),), ("c-z",))
    assert told.line(change).startswith(f"{act} c-x: ") and "\n" not in told.line(change)
    (cells,) = csv.DictReader(told.table([change]).splitlines())
    (found,) = json.loads(told.document([change]))
    assert cells["act"] == found["act"] == act
    assert told.lines([]) == "no number has changed\n"


# What was published, and the present.


@pytest.mark.parametrize("version", RELEASED)
def test_every_id_ever_published_stands_or_is_retired(version):
    now = {each["id"] for each in record.present()}
    kept = now | set(releases.retired())
    lost = [id for id, each in releases.load(version).items() if each["kind"] != "figure" and id not in kept]
    assert lost == []


@pytest.mark.parametrize("version", RELEASED)
def test_a_release_record_has_the_form_that_its_schema_says(version):
    names = [field["name"] for field in releases.schema()["fields"]]
    with open(releases.path_of(version), encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == names == list(record.FIELDS)
    assert releases.index()[version]["sha256"] == releases.sha256(version)
    kinds = {each["kind"] for each in releases.load(version).values()}
    first = {"claim", "evidence", "assumption", "result", "finding", "source", "entity", "quantity", "figure"}
    assert kinds == (first if version == "0.1.0" else first | {"term"})


def test_the_first_release_can_be_had_again_from_what_was_committed_then():
    """Where the repository is at hand, its commit gives the record, byte for byte but for the figures."""
    found = subprocess.run(["git", "cat-file", "-e", "8f47bdd^{commit}"], cwd=tables.ROOT, capture_output=True, check=False)
    if found.returncode:
        pytest.skip("the commit of version 0.1.0 is not in this copy")
    _, again = places.find("8f47bdd")
    assert again == {id: each for id, each in releases.load("0.1.0").items() if each["kind"] != "figure"}


def test_the_record_of_the_present_holds_every_row_once():
    rows = record.present()
    ids = [each["id"] for each in rows]
    wanted = {id for name in ("claims", "assumptions", "findings", "sources", "entities", "quantities", "terms") for id in tables.load(name)["id"]}
    wanted |= {id for name, column in registry.EVIDENCE.items() for id in tables.load(name)[column]} | set(engine.definitions())
    assert len(ids) == len(set(ids)) and set(ids) == wanted
    assert all(tuple(each) == record.FIELDS for each in rows)


def test_the_versions_are_told_newest_first_and_the_first_one_counts_what_it_held():
    steps = history.steps({each["id"]: each for each in record.present()})
    assert [step.version for step in steps] == sorted({*RELEASED, releases.current()}, key=releases.order, reverse=True)
    assert steps[-1].version == "0.1.0" and steps[-1].changes == () and steps[-1].date == "2026-11-21"
    assert steps[-1].summary.startswith("First publication: 518 claims, 2,587 rows of evidence, ")


def test_what_0_2_0_corrected_is_listed_with_source_and_consequence():
    now = releases.load("0.2.0") if "0.2.0" in RELEASED else {each["id"]: each for each in record.present()}
    found = {change.id: change for change in compare.compare(releases.load("0.1.0"), now)}
    chosen, followed = found["sp-huawei-ascend-910b-memory-bandwidth-6"], found["r-dg-h20-910b-bandwidth"]
    assert (chosen.act, chosen.sources) == ("chosen", ("s-gitcode-cann-6033",))
    assert followed.because == (("sp-huawei-ascend-910b-memory-bandwidth-1", "no longer taken"), ("sp-huawei-ascend-910b-memory-bandwidth-6", "taken now"))


def test_versions_are_ordered_as_numbers():
    assert releases.order("0.10.0") > releases.order("0.9.9")


def test_all_places_that_name_the_version_name_the_same():
    assert releases.current() == __version__ == str(citation.report()["version"])
    assert f'version = "{__version__}"' in (tables.ROOT / "pyproject.toml").read_text(encoding="utf-8")


# A retired id answers.


@pytest.mark.parametrize("id", ["se-mkt-idc-2025-nvidia", "s-idc-2025"])
def test_a_retired_id_is_answered_with_what_replaces_it(id):
    heir = releases.retired()[id]["replaced_by"]
    with pytest.raises(registry.UnknownId, match=f"{id} was retired in version 0.2.0; {heir} replaces it"):
        registry.find(id)


def test_a_retired_result_is_answered_too(monkeypatch):
    gone = {"id": "r-old", "version": "0.2.0", "act": "retired", "replaced_by": "r-claims;r-sources"}
    monkeypatch.setattr(releases, "corrections", lambda data, act="": {"0.2.0": [gone]})
    with pytest.raises(registry.UnknownId, match="r-old was retired in version 0.2.0; r-claims and r-sources replace it"):
        registry.find("r-old")


def test_a_row_that_nothing_replaces_says_so(monkeypatch):
    monkeypatch.setattr(releases, "corrections", lambda data, act="": {"0.2.0": [{"id": "c-old", "version": "0.2.0", "replaced_by": ""}]})
    assert releases.gone("c-old") == "c-old was retired in version 0.2.0; nothing replaces it"


# The command line.


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def test_changes_of_a_version_to_itself_are_none():
    assert run("changes", "0.1.0", "0.1.0").output == "no number has changed\n"


def test_changes_are_printed_as_lines_csv_and_json():
    lines = run("changes", "0.1.0").stdout.splitlines()
    rows = list(csv.DictReader(run("changes", "0.1.0", "--format", "csv").stdout.splitlines()))
    found = json.loads(run("changes", "0.1.0", "--format", "json").stdout)
    assert len(lines) == len(rows) == len(found) > 0
    assert len(run("changes", "0.1.0", "--all").stdout.splitlines()) > len(lines)


def test_an_unknown_version_is_named_with_what_is_allowed():
    result = run("changes", "no-such-version")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("detour: 'no-such-version' is no version; allowed: 0.1.0, ") and result.stderr.count("\n") == 1


def test_an_argument_cannot_be_an_option_of_git():
    assert run("changes", "--", "--output=/tmp/x").exit_code == 1


def test_a_published_site_is_a_version(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(releases.path_of("0.1.0"), data / "record.csv")
    (data / "version.json").write_text('{"version": "0.1.0"}')
    for place in (tmp_path, data):
        assert run("changes", str(place), "0.1.0").output == "no number has changed\n"


def test_a_checkout_is_a_version_computed_by_its_own_code(tmp_path):
    data = shutil.copytree(tables.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    series = data / "evidence" / "series.csv"
    series.write_text(series.read_text(encoding="utf-8").replace(",FY2023Q1,3750000000,", ",FY2023Q1,3760000000,"), encoding="utf-8")
    result = run("changes", str(tmp_path))
    assert result.output.splitlines()[0].startswith(
        "moved se-mkt-nvda-dc-fy23q1: $3.76\N{NO-BREAK SPACE}billion > $3.75\N{NO-BREAK SPACE}billion (s-epoch-chips"
    )


# The stamp.


def test_the_digest_changes_with_any_input_and_with_nothing_else(tmp_path):
    (tmp_path / "book" / "_static").mkdir(parents=True)
    page, sheet = tmp_path / "book" / "a.md", tmp_path / "book" / "_static" / "a.css"
    page.write_text("# A\n")
    sheet.write_text("a {}\n")
    first = stamp.digest(stamp.inputs(tmp_path))
    assert stamp.digest(stamp.inputs(tmp_path)) == first
    for path in (page, sheet):
        before = path.read_text()
        path.write_text(before + "\n")
        assert stamp.digest(stamp.inputs(tmp_path)) != first
        path.write_text(before)
    assert stamp.digest(stamp.inputs(tmp_path)) == first


def test_the_digest_covers_tables_records_package_pages_and_lock():
    found = stamp.inputs()
    wanted = {
        "data/claims.csv",
        "data/datapackage.json",
        "data/releases/0.1.0.csv",
        "data/detour/cli.py",
        "book/changes.md",
        "requirements.txt",
        "CITATION.cff",
    }
    assert wanted <= set(found)
    assert not [name for name in found if "__pycache__" in name or "egg-info" in name or name.startswith(("_build", "tests"))]


def test_the_digest_is_what_sha256sum_prints_of_what_sha256sum_prints():
    found = stamp.inputs()
    listed = subprocess.run(["sha256sum", *found], cwd=tables.ROOT, capture_output=True, check=True).stdout
    whole = subprocess.run(["sha256sum"], input=listed, capture_output=True, check=True).stdout.decode().split()[0]
    assert whole == stamp.digest(found) == stamp.stamped(found)["sha256"]


def test_the_evidence_date_is_that_of_a_source_and_not_after_the_release():
    assert stamp.evidence_date() in set(tables.load("sources")["published"]) | set(tables.load("estimates")["published"])
    assert stamp.evidence_date() <= stamp.released()


# Making a release.


@pytest.fixture
def ready(tmp_path, monkeypatch) -> Path:
    """Stand where nothing is in the way of a release: an archive of its own, sound tables, a built site."""
    archive = shutil.copytree(tables.DATA / releases.FOLDER, tmp_path / releases.FOLDER)
    held = {"index": releases.index(), "versions": RELEASED}
    monkeypatch.setattr(releases, "path_of", lambda version, data=None: archive / f"{version}.csv")
    monkeypatch.setattr(releases, "versions", lambda data=None: [each for each in held["versions"] if each != releases.current()])
    monkeypatch.setattr(releases, "index", lambda data=None: held["index"])
    monkeypatch.setattr(validation, "check", list)
    monkeypatch.setattr(places, "drawn", lambda: [record.figure("fig-x", "index", "A figure", "a,source\n1,s-one\n", ["s-one"])])
    return archive


def test_a_release_keeps_the_record_and_its_digest(ready):
    path = release.release()
    assert path == ready / f"{releases.current()}.csv"
    kept = releases.read(path)
    assert kept == {each["id"]: each for each in record.present(places.drawn())}
    entry = json.loads((ready / "index.json").read_text())[releases.current()]
    assert entry == {"released": stamp.released(), "evidence_date": stamp.evidence_date(), "sha256": stamp.hashlib.sha256(path.read_bytes()).hexdigest()}


def test_a_version_is_released_once(ready, monkeypatch):
    monkeypatch.setattr(releases, "versions", lambda data=None: [releases.current()])
    with pytest.raises(release.NotReleased, match="has been released; its record is not written twice"):
        release.release()


def test_faulty_tables_are_not_released(ready, monkeypatch):
    monkeypatch.setattr(validation, "check", lambda: ["claims.csv:2:unit: wrong"])
    with pytest.raises(release.NotReleased, match="1 faults in the tables; the first: claims.csv:2:unit: wrong"):
        release.release()


def test_a_version_that_the_citation_does_not_name_is_not_released(ready, monkeypatch):
    monkeypatch.setattr(citation, "report", lambda: {"version": "9.9.9"})
    with pytest.raises(release.NotReleased, match="CITATION.cff 9.9.9; all must agree"):
        release.release()


def test_a_version_before_the_last_is_not_released(ready, monkeypatch):
    monkeypatch.setattr(releases, "versions", lambda data=None: ["99.0.0"])
    with pytest.raises(release.NotReleased, match="comes before 99.0.0"):
        release.release()


def test_nothing_is_released_without_the_site_built_from_it(ready, monkeypatch):
    monkeypatch.setattr(places, "drawn", list)
    with pytest.raises(release.NotReleased, match="run: make book"):
        release.release()


def test_what_stands_in_the_way_of_a_release_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr(places, "drawn", list)
    monkeypatch.setattr(validation, "check", list)
    result = run("release")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("detour: ") and result.stderr.count("\n") == 1


def test_figures_of_a_site_built_from_something_else_are_not_taken(tmp_path, monkeypatch):
    data = tmp_path / "_build" / "html" / "data"
    data.mkdir(parents=True)
    monkeypatch.setattr(tables, "ROOT", tmp_path)
    assert places.drawn() == []
    (data / "version.json").write_text('{"sha256": "0"}')
    assert places.drawn() == []


def test_a_figure_is_the_same_whoever_is_named_as_its_source():
    first = record.figure("fig-x", "index", "A", "a,source\n1,s-one\n", ["s-one"])
    assert record.figure("fig-x", "index", "A", "a,source\n1,s-two\n", ["s-two"])["digest"] == first["digest"]
    assert record.figure("fig-x", "index", "A", "a,source\n2,s-one\n", ["s-one"])["digest"] != first["digest"]
