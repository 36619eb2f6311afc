"""Many training runs at once: the time of a step in every layout of each, the best taken, and each metric read off it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detour.models.training_step import Layout, Trainer, training_step_time
from detour.models.transformer import Transformer
from detour.prediction.training_efficiencies import Shares
from detour.prediction.training_layouts import layouts
from detour.prediction.training_scenario import Training
from detour.prediction.training_settings import Settings

_SECONDS = 3600.0


class Space(NamedTuple):
    """The layouts of many runs, one after another, each with its model and its chips; `starts` is where each run begins."""

    runs: tuple[Training, ...]
    starts: np.ndarray
    run: np.ndarray  #: the run of each layout
    model: Transformer
    layout: Layout
    peak: np.ndarray
    wide_peak: np.ndarray
    memory_rate: np.ndarray
    tensor_rate: np.ndarray
    expert_link: np.ndarray
    data_rate: np.ndarray
    stage_rate: np.ndarray
    #: Shares of the network that each of the four rates is taken by, else of the links.
    beyond: np.ndarray

    def part(self, here: np.ndarray) -> Space:
        """Return the layouts at the places of an index; every run keeps at least one."""
        run = self.run[here]
        columns = (column[here] for column in self[5:-1])
        model, layout = Transformer(*(each[here] for each in self.model)), Layout(*(each[here] for each in self.layout))
        return Space(self.runs, np.searchsorted(run, np.arange(len(self.runs))), run, model, layout, *columns, self.beyond[:, here])


def space_of(runs: Sequence[Training], found: Sequence[Layout] | None = None) -> Space:
    """Return every layout of the runs, or those `found` for them; each run must have one, see `layouts`."""
    found = [layouts(asked) for asked in runs] if found is None else found
    counts = np.array([len(each.tensor) for each in found])
    run = np.repeat(np.arange(len(runs)), counts)
    layout = Layout(*(np.concatenate(column) for column in zip(*found, strict=True)))
    model = Transformer(*(np.array([getattr(asked.model, name) for asked in runs], dtype=float)[run] for name in Transformer._fields))
    of = {name: np.array([getattr(asked, name) for asked in runs], dtype=float)[run] for name in ("peak", "wide_peak", "link", "network", "node", "chips")}
    bandwidth = np.array([asked.memory_bandwidth for asked in runs])[run]
    inside = np.clip(of["node"] / layout.tensor, 1, layout.data)
    beyond = np.array(
        [
            layout.tensor > of["node"],
            layout.tensor * layout.expert_ways > of["node"],
            layout.tensor * layout.data > of["node"],
            of["chips"] > of["node"],
        ]
    )
    # Chips of one node that hold the same weights share its network, all of it.
    rates = np.where(beyond, of["network"], of["link"])
    rates[2] = np.where(beyond[2], np.minimum(inside * of["network"], of["link"]), of["link"])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return Space(tuple(runs), starts, run, model, layout, of["peak"], of["wide_peak"], bandwidth, *rates, beyond)


def trainer(space: Space, shares: Shares, settings: Settings) -> Trainer:
    """Return what the chips of each layout reach; `shares` are numbers or arrays that go with the layouts."""
    rates = [
        np.where(beyond, shares.network_share, shares.exchange_share) * rate
        for beyond, rate in zip(space.beyond, (space.tensor_rate, space.expert_link, space.data_rate, space.stage_rate), strict=True)
    ]
    return Trainer(
        shares.compute_share * space.peak,
        shares.compute_share * shares.expert_share * space.peak,
        shares.compute_share * space.wide_peak,
        shares.memory_share * space.memory_rate,
        *rates,
        settings.latency,
        # Numbers of eight bits are half as many bytes.
        shares.reuse * np.where(space.peak > space.wide_peak, 2.0, 1.0),
        shares.attention_reuse,
        shares.routing,
        shares.overlap,
        shares.spread,
    )


def step_times(space: Space, shares: Shares, settings: Settings) -> np.ndarray:
    """Return the seconds of a step in every layout; a further axis of `shares` before the layouts is kept."""
    return training_step_time(space.model, trainer(space, shares, settings), space.layout, minimum=np.minimum)


def best_times(space: Space, shares: Shares, settings: Settings) -> np.ndarray:
    """Return the seconds of a step of each run in its best layout."""
    return np.minimum.reduceat(step_times(space, shares, settings), space.starts, axis=-1)


def best_layouts(space: Space, shares: Shares, settings: Settings) -> Layout:
    """Return the best layout of each run."""
    return best(space, shares, settings)[0]


def best(space: Space, shares: Shares, settings: Settings) -> tuple[Layout, np.ndarray]:
    """Return the best layout of each run, and the seconds of a step in it."""
    times, ends = step_times(space, shares, settings), [*space.starts[1:], len(space.run)]
    places = np.array([start + np.argmin(times[start:end]) for start, end in zip(space.starts, ends, strict=True)])
    return Layout(*(column[places] for column in space.layout)), times[places]


def read(runs: Sequence[Training], times: np.ndarray, useful: float | np.ndarray = 1.0) -> np.ndarray:
    """Return the metric of each run in the unit of its row, off the seconds of its steps; `useful` is the share of hours that a whole run trains.

    MFU is in percent, throughput in tokens/s, a step in seconds, a whole run in chip hours.
    """
    of = {
        name: np.array([getattr(asked, name) for asked in runs], dtype=float)
        for name in ("batch", "length", "chips", "flop", "wide_peak", "run", "scale", "steady")
    }
    rate = of["batch"] * of["length"] / times
    each = rate / of["chips"]
    found = {
        "mfu": 100 * each * of["flop"] / of["wide_peak"],
        "training_throughput_per_chip": each * of["scale"],
        "training_throughput": rate * of["scale"],
        "step_time": times,
        "accelerator_hours": of["run"] / each / _SECONDS / np.where(of["steady"], 1.0, useful),
    }
    kinds = np.array([asked.metric for asked in runs])
    return np.select([kinds == name for name in found], list(found.values()))
