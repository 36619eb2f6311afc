"""Exhibit on what the chips are: compute against memory bandwidth for the whole field."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import naming, quantity, registry
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import say, value
from detour.exhibits.huawei_inference_ridges import RIDGES, ridge_frame, strip, waits_for

#: Two drawings one above the other cannot be fitted to a width: their own widths add up to it.
PAD = alt.AutoSizeParams(type="pad", contains="padding")
CHINESE = ("biren", "cambricon", "enflame", "huawei", "hygon", "iluvatar", "kunlunxin", "metax", "mthreads")
FOR_CHINA = ("nvidia-a800", "nvidia-h800", "nvidia-h20", "nvidia-l20", "nvidia-l2", "nvidia-a800-pcie")
LEFT_OUT = ("nvidia-gt", "nvidia-rtx", "intel-xeon", "groq", "huawei-ascend-910b")
#: Chips whose rival specifications are drawn as intervals: the assumptions that hold them.
INTERVALS = {"huawei-ascend-910b": ("a-hi-910b-fp16", "a-hi-910b-memory-bandwidth"), "huawei-ascend-910c": ("a-hi-910c-fp16", "a-hi-910c-memory-bandwidth")}
#: Chips named in the drawing: place of the name beside the dot, and whether a phone shows it.
NAMED = {
    "nvidia-h20": ("H20", 9, -10, True),
    "nvidia-h100": ("H800 as H100", -70, -11, True),
    "nvidia-a100": ("A800 as A100", 9, 6, True),
    "nvidia-b200": ("B200", -42, 0, True),
    "huawei-ascend-910b": ("910B", -44, -9, True),
    "huawei-ascend-910c": ("910C", -48, -9, True),
    "huawei-ascend-950dt": ("950DT", -20, 15, True),
    "huawei-ascend-950pr": ("950PR", -18, -10, False),
    "amd-mi300x": ("MI300X", -56, 0, False),
    "cambricon-mlu590": ("MLU590", 9, 0, False),
    "nvidia-h200": ("H200", 9, 0, False),
    "biren-br100": ("BR100", -44, 0, False),
}
#: The same for chips that stand elsewhere on a phone.
ON_PHONE = {"nvidia-h100": ("H100", -34, -11)}
CLASSES = {"Chinese": (style.GREEN, "triangle-up"), "Nvidia, cut for China": (style.BLUE, "square"), "others": (style.GREY, "circle")}


def class_of(chip: str) -> str:
    """Return the class of a chip by its id.

    >>> class_of("nvidia-h20")
    'Nvidia, cut for China'
    """
    return "Chinese" if chip.startswith(CHINESE) else "Nvidia, cut for China" if chip in FOR_CHINA else "others"


def field_frame() -> pd.DataFrame:
    """Return data-centre chips with compute, bandwidth, their ratio, class, and intervals where rivals differ."""
    frame = frames.specifications(["fp16_peak", "memory_bandwidth"]).dropna(subset=["fp16_peak", "memory_bandwidth"])
    frame = frame[~frame["subject"].str.startswith(LEFT_OUT) & frame["memory_bandwidth"].ge(290) & frame["fp16_peak"].ge(20)]
    frame = frame[["subject", "chip", "fp16_peak", "memory_bandwidth", "source"]].set_index("subject")
    for chip, (rate, bandwidth) in INTERVALS.items():
        entries = registry.find(rate), registry.find(bandwidth)
        frame.loc[chip, ["fp16_peak", "memory_bandwidth"]] = [each.value for each in entries]
        frame.loc[chip, ["fp16_low", "fp16_high", "bandwidth_low", "bandwidth_high"]] = [*entries[0].ends(), *entries[1].ends()]
        frame.loc[chip, "chip"] = naming.name_of(chip)
        rows = pd.concat([frames.rivals("fp16_peak", [chip]), frames.rivals("memory_bandwidth", [chip])])
        frame.loc[chip, "source"] = frames.join(rows["source"])
    frame = frame.reset_index()
    balance = 1e3 * frame["fp16_peak"] / frame["memory_bandwidth"]
    limits = {"waits_decode_dense": ("decode", "dense"), "waits_decode_experts": ("decode", "experts"), "waits_prefill": ("prefill", "dense")}
    waits = {name: [waits_for(each, *asked) for each in balance] for name, asked in limits.items()}
    return frame.assign(flop_per_byte=balance.round(1), **waits, kind=frame["subject"].map(class_of)).rename(
        columns={"fp16_peak": "fp16_tflop_per_s", "memory_bandwidth": "memory_bandwidth_gb_per_s"}
    )


X_ENDS, Y_ENDS = (250, 13_000), (15, 4_000)


def balance_lines(narrow: bool) -> pd.DataFrame:
    """Return the ends of the lines of equal operations a byte, within the drawing; on a phone with short names."""
    decode = "" if narrow else " decode"
    lines = {
        "r-hi-gqa-intensity": "Llama 2 attention",
        "r-hi-ridge-decode-dense": f"Llama 3.1{decode}",
        "r-hi-ridge-decode-experts": f"R1{decode}",
        "deepseek-v3/attention_intensity": "V3 attention",
    }
    rows, unit = [], "" if narrow else " FLOP/byte"
    for ref, name in lines.items():
        ratio = registry.find(ref).value / 1e3
        for x in (max(X_ENDS[0], Y_ENDS[0] / ratio), min(X_ENDS[1], Y_ENDS[1] / ratio)):
            rows.append({"line": f"{name}: {quantity.number(ratio * 1e3, 3)}{unit}", "x": x, "y": x * ratio})
    return pd.DataFrame(rows)


def across_axis(column: str) -> alt.X:
    """Return a column of bandwidths on the axis of the field."""
    axis = alt.Axis(values=[300, 1000, 3000, 10000], format=",d")
    return alt.X(f"{column}:Q", title="Memory bandwidth, GB/s (log)", scale=alt.Scale(type="log", domain=X_ENDS, nice=False), axis=axis)


def upright_axis(column: str) -> alt.Y:
    """Return a column of rates on the axis of the field."""
    axis = alt.Axis(values=[20, 50, 100, 300, 1000, 3000], format=",d")
    return alt.Y(f"{column}:Q", title="FP16 peak, dense TFLOP/s (log)", scale=alt.Scale(type="log", domain=Y_ENDS, nice=False), axis=axis)


def field_drawing(frame: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Draw the field above, and what its chips do for a byte beside what the phases ask for below."""
    colour = alt.Scale(domain=list(CLASSES), range=[each[0] for each in CLASSES.values()])
    plot = 250 if style.narrow(width) else 582
    return alt.vconcat(upper(frame, plot, colour), strip(frame, plot, colour), spacing=16, autosize=PAD)


def upper(frame: pd.DataFrame, width: int, colour: alt.Scale) -> alt.LayerChart:
    """Draw the field: lines of balance, lines of the controls, intervals, dots, names."""
    narrow = style.narrow(width)
    x, y = across_axis("memory_bandwidth_gb_per_s"), upright_axis("fp16_tflop_per_s")
    shape = alt.Scale(domain=list(CLASSES), range=[each[1] for each in CLASSES.values()])
    legend = alt.Legend(title=None, columns=2 if narrow else 3)
    base = alt.Chart(frame).encode(x=x, y=y)
    across = (
        base.transform_filter("isValid(datum.bandwidth_low)")
        .mark_rule(strokeWidth=2, color=style.GREEN, opacity=0.6)
        .encode(x=across_axis("bandwidth_low"), x2="bandwidth_high:Q")
    )
    upright = (
        base.transform_filter("isValid(datum.fp16_low)")
        .mark_rule(strokeWidth=2, color=style.GREEN, opacity=0.6)
        .encode(y=upright_axis("fp16_low"), y2="fp16_high:Q")
    )
    dots = base.mark_point(filled=True, size=55, opacity=0.9).encode(
        color=alt.Color("kind:N", scale=colour, legend=legend), shape=alt.Shape("kind:N", scale=shape, legend=legend)
    )
    return alt.layer(*controls(), *slopes(narrow), across, upright, dots, *names(frame, x, y, narrow)).properties(
        width=width, height=430 if not narrow else 400
    )


def controls() -> list[alt.Chart]:
    """Return the lines at which the performance limits of October 2023 begin, in FP16."""
    frame = pd.DataFrame(
        [
            {"limit": registry.find(ref).value, "name": f"{quantity.number(tpp)} TPP", "at": X_ENDS[0]}
            for ref, tpp in (("r-hi-line-2400", value("th-2023-3a090-b1-performance-low")), ("r-hi-line-4800", value("th-2023-3a090-a1-performance")))
        ]
    )
    base = alt.Chart(frame).encode(y=upright_axis("limit"))
    text = base.mark_text(align="left", dx=3, dy=-7, fontSize=11, color=style.ORANGE).encode(x=across_axis("at"), text="name:N")
    return [base.mark_rule(color=style.ORANGE, strokeDash=[5, 3]), text]


def slopes(narrow: bool) -> list[alt.Chart]:
    """Return the lines of equal operations a byte with their names at the upper right end."""
    frame = balance_lines(narrow)
    line = alt.Chart(frame).mark_line(color=style.PURPLE, strokeWidth=1.2, strokeDash=[2, 3]).encode(x=across_axis("x"), y=upright_axis("y"), detail="line:N")
    ends = frame.groupby("line", as_index=False).last()
    place = dict(fontSize=11, align="right", dx=-2 if narrow else -12, dy=-11 if narrow else -7)
    base = alt.Chart(ends).encode(x=across_axis("x"), y=upright_axis("y"), text="line:N")
    return [line, base.mark_text(stroke=style.PAPER, strokeWidth=4, color=style.PAPER, **place), base.mark_text(color=style.PURPLE, **place)]


def names(frame: pd.DataFrame, x: alt.X, y: alt.Y, narrow: bool) -> list[alt.Chart]:
    """Return the names of the chips worth naming, each at its own place."""
    layers = []
    for chip, (name, dx, dy, on_phone) in NAMED.items():
        if on_phone or not narrow:
            name, dx, dy = ON_PHONE.get(chip, (name, dx, dy)) if narrow else (name, dx, dy)
            row = frame[frame["subject"] == chip].assign(name=name)
            place = dict(align="left", dx=dx, dy=dy, fontSize=12, fontWeight="bold" if chip in ("nvidia-h20", *INTERVALS) else "normal")
            base = alt.Chart(row).encode(x=x, y=y, text="name:N")
            layers += [base.mark_text(stroke=style.PAPER, strokeWidth=4, color=style.PAPER, **place), base.mark_text(color=style.INK, **place)]
    return layers


def field() -> Exhibit:
    """The H20 stands alone: the controls limited one axis and left the other; what a phase asks for decides what that is worth."""
    frame = field_frame()
    chips = frame.set_index("subject")
    ask = {f"{phase}-{model}": say(f"r-hi-ridge-{phase}-{model}") for phase, model in RIDGES}
    bare = {name: quantity.number(value(f"r-hi-ridge-{name}"), 3) for name in ask}
    return Exhibit(
        "fig-hi-field",
        f"An H20 does {say('r-hi-balance-h20')}, a 910B {quantity.number(value('r-hi-balance-910b'), 3)}, an H100 "
        f"{quantity.number(value('r-hi-balance-h100'), 3)}; decoding asks for {bare['decode-dense']} or {bare['decode-experts']}, prefill for more than any chip has",
        f"Above, {len(frame)} data-centre chips: peak rate upward, memory bandwidth to the right. Along a dotted line chips can do equally many "
        "operations for each byte they read: what a step of decoding asks for with a dense model and with one of experts, and what attention alone asks for. "
        "A chip above a line waits for its memory, one below it for its arithmetic. "
        "Dashed: performance limits of October 2023, converted to FP16; the lower one applies with limits on density. Crosses at 910B and 910C "
        "span what sources list. The H800 and the A800 gave up links, not rates, and stand where the H100 and the A100 do. "
        "Below, the same chips as ticks, by operations for each byte, over what the phases ask for. "
        f"Dots: prompts of {say('a-load-prompt')}; decoding {quantity.number(value('a-load-sequences-dense'))} requests at once on a node of "
        f"{quantity.number(value('a-serve-node'))} with Llama 3.1 70B in sixteen bits, {quantity.number(value('a-load-sequences-experts'))} on each of "
        f"{quantity.number(value('a-load-chips-experts'))} chips with DeepSeek-R1, whose operations in eight bits count half. "
        "Bars: from the least to the greatest over the ends of these conditions. All at peak rates, before what software loses of either. "
        "Left out: consumer cards, processors, and Groq's chip, whose on-chip memory is off the scale; chips without both numbers.",
        "Scatter plot on log axes over a strip of one axis. "
        + "; ".join(
            f"{row.chip} {quantity.number(row.fp16_tflop_per_s)} TFLOP/s at {quantity.number(row.memory_bandwidth_gb_per_s)} GB/s"
            for chip, row in chips.loc[["nvidia-h20", "nvidia-h100", "nvidia-a100", "huawei-ascend-910b", "huawei-ascend-910c", "nvidia-b200"]].iterrows()
        )
        + f". The H20 lies {say('r-hi-h20-tpp-margin')} below the lower limit and far to the right of other chips of its compute. "
        + f"Asked for, dense model and DeepSeek-R1: decode {ask['decode-dense']} and {ask['decode-experts']}, prefill {ask['prefill-dense']} and "
        f"{ask['prefill-experts']}. The chips do between {quantity.number(frame['flop_per_byte'].min(), 3)} and {quantity.number(frame['flop_per_byte'].max(), 3)}.",
        lambda width: field_drawing(frame, width),
        pd.concat([frame, ridge_frame().drop(columns="row")], ignore_index=True),
    )
