"""Laws of the command line: status 0 done, 1 the data or the request is at fault in one line, 2 wrong usage."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import breaking
import pytest
from click.testing import CliRunner
from detour import __version__, impact, registry, tables
from detour.cli import main
from detour.results import engine

COMMANDS = {"check", "verify", "cite", "impact", "publish"}


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def test_every_command_says_what_it_does():
    assert set(main.commands) >= COMMANDS
    assert all(command.help for command in main.commands.values())


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["cite"], ["cite", "report", "--format", "word"], ["verify"], ["verify", "/no/such/folder"], ["publish", "x"], ["check", "--nonsense"]],
)
def test_wrong_usage_leaves_with_status_2(arguments):
    assert run(*arguments).exit_code == 2


def test_the_version_is_that_of_the_package():
    assert __version__ in run("--version").stdout


def test_the_installed_command_leaves_with_status_1_and_prints_the_fault(package):
    breaking.put(2, unit="parsecs")(package / "claims.csv")
    done = subprocess.run([Path(sys.executable).with_name("detour"), "check", "--data", package], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == "claims.csv:2:unit: unknown unit 'parsecs'; allowed: units in detour/units.txt\n"
    assert done.stderr == "detour: 1 fault\n"


def test_a_folder_without_a_data_package_is_a_fault_and_not_a_crash(tmp_path):
    result = run("check", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert result.stdout.startswith("datapackage.json:1:-: not a readable data package: ")


def test_a_fault_in_korean_is_printed_as_it_is(package):
    breaking.put(2, id="메이커")(package / "entities.csv")
    assert "entities.csv:2:id: '메이커' is not allowed; allowed: " in run("check", "--data", str(package)).stdout


def test_impact_names_every_row_and_result_that_rests_on_a_source(monkeypatch):
    monkeypatch.setattr(impact, "published_uses", lambda: {"pages": {"index": ["r-h20-implied-price-2024"]}, "figures": {"fig-x": ["s-ft25"]}})
    lines = run("impact", "s-ft25").stdout.splitlines()
    claims = tables.load("claims")
    assert [line.split()[1] for line in lines if line.startswith("claim ")] == sorted(claims.loc[claims["source"] == "s-ft25", "id"])
    assert {"result r-h20-implied-price-2024", "figure fig-x", "page index"} <= set(lines)


def test_impact_of_a_claim_follows_results_of_results():
    lines = run("impact", "c-ft25-h20-shipments-2024").stdout.splitlines()
    direct = {id for id, each in engine.definitions().items() if "c-ft25-h20-shipments-2024" in each.inputs.values()}
    assert direct <= {line.split()[1] for line in lines if line.startswith("result ")}
    nested = [id for id, each in engine.definitions().items() if {registry.find(ref).id for ref in each.inputs.values()} & direct]
    assert {f"result {id}" for id in nested} <= set(lines)


def test_impact_reads_what_the_last_build_published(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "ROOT", tmp_path)
    assert impact.published_uses() == {"pages": {}, "figures": {}}
    (tmp_path / "_build" / "html" / "data").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "data" / "uses.json").write_text(json.dumps({"pages": {"a": ["x"]}, "figures": {}}))
    assert impact.published_uses()["pages"] == {"a": ["x"]}


def test_impact_of_nothing_is_said_in_one_line():
    result = run("impact", "c-nobody")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("detour: ") and result.stderr.count("\n") == 1
