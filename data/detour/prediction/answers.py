"""Rows in, predictions out, many at a time; a row that cannot be answered says why and spoils no other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import IO, NamedTuple

from detour import tables
from detour.prediction import inference, training_answers, training_scenario
from detour.prediction.cells import word
from detour.prediction.efficiencies import load as efficiencies_of
from detour.prediction.efficiencies import spread_over
from detour.prediction.errors import SPREADS, spread_key
from detour.prediction.refusal import Unpredictable
from detour.prediction.scenario import METRICS, Scenario, scenario
from detour.prediction.settings import load as settings_of
from detour.prediction.training_answers import Told
from detour.prediction.training_scenario import Training
from detour.tables import DATA, Data

FIELDS = ("record_id", "prediction", "low", "high", "unit", "note")
#: Columns without which no row can be answered.
NEEDED = ("chip_id", "model", "metric")
#: Rows that are answered together.
_BATCH = 2048


class Answer(NamedTuple):
    """What is said of one row; `prediction`, `low` and `high` are None where there is none."""

    record_id: str
    prediction: float | None
    low: float | None
    high: float | None
    unit: str
    note: str
    column: str = ""  #: where to mend a row that has no prediction


class NoRows(ValueError):
    """A file that has not the columns of rows to be answered."""


def spread_id(kind: str) -> str:
    """Return the id of the assumption that holds the factor of a kind of scenario.

    >>> spread_id("unsaid"), spread_id("ai-accelerators")
    ('a-fit-spread-unsaid', 'a-fit-spread-others')
    """
    return f"a-fit-spread-{'others' if kind == 'ai-accelerators' else kind}"


@lru_cache(maxsize=4)
def spreads_of(data: Data = DATA) -> dict[str, float]:
    """Return the factor within which four fifths of measurements lie, for each kind of scenario."""
    central = tables.load("assumptions", data).set_index("id")["central"]
    return {kind: float(central[spread_id(kind)]) for kind in SPREADS}


@lru_cache(maxsize=4)
def calibrated(data: Data = DATA) -> frozenset[str]:
    """Return the chips of which a measurement of inference is marked for calibration."""
    rows = tables.load("measurements", data)
    return frozenset(rows[(rows["role"] == "calibration") & rows["metric"].isin(METRICS)]["chip_id"].dropna())


def answer(rows: Iterable[Mapping[str, str]], data: Data = DATA) -> Iterator[Answer]:
    """Return an answer to each row, in their order.

    >>> row = {"record_id": "x", "chip_id": "nvidia-h20", "chip_count": "8", "model": "DeepSeek-R1", "precision": "FP8",
    ...     "input_len": "4096", "metric": "prefill_throughput_per_node"}
    >>> found = next(answer([row]))
    >>> found.low < found.prediction < found.high, found.unit
    (True, 'tokens/s')
    >>> next(answer([row | {"chip_id": "nobody-x1"}])).note
    "no chip 'nobody-x1' in the tables; give peak_tflops and memory_bandwidth_gb_s"
    """
    rows = iter(rows)
    while some := list(islice(rows, _BATCH)):
        yield from _together(some, data)


def _together(rows: list[Mapping[str, str]], data: Data) -> list[Answer]:
    """Return the answers to some rows, computed at once."""
    asked = [_asked(row, data) for row in rows]
    known = [each for each in asked if isinstance(each, Scenario)]
    values = iter(_values(known, data)) if known else iter(())
    trained = iter(training_answers.answers([each for each in asked if isinstance(each, Training)], data))
    asked = [next(trained) if isinstance(each, Training) else each for each in asked]
    return [
        _told(each, float(next(values)), data) if isinstance(each, Scenario) else _said(row.get("record_id") or "", each)
        for row, each in zip(rows, asked, strict=True)
    ]


def _said(record: str, found: Told | Unpredictable) -> Answer:
    """Return the answer to a row of training, or to one that has none."""
    return Answer(record, *found) if isinstance(found, Told) else Answer(record, None, None, None, "", str(found), found.column)


def _asked(row: Mapping[str, str], data: Data) -> Scenario | Training | Unpredictable:
    """Return what a row asks for, or why it cannot be answered."""
    try:
        metric = word(row, "metric")
        if metric in training_scenario.METRICS:
            return training_scenario.scenario(row, data)
        if metric not in METRICS:
            raise Unpredictable(f"metric '{metric}' is not predicted; allowed: {', '.join([*METRICS, *training_scenario.METRICS])}", "metric")
        found = scenario(row, data)
        if (found.metric, found.phase) not in inference.ALLOWED:
            allowed = ", ".join(phase for metric, phase in sorted(inference.ALLOWED) if metric == found.metric)
            raise Unpredictable(f"phase '{found.phase}' is not that of {found.metric}; allowed: {allowed}", "phase")
    except Unpredictable as reason:
        return reason
    return found


def _values(asked: list[Scenario], data: Data):
    """Return the metrics of scenarios with the fitted efficiencies."""
    return inference.values(asked, spread_over([each.maker for each in asked], efficiencies_of(data)), settings_of(data))


def _told(asked: Scenario, value: float, data: Data) -> Answer:
    """Return the answer to one scenario: its interval, and what had to be assumed."""
    kind = spread_key(asked, calibrated(data))
    factor = spreads_of(data)[kind]
    unit = inference.UNITS.get(asked.metric, "tokens/s")
    if unit == "s" and asked.unit == "ms":
        value, unit = value * 1e3, "ms"
    notes = [f"assumed: {', '.join(asked.assumed)}"] if asked.assumed else []
    notes += ["no measurement of this chip was fitted"] if asked.chip not in calibrated(data) else []
    return Answer(asked.record, value, value / factor, value * factor, unit, "; ".join(notes))


def rows_of(file: IO[str], needed: Sequence[str] = NEEDED, head: list[str] | None = None, lines: deque[int] | None = None) -> Iterator[dict[str, str]]:
    """Return the rows of a CSV file one by one, one for each metric that a row asks for; raise `NoRows` where its first line lacks what every row needs.

    The names of the columns are put into `head`, and the line of each row into `lines`, where they are given.
    """
    reader = csv.DictReader(file)
    columns = list(reader.fieldnames or ())
    if missing := [name for name in needed if name not in columns]:
        raise NoRows(f"no column {', '.join(missing)}; allowed: the columns of measurements.csv")
    if head is not None:
        head += columns
    for row in reader:
        for each in _metrics({name: value for name, value in row.items() if isinstance(name, str) and isinstance(value, str)}):
            if lines is not None:
                lines.append(reader.line_num)
            yield each


def measured_columns() -> set[str]:
    """Return the columns of measurements."""
    return {field["name"] for field in tables.fields("measurements")}


def _metrics(row: dict[str, str]) -> list[dict[str, str]]:
    """Return a row for each metric that a row asks for, separated by semicolons."""
    asked = [each.strip() for each in (row.get("metric") or "").split(";") if each.strip()]
    return [row | {"metric": each, "record_id": f"{row.get('record_id') or ''}:{each}"} for each in asked] if len(asked) > 1 else [row]
