"""Exhibits on stocks of chips, announced clusters, and whole systems against each other."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import naming, quantity, registry
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.results import engine

STOCKS = {
    "r-cw-runs-ubs": "A100 in China, as printed|each as UBS states",
    "r-cw-count-runs-65b": "A100 in China, as printed|each LLaMA 65B in a month",
    "r-cw-count-runs-gpt3": "A100 in China, as printed|each GPT-3 in a month",
    "r-cw-count-runs-own": "A100 sold, our count|each as UBS states",
    "r-cw-runs-sold": "A100 sold, nine months|each as UBS states",
    "r-cw-runs-a800": "A800 sold to 2023|each as UBS states",
    "r-cw-runs-llama": "H800 sold in 2023|each as for Llama 3.1 405B",
    "r-cw-runs-printed": "H800 sold in 2023|each as the article prints",
    "r-cw-runs-dsv3": "H800 sold in 2023|each as for DeepSeek-V3",
}
#: Clusters: id of the size, name drawn, chip that it counts (empty where not named), whose it is, and whether it is a limit.
CLUSTERS = [
    ("es-cw-fireflyer", "DeepSeek Fire-Flyer 2", "nvidia-a100-pcie", "China, Nvidia chips", "built"),
    ("es-cw-tencent-limit", "Tencent HCC", "nvidia-h800", "China, Nvidia chips", "design limit"),
    ("es-cw-eagle", "Microsoft Eagle", "nvidia-h100", "United States", "built"),
    ("es-178", "DeepSeek-V3's run", "nvidia-h800", "China, Nvidia chips", "built"),
    ("es-cw-megascale", "ByteDance MegaScale", "nvidia-a100", "China, Nvidia chips", "built"),
    ("es-cw-meta", "Meta, each of two", "nvidia-h100", "United States", "built"),
    ("es-cw-kuae-limit", "Moore Threads KUAE", "mthreads-s4000", "China, own chips", "design limit"),
    ("es-cw-colossus", "xAI Colossus", "nvidia-h100", "United States", "built"),
    ("es-cw-cm384-chips", "CloudMatrix 384, one", "huawei-ascend-910c", "China, own chips", "built"),
    ("es-cw-p800-30k", "Baidu, P800", "kunlunxin-p800", "China, own chips", "built"),
    ("es-cw-colossus-2", "xAI Colossus, stage 2", "nvidia-h100", "United States", "built"),
    ("es-cw-longcat", "Meituan LongCat-2.0", "", "China, own chips", "built"),
]
OWNERS = ["United States", "China, Nvidia chips", "China, own chips"]
SYSTEMS = {
    "Whole system": {"chips": "Chips", "power": "Power", "memory": "Memory", "price": "Price", "bandwidth": "Memory bandwidth", "peak": "BF16 peak"},
    "For equal peak": {"chips-per-peak": "Chips", "power-per-peak": "Power", "price-per-peak": "Price"},
}


def short(value: float) -> str:
    """Write a number to two digits."""
    return quantity.number(value, 2)


def stocks() -> Exhibit:
    """The H800 sold to China make dozens of clusters like DeepSeek's, and a handful like Meta's."""
    frame = frames.entries(STOCKS).rename(columns={"value": "runs", "low": "runs_low", "high": "runs_high"})
    frame["text"] = [f"{short(row.runs_low)} to {short(row.runs_high)}" for row in frame.itertuples()]
    frame["stock"] = frame["label"].str[:4].str.strip()

    def draw(width: int) -> alt.TopLevelMixin:
        axis = alt.Axis(labelExpr="split(datum.label, '|')", labelLimit=190, ticks=False, domain=False)
        y = alt.Y("label:N", sort=list(STOCKS.values()), title=None, axis=axis)
        base = alt.Chart(frame).encode(y=y)
        hue = alt.Color("stock:N", legend=None, scale=alt.Scale(domain=["A100", "A800", "H800"], range=[style.BLUE, style.GREEN, style.PURPLE]))
        x = alt.X(
            "runs_low:Q",
            title="Clusters at once (log axis)",
            scale=alt.Scale(type="log", domain=[3, 300], nice=False),
            axis=alt.Axis(values=[3, 5, 10, 20, 50, 100], format="~g"),
        )
        bars = base.mark_bar(height=12, opacity=0.55).encode(x=x, x2="runs_high:Q", color=hue)
        dots = base.transform_filter("isValid(datum.runs)").mark_point(filled=True, size=70, opacity=1).encode(x="runs:Q", color=hue)
        text = base.mark_text(align="left", dx=7).encode(x="runs_high:Q", text="text:N")
        return (bars + dots + text).properties(width=width, height=430)

    by = frame.set_index("id")["text"]
    return Exhibit(
        "fig-cluster-stocks",
        f"The H800 sold to China make {by['r-cw-runs-dsv3']} clusters of DeepSeek-V3's size but {by['r-cw-runs-llama']} of that of Meta's largest run",
        "Each bar divides a number of chips in China by the number that one large model is said or known to have used, or that the model of training says it "
        "takes in a month; dots stand where both have a central estimate. "
        "Sales are Epoch AI's model with its interval, without smuggling and rental abroad; our count adds an assumption on the sales before. All chips are taken as free, in one place and "
        "in one piece, "
        "so the bars are upper bounds; A800 count as A100, whose peak they share.",
        "Bars on a log axis: " + "; ".join(f"{row.label.replace('|', ', ')}: {row.text}" for row in frame.itertuples()) + ".",
        draw,
        frame,
    )


def cluster_rows() -> pd.DataFrame:
    """Return each cluster with its chips and, where the chip is named, the H100 that have the same FP16 peak."""
    peaks = frames.specifications(["fp16_peak"], [chip for _, _, chip, _, _ in CLUSTERS if chip] + ["nvidia-h100"]).set_index("subject")
    rows = []
    for ref, name, chip, owner, state in CLUSTERS:
        entry = registry.find(ref)
        equal = entry.value * peaks.loc[chip, "fp16_peak"] / peaks.loc["nvidia-h100", "fp16_peak"] if chip else float("nan")
        source = entry.sources + ((peaks.loc[chip, "source"],) if chip else ())
        rows.append(
            {
                "cluster": f"{entry.period[:4]}  {name}",
                "chip": naming.name_of(chip) if chip else "not named",
                "owner": owner,
                "state": state,
                "period": entry.period,
                "chips": entry.value,
                "h100_equivalent_by_peak": equal,
                "source": frames.join(pd.Series(source)),
            }
        )
    return pd.DataFrame(rows)


def clusters() -> Exhibit:
    """Counted by peak rate, the announced domestic clusters shrink, and the largest American ones do not."""
    frame = cluster_rows()
    order = frame["cluster"].tolist()
    greatest = frame.loc[frame["h100_equivalent_by_peak"].idxmax(), "cluster"]

    def draw(width: int) -> alt.TopLevelMixin:
        narrow = style.narrow(width)
        y = alt.Y("cluster:N", sort=order, title=None, axis=alt.Axis(labelLimit=175, labelFontSize=11 if narrow else 12, ticks=False, domain=False))
        x = alt.X(
            "chips:Q",
            title="Chips (mark), as H100 (bar), log axis" if narrow else "Chips (mark), H100 of equal peak (bar); log axis",
            scale=alt.Scale(type="log", domain=[200, 400000], nice=False),
            axis=alt.Axis(values=[1000, 10000, 100000], format="~s"),
        )
        legend = alt.Legend(title=None, columns=1 if narrow else 3)
        hue = alt.Color("owner:N", sort=OWNERS, legend=legend, scale=alt.Scale(domain=OWNERS, range=[style.GREY, style.BLUE, style.GREEN]))
        shape = alt.Shape("owner:N", sort=OWNERS, legend=legend, scale=alt.Scale(domain=OWNERS, range=["square", "circle", "triangle-up"]))
        base = alt.Chart(frame).encode(y=y, color=hue)
        link = base.mark_rule(opacity=0.5, strokeWidth=2).encode(x=x, x2="h100_equivalent_by_peak:Q")
        ticks = base.mark_tick(thickness=4, size=15).encode(x="h100_equivalent_by_peak:Q")
        points = base.transform_filter(alt.datum.state == "built").mark_point(filled=True, size=75, opacity=1).encode(x=x, shape=shape)
        limits = base.transform_filter(alt.datum.state != "built").mark_point(size=75, opacity=1, strokeWidth=2).encode(x=x, shape=shape)
        return (link + ticks + limits + points).properties(width=width, height=360)

    full = [registry.find(ref).written(bare=True) for ref in ("es-cw-kuae-limit", "es-cw-p800-30k")]
    kuae, p800 = engine.entry("r-cw-kuae-as-h100"), engine.entry("r-cw-p800-as-h100")
    return Exhibit(
        "fig-cluster-clusters",
        f"By peak rate KUAE's {full[0]} chips equal {short(kuae.value)} H100, and Baidu's {full[1]} P800 equal {short(p800.value)}",
        "Marks count chips; the bar at the other end of the line counts the H100 that have the same FP16 peak. Open marks are limits of a design, "
        "not clusters seen at work. "
        "Peak says nothing of links or software. Meituan did not name its chip. The second stage of Colossus mixes H100 and H200, which share a peak. "
        "The list is what we found a source for, not a census.",
        "Marks and bars on a log axis: chips of each cluster and, in brackets, H100 of equal peak rate: "
        + "; ".join(cluster_text(row) for row in frame.itertuples())
        + f". The largest by peak rate is {' '.join(greatest.split())}.",
        draw,
        frame,
    )


def cluster_text(row) -> str:
    """Return one cluster in words."""
    equal = "" if row.h100_equivalent_by_peak != row.h100_equivalent_by_peak else f" ({short(row.h100_equivalent_by_peak)})"
    return f"{' '.join(row.cluster.split())}: {quantity.number(row.chips)}{equal}"


def systems() -> Exhibit:
    """CloudMatrix 384 against GB200 NVL72: at equal peak it takes over three times the chips and over twice the power."""
    parts = [frames.entries({f"r-cw-cm384-{key}": label for key, label in keys.items()}).assign(part=part) for part, keys in SYSTEMS.items()]
    frame = pd.concat(parts).rename(columns={"value": "ratio"}).reset_index(drop=True)
    rack = registry.find("r-cw-cm384-power-rack").value
    frame.loc[frame["id"] == "r-cw-cm384-power", "high"] = rack
    frame["ratio"] = frame["ratio"].fillna((frame["low"] + frame["high"]) / 2)
    frame["text"] = [short(row.ratio) if row.low == row.high else f"{short(row.low)} to {short(row.high)}" for row in frame.itertuples()]

    frame["row"] = frame["label"] + frame["part"].map({"Whole system": "", "For equal peak": " "})
    order = [row for part in SYSTEMS for row in (part, *frame.loc[frame["part"] == part, "row"])]

    def draw(width: int) -> alt.TopLevelMixin:
        heads = " || ".join(f"datum.value == '{part}'" for part in SYSTEMS)
        axis = alt.Axis(labelLimit=130, ticks=False, domain=False, labelFontWeight=alt.condition(heads, alt.value("bold"), alt.value("normal")))
        y = alt.Y("row:N", scale=alt.Scale(domain=order), title=None, axis=axis)
        x = alt.X("ratio:Q", title="CloudMatrix 384 over NVL72", scale=alt.Scale(domain=[0, 7]), axis=alt.Axis(values=[0, 1, 2, 3, 4, 5], format="d"))
        base = alt.Chart(frame).encode(y=y)
        hue = alt.Color("part:N", legend=None, scale=alt.Scale(domain=list(SYSTEMS), range=[style.GREEN, style.PURPLE]))
        bars = base.mark_bar(height=14, opacity=0.75).encode(x=x, color=hue)
        span = base.transform_filter("datum.high > datum.low").mark_rule(strokeWidth=2, color=style.INK).encode(x="low:Q", x2="high:Q")
        one = alt.Chart(pd.DataFrame({"ratio": [1]})).mark_rule(color=style.INK, strokeDash=[3, 3]).encode(x="ratio:Q")
        text = base.mark_text(align="left", dx=6).encode(x="high:Q", text="text:N")
        return (bars + span + one + text).properties(width=width, height=300)

    chips, power = (short(engine.value(f"r-cw-cm384-{key}-per-peak")) for key in ("chips", "power"))
    return Exhibit(
        "fig-cluster-systems",
        f"For the same peak a CloudMatrix 384 takes {chips} times the chips and {power} times the power of an NVL72",
        "Ratios of the Huawei system to Nvidia's, above for the whole system, below divided by the ratio of peaks. Dark lines are spans: two figures "
        "for the power of the "
        "NVL72, and a range for its price, whose bar ends in the middle. Power and peak are estimates of one analyst; the price of the Huawei system "
        "is a press estimate and that "
        "of Nvidia's comes "
        "from a compilation. Memory and bandwidth are chips times specification.",
        "Bars. Whole system: " + systems_text(frame, "Whole system") + ". For equal peak: " + systems_text(frame, "For equal peak") + ".",
        draw,
        frame,
    )


def systems_text(frame: pd.DataFrame, part: str) -> str:
    """Return the ratios of one part in words."""
    return ", ".join(f"{row.label.lower()} {row.text}" for row in frame[frame["part"] == part].itertuples())
