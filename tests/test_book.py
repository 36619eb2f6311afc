"""Laws of the chapters' sources: labels everywhere, short cells, one sentence a line, every chapter citable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from detour.tables import ROOT

PAGES = sorted((ROOT / "book").glob("*.md"))
SLUGS = ["index", "export-controls", "huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift", "audit"]
CHAPTERS = [page for page in PAGES if page.stem in SLUGS]
THEMES = [page for page in CHAPTERS if page.stem not in {"audit", "index", "export-controls"}]
CELL = re.compile(r"```\{code-cell\}[^\n]*\n(.*?)```", re.DOTALL)
FENCE = re.compile(r"^(```|:::).*?^\1$", re.DOTALL | re.MULTILINE)


def name(path: Path) -> str:
    return path.stem


def prose(page: Path) -> str:
    text = re.sub(r"\A---\n.*?\n---\n", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return FENCE.sub("", text)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_has_at_most_400_lines(page):
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_code_cell_has_at_most_12_lines(page):
    for cell in CELL.findall(page.read_text(encoding="utf-8")):
        assert len([line for line in cell.splitlines() if line.strip() and not line.startswith(":")]) <= 12


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_heading_has_a_label_of_its_own(page):
    lines = prose(page).splitlines()
    unlabelled = [line for before, line in zip(["", *lines], lines, strict=False) if re.match(r"#+ ", line) and not re.fullmatch(r"\([a-z0-9-]+\)=", before)]
    assert unlabelled == []


def test_no_label_stands_twice_in_the_book():
    labels = [label for page in PAGES for label in re.findall(r"^\(([a-z0-9-]+)\)=$", page.read_text(encoding="utf-8"), re.MULTILINE)]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_prose_has_one_sentence_a_line(page):
    joined = [line for line in prose(page).splitlines() if re.search(r"[a-z`)”][.?!] [A-Z{]", line) and not line.startswith(("|", "#"))]
    assert joined == []


@pytest.mark.parametrize("page", CHAPTERS, ids=name)
def test_every_chapter_says_how_to_cite_it(page):
    assert "{cite-page}" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", THEMES, ids=name)
def test_a_theme_chapter_keeps_the_rhythm(page):
    headings = re.findall(r"^## (.+)$", prose(page), re.MULTILINE)
    wanted = ["The question", "The answer", "The evidence", "The relation", "What it depends on", "What would change our mind"]
    kept = [heading.partition(":")[0] for heading in headings]
    assert list(dict.fromkeys(heading for heading in kept if heading in wanted)) == wanted
