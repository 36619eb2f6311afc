"""Exhibits of the chapter on domestic makers: volumes by maker and estimator, and the six dragons among them."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import write
from detour.results import engine

#: Estimate or result by id, with maker, who counts, and what is counted.
VOLUMES = {
    "2022": {
        "r-dg-tianfeng-nvidia": ("Nvidia, Tianfeng", "kind not stated"),
        "es-009": ("Nvidia, Epoch AI", "A100 and A800"),
        "r-dg-tianfeng-huawei": ("Huawei, Tianfeng", "kind not stated"),
        "r-dg-tianfeng-rest": ("all others, Tianfeng", "kind not stated"),
    },
    "2024": {
        "es-023": ("Nvidia, CSC and IDC", "cards"),
        "es-011": ("Nvidia, Epoch AI", "H20 chips"),
        "es-026": ("Huawei, CSC", "chips"),
        "es-027": ("Huawei, digest", "chips"),
        "es-028": ("Huawei, SemiAnalysis", "910B, forecast"),
        "es-dg-kunlun-ship-2024": ("Kunlunxin, Haitong", "cards"),
        "es-047": ("Cambricon, CSC", "chips"),
        "es-048": ("Cambricon, digest", "chips"),
        "es-dg-metax-ship-2024": ("MetaX, Haitong", "cards"),
        "es-055": ("Enflame, CSC", "chips"),
    },
    "2025": {
        "es-022": ("Nvidia, IDC", "cards"),
        "es-012": ("Nvidia, Epoch AI", "H20 chips"),
        "es-030": ("Huawei, IDC", "cards"),
        "es-029": ("Huawei, SemiAnalysis", "chips, forecast"),
        "es-032": ("Huawei, US Commerce", "chips, ceiling"),
        "es-056": ("T-Head, IDC", "cards"),
        "es-059": ("Kunlunxin, IDC", "cards"),
        "es-049": ("Cambricon, IDC", "cards"),
        "es-050": ("Cambricon, Goldman", "chips, forecast"),
        "es-051": ("Cambricon, digest", "chips, forecast"),
    },
    "2026": {
        "es-037": ("Huawei 910C, Bloomberg", "chips, plan"),
        "es-036": ("Huawei, SemiAnalysis", "chips, if short of memory"),
        "es-052": ("Cambricon, Bloomberg", "chips, plan denied"),
    },
}
#: Estimates that the article, or our reading of it, states.
FROM_ARTICLE = ("r-dg-tianfeng-nvidia", "r-dg-tianfeng-huawei", "r-dg-tianfeng-rest")


def counts() -> pd.DataFrame:
    """Return every volume drawn: year, maker and estimator, what is counted, value, interval, basis."""
    parts = []
    for year, wanted in VOLUMES.items():
        rows = frames.entries({ref: label for ref, (label, _) in wanted.items()})
        parts.append(rows.assign(year=year, counts=[wanted[ref][1] for ref in rows["id"]]))
    both = pd.concat(parts, ignore_index=True)
    basis = frames.rows("estimates", id=list(both["id"])).set_index("id")["basis"].to_dict()
    kind = both["id"].map(lambda ref: "from the article" if ref in FROM_ARTICLE else basis[ref])
    return both.assign(kind=kind).drop(columns=["kind_x"], errors="ignore")[["year", "label", "counts", "kind", "value", "low", "high", "unit", "id", "source"]]


def volumes() -> Exhibit:
    """Counts of one maker in one year differ by several times, because they count different things."""
    frame = counts()
    factor = engine.entry("r-dg-tianfeng-epoch")
    ceiling = engine.entry("r-dg-huawei-idc-commerce")
    return Exhibit(
        label="fig-dg-volumes",
        title=f"Tianfeng’s Nvidia for 2022 is {factor.written()} Epoch AI’s: the two cannot be counting the same chips",
        caption="Units sold, or planned to be made, in a year, by maker and estimator; logarithmic axis. Each row names the maker, who counts, and what is "
        "counted. "
        "Circles are estimates, diamonds our products of the article’s total and shares, triangles forecasts, ceilings or plans; lines are intervals "
        "where one is given. "
        "IDC counts accelerator cards; a 910C package holds two dies.",
        alt="Dot chart of volumes from 2022 to 2026. "
        + " ".join(f"{row.year} {row.label}: {write(row.value)} ({row.counts})." for row in frame.itertuples())
        + f" IDC’s count of Huawei in 2025 is {ceiling.written()} the ceiling told to Congress.",
        draw=lambda width: _volume_chart(frame, width),
        frame=frame,
    )


def _word(counts: str) -> str:
    """Return what is counted in one word, for the phone's drawing."""
    return "kind?" if counts.startswith("kind") else counts.split()[0].strip(",")


def _volume_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    heads = pd.DataFrame({"year": frame["year"].unique()}).assign(label=lambda f: f["year"], head=True)
    laid = pd.concat([heads, frame.assign(head=False)]).sort_values(["year", "head"], ascending=[True, False], kind="stable").reset_index(drop=True)
    laid["row"] = [f"{position:02d}|{label}" for position, label in enumerate(laid["label"])]
    laid["said"] = [
        ("" if head else write(value, digits=4) + ("  " + (_word(counts) if slim else counts)))
        for head, value, counts in zip(laid["head"], laid["value"], laid["counts"], strict=True)
    ]
    bold = alt.condition("length(split(datum.value, '|')[1]) == 4", alt.value("bold"), alt.value("normal"))
    y = alt.Y(
        "row:N",
        sort=list(laid["row"]),
        scale=alt.Scale(domain=list(laid["row"])),
        axis=alt.Axis(title=None, labelExpr="split(datum.value, '|')[1]", labelFontWeight=bold, ticks=False, domain=False, grid=False, labelLimit=170),
    )
    scale = alt.Scale(type="log", domain=[5e3, 3e8 if slim else 1.2e8], nice=False)
    axis = alt.Axis(values=[1e4, 1e5, 1e6], labelExpr="datum.value == 1e6 ? '1 million' : format(datum.value, ',')", title="units in the year (logarithmic)")
    base = alt.Chart(laid).encode(y=y)
    dots = base.transform_filter("!datum.head")
    kinds = alt.Scale(domain=["estimated", "from the article", "projected"], range=[style.BLUE, style.ORANGE, style.GREEN])
    shapes = alt.Scale(domain=["estimated", "from the article", "projected"], range=["circle", "diamond", "triangle-up"])
    span = dots.mark_rule(strokeWidth=4, opacity=0.4, color=style.SKY).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    point = dots.mark_point(filled=True, size=75, opacity=1).encode(
        x=alt.X("value:Q", scale=scale, axis=axis),
        color=alt.Color("kind:N", title=None, scale=kinds, legend=alt.Legend(columns=2 if slim else 3)),
        shape=alt.Shape("kind:N", title=None, scale=shapes, legend=alt.Legend(columns=2 if slim else 3)),
    )
    text = dots.mark_text(align="left", dx=9, fontSize=11, color=style.MUTED).encode(x=alt.X("high:Q", scale=scale), text="said:N")
    return alt.layer(span, point, text).properties(width=width, height=19 * len(laid))


#: The six of the article, and the others that IDC names; id of the 2025 count where there is one.
DRAGONS = {"Huawei": "es-030", "Cambricon": "es-049", "Moore Threads": "", "Biren": "", "Hygon": "", "Jingjia Micro": ""}
OTHERS = {"T-Head (Alibaba)": "es-056", "Kunlunxin (Baidu)": "es-059", "rest, not named": "r-dg-rest-2025"}


def shipped() -> pd.DataFrame:
    """Return IDC's 2025 count of each member of the six and of the others, zero and empty where it is not named."""
    wanted = {ref: name for group in (DRAGONS, OTHERS) for name, ref in group.items() if ref}
    rows = frames.entries(wanted)[["label", "value", "source"]]
    none = pd.DataFrame({"label": [name for name, ref in DRAGONS.items() if not ref], "value": float("nan"), "source": "s-openstack"})
    both = pd.concat([rows, none], ignore_index=True)
    group = both["label"].map(
        lambda name: "one of the six dragons" if name in DRAGONS else "not named, of either kind" if name.startswith("rest") else "outside the six"
    )
    return both.rename(columns={"label": "maker", "value": "cards_2025"}).assign(group=group).sort_values("cards_2025", ascending=False, na_position="last")


def dragons() -> Exhibit:
    """Two of the four makers that IDC names for 2025 are outside the six, and four of the six are not named."""
    frame = shipped()
    most, least = engine.entry("r-dg-dragon-share-most"), engine.entry("r-dg-dragon-share")
    return Exhibit(
        label="fig-dg-dragons",
        title="Four of the six “dragons” are not named in the count of 2025, and two of the four named are not dragons",
        caption="Accelerator cards shipped in China in 2025 by Chinese vendors, IDC as relayed by Reuters. Moore Threads, Biren, Hygon and Jingjia Micro "
        "are not named there; whatever they "
        "shipped is inside the rest, which we compute as the vendors’ total less the four named.",
        alt="Bar chart of cards in 2025: "
        + ", ".join(f"{row.maker} {write(row.cards_2025)}" for row in frame.dropna().itertuples())
        + f". The two dragons named hold {least.written()} of the Chinese vendors’ cards; even with the whole rest the six would hold {most.written()}.",
        draw=lambda width: _dragon_chart(frame, width),
        frame=frame,
    )


def _dragon_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    data = frame.assign(
        drawn=frame["cards_2025"].fillna(0),
        said=[write(value) if value == value else ("not named" if slim else "not named; inside the rest") for value in frame["cards_2025"]],
    )
    base = alt.Chart(data).encode(y=alt.Y("maker:N", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=130)))
    x = alt.X(
        "drawn:Q",
        title="cards shipped in 2025",
        scale=alt.Scale(domain=[0, 1.05e6]),
        axis=alt.Axis(values=[0, 400000, 800000] if slim else [0, 200000, 400000, 600000, 800000], format=",.0f"),
    )
    groups = ["one of the six dragons", "outside the six", "not named, of either kind"]
    bars = base.mark_bar(height=16).encode(
        x=x,
        color=alt.Color(
            "group:N",
            title=None,
            scale=alt.Scale(domain=groups, range=[style.BLUE, style.GREY, style.SKY]),
            legend=alt.Legend(columns=1 if slim else 3),
        ),
    )
    text = base.mark_text(align="left", dx=5, fontSize=11).encode(x="drawn:Q", text="said:N")
    return alt.layer(bars, text).properties(width=width, height=27 * len(data))
