"""The law of impact: withdrawing a source from the files changes exactly what the command predicted, to exactly that."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import breaking
import pytest
import saying
from detour import impact, registry, tables, withdrawal
from detour.consequences import FALLEN, UNCOMPUTED
from detour.results import engine as results

#: Tables of rivals, and the columns that rivals share; what makes one better, best first.
RIVALS = {
    "specifications": ("subject", "quantity", "unit", "as_of"),
    "attributes": ("subject", "quantity"),
    "estimates": ("subject", "scope", "quantity", "period", "unit"),
    "series": ("subject", "scope", "quantity", "period", "unit"),
}
BETTER = {"confidence": ("high", "medium", "low"), "basis": ("official", "reported", "estimated", "projected", "disputed")}
#: A source with preferred rows that have rivals, by what they are rows of; one with claims and checks; one of which no rival is left; one on which nothing rests.
SOURCES = ["s-tumgag-h800", "s-reportify-ascend", "s-epoch-ml-hardware", "s-ft25", "s-epochcc", "s-break-2023-03"]
#: One through which two roots were one; one whose number came of what was said; one from which such a number is computed.
SOURCES += ["s-semianalysis-2024-07", "s-bofa", "s-xinhua-2025-02-25"]
#: What is counted over roots and over what came, beyond the tables of the rows counted.
TALLIES = {
    *(f"r-claims-{name}" for name in ("with-value", "single-root", "circular", "several-roots")),
    *("r-outcomes-ahead-unknown", "r-outcomes-scored", "r-forecasts-scored", "r-forecasts-miss", "r-statements-miss"),
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """Return a copy of the tables with the package that computes with them."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "sphinxext", "exhibits", "printing", "*.egg-info")
    return shutil.copytree(tables.DATA, tmp_path_factory.mktemp("checkout") / "data", ignore=ignored)


def said(folder: Path, *asked: str) -> dict:
    """Return what the package of a folder computes from its tables, results or checks, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, saying.__file__, *asked], env=environment, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, kept: list[dict[str, str]], header: list[str]) -> None:
    breaking.write(path, [header, *([row[name] for name in header] for row in kept)])


def without(source: str, folder: Path) -> None:
    """Take a source out of the files of a folder, as its editors would: its rows, what names them, and who is preferred."""
    paths = {name: tables.path_of(name, folder) for name in tables.resources(folder)}
    old = {name: rows(path) for name, path in paths.items()}
    kept = {name: [row for row in table if not _falls(name, row, source)] for name, table in old.items()}
    claims, events = ({row["id"] for row in kept[name]} for name in ("claims", "events"))
    lost = {row.get("id") or row.get("record_id") for name in old for row in old[name] if row not in kept[name]} - {None}
    lost |= {id for id, each in results.definitions().items() if lost & {ref.partition("@")[0] for ref in each.inputs.values()}}  # cannot be computed
    named = [re.compile(rf"`!?{re.escape(id)}[@`]") for id in sorted(lost)]
    kept["outcomes"] = [
        row for row in kept["outcomes"] if row["claim"] in claims and not any(each.search(row["what_happened"] + row["differs"]) for each in named)
    ]
    gone = {row.get("id") or row.get("record_id") for name in registry.EVIDENCE for row in old[name] if row not in kept[name]}
    for row in kept["outcomes"]:
        row["result"] = ";".join(id for id in tables.split(row["result"]) if id not in gone)
    kept["thresholds"] = [row for row in kept["thresholds"] if row["rule"] in events]
    for row in kept["findings"]:
        row["claims"] = ";".join(id for id in tables.split(row["claims"]) if id in claims)
    kept["findings"] = [row for row in kept["findings"] if row["claims"]]
    sources = {row["id"]: row for row in kept["sources"]}
    for name, shared in RIVALS.items():
        for lost in (row for row in old[name] if row not in kept[name] and row["preferred"] == "yes"):
            rivals = [row for row in kept[name] if all(row[column] == lost[column] for column in shared)]
            if rivals:
                _best(rivals, sources)["preferred"] = "yes"
    for name, path in paths.items():
        if kept[name] != rows(path):
            write(path, kept[name], [field["name"] for field in tables.fields(name, folder)])


def _falls(table: str, row: dict[str, str], source: str) -> bool:
    if table == "sources":
        return row["id"] == source
    if table in ("terms", "corrections"):  # they may name no source
        return False
    return source in (row.get("source"), row.get("derived_from"))


def _best(rivals: list[dict[str, str]], sources: dict[str, dict[str, str]]) -> dict[str, str]:
    def date(row: dict[str, str]) -> str:
        return row.get("as_of") or row.get("published") or sources[row["source"]]["published"]

    newest = sorted(rivals, key=date, reverse=True)
    worth = sorted(newest, key=lambda row: [BETTER[name].index(row[name]) if row.get(name) else 9 for name in BETTER])
    return min(worth, key=lambda row: sources[row["source"]]["grade"])


def judged(folder: Path, checks: dict) -> None:
    """Give every finding the verdict that its check finds, and take out those whose check cannot be run."""
    path = tables.path_of("findings", folder)
    findings = [row for row in rows(path) if checks.get(row["id"], "unchecked") is not None]
    for row in findings:
        row["verdict"] = checks[row["id"]][0] if row["id"] in checks else row["verdict"]
    write(path, findings, [field["name"] for field in tables.fields("findings", folder)])


@pytest.fixture(scope="module")
def now() -> dict:
    return said(tables.DATA, "results", "checks")


@pytest.fixture(scope="module", params=SOURCES)
def withdrawn(request, checkout, tmp_path_factory) -> tuple[str, dict]:
    """Return a source, and what is computed from files without it."""
    folder = shutil.copytree(checkout, tmp_path_factory.mktemp(request.param) / "data")
    without(request.param, folder)
    checks = said(folder, "checks")["checks"]
    judged(folder, checks)
    return request.param, said(folder, "results")["results"], checks


def test_exactly_the_results_predicted_change_to_exactly_what_was_predicted(withdrawn, now):
    source, left, _ = withdrawn
    changed = {id: each for id, each in left.items() if each != now["results"][id]}
    predicted = {change.id: change.after for change in impact.of_tables(source).changes if change.kind == "result"}
    assert changed == {id: None if state == UNCOMPUTED else [*map(repr, state.numbers()), state.unit] for id, state in predicted.items()}
    assert "r-sources" in changed


def test_exactly_the_verdicts_and_steps_predicted_change_to_exactly_what_was_predicted(withdrawn, now):
    source, _, left = withdrawn
    standing = set(tables.load("findings")["id"])
    verdicts, steps = {}, {}
    for id in now["checks"].keys() & standing:
        was, become = now["checks"][id], left.get(id)
        if become is None or become[0] != was[0]:
            verdicts[id] = become and become[0]
        if become:
            steps |= {(id, name): become[1].get(name) for name in was[1].keys() | become[1].keys() if was[1].get(name) != become[1].get(name)}
    found = [change for change in impact.of_tables(source).changes if change.kind == "check" and change.id in now["checks"]]
    assert {each.id: None if each.lost else each.after.written for each in found if not each.step} == verdicts
    told = {(each.id, each.step): [each.after.written, *map(repr, each.after.numbers()), each.after.unit] for each in found if each.step}
    assert {key: told[key] for key in told} == {key: step or ["not taken", "nan", "nan", "nan", ""] for key, step in steps.items()}


def test_the_findings_that_fall_with_their_claims_are_those_that_no_claim_is_left_of(withdrawn):
    source, *_ = withdrawn
    theirs = set(tables.load("claims").query("source == @source")["id"])
    bare = {row["id"] for row in tables.load("findings").to_dict("records") if set(tables.split(row["claims"])) <= theirs}
    assert {each.id for each in impact.of_tables(source).changes if each.after == FALLEN} <= bare
    assert bare == {each.id for each in impact.of_tables(source).changes if each.kind == "check" and each.lost and each.id in bare}


def test_the_sources_tried_are_of_each_kind():
    """One moves a result to the next best number, one leaves results without any, on one nothing rests."""
    changes = {id: [each for each in impact.of_tables(id).changes if each.kind == "result"] for id in SOURCES}
    assert any(each.after != UNCOMPUTED and not results.definitions()[each.id].counts_rows for each in changes["s-tumgag-h800"])
    assert any(each.after == UNCOMPUTED for each in changes["s-epochcc"])
    assert [each.id for each in changes["s-break-2023-03"]] == ["r-sources"]
    assert set(withdrawal.fallen("s-break-2023-03")) == {"sources"}
    assert any(each.kind == "check" for each in impact.of_tables("s-ft25").changes)
    assert {each.id for found in changes.values() for each in found} >= TALLIES - {"r-claims-circular"}
    assert {each.id for each in changes["s-semianalysis-2024-07"]} & TALLIES == {"r-claims-single-root", "r-claims-several-roots"}
    assert {each.id for each in changes["s-xinhua-2025-02-25"]} & TALLIES == {"r-outcomes-scored", "r-forecasts-scored", "r-forecasts-miss"}
