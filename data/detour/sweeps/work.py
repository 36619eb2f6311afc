"""What a sweep computes of each scenario, and of which version of the tables and the model it is. Runs in every worker."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from detour import tables
from detour.digests import digest_of
from detour.prediction import answers, training_matches
from detour.tables import DATA, Data

Row = dict[str, str]
Work = Callable[[Sequence[Row], Data], Sequence[Mapping[str, Any]]]
#: Tables that predictions read.
READ = ("assumptions", "entities", "measurements", "specifications")
#: What of the package predictions run, beneath its folder.
_CODE = ("models/*.py", "prediction/*.py", "sweeps/work.py", "tables.py")


class Part(NamedTuple):
    """Scenarios that share one sample of the uncertain inputs: assumptions by id, None for the central values of all."""

    rows: tuple[Row, ...]
    drawn: dict[str, float] | None


def predicted(rows: Sequence[Row], data: Data = DATA) -> list[dict[str, Any]]:
    """Return the prediction of each row, as `detour predict` has it.

    >>> row = {"chip_id": "nvidia-h100", "chip_count": "64", "model": "Llama-2-70B", "metric": "mfu", "batch": "512", "input_len": "4096"}
    >>> found = predicted([row])[0]
    >>> list(found), 20 < found["prediction"] < 70
    (['record_id', 'prediction', 'low', 'high', 'unit', 'note'], True)
    """
    return [dict(zip(answers.FIELDS, each, strict=False)) for each in answers.answer(rows, data)]


def matched(rows: Sequence[Row], data: Data = DATA) -> list[dict[str, Any]]:
    """Return how many of another chip, in the columns `other_…`, train the job of each row as fast as the chips that it names, as `detour match` has it.

    >>> row = {"chip_id": "nvidia-h100", "chip_count": "64", "model": "Llama-2-70B", "batch": "512", "input_len": "4096"}
    >>> matched([row | {"other_chip_id": "nvidia-h800"}])[0]["prediction"] >= 64
    True
    """
    return [dict(zip(answers.FIELDS, each, strict=False)) for each in training_matches.answer(rows, data)]


def compute(work: Work, parts: Sequence[Part], attempt: int) -> tuple[str, list[str]]:
    """Return the version of this process, and the answers to all rows of the parts, as JSON.

    `attempt` changes nothing: a cluster that remembers what it was asked takes another attempt for another task.
    """
    found = [each for part in parts for each in work(part.rows, _drawn(part.drawn))]
    return version(), [json.dumps(dict(each), ensure_ascii=False, default=_plain) for each in found]


def _plain(value: Any) -> Any:
    """Return a number of NumPy as one of Python."""
    return value.item()


def _drawn(values: dict[str, float] | None) -> Data:
    """Return the tables with a sample of the uncertain inputs in place of their centres."""
    if values is None:
        return DATA
    frame = tables.load("assumptions")
    frame["central"] = frame["id"].map(values).fillna(frame["central"])
    return tables.Altered(DATA, {"assumptions": frame})


@lru_cache(maxsize=1)
def version() -> str:
    """Return a digest of the tables that predictions read, of the code that makes them, and of the library that computes."""
    root = Path(__file__).resolve().parent.parent
    code = [path for pattern in _CODE for path in root.glob(pattern)]
    return digest_of([*code, *(tables.path_of(name) for name in READ)], np.__version__)


def version_of(work: Work) -> str:
    """Return the same for answers of one kind of work; that of a reader's own counts with its text, and with what is given to it before."""
    if isinstance(work, partial):
        return digest_of([], version_of(work.func), repr((work.args, sorted(work.keywords.items()))))
    try:
        text = inspect.getsource(work)
    except (OSError, TypeError):
        text = ""
    return digest_of([], version(), f"{work.__module__}.{work.__qualname__}", text)
