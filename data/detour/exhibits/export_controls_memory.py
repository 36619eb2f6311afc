"""Exhibits of the chapter on the controls: what the H20 kept, and the two limits of January 2026."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry, tables
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.export_controls import area, chips, limit, marks, percent, with_rule, words

MEASURES = {
    "fp16_peak": "Peak rate, FP16",
    "interconnect_bandwidth": "Links to other chips",
    "memory_bandwidth": "Memory bandwidth",
    "memory_capacity": "Memory capacity",
}
#: The measure of a threshold that first limited each measure of a chip.
LIMITED = {"fp16_peak": "total_processing_performance", "interconnect_bandwidth": "interconnect_bandwidth", "memory_bandwidth": "memory_bandwidth"}


def h20_kept() -> Exhibit:
    """H800 gave up links, H20 gave up arithmetic, and neither gave up memory."""
    frame = kept_rows()
    h20 = frame[frame["chip"] == "H20"].set_index("quantity")["percent_of_h100"]

    def draw(width: int) -> alt.TopLevelMixin:
        x = alt.X("percent_of_h100:Q", title="% of the H100", scale=alt.Scale(domain=[0, 135]), axis=alt.Axis(tickCount=5))
        y = alt.Y(
            "measure:N",
            title=None,
            sort=list(MEASURES.values()),
            axis=alt.Axis(labels=False, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.4, paddingOuter=0.35),
        )
        base = alt.Chart(frame).encode(y=y)
        heads = alt.Chart(frame.drop_duplicates("measure")).mark_text(align="left", dy=-30, fontWeight="bold").encode(x=alt.datum(0), y=y, text="head:N")
        offset = alt.YOffset("chip:N", sort=["H800", "H20"])
        colour = alt.Color("chip:N", title=None, scale=alt.Scale(domain=["H800", "H20"], range=[style.GREY, style.BLUE]), legend=alt.Legend(columns=2))
        bars = base.mark_bar(height=13).encode(x=x, yOffset=offset, color=colour)
        values = base.mark_text(align="left", dx=4).encode(x=x, yOffset=offset, text="shown:N")
        whole = alt.Chart(frame.drop_duplicates("measure")).mark_tick(color=style.INK, thickness=2, size=44).encode(x=alt.datum(100), y=y)
        return alt.layer(bars, whole, values, heads).properties(width=width, height=78 * len(MEASURES))

    return Exhibit(
        "fig-controls-h20-kept",
        f"The H20 gave up arithmetic, down to {percent(h20['fp16_peak'])} of the H100, and gained memory bandwidth, up to {percent(h20['memory_bandwidth'])}",
        "The two chips that Nvidia made for China from the H100, by measure, as a share of the H100 (upright mark). After each measure: when a "
        "control first limited it. "
        "The link limit of 2022 lapsed in November 2023 and came back in another form in April 2025. The H20 is the version with the smaller memory.",
        "Bars, % of H100. " + "; ".join(f"{row.chip}, {row.measure.lower()}: {percent(row.percent_of_h100)}" for row in frame.itertuples()) + ".",
        draw,
        frame.drop(columns=["shown", "head"]),
    )


def kept_rows() -> pd.DataFrame:
    """Return the measures of H800 and H20 as shares of the H100's, and when a control first limited each."""
    rows = []
    thresholds = tables.load("thresholds")
    for column, words_ in MEASURES.items():
        full = registry.find(f"nvidia-h100/{column}")
        bounds = thresholds[thresholds["quantity"] == LIMITED.get(column, "")]
        first = bounds.sort_values("in_force").head(1)
        since = pd.to_datetime(first["in_force"].iloc[0]).strftime("%B %Y") if len(first) else ""
        for chip in ("nvidia-h800", "nvidia-h20"):
            own = registry.find(f"{chip}/{column}")
            share = own.value / full.value * 100
            rows.append(
                {
                    "chip": chip.removeprefix("nvidia-").upper(),
                    "quantity": column,
                    "measure": words_,
                    "value": own.value,
                    "h100_value": full.value,
                    "unit": own.unit,
                    "percent_of_h100": share,
                    "first_limited": since,
                    "source": frames.join(pd.Series([*own.sources, *full.sources, *first["source"]])),
                    "head": f"{words_}: {'limited from ' + since if since else 'never limited'}",
                    "shown": percent(share),
                }
            )
    return pd.DataFrame(rows)


def january_2026() -> Exhibit:
    """The rule of January 2026 drew its box around two chips on sale."""
    performance, memory = limit("th-2026-h200-performance"), limit("th-2026-h200-memory-bandwidth")
    ids = ["nvidia-h100", "nvidia-h20", "nvidia-h200", "nvidia-b200", "nvidia-b300", "amd-mi300x", "amd-mi325x", "huawei-ascend-910c", "huawei-ascend-950pr"]
    frame = pd.concat([chips(ids, "memory_bandwidth"), half_b300()], ignore_index=True).rename(columns={"memory_bandwidth": "memory_gb_per_s"})
    frame = with_rule(frame, "th-2026-h200-performance", "th-2026-h200-memory-bandwidth")
    frame["inside"] = (frame["tpp"] < performance) & (frame["memory_gb_per_s"] < memory)
    at, groups = (
        frame.set_index("chip"),
        {"Nvidia": (style.BLUE, "circle"), "AMD": (style.PURPLE, "square"), "Huawei": (style.GREEN, "triangle-up"), "Nvidia, assumed": (style.SKY, "diamond")},
    )
    frame["group"] = frame["group"].replace({"Nvidia, sold worldwide": "Nvidia", "made for China": "Nvidia"})

    def draw(width: int) -> alt.TopLevelMixin:
        def x(field):
            return alt.X(
                f"{field}:Q",
                title="Total processing performance (log scale)",
                scale=alt.Scale(type="log", domain=[1500, 90000], nice=False),
                axis=alt.Axis(values=[2000, 5000, 10000, performance, 50000], format=","),
            )

        def y(field):
            return alt.Y(
                f"{field}:Q",
                title="Memory bandwidth, GB/s",
                scale=alt.Scale(domain=[0, 9000]),
                axis=alt.Axis(values=[0, 2000, 4000, memory, 8000], format=",d"),
            )

        sides = {
            "MI325X": "left",
            "MI300X": "right",
            "H200": "left",
            "910C": "left",
            "H100": "right",
            "B200": "above",
            "B300": "below",
            "B30A, assumed": "above",
        }
        return alt.layer(
            area(x("x"), y("y"), (1500, performance, 0, memory), style.GREEN, 0.12),
            words(x("x"), y("y"), (1500, memory), ["case by case" if style.narrow(width) else "below both limits: reviewed case by case"], style.GREEN),
            words(x("x"), y("y"), (90000, 9000), ["presumption", "of denial"], style.ORANGE, "right")
            if style.narrow(width)
            else words(x("x"), y("y"), (90000, 9000), ["presumption of denial"], style.ORANGE, "right"),
            marks(frame, x("tpp"), y("memory_gb_per_s"), sides, groups),
        ).properties(width=width, height=340)

    return Exhibit(
        "fig-controls-january-2026",
        f"The box of January 2026 was drawn around chips on sale: the MI325X fills {percent(at.loc['MI325X', 'tpp'] / performance * 100)} of "
        "its limit, and the H200 "
        f"is worth {quantity.number(at.loc['H200', 'tpp'] / at.loc['H20', 'tpp'], 2)} H20s in performance",
        f"Total processing performance against memory bandwidth. Shaded: below {quantity.number(performance)} and below "
        f"{quantity.number(memory)} GB/s, the two limits for review case by case; a licence is still needed, "
        "and the chip must be on sale in the United States, which a chip made for China alone is not. Huawei's chips are for scale: the rule "
        "does not concern them. The B30A is not specified; the mark is half a B300.",
        f"Scatter plot of total processing performance and memory bandwidth; {quantity.number(frame['inside'].sum())} of {len(frame)} chips lie in the box. "
        + "; ".join(
            f"{row.chip}: {quantity.number(row.tpp, 4)} and {quantity.number(row.memory_gb_per_s)} GB/s, {'inside' if row.inside else 'outside'}"
            for row in frame.itertuples()
        )
        + ".",
        draw,
        frame.drop(columns="subject"),
    )


def half_b300() -> pd.DataFrame:
    """Return the B30A as the assumed share of a B300."""
    share = registry.find("a-export-b30a-share").value
    whole = chips(["nvidia-b300"], "memory_bandwidth")
    scaled = {column: whole[column] * share for column in ("tpp", "tpp_low", "tpp_high", "memory_bandwidth")}
    return whole.assign(subject="nvidia-b30a", chip="B30A, assumed", group="Nvidia, assumed", **scaled)
