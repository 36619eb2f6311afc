"""What a version may be called on the command line: a released version, a folder, a revision of the repository, or the present."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from detour import tables
from detour.versions import record, releases, stamp
from detour.versions.compare import Change, Record, Row, compare


class UnknownVersion(ValueError):
    """Nothing from which the record of a data version can be had."""


def find(place: str) -> tuple[str, Record]:
    """Return version and record of a released version, a site's folder, a folder with tables, or a git revision; of nothing: the present."""
    if not place:
        return releases.current(), {row["id"]: row for row in record.present(drawn())}
    if place in releases.versions():
        return place, releases.load(place)
    folder = Path(place)
    for inside in (folder, folder / "data"):
        if (inside / "record.csv").is_file():
            return json.loads((inside / "version.json").read_text(encoding="utf-8"))["version"], releases.read(inside / "record.csv")
        if (inside / "datapackage.json").is_file() and (inside / "detour").is_dir():
            return _of_code(inside)
    return _of_revision(place)


def drawn() -> list[Row]:
    """Return the figures of the site last built, where it was built from what stands now; else none."""
    data = tables.ROOT / "_build" / "html" / "data"
    stamped = data / "version.json"
    if not stamped.is_file() or json.loads(stamped.read_text(encoding="utf-8"))["sha256"] != stamp.digest(stamp.inputs()):
        return []
    return record.figures(data)


def _of_code(data: Path) -> tuple[str, Record]:
    """Return the record of another checkout, computed by its own code: results are functions, which only it has."""
    environment = os.environ | {"PYTHONPATH": str(data.resolve())}
    done = subprocess.run([sys.executable, record.__file__], env=environment, cwd=data, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise UnknownVersion(f"the code beside {data} could not say what its tables hold: {done.stderr.strip().rpartition(chr(10))[2]}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.csv"
        path.write_text(done.stdout, encoding="utf-8", newline="")
        return tables.descriptor(data)["version"], releases.read(path)


def _of_revision(revision: str) -> tuple[str, Record]:
    """Return the record of a revision of this project's repository."""
    command = ["git", "-C", str(tables.ROOT), "archive", "--format=tar", "--end-of-options", revision, "data"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        done = None
    if done is None or done.returncode:
        known = ", ".join(releases.versions())
        raise UnknownVersion(f"{revision!r} is no version; allowed: {known}, a folder with datapackage.json or record.csv, or a revision of the repository")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return _of_code(Path(folder) / "data")


def between(old: str, new: str = "") -> list[Change]:
    """Return the changes from one place to another, with the reasons that came in between."""
    (before, was), (after, now) = find(old), find(new)
    return compare(was, now, since(before, after))


def since(before: str, after: str) -> list[Row]:
    """Return the corrections of the versions after one, up to another."""
    low, high = releases.order(before), releases.order(after)
    return [row for version, rows in releases.corrections().items() if low < releases.order(version) <= high for row in rows]
