"""The few shares that the model of training does not get from specifications: fitted once, kept as assumptions, read here."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detour import tables
from detour.tables import DATA, Data

#: Makers with a share of their own, and the entity that stands for all others.
MAKERS = ("nvidia", "huawei")
OTHERS = "ai-accelerators"
GROUPS = (*MAKERS, OTHERS)


class Shares(NamedTuple):
    """What is fitted: one number each, or an array."""

    compute_share: float  #: share of the peak rate that matrices reach
    memory_share: float  #: share of the memory bandwidth that what lies between matrices reaches
    reuse: float  #: FLOP that matrices do for each byte that they move
    expert_share: float  #: share of the rate of other matrices that those of experts reach
    routing: float  #: times that what a token is to an expert passes memory beside the matrices
    attention_reuse: float  #: FLOP that attention does for each byte at the rate of the memory, at which its vector units work
    exchange_share: float  #: share of the links within a node that an exchange reaches
    network_share: float  #: share of the network between nodes that it reaches
    overlap: float  #: share of the exchange of weights and gradients that may run beside work
    spread: float  #: power of the number of chips with which the wait for the slowest grows


#: Those that differ from maker to maker.
PER_MAKER = Shares._fields[:1]


def row_id(name: str, group: str) -> str:
    """Return the id of the assumption that holds a share of a group of makers.

    >>> row_id("compute_share", "huawei"), row_id("spread", "huawei")
    ('a-train-compute-share-huawei', 'a-train-spread')
    """
    bare = f"a-train-{name.replace('_', '-')}"
    return f"{bare}-{'others' if group == OTHERS else group}" if name in PER_MAKER else bare


@lru_cache(maxsize=4)
def load(data: Data = DATA) -> dict[str, Shares]:
    """Return the shares of each group of makers, as fitted."""
    central = tables.load("assumptions", data).set_index("id")["central"]
    return {group: Shares(*(float(central[row_id(name, group)]) for name in Shares._fields)) for group in GROUPS}


def group_of(maker: str) -> str:
    """Return the group whose shares the chips of a maker are given."""
    return maker if maker in MAKERS else OTHERS


def spread_over(makers: list[str], by_group: dict[str, Shares]) -> Shares:
    """Return shares as arrays, one value for each of `makers`."""
    rows = [by_group[group_of(maker)] for maker in makers]
    return Shares(*(np.array(column) for column in zip(*rows, strict=True)))
