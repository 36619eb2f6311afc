"""What each mechanism of the model buys: its error when one is taken out and what is left is fitted again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from detour.prediction.batch import Batch
from detour.prediction.efficiencies import Efficiencies
from detour.prediction.errors import Misses, fitted
from detour.prediction.fitting import Change, Pair, unchanged
from detour.prediction.scenario import scenario

#: Gigabytes of memory beyond what any batch fills.
_BOUNDLESS = "1e9"


class Mechanism(NamedTuple):
    """A part of the model that can be taken out."""

    id: str
    name: str
    without: str  #: what the model does instead
    change: Change = unchanged
    rewrite: Callable[[Pair], Pair] = lambda pair: pair


def held(**values: float) -> Change:
    """Return the change that holds efficiencies at fixed values."""
    return lambda batch, efficiencies: (batch, efficiencies._replace(**{name: np.full(batch.size, value) for name, value in values.items()}))


def _own_experts(batch: Batch, efficiencies: Efficiencies) -> tuple[Batch, Efficiencies]:
    model = batch.model
    shared = model.shared_parameters + model.chosen * model.expert_parameters
    return batch._replace(model=model._replace(shared_parameters=shared, expert_parameters=0 * shared)), efficiencies


def _free_exchanges(batch: Batch, efficiencies: Efficiencies) -> tuple[Batch, Efficiencies]:
    return held(exchange_latency=0.0)(batch._replace(link=np.full(batch.size, np.inf)), efficiencies)


def _no_cache(batch: Batch, efficiencies: Efficiencies) -> tuple[Batch, Efficiencies]:
    return batch._replace(model=batch.model._replace(cached_layers=0 * batch.model.cached_layers)), efficiencies


def _no_draft(batch: Batch, efficiencies: Efficiencies) -> tuple[Batch, Efficiencies]:
    return batch._replace(drafted=np.zeros(batch.size)), efficiencies


def _boundless(pair: Pair) -> Pair:
    return pair[0], scenario(pair[0] | {"memory_gb": _BOUNDLESS})


def _alike(pair: Pair) -> Pair:
    return pair[0], replace(pair[1], maker="")


MECHANISMS = (
    Mechanism("experts", "Experts woken by the batch", "a step reads only the experts that one token is sent to", _own_experts),
    Mechanism("exchanges", "Exchanges between chips", "exchanges take no time", _free_exchanges),
    Mechanism("overheads", "Overheads of layers", "layers and routing take no time besides their work", held(layer_overhead=0.0, expert_overhead=0.0)),
    Mechanism("sequences", "Overhead of sequences", "a sequence takes no time besides its work", held(sequence_overhead=0.0)),
    Mechanism("routing", "Overhead of routing", "routing takes no time besides its work", held(expert_overhead=0.0)),
    Mechanism("attention", "Attention and its cache", "looking back takes no time", _no_cache),
    Mechanism("overlap", "Prompts together with answers", "a service runs prompts and answers in turn", held(overlap=0.0)),
    Mechanism("narrow", "Eight bits apart from sixteen", "the same share of the peak is reached at every width", held(narrow_share=1.0)),
    Mechanism("imbalance", "Imbalance of experts", "experts are asked alike", held(imbalance=1.0)),
    Mechanism("drafts", "Speculative decoding", "drafts are ignored", _no_draft),
    Mechanism("memory", "Memory as the limit on batch", "any batch fits", rewrite=_boundless),
    Mechanism("makers", "Efficiencies by maker", "all makers share their efficiencies", rewrite=_alike),
)


def rewritten(mechanism: Mechanism, pairs: Sequence[Pair]) -> list[Pair]:
    """Return rows as the model without a mechanism takes them."""
    return [mechanism.rewrite(pair) for pair in pairs]


def fitted_without(mechanism: Mechanism) -> Callable[[Sequence[Pair], Sequence[Pair]], Misses]:
    """Return what fits the model without a mechanism and says how far it misses unseen rows."""
    return partial(fitted, change=mechanism.change)
