"""Exhibits of the chapter on domestic makers: every count of the market with what it counts, and the ranges and shares that they leave together."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import write
from detour.results import domestic_gpu_makers_volumes as volumes
from detour.results import engine

#: Ways of counting: what the drawing calls them, and their colour and shape.
BLOCKS = {"vol": "Cards of every kind", "dc": "Data-centre chips", "made": "To be made, packages"}
_COLOURS, _SHAPES = [style.BLUE, style.ORANGE, style.GREEN], ["circle", "diamond", "triangle-up"]
#: Makers in the order of the drawing, as it calls them.
MAKERS = {
    "nvidia": "Nvidia",
    "amd": "AMD",
    "foreign": "all foreign",
    "huawei": "Huawei",
    "t-head": "T-Head",
    "kunlunxin": "Kunlunxin",
    "cambricon": "Cambricon",
}
MAKERS |= {"other": "other Chinese", "domestic": "all Chinese", "total": "all makers"}
MAKERS |= {"bernstein": "by Bernstein", "itself": "by Nvidia"}
COUNTERS = {"idc": "IDC", "tianfeng-securities": "Tianfeng", "Reportify digest": "digest", "CSC Financial": "CSC", "Haitong International": "Haitong"}
COUNTERS |= {"Goldman Sachs": "Goldman", "epoch-ai": "Epoch AI", "semianalysis": "SemiAnalysis", "wall-street-journal": "WSJ", "financial-times": "FT"}
#: Counts on which no range rests, where they are drawn and whose they are.
ALSO = {
    ("vol", "total", "2022"): {"es-005": "Tianfeng"},
    ("vol", "total", "2024"): {"es-002": "IDC"},
    ("vol", "total", "2025"): {"es-004": "IDC"},
    ("vol", "domestic", "2025"): {"es-008": "IDC"},
    ("vol", "other", "2024"): {"es-055": "Enflame", "es-dg-metax-ship-2024": "MetaX"},
    ("dc", "nvidia", "2024"): {"es-020": "early SemiAnalysis"},
    ("dc", "huawei", "2024"): {"es-028": "early SemiAnalysis"},
    ("made", "huawei", "2024"): {"es-hi-910b-production-2024": "FT"},
    ("made", "huawei", "2025"): {"es-032": "US ceiling", "es-034": "early SemiAnalysis"},
    ("made", "huawei", "2026"): {"es-dg-huawei-950pr-2026": "one chip"},
    ("made", "cambricon", "2026"): {"es-052": "Bloomberg, denied"},
}
#: Makers whose cell is a sum, in the drawing.
_SUMS = {("foreign", "domestic"): "total", ("huawei", "kunlunxin", "cambricon", "other"): "domestic"}


def _counts() -> list[tuple[str, str, str, str, str, bool]]:
    """Return block, maker, year, id, counter, and whether a range rests on it, of every count drawn."""
    found = []
    for kind, years in volumes.KINDS.items():
        for period, year in years.items():
            for cell in (each for each in year.cells if not each.share):
                maker = cell.of[0] if len(cell.of) == 1 else _SUMS[cell.of]
                half = ", half a year" if year.half else ""
                found += [(kind, maker, period, ref, COUNTERS.get(root, root) + half, True) for root, ref in cell.counts.items()]
    return found + [(*place, ref, counter, False) for place, refs in ALSO.items() for ref, counter in refs.items()]


def counts() -> pd.DataFrame:
    """Return every count drawn, and the reconciled range of each maker and year: what is counted, by whom, and whether the range rests on it."""
    rows = _counts()
    ids = [f"r-dg-{kind}-{maker}-{period}" for kind in BLOCKS for maker in MAKERS for period in volumes.KINDS[kind]]
    ranges = [id for id in ids if id in engine.definitions()]
    rows += [(*_place(id), id, "reconciled", True) for id in ranges]
    placed = pd.DataFrame(rows, columns=["kind", "maker", "year", "id", "counter", "used"])
    numbers = frames.entries(dict.fromkeys(placed["id"], ""))[["id", "value", "low", "high", "unit", "source"]]
    joined = placed.merge(numbers, on="id", validate="many_to_one")
    order = joined.assign(of=joined["kind"].map(list(BLOCKS).index), by=joined["maker"].map(list(MAKERS).index), last=joined["counter"] != "reconciled")
    return order.sort_values(["of", "by", "year", "last", "value"], kind="stable").drop(columns=["of", "by", "last"]).reset_index(drop=True)


def _place(id: str) -> tuple[str, str, str]:
    """Return block, maker and year of a reconciled volume.

    >>> _place("r-dg-vol-t-head-2025")
    ('vol', 't-head', '2025')
    """
    kind, _, rest = id.removeprefix("r-dg-").partition("-")
    maker, _, year = rest.rpartition("-")
    return kind, maker, year


def volumes_by_counter() -> Exhibit:
    """Every count with its counter, and the range that the counts of one thing leave together."""
    frame = counts()
    factor, nvidia = engine.entry("r-dg-vol-spread"), engine.entry("r-dg-vol-nvidia-2025")
    ranges = frame[frame["counter"] == "reconciled"]
    return Exhibit(
        label="fig-dg-volumes",
        title=f"Who counts matters as much as who sells: two counters of one maker in one year stand apart by a factor of {write(factor.value, digits=2)}",
        caption="Accelerators shipped in China in a year, or to be made by Huawei and Cambricon, by maker and what is counted; logarithmic axis. Bars are the reconciled "
        "ranges that hold nine in ten, of which the tick is the centre. Filled marks are the counts that they rest on, one for each independent counter, in the order of the "
        "names beside them; hollow ones are totals, parts, early forecasts, ceilings and single plans, on which none rests (not named on a phone). Where no bar stands, too little is counted. "
        "In 2023 only a half year was counted; “other Chinese” of 2024 is what the sum leaves.",
        alt="Ranges by what is counted, maker and year. "
        + " ".join(
            f"{BLOCKS[row.kind]}, {MAKERS[row.maker]} {row.year}: {write(row.value, digits=2)}, {write(row.low, digits=2)} to {write(row.high, digits=2)}."
            for row in ranges.itertuples()
        )
        + f" The count of Nvidia’s cards in 2025 is compatible with anything from {write(nvidia.low, digits=2)} to {write(nvidia.high, digits=2)}.",
        draw=lambda width: _volume_chart(frame, width),
        frame=frame,
    )


def _rows(frame: pd.DataFrame, heads: dict[str, str]) -> pd.DataFrame:
    """Return the frame with heads put in before each block, and the row of the drawing in which each entry stands: a number and its label."""
    parts = []
    for kind, head in heads.items():
        block = frame[frame["kind"] == kind]
        places = block[["maker", "year"]].drop_duplicates()
        first = ~places["maker"].duplicated()
        labels = places["year"].where(~first, places["maker"].map(MAKERS) + " " + places["year"])
        parts.append(pd.DataFrame({"kind": [kind], "label": [head], "head": True}))
        parts.append(block.merge(places.assign(label=labels), on=["maker", "year"], sort=False).assign(head=False))
    laid = pd.concat(parts, ignore_index=True)
    new = (laid["head"] | laid["head"].shift(fill_value=True) | (laid["maker"] != laid["maker"].shift()) | (laid["year"] != laid["year"].shift())).cumsum()
    return laid.assign(row=[f"{number:02d}|{label}" for number, label in zip(new, laid["label"], strict=True)])


def _axis_of(laid: pd.DataFrame) -> alt.Y:
    rows = list(dict.fromkeys(laid["row"]))
    bold = alt.condition(alt.FieldOneOfPredicate("value", list(laid.loc[laid["head"], "row"])), alt.value("bold"), alt.value("normal"))
    axis = alt.Axis(title=None, labelExpr="split(datum.value, '|')[1]", labelFontWeight=bold, ticks=False, domain=False, grid=False, labelLimit=170)
    return alt.Y("row:N", sort=rows, scale=alt.Scale(domain=rows), axis=axis)


def _volume_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    laid = _rows(frame, BLOCKS)
    own = laid[~laid["head"]].assign(what=lambda f: f["kind"].map(BLOCKS))
    bands, marks = own[own["counter"] == "reconciled"], own[own["counter"] != "reconciled"]
    wanted = marks[marks["used"] | ~marks["row"].isin(marks.loc[marks["used"], "row"])] if slim else marks
    named = wanted.groupby("row").agg(said=("counter", lambda names: ", ".join(dict.fromkeys(names))), most=("value", "max")).reset_index()
    named = named.merge(bands[["row", "high"]], on="row", how="left").assign(at=lambda f: f[["most", "high"]].max(axis=1))
    ends = [6e3, 9e8 if slim else 2.5e8]
    axis = alt.Axis(values=[1e4, 1e5, 1e6], labelExpr="datum.value == 1e6 ? '1 million' : format(datum.value, ',')", title="units in the year (logarithmic)")
    scale = alt.Scale(type="log", domain=ends, nice=False)
    y = _axis_of(laid)
    colour = alt.Color("what:N", title=None, scale=alt.Scale(domain=list(BLOCKS.values()), range=_COLOURS), legend=alt.Legend(columns=1 if slim else 3))
    shape = alt.Shape("what:N", title=None, scale=alt.Scale(domain=list(BLOCKS.values()), range=_SHAPES))
    head = alt.Chart(laid[laid["head"]][["row"]]).mark_point(opacity=0).encode(y=y)
    band = (
        alt.Chart(bands[["row", "low", "high", "value"]])
        .mark_rule(strokeWidth=9, opacity=0.35, color=style.SKY)
        .encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y)
    )
    tick = alt.Chart(bands[["row", "value"]]).mark_tick(thickness=2, size=13, color=style.INK).encode(x=alt.X("value:Q", scale=scale), y=y)
    drawn = marks[["row", "value", "what", "used"]]
    points = [
        alt.Chart(drawn[drawn["used"] == held])
        .mark_point(filled=held, size=50, opacity=1, strokeWidth=1.4)
        .encode(x=alt.X("value:Q", scale=scale), y=y, color=colour, shape=shape)
        for held in (True, False)
    ]
    text = alt.Chart(named[["row", "said", "at"]]).mark_text(align="left", dx=8, fontSize=10 if slim else 11, color=style.MUTED)
    return alt.layer(head, band, tick, *points, text.encode(x=alt.X("at:Q", scale=scale), y=y, text="said:N")).properties(
        width=width, height=17 * laid["row"].nunique()
    )


#: What the drawing of shares sets side by side, and what the sources do not say of what.
SHARED = {"vol": "Of cards of every kind", "dc": "Beside Huawei, data-centre", "said": "Of Nvidia, count not said"}
#: Published shares of cards, and shares of something that is not stated, by maker and year.
QUOTED = {
    ("vol", "nvidia", "2022"): {"es-173": "Tianfeng", "es-089": "Reuters"},
    ("vol", "nvidia", "2024"): {"es-090": "IDC"},
    ("vol", "nvidia", "2025"): {"es-094": "IDC"},
    ("vol", "huawei", "2024"): {"es-091": "CSC"},
    ("vol", "domestic", "2025"): {"es-104": "IDC"},
    ("said", "bernstein", "2025"): {"es-096": "first", "es-097": "later"},
    ("said", "bernstein", "2026"): {"es-098": "forecast"},
    ("said", "itself", "2025"): {"es-ti-nvidia-share-2025-05": "May", "es-095": "October"},
}


def shares() -> pd.DataFrame:
    """Return the reconciled shares by way of counting, maker and year, and the published ones."""
    rows = []
    for kind, makers in (("vol", MAKERS), ("dc", ("nvidia",))):
        ids = {(maker, period): f"r-dg-share-{'' if kind == 'vol' else 'dc-'}{maker}-{period}" for maker in makers for period in volumes.KINDS[kind]}
        rows += [(kind, *place, id, "reconciled") for place, id in ids.items() if id in engine.definitions()]
    rows += [(*place, ref, speaker) for place, refs in QUOTED.items() for ref, speaker in refs.items()]
    placed = pd.DataFrame(rows, columns=["kind", "maker", "year", "id", "counter"])
    numbers = frames.entries(dict.fromkeys(placed["id"], ""))[["id", "value", "low", "high", "unit", "source"]]
    order = placed.merge(numbers, on="id", validate="many_to_one").assign(
        of=lambda f: f["kind"].map(list(SHARED).index), by=lambda f: f["maker"].map(list(MAKERS).index)
    )
    return order.sort_values(["of", "by", "year", "value"], kind="stable").drop(columns=["of", "by"]).reset_index(drop=True)


def by_count() -> Exhibit:
    """How far Nvidia's share fell depends on what is counted."""
    frame = shares()
    cards, chips = engine.entry("r-dg-share-nvidia-2025"), engine.entry("r-dg-share-dc-nvidia-2025")
    ranges = frame[frame["counter"] == "reconciled"]
    return Exhibit(
        label="fig-dg-shares",
        title=f"In 2025 Nvidia had {cards.written()} of all cards and {chips.written()} of the data-centre chips that it and Huawei sold",
        caption="Shares in China by year, in percent. Bars are reconciled ranges that hold nine in ten with their centre as a tick; hollow marks are shares as published, in the "
        "order of the names beside them. Data-centre chips are counted for Nvidia and Huawei only, so that the second share is of what both sold. Of the last "
        "shares the sources do not say whether they divide units or money, and which.",
        alt="Ranges of shares. "
        + " ".join(
            f"{SHARED[row.kind]}, {MAKERS[row.maker]} {row.year}: {write(row.value, digits=2)} percent, {write(row.low, digits=2)} to {write(row.high, digits=2)}."
            for row in ranges.itertuples()
        )
        + " As published: "
        + ", ".join(f"{MAKERS[row.maker]}, {row.counter}, {row.year}: {write(row.value, digits=2)}" for row in frame[frame["kind"] == "said"].itertuples())
        + ".",
        draw=lambda width: _share_chart(frame, width),
        frame=frame,
    )


def _share_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    laid = _rows(frame, SHARED)
    own = laid[~laid["head"]]
    bands, marks = own[own["counter"] == "reconciled"], own[own["counter"] != "reconciled"]
    named = marks.groupby("row").agg(said=("counter", ", ".join), most=("value", "max")).reset_index().merge(bands[["row", "high"]], on="row", how="left")
    named["at"] = named[["most", "high"]].max(axis=1)
    scale = alt.Scale(domain=[-2, 185 if slim else 125], nice=False)
    axis = alt.Axis(values=[0, 25, 50, 75, 100], title="percent", titleAnchor="start")
    y = _axis_of(laid)
    head = alt.Chart(laid[laid["head"]][["row"]]).mark_point(opacity=0).encode(y=y)
    band = alt.Chart(bands[["row", "low", "high"]]).mark_rule(strokeWidth=9, opacity=0.35, color=style.SKY)
    tick = alt.Chart(bands[["row", "value"]]).mark_tick(thickness=2, size=13, color=style.INK)
    points = alt.Chart(marks[["row", "value"]]).mark_point(size=50, opacity=1, strokeWidth=1.4, color=style.BLUE)
    text = alt.Chart(named[["row", "said", "at"]]).mark_text(align="left", dx=8, fontSize=10 if slim else 11, color=style.MUTED)
    layers = (
        head,
        band.encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y),
        tick.encode(x=alt.X("value:Q", scale=scale), y=y),
        points.encode(x=alt.X("value:Q", scale=scale), y=y),
        text.encode(x=alt.X("at:Q", scale=scale), y=y, text="said:N"),
    )
    return alt.layer(*layers).properties(width=width, height=17 * laid["row"].nunique())
