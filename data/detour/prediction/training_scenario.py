"""One row of training, as the model takes it: chips, model, sequence, batch, what it says of its layout, and what had to be assumed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from detour.models.reliability import failures_a_second
from detour.models.training_work import model_flop_per_token
from detour.models.transformer import Transformer
from detour.prediction import architectures, chips, precision
from detour.prediction import training_software as software
from detour.prediction.cells import number, whole, word
from detour.prediction.refusal import Unpredictable
from detour.prediction.scenario import TERA, overrides
from detour.prediction.settings import GIGA
from detour.prediction.settings import joined as joined_chips
from detour.prediction.training_settings import Settings, networks
from detour.prediction.training_settings import load as settings_of
from detour.tables import DATA, Data

#: Columns by which a row replaces what is assumed of the chips beside their specifications.
CLUSTER = ("network_gb_s", "node_chips", "failure_rate_percent", "checkpoint_s", "recovery_s")
#: What is predicted of training, and the unit of the answer.
METRICS = {
    "mfu": "percent",
    "training_throughput_per_chip": "tokens/s",
    "training_throughput": "tokens/s",
    "step_time": "s",
    "accelerator_hours": "h",
}
_DAY = 86400.0
#: Bytes of a value in sixteen bits.
_WIDE = 2.0
_WAYS = {"tensor": "TP", "stages": "PP", "data": "DP", "expert": "EP"}
_COLUMNS = {"tensor": "tensor_parallel", "stages": "pipeline_parallel", "data": "data_parallel", "expert": "expert_parallel"}
_SPOKEN_PARTS = {
    "length": r"\bseq (\d+)",
    "micro": r"\bLBS (\d+)",
    "rounds": r"\bGAS (\d+)",
    "batch": r"\b(?:GBS|gbs=) ?(\d+)",
    "chunks": r"\bVPP(\d+)",
    "context": r"\bCP(\d+)",
}
_TOKENS = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?(?:e\+?\d+)?)\s*([TB]?)\+? tokens", re.IGNORECASE)
_SPOKEN = re.compile(r"\b(dense|sparse)\b", re.IGNORECASE)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*b\b", re.IGNORECASE)
#: A benchmark that counts six operations for each parameter in a model's name, and none for attention.
_BY_NAME = re.compile(r"flagperf", re.IGNORECASE)


@dataclass(frozen=True)
class Training:
    """What one prediction is of. Rates are per second, sizes in bytes; a part of the layout that is None is searched for."""

    record: str
    metric: str
    maker: str
    chip: str
    model: Transformer
    peak: float  #: FLOP/s of matrices at the precision of the run
    wide_peak: float  #: FLOP/s at sixteen bits, of attention and for MFU
    memory_bandwidth: float
    memory: float
    link: float  #: bytes/s that a chip sends within its node
    network: float  #: bytes/s that it sends beyond
    node: float  #: chips that the fast links join
    most_nodes: float  #: nodes to which a router sends one token at most
    routed_bytes: float  #: bytes of a value of a token on its way to an expert and back, on average
    chips: float
    length: float
    batch: float  #: sequences of a step
    flop: float  #: FLOP that its MFU counts for a token
    run: float  #: tokens of the whole run, for accelerator hours
    scale: float  #: what turns the answer into the unit of the row
    tensor: float | None = None
    stages: float | None = None
    data: float | None = None
    expert: float | None = None
    micro: float | None = None  #: sequences of a micro-batch
    chunks: float | None = None  #: parts into which a stage is cut
    recomputed: float | None = None
    sharded: float | None = None
    failure_rate: float | None = None  #: failures of a chip a second; this and the next two as assumed of all where None
    saving: float | None = None  #: seconds that a checkpoint holds the run up
    lost: float | None = None  #: seconds from a failure until work goes on
    scores: float = 0.0  #: bytes moved for each weight of attention, where more than one kernel works on them
    paired: bool = False  #: whether tokens of one micro-batch travel to experts while another is worked on, as a row says
    steady: bool = False  #: whether chip hours are those of steps at full speed, as a row says
    unit: str = ""
    assumed: tuple[str, ...] = field(default=())


def scenario(row: Mapping[str, str], data: Data = DATA) -> Training:
    """Return what a row of training asks for; raise `Unpredictable`, with the reason in a line, where the model cannot answer.

    >>> asked = scenario({"chip_id": "nvidia-a800", "chip_count": "8", "model": "Aquila2-7B", "metric": "mfu", "notes": "FlagScale TP8"})
    >>> asked.tensor, asked.stages, asked.assumed
    (8.0, None, ('length of a sequence', 'batch'))
    """
    metric = word(row, "metric")
    if metric not in METRICS:
        raise Unpredictable(f"metric '{metric}' is not predicted; allowed: {', '.join(METRICS)}", "metric")
    phase = word(row, "phase")
    if phase not in ("", "train"):
        raise Unpredictable(f"phase '{phase}' is not that of {metric}; allowed: train", "phase")
    settings, assumed = settings_of(data), []
    name, chip = row.get("model") or "", chips.named(row.get("chip_id") or "", data)
    _, model = architectures.of_row(row, _SPOKEN.sub(" ", name).strip(), data)
    known = chips.of(chip, overrides(row), data)
    # Integers do not train: a chip without floats of eight bits multiplies in sixteen.
    peaks = precision.of(row.get("precision") or "", {each: value for each, value in known.items() if each != "int8_peak"})
    count, said = _chips(row, metric, settings, assumed), _said(row)
    length = number(row, "input_len") or said.get("length")
    if length is None:
        length = settings.length
        assumed.append("length of a sequence")
    batch = _batch(row, said, length, count, settings, assumed)
    network, failures = number(row, "network_gb_s"), number(row, "failure_rate_percent")
    return Training(
        record=row.get("record_id") or "",
        metric=metric,
        maker=chips.makers(data).get(chip, ""),
        chip=chip,
        model=model,
        peak=peaks.peak * TERA,
        wide_peak=known["fp16_peak"] * TERA,
        memory_bandwidth=known["memory_bandwidth"] * GIGA,
        memory=_memory(known, settings, assumed),
        link=_link(known, settings, assumed),
        network=networks(data).get(chip, settings.network) if network is None else network * GIGA,
        node=whole(row, "node_chips") or joined_chips(data).get(chip, settings.node),
        most_nodes=settings.most_nodes,
        routed_bytes=routed_bytes(peaks.narrow),
        chips=count,
        length=length,
        batch=batch,
        flop=_flop(row, name, model, length),
        run=_run(row) if metric == "accelerator_hours" else math.nan,
        failure_rate=None if failures is None else failures_a_second(failures),
        saving=number(row, "checkpoint_s"),
        lost=number(row, "recovery_s"),
        scale=_DAY if "per day" in (row.get("unit") or "") else 1.0,
        unit=row.get("unit") or "",
        assumed=tuple(assumed),
        **software.said(row, _words(row)),
        **{part: said.get(part) for part in (*_WAYS, "micro", "chunks", "recomputed", "sharded")},
    )


def routed_bytes(narrow: bool) -> float:
    """Return the bytes of a value of a token on its way to an expert and back, on average: what comes back is summed, and keeps sixteen bits.

    >>> routed_bytes(False), routed_bytes(True)
    (2.0, 1.5)
    """
    return ((_WIDE / 2 if narrow else _WIDE) + _WIDE) / 2


def _words(row: Mapping[str, str]) -> str:
    return f"{row.get('workload') or ''} {row.get('notes') or ''}"


def _said(row: Mapping[str, str]) -> dict[str, float]:
    """Return what a row says of its layout, in columns of their own or in its words."""
    words, found = _words(row), {}
    for part, short in _WAYS.items():
        value = number(row, _COLUMNS[part])
        spoken = re.search(rf"(?<![A-Z]){short}(\d+)", words)
        if value is not None or spoken:
            found[part] = value if value is not None else float(spoken.group(1))
    for part, pattern in _SPOKEN_PARTS.items():
        if spoken := re.search(pattern, words):
            found[part] = float(spoken.group(1))
    if "context" in found and "micro" in found:
        # Chips that share a sequence take a part of it each; keys and values pass between them beside attention.
        found["micro"] /= found["context"]
    if re.search(r"full recomputation", words, re.IGNORECASE):
        found["recomputed"] = 1.0
    elif re.search(r"(selective|no) recomputation", words, re.IGNORECASE):
        found["recomputed"] = 0.0
    if re.search(r"FULL_SHARD|FSDP|ZeRO-?3", words, re.IGNORECASE):
        found = {"sharded": 1.0, "tensor": 1.0, "stages": 1.0} | found
    elif re.search(r"DeepSpeed", words):
        found = {"tensor": 1.0, "stages": 1.0} | found
    return found


def _chips(row: Mapping[str, str], metric: str, settings: Settings, assumed: list[str]) -> float:
    count = number(row, "chip_count")
    if count is not None:
        return count
    assumed.append("number of chips")
    return settings.chips if metric == "accelerator_hours" else settings.node


def _batch(row, said, length: float, count: float, settings: Settings, assumed: list[str]) -> float:
    """Return sequences of a step: as said, or what a run of that size is wont to take."""
    tokens, sequences = number(row, "global_batch_tokens"), number(row, "batch")
    if tokens is not None:
        return max(tokens / length, 1.0)
    if sequences is not None or "batch" in said:
        return sequences or said["batch"]
    if "micro" in said and "rounds" in said:
        return said["micro"] * said["rounds"] * count / said.get("tensor", 1.0) / said.get("stages", 1.0)
    assumed.append("batch")
    # At least one sequence for each pipeline, of which a node of split matrices is the shortest; each chip is one where weights are spread.
    least = count if "sharded" in said else count / settings.node
    return max(min(count * settings.tokens_per_chip, settings.most_tokens) / length, least, 1.0)


def _memory(known: Mapping[str, float], settings: Settings, assumed: list[str]) -> float:
    if "memory_capacity" not in known:
        assumed.append("memory without bound")
    return known.get("memory_capacity", math.inf) * GIGA * settings.usable_memory


def _link(known: Mapping[str, float], settings: Settings, assumed: list[str]) -> float:
    """Return bytes/s that a chip sends within its node: half of what its links carry both ways."""
    if "interconnect_bandwidth" in known:
        return known["interconnect_bandwidth"] * GIGA / 2
    assumed.append("links")
    return settings.unlisted_links


def _flop(row: Mapping[str, str], name: str, model: Transformer, length: float) -> float:
    """Return the FLOP that the MFU of a row counts for a token."""
    size = _SIZE.search(name)
    if size and model.experts == 1 and _BY_NAME.search(row.get("system") or ""):
        return 6e9 * float(size.group(1))
    return float(model_flop_per_token(model, length))


def _run(row: Mapping[str, str]) -> float:
    """Return the tokens of a whole run, as the row has them."""
    given = number(row, "training_tokens")
    spoken = _TOKENS.search(_words(row))
    if given is None and not spoken:
        message = "accelerator_hours: the row does not say the tokens of the run; allowed: training_tokens, or '15T tokens' in notes"
        raise Unpredictable(message, "training_tokens")
    return given if given is not None else float(spoken.group(1)) * {"T": 1e12, "B": 1e9, "": 1.0}[spoken.group(2).upper()]
