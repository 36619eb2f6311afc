"""The speed of one job on many clusters: kinds of chip, models, links, networks and numbers of chips, each in its best layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from detour.models.training_step import Layout
from detour.prediction.settings import GIGA
from detour.prediction.training_answers import calibrated, spreads_of
from detour.prediction.training_errors import kind
from detour.prediction.training_matching import layouts_of, means_of, speeds
from detour.prediction.training_scenario import scenario
from detour.prediction.training_settings import load as settings_of
from detour.tables import DATA, Data


class Line(NamedTuple):
    """One kind of chip with one model: what holds for it at all sizes, and what it reaches at each."""

    chip: str
    model: str
    link: float  #: times the links within a node that the chip has
    network: float  #: times its network between nodes
    speeds: tuple[float, ...]  #: tokens/s of the steps at each size; nought where memory or batch allow no layout
    layouts: tuple[str, ...]  #: in the words of the field; empty where there is none
    percent: float  #: MFU of a chip that trains one token a second
    factor: float  #: factor within which four fifths of measurements lie


def row(chip: str, model: str, count: float, link: float = 1.0, network: float = 1.0, data: Data = DATA) -> dict[str, str]:
    """Return the job as a row for `detour predict`: the batch and the length of a large run, and links that many times as fast.

    >>> row("nvidia-h800", "Llama 3.1 8B", 64, 0.5)["interconnect_gb_s"]
    '200'
    """
    settings = settings_of(data)
    asked = {"chip_id": chip, "chip_count": f"{count:g}", "model": model, "precision": "BF16", "input_len": f"{settings.length:g}"}
    asked |= {"global_batch_tokens": f"{settings.most_tokens:.0f}", "metric": "training_throughput"}
    base = scenario(asked, data)
    return asked | {"interconnect_gb_s": f"{2 * link * base.link / GIGA:g}", "network_gb_s": f"{network * base.network / GIGA:g}"}


@lru_cache(maxsize=4)
def grid(chips: tuple[str, ...], models: tuple[str, ...], links: tuple[float, ...], sizes: tuple[int, ...], data: Data = DATA) -> tuple[Line, ...]:
    """Return the line of every chip with every model, at each of `links` for the links within a node and for the network between nodes."""
    return tuple(each for chip in chips for model in models for each in _lines(chip, model, links, sizes, data))


def _lines(chip: str, model: str, links: Sequence[float], sizes: Sequence[int], data: Data) -> list[Line]:
    """Return the lines of one chip with one model; layouts that fit are the same whatever the links."""
    base = scenario(row(chip, model, sizes[0], data=data), data)
    alone = [replace(base, chips=float(size)) for size in sizes]
    found, means, spread = [layouts_of(asked) for asked in alone], means_of(data), spreads_of(data)[kind(base, calibrated(data))]
    lines = []
    for link, network in [(link, network) for link in links for network in links]:
        runs = [replace(asked, link=link * asked.link, network=network * asked.network) for asked in alone]
        speed, best = speeds(runs, means, found)
        words = tuple(_words(each) for each in best)
        lines.append(Line(chip, model, link, network, tuple(map(float, speed)), words, 100 * base.flop / base.wide_peak, spread))
    return lines


def _words(layout: Layout | None) -> str:
    """Return over how many chips a layout divides what, in the words of the field.

    >>> _words(None)
    ''
    """
    if layout is None:
        return ""
    return f"TP{layout.tensor:g} PP{layout.stages:g} DP{layout.data:g}" + (f" EP{layout.expert_ways:g}" if layout.expert_ways > 1 else "")
