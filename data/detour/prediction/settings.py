"""What is assumed of a service where a row does not say it: read from the assumptions, so that a reader can challenge each."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from detour import tables
from detour.tables import DATA, Data

GIGA = 1e9


class Settings(NamedTuple):
    """Central values of the assumptions on service."""

    usable_memory: float  #: share of a chip's memory that weights and cache may fill
    most_sequences: float  #: sequences that a group decodes at most for each of its chips, where the row gives no batch
    acceptance: float  #: chance that a drafted token is accepted
    network: float  #: bytes/s that a chip sends beyond its node
    node: float  #: chips joined by the fast links
    prefill_tokens: float  #: tokens that a chip prefills at once
    cache_bytes: float  #: bytes of a cached value
    unlisted_links: float  #: bytes/s that a chip sends within its node where no row gives its links
    input_length: float  #: tokens of a prompt
    output_length: float  #: tokens of an answer
    chat_input: float  #: tokens of a prompt where the row gives neither length
    chat_output: float  #: tokens of an answer where the row gives neither length


_IDS = {
    "usable_memory": "a-serve-usable-memory",
    "most_sequences": "a-serve-chip-sequences",
    "acceptance": "a-serve-acceptance",
    "network": "a-serve-network",
    "node": "a-serve-node",
    "prefill_tokens": "a-serve-prefill-tokens",
    "cache_bytes": "a-hi-cache-width",
    "unlisted_links": "a-serve-unlisted-links",
    "input_length": "a-serve-input-length",
    "output_length": "a-serve-output-length",
    "chat_input": "a-serve-chat-input",
    "chat_output": "a-serve-chat-output",
}
_SCALED = {"network": GIGA, "unlisted_links": GIGA}


@lru_cache(maxsize=4)
def load(data: Data = DATA) -> Settings:
    """Return the assumptions on service, rates in bytes/s.

    >>> load().cache_bytes
    2.0
    """
    central = tables.load("assumptions", data).set_index("id")["central"]
    return Settings(**{name: float(central[row]) * _SCALED.get(name, 1) for name, row in _IDS.items()})


@lru_cache(maxsize=4)
def joined(data: Data = DATA) -> dict[str, float]:
    """Return how many chips the fast links join, for chips built into larger systems than a node.

    >>> joined()["huawei-ascend-910c"]
    384.0
    """
    rows = tables.load("assumptions", data)
    rows = rows[(rows["quantity"] == "joined_chips") & (rows["subject"] != "ai-accelerators")]
    return {subject: float(central) for subject, central in zip(rows["subject"], rows["central"], strict=True)}
