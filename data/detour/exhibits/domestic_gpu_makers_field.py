"""Exhibits of the chapter on domestic makers: the field in one timeline, and the memory on the chips."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import tables
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit

#: Maker as drawn, and the event that put it on the Entity List, where one is found.
MAKERS = {
    "huawei": ("Huawei", "ev-001"),
    "cambricon": ("Cambricon", "ev-009"),
    "hygon": ("Hygon", "ev-dg-hygon-entity-list"),
    "moore-threads": ("Moore Threads", "ev-016"),
    "biren": ("Biren", "ev-016"),
    "jingjia-micro": ("Jingjia Micro", "ev-dg-jingjia-entity-list"),
    "lingjiu": ("Lingjiu", ""),
    "alibaba-t-head": ("T-Head", ""),
    "kunlunxin": ("Kunlunxin", ""),
    "metax": ("MetaX", ""),
    "enflame": ("Enflame", ""),
    "iluvatar-corex": ("Iluvatar", ""),
}
CONTROLS = {"ev-007": "Oct 2022", "ev-015": "Oct 2023", "ev-028": "Dec 2024"}
#: Chips whose names are written on the phone's drawing too.
KEY = {"910", "910B", "950PR", "290", "590", "S4000", "BR100", "JM9", "GP201", "Hanguang 800", "PPU", "P800", "C500"}
#: Plans of later years, cards, and variants drawn under their family's name.
_LEFT_OUT = {
    "cambricon-mlu370-x4",
    "cambricon-mlu370-s4",
    "metax-c500-oam",
    "metax-n100",
    "huawei-ascend-920",
    "huawei-ascend-960",
    "huawei-ascend-970",
    "huawei-atlas-350",
    "biren-br110",
    "iluvatar-zhikai-100",
    "kunlunxin-r200",
}


NAMES = {"kunlunxin-kunlun1": "Kunlun 1", "kunlunxin-kunlun2": "Kunlun 2", "iluvatar-bi-v100": "BI-V100"}


def short(chip: str) -> str:
    """Return the name of a chip without its maker.

    >>> short("huawei-ascend-910b"), short("cambricon-mlu370-x8"), short("thead-hanguang-800")
    ('910B', '370', 'Hanguang 800')
    """
    if chip in NAMES:
        return NAMES[chip]
    return frames.short_name(chip).replace("-M5", "").replace("-X8", "")


def chips() -> pd.DataFrame:
    """Return domestic chips with a preferred date: maker, date, foundry, memory, and whether the date was still to come when listed."""
    table = tables.load("attributes")
    table = table[(table["preferred"] == "yes") & table["quantity"].isin(["release_date", "foundry", "memory_type"])]
    wide = table.pivot_table(index="subject", columns="quantity", values="text", aggfunc="first").reset_index()
    sources = table.groupby("subject")["source"].agg(frames.join)
    parents = tables.load("entities").set_index("id")["parent"]
    wide = wide.assign(maker=wide["subject"].map(parents).map(lambda each: MAKERS.get(each, ("",))[0]), source=wide["subject"].map(sources))
    wide = wide[(wide["maker"] != "") & wide["release_date"].notna() & ~wide["subject"].isin(_LEFT_OUT)].copy()
    wide["date"] = frames.day(wide["release_date"].str.split("/").str[0])
    wide["chip"] = wide["subject"].map(short)
    wide["made_by"] = wide["foundry"].fillna("").map(_maker_of_dies)
    return wide.sort_values(["maker", "date"])[["maker", "chip", "date", "release_date", "made_by", "foundry", "memory_type", "subject", "source"]]


def _maker_of_dies(foundry: str) -> str:
    if "SMIC" in foundry:
        return "SMIC, wholly or in part"
    return "TSMC or Samsung" if foundry else "not stated"


def timeline() -> Exhibit:
    """Most makers had a chip before the controls, made abroad as far as known; the move home shows after 2022."""
    frame = chips()
    listed = frames.rows("events", id=sorted({event for _, event in MAKERS.values() if event}))
    marks = pd.DataFrame(
        [
            {
                "maker": name,
                "date": frames.day(listed.loc[listed["id"] == event, "date"]).iloc[0],
                "source": listed.loc[listed["id"] == event, "source"].iloc[0],
            }
            for name, event in MAKERS.values()
            if event
        ]
    ).assign(chip="Entity List", made_by="Entity List")
    both = pd.concat([frame.drop(columns=["subject"]), marks], ignore_index=True)
    before = frame[frame["date"] < pd.Timestamp("2022-10-07")]
    abroad, known = before[before["made_by"] == "TSMC or Samsung"], before[before["made_by"] != "not stated"]
    return Exhibit(
        label="fig-dg-timeline",
        title=f"{before['maker'].nunique()} makers had chips before October 2022; {len(abroad)} of the {len(known)} with a listed foundry were made abroad",
        caption="Listed dates of domestic chips by maker: circle, dies by TSMC or Samsung; square, by SMIC wholly or in part; triangle, foundry not "
        "stated. Orange crosses: the maker is put on the "
        "Entity List. Lines: the controls of October 2022, October 2023 and December 2024. Dates are announcement or release as the source lists them; "
        "some, as for the 950DT and the M300, are announced plans. "
        "A date known only to the year stands at its first day. Variants and chips without a listed date are left out."
        " The foundry of the JM9, the P800 and the PPU is presumed by the source.",
        alt=f"Timeline of {len(frame)} chips of {frame['maker'].nunique()} makers from 2018 to 2027. Before October 2022 there are {len(before)} chips, "
        f"{len(abroad)} of them known to be made "
        "by TSMC or Samsung: "
        + ", ".join(f"{row.maker} {row.chip}" for row in before.itertuples())
        + ". Entity List: "
        + ", ".join(f"{row.maker} {row.date:%Y-%m}" for row in marks.itertuples())
        + "; none found for the others.",
        draw=lambda width: _timeline_chart(frame, marks, width),
        frame=both,
    )


def _timeline_chart(frame: pd.DataFrame, marks: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    order = [name for name, _ in MAKERS.values()]
    data = frame.assign(said=[name if not slim or name in KEY else "" for name in frame["chip"]], side=frame.groupby("maker").cumcount() % 2)
    scale = alt.Scale(domain=[alt.DateTime(year=2018), alt.DateTime(year=2027, month=9)])
    years = [2018, 2020, 2022, 2024, 2026]
    x = alt.X("date:T", title="listed date", scale=scale, axis=alt.Axis(format="%Y", values=[alt.DateTime(year=each) for each in years]))
    y = alt.Y("maker:N", sort=order, axis=alt.Axis(title=None, domain=False, ticks=False, grid=True, labelLimit=100))
    kinds = ["TSMC or Samsung", "SMIC, wholly or in part", "not stated"]
    color = alt.Color(
        "made_by:N",
        title=None,
        scale=alt.Scale(domain=kinds, range=[style.BLUE, style.GREEN, style.GREY]),
        legend=alt.Legend(columns=1 if slim else 3),
    )
    shape = alt.Shape(
        "made_by:N", title=None, scale=alt.Scale(domain=kinds, range=["circle", "square", "triangle-up"]), legend=alt.Legend(columns=1 if slim else 3)
    )
    rules = (
        alt.Chart(frames.rows("events", id=list(CONTROLS)))
        .transform_calculate(day="toDate(datum.date)")
        .mark_rule(strokeDash=[3, 3], color=style.ORANGE)
        .encode(x=alt.X("day:T", scale=scale))
    )
    base = alt.Chart(data)
    points = base.mark_point(filled=True, size=60, opacity=1).encode(x=x, y=y, color=color, shape=shape)
    high = base.transform_filter("datum.side == 0").mark_text(dy=-12, fontSize=10, color=style.MUTED).encode(x=x, y=y, text="said:N")
    low = base.transform_filter("datum.side == 1").mark_text(dy=13, fontSize=10, color=style.MUTED).encode(x=x, y=y, text="said:N")
    cross = alt.Chart(marks).mark_point(shape="cross", angle=45, filled=True, size=95, color=style.ORANGE, opacity=1).encode(x=x, y=y)
    return alt.layer(rules, points, high, low, cross).properties(width=width, height=46 * len(order))


#: Memory as listed, by class.
CLASSES = ["DDR, GDDR, LPDDR or on chip", "HBM2", "HBM2e", "HBM3 or HBM3e", "maker’s own"]
MEMORY_EVENTS = {"ev-028": "US control", "ev-dg-cxmt-hbm2": "CXMT HBM2", "ev-dg-cxmt-hbm3-samples": "CXMT HBM3 samples"}


def _class(memory: str) -> str:
    if memory.startswith("Hi"):
        return CLASSES[4]
    if memory.startswith("HBM3"):
        return CLASSES[3]
    return {"HBM2": CLASSES[1], "HBM2e": CLASSES[2]}.get(memory, CLASSES[0])


def memory() -> Exhibit:
    """Stacked memory was on domestic chips years before CXMT was reported to make any."""
    frame = chips()
    frame = frame[frame["memory_type"].notna()].assign(memory_class=lambda f: f["memory_type"].map(_class)).sort_values("date")
    stacked = frame[frame["memory_class"].str.startswith("HBM")]
    early = stacked[stacked["date"] < frames.day(frames.rows("events", id="ev-dg-cxmt-hbm2")["date"]).iloc[0]]
    third = stacked[stacked["memory_class"] == CLASSES[3]]
    return Exhibit(
        label="fig-dg-memory",
        title=f"{len(early)} of {len(stacked)} chips with stacked memory were listed before CXMT was reported to make any",
        caption="Domestic chips by listed date and kind of memory. Lines: CXMT reported to make HBM2 in volume (August 2024), the US control on such "
        "memory (December 2024), CXMT reported to send "
        "samples of HBM3 (October 2025). The maker of the memory is known from a teardown for the 910C alone. Chips without a listed memory or date are "
        "missing.",
        alt=f"Scatter of {len(frame)} chips. "
        + " ".join(
            f"{each}: " + ", ".join(f"{row.chip} ({row.date:%Y})" for row in frame[frame["memory_class"] == each].itertuples()) + "." for each in CLASSES
        )
        + f" Of the chips with HBM3, {third.iloc[0]['chip']} is listed before any sample from CXMT was reported.",
        draw=lambda width: _memory_chart(frame, width),
        frame=frame.drop(columns=["subject"]),
    )


def _memory_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    data = frame.assign(place=frame.groupby("memory_class").cumcount() % 4)
    scale = alt.Scale(domain=[alt.DateTime(year=2018), alt.DateTime(year=2029 if slim else 2028)])
    x = alt.X(
        "date:T",
        title="listed date",
        scale=scale,
        axis=alt.Axis(format="%Y", values=[alt.DateTime(year=each) for each in (2018, 2020, 2022, 2024, 2026)]),
    )
    lines = "split(datum.value, ', LPDDR or ')"
    wrap = f"length({lines}) > 1 ? [{lines}[0] + ',', 'LPDDR or', {lines}[1]] : datum.value == 'HBM3 or HBM3e' ? ['HBM3 or', 'HBM3e'] : datum.value"
    y = alt.Y("memory_class:N", sort=CLASSES, axis=alt.Axis(title=None, domain=False, ticks=False, grid=True, labelExpr=wrap))
    offset = alt.YOffset("place:O", scale=alt.Scale(paddingInner=0.2, paddingOuter=0.25))
    rules = (
        alt.Chart(frames.rows("events", id=list(MEMORY_EVENTS)))
        .transform_calculate(day="toDate(datum.date)")
        .mark_rule(strokeDash=[3, 3], color=style.ORANGE)
        .encode(x=alt.X("day:T", scale=scale))
    )
    base = alt.Chart(data).encode(x=x, y=y, yOffset=offset)
    points = base.mark_point(filled=True, size=50, color=style.BLUE, opacity=1)
    text = base.mark_text(align="left", dx=6, fontSize=10 if slim else 11, color=style.INK).encode(text="chip:N")
    halo = text.mark_text(align="left", dx=6, fontSize=10 if slim else 11, stroke=style.PAPER, strokeWidth=3)
    return alt.layer(rules, halo, points, text).properties(width=width, height=72 * len(CLASSES))
