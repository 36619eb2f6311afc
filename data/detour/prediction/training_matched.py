"""How many chips match others, from numbers alone: the values of rows go in, so that a result can be computed of any state of the tables."""

from __future__ import annotations

import math

from detour.prediction.architectures import transformer
from detour.prediction.scenario import TERA
from detour.prediction.settings import GIGA
from detour.prediction.training_efficiencies import Shares, group_of
from detour.prediction.training_losses import Losses
from detour.prediction.training_matching import Match, Means, match_of, pace_of, rate_of, soonest_of
from detour.prediction.training_scenario import Training, routed_bytes
from detour.prediction.training_settings import Settings

#: Bytes of a value in sixteen bits, in which chips train that are given no rate at eight; and seconds of an hour and of a day.
_WIDE = 2.0
_HOUR, _DAY = 3600.0, 86400.0
#: Failures are counted for a year of a hundred chips.
_YEARLY = 0.01 / (365.25 * 86400)


def matched(values: dict[str, float], chip: tuple[str, str], strong: tuple[str, str], factor: float = 1.0, *, reasons: bool = True) -> Match:
    """Return how many of one chip train a model as fast as `strong_chips` of another, times a factor.

    `values` are those of rows, in the units of the tables; those of the other chip begin with `strong_`. `chip` and `strong` are entity and maker.
    A chip with an `fp8_peak` trains in eight bits, which the other must then have too; any other in sixteen.
    """
    weak, other, means = _sides(values, chip, strong)
    return match_of(weak, other, factor, means, reasons=reasons)


def pace(values: dict[str, float], chip: tuple[str, str], strong: tuple[str, str]) -> float:
    """Return the speed of as many of one chip over that of `strong_chips` of another, from the same values."""
    return pace_of(*_sides(values, chip, strong))


def chip_hours(values: dict[str, float], chip: tuple[str, str]) -> float:
    """Return the hours of one chip that a run of `run` tokens takes on `chips` of it, failures and what else a run spends counted in."""
    rate = rate_of(run_of(values, chip), _means(values, chip))
    return values["run"] / rate * values["chips"] / _HOUR if rate else math.inf


def soonest(values: dict[str, float], chip: tuple[str, str], days: float) -> Match:
    """Return the least number of a chip that ends a run of `run` tokens within so many days."""
    return soonest_of(run_of(values, chip), values["run"] / (days * _DAY), _means(values, chip))


def _means(values: dict[str, float], chip: tuple[str, str]) -> Means:
    """Return what a run on one kind of chip is computed with."""
    return Means(tuple(_shares(values, values, chip[1], chip[1]).items()), settings_of(values), losses_of(values))


def _sides(values: dict[str, float], chip: tuple[str, str], strong: tuple[str, str]) -> tuple[Training, Training, Means]:
    """Return the job on either chip, and what both are computed with."""
    other = {name.removeprefix("strong_"): value for name, value in values.items() if name.startswith("strong_")}
    means = Means(tuple(_shares(values, other, chip[1], strong[1]).items()), settings_of(values), losses_of(values))
    return run_of(values, chip), run_of(values | other, strong), means


def run_of(values: dict[str, float], chip: tuple[str, str]) -> Training:
    """Return the job on one kind of chip."""
    wide, narrow = values["fp16_peak"] * TERA, values.get("fp8_peak", 0.0) * TERA
    return Training(
        record="",
        metric="training_throughput",
        maker=chip[1],
        chip=chip[0],
        model=transformer(values),
        peak=narrow or wide,
        wide_peak=wide,
        memory_bandwidth=values["memory_bandwidth"] * GIGA,
        memory=values["memory_capacity"] * GIGA * values["usable_memory"],
        link=values["interconnect_bandwidth"] * GIGA / 2,
        network=values["network"] * GIGA,
        node=values["node"],
        most_nodes=values.get("most_nodes", 1.0),
        routed_bytes=routed_bytes(narrow > 0),
        chips=values.get("chips", 0.0),
        length=values["length"],
        batch=values["tokens"] / values["length"],
        flop=0.0,
        run=0.0,
        scale=1.0,
    )


def _shares(values: dict[str, float], other: dict[str, float], maker: str, strong: str) -> dict[str, Shares]:
    """Return the fitted shares of the makers of both chips."""
    common = {name: values.get(name, 1.0) for name in Shares._fields[1:]}
    return {group_of(strong): Shares(other["compute_share"], **common), group_of(maker): Shares(values["compute_share"], **common)}


def settings_of(values: dict[str, float]) -> Settings:
    """Return the settings that a match needs; the others are those of rows that say less."""
    return Settings(**dict.fromkeys(Settings._fields, 0.0) | {"node": values["node"], "latency": values["latency"] * 1e-6})


def losses_of(values: dict[str, float]) -> Losses:
    """Return what is lost to failures; what else a run spends is the same share on both sides, and counted where the values say it."""
    return Losses(values["failure_rate"] * _YEARLY, values["saving"], values["lost"], values.get("run_share", 1.0))
