"""Calculon from its public repository, at the settings of its own validation: rows of training as it takes them.

The registry's package of that name is something else. `CALCULON` in the environment names another copy, by address or path. Peak rates, memory, links and
networks are ours; the shares of them that operations reach are those of its file for the A100, for the Hopper generation of that for the H100. The runs on Selene, which are rows of ours, are those of its validation.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from detour.models.transformer import Transformer, fixed_parameters
from detour.prediction import chips
from detour.prediction.training_fitting import Pair
from detour.prediction.training_scenario import Training

from benchmarks.laid import Laid, heads

ADDRESS, COMMIT = "https://github.com/calculon-ai/calculon", "caa4b11f8fe1fee3ba57adaacb7590d7deabd053"
#: What it imports.
REQUIREMENTS = ("pandas", "psutil")
SCRIPT = "for_calculon.py"
_HOPPER = ("nvidia-h100", "nvidia-h800", "nvidia-h200", "nvidia-h20")
_GIGA, _TERA, _GIB = 1e9, 1e12, 1024**3


def source(folder: Path) -> Path | str:
    """Return a copy of its source, fetched if it is not there, or in a line why it cannot be had."""
    address = os.environ.get("CALCULON", ADDRESS)
    fetched = [] if (folder / ".git").is_dir() else [["clone", "-q", address, str(folder)]]
    for command in [*fetched, ["-C", str(folder), "checkout", "-q", COMMIT]]:
        ran = subprocess.run(["git", *command], capture_output=True, text=True, env=os.environ | {"GIT_TERMINAL_PROMPT": "0"})
        if ran.returncode:
            return f"Calculon cannot be had from {address}: {ran.stderr.strip().splitlines()[-1]}; name a copy in CALCULON"
    return folder


def templates(folder: Path) -> dict[str, dict]:
    """Return its descriptions of systems, by the generation of their chips."""
    files = {"ampere": "a100_80g.json", "hopper": "h100_80g_nvl8.json"}
    return {name: json.loads((folder / "systems" / file).read_text(encoding="utf-8")) for name, file in files.items()}


def asked(pair: Pair, known: dict[str, dict]) -> dict | str:
    """Return the model and the cluster of a row as it takes them, or why it cannot."""
    _, run = pair
    if run.model.experts > 1 or heads(run.model) is None:
        return "experts"
    template = known["hopper" if run.chip in _HOPPER else "ampere"]
    if run.peak > run.wide_peak and "float8" not in template["matrix"]:
        return "products in eight bits"
    return {"application": application(run.model, run.length), "system": system(run, template)}


def datatype(run: Training) -> str:
    """Return what it calls the numbers of a run."""
    return "float8" if run.peak > run.wide_peak else "float16"


def application(model: Transformer, length: float) -> dict:
    """Return its description of a model: ordinary attention and two matrices in each layer, as wide as gives it all parameters of the model's layer."""
    head, _, size = heads(model)
    left = fixed_parameters(model) / model.layers - 4 * model.hidden * head * size
    # A multiple that matrices can be split by.
    width = round(left / (2 * model.hidden) / 128) * 128
    layers = {"attn_heads": head, "attn_size": size, "num_blocks": round(model.layers)}
    return {"hidden": round(model.hidden), "feedforward": width, "seq_size": round(length), **layers}


def system(run: Training, template: dict) -> dict:
    """Return its description of a cluster: its own of that generation, with the rates, the memory, the links and the network of ours."""
    peaks = {"float16": run.wide_peak, "float8": run.peak}
    matrix = {kind: each | {"tflops": peaks[kind] / _TERA} for kind, each in template["matrix"].items()}
    ratio = template["vector"]["float16"]["tflops"] / template["matrix"]["float16"]["tflops"]
    vector = {kind: each | {"tflops": ratio * run.wide_peak / _TERA} for kind, each in template["vector"].items()}
    inside, beyond = template["networks"]
    links = [
        inside | {"bandwidth": run.link / _GIGA, "size": round(min(run.node, run.chips))},
        beyond | {"bandwidth": run.network / _GIGA},
    ]
    memory = {"GiB": chips.of(run.chip, {}).get("memory_capacity", 1e6) * _GIGA / _GIB, "GBps": run.memory_bandwidth / _GIGA}
    return template | {"matrix": matrix, "vector": vector, "mem1": template["mem1"] | memory, "networks": links}


def way(laid: Laid, pair: Pair) -> list[dict]:
    """Return a layout as its `Execution` takes it, with gradients exchanged after work and beside it: the rest as in its validation of sequence parallelism."""
    _, run = pair
    node, used = min(run.node, run.chips), laid.tensor * laid.stages * laid.data
    overlaps = (False, True) if laid.data > 1 else (False,)
    execution = {
        "num_procs": used,
        "tensor_par": laid.tensor,
        "pipeline_par": laid.stages,
        "data_par": laid.data,
        "tensor_par_net": int(laid.tensor > node),
        "pipeline_par_net": int(used > node),
        "data_par_net": int(laid.tensor * laid.data > node),
        "batch_size": laid.sequences,
        "microbatch_size": laid.micro,
        "datatype": datatype(run),
        "fused_activation": False,
        "attention_type": "multihead",
        "activation_recompute": "full" if laid.again else "attn_only",
        "pipeline_interleaving": chunks(laid, run.model.layers),
        "optimizer_sharding": laid.data > 1,
        "tensor_par_comm_type": "rs_ag",
        "tensor_par_overlap": "none",
        "seq_par_ag_redo": not laid.again,
        "weight_offload": False,
        "activations_offload": False,
        "optimizer_offload": False,
        "training": True,
    }
    return [execution | {"data_par_overlap": each} for each in overlaps]


def chunks(laid: Laid, layers: float) -> int:
    """Return into how many parts it can cut a stage, at most as many as the layout has: it takes parts of equal size alone.

    >>> chunks(Laid(8, 16, 2, 1, 1, 32, 4, 0, 0), 96), chunks(Laid(8, 16, 2, 1, 1, 32, 4, 0, 0), 126)
    (3, 4)
    """
    held = -(-round(layers) // laid.stages)
    return max(each for each in range(1, laid.chunks + 1) if held % each == 0)
