"""A service that chooses its batch: of those that a chip may decode at once, the one that yields most within a limit on the time for a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from detour.prediction.answers import Answer, answer
from detour.tables import DATA, Data

#: Batches for each chip among which a service chooses, near even steps of a logarithm.
GRID = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)


class Choice(NamedTuple):
    """The batch of each chip that was chosen, the milliseconds between tokens, and the rate; `batch` is None where no batch will do."""

    batch: int | None
    time: float | None
    rate: Answer | None


def choice(row: Mapping[str, str], most: float, limit: float, data: Data = DATA) -> Choice:
    """Return the batch of at most `most` for each chip with the highest rate of decoding at no more than `limit` milliseconds between tokens.

    `row` is shaped like a measurement and names chip, chips, model, precision and lengths.

    >>> row = {"chip_id": "nvidia-h20", "chip_count": "32", "model": "DeepSeek-R1", "precision": "FP8", "input_len": "4096", "output_len": "256"}
    >>> choice(row, 128, 50).batch, choice(row, 4, 50).batch
    (24, 4)
    """
    asked = [row | {"phase": "decode", "batch": str(batch), "batch_scope": "chip"} for batch in GRID if batch <= most]
    times = list(answer([each | {"metric": "tpot"} for each in asked], data))
    rates = list(answer([each | {"metric": "decode_throughput_per_chip"} for each in asked], data))
    within = [place for place, each in enumerate(times) if each.prediction is not None and each.prediction <= limit]
    if not within:
        return Choice(None, None, None)
    # Of batches that the memory cuts to the same size, the least.
    best = max(within, key=lambda place: (rates[place].prediction, -place))
    return Choice(GRID[best], times[best].prediction, rates[best])
