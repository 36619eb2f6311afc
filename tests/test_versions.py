"""Laws of versions: what was published stays told, retired ids answer, and the command line names any two versions."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess

import pytest
from click.testing import CliRunner
from detour import __version__, citation, registry, tables
from detour.cli import main
from detour.results import engine
from detour.versions import compare, history, places, record, releases

RELEASED = releases.versions()


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
    result = run("cite", id)
    assert (result.exit_code, result.stdout) == (1, "") and f"{heir} replaces it" in result.stderr


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
