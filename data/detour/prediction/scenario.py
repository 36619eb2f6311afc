"""One row shaped like a measurement, as the model takes it: chip, model, layout and load, and what had to be assumed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from detour.models import serving
from detour.models.transformer import Transformer, parameters
from detour.prediction import architectures, chips, precision
from detour.prediction.refusal import Unpredictable
from detour.prediction.settings import GIGA, Settings
from detour.prediction.settings import joined as joined_chips
from detour.prediction.settings import load as settings_of
from detour.tables import DATA, Data

TERA = 1e12
#: Phase that a metric means, and whether it is a rate of one chip or node of a deployment whose size it does not depend on.
METRICS = {
    "decode_throughput_per_chip": "decode",
    "decode_throughput_per_node": "decode",
    "prefill_throughput_per_chip": "prefill",
    "prefill_throughput_per_node": "prefill",
    "output_throughput": "serve",
    "output_throughput_per_chip": "serve",
    "total_throughput": "serve",
    "tpot": "serve",
    "request_latency": "serve",
}
PHASES = ("prefill", "decode", "serve")
_ALONE = re.compile(r"decode only|disaggregat|prefill/decode split", re.IGNORECASE)
_DRAFT = re.compile(r"\b(?:MTP|Eagle3?|speculative)\b(?: (\d) (?:step|token))?", re.IGNORECASE)
#: Share of its memory that weights fill in a deployment whose size is not said: the rest is for the cache.
_FULL = 0.25


@dataclass(frozen=True)
class Scenario:
    """What one prediction is of. Rates are per second, sizes in bytes."""

    record: str
    metric: str
    phase: str
    maker: str
    chip: str
    model: Transformer
    peak: float
    wide_peak: float
    memory_bandwidth: float
    link: float
    within: bool  #: whether the experts lie within the reach of the fast links
    narrow: bool
    weight_bytes: float
    chips: float
    ways: float
    expert_ways: float
    groups: float
    input: float
    output: float
    sequences: float
    drafted: float
    unit: str = ""
    assumed: tuple[str, ...] = field(default=())


def number(row: Mapping[str, str], column: str, least: float = 0.0) -> float | None:
    """Return a number of the row, None where the cell is empty; raise `Unpredictable` for anything that is not one of at least `least`.

    >>> number({"batch": "16"}, "batch"), number({}, "batch")
    (16.0, None)
    """
    text = (row.get(column) or "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise Unpredictable(f"{column}: '{text}' is not a number") from None
    if not math.isfinite(value) or value <= least:
        raise Unpredictable(f"{column}: '{text}' is not allowed; allowed: a number above {least:g}")
    return value


def scenario(row: Mapping[str, str], data: Data = DATA) -> Scenario:
    """Return what a row asks for; raise `Unpredictable`, with the reason in a line, where the model cannot answer.

    >>> asked = scenario({"record_id": "x", "chip_id": "nvidia-h20", "chip_count": "8", "model": "DeepSeek-R1", "precision": "FP8",
    ...     "input_len": "4096", "metric": "prefill_throughput_per_node"})
    >>> asked.phase, asked.ways, asked.weight_bytes
    ('prefill', 8.0, 1.0)
    """
    metric = row.get("metric") or ""
    if metric not in METRICS:
        raise Unpredictable(f"metric '{metric}' is not predicted; allowed: {', '.join(METRICS)}")
    settings, assumed = settings_of(data), []
    model, chip = architectures.of(row.get("model") or "", data), row.get("chip_id") or ""
    known = chips.of(chip, {name: value for column, name in chips.OVERRIDES.items() if (value := number(row, column)) is not None}, data)
    held = precision.of(row.get("precision") or "", known)
    phase = _phase(row, metric)
    count = number(row, "chip_count")
    if count is None:
        count = 1.0
        assumed.append("one chip")
    lengths = _lengths(row, phase, settings, assumed)
    ways, expert_ways, groups = _layout(row, model, held.weight_bytes, known, count, metric, settings, assumed)
    joined = joined_chips(data).get(chip, settings.node)
    within = expert_ways <= joined
    return Scenario(
        record=row.get("record_id") or "",
        metric=metric,
        phase=phase,
        maker=chips.makers(data).get(chip, ""),
        chip=chip,
        model=model,
        peak=held.peak * TERA,
        wide_peak=known["fp16_peak"] * TERA,
        memory_bandwidth=known["memory_bandwidth"] * GIGA,
        link=_link(known, within, settings, assumed),
        within=within,
        narrow=held.narrow,
        weight_bytes=held.weight_bytes,
        chips=count,
        ways=ways,
        expert_ways=expert_ways,
        groups=groups,
        input=lengths[0],
        output=lengths[1],
        sequences=_sequences(row, phase, model, held.weight_bytes, known, lengths, (ways, expert_ways, groups, count), settings, assumed),
        drafted=_drafted(row),
        unit=row.get("unit") or "",
        assumed=tuple(assumed),
    )


def _phase(row: Mapping[str, str], metric: str) -> str:
    """Return the phase that a row means: what it says, what its metric says, or what its words on the workload say."""
    said = (row.get("phase") or "").strip()
    if said == "train" or (said and said not in PHASES):
        raise Unpredictable(f"phase '{said}' is not that of {metric}; allowed: {', '.join(PHASES)}")
    if said or METRICS[metric] != "serve":
        return said or METRICS[metric]
    return "decode" if metric == "tpot" and _ALONE.search(row.get("workload") or "") else "serve"


def _lengths(row: Mapping[str, str], phase: str, settings: Settings, assumed: list[str]) -> tuple[float, float]:
    """Return tokens of prompt and answer; where one is missing, that of the other, or the assumption."""
    given, wanted = number(row, "input_len"), number(row, "output_len")
    if given is None:
        assumed.append("length of the prompt")
        given = wanted or settings.input_length
    if wanted is None:
        wanted = settings.output_length
        if phase != "prefill":
            assumed.append("length of the answer")
    return given, wanted


def _layout(row, model: Transformer, weight_bytes: float, known, count: float, metric: str, settings: Settings, assumed: list[str]):
    """Return chips over which matrices are split, chips over which experts lie, and groups that serve side by side."""
    said = {name: number(row, name) for name in ("tensor_parallel", "expert_parallel", "data_parallel")}
    memory = known.get("memory_capacity", math.inf) * GIGA * settings.usable_memory
    size, whole, routed = parameters(model) * weight_bytes, max(count, 1.0), model.experts > 1
    if routed and METRICS[metric] != "serve" and not said["expert_parallel"] and size / whole > memory:
        # A rate of one chip or node is that of a deployment around it, which must at least hold the model.
        assumed.append("size of the deployment")
        while size / whole > memory * _FULL:
            whole *= 2
    if said["tensor_parallel"]:
        ways = said["tensor_parallel"]
    elif routed and (whole > settings.node or (METRICS[metric] == "serve" and number(row, "batch") is None and model.cache_ways == 1)):
        # Attention in data parallelism: a latent cache cannot be split, and a copy on every chip would fill them.
        ways = 1.0
    elif number(row, "batch") is None and not routed and METRICS[metric] == "serve":
        # A service that fills its memory splits a dense model over no more chips than hold it.
        ways = next((float(t) for t in (1, 2, 4, 8) if size / t <= memory * (1 - _FULL) and whole % t == 0), min(whole, settings.node))
    else:
        ways = min(whole, settings.node)
    ways = min(ways, whole)
    return ways, max(said["expert_parallel"] or (whole if routed else ways), ways), said["data_parallel"] or whole / ways


def _link(known, within: bool, settings: Settings, assumed: list[str]) -> float:
    """Return bytes/s that a chip sends: half of what its links carry both ways, or what the network between nodes does."""
    if not within:
        return settings.network
    if "interconnect_bandwidth" in known:
        return known["interconnect_bandwidth"] * GIGA / 2
    assumed.append("links")
    return settings.unlisted_links


def _sequences(row, phase, model, weight_bytes, known, lengths, layout, settings: Settings, assumed: list[str]) -> float:
    """Return sequences that one group holds at once; in prefill, prompts that it takes at once."""
    (ways, expert_ways, groups, count), batch = layout, number(row, "batch")
    scope = (row.get("batch_scope") or "").strip()
    if scope not in ("", "chip", "system"):
        raise Unpredictable(f"batch_scope '{scope}' is not allowed; allowed: chip, system")
    if phase == "prefill":
        # As published, a batch of prefill is counted in tokens of one chip; below the length of one prompt it can only count prompts.
        tokens = settings.prefill_tokens if batch is None else batch if batch >= lengths[0] else batch * lengths[0]
        return max(tokens * (ways if scope == "chip" else 1.0) / lengths[0], 1.0)
    fit = _fit(row, model, weight_bytes, known, lengths, expert_ways if model.experts > 1 else ways, ways, settings)
    if batch is None:
        assumed.append("batch")
        return min(fit, settings.most_sequences)
    each = scope == "chip" or (not scope and phase == "decode" and count > settings.node)
    # Requests beyond what the memory holds wait, so that fewer decode at once than were sent.
    return min(batch * ways if each else max(batch / groups, 1.0), fit)


def _fit(row, model: Transformer, weight_bytes: float, known, lengths, spread: float, ways: float, settings: Settings) -> float:
    """Return how many sequences fit into the memory of one group, half of their answers written on average; refuse a model that does not fit."""
    memory, held = known.get("memory_capacity", math.inf) * GIGA, parameters(model) * weight_bytes / spread
    # Where weights leave little, an engine is told to leave less to itself: half of what is left holds the cache.
    room = max(memory * settings.usable_memory, (memory + held) / 2)
    cache = model.cached_layers * model.cache_width * settings.cache_bytes / min(ways, model.cache_ways)
    fit = serving.sequences_in_memory(room, held, cache, lengths[0] + lengths[1] / 2)
    if fit <= 0:
        chip = row.get("chip_id")
        raise Unpredictable(
            f"{row.get('model')} at {weight_bytes:g} bytes a parameter does not fit into the memory of {spread:g} x {chip}; allowed: more chips"
        )
    return max(fit, 1.0)


def _drafted(row: Mapping[str, str]) -> float:
    """Return drafted tokens of a step, as the row's words on its workload have them; 0 where they have none."""
    found = _DRAFT.search(f"{row.get('workload') or ''} {row.get('notes') or ''}")
    return float(found.group(1) or 1) if found else 0.0
