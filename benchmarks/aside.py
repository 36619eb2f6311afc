"""Other people's packages, each in an environment of its own beside ours: made once, handed rows as JSON, and asked what it says of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

#: Scripts that other Pythons run; none of them imports what is ours.
FOREIGN = Path(__file__).with_name("foreign")


def environment(folder: Path, *requirements: str) -> Path:
    """Return the Python of an environment with what is required, made if it is not there."""
    python = folder / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *requirements], check=True)
    return python


def answers(python: Path, script: str, asked: list[dict], *arguments: str) -> list[dict]:
    """Return what a script of the folder `foreign`, run by another Python, writes of each row."""
    command = [str(python), str(FOREIGN / script), *arguments]
    ran = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"benchmarks: {script} failed: {ran.stderr.strip().splitlines()[-1]}")
    return json.loads(ran.stdout)
