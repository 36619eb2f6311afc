"""What our model says of a comparison: how fast one chip reads and writes with a model of seventy billion parameters, over the other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from detour import registry
from detour.prediction import chips, served
from detour.registry import Entry
from detour.results import comparisons_listed as listings
from detour.results import engine
from detour.results import huawei_inference_served as serving
from detour.tables import DATA, Data

#: The model that is served: dense, in sixteen bits, on a node of chips of one kind.
MODEL = "dense"
_NEEDED = {"fp16_peak", "memory_bandwidth", "memory_capacity"}
#: Chips for which the report chose rows of its own, by entity.
_CHOSEN = {compared[0]: compared for compared in serving.CHIPS.values()}


def rows_of(chip: str, phase: str) -> dict[str, str]:
    """Return the id of every input of a throughput by what the model calls it; a chip whose links no row lists exchanges over the host's.

    >>> rows_of("kunlunxin-kunlun2", "decode")["link_rate"]
    'a-serve-unlisted-links'
    """
    unlisted = "interconnect_bandwidth" not in chips.specifications()[chip]
    compared = (chip, chips.makers()[chip], {"interconnect_bandwidth": "a-serve-unlisted-links"} if unlisted else {})
    return serving.rows_of(chip, MODEL, phase, {chip: _CHOSEN.get(chip, compared)})


def can_serve(chip: str, data: Data = DATA) -> bool:
    """Return whether all that the model needs is listed of a chip, and a node of it holds the weights.

    >>> can_serve("nvidia-h100"), can_serve("nvidia-v100"), can_serve("lingjiu-gp201")
    (True, False, False)
    """
    if not set(chips.specifications(data).get(chip, {})) >= _NEEDED:
        return False
    by_name = rows_of(chip, "serve")
    values = {name: registry.find(ref, data).value for name, ref in by_name.items() if name != "spread"}
    return served.room(serving.units(MODEL, by_name, values)) >= 1


def ratio(phase: str, chip: str, yardstick: str, data: Data = DATA) -> listings.Side:
    """Return the throughput of one chip over that of another as predicted: `prefill` or `decode`; what both rest on counts once.

    >>> round(ratio("decode", "huawei-ascend-910c", "nvidia-h20").value, 3) == round(engine.value("r-hi-worth-decode-dense-910c-h20"), 3)
    True
    """
    return _ratio(phase, chip, yardstick, data) if can_serve(chip, data) and can_serve(yardstick, data) else listings.Side()


@lru_cache(maxsize=256)
def _ratio(phase: str, chip: str, yardstick: str, data: Data) -> listings.Side:
    sides = [rows_of(each, phase) for each in (chip, yardstick)]
    inputs = {ref: _ranged(ref, data) for by_name in sides for ref in by_name.values()}
    value, low, high = engine.quadrature(lambda **given: _rate(sides[0], phase, given) / _rate(sides[1], phase, given), inputs)
    low, high = (value if math.isnan(end) else end for end in (low, high))
    return listings.Side(value, low, high, frozenset(source for each in inputs.values() for source in each.sources))


def _rate(by_name: dict[str, str], phase: str, given: Mapping[str, float]) -> float:
    """Return tokens a second from the values of rows by their ids."""
    values = {name: given[ref] for name, ref in by_name.items()}
    return values["spread"] * serving.PHASES[phase](serving.units(MODEL, by_name, values))


def _ranged(ref: str, data: Data) -> Entry:
    """Return an input; a specification with the range of all that is listed of it."""
    found = registry.find(ref, data)
    chip, _, quantity = ref.partition("/")
    if quantity not in ("fp16_peak", "memory_bandwidth", "interconnect_bandwidth"):
        return found
    side = listings.listed(quantity, chip, data)
    return replace(found, low=side.low, high=side.high) if side.low < side.high else found
