"""Exhibit on the time that large runs lose: useful share against the number of chips, as modelled and as published."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from detour import quantity, registry, tables
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.cluster_workarounds_runs import halo
from detour.exhibits.huawei_inference import say
from detour.registry import Entry
from detour.results import cluster_workarounds_useful as useful_time
from detour.results.engine import quadrature

#: Numbers of chips between which the lines are drawn.
ENDS = (100, 150_000)
HUES = (style.BLUE, style.ORANGE)
#: Published shares: what the drawing calls them, and how their source has them.
PUBLISHED = {
    "trn-h100-llama3-effective-time": ("Llama 3.1", "more than, by its user"),
    "trn-megascale-effective-time": ("MegaScale", "more than, by its user"),
    "trn-kuae-effective-time": ("KUAE", "more than, by its maker"),
    "trn-baidu-32k-effective-time": ("Baidu", "by its maker"),
}
MARKED = {"es-cw-kuae-limit": "KUAE's limit", "es-cw-p800-30k": "P800", "es-cw-tencent-limit": "Tencent's limit"}


def behind(refs: dict[str, str]) -> str:
    """Return the sources of the rows that inform some assumptions."""
    rows = tables.load("assumptions").set_index("id").loc[list(refs.values()), "informed_by"]
    return ";".join(sorted({source for cell in rows for ref in tables.split(cell) for source in registry.find(ref).sources}))


def kinds() -> list[str]:
    """Return what the two lines are called."""
    return ["failing as assumed", f"failing {quantity.number(registry.find('a-cw-fails-oftener').value)} times as often"]


def lines() -> pd.DataFrame:
    """Return the useful share and its interval at many numbers of chips, for both failure rates."""
    found = []
    for kind, extra in zip(kinds(), ({}, useful_time.WORSE), strict=True):
        refs = useful_time.LOSSES | extra
        rows, source = {symbol: registry.find(ref) for symbol, ref in refs.items()}, behind(refs)
        for chips in np.geomspace(*ENDS, 60).round():
            value, low, high = quadrature(useful_time.useful, {"N": Entry("", "", "", value=float(chips)), **rows})
            found.append({"kind": kind, "chips": chips, "useful_percent": value, "low_percent": low, "high_percent": high, "source": source})
    return pd.DataFrame(found)


def points() -> pd.DataFrame:
    """Return the published shares of time."""
    frame = frames.rows("measurements", record_id=list(PUBLISHED))
    words = frame["record_id"].map(PUBLISHED)
    frame = frame.assign(label=words.str[0], kind=words.str[1], chips=frame["chip_count"].astype(float), useful_percent=frame["value"].astype(float))
    return frame[["label", "kind", "chips", "useful_percent", "record_id", "source"]]


def useful() -> Exhibit:
    """Ten thousand chips lose a tenth of their time or less; a hundred thousand, or worse chips, far more."""
    modelled, published = lines(), points()
    sizes = frames.entries(MARKED).rename(columns={"value": "chips"})[["label", "chips", "source"]]

    def draw(width: int) -> alt.TopLevelMixin:
        narrow = style.narrow(width)
        axis = alt.Axis(values=[100, 1000, 10_000, 100_000], format=",d" if not narrow else "~s")
        x = alt.X("chips:Q", title="Chips in the run (log axis)", scale=alt.Scale(type="log", domain=list(ENDS), nice=False), axis=axis)
        percent = {"title": "Useful share of time, percent", "scale": alt.Scale(domain=[0, 100])}
        hue = alt.Color("kind:N", scale=alt.Scale(domain=kinds(), range=list(HUES)), legend=alt.Legend(title=None, columns=1 if narrow else 2))
        base = alt.Chart(modelled).encode(x=x)
        assumed, worse = (base.transform_filter(alt.datum.kind == kind) for kind in kinds())
        low, high = (alt.Y(f"{end}_percent:Q", **percent) for end in ("low", "high"))
        band = assumed.mark_area(color=style.BLUE, opacity=0.18).encode(y=low, y2="high_percent:Q")
        edges = [worse.mark_line(color=style.ORANGE, strokeWidth=1, strokeDash=[2, 2]).encode(y=end) for end in (low, high)]
        line = base.mark_line(strokeWidth=2.5).encode(y=alt.Y("useful_percent:Q", **percent), color=hue)
        rules = alt.Chart(sizes).mark_rule(color=style.AMBER, strokeDash=[3, 3]).encode(x=x)
        named = alt.Chart(sizes).encode(x=x, y=alt.value(225))
        names = named.mark_text(angle=270, align="left", baseline="bottom", dx=0, dy=-3, color=style.AMBER, fontSize=11).encode(text="label:N")
        drawn = alt.layer(band, rules, *edges, line, names, marks(x, alt.Y("useful_percent:Q", **percent)))
        return drawn.properties(width=width, height=300)

    def marks(x: alt.X, y: alt.Y) -> alt.LayerChart:
        base = alt.Chart(published).encode(x=x, y=y)
        drawn = []
        for by, inside, size in (("maker", style.PAPER, 190), ("user", style.INK, 45)):
            for shape, test in (("triangle-up", "indexof(datum.kind, 'more') == 0"), ("circle", "indexof(datum.kind, 'more') != 0")):
                chosen = base.transform_filter(f"indexof(datum.kind, '{by}') > 0 && {test}")
                drawn.append(chosen.mark_point(shape=shape, size=size, fill=inside, color=style.INK, strokeWidth=1.5, opacity=1))
        right = base.transform_filter(alt.FieldOneOfPredicate("label", ["Llama 3.1"]))
        above = base.transform_filter(alt.datum.label == "Baidu")
        left = base.transform_filter(alt.datum.label == "KUAE").transform_calculate(both="'MegaScale, KUAE'")
        words = halo(right, "label:N", align="left", dx=8, dy=2, fontSize=11) + halo(above, "label:N", align="left", dx=9, dy=3, fontSize=11)
        return alt.layer(*drawn, words, halo(left, "both:N", align="right", dx=-9, dy=6, fontSize=11))

    many, more = (quantity.number(registry.find(useful_time.SIZES[key][0]).value) for key in ("10k", "100k"))
    as_assumed, worse = ([say(f"r-cw-useful-{key}{suffix}") for key in ("10k", "100k")] for suffix in ("", "-worse"))
    times, yearly = (quantity.number(registry.find(ref).value) for ref in ("a-cw-fails-oftener", "a-train-failure-rate"))
    words = "; ".join(f"{row.label}, {row.kind}: {quantity.number(row.useful_percent)}% at {quantity.number(row.chips)}" for row in published.itertuples())
    spans = "; ".join(
        f"{size} chips {kind}: {said} ({span(key)})" for kind, suffix in zip(kinds(), ("", "-worse"), strict=True) for size, said, key in described(suffix)
    )
    return Exhibit(
        "fig-cluster-useful",
        f"At the failure rate assumed, {many} chips do useful work {as_assumed[0]} of the time and {more} {as_assumed[1]}; "
        f"chips that fail {times} times as often, {worse[0]} and {worse[1]}",
        f"Share of its time in which a run gets on, checkpoints at their best. In a year {yearly} of a hundred chips fail, which lies between the counts of two "
        f"clusters of A100, or {times} times as many; recovery takes {say('a-train-recovery')} and a checkpoint holds the run up for {say('a-train-saving')}. "
        "Band and dotted lines: the ends of these assumptions, each erring for itself. Triangles are published as lower bounds; filled marks are of those who ran "
        "the cluster, open ones of those who sell its chips. Dashed: sizes announced.",
        f"Two falling curves of useful share against chips, with bands that widen to the right. {spans}. Published: {words}.",
        draw,
        pd.concat([modelled, published, sizes]),
    )


def described(suffix: str) -> list[tuple[str, str, str]]:
    """Return numbers of chips, the useful share there, and the id of that, for one of the two lines."""
    ids = {f"r-cw-useful-{key}{suffix}": row for key, (row, _) in useful_time.SIZES.items()}
    return [(quantity.number(registry.find(row).value), say(id), id) for id, row in ids.items()]


def span(id: str) -> str:
    """Return the interval of a useful share in whole percent.

    >>> span("r-cw-useful-10k")
    '83 to 97'
    """
    return " to ".join(quantity.number(round(end)) for end in registry.find(id).ends())
