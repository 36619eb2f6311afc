"""Laws of the page on hosting: what it tells a server to send is what the pages themselves say."""

from __future__ import annotations

import re

import yaml
from detour import compose
from detour.sharing.items import MEDIATYPES
from detour.sphinxext.assets import POLICY
from detour.tables import ROOT

PAGE = (ROOT / "book" / "hosting.md").read_text(encoding="utf-8")


def test_the_policy_to_send_is_that_of_the_pages():
    sent = re.search(r"^Content-Security-Policy: (.+)$", PAGE, re.MULTILINE)[1]
    assert set(sent.split("; ")) == {*POLICY.split("; "), "frame-ancestors 'none'"}


def test_types_are_those_that_the_data_package_gives():
    given = dict(re.findall(r"^\| `\.(\w+)` \| `([^`]+)` \|$", PAGE, re.MULTILINE))
    assert {ending: given[ending] for ending in ("ipynb", "parquet", "sqlite")} == {ending: MEDIATYPES[ending] for ending in ("ipynb", "parquet", "sqlite")}
    for server in ("nginx", "apache"):
        block = re.search(rf"^```{server}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)[1]
        assert all(kind in block for kind in given.values()), server


def test_every_server_is_told_the_types_of_citations():
    for server in ("nginx", "apache", "text", "bash"):
        blocks = "".join(re.findall(rf"^```{server}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
        assert all(kind in blocks for kind in ("application/x-bibtex", "application/x-research-info-systems")), server


def test_a_version_is_built_for_the_folder_that_it_is_served_from():
    assert "DETOUR_SITE_URL=https://example.org/report/v/0.1.0 make book" in PAGE and "--file=archives/v0.1.0.tar.gz" in PAGE


def test_the_command_and_the_workflow_that_are_named_exist():
    assert "python3 -m detour.compose public --latest _build/html --archives archives" in PAGE
    assert callable(compose.main)
    assert (ROOT / re.search(r"`(\.github/[\w/.]+)`", PAGE)[1]).is_file()


def test_the_page_comes_last():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    assert toc["parts"][-1]["chapters"][-1] == {"file": "book/hosting"}
