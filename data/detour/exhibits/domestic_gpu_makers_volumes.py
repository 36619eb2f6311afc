"""Exhibit of the chapter on domestic makers: every count of the market with what it counts, and the ranges that they leave together."""

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
    ("vol", "cambricon", "2023"): {"es-mk-camb-sold-2023": "own"},
    ("vol", "cambricon", "2025"): {"es-mk-camb-sold-2025": "own"},
    ("vol", "other", "2024"): {"es-055": "Enflame", "es-dg-metax-ship-2024": "MetaX", "es-mk-enflame-sold-2024": "Enflame"},
    ("vol", "other", "2025"): {"es-mk-metax-boards-inference-2025": "MetaX’s own", "es-mk-metax-boards-training-2025": "and for training"},
    ("dc", "nvidia", "2024"): {"es-020": "early SemiAnalysis"},
    ("dc", "huawei", "2024"): {"es-028": "early SemiAnalysis"},
    ("made", "huawei", "2024"): {"es-hi-910b-production-2024": "FT"},
    ("made", "huawei", "2025"): {"es-032": "US ceiling", "es-034": "early SemiAnalysis"},
    ("made", "huawei", "2026"): {"es-dg-huawei-950pr-2026": "one chip"},
    ("made", "cambricon", "2025"): {"es-mk-camb-made-2025": "own"},
    ("made", "cambricon", "2026"): {"es-052": "Bloomberg, denied"},
}
#: Makers whose cell is a sum, in the drawing.
_SUMS = {("foreign", "domestic"): "total", ("huawei", "kunlunxin", "cambricon", "other"): "domestic"}


def _counts() -> list[tuple[str, str, str, str, str, bool]]:
    """Return way of counting, maker, year, id, counter, and whether a range rests on it, of every count drawn."""
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
    return worded(order.sort_values(["of", "by", "year", "last", "value"], kind="stable").drop(columns=["of", "by", "last"]), BLOCKS)


def worded(frame: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """Return the frame with the words of the drawing for what is counted and for the maker."""
    worded = frame.rename(columns={"kind": "counts"}).assign(maker=frame["maker"].map(MAKERS), counts=frame["kind"].map(kinds))
    return worded.reset_index(drop=True)


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
        title=f"Who counts matters as much as who sells: counts of one maker in one year scatter by a factor of {write(factor.value, digits=2)}",
        caption="Accelerators shipped in China in a year, or to be made by Huawei and Cambricon, by maker and what is counted; logarithmic axis. Bars are the reconciled "
        "ranges that hold nine in ten, of which the tick is the centre. Filled marks are the counts that they rest on, one for each independent counter, in the order of the "
        "names beside them; hollow ones are totals, parts, early forecasts, ceilings, single plans and what makers say that they sold or made, on which none rests (not named on a phone). Where no bar stands, too little is counted. "
        "In 2023 only a half year was counted; “other Chinese” of 2024 is what the sum leaves.",
        alt="Ranges by what is counted, maker and year. "
        + " ".join(
            f"{row.counts}, {row.maker} {row.year}: {write(row.value, digits=2)}, {write(row.low, digits=2)} to {write(row.high, digits=2)}."
            for row in ranges.itertuples()
        )
        + f" The count of Nvidia’s cards in 2025 is compatible with anything from {write(nvidia.low, digits=2)} to {write(nvidia.high, digits=2)}.",
        draw=lambda width: _volume_chart(frame, width),
        frame=frame,
    )


def rows_of(frame: pd.DataFrame, heads: list[str]) -> pd.DataFrame:
    """Return the frame with heads put in before each block, and the row of the drawing in which each entry stands: a number and its label."""
    parts = []
    for head in heads:
        block = frame[frame["counts"] == head]
        places = block[["maker", "year"]].drop_duplicates()
        first = ~places["maker"].duplicated()
        labels = places["year"].where(~first, places["maker"] + " " + places["year"])
        parts.append(pd.DataFrame({"label": [head], "head": True}))
        parts.append(block.merge(places.assign(label=labels), on=["maker", "year"], sort=False).assign(head=False))
    laid = pd.concat(parts, ignore_index=True)
    new = (laid["head"] | laid["head"].shift(fill_value=True) | (laid["maker"] != laid["maker"].shift()) | (laid["year"] != laid["year"].shift())).cumsum()
    return laid.assign(row=[f"{number:02d}|{label}" for number, label in zip(new, laid["label"], strict=True)])


def y_of(laid: pd.DataFrame) -> alt.Y:
    """Return the rows of a drawing from above, its heads in bold."""
    rows = list(dict.fromkeys(laid["row"]))
    bold = alt.condition(alt.FieldOneOfPredicate("value", list(laid.loc[laid["head"], "row"])), alt.value("bold"), alt.value("normal"))
    axis = alt.Axis(title=None, labelExpr="split(datum.value, '|')[1]", labelFontWeight=bold, ticks=False, domain=False, grid=False, labelLimit=170)
    return alt.Y("row:N", sort=rows, scale=alt.Scale(domain=rows), axis=axis)


def _volume_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    laid = rows_of(frame, list(BLOCKS.values()))
    own = laid[~laid["head"]]
    bands, marks = own[own["counter"] == "reconciled"], own[own["counter"] != "reconciled"]
    wanted = marks[marks["used"] | ~marks["row"].isin(marks.loc[marks["used"], "row"])] if slim else marks
    named = (
        wanted.groupby("row")
        .agg(
            said=("counter", lambda names: ", ".join(dict.fromkeys(names)).replace("SemiAnalysis", "SemiAn." if slim else "SemiAnalysis")),
            most=("value", "max"),
        )
        .reset_index()
    )
    named = named.merge(bands[["row", "high"]], on="row", how="left").assign(at=lambda f: f[["most", "high"]].max(axis=1))
    ends = [3e3, 9e8 if slim else 2.5e8]
    axis = alt.Axis(values=[1e4, 1e5, 1e6], labelExpr="datum.value == 1e6 ? '1 million' : format(datum.value, ',')", title="units in the year (logarithmic)")
    scale = alt.Scale(type="log", domain=ends, nice=False)
    y = y_of(laid)
    colour = alt.Color("counts:N", title=None, scale=alt.Scale(domain=list(BLOCKS.values()), range=_COLOURS), legend=alt.Legend(columns=1 if slim else 3))
    shape = alt.Shape("counts:N", title=None, scale=alt.Scale(domain=list(BLOCKS.values()), range=_SHAPES))
    head = alt.Chart(laid[laid["head"]][["row"]]).mark_point(opacity=0, color=style.INK).encode(y=y)
    band = (
        alt.Chart(bands[["row", "low", "high", "value"]])
        .mark_rule(strokeWidth=9, opacity=0.35, color=style.SKY)
        .encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y)
    )
    tick = alt.Chart(bands[["row", "value"]]).mark_tick(thickness=2, size=13, color=style.INK).encode(x=alt.X("value:Q", scale=scale), y=y)
    drawn = marks[["row", "value", "counts", "used"]]
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
