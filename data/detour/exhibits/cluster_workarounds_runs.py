"""Exhibits on published training runs: utilisation by chip, by number of chips, and interruptions."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.results import engine

CHIPS = {
    "nvidia-a100": "A100",
    "nvidia-a100-40gb": "A100",
    "nvidia-ampere-unspecified": "Ampere, not stated",
    "nvidia-a800": "A800",
    "nvidia-h100": "H100",
    "nvidia-h800": "H800",
}
ROWS = ["A100", "Ampere, not stated", "A800", "H100", "H800"]
BOUNDS = (64, 1024)
SCALES = [f"up to {BOUNDS[0]} chips", f"{BOUNDS[0] + 1} to {BOUNDS[1]:,} chips", f"more than {BOUNDS[1]:,}"]
SERIES = {
    "trn-910b-gpt3-175b-mfu-n": "Ascend 910B",
    "trn-h100-megatron-175b-n": "H100, Megatron",
    "trn-megascale-175b-n": "Ampere, MegaScale",
    "trn-a100-megascale-": "Ampere, MegaScale",
}


def number(value: float) -> str:
    """Write a percentage to two digits."""
    return quantity.number(value, 2)


def utilisation_rows() -> pd.DataFrame:
    """Return every published utilisation of a training run on A100, A800, H100 and H800."""
    frame = frames.rows("measurements", area="training", metric="mfu", chip_id=list(CHIPS))
    frame = frame.assign(row=frame["chip_id"].map(CHIPS), chips=frame["chip_count"].astype(float), mfu_percent=frame["value"].astype(float))
    frame["scale"] = pd.cut(frame["chips"], [0, *BOUNDS, float("inf")], labels=SCALES).astype(str)
    return frame[["record_id", "row", "system", "model", "chips", "scale", "mfu_percent", "confidence", "source"]]


def utilisation() -> Exhibit:
    """Measured H800 runs lie far above what thirty for one, or three for one, would leave."""
    frame = utilisation_rows()
    printed, english = (engine.entry(f"r-cw-{key}").written(bare=True) for key in ("printed", "english"))
    marks = frames.entries({"r-cw-mfu-at-thirty": f"{printed} for 1", "r-cw-mfu-at-three": f"{english} for 1"})
    ends = frame.groupby("row")["mfu_percent"].agg(["min", "max", "count"])

    def draw(width: int) -> alt.TopLevelMixin:
        narrow = style.narrow(width)
        legend = alt.Legend(title=None, columns=1 if narrow else 3)
        y = alt.Y("row:N", sort=ROWS, title=None, axis=alt.Axis(labelLimit=80 if narrow else 130, labelExpr="split(datum.label, ', ')", grid=True, ticks=False))
        points = (
            alt.Chart(frame)
            .mark_point(filled=True, size=60, opacity=0.65)
            .encode(
                x=alt.X("mfu_percent:Q", title="Model FLOP/s utilisation, percent of FP16 peak", scale=alt.Scale(domain=[0, 70])),
                y=y,
                yOffset=alt.YOffset("scale:N", sort=SCALES),
                color=alt.Color("scale:N", sort=SCALES, legend=legend, scale=alt.Scale(domain=SCALES, range=[style.SKY, style.BLUE, style.INK])),
                shape=alt.Shape("scale:N", sort=SCALES, legend=legend, scale=alt.Scale(domain=SCALES, range=["circle", "square", "triangle-up"])),
            )
        )
        base = alt.Chart(marks).encode(x="value:Q")
        rules = base.mark_rule(color=style.ORANGE, strokeDash=[4, 3], strokeWidth=2)
        text = base.mark_text(align="left", dx=4, color=style.ORANGE).encode(text="label:N", y=alt.value(10))
        return (rules + points + text).properties(width=width, height=300)

    low, high = number(ends.loc["H800", "min"]), number(ends.loc["H800", "max"])
    three, thirty = engine.entry("r-cw-mfu-at-three").written(), engine.entry("r-cw-mfu-at-thirty").written()
    spans = "; ".join(f"{row}: {number(end['min'])} to {number(end['max'])}% in {int(end['count'])} runs" for row, end in ends.loc[ROWS].iterrows())
    drawn = marks.rename(columns={"value": "mfu_percent", "label": "row", "id": "record_id"})
    return Exhibit(
        "fig-cluster-utilisation",
        f"Published H800 runs reach {low} to {high}% of peak; {english} for one would leave {three}, {printed} for one {thirty}",
        "Each mark is one published run or benchmark; its shape gives the number of chips. Dashed lines divide the utilisation of Meta's largest "
        "run on H100 by the ratios said. "
        "Models, batches and definitions differ from mark to mark, runs that went badly are seldom published, and the best H800 mark computes in FP8 "
        "but is counted against the FP16 peak.",
        f"Strip chart of utilisation by chip. {spans}. Dashed lines at {thirty} and {three}.",
        draw,
        pd.concat([frame, drawn[["record_id", "row", "mfu_percent", "source"]]]),
    )


def scaling_rows() -> pd.DataFrame:
    """Return the series that measure one model at several numbers of chips."""
    frame = frames.rows("measurements", metric="mfu")
    found = []
    for start, label in SERIES.items():
        part = frame[frame["record_id"].str.startswith(start)]
        found.append(part.assign(series=label))
    rows = pd.concat(found)
    rows = rows.assign(chips=rows["chip_count"].astype(float), mfu_percent=rows["value"].astype(float))
    large = (rows["series"] == "Ampere, MegaScale") & (rows["chips"] > 2000)
    rows.loc[large, "series"] = "Ampere, larger batch"
    return rows[["record_id", "series", "model", "chips", "mfu_percent", "confidence", "source"]].sort_values(["series", "chips"])


def scaling() -> Exhibit:
    """Utilisation falls by a tenth or less from hundreds of chips to thousands, whoever made them."""
    frame = scaling_rows()
    names = ["Ampere, MegaScale", "Ampere, larger batch", "Ascend 910B", "H100, Megatron"]
    hues = [style.AMBER, style.PURPLE, style.GREEN, style.BLUE]
    first = frame.groupby("series").first().reset_index()

    def draw(width: int) -> alt.TopLevelMixin:
        narrow = style.narrow(width)
        x = alt.X(
            "chips:Q",
            title="Chips in the job (log axis)",
            scale=alt.Scale(type="log", domain=[60, 20000], nice=False),
            axis=alt.Axis(values=[100, 1000, 10000], format=",d"),
        )
        y = alt.Y("mfu_percent:Q", title="Utilisation, percent of peak", scale=alt.Scale(domain=[0, 75]))
        legend = alt.Legend(title=None, columns=2 if narrow else 4)
        hue = alt.Color("series:N", sort=names, scale=alt.Scale(domain=names, range=hues), legend=legend)
        shape = alt.Shape("series:N", sort=names, legend=legend, scale=alt.Scale(domain=names, range=["square", "diamond", "triangle-up", "circle"]))
        base = alt.Chart(frame).encode(x=x, y=y, color=hue)
        labels = (
            base.mark_text(dy=-13, fontSize=11)
            .encode(text=alt.Text("mfu_percent:Q", format=".0f"))
            .transform_filter(alt.FieldOneOfPredicate("record_id", list(first["record_id"]) + last_ids(frame)))
        )
        points = base.mark_point(filled=True, size=60, opacity=1).encode(shape=shape)
        return (base.mark_line(strokeWidth=2) + points + labels).properties(width=width, height=300)

    kept = {name: engine.entry(f"r-cw-kept-{key}").written() for name, key in {"910B": "910b", "H100": "h100", "Ampere": "ampere"}.items()}
    return Exhibit(
        "fig-cluster-scaling",
        f"From the fewest chips to the most, the 910B keeps {kept['910B']} of its utilisation, the H100 {kept['H100']}",
        "Dense models of the size of GPT-3, one line a series of runs; the share kept is the last mark over the first. The 910B series is the "
        "maker's own, read from "
        "a figure; the two Ampere series have different batches and come mostly through a literature sweep; the H100 series is Nvidia's own and has "
        "two marks. "
        "None is independent of its maker or user.",
        f"Lines of utilisation against chips, {quantity.number(frame['chips'].min())} to {quantity.number(frame['chips'].max())}. Ascend 910B falls "
        f"to {kept['910B']} of its first value, H100 to {kept['H100']}, "
        f"Ampere with the larger batch to {kept['Ampere']}.",
        draw,
        frame,
    )


def last_ids(frame: pd.DataFrame) -> list[str]:
    """Return the record of the most chips of each series."""
    return frame.groupby("series").last()["record_id"].tolist()


def failure_points() -> pd.DataFrame:
    """Return published times between interruptions, in hours, with the chips concerned."""
    rows = [
        ("trn-a100-meta-mttf-8", 24, "Meta RSC-1, A100", "measured"),
        ("trn-a100-meta-mttf-1024", 1, "Meta RSC-1, A100", "measured"),
        ("trn-a100-meta-mttf-16384-proj", 1, "Meta's projection, A100", "projected"),
        ("trn-a100-aegis-mttf", 24, "Alibaba, A100", "measured"),
        ("trn-h100-aegis-mttf", 24, "Alibaba, H100", "measured"),
    ]
    chips = frames.rows("measurements", record_id=[row[0] for row in rows]).set_index("record_id")["chip_count"].astype(float)
    points = [
        {"label": label, "kind": kind, "chips": chips[ref], "hours": registry.find(ref).value * factor, "source": registry.find(ref).sources[0]}
        for ref, factor, label, kind in rows
    ]
    llama = registry.find("r-cw-llama-hours")
    points.append(
        {
            "label": "Llama 3.1, H100",
            "kind": "measured",
            "chips": registry.find("es-cw-llama-run").value,
            "hours": llama.value,
            "source": ";".join(llama.sources),
        }
    )
    return pd.DataFrame(points)


def failure_lines() -> pd.DataFrame:
    """Return the best and the worst published rate per chip, carried to other numbers of chips by T = m / n."""
    rates = {"best": registry.find("r-cw-llama-chip-days"), "worst": registry.find("trn-h100-aegis-mttf")}
    return pd.DataFrame(
        [
            {"kind": name, "chips": n, "hours": 24 * rate.value / n, "source": ";".join(rate.sources), "label": f"{quantity.number(rate.value, 2)} days a chip"}
            for name, rate in rates.items()
            for n in (1, 100, 10000, 100000)
        ]
    )


def halo(chart: alt.Chart, text: str, **mark) -> alt.LayerChart:
    """Return text on a rim of the colour of the paper, so that lines do not cross it."""
    return chart.mark_text(stroke=style.PAPER, strokeWidth=4, strokeJoin="round", **mark).encode(text=text) + chart.mark_text(**mark).encode(text=text)


def failures() -> Exhibit:
    """At published rates a cluster of ten thousand chips is interrupted every few hours or oftener."""
    points, lines = failure_points(), failure_lines()
    sizes = frames.entries({"c-ds25-kuae-10000-gpus": "KUAE", "es-cw-p800-30k": "P800", "es-cw-colossus": "Colossus"}).rename(columns={"value": "chips"})

    def draw(width: int) -> alt.TopLevelMixin:
        x = alt.X(
            "chips:Q",
            title="Chips (log axis)",
            scale=alt.Scale(type="log", domain=[0.7, 150000], nice=False),
            axis=alt.Axis(values=[1, 10, 100, 1000, 10000, 100000], format="~s"),
        )
        y = alt.Y(
            "hours:Q",
            title="Hours between interruptions (log axis)",
            scale=alt.Scale(type="log", domain=[0.03, 90000], nice=False),
            axis=alt.Axis(values=[0.1, 1, 10, 100, 1000, 10000], format="~g"),
        )
        rates = alt.Chart(lines).encode(x=x, y=y)
        band = rates.mark_line(color=style.GREY, strokeWidth=1.5).encode(detail="kind:N")
        rules = alt.Chart(sizes).mark_rule(color=style.AMBER, strokeDash=[3, 3]).encode(x="chips:Q")
        sized = alt.Chart(sizes).encode(x="chips:Q", y=alt.value(70))
        names = sized.mark_text(angle=270, align="left", baseline="bottom", dx=2, dy=-3, color=style.AMBER).encode(text="label:N")
        base = alt.Chart(points).encode(x=x, y=y)
        fill = alt.condition(alt.datum.kind == "measured", alt.value(style.BLUE), alt.value(style.PAPER))
        marks = base.mark_point(size=80, color=style.BLUE, strokeWidth=2, opacity=1).encode(fill=fill)
        few = alt.datum.chips < 10000
        text = halo(base.transform_filter(few), "label:N", align="left", dx=8, dy=-8, fontSize=11)
        text += halo(base.transform_filter("datum.chips > 10000 && datum.kind == 'measured'"), "label:N", align="right", dx=-9, dy=-1, fontSize=11)
        text += halo(base.transform_filter(alt.datum.kind == "projected"), "label:N", align="right", dx=-9, dy=9, fontSize=11)
        rated = rates.transform_filter(alt.datum.chips == 100)
        text += halo(rated.transform_filter(alt.datum.kind == "best"), "label:N", align="left", dx=6, dy=-6, fontSize=11, color=style.MUTED)
        text += halo(rated.transform_filter(alt.datum.kind == "worst"), "label:N", align="right", dx=-6, dy=8, fontSize=11, color=style.MUTED)
        return (band + rules + names + text + marks).properties(width=width, height=360)

    at = lines[lines["chips"] == 10000].set_index("kind")["hours"]
    ends, many = [number(at["worst"]), number(at["best"])], quantity.number(10000)
    return Exhibit(
        "fig-cluster-failures",
        f"At published rates {many} chips are interrupted every {ends[0]} to {ends[1]} hours",
        "Filled marks are measured, the open one is a projection. Grey lines carry the worst and the best rate per chip to other sizes by T = m / n, "
        "which assumes that "
        "chips fail independently and at one rate. Dashed lines are sizes of clusters in the text. No published rate for a Chinese chip was found, "
        "and the four sources "
        "do not count the same events.",
        "Log-log chart of hours between interruptions against chips. "
        + "; ".join(f"{row.label}: {number(row.hours)} hours at {quantity.number(row.chips)} chip{'s' if row.chips > 1 else ''}" for row in points.itertuples())
        + f". At {many} chips the lines give {ends[0]} and {ends[1]} hours.",
        draw,
        pd.concat([points, lines, sizes[["label", "chips", "source"]]]),
    )
