"""A tiny book whose content never changes, built with the layout, the sheets, the scripts and the extension of the real one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from detour.tables import DATA, ROOT

TESTS = Path(__file__).parent.parent


def lay_out(root: Path) -> Path:
    """Make the folder of the tiny book: its own words and rows, and everything else as the project has it."""
    shutil.copytree(TESTS / "roots" / "looks", root, dirs_exist_ok=True)
    for name in ("_static", "_templates"):
        shutil.copytree(ROOT / "book" / name, root / "book" / name)
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    (root / "_config.yml").write_text(re.sub("^title: .*$", "title: The Small Report", config, flags=re.M), encoding="utf-8")
    data = shutil.copytree(TESTS / "package", root / "data")
    shutil.copy(DATA / "datapackage.json", data)
    shutil.copy(DATA / "releases" / "schema.json", data / "releases")
    package = shutil.copytree(DATA / "detour", data / "detour", ignore=shutil.ignore_patterns("__pycache__"))
    for path in (package / "results").glob("*.py"):
        if path.stem not in ("__init__", "engine", "forms"):
            path.unlink()
    for path in (package / "checks").glob("of_*.py"):
        path.unlink()
    shutil.move(root / "results.py", package / "results" / "looks.py")
    shutil.move(root / "checks.py", package / "checks" / "of_looks.py")
    return root


def build(root: Path, command: list[str]) -> Path:
    """Build it strictly, and return the folder of its pages."""
    environment = {**os.environ, "PYTHONPATH": str(root / "data")}
    ran = subprocess.run(command, cwd=lay_out(root), env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]
    return root / "_build" / "html"
