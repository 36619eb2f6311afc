"""Exhibit on a cluster of the reader's own: what it trains in a day, how well it is used, and how many H100 do as much, against its size."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import own_cluster, style
from detour.exhibits.base import Exhibit
from detour.exhibits.controls import parameters
from detour.exhibits.frames import short_name
from detour.exhibits.huawei_inference_model import PAD, defaults
from detour.exhibits.own_cluster import BEST, OWN, SERIES, SIZES, SOLD

HUES = {OWN: style.ORANGE, SOLD: style.BLUE, BEST: style.GREY}
#: A doubling of the chips that does less than this many times as much does not pay.
PAYS = 1.5
#: A small cluster of the title, in chips; the largest drawn is the other.
SMALL = 1024
_QUANTITIES = ("fp16_peak", "memory_bandwidth", "memory_capacity", "interconnect_bandwidth")
_ARCHITECTURE = ("layer_count", "hidden_size", "attention_heads", "key_value_heads", "feedforward_size", "vocabulary_size")
#: Room beside a plot for its axis.
_MARGIN = 30


def own_frame() -> pd.DataFrame:
    """Return the rows drawn: the clusters that the printed face shows, at every size that can train the model."""
    frame = own_cluster.chosen(**defaults(own_cluster.controls())).dropna(subset="tokens_per_day")
    model = own_cluster.MODELS[own_cluster.MODEL]
    refs = [f"{chip}/{name}" for chip in (own_cluster.CHIP, own_cluster.STRONG) for name in _QUANTITIES] + [f"{model}/{name}" for name in _ARCHITECTURE]
    sources = sorted({source for ref in refs for source in registry.find(ref).sources})
    return frame.assign(source=";".join(sources)).reset_index(drop=True)


def slowed(frame: pd.DataFrame) -> pd.Series:
    """Return by how many percent the links that are set slow a run down, for each number of chips."""
    rates = frame.pivot(index="chips", columns="label", values="tokens_per_day")
    return 100 * (1 - rates[OWN] / rates[SOLD])


def pays_up_to(frame: pd.DataFrame, label: str) -> int:
    """Return the number of chips from which on no doubling does `PAYS` times as much."""
    rates = frame[frame["label"] == label].set_index("chips")["tokens_per_day"]
    gains = rates / rates.shift()
    return int(gains[gains >= PAYS].index[-1])


def own() -> Exhibit:
    """Slower links cost large clusters most, and at one batch a doubling stops paying."""
    frame, controls = own_frame(), own_cluster.controls()
    lost, chip, largest = slowed(frame), short_name(own_cluster.CHIP), frame["chips"].max()
    stops = {label: f"{pays_up_to(frame, label):,}" for label in (SOLD, OWN)}
    where = f"{stops[SOLD]} chips either way" if len(set(stops.values())) == 1 else f"{stops[SOLD]} chips as sold and {stops[OWN]} halved"
    return Exhibit(
        "fig-cluster-own",
        f"Halving every link of the {chip} slows {own_cluster.MODEL} by {lost[SMALL]:.0f}% on {SMALL:,} chips and by {lost[largest]:.0f}% on {largest:,}; "
        f"past {where} a doubling adds less than half",
        f"What the model predicts of clusters of {SIZES[0]} to {SIZES[-1]:,} chips, each in its best layout, failures counted in. Every step takes "
        f"{quantity.number(registry.find('a-train-most-tokens').value)} tokens in sequences of {quantity.number(registry.find('a-train-length').value)}, in sixteen "
        "bits, however many chips there are. Orange: the cluster set, its band the factor in which four in five measurements lie; blue: the same with its links "
        f"as sold; grey: H100. Dashed: share of time that failures leave. Of a run's hours {say_share()} are steps. H100 fail as assumed whatever is set; where "
        "more H100 would be needed than drawn, or too few would do to hold the model, their number is none or in proportion. No line: the model does not fit.",
        f"Three charts against the number of chips. {told(frame)}",
        lambda width: _draw(width),
        frame,
        controls,
    )


def say_share() -> str:
    """Return the share of the hours of a published run that its steps take, in words."""
    return f"{100 * registry.find('a-train-run-share').value:.0f}%"


def told(frame: pd.DataFrame) -> str:
    """Return tokens a day, utilisation and chips for one H100 in words."""
    parts = []
    for label in SERIES:
        part = frame[(frame["label"] == label) & frame["chips"].isin([SMALL, 16 * SMALL, frame["chips"].max()])]
        values = [
            f"{row.chips:,} chips {row.tokens_per_day / 1e9:,.0f} billion tokens a day, MFU {row.mfu_percent:.0f}%, "
            f"{quantity.number(row.ratio, 2)} for one H100, failures leave {row.useful_percent:.0f}% of the time"
            for row in part.itertuples()
        ]
        parts.append(f"{label[0].upper()}{label[1:]}: {'; '.join(values)}.")
    return " ".join(parts)


def _draw(width: int) -> alt.TopLevelMixin:
    """Draw what a day adds, and beside it, or below on a phone, utilisation and what one H100 replaces."""
    narrow = style.narrow(width)
    large, small = (276, 276) if narrow else (312, 228)
    powers = tuple(10.0**power for power in range(7, 15))
    day = panel("tokens_per_day", "Billion tokens a day (log axis)", large, 150 if narrow else 284, ticks=powers, band=True)
    used = panel("mfu_percent", "MFU, useful time, %", small, 110, more="useful_percent")
    ratio = panel("ratio", "Chips for one H100", small, 110, ticks=(0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500))
    charts = alt.vconcat(day, used, ratio, spacing=10) if narrow else alt.hconcat(day, alt.vconcat(used, ratio, spacing=8), spacing=10)
    chart = alt.vconcat(readout(width - 100), charts, data=own_cluster.lines(), spacing=6, autosize=PAD)
    chart = chart.add_params(*parameters(own_cluster.controls()), *own_cluster.parameters()).resolve_scale(color="shared")
    chart.transform = own_cluster.computed(alt.Chart()).transform
    return chart


def panel(field: str, title: str, width: int, height: int, *, ticks: tuple[float, ...] = (), band: bool = False, more: str = "") -> alt.LayerChart:
    """Draw one quantity of all clusters against their size, on a log axis where it has ticks; the size that is set is a dotted rule."""
    scale = alt.Scale(type="log", nice=False) if ticks else alt.Scale(zero=False)
    axis = alt.Axis(format=",~f", tickCount=5, minExtent=_MARGIN, maxExtent=_MARGIN)
    if ticks:
        axis = alt.Axis(values=list(ticks), labelExpr="format(datum.value > 1e6 ? datum.value / 1e9 : datum.value, '~g')", minExtent=_MARGIN, maxExtent=_MARGIN)
    y = {"title": title, "scale": scale, "axis": axis}
    x = {
        "title": "Chips (log axis)",
        "scale": alt.Scale(type="log", domain=[SIZES[0], SIZES[-1]], nice=False),
        "axis": alt.Axis(values=[10, 100, 1000, 10_000, 100_000], format="~s", grid=False),
    }
    hue = alt.Color("label:N", sort=list(SERIES), scale=alt.Scale(domain=list(SERIES), range=list(HUES.values())), legend=alt.Legend(title=None, columns=3))
    base = alt.Chart().encode(x=alt.X("chips:Q", **x))
    drawn = base.transform_filter(f"isValid(datum.{field})")
    layers = [base.transform_filter(f"datum.label == '{OWN}' && datum.chips == set_chips").mark_rule(color=style.AMBER, strokeDash=[2, 2])]
    if band:
        area = drawn.transform_filter(f"datum.label == '{OWN}'").mark_area(color=style.ORANGE, opacity=0.18)
        layers.append(area.encode(y=alt.Y("low:Q", **y), y2="high:Q"))
    layers.append(drawn.mark_line(strokeWidth=2).encode(y=alt.Y(f"{field}:Q", **y), color=hue))
    if more:
        dashed = drawn.transform_filter(f"datum.label == '{OWN}'").mark_line(strokeWidth=2, strokeDash=[4, 3], color=style.ORANGE)
        layers.append(dashed.encode(y=alt.Y(f"{more}:Q", **y)))
    layers.append(drawn.mark_point(filled=True, size=26, opacity=1).encode(y=alt.Y(f"{field}:Q", **y), color=hue))
    return alt.layer(*layers).properties(width=width, height=height)


def readout(width: int) -> alt.LayerChart:
    """Write what the cluster set does at the size set, in three lines, which are read out when they change."""
    names = ", ".join(f"'{short_name(chip)}'" for chip in own_cluster.CHIPS)
    models = ", ".join(f"'{model}'" for model in own_cluster.MODELS)
    base = alt.Chart().transform_filter(f"datum.label == '{OWN}' && datum.chips == set_chips")
    base = base.transform_calculate(order="0", said_of=f"format(datum.chips, ',d') + ' ' + [{names}][set_chip] + ' on ' + [{models}][datum.of]")
    billions = "format(datum.{} / 1e9, ',.3~r')"
    lines = {
        "first": f"{billions.format('tokens_per_day')} + ' billion tokens a day (' + {billions.format('low')} + ' to ' + {billions.format('high')} + ')'",
        "second": "'a run of ' + format(datum.days, ',.3~r') + ' days; as much as ' + (isValid(datum.h100_equal) ? format(datum.h100_equal, ',.3~r') : 'no number of') "
        "+ ' H100'",
        "third": "'MFU ' + format(datum.mfu_percent, '.0f') + '%, useful time ' + format(datum.useful_percent, '.0f') + '%, ' + datum.layout",
    }
    none = {"first": "'it does not fit into memory'", "second": "''", "third": "''"}
    for name, text in lines.items():
        base = base.transform_calculate(**{name: f"isValid(datum.tokens_per_day) ? {text} : {none[name]}"})
    base = base.transform_calculate(said="datum.first + (datum.second ? '; ' + datum.second + '; ' + datum.third : '')", head="datum.said_of + ':'")
    rows = [("head", style.MUTED), ("first", style.INK), ("second", style.INK), ("third", style.INK)]
    marks = [
        base.mark_text(align="left", baseline="top", fontSize=12, color=colour).encode(x=alt.value(0), y=alt.value(16 * place), text=f"{name}:N")
        for place, (name, colour) in enumerate(rows)
    ]
    return alt.layer(*marks).properties(width=width, height=16 * len(rows))
