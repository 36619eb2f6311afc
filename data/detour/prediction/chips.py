"""Chips as the model sees them: preferred specifications, with assumptions where the report makes its own, and what a row overrides."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from detour import tables
from detour.prediction.refusal import Unpredictable
from detour.tables import DATA, Data

PEAKS = ("fp16_peak", "fp8_peak", "int8_peak", "fp4_peak")
_NEEDED = {"fp16_peak": "peak_tflops", "memory_bandwidth": "memory_bandwidth_gb_s"}
#: Quantities of which an assumption on a chip or a model stands in place of a specification.
_CHOSEN = (*PEAKS, "memory_bandwidth", "memory_capacity", "interconnect_bandwidth", "prompt_length", "answer_length")
#: Column of a row that replaces a specification; the peak replaces that of the row's precision.
OVERRIDES = {
    "peak_tflops": "peak",
    "memory_bandwidth_gb_s": "memory_bandwidth",
    "memory_gb": "memory_capacity",
    "interconnect_gb_s": "interconnect_bandwidth",
}


@lru_cache(maxsize=4)
def specifications(data: Data = DATA) -> dict[str, dict[str, float]]:
    """Return the specifications of every chip by quantity: the preferred row, or the central value of an assumption of that name.

    >>> specifications()["nvidia-h20"]["memory_bandwidth"]
    4000.0
    """
    rows = tables.load("specifications", data)
    found: dict[str, dict[str, float]] = {}
    for row in rows[rows["preferred"] == "yes"].itertuples():
        value = row.value if not math.isnan(row.value) else (row.low + row.high) / 2
        if not math.isnan(value):
            found.setdefault(row.subject, {})[row.quantity] = float(value)
    for row in tables.load("assumptions", data).itertuples():
        if row.quantity in _CHOSEN:
            found.setdefault(row.subject, {})[row.quantity] = float(row.central)
    return found


@lru_cache(maxsize=4)
def makers(data: Data = DATA) -> dict[str, str]:
    """Return the maker of every chip.

    >>> makers()["huawei-ascend-910c"]
    'huawei'
    """
    rows = tables.load("entities", data)
    chips = rows[rows["kind"] == "chip"]
    return dict(zip(chips["id"], chips["parent"].fillna(""), strict=True))


def key(name: str) -> str:
    """Return the name of a chip as it is looked up: letters and digits, without its maker.

    >>> key("NVIDIA H100-SXM5 80GB"), key("Ascend 910B"), key("huawei_ascend_910b"), key("AMD Instinct MI300X")
    ('h100sxm580gb', '910b', '910b', 'mi300x')
    """
    bare = re.sub(r"\(.*?\)", " ", name).lower()
    bare = re.sub(r"\b(nvidia|amd|huawei|intel|google|aws|habana|geforce|tesla|instinct|ascend|atlas|hgx|dgx)(?=\b|_)", " ", bare.replace("_", " "))
    return re.sub(r"[^a-z0-9+]", "", bare)


def _shorter(found: str) -> str:
    """Return a key without form, memory and words that tell no two chips of the tables apart.

    >>> _shorter("h100sxm580gb"), _shorter("a10080gbsxm4"), _shorter("b200gpu")
    ('h100', 'a100', 'b200')
    """
    while (bare := re.sub(r"(?<=\w\w)(sxm[2-6]?|(80|96|141|180|192|256|288)gb|hbm[23]e?|oam|gpu|npu|accelerator)$", "", found)) != found:
        found = bare
    return found


@lru_cache(maxsize=4)
def _by_name(data: Data = DATA) -> dict[str, str]:
    """Return the chip of every name under which it is known; of two of one name, the first with specifications."""
    rows, known = tables.load("entities", data), specifications(data)
    chips = rows[rows["kind"] == "chip"]
    found: dict[str, str] = {}
    for told in (True, False):
        for row in chips.itertuples():
            if (row.id in known) == told:
                names = (row.id, row.id.removeprefix(f"{row.parent}-"), row.name_en, *(row.aliases if isinstance(row.aliases, str) else "").split(";"))
                for name in names:
                    found.setdefault(key(name), row.id)
    return found


@lru_cache(maxsize=1024)
def named(name: str, data: Data = DATA) -> str:
    """Return the chip that a row means; the name as it is where no chip of the tables has it.

    >>> named("nvidia-h100"), named("NVIDIA H100 SXM5 80GB"), named("Ascend-910B"), named("MI300X"), named("nobody-x1")
    ('nvidia-h100', 'nvidia-h100', 'huawei-ascend-910b', 'amd-mi300x', 'nobody-x1')
    """
    name = name.strip()
    if name in makers(data) or not key(name):
        return name
    names = _by_name(data)
    return names.get(key(name)) or names.get(_shorter(key(name))) or name


def of(chip: str, overrides: dict[str, float], data: Data = DATA, assumed: list[str] | None = None) -> dict[str, float]:
    """Return the specifications of a chip, as overridden; raise `Unpredictable` where what every prediction needs is missing.

    A chip that lists a rate at eight bits only is given half of it at sixteen.

    >>> of("nobody-x1", {"peak": 400.0, "memory_bandwidth": 2000.0})["fp16_peak"]
    400.0
    """
    known = dict(specifications(data).get(chip, {})) | overrides
    if "peak" in overrides:
        known |= {peak: overrides["peak"] for peak in PEAKS if peak in known or peak == "fp16_peak"}
    eight = known.get("fp8_peak") or known.get("int8_peak")
    if "fp16_peak" not in known and eight:
        known["fp16_peak"] = eight / 2
        if assumed is not None:
            assumed.append("rate at sixteen bits")
    missing = [name for name in _NEEDED if name not in known]
    if missing:
        word = "no chip" if not set(PEAKS) & set(known) and "memory_bandwidth" not in known else "no " + " and ".join(missing) + " of chip"
        raise Unpredictable(f"{word} '{chip}' in the tables; give {' and '.join(_NEEDED[name] for name in missing)}", "chip_id")
    return known
