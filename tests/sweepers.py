"""What tests of sweeps share: scenarios, and work that says when it is done and dies when it is told to."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pandas as pd
from detour.sweeps import predicted
from detour.tables import DATA

ROW = {"chip_id": "nvidia-h800", "chip_count": "64", "model": "Llama-2-70B", "input_len": "4096", "metric": "mfu"}
SERVED = {"chip_id": "nvidia-h20", "chip_count": "8", "model": "DeepSeek-R1", "precision": "FP8", "input_len": "4096", "batch": ""}
SERVED |= {"metric": "prefill_throughput_per_node"}


def rows(count: int, **further: str) -> list[dict[str, str]]:
    """Return scenarios of training of several sizes, one in eight of serving, one in eight that cannot be answered."""
    found = []
    for place in range(count):
        row = {"record_id": str(place), **(SERVED if place % 8 == 3 else ROW), "batch": str(512 + place), **further}
        row["chip_count"] = str(8 * (1 + place % 12))
        found.append(row | ({"model": "Nobody-7B"} if place % 8 == 6 else {}))
    return found


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Return whether two frames are the same to the last bit."""
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    return True


def noted(some, data=DATA):
    """Predict, and note in the file that rows name which of them were computed."""
    with Path(some[0]["notes"]).open("a", encoding="utf-8") as file:
        file.write("".join(f"{row['record_id']}\n" for row in some))
    return predicted([row | {"notes": ""} for row in some], data)


def dying_once(some, data=DATA):
    """Predict, but let the process be killed that first comes to the row 20."""
    here = Path(some[0]["notes"])
    if any(row["record_id"] == "20" for row in some) and not here.exists():
        here.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return predicted([row | {"notes": ""} for row in some], data)


def deadly(some, data=DATA):
    """Predict, but let every process be killed that comes to the row 20."""
    if any(row["record_id"] == "20" for row in some):
        os.kill(os.getpid(), signal.SIGKILL)
    return predicted(some, data)


def computed(path: Path) -> list[str]:
    """Return the rows that `noted` noted."""
    return path.read_text(encoding="utf-8").split() if path.exists() else []
