"""One job on chips of several kinds: which kinds take part, which share pipelines, how layers and micro-batches are balanced, and how fast that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from detour.models.balance import least_time
from detour.models.training_mixed import kinds_sum_time
from detour.models.training_step import slowest, training_step_time
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_layouts import layouts
from detour.prediction.training_losses import share_of
from detour.prediction.training_mixed_groups import Job, Kind, Options, alone, reached, settle, through


class Stages(NamedTuple):
    """What the chips of one kind do in a group."""

    kind: int  #: place of the kind in the job
    tensor: int  #: chips of a stage
    layers: tuple[float, ...]  #: layers of each stage, in order
    recomputed: float  #: share of layers done again on the way back


class Group(NamedTuple):
    """Pipelines that are laid out alike, the kinds in the order of their stages."""

    stages: tuple[Stages, ...]
    pipelines: int
    micro: float  #: sequences of a micro-batch
    chunks: int  #: parts into which a stage is cut
    rounds: int  #: micro-batches that pass each pipeline in a step


class Plan(NamedTuple):
    """How a job is laid out, and its speed."""

    rate: float  #: tokens/s that get through, failures counted in
    step: float  #: seconds of a step
    groups: tuple[Group, ...]


def partitions(members: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield every way to divide some or all members into groups.

    >>> list(partitions([0, 1]))
    [((0,),), ((1,),), ((0, 1),), ((0,), (1,))]
    """
    found = [()]
    for each in members:
        found += [(*groups, (each,)) for groups in found] + [
            (*groups[:at], (*groups[at], each), *groups[at + 1 :]) for groups in found for at in range(len(groups))
        ]
    yield from sorted((groups for groups in found if groups), key=lambda groups: (sum(map(len, groups)), len(groups), groups))


def best(job: Job, allowed: Sequence[tuple[tuple[int, ...], ...]] | None = None) -> Plan:
    """Return the fastest plan over every division of the kinds into groups, kinds left out among them, or over those `allowed`.

    Within a group pipelines run through its kinds, with layers to match; groups run side by side, with micro-batches to match. Matrices are split among
    chips of one kind only. Raises `Unpredictable` where none fits.
    """
    tried = list(partitions(range(len(job.kinds)))) if allowed is None else list(allowed)
    return _first(job, tried, even=False)


def naive(job: Job) -> Plan | None:
    """Return the fastest plan that takes every chip for the same, so that each waits for the slowest; None where no such layout fits.

    Two ways are tried: one layout of pipelines, each of one kind, with as many micro-batches each; and pipelines through all kinds with as many layers a stage.
    """
    found = [_side_by_side(job)]
    if len(job.kinds) > 1:
        with suppress(Unpredictable):
            found.append(_first(job, [(tuple(range(len(job.kinds))),)], even=True))
    return max((plan for plan in found if plan), key=lambda plan: plan.rate, default=None)


def _side_by_side(job: Job) -> Plan | None:
    """Return the fastest layout that is the same everywhere, as slow as on the slowest kind."""
    runs = [kind.run for kind in job.kinds]
    chips = sum(run.chips for run in runs)
    least = min([run.network for run in runs] + ([job.between] if len(runs) > 1 else []))
    shared = [replace(run, chips=chips, network=least, memory=min(each.memory for each in runs), node=min(each.node for each in runs)) for run in runs]
    try:
        layout = layouts(shared[0])
    except Unpredictable:
        return None
    # A pipeline lies on chips of one kind.
    fits = np.all([run.chips % (layout.tensor * layout.stages) == 0 for run in runs], axis=0)
    if not fits.any():
        return None
    layout = layout._replace(**{name: column[fits] for name, column in layout._asdict().items()})
    times = [
        kind.wait * training_step_time(run.model, reached(Kind(run), layout, job.means), layout, minimum=np.minimum)
        for kind, run in zip(job.kinds, shared, strict=True)
    ]
    every = np.max(times, axis=0)
    at = int(np.argmin(every))
    row = {name: float(column[at]) for name, column in layout._asdict().items()}
    layers = (row["stage_layers"],) * int(row["stages"])
    groups = tuple(
        Group(
            (Stages(place, int(row["tensor"]), layers, row["recomputed"]),),
            int(run.chips / row["tensor"] / row["stages"]),
            row["tokens"] / row["length"],
            int(row["chunks"]),
            int(row["batches"]),
        )
        for place, run in enumerate(runs)
    )
    return _plan(job, range(len(runs)), float(every[at]), groups)


def _plan(job: Job, members: Sequence[int], time: float, groups: tuple[Group, ...]) -> Plan:
    """Return a plan, the wait for the slowest of all its chips and failures counted in."""
    runs, means = [job.kinds[place].run for place in members], job.means
    chips = sum(run.chips for run in runs)
    step = time * slowest(float(means.shares[0][1].spread), chips)
    return Plan(runs[0].batch * runs[0].length / step * float(share_of(np.array([chips]), means.losses)[0]), step, groups)


def _first(job: Job, tried: Sequence[tuple[tuple[int, ...], ...]], *, even: bool) -> Plan:
    """Return the fastest plan over some divisions: the most promising bound is replaced by what it takes until it is no bound any more."""
    blocks = {block: _options(block, job, even) for block in {block for groups in tried for block in groups}}
    open_ = [groups for groups in tried if all(blocks[block] is not None for block in groups)]
    found: Plan | None = None
    for _, groups in sorted((_shared(job, groups, blocks)[0], groups) for groups in open_):
        plan = _solved(job, groups, blocks, found.step if found else np.inf)
        found = plan if plan and (found is None or plan.rate > found.rate) else found
    if found is None:
        raise Unpredictable("the job fits into none of these chips, however they are laid out; allowed: more chips, or fewer sequences at once")
    return found


def _options(block: tuple[int, ...], job: Job, even: bool) -> Options | None:
    return alone(block[0], job) if len(block) == 1 else through(block, job, even=even)


def _exchanged(job: Job, groups: Sequence[tuple[int, ...]]) -> float:
    """Return the seconds in which gradients are summed over the groups, as long as the slowest of them takes."""
    model, latency = job.kinds[0].run.model, job.means.settings.latency
    sizes = [sum(job.kinds[place].run.chips for place in block) for block in groups]
    return max(kinds_sum_time(model, len(groups), size, job.crossing_rate(block), latency) for size, block in zip(sizes, groups, strict=True))


def _shared(job: Job, groups: Sequence[tuple[int, ...]], blocks: dict) -> tuple[float, list[int], list[int]]:
    """Return the least time of a step over these groups as far as it is known, the option that each takes, and its rounds."""
    time, chosen, rounds = least_time([blocks[block].columns() for block in groups], job.kinds[0].run.batch)
    return time + _exchanged(job, groups), chosen, rounds


def _solved(job: Job, groups: Sequence[tuple[int, ...]], blocks: dict, most: float) -> Plan | None:
    """Return the fastest plan of one division, or None where it is slower than a step already found."""
    members = [place for block in groups for place in block]
    wait = slowest(float(job.means.shares[0][1].spread), sum(job.kinds[place].run.chips for place in members))
    # Every turn replaces a bound by what it is, and there are only so many.
    while True:
        time, chosen, rounds = _shared(job, groups, blocks)
        if not np.isfinite(time) or time * wait >= most:
            return None
        bounds = [(blocks[block], place, count) for block, place, count in zip(groups, chosen, rounds, strict=True) if not blocks[block].exact[place]]
        if not bounds:
            made = tuple(_group(blocks[block], place, count, job) for block, place, count in zip(groups, chosen, rounds, strict=True))
            return _plan(job, members, time, made)
        for options, place, count in bounds:
            settle(options, place, job, count)


def _group(options: Options, place: int, rounds: int, job: Job) -> Group:
    """Return one option as a group."""
    row = {name: column[..., place] for name, column in options.table.items()}
    model = job.kinds[options.members[0]].run.model
    counts = row["stages"].astype(int)
    layers = options.layers.get(place, np.full(counts.sum(), np.ceil(model.layers / counts.sum())))
    cut = np.split(layers, np.cumsum(counts)[:-1])
    stages = tuple(
        Stages(member, int(row["tensor"][at]), tuple(float(each) for each in cut[at]), float(row["recomputed"][at]))
        for at, member in enumerate(options.members)
    )
    return Group(stages, int(row["data"]), float(row["micro"]), int(row["chunks"]), rounds)
