"""How pages and builds grow with one, ten and a hundred times the chapters, figures and claims.

A small book is generated for both: one chapter with one figure and ten claims is the
unit. Along one axis at a time it grows a hundredfold; the other axes stay at one.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from pathlib import Path

from detour import registry, tables
from detour.tables import ROOT

from benchmarks import browsing, building, trees

SCALES = (1, 10, 100)
HEAD = "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n"
CELL = "```{{code-cell}} ipython3\n:tags: [remove-input]\n\nfrom dataclasses import replace\n\nfrom detour.exhibits import huawei_inference\n\n{show}\n```\n"
OURS = 'replace(huawei_inference.volumes(), label="fig-{label}")'
STOCK = "huawei_inference.volumes().chart()"


def chapter(number: int, figures: int, stock: bool) -> str:
    """Return a chapter with ten claims in its text and some figures; the first defines its terms, as a page must."""
    claims = [id for id in tables.load("claims").dropna(subset="value")["id"]]
    chosen = [claims[(number * 10 + each) % len(claims)] for each in range(10)]
    said = [registry.find(id).written() if stock else f"{{claim}}`{id}`" for id in chosen]
    text = [f"(sec-growth-{number})=\n# Chapter\n\nThe articles say {', '.join(said)}.\n"]
    if number == 0:
        terms = tables.load("terms")
        text.append(f"The words are {', '.join(terms['name_en'] if stock else [f'{{word}}`{id}`' for id in terms['id']])}.\n")
    for figure in range(figures):
        label = f"growth-{number}-{figure}"
        text.append(CELL.format(show=STOCK if stock else OURS.format(label=label)))
    body = "\n".join(text)
    return HEAD + (body.split("\n", 1)[1] if stock else body)


def write(root: Path, chapters: int, figures: int, claims: int, stock: bool) -> Path:
    """Write a generated book of a size; claims beyond those of the report are theirs again under other ids."""
    (root / "book").mkdir(parents=True)
    names = [f"chapter-{number}" for number in range(chapters)]
    for number, name in enumerate(names):
        (root / "book" / f"{name}.md").write_text(chapter(number, figures, stock), encoding="utf-8")
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for table, key in (("claims", "id"), ("outcomes", "claim")):
        multiply(root / "data" / f"{table}.csv", key, claims)
    name_again(root / "data" / "comparisons.csv", "statements", claims)
    register = claims_page(root) if stock else "(sec-claims)=\n# Claims\n\n```{register} claims\n```\n"
    (root / "book" / "claims.md").write_text(register, encoding="utf-8")
    files = "".join(f"      - file: book/{name}\n" for name in [*names[1:], "claims"])
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: book/{names[0]}\nparts:\n  - caption: Book\n    chapters:\n{files}", encoding="utf-8")
    if stock:
        (root / "_config.yml").write_text(trees.STOCK_CONFIG, encoding="utf-8")
        return root
    for name in ("_config.yml", "CITATION.cff", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    for folder in ("_static", "_templates"):
        shutil.copytree(ROOT / "book" / folder, root / "book" / folder)
    return root


def multiply(path: Path, key: str, times: int) -> None:
    """Repeat the rows of a table, each time under claims of their own."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, header = list(reader), reader.fieldnames
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        writer.writerows({**row, key: f"{row[key]}-{again}"} for again in range(1, times) for row in rows)


def name_again(path: Path, column: str, times: int) -> None:
    """Let rows that name claims name those under the other ids too."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, header = list(reader), reader.fieldnames
    for row in rows:
        ids = row[column].split(";")
        row[column] = ";".join([*ids, *(f"{id}-{again}" for again in range(1, times) for id in ids if id.startswith("c-"))])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def claims_page(root: Path) -> str:
    """Return the claims as an author of stock Jupyter Book shows a table: a frame, in a page of its own."""
    show = 'import pandas as pd\n\npd.set_option("display.max_rows", None)\npd.read_csv("../data/claims.csv")[["id", "statement", "printed", "period", "status", "source"]]'
    return HEAD + "# Claims\n\n```{code-cell} ipython3\n" + show + "\n```\n"


def main() -> None:
    """Grow both books along each axis and print what grows."""
    measured = []
    for axis in ("chapters", "figures", "claims"):
        for scale in SCALES:
            size = {"chapters": 1, "figures": 1, "claims": 1} | {axis: scale}
            row = {"axis": axis, "scale": scale} | one_size(size, page="claims" if axis == "claims" else "chapter-0")
            measured.append(row)
            print(json.dumps(row), flush=True)
    out = ROOT / "_build" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    (out / "growth.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def one_size(size: dict[str, int], page: str) -> dict[str, float]:
    """Return build seconds and page costs of both books at one size, ours, stock's and the ratio."""
    found = {}
    for name in ("ours", "stock"):
        with tempfile.TemporaryDirectory() as folder:
            root = write(Path(folder) / name, **size, stock=name == "stock")
            found[name] = {"cold": building.build(root), "nothing changed": building.build(root)}
            found[name] |= browsing.visits(root / "_build" / "html", f"book/{page}.html", times=1)
    both = {f"{measure}, {name}": value for name, each in found.items() for measure, value in each.items()}
    return both | {f"{measure}, ratio": value / found["stock"][measure] for measure, value in found["ours"].items() if found["stock"][measure]}
