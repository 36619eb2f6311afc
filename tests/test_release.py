"""Laws of the stamp and of a release: the digest is of everything a site is made from, and nothing half-made is kept."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from detour import citation, tables, validation
from detour.cli import main
from detour.versions import places, record, release, releases, stamp

RELEASED = releases.versions()


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
    result = CliRunner().invoke(main, ["release"])
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
