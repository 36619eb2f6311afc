"""Hostile text in every text field of every table is shown as text: on every page and in every download.

`detour check` refuses such text at the door (tests/broken_values.py). Here the door is
taken out, so that what stands behind it is tested: escaping, everywhere.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import hostile
import pytest
from bs4 import BeautifulSoup
from conftest import Quiet, copy_of_the_tree, set_width
from detour import tables

pytestmark = [pytest.mark.site, pytest.mark.browser]


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory, build_command) -> Path:
    """Return the site built from tables full of hostile text, with the rule that would refuse it taken out."""
    root = copy_of_the_tree(tmp_path_factory.mktemp("hostile"))
    counts = hostile.poison(root / "data")
    assert min(counts.values()) >= len(hostile.TEXTS), counts
    rules = root / "data" / "detour" / "rules" / "__init__.py"
    rules.write_text(rules.read_text(encoding="utf-8").replace("for rule in RULES for", "for rule in () for"), encoding="utf-8")
    ran = subprocess.run(
        [word for word in build_command if word not in ("-W", "-n")],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    tables.forget()
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-3000:]
    return root / "_build" / "html"


@pytest.fixture(scope="module")
def pages(poisoned) -> list[Path]:
    return sorted(poisoned.rglob("*.html"))


def test_no_hostile_text_became_an_element_or_an_attribute(pages):
    found = []
    for page in pages:
        soup = BeautifulSoup(page.read_bytes(), "lxml")
        for tag in soup.find_all(True):
            events = [name for name in tag.attrs if name.startswith("on")]
            runs = tag.name == "script" and not tag.get("src") and tag.get("type") not in ("application/ld+json", "application/json")
            leads = str(tag.get("href", "")).lower().startswith(("javascript:", "data:text"))
            if events or runs or leads or tag.name in ("style", "iframe", "object") or (tag.name == "img" and tag.get("src") == "x"):
                found.append(f"{page.name}: {str(tag)[:120]}")
    assert found == []


def test_hostile_text_is_shown_letter_by_letter(poisoned):
    text = BeautifulSoup((poisoned / "book" / "claims.html").read_bytes(), "lxml").get_text()
    shown = re.sub(r"\s+", " ", text)
    for kind, wanted in hostile.TEXTS.items():
        assert re.sub(r"\s+", " ", wanted) in shown, kind


def test_data_blocks_and_downloads_parse_and_hold_the_text_as_text(poisoned, pages):
    for page in pages:
        for block in BeautifulSoup(page.read_bytes(), "lxml").find_all("script", type=re.compile("json")):
            json.loads(block.string)
    for path in [*poisoned.rglob("*.json"), *poisoned.rglob("*.jsonld"), *poisoned.rglob("*.ipynb")]:
        json.loads(path.read_text(encoding="utf-8"))
    statements = {claim["statement"] for claim in json.loads((poisoned / "data" / "claims.json").read_text(encoding="utf-8"))}
    assert set(hostile.TEXTS.values()) <= statements
    for path in (poisoned / "data").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert {len(row) for row in rows} == {len(rows[0])}, path.name


def test_no_computed_table_carries_a_formula(poisoned):
    """Tables of figures and claims are written by us: a spreadsheet must not run their cells, whatever the door let in."""
    running = []
    for path in [*(poisoned / "data" / "figures").glob("*.csv"), poisoned / "data" / "claims.csv"]:
        with path.open(encoding="utf-8", newline="") as file:
            running += [f"{path.name}: {cell[:40]}" for row in csv.reader(file) for cell in row if re.match(r"[=@\t]|[+-](?![\d.])", cell)]
    assert running == []


def test_nothing_runs_and_nothing_breaks_in_a_browser(poisoned, pages, phone):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(poisoned)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    watch = "window.broken = []; addEventListener('securitypolicyviolation', (e) => broken.push(e.violatedDirective))"
    handle = phone.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": watch})
    try:
        set_width(phone, 375)
        for page in pages:
            phone.get(f"http://127.0.0.1:{server.server_port}/{page.relative_to(poisoned)}")
            seen = phone.execute_script("return [window.pwned ?? null, window.broken, document.documentElement.scrollWidth]")
            assert seen[0] is None and seen[1] == [] and seen[2] <= 375, (page.name, seen)
    finally:
        phone.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": handle["identifier"]})
        server.shutdown()
