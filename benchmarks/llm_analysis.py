"""`llm-analysis` in an environment of its own, by the advice of its README: rows of training as it takes them.

For its efficiencies the README says that literature reports up to 0.5 of the peak in training of large models, and that 0.9 of the memory bandwidth is an
aggressive target; both are taken. The specifications of every chip are ours. This version takes a step of training as its FLOP at that share of the peak,
with a feed-forward network of four times the hidden size whatever the model has, and leaves exchanges, bubbles and experts out.
"""

from __future__ import annotations

from detour.models.transformer import Transformer
from detour.prediction import chips
from detour.prediction.training_fitting import Pair
from detour.prediction.training_scenario import Training

from benchmarks.laid import Laid, heads

VERSION = "llm-analysis==0.2.2"
SCRIPT = "for_llm_analysis.py"
#: What its README advises.
EFFICIENCIES = {"flops_efficiency": 0.5, "hbm_memory_efficiency": 0.9}
_GIGA, _TERA = 1e9, 1e12


def asked(pair: Pair) -> dict | str:
    """Return the model and the chip of a row as it takes them, or why it cannot."""
    _, run = pair
    if heads(run.model) is None:
        return "latent attention"
    if run.peak > run.wide_peak:
        return "products in eight bits"
    return {"model": configuration(run.model, run.length), "gpu": gpu(run), "length": round(run.length), "efficiencies": EFFICIENCIES}


def configuration(model: Transformer, length: float) -> dict:
    """Return the fields of its `ModelConfig`; three matrices are told as two of the same size together, as in its own files on Llama."""
    head, cached, _ = heads(model)
    width = (model.expert_parameters if model.experts > 1 else model.dense_parameters) / 2 / model.hidden
    return {
        "name": "asked",
        "num_layers": round(model.layers),
        "n_head": head,
        "hidden_dim": round(model.hidden),
        "vocab_size": round(model.head_parameters / model.hidden),
        "max_seq_len": round(length),
        "num_key_value_heads": cached,
        "ffn_embed_dim": round(width),
        # Its check that one divides the other is left out where both are given.
        "expansion_ratio": width / model.hidden,
        "moe_num_experts": round(model.experts),
        "moe_top_k": round(model.chosen),
    }


def gpu(run: Training) -> dict:
    """Return the fields of its `GPUConfig`."""
    return {
        "name": "asked",
        "mem_per_GPU_in_GB": chips.of(run.chip, {}).get("memory_capacity", 1e6),
        "hbm_bandwidth_in_GB_per_sec": run.memory_bandwidth / _GIGA,
        "intra_node_bandwidth_in_GB_per_sec": run.link / _GIGA,
        "intra_node_min_message_latency": 8e-6,
        "peak_fp16_TFLOPS": run.wide_peak / _TERA,
        "inter_node_bandwidth_in_GB_per_sec": run.network / _GIGA,
    }


def way(laid: Laid, pair: Pair) -> list[dict]:
    """Return a layout as its `ParallelismConfig` and its `training` take it."""
    parallel = {"tp_size": laid.tensor, "pp_size": laid.stages, "dp_size": laid.data, "ep_size": laid.experts}
    steps = {"batch_size_per_gpu": laid.micro, "gradient_accumulation_steps": laid.rounds}
    # States of the optimiser are spread wherever there are copies; full recomputation is its number two.
    return [{"parallel": parallel, "steps": steps, "zero": 3 if laid.sharded else int(laid.data > 1), "again": 2 * laid.again}]
