"""The same chapters twice: the project's own tree, and what an author with stock Jupyter Book would have."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from bs4 import BeautifulSoup
from detour.tables import ROOT

EXHIBIT = "application/vnd.detour.exhibit+json"
STOCK_CONFIG = """title: The Inference Detour
author: The Inference Detour project
only_build_toc_files: true
exclude_patterns: [_build]
execute: {execute_notebooks: cache, timeout: 600}
parse: {myst_enable_extensions: [colon_fence, deflist, dollarmath, attrs_inline, attrs_block]}
"""


def ours(target: Path) -> Path:
    """Copy what a clone would hold."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


def stock(target: Path, site: Path) -> Path:
    """Write the same pages for stock Jupyter Book: prose as text, charts as Altair shows them, registers as the same HTML.

    The chapters read the same tables through the same package, so their cells
    do the same work; only how pages are made and charts are shown differs.
    """
    (target / "book").mkdir(parents=True)
    (target / "_config.yml").write_text(STOCK_CONFIG, encoding="utf-8")
    shutil.copy(ROOT / "_toc.yml", target)
    shutil.copytree(ROOT / "data", target / "data", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for page in sorted((ROOT / "book").glob("*.md")):
        executed = site / "data" / f"{page.stem}.ipynb"
        if executed.is_file():
            (target / "book" / f"{page.stem}.ipynb").write_text(notebook(executed), encoding="utf-8")
        elif (site / "book" / f"{page.stem}.html").is_file():
            (target / "book" / page.name).write_text(raw_page(site / "book" / f"{page.stem}.html"), encoding="utf-8")
    return target


def notebook(executed: Path) -> str:
    """Return a published notebook without outputs, each of whose exhibits is shown by Altair itself."""
    book = json.loads(executed.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            if any(EXHIBIT in output.get("data", {}) for output in cell["outputs"]):
                cell["source"] = "".join(cell["source"]).rstrip() + ".chart()"
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(book, ensure_ascii=False)


def raw_page(page: Path) -> str:
    """Return a page without code as its heading and the rest of its text as the same HTML."""
    article = BeautifulSoup(page.read_bytes(), "lxml").find("article")
    title = article.find("h1").extract().get_text().rstrip("#¶")
    for link in article.find_all("template"):
        link.decompose()
    return f"# {title}\n\n````{{raw}} html\n{article.decode_contents()}\n````\n"
