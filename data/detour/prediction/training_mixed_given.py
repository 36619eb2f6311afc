"""Mixed jobs from numbers alone: the values of rows go in, so that a result can be computed of any state of the tables; plans are kept for the next one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from detour.prediction import training_mixed
from detour.prediction.refusal import Unpredictable
from detour.prediction.settings import GIGA
from detour.prediction.training_efficiencies import Shares
from detour.prediction.training_matched import losses_of, run_of, settings_of
from detour.prediction.training_matching import Means
from detour.prediction.training_mixed import Plan
from detour.prediction.training_mixed_groups import Job, Kind

#: Bits of a byte: links between nodes are sold by the bit.
_BITS = 8
_PER_KIND = ("fp16_peak", "memory_bandwidth", "memory_capacity", "interconnect_bandwidth", "network")


def job_of(values: Mapping[str, float], chips: Mapping[str, str], wait: float = 1.0) -> Job:
    """Return the job of values named as the model calls them.

    Arguments: `values`, in the units of the tables, those of a kind with its short name and an underscore before; `chips`, entity by short name, the strong
    kind first, all of one maker; `wait`, a factor on the times of all kinds but the first. `link`, in Gbit/s of a node, bounds what crosses between kinds.
    A step has `tokens_per_chip` tokens for each chip of one kind, of which there are `chips`.
    """
    shared = {name: value for name, value in values.items() if name.partition("_")[0] not in chips}
    shared |= {"tokens": shared["tokens_per_chip"] * shared["chips"]}
    kinds = []
    for place, (name, entity) in enumerate(chips.items()):
        own = {each: values[f"{name}_{each}"] for each in _PER_KIND}
        kinds.append(Kind(run_of(shared | own, (entity, "nvidia")), wait if place else 1.0))
    common = Shares(**{name: shared.get(name, 1.0) for name in Shares._fields})
    means = Means((("nvidia", common),), settings_of(shared), losses_of(shared))
    return Job(tuple(kinds), shared.get("link", math.inf) * GIGA / _BITS / shared["node"], means)


@lru_cache(maxsize=512)
def best(job: Job, members: tuple[int, ...], way: str = "any") -> Plan | None:
    """Return the fastest plan of some of the kinds, None where none fits.

    `way` is `any`, where kinds may be left out; `together`, every pipeline through all of them; or `apart`, each kind in pipelines of its own.
    """
    shape = {"any": lambda groups: True, "together": lambda groups: groups == (members,), "apart": lambda groups: len(groups) == len(members)}[way]
    divisions = [groups for groups in training_mixed.partitions(members) if shape(groups)]
    try:
        return training_mixed.best(job, divisions)
    except Unpredictable:
        return None


@lru_cache(maxsize=64)
def naive(job: Job) -> Plan | None:
    """Return the fastest plan that takes every chip for the same; None where none fits."""
    return training_mixed.naive(job)


def rate(plan: Plan | None) -> float:
    """Return the tokens/s of a plan, nought where there is none.

    >>> rate(None)
    0.0
    """
    return plan.rate if plan else 0.0
