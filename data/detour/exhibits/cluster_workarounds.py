"""Exhibits on what the controls changed, and which ratio of chips the specifications allow."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.results import engine

SPECIFICATIONS = {
    "fp16_peak": "FP16 peak",
    "int8_peak": "INT8 peak",
    "fp32_peak": "FP32 peak",
    "memory_capacity": "Memory",
    "memory_bandwidth": "Memory bandwidth",
    "tdp": "TDP",
    "interconnect_bandwidth": "Link between chips",
}
WEAKER = {"nvidia-a800": "nvidia-a100", "nvidia-h800": "nvidia-h100"}
MEASURES = {"fp16_peak": "FP16 peak", "memory_bandwidth": "memory bandwidth", "interconnect_bandwidth": "link"}
PAIRS = [
    ("nvidia-h800", "nvidia-h100"),
    ("nvidia-a800", "nvidia-a100"),
    ("nvidia-a800", "nvidia-h100"),
    ("nvidia-v100", "nvidia-a100"),
    ("nvidia-v100", "nvidia-h100"),
    ("nvidia-p100", "nvidia-a100"),
    ("nvidia-p100", "nvidia-h100"),
]


def spread(spec: str, chip: str) -> tuple[float, float, float, str]:
    """Return the preferred value of a specification, the least and the greatest of all sources, and the sources."""
    rows = frames.rivals(spec, [chip])
    return rows.loc[rows["preferred"] == "yes", "value"].iloc[0], rows["value"].min(), rows["value"].max(), frames.join(rows["source"])


def against(spec: str, upper: str, lower: str) -> dict:
    """Return one chip's specification over another's, with the span that rival sources allow."""
    u, u_low, u_high, u_source = spread(spec, upper)
    d, d_low, d_high, d_source = spread(spec, lower)
    return {"value": u / d, "low": u_low / d_high, "high": u_high / d_low, "source": frames.join(pd.Series([u_source, d_source]))}


def controls() -> Exhibit:
    """The variants for China kept compute and memory, and lost link bandwidth."""
    rows = [
        {"chip": frames.short_name(new), "original": frames.short_name(old), "specification": label, **against(spec, new, old)}
        for new, old in WEAKER.items()
        for spec, label in SPECIFICATIONS.items()
    ]
    frame = pd.DataFrame(rows).rename(columns={"value": "ratio_to_original"})
    frame["label"] = [f"{row.chip} {quantity.number(100 * row.ratio_to_original, 2)}%" for row in frame.itertuples()]
    links = frame[frame["specification"] == "Link between chips"].set_index("chip")

    def draw(width: int) -> alt.TopLevelMixin:
        base = alt.Chart(frame).encode(
            y=alt.Y("specification:N", sort=list(SPECIFICATIONS.values()), title=None, axis=alt.Axis(labelLimit=130, ticks=False, domain=False)),
            yOffset=alt.YOffset("chip:N", sort=["A800", "H800"]),
        )
        x = alt.X(
            "ratio_to_original:Q",
            title="Share of the original (A100 or H100)",
            scale=alt.Scale(domain=[0, 1.4]),
            axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
        )
        bars = base.mark_bar(height=13).encode(
            x=x,
            color=alt.Color("chip:N", legend=None, scale=alt.Scale(range=[style.BLUE, style.PURPLE])),
            opacity=alt.condition(alt.datum.specification == "Link between chips", alt.value(1), alt.value(0.45)),
        )
        span = base.transform_filter("datum.high - datum.low > 0.04").mark_rule(strokeWidth=2, color=style.INK).encode(x="low:Q", x2="high:Q")
        text = base.mark_text(align="left", dx=5).encode(x=x, text="label:N")
        return (bars + span + text).properties(width=width, height=300)

    shares = {chip: quantity.number(100 * row.ratio_to_original, 2) for chip, row in links.iterrows()}
    floor = quantity.number(100 * links.loc["H800", "low"], 2)
    fp32 = engine.entry("r-cw-fp32-h800").written()
    return Exhibit(
        "fig-cluster-controls",
        "The first rule cost the A800 and H800 their links and hardly anything else",
        "Each bar is one specification of the variant for China as a share of the chip it replaces. The dark line is the span of rival sources, "
        "drawn where they differ: "
        f"the early press put the H800's link at {floor}% of the H100's. FP64 is not in our tables, and the FP32 figures of H800 and H100 ({fp32}) "
        "may stand for different clocks.",
        "Bars of seven specifications for A800 and H800. FP16, INT8, memory, memory bandwidth and TDP stand at or next to the original's. "
        f"The link stands at {shares['A800']}% for the A800 and {shares['H800']}% for the H800, or {floor}% in early press. FP32 of the H800 stands "
        f"at {fp32}.",
        draw,
        frame,
    )


def ratio_rows() -> pd.DataFrame:
    """Return what the article says, then every pair of chips it could mean, by three measures."""
    counts = [registry.find(ref).written(bare=True) for ref in ("c-wsj23-three-thousand-h800-for-llm", "c-wsj23-hundred-h100-for-llm")]
    said = [
        ("Article: a few for one", "c-wsj23-three-to-four-chips-for-one"),
        (f"Article: {' for '.join(counts)}", "r-cw-printed"),
        ("English relay", "r-cw-english"),
    ]
    rows = []
    for label, ref in said:
        entry = registry.find(ref)
        low, high = entry.ends()
        rows.append(
            {
                "pair": label,
                "measure": "as said",
                "value": entry.value if entry.value == entry.value else (low + high) / 2,
                "low": low,
                "high": high,
                "source": ";".join(entry.sources),
            }
        )
    for lower, upper in PAIRS:
        rows += [
            {"pair": f"{frames.short_name(lower)} for {frames.short_name(upper)}", "measure": label, **against(spec, upper, lower)}
            for spec, label in MEASURES.items()
        ]
    return pd.DataFrame(rows)


def ratios() -> Exhibit:
    """Thirty for one fits only a P100; the English relay's three is the ratio of the links."""
    frame = ratio_rows()
    order = frame["pair"].drop_duplicates().tolist()
    kinds = ["as said", *MEASURES.values()]

    def draw(width: int) -> alt.TopLevelMixin:
        legend = alt.Legend(columns=2 if style.narrow(width) else 4, title=None)
        y = alt.Y("pair:N", sort=order, title=None, axis=alt.Axis(labelLimit=150, grid=True, ticks=False, domain=False))
        x = alt.X(
            "value:Q",
            title="Weaker chips for one (log axis)",
            scale=alt.Scale(type="log", domain=[0.8, 60], nice=False),
            axis=alt.Axis(values=[1, 2, 3, 4, 10, 30, 50], format="~g", grid=False),
        )
        base = alt.Chart(frame)
        said = base.transform_filter(alt.datum.measure == "as said")
        band = said.transform_filter("datum.high > datum.low").mark_rect(color=style.ORANGE, opacity=0.15).encode(x=alt.X("low:Q"), x2="high:Q")
        lines = said.transform_filter("datum.high == datum.low").mark_rule(strokeDash=[4, 3], color=style.ORANGE).encode(x="value:Q")
        hue = alt.Color("measure:N", sort=kinds, legend=legend, scale=alt.Scale(domain=kinds, range=[style.ORANGE, style.BLUE, style.GREEN, style.PURPLE]))
        shape = alt.Shape("measure:N", sort=kinds, legend=legend, scale=alt.Scale(domain=kinds, range=["diamond", "circle", "square", "triangle-up"]))
        span = base.mark_rule(strokeWidth=5, opacity=0.5).encode(x="low:Q", x2="high:Q", y=y, color=hue)
        marks = base.encode(x=x, y=y, color=hue, shape=shape)
        ranged = "datum.measure == 'as said' && datum.high > datum.low"
        points = marks.transform_filter(f"datum.measure != 'memory bandwidth' && !({ranged})").mark_point(size=80, filled=True, opacity=1)
        open_squares = marks.transform_filter(alt.datum.measure == "memory bandwidth").mark_point(size=170, opacity=1, strokeWidth=2)
        return (band + lines + span + open_squares + points).properties(width=width, height=320)

    few = registry.find("c-wsj23-three-to-four-chips-for-one").written(bare=True)
    worst = quantity.number(frame[frame["pair"] == "H800 for H100"]["high"].max(), 3)
    printed, english, link, a800, v100, p100 = (
        engine.entry(f"r-cw-{key}").written(bare=True) for key in ("printed", "english", "link-h800", "peak-a800", "peak-v100", "peak-p100")
    )
    return Exhibit(
        "fig-cluster-ratios",
        f"No specification puts an H800 at more than {worst} for one H100; {printed} for one is passed only by the peak of a P100",
        "Each mark is the ratio of one public specification; a thick line spans what rival sources allow. Orange is what was said: the range in "
        "the Korean article (band), "
        "the ratio of the two counts that it prints, and the ratio of the counts in an English relay of the same report (dashed). A ratio of "
        "specifications is a bound "
        "where that specification alone limits the work, not a forecast of training time.",
        f"Dot chart on a log axis. Said: {few}, {printed} and {english}. H800 for H100: peak and memory bandwidth alike, link at {link} to {worst}. "
        f"A800 for H100: peak {a800}. V100 for A100: peak {v100}. P100 for H100: peak {p100}.",
        draw,
        frame,
    )
