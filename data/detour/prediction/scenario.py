"""One row shaped like a measurement, as the model takes it: chip, model, layout and load, and what had to be assumed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from detour.models.transformer import Transformer, parameters
from detour.prediction import architectures, chips, layout, precision
from detour.prediction.cells import number, word
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
_BALANCED = re.compile(r"balanced routing|perfect (?:expert |load )?balance", re.IGNORECASE)
_DRAFT = re.compile(r"\b(?:MTP|Eagle3?|speculative)\b(?: (\d) (?:step|token))?", re.IGNORECASE)


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
    balanced: bool = False  #: whether experts are said to have been asked alike
    unit: str = ""
    assumed: tuple[str, ...] = field(default=())


def scenario(row: Mapping[str, str], data: Data = DATA) -> Scenario:
    """Return what a row asks for; raise `Unpredictable`, with the reason in a line, where the model cannot answer.

    >>> asked = scenario({"record_id": "x", "chip_id": "nvidia-h20", "chip_count": "8", "model": "DeepSeek-R1", "precision": "FP8",
    ...     "input_len": "4096", "metric": "prefill_throughput_per_node"})
    >>> asked.phase, asked.ways, asked.weight_bytes
    ('prefill', 8.0, 1.0)
    """
    metric, settings, assumed = word(row, "metric"), settings_of(data), []
    if metric not in METRICS:
        raise Unpredictable(f"metric '{row.get('metric') or ''}' is not predicted; allowed: {', '.join(METRICS)}", "metric")
    phase = _phase(row, metric)
    (rows, model), chip = architectures.of_row(row, row.get("model") or "", data), chips.named(row.get("chip_id") or "", data)
    known = chips.of(chip, overrides(row), data, assumed)
    part = min(number(row, "chip_count") or 1.0, 1.0)
    # Dies of a package can serve alone: a count below one is of a part of the chip.
    known |= {name: known[name] * part for name in (*chips.PEAKS, "memory_bandwidth", "memory_capacity") if part < 1 and name in known}
    memory = known.get("memory_capacity", math.inf) * GIGA
    held = precision.said(row.get("precision") or "", known, parameters(model), memory * (number(row, "chip_count") or math.inf), assumed)
    asked = layout.Asked(model, held.weight_bytes, memory, phase, METRICS[metric] != "serve", settings.node if metric.endswith("_per_node") else 1.0, settings)
    lengths = _lengths(row, phase, rows, settings, assumed)
    laid = layout.layout(row, asked, assumed)
    within = laid.expert_ways <= joined_chips(data).get(chip, settings.node)
    sequences, groups = layout.sequences(row, asked, lengths, laid, assumed)
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
        link=layout.link(known, within, settings, assumed),
        within=within,
        narrow=held.narrow,
        weight_bytes=held.weight_bytes,
        chips=laid.chips,
        ways=laid.ways,
        expert_ways=laid.expert_ways,
        groups=groups,
        input=lengths[0],
        output=lengths[1],
        sequences=sequences,
        drafted=_drafted(row),
        balanced=bool(_BALANCED.search(_words(row))),
        unit=row.get("unit") or "",
        assumed=tuple(assumed),
    )


def overrides(row: Mapping[str, str]) -> dict[str, float]:
    """Return the specifications that a row replaces, by what they are called in the tables."""
    return {name: value for column, name in chips.OVERRIDES.items() if (value := number(row, column)) is not None}


def _phase(row: Mapping[str, str], metric: str) -> str:
    """Return the phase that a row means: what it says, what its metric says, or what its words on the workload say."""
    said = word(row, "phase")
    if said and said not in PHASES:
        raise Unpredictable(f"phase '{said}' is not that of {metric}; allowed: {', '.join(PHASES)}", "phase")
    if said or METRICS[metric] != "serve":
        return said or METRICS[metric]
    return "decode" if metric == "tpot" and _ALONE.search(row.get("workload") or "") else "serve"


def _lengths(row: Mapping[str, str], phase: str, benchmark: Mapping[str, float], settings: Settings, assumed: list[str]) -> tuple[float, float]:
    """Return tokens of prompt and answer; where a row leaves them out, those of the benchmark that the model is run on, of a chat, or of the other."""
    given, wanted = number(row, "input_len"), number(row, "output_len")
    assumed += [
        name for name, said in (("length of the prompt", given), ("length of the answer", wanted)) if said is None and (said is given or phase != "prefill")
    ]
    if given is None and wanted is None and phase != "prefill":
        known = "prompt_length" in benchmark and "answer_length" in benchmark
        return (benchmark["prompt_length"], benchmark["answer_length"]) if known else (settings.chat_input, settings.chat_output)
    if given is None:
        given = settings.input_length if wanted is None else benchmark.get("prompt_length", wanted)
    return given, settings.output_length if wanted is None else wanted


def _words(row: Mapping[str, str]) -> str:
    """Return a row's words on its workload."""
    return f"{row.get('workload') or ''} {row.get('notes') or ''}"


def _drafted(row: Mapping[str, str]) -> float:
    """Return drafted tokens of a step, as the row's words on its workload have them; 0 where they have none."""
    found = _DRAFT.search(_words(row))
    return float(found.group(1) or 1) if found else 0.0
