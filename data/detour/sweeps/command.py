"""`detour sweep`: a file of rows in, a file of answers out, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any

from detour.prediction.answers import FIELDS, measured_columns, rows_of
from detour.prediction.files import READ
from detour.sweeps.sweeping import answered
from detour.sweeps.workers import Serial

#: Seconds for which a scheduler is looked for.
_PATIENCE = 10


class Unusable(ValueError):
    """A request that cannot be met; the message is one line."""


class Rows:
    """The rows of a CSV file, counted before they are read one by one."""

    def __init__(self, file: IO[str]):
        """Read the file through once, so that whatever is wrong with it is said before anything is computed."""
        self._file = file if file.seekable() else io.StringIO(file.read())
        self.columns = next(csv.reader(self._file), [])
        self._file.seek(0)
        self._length = sum(1 for _ in rows_of(self._file))

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._length

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Return them in their order."""
        self._file.seek(0)
        return rows_of(self._file)


def varied(given: Iterable[str]) -> dict[str, list[str]]:
    """Return the values of columns that are given as `column=value,value`; raise `Unusable` for what is not of that form.

    >>> varied(["chip_count=64,128"])
    {'chip_count': ['64', '128']}
    """
    known, found = {*measured_columns(), *READ}, {}
    for each in given:
        name, _, values = each.partition("=")
        if name not in known:
            raise Unusable(f"--vary {each}: no column '{name}'; allowed: {', '.join(sorted(known))}")
        found[name] = [value.strip() for value in next(csv.reader([values]), []) if value.strip()]
        if not found[name]:
            raise Unusable(f"--vary {each}: no values; allowed: {name}=value,value")
    return found


@contextmanager
def executor_of(workers: int | None, scheduler: str | None):
    """Return what computes: the workers of a Dask scheduler, this process where it is the only worker, else none, which stands for processes."""
    if not scheduler:
        yield Serial() if workers == 1 else None
        return
    try:
        from distributed import Client
    except ImportError:
        raise Unusable("--scheduler needs dask.distributed, which is not installed; pip install distributed") from None
    try:
        client = Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise Unusable(f"--scheduler {scheduler}: {' '.join(str(error).split()) or type(error).__name__}") from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise Unusable(f"--scheduler {scheduler}: it has no workers")
        yield client.get_executor()


def write(file: IO[str], out: Path, *, vary: Iterable[str], workers: int | None, scheduler: str | None, **further: Any) -> tuple[int, int]:
    """Write the answers to the rows of a file to another, and return how many there are and how many have a prediction; `further` goes to `answered`."""
    rows, values, out = Rows(file), varied(vary), _usable(out)
    with executor_of(workers, scheduler) as executor:
        found = answered(rows, executor, vary=values, workers=workers, **further)
        return _written(found, out, list(dict.fromkeys([*rows.columns, *values, *(["sample"] if further.get("samples") else []), *FIELDS])))


def _usable(out: Path) -> Path:
    """Return the file to be written, where a link leads; raise `Unusable` where none can be."""
    if out.exists() and not out.is_file():
        raise Unusable(f"{out} is not a file")
    if not os.access(out.resolve().parent, os.W_OK):
        raise Unusable(f"{out}: no folder there that can be written to")
    return out.resolve()


def _written(found: Iterable[dict[str, Any]], out: Path, columns: list[str]) -> tuple[int, int]:
    """Write rows beside the file that they are for, and put them in its place once they are whole."""
    count, known, found = 0, 0, iter(found)
    # The first comes when all are known: until then there is no file that a kill would leave behind.
    first = next(found, None)
    with tempfile.NamedTemporaryFile("w", dir=out.parent, prefix=f".{out.name}-", encoding="utf-8", newline="", delete=False) as part:
        try:
            writer = csv.DictWriter(part, columns, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            for row in chain([] if first is None else [first], found):
                count, known = count + 1, known + (row["prediction"] is not None)
                writer.writerow({name: f"{value:.6g}" if isinstance(value, float) else value for name, value in row.items()})
            part.flush()
            Path(part.name).chmod(0o666 & ~_umask())
            Path(part.name).replace(out)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    return count, known


def _umask() -> int:
    """Return what new files are denied."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
