"""What is assumed of a training run where a row does not say it: read from the assumptions, so that a reader can challenge each."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from detour import tables
from detour.prediction.settings import GIGA
from detour.tables import DATA, Data


class Settings(NamedTuple):
    """Central values of the assumptions on training."""

    usable_memory: float  #: share of a chip's memory that a run may fill
    node: float  #: chips joined by the fast links
    network: float  #: bytes/s that a chip sends beyond its node
    unlisted_links: float  #: bytes/s within a node where no row gives the links
    latency: float  #: seconds from one chip to the next in an exchange
    most_nodes: float  #: nodes to which a router sends one token at most
    length: float  #: tokens of a sequence
    tokens_per_chip: float  #: tokens of a step for each chip, in a run that is not large
    most_tokens: float  #: tokens of a step, in a large run
    chips: float  #: chips of a whole run whose row does not say them


_IDS = {
    "usable_memory": "a-train-usable-memory",
    "node": "a-serve-node",
    "network": "a-serve-network",
    "unlisted_links": "a-serve-unlisted-links",
    "latency": "a-train-latency",
    "most_nodes": "a-train-routed-nodes",
    "length": "a-train-length",
    "tokens_per_chip": "a-train-tokens-per-chip",
    "most_tokens": "a-train-most-tokens",
    "chips": "a-train-chips",
}
_SCALED = {"network": GIGA, "unlisted_links": GIGA, "latency": 1e-6}


@lru_cache(maxsize=4)
def load(data: Data = DATA) -> Settings:
    """Return the assumptions on training, rates in bytes/s.

    >>> load().node
    8.0
    """
    central = tables.load("assumptions", data).set_index("id")["central"]
    return Settings(**{name: float(central[row]) * _SCALED.get(name, 1) for name, row in _IDS.items()})


@lru_cache(maxsize=4)
def networks(data: Data = DATA) -> dict[str, float]:
    """Return the bytes/s that a chip sends beyond its node, for chips whose nodes are known for another network than most.

    >>> networks()["nvidia-a100"]
    25000000000.0
    """
    rows = tables.load("assumptions", data)
    rows = rows[rows["quantity"] == "network_bandwidth"]
    return {subject: float(central) * GIGA for subject, central in zip(rows["subject"], rows["central"], strict=True)}
