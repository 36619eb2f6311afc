"""What each mechanism of the model of training buys: its error when one is taken out and what is left is fitted again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detour.prediction import errors, training_errors, training_fitting
from detour.prediction.errors import Misses
from detour.prediction.training import Space
from detour.prediction.training_efficiencies import Shares
from detour.prediction.training_fitting import Change, Pair, unchanged

#: Bytes/s or FLOP for a byte beyond what any run waits for.
_BOUNDLESS = 1e30


class Mechanism(NamedTuple):
    """A part of the model that can be taken out."""

    id: str
    name: str
    without: str  #: what the model does instead
    change: Change = unchanged


def _shares(**values: float) -> Change:
    """Return the change that holds shares at fixed values."""
    return lambda space, shares: (space, shares._replace(**{name: np.full_like(getattr(shares, name), value) for name, value in values.items()}))


def _layout(**values: float) -> Change:
    """Return the change that holds parts of every layout at fixed values; memory still decides which layouts there are."""
    return lambda space, shares: (
        space._replace(layout=space.layout._replace(**{name: np.full(len(space.run), value) for name, value in values.items()})),
        shares,
    )


def _free_exchanges(space: Space, shares: Shares) -> tuple[Space, Shares]:
    free = np.full(len(space.run), _BOUNDLESS)
    return space._replace(tensor_rate=free, expert_link=free, data_rate=free, stage_rate=free), shares


def _one_network(space: Space, shares: Shares) -> tuple[Space, Shares]:
    """Return the runs as if the links of a node joined all chips."""
    link = np.array([asked.link for asked in space.runs])[space.run]
    return space._replace(tensor_rate=link, expert_link=link, data_rate=link, stage_rate=link, beyond=np.zeros_like(space.beyond)), shares


MECHANISMS = (
    Mechanism("exchanges", "Exchanges between chips", "exchanges take no time but that of their latency", _free_exchanges),
    Mechanism("network", "A slower network between nodes", "the links of a node join all chips", _one_network),
    Mechanism("overlap", "Exchanges beside work", "every exchange is waited for", _shares(overlap=0.0)),
    Mechanism("recomputation", "Recomputation", "no layer is done again", _layout(recomputed=0.0)),
    Mechanism("memory", "Memory traffic", "what lies between matrices, and the parts that they read anew, take no time", _shares(memory_share=_BOUNDLESS)),
    Mechanism("attention", "Vector units in attention", "attention runs at the rate of matrices", _shares(attention_reuse=_BOUNDLESS)),
    Mechanism("fusing", "Attention in several kernels before 2023", "no weight of attention passes memory", _layout(scores=0.0)),
    Mechanism(
        "experts", "Slower experts", "experts run at the rate of other matrices and their tokens need no sorting", _shares(expert_share=1.0, routing=0.0)
    ),
    Mechanism("slowest", "The wait for the slowest chip", "no chip is slower than another", _shares(spread=0.0)),
)


def without(mechanism: Mechanism, pairs: list[Pair]) -> Misses:
    """Return the misses of rows whose source no fit saw, by the model without a mechanism, fitted again each time."""
    return errors.left_out(pairs, errors.source, lambda seen, unseen: training_errors.fitted(seen, unseen, mechanism.change))


def unseen(pairs: list[Pair] | None = None) -> dict[str, Misses]:
    """Return the misses of the model as it is, by "all", and without each mechanism, by its id, on calibration rows whose source no fit saw."""
    pairs = training_fitting.measured(["calibration"]) if pairs is None else pairs
    return {"all": without(Mechanism("all", "", ""), pairs)} | {each.id: without(each, pairs) for each in MECHANISMS}
