"""The few shares and delays that the model does not get from specifications: fitted once, kept as assumptions, read here.

Those of a maker are of its chips with the software they run; a chip of any other maker is given what the makers' have in common.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detour import tables
from detour.tables import DATA, Data

#: Makers with efficiencies of their own, and the entity that stands for all others.
MAKERS = ("nvidia", "amd", "huawei")
OTHERS = "ai-accelerators"
GROUPS = (*MAKERS, OTHERS)


class Efficiencies(NamedTuple):
    """What is fitted: one number each, or an array with one a scenario."""

    compute_share: float  #: share of the peak rate that matrix products reach
    memory_share: float  #: share of the memory bandwidth that is reached
    layer_overhead: float  #: seconds that a layer takes besides its work
    expert_overhead: float  #: seconds that routing adds to a layer with experts
    narrow_share: float  #: the share of the peak at eight bits and fewer, over that at sixteen
    exchange_share: float  #: share of the links that an exchange reaches
    exchange_latency: float  #: seconds of an exchange besides its size
    network_share: float  #: share of the network between nodes that an exchange reaches
    overlap: float  #: share of its steps in which a service runs prompts together with answers, and not in turn
    sequence_overhead: float  #: seconds that a step takes for each sequence besides its work
    imbalance: float  #: work of the busiest chip over the mean, where experts lie on more chips than a node has


#: Those that differ from maker to maker.
PER_MAKER = Efficiencies._fields[:4]
#: Quantities of which assumptions are in microseconds.
_MICROSECONDS = ("layer_overhead", "expert_overhead", "exchange_latency", "sequence_overhead")


def scale(name: str) -> float:
    """Return by how much an assumption is multiplied to be what the model takes."""
    return 1e-6 if name in _MICROSECONDS else 1.0


def row_id(name: str, group: str) -> str:
    """Return the id of the assumption that holds an efficiency of a group of makers.

    >>> row_id("compute_share", "nvidia"), row_id("imbalance", "nvidia")
    ('a-fit-compute-share-nvidia', 'a-fit-imbalance')
    """
    bare = f"a-fit-{name.replace('_', '-')}"
    return f"{bare}-{'others' if group == OTHERS else group}" if name in PER_MAKER else bare


@lru_cache(maxsize=4)
def load(data: Data = DATA) -> dict[str, Efficiencies]:
    """Return the efficiencies of each group of makers, as fitted."""
    central = tables.load("assumptions", data).set_index("id")["central"]
    return {group: Efficiencies(*(float(central[row_id(name, group)]) * scale(name) for name in Efficiencies._fields)) for group in GROUPS}


def group_of(maker: str) -> str:
    """Return the group whose efficiencies the chips of a maker are given."""
    return maker if maker in MAKERS else OTHERS


def spread_over(makers: list[str], by_group: dict[str, Efficiencies]) -> Efficiencies:
    """Return efficiencies as arrays, one value for each of `makers`."""
    rows = [by_group[group_of(maker)] for maker in makers]
    return Efficiencies(*(np.array(column) for column in zip(*rows, strict=True)))
