"""Run by the environment of llm-analysis, not by ours: the seconds of a step in each layout of each row."""

from __future__ import annotations

import logging

from llm_analysis.analysis import ActivationRecomputation, DSZeRO, LLMAnalysis
from llm_analysis.config import DtypeConfig, GPUConfig, ModelConfig, ParallelismConfig
from rows import answer


def seconds(row: dict, way: dict, *, bounded: bool) -> float:
    """Return the seconds of a step; with `bounded`, memory by its own measure has to hold the layout."""
    steps, parallel = way["steps"], ParallelismConfig(**way["parallel"])
    model = LLMAnalysis(ModelConfig(**row["model"]), GPUConfig(**row["gpu"]), DtypeConfig(), parallel, **row["efficiencies"])
    whole = steps["batch_size_per_gpu"] * steps["gradient_accumulation_steps"] * parallel.dp_size
    told = model.training(
        **steps,
        # It takes a batch that is given whole without asking whether that fits.
        **({} if bounded else {"global_batch_size": whole}),
        seq_len=row["length"],
        activation_recomputation=ActivationRecomputation(way["again"]),
        ds_zero=DSZeRO(way["zero"]),
    )
    if bounded and told["memory_left_per_gpu"] < 0:
        raise ValueError("does not fit")
    return told["latency_per_iter"]


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    answer(seconds)
