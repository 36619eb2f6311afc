"""What the columns of an exhibit's data are called and in which unit they stand: one dictionary for every table of a figure."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pandas as pd

#: Head and unit of every column of the frames that exhibits publish. A column `unit` gives the unit row by row.
HEADS: dict[str, tuple[str, str]] = {
    "act": ("Act", ""),
    "act_date": ("Date of the act", ""),
    "agrees": ("Agrees with the act", ""),
    "asserts": ("Asserts", ""),
    "bandwidth_high": ("Memory bandwidth, greatest listed", "GB/s"),
    "bandwidth_low": ("Memory bandwidth, least listed", "GB/s"),
    "basis": ("Counted by", ""),
    "batch": ("Batch", "requests"),
    "billion_usd": ("Value", "billion USD"),
    "cards_2025": ("Cards in 2025", "cards"),
    "came": ("Number that came", ""),
    "chip": ("Chip", ""),
    "chips": ("Chips", "chips"),
    "claim": ("Claim", ""),
    "claimed": ("Date as claimed", ""),
    "closes": ("Closes", ""),
    "cluster": ("Cluster", ""),
    "condition": ("Condition", ""),
    "confidence": ("Confidence", ""),
    "count": ("Count", ""),
    "counted": ("What is counted", ""),
    "count_factor": ("Factor within which one more count is expected", "times"),
    "count_over_others": ("Count over the centre of the others", "times"),
    "counter": ("Counted by", ""),
    "counts": ("What is counted", ""),
    "date": ("Date", ""),
    "days": ("Length", "days"),
    "decode_high": ("Decoding, high", "tokens/s per chip"),
    "decode_low": ("Decoding, low", "tokens/s per chip"),
    "decode_tokens_per_s": ("Decoding", "tokens/s per chip"),
    "density_tpp_per_mm2": ("Performance density", "TPP/mm²"),
    "differs": ("What the result counts differently", ""),
    "die_area_mm2": ("Die area", "mm²"),
    "domestic": ("Domestic chip listed", ""),
    "end": ("End", ""),
    "ended_by": ("Ended by", ""),
    "event_id": ("Event", ""),
    "first_percent": ("Alone, before counts", "% of the variance"),
    "first_limited": ("First limited", ""),
    "field": ("Field", ""),
    "fiscal_year": ("Fiscal year", ""),
    "flop_per_byte": ("Arithmetic per byte of memory traffic", "FLOP/byte"),
    "forecast": ("Forecast", ""),
    "foundry": ("Foundry", ""),
    "flop_per_byte_high": ("Arithmetic per byte, greatest over the conditions", "FLOP/byte"),
    "flop_per_byte_low": ("Arithmetic per byte, least over the conditions", "FLOP/byte"),
    "fp16_high": ("FP16 peak, greatest listed", "TFLOP/s"),
    "fp16_low": ("FP16 peak, least listed", "TFLOP/s"),
    "fp16_tflop_per_s": ("FP16 peak", "TFLOP/s"),
    "from_days": ("Claimed span begins, after the act", "days"),
    "gb_per_s": ("Memory traffic", "GB/s"),
    "greatest_percent": ("Greatest share of inference", "%"),
    "group": ("Group", ""),
    "grown_forecast": ("Last growth going on", ""),
    "h100_equal": ("H100 that do as much", "chips"),
    "h100_equivalent_by_peak": ("H100 of equal peak rate", "chips"),
    "h100_value": ("H100", ""),
    "held": ("Inside the band", ""),
    "high": ("High", ""),
    "high_billion_usd": ("High", "billion USD"),
    "high_percent": ("High", "%"),
    "high_ratio": ("Result divided by forecast, high", ""),
    "high_wide": ("High, rival counts too", ""),
    "high_years": ("Lag, high", "years"),
    "hours": ("Between interruptions", "hours"),
    "id": ("Id of the row", ""),
    "input_len": ("Input", "tokens"),
    "instead": ("What stands in for it", ""),
    "inside": ("Inside the limit", ""),
    "item": ("Item", ""),
    "kept_percent": ("Speed kept", "%"),
    "kind": ("Kind", ""),
    "label": ("Label", ""),
    "lane": ("Lane", ""),
    "layers": ("Layers of the stage", "layers"),
    "layout": ("Layout", ""),
    "least_percent": ("Least share of inference", "%"),
    "limit": ("Limit", ""),
    "link_gb_per_s": ("Links to other chips", "GB/s"),
    "link_gbit_per_s": ("Link of a node to other kinds", "Gbit/s"),
    "link_high": ("Links, greatest listed", "GB/s"),
    "link_low": ("Links, least listed", "GB/s"),
    "low": ("Low", ""),
    "low_billion_usd": ("Low", "billion USD"),
    "low_percent": ("Low", "%"),
    "low_ratio": ("Result divided by forecast, low", ""),
    "low_wide": ("Low, rival counts too", ""),
    "low_years": ("Lag, low", "years"),
    "made_by": ("Made by", ""),
    "maker": ("Maker", ""),
    "margin_percent": ("Below the limit", "% of the limit"),
    "measure": ("Measure", ""),
    "measured": ("Measured", ""),
    "median": ("Median of the samples", ""),
    "median_error_percent": ("Median error", "%"),
    "memory_bandwidth_gb_per_s": ("Memory bandwidth", "GB/s"),
    "memory_class": ("Class of memory", ""),
    "memory_gb_per_s": ("Memory bandwidth", "GB/s"),
    "memory_type": ("Memory", ""),
    "metric": ("Measure", ""),
    "mfu_percent": ("Model FLOP utilisation", "%"),
    "mi300x_over_h100": ("MI300X divided by H100", ""),
    "million_yuan": ("Amount", "million yuan"),
    "million_yuan_net": ("Net result", "million yuan"),
    "million_yuan_sold": ("Sales", "million yuan"),
    "miss": ("Missed by a factor of", ""),
    "misses_by_days": ("Misses by", "days"),
    "model": ("Model", ""),
    "ninth_error_percent": ("Error that nine in ten stay below", "%"),
    "note": ("Note", ""),
    "nvidia": ("Nvidia's chip listed", ""),
    "nvidia_percent": ("Nvidia's share of AI chips", "%"),
    "opens": ("Opens", ""),
    "original": ("Original", ""),
    "outcome": ("Outcome", ""),
    "output_tokens_per_s": ("Output, prompts included", "tokens/s per chip"),
    "own_forecast": ("IDC's own forecast", ""),
    "owner": ("Owner", ""),
    "pair": ("Pair", ""),
    "panel": ("Panel", ""),
    "part": ("Part", ""),
    "percent_of_h100": ("Share of the H100", "%"),
    "period": ("Period", ""),
    "phase": ("Phase", ""),
    "precision": ("Precision", ""),
    "predicted": ("Predicted", ""),
    "prefill_high": ("Prefill, high", "tokens/s per chip"),
    "prefill_low": ("Prefill, low", "tokens/s per chip"),
    "prefill_tokens_per_s": ("Prefill", "tokens/s per chip"),
    "quantity": ("Quantity", ""),
    "quarter": ("Quarter", ""),
    "range_factor": ("Factor within which the others put what is counted", "times"),
    "ratio": ("Ratio", ""),
    "ratio_to_original": ("Divided by the original", ""),
    "record_id": ("Run", ""),
    "release_date": ("Date listed", ""),
    "results": ("Results", ""),
    "row": ("Line in the figure", ""),
    "run": ("At the centres of the assumptions", ""),
    "runs": ("Clusters", "clusters"),
    "runs_high": ("Clusters, high", "clusters"),
    "runs_low": ("Clusters, low", "clusters"),
    "same_whole": ("Forecast and result count the same whole", ""),
    "scale": ("Scale", ""),
    "series": ("Series", ""),
    "set": ("Why no fit saw it", ""),
    "share_percent": ("Share of inference", "%"),
    "source": ("Sources", ""),
    "specification": ("Specification", ""),
    "speed_ratio": ("Predicted speed over measured", ""),
    "speed_ratio_high": ("Predicted over measured, high", ""),
    "speed_ratio_low": ("Predicted over measured, low", ""),
    "stage": ("Stage", ""),
    "start": ("Start", ""),
    "state": ("State", ""),
    "statement": ("Statement", ""),
    "status": ("Status", ""),
    "stock": ("Stock", ""),
    "subject": ("Chip, by id", ""),
    "system": ("System", ""),
    "text": ("As written", ""),
    "threshold": ("Limit, by id", ""),
    "time": ("Time", ""),
    "to_days": ("Claimed span ends, after the act", "days"),
    "total_percent": ("With others, before counts", "% of the variance"),
    "tokens_per_day": ("Tokens a day", "tokens/day"),
    "tokens_per_s": ("Speed of training", "tokens/s"),
    "tokens_per_s_per_chip": ("Throughput", "tokens/s per chip"),
    "tpot_ms": ("Time for a token", "ms"),
    "tpp": ("Total processing performance", "TPP"),
    "tpp_high": ("Performance, greatest listed", "TPP"),
    "tpp_low": ("Performance, least listed", "TPP"),
    "unchanged_forecast": ("No change since the last count", ""),
    "unit": ("Unit", ""),
    "used": ("A range rests on it", ""),
    "usd_per_chip": ("Price of the chip", "USD"),
    "usd_per_chip_hour": ("Cost of an hour", "USD"),
    "usd_per_mtoken": ("Cost", "USD per million output tokens"),
    "usd_per_mtoken_high": ("Cost, high", "USD per million output tokens"),
    "usd_per_mtoken_low": ("Cost, low", "USD per million output tokens"),
    "useful_percent": ("Useful share of time", "%"),
    "value": ("Value", ""),
    "waits_decode_dense": ("Decode of Llama 3.1 70B waits for", ""),
    "waits_decode_experts": ("Decode of DeepSeek-R1 waits for", ""),
    "waits_prefill": ("Prefill waits for", ""),
    "verdict": ("Verdict", ""),
    "ways": ("Matrices split over, before", "chips"),
    "weighed_percent": ("Once weighed by counts", "% of the variance"),
    "who": ("Who", ""),
    "whole": ("What is divided", ""),
    "year": ("Year", ""),
    "years": ("Lag", "years"),
    "yuan_per_million_tokens": ("List price", "yuan per million input tokens"),
}
#: Numbers of no unit, or of one that another column gives: shares of a whole that the head names, ratios, values of mixed quantities.
BARE = {"count", "high", "high_ratio", "high_wide", "h100_value", "limit", "low", "low_ratio", "low_wide", "mi300x_over_h100", "miss", "ratio"}
BARE |= {"grown_forecast", "own_forecast", "unchanged_forecast", "measured", "median", "predicted", "ratio_to_original", "run", "stage", "value", "year"}
#: Columns of ids that a register of the site may hold.
IDS = {"claim", "event_id", "forecast", "id", "record_id", "results", "subject", "threshold"}


@dataclass(frozen=True)
class Column:
    """A column as readers see it; `kind` is one of `text`, `whole`, `number`, `date`, `flag`, `source`, `id`."""

    name: str
    head: str
    unit: str
    kind: str


def describe(frame: pd.DataFrame) -> list[dict]:
    """Return head, unit and kind of every column, in order.

    >>> describe(pd.DataFrame({"mfu_percent": [43.5], "source": ["s-llama3"]}))[0]
    {'name': 'mfu_percent', 'head': 'Model FLOP utilisation', 'unit': '%', 'kind': 'number'}
    """
    return [asdict(Column(name, *HEADS.get(name, (name.replace("_", " "), "")), kind(name, frame[name]))) for name in frame]


def kind(name: str, column: pd.Series) -> str:
    """Return how the cells of a column are to be read."""
    if name == "source" or name in IDS:
        return "source" if name == "source" else "id"
    if pd.api.types.is_bool_dtype(column):
        return "flag"
    if pd.api.types.is_datetime64_any_dtype(column):
        return "date"
    if not pd.api.types.is_numeric_dtype(column) or name == "year":
        return "text"
    present = column.dropna().astype(float)
    return "whole" if (present == present.round()).all() else "number"
