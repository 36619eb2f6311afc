"""The scoreboard: forecasts against results, as ratios."""

from __future__ import annotations

import math
from dataclasses import replace

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.checks import outcome
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.frames import join
from detour.exhibits.inference_market_shift_rows import against, placed

#: Ratio from which a forecast counts as a miss, either way.
MISS = 1.5
FIVE, OTHERS = "Numbers in the five articles", "Other forecasts of the same things"
YUAN = "se-ims-fx-usd-2025-02-25"
#: Group, label, short label, forecast, results, same whole, factor on the results.
SCORED = (
    (FIVE, "Groq, chips in service 2024 (2024-03)", "Groq chips, 2024", "c-wsj24-groq-deploy-2024", ("es-165",), True, None),
    (FIVE, "Groq, chips in service 2025 (2024-03)", "Groq chips, 2025", "c-wsj24-groq-deploy-2025", (), True, None),
    (FIVE, "UBS, share of inference 2025 (2024-01)", "UBS, share 2025", "c-wsj24-ubs-inference-share-2025", ("es-143", "es-148", "es-150"), False, None),
    (
        FIVE,
        "Tianfeng, replacement market 2025 (undated)",
        "Tianfeng, 2025",
        "c-ds25-tianfeng-replacement-market-cny",
        ("r-shift-named-sales", "es-122"),
        False,
        YUAN,
    ),
    (FIVE, "SemiAnalysis, H20 shipped 2024 (printed as a result)", "H20 shipped, 2024", "c-ft25-h20-shipments-2024", ("es-018",), True, None),
    (OTHERS, "SemiAnalysis, 910B shipped 2024 (2024-07)", "910B shipped, 2024", "es-028", ("es-027", "es-026"), False, None),
    (OTHERS, "SemiAnalysis, 910C made 2025 (2024-08)", "910C made, 2025", "es-034", ("es-033",), True, None),
    (OTHERS, "Intel, revenue of Gaudi 2024 (target)", "Gaudi revenue, 2024", "es-ims-gaudi-target-2024", ("es-ims-gaudi-result-2024",), True, None),
    (OTHERS, "US Commerce, Huawei chips made 2025 (2025-06)", "US Commerce, 2025", "es-032", ("es-030",), False, None),
    (OTHERS, "SemiAnalysis, Ascend shipped 2025 (2025-09)", "Ascend shipped, 2025", "es-029", ("es-030",), True, None),
    (OTHERS, "Goldman Sachs, Cambricon shipped 2025 (2025-09)", "Cambricon, 2025", "es-050", ("es-049",), True, None),
    (OTHERS, "TrendForce, Chinese makers' share 2025 (2025-05)", "TrendForce, 2025", "es-105", ("es-104",), False, None),
    (OTHERS, "Bernstein, Chinese makers' share 2025 (2025-07)", "Bernstein, 2025", "es-111", ("es-104",), False, None),
)


def score(forecast: str, results: tuple[str, ...], rate: str | None) -> tuple[float, float, float]:
    """Return central, least and greatest ratio of result to forecast; NaN where there is no result.

    >>> round(score("c-wsj24-groq-deploy-2024", ("es-165",), None)[0], 3)
    0.182
    """
    plan = registry.find(forecast)
    came = [_counted_as(plan, registry.find(ref), registry.find(rate).value if rate else 1.0) for ref in results]
    if all(math.isnan(each.value) for each in came):  # no result, or one of which only the highest end is known
        return math.nan, math.nan, max((each.high / plan.ends()[0] for each in came), default=math.nan)
    value, low, high = outcome.ratio(plan, came)
    return (value if len(came) == 1 else math.nan), low, high


def _counted_as(plan: registry.Entry, came: registry.Entry, factor: float) -> registry.Entry:
    """Return a result times a factor, and in the unit of the forecast where it counts in another, which the drawing marks."""
    unit = came.unit if outcome.same_measure(plan.unit, came.unit) and factor == 1 else plan.unit
    return replace(came, value=came.value * factor, low=came.low * factor, high=came.high * factor, unit=unit)


def _text(value: float, low: float, high: float) -> str:
    if math.isnan(high):
        return "no result published"
    if math.isnan(low):
        return f"missed: below {quantity.number(high, 2)}, not said by how much"
    return quantity.number(value, 2) if low == high else f"{quantity.number(low, 2)}–{quantity.number(high, 2)}"


def scores() -> pd.DataFrame:
    """Return one row a forecast: ratio, its ends, and what the result divides."""
    rows = []
    for group, label, short, forecast, results, same, rate in SCORED:
        value, low, high = score(forecast, results, rate)
        known = not math.isnan(low)
        sources = join(pd.Series([";".join(registry.find(ref).sources) for ref in (forecast, *results)]))
        text = _text(value, low, high) + ("" if same or not known else " *")
        kind = "not known" if not known else "said in the articles" if group == FIVE else "we compute"
        rows.append(
            {
                "group": group,
                "label": label,
                "short": short,
                "forecast": forecast,
                "results": ";".join(results),
                "same_whole": same,
                "value": value,
                "low": low,
                "high": high if known else math.nan,
                "kind": kind,
                "text": text,
                "source": sources,
            }
        )
    return placed(rows).assign(at=lambda f: f["at"].where(f["kind"] != "not known", 0.1))


def scoreboard() -> Exhibit:
    """Forecasts made more than a year ahead missed by factors, those made within the year by tenths."""
    frame = scores()
    known = frame[frame["kind"] != "not known"]
    five = known[known["group"] == FIVE]
    far = known[(known["low"] > MISS) | (known["high"] < 1 / MISS)]

    def draw(width: int) -> alt.LayerChart:
        narrow = style.narrow(width)
        shown = frame if not narrow else frame.assign(text=frame["text"].str.removesuffix(", not said by how much"))
        return against(shown, width, "result over forecast, log scale", (0.1, 60 if narrow else 30), [0.1, 0.2, 0.5, 1, 2, 5])

    columns = ["group", "label", "forecast", "results", "same_whole", "value", "low", "high", "kind", "text", "source"]
    return Exhibit(
        label="fig-shift-scoreboard",
        title=f"Of {len(frame)} numerical forecasts {len(known)} can be scored; {len(far)} are off by a factor of {quantity.number(MISS)} or more, "
        f"{len(far[far['group'] == FIVE])} of these in the five articles",
        caption="Result divided by forecast; the dashed line is a forecast that came true. Diamonds are numbers of the five articles. A rule spans "
        "several results or an interval. "
        "An asterisk marks a result that counts another whole than the forecast: a share of compute for a share of the market, all local sales for "
        "replacement, packages for chips. "
        "Two rows have no result to divide. The date in brackets is the month of the forecast.",
        alt=f"Ratio of result to forecast on a log axis for {len(frame)} forecasts, {len(five)} of the scored ones from the articles: "
        + "; ".join(f"{row.label}: {row.text}" for row in frame.itertuples())
        + ".",
        draw=draw,
        frame=frame[columns].rename(columns={"value": "ratio", "low": "low_ratio", "high": "high_ratio"}),
    )
