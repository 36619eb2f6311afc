"""Groups of chips in a mixed job: pipelines of one kind, or through several kinds with layers to match, and what each way to lay one out takes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from detour.models.balance import even_layers, layers_by_stage
from detour.models.training_mixed import crossing_time, layer_and_rest, most_layers
from detour.models.training_step import Layout, Trainer, training_step_time, weights_time
from detour.prediction import training
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_efficiencies import group_of, spread_over
from detour.prediction.training_layouts import divisors, layouts
from detour.prediction.training_matching import Means
from detour.prediction.training_scenario import Training

#: Sequences of a micro-batch, and shares of layers done again, that are tried in pipelines through several kinds.
_MICRO, _AGAIN = (1, 2, 4), (0, 0.5, 1)
_MOST_WAYS = 16
#: Halvings of an interval, each of which a float can still tell apart.
_HALVINGS = 40


class Kind(NamedTuple):
    """Chips of one kind in a mixed job."""

    run: Training  #: the job on these chips alone, their number with it
    wait: float = 1.0  #: factor on every time of theirs, for intervals


class Job(NamedTuple):
    """What is trained, on what, and what joins the kinds."""

    kinds: tuple[Kind, ...]
    between: float  #: bytes/s that a chip sends to chips of another kind at most; its network may send less
    means: Means

    def crossing_rate(self, members: Sequence[int]) -> float:
        """Return the bytes/s that a chip gets through to another kind: the slowest of all these networks."""
        runs, shares = [self.kinds[place].run for place in members], dict(self.means.shares)
        return min(min(self.between, run.network) * float(shares[group_of(run.maker)].network_share) for run in runs)


@dataclass
class Options:
    """Ways to lay a group out, a value each: seconds of one round, seconds besides, sequences of a round; bounds where not `exact`."""

    members: tuple[int, ...]
    each: np.ndarray
    rest: np.ndarray
    size: np.ndarray
    exact: np.ndarray
    table: dict[str, np.ndarray]  #: how it is laid out; what each kind does in rows, one a kind
    even: bool = False
    layers: dict[int, np.ndarray] = field(default_factory=dict)  #: layers of each stage, once settled

    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what sharing out needs to know of each option."""
        return self.each, self.rest, self.size

    def kept(self, here: np.ndarray) -> Options:
        """Return the options at the places of an index, none of them settled."""
        table = {name: column[..., here] for name, column in self.table.items()}
        return Options(self.members, self.each[here], self.rest[here], self.size[here], self.exact[here], table, self.even)


def reached(kind: Kind, layout: Layout, means: Means) -> Trainer:
    """Return what the chips of a kind reach in each layout, the wait for the slowest of all chips left out."""
    space = training.space_of([kind.run], [layout])
    shares = spread_over([kind.run.maker], dict(means.shares))
    return training.trainer(space, shares, means.settings)._replace(spread=0.0)


def alone(place: int, job: Job) -> Options | None:
    """Return every way to lay a group of one kind out, or None where memory or batch allow none."""
    kind = job.kinds[place]
    try:
        layout = layouts(kind.run, lean=False)
    except Unpredictable:
        return None
    chip = reached(kind, layout, job.means)
    # A step is a time for each round and a rest.
    one, two = (training_step_time(kind.run.model, chip, layout._replace(batches=count), minimum=np.minimum) for count in (1.0, 2.0))
    micro = layout.tokens / layout.length
    table = {name: getattr(layout, name) for name in ("data", "chunks")} | {"micro": micro}
    table |= {"tensor": layout.tensor[None], "stages": layout.stages[None], "recomputed": layout.recomputed[None]}
    each, rest = kind.wait * (two - one), kind.wait * (2 * one - two)
    return Options((place,), each, rest, layout.data * micro, np.ones(len(each), dtype=bool), table)


def through(members: Sequence[int], job: Job, *, even: bool = False) -> Options | None:
    """Return the ways to lay pipelines through several kinds out, each with the least time that it could take; `settle` finds what it does take.

    Kinds with more memory come first, because the first stages keep the activations of most micro-batches. Where `even`, every stage has as many layers
    and chips as any other and does as much again. Models with experts are not laid out so, and give None, as do jobs that no layout holds.
    """
    members = tuple(sorted(members, key=lambda place: (-job.kinds[place].run.memory, place)))
    runs = [job.kinds[place].run for place in members]
    table = _table(runs, even)
    if table is None or runs[0].model.experts > 1:
        return None
    times = [_times(member, table, at, job, members) for at, member in enumerate(members)]
    layer, rest, cross, weights = (np.array(column) for column in zip(*times, strict=True))
    # Stages at the border of a kind take longer: they are counted apart. A kind in the middle has two borders, and maybe one stage.
    borders = np.array([[1.0 if at in (0, len(runs) - 1) else 2.0] for at in range(len(runs))])
    outer = np.minimum(table["stages"], borders)
    stages = np.concatenate([table["stages"] - outer, outer])
    layer, rest, most = np.tile(layer, (2, 1)), np.concatenate([rest, rest + borders / outer * cross]), _most(runs, table)
    longest = _longest(layer, rest, most, stages, runs[0].model.layers)
    slots = (stages * (layer + rest)).sum(axis=0) + (runs[0].model.layers - stages.sum(axis=0)) * layer.min(axis=0)
    besides = np.maximum(slots - longest, 0.0) + weights.min(axis=0)
    found = Options(members, longest, besides, table["data"] * table["micro"], np.zeros(len(longest), dtype=bool), table, even)
    return found.kept(np.flatnonzero(np.isfinite(longest))) if np.isfinite(longest).any() else None


def _table(runs: Sequence[Training], even: bool) -> dict[str, np.ndarray] | None:
    """Return every layout of pipelines through the kinds in their order, or None."""
    rows, chips = [], [int(run.chips) for run in runs]
    for data in divisors(math.gcd(*chips)):
        ways = [[t for t in divisors(count // data) if t <= min(run.node, _MOST_WAYS) and t & (t - 1) == 0] for run, count in zip(runs, chips, strict=True)]
        for tensor in itertools.product(*ways):
            stages = [count // data // each for count, each in zip(chips, tensor, strict=True)]
            if sum(stages) > runs[0].model.layers or (even and len(set(tensor)) > 1):
                continue
            micros = [each for each in _MICRO if each * data <= runs[0].batch]
            agains = [(each,) * len(runs) for each in _AGAIN] if even else list(itertools.product(_AGAIN, repeat=len(runs)))
            rows += [(data, micro, *tensor, *stages, *again) for micro in micros for again in agains]
    if not rows:
        return None
    columns, count = np.array(rows, dtype=float).T, len(runs)
    parts = {name: columns[2 + at * count : 2 + (at + 1) * count] for at, name in enumerate(("tensor", "stages", "recomputed"))}
    return {"data": columns[0], "micro": columns[1], "chunks": np.ones(len(rows)), **parts}


def _layout(run: Training, table: dict[str, np.ndarray], at: int) -> Layout:
    """Return what the chips of one kind do, layers spread evenly."""
    stages, ones = table["stages"].sum(axis=0), np.ones(len(table["data"]))
    return Layout(
        tokens=table["micro"] * run.length,
        length=run.length * ones,
        batches=np.ceil(run.batch / table["data"] / table["micro"]),
        tensor=table["tensor"][at],
        stages=stages,
        stage_layers=run.model.layers / stages,
        chunks=ones,
        data=table["data"],
        expert_ways=ones,
        places=ones,
        most_places=np.inf * ones,
        routed_bytes=run.routed_bytes * ones,
        recomputed=table["recomputed"][at],
        **dict.fromkeys(("sharded", "scores", "paired"), 0 * ones),
    )


def _times(member: int, table: dict[str, np.ndarray], at: int, job: Job, members: Sequence[int]) -> tuple[np.ndarray, ...]:
    """Return the seconds of a layer, of a stage besides, of passing on to another kind, and the least that a stage with the mean of layers spends on weights."""
    kind, layout = job.kinds[member], _layout(job.kinds[member].run, table, at)
    model, chip = kind.run.model, reached(kind, layout, job.means)
    layer, rest = layer_and_rest(model, chip, layout, minimum=np.minimum)
    weights = weights_time(model, chip, layout, np.inf, minimum=np.minimum)
    cross = crossing_time(model, layout.tokens, layout.tensor, chip.stage_rate, np.minimum(chip.stage_rate, job.crossing_rate(members)))
    return kind.wait * layer, kind.wait * rest, cross, kind.wait * weights


def _flying(table: dict[str, np.ndarray], run: Training, position: np.ndarray) -> np.ndarray:
    """Return the micro-batches of which the stage at a position keeps activations, one forward and one back in turn."""
    return np.minimum(np.ceil(run.batch / table["data"] / table["micro"]), table["stages"].sum(axis=0) - position)


def _held(run: Training, table: dict[str, np.ndarray], at: int, position: np.ndarray) -> np.ndarray:
    """Return the layers that a stage of a kind at a position holds."""
    way = (table["micro"] * run.length, table["tensor"][at], table["stages"].sum(axis=0), table["data"])
    return most_layers(run.model, run.memory, *way, _flying(table, run, position), table["recomputed"][at])


def _most(runs: Sequence[Training], table: dict[str, np.ndarray]) -> np.ndarray:
    """Return the layers that a stage of each kind holds, inner stages and then those at its borders, no less than their mean; none where its first holds none."""
    ends, inner, outer = np.cumsum(table["stages"], axis=0), [], []
    for at, run in enumerate(runs):
        first, last = ends[at] - table["stages"][at], ends[at] - 1
        start, end = first + (at > 0), last - (at < len(runs) - 1)
        held = [_held(run, table, at, position) for position in (first, last, start, np.maximum(start, end))]
        # What a stage holds is convex in what it keeps, so that the mean over stages is below that of the ends.
        inner.append(np.where(held[0] >= 1, (held[2] + held[3]) / 2, 0.0))
        border = held[1] if at == 0 else held[0] if at == len(runs) - 1 else (held[0] + held[1]) / 2
        outer.append(np.where(held[0] >= 1, border, 0.0))
    return np.array(inner + outer)


def _longest(layer, rest, most, stages, layers: float) -> np.ndarray:
    """Return the least time of the slowest stage were layers divisible, arrays of kinds by options; infinite where memory does not hold them all."""
    full = np.zeros(layer.shape, dtype=bool)
    for _ in range(len(layer) + 1):
        left = layers - np.where(full, stages * most, 0.0).sum(axis=0)
        pace = np.where(full, 0.0, stages / layer).sum(axis=0)
        free = np.where(full, 0.0, stages * rest / layer).sum(axis=0)
        time = np.where(pace > 0, (left + free) / np.maximum(pace, 1e-300), np.where(left > 0, np.inf, 0.0))
        full |= (time - rest) / layer > most
    held = (most >= 1).all(axis=0) & ((stages * most).sum(axis=0) >= layers)
    time = np.where(held, np.maximum(time, (layer + rest).max(axis=0)), np.inf)
    return np.where(held, _whole(layer, rest, most, stages, layers, np.where(held, time, 1.0)), np.inf)


def _whole(layer, rest, most, stages, layers: float, least: np.ndarray) -> np.ndarray:
    """Return the least time of the slowest stage with whole layers, from the least with parts of layers: no more than a layer later."""
    low, high = least.copy(), least + layer.max(axis=0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        taken = (stages * np.minimum(np.floor((middle - rest) / layer), most)).sum(axis=0)
        low, high = np.where(taken >= layers, low, middle), np.where(taken >= layers, middle, high)
    return low


def settle(options: Options, place: int, job: Job, rounds: float) -> None:
    """Find the whole layers that are best for so many rounds, and put what they take in the place of the bound; infinite where memory holds none."""
    runs, table = [job.kinds[each].run for each in options.members], {name: column[..., place : place + 1] for name, column in options.table.items()}
    model, counts = runs[0].model, table["stages"][:, 0].astype(int)
    of, position = np.repeat(np.arange(len(runs)), counts), np.arange(counts.sum())
    # The first stage of a kind sends back to another kind, the last one on to it.
    starts, ends = np.cumsum(counts) - counts, np.cumsum(counts)
    crossings = np.isin(position, starts[1:]).astype(float) + np.isin(position, ends[:-1] - 1)
    layer, rest, most = [], [], []
    for at, (run, member) in enumerate(zip(runs, options.members, strict=True)):
        one, none, cross, _ = _times(member, table, at, job, options.members)
        layer.append(np.full(counts[at], one[0]))
        rest.append(none[0] + crossings[of == at] * cross[0])
        most.append(np.floor(_held(run, table, at, position[of == at])))
    layer, rest, most = (np.concatenate(each) for each in (layer, rest, most))
    found = even_layers(most, int(model.layers)) if options.even else layers_by_stage(layer, rest, most, int(model.layers), max(rounds, 1.0))
    options.exact[place] = True
    if found is None:
        options.each[place] = np.inf
        return
    slots = layer * found + rest
    weights = 0.0
    for at, member in enumerate(options.members):
        kind, mine = job.kinds[member], found[of == at].astype(float)
        layout = _layout(kind.run, table, at)
        held = layout._replace(stages=model.layers / mine, stage_layers=mine)
        spent = weights_time(model, reached(kind, layout, job.means), held, slots[of == at] / kind.wait, minimum=np.minimum)
        weights = max(weights, kind.wait * float(np.max(spent)))
    options.layers[place] = found
    options.each[place], options.rest[place] = slots.max(), slots.sum() - slots.max() + weights
