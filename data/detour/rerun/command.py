"""`detour rerun`: a chapter in, a folder of page, notebook and differences out, whole or not at all."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat

from detour import swap, tables
from detour.rerun import assumed, chapter, scenarios
from detour.rerun.chapter import Failed
from detour.results import engine


def write(
    slug: str, settings: Iterable[str], tell: Callable[[str], None], progress: bool, place: Path | None = None, named: Iterable[str] = ()
) -> tuple[Path, int, int]:
    """Write a chapter with other assumptions into a folder of its own; return that folder, how many results moved, and of how many.

    `settings` are of the form `NAME=VALUE`, and win over the scenarios `named` by their ids; `tell` is told in one line what is going on, and `progress` asks for a bar.
    Raises `Unusable` for a request that cannot be met, and `Failed` where the chapter cannot be computed.
    """
    place = (place or tables.ROOT / "_build" / "rerun") / slug
    book = chapter.notebook(slug)
    chosen, values = scenarios.settings(named)
    changed = assumed.changes(values | assumed.given(settings))
    for each in changed:
        if each.outside:
            tell(f"{each.id}: {each.after[1]:g} lies outside what the report takes it to be, {each.before[0]:g} to {each.before[2]:g}")
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{slug}-") as name:
        folder = Path(name)
        tell(f"{slug}: {sum(cell.cell_type == 'code' for cell in book.cells)} cells to execute")
        found = chapter.executed(slug, {each.id: each.after[1] for each in changed}, progress)
        nbformat.write(found, folder / "executed.ipynb")
        tell(f"{slug}: the page is written")
        assumed.write(changed, folder / "data")
        published = {id: [each.value, each.low, each.high] for id in chapter.results(found) for each in [engine.entry(id)]}
        job = {
            "slug": slug,
            "changes": [dataclasses.asdict(each) for each in changed],
            "published": published,
            "place": str(place),
            "scenarios": [each.name for each in chosen],
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        _page(folder)
        shutil.rmtree(folder / "data")
        swap.replace(folder / "out", place)
    return place, *_moved(place)


def _moved(place: Path) -> tuple[int, int]:
    with open(place / "changes.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"].startswith("r-")]
    return sum(row["moved"] == "yes" for row in rows), len(rows)


def _page(folder: Path) -> None:
    """Write the page in a process that reads the changed tables and no others."""
    environment = {**os.environ, tables.OTHER: str(folder / "data"), "PYTHONHASHSEED": "0"}
    done = subprocess.run([sys.executable, "-m", "detour.rerun.page", str(folder)], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise Failed(f"the page cannot be written with these assumptions: {said[-1] if said else f'status {done.returncode}'}")
