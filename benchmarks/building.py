"""What a build costs: from nothing, with nothing changed, and after one table changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

JUPYTER_BOOK = Path(sys.executable).with_name("jupyter-book")


def build(root: Path) -> float:
    """Build a tree with the tree's own package and return the seconds it took; raise where it failed."""
    started = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(root / "data")}
    ran = subprocess.run([str(JUPYTER_BOOK), "build", "."], cwd=root, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"{root}: the build failed\n{(ran.stdout + ran.stderr)[-3000:]}")
    return time.perf_counter() - started


def change_one_number(root: Path) -> str:
    """Raise one number that a chart draws by a tenth, and return its new value as text.

    The memory bandwidth of the H20 is drawn in the first figure of the chapter on inference. What was
    published may change only with a correction that says why, so the tree gets one, as a correction would.
    """
    path = root / "data" / "evidence" / "specifications.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = frame.index[(frame["subject"] == "nvidia-h20") & (frame["quantity"] == "memory_bandwidth") & (frame["preferred"] == "yes")][0]
    changed = f"{float(frame.at[row, 'value']) * 1.1:.0f}"
    frame.at[row, "value"] = changed
    frame.to_csv(path, index=False, lineterminator="\n")
    corrections = root / "data" / "corrections.csv"
    if corrections.is_file():
        id, source, version = (
            frame.at[row, "id"],
            frame.at[row, "source"],
            json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))["version"],
        )
        with corrections.open("a", encoding="utf-8") as file:
            file.write(f"{id},{version},moved,,{source},A tenth more for the sake of measurement.\n")
    return changed


def times(root: Path) -> dict[str, float]:
    """Return the seconds of the three builds of a tree that has never been built."""
    cold = build(root)
    again = build(root)
    changed = change_one_number(root)
    after = build(root)
    page = next((root / "_build" / "html" / "book").glob("huawei-inference.html")).read_text(encoding="utf-8")
    return {"cold": cold, "nothing changed": again, "one table changed": after, "charts follow the table": float(follows(page, changed, root))}


def follows(page: str, changed: str, root: Path) -> bool:
    """Return whether the first chart of the chapter on inference shows the number that was changed.

    Ours publishes the frame that the chart drew; stock writes it into the page.
    """
    drawn = root / "_build" / "html" / "data" / "figures" / "fig-hi-field.csv"
    return changed in (drawn.read_text(encoding="utf-8") if drawn.is_file() else page)
