"""The report's pages and builds against those of stock Jupyter Book."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from detour.tables import ROOT

from benchmarks import browsing, building, trees

CHAPTERS = ("huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift")


def main() -> None:
    """Build both books, visit their theme chapters, print ratios."""
    site = ROOT / "_build" / "html"
    if not (site / "data" / "claims.json").is_file():
        raise SystemExit("benchmarks: no built site; run `make book` first")
    with tempfile.TemporaryDirectory() as folder:
        books = {"ours": trees.ours(Path(folder) / "ours"), "stock": trees.stock(Path(folder) / "stock", site)}
        measured = {"builds": {name: building.times(root) for name, root in books.items()}, "pages": {}}
        for slug in CHAPTERS:
            measured["pages"][slug] = {name: browsing.visits(root / "_build" / "html", f"book/{slug}.html") for name, root in books.items()}
    out = ROOT / "_build" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(table("builds, seconds", measured["builds"]))
    for slug, each in measured["pages"].items():
        print(table(slug, each))


def table(title: str, measured: dict[str, dict[str, float]]) -> str:
    """Return what was measured of both, and the ratio, as lines of Markdown.

    >>> print(table("x", {"ours": {"bytes": 5}, "stock": {"bytes": 10}}))
    | x | ours | stock | ratio |
    |---|---:|---:|---:|
    | bytes | 5 | 10 | 0.5 |
    <BLANKLINE>
    """
    lines = [f"| {title} | ours | stock | ratio |", "|---|---:|---:|---:|"]
    for name, value in measured["ours"].items():
        other = measured["stock"][name]
        lines.append(f"| {name} | {value:.5g} | {other:.5g} | {f'{value / other:.2g}' if other else '–'} |")
    return "\n".join(lines) + "\n"
