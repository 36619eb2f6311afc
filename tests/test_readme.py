"""Laws of the README: what it shows is real, and what it promises exists."""

from __future__ import annotations

import re

import pytest
from detour import cli, registry
from detour.tables import ROOT, path_of

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_make_target_named_exists():
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))
    assert {"book", "test", "serve"} <= named
    assert named <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_the_claim_shown_is_the_row_in_the_table():
    row = re.search(r"```csv\n(.+)\n```", README)[1]
    assert row in path_of("claims").read_text(encoding="utf-8").splitlines()


def test_every_id_shown_is_known():
    ids = re.findall(r"\{(?:claim|ev|assume|result)\}`!?([^`]+)`", README)
    assert ids
    for id in ids:
        registry.find(id)


@pytest.mark.parametrize("path", re.findall(r"`((?:data|book|_toc)[\w/.-]*)`", README))
def test_every_path_named_exists(path):
    assert "<" in path or (ROOT / path).exists()


def test_every_command_named_exists():
    named = set(re.findall(r"`([a-z]+)`", README.partition("lists the commands:")[2].partition("\n")[0]))
    assert named == set(cli.main.commands)


def test_readme_stays_short():
    assert len(README.splitlines()) < 80
