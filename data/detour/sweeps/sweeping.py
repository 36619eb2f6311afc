"""A sweep: scenarios, crossed with values and samples, sent to workers in chunks; what is known is not computed again, and the order is that of the asking."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import Executor
from itertools import count, islice, product
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from tqdm import tqdm

from detour.sweeps.draws import SEED, draws
from detour.sweeps.store import Kept, Store
from detour.sweeps.work import Part, Row, Work, compute, predicted, version, version_of
from detour.sweeps.workers import Pool, Stopped, computed

#: Scenarios that are sent together: a tenth of a second of training.
TOGETHER = 64
Scenario = Mapping[str, Any]


class _Sample(NamedTuple):
    """One sample of the uncertain inputs; without any, number and values are None."""

    number: int | None
    values: dict[str, float] | None
    digest: bytes


class _Chunk(NamedTuple):
    """What is sent together, and under which key each answer is kept."""

    parts: tuple[Part, ...]
    kept: tuple[tuple[bytes, str, int | None], ...]


def sweep(
    scenarios: Iterable[Scenario] | pd.DataFrame,
    executor: Executor | None = None,
    store: Path | str | None = None,
    progress: bool | None = None,
    **further,
) -> pd.DataFrame:
    """Return the answer to every scenario: a row each, in their order, with its columns, its sample where there are any, and the columns of the answer.

    Arguments:
        scenarios: rows shaped like measurements (see `detour predict`), read one by one, or a frame of them
        executor: any executor of `concurrent.futures`, such as `Serial()` or `dask.distributed.Client(...).get_executor()`; processes of this machine,
            one for each core, where none is given. It is not shut down
        store: a file in which answers are kept as they come, so that an interrupted sweep, or a larger one, computes only what is missing
        progress: whether a bar is shown; where it is not said, on a terminal only
        vary: columns with values, each of which every scenario is taken with
        samples: number of samples of the uncertain inputs (see `draws`), with each of which every scenario is taken; 0 for central values
        seed: that of the samples
        work: what is computed of rows (see `predicted`, the default, and `matched`), a function that workers can import
        together: scenarios sent at once
        ahead: chunks under way at most
        tries: how often a chunk whose worker dies is tried
        workers: processes, where no executor is given

    Returns the same frame, bit by bit, whatever the executor, the chunks and the order in which workers are done, on one kind of machine.
    Raises `Refused` for a store of another version of the tables or the model, `Stopped` where workers go on dying.

    >>> from detour.sweeps import Serial
    >>> row = {"chip_id": "nvidia-h100", "model": "Llama-2-70B", "metric": "mfu", "batch": "512", "input_len": "4096"}
    >>> found = sweep([row], Serial(), vary={"chip_count": [64, 128]}, samples=2)
    >>> found["chip_count"].tolist(), found["sample"].tolist(), found["prediction"].is_unique
    (['64', '64', '128', '128'], [0, 1, 0, 1], True)
    """
    return pd.DataFrame(list(answered(scenarios, executor, store, progress, **further)))


def answered(
    scenarios: Iterable[Scenario] | pd.DataFrame,
    executor: Executor | None = None,
    store: Path | str | None = None,
    progress: bool | None = None,
    *,
    vary: Mapping[str, Sequence[Any]] | None = None,
    samples: int = 0,
    seed: int = SEED,
    work: Work = predicted,
    together: int = TOGETHER,
    ahead: int | None = None,
    tries: int = 5,
    workers: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Return the rows of `sweep` one by one, once all are known; arguments as there.

    >>> from detour.sweeps import Serial
    >>> next(answered([{"chip_id": "nobody-x1", "model": "Llama-2-70B", "metric": "mfu"}], Serial()))["note"]
    "no chip 'nobody-x1' in the tables; give peak_tflops and memory_bandwidth_gb_s"
    """
    scenarios = scenarios.to_dict("records") if isinstance(scenarios, pd.DataFrame) else scenarios
    with Store(store, version_of(work)) as kept:
        drawn = _samples(samples, seed)
        bar = tqdm(total=_total(scenarios, vary, len(drawn)), disable=None if progress is None else not progress, unit=" scenarios", smoothing=0.1)
        pool, sent = Pool(executor, workers), set()
        try:
            chunks = _chunks(crossed(scenarios, vary or {}), drawn, together, kept, sent, bar)
            for chunk, (of, found) in computed(lambda chunk, attempt: (compute, work, chunk.parts, attempt), chunks, pool, ahead, tries):
                if of != version():
                    raise Stopped("a worker has another version of the tables, the model or NumPy than this process; give all of them the same")
                kept.add(Kept(*each, answer) for each, answer in zip(chunk.kept, found, strict=True))
                sent.difference_update(key for key, *_ in chunk.kept)
                bar.update(len(found))
        finally:
            bar.close()
            pool.close()
        for row, sample, answer in kept.answers():
            yield json.loads(row) | ({} if sample is None else {"sample": sample}) | json.loads(answer)


def crossed(scenarios: Iterable[Scenario], vary: Mapping[str, Sequence[Any]]) -> Iterator[Row]:
    """Return each scenario with every combination of values, the last column's changing first; cells are text, empty where there is nothing.

    >>> list(crossed([{"model": "Llama-2-7B", "notes": None}], {"chip_count": [8, 16]}))
    [{'model': 'Llama-2-7B', 'notes': '', 'chip_count': '8'}, {'model': 'Llama-2-7B', 'notes': '', 'chip_count': '16'}]
    """
    # Over a scenario without them, so that columns that vary stand where the scenario has them.
    return (
        {name: "" if value is None or value != value else str(value) for name, value in {**row, **dict(zip(vary, values, strict=True))}.items()}
        for row in scenarios
        for values in product(*vary.values())
    )


def _samples(samples: int, seed: int) -> list[_Sample]:
    """Return what is drawn, or the one that leaves everything at its centre."""
    if not samples:
        return [_Sample(None, None, b"")]
    found = draws(samples, seed).to_dict("records")
    return [_Sample(number, values, json.dumps(values, sort_keys=True).encode()) for number, values in enumerate(found)]


def _total(scenarios: Iterable[Scenario], vary: Mapping[str, Sequence[Any]] | None, samples: int) -> int | None:
    """Return the number of scenarios where it is known before."""
    return len(scenarios) * math.prod(map(len, (vary or {}).values())) * samples if isinstance(scenarios, Sized) else None


def _chunks(rows: Iterator[Row], drawn: list[_Sample], together: int, kept: Store, sent: set[bytes], bar: tqdm) -> Iterator[_Chunk]:
    """Return what has no answer yet in chunks: some rows, and as many samples of all of them as make a chunk, so that tables are altered rarely."""
    places = count()
    while some := [(place, row, json.dumps(row, ensure_ascii=False)) for row, place in zip(islice(rows, together), places, strict=False)]:
        step = max(1, together // len(some))
        for start in range(0, len(drawn), step):
            these = drawn[start : start + step]
            chunk = _missing(some, these, kept, sent)
            bar.update(len(some) * len(these) - len(chunk.kept))
            if chunk.kept:
                yield chunk


def _missing(some: list[tuple[int, Row, str]], drawn: list[_Sample], kept: Store, sent: set[bytes]) -> _Chunk:
    """Note that rows are asked with samples, and return those without an answer that none is on its way to."""
    asked = [(each, place, row, text, _key(text, each)) for each in drawn for place, row, text in some]
    fresh = set(kept.ask([(place, each.number, key) for each, place, _, _, key in asked])) - sent
    parts, found = [], {}
    for each in drawn:
        # A key that comes twice is that of one scenario, written twice.
        mine = {key: (row, text) for of, _, row, text, key in asked if of is each and key in fresh}
        parts += [Part(tuple(row for row, _ in mine.values()), each.values)] if mine else []
        found |= {key: (text, each.number) for key, (_, text) in mine.items()}
    sent |= fresh
    return _Chunk(tuple(parts), tuple((key, *said) for key, said in found.items()))


def _key(text: str, sample: _Sample) -> bytes:
    """Return the key of a scenario's content: what it says, and the values of its sample."""
    return hashlib.sha256(sample.digest + b"\0" + text.encode()).digest()[:16]
