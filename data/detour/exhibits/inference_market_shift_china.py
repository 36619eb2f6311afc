"""Exhibits on China: the forecast replacement market among its yardsticks, and what Nvidia sold there."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.frames import join
from detour.exhibits.inference_market_shift_rows import entry, ladder, placed
from detour.results import engine

BILLION = 1e9
PARITY = "se-ims-fx-usd-2025-02-25"
#: Group: id, label, short label, kind. Amounts in yuan are converted at the parity.
YARDSTICKS = {
    "What local makers could take": [
        ("c-ds25-tianfeng-replacement-market-cny", "Tianfeng, this year, or more (article of 2025)", "Tianfeng, or more", "said in the articles"),
        ("es-ims-replacement-note-2024", "another broker's note of 2023, for 2024", "broker note, for 2024", "projected"),
        ("es-126", "Morgan Stanley, GPU revenue, for 2027", "Morgan Stanley, 2027", "projected"),
        ("es-ims-bernstein-supply-2027", "Bernstein, local supply, for 2027", "Bernstein, 2027", "projected"),
    ],
    "What Nvidia sold in China": [
        ("r-shift-china-fy24", "all sales by billing address, FY2024", "billed, FY2024", "we compute"),
        ("es-078", "all sales by billing address, FY2025", "billed, FY2025", "reported"),
        ("es-077", "all sales by customers' headquarters, FY2025", "headquarters, FY2025", "reported"),
        ("es-079", "all sales by customers' headquarters, FY2026", "headquarters, FY2026", "reported"),
        ("es-082", "H20, 2024 (CNBC)", "H20, 2024 (CNBC)", "estimated"),
        ("c-ft25-h20-revenue-2024", "H20, 2024 (SemiAnalysis in the article)", "H20, 2024 (article)", "said in the articles"),
    ],
    "What Chinese makers sold, 2025": [
        ("es-044", "Huawei, AI chips", "Huawei", "estimated"),
        ("r-shift-named-sales", "Huawei and four makers that report", "Huawei and four", "we compute"),
        ("es-122", "all local supply (Bernstein)", "local supply (Bernstein)", "estimated"),
    ],
    "What Nvidia sold less": [("r-shift-nvidia-fall", "by headquarters, FY2025 to FY2026", "FY2025 to FY2026", "we compute")],
    "What buyers would take, 2025": [
        ("es-118", "all AI chips in China (Bernstein)", "China (Bernstein)", "projected"),
        ("es-ims-huang-50-aug", "Nvidia alone, were it allowed (its chief executive)", "Nvidia, if allowed", "projected"),
    ],
}


def _dollars(ref: str) -> dict:
    found = registry.find(ref)
    rate = registry.find(PARITY)
    row = entry(ref, 1 / BILLION / (rate.value if found.unit == "CNY" else 1))
    return {**row, "source": join(pd.Series([row["source"], *(rate.sources if found.unit == "CNY" else ())]))}


def yardsticks() -> pd.DataFrame:
    """Return every amount in billions of dollars, with its interval."""
    rows = []
    for group, members in YARDSTICKS.items():
        for ref, label, short, kind in members:
            row = _dollars(ref)
            ends = row["value"] if pd.notna(row["value"]) and row["low"] == row["high"] else None
            text = quantity.number(ends, 3) if ends else f"{quantity.number(row['low'], 3)}–{quantity.number(row['high'], 3)}"
            rows.append({**row, "group": group, "label": label, "short": short, "kind": kind, "text": text})
    return placed(rows)


def replacement() -> Exhibit:
    """The forecast is near what five makers sold and well below estimated supply, and less than Nvidia sold."""
    frame = yardsticks()
    sales, supply, fall = (quantity.number(engine.value(f"r-shift-forecast-by-{each}"), 2) for each in ("sales", "supply", "fall"))
    dollars = quantity.write(engine.value("r-shift-replacement-usd"), unit="USD", digits=2)

    def draw(width: int) -> alt.LayerChart:
        end = 70 if style.narrow(width) else 58
        return ladder(frame, width, "billion US dollars a year", alt.Scale(domain=[0, end]), 0, [0, 10, 20, 30, 40, 50])

    columns = ["group", "label", "value", "low", "high", "kind", "text", "id", "source"]
    title = f"The replacement market, forecast at {dollars} or more, came to {fall}, {sales} or {supply} times that, by what is counted"
    return Exhibit(
        label="fig-shift-replacement",
        title=title,
        caption="Amounts in yuan are converted at the central parity of 25 February 2025. Rules span intervals. Sales by billing address and by "
        "customers' headquarters "
        "are two counts of the same fiscal year and hold products outside data centres; neither is a sum of chips for AI. The four makers are "
        "Cambricon, Kunlunxin, Moore Threads and MetaX; "
        "Hygon reports its accelerators with its processors and Alibaba's chip unit does not report, so both are missing.",
        alt="Dot chart in billions of dollars: " + "; ".join(f"{row.label}: {row.text}" for row in frame.itertuples()) + ".",
        draw=draw,
        frame=frame[columns].rename(columns={"value": "billion_usd", "low": "low_billion_usd", "high": "high_billion_usd"}),
    )


#: Fiscal year, basis, id.
SALES = (
    ("FY2022", "billing address", "r-shift-china-fy22"),
    ("FY2023", "billing address", "r-shift-china-fy23"),
    ("FY2024", "billing address", "r-shift-china-fy24"),
    ("FY2025", "billing address", "es-078"),
    ("FY2024", "headquarters", "es-076"),
    ("FY2025", "headquarters", "es-077"),
    ("FY2026", "headquarters", "es-079"),
)
#: H20 sold in or near the fiscal year, by id; several are added.
H20 = (("FY2025", ("es-081",), "calendar 2024, estimated"), ("FY2026", ("se-mkt-nvda-h20-fy26q1", "es-084"), "first quarter and licensed sales, reported"))


def sales() -> pd.DataFrame:
    """Return Nvidia's China revenue by fiscal year and basis, and H20 sales, in billions of dollars."""
    rows = [
        {"fiscal_year": year, "basis": basis, "billion_usd": registry.find(ref).value / BILLION, "note": "", "source": ";".join(registry.find(ref).sources)}
        for year, basis, ref in SALES
    ]
    for year, refs, note in H20:
        found = [registry.find(ref) for ref in refs]
        rows.append(
            {
                "fiscal_year": year,
                "basis": "H20 alone",
                "billion_usd": sum(each.value for each in found) / BILLION,
                "note": note,
                "source": join(pd.Series([";".join(each.sources) for each in found])),
            }
        )
    return pd.DataFrame(rows).sort_values(["fiscal_year", "basis"], ignore_index=True)


def _bars(width: int, frame: pd.DataFrame) -> alt.LayerChart:
    names = ["billing address", "headquarters", "H20 alone"]
    colour = alt.Color(
        "basis:N", scale=alt.Scale(domain=names, range=[style.SKY, style.BLUE, style.ORANGE]), legend=alt.Legend(title=None, orient="top", columns=3)
    )
    x = alt.X("fiscal_year:N", title="fiscal year, ends in January", axis=alt.Axis(labelAngle=0))
    offset = alt.XOffset("basis:N", sort=names)
    y = alt.Y("billion_usd:Q", title="billion US dollars", scale=alt.Scale(domain=[0, 28]), axis=alt.Axis(tickCount=6))
    base = alt.Chart(frame.assign(written=frame["billion_usd"].map(lambda each: quantity.number(each, 2 if style.narrow(width) else 3))))
    bars = base.mark_bar().encode(x=x, xOffset=offset, y=y, color=colour)
    text = base.mark_text(dy=-7, fontSize=11).encode(x=x, xOffset=offset, y=y, text="written:N")
    return alt.layer(bars, text).properties(width=width, height=300)


def revenue() -> Exhibit:
    """Nvidia's sales in China tripled on the old count and then lost their main product."""
    frame = sales()
    ratio = quantity.number(engine.value("r-shift-basis-ratio"), 3)
    kept = quantity.number(engine.value("r-shift-h20-fall"), 2)
    return Exhibit(
        label="fig-shift-china-revenue",
        title=f"One year of Nvidia's China sales is {ratio} times as large by headquarters as by billing address; of H20 sales {kept} percent were "
        "left a year on",
        caption="Revenue of Nvidia from China with Hong Kong, all products, on the two bases that its filings have used. Billing address: fiscal 2022 "
        "and 2023 are sums of quarters from an aggregator, "
        "fiscal 2024 is computed from the growth reported for the next year. No filing seen gives fiscal 2026 on that basis, nor earlier years by "
        "headquarters. "
        "The H20 bar of fiscal 2025 is SemiAnalysis' estimate for calendar 2024; that of fiscal 2026 adds the first quarter and the sales under the "
        "licences of August 2025.",
        alt="Grouped bars in billions of dollars: "
        + "; ".join(f"{row.fiscal_year}, {row.basis}: {quantity.number(row.billion_usd, 3)}" for row in frame.itertuples())
        + ".",
        draw=lambda width: _bars(width, frame),
        frame=frame,
    )
