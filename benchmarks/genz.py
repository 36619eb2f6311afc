"""`genz-llm` in an environment of its own, at its defaults: rows as it takes them, and what it says of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from detour.models.transformer import Transformer
from detour.prediction import architectures, chips
from detour.prediction.errors import Pair
from detour.prediction.fitting import observed

from benchmarks import aside

VERSION = "genz-llm==0.0.16"
#: Models with a latent cache, which its configuration cannot hold, that it has under a name of its own.
LATENT = {576.0: "deepseek-ai/DeepSeek-V3-Base"}
_BITS = {2.0: "bf16", 1.0: "int8"}


def asked(pair: Pair) -> dict | str:
    """Return a row as GenZ takes it, or why it cannot."""
    row, scenario = pair
    if scenario.expert_ways > scenario.ways:
        return "experts on more chips than attention"
    if scenario.drafted:
        return "speculative decoding"
    known = chips.of(scenario.chip, {})
    if "memory_capacity" not in known:
        return "no memory capacity"
    return {
        "model": configuration(scenario.model, row["model"]),
        "system": {
            "Flops": known["fp16_peak"],
            "Memory_size": known["memory_capacity"],
            "Memory_BW": known["memory_bandwidth"],
            "ICN": scenario.link / 1e9,
            "real_values": True,
        },
        "bits": _BITS.get(scenario.weight_bytes, "int4"),
        "batch": max(round(scenario.sequences), 1),
        "input": round(scenario.input),
        "output": round(scenario.output),
        "ways": round(scenario.ways),
        "groups": scenario.groups,
        "metric": scenario.metric,
        "phase": scenario.phase,
    }


def configuration(model: Transformer, name: str) -> dict | str:
    """Return the fields of its `ModelConfig`, or the name of one that it knows."""
    if model.cache_ways == 1:
        return LATENT.get(model.cache_width, name)
    rows = architectures.rows_of(name)
    fields = {
        "model": "asked",
        "vocab_size": rows["vocabulary_size"],
        "hidden_size": rows["hidden_size"],
        "intermediate_size": rows.get("feedforward_size", rows.get("expert_feedforward_size")),
        "num_ffi": rows.get("feedforward_matrices", 3) - 1,
        "num_decoder_layers": rows["layer_count"],
        "num_attention_heads": rows["attention_heads"],
        "num_key_value_heads": rows.get("key_value_heads", rows["attention_heads"]),
        "head_dim": rows.get("head_dimension", rows["hidden_size"] / rows["attention_heads"]),
    }
    if model.experts > 1:
        routed = {"num_experts": "expert_count", "expert_top_k": "experts_per_token", "moe_intermediate_size": "expert_feedforward_size"}
        fields |= {field: rows[quantity] for field, quantity in routed.items()} | {"n_shared_experts": rows.get("shared_experts", 0)}
    return {key: value if isinstance(value, str) else int(value) for key, value in fields.items()}


def predictions(python: Path, pairs: list[Pair]) -> dict[str, dict]:
    """Return, by record, the logarithm of prediction over measurement and the seconds it took, or why there is none."""
    known = {row["record_id"]: asked((row, scenario)) for row, scenario in pairs}
    taken = [id for id, each in known.items() if isinstance(each, dict)]
    answers = dict(zip(taken, aside.answers(python, "for_genz.py", [known[id] for id in taken]), strict=True))
    measured = {row["record_id"]: observed(row) for row, _ in pairs}
    return {
        id: answers[id] | {"log": float(np.log(answers[id]["value"] / measured[id]))} if "value" in answers.get(id, {}) else answers.get(id) or {"why": each}
        for id, each in known.items()
    }
