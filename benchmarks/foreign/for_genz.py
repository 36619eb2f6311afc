"""Run by the environment of GenZ, not by ours: rows as JSON on standard input, what GenZ says of each on standard output.

Everything is at the defaults of `decode_moddeling` and `prefill_moddeling` but what a row says: model, chip, bits, batch, lengths and layout,
and a beam of one, as no row searches with more.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time

from GenZ import ModelConfig, decode_moddeling, prefill_moddeling


def predicted(row: dict) -> float:
    """Return the metric of a row as GenZ has it; it knows a step of decoding and one of prefill, and no service that does both at once."""
    model = row["model"] if isinstance(row["model"], str) else ModelConfig(**row["model"])
    ways = row["ways"]
    layout = {"tensor_parallel": ways, "parallelism_heirarchy": f"TP{{{ways}}}_EP{{1}}_PP{{1}}"}
    asked = {"model": model, "batch_size": row["batch"], "input_tokens": row["input"], "system_name": row["system"], "bits": row["bits"], **layout}
    prefill = decode = 0.0
    if row["metric"] != "tpot" and row["phase"] != "decode":
        prefill = prefill_moddeling(**asked)["Latency"] / 1e3
    if row["phase"] != "prefill":
        decode = decode_moddeling(**asked, output_tokens=row["output"], Bb=1)["Latency"] / 1e3
    return read(row, prefill, decode)


def read(row: dict, prefill: float, decode: float) -> float:
    """Return the metric from the seconds of a prefill and of a step of decoding."""
    kind, batch, output = row["metric"], row["batch"], row["output"]
    if kind == "tpot":
        return 1e3 * decode
    whole = prefill + output * decode
    if kind == "request_latency":
        return whole
    rates = {"prefill": lambda: batch * row["input"] / prefill, "decode": lambda: batch / decode, "serve": lambda: batch * output / whole}
    rate = rates[row["phase"]]()
    if kind.endswith("_per_chip") or kind.endswith("_per_node"):
        return rate / row["ways"] * (8 if kind.endswith("_per_node") else 1)
    return rate * row["groups"] * ((row["input"] + output) / output if kind == "total_throughput" else 1)


def main() -> None:
    """Answer each row with its value and its seconds, or with why there is none."""
    found = []
    for row in json.load(sys.stdin):
        began = time.process_time()
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                found.append({"value": float(predicted(row)), "seconds": time.process_time() - began})
        except Exception as reason:  # whatever a foreign package raises is its answer to the row
            found.append({"why": f"{type(reason).__name__}: {reason}".split("\n")[0][:200]})
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
