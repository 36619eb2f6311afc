"""Laws of the publishing workflow: valid, pinned to commits, with no more rights than each job needs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from detour.tables import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WRITES = {"pages.yml": {"release": {"contents"}, "deploy": {"pages", "id-token"}}}


def workflow(path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path) -> list[dict]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_workflow_is_one_by_githubs_schema(path):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(path):
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"-? ?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_job_may_write_only_what_it_writes(path):
    assert workflow(path)["permissions"] == {}
    given = {name: {right for right, level in job["permissions"].items() if level == "write"} for name, job in workflow(path)["jobs"].items()}
    assert {name: rights for name, rights in given.items() if rights} == WRITES[path.name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_text_of_others_becomes_a_command(path):
    """What a branch or a title says enters a shell through its environment alone."""
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []
    assert all(step["with"]["persist-credentials"] is False for step in steps(path) if step.get("uses", "").startswith("actions/checkout@"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_script_is_one_for_the_shell(path):
    shell = shutil.which("bash")
    for step in steps(path):
        if "run" in step:
            done = subprocess.run([shell, "-n"], input=step["run"], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr


def test_the_site_is_told_where_it_will_be_served():
    script = next(step["run"] for step in steps(ROOT / ".github" / "workflows" / "pages.yml") if "make book" in step.get("run", ""))
    assert "DETOUR_SITE_URL=" in script and "DETOUR_LATEST_URL=" in script
