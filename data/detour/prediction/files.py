"""`detour predict` and `detour match`: a CSV file in, a CSV file out, row by row; what is wrong is told by its place."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import IO

from detour.faults import Fault
from detour.prediction import answers, training_matches
from detour.prediction.answers import FIELDS, NEEDED, Answer, measured_columns, rows_of
from detour.prediction.architectures import COLUMNS
from detour.prediction.chips import OVERRIDES
from detour.prediction.training_scenario import CLUSTER
from detour.tables import DATA, Data

#: Columns that are read beside those of measurements.
_MORE = ("phase", "batch_scope", "tensor_parallel", "pipeline_parallel", "data_parallel", "expert_parallel", "global_batch_tokens", "training_tokens", "days")
READ = (*_MORE, *OVERRIDES, *CLUSTER, *COLUMNS)
#: How alike a column and one that is read must be to be taken for it.
_ALIKE = 0.8
Tell = Callable[[Fault], object]
Answers = Callable[[Iterable[dict[str, str]], Data], Iterator[Answer]]


def mistaken(head: Iterable[str]) -> list[tuple[str, str]]:
    """Return columns that no row is read by, and that look like one that is, with that one.

    >>> mistaken(["chip_id", "network_gbs", "colour"])
    [('network_gbs', 'network_gb_s')]
    """
    allowed = {*measured_columns(), *READ, *(f"{training_matches.OTHER}{name}" for name in ("chip_id", *OVERRIDES, *CLUSTER))}
    near = {column: get_close_matches(column, sorted(allowed), 1, _ALIKE) for column in head if column and column not in allowed}
    return [(column, found[0]) for column, found in near.items() if found]


def write(file: IO[str], out: IO[str], answered: Answers = answers.answer, needed: Sequence[str] = NEEDED, tell: Tell | None = None, data: Data = DATA) -> int:
    """Write the answers to the rows of one CSV file to another as they are found, and return how many have a prediction."""
    writer, count, head, lines = csv.writer(out, lineterminator="\n"), 0, [], deque()
    rows = rows_of(file, needed, head, lines)
    first = next(rows, None)
    if tell is not None:
        for column, meant in mistaken(head):
            tell(Fault(file.name, 1, column, f"is not read; nearest that is: {meant}"))
    writer.writerow(FIELDS)
    for found in answered(_chained(first, rows), data):
        line = lines.popleft()
        count += found.prediction is not None
        writer.writerow(["" if part is None else f"{part:.6g}" if isinstance(part, float) else part for part in found[: len(FIELDS)]])
        if found.column and tell is not None:
            tell(Fault(file.name, line, found.column, found.note.removeprefix(f"{found.column}: ")))
    return count


def _chained(first: dict[str, str] | None, rest: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Return the rows again, the first that was read ahead before the others."""
    if first is not None:
        yield first
        yield from rest
