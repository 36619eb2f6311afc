"""Exhibit on what was measured: decode and prefill of DeepSeek models for each chip."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry, tables
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import row_axis, row_names, say

#: Rows that can be set side by side: the chip and who ran it, and what a reader must know of the run.
DECODE = {
    "inf-h100-sgl96-decode-4k-mtp": ("H100, SGLang team", "drafts simulated"),
    "inf-h800-ds-decode-profile": ("H800, DeepSeek profile", "balance simulated"),
    "inf-cm384-decode-4096-256-b96": ("910C, Huawei CloudMatrix", "drafts assumed"),
    "inf-h800-ds-decode-prod": ("H800, DeepSeek service", "in service, longer context"),
    "inf-h20-decode-pro-b32": ("H20, SGLang and Ant", "drafts in use"),
}
PREFILL = {
    "inf-h800-ds-prefill-profile": ("H800, DeepSeek profile", "balance simulated"),
    "inf-h100-sgl96-prefill-4000": ("H100, SGLang team", "default balance"),
    "inf-cm384-prefill-default": ("910C, Huawei CloudMatrix", "default balance"),
    "inf-h20-prefill-4k": ("H20, SGLang and Ant", "one node"),
}
COLOURS = {"910C": style.GREEN, "H20": style.BLUE, "H800": style.BLUE, "H100": style.GREY}


def throughput_frame() -> pd.DataFrame:
    """Return the rows drawn: tokens a second for each chip, with conditions; values for nodes divided by the eight chips of a node."""
    table = tables.load("measurements").set_index("record_id")
    rows = []
    for phase, ids in (("decode", DECODE), ("prefill", PREFILL)):
        for ref, (label, condition) in ids.items():
            row = table.loc[ref]
            per_chip = row["value"] / (8 if "8-GPU node" in row["unit"] else 1)
            work = (
                ""
                if pd.isna(row["batch"])
                else f"{quantity.number(row['batch'])} tokens at once, "
                if phase == "prefill"
                else f"batch {quantity.number(row['batch'])}, "
            )
            rows.append(
                {
                    "phase": phase,
                    "record_id": ref,
                    "label": label,
                    "condition": work + condition,
                    "tokens_per_s_per_chip": per_chip,
                    "chips": row["chip_count"],
                    "model": row["model"],
                    "precision": row["precision"],
                    "input_len": row["input_len"],
                    "batch": row["batch"],
                    "source": row["source"],
                }
            )
    frame = pd.DataFrame(rows).sort_values(["phase", "tokens_per_s_per_chip"], ascending=[True, False], ignore_index=True)
    return frame.assign(
        shown=frame["tokens_per_s_per_chip"].map(lambda value: quantity.number(round(value))), colour=frame["label"].str.split(",").str[0].map(COLOURS)
    )


def panel(frame: pd.DataFrame, width: int, phase: str) -> alt.LayerChart:
    """Draw the bars of one phase, number and conditions beside them."""
    narrow = style.narrow(width)
    part = frame[frame["phase"] == phase]
    part = part.assign(end=part["shown"] + ("" if narrow else " · " + part["condition"]), above=part["label"] + (": " + part["condition"] if narrow else ""))
    column = "above" if narrow else "label"
    top = part["tokens_per_s_per_chip"].max() * (1.25 if narrow else 2.0)
    x = alt.X(
        "tokens_per_s_per_chip:Q",
        title=f"{phase.capitalize()}, {'output' if phase == 'decode' else 'input'} tokens/s per chip",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(tickCount=4, format=",d"),
    )
    base = alt.Chart(part).encode(y=row_axis(part, width, column=column), x=x)
    bars = base.mark_bar(size=16).encode(color=alt.Color("colour:N", scale=None))
    text = base.mark_text(align="left", dx=5, fontSize=11).encode(text="end:N")
    return alt.layer(bars, text, *shifted(part, width, column)).properties(width=310 if narrow else 500, height=len(part) * (46 if narrow else 30))


def shifted(part: pd.DataFrame, width: int, column: str) -> list[alt.Chart]:
    """Return the labels above the bars, a little higher than above dots."""
    return [layer.mark_text(align="left", baseline="bottom", dy=-10, fontSize=11, color=style.INK) for layer in row_names(part, width, column)[1:]]


def throughput() -> Exhibit:
    """On DeepSeek-R1 the 910C decodes and prefills nearly three times as fast as the H20, and both stay below the H800."""
    frame = throughput_frame()

    def draw(width: int) -> alt.TopLevelMixin:
        return alt.vconcat(
            *(panel(frame, width, phase) for phase in ("decode", "prefill")), spacing=24, autosize=alt.AutoSizeParams(type="pad", contains="padding")
        )

    words = {phase: "; ".join(f"{row.label} {row.shown} ({row.condition})" for row in group.itertuples()) for phase, group in frame.groupby("phase")}
    return Exhibit(
        "fig-hi-throughput",
        f"On DeepSeek-R1 a 910C decoded {say('r-hi-decode-910c-h20')} and prefilled {say('r-hi-prefill-910c-h20')} as fast as an H20, on best published runs",
        f"Published runs of DeepSeek-V3 or R1, prompts near {quantity.number(frame['input_len'].median())} tokens, prefill and decode apart; INT8 "
        "on the 910C, FP8 on the others. "
        f"Chip means package: a 910C holds {quantity.number(registry.find('a-hi-dies-per-910c').value)} dies. Decode of the 910C, the H800 profile "
        "and the H20 keeps to about "
        f"{quantity.number(registry.find('inf-cm384-tpot-4096-256-b96').value, 2)} ms a token, all with drafts or none as said. Each run was tuned "
        "by whoever published it. "
        "No run of a dense model such as Llama 2 70B on a Chinese chip or an H20 was found. Left out: idealised rows, cached prompts, regression tests of software.",
        f"Two bar charts. Decode, output tokens a second per chip: {words['decode']}. Prefill, input tokens a second per chip: {words['prefill']}.",
        draw,
        frame.drop(columns=["shown", "colour"]),
    )
