"""Exhibits of the chapter on domestic makers: what is said to equal what, tested metric by metric."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import number
from detour.results import comparisons_listed

METRICS = {
    "fp16_peak": "peak FP16",
    "fp8_peak": "peak FP8",
    "fp32_peak": "peak FP32",
    "memory_bandwidth": "memory bandwidth",
    "memory_capacity": "memory size",
    "interconnect_bandwidth": "link",
}
CENTRE = ["fp16_peak", "memory_bandwidth", "memory_capacity", "interconnect_bandwidth"]
GRAPHICS = ["fp32_peak", "memory_bandwidth", "memory_capacity"]
#: Statement as drawn, the two chips, where it stands, what it asserts, and the metrics that bear on it.
STATEMENTS = [
    ("910C = H100", "huawei-ascend-910c", "nvidia-h100", "c-ds25-910c-h100-rival", "equal", CENTRE),
    ("590 near A100", "cambricon-mlu590", "nvidia-a100", "c-ds25-siyuan-590-replaces-a100", "below", CENTRE),
    ("PPU = H20", "thead-ppu", "nvidia-h20", "c-ti25-alibaba-chip-rivals-h20", "equal", CENTRE),
    ("H20 > 910B", "nvidia-h20", "huawei-ascend-910b", "c-ft25-h20-better-than-local", "above", CENTRE),
    ("Atlas 350 > H20", "huawei-atlas-350", "nvidia-h20", "ev-098", "above", ["fp16_peak", "fp8_peak", "memory_bandwidth", "memory_capacity"]),
    ("JM9 = GTX 1050", "jingjia-jm9", "nvidia-gtx-1050", "c-ds25-jm9-like-gtx-1050", "equal", GRAPHICS),
    ("GP201 > GT 1030", "lingjiu-gp201", "nvidia-gt-1030", "c-ds25-gp201-above-gt-1030", "above", GRAPHICS),
    ("910D > H100", "huawei-ascend-910d", "nvidia-h100", "c-ti25-910d-beats-h100", "above", ["fp16_peak"]),
]
#: Other people's ratios for the same pairs: id, what it measures.
QUOTED = {"910C = H100": ("es-131", "inference, press"), "590 near A100": ("es-132", "processing (TPP)")}
#: Bit length of the operation by which total processing performance multiplies an FP16 rate.
_FP16_BITS = 16


def side(quantity: str, chip: str) -> tuple[float, float, float, str]:
    """Return preferred value, lowest and highest value of any source, and the sources, of one chip's quantity."""
    found = comparisons_listed.listed(quantity, chip)
    return *found[:3], ";".join(sorted(found.sources))


def ratios() -> pd.DataFrame:
    """Return one row for each statement and metric: ratio of the two chips by preferred values, and its range over all sources."""
    found = []
    for pair, subject, rival, claim, kind, metrics in STATEMENTS:
        for metric in metrics:
            (x, x_low, x_high, s), (y, y_low, y_high, t) = side(metric, subject), side(metric, rival)
            found.append(
                {
                    "statement": pair,
                    "asserts": kind,
                    "metric": METRICS[metric],
                    "ratio": x / y,
                    "low": x_low / y_high,
                    "high": x_high / y_low,
                    "source": frames.join(pd.Series([s, t])) or _source(claim),
                }
            )
        if pair in QUOTED:
            found.append(_quoted(pair, kind))
    return pd.DataFrame(found)


def _quoted(pair: str, kind: str) -> dict:
    ref, label = QUOTED[pair]
    row = frames.entries({ref: label}).iloc[0]
    base, source = (1.0, "") if row["unit"] == "ratio" else (side("fp16_peak", "nvidia-a100")[0] * _FP16_BITS, side("fp16_peak", "nvidia-a100")[3])
    ratio = row["value"] / base
    return {
        "statement": pair,
        "asserts": kind,
        "metric": label,
        "ratio": ratio,
        "low": ratio,
        "high": ratio,
        "source": frames.join(pd.Series([row["source"], source])),
    }


def _source(claim: str) -> str:
    return frames.entries({claim: ""}).iloc[0]["source"] or "s-ti25"


def equal_to() -> Exhibit:
    """No accelerator equals its rival on every measure, and one has no specification at all."""
    frame = ratios()
    known = frame[frame["ratio"].notna()]
    pick = known.set_index(["statement", "metric"])["ratio"]
    c910, h20 = pick["910C = H100"], pick["H20 > 910B"]
    return Exhibit(
        label="fig-dg-equal-to",
        title="Each “equal” holds on some measure and fails on another; the 910D was compared before it had a specification",
        caption="Ratio of the two chips named, measure by measure, on a logarithmic axis; at the solid line they are equal. Dots are preferred specifications, lines "
        "span every listing, "
        "outliers included. Orange marks show what is asserted: a diamond equal, a triangle to the right more, to the left a large part. All statements "
        "are "
        "from the articles but that on the Atlas 350, which is the maker’s. Peak rates are dense, as listed, not achieved.",
        alt=f"Dot chart of {len(known)} ratios in {frame['statement'].nunique()} statements. The 910C has {number(c910['peak FP16'], 2)} of the H100’s "
        "peak rate, "
        f"{number(c910['memory size'], 2)} times its memory, and {number(c910['inference, press'], 2)} of it in inference tests. The H20 has "
        f"{number(h20['peak FP16'], 2)} of the 910B’s "
        f"peak rate and {number(h20['memory bandwidth'], 2)} times its memory bandwidth. For the 910D nothing is published.",
        draw=lambda width: _equal_chart(_laid_out(frame), width),
        frame=frame,
    )


def _laid_out(frame: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for position, pair in enumerate(frame["statement"].unique()):
        rows = frame[frame["statement"] == pair]
        head = pd.DataFrame([{"statement": pair, "asserts": rows["asserts"].iloc[0], "metric": pair, "head": True}])
        both = pd.concat([head, rows.assign(head=False)], ignore_index=True)
        parts.append(both.assign(row=[f"{position:02d}{line:02d}|{label}" for line, label in enumerate(both["metric"])]))
    laid = pd.concat(parts, ignore_index=True)
    one = laid["ratio"].map(lambda value: "" if pd.isna(value) else number(value, 2))
    spread = (laid["high"] / laid["low"] > 1.03).fillna(False)
    several = laid["low"].map(lambda v: "" if pd.isna(v) else number(v, 2)) + "–" + laid["high"].map(lambda v: "" if pd.isna(v) else number(v, 2))
    said = one.where(~spread, one + " (" + several + ")").where(laid["ratio"].notna(), "not published").where(~laid["head"], "")
    return laid.assign(
        short=one.where(laid["ratio"].notna(), "not published").where(~laid["head"], ""),
        said=said,
        at=laid["asserts"].map({"equal": 1.0, "above": 1.18, "below": 0.85}),
    )


def _equal_chart(laid: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    is_head = f"indexof({[pair for pair, *_ in STATEMENTS]}, split(datum.value, '|')[1]) >= 0"
    axis = alt.Axis(
        title=None,
        labelExpr="split(datum.value, '|')[1]",
        labelFontWeight=alt.condition(is_head, alt.value("bold"), alt.value("normal")),
        ticks=False,
        domain=False,
        grid=False,
        labelLimit=150,
    )
    y = alt.Y("row:N", sort=list(laid["row"]), axis=axis, scale=alt.Scale(domain=list(laid["row"])))
    top = 34 if slim else 90
    x = alt.X(
        "ratio:Q",
        title="ratio, log scale; equal at the line",
        scale=alt.Scale(type="log", domain=[0.09, top], nice=False),
        axis=alt.Axis(values=[0.1, 0.3, 1, 3, 10], format="~g"),
    )
    base = alt.Chart(laid).encode(y=y)
    dots = base.transform_filter("isValid(datum.ratio)")
    one = alt.Chart(pd.DataFrame({"at": [1.0]})).mark_rule(color=style.INK, opacity=0.6).encode(x="at:Q")
    span = dots.mark_rule(color=style.SKY, strokeWidth=4, opacity=0.55).encode(x=alt.X("low:Q"), x2="high:Q")
    point = dots.mark_point(filled=True, size=55, color=style.BLUE, opacity=1).encode(x=x)
    shape = alt.Shape("asserts:N", scale=alt.Scale(domain=["equal", "above", "below"], range=["diamond", "triangle-right", "triangle-left"]), legend=None)
    claim = base.transform_filter("datum.head").mark_point(filled=True, size=110, color=style.ORANGE, opacity=1).encode(x="at:Q", shape=shape)
    text = base.mark_text(align="right", color=style.MUTED, fontSize=11).encode(x=alt.datum(top * 0.97), text="short:N" if slim else "said:N")
    return alt.layer(one, span, point, claim, text).properties(width=width, height=19 * len(laid))
